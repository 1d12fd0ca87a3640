#pragma once
#include <windows.h>

#ifdef CONTOSO_PER_USER
#define STORE_OPEN(phk) RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso", 0, KEY_READ, (phk))
#define STORE_CLOSE(h) RegCloseKey(h)
#else
#define STORE_OPEN(phk) (*(phk) = NULL, ERROR_SUCCESS)
#define STORE_CLOSE(h) ((void)0)
#endif
