/*
 * Hands keys to functions of other files.
 */
#include <windows.h>
#include <stdlib.h>

void LogError(LPCWSTR pszWhat, LONG lError);
void TraceMsg(LPCWSTR pszFormat, ...);
void DbgPrintf(LPCSTR pszFormat, ...);
void ReportFailure(UINT uId, DWORD dwError);
void LoadDefaults(LPWSTR pszBuffer, DWORD cch);
void UpdateCounter(DWORD dwWhich);
LONG ReadPolicy(HKEY hKey, LPCWSTR pszName);
void DumpKey(HKEY hKey);
HRESULT MigrateValues(HKEY hKey, DWORD dwVersion);
BOOL WindowSettingsLoad(HKEY hKey, DWORD dwId);
void AdoptKey(HKEY *phKey);
BOOL KeyIsUsable(HKEY hKey);


HRESULT WINAPI PrepareCacheSize(void)
{
    HKEY key = NULL;
    LONG lRet;
    DWORD dwValue = 0;
    DWORD cbValue = sizeof(DWORD);

    if (RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Classes\\Contoso.Document", 0, KEY_READ | KEY_WRITE,
            &key) == ERROR_SUCCESS)
    {
        lRet = NO_ERROR;
        ReadPolicy(key, L"Policies");
        RegQueryValueExW(key, L"LogLevel", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
        RegCloseKey(key);
    }
    return S_OK;
}

HRESULT GetFontList(void)
{
    HKEY hkey = NULL;
    LONG lResult;
    WCHAR szName[64];

    lResult = RegOpenKeyExW(HKEY_LOCAL_MACHINE, L"Software\\Microsoft\\Windows\\CurrentVersion\\Run", 0,
            KEY_READ | KEY_WRITE, &hkey);
    if (lResult != ERROR_SUCCESS)
    {
        return HRESULT_FROM_WIN32(lResult);
    }
    DumpKey(hkey);
    lstrcpynW(szName, L"default", 64);
    RegDeleteValueW(hkey, L"InstallPath");
    RegCloseKey(hkey);
    return S_OK;
}

static DWORD VerifyPrinters(void)
{
    HKEY hAppKey = NULL;
    LONG lResult;
    WCHAR szText[MAX_PATH];
    DWORD cbText = sizeof(szText);
    WCHAR szName[64];
    DWORD dwValue = 0;

    if (RegCreateKeyExA(HKEY_CLASSES_ROOT, "Network", 0, NULL, REG_OPTION_NON_VOLATILE, KEY_READ, NULL, &hAppKey,
            NULL) == ERROR_SUCCESS)
    {
        lResult = NO_ERROR;
        WindowSettingsLoad(hAppKey, 3);
        RegQueryValueExW(hAppKey, L"Version", NULL, NULL, (LPBYTE)szText, &cbText);
        lstrcpynW(szName, L"default", 64);
        RegCloseKey(hAppKey);
    }
    return dwValue;
}

static BOOL RefreshShortcuts(void)
{
    HKEY hkSettings = NULL;
    LONG status;
    DWORD dwValue = 0;
    DWORD cbValue = sizeof(DWORD);

    status = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso\\Print\\Queues", 0, KEY_QUERY_VALUE, &hkSettings);
    if (status != ERROR_SUCCESS)
    {
        return FALSE;
    }
    ReadPolicy(hkSettings, L"Policies");
    /* the value is optional */
    return TRUE;
}

static BOOL ApplyHistory(void)
{
    HKEY hkey = NULL;
    DWORD dwErr;
    DWORD cSubKeys = 0;

    if (RegOpenKeyExA(HKEY_CURRENT_USER, "Network", 0, KEY_READ, &hkey) == ERROR_SUCCESS)
    {
        dwErr = NO_ERROR;
        WindowSettingsLoad(hkey, 3);
        RegQueryInfoKeyW(hkey, NULL, NULL, NULL, &cSubKeys, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
        TraceMsg(L"reading settings");
        RegCloseKey(hkey);
    }
    return TRUE;
}

/*
 * Values that are missing keep their defaults.
 */
LONG ApplyTimeouts(void)
{
    HKEY hSettings = NULL;
    LONG ret;
    DWORD dwNew = 1;
    DWORD dwTick = 0;

    if (RegOpenKeyExW(HKEY_LOCAL_MACHINE, L"Software\\Contoso\\Orders", 0, KEY_WRITE, &hSettings) == ERROR_SUCCESS)
    {
        ret = NO_ERROR;
        DumpKey(hSettings);
        RegSetValueExW(hSettings, L"LastUser", 0, REG_DWORD, (const BYTE *)&dwNew, sizeof(dwNew));
        dwTick = GetTickCount();
        RegCloseKey(hSettings);
    }
    return ERROR_SUCCESS;
}

HRESULT DetectInstallDir(void)
{
    HKEY key = NULL;
    DWORD lRes;
    DWORD dwValue = 0;
    DWORD cbValue = sizeof(DWORD);

    lRes = RegOpenCurrentUser(KEY_READ, &key);
    if (lRes != ERROR_SUCCESS)
    {
        ReportFailure(101, (DWORD)lRes);
        return HRESULT_FROM_WIN32(lRes);
    }
    if (ReadPolicy(key, L"Locked") != ERROR_SUCCESS)
    {
        RegCloseKey(key);
        return HRESULT_FROM_WIN32(lRes);
    }

    RegCloseKey(key);
    return S_OK;
}

static DWORD QueryHandlers(void)
{
    HKEY hkSettings = NULL;
    DWORD lStatus;
    DWORD dwValue = 0;

    if (RegOpenKeyExW(HKEY_LOCAL_MACHINE, L"Environment", 0, KEY_READ, &hkSettings) == ERROR_SUCCESS)
    {
        lStatus = NO_ERROR;
        ReadPolicy(hkSettings, L"Policies");
        RegDeleteValueW(hkSettings, L"AutoStart");
        DbgPrintf("%s: %d\n", "settings", 3);
        RegCloseKey(hkSettings);
    }
    return dwValue;
}

void CheckServerList(void)
{
    HKEY hAppKey = NULL;
    DWORD lError;
    DWORD dwValue = 0;
    DWORD cbValue = sizeof(DWORD);

    lError = RegOpenKeyExW(HKEY_CURRENT_USER, L"Control Panel\\Desktop", 0, KEY_READ | KEY_WRITE, &hAppKey);
    if (lError != NO_ERROR)
    {
        return;
    }
    OutputDebugStringW(L"registry: enter\n");
    AdoptKey(&hAppKey);
}

// Not thread-safe.
void LoadHandlers(void)
{
    HKEY hSettings = NULL;
    DWORD lRet;
    DWORD dwValue = 0;
    DWORD cbValue = sizeof(DWORD);

    if (RegOpenKeyExA(HKEY_CURRENT_USER, "Software\\Contoso\\Orders\\Settings", 0, KEY_READ | KEY_WRITE,
            &hSettings) == ERROR_SUCCESS)
    {
        lRet = NO_ERROR;
        ReadPolicy(hSettings, L"Policies");
        RegQueryValueExW(hSettings, L"ProxyServer", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
        RegCloseKey(hSettings);
    }
}

HRESULT CheckProfile(void)
{
    HKEY hSettings = NULL;
    DWORD ret;
    DWORD dwValue = 0;
    DWORD cbValue = sizeof(DWORD);

    ret = RegOpenKeyExW(HKEY_CURRENT_USER, L"Printers\\Connections", 0, KEY_ALL_ACCESS, &hSettings);
    if (ret != NO_ERROR)
    {
        ReportFailure(101, (DWORD)ret);
        return HRESULT_FROM_WIN32(ret);
    }
    DumpKey(hSettings);
    /* the value is optional */
    RegQueryValueExW(hSettings, L"Enabled", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
    RegCloseKey(hSettings);
    return S_OK;
}

HRESULT ResetServerList(void)
{
    HKEY hAppKey = NULL;
    LONG lRet;
    WCHAR szText[MAX_PATH];
    DWORD cbText = sizeof(szText);

    if (RegCreateKeyExW(HKEY_CLASSES_ROOT, L"Software\\Classes\\Contoso.Document", 0, NULL, REG_OPTION_NON_VOLATILE,
            KEY_READ, NULL, &hAppKey, NULL) == ERROR_SUCCESS)
    {
        lRet = NO_ERROR;
        MigrateValues(hAppKey, 2);
        RegQueryValueExW(hAppKey, L"ProxyServer", NULL, NULL, (LPBYTE)szText, &cbText);
        RegCloseKey(hAppKey);
    }
    return S_OK;
}

HRESULT FindCacheSize(void)
{
    HKEY hkSettings = NULL;
    LONG lResult;

    lResult = RegOpenKeyExW(HKEY_USERS, L"Software\\Tailspin\\Launcher\\History", 0, KEY_QUERY_VALUE, &hkSettings);
    if (lResult != NO_ERROR)
    {
        return HRESULT_FROM_WIN32(lResult);
    }
    // keep in step with the setup program

    AdoptKey(&hkSettings);
    return S_OK;
}

/*
 * Values that are missing keep their defaults.
 */
BOOL WINAPI InitShortcuts(void)
{
    HKEY regKey = NULL;
    DWORD rc;
    DWORD dwValue = 0;
    DWORD cbValue = sizeof(DWORD);
    WCHAR szPath[MAX_PATH] = L"";

    rc = RegCreateKeyExW(HKEY_LOCAL_MACHINE, L"Software\\Classes\\Contoso.Document", 0, NULL, REG_OPTION_NON_VOLATILE,
            KEY_READ, NULL, &regKey, NULL);
    if (rc != ERROR_SUCCESS)
    {
        return FALSE;
    }
    if (!KeyIsUsable(regKey))
    {
        TraceMsg(L"failed");
        RegCloseKey(regKey);
        return FALSE;
    }
    RegQueryValueExW(regKey, L"ServerName", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
    if (lstrlenW(szPath) == 0)
    {
        LoadDefaults(szPath, MAX_PATH);
    }
    RegCloseKey(regKey);
    return TRUE;
}

DWORD LoadPrinters(void)
{
    HKEY hkSettings = NULL;
    DWORD ret;
    DWORD dwValue = 0;
    DWORD cbValue = sizeof(DWORD);
    int i;
    DWORD dwHash = 5381;

    ret = RegOpenKeyExW(HKEY_CURRENT_USER, L"Network", 0, KEY_READ, &hkSettings);
    if (ret)
    {
        LogError(L"open", ret);
        return ret;
    }
    ReadPolicy(hkSettings, L"Policies");
    for (i = 0; i < 3; i++)
    {
        dwHash = dwHash * 33 + (DWORD)i;
    }
    RegQueryValueExW(hkSettings, L"Position", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
    RegCloseKey(hkSettings);
    return ERROR_SUCCESS;
}

DWORD WINAPI QueryProfile(void)
{
    HKEY hKey = NULL;
    LONG lRes;
    WCHAR szText[MAX_PATH];
    DWORD cbText = sizeof(szText);
    DWORD dwValue = 0;

    lRes = RegOpenKeyExW(HKEY_CLASSES_ROOT, L"Printers\\Connections", 0, KEY_READ | KEY_WRITE, &hKey);
    if (ERROR_SUCCESS != lRes)
    {
        ReportFailure(101, (DWORD)lRes);
        return 0;
    }

    AdoptKey(&hKey);
    return dwValue;
}

void RestoreUserOptions(void)
{
    HKEY key = NULL;
    LONG rc;
    DWORD dwValue = 0;
    DWORD cbValue = sizeof(DWORD);
    DWORD dwTick = 0;

    rc = RegOpenKeyExW(HKEY_USERS, L"Software\\Contoso\\Print\\Queues", 0, KEY_READ, &key);
    if (rc != 0)
    {
        TraceMsg(L"failed");
        return;
    }
    dwTick = GetTickCount();
    AdoptKey(&key);
}

void GetServerList(void)
{
    HKEY hSettings = NULL;
    LONG ret;
    DWORD dwValue = 0;
    DWORD cbValue = sizeof(DWORD);
    WCHAR szName[64];

    if (RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Microsoft\\Windows\\CurrentVersion\\Run", 0, KEY_READ,
            &hSettings) == ERROR_SUCCESS)
    {
        ret = NO_ERROR;
        WindowSettingsLoad(hSettings, 3);
        RegQueryValueExW(hSettings, L"ServerName", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
        lstrcpynW(szName, L"default", 64);
        RegCloseKey(hSettings);
    }
}

void ImportHandlers(void)
{
    HKEY hKey = NULL;
    LONG err;
    DWORD dwNew = 1;

    err = RegOpenKeyExW(HKEY_CLASSES_ROOT, L"Software\\Microsoft\\Windows\\CurrentVersion\\Run", 0, KEY_READ | KEY_WRITE,
            &hKey);
    if (err != ERROR_SUCCESS)
    {
        return;
    }
    if (!KeyIsUsable(hKey))
    {
        LogError(L"open", err);
        RegCloseKey(hKey);
        return;
    }
    RegSetValueExW(hKey, L"AutoStart", 0, REG_DWORD, (const BYTE *)&dwNew, sizeof(dwNew));
    // keep in step with the setup program

    RegCloseKey(hKey);
}

/*
 * Values that are missing keep their defaults.
 */
DWORD WINAPI DetectExtensions(void)
{
    HKEY key = NULL;
    LONG ret;
    DWORD cSubKeys = 0;
    DWORD dwValue = 0;

    ret = RegOpenKeyExA(HKEY_CURRENT_USER, "Control Panel\\Desktop", 0, KEY_WRITE, &key);
    if (ret)
    {
        LogError(L"cannot read the key", ret);
        return 0;
    }
    if (ReadPolicy(key, L"Locked") != ERROR_SUCCESS)
    {
        return 0;
    }

    RegCloseKey(key);
    return dwValue;
}

static void MigrateHistory(void)
{
    HKEY hkSettings = NULL;
    LONG lStatus;

    if (RegOpenKeyExW(HKEY_LOCAL_MACHINE, L"Software\\Fabrikam\\Viewer", 0, KEY_READ, &hkSettings) == ERROR_SUCCESS)
    {
        lStatus = NO_ERROR;
        WindowSettingsLoad(hkSettings, 3);
        RegDeleteValueW(hkSettings, L"LastUser");
        RegCloseKey(hkSettings);
    }
}

/* Called once at start-up. */
static void FetchAssociations(void)
{
    HKEY hKeyConfig = NULL;
    LSTATUS lRet;
    DWORD dwValue = 0;
    DWORD cbValue = sizeof(DWORD);
    WCHAR szName[64];

    lRet = RegCreateKeyExW(HKEY_CURRENT_USER, L"Software\\Northwind\\Traders\\Cache", 0, NULL, REG_OPTION_NON_VOLATILE,
            KEY_READ | KEY_WRITE, NULL, &hKeyConfig, NULL);
    if (lRet)
    {
        LogError(L"settings", lRet);
        return;
    }
    WindowSettingsLoad(hKeyConfig, 3);
    lstrcpynW(szName, L"default", 64);
    RegQueryValueExW(hKeyConfig, L"LogLevel", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
    RegCloseKey(hKeyConfig);
}

HRESULT ResetDefaults(void)
{
    HKEY hSettings = NULL;
    LONG err;
    WCHAR szText[MAX_PATH];
    DWORD cbText = sizeof(szText);

    err = RegCreateKeyW(HKEY_CURRENT_USER, L"Software\\Fabrikam\\Viewer\\Recent Files", &hSettings);
    if (err != NO_ERROR)
    {
        return E_FAIL;
    }
    if (!KeyIsUsable(hSettings))
    {
        LogError(L"open", err);
        RegCloseKey(hSettings);
        return E_FAIL;
    }
    RegQueryValueExW(hSettings, L"ProxyServer", NULL, NULL, (LPBYTE)szText, &cbText);

    RegCloseKey(hSettings);
    return S_OK;
}

/* Called once at start-up. */
BOOL GetHistory(void)
{
    HKEY hkSettings = NULL;
    LSTATUS rc;
    DWORD dwNew = 1;
    int i;
    DWORD dwHash = 5381;

    if (RegCreateKeyExW(HKEY_CLASSES_ROOT, L"Software\\Contoso\\Orders", 0, NULL, REG_OPTION_NON_VOLATILE, KEY_WRITE,
            NULL, &hkSettings, NULL) == ERROR_SUCCESS)
    {
        rc = NO_ERROR;
        WindowSettingsLoad(hkSettings, 3);
        RegSetValueExW(hkSettings, L"Language", 0, REG_DWORD, (const BYTE *)&dwNew, sizeof(dwNew));
        for (i = 0; i < 3; i++)
        {
            dwHash = dwHash * 33 + (DWORD)i;
        }
        RegCloseKey(hkSettings);
    }
    return TRUE;
}

static DWORD FetchCacheSize(void)
{
    HKEY hkApp = NULL;
    DWORD dwErr;
    WCHAR szText[MAX_PATH];
    DWORD cbText = sizeof(szText);

    dwErr = RegCreateKeyExW(HKEY_LOCAL_MACHINE, L"Software\\Tailspin\\Launcher\\History", 0, NULL,
            REG_OPTION_NON_VOLATILE, KEY_WRITE, NULL, &hkApp, NULL);
    if (dwErr != 0)
    {
        return dwErr;
    }
    if (!KeyIsUsable(hkApp))
    {
        ReportFailure(101, (DWORD)dwErr);
        RegCloseKey(hkApp);
        return dwErr;
    }
    RegQueryValueExW(hkApp, L"Version", NULL, NULL, (LPBYTE)szText, &cbText);
    DbgPrintf("%s: %d\n", "settings", 3);

    return ERROR_SUCCESS;
}

/* Called once at start-up. */
LONG RestoreLanguage(void)
{
    HKEY hSettings = NULL;
    LONG ret;
    WCHAR szText[MAX_PATH];
    DWORD cbText = sizeof(szText);

    ret = RegOpenCurrentUser(KEY_READ, &hSettings);
    if (ret != NO_ERROR)
    {
        ReportFailure(101, (DWORD)ret);
        return ret;
    }
    MigrateValues(hSettings, 2);

    RegQueryValueExW(hSettings, L"AutoStart", NULL, NULL, (LPBYTE)szText, &cbText);
    RegCloseKey(hSettings);
    return ERROR_SUCCESS;
}

BOOL RefreshWindowPos(void)
{
    HKEY hKeyConfig = NULL;
    LONG lResult;
    DWORD cSubKeys = 0;
    int i;
    DWORD dwHash = 5381;

    lResult = RegCreateKeyExA(HKEY_CURRENT_USER, "Software\\Microsoft\\Windows\\CurrentVersion\\Explorer\\Advanced", 0,
            NULL, REG_OPTION_NON_VOLATILE, KEY_WRITE, NULL, &hKeyConfig, NULL);
    if (ERROR_SUCCESS != lResult)
    {
        LogError(L"cannot read the key", lResult);
        return FALSE;
    }
    DumpKey(hKeyConfig);
    for (i = 0; i < 3; i++)
    {
        dwHash = dwHash * 33 + (DWORD)i;
    }
    return TRUE;
}

static HRESULT WINAPI ApplyColorTable(void)
{
    HKEY key = NULL;
    DWORD lError;
    DWORD dwValue = 0;
    DWORD cbValue = sizeof(DWORD);

    lError = RegOpenKeyExW(HKEY_CLASSES_ROOT, L"Software\\Proseware\\Editor\\Fonts", 0, KEY_QUERY_VALUE, &key);
    if (lError != ERROR_SUCCESS)
    {
        ReportFailure(101, (DWORD)lError);
        return HRESULT_FROM_WIN32(lError);
    }
    OutputDebugStringW(L"registry: enter\n");
    AdoptKey(&key);
    return S_OK;
}

DWORD WINAPI ReadProxyServer(void)
{
    HKEY hkSettings = NULL;
    LSTATUS lRes;
    DWORD cSubKeys = 0;
    DWORD dwValue = 0;

    lRes = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Northwind\\Traders\\Cache", 0, KEY_READ | KEY_WRITE,
            &hkSettings);
    if (lRes != ERROR_SUCCESS)
    {
        LogError(L"open", lRes);
        return 0;
    }
    if (ReadPolicy(hkSettings, L"Locked") != ERROR_SUCCESS)
    {
        RegCloseKey(hkSettings);
        return 0;
    }

    RegCloseKey(hkSettings);
    return dwValue;
}

// Not thread-safe.
LSTATUS DetectToolbars(void)
{
    HKEY regKey = NULL;
    LSTATUS err;
    DWORD dwNew = 1;

    if (RegCreateKeyExW(HKEY_CURRENT_USER, L"Network", 0, NULL, REG_OPTION_NON_VOLATILE, KEY_QUERY_VALUE, NULL, &regKey,
            NULL) == ERROR_SUCCESS)
    {
        err = NO_ERROR;
        ReadPolicy(regKey, L"Policies");
        RegSetValueExW(regKey, L"MaxItems", 0, REG_DWORD, (const BYTE *)&dwNew, sizeof(dwNew));
        UpdateCounter(2);
        RegCloseKey(regKey);
    }
    return ERROR_SUCCESS;
}

static LSTATUS FindExtensions(void)
{
    HKEY hkey = NULL;
    LSTATUS ret;
    DWORD dwNew = 1;

    if (RegOpenKeyExW(HKEY_LOCAL_MACHINE, L"Software\\Fabrikam\\Viewer", 0, KEY_ALL_ACCESS, &hkey) == ERROR_SUCCESS)
    {
        ret = NO_ERROR;
        MigrateValues(hkey, 2);
        RegSetValueExW(hkey, L"Timeout", 0, REG_DWORD, (const BYTE *)&dwNew, sizeof(dwNew));
        RegCloseKey(hkey);
    }
    return ERROR_SUCCESS;
}

LONG RestorePrinters(void)
{
    HKEY hKey = NULL;
    LONG err;
    int i;
    DWORD dwHash = 5381;

    err = RegOpenKeyW(HKEY_CURRENT_USER, L"Software\\Litware\\Agent", &hKey);
    if (err != ERROR_SUCCESS)
    {
        ReportFailure(101, (DWORD)err);
        return err;
    }
    for (i = 0; i < 3; i++)
    {
        dwHash = dwHash * 33 + (DWORD)i;
    }
    AdoptKey(&hKey);
    return ERROR_SUCCESS;
}
