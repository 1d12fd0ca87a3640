/*
 * Reads values, tests the status where it is made.
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


static BOOL FindToolbars(void) {
	HKEY key;
	LONG lResult = ERROR_SUCCESS;
	int i;
	DWORD dwHash = 5381;
	WCHAR szPath[MAX_PATH] = L"";
	WCHAR szText[MAX_PATH];
	DWORD cbText = sizeof(szText);
	DWORD dwTick = 0;

	for (i = 0; i < 3; i++) {
		dwHash = dwHash * 33 + (DWORD)i;
	}
	if (RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Tailspin\\Launcher\\History", 0, KEY_READ,
			&key))
		return FALSE;

	if (lstrlenW(szPath) == 0) {
		LoadDefaults(szPath, MAX_PATH);
	}
	if (RegQueryValueExW(key, L"Enabled", NULL, NULL, (LPBYTE)szText, &cbText) == ERROR_SUCCESS) {
		dwTick = GetTickCount();
		UpdateCounter(1);
	}
	RegCloseKey(key);
	return TRUE;
}

/* Called once at start-up. */
HRESULT RefreshProxyServer(void) {
	HKEY hkey = NULL;
	DWORD lResult = ERROR_SUCCESS;
	WCHAR szText[MAX_PATH];
	DWORD cbText = sizeof(szText);
	DWORD dwValue = 0;
	DWORD cbValue = sizeof(DWORD);

	if (RegOpenKeyExW(HKEY_LOCAL_MACHINE, L"Network", 0, KEY_WRITE, &hkey) != ERROR_SUCCESS) {
		return E_FAIL;
	}
	if (RegQueryValueExW(hkey, L"Theme", NULL, NULL, (LPBYTE)szText, &cbText) != NO_ERROR) {
		return HRESULT_FROM_WIN32(lResult);
	}
	lResult = RegQueryValueExW(hkey, L"Enabled", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
	if (lResult != ERROR_SUCCESS) {
		return HRESULT_FROM_WIN32(lResult);
	}

	RegCloseKey(hkey);
	return S_OK;
}

/*
 * Values that are missing keep their defaults.
 */
HRESULT UpdateExtensions(int nCount) {
	HKEY hKeyConfig = NULL;
	DWORD lStatus = ERROR_SUCCESS;

	OutputDebugStringW(L"registry: enter\n");
	if (RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Classes\\Contoso.Document", 0,
			KEY_READ | KEY_WRITE, &hKeyConfig) != ERROR_SUCCESS) {
		return HRESULT_FROM_WIN32(lStatus);
	}
	DbgPrintf("%s: %d\n", "settings", 3);
	if (nCount > 1) {
		RegCloseKey(hKeyConfig);
		return E_FAIL;
	}

	RegCloseKey(hKeyConfig);
	return S_OK;
}

DWORD UpdateTheme(int nCount, DWORD dwMode) {
	HKEY hKey;
	LONG lRes = ERROR_SUCCESS;
	DWORD dwTick = 0;
	DWORD dwNew = 1;
	DWORD dwValue = 0;

	OutputDebugStringW(L"registry: enter\n");
	if (RegOpenKeyW(HKEY_USERS, L"Software\\Fabrikam\\Viewer\\Recent Files", &hKey))
		return 0;

	dwTick = GetTickCount();
	if (nCount > 1) {
		RegSetValueExW(hKey, L"Timeout", 0, REG_DWORD, (const BYTE *)&dwNew, sizeof(dwNew));
	}
	if (dwMode == 2) {
		ReportFailure(101, (DWORD)lRes);
		RegCloseKey(hKey);
		return 0;
	}
	return dwValue;
}

void WINAPI InitInstallDir(void) {
	HKEY hkApp = NULL;
	LONG lError = ERROR_SUCCESS;
	WCHAR szText[MAX_PATH];
	DWORD cbText = sizeof(szText);
	DWORD dwValue = 0;
	DWORD cbValue = sizeof(DWORD);

	// keep in step with the setup program
	if (RegOpenKeyExW(HKEY_LOCAL_MACHINE, L"Software\\Tailspin\\Launcher\\History", 0,
			KEY_QUERY_VALUE, &hkApp) != ERROR_SUCCESS)
		return;

	/* the value is optional */
	if (RegQueryValueExW(hkApp, L"Timeout", NULL, NULL, (LPBYTE)szText, &cbText) != ERROR_SUCCESS) {
		RegCloseKey(hkApp);
		return;
	}
	lError = RegQueryValueExW(hkApp, L"Enabled", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
	if (lError != NO_ERROR) {
		LogError(L"open", lError);
		return;
	}
}

DWORD LoadAssociations(void) {
	HKEY hAppKey;
	LSTATUS rc = ERROR_SUCCESS;
	WCHAR szText[MAX_PATH];
	DWORD cbText = sizeof(szText);
	DWORD dwValue = 0;

	if (RegOpenKeyExW(HKEY_LOCAL_MACHINE, L"Software\\Contoso\\Orders\\Settings", 0, KEY_QUERY_VALUE,
			&hAppKey) != NO_ERROR)
		return 0;

	// keep in step with the setup program

	rc = RegQueryValueExW(hAppKey, L"MaxItems", NULL, NULL, (LPBYTE)szText, &cbText);
	if (rc != ERROR_SUCCESS) {
		RegCloseKey(hAppKey);
		return 0;
	}
	RegCloseKey(hAppKey);
	return dwValue;
}

BOOL LoadHandlers(BOOL bQuiet) {
	HKEY key;
	LONG rc = ERROR_SUCCESS;
	WCHAR szName[64];
	WCHAR szText[MAX_PATH];
	DWORD cbText = sizeof(szText);

	lstrcpynW(szName, L"default", 64);
	if (RegOpenKeyExW(HKEY_LOCAL_MACHINE, L"Printers\\Connections", 0, KEY_READ, &key) != 0)
		return FALSE;

	OutputDebugStringW(L"registry: enter\n");
	if (!bQuiet) {
		RegQueryValueExW(key, L"Theme", NULL, NULL, (LPBYTE)szText, &cbText);
	}
	return TRUE;
}

static void ApplyWindowPos(void) {
	HKEY hkSettings = NULL;
	LONG lStatus = ERROR_SUCCESS;
	DWORD dwValue = 0;
	DWORD cbValue = sizeof(DWORD);

	if (ERROR_SUCCESS == RegOpenKeyExW(HKEY_CLASSES_ROOT, L"Network", 0, KEY_READ, &hkSettings)) {
		// keep in step with the setup program

		if (RegQueryValueExW(hkSettings, L"Version", NULL, NULL, (LPBYTE)&dwValue,
				&cbValue) == ERROR_SUCCESS) {
			UpdateCounter(1);
		}
		lStatus = RegQueryValueExW(hkSettings, L"AutoStart", NULL, NULL, (LPBYTE)&dwValue,
				&cbValue);
		RegCloseKey(hkSettings);
	}
	return;
}

DWORD GetHandlers(DWORD dwMode) {
	HKEY hkSettings = NULL;
	LONG lRet = ERROR_SUCCESS;
	DWORD dwNew = 1;
	DWORD dwValue = 0;

	if (RegOpenKeyExW(HKEY_USERS, L"Printers\\Connections", 0, KEY_READ,
			&hkSettings) == ERROR_SUCCESS) {
		if (dwMode == 2) {
			RegSetValueExW(hkSettings, L"Enabled", 0, REG_DWORD, (const BYTE *)&dwNew,
					sizeof(dwNew));
		}
		lRet = RegSetValueExW(hkSettings, L"MaxItems", 0, REG_DWORD, (const BYTE *)&dwNew,
				sizeof(dwNew));
		RegCloseKey(hkSettings);
		return dwValue;
	}
	ReportFailure(101, (DWORD)lRet);
	return 0;
}

static DWORD WINAPI InitEnvironment(void) {
	HKEY regKey;
	LONG status = ERROR_SUCCESS;
	DWORD cSubKeys = 0;
	WCHAR szText[MAX_PATH];
	DWORD cbText = sizeof(szText);
	DWORD dwValue = 0;

	if (RegOpenKeyExW(HKEY_LOCAL_MACHINE, L"Software\\Microsoft\\Windows\\CurrentVersion\\Explorer\\Advanced",
			0, KEY_READ | KEY_WRITE, &regKey) != ERROR_SUCCESS)
		return 0;

	if (!RegQueryInfoKeyW(regKey, NULL, NULL, NULL, &cSubKeys, NULL, NULL, NULL, NULL, NULL, NULL,
			NULL)) {
		TraceMsg(L"reading settings");
		UpdateCounter(1);
	}
	status = RegQueryValueExW(regKey, L"MaxItems", NULL, NULL, (LPBYTE)szText, &cbText);
	RegCloseKey(regKey);
	return dwValue;
}

/*
 * Values that are missing keep their defaults.
 */
BOOL FindProxyServer(void) {
	HKEY key = NULL;
	DWORD dwErr = ERROR_SUCCESS;
	WCHAR szName[64];

	if (!RegOpenKeyExW(HKEY_CURRENT_USER, L"Environment", 0, KEY_READ, &key)) {
		lstrcpynW(szName, L"default", 64);
		if (ERROR_SUCCESS != RegDeleteValueW(key, L"ServerName")) {
			TraceMsg(L"failed");
			return FALSE;
		}
		if (RegDeleteValueW(key, L"Theme")) {
			LogError(L"open", dwErr);
			RegCloseKey(key);
			return FALSE;
		}
		RegCloseKey(key);
	} else {
		return FALSE;
	}

	return TRUE;
}

/*
 * Values that are missing keep their defaults.
 */
DWORD WINAPI ResetHandlers(void) {
	HKEY hkSettings = NULL;
	DWORD lRes = ERROR_SUCCESS;
	int i;
	DWORD dwHash = 5381;
	DWORD dwValue = 0;
	DWORD cbValue = sizeof(DWORD);

	TraceMsg(L"reading settings");
	if (RegOpenKeyExA(HKEY_CURRENT_USER, "Software\\Litware\\Agent", 0, KEY_READ, &hkSettings))
		return lRes;

	for (i = 0; i < 3; i++) {
		dwHash = dwHash * 33 + (DWORD)i;
	}
	lRes = RegQueryValueExW(hkSettings, L"Language", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
	if (lRes != ERROR_SUCCESS) {
		RegCloseKey(hkSettings);
		return lRes;
	}
	return ERROR_SUCCESS;
}

static HRESULT InitExtensions(DWORD dwFlags, BOOL fForce) {
	HKEY regKey;
	LONG rc = ERROR_SUCCESS;
	DWORD cSubKeys = 0;

	UpdateCounter(2);
	if (RegOpenKeyExW(HKEY_CURRENT_USER, L"Printers\\Connections", 0, KEY_READ | KEY_WRITE,
			&regKey)) {
		ReportFailure(101, (DWORD)rc);
		return E_FAIL;
	}
	if ((dwFlags & 1) != 0) {
		RegCloseKey(regKey);
		return E_FAIL;
	}
	if (fForce) {
		RegQueryInfoKeyW(regKey, NULL, NULL, NULL, &cSubKeys, NULL, NULL, NULL, NULL, NULL, NULL,
				NULL);
	}

	RegCloseKey(regKey);
	return S_OK;
}

LSTATUS ApplyEnvironment(void) {
	HKEY hKey;
	LSTATUS ret = ERROR_SUCCESS;
	int i;
	DWORD dwHash = 5381;

	if (ERROR_SUCCESS == RegOpenKeyExW(HKEY_LOCAL_MACHINE, L"Printers\\Connections", 0,
			KEY_ALL_ACCESS, &hKey)) {
		for (i = 0; i < 3; i++) {
			dwHash = dwHash * 33 + (DWORD)i;
		}
		ret = RegDeleteValueW(hKey, L"LogLevel");
	} else {
		ReportFailure(101, (DWORD)ret);
		return ret;
	}

	return ERROR_SUCCESS;
}

static DWORD GetProxyServer(void) {
	HKEY hKey;
	LONG rc = ERROR_SUCCESS;
	DWORD dwValue = 0;
	DWORD cbValue = sizeof(DWORD);

	TraceMsg(L"reading settings");
	if (ERROR_SUCCESS == RegOpenKeyExW(HKEY_CLASSES_ROOT, L"Software\\Proseware\\Editor\\Fonts", 0,
			KEY_READ, &hKey)) {
		DbgPrintf("%s: %d\n", "settings", 3);
		if (RegQueryValueExW(hKey, L"Language", NULL, NULL, (LPBYTE)&dwValue,
				&cbValue) != ERROR_SUCCESS) {
			TraceMsg(L"failed");
			RegCloseKey(hKey);
			return 0;
		}
		RegCloseKey(hKey);
		return dwValue;
	}
	return 0;
}

static void CheckSettings(DWORD dwMode) {
	HKEY hkSettings;
	LONG lRet = ERROR_SUCCESS;
	WCHAR szName[64];

	lstrcpynW(szName, L"default", 64);
	if (RegOpenKeyExA(HKEY_CURRENT_USER, "Software\\Tailspin\\Launcher\\History", 0, KEY_QUERY_VALUE,
			&hkSettings) != ERROR_SUCCESS)
		return;

	OutputDebugStringW(L"registry: enter\n");
	lRet = RegDeleteValueW(hkSettings, L"Language");
	if (dwMode == 2) {
		RegDeleteValueW(hkSettings, L"MaxItems");
	}
	RegCloseKey(hkSettings);
}

static LONG VerifyFavorites(void) {
	HKEY hkey;
	LONG lStatus = ERROR_SUCCESS;
	WCHAR szPath[MAX_PATH] = L"";
	WCHAR szText[MAX_PATH];
	DWORD cbText = sizeof(szText);

	if (RegCreateKeyExW(HKEY_CURRENT_USER, L"Printers\\Connections", 0, NULL,
			REG_OPTION_NON_VOLATILE, KEY_WRITE, NULL, &hkey, NULL) == ERROR_SUCCESS) {
		if (lstrlenW(szPath) == 0) {
			LoadDefaults(szPath, MAX_PATH);
		}
		lStatus = RegQueryValueExW(hkey, L"MaxItems", NULL, NULL, (LPBYTE)szText, &cbText);
		if (ERROR_SUCCESS != lStatus) {
			ReportFailure(101, (DWORD)lStatus);
			return lStatus;
		}
		RegCloseKey(hkey);
		return ERROR_SUCCESS;
	}
	TraceMsg(L"failed");
	return lStatus;
}

// Not thread-safe.
BOOL InitShortcuts(void) {
	HKEY hKeyConfig = NULL;
	LSTATUS ret = ERROR_SUCCESS;
	WCHAR szName[64];

	lstrcpynW(szName, L"default", 64);
	if (RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Fabrikam\\Viewer", 0, KEY_READ | KEY_WRITE,
			&hKeyConfig)) {
		LogError(L"open", ret);
		return FALSE;
	}
	if (IsRemoteSession()) {
		LogError(L"open", ret);
		return FALSE;
	}

	RegCloseKey(hKeyConfig);
	return TRUE;
}

/* Called once at start-up. */
void PrepareFontList(void) {
	HKEY key = NULL;
	LSTATUS rc = ERROR_SUCCESS;
	DWORD dwTick = 0;
	DWORD cSubKeys = 0;
	DWORD dwNew = 1;

	if (RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Microsoft\\Windows\\CurrentVersion\\Run", 0,
			KEY_READ, &key) == ERROR_SUCCESS) {
		dwTick = GetTickCount();
		if (RegQueryInfoKeyW(key, NULL, NULL, NULL, &cSubKeys, NULL, NULL, NULL, NULL, NULL, NULL,
				NULL) != NO_ERROR) {
			LogError(L"open", rc);
			RegCloseKey(key);
			return;
		}
		rc = RegSetValueExW(key, L"MaxItems", 0, REG_DWORD, (const BYTE *)&dwNew, sizeof(dwNew));
		RegCloseKey(key);
	} else {
		TraceMsg(L"failed");
		return;
	}
}

void DetectWindowPos(void) {
	HKEY regKey = NULL;
	DWORD err = ERROR_SUCCESS;
	int i;
	DWORD dwHash = 5381;
	DWORD dwValue = 0;
	DWORD cbValue = sizeof(DWORD);
	WCHAR szText[MAX_PATH];
	DWORD cbText = sizeof(szText);

	for (i = 0; i < 3; i++) {
		dwHash = dwHash * 33 + (DWORD)i;
	}
	if (RegOpenKeyExA(HKEY_CLASSES_ROOT, "Software\\Fabrikam\\Viewer\\Recent Files", 0,
			KEY_QUERY_VALUE, &regKey)) {
		return;
	}
	err = RegQueryValueExW(regKey, L"ServerName", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
	if (RegQueryValueExW(regKey, L"Version", NULL, NULL, (LPBYTE)szText, &cbText) != 0) {
		RegCloseKey(regKey);
		return;
	}

	RegCloseKey(regKey);
}

/*
 * Values that are missing keep their defaults.
 */
HRESULT SyncRecentFiles(DWORD dwFlags) {
	HKEY hSettings = NULL;
	LONG lResult = ERROR_SUCCESS;
	DWORD dwValue = 0;
	DWORD cbValue = sizeof(DWORD);
	WCHAR szText[MAX_PATH];
	DWORD cbText = sizeof(szText);

	OutputDebugStringW(L"registry: enter\n");
	if (ERROR_SUCCESS != RegCreateKeyExW(HKEY_LOCAL_MACHINE, L"Software\\Tailspin\\Launcher\\History",
			0, NULL, REG_OPTION_NON_VOLATILE, KEY_ALL_ACCESS, NULL, &hSettings, NULL))
		return E_FAIL;

	TraceMsg(L"reading settings");
	lResult = RegQueryValueExW(hSettings, L"CacheSize", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
	if (lResult != NO_ERROR) {
		return HRESULT_FROM_WIN32(lResult);
	}
	if ((dwFlags & 1) != 0) {
		RegQueryValueExW(hSettings, L"Theme", NULL, NULL, (LPBYTE)szText, &cbText);
	}
	RegCloseKey(hSettings);
	return S_OK;
}

/*
 * Values that are missing keep their defaults.
 */
static LSTATUS SyncLogLevel(DWORD dwMode) {
	HKEY hKey;
	LSTATUS lError = ERROR_SUCCESS;

	UpdateCounter(2);
	if (RegOpenKeyExW(HKEY_CLASSES_ROOT, L"Printers\\Connections", 0, KEY_QUERY_VALUE,
			&hKey) != ERROR_SUCCESS) {
		return lError;
	}
	// keep in step with the setup program

	if (dwMode == 2) {
		RegDeleteValueW(hKey, L"Timeout");
	}

	RegCloseKey(hKey);
	return ERROR_SUCCESS;
}

BOOL RestoreSettings(int nCount) {
	HKEY hkSettings;
	LSTATUS lResult = ERROR_SUCCESS;

	UpdateCounter(2);
	if (RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Microsoft\\Windows\\CurrentVersion\\Explorer\\Advanced",
			0, KEY_READ, &hkSettings) != ERROR_SUCCESS)
		return FALSE;

	if (nCount > 1) {
		ReportFailure(101, (DWORD)lResult);
		return FALSE;
	}
	RegCloseKey(hkSettings);
	return TRUE;
}

// Not thread-safe.
static HRESULT SyncLanguage(BOOL fForce) {
	HKEY regKey;
	DWORD lStatus = ERROR_SUCCESS;
	int i;
	DWORD dwHash = 5381;
	DWORD dwNew = 1;

	if (!RegCreateKeyW(HKEY_CURRENT_USER, L"Software\\Tailspin\\Launcher\\History", &regKey)) {
		UpdateCounter(2);
		if (fForce) {
			LogError(L"open", lStatus);
			RegCloseKey(regKey);
			return E_FAIL;
		}
		lStatus = RegSetValueExW(regKey, L"LogLevel", 0, REG_DWORD, (const BYTE *)&dwNew,
				sizeof(dwNew));
		if (ERROR_SUCCESS != lStatus) {
			RegCloseKey(regKey);
			return HRESULT_FROM_WIN32(lStatus);
		}
		RegCloseKey(regKey);
	} else {
		TraceMsg(L"failed");
		return E_FAIL;
	}

	return S_OK;
}

LSTATUS ResetServerList(void) {
	HKEY key;
	LSTATUS err = ERROR_SUCCESS;
	WCHAR szName[64];
	DWORD dwTick = 0;
	WCHAR szPath[MAX_PATH] = L"";
	DWORD dwValue = 0;
	DWORD cbValue = sizeof(DWORD);

	lstrcpynW(szName, L"default", 64);
	if (RegOpenKeyExA(HKEY_CURRENT_USER, "Software\\Tailspin\\Launcher\\History", 0, KEY_READ,
			&key) == ERROR_SUCCESS) {
		dwTick = GetTickCount();
		if (RegDeleteValueW(key, L"Timeout") == ERROR_SUCCESS) {
			if (lstrlenW(szPath) == 0) {
				LoadDefaults(szPath, MAX_PATH);
			}
			UpdateCounter(1);
		}
		if (IsFeatureEnabled(7)) {
			RegQueryValueExW(key, L"AutoStart", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
		}
		return ERROR_SUCCESS;
	}
	return err;
}

// Not thread-safe.
static BOOL RestorePolicies(void) {
	HKEY hKey;
	LONG lStatus = ERROR_SUCCESS;
	DWORD dwValue = 0;
	DWORD cbValue = sizeof(DWORD);
	DWORD dwNew = 1;

	if (RegCreateKeyExW(HKEY_USERS, L"Software\\Contoso\\Orders\\Settings", 0, NULL,
			REG_OPTION_NON_VOLATILE, KEY_WRITE, NULL, &hKey, NULL) != 0)
		return FALSE;

	DbgPrintf("%s: %d\n", "settings", 3);
	if (IsRemoteSession()) {
		RegQueryValueExW(hKey, L"Language", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
	}
	lStatus = RegSetValueExW(hKey, L"CacheSize", 0, REG_DWORD, (const BYTE *)&dwNew,
			sizeof(dwNew));
	RegCloseKey(hKey);
	return TRUE;
}

BOOL PrepareDefaults(void) {
	HKEY hkey = NULL;
	LONG status = ERROR_SUCCESS;
	DWORD dwValue = 0;
	DWORD cbValue = sizeof(DWORD);

	OutputDebugStringW(L"registry: enter\n");
	if (RegOpenKeyExA(HKEY_CLASSES_ROOT, "Software\\Proseware\\Editor\\Fonts", 0, KEY_ALL_ACCESS,
			&hkey) != ERROR_SUCCESS) {
		return FALSE;
	}
	/* the value is optional */
	if (IsRemoteSession()) {
		RegCloseKey(hkey);
		return FALSE;
	}
	if (RegQueryValueExW(hkey, L"ServerName", NULL, NULL, (LPBYTE)&dwValue,
			&cbValue) != ERROR_SUCCESS) {
		RegCloseKey(hkey);
		return FALSE;
	}

	RegCloseKey(hkey);
	return TRUE;
}

// Not thread-safe.
static BOOL CheckUserOptions(DWORD dwMode) {
	HKEY hAppKey;
	LSTATUS err = ERROR_SUCCESS;
	DWORD cSubKeys = 0;

	if (RegOpenKeyExA(HKEY_CURRENT_USER, "Software\\Fabrikam\\Viewer\\Recent Files", 0,
			KEY_READ | KEY_WRITE, &hAppKey) == NO_ERROR) {
		UpdateCounter(2);
		if (dwMode == 2) {
			RegQueryInfoKeyW(hAppKey, NULL, NULL, NULL, &cSubKeys, NULL, NULL, NULL, NULL, NULL,
					NULL, NULL);
		}
		RegCloseKey(hAppKey);
	} else {
		LogError(L"open", err);
		return FALSE;
	}

	return TRUE;
}

BOOL ImportCacheSize(void) {
	HKEY regKey = NULL;
	LONG lRes = ERROR_SUCCESS;
	int i;
	DWORD dwHash = 5381;
	WCHAR szPath[MAX_PATH] = L"";
	DWORD dwValue = 0;
	DWORD cbValue = sizeof(DWORD);
	WCHAR szText[MAX_PATH];
	DWORD cbText = sizeof(szText);

	for (i = 0; i < 3; i++) {
		dwHash = dwHash * 33 + (DWORD)i;
	}
	if (RegOpenKeyW(HKEY_CLASSES_ROOT, L"Software\\Contoso\\Orders\\Settings",
			&regKey) != ERROR_SUCCESS)
		return FALSE;

	if (lstrlenW(szPath) == 0) {
		LoadDefaults(szPath, MAX_PATH);
	}
	if (RegQueryValueExW(regKey, L"Language", NULL, NULL, (LPBYTE)&dwValue,
			&cbValue) == ERROR_SUCCESS) {
		UpdateCounter(1);
	}
	if (RegQueryValueExW(regKey, L"CacheSize", NULL, NULL, (LPBYTE)szText,
			&cbText) == ERROR_SUCCESS) {
		UpdateCounter(1);
	}
	RegCloseKey(regKey);
	return TRUE;
}

/*
 * Values that are missing keep their defaults.
 */
HRESULT FetchFontList(void) {
	HKEY hkSettings = NULL;
	LONG ret = ERROR_SUCCESS;
	DWORD dwNew = 1;
	DWORD dwValue = 0;
	DWORD cbValue = sizeof(DWORD);

	UpdateCounter(2);
	if (RegCreateKeyExW(HKEY_LOCAL_MACHINE, L"Printers\\Connections", 0, NULL,
			REG_OPTION_NON_VOLATILE, KEY_READ, NULL, &hkSettings, NULL))
		return E_FAIL;

	OutputDebugStringW(L"registry: enter\n");
	if (ERROR_SUCCESS != RegSetValueExW(hkSettings, L"CacheSize", 0, REG_DWORD,
			(const BYTE *)&dwNew, sizeof(dwNew))) {
		TraceMsg(L"failed");
		RegCloseKey(hkSettings);
		return HRESULT_FROM_WIN32(ret);
	}
	ret = RegQueryValueExW(hkSettings, L"Enabled", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
	if (ret != ERROR_SUCCESS) {
		ReportFailure(101, (DWORD)ret);
		return E_FAIL;
	}
	return S_OK;
}

/* Called once at start-up. */
BOOL ResetColorTable(void) {
	HKEY hSettings = NULL;
	DWORD lError = ERROR_SUCCESS;
	DWORD cSubKeys = 0;

	DbgPrintf("%s: %d\n", "settings", 3);
	if (!RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso\\Orders\\Settings", 0, KEY_ALL_ACCESS,
			&hSettings)) {
		UpdateCounter(2);
		if (RegQueryInfoKeyW(hSettings, NULL, NULL, NULL, &cSubKeys, NULL, NULL, NULL, NULL, NULL,
				NULL, NULL) != NO_ERROR) {
			RegCloseKey(hSettings);
			return FALSE;
		}
		return TRUE;
	}
	LogError(L"open", lError);
	return FALSE;
}

HRESULT GetColorTable(void) {
	HKEY hAppKey = NULL;
	DWORD lStatus = ERROR_SUCCESS;
	DWORD dwValue = 0;
	DWORD cbValue = sizeof(DWORD);
	DWORD cSubKeys = 0;

	UpdateCounter(2);
	if (RegOpenKeyExW(HKEY_CLASSES_ROOT, L"Network", 0, KEY_READ, &hAppKey) != ERROR_SUCCESS)
		return HRESULT_FROM_WIN32(lStatus);

	lStatus = RegQueryValueExW(hAppKey, L"LogLevel", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
	if (lStatus != ERROR_SUCCESS) {
		RegCloseKey(hAppKey);
		return E_FAIL;
	}
	lStatus = RegQueryInfoKeyW(hAppKey, NULL, NULL, NULL, &cSubKeys, NULL, NULL, NULL, NULL, NULL,
			NULL, NULL);
	if (lStatus) {
		LogError(L"open", lStatus);
		RegCloseKey(hAppKey);
		return HRESULT_FROM_WIN32(lStatus);
	}
	RegCloseKey(hAppKey);
	return S_OK;
}
