//# identity = "specific-user"
//= verdict: may-break
//= says: That is the process's doing, not an unclosed key of the component
//= event: 1 user registry handles leaked from \Registry\User\<SID>:
//= remedy: cache-off
//= no remedy: open-late
#include <windows.h>

/* No handle at all, and yet the process keeps the user's root open. */
DWORD Timeout(void)
{
    DWORD value = 30, size = sizeof(value);
    RegGetValueW(HKEY_CURRENT_USER, L"Software\\Contoso", L"Timeout", RRF_RT_REG_DWORD, NULL, &value, &size);
    return value;
}
