/* A build is for 32 or for 64 bits: what only one of them has is read as well. */
#include <windows.h>

#ifndef _WIN64
int Narrow(void)
{
    HKEY key;
    if (RegOpenKeyEx(HKEY_CURRENT_USER, L"Software\\Width", 0, KEY_READ, &key)) /*//~ leaked-user-key */
        return 0;
    return 1;
}
#endif

int Both(void)
{
    HKEY key;
#ifdef _M_IX86
    if (RegOpenKeyEx(HKEY_CURRENT_USER, L"Software\\Width", 0, KEY_READ, &key)) /*//= scoped */
        return 0;
#endif
#if !defined(_WIN64)
    RegCloseKey(key);
#endif
    return 1;
}

// Two things that are not known need not be equal.
void keep_where_pointers_are_wide(void)
{
    HKEY key;
    const BOOL is_wide = sizeof(void *) > sizeof(int);
    if (is_wide) {
        if (RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso", 0, KEY_READ, &key) == ERROR_SUCCESS) //= leaked //~ leaked-user-key
            LogLine("wide");
    }
}
