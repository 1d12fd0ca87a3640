// Closed twice, used after close, closed by the wrong function; and the look-alikes that are right.
#include <windows.h>

void Twice(void)
{
    HKEY key;
    if (RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso", 0, KEY_READ, &key)) //= scoped
        return;
    if (RegDeleteValueW(key, L"Last"))
        RegCloseKey(key);
    RegCloseKey(key); //~ closed-twice
}

void TwiceGuarded(void)
{
    HKEY key = NULL;
    if (RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso", 0, KEY_READ, &key)) //= scoped
        return;
    if (RegDeleteValueW(key, L"Last")) {
        RegCloseKey(key);
        key = NULL;
    }
    if (key)
        RegCloseKey(key);
}

void UsedAfter(void)
{
    HKEY key;
    if (RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso", 0, KEY_READ, &key)) //= scoped
        return;
    RegCloseKey(key);
    RegDeleteValueW(key, L"Last"); //~ used-after-close
}

void Wrong(void)
{
    HKEY key;
    if (RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso", 0, KEY_READ, &key)) //= scoped
        return;
    CloseHandle(key); //~ wrong-closer
}

void RightClosers(HANDLE file)
{
    HUSKEY settings;
    if (SHRegOpenUSKeyW(L"Software\\Contoso", KEY_READ, NULL, &settings, FALSE) == ERROR_SUCCESS) //= scoped
        SHRegCloseUSKey(settings);
    CloseHandle(file);
}

void Predefined(void)
{
    RegCloseKey(HKEY_CURRENT_USER); //~ predefined-key-closed
}

void SameHandle(void)
{
    HKEY same;
    RegOpenKeyW(HKEY_CURRENT_USER, NULL, &same);
    RegDeleteValueW(same, L"Last");
}

void NewHandle(void)
{
    HKEY root;
    RegOpenKeyExW(HKEY_CURRENT_USER, L"", 0, KEY_READ, &root); //= leaked //~ leaked-user-key
    RegDeleteValueW(root, L"Last");
}
