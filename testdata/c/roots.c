/* Which root a key lies below: tables of roots, roots that a helper chooses, keys that a global holds. */
#include <windows.h>

static const HKEY roots[] = {HKEY_CURRENT_USER, HKEY_LOCAL_MACHINE};
static const HKEY of_the_machine[] = {HKEY_LOCAL_MACHINE, HKEY_CURRENT_CONFIG};

void of_a_table(const WCHAR *name)
{
    unsigned i;
    for (i = 0; i < ARRAYSIZE(roots); i++) {
        HKEY key;
        if (RegOpenKeyExW(roots[i], name, 0, KEY_READ, &key)) //= leaked //~ leaked-user-key
            continue;
        if (RegDeleteValueW(key, L"Old"))
            continue;
        RegCloseKey(key);
    }
}

void of_a_table_for_the_machine(const WCHAR *name)
{
    unsigned i;
    for (i = 0; i < ARRAY_SIZE(of_the_machine); i++) {
        HKEY key;
        if (RegOpenKeyExW(of_the_machine[i], name, 0, KEY_READ, &key)) //= leaked //~ leaked-machine-key
            continue;
        if (RegDeleteValueW(key, L"Old"))
            continue;
        RegCloseKey(key);
    }
}

static BOOL choose(const WCHAR *name, HKEY *root)
{
    if (!lstrcmpW(name, L"HKCU"))
        *root = HKEY_CURRENT_USER;
    else if (!lstrcmpW(name, L"HKLM"))
        *root = HKEY_LOCAL_MACHINE;
    else
        return FALSE;
    return TRUE;
}

int chosen_by_a_helper(const WCHAR **names)
{
    for (; *names; names++) {
        HKEY root, key;
        if (!choose(*names, &root))
            return 1;
        if (RegOpenKeyExW(root, L"Software", 0, KEY_READ, &key)) //= leaked //~ leaked-user-key
            return 1;
        if (RegDeleteValueW(key, L"Old"))
            return 1;
        RegCloseKey(key);
    }
    return 0;
}

static void prefer_the_user(int user, HKEY *root)
{
    if (user)
        *root = HKEY_CURRENT_USER;
}

int chosen_or_kept(int user)
{
    HKEY root = HKEY_LOCAL_MACHINE, key;
    prefer_the_user(user, &root);
    if (RegOpenKeyExW(root, L"Software", 0, KEY_READ, &key)) //= leaked //~ leaked-user-key
        return 1;
    if (RegDeleteValueW(key, L"Old"))
        return 1;
    RegCloseKey(key);
    return 0;
}

static HKEY settings;

void open_settings(void)
{
    if (!settings)
        RegOpenKeyExW(HKEY_CURRENT_USER, L"Software", 0, KEY_READ, &settings); //= process //~ user-key-in-static
}

int below_a_global(void)
{
    HKEY key;
    if (RegOpenKeyExW(settings, L"Contoso", 0, KEY_READ, &key)) //= leaked //~ leaked-user-key
        return 1;
    if (RegDeleteValueW(key, L"Old"))
        return 1;
    RegCloseKey(key);
    return 0;
}

static HKEY where;

void install(int for_all)
{
    where = for_all ? HKEY_LOCAL_MACHINE : HKEY_CURRENT_CONFIG;
}

int below_a_stored_root(void)
{
    HKEY key;
    if (RegOpenKeyExW(where, L"Software", 0, KEY_READ, &key)) //= leaked //~ leaked-machine-key
        return 1;
    if (RegDeleteValueW(key, L"Old"))
        return 1;
    RegCloseKey(key);
    return 0;
}

static const struct {
    const WCHAR *name;
    HKEY root;
} named_roots[] = {
    {L"HKLM", HKEY_LOCAL_MACHINE},
    {L"HKCU", HKEY_CURRENT_USER},
};

// Names no function of the registry, and yet tells the root.
static HKEY find_root(const WCHAR *path)
{
    for (int i = 0; i < 2; i++) {
        if (!wcsncmp(path, named_roots[i].name, 4))
            return named_roots[i].root;
    }
    return NULL;
}

static BOOL split_path(const WCHAR *path, HKEY *root, const WCHAR **below)
{
    *root = find_root(path);
    if (!*root) {
        report(L"no such root");
        return FALSE;
    }
    *below = wcschr(path, L'\\');
    return *below != NULL;
}

int found_by_helpers_of_helpers(const WCHAR *path)
{
    HKEY root, key;
    const WCHAR *below;
    if (!split_path(path, &root, &below))
        return 1;
    if (RegOpenKeyExW(root, below, 0, KEY_READ, &key)) //= leaked //~ leaked-user-key
        return 1;
    if (RegDeleteValueW(key, L"Old"))
        return 1;
    RegCloseKey(key);
    return 0;
}

static HKEY classes_or_machine[] = {HKEY_CLASSES_ROOT, HKEY_LOCAL_MACHINE};

static HKEY find_in_table(const WCHAR *name)
{
    if (!name)
        return NULL;
    for (int i = 0; i < 2; i++) {
        if (!lstrcmpW(name, names_of_roots[i]))
            return classes_or_machine[i];
    }
    return NULL;
}

int found_in_a_table_that_can_change(const WCHAR *name)
{
    HKEY root, key;
    if (!(root = find_in_table(name)))
        return 1;
    if (RegOpenKeyExW(root, L"Software", 0, KEY_READ, &key)) //= leaked //~ leaked-user-key
        return 1;
    if (RegDeleteValueW(key, L"Old"))
        return 1;
    RegCloseKey(key);
    return 0;
}

// The native way: a full path, or a name below a directory that is a key.
int native_full_path(void)
{
    HANDLE key;
    UNICODE_STRING name;
    OBJECT_ATTRIBUTES attributes;
    RtlInitUnicodeString(&name, L"\\Registry\\Machine\\Software");
    InitializeObjectAttributes(&attributes, &name, 0, NULL, NULL);
    NTSTATUS status = NtOpenKey(&key, KEY_READ, &attributes); //= leaked //~ leaked-machine-key
    return status == STATUS_SUCCESS;
}

int native_below_a_root(HKEY user, const WCHAR *below)
{
    HANDLE key;
    UNICODE_STRING name;
    OBJECT_ATTRIBUTES attributes;
    RtlInitUnicodeString(&name, below);
    attributes.Length = sizeof attributes;
    attributes.RootDirectory = user;
    attributes.ObjectName = &name;
    NTSTATUS status = NtOpenKey(&key, KEY_READ, &attributes); //= leaked //~ leaked-user-key
    return status == STATUS_SUCCESS;
}

int native_for_the_user(void)
{
    HKEY user;
    if (RegOpenCurrentUser(KEY_READ, &user)) //= scoped
        return 1;
    int found = native_below_a_root(user, L"Software");
    RegCloseKey(user);
    return found;
}

// A second handle to what callers give is open below the same key.
struct Watched {
    HKEY watched_key;
    int other;
};

static void watch(HKEY given)
{
    struct Watched *watched = malloc(sizeof(*watched));
    HKEY key, below;
    if (DuplicateHandle(GetCurrentProcess(), (HANDLE)given, GetCurrentProcess(), (HANDLE *)&key, KEY_READ, TRUE, 0)) {
        watched->watched_key = key;
        prepare(&watched->other);
        RegOpenKeyExW(watched->watched_key, L"Below", 0, KEY_READ, &below); //= leaked //~ leaked-user-key
    }
}

void watch_the_user(void)
{
    HKEY key;
    if (RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso", 0, KEY_READ, &key) == ERROR_SUCCESS) { //= scoped
        watch(key);
        RegCloseKey(key);
    }
}

// What fills a member by itself does not tell: who else does is looked for.
struct Session {
    HKEY session_key;
};

static void set_session(struct Session *session, HKEY key)
{
    session->session_key = key;
}

void take_session_over(void *from, void *to)
{
    struct Session *old = session_of(from), *new = session_of(to);
    RegOpenKeyExW(old->session_key, L"Tokens", 0, KEY_READ, &new->session_key); //= object //~ user-key-in-object
}

void begin_session(void *begun)
{
    set_session(session_of(begun), HKEY_CURRENT_USER);
}
