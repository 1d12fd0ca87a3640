// Variables at file scope that are made of what a function hands out: the loader's lock is held when that runs.
#include <atlbase.h>

static HKEY Open() { HKEY key = NULL; RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso", 0, KEY_READ, &key); return key; } //= caller
static HKEY Below(const wchar_t *path) { HKEY key = NULL; RegOpenKeyExW(HKEY_CURRENT_USER, path, 0, KEY_READ, &key); return key; } //= caller

CRegKey made(Open()); //= process //~ user-key-in-static
static wil::unique_hkey inside(Open()); //= process //~ user-key-in-static
static HKEY assigned = Open(); //= process //~ user-key-in-static
CRegKey listed{Open()}; //= process //~ user-key-in-static
static wil::unique_hkey owned{Open()}; //= process //~ user-key-in-static
HKEY raw{Open()}; //= process //~ user-key-in-static
CRegKey below(Below(L"Software\\Contoso")); //= process //~ user-key-in-static

CRegKey declared(HKEY);
CRegKey takes_function(HKEY(int));
HKEY other(DWORD (*callback)());

// a member that is given its first value in braces is a member
class Holder {
    HKEY key{};
    wil::unique_hkey owner{nullptr};

public:
    LSTATUS Fill()
    {
        RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso", 0, KEY_READ, &owner); //= object //~ user-key-in-object
        return key ? ERROR_SUCCESS : RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso", 0, KEY_READ, &key); //= object //~ user-key-in-object
    }
    ~Holder()
    {
        if (key)
            RegCloseKey(key);
    }
};
