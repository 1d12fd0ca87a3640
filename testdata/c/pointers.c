/* Functions that are called through pointers. */
#include <windows.h>

static HKEY open_first(void)
{
    HKEY key = NULL;
    RegOpenKeyExW(HKEY_CURRENT_USER, L"First", 0, KEY_READ, &key); //= caller
    return key;
}

static HKEY open_second(void)
{
    HKEY key = NULL;
    RegOpenKeyExW(HKEY_CURRENT_USER, L"Second", 0, KEY_READ, &key); //= caller
    return key;
}

int one_function(int early)
{
    HKEY (*open)(void) = open_first;
    HKEY key = open(); //= leaked //~ leaked-user-key
    if (early)
        return 1;
    RegCloseKey(key);
    return 0;
}

int one_of_two(int first)
{
    HKEY (*open)(void) = first ? open_first : open_second;
    HKEY key = open(); //= scoped
    RegCloseKey(key);
    return 0;
}

typedef LONG(WINAPI *OPEN)(HKEY, LPCWSTR, DWORD, REGSAM, PHKEY);

int modelled_function(int early)
{
    OPEN open = RegOpenKeyExW;
    HKEY key;
    if (open(HKEY_CURRENT_USER, L"Software", 0, KEY_READ, &key)) //= leaked //~ leaked-user-key
        return 1;
    if (early)
        return 1;
    RegCloseKey(key);
    return 0;
}

static const OPEN constant_open = RegOpenKeyExW;

int constant_pointer(void)
{
    HKEY key;
    if (constant_open(HKEY_CURRENT_USER, L"Software", 0, KEY_READ, &key)) //= scoped
        return 1;
    RegCloseKey(key);
    return 0;
}

int found_by_name(int early)
{
    OPEN open = (OPEN)GetProcAddress(GetModuleHandleW(L"advapi32"), "RegOpenKeyExW");
    HKEY key;
    if (open(HKEY_CURRENT_USER, L"Software", 0, KEY_READ, &key)) //= leaked //~ leaked-user-key
        return 1;
    if (early)
        return 1;
    RegCloseKey(key);
    return 0;
}

/* what the registry's functions write through a pointer is not what was there before */
void written_by_a_query(HKEY from, WCHAR *name, struct setting *setting)
{
    LONG size = 20;
    DWORD length = sizeof(*setting);
    HKEY key;

    *name = 0;
    if (!RegQueryValueW(from, L"Name", name, &size) && *name)
        RegOpenKeyExW(HKEY_CURRENT_USER, name, 0, KEY_READ, &key); //= leaked //~ leaked-user-key

    memset(setting, 0, sizeof(*setting));
    RegQueryValueExW(from, L"Setting", NULL, NULL, (BYTE *)setting, &length);
    if (setting->wanted)
        RegOpenKeyExW(HKEY_CURRENT_USER, L"Software", 0, KEY_READ, &key); //= leaked //~ leaked-user-key
}

void tested_before(HKEY from, DWORD *wanted)
{
    DWORD length = sizeof(*wanted);
    HKEY key;

    if (*wanted)
        return;
    RegQueryValueExW(from, L"Wanted", NULL, NULL, (BYTE *)wanted, &length);
    if (*wanted)
        RegOpenKeyExW(HKEY_CURRENT_USER, L"Software", 0, KEY_READ, &key); //= leaked //~ leaked-user-key
}

/* where a pointer of the caller's is taken from is told by a function that never sees a key */
static inline void *next_pointer(UINT **args)
{
    return ULongToPtr(*(*args)++);
}

LONG opens_for_a_packed_call(UINT *args)
{
    HKEY *result = next_pointer(&args);
    const WCHAR *name = next_pointer(&args);
    HKEY key = NULL;
    LONG status = RegOpenKeyExW(HKEY_CURRENT_USER, name, 0, KEY_READ, &key); //= object //~ user-key-in-object
    *result = key;
    return status;
}
