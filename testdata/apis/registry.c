/* Every opener of winreg.h, once closed and once not. The rule that reports stands on the line of the call. */
#include <windows.h>

void OpenKey_closed(void)
{
    HKEY key;
    if (RegOpenKeyW(HKEY_CURRENT_USER, L"Software\\Contoso", &key) == ERROR_SUCCESS)
        RegCloseKey(key);
}

void OpenKey_leaked(void)
{
    HKEY key;
    RegOpenKeyA(HKEY_CURRENT_USER, "Software\\Contoso", &key); //~ leaked-user-key
}

void OpenKey_without_a_sub_key_is_the_same_handle(void)
{
    HKEY none, empty;
    RegOpenKeyW(HKEY_CURRENT_USER, NULL, &none);
    RegOpenKeyW(HKEY_CURRENT_USER, L"", &empty);
}

void OpenKey_same_handle_closed(void)
{
    HKEY key;
    if (RegOpenKeyW(HKEY_CURRENT_USER, NULL, &key) == ERROR_SUCCESS)
        RegCloseKey(key); //~ predefined-key-closed
}

void OpenKeyEx_closed(void)
{
    HKEY key;
    if (RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso", 0, KEY_READ, &key) == ERROR_SUCCESS)
        RegCloseKey(key);
}

void OpenKeyEx_leaked(void)
{
    HKEY key;
    RegOpenKeyEx(HKEY_CURRENT_USER, TEXT("Software\\Contoso"), 0, KEY_READ, &key); //~ leaked-user-key
}

void OpenKeyEx_with_null_is_the_same_handle(void)
{
    HKEY key;
    RegOpenKeyExW(HKEY_CURRENT_USER, NULL, 0, KEY_READ, &key);
}

void OpenKeyEx_with_an_empty_name_is_a_handle_of_its_own(void)
{
    HKEY user, machine;
    RegOpenKeyExW(HKEY_CURRENT_USER, L"", 0, KEY_READ, &user); //~ leaked-user-key
    RegOpenKeyExW(HKEY_LOCAL_MACHINE, L"", 0, KEY_READ, &machine); //~ leaked-machine-key
}

void OpenKeyEx_of_the_classes_with_an_empty_name_is_the_same_handle(void)
{
    HKEY key;
    RegOpenKeyExW(HKEY_CLASSES_ROOT, L"", 0, KEY_READ, &key);
}

void OpenKeyEx_of_other_roots(void)
{
    HKEY classes, local, users, system, config;
    RegOpenKeyExW(HKEY_CLASSES_ROOT, L"Contoso.Orders", 0, KEY_READ, &classes); //~ leaked-user-key
    RegOpenKeyExW(HKEY_CURRENT_USER_LOCAL_SETTINGS, L"Contoso", 0, KEY_READ, &local); //~ leaked-user-key
    RegOpenKeyExW(HKEY_USERS, L"S-1-5-21-1-2-3-1001\\Software", 0, KEY_READ, &users); //~ leaked-user-key
    RegOpenKeyExW(HKEY_USERS, L"S-1-5-18\\Software", 0, KEY_READ, &system); //~ leaked-machine-key
    RegOpenKeyExW(HKEY_CURRENT_CONFIG, L"Software", 0, KEY_READ, &config); //~ leaked-machine-key
}

void OpenKeyEx_of_any_root(HKEY root)
{
    HKEY key;
    RegOpenKeyExW(root, L"Software\\Contoso", 0, KEY_READ, &key); //~ leaked-key-of-unknown-root
}

void OpenKeyTransacted_closed(HANDLE transaction)
{
    HKEY key;
    if (RegOpenKeyTransactedW(HKEY_CURRENT_USER, L"Software\\Contoso", 0, KEY_READ, &key, transaction, NULL) == ERROR_SUCCESS)
        RegCloseKey(key);
}

void OpenKeyTransacted_leaked(HANDLE transaction)
{
    HKEY key;
    RegOpenKeyTransactedW(HKEY_CURRENT_USER, L"Software\\Contoso", 0, KEY_READ, &key, transaction, NULL); //~ leaked-user-key
}

void CreateKey_closed(void)
{
    HKEY key;
    if (RegCreateKeyW(HKEY_CURRENT_USER, L"Software\\Contoso", &key) == ERROR_SUCCESS)
        RegCloseKey(key);
}

void CreateKey_leaked(void)
{
    HKEY key;
    RegCreateKeyW(HKEY_CURRENT_USER, L"Software\\Contoso", &key); //~ leaked-user-key
}

void CreateKey_with_null_is_the_same_handle(void)
{
    HKEY key;
    RegCreateKeyW(HKEY_CURRENT_USER, NULL, &key);
}

void CreateKeyEx_closed(void)
{
    HKEY key;
    if (RegCreateKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso", 0, NULL, 0, KEY_ALL_ACCESS, NULL, &key, NULL) == ERROR_SUCCESS)
        RegCloseKey(key);
}

void CreateKeyEx_leaked(void)
{
    HKEY key, same;
    RegCreateKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso", 0, NULL, 0, KEY_ALL_ACCESS, NULL, &key, NULL); //~ leaked-user-key
    RegCreateKeyExW(HKEY_CURRENT_USER, L"", 0, NULL, 0, KEY_ALL_ACCESS, NULL, &same, NULL); //~ leaked-user-key
}

void CreateKeyTransacted_closed(HANDLE transaction)
{
    HKEY key;
    if (RegCreateKeyTransactedW(HKEY_CURRENT_USER, L"Software\\Contoso", 0, NULL, 0, KEY_READ, NULL, &key, NULL, transaction, NULL) == 0)
        RegCloseKey(key);
}

void CreateKeyTransacted_leaked(HANDLE transaction)
{
    HKEY key;
    RegCreateKeyTransactedW(HKEY_CURRENT_USER, L"Software\\Contoso", 0, NULL, 0, KEY_READ, NULL, &key, NULL, transaction, NULL); //~ leaked-user-key
}

void ConnectRegistry_closed(void)
{
    HKEY machine;
    if (RegConnectRegistryW(L"\\\\server", HKEY_LOCAL_MACHINE, &machine) == ERROR_SUCCESS)
        RegCloseKey(machine);
}

void ConnectRegistry_leaked(void)
{
    HKEY machine;
    RegConnectRegistryW(L"\\\\server", HKEY_LOCAL_MACHINE, &machine); //~ leaked-machine-key
}

void ConnectRegistryEx_closed(void)
{
    HKEY machine;
    if (RegConnectRegistryExW(L"\\\\server", HKEY_LOCAL_MACHINE, 0, &machine) == ERROR_SUCCESS)
        RegCloseKey(machine);
}

void ConnectRegistryEx_leaked(void)
{
    HKEY machine;
    RegConnectRegistryExW(L"\\\\server", HKEY_LOCAL_MACHINE, 0, &machine); //~ leaked-machine-key
}

void OpenCurrentUser_closed(void)
{
    HKEY user;
    if (RegOpenCurrentUser(KEY_READ, &user) == ERROR_SUCCESS)
        RegCloseKey(user);
}

void OpenCurrentUser_leaked(void)
{
    HKEY user;
    RegOpenCurrentUser(KEY_READ, &user); //~ leaked-user-key
}

void OpenUserClassesRoot_closed(HANDLE token)
{
    HKEY classes;
    if (RegOpenUserClassesRoot(token, 0, KEY_READ, &classes) == ERROR_SUCCESS)
        RegCloseKey(classes);
}

void OpenUserClassesRoot_leaked(HANDLE token)
{
    HKEY classes;
    RegOpenUserClassesRoot(token, 0, KEY_READ, &classes); //~ leaked-user-key
}

void LoadAppKey_closed(void)
{
    HKEY hive;
    if (RegLoadAppKeyW(L"settings.dat", &hive, KEY_READ, 0, 0) == ERROR_SUCCESS)
        RegCloseKey(hive);
}

void LoadAppKey_leaked(void)
{
    HKEY hive;
    RegLoadAppKeyW(L"settings.dat", &hive, KEY_READ, 0, 0); //~ leaked-machine-key
}

void Duplicate_closed(void)
{
    HKEY key, copy;
    if (RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso", 0, KEY_READ, &key) != ERROR_SUCCESS)
        return;
    if (DuplicateHandle(GetCurrentProcess(), key, GetCurrentProcess(), (HANDLE *)&copy, 0, FALSE, DUPLICATE_SAME_ACCESS))
        RegCloseKey(copy);
    RegCloseKey(key);
}

void CloseHandle_is_not_for_keys(void)
{
    HKEY key;
    if (RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso", 0, KEY_READ, &key) == ERROR_SUCCESS)
        CloseHandle(key); //~ wrong-closer
}
