// A class whose first member is the handle: an object of it begins where its handle lies.
#include "../include/winreg.h"

extern "C" BOOL WINAPI DllMain(HMODULE, DWORD reason, void *)
{
    return reason == DLL_PROCESS_ATTACH;
}

class __declspec(dllexport) Key {
public:
    Key(HKEY root, const WCHAR *path);
    ~Key();
    bool IsOpen() const { return m_key != NULL; }
    DWORD Number(const WCHAR *name) const;

private:
    HKEY m_key;
};

__attribute__((noinline)) Key::Key(HKEY root, const WCHAR *path) : m_key(NULL)
{
    if (RegOpenKeyExW(root, path, 0, KEY_READ, &m_key) != ERROR_SUCCESS) //= object
        m_key = NULL;
}

__attribute__((noinline)) Key::~Key()
{
    if (m_key)
        RegCloseKey(m_key);
}

DWORD Key::Number(const WCHAR *name) const
{
    DWORD value = 0, size = sizeof(value);
    RegQueryValueExW(m_key, name, NULL, NULL, reinterpret_cast<BYTE *>(&value), &size);
    return value;
}

extern "C" __declspec(dllexport) DWORD WINAPI Wrapper_Number(const WCHAR *name)
{
    Key key(HKEY_CURRENT_USER, L"Software\\Contoso\\Wrapper"); //= scoped
    return key.IsOpen() ? key.Number(name) : 0;
}

extern "C" __declspec(dllexport) DWORD WINAPI Wrapper_Two(const WCHAR *name)
{
    Key machine(HKEY_LOCAL_MACHINE, L"Software\\Contoso\\Wrapper"); //= scoped
    DWORD value = machine.Number(name);
    if (value == 0) {
        Key user(HKEY_CURRENT_USER, L"Software\\Contoso\\Wrapper"); //= scoped
        value = user.Number(name);
    }
    return value;
}

// One of two roots, computed from the flag.
extern "C" __declspec(dllexport) LSTATUS WINAPI Wrapper_Either(bool user)
{
    HKEY key;
    LSTATUS status = RegOpenKeyExW(user ? HKEY_CURRENT_USER : HKEY_LOCAL_MACHINE, L"Software\\Contoso", 0, KEY_READ, &key); //= leaked //~ leaked-user-key
    if (status == ERROR_SUCCESS && user)
        RegCloseKey(key);
    return status;
}

struct Pair {
    DWORD kind;
    HKEY key;
};

// What lies before the key in its object is written after it.
extern "C" __declspec(dllexport) LSTATUS WINAPI Wrapper_Fill(Pair *pair)
{
    LSTATUS status = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso\\Pair", 0, KEY_READ, &pair->key); //= object //~ user-key-in-object
    pair->kind = 1;
    return status;
}

extern "C" __declspec(dllexport) void WINAPI Wrapper_Empty(Pair *pair)
{
    pair->kind = 0;
    if (pair->key)
        RegCloseKey(pair->key);
    pair->key = NULL;
}
