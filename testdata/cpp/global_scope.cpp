// A cast before a name of the global scope.
#include <windows.h>

DWORD Volatile(HKEY parent, const wchar_t *name)
{
    HKEY key;
    DWORD error = (DWORD)::RegCreateKeyExW(HKEY_CURRENT_USER, name, 0, NULL, 0, KEY_WRITE, NULL, &key, NULL); //~ leaked-user-key
    if (error != 0) {
        return error;
    }
    return ::RegFlushKey(key);
}

DWORD Closed(HKEY parent, const wchar_t *name)
{
    HKEY key;
    DWORD error = (DWORD)::RegOpenKeyExW(HKEY_CURRENT_USER, name, 0, KEY_WRITE, &key); //= scoped
    if (error == 0) {
        ::RegCloseKey(key);
    }
    return error;
}
