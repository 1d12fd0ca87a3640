// A team's own class around a key: in the class, at its users.
#include <windows.h>

class Key {
public:
    Key() : m_key(nullptr) {}
    Key(HKEY root, const wchar_t *name) : m_key(nullptr) { Open(root, name); }
    Key(const Key &) = delete;
    Key(Key &&other) : m_key(other.Detach()) {}
    ~Key() { Close(); }

    LSTATUS Open(HKEY root, const wchar_t *name, REGSAM access = KEY_READ)
    {
        HKEY key = nullptr;
        LSTATUS status = RegOpenKeyExW(root, name, 0, access, &key);
        if (status == ERROR_SUCCESS) {
            Close();
            m_key = key;
        }
        return status;
    }
    void Close()
    {
        if (m_key) {
            RegCloseKey(m_key);
            m_key = nullptr;
        }
    }
    HKEY Detach()
    {
        HKEY key = m_key;
        m_key = nullptr;
        return key;
    }
    HKEY *operator&() { return &m_key; }
    operator HKEY() const { return m_key; }

private:
    HKEY m_key;
};

bool Local()
{
    Key key;
    if (key.Open(HKEY_CURRENT_USER, L"Software\\Contoso") != ERROR_SUCCESS) //= scoped
        return false;
    return RegSetValueExW(key, L"x", 0, REG_SZ, nullptr, 0) == ERROR_SUCCESS;
}

bool Constructed(bool early)
{
    Key key(HKEY_CURRENT_USER, L"Software\\Contoso"); //= scoped
    if (early)
        return false;
    return true;
}

bool Address()
{
    Key key;
    if (RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso", 0, KEY_READ, &key) != ERROR_SUCCESS) //= scoped
        return false;
    DWORD size = 0;
    return RegQueryValueExW(key, L"x", nullptr, nullptr, nullptr, &size) == ERROR_SUCCESS;
}

void Detached()
{
    Key key;
    if (key.Open(HKEY_CURRENT_USER, L"Software\\Contoso") == ERROR_SUCCESS) { //= leaked //~ leaked-user-key
        HKEY raw = key.Detach();
        RegFlushKey(raw);
    }
}

void DetachedAndClosed()
{
    Key key;
    if (key.Open(HKEY_CURRENT_USER, L"Software\\Contoso") == ERROR_SUCCESS) { //= scoped
        HKEY raw = key.Detach();
        RegCloseKey(raw);
    }
}

void NeverDeleted()
{
    Key *key = new Key;
    key->Open(HKEY_CURRENT_USER, L"Software\\Contoso"); //= leaked //~ leaked-user-key
}

void Deleted()
{
    Key *key = new Key;
    key->Open(HKEY_CURRENT_USER, L"Software\\Contoso"); //= scoped
    delete key;
}

Key Make()
{
    Key key(HKEY_CURRENT_USER, L"Software\\Contoso"); //= caller
    return key;
}

bool Made()
{
    Key key = Make(); //= scoped
    return key != nullptr;
}

static Key g_key;

void Global()
{
    g_key.Open(HKEY_CURRENT_USER, L"Software\\Contoso"); //= process //~ user-key-in-static
}

Key &Singleton()
{
    static Key key(HKEY_CURRENT_USER, L"Software\\Contoso"); //= process //~ user-key-in-static
    return key;
}

void Fill(Key &key)
{
    key.Open(HKEY_CURRENT_USER, L"Software\\Contoso"); //= caller
}

void Filled()
{
    Key key;
    Fill(key); //= scoped
}

void Loop(int count)
{
    for (int i = 0; i < count; i++) {
        Key key;
        if (key.Open(HKEY_CURRENT_USER, L"Software\\Contoso") != ERROR_SUCCESS) //= scoped
            continue;
        if (i == 3)
            break;
    }
}
