// What DllMain leads to, in two files.
#include <windows.h>

BOOL ReadSettings(void);
DWORD WINAPI Watch(void *context);

BOOL WINAPI DllMain(HINSTANCE instance, DWORD reason, void *reserved)
{
    if (reason == DLL_PROCESS_ATTACH) {
        RegDisablePredefinedCache(); //~ user-root-in-dll-main
        CloseHandle(CreateThread(NULL, 0, Watch, NULL, 0, NULL));
        return ReadSettings();
    }
    return TRUE;
}
