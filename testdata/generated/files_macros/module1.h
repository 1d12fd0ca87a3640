#pragma once
#include <windows.h>

#define CHECK(s) if ((s) != ERROR_SUCCESS) LogError(L"check", (s))
#define Close(h) RegFlushKey(h)
#define OPEN_SETTINGS(phk) RegOpenKeyExW(HKEY_LOCAL_MACHINE, L"Software\\Contoso", 0, KEY_READ, (phk))

void LogError(LPCWSTR pszWhat, LONG lError);
