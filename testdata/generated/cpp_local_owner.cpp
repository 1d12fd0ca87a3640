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

class ScopedNode
{
public:
    ScopedNode() : m_hk(NULL) {}
    ScopedNode(HKEY root, LPCWSTR pszName) : m_hk(NULL)
    {
        Open(root, pszName);
    }
    ~ScopedNode() { Close(); }
    LONG Open(HKEY root, LPCWSTR pszName)
    {
        HKEY opened = NULL;
        LONG status = RegOpenKeyExW(root, pszName, 0, KEY_READ, &opened);
        if (status == ERROR_SUCCESS)
        {
            Close();
            m_hk = opened;
        }
        return status;
    }
    void Close()
    {
        if (m_hk)
        {
            RegCloseKey(m_hk);
            m_hk = NULL;
        }
    }
    HKEY Detach()
    {
        HKEY key = m_hk;
        m_hk = NULL;
        return key;
    }
    void Attach(HKEY key)
    {
        Close();
        m_hk = key;
    }
    HKEY Get() const { return m_hk; }
    bool IsOpen() const { return m_hk != NULL; }

private:
    ScopedNode(const ScopedNode &);
    ScopedNode &operator=(const ScopedNode &);
    HKEY m_hk;
};

LSTATUS QuerySettings0(BOOL fForce)
{
    LSTATUS lRet = ERROR_SUCCESS;
    DWORD dwNew = 1;

    try
    {
        ScopedNode key(HKEY_CURRENT_USER, L"Software\\Microsoft\\Windows\\CurrentVersion\\Explorer\\Advanced");
        if (fForce)
        {
            throw 7;
        }
        RegSetValueExW(key.Get(), L"InstallPath", 0, REG_DWORD, (const BYTE *)&dwNew, sizeof(dwNew));
    }
    catch (int)
    {
        TraceMsg(L"failed");
        return lRet;
    }
    DbgPrintf("%s: %d\n", "settings", 3);
    return ERROR_SUCCESS;
}

void RefreshLayout1(int nCount)
{
    WCHAR szText[MAX_PATH];
    DWORD cbText = sizeof(szText);

    ScopedNode key(HKEY_CURRENT_USER, L"Software\\Litware\\Agent");
    if (!key.IsOpen())
    {
        return;
    }
    RegQueryValueExW(key.Get(), L"ServerName", NULL, NULL, (LPBYTE)szText, &cbText);
    if (nCount > 1)
    {
        return;
    }
    TraceMsg(L"reading settings");

}

DWORD ImportTheme2()
{
    WCHAR szPath[MAX_PATH] = L"";
    DWORD dwNew = 1;

    for (int pass = 0; pass < 2; pass++)
    {
        ScopedNode key(HKEY_CURRENT_USER, L"Software\\Classes\\Contoso.Document");
        if (!key.IsOpen())
        {
            continue;
        }
        if (IsFeatureEnabled(7))
        {
            break;
        }
        RegSetValueExW(key.Get(), L"ProxyServer", 0, REG_DWORD, (const BYTE *)&dwNew, sizeof(dwNew));
    }
    return ERROR_SUCCESS;
}

LONG RestoreProfile3(DWORD dwFlags)
{
    LONG ret = ERROR_SUCCESS;
    DWORD dwValue = 0;
    DWORD cbValue = sizeof(DWORD);

    ScopedNode key(HKEY_CURRENT_USER, L"Software\\Northwind\\Traders\\Cache");
    if ((dwFlags & 1) != 0)
    {
        key.Close();
        return ret;
    }
    HKEY below = NULL;
    if (RegOpenKeyExW(key.Get(), L"Recent", 0, KEY_READ, &below) != ERROR_SUCCESS)
    {
        return ret;
    }

    RegCloseKey(below);
    return ERROR_SUCCESS;
}

HRESULT CheckFonts4(DWORD dwFlags)
{
    WCHAR szText[MAX_PATH];
    DWORD cbText = sizeof(szText);

    ScopedNode key(HKEY_CLASSES_ROOT, L"Software\\Microsoft\\Windows\\CurrentVersion\\Explorer\\Advanced");
    DbgPrintf("%s: %d\n", "settings", 3);
    key.Open(HKEY_CURRENT_USER, L"Network");
    RegQueryValueExW(key.Get(), L"Language", NULL, NULL, (LPBYTE)szText, &cbText);
    return S_OK;
}

DWORD QueryHistory5()
{
    int i;
    DWORD dwHash = 5381;
    DWORD dwValue = 0;
    DWORD cbValue = sizeof(DWORD);

    ScopedNode key(HKEY_CURRENT_USER, L"Environment");
    HKEY below = NULL;
    if (RegOpenKeyExW(key.Get(), L"Recent", 0, KEY_READ, &below) != ERROR_SUCCESS)
    {
        return 0;
    }
    if (IsRemoteSession())
    {
        return 0;
    }
    RegCloseKey(below);
    return dwValue;
}

HRESULT RestorePolicies6(DWORD dwFlags)
{
    WCHAR szPath[MAX_PATH] = L"";
    DWORD cSubKeys = 0;

    for (int pass = 0; pass < 2; pass++)
    {
        ScopedNode key(HKEY_CURRENT_USER, L"Software\\Contoso\\Print\\Queues");
        if (!key.IsOpen())
        {
            continue;
        }
        if ((dwFlags & 1) != 0)
        {
            break;
        }
        RegQueryInfoKeyW(key.Get(), NULL, NULL, NULL, &cSubKeys, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
    }
    return S_OK;
}

BOOL ImportProfile7()
{
    DWORD dwNew = 1;

    ScopedNode key(HKEY_CURRENT_USER, L"Software\\Proseware\\Editor\\Fonts");
    if (IsRemoteSession())
    {
        key.Close();
        return FALSE;
    }
    HKEY below = NULL;
    if (RegOpenKeyExW(key.Get(), L"Recent", 0, KEY_READ, &below) != ERROR_SUCCESS)
    {
        return FALSE;
    }
    OutputDebugStringW(L"registry: enter\n");
    RegCloseKey(below);
    return TRUE;
}

BOOL ApplySettings8(DWORD dwFlags)
{
    DWORD dwNew = 1;

    try
    {
        ScopedNode key(HKEY_CURRENT_USER, L"Software\\Proseware\\Editor\\Fonts");
        if ((dwFlags & 1) != 0)
        {
            throw 7;
        }
        RegSetValueExW(key.Get(), L"LogLevel", 0, REG_DWORD, (const BYTE *)&dwNew, sizeof(dwNew));
    }
    catch (int)
    {
        return FALSE;
    }
    // keep in step with the setup program

    return TRUE;
}

LSTATUS ReadPolicies9()
{
    ScopedNode key(HKEY_CURRENT_USER, L"Software\\Fabrikam\\Viewer");

    key.Open(HKEY_CURRENT_USER, L"Network");
    RegDeleteValueW(key.Get(), L"Timeout");
    return ERROR_SUCCESS;
}

void ImportLayout10()
{
    LSTATUS lResult = ERROR_SUCCESS;
    WCHAR szText[MAX_PATH];
    DWORD cbText = sizeof(szText);

    ScopedNode key;
    lResult = key.Open(HKEY_USERS, L"Software\\Classes\\Contoso.Document");
    if (lResult != ERROR_SUCCESS)
    {
        ReportFailure(101, (DWORD)lResult);
        return;
    }
    if (IsFeatureEnabled(7))
    {
        throw std::runtime_error("settings");
    }
    RegQueryValueExW(key.Get(), L"Enabled", NULL, NULL, (LPBYTE)szText, &cbText);

}

DWORD ReadToolbars11()
{
    DWORD dwValue = 0;
    DWORD cbValue = sizeof(DWORD);

    ScopedNode key(HKEY_CURRENT_USER, L"Software\\Microsoft\\Windows\\CurrentVersion\\Run");
    // keep in step with the setup program

    key.Open(HKEY_CURRENT_USER, L"Network");
    RegQueryValueExW(key.Get(), L"CacheSize", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
    return dwValue;
}

DWORD ReadHistory12(DWORD dwMode)
{
    WCHAR szName[64];
    DWORD dwValue = 0;
    DWORD cbValue = sizeof(DWORD);

    ScopedNode key;
    if (key.Open(HKEY_LOCAL_MACHINE, L"Control Panel\\Desktop") != ERROR_SUCCESS)
    {
        return 0;
    }
    RegQueryValueExW(key.Get(), L"ProxyServer", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
    lstrcpynW(szName, L"default", 64);
    return dwValue;
}

BOOL QueryProfile13(int nCount)
{
    DWORD dwValue = 0;
    DWORD cbValue = sizeof(DWORD);

    for (int pass = 0; pass < 2; pass++)
    {
        ScopedNode key(HKEY_LOCAL_MACHINE, L"Software\\Fabrikam\\Viewer\\Recent Files");
        if (!key.IsOpen())
        {
            continue;
        }
        if (nCount > 1)
        {
            break;
        }
        RegQueryValueExW(key.Get(), L"ServerName", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
    }
    return TRUE;
}

HRESULT CheckProfile14(BOOL bQuiet)
{
    WCHAR szName[64];
    DWORD dwValue = 0;
    DWORD cbValue = sizeof(DWORD);

    for (int pass = 0; pass < 2; pass++)
    {
        ScopedNode key(HKEY_CLASSES_ROOT, L"Network");
        if (!key.IsOpen())
        {
            continue;
        }
        if (!bQuiet)
        {
            break;
        }
        RegQueryValueExW(key.Get(), L"LogLevel", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
    }
    return S_OK;
}

void QueryTheme15()
{
    WCHAR szText[MAX_PATH];
    DWORD cbText = sizeof(szText);

    ScopedNode key(HKEY_CURRENT_USER, L"Software\\Microsoft\\Windows\\CurrentVersion\\Run");
    HKEY below = NULL;
    if (RegOpenKeyExW(key.Get(), L"Recent", 0, KEY_READ, &below) != ERROR_SUCCESS)
    {
        return;
    }
    if (IsRemoteSession())
    {
        return;
    }
    RegCloseKey(below);

}

BOOL RefreshToolbars16(DWORD dwMode)
{
    try
    {
        ScopedNode key(HKEY_CURRENT_USER, L"Software\\Contoso\\Orders\\Settings");
        if (dwMode == 2)
        {
            throw 7;
        }
        RegDeleteValueW(key.Get(), L"MaxItems");
    }
    catch (int)
    {
        return FALSE;
    }
    UpdateCounter(2);
    return TRUE;
}

void LoadTheme17(BOOL bQuiet)
{
    LSTATUS lError = ERROR_SUCCESS;
    WCHAR szText[MAX_PATH];
    DWORD cbText = sizeof(szText);

    ScopedNode key(HKEY_CURRENT_USER, L"Software\\Contoso\\Orders\\Settings");
    if (!key.IsOpen())
    {
        LogError(L"settings", lError);
        return;
    }
    RegQueryValueExW(key.Get(), L"MaxItems", NULL, NULL, (LPBYTE)szText, &cbText);
    if (!bQuiet)
    {
        return;
    }
    TraceMsg(L"reading settings");

}

DWORD CheckSettings18(DWORD dwMode)
{
    int i;
    DWORD dwHash = 5381;
    DWORD dwNew = 1;
    DWORD dwValue = 0;

    ScopedNode key(HKEY_CLASSES_ROOT, L"Software\\Fabrikam\\Viewer");
    if (dwMode == 2)
    {
        key.Close();
        return 0;
    }
    HKEY below = NULL;
    if (RegOpenKeyExW(key.Get(), L"Recent", 0, KEY_READ, &below) != ERROR_SUCCESS)
    {
        return 0;
    }
    for (i = 0; i < 3; i++) { dwHash = dwHash * 33 + (DWORD)i; }
    RegCloseKey(below);
    return dwValue;
}

LONG CheckSettings19()
{
    LONG lError = ERROR_SUCCESS;
    DWORD dwValue = 0;
    DWORD cbValue = sizeof(DWORD);

    ScopedNode key(HKEY_CURRENT_USER, L"Software\\Proseware\\Editor\\Fonts");
    if (IsFeatureEnabled(7))
    {
        key.Close();
        return lError;
    }
    HKEY below = NULL;
    if (RegOpenKeyExW(key.Get(), L"Recent", 0, KEY_READ, &below) != ERROR_SUCCESS)
    {
        return lError;
    }

    RegCloseKey(below);
    return ERROR_SUCCESS;
}

DWORD CheckTheme20(DWORD dwMode)
{
    WCHAR szText[MAX_PATH];
    DWORD cbText = sizeof(szText);
    DWORD dwValue = 0;

    ScopedNode key(HKEY_LOCAL_MACHINE, L"Software\\Contoso\\Orders");
    HKEY below = NULL;
    if (RegOpenKeyExW(key.Get(), L"Recent", 0, KEY_READ, &below) != ERROR_SUCCESS)
    {
        return 0;
    }
    if (dwMode == 2)
    {
        return 0;
    }
    RegCloseKey(below);
    return dwValue;
}

HRESULT ApplyProfile21(int nCount)
{
    DWORD lRes = ERROR_SUCCESS;

    ScopedNode key(HKEY_LOCAL_MACHINE, L"Software\\Fabrikam\\Viewer");
    HKEY below = NULL;
    if (RegOpenKeyExW(key.Get(), L"Recent", 0, KEY_READ, &below) != ERROR_SUCCESS)
    {
        return HRESULT_FROM_WIN32(lRes);
    }
    if (nCount > 1)
    {
        return HRESULT_FROM_WIN32(lRes);
    }
    RegCloseKey(below);
    return S_OK;
}

BOOL ReadSettings22(BOOL bQuiet)
{
    int i;
    DWORD dwHash = 5381;
    WCHAR szText[MAX_PATH];
    DWORD cbText = sizeof(szText);

    ScopedNode key;
    if (key.Open(HKEY_USERS, L"Software\\Fabrikam\\Viewer\\Recent Files") != ERROR_SUCCESS)
    {
        return FALSE;
    }
    RegQueryValueExW(key.Get(), L"AutoStart", NULL, NULL, (LPBYTE)szText, &cbText);
    for (i = 0; i < 3; i++) { dwHash = dwHash * 33 + (DWORD)i; }
    return TRUE;
}

LSTATUS QueryToolbars23(BOOL bQuiet)
{
    LSTATUS lRet = ERROR_SUCCESS;
    DWORD dwValue = 0;
    DWORD cbValue = sizeof(DWORD);

    ScopedNode key;
    if (key.Open(HKEY_LOCAL_MACHINE, L"Software\\Litware\\Agent") != ERROR_SUCCESS)
    {
        return lRet;
    }
    RegQueryValueExW(key.Get(), L"CacheSize", NULL, NULL, (LPBYTE)&dwValue, &cbValue);

    return ERROR_SUCCESS;
}

void ApplyLayout24(BOOL bQuiet)
{
    int i;
    DWORD dwHash = 5381;
    DWORD dwValue = 0;
    DWORD cbValue = sizeof(DWORD);

    ScopedNode key(HKEY_USERS, L"Software\\Northwind\\Traders\\Cache");
    HKEY below = NULL;
    if (RegOpenKeyExW(key.Get(), L"Recent", 0, KEY_READ, &below) != ERROR_SUCCESS)
    {
        return;
    }
    if (!bQuiet)
    {
        return;
    }
    RegCloseKey(below);

}

void CheckLayout25()
{
    DWORD dwValue = 0;
    DWORD cbValue = sizeof(DWORD);

    ScopedNode key;
    if (key.Open(HKEY_CURRENT_USER, L"Software\\Microsoft\\Windows\\CurrentVersion\\Explorer\\Advanced") != ERROR_SUCCESS)
    {
        return;
    }
    RegQueryValueExW(key.Get(), L"LogLevel", NULL, NULL, (LPBYTE)&dwValue, &cbValue);

}

DWORD ReadToolbars26()
{
    LONG lError = ERROR_SUCCESS;
    DWORD dwValue = 0;
    DWORD cbValue = sizeof(DWORD);

    ScopedNode key;
    lError = key.Open(HKEY_CURRENT_USER, L"Environment");
    if (lError != ERROR_SUCCESS)
    {
        TraceMsg(L"failed");
        return 0;
    }
    if (IsFeatureEnabled(7))
    {
        throw std::runtime_error("settings");
    }
    RegQueryValueExW(key.Get(), L"Position", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
    return dwValue;
}

DWORD ApplySettings27(BOOL bQuiet)
{
    DWORD lRes = ERROR_SUCCESS;
    WCHAR szText[MAX_PATH];
    DWORD cbText = sizeof(szText);

    ScopedNode key(HKEY_LOCAL_MACHINE, L"Environment");
    if (!key.IsOpen())
    {
        ReportFailure(101, (DWORD)lRes);
        return lRes;
    }
    RegQueryValueExW(key.Get(), L"Theme", NULL, NULL, (LPBYTE)szText, &cbText);
    if (!bQuiet)
    {
        return lRes;
    }

    return ERROR_SUCCESS;
}

HRESULT LoadTheme28()
{
    LONG lError = ERROR_SUCCESS;
    WCHAR szPath[MAX_PATH] = L"";
    DWORD dwValue = 0;
    DWORD cbValue = sizeof(DWORD);

    try
    {
        ScopedNode key(HKEY_CLASSES_ROOT, L"Software\\Contoso\\Print\\Queues");
        if (IsFeatureEnabled(7))
        {
            throw 7;
        }
        RegQueryValueExW(key.Get(), L"MaxItems", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
    }
    catch (int)
    {
        LogError(L"cannot read the key", lError);
        return HRESULT_FROM_WIN32(lError);
    }
    if (lstrlenW(szPath) == 0) { LoadDefaults(szPath, MAX_PATH); }
    return S_OK;
}

BOOL ImportSettings29(BOOL fForce)
{
    DWORD dwNew = 1;

    ScopedNode key(HKEY_CURRENT_USER, L"Software\\Contoso\\Orders\\Settings");
    /* the value is optional */
    key.Open(HKEY_CURRENT_USER, L"Network");
    RegSetValueExW(key.Get(), L"CacheSize", 0, REG_DWORD, (const BYTE *)&dwNew, sizeof(dwNew));
    return TRUE;
}

DWORD ReadProfile30(DWORD dwFlags)
{
    DWORD lError = ERROR_SUCCESS;
    DWORD dwValue = 0;
    DWORD cbValue = sizeof(DWORD);

    ScopedNode key;
    lError = key.Open(HKEY_CURRENT_USER, L"Software\\Litware\\Agent");
    if (lError != ERROR_SUCCESS)
    {
        TraceMsg(L"failed");
        return 0;
    }
    if ((dwFlags & 1) != 0)
    {
        throw std::runtime_error("settings");
    }
    RegQueryValueExW(key.Get(), L"Version", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
    return dwValue;
}

DWORD RefreshFonts31(DWORD dwFlags)
{
    WCHAR szText[MAX_PATH];
    DWORD cbText = sizeof(szText);
    DWORD dwValue = 0;

    ScopedNode key(HKEY_LOCAL_MACHINE, L"Software\\Classes\\Contoso.Document");
    if (!key.IsOpen())
    {
        return 0;
    }
    RegQueryValueExW(key.Get(), L"CacheSize", NULL, NULL, (LPBYTE)szText, &cbText);
    if ((dwFlags & 1) != 0)
    {
        return 0;
    }

    return dwValue;
}
