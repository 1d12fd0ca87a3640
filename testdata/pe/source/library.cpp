// Code of a published library, by its namespace, as linkers put it into other people's DLLs; and exceptions of C++.
#include "../include/winreg.h"

extern "C" BOOL WINAPI DllMain(HMODULE, DWORD reason, void *)
{
    return reason == DLL_PROCESS_ATTACH;
}

namespace ATL {

__declspec(noinline) LSTATUS Forgets(const WCHAR *name)
{
    HKEY key;
    LSTATUS status = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso\\Library", 0, KEY_READ, &key); //= leaked //~ leaked-user-key
    if (status != ERROR_SUCCESS)
        return status;
    return RegDeleteValueW(key, name);
}

} // namespace ATL

extern "C" __declspec(dllexport) LSTATUS Own(const WCHAR *name)
{
    HKEY key;
    LSTATUS status = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso\\Own", 0, KEY_READ, &key); //= leaked //~ leaked-user-key
    if (status != ERROR_SUCCESS)
        return ATL::Forgets(name);
    return RegDeleteValueW(key, name);
}

extern "C" __declspec(dllimport) void Visit(HKEY key);

extern "C" __declspec(dllexport) LSTATUS Catches(const WCHAR *name)
{
    HKEY key;
    LSTATUS status = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso\\Caught", 0, KEY_READ, &key); //= scoped
    if (status != ERROR_SUCCESS)
        return status;
    try {
        Visit(key);
    } catch (...) {
        RegCloseKey(key);
        return ERROR_INVALID_PARAMETER;
    }
    status = RegDeleteValueW(key, name);
    RegCloseKey(key);
    return status;
}
