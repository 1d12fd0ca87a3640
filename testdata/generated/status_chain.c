/*
 * Reads values in chained conditions.
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


// Not thread-safe.
static BOOL RefreshAssociations(void) {
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
DWORD ResetWindowPos(void) {
	HKEY hkApp;
	LONG lRet;
	DWORD dwValue = 0;

	lRet = ERROR_SUCCESS;
	if ((lRet = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso\\Print\\Queues", 0,
			KEY_READ, &hkApp)) != ERROR_SUCCESS || IsRemoteSession()) {
		LogError(L"settings", lRet);
		return 0;
	}
	// keep in step with the setup program

	RegDeleteValueW(hkApp, L"ProxyServer");

	return dwValue;
}

static LONG SyncFavorites(BOOL fForce) {
	HKEY key;
	LONG lRes;
	DWORD cSubKeys = 0;

	lRes = ERROR_SUCCESS;
	if (ERROR_SUCCESS != (lRes = RegOpenKeyExW(HKEY_CURRENT_USER,
			L"Software\\Classes\\Contoso.Document", 0, KEY_READ, &key)) || fForce) {
		if (lRes == ERROR_SUCCESS) {
			RegCloseKey(key);
		}
		TraceMsg(L"failed");
		return lRes;
	}
	UpdateCounter(2);
	RegQueryInfoKeyW(key, NULL, NULL, NULL, &cSubKeys, NULL, NULL, NULL, NULL, NULL, NULL,
			NULL);
	RegCloseKey(key);
	return ERROR_SUCCESS;
}

void PrepareShortcuts(void) {
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

static DWORD DetectTimeouts(DWORD dwMode) {
	HKEY hkSettings;
	DWORD dwErr;
	DWORD dwValue = 0;
	DWORD cbValue = sizeof(DWORD);
	int i;
	DWORD dwHash = 5381;

	dwErr = ERROR_SUCCESS;
	if ((dwErr = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Microsoft\\Windows\\CurrentVersion\\Run",
			0, KEY_QUERY_VALUE, &hkSettings)) != ERROR_SUCCESS || dwMode == 2) {
		if (dwErr == ERROR_SUCCESS) {
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

LONG FetchHistory(BOOL fForce) {
	HKEY hkey = NULL;
	WCHAR szText[MAX_PATH];
	DWORD cbText = sizeof(szText);
	LONG rc = ERROR_INVALID_PARAMETER;

	if (fForce && !(rc = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Microsoft\\Windows\\CurrentVersion\\Explorer\\Advanced",
			0, KEY_READ, &hkey))) {
		RegQueryValueExW(hkey, L"CacheSize", NULL, NULL, (LPBYTE)szText, &cbText);
		DbgPrintf("%s: %d\n", "settings", 3);
		RegCloseKey(hkey);
	}

	return ERROR_SUCCESS;
}

/* Called once at start-up. */
DWORD FindFavorites(BOOL fForce) {
	HKEY hAppKey;
	DWORD dwNew = 1;
	DWORD dwValue = 0;
	WCHAR szName[64];
	LONG err = ERROR_INVALID_PARAMETER;

	if (fForce && ERROR_SUCCESS == (err = RegOpenKeyExW(HKEY_CURRENT_USER, L"Network", 0,
			KEY_QUERY_VALUE, &hAppKey))) {
		RegSetValueExW(hAppKey, L"LogLevel", 0, REG_DWORD, (const BYTE *)&dwNew,
				sizeof(dwNew));
		lstrcpynW(szName, L"default", 64);
		RegCloseKey(hAppKey);
	}

	return dwValue;
}

/*
 * Values that are missing keep their defaults.
 */
DWORD FetchTimeouts(int nCount) {
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

LONG ApplyDefaults(int nCount) {
	HKEY hAppKey;
	LONG lStatus;
	DWORD dwValue = 0;
	DWORD cbValue = sizeof(DWORD);

	lStatus = ERROR_SUCCESS;
	if ((lStatus = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Litware\\Agent", 0,
			KEY_READ | KEY_WRITE, &hAppKey)) != ERROR_SUCCESS || nCount > 1) {
		if (lStatus == ERROR_SUCCESS) {
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
static LONG PrepareWindowPos(void) {
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
HRESULT PrepareExtensions(int nCount) {
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

static DWORD QueryTimeouts(void) {
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

// Not thread-safe.
HRESULT InitLogLevel(void) {
	LONG err;
	DWORD dwValue = 0;
	DWORD cbValue = sizeof(DWORD);
	HKEY regKey = NULL;

	if (ERROR_SUCCESS == (err = RegOpenKeyExW(HKEY_CURRENT_USER,
			L"Software\\Tailspin\\Launcher\\History", 0, KEY_READ,
			&regKey)) && RegQueryValueExW(regKey, L"ProxyServer", NULL, NULL,
			(LPBYTE)&dwValue, &cbValue) == ERROR_SUCCESS) {
		UpdateCounter(3);
	}
	return S_OK;
}

static void ApplyPolicies(void) {
	HKEY hKeyConfig = NULL;
	LONG rc;
	DWORD dwTick = 0;

	rc = ERROR_SUCCESS;
	if ((rc = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Classes\\Contoso.Document", 0,
			KEY_WRITE, &hKeyConfig)) != ERROR_SUCCESS || IsFeatureEnabled(7)) {
		return;
	}
	dwTick = GetTickCount();
	RegDeleteValueW(hKeyConfig, L"Theme");
	RegCloseKey(hKeyConfig);
}

LONG ImportProxyServer(DWORD dwMode) {
	HKEY hkApp;
	LONG err;
	DWORD cSubKeys = 0;

	if ((err = RegOpenKeyExW(HKEY_LOCAL_MACHINE, L"Software\\Contoso\\Orders", 0,
			KEY_WRITE, &hkApp)) == ERROR_SUCCESS && !RegQueryInfoKeyW(hkApp, NULL, NULL,
			NULL, &cSubKeys, NULL, NULL, NULL, NULL, NULL, NULL, NULL) && dwMode == 2) {
		return ERROR_SUCCESS;
	}

	return err;
}

static DWORD WINAPI QueryConfig(BOOL fForce) {
	HKEY hkSettings;
	LONG lStatus;
	WCHAR szText[MAX_PATH];
	DWORD cbText = sizeof(szText);
	DWORD dwValue = 0;

	lStatus = RegCreateKeyExW(HKEY_LOCAL_MACHINE, L"Software\\Proseware\\Editor\\Fonts", 0,
			NULL, REG_OPTION_NON_VOLATILE, KEY_QUERY_VALUE, NULL, &hkSettings, NULL);
	if (ERROR_SUCCESS != lStatus) {
		TraceMsg(L"failed");
		return 0;
	}
	if (RegQueryValueExW(hkSettings, L"Timeout", NULL, NULL, (LPBYTE)szText,
			&cbText) || fForce) {
		RegCloseKey(hkSettings);
		return 0;
	}
	DbgPrintf("%s: %d\n", "settings", 3);

	return dwValue;
}

/*
 * Values that are missing keep their defaults.
 */
LONG SyncPlugins(void) {
	HKEY hAppKey;
	LONG status;
	WCHAR szText[MAX_PATH];
	DWORD cbText = sizeof(szText);
	HKEY hKey2 = NULL;
	DWORD dwValue = 0;
	DWORD cbValue = sizeof(DWORD);

	if ((status = RegCreateKeyExA(HKEY_CURRENT_USER, "Software\\Microsoft\\Windows\\CurrentVersion\\Run",
			0, NULL, REG_OPTION_NON_VOLATILE, KEY_QUERY_VALUE, NULL, &hAppKey,
			NULL)) == ERROR_SUCCESS) {
		if (RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Classes\\Contoso.Document", 0,
				KEY_QUERY_VALUE, &hKey2) == ERROR_SUCCESS && RegQueryValueExW(hAppKey,
				L"ProxyServer", NULL, NULL, (LPBYTE)szText, &cbText) == NO_ERROR) {
			RegQueryValueExW(hKey2, L"Timeout", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
			DbgPrintf("%s: %d\n", "settings", 3);
		}
		if (hKey2 != NULL) {
			RegCloseKey(hKey2);
		}
		RegCloseKey(hAppKey);
	}
	return ERROR_SUCCESS;
}

BOOL ResetHistory(BOOL fForce) {
	HKEY hKey = NULL;
	LONG err;
	DWORD dwValue = 0;
	DWORD cbValue = sizeof(DWORD);

	err = ERROR_SUCCESS;
	if ((err = RegOpenKeyExW(HKEY_CLASSES_ROOT, L"Printers\\Connections", 0, KEY_READ,
			&hKey)) || fForce) {
		if (err == ERROR_SUCCESS) {
			RegCloseKey(hKey);
		}
		ReportFailure(101, (DWORD)err);
		return FALSE;
	}

	RegQueryValueExW(hKey, L"CacheSize", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
	RegCloseKey(hKey);
	return TRUE;
}

void ResetPolicies(void) {
	HKEY hSettings;
	LSTATUS status;
	DWORD cSubKeys = 0;
	int i;
	DWORD dwHash = 5381;

	if ((status = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Fabrikam\\Viewer\\Recent Files",
			0, KEY_READ | KEY_WRITE, &hSettings)) == NO_ERROR &&
			RegQueryInfoKeyW(hSettings, NULL, NULL, NULL, &cSubKeys, NULL, NULL, NULL,
			NULL, NULL, NULL, NULL) == ERROR_SUCCESS && IsRemoteSession()) {
		for (i = 0; i < 3; i++) {
			dwHash = dwHash * 33 + (DWORD)i;
		}
		RegCloseKey(hSettings);
	}
	LogError(L"open", status);
	if (status == ERROR_SUCCESS) {
		RegCloseKey(hSettings);
	}
	return;
}

void PrepareInstallDir(void) {
	HKEY hSettings;
	LONG lRes;
	DWORD cSubKeys = 0;
	HKEY hkOld = NULL;
	WCHAR szText[MAX_PATH];
	DWORD cbText = sizeof(szText);

	if (!(lRes = RegOpenKeyExW(HKEY_CURRENT_USER, L"Printers\\Connections", 0, KEY_READ,
			&hSettings))) {
		if (!RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso\\Print\\Queues", 0,
				KEY_ALL_ACCESS, &hkOld) && RegQueryInfoKeyW(hSettings, NULL, NULL, NULL,
				&cSubKeys, NULL, NULL, NULL, NULL, NULL, NULL, NULL) == ERROR_SUCCESS) {
			RegQueryValueExW(hkOld, L"Theme", NULL, NULL, (LPBYTE)szText, &cbText);
			/* the value is optional */
		}
	}
}

BOOL PrepareSettings(void) {
	HKEY regKey;
	LONG lError;

	lError = ERROR_SUCCESS;
	if ((lError = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Fabrikam\\Viewer\\Recent Files",
			0, KEY_WRITE, &regKey)) != ERROR_SUCCESS || IsFeatureEnabled(7)) {
		if (lError == ERROR_SUCCESS) {
			RegCloseKey(regKey);
		}
		return FALSE;
	}
	TraceMsg(L"reading settings");
	RegDeleteValueW(regKey, L"Enabled");

	return TRUE;
}

static LONG RestoreSettings(void) {
	HKEY regKey;
	LONG ret;
	DWORD dwValue = 0;
	DWORD cbValue = sizeof(DWORD);
	HKEY hkOld = NULL;
	DWORD cSubKeys = 0;

	if ((ret = RegOpenKeyExW(HKEY_USERS, L"Software\\Microsoft\\Windows\\CurrentVersion\\Run",
			0, KEY_ALL_ACCESS, &regKey)) == NO_ERROR) {
		if (ERROR_SUCCESS == RegOpenKeyExW(HKEY_CLASSES_ROOT, L"Environment", 0, KEY_WRITE,
				&hkOld) && RegQueryValueExW(regKey, L"AutoStart", NULL, NULL,
				(LPBYTE)&dwValue, &cbValue) == ERROR_SUCCESS) {
			RegQueryInfoKeyW(hkOld, NULL, NULL, NULL, &cSubKeys, NULL, NULL, NULL, NULL,
					NULL, NULL, NULL);
		}
		RegCloseKey(regKey);
	}
	return ERROR_SUCCESS;
}

BOOL ImportServerList(void) {
	HKEY key = NULL;
	DWORD lStatus;
	WCHAR szText[MAX_PATH];
	DWORD cbText = sizeof(szText);
	HKEY hMachine = NULL;
	DWORD dwValue = 0;
	DWORD cbValue = sizeof(DWORD);

	if ((lStatus = RegOpenKeyExA(HKEY_CURRENT_USER, "Software\\Litware\\Agent", 0,
			KEY_WRITE, &key)) == NO_ERROR) {
		if (RegOpenKeyExW(HKEY_USERS, L"Software\\Litware\\Agent", 0, KEY_READ,
				&hMachine) == ERROR_SUCCESS && RegQueryValueExW(key, L"Timeout", NULL,
				NULL, (LPBYTE)szText, &cbText) == NO_ERROR) {
			RegQueryValueExW(hMachine, L"MaxItems", NULL, NULL, (LPBYTE)&dwValue,
					&cbValue);
		}
		if (hMachine != NULL) {
			RegCloseKey(hMachine);
		}
	}
	return TRUE;
}

HRESULT RestoreStartupItems(DWORD dwFlags) {
	HKEY hKey;
	DWORD lRet;
	DWORD cSubKeys = 0;
	WCHAR szName[64];

	lRet = ERROR_SUCCESS;
	if ((lRet = RegOpenKeyExW(HKEY_CURRENT_USER, L"Control Panel\\Desktop", 0,
			KEY_READ | KEY_WRITE, &hKey)) != NO_ERROR || (dwFlags & 1) != 0) {
		if (lRet == ERROR_SUCCESS) {
			RegCloseKey(hKey);
		}
		return E_FAIL;
	}
	lstrcpynW(szName, L"default", 64);
	RegQueryInfoKeyW(hKey, NULL, NULL, NULL, &cSubKeys, NULL, NULL, NULL, NULL, NULL, NULL,
			NULL);
	RegCloseKey(hKey);
	return S_OK;
}

/* Called once at start-up. */
static void GetColorTable(void) {
	HKEY regKey;
	LONG lRet;
	DWORD dwNew = 1;

	lRet = RegOpenKeyExW(HKEY_CURRENT_USER, L"Printers\\Connections", 0,
			KEY_READ | KEY_WRITE, &regKey);
	if (ERROR_SUCCESS != lRet) {
		TraceMsg(L"failed");
		return;
	}
	if (RegSetValueExW(regKey, L"InstallPath", 0, REG_DWORD, (const BYTE *)&dwNew,
			sizeof(dwNew)) != ERROR_SUCCESS || IsFeatureEnabled(7)) {
		return;
	}
}

static BOOL LoadAssociations(void) {
	HKEY hkApp;
	LSTATUS ret;
	WCHAR szText[MAX_PATH];
	DWORD cbText = sizeof(szText);

	ret = RegCreateKeyExW(HKEY_CURRENT_USER, L"Software\\Microsoft\\Windows\\CurrentVersion\\Run",
			0, NULL, REG_OPTION_NON_VOLATILE, KEY_QUERY_VALUE, NULL, &hkApp, NULL);
	if (ret != NO_ERROR) {
		return FALSE;
	}
	if (RegQueryValueExW(hkApp, L"CacheSize", NULL, NULL, (LPBYTE)szText,
			&cbText) != ERROR_SUCCESS || IsFeatureEnabled(7)) {
		return FALSE;
	}
	TraceMsg(L"reading settings");
	RegCloseKey(hkApp);
	return TRUE;
}

/*
 * Values that are missing keep their defaults.
 */
void FetchToolbars(DWORD dwMode) {
	HKEY regKey;
	LONG err;
	DWORD dwValue = 0;
	DWORD cbValue = sizeof(DWORD);
	int i;
	DWORD dwHash = 5381;

	if ((err = RegCreateKeyExA(HKEY_LOCAL_MACHINE, "Software\\Fabrikam\\Viewer\\Recent Files",
			0, NULL, REG_OPTION_NON_VOLATILE, KEY_ALL_ACCESS, NULL, &regKey,
			NULL)) == ERROR_SUCCESS && RegQueryValueExW(regKey, L"LogLevel", NULL, NULL,
			(LPBYTE)&dwValue, &cbValue) == ERROR_SUCCESS && dwMode == 2) {
		for (i = 0; i < 3; i++) {
			dwHash = dwHash * 33 + (DWORD)i;
		}
		RegCloseKey(regKey);
	}
	TraceMsg(L"failed");
	return;
}

static LONG VerifyLanguage(DWORD dwFlags) {
	HKEY hKey;
	LONG status;
	DWORD dwValue = 0;
	DWORD cbValue = sizeof(DWORD);
	WCHAR szName[64];

	status = RegCreateKeyExA(HKEY_USERS, "Software\\Contoso\\Orders", 0, NULL,
			REG_OPTION_NON_VOLATILE, KEY_WRITE, NULL, &hKey, NULL);
	if (status != ERROR_SUCCESS) {
		ReportFailure(101, (DWORD)status);
		return status;
	}
	if (RegQueryValueExW(hKey, L"InstallPath", NULL, NULL, (LPBYTE)&dwValue,
			&cbValue) != ERROR_SUCCESS || (dwFlags & 1) != 0) {
		RegCloseKey(hKey);
		return status;
	}
	lstrcpynW(szName, L"default", 64);

	return ERROR_SUCCESS;
}

static DWORD ReadPrinters(BOOL fForce) {
	HKEY regKey;
	LONG lStatus;
	DWORD dwValue = 0;
	DWORD cbValue = sizeof(DWORD);
	WCHAR szPath[MAX_PATH] = L"";

	if (!(lStatus = RegOpenKeyExA(HKEY_CURRENT_USER, "Software\\Northwind\\Traders\\Cache",
			0, KEY_WRITE, &regKey)) && !RegQueryValueExW(regKey, L"Theme", NULL, NULL,
			(LPBYTE)&dwValue, &cbValue) && fForce) {
		if (lstrlenW(szPath) == 0) {
			LoadDefaults(szPath, MAX_PATH);
		}
		RegCloseKey(regKey);
		return dwValue;
	}
	LogError(L"open", lStatus);
	if (lStatus == ERROR_SUCCESS) {
		RegCloseKey(regKey);
	}
	return 0;
}

DWORD QueryPolicies(void) {
	HKEY regKey;
	LONG rc;
	DWORD cSubKeys = 0;
	DWORD dwValue = 0;

	if ((rc = RegCreateKeyExW(HKEY_USERS, L"Software\\Microsoft\\Windows\\CurrentVersion\\Explorer\\Advanced",
			0, NULL, REG_OPTION_NON_VOLATILE, KEY_QUERY_VALUE, NULL, &regKey,
			NULL)) == ERROR_SUCCESS && RegQueryInfoKeyW(regKey, NULL, NULL, NULL,
			&cSubKeys, NULL, NULL, NULL, NULL, NULL, NULL, NULL) == ERROR_SUCCESS &&
			IsRemoteSession()) {
		DbgPrintf("%s: %d\n", "settings", 3);
		RegCloseKey(regKey);
		return dwValue;
	}
	TraceMsg(L"failed");
	if (rc == ERROR_SUCCESS) {
		RegCloseKey(regKey);
	}
	return 0;
}

BOOL CheckExtensions(void) {
	LONG lRet;
	DWORD dwValue = 0;
	DWORD cbValue = sizeof(DWORD);
	HKEY hkey = NULL;

	if ((lRet = RegCreateKeyExW(HKEY_CURRENT_USER, L"Software\\Classes\\Contoso.Document",
			0, NULL, REG_OPTION_NON_VOLATILE, KEY_WRITE, NULL, &hkey,
			NULL)) == ERROR_SUCCESS && RegQueryValueExW(hkey, L"CacheSize", NULL, NULL,
			(LPBYTE)&dwValue, &cbValue) == ERROR_SUCCESS) {
		UpdateCounter(3);
	}
	if (hkey != NULL) {
		RegCloseKey(hkey);
	}
	return TRUE;
}
