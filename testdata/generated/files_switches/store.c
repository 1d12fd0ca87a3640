#include <windows.h>
#include "store.h"

void UpdateCounter(DWORD dwWhich);

LONG StoreOpen(HKEY *phKey) {
#ifdef CONTOSO_PER_USER
    return RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso", 0, KEY_READ, phKey);
#else
    *phKey = NULL;
    return ERROR_SUCCESS;
#endif
}

void StoreClose(HKEY hKey) {
#ifdef CONTOSO_PER_USER
    RegCloseKey(hKey);
#endif
    UpdateCounter(1);
}
