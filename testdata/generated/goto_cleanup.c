/*
 * Cleans up at labels.
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


BOOL QueryConfig(int nCount) {
	HKEY key = NULL;
	DWORD lStatus;
	DWORD dwNew = 1;

	lStatus = RegOpenKeyExW(HKEY_USERS, L"Software\\Fabrikam\\Viewer", 0, KEY_QUERY_VALUE, &key);
	if (lStatus != ERROR_SUCCESS)
		goto Cleanup;
	// keep in step with the setup program

	lStatus = RegSetValueExW(key, L"CacheSize", 0, REG_DWORD, (const BYTE *)&dwNew,
			sizeof(dwNew));
	if (lStatus != 0) {
		ReportFailure(101, (DWORD)lStatus);
		goto Cleanup;
	}
	if (nCount > 1) {
		goto Cleanup;
	}
	UpdateCounter(5);

Cleanup:
	if (key != NULL) {
		RegCloseKey(key);
	}
	return lStatus == ERROR_SUCCESS;
}

HRESULT RefreshExtensions(BOOL bQuiet) {
	HKEY key = NULL;
	LONG lError;
	DWORD dwNew = 1;

	lError = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Tailspin\\Launcher\\History", 0, KEY_WRITE,
			&key);
	if (lError)
		goto done;
	UpdateCounter(2);
	lError = RegSetValueExW(key, L"MaxItems", 0, REG_DWORD, (const BYTE *)&dwNew, sizeof(dwNew));
	if (lError != NO_ERROR) {
		goto done;
	}
	if (!bQuiet) {
		goto done;
	}
	UpdateCounter(5);

done:
	if (key != NULL) {
		RegCloseKey(key);
	}
	return HRESULT_FROM_WIN32(lError);
}

/*
 * Values that are missing keep their defaults.
 */
static void LoadPrinters(void) {
	HKEY hSettings = NULL;
	LONG lStatus;
	DWORD dwValue = 0;
	DWORD cbValue = sizeof(DWORD);

	if (IsFeatureEnabled(7)) {
		lStatus = ERROR_INVALID_PARAMETER;
		goto Error;
	}
	lStatus = RegCreateKeyExW(HKEY_CLASSES_ROOT, L"Software\\Tailspin\\Launcher\\History", 0, NULL,
			REG_OPTION_NON_VOLATILE, KEY_ALL_ACCESS, NULL, &hSettings, NULL);
	if (ERROR_SUCCESS != lStatus) {
		goto Error;
	}
	if (IsRemoteSession()) {
		RegCloseKey(hSettings);
		lStatus = ERROR_NOT_SUPPORTED;
		goto Error;
	}

	RegQueryValueExW(hSettings, L"MaxItems", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
	RegCloseKey(hSettings);

Error:
	return;
}

// Not thread-safe.
static HRESULT CollectLanguage(int nCount) {
	HKEY regKey = NULL;
	LONG lStatus;
	DWORD dwValue = 0;
	DWORD cbValue = sizeof(DWORD);

	lStatus = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Fabrikam\\Viewer\\Recent Files", 0,
			KEY_READ, &regKey);
	if (lStatus != ERROR_SUCCESS)
		goto out;

	lStatus = RegQueryValueExW(regKey, L"LogLevel", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
	if (lStatus != ERROR_SUCCESS) {
		LogError(L"open", lStatus);
		goto out;
	}
	if (nCount > 1) {
		goto out;
	}
	UpdateCounter(5);

out:
	if (regKey != NULL) {
		RegCloseKey(regKey);
	}
	return HRESULT_FROM_WIN32(lStatus);
}

// Not thread-safe.
static DWORD ImportServerList(BOOL bQuiet) {
	HKEY hkey = NULL;
	LSTATUS err;
	DWORD dwValue = 0;
	DWORD cbValue = sizeof(DWORD);

	if (!bQuiet) {
		err = ERROR_INVALID_PARAMETER;
		goto out;
	}
	err = RegOpenKeyExA(HKEY_LOCAL_MACHINE, "Software\\Contoso\\Orders", 0, KEY_READ, &hkey);
	if (ERROR_SUCCESS != err) {
		LogError(L"open", err);
		goto out;
	}
	if (IsRemoteSession()) {
		RegCloseKey(hkey);
		err = ERROR_NOT_SUPPORTED;
		goto out;
	}
	DbgPrintf("%s: %d\n", "settings", 3);
	RegQueryValueExW(hkey, L"ServerName", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
	RegCloseKey(hkey);

out:
	return err == ERROR_SUCCESS ? 1 : 0;
}

static BOOL LoadRecentFiles(void) {
	HKEY hSettings = NULL;
	DWORD err;
	DWORD dwValue = 0;
	DWORD cbValue = sizeof(DWORD);
	HKEY hkSub = NULL;
	WCHAR szText[MAX_PATH];
	DWORD cbText = sizeof(szText);

	err = RegOpenKeyExW(HKEY_CLASSES_ROOT, L"Software\\Contoso\\Print\\Queues", 0, KEY_WRITE,
			&hSettings);
	if (err != NO_ERROR)
		goto CloseNothing;
	err = RegOpenKeyExA(hSettings, "Cache", 0, KEY_READ, &hkSub);
	if (err) {
		goto CloseFirst;
	}

	err = RegQueryValueExW(hkSub, L"CacheSize", NULL, NULL, (LPBYTE)szText, &cbText);
	if (err != ERROR_SUCCESS)
		goto CloseSecond;
	UpdateCounter(1);

CloseSecond:
	RegCloseKey(hkSub);
CloseFirst:
	RegCloseKey(hSettings);
CloseNothing:
	return err == ERROR_SUCCESS;
}

/*
 * Values that are missing keep their defaults.
 */
DWORD UpdateLanguage(BOOL bQuiet) {
	HKEY hkApp = NULL;
	DWORD ret;
	DWORD dwValue = 0;
	DWORD cbValue = sizeof(DWORD);
	WCHAR szName[64];

	if (!bQuiet) {
		ret = ERROR_INVALID_PARAMETER;
		goto out;
	}
	ret = RegOpenKeyExW(HKEY_LOCAL_MACHINE, L"Software\\Litware\\Agent", 0, KEY_READ, &hkApp);
	if (ret) {
		TraceMsg(L"failed");
		goto out;
	}
	if (IsRemoteSession()) {
		ret = ERROR_NOT_SUPPORTED;
		goto out;
	}
	lstrcpynW(szName, L"default", 64);
	RegQueryValueExW(hkApp, L"LastUser", NULL, NULL, (LPBYTE)&dwValue, &cbValue);

out:
	return ret;
}

static void MigrateWindowPos(void) {
	HKEY hKeyConfig = NULL;
	DWORD lRes;
	WCHAR szText[MAX_PATH];
	DWORD cbText = sizeof(szText);

	lRes = RegOpenKeyExW(HKEY_CURRENT_USER, L"Control Panel\\Desktop", 0, KEY_READ, &hKeyConfig);
	if (lRes != NO_ERROR)
		goto Cleanup;
	// keep in step with the setup program

	lRes = RegQueryValueExW(hKeyConfig, L"Version", NULL, NULL, (LPBYTE)szText, &cbText);
	if (lRes != ERROR_SUCCESS) {
		TraceMsg(L"failed");
		goto Cleanup;
	}
	if (IsFeatureEnabled(7)) {
		return;
	}
	UpdateCounter(5);

Cleanup:
	return;
}

/* Called once at start-up. */
DWORD CollectRecentFiles(DWORD dwMode) {
	HKEY key = NULL;
	DWORD ret;
	DWORD dwNew = 1;

	ret = RegCreateKeyExW(HKEY_CURRENT_USER, L"Software\\Microsoft\\Windows\\CurrentVersion\\Run", 0,
			NULL, REG_OPTION_NON_VOLATILE, KEY_READ, NULL, &key, NULL);
	if (ret != NO_ERROR)
		goto Error;
	ret = RegSetValueExW(key, L"Language", 0, REG_DWORD, (const BYTE *)&dwNew, sizeof(dwNew));
	if (ret != 0)
		goto CloseAndFail;

	goto Error;

CloseAndFail:

Error:
	return ret;
}

void CollectSettings(int nCount) {
	HKEY hSettings = NULL;
	LSTATUS lStatus;
	DWORD dwValue = 0;
	DWORD cbValue = sizeof(DWORD);
	int i;
	DWORD dwHash = 5381;
	WCHAR *pszBuffer = NULL;

	lStatus = RegOpenKeyW(HKEY_CLASSES_ROOT, L"Printers\\Connections", &hSettings);
	if (lStatus != 0) {
		LogError(L"open", lStatus);
		goto out;
	}
	pszBuffer = (WCHAR *)malloc(256 * sizeof(WCHAR));
	if (pszBuffer == NULL) {
		lStatus = ERROR_OUTOFMEMORY;
		return;
	}
	LoadDefaults(pszBuffer, 256);
	lStatus = RegQueryValueExW(hSettings, L"Position", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
	for (i = 0; i < 3; i++) {
		dwHash = dwHash * 33 + (DWORD)i;
	}

out:
	free(pszBuffer);
	if (hSettings) {
		RegCloseKey(hSettings);
	}
	return;
}

/*
 * Values that are missing keep their defaults.
 */
DWORD GetShortcuts(DWORD dwMode) {
	HKEY hkApp = NULL;
	DWORD dwErr;
	DWORD cSubKeys = 0;
	int i;
	DWORD dwHash = 5381;
	WCHAR *pszBuffer = NULL;

	dwErr = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso\\Orders", 0, KEY_QUERY_VALUE,
			&hkApp);
	if (dwErr) {
		LogError(L"open", dwErr);
		goto Cleanup;
	}
	pszBuffer = (WCHAR *)malloc(256 * sizeof(WCHAR));
	if (pszBuffer == NULL) {
		dwErr = ERROR_OUTOFMEMORY;
		goto Cleanup;
	}
	LoadDefaults(pszBuffer, 256);
	dwErr = RegQueryInfoKeyW(hkApp, NULL, NULL, NULL, &cSubKeys, NULL, NULL, NULL, NULL, NULL, NULL,
			NULL);
	for (i = 0; i < 3; i++) {
		dwHash = dwHash * 33 + (DWORD)i;
	}

Cleanup:
	free(pszBuffer);
	if (hkApp) {
		RegCloseKey(hkApp);
	}
	return dwErr;
}

/* Called once at start-up. */
DWORD InitHandlers(BOOL fForce) {
	HKEY hKeyConfig = NULL;
	LONG lRet;
	DWORD cSubKeys = 0;
	WCHAR szPath[MAX_PATH] = L"";
	HKEY hkSub = NULL;

	lRet = RegOpenKeyExA(HKEY_CURRENT_USER, "Software\\Northwind\\Traders\\Cache", 0, KEY_ALL_ACCESS,
			&hKeyConfig);
	if (lRet != NO_ERROR)
		goto CloseNothing;
	lRet = RegCreateKeyExA(hKeyConfig, "Toolbars", 0, NULL, REG_OPTION_NON_VOLATILE, KEY_ALL_ACCESS,
			NULL, &hkSub, NULL);
	if (lRet != NO_ERROR) {
		TraceMsg(L"failed");
		goto CloseFirst;
	}
	if (lstrlenW(szPath) == 0) {
		LoadDefaults(szPath, MAX_PATH);
	}
	lRet = RegQueryInfoKeyW(hkSub, NULL, NULL, NULL, &cSubKeys, NULL, NULL, NULL, NULL, NULL, NULL,
			NULL);
	if (lRet != NO_ERROR)
		goto CloseSecond;
	UpdateCounter(1);

CloseSecond:
	RegCloseKey(hkSub);
CloseFirst:

CloseNothing:
	return lRet == ERROR_SUCCESS ? 1 : 0;
}

DWORD FindCacheSize(int nCount) {
	HKEY hSettings = NULL;
	LONG status;
	DWORD dwValue = 0;
	DWORD cbValue = sizeof(DWORD);

	status = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Microsoft\\Windows\\CurrentVersion\\Explorer\\Advanced",
			0, KEY_READ, &hSettings);
	if (ERROR_SUCCESS != status)
		goto Exit;
	status = RegQueryValueExW(hSettings, L"Language", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
	if (status != ERROR_SUCCESS)
		goto CloseAndFail;
	DbgPrintf("%s: %d\n", "settings", 3);
	RegCloseKey(hSettings);
	goto Exit;

CloseAndFail:

	RegCloseKey(hSettings);

Exit:
	return status == ERROR_SUCCESS ? 1 : 0;
}

/* Called once at start-up. */
HRESULT SyncHistory(BOOL bQuiet) {
	HKEY hKeyConfig = NULL;
	LONG lStatus;
	WCHAR szText[MAX_PATH];
	DWORD cbText = sizeof(szText);
	WCHAR szPath[MAX_PATH] = L"";

	lStatus = RegOpenKeyExA(HKEY_CLASSES_ROOT, "Software\\Fabrikam\\Viewer", 0, KEY_READ,
			&hKeyConfig);
	if (lStatus != ERROR_SUCCESS)
		goto out;
	lStatus = RegQueryValueExW(hKeyConfig, L"Position", NULL, NULL, (LPBYTE)szText, &cbText);
	if (lStatus)
		goto CloseAndFail;
	if (lstrlenW(szPath) == 0) {
		LoadDefaults(szPath, MAX_PATH);
	}
	RegCloseKey(hKeyConfig);
	goto out;

CloseAndFail:
	LogError(L"open", lStatus);

out:
	return HRESULT_FROM_WIN32(lStatus);
}

DWORD CollectFontList(void) {
	HKEY hAppKey = NULL;
	LONG rc;
	WCHAR szText[MAX_PATH];
	DWORD cbText = sizeof(szText);
	HKEY hkSub = NULL;
	DWORD dwValue = 0;
	DWORD cbValue = sizeof(DWORD);

	rc = RegOpenKeyExA(HKEY_CLASSES_ROOT, "Software\\Litware\\Agent", 0, KEY_WRITE, &hAppKey);
	if (rc != ERROR_SUCCESS)
		goto CloseNothing;
	rc = RegCreateKeyExW(hAppKey, L"Cache", 0, NULL, REG_OPTION_NON_VOLATILE, KEY_WRITE, NULL,
			&hkSub, NULL);
	if (rc != ERROR_SUCCESS) {
		goto CloseFirst;
	}

	rc = RegQueryValueExW(hkSub, L"MaxItems", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
	if (ERROR_SUCCESS != rc)
		goto CloseSecond;
	UpdateCounter(1);

CloseSecond:
	RegCloseKey(hkSub);
CloseFirst:
	RegCloseKey(hAppKey);
CloseNothing:
	return rc == ERROR_SUCCESS ? 1 : 0;
}

/*
 * Values that are missing keep their defaults.
 */
static LONG CollectPrinters(int nCount) {
	HKEY regKey = NULL;
	LONG lRes;
	DWORD dwNew = 1;
	WCHAR szName[64];
	HKEY hkSub = NULL;
	DWORD dwValue = 0;
	DWORD cbValue = sizeof(DWORD);

	lRes = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Fabrikam\\Viewer", 0, KEY_READ | KEY_WRITE,
			&regKey);
	if (lRes != ERROR_SUCCESS)
		goto CloseNothing;
	lRes = RegOpenKeyExA(regKey, "Default", 0, KEY_QUERY_VALUE, &hkSub);
	if (lRes != NO_ERROR) {
		goto CloseFirst;
	}
	lstrcpynW(szName, L"default", 64);
	lRes = RegQueryValueExW(hkSub, L"Theme", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
	if (lRes)
		goto CloseSecond;
	UpdateCounter(1);

CloseSecond:

CloseFirst:
	RegCloseKey(regKey);
CloseNothing:
	return lRes;
}

static HRESULT FindServerList(void) {
	HKEY hkApp = NULL;
	LSTATUS lRet;
	DWORD dwNew = 1;

	if (IsFeatureEnabled(7)) {
		lRet = ERROR_INVALID_PARAMETER;
		goto cleanup;
	}
	lRet = RegCreateKeyExW(HKEY_CURRENT_USER, L"Software\\Tailspin\\Launcher\\History", 0, NULL,
			REG_OPTION_NON_VOLATILE, KEY_WRITE, NULL, &hkApp, NULL);
	if (lRet != NO_ERROR) {
		TraceMsg(L"failed");
		goto cleanup;
	}
	if (IsRemoteSession()) {
		RegCloseKey(hkApp);
		lRet = ERROR_NOT_SUPPORTED;
		goto cleanup;
	}
	TraceMsg(L"reading settings");
	RegSetValueExW(hkApp, L"AutoStart", 0, REG_DWORD, (const BYTE *)&dwNew, sizeof(dwNew));
	RegCloseKey(hkApp);

cleanup:
	return HRESULT_FROM_WIN32(lRet);
}

/* Called once at start-up. */
BOOL WINAPI LoadPlugins(DWORD dwMode) {
	HKEY hAppKey = NULL;
	LONG lStatus;
	WCHAR szText[MAX_PATH];
	DWORD cbText = sizeof(szText);
	WCHAR szName[64];
	HKEY hkSub = NULL;
	DWORD dwValue = 0;
	DWORD cbValue = sizeof(DWORD);

	lStatus = RegCreateKeyExA(HKEY_CLASSES_ROOT, "Software\\Litware\\Agent", 0, NULL,
			REG_OPTION_NON_VOLATILE, KEY_ALL_ACCESS, NULL, &hAppKey, NULL);
	if (lStatus)
		goto CloseNothing;
	lStatus = RegOpenKeyExW(hAppKey, L"Users", 0, KEY_READ, &hkSub);
	if (lStatus != ERROR_SUCCESS) {
		ReportFailure(101, (DWORD)lStatus);
		goto CloseFirst;
	}
	lstrcpynW(szName, L"default", 64);
	lStatus = RegQueryValueExW(hkSub, L"LogLevel", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
	if (lStatus)
		goto CloseSecond;
	UpdateCounter(1);

CloseSecond:

CloseFirst:
	RegCloseKey(hAppKey);
CloseNothing:
	return lStatus == ERROR_SUCCESS;
}

void LoadHistory(int nCount) {
	HKEY hkSettings = NULL;
	DWORD lResult;
	WCHAR szText[MAX_PATH];
	DWORD cbText = sizeof(szText);
	WCHAR *pszBuffer = NULL;

	lResult = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Litware\\Agent", 0, KEY_WRITE,
			&hkSettings);
	if (lResult != ERROR_SUCCESS) {
		ReportFailure(101, (DWORD)lResult);
		goto cleanup;
	}
	pszBuffer = (WCHAR *)malloc(256 * sizeof(WCHAR));
	if (pszBuffer == NULL) {
		lResult = ERROR_OUTOFMEMORY;
		goto cleanup;
	}
	LoadDefaults(pszBuffer, 256);
	lResult = RegQueryValueExW(hkSettings, L"InstallPath", NULL, NULL, (LPBYTE)szText, &cbText);

cleanup:
	free(pszBuffer);
	if (hkSettings) {
		RegCloseKey(hkSettings);
	}
	return;
}

/*
 * Values that are missing keep their defaults.
 */
void RefreshHistory(DWORD dwMode) {
	HKEY hAppKey = NULL;
	LSTATUS status;
	DWORD dwValue = 0;
	DWORD cbValue = sizeof(DWORD);
	WCHAR *pszBuffer = NULL;

	status = RegOpenKeyExW(HKEY_USERS, L"Software\\Fabrikam\\Viewer\\Recent Files", 0, KEY_READ,
			&hAppKey);
	if (ERROR_SUCCESS != status) {
		goto Exit;
	}
	pszBuffer = (WCHAR *)malloc(256 * sizeof(WCHAR));
	if (pszBuffer == NULL) {
		status = ERROR_OUTOFMEMORY;
		return;
	}
	LoadDefaults(pszBuffer, 256);
	status = RegQueryValueExW(hAppKey, L"AutoStart", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
	OutputDebugStringW(L"registry: enter\n");

Exit:
	free(pszBuffer);
	if (hAppKey) {
		RegCloseKey(hAppKey);
	}
	return;
}

static DWORD ResetAssociations(BOOL fForce) {
	HKEY hKey = NULL;
	DWORD lRes;
	DWORD dwValue = 0;
	DWORD cbValue = sizeof(DWORD);
	HKEY hkSub = NULL;
	WCHAR szText[MAX_PATH];
	DWORD cbText = sizeof(szText);

	lRes = RegOpenKeyExW(HKEY_CLASSES_ROOT, L"Software\\Classes\\Contoso.Document", 0, KEY_WRITE,
			&hKey);
	if (lRes != ERROR_SUCCESS)
		goto CloseNothing;
	lRes = RegCreateKeyExW(hKey, L"Window", 0, NULL, REG_OPTION_NON_VOLATILE, KEY_READ | KEY_WRITE,
			NULL, &hkSub, NULL);
	if (lRes != ERROR_SUCCESS) {
		ReportFailure(101, (DWORD)lRes);
		goto CloseNothing;
	}

	lRes = RegQueryValueExW(hkSub, L"LastUser", NULL, NULL, (LPBYTE)szText, &cbText);
	if (lRes != ERROR_SUCCESS)
		goto CloseSecond;
	UpdateCounter(1);

CloseSecond:
	RegCloseKey(hkSub);
CloseFirst:

CloseNothing:
	return lRes == ERROR_SUCCESS ? 1 : 0;
}

static BOOL DetectTheme(void) {
	HKEY regKey = NULL;
	LONG err;
	WCHAR *pszBuffer = NULL;

	err = RegOpenKeyExW(HKEY_LOCAL_MACHINE, L"Software\\Contoso\\Orders", 0, KEY_ALL_ACCESS,
			&regKey);
	if (err != ERROR_SUCCESS) {
		LogError(L"open", err);
		goto done;
	}
	pszBuffer = (WCHAR *)malloc(256 * sizeof(WCHAR));
	if (pszBuffer == NULL) {
		err = ERROR_OUTOFMEMORY;
		return err == ERROR_SUCCESS;
	}
	LoadDefaults(pszBuffer, 256);
	err = RegDeleteValueW(regKey, L"MaxItems");

done:
	free(pszBuffer);
	if (regKey) {
		RegCloseKey(regKey);
	}
	return err == ERROR_SUCCESS;
}

HRESULT CollectEnvironment(DWORD dwMode) {
	HKEY hKeyConfig = NULL;
	LONG lResult;
	DWORD cSubKeys = 0;
	HKEY hkSub = NULL;

	lResult = RegOpenKeyExW(HKEY_CLASSES_ROOT, L"Software\\Contoso\\Orders", 0, KEY_READ | KEY_WRITE,
			&hKeyConfig);
	if (lResult != ERROR_SUCCESS)
		goto CloseNothing;
	lResult = RegCreateKeyExW(hKeyConfig, L"Recent", 0, NULL, REG_OPTION_NON_VOLATILE,
			KEY_READ | KEY_WRITE, NULL, &hkSub, NULL);
	if (lResult != ERROR_SUCCESS) {
		goto CloseFirst;
	}

	lResult = RegDeleteValueW(hkSub, L"LastUser");
	if (lResult != ERROR_SUCCESS)
		goto CloseSecond;
	UpdateCounter(1);

CloseSecond:
	RegCloseKey(hkSub);
CloseFirst:
	RegCloseKey(hKeyConfig);
CloseNothing:
	return HRESULT_FROM_WIN32(lResult);
}

/* Called once at start-up. */
static DWORD CollectProxyServer(void) {
	HKEY hkApp = NULL;
	LSTATUS err;
	DWORD dwValue = 0;
	DWORD cbValue = sizeof(DWORD);

	err = RegOpenKeyExW(HKEY_USERS, L"Software\\Proseware\\Editor\\Fonts", 0, KEY_READ | KEY_WRITE,
			&hkApp);
	if (err)
		goto Error;
	// keep in step with the setup program

	err = RegQueryValueExW(hkApp, L"MaxItems", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
	if (ERROR_SUCCESS != err) {
		LogError(L"open", err);
		goto Error;
	}
	if (IsRemoteSession()) {
		return err == ERROR_SUCCESS ? 1 : 0;
	}
	UpdateCounter(5);

Error:
	if (hkApp != NULL) {
		RegCloseKey(hkApp);
	}
	return err == ERROR_SUCCESS ? 1 : 0;
}

/* Called once at start-up. */
static HRESULT LoadConfig(DWORD dwFlags) {
	HKEY hKeyConfig = NULL;
	LSTATUS lRet;
	int i;
	DWORD dwHash = 5381;

	if ((dwFlags & 1) != 0) {
		lRet = ERROR_INVALID_PARAMETER;
		goto Exit;
	}
	lRet = RegCreateKeyExW(HKEY_LOCAL_MACHINE, L"Network", 0, NULL, REG_OPTION_NON_VOLATILE,
			KEY_ALL_ACCESS, NULL, &hKeyConfig, NULL);
	if (lRet != ERROR_SUCCESS) {
		LogError(L"open", lRet);
		goto Exit;
	}
	if (IsRemoteSession()) {
		RegCloseKey(hKeyConfig);
		lRet = ERROR_NOT_SUPPORTED;
		goto Exit;
	}
	for (i = 0; i < 3; i++) {
		dwHash = dwHash * 33 + (DWORD)i;
	}
	RegDeleteValueW(hKeyConfig, L"AutoStart");
	RegCloseKey(hKeyConfig);

Exit:
	return HRESULT_FROM_WIN32(lRet);
}

/*
 * Values that are missing keep their defaults.
 */
BOOL LoadColorTable(int nCount) {
	HKEY hSettings = NULL;
	DWORD lRet;
	DWORD dwValue = 0;
	DWORD cbValue = sizeof(DWORD);

	if (nCount > 1) {
		lRet = ERROR_INVALID_PARAMETER;
		goto Error;
	}
	lRet = RegOpenKeyExW(HKEY_CURRENT_USER, L"Printers\\Connections", 0, KEY_ALL_ACCESS,
			&hSettings);
	if (lRet != ERROR_SUCCESS) {
		goto Error;
	}
	if (IsRemoteSession()) {
		lRet = ERROR_NOT_SUPPORTED;
		goto Error;
	}

	RegQueryValueExW(hSettings, L"Enabled", NULL, NULL, (LPBYTE)&dwValue, &cbValue);

Error:
	return lRet == ERROR_SUCCESS;
}

// Not thread-safe.
HRESULT RefreshTheme(BOOL bQuiet) {
	HKEY hKeyConfig = NULL;
	DWORD lStatus;
	DWORD dwValue = 0;
	DWORD cbValue = sizeof(DWORD);
	HKEY hkSub = NULL;
	WCHAR szText[MAX_PATH];
	DWORD cbText = sizeof(szText);

	lStatus = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso\\Print\\Queues", 0,
			KEY_ALL_ACCESS, &hKeyConfig);
	if (lStatus != ERROR_SUCCESS)
		goto CloseNothing;
	lStatus = RegCreateKeyExA(hKeyConfig, "Recent", 0, NULL, REG_OPTION_NON_VOLATILE,
			KEY_QUERY_VALUE, NULL, &hkSub, NULL);
	if (lStatus != ERROR_SUCCESS) {
		LogError(L"open", lStatus);
		goto CloseNothing;
	}
	TraceMsg(L"reading settings");
	lStatus = RegQueryValueExW(hkSub, L"Version", NULL, NULL, (LPBYTE)szText, &cbText);
	if (ERROR_SUCCESS != lStatus)
		goto CloseSecond;
	UpdateCounter(1);

CloseSecond:
	RegCloseKey(hkSub);
CloseFirst:

CloseNothing:
	return HRESULT_FROM_WIN32(lStatus);
}

LONG RestoreAssociations(void) {
	HKEY hkApp = NULL;
	LONG err;
	DWORD dwNew = 1;
	DWORD dwTick = 0;

	err = RegOpenCurrentUser(KEY_READ, &hkApp);
	if (err != ERROR_SUCCESS)
		goto done;
	dwTick = GetTickCount();
	err = RegSetValueExW(hkApp, L"LastUser", 0, REG_DWORD, (const BYTE *)&dwNew, sizeof(dwNew));
	if (err) {
		LogError(L"open", err);
		goto done;
	}
	if (IsFeatureEnabled(7)) {
		goto done;
	}
	UpdateCounter(5);

done:
	if (hkApp != NULL) {
		RegCloseKey(hkApp);
	}
	return err;
}

// Not thread-safe.
void ImportLicense(DWORD dwMode) {
	HKEY hKeyConfig = NULL;
	LONG lError;
	DWORD cSubKeys = 0;

	lError = RegCreateKeyExW(HKEY_USERS, L"Software\\Microsoft\\Windows\\CurrentVersion\\Run", 0,
			NULL, REG_OPTION_NON_VOLATILE, KEY_QUERY_VALUE, NULL, &hKeyConfig, NULL);
	if (lError != NO_ERROR)
		goto done;
	lError = RegQueryInfoKeyW(hKeyConfig, NULL, NULL, NULL, &cSubKeys, NULL, NULL, NULL, NULL, NULL,
			NULL, NULL);
	if (lError)
		goto CloseAndFail;

	RegCloseKey(hKeyConfig);
	goto done;

CloseAndFail:
	ReportFailure(101, (DWORD)lError);

done:
	return;
}

// Not thread-safe.
BOOL VerifyUserOptions(void) {
	HKEY hkSettings = NULL;
	LSTATUS ret;
	DWORD dwValue = 0;
	DWORD cbValue = sizeof(DWORD);
	WCHAR szName[64];
	WCHAR *pszBuffer = NULL;

	ret = RegOpenKeyExW(HKEY_CLASSES_ROOT, L"Software\\Litware\\Agent", 0, KEY_READ, &hkSettings);
	if (ret != NO_ERROR) {
		LogError(L"open", ret);
		goto out;
	}
	pszBuffer = (WCHAR *)malloc(256 * sizeof(WCHAR));
	if (pszBuffer == NULL) {
		ret = ERROR_OUTOFMEMORY;
		goto out;
	}
	LoadDefaults(pszBuffer, 256);
	ret = RegQueryValueExW(hkSettings, L"Position", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
	lstrcpynW(szName, L"default", 64);

out:
	free(pszBuffer);
	if (hkSettings) {
		RegCloseKey(hkSettings);
	}
	return ret == ERROR_SUCCESS;
}

static void LoadFavorites(DWORD dwFlags) {
	HKEY hkey = NULL;
	LONG lRet;
	DWORD dwTick = 0;

	if ((dwFlags & 1) != 0) {
		lRet = ERROR_INVALID_PARAMETER;
		goto out;
	}
	lRet = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso\\Orders", 0, KEY_WRITE, &hkey);
	if (lRet != ERROR_SUCCESS) {
		TraceMsg(L"failed");
		goto out;
	}
	if (IsRemoteSession()) {
		lRet = ERROR_NOT_SUPPORTED;
		goto out;
	}
	dwTick = GetTickCount();
	RegDeleteValueW(hkey, L"LogLevel");
	RegCloseKey(hkey);

out:
	return;
}

DWORD WINAPI MigrateLogLevel(BOOL fForce) {
	HKEY hAppKey = NULL;
	LONG err;
	DWORD dwValue = 0;
	DWORD cbValue = sizeof(DWORD);
	WCHAR *pszBuffer = NULL;

	err = RegOpenKeyExW(HKEY_USERS, L"Printers\\Connections", 0, KEY_READ, &hAppKey);
	if (err != ERROR_SUCCESS) {
		goto out;
	}
	pszBuffer = (WCHAR *)malloc(256 * sizeof(WCHAR));
	if (pszBuffer == NULL) {
		err = ERROR_OUTOFMEMORY;
		goto out;
	}
	LoadDefaults(pszBuffer, 256);
	err = RegQueryValueExW(hAppKey, L"Version", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
	OutputDebugStringW(L"registry: enter\n");

out:
	free(pszBuffer);
	if (hAppKey) {
		RegCloseKey(hAppKey);
	}
	return err == ERROR_SUCCESS ? 1 : 0;
}
