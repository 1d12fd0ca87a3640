#include <windows.h>

void TraceMsg(LPCWSTR pszFormat, ...);
void DbgPrintf(LPCSTR pszFormat, ...);
BOOL IsFeatureEnabled(DWORD dwFeature);
void UpdateCounter(DWORD dwWhich);

static LONG open_key(HKEY *phKey)
{
	LONG lOpen = RegCreateKeyExW(HKEY_LOCAL_MACHINE, L"Software\\Litware", 0, NULL, 0, KEY_READ, NULL, phKey, NULL);
	if (lOpen != ERROR_SUCCESS)
	{
		*phKey = NULL;
	}
	return lOpen;
}

static void close_it(HKEY hKey)
{
	TraceMsg(L"kept");
	if (hKey != NULL)
	{
		RegFlushKey(hKey);
	}
}

DWORD Unit2Job0(BOOL bQuiet)
{
	HKEY hAppKey = NULL;
	LONG lResult;
	DWORD cSubKeys = 0;
	DWORD dwTick = 0;
	DWORD dwValue = 0;

	lResult = open_key(&hAppKey);
	if (lResult != ERROR_SUCCESS)
	{
		return 0;
	}
	if (hAppKey != NULL)
	{
		RegQueryInfoKeyW(hAppKey, NULL, NULL, NULL, &cSubKeys, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
		dwTick = GetTickCount();
		RegCloseKey(hAppKey);
	}
	return dwValue;
}

LONG Unit2Job1(void)
{
	HKEY hKey = NULL;
	LONG lStatus;
	DWORD dwValue = 0;
	DWORD cbValue = sizeof(DWORD);

	lStatus = open_key(&hKey);
	if (lStatus == ERROR_SUCCESS)
	{
		close_it(hKey);
	}
	return ERROR_SUCCESS;
}

HRESULT Unit2Job2(BOOL fForce)
{
	HKEY hKey = NULL;
	LONG lError;
	DWORD cSubKeys = 0;

	lError = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso\\Print\\Queues", 0, KEY_WRITE, &hKey);
	if (lError != ERROR_SUCCESS)
	{
		return E_FAIL;
	}
	TraceMsg(L"reading settings");
	RegQueryInfoKeyW(hKey, NULL, NULL, NULL, &cSubKeys, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
	RegCloseKey(hKey);
	return S_OK;
}

LONG Unit2Job3(DWORD dwMode)
{
	HKEY hSettings = NULL;
	LONG lStatus;

	lStatus = open_key(&hSettings);
	if (lStatus != ERROR_SUCCESS)
	{
		TraceMsg(L"failed");
		return lStatus;
	}
	if (hSettings != NULL)
	{
		RegDeleteValueW(hSettings, L"Enabled");
		DbgPrintf("%s: %d\n", "settings", 3);
		RegCloseKey(hSettings);
	}
	return ERROR_SUCCESS;
}

LONG Unit2Job4(DWORD dwMode)
{
	HKEY hKeyConfig = NULL;
	LONG rc;
	DWORD dwValue = 0;
	DWORD cbValue = sizeof(DWORD);

	rc = open_key(&hKeyConfig);
	if (rc != ERROR_SUCCESS)
	{
		TraceMsg(L"failed");
		return rc;
	}
	if (hKeyConfig != NULL)
	{
		RegQueryValueExW(hKeyConfig, L"ProxyServer", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
		DbgPrintf("%s: %d\n", "settings", 3);
		RegCloseKey(hKeyConfig);
	}
	return ERROR_SUCCESS;
}

DWORD Unit2Job5(BOOL bQuiet)
{
	HKEY hkey = NULL;
	LONG err;
	WCHAR szText[MAX_PATH];
	DWORD cbText = sizeof(szText);
	WCHAR szPath[MAX_PATH] = L"";
	DWORD dwValue = 0;

	err = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Litware\\Agent", 0, KEY_READ, &hkey);
	if (err != ERROR_SUCCESS)
	{
		return 0;
	}
	RegQueryValueExW(hkey, L"Position", NULL, NULL, (LPBYTE)szText, &cbText);
	if (!bQuiet)
	{
		close_it(hkey);
		return 0;
	}
	RegCloseKey(hkey);
	return dwValue;
}

LONG Unit2Job6(void)
{
	HKEY hkSettings = NULL;
	LONG lRes;
	DWORD dwNew = 1;

	lRes = open_key(&hkSettings);
	if (lRes == ERROR_SUCCESS)
	{
		close_it(hkSettings);
	}
	return ERROR_SUCCESS;
}

BOOL Unit2Job7(void)
{
	HKEY hSettings = NULL;
	LONG lRes;
	WCHAR szText[MAX_PATH];
	DWORD cbText = sizeof(szText);

	lRes = open_key(&hSettings);
	if (lRes == ERROR_SUCCESS)
	{
		close_it(hSettings);
	}
	return TRUE;
}

BOOL Unit2Job8(DWORD dwFlags)
{
	HKEY key = NULL;
	LONG status;
	DWORD dwValue = 0;
	DWORD cbValue = sizeof(DWORD);

	status = open_key(&key);
	if (status != ERROR_SUCCESS)
	{
		TraceMsg(L"failed");
		return FALSE;
	}
	if (key != NULL)
	{
		RegQueryValueExW(key, L"Timeout", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
		UpdateCounter(2);
		RegCloseKey(key);
	}
	return TRUE;
}

HRESULT Unit2Job9(DWORD dwFlags)
{
	HKEY hAppKey = NULL;
	LONG lResult;
	DWORD dwValue = 0;
	DWORD cbValue = sizeof(DWORD);

	lResult = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso\\Print\\Queues", 0, KEY_WRITE, &hAppKey);
	if (lResult != ERROR_SUCCESS)
	{
		return HRESULT_FROM_WIN32(lResult);
	}
	UpdateCounter(2);
	RegQueryValueExW(hAppKey, L"CacheSize", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
	RegCloseKey(hAppKey);
	return S_OK;
}

DWORD Unit2Job10(void)
{
	HKEY hKey = NULL;
	LONG status;
	WCHAR szText[MAX_PATH];
	DWORD cbText = sizeof(szText);
	DWORD dwValue = 0;

	status = RegOpenKeyExW(HKEY_CLASSES_ROOT, L"Software\\Contoso\\Print\\Queues", 0, KEY_QUERY_VALUE, &hKey);
	if (status != ERROR_SUCCESS)
	{
		return 0;
	}
	RegQueryValueExW(hKey, L"CacheSize", NULL, NULL, (LPBYTE)szText, &cbText);
	if (IsFeatureEnabled(7))
	{
		close_it(hKey);
		return 0;
	}
	RegCloseKey(hKey);
	return dwValue;
}

LONG Unit2Job11(void)
{
	HKEY hkSettings = NULL;
	LONG err;
	DWORD dwValue = 0;
	DWORD cbValue = sizeof(DWORD);

	err = RegOpenKeyExA(HKEY_LOCAL_MACHINE, "Control Panel\\Desktop", 0, KEY_WRITE, &hkSettings);
	if (err != ERROR_SUCCESS)
	{
		return err;
	}
	/* the value is optional */
	RegQueryValueExW(hkSettings, L"InstallPath", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
	RegCloseKey(hkSettings);
	return ERROR_SUCCESS;
}

HRESULT Unit2Job12(DWORD dwMode)
{
	HKEY regKey = NULL;
	LONG lRet;
	DWORD dwValue = 0;
	DWORD cbValue = sizeof(DWORD);

	lRet = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Fabrikam\\Viewer", 0, KEY_ALL_ACCESS, &regKey);
	if (lRet != ERROR_SUCCESS)
	{
		return E_FAIL;
	}
	RegQueryValueExW(regKey, L"LastUser", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
	if (dwMode == 2)
	{
		close_it(regKey);
		return E_FAIL;
	}
	RegCloseKey(regKey);
	return S_OK;
}

LONG Unit2Job13(void)
{
	HKEY hkApp = NULL;
	LONG err;
	DWORD dwNew = 1;

	err = open_key(&hkApp);
	if (err != ERROR_SUCCESS)
	{
		return err;
	}
	if (hkApp != NULL)
	{
		RegSetValueExW(hkApp, L"Enabled", 0, REG_DWORD, (const BYTE *)&dwNew, sizeof(dwNew));
		DbgPrintf("%s: %d\n", "settings", 3);
		RegCloseKey(hkApp);
	}
	return ERROR_SUCCESS;
}

DWORD Unit2Job14(BOOL fForce)
{
	HKEY hkSettings = NULL;
	LONG err;
	WCHAR szText[MAX_PATH];
	DWORD cbText = sizeof(szText);
	DWORD dwValue = 0;

	err = open_key(&hkSettings);
	if (err != ERROR_SUCCESS)
	{
		return 0;
	}
	if (hkSettings != NULL)
	{
		RegQueryValueExW(hkSettings, L"LogLevel", NULL, NULL, (LPBYTE)szText, &cbText);

		RegCloseKey(hkSettings);
	}
	return dwValue;
}

DWORD Unit2Job15(DWORD dwMode)
{
	HKEY hKey = NULL;
	LONG ret;
	int i;
	DWORD dwHash = 5381;
	DWORD dwValue = 0;

	ret = RegOpenKeyExA(HKEY_CLASSES_ROOT, "Software\\Fabrikam\\Viewer\\Recent Files", 0, KEY_READ | KEY_WRITE, &hKey);
	if (ret != ERROR_SUCCESS)
	{
		return 0;
	}
	RegDeleteValueW(hKey, L"Version");
	if (dwMode == 2)
	{
		return 0;
	}
	RegCloseKey(hKey);
	return dwValue;
}
