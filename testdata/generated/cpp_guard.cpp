#include <windows.h>
#include <memory>
#include <stdexcept>

void LogError(LPCWSTR pszWhat, LONG lError);
void TraceMsg(LPCWSTR pszFormat, ...);
void DbgPrintf(LPCSTR pszFormat, ...);
BOOL IsFeatureEnabled(DWORD dwFeature);
BOOL IsRemoteSession(void);

template <typename F>
class CleanupGuard {
public:
    explicit CleanupGuard(F action) : m_action(action), m_armed(true) {}
    CleanupGuard(CleanupGuard &&other) : m_action(other.m_action), m_armed(other.m_armed) { other.m_armed = false; }
    ~CleanupGuard() { if (m_armed) { m_action(); } }
    void Dismiss() {
        m_armed = false;
    }

private:
    F m_action;
    bool m_armed;
};

template <typename F>
CleanupGuard<F> MakeCleanupGuard(F action) {
    return CleanupGuard<F>(action);
}

struct CloseIt {
    typedef HKEY pointer;
    void operator()(HKEY key) const { RegCloseKey(key); }
};

DWORD ApplyLayout0() {
    DWORD dwErr = ERROR_SUCCESS;
    DWORD dwValue = 0;
    DWORD cbValue = sizeof(DWORD);

    HKEY hkApp = NULL;
    dwErr = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Northwind\\Traders\\Cache", 0, KEY_QUERY_VALUE, &hkApp);
    if (dwErr != ERROR_SUCCESS) {
        return dwErr;
    }
    if (IsRemoteSession()) {
        return dwErr;
    }
    auto guard = MakeCleanupGuard([&] { RegCloseKey(hkApp); });
    RegQueryValueExW(hkApp, L"Language", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
    if (IsRemoteSession()) {
        throw std::runtime_error("remote");
    }
    return ERROR_SUCCESS;
}

BOOL ReadPolicies1(DWORD dwMode) {
    DWORD status = ERROR_SUCCESS;
    DWORD dwNew = 1;

    HKEY hKeyConfig = NULL;
    status = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Microsoft\\Windows\\CurrentVersion\\Explorer\\Advanced", 0, KEY_READ, &hKeyConfig);
    if (status != ERROR_SUCCESS) {
        LogError(L"cannot read the key", status);
        return FALSE;
    }
    std::unique_ptr<HKEY, CloseIt> owner(hKeyConfig);
    RegSetValueExW(hKeyConfig, L"Timeout", 0, REG_DWORD, (const BYTE *)&dwNew, sizeof(dwNew));
    if (dwMode == 2) {
        return FALSE;
    }
    OutputDebugStringW(L"registry: enter\n");
    return TRUE;
}

BOOL ImportPolicies2(BOOL bQuiet) {
    DWORD err = ERROR_SUCCESS;
    DWORD dwValue = 0;
    DWORD cbValue = sizeof(DWORD);

    HKEY hkSettings = NULL;
    auto guard = MakeCleanupGuard([&] { if (hkSettings != NULL) { RegCloseKey(hkSettings); } });
    err = RegCreateKeyExW(HKEY_CURRENT_USER, L"Software\\Microsoft\\Windows\\CurrentVersion\\Run", 0, NULL, REG_OPTION_NON_VOLATILE, KEY_READ, NULL, &hkSettings, NULL);
    if (err != ERROR_SUCCESS) {
        return FALSE;
    }
    RegQueryValueExW(hkSettings, L"LogLevel", NULL, NULL, (LPBYTE)&dwValue, &cbValue);

    return TRUE;
}

DWORD RefreshTheme3(BOOL bQuiet) {
    LONG lStatus = ERROR_SUCCESS;
    WCHAR szText[MAX_PATH];
    DWORD cbText = sizeof(szText);
    DWORD dwValue = 0;

    HKEY hAppKey = NULL;
    auto guard = MakeCleanupGuard([&] { if (hAppKey != NULL) { RegCloseKey(hAppKey); } });
    lStatus = RegOpenKeyExW(HKEY_LOCAL_MACHINE, L"Software\\Tailspin\\Launcher\\History", 0, KEY_WRITE, &hAppKey);
    if (lStatus != ERROR_SUCCESS) {
        return 0;
    }
    RegQueryValueExW(hAppKey, L"Theme", NULL, NULL, (LPBYTE)szText, &cbText);
    /* the value is optional */
    return dwValue;
}

DWORD LoadLayout4(BOOL bQuiet) {
    LSTATUS err = ERROR_SUCCESS;
    DWORD dwValue = 0;
    DWORD cbValue = sizeof(DWORD);

    HKEY regKey = NULL;
    err = RegOpenKeyExW(HKEY_LOCAL_MACHINE, L"Software\\Contoso\\Orders\\Settings", 0, KEY_ALL_ACCESS, &regKey);
    if (err != ERROR_SUCCESS) {
        return 0;
    }
    std::unique_ptr<HKEY, CloseIt> owner(regKey);
    RegQueryValueExW(regKey, L"LastUser", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
    if (!bQuiet) {
        return 0;
    }
    DbgPrintf("%s: %d\n", "settings", 3);
    return dwValue;
}

DWORD ImportHistory5(DWORD dwFlags) {
    DWORD rc = ERROR_SUCCESS;
    DWORD dwTick = 0;
    DWORD dwValue = 0;
    DWORD cbValue = sizeof(DWORD);

    HKEY hAppKey = NULL;
    rc = RegOpenKeyExW(HKEY_CURRENT_USER, L"Control Panel\\Desktop", 0, KEY_READ, &hAppKey);
    if (rc != ERROR_SUCCESS) {
        return rc;
    }
    if ((dwFlags & 1) != 0) {
        return rc;
    }
    auto guard = MakeCleanupGuard([&] { RegCloseKey(hAppKey); });
    RegQueryValueExW(hAppKey, L"Enabled", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
    if (IsRemoteSession()) {
        throw std::runtime_error("remote");
    }
    return ERROR_SUCCESS;
}

DWORD LoadTheme6() {
    LSTATUS rc = ERROR_SUCCESS;
    DWORD dwValue = 0;
    DWORD cbValue = sizeof(DWORD);

    HKEY hAppKey = NULL;
    rc = RegCreateKeyExW(HKEY_CURRENT_USER, L"Software\\Microsoft\\Windows\\CurrentVersion\\Explorer\\Advanced", 0, NULL, REG_OPTION_NON_VOLATILE, KEY_WRITE, NULL, &hAppKey, NULL);
    if (rc != ERROR_SUCCESS) {
        return 0;
    }
    std::unique_ptr<HKEY, CloseIt> owner(hAppKey);
    if (IsRemoteSession()) {
        owner.release();
        RegCloseKey(hAppKey);
        return 0;
    }
    RegQueryValueExW(hAppKey, L"Position", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
    return dwValue;
}

HRESULT ReadSettings7() {
    LONG status = ERROR_SUCCESS;
    DWORD dwNew = 1;

    HKEY hAppKey = NULL;
    status = RegOpenKeyExA(HKEY_CLASSES_ROOT, "Software\\Fabrikam\\Viewer", 0, KEY_READ, &hAppKey);
    if (status != ERROR_SUCCESS) {
        return HRESULT_FROM_WIN32(status);
    }
    std::unique_ptr<HKEY, CloseIt> first(hAppKey);
    std::unique_ptr<HKEY, CloseIt> second(std::move(first));
    if (IsFeatureEnabled(7)) {
        throw 5;
    }

    return S_OK;
}

BOOL ReadHistory8() {
    LONG ret = ERROR_SUCCESS;
    int i;
    DWORD dwHash = 5381;
    DWORD cSubKeys = 0;

    HKEY hkSettings = NULL;
    ret = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Microsoft\\Windows\\CurrentVersion\\Run", 0, KEY_QUERY_VALUE, &hkSettings);
    if (ret != ERROR_SUCCESS) {
        TraceMsg(L"failed");
        return FALSE;
    }
    std::unique_ptr<HKEY, CloseIt> owner(hkSettings);
    RegQueryInfoKeyW(hkSettings, NULL, NULL, NULL, &cSubKeys, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
    if (IsFeatureEnabled(7)) {
        return FALSE;
    }
    for (i = 0; i < 3; i++) { dwHash = dwHash * 33 + (DWORD)i; }
    return TRUE;
}

LSTATUS QueryProfile9() {
    LSTATUS err = ERROR_SUCCESS;
    DWORD dwTick = 0;
    DWORD dwValue = 0;
    DWORD cbValue = sizeof(DWORD);

    HKEY hkey = NULL;
    err = RegCreateKeyExW(HKEY_CURRENT_USER, L"Software\\Microsoft\\Windows\\CurrentVersion\\Run", 0, NULL, REG_OPTION_NON_VOLATILE, KEY_READ, NULL, &hkey, NULL);
    if (err != ERROR_SUCCESS) {
        return err;
    }
    if (IsFeatureEnabled(7)) {
        return err;
    }
    auto guard = MakeCleanupGuard([&] { RegCloseKey(hkey); });
    RegQueryValueExW(hkey, L"AutoStart", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
    if (IsRemoteSession()) {
        throw std::runtime_error("remote");
    }
    return ERROR_SUCCESS;
}

BOOL LoadHistory10(BOOL fForce) {
    DWORD ret = ERROR_SUCCESS;
    DWORD cSubKeys = 0;

    HKEY hkApp = NULL;
    ret = RegOpenKeyExW(HKEY_CLASSES_ROOT, L"Software\\Microsoft\\Windows\\CurrentVersion\\Explorer\\Advanced", 0, KEY_READ, &hkApp);
    if (ret != ERROR_SUCCESS) {
        return FALSE;
    }
    std::unique_ptr<HKEY, CloseIt> owner(hkApp);
    if (fForce) {
        owner.release();
        RegCloseKey(hkApp);
        return FALSE;
    }
    RegQueryInfoKeyW(hkApp, NULL, NULL, NULL, &cSubKeys, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
    return TRUE;
}

HRESULT RestorePolicies11() {
    DWORD dwErr = ERROR_SUCCESS;
    DWORD dwValue = 0;
    DWORD cbValue = sizeof(DWORD);

    HKEY hAppKey = NULL;
    dwErr = RegOpenCurrentUser(KEY_READ, &hAppKey);
    if (dwErr != ERROR_SUCCESS) {
        return E_FAIL;
    }
    auto guard = MakeCleanupGuard([&] { RegCloseKey(hAppKey); });
    RegQueryValueExW(hAppKey, L"CacheSize", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
    if (IsFeatureEnabled(7)) {
        guard.Dismiss();

        return E_FAIL;
    }
    return S_OK;
}

void RestoreHistory12(BOOL bQuiet) {
    LONG lRes = ERROR_SUCCESS;
    DWORD dwValue = 0;
    DWORD cbValue = sizeof(DWORD);

    HKEY hSettings = NULL;
    lRes = RegOpenKeyExW(HKEY_CLASSES_ROOT, L"Software\\Fabrikam\\Viewer", 0, KEY_READ, &hSettings);
    if (lRes != ERROR_SUCCESS) {
        return;
    }
    auto guard = MakeCleanupGuard([&] { RegCloseKey(hSettings); });
    if (!bQuiet) {
        return;
    }
    RegQueryValueExW(hSettings, L"LogLevel", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
    /* the value is optional */

}

void CheckPolicies13() {
    DWORD status = ERROR_SUCCESS;
    DWORD dwTick = 0;

    HKEY hkApp = NULL;
    auto guard = MakeCleanupGuard([&] { if (hkApp != NULL) { RegCloseKey(hkApp); } });
    status = RegOpenKeyExW(HKEY_USERS, L"Network", 0, KEY_ALL_ACCESS, &hkApp);
    if (status != ERROR_SUCCESS) {
        return;
    }
    RegDeleteValueW(hkApp, L"LastUser");
    dwTick = GetTickCount();

}

DWORD ApplyLayout14(BOOL bQuiet) {
    DWORD rc = ERROR_SUCCESS;
    DWORD dwTick = 0;
    DWORD cSubKeys = 0;
    DWORD dwValue = 0;

    HKEY regKey = NULL;
    rc = RegCreateKeyExW(HKEY_CURRENT_USER, L"Software\\Classes\\Contoso.Document", 0, NULL, REG_OPTION_NON_VOLATILE, KEY_QUERY_VALUE, NULL, &regKey, NULL);
    if (rc != ERROR_SUCCESS) {
        return 0;
    }
    auto guard = MakeCleanupGuard([&] { RegCloseKey(regKey); });
    RegQueryInfoKeyW(regKey, NULL, NULL, NULL, &cSubKeys, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
    if (!bQuiet) {
        guard.Dismiss();

        return 0;
    }
    return dwValue;
}

LSTATUS LoadFonts15(DWORD dwFlags) {
    LSTATUS lError = ERROR_SUCCESS;

    HKEY regKey = NULL;
    auto guard = MakeCleanupGuard([&] { if (regKey != NULL) { RegCloseKey(regKey); } });
    lError = RegOpenKeyW(HKEY_CLASSES_ROOT, L"Software\\Proseware\\Editor\\Fonts", &regKey);
    if (lError != ERROR_SUCCESS) {
        return lError;
    }
    RegDeleteValueW(regKey, L"Timeout");
    /* the value is optional */
    return ERROR_SUCCESS;
}

HRESULT QueryProfile16(BOOL fForce) {
    LSTATUS ret = ERROR_SUCCESS;
    DWORD dwValue = 0;
    DWORD cbValue = sizeof(DWORD);

    HKEY hKeyConfig = NULL;
    ret = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Litware\\Agent", 0, KEY_READ, &hKeyConfig);
    if (ret != ERROR_SUCCESS) {
        return E_FAIL;
    }
    std::unique_ptr<HKEY, CloseIt> owner(hKeyConfig);
    RegQueryValueExW(hKeyConfig, L"Language", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
    if (fForce) {
        return E_FAIL;
    }

    return S_OK;
}

HRESULT ApplyProfile17(DWORD dwMode) {
    LONG err = ERROR_SUCCESS;
    DWORD dwValue = 0;
    DWORD cbValue = sizeof(DWORD);

    HKEY hKey = NULL;
    err = RegOpenKeyExW(HKEY_LOCAL_MACHINE, L"Environment", 0, KEY_QUERY_VALUE, &hKey);
    if (err != ERROR_SUCCESS) {
        return E_FAIL;
    }
    std::unique_ptr<HKEY, CloseIt> owner(hKey);
    if (dwMode == 2) {
        owner.release();

        return E_FAIL;
    }
    RegQueryValueExW(hKey, L"Enabled", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
    return S_OK;
}

BOOL RestoreProfile18(DWORD dwMode) {
    LONG lRet = ERROR_SUCCESS;
    DWORD dwValue = 0;
    DWORD cbValue = sizeof(DWORD);

    HKEY hSettings = NULL;
    lRet = RegCreateKeyExA(HKEY_CURRENT_USER, "Software\\Fabrikam\\Viewer", 0, NULL, REG_OPTION_NON_VOLATILE, KEY_READ | KEY_WRITE, NULL, &hSettings, NULL);
    if (lRet != ERROR_SUCCESS) {
        return FALSE;
    }
    auto guard = MakeCleanupGuard([&] { RegCloseKey(hSettings); });
    RegQueryValueExW(hSettings, L"Timeout", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
    if (dwMode == 2) {
        guard.Dismiss();
        RegCloseKey(hSettings);
        return FALSE;
    }
    return TRUE;
}

BOOL ReadHistory19(BOOL fForce) {
    LONG ret = ERROR_SUCCESS;
    DWORD cSubKeys = 0;

    HKEY hAppKey = NULL;
    ret = RegOpenKeyExA(HKEY_USERS, "Software\\Proseware\\Editor\\Fonts", 0, KEY_READ, &hAppKey);
    if (ret != ERROR_SUCCESS) {
        return FALSE;
    }
    auto guard = MakeCleanupGuard([&] { RegCloseKey(hAppKey); });
    RegQueryInfoKeyW(hAppKey, NULL, NULL, NULL, &cSubKeys, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
    if (fForce) {
        guard.Dismiss();

        return FALSE;
    }
    return TRUE;
}

BOOL LoadToolbars20() {
    LONG err = ERROR_SUCCESS;
    DWORD dwNew = 1;

    HKEY regKey = NULL;
    err = RegOpenKeyExW(HKEY_LOCAL_MACHINE, L"Software\\Contoso\\Print\\Queues", 0, KEY_WRITE, &regKey);
    if (err != ERROR_SUCCESS) {
        return FALSE;
    }
    std::unique_ptr<HKEY, CloseIt> owner(regKey);
    if (IsFeatureEnabled(7)) {
        owner.release();
        RegCloseKey(regKey);
        return FALSE;
    }
    RegSetValueExW(regKey, L"ServerName", 0, REG_DWORD, (const BYTE *)&dwNew, sizeof(dwNew));
    return TRUE;
}

HRESULT RefreshPolicies21() {
    LONG lStatus = ERROR_SUCCESS;
    int i;
    DWORD dwHash = 5381;
    WCHAR szText[MAX_PATH];
    DWORD cbText = sizeof(szText);

    HKEY hKey = NULL;
    lStatus = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Microsoft\\Windows\\CurrentVersion\\Run", 0, KEY_QUERY_VALUE, &hKey);
    if (lStatus != ERROR_SUCCESS) {
        return HRESULT_FROM_WIN32(lStatus);
    }
    auto guard = MakeCleanupGuard([&] { RegCloseKey(hKey); });
    if (IsRemoteSession()) {
        return HRESULT_FROM_WIN32(lStatus);
    }
    RegQueryValueExW(hKey, L"Timeout", NULL, NULL, (LPBYTE)szText, &cbText);
    for (i = 0; i < 3; i++) { dwHash = dwHash * 33 + (DWORD)i; }
    return S_OK;
}

HRESULT QueryLayout22(DWORD dwMode) {
    LSTATUS lError = ERROR_SUCCESS;
    WCHAR szText[MAX_PATH];
    DWORD cbText = sizeof(szText);

    HKEY hAppKey = NULL;
    auto guard = MakeCleanupGuard([&] { if (hAppKey != NULL) { RegCloseKey(hAppKey); } });
    lError = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Litware\\Agent", 0, KEY_READ | KEY_WRITE, &hAppKey);
    if (lError != ERROR_SUCCESS) {
        return E_FAIL;
    }
    RegQueryValueExW(hAppKey, L"Theme", NULL, NULL, (LPBYTE)szText, &cbText);

    return S_OK;
}

BOOL QueryFonts23(BOOL fForce) {
    DWORD lRes = ERROR_SUCCESS;

    HKEY hKey = NULL;
    lRes = RegOpenKeyExW(HKEY_LOCAL_MACHINE, L"Software\\Microsoft\\Windows\\CurrentVersion\\Explorer\\Advanced", 0, KEY_READ | KEY_WRITE, &hKey);
    if (lRes != ERROR_SUCCESS) {
        return FALSE;
    }
    std::unique_ptr<HKEY, CloseIt> first(hKey);
    std::unique_ptr<HKEY, CloseIt> second(std::move(first));
    if (fForce) {
        throw 5;
    }
    DbgPrintf("%s: %d\n", "settings", 3);
    return TRUE;
}

HRESULT QueryFonts24() {
    LONG lError = ERROR_SUCCESS;
    DWORD dwValue = 0;
    DWORD cbValue = sizeof(DWORD);

    HKEY hKeyConfig = NULL;
    auto guard = MakeCleanupGuard([&] { if (hKeyConfig != NULL) { RegCloseKey(hKeyConfig); } });
    lError = RegOpenKeyExW(HKEY_CLASSES_ROOT, L"Printers\\Connections", 0, KEY_WRITE, &hKeyConfig);
    if (lError != ERROR_SUCCESS) {
        return E_FAIL;
    }
    RegQueryValueExW(hKeyConfig, L"Version", NULL, NULL, (LPBYTE)&dwValue, &cbValue);

    return S_OK;
}

HRESULT CheckHistory25(BOOL bQuiet) {
    LONG lRes = ERROR_SUCCESS;
    DWORD cSubKeys = 0;

    HKEY hKey = NULL;
    lRes = RegOpenKeyExW(HKEY_CLASSES_ROOT, L"Software\\Fabrikam\\Viewer\\Recent Files", 0, KEY_ALL_ACCESS, &hKey);
    if (lRes != ERROR_SUCCESS) {
        return E_FAIL;
    }
    std::unique_ptr<HKEY, CloseIt> owner(hKey);
    RegQueryInfoKeyW(hKey, NULL, NULL, NULL, &cSubKeys, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
    if (!bQuiet) {
        return E_FAIL;
    }
    /* the value is optional */
    return S_OK;
}

DWORD RestoreFonts26(DWORD dwFlags) {
    DWORD lError = ERROR_SUCCESS;
    DWORD dwTick = 0;

    HKEY hkSettings = NULL;
    lError = RegOpenKeyExW(HKEY_LOCAL_MACHINE, L"Software\\Northwind\\Traders\\Cache", 0, KEY_READ, &hkSettings);
    if (lError != ERROR_SUCCESS) {
        TraceMsg(L"failed");
        return lError;
    }
    std::unique_ptr<HKEY, CloseIt> owner(hkSettings);
    RegDeleteValueW(hkSettings, L"InstallPath");
    if ((dwFlags & 1) != 0) {
        return lError;
    }
    dwTick = GetTickCount();
    return ERROR_SUCCESS;
}

void RefreshFonts27(DWORD dwMode) {
    LONG rc = ERROR_SUCCESS;
    WCHAR szText[MAX_PATH];
    DWORD cbText = sizeof(szText);

    HKEY hkSettings = NULL;
    rc = RegOpenKeyExA(HKEY_LOCAL_MACHINE, "Control Panel\\Desktop", 0, KEY_ALL_ACCESS, &hkSettings);
    if (rc != ERROR_SUCCESS) {
        return;
    }
    auto guard = MakeCleanupGuard([&] { RegCloseKey(hkSettings); });
    if (dwMode == 2) {
        return;
    }
    RegQueryValueExW(hkSettings, L"ProxyServer", NULL, NULL, (LPBYTE)szText, &cbText);
    // keep in step with the setup program

}

DWORD ApplyLayout28() {
    LONG rc = ERROR_SUCCESS;
    DWORD dwTick = 0;
    WCHAR szText[MAX_PATH];
    DWORD cbText = sizeof(szText);
    DWORD dwValue = 0;

    HKEY hKey = NULL;
    auto guard = MakeCleanupGuard([&] { if (hKey != NULL) { RegCloseKey(hKey); } });
    rc = RegCreateKeyExW(HKEY_CURRENT_USER, L"Software\\Litware\\Agent", 0, NULL, REG_OPTION_NON_VOLATILE, KEY_ALL_ACCESS, NULL, &hKey, NULL);
    if (rc != ERROR_SUCCESS) {
        return 0;
    }
    RegQueryValueExW(hKey, L"InstallPath", NULL, NULL, (LPBYTE)szText, &cbText);
    dwTick = GetTickCount();
    return dwValue;
}

HRESULT RefreshFonts29() {
    DWORD lError = ERROR_SUCCESS;
    DWORD dwValue = 0;
    DWORD cbValue = sizeof(DWORD);

    HKEY hkApp = NULL;
    auto guard = MakeCleanupGuard([&] { if (hkApp != NULL) { RegCloseKey(hkApp); } });
    lError = RegCreateKeyExW(HKEY_LOCAL_MACHINE, L"Control Panel\\Desktop", 0, NULL, REG_OPTION_NON_VOLATILE, KEY_WRITE, NULL, &hkApp, NULL);
    if (lError != ERROR_SUCCESS) {
        return E_FAIL;
    }
    RegQueryValueExW(hkApp, L"Timeout", NULL, NULL, (LPBYTE)&dwValue, &cbValue);

    return S_OK;
}

HRESULT ReadFonts30(DWORD dwMode) {
    DWORD dwErr = ERROR_SUCCESS;
    WCHAR szText[MAX_PATH];
    DWORD cbText = sizeof(szText);

    HKEY hSettings = NULL;
    dwErr = RegOpenKeyExW(HKEY_CLASSES_ROOT, L"Software\\Microsoft\\Windows\\CurrentVersion\\Explorer\\Advanced", 0, KEY_QUERY_VALUE, &hSettings);
    if (dwErr != ERROR_SUCCESS) {
        return E_FAIL;
    }
    if (dwMode == 2) {
        RegCloseKey(hSettings);
        return E_FAIL;
    }
    auto guard = MakeCleanupGuard([&] { RegCloseKey(hSettings); });
    RegQueryValueExW(hSettings, L"ProxyServer", NULL, NULL, (LPBYTE)szText, &cbText);
    if (IsRemoteSession()) {
        throw std::runtime_error("remote");
    }
    return S_OK;
}

BOOL LoadHistory31(DWORD dwFlags) {
    LONG lStatus = ERROR_SUCCESS;
    DWORD cSubKeys = 0;

    HKEY hAppKey = NULL;
    lStatus = RegCreateKeyExW(HKEY_CURRENT_USER, L"Software\\Proseware\\Editor\\Fonts", 0, NULL, REG_OPTION_NON_VOLATILE, KEY_READ, NULL, &hAppKey, NULL);
    if (lStatus != ERROR_SUCCESS) {
        return FALSE;
    }
    auto guard = MakeCleanupGuard([&] { RegCloseKey(hAppKey); });
    RegQueryInfoKeyW(hAppKey, NULL, NULL, NULL, &cSubKeys, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
    if ((dwFlags & 1) != 0) {
        guard.Dismiss();
        RegCloseKey(hAppKey);
        return FALSE;
    }
    return TRUE;
}
