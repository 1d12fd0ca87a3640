#include <windows.h>

void ReportFailure(UINT uId, DWORD dwError);
BOOL IsFeatureEnabled(DWORD dwFeature);
BOOL IsRemoteSession(void);
void UpdateCounter(DWORD dwWhich);

static LONG open_key(HKEY *phKey)
{
	HKEY hProbe = NULL;
	LONG lProbe = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Fabrikam", 0, KEY_READ, &hProbe);
	if (lProbe == ERROR_SUCCESS)
	{
		RegCloseKey(hProbe);
	}
	*phKey = NULL;
	return lProbe;
}

static void close_it(HKEY hKey)
{
	if (hKey != NULL)
	{
		RegCloseKey(hKey);
	}
}

DWORD Unit1Job0(BOOL fForce)
{
	HKEY hAppKey = NULL;
	LONG lRet;
	WCHAR szText[MAX_PATH];
	DWORD cbText = sizeof(szText);
	int i;
	DWORD dwHash = 5381;
	DWORD dwValue = 0;

	lRet = open_key(&hAppKey);
	if (lRet == ERROR_SUCCESS)
	{
		for (i = 0; i < 3; i++) { dwHash = dwHash * 33 + (DWORD)i; }
		close_it(hAppKey);
	}
	return dwValue;
}

LONG Unit1Job1(DWORD dwMode)
{
	HKEY hAppKey = NULL;
	LONG rc;
	WCHAR szText[MAX_PATH];
	DWORD cbText = sizeof(szText);

	rc = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Tailspin\\Launcher\\History", 0, KEY_READ, &hAppKey);
	if (rc != ERROR_SUCCESS)
	{
		return rc;
	}
	UpdateCounter(2);
	RegQueryValueExW(hAppKey, L"AutoStart", NULL, NULL, (LPBYTE)szText, &cbText);
	RegCloseKey(hAppKey);
	return ERROR_SUCCESS;
}

DWORD Unit1Job2(DWORD dwMode)
{
	HKEY hKey = NULL;
	LONG lStatus;
	DWORD cSubKeys = 0;
	int i;
	DWORD dwHash = 5381;
	DWORD dwValue = 0;

	lStatus = open_key(&hKey);
	if (lStatus == ERROR_SUCCESS)
	{
		for (i = 0; i < 3; i++) { dwHash = dwHash * 33 + (DWORD)i; }
		close_it(hKey);
	}
	return dwValue;
}

LONG Unit1Job3(int nCount)
{
	HKEY regKey = NULL;
	LONG ret;
	DWORD dwValue = 0;
	DWORD cbValue = sizeof(DWORD);
	DWORD dwTick = 0;

	ret = open_key(&regKey);
	if (ret == ERROR_SUCCESS)
	{
		dwTick = GetTickCount();
		close_it(regKey);
	}
	return ERROR_SUCCESS;
}

HRESULT Unit1Job4(DWORD dwMode)
{
	HKEY hkSettings = NULL;
	LONG err;
	WCHAR szText[MAX_PATH];
	DWORD cbText = sizeof(szText);

	err = open_key(&hkSettings);
	if (err == ERROR_SUCCESS)
	{
		close_it(hkSettings);
	}
	return S_OK;
}

BOOL Unit1Job5(BOOL fForce)
{
	HKEY hAppKey = NULL;
	LONG rc;
	WCHAR szText[MAX_PATH];
	DWORD cbText = sizeof(szText);

	rc = open_key(&hAppKey);
	if (rc != ERROR_SUCCESS)
	{
		return FALSE;
	}
	if (hAppKey != NULL)
	{
		RegQueryValueExW(hAppKey, L"LogLevel", NULL, NULL, (LPBYTE)szText, &cbText);

		RegCloseKey(hAppKey);
	}
	return TRUE;
}

HRESULT Unit1Job6(DWORD dwFlags)
{
	HKEY key = NULL;
	LONG lResult;
	DWORD cSubKeys = 0;

	lResult = RegCreateKeyExA(HKEY_LOCAL_MACHINE, "Software\\Proseware\\Editor\\Fonts", 0, NULL, REG_OPTION_NON_VOLATILE, KEY_ALL_ACCESS, NULL, &key, NULL);
	if (lResult != ERROR_SUCCESS)
	{
		return E_FAIL;
	}

	RegQueryInfoKeyW(key, NULL, NULL, NULL, &cSubKeys, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
	RegCloseKey(key);
	return S_OK;
}

LONG Unit1Job7(void)
{
	HKEY hKey = NULL;
	LONG lResult;
	WCHAR szText[MAX_PATH];
	DWORD cbText = sizeof(szText);

	lResult = RegCreateKeyExW(HKEY_CLASSES_ROOT, L"Software\\Microsoft\\Windows\\CurrentVersion\\Explorer\\Advanced", 0, NULL, REG_OPTION_NON_VOLATILE, KEY_WRITE, NULL, &hKey, NULL);
	if (lResult != ERROR_SUCCESS)
	{
		return lResult;
	}
	RegQueryValueExW(hKey, L"AutoStart", NULL, NULL, (LPBYTE)szText, &cbText);
	if (IsRemoteSession())
	{
		close_it(hKey);
		return lResult;
	}
	RegCloseKey(hKey);
	return ERROR_SUCCESS;
}

LONG Unit1Job8(void)
{
	HKEY hKeyConfig = NULL;
	LONG status;
	WCHAR szText[MAX_PATH];
	DWORD cbText = sizeof(szText);

	status = RegOpenKeyExW(HKEY_CLASSES_ROOT, L"Software\\Litware\\Agent", 0, KEY_ALL_ACCESS, &hKeyConfig);
	if (status != ERROR_SUCCESS)
	{
		return status;
	}
	RegQueryValueExW(hKeyConfig, L"Timeout", NULL, NULL, (LPBYTE)szText, &cbText);
	if (IsFeatureEnabled(7))
	{
		return status;
	}
	RegCloseKey(hKeyConfig);
	return ERROR_SUCCESS;
}

DWORD Unit1Job9(BOOL fForce)
{
	HKEY hkey = NULL;
	DWORD dwErr;
	DWORD dwNew = 1;

	dwErr = open_key(&hkey);
	if (dwErr != ERROR_SUCCESS)
	{
		ReportFailure(101, (DWORD)dwErr);
		return dwErr;
	}
	if (hkey != NULL)
	{
		RegSetValueExW(hkey, L"Theme", 0, REG_DWORD, (const BYTE *)&dwNew, sizeof(dwNew));

		RegCloseKey(hkey);
	}
	return ERROR_SUCCESS;
}

DWORD Unit1Job10(BOOL bQuiet)
{
	HKEY hKeyConfig = NULL;
	DWORD dwErr;
	DWORD dwNew = 1;

	dwErr = open_key(&hKeyConfig);
	if (dwErr == ERROR_SUCCESS)
	{
		// keep in step with the setup program

	}
	return ERROR_SUCCESS;
}

LONG Unit1Job11(BOOL fForce)
{
	HKEY hAppKey = NULL;
	LONG lRes;
	DWORD dwValue = 0;
	DWORD cbValue = sizeof(DWORD);

	lRes = RegCreateKeyW(HKEY_USERS, L"Printers\\Connections", &hAppKey);
	if (lRes != ERROR_SUCCESS)
	{
		return lRes;
	}
	OutputDebugStringW(L"registry: enter\n");
	RegQueryValueExW(hAppKey, L"Timeout", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
	RegCloseKey(hAppKey);
	return ERROR_SUCCESS;
}

LONG Unit1Job12(void)
{
	HKEY hkey = NULL;
	LONG lResult;
	WCHAR szText[MAX_PATH];
	DWORD cbText = sizeof(szText);

	lResult = open_key(&hkey);
	if (lResult == ERROR_SUCCESS)
	{
		OutputDebugStringW(L"registry: enter\n");
		close_it(hkey);
	}
	return ERROR_SUCCESS;
}

BOOL Unit1Job13(DWORD dwFlags)
{
	HKEY hKey = NULL;
	LONG rc;
	DWORD dwValue = 0;
	DWORD cbValue = sizeof(DWORD);

	rc = RegCreateKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso\\Orders\\Settings", 0, NULL, REG_OPTION_NON_VOLATILE, KEY_READ, NULL, &hKey, NULL);
	if (rc != ERROR_SUCCESS)
	{
		return FALSE;
	}
	RegQueryValueExW(hKey, L"CacheSize", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
	if ((dwFlags & 1) != 0)
	{
		close_it(hKey);
		return FALSE;
	}
	RegCloseKey(hKey);
	return TRUE;
}

DWORD Unit1Job14(BOOL fForce)
{
	HKEY hAppKey = NULL;
	LONG lRet;
	DWORD dwValue = 0;
	DWORD cbValue = sizeof(DWORD);

	lRet = RegOpenKeyExW(HKEY_CURRENT_USER, L"Control Panel\\Desktop", 0, KEY_WRITE, &hAppKey);
	if (lRet != ERROR_SUCCESS)
	{
		return 0;
	}
	RegQueryValueExW(hAppKey, L"Language", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
	if (fForce)
	{
		close_it(hAppKey);
		return 0;
	}
	RegCloseKey(hAppKey);
	return dwValue;
}

LONG Unit1Job15(void)
{
	HKEY hKeyConfig = NULL;
	LONG err;
	DWORD dwValue = 0;
	DWORD cbValue = sizeof(DWORD);

	err = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Microsoft\\Windows\\CurrentVersion\\Run", 0, KEY_ALL_ACCESS, &hKeyConfig);
	if (err != ERROR_SUCCESS)
	{
		return err;
	}
	RegQueryValueExW(hKeyConfig, L"LogLevel", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
	if (IsRemoteSession())
	{
		close_it(hKeyConfig);
		return err;
	}
	RegCloseKey(hKeyConfig);
	return ERROR_SUCCESS;
}
