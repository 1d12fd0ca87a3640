// MFC: an application's own key, which the caller closes, and the class that owns one.
class CWinApp {
public:
    HKEY GetAppRegistryKey(CAtlTransactionManager *transaction = nullptr)
    {
        HKEY key = nullptr;
        RegCreateKeyEx(HKEY_CURRENT_USER, L"Software", 0, nullptr, 0, KEY_READ | KEY_WRITE, nullptr, &key, nullptr);
        return key;
    }
    HKEY GetSectionKey(LPCTSTR section, CAtlTransactionManager *transaction = nullptr)
    {
        HKEY key = nullptr;
        RegCreateKeyEx(HKEY_CURRENT_USER, L"Software", 0, nullptr, 0, KEY_READ | KEY_WRITE, nullptr, &key, nullptr);
        return key;
    }
};
class CWinAppEx : public CWinApp {
};
CWinApp *AfxGetApp();

class CSettingsStore {
    HKEY key;
    BOOL admin;

public:
    CSettingsStore(BOOL isAdmin, BOOL isReadOnly)
    {
        key = nullptr;
        admin = isAdmin;
    }
    ~CSettingsStore() { Close(); }
    BOOL Open(LPCTSTR path) { return Take(path, RegOpenKeyEx(admin ? HKEY_LOCAL_MACHINE : HKEY_CURRENT_USER, path, 0, KEY_READ, Place())); }
    BOOL CreateKey(LPCTSTR path)
    {
        return Take(path, RegCreateKeyEx(admin ? HKEY_LOCAL_MACHINE : HKEY_CURRENT_USER, path, 0, nullptr, 0, KEY_READ | KEY_WRITE, nullptr, Place(), nullptr));
    }
    void Close()
    {
        if (key != nullptr) {
            RegCloseKey(key);
            key = nullptr;
        }
    }

private:
    HKEY *Place()
    {
        Close();
        return &key;
    }
    BOOL Take(LPCTSTR path, LSTATUS status) { return status == ERROR_SUCCESS; }
};
