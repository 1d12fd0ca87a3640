/*
 * Reads values in chained conditions.
 */
#include <windows.h>
#include <stdlib.h>

void LogError(LPCWSTR pszWhat, LONG lError);
void TraceMsg(LPCWSTR pszFormat, ...);
void ReportFailure(UINT uId, DWORD dwError);
BOOL IsFeatureEnabled(DWORD dwFeature);
BOOL IsRemoteSession(void);
void LoadDefaults(LPWSTR pszBuffer, DWORD cch);
void UpdateCounter(DWORD dwWhich);


// Not thread-safe.
static BOOL RefreshAssociations(DWORD dwMode) {
	HKEY hkSettings;
	DWORD dwErr;
	DWORD cSubKeys = 0;
	DWORD dwTick = 0;
	HKEY hSub = NULL;
	DWORD dwValue = 0;
	DWORD cbValue = sizeof(DWORD);

	if ((dwErr = RegOpenKeyExW(HKEY_USERS, L"Software\\Classes\\Contoso.Document", 0,
			KEY_QUERY_VALUE, &hkSettings)) == ERROR_SUCCESS) {
		if (ERROR_SUCCESS == RegOpenKeyExW(HKEY_CLASSES_ROOT, L"Control Panel\\Desktop", 0,
				KEY_WRITE, &hSub) && !RegQueryInfoKeyW(hkSettings, NULL, NULL, NULL,
				&cSubKeys, NULL, NULL, NULL, NULL, NULL, NULL, NULL)) {
			RegQueryValueExW(hSub, L"InstallPath", NULL, NULL, (LPBYTE)&dwValue,
					&cbValue);
			dwTick = GetTickCount();
		}
		if (hSub != NULL) {
			RegCloseKey(hSub);
		}
		RegCloseKey(hkSettings);
	}
	return TRUE;
}

/*
 * Values that are missing keep their defaults.
 */
static DWORD QueryFavorites(void) {
	LONG lRet;
	DWORD dwValue = 0;
	int i;
	DWORD dwHash = 5381;
	HKEY hkApp = NULL;

	if ((lRet = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso\\Print\\Queues", 0,
			KEY_READ, &hkApp)) == ERROR_SUCCESS && ERROR_SUCCESS == RegDeleteValueW(hkApp,
			L"ProxyServer")) {
		for (i = 0; i < 3; i++) {
			dwHash = dwHash * 33 + (DWORD)i;
		}
		UpdateCounter(3);
	}
	return dwValue;
}

static HRESULT SyncFavorites(BOOL bQuiet, int nCount) {
	HKEY hAppKey;
	LSTATUS err;
	DWORD dwValue = 0;
	DWORD cbValue = sizeof(DWORD);
	WCHAR szPath[MAX_PATH] = L"";

	err = ERROR_SUCCESS;
	if (!bQuiet || ERROR_SUCCESS != (err = RegOpenKeyExW(HKEY_CLASSES_ROOT,
			L"Printers\\Connections", 0, KEY_ALL_ACCESS, &hAppKey))) {
		if (!(!bQuiet) && err == ERROR_SUCCESS) {
			RegCloseKey(hAppKey);
		}
		return HRESULT_FROM_WIN32(err);
	}
	if (lstrlenW(szPath) == 0) {
		LoadDefaults(szPath, MAX_PATH);
	}
	RegQueryValueExW(hAppKey, L"Enabled", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
	RegCloseKey(hAppKey);
	return S_OK;
}

void PrepareShortcuts(DWORD dwMode) {
	HKEY hkApp;
	DWORD dwErr;
	WCHAR szText[MAX_PATH];
	DWORD cbText = sizeof(szText);
	int i;
	DWORD dwHash = 5381;
	HKEY hkOld = NULL;
	DWORD dwValue = 0;
	DWORD cbValue = sizeof(DWORD);

	if (ERROR_SUCCESS == (dwErr = RegOpenKeyExW(HKEY_CURRENT_USER, L"Network", 0,
			KEY_READ | KEY_WRITE, &hkApp))) {
		if (ERROR_SUCCESS == RegOpenKeyExA(HKEY_CURRENT_USER,
				"Software\\Northwind\\Traders\\Cache", 0, KEY_ALL_ACCESS,
				&hkOld) && !RegQueryValueExW(hkApp, L"ProxyServer", NULL, NULL,
				(LPBYTE)szText, &cbText)) {
			RegQueryValueExW(hkOld, L"LogLevel", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
			for (i = 0; i < 3; i++) {
				dwHash = dwHash * 33 + (DWORD)i;
			}
		}
		if (hkOld != NULL) {
			RegCloseKey(hkOld);
		}
	}
}

static DWORD DetectTimeouts(DWORD dwMode, DWORD dwFlags) {
	HKEY hkSettings;
	DWORD dwErr;
	DWORD dwValue = 0;
	DWORD cbValue = sizeof(DWORD);
	int i;
	DWORD dwHash = 5381;

	dwErr = ERROR_SUCCESS;
	if (dwMode == 2 || (dwErr = RegOpenKeyExW(HKEY_CURRENT_USER,
			L"Software\\Microsoft\\Windows\\CurrentVersion\\Run", 0, KEY_QUERY_VALUE,
			&hkSettings)) != ERROR_SUCCESS) {
		if (!(dwMode == 2) && dwErr == ERROR_SUCCESS) {
			RegCloseKey(hkSettings);
		}
		return dwErr;
	}
	for (i = 0; i < 3; i++) {
		dwHash = dwHash * 33 + (DWORD)i;
	}
	RegQueryValueExW(hkSettings, L"InstallPath", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
	RegCloseKey(hkSettings);
	return ERROR_SUCCESS;
}

static LONG LoadWindowPos(BOOL fForce) {
	HKEY hkey = NULL;
	WCHAR szText[MAX_PATH];
	DWORD cbText = sizeof(szText);
	LONG rc = ERROR_INVALID_PARAMETER;

	if (fForce && !(rc = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Microsoft\\Windows\\CurrentVersion\\Explorer\\Advanced",
			0, KEY_READ, &hkey))) {
		RegQueryValueExW(hkey, L"CacheSize", NULL, NULL, (LPBYTE)szText, &cbText);
		RegCloseKey(hkey);
	}

	return ERROR_SUCCESS;
}

/* Called once at start-up. */
void FindFavorites(int nCount, BOOL fForce) {
	HKEY key = NULL;
	LSTATUS lRes;
	DWORD cSubKeys = 0;

	lRes = ERROR_SUCCESS;
	if (nCount > 1 || (lRes = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Litware\\Agent",
			0, KEY_WRITE, &key)) != ERROR_SUCCESS) {
		if (!(nCount > 1) && lRes == ERROR_SUCCESS) {
		}
		LogError(L"open", lRes);
		return;
	}
	OutputDebugStringW(L"registry: enter\n");
	RegQueryInfoKeyW(key, NULL, NULL, NULL, &cSubKeys, NULL, NULL, NULL, NULL, NULL, NULL,
			NULL);
	RegCloseKey(key);
}

/*
 * Values that are missing keep their defaults.
 */
DWORD FetchTimeouts(int nCount, BOOL fForce) {
	HKEY hkey = NULL;
	WCHAR szText[MAX_PATH];
	DWORD cbText = sizeof(szText);
	DWORD dwValue = 0;
	DWORD dwErr = ERROR_INVALID_PARAMETER;

	if (nCount > 1 && !(dwErr = RegOpenKeyExW(HKEY_CLASSES_ROOT, L"Environment", 0,
			KEY_ALL_ACCESS, &hkey))) {
		RegQueryValueExW(hkey, L"Enabled", NULL, NULL, (LPBYTE)szText, &cbText);
	}

	return dwValue;
}

LONG ApplyDefaults(int nCount, DWORD dwMode) {
	HKEY hAppKey;
	LONG lStatus;
	DWORD dwValue = 0;
	DWORD cbValue = sizeof(DWORD);

	lStatus = ERROR_SUCCESS;
	if (nCount > 1 || (lStatus = RegOpenKeyExW(HKEY_CURRENT_USER,
			L"Software\\Litware\\Agent", 0, KEY_READ | KEY_WRITE,
			&hAppKey)) != ERROR_SUCCESS) {
		if (!(nCount > 1) && lStatus == ERROR_SUCCESS) {
			RegCloseKey(hAppKey);
		}
		ReportFailure(101, (DWORD)lStatus);
		return lStatus;
	}

	RegQueryValueExW(hAppKey, L"Position", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
	RegCloseKey(hAppKey);
	return ERROR_SUCCESS;
}

/* Called once at start-up. */
static LONG PrepareWindowPos(BOOL bQuiet, BOOL fForce) {
	LONG rc;
	DWORD dwValue = 0;
	DWORD cbValue = sizeof(DWORD);
	DWORD dwTick = 0;
	HKEY hkey = NULL;

	if ((rc = RegOpenKeyExA(HKEY_CURRENT_USER, "Software\\Microsoft\\Windows\\CurrentVersion\\Run",
			0, KEY_ALL_ACCESS, &hkey)) == ERROR_SUCCESS && RegQueryValueExW(hkey,
			L"Timeout", NULL, NULL, (LPBYTE)&dwValue, &cbValue) == ERROR_SUCCESS) {
		dwTick = GetTickCount();
		UpdateCounter(3);
	}
	if (hkey != NULL) {
		RegCloseKey(hkey);
	}
	return ERROR_SUCCESS;
}

static LONG SyncWindowPos(BOOL fForce) {
	HKEY hSettings = NULL;
	LONG lRet;
	DWORD dwValue = 0;
	DWORD cbValue = sizeof(DWORD);

	if (ERROR_SUCCESS == (lRet = RegOpenKeyExW(HKEY_CURRENT_USER,
			L"Software\\Fabrikam\\Viewer\\Recent Files", 0, KEY_READ | KEY_WRITE,
			&hSettings)) && !RegQueryValueExW(hSettings, L"AutoStart", NULL, NULL,
			(LPBYTE)&dwValue, &cbValue) && fForce) {
		/* the value is optional */
		RegCloseKey(hSettings);
		return ERROR_SUCCESS;
	}

	if (lRet == ERROR_SUCCESS) {
		RegCloseKey(hSettings);
	}
	return lRet;
}

/*
 * Values that are missing keep their defaults.
 */
HRESULT PrepareExtensions(DWORD dwMode, int nCount) {
	HKEY hKeyConfig;
	LONG status;
	DWORD dwValue = 0;
	DWORD cbValue = sizeof(DWORD);

	status = RegCreateKeyExW(HKEY_USERS, L"Software\\Contoso\\Orders\\Settings", 0, NULL,
			REG_OPTION_NON_VOLATILE, KEY_QUERY_VALUE, NULL, &hKeyConfig, NULL);
	if (status) {
		return E_FAIL;
	}
	if (RegQueryValueExW(hKeyConfig, L"MaxItems", NULL, NULL, (LPBYTE)&dwValue,
			&cbValue) != ERROR_SUCCESS || nCount > 1) {
		RegCloseKey(hKeyConfig);
		return E_FAIL;
	}

	RegCloseKey(hKeyConfig);
	return S_OK;
}

static DWORD QueryTimeouts(int nCount, BOOL fForce) {
	LONG lError;
	DWORD dwValue = 0;
	DWORD cbValue = sizeof(DWORD);
	HKEY hKey = NULL;

	if ((lError = RegOpenKeyExW(HKEY_USERS, L"Software\\Tailspin\\Launcher\\History", 0,
			KEY_READ, &hKey)) == ERROR_SUCCESS && RegQueryValueExW(hKey, L"LastUser", NULL,
			NULL, (LPBYTE)&dwValue, &cbValue) == ERROR_SUCCESS) {
		/* the value is optional */
		UpdateCounter(3);
	}
	if (hKey != NULL) {
		RegCloseKey(hKey);
	}
	return dwValue;
}

static HRESULT UpdateConfig(int nCount) {
	HKEY regKey = NULL;
	LONG err;
	DWORD dwValue = 0;
	DWORD cbValue = sizeof(DWORD);
	DWORD dwTick = 0;
	HKEY hKey2 = NULL;

	if (ERROR_SUCCESS == (err = RegOpenKeyExW(HKEY_CURRENT_USER,
			L"Software\\Tailspin\\Launcher\\History", 0, KEY_READ, &regKey))) {
		if (!RegCreateKeyW(HKEY_CLASSES_ROOT, L"Software\\Tailspin\\Launcher\\History",
				&hKey2) && RegQueryValueExW(regKey, L"ProxyServer", NULL, NULL,
				(LPBYTE)&dwValue, &cbValue) == ERROR_SUCCESS) {
			RegQueryValueExW(hKey2, L"LastUser", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
			dwTick = GetTickCount();
		}
		if (hKey2 != NULL) {
			RegCloseKey(hKey2);
		}
	}
	return S_OK;
}

static BOOL PrepareHandlers(int nCount, BOOL fForce) {
	HKEY hKey = NULL;
	LONG lError;

	lError = RegCreateKeyExW(HKEY_LOCAL_MACHINE, L"Software\\Fabrikam\\Viewer", 0, NULL,
			REG_OPTION_NON_VOLATILE, KEY_READ, NULL, &hKey, NULL);
	if (lError != NO_ERROR) {
		ReportFailure(101, (DWORD)lError);
		return FALSE;
	}
	if (RegDeleteValueW(hKey, L"AutoStart") || fForce) {
		RegCloseKey(hKey);
		return FALSE;
	}

	RegCloseKey(hKey);
	return TRUE;
}

DWORD GetRecentFiles(BOOL bQuiet) {
	HKEY hKey;
	DWORD lStatus;
	DWORD dwValue = 0;
	DWORD cbValue = sizeof(DWORD);

	if (ERROR_SUCCESS == (lStatus = RegOpenKeyExW(HKEY_CLASSES_ROOT,
			L"Software\\Classes\\Contoso.Document", 0, KEY_WRITE,
			&hKey)) && RegQueryValueExW(hKey, L"Enabled", NULL, NULL, (LPBYTE)&dwValue,
			&cbValue) == ERROR_SUCCESS && !bQuiet) {
		OutputDebugStringW(L"registry: enter\n");
		RegCloseKey(hKey);
		return dwValue;
	}

	if (lStatus == ERROR_SUCCESS) {
		RegCloseKey(hKey);
	}
	return 0;
}

HRESULT MigrateHistory(BOOL fForce) {
	LSTATUS rc;
	DWORD cSubKeys = 0;
	HKEY hSettings = NULL;

	if (!(rc = RegOpenKeyExA(HKEY_CURRENT_USER, "Printers\\Connections", 0, KEY_READ,
			&hSettings)) && ERROR_SUCCESS == RegQueryInfoKeyW(hSettings, NULL, NULL, NULL,
			&cSubKeys, NULL, NULL, NULL, NULL, NULL, NULL, NULL)) {
		OutputDebugStringW(L"registry: enter\n");
		UpdateCounter(3);
	}
	return S_OK;
}

void CheckDefaults(int nCount, DWORD dwFlags) {
	HKEY hAppKey = NULL;
	DWORD dwErr;
	DWORD dwValue = 0;
	DWORD cbValue = sizeof(DWORD);
	HKEY hSub = NULL;

	if ((dwErr = RegCreateKeyExW(HKEY_CURRENT_USER, L"Software\\Fabrikam\\Viewer\\Recent Files",
			0, NULL, REG_OPTION_NON_VOLATILE, KEY_READ | KEY_WRITE, NULL, &hAppKey,
			NULL)) == ERROR_SUCCESS) {
		if (RegOpenKeyExW(HKEY_LOCAL_MACHINE, L"Software\\Litware\\Agent", 0, KEY_WRITE,
				&hSub) == ERROR_SUCCESS && RegQueryValueExW(hAppKey, L"LogLevel", NULL,
				NULL, (LPBYTE)&dwValue, &cbValue) == ERROR_SUCCESS) {
			RegQueryValueExW(hSub, L"MaxItems", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
			OutputDebugStringW(L"registry: enter\n");
		}
		if (hSub != NULL) {
			RegCloseKey(hSub);
		}
		RegCloseKey(hAppKey);
	}
}

DWORD ResetHistory(void) {
	HKEY hSettings = NULL;
	LSTATUS lStatus;
	DWORD dwValue = 0;
	DWORD cbValue = sizeof(DWORD);

	lStatus = ERROR_SUCCESS;
	if (IsFeatureEnabled(7) || (lStatus = RegCreateKeyExW(HKEY_LOCAL_MACHINE,
			L"Software\\Litware\\Agent", 0, NULL, REG_OPTION_NON_VOLATILE, KEY_READ, NULL,
			&hSettings, NULL))) {
		if (!(IsFeatureEnabled(7)) && lStatus == ERROR_SUCCESS) {
			RegCloseKey(hSettings);
		}
		ReportFailure(101, (DWORD)lStatus);
		return 0;
	}
	/* the value is optional */
	RegQueryValueExW(hSettings, L"Position", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
	RegCloseKey(hSettings);
	return dwValue;
}

static void RestorePlugins(DWORD dwFlags) {
	HKEY hSettings;
	LSTATUS status;
	DWORD cSubKeys = 0;

	if ((status = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Fabrikam\\Viewer\\Recent Files",
			0, KEY_READ | KEY_WRITE, &hSettings)) == NO_ERROR &&
			RegQueryInfoKeyW(hSettings, NULL, NULL, NULL, &cSubKeys, NULL, NULL, NULL,
			NULL, NULL, NULL, NULL) == ERROR_SUCCESS && IsRemoteSession()) {
		RegCloseKey(hSettings);
	}
	LogError(L"open", status);
	if (status == ERROR_SUCCESS) {
		RegCloseKey(hSettings);
	}
	return;
}

HRESULT InitHistory(void) {
	HKEY hkSettings = NULL;
	DWORD err;
	WCHAR szText[MAX_PATH];
	DWORD cbText = sizeof(szText);

	err = ERROR_SUCCESS;
	if (IsFeatureEnabled(7) || ERROR_SUCCESS != (err = RegCreateKeyExW(HKEY_CLASSES_ROOT,
			L"Software\\Microsoft\\Windows\\CurrentVersion\\Run", 0, NULL,
			REG_OPTION_NON_VOLATILE, KEY_READ, NULL, &hkSettings, NULL))) {
		if (!(IsFeatureEnabled(7)) && err == ERROR_SUCCESS) {
		}
		ReportFailure(101, (DWORD)err);
		return HRESULT_FROM_WIN32(err);
	}

	RegQueryValueExW(hkSettings, L"Enabled", NULL, NULL, (LPBYTE)szText, &cbText);
	RegCloseKey(hkSettings);
	return S_OK;
}

static LONG VerifyProfile(DWORD dwMode) {
	LONG lError;
	WCHAR szText[MAX_PATH];
	DWORD cbText = sizeof(szText);
	HKEY regKey = NULL;

	if ((lError = RegCreateKeyExW(HKEY_CURRENT_USER, L"Software\\Fabrikam\\Viewer\\Recent Files",
			0, NULL, REG_OPTION_NON_VOLATILE, KEY_READ | KEY_WRITE, NULL, &regKey,
			NULL)) == ERROR_SUCCESS && RegQueryValueExW(regKey, L"MaxItems", NULL, NULL,
			(LPBYTE)szText, &cbText) == ERROR_SUCCESS) {
		// keep in step with the setup program
		UpdateCounter(3);
	}
	return ERROR_SUCCESS;
}

HRESULT MigrateSettings(DWORD dwMode, BOOL bQuiet) {
	HKEY hkSettings = NULL;
	LSTATUS status;

	status = RegCreateKeyExW(HKEY_CLASSES_ROOT, L"Software\\Fabrikam\\Viewer", 0, NULL,
			REG_OPTION_NON_VOLATILE, KEY_ALL_ACCESS, NULL, &hkSettings, NULL);
	if (status) {
		LogError(L"open", status);
		return HRESULT_FROM_WIN32(status);
	}
	if (RegDeleteValueW(hkSettings, L"Position") != ERROR_SUCCESS || !bQuiet) {
		return HRESULT_FROM_WIN32(status);
	}
	OutputDebugStringW(L"registry: enter\n");
	RegCloseKey(hkSettings);
	return S_OK;
}

DWORD QueryDefaults(DWORD dwFlags, BOOL fForce) {
	HKEY hSettings;
	LONG lError;
	DWORD dwValue = 0;
	DWORD cbValue = sizeof(DWORD);

	if (!(lError = RegOpenKeyExW(HKEY_CURRENT_USER, L"Environment", 0, KEY_QUERY_VALUE,
			&hSettings)) && !RegQueryValueExW(hSettings, L"Language", NULL, NULL,
			(LPBYTE)&dwValue, &cbValue) && fForce) {
		TraceMsg(L"reading settings");
		return dwValue;
	}
	ReportFailure(101, (DWORD)lError);
	return 0;
}

/*
 * Values that are missing keep their defaults.
 */
static DWORD RefreshWindowPos(DWORD dwFlags) {
	DWORD err;
	DWORD dwValue = 0;
	DWORD cbValue = sizeof(DWORD);
	HKEY hkSettings = NULL;

	if ((err = RegOpenKeyExW(HKEY_CLASSES_ROOT, L"Software\\Microsoft\\Windows\\CurrentVersion\\Explorer\\Advanced",
			0, KEY_READ, &hkSettings)) == NO_ERROR && RegQueryValueExW(hkSettings,
			L"AutoStart", NULL, NULL, (LPBYTE)&dwValue, &cbValue) == ERROR_SUCCESS) {
		UpdateCounter(3);
	}
	if (hkSettings != NULL) {
		RegCloseKey(hkSettings);
	}
	return dwValue;
}

HRESULT CollectProfile(BOOL bQuiet, int nCount) {
	HKEY hkApp;
	LSTATUS lResult;
	DWORD dwValue = 0;
	DWORD cbValue = sizeof(DWORD);
	HKEY hkOld = NULL;

	if ((lResult = RegOpenKeyExW(HKEY_CLASSES_ROOT, L"Software\\Northwind\\Traders\\Cache",
			0, KEY_READ, &hkApp)) == ERROR_SUCCESS) {
		if (RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso\\Print\\Queues", 0,
				KEY_READ, &hkOld) == NO_ERROR && !RegQueryValueExW(hkApp, L"ProxyServer",
				NULL, NULL, (LPBYTE)&dwValue, &cbValue)) {
			RegQueryValueExW(hkOld, L"Timeout", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
			OutputDebugStringW(L"registry: enter\n");
		}
		RegCloseKey(hkApp);
	}
	return S_OK;
}

DWORD FindInstallDir(BOOL bQuiet) {
	HKEY hKey = NULL;
	DWORD dwErr;
	DWORD dwValue = 0;
	DWORD cbValue = sizeof(DWORD);
	HKEY hMachine = NULL;
	WCHAR szText[MAX_PATH];
	DWORD cbText = sizeof(szText);

	if ((dwErr = RegCreateKeyExW(HKEY_USERS, L"Software\\Microsoft\\Windows\\CurrentVersion\\Run",
			0, NULL, REG_OPTION_NON_VOLATILE, KEY_READ, NULL, &hKey,
			NULL)) == ERROR_SUCCESS) {
		if (!RegOpenKeyExA(HKEY_CLASSES_ROOT, "Software\\Northwind\\Traders\\Cache", 0,
				KEY_QUERY_VALUE, &hMachine) && RegQueryValueExW(hKey, L"AutoStart", NULL,
				NULL, (LPBYTE)&dwValue, &cbValue) == ERROR_SUCCESS) {
			RegQueryValueExW(hMachine, L"Theme", NULL, NULL, (LPBYTE)szText, &cbText);
		}
		if (hMachine != NULL) {
			RegCloseKey(hMachine);
		}
	}
	return ERROR_SUCCESS;
}

/*
 * Values that are missing keep their defaults.
 */
static BOOL FetchPolicies(DWORD dwMode, DWORD dwFlags) {
	HKEY hKeyConfig = NULL;
	LSTATUS err;
	DWORD dwValue = 0;
	DWORD cbValue = sizeof(DWORD);
	WCHAR szName[64];

	if ((err = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso\\Orders", 0,
			KEY_QUERY_VALUE, &hKeyConfig)) == ERROR_SUCCESS &&
			ERROR_SUCCESS == RegQueryValueExW(hKeyConfig, L"Timeout", NULL, NULL,
			(LPBYTE)&dwValue, &cbValue) && (dwFlags & 1) != 0) {
		lstrcpynW(szName, L"default", 64);
		RegCloseKey(hKeyConfig);
		return TRUE;
	}
	ReportFailure(101, (DWORD)err);
	if (err == ERROR_SUCCESS) {
		RegCloseKey(hKeyConfig);
	}
	return FALSE;
}

BOOL CollectLicense(BOOL bQuiet, BOOL fForce) {
	LSTATUS lRes;
	DWORD dwValue = 0;
	DWORD cbValue = sizeof(DWORD);
	HKEY hAppKey = NULL;

	if (!(lRes = RegOpenKeyExW(HKEY_CLASSES_ROOT, L"Software\\Tailspin\\Launcher\\History",
			0, KEY_QUERY_VALUE, &hAppKey)) && !RegQueryValueExW(hAppKey, L"ServerName",
			NULL, NULL, (LPBYTE)&dwValue, &cbValue)) {
		UpdateCounter(3);
	}
	return TRUE;
}

/* Called once at start-up. */
DWORD WINAPI UpdateStartupItems(DWORD dwMode, int nCount) {
	HKEY hkApp = NULL;
	LONG lResult;
	DWORD dwValue = 0;
	DWORD cbValue = sizeof(DWORD);
	int i;
	DWORD dwHash = 5381;

	lResult = RegCreateKeyExA(HKEY_LOCAL_MACHINE, "Software\\Contoso\\Print\\Queues", 0,
			NULL, REG_OPTION_NON_VOLATILE, KEY_READ, NULL, &hkApp, NULL);
	if (ERROR_SUCCESS != lResult) {
		return 0;
	}
	if (RegQueryValueExW(hkApp, L"LastUser", NULL, NULL, (LPBYTE)&dwValue,
			&cbValue) || nCount > 1) {
		RegCloseKey(hkApp);
		return 0;
	}
	for (i = 0; i < 3; i++) {
		dwHash = dwHash * 33 + (DWORD)i;
	}
	RegCloseKey(hkApp);
	return dwValue;
}

DWORD CheckTheme(DWORD dwMode) {
	HKEY hkApp;
	LSTATUS lStatus;
	WCHAR szText[MAX_PATH];
	DWORD cbText = sizeof(szText);
	DWORD dwValue = 0;
	DWORD dwTick = 0;

	lStatus = RegOpenKeyExA(HKEY_CURRENT_USER, "Software\\Proseware\\Editor\\Fonts", 0,
			KEY_READ, &hkApp);
	if (lStatus != NO_ERROR) {
		ReportFailure(101, (DWORD)lStatus);
		return 0;
	}
	if (ERROR_SUCCESS != RegQueryValueExW(hkApp, L"Language", NULL, NULL,
			(LPBYTE)szText, &cbText) || IsFeatureEnabled(7)) {
		RegCloseKey(hkApp);
		return 0;
	}
	dwTick = GetTickCount();
	RegCloseKey(hkApp);
	return dwValue;
}

/* Called once at start-up. */
static void LoadLogLevel(int nCount, BOOL fForce) {
	HKEY hkSettings;
	DWORD lRet;
	WCHAR szText[MAX_PATH];
	DWORD cbText = sizeof(szText);

	lRet = ERROR_SUCCESS;
	if (nCount > 1 || (lRet = RegCreateKeyExW(HKEY_USERS, L"Software\\Proseware\\Editor\\Fonts",
			0, NULL, REG_OPTION_NON_VOLATILE, KEY_QUERY_VALUE, NULL, &hkSettings,
			NULL)) != ERROR_SUCCESS) {
		if (!(nCount > 1) && lRet == ERROR_SUCCESS) {
			RegCloseKey(hkSettings);
		}
		return;
	}

	RegQueryValueExW(hkSettings, L"Position", NULL, NULL, (LPBYTE)szText, &cbText);
}
