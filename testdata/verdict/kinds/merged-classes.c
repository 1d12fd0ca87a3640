//# identity = "specific-user"
//= verdict: may-break
//= says: HKEY_CLASSES_ROOT shows the user's classes before the machine's
//= event: leaked from \Registry\User\<SID>_Classes:
//= event: has opened key \REGISTRY\USER\<SID>_CLASSES\.contoso
//= remedy: machine-classes
#include <windows.h>

static HKEY type;

void Start(void)
{
    if (type == NULL)
        RegOpenKeyExW(HKEY_CLASSES_ROOT, L".contoso", 0, KEY_READ, &type); //~ error user-key-in-static static
}
