#pragma once
#include <windows.h>

LONG StoreOpen(HKEY *phKey);
void StoreClose(HKEY hKey);
