// Objects of classes that were not seen: their methods are not those of a class of the tree that are called alike.
#include <windows.h>
#include <atlctrls.h>

class Key {
public:
    Key() : m_key(nullptr) {}
    ~Key()
    {
        if (m_key)
            RegCloseKey(m_key);
    }
    LSTATUS Create(HKEY parent, PCWSTR path, DWORD access = KEY_WRITE)
    {
        return RegCreateKeyExW(parent, path, 0, nullptr, 0, access, nullptr, &m_key, nullptr); //= object
    }

private:
    HKEY m_key;
};

void ToolBar(HWND window, RECT &place)
{
    Key key;
    key.Create(HKEY_CURRENT_USER, L"Software\\Contoso"); //= scoped
    CToolBarCtrl bar;
    bar.Create(window, &place);
    CImageList images;
    images.Create(16, 16, ILC_COLOR32, 8, 4);
    auto list = MakeList(window);
    list.Create(16, 16, ILC_COLOR32, 8, 4);
}

class Service : public IServiceImpl {
public:
    HRESULT Start(HKEY *key)
    {
        return HRESULT_FROM_WIN32(RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso", 0, KEY_READ, key)); //= caller
    }
};

void ByItsBase(IServiceImpl *service)
{
    HKEY key;
    if (SUCCEEDED(service->Start(&key))) //= leaked //~ leaked-user-key
        RegFlushKey(key);
}

void ByAnotherClass(IRunningImpl *service)
{
    HKEY key;
    if (SUCCEEDED(service->Start(&key)))
        RegFlushKey(key);
}

void InAScope()
{
    Key key;
    key.Create(HKEY_CURRENT_USER, L"Software\\Contoso"); //= scoped
}

// A method that was not seen may take a reference.
bool FilledByReference(Archive &archive)
{
    void *buffer = nullptr;
    unsigned size = 0;
    archive.Load(buffer, size);
    if (!buffer || size == 0)
        return false;
    HKEY key;
    if (RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso", 0, KEY_READ, &key) != ERROR_SUCCESS) //= leaked //~ leaked-user-key
        return false;
    return RegFlushKey(key) == ERROR_SUCCESS;
}

bool OnlyRead(Archive &archive)
{
    HKEY key = nullptr;
    bool own = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso", 0, KEY_READ, &key) == ERROR_SUCCESS; //= scoped
    archive.Note(own);
    if (own)
        RegCloseKey(key);
    return own;
}
