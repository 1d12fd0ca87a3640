// The C++ part of Contoso.Pricing: prints price lists in the layout that the user has chosen.
#include <atlbase.h>
#include "pricing.h"

class CLayout
{
public:
    HRESULT Load()
    {
        LSTATUS status = m_key.Open(HKEY_CURRENT_USER, PRICING_SETTINGS L"\\Layout", KEY_READ);
        return HRESULT_FROM_WIN32(status);
    }

    DWORD Columns()
    {
        DWORD columns = 0;
        return m_key.QueryDWORDValue(L"Columns", columns) == ERROR_SUCCESS ? columns : 4;
    }

private:
    CRegKey m_key;
};

// One layout for all reports. That its destructor closes the key helps nobody: it runs when the process ends.
static CLayout g_layout;

HRESULT Report_Columns(DWORD *columns)
{
    static HRESULT loaded = g_layout.Load();
    CHECK(loaded);
    *columns = g_layout.Columns();
    return S_OK;
}

HRESULT Report_Printer(WCHAR *name, ULONG length)
{
    CRegKey devices;
    if (devices.Open(HKEY_CURRENT_USER, L"Printers\\Defaults", KEY_READ) != ERROR_SUCCESS)
        return E_FAIL;
    return HRESULT_FROM_WIN32(devices.QueryStringValue(L"Printer", name, &length));
}
