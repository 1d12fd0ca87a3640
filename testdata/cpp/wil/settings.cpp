// The macros of WIL mean what they mean, whatever the copy in the tree looks like.
#include <windows.h>
#include "result_macros.h"

void Throws()
{
    HKEY key;
    THROW_IF_WIN32_ERROR(RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso", 0, KEY_READ, &key)); //= leaked //~ leaked-user-key
    THROW_IF_WIN32_ERROR(RegFlushKey(key));
    RegCloseKey(key);
}

HRESULT Returns()
{
    HKEY key;
    RETURN_IF_WIN32_ERROR(RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso", 0, KEY_READ, &key)); //= leaked //~ leaked-user-key
    RETURN_IF_WIN32_ERROR(RegFlushKey(key));
    RegCloseKey(key);
    return S_OK;
}

HRESULT Closes()
{
    HKEY key;
    RETURN_IF_WIN32_ERROR(RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso", 0, KEY_READ, &key)); //= scoped
    RegFlushKey(key);
    RegCloseKey(key);
    return S_OK;
}
