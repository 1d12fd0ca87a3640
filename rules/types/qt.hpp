// Qt: settings in the registry's format open their keys when they are made and keep them until they die.
enum { NativeFormat = 7001, IniFormat = 7002, UserScope = 7011, SystemScope = 7012 };

class QSettings {
    HKEY key;

public:
    // Its constructors differ in what comes first; the last of many arguments is the object that deletes this one.
    QSettings(int first = 0, int second = 0, int third = 0, int fourth = 0, int fifth = 0)
    {
        key = nullptr;
        HKEY inTheName;
        if (first == IniFormat || second == IniFormat) {
            return;
        }
        // one open for each way to say whose settings these are: a call then knows which one it means
        if (second == NativeFormat) {
            RegCreateKeyEx(inTheName, L"", 0, nullptr, 0, KEY_READ | KEY_WRITE, nullptr, &key, nullptr);
        } else if (first == SystemScope) {
            RegCreateKeyEx(HKEY_LOCAL_MACHINE, L"Software", 0, nullptr, 0, KEY_READ | KEY_WRITE, nullptr, &key, nullptr);
        } else if (second == SystemScope) {
            RegCreateKeyEx(HKEY_LOCAL_MACHINE, L"Software", 0, nullptr, 0, KEY_READ | KEY_WRITE, nullptr, &key, nullptr);
        } else {
            RegCreateKeyEx(HKEY_CURRENT_USER, L"Software", 0, nullptr, 0, KEY_READ | KEY_WRITE, nullptr, &key, nullptr);
        }
        // nothing lives behind a parent that is not given
        fifth->children = this;
        fourth->children = this;
        third->children = this;
        if (second == nullptr && first != UserScope && first != SystemScope) {
            first->children = this;
        }
    }
    ~QSettings()
    {
        if (key != nullptr) {
            RegCloseKey(key);
        }
    }
};
