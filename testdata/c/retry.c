/* What is done after ERROR_KEY_DELETED: the dead handle has to be closed, and trying has to end. */

static HKEY kept;

LSTATUS ForEver(DWORD *value)
{
    HKEY key;
    LSTATUS status;
    DWORD size = sizeof(*value);
again:
    status = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso", 0, KEY_READ, &key); //= scoped
    if (status != ERROR_SUCCESS && status != ERROR_KEY_DELETED)
        return status;
    if (status == ERROR_SUCCESS) {
        status = RegQueryValueExW(key, L"Timeout", NULL, NULL, (BYTE *)value, &size);
        RegCloseKey(key);
    }
    if (status == ERROR_KEY_DELETED) //~ retried-without-end
        goto again;
    return status;
}

HRESULT AsAnHresult(DWORD *value)
{
    HKEY key;
    HRESULT hr;
    DWORD size = sizeof(*value);
    do {
        hr = HRESULT_FROM_WIN32(RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso", 0, KEY_READ, &key)); //= scoped
        if (FAILED(hr))
            continue;
        hr = HRESULT_FROM_WIN32(RegQueryValueExW(key, L"Timeout", NULL, NULL, (BYTE *)value, &size));
        RegCloseKey(key);
    } while (hr == HRESULT_FROM_WIN32(ERROR_KEY_DELETED)); //~ retried-without-end
    return hr;
}

LSTATUS LeaksTheDeadKey(DWORD *value)
{
    HKEY key;
    DWORD size = sizeof(*value);
    LSTATUS status = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso", 0, KEY_READ, &key); //= leaked //~ leaked-user-key
    if (status != ERROR_SUCCESS)
        return status;
    status = RegQueryValueExW(key, L"Timeout", NULL, NULL, (BYTE *)value, &size);
    if (status == ERROR_KEY_DELETED) {
        status = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso", 0, KEY_READ, &key); //= scoped
        if (status != ERROR_SUCCESS)
            return status;
        status = RegQueryValueExW(key, L"Timeout", NULL, NULL, (BYTE *)value, &size);
    }
    RegCloseKey(key);
    return status;
}

LSTATUS Counted(DWORD *value)
{
    HKEY key;
    LSTATUS status;
    int tries = 0;
    do {
        DWORD size = sizeof(*value);
        status = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso", 0, KEY_READ, &key); //= scoped
        if (status == ERROR_SUCCESS) {
            status = RegQueryValueExW(key, L"Timeout", NULL, NULL, (BYTE *)value, &size);
            RegCloseKey(key);
        }
    } while (status == ERROR_KEY_DELETED && ++tries < 3);
    return status;
}

LSTATUS Stopped(volatile BOOL *stop)
{
    HKEY key;
    LSTATUS status;
    do {
        if (*stop)
            return ERROR_CANCELLED;
        status = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso", 0, KEY_READ, &key); //= scoped
        if (status == ERROR_SUCCESS)
            RegCloseKey(key);
    } while (status == ERROR_KEY_DELETED);
    return status;
}

LSTATUS AsksSomebody(void)
{
    HKEY key;
    LSTATUS status;
    do {
        WaitForTheUser();
        status = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso", 0, KEY_READ, &key); //= scoped
        if (status == ERROR_SUCCESS)
            RegCloseKey(key);
    } while (status == ERROR_KEY_DELETED);
    return status;
}

LSTATUS SkipsDeletedKeys(HKEY above, const WCHAR **names, int count)
{
    LSTATUS status = ERROR_SUCCESS;
    for (int i = 0; i < count; i++) {
        HKEY key;
        status = RegOpenKeyExW(above, names[i], 0, KEY_READ, &key); //= scoped
        if (status == ERROR_KEY_DELETED)
            continue;
        if (status == ERROR_SUCCESS)
            RegCloseKey(key);
    }
    return status;
}

LSTATUS SkipsWhatIsDeleted(HKEY key)
{
    WCHAR name[256];
    LSTATUS status;
    DWORD i = 0;
    for (;;) {
        HKEY below;
        status = RegEnumKeyW(key, i++, name, 256);
        if (status == ERROR_NO_MORE_ITEMS)
            return ERROR_SUCCESS;
        status = RegOpenKeyExW(key, name, 0, KEY_READ, &below); //= scoped
        if (status == ERROR_KEY_DELETED)
            continue;
        if (status != ERROR_SUCCESS)
            return status;
        RegCloseKey(below);
    }
}
