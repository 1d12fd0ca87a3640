// A DLL that has nothing of its own: what it exports is in others. build.sh says in which.
#include "../include/winreg.h"

BOOL WINAPI DllMain(HMODULE module, DWORD reason, void *reserved)
{
    (void)module;
    (void)reserved;
    return reason == DLL_PROCESS_ATTACH;
}
