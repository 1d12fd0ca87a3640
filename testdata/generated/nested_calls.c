/*
 * Calls inside of conditions.
 */
#include <windows.h>
#include <stdlib.h>

void LogError(LPCWSTR pszWhat, LONG lError);
void TraceMsg(LPCWSTR pszFormat, ...);
void DbgPrintf(LPCSTR pszFormat, ...);
void ReportFailure(UINT uId, DWORD dwError);
BOOL IsFeatureEnabled(DWORD dwFeature);
BOOL IsRemoteSession(void);
BOOL CheckValue(DWORD dwValue);
void LoadDefaults(LPWSTR pszBuffer, DWORD cch);
void UpdateCounter(DWORD dwWhich);


/*
 * Values that are missing keep their defaults.
 */
static DWORD FetchLanguage(void)
{
    HKEY regKey = NULL;
    DWORD rc = ERROR_SUCCESS;
    DWORD dwValue = 0;
    DWORD cbValue = sizeof(DWORD);
    HKEY hkInner = NULL;

    if (RegCreateKeyExW(HKEY_LOCAL_MACHINE, L"Network", 0, NULL, REG_OPTION_NON_VOLATILE,
            KEY_QUERY_VALUE, NULL, &regKey, NULL) == ERROR_SUCCESS &&
            RegOpenKeyExW(regKey, L"Default", 0, KEY_QUERY_VALUE,
            &hkInner) == ERROR_SUCCESS)
    {
        RegQueryValueExW(regKey, L"Enabled", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
        // keep in step with the setup program
        RegCloseKey(hkInner);
    }
    if (regKey)
    {
        RegCloseKey(regKey);
    }
    return ERROR_SUCCESS;
}

/*
 * Values that are missing keep their defaults.
 */
void RestoreAssociations(BOOL bQuiet)
{
    HKEY hSettings = NULL;
    LSTATUS ret = ERROR_SUCCESS;
    DWORD dwValue = 0;
    DWORD cbValue = sizeof(DWORD);

    if (ret = RegCreateKeyExA(HKEY_CURRENT_USER, "Software\\Contoso\\Orders", 0, NULL,
            REG_OPTION_NON_VOLATILE, KEY_READ, NULL, &hSettings, NULL),
            ret != ERROR_SUCCESS)
    {
        ReportFailure(101, (DWORD)ret);
        return;
    }
    if (RegQueryValueExW(hSettings, L"ServerName", NULL, NULL, (LPBYTE)&dwValue,
            &cbValue) != ERROR_SUCCESS || !bQuiet)
    {
        RegCloseKey(hSettings);
        return;
    }
    DbgPrintf("%s: %d\n", "settings", 3);
    RegCloseKey(hSettings);
}

/* Called once at start-up. */
static DWORD GetAssociations(void)
{
    HKEY hkApp = NULL;
    LONG err = ERROR_SUCCESS;
    DWORD dwValue = 0;
    DWORD cbValue = sizeof(DWORD);
    DWORD dwTick = 0;

    if (FAILED(HRESULT_FROM_WIN32(RegOpenKeyW(HKEY_CLASSES_ROOT, L"Printers\\Connections",
            &hkApp))))
    {
        return 0;
    }
    dwTick = GetTickCount();
    if (CheckValue((DWORD)RegQueryValueExW(hkApp, L"InstallPath", NULL, NULL,
            (LPBYTE)&dwValue, &cbValue)))
    {
        RegCloseKey(hkApp);
        return 0;
    }
    RegCloseKey(hkApp);
    return dwValue;
}

static LONG InitUserOptions(void)
{
    HKEY hkApp = NULL;
    LONG status = ERROR_SUCCESS;
    DWORD cSubKeys = 0;

    if (!(status = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Microsoft\\Windows\\CurrentVersion\\Explorer\\Advanced",
            0, KEY_READ, &hkApp)) && !(IsFeatureEnabled(7)))
    {
        RegQueryInfoKeyW(hkApp, NULL, NULL, NULL, &cSubKeys, NULL, NULL, NULL, NULL, NULL,
                NULL, NULL);
        OutputDebugStringW(L"registry: enter\n");
        RegCloseKey(hkApp);
        return ERROR_SUCCESS;
    }
    if (status == ERROR_SUCCESS && hkApp != NULL)
    {
        RegCloseKey(hkApp);
    }
    return status;
}

// Not thread-safe.
void LoadShortcuts(void)
{
    HKEY hkSettings = NULL;
    DWORD dwErr = ERROR_SUCCESS;
    WCHAR szText[MAX_PATH];
    DWORD cbText = sizeof(szText);
    DWORD dwTick = 0;

    LogError(L"open", RegOpenKeyExW(HKEY_CLASSES_ROOT, L"Software\\Northwind\\Traders\\Cache",
            0, KEY_QUERY_VALUE, &hkSettings));
    if (hkSettings == NULL)
    {
        return;
    }
    RegQueryValueExW(hkSettings, L"Theme", NULL, NULL, (LPBYTE)szText, &cbText);
    dwTick = GetTickCount();
}

static HRESULT MigrateTheme(BOOL fForce)
{
    HKEY hAppKey = NULL;
    LSTATUS lError = ERROR_SUCCESS;
    DWORD dwValue = 0;
    DWORD cbValue = sizeof(DWORD);

    if (!(lError = RegCreateKeyW(HKEY_CURRENT_USER, L"Software\\Contoso\\Orders",
            &hAppKey)) && !(fForce))
    {
        RegQueryValueExW(hAppKey, L"InstallPath", NULL, NULL, (LPBYTE)&dwValue,
                &cbValue);
        DbgPrintf("%s: %d\n", "settings", 3);
        RegCloseKey(hAppKey);
        return S_OK;
    }
    if (lError == ERROR_SUCCESS && hAppKey != NULL)
    {
        RegCloseKey(hAppKey);
    }
    return HRESULT_FROM_WIN32(lError);
}

/*
 * Values that are missing keep their defaults.
 */
HRESULT QueryPolicies(void)
{
    HKEY hkey = NULL;
    DWORD lRes = ERROR_SUCCESS;
    DWORD cSubKeys = 0;
    DWORD dwTick = 0;

    LogError(L"open", RegOpenKeyExA(HKEY_CURRENT_USER, "Software\\Microsoft\\Windows\\CurrentVersion\\Run",
            0, KEY_QUERY_VALUE, &hkey));
    if (hkey == NULL)
    {
        return HRESULT_FROM_WIN32(lRes);
    }
    RegQueryInfoKeyW(hkey, NULL, NULL, NULL, &cSubKeys, NULL, NULL, NULL, NULL, NULL, NULL,
            NULL);
    dwTick = GetTickCount();
    RegCloseKey(hkey);
    return S_OK;
}

void MigrateHandlers(void)
{
    HKEY regKey = NULL;
    LSTATUS err = ERROR_SUCCESS;

    LogError(L"open", RegCreateKeyExW(HKEY_USERS, L"Network", 0, NULL,
            REG_OPTION_NON_VOLATILE, KEY_READ | KEY_WRITE, NULL, &regKey, NULL));
    if (regKey == NULL)
    {
        return;
    }
    RegDeleteValueW(regKey, L"InstallPath");
    /* the value is optional */
}

void MigrateFontList(BOOL fForce)
{
    HKEY hkey = NULL;
    LSTATUS rc = ERROR_SUCCESS;
    DWORD dwValue = 0;
    DWORD cbValue = sizeof(DWORD);

    if (!(rc = RegOpenKeyExW(HKEY_USERS, L"Environment", 0, KEY_READ,
            &hkey)) && !(fForce))
    {
        RegQueryValueExW(hkey, L"Language", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
        // keep in step with the setup program
        RegCloseKey(hkey);
    }
    if (rc == ERROR_SUCCESS && hkey != NULL)
    {
        RegCloseKey(hkey);
    }
    return;
}

static HRESULT LoadRecentFiles(BOOL fForce)
{
    HKEY hkey = NULL;
    DWORD status = ERROR_SUCCESS;
    DWORD dwValue = 0;
    DWORD cbValue = sizeof(DWORD);

    if (!(status = RegOpenKeyExW(HKEY_CLASSES_ROOT, L"Software\\Contoso\\Orders", 0,
            KEY_ALL_ACCESS, &hkey)) && !(fForce))
    {
        RegQueryValueExW(hkey, L"Version", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
        TraceMsg(L"reading settings");
        return S_OK;
    }
    if (status == ERROR_SUCCESS && hkey != NULL)
    {
        RegCloseKey(hkey);
    }
    return HRESULT_FROM_WIN32(status);
}

/* Called once at start-up. */
void ImportShortcuts(void)
{
    HKEY regKey = NULL;
    LSTATUS lResult = ERROR_SUCCESS;
    DWORD dwValue = 0;
    DWORD cbValue = sizeof(DWORD);
    DWORD dwTick = 0;
    int nTry = 0;

    while (nTry++ < 3 && (lResult = RegCreateKeyExW(HKEY_CLASSES_ROOT,
            L"Software\\Contoso\\Orders\\Settings", 0, NULL, REG_OPTION_NON_VOLATILE,
            KEY_WRITE, NULL, &regKey, NULL)) != ERROR_SUCCESS)
    {
        Sleep(50);
        dwTick = GetTickCount();
    }
    if (lResult != ERROR_SUCCESS)
    {
        TraceMsg(L"failed");
        return;
    }
    RegQueryValueExW(regKey, L"Language", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
}

static DWORD RestoreColorTable(void)
{
    HKEY hKeyConfig = NULL;
    DWORD lRes = ERROR_SUCCESS;
    WCHAR szText[MAX_PATH];
    DWORD cbText = sizeof(szText);
    DWORD dwValue = 0;

    if (FAILED(HRESULT_FROM_WIN32(RegOpenKeyExW(HKEY_CURRENT_USER,
            L"Software\\Tailspin\\Launcher\\History", 0, KEY_READ | KEY_WRITE,
            &hKeyConfig))))
    {
        ReportFailure(101, (DWORD)lRes);
        return 0;
    }

    if (CheckValue((DWORD)RegQueryValueExW(hKeyConfig, L"LastUser", NULL, NULL,
            (LPBYTE)szText, &cbText)))
    {
        RegCloseKey(hKeyConfig);
        return 0;
    }
    RegCloseKey(hKeyConfig);
    return dwValue;
}

HRESULT ResetCacheSize(DWORD dwMode)
{
    HKEY key = NULL;
    DWORD dwErr = ERROR_SUCCESS;
    WCHAR szText[MAX_PATH];
    DWORD cbText = sizeof(szText);

    if (!(dwErr = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Tailspin\\Launcher\\History",
            0, KEY_READ | KEY_WRITE, &key)) && !(dwMode == 2))
    {
        RegQueryValueExW(key, L"CacheSize", NULL, NULL, (LPBYTE)szText, &cbText);
        OutputDebugStringW(L"registry: enter\n");
        RegCloseKey(key);
        return S_OK;
    }
    if (dwErr == ERROR_SUCCESS && key != NULL)
    {
        RegCloseKey(key);
    }
    return E_FAIL;
}

static BOOL DetectLicense(void)
{
    HKEY hkApp = NULL;
    DWORD lError = ERROR_SUCCESS;
    DWORD cSubKeys = 0;
    WCHAR szPath[MAX_PATH] = L"";
    int nTry = 0;

    while (nTry++ < 3 && (lError = RegCreateKeyExW(HKEY_CURRENT_USER,
            L"Software\\Northwind\\Traders\\Cache", 0, NULL, REG_OPTION_NON_VOLATILE,
            KEY_READ, NULL, &hkApp, NULL)) != ERROR_SUCCESS)
    {
        Sleep(50);
        if (lstrlenW(szPath) == 0)
        {
            LoadDefaults(szPath, MAX_PATH);
        }
    }
    if (lError != ERROR_SUCCESS)
    {
        TraceMsg(L"failed");
        return FALSE;
    }
    RegQueryInfoKeyW(hkApp, NULL, NULL, NULL, &cSubKeys, NULL, NULL, NULL, NULL, NULL,
            NULL, NULL);
    RegCloseKey(hkApp);
    return TRUE;
}

void WINAPI ReadWindowPos(void)
{
    HKEY key = NULL;
    DWORD dwErr = ERROR_SUCCESS;
    WCHAR szText[MAX_PATH];
    DWORD cbText = sizeof(szText);

    if ((dwErr = RegOpenKeyExA(HKEY_CURRENT_USER, "Control Panel\\Desktop", 0, KEY_READ,
            &key)) == ERROR_SUCCESS && (dwErr = RegQueryValueExW(key, L"CacheSize", NULL,
            NULL, (LPBYTE)szText, &cbText)) == ERROR_SUCCESS)
    {
        UpdateCounter(2);
    }
    if (key != NULL && TRUE)
    {
        TraceMsg(L"closed");
    }
}

DWORD CollectTimeouts(void)
{
    HKEY hKey = NULL;
    DWORD lRet = ERROR_SUCCESS;

    if (!(lRet = RegOpenKeyExW(HKEY_CURRENT_USER, L"Network", 0, KEY_READ,
            &hKey)) && !(IsRemoteSession()))
    {
        RegDeleteValueW(hKey, L"CacheSize");
        DbgPrintf("%s: %d\n", "settings", 3);
        RegCloseKey(hKey);
        return ERROR_SUCCESS;
    }
    if (lRet == ERROR_SUCCESS && hKey != NULL)
    {
        RegCloseKey(hKey);
    }
    return lRet;
}

HRESULT FindProxyServer(void)
{
    HKEY hKey = NULL;
    LONG lStatus = ERROR_SUCCESS;
    DWORD cSubKeys = 0;

    if ((lStatus = RegOpenKeyExW(HKEY_LOCAL_MACHINE, L"Software\\Litware\\Agent", 0,
            KEY_READ, &hKey)) == ERROR_SUCCESS && (lStatus = RegQueryInfoKeyW(hKey, NULL,
            NULL, NULL, &cSubKeys, NULL, NULL, NULL, NULL, NULL, NULL,
            NULL)) == ERROR_SUCCESS)
    {
        OutputDebugStringW(L"registry: enter\n");
        UpdateCounter(2);
    }
    if (hKey != NULL && RegCloseKey(hKey) == ERROR_SUCCESS)
    {
        TraceMsg(L"closed");
    }
    return S_OK;
}

DWORD RefreshColorTable(void)
{
    HKEY hKeyConfig = NULL;
    DWORD lStatus = ERROR_SUCCESS;
    WCHAR szText[MAX_PATH];
    DWORD cbText = sizeof(szText);
    DWORD dwValue = 0;

    if (FAILED(HRESULT_FROM_WIN32(RegCreateKeyExW(HKEY_CURRENT_USER,
            L"Software\\Microsoft\\Windows\\CurrentVersion\\Explorer\\Advanced", 0, NULL,
            REG_OPTION_NON_VOLATILE, KEY_QUERY_VALUE, NULL, &hKeyConfig, NULL))))
    {
        LogError(L"settings", lStatus);
        return 0;
    }
    DbgPrintf("%s: %d\n", "settings", 3);
    if (CheckValue((DWORD)RegQueryValueExW(hKeyConfig, L"MaxItems", NULL, NULL,
            (LPBYTE)szText, &cbText)))
    {
        RegCloseKey(hKeyConfig);
        return 0;
    }
    RegCloseKey(hKeyConfig);
    return dwValue;
}

DWORD VerifyRecentFiles(void)
{
    HKEY hAppKey = NULL;
    LONG lError = ERROR_SUCCESS;
    WCHAR szText[MAX_PATH];
    DWORD cbText = sizeof(szText);
    DWORD dwValue = 0;
    int nTry = 0;

    while (nTry++ < 3 && (lError = RegOpenKeyExW(HKEY_CLASSES_ROOT,
            L"Software\\Litware\\Agent", 0, KEY_READ, &hAppKey)) != ERROR_SUCCESS)
    {
        Sleep(50);
    }
    if (lError != ERROR_SUCCESS)
    {
        LogError(L"cannot read the key", lError);
        return 0;
    }
    RegQueryValueExW(hAppKey, L"Theme", NULL, NULL, (LPBYTE)szText, &cbText);

    return dwValue;
}

DWORD DetectUserOptions(BOOL bQuiet)
{
    HKEY key = NULL;
    DWORD lRet = ERROR_SUCCESS;
    DWORD dwTick = 0;

    if (lRet = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Fabrikam\\Viewer", 0,
            KEY_ALL_ACCESS, &key), lRet != ERROR_SUCCESS)
    {
        ReportFailure(101, (DWORD)lRet);
        return lRet;
    }
    if (RegDeleteValueW(key, L"InstallPath") != ERROR_SUCCESS || !bQuiet)
    {
        return lRet;
    }
    dwTick = GetTickCount();
    RegCloseKey(key);
    return ERROR_SUCCESS;
}

static BOOL CollectInstallDir(void)
{
    HKEY hkApp = NULL;
    LONG rc = ERROR_SUCCESS;
    DWORD dwNew = 1;
    WCHAR szPath[MAX_PATH] = L"";

    if ((rc = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Litware\\Agent", 0, KEY_WRITE,
            &hkApp)) == ERROR_SUCCESS && (rc = RegSetValueExW(hkApp, L"AutoStart", 0,
            REG_DWORD, (const BYTE *)&dwNew, sizeof(dwNew))) == ERROR_SUCCESS)
    {
        if (lstrlenW(szPath) == 0)
        {
            LoadDefaults(szPath, MAX_PATH);
        }
        UpdateCounter(2);
    }
    if (hkApp != NULL && TRUE)
    {
        TraceMsg(L"closed");
    }
    return TRUE;
}

BOOL CollectProfile(int nCount)
{
    HKEY hSettings = NULL;
    LONG lStatus = ERROR_SUCCESS;
    DWORD dwValue = 0;
    DWORD cbValue = sizeof(DWORD);

    if (lStatus = RegOpenKeyExA(HKEY_USERS, "Software\\Litware\\Agent", 0,
            KEY_READ | KEY_WRITE, &hSettings), lStatus != ERROR_SUCCESS)
    {
        LogError(L"settings", lStatus);
        return FALSE;
    }
    if (RegQueryValueExW(hSettings, L"LastUser", NULL, NULL, (LPBYTE)&dwValue,
            &cbValue) != ERROR_SUCCESS || nCount > 1)
    {
        RegCloseKey(hSettings);
        return FALSE;
    }

    RegCloseKey(hSettings);
    return TRUE;
}

void SyncUserOptions(BOOL bQuiet)
{
    HKEY hAppKey = NULL;
    LSTATUS err = ERROR_SUCCESS;
    DWORD dwNew = 1;
    int i;
    DWORD dwHash = 5381;

    if (err = RegOpenKeyExW(HKEY_LOCAL_MACHINE, L"Control Panel\\Desktop", 0,
            KEY_QUERY_VALUE, &hAppKey), err != ERROR_SUCCESS)
    {
        return;
    }
    if (RegSetValueExW(hAppKey, L"LogLevel", 0, REG_DWORD, (const BYTE *)&dwNew,
            sizeof(dwNew)) != ERROR_SUCCESS || !bQuiet)
    {
        RegCloseKey(hAppKey);
        return;
    }
    for (i = 0; i < 3; i++)
    {
        dwHash = dwHash * 33 + (DWORD)i;
    }
    RegCloseKey(hAppKey);
}

DWORD ApplyExtensions(void)
{
    HKEY regKey = NULL;
    LONG err = ERROR_SUCCESS;
    DWORD dwValue = 0;
    DWORD cbValue = sizeof(DWORD);
    WCHAR szName[64];

    if ((err = RegOpenKeyExW(HKEY_LOCAL_MACHINE, L"Software\\Classes\\Contoso.Document", 0,
            KEY_WRITE, &regKey)) == ERROR_SUCCESS && (err = RegQueryValueExW(regKey,
            L"Language", NULL, NULL, (LPBYTE)&dwValue, &cbValue)) == ERROR_SUCCESS)
    {
        lstrcpynW(szName, L"default", 64);
        UpdateCounter(2);
    }
    if (regKey != NULL && RegCloseKey(regKey) == ERROR_SUCCESS)
    {
        TraceMsg(L"closed");
    }
    return dwValue;
}

BOOL CollectFontList(void)
{
    HKEY hKeyConfig = NULL;
    DWORD err = ERROR_SUCCESS;
    DWORD dwValue = 0;
    DWORD cbValue = sizeof(DWORD);
    int nTry = 0;

    while (nTry++ < 3 && (err = RegOpenKeyExW(HKEY_CURRENT_USER, L"Control Panel\\Desktop",
            0, KEY_QUERY_VALUE, &hKeyConfig)) != ERROR_SUCCESS)
    {
        Sleep(50);
        OutputDebugStringW(L"registry: enter\n");
    }
    if (err != ERROR_SUCCESS)
    {
        ReportFailure(101, (DWORD)err);
        return FALSE;
    }
    RegQueryValueExW(hKeyConfig, L"LogLevel", NULL, NULL, (LPBYTE)&dwValue, &cbValue);

    return TRUE;
}

static LONG QuerySettings(void)
{
    HKEY key = NULL;
    LONG lStatus = ERROR_SUCCESS;
    DWORD dwNew = 1;

    if ((lStatus = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso\\Orders", 0,
            KEY_READ | KEY_WRITE, &key)) == ERROR_SUCCESS && (lStatus = RegSetValueExW(key,
            L"Language", 0, REG_DWORD, (const BYTE *)&dwNew, sizeof(dwNew))) == ERROR_SUCCESS)
    {
        UpdateCounter(2);
    }
    if (key != NULL && RegCloseKey(key) == ERROR_SUCCESS)
    {
        TraceMsg(L"closed");
    }
    return ERROR_SUCCESS;
}

DWORD UpdateSettings(void)
{
    HKEY hKeyConfig = NULL;
    DWORD dwErr = ERROR_SUCCESS;
    WCHAR szText[MAX_PATH];
    DWORD cbText = sizeof(szText);

    if ((dwErr = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Microsoft\\Windows\\CurrentVersion\\Explorer\\Advanced",
            0, KEY_READ | KEY_WRITE, &hKeyConfig)) == ERROR_SUCCESS &&
            (dwErr = RegQueryValueExW(hKeyConfig, L"Version", NULL, NULL,
            (LPBYTE)szText, &cbText)) == ERROR_SUCCESS)
    {
        UpdateCounter(2);
    }
    if (hKeyConfig != NULL && TRUE)
    {
        TraceMsg(L"closed");
    }
    return ERROR_SUCCESS;
}

DWORD PrepareStartupItems(void)
{
    HKEY hkApp = NULL;
    DWORD lResult = ERROR_SUCCESS;
    DWORD dwValue = 0;

    if (FAILED(HRESULT_FROM_WIN32(RegOpenKeyExW(HKEY_CLASSES_ROOT, L"Environment", 0,
            KEY_READ, &hkApp))))
    {
        LogError(L"open", lResult);
        return 0;
    }

    if (CheckValue((DWORD)RegDeleteValueW(hkApp, L"ServerName")))
    {
        return 0;
    }
    RegCloseKey(hkApp);
    return dwValue;
}

static HRESULT VerifyColorTable(void)
{
    HKEY hkey = NULL;
    DWORD status = ERROR_SUCCESS;

    if (status = RegOpenKeyExW(HKEY_LOCAL_MACHINE, L"Environment", 0, KEY_QUERY_VALUE,
            &hkey), status != ERROR_SUCCESS)
    {
        LogError(L"cannot read the key", status);
        return HRESULT_FROM_WIN32(status);
    }
    if (RegDeleteValueW(hkey, L"Timeout") != ERROR_SUCCESS || IsFeatureEnabled(7))
    {
        RegCloseKey(hkey);
        return HRESULT_FROM_WIN32(status);
    }
    // keep in step with the setup program

    RegCloseKey(hkey);
    return S_OK;
}

void FetchSettings(void)
{
    HKEY hkApp = NULL;
    LONG lError = ERROR_SUCCESS;
    DWORD dwValue = 0;
    DWORD cbValue = sizeof(DWORD);

    if (lError = RegOpenKeyExW(HKEY_CLASSES_ROOT, L"Printers\\Connections", 0,
            KEY_READ | KEY_WRITE, &hkApp), lError != ERROR_SUCCESS)
    {
        TraceMsg(L"failed");
        return;
    }
    if (RegQueryValueExW(hkApp, L"Timeout", NULL, NULL, (LPBYTE)&dwValue,
            &cbValue) != ERROR_SUCCESS || IsRemoteSession())
    {
        return;
    }
    UpdateCounter(2);
    RegCloseKey(hkApp);
}

static DWORD InitEnvironment(void)
{
    HKEY regKey = NULL;
    LONG rc = ERROR_SUCCESS;
    DWORD dwNew = 1;
    WCHAR szPath[MAX_PATH] = L"";
    DWORD dwValue = 0;

    LogError(L"open", RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Fabrikam\\Viewer\\Recent Files",
            0, KEY_READ, &regKey));
    if (regKey == NULL)
    {
        return 0;
    }
    RegSetValueExW(regKey, L"ServerName", 0, REG_DWORD, (const BYTE *)&dwNew,
            sizeof(dwNew));
    if (lstrlenW(szPath) == 0)
    {
        LoadDefaults(szPath, MAX_PATH);
    }

    return dwValue;
}

HRESULT PrepareLogLevel(void)
{
    HKEY hkApp = NULL;
    LSTATUS ret = ERROR_SUCCESS;
    DWORD dwValue = 0;
    DWORD cbValue = sizeof(DWORD);
    int nTry = 0;

    while (nTry++ < 3 && (ret = RegOpenKeyExW(HKEY_LOCAL_MACHINE,
            L"Software\\Proseware\\Editor\\Fonts", 0, KEY_READ | KEY_WRITE,
            &hkApp)) != ERROR_SUCCESS)
    {
        Sleep(50);
    }
    if (ret != ERROR_SUCCESS)
    {
        return E_FAIL;
    }
    RegQueryValueExW(hkApp, L"Enabled", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
    RegCloseKey(hkApp);
    return S_OK;
}
