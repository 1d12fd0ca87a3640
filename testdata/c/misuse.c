// Closed twice, used after close, closed by the wrong function; and the look-alikes that are right.
#include <windows.h>

void Twice(void)
{
    HKEY key;
    if (RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso", 0, KEY_READ, &key)) //= scoped
        return;
    if (RegDeleteValueW(key, L"Last"))
        RegCloseKey(key);
    RegCloseKey(key); //~ closed-twice
}

void TwiceGuarded(void)
{
    HKEY key = NULL;
    if (RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso", 0, KEY_READ, &key)) //= scoped
        return;
    if (RegDeleteValueW(key, L"Last")) {
        RegCloseKey(key);
        key = NULL;
    }
    if (key)
        RegCloseKey(key);
}

void UsedAfter(void)
{
    HKEY key;
    if (RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso", 0, KEY_READ, &key)) //= scoped
        return;
    RegCloseKey(key);
    RegDeleteValueW(key, L"Last"); //~ used-after-close
}

void Wrong(void)
{
    HKEY key;
    if (RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso", 0, KEY_READ, &key)) //= scoped
        return;
    CloseHandle(key); //~ wrong-closer
}

void RightClosers(HANDLE file)
{
    HUSKEY settings;
    if (SHRegOpenUSKeyW(L"Software\\Contoso", KEY_READ, NULL, &settings, FALSE) == ERROR_SUCCESS) //= scoped
        SHRegCloseUSKey(settings);
    CloseHandle(file);
}

void Predefined(void)
{
    RegCloseKey(HKEY_CURRENT_USER); //~ predefined-key-closed
}

void SameHandle(void)
{
    HKEY same;
    RegOpenKeyW(HKEY_CURRENT_USER, NULL, &same);
    RegDeleteValueW(same, L"Last");
}

void NewHandle(void)
{
    HKEY root;
    RegOpenKeyExW(HKEY_CURRENT_USER, L"", 0, KEY_READ, &root); //= leaked //~ leaked-user-key
    RegDeleteValueW(root, L"Last");
}

// One mistake in a helper shows wherever it is called: it is told once.
static BOOL ReadOrClose(HKEY key, const WCHAR *name)
{
    if (RegDeleteValueW(key, name) == ERROR_OUTOFMEMORY) {
        RegCloseKey(key);
        return FALSE;
    }
    return TRUE;
}

void ReadsSeveral(void)
{
    HKEY key;
    if (RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso", 0, KEY_READ, &key)) //= scoped
        return;
    ReadOrClose(key, L"Width");
    ReadOrClose(key, L"Height"); //~ closed-twice
    ReadOrClose(key, L"Depth");
    RegFlushKey(key); //~ used-after-close
    RegCloseKey(key); //~ closed-twice
}

// While a thread waits, others hand it another key.
struct Message {
    HANDLE arrived;
    HKEY key;
};

DWORD WINAPI Worker(void *context)
{
    struct Message *message = context;
    for (;;) {
        WaitForSingleObject(message->arrived, INFINITE);
        RegFlushKey(message->key);
        RegCloseKey(message->key);
    }
}

void WorkerThatDoesNotWait(struct Message *message)
{
    for (;;) {
        RegFlushKey(message->key); //~ used-after-close
        RegCloseKey(message->key);
    }
}
