/* Keys below one of several parents, or below a parent whose open nobody checked: what is no key tells no root. */
#include <windows.h>

// The parent is not checked: where it was not opened nothing opens below it.
int below_an_unchecked_parent(const WCHAR *name)
{
    HKEY parent, key;
    RegCreateKeyExW(HKEY_LOCAL_MACHINE, L"Software", 0, NULL, 0, KEY_READ, NULL, &parent, NULL); //= scoped
    if (RegOpenKeyExW(parent, name, 0, KEY_READ, &key)) { //= leaked //~ leaked-machine-key
        RegCloseKey(parent);
        return 1;
    }
    RegCloseKey(parent);
    return 0;
}

int below_a_parent_or_nothing(int wanted)
{
    HKEY parent, key;
    if (!wanted || RegOpenKeyExW(HKEY_LOCAL_MACHINE, L"Software", 0, KEY_READ, &parent)) //= scoped
        parent = 0;
    LSTATUS status = RegOpenKeyExW(parent, L"Contoso", 0, KEY_READ, &key); //= leaked //~ leaked-machine-key
    RegCloseKey(parent);
    return status;
}

static HKEY for_the_user, for_all;

BOOL open_both(void)
{
    if (RegOpenKeyExW(HKEY_CURRENT_USER, L"Software", 0, KEY_READ, &for_the_user)) //= process //~ user-key-in-static //~ reopened-before-close
        return FALSE;
    return RegOpenKeyExW(HKEY_LOCAL_MACHINE, L"Software", 0, KEY_READ, &for_all) == ERROR_SUCCESS; //= process
}

// Either key is known, so it is known of both.
int below_one_of_two_globals(int user)
{
    HKEY parent, key;
    if (user)
        parent = for_the_user;
    else
        parent = for_all;
    if (RegOpenKeyExW(parent, L"Contoso", 0, KEY_READ, &key)) //= leaked //~ leaked-user-key
        return 1;
    return 0;
}

static HKEY choose_global(int user)
{
    HKEY chosen = for_all;
    if (user)
        chosen = for_the_user;
    report(L"chosen");
    return chosen;
}

int below_what_a_helper_chose(int user)
{
    HKEY key;
    if (RegOpenKeyExW(choose_global(user), L"Contoso", 0, KEY_READ, &key)) //= leaked //~ leaked-user-key
        return 1;
    return 0;
}

struct cursor {
    int index;
    HKEY remembered;
};

static struct cursor *new_cursor(HKEY parent)
{
    struct cursor *cursor = HeapAlloc(GetProcessHeap(), HEAP_ZERO_MEMORY, sizeof(*cursor));
    if (cursor) {
        cursor->index = 0;
        cursor->remembered = parent;
    }
    return cursor;
}

HANDLE open_cursor(HKEY *parent)
{
    if (RegOpenKeyExW(HKEY_LOCAL_MACHINE, L"Software", 0, KEY_READ, parent)) //= caller
        return NULL;
    return new_cursor(*parent);
}

// The cursor comes from outside; what its member holds is what other functions of the file put there.
int step(HANDLE handle)
{
    struct cursor *cursor = handle;
    HKEY key;
    if (RegOpenKeyExW(cursor->remembered, L"Contoso", 0, KEY_READ, &key)) //= leaked //~ leaked-machine-key
        return 1;
    return 0;
}

struct entry {
    HKEY below;
    WCHAR *text;
};

static struct entry *entries;
static int count;

static void add_entry(HKEY root)
{
    count++;
    entries = HeapReAlloc(GetProcessHeap(), 0, entries, count * sizeof(struct entry));
    entries[count - 1].below = root;
    fill_in(entries[count - 1].text);
    report(L"added");
}

void add_entries(void)
{
    add_entry(HKEY_LOCAL_MACHINE);
}

int below_an_entry(int i)
{
    HKEY key;
    if (RegOpenKeyExW(entries[i].below, L"Contoso", 0, KEY_READ, &key)) //= leaked //~ leaked-machine-key
        return 1;
    return 0;
}

// Natively, a full path needs no directory, also where a helper opens it.
static NTSTATUS open_by_attributes(HANDLE *key, OBJECT_ATTRIBUTES *attributes)
{
    NTSTATUS status = NtOpenKey(key, KEY_READ, attributes); //= caller
    report(L"opened");
    return status;
}

int natively_by_a_helper(void)
{
    HANDLE key;
    UNICODE_STRING name;
    OBJECT_ATTRIBUTES attributes;
    attributes.Length = sizeof attributes;
    attributes.RootDirectory = 0;
    attributes.ObjectName = &name;
    RtlInitUnicodeString(&name, L"\\Registry\\Machine\\Software");
    return open_by_attributes(&key, &attributes) == STATUS_SUCCESS; //= leaked //~ leaked-machine-key
}

static BOOL root_named(const WCHAR *text, HKEY *root)
{
    struct named {
        const WCHAR *name;
        HKEY root;
    } table[] = {
#define NAMED(root) { L"" #root, root }
        NAMED(HKEY_LOCAL_MACHINE),
        NAMED(HKEY_CURRENT_USER),
        { NULL },
#undef NAMED
    };
    struct named *at;
    for (at = table; at->name; at++) {
        if (!wcsncmp(text, at->name, wcslen(at->name))) {
            *root = at->root;
            return TRUE;
        }
    }
    return FALSE;
}

int below_a_root_that_a_pointer_found(const WCHAR *text)
{
    HKEY root, key;
    if (!root_named(text, &root))
        return 1;
    if (RegOpenKeyExW(root, L"Contoso", 0, KEY_READ, &key)) //= leaked //~ leaked-user-key
        return 1;
    return 0;
}

// Which key callers are told to use stays what it is while other functions run.
static HRESULT tell_root(int kind, HKEY *root, void *memory)
{
    HRESULT hr = E_FAIL;
    if (kind == 2) {
        *root = HKEY_LOCAL_MACHINE;
        hr = S_OK;
    } else if (kind == 4) {
        *root = HKEY_CURRENT_USER;
        hr = S_OK;
    }
    give_back(memory);
    return hr;
}

HRESULT below_the_root_told(int kind, void *memory)
{
    HKEY root = NULL, key;
    HRESULT hr = tell_root(kind, &root, memory);
    if (FAILED(hr))
        return hr;
    return HRESULT_FROM_WIN32(RegOpenKeyExW(root, L"Software", 0, KEY_READ, &key)); //= leaked //~ leaked-user-key
}

// A static whose open failed holds what other functions leave there, once unseen code ran.
static HKEY of_the_machine;

void below_a_static_that_unseen_code_may_fill(void)
{
    HKEY key;
    RegCreateKeyExW(HKEY_LOCAL_MACHINE, L"Software", 0, NULL, 0, KEY_READ, NULL, &of_the_machine, NULL); //= process
    update_settings();
    RegOpenKeyExW(of_the_machine, L"Contoso", 0, KEY_READ, &key); //= leaked //~ leaked-machine-key
}
