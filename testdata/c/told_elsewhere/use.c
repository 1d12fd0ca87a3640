// The root is told in a file that uses nothing of the registry.
#include "parse.h"

int delete_old(const WCHAR *path)
{
    HKEY key;
    if (RegOpenKeyExW(parse_root(path), path + 1, 0, KEY_WRITE, &key)) //= leaked //~ leaked-user-key
        return 1;
    if (RegDeleteValueW(key, L"Old"))
        return 1;
    RegCloseKey(key);
    return 0;
}
