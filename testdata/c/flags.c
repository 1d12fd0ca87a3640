// What says that a key is open: the handle itself, a flag, a mode.
#include <windows.h>

void ByHandle(void)
{
    HKEY key = NULL;
    RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso", 0, KEY_READ, &key); //= scoped
    if (key != NULL)
        RegCloseKey(key);
}

void ByFlag(int mode)
{
    HKEY key;
    BOOL opened = FALSE;
    if (mode > 1) {
        if (RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso", 0, KEY_READ, &key) == ERROR_SUCCESS) //= scoped
            opened = TRUE;
    }
    LogLine("working");
    if (opened)
        RegCloseKey(key);
}

void ByWrongFlag(int mode, int other)
{
    HKEY key;
    if (mode) {
        if (RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso", 0, KEY_READ, &key)) //= leaked //~ leaked-user-key
            return;
    }
    if (mode && other)
        RegCloseKey(key);
}

void BySameCondition(int mode)
{
    HKEY key = NULL;
    if (mode & 4) {
        if (RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso", 0, KEY_READ, &key) != 0) //= scoped
            return;
    }
    LogLine("working");
    if (mode & 4)
        RegCloseKey(key);
}

void ByCase(int mode)
{
    HKEY key;
    LSTATUS status = 1;
    switch (mode) {
    case 1:
        status = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso", 0, KEY_READ, &key); //= scoped
        break;
    case 2:
        status = RegOpenKeyExW(HKEY_CLASSES_ROOT, L"CLSID", 0, KEY_READ, &key); //= scoped
        break;
    }
    if (status == ERROR_SUCCESS)
        RegCloseKey(key);
}

void ByTernary(BOOL user)
{
    HKEY key;
    HKEY root = user ? HKEY_CURRENT_USER : HKEY_LOCAL_MACHINE;
    if (RegOpenKeyExW(root, L"Software\\Contoso", 0, KEY_READ, &key) != ERROR_SUCCESS) //= leaked //~ leaked-user-key
        return;
    if (user)
        RegCloseKey(key);
}

void MachineOnly(void)
{
    HKEY key;
    if (RegOpenKeyExW(HKEY_LOCAL_MACHINE, L"Software\\Contoso", 0, KEY_READ, &key) == ERROR_SUCCESS) //= leaked //~ leaked-machine-key
        LogLine("found");
}

// Which root a variable names goes with a flag, before the variable gets a key of that root.
BOOL FlagBeforeKey(int whose, const WCHAR *path)
{
    HKEY root, key = NULL;
    BOOL close;
    LONG status;
    if (whose == 0) {
        close = FALSE;
        root = HKEY_LOCAL_MACHINE;
    } else if (whose == 1) {
        close = TRUE;
        root = HKEY_CURRENT_USER;
    } else
        return FALSE;
    if (root == HKEY_CURRENT_USER && RegOpenCurrentUser(KEY_READ, &root) != ERROR_SUCCESS) //= scoped
        return FALSE;
    status = RegOpenKeyExW(root, path, 0, KEY_READ, &key); //= scoped
    if (close)
        RegCloseKey(root);
    if (status != ERROR_SUCCESS)
        return FALSE;
    RegCloseKey(key);
    return TRUE;
}

// The flag was set where the root was chosen, before anything was open.
LONG FlagOfRoot(const WCHAR *path)
{
    BOOLEAN own;
    HKEY root;
    LONG status;
    if (path[0] == L'M') {
        own = FALSE;
        root = HKEY_LOCAL_MACHINE;
    } else if (path[0] == L'U') {
        own = TRUE;
        root = HKEY_CURRENT_USER;
    } else {
        return ERROR_INVALID_PARAMETER;
    }
    if (root == HKEY_CURRENT_USER && RegOpenCurrentUser(KEY_READ, &root) != ERROR_SUCCESS) //= scoped
        return ERROR_FILE_NOT_FOUND;
    status = RegDeleteValueW(root, L"Last");
    if (own)
        RegCloseKey(root);
    return status;
}

LONG FlagOfOtherRoot(const WCHAR *path)
{
    BOOLEAN own;
    HKEY root;
    LONG status;
    if (path[0] == L'M') {
        own = TRUE;
        root = HKEY_LOCAL_MACHINE;
    } else {
        own = FALSE;
        root = HKEY_CURRENT_USER;
    }
    if (root == HKEY_CURRENT_USER && RegOpenCurrentUser(KEY_READ, &root) != ERROR_SUCCESS) //= leaked //~ leaked-user-key
        return ERROR_FILE_NOT_FOUND;
    status = RegDeleteValueW(root, L"Last");
    if (own)
        RegCloseKey(root); //~ predefined-key-closed
    return status;
}

// Two things must hold for a key to be closed: a caller that knows one of them is told of the other.
struct Lent {
    HKEY key;
    BOOL own;
};

static void GiveBack(struct Lent *lent)
{
    if (lent->own && lent->key)
        RegCloseKey(lent->key);
    lent->key = NULL;
}

void Owned(void)
{
    struct Lent lent = {NULL, TRUE};
    RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso", 0, KEY_READ, &lent.key); //= scoped
    GiveBack(&lent);
}

void NotOwned(void)
{
    struct Lent lent = {NULL, FALSE};
    RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso", 0, KEY_READ, &lent.key); //= leaked //~ leaked-user-key
    GiveBack(&lent);
}

// Callers choose the root by a flag; what the function adds is known.
static HCERTSTORE open_store(DWORD where, const WCHAR *name)
{
    return CertOpenStore(CERT_STORE_PROV_SYSTEM_W, 0, 0, where | CERT_STORE_READONLY_FLAG, name); //= caller
}

void keep_the_users_store(void)
{
    HCERTSTORE store = open_store(CERT_SYSTEM_STORE_CURRENT_USER, L"My"); //= leaked //~ leaked-user-key
    LogLine(store ? "open" : "not open");
}

void keep_the_machines_store(void)
{
    HCERTSTORE store = open_store(CERT_SYSTEM_STORE_LOCAL_MACHINE, L"My"); //= leaked //~ leaked-machine-key
    LogLine(store ? "open" : "not open");
}

// Some bits say enough, whatever the others are.
void keep_a_provider(DWORD flags)
{
    HCRYPTPROV provider;
    if (CryptAcquireContextW(&provider, NULL, NULL, PROV_RSA_FULL, (flags & CRYPT_SILENT) | CRYPT_NEWKEYSET)) //= leaked //~ leaked-user-key
        LogLine("open");
}

void keep_either_provider(int silent)
{
    HCRYPTPROV provider;
    if (CryptAcquireContextW(&provider, NULL, NULL, PROV_RSA_FULL, silent ? CRYPT_SILENT : 0)) //= leaked //~ leaked-user-key
        LogLine("open");
}

void keep_what_callers_choose(DWORD flags)
{
    HCRYPTPROV provider;
    if (CryptAcquireContextW(&provider, NULL, NULL, PROV_RSA_FULL, flags)) //= leaked //~ leaked-key-of-unknown-root
        LogLine("open");
}

// A comparison is true or false.
void keep_one_of_two(DWORD flags)
{
    HUSKEY key;
    SHRegOpenUSKeyW(L"Software\\Contoso", KEY_READ, NULL, &key, !(flags & 6)); //= leaked //~ leaked-user-key
}

// A comparison tells some bits, and the function changes some of these.
void keep_the_other_store(DWORD flags, const WCHAR *name)
{
    HCERTSTORE store;
    if ((flags & CERT_SYSTEM_STORE_LOCATION_MASK) != CERT_SYSTEM_STORE_CURRENT_USER)
        return;
    flags &= ~CERT_SYSTEM_STORE_CURRENT_USER;
    flags |= CERT_SYSTEM_STORE_LOCAL_MACHINE;
    store = CertOpenStore(CERT_STORE_PROV_SYSTEM_W, 0, 0, flags, name); //= leaked //~ leaked-machine-key
    LogLine(store ? "open" : "not open");
}

void keep_a_store_of_either(DWORD flags, const WCHAR *name)
{
    HCERTSTORE store;
    if ((flags & 0x00010000) != CERT_SYSTEM_STORE_CURRENT_USER)
        return;
    flags |= CERT_SYSTEM_STORE_LOCAL_MACHINE;
    store = CertOpenStore(CERT_STORE_PROV_SYSTEM_W, 0, 0, flags, name); //= leaked //~ leaked-key-of-unknown-root
    LogLine(store ? "open" : "not open");
}

// Other bits make no difference to this one.
void keep_a_provider_for_checks(DWORD flags)
{
    HCRYPTPROV provider;
    if (CryptAcquireContextW(&provider, NULL, NULL, PROV_RSA_FULL, flags | CRYPT_VERIFYCONTEXT)) //= leaked //~ leaked-machine-key
        LogLine("open");
}
