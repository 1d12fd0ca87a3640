/* A macro of the same name as one in a header that this file does not include. */
#include <windows.h>
#define open_it(key, name) open_machine(__LINE__, key, name)

static void open_machine(int line, HKEY *key, const WCHAR *name)
{
    RegOpenKeyExW(HKEY_LOCAL_MACHINE, name, 0, KEY_READ, key); //= caller
}

int own_macro(void)
{
    HKEY key = NULL;
    open_it(&key, L"Software"); //= leaked //~ leaked-machine-key
    return key != NULL;
}
