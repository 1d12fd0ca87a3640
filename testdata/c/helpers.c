// Functions of the file that open, close, take the root, or end the process.
#include <windows.h>

static LSTATUS open_settings(HKEY root, const WCHAR *name, HKEY *out)
{
    return RegOpenKeyExW(root, name, 0, KEY_READ, out); //= caller
}

static void close_settings(HKEY key)
{
    if (key)
        RegCloseKey(key);
}

static HKEY must_open(const WCHAR *name)
{
    HKEY key = NULL;
    if (RegOpenKeyExW(HKEY_CURRENT_USER, name, 0, KEY_READ, &key) != ERROR_SUCCESS) //= caller
        ExitProcess(1);
    return key;
}

static void fail(const char *why)
{
    LogLine(why);
    ExitProcess(2);
}

void Balanced(void)
{
    HKEY key;
    if (open_settings(HKEY_CURRENT_USER, L"Software\\Contoso", &key) != ERROR_SUCCESS) //= scoped
        return;
    close_settings(key);
}

void Forgets(void)
{
    HKEY key;
    if (open_settings(HKEY_CURRENT_USER, L"Software\\Contoso", &key) != ERROR_SUCCESS) //= leaked //~ leaked-user-key
        return;
    RegDeleteValueW(key, L"Last");
}

void Must(void)
{
    HKEY key = must_open(L"Software\\Contoso"); //= scoped
    close_settings(key);
}

void MustForgets(void)
{
    HKEY key = must_open(L"Software\\Contoso"); //= leaked //~ leaked-user-key
    RegDeleteValueW(key, L"Last");
}

void EndsTheProcess(void)
{
    HKEY key;
    if (RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso", 0, KEY_READ, &key)) //= scoped
        return;
    if (RegDeleteValueW(key, L"Last"))
        fail("delete");
    RegCloseKey(key);
}

static DWORD read_number(HKEY root, const WCHAR *name)
{
    HKEY key;
    DWORD value = 0, size = sizeof(value);
    if (RegOpenKeyExW(root, name, 0, KEY_READ, &key) == ERROR_SUCCESS) //= leaked //~ leaked-user-key
        RegQueryValueExW(key, L"Timeout", NULL, NULL, (BYTE *)&value, &size);
    return value;
}

static DWORD read_machine_number(HKEY root, const WCHAR *name)
{
    HKEY key;
    DWORD value = 0, size = sizeof(value);
    if (RegOpenKeyExW(root, name, 0, KEY_READ, &key) == ERROR_SUCCESS) //= leaked //~ leaked-machine-key
        RegQueryValueExW(key, L"Timeout", NULL, NULL, (BYTE *)&value, &size);
    return value;
}

DWORD Numbers(void)
{
    return read_number(HKEY_CURRENT_USER, L"Software\\Contoso") + read_number(HKEY_LOCAL_MACHINE, L"Software\\Contoso") +
           read_machine_number(HKEY_LOCAL_MACHINE, L"Software\\Contoso");
}

DWORD NobodyCalls(HKEY root)
{
    HKEY key;
    if (RegOpenKeyExW(root, L"Contoso", 0, KEY_READ, &key) == ERROR_SUCCESS) //= leaked //~ leaked-key-of-unknown-root
        return 1;
    return 0;
}

static int depth_first(HKEY parent, const WCHAR *name, int depth)
{
    HKEY key;
    int count = 0;
    if (RegOpenKeyExW(parent, name, 0, KEY_READ, &key) != ERROR_SUCCESS) //= scoped
        return 0;
    if (depth < 8)
        count = 1 + depth_first(key, L"Child", depth + 1);
    RegCloseKey(key);
    return count;
}

int Count(void)
{
    return depth_first(HKEY_CURRENT_USER, L"Software\\Contoso", 0);
}
