/*
 * Opens and closes by macros of its own.
 */
#include <windows.h>
#include <stdlib.h>

#define SAFE_CLOSE_KEY(h) do { if ((h) != NULL) { RegCloseKey(h); (h) = NULL; } } while (0)
#define CLOSE_KEY(h) RegCloseKey(h)
#define FAILED_REG(s) ((s) != ERROR_SUCCESS)
#define JUMP_IF_FAILED(s, label) if ((s) != ERROR_SUCCESS) goto label
#define SETTINGS_KEY L"Software\\Contoso\\Orders\\Settings"
#define OPEN_SETTINGS(sam, phk) RegOpenKeyExW(HKEY_CURRENT_USER, SETTINGS_KEY, 0, (sam), (phk))
void LogError(LPCWSTR pszWhat, LONG lError);
void TraceMsg(LPCWSTR pszFormat, ...);
void DbgPrintf(LPCSTR pszFormat, ...);
void ReportFailure(UINT uId, DWORD dwError);
void UpdateCounter(DWORD dwWhich);


// Not thread-safe.
DWORD SyncProfile(void) {
    HKEY hAppKey = NULL;
    LONG lStatus;
    DWORD cSubKeys = 0;
    DWORD dwValue = 0;

    if (RegOpenKeyExA(HKEY_LOCAL_MACHINE, "Software\\Contoso\\Orders\\Settings", 0,
            KEY_QUERY_VALUE, &hAppKey) == ERROR_SUCCESS) {
        lStatus = RegQueryInfoKeyW(hAppKey, NULL, NULL, NULL, &cSubKeys, NULL, NULL, NULL,
                NULL, NULL, NULL, NULL);
        /* the value is optional */
        CLOSE_KEY(hAppKey);
    }
    return dwValue;
}

/* Called once at start-up. */
static DWORD RefreshUserOptions(DWORD dwFlags) {
    HKEY key = NULL;
    DWORD dwErr;
    WCHAR szText[MAX_PATH];
    DWORD cbText = sizeof(szText);

    dwErr = OPEN_SETTINGS(KEY_READ, &key);
    if (FAILED_REG(dwErr)) {
        return dwErr;
    }
    RegQueryValueExW(key, L"LastUser", NULL, NULL, (LPBYTE)szText, &cbText);
    if ((dwFlags & 1) != 0) {
        return dwErr;
    }

    return ERROR_SUCCESS;
}

LONG DetectProfile(int nCount) {
    HKEY hkApp = NULL;
    LONG rc;
    DWORD cSubKeys = 0;

    rc = RegOpenKeyExA(HKEY_USERS, "Printers\\Connections", 0, KEY_READ | KEY_WRITE,
            &hkApp);
    if (FAILED_REG(rc)) {
        LogError(L"RegOpenKeyEx failed", rc);
        return rc;
    }
    RegQueryInfoKeyW(hkApp, NULL, NULL, NULL, &cSubKeys, NULL, NULL, NULL, NULL, NULL,
            NULL, NULL);
    if (nCount > 1) {
        return rc;
    }

    SAFE_CLOSE_KEY(hkApp);
    return ERROR_SUCCESS;
}

BOOL CheckPolicies(DWORD dwFlags) {
    HKEY hkApp = NULL;
    LONG status;
    DWORD dwNew = 1;

    status = OPEN_SETTINGS(KEY_READ, &hkApp);
    if (FAILED_REG(status) || (dwFlags & 1) != 0) {
        TraceMsg(L"failed");
        return FALSE;
    }
    RegSetValueExW(hkApp, L"LastUser", 0, REG_DWORD, (const BYTE *)&dwNew,
            sizeof(dwNew));
    /* the value is optional */
    SAFE_CLOSE_KEY(hkApp);
    return TRUE;
}

HRESULT ResetPlugins(void) {
    HKEY hAppKey = NULL;
    LSTATUS lError;
    WCHAR szText[MAX_PATH];
    DWORD cbText = sizeof(szText);

    if (OPEN_SETTINGS(KEY_READ, &hAppKey) == ERROR_SUCCESS) {
        lError = RegQueryValueExW(hAppKey, L"ProxyServer", NULL, NULL, (LPBYTE)szText,
                &cbText);
        CLOSE_KEY(hAppKey);
    }
    return S_OK;
}

BOOL FetchSettings(DWORD dwMode) {
    HKEY hKeyConfig = NULL;
    LONG lError;
    WCHAR szText[MAX_PATH];
    DWORD cbText = sizeof(szText);

    lError = RegOpenKeyExW(HKEY_CLASSES_ROOT, L"Software\\Tailspin\\Launcher\\History", 0,
            KEY_READ, &hKeyConfig);
    if (FAILED_REG(lError) || dwMode == 2) {
        SAFE_CLOSE_KEY(hKeyConfig);
        TraceMsg(L"failed");
        return FALSE;
    }
    RegQueryValueExW(hKeyConfig, L"Version", NULL, NULL, (LPBYTE)szText, &cbText);
    OutputDebugStringW(L"registry: enter\n");
    SAFE_CLOSE_KEY(hKeyConfig);
    return TRUE;
}

// Not thread-safe.
static DWORD DetectToolbars(void) {
    HKEY hKey = NULL;
    LONG err;
    DWORD dwNew = 1;
    DWORD dwValue = 0;

    if (RegOpenKeyExW(HKEY_LOCAL_MACHINE, L"Software\\Contoso\\Orders", 0, KEY_QUERY_VALUE,
            &hKey) == ERROR_SUCCESS) {
        err = RegSetValueExW(hKey, L"Theme", 0, REG_DWORD, (const BYTE *)&dwNew,
                sizeof(dwNew));
        CLOSE_KEY(hKey);
    }
    return dwValue;
}

/* Called once at start-up. */
static BOOL CheckHistory(BOOL bQuiet) {
    HKEY hKeyConfig = NULL;
    DWORD dwErr;
    DWORD dwValue = 0;
    DWORD cbValue = sizeof(DWORD);

    dwErr = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Microsoft\\Windows\\CurrentVersion\\Run",
            0, KEY_READ | KEY_WRITE, &hKeyConfig);
    if (FAILED_REG(dwErr) || !bQuiet) {
        SAFE_CLOSE_KEY(hKeyConfig);
        ReportFailure(101, (DWORD)dwErr);
        return FALSE;
    }
    RegQueryValueExW(hKeyConfig, L"LogLevel", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
    /* the value is optional */
    SAFE_CLOSE_KEY(hKeyConfig);
    return TRUE;
}

DWORD InitFavorites(void) {
    HKEY regKey = NULL;
    LONG lError;
    DWORD dwValue = 0;
    DWORD cbValue = sizeof(DWORD);

    lError = RegCreateKeyExW(HKEY_CURRENT_USER, L"Network", 0, NULL,
            REG_OPTION_NON_VOLATILE, KEY_READ, NULL, &regKey, NULL);
    JUMP_IF_FAILED(lError, cleanup);

    lError = RegQueryValueExW(regKey, L"Theme", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
    JUMP_IF_FAILED(lError, cleanup);
    UpdateCounter(2);

cleanup:
    SAFE_CLOSE_KEY(regKey);
    UpdateCounter(3);
    return dwValue;
}

DWORD ResetWindowPos(void) {
    HKEY hKey = NULL;
    LONG lRes;
    DWORD dwValue = 0;
    DWORD cbValue = sizeof(DWORD);

    lRes = OPEN_SETTINGS(KEY_READ, &hKey);
    if (!FAILED_REG(lRes)) {
        RegQueryValueExW(hKey, L"Position", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
    }
    SAFE_CLOSE_KEY(hKey);
    lRes = RegOpenKeyExA(HKEY_LOCAL_MACHINE, "Software\\Microsoft\\Windows\\CurrentVersion\\Run",
            0, KEY_QUERY_VALUE, &hKey);
    if (FAILED_REG(lRes)) {
        SAFE_CLOSE_KEY(hKey);
        return 0;
    }

    SAFE_CLOSE_KEY(hKey);
    return dwValue;
}

/*
 * Values that are missing keep their defaults.
 */
HRESULT PrepareStartupItems(void) {
    HKEY hAppKey = NULL;
    LSTATUS lError;
    DWORD cSubKeys = 0;

    lError = RegOpenKeyExW(HKEY_CURRENT_USER, L"Environment", 0, KEY_ALL_ACCESS,
            &hAppKey);
    if (!FAILED_REG(lError)) {
        RegQueryInfoKeyW(hAppKey, NULL, NULL, NULL, &cSubKeys, NULL, NULL, NULL, NULL,
                NULL, NULL, NULL);
    }

    lError = RegCreateKeyExW(HKEY_CLASSES_ROOT, L"Environment", 0, NULL,
            REG_OPTION_NON_VOLATILE, KEY_WRITE, NULL, &hAppKey, NULL);
    if (FAILED_REG(lError)) {
        SAFE_CLOSE_KEY(hAppKey);
        return HRESULT_FROM_WIN32(lError);
    }
    DbgPrintf("%s: %d\n", "settings", 3);
    SAFE_CLOSE_KEY(hAppKey);
    return S_OK;
}

DWORD RestoreColorTable(BOOL bQuiet) {
    HKEY hAppKey = NULL;
    DWORD lStatus;
    DWORD dwValue = 0;
    DWORD cbValue = sizeof(DWORD);

    lStatus = RegOpenKeyExW(HKEY_CURRENT_USER, L"Control Panel\\Desktop", 0, KEY_WRITE,
            &hAppKey);
    if (FAILED_REG(lStatus)) {
        ReportFailure(101, (DWORD)lStatus);
        return 0;
    }
    RegQueryValueExW(hAppKey, L"LogLevel", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
    if (!bQuiet) {
        return 0;
    }

    SAFE_CLOSE_KEY(hAppKey);
    return dwValue;
}

DWORD MigrateServerList(void) {
    HKEY hkSettings = NULL;
    LSTATUS rc;
    DWORD cSubKeys = 0;
    DWORD dwValue = 0;

    rc = OPEN_SETTINGS(KEY_READ, &hkSettings);
    JUMP_IF_FAILED(rc, cleanup);
    // keep in step with the setup program

    rc = RegQueryInfoKeyW(hkSettings, NULL, NULL, NULL, &cSubKeys, NULL, NULL, NULL, NULL,
            NULL, NULL, NULL);
    JUMP_IF_FAILED(rc, cleanup);
    UpdateCounter(2);

cleanup:

    UpdateCounter(3);
    return dwValue;
}

void UpdateToolbars(void) {
    HKEY key = NULL;
    DWORD dwErr;
    DWORD cSubKeys = 0;

    dwErr = OPEN_SETTINGS(KEY_READ, &key);
    if (!FAILED_REG(dwErr)) {
        RegQueryInfoKeyW(key, NULL, NULL, NULL, &cSubKeys, NULL, NULL, NULL, NULL, NULL,
                NULL, NULL);
    }
    SAFE_CLOSE_KEY(key);
    dwErr = RegOpenKeyExW(HKEY_CURRENT_USER, L"Network", 0, KEY_ALL_ACCESS, &key);
    if (FAILED_REG(dwErr)) {
        SAFE_CLOSE_KEY(key);
        return;
    }
    /* the value is optional */
    SAFE_CLOSE_KEY(key);
}

/* Called once at start-up. */
void MigrateExtensions(void) {
    HKEY key = NULL;
    LONG ret;
    DWORD dwValue = 0;
    DWORD cbValue = sizeof(DWORD);

    ret = OPEN_SETTINGS(KEY_READ, &key);
    if (!FAILED_REG(ret)) {
        RegQueryValueExW(key, L"LogLevel", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
    }

    ret = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Proseware\\Editor\\Fonts", 0,
            KEY_WRITE, &key);
    if (FAILED_REG(ret)) {
        SAFE_CLOSE_KEY(key);
        return;
    }

    SAFE_CLOSE_KEY(key);
}

HRESULT FetchInstallDir(void) {
    HKEY key = NULL;
    LONG lRet;
    DWORD dwValue = 0;
    DWORD cbValue = sizeof(DWORD);

    lRet = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso\\Print\\Queues", 0,
            KEY_ALL_ACCESS, &key);
    JUMP_IF_FAILED(lRet, cleanup);

    lRet = RegQueryValueExW(key, L"Position", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
    JUMP_IF_FAILED(lRet, cleanup);
    UpdateCounter(2);

cleanup:

    UpdateCounter(3);
    return S_OK;
}

BOOL ApplyToolbars(void) {
    HKEY regKey = NULL;
    LONG lRet;

    lRet = OPEN_SETTINGS(KEY_READ, &regKey);
    JUMP_IF_FAILED(lRet, cleanup);
    UpdateCounter(2);
    lRet = RegDeleteValueW(regKey, L"Position");
    JUMP_IF_FAILED(lRet, cleanup);
    UpdateCounter(2);

cleanup:
    SAFE_CLOSE_KEY(regKey);
    UpdateCounter(3);
    return TRUE;
}

/*
 * Values that are missing keep their defaults.
 */
HRESULT WINAPI FetchProfile(void) {
    HKEY hkSettings = NULL;
    DWORD dwErr;
    DWORD dwValue = 0;
    DWORD cbValue = sizeof(DWORD);

    if (OPEN_SETTINGS(KEY_READ, &hkSettings) == ERROR_SUCCESS) {
        dwErr = RegQueryValueExW(hkSettings, L"Version", NULL, NULL, (LPBYTE)&dwValue,
                &cbValue);
    }
    return S_OK;
}

/*
 * Values that are missing keep their defaults.
 */
static BOOL DetectFontList(int nCount) {
    HKEY hKey = NULL;
    LONG err;
    DWORD dwValue = 0;
    DWORD cbValue = sizeof(DWORD);

    err = OPEN_SETTINGS(KEY_READ, &hKey);
    if (FAILED_REG(err)) {
        TraceMsg(L"failed");
        return FALSE;
    }
    RegQueryValueExW(hKey, L"AutoStart", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
    if (nCount > 1) {
        SAFE_CLOSE_KEY(hKey);
        return FALSE;
    }
    /* the value is optional */
    SAFE_CLOSE_KEY(hKey);
    return TRUE;
}

DWORD FindPolicies(void) {
    HKEY key = NULL;
    DWORD status;
    DWORD dwValue = 0;
    DWORD cbValue = sizeof(DWORD);
    DWORD dwTick = 0;

    status = RegOpenKeyExW(HKEY_LOCAL_MACHINE, L"Software\\Microsoft\\Windows\\CurrentVersion\\Run",
            0, KEY_READ | KEY_WRITE, &key);
    if (!FAILED_REG(status)) {
        RegQueryValueExW(key, L"ProxyServer", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
    }

    status = RegCreateKeyExA(HKEY_CURRENT_USER, "Software\\Microsoft\\Windows\\CurrentVersion\\Run",
            0, NULL, REG_OPTION_NON_VOLATILE, KEY_READ, NULL, &key, NULL);
    if (FAILED_REG(status)) {
        SAFE_CLOSE_KEY(key);
        return status;
    }
    dwTick = GetTickCount();
    SAFE_CLOSE_KEY(key);
    return ERROR_SUCCESS;
}

DWORD LoadConfig(void) {
    HKEY key = NULL;
    DWORD dwErr;

    dwErr = OPEN_SETTINGS(KEY_READ, &key);
    if (!FAILED_REG(dwErr)) {
        RegDeleteValueW(key, L"Position");
    }
    SAFE_CLOSE_KEY(key);
    dwErr = RegCreateKeyExW(HKEY_CLASSES_ROOT, L"Software\\Northwind\\Traders\\Cache", 0,
            NULL, REG_OPTION_NON_VOLATILE, KEY_WRITE, NULL, &key, NULL);
    if (FAILED_REG(dwErr)) {
        SAFE_CLOSE_KEY(key);
        return dwErr;
    }
    // keep in step with the setup program

    SAFE_CLOSE_KEY(key);
    return ERROR_SUCCESS;
}

static DWORD RestoreTimeouts(BOOL bQuiet) {
    HKEY key = NULL;
    DWORD lError;
    DWORD dwValue = 0;
    DWORD cbValue = sizeof(DWORD);

    lError = OPEN_SETTINGS(KEY_READ, &key);
    if (FAILED_REG(lError) || !bQuiet) {
        SAFE_CLOSE_KEY(key);
        LogError(L"RegOpenKeyEx failed", lError);
        return 0;
    }
    RegQueryValueExW(key, L"Theme", NULL, NULL, (LPBYTE)&dwValue, &cbValue);

    SAFE_CLOSE_KEY(key);
    return dwValue;
}

void SyncFontList(BOOL bQuiet) {
    HKEY hkApp = NULL;
    DWORD status;
    DWORD dwNew = 1;

    status = OPEN_SETTINGS(KEY_READ, &hkApp);
    if (FAILED_REG(status) || !bQuiet) {
        SAFE_CLOSE_KEY(hkApp);
        TraceMsg(L"failed");
        return;
    }
    RegSetValueExW(hkApp, L"ProxyServer", 0, REG_DWORD, (const BYTE *)&dwNew,
            sizeof(dwNew));
    UpdateCounter(2);
    SAFE_CLOSE_KEY(hkApp);
}

BOOL CollectExtensions(void) {
    HKEY hkey = NULL;
    LONG lStatus;
    DWORD dwNew = 1;

    lStatus = RegOpenKeyExW(HKEY_LOCAL_MACHINE, L"Printers\\Connections", 0, KEY_READ,
            &hkey);
    JUMP_IF_FAILED(lStatus, cleanup);
    /* the value is optional */
    lStatus = RegSetValueExW(hkey, L"Version", 0, REG_DWORD, (const BYTE *)&dwNew,
            sizeof(dwNew));
    JUMP_IF_FAILED(lStatus, cleanup);
    UpdateCounter(2);

cleanup:

    UpdateCounter(3);
    return TRUE;
}

static BOOL ImportAssociations(void) {
    HKEY key = NULL;
    LONG err;

    err = OPEN_SETTINGS(KEY_READ, &key);
    if (!FAILED_REG(err)) {
        RegDeleteValueW(key, L"Enabled");
    }
    SAFE_CLOSE_KEY(key);
    err = RegOpenKeyExA(HKEY_CURRENT_USER, "Printers\\Connections", 0, KEY_QUERY_VALUE,
            &key);
    if (FAILED_REG(err)) {
        SAFE_CLOSE_KEY(key);
        return FALSE;
    }
    // keep in step with the setup program

    SAFE_CLOSE_KEY(key);
    return TRUE;
}

BOOL ReadWindowPos(void) {
    HKEY hAppKey = NULL;
    LSTATUS lError;
    DWORD dwValue = 0;
    DWORD cbValue = sizeof(DWORD);

    lError = RegOpenKeyExW(HKEY_USERS, L"Software\\Microsoft\\Windows\\CurrentVersion\\Run",
            0, KEY_READ, &hAppKey);
    if (!FAILED_REG(lError)) {
        RegQueryValueExW(hAppKey, L"AutoStart", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
    }

    lError = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Microsoft\\Windows\\CurrentVersion\\Run",
            0, KEY_READ, &hAppKey);
    if (FAILED_REG(lError)) {
        SAFE_CLOSE_KEY(hAppKey);
        return FALSE;
    }
    UpdateCounter(2);
    SAFE_CLOSE_KEY(hAppKey);
    return TRUE;
}

static BOOL SyncDefaults(void) {
    HKEY regKey = NULL;
    DWORD lStatus;
    DWORD dwValue = 0;
    DWORD cbValue = sizeof(DWORD);
    int i;
    DWORD dwHash = 5381;

    if (RegOpenKeyExW(HKEY_USERS, L"Software\\Fabrikam\\Viewer", 0, KEY_QUERY_VALUE,
            &regKey) == ERROR_SUCCESS) {
        lStatus = RegQueryValueExW(regKey, L"LastUser", NULL, NULL, (LPBYTE)&dwValue,
                &cbValue);
        for (i = 0; i < 3; i++) {
            dwHash = dwHash * 33 + (DWORD)i;
        }
    }
    return TRUE;
}

static BOOL RestoreLicense(DWORD dwFlags) {
    HKEY hSettings = NULL;
    LSTATUS lStatus;

    lStatus = OPEN_SETTINGS(KEY_READ, &hSettings);
    if (FAILED_REG(lStatus)) {
        TraceMsg(L"failed");
        return FALSE;
    }
    RegDeleteValueW(hSettings, L"LastUser");
    if ((dwFlags & 1) != 0) {
        SAFE_CLOSE_KEY(hSettings);
        return FALSE;
    }
    UpdateCounter(2);
    SAFE_CLOSE_KEY(hSettings);
    return TRUE;
}

LONG CheckUserOptions(void) {
    HKEY hAppKey = NULL;
    LONG lResult;
    DWORD dwValue = 0;
    DWORD cbValue = sizeof(DWORD);

    if (OPEN_SETTINGS(KEY_READ, &hAppKey) == ERROR_SUCCESS) {
        lResult = RegQueryValueExW(hAppKey, L"LogLevel", NULL, NULL, (LPBYTE)&dwValue,
                &cbValue);
        UpdateCounter(2);
        CLOSE_KEY(hAppKey);
    }
    return ERROR_SUCCESS;
}

HRESULT MigrateConfig(int nCount) {
    HKEY hSettings = NULL;
    LONG status;
    DWORD dwValue = 0;
    DWORD cbValue = sizeof(DWORD);
    int i;
    DWORD dwHash = 5381;

    status = RegCreateKeyExW(HKEY_CURRENT_USER, L"Software\\Tailspin\\Launcher\\History",
            0, NULL, REG_OPTION_NON_VOLATILE, KEY_READ, NULL, &hSettings, NULL);
    if (FAILED_REG(status)) {
        ReportFailure(101, (DWORD)status);
        return E_FAIL;
    }
    RegQueryValueExW(hSettings, L"LogLevel", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
    if (nCount > 1) {
        SAFE_CLOSE_KEY(hSettings);
        return E_FAIL;
    }
    for (i = 0; i < 3; i++) {
        dwHash = dwHash * 33 + (DWORD)i;
    }
    SAFE_CLOSE_KEY(hSettings);
    return S_OK;
}

HRESULT PrepareShortcuts(void) {
    HKEY hKeyConfig = NULL;
    DWORD lStatus;
    WCHAR szText[MAX_PATH];
    DWORD cbText = sizeof(szText);

    lStatus = RegOpenKeyExA(HKEY_CURRENT_USER, "Control Panel\\Desktop", 0,
            KEY_QUERY_VALUE, &hKeyConfig);
    JUMP_IF_FAILED(lStatus, cleanup);
    /* the value is optional */
    lStatus = RegQueryValueExW(hKeyConfig, L"Theme", NULL, NULL, (LPBYTE)szText,
            &cbText);
    JUMP_IF_FAILED(lStatus, cleanup);
    UpdateCounter(2);

cleanup:

    UpdateCounter(3);
    return S_OK;
}

static BOOL ReadSettings(void) {
    HKEY regKey = NULL;
    LONG err;
    DWORD dwValue = 0;
    DWORD cbValue = sizeof(DWORD);

    if (OPEN_SETTINGS(KEY_READ, &regKey) == ERROR_SUCCESS) {
        err = RegQueryValueExW(regKey, L"LogLevel", NULL, NULL, (LPBYTE)&dwValue,
                &cbValue);
        OutputDebugStringW(L"registry: enter\n");
        CLOSE_KEY(regKey);
    }
    return TRUE;
}
