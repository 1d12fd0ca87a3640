// Classes in classes: two of one name are told apart by the class around them.
#include <windows.h>
#include <wil/resource.h>

class Names {
public:
    struct Cursor {
        wil::unique_hkey key;
        DWORD at = 0;
        void Next();
    };
};

class Values {
public:
    struct Cursor {
        HKEY key = nullptr;
        DWORD at = 0;
        void Next();
        void Stop();
    };
};

void Names::Cursor::Next()
{
    if (RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso", 0, KEY_READ, key.put()) == ERROR_SUCCESS) //= object //~ user-key-in-object
        at++;
}

void Values::Cursor::Next()
{
    if (RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso", 0, KEY_READ, &key) != ERROR_SUCCESS) //= scoped
        return;
    at++;
    RegCloseKey(key);
    key = nullptr;
}

void Values::Cursor::Stop()
{
    RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso", 0, KEY_READ, &key); //= object //~ user-key-in-object
}
