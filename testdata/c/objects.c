/* Keys in members that several functions open, close and leave alone, and what code that was not seen does to them. */
#include <windows.h>
#include <wincrypt.h>
#include <stdlib.h>

extern void Log(const char *text);
extern void Refill(HKEY *key);

struct settings {
    HKEY key;
    HKEY root;
    int mode;
    LSTATUS error;
};

static void settings_close(struct settings *s)
{
    if (s->key) {
        s->error = RegCloseKey(s->key);
        s->key = NULL;
        if (s->error != ERROR_SUCCESS)
            Log("can't close");
    }
}

/* Opens the key unless it is open already for as much. */
static int settings_open(struct settings *s, int mode)
{
    HKEY key;
    if (s->key) {
        if (mode <= s->mode)
            return 1;
        settings_close(s);
    }
    s->error = RegOpenKeyExW(s->root, L"Software\\Contoso", 0, mode ? KEY_ALL_ACCESS : KEY_READ, &key); //~ user-key-in-object
    if (s->error == ERROR_SUCCESS) {
        s->key = key;
        s->mode = mode;
        return 1;
    }
    Log("can't open");
    return 0;
}

static int settings_type(struct settings *s, const WCHAR *name, DWORD *type)
{
    if (!settings_open(s, 0))
        return 0;
    s->error = RegQueryValueExW(s->key, name, NULL, type, NULL, NULL);
    if (s->error != ERROR_SUCCESS) {
        Log("can't read");
        return 0;
    }
    return 1;
}

static int settings_get(struct settings *s, const WCHAR *name, DWORD *value)
{
    DWORD size = sizeof(*value);
    if (!settings_open(s, 0))
        return 0;
    s->error = RegQueryValueExW(s->key, name, NULL, NULL, (BYTE *)value, &size);
    if (s->error != ERROR_SUCCESS) {
        Log("can't read");
        return 0;
    }
    return 1;
}

static int settings_set(struct settings *s, const WCHAR *name, DWORD value)
{
    if (!settings_open(s, 1))
        return 0;
    s->error = RegSetValueExW(s->key, name, 0, REG_DWORD, (const BYTE *)&value, sizeof(value));
    if (s->error != ERROR_SUCCESS) {
        Log("can't write");
        return 0;
    }
    return 1;
}

static int settings_copy(struct settings *from, const WCHAR *name, struct settings *to)
{
    DWORD type = REG_NONE, value;
    if (!settings_type(from, name, &type))
        Log("what is it?");
    if (type == REG_DWORD || type == REG_DWORD_BIG_ENDIAN)
        return settings_get(from, name, &value) && settings_set(to, name, value);
    settings_type(from, name, &type);
    Log("no number");
    return 0;
}

/* What is open stays open: none of the callees opens another key over it. */
int copies_all(struct settings *to, const WCHAR **names, int count)
{
    struct settings from = { NULL, HKEY_CURRENT_USER, 0, 0 };
    int done = 1;
    settings_open(&from, 0);
    for (int i = 0; i < count && done; i++)
        done = settings_copy(&from, names[i], to);
    settings_close(&from);
    return done;
}

/* The place is filled anew between the two closes. */
void refilled(HKEY root)
{
    HKEY key;
    if (RegOpenKeyExW(root, L"Software", 0, KEY_READ, &key) != ERROR_SUCCESS) //= scoped
        return;
    RegCloseKey(key);
    Refill(&key);
    RegCloseKey(key);
}

struct holder {
    HKEY key;
};

extern void Refill_Member(struct holder *holder);

void refills_member(struct holder *holder)
{
    RegCloseKey(holder->key);
    Refill_Member(holder);
    RegCloseKey(holder->key);
}

void closes_member_twice(struct holder *holder)
{
    RegCloseKey(holder->key);
    RegCloseKey(holder->key); //~ closed-twice
}

/* One key is returned, another one goes to a member: the first is not lost while the second is stored. */
static HKEY two_keys(struct holder *other)
{
    HKEY first;
    if (RegOpenKeyExW(HKEY_LOCAL_MACHINE, L"Software", 0, KEY_READ, &first) != ERROR_SUCCESS) //= caller
        return NULL;
    if (RegOpenKeyExW(HKEY_LOCAL_MACHINE, L"System", 0, KEY_READ, &other->key) != ERROR_SUCCESS) //= object
        other->key = NULL;
    return first;
}

void takes_two_keys(struct holder *other)
{
    HKEY first = two_keys(other); //= scoped
    if (first)
        RegCloseKey(first);
}

/* With this flag the function deletes a container and hands out nothing. */
BOOL opens_or_deletes(const WCHAR *name, DWORD flags)
{
    HCRYPTPROV provider;
    if (!CryptAcquireContextW(&provider, name, NULL, PROV_RSA_FULL, flags)) //= scoped
        return FALSE;
    if (!(flags & CRYPT_DELETEKEYSET))
        CryptReleaseContext(provider, 0);
    return TRUE;
}

static BOOL acquires(HCRYPTPROV *provider, const WCHAR *name, DWORD flags)
{
    return CryptAcquireContextW(provider, name, NULL, PROV_RSA_FULL, flags); //= caller
}

BOOL deletes(const WCHAR *name, DWORD flags)
{
    HCRYPTPROV provider;
    return acquires(&provider, name, (flags & CRYPT_MACHINE_KEYSET) | CRYPT_DELETEKEYSET);
}

BOOL forgets_provider(const WCHAR *name, DWORD flags)
{
    HCRYPTPROV provider;
    return acquires(&provider, name, flags & CRYPT_MACHINE_KEYSET); //= leaked //~ leaked-key-of-unknown-root
}

struct node {
    struct node *next;
    HKEY key;
};

struct list {
    struct node *first;
};

static struct list *list_of_one(void)
{
    struct list *list = calloc(1, sizeof(*list));
    if (!list)
        return NULL;
    struct node *node = calloc(1, sizeof(*node));
    if (node) {
        if (RegOpenKeyExW(HKEY_LOCAL_MACHINE, L"Software", 0, KEY_READ, &node->key) != ERROR_SUCCESS) //= object
            node->key = NULL;
        node->next = list->first;
        list->first = node;
    }
    return list;
}

static void list_free(struct list *list)
{
    struct node *next;
    for (struct node *node = list->first; node; node = next) {
        next = node->next;
        if (node->key)
            RegCloseKey(node->key);
        free(node);
    }
    free(list);
}

/* Which nodes the loop meets can't be told. */
void frees_list(void)
{
    struct list *list = list_of_one(); //= unknown
    if (list)
        list_free(list);
}

// While this thread waits, another one puts the next key where the last one was closed.
struct mailbox {
    HANDLE filled;
    HKEY key;
};

static void Handle(struct mailbox *mailbox)
{
    RegFlushKey(mailbox->key);
    RegCloseKey(mailbox->key);
}

DWORD WINAPI Worker(void *parameter)
{
    struct mailbox *mailbox = parameter;
    for (;;) {
        if (WaitForSingleObject(mailbox->filled, INFINITE) != WAIT_OBJECT_0)
            return 0;
        Handle(mailbox);
    }
}

DWORD WINAPI Twice(void *parameter)
{
    struct mailbox *mailbox = parameter;
    WaitForSingleObject(mailbox->filled, INFINITE);
    Handle(mailbox);
    RegCloseKey(mailbox->key); //~ closed-twice
    return 0;
}

// Among much else, what it is given is kept.
struct Large {
    int f0, f1, f2, f3, f4, f5, f6, f7, f8, f9, f10, f11, f12, f13, f14, f15, f16, f17, f18, f19, f20, f21, f22, f23, f24, f25, f26, f27, f28, f29;
    HKEY key;
};

static void Fill(struct Large *large, HKEY key)
{
    large->f0 = 1;
    large->f1 = 2;
    large->f2 = 3;
    large->f3 = 4;
    large->f4 = 5;
    large->f5 = 6;
    large->f6 = 7;
    large->f7 = 8;
    large->f8 = 9;
    large->f9 = 10;
    large->f10 = 11;
    large->f11 = 12;
    large->f12 = 13;
    large->f13 = 14;
    large->f14 = 15;
    large->f15 = 16;
    large->f16 = 17;
    large->f17 = 18;
    large->f18 = 19;
    large->f19 = 20;
    large->f20 = 21;
    large->f21 = 22;
    large->f22 = 23;
    large->f23 = 24;
    large->f24 = 25;
    large->f25 = 26;
    large->f26 = 27;
    large->f27 = 28;
    large->f28 = 29;
    large->f29 = 30;
    large->key = key;
}

LONG FillLarge(struct Large *large)
{
    HKEY key;
    LONG status = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso", 0, KEY_READ, &key); //= object //~ user-key-in-object
    if (status == ERROR_SUCCESS)
        Fill(large, key);
    return status;
}
