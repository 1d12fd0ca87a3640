// A DLL that opens and closes keys for others; `//=` says what becomes of a key when its users are given, too.
#define STORE
#include "store.h"

BOOL WINAPI DllMain(HMODULE module, DWORD reason, void *reserved)
{
    (void)module;
    (void)reserved;
    return reason == DLL_PROCESS_ATTACH;
}

LSTATUS Store_Open(const WCHAR *name, HKEY *key)
{
    return RegOpenKeyExW(HKEY_CURRENT_USER, name, 0, KEY_READ, key); //= caller
}

HKEY Store_Root(void)
{
    HKEY key;
    return RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso", 0, KEY_READ, &key) == ERROR_SUCCESS ? key : NULL; //= caller
}

void Store_Close(HKEY key)
{
    if (key)
        RegCloseKey(key);
}

void Store_Touch(HKEY key)
{
    RegDeleteValueW(key, L"Last");
}
