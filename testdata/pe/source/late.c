// Registry functions that are found when they are needed: built with a delay-loaded advapi32, and one by GetProcAddress.
#include "../include/winreg.h"

#define EXPORT __declspec(dllexport)

BOOL WINAPI DllMain(HMODULE module, DWORD reason, void *reserved)
{
    (void)module;
    (void)reserved;
    return reason == DLL_PROCESS_ATTACH;
}

// What a delay-loaded import calls first; the real one, of the compiler's library, loads the DLL and fills the table in.
FARPROC WINAPI __delayLoadHelper2(const void *descriptor, FARPROC *entry)
{
    (void)descriptor;
    return *entry;
}

EXPORT void Delayed(void)
{
    HKEY key;
    if (RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso\\Delayed", 0, KEY_READ, &key) == ERROR_SUCCESS) //= leaked //~ leaked-user-key
        RegDeleteValueW(key, L"Last");
}

EXPORT void DelayedCloses(void)
{
    HKEY key;
    if (RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso\\Delayed", 0, KEY_READ, &key) != ERROR_SUCCESS) //= scoped
        return;
    RegDeleteValueW(key, L"Last");
    RegCloseKey(key);
}

typedef LSTATUS(WINAPI *OpenKey)(HKEY, const WCHAR *, DWORD, DWORD, HKEY *);
static OpenKey open_key;

EXPORT void ByName(void)
{
    HKEY key;
    if (!open_key)
        open_key = (OpenKey)GetProcAddress(GetModuleHandleA("advapi32.dll"), "RegOpenKeyExW");
    if (open_key && open_key(HKEY_CURRENT_USER, L"Software\\Contoso\\ByName", 0, KEY_READ, &key) == ERROR_SUCCESS) //~? leaked-user-key
        RegDeleteValueW(key, L"Last");
}
