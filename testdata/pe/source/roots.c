// Which root a key is below, where that is told by a table or a structure: `//@` says which roots it can be. In machine code nothing
// tells where a table ends, so of an entry that nobody knows the number of, the root is not known either.
#include "../include/winreg.h"

#define EXPORT __declspec(dllexport)

BOOL WINAPI DllMain(HMODULE module, DWORD reason, void *reserved)
{
    (void)module;
    (void)reserved;
    return reason == DLL_PROCESS_ATTACH;
}

static const HKEY both[] = {HKEY_CURRENT_USER, HKEY_LOCAL_MACHINE};

// A table of roots in read-only data.
EXPORT void EachOfTable(void)
{
    for (int i = 0; i < 2; i++) {
        HKEY key;
        if (RegOpenKeyExW(both[i], L"Software\\Contoso\\Table", 0, KEY_READ, &key) == ERROR_SUCCESS) //= leaked //~ leaked-user-key //@~ leaked-machine-key //@ HKCU HKLM
            RegDeleteValueW(key, L"Last");
    }
}

EXPORT LSTATUS OneOfTable(DWORD which)
{
    HKEY key;
    LSTATUS status = RegOpenKeyExW(both[which], L"Software\\Contoso\\Table", 0, KEY_READ, &key); //= scoped //@ HKCU HKLM
    if (status == ERROR_SUCCESS)
        RegCloseKey(key);
    return status;
}

static const struct place {
    HKEY root;
    const WCHAR *name;
} places[] = {
    {HKEY_CURRENT_USER, L"Software\\Contoso\\First"},
    {HKEY_LOCAL_MACHINE, L"Software\\Contoso\\Second"},
    {HKEY_CLASSES_ROOT, L"Contoso.Third"},
};

EXPORT void EachOfPlaces(void)
{
    for (int i = 0; i < 3; i++) {
        HKEY key;
        if (RegOpenKeyExW(places[i].root, places[i].name, 0, KEY_READ, &key) == ERROR_SUCCESS) { //= scoped //@ HKCU HKLM HKCR
            RegDeleteValueW(key, L"Last");
            RegCloseKey(key);
        }
    }
}

// A table that the function makes.
EXPORT void EachOfLocalTable(DWORD rights)
{
    HKEY roots[2] = {HKEY_LOCAL_MACHINE, HKEY_CURRENT_USER};
    for (int i = 0; i < 2; i++) {
        HKEY key;
        if (RegOpenKeyExW(roots[i], L"Software\\Contoso\\Local", 0, rights, &key) == ERROR_SUCCESS) //= leaked //~ leaked-user-key //@~ leaked-machine-key //@ HKCU HKLM
            RegDeleteValueW(key, L"Last");
    }
}

EXPORT void EachOfLocalPlaces(DWORD rights)
{
    struct {
        HKEY root;
        DWORD rights;
    } roots[] = {{HKEY_CURRENT_USER, rights}, {HKEY_LOCAL_MACHINE, rights}, {HKEY_LOCAL_MACHINE, KEY_READ}};
    for (int i = 0; i < 3; i++) {
        HKEY key;
        if (RegOpenKeyExW(roots[i].root, L"Software\\Contoso\\Local", 0, roots[i].rights, &key) == ERROR_SUCCESS) { //= scoped //@ HKCU HKLM
            RegDeleteValueW(key, L"Last");
            RegCloseKey(key);
        }
    }
}

EXPORT LSTATUS OneOfLocalTable(DWORD which)
{
    HKEY roots[3] = {HKEY_LOCAL_MACHINE, HKEY_CLASSES_ROOT, HKEY_CURRENT_USER};
    HKEY key;
    LSTATUS status = RegOpenKeyExW(roots[which], L"Software\\Contoso\\Chosen", 0, KEY_READ, &key); //= leaked //~ leaked-user-key //@~ leaked-key-of-unknown-root //@ HKCU HKCR HKLM
    if (status == ERROR_SUCCESS)
        RegDeleteValueW(key, L"Last");
    return status;
}

typedef struct {
    unsigned short Length, MaximumLength;
    WCHAR *Buffer;
} UNICODE_STRING;
typedef struct {
    DWORD Length;
    void *RootDirectory;
    UNICODE_STRING *ObjectName;
    DWORD Attributes;
    void *SecurityDescriptor, *SecurityQualityOfService;
} OBJECT_ATTRIBUTES;
IMPORT void WINAPI RtlInitUnicodeString(UNICODE_STRING *, const WCHAR *);
IMPORT LONG WINAPI NtOpenKey(void **, DWORD, OBJECT_ATTRIBUTES *);
IMPORT LONG WINAPI NtClose(void *);

// The system's own functions take the name in a structure.
EXPORT LONG NativeName(void)
{
    UNICODE_STRING name;
    OBJECT_ATTRIBUTES attributes = {sizeof(attributes), NULL, &name, 0x40, NULL, NULL};
    void *key;
    RtlInitUnicodeString(&name, L"\\Registry\\User\\S-1-5-21-1-2-3-1001\\Software");
    LONG status = NtOpenKey(&key, KEY_READ, &attributes); //= leaked //~ leaked-user-key //@ HKU
    return status;
}

EXPORT LONG NativeMachine(void)
{
    UNICODE_STRING name;
    OBJECT_ATTRIBUTES attributes = {sizeof(attributes), NULL, &name, 0x40, NULL, NULL};
    void *key;
    RtlInitUnicodeString(&name, L"\\Registry\\Machine\\Software\\Contoso");
    LONG status = NtOpenKey(&key, KEY_READ, &attributes); //= scoped //@ HKLM
    if (status >= 0)
        NtClose(key);
    return status;
}

IMPORT LSTATUS WINAPI RtlNtStatusToDosError(LONG);

__attribute__((noinline)) static LSTATUS open_native(void *below, const WCHAR *name, DWORD rights, void **key)
{
    UNICODE_STRING text;
    OBJECT_ATTRIBUTES attributes = {sizeof(attributes), below, &text, 0x40, NULL, NULL};
    RtlInitUnicodeString(&text, name);
    return RtlNtStatusToDosError(NtOpenKey(key, rights, &attributes)); //= caller //@ HKU
}

// Its status becomes one of Windows: that a key is open goes with that.
EXPORT LSTATUS NativeAsWindows(DWORD rights)
{
    void *user, *below;
    if (open_native(NULL, L"\\Registry\\User\\S-1-5-21-1-2-3-1001", KEY_READ, &user) != ERROR_SUCCESS) //= scoped //@ HKU
        return 1;
    LSTATUS status = open_native(user, L"Software", rights, &below); //= leaked //~ leaked-user-key //@ HKU
    NtClose(user);
    return status;
}
