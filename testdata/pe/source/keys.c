// What can become of a key in C. The comments hold for the C front-end and, through debug lines, for the DLLs made from this file.
#include "../include/winreg.h"

#define EXPORT __declspec(dllexport)

BOOL WINAPI DllMain(HMODULE module, DWORD reason, void *reserved)
{
    (void)module;
    (void)reserved;
    return reason == DLL_PROCESS_ATTACH;
}

EXPORT DWORD Scoped(void)
{
    HKEY key;
    DWORD value = 30, size = sizeof(value);
    if (RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso\\Orders", 0, KEY_READ, &key) != ERROR_SUCCESS) //= scoped
        return value;
    RegQueryValueExW(key, L"Timeout", NULL, NULL, (BYTE *)&value, &size);
    RegCloseKey(key);
    return value;
}

EXPORT LSTATUS EarlyReturn(const WCHAR *name)
{
    HKEY key;
    LSTATUS status = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso", 0, KEY_READ, &key); //= leaked //~ leaked-user-key
    if (status != ERROR_SUCCESS)
        return status;
    if (name == NULL)
        return ERROR_INVALID_PARAMETER;
    RegDeleteValueW(key, name);
    return RegCloseKey(key);
}

EXPORT void Overwrites(void)
{
    HKEY key = NULL;
    RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso\\First", 0, KEY_READ, &key); //= leaked //~ leaked-user-key
    RegDeleteValueW(key, L"Last");
    if (RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso\\Second", 0, KEY_READ, &key) == ERROR_SUCCESS) //= scoped
        RegCloseKey(key);
}

static HKEY settings;

EXPORT DWORD Cached(void)
{
    DWORD value = 30, size = sizeof(value);
    if (settings == NULL)
        RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso\\Cached", 0, KEY_READ, &settings); //= process //~ user-key-in-static
    RegQueryValueExW(settings, L"Timeout", NULL, NULL, (BYTE *)&value, &size);
    return value;
}

__declspec(noinline) static LSTATUS open_below(HKEY root, const WCHAR *name, HKEY *out)
{
    return RegOpenKeyExW(root, name, 0, KEY_READ, out); //= caller
}

EXPORT void HelperCloses(void)
{
    HKEY key;
    if (open_below(HKEY_CURRENT_USER, L"Software\\Contoso\\Helper", &key) != ERROR_SUCCESS) //= scoped
        return;
    RegDeleteValueW(key, L"Last");
    RegCloseKey(key);
}

EXPORT void HelperForgets(void)
{
    HKEY key;
    if (open_below(HKEY_CURRENT_USER, L"Software\\Contoso\\Forgotten", &key) == ERROR_SUCCESS) //= leaked //~ leaked-user-key
        RegDeleteValueW(key, L"Last");
}

__declspec(noinline) static HKEY open_classes(void)
{
    HKEY key = NULL;
    if (RegOpenKeyW(HKEY_CLASSES_ROOT, L"CLSID", &key) != ERROR_SUCCESS) //= caller
        return NULL;
    return key;
}

EXPORT void ReturnedCloses(void)
{
    HKEY key = open_classes(); //= scoped
    if (key != NULL)
        RegCloseKey(key);
}

EXPORT void ReturnedForgets(void)
{
    HKEY key = open_classes(); //= leaked //~ leaked-user-key
    RegDeleteValueW(key, L"Last");
}

EXPORT void Machine(void)
{
    HKEY key;
    if (RegOpenKeyExW(HKEY_LOCAL_MACHINE, L"Software\\Contoso", 0, KEY_READ, &key) == ERROR_SUCCESS) //= leaked //~ leaked-machine-key
        RegDeleteValueW(key, L"Last");
}

EXPORT DWORD Narrow(void)
{
    HKEY key;
    if (RegOpenKeyExA(HKEY_CURRENT_USER, "Software\\Contoso\\Narrow", 0, KEY_READ, &key) != ERROR_SUCCESS) //= leaked //~ leaked-user-key
        return 0;
    return 1;
}

// Several calls of one import: at -O2 its address is kept in a register.
EXPORT void Hoisted(void)
{
    HKEY first, second, third;
    if (RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso\\A", 0, KEY_READ, &first) == ERROR_SUCCESS) //= scoped
        RegCloseKey(first);
    if (RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso\\B", 0, KEY_READ, &second) == ERROR_SUCCESS) //= leaked //~ leaked-user-key
        RegDeleteValueW(second, L"Last");
    if (RegOpenKeyExW(HKEY_LOCAL_MACHINE, L"Software\\Contoso\\C", 0, KEY_READ, &third) == ERROR_SUCCESS) //= scoped
        RegCloseKey(third);
}

// The last call of a function: at -O2 a jump.
__declspec(noinline) static LSTATUS close_it(HKEY key)
{
    return RegCloseKey(key);
}

EXPORT LSTATUS ClosedByJump(void)
{
    HKEY key;
    LSTATUS status = RegOpenCurrentUser(KEY_READ, &key); //= scoped
    if (status != ERROR_SUCCESS)
        return status;
    return close_it(key);
}

// Enough cases for a jump table; one of them forgets.
EXPORT LSTATUS Switch(DWORD what)
{
    HKEY key;
    LSTATUS status = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso\\Switch", 0, KEY_READ, &key); //= leaked //~ leaked-user-key
    if (status != ERROR_SUCCESS)
        return status;
    switch (what) {
    case 0:
        status = RegDeleteValueW(key, L"Zero");
        break;
    case 1:
        status = RegDeleteValueW(key, L"One");
        break;
    case 2:
        status = RegDeleteValueW(key, L"Two");
        break;
    case 3:
        return RegDeleteValueW(key, L"Three");
    case 4:
        status = RegDeleteValueW(key, L"Four");
        break;
    case 5:
        status = RegDeleteValueW(key, L"Five");
        break;
    default:
        status = ERROR_INVALID_PARAMETER;
    }
    RegCloseKey(key);
    return status;
}

EXPORT LSTATUS SwitchCloses(DWORD what)
{
    HKEY key;
    LSTATUS status = RegCreateKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso\\Created", 0, NULL, 0, KEY_READ, NULL, &key, NULL); //= scoped
    if (status != ERROR_SUCCESS)
        return status;
    switch (what) {
    case 10:
        status = RegDeleteValueW(key, L"Ten");
        break;
    case 11:
        status = RegDeleteValueW(key, L"Eleven");
        break;
    case 12:
        status = RegDeleteValueW(key, L"Twelve");
        break;
    case 13:
        status = RegDeleteValueW(key, L"Thirteen");
        break;
    case 14:
        status = RegDeleteValueW(key, L"Fourteen");
        break;
    default:
        status = ERROR_INVALID_PARAMETER;
    }
    RegCloseKey(key);
    return status;
}

// Code that may lie anywhere calls its next instruction to find out where it is.
__declspec(dllexport) DWORD WINAPI WhereAmI(const WCHAR *name)
{
    DWORD value = 0, size = sizeof(value), here = 0;
    HKEY key;
    if (RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso", 0, KEY_READ, &key) != ERROR_SUCCESS) //= scoped
        return 0;
#ifdef __i386__
    __asm__ volatile("call 1f\n1:\tpop %0" : "=r"(here));
#endif
    RegQueryValueExW(key, name, NULL, NULL, (BYTE *)&value, &size);
    RegCloseKey(key);
    return value + (here & 1);
}
