//# identity = "specific-user"
//= verdict: breaks-at-log-off
//= says: a global object keeps it
#include <windows.h>

struct Settings
{
    HKEY key = nullptr;

    /* Runs while the DLL is loaded. */
    Settings()
    {
        if (key == nullptr)
            RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso", 0, KEY_READ, &key); //~ error user-key-in-object static-object
    }
};

static Settings settings;
