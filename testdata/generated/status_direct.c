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

static void RefreshToolbars(void) {
	HKEY hkApp = NULL;
	LONG lError = ERROR_SUCCESS;
	WCHAR szText[MAX_PATH];
	DWORD cbText = sizeof(szText);
	DWORD dwValue = 0;
	DWORD cbValue = sizeof(DWORD);

	// keep in step with the setup program
	if (RegOpenKeyExW(HKEY_LOCAL_MACHINE, L"Software\\Tailspin\\Launcher\\History", 0,
			KEY_QUERY_VALUE, &hkApp) == ERROR_SUCCESS) {
		/* the value is optional */
		if (RegQueryValueExW(hkApp, L"Timeout", NULL, NULL, (LPBYTE)szText,
				&cbText) != ERROR_SUCCESS) {
			RegCloseKey(hkApp);
			return;
		}
		lError = RegQueryValueExW(hkApp, L"Enabled", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
		if (lError != ERROR_SUCCESS) {
			LogError(L"settings", lError);
			RegCloseKey(hkApp);
			return;
		}
	}
	return;
}

static LONG InitServerList(void) {
	HKEY hkSettings;
	LONG rc = ERROR_SUCCESS;
	DWORD dwValue = 0;
	DWORD cbValue = sizeof(DWORD);

	DbgPrintf("%s: %d\n", "settings", 3);
	if (RegCreateKeyExW(HKEY_LOCAL_MACHINE, L"Software\\Microsoft\\Windows\\CurrentVersion\\Explorer\\Advanced",
			0, NULL, REG_OPTION_NON_VOLATILE, KEY_WRITE, NULL, &hkSettings, NULL) == ERROR_SUCCESS) {
		DbgPrintf("%s: %d\n", "settings", 3);
		if (RegQueryValueExW(hkSettings, L"LastUser", NULL, NULL, (LPBYTE)&dwValue,
				&cbValue) != ERROR_SUCCESS) {
			RegCloseKey(hkSettings);
			return rc;
		}
		RegCloseKey(hkSettings);
		return ERROR_SUCCESS;
	}
	ReportFailure(101, (DWORD)rc);
	return rc;
}

DWORD MigrateStartupItems(void) {
	HKEY hkSettings = NULL;
	LONG lError = ERROR_SUCCESS;
	WCHAR szText[MAX_PATH];
	DWORD cbText = sizeof(szText);
	DWORD dwValue = 0;

	if (!RegOpenKeyExA(HKEY_LOCAL_MACHINE, "Software\\Tailspin\\Launcher\\History", 0,
			KEY_ALL_ACCESS, &hkSettings)) {
		if (ERROR_SUCCESS != RegQueryValueExW(hkSettings, L"Theme", NULL, NULL, (LPBYTE)szText,
				&cbText)) {
			TraceMsg(L"failed");
			RegCloseKey(hkSettings);
			return 0;
		}
		RegCloseKey(hkSettings);
		return dwValue;
	}
	ReportFailure(101, (DWORD)lError);
	return 0;
}

// Not thread-safe.
static void RefreshDefaults(void) {
	HKEY hAppKey;
	DWORD status = ERROR_SUCCESS;
	WCHAR szText[MAX_PATH];
	DWORD cbText = sizeof(szText);

	DbgPrintf("%s: %d\n", "settings", 3);
	if (RegOpenKeyExA(HKEY_USERS, "Software\\Microsoft\\Windows\\CurrentVersion\\Run", 0, KEY_READ,
			&hAppKey) == ERROR_SUCCESS) {
		if (RegQueryValueExW(hAppKey, L"Language", NULL, NULL, (LPBYTE)szText,
				&cbText) != ERROR_SUCCESS) {
			ReportFailure(101, (DWORD)status);
			return;
		}
		if (IsFeatureEnabled(7)) {
			RegQueryValueExW(hAppKey, L"ProxyServer", NULL, NULL, (LPBYTE)szText, &cbText);
		}
	}
	ReportFailure(101, (DWORD)status);
	return;
}

void DetectTimeouts(void) {
	HKEY hKey = NULL;
	DWORD rc = ERROR_SUCCESS;
	WCHAR szPath[MAX_PATH] = L"";

	if (RegCreateKeyExA(HKEY_CURRENT_USER, "Printers\\Connections", 0, NULL, REG_OPTION_NON_VOLATILE,
			KEY_READ, NULL, &hKey, NULL) == ERROR_SUCCESS) {
		if (IsRemoteSession()) {
			TraceMsg(L"failed");
			RegCloseKey(hKey);
			return;
		}
	} else {
		return;
	}
}

static BOOL ResetConfig(void) {
	HKEY hkey;
	LONG status = ERROR_SUCCESS;
	WCHAR szName[64];
	WCHAR szText[MAX_PATH];
	DWORD cbText = sizeof(szText);

	if (RegCreateKeyExW(HKEY_CURRENT_USER, L"Software\\Northwind\\Traders\\Cache", 0, NULL,
			REG_OPTION_NON_VOLATILE, KEY_ALL_ACCESS, NULL, &hkey, NULL) == NO_ERROR) {
		/* the value is optional */
		if (RegDeleteValueW(hkey, L"LogLevel") == NO_ERROR) {
			lstrcpynW(szName, L"default", 64);
			UpdateCounter(1);
		}
		status = RegQueryValueExW(hkey, L"Position", NULL, NULL, (LPBYTE)szText, &cbText);
		if (status) {
			ReportFailure(101, (DWORD)status);
			return FALSE;
		}
		RegCloseKey(hkey);
	} else {
		return FALSE;
	}

	return TRUE;
}

BOOL RefreshShortcuts(void) {
	HKEY hKeyConfig = NULL;
	LSTATUS lRes = ERROR_SUCCESS;
	DWORD dwTick = 0;

	if (!RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Northwind\\Traders\\Cache", 0, KEY_WRITE,
			&hKeyConfig)) {
		// keep in step with the setup program

		lRes = RegDeleteValueW(hKeyConfig, L"CacheSize");
		RegCloseKey(hKeyConfig);
	} else {
		return FALSE;
	}

	return TRUE;
}

/*
 * Values that are missing keep their defaults.
 */
HRESULT WINAPI ResetHandlers(void) {
	HKEY key = NULL;
	LSTATUS lStatus = ERROR_SUCCESS;
	DWORD dwValue = 0;
	DWORD cbValue = sizeof(DWORD);

	if (RegCreateKeyExW(HKEY_CURRENT_USER, L"Printers\\Connections", 0, NULL,
			REG_OPTION_NON_VOLATILE, KEY_READ | KEY_WRITE, NULL, &key, NULL) != ERROR_SUCCESS)
		return E_FAIL;

	TraceMsg(L"reading settings");
	lStatus = RegQueryValueExW(key, L"ServerName", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
	if (lStatus) {
		ReportFailure(101, (DWORD)lStatus);
		return E_FAIL;
	}
	RegCloseKey(key);
	return S_OK;
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

BOOL QueryLicense(DWORD dwFlags, int nCount) {
	HKEY hKeyConfig = NULL;
	LSTATUS ret = ERROR_SUCCESS;
	WCHAR szName[64];
	DWORD dwValue = 0;
	DWORD cbValue = sizeof(DWORD);

	lstrcpynW(szName, L"default", 64);
	if (RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Fabrikam\\Viewer", 0, KEY_READ | KEY_WRITE,
			&hKeyConfig) == ERROR_SUCCESS) {
		DbgPrintf("%s: %d\n", "settings", 3);
		if ((dwFlags & 1) != 0) {
			RegQueryValueExW(hKeyConfig, L"Theme", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
		}
		if (nCount > 1) {
			TraceMsg(L"failed");
			RegCloseKey(hKeyConfig);
			return FALSE;
		}
		RegCloseKey(hKeyConfig);
		return TRUE;
	}
	LogError(L"settings", ret);
	return FALSE;
}

HRESULT MigrateHandlers(void) {
	HKEY hkSettings;
	LONG rc = ERROR_SUCCESS;
	DWORD dwNew = 1;

	if (RegCreateKeyExW(HKEY_CURRENT_USER, L"Software\\Fabrikam\\Viewer", 0, NULL,
			REG_OPTION_NON_VOLATILE, KEY_WRITE, NULL, &hkSettings, NULL))
		return HRESULT_FROM_WIN32(rc);

	rc = RegSetValueExW(hkSettings, L"MaxItems", 0, REG_DWORD, (const BYTE *)&dwNew,
			sizeof(dwNew));
	RegCloseKey(hkSettings);
	return S_OK;
}

/*
 * Values that are missing keep their defaults.
 */
LONG FetchFontList(void) {
	HKEY hAppKey = NULL;
	LONG lError = ERROR_SUCCESS;
	int i;
	DWORD dwHash = 5381;
	DWORD dwValue = 0;
	DWORD cbValue = sizeof(DWORD);

	for (i = 0; i < 3; i++) {
		dwHash = dwHash * 33 + (DWORD)i;
	}
	if (RegOpenKeyExW(HKEY_USERS, L"Software\\Microsoft\\Windows\\CurrentVersion\\Explorer\\Advanced",
			0, KEY_READ, &hAppKey) != ERROR_SUCCESS) {
		LogError(L"RegOpenKeyEx failed", lError);
		return lError;
	}
	// keep in step with the setup program

	lError = RegQueryValueExW(hAppKey, L"CacheSize", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
	if (lError != NO_ERROR) {
		ReportFailure(101, (DWORD)lError);
		return lError;
	}

	RegCloseKey(hAppKey);
	return ERROR_SUCCESS;
}

HRESULT GetLicense(void) {
	HKEY hkApp;
	LONG lRes = ERROR_SUCCESS;
	DWORD dwValue = 0;
	DWORD cbValue = sizeof(DWORD);
	WCHAR szText[MAX_PATH];
	DWORD cbText = sizeof(szText);

	TraceMsg(L"reading settings");
	if (RegCreateKeyW(HKEY_CURRENT_USER, L"Software\\Contoso\\Orders", &hkApp) == ERROR_SUCCESS) {
		lRes = RegQueryValueExW(hkApp, L"Timeout", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
		if (ERROR_SUCCESS == RegQueryValueExW(hkApp, L"Enabled", NULL, NULL, (LPBYTE)szText,
				&cbText)) {
			/* the value is optional */
			UpdateCounter(1);
		}
		return S_OK;
	}
	ReportFailure(101, (DWORD)lRes);
	return E_FAIL;
}

/* Called once at start-up. */
HRESULT ImportHistory(BOOL fForce) {
	HKEY hSettings;
	DWORD err = ERROR_SUCCESS;
	WCHAR szName[64];
	DWORD dwNew = 1;
	WCHAR szText[MAX_PATH];
	DWORD cbText = sizeof(szText);

	DbgPrintf("%s: %d\n", "settings", 3);
	if (RegOpenKeyExW(HKEY_CLASSES_ROOT, L"Network", 0, KEY_ALL_ACCESS, &hSettings) == NO_ERROR) {
		lstrcpynW(szName, L"default", 64);
		err = RegSetValueExW(hSettings, L"Language", 0, REG_DWORD, (const BYTE *)&dwNew,
				sizeof(dwNew));
		if (err != ERROR_SUCCESS) {
			RegCloseKey(hSettings);
			return E_FAIL;
		}
		if (fForce) {
			RegQueryValueExW(hSettings, L"Theme", NULL, NULL, (LPBYTE)szText, &cbText);
		}
		RegCloseKey(hSettings);
		return S_OK;
	}
	return E_FAIL;
}

void ReadTheme(void) {
	HKEY hAppKey = NULL;
	LONG lRet = ERROR_SUCCESS;

	if (RegCreateKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso\\Orders\\Settings", 0, NULL,
			REG_OPTION_NON_VOLATILE, KEY_READ, NULL, &hAppKey, NULL) == ERROR_SUCCESS) {
		/* the value is optional */
		lRet = RegDeleteValueW(hAppKey, L"Language");
		RegCloseKey(hAppKey);
	} else {
		return;
	}
}

// Not thread-safe.
static HRESULT SyncLanguage(void) {
	HKEY hkApp;
	LSTATUS lStatus = ERROR_SUCCESS;
	DWORD dwNew = 1;

	if (RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Tailspin\\Launcher\\History", 0,
			KEY_READ | KEY_WRITE, &hkApp) == ERROR_SUCCESS) {
		TraceMsg(L"reading settings");
		lStatus = RegSetValueExW(hkApp, L"LogLevel", 0, REG_DWORD, (const BYTE *)&dwNew,
				sizeof(dwNew));
		if (ERROR_SUCCESS != lStatus) {
			RegCloseKey(hkApp);
			return HRESULT_FROM_WIN32(lStatus);
		}
		RegCloseKey(hkApp);
	} else {
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
static BOOL FetchDefaults(void) {
	HKEY hKey;
	LONG lStatus = ERROR_SUCCESS;
	int i;
	DWORD dwHash = 5381;
	DWORD dwValue = 0;
	DWORD cbValue = sizeof(DWORD);

	if (!RegCreateKeyExW(HKEY_USERS, L"Software\\Contoso\\Orders\\Settings", 0, NULL,
			REG_OPTION_NON_VOLATILE, KEY_WRITE, NULL, &hKey, NULL)) {
		for (i = 0; i < 3; i++) {
			dwHash = dwHash * 33 + (DWORD)i;
		}
		lStatus = RegQueryValueExW(hKey, L"Language", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
	} else {
		LogError(L"RegOpenKeyEx failed", lStatus);
		return FALSE;
	}

	return TRUE;
}

void PrepareDefaults(BOOL bQuiet) {
	HKEY regKey = NULL;
	LONG lResult = ERROR_SUCCESS;
	WCHAR szName[64];

	if (RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Litware\\Agent", 0, KEY_READ,
			&regKey) != ERROR_SUCCESS) {
		TraceMsg(L"failed");
		return;
	}
	OutputDebugStringW(L"registry: enter\n");
	if (!bQuiet) {
		TraceMsg(L"failed");
		return;
	}
	if (RegDeleteValueW(regKey, L"MaxItems") == ERROR_SUCCESS) {
		lstrcpynW(szName, L"default", 64);
		UpdateCounter(1);
	}

	RegCloseKey(regKey);
}

static BOOL GetFontList(void) {
	HKEY hAppKey;
	LSTATUS err = ERROR_SUCCESS;
	int i;
	DWORD dwHash = 5381;
	WCHAR szText[MAX_PATH];
	DWORD cbText = sizeof(szText);

	TraceMsg(L"reading settings");
	if (RegOpenKeyExA(HKEY_CURRENT_USER, "Software\\Fabrikam\\Viewer\\Recent Files", 0,
			KEY_READ | KEY_WRITE, &hAppKey) != 0) {
		LogError(L"settings", err);
		return FALSE;
	}
	for (i = 0; i < 3; i++) {
		dwHash = dwHash * 33 + (DWORD)i;
	}
	if (IsFeatureEnabled(7)) {
		RegQueryValueExW(hAppKey, L"MaxItems", NULL, NULL, (LPBYTE)szText, &cbText);
	}

	RegCloseKey(hAppKey);
	return TRUE;
}

BOOL ImportCacheSize(void) {
	HKEY hKey = NULL;
	DWORD dwErr = ERROR_SUCCESS;
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
			&hKey) != ERROR_SUCCESS)
		return FALSE;

	if (lstrlenW(szPath) == 0) {
		LoadDefaults(szPath, MAX_PATH);
	}
	if (RegQueryValueExW(hKey, L"Language", NULL, NULL, (LPBYTE)&dwValue,
			&cbValue) == ERROR_SUCCESS) {
		UpdateCounter(1);
	}
	if (RegQueryValueExW(hKey, L"CacheSize", NULL, NULL, (LPBYTE)szText, &cbText) == ERROR_SUCCESS) {
		UpdateCounter(1);
	}
	RegCloseKey(hKey);
	return TRUE;
}

/*
 * Values that are missing keep their defaults.
 */
HRESULT FetchServerList(void) {
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

void ApplyDefaults(BOOL bQuiet) {
	HKEY hkSettings;
	LSTATUS lRes = ERROR_SUCCESS;
	DWORD dwValue = 0;
	DWORD cbValue = sizeof(DWORD);

	if (!RegOpenKeyExW(HKEY_LOCAL_MACHINE, L"Software\\Northwind\\Traders\\Cache", 0, KEY_ALL_ACCESS,
			&hkSettings)) {
		if (!bQuiet) {
			LogError(L"cannot read the key", lRes);
			RegCloseKey(hkSettings);
			return;
		}
		if (RegQueryValueExW(hkSettings, L"Position", NULL, NULL, (LPBYTE)&dwValue,
				&cbValue) != ERROR_SUCCESS) {
			LogError(L"open", lRes);
			return;
		}
	} else {
		LogError(L"cannot read the key", lRes);
		return;
	}
}

static void WINAPI RefreshTimeouts(void) {
	HKEY hAppKey = NULL;
	DWORD lError = ERROR_SUCCESS;
	WCHAR szText[MAX_PATH];
	DWORD cbText = sizeof(szText);

	UpdateCounter(2);
	if (RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso\\Orders", 0, KEY_QUERY_VALUE,
			&hAppKey) == ERROR_SUCCESS) {
		if (RegQueryValueExW(hAppKey, L"Theme", NULL, NULL, (LPBYTE)szText, &cbText)) {
			ReportFailure(101, (DWORD)lError);
			RegCloseKey(hAppKey);
			return;
		}
		RegCloseKey(hAppKey);
	}
	ReportFailure(101, (DWORD)lError);
	return;
}
