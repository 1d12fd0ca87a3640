// What other files do decides which paths there are: an allocation that never fails, a report that never returns.
#include <windows.h>
#include "memory.h"

struct settings {
    HKEY key;
    int next;
};

struct settings *OpenSettings(void)
{
    struct settings *all;
    HKEY key;
    if (RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso", 0, KEY_READ, &key)) //= object //~ user-key-in-object
        return NULL;
    all = sure(struct settings);
    if (all) {
        all->key = key;
        all->next = 0;
    }
    return all;
}

void CloseSettings(struct settings *all)
{
    RegCloseKey(all->key);
    free(all);
}

struct settings *TrySettings(void)
{
    struct settings *all;
    HKEY key;
    if (RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso", 0, KEY_READ, &key)) //= leaked //~ leaked-user-key
        return NULL;
    all = maybe_memory(sizeof(*all));
    if (all)
        all->key = key;
    return all;
}

DWORD ReadOrDie(void)
{
    HKEY key;
    DWORD value, size = sizeof(value);
    if (RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso", 0, KEY_READ, &key)) //= scoped
        return 0;
    if (RegQueryValueExW(key, L"Timeout", NULL, NULL, (BYTE *)&value, &size)) {
        give_up("no timeout");
        return 0;
    }
    RegCloseKey(key);
    return value;
}

DWORD ReadOrWarn(void)
{
    HKEY key;
    DWORD value, size = sizeof(value);
    if (RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso", 0, KEY_READ, &key)) //= leaked //~ leaked-user-key
        return 0;
    if (RegQueryValueExW(key, L"Timeout", NULL, NULL, (BYTE *)&value, &size)) {
        warn("no timeout");
        return 0;
    }
    RegCloseKey(key);
    return value;
}
