// An owner that also remembers the key it was opened below, and never closes that one.
#include <windows.h>
#include <string>

class SubKey {
public:
    SubKey(HKEY parent, const wchar_t *name) : m_key(nullptr), m_parent(parent)
    {
        RegOpenKeyExW(parent, name, 0, KEY_READ, &m_key); //= object
    }
    ~SubKey()
    {
        if (m_key != nullptr)
            RegCloseKey(m_key);
    }
    void Delete() { RegDeleteTreeW(m_parent, L"Old"); }
    SubKey Same() const
    {
        HKEY again;
        if (RegOpenKeyExW(m_key, nullptr, 0, KEY_READ, &again) != ERROR_SUCCESS) //= leaked //~ leaked-user-key
            throw 1;
        return SubKey(again, L"Inner"); //= caller
    }

private:
    HKEY m_key;
    HKEY m_parent;
};

void Uses()
{
    SubKey key(HKEY_CURRENT_USER, L"Software\\Contoso"); //= scoped
    SubKey inner = key.Same(); //= scoped
    inner.Delete();
}

// This one closes both.
class BothKeys {
public:
    BothKeys(HKEY parent, const wchar_t *name) : m_key(nullptr), m_parent(parent) { RegOpenKeyExW(parent, name, 0, KEY_READ, &m_key); } //= object
    ~BothKeys()
    {
        RegCloseKey(m_key);
        RegCloseKey(m_parent);
    }

private:
    HKEY m_key;
    HKEY m_parent;
};

void UsesBoth()
{
    HKEY parent;
    if (RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso", 0, KEY_READ, &parent) != ERROR_SUCCESS) //= scoped
        return;
    BothKeys keys(parent, L"Inner"); //= scoped
}

// This one gives its parent out: somebody else may close it.
class Lending {
public:
    Lending(HKEY parent, const wchar_t *name) : m_key(nullptr), m_parent(parent) { RegOpenKeyExW(parent, name, 0, KEY_READ, &m_key); } //= object
    ~Lending() { RegCloseKey(m_key); }
    HKEY Parent() const { return m_parent; }

private:
    HKEY m_key;
    HKEY m_parent;
};

void UsesLending()
{
    HKEY parent;
    if (RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso", 0, KEY_READ, &parent) != ERROR_SUCCESS) //= scoped
        return;
    Lending key(parent, L"Inner"); //= scoped
    RegCloseKey(key.Parent());
}
