// Where a handle can live: aliases, structs, arrays, out-parameters, objects, statics.
#include <windows.h>

struct settings {
    HKEY key;
    DWORD timeout;
};

static HKEY g_settings;
HKEY g_shared = NULL;

void Alias(void)
{
    HKEY key, same;
    if (RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso", 0, KEY_READ, &key)) //= scoped
        return;
    same = key;
    key = NULL;
    RegCloseKey(same);
}

void InStruct(void)
{
    struct settings s = { 0 };
    if (RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso", 0, KEY_READ, &s.key)) //= scoped
        return;
    s.timeout = 1;
    RegCloseKey(s.key);
}

void InStructLeaks(void)
{
    struct settings s;
    memset(&s, 0, sizeof(s));
    if (RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso", 0, KEY_READ, &s.key)) //= leaked //~ leaked-user-key
        return;
    if (s.timeout == 0)
        return;
    RegCloseKey(s.key);
}

LSTATUS InArray(int count, const WCHAR **names)
{
    HKEY keys[16];
    int i, opened;
    LSTATUS status = ERROR_SUCCESS;
    for (opened = 0; opened < count; opened++) {
        status = RegOpenKeyExW(HKEY_CURRENT_USER, names[opened], 0, KEY_READ, &keys[opened]); //= scoped
        if (status != ERROR_SUCCESS)
            break;
    }
    for (i = 0; i < opened; i++)
        RegCloseKey(keys[i]);
    return status;
}

LSTATUS InArrayLeaks(int count, const WCHAR **names)
{
    HKEY keys[16];
    int i;
    for (i = 0; i < count; i++) {
        LSTATUS status = RegOpenKeyExW(HKEY_CURRENT_USER, names[i], 0, KEY_READ, &keys[i]); //= leaked //~ leaked-user-key
        if (status != ERROR_SUCCESS)
            return status;
    }
    for (i = 0; i < count; i++)
        RegCloseKey(keys[i]);
    return ERROR_SUCCESS;
}

LSTATUS ToCaller(HKEY *out)
{
    LSTATUS status = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso", 0, KEY_READ, out); //= caller
    if (status != ERROR_SUCCESS)
        *out = NULL;
    return status;
}

HKEY Returned(void)
{
    HKEY key;
    if (RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso", 0, KEY_READ, &key) != ERROR_SUCCESS) //= caller
        return NULL;
    return key;
}

LSTATUS InObject(struct settings *s)
{
    return RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso", 0, KEY_READ, &s->key); //= object //~ user-key-in-object
}

void ObjectDone(struct settings *s)
{
    RegCloseKey(s->key);
    s->key = NULL;
}

HKEY Lazily(void)
{
    if (!g_settings)
        RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso", 0, KEY_READ, &g_settings); //= process //~ user-key-in-static
    return g_settings;
}

DWORD LazilyInside(void)
{
    static HKEY cached = NULL;
    DWORD value = 0, size = sizeof(value);
    if (cached == NULL && RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso", 0, KEY_READ, &cached) != 0) //= process //~ user-key-in-static
        return 0;
    RegQueryValueExW(cached, L"Timeout", NULL, NULL, (BYTE *)&value, &size);
    return value;
}

void ForAWhile(void)
{
    if (RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso", 0, KEY_READ, &g_shared) != ERROR_SUCCESS) //= scoped
        return;
    RegDeleteValueW(g_shared, L"Last");
    RegCloseKey(g_shared);
    g_shared = NULL;
}

void UnseenCallee(void)
{
    HKEY key;
    if (RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso", 0, KEY_READ, &key) == ERROR_SUCCESS) //= unknown
        Remember(key);
}

static HKEY first_key;

// Whoever is first keeps its key; the others close theirs.
HKEY FirstKey(void)
{
    HKEY key;
    if (RegCreateKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso", 0, NULL, 0, KEY_READ, NULL, &key, NULL)) //= process //~ user-key-in-static
        return NULL;
    if (InterlockedCompareExchangePointer((void **)&first_key, key, NULL))
        RegCloseKey(key);
    return first_key;
}

void UseFirst(void)
{
    HKEY key = FirstKey();
    if (key)
        RegDeleteValueW(key, L"Last");
    FirstKey();
}

LSTATUS BelowOrSame(HKEY root, const wchar_t *name)
{
    HKEY key = root;
    if (name && RegOpenKeyExW(root, name, 0, KEY_READ, &key)) //= scoped
        return ERROR_FILE_NOT_FOUND;
    RegDeleteValueW(key, L"Last");
    if (key != root)
        RegCloseKey(key);
    return ERROR_SUCCESS;
}

// Opened when it is first asked for, with one exit for all ways.

struct LazyKey { HKEY parent; HKEY key; };

HKEY LazyKeyOf(struct LazyKey *lazy)
{
    HKEY key = lazy->key;
    if (!key) {
        if (RegOpenKeyExW(lazy->parent, L"Contoso", 0, KEY_READ, &key) != ERROR_SUCCESS) //= object
            key = NULL;
        lazy->key = key;
    }
    return key;
}

DWORD AskTwice(struct LazyKey *lazy)
{
    DWORD value = 0;
    DWORD size = sizeof(value);
    if (!LazyKeyOf(lazy))
        return 0;
    if (!LazyKeyOf(lazy))
        return 0;
    RegQueryValueExW(LazyKeyOf(lazy), L"Limit", NULL, NULL, (BYTE *)&value, &size);
    return value;
}

// The same on the way that has no key already.
HKEY LazyKeyByGoto(struct LazyKey *lazy)
{
    HKEY key = lazy->key;
    if (key)
        goto done;
    if (RegCreateKeyExW(lazy->parent, L"Contoso", 0, NULL, 0, KEY_READ, NULL, &key, NULL) == ERROR_SUCCESS) //= object
        goto store;
    if (RegOpenKeyExW(lazy->parent, L"Contoso", 0, KEY_READ, &key) == ERROR_SUCCESS) //= object
        goto store;
    key = NULL;
store:
    lazy->key = key;
done:
    return key;
}

DWORD AskThrice(struct LazyKey *lazy)
{
    if (LazyKeyByGoto(lazy) && LazyKeyByGoto(lazy))
        return RegDeleteValueW(LazyKeyByGoto(lazy), L"Last");
    return ERROR_FILE_NOT_FOUND;
}

static void OpenIfClosed(struct LazyKey *lazy)
{
    if (lazy->key == NULL)
        RegOpenKeyExW(lazy->parent, L"Contoso", 0, KEY_READ, &lazy->key); //= object
}

static void CloseIfOpen(struct LazyKey *lazy)
{
    if (lazy->key != NULL) {
        RegCloseKey(lazy->key);
        lazy->key = NULL;
    }
}

void OpenBoth(struct LazyKey *from, struct LazyKey *to)
{
    OpenIfClosed(from);
    OpenIfClosed(to);
}

void CloseBoth(struct LazyKey *from, struct LazyKey *to)
{
    CloseIfOpen(from);
    CloseIfOpen(to);
}

// Two that are one.
void OpenAndCloseOne(struct LazyKey *lazy)
{
    OpenBoth(lazy, lazy);
    CloseBoth(lazy, lazy);
}

void CloseOne(struct LazyKey *lazy)
{
    CloseBoth(lazy, lazy);
}
