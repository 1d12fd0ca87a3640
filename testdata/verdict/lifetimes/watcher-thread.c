//# identity = "specific-user"
//= verdict: breaks-at-log-off
//= says: as long as the thread runs
//= event: \REGISTRY\USER\<SID>\Software\Contoso
#include <windows.h>

DWORD WINAPI Watch(void *context)
{
    HKEY key;
    if (RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso", 0, KEY_NOTIFY, &key) != ERROR_SUCCESS) //~ warning user-key-held-while-waiting watcher-thread
        return 1;
    while (RegNotifyChangeKeyValue(key, TRUE, REG_NOTIFY_CHANGE_LAST_SET, NULL, FALSE) == ERROR_SUCCESS)
        Reload();
    RegCloseKey(key);
    return 0;
}
