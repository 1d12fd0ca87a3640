//# identity = "specific-user"
//= verdict: breaks-at-log-off
//= says: the Shared Property Manager keeps it as a number
#define COBJMACROS
#include <comsvcs.h>

/* In C, the methods are called through a table. */
HRESULT Remember(ISharedProperty *property)
{
    HKEY key;
    if (RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso", 0, KEY_READ, &key) != ERROR_SUCCESS) //~ error leaked-user-key shared-property
        return E_FAIL;
    VARIANT value;
    value.vt = VT_I4;
    value.lVal = HandleToLong(key);
    return property->lpVtbl->put_Value(property, value);
}

HRESULT ByMacro(ISharedProperty *property)
{
    HKEY key;
    if (RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso", 0, KEY_READ, &key) != ERROR_SUCCESS) //~ error leaked-user-key shared-property
        return E_FAIL;
    VARIANT value;
    value.vt = VT_I4;
    value.lVal = HandleToLong(key);
    return ISharedProperty_put_Value(property, value);
}
