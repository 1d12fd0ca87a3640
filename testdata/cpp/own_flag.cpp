// Owners that remember whether the key is theirs: predefined keys are not closed.
#include <windows.h>

class CheckedKey {
public:
    explicit CheckedKey(HKEY key = nullptr, bool own = true) : m_key(key), m_own(own) { Check(); }
    ~CheckedKey() { Close(); }
    void Close()
    {
        if (m_own && m_key)
            ::RegCloseKey(m_key);
        m_key = nullptr;
    }
    LSTATUS Open(HKEY parent, const wchar_t *path)
    {
        auto status = ::RegOpenKeyExW(parent, path, 0, KEY_READ, &m_key); //= object
        Check();
        return status;
    }
    operator HKEY() const { return m_key; }

private:
    void Check()
    {
        if ((DWORD_PTR)m_key & 0xf000000000000000)
            m_own = false;
    }

    HKEY m_key;
    bool m_own;
};

void Opened()
{
    CheckedKey key;
    key.Open(HKEY_CURRENT_USER, L"Software\\Contoso"); //= scoped
    if (!key)
        return;
    RegFlushKey(key);
}

void Predefined()
{
    CheckedKey key(HKEY_LOCAL_MACHINE);
    RegFlushKey(key);
}

void Lent(HKEY raw)
{
    CheckedKey key(raw, false);
    RegFlushKey(key);
}

void LentByMistake()
{
    CheckedKey key(nullptr, false);
    key.Open(HKEY_CURRENT_USER, L"Software\\Contoso"); //= leaked //~ leaked-user-key
    RegFlushKey(key);
}
