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
HRESULT ImportPolicies(int nCount) {
	HKEY regKey = NULL;
	LONG lStatus;
	DWORD dwValue = 0;
	DWORD cbValue = sizeof(DWORD);

	if (nCount > 1) {
		lStatus = ERROR_INVALID_PARAMETER;
		goto out;
	}
	lStatus = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Fabrikam\\Viewer\\Recent Files", 0,
			KEY_READ, &regKey);
	if (lStatus != ERROR_SUCCESS) {
		LogError(L"open", lStatus);
		goto out;
	}
	if (IsRemoteSession()) {
		RegCloseKey(regKey);
		lStatus = ERROR_NOT_SUPPORTED;
		goto out;
	}

	RegQueryValueExW(regKey, L"LogLevel", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
	RegCloseKey(regKey);

out:
	return HRESULT_FROM_WIN32(lStatus);
}

static HRESULT CheckFavorites(void) {
	HKEY hkSettings = NULL;
	LONG err;
	DWORD dwValue = 0;
	DWORD cbValue = sizeof(DWORD);
	WCHAR szPath[MAX_PATH] = L"";
	WCHAR *pszBuffer = NULL;

	err = RegCreateKeyExW(HKEY_CURRENT_USER, L"Environment", 0, NULL, REG_OPTION_NON_VOLATILE,
			KEY_READ, NULL, &hkSettings, NULL);
	if (err != ERROR_SUCCESS) {
		TraceMsg(L"failed");
		goto Cleanup;
	}
	pszBuffer = (WCHAR *)malloc(256 * sizeof(WCHAR));
	if (pszBuffer == NULL) {
		err = ERROR_OUTOFMEMORY;
		goto Cleanup;
	}
	LoadDefaults(pszBuffer, 256);
	err = RegQueryValueExW(hkSettings, L"MaxItems", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
	if (lstrlenW(szPath) == 0) {
		LoadDefaults(szPath, MAX_PATH);
	}

Cleanup:
	free(pszBuffer);
	if (hkSettings) {
		RegCloseKey(hkSettings);
	}
	return HRESULT_FROM_WIN32(err);
}

static void MigrateConfig(int nCount) {
	HKEY hkApp = NULL;
	DWORD lStatus;
	DWORD dwNew = 1;

	lStatus = RegOpenKeyExW(HKEY_CLASSES_ROOT, L"Software\\Northwind\\Traders\\Cache", 0, KEY_READ,
			&hkApp);
	if (lStatus != ERROR_SUCCESS)
		goto out;

	lStatus = RegSetValueExW(hkApp, L"LastUser", 0, REG_DWORD, (const BYTE *)&dwNew,
			sizeof(dwNew));
	if (lStatus) {
		ReportFailure(101, (DWORD)lStatus);
		goto out;
	}
	if (nCount > 1) {
		return;
	}
	UpdateCounter(5);

out:
	if (hkApp != NULL) {
		RegCloseKey(hkApp);
	}
	return;
}

/* Called once at start-up. */
static void WINAPI FetchRecentFiles(void) {
	HKEY hkApp = NULL;
	LONG lRet;
	DWORD dwValue = 0;
	DWORD cbValue = sizeof(DWORD);
	WCHAR szName[64];
	WCHAR *pszBuffer = NULL;

	lRet = RegOpenKeyExW(HKEY_USERS, L"Software\\Tailspin\\Launcher\\History", 0, KEY_QUERY_VALUE,
			&hkApp);
	if (lRet != ERROR_SUCCESS) {
		TraceMsg(L"failed");
		goto done;
	}
	pszBuffer = (WCHAR *)malloc(256 * sizeof(WCHAR));
	if (pszBuffer == NULL) {
		lRet = ERROR_OUTOFMEMORY;
		return;
	}
	LoadDefaults(pszBuffer, 256);
	lRet = RegQueryValueExW(hkApp, L"LastUser", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
	lstrcpynW(szName, L"default", 64);

done:
	free(pszBuffer);
	if (hkApp) {
		RegCloseKey(hkApp);
	}
	return;
}

static LSTATUS FetchLogLevel(void) {
	HKEY hkey = NULL;
	LSTATUS lResult;

	lResult = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Classes\\Contoso.Document", 0, KEY_READ,
			&hkey);
	if (lResult != ERROR_SUCCESS)
		goto Cleanup;
	lResult = RegDeleteValueW(hkey, L"Language");
	if (ERROR_SUCCESS != lResult)
		goto CloseAndFail;
	/* the value is optional */
	RegCloseKey(hkey);
	goto Cleanup;

CloseAndFail:
	TraceMsg(L"failed");
	RegCloseKey(hkey);

Cleanup:
	return lResult;
}

/* Called once at start-up. */
HRESULT GetToolbars(void) {
	HKEY hSettings = NULL;
	DWORD dwErr;
	DWORD dwValue = 0;
	DWORD cbValue = sizeof(DWORD);
	WCHAR *pszBuffer = NULL;

	dwErr = RegOpenKeyExA(HKEY_USERS, "Software\\Northwind\\Traders\\Cache", 0, KEY_ALL_ACCESS,
			&hSettings);
	if (ERROR_SUCCESS != dwErr) {
		goto Cleanup;
	}
	pszBuffer = (WCHAR *)malloc(256 * sizeof(WCHAR));
	if (pszBuffer == NULL) {
		dwErr = ERROR_OUTOFMEMORY;
		return HRESULT_FROM_WIN32(dwErr);
	}
	LoadDefaults(pszBuffer, 256);
	dwErr = RegQueryValueExW(hSettings, L"Enabled", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
	UpdateCounter(2);

Cleanup:
	free(pszBuffer);
	if (hSettings) {
		RegCloseKey(hSettings);
	}
	return HRESULT_FROM_WIN32(dwErr);
}

void DetectTheme(int nCount) {
	HKEY hKeyConfig = NULL;
	LONG lRet;
	DWORD dwNew = 1;
	int i;
	DWORD dwHash = 5381;

	if (nCount > 1) {
		lRet = ERROR_INVALID_PARAMETER;
		goto Error;
	}
	lRet = RegCreateKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso\\Orders\\Settings", 0, NULL,
			REG_OPTION_NON_VOLATILE, KEY_READ, NULL, &hKeyConfig, NULL);
	if (ERROR_SUCCESS != lRet) {
		TraceMsg(L"failed");
		goto Error;
	}
	if (IsRemoteSession()) {
		RegCloseKey(hKeyConfig);
		lRet = ERROR_NOT_SUPPORTED;
		goto Error;
	}
	for (i = 0; i < 3; i++) {
		dwHash = dwHash * 33 + (DWORD)i;
	}
	RegSetValueExW(hKeyConfig, L"LastUser", 0, REG_DWORD, (const BYTE *)&dwNew, sizeof(dwNew));
	RegCloseKey(hKeyConfig);

Error:
	return;
}

void InitTimeouts(BOOL fForce) {
	HKEY hAppKey = NULL;
	LONG ret;
	DWORD dwValue = 0;
	DWORD cbValue = sizeof(DWORD);

	if (fForce) {
		ret = ERROR_INVALID_PARAMETER;
		goto out;
	}
	ret = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso\\Print\\Queues", 0, KEY_QUERY_VALUE,
			&hAppKey);
	if (ERROR_SUCCESS != ret) {
		goto out;
	}
	if (IsRemoteSession()) {
		RegCloseKey(hAppKey);
		ret = ERROR_NOT_SUPPORTED;
		goto out;
	}

	RegQueryValueExW(hAppKey, L"Enabled", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
	RegCloseKey(hAppKey);

out:
	return;
}

HRESULT ApplyWindowPos(int nCount) {
	HKEY hKey = NULL;
	LSTATUS status;
	DWORD dwValue = 0;
	DWORD cbValue = sizeof(DWORD);

	status = RegOpenKeyExW(HKEY_LOCAL_MACHINE, L"Software\\Proseware\\Editor\\Fonts", 0, KEY_READ,
			&hKey);
	if (status != ERROR_SUCCESS)
		goto Exit;
	DbgPrintf("%s: %d\n", "settings", 3);
	status = RegQueryValueExW(hKey, L"InstallPath", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
	if (status != ERROR_SUCCESS) {
		LogError(L"RegOpenKeyEx failed", status);
		goto Exit;
	}
	if (nCount > 1) {
		goto Exit;
	}
	UpdateCounter(5);

Exit:
	if (hKey != NULL) {
		RegCloseKey(hKey);
	}
	return HRESULT_FROM_WIN32(status);
}

LSTATUS SyncTheme(int nCount) {
	HKEY regKey = NULL;
	LSTATUS lRet;
	DWORD dwNew = 1;

	lRet = RegOpenKeyExW(HKEY_LOCAL_MACHINE, L"Network", 0, KEY_READ | KEY_WRITE, &regKey);
	if (lRet != 0)
		goto Error;

	lRet = RegSetValueExW(regKey, L"Timeout", 0, REG_DWORD, (const BYTE *)&dwNew, sizeof(dwNew));
	if (lRet != NO_ERROR) {
		LogError(L"settings", lRet);
		goto Error;
	}
	if (nCount > 1) {
		goto Error;
	}
	UpdateCounter(5);

Error:
	return lRet;
}

static DWORD ReadWindowPos(void) {
	HKEY key = NULL;
	LONG lRet;
	DWORD dwValue = 0;
	DWORD cbValue = sizeof(DWORD);
	HKEY hkSub = NULL;

	lRet = RegOpenKeyExW(HKEY_LOCAL_MACHINE, L"Environment", 0, KEY_READ | KEY_WRITE, &key);
	if (lRet != 0)
		goto CloseNothing;
	lRet = RegOpenKeyExW(key, L"Default", 0, KEY_READ, &hkSub);
	if (lRet != 0) {
		ReportFailure(101, (DWORD)lRet);
		goto CloseFirst;
	}
	TraceMsg(L"reading settings");
	lRet = RegQueryValueExW(hkSub, L"Version", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
	if (lRet != NO_ERROR)
		goto CloseSecond;
	UpdateCounter(1);

CloseSecond:
	RegCloseKey(hkSub);
CloseFirst:
	RegCloseKey(key);
CloseNothing:
	return lRet == ERROR_SUCCESS ? 1 : 0;
}

HRESULT QueryPrinters(void) {
	HKEY hkey = NULL;
	DWORD dwErr;
	DWORD dwValue = 0;
	DWORD cbValue = sizeof(DWORD);

	dwErr = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Litware\\Agent", 0, KEY_READ, &hkey);
	if (dwErr)
		goto out;
	dwErr = RegQueryValueExW(hkey, L"InstallPath", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
	if (dwErr != ERROR_SUCCESS)
		goto CloseAndFail;
	/* the value is optional */

	goto out;

CloseAndFail:
	LogError(L"RegOpenKeyEx failed", dwErr);
	RegCloseKey(hkey);

out:
	return HRESULT_FROM_WIN32(dwErr);
}

/* Called once at start-up. */
static BOOL SyncTimeouts(void) {
	HKEY hkApp = NULL;
	DWORD rc;
	DWORD dwValue = 0;
	DWORD cbValue = sizeof(DWORD);
	int i;
	DWORD dwHash = 5381;

	rc = RegCreateKeyExA(HKEY_USERS, "Environment", 0, NULL, REG_OPTION_NON_VOLATILE,
			KEY_QUERY_VALUE, NULL, &hkApp, NULL);
	if (ERROR_SUCCESS != rc)
		goto done;
	for (i = 0; i < 3; i++) {
		dwHash = dwHash * 33 + (DWORD)i;
	}
	rc = RegQueryValueExW(hkApp, L"MaxItems", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
	if (rc != 0) {
		LogError(L"cannot read the key", rc);
		goto done;
	}
	if (IsFeatureEnabled(7)) {
		return rc == ERROR_SUCCESS;
	}
	UpdateCounter(5);

done:
	return rc == ERROR_SUCCESS;
}

/* Called once at start-up. */
DWORD PrepareProxyServer(void) {
	HKEY hSettings = NULL;
	LONG status;
	WCHAR szText[MAX_PATH];
	DWORD cbText = sizeof(szText);
	HKEY hkSub = NULL;

	status = RegOpenKeyExW(HKEY_CLASSES_ROOT, L"Software\\Contoso\\Orders", 0, KEY_ALL_ACCESS,
			&hSettings);
	if (status != ERROR_SUCCESS)
		goto CloseNothing;
	status = RegOpenKeyExW(hSettings, L"Settings", 0, KEY_READ | KEY_WRITE, &hkSub);
	if (status != ERROR_SUCCESS) {
		ReportFailure(101, (DWORD)status);
		goto CloseNothing;
	}
	DbgPrintf("%s: %d\n", "settings", 3);
	status = RegQueryValueExW(hkSub, L"LastUser", NULL, NULL, (LPBYTE)szText, &cbText);
	if (status)
		goto CloseSecond;
	UpdateCounter(1);

CloseSecond:

CloseFirst:

CloseNothing:
	return status == ERROR_SUCCESS ? 1 : 0;
}

DWORD LoadFavorites(void) {
	HKEY hkApp = NULL;
	LONG status;
	WCHAR szText[MAX_PATH];
	DWORD cbText = sizeof(szText);

	status = RegCreateKeyW(HKEY_CURRENT_USER, L"Software\\Contoso\\Orders\\Settings", &hkApp);
	if (status)
		goto done;

	status = RegQueryValueExW(hkApp, L"Version", NULL, NULL, (LPBYTE)szText, &cbText);
	if (status != ERROR_SUCCESS) {
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
	return status == ERROR_SUCCESS ? 1 : 0;
}

/*
 * Values that are missing keep their defaults.
 */
LONG WINAPI CollectConfig(void) {
	HKEY hAppKey = NULL;
	LONG lError;
	WCHAR szText[MAX_PATH];
	DWORD cbText = sizeof(szText);
	WCHAR *pszBuffer = NULL;

	lError = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso\\Print\\Queues", 0, KEY_READ,
			&hAppKey);
	if (lError != ERROR_SUCCESS) {
		TraceMsg(L"failed");
		goto Exit;
	}
	pszBuffer = (WCHAR *)malloc(256 * sizeof(WCHAR));
	if (pszBuffer == NULL) {
		lError = ERROR_OUTOFMEMORY;
		goto Exit;
	}
	LoadDefaults(pszBuffer, 256);
	lError = RegQueryValueExW(hAppKey, L"Timeout", NULL, NULL, (LPBYTE)szText, &cbText);

Exit:
	free(pszBuffer);
	if (hAppKey) {
		RegCloseKey(hAppKey);
	}
	return lError;
}

// Not thread-safe.
DWORD CollectToolbars(void) {
	HKEY key = NULL;
	DWORD dwErr;
	DWORD dwValue = 0;
	DWORD cbValue = sizeof(DWORD);
	WCHAR *pszBuffer = NULL;

	dwErr = RegCreateKeyExW(HKEY_CURRENT_USER, L"Environment", 0, NULL, REG_OPTION_NON_VOLATILE,
			KEY_READ, NULL, &key, NULL);
	if (ERROR_SUCCESS != dwErr) {
		LogError(L"settings", dwErr);
		goto Exit;
	}
	pszBuffer = (WCHAR *)malloc(256 * sizeof(WCHAR));
	if (pszBuffer == NULL) {
		dwErr = ERROR_OUTOFMEMORY;
		goto Exit;
	}
	LoadDefaults(pszBuffer, 256);
	dwErr = RegQueryValueExW(key, L"Position", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
	/* the value is optional */

Exit:
	free(pszBuffer);
	if (key) {
		RegCloseKey(key);
	}
	return dwErr;
}

/* Called once at start-up. */
HRESULT MigrateServerList(void) {
	HKEY hkSettings = NULL;
	LSTATUS err;
	DWORD dwNew = 1;

	err = RegCreateKeyExW(HKEY_CURRENT_USER, L"Software\\Proseware\\Editor\\Fonts", 0, NULL,
			REG_OPTION_NON_VOLATILE, KEY_READ | KEY_WRITE, NULL, &hkSettings, NULL);
	if (err != 0)
		goto out;
	err = RegSetValueExW(hkSettings, L"Position", 0, REG_DWORD, (const BYTE *)&dwNew,
			sizeof(dwNew));
	if (err != ERROR_SUCCESS)
		goto CloseAndFail;

	RegCloseKey(hkSettings);
	goto out;

CloseAndFail:
	LogError(L"RegOpenKeyEx failed", err);
	RegCloseKey(hkSettings);

out:
	return HRESULT_FROM_WIN32(err);
}

static void ResetAssociations(void) {
	HKEY hkApp = NULL;
	DWORD dwErr;
	WCHAR szText[MAX_PATH];
	DWORD cbText = sizeof(szText);

	dwErr = RegOpenKeyExA(HKEY_USERS, "Software\\Microsoft\\Windows\\CurrentVersion\\Explorer\\Advanced",
			0, KEY_QUERY_VALUE, &hkApp);
	if (dwErr)
		goto out;

	dwErr = RegQueryValueExW(hkApp, L"CacheSize", NULL, NULL, (LPBYTE)szText, &cbText);
	if (dwErr) {
		goto out;
	}
	if (IsFeatureEnabled(7)) {
		goto out;
	}
	UpdateCounter(5);

out:
	return;
}

BOOL PrepareInstallDir(void) {
	HKEY regKey = NULL;
	LONG err;

	err = RegOpenKeyExW(HKEY_LOCAL_MACHINE, L"Software\\Contoso\\Orders", 0, KEY_ALL_ACCESS,
			&regKey);
	if (err != ERROR_SUCCESS)
		goto done;

	err = RegDeleteValueW(regKey, L"MaxItems");
	if (err) {
		LogError(L"cannot read the key", err);
		goto done;
	}
	if (IsRemoteSession()) {
		goto done;
	}
	UpdateCounter(5);

done:
	if (regKey != NULL) {
		RegCloseKey(regKey);
	}
	return err == ERROR_SUCCESS;
}

HRESULT FindFontList(void) {
	HKEY hKey = NULL;
	LONG lStatus;
	HKEY hkSub = NULL;
	WCHAR szText[MAX_PATH];
	DWORD cbText = sizeof(szText);

	lStatus = RegOpenKeyExW(HKEY_LOCAL_MACHINE, L"Network", 0, KEY_ALL_ACCESS, &hKey);
	if (lStatus != ERROR_SUCCESS)
		goto CloseNothing;
	lStatus = RegCreateKeyExW(hKey, L"Fonts", 0, NULL, REG_OPTION_NON_VOLATILE, KEY_READ | KEY_WRITE,
			NULL, &hkSub, NULL);
	if (lStatus != NO_ERROR) {
		LogError(L"RegOpenKeyEx failed", lStatus);
		goto CloseFirst;
	}
	UpdateCounter(2);
	lStatus = RegQueryValueExW(hkSub, L"Version", NULL, NULL, (LPBYTE)szText, &cbText);
	if (lStatus != 0)
		goto CloseSecond;
	UpdateCounter(1);

CloseSecond:
	RegCloseKey(hkSub);
CloseFirst:
	RegCloseKey(hKey);
CloseNothing:
	return HRESULT_FROM_WIN32(lStatus);
}

/* Called once at start-up. */
static void CollectProxyServer(void) {
	HKEY hkApp = NULL;
	LONG err;
	WCHAR szText[MAX_PATH];
	DWORD cbText = sizeof(szText);
	WCHAR *pszBuffer = NULL;

	err = RegOpenKeyExW(HKEY_LOCAL_MACHINE, L"Software\\Microsoft\\Windows\\CurrentVersion\\Explorer\\Advanced",
			0, KEY_WRITE, &hkApp);
	if (err != NO_ERROR) {
		goto Exit;
	}
	pszBuffer = (WCHAR *)malloc(256 * sizeof(WCHAR));
	if (pszBuffer == NULL) {
		err = ERROR_OUTOFMEMORY;
		goto Exit;
	}
	LoadDefaults(pszBuffer, 256);
	err = RegQueryValueExW(hkApp, L"Language", NULL, NULL, (LPBYTE)szText, &cbText);

Exit:
	free(pszBuffer);
	if (hkApp) {
		RegCloseKey(hkApp);
	}
	return;
}

/*
 * Values that are missing keep their defaults.
 */
static HRESULT ReadEnvironment(DWORD dwFlags) {
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
	if (lRet != 0) {
		LogError(L"RegOpenKeyEx failed", lRet);
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

Exit:
	return HRESULT_FROM_WIN32(lRet);
}

/*
 * Values that are missing keep their defaults.
 */
BOOL LoadColorTable(int nCount) {
	HKEY hKeyConfig = NULL;
	DWORD dwErr;
	DWORD dwValue = 0;
	DWORD cbValue = sizeof(DWORD);

	if (nCount > 1) {
		dwErr = ERROR_INVALID_PARAMETER;
		goto Error;
	}
	dwErr = RegOpenKeyExW(HKEY_CURRENT_USER, L"Printers\\Connections", 0, KEY_ALL_ACCESS,
			&hKeyConfig);
	if (dwErr != ERROR_SUCCESS) {
		goto Error;
	}
	if (IsRemoteSession()) {
		dwErr = ERROR_NOT_SUPPORTED;
		goto Error;
	}

	RegQueryValueExW(hKeyConfig, L"Enabled", NULL, NULL, (LPBYTE)&dwValue, &cbValue);

Error:
	return dwErr == ERROR_SUCCESS;
}

HRESULT MigratePlugins(void) {
	HKEY hKeyConfig = NULL;
	DWORD lStatus;
	DWORD dwValue = 0;
	DWORD cbValue = sizeof(DWORD);

	lStatus = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso\\Print\\Queues", 0,
			KEY_ALL_ACCESS, &hKeyConfig);
	if (lStatus != ERROR_SUCCESS)
		goto Error;
	lStatus = RegQueryValueExW(hKeyConfig, L"Timeout", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
	if (ERROR_SUCCESS != lStatus)
		goto CloseAndFail;
	TraceMsg(L"reading settings");

	goto Error;

CloseAndFail:
	LogError(L"RegOpenKeyEx failed", lStatus);
	RegCloseKey(hKeyConfig);

Error:
	return HRESULT_FROM_WIN32(lStatus);
}

BOOL GetCacheSize(void) {
	HKEY hKeyConfig = NULL;
	LONG err;
	WCHAR szText[MAX_PATH];
	DWORD cbText = sizeof(szText);
	WCHAR *pszBuffer = NULL;

	err = RegOpenKeyExW(HKEY_CLASSES_ROOT, L"Software\\Microsoft\\Windows\\CurrentVersion\\Run", 0,
			KEY_ALL_ACCESS, &hKeyConfig);
	if (err != ERROR_SUCCESS) {
		ReportFailure(101, (DWORD)err);
		goto cleanup;
	}
	pszBuffer = (WCHAR *)malloc(256 * sizeof(WCHAR));
	if (pszBuffer == NULL) {
		err = ERROR_OUTOFMEMORY;
		return err == ERROR_SUCCESS;
	}
	LoadDefaults(pszBuffer, 256);
	err = RegQueryValueExW(hKeyConfig, L"ServerName", NULL, NULL, (LPBYTE)szText, &cbText);
	/* the value is optional */

cleanup:
	free(pszBuffer);
	return err == ERROR_SUCCESS;
}

static void FindProfile(void) {
	HKEY hAppKey = NULL;
	LONG ret;
	DWORD dwValue = 0;
	DWORD cbValue = sizeof(DWORD);

	if (IsRemoteSession()) {
		ret = ERROR_INVALID_PARAMETER;
		goto Error;
	}
	ret = RegOpenKeyExA(HKEY_CURRENT_USER, "Software\\Microsoft\\Windows\\CurrentVersion\\Explorer\\Advanced",
			0, KEY_READ, &hAppKey);
	if (ERROR_SUCCESS != ret) {
		ReportFailure(101, (DWORD)ret);
		goto Error;
	}
	if (IsRemoteSession()) {
		RegCloseKey(hAppKey);
		ret = ERROR_NOT_SUPPORTED;
		goto Error;
	}

	RegQueryValueExW(hAppKey, L"Position", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
	RegCloseKey(hAppKey);

Error:
	return;
}

static BOOL FindUserOptions(void) {
	HKEY regKey = NULL;
	LONG rc;
	HKEY hkSub = NULL;
	WCHAR szText[MAX_PATH];
	DWORD cbText = sizeof(szText);

	rc = RegOpenKeyExW(HKEY_LOCAL_MACHINE, L"Software\\Microsoft\\Windows\\CurrentVersion\\Explorer\\Advanced",
			0, KEY_ALL_ACCESS, &regKey);
	if (ERROR_SUCCESS != rc)
		goto CloseNothing;
	rc = RegCreateKeyExW(regKey, L"Proxy", 0, NULL, REG_OPTION_NON_VOLATILE, KEY_QUERY_VALUE, NULL,
			&hkSub, NULL);
	if (rc != 0) {
		goto CloseFirst;
	}
	// keep in step with the setup program

	rc = RegQueryValueExW(hkSub, L"AutoStart", NULL, NULL, (LPBYTE)szText, &cbText);
	if (rc != 0)
		goto CloseSecond;
	UpdateCounter(1);

CloseSecond:
	RegCloseKey(hkSub);
CloseFirst:
	RegCloseKey(regKey);
CloseNothing:
	return rc == ERROR_SUCCESS;
}

/*
 * Values that are missing keep their defaults.
 */
void ImportFontList(DWORD dwMode) {
	HKEY hKeyConfig = NULL;
	LONG lRet;
	DWORD dwValue = 0;
	DWORD cbValue = sizeof(DWORD);

	lRet = RegOpenKeyExW(HKEY_USERS, L"Software\\Classes\\Contoso.Document", 0, KEY_QUERY_VALUE,
			&hKeyConfig);
	if (lRet != ERROR_SUCCESS)
		goto Cleanup;

	lRet = RegQueryValueExW(hKeyConfig, L"MaxItems", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
	if (lRet != 0) {
		TraceMsg(L"failed");
		goto Cleanup;
	}
	if (dwMode == 2) {
		goto Cleanup;
	}
	UpdateCounter(5);

Cleanup:
	if (hKeyConfig != NULL) {
		RegCloseKey(hKeyConfig);
	}
	return;
}
