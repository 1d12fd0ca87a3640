//# identity = "specific-user"
//= verdict: may-break
//= says: allowed by a comment: the tool ends before anybody logs off
#include <windows.h>

static HKEY settings;

void Start(void)
{
    if (settings == NULL)
        // hivelint: allow(user-key-in-static) the tool ends before anybody logs off
        RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso", 0, KEY_READ, &settings);
}
