//# identity = "specific-user"
//= verdict: may-break
//= says: nothing that was seen says which root it is
#include <windows.h>

static HKEY settings;

void Start(HKEY root)
{
    if (settings == NULL)
        RegOpenKeyExW(root, L"Software\\Contoso", 0, KEY_READ, &settings);
}
