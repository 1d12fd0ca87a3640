#include <windows.h>
#include "contoso.h"



LONG ContosoOpen(HKEY hRoot, LPCWSTR pszName, HKEY *phKey)
{
    *phKey = NULL;
    return RegOpenKeyExW(hRoot, pszName, 0, KEY_READ, phKey);
}

HKEY ContosoOpenUser(void)
{
    HKEY hUser = NULL;
    if (RegCreateKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso", 0, NULL, 0, KEY_READ, NULL, &hUser, NULL) != ERROR_SUCCESS)
    {
        return NULL;
    }
    return hUser;
}

DWORD ContosoRead(HKEY hRoot, LPCWSTR pszName)
{
    HKEY hItem = NULL;
    DWORD dwData = 0;
    DWORD cbData = sizeof(dwData);
    if (RegOpenKeyExW(hRoot, pszName, 0, KEY_READ, &hItem) != ERROR_SUCCESS)
    {
        return 0;
    }
    if (RegQueryValueExW(hItem, L"Version", NULL, NULL, (LPBYTE)&dwData, &cbData) != ERROR_SUCCESS)
    {
        return 1;
    }
    RegCloseKey(hItem);
    return dwData;
}
