// Objects that are deleted through the class they are derived from.
#include <windows.h>
#include <memory>
#include <wil/resource.h>

class Storage {
public:
    virtual ~Storage() = default;
    virtual DWORD Read() = 0;
};

class FileStorage : public Storage {
    int m_file = 0;

public:
    DWORD Read() override { return m_file; }
};

class RegistryStorage : public Storage {
    const wil::unique_hkey m_key;

public:
    RegistryStorage(wil::unique_hkey key) : m_key(std::move(key)) {}
    DWORD Read() override { return 1; }
};

class RegistryStorageFactory {
public:
    static std::unique_ptr<RegistryStorage> MaybeCreate()
    {
        wil::unique_hkey key;
        if (RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso", 0, KEY_READ, &key) != ERROR_SUCCESS) //= object //~ user-key-in-object
            return nullptr;
        return std::make_unique<RegistryStorage>(std::move(key));
    }
};

DWORD OwnedByItsBase(bool file)
{
    std::unique_ptr<Storage> storage;
    if (file)
        storage = std::make_unique<FileStorage>();
    else
        storage = RegistryStorageFactory::MaybeCreate();
    return storage ? storage->Read() : 0;
}

DWORD DeletedByItsBase()
{
    Storage *storage = RegistryStorageFactory::MaybeCreate().release();
    DWORD value = storage->Read();
    delete storage;
    return value;
}

class Opener {
public:
    virtual HKEY Open() = 0;
};

class UserOpener : public Opener {
public:
    HKEY Open() override
    {
        HKEY key = nullptr;
        RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso", 0, KEY_READ, &key); //= caller
        return key;
    }
};

/* A virtual method that only one class defines. */
DWORD OpensByTheBase(Opener *opener, bool early)
{
    HKEY key = opener->Open(); //= leaked //~ leaked-user-key
    if (early)
        return 1;
    RegCloseKey(key);
    return 0;
}

class Closer {
public:
    virtual void Close(HKEY key) = 0;
};

class LoudCloser : public Closer {
public:
    void Close(HKEY key) override { RegCloseKey(key); }
};

class QuietCloser : public Closer {
public:
    void Close(HKEY key) override
    {
        if (key != nullptr)
            RegCloseKey(key);
    }
};

/* Whichever it is, it closes the key. */
void ClosedByEither(Closer *closer)
{
    HKEY key = nullptr;
    if (RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso", 0, KEY_READ, &key) != ERROR_SUCCESS) //=? scoped
        return;
    closer->Close(key);
}
