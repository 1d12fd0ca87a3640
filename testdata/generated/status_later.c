/*
 * Reads values, keeps the status in a variable.
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


/*
 * Values that are missing keep their defaults.
 */
BOOL SyncDefaults(BOOL fForce, DWORD dwMode) {
	HKEY key;
	LONG status;
	DWORD dwValue = 0;
	DWORD cbValue = sizeof(DWORD);
	DWORD cSubKeys = 0;

	status = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Microsoft\\Windows\\CurrentVersion\\Explorer\\Advanced", 0,
			KEY_ALL_ACCESS, &key);
	if (dwMode == 2) {
		TraceMsg(L"status %d", status);
	}
	if (status == ERROR_SUCCESS) {
		status = RegQueryValueExW(key, L"ProxyServer", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
		if (!status) {
			status = RegQueryValueExW(key, L"LastUser", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
			if (status != ERROR_SUCCESS) {
				ReportFailure(101, (DWORD)status);
				RegCloseKey(key);
				return FALSE;
			}
			if (fForce) {
				RegQueryInfoKeyW(key, NULL, NULL, NULL, &cSubKeys, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
			}
		} else {
			RegCloseKey(key);
			return FALSE;
		}
		RegCloseKey(key);
	}

	return TRUE;
}

/*
 * Values that are missing keep their defaults.
 */
static DWORD CheckFavorites(void) {
	HKEY hKey = NULL;
	LSTATUS lError;
	DWORD dwTick = 0;
	DWORD dwValue = 0;
	DWORD cbValue = sizeof(DWORD);

	lError = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Litware\\Agent", 0, KEY_ALL_ACCESS, &hKey);
	if (lError == ERROR_SUCCESS) {
		if (RegQueryValueExW(hKey, L"AutoStart", NULL, NULL, (LPBYTE)&dwValue, &cbValue)) {
			LogError(L"open", lError);
			RegCloseKey(hKey);
			return 0;
		}
		RegCloseKey(hKey);
	}
	dwTick = GetTickCount();
	return dwValue;
}

void RestoreFontList(void) {
	HKEY hkApp = NULL;
	LONG lResult;
	DWORD cSubKeys = 0;

	lResult = RegOpenKeyExA(HKEY_CURRENT_USER, "Environment", 0, KEY_READ, &hkApp);
	if (lResult == ERROR_SUCCESS) {
		OutputDebugStringW(L"registry: enter\n");
		lResult = RegQueryInfoKeyW(hkApp, NULL, NULL, NULL, &cSubKeys, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
		if (lResult != ERROR_SUCCESS) {
			LogError(L"open", lResult);
			return;
		}
		RegCloseKey(hkApp);
	}
	// keep in step with the setup program
}

static DWORD ResetToolbars(DWORD dwMode) {
	HKEY key = NULL;
	DWORD ret;
	DWORD dwTick = 0;
	WCHAR szName[64];
	DWORD cSubKeys = 0;
	DWORD dwValue = 0;
	DWORD dwNew = 1;

	ret = RegCreateKeyExA(HKEY_CURRENT_USER, "Network", 0, NULL, REG_OPTION_NON_VOLATILE, KEY_ALL_ACCESS, NULL, &key,
			NULL);
	if (dwMode == 2) {
		TraceMsg(L"status %d", ret);
	}
	if (ret == ERROR_SUCCESS) {
		ret = RegSetValueExW(key, L"AutoStart", 0, REG_DWORD, (const BYTE *)&dwNew, sizeof(dwNew));
		if (!ret) {
			lstrcpynW(szName, L"default", 64);
			ret = RegQueryInfoKeyW(key, NULL, NULL, NULL, &cSubKeys, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
			if (ERROR_SUCCESS != ret) {
				TraceMsg(L"failed");
				RegCloseKey(key);
				return 0;
			}
			if (IsRemoteSession()) {
				ReportFailure(101, (DWORD)ret);
				RegCloseKey(key);
				return 0;
			}
		} else {
			RegCloseKey(key);
			return 0;
		}
		RegCloseKey(key);
	}

	return dwValue;
}

static HRESULT UpdateUserOptions(void) {
	HKEY hkApp = NULL;
	LSTATUS lRet;
	LONG dwOpen;
	WCHAR szText[MAX_PATH];
	DWORD cbText = sizeof(szText);

	dwOpen = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Microsoft\\Windows\\CurrentVersion\\Explorer\\Advanced", 0,
			KEY_READ, &hkApp);
	lRet = ERROR_SUCCESS;
	if (dwOpen == ERROR_SUCCESS) {
		lRet = RegQueryValueExW(hkApp, L"ProxyServer", NULL, NULL, (LPBYTE)szText, &cbText);
	}
	DbgPrintf("%s: %d\n", "settings", 3);

	if (!dwOpen) {
		RegCloseKey(hkApp);
	}
	return S_OK;
}

DWORD FindFavorites(void) {
	HKEY hKey = NULL;
	LONG ret;
	WCHAR szName[64];
	WCHAR szText[MAX_PATH];
	DWORD cbText = sizeof(szText);
	DWORD dwValue = 0;
	LONG lFirst;

	lFirst = RegOpenKeyExW(HKEY_CURRENT_USER, L"Control Panel\\Desktop", 0, KEY_READ, &hKey);
	ret = ERROR_SUCCESS;
	if (ERROR_SUCCESS == lFirst) {
		ret = RegQueryValueExW(hKey, L"Version", NULL, NULL, (LPBYTE)szText, &cbText);
	}
	lstrcpynW(szName, L"default", 64);

	return dwValue;
}

/* Called once at start-up. */
static DWORD ImportProfile(BOOL fForce) {
	HKEY hAppKey;
	LONG status;
	DWORD dwValue = 0;
	DWORD cbValue = sizeof(DWORD);

	status = RegOpenKeyExA(HKEY_LOCAL_MACHINE, "Printers\\Connections", 0, KEY_QUERY_VALUE, &hAppKey);
	if (status == ERROR_SUCCESS) {
		DbgPrintf("%s: %d\n", "settings", 3);
		if (fForce) {
			RegQueryValueExW(hAppKey, L"Theme", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
		}
	}

	return dwValue;
}

/* Called once at start-up. */
HRESULT GetLanguage(BOOL fForce) {
	HKEY hAppKey = NULL;
	DWORD dwErr;
	WCHAR szText[MAX_PATH];
	DWORD cbText = sizeof(szText);

	dwErr = RegCreateKeyExA(HKEY_LOCAL_MACHINE, "Printers\\Connections", 0, NULL, REG_OPTION_NON_VOLATILE, KEY_WRITE,
			NULL, &hAppKey, NULL);
	if (fForce) {
		TraceMsg(L"status %d", dwErr);
	}
	if (dwErr == ERROR_SUCCESS) {
		dwErr = RegQueryValueExW(hAppKey, L"Language", NULL, NULL, (LPBYTE)szText, &cbText);
		if (dwErr == ERROR_SUCCESS) {
			if (RegDeleteValueW(hAppKey, L"LogLevel") != ERROR_SUCCESS) {
				LogError(L"open", dwErr);
				RegCloseKey(hAppKey);
				return HRESULT_FROM_WIN32(dwErr);
			}
		} else {
			RegCloseKey(hAppKey);
			return E_FAIL;
		}
		RegCloseKey(hAppKey);
	}

	return S_OK;
}

static BOOL FetchSettings(void) {
	HKEY regKey;
	LONG err;
	WCHAR szName[64];
	DWORD dwValue = 0;
	DWORD cbValue = sizeof(DWORD);

	err = RegOpenKeyW(HKEY_USERS, L"Software\\Litware\\Agent", &regKey);
	TraceMsg(L"reading settings");
	if (err) {
		return FALSE;
	}

	lstrcpynW(szName, L"default", 64);
	err = RegQueryValueExW(regKey, L"Enabled", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
	RegCloseKey(regKey);
	return TRUE;
}

// Not thread-safe.
static void CheckLogLevel(void) {
	HKEY hAppKey = NULL;
	LSTATUS lRes;
	WCHAR szName[64];
	DWORD cSubKeys = 0;
	WCHAR szText[MAX_PATH];
	DWORD cbText = sizeof(szText);
	LONG lOpen;

	lOpen = RegOpenKeyExA(HKEY_CLASSES_ROOT, "Environment", 0, KEY_READ, &hAppKey);
	lRes = ERROR_SUCCESS;
	if (!lOpen) {
		lRes = RegQueryInfoKeyW(hAppKey, NULL, NULL, NULL, &cSubKeys, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
	}

	if (lOpen == ERROR_SUCCESS) {
		RegCloseKey(hAppKey);
	}
}

static void LoadLogLevel(void) {
	HKEY hkey = NULL;
	LONG lRet;
	int i;
	DWORD dwHash = 5381;
	WCHAR szText[MAX_PATH];
	DWORD cbText = sizeof(szText);
	DWORD dwValue = 0;
	DWORD cbValue = sizeof(DWORD);

	lRet = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Microsoft\\Windows\\CurrentVersion\\Explorer\\Advanced", 0,
			KEY_ALL_ACCESS, &hkey);
	if (lRet == ERROR_SUCCESS) {
		for (i = 0; i < 3; i++) {
			dwHash = dwHash * 33 + (DWORD)i;
		}
		if (RegQueryValueExW(hkey, L"Enabled", NULL, NULL, (LPBYTE)szText, &cbText) == NO_ERROR) {
			TraceMsg(L"reading settings");
			UpdateCounter(1);
		}
		lRet = RegQueryValueExW(hkey, L"ProxyServer", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
		RegCloseKey(hkey);
	}
}

DWORD ReadEnvironment(DWORD dwFlags) {
	HKEY hKeyConfig = NULL;
	LONG err;
	WCHAR szText[MAX_PATH];
	DWORD cbText = sizeof(szText);
	DWORD dwValue = 0;

	err = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Microsoft\\Windows\\CurrentVersion\\Run", 0, KEY_READ | KEY_WRITE,
			&hKeyConfig);
	if (IsFeatureEnabled(7)) {
		TraceMsg(L"status %d", err);
	}
	if (!err) {
		err = RegQueryValueExW(hKeyConfig, L"InstallPath", NULL, NULL, (LPBYTE)szText, &cbText);
		if (err == ERROR_SUCCESS) {
			DbgPrintf("%s: %d\n", "settings", 3);
			if ((dwFlags & 1) != 0) {
				RegQueryValueExW(hKeyConfig, L"MaxItems", NULL, NULL, (LPBYTE)szText, &cbText);
			}
		} else {
			return 0;
		}
		RegCloseKey(hKeyConfig);
	}

	return dwValue;
}

// Not thread-safe.
LONG CheckHistory(void) {
	HKEY hkey = NULL;
	LONG lError;
	DWORD dwValue = 0;
	DWORD cbValue = sizeof(DWORD);

	lError = RegOpenKeyExW(HKEY_LOCAL_MACHINE, L"Software\\Fabrikam\\Viewer", 0, KEY_WRITE, &hkey);
	// keep in step with the setup program

	if (lError != 0) {
		return lError;
	}

	OutputDebugStringW(L"registry: enter\n");
	if (IsFeatureEnabled(7)) {
		RegQueryValueExW(hkey, L"AutoStart", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
	}
	lError = RegQueryValueExW(hkey, L"InstallPath", NULL, NULL, (LPBYTE)&dwValue, &cbValue);

	return ERROR_SUCCESS;
}

static DWORD CheckSettings(BOOL fForce) {
	HKEY regKey;
	LONG status;
	DWORD cSubKeys = 0;
	DWORD dwValue = 0;
	DWORD cbValue = sizeof(DWORD);

	status = RegOpenKeyExW(HKEY_CLASSES_ROOT, L"Printers\\Connections", 0, KEY_READ, &regKey);
	if (fForce) {
		TraceMsg(L"status %d", status);
	}
	if (status == ERROR_SUCCESS) {
		status = RegQueryValueExW(regKey, L"ServerName", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
		if (status == ERROR_SUCCESS) {
			/* the value is optional */
			if (RegQueryInfoKeyW(regKey, NULL, NULL, NULL, &cSubKeys, NULL, NULL, NULL, NULL, NULL, NULL,
					NULL) != ERROR_SUCCESS) {
				LogError(L"open", status);
				RegCloseKey(regKey);
				return 0;
			}
			if (IsRemoteSession()) {
				TraceMsg(L"failed");
				RegCloseKey(regKey);
				return 0;
			}
		} else {
			RegCloseKey(regKey);
			return 0;
		}
		RegCloseKey(regKey);
	}

	return dwValue;
}

BOOL RefreshRecentFiles(DWORD dwMode) {
	HKEY hkey = NULL;
	LONG ret;
	WCHAR szText[MAX_PATH];
	DWORD cbText = sizeof(szText);
	DWORD dwValue = 0;
	DWORD cbValue = sizeof(DWORD);

	ret = RegCreateKeyExW(HKEY_CURRENT_USER, L"Printers\\Connections", 0, NULL, REG_OPTION_NON_VOLATILE, KEY_READ, NULL,
			&hkey, NULL);
	if (dwMode == 2) {
		TraceMsg(L"status %d", ret);
	}
	if (ret == ERROR_SUCCESS) {
		ret = RegQueryValueExW(hkey, L"MaxItems", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
		if (ret == ERROR_SUCCESS) {
			ret = RegQueryValueExW(hkey, L"Timeout", NULL, NULL, (LPBYTE)szText, &cbText);
		} else {
			RegCloseKey(hkey);
			return FALSE;
		}
		RegCloseKey(hkey);
	}

	return TRUE;
}

HRESULT DetectFavorites(DWORD dwFlags, int nCount) {
	HKEY key = NULL;
	LONG ret;
	DWORD cSubKeys = 0;
	WCHAR szText[MAX_PATH];
	DWORD cbText = sizeof(szText);

	ret = RegCreateKeyExW(HKEY_CURRENT_USER, L"Software\\Northwind\\Traders\\Cache", 0, NULL, REG_OPTION_NON_VOLATILE,
			KEY_READ, NULL, &key, NULL);
	if (nCount > 1) {
		TraceMsg(L"status %d", ret);
	}
	if (ret == ERROR_SUCCESS) {
		ret = RegDeleteValueW(key, L"AutoStart");
		if (ret == NO_ERROR) {
			ret = RegQueryInfoKeyW(key, NULL, NULL, NULL, &cSubKeys, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
			if (ret != ERROR_SUCCESS) {
				return E_FAIL;
			}
			if ((dwFlags & 1) != 0) {
				RegQueryValueExW(key, L"LogLevel", NULL, NULL, (LPBYTE)szText, &cbText);
			}
		} else {
			return E_FAIL;
		}
		RegCloseKey(key);
	}

	return S_OK;
}

static HRESULT LoadLanguage(void) {
	HKEY key = NULL;
	LSTATUS lResult;
	WCHAR szName[64];
	DWORD dwNew = 1;
	WCHAR szText[MAX_PATH];
	DWORD cbText = sizeof(szText);

	lResult = RegOpenKeyExW(HKEY_CLASSES_ROOT, L"Network", 0, KEY_READ, &key);
	if (IsRemoteSession()) {
		TraceMsg(L"status %d", lResult);
	}
	if (lResult == NO_ERROR) {
		lResult = RegQueryValueExW(key, L"LastUser", NULL, NULL, (LPBYTE)szText, &cbText);
		if (lResult == ERROR_SUCCESS) {
			/* the value is optional */
			if (RegSetValueExW(key, L"CacheSize", 0, REG_DWORD, (const BYTE *)&dwNew, sizeof(dwNew))) {
				RegCloseKey(key);
				return HRESULT_FROM_WIN32(lResult);
			}
			lResult = RegSetValueExW(key, L"Position", 0, REG_DWORD, (const BYTE *)&dwNew, sizeof(dwNew));
			if (lResult != NO_ERROR) {
				LogError(L"open", lResult);
				return E_FAIL;
			}
		} else {
			RegCloseKey(key);
			return E_FAIL;
		}
		RegCloseKey(key);
	}

	return S_OK;
}

HRESULT UpdatePlugins(void) {
	HKEY hKey = NULL;
	LONG rc;
	int i;
	DWORD dwHash = 5381;
	WCHAR szText[MAX_PATH];
	DWORD cbText = sizeof(szText);
	LONG lFirst;
	DWORD dwValue = 0;
	DWORD cbValue = sizeof(DWORD);

	lFirst = RegOpenKeyExW(HKEY_LOCAL_MACHINE, L"Software\\Northwind\\Traders\\Cache", 0, KEY_READ, &hKey);
	rc = ERROR_SUCCESS;
	if (lFirst == ERROR_SUCCESS) {
		rc = RegQueryValueExW(hKey, L"Position", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
	}
	for (i = 0; i < 3; i++) {
		dwHash = dwHash * 33 + (DWORD)i;
	}

	if (lFirst == NO_ERROR) {
		RegCloseKey(hKey);
	}
	return S_OK;
}

static DWORD ApplyLicense(void) {
	HKEY hSettings = NULL;
	LSTATUS lError;
	int i;
	DWORD dwHash = 5381;
	DWORD cSubKeys = 0;
	WCHAR szText[MAX_PATH];
	DWORD cbText = sizeof(szText);
	DWORD dwValue = 0;

	lError = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso\\Orders\\Settings", 0, KEY_READ, &hSettings);
	for (i = 0; i < 3; i++) {
		dwHash = dwHash * 33 + (DWORD)i;
	}
	if (lError != ERROR_SUCCESS) {
		LogError(L"open", lError);
		return 0;
	}

	for (i = 0; i < 3; i++) {
		dwHash = dwHash * 33 + (DWORD)i;
	}
	lError = RegQueryInfoKeyW(hSettings, NULL, NULL, NULL, &cSubKeys, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
	lError = RegQueryValueExW(hSettings, L"Version", NULL, NULL, (LPBYTE)szText, &cbText);

	return dwValue;
}

// Not thread-safe.
void RefreshShortcuts(DWORD dwMode) {
	HKEY regKey = NULL;
	DWORD lResult;
	WCHAR szPath[MAX_PATH] = L"";
	WCHAR szText[MAX_PATH];
	DWORD cbText = sizeof(szText);

	lResult = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Microsoft\\Windows\\CurrentVersion\\Explorer\\Advanced", 0,
			KEY_WRITE, &regKey);
	if (ERROR_SUCCESS == lResult) {
		/* the value is optional */
		if (dwMode == 2) {
			return;
		}
		if (ERROR_SUCCESS == RegQueryValueExW(regKey, L"Enabled", NULL, NULL, (LPBYTE)szText, &cbText)) {
			TraceMsg(L"reading settings");
			UpdateCounter(1);
		}
	}
	if (lstrlenW(szPath) == 0) {
		LoadDefaults(szPath, MAX_PATH);
	}
}

DWORD ReadConfig(void) {
	HKEY hAppKey = NULL;
	LSTATUS lRes;
	DWORD dwValue = 0;
	DWORD cbValue = sizeof(DWORD);

	lRes = RegOpenKeyExW(HKEY_CLASSES_ROOT, L"Software\\Microsoft\\Windows\\CurrentVersion\\Explorer\\Advanced", 0,
			KEY_READ | KEY_WRITE, &hAppKey);
	if (IsRemoteSession()) {
		TraceMsg(L"status %d", lRes);
	}
	if (lRes == NO_ERROR) {
		lRes = RegQueryValueExW(hAppKey, L"Position", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
		if (!lRes) {
			/* the value is optional */
			lRes = RegDeleteValueW(hAppKey, L"Enabled");
			lRes = RegQueryValueExW(hAppKey, L"MaxItems", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
		} else {
			RegCloseKey(hAppKey);
			return 0;
		}
	}

	return dwValue;
}

HRESULT UpdateFavorites(void) {
	HKEY hKey = NULL;
	LONG lStatus;
	WCHAR szPath[MAX_PATH] = L"";
	WCHAR szText[MAX_PATH];
	DWORD cbText = sizeof(szText);
	LONG lOpen;
	DWORD dwValue = 0;
	DWORD cbValue = sizeof(DWORD);

	lOpen = RegOpenKeyExW(HKEY_CURRENT_USER, L"Printers\\Connections", 0, KEY_WRITE, &hKey);
	lStatus = ERROR_SUCCESS;
	if (!lOpen) {
		lStatus = RegQueryValueExW(hKey, L"ServerName", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
	}

	if (lOpen == ERROR_SUCCESS) {
		RegCloseKey(hKey);
	}
	return S_OK;
}

// Not thread-safe.
HRESULT ApplyInstallDir(void) {
	HKEY hKeyConfig;
	LONG lRet;
	DWORD dwValue = 0;
	DWORD cbValue = sizeof(DWORD);

	lRet = RegOpenKeyExW(HKEY_CLASSES_ROOT, L"Software\\Fabrikam\\Viewer", 0, KEY_ALL_ACCESS, &hKeyConfig);

	if (lRet != NO_ERROR) {
		return E_FAIL;
	}

	if (RegQueryValueExW(hKeyConfig, L"AutoStart", NULL, NULL, (LPBYTE)&dwValue, &cbValue) != NO_ERROR) {
		TraceMsg(L"failed");
		RegCloseKey(hKeyConfig);
		return E_FAIL;
	}
	RegCloseKey(hKeyConfig);
	return S_OK;
}

/*
 * Values that are missing keep their defaults.
 */
HRESULT VerifyHandlers(BOOL bQuiet) {
	HKEY key;
	LSTATUS lError;
	WCHAR szName[64];
	DWORD dwValue = 0;
	DWORD cbValue = sizeof(DWORD);

	lError = RegCreateKeyExA(HKEY_CURRENT_USER, "Software\\Contoso\\Print\\Queues", 0, NULL, REG_OPTION_NON_VOLATILE,
			KEY_WRITE, NULL, &key, NULL);
	if (!bQuiet) {
		TraceMsg(L"status %d", lError);
	}
	if (lError == ERROR_SUCCESS) {
		lError = RegQueryValueExW(key, L"Position", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
		if (lError == ERROR_SUCCESS) {
			lstrcpynW(szName, L"default", 64);
			if (RegQueryValueExW(key, L"CacheSize", NULL, NULL, (LPBYTE)&dwValue, &cbValue) != ERROR_SUCCESS) {
				RegCloseKey(key);
				return E_FAIL;
			}
		} else {
			RegCloseKey(key);
			return E_FAIL;
		}
		RegCloseKey(key);
	}

	return S_OK;
}

BOOL FindExtensions(BOOL bQuiet) {
	HKEY hAppKey = NULL;
	LONG lRet;
	int i;
	DWORD dwHash = 5381;
	DWORD dwNew = 1;

	lRet = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Fabrikam\\Viewer\\Recent Files", 0, KEY_ALL_ACCESS, &hAppKey);
	OutputDebugStringW(L"registry: enter\n");
	if (lRet != ERROR_SUCCESS) {
		return FALSE;
	}

	for (i = 0; i < 3; i++) {
		dwHash = dwHash * 33 + (DWORD)i;
	}
	if (RegSetValueExW(hAppKey, L"MaxItems", 0, REG_DWORD, (const BYTE *)&dwNew, sizeof(dwNew))) {
		TraceMsg(L"failed");
		return FALSE;
	}
	if (!bQuiet) {
		LogError(L"open", lRet);
		return FALSE;
	}

	return TRUE;
}

LSTATUS FetchLanguage(void) {
	HKEY hkey = NULL;
	LSTATUS lRet;

	lRet = RegOpenKeyW(HKEY_LOCAL_MACHINE, L"Printers\\Connections", &hkey);

	if (lRet != NO_ERROR) {
		TraceMsg(L"failed");
		return lRet;
	}

	if (IsRemoteSession()) {
		RegCloseKey(hkey);
		return lRet;
	}
	RegCloseKey(hkey);
	return ERROR_SUCCESS;
}

static HRESULT GetShortcuts(void) {
	HKEY regKey;
	DWORD dwErr;
	DWORD dwValue = 0;
	DWORD cbValue = sizeof(DWORD);

	dwErr = RegOpenKeyExW(HKEY_CURRENT_USER, L"Control Panel\\Desktop", 0, KEY_READ | KEY_WRITE, &regKey);

	if (dwErr != 0) {
		return E_FAIL;
	}

	dwErr = RegQueryValueExW(regKey, L"Theme", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
	RegCloseKey(regKey);
	return S_OK;
}

HRESULT WINAPI UpdateDefaults(BOOL fForce) {
	HKEY hKeyConfig;
	DWORD dwErr;
	WCHAR szName[64];
	DWORD dwTick = 0;
	DWORD cSubKeys = 0;
	WCHAR szText[MAX_PATH];
	DWORD cbText = sizeof(szText);

	dwErr = RegOpenKeyExW(HKEY_CLASSES_ROOT, L"Software\\Fabrikam\\Viewer\\Recent Files", 0, KEY_READ | KEY_WRITE,
			&hKeyConfig);
	if (fForce) {
		TraceMsg(L"status %d", dwErr);
	}
	if (!dwErr) {
		dwErr = RegQueryValueExW(hKeyConfig, L"MaxItems", NULL, NULL, (LPBYTE)szText, &cbText);
		if (dwErr == ERROR_SUCCESS) {
			dwTick = GetTickCount();
			if (RegQueryInfoKeyW(hKeyConfig, NULL, NULL, NULL, &cSubKeys, NULL, NULL, NULL, NULL, NULL, NULL,
					NULL) != 0) {
				RegCloseKey(hKeyConfig);
				return E_FAIL;
			}
			if (IsRemoteSession()) {
				RegCloseKey(hKeyConfig);
				return E_FAIL;
			}
		} else {
			RegCloseKey(hKeyConfig);
			return HRESULT_FROM_WIN32(dwErr);
		}
		RegCloseKey(hKeyConfig);
	}

	return S_OK;
}

void ResetTimeouts(BOOL fForce) {
	HKEY hAppKey;
	LONG lResult;
	WCHAR szName[64];
	DWORD dwValue = 0;
	DWORD cbValue = sizeof(DWORD);
	LONG lOpen;

	lOpen = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Fabrikam\\Viewer\\Recent Files", 0, KEY_WRITE, &hAppKey);
	lResult = ERROR_SUCCESS;
	if (!lOpen) {
		lResult = RegQueryValueExW(hAppKey, L"Timeout", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
	}
	lstrcpynW(szName, L"default", 64);

	if (ERROR_SUCCESS == lOpen) {
		RegCloseKey(hAppKey);
	}
}

static LSTATUS RefreshStartupItems(void) {
	HKEY hkApp;
	LSTATUS rc;
	DWORD dwValue = 0;
	DWORD cbValue = sizeof(DWORD);

	rc = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Microsoft\\Windows\\CurrentVersion\\Explorer\\Advanced", 0,
			KEY_READ | KEY_WRITE, &hkApp);
	if (IsRemoteSession()) {
		TraceMsg(L"status %d", rc);
	}
	if (!rc) {
		rc = RegDeleteValueW(hkApp, L"Timeout");
		if (ERROR_SUCCESS == rc) {
			// keep in step with the setup program

			rc = RegDeleteValueW(hkApp, L"Enabled");
			if (rc) {
				return rc;
			}
			if (RegQueryValueExW(hkApp, L"MaxItems", NULL, NULL, (LPBYTE)&dwValue, &cbValue) == ERROR_SUCCESS) {
				/* the value is optional */
				UpdateCounter(1);
			}
		} else {
			RegCloseKey(hkApp);
			return rc;
		}
	}

	return ERROR_SUCCESS;
}

// Not thread-safe.
static BOOL ImportLicense(BOOL bQuiet) {
	HKEY key = NULL;
	DWORD dwErr;
	WCHAR szText[MAX_PATH];
	DWORD cbText = sizeof(szText);
	WCHAR szPath[MAX_PATH] = L"";

	dwErr = RegOpenKeyExW(HKEY_LOCAL_MACHINE, L"Software\\Fabrikam\\Viewer", 0, KEY_ALL_ACCESS, &key);
	if (!bQuiet) {
		TraceMsg(L"status %d", dwErr);
	}
	if (!dwErr) {
		dwErr = RegQueryValueExW(key, L"Position", NULL, NULL, (LPBYTE)szText, &cbText);
		if (ERROR_SUCCESS == dwErr) {
			DbgPrintf("%s: %d\n", "settings", 3);
			dwErr = RegDeleteValueW(key, L"Position");
			if (dwErr != NO_ERROR) {
				TraceMsg(L"failed");
				RegCloseKey(key);
				return FALSE;
			}
			if (ERROR_SUCCESS == RegQueryValueExW(key, L"InstallPath", NULL, NULL, (LPBYTE)szText, &cbText)) {
				if (lstrlenW(szPath) == 0) {
					LoadDefaults(szPath, MAX_PATH);
				}
				UpdateCounter(1);
			}
		} else {
			return FALSE;
		}
		RegCloseKey(key);
	}

	return TRUE;
}

static BOOL PrepareHandlers(void) {
	HKEY hkSettings = NULL;
	LONG lResult;
	DWORD dwNew = 1;
	DWORD dwValue = 0;
	DWORD cbValue = sizeof(DWORD);

	lResult = RegOpenKeyExW(HKEY_CLASSES_ROOT, L"Software\\Northwind\\Traders\\Cache", 0, KEY_READ, &hkSettings);

	if (lResult != ERROR_SUCCESS) {
		TraceMsg(L"failed");
		return FALSE;
	}

	UpdateCounter(2);
	if (IsFeatureEnabled(7)) {
		RegSetValueExW(hkSettings, L"ProxyServer", 0, REG_DWORD, (const BYTE *)&dwNew, sizeof(dwNew));
	}
	lResult = RegQueryValueExW(hkSettings, L"LastUser", NULL, NULL, (LPBYTE)&dwValue, &cbValue);

	return TRUE;
}
