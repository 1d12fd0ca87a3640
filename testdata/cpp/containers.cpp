// Owners in std::optional and in containers.
#include <windows.h>
#include <atlbase.h>
#include <wil/resource.h>
#include <optional>
#include <vector>

void Optional(bool wanted)
{
    std::optional<CRegKey> key;
    if (wanted) {
        key.emplace();
        if (key->Open(HKEY_CURRENT_USER, L"Software\\Contoso") != ERROR_SUCCESS) //= scoped
            key.reset();
    }
    if (key)
        (*key).Flush();
}

void OptionalTakenOut()
{
    std::optional<CRegKey> key;
    key.emplace();
    if (key->Open(HKEY_CURRENT_USER, L"Software\\Contoso") == ERROR_SUCCESS) { //= leaked //~ leaked-user-key
        HKEY taken = key->Detach();
        RegFlushKey(taken);
    }
    key = std::nullopt;
}

static std::optional<wil::unique_hkey> TryOpen(const wchar_t *name)
{
    wil::unique_hkey key;
    if (RegOpenKeyExW(HKEY_CURRENT_USER, name, 0, KEY_READ, &key) != ERROR_SUCCESS) //= caller
        return std::nullopt;
    return key;
}

void UsesOptional()
{
    auto key = TryOpen(L"Software\\Contoso"); //= scoped
    if (key.has_value())
        RegFlushKey(key->get());
}

void LosesOptional()
{
    auto key = TryOpen(L"Software\\Contoso"); //= leaked //~ leaked-user-key
    HKEY raw = key.value().release();
    RegFlushKey(raw);
}

void Vector()
{
    std::vector<CRegKey> keys;
    CRegKey key;
    if (key.Open(HKEY_CURRENT_USER, L"Software\\Contoso") != ERROR_SUCCESS) //= scoped
        return;
    keys.push_back(std::move(key));
    for (auto &one : keys)
        one.Flush();
}

void VectorOfMany(int n)
{
    std::vector<wil::unique_hkey> keys;
    for (int i = 0; i < n; i++) {
        HKEY key;
        if (RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso", 0, KEY_READ, &key) == ERROR_SUCCESS) //= scoped
            keys.emplace_back(key);
    }
}

void VectorTakenOut(int n)
{
    std::vector<wil::unique_hkey> keys;
    HKEY key;
    if (RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso", 0, KEY_READ, &key) != ERROR_SUCCESS) //= leaked //~ leaked-user-key
        return;
    if (n > 3)
        return;
    keys.emplace_back(key);
}

void OpenedInTheVector()
{
    std::vector<CRegKey> keys;
    keys.emplace_back();
    keys.back().Open(HKEY_CURRENT_USER, L"Software\\Contoso"); //= scoped
    keys[0].Flush();
}

class Watcher {
    std::vector<CRegKey> m_keys;

public:
    void Add(const wchar_t *name)
    {
        CRegKey key;
        if (key.Open(HKEY_CURRENT_USER, name) == ERROR_SUCCESS) //= object //~ user-key-in-object
            m_keys.push_back(std::move(key));
    }
};

void RawHandles(int n)
{
    std::vector<HKEY> keys;
    HKEY key;
    if (RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso", 0, KEY_READ, &key) == ERROR_SUCCESS) //= unknown
        keys.push_back(key);
}

void VectorOfReturned(int n)
{
    std::vector<wil::unique_registry_watcher> watchers;
    for (int i = 0; i < n; i++)
        watchers.emplace_back(wil::make_registry_watcher(HKEY_CURRENT_USER, L"Software\\Contoso", true, nullptr)); //= scoped
}

void VectorOfReturnedByLambda(int n)
{
    std::vector<wil::unique_hkey> keys;
    auto add = [&](const wchar_t *name) {
        for (int i = 0; i < n; i++)
            keys.push_back(wil::reg::open_unique_key(HKEY_CURRENT_USER, name)); //= scoped
    };
    add(L"Software\\Contoso");
    add(L"Software\\Fabrikam");
}

size_t VectorIsOnlyCounted(int n)
{
    std::vector<wil::unique_hkey> keys;
    for (int i = 0; i < n; i++)
        keys.push_back(wil::reg::open_unique_key(HKEY_CURRENT_USER, L"Software\\Contoso")); //= scoped
    return keys.size();
}
