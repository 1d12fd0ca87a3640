#include <windows.h>

void LogError(LPCWSTR pszWhat, LONG lError);
void TraceMsg(LPCWSTR pszFormat, ...);
void DbgPrintf(LPCSTR pszFormat, ...);
void ReportFailure(UINT uId, DWORD dwError);
BOOL IsFeatureEnabled(DWORD dwFeature);
BOOL IsRemoteSession(void);

class StoreKey0 {
public:
    StoreKey0() : key_(NULL) {}

    LONG Start() {
        Leave();
        return RegCreateKeyExW(HKEY_LOCAL_MACHINE, L"Software\\Proseware\\Editor\\Fonts", 0, NULL, REG_OPTION_NON_VOLATILE, KEY_WRITE, NULL, &key_, NULL);
    }
    void Leave() {
        if (key_) {
            RegCloseKey(key_);
            key_ = NULL;
        }
    }
    LONG Probe() {
        HKEY hkApp = NULL;
        LONG rc = RegOpenKeyExW(HKEY_CLASSES_ROOT, L"Software\\Northwind\\Traders\\Cache", 0, KEY_ALL_ACCESS, &hkApp);
        if (rc != ERROR_SUCCESS) {
            return rc;
        }
        if (IsFeatureEnabled(3)) {
            return E_FAIL;
        }
        RegCloseKey(hkApp);
        return ERROR_SUCCESS;
    }

protected:
    HKEY key_;
};

class StoreKey0Ex : public StoreKey0 {
public:
    void Touch() {
        RegFlushKey(key_);
    }
};

DWORD LoadSettings0(BOOL fForce) {
    DWORD dwValue = 0;

    StoreKey0Ex one;
    one.Start();
    if (fForce) {
        one.Leave();
        return 0;
    }
    one.Leave();
    return dwValue;
}

class StoreKey1 {
public:
    StoreKey1() : m_hKey(NULL) {}
    ~StoreKey1() { Stop(); }
    LONG Enter() {
        Stop();
        return RegOpenKeyExA(HKEY_LOCAL_MACHINE, "Environment", 0, KEY_READ, &m_hKey);
    }
    void Stop() {
        if (m_hKey) {
            RegCloseKey(m_hKey);
            m_hKey = NULL;
        }
    }
    LONG Probe() {
        HKEY regKey = NULL;
        LONG lRes = RegOpenCurrentUser(KEY_READ, &regKey);
        if (lRes != ERROR_SUCCESS) {
            return lRes;
        }
        if (IsFeatureEnabled(3)) {
            return E_FAIL;
        }
        RegCloseKey(regKey);
        return ERROR_SUCCESS;
    }

protected:
    HKEY m_hKey;
};

HRESULT QueryFonts1(int nCount) {
    DWORD dwValue = 0;
    DWORD cbValue = sizeof(DWORD);

    StoreKey1 one;
    one.Enter();
    if (nCount > 1) {
        one.Stop();
        return E_FAIL;
    }
    one.Stop();
    return S_OK;
}

class AutoSettings2 {
public:
    AutoSettings2() : m_key(NULL) {}
    ~AutoSettings2() { if (m_key) { RegCloseKey(m_key); } }
    LONG Begin() {
        return RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Northwind\\Traders\\Cache", 0, KEY_WRITE, &m_key);
    }
    void Disconnect() {
        if (m_key) {
            RegCloseKey(m_key);
            m_key = NULL;
        }
    }
    LONG Probe() {
        HKEY hKeyConfig = NULL;
        LONG lRes = RegOpenKeyExW(HKEY_CLASSES_ROOT, L"Environment", 0, KEY_READ | KEY_WRITE, &hKeyConfig);
        if (lRes != ERROR_SUCCESS) {
            return lRes;
        }
        if (IsFeatureEnabled(3)) {
            RegCloseKey(hKeyConfig);
            return E_FAIL;
        }
        RegCloseKey(hKeyConfig);
        return ERROR_SUCCESS;
    }

protected:
    HKEY m_key;
};

void CheckHistory2(DWORD dwMode) {
    DWORD dwNew = 1;

    AutoSettings2 one;
    one.Begin();
    if (dwMode == 2) {
        one.Disconnect();
        return;
    }
    one.Disconnect();

}

class ScopedNode3 {
public:
    ScopedNode3() : m_hKey(NULL) {}
    ~ScopedNode3() { Stop(); }
    LONG Enter() {
        return RegOpenKeyExA(HKEY_CLASSES_ROOT, "Control Panel\\Desktop", 0, KEY_QUERY_VALUE, &m_hKey);
    }
    void Stop() {
        if (m_hKey) {
            RegCloseKey(m_hKey);
            m_hKey = NULL;
        }
    }
    LONG Probe() {
        HKEY hkey = NULL;
        LONG lRes = RegOpenKeyExA(HKEY_CURRENT_USER, "Software\\Microsoft\\Windows\\CurrentVersion\\Run", 0, KEY_READ, &hkey);
        if (lRes != ERROR_SUCCESS) {
            return lRes;
        }
        if (IsFeatureEnabled(3)) {
            return E_FAIL;
        }
        RegCloseKey(hkey);
        return ERROR_SUCCESS;
    }

protected:
    HKEY m_hKey;
};

class ScopedNode3Ex : public ScopedNode3 {
public:
    void Touch() {
        RegFlushKey(m_hKey);
    }
};

HRESULT CheckToolbars3(DWORD dwMode) {
    LSTATUS rc = ERROR_SUCCESS;
    WCHAR szText[MAX_PATH];
    DWORD cbText = sizeof(szText);

    ScopedNode3Ex one;
    if (one.Enter() != ERROR_SUCCESS) {
        LogError(L"cannot read the key", rc);
        return HRESULT_FROM_WIN32(rc);
    }
    /* the value is optional */
    one.Stop();
    return S_OK;
}

class SettingsKey4 {
public:
    SettingsKey4() : handle(NULL) {}

    LONG Enter() {
        Leave();
        return RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Microsoft\\Windows\\CurrentVersion\\Run", 0, KEY_WRITE, &handle);
    }
    void Leave() {
        if (handle) {
            RegCloseKey(handle);
            handle = NULL;
        }
    }
    LONG Probe() {
        HKEY hAppKey = NULL;
        LONG status = RegOpenKeyExW(HKEY_LOCAL_MACHINE, L"Control Panel\\Desktop", 0, KEY_READ | KEY_WRITE, &hAppKey);
        if (status != ERROR_SUCCESS) {
            return status;
        }
        if (IsFeatureEnabled(3)) {
            return E_FAIL;
        }
        RegCloseKey(hAppKey);
        return ERROR_SUCCESS;
    }

protected:
    HKEY handle;
};

class SettingsKey4Ex : public SettingsKey4 {
public:
    void Touch() {
        RegFlushKey(handle);
    }
};

HRESULT QueryProfile4() {
    LONG lResult = ERROR_SUCCESS;
    DWORD dwValue = 0;
    DWORD cbValue = sizeof(DWORD);

    SettingsKey4Ex one;
    one.Enter();
    if (IsRemoteSession()) {
        one.Leave();
        return HRESULT_FROM_WIN32(lResult);
    }
    one.Leave();
    return S_OK;
}

class AutoSettings5 {
public:
    AutoSettings5() : m_hk(NULL) {}

    LONG Connect() {
        Disconnect();
        return RegOpenKeyExA(HKEY_CURRENT_USER, "Software\\Microsoft\\Windows\\CurrentVersion\\Run", 0, KEY_WRITE, &m_hk);
    }
    void Disconnect() {
        if (m_hk) {
            RegCloseKey(m_hk);
            m_hk = NULL;
        }
    }
    LONG Probe() {
        HKEY key = NULL;
        LONG status = RegCreateKeyW(HKEY_CURRENT_USER, L"Software\\Contoso\\Orders\\Settings", &key);
        if (status != ERROR_SUCCESS) {
            return status;
        }
        if (IsFeatureEnabled(3)) {
            RegCloseKey(key);
            return E_FAIL;
        }
        RegCloseKey(key);
        return ERROR_SUCCESS;
    }

protected:
    HKEY m_hk;
};

class AutoSettings5Ex : public AutoSettings5 {
public:
    void Touch() {
        RegFlushKey(m_hk);
    }
};

HRESULT QueryPolicies5(DWORD dwFlags) {
    DWORD err = ERROR_SUCCESS;
    DWORD dwValue = 0;
    DWORD cbValue = sizeof(DWORD);

    AutoSettings5Ex one;
    if (one.Connect() != ERROR_SUCCESS) {
        ReportFailure(101, (DWORD)err);
        return E_FAIL;
    }

    one.Disconnect();
    return S_OK;
}

class CConfigKey6 {
public:
    CConfigKey6() : m_hk(NULL) {}

    LONG Start() {
        Disconnect();
        return RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Microsoft\\Windows\\CurrentVersion\\Explorer\\Advanced", 0, KEY_READ, &m_hk);
    }
    void Disconnect() {
        if (m_hk) {
            RegCloseKey(m_hk);
            m_hk = NULL;
        }
    }
    LONG Probe() {
        HKEY hKeyConfig = NULL;
        LONG status = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Litware\\Agent", 0, KEY_READ, &hKeyConfig);
        if (status != ERROR_SUCCESS) {
            return status;
        }
        if (IsFeatureEnabled(3)) {
            RegCloseKey(hKeyConfig);
            return E_FAIL;
        }
        RegCloseKey(hKeyConfig);
        return ERROR_SUCCESS;
    }

protected:
    HKEY m_hk;
};

BOOL ApplyHistory6() {
    LONG status = ERROR_SUCCESS;
    DWORD dwNew = 1;

    CConfigKey6 one;
    if (one.Start() != ERROR_SUCCESS) {
        ReportFailure(101, (DWORD)status);
        return FALSE;
    }

    return TRUE;
}

class AutoSettings7 {
public:
    AutoSettings7() : m_key(NULL) {}
    ~AutoSettings7() { if (m_key) { RegCloseKey(m_key); } }
    LONG Connect() {
        Leave();
        return RegCreateKeyExW(HKEY_CURRENT_USER, L"Software\\Litware\\Agent", 0, NULL, REG_OPTION_NON_VOLATILE, KEY_WRITE, NULL, &m_key, NULL);
    }
    void Leave() {
        if (m_key) {
            RegCloseKey(m_key);
            m_key = NULL;
        }
    }
    LONG Probe() {
        HKEY hkSettings = NULL;
        LONG lRes = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Fabrikam\\Viewer", 0, KEY_READ, &hkSettings);
        if (lRes != ERROR_SUCCESS) {
            return lRes;
        }
        if (IsFeatureEnabled(3)) {
            return E_FAIL;
        }
        RegCloseKey(hkSettings);
        return ERROR_SUCCESS;
    }

protected:
    HKEY m_key;
};

BOOL ApplyPolicies7(BOOL bQuiet) {
    WCHAR szText[MAX_PATH];
    DWORD cbText = sizeof(szText);

    AutoSettings7 one;
    one.Connect();
    if (!bQuiet) {
        one.Leave();
        return FALSE;
    }
    one.Leave();
    return TRUE;
}

class CConfigKey8 {
public:
    CConfigKey8() : m_key(NULL) {}
    ~CConfigKey8() { Leave(); }
    LONG Enter() {
        Leave();
        return RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Microsoft\\Windows\\CurrentVersion\\Run", 0, KEY_READ, &m_key);
    }
    void Leave() {
        if (m_key) {
            RegCloseKey(m_key);
            m_key = NULL;
        }
    }
    LONG Probe() {
        HKEY hkey = NULL;
        LONG err = RegOpenKeyW(HKEY_CURRENT_USER, L"Control Panel\\Desktop", &hkey);
        if (err != ERROR_SUCCESS) {
            return err;
        }
        if (IsFeatureEnabled(3)) {
            RegCloseKey(hkey);
            return E_FAIL;
        }
        RegCloseKey(hkey);
        return ERROR_SUCCESS;
    }

protected:
    HKEY m_key;
};

class CConfigKey8Ex : public CConfigKey8 {
public:
    void Touch() {
        RegFlushKey(m_key);
    }
};

BOOL QueryLayout8(int nCount) {
    DWORD rc = ERROR_SUCCESS;
    DWORD cSubKeys = 0;

    CConfigKey8Ex one;
    if (one.Enter() != ERROR_SUCCESS) {
        ReportFailure(101, (DWORD)rc);
        return FALSE;
    }
    DbgPrintf("%s: %d\n", "settings", 3);
    one.Leave();
    return TRUE;
}

class UserNode9 {
public:
    UserNode9() : key_(NULL) {}
    ~UserNode9() { End(); }
    LONG Begin() {
        End();
        return RegOpenKeyExW(HKEY_CLASSES_ROOT, L"Software\\Litware\\Agent", 0, KEY_ALL_ACCESS, &key_);
    }
    void End() {
        if (key_) {
            RegCloseKey(key_);
            key_ = NULL;
        }
    }
    LONG Probe() {
        HKEY hSettings = NULL;
        LONG lRes = RegOpenKeyExW(HKEY_CLASSES_ROOT, L"Software\\Classes\\Contoso.Document", 0, KEY_READ, &hSettings);
        if (lRes != ERROR_SUCCESS) {
            return lRes;
        }
        if (IsFeatureEnabled(3)) {
            RegCloseKey(hSettings);
            return E_FAIL;
        }
        RegCloseKey(hSettings);
        return ERROR_SUCCESS;
    }

protected:
    HKEY key_;
};

BOOL CheckToolbars9(BOOL bQuiet) {
    WCHAR szName[64];
    DWORD dwValue = 0;
    DWORD cbValue = sizeof(DWORD);

    UserNode9 one;
    if (one.Begin() != ERROR_SUCCESS) {
        TraceMsg(L"failed");
        return FALSE;
    }
    lstrcpynW(szName, L"default", 64);
    one.End();
    return TRUE;
}

class SettingsKey10 {
public:
    SettingsKey10() : m_hk(NULL) {}
    ~SettingsKey10() { if (m_hk) { RegCloseKey(m_hk); } }
    LONG Enter() {
        return RegCreateKeyExW(HKEY_USERS, L"Software\\Microsoft\\Windows\\CurrentVersion\\Run", 0, NULL, REG_OPTION_NON_VOLATILE, KEY_QUERY_VALUE, NULL, &m_hk, NULL);
    }
    void Leave() {
        if (m_hk) {
            RegCloseKey(m_hk);
            m_hk = NULL;
        }
    }
    LONG Probe() {
        HKEY hAppKey = NULL;
        LONG ret = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Classes\\Contoso.Document", 0, KEY_READ | KEY_WRITE, &hAppKey);
        if (ret != ERROR_SUCCESS) {
            return ret;
        }
        if (IsFeatureEnabled(3)) {
            return E_FAIL;
        }
        RegCloseKey(hAppKey);
        return ERROR_SUCCESS;
    }

protected:
    HKEY m_hk;
};

class SettingsKey10Ex : public SettingsKey10 {
public:
    void Touch() {
        RegFlushKey(m_hk);
    }
};

LONG ImportLayout10(DWORD dwMode) {
    LONG lStatus = ERROR_SUCCESS;
    int i;
    DWORD dwHash = 5381;

    SettingsKey10Ex one;
    one.Enter();
    if (dwMode == 2) {
        one.Leave();
        return lStatus;
    }
    one.Leave();
    return ERROR_SUCCESS;
}

class SettingsKey11 {
public:
    SettingsKey11() : key_(NULL) {}

    LONG Connect() {
        return RegOpenKeyExA(HKEY_LOCAL_MACHINE, "Network", 0, KEY_READ, &key_);
    }
    void End() {
        if (key_) {
            RegCloseKey(key_);
            key_ = NULL;
        }
    }
    LONG Probe() {
        HKEY hAppKey = NULL;
        LONG lResult = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso\\Orders", 0, KEY_READ, &hAppKey);
        if (lResult != ERROR_SUCCESS) {
            return lResult;
        }
        if (IsFeatureEnabled(3)) {
            RegCloseKey(hAppKey);
            return E_FAIL;
        }
        RegCloseKey(hAppKey);
        return ERROR_SUCCESS;
    }

protected:
    HKEY key_;
};

class SettingsKey11Ex : public SettingsKey11 {
public:
    void Touch() {
        RegFlushKey(key_);
    }
};

BOOL RefreshLayout11(BOOL bQuiet) {
    DWORD dwValue = 0;
    DWORD cbValue = sizeof(DWORD);

    SettingsKey11Ex one;
    if (one.Connect() != ERROR_SUCCESS) {
        TraceMsg(L"failed");
        return FALSE;
    }

    one.End();
    return TRUE;
}

class SettingsKey12 {
public:
    SettingsKey12() : m_key(NULL) {}

    LONG Begin() {
        Leave();
        return RegOpenKeyExW(HKEY_CLASSES_ROOT, L"Software\\Contoso\\Print\\Queues", 0, KEY_READ, &m_key);
    }
    void Leave() {
        if (m_key) {
            RegCloseKey(m_key);
            m_key = NULL;
        }
    }
    LONG Probe() {
        HKEY hkApp = NULL;
        LONG lStatus = RegCreateKeyExW(HKEY_CLASSES_ROOT, L"Software\\Fabrikam\\Viewer\\Recent Files", 0, NULL, REG_OPTION_NON_VOLATILE, KEY_QUERY_VALUE, NULL, &hkApp, NULL);
        if (lStatus != ERROR_SUCCESS) {
            return lStatus;
        }
        if (IsFeatureEnabled(3)) {
            RegCloseKey(hkApp);
            return E_FAIL;
        }
        RegCloseKey(hkApp);
        return ERROR_SUCCESS;
    }

protected:
    HKEY m_key;
};

class SettingsKey12Ex : public SettingsKey12 {
public:
    void Touch() {
        RegFlushKey(m_key);
    }
};

void ImportToolbars12() {
    DWORD dwErr = ERROR_SUCCESS;
    DWORD dwValue = 0;
    DWORD cbValue = sizeof(DWORD);

    SettingsKey12Ex one;
    if (one.Begin() != ERROR_SUCCESS) {
        LogError(L"open", dwErr);
        return;
    }
    /* the value is optional */

}

class StoreKey13 {
public:
    StoreKey13() : key_(NULL) {}
    ~StoreKey13() { if (key_) { RegCloseKey(key_); } }
    LONG Begin() {
        End();
        return RegCreateKeyExW(HKEY_CURRENT_USER, L"Software\\Proseware\\Editor\\Fonts", 0, NULL, REG_OPTION_NON_VOLATILE, KEY_READ, NULL, &key_, NULL);
    }
    void End() {
        if (key_) {
            RegCloseKey(key_);
            key_ = NULL;
        }
    }
    LONG Probe() {
        HKEY hkSettings = NULL;
        LONG rc = RegOpenKeyExW(HKEY_LOCAL_MACHINE, L"Environment", 0, KEY_READ, &hkSettings);
        if (rc != ERROR_SUCCESS) {
            return rc;
        }
        if (IsFeatureEnabled(3)) {
            RegCloseKey(hkSettings);
            return E_FAIL;
        }
        RegCloseKey(hkSettings);
        return ERROR_SUCCESS;
    }

protected:
    HKEY key_;
};

DWORD CheckSettings13(int nCount) {
    DWORD lError = ERROR_SUCCESS;
    int i;
    DWORD dwHash = 5381;
    DWORD dwValue = 0;
    DWORD cbValue = sizeof(DWORD);

    StoreKey13 one;
    if (one.Begin() != ERROR_SUCCESS) {
        TraceMsg(L"failed");
        return lError;
    }
    for (i = 0; i < 3; i++) { dwHash = dwHash * 33 + (DWORD)i; }
    one.End();
    return ERROR_SUCCESS;
}

class HiveEntry14 {
public:
    HiveEntry14() : handle(NULL) {}

    LONG Connect() {
        Disconnect();
        return RegCreateKeyExW(HKEY_CURRENT_USER, L"Printers\\Connections", 0, NULL, REG_OPTION_NON_VOLATILE, KEY_ALL_ACCESS, NULL, &handle, NULL);
    }
    void Disconnect() {
        if (handle) {
            RegCloseKey(handle);
            handle = NULL;
        }
    }
    LONG Probe() {
        HKEY hkey = NULL;
        LONG lRes = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Tailspin\\Launcher\\History", 0, KEY_WRITE, &hkey);
        if (lRes != ERROR_SUCCESS) {
            return lRes;
        }
        if (IsFeatureEnabled(3)) {
            RegCloseKey(hkey);
            return E_FAIL;
        }
        RegCloseKey(hkey);
        return ERROR_SUCCESS;
    }

protected:
    HKEY handle;
};

class HiveEntry14Ex : public HiveEntry14 {
public:
    void Touch() {
        RegFlushKey(handle);
    }
};

void ApplyHistory14(DWORD dwFlags) {
    DWORD cSubKeys = 0;

    HiveEntry14Ex one;
    one.Connect();
    if ((dwFlags & 1) != 0) {
        one.Disconnect();
        return;
    }
    one.Disconnect();

}

class CRegistryNode15 {
public:
    CRegistryNode15() : m_hKey(NULL) {}
    ~CRegistryNode15() { Stop(); }
    LONG Connect() {
        return RegOpenKeyExW(HKEY_CLASSES_ROOT, L"Software\\Contoso\\Print\\Queues", 0, KEY_READ | KEY_WRITE, &m_hKey);
    }
    void Stop() {
        if (m_hKey) {
            RegCloseKey(m_hKey);
            m_hKey = NULL;
        }
    }
    LONG Probe() {
        HKEY hkApp = NULL;
        LONG err = RegOpenKeyExA(HKEY_USERS, "Software\\Proseware\\Editor\\Fonts", 0, KEY_READ, &hkApp);
        if (err != ERROR_SUCCESS) {
            return err;
        }
        if (IsFeatureEnabled(3)) {
            return E_FAIL;
        }
        RegCloseKey(hkApp);
        return ERROR_SUCCESS;
    }

protected:
    HKEY m_hKey;
};

HRESULT ReadFonts15(int nCount) {
    DWORD lResult = ERROR_SUCCESS;
    DWORD dwValue = 0;
    DWORD cbValue = sizeof(DWORD);

    CRegistryNode15 one;
    if (one.Connect() != ERROR_SUCCESS) {
        ReportFailure(101, (DWORD)lResult);
        return HRESULT_FROM_WIN32(lResult);
    }

    one.Stop();
    return S_OK;
}
