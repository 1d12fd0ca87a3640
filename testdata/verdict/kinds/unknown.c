//# identity = "specific-user"
//= verdict: may-break
//= says: a key is kept whose way could not be followed
#include <windows.h>

void Keep(HKEY key);

void Start(void)
{
    HKEY key;
    if (RegOpenCurrentUser(KEY_READ, &key) == ERROR_SUCCESS)
        Keep(key);
}
