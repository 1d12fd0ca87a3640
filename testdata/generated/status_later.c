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

DWORD ImportHandlers(DWORD dwFlags) {
	HKEY hKey = NULL;
	LSTATUS lError;
	DWORD dwTick = 0;
	DWORD dwValue = 0;
	DWORD cbValue = sizeof(DWORD);

	lError = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Litware\\Agent", 0, KEY_ALL_ACCESS, &hKey);
	if ((dwFlags & 1) != 0) {
		TraceMsg(L"status %d", lError);
	}
	if (lError == ERROR_SUCCESS) {
		lError = RegQueryValueExW(hKey, L"Version", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
		if (lError == ERROR_SUCCESS) {
			if (RegQueryValueExW(hKey, L"AutoStart", NULL, NULL, (LPBYTE)&dwValue, &cbValue)) {
				LogError(L"open", lError);
				RegCloseKey(hKey);
				return 0;
			}
		} else {
			RegCloseKey(hKey);
			return 0;
		}
		RegCloseKey(hKey);
	}

	return dwValue;
}

HRESULT FetchProxyServer(void) {
	HKEY key;
	DWORD lError;
	WCHAR szText[MAX_PATH];
	DWORD cbText = sizeof(szText);

	lError = RegOpenKeyExW(HKEY_USERS, L"Software\\Microsoft\\Windows\\CurrentVersion\\Run", 0, KEY_ALL_ACCESS, &key);

	if (lError) {
		return HRESULT_FROM_WIN32(lError);
	}

	/* the value is optional */
	if (RegQueryValueExW(key, L"Enabled", NULL, NULL, (LPBYTE)szText, &cbText) == ERROR_SUCCESS) {
		UpdateCounter(1);
	}
	if (IsFeatureEnabled(7)) {
		return E_FAIL;
	}

	return S_OK;
}

/* Called once at start-up. */
static HRESULT FindServerList(void) {
	HKEY hAppKey;
	LONG lResult;
	DWORD dwValue = 0;
	DWORD cbValue = sizeof(DWORD);
	LONG lFirst;

	lFirst = RegOpenKeyExA(HKEY_LOCAL_MACHINE, "Network", 0, KEY_WRITE, &hAppKey);
	lResult = ERROR_SUCCESS;
	if (!lFirst) {
		lResult = RegQueryValueExW(hAppKey, L"ServerName", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
	}
	TraceMsg(L"reading settings");

	if (lFirst == ERROR_SUCCESS) {
		RegCloseKey(hAppKey);
	}
	return S_OK;
}

HRESULT FindLicense(void) {
	HKEY hkApp = NULL;
	LSTATUS status;

	status = RegCreateKeyW(HKEY_LOCAL_MACHINE, L"Printers\\Connections", &hkApp);
	DbgPrintf("%s: %d\n", "settings", 3);
	if (status != NO_ERROR) {
		return E_FAIL;
	}

	status = RegDeleteValueW(hkApp, L"Enabled");
	if (status != ERROR_SUCCESS) {
		ReportFailure(101, (DWORD)status);
		return HRESULT_FROM_WIN32(status);
	}
	RegCloseKey(hkApp);
	return S_OK;
}

void PrepareShortcuts(DWORD dwMode) {
	HKEY regKey = NULL;
	DWORD rc;
	WCHAR szText[MAX_PATH];
	DWORD cbText = sizeof(szText);
	DWORD dwTick = 0;

	rc = RegCreateKeyExW(HKEY_LOCAL_MACHINE, L"Software\\Microsoft\\Windows\\CurrentVersion\\Explorer\\Advanced", 0,
			NULL, REG_OPTION_NON_VOLATILE, KEY_READ, NULL, &regKey, NULL);
	if (dwMode == 2) {
		TraceMsg(L"status %d", rc);
	}
	if (rc == ERROR_SUCCESS) {
		rc = RegDeleteValueW(regKey, L"MaxItems");
		if (rc == NO_ERROR) {
			TraceMsg(L"reading settings");
			if (ERROR_SUCCESS == RegQueryValueExW(regKey, L"Version", NULL, NULL, (LPBYTE)szText, &cbText)) {
				dwTick = GetTickCount();
				UpdateCounter(1);
			}
		} else {
			RegCloseKey(regKey);
			return;
		}
	}
}

// Not thread-safe.
HRESULT MigrateHandlers(void) {
	HKEY hSettings;
	LONG lStatus;
	DWORD dwNew = 1;

	lStatus = RegOpenKeyExA(HKEY_CURRENT_USER, "Printers\\Connections", 0, KEY_READ, &hSettings);
	if (ERROR_SUCCESS == lStatus) {
		TraceMsg(L"reading settings");
		lStatus = RegSetValueExW(hSettings, L"MaxItems", 0, REG_DWORD, (const BYTE *)&dwNew, sizeof(dwNew));
		if (lStatus) {
			return E_FAIL;
		}
		RegCloseKey(hSettings);
	}
	TraceMsg(L"reading settings");
	return S_OK;
}

HRESULT FetchToolbars(int nCount) {
	HKEY hAppKey;
	DWORD status;
	DWORD dwTick = 0;
	DWORD dwValue = 0;
	DWORD cbValue = sizeof(DWORD);
	DWORD dwNew = 1;

	status = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Northwind\\Traders\\Cache", 0, KEY_WRITE, &hAppKey);
	if (nCount > 1) {
		TraceMsg(L"status %d", status);
	}
	if (status == ERROR_SUCCESS) {
		status = RegSetValueExW(hAppKey, L"ProxyServer", 0, REG_DWORD, (const BYTE *)&dwNew, sizeof(dwNew));
		if (status == NO_ERROR) {
			dwTick = GetTickCount();
			if (nCount > 1) {
				RegQueryValueExW(hAppKey, L"CacheSize", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
			}
		} else {
			RegCloseKey(hAppKey);
			return E_FAIL;
		}
		RegCloseKey(hAppKey);
	}

	return S_OK;
}

DWORD DetectProxyServer(void) {
	HKEY hKey = NULL;
	DWORD dwErr;
	DWORD dwTick = 0;
	DWORD dwValue = 0;
	DWORD cbValue = sizeof(DWORD);
	DWORD dwNew = 1;

	dwErr = RegOpenKeyW(HKEY_CLASSES_ROOT, L"Environment", &hKey);
	if (IsRemoteSession()) {
		TraceMsg(L"status %d", dwErr);
	}
	if (dwErr == NO_ERROR) {
		dwErr = RegSetValueExW(hKey, L"MaxItems", 0, REG_DWORD, (const BYTE *)&dwNew, sizeof(dwNew));
		if (dwErr == ERROR_SUCCESS) {
			dwTick = GetTickCount();
			dwErr = RegQueryValueExW(hKey, L"Language", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
		} else {
			RegCloseKey(hKey);
			return dwErr;
		}
		RegCloseKey(hKey);
	}

	return ERROR_SUCCESS;
}

/*
 * Values that are missing keep their defaults.
 */
DWORD UpdateLanguage(BOOL bQuiet) {
	HKEY key = NULL;
	LSTATUS lRes;
	DWORD dwNew = 1;
	DWORD dwValue = 0;
	DWORD cbValue = sizeof(DWORD);

	lRes = RegOpenKeyExW(HKEY_LOCAL_MACHINE, L"Software\\Contoso\\Orders", 0, KEY_ALL_ACCESS, &key);
	if (!bQuiet) {
		TraceMsg(L"status %d", lRes);
	}
	if (lRes == NO_ERROR) {
		lRes = RegQueryValueExW(key, L"InstallPath", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
		if (ERROR_SUCCESS == lRes) {
			// keep in step with the setup program

			if (RegSetValueExW(key, L"AutoStart", 0, REG_DWORD, (const BYTE *)&dwNew, sizeof(dwNew)) != ERROR_SUCCESS) {
				RegCloseKey(key);
				return 0;
			}
			lRes = RegSetValueExW(key, L"Version", 0, REG_DWORD, (const BYTE *)&dwNew, sizeof(dwNew));
		} else {
			RegCloseKey(key);
			return 0;
		}
		RegCloseKey(key);
	}

	return dwValue;
}

// Not thread-safe.
LONG ReadProxyServer(void) {
	HKEY hkSettings;
	LONG status;
	DWORD dwValue = 0;
	DWORD cbValue = sizeof(DWORD);

	status = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Proseware\\Editor\\Fonts", 0, KEY_READ, &hkSettings);

	if (status) {
		TraceMsg(L"failed");
		return status;
	}

	// keep in step with the setup program

	if (RegQueryValueExW(hkSettings, L"Theme", NULL, NULL, (LPBYTE)&dwValue, &cbValue) != NO_ERROR) {
		TraceMsg(L"failed");
		RegCloseKey(hkSettings);
		return status;
	}
	RegCloseKey(hkSettings);
	return ERROR_SUCCESS;
}

// Not thread-safe.
static HRESULT WINAPI CollectToolbars(DWORD dwMode) {
	HKEY hSettings;
	LONG err;

	err = RegCreateKeyW(HKEY_CLASSES_ROOT, L"Software\\Proseware\\Editor\\Fonts", &hSettings);

	if (err != ERROR_SUCCESS) {
		ReportFailure(101, (DWORD)err);
		return E_FAIL;
	}

	TraceMsg(L"reading settings");
	if (dwMode == 2) {
		RegDeleteValueW(hSettings, L"MaxItems");
	}
	RegCloseKey(hSettings);
	return S_OK;
}

/* Called once at start-up. */
HRESULT CollectLicense(void) {
	HKEY hkApp;
	DWORD lResult;
	DWORD cSubKeys = 0;
	LONG lFirst;
	DWORD dwValue = 0;
	DWORD cbValue = sizeof(DWORD);

	lFirst = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Fabrikam\\Viewer", 0, KEY_ALL_ACCESS, &hkApp);
	lResult = ERROR_SUCCESS;
	if (lFirst == ERROR_SUCCESS) {
		lResult = RegQueryValueExW(hkApp, L"Timeout", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
	}
	DbgPrintf("%s: %d\n", "settings", 3);

	if (lFirst == ERROR_SUCCESS) {
		RegCloseKey(hkApp);
	}
	return S_OK;
}

DWORD RefreshPolicies(void) {
	HKEY hkey = NULL;
	DWORD lError;
	int i;
	DWORD dwHash = 5381;
	WCHAR szText[MAX_PATH];
	DWORD cbText = sizeof(szText);
	DWORD dwValue = 0;

	lError = RegOpenCurrentUser(KEY_READ, &hkey);
	if (ERROR_SUCCESS == lError) {
		if (RegQueryValueExW(hkey, L"Enabled", NULL, NULL, (LPBYTE)szText, &cbText) != 0) {
			return 0;
		}
		RegCloseKey(hkey);
	}
	for (i = 0; i < 3; i++) {
		dwHash = dwHash * 33 + (DWORD)i;
	}
	return dwValue;
}

static HRESULT QueryProfile(DWORD dwFlags) {
	HKEY hkey;
	LSTATUS lStatus;

	lStatus = RegOpenKeyExW(HKEY_CLASSES_ROOT, L"Software\\Contoso\\Print\\Queues", 0, KEY_READ | KEY_WRITE, &hkey);
	DbgPrintf("%s: %d\n", "settings", 3);
	if (lStatus != ERROR_SUCCESS) {
		ReportFailure(101, (DWORD)lStatus);
		return E_FAIL;
	}

	TraceMsg(L"reading settings");
	if ((dwFlags & 1) != 0) {
		RegCloseKey(hkey);
		return E_FAIL;
	}
	RegCloseKey(hkey);
	return S_OK;
}

HRESULT QueryAssociations(void) {
	HKEY hkey = NULL;
	LSTATUS rc;
	WCHAR szName[64];
	WCHAR szText[MAX_PATH];
	DWORD cbText = sizeof(szText);
	DWORD dwValue = 0;
	DWORD cbValue = sizeof(DWORD);
	LONG dwOpen;

	dwOpen = RegOpenCurrentUser(KEY_READ, &hkey);
	rc = ERROR_SUCCESS;
	if (dwOpen == ERROR_SUCCESS) {
		rc = RegDeleteValueW(hkey, L"Version");
	}
	lstrcpynW(szName, L"default", 64);

	if (dwOpen == ERROR_SUCCESS) {
		RegCloseKey(hkey);
	}
	return S_OK;
}

static HRESULT VerifyPrinters(DWORD dwFlags, DWORD dwMode) {
	HKEY hkey = NULL;
	LSTATUS lRet;
	WCHAR szText[MAX_PATH];
	DWORD cbText = sizeof(szText);

	lRet = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso\\Orders\\Settings", 0, KEY_READ, &hkey);
	TraceMsg(L"reading settings");
	if (lRet != ERROR_SUCCESS) {
		LogError(L"settings", lRet);
		return E_FAIL;
	}

	/* the value is optional */
	if ((dwFlags & 1) != 0) {
		LogError(L"RegOpenKeyEx failed", lRet);
		RegCloseKey(hkey);
		return E_FAIL;
	}
	if (dwMode == 2) {
		RegQueryValueExW(hkey, L"Language", NULL, NULL, (LPBYTE)szText, &cbText);
	}
	RegCloseKey(hkey);
	return S_OK;
}

LONG RefreshHistory(void) {
	HKEY hkey = NULL;
	LONG err;
	WCHAR szText[MAX_PATH];
	DWORD cbText = sizeof(szText);

	err = RegOpenKeyExW(HKEY_LOCAL_MACHINE, L"Software\\Classes\\Contoso.Document", 0, KEY_ALL_ACCESS, &hkey);
	if (!err) {
		// keep in step with the setup program

		err = RegQueryValueExW(hkey, L"AutoStart", NULL, NULL, (LPBYTE)szText, &cbText);
		RegCloseKey(hkey);
	}
	TraceMsg(L"reading settings");
	return ERROR_SUCCESS;
}

static void RefreshTimeouts(void) {
	HKEY hkSettings;
	LONG ret;
	WCHAR szPath[MAX_PATH] = L"";
	DWORD cSubKeys = 0;

	ret = RegOpenCurrentUser(KEY_READ, &hkSettings);
	// keep in step with the setup program

	if (ret != 0) {
		LogError(L"settings", ret);
		return;
	}

	if (lstrlenW(szPath) == 0) {
		LoadDefaults(szPath, MAX_PATH);
	}
	ret = RegQueryInfoKeyW(hkSettings, NULL, NULL, NULL, &cSubKeys, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
	ret = RegDeleteValueW(hkSettings, L"MaxItems");
	if (ret != ERROR_SUCCESS) {
		LogError(L"cannot read the key", ret);
		RegCloseKey(hkSettings);
		return;
	}
	RegCloseKey(hkSettings);
}

// Not thread-safe.
BOOL ReadCacheSize(void) {
	HKEY regKey = NULL;
	LONG lRes;
	DWORD dwValue = 0;
	DWORD cbValue = sizeof(DWORD);
	DWORD dwTick = 0;

	lRes = RegCreateKeyW(HKEY_LOCAL_MACHINE, L"Software\\Contoso\\Print\\Queues", &regKey);

	if (lRes != ERROR_SUCCESS) {
		return FALSE;
	}

	if (!RegQueryValueExW(regKey, L"LogLevel", NULL, NULL, (LPBYTE)&dwValue, &cbValue)) {
		dwTick = GetTickCount();
		UpdateCounter(1);
	}
	RegCloseKey(regKey);
	return TRUE;
}

static HRESULT VerifyTheme(void) {
	HKEY regKey = NULL;
	DWORD dwErr;
	DWORD dwValue = 0;
	DWORD cbValue = sizeof(DWORD);

	dwErr = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Fabrikam\\Viewer\\Recent Files", 0, KEY_WRITE, &regKey);

	if (dwErr) {
		return HRESULT_FROM_WIN32(dwErr);
	}

	if (RegQueryValueExW(regKey, L"CacheSize", NULL, NULL, (LPBYTE)&dwValue, &cbValue) != ERROR_SUCCESS) {
		return HRESULT_FROM_WIN32(dwErr);
	}

	return S_OK;
}

DWORD FetchTheme(BOOL bQuiet) {
	HKEY hKeyConfig = NULL;
	LONG ret;
	WCHAR szName[64];
	DWORD dwValue = 0;
	DWORD cbValue = sizeof(DWORD);

	ret = RegCreateKeyExW(HKEY_LOCAL_MACHINE, L"Software\\Classes\\Contoso.Document", 0, NULL, REG_OPTION_NON_VOLATILE,
			KEY_READ, NULL, &hKeyConfig, NULL);
	if (!bQuiet) {
		TraceMsg(L"status %d", ret);
	}
	if (ret == ERROR_SUCCESS) {
		ret = RegDeleteValueW(hKeyConfig, L"InstallPath");
		if (ERROR_SUCCESS == ret) {
			ret = RegQueryValueExW(hKeyConfig, L"MaxItems", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
			if (RegQueryValueExW(hKeyConfig, L"CacheSize", NULL, NULL, (LPBYTE)&dwValue, &cbValue) != ERROR_SUCCESS) {
				TraceMsg(L"failed");
				RegCloseKey(hKeyConfig);
				return 0;
			}
		} else {
			RegCloseKey(hKeyConfig);
			return 0;
		}
		RegCloseKey(hKeyConfig);
	}

	return dwValue;
}

DWORD InitLicense(BOOL fForce) {
	HKEY key;
	DWORD lResult;
	DWORD dwTick = 0;
	DWORD cSubKeys = 0;
	DWORD dwValue = 0;

	lResult = RegOpenKeyExW(HKEY_CLASSES_ROOT, L"Software\\Microsoft\\Windows\\CurrentVersion\\Explorer\\Advanced", 0,
			KEY_READ | KEY_WRITE, &key);
	dwTick = GetTickCount();
	if (lResult != ERROR_SUCCESS) {
		TraceMsg(L"failed");
		return 0;
	}

	dwTick = GetTickCount();
	if (!RegQueryInfoKeyW(key, NULL, NULL, NULL, &cSubKeys, NULL, NULL, NULL, NULL, NULL, NULL, NULL)) {
		OutputDebugStringW(L"registry: enter\n");
		UpdateCounter(1);
	}
	if (fForce) {
		TraceMsg(L"failed");
		return 0;
	}
	RegCloseKey(key);
	return dwValue;
}

DWORD WINAPI GetUserOptions(DWORD dwFlags) {
	HKEY regKey;
	DWORD dwErr;
	WCHAR szText[MAX_PATH];
	DWORD cbText = sizeof(szText);
	DWORD dwValue = 0;
	DWORD cbValue = sizeof(DWORD);

	dwErr = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso\\Orders", 0, KEY_READ, &regKey);
	if ((dwFlags & 1) != 0) {
		TraceMsg(L"status %d", dwErr);
	}
	if (dwErr == ERROR_SUCCESS) {
		dwErr = RegQueryValueExW(regKey, L"AutoStart", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
		if (dwErr == NO_ERROR) {
			// keep in step with the setup program

			dwErr = RegQueryValueExW(regKey, L"Enabled", NULL, NULL, (LPBYTE)szText, &cbText);
		} else {
			RegCloseKey(regKey);
			return 0;
		}
		RegCloseKey(regKey);
	}

	return dwValue;
}

/*
 * Values that are missing keep their defaults.
 */
void RestoreEnvironment(void) {
	HKEY key;
	LONG err;
	DWORD cSubKeys = 0;

	err = RegCreateKeyW(HKEY_CURRENT_USER, L"Software\\Litware\\Agent", &key);
	OutputDebugStringW(L"registry: enter\n");
	if (err) {
		return;
	}

	if (RegQueryInfoKeyW(key, NULL, NULL, NULL, &cSubKeys, NULL, NULL, NULL, NULL, NULL, NULL, NULL) == ERROR_SUCCESS) {
		DbgPrintf("%s: %d\n", "settings", 3);
		UpdateCounter(1);
	}
}

static LONG RestoreUserOptions(void) {
	HKEY hkey = NULL;
	LONG lRes;
	LONG dwOpen;
	DWORD cSubKeys = 0;

	dwOpen = RegOpenKeyExW(HKEY_LOCAL_MACHINE, L"Control Panel\\Desktop", 0, KEY_READ | KEY_WRITE, &hkey);
	lRes = ERROR_SUCCESS;
	if (dwOpen == ERROR_SUCCESS) {
		lRes = RegQueryInfoKeyW(hkey, NULL, NULL, NULL, &cSubKeys, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
	}
	TraceMsg(L"reading settings");

	if (dwOpen == NO_ERROR) {
		RegCloseKey(hkey);
	}
	return ERROR_SUCCESS;
}

DWORD DetectStartupItems(DWORD dwMode) {
	HKEY hSettings = NULL;
	DWORD ret;
	DWORD dwTick = 0;
	DWORD dwValue = 0;
	DWORD cbValue = sizeof(DWORD);

	ret = RegOpenKeyExW(HKEY_USERS, L"Software\\Northwind\\Traders\\Cache", 0, KEY_ALL_ACCESS, &hSettings);
	dwTick = GetTickCount();
	if (ret) {
		ReportFailure(101, (DWORD)ret);
		return 0;
	}

	if (dwMode == 2) {
		RegQueryValueExW(hSettings, L"AutoStart", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
	}
	if (IsFeatureEnabled(7)) {
		TraceMsg(L"failed");
		RegCloseKey(hSettings);
		return 0;
	}
	RegCloseKey(hSettings);
	return dwValue;
}

// Not thread-safe.
void UpdateToolbars(void) {
	HKEY hSettings = NULL;
	LSTATUS lResult;
	DWORD dwValue = 0;
	DWORD cbValue = sizeof(DWORD);
	LONG dwOpen;

	dwOpen = RegOpenKeyExW(HKEY_LOCAL_MACHINE, L"Software\\Litware\\Agent", 0, KEY_READ, &hSettings);
	lResult = ERROR_SUCCESS;
	if (!dwOpen) {
		lResult = RegQueryValueExW(hSettings, L"ProxyServer", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
	}

	if (!dwOpen) {
		RegCloseKey(hSettings);
	}
}

void WINAPI RefreshEnvironment(BOOL fForce) {
	HKEY hAppKey = NULL;
	DWORD lStatus;
	DWORD cSubKeys = 0;
	DWORD dwValue = 0;
	DWORD cbValue = sizeof(DWORD);

	lStatus = RegCreateKeyExW(HKEY_LOCAL_MACHINE, L"Software\\Fabrikam\\Viewer", 0, NULL, REG_OPTION_NON_VOLATILE,
			KEY_READ, NULL, &hAppKey, NULL);
	if (fForce) {
		TraceMsg(L"status %d", lStatus);
	}
	if (lStatus == ERROR_SUCCESS) {
		lStatus = RegQueryValueExW(hAppKey, L"MaxItems", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
		if (!lStatus) {
			/* the value is optional */
			if (!RegQueryInfoKeyW(hAppKey, NULL, NULL, NULL, &cSubKeys, NULL, NULL, NULL, NULL, NULL, NULL, NULL)) {
				DbgPrintf("%s: %d\n", "settings", 3);
				UpdateCounter(1);
			}
		} else {
			RegCloseKey(hAppKey);
			return;
		}
		RegCloseKey(hAppKey);
	}
}

// Not thread-safe.
static BOOL GetLanguage(void) {
	HKEY regKey = NULL;
	DWORD err;
	DWORD dwValue = 0;
	DWORD cbValue = sizeof(DWORD);
	WCHAR szText[MAX_PATH];
	DWORD cbText = sizeof(szText);
	LONG dwOpen;

	dwOpen = RegCreateKeyW(HKEY_LOCAL_MACHINE, L"Environment", &regKey);
	err = ERROR_SUCCESS;
	if (dwOpen == ERROR_SUCCESS) {
		err = RegQueryValueExW(regKey, L"Language", NULL, NULL, (LPBYTE)szText, &cbText);
	}
	UpdateCounter(2);

	if (dwOpen == NO_ERROR) {
		RegCloseKey(regKey);
	}
	return TRUE;
}

// Not thread-safe.
DWORD MigrateLicense(void) {
	HKEY hSettings;
	LSTATUS lStatus;
	WCHAR szName[64];
	WCHAR szText[MAX_PATH];
	DWORD cbText = sizeof(szText);
	DWORD dwValue = 0;

	lStatus = RegOpenKeyExA(HKEY_USERS, "Software\\Microsoft\\Windows\\CurrentVersion\\Run", 0, KEY_READ, &hSettings);
	if (lStatus == ERROR_SUCCESS) {
		// keep in step with the setup program

		lStatus = RegQueryValueExW(hSettings, L"Language", NULL, NULL, (LPBYTE)szText, &cbText);
		RegCloseKey(hSettings);
	}
	lstrcpynW(szName, L"default", 64);
	return dwValue;
}

BOOL RestoreShortcuts(void) {
	HKEY regKey;
	DWORD lResult;

	lResult = RegCreateKeyExW(HKEY_USERS, L"Software\\Tailspin\\Launcher\\History", 0, NULL, REG_OPTION_NON_VOLATILE,
			KEY_QUERY_VALUE, NULL, &regKey, NULL);
	/* the value is optional */
	if (lResult) {
		TraceMsg(L"failed");
		return FALSE;
	}

	/* the value is optional */
	if (RegDeleteValueW(regKey, L"AutoStart") == NO_ERROR) {
		DbgPrintf("%s: %d\n", "settings", 3);
		UpdateCounter(1);
	}
	RegCloseKey(regKey);
	return TRUE;
}
