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
