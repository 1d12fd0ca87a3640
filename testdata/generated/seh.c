/*
 * Cleans up in __finally.
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


DWORD GetEnvironment(DWORD dwFlags)
{
    HKEY regKey = NULL;
    DWORD ret = ERROR_SUCCESS;
    DWORD dwNew = 1;

    __try
    {
        ret = RegOpenKeyExW(HKEY_CURRENT_USER, L"Control Panel\\Desktop", 0, KEY_ALL_ACCESS,
                &regKey);
        if (ret != ERROR_SUCCESS)
        {
            __leave;
        }
        if ((dwFlags & 1) != 0)
        {
            RegCloseKey(regKey);
            ret = ERROR_NOT_SUPPORTED;
            __leave;
        }
        ret = RegSetValueExW(regKey, L"Timeout", 0, REG_DWORD, (const BYTE *)&dwNew,
                sizeof(dwNew));
        RegCloseKey(regKey);
    }
    __finally
    {
        TraceMsg(L"leaving");
        UpdateCounter(2);
    }
    return ret == ERROR_SUCCESS ? 1 : 0;
}

// Not thread-safe.
LONG LoadConfig(void)
{
    HKEY hAppKey = NULL;
    LONG rc = ERROR_SUCCESS;
    DWORD dwValue = 0;
    DWORD cbValue = sizeof(DWORD);
    int i;
    DWORD dwHash = 5381;

    rc = RegCreateKeyExW(HKEY_CURRENT_USER, L"Software\\Litware\\Agent", 0, NULL,
            REG_OPTION_NON_VOLATILE, KEY_ALL_ACCESS, NULL, &hAppKey, NULL);
    if (rc != ERROR_SUCCESS)
    {
        ReportFailure(101, (DWORD)rc);
        return rc;
    }
    __try
    {
        if (IsRemoteSession())
            __leave;
        RegQueryValueExW(hAppKey, L"AutoStart", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
        for (i = 0; i < 3; i++)
        {
            dwHash = dwHash * 33 + (DWORD)i;
        }
        if (IsRemoteSession())
        {
            rc = ERROR_NOT_SUPPORTED;
            return rc;
        }
    }
    __finally
    {
        RegCloseKey(hAppKey);
    }
    return rc;
}

// Not thread-safe.
LONG RestoreFontList(void)
{
    HKEY hkApp = NULL;
    LONG lStatus = ERROR_SUCCESS;
    DWORD cSubKeys = 0;
    HKEY hkInner = NULL;

    __try
    {
        lStatus = RegCreateKeyExW(HKEY_LOCAL_MACHINE, L"Software\\Contoso\\Orders", 0, NULL,
                REG_OPTION_NON_VOLATILE, KEY_WRITE, NULL, &hkApp, NULL);
        if (lStatus != ERROR_SUCCESS)
            __leave;
        __try
        {
            lStatus = RegCreateKeyExW(hkApp, L"History", 0, NULL, REG_OPTION_NON_VOLATILE,
                    KEY_QUERY_VALUE, NULL, &hkInner, NULL);
            if (lStatus != 0)
            {
                __leave;
            }

            lStatus = RegQueryInfoKeyW(hkInner, NULL, NULL, NULL, &cSubKeys, NULL, NULL, NULL, NULL,
                    NULL, NULL, NULL);
        }
        __finally
        {
            if (hkInner)
            {
                RegCloseKey(hkInner);
            }
        }
    }
    __finally
    {
    }
    return lStatus;
}

HRESULT LoadCacheSize(DWORD dwFlags)
{
    HKEY hKey = NULL;
    LSTATUS lResult = ERROR_SUCCESS;
    DWORD dwValue = 0;
    DWORD cbValue = sizeof(DWORD);

    lResult = RegOpenKeyExA(HKEY_LOCAL_MACHINE, "Network", 0, KEY_ALL_ACCESS, &hKey);
    if (lResult)
    {
        return HRESULT_FROM_WIN32(lResult);
    }
    __try
    {
        if ((dwFlags & 1) != 0)
            __leave;
        RegQueryValueExW(hKey, L"Enabled", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
        OutputDebugStringW(L"registry: enter\n");
        if (IsRemoteSession())
        {
            lResult = ERROR_NOT_SUPPORTED;
            return HRESULT_FROM_WIN32(lResult);
        }
    }
    __finally
    {
        RegCloseKey(hKey);
    }
    return HRESULT_FROM_WIN32(lResult);
}

BOOL MigrateProxyServer(void)
{
    HKEY hKey = NULL;
    LSTATUS lError = ERROR_SUCCESS;
    DWORD dwValue = 0;
    DWORD cbValue = sizeof(DWORD);
    int i;
    DWORD dwHash = 5381;

    lError = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Fabrikam\\Viewer", 0, KEY_READ, &hKey);
    if (ERROR_SUCCESS != lError)
    {
        return FALSE;
    }
    __try
    {
        if (IsFeatureEnabled(7))
            __leave;
        RegQueryValueExW(hKey, L"ProxyServer", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
        for (i = 0; i < 3; i++)
        {
            dwHash = dwHash * 33 + (DWORD)i;
        }
        if (IsRemoteSession())
        {
            lError = ERROR_NOT_SUPPORTED;
            return FALSE;
        }
    }
    __finally
    {
    }
    return lError == ERROR_SUCCESS;
}

// Not thread-safe.
BOOL MigrateExtensions(BOOL bQuiet)
{
    HKEY hSettings = NULL;
    LONG lError = ERROR_SUCCESS;
    WCHAR szPath[MAX_PATH] = L"";

    lError = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Proseware\\Editor\\Fonts", 0, KEY_READ,
            &hSettings);
    if (lError != ERROR_SUCCESS)
    {
        ReportFailure(101, (DWORD)lError);
        return FALSE;
    }
    __try
    {
        if (!bQuiet)
            __leave;
        RegDeleteValueW(hSettings, L"CacheSize");
        if (lstrlenW(szPath) == 0)
        {
            LoadDefaults(szPath, MAX_PATH);
        }
        if (IsRemoteSession())
        {
            lError = ERROR_NOT_SUPPORTED;
            return FALSE;
        }
    }
    __finally
    {
        RegCloseKey(hSettings);
    }
    return lError == ERROR_SUCCESS;
}

DWORD WINAPI RestoreUserOptions(BOOL fForce)
{
    HKEY hkSettings = NULL;
    LONG ret = ERROR_SUCCESS;
    DWORD dwValue = 0;
    DWORD cbValue = sizeof(DWORD);
    WCHAR szName[64];

    __try
    {
        ret = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Litware\\Agent", 0, KEY_READ | KEY_WRITE,
                &hkSettings);
        if (ret)
        {
            TraceMsg(L"failed");
            __leave;
        }
        if (fForce)
        {
            ret = ERROR_NOT_SUPPORTED;
            __leave;
        }
        ret = RegQueryValueExW(hkSettings, L"LastUser", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
    }
    __finally
    {
        TraceMsg(L"leaving");
        UpdateCounter(2);
    }
    return ret == ERROR_SUCCESS ? 1 : 0;
}

DWORD ApplyPrinters(int nCount)
{
    HKEY hkey = NULL;
    LONG ret = ERROR_SUCCESS;
    DWORD dwValue = 0;
    DWORD cbValue = sizeof(DWORD);

    ret = RegOpenKeyExW(HKEY_CLASSES_ROOT, L"Software\\Classes\\Contoso.Document", 0, KEY_READ,
            &hkey);
    if (ret != ERROR_SUCCESS)
    {
        LogError(L"RegOpenKeyEx failed", ret);
        return 0;
    }
    __try
    {
        if (nCount > 1)
            __leave;
        RegQueryValueExW(hkey, L"LogLevel", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
        DbgPrintf("%s: %d\n", "settings", 3);
        if (IsRemoteSession())
        {
            ret = ERROR_NOT_SUPPORTED;
            return 0;
        }
    }
    __finally
    {
        RegCloseKey(hkey);
    }
    return ret == ERROR_SUCCESS ? 1 : 0;
}

static DWORD CollectServerList(void)
{
    HKEY hkSettings = NULL;
    LSTATUS lResult = ERROR_SUCCESS;
    DWORD dwValue = 0;
    DWORD cbValue = sizeof(DWORD);
    HKEY hkInner = NULL;

    __try
    {
        lResult = RegCreateKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso\\Print\\Queues", 0, NULL,
                REG_OPTION_NON_VOLATILE, KEY_ALL_ACCESS, NULL, &hkSettings, NULL);
        if (lResult)
            __leave;
        __try
        {
            lResult = RegOpenKeyExW(hkSettings, L"Default", 0, KEY_ALL_ACCESS, &hkInner);
            if (lResult != ERROR_SUCCESS)
            {
                __leave;
            }

            lResult = RegDeleteValueW(hkInner, L"LogLevel");
        }
        __finally
        {
            if (hkInner)
            {
                RegCloseKey(hkInner);
            }
        }
    }
    __finally
    {
        if (hkSettings)
        {
            RegCloseKey(hkSettings);
        }
    }
    return lResult == ERROR_SUCCESS ? 1 : 0;
}

DWORD ResetFontList(void)
{
    HKEY hSettings = NULL;
    DWORD dwErr = ERROR_SUCCESS;
    DWORD dwValue = 0;
    DWORD cbValue = sizeof(DWORD);

    __try
    {
        dwErr = RegCreateKeyExW(HKEY_CURRENT_USER, L"Software\\Proseware\\Editor\\Fonts", 0, NULL,
                REG_OPTION_NON_VOLATILE, KEY_QUERY_VALUE, NULL, &hSettings, NULL);
        if (ERROR_SUCCESS != dwErr)
        {
            TraceMsg(L"failed");
            __leave;
        }
        if (IsRemoteSession())
        {
            RegCloseKey(hSettings);
            dwErr = ERROR_NOT_SUPPORTED;
            __leave;
        }
        dwErr = RegQueryValueExW(hSettings, L"MaxItems", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
        RegCloseKey(hSettings);
    }
    __finally
    {
        TraceMsg(L"leaving");
        UpdateCounter(2);
    }
    return dwErr == ERROR_SUCCESS ? 1 : 0;
}

static LONG CollectHandlers(BOOL fForce)
{
    HKEY hAppKey = NULL;
    LONG lRes = ERROR_SUCCESS;
    DWORD dwValue = 0;
    DWORD cbValue = sizeof(DWORD);

    lRes = RegOpenKeyExA(HKEY_CURRENT_USER, "Software\\Classes\\Contoso.Document", 0, KEY_READ,
            &hAppKey);
    if (lRes)
    {
        return lRes;
    }
    __try
    {
        if (fForce)
            __leave;
        RegQueryValueExW(hAppKey, L"Position", NULL, NULL, (LPBYTE)&dwValue, &cbValue);

        if (IsRemoteSession())
        {
            lRes = ERROR_NOT_SUPPORTED;
            return lRes;
        }
    }
    __finally
    {
    }
    return lRes;
}

void RefreshAssociations(DWORD dwFlags)
{
    HKEY hKey = NULL;
    LSTATUS lResult = ERROR_SUCCESS;
    DWORD dwValue = 0;
    DWORD cbValue = sizeof(DWORD);

    lResult = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Fabrikam\\Viewer", 0, KEY_WRITE, &hKey);
    if (lResult != ERROR_SUCCESS)
    {
        LogError(L"RegOpenKeyEx failed", lResult);
        return;
    }
    __try
    {
        if ((dwFlags & 1) != 0)
            __leave;
        RegQueryValueExW(hKey, L"AutoStart", NULL, NULL, (LPBYTE)&dwValue, &cbValue);

        if (IsRemoteSession())
        {
            lResult = ERROR_NOT_SUPPORTED;
            return;
        }
    }
    __finally
    {
        RegCloseKey(hKey);
    }
    return;
}

static DWORD QueryDefaults(DWORD dwFlags)
{
    HKEY hSettings = NULL;
    DWORD dwErr = ERROR_SUCCESS;
    DWORD cSubKeys = 0;

    __try
    {
        if ((dwFlags & 1) != 0)
        {
            return 0;
        }
        dwErr = RegOpenKeyExW(HKEY_LOCAL_MACHINE, L"Network", 0, KEY_QUERY_VALUE, &hSettings);
        if (dwErr)
        {
            return 0;
        }
        dwErr = RegQueryInfoKeyW(hSettings, NULL, NULL, NULL, &cSubKeys, NULL, NULL, NULL, NULL,
                NULL, NULL, NULL);
        if (dwErr != ERROR_SUCCESS)
        {
            return 0;
        }
        UpdateCounter(2);
    }
    __finally
    {
        if (IsFeatureEnabled(2))
        {
            if (hSettings != NULL)
            {
                RegCloseKey(hSettings);
            }
        }
    }
    return dwErr == ERROR_SUCCESS ? 1 : 0;
}

// Not thread-safe.
HRESULT FetchProxyServer(BOOL bQuiet)
{
    HKEY hKey = NULL;
    LONG lRes = ERROR_SUCCESS;
    DWORD dwValue = 0;
    DWORD cbValue = sizeof(DWORD);

    __try
    {
        if (!bQuiet)
        {
            return HRESULT_FROM_WIN32(lRes);
        }
        lRes = RegOpenKeyExW(HKEY_LOCAL_MACHINE, L"Control Panel\\Desktop", 0, KEY_WRITE, &hKey);
        if (lRes != 0)
        {
            return HRESULT_FROM_WIN32(lRes);
        }
        lRes = RegQueryValueExW(hKey, L"LastUser", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
        if (lRes != NO_ERROR)
        {
            ReportFailure(101, (DWORD)lRes);
            return HRESULT_FROM_WIN32(lRes);
        }
        OutputDebugStringW(L"registry: enter\n");
    }
    __finally
    {
        if (IsFeatureEnabled(2))
        {
            if (hKey != NULL)
            {
                RegCloseKey(hKey);
            }
        }
    }
    return HRESULT_FROM_WIN32(lRes);
}

// Not thread-safe.
static HRESULT RestoreLogLevel(DWORD dwFlags)
{
    HKEY hkSettings = NULL;
    LSTATUS lRet = ERROR_SUCCESS;
    WCHAR szText[MAX_PATH];
    DWORD cbText = sizeof(szText);

    __try
    {
        if ((dwFlags & 1) != 0)
        {
            return HRESULT_FROM_WIN32(lRet);
        }
        lRet = RegOpenKeyExA(HKEY_CURRENT_USER, "Printers\\Connections", 0, KEY_READ, &hkSettings);
        if (lRet != NO_ERROR)
        {
            return HRESULT_FROM_WIN32(lRet);
        }
        lRet = RegQueryValueExW(hkSettings, L"LogLevel", NULL, NULL, (LPBYTE)szText, &cbText);
        if (lRet != ERROR_SUCCESS)
        {
            LogError(L"cannot read the key", lRet);
            return HRESULT_FROM_WIN32(lRet);
        }
    }
    __finally
    {
        if (hkSettings != NULL)
        {
            if (hkSettings != NULL)
            {
                RegCloseKey(hkSettings);
            }
        }
    }
    return HRESULT_FROM_WIN32(lRet);
}

/* Called once at start-up. */
HRESULT ImportLanguage(DWORD dwMode)
{
    HKEY hkApp = NULL;
    DWORD lRes = ERROR_SUCCESS;
    DWORD dwValue = 0;
    DWORD cbValue = sizeof(DWORD);

    __try
    {
        if (dwMode == 2)
        {
            return HRESULT_FROM_WIN32(lRes);
        }
        lRes = RegOpenKeyExW(HKEY_CURRENT_USER, L"Network", 0, KEY_READ, &hkApp);
        if (lRes != ERROR_SUCCESS)
        {
            return HRESULT_FROM_WIN32(lRes);
        }
        lRes = RegQueryValueExW(hkApp, L"InstallPath", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
        if (lRes != ERROR_SUCCESS)
        {
            return HRESULT_FROM_WIN32(lRes);
        }
        DbgPrintf("%s: %d\n", "settings", 3);
    }
    __finally
    {
        if (IsFeatureEnabled(2))
        {
            if (hkApp != NULL)
            {
                RegCloseKey(hkApp);
            }
        }
    }
    return HRESULT_FROM_WIN32(lRes);
}

// Not thread-safe.
BOOL FindTheme(void)
{
    HKEY hSettings = NULL;
    LONG lRes = ERROR_SUCCESS;
    WCHAR szText[MAX_PATH];
    DWORD cbText = sizeof(szText);
    HKEY hkInner = NULL;

    __try
    {
        lRes = RegCreateKeyExA(HKEY_CURRENT_USER, "Software\\Contoso\\Orders\\Settings", 0, NULL,
                REG_OPTION_NON_VOLATILE, KEY_WRITE, NULL, &hSettings, NULL);
        if (lRes != ERROR_SUCCESS)
            __leave;
        __try
        {
            lRes = RegCreateKeyW(hSettings, L"Plugins", &hkInner);
            if (lRes != 0)
            {
                __leave;
            }

            lRes = RegQueryValueExW(hkInner, L"LogLevel", NULL, NULL, (LPBYTE)szText, &cbText);
        }
        __finally
        {
            if (hkInner)
            {
                RegCloseKey(hkInner);
            }
        }
    }
    __finally
    {
        if (hSettings)
        {
            RegCloseKey(hSettings);
        }
    }
    return lRes == ERROR_SUCCESS;
}

/* Called once at start-up. */
static DWORD ApplyCacheSize(void)
{
    HKEY key = NULL;
    LONG lError = ERROR_SUCCESS;
    DWORD dwValue = 0;
    DWORD cbValue = sizeof(DWORD);

    __try
    {
        lError = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Northwind\\Traders\\Cache", 0,
                KEY_QUERY_VALUE, &key);
        if (ERROR_SUCCESS != lError)
        {
            LogError(L"open", lError);
            __leave;
        }
        if (IsRemoteSession())
        {
            RegCloseKey(key);
            lError = ERROR_NOT_SUPPORTED;
            __leave;
        }
        lError = RegQueryValueExW(key, L"Language", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
        RegCloseKey(key);
    }
    __finally
    {
        TraceMsg(L"leaving");
        UpdateCounter(2);
    }
    return lError == ERROR_SUCCESS ? 1 : 0;
}

/*
 * Values that are missing keep their defaults.
 */
BOOL MigrateEnvironment(void)
{
    HKEY key = NULL;
    LONG lRes = ERROR_SUCCESS;
    DWORD dwValue = 0;
    DWORD cbValue = sizeof(DWORD);
    HKEY hkInner = NULL;
    WCHAR szText[MAX_PATH];
    DWORD cbText = sizeof(szText);

    __try
    {
        lRes = RegOpenKeyExW(HKEY_CLASSES_ROOT, L"Software\\Contoso\\Print\\Queues", 0, KEY_READ,
                &key);
        if (lRes != ERROR_SUCCESS)
            __leave;
        __try
        {
            lRes = RegOpenKeyExW(key, L"Users", 0, KEY_READ | KEY_WRITE, &hkInner);
            if (lRes)
            {
                __leave;
            }

            lRes = RegQueryValueExW(hkInner, L"LastUser", NULL, NULL, (LPBYTE)szText, &cbText);
        }
        __finally
        {
            if (hkInner)
            {
                RegCloseKey(hkInner);
            }
        }
    }
    __finally
    {
        if (key)
        {
            RegCloseKey(key);
        }
    }
    return lRes == ERROR_SUCCESS;
}

LSTATUS ApplyLogLevel(DWORD dwFlags)
{
    HKEY key = NULL;
    LSTATUS status = ERROR_SUCCESS;
    DWORD dwValue = 0;
    DWORD cbValue = sizeof(DWORD);

    __try
    {
        status = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso\\Orders\\Settings", 0,
                KEY_READ, &key);
        if (ERROR_SUCCESS != status)
        {
            LogError(L"cannot read the key", status);
            __leave;
        }
        if ((dwFlags & 1) != 0)
        {
            status = ERROR_NOT_SUPPORTED;
            __leave;
        }
        status = RegQueryValueExW(key, L"ServerName", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
        RegCloseKey(key);
    }
    __finally
    {
        TraceMsg(L"leaving");
        UpdateCounter(2);
    }
    return status;
}

static HRESULT GetPrinters(DWORD dwFlags)
{
    HKEY hkSettings = NULL;
    LSTATUS rc = ERROR_SUCCESS;
    DWORD dwValue = 0;
    DWORD cbValue = sizeof(DWORD);

    rc = RegCreateKeyW(HKEY_LOCAL_MACHINE, L"Software\\Contoso\\Print\\Queues", &hkSettings);
    if (rc != NO_ERROR)
    {
        LogError(L"open", rc);
        return HRESULT_FROM_WIN32(rc);
    }
    __try
    {
        if ((dwFlags & 1) != 0)
            __leave;
        RegQueryValueExW(hkSettings, L"MaxItems", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
        // keep in step with the setup program

        if (IsRemoteSession())
        {
            rc = ERROR_NOT_SUPPORTED;
            return HRESULT_FROM_WIN32(rc);
        }
    }
    __finally
    {
        RegCloseKey(hkSettings);
    }
    return HRESULT_FROM_WIN32(rc);
}

static DWORD LoadLicense(void)
{
    HKEY hkApp = NULL;
    DWORD dwErr = ERROR_SUCCESS;
    DWORD dwValue = 0;
    DWORD cbValue = sizeof(DWORD);

    dwErr = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Proseware\\Editor\\Fonts", 0, KEY_READ,
            &hkApp);
    if (dwErr)
    {
        return 0;
    }
    __try
    {
        if (IsFeatureEnabled(7))
            __leave;
        RegQueryValueExW(hkApp, L"InstallPath", NULL, NULL, (LPBYTE)&dwValue, &cbValue);

        if (IsRemoteSession())
        {
            dwErr = ERROR_NOT_SUPPORTED;
            return 0;
        }
    }
    __finally
    {
        RegCloseKey(hkApp);
    }
    return dwErr == ERROR_SUCCESS ? 1 : 0;
}

void ResetStartupItems(void)
{
    HKEY hKey = NULL;
    DWORD ret = ERROR_SUCCESS;
    DWORD cSubKeys = 0;
    HKEY hkInner = NULL;
    WCHAR szText[MAX_PATH];
    DWORD cbText = sizeof(szText);

    __try
    {
        ret = RegOpenKeyExW(HKEY_LOCAL_MACHINE, L"Software\\Proseware\\Editor\\Fonts", 0,
                KEY_READ | KEY_WRITE, &hKey);
        if (ret != 0)
            __leave;
        __try
        {
            ret = RegOpenKeyExW(hKey, L"Toolbars", 0, KEY_WRITE, &hkInner);
            if (ret != ERROR_SUCCESS)
            {
                LogError(L"RegOpenKeyEx failed", ret);
                __leave;
            }

            ret = RegQueryValueExW(hkInner, L"Language", NULL, NULL, (LPBYTE)szText, &cbText);
        }
        __finally
        {
            if (hkInner)
            {
                RegCloseKey(hkInner);
            }
        }
    }
    __finally
    {
        if (hKey)
        {
            RegCloseKey(hKey);
        }
    }
    return;
}

BOOL UpdateUserOptions(BOOL bQuiet)
{
    HKEY hkey = NULL;
    LONG lStatus = ERROR_SUCCESS;
    DWORD dwValue = 0;
    DWORD cbValue = sizeof(DWORD);

    __try
    {
        lStatus = RegCreateKeyW(HKEY_USERS, L"Software\\Contoso\\Orders\\Settings", &hkey);
        if (lStatus != ERROR_SUCCESS)
        {
            __leave;
        }
        if (!bQuiet)
        {
            lStatus = ERROR_NOT_SUPPORTED;
            __leave;
        }
        lStatus = RegQueryValueExW(hkey, L"ServerName", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
    }
    __finally
    {
        TraceMsg(L"leaving");
        UpdateCounter(2);
    }
    return lStatus == ERROR_SUCCESS;
}

HRESULT PrepareTimeouts(int nCount)
{
    HKEY hAppKey = NULL;
    DWORD err = ERROR_SUCCESS;
    DWORD dwValue = 0;
    DWORD cbValue = sizeof(DWORD);

    err = RegOpenKeyExA(HKEY_CURRENT_USER, "Software\\Classes\\Contoso.Document", 0,
            KEY_READ | KEY_WRITE, &hAppKey);
    if (err != ERROR_SUCCESS)
    {
        ReportFailure(101, (DWORD)err);
        return E_FAIL;
    }
    __try
    {
        if (nCount > 1)
            __leave;
        RegQueryValueExW(hAppKey, L"MaxItems", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
        TraceMsg(L"reading settings");
        if (IsRemoteSession())
        {
            err = ERROR_NOT_SUPPORTED;
            return E_FAIL;
        }
    }
    __finally
    {
        RegCloseKey(hAppKey);
    }
    return HRESULT_FROM_WIN32(err);
}

DWORD QueryServerList(DWORD dwMode)
{
    HKEY hAppKey = NULL;
    LONG lResult = ERROR_SUCCESS;
    DWORD cSubKeys = 0;

    lResult = RegCreateKeyW(HKEY_CURRENT_USER, L"Control Panel\\Desktop", &hAppKey);
    if (lResult != 0)
    {
        TraceMsg(L"failed");
        return 0;
    }
    __try
    {
        if (dwMode == 2)
            __leave;
        RegQueryInfoKeyW(hAppKey, NULL, NULL, NULL, &cSubKeys, NULL, NULL, NULL, NULL, NULL, NULL,
                NULL);

        if (IsRemoteSession())
        {
            lResult = ERROR_NOT_SUPPORTED;
            return 0;
        }
    }
    __finally
    {
        RegCloseKey(hAppKey);
    }
    return lResult == ERROR_SUCCESS ? 1 : 0;
}

LONG FindStartupItems(void)
{
    HKEY hKeyConfig = NULL;
    LONG lRet = ERROR_SUCCESS;
    WCHAR szText[MAX_PATH];
    DWORD cbText = sizeof(szText);

    __try
    {
        if (IsRemoteSession())
        {
            return lRet;
        }
        lRet = RegCreateKeyExW(HKEY_CURRENT_USER, L"Software\\Northwind\\Traders\\Cache", 0, NULL,
                REG_OPTION_NON_VOLATILE, KEY_READ, NULL, &hKeyConfig, NULL);
        if (lRet)
        {
            return lRet;
        }
        lRet = RegQueryValueExW(hKeyConfig, L"Version", NULL, NULL, (LPBYTE)szText, &cbText);
        if (ERROR_SUCCESS != lRet)
        {
            LogError(L"open", lRet);
            return lRet;
        }
    }
    __finally
    {
        if (hKeyConfig != NULL)
        {
            if (hKeyConfig != NULL)
            {
                RegCloseKey(hKeyConfig);
            }
        }
    }
    return lRet;
}

static DWORD WINAPI FindPlugins(void)
{
    HKEY hkey = NULL;
    DWORD err = ERROR_SUCCESS;
    DWORD dwValue = 0;
    DWORD cbValue = sizeof(DWORD);
    HKEY hkInner = NULL;

    __try
    {
        err = RegCreateKeyExA(HKEY_USERS, "Software\\Contoso\\Orders", 0, NULL,
                REG_OPTION_NON_VOLATILE, KEY_READ | KEY_WRITE, NULL, &hkey, NULL);
        if (err != ERROR_SUCCESS)
            __leave;
        __try
        {
            err = RegCreateKeyExW(hkey, L"Default", 0, NULL, REG_OPTION_NON_VOLATILE,
                    KEY_QUERY_VALUE, NULL, &hkInner, NULL);
            if (err != ERROR_SUCCESS)
            {
                TraceMsg(L"failed");
                __leave;
            }

            err = RegQueryValueExW(hkInner, L"MaxItems", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
        }
        __finally
        {
        }
    }
    __finally
    {
    }
    return err == ERROR_SUCCESS ? 1 : 0;
}

/* Called once at start-up. */
static void LoadFontList(void)
{
    HKEY hkSettings = NULL;
    DWORD rc = ERROR_SUCCESS;
    DWORD dwValue = 0;
    DWORD cbValue = sizeof(DWORD);

    rc = RegOpenKeyExW(HKEY_CURRENT_USER, L"Network", 0, KEY_WRITE, &hkSettings);
    if (rc != NO_ERROR)
    {
        return;
    }
    __try
    {
        if (IsFeatureEnabled(7))
            __leave;
        RegQueryValueExW(hkSettings, L"Timeout", NULL, NULL, (LPBYTE)&dwValue, &cbValue);

        if (IsRemoteSession())
        {
            rc = ERROR_NOT_SUPPORTED;
            return;
        }
    }
    __finally
    {
    }
    return;
}

void RefreshDefaults(void)
{
    HKEY hkey = NULL;
    DWORD dwErr = ERROR_SUCCESS;
    WCHAR szText[MAX_PATH];
    DWORD cbText = sizeof(szText);

    __try
    {
        if (IsRemoteSession())
        {
            return;
        }
        dwErr = RegOpenKeyExW(HKEY_CLASSES_ROOT, L"Software\\Contoso\\Print\\Queues", 0,
                KEY_QUERY_VALUE, &hkey);
        if (dwErr != ERROR_SUCCESS)
        {
            return;
        }
        dwErr = RegQueryValueExW(hkey, L"Theme", NULL, NULL, (LPBYTE)szText, &cbText);
        if (dwErr != ERROR_SUCCESS)
        {
            return;
        }
        TraceMsg(L"reading settings");
    }
    __finally
    {
        if (hkey != NULL)
        {
            if (hkey != NULL)
            {
                RegCloseKey(hkey);
            }
        }
    }
    return;
}

static void ReadPolicies(void)
{
    HKEY hSettings = NULL;
    LONG lRet = ERROR_SUCCESS;

    __try
    {
        lRet = RegOpenKeyExW(HKEY_USERS, L"Software\\Fabrikam\\Viewer\\Recent Files", 0,
                KEY_ALL_ACCESS, &hSettings);
        if (lRet != ERROR_SUCCESS)
            __leave;
        DbgPrintf("%s: %d\n", "settings", 3);
        lRet = RegDeleteValueW(hSettings, L"Language");
        if (lRet != ERROR_SUCCESS)
        {
            __leave;
        }
        UpdateCounter(4);
    }
    __finally
    {
        if (hSettings != NULL)
        {
            RegCloseKey(hSettings);
        }
    }
    return;
}

void PrepareEnvironment(void)
{
    HKEY key = NULL;
    LONG lStatus = ERROR_SUCCESS;
    DWORD cSubKeys = 0;
    int i;
    DWORD dwHash = 5381;

    lStatus = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Fabrikam\\Viewer\\Recent Files", 0,
            KEY_READ, &key);
    if (lStatus)
    {
        return;
    }
    __try
    {
        if (IsFeatureEnabled(7))
            __leave;
        RegQueryInfoKeyW(key, NULL, NULL, NULL, &cSubKeys, NULL, NULL, NULL, NULL, NULL, NULL,
                NULL);
        for (i = 0; i < 3; i++)
        {
            dwHash = dwHash * 33 + (DWORD)i;
        }
        if (IsRemoteSession())
        {
            lStatus = ERROR_NOT_SUPPORTED;
            return;
        }
    }
    __finally
    {
    }
    return;
}
