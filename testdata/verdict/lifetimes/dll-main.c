//# identity = "specific-user"
//= verdict: breaks-at-log-off
//= says: wrong twice
#include <windows.h>

static HKEY settings;

BOOL WINAPI DllMain(HINSTANCE instance, DWORD reason, void *reserved)
{
    if (reason == DLL_PROCESS_ATTACH && settings == NULL)
        RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso", 0, KEY_READ, &settings); //~ error user-key-in-static dll-main //~ warning user-root-in-dll-main
    return TRUE;
}
