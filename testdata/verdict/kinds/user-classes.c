//# identity = "specific-user"
//= verdict: breaks-at-log-off
//= event: has opened key \REGISTRY\USER\<SID>_CLASSES\CLSID
#include <windows.h>

static HKEY classes;

void Start(void)
{
    if (classes == NULL)
        RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Classes\\CLSID", 0, KEY_READ, &classes); //~ error user-key-in-static static
}
