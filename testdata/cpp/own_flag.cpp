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

// What is called in between without the object can't change whether the key is the object's.
class TracedKey {
public:
    explicit TracedKey(HKEY key = nullptr, bool own = true) : m_key(key), m_own(own) { ATLASSERT(IsValid()); }
    TracedKey(TracedKey &&other) : m_key(other.m_key), m_own(other.m_own) { other.m_key = nullptr; }
    ~TracedKey() { Close(); }
    void Close()
    {
        if (m_own && m_key)
            ::RegCloseKey(m_key);
        m_key = nullptr;
    }
    void Attach(HKEY key, bool own = true)
    {
        Close();
        m_key = key;
        m_own = own;
        ATLASSERT(IsValid());
        LogAttached();
    }
    bool IsValid() const { return m_key != nullptr; }

private:
    HKEY m_key;
    bool m_own;
};

TracedKey Attached(const wchar_t *path)
{
    TracedKey key;
    HKEY raw = nullptr;
    if (RegOpenKeyExW(HKEY_CURRENT_USER, path, 0, KEY_READ, &raw)) //= caller
        return key;
    key.Attach(raw);
    return key;
}

void AttachedHere(const wchar_t *path)
{
    TracedKey key;
    HKEY raw = nullptr;
    if (RegOpenKeyExW(HKEY_CURRENT_USER, path, 0, KEY_READ, &raw)) //= scoped
        return;
    key.Attach(raw);
}
