//# identity = "specific-user"
//= verdict: breaks-at-log-off
//= says: before the DLL's first function runs
#include <windows.h>

static HKEY OpenSettings()
{
    HKEY key = nullptr;
    RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso", 0, KEY_READ, &key);
    return key;
}

static HKEY settings = OpenSettings(); //~ error user-key-in-static static-initialiser

LSTATUS Read(BYTE *data, DWORD *size)
{
    return RegQueryValueExW(settings, L"Value", nullptr, nullptr, data, size);
}
