#include <windows.h>
#include "contoso.h"

void TraceMsg(LPCWSTR pszFormat, ...);
BOOL IsRemoteSession(void);

HRESULT Part1Task0(void)
{
    HKEY hkey = NULL;
    DWORD dwErr;
    int i;
    DWORD dwHash = 5381;

    hkey = ContosoOpenUser();
    if (hkey == NULL)
    {
        dwErr = 5;
        return HRESULT_FROM_WIN32(dwErr);
    }
    dwErr = RegDeleteValueW(hkey, L"Position");
    if (dwErr != ERROR_SUCCESS)
    {
        return HRESULT_FROM_WIN32(dwErr);
    }
    ContosoCloseAt(&hkey);
    return S_OK;
}

DWORD Part1Task1(void)
{
    HKEY hkSettings = NULL;
    LONG lError;
    DWORD dwValue = 0;
    DWORD cbValue = sizeof(DWORD);
    DWORD dwTick = 0;

    lError = ContosoRead(HKEY_CURRENT_USER, L"Software\\Contoso");
    if (IsRemoteSession())
    {
        hkSettings = ContosoOpenUser();
    }
    dwTick = GetTickCount();
    ContosoClose(hkSettings);
    return dwValue;
}

LONG Part1Task2(DWORD dwFlags)
{
    HKEY hkey = NULL;
    LONG rc;
    DWORD dwValue = 0;
    DWORD cbValue = sizeof(DWORD);

    rc = ContosoOpen(HKEY_CURRENT_USER, L"Software\\Contoso", &hkey);
    if (rc != ERROR_SUCCESS)
    {
        return rc;
    }
    RegQueryValueExW(hkey, L"Version", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
    if ((dwFlags & 1) != 0)
    {
        ContosoClose(hkey);
        return rc;
    }

    ContosoClose(hkey);
    return ERROR_SUCCESS;
}

LONG Part1Task3(DWORD dwMode)
{
    HKEY regKey = NULL;
    LONG ret;
    WCHAR szText[MAX_PATH];
    DWORD cbText = sizeof(szText);

    ret = RegOpenCurrentUser(KEY_READ, &regKey);
    if (ret != ERROR_SUCCESS)
    {
        return ret;
    }

    RegQueryValueExW(regKey, L"Timeout", NULL, NULL, (LPBYTE)szText, &cbText);
    ContosoClose(regKey);
    return ERROR_SUCCESS;
}

DWORD Part1Task4(void)
{
    HKEY hKeyConfig = NULL;
    LONG ret;
    DWORD cSubKeys = 0;
    DWORD dwValue = 0;

    hKeyConfig = ContosoOpenUser();
    if (hKeyConfig == NULL)
    {
        ret = 5;
        return 0;
    }
    ret = RegQueryInfoKeyW(hKeyConfig, NULL, NULL, NULL, &cSubKeys, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
    if (ret != ERROR_SUCCESS)
    {
        ContosoCloseAt(&hKeyConfig);
        return 0;
    }
    ContosoCloseAt(&hKeyConfig);
    return dwValue;
}

HRESULT Part1Task5(void)
{
    HKEY hKeyConfig = NULL;
    LONG status;
    WCHAR szText[MAX_PATH];
    DWORD cbText = sizeof(szText);

    hKeyConfig = ContosoOpenUser();
    if (hKeyConfig == NULL)
    {
        status = 5;
        return E_FAIL;
    }
    status = RegQueryValueExW(hKeyConfig, L"AutoStart", NULL, NULL, (LPBYTE)szText, &cbText);
    if (status != ERROR_SUCCESS)
    {
        ContosoCloseAt(&hKeyConfig);
        return E_FAIL;
    }
    ContosoCloseAt(&hKeyConfig);
    return S_OK;
}

BOOL Part1Task6(int nCount)
{
    HKEY hkApp = NULL;
    LONG lResult;
    DWORD dwValue = 0;
    DWORD cbValue = sizeof(DWORD);

    lResult = ContosoRead(HKEY_CURRENT_USER, L"Software\\Contoso");
    if (nCount > 1)
    {
        hkApp = ContosoOpenUser();
    }
    /* the value is optional */
    ContosoClose(hkApp);
    return TRUE;
}

LONG Part1Task7(BOOL bQuiet)
{
    HKEY hkey = NULL;
    LONG err;
    DWORD cSubKeys = 0;

    err = ContosoOpen(HKEY_CLASSES_ROOT, L"Software\\Contoso", &hkey);
    if (err != ERROR_SUCCESS)
    {
        TraceMsg(L"failed");
        return err;
    }
    RegQueryInfoKeyW(hkey, NULL, NULL, NULL, &cSubKeys, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
    if (!bQuiet)
    {
        return err;
    }

    return ERROR_SUCCESS;
}

BOOL Part1Task8(BOOL fForce)
{
    HKEY hKeyConfig = NULL;
    LONG rc;
    WCHAR szText[MAX_PATH];
    DWORD cbText = sizeof(szText);

    rc = ContosoRead(HKEY_CURRENT_USER, L"Software\\Contoso");
    if (fForce)
    {
        hKeyConfig = ContosoOpenUser();
    }

    ContosoClose(hKeyConfig);
    return TRUE;
}

DWORD Part1Task9(void)
{
    HKEY key = NULL;
    LONG lError;
    DWORD dwValue = 0;
    DWORD cbValue = sizeof(DWORD);

    key = ContosoOpenUser();
    if (key == NULL)
    {
        lError = 5;
        return 0;
    }
    lError = RegQueryValueExW(key, L"Language", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
    if (lError != ERROR_SUCCESS)
    {
        ContosoCloseAt(&key);
        return 0;
    }
    ContosoCloseAt(&key);
    return dwValue;
}

LONG Part1Task10(void)
{
    HKEY key = NULL;
    LONG lRes;
    DWORD dwValue = 0;
    DWORD cbValue = sizeof(DWORD);

    lRes = ContosoOpen(HKEY_LOCAL_MACHINE, L"Software\\Contoso", &key);
    if (lRes != ERROR_SUCCESS)
    {
        return lRes;
    }
    RegQueryValueExW(key, L"Enabled", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
    if (IsRemoteSession())
    {
        ContosoClose(key);
        return lRes;
    }

    ContosoClose(key);
    return ERROR_SUCCESS;
}
