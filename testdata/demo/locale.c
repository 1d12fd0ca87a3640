/* The currency of the account that the component runs under. */
#include "pricing.h"

static HKEY International(void)
{
    static HKEY cached;

    if (cached == NULL)
        RegOpenKeyExW(HKEY_CURRENT_USER, L"Control Panel\\International", 0, KEY_READ, &cached);
    return cached;
}

HRESULT Locale_Currency(WCHAR *code, DWORD length)
{
    DWORD size = length * sizeof(WCHAR);
    HKEY key = International();

    if (key == NULL)
        return E_FAIL;
    return HRESULT_FROM_WIN32(RegQueryValueExW(key, L"sIntlSymbol", NULL, NULL, (BYTE *)code, &size));
}
