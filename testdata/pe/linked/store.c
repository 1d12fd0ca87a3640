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

#ifdef __i386__
// as compilers write it that make room by a push: ecx holds nothing
__attribute__((naked)) void Store_Frees_Its_Key__(HKEY key)
{
    __asm__("push %ecx\n push 8(%esp)\n call _Store_Close\n add $4, %esp\n pop %ecx\n ret");
}
#else
void Store_Frees_Its_Key__(HKEY key)
{
    Store_Close(key);
}
#endif
