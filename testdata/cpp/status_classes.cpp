// Classes around a status, and owners that say where their handle is.
#include <windows.h>

template <typename T = long>
struct Result {
    T value = S_FALSE;
    Result(T result = S_FALSE) : value(result) {}
    virtual operator T() const { return value; }
    virtual operator bool() const { return ok(); }
    virtual bool ok() const { return value == 0; }
};

void Tested()
{
    HKEY key = nullptr;
    Result result = ::RegOpenKeyExW(HKEY_CURRENT_USER, L"a", 0, KEY_READ, &key); //= scoped
    if (!result || !key)
        return;
    ::RegCloseKey(key);
}

void Assigned()
{
    HKEY key = nullptr;
    Result<LSTATUS> result;
    result = ::RegOpenKeyExW(HKEY_CURRENT_USER, L"a", 0, KEY_READ, &key); //= scoped
    if (result.ok())
        ::RegCloseKey(key);
}

void Forgotten()
{
    HKEY key = nullptr;
    Result<LSTATUS> result = ::RegOpenKeyExW(HKEY_CURRENT_USER, L"a", 0, KEY_READ, &key); //~ leaked-user-key
    if (result.ok())
        ::RegFlushKey(key);
}

struct Owner {
    HKEY handle{};
    Owner() {}
    ~Owner() { close(); }
    operator HKEY() const { return handle; }
    operator HKEY *() { return &handle; }
    void close()
    {
        if (handle) {
            ::RegCloseKey(handle);
            handle = nullptr;
        }
    }
    static long open(HKEY parent, LPCWSTR name, HKEY *result) { return ::RegOpenKeyExW(parent, name, 0, KEY_READ, result); } //= caller
};

void Placed()
{
    Owner owner;
    if (ERROR_SUCCESS != ::RegOpenKeyExW(HKEY_CURRENT_USER, L"x", 0, KEY_READ, owner)) //= scoped
        return;
    ::RegFlushKey(owner);
}

void PlacedByHelper()
{
    Owner owner;
    if (ERROR_SUCCESS != Owner::open(HKEY_CURRENT_USER, L"x", owner)) //= scoped
        return;
    ::RegFlushKey(owner);
}
