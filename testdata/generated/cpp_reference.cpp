#include <windows.h>

void LogError(LPCWSTR pszWhat, LONG lError);
void TraceMsg(LPCWSTR pszFormat, ...);
BOOL IsRemoteSession(void);
void UpdateCounter(DWORD dwWhich);

static BOOL OpenInto0(HKEY &key) {
    DWORD dwValue = 0;
    DWORD cbValue = sizeof(DWORD);

    return RegCreateKeyExW(HKEY_CURRENT_USER, L"Software\\Microsoft\\Windows\\CurrentVersion\\Explorer\\Advanced", 0, NULL, REG_OPTION_NON_VOLATILE, KEY_READ, NULL, &key, NULL) == ERROR_SUCCESS;
}

void RefreshSettings0(int nCount) {
    HKEY hkApp = NULL;
    if (OpenInto0(hkApp)) {
        RegDeleteValueW(hkApp, L"LastUser");
        UpdateCounter(2);
        RegCloseKey(hkApp);
    }

}

static BOOL OpenInto1(HKEY &key) {
    DWORD dwValue = 0;
    DWORD cbValue = sizeof(DWORD);

    if (RegCreateKeyExA(HKEY_LOCAL_MACHINE, "Network", 0, NULL, REG_OPTION_NON_VOLATILE, KEY_READ, NULL, &key, NULL) != ERROR_SUCCESS) {
        key = NULL;
        return FALSE;
    }
    if (RegQueryValueExW(key, L"CacheSize", NULL, NULL, (LPBYTE)&dwValue, &cbValue) != ERROR_SUCCESS) {
        key = NULL;
        return FALSE;
    }
    return TRUE;
}

void ImportHistory1(DWORD dwFlags) {
    WCHAR szText[MAX_PATH];
    DWORD cbText = sizeof(szText);

    HKEY hKeyConfig = NULL;
    if (!OpenInto1(hKeyConfig)) {
        TraceMsg(L"failed");
        return;
    }
    RegQueryValueExW(hKeyConfig, L"Position", NULL, NULL, (LPBYTE)szText, &cbText);
    if ((dwFlags & 1) != 0) {
        RegCloseKey(hKeyConfig);
        return;
    }
    RegCloseKey(hKeyConfig);

}

static BOOL OpenInto2(HKEY &key) {
    WCHAR szText[MAX_PATH];
    DWORD cbText = sizeof(szText);

    if (RegOpenKeyExW(HKEY_CLASSES_ROOT, L"Software\\Tailspin\\Launcher\\History", 0, KEY_ALL_ACCESS, &key) != ERROR_SUCCESS) {
        key = NULL;
        return FALSE;
    }
    if (RegQueryValueExW(key, L"AutoStart", NULL, NULL, (LPBYTE)szText, &cbText) != ERROR_SUCCESS) {
        RegCloseKey(key);
        key = NULL;
        return FALSE;
    }
    return TRUE;
}

void LoadPolicies2() {
    DWORD dwValue = 0;
    DWORD cbValue = sizeof(DWORD);

    HKEY hAppKey = NULL;
    HKEY &same = hAppKey;
    if (!OpenInto2(same)) {
        return;
    }
    RegQueryValueExW(hAppKey, L"Version", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
    RegCloseKey(hAppKey);

}

static BOOL OpenInto3(HKEY &key) {
    DWORD dwValue = 0;
    DWORD cbValue = sizeof(DWORD);

    if (RegOpenKeyExW(HKEY_CURRENT_USER, L"Network", 0, KEY_WRITE, &key) != ERROR_SUCCESS) {
        key = NULL;
        return FALSE;
    }
    if (RegQueryValueExW(key, L"Position", NULL, NULL, (LPBYTE)&dwValue, &cbValue) != ERROR_SUCCESS) {
        key = NULL;
        return FALSE;
    }
    return TRUE;
}

HRESULT RefreshFonts3(DWORD dwFlags) {
    LONG status = ERROR_SUCCESS;
    WCHAR szText[MAX_PATH];
    DWORD cbText = sizeof(szText);

    HKEY hkey = NULL;
    if (!OpenInto3(hkey)) {
        return HRESULT_FROM_WIN32(status);
    }
    RegQueryValueExW(hkey, L"Version", NULL, NULL, (LPBYTE)szText, &cbText);
    if ((dwFlags & 1) != 0) {
        return HRESULT_FROM_WIN32(status);
    }
    RegCloseKey(hkey);
    return S_OK;
}

static BOOL OpenInto4(HKEY &key) {
    WCHAR szText[MAX_PATH];
    DWORD cbText = sizeof(szText);

    return RegOpenKeyW(HKEY_LOCAL_MACHINE, L"Software\\Microsoft\\Windows\\CurrentVersion\\Run", &key) == ERROR_SUCCESS;
}

DWORD RestoreFonts4(BOOL fForce) {
    DWORD dwValue = 0;
    DWORD cbValue = sizeof(DWORD);

    HKEY hKey = NULL;
    if (OpenInto4(hKey)) {
        RegQueryValueExW(hKey, L"MaxItems", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
        /* the value is optional */
        RegCloseKey(hKey);
    }
    return dwValue;
}

static BOOL OpenInto5(HKEY &key) {
    DWORD cSubKeys = 0;

    return RegCreateKeyExW(HKEY_CURRENT_USER, L"Software\\Proseware\\Editor\\Fonts", 0, NULL, REG_OPTION_NON_VOLATILE, KEY_QUERY_VALUE, NULL, &key, NULL) == ERROR_SUCCESS;
}

void ApplyProfile5(int nCount) {
    LONG ret = ERROR_SUCCESS;
    DWORD dwNew = 1;

    HKEY hAppKey = NULL;
    if (!OpenInto5(hAppKey)) {
        LogError(L"RegOpenKeyEx failed", ret);
        return;
    }
    RegSetValueExW(hAppKey, L"CacheSize", 0, REG_DWORD, (const BYTE *)&dwNew, sizeof(dwNew));
    if (nCount > 1) {
        RegCloseKey(hAppKey);
        return;
    }
    RegCloseKey(hAppKey);

}

static BOOL OpenInto6(HKEY &key) {
    DWORD dwValue = 0;
    DWORD cbValue = sizeof(DWORD);

    HKEY result = NULL;
    if (RegOpenKeyExW(HKEY_LOCAL_MACHINE, L"Software\\Fabrikam\\Viewer", 0, KEY_READ | KEY_WRITE, &result) != ERROR_SUCCESS) {
        return FALSE;
    }
    key = result;
    return TRUE;
}

HRESULT LoadFonts6() {
    DWORD dwValue = 0;
    DWORD cbValue = sizeof(DWORD);

    HKEY hKey = NULL;
    if (OpenInto6(hKey)) {
        RegQueryValueExW(hKey, L"LogLevel", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
        UpdateCounter(2);
        RegCloseKey(hKey);
    }
    return S_OK;
}

static BOOL OpenInto7(HKEY &key) {
    WCHAR szText[MAX_PATH];
    DWORD cbText = sizeof(szText);

    return RegCreateKeyExA(HKEY_USERS, "Software\\Litware\\Agent", 0, NULL, REG_OPTION_NON_VOLATILE, KEY_READ, NULL, &key, NULL) == ERROR_SUCCESS;
}

void RestoreHistory7() {
    LONG rc = ERROR_SUCCESS;
    WCHAR szText[MAX_PATH];
    DWORD cbText = sizeof(szText);

    HKEY key = NULL;
    if (!OpenInto7(key)) {
        LogError(L"settings", rc);
        return;
    }
    RegQueryValueExW(key, L"CacheSize", NULL, NULL, (LPBYTE)szText, &cbText);
    if (IsRemoteSession()) {
        RegCloseKey(key);
        return;
    }
    RegCloseKey(key);

}

static BOOL OpenInto8(HKEY &key) {
    DWORD dwValue = 0;
    DWORD cbValue = sizeof(DWORD);

    return RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Fabrikam\\Viewer", 0, KEY_ALL_ACCESS, &key) == ERROR_SUCCESS;
}

DWORD ApplySettings8(BOOL bQuiet) {
    int i;
    DWORD dwHash = 5381;
    DWORD dwValue = 0;

    HKEY hkey = NULL;
    if (OpenInto8(hkey)) {
        RegDeleteValueW(hkey, L"MaxItems");
        for (i = 0; i < 3; i++) { dwHash = dwHash * 33 + (DWORD)i; }
        RegCloseKey(hkey);
    }
    return dwValue;
}

static BOOL OpenInto9(HKEY &key) {
    DWORD dwValue = 0;
    DWORD cbValue = sizeof(DWORD);

    return RegCreateKeyW(HKEY_CURRENT_USER, L"Software\\Litware\\Agent", &key) == ERROR_SUCCESS;
}

void ImportLayout9(DWORD dwMode) {
    WCHAR szName[64];
    DWORD dwValue = 0;
    DWORD cbValue = sizeof(DWORD);

    HKEY hSettings = NULL;
    if (!OpenInto9(hSettings)) {
        return;
    }
    RegQueryValueExW(hSettings, L"Enabled", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
    if (dwMode == 2) {
        RegCloseKey(hSettings);
        return;
    }
    RegCloseKey(hSettings);

}

static BOOL OpenInto10(HKEY &key) {
    DWORD cSubKeys = 0;

    HKEY result = NULL;
    if (RegOpenKeyExW(HKEY_CLASSES_ROOT, L"Software\\Classes\\Contoso.Document", 0, KEY_QUERY_VALUE, &result) != ERROR_SUCCESS) {
        return FALSE;
    }
    key = result;
    return TRUE;
}

LONG QueryPolicies10(int nCount) {
    LONG err = ERROR_SUCCESS;

    HKEY hkSettings = NULL;
    HKEY &same = hkSettings;
    if (!OpenInto10(same)) {
        return err;
    }
    RegDeleteValueW(hkSettings, L"Enabled");
    RegCloseKey(hkSettings);
    return ERROR_SUCCESS;
}

static BOOL OpenInto11(HKEY &key) {
    return RegOpenKeyW(HKEY_CURRENT_USER, L"Network", &key) == ERROR_SUCCESS;
}

DWORD LoadHistory11() {
    DWORD dwValue = 0;
    DWORD cbValue = sizeof(DWORD);

    HKEY hkSettings = NULL;
    HKEY &same = hkSettings;
    if (!OpenInto11(same)) {
        return 0;
    }
    RegQueryValueExW(hkSettings, L"MaxItems", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
    RegCloseKey(hkSettings);
    return dwValue;
}

static BOOL OpenInto12(HKEY &key) {
    if (RegOpenKeyExW(HKEY_USERS, L"Network", 0, KEY_ALL_ACCESS, &key) != ERROR_SUCCESS) {
        key = NULL;
        return FALSE;
    }
    if (RegDeleteValueW(key, L"Enabled") != ERROR_SUCCESS) {
        RegCloseKey(key);
        key = NULL;
        return FALSE;
    }
    return TRUE;
}

void RefreshSettings12(DWORD dwFlags) {
    WCHAR szText[MAX_PATH];
    DWORD cbText = sizeof(szText);

    HKEY key = NULL;
    HKEY &same = key;
    if (!OpenInto12(same)) {
        return;
    }
    RegQueryValueExW(key, L"InstallPath", NULL, NULL, (LPBYTE)szText, &cbText);
    RegCloseKey(key);

}

static BOOL OpenInto13(HKEY &key) {
    WCHAR szText[MAX_PATH];
    DWORD cbText = sizeof(szText);

    if (RegOpenKeyExW(HKEY_CLASSES_ROOT, L"Software\\Proseware\\Editor\\Fonts", 0, KEY_READ, &key) != ERROR_SUCCESS) {
        key = NULL;
        return FALSE;
    }
    if (RegQueryValueExW(key, L"Timeout", NULL, NULL, (LPBYTE)szText, &cbText) != ERROR_SUCCESS) {
        RegCloseKey(key);
        key = NULL;
        return FALSE;
    }
    return TRUE;
}

DWORD ApplyLayout13(BOOL fForce) {
    DWORD dwValue = 0;
    DWORD cbValue = sizeof(DWORD);

    HKEY key = NULL;
    if (!OpenInto13(key)) {
        return 0;
    }
    RegQueryValueExW(key, L"LastUser", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
    if (fForce) {
        RegCloseKey(key);
        return 0;
    }
    RegCloseKey(key);
    return dwValue;
}

static BOOL OpenInto14(HKEY &key) {
    DWORD dwNew = 1;

    return RegOpenKeyExA(HKEY_CLASSES_ROOT, "Software\\Contoso\\Print\\Queues", 0, KEY_ALL_ACCESS, &key) == ERROR_SUCCESS;
}

BOOL ImportPolicies14() {
    DWORD dwNew = 1;

    HKEY hSettings = NULL;
    if (OpenInto14(hSettings)) {
        RegSetValueExW(hSettings, L"ServerName", 0, REG_DWORD, (const BYTE *)&dwNew, sizeof(dwNew));
        // keep in step with the setup program

        RegCloseKey(hSettings);
    }
    return TRUE;
}

static BOOL OpenInto15(HKEY &key) {
    WCHAR szText[MAX_PATH];
    DWORD cbText = sizeof(szText);

    if (RegCreateKeyW(HKEY_CURRENT_USER, L"Software\\Contoso\\Orders\\Settings", &key) != ERROR_SUCCESS) {
        key = NULL;
        return FALSE;
    }
    if (RegQueryValueExW(key, L"LogLevel", NULL, NULL, (LPBYTE)szText, &cbText) != ERROR_SUCCESS) {
        RegCloseKey(key);
        key = NULL;
        return FALSE;
    }
    return TRUE;
}

BOOL ApplyToolbars15(DWORD dwMode) {
    DWORD cSubKeys = 0;

    HKEY hSettings = NULL;
    if (!OpenInto15(hSettings)) {
        return FALSE;
    }
    RegQueryInfoKeyW(hSettings, NULL, NULL, NULL, &cSubKeys, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
    if (dwMode == 2) {
        RegCloseKey(hSettings);
        return FALSE;
    }
    RegCloseKey(hSettings);
    return TRUE;
}
