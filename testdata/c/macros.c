// Macros of the scanned file that open, close or leave the function.
#include <windows.h>

#define SETTINGS L"Software\\Contoso\\Orders"
#define OPEN_SETTINGS(key) RegOpenKeyExW(HKEY_CURRENT_USER, SETTINGS, 0, KEY_READ, key)
#define SAFE_CLOSE(key)     \
    do {                    \
        if (key) {          \
            RegCloseKey(key); \
            key = NULL;     \
        }                   \
    } while (0)
#define CHECK(x)            \
    if ((x) != ERROR_SUCCESS) \
        return 0
#define BAIL(x) do { if ((x) != ERROR_SUCCESS) goto cleanup; } while (0)

int HiddenReturn(void)
{
    HKEY key;
    CHECK(OPEN_SETTINGS(&key)); //= leaked //~ leaked-user-key
    CHECK(RegDeleteValueW(key, L"Last"));
    RegCloseKey(key);
    return 1;
}

int HiddenGoto(void)
{
    HKEY key = NULL;
    BAIL(OPEN_SETTINGS(&key)); //= scoped
    BAIL(RegDeleteValueW(key, L"Last"));
cleanup:
    SAFE_CLOSE(key);
    return 1;
}
