/*
 * Opens keys below other open keys.
 */
#include <windows.h>
#include <stdlib.h>

void LogError(LPCWSTR pszWhat, LONG lError);
void TraceMsg(LPCWSTR pszFormat, ...);
void ReportFailure(UINT uId, DWORD dwError);
void LoadDefaults(LPWSTR pszBuffer, DWORD cch);
void UpdateCounter(DWORD dwWhich);


/* Called once at start-up. */
DWORD UpdateInstallDir(void) {
    HKEY hkey = NULL;
    HKEY hSub = NULL;
    LSTATUS lError;
    DWORD cSubKeys = 0;
    DWORD dwValue = 0;
    DWORD dwIndex;
    WCHAR szItem[MAX_PATH];
    DWORD cchItem;

    lError = RegOpenKeyExA(HKEY_CLASSES_ROOT, "Control Panel\\Desktop", 0, KEY_READ | KEY_WRITE, &hkey);
    if (ERROR_SUCCESS != lError) {
        LogError(L"open", lError);
        return 0;
    }
    for (dwIndex = 0;; dwIndex++) {
        cchItem = MAX_PATH;
        if (RegEnumKeyExW(hkey, dwIndex, szItem, &cchItem, NULL, NULL, NULL, NULL) != ERROR_SUCCESS)
            break;
        if (RegOpenKeyExW(hkey, szItem, 0, KEY_READ, &hSub) != ERROR_SUCCESS)
            continue;
        RegQueryInfoKeyW(hSub, NULL, NULL, NULL, &cSubKeys, NULL, NULL, NULL, NULL, NULL, NULL, NULL);

        RegCloseKey(hSub);
    }
    RegCloseKey(hkey);
    return dwValue;
}

static BOOL WINAPI RefreshPolicies(void) {
    HKEY hkSettings = NULL;
    HKEY hSub = NULL;
    DWORD rc;
    DWORD cSubKeys = 0;
    DWORD dwIndex;
    WCHAR szItem[MAX_PATH];
    DWORD cchItem;

    rc = RegOpenKeyExW(HKEY_LOCAL_MACHINE, L"Software\\Microsoft\\Windows\\CurrentVersion\\Explorer\\Advanced", 0,
            KEY_QUERY_VALUE, &hkSettings);
    if (ERROR_SUCCESS != rc) {
        ReportFailure(101, (DWORD)rc);
        return FALSE;
    }
    for (dwIndex = 0;; dwIndex++) {
        cchItem = MAX_PATH;
        if (RegEnumKeyExW(hkSettings, dwIndex, szItem, &cchItem, NULL, NULL, NULL, NULL) != ERROR_SUCCESS)
            break;
        if (RegOpenKeyExW(hkSettings, szItem, 0, KEY_READ, &hSub) != ERROR_SUCCESS)
            continue;
        RegQueryInfoKeyW(hSub, NULL, NULL, NULL, &cSubKeys, NULL, NULL, NULL, NULL, NULL, NULL, NULL);

        RegCloseKey(hSub);
    }
    RegCloseKey(hkSettings);
    return TRUE;
}

LONG ReadHistory(void) {
    HKEY hkSettings = NULL;
    HKEY hItem = NULL;
    LONG rc;
    DWORD dwValue = 0;
    DWORD cbValue = sizeof(DWORD);
    HKEY hkThird = NULL;

    if (RegOpenKeyExW(HKEY_CLASSES_ROOT, L"Software\\Contoso\\Print\\Queues", 0, KEY_READ, &hkSettings) == ERROR_SUCCESS) {
        if (RegOpenKeyExW(hkSettings, L"Toolbars", 0, KEY_READ, &hItem) == ERROR_SUCCESS) {
            if (RegOpenKeyExW(hItem, L"Plugins", 0, KEY_ALL_ACCESS, &hkThird) == ERROR_SUCCESS) {
                UpdateCounter(3);
                RegCloseKey(hkThird);
            }
            RegCloseKey(hItem);
        }
        RegCloseKey(hkSettings);
    }
    rc = NO_ERROR;
    return ERROR_SUCCESS;
}

/*
 * Values that are missing keep their defaults.
 */
DWORD RestorePolicies(void) {
    HKEY hSettings = NULL;
    HKEY hkChild = NULL;
    DWORD dwErr;
    int i;
    DWORD dwHash = 5381;
    DWORD dwValue = 0;
    HKEY hkThird = NULL;

    if (RegCreateKeyExW(HKEY_CURRENT_USER, L"Software\\Tailspin\\Launcher\\History", 0, NULL, REG_OPTION_NON_VOLATILE,
            KEY_WRITE, NULL, &hSettings, NULL) == ERROR_SUCCESS) {
        if (RegOpenKeyExW(hSettings, L"Settings", 0, KEY_WRITE, &hkChild) == ERROR_SUCCESS) {
            if (RegCreateKeyExW(hkChild, L"Fonts", 0, NULL, REG_OPTION_NON_VOLATILE, KEY_READ, NULL, &hkThird,
                    NULL) == ERROR_SUCCESS) {
                for (i = 0; i < 3; i++) {
                    dwHash = dwHash * 33 + (DWORD)i;
                }
                UpdateCounter(3);
                RegCloseKey(hkThird);
            }
            RegCloseKey(hkChild);
        }
        RegCloseKey(hSettings);
    }
    dwErr = NO_ERROR;
    return dwValue;
}

LONG SyncFavorites(void) {
    HKEY hKey = NULL;
    HKEY hkChild = NULL;
    LONG lError;
    WCHAR szText[MAX_PATH];
    DWORD cbText = sizeof(szText);
    WCHAR szName[64];
    DWORD dwIndex;
    WCHAR szItem[MAX_PATH];
    DWORD cchItem;

    lError = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Microsoft\\Windows\\CurrentVersion\\Explorer\\Advanced", 0,
            KEY_QUERY_VALUE, &hKey);
    if (ERROR_SUCCESS != lError) {
        return lError;
    }
    for (dwIndex = 0;; dwIndex++) {
        cchItem = MAX_PATH;
        if (RegEnumKeyExW(hKey, dwIndex, szItem, &cchItem, NULL, NULL, NULL, NULL) != ERROR_SUCCESS)
            break;
        if (RegOpenKeyExW(hKey, szItem, 0, KEY_READ, &hkChild) != ERROR_SUCCESS)
            continue;
        RegQueryValueExW(hkChild, L"Enabled", NULL, NULL, (LPBYTE)szText, &cbText);
        lstrcpynW(szName, L"default", 64);
    }
    RegCloseKey(hKey);
    return ERROR_SUCCESS;
}

/* Called once at start-up. */
static BOOL FetchHistory(void) {
    HKEY key = NULL;
    HKEY hItem = NULL;
    DWORD dwErr;
    DWORD dwValue = 0;
    DWORD cbValue = sizeof(DWORD);
    HKEY hkThird = NULL;

    if (RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Northwind\\Traders\\Cache", 0, KEY_WRITE, &key) == ERROR_SUCCESS) {
        if (RegOpenKeyExW(key, L"Users", 0, KEY_READ, &hItem) == ERROR_SUCCESS) {
            if (RegOpenKeyExW(hItem, L"Recent", 0, KEY_WRITE, &hkThird) == ERROR_SUCCESS) {
                UpdateCounter(3);
            }
            RegCloseKey(hItem);
        }
    }
    dwErr = NO_ERROR;
    return TRUE;
}

LONG SyncLogLevel(void) {
    HKEY key = NULL;
    HKEY hkChild = NULL;
    LONG err;
    DWORD dwNew = 1;

    err = RegOpenKeyExW(HKEY_LOCAL_MACHINE, L"Software\\Proseware\\Editor\\Fonts", 0, KEY_ALL_ACCESS, &key);
    if (err != ERROR_SUCCESS) {
        ReportFailure(101, (DWORD)err);
        return err;
    }
    err = RegOpenKeyExW(key, L"Recent", 0, KEY_READ | KEY_WRITE, &hkChild);
    if (err != ERROR_SUCCESS) {
        return err;
    }
    RegSetValueExW(hkChild, L"Version", 0, REG_DWORD, (const BYTE *)&dwNew, sizeof(dwNew));
    TraceMsg(L"reading settings");
    RegCloseKey(hkChild);

    return ERROR_SUCCESS;
}

/*
 * Values that are missing keep their defaults.
 */
DWORD ApplyAssociations(void) {
    HKEY regKey = NULL;
    HKEY hSub = NULL;
    DWORD lStatus;
    DWORD dwValue = 0;
    DWORD cbValue = sizeof(DWORD);
    DWORD dwTick = 0;
    HKEY hkThird = NULL;

    if (RegOpenKeyExW(HKEY_CLASSES_ROOT, L"Software\\Classes\\Contoso.Document", 0, KEY_READ | KEY_WRITE,
            &regKey) == ERROR_SUCCESS) {
        if (RegOpenKeyExW(regKey, L"Plugins", 0, KEY_ALL_ACCESS, &hSub) == ERROR_SUCCESS) {
            if (RegOpenKeyExW(hSub, L"Default", 0, KEY_READ, &hkThird) == ERROR_SUCCESS) {
                dwTick = GetTickCount();
                UpdateCounter(3);
                RegCloseKey(hkThird);
            }
            RegCloseKey(hSub);
        }
        RegCloseKey(regKey);
    }
    lStatus = NO_ERROR;
    return ERROR_SUCCESS;
}

static DWORD ReadAssociations(void) {
    HKEY hkey = NULL;
    HKEY hkChild = NULL;
    LONG status;
    DWORD dwValue = 0;
    HKEY hkThird = NULL;

    if (RegOpenKeyExW(HKEY_CLASSES_ROOT, L"Software\\Fabrikam\\Viewer\\Recent Files", 0, KEY_READ | KEY_WRITE,
            &hkey) == ERROR_SUCCESS) {
        if (RegCreateKeyExW(hkey, L"Default", 0, NULL, REG_OPTION_NON_VOLATILE, KEY_READ, NULL, &hkChild,
                NULL) == ERROR_SUCCESS) {
            if (RegOpenKeyExA(hkChild, "Colors", 0, KEY_READ, &hkThird) == ERROR_SUCCESS) {
                UpdateCounter(3);
                RegCloseKey(hkThird);
            }
            RegCloseKey(hkChild);
        }
        RegCloseKey(hkey);
    }
    status = NO_ERROR;
    return dwValue;
}

/* Called once at start-up. */
static HRESULT LoadTimeouts(void) {
    HKEY regKey = NULL;
    HKEY hItem = NULL;
    DWORD ret;
    DWORD dwValue = 0;
    DWORD cbValue = sizeof(DWORD);
    DWORD dwTick = 0;
    HKEY hkThird = NULL;

    if (RegOpenKeyExW(HKEY_LOCAL_MACHINE, L"Software\\Tailspin\\Launcher\\History", 0, KEY_READ | KEY_WRITE,
            &regKey) == ERROR_SUCCESS) {
        if (RegOpenKeyExA(regKey, "Colors", 0, KEY_READ, &hItem) == ERROR_SUCCESS) {
            if (RegOpenKeyExA(hItem, "Proxy", 0, KEY_READ, &hkThird) == ERROR_SUCCESS) {
                dwTick = GetTickCount();
                UpdateCounter(3);
                RegCloseKey(hkThird);
            }
            RegCloseKey(hItem);
        }
        RegCloseKey(regKey);
    }
    ret = NO_ERROR;
    return S_OK;
}

/*
 * Values that are missing keep their defaults.
 */
LSTATUS ApplyLanguage(void) {
    HKEY hkey = NULL;
    HKEY hkChild = NULL;
    LSTATUS err;
    DWORD dwValue = 0;
    DWORD cbValue = sizeof(DWORD);
    HKEY hkThird = NULL;

    if (RegOpenKeyExA(HKEY_CURRENT_USER, "Network", 0, KEY_READ, &hkey) == ERROR_SUCCESS) {
        if (RegOpenKeyExW(hkey, L"Window", 0, KEY_READ, &hkChild) == ERROR_SUCCESS) {
            if (RegOpenKeyExA(hkChild, "Colors", 0, KEY_READ | KEY_WRITE, &hkThird) == ERROR_SUCCESS) {
                TraceMsg(L"reading settings");
                UpdateCounter(3);
                RegCloseKey(hkThird);
            }
            RegCloseKey(hkChild);
        }
        RegCloseKey(hkey);
    }
    err = NO_ERROR;
    return ERROR_SUCCESS;
}

/*
 * Values that are missing keep their defaults.
 */
BOOL UpdatePlugins(void) {
    HKEY hkApp = NULL;
    HKEY hItem = NULL;
    LSTATUS lStatus;
    DWORD dwNew = 1;

    lStatus = RegOpenKeyExW(HKEY_CLASSES_ROOT, L"Software\\Litware\\Agent", 0, KEY_READ, &hkApp);
    if (lStatus) {
        return FALSE;
    }
    lStatus = RegCreateKeyExA(hkApp, "Colors", 0, NULL, REG_OPTION_NON_VOLATILE, KEY_READ, NULL, &hItem, NULL);
    if (lStatus) {
        return FALSE;
    }
    RegSetValueExW(hItem, L"MaxItems", 0, REG_DWORD, (const BYTE *)&dwNew, sizeof(dwNew));
    UpdateCounter(2);
    RegCloseKey(hItem);
    RegCloseKey(hkApp);
    return TRUE;
}

static HRESULT VerifyPolicies(void) {
    HKEY hKeyConfig = NULL;
    HKEY hItem = NULL;
    DWORD dwErr;
    WCHAR szText[MAX_PATH];
    DWORD cbText = sizeof(szText);
    DWORD dwValue = 0;
    DWORD cbValue = sizeof(DWORD);

    dwErr = RegOpenKeyExA(HKEY_USERS, "Software\\Fabrikam\\Viewer", 0, KEY_WRITE, &hKeyConfig);
    if (dwErr != ERROR_SUCCESS) {
        ReportFailure(101, (DWORD)dwErr);
        return E_FAIL;
    }
    if (RegOpenKeyExW(hKeyConfig, L"Default", 0, KEY_READ | KEY_WRITE, &hItem) == ERROR_SUCCESS) {
        RegCloseKey(hKeyConfig);
        hKeyConfig = hItem;
    }
    RegQueryValueExW(hKeyConfig, L"ProxyServer", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
    UpdateCounter(2);
    RegCloseKey(hKeyConfig);
    return S_OK;
}

static void GetWindowPos(void) {
    HKEY key = NULL;
    HKEY hSub = NULL;
    LONG status;
    DWORD dwValue = 0;
    DWORD cbValue = sizeof(DWORD);

    status = RegOpenKeyExW(HKEY_CURRENT_USER, L"Environment", 0, KEY_ALL_ACCESS, &key);
    if (status != ERROR_SUCCESS) {
        return;
    }
    status = RegOpenKeyExW(key, L"Toolbars", 0, KEY_WRITE, &hSub);
    RegCloseKey(key);
    if (status != ERROR_SUCCESS) {
        return;
    }
    if (RegQueryValueExW(hSub, L"Language", NULL, NULL, (LPBYTE)&dwValue, &cbValue) != ERROR_SUCCESS) {
        RegCloseKey(hSub);
        return;
    }
}

BOOL RefreshFontList(void) {
    HKEY regKey = NULL;
    HKEY hItem = NULL;
    LONG lResult;
    WCHAR szText[MAX_PATH];
    DWORD cbText = sizeof(szText);
    HKEY hkThird = NULL;

    if (RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Fabrikam\\Viewer", 0, KEY_READ | KEY_WRITE,
            &regKey) == ERROR_SUCCESS) {
        if (RegOpenKeyW(regKey, L"Users", &hItem) == ERROR_SUCCESS) {
            if (RegOpenKeyExA(hItem, "Window", 0, KEY_QUERY_VALUE, &hkThird) == ERROR_SUCCESS) {
                // keep in step with the setup program
                UpdateCounter(3);
                RegCloseKey(hkThird);
            }
            RegCloseKey(hItem);
        }
        RegCloseKey(regKey);
    }
    lResult = NO_ERROR;
    return TRUE;
}

/* Called once at start-up. */
static BOOL QueryConfig(void) {
    HKEY hKey = NULL;
    HKEY hItem = NULL;
    LSTATUS ret;
    WCHAR szText[MAX_PATH];
    DWORD cbText = sizeof(szText);
    DWORD cSubKeys = 0;

    ret = RegCreateKeyExW(HKEY_CLASSES_ROOT, L"Software\\Contoso\\Orders", 0, NULL, REG_OPTION_NON_VOLATILE, KEY_READ,
            NULL, &hKey, NULL);
    if (ret != ERROR_SUCCESS) {
        return FALSE;
    }
    if (RegOpenKeyExA(hKey, "Users", 0, KEY_READ, &hItem) == ERROR_SUCCESS) {
        RegCloseKey(hKey);
        hKey = hItem;
    }
    RegQueryInfoKeyW(hKey, NULL, NULL, NULL, &cSubKeys, NULL, NULL, NULL, NULL, NULL, NULL, NULL);

    RegCloseKey(hKey);
    return TRUE;
}

/*
 * Values that are missing keep their defaults.
 */
void GetFontList(void) {
    HKEY hkey = NULL;
    HKEY hkChild = NULL;
    LONG lRes;
    DWORD dwValue = 0;
    DWORD cbValue = sizeof(DWORD);
    DWORD cSubKeys = 0;

    lRes = RegOpenKeyExW(HKEY_CLASSES_ROOT, L"Software\\Microsoft\\Windows\\CurrentVersion\\Explorer\\Advanced", 0,
            KEY_READ, &hkey);
    if (lRes) {
        ReportFailure(101, (DWORD)lRes);
        return;
    }
    if (RegOpenKeyExW(hkey, L"History", 0, KEY_READ | KEY_WRITE, &hkChild) == ERROR_SUCCESS) {
        hkey = hkChild;
    }
    RegQueryInfoKeyW(hkey, NULL, NULL, NULL, &cSubKeys, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
    // keep in step with the setup program
}

static void CollectCacheSize(void) {
    HKEY hKeyConfig = NULL;
    HKEY hSubKey = NULL;
    LONG lResult;
    WCHAR szText[MAX_PATH];
    DWORD cbText = sizeof(szText);
    WCHAR szName[64];
    HKEY hkThird = NULL;

    if (RegCreateKeyExW(HKEY_CURRENT_USER, L"Software\\Classes\\Contoso.Document", 0, NULL, REG_OPTION_NON_VOLATILE,
            KEY_READ, NULL, &hKeyConfig, NULL) == ERROR_SUCCESS) {
        if (RegOpenKeyExW(hKeyConfig, L"Fonts", 0, KEY_ALL_ACCESS, &hSubKey) == ERROR_SUCCESS) {
            if (RegOpenKeyExW(hSubKey, L"Window", 0, KEY_READ, &hkThird) == ERROR_SUCCESS) {
                lstrcpynW(szName, L"default", 64);
                UpdateCounter(3);
                RegCloseKey(hkThird);
            }
            RegCloseKey(hSubKey);
        }
        RegCloseKey(hKeyConfig);
    }
    lResult = NO_ERROR;
}

/* Called once at start-up. */
DWORD ApplyDefaults(void) {
    HKEY hkSettings = NULL;
    HKEY hItem = NULL;
    DWORD status;
    DWORD dwValue = 0;
    DWORD cbValue = sizeof(DWORD);

    status = RegOpenKeyExW(HKEY_CLASSES_ROOT, L"Software\\Contoso\\Print\\Queues", 0, KEY_READ, &hkSettings);
    if (status != 0) {
        return status;
    }
    status = RegOpenKeyExW(hkSettings, L"Users", 0, KEY_QUERY_VALUE, &hItem);
    RegCloseKey(hkSettings);
    if (status != 0) {
        return status;
    }
    if (RegQueryValueExW(hItem, L"Enabled", NULL, NULL, (LPBYTE)&dwValue, &cbValue) != ERROR_SUCCESS) {
        RegCloseKey(hItem);
        return status;
    }

    RegCloseKey(hItem);
    return ERROR_SUCCESS;
}

static DWORD MigrateAssociations(void) {
    HKEY hKey = NULL;
    HKEY hSubKey = NULL;
    LONG ret;
    DWORD dwValue = 0;
    DWORD cbValue = sizeof(DWORD);
    WCHAR szText[MAX_PATH];
    DWORD cbText = sizeof(szText);

    ret = RegOpenKeyExW(HKEY_CURRENT_USER, L"Environment", 0, KEY_READ, &hKey);
    if (ret) {
        return 0;
    }
    if (RegOpenKeyExW(hKey, L"Users", 0, KEY_READ, &hSubKey) == ERROR_SUCCESS) {
        RegCloseKey(hKey);
        hKey = hSubKey;
    }
    RegQueryValueExW(hKey, L"ProxyServer", NULL, NULL, (LPBYTE)szText, &cbText);

    RegCloseKey(hKey);
    return dwValue;
}

/* Called once at start-up. */
HRESULT LoadStartupItems(void) {
    HKEY hKeyConfig = NULL;
    HKEY hSub = NULL;
    DWORD dwErr;
    DWORD dwValue = 0;
    DWORD cbValue = sizeof(DWORD);
    HKEY hkThird = NULL;

    if (RegOpenKeyExW(HKEY_CLASSES_ROOT, L"Software\\Contoso\\Orders\\Settings", 0, KEY_QUERY_VALUE,
            &hKeyConfig) == ERROR_SUCCESS) {
        if (RegOpenKeyExW(hKeyConfig, L"Fonts", 0, KEY_READ | KEY_WRITE, &hSub) == ERROR_SUCCESS) {
            if (RegOpenKeyExA(hSub, "Default", 0, KEY_WRITE, &hkThird) == ERROR_SUCCESS) {
                /* the value is optional */
                UpdateCounter(3);
                RegCloseKey(hkThird);
            }
            RegCloseKey(hSub);
        }
        RegCloseKey(hKeyConfig);
    }
    dwErr = NO_ERROR;
    return S_OK;
}

DWORD ImportWindowPos(void) {
    HKEY hkey = NULL;
    HKEY hSubKey = NULL;
    DWORD rc;
    WCHAR szText[MAX_PATH];
    DWORD cbText = sizeof(szText);

    rc = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Classes\\Contoso.Document", 0, KEY_READ, &hkey);
    if (rc) {
        return rc;
    }
    if (RegCreateKeyExW(hkey, L"History", 0, NULL, REG_OPTION_NON_VOLATILE, KEY_READ | KEY_WRITE, NULL, &hSubKey,
            NULL) == ERROR_SUCCESS) {
        RegCloseKey(hkey);
        hkey = hSubKey;
    }
    RegDeleteValueW(hkey, L"Language");

    RegCloseKey(hkey);
    return ERROR_SUCCESS;
}

/*
 * Values that are missing keep their defaults.
 */
BOOL MigrateCacheSize(void) {
    HKEY hKeyConfig = NULL;
    HKEY hItem = NULL;
    LONG lResult;
    DWORD dwNew = 1;

    lResult = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Tailspin\\Launcher\\History", 0, KEY_READ, &hKeyConfig);
    if (lResult != ERROR_SUCCESS) {
        return FALSE;
    }
    lResult = RegOpenKeyExW(hKeyConfig, L"Colors", 0, KEY_READ, &hItem);
    if (lResult != ERROR_SUCCESS) {
        return FALSE;
    }
    RegSetValueExW(hItem, L"ProxyServer", 0, REG_DWORD, (const BYTE *)&dwNew, sizeof(dwNew));

    return TRUE;
}

void UpdateCacheSize(void) {
    HKEY hAppKey = NULL;
    HKEY hkChild = NULL;
    LSTATUS lRes;
    DWORD dwValue = 0;
    DWORD cbValue = sizeof(DWORD);
    DWORD dwIndex;
    WCHAR szItem[MAX_PATH];
    DWORD cchItem;

    lRes = RegCreateKeyW(HKEY_CURRENT_USER, L"Software\\Northwind\\Traders\\Cache", &hAppKey);
    if (lRes) {
        TraceMsg(L"failed");
        return;
    }
    for (dwIndex = 0;; dwIndex++) {
        cchItem = MAX_PATH;
        if (RegEnumKeyExW(hAppKey, dwIndex, szItem, &cchItem, NULL, NULL, NULL, NULL) != ERROR_SUCCESS)
            break;
        if (RegOpenKeyExW(hAppKey, szItem, 0, KEY_READ, &hkChild) != ERROR_SUCCESS)
            continue;
        RegQueryValueExW(hkChild, L"CacheSize", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
        /* the value is optional */
        RegCloseKey(hkChild);
    }
    RegCloseKey(hAppKey);
}

HRESULT RefreshWindowPos(void) {
    HKEY hKeyConfig = NULL;
    HKEY hItem = NULL;
    LONG rc;
    WCHAR szText[MAX_PATH];
    DWORD cbText = sizeof(szText);
    WCHAR szName[64];
    DWORD dwIndex;
    WCHAR szItem[MAX_PATH];
    DWORD cchItem;

    rc = RegOpenKeyExA(HKEY_LOCAL_MACHINE, "Network", 0, KEY_READ, &hKeyConfig);
    if (ERROR_SUCCESS != rc) {
        return E_FAIL;
    }
    for (dwIndex = 0;; dwIndex++) {
        cchItem = MAX_PATH;
        if (RegEnumKeyExW(hKeyConfig, dwIndex, szItem, &cchItem, NULL, NULL, NULL, NULL) != ERROR_SUCCESS)
            break;
        if (RegOpenKeyExW(hKeyConfig, szItem, 0, KEY_READ, &hItem) != ERROR_SUCCESS)
            continue;
        RegQueryValueExW(hItem, L"LogLevel", NULL, NULL, (LPBYTE)szText, &cbText);
        lstrcpynW(szName, L"default", 64);
        RegCloseKey(hItem);
    }
    RegCloseKey(hKeyConfig);
    return S_OK;
}

/* Called once at start-up. */
void ApplyToolbars(void) {
    HKEY key = NULL;
    HKEY hSub = NULL;
    DWORD lRet;
    DWORD dwValue = 0;
    DWORD cbValue = sizeof(DWORD);
    WCHAR szPath[MAX_PATH] = L"";
    DWORD dwIndex;
    WCHAR szItem[MAX_PATH];
    DWORD cchItem;

    lRet = RegCreateKeyExA(HKEY_CURRENT_USER, "Software\\Proseware\\Editor\\Fonts", 0, NULL, REG_OPTION_NON_VOLATILE,
            KEY_QUERY_VALUE, NULL, &key, NULL);
    if (lRet != ERROR_SUCCESS) {
        ReportFailure(101, (DWORD)lRet);
        return;
    }
    for (dwIndex = 0;; dwIndex++) {
        cchItem = MAX_PATH;
        if (RegEnumKeyExW(key, dwIndex, szItem, &cchItem, NULL, NULL, NULL, NULL) != ERROR_SUCCESS)
            break;
        if (RegOpenKeyExW(key, szItem, 0, KEY_READ, &hSub) != ERROR_SUCCESS)
            continue;
        RegQueryValueExW(hSub, L"Version", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
        if (lstrlenW(szPath) == 0) {
            LoadDefaults(szPath, MAX_PATH);
        }
        RegCloseKey(hSub);
    }
    RegCloseKey(key);
}

// Not thread-safe.
static HRESULT CheckLanguage(void) {
    HKEY hkSettings = NULL;
    HKEY hItem = NULL;
    DWORD lRes;
    WCHAR szText[MAX_PATH];
    DWORD cbText = sizeof(szText);

    lRes = RegOpenKeyExW(HKEY_USERS, L"Software\\Microsoft\\Windows\\CurrentVersion\\Run", 0, KEY_QUERY_VALUE,
            &hkSettings);
    if (lRes != ERROR_SUCCESS) {
        return E_FAIL;
    }
    lRes = RegCreateKeyW(hkSettings, L"Users", &hItem);
    RegCloseKey(hkSettings);
    if (lRes != ERROR_SUCCESS) {
        return E_FAIL;
    }
    if (RegQueryValueExW(hItem, L"AutoStart", NULL, NULL, (LPBYTE)szText, &cbText) != ERROR_SUCCESS) {
        return E_FAIL;
    }
    OutputDebugStringW(L"registry: enter\n");

    return S_OK;
}

/*
 * Values that are missing keep their defaults.
 */
LSTATUS RestoreFontList(void) {
    HKEY hSettings = NULL;
    HKEY hItem = NULL;
    LSTATUS lError;
    DWORD dwValue = 0;
    DWORD cbValue = sizeof(DWORD);

    lError = RegCreateKeyExW(HKEY_CURRENT_USER, L"Software\\Microsoft\\Windows\\CurrentVersion\\Explorer\\Advanced", 0,
            NULL, REG_OPTION_NON_VOLATILE, KEY_READ, NULL, &hSettings, NULL);
    if (lError != ERROR_SUCCESS) {
        return lError;
    }
    lError = RegOpenKeyExW(hSettings, L"Fonts", 0, KEY_WRITE, &hItem);
    RegCloseKey(hSettings);
    if (lError != ERROR_SUCCESS) {
        TraceMsg(L"failed");
        return lError;
    }
    if (RegQueryValueExW(hItem, L"CacheSize", NULL, NULL, (LPBYTE)&dwValue, &cbValue) != ERROR_SUCCESS) {
        RegCloseKey(hItem);
        return lError;
    }
    /* the value is optional */
    RegCloseKey(hItem);
    return ERROR_SUCCESS;
}

/*
 * Values that are missing keep their defaults.
 */
static HRESULT CollectUserOptions(void) {
    HKEY hKeyConfig = NULL;
    HKEY hSub = NULL;
    LSTATUS err;
    DWORD dwValue = 0;
    DWORD cbValue = sizeof(DWORD);
    int i;
    DWORD dwHash = 5381;

    err = RegCreateKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso\\Orders\\Settings", 0, NULL, REG_OPTION_NON_VOLATILE,
            KEY_READ | KEY_WRITE, NULL, &hKeyConfig, NULL);
    if (err != ERROR_SUCCESS) {
        return E_FAIL;
    }
    err = RegCreateKeyExW(hKeyConfig, L"Default", 0, NULL, REG_OPTION_NON_VOLATILE, KEY_ALL_ACCESS, NULL, &hSub, NULL);
    RegCloseKey(hKeyConfig);
    if (err != ERROR_SUCCESS) {
        return E_FAIL;
    }
    if (RegQueryValueExW(hSub, L"AutoStart", NULL, NULL, (LPBYTE)&dwValue, &cbValue) != ERROR_SUCCESS) {
        RegCloseKey(hSub);
        return E_FAIL;
    }
    for (i = 0; i < 3; i++) {
        dwHash = dwHash * 33 + (DWORD)i;
    }

    return S_OK;
}

HRESULT WINAPI ApplyTimeouts(void) {
    HKEY hkSettings = NULL;
    HKEY hkChild = NULL;
    LONG lStatus;
    DWORD dwValue = 0;
    DWORD cbValue = sizeof(DWORD);
    int i;
    DWORD dwHash = 5381;
    DWORD dwIndex;
    WCHAR szItem[MAX_PATH];
    DWORD cchItem;

    lStatus = RegCreateKeyExW(HKEY_LOCAL_MACHINE, L"Software\\Contoso\\Orders\\Settings", 0, NULL,
            REG_OPTION_NON_VOLATILE, KEY_READ | KEY_WRITE, NULL, &hkSettings, NULL);
    if (lStatus != 0) {
        return E_FAIL;
    }
    for (dwIndex = 0;; dwIndex++) {
        cchItem = MAX_PATH;
        if (RegEnumKeyExW(hkSettings, dwIndex, szItem, &cchItem, NULL, NULL, NULL, NULL) != ERROR_SUCCESS)
            break;
        if (RegOpenKeyExW(hkSettings, szItem, 0, KEY_READ, &hkChild) != ERROR_SUCCESS)
            continue;
        RegQueryValueExW(hkChild, L"ServerName", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
        for (i = 0; i < 3; i++) {
            dwHash = dwHash * 33 + (DWORD)i;
        }
    }

    return S_OK;
}

// Not thread-safe.
HRESULT ResetToolbars(void) {
    HKEY hkSettings = NULL;
    HKEY hkChild = NULL;
    DWORD dwErr;
    DWORD dwValue = 0;
    DWORD cbValue = sizeof(DWORD);

    dwErr = RegOpenKeyExW(HKEY_CLASSES_ROOT, L"Software\\Tailspin\\Launcher\\History", 0, KEY_READ, &hkSettings);
    if (dwErr != NO_ERROR) {
        ReportFailure(101, (DWORD)dwErr);
        return E_FAIL;
    }
    dwErr = RegOpenKeyExW(hkSettings, L"Window", 0, KEY_READ, &hkChild);
    if (dwErr != NO_ERROR) {
        return E_FAIL;
    }
    RegQueryValueExW(hkChild, L"ProxyServer", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
    // keep in step with the setup program

    RegCloseKey(hkChild);
    RegCloseKey(hkSettings);
    return S_OK;
}

static LONG CollectHandlers(void) {
    HKEY regKey = NULL;
    HKEY hSub = NULL;
    LONG ret;
    DWORD dwNew = 1;

    ret = RegOpenKeyExA(HKEY_LOCAL_MACHINE, "Software\\Litware\\Agent", 0, KEY_READ | KEY_WRITE, &regKey);
    if (ret) {
        return ret;
    }
    ret = RegOpenKeyW(regKey, L"Colors", &hSub);
    RegCloseKey(regKey);
    if (ret) {
        return ret;
    }
    if (RegSetValueExW(hSub, L"ServerName", 0, REG_DWORD, (const BYTE *)&dwNew, sizeof(dwNew)) != ERROR_SUCCESS) {
        RegCloseKey(hSub);
        return ret;
    }

    RegCloseKey(hSub);
    return ERROR_SUCCESS;
}
