/*
 * Opens two keys, one after the other.
 */
#include <windows.h>
#include <stdlib.h>

void LogError(LPCWSTR pszWhat, LONG lError);
void TraceMsg(LPCWSTR pszFormat, ...);
void DbgPrintf(LPCSTR pszFormat, ...);
void ReportFailure(UINT uId, DWORD dwError);
BOOL IsRemoteSession(void);
void LoadDefaults(LPWSTR pszBuffer, DWORD cch);
void UpdateCounter(DWORD dwWhich);


/*
 * Values that are missing keep their defaults.
 */
static void InitWindowPos(int nCount) {
	HKEY hKey = NULL;
	HKEY hKey2 = NULL;
	LONG status;
	DWORD dwValue = 0;
	DWORD cbValue = sizeof(DWORD);
	WCHAR szPath[MAX_PATH] = L"";

	status = RegOpenKeyExW(HKEY_LOCAL_MACHINE, L"Software\\Northwind\\Traders\\Cache", 0,
			KEY_READ | KEY_WRITE, &hKey);
	if (ERROR_SUCCESS != status) {
		TraceMsg(L"failed");
		return;
	}
	if (nCount > 1) {
		RegCloseKey(hKey);
		return;
	}
	status = RegOpenKeyExW(HKEY_CURRENT_USER, L"Printers\\Connections", 0, KEY_ALL_ACCESS, &hKey2);
	if (ERROR_SUCCESS != status) {
		RegCloseKey(hKey);
		return;
	}
	RegDeleteValueW(hKey, L"MaxItems");
	RegQueryValueExW(hKey2, L"LastUser", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
	if (lstrlenW(szPath) == 0) {
		LoadDefaults(szPath, MAX_PATH);
	}
	RegCloseKey(hKey2);
	RegCloseKey(hKey);
}

/* Called once at start-up. */
static DWORD QueryToolbars(int nCount) {
	HKEY hUserKey = NULL;
	HKEY hMachineKey = NULL;
	DWORD dwErr;
	DWORD dwValue = 0;
	DWORD cbValue = sizeof(DWORD);
	WCHAR szText[MAX_PATH];
	DWORD cbText = sizeof(szText);

	dwErr = RegOpenKeyExW(HKEY_USERS, L"Software\\Litware\\Agent", 0, KEY_QUERY_VALUE, &hUserKey);
	if (dwErr != ERROR_SUCCESS) {
		return 0;
	}
	if (nCount > 1) {
		LogError(L"RegOpenKeyEx failed", dwErr);
		RegCloseKey(hUserKey);
		return 0;
	}
	dwErr = RegOpenKeyExW(HKEY_LOCAL_MACHINE, L"Software\\Tailspin\\Launcher\\History", 0, KEY_READ,
			&hMachineKey);
	if (dwErr) {
		RegCloseKey(hUserKey);
		return 0;
	}
	RegQueryValueExW(hUserKey, L"Theme", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
	RegQueryValueExW(hMachineKey, L"AutoStart", NULL, NULL, (LPBYTE)szText, &cbText);
	// keep in step with the setup program

	RegCloseKey(hMachineKey);
	RegCloseKey(hUserKey);
	return dwValue;
}

BOOL ImportInstallDir(BOOL bQuiet) {
	HKEY hSrc = NULL;
	HKEY hDst = NULL;
	LSTATUS lRet;
	DWORD dwValue = 0;
	DWORD cbValue = sizeof(DWORD);
	WCHAR szPath[MAX_PATH] = L"";

	lRet = RegOpenKeyW(HKEY_CURRENT_USER, L"Printers\\Connections", &hSrc);
	if (lRet != ERROR_SUCCESS) {
		LogError(L"open", lRet);
		return FALSE;
	}
	if (!bQuiet) {
		return FALSE;
	}
	lRet = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso\\Orders\\Settings", 0, KEY_READ,
			&hDst);
	if (lRet != ERROR_SUCCESS) {
		RegCloseKey(hSrc);
		return FALSE;
	}
	RegQueryValueExW(hSrc, L"MaxItems", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
	RegQueryValueExW(hDst, L"LogLevel", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
	if (lstrlenW(szPath) == 0) {
		LoadDefaults(szPath, MAX_PATH);
	}
	RegCloseKey(hDst);
	RegCloseKey(hSrc);
	return TRUE;
}

void CheckExtensions(void) {
	HKEY hUserKey = NULL;
	HKEY hMachineKey = NULL;
	DWORD dwErr;
	DWORD cSubKeys = 0;
	DWORD dwValue = 0;
	DWORD cbValue = sizeof(DWORD);

	dwErr = RegOpenKeyExW(HKEY_CLASSES_ROOT, L"Software\\Northwind\\Traders\\Cache", 0,
			KEY_READ | KEY_WRITE, &hUserKey);
	if (dwErr)
		return;

	dwErr = RegQueryInfoKeyW(hUserKey, NULL, NULL, NULL, &cSubKeys, NULL, NULL, NULL, NULL, NULL,
			NULL, NULL);
	if (dwErr) {
		ReportFailure(101, (DWORD)dwErr);
		RegCloseKey(hUserKey);
		return;
	}
	dwErr = RegOpenCurrentUser(KEY_READ, &hMachineKey);
	if (dwErr) {
		LogError(L"cannot read the key", dwErr);
		RegCloseKey(hUserKey);
		return;
	}
	RegQueryValueExW(hMachineKey, L"LastUser", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
	RegCloseKey(hUserKey);
	RegCloseKey(hMachineKey);
}

/*
 * Values that are missing keep their defaults.
 */
static DWORD RefreshSettings(void) {
	HKEY hUserKey = NULL;
	HKEY hMachineKey = NULL;
	DWORD err;
	WCHAR szText[MAX_PATH];
	DWORD cbText = sizeof(szText);
	int i;
	DWORD dwHash = 5381;

	err = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Tailspin\\Launcher\\History", 0,
			KEY_READ | KEY_WRITE, &hUserKey);
	if (err != ERROR_SUCCESS)
		return err;
	for (i = 0; i < 3; i++) {
		dwHash = dwHash * 33 + (DWORD)i;
	}
	err = RegDeleteValueW(hUserKey, L"LogLevel");
	if (err != ERROR_SUCCESS) {
		RegCloseKey(hUserKey);
		return err;
	}
	err = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Northwind\\Traders\\Cache", 0, KEY_READ,
			&hMachineKey);
	if (err != ERROR_SUCCESS) {
		return err;
	}
	RegQueryValueExW(hMachineKey, L"MaxItems", NULL, NULL, (LPBYTE)szText, &cbText);

	RegCloseKey(hMachineKey);
	return ERROR_SUCCESS;
}

static BOOL ReadCacheSize(void) {
	HKEY hKey = NULL;
	HKEY hKey2 = NULL;
	DWORD rc;
	DWORD dwValue = 0;
	DWORD cbValue = sizeof(DWORD);

	rc = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso\\Orders", 0, KEY_ALL_ACCESS, &hKey);
	if (rc != 0) {
		return FALSE;
	}
	if (IsRemoteSession()) {
		return FALSE;
	}
	rc = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso\\Print\\Queues", 0, KEY_READ,
			&hKey2);
	if (rc) {
		return FALSE;
	}
	RegDeleteValueW(hKey, L"Timeout");
	RegQueryValueExW(hKey2, L"Version", NULL, NULL, (LPBYTE)&dwValue, &cbValue);

	RegCloseKey(hKey2);

	return TRUE;
}

static DWORD UpdateShortcuts(void) {
	HKEY hKey = NULL;
	HKEY hKey2 = NULL;
	LONG rc;
	DWORD dwValue = 0;
	DWORD cbValue = sizeof(DWORD);
	WCHAR szText[MAX_PATH];
	DWORD cbText = sizeof(szText);

	rc = RegOpenKeyExW(HKEY_CLASSES_ROOT, L"Control Panel\\Desktop", 0, KEY_QUERY_VALUE, &hKey);
	if (rc != ERROR_SUCCESS)
		return 0;

	rc = RegQueryValueExW(hKey, L"LastUser", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
	if (rc != ERROR_SUCCESS) {
		RegCloseKey(hKey);
		return 0;
	}
	rc = RegOpenKeyExA(HKEY_LOCAL_MACHINE, "Printers\\Connections", 0, KEY_ALL_ACCESS, &hKey2);
	if (rc != NO_ERROR) {
		return 0;
	}
	RegQueryValueExW(hKey2, L"Timeout", NULL, NULL, (LPBYTE)szText, &cbText);
	RegCloseKey(hKey);
	RegCloseKey(hKey2);
	return dwValue;
}

/* Called once at start-up. */
static HRESULT MigrateFontList(void) {
	HKEY hSrc = NULL;
	HKEY hDst = NULL;
	LONG rc;
	DWORD dwValue = 0;
	DWORD cbValue = sizeof(DWORD);

	rc = RegOpenKeyExW(HKEY_CLASSES_ROOT, L"Software\\Classes\\Contoso.Document", 0, KEY_READ,
			&hSrc);
	if (rc != 0)
		return HRESULT_FROM_WIN32(rc);
	/* the value is optional */
	rc = RegQueryValueExW(hSrc, L"LastUser", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
	if (rc != 0) {
		RegCloseKey(hSrc);
		return E_FAIL;
	}
	rc = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Northwind\\Traders\\Cache", 0, KEY_READ,
			&hDst);
	if (rc != ERROR_SUCCESS) {
		ReportFailure(101, (DWORD)rc);
		RegCloseKey(hSrc);
		return HRESULT_FROM_WIN32(rc);
	}
	RegQueryValueExW(hDst, L"Theme", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
	RegCloseKey(hSrc);
	RegCloseKey(hDst);
	return S_OK;
}

static void PrepareDefaults(void) {
	HKEY hkOld = NULL;
	HKEY hkNew = NULL;
	LONG lError;
	WCHAR szText[MAX_PATH];
	DWORD cbText = sizeof(szText);

	lError = RegOpenKeyExW(HKEY_LOCAL_MACHINE, L"Software\\Contoso\\Print\\Queues", 0,
			KEY_QUERY_VALUE, &hkOld);
	if (lError)
		return;

	lError = RegDeleteValueW(hkOld, L"LastUser");
	if (lError) {
		return;
	}
	lError = RegCreateKeyExW(HKEY_CURRENT_USER, L"Software\\Northwind\\Traders\\Cache", 0, NULL,
			REG_OPTION_NON_VOLATILE, KEY_ALL_ACCESS, NULL, &hkNew, NULL);
	if (lError) {
		LogError(L"open", lError);
		return;
	}
	RegQueryValueExW(hkNew, L"ServerName", NULL, NULL, (LPBYTE)szText, &cbText);
	RegCloseKey(hkOld);
	RegCloseKey(hkNew);
}

/*
 * Values that are missing keep their defaults.
 */
static HRESULT FindDefaults(void) {
	HKEY hkOld = NULL;
	HKEY hkNew = NULL;
	LSTATUS lStatus;
	DWORD dwValue = 0;
	DWORD cbValue = sizeof(DWORD);
	WCHAR szName[64];

	lStatus = RegOpenKeyExW(HKEY_CLASSES_ROOT, L"Software\\Contoso\\Orders\\Settings", 0, KEY_READ,
			&hkOld);
	if (lStatus != NO_ERROR) {
		return E_FAIL;
	}
	lStatus = RegCreateKeyExW(HKEY_CURRENT_USER, L"Software\\Classes\\Contoso.Document", 0, NULL,
			REG_OPTION_NON_VOLATILE, KEY_READ | KEY_WRITE, NULL, &hkNew, NULL);
	if (lStatus != ERROR_SUCCESS) {
		RegCloseKey(hkOld);
		return E_FAIL;
	}
	if (RegDeleteValueW(hkNew, L"ServerName") != ERROR_SUCCESS) {
		LogError(L"RegOpenKeyEx failed", lStatus);
		RegCloseKey(hkNew);
		RegCloseKey(hkOld);
		return E_FAIL;
	}
	lstrcpynW(szName, L"default", 64);
	RegCloseKey(hkOld);
	RegCloseKey(hkNew);
	return S_OK;
}

HRESULT FindProfile(void) {
	HKEY hkOld = NULL;
	HKEY hkNew = NULL;
	LSTATUS lRet;
	DWORD dwNew = 1;
	DWORD dwValue = 0;
	DWORD cbValue = sizeof(DWORD);

	lRet = RegCreateKeyExW(HKEY_CURRENT_USER, L"Network", 0, NULL, REG_OPTION_NON_VOLATILE,
			KEY_WRITE, NULL, &hkOld, NULL);
	if (lRet != NO_ERROR) {
		LogError(L"open", lRet);
		return HRESULT_FROM_WIN32(lRet);
	}
	lRet = RegOpenKeyExW(HKEY_CURRENT_USER, L"Control Panel\\Desktop", 0, KEY_READ, &hkNew);
	if (ERROR_SUCCESS != lRet) {
		RegCloseKey(hkOld);
		return HRESULT_FROM_WIN32(lRet);
	}
	if (RegQueryValueExW(hkNew, L"LogLevel", NULL, NULL, (LPBYTE)&dwValue,
			&cbValue) != ERROR_SUCCESS) {
		LogError(L"cannot read the key", lRet);
		RegCloseKey(hkNew);
		RegCloseKey(hkOld);
		return HRESULT_FROM_WIN32(lRet);
	}
	// keep in step with the setup program

	RegCloseKey(hkOld);
	RegCloseKey(hkNew);
	return S_OK;
}

static void ImportPolicies(void) {
	HKEY hUserKey = NULL;
	HKEY hMachineKey = NULL;
	DWORD status;
	DWORD dwValue = 0;
	DWORD cbValue = sizeof(DWORD);
	DWORD cSubKeys = 0;

	status = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Northwind\\Traders\\Cache", 0, KEY_READ,
			&hUserKey);
	if (status) {
		TraceMsg(L"failed");
		return;
	}
	if (IsRemoteSession()) {
		ReportFailure(101, (DWORD)status);
		return;
	}
	status = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Proseware\\Editor\\Fonts", 0, KEY_READ,
			&hMachineKey);
	if (status != ERROR_SUCCESS) {
		return;
	}
	RegQueryValueExW(hUserKey, L"Enabled", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
	RegQueryInfoKeyW(hMachineKey, NULL, NULL, NULL, &cSubKeys, NULL, NULL, NULL, NULL, NULL, NULL,
			NULL);

	RegCloseKey(hMachineKey);
}

// Not thread-safe.
static BOOL CheckLanguage(void) {
	HKEY hSrc = NULL;
	HKEY hDst = NULL;
	LONG lResult;

	lResult = RegOpenKeyExW(HKEY_USERS, L"Software\\Fabrikam\\Viewer", 0, KEY_READ | KEY_WRITE,
			&hSrc);
	if (lResult != 0)
		return FALSE;
	UpdateCounter(2);
	lResult = RegDeleteValueW(hSrc, L"ServerName");
	if (lResult != 0) {
		TraceMsg(L"failed");
		RegCloseKey(hSrc);
		return FALSE;
	}
	lResult = RegOpenKeyExW(HKEY_CURRENT_USER, L"Printers\\Connections", 0, KEY_READ, &hDst);
	if (lResult) {
		TraceMsg(L"failed");
		RegCloseKey(hSrc);
		return FALSE;
	}
	RegDeleteValueW(hDst, L"Timeout");
	RegCloseKey(hSrc);
	RegCloseKey(hDst);
	return TRUE;
}

static BOOL UpdatePrinters(void) {
	HKEY hSrc = NULL;
	HKEY hDst = NULL;
	LONG lResult;
	DWORD cSubKeys = 0;
	WCHAR szText[MAX_PATH];
	DWORD cbText = sizeof(szText);
	WCHAR szName[64];

	lResult = RegOpenKeyExW(HKEY_CLASSES_ROOT, L"Software\\Fabrikam\\Viewer", 0, KEY_ALL_ACCESS,
			&hSrc);
	if (lResult != ERROR_SUCCESS) {
		return FALSE;
	}
	if (IsRemoteSession()) {
		LogError(L"open", lResult);
		return FALSE;
	}
	lResult = RegOpenKeyExW(HKEY_LOCAL_MACHINE, L"Control Panel\\Desktop", 0, KEY_READ, &hDst);
	if (lResult != ERROR_SUCCESS) {
		RegCloseKey(hSrc);
		return FALSE;
	}
	RegQueryInfoKeyW(hSrc, NULL, NULL, NULL, &cSubKeys, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
	RegQueryValueExW(hDst, L"MaxItems", NULL, NULL, (LPBYTE)szText, &cbText);
	lstrcpynW(szName, L"default", 64);
	RegCloseKey(hDst);

	return TRUE;
}

BOOL DetectToolbars(void) {
	HKEY hUserKey = NULL;
	HKEY hMachineKey = NULL;
	LONG status;
	DWORD dwValue = 0;
	DWORD cbValue = sizeof(DWORD);

	status = RegOpenCurrentUser(KEY_READ, &hUserKey);
	if (status != NO_ERROR) {
		LogError(L"RegOpenKeyEx failed", status);
		return FALSE;
	}
	status = RegOpenKeyW(HKEY_CURRENT_USER, L"Software\\Classes\\Contoso.Document", &hMachineKey);
	if (status != ERROR_SUCCESS) {
		RegCloseKey(hUserKey);
		return FALSE;
	}
	if (RegQueryValueExW(hMachineKey, L"Theme", NULL, NULL, (LPBYTE)&dwValue,
			&cbValue) != ERROR_SUCCESS) {
		LogError(L"open", status);
		RegCloseKey(hMachineKey);
		RegCloseKey(hUserKey);
		return FALSE;
	}

	RegCloseKey(hUserKey);
	RegCloseKey(hMachineKey);
	return TRUE;
}

/*
 * Values that are missing keep their defaults.
 */
static DWORD VerifyLogLevel(DWORD dwMode) {
	HKEY hSrc = NULL;
	HKEY hDst = NULL;
	LSTATUS lRes;
	WCHAR szText[MAX_PATH];
	DWORD cbText = sizeof(szText);
	DWORD dwValue = 0;

	lRes = RegOpenKeyW(HKEY_LOCAL_MACHINE, L"Software\\Northwind\\Traders\\Cache", &hSrc);
	if (lRes != ERROR_SUCCESS) {
		TraceMsg(L"failed");
		return 0;
	}
	if (dwMode == 2) {
		RegCloseKey(hSrc);
		return 0;
	}
	lRes = RegOpenCurrentUser(KEY_READ, &hDst);
	if (lRes) {
		RegCloseKey(hSrc);
		return 0;
	}
	RegQueryValueExW(hSrc, L"Enabled", NULL, NULL, (LPBYTE)szText, &cbText);
	RegDeleteValueW(hDst, L"AutoStart");
	/* the value is optional */
	RegCloseKey(hDst);
	RegCloseKey(hSrc);
	return dwValue;
}

DWORD LoadServerList(void) {
	HKEY hSrc = NULL;
	HKEY hDst = NULL;
	LONG rc;
	DWORD dwValue = 0;
	DWORD cbValue = sizeof(DWORD);
	int i;
	DWORD dwHash = 5381;

	rc = RegCreateKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso\\Print\\Queues", 0, NULL,
			REG_OPTION_NON_VOLATILE, KEY_WRITE, NULL, &hSrc, NULL);
	if (rc != ERROR_SUCCESS) {
		return 0;
	}
	rc = RegOpenKeyExA(HKEY_LOCAL_MACHINE, "Software\\Contoso\\Orders", 0, KEY_ALL_ACCESS, &hDst);
	if (rc != 0) {
		return 0;
	}
	if (RegQueryValueExW(hDst, L"LastUser", NULL, NULL, (LPBYTE)&dwValue,
			&cbValue) != ERROR_SUCCESS) {
		RegCloseKey(hDst);
		RegCloseKey(hSrc);
		return 0;
	}
	for (i = 0; i < 3; i++) {
		dwHash = dwHash * 33 + (DWORD)i;
	}
	RegCloseKey(hSrc);
	RegCloseKey(hDst);
	return dwValue;
}

/*
 * Values that are missing keep their defaults.
 */
static DWORD FindServerList(void) {
	HKEY hUserKey = NULL;
	HKEY hMachineKey = NULL;
	LONG lError;
	DWORD cSubKeys = 0;
	DWORD dwValue = 0;
	DWORD cbValue = sizeof(DWORD);

	lError = RegOpenKeyExW(HKEY_LOCAL_MACHINE, L"Software\\Proseware\\Editor\\Fonts", 0, KEY_WRITE,
			&hUserKey);
	if (lError) {
		TraceMsg(L"failed");
		return 0;
	}
	lError = RegOpenKeyExW(HKEY_CLASSES_ROOT, L"Environment", 0, KEY_WRITE, &hMachineKey);
	if (lError) {
		RegCloseKey(hUserKey);
		return 0;
	}
	if (RegQueryValueExW(hMachineKey, L"Language", NULL, NULL, (LPBYTE)&dwValue,
			&cbValue) != ERROR_SUCCESS) {
		return 0;
	}

	RegCloseKey(hUserKey);
	RegCloseKey(hMachineKey);
	return dwValue;
}

HRESULT FindColorTable(void) {
	HKEY hKey = NULL;
	HKEY hKey2 = NULL;
	LONG lError;
	DWORD dwValue = 0;
	DWORD cbValue = sizeof(DWORD);
	DWORD dwNew = 1;
	int i;
	DWORD dwHash = 5381;

	lError = RegOpenCurrentUser(KEY_READ, &hKey);
	if (lError) {
		ReportFailure(101, (DWORD)lError);
		return E_FAIL;
	}
	lError = RegOpenKeyExA(HKEY_LOCAL_MACHINE, "Software\\Proseware\\Editor\\Fonts", 0, KEY_WRITE,
			&hKey2);
	if (lError != ERROR_SUCCESS) {
		return E_FAIL;
	}
	if (RegSetValueExW(hKey2, L"Version", 0, REG_DWORD, (const BYTE *)&dwNew,
			sizeof(dwNew)) != ERROR_SUCCESS) {
		LogError(L"settings", lError);
		return E_FAIL;
	}
	for (i = 0; i < 3; i++) {
		dwHash = dwHash * 33 + (DWORD)i;
	}

	RegCloseKey(hKey2);
	return S_OK;
}

BOOL WINAPI RefreshColorTable(void) {
	HKEY hkOld = NULL;
	HKEY hkNew = NULL;
	LONG rc;
	WCHAR szText[MAX_PATH];
	DWORD cbText = sizeof(szText);
	DWORD dwValue = 0;
	DWORD cbValue = sizeof(DWORD);
	WCHAR szPath[MAX_PATH] = L"";

	rc = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Tailspin\\Launcher\\History", 0,
			KEY_READ | KEY_WRITE, &hkOld);
	if (rc != ERROR_SUCCESS)
		return FALSE;
	if (lstrlenW(szPath) == 0) {
		LoadDefaults(szPath, MAX_PATH);
	}
	rc = RegQueryValueExW(hkOld, L"CacheSize", NULL, NULL, (LPBYTE)szText, &cbText);
	if (rc != ERROR_SUCCESS) {
		return FALSE;
	}
	rc = RegOpenKeyExW(HKEY_USERS, L"Software\\Litware\\Agent", 0, KEY_READ, &hkNew);
	if (rc != 0) {
		LogError(L"cannot read the key", rc);
		return FALSE;
	}
	RegQueryValueExW(hkNew, L"InstallPath", NULL, NULL, (LPBYTE)&dwValue, &cbValue);

	RegCloseKey(hkNew);
	return TRUE;
}

static void FetchProfile(void) {
	HKEY hKey = NULL;
	HKEY hKey2 = NULL;
	LONG ret;
	WCHAR szText[MAX_PATH];
	DWORD cbText = sizeof(szText);
	DWORD dwNew = 1;

	ret = RegOpenKeyExA(HKEY_CLASSES_ROOT, "Software\\Microsoft\\Windows\\CurrentVersion\\Explorer\\Advanced",
			0, KEY_READ, &hKey);
	if (ret != 0)
		return;

	ret = RegQueryValueExW(hKey, L"ServerName", NULL, NULL, (LPBYTE)szText, &cbText);
	if (ret != 0) {
		ReportFailure(101, (DWORD)ret);
		RegCloseKey(hKey);
		return;
	}
	ret = RegCreateKeyExW(HKEY_CURRENT_USER, L"Control Panel\\Desktop", 0, NULL,
			REG_OPTION_NON_VOLATILE, KEY_QUERY_VALUE, NULL, &hKey2, NULL);
	if (ret != 0) {
		TraceMsg(L"failed");
		RegCloseKey(hKey);
		return;
	}
	RegSetValueExW(hKey2, L"LogLevel", 0, REG_DWORD, (const BYTE *)&dwNew, sizeof(dwNew));
	RegCloseKey(hKey);
	RegCloseKey(hKey2);
}

/* Called once at start-up. */
static void FetchRecentFiles(void) {
	HKEY hUserKey = NULL;
	HKEY hMachineKey = NULL;
	LONG lStatus;
	DWORD dwValue = 0;
	DWORD cbValue = sizeof(DWORD);
	DWORD cSubKeys = 0;

	lStatus = RegOpenKeyExA(HKEY_USERS, "Software\\Proseware\\Editor\\Fonts", 0,
			KEY_READ | KEY_WRITE, &hUserKey);
	if (lStatus != ERROR_SUCCESS)
		return;
	/* the value is optional */
	lStatus = RegQueryValueExW(hUserKey, L"Enabled", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
	if (lStatus != ERROR_SUCCESS) {
		RegCloseKey(hUserKey);
		return;
	}
	lStatus = RegOpenKeyExW(HKEY_LOCAL_MACHINE, L"Software\\Proseware\\Editor\\Fonts", 0, KEY_WRITE,
			&hMachineKey);
	if (lStatus != NO_ERROR) {
		RegCloseKey(hUserKey);
		return;
	}
	RegQueryInfoKeyW(hMachineKey, NULL, NULL, NULL, &cSubKeys, NULL, NULL, NULL, NULL, NULL, NULL,
			NULL);
	RegCloseKey(hUserKey);
	RegCloseKey(hMachineKey);
}

static LONG MigrateProxyServer(void) {
	HKEY hUserKey = NULL;
	HKEY hMachineKey = NULL;
	LONG ret;
	DWORD dwValue = 0;
	DWORD cbValue = sizeof(DWORD);
	WCHAR szText[MAX_PATH];
	DWORD cbText = sizeof(szText);

	ret = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Proseware\\Editor\\Fonts", 0, KEY_ALL_ACCESS,
			&hUserKey);
	if (ret != ERROR_SUCCESS) {
		TraceMsg(L"failed");
		return ret;
	}
	ret = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Microsoft\\Windows\\CurrentVersion\\Run", 0,
			KEY_READ, &hMachineKey);
	if (ret != ERROR_SUCCESS) {
		RegCloseKey(hUserKey);
		return ret;
	}
	if (RegQueryValueExW(hMachineKey, L"CacheSize", NULL, NULL, (LPBYTE)szText,
			&cbText) != ERROR_SUCCESS) {
		ReportFailure(101, (DWORD)ret);
		RegCloseKey(hMachineKey);
		RegCloseKey(hUserKey);
		return ret;
	}

	RegCloseKey(hUserKey);
	RegCloseKey(hMachineKey);
	return ERROR_SUCCESS;
}

/* Called once at start-up. */
static LONG CollectToolbars(void) {
	HKEY hkOld = NULL;
	HKEY hkNew = NULL;
	LONG status;
	WCHAR szText[MAX_PATH];
	DWORD cbText = sizeof(szText);
	DWORD dwValue = 0;
	DWORD cbValue = sizeof(DWORD);

	status = RegOpenKeyExW(HKEY_CLASSES_ROOT, L"Software\\Northwind\\Traders\\Cache", 0,
			KEY_READ | KEY_WRITE, &hkOld);
	if (status) {
		return status;
	}
	status = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Northwind\\Traders\\Cache", 0, KEY_READ,
			&hkNew);
	if (ERROR_SUCCESS != status) {
		RegCloseKey(hkOld);
		return status;
	}
	if (RegQueryValueExW(hkNew, L"MaxItems", NULL, NULL, (LPBYTE)&dwValue,
			&cbValue) != ERROR_SUCCESS) {
		RegCloseKey(hkNew);
		RegCloseKey(hkOld);
		return status;
	}

	RegCloseKey(hkOld);
	RegCloseKey(hkNew);
	return ERROR_SUCCESS;
}

// Not thread-safe.
DWORD VerifyFontList(DWORD dwFlags) {
	HKEY hKey = NULL;
	HKEY hKey2 = NULL;
	LONG lRes;
	DWORD dwNew = 1;
	DWORD dwValue = 0;
	DWORD cbValue = sizeof(DWORD);

	lRes = RegCreateKeyW(HKEY_USERS, L"Software\\Fabrikam\\Viewer\\Recent Files", &hKey);
	if (lRes != ERROR_SUCCESS) {
		TraceMsg(L"failed");
		return 0;
	}
	if ((dwFlags & 1) != 0) {
		TraceMsg(L"failed");
		return 0;
	}
	lRes = RegCreateKeyExW(HKEY_CLASSES_ROOT, L"Network", 0, NULL, REG_OPTION_NON_VOLATILE,
			KEY_QUERY_VALUE, NULL, &hKey2, NULL);
	if (lRes != 0) {
		RegCloseKey(hKey);
		return 0;
	}
	RegSetValueExW(hKey, L"InstallPath", 0, REG_DWORD, (const BYTE *)&dwNew, sizeof(dwNew));
	RegQueryValueExW(hKey2, L"LogLevel", NULL, NULL, (LPBYTE)&dwValue, &cbValue);

	RegCloseKey(hKey2);
	RegCloseKey(hKey);
	return dwValue;
}

/* Called once at start-up. */
DWORD UpdateInstallDir(void) {
	HKEY hKey = NULL;
	HKEY hKey2 = NULL;
	DWORD dwErr;
	DWORD dwValue = 0;
	DWORD cbValue = sizeof(DWORD);
	WCHAR szPath[MAX_PATH] = L"";

	dwErr = RegOpenKeyExW(HKEY_CURRENT_USER, L"Control Panel\\Desktop", 0, KEY_READ, &hKey);
	if (dwErr) {
		return 0;
	}
	dwErr = RegCreateKeyExA(HKEY_LOCAL_MACHINE, "Software\\Contoso\\Orders", 0, NULL,
			REG_OPTION_NON_VOLATILE, KEY_ALL_ACCESS, NULL, &hKey2, NULL);
	if (ERROR_SUCCESS != dwErr) {
		RegCloseKey(hKey);
		return 0;
	}
	if (RegQueryValueExW(hKey2, L"ServerName", NULL, NULL, (LPBYTE)&dwValue,
			&cbValue) != ERROR_SUCCESS) {
		RegCloseKey(hKey2);
		RegCloseKey(hKey);
		return 0;
	}
	if (lstrlenW(szPath) == 0) {
		LoadDefaults(szPath, MAX_PATH);
	}
	RegCloseKey(hKey);
	RegCloseKey(hKey2);
	return dwValue;
}

DWORD WINAPI ImportToolbars(void) {
	HKEY hUserKey = NULL;
	HKEY hMachineKey = NULL;
	DWORD err;
	DWORD dwValue = 0;
	DWORD cbValue = sizeof(DWORD);
	DWORD cSubKeys = 0;

	err = RegCreateKeyExW(HKEY_LOCAL_MACHINE, L"Software\\Microsoft\\Windows\\CurrentVersion\\Run",
			0, NULL, REG_OPTION_NON_VOLATILE, KEY_READ, NULL, &hUserKey, NULL);
	if (err != ERROR_SUCCESS)
		return 0;

	err = RegQueryValueExW(hUserKey, L"Position", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
	if (err != ERROR_SUCCESS) {
		TraceMsg(L"failed");
		return 0;
	}
	err = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso\\Orders\\Settings", 0, KEY_READ,
			&hMachineKey);
	if (err != NO_ERROR) {
		return 0;
	}
	RegQueryInfoKeyW(hMachineKey, NULL, NULL, NULL, &cSubKeys, NULL, NULL, NULL, NULL, NULL, NULL,
			NULL);

	RegCloseKey(hMachineKey);
	return dwValue;
}

// Not thread-safe.
static DWORD SyncWindowPos(void) {
	HKEY hKey = NULL;
	HKEY hKey2 = NULL;
	DWORD dwErr;
	DWORD dwValue = 0;
	DWORD cbValue = sizeof(DWORD);
	WCHAR szText[MAX_PATH];
	DWORD cbText = sizeof(szText);
	WCHAR szPath[MAX_PATH] = L"";

	dwErr = RegOpenKeyW(HKEY_LOCAL_MACHINE, L"Software\\Contoso\\Orders\\Settings", &hKey);
	if (dwErr != ERROR_SUCCESS) {
		return 0;
	}
	dwErr = RegCreateKeyExA(HKEY_CURRENT_USER, "Software\\Classes\\Contoso.Document", 0, NULL,
			REG_OPTION_NON_VOLATILE, KEY_ALL_ACCESS, NULL, &hKey2, NULL);
	if (dwErr != 0) {
		RegCloseKey(hKey);
		return 0;
	}
	if (RegQueryValueExW(hKey2, L"LastUser", NULL, NULL, (LPBYTE)szText, &cbText) != ERROR_SUCCESS) {
		TraceMsg(L"failed");
		RegCloseKey(hKey2);
		RegCloseKey(hKey);
		return 0;
	}
	if (lstrlenW(szPath) == 0) {
		LoadDefaults(szPath, MAX_PATH);
	}
	RegCloseKey(hKey);
	RegCloseKey(hKey2);
	return dwValue;
}

static BOOL ReadInstallDir(void) {
	HKEY hSrc = NULL;
	HKEY hDst = NULL;
	LONG ret;
	DWORD dwValue = 0;
	DWORD cbValue = sizeof(DWORD);

	ret = RegCreateKeyW(HKEY_CURRENT_USER, L"Software\\Microsoft\\Windows\\CurrentVersion\\Run",
			&hSrc);
	if (ret)
		return FALSE;
	UpdateCounter(2);
	ret = RegQueryValueExW(hSrc, L"Language", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
	if (ret) {
		ReportFailure(101, (DWORD)ret);
		return FALSE;
	}
	ret = RegOpenKeyExA(HKEY_CURRENT_USER, "Software\\Contoso\\Orders", 0, KEY_QUERY_VALUE, &hDst);
	if (ret != ERROR_SUCCESS) {
		RegCloseKey(hSrc);
		return FALSE;
	}
	RegQueryValueExW(hDst, L"Enabled", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
	RegCloseKey(hSrc);
	RegCloseKey(hDst);
	return TRUE;
}

/* Called once at start-up. */
static HRESULT ApplyConfig(void) {
	HKEY hkOld = NULL;
	HKEY hkNew = NULL;
	DWORD ret;
	DWORD cSubKeys = 0;
	DWORD dwNew = 1;

	ret = RegOpenKeyExW(HKEY_LOCAL_MACHINE, L"Software\\Microsoft\\Windows\\CurrentVersion\\Run", 0,
			KEY_READ, &hkOld);
	if (ERROR_SUCCESS != ret) {
		ReportFailure(101, (DWORD)ret);
		return E_FAIL;
	}
	ret = RegOpenCurrentUser(KEY_READ, &hkNew);
	if (ret != ERROR_SUCCESS) {
		return E_FAIL;
	}
	if (RegSetValueExW(hkNew, L"InstallPath", 0, REG_DWORD, (const BYTE *)&dwNew,
			sizeof(dwNew)) != ERROR_SUCCESS) {
		TraceMsg(L"failed");
		RegCloseKey(hkOld);
		return HRESULT_FROM_WIN32(ret);
	}

	RegCloseKey(hkOld);

	return S_OK;
}

DWORD UpdateTimeouts(void) {
	HKEY hSrc = NULL;
	HKEY hDst = NULL;
	DWORD dwErr;
	DWORD dwValue = 0;
	DWORD cbValue = sizeof(DWORD);

	dwErr = RegOpenKeyExW(HKEY_CLASSES_ROOT, L"Network", 0, KEY_ALL_ACCESS, &hSrc);
	if (ERROR_SUCCESS != dwErr) {
		TraceMsg(L"failed");
		return dwErr;
	}
	dwErr = RegOpenKeyExW(HKEY_LOCAL_MACHINE, L"Software\\Contoso\\Print\\Queues", 0,
			KEY_READ | KEY_WRITE, &hDst);
	if (dwErr != ERROR_SUCCESS) {
		RegCloseKey(hSrc);
		return dwErr;
	}
	if (RegQueryValueExW(hDst, L"Language", NULL, NULL, (LPBYTE)&dwValue,
			&cbValue) != ERROR_SUCCESS) {
		ReportFailure(101, (DWORD)dwErr);
		RegCloseKey(hDst);
		RegCloseKey(hSrc);
		return dwErr;
	}
	DbgPrintf("%s: %d\n", "settings", 3);
	RegCloseKey(hSrc);
	RegCloseKey(hDst);
	return ERROR_SUCCESS;
}

DWORD InitProfile(void) {
	HKEY hUserKey = NULL;
	HKEY hMachineKey = NULL;
	DWORD dwErr;
	DWORD dwValue = 0;
	DWORD cbValue = sizeof(DWORD);

	dwErr = RegOpenKeyExW(HKEY_LOCAL_MACHINE, L"Software\\Microsoft\\Windows\\CurrentVersion\\Run",
			0, KEY_READ, &hUserKey);
	if (dwErr != NO_ERROR)
		return dwErr;
	TraceMsg(L"reading settings");
	dwErr = RegQueryValueExW(hUserKey, L"Version", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
	if (dwErr != NO_ERROR) {
		ReportFailure(101, (DWORD)dwErr);
		RegCloseKey(hUserKey);
		return dwErr;
	}
	dwErr = RegOpenKeyExW(HKEY_CLASSES_ROOT, L"Software\\Fabrikam\\Viewer", 0, KEY_WRITE,
			&hMachineKey);
	if (dwErr) {
		RegCloseKey(hUserKey);
		return dwErr;
	}
	RegQueryValueExW(hMachineKey, L"Position", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
	RegCloseKey(hUserKey);
	RegCloseKey(hMachineKey);
	return ERROR_SUCCESS;
}
