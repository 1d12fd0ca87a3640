// One exit for everything: goto cleanup, goto backwards, do-while(0), SEH.
#include <windows.h>

LSTATUS Cleanup(void)
{
    HKEY key = NULL, sub = NULL;
    LSTATUS status = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso", 0, KEY_READ, &key); //= scoped
    if (status != ERROR_SUCCESS)
        goto done;
    status = RegOpenKeyExW(key, L"Orders", 0, KEY_READ, &sub); //= scoped
    if (status != ERROR_SUCCESS)
        goto done;
    status = RegDeleteValueW(sub, L"Last");
done:
    if (sub)
        RegCloseKey(sub);
    if (key)
        RegCloseKey(key);
    return status;
}

LSTATUS WrongLabel(void)
{
    HKEY key, sub;
    LSTATUS status = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso", 0, KEY_READ, &key); //= leaked //~ leaked-user-key
    if (status)
        goto done;
    status = RegOpenKeyExW(key, L"Orders", 0, KEY_READ, &sub); //= scoped
    if (status)
        goto done;
    RegCloseKey(sub);
    RegCloseKey(key);
done:
    return status;
}

LSTATUS Retry(void)
{
    HKEY key;
    int tries = 0;
    LSTATUS status;
again:
    status = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso", 0, KEY_READ, &key); //= scoped
    if (status != ERROR_SUCCESS)
        return status;
    status = RegDeleteValueW(key, L"Last");
    if (status == ERROR_KEY_DELETED && tries++ < 2) {
        RegCloseKey(key);
        goto again;
    }
    RegCloseKey(key);
    return status;
}

LSTATUS RetryLeaks(void)
{
    HKEY key;
    int tries = 0;
    LSTATUS status;
again:
    status = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso", 0, KEY_READ, &key); //= leaked //~ leaked-user-key
    if (status != ERROR_SUCCESS)
        return status;
    status = RegDeleteValueW(key, L"Last");
    if (status == ERROR_KEY_DELETED && tries++ < 2)
        goto again;
    RegCloseKey(key);
    return status;
}

BOOL Once(void)
{
    HKEY key = NULL;
    BOOL done = FALSE;
    do {
        if (RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso", 0, KEY_READ, &key) != ERROR_SUCCESS) //= scoped
            break;
        if (!IsReady())
            break;
        done = TRUE;
    } while (0);
    if (key)
        RegCloseKey(key);
    return done;
}

BOOL OnceLeaks(void)
{
    BOOL done = FALSE;
    do {
        HKEY key;
        if (RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso", 0, KEY_READ, &key) != ERROR_SUCCESS) //= leaked //~ leaked-user-key
            break;
        if (!IsReady())
            break;
        RegCloseKey(key);
        done = TRUE;
    } while (0);
    return done;
}

LSTATUS Finally(void)
{
    HKEY key = NULL;
    LSTATUS status = ERROR_SUCCESS;
    __try {
        status = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso", 0, KEY_READ, &key); //= scoped
        if (status != ERROR_SUCCESS)
            __leave;
        status = RegDeleteValueW(key, L"Last");
        if (status != ERROR_SUCCESS)
            return status;
    }
    __finally {
        if (key)
            RegCloseKey(key);
    }
    return status;
}

LSTATUS FinallyForgets(void)
{
    HKEY key = NULL;
    LSTATUS status = ERROR_SUCCESS;
    __try {
        status = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso", 0, KEY_READ, &key); //= leaked //~ leaked-user-key
        if (!IsReady())
            __leave;
        RegCloseKey(key);
    }
    __finally {
        LogLine("done");
    }
    return status;
}

void Except(void)
{
    HKEY key;
    __try {
        if (RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso", 0, KEY_READ, &key) == ERROR_SUCCESS) //= scoped
            RegCloseKey(key);
    }
    __except (EXCEPTION_EXECUTE_HANDLER) {
        LogLine("failed");
    }
}
