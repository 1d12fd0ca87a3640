// Loops that open again, go on early, leave early; keys overwritten while open.
#include <windows.h>

void EachSubkey(void)
{
    HKEY key, sub;
    WCHAR name[256];
    DWORD index;
    if (RegOpenKeyExW(HKEY_CURRENT_USER, L"Software", 0, KEY_READ, &key)) //= scoped
        return;
    for (index = 0; RegEnumKeyW(key, index, name, 256) == ERROR_SUCCESS; index++) {
        if (RegOpenKeyExW(key, name, 0, KEY_READ, &sub)) //= scoped
            continue;
        RegDeleteValueW(sub, L"Last");
        RegCloseKey(sub);
    }
    RegCloseKey(key);
}

void ContinueLeaks(void)
{
    HKEY key, sub;
    WCHAR name[256];
    DWORD index;
    if (RegOpenKeyExW(HKEY_CURRENT_USER, L"Software", 0, KEY_READ, &key)) //= scoped
        return;
    for (index = 0; RegEnumKeyW(key, index, name, 256) == ERROR_SUCCESS; index++) {
        if (RegOpenKeyExW(key, name, 0, KEY_READ, &sub)) //= leaked //~ leaked-user-key
            continue;
        if (RegDeleteValueW(sub, L"Last"))
            continue;
        RegCloseKey(sub);
    }
    RegCloseKey(key);
}

struct Keys { int count; HKEY *keys; };

void CloseEach(struct Keys *all)
{
    HKEY *key, *end = all->keys + all->count;
    for (key = all->keys; key != end; key++)
        RegCloseKey(*key);
}

void CloseEachTwice(struct Keys *all)
{
    HKEY *key, *end = all->keys + all->count;
    for (key = all->keys; key != end; key++) {
        RegCloseKey(*key);
        RegCloseKey(*key); //~ closed-twice
    }
}

void BreakKeepsOne(void)
{
    HKEY sub = NULL;
    int i;
    for (i = 0; i < 3; i++) {
        if (RegOpenKeyExW(HKEY_CURRENT_USER, i ? L"Software\\A" : L"Software\\B", 0, KEY_READ, &sub) == ERROR_SUCCESS) //= scoped
            break;
    }
    if (i < 3)
        RegCloseKey(sub);
}

void WhileOpens(void)
{
    HKEY key;
    while (RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso", 0, KEY_READ, &key) == ERROR_SUCCESS) { //= scoped
        BOOL more = RegDeleteValueW(key, L"Last") == ERROR_SUCCESS;
        RegCloseKey(key);
        if (!more)
            break;
    }
}

void Overwrite(void)
{
    HKEY key;
    if (RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\A", 0, KEY_READ, &key)) //= leaked //~ reopened-before-close
        return;
    RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\B", 0, KEY_READ, &key); //= scoped
    RegCloseKey(key);
}

void ClosedInBetween(void)
{
    HKEY key;
    if (RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\A", 0, KEY_READ, &key) == 0) //= scoped
        RegCloseKey(key);
    if (RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\B", 0, KEY_READ, &key) == 0) //= scoped
        RegCloseKey(key);
}

void Walk(const WCHAR **parts, int count)
{
    HKEY at = HKEY_CURRENT_USER;
    int i;
    for (i = 0; i < count; i++) {
        HKEY next;
        if (RegOpenKeyExW(at, parts[i], 0, KEY_READ, &next)) //= scoped
            break;
        if (at != HKEY_CURRENT_USER)
            RegCloseKey(at);
        at = next;
    }
    if (at != HKEY_CURRENT_USER)
        RegCloseKey(at);
}

// Which of the four are open when the loop begins makes sixteen cases, and every turn of the loop closes another key.
void ManyOpenAcrossLoop(const WCHAR **names, unsigned count)
{
    HKEY a = NULL, b = NULL, c = NULL, d = NULL, inner;
    unsigned i;
    if (RegOpenKeyExW(HKEY_CURRENT_USER, names[0], 0, KEY_READ, &a)) //= scoped
        a = NULL;
    if (RegOpenKeyExW(HKEY_CURRENT_USER, names[1], 0, KEY_READ, &b)) //= scoped
        b = NULL;
    if (RegOpenKeyExW(HKEY_CURRENT_USER, names[2], 0, KEY_READ, &c)) //= scoped
        c = NULL;
    if (RegOpenKeyExW(HKEY_CURRENT_USER, names[3], 0, KEY_READ, &d)) //= scoped
        d = NULL;
    for (i = 0; i < count; i++) {
        if (RegOpenKeyExW(HKEY_CURRENT_USER, names[i], 0, KEY_READ, &inner)) //= scoped
            continue;
        RegDeleteValueW(inner, names[i]);
        RegCloseKey(inner);
    }
    if (a)
        RegCloseKey(a);
    if (b)
        RegCloseKey(b);
    if (c)
        RegCloseKey(c);
    if (d)
        RegCloseKey(d);
}

struct link {
    struct link *next;
};

struct item {
    int size;
    struct link entry;
};

struct owner {
    int count;
    struct link items;
};

// The links of a list are members, and so is its head: a walk that comes back to the head ends.
int AfterWalkingList(struct owner *owner)
{
    struct item *item;
    HKEY key;
    for (item = CONTAINING_RECORD(owner->items.next, struct item, entry); &item->entry != &owner->items;
         item = CONTAINING_RECORD(item->entry.next, struct item, entry))
        owner->count++;
    if (RegOpenKeyExW(HKEY_CURRENT_USER, L"Software", 0, KEY_READ, &key)) //= leaked //~ leaked-user-key
        return 1;
    if (RegDeleteValueW(key, L"Old"))
        return 1;
    RegCloseKey(key);
    return 0;
}
