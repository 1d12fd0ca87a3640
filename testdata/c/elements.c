/* Elements of arrays: what one of them is says nothing of the next, and a table that a function fills is known. */
#include <windows.h>

struct entry {
    HKEY root;
    const WCHAR *name;
};

/* the next character is another one */
void next_character(const char *switches, int i)
{
    HKEY key;
    if (switches[i] == '-') {
        i++;
        if (switches[i] == 'r')
            RegOpenKeyExA(HKEY_CURRENT_USER, "Software", 0, KEY_READ, &key); //= leaked //~ leaked-user-key
    }
}

void two_characters(int n)
{
    char name[64];
    HKEY key;
    GetEnvironmentVariableA("NAME", name, sizeof(name));
    if (name[n] == 'a' && name[n + 1] == 'b')
        RegOpenKeyExA(HKEY_CURRENT_USER, "Software", 0, KEY_READ, &key); //= leaked //~ leaked-user-key
}

void two_variables(const char *name, int i, int j)
{
    HKEY key;
    if (name[i] != name[j])
        return;
    if (name[i] == 'a' || name[j] != 'b')
        RegOpenKeyExA(HKEY_CURRENT_USER, "Software", 0, KEY_READ, &key); //= leaked //~ leaked-user-key
}

/* one character becomes 0; the others are as they were */
void one_is_cut_off(int n, int k)
{
    char name[64];
    HKEY key;
    GetEnvironmentVariableA("NAME", name, sizeof(name));
    name[n] = 0;
    if (name[k] == 'a')
        RegOpenKeyExA(HKEY_CURRENT_USER, "Software", 0, KEY_READ, &key); //= leaked //~ leaked-user-key
}

/* the same element is tested twice */
void same_element(const int *wanted, unsigned n, BOOL *done)
{
    unsigned i;
    for (i = 0; i < n; i++) {
        HKEY key = NULL;
        if (wanted[i])
            if (RegOpenKeyExW(HKEY_CURRENT_USER, L"Software", 0, KEY_READ, &key)) //= scoped
                continue;
        done[i] = TRUE;
        if (wanted[i])
            RegCloseKey(key);
    }
}

void same_element_of_its_own(unsigned n)
{
    BOOL opened[8] = {0};
    unsigned i;
    for (i = 0; i < n; i++) {
        HKEY key = NULL;
        if (!RegOpenKeyExW(HKEY_CURRENT_USER, L"Software", 0, KEY_READ, &key)) //= scoped
            opened[i] = TRUE;
        if (opened[i])
            RegCloseKey(key);
    }
}

void table_of_its_own(void)
{
    HKEY roots[] = {HKEY_LOCAL_MACHINE, HKEY_CURRENT_USER};
    int i;
    for (i = 0; i < 2; i++) {
        HKEY key;
        RegOpenKeyExW(roots[i], L"Software", 0, KEY_READ, &key); //= leaked //~ leaked-user-key
    }
}

void table_up_to_its_end(void)
{
    struct entry entries[] = {{HKEY_LOCAL_MACHINE, L"A"}, {HKEY_CURRENT_CONFIG, L"B"}, {NULL, NULL}};
    HKEY key;
    int i;
    for (i = 0; entries[i].name; i++)
        RegOpenKeyExW(entries[i].root, entries[i].name, 0, KEY_READ, &key); //= leaked //~ leaked-machine-key
    RegOpenKeyExW(HKEY_CURRENT_USER, L"Software", 0, KEY_READ, &key); //= leaked //~ leaked-user-key
}

void without_inner_braces(unsigned n)
{
    struct entry entries[] = {
        HKEY_LOCAL_MACHINE, L"A",
        HKEY_CURRENT_USER, L"B",
    };
    HKEY key;
    RegOpenKeyExW(entries[n].root, entries[n].name, 0, KEY_READ, &key); //= leaked //~ leaked-user-key
}

void of_a_type_of_its_own(unsigned n)
{
    struct inner { const WCHAR *name; HKEY root; };
    struct inner entries[] = {{L"A", HKEY_LOCAL_MACHINE}, {L"B", HKEY_CURRENT_USER}};
    HKEY key;
    RegOpenKeyExW(entries[n].root, entries[n].name, 0, KEY_READ, &key); //= leaked //~ leaked-user-key
}

void of_a_type_without_a_name(unsigned n)
{
    static const struct { const WCHAR *name; HKEY root; } entries[] = {{L"A", HKEY_LOCAL_MACHINE}, {L"B", HKEY_CURRENT_USER}};
    struct { const WCHAR *name; HKEY root; } others[] = {{L"A", HKEY_LOCAL_MACHINE}};
    HKEY key;
    RegOpenKeyExW(entries[n].root, entries[n].name, 0, KEY_READ, &key); //= leaked //~ leaked-user-key
    RegOpenKeyExW(others[n].root, others[n].name, 0, KEY_READ, &key); //= leaked //~ leaked-machine-key
}

/* not constant, but nobody writes it */
static struct { HKEY root; const WCHAR *name; } unchanged[] = {
    {HKEY_LOCAL_MACHINE, L"A"},
    {HKEY_CURRENT_USER, L"B"},
};

void of_a_variable(unsigned n)
{
    HKEY key;
    RegOpenKeyExW(unchanged[n].root, unchanged[n].name, 0, KEY_READ, &key); //= leaked //~ leaked-user-key
}

/* FALSE is left out where it comes last */
static const struct { const WCHAR *name; BOOL file; } stores[] = {{L"A", FALSE}, {L"B", TRUE}};

void some_are_files(unsigned n)
{
    HKEY key;
    if (!stores[n].file)
        RegOpenKeyExW(HKEY_CURRENT_USER, stores[n].name, 0, KEY_READ, &key); //= leaked //~ leaked-user-key
}

/* one entry of a table goes to a helper */
static void open_entry(const struct entry *entry)
{
    HKEY key;
    RegOpenKeyExW(entry->root, entry->name, 0, KEY_READ, &key); //= leaked //~ leaked-user-key
}

void each_entry(void)
{
    const struct entry entries[] = {{HKEY_LOCAL_MACHINE, L"A"}, {HKEY_CURRENT_USER, L"B"}};
    unsigned i;
    for (i = 0; i < ARRAYSIZE(entries); i++)
        open_entry(&entries[i]);
}

static void open_all(const struct entry *entries, unsigned n)
{
    unsigned i;
    HKEY key;
    for (i = 0; i < n; i++) {
        RegOpenKeyExW(entries[i].root, entries[i].name, 0, KEY_READ, &key); //= leaked //~ leaked-user-key
    }
}

void whole_table(void)
{
    const struct entry entries[] = {{HKEY_LOCAL_MACHINE, L"A"}, {HKEY_CURRENT_USER, L"B"}};
    open_all(entries, ARRAYSIZE(entries));
}

/* keys in an array, closed one after another */
void closed_in_a_loop(HKEY root)
{
    HKEY keys[3];
    int i;
    if (RegOpenKeyExW(root, L"A", 0, KEY_READ, &keys[0])) //= scoped
        keys[0] = NULL;
    if (RegOpenKeyExW(root, L"B", 0, KEY_READ, &keys[1])) //= scoped
        keys[1] = NULL;
    if (RegOpenKeyExW(root, L"C", 0, KEY_READ, &keys[2])) //= scoped
        keys[2] = NULL;
    for (i = 0; i < 3; i++)
        RegCloseKey(keys[i]);
}

static void close_each(int count, HKEY *keys)
{
    int i;
    for (i = 0; i < count; i++) {
        RegFlushKey(keys[i]);
        RegCloseKey(keys[i]);
    }
}

void closed_in_a_loop_of_a_helper(HKEY root)
{
    HKEY keys[2];
    if (RegOpenKeyExW(root, L"A", 0, KEY_READ, &keys[0])) //= scoped
        return;
    if (RegOpenKeyExW(root, L"B", 0, KEY_READ, &keys[1])) { //= scoped
        RegCloseKey(keys[0]);
        return;
    }
    close_each(2, keys);
}

void only_read_in_a_loop(void)
{
    HKEY keys[2];
    DWORD value, size = sizeof(value);
    int i;
    RegOpenKeyExW(HKEY_CURRENT_USER, L"A", 0, KEY_READ, &keys[0]); //= leaked //~ leaked-user-key
    RegOpenKeyExW(HKEY_CURRENT_USER, L"B", 0, KEY_READ, &keys[1]); //= leaked //~ leaked-user-key
    for (i = 0; i < 2; i++)
        RegQueryValueExW(keys[i], L"V", NULL, NULL, (BYTE *)&value, &size);
}

// How many elements there are is not told, but there is one at least.
static void close_so_many(DWORD count, HKEY *keys)
{
    for (DWORD i = 0; i < count; i++)
        RegCloseKey(keys[i]);
}

void counted_by_a_macro(void)
{
    HKEY keys[2];
    RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso", 0, KEY_READ, &keys[0]); //= scoped
    RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Fabrikam", 0, KEY_READ, &keys[1]); //= scoped
    close_so_many(ARRAYSIZE(keys), keys);
}

void counted_by_sizes(void)
{
    HKEY keys[2];
    RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso", 0, KEY_READ, &keys[0]); //= scoped
    RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Fabrikam", 0, KEY_READ, &keys[1]); //= scoped
    close_so_many(sizeof(keys) / sizeof(*keys), keys);
}

void counted_by_somebody(DWORD count)
{
    HKEY keys[2];
    RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso", 0, KEY_READ, &keys[0]); //= leaked //~ leaked-user-key
    close_so_many(count, keys);
}
