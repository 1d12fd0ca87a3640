/* A pointer walks through a table of constructors, which keep the key or close it: which one is called is not followed. */
#include <windows.h>
struct object { void *table; HKEY key; int ref; };
static HRESULT make_first(HKEY key, struct object **made)
{
    struct object *new = HeapAlloc(GetProcessHeap(), 0, sizeof(struct object));
    if (!new) { RegCloseKey(key); return E_OUTOFMEMORY; }
    new->key = key;
    *made = new;
    return S_OK;
}
static HRESULT make_second(HKEY key, struct object **made)
{
    struct object *new = HeapAlloc(GetProcessHeap(), HEAP_ZERO_MEMORY, sizeof(struct object));
    if (!new) { RegCloseKey(key); return E_OUTOFMEMORY; }
    new->ref = 1;
    new->key = key;
    *made = new;
    return S_OK;
}
static const struct category { int type; HRESULT (*construct)(HKEY key, struct object **made); } categories[] = {
    {1, make_first}, {2, make_second}, {0}
};
HRESULT made_by_one_of_a_table(int type, struct object **object)
{
    const struct category *category;
    HKEY key;
    HRESULT hr;
    for (category = categories; category->type; category++)
        if (category->type == type) break;
    if (!category->type) return E_FAIL;
    if (RegOpenKeyExW(HKEY_CURRENT_USER, L"Software", 0, KEY_READ, &key)) return E_FAIL; //= unknown
    hr = category->construct(key, object);
    return hr;
}
