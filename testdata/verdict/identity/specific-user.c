//# identity = "specific-user"
//= verdict: breaks-at-log-off
//= says: the account that the process runs under
//= event: (\Device\HarddiskVolume<n>\Windows\System32\dllhost.exe) has opened key \REGISTRY\USER\<SID>\Software\Contoso\Orders
//= fails: Timeout RegQueryValueExW
//= remedy: machine-key
//= remedy: policy
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
