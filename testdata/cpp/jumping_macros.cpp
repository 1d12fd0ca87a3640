// Macros that jump to a clean-up label, by convention: their definitions are not here.
#include <windows.h>

HRESULT Sub(HKEY key);

HRESULT ClosesAtTheLabel()
{
    HRESULT hr = S_OK;
    HKEY key = nullptr;
    IfFailGo(HRESULT_FROM_WIN32(RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso", 0, KEY_READ, &key))); //= scoped
    IfFailGo(Sub(key));
ErrExit:
    if (key)
        RegCloseKey(key);
    return hr;
}

HRESULT ClosesTooEarly()
{
    HRESULT hr = S_OK;
    HKEY key = nullptr;
    IFC(HRESULT_FROM_WIN32(RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso", 0, KEY_READ, &key))); //= leaked //~ leaked-user-key
    IFC(Sub(key));
    RegCloseKey(key);
Cleanup:
    return hr;
}

HRESULT StatusTells()
{
    HRESULT hr = S_OK;
    HKEY key;
    CHECKHR(hr = HRESULT_FROM_WIN32(RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso", 0, KEY_READ, &key))); //= scoped
    Sub(key);
Exit:
    if (SUCCEEDED(hr))
        RegCloseKey(key);
    return hr;
}

// No such label: who knows what this macro does.
HRESULT NoLabel()
{
    HRESULT hr = S_OK;
    HKEY key;
    LONG status = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso", 0, KEY_READ, &key); //= scoped
    if (status != ERROR_SUCCESS)
        return E_FAIL;
    CHECKHR(Sub(nullptr));
    RegCloseKey(key);
    return hr;
}

// The tree's own definition comes first.
#define IFC(x) \
    do { \
        hr = (x); \
        if (FAILED(hr)) { \
            RegCloseKey(key); \
            return hr; \
        } \
    } while (0)

HRESULT OwnDefinition()
{
    HRESULT hr = S_OK;
    HKEY key;
    if (RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso", 0, KEY_READ, &key) != ERROR_SUCCESS) //= scoped
        return E_FAIL;
    IFC(Sub(nullptr));
    RegCloseKey(key);
Cleanup:
    return hr;
}

// How object files for loaders name what they call.
void Imported()
{
    HKEY key;
    if (ADVAPI32$RegOpenKeyExA(HKEY_CURRENT_USER, "Software\\Contoso", 0, KEY_READ, &key) != ERROR_SUCCESS) //= leaked //~ leaked-user-key
        return;
    if (ADVAPI32$RegQueryValueExA(key, "x", NULL, NULL, NULL, NULL) != ERROR_SUCCESS)
        return;
    ADVAPI32$RegCloseKey(key);
}

// The published macro itself, as its header makes it of helpers.
#define R_NAMESPACE contoso::details
#define R_FUNCTION(name) R_NAMESPACE::name<__COUNTER__>
#define R_COMMA ,
#define R_PLACE(code) __LINE__ R_COMMA __FILE__ R_COMMA #code R_COMMA
#define THROW_IF_WIN32_ERROR(status) R_FUNCTION(ThrowIfError)(R_PLACE(status) status)

void ThrowsByHelpers()
{
    wil::unique_hkey owner;
    THROW_IF_WIN32_ERROR(RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso", 0, KEY_READ, &owner)); //= scoped
    HKEY raw;
    THROW_IF_WIN32_ERROR(RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso", 0, KEY_READ, &raw)); //= leaked //~ leaked-user-key
    THROW_IF_WIN32_ERROR(RegFlushKey(raw));
    RegCloseKey(raw);
}
