#include <windows.h>

BOOL ReadSettings(void)
{
    HKEY key;
    if (RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso", 0, KEY_READ, &key) != ERROR_SUCCESS) //= scoped //~ user-root-in-dll-main
        return FALSE;
    RegCloseKey(key);
    RegDeleteKeyW(HKEY_CURRENT_USER, L"Software\\Contoso\\Cache");
    return TRUE;
}

DWORD WINAPI Watch(void *context)
{
    return RegDeleteKeyW(HKEY_CURRENT_USER, L"Software\\Contoso\\Cache");
}

void Late(void)
{
    RegDeleteKeyW(HKEY_CURRENT_USER, L"Software\\Contoso\\Cache");
    RegDisablePredefinedCache(); //~ cache-disabled-late
}
