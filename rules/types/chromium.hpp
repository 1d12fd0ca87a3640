// Chromium's base: its owner of a key.
namespace base {
namespace win {

class RegKey {
    HKEY key_;

public:
    RegKey() { key_ = nullptr; }
    RegKey(HKEY key) { key_ = key; }
    RegKey(HKEY root, const wchar_t *name, REGSAM access)
    {
        key_ = nullptr;
        Open(root, name, access);
    }
    RegKey(RegKey &&other) { key_ = other.Take(); }
    ~RegKey() { Close(); }
    RegKey &operator=(RegKey &&other)
    {
        if (key_ != other.key_) {
            Close();
            key_ = other.Take();
        }
        return *this;
    }
    LONG Create(HKEY root, const wchar_t *name, REGSAM access)
    {
        HKEY key = nullptr;
        LONG status = RegCreateKeyEx(root, name, 0, nullptr, 0, access, nullptr, &key, nullptr);
        if (status == ERROR_SUCCESS) {
            Close();
            key_ = key;
        }
        return status;
    }
    LONG Open(HKEY root, const wchar_t *name, REGSAM access)
    {
        HKEY key = nullptr;
        LONG status = RegOpenKeyEx(root, name, 0, access, &key);
        if (status == ERROR_SUCCESS) {
            Close();
            key_ = key;
        }
        return status;
    }
    LONG CreateKey(const wchar_t *name, REGSAM access)
    {
        HKEY key = nullptr;
        LONG status = RegCreateKeyEx(key_, name, 0, nullptr, 0, access, nullptr, &key, nullptr);
        if (status == ERROR_SUCCESS) {
            Close();
            key_ = key;
        }
        return status;
    }
    LONG OpenKey(const wchar_t *name, REGSAM access)
    {
        HKEY key = nullptr;
        LONG status = RegOpenKeyEx(key_, name, 0, access, &key);
        if (status == ERROR_SUCCESS) {
            Close();
            key_ = key;
        }
        return status;
    }
    void Set(HKEY key)
    {
        if (key_ != key) {
            Close();
            key_ = key;
        }
    }
    HKEY Take()
    {
        HKEY key = key_;
        key_ = nullptr;
        return key;
    }
    HKEY Handle() const { return key_; }
    bool Valid() const { return key_ != nullptr; }
    void Close()
    {
        if (key_ != nullptr) {
            RegCloseKey(key_);
            key_ = nullptr;
        }
    }
};

}
}
