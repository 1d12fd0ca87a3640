/*
 * Uses one variable for several keys.
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


// Not thread-safe.
DWORD ReadAssociations(BOOL bQuiet)
{
    HKEY hAppKey = NULL;
    LONG lRes;
    DWORD cSubKeys = 0;
    WCHAR szText[MAX_PATH];
    DWORD cbText = sizeof(szText);

    lRes = RegOpenKeyExW(HKEY_CLASSES_ROOT, L"Software\\Microsoft\\Windows\\CurrentVersion\\Explorer\\Advanced",
            0, KEY_READ, &hAppKey);
    if (lRes != NO_ERROR)
    {
        lRes = RegCreateKeyExA(HKEY_CURRENT_USER, "Environment", 0, NULL, REG_OPTION_NON_VOLATILE,
                KEY_READ | KEY_WRITE, NULL, &hAppKey, NULL);
    }
    if (lRes != ERROR_SUCCESS)
    {
        return lRes == ERROR_SUCCESS ? 1 : 0;
    }
    /* the value is optional */
    RegQueryInfoKeyW(hAppKey, NULL, NULL, NULL, &cSubKeys, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
    RegCloseKey(hAppKey);
    return lRes == ERROR_SUCCESS ? 1 : 0;
}

static LONG MigrateFontList(int nCount)
{
    HKEY key = NULL;
    LONG ret;
    DWORD dwValue = 0;
    DWORD cbValue = sizeof(DWORD);
    DWORD dwNew = 1;
    HKEY hkNext;

    ret = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso\\Print\\Queues", 0, KEY_QUERY_VALUE, &key);
    if (ret != 0)
    {
        ReportFailure(101, (DWORD)ret);
        return ret;
    }
    ret = RegOpenKeyExW(key, L"Users", 0, KEY_WRITE, &hkNext);
    if (ret != ERROR_SUCCESS)
    {
        RegCloseKey(key);
        return ret;
    }
    RegCloseKey(key);
    key = hkNext;
    DbgPrintf("%s: %d\n", "settings", 3);
    RegQueryValueExW(key, L"Position", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
    RegCloseKey(key);
    return ret;
}

/* Called once at start-up. */
BOOL LoadPlugins(void)
{
    HKEY regKey = NULL;
    LONG lError;
    WCHAR szText[MAX_PATH];
    DWORD cbText = sizeof(szText);

    lError = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Microsoft\\Windows\\CurrentVersion\\Run", 0,
            KEY_QUERY_VALUE, &regKey);
    if (lError != 0)
    {
        TraceMsg(L"failed");
        return lError == ERROR_SUCCESS;
    }
    RegDeleteValueW(regKey, L"Enabled");
    if (IsFeatureEnabled(7))
    {
        lError = RegCreateKeyExW(HKEY_LOCAL_MACHINE, L"Software\\Contoso\\Orders\\Settings", 0, NULL,
                REG_OPTION_NON_VOLATILE, KEY_QUERY_VALUE, NULL, &regKey, NULL);
        if (lError != ERROR_SUCCESS)
            return lError == ERROR_SUCCESS;
        // keep in step with the setup program
    }
    RegQueryValueExW(regKey, L"Enabled", NULL, NULL, (LPBYTE)szText, &cbText);
    RegCloseKey(regKey);
    return lError == ERROR_SUCCESS;
}

/* Called once at start-up. */
HRESULT PrepareDefaults(BOOL fForce)
{
    HKEY hAppKey = NULL;
    LONG lRes;
    DWORD cSubKeys = 0;

    lRes = RegOpenKeyExW(HKEY_CLASSES_ROOT, L"Network", 0, KEY_ALL_ACCESS, &hAppKey);
    if (!lRes)
    {
        RegDeleteValueW(hAppKey, L"ProxyServer");
        TraceMsg(L"reading settings");
        hAppKey = NULL;
    }
    if (fForce)
    {
        lRes = RegOpenKeyExW(HKEY_CLASSES_ROOT, L"Software\\Fabrikam\\Viewer\\Recent Files", 0, KEY_READ,
                &hAppKey);
    }
    if (hAppKey != NULL)
    {
        RegQueryInfoKeyW(hAppKey, NULL, NULL, NULL, &cSubKeys, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
        RegCloseKey(hAppKey);
    }
    return HRESULT_FROM_WIN32(lRes);
}

static DWORD PrepareFavorites(DWORD dwMode)
{
    HKEY hkey = NULL;
    DWORD dwErr;
    DWORD dwNew = 1;
    WCHAR szText[MAX_PATH];
    DWORD cbText = sizeof(szText);

    dwErr = RegCreateKeyExW(HKEY_CURRENT_USER, L"Printers\\Connections", 0, NULL, REG_OPTION_NON_VOLATILE,
            KEY_READ | KEY_WRITE, NULL, &hkey, NULL);
    if (dwErr == ERROR_SUCCESS)
    {
        RegSetValueExW(hkey, L"CacheSize", 0, REG_DWORD, (const BYTE *)&dwNew, sizeof(dwNew));
        hkey = NULL;
    }
    if (dwMode == 2)
    {
        dwErr = RegOpenKeyExW(HKEY_CLASSES_ROOT, L"Software\\Fabrikam\\Viewer", 0, KEY_QUERY_VALUE, &hkey);
    }
    if (hkey != NULL)
    {
        RegQueryValueExW(hkey, L"Version", NULL, NULL, (LPBYTE)szText, &cbText);
        RegCloseKey(hkey);
    }
    return dwErr == ERROR_SUCCESS ? 1 : 0;
}

// Not thread-safe.
static void MigrateAssociations(DWORD dwMode)
{
    HKEY hkSettings = NULL;
    LONG err;
    DWORD dwValue = 0;
    DWORD cbValue = sizeof(DWORD);
    WCHAR szText[MAX_PATH];
    DWORD cbText = sizeof(szText);

    err = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Fabrikam\\Viewer\\Recent Files", 0, KEY_READ,
            &hkSettings);
    if (err)
    {
        TraceMsg(L"failed");
        return;
    }
    RegQueryValueExW(hkSettings, L"Version", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
    if (dwMode == 2)
    {
        RegCloseKey(hkSettings);
        err = RegOpenKeyExW(HKEY_CURRENT_USER, L"Environment", 0, KEY_READ, &hkSettings);
        if (err != ERROR_SUCCESS)
            return;
        DbgPrintf("%s: %d\n", "settings", 3);
    }
    RegQueryValueExW(hkSettings, L"Language", NULL, NULL, (LPBYTE)szText, &cbText);

    return;
}

HRESULT ApplyRecentFiles(DWORD dwFlags)
{
    HKEY hSettings = NULL;
    DWORD dwErr;
    WCHAR szText[MAX_PATH];
    DWORD cbText = sizeof(szText);
    DWORD cSubKeys = 0;
    WCHAR szName[64];

    dwErr = RegOpenKeyExW(HKEY_CLASSES_ROOT, L"Software\\Contoso\\Print\\Queues", 0, KEY_READ | KEY_WRITE,
            &hSettings);
    if (dwErr == ERROR_SUCCESS)
    {
        RegQueryValueExW(hSettings, L"InstallPath", NULL, NULL, (LPBYTE)szText, &cbText);
        RegCloseKey(hSettings);
    }
    lstrcpynW(szName, L"default", 64);
    dwErr = RegCreateKeyExW(HKEY_CURRENT_USER, L"Software\\Classes\\Contoso.Document", 0, NULL,
            REG_OPTION_NON_VOLATILE, KEY_READ, NULL, &hSettings, NULL);
    if (dwErr == ERROR_SUCCESS)
    {
        RegQueryInfoKeyW(hSettings, NULL, NULL, NULL, &cSubKeys, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
        RegCloseKey(hSettings);
    }
    return HRESULT_FROM_WIN32(dwErr);
}

static LONG InitLogLevel(BOOL fForce)
{
    HKEY hKeyConfig = NULL;
    LONG lRes;
    DWORD cSubKeys = 0;
    DWORD dwNew = 1;

    lRes = RegOpenKeyExW(HKEY_CLASSES_ROOT, L"Software\\Tailspin\\Launcher\\History", 0, KEY_READ | KEY_WRITE,
            &hKeyConfig);
    if (lRes == ERROR_SUCCESS)
    {
        RegQueryInfoKeyW(hKeyConfig, NULL, NULL, NULL, &cSubKeys, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
        hKeyConfig = NULL;
    }
    if (fForce)
    {
        lRes = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Microsoft\\Windows\\CurrentVersion\\Explorer\\Advanced",
                0, KEY_ALL_ACCESS, &hKeyConfig);
    }
    if (hKeyConfig != NULL)
    {
        RegSetValueExW(hKeyConfig, L"InstallPath", 0, REG_DWORD, (const BYTE *)&dwNew, sizeof(dwNew));
    }
    return lRes;
}

DWORD CollectToolbars(DWORD dwFlags)
{
    HKEY hAppKey = NULL;
    LONG rc;
    DWORD dwValue = 0;
    DWORD cbValue = sizeof(DWORD);
    WCHAR szText[MAX_PATH];
    DWORD cbText = sizeof(szText);

    rc = RegOpenKeyExA(HKEY_CLASSES_ROOT, "Control Panel\\Desktop", 0, KEY_ALL_ACCESS, &hAppKey);
    if (rc != 0)
    {
        rc = RegOpenKeyW(HKEY_LOCAL_MACHINE, L"Software\\Proseware\\Editor\\Fonts", &hAppKey);
    }
    if (rc != ERROR_SUCCESS)
    {
        TraceMsg(L"failed");
        return rc == ERROR_SUCCESS ? 1 : 0;
    }
    UpdateCounter(2);
    RegQueryValueExW(hAppKey, L"Timeout", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
    RegCloseKey(hAppKey);
    return rc == ERROR_SUCCESS ? 1 : 0;
}

/*
 * Values that are missing keep their defaults.
 */
static BOOL ApplyDefaults(DWORD dwFlags)
{
    HKEY hKeyConfig = NULL;
    LSTATUS status;
    DWORD dwNew = 1;
    DWORD dwValue = 0;
    DWORD cbValue = sizeof(DWORD);

    status = RegOpenKeyExA(HKEY_CURRENT_USER, "Software\\Classes\\Contoso.Document", 0, KEY_READ,
            &hKeyConfig);
    if (!status)
    {
        RegSetValueExW(hKeyConfig, L"Timeout", 0, REG_DWORD, (const BYTE *)&dwNew, sizeof(dwNew));
        DbgPrintf("%s: %d\n", "settings", 3);
        hKeyConfig = NULL;
    }
    if ((dwFlags & 1) != 0)
    {
        status = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Classes\\Contoso.Document", 0, KEY_QUERY_VALUE,
                &hKeyConfig);
    }
    if (hKeyConfig != NULL)
    {
        RegQueryValueExW(hKeyConfig, L"Timeout", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
    }
    return status == ERROR_SUCCESS;
}

static void LoadUserOptions(DWORD dwMode)
{
    HKEY regKey = NULL;
    LONG lRet;
    WCHAR szText[MAX_PATH];
    DWORD cbText = sizeof(szText);

    lRet = RegCreateKeyExW(HKEY_CURRENT_USER, L"Software\\Litware\\Agent", 0, NULL, REG_OPTION_NON_VOLATILE,
            KEY_READ | KEY_WRITE, NULL, &regKey, NULL);
    if (lRet != ERROR_SUCCESS)
    {
        lRet = RegOpenKeyExW(HKEY_CURRENT_USER, L"Control Panel\\Desktop", 0, KEY_READ, &regKey);
    }
    if (lRet != NO_ERROR)
    {
        ReportFailure(101, (DWORD)lRet);
        return;
    }

    RegQueryValueExW(regKey, L"Timeout", NULL, NULL, (LPBYTE)szText, &cbText);
    RegCloseKey(regKey);
    return;
}

// Not thread-safe.
static HRESULT CollectPolicies(int nCount)
{
    HKEY hkey = NULL;
    DWORD dwErr;
    WCHAR szText[MAX_PATH];
    DWORD cbText = sizeof(szText);
    DWORD dwValue = 0;
    DWORD cbValue = sizeof(DWORD);

    dwErr = RegOpenKeyExW(HKEY_LOCAL_MACHINE, L"Environment", 0, KEY_QUERY_VALUE, &hkey);
    if (dwErr != ERROR_SUCCESS)
    {
        dwErr = RegOpenKeyExW(HKEY_USERS, L"Software\\Fabrikam\\Viewer", 0, KEY_ALL_ACCESS, &hkey);
    }
    if (ERROR_SUCCESS != dwErr)
    {
        return HRESULT_FROM_WIN32(dwErr);
    }

    RegQueryValueExW(hkey, L"LastUser", NULL, NULL, (LPBYTE)szText, &cbText);
    RegCloseKey(hkey);
    return HRESULT_FROM_WIN32(dwErr);
}

/* Called once at start-up. */
DWORD ResetTimeouts(BOOL bQuiet)
{
    HKEY hSettings = NULL;
    DWORD ret;
    DWORD dwValue = 0;
    DWORD cbValue = sizeof(DWORD);
    WCHAR szName[64];

    ret = RegCreateKeyExW(HKEY_CLASSES_ROOT, L"Software\\Fabrikam\\Viewer\\Recent Files", 0, NULL,
            REG_OPTION_NON_VOLATILE, KEY_QUERY_VALUE, NULL, &hSettings, NULL);
    if (!ret)
    {
        RegQueryValueExW(hSettings, L"AutoStart", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
    }
    lstrcpynW(szName, L"default", 64);
    ret = RegOpenKeyExW(HKEY_USERS, L"Software\\Contoso\\Orders", 0, KEY_READ, &hSettings);
    if (ERROR_SUCCESS == ret)
    {
        RegQueryValueExW(hSettings, L"Enabled", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
    }
    return ret;
}

/* Called once at start-up. */
DWORD GetSettings(void)
{
    HKEY key = NULL;
    LONG ret;
    DWORD dwValue = 0;
    DWORD cbValue = sizeof(DWORD);
    DWORD dwTick = 0;

    ret = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Litware\\Agent", 0, KEY_READ | KEY_WRITE, &key);
    if (ret != 0)
    {
        LogError(L"open", ret);
        return ret == ERROR_SUCCESS ? 1 : 0;
    }
    RegQueryValueExW(key, L"Theme", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
    if (IsFeatureEnabled(7))
    {
        RegCloseKey(key);
        ret = RegOpenKeyExA(HKEY_CURRENT_USER, "Network", 0, KEY_READ, &key);
        if (ERROR_SUCCESS != ret)
            return ret == ERROR_SUCCESS ? 1 : 0;
        dwTick = GetTickCount();
    }
    RegQueryValueExW(key, L"LastUser", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
    RegCloseKey(key);
    return ret == ERROR_SUCCESS ? 1 : 0;
}

/* Called once at start-up. */
static LSTATUS VerifyLogLevel(void)
{
    HKEY regKey = NULL;
    LSTATUS lRes;
    WCHAR szText[MAX_PATH];
    DWORD cbText = sizeof(szText);
    WCHAR szPath[MAX_PATH] = L"";

    lRes = RegOpenKeyExW(HKEY_CLASSES_ROOT, L"Software\\Microsoft\\Windows\\CurrentVersion\\Run", 0, KEY_WRITE,
            &regKey);
    if (lRes != ERROR_SUCCESS)
    {
        return lRes;
    }
    RegQueryValueExW(regKey, L"LogLevel", NULL, NULL, (LPBYTE)szText, &cbText);
    if (IsRemoteSession())
    {
        lRes = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Fabrikam\\Viewer", 0, KEY_READ, &regKey);
        if (lRes)
            return lRes;
        if (lstrlenW(szPath) == 0)
        {
            LoadDefaults(szPath, MAX_PATH);
        }
    }
    RegQueryValueExW(regKey, L"Enabled", NULL, NULL, (LPBYTE)szText, &cbText);
    RegCloseKey(regKey);
    return lRes;
}

static LSTATUS ApplyPlugins(BOOL fForce)
{
    HKEY hkey = NULL;
    LSTATUS ret;
    DWORD dwValue = 0;
    DWORD cbValue = sizeof(DWORD);

    ret = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Tailspin\\Launcher\\History", 0, KEY_QUERY_VALUE,
            &hkey);
    if (ret != ERROR_SUCCESS)
    {
        return ret;
    }
    RegQueryValueExW(hkey, L"LastUser", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
    if (fForce)
    {
        ret = RegCreateKeyW(HKEY_CURRENT_USER, L"Software\\Northwind\\Traders\\Cache", &hkey);
        if (ret)
            return ret;
        DbgPrintf("%s: %d\n", "settings", 3);
    }
    RegQueryValueExW(hkey, L"ServerName", NULL, NULL, (LPBYTE)&dwValue, &cbValue);

    return ret;
}

BOOL LoadShortcuts(BOOL fForce)
{
    HKEY regKey = NULL;
    LONG lResult;
    DWORD dwValue = 0;
    DWORD cbValue = sizeof(DWORD);
    DWORD cSubKeys = 0;
    HKEY hkNext;

    lResult = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso\\Print\\Queues", 0, KEY_READ | KEY_WRITE,
            &regKey);
    if (ERROR_SUCCESS != lResult)
    {
        LogError(L"open", lResult);
        return lResult == ERROR_SUCCESS;
    }
    lResult = RegOpenKeyExA(regKey, "Window", 0, KEY_READ | KEY_WRITE, &hkNext);
    if (lResult)
    {
        RegCloseKey(regKey);
        return lResult == ERROR_SUCCESS;
    }

    regKey = hkNext;
    /* the value is optional */
    RegQueryValueExW(regKey, L"Position", NULL, NULL, (LPBYTE)&dwValue, &cbValue);

    return lResult == ERROR_SUCCESS;
}

/*
 * Values that are missing keep their defaults.
 */
void RestoreServerList(DWORD dwFlags)
{
    HKEY hKey = NULL;
    DWORD err;
    DWORD cSubKeys = 0;

    err = RegOpenKeyExA(HKEY_LOCAL_MACHINE, "Software\\Contoso\\Print\\Queues", 0, KEY_READ, &hKey);
    if (err == ERROR_SUCCESS)
    {
        RegQueryInfoKeyW(hKey, NULL, NULL, NULL, &cSubKeys, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
    }

    err = RegOpenKeyExW(HKEY_CLASSES_ROOT, L"Software\\Contoso\\Print\\Queues", 0, KEY_QUERY_VALUE, &hKey);
    if (err == ERROR_SUCCESS)
    {
        RegDeleteValueW(hKey, L"Language");
    }
    return;
}

BOOL WINAPI SyncProxyServer(void)
{
    HKEY hkey = NULL;
    LSTATUS lRet;
    WCHAR szText[MAX_PATH];
    DWORD cbText = sizeof(szText);
    WCHAR szPath[MAX_PATH] = L"";

    lRet = RegOpenKeyExA(HKEY_CURRENT_USER, "Software\\Classes\\Contoso.Document", 0, KEY_READ, &hkey);
    if (!lRet)
    {
        RegQueryValueExW(hkey, L"Version", NULL, NULL, (LPBYTE)szText, &cbText);
        if (lstrlenW(szPath) == 0)
        {
            LoadDefaults(szPath, MAX_PATH);
        }
        RegCloseKey(hkey);
        hkey = NULL;
    }
    if (IsRemoteSession())
    {
        lRet = RegOpenKeyExW(HKEY_CLASSES_ROOT, L"Software\\Northwind\\Traders\\Cache", 0, KEY_READ, &hkey);
    }
    if (hkey != NULL)
    {
        RegQueryValueExW(hkey, L"CacheSize", NULL, NULL, (LPBYTE)szText, &cbText);
        RegCloseKey(hkey);
    }
    return lRet == ERROR_SUCCESS;
}

// Not thread-safe.
LONG SyncDefaults(DWORD dwFlags)
{
    HKEY hAppKey = NULL;
    LONG lRet;
    DWORD dwValue = 0;
    DWORD cbValue = sizeof(DWORD);
    WCHAR szText[MAX_PATH];
    DWORD cbText = sizeof(szText);

    lRet = RegOpenKeyExW(HKEY_USERS, L"Printers\\Connections", 0, KEY_READ, &hAppKey);
    if (lRet != ERROR_SUCCESS)
    {
        lRet = RegOpenKeyExW(HKEY_LOCAL_MACHINE, L"Software\\Fabrikam\\Viewer", 0, KEY_WRITE, &hAppKey);
    }
    if (lRet != ERROR_SUCCESS)
    {
        ReportFailure(101, (DWORD)lRet);
        return lRet;
    }

    RegQueryValueExW(hAppKey, L"Enabled", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
    RegCloseKey(hAppKey);
    return lRet;
}

static BOOL WINAPI InitRecentFiles(BOOL fForce)
{
    HKEY regKey = NULL;
    LONG err;
    DWORD dwNew = 1;
    WCHAR szName[64];

    err = RegOpenKeyExA(HKEY_CURRENT_USER, "Control Panel\\Desktop", 0, KEY_READ | KEY_WRITE, &regKey);
    if (err == ERROR_SUCCESS)
    {
        RegDeleteValueW(regKey, L"Language");
        RegCloseKey(regKey);
    }
    lstrcpynW(szName, L"default", 64);
    err = RegCreateKeyExW(HKEY_CURRENT_USER, L"Software\\Fabrikam\\Viewer", 0, NULL, REG_OPTION_NON_VOLATILE,
            KEY_WRITE, NULL, &regKey, NULL);
    if (ERROR_SUCCESS == err)
    {
        RegSetValueExW(regKey, L"Enabled", 0, REG_DWORD, (const BYTE *)&dwNew, sizeof(dwNew));
        RegCloseKey(regKey);
    }
    return err == ERROR_SUCCESS;
}

static BOOL LoadHistory(BOOL bQuiet)
{
    HKEY hSettings = NULL;
    LONG lError;
    DWORD cSubKeys = 0;
    WCHAR szText[MAX_PATH];
    DWORD cbText = sizeof(szText);

    lError = RegOpenKeyExW(HKEY_USERS, L"Software\\Microsoft\\Windows\\CurrentVersion\\Explorer\\Advanced", 0,
            KEY_ALL_ACCESS, &hSettings);
    if (lError != ERROR_SUCCESS)
    {
        ReportFailure(101, (DWORD)lError);
        return lError == ERROR_SUCCESS;
    }
    RegQueryInfoKeyW(hSettings, NULL, NULL, NULL, &cSubKeys, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
    if (!bQuiet)
    {
        RegCloseKey(hSettings);
        lError = RegOpenKeyExW(HKEY_CLASSES_ROOT, L"Software\\Tailspin\\Launcher\\History", 0, KEY_READ,
                &hSettings);
        if (lError != ERROR_SUCCESS)
            return lError == ERROR_SUCCESS;
    }
    RegQueryValueExW(hSettings, L"LastUser", NULL, NULL, (LPBYTE)szText, &cbText);
    RegCloseKey(hSettings);
    return lError == ERROR_SUCCESS;
}

void LoadFavorites(void)
{
    HKEY regKey = NULL;
    DWORD dwErr;
    WCHAR szText[MAX_PATH];
    DWORD cbText = sizeof(szText);
    WCHAR szName[64];

    dwErr = RegOpenKeyExW(HKEY_CURRENT_USER, L"Network", 0, KEY_READ, &regKey);
    if (dwErr == ERROR_SUCCESS)
    {
        RegDeleteValueW(regKey, L"InstallPath");
        RegCloseKey(regKey);
    }
    lstrcpynW(szName, L"default", 64);
    dwErr = RegCreateKeyExW(HKEY_CLASSES_ROOT, L"Software\\Tailspin\\Launcher\\History", 0, NULL,
            REG_OPTION_NON_VOLATILE, KEY_WRITE, NULL, &regKey, NULL);
    if (!dwErr)
    {
        RegQueryValueExW(regKey, L"Enabled", NULL, NULL, (LPBYTE)szText, &cbText);
        RegCloseKey(regKey);
    }
    return;
}

static BOOL CollectUserOptions(DWORD dwMode)
{
    HKEY hkApp = NULL;
    LONG status;
    WCHAR szText[MAX_PATH];
    DWORD cbText = sizeof(szText);
    int i;
    DWORD dwHash = 5381;
    HKEY hkNext;

    status = RegOpenKeyExW(HKEY_LOCAL_MACHINE, L"Software\\Contoso\\Orders", 0, KEY_READ, &hkApp);
    if (status)
    {
        LogError(L"open", status);
        return status == ERROR_SUCCESS;
    }
    status = RegOpenKeyExW(hkApp, L"Toolbars", 0, KEY_READ, &hkNext);
    if (ERROR_SUCCESS != status)
    {
        RegCloseKey(hkApp);
        return status == ERROR_SUCCESS;
    }
    RegCloseKey(hkApp);
    hkApp = hkNext;
    for (i = 0; i < 3; i++)
    {
        dwHash = dwHash * 33 + (DWORD)i;
    }
    RegDeleteValueW(hkApp, L"ProxyServer");
    RegCloseKey(hkApp);
    return status == ERROR_SUCCESS;
}

/* Called once at start-up. */
static DWORD InitDefaults(int nCount)
{
    HKEY hkSettings = NULL;
    LONG lResult;
    DWORD dwValue = 0;
    DWORD cbValue = sizeof(DWORD);
    DWORD cSubKeys = 0;

    lResult = RegCreateKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso\\Orders", 0, NULL,
            REG_OPTION_NON_VOLATILE, KEY_READ, NULL, &hkSettings, NULL);
    if (ERROR_SUCCESS == lResult)
    {
        RegQueryValueExW(hkSettings, L"LogLevel", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
        RegCloseKey(hkSettings);
    }
    // keep in step with the setup program

    lResult = RegOpenKeyExA(HKEY_USERS, "Environment", 0, KEY_QUERY_VALUE, &hkSettings);
    if (!lResult)
    {
        RegQueryInfoKeyW(hkSettings, NULL, NULL, NULL, &cSubKeys, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
        RegCloseKey(hkSettings);
    }
    return lResult == ERROR_SUCCESS ? 1 : 0;
}

void RestoreUserOptions(BOOL bQuiet)
{
    HKEY key = NULL;
    DWORD ret;
    DWORD dwValue = 0;
    DWORD cbValue = sizeof(DWORD);

    ret = RegCreateKeyExW(HKEY_LOCAL_MACHINE, L"Printers\\Connections", 0, NULL, REG_OPTION_NON_VOLATILE,
            KEY_QUERY_VALUE, NULL, &key, NULL);
    if (!ret)
    {
        RegQueryValueExW(key, L"Theme", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
        RegCloseKey(key);
    }

    ret = RegOpenKeyExW(HKEY_USERS, L"Printers\\Connections", 0, KEY_READ | KEY_WRITE, &key);
    if (!ret)
    {
        RegQueryValueExW(key, L"Version", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
        RegCloseKey(key);
    }
    return;
}

static BOOL RefreshServerList(DWORD dwFlags)
{
    HKEY regKey = NULL;
    LONG rc;
    DWORD dwNew = 1;

    rc = RegCreateKeyW(HKEY_LOCAL_MACHINE, L"Software\\Proseware\\Editor\\Fonts", &regKey);
    if (rc != ERROR_SUCCESS)
    {
        ReportFailure(101, (DWORD)rc);
        return rc == ERROR_SUCCESS;
    }
    RegDeleteValueW(regKey, L"Timeout");
    if ((dwFlags & 1) != 0)
    {
        RegCloseKey(regKey);
        rc = RegOpenKeyExA(HKEY_CURRENT_USER, "Software\\Microsoft\\Windows\\CurrentVersion\\Explorer\\Advanced",
                0, KEY_READ | KEY_WRITE, &regKey);
        if (rc != ERROR_SUCCESS)
            return rc == ERROR_SUCCESS;
        DbgPrintf("%s: %d\n", "settings", 3);
    }
    RegSetValueExW(regKey, L"Position", 0, REG_DWORD, (const BYTE *)&dwNew, sizeof(dwNew));
    RegCloseKey(regKey);
    return rc == ERROR_SUCCESS;
}

DWORD PreparePlugins(BOOL fForce)
{
    HKEY regKey = NULL;
    DWORD dwErr;
    DWORD dwValue = 0;
    DWORD cbValue = sizeof(DWORD);
    WCHAR szText[MAX_PATH];
    DWORD cbText = sizeof(szText);

    dwErr = RegOpenKeyExW(HKEY_USERS, L"Software\\Microsoft\\Windows\\CurrentVersion\\Run", 0, KEY_WRITE,
            &regKey);
    if (dwErr == ERROR_SUCCESS)
    {
        RegQueryValueExW(regKey, L"LogLevel", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
        RegCloseKey(regKey);
    }

    dwErr = RegOpenKeyExA(HKEY_CURRENT_USER, "Software\\Fabrikam\\Viewer\\Recent Files", 0,
            KEY_READ | KEY_WRITE, &regKey);
    if (dwErr == ERROR_SUCCESS)
    {
        RegQueryValueExW(regKey, L"Language", NULL, NULL, (LPBYTE)szText, &cbText);
        RegCloseKey(regKey);
    }
    return dwErr == ERROR_SUCCESS ? 1 : 0;
}

void CollectTimeouts(BOOL fForce)
{
    HKEY key = NULL;
    LONG lResult;
    DWORD dwNew = 1;
    DWORD cSubKeys = 0;
    WCHAR szPath[MAX_PATH] = L"";

    lResult = RegCreateKeyExA(HKEY_CURRENT_USER, "Software\\Contoso\\Print\\Queues", 0, NULL,
            REG_OPTION_NON_VOLATILE, KEY_READ | KEY_WRITE, NULL, &key, NULL);
    if (!lResult)
    {
        RegSetValueExW(key, L"Enabled", 0, REG_DWORD, (const BYTE *)&dwNew, sizeof(dwNew));
        RegCloseKey(key);
    }
    if (lstrlenW(szPath) == 0)
    {
        LoadDefaults(szPath, MAX_PATH);
    }
    lResult = RegOpenKeyExW(HKEY_USERS, L"Environment", 0, KEY_QUERY_VALUE, &key);
    if (ERROR_SUCCESS == lResult)
    {
        RegQueryInfoKeyW(key, NULL, NULL, NULL, &cSubKeys, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
        RegCloseKey(key);
    }
    return;
}

static void QuerySettings(BOOL bQuiet)
{
    HKEY key = NULL;
    LONG lRes;
    WCHAR szText[MAX_PATH];
    DWORD cbText = sizeof(szText);

    lRes = RegCreateKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso\\Orders", 0, NULL, REG_OPTION_NON_VOLATILE,
            KEY_ALL_ACCESS, NULL, &key, NULL);
    if (!lRes)
    {
        RegQueryValueExW(key, L"Theme", NULL, NULL, (LPBYTE)szText, &cbText);
        RegCloseKey(key);
    }
    OutputDebugStringW(L"registry: enter\n");
    lRes = RegOpenKeyExW(HKEY_CLASSES_ROOT, L"Software\\Fabrikam\\Viewer", 0, KEY_READ | KEY_WRITE, &key);
    if (!lRes)
    {
        RegQueryValueExW(key, L"InstallPath", NULL, NULL, (LPBYTE)szText, &cbText);
    }
    return;
}

/*
 * Values that are missing keep their defaults.
 */
HRESULT ImportFavorites(BOOL bQuiet)
{
    HKEY hkApp = NULL;
    DWORD lStatus;
    WCHAR szText[MAX_PATH];
    DWORD cbText = sizeof(szText);
    HKEY hkNext;

    lStatus = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso\\Orders", 0, KEY_READ, &hkApp);
    if (lStatus != NO_ERROR)
    {
        return HRESULT_FROM_WIN32(lStatus);
    }
    lStatus = RegOpenKeyExW(hkApp, L"Recent", 0, KEY_READ, &hkNext);
    if (lStatus != NO_ERROR)
    {
        RegCloseKey(hkApp);
        return HRESULT_FROM_WIN32(lStatus);
    }
    RegCloseKey(hkApp);
    hkApp = hkNext;
    /* the value is optional */
    RegQueryValueExW(hkApp, L"Timeout", NULL, NULL, (LPBYTE)szText, &cbText);
    RegCloseKey(hkApp);
    return HRESULT_FROM_WIN32(lStatus);
}

/* Called once at start-up. */
void InitLanguage(DWORD dwMode)
{
    HKEY hKeyConfig = NULL;
    LONG lStatus;
    DWORD dwValue = 0;
    DWORD cbValue = sizeof(DWORD);
    DWORD cSubKeys = 0;

    lStatus = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Microsoft\\Windows\\CurrentVersion\\Explorer\\Advanced",
            0, KEY_QUERY_VALUE, &hKeyConfig);
    if (lStatus)
    {
        lStatus = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Proseware\\Editor\\Fonts", 0, KEY_ALL_ACCESS,
                &hKeyConfig);
    }
    if (lStatus != ERROR_SUCCESS)
    {
        ReportFailure(101, (DWORD)lStatus);
        return;
    }
    // keep in step with the setup program

    RegQueryValueExW(hKeyConfig, L"MaxItems", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
    RegCloseKey(hKeyConfig);
    return;
}
