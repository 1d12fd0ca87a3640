#include <windows.h>
#include "module2.h"

void LogError(LPCWSTR pszWhat, LONG lError);
void TraceMsg(LPCWSTR pszFormat, ...);
void DbgPrintf(LPCSTR pszFormat, ...);
void LoadDefaults(LPWSTR pszBuffer, DWORD cch);
void UpdateCounter(DWORD dwWhich);

DWORD Module2Step0(void)
{
	HKEY hkApp = NULL;
	LONG lRes;
	WCHAR szText[MAX_PATH];
	DWORD cbText = sizeof(szText);
	WCHAR szName[64];
	DWORD dwValue = 0;

	lRes = OPEN_SETTINGS(&hkApp);
	if (lRes != ERROR_SUCCESS)
	{
		return 0;
	}
	RegQueryValueExW(hkApp, L"InstallPath", NULL, NULL, (LPBYTE)szText, &cbText);
	lstrcpynW(szName, L"default", 64);
	RegCloseKey(hkApp);
	goto done;

done:
	return dwValue;
}

DWORD Module2Step1(BOOL bQuiet)
{
	HKEY key = NULL;
	LONG lError;
	WCHAR szText[MAX_PATH];
	DWORD cbText = sizeof(szText);
	DWORD dwValue = 0;

	lError = OPEN_SETTINGS(&key);
	CHECK(lError);
	// keep in step with the setup program

	goto done;

done:
	if (key != NULL)
	{
		RegCloseKey(key);
	}
	return dwValue;
}

LONG Module2Step2(void)
{
	HKEY hkApp = NULL;
	LONG lStatus;
	DWORD dwValue = 0;
	DWORD cbValue = sizeof(DWORD);

	lStatus = OPEN_SETTINGS(&hkApp);
	if (lStatus != ERROR_SUCCESS)
	{
		return lStatus;
	}
	RegQueryValueExW(hkApp, L"CacheSize", NULL, NULL, (LPBYTE)&dwValue, &cbValue);

	RegCloseKey(hkApp);
	goto done;

done:
	return ERROR_SUCCESS;
}

BOOL Module2Step3(int nCount)
{
	HKEY regKey = NULL;
	LONG status;
	DWORD cSubKeys = 0;
	WCHAR szPath[MAX_PATH] = L"";

	status = OPEN_SETTINGS(&regKey);
	CHECK(status);
	if (lstrlenW(szPath) == 0) { LoadDefaults(szPath, MAX_PATH); }
	goto done;

done:
	if (regKey != NULL)
	{
		RegCloseKey(regKey);
	}
	return TRUE;
}

HRESULT Module2Step4(void)
{
	HKEY hAppKey = NULL;
	LONG ret;

	ret = OPEN_SETTINGS(&hAppKey);
	CHECK(ret);
	DbgPrintf("%s: %d\n", "settings", 3);
	goto done;

done:
	if (hAppKey != NULL)
	{
		RegCloseKey(hAppKey);
	}
	return S_OK;
}

LONG Module2Step5(DWORD dwFlags)
{
	HKEY hKeyConfig = NULL;
	LONG ret;
	DWORD dwValue = 0;
	DWORD cbValue = sizeof(DWORD);
	int i;
	DWORD dwHash = 5381;

	ret = RegCreateKeyW(HKEY_CURRENT_USER, L"Software\\Classes\\Contoso.Document", &hKeyConfig);
	if (ret != ERROR_SUCCESS)
	{
		goto done;
	}
	RegQueryValueExW(hKeyConfig, L"AutoStart", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
	Close(hKeyConfig);

done:
	return ERROR_SUCCESS;
}

DWORD Module2Step6(int nCount)
{
	HKEY hKey = NULL;
	DWORD dwErr;
	DWORD dwNew = 1;

	dwErr = RegOpenKeyExW(HKEY_USERS, L"Environment", 0, KEY_READ, &hKey);
	if (dwErr != ERROR_SUCCESS)
	{
		goto done;
	}
	RegSetValueExW(hKey, L"LastUser", 0, REG_DWORD, (const BYTE *)&dwNew, sizeof(dwNew));
	Close(hKey);

done:
	return ERROR_SUCCESS;
}

BOOL Module2Step7(void)
{
	HKEY hKey = NULL;
	LONG lResult;

	lResult = OPEN_SETTINGS(&hKey);
	CHECK(lResult);
	UpdateCounter(2);
	goto done;

done:
	if (hKey != NULL)
	{
		RegCloseKey(hKey);
	}
	return TRUE;
}

DWORD Module2Step8(void)
{
	HKEY hkey = NULL;
	DWORD dwErr;
	DWORD dwNew = 1;
	DWORD dwValue = 0;

	dwErr = OPEN_SETTINGS(&hkey);
	if (dwErr != ERROR_SUCCESS)
	{
		return 0;
	}
	RegSetValueExW(hkey, L"Position", 0, REG_DWORD, (const BYTE *)&dwNew, sizeof(dwNew));
	TraceMsg(L"reading settings");
	RegCloseKey(hkey);
	goto done;

done:
	return dwValue;
}

DWORD Module2Step9(void)
{
	HKEY key = NULL;
	LONG lError;
	DWORD dwValue = 0;
	DWORD cbValue = sizeof(DWORD);

	lError = RegOpenKeyW(HKEY_CLASSES_ROOT, L"Printers\\Connections", &key);
	if (lError != ERROR_SUCCESS)
	{
		LogError(L"open", lError);
		return 0;
	}
	lError = RegQueryValueExW(key, L"CacheSize", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
	CHECK(lError);

	goto done;

done:
	RegCloseKey(key);
	return dwValue;
}

HRESULT Module2Step10(DWORD dwMode)
{
	HKEY hkApp = NULL;
	LONG lResult;
	DWORD dwNew = 1;

	lResult = RegOpenKeyExW(HKEY_CURRENT_USER, L"Network", 0, KEY_QUERY_VALUE, &hkApp);
	if (lResult != ERROR_SUCCESS)
	{
		goto done;
	}
	RegSetValueExW(hkApp, L"Enabled", 0, REG_DWORD, (const BYTE *)&dwNew, sizeof(dwNew));
	Close(hkApp);

done:
	return S_OK;
}

DWORD Module2Step11(DWORD dwFlags)
{
	HKEY hAppKey = NULL;
	LONG lRes;
	DWORD dwValue = 0;
	DWORD cbValue = sizeof(DWORD);
	WCHAR szPath[MAX_PATH] = L"";

	lRes = OPEN_SETTINGS(&hAppKey);
	if (lRes != ERROR_SUCCESS)
	{
		return 0;
	}
	RegQueryValueExW(hAppKey, L"AutoStart", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
	if (lstrlenW(szPath) == 0) { LoadDefaults(szPath, MAX_PATH); }
	RegCloseKey(hAppKey);
	goto done;

done:
	return dwValue;
}

DWORD Module2Step12(BOOL bQuiet)
{
	HKEY hAppKey = NULL;
	LONG lRet;
	DWORD dwValue = 0;
	DWORD cbValue = sizeof(DWORD);

	lRet = OPEN_SETTINGS(&hAppKey);
	if (lRet != ERROR_SUCCESS)
	{
		return 0;
	}
	RegQueryValueExW(hAppKey, L"Version", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
	TraceMsg(L"reading settings");
	RegCloseKey(hAppKey);
	goto done;

done:
	return dwValue;
}

LONG Module2Step13(int nCount)
{
	HKEY key = NULL;
	LONG lResult;

	lResult = OPEN_SETTINGS(&key);
	CHECK(lResult);

	goto done;

done:
	if (key != NULL)
	{
		RegCloseKey(key);
	}
	return ERROR_SUCCESS;
}

DWORD Module2Step14(int nCount)
{
	HKEY hkSettings = NULL;
	LONG lError;
	DWORD cSubKeys = 0;
	DWORD dwValue = 0;

	lError = OPEN_SETTINGS(&hkSettings);
	if (lError != ERROR_SUCCESS)
	{
		return 0;
	}
	RegQueryInfoKeyW(hkSettings, NULL, NULL, NULL, &cSubKeys, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
	OutputDebugStringW(L"registry: enter\n");
	RegCloseKey(hkSettings);
	goto done;

done:
	return dwValue;
}

BOOL Module2Step15(DWORD dwMode)
{
	HKEY hSettings = NULL;
	LONG lResult;
	WCHAR szText[MAX_PATH];
	DWORD cbText = sizeof(szText);

	lResult = RegOpenKeyExW(HKEY_CURRENT_USER, L"Network", 0, KEY_WRITE, &hSettings);
	if (lResult != ERROR_SUCCESS)
	{
		goto done;
	}
	RegQueryValueExW(hSettings, L"ProxyServer", NULL, NULL, (LPBYTE)szText, &cbText);
	Close(hSettings);

done:
	return TRUE;
}
