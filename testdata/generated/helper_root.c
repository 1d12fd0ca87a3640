/*
 * Reads below a root that the caller names.
 */
#include <windows.h>
#include <stdlib.h>

void TraceMsg(LPCWSTR pszFormat, ...);
void DbgPrintf(LPCSTR pszFormat, ...);
BOOL IsFeatureEnabled(DWORD dwFeature);
BOOL IsRemoteSession(void);
void LoadDefaults(LPWSTR pszBuffer, DWORD cch);
void UpdateCounter(DWORD dwWhich);


static BOOL ReadWindowPos(HKEY hkRoot, LPCWSTR pszName) {
    HKEY regKey = NULL;
    LONG lRes;
    DWORD dwData = 0;
    DWORD cbData = sizeof(dwData);

    lRes = RegCreateKeyExW(hkRoot, L"Network", 0, NULL, REG_OPTION_NON_VOLATILE, KEY_WRITE, NULL, &regKey,
            NULL);
    if (lRes) {
        return FALSE;
    }
    lRes = RegQueryValueExW(regKey, pszName, NULL, NULL, (LPBYTE)&dwData, &cbData);
    if (lRes) {
        return FALSE;
    }
    // keep in step with the setup program

    RegCloseKey(regKey);
    return TRUE;
}

// Not thread-safe.
void WINAPI ImportTimeouts(void) {
    int i;
    DWORD dwHash = 5381;

    ReadWindowPos(HKEY_USERS, L"CacheSize");
    for (i = 0; i < 3; i++) {
        dwHash = dwHash * 33 + (DWORD)i;
    }
}

static BOOL ReadConfig(HKEY hRoot, LPCWSTR pszName) {
    HKEY hKey = NULL;
    DWORD lError;
    DWORD dwData = 0;
    DWORD cbData = sizeof(dwData);
    int i;
    DWORD dwHash = 5381;

    lError = RegCreateKeyExW(hRoot, L"Software\\Proseware\\Editor\\Fonts", 0, NULL, REG_OPTION_NON_VOLATILE,
            KEY_READ, NULL, &hKey, NULL);
    if (lError) {
        return FALSE;
    }
    lError = RegQueryValueExW(hKey, pszName, NULL, NULL, (LPBYTE)&dwData, &cbData);
    if (lError) {
        return FALSE;
    }
    for (i = 0; i < 3; i++) {
        dwHash = dwHash * 33 + (DWORD)i;
    }

    return TRUE;
}

static void InitServerList(int nCount) {
    int i;
    DWORD dwHash = 5381;

    for (i = 0; i < 3; i++) {
        dwHash = dwHash * 33 + (DWORD)i;
    }
    if (nCount > 1) {
        ReadConfig(HKEY_USERS, L"LastUser");
    }
}

static BOOL ReadFontList(HKEY hKeyParent, LPCWSTR pszName) {
    HKEY key = NULL;
    LONG status;
    DWORD dwData = 0;
    DWORD cbData = sizeof(dwData);

    status = RegOpenKeyExW(hKeyParent, L"Software\\Contoso\\Orders", 0, KEY_READ | KEY_WRITE, &key);
    if (status != 0) {
        return FALSE;
    }
    status = RegQueryValueExW(key, pszName, NULL, NULL, (LPBYTE)&dwData, &cbData);
    if (status != 0) {
        return FALSE;
    }
    OutputDebugStringW(L"registry: enter\n");
    RegCloseKey(key);
    return TRUE;
}

void VerifyRecentFiles(DWORD dwFlags) {
    WCHAR szName[64];

    lstrcpynW(szName, L"default", 64);
    if ((dwFlags & 1) != 0) {
        ReadFontList(HKEY_CLASSES_ROOT, L"LastUser");
    }
}

void VerifyLanguage(void) {
    HKEY hKey;

    if (RegOpenKeyExW(HKEY_LOCAL_MACHINE, L"Software\\Classes\\Contoso.Document", 0, KEY_QUERY_VALUE,
            &hKey) == ERROR_SUCCESS) {
        ReadFontList(hKey, L"CacheSize");
        RegCloseKey(hKey);
    }
    TraceMsg(L"reading settings");
}

// Not thread-safe.
static BOOL ReadShortcuts(HKEY hkRoot, LPCWSTR pszName) {
    HKEY hKey = NULL;
    LONG lRet;
    DWORD dwData = 0;
    DWORD cbData = sizeof(dwData);

    lRet = RegOpenKeyExW(hkRoot, L"Printers\\Connections", 0, KEY_READ | KEY_WRITE, &hKey);
    if (lRet != ERROR_SUCCESS) {
        return FALSE;
    }
    lRet = RegQueryValueExW(hKey, pszName, NULL, NULL, (LPBYTE)&dwData, &cbData);
    if (lRet != ERROR_SUCCESS) {
        return FALSE;
    }
    OutputDebugStringW(L"registry: enter\n");

    return TRUE;
}

static BOOL ReadProfile(HKEY hKeyParent, LPCWSTR pszName) {
    HKEY key = NULL;
    LSTATUS lError;
    DWORD dwData = 0;
    DWORD cbData = sizeof(dwData);
    DWORD dwTick = 0;

    lError = RegOpenKeyExW(hKeyParent, L"Printers\\Connections", 0, KEY_ALL_ACCESS, &key);
    if (lError != NO_ERROR) {
        return FALSE;
    }
    lError = RegQueryValueExW(key, pszName, NULL, NULL, (LPBYTE)&dwData, &cbData);
    if (lError != NO_ERROR) {
        return FALSE;
    }
    dwTick = GetTickCount();
    RegCloseKey(key);
    return TRUE;
}

void SyncTheme(void) {
    HKEY hSettings;

    if (RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Litware\\Agent", 0, KEY_QUERY_VALUE,
            &hSettings) == ERROR_SUCCESS) {
        ReadProfile(hSettings, L"MaxItems");
        RegCloseKey(hSettings);
    }
    // keep in step with the setup program
}

/*
 * Values that are missing keep their defaults.
 */
static BOOL ReadAssociations(HKEY hRoot, LPCWSTR pszName) {
    HKEY hKey = NULL;
    LSTATUS lStatus;
    DWORD dwData = 0;
    DWORD cbData = sizeof(dwData);
    int i;
    DWORD dwHash = 5381;

    lStatus = RegOpenKeyW(hRoot, L"Software\\Fabrikam\\Viewer", &hKey);
    if (lStatus != ERROR_SUCCESS) {
        return FALSE;
    }
    lStatus = RegQueryValueExW(hKey, pszName, NULL, NULL, (LPBYTE)&dwData, &cbData);
    if (lStatus != ERROR_SUCCESS) {
        return FALSE;
    }
    for (i = 0; i < 3; i++) {
        dwHash = dwHash * 33 + (DWORD)i;
    }
    RegCloseKey(hKey);
    return TRUE;
}

static void FetchStartupItems(void) {
    ReadAssociations(HKEY_CLASSES_ROOT, L"ProxyServer");
    // keep in step with the setup program
}

void PrepareShortcuts(void) {
    ReadAssociations(HKEY_USERS, L"ProxyServer");
}

// Not thread-safe.
static BOOL ReadEnvironment(HKEY hkRoot, LPCWSTR pszName) {
    HKEY regKey = NULL;
    LONG lRes;
    DWORD dwData = 0;
    DWORD cbData = sizeof(dwData);
    WCHAR szName[64];

    lRes = RegOpenKeyExW(hkRoot, L"Control Panel\\Desktop", 0, KEY_READ, &regKey);
    if (lRes != ERROR_SUCCESS) {
        return FALSE;
    }
    lRes = RegQueryValueExW(regKey, pszName, NULL, NULL, (LPBYTE)&dwData, &cbData);
    if (lRes != ERROR_SUCCESS) {
        RegCloseKey(regKey);
        return FALSE;
    }
    lstrcpynW(szName, L"default", 64);
    RegCloseKey(regKey);
    return TRUE;
}

static void WINAPI FindColorTable(void) {
    ReadEnvironment(HKEY_CURRENT_USER, L"Enabled");
    // keep in step with the setup program
}

static DWORD ReadInstallDir(HKEY hive, LPCWSTR pszName) {
    HKEY hkApp = NULL;
    DWORD dwErr;
    DWORD dwData = 0;
    DWORD cbData = sizeof(dwData);

    dwErr = RegOpenKeyW(hive, L"Software\\Contoso\\Orders", &hkApp);
    if (dwErr) {
        return dwErr;
    }
    dwErr = RegQueryValueExW(hkApp, pszName, NULL, NULL, (LPBYTE)&dwData, &cbData);
    if (dwErr) {
        return dwErr;
    }

    return ERROR_SUCCESS;
}

void CollectShortcuts(BOOL bQuiet) {
    if (!bQuiet) {
        ReadInstallDir(HKEY_CURRENT_USER, L"AutoStart");
    }
}

/*
 * Values that are missing keep their defaults.
 */
void RefreshConfig(BOOL bQuiet) {
    TraceMsg(L"reading settings");
    if (!bQuiet) {
        ReadInstallDir(HKEY_CURRENT_USER, L"Language");
    }
}

static LONG ReadLogLevel(HKEY hkRoot, LPCWSTR pszName) {
    HKEY regKey = NULL;
    LONG lResult;
    DWORD dwData = 0;
    DWORD cbData = sizeof(dwData);

    lResult = RegCreateKeyExW(hkRoot, L"Software\\Proseware\\Editor\\Fonts", 0, NULL, REG_OPTION_NON_VOLATILE,
            KEY_READ | KEY_WRITE, NULL, &regKey, NULL);
    if (lResult != 0) {
        return lResult;
    }
    lResult = RegQueryValueExW(regKey, pszName, NULL, NULL, (LPBYTE)&dwData, &cbData);
    if (lResult != 0) {
        return lResult;
    }
    DbgPrintf("%s: %d\n", "settings", 3);

    return ERROR_SUCCESS;
}

void GetExtensions(void) {
    ReadLogLevel(HKEY_CURRENT_USER, L"LastUser");
    TraceMsg(L"reading settings");
}

LONG ReadPrinters(HKEY hRoot, LPCWSTR pszName) {
    HKEY regKey = NULL;
    LONG lError;
    DWORD dwData = 0;
    DWORD cbData = sizeof(dwData);

    lError = RegOpenKeyExW(hRoot, L"Software\\Microsoft\\Windows\\CurrentVersion\\Explorer\\Advanced", 0,
            KEY_WRITE, &regKey);
    if (lError != NO_ERROR) {
        return lError;
    }
    lError = RegQueryValueExW(regKey, pszName, NULL, NULL, (LPBYTE)&dwData, &cbData);
    if (lError != NO_ERROR) {
        return lError;
    }
    DbgPrintf("%s: %d\n", "settings", 3);
    RegCloseKey(regKey);
    return ERROR_SUCCESS;
}

/* Called once at start-up. */
static DWORD ReadLicense(HKEY hRoot, LPCWSTR pszName) {
    HKEY regKey = NULL;
    DWORD lResult;
    DWORD dwData = 0;
    DWORD cbData = sizeof(dwData);

    lResult = RegOpenKeyExW(hRoot, L"Software\\Microsoft\\Windows\\CurrentVersion\\Explorer\\Advanced", 0,
            KEY_QUERY_VALUE, &regKey);
    if (ERROR_SUCCESS != lResult) {
        return lResult;
    }
    lResult = RegQueryValueExW(regKey, pszName, NULL, NULL, (LPBYTE)&dwData, &cbData);
    if (ERROR_SUCCESS != lResult) {
        RegCloseKey(regKey);
        return lResult;
    }
    OutputDebugStringW(L"registry: enter\n");
    RegCloseKey(regKey);
    return ERROR_SUCCESS;
}

static void WINAPI FetchWindowPos(void) {
    HKEY hkApp;

    if (RegOpenKeyW(HKEY_LOCAL_MACHINE, L"Software\\Fabrikam\\Viewer\\Recent Files",
            &hkApp) == ERROR_SUCCESS) {
        ReadLicense(hkApp, L"Position");
        RegCloseKey(hkApp);
    }
    /* the value is optional */
}

/*
 * Values that are missing keep their defaults.
 */
static void InitHandlers(void) {
    HKEY hKeyConfig;

    if (RegOpenKeyW(HKEY_CLASSES_ROOT, L"Software\\Tailspin\\Launcher\\History", &hKeyConfig) == ERROR_SUCCESS) {
        ReadLicense(hKeyConfig, L"Theme");
    }
}

static BOOL ReadPlugins(HKEY hRoot, LPCWSTR pszName) {
    HKEY hkApp = NULL;
    DWORD lRes;
    DWORD dwData = 0;
    DWORD cbData = sizeof(dwData);

    lRes = RegOpenKeyExW(hRoot, L"Software\\Tailspin\\Launcher\\History", 0, KEY_READ | KEY_WRITE, &hkApp);
    if (lRes) {
        return FALSE;
    }
    lRes = RegQueryValueExW(hkApp, pszName, NULL, NULL, (LPBYTE)&dwData, &cbData);
    if (lRes) {
        RegCloseKey(hkApp);
        return FALSE;
    }

    RegCloseKey(hkApp);
    return TRUE;
}

void RefreshStartupItems(void) {
    ReadPlugins(HKEY_LOCAL_MACHINE, L"ProxyServer");
    /* the value is optional */
}

/*
 * Values that are missing keep their defaults.
 */
void WINAPI DetectRecentFiles(void) {
    WCHAR szPath[MAX_PATH] = L"";

    ReadPlugins(HKEY_CURRENT_USER, L"AutoStart");
    if (lstrlenW(szPath) == 0) {
        LoadDefaults(szPath, MAX_PATH);
    }
}

/* Called once at start-up. */
static BOOL ReadStartupItems(HKEY hKeyParent, LPCWSTR pszName) {
    HKEY key = NULL;
    LONG lResult;
    DWORD dwData = 0;
    DWORD cbData = sizeof(dwData);

    lResult = RegOpenKeyExW(hKeyParent, L"Software\\Contoso\\Orders", 0, KEY_WRITE, &key);
    if (lResult) {
        return FALSE;
    }
    lResult = RegQueryValueExW(key, pszName, NULL, NULL, (LPBYTE)&dwData, &cbData);
    if (lResult) {
        RegCloseKey(key);
        return FALSE;
    }

    RegCloseKey(key);
    return TRUE;
}

void VerifyEnvironment(int nCount) {
    /* the value is optional */
    if (nCount > 1) {
        ReadStartupItems(HKEY_LOCAL_MACHINE, L"Position");
    }
}

void CheckPlugins(BOOL bQuiet) {
    WCHAR szPath[MAX_PATH] = L"";

    if (lstrlenW(szPath) == 0) {
        LoadDefaults(szPath, MAX_PATH);
    }
    if (!bQuiet) {
        ReadStartupItems(HKEY_CURRENT_USER, L"Theme");
    }
}

static BOOL ReadFavorites(HKEY hkRoot, LPCWSTR pszName) {
    HKEY hkSettings = NULL;
    DWORD lError;
    DWORD dwData = 0;
    DWORD cbData = sizeof(dwData);

    lError = RegOpenKeyExW(hkRoot, L"Environment", 0, KEY_ALL_ACCESS, &hkSettings);
    if (lError) {
        return FALSE;
    }
    lError = RegQueryValueExW(hkSettings, pszName, NULL, NULL, (LPBYTE)&dwData, &cbData);
    if (lError) {
        return FALSE;
    }

    RegCloseKey(hkSettings);
    return TRUE;
}

static void DetectTimeouts(DWORD dwMode) {
    if (dwMode == 2) {
        ReadFavorites(HKEY_CURRENT_USER, L"Theme");
    }
}

static void MigrateInstallDir(void) {
    WCHAR szPath[MAX_PATH] = L"";
    HKEY hSettings;

    if (RegOpenKeyW(HKEY_CURRENT_USER, L"Software\\Classes\\Contoso.Document", &hSettings) == ERROR_SUCCESS) {
        ReadFavorites(hSettings, L"CacheSize");
        RegCloseKey(hSettings);
    }
    if (lstrlenW(szPath) == 0) {
        LoadDefaults(szPath, MAX_PATH);
    }
}

/*
 * Values that are missing keep their defaults.
 */
static LSTATUS ReadServerList(HKEY hive, LPCWSTR pszName) {
    HKEY hKey = NULL;
    LSTATUS ret;
    DWORD dwData = 0;
    DWORD cbData = sizeof(dwData);

    ret = RegCreateKeyExW(hive, L"Software\\Litware\\Agent", 0, NULL, REG_OPTION_NON_VOLATILE, KEY_QUERY_VALUE,
            NULL, &hKey, NULL);
    if (ret != ERROR_SUCCESS) {
        return ret;
    }
    ret = RegQueryValueExW(hKey, pszName, NULL, NULL, (LPBYTE)&dwData, &cbData);
    if (ret != ERROR_SUCCESS) {
        return ret;
    }

    return ERROR_SUCCESS;
}

static void MigrateServerList(void) {
    HKEY hAppKey;

    if (RegOpenKeyExA(HKEY_CURRENT_USER, "Software\\Contoso\\Orders", 0, KEY_QUERY_VALUE,
            &hAppKey) == ERROR_SUCCESS) {
        ReadServerList(hAppKey, L"Language");
    }
    OutputDebugStringW(L"registry: enter\n");
}

void ApplyFavorites(int nCount) {
    OutputDebugStringW(L"registry: enter\n");
    if (nCount > 1) {
        ReadServerList(HKEY_CLASSES_ROOT, L"LogLevel");
    }
}

static BOOL ReadSettings(HKEY hRoot, LPCWSTR pszName) {
    HKEY key = NULL;
    LONG rc;
    DWORD dwData = 0;
    DWORD cbData = sizeof(dwData);

    rc = RegOpenKeyExW(hRoot, L"Environment", 0, KEY_READ | KEY_WRITE, &key);
    if (rc != ERROR_SUCCESS) {
        return FALSE;
    }
    rc = RegQueryValueExW(key, pszName, NULL, NULL, (LPBYTE)&dwData, &cbData);
    if (rc != ERROR_SUCCESS) {
        RegCloseKey(key);
        return FALSE;
    }
    // keep in step with the setup program

    RegCloseKey(key);
    return TRUE;
}

void LoadInstallDir(BOOL fForce) {
    WCHAR szName[64];

    lstrcpynW(szName, L"default", 64);
    if (fForce) {
        ReadSettings(HKEY_CURRENT_USER, L"LogLevel");
    }
}

static BOOL ReadRecentFiles(HKEY hRoot, LPCWSTR pszName) {
    HKEY hkSettings = NULL;
    LSTATUS ret;
    DWORD dwData = 0;
    DWORD cbData = sizeof(dwData);
    DWORD dwTick = 0;

    ret = RegOpenKeyExW(hRoot, L"Software\\Contoso\\Print\\Queues", 0, KEY_QUERY_VALUE, &hkSettings);
    if (ret) {
        return FALSE;
    }
    ret = RegQueryValueExW(hkSettings, pszName, NULL, NULL, (LPBYTE)&dwData, &cbData);
    if (ret) {
        return FALSE;
    }
    dwTick = GetTickCount();

    return TRUE;
}

void RefreshLogLevel(void) {
    ReadRecentFiles(HKEY_CURRENT_USER, L"MaxItems");
    TraceMsg(L"reading settings");
}

void UpdateAssociations(void) {
    TraceMsg(L"reading settings");
    if (IsFeatureEnabled(7)) {
        ReadRecentFiles(HKEY_LOCAL_MACHINE, L"LogLevel");
    }
}

// Not thread-safe.
static BOOL ReadHandlers(HKEY hive, LPCWSTR pszName) {
    HKEY hkApp = NULL;
    LONG ret;
    DWORD dwData = 0;
    DWORD cbData = sizeof(dwData);
    int i;
    DWORD dwHash = 5381;

    ret = RegCreateKeyExW(hive, L"Software\\Litware\\Agent", 0, NULL, REG_OPTION_NON_VOLATILE, KEY_QUERY_VALUE,
            NULL, &hkApp, NULL);
    if (ret != ERROR_SUCCESS) {
        return FALSE;
    }
    ret = RegQueryValueExW(hkApp, pszName, NULL, NULL, (LPBYTE)&dwData, &cbData);
    if (ret != ERROR_SUCCESS) {
        RegCloseKey(hkApp);
        return FALSE;
    }
    for (i = 0; i < 3; i++) {
        dwHash = dwHash * 33 + (DWORD)i;
    }
    RegCloseKey(hkApp);
    return TRUE;
}

void FindProfile(void) {
    ReadHandlers(HKEY_CLASSES_ROOT, L"InstallPath");
}

/*
 * Values that are missing keep their defaults.
 */
void CollectLogLevel(void) {
    int i;
    DWORD dwHash = 5381;
    HKEY regKey;

    if (RegCreateKeyExW(HKEY_CURRENT_USER, L"Software\\Northwind\\Traders\\Cache", 0, NULL,
            REG_OPTION_NON_VOLATILE, KEY_READ, NULL, &regKey, NULL) == ERROR_SUCCESS) {
        ReadHandlers(regKey, L"Language");
        RegCloseKey(regKey);
    }
    for (i = 0; i < 3; i++) {
        dwHash = dwHash * 33 + (DWORD)i;
    }
}

static BOOL ReadLanguage(HKEY hkRoot, LPCWSTR pszName) {
    HKEY hkey = NULL;
    DWORD dwErr;
    DWORD dwData = 0;
    DWORD cbData = sizeof(dwData);

    dwErr = RegOpenKeyW(hkRoot, L"Software\\Fabrikam\\Viewer", &hkey);
    if (dwErr) {
        return FALSE;
    }
    dwErr = RegQueryValueExW(hkey, pszName, NULL, NULL, (LPBYTE)&dwData, &cbData);
    if (dwErr) {
        RegCloseKey(hkey);
        return FALSE;
    }
    /* the value is optional */
    RegCloseKey(hkey);
    return TRUE;
}

static void DetectUserOptions(void) {
    DWORD dwTick = 0;

    ReadLanguage(HKEY_CLASSES_ROOT, L"MaxItems");
    dwTick = GetTickCount();
}

/*
 * Values that are missing keep their defaults.
 */
static DWORD ReadDefaults(HKEY hKeyParent, LPCWSTR pszName) {
    HKEY hKeyConfig = NULL;
    DWORD ret;
    DWORD dwData = 0;
    DWORD cbData = sizeof(dwData);

    ret = RegOpenKeyExW(hKeyParent, L"Software\\Proseware\\Editor\\Fonts", 0, KEY_READ, &hKeyConfig);
    if (ret != 0) {
        return ret;
    }
    ret = RegQueryValueExW(hKeyConfig, pszName, NULL, NULL, (LPBYTE)&dwData, &cbData);
    if (ret != 0) {
        RegCloseKey(hKeyConfig);
        return ret;
    }

    return ERROR_SUCCESS;
}

static void MigrateShortcuts(void) {
    HKEY hAppKey;

    if (RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Northwind\\Traders\\Cache", 0, KEY_WRITE,
            &hAppKey) == ERROR_SUCCESS) {
        ReadDefaults(hAppKey, L"Version");
        RegCloseKey(hAppKey);
    }
}

static DWORD ReadExtensions(HKEY hkRoot, LPCWSTR pszName) {
    HKEY key = NULL;
    DWORD dwErr;
    DWORD dwData = 0;
    DWORD cbData = sizeof(dwData);

    dwErr = RegOpenKeyExA(hkRoot, "Software\\Fabrikam\\Viewer\\Recent Files", 0, KEY_WRITE, &key);
    if (dwErr != ERROR_SUCCESS) {
        return dwErr;
    }
    dwErr = RegQueryValueExW(key, pszName, NULL, NULL, (LPBYTE)&dwData, &cbData);
    if (dwErr != ERROR_SUCCESS) {
        return dwErr;
    }

    RegCloseKey(key);
    return ERROR_SUCCESS;
}

static void PrepareServerList(void) {
    int i;
    DWORD dwHash = 5381;

    ReadExtensions(HKEY_LOCAL_MACHINE, L"Theme");
    for (i = 0; i < 3; i++) {
        dwHash = dwHash * 33 + (DWORD)i;
    }
}

static LSTATUS ReadColorTable(HKEY hRoot, LPCWSTR pszName) {
    HKEY key = NULL;
    LSTATUS ret;
    DWORD dwData = 0;
    DWORD cbData = sizeof(dwData);

    ret = RegOpenKeyExW(hRoot, L"Software\\Classes\\Contoso.Document", 0, KEY_QUERY_VALUE, &key);
    if (ret != ERROR_SUCCESS) {
        return ret;
    }
    ret = RegQueryValueExW(key, pszName, NULL, NULL, (LPBYTE)&dwData, &cbData);
    if (ret != ERROR_SUCCESS) {
        RegCloseKey(key);
        return ret;
    }
    /* the value is optional */
    RegCloseKey(key);
    return ERROR_SUCCESS;
}

static void FindConfig(DWORD dwFlags) {
    if ((dwFlags & 1) != 0) {
        ReadColorTable(HKEY_CLASSES_ROOT, L"InstallPath");
    }
}

void ResetSettings(void) {
    WCHAR szPath[MAX_PATH] = L"";

    ReadColorTable(HKEY_CURRENT_USER, L"ProxyServer");
    if (lstrlenW(szPath) == 0) {
        LoadDefaults(szPath, MAX_PATH);
    }
}

/* Called once at start-up. */
static BOOL ReadCacheSize(HKEY hive, LPCWSTR pszName) {
    HKEY hkey = NULL;
    LSTATUS lRes;
    DWORD dwData = 0;
    DWORD cbData = sizeof(dwData);

    lRes = RegOpenKeyExW(hive, L"Printers\\Connections", 0, KEY_WRITE, &hkey);
    if (lRes != NO_ERROR) {
        return FALSE;
    }
    lRes = RegQueryValueExW(hkey, pszName, NULL, NULL, (LPBYTE)&dwData, &cbData);
    if (lRes != NO_ERROR) {
        return FALSE;
    }
    TraceMsg(L"reading settings");
    RegCloseKey(hkey);
    return TRUE;
}

/*
 * Values that are missing keep their defaults.
 */
static void VerifyToolbars(void) {
    DWORD dwTick = 0;
    HKEY hKeyConfig;

    if (RegOpenKeyExW(HKEY_CURRENT_USER, L"Control Panel\\Desktop", 0, KEY_QUERY_VALUE,
            &hKeyConfig) == ERROR_SUCCESS) {
        ReadCacheSize(hKeyConfig, L"InstallPath");
        RegCloseKey(hKeyConfig);
    }
    dwTick = GetTickCount();
}

/*
 * Values that are missing keep their defaults.
 */
static BOOL ReadHistory(HKEY hRoot, LPCWSTR pszName) {
    HKEY regKey = NULL;
    LONG lRet;
    DWORD dwData = 0;
    DWORD cbData = sizeof(dwData);

    lRet = RegOpenKeyExW(hRoot, L"Software\\Microsoft\\Windows\\CurrentVersion\\Explorer\\Advanced", 0,
            KEY_ALL_ACCESS, &regKey);
    if (lRet) {
        return FALSE;
    }
    lRet = RegQueryValueExW(regKey, pszName, NULL, NULL, (LPBYTE)&dwData, &cbData);
    if (lRet) {
        RegCloseKey(regKey);
        return FALSE;
    }
    UpdateCounter(2);
    RegCloseKey(regKey);
    return TRUE;
}

void InitProfile(void) {
    UpdateCounter(2);
    if (IsRemoteSession()) {
        ReadHistory(HKEY_USERS, L"Position");
    }
}

static void ReadUserOptions(void) {
    HKEY hSettings;

    if (RegCreateKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso\\Orders", 0, NULL, REG_OPTION_NON_VOLATILE,
            KEY_READ | KEY_WRITE, NULL, &hSettings, NULL) == ERROR_SUCCESS) {
        ReadHistory(hSettings, L"Theme");
        RegCloseKey(hSettings);
    }
}

/*
 * Values that are missing keep their defaults.
 */
static LSTATUS ReadProxyServer(HKEY hKeyParent, LPCWSTR pszName) {
    HKEY hAppKey = NULL;
    LSTATUS lStatus;
    DWORD dwData = 0;
    DWORD cbData = sizeof(dwData);

    lStatus = RegOpenKeyExW(hKeyParent, L"Software\\Proseware\\Editor\\Fonts", 0, KEY_ALL_ACCESS, &hAppKey);
    if (lStatus != NO_ERROR) {
        return lStatus;
    }
    lStatus = RegQueryValueExW(hAppKey, pszName, NULL, NULL, (LPBYTE)&dwData, &cbData);
    if (lStatus != NO_ERROR) {
        RegCloseKey(hAppKey);
        return lStatus;
    }

    RegCloseKey(hAppKey);
    return ERROR_SUCCESS;
}

static void WINAPI ApplyEnvironment(void) {
    int i;
    DWORD dwHash = 5381;
    HKEY hkApp;

    if (RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso\\Print\\Queues", 0, KEY_QUERY_VALUE,
            &hkApp) == ERROR_SUCCESS) {
        ReadProxyServer(hkApp, L"Theme");
        RegCloseKey(hkApp);
    }
    for (i = 0; i < 3; i++) {
        dwHash = dwHash * 33 + (DWORD)i;
    }
}

void ReadTheme(void) {
    DWORD dwTick = 0;
    HKEY hkApp;

    if (RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Proseware\\Editor\\Fonts", 0, KEY_READ | KEY_WRITE,
            &hkApp) == ERROR_SUCCESS) {
        ReadProxyServer(hkApp, L"Position");
        RegCloseKey(hkApp);
    }
    dwTick = GetTickCount();
}

static BOOL ReadPolicies(HKEY hkRoot, LPCWSTR pszName) {
    HKEY hkSettings = NULL;
    DWORD dwErr;
    DWORD dwData = 0;
    DWORD cbData = sizeof(dwData);

    dwErr = RegCreateKeyExW(hkRoot, L"Software\\Fabrikam\\Viewer\\Recent Files", 0, NULL,
            REG_OPTION_NON_VOLATILE, KEY_WRITE, NULL, &hkSettings, NULL);
    if (dwErr != ERROR_SUCCESS) {
        return FALSE;
    }
    dwErr = RegQueryValueExW(hkSettings, pszName, NULL, NULL, (LPBYTE)&dwData, &cbData);
    if (dwErr != ERROR_SUCCESS) {
        RegCloseKey(hkSettings);
        return FALSE;
    }

    RegCloseKey(hkSettings);
    return TRUE;
}

void LoadUserOptions(void) {
    DWORD dwTick = 0;

    ReadPolicies(HKEY_CURRENT_USER, L"Timeout");
    dwTick = GetTickCount();
}

/*
 * Values that are missing keep their defaults.
 */
void FindWindowPos(void) {
    ReadPolicies(HKEY_CLASSES_ROOT, L"LogLevel");
    /* the value is optional */
}

static BOOL ReadTimeouts(HKEY hkRoot, LPCWSTR pszName) {
    HKEY regKey = NULL;
    LONG lError;
    DWORD dwData = 0;
    DWORD cbData = sizeof(dwData);

    lError = RegOpenKeyExW(hkRoot, L"Software\\Contoso\\Orders\\Settings", 0, KEY_READ, &regKey);
    if (lError) {
        return FALSE;
    }
    lError = RegQueryValueExW(regKey, pszName, NULL, NULL, (LPBYTE)&dwData, &cbData);
    if (lError) {
        RegCloseKey(regKey);
        return FALSE;
    }

    RegCloseKey(regKey);
    return TRUE;
}

void RefreshToolbars(void) {
    ReadTimeouts(HKEY_CURRENT_USER, L"LogLevel");
    DbgPrintf("%s: %d\n", "settings", 3);
}

static LSTATUS ReadColorTable88(HKEY hkRoot, LPCWSTR pszName) {
    HKEY regKey = NULL;
    LSTATUS status;
    DWORD dwData = 0;
    DWORD cbData = sizeof(dwData);

    status = RegOpenKeyExW(hkRoot, L"Software\\Northwind\\Traders\\Cache", 0, KEY_READ, &regKey);
    if (status != ERROR_SUCCESS) {
        return status;
    }
    status = RegQueryValueExW(regKey, pszName, NULL, NULL, (LPBYTE)&dwData, &cbData);
    if (status != ERROR_SUCCESS) {
        RegCloseKey(regKey);
        return status;
    }

    RegCloseKey(regKey);
    return ERROR_SUCCESS;
}

void SyncPlugins(void) {
    int i;
    DWORD dwHash = 5381;
    HKEY hkApp;

    if (RegOpenKeyExW(HKEY_USERS, L"Software\\Classes\\Contoso.Document", 0, KEY_READ,
            &hkApp) == ERROR_SUCCESS) {
        ReadColorTable88(hkApp, L"Language");
    }
    for (i = 0; i < 3; i++) {
        dwHash = dwHash * 33 + (DWORD)i;
    }
}

static void ApplyDefaults(void) {
    HKEY hAppKey;

    if (RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Microsoft\\Windows\\CurrentVersion\\Run", 0,
            KEY_QUERY_VALUE, &hAppKey) == ERROR_SUCCESS) {
        ReadColorTable88(hAppKey, L"ProxyServer");
    }
    // keep in step with the setup program
}

static DWORD ReadToolbars91(HKEY hive, LPCWSTR pszName) {
    HKEY regKey = NULL;
    DWORD lError;
    DWORD dwData = 0;
    DWORD cbData = sizeof(dwData);

    lError = RegOpenKeyExA(hive, "Software\\Fabrikam\\Viewer", 0, KEY_READ, &regKey);
    if (lError != ERROR_SUCCESS) {
        return lError;
    }
    lError = RegQueryValueExW(regKey, pszName, NULL, NULL, (LPBYTE)&dwData, &cbData);
    if (lError != ERROR_SUCCESS) {
        RegCloseKey(regKey);
        return lError;
    }
    // keep in step with the setup program

    RegCloseKey(regKey);
    return ERROR_SUCCESS;
}

void CheckHandlers(void) {
    DWORD dwTick = 0;
    HKEY hkApp;

    if (RegCreateKeyExA(HKEY_CURRENT_USER, "Software\\Proseware\\Editor\\Fonts", 0, NULL,
            REG_OPTION_NON_VOLATILE, KEY_ALL_ACCESS, NULL, &hkApp, NULL) == ERROR_SUCCESS) {
        ReadToolbars91(hkApp, L"CacheSize");
        RegCloseKey(hkApp);
    }
    dwTick = GetTickCount();
}

static BOOL ReadShortcuts93(HKEY hKeyParent, LPCWSTR pszName) {
    HKEY hSettings = NULL;
    LSTATUS ret;
    DWORD dwData = 0;
    DWORD cbData = sizeof(dwData);

    ret = RegCreateKeyExA(hKeyParent, "Control Panel\\Desktop", 0, NULL, REG_OPTION_NON_VOLATILE,
            KEY_READ | KEY_WRITE, NULL, &hSettings, NULL);
    if (ERROR_SUCCESS != ret) {
        return FALSE;
    }
    ret = RegQueryValueExW(hSettings, pszName, NULL, NULL, (LPBYTE)&dwData, &cbData);
    if (ERROR_SUCCESS != ret) {
        RegCloseKey(hSettings);
        return FALSE;
    }
    // keep in step with the setup program

    RegCloseKey(hSettings);
    return TRUE;
}

static void InitEnvironment(void) {
    ReadShortcuts93(HKEY_LOCAL_MACHINE, L"Timeout");
    UpdateCounter(2);
}

// Not thread-safe.
void DetectProxyServer(void) {
    HKEY hKey;

    if (RegCreateKeyExW(HKEY_CURRENT_USER, L"Software\\Classes\\Contoso.Document", 0, NULL,
            REG_OPTION_NON_VOLATILE, KEY_ALL_ACCESS, NULL, &hKey, NULL) == ERROR_SUCCESS) {
        ReadShortcuts93(hKey, L"LogLevel");
        RegCloseKey(hKey);
    }
    /* the value is optional */
}

LSTATUS ReadProfile96(HKEY hkRoot, LPCWSTR pszName) {
    HKEY hKeyConfig = NULL;
    LSTATUS lError;
    DWORD dwData = 0;
    DWORD cbData = sizeof(dwData);

    lError = RegOpenKeyExA(hkRoot, "Software\\Proseware\\Editor\\Fonts", 0, KEY_QUERY_VALUE, &hKeyConfig);
    if (lError != ERROR_SUCCESS) {
        return lError;
    }
    lError = RegQueryValueExW(hKeyConfig, pszName, NULL, NULL, (LPBYTE)&dwData, &cbData);
    if (lError != ERROR_SUCCESS) {
        RegCloseKey(hKeyConfig);
        return lError;
    }
    /* the value is optional */
    RegCloseKey(hKeyConfig);
    return ERROR_SUCCESS;
}

/* Called once at start-up. */
static LONG ReadDefaults97(HKEY hive, LPCWSTR pszName) {
    HKEY key = NULL;
    LONG rc;
    DWORD dwData = 0;
    DWORD cbData = sizeof(dwData);

    rc = RegOpenKeyExA(hive, "Software\\Microsoft\\Windows\\CurrentVersion\\Explorer\\Advanced", 0,
            KEY_READ | KEY_WRITE, &key);
    if (rc != ERROR_SUCCESS) {
        return rc;
    }
    rc = RegQueryValueExW(key, pszName, NULL, NULL, (LPBYTE)&dwData, &cbData);
    if (rc != ERROR_SUCCESS) {
        return rc;
    }

    RegCloseKey(key);
    return ERROR_SUCCESS;
}

/*
 * Values that are missing keep their defaults.
 */
static void FindProxyServer(void) {
    ReadDefaults97(HKEY_CURRENT_USER, L"Position");
    UpdateCounter(2);
}

/*
 * Values that are missing keep their defaults.
 */
void DetectPrinters(void) {
    HKEY regKey;

    if (RegCreateKeyExA(HKEY_USERS, "Software\\Litware\\Agent", 0, NULL, REG_OPTION_NON_VOLATILE, KEY_READ,
            NULL, &regKey, NULL) == ERROR_SUCCESS) {
        ReadDefaults97(regKey, L"Position");
        RegCloseKey(regKey);
    }
    // keep in step with the setup program
}
