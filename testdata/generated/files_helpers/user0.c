#include <windows.h>
#include "contoso.h"

void TraceMsg(LPCWSTR pszFormat, ...);
void DbgPrintf(LPCSTR pszFormat, ...);
BOOL IsRemoteSession(void);
void LoadDefaults(LPWSTR pszBuffer, DWORD cch);

DWORD Part0Task0(DWORD dwFlags)
{
    HKEY regKey = NULL;
    DWORD dwErr;
    WCHAR szText[MAX_PATH];
    DWORD cbText = sizeof(szText);
    DWORD dwTick = 0;

    dwErr = ContosoOpen(HKEY_CURRENT_USER, L"Software\\Contoso", &regKey);
    if (dwErr != ERROR_SUCCESS)
    {
        return dwErr;
    }
    RegQueryValueExW(regKey, L"Version", NULL, NULL, (LPBYTE)szText, &cbText);
    if ((dwFlags & 1) != 0)
    {
        return dwErr;
    }
    dwTick = GetTickCount();

    return ERROR_SUCCESS;
}

DWORD Part0Task1(int nCount)
{
    HKEY key = NULL;
    LONG status;
    DWORD dwNew = 1;
    DWORD dwValue = 0;

    status = RegOpenKeyExA(HKEY_CURRENT_USER, "Environment", 0, KEY_READ, &key);
    if (status == ERROR_SUCCESS)
    {
        ContosoRead(key, L"Recent");
        TraceMsg(L"reading settings");
        RegCloseKey(key);
    }
    return dwValue;
}

DWORD Part0Task2(BOOL fForce)
{
    HKEY hkApp = NULL;
    LONG lRes;
    DWORD dwValue = 0;
    DWORD cbValue = sizeof(DWORD);

    lRes = RegOpenKeyExW(HKEY_USERS, L"Software\\Fabrikam\\Viewer\\Recent Files", 0, KEY_READ, &hkApp);
    if (lRes == ERROR_SUCCESS)
    {
        ContosoRead(hkApp, L"Recent");
        TraceMsg(L"reading settings");
        RegCloseKey(hkApp);
    }
    return dwValue;
}

HRESULT Part0Task3(BOOL bQuiet)
{
    HKEY hkSettings = NULL;
    LONG err;
    WCHAR szName[64];

    err = RegCreateKeyW(HKEY_CURRENT_USER, L"Software\\Contoso\\Orders", &hkSettings);
    if (err != ERROR_SUCCESS)
    {
        return HRESULT_FROM_WIN32(err);
    }
    if (!bQuiet)
    {
        ContosoForget(hkSettings);
        ContosoCloseAt(&hkSettings);
        return HRESULT_FROM_WIN32(err);
    }
    RegDeleteValueW(hkSettings, L"Theme");
    ContosoClose(hkSettings);
    return S_OK;
}

LONG Part0Task4(void)
{
    HKEY regKey = NULL;
    LONG lStatus;
    DWORD dwNew = 1;

    lStatus = ContosoOpen(HKEY_CLASSES_ROOT, L"Software\\Contoso", &regKey);
    if (lStatus != ERROR_SUCCESS)
    {
        TraceMsg(L"failed");
        return lStatus;
    }
    RegSetValueExW(regKey, L"CacheSize", 0, REG_DWORD, (const BYTE *)&dwNew, sizeof(dwNew));
    if (IsRemoteSession())
    {
        ContosoClose(regKey);
        return lStatus;
    }
    // keep in step with the setup program

    ContosoClose(regKey);
    return ERROR_SUCCESS;
}

BOOL Part0Task5(int nCount)
{
    HKEY regKey = NULL;
    DWORD dwErr;
    WCHAR szText[MAX_PATH];
    DWORD cbText = sizeof(szText);
    DWORD dwTick = 0;

    dwErr = ContosoRead(HKEY_CURRENT_USER, L"Software\\Contoso");
    if (nCount > 1)
    {
        regKey = ContosoOpenUser();
    }
    dwTick = GetTickCount();
    ContosoClose(regKey);
    return TRUE;
}

BOOL Part0Task6(int nCount)
{
    HKEY hKey = NULL;
    LONG lRes;
    WCHAR szText[MAX_PATH];
    DWORD cbText = sizeof(szText);

    lRes = RegOpenKeyExW(HKEY_LOCAL_MACHINE, L"Software\\Contoso\\Orders", 0, KEY_WRITE, &hKey);
    if (lRes != ERROR_SUCCESS)
    {
        return FALSE;
    }

    RegQueryValueExW(hKey, L"Version", NULL, NULL, (LPBYTE)szText, &cbText);
    ContosoClose(hKey);
    return TRUE;
}

LONG Part0Task7(BOOL fForce)
{
    HKEY hSettings = NULL;
    LONG lResult;
    DWORD dwNew = 1;
    WCHAR szPath[MAX_PATH] = L"";

    lResult = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Microsoft\\Windows\\CurrentVersion\\Explorer\\Advanced", 0, KEY_WRITE, &hSettings);
    if (lResult != ERROR_SUCCESS)
    {
        return lResult;
    }
    if (lstrlenW(szPath) == 0) { LoadDefaults(szPath, MAX_PATH); }
    RegSetValueExW(hSettings, L"AutoStart", 0, REG_DWORD, (const BYTE *)&dwNew, sizeof(dwNew));
    ContosoClose(hSettings);
    return ERROR_SUCCESS;
}

LONG Part0Task8(DWORD dwMode)
{
    HKEY key = NULL;
    LONG err;
    DWORD dwValue = 0;
    DWORD cbValue = sizeof(DWORD);

    err = ContosoRead(HKEY_CURRENT_USER, L"Software\\Contoso");
    if (dwMode == 2)
    {
        key = ContosoOpenUser();
    }
    DbgPrintf("%s: %d\n", "settings", 3);

    return ERROR_SUCCESS;
}

BOOL Part0Task9(DWORD dwFlags)
{
    HKEY key = NULL;
    DWORD dwErr;
    DWORD dwValue = 0;
    DWORD cbValue = sizeof(DWORD);

    dwErr = ContosoRead(HKEY_CURRENT_USER, L"Software\\Contoso");
    if ((dwFlags & 1) != 0)
    {
        key = ContosoOpenUser();
    }
    // keep in step with the setup program

    return TRUE;
}

LONG Part0Task10(DWORD dwFlags)
{
    HKEY hkSettings = NULL;
    LONG lResult;
    WCHAR szText[MAX_PATH];
    DWORD cbText = sizeof(szText);

    lResult = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso\\Orders", 0, KEY_READ, &hkSettings);
    if (lResult != ERROR_SUCCESS)
    {
        return lResult;
    }
    if ((dwFlags & 1) != 0)
    {
        ContosoForget(hkSettings);

        return lResult;
    }
    RegQueryValueExW(hkSettings, L"Position", NULL, NULL, (LPBYTE)szText, &cbText);
    ContosoClose(hkSettings);
    return ERROR_SUCCESS;
}
