#pragma once
#include <windows.h>

LONG ContosoOpen(HKEY hRoot, LPCWSTR pszName, HKEY *phKey);
HKEY ContosoOpenUser(void);
DWORD ContosoRead(HKEY hRoot, LPCWSTR pszName);
void ContosoClose(HKEY hKey);
void ContosoForget(HKEY hKey);
void ContosoCloseAt(HKEY *phKey);
