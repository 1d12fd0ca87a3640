#include <windows.h>
#include "open.h"

int of_the_header(int early)
{
    HKEY key = NULL;
    open_it(L"Software", &key); //= leaked //~ leaked-user-key
    if (early)
        return 1;
    RegCloseKey(key);
    return 0;
}
