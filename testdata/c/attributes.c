// Variables whose declaration names what runs where they die.
#include <windows.h>

#ifndef __has_attribute
#define __attribute__(x)
#endif

static void CloseOne(HKEY *key)
{
    if (*key)
        RegCloseKey(*key);
}

static void Forget(HKEY *key)
{
    if (*key)
        RegFlushKey(*key);
}

#define WHERE_IT_DIES(function) __attribute__((__cleanup__(function)))
#define AUTO_KEY WHERE_IT_DIES(CloseOne) HKEY

int BeforeTheType(void)
{
    __attribute__((cleanup(CloseOne))) HKEY key = NULL;
    if (RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso", 0, KEY_READ, &key)) //= scoped
        return 1;
    return RegFlushKey(key);
}

int AfterTheType(void)
{
    HKEY WHERE_IT_DIES(CloseOne) key = NULL;
    if (RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso", 0, KEY_READ, &key)) //= scoped
        return 1;
    return RegFlushKey(key);
}

int AfterTheName(void)
{
    HKEY key __attribute__((cleanup(CloseOne))) = NULL;
    if (RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso", 0, KEY_READ, &key)) //= scoped
        return 1;
    return RegFlushKey(key);
}

int HiddenInAMacro(int twice)
{
    AUTO_KEY key = NULL;
    if (RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso", 0, KEY_READ, &key)) //= scoped
        return 1;
    if (twice) {
        AUTO_KEY inner = NULL;
        if (RegOpenKeyExW(key, L"Orders", 0, KEY_READ, &inner)) //= scoped
            return 2;
    }
    return RegFlushKey(key);
}

int NothingIsClosed(void)
{
    __attribute__((cleanup(Forget))) HKEY key = NULL;
    if (RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso", 0, KEY_READ, &key)) //= leaked //~ leaked-user-key
        return 1;
    return RegFlushKey(key);
}

int OtherAttributes(int orders)
{
    __attribute__((unused)) HKEY key;
    switch (orders) {
    case 1:
        LogLine("one");
        __attribute__((fallthrough));
    default:
        break;
    }
    if (RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso", 0, KEY_READ, &key)) //= leaked //~ leaked-user-key
        return 1;
    return 0;
}
