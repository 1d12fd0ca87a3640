// WIL: owners of a key, and the functions that open one into them.
namespace wil {

class unique_hkey {
    HKEY key;

public:
    unique_hkey() { key = nullptr; }
    unique_hkey(HKEY other) { key = other; }
    unique_hkey(unique_hkey &&other) { key = other.release(); }
    ~unique_hkey() { reset(); }

    unique_hkey &operator=(unique_hkey &&other)
    {
        if (key != other.key) {
            reset(other.release());
        }
        return *this;
    }
    void reset(HKEY other = nullptr)
    {
        HKEY old = key;
        key = other;
        if (old != nullptr) {
            RegCloseKey(old);
        }
    }
    HKEY release()
    {
        HKEY old = key;
        key = nullptr;
        return old;
    }
    HKEY get() const { return key; }
    HKEY *addressof() { return &key; }
    HKEY *put()
    {
        reset();
        return &key;
    }
    HKEY *operator&()
    {
        reset();
        return &key;
    }
    operator bool() const { return key != nullptr; }
    bool is_valid() const { return key != nullptr; }
};

// Copies own together; the newest is taken for the one that lives longest.
class shared_hkey : public unique_hkey {
public:
    shared_hkey() {}
    shared_hkey(HKEY other) : unique_hkey(other) {}
    shared_hkey(unique_hkey &&other) : unique_hkey(other.release()) {}
    shared_hkey(shared_hkey &other) : unique_hkey(other.release()) {}
    shared_hkey &operator=(shared_hkey &other)
    {
        reset(other.release());
        return *this;
    }
};

// Whom the thread acts for, until the guard dies.
class unique_coreverttoself_call {
    bool active;

public:
    unique_coreverttoself_call() { active = true; }
    unique_coreverttoself_call(unique_coreverttoself_call &&other)
    {
        active = other.active;
        other.active = false;
    }
    ~unique_coreverttoself_call() { reset(); }
    void reset()
    {
        if (active) {
            CoRevertToSelf();
            active = false;
        }
    }
    void release() { active = false; }
};

inline unique_coreverttoself_call CoImpersonateClient()
{
    THROW_IF_FAILED(::CoImpersonateClient());
    return unique_coreverttoself_call();
}

inline unique_coreverttoself_call CoImpersonateClient_failfast()
{
    ::CoImpersonateClient();
    return unique_coreverttoself_call();
}

class unique_token_reverter {
    bool active;

public:
    unique_token_reverter() { active = true; }
    unique_token_reverter(unique_token_reverter &&other)
    {
        active = other.active;
        other.active = false;
    }
    ~unique_token_reverter() { reset(); }
    void reset()
    {
        if (active) {
            RevertToSelf();
            active = false;
        }
    }
    void release() { active = false; }
};

inline unique_token_reverter impersonate_token(HANDLE token)
{
    THROW_IF_WIN32_BOOL_FALSE(ImpersonateLoggedOnUser(token));
    return unique_token_reverter();
}

class unique_hcertstore {
    HCERTSTORE store;

public:
    unique_hcertstore() { store = nullptr; }
    unique_hcertstore(HCERTSTORE other) { store = other; }
    unique_hcertstore(unique_hcertstore &&other) { store = other.release(); }
    ~unique_hcertstore() { reset(); }

    unique_hcertstore &operator=(unique_hcertstore &&other)
    {
        if (store != other.store) {
            reset(other.release());
        }
        return *this;
    }
    void reset(HCERTSTORE other = nullptr)
    {
        HCERTSTORE old = store;
        store = other;
        if (old != nullptr) {
            CertCloseStore(old, 0);
        }
    }
    HCERTSTORE release()
    {
        HCERTSTORE old = store;
        store = nullptr;
        return old;
    }
    HCERTSTORE get() const { return store; }
    HCERTSTORE *addressof() { return &store; }
    HCERTSTORE *put()
    {
        reset();
        return &store;
    }
    HCERTSTORE *operator&()
    {
        reset();
        return &store;
    }
    operator bool() const { return store != nullptr; }
    bool is_valid() const { return store != nullptr; }
};

class unique_hcryptprov {
    HCRYPTPROV provider;

public:
    unique_hcryptprov() { provider = 0; }
    unique_hcryptprov(HCRYPTPROV other) { provider = other; }
    unique_hcryptprov(unique_hcryptprov &&other) { provider = other.release(); }
    ~unique_hcryptprov() { reset(); }

    unique_hcryptprov &operator=(unique_hcryptprov &&other)
    {
        if (provider != other.provider) {
            reset(other.release());
        }
        return *this;
    }
    void reset(HCRYPTPROV other = 0)
    {
        HCRYPTPROV old = provider;
        provider = other;
        if (old != 0) {
            CryptReleaseContext(old, 0);
        }
    }
    HCRYPTPROV release()
    {
        HCRYPTPROV old = provider;
        provider = 0;
        return old;
    }
    HCRYPTPROV get() const { return provider; }
    HCRYPTPROV *addressof() { return &provider; }
    HCRYPTPROV *put()
    {
        reset();
        return &provider;
    }
    HCRYPTPROV *operator&()
    {
        reset();
        return &provider;
    }
    operator bool() const { return provider != 0; }
    bool is_valid() const { return provider != 0; }
};

// Keeps the key open that it watches.
class unique_registry_watcher {
    HKEY key;

public:
    unique_registry_watcher() { key = nullptr; }
    unique_registry_watcher(unique_registry_watcher &&other)
    {
        key = other.key;
        other.key = nullptr;
    }
    ~unique_registry_watcher() { reset(); }
    unique_registry_watcher &operator=(unique_registry_watcher &&other)
    {
        if (key != other.key) {
            reset();
            key = other.key;
            other.key = nullptr;
        }
        return *this;
    }
    HRESULT create(HKEY root, PCWSTR name, bool recursive, RegistryCallback callback)
    {
        reset();
        return HRESULT_FROM_WIN32(RegCreateKeyExW(root, name, 0, nullptr, 0, KEY_NOTIFY, nullptr, &key, nullptr));
    }
    HRESULT create(unique_hkey &&other, bool recursive, RegistryCallback callback)
    {
        reset();
        key = other.release();
        return S_OK;
    }
    void reset()
    {
        HKEY old = key;
        key = nullptr;
        if (old != nullptr) {
            RegCloseKey(old);
        }
    }
    operator bool() const { return key != nullptr; }
};
typedef unique_registry_watcher unique_registry_watcher_nothrow;

unique_registry_watcher make_registry_watcher(HKEY root, PCWSTR name, bool recursive, RegistryCallback callback)
{
    unique_registry_watcher watcher;
    if (FAILED(watcher.create(root, name, recursive, callback))) {
        throw 1;
    }
    return watcher;
}
unique_registry_watcher_nothrow make_registry_watcher_nothrow(HKEY root, PCWSTR name, bool recursive, RegistryCallback callback)
{
    unique_registry_watcher_nothrow watcher;
    watcher.create(root, name, recursive, callback);
    return watcher;
}

namespace reg {

unique_hkey open_unique_key(HKEY root, PCWSTR name, int access = 0)
{
    unique_hkey key;
    if (RegOpenKeyExW(root, name, 0, KEY_READ, key.put()) != ERROR_SUCCESS) {
        throw 1;
    }
    return key;
}
unique_hkey create_unique_key(HKEY root, PCWSTR name, int access = 0)
{
    unique_hkey key;
    if (RegCreateKeyExW(root, name, 0, nullptr, 0, KEY_READ, nullptr, key.put(), nullptr) != ERROR_SUCCESS) {
        throw 1;
    }
    return key;
}
shared_hkey open_shared_key(HKEY root, PCWSTR name, int access = 0)
{
    shared_hkey key;
    if (RegOpenKeyExW(root, name, 0, KEY_READ, key.put()) != ERROR_SUCCESS) {
        throw 1;
    }
    return key;
}
shared_hkey create_shared_key(HKEY root, PCWSTR name, int access = 0)
{
    shared_hkey key;
    if (RegCreateKeyExW(root, name, 0, nullptr, 0, KEY_READ, nullptr, key.put(), nullptr) != ERROR_SUCCESS) {
        throw 1;
    }
    return key;
}
HRESULT open_unique_key_nothrow(HKEY root, PCWSTR name, unique_hkey &key, int access = 0)
{
    return HRESULT_FROM_WIN32(RegOpenKeyExW(root, name, 0, KEY_READ, key.put()));
}
HRESULT create_unique_key_nothrow(HKEY root, PCWSTR name, unique_hkey &key, int access = 0)
{
    return HRESULT_FROM_WIN32(RegCreateKeyExW(root, name, 0, nullptr, 0, KEY_READ, nullptr, key.put(), nullptr));
}
HRESULT open_shared_key_nothrow(HKEY root, PCWSTR name, shared_hkey &key, int access = 0)
{
    return HRESULT_FROM_WIN32(RegOpenKeyExW(root, name, 0, KEY_READ, key.put()));
}
HRESULT create_shared_key_nothrow(HKEY root, PCWSTR name, shared_hkey &key, int access = 0)
{
    return HRESULT_FROM_WIN32(RegCreateKeyExW(root, name, 0, nullptr, 0, KEY_READ, nullptr, key.put(), nullptr));
}

}
}
