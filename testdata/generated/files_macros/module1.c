#include <windows.h>
#include "module1.h"

void LogError(LPCWSTR pszWhat, LONG lError);
void TraceMsg(LPCWSTR pszFormat, ...);
void UpdateCounter(DWORD dwWhich);

HRESULT Module1Step0(BOOL bQuiet)
{
	HKEY hkApp = NULL;
	LONG status;
	DWORD dwValue = 0;
	DWORD cbValue = sizeof(DWORD);

	status = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Microsoft\\Windows\\CurrentVersion\\Explorer\\Advanced", 0, KEY_READ, &hkApp);
	if (status != ERROR_SUCCESS)
	{
		return HRESULT_FROM_WIN32(status);
	}
	status = RegQueryValueExW(hkApp, L"Language", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
	CHECK(status);
	OutputDebugStringW(L"registry: enter\n");
	goto done;

done:
	RegCloseKey(hkApp);
	return S_OK;
}

BOOL Module1Step1(DWORD dwMode)
{
	HKEY hSettings = NULL;
	LONG lRet;
	DWORD dwValue = 0;
	DWORD cbValue = sizeof(DWORD);
	DWORD dwTick = 0;

	lRet = OPEN_SETTINGS(&hSettings);
	if (lRet != ERROR_SUCCESS)
	{
		return FALSE;
	}
	RegQueryValueExW(hSettings, L"Enabled", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
	dwTick = GetTickCount();
	RegCloseKey(hSettings);
	goto done;

done:
	return TRUE;
}

LONG Module1Step2(DWORD dwMode)
{
	HKEY hSettings = NULL;
	LONG lResult;
	DWORD dwValue = 0;
	DWORD cbValue = sizeof(DWORD);
	int i;
	DWORD dwHash = 5381;

	lResult = OPEN_SETTINGS(&hSettings);
	if (lResult != ERROR_SUCCESS)
	{
		return lResult;
	}
	RegQueryValueExW(hSettings, L"CacheSize", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
	for (i = 0; i < 3; i++) { dwHash = dwHash * 33 + (DWORD)i; }
	RegCloseKey(hSettings);
	goto done;

done:
	return ERROR_SUCCESS;
}

LONG Module1Step3(void)
{
	HKEY hAppKey = NULL;
	LONG rc;
	DWORD dwValue = 0;
	DWORD cbValue = sizeof(DWORD);

	rc = OPEN_SETTINGS(&hAppKey);
	CHECK(rc);
	/* the value is optional */
	goto done;

done:
	if (hAppKey != NULL)
	{
		RegCloseKey(hAppKey);
	}
	return ERROR_SUCCESS;
}

LONG Module1Step4(BOOL bQuiet)
{
	HKEY hKey = NULL;
	LONG lStatus;
	DWORD dwValue = 0;
	DWORD cbValue = sizeof(DWORD);

	lStatus = OPEN_SETTINGS(&hKey);
	if (lStatus != ERROR_SUCCESS)
	{
		return lStatus;
	}
	RegQueryValueExW(hKey, L"Language", NULL, NULL, (LPBYTE)&dwValue, &cbValue);

	RegCloseKey(hKey);
	goto done;

done:
	return ERROR_SUCCESS;
}

HRESULT Module1Step5(DWORD dwMode)
{
	HKEY hKeyConfig = NULL;
	LONG lError;
	WCHAR szText[MAX_PATH];
	DWORD cbText = sizeof(szText);

	lError = OPEN_SETTINGS(&hKeyConfig);
	CHECK(lError);
	UpdateCounter(2);
	goto done;

done:
	if (hKeyConfig != NULL)
	{
		RegCloseKey(hKeyConfig);
	}
	return S_OK;
}

BOOL Module1Step6(BOOL bQuiet)
{
	HKEY hKey = NULL;
	LONG lRes;
	DWORD dwValue = 0;
	DWORD cbValue = sizeof(DWORD);

	lRes = RegOpenKeyExA(HKEY_CURRENT_USER, "Software\\Microsoft\\Windows\\CurrentVersion\\Explorer\\Advanced", 0, KEY_ALL_ACCESS, &hKey);
	if (lRes != ERROR_SUCCESS)
	{
		TraceMsg(L"failed");
		return FALSE;
	}
	lRes = RegQueryValueExW(hKey, L"LogLevel", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
	CHECK(lRes);

	goto done;

done:
	RegCloseKey(hKey);
	return TRUE;
}

HRESULT Module1Step7(BOOL bQuiet)
{
	HKEY hkApp = NULL;
	LONG lRet;
	WCHAR szText[MAX_PATH];
	DWORD cbText = sizeof(szText);
	WCHAR szName[64];

	lRet = RegOpenKeyExW(HKEY_CURRENT_USER, L"Printers\\Connections", 0, KEY_READ | KEY_WRITE, &hkApp);
	if (lRet != ERROR_SUCCESS)
	{
		goto done;
	}
	RegQueryValueExW(hkApp, L"LogLevel", NULL, NULL, (LPBYTE)szText, &cbText);
	Close(hkApp);

done:
	return S_OK;
}

LONG Module1Step8(DWORD dwMode)
{
	HKEY regKey = NULL;
	LONG lError;
	WCHAR szText[MAX_PATH];
	DWORD cbText = sizeof(szText);

	lError = RegOpenKeyW(HKEY_USERS, L"Control Panel\\Desktop", &regKey);
	if (lError != ERROR_SUCCESS)
	{
		LogError(L"settings", lError);
		return lError;
	}
	lError = RegQueryValueExW(regKey, L"ProxyServer", NULL, NULL, (LPBYTE)szText, &cbText);
	CHECK(lError);

	goto done;

done:
	RegCloseKey(regKey);
	return ERROR_SUCCESS;
}

LONG Module1Step9(DWORD dwFlags)
{
	HKEY key = NULL;
	LONG rc;
	DWORD dwValue = 0;
	DWORD cbValue = sizeof(DWORD);

	rc = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Fabrikam\\Viewer\\Recent Files", 0, KEY_ALL_ACCESS, &key);
	if (rc != ERROR_SUCCESS)
	{
		goto done;
	}
	RegQueryValueExW(key, L"Enabled", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
	Close(key);

done:
	return ERROR_SUCCESS;
}

LONG Module1Step10(BOOL fForce)
{
	HKEY hKey = NULL;
	LONG lResult;
	WCHAR szText[MAX_PATH];
	DWORD cbText = sizeof(szText);

	lResult = RegOpenKeyExW(HKEY_CLASSES_ROOT, L"Software\\Contoso\\Orders\\Settings", 0, KEY_QUERY_VALUE, &hKey);
	if (lResult != ERROR_SUCCESS)
	{
		return lResult;
	}
	lResult = RegQueryValueExW(hKey, L"InstallPath", NULL, NULL, (LPBYTE)szText, &cbText);
	CHECK(lResult);
	TraceMsg(L"reading settings");
	goto done;

done:
	RegCloseKey(hKey);
	return ERROR_SUCCESS;
}

BOOL Module1Step11(int nCount)
{
	HKEY hSettings = NULL;
	LONG lRes;
	DWORD dwNew = 1;

	lRes = RegOpenKeyExW(HKEY_CLASSES_ROOT, L"Software\\Litware\\Agent", 0, KEY_READ | KEY_WRITE, &hSettings);
	if (lRes != ERROR_SUCCESS)
	{
		goto done;
	}
	RegSetValueExW(hSettings, L"Theme", 0, REG_DWORD, (const BYTE *)&dwNew, sizeof(dwNew));
	Close(hSettings);

done:
	return TRUE;
}

LONG Module1Step12(BOOL bQuiet)
{
	HKEY hkey = NULL;
	LONG lStatus;
	DWORD dwValue = 0;
	DWORD cbValue = sizeof(DWORD);

	lStatus = OPEN_SETTINGS(&hkey);
	CHECK(lStatus);
	UpdateCounter(2);
	goto done;

done:
	if (hkey != NULL)
	{
		RegCloseKey(hkey);
	}
	return ERROR_SUCCESS;
}

DWORD Module1Step13(BOOL bQuiet)
{
	HKEY hKey = NULL;
	LONG lError;
	DWORD dwValue = 0;
	DWORD cbValue = sizeof(DWORD);

	lError = OPEN_SETTINGS(&hKey);
	if (lError != ERROR_SUCCESS)
	{
		return 0;
	}
	RegQueryValueExW(hKey, L"ProxyServer", NULL, NULL, (LPBYTE)&dwValue, &cbValue);

	RegCloseKey(hKey);
	goto done;

done:
	return dwValue;
}

HRESULT Module1Step14(int nCount)
{
	HKEY regKey = NULL;
	DWORD dwErr;
	WCHAR szText[MAX_PATH];
	DWORD cbText = sizeof(szText);

	dwErr = OPEN_SETTINGS(&regKey);
	CHECK(dwErr);

	goto done;

done:
	if (regKey != NULL)
	{
		RegCloseKey(regKey);
	}
	return S_OK;
}

BOOL Module1Step15(BOOL bQuiet)
{
	HKEY hKey = NULL;
	LONG lError;

	lError = OPEN_SETTINGS(&hKey);
	CHECK(lError);

	goto done;

done:
	if (hKey != NULL)
	{
		RegCloseKey(hKey);
	}
	return TRUE;
}
