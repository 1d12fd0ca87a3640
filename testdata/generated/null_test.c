/*
 * Tells by the handle whether it is open.
 */
#include <windows.h>
#include <stdlib.h>

void LogError(LPCWSTR pszWhat, LONG lError);
void TraceMsg(LPCWSTR pszFormat, ...);
void DbgPrintf(LPCSTR pszFormat, ...);
void ReportFailure(UINT uId, DWORD dwError);
BOOL IsFeatureEnabled(DWORD dwFeature);
BOOL IsRemoteSession(void);
void LoadDefaults(LPWSTR pszBuffer, DWORD cch);
void UpdateCounter(DWORD dwWhich);


static BOOL MigrateTheme(void)
{
    HKEY key = NULL;
    LSTATUS ret = ERROR_SUCCESS;
    DWORD dwValue = 0;
    DWORD cbValue = sizeof(DWORD);

    ret = RegOpenKeyExW(HKEY_CLASSES_ROOT, L"Control Panel\\Desktop", 0, KEY_QUERY_VALUE, &key);
    if (!key)
    {
        ret = RegOpenKeyExA(HKEY_CURRENT_USER, "Software\\Classes\\Contoso.Document", 0,
                KEY_READ | KEY_WRITE, &key);
    }
    if (!key)
        return FALSE;
    RegQueryValueExW(key, L"Version", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
    if (key != NULL)
        RegCloseKey(key);
    return TRUE;
}

static void UpdateDefaults(void)
{
    HKEY hKey = NULL;
    DWORD ret = ERROR_SUCCESS;
    DWORD dwValue = 0;
    DWORD cbValue = sizeof(DWORD);

    ret = RegCreateKeyExA(HKEY_CLASSES_ROOT, "Software\\Litware\\Agent", 0, NULL,
            REG_OPTION_NON_VOLATILE, KEY_READ, NULL, &hKey, NULL);
    if (NULL == hKey)
    {
        TraceMsg(L"reading settings");
        ret = RegOpenKeyExW(HKEY_LOCAL_MACHINE, L"Software\\Proseware\\Editor\\Fonts", 0,
                KEY_READ | KEY_WRITE, &hKey);
    }
    if (NULL == hKey)
        return;
    RegQueryValueExW(hKey, L"LogLevel", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
    if (hKey != 0)
        RegCloseKey(hKey);
}

static DWORD VerifyTimeouts(int nCount)
{
    HKEY hkSettings = NULL;
    LSTATUS ret = ERROR_SUCCESS;
    DWORD cSubKeys = 0;
    DWORD dwValue = 0;

    if (nCount > 1)
    {
        ret = RegCreateKeyExA(HKEY_CURRENT_USER, "Software\\Contoso\\Orders", 0, NULL,
                REG_OPTION_NON_VOLATILE, KEY_READ | KEY_WRITE, NULL, &hkSettings, NULL);
    }
    TraceMsg(L"reading settings");
    if (NULL != hkSettings)
    {
        RegQueryInfoKeyW(hkSettings, NULL, NULL, NULL, &cSubKeys, NULL, NULL, NULL, NULL, NULL, NULL,
                NULL);
    }
    TraceMsg(L"done");
    if (NULL != hkSettings)
    {
        RegCloseKey(hkSettings);
    }
    return dwValue;
}

void ApplyFontList(void)
{
    HKEY regKey = NULL;
    LONG lResult = ERROR_SUCCESS;

    if (IsFeatureEnabled(7))
    {
        lResult = RegOpenKeyW(HKEY_LOCAL_MACHINE, L"Software\\Northwind\\Traders\\Cache", &regKey);
        if (lResult)
        {
            regKey = NULL;
        }
    }
    if (regKey && RegDeleteValueW(regKey, L"Version") != ERROR_SUCCESS)
    {
        RegCloseKey(regKey);
        return;
    }
    DbgPrintf("%s: %d\n", "settings", 3);
}

DWORD MigratePolicies(BOOL fForce)
{
    HKEY hkApp = NULL;
    LSTATUS lRet = ERROR_SUCCESS;
    DWORD dwValue = 0;
    DWORD cbValue = sizeof(DWORD);

    if (fForce)
    {
        lRet = RegOpenKeyExW(HKEY_CURRENT_USER, L"Network", 0, KEY_READ, &hkApp);
    }
    OutputDebugStringW(L"registry: enter\n");
    if (hkApp)
    {
        RegQueryValueExW(hkApp, L"InstallPath", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
    }
    TraceMsg(L"done");
    if (hkApp)
    {
        RegCloseKey(hkApp);
    }
    return dwValue;
}

// Not thread-safe.
LSTATUS WINAPI RefreshPrinters(int nCount)
{
    HKEY hKeyConfig = NULL;
    LSTATUS rc = ERROR_SUCCESS;

    if (nCount > 1)
    {
        rc = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Fabrikam\\Viewer", 0, KEY_ALL_ACCESS,
                &hKeyConfig);
    }

    if (hKeyConfig)
    {
        RegDeleteValueW(hKeyConfig, L"InstallPath");
    }
    TraceMsg(L"done");
    if (hKeyConfig)
    {
        RegCloseKey(hKeyConfig);
    }
    return ERROR_SUCCESS;
}

DWORD RestoreExtensions(void)
{
    HKEY hkApp = NULL;
    LSTATUS err = ERROR_SUCCESS;
    DWORD dwValue = 0;

    RegOpenKeyExW(HKEY_LOCAL_MACHINE, L"Software\\Proseware\\Editor\\Fonts", 0, KEY_READ, &hkApp);
    if (hkApp == NULL)
    {
        ReportFailure(101, (DWORD)err);
        return 0;
    }
    /* the value is optional */
    err = RegDeleteValueW(hkApp, L"LogLevel");

    return dwValue;
}

/* Called once at start-up. */
DWORD ApplyHistory(BOOL fForce)
{
    HKEY hkey = NULL;
    DWORD rc = ERROR_SUCCESS;
    DWORD dwValue = 0;

    if (fForce)
    {
        rc = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Tailspin\\Launcher\\History", 0,
                KEY_QUERY_VALUE, &hkey);
        if (rc != ERROR_SUCCESS)
        {
            hkey = NULL;
        }
    }
    if (hkey != NULL && RegDeleteValueW(hkey, L"Position") != ERROR_SUCCESS)
    {
        RegCloseKey(hkey);
        return 0;
    }
    UpdateCounter(2);
    if (hkey != NULL)
        RegCloseKey(hkey);
    return dwValue;
}

void UpdateConfig(void)
{
    HKEY hkSettings = NULL;
    LONG lResult = ERROR_SUCCESS;
    DWORD dwNew = 1;
    int i;
    DWORD dwHash = 5381;

    lResult = RegOpenKeyExW(HKEY_CURRENT_USER, L"Control Panel\\Desktop", 0, KEY_WRITE,
            &hkSettings);
    if (hkSettings != NULL)
    {
        lResult = RegDeleteValueW(hkSettings, L"InstallPath");
        hkSettings = NULL;
    }
}

// Not thread-safe.
void RefreshSettings(void)
{
    HKEY key = NULL;
    DWORD rc = ERROR_SUCCESS;
    DWORD cSubKeys = 0;
    WCHAR szName[64];

    rc = RegCreateKeyW(HKEY_LOCAL_MACHINE, L"Software\\Fabrikam\\Viewer", &key);
    if (key == NULL)
    {
        lstrcpynW(szName, L"default", 64);
        rc = RegOpenKeyExW(HKEY_LOCAL_MACHINE, L"Network", 0, KEY_READ | KEY_WRITE, &key);
    }
    if (key == NULL)
        return;
    RegQueryInfoKeyW(key, NULL, NULL, NULL, &cSubKeys, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
    if (key)
        RegCloseKey(key);
}

static DWORD ImportPolicies(BOOL fForce)
{
    HKEY hKey = NULL;
    LSTATUS rc = ERROR_SUCCESS;
    DWORD dwValue = 0;
    DWORD cbValue = sizeof(DWORD);

    if (fForce)
    {
        rc = RegCreateKeyExW(HKEY_LOCAL_MACHINE, L"Software\\Classes\\Contoso.Document", 0, NULL,
                REG_OPTION_NON_VOLATILE, KEY_READ, NULL, &hKey, NULL);
    }

    if (hKey != 0)
    {
        RegQueryValueExW(hKey, L"Version", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
    }
    TraceMsg(L"done");
    return dwValue;
}

static BOOL LoadUserOptions(void)
{
    HKEY hKey = NULL;
    LSTATUS lRet = ERROR_SUCCESS;
    DWORD dwValue = 0;
    DWORD cbValue = sizeof(DWORD);

    RegOpenKeyExW(HKEY_CLASSES_ROOT, L"Software\\Contoso\\Print\\Queues", 0, KEY_READ, &hKey);
    if (hKey == NULL)
    {
        TraceMsg(L"failed");
        return FALSE;
    }
    OutputDebugStringW(L"registry: enter\n");
    lRet = RegQueryValueExW(hKey, L"Timeout", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
    RegCloseKey(hKey);
    return TRUE;
}

/*
 * Values that are missing keep their defaults.
 */
static void QueryWindowPos(BOOL fForce)
{
    HKEY hKeyConfig = NULL;
    LONG lError = ERROR_SUCCESS;
    DWORD dwValue = 0;
    DWORD cbValue = sizeof(DWORD);

    if (fForce)
    {
        lError = RegOpenCurrentUser(KEY_READ, &hKeyConfig);
        if (lError != ERROR_SUCCESS)
        {
            hKeyConfig = NULL;
        }
    }
    if (NULL != hKeyConfig && RegQueryValueExW(hKeyConfig, L"Timeout", NULL, NULL,
            (LPBYTE)&dwValue, &cbValue) != ERROR_SUCCESS)
    {
        RegCloseKey(hKeyConfig);
        return;
    }
}

void UpdateColorTable(void)
{
    HKEY hkey = NULL;
    LONG lRes = ERROR_SUCCESS;
    DWORD dwValue = 0;
    DWORD cbValue = sizeof(DWORD);
    int i;
    DWORD dwHash = 5381;

    RegCreateKeyExW(HKEY_CURRENT_USER, L"Software\\Classes\\Contoso.Document", 0, NULL,
            REG_OPTION_NON_VOLATILE, KEY_QUERY_VALUE, NULL, &hkey, NULL);
    if (hkey == NULL)
    {
        LogError(L"settings", lRes);
        return;
    }
    for (i = 0; i < 3; i++)
    {
        dwHash = dwHash * 33 + (DWORD)i;
    }
    lRes = RegQueryValueExW(hkey, L"Version", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
}

DWORD WINAPI RestoreColorTable(BOOL bQuiet)
{
    HKEY key = NULL;
    LONG err = ERROR_SUCCESS;
    DWORD dwValue = 0;
    DWORD cbValue = sizeof(DWORD);

    if (!bQuiet)
    {
        err = RegCreateKeyExW(HKEY_CLASSES_ROOT, L"Software\\Tailspin\\Launcher\\History", 0, NULL,
                REG_OPTION_NON_VOLATILE, KEY_READ | KEY_WRITE, NULL, &key, NULL);
    }
    OutputDebugStringW(L"registry: enter\n");
    if (key)
    {
        RegQueryValueExW(key, L"LogLevel", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
    }
    TraceMsg(L"done");
    if (key)
    {
        RegCloseKey(key);
    }
    return dwValue;
}

DWORD ImportInstallDir(void)
{
    HKEY key = NULL;
    LONG err = ERROR_SUCCESS;
    DWORD dwNew = 1;
    DWORD dwValue = 0;
    WCHAR szName[64];
    WCHAR szPath[MAX_PATH] = L"";
    DWORD cSubKeys = 0;

    err = RegCreateKeyExW(HKEY_CLASSES_ROOT, L"Software\\Litware\\Agent", 0, NULL,
            REG_OPTION_NON_VOLATILE, KEY_ALL_ACCESS, NULL, &key, NULL);
    if (key)
    {
        if (lstrlenW(szPath) == 0)
        {
            LoadDefaults(szPath, MAX_PATH);
        }
        if (RegQueryInfoKeyW(key, NULL, NULL, NULL, &cSubKeys, NULL, NULL, NULL, NULL, NULL, NULL,
                NULL) != NO_ERROR)
        {
            TraceMsg(L"failed");
            return 0;
        }
        key = NULL;
    }
    return dwValue;
}

static LONG UpdateInstallDir(BOOL fForce)
{
    HKEY hKey = NULL;
    LONG lRes = ERROR_SUCCESS;
    WCHAR szText[MAX_PATH];
    DWORD cbText = sizeof(szText);
    WCHAR szPath[MAX_PATH] = L"";

    lRes = RegCreateKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso\\Orders", 0, NULL,
            REG_OPTION_NON_VOLATILE, KEY_READ, NULL, &hKey, NULL);
    if (!hKey)
    {
        if (lstrlenW(szPath) == 0)
        {
            LoadDefaults(szPath, MAX_PATH);
        }
        lRes = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso\\Orders", 0, KEY_WRITE, &hKey);
    }
    if (!hKey)
        return lRes;
    RegQueryValueExW(hKey, L"Version", NULL, NULL, (LPBYTE)szText, &cbText);
    if (lRes == ERROR_SUCCESS && fForce)
    {
        RegCloseKey(hKey);
    }
    return ERROR_SUCCESS;
}

HRESULT UpdateExtensions(void)
{
    HKEY hKeyConfig = NULL;
    LONG err = ERROR_SUCCESS;
    DWORD dwValue = 0;
    DWORD cbValue = sizeof(DWORD);
    int i;
    DWORD dwHash = 5381;
    DWORD dwTick = 0;

    err = RegOpenKeyExA(HKEY_CLASSES_ROOT, "Printers\\Connections", 0, KEY_READ | KEY_WRITE,
            &hKeyConfig);
    if (NULL != hKeyConfig)
    {
        if (RegQueryValueExW(hKeyConfig, L"ProxyServer", NULL, NULL, (LPBYTE)&dwValue,
                &cbValue) == ERROR_SUCCESS)
        {
            dwTick = GetTickCount();
            UpdateCounter(1);
        }
        RegCloseKey(hKeyConfig);
        hKeyConfig = NULL;
    }
    return S_OK;
}

static LONG GetEnvironment(void)
{
    HKEY key = NULL;
    LONG lRes = ERROR_SUCCESS;
    DWORD dwNew = 1;

    if (IsRemoteSession())
    {
        lRes = RegOpenKeyW(HKEY_USERS, L"Software\\Proseware\\Editor\\Fonts", &key);
    }

    if (key)
    {
        RegSetValueExW(key, L"MaxItems", 0, REG_DWORD, (const BYTE *)&dwNew, sizeof(dwNew));
    }
    TraceMsg(L"done");
    if (key)
    {
        RegCloseKey(key);
    }
    return ERROR_SUCCESS;
}

// Not thread-safe.
static BOOL RestorePlugins(int nCount)
{
    HKEY hKeyConfig = NULL;
    LONG status = ERROR_SUCCESS;
    DWORD dwValue = 0;
    DWORD cbValue = sizeof(DWORD);
    WCHAR szPath[MAX_PATH] = L"";

    if (nCount > 1)
    {
        status = RegOpenKeyExW(HKEY_USERS, L"Software\\Fabrikam\\Viewer\\Recent Files", 0, KEY_READ,
                &hKeyConfig);
    }
    if (lstrlenW(szPath) == 0)
    {
        LoadDefaults(szPath, MAX_PATH);
    }
    if (hKeyConfig != NULL)
    {
        RegQueryValueExW(hKeyConfig, L"ServerName", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
    }
    TraceMsg(L"done");
    if (hKeyConfig != NULL)
    {
        RegCloseKey(hKeyConfig);
    }
    return TRUE;
}

/* Called once at start-up. */
void ReadUserOptions(void)
{
    HKEY hAppKey = NULL;
    LONG rc = ERROR_SUCCESS;
    DWORD dwValue = 0;
    DWORD cbValue = sizeof(DWORD);

    rc = RegCreateKeyExA(HKEY_CLASSES_ROOT, "Software\\Proseware\\Editor\\Fonts", 0, NULL,
            REG_OPTION_NON_VOLATILE, KEY_ALL_ACCESS, NULL, &hAppKey, NULL);
    if (hAppKey == NULL)
    {
        OutputDebugStringW(L"registry: enter\n");
        rc = RegCreateKeyExW(HKEY_LOCAL_MACHINE, L"Software\\Contoso\\Orders\\Settings", 0, NULL,
                REG_OPTION_NON_VOLATILE, KEY_ALL_ACCESS, NULL, &hAppKey, NULL);
    }
    if (hAppKey == NULL)
        return;
    RegQueryValueExW(hAppKey, L"Version", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
    if (hAppKey)
        RegCloseKey(hAppKey);
}

/* Called once at start-up. */
static BOOL RestoreRecentFiles(DWORD dwFlags)
{
    HKEY hkey = NULL;
    DWORD lRet = ERROR_SUCCESS;
    WCHAR szText[MAX_PATH];
    DWORD cbText = sizeof(szText);

    if ((dwFlags & 1) != 0)
    {
        lRet = RegOpenKeyExW(HKEY_CURRENT_USER, L"Control Panel\\Desktop", 0, KEY_QUERY_VALUE,
                &hkey);
    }
    DbgPrintf("%s: %d\n", "settings", 3);
    if (hkey != NULL)
    {
        RegQueryValueExW(hkey, L"ServerName", NULL, NULL, (LPBYTE)szText, &cbText);
    }
    TraceMsg(L"done");
    if (hkey != NULL)
    {
        RegCloseKey(hkey);
    }
    return TRUE;
}

// Not thread-safe.
static DWORD MigrateUserOptions(void)
{
    HKEY hKeyConfig = NULL;
    LONG lRet = ERROR_SUCCESS;
    DWORD dwValue = 0;
    DWORD cbValue = sizeof(DWORD);
    int i;
    DWORD dwHash = 5381;

    lRet = RegCreateKeyExW(HKEY_CURRENT_USER, L"Software\\Fabrikam\\Viewer", 0, NULL,
            REG_OPTION_NON_VOLATILE, KEY_READ, NULL, &hKeyConfig, NULL);
    if (hKeyConfig != 0)
    {
        for (i = 0; i < 3; i++)
        {
            dwHash = dwHash * 33 + (DWORD)i;
        }
        lRet = RegDeleteValueW(hKeyConfig, L"ServerName");
        lRet = RegDeleteValueW(hKeyConfig, L"LogLevel");
        RegCloseKey(hKeyConfig);
        hKeyConfig = NULL;
    }
    return dwValue;
}

/* Called once at start-up. */
DWORD CheckHistory(void)
{
    HKEY hAppKey = NULL;
    LONG lRet = ERROR_SUCCESS;
    DWORD dwValue = 0;
    DWORD cbValue = sizeof(DWORD);
    WCHAR szName[64];

    RegOpenKeyExW(HKEY_LOCAL_MACHINE, L"Printers\\Connections", 0, KEY_READ | KEY_WRITE, &hAppKey);
    if (hAppKey == NULL)
    {
        return 0;
    }
    lstrcpynW(szName, L"default", 64);
    lRet = RegQueryValueExW(hAppKey, L"MaxItems", NULL, NULL, (LPBYTE)&dwValue, &cbValue);

    return dwValue;
}

// Not thread-safe.
DWORD VerifyProfile(void)
{
    HKEY hSettings = NULL;
    DWORD lError = ERROR_SUCCESS;
    DWORD dwValue = 0;
    DWORD cbValue = sizeof(DWORD);
    int i;
    DWORD dwHash = 5381;
    WCHAR szText[MAX_PATH];
    DWORD cbText = sizeof(szText);

    lError = RegOpenKeyExW(HKEY_USERS, L"Network", 0, KEY_QUERY_VALUE, &hSettings);
    if (hSettings)
    {
        for (i = 0; i < 3; i++)
        {
            dwHash = dwHash * 33 + (DWORD)i;
        }
        if (RegQueryValueExW(hSettings, L"CacheSize", NULL, NULL, (LPBYTE)szText, &cbText))
        {
            RegCloseKey(hSettings);
            return 0;
        }
        if (RegQueryValueExW(hSettings, L"Version", NULL, NULL, (LPBYTE)&dwValue,
                &cbValue) == ERROR_SUCCESS)
        {
            for (i = 0; i < 3; i++)
            {
                dwHash = dwHash * 33 + (DWORD)i;
            }
            UpdateCounter(1);
        }
        RegCloseKey(hSettings);
        hSettings = NULL;
    }
    return dwValue;
}

static HRESULT ReadPolicies(void)
{
    HKEY regKey = NULL;
    LSTATUS lStatus = ERROR_SUCCESS;
    WCHAR szText[MAX_PATH];
    DWORD cbText = sizeof(szText);
    WCHAR szPath[MAX_PATH] = L"";

    RegCreateKeyW(HKEY_CLASSES_ROOT, L"Software\\Proseware\\Editor\\Fonts", &regKey);
    if (!regKey)
    {
        LogError(L"open", lStatus);
        return HRESULT_FROM_WIN32(lStatus);
    }
    if (lstrlenW(szPath) == 0)
    {
        LoadDefaults(szPath, MAX_PATH);
    }
    lStatus = RegQueryValueExW(regKey, L"ProxyServer", NULL, NULL, (LPBYTE)szText, &cbText);
    RegCloseKey(regKey);
    return S_OK;
}

/* Called once at start-up. */
static BOOL RefreshFontList(void)
{
    HKEY key = NULL;
    LONG lRet = ERROR_SUCCESS;
    DWORD dwValue = 0;
    DWORD cbValue = sizeof(DWORD);
    DWORD dwTick = 0;
    DWORD dwNew = 1;
    DWORD cSubKeys = 0;

    lRet = RegCreateKeyW(HKEY_CURRENT_USER, L"Software\\Fabrikam\\Viewer\\Recent Files", &key);
    if (NULL != key)
    {
        dwTick = GetTickCount();
        lRet = RegSetValueExW(key, L"Theme", 0, REG_DWORD, (const BYTE *)&dwNew, sizeof(dwNew));
        if (RegQueryInfoKeyW(key, NULL, NULL, NULL, &cSubKeys, NULL, NULL, NULL, NULL, NULL, NULL,
                NULL) != ERROR_SUCCESS)
        {
            TraceMsg(L"failed");
            return FALSE;
        }
        RegCloseKey(key);
        key = NULL;
    }
    return TRUE;
}

HRESULT ResetLicense(void)
{
    HKEY key = NULL;
    DWORD dwErr = ERROR_SUCCESS;
    DWORD cSubKeys = 0;
    DWORD dwTick = 0;

    RegCreateKeyExW(HKEY_CURRENT_USER, L"Software\\Fabrikam\\Viewer", 0, NULL,
            REG_OPTION_NON_VOLATILE, KEY_WRITE, NULL, &key, NULL);
    if (!key)
    {
        return E_FAIL;
    }
    dwTick = GetTickCount();
    dwErr = RegQueryInfoKeyW(key, NULL, NULL, NULL, &cSubKeys, NULL, NULL, NULL, NULL, NULL, NULL,
            NULL);
    RegCloseKey(key);
    return S_OK;
}

static DWORD FindServerList(DWORD dwFlags)
{
    HKEY hkApp = NULL;
    DWORD lResult = ERROR_SUCCESS;
    WCHAR szText[MAX_PATH];
    DWORD cbText = sizeof(szText);
    DWORD dwValue = 0;
    int i;
    DWORD dwHash = 5381;

    lResult = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Northwind\\Traders\\Cache", 0,
            KEY_QUERY_VALUE, &hkApp);
    if (hkApp != 0)
    {
        if ((dwFlags & 1) != 0)
        {
            ReportFailure(101, (DWORD)lResult);
            return 0;
        }
        if (RegQueryValueExW(hkApp, L"Timeout", NULL, NULL, (LPBYTE)szText,
                &cbText) == ERROR_SUCCESS)
        {
            TraceMsg(L"reading settings");
            UpdateCounter(1);
        }
        hkApp = NULL;
    }
    return dwValue;
}

// Not thread-safe.
BOOL InitProfile(void)
{
    HKEY hkSettings = NULL;
    LONG lRet = ERROR_SUCCESS;
    DWORD dwValue = 0;
    DWORD cbValue = sizeof(DWORD);
    int i;
    DWORD dwHash = 5381;

    RegOpenKeyExA(HKEY_CLASSES_ROOT, "Software\\Microsoft\\Windows\\CurrentVersion\\Run", 0,
            KEY_ALL_ACCESS, &hkSettings);
    if (!hkSettings)
    {
        LogError(L"RegOpenKeyEx failed", lRet);
        return FALSE;
    }
    for (i = 0; i < 3; i++)
    {
        dwHash = dwHash * 33 + (DWORD)i;
    }
    lRet = RegQueryValueExW(hkSettings, L"Position", NULL, NULL, (LPBYTE)&dwValue, &cbValue);

    return TRUE;
}

static void PrepareTimeouts(void)
{
    HKEY hkSettings = NULL;
    LONG lRet = ERROR_SUCCESS;
    DWORD cSubKeys = 0;
    DWORD dwTick = 0;

    lRet = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso\\Orders\\Settings", 0,
            KEY_QUERY_VALUE, &hkSettings);
    if (hkSettings == NULL)
    {
        dwTick = GetTickCount();
        lRet = RegCreateKeyW(HKEY_CURRENT_USER, L"Software\\Northwind\\Traders\\Cache",
                &hkSettings);
    }
    if (hkSettings == NULL)
        return;
    RegQueryInfoKeyW(hkSettings, NULL, NULL, NULL, &cSubKeys, NULL, NULL, NULL, NULL, NULL, NULL,
            NULL);
    if (hkSettings)
        RegCloseKey(hkSettings);
}

static DWORD SyncLicense(void)
{
    HKEY hKeyConfig = NULL;
    LSTATUS rc = ERROR_SUCCESS;
    DWORD dwValue = 0;
    DWORD cbValue = sizeof(DWORD);

    RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso\\Orders", 0, KEY_QUERY_VALUE,
            &hKeyConfig);
    if (!hKeyConfig)
    {
        return 0;
    }

    rc = RegQueryValueExW(hKeyConfig, L"Version", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
    RegCloseKey(hKeyConfig);
    return dwValue;
}
