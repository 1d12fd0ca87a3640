//# identity = "specific-user"
//= verdict: no-component-owned-handle-found
//= says: was not seen
//= no event
#include <windows.h>

static HKEY settings;

void Start(void)
{
    if (settings == NULL)
        RegOpenKeyExW(HKEY_LOCAL_MACHINE, L"Software\\Contoso", 0, KEY_READ, &settings);
}
