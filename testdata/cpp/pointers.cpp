// Smart pointers: of handles with a deleter, of objects that own one.
#include <windows.h>
#include <memory>

struct CloseKey {
    void operator()(HKEY key) const { RegCloseKey(key); }
};
struct Forget {
    void operator()(HKEY key) const { RegFlushKey(key); }
};

bool WithDeleter()
{
    HKEY raw;
    if (RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso", 0, KEY_READ, &raw) != ERROR_SUCCESS) //= scoped
        return false;
    std::unique_ptr<std::remove_pointer_t<HKEY>, CloseKey> key(raw);
    return RegFlushKey(key.get()) == ERROR_SUCCESS;
}

bool WithFunction()
{
    HKEY raw;
    if (RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso", 0, KEY_READ, &raw) != ERROR_SUCCESS) //= scoped
        return false;
    std::unique_ptr<std::remove_pointer_t<HKEY>, decltype(&RegCloseKey)> key(raw, &RegCloseKey);
    return true;
}

bool SharedWithFunction()
{
    HKEY raw;
    if (RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso", 0, KEY_READ, &raw) != ERROR_SUCCESS) //= scoped
        return false;
    std::shared_ptr<void> key(raw, RegCloseKey);
    return true;
}

bool DeleterThatKeepsItOpen()
{
    HKEY raw;
    if (RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso", 0, KEY_READ, &raw) != ERROR_SUCCESS) //= leaked //~ leaked-user-key
        return false;
    std::unique_ptr<std::remove_pointer_t<HKEY>, Forget> key(raw);
    return true;
}

bool Released()
{
    HKEY raw;
    if (RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso", 0, KEY_READ, &raw) != ERROR_SUCCESS) //= leaked //~ leaked-user-key
        return false;
    std::unique_ptr<std::remove_pointer_t<HKEY>, CloseKey> key(raw);
    key.release();
    return true;
}

class Settings {
public:
    Settings() { RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso", 0, KEY_READ, &m_key); } //= object //~ user-key-in-object
    ~Settings()
    {
        if (m_key)
            RegCloseKey(m_key);
    }

private:
    HKEY m_key = nullptr;
};

void OnTheHeap()
{
    std::unique_ptr<Settings> settings(new Settings()); //= scoped
}

void Made()
{
    auto settings = std::make_unique<Settings>(); //= scoped
}

void NeverDeleted()
{
    auto *settings = std::make_unique<Settings>().release(); //= leaked //~ leaked-user-key
}
