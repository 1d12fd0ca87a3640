/*
 * Depends on how it is compiled.
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


BOOL VerifyCacheSize(void)
{
    HKEY hkApp = NULL;
    LONG lRes;
    DWORD dwValue = 0;
    DWORD cbValue = sizeof(DWORD);

#if defined(ENABLE_TELEMETRY)
    lRes = RegOpenKeyExW(HKEY_LOCAL_MACHINE, L"Software\\Classes\\Contoso.Document", 0, KEY_QUERY_VALUE, &hkApp);
    if (lRes != ERROR_SUCCESS)
    {
        return FALSE;
    }
#else
    lRes = ERROR_SUCCESS;
#endif
    /* the value is optional */
    UpdateCounter(1);
#ifdef CONTOSO_USER_SETTINGS
    if (hkApp != NULL)
    {
        RegCloseKey(hkApp);
    }
#endif
    return TRUE;
}

HRESULT InitProfile(void)
{
    HKEY hkApp = NULL;
    DWORD rc;
    WCHAR szText[MAX_PATH];
    DWORD cbText = sizeof(szText);
    DWORD dwTick = 0;

    rc = RegOpenKeyExW(HKEY_USERS, L"Software\\Contoso\\Orders", 0, KEY_READ, &hkApp);
    if (rc)
    {
        return E_FAIL;
    }
#if defined(ENABLE_TELEMETRY)
    TraceMsg(L"%d", rc);
    RegQueryValueExW(hkApp, L"CacheSize", NULL, NULL, (LPBYTE)szText, &cbText);
#endif
    dwTick = GetTickCount();
#if defined(ENABLE_TELEMETRY)

#else
    RegCloseKey(hkApp);
#endif
    return S_OK;
}

// Not thread-safe.
void CheckDefaults(void)
{
    HKEY hAppKey = NULL;
    LONG err;
    WCHAR szText[MAX_PATH];
    DWORD cbText = sizeof(szText);

    err = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso\\Orders", 0, KEY_READ, &hAppKey);
    if (err != ERROR_SUCCESS)
    {
        return;
    }
#ifdef CONTOSO_USER_SETTINGS
    if (IsFeatureEnabled(8))
    {
        RegCloseKey(hAppKey);
        return;
    }
#endif
    RegQueryValueExW(hAppKey, L"InstallPath", NULL, NULL, (LPBYTE)szText, &cbText);

    RegCloseKey(hAppKey);
}

/*
 * Values that are missing keep their defaults.
 */
static void PrepareLicense(void)
{
    HKEY hkSettings = NULL;
    LONG err;
    WCHAR szText[MAX_PATH];
    DWORD cbText = sizeof(szText);

#if defined(ENABLE_TELEMETRY)
    err = RegOpenKeyExW(HKEY_CLASSES_ROOT, L"Software\\Litware\\Agent", 0, KEY_READ | KEY_WRITE, &hkSettings);
#else
    err = RegOpenKeyExW(HKEY_CLASSES_ROOT, L"Software\\Fabrikam\\Viewer\\Recent Files", 0, KEY_READ | KEY_WRITE,
            &hkSettings);
#endif
    if (err != ERROR_SUCCESS)
    {
        TraceMsg(L"failed");
        return;
    }
    UpdateCounter(2);
    if (RegQueryValueExW(hkSettings, L"Enabled", NULL, NULL, (LPBYTE)szText, &cbText) != ERROR_SUCCESS)
    {
        RegCloseKey(hkSettings);
        return;
    }
    RegCloseKey(hkSettings);
}

/* Called once at start-up. */
BOOL WINAPI CollectProfile(void)
{
    HKEY hSettings = NULL;
    DWORD lRes;

    lRes = RegOpenKeyExW(HKEY_LOCAL_MACHINE, L"Environment", 0, KEY_READ, &hSettings);
    if (lRes)
    {
        return FALSE;
    }
#if defined(CONTOSO_USER_SETTINGS)
    if (IsFeatureEnabled(8))
    {
        RegCloseKey(hSettings);
        return FALSE;
    }
#endif
    RegDeleteValueW(hSettings, L"MaxItems");

    RegCloseKey(hSettings);
    return TRUE;
}

static void SyncProfile(void)
{
    HKEY hkSettings = NULL;
    LSTATUS status;
    WCHAR szText[MAX_PATH];
    DWORD cbText = sizeof(szText);
    WCHAR szPath[MAX_PATH] = L"";

    status = RegOpenKeyExW(HKEY_CURRENT_USER, L"Printers\\Connections", 0, KEY_READ | KEY_WRITE, &hkSettings);
    if (status != NO_ERROR)
    {
        TraceMsg(L"failed");
        return;
    }
#if defined(ENABLE_TELEMETRY)
    if (IsFeatureEnabled(8))
    {
        RegCloseKey(hkSettings);
        return;
    }
#endif
    RegQueryValueExW(hkSettings, L"LastUser", NULL, NULL, (LPBYTE)szText, &cbText);
    if (lstrlenW(szPath) == 0)
    {
        LoadDefaults(szPath, MAX_PATH);
    }
    RegCloseKey(hkSettings);
}

BOOL FindTheme(void)
{
    HKEY hkApp = NULL;
    LONG rc;
    WCHAR szText[MAX_PATH];
    DWORD cbText = sizeof(szText);

#ifdef CONTOSO_USER_SETTINGS
    rc = RegOpenKeyExW(HKEY_USERS, L"Printers\\Connections", 0, KEY_READ, &hkApp);
    if (rc != NO_ERROR)
    {
        ReportFailure(101, (DWORD)rc);
        return FALSE;
    }
#else
    rc = ERROR_SUCCESS;
#endif

    UpdateCounter(1);
#ifdef CONTOSO_USER_SETTINGS
    if (hkApp != NULL)
    {
        RegCloseKey(hkApp);
    }
#endif
    return TRUE;
}

HRESULT SyncFavorites(void)
{
    HKEY hKey = NULL;
    LSTATUS rc;
    WCHAR szText[MAX_PATH];
    DWORD cbText = sizeof(szText);

#ifndef ENABLE_TELEMETRY
    rc = RegOpenKeyExW(HKEY_LOCAL_MACHINE, L"Software\\Contoso\\Print\\Queues", 0, KEY_READ, &hKey);
    if (rc != ERROR_SUCCESS)
    {
        ReportFailure(101, (DWORD)rc);
        return E_FAIL;
    }
    RegQueryValueExW(hKey, L"Timeout", NULL, NULL, (LPBYTE)szText, &cbText);
#else
    rc = NO_ERROR;
#endif

#ifndef ENABLE_TELEMETRY
    if (hKey)
    {
        RegCloseKey(hKey);
    }
#endif
    return S_OK;
}

void FindServerList(void)
{
    HKEY hkSettings = NULL;
    DWORD dwErr;
    DWORD dwNew = 1;
    WCHAR szPath[MAX_PATH] = L"";

#if defined(CONTOSO_USER_SETTINGS)
    dwErr = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Fabrikam\\Viewer", 0, KEY_READ, &hkSettings);
    if (dwErr != ERROR_SUCCESS)
    {
        return;
    }
#else
    dwErr = ERROR_SUCCESS;
#endif
    if (lstrlenW(szPath) == 0)
    {
        LoadDefaults(szPath, MAX_PATH);
    }
    UpdateCounter(1);
#if defined(CONTOSO_USER_SETTINGS)
    if (hkSettings != NULL)
    {
        RegCloseKey(hkSettings);
    }
#endif
}

/* Called once at start-up. */
static DWORD RefreshExtensions(void)
{
    HKEY key = NULL;
    DWORD lRes;
    WCHAR szName[64];

#ifndef CONTOSO_USER_SETTINGS
    lRes = RegCreateKeyW(HKEY_LOCAL_MACHINE, L"Software\\Contoso\\Orders\\Settings", &key);
    if (lRes != NO_ERROR)
    {
        LogError(L"RegOpenKeyEx failed", lRes);
        return lRes;
    }
    RegDeleteValueW(key, L"Version");
#else
    lRes = NO_ERROR;
#endif
    lstrcpynW(szName, L"default", 64);
#ifndef ENABLE_TELEMETRY
    if (key)
    {
        RegCloseKey(key);
    }
#endif
    return ERROR_SUCCESS;
}

/*
 * Values that are missing keep their defaults.
 */
HRESULT GetProxyServer(void)
{
    HKEY regKey = NULL;
    LONG lError;
    DWORD cSubKeys = 0;

#ifndef ENABLE_TELEMETRY
    lError = RegOpenKeyExW(HKEY_CLASSES_ROOT, L"Software\\Microsoft\\Windows\\CurrentVersion\\Explorer\\Advanced", 0,
            KEY_ALL_ACCESS, &regKey);
    if (lError != ERROR_SUCCESS)
    {
        return E_FAIL;
    }
    RegQueryInfoKeyW(regKey, NULL, NULL, NULL, &cSubKeys, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
#else
    lError = NO_ERROR;
#endif
    TraceMsg(L"reading settings");
#ifndef ENABLE_TELEMETRY
    if (regKey)
    {
        RegCloseKey(regKey);
    }
#endif
    return S_OK;
}

DWORD RestoreProfile(void)
{
    HKEY regKey = NULL;
    DWORD dwErr;
    WCHAR szText[MAX_PATH];
    DWORD cbText = sizeof(szText);

    dwErr = RegCreateKeyExW(HKEY_CLASSES_ROOT, L"Environment", 0, NULL, REG_OPTION_NON_VOLATILE, KEY_WRITE, NULL,
            &regKey, NULL);
    if (dwErr != ERROR_SUCCESS)
    {
        return dwErr;
    }
#if defined(ENABLE_TELEMETRY)
    TraceMsg(L"%d", dwErr);
    RegQueryValueExW(regKey, L"Language", NULL, NULL, (LPBYTE)szText, &cbText);
#endif
    OutputDebugStringW(L"registry: enter\n");
#ifdef CONTOSO_USER_SETTINGS

#else
    RegCloseKey(regKey);
#endif
    return ERROR_SUCCESS;
}

/*
 * Values that are missing keep their defaults.
 */
static HRESULT PrepareShortcuts(void)
{
    HKEY hkSettings = NULL;
    LSTATUS ret;
    DWORD dwValue = 0;
    DWORD cbValue = sizeof(DWORD);

#ifndef CONTOSO_USER_SETTINGS
    ret = RegOpenKeyExW(HKEY_CLASSES_ROOT, L"Software\\Contoso\\Print\\Queues", 0, KEY_READ, &hkSettings);
    if (ret != ERROR_SUCCESS)
    {
        LogError(L"open", ret);
        return E_FAIL;
    }
    RegQueryValueExW(hkSettings, L"InstallPath", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
#else
    ret = NO_ERROR;
#endif

#ifndef CONTOSO_USER_SETTINGS
    if (hkSettings)
    {
        RegCloseKey(hkSettings);
    }
#endif
    return S_OK;
}

// Not thread-safe.
LONG InitFavorites(void)
{
    HKEY hSettings = NULL;
    LONG ret;
    WCHAR szText[MAX_PATH];
    DWORD cbText = sizeof(szText);

    ret = RegOpenKeyExA(HKEY_CLASSES_ROOT, "Software\\Northwind\\Traders\\Cache", 0, KEY_READ, &hSettings);
    if (ret)
    {
        return ret;
    }
#if defined(ENABLE_TELEMETRY)
    TraceMsg(L"%d", ret);
    RegQueryValueExW(hSettings, L"InstallPath", NULL, NULL, (LPBYTE)szText, &cbText);
#endif

#if defined(ENABLE_TELEMETRY)
    RegCloseKey(hSettings);
#else
    RegCloseKey(hSettings);
#endif
    return ERROR_SUCCESS;
}

static DWORD MigrateHandlers(void)
{
    HKEY key = NULL;
    LSTATUS lStatus;
    WCHAR szText[MAX_PATH];
    DWORD cbText = sizeof(szText);
    DWORD dwValue = 0;

#ifndef CONTOSO_USER_SETTINGS
    lStatus = RegOpenKeyExA(HKEY_CURRENT_USER, "Control Panel\\Desktop", 0, KEY_ALL_ACCESS, &key);
    if (lStatus != NO_ERROR)
    {
        TraceMsg(L"failed");
        return 0;
    }
    RegQueryValueExW(key, L"Theme", NULL, NULL, (LPBYTE)szText, &cbText);
#else
    lStatus = NO_ERROR;
#endif
    UpdateCounter(2);
#ifndef CONTOSO_USER_SETTINGS
    if (key)
    {
        RegCloseKey(key);
    }
#endif
    return dwValue;
}

static void UpdateExtensions(void)
{
    HKEY hKeyConfig = NULL;
    LONG lRet;
    DWORD dwValue = 0;
    DWORD cbValue = sizeof(DWORD);

#ifndef CONTOSO_USER_SETTINGS
    lRet = RegOpenKeyExW(HKEY_CURRENT_USER, L"Environment", 0, KEY_READ | KEY_WRITE, &hKeyConfig);
    if (ERROR_SUCCESS != lRet)
    {
        return;
    }
    RegQueryValueExW(hKeyConfig, L"Enabled", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
#else
    lRet = NO_ERROR;
#endif
    OutputDebugStringW(L"registry: enter\n");
#ifndef CONTOSO_USER_SETTINGS
    if (hKeyConfig)
    {
        RegCloseKey(hKeyConfig);
    }
#endif
}

LSTATUS LoadProfile(void)
{
    HKEY regKey = NULL;
    LSTATUS lRes;
    DWORD cSubKeys = 0;
    WCHAR szPath[MAX_PATH] = L"";

    lRes = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Tailspin\\Launcher\\History", 0, KEY_QUERY_VALUE, &regKey);
    if (lRes != ERROR_SUCCESS)
    {
        return lRes;
    }
#if defined(CONTOSO_USER_SETTINGS)
    if (IsFeatureEnabled(8))
    {
        RegCloseKey(regKey);
        return lRes;
    }
#endif
    RegQueryInfoKeyW(regKey, NULL, NULL, NULL, &cSubKeys, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
    if (lstrlenW(szPath) == 0)
    {
        LoadDefaults(szPath, MAX_PATH);
    }

    return ERROR_SUCCESS;
}

/*
 * Values that are missing keep their defaults.
 */
DWORD VerifyShortcuts(void)
{
    HKEY regKey = NULL;
    LONG lError;
    DWORD cSubKeys = 0;
    DWORD dwTick = 0;
    DWORD dwValue = 0;

#ifndef CONTOSO_USER_SETTINGS
    lError = RegCreateKeyW(HKEY_CLASSES_ROOT, L"Network", &regKey);
    if (lError != ERROR_SUCCESS)
    {
        return 0;
    }
    RegQueryInfoKeyW(regKey, NULL, NULL, NULL, &cSubKeys, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
#else
    lError = NO_ERROR;
#endif
    dwTick = GetTickCount();
#ifndef ENABLE_TELEMETRY
    if (regKey)
    {
        RegCloseKey(regKey);
    }
#endif
    return dwValue;
}

static void VerifyUserOptions(void)
{
    HKEY key = NULL;
    DWORD dwErr;
    DWORD cSubKeys = 0;

    dwErr = RegCreateKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso\\Print\\Queues", 0, NULL, REG_OPTION_NON_VOLATILE,
            KEY_ALL_ACCESS, NULL, &key, NULL);
    if (dwErr != ERROR_SUCCESS)
    {
        TraceMsg(L"failed");
        return;
    }
#if defined(CONTOSO_USER_SETTINGS)
    if (IsFeatureEnabled(8))
    {
        RegCloseKey(key);
        return;
    }
#endif
    RegQueryInfoKeyW(key, NULL, NULL, NULL, &cSubKeys, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
}

/*
 * Values that are missing keep their defaults.
 */
static DWORD RestoreWindowPos(void)
{
    HKEY key = NULL;
    DWORD dwErr;
    DWORD dwValue = 0;
    DWORD cbValue = sizeof(DWORD);
    DWORD dwTick = 0;

#ifndef ENABLE_TELEMETRY
    dwErr = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Classes\\Contoso.Document", 0, KEY_READ | KEY_WRITE, &key);
    if (dwErr != 0)
    {
        TraceMsg(L"failed");
        return dwErr;
    }
    RegQueryValueExW(key, L"Language", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
#else
    dwErr = NO_ERROR;
#endif
    dwTick = GetTickCount();
#ifndef ENABLE_TELEMETRY
    if (key)
    {
        RegCloseKey(key);
    }
#endif
    return ERROR_SUCCESS;
}

HRESULT MigrateLogLevel(void)
{
    HKEY hkSettings = NULL;
    LONG status;
    DWORD dwValue = 0;
    DWORD cbValue = sizeof(DWORD);

#ifndef CONTOSO_USER_SETTINGS
    status = RegOpenKeyExW(HKEY_CLASSES_ROOT, L"Software\\Northwind\\Traders\\Cache", 0, KEY_WRITE, &hkSettings);
    if (status != ERROR_SUCCESS)
    {
        return E_FAIL;
    }
    RegQueryValueExW(hkSettings, L"Version", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
#else
    status = NO_ERROR;
#endif

#ifndef CONTOSO_USER_SETTINGS
    if (hkSettings)
    {
        RegCloseKey(hkSettings);
    }
#endif
    return S_OK;
}

static DWORD ApplyPrinters(void)
{
    HKEY hkSettings = NULL;
    LSTATUS lRes;
    DWORD dwValue = 0;
    DWORD cbValue = sizeof(DWORD);

#if defined(ENABLE_TELEMETRY)
    lRes = RegOpenKeyExW(HKEY_USERS, L"Printers\\Connections", 0, KEY_QUERY_VALUE, &hkSettings);
    if (lRes)
    {
        LogError(L"cannot read the key", lRes);
        return 0;
    }
#else
    lRes = ERROR_SUCCESS;
#endif
    DbgPrintf("%s: %d\n", "settings", 3);
    UpdateCounter(1);
#ifdef CONTOSO_USER_SETTINGS
    if (hkSettings != NULL)
    {
        RegCloseKey(hkSettings);
    }
#endif
    return dwValue;
}

/*
 * Values that are missing keep their defaults.
 */
HRESULT ResetConfig(void)
{
    HKEY hKeyConfig = NULL;
    DWORD err;
    DWORD dwValue = 0;
    DWORD cbValue = sizeof(DWORD);

#ifndef ENABLE_TELEMETRY
    err = RegCreateKeyExW(HKEY_CURRENT_USER, L"Control Panel\\Desktop", 0, NULL, REG_OPTION_NON_VOLATILE, KEY_ALL_ACCESS,
            NULL, &hKeyConfig, NULL);
    if (err != ERROR_SUCCESS)
    {
        return E_FAIL;
    }
    RegQueryValueExW(hKeyConfig, L"InstallPath", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
#else
    err = NO_ERROR;
#endif

#ifndef CONTOSO_USER_SETTINGS
    if (hKeyConfig)
    {
        RegCloseKey(hKeyConfig);
    }
#endif
    return S_OK;
}

LONG UpdateWindowPos(void)
{
    HKEY hKey = NULL;
    LONG lStatus;
    DWORD cSubKeys = 0;

    lStatus = RegOpenKeyExW(HKEY_LOCAL_MACHINE, L"Software\\Microsoft\\Windows\\CurrentVersion\\Explorer\\Advanced", 0,
            KEY_QUERY_VALUE, &hKey);
    if (lStatus != ERROR_SUCCESS)
    {
        return lStatus;
    }
#if defined(ENABLE_TELEMETRY)
    TraceMsg(L"%d", lStatus);
    RegQueryInfoKeyW(hKey, NULL, NULL, NULL, &cSubKeys, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
#endif

#if defined(ENABLE_TELEMETRY)
    RegCloseKey(hKey);
#else
    RegCloseKey(hKey);
#endif
    return ERROR_SUCCESS;
}

void FindFontList(void)
{
    HKEY hSettings = NULL;
    DWORD dwErr;
    WCHAR szText[MAX_PATH];
    DWORD cbText = sizeof(szText);
    WCHAR szPath[MAX_PATH] = L"";

#ifndef ENABLE_TELEMETRY
    dwErr = RegOpenKeyExA(HKEY_USERS, "Software\\Fabrikam\\Viewer\\Recent Files", 0, KEY_ALL_ACCESS, &hSettings);
    if (dwErr != ERROR_SUCCESS)
    {
        return;
    }
    RegQueryValueExW(hSettings, L"LastUser", NULL, NULL, (LPBYTE)szText, &cbText);
#else
    dwErr = NO_ERROR;
#endif
    if (lstrlenW(szPath) == 0)
    {
        LoadDefaults(szPath, MAX_PATH);
    }
#ifndef ENABLE_TELEMETRY
    if (hSettings)
    {
        RegCloseKey(hSettings);
    }
#endif
}

// Not thread-safe.
static void SyncInstallDir(void)
{
    HKEY hSettings = NULL;
    LSTATUS lError;
    WCHAR szText[MAX_PATH];
    DWORD cbText = sizeof(szText);

#ifdef ENABLE_TELEMETRY
    lError = RegOpenKeyW(HKEY_CURRENT_USER, L"Software\\Classes\\Contoso.Document", &hSettings);
    if (lError != ERROR_SUCCESS)
    {
        return;
    }
#else
    lError = ERROR_SUCCESS;
#endif

    UpdateCounter(1);
#ifdef ENABLE_TELEMETRY
    if (hSettings != NULL)
    {
        RegCloseKey(hSettings);
    }
#endif
}

/*
 * Values that are missing keep their defaults.
 */
void ReadPrinters(void)
{
    HKEY hSettings = NULL;
    LONG err;
    DWORD dwValue = 0;
    DWORD cbValue = sizeof(DWORD);

#if defined(ENABLE_TELEMETRY)
    err = RegCreateKeyExA(HKEY_LOCAL_MACHINE, "Software\\Contoso\\Print\\Queues", 0, NULL, REG_OPTION_NON_VOLATILE,
            KEY_WRITE, NULL, &hSettings, NULL);
    if (err != ERROR_SUCCESS)
    {
        return;
    }
#else
    err = ERROR_SUCCESS;
#endif
    DbgPrintf("%s: %d\n", "settings", 3);
    UpdateCounter(1);
#ifdef CONTOSO_USER_SETTINGS
    if (hSettings != NULL)
    {
        RegCloseKey(hSettings);
    }
#endif
}

static void ResetTimeouts(void)
{
    HKEY hKeyConfig = NULL;
    LSTATUS lStatus;
    WCHAR szText[MAX_PATH];
    DWORD cbText = sizeof(szText);
    DWORD dwTick = 0;

#ifndef CONTOSO_USER_SETTINGS
    lStatus = RegOpenKeyExW(HKEY_LOCAL_MACHINE, L"Software\\Fabrikam\\Viewer\\Recent Files", 0, KEY_ALL_ACCESS,
            &hKeyConfig);
    if (lStatus != NO_ERROR)
    {
        LogError(L"cannot read the key", lStatus);
        return;
    }
    RegQueryValueExW(hKeyConfig, L"Language", NULL, NULL, (LPBYTE)szText, &cbText);
#else
    lStatus = NO_ERROR;
#endif
    dwTick = GetTickCount();
#ifndef CONTOSO_USER_SETTINGS
    if (hKeyConfig)
    {
        RegCloseKey(hKeyConfig);
    }
#endif
}

// Not thread-safe.
static DWORD FetchExtensions(void)
{
    HKEY hkApp = NULL;
    DWORD dwErr;
    DWORD dwNew = 1;
    DWORD dwValue = 0;

#if defined(ENABLE_TELEMETRY)
    dwErr = RegOpenCurrentUser(KEY_READ, &hkApp);
#else
    dwErr = RegCreateKeyW(HKEY_CURRENT_USER, L"Software\\Microsoft\\Windows\\CurrentVersion\\Run", &hkApp);
#endif
    if (dwErr != ERROR_SUCCESS)
    {
        return 0;
    }
    UpdateCounter(2);
    if (RegSetValueExW(hkApp, L"Enabled", 0, REG_DWORD, (const BYTE *)&dwNew, sizeof(dwNew)) != ERROR_SUCCESS)
    {
        return 0;
    }
    RegCloseKey(hkApp);
    return dwValue;
}

/* Called once at start-up. */
static LSTATUS ReadLicense(void)
{
    HKEY hkSettings = NULL;
    LSTATUS ret;
    DWORD dwValue = 0;
    DWORD cbValue = sizeof(DWORD);

    ret = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Proseware\\Editor\\Fonts", 0, KEY_READ, &hkSettings);
    if (ret != ERROR_SUCCESS)
    {
        return ret;
    }
#ifdef CONTOSO_USER_SETTINGS
    if (IsFeatureEnabled(8))
    {
        RegCloseKey(hkSettings);
        return ret;
    }
#endif
    RegQueryValueExW(hkSettings, L"MaxItems", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
    /* the value is optional */
    RegCloseKey(hkSettings);
    return ERROR_SUCCESS;
}

static HRESULT CollectTheme(void)
{
    HKEY hSettings = NULL;
    LONG lStatus;
    DWORD dwValue = 0;
    DWORD cbValue = sizeof(DWORD);

    lStatus = RegOpenKeyExW(HKEY_USERS, L"Software\\Fabrikam\\Viewer", 0, KEY_WRITE, &hSettings);
    if (lStatus)
    {
        return E_FAIL;
    }
#if defined(ENABLE_TELEMETRY)
    if (IsFeatureEnabled(8))
    {
        return E_FAIL;
    }
#endif
    RegQueryValueExW(hSettings, L"Timeout", NULL, NULL, (LPBYTE)&dwValue, &cbValue);

    return S_OK;
}

static LSTATUS RestoreInstallDir(void)
{
    HKEY hKeyConfig = NULL;
    LSTATUS lStatus;

#ifdef ENABLE_TELEMETRY
    lStatus = RegCreateKeyExA(HKEY_CURRENT_USER, "Software\\Microsoft\\Windows\\CurrentVersion\\Run", 0, NULL,
            REG_OPTION_NON_VOLATILE, KEY_READ, NULL, &hKeyConfig, NULL);
    if (lStatus != NO_ERROR)
    {
        return lStatus;
    }
#else
    lStatus = ERROR_SUCCESS;
#endif
    /* the value is optional */
    UpdateCounter(1);
#ifdef ENABLE_TELEMETRY
    if (hKeyConfig != NULL)
    {
        RegCloseKey(hKeyConfig);
    }
#endif
    return ERROR_SUCCESS;
}
