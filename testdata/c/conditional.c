// Conditional compilation: correlated arms, dead arms, arms that split a statement.
#include <windows.h>

void Correlated(void)
{
#ifdef WITH_SETTINGS
    HKEY key;
    if (RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso", 0, KEY_READ, &key)) //= scoped
        return;
#endif
    LogLine("working");
#ifdef WITH_SETTINGS
    RegCloseKey(key);
#endif
}

void OtherCondition(void)
{
    HKEY key = NULL;
#ifdef WITH_SETTINGS
    if (RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso", 0, KEY_READ, &key)) //= leaked //~ leaked-user-key
        return;
#endif
#ifdef WITH_CLEANUP
    RegCloseKey(key);
#endif
}

void EitherWidth(void)
{
    HKEY key;
    LSTATUS status;
#ifdef UNICODE
    status = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso", 0, KEY_READ, &key); //= scoped
#else
    status = RegOpenKeyExA(HKEY_CURRENT_USER, "Software\\Contoso", 0, KEY_READ, &key);
#endif
    if (status == ERROR_SUCCESS)
        RegCloseKey(key);
}

void NotWindows(void)
{
#ifdef _WIN32
    HKEY key;
    if (RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso", 0, KEY_READ, &key) == ERROR_SUCCESS) //= scoped
        RegCloseKey(key);
#else
    ReadFromFile();
#endif
#if 0
    RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso", 0, KEY_READ, &key);
#endif
}

void SplitStatement(int wide)
{
    HKEY key;
#ifdef STRICT_MODE
    if (wide)
#else
    if (wide > 1)
#endif
    {
        if (RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso", 0, KEY_READ, &key) == ERROR_SUCCESS) //= scoped
            RegCloseKey(key);
    }
}
