// Keys that one function keeps in a member of an object and another reads there: `//@` says below which root they are. Machine code
// has no names for members; debug information tells which variables point at which structures.
#include "../include/winreg.h"

#define EXPORT __declspec(dllexport)

BOOL WINAPI DllMain(HMODULE module, DWORD reason, void *reserved)
{
    (void)module;
    (void)reserved;
    return reason == DLL_PROCESS_ATTACH;
}

IMPORT void *WINAPI Reserve(ULONG_PTR);
IMPORT void WINAPI Release(void *);

struct link {
    struct link *next, *before;
};

struct customer {
    DWORD number;
    HKEY root;
    struct link entry;
    HKEY machine;
};

struct session {
    struct link customers;
    struct customer *current;
    HKEY classes;
};

// The same places as in `customer`, and other roots.
struct supplier {
    DWORD number;
    HKEY common;
    struct link entry;
    HKEY user;
};

static struct customer *of_entry(struct link *entry)
{
    return (struct customer *)((char *)entry - __builtin_offsetof(struct customer, entry));
}

EXPORT struct customer *MakeCustomer(struct session *session, DWORD number)
{
    struct customer *customer = Reserve(sizeof(*customer));
    if (!customer)
        return NULL;
    customer->number = number;
    customer->machine = HKEY_LOCAL_MACHINE;
    if (RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso", 0, KEY_READ, &customer->root) != ERROR_SUCCESS) { //= object //~ user-key-in-object //@ HKCU
        Release(customer);
        return NULL;
    }
    customer->entry.next = &session->customers;
    customer->entry.before = session->customers.before;
    session->customers.before->next = &customer->entry;
    session->customers.before = &customer->entry;
    session->current = customer;
    return customer;
}

EXPORT struct supplier *MakeSupplier(DWORD number)
{
    struct supplier *supplier = Reserve(sizeof(*supplier));
    if (!supplier)
        return NULL;
    supplier->number = number;
    supplier->user = HKEY_CURRENT_USER;
    if (RegOpenKeyExW(HKEY_LOCAL_MACHINE, L"Software\\Contoso", 0, KEY_READ, &supplier->common) != ERROR_SUCCESS) { //= object //@ HKLM
        Release(supplier);
        return NULL;
    }
    return supplier;
}

// Through a parameter.
EXPORT LSTATUS ReadCustomer(const struct customer *customer, HKEY *key)
{
    if (!customer->number)
        return ERROR_INVALID_PARAMETER;
    return RegOpenKeyExW(customer->root, L"Software\\Contoso\\Customers", 0, KEY_READ, key); //= caller //@ HKCU
}

EXPORT LSTATUS ReadMachine(const struct customer *customer, HKEY *key)
{
    if (!customer->number)
        return ERROR_INVALID_PARAMETER;
    return RegOpenKeyExW(customer->machine, L"Software\\Contoso\\Customers", 0, KEY_READ, key); //= caller //@ HKLM
}

EXPORT LSTATUS ReadSupplier(const struct supplier *supplier, HKEY *key)
{
    if (!supplier->number)
        return ERROR_INVALID_PARAMETER;
    return RegOpenKeyExW(supplier->user, L"Software\\Contoso\\Suppliers", 0, KEY_READ, key); //= caller //@ HKCU
}

// Through a member of another object.
EXPORT BOOL HasCurrent(struct session *session)
{
    HKEY key;
    if (!session->current || RegOpenKeyExW(session->current->machine, L"Software\\Contoso", 0, KEY_READ, &key) != ERROR_SUCCESS) //= scoped //@ HKLM
        return 0;
    RegCloseKey(key);
    return 1;
}

// Through the entry of a list, as far from the object's start as the entry is.
EXPORT DWORD CountKnown(struct session *session)
{
    DWORD count = 0;
    for (struct link *at = session->customers.next; at != &session->customers; at = at->next) {
        HKEY key;
        struct customer *customer = of_entry(at);
        if (RegOpenKeyExW(customer->root, L"Software\\Contoso\\Known", 0, KEY_READ, &key) == ERROR_SUCCESS) { //= scoped //@ HKCU
            RegCloseKey(key);
            count++;
        }
    }
    return count;
}

// What the pointer points at is told by the variable that the result goes to.
IMPORT void *WINAPI Copy(void *, const void *, ULONG_PTR);
EXPORT BOOL ReadCopy(const struct customer *from, void *room)
{
    HKEY key;
    struct customer *copy = Copy(room, from, sizeof(*from));
    if (RegOpenKeyExW(copy->root, L"Software\\Contoso\\Copy", 0, KEY_READ, &key) != ERROR_SUCCESS) //= scoped //@ HKCU
        return 0;
    RegCloseKey(key);
    return 1;
}

// A key that was opened, kept, and opened below elsewhere.
EXPORT LSTATUS Begin(struct session *session)
{
    return RegOpenKeyExW(HKEY_CLASSES_ROOT, L"Contoso.Session", 0, KEY_READ, &session->classes); //= object //~ user-key-in-object //@ HKCR
}

EXPORT BOOL Continue(struct session *session)
{
    HKEY key;
    if (RegOpenKeyExW(session->classes, L"State", 0, KEY_READ, &key) != ERROR_SUCCESS) //= scoped //@ HKCR
        return 0;
    RegCloseKey(key);
    return 1;
}

EXPORT void End(struct session *session)
{
    RegCloseKey(session->classes);
    session->classes = NULL;
}

// Compilers store neighbours with one instruction.
struct kept {
    HKEY key;
    struct session *session;
};

EXPORT BOOL KeepBoth(struct kept *kept, struct session *session)
{
    HKEY key;
    if (RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso\\Kept", 0, KEY_READ, &key) != ERROR_SUCCESS) //= object //~ user-key-in-object //@ HKCU
        return 0;
    kept->key = key;
    kept->session = session;
    return 1;
}

EXPORT BOOL ReadKept(const struct kept *kept)
{
    HKEY key;
    if (RegOpenKeyExW(kept->key, L"State", 0, KEY_READ, &key) != ERROR_SUCCESS) //= scoped //@ HKCU
        return 0;
    RegCloseKey(key);
    return 1;
}

EXPORT void CloseKept(struct kept *kept)
{
    RegCloseKey(kept->key);
}

// What shares its place with something else.
struct enumerator {
    DWORD kind;
    union {
        struct {
            HKEY registry;
            DWORD index;
        } remembered;
        struct customer *customer;
    } specific;
};

EXPORT struct enumerator *MakeEnumerator(void)
{
    struct enumerator *enumerator = Reserve(sizeof(*enumerator));
    if (!enumerator)
        return NULL;
    enumerator->kind = 1;
    enumerator->specific.remembered.registry = HKEY_CURRENT_USER;
    enumerator->specific.remembered.index = 0;
    return enumerator;
}

EXPORT LSTATUS NextRemembered(struct enumerator *enumerator, HKEY *key)
{
    enumerator->specific.remembered.index++;
    return RegOpenKeyExW(enumerator->specific.remembered.registry, L"Software\\Contoso\\Remembered", 0, KEY_READ, key); //= caller //@ HKCU
}

// Elements of an array that a static points at.
struct entry {
    HKEY above;
    DWORD number;
    struct customer *of;
};

static struct entry *entries;
static DWORD count;

EXPORT BOOL AddEntry(struct customer *of)
{
    if (!entries)
        entries = Reserve(100 * sizeof(*entries));
    if (!entries || count == 100)
        return 0;
    entries[count].above = HKEY_LOCAL_MACHINE;
    entries[count].of = of;
    entries[count].number = count + 1;
    count++;
    return 1;
}

EXPORT LSTATUS OpenEntry(DWORD n, HKEY *key)
{
    if (n >= count)
        return ERROR_INVALID_PARAMETER;
    return RegOpenKeyExW(entries[n].above, L"Software\\Contoso\\Entries", 0, KEY_READ, key); //= caller //@ HKLM
}

// Who fills the member does nothing with the registry, and neither do its callers.
struct setting {
    struct link entry;
    HKEY base;
};

static __attribute__((noinline)) void note_setting(struct setting *setting, HKEY root, struct session *session)
{
    setting->base = root;
    setting->entry.next = &session->customers;
}

EXPORT void NoteUserSetting(struct setting *setting, struct session *session)
{
    note_setting(setting, HKEY_CURRENT_USER, session);
}

EXPORT void NoteSettingTwice(struct setting *one, struct setting *two, struct session *session)
{
    note_setting(one, HKEY_CURRENT_USER, session);
    note_setting(two, HKEY_CURRENT_USER, session);
}

EXPORT LSTATUS ApplySetting(const struct setting *setting, HKEY *key)
{
    if (!setting->entry.next)
        return ERROR_INVALID_PARAMETER;
    return RegOpenKeyExW(setting->base, L"Software\\Contoso\\Settings", 0, KEY_READ, key); //= caller //@ HKCU
}

// A header declares the variable: its type stands there.
struct gate {
    DWORD number;
    HKEY opened_below;
};
extern struct gate *gate;
struct gate *gate;

EXPORT BOOL MakeGate(void)
{
    gate = Reserve(sizeof(*gate));
    if (!gate)
        return 0;
    gate->number = 1;
    gate->opened_below = HKEY_LOCAL_MACHINE;
    return 1;
}

EXPORT LSTATUS OpenGate(HKEY *key)
{
    if (!gate)
        return ERROR_INVALID_PARAMETER;
    return RegOpenKeyExW(gate->opened_below, L"Software\\Contoso\\Gate", 0, KEY_READ, key); //= caller //@ HKLM
}
