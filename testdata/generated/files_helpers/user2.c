#include <windows.h>
#include "contoso.h"

void LogError(LPCWSTR pszWhat, LONG lError);
void TraceMsg(LPCWSTR pszFormat, ...);
void DbgPrintf(LPCSTR pszFormat, ...);
BOOL IsFeatureEnabled(DWORD dwFeature);
void UpdateCounter(DWORD dwWhich);

HRESULT Part2Task0(DWORD dwMode)
{
    HKEY hAppKey = NULL;
    DWORD dwErr;
    DWORD dwValue = 0;
    DWORD cbValue = sizeof(DWORD);

    dwErr = ContosoRead(HKEY_CURRENT_USER, L"Software\\Contoso");
    if (dwMode == 2)
    {
        hAppKey = ContosoOpenUser();
    }
    OutputDebugStringW(L"registry: enter\n");
    ContosoClose(hAppKey);
    return S_OK;
}

LONG Part2Task1(DWORD dwMode)
{
    HKEY hSettings = NULL;
    LONG status;
    DWORD dwValue = 0;
    DWORD cbValue = sizeof(DWORD);

    status = RegOpenKeyExW(HKEY_CURRENT_USER, L"Control Panel\\Desktop", 0, KEY_READ, &hSettings);
    if (status != ERROR_SUCCESS)
    {
        return status;
    }
    if (dwMode == 2)
    {
        ContosoForget(hSettings);

        return status;
    }
    RegQueryValueExW(hSettings, L"AutoStart", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
    ContosoClose(hSettings);
    return ERROR_SUCCESS;
}

DWORD Part2Task2(void)
{
    HKEY hkSettings = NULL;
    LONG lRes;
    WCHAR szText[MAX_PATH];
    DWORD cbText = sizeof(szText);
    DWORD dwValue = 0;

    lRes = ContosoRead(HKEY_CURRENT_USER, L"Software\\Contoso");
    if (IsFeatureEnabled(7))
    {
        hkSettings = ContosoOpenUser();
    }
    UpdateCounter(2);
    ContosoClose(hkSettings);
    return dwValue;
}

LONG Part2Task3(DWORD dwMode)
{
    HKEY key = NULL;
    LONG status;

    key = ContosoOpenUser();
    if (key == NULL)
    {
        status = 5;
        return status;
    }
    status = RegDeleteValueW(key, L"LogLevel");
    if (status != ERROR_SUCCESS)
    {
        return status;
    }
    ContosoCloseAt(&key);
    return ERROR_SUCCESS;
}

HRESULT Part2Task4(int nCount)
{
    HKEY hAppKey = NULL;
    LONG lStatus;
    DWORD dwValue = 0;
    DWORD cbValue = sizeof(DWORD);

    lStatus = ContosoOpen(HKEY_CLASSES_ROOT, L"Software\\Contoso", &hAppKey);
    if (lStatus != ERROR_SUCCESS)
    {
        LogError(L"settings", lStatus);
        return HRESULT_FROM_WIN32(lStatus);
    }
    RegQueryValueExW(hAppKey, L"CacheSize", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
    if (nCount > 1)
    {
        return HRESULT_FROM_WIN32(lStatus);
    }
    DbgPrintf("%s: %d\n", "settings", 3);

    return S_OK;
}

LONG Part2Task5(void)
{
    HKEY regKey = NULL;
    LONG lStatus;
    DWORD dwValue = 0;
    DWORD cbValue = sizeof(DWORD);
    int i;
    DWORD dwHash = 5381;

    lStatus = ContosoOpen(HKEY_USERS, L"Software\\Contoso", &regKey);
    if (lStatus != ERROR_SUCCESS)
    {
        TraceMsg(L"failed");
        return lStatus;
    }
    RegQueryValueExW(regKey, L"Position", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
    if (IsFeatureEnabled(7))
    {
        return lStatus;
    }
    for (i = 0; i < 3; i++) { dwHash = dwHash * 33 + (DWORD)i; }

    return ERROR_SUCCESS;
}

LONG Part2Task6(int nCount)
{
    HKEY hKey = NULL;
    LONG lResult;
    int i;
    DWORD dwHash = 5381;

    lResult = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Microsoft\\Windows\\CurrentVersion\\Run", 0, KEY_WRITE, &hKey);
    if (lResult != ERROR_SUCCESS)
    {
        return lResult;
    }
    for (i = 0; i < 3; i++) { dwHash = dwHash * 33 + (DWORD)i; }
    RegDeleteValueW(hKey, L"Theme");

    return ERROR_SUCCESS;
}

DWORD Part2Task7(int nCount)
{
    HKEY hkey = NULL;
    LONG rc;
    DWORD dwNew = 1;
    DWORD dwValue = 0;

    rc = RegOpenKeyExW(HKEY_LOCAL_MACHINE, L"Software\\Microsoft\\Windows\\CurrentVersion\\Run", 0, KEY_QUERY_VALUE, &hkey);
    if (rc == ERROR_SUCCESS)
    {
        ContosoRead(hkey, L"Recent");

        RegCloseKey(hkey);
    }
    return dwValue;
}

LONG Part2Task8(int nCount)
{
    HKEY key = NULL;
    LONG lError;
    DWORD dwValue = 0;
    DWORD cbValue = sizeof(DWORD);

    key = ContosoOpenUser();
    if (key == NULL)
    {
        lError = 5;
        return lError;
    }
    lError = RegQueryValueExW(key, L"Enabled", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
    if (lError != ERROR_SUCCESS)
    {
        ContosoCloseAt(&key);
        return lError;
    }
    ContosoCloseAt(&key);
    return ERROR_SUCCESS;
}

BOOL Part2Task9(void)
{
    HKEY hAppKey = NULL;
    LONG err;
    DWORD dwValue = 0;
    DWORD cbValue = sizeof(DWORD);

    err = ContosoRead(HKEY_CURRENT_USER, L"Software\\Contoso");
    if (IsFeatureEnabled(7))
    {
        hAppKey = ContosoOpenUser();
    }

    ContosoClose(hAppKey);
    return TRUE;
}

DWORD Part2Task10(BOOL fForce)
{
    HKEY hKeyConfig = NULL;
    LONG lRes;
    DWORD dwValue = 0;
    DWORD cbValue = sizeof(DWORD);

    lRes = ContosoRead(HKEY_CURRENT_USER, L"Software\\Contoso");
    if (fForce)
    {
        hKeyConfig = ContosoOpenUser();
    }
    UpdateCounter(2);
    ContosoClose(hKeyConfig);
    return dwValue;
}
