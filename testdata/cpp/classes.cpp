// Members, bases, references, default arguments, newer statements.
#include <windows.h>

class Base {
protected:
    HKEY m_base = nullptr;

public:
    ~Base()
    {
        if (m_base)
            RegCloseKey(m_base);
    }
};

class Derived : public Base {
    HKEY m_own;
    static HKEY s_shared;

public:
    Derived() : m_own(nullptr) {}
    void OpenBase() { RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso", 0, KEY_READ, &m_base); } //= object //~ user-key-in-object
    void OpenOwn();
    void OpenShared() { RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso", 0, KEY_READ, &s_shared); } //= process //~ user-key-in-static reopened-before-close
    bool Probe() const;
    void Close();
};

HKEY Derived::s_shared = nullptr;

void Derived::OpenOwn()
{
    Close();
    RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso", 0, KEY_READ, &m_own); //= object //~ user-key-in-object
}

void Derived::Close()
{
    if (m_own) {
        RegCloseKey(m_own);
        m_own = nullptr;
    }
}

bool Derived::Probe() const
{
    HKEY m_probe;
    if (RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso", 0, KEY_READ, &m_probe) != ERROR_SUCCESS) //= scoped
        return false;
    RegCloseKey(m_probe);
    return true;
}

bool ByReference(HKEY &key)
{
    return RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso", 0, KEY_READ, &key) == ERROR_SUCCESS; //= caller
}

void UsesReference()
{
    HKEY key = nullptr;
    if (ByReference(key)) //= scoped
        RegCloseKey(key);
}

void LosesReference()
{
    HKEY key = nullptr;
    ByReference(key); //= leaked //~ leaked-user-key
}

void Alias()
{
    HKEY key = nullptr;
    HKEY &same = key;
    if (RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso", 0, KEY_READ, &key) == ERROR_SUCCESS) //= scoped
        RegCloseKey(same);
}

class Reader {
    HKEY m_root;

public:
    explicit Reader(const wchar_t *name, HKEY root = HKEY_CURRENT_USER) : m_root(root) {}
    DWORD Read(const wchar_t *name) const
    {
        HKEY key;
        DWORD value = 0, size = sizeof(value);
        if (RegOpenKeyExW(m_root, name, 0, KEY_READ, &key) != ERROR_SUCCESS) //= leaked //~ leaked-user-key
            return 0;
        if (RegQueryValueExW(key, L"x", nullptr, nullptr, (LPBYTE)&value, &size) != ERROR_SUCCESS)
            return 1;
        RegCloseKey(key);
        return value;
    }
};

DWORD ReadsDefault()
{
    Reader reader(L"Contoso");
    return reader.Read(L"Software\\Contoso");
}

class MachineReader {
    HKEY m_root;

public:
    explicit MachineReader(HKEY root) : m_root(root) {}
    bool Has(const wchar_t *name) const
    {
        HKEY key;
        return RegOpenKeyExW(m_root, name, 0, KEY_READ, &key) == ERROR_SUCCESS; //= leaked //~ leaked-machine-key
    }
};

bool ReadsMachine()
{
    MachineReader reader(HKEY_LOCAL_MACHINE);
    return reader.Has(L"Software\\Contoso");
}

bool IfWithInitialiser()
{
    HKEY key;
    if (auto status = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso", 0, KEY_READ, &key); status == ERROR_SUCCESS) { //= scoped
        RegCloseKey(key);
        return true;
    }
    return false;
}

template <typename Names>
int RangeFor(const Names &names)
{
    int count = 0;
    for (const auto &name : names) {
        HKEY key;
        if (RegOpenKeyExW(HKEY_CURRENT_USER, name, 0, KEY_READ, &key) != ERROR_SUCCESS) //= leaked //~ leaked-user-key
            continue;
        if (++count > 3)
            break;
        RegCloseKey(key);
    }
    return count;
}

struct Holder {
    Derived derived;
};

void Members()
{
    Holder holder;
    holder.derived.OpenBase(); //= scoped
}

void MembersLose()
{
    Holder holder;
    holder.derived.OpenOwn(); //= leaked //~ leaked-user-key
}
