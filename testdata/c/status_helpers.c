/* What a short function says of a status, or of a handle, decides whether the key is open. */
#include <windows.h>

static int worked(LONG status) { return status == ERROR_SUCCESS; }

static BOOL succeeded(LONG status)
{
    if (status == ERROR_SUCCESS)
        return TRUE;
    return FALSE;
}

static int is_there(LONG status) { return status == ERROR_SUCCESS || status == ERROR_MORE_DATA; }

static int is_handle(HKEY key) { return key != NULL && key != INVALID_HANDLE_VALUE; }

static BOOL reported(LONG status)
{
    if (status != ERROR_SUCCESS) {
        SetLastError(status);
        return FALSE;
    }
    return TRUE;
}

static void close(HKEY *key)
{
    if (is_handle(*key))
        NtClose(*key);
}

void Compared(void)
{
    HKEY key;
    LONG status = RegOpenKeyExW(HKEY_CURRENT_USER, L"a", 0, KEY_READ, &key); /*//= scoped */
    if (worked(status))
        RegCloseKey(key);
}

void Told(void)
{
    HKEY key;
    LONG status = RegOpenKeyExW(HKEY_CURRENT_USER, L"a", 0, KEY_READ, &key); /*//= scoped */
    if (!succeeded(status))
        return;
    RegCloseKey(key);
}

void ToldOfSeveral(void)
{
    HKEY key;
    LONG status = RegOpenKeyExW(HKEY_CURRENT_USER, L"a", 0, KEY_READ, &key); /*//= scoped */
    if (is_there(status))
        RegCloseKey(key);
}

void ToldOfTheHandle(void)
{
    HKEY key = NULL;
    RegOpenKeyExW(HKEY_CURRENT_USER, L"a", 0, KEY_READ, &key); /*//= scoped */
    if (is_handle(key))
        RegCloseKey(key);
}

void Reported(void)
{
    HKEY key;
    if (reported(RegOpenKeyExW(HKEY_CURRENT_USER, L"a", 0, KEY_READ, &key))) /*//= scoped */
        RegCloseKey(key);
}

void ClosedByHelper(void)
{
    HKEY key = NULL;
    RegOpenKeyExW(HKEY_CURRENT_USER, L"a", 0, KEY_READ, &key); /*//= scoped */
    close(&key);
}

void WrongWay(void)
{
    HKEY key;
    LONG status = RegOpenKeyExW(HKEY_CURRENT_USER, L"a", 0, KEY_READ, &key); /*//~ leaked-user-key */
    if (!worked(status))
        RegCloseKey(key);
}

void LeftEarly(int stop)
{
    HKEY key;
    LONG status = RegOpenKeyExW(HKEY_CURRENT_USER, L"a", 0, KEY_READ, &key); /*//~ leaked-user-key */
    if (!succeeded(status) || stop)
        return;
    RegCloseKey(key);
}
