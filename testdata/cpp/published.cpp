// Classes of published libraries that own a key.
#include <atlbase.h>
#include <wil/resource.h>
#include <wil/registry.h>

DWORD Atl()
{
    CRegKey key;
    DWORD value = 0;
    if (key.Open(HKEY_CURRENT_USER, L"Software\\Contoso") != ERROR_SUCCESS) //= scoped
        return 0;
    key.QueryDWORDValue(L"x", value);
    return value;
}

void AtlDetached()
{
    CRegKey key;
    if (key.Create(HKEY_CURRENT_USER, L"Software\\Contoso") == ERROR_SUCCESS) //= leaked //~ leaked-user-key
        key.Detach();
}

HKEY AtlToCaller()
{
    CRegKey key;
    key.Open(HKEY_CURRENT_USER, L"Software\\Contoso"); //= caller
    return key.Detach();
}

class Orders {
    CRegKey m_settings;
    wil::unique_hkey m_other;

public:
    HRESULT Load()
    {
        return HRESULT_FROM_WIN32(m_settings.Open(HKEY_CURRENT_USER, L"Software\\Contoso")); //= object //~ user-key-in-object
    }
    bool LoadOther()
    {
        return RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso", 0, KEY_READ, &m_other) == ERROR_SUCCESS; //= object //~ user-key-in-object
    }
    void Machine() { m_settings.Open(HKEY_LOCAL_MACHINE, L"Software\\Contoso"); } //= object
};

CRegKey g_key;

void InGlobal()
{
    g_key.Open(HKEY_CURRENT_USER, L"Software\\Contoso"); //= process //~ user-key-in-static
}

bool Wil()
{
    wil::unique_hkey key;
    if (RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso", 0, KEY_READ, &key) != ERROR_SUCCESS) //= scoped
        return false;
    DWORD size = 0;
    return RegQueryValueExW(key.get(), L"x", nullptr, nullptr, nullptr, &size) == ERROR_SUCCESS;
}

bool WilPut()
{
    wil::unique_hkey key;
    return RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso", 0, KEY_READ, key.put()) == ERROR_SUCCESS && key; //= scoped
}

void WilReleased()
{
    wil::unique_hkey key;
    if (RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso", 0, KEY_READ, &key) == ERROR_SUCCESS) //= leaked //~ leaked-user-key
        key.release();
}

void WilAdopted()
{
    HKEY raw = nullptr;
    if (RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso", 0, KEY_READ, &raw) != ERROR_SUCCESS) //= scoped
        return;
    wil::unique_hkey key(raw);
}

wil::unique_hkey WilToCaller()
{
    wil::unique_hkey key;
    RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso", 0, KEY_READ, &key); //= caller
    return key;
}

bool WilFromCallee()
{
    auto key = WilToCaller(); //= scoped
    return key.is_valid();
}

void WilMoved()
{
    wil::unique_hkey first, second;
    if (RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso", 0, KEY_READ, &first) == ERROR_SUCCESS) //= scoped
        second = std::move(first);
}

HKEY WilStatic()
{
    static wil::unique_hkey key = WilToCaller(); //= process //~ user-key-in-static
    return key.get();
}

DWORD WilRegistry()
{
    const auto key = wil::reg::open_unique_key(HKEY_CURRENT_USER, L"Software\\Contoso"); //= scoped
    DWORD value = 0, size = sizeof(value);
    RegQueryValueExW(key.get(), L"x", nullptr, nullptr, (LPBYTE)&value, &size);
    return value;
}

struct Stores {
    wil::unique_hcertstore m_store;
    void Open() { m_store.reset(CertOpenSystemStoreW(0, L"MY")); } //= object //~ user-key-in-object
    void OpenAgain() { m_store = wil::unique_hcertstore(CertOpenSystemStoreW(0, L"MY")); } //= object //~ user-key-in-object
};

bool CountsCertificates()
{
    wil::unique_hcertstore store(CertOpenSystemStoreW(0, L"MY")); //= scoped
    return store && CertEnumCertificatesInStore(store.get(), nullptr) != nullptr;
}

bool HasContainer()
{
    wil::unique_hcryptprov provider;
    return CryptAcquireContextW(&provider, L"Contoso", nullptr, PROV_RSA_FULL, 0); //= scoped
}

// Types whose names begin at the global namespace.
void GlobalNames()
{
    ::wil::unique_hkey owner;
    if (RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso", 0, KEY_READ, &owner) != ERROR_SUCCESS) //= scoped
        return;
    ::ATL::CRegKey below;
    below.Open(owner.get(), L"Orders"); //= scoped
    ::HKEY raw = nullptr;
    if (RegOpenKeyExW(owner.get(), L"Orders", 0, KEY_READ, &raw) == ERROR_SUCCESS) //= leaked //~ leaked-user-key
        ::RegFlushKey(raw);
}
