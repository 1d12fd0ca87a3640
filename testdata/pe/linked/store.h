/* What store.dll offers. */
#include "../include/winreg.h"
#ifdef STORE
#define STORE_API __declspec(dllexport)
#else
#define STORE_API __declspec(dllimport)
#endif
STORE_API LSTATUS Store_Open(const WCHAR *name, HKEY *key);
STORE_API HKEY Store_Root(void);
STORE_API void Store_Touch(HKEY key);
STORE_API void Store_Frees_Its_Key__(HKEY key);
#ifndef STORE
IMPORT
#endif
void Store_Close(HKEY key); /* build.sh says how it is exported */
