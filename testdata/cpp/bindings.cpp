// Structured bindings name the members of an object that dies with them.
#include <windows.h>
#include <wil/resource.h>

struct Opened {
    LSTATUS status;
    wil::unique_hkey key;
};

static Opened Open(const wchar_t *name)
{
    Opened opened;
    opened.status = RegOpenKeyExW(HKEY_CURRENT_USER, name, 0, KEY_READ, &opened.key); //= caller
    return opened;
}

bool Bound()
{
    auto [status, key] = Open(L"Software\\Contoso"); //= scoped
    if (status != ERROR_SUCCESS)
        return false;
    return RegFlushKey(key.get()) == ERROR_SUCCESS;
}

void TakenOut()
{
    auto [status, key] = Open(L"Software\\Contoso"); //= leaked //~ leaked-user-key
    if (status == ERROR_SUCCESS)
        RegFlushKey(key.release());
}

bool InTheCondition()
{
    if (auto [status, key] = Open(L"Software\\Contoso"); status == ERROR_SUCCESS) //= scoped
        return RegFlushKey(key.get()) == ERROR_SUCCESS;
    return false;
}
