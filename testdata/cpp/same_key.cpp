// Two handles that are opened on one path are two keys: code that asks whether they are one closes both.
#include <windows.h>
#include <optional>

static LSTATUS OpenIn(HKEY parent, const wchar_t *name, HKEY *key)
{
    return RegOpenKeyW(parent, name, key); //= caller
}

void Compares(const wchar_t *title)
{
    HKEY user, named;
    if (OpenIn(HKEY_CURRENT_USER, L"Console", &user) != ERROR_SUCCESS) //= scoped
        return;
    if (OpenIn(user, title, &named) != ERROR_SUCCESS) { //= scoped
        RegCloseKey(user);
        return;
    }
    const auto load = [=](const auto name) {
        DWORD value, size = sizeof(value);
        const auto status = RegQueryValueExW(named, name, nullptr, nullptr, (LPBYTE)&value, &size);
        return status == ERROR_SUCCESS ? std::optional{ value } : std::nullopt;
    };
    if (const auto x = load(L"X"))
        SetConsoleCP(x.value());
    if (const auto y = load(L"Y"))
        SetConsoleOutputCP(y.value());
    RegCloseKey((HKEY)named);
    if (named != user)
        RegCloseKey((HKEY)user);
}

void ComparesTheWrongWay(const wchar_t *title)
{
    HKEY user, named;
    if (OpenIn(HKEY_CURRENT_USER, L"Console", &user) != ERROR_SUCCESS) //= leaked //~ leaked-user-key
        return;
    if (OpenIn(user, title, &named) != ERROR_SUCCESS) { //= scoped
        RegCloseKey(user);
        return;
    }
    RegCloseKey(named);
    if (named == user)
        RegCloseKey(user);
}

void OneOrTwo(const wchar_t *title)
{
    HKEY user, named;
    if (OpenIn(HKEY_CURRENT_USER, L"Console", &user) != ERROR_SUCCESS) //= scoped
        return;
    if (!title || OpenIn(user, title, &named) != ERROR_SUCCESS) //= scoped
        named = user;
    RegFlushKey(named);
    if (named != user)
        RegCloseKey(named);
    RegCloseKey(user);
}

// The status is computed from another one: which of them means that a key is open must not get lost.
static HRESULT OpenStatus(HKEY parent, const wchar_t *name, HKEY *key)
{
    const auto result = RegOpenKeyW(parent, name, key); //= caller
    return HRESULT_FROM_WIN32(result);
}

void ComputedStatus(const wchar_t *title)
{
    HKEY user, named;
    if (FAILED(OpenStatus(HKEY_CURRENT_USER, L"Console", &user))) //= scoped
        return;
    HRESULT status = OpenStatus(user, title, &named); //= scoped
    if (FAILED(status))
        status = OpenStatus(user, L"Default", &named); //= scoped
    if (FAILED(status)) {
        RegCloseKey(user);
        return;
    }
    RegCloseKey((HKEY)named);
    if (named != user)
        RegCloseKey((HKEY)user);
}

void ComputedStatusIgnored(const wchar_t *title)
{
    HKEY user, named;
    if (FAILED(OpenStatus(HKEY_CURRENT_USER, L"Console", &user))) //= leaked //~ leaked-user-key
        return;
    OpenStatus(user, title, &named); //= scoped
    RegCloseKey((HKEY)named);
    if (named != user)
        return;
    RegCloseKey((HKEY)user);
}

// What an out-parameter still names after the key was closed is no key.
static LSTATUS OpenBoth(const wchar_t *title, HKEY *user, HKEY *named)
{
    LSTATUS status = OpenIn(HKEY_CURRENT_USER, L"Console", user); //= caller
    if (status == ERROR_SUCCESS) {
        status = OpenIn(*user, title, named); //= caller
        if (status != ERROR_SUCCESS)
            RegCloseKey(*user);
    }
    return status;
}

LSTATUS BothOrNone(const wchar_t *title)
{
    HKEY user, named;
    LSTATUS status = OpenBoth(title, &user, &named); //= scoped
    if (status == ERROR_SUCCESS) {
        RegCloseKey(named);
        RegCloseKey(user);
    }
    return status;
}

LSTATUS OnlyOne(const wchar_t *title)
{
    HKEY user, named;
    LSTATUS status = OpenBoth(title, &user, &named); //= leaked //~ leaked-user-key
    if (status == ERROR_SUCCESS)
        RegCloseKey(named);
    return status;
}
