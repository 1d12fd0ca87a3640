//# identity = "specific-user"
//= verdict: may-break
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
