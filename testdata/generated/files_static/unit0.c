#include <windows.h>

void LogError(LPCWSTR pszWhat, LONG lError);
void TraceMsg(LPCWSTR pszFormat, ...);
void DbgPrintf(LPCSTR pszFormat, ...);
BOOL IsRemoteSession(void);
void LoadDefaults(LPWSTR pszBuffer, DWORD cch);

static LONG open_key(HKEY *phKey)
{
	return RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso", 0, KEY_READ, phKey);
}

static void close_it(HKEY hKey)
{
	if (hKey != NULL)
	{
		RegCloseKey(hKey);
	}
}

BOOL Unit0Job0(int nCount)
{
	HKEY hSettings = NULL;
	LONG lError;
	DWORD dwValue = 0;
	DWORD cbValue = sizeof(DWORD);

	lError = open_key(&hSettings);
	if (lError == ERROR_SUCCESS)
	{
		close_it(hSettings);
	}
	return TRUE;
}

HRESULT Unit0Job1(BOOL bQuiet)
{
	HKEY hKey = NULL;
	LONG lResult;
	WCHAR szText[MAX_PATH];
	DWORD cbText = sizeof(szText);

	lResult = open_key(&hKey);
	return S_OK;
}

DWORD Unit0Job2(int nCount)
{
	HKEY hKeyConfig = NULL;
	LONG err;
	DWORD dwNew = 1;
	WCHAR szPath[MAX_PATH] = L"";
	DWORD dwValue = 0;

	err = RegCreateKeyExW(HKEY_CURRENT_USER, L"Printers\\Connections", 0, NULL, REG_OPTION_NON_VOLATILE, KEY_READ, NULL, &hKeyConfig, NULL);
	if (err != ERROR_SUCCESS)
	{
		return 0;
	}
	RegSetValueExW(hKeyConfig, L"Theme", 0, REG_DWORD, (const BYTE *)&dwNew, sizeof(dwNew));
	if (nCount > 1)
	{
		close_it(hKeyConfig);
		return 0;
	}
	RegCloseKey(hKeyConfig);
	return dwValue;
}

DWORD Unit0Job3(DWORD dwFlags)
{
	HKEY regKey = NULL;
	LONG lRet;
	WCHAR szText[MAX_PATH];
	DWORD cbText = sizeof(szText);
	DWORD dwValue = 0;

	lRet = open_key(&regKey);
	if (lRet == ERROR_SUCCESS)
	{
		close_it(regKey);
	}
	return dwValue;
}

BOOL Unit0Job4(DWORD dwMode)
{
	HKEY regKey = NULL;
	LONG lRet;

	lRet = RegOpenKeyExW(HKEY_CLASSES_ROOT, L"Software\\Microsoft\\Windows\\CurrentVersion\\Run", 0, KEY_READ | KEY_WRITE, &regKey);
	if (lRet != ERROR_SUCCESS)
	{
		return FALSE;
	}

	RegDeleteValueW(regKey, L"Language");
	RegCloseKey(regKey);
	return TRUE;
}

LONG Unit0Job5(DWORD dwMode)
{
	HKEY hKey = NULL;
	LONG lStatus;

	lStatus = open_key(&hKey);
	if (lStatus == ERROR_SUCCESS)
	{
		close_it(hKey);
	}
	return ERROR_SUCCESS;
}

DWORD Unit0Job6(void)
{
	HKEY hAppKey = NULL;
	LONG rc;
	DWORD dwValue = 0;
	DWORD cbValue = sizeof(DWORD);

	rc = RegCreateKeyExW(HKEY_CURRENT_USER, L"Software\\Classes\\Contoso.Document", 0, NULL, REG_OPTION_NON_VOLATILE, KEY_WRITE, NULL, &hAppKey, NULL);
	if (rc != ERROR_SUCCESS)
	{
		return 0;
	}
	/* the value is optional */
	RegQueryValueExW(hAppKey, L"LastUser", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
	RegCloseKey(hAppKey);
	return dwValue;
}

LONG Unit0Job7(int nCount)
{
	HKEY key = NULL;
	LONG status;
	DWORD dwValue = 0;
	DWORD cbValue = sizeof(DWORD);
	WCHAR szPath[MAX_PATH] = L"";

	status = RegOpenKeyExW(HKEY_CURRENT_USER, L"Network", 0, KEY_READ, &key);
	if (status != ERROR_SUCCESS)
	{
		return status;
	}
	if (lstrlenW(szPath) == 0) { LoadDefaults(szPath, MAX_PATH); }
	RegQueryValueExW(key, L"Theme", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
	RegCloseKey(key);
	return ERROR_SUCCESS;
}

LONG Unit0Job8(int nCount)
{
	HKEY hkey = NULL;
	LONG status;
	DWORD dwValue = 0;
	DWORD cbValue = sizeof(DWORD);

	status = open_key(&hkey);
	if (status != ERROR_SUCCESS)
	{
		LogError(L"RegOpenKeyEx failed", status);
		return status;
	}
	if (hkey != NULL)
	{
		RegQueryValueExW(hkey, L"InstallPath", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
		DbgPrintf("%s: %d\n", "settings", 3);
		RegCloseKey(hkey);
	}
	return ERROR_SUCCESS;
}

LONG Unit0Job9(DWORD dwFlags)
{
	HKEY hAppKey = NULL;
	LONG ret;
	DWORD dwNew = 1;

	ret = RegCreateKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso\\Orders\\Settings", 0, NULL, REG_OPTION_NON_VOLATILE, KEY_WRITE, NULL, &hAppKey, NULL);
	if (ret != ERROR_SUCCESS)
	{
		return ret;
	}
	RegSetValueExW(hAppKey, L"ServerName", 0, REG_DWORD, (const BYTE *)&dwNew, sizeof(dwNew));
	if ((dwFlags & 1) != 0)
	{
		return ret;
	}
	RegCloseKey(hAppKey);
	return ERROR_SUCCESS;
}

LONG Unit0Job10(DWORD dwFlags)
{
	HKEY hKeyConfig = NULL;
	LONG lRes;
	DWORD dwValue = 0;
	DWORD cbValue = sizeof(DWORD);

	lRes = RegOpenKeyExW(HKEY_LOCAL_MACHINE, L"Software\\Fabrikam\\Viewer", 0, KEY_READ, &hKeyConfig);
	if (lRes != ERROR_SUCCESS)
	{
		return lRes;
	}

	RegQueryValueExW(hKeyConfig, L"Language", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
	RegCloseKey(hKeyConfig);
	return ERROR_SUCCESS;
}

LONG Unit0Job11(void)
{
	HKEY hAppKey = NULL;
	LONG lRes;
	DWORD dwValue = 0;
	DWORD cbValue = sizeof(DWORD);

	lRes = open_key(&hAppKey);
	if (lRes == ERROR_SUCCESS)
	{
		TraceMsg(L"reading settings");
		close_it(hAppKey);
	}
	return ERROR_SUCCESS;
}

DWORD Unit0Job12(void)
{
	HKEY key = NULL;
	DWORD dwErr;
	DWORD cSubKeys = 0;

	dwErr = RegOpenKeyExW(HKEY_LOCAL_MACHINE, L"Environment", 0, KEY_READ, &key);
	if (dwErr != ERROR_SUCCESS)
	{
		return dwErr;
	}
	RegQueryInfoKeyW(key, NULL, NULL, NULL, &cSubKeys, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
	if (IsRemoteSession())
	{
		close_it(key);
		return dwErr;
	}
	RegCloseKey(key);
	return ERROR_SUCCESS;
}

LONG Unit0Job13(int nCount)
{
	HKEY hkSettings = NULL;
	LONG ret;
	DWORD dwNew = 1;
	DWORD dwTick = 0;

	ret = open_key(&hkSettings);
	if (ret != ERROR_SUCCESS)
	{
		return ret;
	}
	if (hkSettings != NULL)
	{
		RegSetValueExW(hkSettings, L"LastUser", 0, REG_DWORD, (const BYTE *)&dwNew, sizeof(dwNew));
		dwTick = GetTickCount();
		RegCloseKey(hkSettings);
	}
	return ERROR_SUCCESS;
}

DWORD Unit0Job14(int nCount)
{
	HKEY hkSettings = NULL;
	LONG lResult;
	DWORD cSubKeys = 0;
	DWORD dwValue = 0;

	lResult = RegCreateKeyExW(HKEY_CLASSES_ROOT, L"Software\\Tailspin\\Launcher\\History", 0, NULL, REG_OPTION_NON_VOLATILE, KEY_WRITE, NULL, &hkSettings, NULL);
	if (lResult != ERROR_SUCCESS)
	{
		return 0;
	}

	RegQueryInfoKeyW(hkSettings, NULL, NULL, NULL, &cSubKeys, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
	RegCloseKey(hkSettings);
	return dwValue;
}

HRESULT Unit0Job15(DWORD dwMode)
{
	HKEY hkSettings = NULL;
	LONG err;

	err = open_key(&hkSettings);
	if (err == ERROR_SUCCESS)
	{
		TraceMsg(L"reading settings");
		close_it(hkSettings);
	}
	return S_OK;
}
