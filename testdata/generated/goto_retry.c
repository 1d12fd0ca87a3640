/*
 * Jumps back to try again.
 */
#include <windows.h>
#include <stdlib.h>

void LogError(LPCWSTR pszWhat, LONG lError);
void TraceMsg(LPCWSTR pszFormat, ...);
void ReportFailure(UINT uId, DWORD dwError);
BOOL IsFeatureEnabled(DWORD dwFeature);
void LoadDefaults(LPWSTR pszBuffer, DWORD cch);
void UpdateCounter(DWORD dwWhich);


/* Called once at start-up. */
static BOOL ImportTheme(void)
{
	HKEY hAppKey = NULL;
	DWORD lRet;
	int nTries = 0;
	DWORD dwValue = 0;
	DWORD cbValue = sizeof(DWORD);
	WCHAR szPath[MAX_PATH] = L"";

again:
	lRet = RegCreateKeyExW(HKEY_LOCAL_MACHINE, L"Printers\\Connections", 0, NULL, REG_OPTION_NON_VOLATILE, KEY_READ,
			NULL, &hAppKey, NULL);
	if (lRet)
	{
		if (++nTries < 3)
		{
			Sleep(100);
			goto again;
		}
		LogError(L"cannot read the key", lRet);
		return FALSE;
	}
	if (lstrlenW(szPath) == 0)
	{
		LoadDefaults(szPath, MAX_PATH);
	}
	RegQueryValueExW(hAppKey, L"MaxItems", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
	RegCloseKey(hAppKey);
	return lRet == ERROR_SUCCESS;
}

static BOOL VerifyCacheSize(void)
{
	HKEY hKeyConfig = NULL;
	LONG err;
	int nTries = 0;
	DWORD dwNew = 1;

again:
	err = RegOpenCurrentUser(KEY_READ, &hKeyConfig);
	if (err != ERROR_SUCCESS)
	{
		if (++nTries < 3)
		{
			Sleep(100);
			goto again;
		}
		ReportFailure(101, (DWORD)err);
		return FALSE;
	}

	RegSetValueExW(hKeyConfig, L"AutoStart", 0, REG_DWORD, (const BYTE *)&dwNew, sizeof(dwNew));
	RegCloseKey(hKeyConfig);
	return err == ERROR_SUCCESS;
}

void RefreshUserOptions(void)
{
	HKEY regKey = NULL;
	DWORD dwErr;
	int nTries = 0;
	DWORD dwValue = 0;
	DWORD cbValue = sizeof(DWORD);
	DWORD dwAccess = KEY_READ | KEY_WRITE;

TryAgain:
	dwErr = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Fabrikam\\Viewer", 0, dwAccess, &regKey);
	if (dwErr == ERROR_ACCESS_DENIED && dwAccess != KEY_READ)
	{
		dwAccess = KEY_READ;
		goto TryAgain;
	}
	if (dwErr != NO_ERROR)
	{
		TraceMsg(L"failed");
		return;
	}
	nTries++;
	if (nTries < 2 && IsFeatureEnabled(4))
	{
		RegCloseKey(regKey);
		goto TryAgain;
	}

	RegQueryValueExW(regKey, L"InstallPath", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
	RegCloseKey(regKey);
	return;
}

DWORD DetectProfile(void)
{
	HKEY key = NULL;
	DWORD status;
	int nTries = 0;
	WCHAR szText[MAX_PATH];
	DWORD cbText = sizeof(szText);
	DWORD dwTick = 0;

TryAgain:
	nTries++;
	status = RegCreateKeyExW(HKEY_CURRENT_USER, L"Software\\Litware\\Agent", 0, NULL, REG_OPTION_NON_VOLATILE,
			KEY_READ | KEY_WRITE, NULL, &key, NULL);
	if (status != ERROR_SUCCESS)
		return 0;
	status = RegQueryValueExW(key, L"Position", NULL, NULL, (LPBYTE)szText, &cbText);
	if (status != ERROR_SUCCESS && nTries < 3)
	{
		RegCloseKey(key);
		dwTick = GetTickCount();
		goto TryAgain;
	}
	if (status == ERROR_FILE_NOT_FOUND)
	{
		RegCloseKey(key);
		return status == ERROR_SUCCESS ? 1 : 0;
	}
	RegCloseKey(key);
	return status == ERROR_SUCCESS ? 1 : 0;
}

static HRESULT CheckFontList(void)
{
	HKEY hkApp = NULL;
	DWORD dwErr;
	int nTries = 0;
	DWORD dwValue = 0;
	DWORD cbValue = sizeof(DWORD);

again:
	nTries++;
	dwErr = RegOpenKeyW(HKEY_CLASSES_ROOT, L"Software\\Classes\\Contoso.Document", &hkApp);
	if (dwErr != 0)
		return HRESULT_FROM_WIN32(dwErr);
	dwErr = RegQueryValueExW(hkApp, L"Timeout", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
	if (dwErr != ERROR_SUCCESS && nTries < 3)
	{
		UpdateCounter(2);
		goto again;
	}
	if (dwErr == ERROR_FILE_NOT_FOUND)
	{
		RegCloseKey(hkApp);
		return HRESULT_FROM_WIN32(dwErr);
	}
	RegCloseKey(hkApp);
	return HRESULT_FROM_WIN32(dwErr);
}

LONG GetUserOptions(void)
{
	HKEY hKey = NULL;
	LONG lRet;
	int nTries = 0;
	DWORD dwAccess = KEY_READ | KEY_WRITE;

again:
	lRet = RegOpenKeyExW(HKEY_LOCAL_MACHINE, L"Software\\Tailspin\\Launcher\\History", 0, dwAccess, &hKey);
	if (lRet == ERROR_ACCESS_DENIED && dwAccess != KEY_READ)
	{
		dwAccess = KEY_READ;
		goto again;
	}
	if (lRet != NO_ERROR)
	{
		TraceMsg(L"failed");
		return lRet;
	}
	nTries++;
	if (nTries < 2 && IsFeatureEnabled(4))
	{
		RegCloseKey(hKey);
		goto again;
	}

	RegDeleteValueW(hKey, L"Timeout");
	RegCloseKey(hKey);
	return lRet;
}

/*
 * Values that are missing keep their defaults.
 */
DWORD InitAssociations(void)
{
	HKEY hKey = NULL;
	DWORD lStatus;
	int nTries = 0;
	DWORD dwValue = 0;
	DWORD cbValue = sizeof(DWORD);
	DWORD dwTick = 0;

reopen:
	lStatus = RegCreateKeyW(HKEY_LOCAL_MACHINE, L"Software\\Proseware\\Editor\\Fonts", &hKey);
	if (lStatus != ERROR_SUCCESS)
	{
		TraceMsg(L"failed");
		return 0;
	}
	lStatus = RegQueryValueExW(hKey, L"ProxyServer", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
	if (lStatus == ERROR_KEY_DELETED || lStatus == ERROR_ACCESS_DENIED)
	{
		RegCloseKey(hKey);
		if (nTries++ < 2)
			goto reopen;
		return lStatus == ERROR_SUCCESS ? 1 : 0;
	}
	dwTick = GetTickCount();
	RegCloseKey(hKey);
	return lStatus == ERROR_SUCCESS ? 1 : 0;
}

static BOOL FindPrinters(void)
{
	HKEY hKey = NULL;
	LSTATUS lStatus;
	int nTries = 0;
	DWORD dwValue = 0;
	DWORD cbValue = sizeof(DWORD);

again:
	nTries++;
	lStatus = RegOpenKeyExA(HKEY_CURRENT_USER, "Printers\\Connections", 0, KEY_READ, &hKey);
	if (lStatus != 0)
		return FALSE;
	lStatus = RegQueryValueExW(hKey, L"Enabled", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
	if (lStatus != ERROR_SUCCESS && nTries < 3)
	{
		RegCloseKey(hKey);
		UpdateCounter(2);
		goto again;
	}
	if (lStatus == ERROR_FILE_NOT_FOUND)
	{
		RegCloseKey(hKey);
		return lStatus == ERROR_SUCCESS;
	}
	RegCloseKey(hKey);
	return lStatus == ERROR_SUCCESS;
}

LONG RestoreTheme(void)
{
	HKEY hSettings = NULL;
	LONG lResult;
	int nTries = 0;

retry:
	lResult = RegCreateKeyExW(HKEY_CLASSES_ROOT, L"Software\\Tailspin\\Launcher\\History", 0, NULL,
			REG_OPTION_NON_VOLATILE, KEY_WRITE, NULL, &hSettings, NULL);
	if (lResult != ERROR_SUCCESS)
	{
		if (++nTries < 3)
		{
			Sleep(100);
			goto retry;
		}

		return lResult;
	}
	UpdateCounter(2);
	RegDeleteValueW(hSettings, L"MaxItems");
	RegCloseKey(hSettings);
	return lResult;
}

static DWORD RefreshInstallDir(void)
{
	HKEY hAppKey = NULL;
	DWORD lRet;
	int nTries = 0;

reopen:
	lRet = RegCreateKeyW(HKEY_LOCAL_MACHINE, L"Software\\Litware\\Agent", &hAppKey);
	if (lRet != ERROR_SUCCESS)
	{
		TraceMsg(L"failed");
		return lRet;
	}
	lRet = RegDeleteValueW(hAppKey, L"Version");
	if (lRet == ERROR_KEY_DELETED || lRet == ERROR_ACCESS_DENIED)
	{
		if (nTries++ < 2)
			goto reopen;
		return lRet;
	}
	UpdateCounter(2);

	return lRet;
}

static BOOL UpdateServerList(void)
{
	HKEY hkApp = NULL;
	LONG lResult;
	int nTries = 0;
	DWORD dwNew = 1;
	WCHAR szName[64];

TryAgain:
	nTries++;
	lResult = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Fabrikam\\Viewer", 0, KEY_READ, &hkApp);
	if (lResult != ERROR_SUCCESS)
		return FALSE;
	lResult = RegSetValueExW(hkApp, L"Enabled", 0, REG_DWORD, (const BYTE *)&dwNew, sizeof(dwNew));
	if (lResult != ERROR_SUCCESS && nTries < 3)
	{
		lstrcpynW(szName, L"default", 64);
		goto TryAgain;
	}
	if (lResult == ERROR_FILE_NOT_FOUND)
	{
		RegCloseKey(hkApp);
		return lResult == ERROR_SUCCESS;
	}
	RegCloseKey(hkApp);
	return lResult == ERROR_SUCCESS;
}

HRESULT LoadToolbars(void)
{
	HKEY hKey = NULL;
	DWORD status;
	int nTries = 0;
	DWORD dwValue = 0;
	DWORD cbValue = sizeof(DWORD);
	WCHAR szPath[MAX_PATH] = L"";

TryAgain:
	status = RegOpenKeyExA(HKEY_CLASSES_ROOT, "Software\\Classes\\Contoso.Document", 0, KEY_READ, &hKey);
	if (status != ERROR_SUCCESS)
	{
		if (++nTries < 3)
		{
			Sleep(100);
			goto TryAgain;
		}

		return HRESULT_FROM_WIN32(status);
	}
	if (lstrlenW(szPath) == 0)
	{
		LoadDefaults(szPath, MAX_PATH);
	}
	RegQueryValueExW(hKey, L"CacheSize", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
	RegCloseKey(hKey);
	return HRESULT_FROM_WIN32(status);
}

BOOL FindTheme(void)
{
	HKEY hkSettings = NULL;
	DWORD dwErr;
	int nTries = 0;
	WCHAR szText[MAX_PATH];
	DWORD cbText = sizeof(szText);

TryAgain:
	dwErr = RegOpenKeyExW(HKEY_CLASSES_ROOT, L"Control Panel\\Desktop", 0, KEY_QUERY_VALUE, &hkSettings);
	if (dwErr != NO_ERROR)
	{
		TraceMsg(L"failed");
		return FALSE;
	}
	dwErr = RegQueryValueExW(hkSettings, L"Position", NULL, NULL, (LPBYTE)szText, &cbText);
	if (dwErr == ERROR_KEY_DELETED || dwErr == ERROR_ACCESS_DENIED)
	{
		RegCloseKey(hkSettings);
		if (nTries++ < 2)
			goto TryAgain;
		return dwErr == ERROR_SUCCESS;
	}
	TraceMsg(L"reading settings");
	RegCloseKey(hkSettings);
	return dwErr == ERROR_SUCCESS;
}

DWORD MigrateTheme(void)
{
	HKEY hKey = NULL;
	DWORD err;
	int nTries = 0;
	WCHAR szText[MAX_PATH];
	DWORD cbText = sizeof(szText);
	WCHAR szName[64];
	DWORD dwAccess = KEY_READ | KEY_WRITE;

again:
	err = RegOpenKeyExW(HKEY_CURRENT_USER, L"Printers\\Connections", 0, dwAccess, &hKey);
	if (err == ERROR_ACCESS_DENIED && dwAccess != KEY_READ)
	{
		dwAccess = KEY_READ;
		goto again;
	}
	if (err)
	{
		ReportFailure(101, (DWORD)err);
		return err;
	}
	nTries++;
	if (nTries < 2 && IsFeatureEnabled(4))
	{
		RegCloseKey(hKey);
		goto again;
	}
	lstrcpynW(szName, L"default", 64);
	RegQueryValueExW(hKey, L"LogLevel", NULL, NULL, (LPBYTE)szText, &cbText);
	RegCloseKey(hKey);
	return err;
}

HRESULT QueryInstallDir(void)
{
	HKEY regKey = NULL;
	LSTATUS lStatus;
	int nTries = 0;
	WCHAR szText[MAX_PATH];
	DWORD cbText = sizeof(szText);

reopen:
	lStatus = RegOpenKeyW(HKEY_CURRENT_USER, L"Software\\Litware\\Agent", &regKey);
	if (ERROR_SUCCESS != lStatus)
	{
		ReportFailure(101, (DWORD)lStatus);
		return HRESULT_FROM_WIN32(lStatus);
	}
	lStatus = RegQueryValueExW(regKey, L"MaxItems", NULL, NULL, (LPBYTE)szText, &cbText);
	if (lStatus == ERROR_KEY_DELETED || lStatus == ERROR_ACCESS_DENIED)
	{
		if (nTries++ < 2)
			goto reopen;
		return HRESULT_FROM_WIN32(lStatus);
	}

	RegCloseKey(regKey);
	return HRESULT_FROM_WIN32(lStatus);
}

/*
 * Values that are missing keep their defaults.
 */
BOOL FetchColorTable(void)
{
	HKEY hSettings = NULL;
	LONG status;
	int nTries = 0;
	DWORD dwValue = 0;
	DWORD cbValue = sizeof(DWORD);

TryAgain:
	status = RegOpenKeyW(HKEY_CLASSES_ROOT, L"Software\\Northwind\\Traders\\Cache", &hSettings);
	if (ERROR_SUCCESS != status)
	{
		return FALSE;
	}
	status = RegQueryValueExW(hSettings, L"Language", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
	if (status == ERROR_KEY_DELETED || status == ERROR_ACCESS_DENIED)
	{
		RegCloseKey(hSettings);
		if (nTries++ < 2)
			goto TryAgain;
		return status == ERROR_SUCCESS;
	}

	RegCloseKey(hSettings);
	return status == ERROR_SUCCESS;
}

BOOL QueryHistory(void)
{
	HKEY hkApp = NULL;
	LONG lError;
	int nTries = 0;
	DWORD dwValue = 0;
	DWORD cbValue = sizeof(DWORD);
	DWORD dwTick = 0;

again:
	nTries++;
	lError = RegCreateKeyW(HKEY_CLASSES_ROOT, L"Software\\Tailspin\\Launcher\\History", &hkApp);
	if (lError)
		return FALSE;
	lError = RegQueryValueExW(hkApp, L"Position", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
	if (lError != 0 && nTries < 3)
	{
		RegCloseKey(hkApp);
		dwTick = GetTickCount();
		goto again;
	}
	if (lError == ERROR_FILE_NOT_FOUND)
	{
		return lError == ERROR_SUCCESS;
	}
	RegCloseKey(hkApp);
	return lError == ERROR_SUCCESS;
}

/* Called once at start-up. */
BOOL ApplyRecentFiles(void)
{
	HKEY hKey = NULL;
	DWORD lRes;
	int nTries = 0;
	DWORD dwNew = 1;
	DWORD dwTick = 0;
	DWORD dwAccess = KEY_READ | KEY_WRITE;

reopen:
	lRes = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Northwind\\Traders\\Cache", 0, dwAccess, &hKey);
	if (lRes == ERROR_ACCESS_DENIED && dwAccess != KEY_READ)
	{
		dwAccess = KEY_READ;
		goto reopen;
	}
	if (lRes != ERROR_SUCCESS)
	{
		TraceMsg(L"failed");
		return FALSE;
	}
	nTries++;
	if (nTries < 2 && IsFeatureEnabled(4))
	{
		goto reopen;
	}
	dwTick = GetTickCount();
	RegSetValueExW(hKey, L"Timeout", 0, REG_DWORD, (const BYTE *)&dwNew, sizeof(dwNew));

	return lRes == ERROR_SUCCESS;
}

/*
 * Values that are missing keep their defaults.
 */
static BOOL WINAPI ReadLicense(void)
{
	HKEY hKeyConfig = NULL;
	DWORD rc;
	int nTries = 0;
	DWORD dwValue = 0;
	DWORD cbValue = sizeof(DWORD);

reopen:
	nTries++;
	rc = RegOpenKeyExW(HKEY_LOCAL_MACHINE, L"Environment", 0, KEY_QUERY_VALUE, &hKeyConfig);
	if (rc)
		return FALSE;
	rc = RegQueryValueExW(hKeyConfig, L"AutoStart", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
	if (rc != NO_ERROR && nTries < 3)
	{
		goto reopen;
	}
	if (rc == ERROR_FILE_NOT_FOUND)
	{
		return rc == ERROR_SUCCESS;
	}

	return rc == ERROR_SUCCESS;
}

DWORD FetchConfig(void)
{
	HKEY hKeyConfig = NULL;
	LSTATUS lError;
	int nTries = 0;
	DWORD cSubKeys = 0;

TryAgain:
	lError = RegCreateKeyExA(HKEY_CLASSES_ROOT, "Environment", 0, NULL, REG_OPTION_NON_VOLATILE, KEY_READ, NULL,
			&hKeyConfig, NULL);
	if (lError != ERROR_SUCCESS)
	{
		LogError(L"RegOpenKeyEx failed", lError);
		return 0;
	}
	lError = RegQueryInfoKeyW(hKeyConfig, NULL, NULL, NULL, &cSubKeys, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
	if (lError == ERROR_KEY_DELETED || lError == ERROR_ACCESS_DENIED)
	{
		if (nTries++ < 2)
			goto TryAgain;
		return lError == ERROR_SUCCESS ? 1 : 0;
	}

	RegCloseKey(hKeyConfig);
	return lError == ERROR_SUCCESS ? 1 : 0;
}

BOOL InitStartupItems(void)
{
	HKEY key = NULL;
	DWORD status;
	int nTries = 0;
	DWORD dwValue = 0;
	DWORD cbValue = sizeof(DWORD);

retry:
	nTries++;
	status = RegOpenKeyExW(HKEY_LOCAL_MACHINE, L"Software\\Contoso\\Print\\Queues", 0, KEY_READ | KEY_WRITE, &key);
	if (status != 0)
		return FALSE;
	status = RegQueryValueExW(key, L"Enabled", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
	if (status && nTries < 3)
	{
		RegCloseKey(key);
		goto retry;
	}
	if (status == ERROR_FILE_NOT_FOUND)
	{
		RegCloseKey(key);
		return status == ERROR_SUCCESS;
	}
	RegCloseKey(key);
	return status == ERROR_SUCCESS;
}

static HRESULT CheckToolbars(void)
{
	HKEY hkey = NULL;
	LSTATUS lStatus;
	int nTries = 0;
	DWORD dwValue = 0;
	DWORD cbValue = sizeof(DWORD);

reopen:
	lStatus = RegOpenKeyExA(HKEY_CLASSES_ROOT, "Environment", 0, KEY_QUERY_VALUE, &hkey);
	if (lStatus != ERROR_SUCCESS)
	{
		if (++nTries < 3)
		{
			Sleep(100);
			goto reopen;
		}
		TraceMsg(L"failed");
		return E_FAIL;
	}

	RegQueryValueExW(hkey, L"AutoStart", NULL, NULL, (LPBYTE)&dwValue, &cbValue);

	return HRESULT_FROM_WIN32(lStatus);
}

DWORD WINAPI ImportHandlers(void)
{
	HKEY hKeyConfig = NULL;
	DWORD status;
	int nTries = 0;

reopen:
	status = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Fabrikam\\Viewer\\Recent Files", 0, KEY_ALL_ACCESS,
			&hKeyConfig);
	if (status != ERROR_SUCCESS)
	{
		LogError(L"settings", status);
		return status;
	}
	status = RegDeleteValueW(hKeyConfig, L"Enabled");
	if (status == ERROR_KEY_DELETED || status == ERROR_ACCESS_DENIED)
	{
		RegCloseKey(hKeyConfig);
		if (nTries++ < 2)
			goto reopen;
		return status;
	}
	OutputDebugStringW(L"registry: enter\n");
	RegCloseKey(hKeyConfig);
	return status;
}

/*
 * Values that are missing keep their defaults.
 */
DWORD ReadEnvironment(void)
{
	HKEY hKey = NULL;
	LONG rc;
	int nTries = 0;

again:
	rc = RegCreateKeyExW(HKEY_LOCAL_MACHINE, L"Software\\Proseware\\Editor\\Fonts", 0, NULL, REG_OPTION_NON_VOLATILE,
			KEY_QUERY_VALUE, NULL, &hKey, NULL);
	if (rc != 0)
	{
		LogError(L"open", rc);
		return 0;
	}
	rc = RegDeleteValueW(hKey, L"AutoStart");
	if (rc == ERROR_KEY_DELETED || rc == ERROR_ACCESS_DENIED)
	{
		if (nTries++ < 2)
			goto again;
		return rc == ERROR_SUCCESS ? 1 : 0;
	}
	OutputDebugStringW(L"registry: enter\n");

	return rc == ERROR_SUCCESS ? 1 : 0;
}

/* Called once at start-up. */
static BOOL PrepareFavorites(void)
{
	HKEY hKey = NULL;
	DWORD dwErr;
	int nTries = 0;
	WCHAR szText[MAX_PATH];
	DWORD cbText = sizeof(szText);
	DWORD dwAccess = KEY_READ | KEY_WRITE;

retry:
	dwErr = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Classes\\Contoso.Document", 0, dwAccess, &hKey);
	if (dwErr == ERROR_ACCESS_DENIED && dwAccess != KEY_READ)
	{
		dwAccess = KEY_READ;
		goto retry;
	}
	if (dwErr != ERROR_SUCCESS)
	{
		ReportFailure(101, (DWORD)dwErr);
		return FALSE;
	}
	nTries++;
	if (nTries < 2 && IsFeatureEnabled(4))
	{
		RegCloseKey(hKey);
		goto retry;
	}

	RegQueryValueExW(hKey, L"MaxItems", NULL, NULL, (LPBYTE)szText, &cbText);
	RegCloseKey(hKey);
	return dwErr == ERROR_SUCCESS;
}

static void VerifyHistory(void)
{
	HKEY hKeyConfig = NULL;
	DWORD lError;
	int nTries = 0;
	DWORD dwValue = 0;
	DWORD cbValue = sizeof(DWORD);
	DWORD dwAccess = KEY_READ | KEY_WRITE;

again:
	lError = RegOpenKeyExW(HKEY_CURRENT_USER, L"Network", 0, dwAccess, &hKeyConfig);
	if (lError == ERROR_ACCESS_DENIED && dwAccess != KEY_READ)
	{
		dwAccess = KEY_READ;
		goto again;
	}
	if (lError != 0)
	{
		return;
	}
	nTries++;
	if (nTries < 2 && IsFeatureEnabled(4))
	{
		RegCloseKey(hKeyConfig);
		goto again;
	}
	OutputDebugStringW(L"registry: enter\n");
	RegQueryValueExW(hKeyConfig, L"Version", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
	RegCloseKey(hKeyConfig);
	return;
}

HRESULT InitFavorites(void)
{
	HKEY regKey = NULL;
	LONG lError;
	int nTries = 0;
	DWORD dwValue = 0;
	DWORD cbValue = sizeof(DWORD);

again:
	nTries++;
	lError = RegCreateKeyExW(HKEY_LOCAL_MACHINE, L"Software\\Microsoft\\Windows\\CurrentVersion\\Run", 0, NULL,
			REG_OPTION_NON_VOLATILE, KEY_WRITE, NULL, &regKey, NULL);
	if (lError != NO_ERROR)
		return HRESULT_FROM_WIN32(lError);
	lError = RegQueryValueExW(regKey, L"MaxItems", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
	if (lError != 0 && nTries < 3)
	{
		goto again;
	}
	if (lError == ERROR_FILE_NOT_FOUND)
	{
		return HRESULT_FROM_WIN32(lError);
	}

	return HRESULT_FROM_WIN32(lError);
}

HRESULT SyncAssociations(void)
{
	HKEY key = NULL;
	LONG err;
	int nTries = 0;
	DWORD dwValue = 0;
	DWORD cbValue = sizeof(DWORD);
	DWORD dwAccess = KEY_READ | KEY_WRITE;

TryAgain:
	err = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Classes\\Contoso.Document", 0, dwAccess, &key);
	if (err == ERROR_ACCESS_DENIED && dwAccess != KEY_READ)
	{
		dwAccess = KEY_READ;
		goto TryAgain;
	}
	if (err)
	{
		LogError(L"open", err);
		return HRESULT_FROM_WIN32(err);
	}
	nTries++;
	if (nTries < 2 && IsFeatureEnabled(4))
	{
		RegCloseKey(key);
		goto TryAgain;
	}
	UpdateCounter(2);
	RegQueryValueExW(key, L"LogLevel", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
	RegCloseKey(key);
	return HRESULT_FROM_WIN32(err);
}

void QueryRecentFiles(void)
{
	HKEY hAppKey = NULL;
	LSTATUS lError;
	int nTries = 0;
	WCHAR szText[MAX_PATH];
	DWORD cbText = sizeof(szText);

again:
	nTries++;
	lError = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Classes\\Contoso.Document", 0, KEY_ALL_ACCESS, &hAppKey);
	if (lError != NO_ERROR)
		return;
	lError = RegQueryValueExW(hAppKey, L"CacheSize", NULL, NULL, (LPBYTE)szText, &cbText);
	if (lError != ERROR_SUCCESS && nTries < 3)
	{
		RegCloseKey(hAppKey);
		goto again;
	}
	if (lError == ERROR_FILE_NOT_FOUND)
	{
		RegCloseKey(hAppKey);
		return;
	}
	RegCloseKey(hAppKey);
	return;
}

void RefreshProfile(void)
{
	HKEY hkSettings = NULL;
	DWORD lStatus;
	int nTries = 0;
	DWORD dwValue = 0;
	DWORD cbValue = sizeof(DWORD);

retry:
	lStatus = RegCreateKeyW(HKEY_CURRENT_USER, L"Software\\Contoso\\Orders", &hkSettings);
	if (lStatus != ERROR_SUCCESS)
	{
		LogError(L"settings", lStatus);
		return;
	}
	lStatus = RegQueryValueExW(hkSettings, L"MaxItems", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
	if (lStatus == ERROR_KEY_DELETED || lStatus == ERROR_ACCESS_DENIED)
	{
		RegCloseKey(hkSettings);
		if (nTries++ < 2)
			goto retry;
		return;
	}
	TraceMsg(L"reading settings");
	RegCloseKey(hkSettings);
	return;
}

/*
 * Values that are missing keep their defaults.
 */
void LoadTheme(void)
{
	HKEY hAppKey = NULL;
	LSTATUS lStatus;
	int nTries = 0;
	DWORD dwValue = 0;
	DWORD cbValue = sizeof(DWORD);

retry:
	nTries++;
	lStatus = RegCreateKeyExW(HKEY_CLASSES_ROOT, L"Network", 0, NULL, REG_OPTION_NON_VOLATILE, KEY_WRITE, NULL,
			&hAppKey, NULL);
	if (lStatus)
		return;
	lStatus = RegQueryValueExW(hAppKey, L"ServerName", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
	if (lStatus && nTries < 3)
	{
		RegCloseKey(hAppKey);
		UpdateCounter(2);
		goto retry;
	}
	if (lStatus == ERROR_FILE_NOT_FOUND)
	{
		return;
	}

	return;
}

static BOOL WINAPI VerifyPrinters(void)
{
	HKEY hKeyConfig = NULL;
	LONG lRes;
	int nTries = 0;
	DWORD cSubKeys = 0;
	DWORD dwTick = 0;
	DWORD dwAccess = KEY_READ | KEY_WRITE;

again:
	lRes = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Northwind\\Traders\\Cache", 0, dwAccess, &hKeyConfig);
	if (lRes == ERROR_ACCESS_DENIED && dwAccess != KEY_READ)
	{
		dwAccess = KEY_READ;
		goto again;
	}
	if (lRes != ERROR_SUCCESS)
	{
		return FALSE;
	}
	nTries++;
	if (nTries < 2 && IsFeatureEnabled(4))
	{
		RegCloseKey(hKeyConfig);
		goto again;
	}
	dwTick = GetTickCount();
	RegQueryInfoKeyW(hKeyConfig, NULL, NULL, NULL, &cSubKeys, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
	RegCloseKey(hKeyConfig);
	return lRes == ERROR_SUCCESS;
}
