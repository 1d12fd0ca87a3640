// Methods that are called like functions of the tables: inside of the class the method is meant.
#include <windows.h>

class Holder {
public:
    Holder() : m_key(nullptr) {}
    ~Holder() { Release(); }
    bool Open(HKEY root, const wchar_t *path)
    {
        HKEY opened;
        if (RegOpenKeyExW(root, path, 0, KEY_READ, &opened) != ERROR_SUCCESS) //= object
            return false;
        Release();
        m_key = opened;
        return true;
    }

protected:
    void Release()
    {
        if (m_key)
            RegCloseKey(m_key);
        m_key = nullptr;
    }

    HKEY m_key;
};

class Derived : public Holder {
public:
    void Again(const wchar_t *path)
    {
        Open(HKEY_LOCAL_MACHINE, path); //= scoped
        Release();
    }
};

void InAScope()
{
    Holder holder;
    holder.Open(HKEY_CURRENT_USER, L"Software\\Contoso"); //= scoped
}

void OpenedAgain()
{
    Holder holder;
    holder.Open(HKEY_CURRENT_USER, L"Software\\Contoso"); //= scoped
    holder.Open(HKEY_CURRENT_USER, L"Software\\Fabrikam"); //= scoped
}

class Forgetful {
public:
    Forgetful() : m_key(nullptr) {}
    ~Forgetful() { Release(); }
    void Open() { RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso", 0, KEY_READ, &m_key); } //= object //~ user-key-in-object
    void Flush() { RegFlushKey(m_key); }

private:
    void Release() { m_key = nullptr; }

    HKEY m_key;
    int m_width;
    int m_height;
    int m_depth;
    int m_colour;
};

void NothingCloses()
{
    Forgetful forgetful;
    forgetful.Open(); //= leaked //~ leaked-user-key
    forgetful.Flush();
}
