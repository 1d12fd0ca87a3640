/* The component's settings in the registry, behind a small wrapper. */
#include "pricing.h"

static LSTATUS OpenSettings(REGSAM access, HKEY *key)
{
    return RegCreateKeyExW(HKEY_CURRENT_USER, PRICING_SETTINGS, 0, NULL, 0, access, NULL, key, NULL);
}

static void CloseSettings(HKEY key)
{
    RegCloseKey(key);
}

DWORD Settings_ReadNumber(LPCWSTR name, DWORD otherwise)
{
    HKEY key;
    DWORD value, size = sizeof(value);

    if (OpenSettings(KEY_QUERY_VALUE, &key) != ERROR_SUCCESS)
        return otherwise;
    if (RegQueryValueExW(key, name, NULL, NULL, (BYTE *)&value, &size) != ERROR_SUCCESS)
        value = otherwise;
    CloseSettings(key);
    return value;
}

static HRESULT WriteNumber(HKEY key, LPCWSTR name, DWORD value)
{
    const BYTE *bytes = (const BYTE *)&value;

    return HRESULT_FROM_WIN32(RegSetValueExW(key, name, 0, REG_DWORD, bytes, sizeof(value)));
}

HRESULT Settings_WriteNumber(LPCWSTR name, DWORD value)
{
    HKEY key;

    CHECK(HRESULT_FROM_WIN32(OpenSettings(KEY_SET_VALUE, &key)));
    CHECK(WriteNumber(key, name, value));
    CloseSettings(key);
    return S_OK;
}

static LSTATUS CountValues(HKEY key, DWORD *count)
{
    return RegQueryInfoKeyW(key, NULL, NULL, NULL, NULL, NULL, NULL, count, NULL, NULL, NULL, NULL);
}

/* Counts the customers on all price lists. */
LSTATUS Settings_CountCustomers(DWORD *count)
{
    static const LPCWSTR lists[] = {
        PRICING_SETTINGS L"\\Retail",
        PRICING_SETTINGS L"\\Wholesale",
        PRICING_SETTINGS L"\\Export",
    };
    HKEY key = NULL;
    DWORD i, values;

    *count = 0;
    for (i = 0; i < ARRAYSIZE(lists); i++) {
        if (RegOpenKeyExW(HKEY_CURRENT_USER, lists[i], 0, KEY_READ, &key) != ERROR_SUCCESS)
            continue;
        if (CountValues(key, &values) == ERROR_SUCCESS)
            *count += values;
    }
    if (key != NULL)
        RegCloseKey(key);
    return ERROR_SUCCESS;
}
