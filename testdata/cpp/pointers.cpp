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

// Deleters by name: lambdas that are kept in variables.

const auto closeQuietly = [](HKEY key) { RegCloseKey(key); };
const auto flushOnly = [](HKEY key) { RegFlushKey(key); };
using KeyPointer = std::unique_ptr<HKEY__, decltype(closeQuietly)>;

bool WithNamedLambda()
{
    HKEY raw;
    if (RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso", 0, KEY_READ, &raw) != ERROR_SUCCESS) //= scoped
        return false;
    KeyPointer key(raw, closeQuietly);
    return RegFlushKey(key.get()) == ERROR_SUCCESS;
}

bool WithLocalLambda()
{
    HKEY raw;
    if (RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso", 0, KEY_READ, &raw) != ERROR_SUCCESS) //= scoped
        return false;
    auto close = [](HKEY key) { RegCloseKey(key); };
    std::unique_ptr<HKEY__, decltype(close)> key(raw, close);
    return RegFlushKey(key.get()) == ERROR_SUCCESS;
}

bool WithLambdaThatOnlyFlushes()
{
    HKEY raw;
    if (RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso", 0, KEY_READ, &raw) != ERROR_SUCCESS) //= leaked //~ leaked-user-key
        return false;
    std::unique_ptr<HKEY__, decltype(flushOnly)> key(raw, flushOnly);
    return RegFlushKey(key.get()) == ERROR_SUCCESS;
}

class HoldsPointer {
public:
    bool Open()
    {
        HKEY raw;
        if (RegOpenKeyExW(HKEY_LOCAL_MACHINE, L"Software\\Contoso", 0, KEY_READ, &raw) != ERROR_SUCCESS) //= object
            return false;
        m_key = KeyPointer(raw, closeQuietly);
        return true;
    }

private:
    KeyPointer m_key;
};

// Made by a function, known by a base.

class Store {
public:
    virtual ~Store() = default;
    virtual bool Flush() = 0;
};

class FileStore : public Store {
public:
    explicit FileStore(const wchar_t *path);
    bool Flush() override;
};

class KeyStore : public Store {
public:
    explicit KeyStore(const wchar_t *path) { RegOpenKeyExW(HKEY_CURRENT_USER, path, 0, KEY_READ, &m_key); } //= object //~ user-key-in-object
    ~KeyStore() override { RegCloseKey(m_key); }
    bool Flush() override { return RegFlushKey(m_key) == ERROR_SUCCESS; }

private:
    HKEY m_key = nullptr;
};

class Stores {
public:
    std::unique_ptr<Store> Make(bool file)
    {
        if (file)
            return std::make_unique<FileStore>(L"contoso.ini");
        return std::make_unique<KeyStore>(L"Software\\Contoso"); //= object //~ user-key-in-object
    }
};

bool MadeByMethod(Stores &stores)
{
    auto store = stores.Make(false); //= scoped
    return store->Flush();
}

bool MadeForOneCall(Stores &stores)
{
    return stores.Make(false)->Flush(); //= scoped
}

bool MadeForItsPointer(Stores &stores)
{
    return stores.Make(false).get()->Flush(); //= scoped
}

void MadeAndKept(Stores &stores)
{
    static Store *kept = stores.Make(false).release(); //= process //~ user-key-in-static
}

void MadeAndForgotten(Stores &stores)
{
    auto *lost = stores.Make(false).release(); //= leaked //~ leaked-user-key
}
