#include <windows.h>

LSTATUS keys_open(HKEY root, const WCHAR *name, HKEY *key);

LSTATUS Flush(void)
{
    HKEY key;
    LSTATUS status = keys_open(HKEY_CURRENT_USER, L"Software\\Variables", &key); /*//~ leaked-user-key */
    if (status == ERROR_SUCCESS)
        status = RegFlushKey(key);
    return status;
}

LSTATUS FlushAndClose(void)
{
    HKEY key;
    LSTATUS status = keys_open(HKEY_CURRENT_USER, L"Software\\Variables", &key); /*//= scoped */
    if (status == ERROR_SUCCESS) {
        status = RegFlushKey(key);
        RegCloseKey(key);
    }
    return status;
}
