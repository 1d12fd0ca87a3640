// Variables at file scope that are made of what a function hands out: the loader's lock is held when that runs.
#include <atlbase.h>

static HKEY Open() { HKEY key = NULL; RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso", 0, KEY_READ, &key); return key; } //= caller

CRegKey made(Open()); //= process //~ user-key-in-static
static wil::unique_hkey inside(Open()); //= process //~ user-key-in-static
static HKEY assigned = Open(); //= process //~ user-key-in-static

CRegKey declared(HKEY);
CRegKey takes_function(HKEY(int));
HKEY other(DWORD (*callback)());
