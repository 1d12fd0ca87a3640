// Calls nested in calls: what they compute would be too long to spell out.
#include <windows.h>

static unsigned mix(unsigned x)
{
    return (x >> 3) ^ (x * 5);
}

LONG mixes(unsigned x)
{
    HKEY key;
    LONG result = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso", 0, KEY_READ, &key); //= leaked //~ leaked-user-key
    if (result != ERROR_SUCCESS) return result;
    x = mix(mix(mix(mix(mix(mix(mix(mix(x))))))));
    x = mix(mix(mix(mix(mix(mix(mix(mix(x))))))));
    x = mix(mix(mix(mix(mix(mix(mix(mix(x))))))));
    x = mix(mix(mix(mix(mix(mix(mix(mix(x))))))));
    x = mix(mix(mix(mix(mix(mix(mix(mix(x))))))));
    if (x == 7) return 1;
    RegCloseKey(key);
    return 0;
}
