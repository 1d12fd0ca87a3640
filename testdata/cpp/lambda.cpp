// Lambdas and scope guards.
#include <windows.h>
#include <wil/resource.h>
#include <memory>

bool Guard(bool early)
{
    HKEY key;
    if (RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso", 0, KEY_READ, &key) != ERROR_SUCCESS) //= scoped
        return false;
    auto close = wil::scope_exit([&] { RegCloseKey(key); });
    if (early)
        return false;
    return true;
}

bool GuardTooLate(bool early)
{
    HKEY key;
    if (RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso", 0, KEY_READ, &key) != ERROR_SUCCESS) //= leaked //~ leaked-user-key
        return false;
    if (early)
        return false;
    auto close = wil::scope_exit([&] { RegCloseKey(key); });
    return true;
}

bool GuardDismissed(bool early)
{
    HKEY key;
    if (RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso", 0, KEY_READ, &key) != ERROR_SUCCESS) //= leaked //~ leaked-user-key
        return false;
    auto close = wil::scope_exit([key] { RegCloseKey(key); });
    if (early)
        close.release();
    return true;
}

HKEY GuardForErrors()
{
    HKEY key;
    if (RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso", 0, KEY_READ, &key) != ERROR_SUCCESS) //= caller
        return nullptr;
    auto close = wil::scope_exit([&] { RegCloseKey(key); });
    if (RegFlushKey(key) != ERROR_SUCCESS)
        return nullptr;
    close.release();
    return key;
}

bool Named()
{
    auto open = [](const wchar_t *name, HKEY *key) {
        return RegOpenKeyExW(HKEY_CURRENT_USER, name, 0, KEY_READ, key) == ERROR_SUCCESS; //= scoped
    };
    HKEY key;
    if (!open(L"Software\\Contoso", &key))
        return false;
    RegCloseKey(key);
    return true;
}

int EarlyReturnInside()
{
    auto read = [](HKEY root) {
        HKEY key;
        if (RegOpenKeyExW(root, L"Software\\Contoso", 0, KEY_READ, &key) != ERROR_SUCCESS) //= leaked //~ leaked-user-key
            return 0;
        DWORD value = 0, size = sizeof(value);
        if (RegQueryValueExW(key, L"x", nullptr, nullptr, (LPBYTE)&value, &size) != ERROR_SUCCESS)
            return 1;
        RegCloseKey(key);
        return 2;
    };
    return read(HKEY_CURRENT_USER);
}

int CalledAtOnce()
{
    return [&] {
        HKEY key;
        if (RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso", 0, KEY_READ, &key) != ERROR_SUCCESS) //= scoped
            return 0;
        RegCloseKey(key);
        return 1;
    }();
}

void Goto(bool again)
{
    {
        HKEY key;
        if (RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso", 0, KEY_READ, &key) != ERROR_SUCCESS) //= scoped
            goto done;
        auto close = wil::scope_exit([&] { RegCloseKey(key); });
        if (again)
            goto done;
    }
done:
    return;
}

// A guard of one's own whose name does not tell that it is one: its destructor calls what it was given.
template <typename F>
class Later {
public:
    explicit Later(F action) : m_action(action) {}
    ~Later() { m_action(); }

private:
    F m_action;
};

template <typename F>
Later<F> MakeLater(F action)
{
    return Later<F>(action);
}

bool OwnGuard(bool early)
{
    HKEY key;
    if (RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso", 0, KEY_READ, &key) != ERROR_SUCCESS) //= scoped
        return false;
    auto later = MakeLater([&] { RegCloseKey(key); });
    if (early)
        return false;
    return RegFlushKey(key) == ERROR_SUCCESS;
}

bool OwnGuardTooLate(bool early)
{
    HKEY key;
    if (RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso", 0, KEY_READ, &key) != ERROR_SUCCESS) //= leaked //~ leaked-user-key
        return false;
    if (early)
        return false;
    auto later = MakeLater([&] { RegCloseKey(key); });
    return RegFlushKey(key) == ERROR_SUCCESS;
}
