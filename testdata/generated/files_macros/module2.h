#pragma once
#include <windows.h>

#define CHECK(s) if ((s) != ERROR_SUCCESS) goto done
#define Close(h) RegCloseKey(h)
#define OPEN_SETTINGS(phk) RegCreateKeyW(HKEY_CURRENT_USER, L"Software\\Fabrikam", (phk))
