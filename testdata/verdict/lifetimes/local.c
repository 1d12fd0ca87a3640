//# identity = "specific-user"
//= verdict: may-break
//= says: closed on every path
//= event: has opened key \REGISTRY\USER\<SID>
#include <windows.h>

/* Open for one call: nothing of its own, but the process's predefined key. */
LSTATUS Read(BYTE *data, DWORD *size)
{
    HKEY key;
    LSTATUS status = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso", 0, KEY_READ, &key);
    if (status != ERROR_SUCCESS)
        return status;
    status = RegQueryValueExW(key, L"Value", NULL, NULL, data, size);
    RegCloseKey(key);
    return status;
}
