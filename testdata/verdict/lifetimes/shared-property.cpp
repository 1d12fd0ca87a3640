//# identity = "specific-user"
//= verdict: breaks-at-log-off
//= says: the Shared Property Manager keeps it as a number
#include <comsvcs.h>

/* The Shared Property Manager keeps the number for the whole process; nothing closes the key. */
HRESULT Remember(ISharedProperty *property)
{
    HKEY key;
    if (RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso", 0, KEY_READ, &key) != ERROR_SUCCESS) //~ error leaked-user-key shared-property
        return E_FAIL;
    VARIANT value;
    value.vt = VT_I4;
    value.lVal = HandleToLong(key);
    return property->put_Value(value);
}
