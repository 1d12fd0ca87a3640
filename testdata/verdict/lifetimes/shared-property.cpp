//# identity = "specific-user"
//= verdict: breaks-at-log-off
//= says: the Shared Property Manager keeps it as a number
#include <comsvcs.h>

/* No finding, because the code that it is given to was not seen: but COM+'s own is known. The Shared Property Manager keeps the number for the whole process; nothing closes the key. */
HRESULT Remember(ISharedProperty *property)
{
    HKEY key;
    if (RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso", 0, KEY_READ, &key) != ERROR_SUCCESS)
        return E_FAIL;
    VARIANT value;
    value.vt = VT_I4;
    value.lVal = HandleToLong(key);
    return property->put_Value(value);
}
