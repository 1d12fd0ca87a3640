// A DLL whose keys are opened and closed by others; `//=` says what becomes of them when these are given, too.
#include "store.h"

#define EXPORT __declspec(dllexport)
__declspec(dllimport) void Bridge_Close(HKEY key);
__declspec(dllimport) LSTATUS WINAPI Bridge_Api(HKEY key);

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

EXPORT void ClosesWhatStoreOpened(void)
{
    HKEY key;
    if (Store_Open(L"Software\\Contoso\\Closed", &key) == ERROR_SUCCESS) { //= scoped
        Store_Touch(key);
        RegCloseKey(key);
    }
}

EXPORT void ForgetsWhatStoreOpened(void)
{
    HKEY key;
    if (Store_Open(L"Software\\Contoso\\Forgotten", &key) == ERROR_SUCCESS) //= leaked
        Store_Touch(key);
}

EXPORT void ForgetsRoot(void)
{
    HKEY key = Store_Root(); //= leaked
    if (key)
        Store_Touch(key);
}

EXPORT void StoreCloses(void)
{
    HKEY key;
    if (RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso\\ByNumber", 0, KEY_READ, &key) == ERROR_SUCCESS) { //= scoped
        Store_Touch(key);
        Store_Close(key);
    }
}

EXPORT void NobodyCloses(void)
{
    HKEY key;
    if (RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso\\Nobody", 0, KEY_READ, &key) == ERROR_SUCCESS) //= leaked
        Store_Touch(key);
}

EXPORT void BridgeCloses(void)
{
    HKEY key;
    if (RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso\\Bridge", 0, KEY_READ, &key) == ERROR_SUCCESS) { //= scoped
        Store_Touch(key);
        Bridge_Close(key);
    }
}

EXPORT void BridgeClosesAsWindowsDoes(void)
{
    HKEY key;
    if (RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso\\Forwarded", 0, KEY_READ, &key) == ERROR_SUCCESS) { //= scoped
        Store_Touch(key);
        Bridge_Api(key);
    }
}

// tells whether a wrapper in between is followed: its argument is not written to a register again
EXPORT void HandOver(HKEY key)
{
    Store_Close(key);
}

EXPORT void ClosesThroughWrapper(void)
{
    HKEY key;
    if (RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso\\Wrapper", 0, KEY_READ, &key) == ERROR_SUCCESS) { //= scoped
        Store_Touch(key);
        HandOver(key);
    }
}

// a test gives this function a name of C++
EXPORT void StoreFrees(void)
{
    HKEY key;
    if (RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso\\Freed", 0, KEY_READ, &key) == ERROR_SUCCESS) { //= scoped
        Store_Touch(key);
        Store_Frees_Its_Key__(key);
    }
}
