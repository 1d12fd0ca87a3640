// ATL: what CRegKey does with the key it owns.
namespace ATL {

class CRegKey {
public:
    HKEY m_hKey;
    REGSAM m_samWOW64;

    CRegKey() { m_hKey = nullptr; }
    CRegKey(CRegKey &other) { m_hKey = other.Detach(); }
    CRegKey(HKEY key) { m_hKey = key; }
    ~CRegKey() { Close(); }

    CRegKey &operator=(CRegKey &other)
    {
        if (m_hKey != other.m_hKey) {
            Close();
            m_hKey = other.Detach();
        }
        return *this;
    }
    operator HKEY() const { return m_hKey; }

    LONG Open(HKEY parent, LPCTSTR name, REGSAM access = KEY_READ | KEY_WRITE)
    {
        HKEY key = nullptr;
        LONG status = RegOpenKeyEx(parent, name, 0, access, &key);
        if (status == ERROR_SUCCESS) {
            Close();
            m_hKey = key;
        }
        return status;
    }
    LONG Create(HKEY parent, LPCTSTR name, LPTSTR type = nullptr, DWORD options = 0, REGSAM access = KEY_READ | KEY_WRITE,
                LPSECURITY_ATTRIBUTES security = nullptr, LPDWORD disposition = nullptr)
    {
        DWORD made;
        HKEY key = nullptr;
        LONG status = RegCreateKeyEx(parent, name, 0, type, options, access, security, &key, &made);
        if (status == ERROR_SUCCESS) {
            Close();
            m_hKey = key;
        }
        return status;
    }
    LONG Close()
    {
        LONG status = ERROR_SUCCESS;
        if (m_hKey != nullptr) {
            status = RegCloseKey(m_hKey);
            m_hKey = nullptr;
        }
        return status;
    }
    void Attach(HKEY key) { m_hKey = key; }
    HKEY Detach()
    {
        HKEY key = m_hKey;
        m_hKey = nullptr;
        return key;
    }
    LONG Flush() { return RegFlushKey(m_hKey); }
    LONG DeleteSubKey(LPCTSTR name) { return RegDeleteKey(m_hKey, name); }
    LONG DeleteValue(LPCTSTR name) { return RegDeleteValue(m_hKey, name); }
    LONG QueryDWORDValue(LPCTSTR name, DWORD &value)
    {
        DWORD size = 4;
        DWORD type;
        return RegQueryValueEx(m_hKey, name, nullptr, &type, (LPBYTE)&value, &size);
    }
    LONG SetDWORDValue(LPCTSTR name, DWORD value) { return RegSetValueEx(m_hKey, name, 0, REG_DWORD, (LPBYTE)&value, 4); }
};

}
