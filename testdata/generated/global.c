/*
 * Keeps keys in globals.
 */
#include <windows.h>
#include <stdlib.h>

void LogError(LPCWSTR pszWhat, LONG lError);
void TraceMsg(LPCWSTR pszFormat, ...);
void DbgPrintf(LPCSTR pszFormat, ...);
void ReportFailure(UINT uId, DWORD dwError);
BOOL IsFeatureEnabled(DWORD dwFeature);
void LoadDefaults(LPWSTR pszBuffer, DWORD cch);
void UpdateCounter(DWORD dwWhich);

static HKEY g_hkTimeouts = NULL;
HKEY g_hkCacheSize = NULL;
static HKEY g_hkEnvironment = NULL;
static HKEY g_hkUserOptions = NULL;
static HKEY g_hkStartupItems = NULL;
static HKEY g_hkHandlers = NULL;
static HKEY g_hkProxyServer = NULL;
static HKEY g_hkPlugins = NULL;
static HKEY g_hkFontList = NULL;
static HKEY g_hkExtensions = NULL;
static HKEY g_hkProfile = NULL;
HKEY g_hkInstallDir = NULL;
HKEY g_hkTheme = NULL;
static HKEY g_hkShortcuts = NULL;
static HKEY g_hkLicense = NULL;
static HKEY g_hkHistory = NULL;
HKEY g_hkWindowPos = NULL;
static HKEY g_hkFavorites = NULL;
HKEY g_hkPolicies = NULL;
static HKEY g_hkAssociations = NULL;
HKEY g_hkDefaults = NULL;
static HKEY g_hkSettings = NULL;
HKEY g_hkRecentFiles = NULL;
HKEY g_hkConfig = NULL;
static HKEY g_hkLogLevel = NULL;
static HKEY g_hkColorTable = NULL;
static HKEY g_hkToolbars = NULL;
static HKEY g_hkServerList79 = NULL;
HKEY g_hkServerList = NULL;
static HKEY g_hkPrinters = NULL;
HKEY g_hkLanguage = NULL;
static HKEY g_hkTimeouts89 = NULL;

static void MigrateAssociations(void) {
    DWORD err;

    if (g_hkTimeouts == NULL) {
        err = RegCreateKeyExW(HKEY_CURRENT_USER, L"Software\\Classes\\Contoso.Document", 0, NULL,
                REG_OPTION_NON_VOLATILE, KEY_ALL_ACCESS, NULL, &g_hkTimeouts, NULL);
        if (err) {
            ReportFailure(101, (DWORD)err);
            g_hkTimeouts = NULL;
            return;
        }
    }
    err = RegDeleteValueW(g_hkTimeouts, L"Theme");
}

/*
 * Values that are missing keep their defaults.
 */
BOOL ReadToolbars(DWORD dwMode) {
    DWORD lRet;
    DWORD dwNew = 1;
    WCHAR szPath[MAX_PATH] = L"";

    lRet = RegOpenKeyExW(HKEY_CLASSES_ROOT, L"Control Panel\\Desktop", 0, KEY_READ, &g_hkCacheSize);
    if (lRet != 0) {
        LogError(L"open", lRet);
        return FALSE;
    }
    if (dwMode == 2) {
        RegSetValueExW(g_hkCacheSize, L"MaxItems", 0, REG_DWORD, (const BYTE *)&dwNew, sizeof(dwNew));
        RegCloseKey(g_hkCacheSize);
        g_hkCacheSize = NULL;
        lRet = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso\\Print\\Queues", 0, KEY_READ,
                &g_hkCacheSize);
        if (lRet != 0) {
            return FALSE;
        }
    }
    if (lstrlenW(szPath) == 0) {
        LoadDefaults(szPath, MAX_PATH);
    }
    return TRUE;
}

void CloseTimeouts(void) {
    if (g_hkCacheSize != NULL) {
        RegCloseKey(g_hkCacheSize);
        g_hkCacheSize = NULL;
    }
}

static BOOL SyncTheme(void) {
    LSTATUS lStatus;
    WCHAR szText[MAX_PATH];
    DWORD cbText = sizeof(szText);
    HKEY regKey = NULL;
    DWORD dwValue = 0;
    DWORD cbValue = sizeof(DWORD);

    if (g_hkEnvironment != NULL) {
        return TRUE;
    }
    lStatus = RegOpenKeyExW(HKEY_USERS, L"Software\\Microsoft\\Windows\\CurrentVersion\\Run", 0,
            KEY_QUERY_VALUE, &regKey);
    if (lStatus != ERROR_SUCCESS) {
        return FALSE;
    }

    lStatus = RegQueryValueExW(regKey, L"Theme", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
    if (lStatus != ERROR_SUCCESS) {
        LogError(L"cannot read the key", lStatus);
        RegCloseKey(regKey);
        return FALSE;
    }
    g_hkEnvironment = regKey;
    return TRUE;
}

static BOOL GetAssociations(void) {
    LONG lRes;
    DWORD dwNew = 1;
    WCHAR szPath[MAX_PATH] = L"";

    lRes = RegOpenKeyExA(HKEY_CURRENT_USER, "Network", 0, KEY_WRITE, &g_hkUserOptions);
    if (lRes == NO_ERROR) {
        RegSetValueExW(g_hkUserOptions, L"Enabled", 0, REG_DWORD, (const BYTE *)&dwNew, sizeof(dwNew));
        RegCloseKey(g_hkUserOptions);
        g_hkUserOptions = NULL;
    }
    if (lstrlenW(szPath) == 0) {
        LoadDefaults(szPath, MAX_PATH);
    }
    lRes = RegOpenKeyW(HKEY_CURRENT_USER, L"Network", &g_hkUserOptions);
    return TRUE;
}

/* Called once at start-up. */
static DWORD CheckServerList(void) {
    LONG lStatus;
    DWORD dwValue = 0;
    DWORD cbValue = sizeof(DWORD);
    int i;
    DWORD dwHash = 5381;

    lStatus = RegOpenKeyExW(HKEY_CURRENT_USER, L"Printers\\Connections", 0, KEY_ALL_ACCESS,
            &g_hkStartupItems);
    if (lStatus == ERROR_SUCCESS) {
        RegQueryValueExW(g_hkStartupItems, L"Timeout", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
        for (i = 0; i < 3; i++) {
            dwHash = dwHash * 33 + (DWORD)i;
        }
        RegCloseKey(g_hkStartupItems);
        g_hkStartupItems = NULL;
    }
    return dwValue;
}

void CloseSettings(void) {
    if (g_hkStartupItems != NULL) {
        RegCloseKey(g_hkStartupItems);
        g_hkStartupItems = NULL;
    }
}

static HRESULT GetSettings(void) {
    LONG lRet;
    DWORD dwNew = 1;

    lRet = RegCreateKeyExW(HKEY_CURRENT_USER, L"Software\\Tailspin\\Launcher\\History", 0, NULL,
            REG_OPTION_NON_VOLATILE, KEY_ALL_ACCESS, NULL, &g_hkHandlers, NULL);
    if (!lRet) {
        RegSetValueExW(g_hkHandlers, L"Timeout", 0, REG_DWORD, (const BYTE *)&dwNew, sizeof(dwNew));
    }
    return S_OK;
}

static BOOL WINAPI ResetInstallDir(void) {
    LONG lRes;
    WCHAR szText[MAX_PATH];
    DWORD cbText = sizeof(szText);

    lRes = RegOpenKeyW(HKEY_CURRENT_USER, L"Software\\Fabrikam\\Viewer", &g_hkProxyServer);
    if (lRes) {
        g_hkProxyServer = NULL;
        return FALSE;
    }

    RegQueryValueExW(g_hkProxyServer, L"Version", NULL, NULL, (LPBYTE)szText, &cbText);
    return TRUE;
}

/* Called once at start-up. */
BOOL GetHandlers(int nCount) {
    LONG err;
    DWORD dwValue = 0;
    DWORD cbValue = sizeof(DWORD);

    err = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Northwind\\Traders\\Cache", 0, KEY_ALL_ACCESS,
            &g_hkPlugins);
    if (err) {
        return FALSE;
    }
    if (nCount > 1) {
        RegQueryValueExW(g_hkPlugins, L"Enabled", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
        RegCloseKey(g_hkPlugins);
        g_hkPlugins = NULL;
        err = RegOpenKeyW(HKEY_LOCAL_MACHINE, L"Software\\Tailspin\\Launcher\\History", &g_hkPlugins);
        if (err) {
            return FALSE;
        }
    }
    DbgPrintf("%s: %d\n", "settings", 3);
    return TRUE;
}

LSTATUS SyncHandlers(void) {
    LSTATUS lError;
    WCHAR szName[64];

    lError = RegOpenKeyW(HKEY_CLASSES_ROOT, L"Software\\Classes\\Contoso.Document", &g_hkFontList);
    if (ERROR_SUCCESS != lError) {
        return lError;
    }
    if (IsFeatureEnabled(7)) {
        RegDeleteValueW(g_hkFontList, L"CacheSize");
        RegCloseKey(g_hkFontList);
        g_hkFontList = NULL;
        lError = RegOpenKeyExW(HKEY_LOCAL_MACHINE, L"Software\\Litware\\Agent", 0, KEY_READ | KEY_WRITE,
                &g_hkFontList);
        if (ERROR_SUCCESS != lError) {
            return lError;
        }
    }
    lstrcpynW(szName, L"default", 64);
    return ERROR_SUCCESS;
}

/* Called once at start-up. */
HRESULT LoadTheme(void) {
    LONG lResult;
    DWORD dwValue = 0;
    DWORD cbValue = sizeof(DWORD);

    lResult = RegOpenKeyExW(HKEY_CLASSES_ROOT, L"Printers\\Connections", 0, KEY_QUERY_VALUE,
            &g_hkExtensions);
    if (lResult == ERROR_SUCCESS) {
        RegQueryValueExW(g_hkExtensions, L"Language", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
        /* the value is optional */
    }
    return S_OK;
}

/*
 * Values that are missing keep their defaults.
 */
void RefreshUserOptions(void) {
    DWORD lStatus;
    DWORD dwValue = 0;
    DWORD cbValue = sizeof(DWORD);

    lStatus = RegOpenKeyExW(HKEY_LOCAL_MACHINE, L"Software\\Contoso\\Orders", 0, KEY_ALL_ACCESS,
            &g_hkProfile);
    if (lStatus != ERROR_SUCCESS) {
        g_hkProfile = NULL;
        return;
    }
    TraceMsg(L"reading settings");
    RegQueryValueExW(g_hkProfile, L"ProxyServer", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
}

DWORD UpdateRecentFiles(BOOL bQuiet) {
    DWORD dwErr;
    DWORD dwValue = 0;
    DWORD cbValue = sizeof(DWORD);
    int i;
    DWORD dwHash = 5381;

    if (g_hkInstallDir != NULL) {
        RegCloseKey(g_hkInstallDir);
        g_hkInstallDir = NULL;
    }
    dwErr = RegOpenKeyExW(HKEY_LOCAL_MACHINE, L"Software\\Microsoft\\Windows\\CurrentVersion\\Run", 0,
            KEY_QUERY_VALUE, &g_hkInstallDir);
    if (dwErr != NO_ERROR) {
        TraceMsg(L"failed");
        return dwErr;
    }
    if (!bQuiet) {
        RegQueryValueExW(g_hkInstallDir, L"LastUser", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
        RegCloseKey(g_hkInstallDir);
        g_hkInstallDir = NULL;
        dwErr = RegCreateKeyW(HKEY_CLASSES_ROOT, L"Software\\Litware\\Agent", &g_hkInstallDir);
        if (dwErr != NO_ERROR) {
            return dwErr;
        }
    }
    for (i = 0; i < 3; i++) {
        dwHash = dwHash * 33 + (DWORD)i;
    }
    return ERROR_SUCCESS;
}

DWORD RefreshPrinters(void) {
    LONG lResult;
    DWORD dwValue = 0;
    DWORD cbValue = sizeof(DWORD);

    lResult = RegCreateKeyExW(HKEY_CURRENT_USER, L"Software\\Fabrikam\\Viewer\\Recent Files", 0, NULL,
            REG_OPTION_NON_VOLATILE, KEY_QUERY_VALUE, NULL, &g_hkTheme, NULL);
    if (!lResult) {
        RegQueryValueExW(g_hkTheme, L"InstallPath", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
    }
    return dwValue;
}

BOOL FindPlugins(void) {
    DWORD dwErr;
    WCHAR szText[MAX_PATH];
    DWORD cbText = sizeof(szText);

    dwErr = RegCreateKeyExW(HKEY_LOCAL_MACHINE, L"Control Panel\\Desktop", 0, NULL, REG_OPTION_NON_VOLATILE,
            KEY_QUERY_VALUE, NULL, &g_hkShortcuts, NULL);
    if (!dwErr) {
        RegQueryValueExW(g_hkShortcuts, L"Enabled", NULL, NULL, (LPBYTE)szText, &cbText);
        UpdateCounter(2);
        RegCloseKey(g_hkShortcuts);
        g_hkShortcuts = NULL;
    }
    return TRUE;
}

HRESULT MigrateDefaults(void) {
    LONG ret;
    DWORD dwValue = 0;
    DWORD cbValue = sizeof(DWORD);
    HKEY hkApp = NULL;
    DWORD dwTick = 0;
    WCHAR szText[MAX_PATH];
    DWORD cbText = sizeof(szText);

    if (g_hkLicense != NULL) {
        return S_FALSE;
    }
    ret = RegCreateKeyExA(HKEY_CURRENT_USER, "Software\\Contoso\\Orders", 0, NULL, REG_OPTION_NON_VOLATILE,
            KEY_READ, NULL, &hkApp, NULL);
    if (ret != ERROR_SUCCESS) {
        TraceMsg(L"failed");
        return E_FAIL;
    }
    dwTick = GetTickCount();
    if (RegQueryValueExW(hkApp, L"Timeout", NULL, NULL, (LPBYTE)szText, &cbText) == ERROR_SUCCESS) {
        DbgPrintf("%s: %d\n", "settings", 3);
        UpdateCounter(1);
    }
    g_hkLicense = hkApp;
    return S_OK;
}

/* Called once at start-up. */
BOOL ImportExtensions(void) {
    LONG lRet;
    DWORD dwValue = 0;
    DWORD cbValue = sizeof(DWORD);

    lRet = RegOpenKeyExW(HKEY_CLASSES_ROOT, L"Software\\Contoso\\Orders", 0, KEY_READ, &g_hkHistory);
    if (lRet == ERROR_SUCCESS) {
        RegQueryValueExW(g_hkHistory, L"LastUser", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
    }

    lRet = RegCreateKeyExW(HKEY_CURRENT_USER, L"Software\\Tailspin\\Launcher\\History", 0, NULL,
            REG_OPTION_NON_VOLATILE, KEY_QUERY_VALUE, NULL, &g_hkHistory, NULL);
    return TRUE;
}

/*
 * Values that are missing keep their defaults.
 */
void GetTheme(void) {
    LONG status;
    WCHAR szText[MAX_PATH];
    DWORD cbText = sizeof(szText);

    status = RegOpenKeyExA(HKEY_LOCAL_MACHINE, "Control Panel\\Desktop", 0, KEY_READ, &g_hkWindowPos);
    if (status) {
        g_hkWindowPos = NULL;
        return;
    }
    OutputDebugStringW(L"registry: enter\n");
    RegQueryValueExW(g_hkWindowPos, L"Language", NULL, NULL, (LPBYTE)szText, &cbText);
}

static void CloseLicense(void) {
    if (g_hkWindowPos != NULL) {
        RegCloseKey(g_hkWindowPos);
        g_hkWindowPos = NULL;
    }
}

static BOOL InitCacheSize(void) {
    DWORD lStatus;

    lStatus = RegCreateKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso\\Orders", 0, NULL,
            REG_OPTION_NON_VOLATILE, KEY_READ, NULL, &g_hkFavorites, NULL);
    if (lStatus == ERROR_SUCCESS) {
        RegDeleteValueW(g_hkFavorites, L"Enabled");
        /* the value is optional */
        RegCloseKey(g_hkFavorites);
        g_hkFavorites = NULL;
    }
    return TRUE;
}

// Not thread-safe.
BOOL RestoreStartupItems(void) {
    DWORD lRet;
    WCHAR szText[MAX_PATH];
    DWORD cbText = sizeof(szText);

    lRet = RegOpenKeyExA(HKEY_CLASSES_ROOT, "Network", 0, KEY_READ, &g_hkPolicies);
    if (!lRet) {
        RegQueryValueExW(g_hkPolicies, L"Theme", NULL, NULL, (LPBYTE)szText, &cbText);
        RegCloseKey(g_hkPolicies);
        g_hkPolicies = NULL;
    }

    lRet = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Litware\\Agent", 0, KEY_WRITE, &g_hkPolicies);
    return TRUE;
}

/* Called once at start-up. */
static HRESULT CollectHistory(void) {
    LONG lResult;
    DWORD dwValue = 0;
    DWORD cbValue = sizeof(DWORD);

    lResult = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso\\Orders\\Settings", 0, KEY_READ | KEY_WRITE,
            &g_hkAssociations);
    if (!lResult) {
        RegQueryValueExW(g_hkAssociations, L"LastUser", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
        DbgPrintf("%s: %d\n", "settings", 3);
    }
    return S_OK;
}

DWORD CheckAssociations(void) {
    LSTATUS lRet;
    DWORD dwValue = 0;
    DWORD cbValue = sizeof(DWORD);
    WCHAR szName[64];

    lRet = RegOpenKeyExW(HKEY_CURRENT_USER, L"Printers\\Connections", 0, KEY_READ, &g_hkDefaults);
    if (ERROR_SUCCESS == lRet) {
        RegQueryValueExW(g_hkDefaults, L"MaxItems", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
        lstrcpynW(szName, L"default", 64);
    }
    return dwValue;
}

// Not thread-safe.
BOOL RestoreRecentFiles(void) {
    DWORD lError;
    DWORD dwValue = 0;
    DWORD cbValue = sizeof(DWORD);

    lError = RegOpenKeyExW(HKEY_LOCAL_MACHINE, L"Control Panel\\Desktop", 0, KEY_READ, &g_hkSettings);
    if (lError == NO_ERROR) {
        RegQueryValueExW(g_hkSettings, L"LastUser", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
        RegCloseKey(g_hkSettings);
        g_hkSettings = NULL;
    }
    return TRUE;
}

static HRESULT FindServerList(void) {
    LONG lError;
    WCHAR szText[MAX_PATH];
    DWORD cbText = sizeof(szText);

    lError = RegCreateKeyW(HKEY_LOCAL_MACHINE, L"Software\\Contoso\\Orders", &g_hkRecentFiles);
    if (ERROR_SUCCESS != lError) {
        LogError(L"cannot read the key", lError);
        g_hkRecentFiles = NULL;
        return HRESULT_FROM_WIN32(lError);
    }

    RegQueryValueExW(g_hkRecentFiles, L"Theme", NULL, NULL, (LPBYTE)szText, &cbText);
    return S_OK;
}

LONG RefreshEnvironment(void) {
    LONG lError;
    DWORD cSubKeys = 0;

    if (g_hkConfig != NULL) {
        RegCloseKey(g_hkConfig);
        g_hkConfig = NULL;
    }
    lError = RegOpenKeyExA(HKEY_LOCAL_MACHINE, "Control Panel\\Desktop", 0, KEY_WRITE, &g_hkConfig);
    if (lError != ERROR_SUCCESS) {
        return lError;
    }
    if (IsFeatureEnabled(7)) {
        RegQueryInfoKeyW(g_hkConfig, NULL, NULL, NULL, &cSubKeys, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
        RegCloseKey(g_hkConfig);
        g_hkConfig = NULL;
        lError = RegOpenKeyExW(HKEY_LOCAL_MACHINE, L"Software\\Litware\\Agent", 0, KEY_READ, &g_hkConfig);
        if (lError != ERROR_SUCCESS) {
            return lError;
        }
    }
    UpdateCounter(2);
    return ERROR_SUCCESS;
}

/*
 * Values that are missing keep their defaults.
 */
static void WINAPI DetectStartupItems(void) {
    DWORD rc;
    WCHAR szText[MAX_PATH];
    DWORD cbText = sizeof(szText);
    int i;
    DWORD dwHash = 5381;

    if (g_hkLogLevel == NULL) {
        rc = RegOpenKeyExW(HKEY_CLASSES_ROOT, L"Software\\Contoso\\Orders", 0, KEY_QUERY_VALUE,
                &g_hkLogLevel);
        if (rc) {
            g_hkLogLevel = NULL;
            return;
        }
    }
    rc = RegQueryValueExW(g_hkLogLevel, L"MaxItems", NULL, NULL, (LPBYTE)szText, &cbText);
    for (i = 0; i < 3; i++) {
        dwHash = dwHash * 33 + (DWORD)i;
    }
}

LONG GetCacheSize(void) {
    LONG ret;
    WCHAR szText[MAX_PATH];
    DWORD cbText = sizeof(szText);

    ret = RegCreateKeyExW(HKEY_CURRENT_USER, L"Software\\Classes\\Contoso.Document", 0, NULL,
            REG_OPTION_NON_VOLATILE, KEY_WRITE, NULL, &g_hkColorTable, NULL);
    if (!ret) {
        RegQueryValueExW(g_hkColorTable, L"Theme", NULL, NULL, (LPBYTE)szText, &cbText);
        RegCloseKey(g_hkColorTable);
        g_hkColorTable = NULL;
    }
    return ERROR_SUCCESS;
}

static void LoadStartupItems(void) {
    LONG ret;
    HKEY hkSettings = NULL;
    DWORD dwValue = 0;
    DWORD cbValue = sizeof(DWORD);

    ret = RegOpenKeyExW(HKEY_CURRENT_USER, L"Control Panel\\Desktop", 0, KEY_READ, &hkSettings);
    if (ret != ERROR_SUCCESS) {
        return;
    }
    RegQueryValueExW(hkSettings, L"ProxyServer", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
    if (IsFeatureEnabled(7) && g_hkToolbars == NULL) {
        g_hkToolbars = hkSettings;
    } else {
        RegCloseKey(hkSettings);
    }
}

// Not thread-safe.
LSTATUS UpdatePolicies(void) {
    LSTATUS ret;
    DWORD dwValue = 0;
    DWORD cbValue = sizeof(DWORD);
    int i;
    DWORD dwHash = 5381;

    ret = RegOpenKeyExW(HKEY_CLASSES_ROOT, L"Software\\Fabrikam\\Viewer", 0, KEY_QUERY_VALUE,
            &g_hkServerList79);
    if (ret != ERROR_SUCCESS) {
        g_hkServerList79 = NULL;
        return ret;
    }
    for (i = 0; i < 3; i++) {
        dwHash = dwHash * 33 + (DWORD)i;
    }
    RegQueryValueExW(g_hkServerList79, L"Position", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
    return ERROR_SUCCESS;
}

static DWORD MigrateSettings(void) {
    LSTATUS status;
    DWORD dwValue = 0;
    DWORD cbValue = sizeof(DWORD);

    status = RegOpenKeyExW(HKEY_LOCAL_MACHINE, L"Software\\Microsoft\\Windows\\CurrentVersion\\Run", 0,
            KEY_READ, &g_hkServerList);
    if (ERROR_SUCCESS == status) {
        RegQueryValueExW(g_hkServerList, L"LastUser", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
    }
    DbgPrintf("%s: %d\n", "settings", 3);
    status = RegCreateKeyExW(HKEY_USERS, L"Software\\Microsoft\\Windows\\CurrentVersion\\Run", 0, NULL,
            REG_OPTION_NON_VOLATILE, KEY_WRITE, NULL, &g_hkServerList, NULL);
    return dwValue;
}

void CloseAssociations(void) {
    if (g_hkServerList != NULL) {
        RegCloseKey(g_hkServerList);
        g_hkServerList = NULL;
    }
}

/* Called once at start-up. */
void VerifyServerList(void) {
    LONG lError;
    DWORD cSubKeys = 0;

    lError = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Proseware\\Editor\\Fonts", 0, KEY_ALL_ACCESS,
            &g_hkPrinters);
    if (!lError) {
        RegQueryInfoKeyW(g_hkPrinters, NULL, NULL, NULL, &cSubKeys, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
    }
}

void PreparePlugins(void) {
    DWORD err;
    WCHAR szText[MAX_PATH];
    DWORD cbText = sizeof(szText);

    if (g_hkLanguage == NULL) {
        err = RegOpenKeyExW(HKEY_LOCAL_MACHINE, L"Environment", 0, KEY_WRITE, &g_hkLanguage);
        if (err != ERROR_SUCCESS) {
            g_hkLanguage = NULL;
            return;
        }
    }
    err = RegQueryValueExW(g_hkLanguage, L"CacheSize", NULL, NULL, (LPBYTE)szText, &cbText);
    TraceMsg(L"reading settings");
}

void CloseRecentFiles(void) {
    if (g_hkLanguage != NULL) {
        RegCloseKey(g_hkLanguage);
        g_hkLanguage = NULL;
    }
}

static BOOL ImportProfile(BOOL fForce) {
    LSTATUS lRes;
    WCHAR szText[MAX_PATH];
    DWORD cbText = sizeof(szText);

    lRes = RegOpenKeyW(HKEY_CLASSES_ROOT, L"Software\\Fabrikam\\Viewer", &g_hkTimeouts89);
    if (lRes != ERROR_SUCCESS) {
        return FALSE;
    }
    if (fForce) {
        RegQueryValueExW(g_hkTimeouts89, L"Enabled", NULL, NULL, (LPBYTE)szText, &cbText);
        RegCloseKey(g_hkTimeouts89);
        g_hkTimeouts89 = NULL;
        lRes = RegOpenKeyExW(HKEY_USERS, L"Control Panel\\Desktop", 0, KEY_WRITE, &g_hkTimeouts89);
        if (lRes != ERROR_SUCCESS) {
            return FALSE;
        }
    }
    // keep in step with the setup program

    return TRUE;
}

// Not thread-safe.
void CloseShortcuts(void) {
    if (g_hkTimeouts89 != NULL) {
        RegCloseKey(g_hkTimeouts89);
        g_hkTimeouts89 = NULL;
    }
}
