#include <windows.h>
#include "contoso.h"



void ContosoClose(HKEY hKey)
{
    if (hKey != NULL)
    {
        RegCloseKey(hKey);
    }
}

void ContosoForget(HKEY hKey)
{
    if (hKey != NULL)
    {
        RegFlushKey(hKey);
    }
}

void ContosoCloseAt(HKEY *phKey)
{
    if (*phKey != NULL)
    {
        RegCloseKey(*phKey);
        *phKey = NULL;
    }
}
