//# identity = "specific-user"
//= verdict: breaks-at-log-off
//= fails: Currency RegQueryValueExW
#include <windows.h>

static HKEY International()
{
    static HKEY cached;
    if (cached == nullptr)
        RegOpenKeyExW(HKEY_CURRENT_USER, L"Control Panel\\International", 0, KEY_READ, &cached); //~ error user-key-in-static static
    return cached;
}

LSTATUS Currency(BYTE *code, DWORD *size)
{
    HKEY key = International();
    return RegQueryValueExW(key, L"sIntlSymbol", nullptr, nullptr, code, size);
}
