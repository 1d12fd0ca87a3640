#include <windows.h>
#include "open.h"

void open_user(const char *file, int line, const WCHAR *name, HKEY *key)
{
    RegOpenKeyExW(HKEY_CURRENT_USER, name, 0, KEY_READ, key); //= caller
}
