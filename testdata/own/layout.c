#include <windows.h>
#include "contoso.h"

HRESULT Layout_ReadWidth(DWORD *width)
{
    HKEY settings;
    DWORD size = sizeof *width;
    HRESULT hr = ContosoOpenSettings(L"Software\\Contoso\\Layout", &settings);
    if (FAILED(hr))
        return hr;
    if (RegQueryValueExW(settings, L"Width", NULL, NULL, (BYTE *)width, &size) != ERROR_SUCCESS)
        return E_FAIL;
    ContosoCloseSettings(settings);
    return S_OK;
}
