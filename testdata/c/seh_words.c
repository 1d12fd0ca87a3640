/* In C the header excpt.h shortens the words of structured exception handling. */
#include <windows.h>
#include <excpt.h>

int use(HKEY key);

int Finally(void)
{
    HKEY key = NULL;
    int result = 0;
    try {
        if (RegOpenKeyEx(HKEY_CURRENT_USER, L"Software\\Words", 0, KEY_READ, &key) != ERROR_SUCCESS) /*//= scoped */
            leave;
        result = use(key);
        if (!result)
            leave;
    } finally {
        if (key)
            RegCloseKey(key);
    }
    return result;
}

int Except(void)
{
    HKEY key;
    try {
        if (RegOpenKeyEx(HKEY_CURRENT_USER, L"Software\\Words", 0, KEY_READ, &key)) /*//~ leaked-user-key */
            return 0;
        RegFlushKey(key);
    } except (EXCEPTION_EXECUTE_HANDLER) {
        return 1;
    }
    return 2;
}

/* names like any other where they begin no block */
int try(int finally)
{
    int except = finally;
    return except;
}
