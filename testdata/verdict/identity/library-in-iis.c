//# activation = "library"
//# host = "w3wp.exe"
//= verdict: breaks-at-log-off
//= event: w3wp.exe
//= says: loadUserProfile of the application pool is false
//= remedy: load-profile-iis
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
