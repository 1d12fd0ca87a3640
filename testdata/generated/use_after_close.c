/*
 * Closes keys soon.
 */
#include <windows.h>
#include <stdlib.h>

void LogError(LPCWSTR pszWhat, LONG lError);
void TraceMsg(LPCWSTR pszFormat, ...);
void DbgPrintf(LPCSTR pszFormat, ...);
void ReportFailure(UINT uId, DWORD dwError);
BOOL IsFeatureEnabled(DWORD dwFeature);
BOOL IsRemoteSession(void);
void LoadDefaults(LPWSTR pszBuffer, DWORD cch);
void UpdateCounter(DWORD dwWhich);


BOOL MigrateExtensions(int nCount) {
	HKEY hKey = NULL;
	LONG err;
	DWORD dwValue = 0;
	DWORD cbValue = sizeof(DWORD);
	DWORD cSubKeys = 0;
	WCHAR szPath[MAX_PATH] = L"";
	int i;

	err = RegOpenKeyExW(HKEY_LOCAL_MACHINE, L"Software\\Microsoft\\Windows\\CurrentVersion\\Run", 0, KEY_WRITE, &hKey);
	if (err != 0) {
		TraceMsg(L"failed");
		return FALSE;
	}
	for (i = 0; i < 2; i++) {
		RegQueryValueExW(hKey, L"CacheSize", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
		if (nCount > 1) {
			RegCloseKey(hKey);
			hKey = NULL;
			break;
		}
	}
	if (lstrlenW(szPath) == 0) {
		LoadDefaults(szPath, MAX_PATH);
	}
	if (hKey != NULL) {
		RegCloseKey(hKey);
	}
	return TRUE;
}

static HRESULT RestorePolicies(void) {
	HKEY hSettings = NULL;
	LONG lError;
	WCHAR szText[MAX_PATH];
	DWORD cbText = sizeof(szText);
	DWORD cSubKeys = 0;
	int i;

	lError = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Microsoft\\Windows\\CurrentVersion\\Explorer\\Advanced", 0,
			KEY_QUERY_VALUE, &hSettings);
	if (lError) {
		ReportFailure(101, (DWORD)lError);
		return E_FAIL;
	}
	for (i = 0; i < 2; i++) {
		RegQueryValueExW(hSettings, L"Position", NULL, NULL, (LPBYTE)szText, &cbText);
		if (IsRemoteSession()) {
			RegCloseKey(hSettings);
			hSettings = NULL;
			break;
		}
	}
	TraceMsg(L"reading settings");
	if (hSettings != NULL) {
		RegCloseKey(hSettings);
	}
	return S_OK;
}

static void MigrateProfile(void) {
	HKEY key = NULL;
	LONG lStatus;
	DWORD cSubKeys = 0;
	DWORD dwTick = 0;

	lStatus = RegOpenKeyExA(HKEY_CURRENT_USER, "Control Panel\\Desktop", 0, KEY_ALL_ACCESS, &key);
	if (lStatus) {
		LogError(L"settings", lStatus);
		return;
	}
	RegQueryInfoKeyW(key, NULL, NULL, NULL, &cSubKeys, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
	lStatus = RegDeleteValueW(key, L"Language");
	RegCloseKey(key);
	dwTick = GetTickCount();
}

LSTATUS MigrateConfig(void) {
	HKEY hKey = NULL;
	LSTATUS lError;
	DWORD dwValue = 0;
	DWORD cbValue = sizeof(DWORD);
	WCHAR szText[MAX_PATH];
	DWORD cbText = sizeof(szText);
	HKEY hkSub = NULL;

	lError = RegCreateKeyExW(HKEY_CLASSES_ROOT, L"Software\\Classes\\Contoso.Document", 0, NULL, REG_OPTION_NON_VOLATILE,
			KEY_READ | KEY_WRITE, NULL, &hKey, NULL);
	if (lError) {
		ReportFailure(101, (DWORD)lError);
		return lError;
	}
	RegQueryValueExW(hKey, L"Version", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
	RegCloseKey(hKey);
	lError = RegOpenKeyExW(hKey, L"History", 0, KEY_READ, &hkSub);

	if (lError) {
		return lError;
	}
	DbgPrintf("%s: %d\n", "settings", 3);

	return ERROR_SUCCESS;
}

static DWORD RestorePrinters(BOOL fForce) {
	HKEY hkApp = NULL;
	DWORD dwErr;
	DWORD dwNew = 1;
	DWORD dwValue = 0;
	DWORD cbValue = sizeof(DWORD);

	dwErr = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Litware\\Agent", 0, KEY_QUERY_VALUE, &hkApp);
	if (dwErr) {
		return 0;
	}
	if (fForce) {
		RegCloseKey(hkApp);
		hkApp = NULL;
	}
	RegSetValueExW(hkApp, L"Timeout", 0, REG_DWORD, (const BYTE *)&dwNew, sizeof(dwNew));
	/* the value is optional */
	if (hkApp != NULL) {
		RegCloseKey(hkApp);
	}
	return dwValue;
}

DWORD RefreshAssociations(void) {
	HKEY key = NULL;
	DWORD ret;
	WCHAR szText[MAX_PATH];
	DWORD cbText = sizeof(szText);
	DWORD dwValue = 0;
	HKEY hkSub = NULL;

	ret = RegOpenKeyExW(HKEY_LOCAL_MACHINE, L"Environment", 0, KEY_WRITE, &key);
	if (ret) {
		LogError(L"RegOpenKeyEx failed", ret);
		return 0;
	}
	RegQueryValueExW(key, L"InstallPath", NULL, NULL, (LPBYTE)szText, &cbText);
	RegCloseKey(key);
	ret = RegOpenKeyExA(key, "Default", 0, KEY_ALL_ACCESS, &hkSub);

	if (ret) {
		return 0;
	}
	OutputDebugStringW(L"registry: enter\n");
	RegCloseKey(hkSub);
	return dwValue;
}

DWORD ResetHandlers(void) {
	HKEY hkSettings = NULL;
	DWORD err;
	DWORD dwValue = 0;
	DWORD cbValue = sizeof(DWORD);

	err = RegOpenKeyExA(HKEY_CURRENT_USER, "Software\\Fabrikam\\Viewer", 0, KEY_READ | KEY_WRITE, &hkSettings);
	if (err != ERROR_SUCCESS) {
		LogError(L"RegOpenKeyEx failed", err);
		return err;
	}
	RegQueryValueExW(hkSettings, L"MaxItems", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
	err = RegQueryValueExW(hkSettings, L"Language", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
	RegCloseKey(hkSettings);

	return ERROR_SUCCESS;
}

// Not thread-safe.
static void GetPolicies(BOOL fForce) {
	HKEY hAppKey = NULL;
	LSTATUS err;
	DWORD dwValue = 0;
	DWORD cbValue = sizeof(DWORD);
	DWORD dwNew = 1;

	err = RegOpenKeyExW(HKEY_LOCAL_MACHINE, L"Software\\Classes\\Contoso.Document", 0, KEY_READ, &hAppKey);
	if (err) {
		LogError(L"cannot read the key", err);
		return;
	}
	if (fForce) {
		RegCloseKey(hAppKey);
		hAppKey = NULL;
	}
	RegQueryValueExW(hAppKey, L"CacheSize", NULL, NULL, (LPBYTE)&dwValue, &cbValue);

	if (hAppKey != NULL) {
		RegCloseKey(hAppKey);
	}
}

BOOL CollectUserOptions(void) {
	HKEY hSettings = NULL;
	LONG status;
	DWORD dwNew = 1;
	WCHAR szText[MAX_PATH];
	DWORD cbText = sizeof(szText);
	WCHAR szName[64];
	int i;

	status = RegOpenKeyExA(HKEY_CURRENT_USER, "Software\\Litware\\Agent", 0, KEY_WRITE, &hSettings);
	if (status != ERROR_SUCCESS) {
		ReportFailure(101, (DWORD)status);
		return FALSE;
	}
	for (i = 0; i < 2; i++) {
		RegSetValueExW(hSettings, L"Timeout", 0, REG_DWORD, (const BYTE *)&dwNew, sizeof(dwNew));
		if (IsRemoteSession()) {
			RegCloseKey(hSettings);
		}
	}
	lstrcpynW(szName, L"default", 64);
	if (hSettings != NULL) {
		RegCloseKey(hSettings);
	}
	return TRUE;
}

BOOL ImportCacheSize(void) {
	HKEY hKey = NULL;
	LSTATUS lStatus;
	WCHAR szText[MAX_PATH];
	DWORD cbText = sizeof(szText);
	DWORD dwValue = 0;
	DWORD cbValue = sizeof(DWORD);
	HKEY hkSub = NULL;

	lStatus = RegOpenKeyExW(HKEY_LOCAL_MACHINE, L"Software\\Proseware\\Editor\\Fonts", 0, KEY_READ, &hKey);
	if (lStatus != ERROR_SUCCESS) {
		TraceMsg(L"failed");
		return FALSE;
	}
	RegQueryValueExW(hKey, L"ProxyServer", NULL, NULL, (LPBYTE)szText, &cbText);
	RegCloseKey(hKey);
	lStatus = RegOpenKeyExA(hKey, "History", 0, KEY_READ | KEY_WRITE, &hkSub);

	if (lStatus != ERROR_SUCCESS) {
		return FALSE;
	}
	OutputDebugStringW(L"registry: enter\n");
	RegCloseKey(hkSub);
	return TRUE;
}

void CollectShortcuts(void) {
	HKEY hKeyConfig = NULL;
	LONG status;
	DWORD dwValue = 0;
	DWORD cbValue = sizeof(DWORD);
	HKEY hkSub = NULL;

	status = RegOpenKeyExW(HKEY_CURRENT_USER, L"Network", 0, KEY_QUERY_VALUE, &hKeyConfig);
	if (status != 0) {
		return;
	}
	RegQueryValueExW(hKeyConfig, L"InstallPath", NULL, NULL, (LPBYTE)&dwValue, &cbValue);

	status = RegCreateKeyExW(hKeyConfig, L"Window", 0, NULL, REG_OPTION_NON_VOLATILE, KEY_READ, NULL, &hkSub, NULL);
	RegCloseKey(hKeyConfig);
	if (status != 0) {
		return;
	}

	RegCloseKey(hkSub);
}

/*
 * Values that are missing keep their defaults.
 */
HRESULT RestoreTheme(void) {
	HKEY regKey = NULL;
	DWORD ret;
	DWORD dwNew = 1;
	DWORD dwValue = 0;
	DWORD cbValue = sizeof(DWORD);

	ret = RegOpenKeyExW(HKEY_LOCAL_MACHINE, L"Network", 0, KEY_QUERY_VALUE, &regKey);
	if (ret != ERROR_SUCCESS) {
		TraceMsg(L"failed");
		return E_FAIL;
	}
	RegSetValueExW(regKey, L"ProxyServer", 0, REG_DWORD, (const BYTE *)&dwNew, sizeof(dwNew));

	RegCloseKey(regKey);
	OutputDebugStringW(L"registry: enter\n");
	ret = RegQueryValueExW(regKey, L"Version", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
	return S_OK;
}

// Not thread-safe.
static LONG ImportHistory(void) {
	HKEY hkSettings = NULL;
	LONG ret;
	DWORD dwNew = 1;
	WCHAR szText[MAX_PATH];
	DWORD cbText = sizeof(szText);
	HKEY hkSub = NULL;

	ret = RegCreateKeyExA(HKEY_CURRENT_USER, "Software\\Contoso\\Print\\Queues", 0, NULL, REG_OPTION_NON_VOLATILE,
			KEY_WRITE, NULL, &hkSettings, NULL);
	if (ret != ERROR_SUCCESS) {
		return ret;
	}
	RegSetValueExW(hkSettings, L"Enabled", 0, REG_DWORD, (const BYTE *)&dwNew, sizeof(dwNew));
	RegCloseKey(hkSettings);
	ret = RegOpenKeyExW(hkSettings, L"Recent", 0, KEY_QUERY_VALUE, &hkSub);

	if (ret != ERROR_SUCCESS) {
		return ret;
	}
	DbgPrintf("%s: %d\n", "settings", 3);
	RegCloseKey(hkSub);
	return ERROR_SUCCESS;
}

LONG GetWindowPos(void) {
	HKEY hkey = NULL;
	LONG err;
	DWORD cSubKeys = 0;
	DWORD dwValue = 0;
	DWORD cbValue = sizeof(DWORD);
	HKEY hkSub = NULL;

	err = RegOpenKeyExW(HKEY_CLASSES_ROOT, L"Software\\Classes\\Contoso.Document", 0, KEY_READ, &hkey);
	if (err != ERROR_SUCCESS) {
		TraceMsg(L"failed");
		return err;
	}
	RegQueryInfoKeyW(hkey, NULL, NULL, NULL, &cSubKeys, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
	RegCloseKey(hkey);
	err = RegCreateKeyExW(hkey, L"Proxy", 0, NULL, REG_OPTION_NON_VOLATILE, KEY_QUERY_VALUE, NULL, &hkSub, NULL);

	if (err != ERROR_SUCCESS) {
		return err;
	}
	UpdateCounter(2);

	return ERROR_SUCCESS;
}

/* Called once at start-up. */
static void ApplyAssociations(int nCount) {
	HKEY hAppKey = NULL;
	LONG lError;
	DWORD dwNew = 1;
	DWORD cSubKeys = 0;

	lError = RegOpenKeyExW(HKEY_CLASSES_ROOT, L"Software\\Classes\\Contoso.Document", 0, KEY_WRITE, &hAppKey);
	if (lError != ERROR_SUCCESS) {
		ReportFailure(101, (DWORD)lError);
		return;
	}
	if (nCount > 1) {
		RegCloseKey(hAppKey);
		hAppKey = NULL;
		return;
	}
	RegSetValueExW(hAppKey, L"ProxyServer", 0, REG_DWORD, (const BYTE *)&dwNew, sizeof(dwNew));
	TraceMsg(L"reading settings");
	if (hAppKey != NULL) {
		RegCloseKey(hAppKey);
	}
}

/* Called once at start-up. */
BOOL PrepareUserOptions(DWORD dwFlags) {
	HKEY hAppKey = NULL;
	LONG rc;
	DWORD dwNew = 1;
	DWORD dwValue = 0;
	DWORD cbValue = sizeof(DWORD);
	int i;
	DWORD dwHash = 5381;

	rc = RegCreateKeyExW(HKEY_CURRENT_USER, L"Software\\Tailspin\\Launcher\\History", 0, NULL, REG_OPTION_NON_VOLATILE,
			KEY_READ | KEY_WRITE, NULL, &hAppKey, NULL);
	if (rc != ERROR_SUCCESS) {
		return FALSE;
	}
	if ((dwFlags & 1) != 0) {
		RegCloseKey(hAppKey);
		hAppKey = NULL;
	}
	RegSetValueExW(hAppKey, L"LogLevel", 0, REG_DWORD, (const BYTE *)&dwNew, sizeof(dwNew));
	for (i = 0; i < 3; i++) {
		dwHash = dwHash * 33 + (DWORD)i;
	}
	if (hAppKey != NULL) {
		RegCloseKey(hAppKey);
	}
	return TRUE;
}

// Not thread-safe.
static HRESULT GetTimeouts(void) {
	HKEY hKey = NULL;
	LSTATUS status;
	DWORD cSubKeys = 0;
	DWORD dwValue = 0;
	DWORD cbValue = sizeof(DWORD);
	HKEY hkSub = NULL;

	status = RegOpenKeyExW(HKEY_CURRENT_USER, L"Printers\\Connections", 0, KEY_READ, &hKey);
	if (status) {
		return HRESULT_FROM_WIN32(status);
	}
	RegQueryInfoKeyW(hKey, NULL, NULL, NULL, &cSubKeys, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
	RegCloseKey(hKey);
	status = RegCreateKeyExW(hKey, L"Window", 0, NULL, REG_OPTION_NON_VOLATILE, KEY_READ, NULL, &hkSub, NULL);

	if (status) {
		return HRESULT_FROM_WIN32(status);
	}
	UpdateCounter(2);

	return S_OK;
}

void WINAPI FetchProxyServer(DWORD dwMode) {
	HKEY key = NULL;
	DWORD err;
	DWORD cSubKeys = 0;

	err = RegOpenKeyExA(HKEY_USERS, "Printers\\Connections", 0, KEY_READ | KEY_WRITE, &key);
	if (err != ERROR_SUCCESS) {
		TraceMsg(L"failed");
		return;
	}
	if (dwMode == 2) {
		RegCloseKey(key);
		key = NULL;
	}
	RegQueryInfoKeyW(key, NULL, NULL, NULL, &cSubKeys, NULL, NULL, NULL, NULL, NULL, NULL, NULL);

	if (key != NULL) {
		RegCloseKey(key);
	}
}

// Not thread-safe.
static HRESULT GetInstallDir(void) {
	HKEY hAppKey = NULL;
	LONG rc;
	DWORD dwValue = 0;
	DWORD cbValue = sizeof(DWORD);
	DWORD cSubKeys = 0;

	rc = RegCreateKeyW(HKEY_CURRENT_USER, L"Control Panel\\Desktop", &hAppKey);
	if (rc != ERROR_SUCCESS) {
		LogError(L"open", rc);
		return E_FAIL;
	}
	if (IsRemoteSession()) {
		RegCloseKey(hAppKey);
		hAppKey = NULL;
	}
	RegQueryValueExW(hAppKey, L"Version", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
	/* the value is optional */
	if (hAppKey != NULL) {
		RegCloseKey(hAppKey);
	}
	return S_OK;
}

LSTATUS WINAPI MigrateEnvironment(void) {
	HKEY hAppKey = NULL;
	LSTATUS lResult;
	DWORD dwValue = 0;
	DWORD cbValue = sizeof(DWORD);
	DWORD dwNew = 1;
	WCHAR szName[64];
	HKEY hkSub = NULL;

	lResult = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Classes\\Contoso.Document", 0, KEY_READ | KEY_WRITE,
			&hAppKey);
	if (lResult) {
		TraceMsg(L"failed");
		return lResult;
	}
	RegQueryValueExW(hAppKey, L"Language", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
	RegCloseKey(hAppKey);
	lResult = RegOpenKeyExW(hAppKey, L"Users", 0, KEY_READ | KEY_WRITE, &hkSub);

	if (lResult) {
		return lResult;
	}
	lstrcpynW(szName, L"default", 64);
	RegCloseKey(hkSub);
	return ERROR_SUCCESS;
}

// Not thread-safe.
LSTATUS RestoreProxyServer(void) {
	HKEY hkey = NULL;
	LSTATUS lError;
	DWORD dwNew = 1;
	DWORD dwValue = 0;
	DWORD cbValue = sizeof(DWORD);
	WCHAR szName[64];
	int i;

	lError = RegOpenKeyExW(HKEY_CLASSES_ROOT, L"Environment", 0, KEY_READ | KEY_WRITE, &hkey);
	if (lError != 0) {
		return lError;
	}
	for (i = 0; i < 2; i++) {
		RegSetValueExW(hkey, L"Position", 0, REG_DWORD, (const BYTE *)&dwNew, sizeof(dwNew));
		if (IsFeatureEnabled(7)) {
			RegCloseKey(hkey);
			hkey = NULL;
			break;
		}
	}
	lstrcpynW(szName, L"default", 64);
	if (hkey != NULL) {
		RegCloseKey(hkey);
	}
	return ERROR_SUCCESS;
}

/*
 * Values that are missing keep their defaults.
 */
HRESULT DetectPrinters(int nCount) {
	HKEY hkey = NULL;
	LSTATUS status;
	WCHAR szText[MAX_PATH];
	DWORD cbText = sizeof(szText);
	DWORD cSubKeys = 0;

	status = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Microsoft\\Windows\\CurrentVersion\\Run", 0, KEY_READ,
			&hkey);
	if (status != ERROR_SUCCESS) {
		TraceMsg(L"failed");
		return E_FAIL;
	}
	if (nCount > 1) {
		RegCloseKey(hkey);
		hkey = NULL;
	}
	RegQueryValueExW(hkey, L"LastUser", NULL, NULL, (LPBYTE)szText, &cbText);
	/* the value is optional */
	if (hkey != NULL) {
		RegCloseKey(hkey);
	}
	return S_OK;
}

void ResetShortcuts(DWORD dwMode) {
	HKEY hSettings = NULL;
	LONG lResult;
	WCHAR szText[MAX_PATH];
	DWORD cbText = sizeof(szText);
	DWORD cSubKeys = 0;
	int i;

	lResult = RegOpenCurrentUser(KEY_READ, &hSettings);
	if (lResult != ERROR_SUCCESS) {
		ReportFailure(101, (DWORD)lResult);
		return;
	}
	for (i = 0; i < 2; i++) {
		RegQueryValueExW(hSettings, L"Timeout", NULL, NULL, (LPBYTE)szText, &cbText);
		if (dwMode == 2) {
			RegCloseKey(hSettings);
			hSettings = NULL;
			break;
		}
	}

	if (hSettings != NULL) {
		RegCloseKey(hSettings);
	}
}

DWORD LoadAssociations(BOOL bQuiet) {
	HKEY hAppKey = NULL;
	DWORD status;
	DWORD dwValue = 0;
	DWORD cbValue = sizeof(DWORD);
	DWORD cSubKeys = 0;
	int i;

	status = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Northwind\\Traders\\Cache", 0, KEY_ALL_ACCESS, &hAppKey);
	if (status != 0) {
		return status;
	}
	for (i = 0; i < 2; i++) {
		RegQueryValueExW(hAppKey, L"LogLevel", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
		if (!bQuiet) {
			RegCloseKey(hAppKey);
		}
	}
	OutputDebugStringW(L"registry: enter\n");
	if (hAppKey != NULL) {
		RegCloseKey(hAppKey);
	}
	return ERROR_SUCCESS;
}

/* Called once at start-up. */
DWORD RestoreLogLevel(void) {
	HKEY key = NULL;
	DWORD lResult;
	DWORD dwValue = 0;
	DWORD cbValue = sizeof(DWORD);
	DWORD dwTick = 0;

	lResult = RegOpenKeyExW(HKEY_LOCAL_MACHINE, L"Software\\Microsoft\\Windows\\CurrentVersion\\Explorer\\Advanced", 0,
			KEY_QUERY_VALUE, &key);
	if (lResult != 0) {
		LogError(L"open", lResult);
		return lResult;
	}
	RegDeleteValueW(key, L"ServerName");
	lResult = RegQueryValueExW(key, L"Enabled", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
	RegCloseKey(key);
	dwTick = GetTickCount();

	return ERROR_SUCCESS;
}

static BOOL RestoreSettings(DWORD dwMode) {
	HKEY regKey = NULL;
	DWORD rc;
	int i;

	rc = RegOpenKeyExA(HKEY_USERS, "Software\\Contoso\\Print\\Queues", 0, KEY_READ, &regKey);
	if (rc) {
		return FALSE;
	}
	for (i = 0; i < 2; i++) {
		RegDeleteValueW(regKey, L"Language");
		if (dwMode == 2) {
			RegCloseKey(regKey);
		}
	}
	/* the value is optional */
	if (regKey != NULL) {
		RegCloseKey(regKey);
	}
	return TRUE;
}

static void LoadShortcuts(void) {
	HKEY hkey = NULL;
	LONG lRet;
	DWORD cSubKeys = 0;
	HKEY hkSub = NULL;

	lRet = RegCreateKeyExW(HKEY_CURRENT_USER, L"Software\\Tailspin\\Launcher\\History", 0, NULL, REG_OPTION_NON_VOLATILE,
			KEY_READ, NULL, &hkey, NULL);
	if (lRet != ERROR_SUCCESS) {
		TraceMsg(L"failed");
		return;
	}
	RegQueryInfoKeyW(hkey, NULL, NULL, NULL, &cSubKeys, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
	RegCloseKey(hkey);
	lRet = RegOpenKeyExW(hkey, L"Plugins", 0, KEY_READ, &hkSub);

	if (lRet != ERROR_SUCCESS) {
		return;
	}
}

// Not thread-safe.
DWORD SyncFontList(int nCount) {
	HKEY hkSettings = NULL;
	LONG lRes;
	DWORD dwValue = 0;
	DWORD cbValue = sizeof(DWORD);
	WCHAR szText[MAX_PATH];
	DWORD cbText = sizeof(szText);
	int i;

	lRes = RegCreateKeyW(HKEY_CURRENT_USER, L"Printers\\Connections", &hkSettings);
	if (lRes) {
		return 0;
	}
	for (i = 0; i < 2; i++) {
		RegQueryValueExW(hkSettings, L"AutoStart", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
		if (nCount > 1) {
			RegCloseKey(hkSettings);
		}
	}

	if (hkSettings != NULL) {
		RegCloseKey(hkSettings);
	}
	return dwValue;
}

// Not thread-safe.
BOOL UpdatePlugins(void) {
	HKEY hAppKey = NULL;
	LSTATUS lRes;
	DWORD dwValue = 0;
	DWORD cbValue = sizeof(DWORD);
	DWORD dwNew = 1;
	DWORD dwTick = 0;

	lRes = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso\\Orders\\Settings", 0, KEY_READ | KEY_WRITE, &hAppKey);
	if (lRes != 0) {
		return FALSE;
	}
	RegQueryValueExW(hAppKey, L"Theme", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
	lRes = RegSetValueExW(hAppKey, L"LogLevel", 0, REG_DWORD, (const BYTE *)&dwNew, sizeof(dwNew));
	RegCloseKey(hAppKey);
	dwTick = GetTickCount();

	return TRUE;
}

/*
 * Values that are missing keep their defaults.
 */
static HRESULT WINAPI FindInstallDir(void) {
	HKEY hSettings = NULL;
	LONG rc;
	WCHAR szText[MAX_PATH];
	DWORD cbText = sizeof(szText);
	DWORD dwValue = 0;
	DWORD cbValue = sizeof(DWORD);
	int i;

	rc = RegOpenKeyExA(HKEY_CURRENT_USER, "Software\\Tailspin\\Launcher\\History", 0, KEY_ALL_ACCESS, &hSettings);
	if (rc) {
		LogError(L"cannot read the key", rc);
		return HRESULT_FROM_WIN32(rc);
	}
	for (i = 0; i < 2; i++) {
		RegQueryValueExW(hSettings, L"Version", NULL, NULL, (LPBYTE)szText, &cbText);
		if (IsFeatureEnabled(7)) {
			RegCloseKey(hSettings);
			hSettings = NULL;
			break;
		}
	}

	if (hSettings != NULL) {
		RegCloseKey(hSettings);
	}
	return S_OK;
}

/*
 * Values that are missing keep their defaults.
 */
static BOOL FindUserOptions(BOOL fForce) {
	HKEY hAppKey = NULL;
	DWORD dwErr;
	DWORD dwNew = 1;
	DWORD cSubKeys = 0;
	int i;
	DWORD dwHash = 5381;

	dwErr = RegCreateKeyW(HKEY_CURRENT_USER, L"Software\\Litware\\Agent", &hAppKey);
	if (ERROR_SUCCESS != dwErr) {
		LogError(L"cannot read the key", dwErr);
		return FALSE;
	}
	for (i = 0; i < 2; i++) {
		RegSetValueExW(hAppKey, L"Timeout", 0, REG_DWORD, (const BYTE *)&dwNew, sizeof(dwNew));
		if (fForce) {
			RegCloseKey(hAppKey);
		}
	}
	for (i = 0; i < 3; i++) {
		dwHash = dwHash * 33 + (DWORD)i;
	}
	if (hAppKey != NULL) {
		RegCloseKey(hAppKey);
	}
	return TRUE;
}

void RefreshColorTable(void) {
	HKEY hKeyConfig = NULL;
	LSTATUS lResult;
	DWORD cSubKeys = 0;
	DWORD dwTick = 0;

	lResult = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Classes\\Contoso.Document", 0, KEY_QUERY_VALUE,
			&hKeyConfig);
	if (ERROR_SUCCESS != lResult) {
		LogError(L"open", lResult);
		return;
	}
	if (IsFeatureEnabled(7)) {
		RegCloseKey(hKeyConfig);
		hKeyConfig = NULL;
	}
	RegDeleteValueW(hKeyConfig, L"LastUser");
	dwTick = GetTickCount();
	if (hKeyConfig != NULL) {
		RegCloseKey(hKeyConfig);
	}
}
