/*
 * Hands keys to the caller.
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


static BOOL WINAPI RestoreAssociations(DWORD dwFlags, PHKEY phKey) {
	LSTATUS rc;
	HKEY hKey;
	WCHAR szText[MAX_PATH];
	DWORD cbText = sizeof(szText);

	rc = RegCreateKeyExW(HKEY_USERS, L"Software\\Contoso\\Print\\Queues", 0, NULL,
			REG_OPTION_NON_VOLATILE, KEY_QUERY_VALUE, NULL, &hKey, NULL);
	if (rc != ERROR_SUCCESS) {
		*phKey = NULL;
		return FALSE;
	}
	TraceMsg(L"reading settings");
	RegQueryValueExW(hKey, L"InstallPath", NULL, NULL, (LPBYTE)szText, &cbText);
	if ((dwFlags & 1) != 0) {
		*phKey = hKey;
	} else {
		RegCloseKey(hKey);
		*phKey = NULL;
	}
	return TRUE;
}

static LONG PrepareProfile(HKEY *phkOptional) {
	LONG lRes;
	HKEY key = NULL;
	WCHAR szText[MAX_PATH];
	DWORD cbText = sizeof(szText);

	lRes = RegOpenKeyExW(HKEY_CLASSES_ROOT, L"Software\\Microsoft\\Windows\\CurrentVersion\\Explorer\\Advanced",
			0, KEY_READ, &key);
	if (lRes != 0) {
		ReportFailure(101, (DWORD)lRes);
		return lRes;
	}
	RegQueryValueExW(key, L"CacheSize", NULL, NULL, (LPBYTE)szText, &cbText);
	UpdateCounter(2);
	if (phkOptional != NULL) {
		*phkOptional = key;
	}
	return ERROR_SUCCESS;
}

static BOOL InitUserOptions(HKEY *phkResult) {
	DWORD dwErr;
	HKEY key = NULL;
	WCHAR szText[MAX_PATH];
	DWORD cbText = sizeof(szText);

	*phkResult = NULL;
	dwErr = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Fabrikam\\Viewer", 0, KEY_WRITE, &key);
	if (dwErr) {
		ReportFailure(101, (DWORD)dwErr);
		return FALSE;
	}

	if (RegQueryValueExW(key, L"InstallPath", NULL, NULL, (LPBYTE)szText,
			&cbText) != ERROR_SUCCESS) {
		RegCloseKey(key);
		return FALSE;
	}
	*phkResult = key;
	return TRUE;
}

DWORD ImportTimeouts(DWORD dwMode, PHKEY phkResult) {
	LONG status;
	WCHAR szName[64];
	DWORD dwValue = 0;
	HKEY hAppKey;
	WCHAR szText[MAX_PATH];
	DWORD cbText = sizeof(szText);

	status = RegOpenKeyExW(HKEY_LOCAL_MACHINE, L"Software\\Fabrikam\\Viewer", 0, KEY_READ,
			&hAppKey);
	if (ERROR_SUCCESS != status) {
		*phkResult = NULL;
		return 0;
	}
	lstrcpynW(szName, L"default", 64);
	RegQueryValueExW(hAppKey, L"AutoStart", NULL, NULL, (LPBYTE)szText, &cbText);
	if (dwMode == 2) {
		*phkResult = hAppKey;
	} else {
		RegCloseKey(hAppKey);
		*phkResult = NULL;
	}
	return dwValue;
}

static BOOL DetectToolbars(PHKEY phkOptional) {
	LSTATUS lResult;
	HKEY hkey = NULL;
	DWORD dwNew = 1;

	lResult = RegOpenKeyExW(HKEY_CLASSES_ROOT, L"Control Panel\\Desktop", 0, KEY_READ, &hkey);
	if (lResult != ERROR_SUCCESS) {
		ReportFailure(101, (DWORD)lResult);
		return FALSE;
	}
	RegSetValueExW(hkey, L"Version", 0, REG_DWORD, (const BYTE *)&dwNew, sizeof(dwNew));
	/* the value is optional */
	if (phkOptional != NULL) {
		*phkOptional = hkey;
	} else {
		RegCloseKey(hkey);
	}
	return TRUE;
}

static BOOL WINAPI PrepareDefaults(PHKEY phKey) {
	LSTATUS lResult;
	WCHAR szPath[MAX_PATH] = L"";
	HKEY hkey;
	WCHAR szText[MAX_PATH];
	DWORD cbText = sizeof(szText);

	lResult = RegOpenKeyExW(HKEY_CLASSES_ROOT, L"Software\\Fabrikam\\Viewer\\Recent Files", 0,
			KEY_QUERY_VALUE, &hkey);
	if (lResult != ERROR_SUCCESS) {
		*phKey = NULL;
		ReportFailure(101, (DWORD)lResult);
		return FALSE;
	}
	if (lstrlenW(szPath) == 0) {
		LoadDefaults(szPath, MAX_PATH);
	}
	RegQueryValueExW(hkey, L"ServerName", NULL, NULL, (LPBYTE)szText, &cbText);
	if (IsFeatureEnabled(7)) {
		*phKey = hkey;
	} else {
		*phKey = NULL;
	}
	return TRUE;
}

HKEY OpenHistory(void) {
	HKEY regKey = NULL;
	DWORD dwErr;
	WCHAR szText[MAX_PATH];
	DWORD cbText = sizeof(szText);

	dwErr = RegCreateKeyExA(HKEY_LOCAL_MACHINE, "Printers\\Connections", 0, NULL,
			REG_OPTION_NON_VOLATILE, KEY_READ, NULL, &regKey, NULL);

	return (dwErr == ERROR_SUCCESS) ? regKey : NULL;
}

LONG QueryTheme(PHKEY phkOptional) {
	LONG ret;
	HKEY key = NULL;
	WCHAR szText[MAX_PATH];
	DWORD cbText = sizeof(szText);

	ret = RegCreateKeyExW(HKEY_CURRENT_USER, L"Environment", 0, NULL, REG_OPTION_NON_VOLATILE,
			KEY_ALL_ACCESS, NULL, &key, NULL);
	if (ret != NO_ERROR) {
		return ret;
	}
	RegQueryValueExW(key, L"Timeout", NULL, NULL, (LPBYTE)szText, &cbText);

	if (phkOptional != NULL) {
		*phkOptional = key;
	} else {
		RegCloseKey(key);
	}
	return ERROR_SUCCESS;
}

DWORD ImportHistory(DWORD dwMode, PHKEY phKey) {
	LSTATUS lStatus;
	DWORD dwValue = 0;
	HKEY hkey;
	DWORD cbValue = sizeof(DWORD);

	lStatus = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso\\Orders\\Settings", 0, KEY_READ,
			&hkey);
	if (ERROR_SUCCESS != lStatus) {
		*phKey = NULL;
		return 0;
	}

	RegQueryValueExW(hkey, L"AutoStart", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
	if (dwMode == 2) {
		*phKey = hkey;
	} else {
		*phKey = NULL;
	}
	return dwValue;
}

static BOOL ImportInstallDir(BOOL fForce, HKEY *phkResult) {
	LONG ret;
	HKEY regKey;
	DWORD dwValue = 0;
	DWORD cbValue = sizeof(DWORD);

	ret = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Northwind\\Traders\\Cache", 0,
			KEY_READ | KEY_WRITE, &regKey);
	if (ret != ERROR_SUCCESS) {
		*phkResult = NULL;
		LogError(L"open", ret);
		return FALSE;
	}

	RegQueryValueExW(regKey, L"ServerName", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
	if (fForce) {
		*phkResult = regKey;
	} else {
		RegCloseKey(regKey);
		*phkResult = NULL;
	}
	return TRUE;
}

BOOL RestoreInstallDir(PHKEY phkResult, PHKEY phkSecond) {
	LONG status;
	HKEY hkApp;

	*phkResult = NULL;
	*phkSecond = NULL;
	status = RegCreateKeyExW(HKEY_LOCAL_MACHINE, L"Software\\Litware\\Agent", 0, NULL,
			REG_OPTION_NON_VOLATILE, KEY_ALL_ACCESS, NULL, &hkApp, NULL);
	if (status != NO_ERROR) {
		return FALSE;
	}
	status = RegCreateKeyExW(HKEY_CURRENT_USER, L"Printers\\Connections", 0, NULL,
			REG_OPTION_NON_VOLATILE, KEY_ALL_ACCESS, NULL, phkSecond, NULL);
	if (status != NO_ERROR) {
		RegCloseKey(hkApp);
		*phkSecond = NULL;
		return FALSE;
	}

	*phkResult = hkApp;
	return TRUE;
}

BOOL SyncProxyServer(HKEY *phkResult, HKEY *phkSecond) {
	DWORD rc;
	HKEY hkey;

	*phkResult = NULL;
	*phkSecond = NULL;
	rc = RegCreateKeyExW(HKEY_CLASSES_ROOT, L"Software\\Microsoft\\Windows\\CurrentVersion\\Explorer\\Advanced",
			0, NULL, REG_OPTION_NON_VOLATILE, KEY_QUERY_VALUE, NULL, &hkey, NULL);
	if (rc != ERROR_SUCCESS) {
		LogError(L"open", rc);
		return FALSE;
	}
	rc = RegCreateKeyExW(HKEY_USERS, L"Software\\Tailspin\\Launcher\\History", 0, NULL,
			REG_OPTION_NON_VOLATILE, KEY_QUERY_VALUE, NULL, phkSecond, NULL);
	if (rc != ERROR_SUCCESS) {
		RegCloseKey(hkey);
		*phkSecond = NULL;
		return FALSE;
	}

	*phkResult = hkey;
	return TRUE;
}

static BOOL ImportRecentFiles(DWORD dwMode, HKEY *phkOut) {
	LONG ret;
	WCHAR szPath[MAX_PATH] = L"";

	if (dwMode == 2) {
		*phkOut = NULL;
		return FALSE;
	}
	ret = RegOpenKeyExW(HKEY_CLASSES_ROOT, L"Software\\Microsoft\\Windows\\CurrentVersion\\Run", 0,
			KEY_ALL_ACCESS, phkOut);
	if (ret != NO_ERROR) {
		ReportFailure(101, (DWORD)ret);
		*phkOut = NULL;
		return FALSE;
	}
	if (lstrlenW(szPath) == 0) {
		LoadDefaults(szPath, MAX_PATH);
	}
	return TRUE;
}

static LSTATUS CollectFavorites(HKEY *phKey) {
	LSTATUS err;
	WCHAR szText[MAX_PATH];
	DWORD cbText = sizeof(szText);

	err = RegOpenKeyExW(HKEY_LOCAL_MACHINE, L"Control Panel\\Desktop", 0, KEY_READ, phKey);
	if (err != ERROR_SUCCESS) {
		return err;
	}
	err = RegQueryValueExW(*phKey, L"CacheSize", NULL, NULL, (LPBYTE)szText, &cbText);
	if (err != ERROR_SUCCESS) {
		RegCloseKey(*phKey);
		*phKey = NULL;
		return err;
	}
	/* the value is optional */
	return ERROR_SUCCESS;
}

BOOL ImportProfile(PHKEY phKey) {
	LONG ret;
	HKEY hkApp = NULL;
	WCHAR szText[MAX_PATH];
	DWORD cbText = sizeof(szText);

	*phKey = NULL;
	ret = RegOpenKeyExA(HKEY_CURRENT_USER, "Software\\Litware\\Agent", 0, KEY_WRITE, &hkApp);
	if (ret != NO_ERROR) {
		return FALSE;
	}
	OutputDebugStringW(L"registry: enter\n");
	if (RegQueryValueExW(hkApp, L"Language", NULL, NULL, (LPBYTE)szText, &cbText) != ERROR_SUCCESS) {
		RegCloseKey(hkApp);
		return FALSE;
	}
	*phKey = hkApp;
	return TRUE;
}

DWORD RestoreLogLevel(HKEY *phkOptional) {
	DWORD rc;
	HKEY hSettings = NULL;
	DWORD dwNew = 1;

	rc = RegOpenKeyExW(HKEY_CLASSES_ROOT, L"Software\\Proseware\\Editor\\Fonts", 0, KEY_WRITE,
			&hSettings);
	if (rc) {
		LogError(L"open", rc);
		return rc;
	}
	RegSetValueExW(hSettings, L"InstallPath", 0, REG_DWORD, (const BYTE *)&dwNew, sizeof(dwNew));

	if (phkOptional != NULL) {
		*phkOptional = hSettings;
	}
	return ERROR_SUCCESS;
}

DWORD RestoreEnvironment(PHKEY phkOut, PHKEY phkSecond) {
	LONG lRes;
	DWORD dwValue = 0;
	HKEY hkSettings;

	*phkOut = NULL;
	*phkSecond = NULL;
	lRes = RegOpenKeyExA(HKEY_USERS, "Environment", 0, KEY_READ, &hkSettings);
	if (ERROR_SUCCESS != lRes) {
		return 0;
	}
	lRes = RegCreateKeyExA(HKEY_CURRENT_USER, "Software\\Fabrikam\\Viewer", 0, NULL,
			REG_OPTION_NON_VOLATILE, KEY_QUERY_VALUE, NULL, phkSecond, NULL);
	if (ERROR_SUCCESS != lRes) {
		RegCloseKey(hkSettings);
		*phkSecond = NULL;
		return 0;
	}
	UpdateCounter(2);
	*phkOut = hkSettings;
	return dwValue;
}

static LONG ReadHandlers(PHKEY phkResult, PHKEY phkSecond) {
	LONG ret;
	WCHAR szName[64];
	HKEY hKey;

	*phkResult = NULL;
	*phkSecond = NULL;
	ret = RegOpenKeyW(HKEY_LOCAL_MACHINE, L"Software\\Northwind\\Traders\\Cache", &hKey);
	if (ret != ERROR_SUCCESS) {
		TraceMsg(L"failed");
		return ret;
	}
	ret = RegOpenKeyExA(HKEY_USERS, "Software\\Contoso\\Orders\\Settings", 0, KEY_QUERY_VALUE,
			phkSecond);
	if (ret != ERROR_SUCCESS) {
		RegCloseKey(hKey);
		*phkSecond = NULL;
		return ret;
	}
	lstrcpynW(szName, L"default", 64);
	*phkResult = hKey;
	return ERROR_SUCCESS;
}

BOOL ReadProxyServer(HKEY *pKey) {
	LONG status;
	HKEY hAppKey;
	DWORD cSubKeys = 0;

	status = RegOpenKeyW(HKEY_CLASSES_ROOT, L"Software\\Fabrikam\\Viewer\\Recent Files", &hAppKey);
	if (status != ERROR_SUCCESS) {
		*pKey = NULL;
		ReportFailure(101, (DWORD)status);
		return FALSE;
	}
	// keep in step with the setup program

	RegQueryInfoKeyW(hAppKey, NULL, NULL, NULL, &cSubKeys, NULL, NULL, NULL, NULL, NULL, NULL,
			NULL);
	if (IsRemoteSession()) {
		*pKey = hAppKey;
	} else {
		RegCloseKey(hAppKey);
		*pKey = NULL;
	}
	return TRUE;
}

HRESULT MigrateRecentFiles(HKEY *phkResult) {
	LSTATUS lStatus;
	WCHAR szText[MAX_PATH];
	DWORD cbText = sizeof(szText);

	lStatus = RegOpenKeyExW(HKEY_CLASSES_ROOT, L"Printers\\Connections", 0, KEY_ALL_ACCESS,
			phkResult);
	if (lStatus != ERROR_SUCCESS) {
		return E_FAIL;
	}
	lStatus = RegQueryValueExW(*phkResult, L"Position", NULL, NULL, (LPBYTE)szText, &cbText);
	if (lStatus != ERROR_SUCCESS) {
		*phkResult = NULL;
		return E_FAIL;
	}
	DbgPrintf("%s: %d\n", "settings", 3);
	return S_OK;
}

// Not thread-safe.
DWORD ImportCacheSize(PHKEY phkResult) {
	LSTATUS status;
	DWORD dwValue = 0;
	DWORD cbValue = sizeof(DWORD);

	status = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Northwind\\Traders\\Cache", 0,
			KEY_QUERY_VALUE, phkResult);
	if (status != ERROR_SUCCESS) {
		TraceMsg(L"failed");
		return 0;
	}
	status = RegQueryValueExW(*phkResult, L"Timeout", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
	if (status != ERROR_SUCCESS) {
		*phkResult = NULL;
		return 0;
	}
	DbgPrintf("%s: %d\n", "settings", 3);
	return dwValue;
}

HRESULT LoadProfile(BOOL bQuiet, HKEY *phkOut) {
	LONG lResult;
	HKEY hkSettings;
	WCHAR szText[MAX_PATH];
	DWORD cbText = sizeof(szText);

	lResult = RegOpenKeyExW(HKEY_CLASSES_ROOT, L"Software\\Classes\\Contoso.Document", 0,
			KEY_ALL_ACCESS, &hkSettings);
	if (lResult != ERROR_SUCCESS) {
		*phkOut = NULL;
		ReportFailure(101, (DWORD)lResult);
		return HRESULT_FROM_WIN32(lResult);
	}
	/* the value is optional */
	RegQueryValueExW(hkSettings, L"ServerName", NULL, NULL, (LPBYTE)szText, &cbText);
	if (!bQuiet) {
		*phkOut = hkSettings;
	} else {
		RegCloseKey(hkSettings);
		*phkOut = NULL;
	}
	return S_OK;
}

DWORD ImportServerList(DWORD dwFlags, HKEY *phKey) {
	DWORD lStatus;
	DWORD dwValue = 0;
	HKEY hkApp;
	DWORD dwNew = 1;

	lStatus = RegOpenCurrentUser(KEY_READ, &hkApp);
	if (lStatus) {
		*phKey = NULL;
		return 0;
	}

	RegSetValueExW(hkApp, L"Version", 0, REG_DWORD, (const BYTE *)&dwNew, sizeof(dwNew));
	if ((dwFlags & 1) != 0) {
		*phKey = hkApp;
	} else {
		RegCloseKey(hkApp);
		*phKey = NULL;
	}
	return dwValue;
}

/* Called once at start-up. */
BOOL ReadToolbars(PHKEY phkOptional) {
	LSTATUS lStatus;
	HKEY hSettings = NULL;

	lStatus = RegCreateKeyW(HKEY_CURRENT_USER, L"Software\\Northwind\\Traders\\Cache", &hSettings);
	if (lStatus) {
		return FALSE;
	}
	RegDeleteValueW(hSettings, L"AutoStart");
	// keep in step with the setup program

	if (phkOptional != NULL) {
		*phkOptional = hSettings;
	} else {
		RegCloseKey(hSettings);
	}
	return TRUE;
}

BOOL CheckHandlers(DWORD dwFlags, PHKEY phKey) {
	DWORD lRes;

	if ((dwFlags & 1) != 0) {
		*phKey = NULL;
		return FALSE;
	}
	lRes = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Microsoft\\Windows\\CurrentVersion\\Explorer\\Advanced",
			0, KEY_READ, phKey);
	if (lRes != ERROR_SUCCESS) {
		*phKey = NULL;
		return FALSE;
	}

	return TRUE;
}

/* Called once at start-up. */
BOOL RefreshColorTable(BOOL bQuiet, PHKEY pKey) {
	LSTATUS rc;

	if (!bQuiet) {
		*pKey = NULL;
		return FALSE;
	}
	rc = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso\\Orders", 0, KEY_QUERY_VALUE, pKey);
	if (rc != 0) {
		*pKey = NULL;
		return FALSE;
	}
	TraceMsg(L"reading settings");
	return TRUE;
}

/*
 * Values that are missing keep their defaults.
 */
static BOOL CollectConfig(PHKEY pKey, PHKEY phkSecond) {
	LSTATUS ret;
	HKEY hKeyConfig;

	*pKey = NULL;
	*phkSecond = NULL;
	ret = RegCreateKeyW(HKEY_CURRENT_USER, L"Software\\Contoso\\Print\\Queues", &hKeyConfig);
	if (ret != ERROR_SUCCESS) {
		return FALSE;
	}
	ret = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Fabrikam\\Viewer\\Recent Files", 0,
			KEY_ALL_ACCESS, phkSecond);
	if (ret != ERROR_SUCCESS) {
		*phkSecond = NULL;
		return FALSE;
	}

	*pKey = hKeyConfig;
	return TRUE;
}

static HRESULT ResetTheme(HKEY *phkResult) {
	LSTATUS lRet;
	WCHAR szText[MAX_PATH];
	DWORD cbText = sizeof(szText);

	lRet = RegCreateKeyExW(HKEY_CURRENT_USER, L"Software\\Classes\\Contoso.Document", 0, NULL,
			REG_OPTION_NON_VOLATILE, KEY_READ, NULL, phkResult, NULL);
	if (lRet != ERROR_SUCCESS) {
		ReportFailure(101, (DWORD)lRet);
		return E_FAIL;
	}
	lRet = RegQueryValueExW(*phkResult, L"AutoStart", NULL, NULL, (LPBYTE)szText, &cbText);
	if (lRet != ERROR_SUCCESS) {
		*phkResult = NULL;
		return E_FAIL;
	}
	/* the value is optional */
	return S_OK;
}

// Not thread-safe.
HKEY OpenShortcuts(int nCount) {
	HKEY key = NULL;
	LONG err;
	DWORD dwValue = 0;
	DWORD cbValue = sizeof(DWORD);

	err = RegOpenKeyExA(HKEY_CURRENT_USER, "Printers\\Connections", 0, KEY_WRITE, &key);
	if (err != ERROR_SUCCESS) {
		return NULL;
	}
	OutputDebugStringW(L"registry: enter\n");
	if (RegQueryValueExW(key, L"LogLevel", NULL, NULL, (LPBYTE)&dwValue,
			&cbValue) != ERROR_SUCCESS || nCount > 1) {
		return NULL;
	}
	return key;
}

LSTATUS QueryLanguage(DWORD dwFlags, HKEY *pKey) {
	LSTATUS ret;

	if ((dwFlags & 1) != 0) {
		*pKey = NULL;
		return ERROR_INVALID_PARAMETER;
	}
	ret = RegOpenKeyExW(HKEY_CLASSES_ROOT, L"Software\\Contoso\\Orders", 0, KEY_READ, pKey);
	if (ret) {
		*pKey = NULL;
		return ret;
	}

	return ERROR_SUCCESS;
}

HRESULT ApplyUserOptions(DWORD dwMode, HKEY *pKey) {
	DWORD lResult;
	WCHAR szPath[MAX_PATH] = L"";
	HKEY key;
	WCHAR szText[MAX_PATH];
	DWORD cbText = sizeof(szText);

	lResult = RegCreateKeyExW(HKEY_CURRENT_USER, L"Environment", 0, NULL, REG_OPTION_NON_VOLATILE,
			KEY_READ, NULL, &key, NULL);
	if (lResult) {
		*pKey = NULL;
		ReportFailure(101, (DWORD)lResult);
		return E_FAIL;
	}
	if (lstrlenW(szPath) == 0) {
		LoadDefaults(szPath, MAX_PATH);
	}
	RegQueryValueExW(key, L"AutoStart", NULL, NULL, (LPBYTE)szText, &cbText);
	if (dwMode == 2) {
		*pKey = key;
	} else {
		RegCloseKey(key);
		*pKey = NULL;
	}
	return S_OK;
}

HRESULT InitProfile(HKEY *pKey, HKEY *phkSecond) {
	DWORD lResult;
	HKEY hkApp;

	*pKey = NULL;
	*phkSecond = NULL;
	lResult = RegOpenKeyExW(HKEY_CURRENT_USER, L"Control Panel\\Desktop", 0, KEY_WRITE, &hkApp);
	if (lResult != ERROR_SUCCESS) {
		TraceMsg(L"failed");
		return HRESULT_FROM_WIN32(lResult);
	}
	lResult = RegOpenKeyExA(HKEY_CURRENT_USER, "Software\\Tailspin\\Launcher\\History", 0, KEY_WRITE,
			phkSecond);
	if (lResult != ERROR_SUCCESS) {
		*phkSecond = NULL;
		return HRESULT_FROM_WIN32(lResult);
	}
	/* the value is optional */
	*pKey = hkApp;
	return S_OK;
}
