// Owners of larger frameworks: MFC and Chromium.
#include <afxwin.h>
#include "base/win/registry.h"

class OrdersApp : public CWinAppEx {
public:
    void Save();
    void SaveAndClose();
};

void OrdersApp::Save()
{
    HKEY key = GetAppRegistryKey(); //= leaked //~ leaked-user-key
    if (key == nullptr)
        return;
    RegFlushKey(key);
}

void OrdersApp::SaveAndClose()
{
    HKEY key = GetSectionKey(L"Orders"); //= scoped
    if (key == nullptr)
        return;
    RegFlushKey(key);
    RegCloseKey(key);
}

bool Store()
{
    CSettingsStore store(FALSE, TRUE);
    return store.Open(L"Software\\Contoso"); //= scoped
}

bool MachineStore()
{
    CSettingsStore *store = new CSettingsStore(TRUE, TRUE);
    return store->Open(L"Software\\Contoso"); //= leaked //~? leaked-machine-key //~! leaked-user-key
}

bool Chromium()
{
    base::win::RegKey key(HKEY_CURRENT_USER, L"Software\\Contoso", KEY_READ); //= scoped
    return key.Valid();
}

HKEY ChromiumTaken()
{
    base::win::RegKey key;
    key.Open(HKEY_CURRENT_USER, L"Software\\Contoso", KEY_READ); //= caller
    return key.Take();
}

base::win::RegKey g_settings;

void ChromiumGlobal()
{
    g_settings.Create(HKEY_CURRENT_USER, L"Software\\Contoso", KEY_WRITE); //= process //~ user-key-in-static
}
