// What tells of a DLL that it is a COM+ component: an export, an import of COM+, an interface's GUID, resources.
#include "../include/winreg.h"

#define EXPORT __declspec(dllexport)

typedef struct {
    DWORD first;
    unsigned short second, third;
    BYTE rest[8];
} GUID;

EXPORT const GUID IID_IObjectControl = { 0x51372aec, 0xcae7, 0x11cf, { 0xbe, 0x81, 0x00, 0xaa, 0x00, 0xa2, 0xfa, 0x25 } };

IMPORT void *WINAPI SafeRef(const GUID *, void *);

BOOL WINAPI DllMain(HMODULE module, DWORD reason, void *reserved)
{
    (void)module;
    (void)reserved;
    return reason == DLL_PROCESS_ATTACH;
}

EXPORT LONG WINAPI DllGetClassObject(const GUID *class, const GUID *interface, void **object)
{
    HKEY key;
    (void)class;
    *object = SafeRef(interface, *object);
    if (RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso", 0, KEY_READ, &key) != ERROR_SUCCESS) //= scoped
        return -1;
    return RegCloseKey(key);
}
