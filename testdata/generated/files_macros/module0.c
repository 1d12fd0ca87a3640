#include <windows.h>
#include "module0.h"

void LogError(LPCWSTR pszWhat, LONG lError);
void DbgPrintf(LPCSTR pszFormat, ...);
void UpdateCounter(DWORD dwWhich);

LONG Module0Step0(BOOL bQuiet)
{
	HKEY hKey = NULL;
	LONG lRet;

	lRet = OPEN_SETTINGS(&hKey);
	if (lRet != ERROR_SUCCESS)
	{
		return lRet;
	}
	RegDeleteValueW(hKey, L"Theme");

	RegCloseKey(hKey);
	goto done;

done:
	return ERROR_SUCCESS;
}

LONG Module0Step1(BOOL bQuiet)
{
	HKEY hkApp = NULL;
	LONG err;
	DWORD dwValue = 0;
	DWORD cbValue = sizeof(DWORD);

	err = RegOpenKeyW(HKEY_CURRENT_USER, L"Environment", &hkApp);
	if (err != ERROR_SUCCESS)
	{
		goto done;
	}
	RegQueryValueExW(hkApp, L"Theme", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
	Close(hkApp);

done:
	return ERROR_SUCCESS;
}

BOOL Module0Step2(void)
{
	HKEY hKeyConfig = NULL;
	LONG lResult;
	DWORD dwValue = 0;
	DWORD cbValue = sizeof(DWORD);

	lResult = OPEN_SETTINGS(&hKeyConfig);
	CHECK(lResult);

	goto done;

done:
	if (hKeyConfig != NULL)
	{
		RegCloseKey(hKeyConfig);
	}
	return TRUE;
}

DWORD Module0Step3(BOOL bQuiet)
{
	HKEY hkSettings = NULL;
	LONG lError;
	DWORD dwValue = 0;
	DWORD cbValue = sizeof(DWORD);
	WCHAR szName[64];

	lError = RegOpenKeyExW(HKEY_CURRENT_USER, L"Environment", 0, KEY_ALL_ACCESS, &hkSettings);
	if (lError != ERROR_SUCCESS)
	{
		goto done;
	}
	RegQueryValueExW(hkSettings, L"Enabled", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
	Close(hkSettings);

done:
	return dwValue;
}

BOOL Module0Step4(int nCount)
{
	HKEY hAppKey = NULL;
	LONG err;

	err = RegOpenKeyExW(HKEY_USERS, L"Control Panel\\Desktop", 0, KEY_WRITE, &hAppKey);
	if (err != ERROR_SUCCESS)
	{
		LogError(L"cannot read the key", err);
		return FALSE;
	}
	err = RegDeleteValueW(hAppKey, L"Language");
	CHECK(err);
	UpdateCounter(2);
	goto done;

done:
	RegCloseKey(hAppKey);
	return TRUE;
}

DWORD Module0Step5(void)
{
	HKEY regKey = NULL;
	DWORD dwErr;
	DWORD dwNew = 1;
	int i;
	DWORD dwHash = 5381;

	dwErr = OPEN_SETTINGS(&regKey);
	CHECK(dwErr);
	for (i = 0; i < 3; i++) { dwHash = dwHash * 33 + (DWORD)i; }
	goto done;

done:
	if (regKey != NULL)
	{
		RegCloseKey(regKey);
	}
	return ERROR_SUCCESS;
}

LONG Module0Step6(BOOL fForce)
{
	HKEY key = NULL;
	LONG status;
	DWORD dwValue = 0;
	DWORD cbValue = sizeof(DWORD);

	status = RegOpenKeyExA(HKEY_CLASSES_ROOT, "Printers\\Connections", 0, KEY_ALL_ACCESS, &key);
	if (status != ERROR_SUCCESS)
	{
		goto done;
	}
	RegQueryValueExW(key, L"Position", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
	Close(key);

done:
	return ERROR_SUCCESS;
}

BOOL Module0Step7(int nCount)
{
	HKEY hKey = NULL;
	LONG lStatus;
	DWORD dwValue = 0;
	DWORD cbValue = sizeof(DWORD);

	lStatus = RegOpenKeyExW(HKEY_USERS, L"Software\\Classes\\Contoso.Document", 0, KEY_WRITE, &hKey);
	if (lStatus != ERROR_SUCCESS)
	{
		goto done;
	}
	RegQueryValueExW(hKey, L"Theme", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
	Close(hKey);

done:
	return TRUE;
}

LONG Module0Step8(void)
{
	HKEY key = NULL;
	LONG err;
	DWORD dwValue = 0;
	DWORD cbValue = sizeof(DWORD);

	err = RegCreateKeyExW(HKEY_USERS, L"Software\\Fabrikam\\Viewer", 0, NULL, REG_OPTION_NON_VOLATILE, KEY_WRITE, NULL, &key, NULL);
	if (err != ERROR_SUCCESS)
	{
		return err;
	}
	err = RegQueryValueExW(key, L"Enabled", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
	CHECK(err);
	UpdateCounter(2);
	goto done;

done:
	RegCloseKey(key);
	return ERROR_SUCCESS;
}

LONG Module0Step9(BOOL bQuiet)
{
	HKEY hKeyConfig = NULL;
	LONG lStatus;
	WCHAR szText[MAX_PATH];
	DWORD cbText = sizeof(szText);

	lStatus = OPEN_SETTINGS(&hKeyConfig);
	if (lStatus != ERROR_SUCCESS)
	{
		return lStatus;
	}
	RegQueryValueExW(hKeyConfig, L"Enabled", NULL, NULL, (LPBYTE)szText, &cbText);
	DbgPrintf("%s: %d\n", "settings", 3);
	RegCloseKey(hKeyConfig);
	goto done;

done:
	return ERROR_SUCCESS;
}

BOOL Module0Step10(DWORD dwFlags)
{
	HKEY hKeyConfig = NULL;
	LONG err;
	WCHAR szText[MAX_PATH];
	DWORD cbText = sizeof(szText);

	err = RegOpenKeyW(HKEY_CLASSES_ROOT, L"Software\\Proseware\\Editor\\Fonts", &hKeyConfig);
	if (err != ERROR_SUCCESS)
	{
		return FALSE;
	}
	err = RegQueryValueExW(hKeyConfig, L"CacheSize", NULL, NULL, (LPBYTE)szText, &cbText);
	CHECK(err);

	goto done;

done:
	RegCloseKey(hKeyConfig);
	return TRUE;
}

DWORD Module0Step11(DWORD dwMode)
{
	HKEY hkApp = NULL;
	DWORD dwErr;
	DWORD dwNew = 1;
	WCHAR szPath[MAX_PATH] = L"";

	dwErr = RegOpenCurrentUser(KEY_READ, &hkApp);
	if (dwErr != ERROR_SUCCESS)
	{
		goto done;
	}
	RegSetValueExW(hkApp, L"InstallPath", 0, REG_DWORD, (const BYTE *)&dwNew, sizeof(dwNew));
	Close(hkApp);

done:
	return ERROR_SUCCESS;
}

DWORD Module0Step12(void)
{
	HKEY hkSettings = NULL;
	DWORD dwErr;
	WCHAR szText[MAX_PATH];
	DWORD cbText = sizeof(szText);

	dwErr = OPEN_SETTINGS(&hkSettings);
	CHECK(dwErr);
	/* the value is optional */
	goto done;

done:
	if (hkSettings != NULL)
	{
		RegCloseKey(hkSettings);
	}
	return ERROR_SUCCESS;
}

DWORD Module0Step13(DWORD dwMode)
{
	HKEY hAppKey = NULL;
	LONG rc;
	DWORD dwValue = 0;
	DWORD cbValue = sizeof(DWORD);
	WCHAR szName[64];

	rc = OPEN_SETTINGS(&hAppKey);
	if (rc != ERROR_SUCCESS)
	{
		return 0;
	}
	RegQueryValueExW(hAppKey, L"Theme", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
	lstrcpynW(szName, L"default", 64);
	RegCloseKey(hAppKey);
	goto done;

done:
	return dwValue;
}

LONG Module0Step14(void)
{
	HKEY hAppKey = NULL;
	LONG lRet;
	WCHAR szText[MAX_PATH];
	DWORD cbText = sizeof(szText);

	lRet = OPEN_SETTINGS(&hAppKey);
	if (lRet != ERROR_SUCCESS)
	{
		return lRet;
	}
	RegQueryValueExW(hAppKey, L"Theme", NULL, NULL, (LPBYTE)szText, &cbText);
	OutputDebugStringW(L"registry: enter\n");
	RegCloseKey(hAppKey);
	goto done;

done:
	return ERROR_SUCCESS;
}

HRESULT Module0Step15(void)
{
	HKEY hKeyConfig = NULL;
	LONG lStatus;
	DWORD cSubKeys = 0;

	lStatus = OPEN_SETTINGS(&hKeyConfig);
	CHECK(lStatus);

	goto done;

done:
	if (hKeyConfig != NULL)
	{
		RegCloseKey(hKeyConfig);
	}
	return S_OK;
}
