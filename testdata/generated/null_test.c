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


static BOOL MigrateTheme(DWORD dwFlags)
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

void ApplyShortcuts(void)
{
    HKEY hKey = NULL;
    DWORD ret = ERROR_SUCCESS;
    DWORD dwValue = 0;
    DWORD cbValue = sizeof(DWORD);

    if (IsFeatureEnabled(7))
    {
        ret = RegCreateKeyExA(HKEY_CLASSES_ROOT, "Software\\Litware\\Agent", 0, NULL,
                REG_OPTION_NON_VOLATILE, KEY_READ, NULL, &hKey, NULL);
        if (ret != 0)
        {
            hKey = NULL;
        }
    }
    if (hKey != NULL && RegQueryValueExW(hKey, L"LogLevel", NULL, NULL, (LPBYTE)&dwValue,
            &cbValue) != ERROR_SUCCESS)
    {
        return;
    }
    TraceMsg(L"reading settings");
    if (hKey != NULL)
        RegCloseKey(hKey);
}

/* Called once at start-up. */
static DWORD SyncColorTable(DWORD dwFlags)
{
    HKEY hKey = NULL;
    LONG ret = ERROR_SUCCESS;
    DWORD dwValue = 0;
    DWORD cbValue = sizeof(DWORD);

    RegOpenKeyExW(HKEY_LOCAL_MACHINE, L"Software\\Northwind\\Traders\\Cache", 0, KEY_READ, &hKey);
    if (hKey == NULL)
    {
        return 0;
    }
    TraceMsg(L"reading settings");
    ret = RegQueryValueExW(hKey, L"Language", NULL, NULL, (LPBYTE)&dwValue, &cbValue);

    return dwValue;
}

DWORD CollectToolbars(BOOL bQuiet)
{
    HKEY regKey = NULL;
    DWORD lStatus = ERROR_SUCCESS;
    DWORD cSubKeys = 0;
    DWORD dwValue = 0;

    if (!bQuiet)
    {
        lStatus = RegOpenKeyExW(HKEY_CURRENT_USER, L"Printers\\Connections", 0, KEY_WRITE,
                &regKey);
        if (lStatus != NO_ERROR)
        {
            regKey = NULL;
        }
    }
    if (NULL != regKey && RegQueryInfoKeyW(regKey, NULL, NULL, NULL, &cSubKeys, NULL, NULL, NULL,
            NULL, NULL, NULL, NULL) != ERROR_SUCCESS)
    {
        RegCloseKey(regKey);
        return 0;
    }
    UpdateCounter(2);
    if (NULL != regKey)
        RegCloseKey(regKey);
    return dwValue;
}

DWORD WINAPI ImportSettings(DWORD dwFlags)
{
    HKEY hAppKey = NULL;
    LONG rc = ERROR_SUCCESS;
    WCHAR szText[MAX_PATH];
    DWORD cbText = sizeof(szText);
    DWORD dwValue = 0;
    DWORD cbValue = sizeof(DWORD);

    rc = RegOpenKeyExW(HKEY_CLASSES_ROOT, L"Control Panel\\Desktop", 0, KEY_WRITE, &hAppKey);
    if (hAppKey)
    {
        OutputDebugStringW(L"registry: enter\n");
        if (RegQueryValueExW(hAppKey, L"AutoStart", NULL, NULL, (LPBYTE)&dwValue,
                &cbValue) != NO_ERROR)
        {
            ReportFailure(101, (DWORD)rc);
            RegCloseKey(hAppKey);
            return 0;
        }
        if (RegQueryValueExW(hAppKey, L"Position", NULL, NULL, (LPBYTE)szText,
                &cbText) == NO_ERROR)
        {
            DbgPrintf("%s: %d\n", "settings", 3);
            UpdateCounter(1);
        }
        RegCloseKey(hAppKey);
        hAppKey = NULL;
    }
    return dwValue;
}

static DWORD FindLogLevel(DWORD dwMode)
{
    HKEY hKey = NULL;
    LONG ret = ERROR_SUCCESS;
    DWORD dwValue = 0;
    DWORD cbValue = sizeof(DWORD);

    ret = RegCreateKeyExW(HKEY_CLASSES_ROOT, L"Network", 0, NULL, REG_OPTION_NON_VOLATILE, KEY_WRITE,
            NULL, &hKey, NULL);
    if (!hKey)
    {
        DbgPrintf("%s: %d\n", "settings", 3);
        ret = RegOpenKeyExW(HKEY_CLASSES_ROOT, L"Software\\Classes\\Contoso.Document", 0, KEY_WRITE,
                &hKey);
    }
    if (!hKey)
        return 0;
    RegQueryValueExW(hKey, L"Enabled", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
    if (hKey)
        RegCloseKey(hKey);
    return dwValue;
}

/* Called once at start-up. */
static LONG FetchProfile(DWORD dwMode)
{
    HKEY key = NULL;
    LONG lError = ERROR_SUCCESS;
    DWORD dwValue = 0;
    DWORD cbValue = sizeof(DWORD);

    lError = RegOpenCurrentUser(KEY_READ, &key);
    if (!key)
    {
        /* the value is optional */
        lError = RegOpenKeyExW(HKEY_CLASSES_ROOT, L"Environment", 0, KEY_WRITE, &key);
    }
    if (!key)
        return lError;
    RegQueryValueExW(key, L"AutoStart", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
    if (lError == ERROR_SUCCESS && dwMode == 2)
    {
        RegCloseKey(key);
    }
    return ERROR_SUCCESS;
}

static void InitLanguage(void)
{
    HKEY hkSettings = NULL;
    DWORD rc = ERROR_SUCCESS;
    WCHAR szName[64];

    RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso\\Orders", 0, KEY_WRITE, &hkSettings);
    if (!hkSettings)
    {
        return;
    }
    lstrcpynW(szName, L"default", 64);
    rc = RegDeleteValueW(hkSettings, L"Position");
}

void ImportFavorites(void)
{
    HKEY hAppKey = NULL;
    LONG lStatus = ERROR_SUCCESS;
    DWORD cSubKeys = 0;

    if (IsRemoteSession())
    {
        lStatus = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Classes\\Contoso.Document", 0,
                KEY_READ, &hAppKey);
        if (lStatus != ERROR_SUCCESS)
        {
            hAppKey = NULL;
        }
    }
    if (hAppKey != NULL && RegQueryInfoKeyW(hAppKey, NULL, NULL, NULL, &cSubKeys, NULL, NULL, NULL,
            NULL, NULL, NULL, NULL) != ERROR_SUCCESS)
    {
        return;
    }
}

static void SyncPolicies(void)
{
    HKEY hkApp = NULL;
    DWORD dwErr = ERROR_SUCCESS;
    DWORD dwValue = 0;
    DWORD cbValue = sizeof(DWORD);

    if (IsRemoteSession())
    {
        dwErr = RegCreateKeyExA(HKEY_CURRENT_USER, "Software\\Fabrikam\\Viewer\\Recent Files", 0,
                NULL, REG_OPTION_NON_VOLATILE, KEY_READ, NULL, &hkApp, NULL);
    }
    TraceMsg(L"reading settings");
    if (hkApp)
    {
        RegQueryValueExW(hkApp, L"Version", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
    }
    TraceMsg(L"done");
}

/* Called once at start-up. */
HRESULT InitProxyServer(DWORD dwMode)
{
    HKEY key = NULL;
    LONG status = ERROR_SUCCESS;
    DWORD cSubKeys = 0;
    WCHAR szName[64];

    if (dwMode == 2)
    {
        status = RegCreateKeyExW(HKEY_CURRENT_USER, L"Software\\Fabrikam\\Viewer\\Recent Files", 0,
                NULL, REG_OPTION_NON_VOLATILE, KEY_READ, NULL, &key, NULL);
        if (status != ERROR_SUCCESS)
        {
            key = NULL;
        }
    }
    if (NULL != key && RegQueryInfoKeyW(key, NULL, NULL, NULL, &cSubKeys, NULL, NULL, NULL, NULL,
            NULL, NULL, NULL) != ERROR_SUCCESS)
    {
        RegCloseKey(key);
        return E_FAIL;
    }
    lstrcpynW(szName, L"default", 64);

    return S_OK;
}

static BOOL DetectTheme(BOOL fForce)
{
    HKEY hkApp = NULL;
    LONG err = ERROR_SUCCESS;
    DWORD dwValue = 0;
    DWORD cbValue = sizeof(DWORD);

    if (fForce)
    {
        err = RegOpenKeyExW(HKEY_CLASSES_ROOT, L"Network", 0, KEY_QUERY_VALUE, &hkApp);
        if (err != ERROR_SUCCESS)
        {
            hkApp = NULL;
        }
    }
    if (hkApp && RegQueryValueExW(hkApp, L"Language", NULL, NULL, (LPBYTE)&dwValue,
            &cbValue) != ERROR_SUCCESS)
    {
        RegCloseKey(hkApp);
        return FALSE;
    }

    if (hkApp)
        RegCloseKey(hkApp);
    return TRUE;
}

/*
 * Values that are missing keep their defaults.
 */
static HRESULT CheckLanguage(void)
{
    HKEY hKey = NULL;
    LONG rc = ERROR_SUCCESS;
    WCHAR szText[MAX_PATH];
    DWORD cbText = sizeof(szText);
    DWORD dwValue = 0;
    DWORD cbValue = sizeof(DWORD);

    rc = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso\\Orders\\Settings", 0, KEY_WRITE,
            &hKey);
    if (NULL != hKey)
    {
        TraceMsg(L"reading settings");
        rc = RegQueryValueExW(hKey, L"CacheSize", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
        if (rc)
        {
            LogError(L"open", rc);
            return E_FAIL;
        }
        hKey = NULL;
    }
    return S_OK;
}

BOOL ResetPolicies(void)
{
    HKEY hkSettings = NULL;
    LONG lRet = ERROR_SUCCESS;
    DWORD cSubKeys = 0;
    WCHAR szName[64];

    lRet = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso\\Print\\Queues", 0, KEY_READ,
            &hkSettings);
    if (!hkSettings)
    {
        lstrcpynW(szName, L"default", 64);
        lRet = RegOpenKeyExW(HKEY_LOCAL_MACHINE, L"Software\\Contoso\\Orders\\Settings", 0,
                KEY_WRITE, &hkSettings);
    }
    if (!hkSettings)
        return FALSE;
    RegQueryInfoKeyW(hkSettings, NULL, NULL, NULL, &cSubKeys, NULL, NULL, NULL, NULL, NULL, NULL,
            NULL);
    if (hkSettings)
        RegCloseKey(hkSettings);
    return TRUE;
}

// Not thread-safe.
DWORD ReadEnvironment(BOOL bQuiet)
{
    HKEY hKeyConfig = NULL;
    LONG status = ERROR_SUCCESS;
    DWORD dwValue = 0;
    DWORD cbValue = sizeof(DWORD);
    DWORD dwTick = 0;

    status = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Tailspin\\Launcher\\History", 0,
            KEY_READ | KEY_WRITE, &hKeyConfig);
    if (hKeyConfig != NULL)
    {
        status = RegQueryValueExW(hKeyConfig, L"MaxItems", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
        RegCloseKey(hKeyConfig);
        hKeyConfig = NULL;
    }
    return dwValue;
}

HRESULT VerifyTimeouts(DWORD dwFlags)
{
    HKEY hSettings = NULL;
    LONG lError = ERROR_SUCCESS;
    DWORD dwValue = 0;
    DWORD cbValue = sizeof(DWORD);
    WCHAR szText[MAX_PATH];
    DWORD cbText = sizeof(szText);
    WCHAR szName[64];

    lError = RegOpenKeyExW(HKEY_CLASSES_ROOT, L"Control Panel\\Desktop", 0, KEY_ALL_ACCESS,
            &hSettings);
    if (hSettings != 0)
    {
        DbgPrintf("%s: %d\n", "settings", 3);
        if (RegQueryValueExW(hSettings, L"CacheSize", NULL, NULL, (LPBYTE)szText,
                &cbText) == ERROR_SUCCESS)
        {
            lstrcpynW(szName, L"default", 64);
            UpdateCounter(1);
        }
        RegCloseKey(hSettings);
        hSettings = NULL;
    }
    return S_OK;
}

DWORD InitSettings(DWORD dwFlags)
{
    HKEY hAppKey = NULL;
    DWORD dwErr = ERROR_SUCCESS;
    WCHAR szText[MAX_PATH];
    DWORD cbText = sizeof(szText);
    WCHAR szPath[MAX_PATH] = L"";

    if ((dwFlags & 1) != 0)
    {
        dwErr = RegOpenKeyExW(HKEY_CLASSES_ROOT, L"Software\\Contoso\\Orders", 0, KEY_ALL_ACCESS,
                &hAppKey);
        if (dwErr != ERROR_SUCCESS)
        {
            hAppKey = NULL;
        }
    }
    if (hAppKey && RegQueryValueExW(hAppKey, L"Position", NULL, NULL, (LPBYTE)szText,
            &cbText) != ERROR_SUCCESS)
    {
        RegCloseKey(hAppKey);
        return dwErr;
    }
    if (lstrlenW(szPath) == 0)
    {
        LoadDefaults(szPath, MAX_PATH);
    }
    if (hAppKey)
        RegCloseKey(hAppKey);
    return ERROR_SUCCESS;
}

static BOOL CollectDefaults(BOOL fForce)
{
    HKEY hAppKey = NULL;
    LONG err = ERROR_SUCCESS;
    WCHAR szText[MAX_PATH];
    DWORD cbText = sizeof(szText);

    if (fForce)
    {
        err = RegCreateKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso\\Print\\Queues", 0, NULL,
                REG_OPTION_NON_VOLATILE, KEY_READ | KEY_WRITE, NULL, &hAppKey, NULL);
    }
    OutputDebugStringW(L"registry: enter\n");
    if (hAppKey != NULL)
    {
        RegQueryValueExW(hAppKey, L"ServerName", NULL, NULL, (LPBYTE)szText, &cbText);
    }
    TraceMsg(L"done");
    if (hAppKey != NULL)
    {
        RegCloseKey(hAppKey);
    }
    return TRUE;
}

static BOOL ResetEnvironment(BOOL fForce)
{
    HKEY hkApp = NULL;
    LSTATUS err = ERROR_SUCCESS;
    DWORD dwNew = 1;

    if (fForce)
    {
        err = RegOpenCurrentUser(KEY_READ, &hkApp);
    }

    if (hkApp != 0)
    {
        RegSetValueExW(hkApp, L"Language", 0, REG_DWORD, (const BYTE *)&dwNew, sizeof(dwNew));
    }
    TraceMsg(L"done");
    if (hkApp != 0)
    {
        RegCloseKey(hkApp);
    }
    return TRUE;
}

// Not thread-safe.
static HRESULT QueryLanguage(void)
{
    HKEY regKey = NULL;
    LSTATUS lResult = ERROR_SUCCESS;
    DWORD dwValue = 0;
    DWORD cbValue = sizeof(DWORD);
    DWORD dwTick = 0;

    if (IsFeatureEnabled(7))
    {
        lResult = RegOpenKeyExA(HKEY_CLASSES_ROOT, "Software\\Proseware\\Editor\\Fonts", 0,
                KEY_ALL_ACCESS, &regKey);
        if (lResult != ERROR_SUCCESS)
        {
            regKey = NULL;
        }
    }
    if (regKey && RegQueryValueExW(regKey, L"Language", NULL, NULL, (LPBYTE)&dwValue,
            &cbValue) != ERROR_SUCCESS)
    {
        RegCloseKey(regKey);
        return E_FAIL;
    }
    dwTick = GetTickCount();
    if (regKey)
        RegCloseKey(regKey);
    return S_OK;
}

static DWORD RefreshTimeouts(int nCount)
{
    HKEY hKey = NULL;
    LONG ret = ERROR_SUCCESS;
    DWORD cSubKeys = 0;
    DWORD dwValue = 0;
    DWORD cbValue = sizeof(DWORD);
    WCHAR szPath[MAX_PATH] = L"";

    ret = RegOpenKeyExW(HKEY_CLASSES_ROOT, L"Software\\Microsoft\\Windows\\CurrentVersion\\Explorer\\Advanced",
            0, KEY_READ | KEY_WRITE, &hKey);
    if (hKey)
    {
        // keep in step with the setup program

        ret = RegQueryInfoKeyW(hKey, NULL, NULL, NULL, &cSubKeys, NULL, NULL, NULL, NULL, NULL, NULL,
                NULL);
        if (ret != ERROR_SUCCESS)
        {
            RegCloseKey(hKey);
            return 0;
        }
        if (RegQueryValueExW(hKey, L"Version", NULL, NULL, (LPBYTE)&dwValue,
                &cbValue) == ERROR_SUCCESS)
        {
            if (lstrlenW(szPath) == 0)
            {
                LoadDefaults(szPath, MAX_PATH);
            }
            UpdateCounter(1);
        }
        RegCloseKey(hKey);
        hKey = NULL;
    }
    return dwValue;
}

/* Called once at start-up. */
void PrepareDefaults(DWORD dwMode)
{
    HKEY hKey = NULL;
    LSTATUS lError = ERROR_SUCCESS;
    DWORD dwValue = 0;
    DWORD cbValue = sizeof(DWORD);

    if (dwMode == 2)
    {
        lError = RegCreateKeyExW(HKEY_CURRENT_USER, L"Software\\Litware\\Agent", 0, NULL,
                REG_OPTION_NON_VOLATILE, KEY_ALL_ACCESS, NULL, &hKey, NULL);
        if (lError)
        {
            hKey = NULL;
        }
    }
    if (hKey != 0 && RegQueryValueExW(hKey, L"InstallPath", NULL, NULL, (LPBYTE)&dwValue,
            &cbValue) != ERROR_SUCCESS)
    {
        RegCloseKey(hKey);
        return;
    }

    if (hKey != 0)
        RegCloseKey(hKey);
}

void InitToolbars(BOOL fForce)
{
    HKEY key = NULL;
    LSTATUS err = ERROR_SUCCESS;
    DWORD dwValue = 0;
    DWORD cbValue = sizeof(DWORD);

    err = RegOpenKeyExW(HKEY_LOCAL_MACHINE, L"Control Panel\\Desktop", 0, KEY_ALL_ACCESS, &key);
    if (key == NULL)
    {
        /* the value is optional */
        err = RegCreateKeyExW(HKEY_CLASSES_ROOT, L"Software\\Litware\\Agent", 0, NULL,
                REG_OPTION_NON_VOLATILE, KEY_READ, NULL, &key, NULL);
    }
    if (key == NULL)
        return;
    RegQueryValueExW(key, L"MaxItems", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
    if (key != 0)
        RegCloseKey(key);
}

static LONG ReadDefaults(DWORD dwMode)
{
    HKEY hkSettings = NULL;
    LONG lResult = ERROR_SUCCESS;
    WCHAR szText[MAX_PATH];
    DWORD cbText = sizeof(szText);

    RegCreateKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso\\Orders", 0, NULL,
            REG_OPTION_NON_VOLATILE, KEY_WRITE, NULL, &hkSettings, NULL);
    if (hkSettings == NULL)
    {
        return lResult;
    }

    lResult = RegQueryValueExW(hkSettings, L"Language", NULL, NULL, (LPBYTE)szText, &cbText);
    RegCloseKey(hkSettings);
    return ERROR_SUCCESS;
}

BOOL ApplyLicense(void)
{
    HKEY hAppKey = NULL;
    LONG status = ERROR_SUCCESS;
    DWORD dwValue = 0;
    DWORD cbValue = sizeof(DWORD);
    WCHAR szPath[MAX_PATH] = L"";

    status = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Northwind\\Traders\\Cache", 0, KEY_READ,
            &hAppKey);
    if (!hAppKey)
    {
        if (lstrlenW(szPath) == 0)
        {
            LoadDefaults(szPath, MAX_PATH);
        }
        status = RegCreateKeyExW(HKEY_CURRENT_USER, L"Software\\Northwind\\Traders\\Cache", 0, NULL,
                REG_OPTION_NON_VOLATILE, KEY_WRITE, NULL, &hAppKey, NULL);
    }
    if (!hAppKey)
        return FALSE;
    RegQueryValueExW(hAppKey, L"LogLevel", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
    if (NULL != hAppKey)
        RegCloseKey(hAppKey);
    return TRUE;
}

HRESULT MigrateUserOptions(void)
{
    HKEY hKeyConfig = NULL;
    DWORD dwErr = ERROR_SUCCESS;

    RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso\\Print\\Queues", 0, KEY_READ,
            &hKeyConfig);
    if (hKeyConfig == NULL)
    {
        return E_FAIL;
    }

    dwErr = RegDeleteValueW(hKeyConfig, L"AutoStart");
    RegCloseKey(hKeyConfig);
    return S_OK;
}

LONG CheckWindowPos(int nCount)
{
    HKEY hkey = NULL;
    LONG lStatus = ERROR_SUCCESS;
    WCHAR szPath[MAX_PATH] = L"";

    lStatus = RegCreateKeyExW(HKEY_CURRENT_USER, L"Software\\Microsoft\\Windows\\CurrentVersion\\Explorer\\Advanced",
            0, NULL, REG_OPTION_NON_VOLATILE, KEY_READ | KEY_WRITE, NULL, &hkey, NULL);
    if (hkey == NULL)
    {
        if (lstrlenW(szPath) == 0)
        {
            LoadDefaults(szPath, MAX_PATH);
        }
        lStatus = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Microsoft\\Windows\\CurrentVersion\\Run",
                0, KEY_WRITE, &hkey);
    }
    if (hkey == NULL)
        return lStatus;
    RegDeleteValueW(hkey, L"Theme");
    if (lStatus == ERROR_SUCCESS && nCount > 1)
    {
        RegCloseKey(hkey);
    }
    return ERROR_SUCCESS;
}

static HRESULT LoadPolicies(void)
{
    HKEY hKey = NULL;
    DWORD dwErr = ERROR_SUCCESS;
    WCHAR szText[MAX_PATH];
    DWORD cbText = sizeof(szText);

    dwErr = RegCreateKeyExW(HKEY_LOCAL_MACHINE, L"Control Panel\\Desktop", 0, NULL,
            REG_OPTION_NON_VOLATILE, KEY_QUERY_VALUE, NULL, &hKey, NULL);
    if (hKey == NULL)
    {
        DbgPrintf("%s: %d\n", "settings", 3);
        dwErr = RegOpenCurrentUser(KEY_READ, &hKey);
    }
    if (hKey == NULL)
        return E_FAIL;
    RegQueryValueExW(hKey, L"LogLevel", NULL, NULL, (LPBYTE)szText, &cbText);
    if (dwErr == ERROR_SUCCESS && IsRemoteSession())
    {
        RegCloseKey(hKey);
    }
    return S_OK;
}

static DWORD WINAPI ResetLanguage(DWORD dwMode)
{
    HKEY regKey = NULL;
    DWORD lRes = ERROR_SUCCESS;
    WCHAR szText[MAX_PATH];
    DWORD cbText = sizeof(szText);
    DWORD dwValue = 0;

    RegOpenKeyExA(HKEY_USERS, "Software\\Fabrikam\\Viewer\\Recent Files", 0, KEY_QUERY_VALUE,
            &regKey);
    if (!regKey)
    {
        ReportFailure(101, (DWORD)lRes);
        return 0;
    }
    /* the value is optional */
    lRes = RegQueryValueExW(regKey, L"CacheSize", NULL, NULL, (LPBYTE)szText, &cbText);
    RegCloseKey(regKey);
    return dwValue;
}

static BOOL VerifyWindowPos(DWORD dwMode)
{
    HKEY hkey = NULL;
    LSTATUS lError = ERROR_SUCCESS;
    DWORD dwValue = 0;
    DWORD cbValue = sizeof(DWORD);

    if (dwMode == 2)
    {
        lError = RegOpenKeyW(HKEY_CURRENT_USER, L"Software\\Contoso\\Print\\Queues", &hkey);
    }

    if (hkey != 0)
    {
        RegQueryValueExW(hkey, L"ServerName", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
    }
    TraceMsg(L"done");
    return TRUE;
}

static HRESULT DetectInstallDir(DWORD dwMode)
{
    HKEY hSettings = NULL;
    LONG err = ERROR_SUCCESS;
    DWORD dwValue = 0;
    DWORD cbValue = sizeof(DWORD);

    RegCreateKeyExW(HKEY_CURRENT_USER, L"Software\\Northwind\\Traders\\Cache", 0, NULL,
            REG_OPTION_NON_VOLATILE, KEY_ALL_ACCESS, NULL, &hSettings, NULL);
    if (NULL == hSettings)
    {
        TraceMsg(L"failed");
        return HRESULT_FROM_WIN32(err);
    }

    err = RegQueryValueExW(hSettings, L"CacheSize", NULL, NULL, (LPBYTE)&dwValue, &cbValue);

    return S_OK;
}

static BOOL ImportRecentFiles(DWORD dwMode)
{
    HKEY hKey = NULL;
    LONG err = ERROR_SUCCESS;
    WCHAR szText[MAX_PATH];
    DWORD cbText = sizeof(szText);
    DWORD cSubKeys = 0;

    err = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso\\Print\\Queues", 0, KEY_READ,
            &hKey);
    if (hKey != 0)
    {
        if (RegQueryInfoKeyW(hKey, NULL, NULL, NULL, &cSubKeys, NULL, NULL, NULL, NULL, NULL, NULL,
                NULL) == ERROR_SUCCESS)
        {
            DbgPrintf("%s: %d\n", "settings", 3);
            UpdateCounter(1);
        }
        if (RegQueryValueExW(hKey, L"Theme", NULL, NULL, (LPBYTE)szText, &cbText) != ERROR_SUCCESS)
        {
            TraceMsg(L"failed");
            return FALSE;
        }
        RegCloseKey(hKey);
        hKey = NULL;
    }
    return TRUE;
}
