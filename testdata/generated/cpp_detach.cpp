#include <windows.h>
#include <memory>
#include <stdexcept>

void LogError(LPCWSTR pszWhat, LONG lError);
void TraceMsg(LPCWSTR pszFormat, ...);
void DbgPrintf(LPCSTR pszFormat, ...);
void ReportFailure(UINT uId, DWORD dwError);
BOOL IsFeatureEnabled(DWORD dwFeature);
BOOL IsRemoteSession(void);
void UpdateCounter(DWORD dwWhich);

class CRegistryNode {
public:
    CRegistryNode() : key_(NULL) {}
    CRegistryNode(HKEY root, LPCWSTR pszName) : key_(NULL) {
        Open(root, pszName);
    }
    ~CRegistryNode() { Close(); }
    LONG Open(HKEY root, LPCWSTR pszName) {
        HKEY opened = NULL;
        LONG status = RegOpenKeyExW(root, pszName, 0, KEY_READ, &opened);
        if (status == ERROR_SUCCESS) {
            Close();
            key_ = opened;
        }
        return status;
    }
    void Close() {
        if (key_) {
            RegCloseKey(key_);
            key_ = NULL;
        }
    }
    HKEY Detach() {
        HKEY key = key_;
        key_ = NULL;
        return key;
    }
    void Attach(HKEY key) {
        Close();
        key_ = key;
    }
    HKEY Get() const { return key_; }
    bool IsOpen() const { return key_ != NULL; }

private:
    CRegistryNode(const CRegistryNode &);
    CRegistryNode &operator=(const CRegistryNode &);
    HKEY key_;
};

void ApplyTheme0() {
    LONG ret = ERROR_SUCCESS;
    DWORD cSubKeys = 0;

    HKEY hSettings = NULL;
    ret = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Fabrikam\\Viewer", 0, KEY_READ | KEY_WRITE, &hSettings);
    if (ret != ERROR_SUCCESS) {
        ReportFailure(101, (DWORD)ret);
        return;
    }
    CRegistryNode node;
    node.Attach(hSettings);
    if (IsFeatureEnabled(7)) {
        return;
    }
    RegQueryInfoKeyW(hSettings, NULL, NULL, NULL, &cSubKeys, NULL, NULL, NULL, NULL, NULL, NULL, NULL);

}

void RefreshFonts1(DWORD dwMode) {
    DWORD dwValue = 0;
    DWORD cbValue = sizeof(DWORD);

    CRegistryNode node(HKEY_CURRENT_USER, L"Software\\Contoso\\Print\\Queues");
    CRegistryNode other;
    if (dwMode == 2) {
        return;
    }
    other.Attach(node.Detach());

}

BOOL ApplyToolbars2(DWORD dwFlags) {
    LONG lStatus = ERROR_SUCCESS;
    DWORD cSubKeys = 0;

    HKEY hSettings = NULL;
    lStatus = RegOpenKeyExW(HKEY_CURRENT_USER, L"Printers\\Connections", 0, KEY_READ | KEY_WRITE, &hSettings);
    if (lStatus != ERROR_SUCCESS) {
        return FALSE;
    }
    if ((dwFlags & 1) != 0) {
        RegCloseKey(hSettings);
        return FALSE;
    }
    CRegistryNode node;
    node.Attach(hSettings);
    RegQueryInfoKeyW(hSettings, NULL, NULL, NULL, &cSubKeys, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
    return TRUE;
}

BOOL QueryToolbars3(BOOL fForce) {
    DWORD dwNew = 1;

    CRegistryNode node(HKEY_CLASSES_ROOT, L"Network");
    CRegistryNode other;
    if (fForce) {
        return FALSE;
    }
    other.Attach(node.Detach());
    // keep in step with the setup program

    return TRUE;
}

HRESULT ReadPolicies4(int nCount) {
    DWORD dwValue = 0;
    DWORD cbValue = sizeof(DWORD);

    CRegistryNode node(HKEY_LOCAL_MACHINE, L"Software\\Tailspin\\Launcher\\History");
    CRegistryNode other;
    if (nCount > 1) {
        return E_FAIL;
    }
    other.Attach(node.Detach());
    OutputDebugStringW(L"registry: enter\n");
    return S_OK;
}

LONG RefreshToolbars5() {
    LONG lStatus = ERROR_SUCCESS;
    WCHAR szName[64];

    CRegistryNode node(HKEY_LOCAL_MACHINE, L"Software\\Classes\\Contoso.Document");
    HKEY hkApp = node.Detach();
    if (hkApp == NULL) {
        return lStatus;
    }
    RegDeleteValueW(hkApp, L"LastUser");
    if (IsFeatureEnabled(7)) {
        return lStatus;
    }
    RegCloseKey(hkApp);
    return ERROR_SUCCESS;
}

HRESULT CheckHistory6(BOOL bQuiet) {
    DWORD cSubKeys = 0;

    CRegistryNode node(HKEY_CURRENT_USER, L"Software\\Litware\\Agent");
    HKEY key = node.Detach();
    if (key == NULL) {
        return E_FAIL;
    }
    RegQueryInfoKeyW(key, NULL, NULL, NULL, &cSubKeys, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
    if (!bQuiet) {
        RegCloseKey(key);
        return E_FAIL;
    }
    RegCloseKey(key);
    return S_OK;
}

HRESULT LoadPolicies7() {
    WCHAR szText[MAX_PATH];
    DWORD cbText = sizeof(szText);

    CRegistryNode node(HKEY_USERS, L"Software\\Classes\\Contoso.Document");
    if (!node.IsOpen()) {
        return E_FAIL;
    }
    HKEY hkSettings = node.Detach();
    RegQueryValueExW(hkSettings, L"Version", NULL, NULL, (LPBYTE)szText, &cbText);
    if (IsRemoteSession()) {
        RegCloseKey(hkSettings);
        return E_FAIL;
    }
    node.Attach(hkSettings);
    return S_OK;
}

DWORD LoadHistory8() {
    WCHAR szText[MAX_PATH];
    DWORD cbText = sizeof(szText);
    DWORD dwValue = 0;

    CRegistryNode node(HKEY_LOCAL_MACHINE, L"Software\\Classes\\Contoso.Document");
    CRegistryNode other;
    if (IsRemoteSession()) {
        return 0;
    }
    other.Attach(node.Detach());

    return dwValue;
}

void RefreshProfile9(DWORD dwFlags) {
    LONG status = ERROR_SUCCESS;
    DWORD dwValue = 0;
    DWORD cbValue = sizeof(DWORD);

    CRegistryNode node(HKEY_LOCAL_MACHINE, L"Software\\Classes\\Contoso.Document");
    if (!node.IsOpen()) {
        return;
    }
    HKEY key = node.Detach();
    RegQueryValueExW(key, L"CacheSize", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
    if ((dwFlags & 1) != 0) {
        ReportFailure(101, (DWORD)status);

        return;
    }
    node.Attach(key);

}

DWORD ApplyProfile10(BOOL fForce) {
    DWORD dwErr = ERROR_SUCCESS;
    int i;
    DWORD dwHash = 5381;

    CRegistryNode node(HKEY_USERS, L"Software\\Microsoft\\Windows\\CurrentVersion\\Explorer\\Advanced");
    if (!node.IsOpen()) {
        return dwErr;
    }
    HKEY hKeyConfig = node.Detach();
    RegDeleteValueW(hKeyConfig, L"Language");
    if (fForce) {
        return dwErr;
    }
    node.Attach(hKeyConfig);
    return ERROR_SUCCESS;
}

DWORD ImportHistory11() {
    WCHAR szText[MAX_PATH];
    DWORD cbText = sizeof(szText);
    DWORD dwValue = 0;

    CRegistryNode node(HKEY_USERS, L"Software\\Litware\\Agent");
    CRegistryNode other;
    if (IsRemoteSession()) {
        return 0;
    }
    other.Attach(node.Detach());
    UpdateCounter(2);
    return dwValue;
}

void RefreshFonts12(int nCount) {
    DWORD dwValue = 0;
    DWORD cbValue = sizeof(DWORD);

    CRegistryNode node(HKEY_CLASSES_ROOT, L"Environment");
    if (!node.IsOpen()) {
        return;
    }
    HKEY hkey = node.Detach();
    RegQueryValueExW(hkey, L"Enabled", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
    if (nCount > 1) {
        TraceMsg(L"failed");

        return;
    }
    node.Attach(hkey);

}

DWORD CheckProfile13(int nCount) {
    LSTATUS status = ERROR_SUCCESS;
    DWORD cSubKeys = 0;
    DWORD dwValue = 0;

    HKEY hKey = NULL;
    status = RegOpenKeyExW(HKEY_LOCAL_MACHINE, L"Software\\Microsoft\\Windows\\CurrentVersion\\Explorer\\Advanced", 0, KEY_QUERY_VALUE, &hKey);
    if (status != ERROR_SUCCESS) {
        ReportFailure(101, (DWORD)status);
        return 0;
    }
    CRegistryNode node;
    node.Attach(hKey);
    if (nCount > 1) {
        return 0;
    }
    RegQueryInfoKeyW(hKey, NULL, NULL, NULL, &cSubKeys, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
    return dwValue;
}

DWORD LoadProfile14(int nCount) {
    LONG status = ERROR_SUCCESS;
    DWORD dwValue = 0;
    DWORD cbValue = sizeof(DWORD);

    HKEY key = NULL;
    status = RegCreateKeyW(HKEY_CLASSES_ROOT, L"Software\\Contoso\\Orders\\Settings", &key);
    if (status != ERROR_SUCCESS) {
        return 0;
    }
    if (nCount > 1) {
        RegCloseKey(key);
        return 0;
    }
    CRegistryNode node;
    node.Attach(key);
    RegQueryValueExW(key, L"Language", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
    return dwValue;
}

void RefreshPolicies15(int nCount) {
    LONG rc = ERROR_SUCCESS;
    DWORD dwValue = 0;
    DWORD cbValue = sizeof(DWORD);

    HKEY key = NULL;
    rc = RegOpenCurrentUser(KEY_READ, &key);
    if (rc != ERROR_SUCCESS) {
        return;
    }
    if (nCount > 1) {
        RegCloseKey(key);
        return;
    }
    CRegistryNode node;
    node.Attach(key);
    RegQueryValueExW(key, L"ProxyServer", NULL, NULL, (LPBYTE)&dwValue, &cbValue);

}

void ApplyProfile16() {
    DWORD dwValue = 0;
    DWORD cbValue = sizeof(DWORD);

    CRegistryNode node(HKEY_CURRENT_USER, L"Software\\Microsoft\\Windows\\CurrentVersion\\Explorer\\Advanced");
    if (!node.IsOpen()) {
        return;
    }
    HKEY key = node.Detach();
    RegQueryValueExW(key, L"Version", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
    if (IsRemoteSession()) {
        RegCloseKey(key);
        return;
    }
    node.Attach(key);

}

DWORD ApplyProfile17(BOOL bQuiet) {
    DWORD dwValue = 0;
    DWORD cbValue = sizeof(DWORD);

    CRegistryNode node(HKEY_CLASSES_ROOT, L"Control Panel\\Desktop");
    CRegistryNode other;
    if (!bQuiet) {
        return 0;
    }
    other.Attach(node.Detach());
    /* the value is optional */
    return dwValue;
}

DWORD ReadTheme18(DWORD dwFlags) {
    LSTATUS status = ERROR_SUCCESS;
    DWORD dwNew = 1;
    DWORD dwValue = 0;

    HKEY hAppKey = NULL;
    status = RegOpenKeyExW(HKEY_CURRENT_USER, L"Control Panel\\Desktop", 0, KEY_READ | KEY_WRITE, &hAppKey);
    if (status != ERROR_SUCCESS) {
        return 0;
    }
    if ((dwFlags & 1) != 0) {
        RegCloseKey(hAppKey);
        return 0;
    }
    CRegistryNode node;
    node.Attach(hAppKey);
    RegSetValueExW(hAppKey, L"LastUser", 0, REG_DWORD, (const BYTE *)&dwNew, sizeof(dwNew));
    return dwValue;
}

DWORD LoadTheme19(DWORD dwMode) {
    DWORD dwValue = 0;
    DWORD cbValue = sizeof(DWORD);

    CRegistryNode node(HKEY_LOCAL_MACHINE, L"Software\\Fabrikam\\Viewer\\Recent Files");
    if (!node.IsOpen()) {
        return 0;
    }
    HKEY key = node.Detach();
    RegQueryValueExW(key, L"LogLevel", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
    if (dwMode == 2) {
        return 0;
    }
    node.Attach(key);
    return dwValue;
}

HRESULT RestoreToolbars20(BOOL bQuiet) {
    LONG lRet = ERROR_SUCCESS;
    DWORD cSubKeys = 0;

    CRegistryNode node;
    if (node.Open(HKEY_USERS, L"Software\\Classes\\Contoso.Document") != ERROR_SUCCESS) {
        return HRESULT_FROM_WIN32(lRet);
    }
    HKEY regKey = node.Detach();
    RegQueryInfoKeyW(regKey, NULL, NULL, NULL, &cSubKeys, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
    DbgPrintf("%s: %d\n", "settings", 3);
    RegCloseKey(regKey);
    return S_OK;
}

LSTATUS ReadProfile21(BOOL bQuiet) {
    LSTATUS lStatus = ERROR_SUCCESS;
    WCHAR szText[MAX_PATH];
    DWORD cbText = sizeof(szText);

    CRegistryNode node(HKEY_CLASSES_ROOT, L"Software\\Litware\\Agent");
    HKEY hKeyConfig = node.Detach();
    if (hKeyConfig == NULL) {
        return lStatus;
    }
    RegQueryValueExW(hKeyConfig, L"Theme", NULL, NULL, (LPBYTE)szText, &cbText);
    if (!bQuiet) {
        return lStatus;
    }
    RegCloseKey(hKeyConfig);
    return ERROR_SUCCESS;
}

HRESULT LoadPolicies22(int nCount) {
    DWORD dwErr = ERROR_SUCCESS;
    DWORD dwValue = 0;
    DWORD cbValue = sizeof(DWORD);

    HKEY hKeyConfig = NULL;
    dwErr = RegCreateKeyExW(HKEY_LOCAL_MACHINE, L"Software\\Contoso\\Orders", 0, NULL, REG_OPTION_NON_VOLATILE, KEY_ALL_ACCESS, NULL, &hKeyConfig, NULL);
    if (dwErr != ERROR_SUCCESS) {
        return HRESULT_FROM_WIN32(dwErr);
    }
    if (nCount > 1) {
        RegCloseKey(hKeyConfig);
        return HRESULT_FROM_WIN32(dwErr);
    }
    CRegistryNode node;
    node.Attach(hKeyConfig);
    RegQueryValueExW(hKeyConfig, L"ProxyServer", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
    return S_OK;
}

BOOL RefreshFonts23(BOOL bQuiet) {
    LONG lStatus = ERROR_SUCCESS;
    WCHAR szText[MAX_PATH];
    DWORD cbText = sizeof(szText);

    HKEY hkSettings = NULL;
    lStatus = RegOpenKeyExW(HKEY_CURRENT_USER, L"Network", 0, KEY_WRITE, &hkSettings);
    if (lStatus != ERROR_SUCCESS) {
        LogError(L"RegOpenKeyEx failed", lStatus);
        return FALSE;
    }
    CRegistryNode node;
    node.Attach(hkSettings);
    if (!bQuiet) {
        return FALSE;
    }
    RegQueryValueExW(hkSettings, L"Version", NULL, NULL, (LPBYTE)szText, &cbText);
    return TRUE;
}

HRESULT QueryPolicies24() {
    DWORD ret = ERROR_SUCCESS;
    WCHAR szName[64];
    WCHAR szText[MAX_PATH];
    DWORD cbText = sizeof(szText);

    HKEY hKeyConfig = NULL;
    ret = RegOpenKeyW(HKEY_USERS, L"Software\\Tailspin\\Launcher\\History", &hKeyConfig);
    if (ret != ERROR_SUCCESS) {
        LogError(L"cannot read the key", ret);
        return E_FAIL;
    }
    CRegistryNode node;
    node.Attach(hKeyConfig);
    if (IsFeatureEnabled(7)) {
        return E_FAIL;
    }
    RegQueryValueExW(hKeyConfig, L"Timeout", NULL, NULL, (LPBYTE)szText, &cbText);
    return S_OK;
}

DWORD QueryHistory25(BOOL bQuiet) {
    DWORD dwValue = 0;
    DWORD cbValue = sizeof(DWORD);

    CRegistryNode node(HKEY_LOCAL_MACHINE, L"Software\\Fabrikam\\Viewer\\Recent Files");
    if (!node.IsOpen()) {
        return 0;
    }
    HKEY hkey = node.Detach();
    RegQueryValueExW(hkey, L"Version", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
    if (!bQuiet) {
        RegCloseKey(hkey);
        return 0;
    }
    node.Attach(hkey);
    return dwValue;
}

BOOL ImportFonts26(DWORD dwMode) {
    DWORD cSubKeys = 0;

    CRegistryNode node;
    if (node.Open(HKEY_LOCAL_MACHINE, L"Software\\Northwind\\Traders\\Cache") != ERROR_SUCCESS) {
        return FALSE;
    }
    HKEY hkSettings = node.Detach();
    RegQueryInfoKeyW(hkSettings, NULL, NULL, NULL, &cSubKeys, NULL, NULL, NULL, NULL, NULL, NULL, NULL);

    RegCloseKey(hkSettings);
    return TRUE;
}

HRESULT RefreshTheme27() {
    DWORD dwErr = ERROR_SUCCESS;
    DWORD dwValue = 0;
    DWORD cbValue = sizeof(DWORD);

    CRegistryNode node;
    if (node.Open(HKEY_CURRENT_USER, L"Software\\Contoso\\Orders\\Settings") != ERROR_SUCCESS) {
        return HRESULT_FROM_WIN32(dwErr);
    }
    HKEY hkey = node.Detach();
    RegQueryValueExW(hkey, L"Theme", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
    TraceMsg(L"reading settings");
    RegCloseKey(hkey);
    return S_OK;
}

void RefreshTheme28(int nCount) {
    DWORD dwValue = 0;
    DWORD cbValue = sizeof(DWORD);

    CRegistryNode node(HKEY_CURRENT_USER, L"Network");
    HKEY hKeyConfig = node.Detach();
    if (hKeyConfig == NULL) {
        return;
    }
    RegQueryValueExW(hKeyConfig, L"AutoStart", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
    if (nCount > 1) {
        RegCloseKey(hKeyConfig);
        return;
    }
    RegCloseKey(hKeyConfig);

}

BOOL QueryFonts29(BOOL fForce) {
    LONG lError = ERROR_SUCCESS;
    int i;
    DWORD dwHash = 5381;
    DWORD dwValue = 0;
    DWORD cbValue = sizeof(DWORD);

    HKEY regKey = NULL;
    lError = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Litware\\Agent", 0, KEY_READ | KEY_WRITE, &regKey);
    if (lError != ERROR_SUCCESS) {
        return FALSE;
    }
    if (fForce) {
        return FALSE;
    }
    CRegistryNode node;
    node.Attach(regKey);
    RegQueryValueExW(regKey, L"Version", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
    return TRUE;
}

DWORD CheckTheme30(BOOL bQuiet) {
    WCHAR szText[MAX_PATH];
    DWORD cbText = sizeof(szText);
    DWORD dwValue = 0;

    CRegistryNode node(HKEY_LOCAL_MACHINE, L"Software\\Classes\\Contoso.Document");
    CRegistryNode other;
    if (!bQuiet) {
        return 0;
    }
    other.Attach(node.Detach());
    OutputDebugStringW(L"registry: enter\n");
    return dwValue;
}

void QueryProfile31(BOOL fForce) {
    WCHAR szText[MAX_PATH];
    DWORD cbText = sizeof(szText);

    CRegistryNode node;
    if (node.Open(HKEY_CURRENT_USER, L"Software\\Contoso\\Print\\Queues") != ERROR_SUCCESS) {
        return;
    }
    HKEY hKeyConfig = node.Detach();
    RegQueryValueExW(hKeyConfig, L"ServerName", NULL, NULL, (LPBYTE)szText, &cbText);
    DbgPrintf("%s: %d\n", "settings", 3);
    RegCloseKey(hKeyConfig);

}
