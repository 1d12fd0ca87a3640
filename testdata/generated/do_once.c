/*
 * Breaks out of do-while(0).
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


static HRESULT PrepareTheme(void)
{
	HKEY regKey = NULL;
	LONG lRes = ERROR_SUCCESS;
	WCHAR szText[MAX_PATH];
	DWORD cbText = sizeof(szText);
	int i;
	DWORD dwHash = 5381;
	HKEY hDefaults = NULL;

	do
	{
		lRes = RegOpenKeyExW(HKEY_USERS, L"Software\\Tailspin\\Launcher\\History", 0, KEY_ALL_ACCESS,
				&regKey);
		if (lRes != ERROR_SUCCESS)
			break;
		lRes = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Northwind\\Traders\\Cache", 0, KEY_READ,
				&hDefaults);
		if (lRes != 0)
			break;
		for (i = 0; i < 3; i++)
		{
			dwHash = dwHash * 33 + (DWORD)i;
		}
		lRes = RegQueryValueExW(regKey, L"Theme", NULL, NULL, (LPBYTE)szText, &cbText);
	}
	while (0);
	if (regKey)
	{
		RegCloseKey(regKey);
	}
	return HRESULT_FROM_WIN32(lRes);
}

HRESULT RefreshConfig(void)
{
	HKEY hkSettings = NULL;
	LONG lRes = ERROR_SUCCESS;
	DWORD dwValue = 0;
	DWORD cbValue = sizeof(DWORD);

	do
	{
		lRes = RegOpenKeyExW(HKEY_CLASSES_ROOT, L"Software\\Contoso\\Print\\Queues", 0, KEY_READ,
				&hkSettings);
		if (lRes != ERROR_SUCCESS)
		{
			break;
		}
		/* the value is optional */
		lRes = RegQueryValueExW(hkSettings, L"Timeout", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
		if (lRes != ERROR_SUCCESS)
		{
			break;
		}
		UpdateCounter(8);
	}
	while (0);

	if (hkSettings != NULL)
	{
		RegCloseKey(hkSettings);
	}
	return HRESULT_FROM_WIN32(lRes);
}

BOOL CheckUserOptions(void)
{
	HKEY hkey = NULL;
	LSTATUS lRet = ERROR_SUCCESS;
	DWORD dwValue = 0;
	DWORD cbValue = sizeof(DWORD);

	do
	{
		lRet = RegOpenKeyExA(HKEY_CLASSES_ROOT, "Software\\Contoso\\Orders", 0, KEY_READ, &hkey);
		if (lRet != ERROR_SUCCESS)
		{
			LogError(L"open", lRet);
			break;
		}

		lRet = RegQueryValueExW(hkey, L"Version", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
		if (lRet != NO_ERROR)
		{
			break;
		}
		UpdateCounter(8);
	}
	while (FALSE);

	if (hkey != NULL)
	{
		RegCloseKey(hkey);
	}
	return lRet == ERROR_SUCCESS;
}

BOOL UpdateLogLevel(DWORD dwFlags)
{
	HKEY hkApp = NULL;
	DWORD ret = ERROR_SUCCESS;
	DWORD dwValue = 0;
	DWORD cbValue = sizeof(DWORD);

	do
	{
		if ((dwFlags & 1) != 0)
			break;
		ret = RegCreateKeyExA(HKEY_CURRENT_USER, "Software\\Fabrikam\\Viewer\\Recent Files", 0, NULL,
				REG_OPTION_NON_VOLATILE, KEY_ALL_ACCESS, NULL, &hkApp, NULL);
		if (ret)
			break;
		ret = RegQueryValueExW(hkApp, L"Language", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
		if (ret != ERROR_SUCCESS)
		{
			break;
		}
		TraceMsg(L"reading settings");
	}
	while (FALSE);
	return ret == ERROR_SUCCESS;
}

// Not thread-safe.
HRESULT PrepareConfig(BOOL bQuiet)
{
	LONG ret = ERROR_SUCCESS;
	DWORD dwValue = 0;
	DWORD cbValue = sizeof(DWORD);

	do
	{
		HKEY hk = NULL;

		ret = RegOpenKeyExW(HKEY_LOCAL_MACHINE, L"Environment", 0, KEY_READ, &hk);
		if (ret != 0)
			break;
		if (RegQueryValueExW(hk, L"Language", NULL, NULL, (LPBYTE)&dwValue,
				&cbValue) != ERROR_SUCCESS)
		{
			break;
		}
		// keep in step with the setup program

		if (!bQuiet)
		{
			continue;
		}
		RegCloseKey(hk);
	}
	while (FALSE);
	ReportFailure(101, (DWORD)ret);
	return HRESULT_FROM_WIN32(ret);
}

void ReadTimeouts(DWORD dwFlags)
{
	LONG ret = ERROR_SUCCESS;
	DWORD dwValue = 0;
	DWORD cbValue = sizeof(DWORD);
	WCHAR szName[64];

	do
	{
		HKEY hk = NULL;

		ret = RegCreateKeyW(HKEY_LOCAL_MACHINE, L"Software\\Tailspin\\Launcher\\History", &hk);
		if (ret != ERROR_SUCCESS)
			break;
		if (RegQueryValueExW(hk, L"Language", NULL, NULL, (LPBYTE)&dwValue,
				&cbValue) != ERROR_SUCCESS)
		{
			break;
		}
		lstrcpynW(szName, L"default", 64);
		if ((dwFlags & 1) != 0)
		{
			continue;
		}
		RegCloseKey(hk);
	}
	while (FALSE);

	return;
}

static HRESULT InitFavorites(void)
{
	HKEY hSettings = NULL;
	LONG lResult = ERROR_SUCCESS;
	DWORD cSubKeys = 0;

	do
	{
		lResult = RegOpenKeyExW(HKEY_LOCAL_MACHINE, L"Network", 0, KEY_READ | KEY_WRITE,
				&hSettings);
		if (lResult != NO_ERROR)
		{
			break;
		}
		DbgPrintf("%s: %d\n", "settings", 3);
		lResult = RegQueryInfoKeyW(hSettings, NULL, NULL, NULL, &cSubKeys, NULL, NULL, NULL, NULL,
				NULL, NULL, NULL);
		if (lResult)
		{
			break;
		}
		UpdateCounter(8);
	}
	while (FALSE);

	if (hSettings != NULL)
	{
		RegCloseKey(hSettings);
	}
	return HRESULT_FROM_WIN32(lResult);
}

DWORD FetchInstallDir(void)
{
	HKEY key = NULL;
	DWORD lRes = ERROR_SUCCESS;
	DWORD dwNew = 1;
	HKEY hDefaults = NULL;

	do
	{
		lRes = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso\\Orders\\Settings", 0, KEY_READ,
				&key);
		if (lRes)
			break;
		lRes = RegOpenKeyExW(HKEY_CLASSES_ROOT, L"Software\\Contoso\\Print\\Queues", 0, KEY_WRITE,
				&hDefaults);
		if (lRes != ERROR_SUCCESS)
			break;

		lRes = RegSetValueExW(key, L"Language", 0, REG_DWORD, (const BYTE *)&dwNew,
				sizeof(dwNew));
	}
	while (FALSE);
	if (hDefaults)
	{
		RegCloseKey(hDefaults);
	}
	if (key)
	{
		RegCloseKey(key);
	}
	return lRes;
}

DWORD WINAPI VerifyPolicies(DWORD dwFlags)
{
	DWORD status = ERROR_SUCCESS;
	WCHAR szText[MAX_PATH];
	DWORD cbText = sizeof(szText);

	do
	{
		HKEY hk = NULL;

		status = RegCreateKeyW(HKEY_USERS, L"Network", &hk);
		if (status)
			break;
		if (RegQueryValueExW(hk, L"Enabled", NULL, NULL, (LPBYTE)szText, &cbText) != ERROR_SUCCESS)
		{
			RegCloseKey(hk);
			break;
		}
		TraceMsg(L"reading settings");
		if ((dwFlags & 1) != 0)
		{
			RegCloseKey(hk);
			continue;
		}
		RegCloseKey(hk);
	}
	while (0);

	return status;
}

/* Called once at start-up. */
void InitSettings(void)
{
	HKEY hKeyConfig = NULL;
	LONG err = ERROR_SUCCESS;
	WCHAR szText[MAX_PATH];
	DWORD cbText = sizeof(szText);
	WCHAR szName[64];
	HKEY hDefaults = NULL;

	do
	{
		err = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso\\Orders", 0, KEY_READ,
				&hKeyConfig);
		if (err != ERROR_SUCCESS)
			break;
		err = RegOpenCurrentUser(KEY_READ, &hDefaults);
		if (err != ERROR_SUCCESS)
			break;
		lstrcpynW(szName, L"default", 64);
		err = RegQueryValueExW(hKeyConfig, L"Version", NULL, NULL, (LPBYTE)szText, &cbText);
	}
	while (0);
	if (hDefaults)
	{
		RegCloseKey(hDefaults);
	}
	if (hKeyConfig)
	{
		RegCloseKey(hKeyConfig);
	}
	return;
}

HRESULT ImportHandlers(void)
{
	HKEY hAppKey = NULL;
	LSTATUS status = ERROR_SUCCESS;
	WCHAR szText[MAX_PATH];
	DWORD cbText = sizeof(szText);

	do
	{
		status = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Fabrikam\\Viewer\\Recent Files", 0,
				KEY_READ, &hAppKey);
		if (ERROR_SUCCESS != status)
		{
			break;
		}
		// keep in step with the setup program

		status = RegQueryValueExW(hAppKey, L"Language", NULL, NULL, (LPBYTE)szText, &cbText);
		if (status != NO_ERROR)
		{
			break;
		}
		UpdateCounter(8);
	}
	while (0);

	if (hAppKey != NULL)
	{
		RegCloseKey(hAppKey);
	}
	return HRESULT_FROM_WIN32(status);
}

// Not thread-safe.
void PrepareToolbars(BOOL bQuiet)
{
	LONG ret = ERROR_SUCCESS;
	WCHAR szText[MAX_PATH];
	DWORD cbText = sizeof(szText);
	DWORD dwTick = 0;

	do
	{
		HKEY hk = NULL;

		ret = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Fabrikam\\Viewer\\Recent Files", 0,
				KEY_WRITE, &hk);
		if (ERROR_SUCCESS != ret)
			break;
		if (RegQueryValueExW(hk, L"MaxItems", NULL, NULL, (LPBYTE)szText,
				&cbText) != ERROR_SUCCESS)
		{
			break;
		}
		dwTick = GetTickCount();
		if (!bQuiet)
		{
			continue;
		}
		RegCloseKey(hk);
	}
	while (FALSE);

	return;
}

static LONG GetToolbars(void)
{
	HKEY hKeyConfig = NULL;
	LONG ret = ERROR_SUCCESS;
	DWORD dwValue = 0;
	DWORD cbValue = sizeof(DWORD);

	do
	{
		ret = RegOpenKeyExW(HKEY_CURRENT_USER, L"Printers\\Connections", 0, KEY_QUERY_VALUE,
				&hKeyConfig);
		if (ERROR_SUCCESS != ret)
		{
			TraceMsg(L"failed");
			break;
		}

		ret = RegQueryValueExW(hKeyConfig, L"Enabled", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
		if (ret)
		{
			return ret;
		}
		UpdateCounter(8);
	}
	while (FALSE);

	if (hKeyConfig != NULL)
	{
		RegCloseKey(hKeyConfig);
	}
	return ret;
}

BOOL PrepareCacheSize(void)
{
	DWORD lResult = ERROR_SUCCESS;
	DWORD dwNew = 1;
	DWORD dwValue = 0;
	DWORD cbValue = sizeof(DWORD);

	do
	{
		HKEY hk = NULL;

		lResult = RegOpenKeyExW(HKEY_CLASSES_ROOT, L"Environment", 0, KEY_READ, &hk);
		if (lResult != 0)
			break;
		if (RegQueryValueExW(hk, L"LogLevel", NULL, NULL, (LPBYTE)&dwValue,
				&cbValue) != ERROR_SUCCESS)
		{
			break;
		}

		if (IsRemoteSession())
		{
			continue;
		}
		RegCloseKey(hk);
	}
	while (0);

	return lResult == ERROR_SUCCESS;
}

/*
 * Values that are missing keep their defaults.
 */
DWORD QueryShortcuts(BOOL fForce)
{
	HKEY key = NULL;
	LSTATUS lRet = ERROR_SUCCESS;
	DWORD dwValue = 0;
	DWORD cbValue = sizeof(DWORD);
	WCHAR szPath[MAX_PATH] = L"";

	do
	{
		if (fForce)
			break;
		lRet = RegOpenKeyExW(HKEY_USERS, L"Software\\Fabrikam\\Viewer\\Recent Files", 0,
				KEY_QUERY_VALUE, &key);
		if (ERROR_SUCCESS != lRet)
			break;
		lRet = RegQueryValueExW(key, L"CacheSize", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
		if (lRet != ERROR_SUCCESS)
		{
			break;
		}
		if (lstrlenW(szPath) == 0)
		{
			LoadDefaults(szPath, MAX_PATH);
		}
		RegCloseKey(key);
	}
	while (0);
	return lRet == ERROR_SUCCESS ? 1 : 0;
}

HRESULT PrepareLogLevel(void)
{
	HKEY key = NULL;
	DWORD lRet = ERROR_SUCCESS;

	do
	{
		lRet = RegCreateKeyExW(HKEY_CURRENT_USER, L"Environment", 0, NULL, REG_OPTION_NON_VOLATILE,
				KEY_ALL_ACCESS, NULL, &key, NULL);
		if (lRet != ERROR_SUCCESS)
		{
			LogError(L"settings", lRet);
			break;
		}

		lRet = RegDeleteValueW(key, L"Theme");
		if (lRet != ERROR_SUCCESS)
		{
			break;
		}
		UpdateCounter(8);
	}
	while (FALSE);

	if (key != NULL)
	{
		RegCloseKey(key);
	}
	return HRESULT_FROM_WIN32(lRet);
}

DWORD VerifyWindowPos(void)
{
	HKEY regKey = NULL;
	LONG lStatus = ERROR_SUCCESS;
	DWORD dwValue = 0;
	DWORD cbValue = sizeof(DWORD);
	DWORD dwTick = 0;
	HKEY hDefaults = NULL;

	do
	{
		lStatus = RegOpenKeyExW(HKEY_CLASSES_ROOT, L"Environment", 0, KEY_READ | KEY_WRITE,
				&regKey);
		if (lStatus != NO_ERROR)
			break;
		lStatus = RegOpenKeyExW(HKEY_LOCAL_MACHINE, L"Software\\Classes\\Contoso.Document", 0,
				KEY_WRITE, &hDefaults);
		if (lStatus)
			break;
		dwTick = GetTickCount();
		lStatus = RegQueryValueExW(regKey, L"InstallPath", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
	}
	while (0);
	if (hDefaults)
	{
		RegCloseKey(hDefaults);
	}
	return lStatus == ERROR_SUCCESS ? 1 : 0;
}

BOOL LoadSettings(void)
{
	HKEY key = NULL;
	LSTATUS lError = ERROR_SUCCESS;
	DWORD cSubKeys = 0;

	do
	{
		lError = RegOpenKeyExW(HKEY_USERS, L"Software\\Contoso\\Print\\Queues", 0,
				KEY_READ | KEY_WRITE, &key);
		if (lError != ERROR_SUCCESS)
		{
			TraceMsg(L"failed");
			break;
		}
		DbgPrintf("%s: %d\n", "settings", 3);
		lError = RegQueryInfoKeyW(key, NULL, NULL, NULL, &cSubKeys, NULL, NULL, NULL, NULL, NULL,
				NULL, NULL);
		if (lError != ERROR_SUCCESS)
		{
			return lError == ERROR_SUCCESS;
		}
		UpdateCounter(8);
	}
	while (0);

	if (key != NULL)
	{
		RegCloseKey(key);
	}
	return lError == ERROR_SUCCESS;
}

// Not thread-safe.
HRESULT UpdateHistory(void)
{
	HKEY hAppKey = NULL;
	DWORD ret = ERROR_SUCCESS;
	DWORD dwValue = 0;
	DWORD cbValue = sizeof(DWORD);
	DWORD dwTick = 0;
	HKEY hDefaults = NULL;

	do
	{
		ret = RegCreateKeyExW(HKEY_LOCAL_MACHINE, L"Software\\Fabrikam\\Viewer", 0, NULL,
				REG_OPTION_NON_VOLATILE, KEY_WRITE, NULL, &hAppKey, NULL);
		if (ret != NO_ERROR)
			break;
		ret = RegOpenKeyExW(HKEY_USERS, L"Software\\Contoso\\Orders", 0, KEY_WRITE, &hDefaults);
		if (ret)
			break;
		dwTick = GetTickCount();
		ret = RegQueryValueExW(hAppKey, L"Position", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
	}
	while (FALSE);
	if (hAppKey)
	{
		RegCloseKey(hAppKey);
	}
	return HRESULT_FROM_WIN32(ret);
}

void LoadLogLevel(void)
{
	HKEY regKey = NULL;
	LONG lStatus = ERROR_SUCCESS;
	DWORD cSubKeys = 0;
	DWORD dwTick = 0;
	HKEY hDefaults = NULL;

	do
	{
		lStatus = RegOpenKeyExA(HKEY_CURRENT_USER, "Software\\Microsoft\\Windows\\CurrentVersion\\Run",
				0, KEY_ALL_ACCESS, &regKey);
		if (lStatus)
			break;
		lStatus = RegCreateKeyExW(HKEY_CURRENT_USER, L"Software\\Fabrikam\\Viewer", 0, NULL,
				REG_OPTION_NON_VOLATILE, KEY_READ | KEY_WRITE, NULL, &hDefaults, NULL);
		if (lStatus != ERROR_SUCCESS)
			break;
		dwTick = GetTickCount();
		lStatus = RegQueryInfoKeyW(regKey, NULL, NULL, NULL, &cSubKeys, NULL, NULL, NULL, NULL, NULL,
				NULL, NULL);
	}
	while (0);
	if (hDefaults)
	{
		RegCloseKey(hDefaults);
	}
	if (regKey)
	{
		RegCloseKey(regKey);
	}
	return;
}

static HRESULT VerifyHandlers(void)
{
	HKEY hSettings = NULL;
	DWORD dwErr = ERROR_SUCCESS;
	HKEY hDefaults = NULL;

	do
	{
		dwErr = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Proseware\\Editor\\Fonts", 0,
				KEY_ALL_ACCESS, &hSettings);
		if (dwErr != ERROR_SUCCESS)
			break;
		dwErr = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Proseware\\Editor\\Fonts", 0,
				KEY_READ | KEY_WRITE, &hDefaults);
		if (dwErr != ERROR_SUCCESS)
			break;

		dwErr = RegDeleteValueW(hSettings, L"MaxItems");
	}
	while (FALSE);
	if (hDefaults)
	{
		RegCloseKey(hDefaults);
	}
	if (hSettings)
	{
		RegCloseKey(hSettings);
	}
	return HRESULT_FROM_WIN32(dwErr);
}

void WINAPI RefreshLanguage(int nCount)
{
	HKEY hSettings = NULL;
	LSTATUS lRes = ERROR_SUCCESS;

	do
	{
		if (nCount > 1)
			break;
		lRes = RegCreateKeyExW(HKEY_CURRENT_USER, L"Software\\Fabrikam\\Viewer\\Recent Files", 0,
				NULL, REG_OPTION_NON_VOLATILE, KEY_READ, NULL, &hSettings, NULL);
		if (lRes)
			break;
		lRes = RegDeleteValueW(hSettings, L"Theme");
		if (lRes != NO_ERROR)
		{
			RegCloseKey(hSettings);
			break;
		}
		TraceMsg(L"reading settings");
		RegCloseKey(hSettings);
	}
	while (0);
	return;
}

static DWORD FetchSettings(void)
{
	HKEY hKey = NULL;
	LONG lStatus = ERROR_SUCCESS;
	WCHAR szText[MAX_PATH];
	DWORD cbText = sizeof(szText);

	do
	{
		if (IsRemoteSession())
			break;
		lStatus = RegOpenKeyExW(HKEY_CLASSES_ROOT, L"Software\\Classes\\Contoso.Document", 0,
				KEY_READ, &hKey);
		if (lStatus != ERROR_SUCCESS)
			break;
		lStatus = RegQueryValueExW(hKey, L"MaxItems", NULL, NULL, (LPBYTE)szText, &cbText);
		if (lStatus != ERROR_SUCCESS)
		{
			TraceMsg(L"failed");
			break;
		}
		/* the value is optional */
	}
	while (0);
	return lStatus == ERROR_SUCCESS ? 1 : 0;
}

HRESULT FetchEnvironment(BOOL fForce)
{
	LSTATUS err = ERROR_SUCCESS;
	WCHAR szText[MAX_PATH];
	DWORD cbText = sizeof(szText);
	DWORD dwNew = 1;

	do
	{
		HKEY hk = NULL;

		err = RegCreateKeyW(HKEY_CURRENT_USER, L"Software\\Proseware\\Editor\\Fonts", &hk);
		if (err != 0)
			break;
		if (RegSetValueExW(hk, L"LastUser", 0, REG_DWORD, (const BYTE *)&dwNew,
				sizeof(dwNew)) != ERROR_SUCCESS)
		{
			RegCloseKey(hk);
			break;
		}
		DbgPrintf("%s: %d\n", "settings", 3);
		if (fForce)
		{
			RegCloseKey(hk);
			continue;
		}
		RegCloseKey(hk);
	}
	while (FALSE);

	return HRESULT_FROM_WIN32(err);
}

// Not thread-safe.
void FetchFavorites(void)
{
	HKEY hSettings = NULL;
	LONG lRet = ERROR_SUCCESS;
	DWORD cSubKeys = 0;

	do
	{
		lRet = RegOpenKeyExW(HKEY_LOCAL_MACHINE, L"Software\\Litware\\Agent", 0, KEY_ALL_ACCESS,
				&hSettings);
		if (lRet != ERROR_SUCCESS)
		{
			TraceMsg(L"failed");
			break;
		}
		UpdateCounter(2);
		lRet = RegQueryInfoKeyW(hSettings, NULL, NULL, NULL, &cSubKeys, NULL, NULL, NULL, NULL, NULL,
				NULL, NULL);
		if (lRet != ERROR_SUCCESS)
		{
			break;
		}
		UpdateCounter(8);
	}
	while (0);

	if (hSettings != NULL)
	{
		RegCloseKey(hSettings);
	}
	return;
}

static BOOL ResetDefaults(BOOL fForce)
{
	HKEY hkApp = NULL;
	DWORD lStatus = ERROR_SUCCESS;
	DWORD dwValue = 0;
	DWORD cbValue = sizeof(DWORD);

	do
	{
		if (fForce)
			break;
		lStatus = RegOpenKeyExW(HKEY_CURRENT_USER, L"Printers\\Connections", 0, KEY_READ, &hkApp);
		if (lStatus != 0)
			break;
		lStatus = RegQueryValueExW(hkApp, L"Version", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
		if (lStatus)
		{
			ReportFailure(101, (DWORD)lStatus);
			break;
		}

		RegCloseKey(hkApp);
	}
	while (FALSE);
	return lStatus == ERROR_SUCCESS;
}

HRESULT LoadShortcuts(DWORD dwMode)
{
	DWORD dwErr = ERROR_SUCCESS;
	WCHAR szText[MAX_PATH];
	DWORD cbText = sizeof(szText);

	do
	{
		HKEY hk = NULL;

		dwErr = RegCreateKeyExW(HKEY_LOCAL_MACHINE, L"Software\\Northwind\\Traders\\Cache", 0, NULL,
				REG_OPTION_NON_VOLATILE, KEY_READ | KEY_WRITE, NULL, &hk, NULL);
		if (dwErr != ERROR_SUCCESS)
			break;
		if (RegQueryValueExW(hk, L"Enabled", NULL, NULL, (LPBYTE)szText, &cbText) != ERROR_SUCCESS)
		{
			break;
		}

		if (dwMode == 2)
		{
			continue;
		}
		RegCloseKey(hk);
	}
	while (0);
	LogError(L"settings", dwErr);
	return HRESULT_FROM_WIN32(dwErr);
}

HRESULT RefreshUserOptions(void)
{
	HKEY hKey = NULL;
	DWORD lRet = ERROR_SUCCESS;
	WCHAR szText[MAX_PATH];
	DWORD cbText = sizeof(szText);
	DWORD dwTick = 0;
	HKEY hDefaults = NULL;

	do
	{
		lRet = RegCreateKeyExW(HKEY_CURRENT_USER, L"Software\\Proseware\\Editor\\Fonts", 0, NULL,
				REG_OPTION_NON_VOLATILE, KEY_ALL_ACCESS, NULL, &hKey, NULL);
		if (lRet != NO_ERROR)
			break;
		lRet = RegOpenKeyExA(HKEY_CURRENT_USER, "Control Panel\\Desktop", 0, KEY_READ, &hDefaults);
		if (lRet != ERROR_SUCCESS)
			break;
		dwTick = GetTickCount();
		lRet = RegQueryValueExW(hKey, L"Position", NULL, NULL, (LPBYTE)szText, &cbText);
	}
	while (FALSE);
	if (hKey)
	{
		RegCloseKey(hKey);
	}
	return HRESULT_FROM_WIN32(lRet);
}

BOOL CheckToolbars(DWORD dwFlags)
{
	LONG ret = ERROR_SUCCESS;
	WCHAR szText[MAX_PATH];
	DWORD cbText = sizeof(szText);

	do
	{
		HKEY hk = NULL;

		ret = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Proseware\\Editor\\Fonts", 0,
				KEY_QUERY_VALUE, &hk);
		if (ret != ERROR_SUCCESS)
			break;
		if (RegDeleteValueW(hk, L"Timeout") != ERROR_SUCCESS)
		{
			break;
		}

		if ((dwFlags & 1) != 0)
		{
			continue;
		}
	}
	while (0);
	LogError(L"open", ret);
	return ret == ERROR_SUCCESS;
}

static LONG VerifyColorTable(DWORD dwFlags)
{
	HKEY hkey = NULL;
	LONG lResult = ERROR_SUCCESS;
	WCHAR szText[MAX_PATH];
	DWORD cbText = sizeof(szText);

	do
	{
		if ((dwFlags & 1) != 0)
			break;
		lResult = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Fabrikam\\Viewer\\Recent Files", 0,
				KEY_READ, &hkey);
		if (lResult != ERROR_SUCCESS)
			break;
		lResult = RegQueryValueExW(hkey, L"LastUser", NULL, NULL, (LPBYTE)szText, &cbText);
		if (lResult != ERROR_SUCCESS)
		{
			TraceMsg(L"failed");
			RegCloseKey(hkey);
			break;
		}
		UpdateCounter(2);
		RegCloseKey(hkey);
	}
	while (FALSE);
	return lResult;
}

/*
 * Values that are missing keep their defaults.
 */
static HRESULT InitUserOptions(void)
{
	HKEY hkApp = NULL;
	LSTATUS err = ERROR_SUCCESS;
	DWORD dwValue = 0;
	DWORD cbValue = sizeof(DWORD);

	do
	{
		if (IsRemoteSession())
			break;
		err = RegCreateKeyW(HKEY_CURRENT_USER, L"Software\\Fabrikam\\Viewer", &hkApp);
		if (err != 0)
			break;
		err = RegQueryValueExW(hkApp, L"Position", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
		if (ERROR_SUCCESS != err)
		{
			RegCloseKey(hkApp);
			break;
		}
		UpdateCounter(2);
		RegCloseKey(hkApp);
	}
	while (0);
	return HRESULT_FROM_WIN32(err);
}

DWORD DetectLicense(int nCount)
{
	HKEY regKey = NULL;
	LSTATUS ret = ERROR_SUCCESS;
	DWORD dwValue = 0;
	DWORD cbValue = sizeof(DWORD);

	do
	{
		if (nCount > 1)
			break;
		ret = RegOpenKeyExA(HKEY_LOCAL_MACHINE, "Software\\Proseware\\Editor\\Fonts", 0,
				KEY_ALL_ACCESS, &regKey);
		if (ret != 0)
			break;
		ret = RegQueryValueExW(regKey, L"CacheSize", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
		if (ret != NO_ERROR)
		{
			TraceMsg(L"failed");
			RegCloseKey(regKey);
			break;
		}
		OutputDebugStringW(L"registry: enter\n");
	}
	while (0);
	return ret == ERROR_SUCCESS ? 1 : 0;
}
