//# identity = "specific-user"
//= verdict: no-component-owned-handle-found
//= no event
//= says: One use of a predefined key does not count
//= says: code that runs at registration only
#include <windows.h>

static void Register(void)
{
    HKEY key;
    RegCreateKeyW(HKEY_CURRENT_USER, L"Software\\Classes\\Contoso", &key); //~ warning leaked-user-key leak
    RegSetValueW(key, NULL, REG_SZ, L"Contoso", 0);
}

HRESULT DllRegisterServer(void)
{
    Register();
    return S_OK;
}
