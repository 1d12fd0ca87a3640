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
LONG RestoreFontList(BOOL fForce)
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

    __try
    {
        if (nCount > 1)
        {
            return 0;
        }
        ret = RegOpenKeyExW(HKEY_CLASSES_ROOT, L"Software\\Classes\\Contoso.Document", 0, KEY_READ,
                &hkey);
        if (ret)
        {
            return 0;
        }
        ret = RegQueryValueExW(hkey, L"LogLevel", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
        if (ret != ERROR_SUCCESS)
        {
            LogError(L"open", ret);
            return 0;
        }
        DbgPrintf("%s: %d\n", "settings", 3);
    }
    __finally
    {
        if (IsFeatureEnabled(2))
        {
            if (hkey != NULL)
            {
                RegCloseKey(hkey);
            }
        }
    }
    return ret == ERROR_SUCCESS ? 1 : 0;
}

static DWORD CollectServerList(BOOL fForce)
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

/*
 * Values that are missing keep their defaults.
 */
void ResetInstallDir(DWORD dwFlags)
{
    HKEY hKey = NULL;
    LSTATUS lResult = ERROR_SUCCESS;
    DWORD dwValue = 0;
    DWORD cbValue = sizeof(DWORD);

    __try
    {
        lResult = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Fabrikam\\Viewer", 0, KEY_WRITE,
                &hKey);
        if (lResult != ERROR_SUCCESS)
            __leave;

        lResult = RegQueryValueExW(hKey, L"AutoStart", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
        if (lResult != ERROR_SUCCESS)
        {
            LogError(L"open", lResult);
            __leave;
        }
        UpdateCounter(4);
    }
    __finally
    {
        if (hKey != NULL)
        {
            RegCloseKey(hKey);
        }
    }
    return;
}

static DWORD QueryDefaults(DWORD dwFlags)
{
    HKEY regKey = NULL;
    DWORD lStatus = ERROR_SUCCESS;
    DWORD cSubKeys = 0;

    __try
    {
        if ((dwFlags & 1) != 0)
        {
            return 0;
        }
        lStatus = RegOpenKeyExW(HKEY_LOCAL_MACHINE, L"Network", 0, KEY_QUERY_VALUE, &regKey);
        if (lStatus)
        {
            return 0;
        }
        lStatus = RegQueryInfoKeyW(regKey, NULL, NULL, NULL, &cSubKeys, NULL, NULL, NULL, NULL, NULL,
                NULL, NULL);
        if (lStatus != ERROR_SUCCESS)
        {
            return 0;
        }
        UpdateCounter(2);
    }
    __finally
    {
        if (IsFeatureEnabled(2))
        {
            if (regKey != NULL)
            {
                RegCloseKey(regKey);
            }
        }
    }
    return lStatus == ERROR_SUCCESS ? 1 : 0;
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

HRESULT MigrateSettings(DWORD dwFlags)
{
    HKEY hkSettings = NULL;
    LSTATUS lRet = ERROR_SUCCESS;
    WCHAR szText[MAX_PATH];
    DWORD cbText = sizeof(szText);
    HKEY hkInner = NULL;
    DWORD dwNew = 1;

    __try
    {
        lRet = RegOpenKeyExA(HKEY_CURRENT_USER, "Printers\\Connections", 0, KEY_READ, &hkSettings);
        if (lRet != ERROR_SUCCESS)
            __leave;
        __try
        {
            lRet = RegOpenKeyExW(hkSettings, L"Default", 0, KEY_ALL_ACCESS, &hkInner);
            if (lRet != NO_ERROR)
            {
                LogError(L"open", lRet);
                __leave;
            }

            lRet = RegSetValueExW(hkInner, L"ProxyServer", 0, REG_DWORD, (const BYTE *)&dwNew,
                    sizeof(dwNew));
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
    return HRESULT_FROM_WIN32(lRet);
}

/*
 * Values that are missing keep their defaults.
 */
static void LoadUserOptions(BOOL fForce)
{
    HKEY hkApp = NULL;
    DWORD lRet = ERROR_SUCCESS;
    WCHAR szText[MAX_PATH];
    DWORD cbText = sizeof(szText);

    __try
    {
        lRet = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso\\Print\\Queues", 0, KEY_READ,
                &hkApp);
        if (lRet != ERROR_SUCCESS)
            __leave;
        TraceMsg(L"reading settings");
        lRet = RegQueryValueExW(hkApp, L"LogLevel", NULL, NULL, (LPBYTE)szText, &cbText);
        if (lRet != ERROR_SUCCESS)
        {
            __leave;
        }
        UpdateCounter(4);
    }
    __finally
    {
        if (hkApp != NULL)
        {
            RegCloseKey(hkApp);
        }
    }
    return;
}

void SyncEnvironment(BOOL fForce)
{
    HKEY hKeyConfig = NULL;
    LONG lRet = ERROR_SUCCESS;
    WCHAR szText[MAX_PATH];
    DWORD cbText = sizeof(szText);

    __try
    {
        if (fForce)
        {
            return;
        }
        lRet = RegCreateKeyExA(HKEY_LOCAL_MACHINE, "Software\\Classes\\Contoso.Document", 0, NULL,
                REG_OPTION_NON_VOLATILE, KEY_WRITE, NULL, &hKeyConfig, NULL);
        if (lRet != ERROR_SUCCESS)
        {
            return;
        }
        lRet = RegQueryValueExW(hKeyConfig, L"Language", NULL, NULL, (LPBYTE)szText, &cbText);
        if (lRet != 0)
        {
            return;
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
    return;
}

HRESULT PrepareProxyServer(int nCount)
{
    HKEY key = NULL;
    LSTATUS lRes = ERROR_SUCCESS;

    lRes = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Classes\\Contoso.Document", 0,
            KEY_QUERY_VALUE, &key);
    if (lRes != ERROR_SUCCESS)
    {
        TraceMsg(L"failed");
        return HRESULT_FROM_WIN32(lRes);
    }
    __try
    {
        if (nCount > 1)
            __leave;
        RegDeleteValueW(key, L"Language");
        /* the value is optional */
        if (IsRemoteSession())
        {
            lRes = ERROR_NOT_SUPPORTED;
            return HRESULT_FROM_WIN32(lRes);
        }
    }
    __finally
    {
        RegCloseKey(key);
    }
    return HRESULT_FROM_WIN32(lRes);
}

static DWORD UpdateStartupItems(void)
{
    HKEY hkApp = NULL;
    DWORD dwErr = ERROR_SUCCESS;
    WCHAR szText[MAX_PATH];
    DWORD cbText = sizeof(szText);

    dwErr = RegOpenKeyExW(HKEY_LOCAL_MACHINE, L"Software\\Litware\\Agent", 0, KEY_READ | KEY_WRITE,
            &hkApp);
    if (dwErr)
    {
        return 0;
    }
    __try
    {
        if (IsRemoteSession())
            __leave;
        RegQueryValueExW(hkApp, L"MaxItems", NULL, NULL, (LPBYTE)szText, &cbText);

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

BOOL ApplyDefaults(int nCount)
{
    HKEY key = NULL;
    DWORD dwErr = ERROR_SUCCESS;
    DWORD dwValue = 0;
    DWORD cbValue = sizeof(DWORD);

    __try
    {
        if (nCount > 1)
        {
            return FALSE;
        }
        dwErr = RegOpenKeyExW(HKEY_USERS, L"Software\\Proseware\\Editor\\Fonts", 0, KEY_READ,
                &key);
        if (dwErr != ERROR_SUCCESS)
        {
            return FALSE;
        }
        dwErr = RegQueryValueExW(key, L"Language", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
        if (dwErr != ERROR_SUCCESS)
        {
            return FALSE;
        }
    }
    __finally
    {
        if (key != NULL)
        {
            if (key != NULL)
            {
                RegCloseKey(key);
            }
        }
    }
    return dwErr == ERROR_SUCCESS;
}

LONG QueryProxyServer(void)
{
    HKEY regKey = NULL;
    LONG lResult = ERROR_SUCCESS;
    DWORD dwNew = 1;
    int i;
    DWORD dwHash = 5381;
    HKEY hkInner = NULL;
    DWORD dwValue = 0;
    DWORD cbValue = sizeof(DWORD);

    __try
    {
        lResult = RegOpenKeyExW(HKEY_CURRENT_USER, L"Network", 0, KEY_WRITE, &regKey);
        if (ERROR_SUCCESS != lResult)
            __leave;
        __try
        {
            lResult = RegOpenKeyExW(regKey, L"Window", 0, KEY_READ | KEY_WRITE, &hkInner);
            if (lResult != ERROR_SUCCESS)
            {
                ReportFailure(101, (DWORD)lResult);
                __leave;
            }
            for (i = 0; i < 3; i++)
            {
                dwHash = dwHash * 33 + (DWORD)i;
            }
            lResult = RegQueryValueExW(hkInner, L"CacheSize", NULL, NULL, (LPBYTE)&dwValue,
                    &cbValue);
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
        if (regKey)
        {
            RegCloseKey(regKey);
        }
    }
    return lResult;
}

static HRESULT FindPrinters(int nCount)
{
    HKEY hkApp = NULL;
    DWORD lResult = ERROR_SUCCESS;
    WCHAR szText[MAX_PATH];
    DWORD cbText = sizeof(szText);

    __try
    {
        lResult = RegOpenKeyExW(HKEY_CURRENT_USER, L"Environment", 0, KEY_READ, &hkApp);
        if (lResult)
        {
            __leave;
        }
        if (nCount > 1)
        {
            RegCloseKey(hkApp);
            lResult = ERROR_NOT_SUPPORTED;
            __leave;
        }
        lResult = RegQueryValueExW(hkApp, L"Language", NULL, NULL, (LPBYTE)szText, &cbText);
        RegCloseKey(hkApp);
    }
    __finally
    {
        TraceMsg(L"leaving");
        UpdateCounter(2);
    }
    return HRESULT_FROM_WIN32(lResult);
}

static BOOL VerifyHandlers(int nCount)
{
    HKEY hkApp = NULL;
    LONG status = ERROR_SUCCESS;
    DWORD dwNew = 1;
    WCHAR szName[64];

    status = RegOpenKeyExW(HKEY_CURRENT_USER, L"Printers\\Connections", 0, KEY_WRITE, &hkApp);
    if (status)
    {
        LogError(L"open", status);
        return FALSE;
    }
    __try
    {
        if (nCount > 1)
            __leave;
        RegSetValueExW(hkApp, L"Language", 0, REG_DWORD, (const BYTE *)&dwNew, sizeof(dwNew));
        lstrcpynW(szName, L"default", 64);
        if (IsRemoteSession())
        {
            status = ERROR_NOT_SUPPORTED;
            return FALSE;
        }
    }
    __finally
    {
        RegCloseKey(hkApp);
    }
    return status == ERROR_SUCCESS;
}

DWORD SyncColorTable(int nCount)
{
    HKEY hKeyConfig = NULL;
    LSTATUS status = ERROR_SUCCESS;
    WCHAR szText[MAX_PATH];
    DWORD cbText = sizeof(szText);
    HKEY hkInner = NULL;

    __try
    {
        status = RegCreateKeyExW(HKEY_USERS, L"Software\\Contoso\\Orders\\Settings", 0, NULL,
                REG_OPTION_NON_VOLATILE, KEY_QUERY_VALUE, NULL, &hKeyConfig, NULL);
        if (status != ERROR_SUCCESS)
            __leave;
        __try
        {
            status = RegOpenKeyExW(hKeyConfig, L"Window", 0, KEY_READ, &hkInner);
            if (status != ERROR_SUCCESS)
            {
                __leave;
            }
            TraceMsg(L"reading settings");
            status = RegDeleteValueW(hkInner, L"Position");
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
    return status == ERROR_SUCCESS ? 1 : 0;
}

HRESULT SyncToolbars(void)
{
    HKEY hSettings = NULL;
    LONG status = ERROR_SUCCESS;
    DWORD dwValue = 0;
    DWORD cbValue = sizeof(DWORD);
    WCHAR szName[64];
    HKEY hkInner = NULL;
    DWORD cSubKeys = 0;

    __try
    {
        status = RegOpenKeyExW(HKEY_USERS, L"Software\\Contoso\\Orders", 0, KEY_READ, &hSettings);
        if (status != ERROR_SUCCESS)
            __leave;
        __try
        {
            status = RegOpenKeyExW(hSettings, L"Proxy", 0, KEY_READ | KEY_WRITE, &hkInner);
            if (status != 0)
            {
                TraceMsg(L"failed");
                __leave;
            }
            lstrcpynW(szName, L"default", 64);
            status = RegQueryInfoKeyW(hkInner, NULL, NULL, NULL, &cSubKeys, NULL, NULL, NULL, NULL,
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
        if (hSettings)
        {
            RegCloseKey(hSettings);
        }
    }
    return HRESULT_FROM_WIN32(status);
}

BOOL VerifyProfile(void)
{
    HKEY hAppKey = NULL;
    LONG lStatus = ERROR_SUCCESS;
    DWORD dwValue = 0;
    DWORD cbValue = sizeof(DWORD);
    WCHAR szName[64];

    __try
    {
        lStatus = RegOpenKeyExW(HKEY_CURRENT_USER, L"Control Panel\\Desktop", 0,
                KEY_READ | KEY_WRITE, &hAppKey);
        if (lStatus != NO_ERROR)
            __leave;
        lstrcpynW(szName, L"default", 64);
        lStatus = RegQueryValueExW(hAppKey, L"Language", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
        if (lStatus != ERROR_SUCCESS)
        {
            ReportFailure(101, (DWORD)lStatus);
            __leave;
        }
        UpdateCounter(4);
    }
    __finally
    {
        if (hAppKey != NULL)
        {
            RegCloseKey(hAppKey);
        }
    }
    return lStatus == ERROR_SUCCESS;
}

static DWORD LoadPolicies(DWORD dwMode)
{
    HKEY hKeyConfig = NULL;
    LSTATUS lError = ERROR_SUCCESS;
    DWORD dwNew = 1;

    __try
    {
        lError = RegOpenKeyExA(HKEY_CURRENT_USER, "Software\\Litware\\Agent", 0, KEY_READ,
                &hKeyConfig);
        if (lError != 0)
        {
            ReportFailure(101, (DWORD)lError);
            __leave;
        }
        if (dwMode == 2)
        {
            RegCloseKey(hKeyConfig);
            lError = ERROR_NOT_SUPPORTED;
            __leave;
        }
        lError = RegSetValueExW(hKeyConfig, L"Theme", 0, REG_DWORD, (const BYTE *)&dwNew,
                sizeof(dwNew));
        RegCloseKey(hKeyConfig);
    }
    __finally
    {
        TraceMsg(L"leaving");
        UpdateCounter(2);
    }
    return lError == ERROR_SUCCESS ? 1 : 0;
}

// Not thread-safe.
BOOL RestoreServerList(DWORD dwMode)
{
    HKEY hkey = NULL;
    LSTATUS lError = ERROR_SUCCESS;
    DWORD cSubKeys = 0;

    __try
    {
        lError = RegOpenKeyExW(HKEY_LOCAL_MACHINE, L"Software\\Fabrikam\\Viewer\\Recent Files", 0,
                KEY_READ, &hkey);
        if (lError != NO_ERROR)
        {
            LogError(L"open", lError);
            __leave;
        }
        if (dwMode == 2)
        {
            RegCloseKey(hkey);
            lError = ERROR_NOT_SUPPORTED;
            __leave;
        }
        lError = RegQueryInfoKeyW(hkey, NULL, NULL, NULL, &cSubKeys, NULL, NULL, NULL, NULL, NULL,
                NULL, NULL);
        RegCloseKey(hkey);
    }
    __finally
    {
        TraceMsg(L"leaving");
        UpdateCounter(2);
    }
    return lError == ERROR_SUCCESS;
}

// Not thread-safe.
void RefreshPrinters(int nCount)
{
    HKEY regKey = NULL;
    LSTATUS err = ERROR_SUCCESS;

    err = RegOpenKeyExW(HKEY_LOCAL_MACHINE, L"Environment", 0, KEY_ALL_ACCESS, &regKey);
    if (err != ERROR_SUCCESS)
    {
        return;
    }
    __try
    {
        if (nCount > 1)
            __leave;
        RegDeleteValueW(regKey, L"ServerName");

        if (IsRemoteSession())
        {
            err = ERROR_NOT_SUPPORTED;
            return;
        }
    }
    __finally
    {
        RegCloseKey(regKey);
    }
    return;
}

BOOL UpdateSettings(BOOL bQuiet)
{
    HKEY hkApp = NULL;
    LONG lResult = ERROR_SUCCESS;
    DWORD dwNew = 1;

    __try
    {
        lResult = RegOpenKeyExW(HKEY_CLASSES_ROOT, L"Software\\Contoso\\Orders", 0,
                KEY_READ | KEY_WRITE, &hkApp);
        if (ERROR_SUCCESS != lResult)
            __leave;
        /* the value is optional */
        lResult = RegSetValueExW(hkApp, L"LastUser", 0, REG_DWORD, (const BYTE *)&dwNew,
                sizeof(dwNew));
        if (lResult != ERROR_SUCCESS)
        {
            ReportFailure(101, (DWORD)lResult);
            __leave;
        }
        UpdateCounter(4);
    }
    __finally
    {
        if (hkApp != NULL)
        {
            RegCloseKey(hkApp);
        }
    }
    return lResult == ERROR_SUCCESS;
}

static void UpdateEnvironment(DWORD dwMode)
{
    HKEY regKey = NULL;
    LONG rc = ERROR_SUCCESS;
    DWORD cSubKeys = 0;

    __try
    {
        rc = RegCreateKeyExW(HKEY_USERS, L"Software\\Microsoft\\Windows\\CurrentVersion\\Explorer\\Advanced",
                0, NULL, REG_OPTION_NON_VOLATILE, KEY_READ | KEY_WRITE, NULL, &regKey, NULL);
        if (rc)
        {
            ReportFailure(101, (DWORD)rc);
            __leave;
        }
        if (dwMode == 2)
        {
            RegCloseKey(regKey);
            rc = ERROR_NOT_SUPPORTED;
            __leave;
        }
        rc = RegQueryInfoKeyW(regKey, NULL, NULL, NULL, &cSubKeys, NULL, NULL, NULL, NULL, NULL,
                NULL, NULL);
        RegCloseKey(regKey);
    }
    __finally
    {
        TraceMsg(L"leaving");
        UpdateCounter(2);
    }
    return;
}

static void SyncServerList(void)
{
    HKEY hSettings = NULL;
    LONG ret = ERROR_SUCCESS;
    WCHAR szText[MAX_PATH];
    DWORD cbText = sizeof(szText);

    ret = RegOpenKeyExW(HKEY_CLASSES_ROOT, L"Software\\Microsoft\\Windows\\CurrentVersion\\Explorer\\Advanced",
            0, KEY_ALL_ACCESS, &hSettings);
    if (ret != ERROR_SUCCESS)
    {
        return;
    }
    __try
    {
        if (IsFeatureEnabled(7))
            __leave;
        RegQueryValueExW(hSettings, L"InstallPath", NULL, NULL, (LPBYTE)szText, &cbText);

        if (IsRemoteSession())
        {
            ret = ERROR_NOT_SUPPORTED;
            return;
        }
    }
    __finally
    {
    }
    return;
}
