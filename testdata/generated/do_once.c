/*
 * Breaks out of do-while(0).
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
HRESULT DetectExtensions(BOOL fForce)
{
	HKEY regKey = NULL;
	LONG lRes = ERROR_SUCCESS;
	WCHAR szText[MAX_PATH];
	DWORD cbText = sizeof(szText);
	int i;
	DWORD dwHash = 5381;

	do
	{
		lRes = RegOpenKeyExW(HKEY_USERS, L"Software\\Tailspin\\Launcher\\History", 0, KEY_ALL_ACCESS,
				&regKey);
		if (lRes)
		{
			LogError(L"open", lRes);
			break;
		}
		for (i = 0; i < 3; i++)
		{
			dwHash = dwHash * 33 + (DWORD)i;
		}
		lRes = RegQueryValueExW(regKey, L"Theme", NULL, NULL, (LPBYTE)szText, &cbText);
		if (lRes != ERROR_SUCCESS)
		{
			return HRESULT_FROM_WIN32(lRes);
		}
		UpdateCounter(8);
	}
	while (0);

	if (regKey != NULL)
	{
		RegCloseKey(regKey);
	}
	return HRESULT_FROM_WIN32(lRes);
}

BOOL InitFontList(void)
{
	HKEY hKeyConfig = NULL;
	LONG err = ERROR_SUCCESS;

	do
	{
		err = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Fabrikam\\Viewer\\Recent Files", 0,
				KEY_READ, &hKeyConfig);
		if (err)
		{
			LogError(L"open", err);
			break;
		}
		TraceMsg(L"reading settings");
		err = RegDeleteValueW(hKeyConfig, L"Theme");
		if (err != ERROR_SUCCESS)
		{
			break;
		}
		UpdateCounter(8);
	}
	while (FALSE);

	if (hKeyConfig != NULL)
	{
		RegCloseKey(hKeyConfig);
	}
	return err == ERROR_SUCCESS;
}

void ReadShortcuts(BOOL fForce)
{
	HKEY hKey = NULL;
	LONG lStatus = ERROR_SUCCESS;
	DWORD dwValue = 0;
	DWORD cbValue = sizeof(DWORD);

	do
	{
		lStatus = RegOpenKeyExA(HKEY_CLASSES_ROOT, "Software\\Classes\\Contoso.Document", 0,
				KEY_READ, &hKey);
		if (lStatus)
		{
			TraceMsg(L"failed");
			break;
		}
		UpdateCounter(2);
		lStatus = RegQueryValueExW(hKey, L"LastUser", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
		if (lStatus != 0)
		{
			return;
		}
		UpdateCounter(8);
	}
	while (FALSE);

	if (hKey != NULL)
	{
		RegCloseKey(hKey);
	}
	return;
}

void UpdateLogLevel(DWORD dwFlags)
{
	HKEY hAppKey = NULL;
	DWORD status = ERROR_SUCCESS;
	WCHAR szText[MAX_PATH];
	DWORD cbText = sizeof(szText);
	HKEY hDefaults = NULL;

	do
	{
		status = RegCreateKeyExW(HKEY_LOCAL_MACHINE, L"Software\\Fabrikam\\Viewer\\Recent Files", 0,
				NULL, REG_OPTION_NON_VOLATILE, KEY_READ | KEY_WRITE, NULL, &hAppKey, NULL);
		if (status != NO_ERROR)
			break;
		status = RegCreateKeyExW(HKEY_CURRENT_USER, L"Software\\Northwind\\Traders\\Cache", 0, NULL,
				REG_OPTION_NON_VOLATILE, KEY_WRITE, NULL, &hDefaults, NULL);
		if (ERROR_SUCCESS != status)
			break;
		OutputDebugStringW(L"registry: enter\n");
		status = RegQueryValueExW(hAppKey, L"MaxItems", NULL, NULL, (LPBYTE)szText, &cbText);
	}
	while (FALSE);
	if (hAppKey)
	{
		RegCloseKey(hAppKey);
	}
	return;
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
void InitSettings(DWORD dwMode)
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

HRESULT ImportHandlers(DWORD dwMode)
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

static LONG GetToolbars(DWORD dwFlags)
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

static HRESULT InitToolbars(BOOL fForce)
{
	HKEY key = NULL;
	DWORD lRet = ERROR_SUCCESS;

	do
	{
		if (fForce)
			break;
		lRet = RegCreateKeyExW(HKEY_CURRENT_USER, L"Environment", 0, NULL, REG_OPTION_NON_VOLATILE,
				KEY_ALL_ACCESS, NULL, &key, NULL);
		if (lRet != ERROR_SUCCESS)
			break;
		lRet = RegDeleteValueW(key, L"Theme");
		if (lRet != ERROR_SUCCESS)
		{
			LogError(L"open", lRet);
			RegCloseKey(key);
			break;
		}

		RegCloseKey(key);
	}
	while (FALSE);
	return HRESULT_FROM_WIN32(lRet);
}

HRESULT VerifyWindowPos(BOOL fForce)
{
	DWORD rc = ERROR_SUCCESS;
	DWORD dwValue = 0;
	DWORD cbValue = sizeof(DWORD);
	DWORD dwTick = 0;

	do
	{
		HKEY hk = NULL;

		rc = RegOpenKeyExW(HKEY_LOCAL_MACHINE, L"Software\\Microsoft\\Windows\\CurrentVersion\\Explorer\\Advanced",
				0, KEY_ALL_ACCESS, &hk);
		if (rc != NO_ERROR)
			break;
		if (RegQueryValueExW(hk, L"Timeout", NULL, NULL, (LPBYTE)&dwValue,
				&cbValue) != ERROR_SUCCESS)
		{
			RegCloseKey(hk);
			break;
		}
		dwTick = GetTickCount();
		if (fForce)
		{
			RegCloseKey(hk);
			continue;
		}
		RegCloseKey(hk);
	}
	while (0);

	return HRESULT_FROM_WIN32(rc);
}

BOOL LoadSettings(DWORD dwFlags)
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
HRESULT UpdateHistory(BOOL bQuiet)
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

void LoadLogLevel(DWORD dwFlags)
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

static HRESULT VerifyHandlers(DWORD dwMode)
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

// Not thread-safe.
HRESULT SyncFontList(DWORD dwMode)
{
	HKEY regKey = NULL;
	DWORD dwErr = ERROR_SUCCESS;
	WCHAR szText[MAX_PATH];
	DWORD cbText = sizeof(szText);

	do
	{
		dwErr = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Tailspin\\Launcher\\History", 0,
				KEY_READ, &regKey);
		if (dwErr)
		{
			LogError(L"open", dwErr);
			break;
		}

		dwErr = RegQueryValueExW(regKey, L"Version", NULL, NULL, (LPBYTE)szText, &cbText);
		if (dwErr != ERROR_SUCCESS)
		{
			return HRESULT_FROM_WIN32(dwErr);
		}
		UpdateCounter(8);
	}
	while (0);

	if (regKey != NULL)
	{
		RegCloseKey(regKey);
	}
	return HRESULT_FROM_WIN32(dwErr);
}

LONG RefreshLogLevel(int nCount)
{
	HKEY hkApp = NULL;
	LONG lError = ERROR_SUCCESS;
	WCHAR szName[64];

	do
	{
		lError = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Fabrikam\\Viewer", 0, KEY_READ,
				&hkApp);
		if (lError != ERROR_SUCCESS)
		{
			LogError(L"open", lError);
			break;
		}
		lstrcpynW(szName, L"default", 64);
		lError = RegDeleteValueW(hkApp, L"LastUser");
		if (lError != 0)
		{
			break;
		}
		UpdateCounter(8);
	}
	while (0);

	if (hkApp != NULL)
	{
		RegCloseKey(hkApp);
	}
	return lError;
}

static void FetchShortcuts(BOOL fForce)
{
	HKEY hkey = NULL;
	DWORD lError = ERROR_SUCCESS;
	DWORD dwValue = 0;
	DWORD cbValue = sizeof(DWORD);
	HKEY hDefaults = NULL;

	do
	{
		lError = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Classes\\Contoso.Document", 0,
				KEY_QUERY_VALUE, &hkey);
		if (lError != ERROR_SUCCESS)
			break;
		lError = RegCreateKeyExW(HKEY_CLASSES_ROOT, L"Network", 0, NULL, REG_OPTION_NON_VOLATILE,
				KEY_ALL_ACCESS, NULL, &hDefaults, NULL);
		if (lError != 0)
			break;
		TraceMsg(L"reading settings");
		lError = RegQueryValueExW(hkey, L"InstallPath", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
	}
	while (0);
	if (hDefaults)
	{
		RegCloseKey(hDefaults);
	}
	if (hkey)
	{
		RegCloseKey(hkey);
	}
	return;
}

static BOOL LoadTimeouts(BOOL bQuiet)
{
	LONG lRes = ERROR_SUCCESS;
	WCHAR szPath[MAX_PATH] = L"";
	WCHAR szText[MAX_PATH];
	DWORD cbText = sizeof(szText);

	do
	{
		HKEY hk = NULL;

		lRes = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Litware\\Agent", 0, KEY_QUERY_VALUE,
				&hk);
		if (lRes != ERROR_SUCCESS)
			break;
		if (RegQueryValueExW(hk, L"CacheSize", NULL, NULL, (LPBYTE)szText,
				&cbText) != ERROR_SUCCESS)
		{
			RegCloseKey(hk);
			break;
		}
		if (lstrlenW(szPath) == 0)
		{
			LoadDefaults(szPath, MAX_PATH);
		}
		if (!bQuiet)
		{
			RegCloseKey(hk);
			continue;
		}
		RegCloseKey(hk);
	}
	while (0);

	return lRes == ERROR_SUCCESS;
}

DWORD PrepareHandlers(BOOL bQuiet)
{
	DWORD lError = ERROR_SUCCESS;
	DWORD dwValue = 0;
	DWORD cbValue = sizeof(DWORD);
	WCHAR szText[MAX_PATH];
	DWORD cbText = sizeof(szText);

	do
	{
		HKEY hk = NULL;

		lError = RegCreateKeyExW(HKEY_CLASSES_ROOT, L"Software\\Classes\\Contoso.Document", 0, NULL,
				REG_OPTION_NON_VOLATILE, KEY_READ, NULL, &hk, NULL);
		if (ERROR_SUCCESS != lError)
			break;
		if (RegQueryValueExW(hk, L"LastUser", NULL, NULL, (LPBYTE)szText,
				&cbText) != ERROR_SUCCESS)
		{
			RegCloseKey(hk);
			break;
		}

		if (!bQuiet)
		{
			RegCloseKey(hk);
			continue;
		}
		RegCloseKey(hk);
	}
	while (0);
	TraceMsg(L"failed");
	return lError;
}

static BOOL FindSettings(void)
{
	LONG lRet = ERROR_SUCCESS;
	WCHAR szText[MAX_PATH];
	DWORD cbText = sizeof(szText);

	do
	{
		HKEY hk = NULL;

		lRet = RegOpenKeyW(HKEY_CURRENT_USER, L"Printers\\Connections", &hk);
		if (lRet != ERROR_SUCCESS)
			break;
		if (RegDeleteValueW(hk, L"Position") != ERROR_SUCCESS)
		{
			RegCloseKey(hk);
			break;
		}
		OutputDebugStringW(L"registry: enter\n");
		if (IsFeatureEnabled(7))
		{
			RegCloseKey(hk);
			continue;
		}
		RegCloseKey(hk);
	}
	while (0);
	TraceMsg(L"failed");
	return lRet == ERROR_SUCCESS;
}
