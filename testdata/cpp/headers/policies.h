// A header without a class: the namespace tells that it is C++, and objects die at the ends of scopes.
#pragma once
#include <wil/resource.h>

namespace policies {

inline wil::unique_hkey OpenPolicies()
{
    wil::unique_hkey key;
    if (RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Policies\\Contoso", 0, KEY_READ, &key) != ERROR_SUCCESS) //= caller
        return {};
    return key;
}

inline bool HasPolicies()
{
    auto key = OpenPolicies(); //= scoped
    return key && RegFlushKey(key.get()) == ERROR_SUCCESS;
}

inline DWORD Policy(const wchar_t *name)
{
    wil::unique_hkey key;
    DWORD value = 0, size = sizeof(value);
    if (RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Policies\\Contoso", 0, KEY_READ, &key) == ERROR_SUCCESS) //= scoped
        RegGetValueW(key.get(), nullptr, name, RRF_RT_REG_DWORD, nullptr, &value, &size);
    return value;
}

}
