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

HRESULT Settings_WriteNumber(LPCWSTR name, DWORD value)
{
    HKEY key;

    CHECK(HRESULT_FROM_WIN32(OpenSettings(KEY_SET_VALUE, &key)));
    CHECK(HRESULT_FROM_WIN32(RegSetValueExW(key, name, 0, REG_DWORD, (const BYTE *)&value, sizeof(value))));
    CloseSettings(key);
    return S_OK;
}

/* Counts the customers below every price list. */
LSTATUS Settings_CountCustomers(DWORD *count)
{
    static const LPCWSTR lists[] = {
        PRICING_SETTINGS L"\\Retail",
        PRICING_SETTINGS L"\\Wholesale",
        PRICING_SETTINGS L"\\Export",
    };
    HKEY key = NULL;
    DWORD i, customers;

    *count = 0;
    for (i = 0; i < ARRAYSIZE(lists); i++) {
        if (RegOpenKeyExW(HKEY_CURRENT_USER, lists[i], 0, KEY_READ, &key) != ERROR_SUCCESS)
            continue;
        if (RegQueryInfoKeyW(key, NULL, NULL, NULL, &customers, NULL, NULL, NULL, NULL, NULL, NULL, NULL) == ERROR_SUCCESS)
            *count += customers;
    }
    if (key != NULL)
        RegCloseKey(key);
    return ERROR_SUCCESS;
}
