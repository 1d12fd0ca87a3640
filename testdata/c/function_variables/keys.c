/* Openers that are called by a variable, so that tests can put others in their place. */
#include <windows.h>

typedef LSTATUS (APIENTRY *OPEN_KEY)(HKEY, LPCWSTR, DWORD, REGSAM, PHKEY);

static OPEN_KEY open_key = RegOpenKeyExW;

void keys_override(OPEN_KEY other)
{
    open_key = other ? other : RegOpenKeyExW;
}

LSTATUS keys_open(HKEY root, const WCHAR *name, HKEY *key)
{
    return open_key(root, name, 0, KEY_READ, key); /*//= caller */
}
