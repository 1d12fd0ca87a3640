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
