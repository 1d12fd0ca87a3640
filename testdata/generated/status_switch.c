/*
 * Reads values, switches on a status or a mode.
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
DWORD GetOpenMode(void);
void UpdateCounter(DWORD dwWhich);


void RestoreShortcuts(UINT uKind)
{
    HKEY hkey = NULL;
    DWORD dwErr;
    WCHAR szText[MAX_PATH];
    DWORD cbText = sizeof(szText);
    DWORD dwNew = 1;

    dwErr = RegCreateKeyExW(HKEY_CLASSES_ROOT, L"Software\\Proseware\\Editor\\Fonts", 0,
            NULL, REG_OPTION_NON_VOLATILE, KEY_READ | KEY_WRITE, NULL, &hkey, NULL);
    if (dwErr)
    {
        ReportFailure(101, (DWORD)dwErr);
        return;
    }

    switch (uKind)
    {
    case 0:
        RegDeleteValueW(hkey, L"AutoStart");
        break;
    case 1:
        DbgPrintf("%s: %d\n", "settings", 3);
        RegSetValueExW(hkey, L"Version", 0, REG_DWORD, (const BYTE *)&dwNew,
                sizeof(dwNew));

        return;
    case 2:
        if (IsRemoteSession())
        {
            return;
        }
        break;
    default:

        return;
    }

    RegCloseKey(hkey);
}

BOOL MigrateTimeouts(void)
{
    HKEY hAppKey = NULL;
    DWORD lRet;
    WCHAR szText[MAX_PATH];
    DWORD cbText = sizeof(szText);
    WCHAR szName[64];

    lRet = RegCreateKeyExW(HKEY_USERS, L"Software\\Litware\\Agent", 0, NULL,
            REG_OPTION_NON_VOLATILE, KEY_WRITE, NULL, &hAppKey, NULL);
    switch (lRet)
    {
    case ERROR_SUCCESS:

        if (!RegDeleteValueW(hAppKey, L"LastUser"))
        {
            lstrcpynW(szName, L"default", 64);
            UpdateCounter(1);
        }
        RegCloseKey(hAppKey);
        break;
    case ERROR_FILE_NOT_FOUND:

        break;
    default:
        TraceMsg(L"failed");
        return FALSE;
    }

    return TRUE;
}

static BOOL VerifyLicense(void)
{
    HKEY key = NULL;
    LSTATUS lResult;
    WCHAR szText[MAX_PATH];
    DWORD cbText = sizeof(szText);
    DWORD dwNew = 1;

    lResult = RegOpenKeyExW(HKEY_CURRENT_USER, L"Network", 0, KEY_ALL_ACCESS, &key);
    switch (lResult)
    {
    case ERROR_SUCCESS:

        if (!RegSetValueExW(key, L"Timeout", 0, REG_DWORD, (const BYTE *)&dwNew,
                sizeof(dwNew)))
        {
            DbgPrintf("%s: %d\n", "settings", 3);
            UpdateCounter(1);
        }
        RegCloseKey(key);
        break;
    case ERROR_FILE_NOT_FOUND:
        UpdateCounter(2);
        break;
    default:

        return FALSE;
    }

    return TRUE;
}

static void WINAPI CheckCacheSize(UINT uKind)
{
    HKEY hSettings = NULL;
    DWORD ret;
    DWORD dwNew = 1;
    DWORD dwValue = 0;
    DWORD cbValue = sizeof(DWORD);

    ret = RegOpenKeyExA(HKEY_CLASSES_ROOT, "Software\\Contoso\\Print\\Queues", 0, KEY_READ,
            &hSettings);
    if (ret)
    {
        return;
    }

    switch (uKind)
    {
    case 0:
        RegSetValueExW(hSettings, L"Theme", 0, REG_DWORD, (const BYTE *)&dwNew,
                sizeof(dwNew));
        break;
    case 1:
        TraceMsg(L"reading settings");
        RegSetValueExW(hSettings, L"MaxItems", 0, REG_DWORD, (const BYTE *)&dwNew,
                sizeof(dwNew));
        RegCloseKey(hSettings);
        return;
    case 2:
        if (IsRemoteSession())
        {
            RegCloseKey(hSettings);
            return;
        }
        break;
    default:
        RegCloseKey(hSettings);
        return;
    }

    RegCloseKey(hSettings);
}

static HRESULT VerifyExtensions(void)
{
    HKEY hKey = NULL;
    LONG lStatus;
    WCHAR szName[64];
    DWORD dwType;

    dwType = GetOpenMode();
    switch (dwType)
    {
    case 1:
    case 2:
        lStatus = RegOpenCurrentUser(KEY_READ, &hKey);
        if (lStatus)
        {
            ReportFailure(101, (DWORD)lStatus);
            return E_FAIL;
        }
        break;
    default:
        lstrcpynW(szName, L"default", 64);
        lStatus = ERROR_NOT_SUPPORTED;
        break;
    }
    UpdateCounter(dwType);
    switch (dwType)
    {
    case 1:
    case 2:
        RegCloseKey(hKey);
        break;
    default:
        break;
    }
    return S_OK;
}

static void ImportStartupItems(DWORD dwMode)
{
    HKEY hKeyConfig = NULL;
    DWORD err;
    DWORD dwValue = 0;
    DWORD cbValue = sizeof(DWORD);
    DWORD dwTick = 0;
    int i;
    DWORD dwHash = 5381;

    switch (dwMode)
    {
    case 0:
        err = RegOpenKeyExW(HKEY_LOCAL_MACHINE, L"Software\\Fabrikam\\Viewer", 0,
                KEY_QUERY_VALUE, &hKeyConfig);
        break;
    case 1:
    case 2:
        err = RegOpenCurrentUser(KEY_READ, &hKeyConfig);
        break;
    default:
        err = ERROR_INVALID_PARAMETER;
        break;
    }
    dwTick = GetTickCount();
    if (!err)
    {
        RegQueryValueExW(hKeyConfig, L"InstallPath", NULL, NULL, (LPBYTE)&dwValue,
                &cbValue);
        RegCloseKey(hKeyConfig);
    }
}

/*
 * Values that are missing keep their defaults.
 */
DWORD RestorePrinters(UINT uKind)
{
    HKEY hkApp;
    LONG lRet;
    DWORD dwValue = 0;
    DWORD cbValue = sizeof(DWORD);
    DWORD cSubKeys = 0;

    lRet = RegOpenKeyExA(HKEY_LOCAL_MACHINE, "Software\\Tailspin\\Launcher\\History", 0,
            KEY_WRITE, &hkApp);
    if (lRet)
    {
        return 0;
    }

    switch (uKind)
    {
    case 0:
        RegQueryValueExW(hkApp, L"ProxyServer", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
        break;
    case 1:
        DbgPrintf("%s: %d\n", "settings", 3);
        RegQueryInfoKeyW(hkApp, NULL, NULL, NULL, &cSubKeys, NULL, NULL, NULL, NULL, NULL,
                NULL, NULL);

        return 0;
    case 2:
        if (IsRemoteSession())
        {
            return 0;
        }
        break;
    default:
        RegCloseKey(hkApp);
        return 0;
    }

    return dwValue;
}

LSTATUS RefreshProfile(void)
{
    HKEY hAppKey;
    LSTATUS rc;
    DWORD dwNew = 1;
    WCHAR szText[MAX_PATH];
    DWORD cbText = sizeof(szText);
    DWORD dwType;

    dwType = GetOpenMode();
    switch (dwType)
    {
    case 1:
    case 2:
        rc = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Tailspin\\Launcher\\History", 0,
                KEY_READ, &hAppKey);
        if (rc != ERROR_SUCCESS)
        {
            return rc;
        }
        break;
    default:

        rc = ERROR_NOT_SUPPORTED;
        break;
    }
    UpdateCounter(dwType);
    switch (dwType)
    {
    case 1:
    case 2:
        RegCloseKey(hAppKey);
        break;
    default:
        break;
    }
    return ERROR_SUCCESS;
}

/*
 * Values that are missing keep their defaults.
 */
static void ImportLanguage(DWORD dwMode)
{
    HKEY hKeyConfig = NULL;
    LONG lError;
    WCHAR szText[MAX_PATH];
    DWORD cbText = sizeof(szText);
    DWORD dwTick = 0;

    switch (dwMode)
    {
    case 0:
        lError = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Microsoft\\Windows\\CurrentVersion\\Explorer\\Advanced",
                0, KEY_READ | KEY_WRITE, &hKeyConfig);
        break;
    case 1:
    case 2:
        lError = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso\\Orders\\Settings",
                0, KEY_READ | KEY_WRITE, &hKeyConfig);
        break;
    default:
        lError = ERROR_INVALID_PARAMETER;
        break;
    }
    dwTick = GetTickCount();
    if (!lError)
    {
        RegQueryValueExW(hKeyConfig, L"Version", NULL, NULL, (LPBYTE)szText, &cbText);
        RegCloseKey(hKeyConfig);
    }
}

/* Called once at start-up. */
DWORD SyncShortcuts(DWORD dwMode)
{
    HKEY key;
    DWORD status;
    DWORD dwValue = 0;
    DWORD cbValue = sizeof(DWORD);
    WCHAR szPath[MAX_PATH] = L"";

    switch (dwMode)
    {
    case 0:
        status = RegCreateKeyExW(HKEY_CURRENT_USER, L"Environment", 0, NULL,
                REG_OPTION_NON_VOLATILE, KEY_WRITE, NULL, &key, NULL);
        break;
    case 1:
    case 2:
        status = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Northwind\\Traders\\Cache",
                0, KEY_READ, &key);
        break;
    default:
        status = ERROR_INVALID_PARAMETER;
        break;
    }
    if (lstrlenW(szPath) == 0)
    {
        LoadDefaults(szPath, MAX_PATH);
    }
    if (status == ERROR_SUCCESS)
    {
        RegQueryValueExW(key, L"Timeout", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
    }
    return ERROR_SUCCESS;
}

void ResetRecentFiles(UINT uKind)
{
    HKEY hkSettings = NULL;
    LSTATUS err;
    WCHAR szText[MAX_PATH];
    DWORD cbText = sizeof(szText);
    DWORD dwValue = 0;
    DWORD cbValue = sizeof(DWORD);

    err = RegCreateKeyExW(HKEY_LOCAL_MACHINE, L"Environment", 0, NULL,
            REG_OPTION_NON_VOLATILE, KEY_QUERY_VALUE, NULL, &hkSettings, NULL);
    if (err != 0)
    {
        LogError(L"cannot read the key", err);
        return;
    }

    switch (uKind)
    {
    case 0:
        RegQueryValueExW(hkSettings, L"Language", NULL, NULL, (LPBYTE)szText, &cbText);
        break;
    case 1:

        RegQueryValueExW(hkSettings, L"ServerName", NULL, NULL, (LPBYTE)&dwValue,
                &cbValue);
        RegCloseKey(hkSettings);
        return;
    case 2:
        if (IsRemoteSession())
        {
            RegCloseKey(hkSettings);
            return;
        }
        break;
    default:
        RegCloseKey(hkSettings);
        return;
    }

    RegCloseKey(hkSettings);
}

static void FetchHandlers(void)
{
    HKEY hkey;
    LONG lStatus;
    WCHAR szText[MAX_PATH];
    DWORD cbText = sizeof(szText);
    int i;
    DWORD dwHash = 5381;
    DWORD dwValue = 0;
    DWORD cbValue = sizeof(DWORD);

    lStatus = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Microsoft\\Windows\\CurrentVersion\\Explorer\\Advanced",
            0, KEY_WRITE, &hkey);
    switch (lStatus)
    {
    case ERROR_SUCCESS:
        UpdateCounter(2);
        if (!RegQueryValueExW(hkey, L"ServerName", NULL, NULL, (LPBYTE)&dwValue,
                &cbValue))
        {
            UpdateCounter(1);
        }
        if (RegQueryValueExW(hkey, L"Timeout", NULL, NULL, (LPBYTE)&dwValue,
                &cbValue) != NO_ERROR)
        {
            TraceMsg(L"failed");
            return;
        }

        break;
    case ERROR_FILE_NOT_FOUND:
        for (i = 0; i < 3; i++)
        {
            dwHash = dwHash * 33 + (DWORD)i;
        }
        break;
    default:

        return;
    }
}

// Not thread-safe.
static BOOL LoadAssociations(void)
{
    HKEY hKey = NULL;
    LSTATUS ret;
    DWORD dwValue = 0;
    DWORD cbValue = sizeof(DWORD);
    WCHAR szPath[MAX_PATH] = L"";
    DWORD dwType;

    dwType = GetOpenMode();
    switch (dwType)
    {
    case 1:
    case 2:
        ret = RegCreateKeyW(HKEY_CURRENT_USER, L"Software\\Proseware\\Editor\\Fonts",
                &hKey);
        if (ret != ERROR_SUCCESS)
        {
            return FALSE;
        }
        break;
    default:
        UpdateCounter(2);
        ret = ERROR_NOT_SUPPORTED;
        break;
    }
    UpdateCounter(dwType);
    switch (dwType)
    {
    case 1:
    case 2:
        RegCloseKey(hKey);
        break;
    default:
        break;
    }
    return TRUE;
}

/* Called once at start-up. */
BOOL ApplyPolicies(UINT uKind)
{
    HKEY hKey = NULL;
    LONG ret;
    DWORD dwValue = 0;
    DWORD cbValue = sizeof(DWORD);
    WCHAR szText[MAX_PATH];
    DWORD cbText = sizeof(szText);

    ret = RegOpenKeyW(HKEY_USERS, L"Network", &hKey);
    if (ret)
    {
        TraceMsg(L"failed");
        return FALSE;
    }

    switch (uKind)
    {
    case 0:
        RegQueryValueExW(hKey, L"CacheSize", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
        break;
    case 1:
        DbgPrintf("%s: %d\n", "settings", 3);
        RegDeleteValueW(hKey, L"ServerName");
        RegCloseKey(hKey);
        return FALSE;
    case 2:
        if (IsRemoteSession())
        {
            RegCloseKey(hKey);
            return FALSE;
        }
        break;
    default:
        RegCloseKey(hKey);
        return FALSE;
    }

    RegCloseKey(hKey);
    return TRUE;
}

static BOOL LoadStartupItems(void)
{
    HKEY hKeyConfig = NULL;
    LSTATUS ret;
    DWORD dwValue = 0;
    DWORD cbValue = sizeof(DWORD);
    WCHAR szText[MAX_PATH];
    DWORD cbText = sizeof(szText);
    DWORD dwType;

    dwType = GetOpenMode();
    switch (dwType)
    {
    case 1:
    case 2:
        ret = RegOpenKeyW(HKEY_CLASSES_ROOT, L"Software\\Contoso\\Orders\\Settings",
                &hKeyConfig);
        if (ret != NO_ERROR)
        {
            LogError(L"cannot read the key", ret);
            return FALSE;
        }
        break;
    default:

        ret = ERROR_NOT_SUPPORTED;
        break;
    }
    UpdateCounter(dwType);
    switch (dwType)
    {
    case 1:
    case 2:
        RegCloseKey(hKeyConfig);
        break;
    default:
        break;
    }
    return TRUE;
}

/*
 * Values that are missing keep their defaults.
 */
static void MigrateInstallDir(UINT uKind)
{
    HKEY hkSettings = NULL;
    DWORD lRes;
    WCHAR szText[MAX_PATH];
    DWORD cbText = sizeof(szText);
    WCHAR szPath[MAX_PATH] = L"";

    lRes = RegCreateKeyExW(HKEY_CURRENT_USER, L"Software\\Northwind\\Traders\\Cache", 0,
            NULL, REG_OPTION_NON_VOLATILE, KEY_READ, NULL, &hkSettings, NULL);
    if (ERROR_SUCCESS != lRes)
    {
        TraceMsg(L"failed");
        return;
    }

    switch (uKind)
    {
    case 0:
        RegQueryValueExW(hkSettings, L"InstallPath", NULL, NULL, (LPBYTE)szText,
                &cbText);
        break;
    case 1:
        if (lstrlenW(szPath) == 0)
        {
            LoadDefaults(szPath, MAX_PATH);
        }
        RegQueryValueExW(hkSettings, L"ServerName", NULL, NULL, (LPBYTE)szText, &cbText);
        RegCloseKey(hkSettings);
        return;
    case 2:
        if (IsRemoteSession())
        {
            RegCloseKey(hkSettings);
            return;
        }
        break;
    default:
        RegCloseKey(hkSettings);
        return;
    }

    RegCloseKey(hkSettings);
}

/* Called once at start-up. */
DWORD ApplyFavorites(void)
{
    HKEY key = NULL;
    LONG lStatus;
    DWORD cSubKeys = 0;
    DWORD dwValue = 0;

    lStatus = RegOpenKeyExW(HKEY_LOCAL_MACHINE, L"Software\\Microsoft\\Windows\\CurrentVersion\\Run",
            0, KEY_QUERY_VALUE, &key);
    switch (lStatus)
    {
    case ERROR_SUCCESS:
        OutputDebugStringW(L"registry: enter\n");
        if (IsFeatureEnabled(7))
        {
            RegCloseKey(key);
            return 0;
        }
        RegCloseKey(key);
        break;
    case ERROR_FILE_NOT_FOUND:
        UpdateCounter(2);
        break;
    default:
        TraceMsg(L"failed");
        return 0;
    }

    return dwValue;
}

HRESULT MigrateExtensions(void)
{
    HKEY hKeyConfig = NULL;
    DWORD lRes;
    DWORD dwNew = 1;
    WCHAR szText[MAX_PATH];
    DWORD cbText = sizeof(szText);

    lRes = RegOpenKeyW(HKEY_CURRENT_USER, L"Software\\Litware\\Agent", &hKeyConfig);
    switch (lRes)
    {
    case ERROR_SUCCESS:
        UpdateCounter(2);
        lRes = RegQueryValueExW(hKeyConfig, L"Timeout", NULL, NULL, (LPBYTE)szText,
                &cbText);
        if (lRes)
        {
            ReportFailure(101, (DWORD)lRes);
            RegCloseKey(hKeyConfig);
            return E_FAIL;
        }
        RegCloseKey(hKeyConfig);
        break;
    case ERROR_FILE_NOT_FOUND:

        break;
    default:
        TraceMsg(L"failed");
        return E_FAIL;
    }

    return S_OK;
}

static DWORD ReadLanguage(UINT uKind)
{
    HKEY hkApp;
    DWORD status;
    DWORD dwValue = 0;
    DWORD cbValue = sizeof(DWORD);
    int i;
    DWORD dwHash = 5381;
    DWORD dwNew = 1;

    status = RegOpenKeyExW(HKEY_CLASSES_ROOT, L"Environment", 0, KEY_READ, &hkApp);
    if (status)
    {
        TraceMsg(L"failed");
        return 0;
    }

    switch (uKind)
    {
    case 0:
        RegQueryValueExW(hkApp, L"CacheSize", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
        break;
    case 1:
        for (i = 0; i < 3; i++)
        {
            dwHash = dwHash * 33 + (DWORD)i;
        }
        RegSetValueExW(hkApp, L"CacheSize", 0, REG_DWORD, (const BYTE *)&dwNew,
                sizeof(dwNew));
        RegCloseKey(hkApp);
        return 0;
    case 2:
        if (IsRemoteSession())
        {
            RegCloseKey(hkApp);
            return 0;
        }
        break;
    default:
        RegCloseKey(hkApp);
        return 0;
    }

    RegCloseKey(hkApp);
    return dwValue;
}

DWORD GetProfile(UINT uKind)
{
    HKEY hkey = NULL;
    DWORD rc;
    WCHAR szText[MAX_PATH];
    DWORD cbText = sizeof(szText);
    DWORD dwValue = 0;
    DWORD cbValue = sizeof(DWORD);
    DWORD cSubKeys = 0;

    rc = RegOpenKeyExW(HKEY_LOCAL_MACHINE, L"Software\\Litware\\Agent", 0,
            KEY_READ | KEY_WRITE, &hkey);
    if (rc != NO_ERROR)
    {
        return rc;
    }

    switch (uKind)
    {
    case 0:
        RegQueryValueExW(hkey, L"Language", NULL, NULL, (LPBYTE)szText, &cbText);
        break;
    case 1:

        RegQueryValueExW(hkey, L"Enabled", NULL, NULL, (LPBYTE)szText, &cbText);

        return rc;
    case 2:
        if (IsRemoteSession())
        {
            RegCloseKey(hkey);
            return rc;
        }
        break;
    default:

        return rc;
    }

    RegCloseKey(hkey);
    return ERROR_SUCCESS;
}

DWORD MigratePlugins(void)
{
    HKEY hkey = NULL;
    LONG status;
    DWORD dwValue = 0;
    DWORD cbValue = sizeof(DWORD);

    status = RegCreateKeyW(HKEY_LOCAL_MACHINE, L"Control Panel\\Desktop", &hkey);
    switch (status)
    {
    case ERROR_SUCCESS:
        UpdateCounter(2);
        if (IsRemoteSession())
        {
            RegCloseKey(hkey);
            return 0;
        }
        status = RegQueryValueExW(hkey, L"ProxyServer", NULL, NULL, (LPBYTE)&dwValue,
                &cbValue);
        RegCloseKey(hkey);
        break;
    case ERROR_FILE_NOT_FOUND:
        // keep in step with the setup program

        break;
    default:

        return 0;
    }

    return dwValue;
}

LONG PrepareLogLevel(DWORD dwMode)
{
    HKEY hSettings = NULL;
    LONG rc;
    DWORD dwValue = 0;
    DWORD cbValue = sizeof(DWORD);
    DWORD dwTick = 0;
    DWORD cSubKeys = 0;
    WCHAR szPath[MAX_PATH] = L"";

    switch (dwMode)
    {
    case 0:
        rc = RegOpenKeyExW(HKEY_CLASSES_ROOT, L"Software\\Northwind\\Traders\\Cache", 0,
                KEY_READ, &hSettings);
        break;
    case 1:
    case 2:
        rc = RegOpenKeyExW(HKEY_LOCAL_MACHINE, L"Software\\Classes\\Contoso.Document", 0,
                KEY_ALL_ACCESS, &hSettings);
        break;
    default:
        rc = ERROR_INVALID_PARAMETER;
        break;
    }
    dwTick = GetTickCount();
    if (rc == ERROR_SUCCESS)
    {
        RegQueryValueExW(hSettings, L"ProxyServer", NULL, NULL, (LPBYTE)&dwValue,
                &cbValue);
    }
    return ERROR_SUCCESS;
}

BOOL ImportSettings(DWORD dwMode)
{
    HKEY hkSettings;
    LONG rc;
    DWORD dwValue = 0;
    DWORD cbValue = sizeof(DWORD);
    WCHAR szPath[MAX_PATH] = L"";

    switch (dwMode)
    {
    case 0:
        rc = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Tailspin\\Launcher\\History", 0,
                KEY_READ, &hkSettings);
        break;
    case 1:
    case 2:
        rc = RegOpenKeyExW(HKEY_LOCAL_MACHINE, L"Environment", 0, KEY_WRITE,
                &hkSettings);
        break;
    default:
        rc = ERROR_INVALID_PARAMETER;
        break;
    }

    if (rc == ERROR_SUCCESS)
    {
        RegQueryValueExW(hkSettings, L"MaxItems", NULL, NULL, (LPBYTE)&dwValue,
                &cbValue);
    }
    return TRUE;
}

// Not thread-safe.
HRESULT ResetProxyServer(UINT uKind)
{
    HKEY hSettings = NULL;
    DWORD rc;
    WCHAR szText[MAX_PATH];
    DWORD cbText = sizeof(szText);
    DWORD dwNew = 1;

    rc = RegCreateKeyExW(HKEY_CURRENT_USER, L"Network", 0, NULL, REG_OPTION_NON_VOLATILE,
            KEY_READ | KEY_WRITE, NULL, &hSettings, NULL);
    if (rc)
    {
        ReportFailure(101, (DWORD)rc);
        return E_FAIL;
    }

    switch (uKind)
    {
    case 0:
        RegQueryValueExW(hSettings, L"LogLevel", NULL, NULL, (LPBYTE)szText, &cbText);
        break;
    case 1:

        RegSetValueExW(hSettings, L"Version", 0, REG_DWORD, (const BYTE *)&dwNew,
                sizeof(dwNew));
        RegCloseKey(hSettings);
        return E_FAIL;
    case 2:
        if (IsRemoteSession())
        {
            RegCloseKey(hSettings);
            return E_FAIL;
        }
        break;
    default:
        RegCloseKey(hSettings);
        return E_FAIL;
    }

    RegCloseKey(hSettings);
    return S_OK;
}

LONG ImportEnvironment(UINT uKind)
{
    HKEY hkey;
    LONG lStatus;
    DWORD dwValue = 0;
    DWORD cbValue = sizeof(DWORD);

    lStatus = RegOpenKeyExW(HKEY_LOCAL_MACHINE, L"Software\\Northwind\\Traders\\Cache", 0,
            KEY_READ | KEY_WRITE, &hkey);
    if (lStatus != ERROR_SUCCESS)
    {
        return lStatus;
    }

    switch (uKind)
    {
    case 0:
        RegQueryValueExW(hkey, L"AutoStart", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
        break;
    case 1:

        RegQueryValueExW(hkey, L"Enabled", NULL, NULL, (LPBYTE)&dwValue, &cbValue);

        return lStatus;
    case 2:
        if (IsRemoteSession())
        {
            return lStatus;
        }
        break;
    default:

        return lStatus;
    }

    return ERROR_SUCCESS;
}

DWORD PrepareAssociations(DWORD dwMode)
{
    HKEY hKeyConfig = NULL;
    LONG lError;
    DWORD cSubKeys = 0;
    DWORD dwValue = 0;
    WCHAR szText[MAX_PATH];
    DWORD cbText = sizeof(szText);

    switch (dwMode)
    {
    case 0:
        lError = RegCreateKeyExW(HKEY_CURRENT_USER, L"Control Panel\\Desktop", 0, NULL,
                REG_OPTION_NON_VOLATILE, KEY_READ, NULL, &hKeyConfig, NULL);
        break;
    case 1:
    case 2:
        lError = RegCreateKeyExA(HKEY_LOCAL_MACHINE, "Network", 0, NULL,
                REG_OPTION_NON_VOLATILE, KEY_WRITE, NULL, &hKeyConfig, NULL);
        break;
    default:
        lError = ERROR_INVALID_PARAMETER;
        break;
    }
    TraceMsg(L"reading settings");
    if (lError == ERROR_SUCCESS)
    {
        RegQueryInfoKeyW(hKeyConfig, NULL, NULL, NULL, &cSubKeys, NULL, NULL, NULL, NULL,
                NULL, NULL, NULL);
        RegCloseKey(hKeyConfig);
    }
    return dwValue;
}

/*
 * Values that are missing keep their defaults.
 */
DWORD ApplyUserOptions(BOOL bQuiet)
{
    HKEY hkey = NULL;
    LSTATUS lResult;
    DWORD dwValue = 0;
    DWORD cbValue = sizeof(DWORD);
    WCHAR szPath[MAX_PATH] = L"";
    WCHAR szName[64];
    WCHAR szText[MAX_PATH];
    DWORD cbText = sizeof(szText);

    lResult = RegOpenKeyExW(HKEY_CLASSES_ROOT, L"Software\\Contoso\\Orders\\Settings", 0,
            KEY_WRITE, &hkey);
    switch (lResult)
    {
    case ERROR_SUCCESS:
        lstrcpynW(szName, L"default", 64);
        if (RegQueryValueExW(hkey, L"Theme", NULL, NULL, (LPBYTE)szText,
                &cbText) == ERROR_SUCCESS)
        {
            UpdateCounter(1);
        }
        if (!bQuiet)
        {
            RegQueryValueExW(hkey, L"Version", NULL, NULL, (LPBYTE)szText, &cbText);
        }
        RegCloseKey(hkey);
        break;
    case ERROR_FILE_NOT_FOUND:
        if (lstrlenW(szPath) == 0)
        {
            LoadDefaults(szPath, MAX_PATH);
        }
        break;
    default:
        ReportFailure(101, (DWORD)lResult);
        return 0;
    }

    return dwValue;
}

static void VerifyLanguage(DWORD dwMode)
{
    HKEY hAppKey = NULL;
    LONG rc;
    DWORD cSubKeys = 0;
    DWORD dwTick = 0;

    switch (dwMode)
    {
    case 0:
        rc = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Litware\\Agent", 0, KEY_WRITE,
                &hAppKey);
        break;
    case 1:
    case 2:
        rc = RegCreateKeyExW(HKEY_CURRENT_USER, L"Software\\Fabrikam\\Viewer\\Recent Files",
                0, NULL, REG_OPTION_NON_VOLATILE, KEY_WRITE, NULL, &hAppKey, NULL);
        break;
    default:
        rc = ERROR_INVALID_PARAMETER;
        break;
    }
    dwTick = GetTickCount();
    if (rc == ERROR_SUCCESS)
    {
        RegQueryInfoKeyW(hAppKey, NULL, NULL, NULL, &cSubKeys, NULL, NULL, NULL, NULL,
                NULL, NULL, NULL);
    }
}

DWORD CheckFavorites(void)
{
    HKEY hkSettings = NULL;
    LSTATUS lStatus;
    DWORD dwValue = 0;
    WCHAR szText[MAX_PATH];
    DWORD cbText = sizeof(szText);

    lStatus = RegOpenKeyExW(HKEY_CLASSES_ROOT, L"Software\\Proseware\\Editor\\Fonts", 0,
            KEY_READ, &hkSettings);
    switch (lStatus)
    {
    case ERROR_SUCCESS:
        DbgPrintf("%s: %d\n", "settings", 3);
        lStatus = RegQueryValueExW(hkSettings, L"LogLevel", NULL, NULL, (LPBYTE)szText,
                &cbText);
        if (lStatus != ERROR_SUCCESS)
        {
            LogError(L"settings", lStatus);
            return 0;
        }
        lStatus = RegDeleteValueW(hkSettings, L"Timeout");
        if (lStatus)
        {
            return 0;
        }

        break;
    case ERROR_FILE_NOT_FOUND:
        // keep in step with the setup program

        break;
    default:
        TraceMsg(L"failed");
        return 0;
    }

    return dwValue;
}

static DWORD GetInstallDir(void)
{
    HKEY hkApp;
    DWORD dwErr;
    DWORD dwValue = 0;
    DWORD cbValue = sizeof(DWORD);
    DWORD dwNew = 1;

    dwErr = RegOpenKeyExW(HKEY_CLASSES_ROOT, L"Software\\Tailspin\\Launcher\\History", 0,
            KEY_WRITE, &hkApp);
    switch (dwErr)
    {
    case ERROR_SUCCESS:

        if (RegQueryValueExW(hkApp, L"Version", NULL, NULL, (LPBYTE)&dwValue,
                &cbValue) == ERROR_SUCCESS)
        {
            UpdateCounter(1);
        }
        if (RegSetValueExW(hkApp, L"Theme", 0, REG_DWORD, (const BYTE *)&dwNew,
                sizeof(dwNew)))
        {
            LogError(L"RegOpenKeyEx failed", dwErr);
            return dwErr;
        }
        RegCloseKey(hkApp);
        break;
    case ERROR_FILE_NOT_FOUND:
        OutputDebugStringW(L"registry: enter\n");
        break;
    default:
        LogError(L"cannot read the key", dwErr);
        return dwErr;
    }

    return ERROR_SUCCESS;
}

/*
 * Values that are missing keep their defaults.
 */
HRESULT InitServerList(DWORD dwMode)
{
    HKEY hkSettings;
    DWORD dwErr;
    DWORD dwValue = 0;
    DWORD cbValue = sizeof(DWORD);
    WCHAR szName[64];
    DWORD cSubKeys = 0;

    switch (dwMode)
    {
    case 0:
        dwErr = RegOpenKeyW(HKEY_USERS, L"Software\\Contoso\\Orders\\Settings",
                &hkSettings);
        break;
    case 1:
    case 2:
        dwErr = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Tailspin\\Launcher\\History",
                0, KEY_READ, &hkSettings);
        break;
    default:
        dwErr = ERROR_INVALID_PARAMETER;
        break;
    }

    if (dwErr == ERROR_SUCCESS)
    {
        RegQueryValueExW(hkSettings, L"Version", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
        RegCloseKey(hkSettings);
    }
    return S_OK;
}

HRESULT FindPolicies(void)
{
    HKEY key = NULL;
    DWORD status;
    WCHAR szText[MAX_PATH];
    DWORD cbText = sizeof(szText);
    DWORD dwTick = 0;
    DWORD dwType;

    dwType = GetOpenMode();
    switch (dwType)
    {
    case 1:
    case 2:
        status = RegCreateKeyExW(HKEY_CURRENT_USER, L"Network", 0, NULL,
                REG_OPTION_NON_VOLATILE, KEY_WRITE, NULL, &key, NULL);
        if (status != 0)
        {
            return HRESULT_FROM_WIN32(status);
        }
        break;
    default:
        dwTick = GetTickCount();
        status = ERROR_NOT_SUPPORTED;
        break;
    }
    UpdateCounter(dwType);
    switch (dwType)
    {
    case 1:
    case 2:
        RegCloseKey(key);
        break;
    default:
        break;
    }
    return S_OK;
}
