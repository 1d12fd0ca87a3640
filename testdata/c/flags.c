// What says that a key is open: the handle itself, a flag, a mode.
#include <windows.h>

void ByHandle(void)
{
    HKEY key = NULL;
    RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso", 0, KEY_READ, &key); //= scoped
    if (key != NULL)
        RegCloseKey(key);
}

void ByFlag(int mode)
{
    HKEY key;
    BOOL opened = FALSE;
    if (mode > 1) {
        if (RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso", 0, KEY_READ, &key) == ERROR_SUCCESS) //= scoped
            opened = TRUE;
    }
    LogLine("working");
    if (opened)
        RegCloseKey(key);
}

void ByWrongFlag(int mode, int other)
{
    HKEY key;
    if (mode) {
        if (RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso", 0, KEY_READ, &key)) //= leaked //~ leaked-user-key
            return;
    }
    if (mode && other)
        RegCloseKey(key);
}

void BySameCondition(int mode)
{
    HKEY key = NULL;
    if (mode & 4) {
        if (RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso", 0, KEY_READ, &key) != 0) //= scoped
            return;
    }
    LogLine("working");
    if (mode & 4)
        RegCloseKey(key);
}

void ByCase(int mode)
{
    HKEY key;
    LSTATUS status = 1;
    switch (mode) {
    case 1:
        status = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso", 0, KEY_READ, &key); //= scoped
        break;
    case 2:
        status = RegOpenKeyExW(HKEY_CLASSES_ROOT, L"CLSID", 0, KEY_READ, &key); //= scoped
        break;
    }
    if (status == ERROR_SUCCESS)
        RegCloseKey(key);
}

void ByTernary(BOOL user)
{
    HKEY key;
    HKEY root = user ? HKEY_CURRENT_USER : HKEY_LOCAL_MACHINE;
    if (RegOpenKeyExW(root, L"Software\\Contoso", 0, KEY_READ, &key) != ERROR_SUCCESS) //= leaked //~ leaked-user-key
        return;
    if (user)
        RegCloseKey(key);
}

void MachineOnly(void)
{
    HKEY key;
    if (RegOpenKeyExW(HKEY_LOCAL_MACHINE, L"Software\\Contoso", 0, KEY_READ, &key) == ERROR_SUCCESS) //= leaked //~ leaked-machine-key
        LogLine("found");
}

// Which root a variable names goes with a flag, before the variable gets a key of that root.
BOOL FlagOfRoot(int whose, const WCHAR *path)
{
    HKEY root, key = NULL;
    BOOL close;
    LONG status;
    if (whose == 0) {
        close = FALSE;
        root = HKEY_LOCAL_MACHINE;
    } else if (whose == 1) {
        close = TRUE;
        root = HKEY_CURRENT_USER;
    } else
        return FALSE;
    if (root == HKEY_CURRENT_USER && RegOpenCurrentUser(KEY_READ, &root) != ERROR_SUCCESS) //= scoped
        return FALSE;
    status = RegOpenKeyExW(root, path, 0, KEY_READ, &key); //= scoped
    if (close)
        RegCloseKey(root);
    if (status != ERROR_SUCCESS)
        return FALSE;
    RegCloseKey(key);
    return TRUE;
}
