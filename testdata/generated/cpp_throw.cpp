#include <windows.h>
#include <stdexcept>

void LogError(LPCWSTR pszWhat, LONG lError);
void TraceMsg(LPCWSTR pszFormat, ...);
void ReportFailure(UINT uId, DWORD dwError);
BOOL IsFeatureEnabled(DWORD dwFeature);
BOOL IsRemoteSession(void);
void LoadDefaults(LPWSTR pszBuffer, DWORD cch);
void UpdateCounter(DWORD dwWhich);

static void ThrowOn(LONG status)
{
    if (status != ERROR_SUCCESS)
    {
        throw std::runtime_error("registry");
    }
}

static void LogOn(LONG status)
{
    if (status != ERROR_SUCCESS)
    {
        LogError(L"registry", status);
    }
}

DWORD LoadSettings0(DWORD dwMode)
{
    LSTATUS ret = ERROR_SUCCESS;
    DWORD dwValue = 0;
    DWORD cbValue = sizeof(DWORD);

    HKEY hSettings = NULL;
    ret = RegCreateKeyExA(HKEY_CURRENT_USER, "Software\\Fabrikam\\Viewer", 0, NULL, REG_OPTION_NON_VOLATILE, KEY_ALL_ACCESS, NULL, &hSettings, NULL);
    if (ret != ERROR_SUCCESS)
    {
        return 0;
    }
    try
    {
        ThrowOn(RegQueryValueExW(hSettings, L"Theme", NULL, NULL, (LPBYTE)&dwValue, &cbValue));
        TraceMsg(L"reading settings");
    }
    catch (...)
    {
        RegCloseKey(hSettings);
        throw;
    }
    RegCloseKey(hSettings);
    return dwValue;
}

DWORD QueryLayout1(int nCount)
{
    DWORD lError = ERROR_SUCCESS;
    WCHAR szText[MAX_PATH];
    DWORD cbText = sizeof(szText);
    DWORD dwValue = 0;

    HKEY regKey;
    lError = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Tailspin\\Launcher\\History", 0, KEY_READ | KEY_WRITE, &regKey);
    if (lError != ERROR_SUCCESS)
    {
        throw std::runtime_error("open");
    }
    if (nCount > 1)
    {
        RegCloseKey(regKey);
        throw std::invalid_argument("mode");
    }
    RegQueryValueExW(regKey, L"AutoStart", NULL, NULL, (LPBYTE)szText, &cbText);
    RegCloseKey(regKey);
    return dwValue;
}

LONG ReadHistory2()
{
    LONG rc = ERROR_SUCCESS;
    DWORD dwTick = 0;
    DWORD dwValue = 0;
    DWORD cbValue = sizeof(DWORD);

    try
    {
        HKEY key = NULL;
        ThrowOn(RegOpenKeyW(HKEY_CURRENT_USER, L"Software\\Proseware\\Editor\\Fonts", &key));
        if (IsFeatureEnabled(7))
        {
            RegCloseKey(key);
            throw 3;
        }
        RegQueryValueExW(key, L"LastUser", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
        RegCloseKey(key);
    }
    catch (int)
    {
        ReportFailure(101, (DWORD)rc);
        return rc;
    }
    return ERROR_SUCCESS;
}

HRESULT QuerySettings3(int nCount)
{
    LONG status = ERROR_SUCCESS;
    WCHAR szPath[MAX_PATH] = L"";
    DWORD dwValue = 0;
    DWORD cbValue = sizeof(DWORD);

    HKEY hSettings;
    status = RegOpenKeyW(HKEY_CURRENT_USER, L"Control Panel\\Desktop", &hSettings);
    if (status != ERROR_SUCCESS)
    {
        throw std::runtime_error("open");
    }
    if (nCount > 1)
    {
        RegCloseKey(hSettings);
        throw std::invalid_argument("mode");
    }
    RegQueryValueExW(hSettings, L"LastUser", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
    RegCloseKey(hSettings);
    return S_OK;
}

HRESULT ImportTheme4()
{
    DWORD lRes = ERROR_SUCCESS;
    WCHAR szPath[MAX_PATH] = L"";
    DWORD dwValue = 0;
    DWORD cbValue = sizeof(DWORD);

    HKEY hAppKey = NULL;
    ThrowOn(RegOpenKeyExW(HKEY_LOCAL_MACHINE, L"Software\\Contoso\\Print\\Queues", 0, KEY_READ, &hAppKey));
    lRes = RegQueryValueExW(hAppKey, L"LogLevel", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
    LogOn(lRes);
    RegCloseKey(hAppKey);
    return S_OK;
}

BOOL LoadFonts5()
{
    LSTATUS rc = ERROR_SUCCESS;
    WCHAR szPath[MAX_PATH] = L"";
    DWORD dwValue = 0;
    DWORD cbValue = sizeof(DWORD);

    HKEY hAppKey;
    rc = RegOpenKeyExW(HKEY_LOCAL_MACHINE, L"Software\\Proseware\\Editor\\Fonts", 0, KEY_QUERY_VALUE, &hAppKey);
    if (rc != ERROR_SUCCESS)
    {
        throw std::runtime_error("open");
    }
    if (IsRemoteSession())
    {
        throw std::invalid_argument("mode");
    }
    RegQueryValueExW(hAppKey, L"Theme", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
    RegCloseKey(hAppKey);
    return TRUE;
}

DWORD RefreshPolicies6(DWORD dwFlags)
{
    DWORD dwValue = 0;
    DWORD cbValue = sizeof(DWORD);

    HKEY hkApp = NULL;
    try
    {
        ThrowOn(RegCreateKeyW(HKEY_CURRENT_USER, L"Software\\Fabrikam\\Viewer", &hkApp));
        LogOn(RegQueryValueExW(hkApp, L"CacheSize", NULL, NULL, (LPBYTE)&dwValue, &cbValue));
    }
    catch (const std::exception &)
    {
        UpdateCounter(4);
    }
    if (hkApp != NULL)
    {
        RegCloseKey(hkApp);
    }
    return ERROR_SUCCESS;
}

void LoadHistory7(BOOL bQuiet)
{
    LSTATUS lRes = ERROR_SUCCESS;
    DWORD dwValue = 0;
    DWORD cbValue = sizeof(DWORD);

    HKEY hkey;
    lRes = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso\\Print\\Queues", 0, KEY_READ, &hkey);
    if (lRes != ERROR_SUCCESS)
    {
        throw std::runtime_error("open");
    }
    if (!bQuiet)
    {
        throw std::invalid_argument("mode");
    }
    RegQueryValueExW(hkey, L"ProxyServer", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
    RegCloseKey(hkey);

}

BOOL QueryProfile8(int nCount)
{
    DWORD status = ERROR_SUCCESS;
    DWORD cSubKeys = 0;

    HKEY hkApp;
    status = RegCreateKeyExW(HKEY_CURRENT_USER, L"Control Panel\\Desktop", 0, NULL, REG_OPTION_NON_VOLATILE, KEY_QUERY_VALUE, NULL, &hkApp, NULL);
    if (status != ERROR_SUCCESS)
    {
        throw std::runtime_error("open");
    }
    if (nCount > 1)
    {
        RegCloseKey(hkApp);
        throw std::invalid_argument("mode");
    }
    RegQueryInfoKeyW(hkApp, NULL, NULL, NULL, &cSubKeys, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
    RegCloseKey(hkApp);
    return TRUE;
}

LSTATUS RefreshTheme9(DWORD dwMode)
{
    LSTATUS lRes = ERROR_SUCCESS;
    WCHAR szPath[MAX_PATH] = L"";
    WCHAR szText[MAX_PATH];
    DWORD cbText = sizeof(szText);

    HKEY hKeyConfig = NULL;
    lRes = RegOpenKeyW(HKEY_CURRENT_USER, L"Environment", &hKeyConfig);
    if (lRes != ERROR_SUCCESS)
    {
        return lRes;
    }
    try
    {
        ThrowOn(RegQueryValueExW(hKeyConfig, L"AutoStart", NULL, NULL, (LPBYTE)szText, &cbText));
        if (lstrlenW(szPath) == 0) { LoadDefaults(szPath, MAX_PATH); }
    }
    catch (...)
    {
        RegCloseKey(hKeyConfig);
        throw;
    }
    RegCloseKey(hKeyConfig);
    return ERROR_SUCCESS;
}

LSTATUS ImportPolicies10(int nCount)
{
    LSTATUS lRet = ERROR_SUCCESS;
    DWORD dwTick = 0;
    DWORD dwValue = 0;
    DWORD cbValue = sizeof(DWORD);

    HKEY regKey;
    lRet = RegOpenKeyExW(HKEY_USERS, L"Printers\\Connections", 0, KEY_READ, &regKey);
    if (lRet != ERROR_SUCCESS)
    {
        throw std::runtime_error("open");
    }
    if (nCount > 1)
    {
        RegCloseKey(regKey);
        throw std::invalid_argument("mode");
    }
    RegQueryValueExW(regKey, L"ProxyServer", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
    RegCloseKey(regKey);
    return ERROR_SUCCESS;
}

HRESULT ReadPolicies11(BOOL fForce)
{
    WCHAR szPath[MAX_PATH] = L"";
    DWORD dwValue = 0;
    DWORD cbValue = sizeof(DWORD);

    HKEY regKey = NULL;
    ThrowOn(RegOpenKeyExW(HKEY_LOCAL_MACHINE, L"Software\\Microsoft\\Windows\\CurrentVersion\\Run", 0, KEY_WRITE, &regKey));
    LogOn(RegQueryValueExW(regKey, L"ProxyServer", NULL, NULL, (LPBYTE)&dwValue, &cbValue));
    if (lstrlenW(szPath) == 0) { LoadDefaults(szPath, MAX_PATH); }

    return S_OK;
}

BOOL QueryProfile12()
{
    DWORD dwValue = 0;
    DWORD cbValue = sizeof(DWORD);

    HKEY regKey = NULL;
    try
    {
        ThrowOn(RegOpenKeyExW(HKEY_LOCAL_MACHINE, L"Software\\Northwind\\Traders\\Cache", 0, KEY_READ, &regKey));
        LogOn(RegQueryValueExW(regKey, L"MaxItems", NULL, NULL, (LPBYTE)&dwValue, &cbValue));
    }
    catch (const std::exception &)
    {
        throw;
    }
    if (regKey != NULL)
    {
        RegCloseKey(regKey);
    }
    return TRUE;
}

BOOL RestoreProfile13(int nCount)
{
    LSTATUS err = ERROR_SUCCESS;
    DWORD dwValue = 0;
    DWORD cbValue = sizeof(DWORD);

    HKEY hkApp = NULL;
    ThrowOn(RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Proseware\\Editor\\Fonts", 0, KEY_ALL_ACCESS, &hkApp));
    err = RegQueryValueExW(hkApp, L"CacheSize", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
    ThrowOn(err);
    RegCloseKey(hkApp);
    return TRUE;
}

BOOL ApplyToolbars14(DWORD dwMode)
{
    DWORD rc = ERROR_SUCCESS;
    DWORD dwTick = 0;
    DWORD dwValue = 0;
    DWORD cbValue = sizeof(DWORD);

    HKEY hKeyConfig = NULL;
    ThrowOn(RegOpenKeyExW(HKEY_CLASSES_ROOT, L"Software\\Tailspin\\Launcher\\History", 0, KEY_ALL_ACCESS, &hKeyConfig));
    rc = RegQueryValueExW(hKeyConfig, L"LastUser", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
    LogOn(rc);
    RegCloseKey(hKeyConfig);
    return TRUE;
}

DWORD ReadToolbars15(int nCount)
{
    DWORD dwValue = 0;
    DWORD cbValue = sizeof(DWORD);

    HKEY hAppKey = NULL;
    ThrowOn(RegCreateKeyExW(HKEY_CURRENT_USER, L"Control Panel\\Desktop", 0, NULL, REG_OPTION_NON_VOLATILE, KEY_QUERY_VALUE, NULL, &hAppKey, NULL));
    LogOn(RegQueryValueExW(hAppKey, L"ServerName", NULL, NULL, (LPBYTE)&dwValue, &cbValue));
    TraceMsg(L"reading settings");

    return ERROR_SUCCESS;
}

LONG ApplyPolicies16(DWORD dwMode)
{
    LONG lStatus = ERROR_SUCCESS;
    DWORD dwValue = 0;
    DWORD cbValue = sizeof(DWORD);

    HKEY hKey = NULL;
    try
    {
        ThrowOn(RegOpenKeyExA(HKEY_USERS, "Control Panel\\Desktop", 0, KEY_READ | KEY_WRITE, &hKey));
        ThrowOn(RegQueryValueExW(hKey, L"ProxyServer", NULL, NULL, (LPBYTE)&dwValue, &cbValue));
    }
    catch (const std::exception &)
    {
        ReportFailure(101, (DWORD)lStatus);
        UpdateCounter(4);
    }
    if (hKey != NULL)
    {
        RegCloseKey(hKey);
    }
    return ERROR_SUCCESS;
}

void ApplyProfile17(int nCount)
{
    DWORD dwValue = 0;
    DWORD cbValue = sizeof(DWORD);

    HKEY hkey = NULL;
    try
    {
        ThrowOn(RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso\\Orders\\Settings", 0, KEY_READ, &hkey));
        LogOn(RegQueryValueExW(hkey, L"ProxyServer", NULL, NULL, (LPBYTE)&dwValue, &cbValue));
    }
    catch (const std::exception &)
    {
        throw;
    }
    if (hkey != NULL)
    {
        RegCloseKey(hkey);
    }

}

BOOL QueryPolicies18(DWORD dwMode)
{
    LONG lStatus = ERROR_SUCCESS;
    DWORD cSubKeys = 0;

    HKEY hSettings = NULL;
    ThrowOn(RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Tailspin\\Launcher\\History", 0, KEY_READ | KEY_WRITE, &hSettings));
    lStatus = RegQueryInfoKeyW(hSettings, NULL, NULL, NULL, &cSubKeys, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
    LogOn(lStatus);
    RegCloseKey(hSettings);
    return TRUE;
}

LONG ApplyHistory19()
{
    LONG lResult = ERROR_SUCCESS;
    WCHAR szText[MAX_PATH];
    DWORD cbText = sizeof(szText);

    HKEY hkSettings;
    lResult = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Proseware\\Editor\\Fonts", 0, KEY_WRITE, &hkSettings);
    if (lResult != ERROR_SUCCESS)
    {
        throw std::runtime_error("open");
    }
    if (IsRemoteSession())
    {
        RegCloseKey(hkSettings);
        throw std::invalid_argument("mode");
    }
    RegQueryValueExW(hkSettings, L"Timeout", NULL, NULL, (LPBYTE)szText, &cbText);
    RegCloseKey(hkSettings);
    return ERROR_SUCCESS;
}

BOOL ImportFonts20()
{
    DWORD lRes = ERROR_SUCCESS;
    DWORD dwValue = 0;
    DWORD cbValue = sizeof(DWORD);

    HKEY hKeyConfig = NULL;
    ThrowOn(RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Northwind\\Traders\\Cache", 0, KEY_READ, &hKeyConfig));
    lRes = RegQueryValueExW(hKeyConfig, L"CacheSize", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
    ThrowOn(lRes);
    RegCloseKey(hKeyConfig);
    return TRUE;
}

DWORD LoadHistory21(BOOL fForce)
{
    DWORD lStatus = ERROR_SUCCESS;

    HKEY hkSettings = NULL;
    try
    {
        ThrowOn(RegOpenKeyW(HKEY_LOCAL_MACHINE, L"Printers\\Connections", &hkSettings));
        ThrowOn(RegDeleteValueW(hkSettings, L"MaxItems"));
    }
    catch (const std::exception &)
    {
        LogError(L"cannot read the key", lStatus);
        throw;
    }
    if (hkSettings != NULL)
    {
        RegCloseKey(hkSettings);
    }
    return ERROR_SUCCESS;
}

LONG LoadProfile22(DWORD dwMode)
{
    LONG lRes = ERROR_SUCCESS;
    WCHAR szText[MAX_PATH];
    DWORD cbText = sizeof(szText);

    HKEY hkApp = NULL;
    ThrowOn(RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Litware\\Agent", 0, KEY_READ, &hkApp));
    lRes = RegQueryValueExW(hkApp, L"InstallPath", NULL, NULL, (LPBYTE)szText, &cbText);
    ThrowOn(lRes);
    RegCloseKey(hkApp);
    return ERROR_SUCCESS;
}

DWORD RestorePolicies23(DWORD dwMode)
{
    DWORD lRet = ERROR_SUCCESS;
    WCHAR szPath[MAX_PATH] = L"";
    WCHAR szText[MAX_PATH];
    DWORD cbText = sizeof(szText);

    try
    {
        HKEY hKey = NULL;
        ThrowOn(RegOpenKeyExW(HKEY_CLASSES_ROOT, L"Environment", 0, KEY_QUERY_VALUE, &hKey));
        if (dwMode == 2)
        {
            RegCloseKey(hKey);
            throw 3;
        }
        RegQueryValueExW(hKey, L"LogLevel", NULL, NULL, (LPBYTE)szText, &cbText);
        RegCloseKey(hKey);
    }
    catch (int)
    {
        return lRet;
    }
    return ERROR_SUCCESS;
}

HRESULT CheckFonts24(DWORD dwMode)
{
    LSTATUS rc = ERROR_SUCCESS;
    DWORD dwNew = 1;

    try
    {
        HKEY hkey = NULL;
        ThrowOn(RegOpenKeyExW(HKEY_CURRENT_USER, L"Control Panel\\Desktop", 0, KEY_READ, &hkey));
        if (dwMode == 2)
        {
            throw 3;
        }
        RegSetValueExW(hkey, L"InstallPath", 0, REG_DWORD, (const BYTE *)&dwNew, sizeof(dwNew));
        RegCloseKey(hkey);
    }
    catch (int)
    {
        LogError(L"settings", rc);
        return HRESULT_FROM_WIN32(rc);
    }
    return S_OK;
}

BOOL CheckFonts25(DWORD dwFlags)
{
    LSTATUS err = ERROR_SUCCESS;

    HKEY hkey;
    err = RegOpenKeyExW(HKEY_CURRENT_USER, L"Environment", 0, KEY_ALL_ACCESS, &hkey);
    if (err != ERROR_SUCCESS)
    {
        throw std::runtime_error("open");
    }
    if ((dwFlags & 1) != 0)
    {
        throw std::invalid_argument("mode");
    }
    RegDeleteValueW(hkey, L"ServerName");
    RegCloseKey(hkey);
    return TRUE;
}

BOOL QueryProfile26()
{
    DWORD lError = ERROR_SUCCESS;
    DWORD dwValue = 0;
    DWORD cbValue = sizeof(DWORD);

    HKEY hkSettings = NULL;
    ThrowOn(RegOpenKeyW(HKEY_CURRENT_USER, L"Software\\Northwind\\Traders\\Cache", &hkSettings));
    lError = RegQueryValueExW(hkSettings, L"Timeout", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
    ThrowOn(lError);
    RegCloseKey(hkSettings);
    return TRUE;
}

BOOL CheckSettings27()
{
    DWORD dwTick = 0;
    DWORD dwNew = 1;

    HKEY hKey = NULL;
    ThrowOn(RegCreateKeyExA(HKEY_CURRENT_USER, "Software\\Tailspin\\Launcher\\History", 0, NULL, REG_OPTION_NON_VOLATILE, KEY_READ | KEY_WRITE, NULL, &hKey, NULL));
    LogOn(RegSetValueExW(hKey, L"Theme", 0, REG_DWORD, (const BYTE *)&dwNew, sizeof(dwNew)));
    dwTick = GetTickCount();
    RegCloseKey(hKey);
    return TRUE;
}

HRESULT ApplyHistory28()
{
    HKEY hkey = NULL;
    try
    {
        ThrowOn(RegOpenKeyExA(HKEY_USERS, "Software\\Contoso\\Orders", 0, KEY_READ, &hkey));
        LogOn(RegDeleteValueW(hkey, L"LogLevel"));
    }
    catch (const std::exception &)
    {
        throw;
    }
    if (hkey != NULL)
    {
        RegCloseKey(hkey);
    }
    return S_OK;
}

BOOL ApplyFonts29()
{
    LONG rc = ERROR_SUCCESS;
    DWORD dwValue = 0;
    DWORD cbValue = sizeof(DWORD);

    HKEY hkApp;
    rc = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Classes\\Contoso.Document", 0, KEY_READ | KEY_WRITE, &hkApp);
    if (rc != ERROR_SUCCESS)
    {
        throw std::runtime_error("open");
    }
    if (IsFeatureEnabled(7))
    {
        RegCloseKey(hkApp);
        throw std::invalid_argument("mode");
    }
    RegQueryValueExW(hkApp, L"AutoStart", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
    RegCloseKey(hkApp);
    return TRUE;
}

HRESULT RestoreProfile30()
{
    LONG lRes = ERROR_SUCCESS;
    WCHAR szText[MAX_PATH];
    DWORD cbText = sizeof(szText);

    HKEY hkSettings = NULL;
    lRes = RegOpenKeyExA(HKEY_USERS, "Software\\Northwind\\Traders\\Cache", 0, KEY_READ, &hkSettings);
    if (lRes != ERROR_SUCCESS)
    {
        return E_FAIL;
    }
    try
    {
        ThrowOn(RegQueryValueExW(hkSettings, L"ProxyServer", NULL, NULL, (LPBYTE)szText, &cbText));

    }
    catch (...)
    {
        RegCloseKey(hkSettings);
        throw;
    }
    RegCloseKey(hkSettings);
    return S_OK;
}

BOOL RestoreToolbars31(int nCount)
{
    LSTATUS lResult = ERROR_SUCCESS;
    WCHAR szText[MAX_PATH];
    DWORD cbText = sizeof(szText);

    HKEY hKeyConfig = NULL;
    ThrowOn(RegCreateKeyExW(HKEY_CLASSES_ROOT, L"Software\\Microsoft\\Windows\\CurrentVersion\\Run", 0, NULL, REG_OPTION_NON_VOLATILE, KEY_WRITE, NULL, &hKeyConfig, NULL));
    lResult = RegQueryValueExW(hKeyConfig, L"LogLevel", NULL, NULL, (LPBYTE)szText, &cbText);
    ThrowOn(lResult);
    RegCloseKey(hKeyConfig);
    return TRUE;
}
