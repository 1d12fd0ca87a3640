// Keys and exceptions in C. `__finally` blocks are functions of their own in x64 code, which are given the frame of theirs.
#include "../include/winreg.h"

#define EXPORT __declspec(dllexport)

BOOL WINAPI DllMain(HMODULE module, DWORD reason, void *reserved)
{
    (void)module;
    (void)reserved;
    return reason == DLL_PROCESS_ATTACH;
}

EXPORT LSTATUS FinallyCloses(const WCHAR *name)
{
    HKEY key = NULL;
    LSTATUS status = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso\\Closed", 0, KEY_READ, &key); //= scoped
    __try {
        if (status == ERROR_SUCCESS)
            status = RegDeleteValueW(key, name);
    } __finally {
        if (key)
            RegCloseKey(key);
    }
    return status;
}

EXPORT LSTATUS ReturnsIntoFinally(const WCHAR *name)
{
    HKEY key = NULL;
    LSTATUS status = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso\\Returned", 0, KEY_READ, &key); //= scoped
    __try {
        if (name == NULL)
            return ERROR_INVALID_PARAMETER;
        if (status == ERROR_SUCCESS)
            status = RegDeleteValueW(key, name);
    } __finally {
        RegCloseKey(key);
    }
    return status;
}

EXPORT LSTATUS FinallyForgets(const WCHAR *name, DWORD *count)
{
    HKEY key = NULL;
    LSTATUS status = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso\\Forgotten", 0, KEY_READ, &key); //= leaked //~ leaked-user-key
    __try {
        if (status == ERROR_SUCCESS)
            status = RegDeleteValueW(key, name);
    } __finally {
        (*count)++;
    }
    return status;
}

EXPORT LSTATUS FinallyClosesOne(const WCHAR *name)
{
    HKEY first = NULL, second = NULL;
    LSTATUS status = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso\\One", 0, KEY_READ, &first); //= scoped
    if (status != ERROR_SUCCESS)
        return status;
    __try {
        status = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso\\Two", 0, KEY_READ, &second); //= leaked //~ leaked-user-key
        if (status == ERROR_SUCCESS)
            status = RegDeleteValueW(second, name);
    } __finally {
        RegCloseKey(first);
    }
    return status;
}

EXPORT LSTATUS ExceptCloses(const WCHAR *name)
{
    HKEY key;
    LSTATUS status = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso\\Except", 0, KEY_READ, &key); //= scoped
    if (status != ERROR_SUCCESS)
        return status;
    __try {
        status = RegDeleteValueW(key, name);
    } __except (1) {
        RegCloseKey(key);
        return ERROR_INVALID_PARAMETER;
    }
    RegCloseKey(key);
    return status;
}
