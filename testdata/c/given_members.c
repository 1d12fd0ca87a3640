/* Objects of which other code gets to know through the address of a member: lists, locks, interfaces. */
#include <windows.h>

struct base { void *table; LONG references; };
struct object { struct base base; LIST_ENTRY entry; CRITICAL_SECTION lock; HKEY key; };

void register_base(int type, struct base *base);
void put(LONG *member);
void take(struct base *base);

static HRESULT make(HKEY key, struct base **made)
{
    struct object *new = HeapAlloc(GetProcessHeap(), 0, sizeof(struct object));
    if (!new) {
        RegCloseKey(key);
        return E_OUTOFMEMORY;
    }
    new->base.references = 1;
    new->key = key;
    *made = &new->base;
    return S_OK;
}

// The caller gets the address of a member, and other code gets to know the object, too.
HRESULT make_known_twice(int type, struct base **object)
{
    struct base *made;
    HKEY key;
    HRESULT hr;
    if (RegOpenKeyExW(HKEY_CURRENT_USER, L"Software", 0, KEY_READ, &key)) //= object //~ user-key-in-object
        return E_FAIL;
    hr = make(key, &made);
    if (SUCCEEDED(hr)) {
        put(&made->references);
        take(*object = made);
    }
    return hr;
}

HRESULT make_and_hand_out_a_member(int type, LONG **object)
{
    struct base *made;
    HKEY key;
    HRESULT hr;
    if (RegOpenKeyExW(HKEY_CURRENT_USER, L"Software", 0, KEY_READ, &key)) //= object //~ user-key-in-object
        return E_FAIL;
    hr = make(key, &made);
    if (SUCCEEDED(hr))
        put(*object = &made->references);
    return hr;
}

// Code that was not seen can come from a member to the object and keep it, or end it.
HRESULT make_and_give_a_member(void)
{
    struct base *made;
    HKEY key;
    HRESULT hr;
    if (RegOpenKeyExW(HKEY_CURRENT_USER, L"Software", 0, KEY_READ, &key)) //= unknown
        return E_FAIL;
    hr = make(key, &made);
    if (SUCCEEDED(hr))
        put(&made->references);
    return hr;
}

void add_to_a_list(LIST_ENTRY *list)
{
    struct object *new = HeapAlloc(GetProcessHeap(), 0, sizeof(struct object));
    if (!new)
        return;
    RegOpenKeyExW(HKEY_CURRENT_USER, L"Software", 0, KEY_READ, &new->key); //= unknown
    InsertTailList(list, &new->entry);
}

// Locks keep nothing.
BOOL lock_and_forget(void)
{
    struct object *new = HeapAlloc(GetProcessHeap(), 0, sizeof(struct object));
    if (!new)
        return FALSE;
    if (RegOpenKeyExW(HKEY_CURRENT_USER, L"Software", 0, KEY_READ, &new->key) == ERROR_SUCCESS) { //= leaked //~ leaked-user-key
        InitializeCriticalSection(&new->lock);
        DeleteCriticalSection(&new->lock);
    }
    HeapFree(GetProcessHeap(), 0, new);
    return TRUE;
}

// What a format prints as a pointer is not looked into.
BOOL print_and_forget(int width)
{
    struct object *new = HeapAlloc(GetProcessHeap(), 0, sizeof(struct object));
    if (!new)
        return FALSE;
    if (RegOpenKeyExW(HKEY_CURRENT_USER, L"Software", 0, KEY_READ, &new->key) == ERROR_SUCCESS) //= leaked //~ leaked-user-key
        LogLine("100%% of %s, %*ld: %08p", "it", width, 1, new);
    HeapFree(GetProcessHeap(), 0, new);
    return TRUE;
}

BOOL print_a_string(void)
{
    struct object *new = HeapAlloc(GetProcessHeap(), 0, sizeof(struct object));
    if (!new)
        return FALSE;
    if (RegOpenKeyExW(HKEY_CURRENT_USER, L"Software", 0, KEY_READ, &new->key) == ERROR_SUCCESS) //= object //~ user-key-in-object
        LogLine("%p %s", 1, new);
    HeapFree(GetProcessHeap(), 0, new);
    return TRUE;
}

// Who gets an object that is in a list as well does not lose it with the pointer.
static struct object *make_listed(LIST_ENTRY *list)
{
    struct object *new = HeapAlloc(GetProcessHeap(), 0, sizeof(struct object));
    if (!new)
        return NULL;
    if (RegOpenKeyExW(HKEY_CURRENT_USER, L"Software", 0, KEY_READ, &new->key) == ERROR_SUCCESS) //= object //~ user-key-in-object
        InsertTailList(list, &new->entry);
    return new;
}

void fill_the_list(LIST_ENTRY *list)
{
    struct object *one = make_listed(list); //= unknown
    if (one)
        RegDeleteValueW(one->key, L"Old");
}
