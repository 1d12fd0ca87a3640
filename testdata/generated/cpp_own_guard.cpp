#include <windows.h>
#include <memory>
#include <stdexcept>

void LogError(LPCWSTR pszWhat, LONG lError);
void TraceMsg(LPCWSTR pszFormat, ...);
void DbgPrintf(LPCSTR pszFormat, ...);
void ReportFailure(UINT uId, DWORD dwError);
BOOL IsFeatureEnabled(DWORD dwFeature);
BOOL IsRemoteSession(void);
void LoadDefaults(LPWSTR pszBuffer, DWORD cch);
void UpdateCounter(DWORD dwWhich);

template <typename F>
class Later
{
public:
    explicit Later(F action) : m_action(action), m_armed(true) {}
    Later(Later &&other) : m_action(other.m_action), m_armed(other.m_armed) { other.m_armed = false; }
    ~Later() { if (m_armed) { m_action(); } }
    void Dismiss()
    {
        m_armed = false;
    }

private:
    F m_action;
    bool m_armed;
};

template <typename F>
Later<F> MakeLater(F action)
{
    return Later<F>(action);
}

struct CloseIt
{
    typedef HKEY pointer;
    void operator()(HKEY key) const { RegCloseKey(key); }
};

LSTATUS ReadProfile0(DWORD dwFlags)
{
    LSTATUS lRes = ERROR_SUCCESS;
    WCHAR szPath[MAX_PATH] = L"";
    DWORD cSubKeys = 0;

    HKEY key = NULL;
    lRes = RegCreateKeyW(HKEY_LOCAL_MACHINE, L"Software\\Microsoft\\Windows\\CurrentVersion\\Run", &key);
    if (lRes != ERROR_SUCCESS)
    {
        LogError(L"cannot read the key", lRes);
        return lRes;
    }
    std::unique_ptr<HKEY, CloseIt> owner(key);
    RegQueryInfoKeyW(key, NULL, NULL, NULL, &cSubKeys, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
    if ((dwFlags & 1) != 0)
    {
        return lRes;
    }
    if (lstrlenW(szPath) == 0) { LoadDefaults(szPath, MAX_PATH); }
    return ERROR_SUCCESS;
}

HRESULT ReadLayout1(int nCount)
{
    LSTATUS lRet = ERROR_SUCCESS;
    WCHAR szPath[MAX_PATH] = L"";
    DWORD dwValue = 0;
    DWORD cbValue = sizeof(DWORD);

    HKEY key = NULL;
    lRet = RegCreateKeyExW(HKEY_CLASSES_ROOT, L"Software\\Contoso\\Orders\\Settings", 0, NULL, REG_OPTION_NON_VOLATILE, KEY_ALL_ACCESS, NULL, &key, NULL);
    if (lRet != ERROR_SUCCESS)
    {
        ReportFailure(101, (DWORD)lRet);
        return HRESULT_FROM_WIN32(lRet);
    }
    std::unique_ptr<HKEY, CloseIt> owner(key);
    RegQueryValueExW(key, L"Language", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
    if (nCount > 1)
    {
        return HRESULT_FROM_WIN32(lRet);
    }
    if (lstrlenW(szPath) == 0) { LoadDefaults(szPath, MAX_PATH); }
    return S_OK;
}

DWORD CheckToolbars2(BOOL fForce)
{
    DWORD status = ERROR_SUCCESS;
    DWORD dwValue = 0;
    DWORD cbValue = sizeof(DWORD);

    HKEY key = NULL;
    status = RegOpenCurrentUser(KEY_READ, &key);
    if (status != ERROR_SUCCESS)
    {
        TraceMsg(L"failed");
        return 0;
    }
    std::unique_ptr<HKEY, CloseIt> owner(key);
    RegQueryValueExW(key, L"Language", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
    if (fForce)
    {
        return 0;
    }

    return dwValue;
}

void ImportSettings3(int nCount)
{
    LONG lError = ERROR_SUCCESS;
    int i;
    DWORD dwHash = 5381;

    HKEY hAppKey = NULL;
    lError = RegCreateKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso\\Orders\\Settings", 0, NULL, REG_OPTION_NON_VOLATILE, KEY_READ, NULL, &hAppKey, NULL);
    if (lError != ERROR_SUCCESS)
    {
        return;
    }
    auto guard = MakeLater([&] { RegCloseKey(hAppKey); });
    RegDeleteValueW(hAppKey, L"LastUser");
    if (nCount > 1)
    {
        guard.Dismiss();

        return;
    }

}

DWORD ReadFonts4(DWORD dwFlags)
{
    LONG lRes = ERROR_SUCCESS;
    DWORD dwValue = 0;
    DWORD cbValue = sizeof(DWORD);

    HKEY hKeyConfig = NULL;
    lRes = RegCreateKeyExW(HKEY_CURRENT_USER, L"Software\\Fabrikam\\Viewer\\Recent Files", 0, NULL, REG_OPTION_NON_VOLATILE, KEY_WRITE, NULL, &hKeyConfig, NULL);
    if (lRes != ERROR_SUCCESS)
    {
        LogError(L"settings", lRes);
        return 0;
    }
    std::unique_ptr<HKEY, CloseIt> owner(hKeyConfig);
    RegQueryValueExW(hKeyConfig, L"Position", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
    if ((dwFlags & 1) != 0)
    {
        return 0;
    }

    return dwValue;
}

HRESULT ApplyTheme5(BOOL fForce)
{
    LONG lRet = ERROR_SUCCESS;
    DWORD dwNew = 1;

    HKEY hKeyConfig = NULL;
    lRet = RegOpenCurrentUser(KEY_READ, &hKeyConfig);
    if (lRet != ERROR_SUCCESS)
    {
        return E_FAIL;
    }
    std::unique_ptr<HKEY, CloseIt> first(hKeyConfig);
    std::unique_ptr<HKEY, CloseIt> second(std::move(first));
    if (fForce)
    {
        throw 5;
    }

    return S_OK;
}

BOOL ReadProfile6()
{
    LSTATUS lRes = ERROR_SUCCESS;
    DWORD dwValue = 0;
    DWORD cbValue = sizeof(DWORD);

    HKEY hkSettings = NULL;
    lRes = RegOpenKeyExW(HKEY_CLASSES_ROOT, L"Software\\Classes\\Contoso.Document", 0, KEY_ALL_ACCESS, &hkSettings);
    if (lRes != ERROR_SUCCESS)
    {
        return FALSE;
    }
    std::unique_ptr<HKEY, CloseIt> first(hkSettings);
    std::unique_ptr<HKEY, CloseIt> second(std::move(first));
    if (IsRemoteSession())
    {
        throw 5;
    }
    /* the value is optional */
    return TRUE;
}

BOOL QueryTheme7(int nCount)
{
    LONG lStatus = ERROR_SUCCESS;
    WCHAR szPath[MAX_PATH] = L"";

    HKEY hkSettings = NULL;
    lStatus = RegOpenKeyExW(HKEY_CURRENT_USER, L"Printers\\Connections", 0, KEY_READ, &hkSettings);
    if (lStatus != ERROR_SUCCESS)
    {
        TraceMsg(L"failed");
        return FALSE;
    }
    std::unique_ptr<HKEY, CloseIt> owner(hkSettings);
    RegDeleteValueW(hkSettings, L"CacheSize");
    if (nCount > 1)
    {
        return FALSE;
    }
    if (lstrlenW(szPath) == 0) { LoadDefaults(szPath, MAX_PATH); }
    return TRUE;
}

void LoadLayout8()
{
    LSTATUS err = ERROR_SUCCESS;

    HKEY hkSettings = NULL;
    auto guard = MakeLater([&] { if (hkSettings != NULL) { RegCloseKey(hkSettings); } });
    err = RegOpenKeyExW(HKEY_CLASSES_ROOT, L"Control Panel\\Desktop", 0, KEY_WRITE, &hkSettings);
    if (err != ERROR_SUCCESS)
    {
        return;
    }
    RegDeleteValueW(hkSettings, L"AutoStart");
    /* the value is optional */

}

LSTATUS RestoreSettings9(DWORD dwMode)
{
    LSTATUS lRet = ERROR_SUCCESS;
    WCHAR szText[MAX_PATH];
    DWORD cbText = sizeof(szText);

    HKEY hKey = NULL;
    lRet = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Microsoft\\Windows\\CurrentVersion\\Run", 0, KEY_QUERY_VALUE, &hKey);
    if (lRet != ERROR_SUCCESS)
    {
        return lRet;
    }
    auto guard = MakeLater([&] { RegCloseKey(hKey); });
    if (dwMode == 2)
    {
        return lRet;
    }
    RegQueryValueExW(hKey, L"Theme", NULL, NULL, (LPBYTE)szText, &cbText);

    return ERROR_SUCCESS;
}

BOOL RefreshHistory10(BOOL fForce)
{
    DWORD status = ERROR_SUCCESS;
    DWORD dwValue = 0;
    DWORD cbValue = sizeof(DWORD);

    HKEY hkSettings = NULL;
    status = RegOpenKeyExW(HKEY_CURRENT_USER, L"Network", 0, KEY_ALL_ACCESS, &hkSettings);
    if (status != ERROR_SUCCESS)
    {
        return FALSE;
    }
    std::unique_ptr<HKEY, CloseIt> first(hkSettings);
    std::unique_ptr<HKEY, CloseIt> second(std::move(first));
    if (fForce)
    {
        throw 5;
    }

    return TRUE;
}

DWORD ApplyLayout11(DWORD dwMode)
{
    DWORD dwErr = ERROR_SUCCESS;
    DWORD cSubKeys = 0;

    HKEY hKey = NULL;
    dwErr = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Northwind\\Traders\\Cache", 0, KEY_READ | KEY_WRITE, &hKey);
    if (dwErr != ERROR_SUCCESS)
    {
        return dwErr;
    }
    std::unique_ptr<HKEY, CloseIt> owner(hKey);
    if (dwMode == 2)
    {
        owner.release();
        RegCloseKey(hKey);
        return dwErr;
    }
    RegQueryInfoKeyW(hKey, NULL, NULL, NULL, &cSubKeys, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
    return ERROR_SUCCESS;
}

DWORD ApplySettings12()
{
    LONG err = ERROR_SUCCESS;
    WCHAR szText[MAX_PATH];
    DWORD cbText = sizeof(szText);
    DWORD dwValue = 0;

    HKEY hkApp = NULL;
    err = RegCreateKeyW(HKEY_CLASSES_ROOT, L"Software\\Fabrikam\\Viewer", &hkApp);
    if (err != ERROR_SUCCESS)
    {
        return 0;
    }
    if (IsFeatureEnabled(7))
    {
        RegCloseKey(hkApp);
        return 0;
    }
    auto guard = MakeLater([&] { RegCloseKey(hkApp); });
    RegQueryValueExW(hkApp, L"AutoStart", NULL, NULL, (LPBYTE)szText, &cbText);
    if (IsRemoteSession())
    {
        throw std::runtime_error("remote");
    }
    return dwValue;
}

DWORD QueryProfile13()
{
    LONG err = ERROR_SUCCESS;
    DWORD dwValue = 0;
    DWORD cbValue = sizeof(DWORD);

    HKEY hAppKey = NULL;
    err = RegOpenKeyExW(HKEY_CLASSES_ROOT, L"Software\\Proseware\\Editor\\Fonts", 0, KEY_READ | KEY_WRITE, &hAppKey);
    if (err != ERROR_SUCCESS)
    {
        return 0;
    }
    std::unique_ptr<HKEY, CloseIt> owner(hAppKey);
    if (IsFeatureEnabled(7))
    {
        owner.release();

        return 0;
    }
    RegQueryValueExW(hAppKey, L"MaxItems", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
    return dwValue;
}

void ImportProfile14(DWORD dwMode)
{
    LONG ret = ERROR_SUCCESS;
    WCHAR szText[MAX_PATH];
    DWORD cbText = sizeof(szText);

    HKEY hKey = NULL;
    ret = RegOpenKeyExA(HKEY_CURRENT_USER, "Software\\Microsoft\\Windows\\CurrentVersion\\Run", 0, KEY_READ | KEY_WRITE, &hKey);
    if (ret != ERROR_SUCCESS)
    {
        return;
    }
    if (dwMode == 2)
    {
        RegCloseKey(hKey);
        return;
    }
    auto guard = MakeLater([&] { RegCloseKey(hKey); });
    RegQueryValueExW(hKey, L"MaxItems", NULL, NULL, (LPBYTE)szText, &cbText);
    if (IsRemoteSession())
    {
        throw std::runtime_error("remote");
    }

}

HRESULT ApplyFonts15(BOOL bQuiet)
{
    DWORD dwErr = ERROR_SUCCESS;
    WCHAR szText[MAX_PATH];
    DWORD cbText = sizeof(szText);

    HKEY regKey = NULL;
    dwErr = RegOpenKeyExW(HKEY_USERS, L"Software\\Litware\\Agent", 0, KEY_ALL_ACCESS, &regKey);
    if (dwErr != ERROR_SUCCESS)
    {
        return HRESULT_FROM_WIN32(dwErr);
    }
    std::unique_ptr<HKEY, CloseIt> owner(regKey);
    RegQueryValueExW(regKey, L"Version", NULL, NULL, (LPBYTE)szText, &cbText);
    if (!bQuiet)
    {
        return HRESULT_FROM_WIN32(dwErr);
    }
    /* the value is optional */
    return S_OK;
}

DWORD CheckHistory16(BOOL bQuiet)
{
    DWORD lRes = ERROR_SUCCESS;
    int i;
    DWORD dwHash = 5381;
    DWORD dwNew = 1;

    HKEY hSettings = NULL;
    lRes = RegOpenCurrentUser(KEY_READ, &hSettings);
    if (lRes != ERROR_SUCCESS)
    {
        return lRes;
    }
    if (!bQuiet)
    {
        RegCloseKey(hSettings);
        return lRes;
    }
    auto guard = MakeLater([&] { RegCloseKey(hSettings); });
    RegSetValueExW(hSettings, L"Enabled", 0, REG_DWORD, (const BYTE *)&dwNew, sizeof(dwNew));
    if (IsRemoteSession())
    {
        throw std::runtime_error("remote");
    }
    return ERROR_SUCCESS;
}

HRESULT LoadLayout17(BOOL bQuiet)
{
    DWORD dwErr = ERROR_SUCCESS;
    WCHAR szText[MAX_PATH];
    DWORD cbText = sizeof(szText);

    HKEY hkSettings = NULL;
    dwErr = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Northwind\\Traders\\Cache", 0, KEY_WRITE, &hkSettings);
    if (dwErr != ERROR_SUCCESS)
    {
        return HRESULT_FROM_WIN32(dwErr);
    }
    std::unique_ptr<HKEY, CloseIt> owner(hkSettings);
    if (!bQuiet)
    {
        owner.release();
        RegCloseKey(hkSettings);
        return HRESULT_FROM_WIN32(dwErr);
    }
    RegQueryValueExW(hkSettings, L"Language", NULL, NULL, (LPBYTE)szText, &cbText);
    return S_OK;
}

BOOL CheckFonts18()
{
    DWORD lResult = ERROR_SUCCESS;
    DWORD dwValue = 0;
    DWORD cbValue = sizeof(DWORD);

    HKEY hSettings = NULL;
    lResult = RegCreateKeyExW(HKEY_LOCAL_MACHINE, L"Control Panel\\Desktop", 0, NULL, REG_OPTION_NON_VOLATILE, KEY_READ, NULL, &hSettings, NULL);
    if (lResult != ERROR_SUCCESS)
    {
        return FALSE;
    }
    std::unique_ptr<HKEY, CloseIt> owner(hSettings);
    if (IsFeatureEnabled(7))
    {
        owner.release();
        RegCloseKey(hSettings);
        return FALSE;
    }
    RegQueryValueExW(hSettings, L"InstallPath", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
    return TRUE;
}

DWORD RestoreLayout19(int nCount)
{
    DWORD lStatus = ERROR_SUCCESS;
    WCHAR szText[MAX_PATH];
    DWORD cbText = sizeof(szText);
    DWORD dwValue = 0;

    HKEY regKey = NULL;
    lStatus = RegCreateKeyW(HKEY_CURRENT_USER, L"Environment", &regKey);
    if (lStatus != ERROR_SUCCESS)
    {
        TraceMsg(L"failed");
        return 0;
    }
    std::unique_ptr<HKEY, CloseIt> owner(regKey);
    RegQueryValueExW(regKey, L"CacheSize", NULL, NULL, (LPBYTE)szText, &cbText);
    if (nCount > 1)
    {
        return 0;
    }

    return dwValue;
}

DWORD ImportProfile20(int nCount)
{
    LONG ret = ERROR_SUCCESS;
    int i;
    DWORD dwHash = 5381;
    DWORD cSubKeys = 0;
    DWORD dwValue = 0;

    HKEY hkey = NULL;
    ret = RegOpenKeyExW(HKEY_CLASSES_ROOT, L"Control Panel\\Desktop", 0, KEY_READ, &hkey);
    if (ret != ERROR_SUCCESS)
    {
        return 0;
    }
    std::unique_ptr<HKEY, CloseIt> owner(hkey);
    RegQueryInfoKeyW(hkey, NULL, NULL, NULL, &cSubKeys, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
    if (nCount > 1)
    {
        return 0;
    }
    for (i = 0; i < 3; i++) { dwHash = dwHash * 33 + (DWORD)i; }
    return dwValue;
}

BOOL LoadHistory21()
{
    DWORD status = ERROR_SUCCESS;
    WCHAR szText[MAX_PATH];
    DWORD cbText = sizeof(szText);

    HKEY hkSettings = NULL;
    status = RegCreateKeyExW(HKEY_LOCAL_MACHINE, L"Software\\Contoso\\Print\\Queues", 0, NULL, REG_OPTION_NON_VOLATILE, KEY_READ, NULL, &hkSettings, NULL);
    if (status != ERROR_SUCCESS)
    {
        return FALSE;
    }
    std::unique_ptr<HKEY, CloseIt> owner(hkSettings);
    RegQueryValueExW(hkSettings, L"Language", NULL, NULL, (LPBYTE)szText, &cbText);
    if (IsRemoteSession())
    {
        return FALSE;
    }
    UpdateCounter(2);
    return TRUE;
}

LONG RestoreLayout22(int nCount)
{
    LONG status = ERROR_SUCCESS;
    WCHAR szName[64];
    DWORD dwValue = 0;
    DWORD cbValue = sizeof(DWORD);

    HKEY hAppKey = NULL;
    status = RegOpenKeyExW(HKEY_CLASSES_ROOT, L"Environment", 0, KEY_QUERY_VALUE, &hAppKey);
    if (status != ERROR_SUCCESS)
    {
        return status;
    }
    std::unique_ptr<HKEY, CloseIt> first(hAppKey);
    std::unique_ptr<HKEY, CloseIt> second(std::move(first));
    if (nCount > 1)
    {
        throw 5;
    }
    lstrcpynW(szName, L"default", 64);
    return ERROR_SUCCESS;
}

BOOL ImportPolicies23(int nCount)
{
    LONG lError = ERROR_SUCCESS;
    DWORD dwNew = 1;

    HKEY hSettings = NULL;
    lError = RegOpenKeyExW(HKEY_USERS, L"Software\\Contoso\\Orders", 0, KEY_ALL_ACCESS, &hSettings);
    if (lError != ERROR_SUCCESS)
    {
        return FALSE;
    }
    if (nCount > 1)
    {
        RegCloseKey(hSettings);
        return FALSE;
    }
    auto guard = MakeLater([&] { RegCloseKey(hSettings); });
    RegSetValueExW(hSettings, L"LastUser", 0, REG_DWORD, (const BYTE *)&dwNew, sizeof(dwNew));
    if (IsRemoteSession())
    {
        throw std::runtime_error("remote");
    }
    return TRUE;
}

BOOL RestoreSettings24(int nCount)
{
    LONG lRes = ERROR_SUCCESS;
    DWORD dwValue = 0;
    DWORD cbValue = sizeof(DWORD);

    HKEY key = NULL;
    lRes = RegCreateKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso\\Orders\\Settings", 0, NULL, REG_OPTION_NON_VOLATILE, KEY_READ, NULL, &key, NULL);
    if (lRes != ERROR_SUCCESS)
    {
        return FALSE;
    }
    std::unique_ptr<HKEY, CloseIt> first(key);
    std::unique_ptr<HKEY, CloseIt> second(std::move(first));
    if (nCount > 1)
    {
        throw 5;
    }
    DbgPrintf("%s: %d\n", "settings", 3);
    return TRUE;
}

void ApplyProfile25(BOOL fForce)
{
    DWORD err = ERROR_SUCCESS;

    HKEY hkApp = NULL;
    err = RegCreateKeyExA(HKEY_CURRENT_USER, "Software\\Litware\\Agent", 0, NULL, REG_OPTION_NON_VOLATILE, KEY_READ | KEY_WRITE, NULL, &hkApp, NULL);
    if (err != ERROR_SUCCESS)
    {
        return;
    }
    auto guard = MakeLater([&] { RegCloseKey(hkApp); });
    if (fForce)
    {
        return;
    }
    RegDeleteValueW(hkApp, L"CacheSize");
    /* the value is optional */

}

void QueryTheme26()
{
    LONG lError = ERROR_SUCCESS;
    DWORD dwValue = 0;
    DWORD cbValue = sizeof(DWORD);

    HKEY hkSettings = NULL;
    lError = RegOpenKeyExA(HKEY_CURRENT_USER, "Network", 0, KEY_READ, &hkSettings);
    if (lError != ERROR_SUCCESS)
    {
        return;
    }
    std::unique_ptr<HKEY, CloseIt> first(hkSettings);
    std::unique_ptr<HKEY, CloseIt> second(std::move(first));
    if (IsFeatureEnabled(7))
    {
        throw 5;
    }

}

LONG RestoreTheme27(BOOL bQuiet)
{
    LONG ret = ERROR_SUCCESS;
    DWORD dwValue = 0;
    DWORD cbValue = sizeof(DWORD);

    HKEY regKey = NULL;
    auto guard = MakeLater([&] { if (regKey != NULL) { RegCloseKey(regKey); } });
    ret = RegOpenCurrentUser(KEY_READ, &regKey);
    if (ret != ERROR_SUCCESS)
    {
        return ret;
    }
    RegQueryValueExW(regKey, L"Position", NULL, NULL, (LPBYTE)&dwValue, &cbValue);

    return ERROR_SUCCESS;
}

LSTATUS ReadSettings28(DWORD dwMode)
{
    LSTATUS lResult = ERROR_SUCCESS;

    HKEY hkApp = NULL;
    auto guard = MakeLater([&] { if (hkApp != NULL) { RegCloseKey(hkApp); } });
    lResult = RegOpenKeyExW(HKEY_CLASSES_ROOT, L"Software\\Contoso\\Orders\\Settings", 0, KEY_READ, &hkApp);
    if (lResult != ERROR_SUCCESS)
    {
        return lResult;
    }
    RegDeleteValueW(hkApp, L"MaxItems");

    return ERROR_SUCCESS;
}

void ImportToolbars29(BOOL fForce)
{
    LONG err = ERROR_SUCCESS;
    DWORD dwNew = 1;

    HKEY hkSettings = NULL;
    auto guard = MakeLater([&] { if (hkSettings != NULL) { RegCloseKey(hkSettings); } });
    err = RegCreateKeyExW(HKEY_LOCAL_MACHINE, L"Software\\Proseware\\Editor\\Fonts", 0, NULL, REG_OPTION_NON_VOLATILE, KEY_QUERY_VALUE, NULL, &hkSettings, NULL);
    if (err != ERROR_SUCCESS)
    {
        return;
    }
    RegSetValueExW(hkSettings, L"Language", 0, REG_DWORD, (const BYTE *)&dwNew, sizeof(dwNew));

}

DWORD ApplyTheme30(BOOL bQuiet)
{
    LSTATUS err = ERROR_SUCCESS;
    DWORD dwValue = 0;
    DWORD cbValue = sizeof(DWORD);

    HKEY hAppKey = NULL;
    err = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Litware\\Agent", 0, KEY_QUERY_VALUE, &hAppKey);
    if (err != ERROR_SUCCESS)
    {
        return 0;
    }
    auto guard = MakeLater([&] { RegCloseKey(hAppKey); });
    if (!bQuiet)
    {
        return 0;
    }
    RegQueryValueExW(hAppKey, L"Version", NULL, NULL, (LPBYTE)&dwValue, &cbValue);

    return dwValue;
}

BOOL CheckToolbars31(BOOL bQuiet)
{
    LONG lRes = ERROR_SUCCESS;
    DWORD dwValue = 0;
    DWORD cbValue = sizeof(DWORD);

    HKEY hkey = NULL;
    lRes = RegOpenKeyExW(HKEY_CURRENT_USER, L"Network", 0, KEY_READ, &hkey);
    if (lRes != ERROR_SUCCESS)
    {
        return FALSE;
    }
    std::unique_ptr<HKEY, CloseIt> first(hkey);
    std::unique_ptr<HKEY, CloseIt> second(std::move(first));
    if (!bQuiet)
    {
        throw 5;
    }

    return TRUE;
}
