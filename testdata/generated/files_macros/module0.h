#pragma once
#include <windows.h>

#define CHECK(s) if ((s) != ERROR_SUCCESS) return E_FAIL
#define Close(h) do { if ((h) != NULL) { RegCloseKey(h); (h) = NULL; } } while (0)
#define OPEN_SETTINGS(phk) RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso", 0, KEY_READ, (phk))
