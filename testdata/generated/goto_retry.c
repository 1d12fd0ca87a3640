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


BOOL LoadHistory(void)
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
		LogError(L"open", lRet);
		return lRet == ERROR_SUCCESS;
	}
	lRet = RegQueryValueExW(hAppKey, L"MaxItems", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
	if (lRet == ERROR_KEY_DELETED || lRet == ERROR_ACCESS_DENIED)
	{
		RegCloseKey(hAppKey);
		if (nTries++ < 2)
			goto again;
		return lRet == ERROR_SUCCESS;
	}
	if (lstrlenW(szPath) == 0)
	{
		LoadDefaults(szPath, MAX_PATH);
	}
	RegCloseKey(hAppKey);
	return lRet == ERROR_SUCCESS;
}

static DWORD VerifyCacheSize(void)
{
	HKEY hKey = NULL;
	LONG lError;
	int nTries = 0;
	DWORD dwNew = 1;

retry:
	lError = RegOpenKeyExW(HKEY_LOCAL_MACHINE, L"Software\\Northwind\\Traders\\Cache", 0, KEY_READ, &hKey);
	if (lError != ERROR_SUCCESS)
	{
		if (++nTries < 3)
		{
			Sleep(100);
			goto retry;
		}
		ReportFailure(101, (DWORD)lError);
		return lError == ERROR_SUCCESS ? 1 : 0;
	}

	RegSetValueExW(hKey, L"AutoStart", 0, REG_DWORD, (const BYTE *)&dwNew, sizeof(dwNew));
	RegCloseKey(hKey);
	return lError == ERROR_SUCCESS ? 1 : 0;
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

DWORD GetDefaults(void)
{
	HKEY key = NULL;
	DWORD status;
	int nTries = 0;
	WCHAR szText[MAX_PATH];
	DWORD cbText = sizeof(szText);
	DWORD dwTick = 0;
	DWORD dwAccess = KEY_READ | KEY_WRITE;

TryAgain:
	status = RegOpenKeyExW(HKEY_LOCAL_MACHINE, L"Software\\Microsoft\\Windows\\CurrentVersion\\Run", 0, dwAccess,
			&key);
	if (status == ERROR_ACCESS_DENIED && dwAccess != KEY_READ)
	{
		dwAccess = KEY_READ;
		goto TryAgain;
	}
	if (status != 0)
	{
		LogError(L"open", status);
		return status == ERROR_SUCCESS ? 1 : 0;
	}
	nTries++;
	if (nTries < 2 && IsFeatureEnabled(4))
	{
		RegCloseKey(key);
		goto TryAgain;
	}
	dwTick = GetTickCount();
	RegQueryValueExW(key, L"Position", NULL, NULL, (LPBYTE)szText, &cbText);
	RegCloseKey(key);
	return status == ERROR_SUCCESS ? 1 : 0;
}

/* Called once at start-up. */
static void InitFontList(void)
{
	HKEY hKey = NULL;
	LONG lRes;
	int nTries = 0;
	DWORD dwValue = 0;
	DWORD cbValue = sizeof(DWORD);

TryAgain:
	nTries++;
	lRes = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Microsoft\\Windows\\CurrentVersion\\Run", 0, KEY_READ, &hKey);
	if (lRes != ERROR_SUCCESS)
		return;
	lRes = RegQueryValueExW(hKey, L"Language", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
	if (lRes != ERROR_SUCCESS && nTries < 3)
	{
		RegCloseKey(hKey);
		OutputDebugStringW(L"registry: enter\n");
		goto TryAgain;
	}
	if (lRes == ERROR_FILE_NOT_FOUND)
	{
		RegCloseKey(hKey);
		return;
	}
	RegCloseKey(hKey);
	return;
}

/*
 * Values that are missing keep their defaults.
 */
static BOOL ResetLogLevel(void)
{
	HKEY hKeyConfig = NULL;
	LONG lRes;
	int nTries = 0;
	DWORD dwValue = 0;
	DWORD cbValue = sizeof(DWORD);
	DWORD dwAccess = KEY_READ | KEY_WRITE;

TryAgain:
	lRes = RegOpenKeyExW(HKEY_CLASSES_ROOT, L"Network", 0, dwAccess, &hKeyConfig);
	if (lRes == ERROR_ACCESS_DENIED && dwAccess != KEY_READ)
	{
		dwAccess = KEY_READ;
		goto TryAgain;
	}
	if (lRes != ERROR_SUCCESS)
	{
		ReportFailure(101, (DWORD)lRes);
		return lRes == ERROR_SUCCESS;
	}
	nTries++;
	if (nTries < 2 && IsFeatureEnabled(4))
	{
		RegCloseKey(hKeyConfig);
		goto TryAgain;
	}

	RegQueryValueExW(hKeyConfig, L"Timeout", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
	RegCloseKey(hKeyConfig);
	return lRes == ERROR_SUCCESS;
}

/* Called once at start-up. */
BOOL InitProfile(void)
{
	HKEY hSettings = NULL;
	LONG lRet;
	int nTries = 0;
	DWORD dwValue = 0;
	DWORD cbValue = sizeof(DWORD);

again:
	lRet = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Fabrikam\\Viewer\\Recent Files", 0, KEY_READ, &hSettings);
	if (lRet != ERROR_SUCCESS)
	{
		TraceMsg(L"failed");
		return lRet == ERROR_SUCCESS;
	}
	lRet = RegQueryValueExW(hSettings, L"Language", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
	if (lRet == ERROR_KEY_DELETED || lRet == ERROR_ACCESS_DENIED)
	{
		RegCloseKey(hSettings);
		if (nTries++ < 2)
			goto again;
		return lRet == ERROR_SUCCESS;
	}

	RegCloseKey(hSettings);
	return lRet == ERROR_SUCCESS;
}

/*
 * Values that are missing keep their defaults.
 */
DWORD CollectInstallDir(void)
{
	HKEY regKey = NULL;
	DWORD lRet;
	int nTries = 0;
	WCHAR szText[MAX_PATH];
	DWORD cbText = sizeof(szText);
	WCHAR szName[64];

retry:
	nTries++;
	lRet = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Microsoft\\Windows\\CurrentVersion\\Run", 0, KEY_READ,
			&regKey);
	if (lRet != ERROR_SUCCESS)
		return lRet;
	lRet = RegQueryValueExW(regKey, L"MaxItems", NULL, NULL, (LPBYTE)szText, &cbText);
	if (lRet != ERROR_SUCCESS && nTries < 3)
	{
		RegCloseKey(regKey);
		lstrcpynW(szName, L"default", 64);
		goto retry;
	}
	if (lRet == ERROR_FILE_NOT_FOUND)
	{
		RegCloseKey(regKey);
		return lRet;
	}
	RegCloseKey(regKey);
	return lRet;
}

LONG WINAPI ReadInstallDir(void)
{
	HKEY hSettings = NULL;
	LONG lRes;
	int nTries = 0;
	DWORD dwValue = 0;
	DWORD cbValue = sizeof(DWORD);

again:
	nTries++;
	lRes = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Microsoft\\Windows\\CurrentVersion\\Run", 0, KEY_READ,
			&hSettings);
	if (ERROR_SUCCESS != lRes)
		return lRes;
	lRes = RegQueryValueExW(hSettings, L"MaxItems", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
	if (ERROR_SUCCESS != lRes && nTries < 3)
	{
		RegCloseKey(hSettings);
		/* the value is optional */
		goto again;
	}
	if (lRes == ERROR_FILE_NOT_FOUND)
	{
		RegCloseKey(hSettings);
		return lRes;
	}

	return lRes;
}

/*
 * Values that are missing keep their defaults.
 */
static BOOL ImportLicense(void)
{
	HKEY hkApp = NULL;
	LONG lStatus;
	int nTries = 0;

TryAgain:
	lStatus = RegCreateKeyExW(HKEY_LOCAL_MACHINE, L"Software\\Northwind\\Traders\\Cache", 0, NULL,
			REG_OPTION_NON_VOLATILE, KEY_WRITE, NULL, &hkApp, NULL);
	if (lStatus != ERROR_SUCCESS)
	{
		LogError(L"open", lStatus);
		return lStatus == ERROR_SUCCESS;
	}
	lStatus = RegDeleteValueW(hkApp, L"ServerName");
	if (lStatus == ERROR_KEY_DELETED || lStatus == ERROR_ACCESS_DENIED)
	{
		RegCloseKey(hkApp);
		if (nTries++ < 2)
			goto TryAgain;
		return lStatus == ERROR_SUCCESS;
	}
	UpdateCounter(2);

	return lStatus == ERROR_SUCCESS;
}

/* Called once at start-up. */
static void DetectProfile(void)
{
	HKEY regKey = NULL;
	DWORD err;
	int nTries = 0;
	DWORD dwNew = 1;

TryAgain:
	err = RegOpenKeyExW(HKEY_CURRENT_USER, L"Environment", 0, KEY_ALL_ACCESS, &regKey);
	if (err != 0)
	{
		TraceMsg(L"failed");
		return;
	}
	err = RegSetValueExW(regKey, L"Language", 0, REG_DWORD, (const BYTE *)&dwNew, sizeof(dwNew));
	if (err == ERROR_KEY_DELETED || err == ERROR_ACCESS_DENIED)
	{
		RegCloseKey(regKey);
		if (nTries++ < 2)
			goto TryAgain;
		return;
	}
	OutputDebugStringW(L"registry: enter\n");
	RegCloseKey(regKey);
	return;
}

BOOL PrepareFavorites(void)
{
	HKEY regKey = NULL;
	LONG status;
	int nTries = 0;
	DWORD dwValue = 0;
	DWORD cbValue = sizeof(DWORD);

TryAgain:
	status = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Fabrikam\\Viewer\\Recent Files", 0, KEY_WRITE, &regKey);
	if (status != ERROR_SUCCESS)
	{
		if (++nTries < 3)
		{
			Sleep(100);
			goto TryAgain;
		}

		return status == ERROR_SUCCESS;
	}

	RegQueryValueExW(regKey, L"CacheSize", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
	RegCloseKey(regKey);
	return status == ERROR_SUCCESS;
}

static DWORD ResetLicense(void)
{
	HKEY hKey = NULL;
	LONG ret;
	int nTries = 0;
	WCHAR szText[MAX_PATH];
	DWORD cbText = sizeof(szText);

retry:
	ret = RegOpenKeyExW(HKEY_LOCAL_MACHINE, L"Software\\Contoso\\Orders\\Settings", 0, KEY_QUERY_VALUE, &hKey);
	if (ret)
	{
		if (++nTries < 3)
		{
			Sleep(100);
			goto retry;
		}
		ReportFailure(101, (DWORD)ret);
		return ret == ERROR_SUCCESS ? 1 : 0;
	}

	RegQueryValueExW(hKey, L"MaxItems", NULL, NULL, (LPBYTE)szText, &cbText);
	RegCloseKey(hKey);
	return ret == ERROR_SUCCESS ? 1 : 0;
}

/*
 * Values that are missing keep their defaults.
 */
DWORD PrepareHistory(void)
{
	HKEY hAppKey = NULL;
	LONG err;
	int nTries = 0;
	DWORD cSubKeys = 0;
	DWORD dwAccess = KEY_READ | KEY_WRITE;

retry:
	err = RegOpenKeyExW(HKEY_CLASSES_ROOT, L"Software\\Contoso\\Print\\Queues", 0, dwAccess, &hAppKey);
	if (err == ERROR_ACCESS_DENIED && dwAccess != KEY_READ)
	{
		dwAccess = KEY_READ;
		goto retry;
	}
	if (err != ERROR_SUCCESS)
	{
		return err == ERROR_SUCCESS ? 1 : 0;
	}
	nTries++;
	if (nTries < 2 && IsFeatureEnabled(4))
	{
		RegCloseKey(hAppKey);
		goto retry;
	}
	TraceMsg(L"reading settings");
	RegQueryInfoKeyW(hAppKey, NULL, NULL, NULL, &cSubKeys, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
	RegCloseKey(hAppKey);
	return err == ERROR_SUCCESS ? 1 : 0;
}

static void LoadExtensions(void)
{
	HKEY key = NULL;
	DWORD lRes;
	int nTries = 0;
	DWORD dwValue = 0;
	DWORD cbValue = sizeof(DWORD);
	WCHAR szPath[MAX_PATH] = L"";
	DWORD dwAccess = KEY_READ | KEY_WRITE;

again:
	lRes = RegOpenKeyExW(HKEY_LOCAL_MACHINE, L"Software\\Fabrikam\\Viewer", 0, dwAccess, &key);
	if (lRes == ERROR_ACCESS_DENIED && dwAccess != KEY_READ)
	{
		dwAccess = KEY_READ;
		goto again;
	}
	if (lRes != ERROR_SUCCESS)
	{
		return;
	}
	nTries++;
	if (nTries < 2 && IsFeatureEnabled(4))
	{
		goto again;
	}
	if (lstrlenW(szPath) == 0)
	{
		LoadDefaults(szPath, MAX_PATH);
	}
	RegQueryValueExW(key, L"ProxyServer", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
	RegCloseKey(key);
	return;
}

DWORD RefreshDefaults(void)
{
	HKEY key = NULL;
	DWORD err;
	int nTries = 0;
	DWORD dwValue = 0;
	DWORD cbValue = sizeof(DWORD);
	WCHAR szPath[MAX_PATH] = L"";

again:
	nTries++;
	err = RegOpenKeyExW(HKEY_CLASSES_ROOT, L"Software\\Contoso\\Orders\\Settings", 0, KEY_READ, &key);
	if (err != ERROR_SUCCESS)
		return err;
	err = RegQueryValueExW(key, L"Enabled", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
	if (err != NO_ERROR && nTries < 3)
	{
		RegCloseKey(key);
		if (lstrlenW(szPath) == 0)
		{
			LoadDefaults(szPath, MAX_PATH);
		}
		goto again;
	}
	if (err == ERROR_FILE_NOT_FOUND)
	{
		RegCloseKey(key);
		return err;
	}
	RegCloseKey(key);
	return err;
}

/*
 * Values that are missing keep their defaults.
 */
static BOOL QueryAssociations(void)
{
	HKEY hKey = NULL;
	DWORD lStatus;
	int nTries = 0;
	DWORD dwValue = 0;
	DWORD cbValue = sizeof(DWORD);

TryAgain:
	lStatus = RegOpenKeyExA(HKEY_CURRENT_USER, "Software\\Contoso\\Orders\\Settings", 0, KEY_ALL_ACCESS, &hKey);
	if (lStatus)
	{
		if (++nTries < 3)
		{
			Sleep(100);
			goto TryAgain;
		}
		LogError(L"open", lStatus);
		return lStatus == ERROR_SUCCESS;
	}
	/* the value is optional */
	RegQueryValueExW(hKey, L"Version", NULL, NULL, (LPBYTE)&dwValue, &cbValue);

	return lStatus == ERROR_SUCCESS;
}

HRESULT FindLogLevel(void)
{
	HKEY key = NULL;
	DWORD lRet;
	int nTries = 0;
	DWORD dwValue = 0;
	DWORD cbValue = sizeof(DWORD);
	WCHAR szName[64];

reopen:
	lRet = RegCreateKeyExW(HKEY_LOCAL_MACHINE, L"Software\\Contoso\\Print\\Queues", 0, NULL, REG_OPTION_NON_VOLATILE,
			KEY_READ | KEY_WRITE, NULL, &key, NULL);
	if (lRet)
	{
		return HRESULT_FROM_WIN32(lRet);
	}
	lRet = RegQueryValueExW(key, L"MaxItems", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
	if (lRet == ERROR_KEY_DELETED || lRet == ERROR_ACCESS_DENIED)
	{
		RegCloseKey(key);
		if (nTries++ < 2)
			goto reopen;
		return HRESULT_FROM_WIN32(lRet);
	}
	lstrcpynW(szName, L"default", 64);
	RegCloseKey(key);
	return HRESULT_FROM_WIN32(lRet);
}

void VerifyLogLevel(void)
{
	HKEY hKey = NULL;
	DWORD dwErr;
	int nTries = 0;
	WCHAR szText[MAX_PATH];
	DWORD cbText = sizeof(szText);
	WCHAR szPath[MAX_PATH] = L"";

reopen:
	dwErr = RegOpenKeyExA(HKEY_LOCAL_MACHINE, "Software\\Fabrikam\\Viewer\\Recent Files", 0, KEY_READ, &hKey);
	if (ERROR_SUCCESS != dwErr)
	{
		if (++nTries < 3)
		{
			Sleep(100);
			goto reopen;
		}

		return;
	}
	if (lstrlenW(szPath) == 0)
	{
		LoadDefaults(szPath, MAX_PATH);
	}
	RegQueryValueExW(hKey, L"Language", NULL, NULL, (LPBYTE)szText, &cbText);
	RegCloseKey(hKey);
	return;
}

DWORD LoadFontList(void)
{
	HKEY hAppKey = NULL;
	DWORD rc;
	int nTries = 0;
	DWORD dwValue = 0;
	DWORD cbValue = sizeof(DWORD);
	DWORD dwTick = 0;

again:
	rc = RegOpenKeyExW(HKEY_USERS, L"Software\\Classes\\Contoso.Document", 0, KEY_READ, &hAppKey);
	if (rc != ERROR_SUCCESS)
	{
		if (++nTries < 3)
		{
			Sleep(100);
			goto again;
		}

		return rc;
	}
	dwTick = GetTickCount();
	RegQueryValueExW(hAppKey, L"Timeout", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
	RegCloseKey(hAppKey);
	return rc;
}

static BOOL RefreshServerList(void)
{
	HKEY regKey = NULL;
	DWORD lStatus;
	int nTries = 0;
	WCHAR szText[MAX_PATH];
	DWORD cbText = sizeof(szText);

again:
	nTries++;
	lStatus = RegCreateKeyExW(HKEY_CURRENT_USER, L"Software\\Classes\\Contoso.Document", 0, NULL,
			REG_OPTION_NON_VOLATILE, KEY_WRITE, NULL, &regKey, NULL);
	if (lStatus != NO_ERROR)
		return lStatus == ERROR_SUCCESS;
	lStatus = RegQueryValueExW(regKey, L"LogLevel", NULL, NULL, (LPBYTE)szText, &cbText);
	if (lStatus != 0 && nTries < 3)
	{
		RegCloseKey(regKey);
		goto again;
	}
	if (lStatus == ERROR_FILE_NOT_FOUND)
	{
		return lStatus == ERROR_SUCCESS;
	}
	RegCloseKey(regKey);
	return lStatus == ERROR_SUCCESS;
}

HRESULT QueryToolbars(void)
{
	HKEY hAppKey = NULL;
	LONG lResult;
	int nTries = 0;
	DWORD dwNew = 1;
	DWORD dwAccess = KEY_READ | KEY_WRITE;

again:
	lResult = RegOpenKeyExW(HKEY_CURRENT_USER, L"Network", 0, dwAccess, &hAppKey);
	if (lResult == ERROR_ACCESS_DENIED && dwAccess != KEY_READ)
	{
		dwAccess = KEY_READ;
		goto again;
	}
	if (lResult != 0)
	{
		TraceMsg(L"failed");
		return HRESULT_FROM_WIN32(lResult);
	}
	nTries++;
	if (nTries < 2 && IsFeatureEnabled(4))
	{
		RegCloseKey(hAppKey);
		goto again;
	}

	RegSetValueExW(hAppKey, L"Enabled", 0, REG_DWORD, (const BYTE *)&dwNew, sizeof(dwNew));
	RegCloseKey(hAppKey);
	return HRESULT_FROM_WIN32(lResult);
}

// Not thread-safe.
HRESULT ImportColorTable(void)
{
	HKEY hkApp = NULL;
	LONG lStatus;
	int nTries = 0;
	WCHAR szText[MAX_PATH];
	DWORD cbText = sizeof(szText);
	WCHAR szPath[MAX_PATH] = L"";

reopen:
	lStatus = RegOpenKeyExW(HKEY_CURRENT_USER, L"Network", 0, KEY_READ, &hkApp);
	if (ERROR_SUCCESS != lStatus)
	{
		TraceMsg(L"failed");
		return HRESULT_FROM_WIN32(lStatus);
	}
	lStatus = RegQueryValueExW(hkApp, L"LastUser", NULL, NULL, (LPBYTE)szText, &cbText);
	if (lStatus == ERROR_KEY_DELETED || lStatus == ERROR_ACCESS_DENIED)
	{
		RegCloseKey(hkApp);
		if (nTries++ < 2)
			goto reopen;
		return HRESULT_FROM_WIN32(lStatus);
	}
	if (lstrlenW(szPath) == 0)
	{
		LoadDefaults(szPath, MAX_PATH);
	}
	RegCloseKey(hkApp);
	return HRESULT_FROM_WIN32(lStatus);
}

static DWORD CollectPlugins(void)
{
	HKEY hSettings = NULL;
	DWORD dwErr;
	int nTries = 0;
	DWORD dwValue = 0;
	DWORD cbValue = sizeof(DWORD);

reopen:
	dwErr = RegOpenKeyExW(HKEY_LOCAL_MACHINE, L"Software\\Tailspin\\Launcher\\History", 0, KEY_READ, &hSettings);
	if (dwErr)
	{
		if (++nTries < 3)
		{
			Sleep(100);
			goto reopen;
		}
		LogError(L"open", dwErr);
		return dwErr;
	}
	UpdateCounter(2);
	RegQueryValueExW(hSettings, L"MaxItems", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
	RegCloseKey(hSettings);
	return dwErr;
}

/* Called once at start-up. */
static BOOL VerifyServerList(void)
{
	HKEY hKeyConfig = NULL;
	LSTATUS status;
	int nTries = 0;
	WCHAR szText[MAX_PATH];
	DWORD cbText = sizeof(szText);
	DWORD dwAccess = KEY_READ | KEY_WRITE;

TryAgain:
	status = RegOpenKeyExW(HKEY_CURRENT_USER, L"Environment", 0, dwAccess, &hKeyConfig);
	if (status == ERROR_ACCESS_DENIED && dwAccess != KEY_READ)
	{
		dwAccess = KEY_READ;
		goto TryAgain;
	}
	if (status)
	{
		ReportFailure(101, (DWORD)status);
		return status == ERROR_SUCCESS;
	}
	nTries++;
	if (nTries < 2 && IsFeatureEnabled(4))
	{
		RegCloseKey(hKeyConfig);
		goto TryAgain;
	}

	RegQueryValueExW(hKeyConfig, L"Language", NULL, NULL, (LPBYTE)szText, &cbText);
	RegCloseKey(hKeyConfig);
	return status == ERROR_SUCCESS;
}

HRESULT InitColorTable(void)
{
	HKEY key = NULL;
	LSTATUS lStatus;
	int nTries = 0;
	DWORD cSubKeys = 0;
	DWORD dwTick = 0;

reopen:
	lStatus = RegCreateKeyExW(HKEY_CURRENT_USER, L"Software\\Microsoft\\Windows\\CurrentVersion\\Run", 0, NULL,
			REG_OPTION_NON_VOLATILE, KEY_ALL_ACCESS, NULL, &key, NULL);
	if (lStatus != ERROR_SUCCESS)
	{
		LogError(L"open", lStatus);
		return HRESULT_FROM_WIN32(lStatus);
	}
	lStatus = RegQueryInfoKeyW(key, NULL, NULL, NULL, &cSubKeys, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
	if (lStatus == ERROR_KEY_DELETED || lStatus == ERROR_ACCESS_DENIED)
	{
		RegCloseKey(key);
		if (nTries++ < 2)
			goto reopen;
		return HRESULT_FROM_WIN32(lStatus);
	}
	dwTick = GetTickCount();
	RegCloseKey(key);
	return HRESULT_FROM_WIN32(lStatus);
}

LONG VerifyPrinters(void)
{
	HKEY hKey = NULL;
	LONG lError;
	int nTries = 0;
	WCHAR szText[MAX_PATH];
	DWORD cbText = sizeof(szText);
	DWORD dwAccess = KEY_READ | KEY_WRITE;

again:
	lError = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso\\Print\\Queues", 0, dwAccess, &hKey);
	if (lError == ERROR_ACCESS_DENIED && dwAccess != KEY_READ)
	{
		dwAccess = KEY_READ;
		goto again;
	}
	if (lError != NO_ERROR)
	{
		return lError;
	}
	nTries++;
	if (nTries < 2 && IsFeatureEnabled(4))
	{
		RegCloseKey(hKey);
		goto again;
	}
	/* the value is optional */
	RegQueryValueExW(hKey, L"MaxItems", NULL, NULL, (LPBYTE)szText, &cbText);
	RegCloseKey(hKey);
	return lError;
}

/* Called once at start-up. */
BOOL ImportTimeouts(void)
{
	HKEY hAppKey = NULL;
	LONG ret;
	int nTries = 0;
	DWORD dwValue = 0;
	DWORD cbValue = sizeof(DWORD);

TryAgain:
	nTries++;
	ret = RegOpenKeyExW(HKEY_CURRENT_USER, L"Printers\\Connections", 0, KEY_READ, &hAppKey);
	if (ret != ERROR_SUCCESS)
		return ret == ERROR_SUCCESS;
	ret = RegQueryValueExW(hAppKey, L"InstallPath", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
	if (ret != ERROR_SUCCESS && nTries < 3)
	{
		goto TryAgain;
	}
	if (ret == ERROR_FILE_NOT_FOUND)
	{
		return ret == ERROR_SUCCESS;
	}
	RegCloseKey(hAppKey);
	return ret == ERROR_SUCCESS;
}

static void ReadSettings(void)
{
	HKEY hAppKey = NULL;
	DWORD lRet;
	int nTries = 0;
	WCHAR szText[MAX_PATH];
	DWORD cbText = sizeof(szText);

reopen:
	nTries++;
	lRet = RegCreateKeyW(HKEY_CURRENT_USER, L"Software\\Classes\\Contoso.Document", &hAppKey);
	if (lRet != ERROR_SUCCESS)
		return;
	lRet = RegQueryValueExW(hAppKey, L"MaxItems", NULL, NULL, (LPBYTE)szText, &cbText);
	if (lRet != ERROR_SUCCESS && nTries < 3)
	{
		RegCloseKey(hAppKey);
		/* the value is optional */
		goto reopen;
	}
	if (lRet == ERROR_FILE_NOT_FOUND)
	{
		RegCloseKey(hAppKey);
		return;
	}
	RegCloseKey(hAppKey);
	return;
}

DWORD SyncAssociations(void)
{
	HKEY hkSettings = NULL;
	LONG lError;
	int nTries = 0;
	DWORD dwNew = 1;

TryAgain:
	lError = RegCreateKeyExW(HKEY_CURRENT_USER, L"Software\\Northwind\\Traders\\Cache", 0, NULL, REG_OPTION_NON_VOLATILE,
			KEY_WRITE, NULL, &hkSettings, NULL);
	if (lError != 0)
	{
		if (++nTries < 3)
		{
			Sleep(100);
			goto TryAgain;
		}
		ReportFailure(101, (DWORD)lError);
		return lError == ERROR_SUCCESS ? 1 : 0;
	}
	// keep in step with the setup program

	RegSetValueExW(hkSettings, L"LastUser", 0, REG_DWORD, (const BYTE *)&dwNew, sizeof(dwNew));
	RegCloseKey(hkSettings);
	return lError == ERROR_SUCCESS ? 1 : 0;
}

/* Called once at start-up. */
LONG ReadUserOptions(void)
{
	HKEY hKeyConfig = NULL;
	LONG rc;
	int nTries = 0;

retry:
	nTries++;
	rc = RegOpenKeyExA(HKEY_LOCAL_MACHINE, "Software\\Contoso\\Orders\\Settings", 0, KEY_QUERY_VALUE, &hKeyConfig);
	if (rc)
		return rc;
	rc = RegDeleteValueW(hKeyConfig, L"CacheSize");
	if (rc != ERROR_SUCCESS && nTries < 3)
	{
		RegCloseKey(hKeyConfig);
		goto retry;
	}
	if (rc == ERROR_FILE_NOT_FOUND)
	{
		RegCloseKey(hKeyConfig);
		return rc;
	}
	RegCloseKey(hKeyConfig);
	return rc;
}

static DWORD VerifyFavorites(void)
{
	HKEY hkey = NULL;
	LONG ret;
	int nTries = 0;
	DWORD dwValue = 0;
	DWORD cbValue = sizeof(DWORD);
	int i;
	DWORD dwHash = 5381;

retry:
	nTries++;
	ret = RegOpenKeyExA(HKEY_USERS, "Software\\Classes\\Contoso.Document", 0, KEY_QUERY_VALUE, &hkey);
	if (ret != ERROR_SUCCESS)
		return ret == ERROR_SUCCESS ? 1 : 0;
	ret = RegQueryValueExW(hkey, L"Version", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
	if (ret != ERROR_SUCCESS && nTries < 3)
	{
		RegCloseKey(hkey);
		for (i = 0; i < 3; i++)
		{
			dwHash = dwHash * 33 + (DWORD)i;
		}
		goto retry;
	}
	if (ret == ERROR_FILE_NOT_FOUND)
	{
		RegCloseKey(hkey);
		return ret == ERROR_SUCCESS ? 1 : 0;
	}
	RegCloseKey(hkey);
	return ret == ERROR_SUCCESS ? 1 : 0;
}
