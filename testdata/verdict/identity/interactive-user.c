//# identity = "interactive-user"
//= verdict: does-not-break-as-deployed
//= says: ends with the session
//= no event
#include <windows.h>

static HKEY settings;

DWORD Timeout(void)
{
    DWORD value = 30, size = sizeof(value);
    if (settings == NULL)
        RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso\\Orders", 0, KEY_READ, &settings); //~ error user-key-in-static static
    RegQueryValueExW(settings, L"Timeout", NULL, NULL, (BYTE *)&value, &size);
    return value;
}
