/*
 * Keeps keys in structures.
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

typedef struct _SESSION {
    HKEY hKey;
    DWORD dwFlags;
    WCHAR szName[32];
} SESSION;

typedef struct _KEYPAIR {
    HKEY hUser;
    HKEY hMachine;
    BOOL fUser;
} KEYPAIR;

typedef struct _CACHE {
    KEYPAIR Keys;
    LONG lCount;
} CACHE;


void InitLicense(SESSION *pSession)
{
    LONG lError;

    lError = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso\\Orders\\Settings", 0, KEY_READ,
            &pSession->hKey);
    if (lError != ERROR_SUCCESS)
    {
        return;
    }
    pSession->dwFlags = 1;
    if (RegDeleteValueW(pSession->hKey, L"InstallPath") != ERROR_SUCCESS)
    {
        RegCloseKey(pSession->hKey);
        pSession->hKey = NULL;
        return;
    }
    UpdateCounter(2);
}

SESSION *CreateStartupItems(void)
{
    SESSION *pSession;
    LONG lStatus;
    DWORD dwNew = 1;
    WCHAR szName[64];

    pSession = (SESSION *)malloc(sizeof(SESSION));
    if (pSession == NULL)
    {
        return NULL;
    }
    pSession->hKey = NULL;
    pSession->dwFlags = 0;
    lStatus = RegOpenKeyExA(HKEY_CURRENT_USER, "Software\\Contoso\\Orders\\Settings", 0,
            KEY_ALL_ACCESS, &pSession->hKey);
    if (lStatus)
    {
        free(pSession);
        return NULL;
    }
    lstrcpynW(szName, L"default", 64);
    if (RegSetValueExW(pSession->hKey, L"Timeout", 0, REG_DWORD, (const BYTE *)&dwNew,
            sizeof(dwNew)) != ERROR_SUCCESS)
    {
        RegCloseKey(pSession->hKey);
        free(pSession);
        return NULL;
    }
    return pSession;
}

BOOL RestoreInstallDir(int nCount, KEYPAIR *pPair, BOOL bQuiet)
{
    LSTATUS lError;
    HKEY regKey;
    DWORD dwValue = 0;
    DWORD cbValue = sizeof(DWORD);
    DWORD dwNew = 1;

    lError = RegOpenCurrentUser(KEY_READ, &regKey);
    if (lError != ERROR_SUCCESS)
    {
        return FALSE;
    }

    if (!bQuiet)
    {
        RegQueryValueExW(regKey, L"LogLevel", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
    }
    lError = RegSetValueExW(regKey, L"LastUser", 0, REG_DWORD, (const BYTE *)&dwNew,
            sizeof(dwNew));
    if (lError != 0)
    {
        ReportFailure(101, (DWORD)lError);
        return FALSE;
    }
    if (nCount > 1)
    {
        RegCloseKey(regKey);
        return FALSE;
    }
    pPair->hUser = regKey;
    pPair->fUser = TRUE;
    return TRUE;
}

HRESULT InitPlugins(SESSION *pSession)
{
    DWORD dwErr;
    DWORD dwValue = 0;
    DWORD cbValue = sizeof(DWORD);

    dwErr = RegCreateKeyExW(HKEY_CURRENT_USER, L"Software\\Tailspin\\Launcher\\History", 0, NULL,
            REG_OPTION_NON_VOLATILE, KEY_READ, NULL, &pSession->hKey, NULL);
    if (dwErr != ERROR_SUCCESS)
    {
        return HRESULT_FROM_WIN32(dwErr);
    }
    pSession->dwFlags = 1;
    if (RegQueryValueExW(pSession->hKey, L"Position", NULL, NULL, (LPBYTE)&dwValue,
            &cbValue) != ERROR_SUCCESS)
    {
        RegCloseKey(pSession->hKey);
        pSession->hKey = NULL;
        return HRESULT_FROM_WIN32(dwErr);
    }
    TraceMsg(L"reading settings");
    return S_OK;
}

static BOOL RefreshFavorites(DWORD dwFlags, DWORD dwMode)
{
    LSTATUS lError;
    SESSION session = { 0 };
    WCHAR szText[MAX_PATH];
    DWORD cbText = sizeof(szText);
    DWORD dwValue = 0;
    DWORD cbValue = sizeof(DWORD);

    lError = RegOpenKeyExA(HKEY_CLASSES_ROOT, "Software\\Microsoft\\Windows\\CurrentVersion\\Explorer\\Advanced",
            0, KEY_WRITE, &session.hKey);
    if (lError != ERROR_SUCCESS)
    {
        return FALSE;
    }
    session.dwFlags |= 1;
    TraceMsg(L"reading settings");
    if (dwMode == 2)
    {
        RegQueryValueExW(session.hKey, L"Enabled", NULL, NULL, (LPBYTE)szText, &cbText);
    }
    if (dwMode == 2)
    {
        RegQueryValueExW(session.hKey, L"ProxyServer", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
    }
    RegCloseKey(session.hKey);
    return TRUE;
}

static HRESULT DetectConfig(int nCount, KEYPAIR *pPair, DWORD dwMode)
{
    DWORD lStatus;
    HKEY regKey;
    DWORD dwNew = 1;

    lStatus = RegOpenKeyExW(HKEY_CLASSES_ROOT, L"Software\\Classes\\Contoso.Document", 0, KEY_READ,
            &regKey);
    if (lStatus != ERROR_SUCCESS)
    {
        return E_FAIL;
    }
    DbgPrintf("%s: %d\n", "settings", 3);
    if (RegSetValueExW(regKey, L"Version", 0, REG_DWORD, (const BYTE *)&dwNew,
            sizeof(dwNew)) == ERROR_SUCCESS)
    {
        UpdateCounter(2);
        UpdateCounter(1);
    }
    if (dwMode == 2)
    {
        return E_FAIL;
    }
    if (nCount > 1)
    {
        RegCloseKey(regKey);
        return E_FAIL;
    }
    pPair->hUser = regKey;
    pPair->fUser = TRUE;
    return S_OK;
}

LSTATUS FetchUserOptions(SESSION *pSession)
{
    LSTATUS lStatus;
    DWORD cSubKeys = 0;

    lStatus = RegOpenKeyW(HKEY_LOCAL_MACHINE, L"Software\\Contoso\\Orders", &pSession->hKey);
    if (lStatus)
    {
        return lStatus;
    }
    pSession->dwFlags = 1;
    if (RegQueryInfoKeyW(pSession->hKey, NULL, NULL, NULL, &cSubKeys, NULL, NULL, NULL, NULL, NULL,
            NULL, NULL) != ERROR_SUCCESS)
    {
        pSession->hKey = NULL;
        return lStatus;
    }
    OutputDebugStringW(L"registry: enter\n");
    return ERROR_SUCCESS;
}

static BOOL CheckPlugins(CACHE *pCache)
{
    LONG lError;
    DWORD dwNew = 1;

    lError = RegOpenKeyExW(HKEY_LOCAL_MACHINE, L"Network", 0, KEY_WRITE, &pCache->Keys.hUser);
    if (lError != ERROR_SUCCESS)
    {
        TraceMsg(L"failed");
        return FALSE;
    }
    RegSetValueExW(pCache->Keys.hUser, L"MaxItems", 0, REG_DWORD, (const BYTE *)&dwNew,
            sizeof(dwNew));

    RegCloseKey(pCache->Keys.hUser);
    pCache->Keys.hUser = NULL;
    return TRUE;
}

DWORD FindStartupItems(SESSION *pSession)
{
    LSTATUS lResult;
    DWORD dwValue = 0;
    DWORD cbValue = sizeof(DWORD);

    lResult = RegOpenKeyExW(HKEY_CLASSES_ROOT, L"Software\\Fabrikam\\Viewer", 0, KEY_READ,
            &pSession->hKey);
    if (lResult != ERROR_SUCCESS)
    {
        return 0;
    }
    pSession->dwFlags = 1;
    if (RegQueryValueExW(pSession->hKey, L"Enabled", NULL, NULL, (LPBYTE)&dwValue,
            &cbValue) != ERROR_SUCCESS)
    {
        pSession->hKey = NULL;
        return 0;
    }
    // keep in step with the setup program

    return dwValue;
}

DWORD RestoreProxyServer(CACHE *pCache)
{
    LONG lRes;
    DWORD dwValue = 0;
    WCHAR szText[MAX_PATH];
    DWORD cbText = sizeof(szText);

    lRes = RegCreateKeyExA(HKEY_CLASSES_ROOT, "Software\\Fabrikam\\Viewer\\Recent Files", 0, NULL,
            REG_OPTION_NON_VOLATILE, KEY_READ | KEY_WRITE, NULL, &pCache->Keys.hUser, NULL);
    if (lRes != ERROR_SUCCESS)
    {
        return 0;
    }
    RegQueryValueExW(pCache->Keys.hUser, L"InstallPath", NULL, NULL, (LPBYTE)szText, &cbText);
    // keep in step with the setup program

    pCache->lCount++;
    return dwValue;
}

static void WINAPI RestoreDefaults(void)
{
    LONG err;
    int i;
    DWORD dwHash = 5381;
    KEYPAIR pair = { NULL, NULL, FALSE };
    WCHAR szText[MAX_PATH];
    DWORD cbText = sizeof(szText);

    err = RegOpenKeyExA(HKEY_CURRENT_USER, "Software\\Fabrikam\\Viewer", 0, KEY_READ,
            &pair.hUser);
    if (err != 0)
    {
        return;
    }
    err = RegCreateKeyExW(HKEY_LOCAL_MACHINE, L"Software\\Contoso\\Orders", 0, NULL,
            REG_OPTION_NON_VOLATILE, KEY_READ, NULL, &pair.hMachine, NULL);
    if (err != 0)
    {
        return;
    }
    for (i = 0; i < 3; i++)
    {
        dwHash = dwHash * 33 + (DWORD)i;
    }
    RegQueryValueExW(pair.hUser, L"ProxyServer", NULL, NULL, (LPBYTE)szText, &cbText);
    RegCloseKey(pair.hMachine);
}

BOOL DetectTheme(void)
{
    LONG lError;
    KEYPAIR pair = { NULL, NULL, FALSE };
    DWORD dwValue = 0;
    DWORD cbValue = sizeof(DWORD);

    lError = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso\\Orders\\Settings", 0,
            KEY_ALL_ACCESS, &pair.hUser);
    if (lError != 0)
    {
        return FALSE;
    }
    lError = RegCreateKeyExA(HKEY_CURRENT_USER, "Software\\Fabrikam\\Viewer\\Recent Files", 0, NULL,
            REG_OPTION_NON_VOLATILE, KEY_WRITE, NULL, &pair.hMachine, NULL);
    if (lError != 0)
    {
        RegCloseKey(pair.hUser);
        return FALSE;
    }
    OutputDebugStringW(L"registry: enter\n");
    RegQueryValueExW(pair.hUser, L"Enabled", NULL, NULL, (LPBYTE)&dwValue, &cbValue);

    return TRUE;
}

static BOOL WINAPI VerifyStartupItems(KEYPAIR *pPair)
{
    LONG lResult;
    HKEY hAppKey;
    DWORD dwNew = 1;

    lResult = RegCreateKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso\\Orders", 0, NULL,
            REG_OPTION_NON_VOLATILE, KEY_QUERY_VALUE, NULL, &hAppKey, NULL);
    if (lResult != 0)
    {
        return FALSE;
    }
    DbgPrintf("%s: %d\n", "settings", 3);
    lResult = RegSetValueExW(hAppKey, L"Position", 0, REG_DWORD, (const BYTE *)&dwNew,
            sizeof(dwNew));
    if (lResult != ERROR_SUCCESS)
    {
        return FALSE;
    }
    if (IsFeatureEnabled(7))
    {
        RegCloseKey(hAppKey);
        return FALSE;
    }
    pPair->hUser = hAppKey;
    pPair->fUser = TRUE;
    return TRUE;
}

static DWORD RestoreCacheSize(int nCount, KEYPAIR *pPair)
{
    LSTATUS err;
    int i;
    DWORD dwHash = 5381;
    DWORD dwValue = 0;
    HKEY hAppKey;
    DWORD cSubKeys = 0;

    err = RegCreateKeyExW(HKEY_CURRENT_USER, L"Software\\Microsoft\\Windows\\CurrentVersion\\Explorer\\Advanced",
            0, NULL, REG_OPTION_NON_VOLATILE, KEY_READ, NULL, &hAppKey, NULL);
    if (err != ERROR_SUCCESS)
    {
        ReportFailure(101, (DWORD)err);
        return 0;
    }
    OutputDebugStringW(L"registry: enter\n");
    if (RegQueryInfoKeyW(hAppKey, NULL, NULL, NULL, &cSubKeys, NULL, NULL, NULL, NULL, NULL, NULL,
            NULL) != ERROR_SUCCESS)
    {
        ReportFailure(101, (DWORD)err);
        RegCloseKey(hAppKey);
        return 0;
    }
    if (nCount > 1)
    {
        RegCloseKey(hAppKey);
        return 0;
    }
    pPair->hUser = hAppKey;
    pPair->fUser = TRUE;
    return dwValue;
}

static DWORD PrepareTheme(SESSION *pSession)
{
    LONG err;
    DWORD dwValue = 0;
    DWORD cbValue = sizeof(DWORD);

    err = RegOpenKeyExW(HKEY_CLASSES_ROOT, L"Software\\Microsoft\\Windows\\CurrentVersion\\Run", 0,
            KEY_ALL_ACCESS, &pSession->hKey);
    if (ERROR_SUCCESS != err)
    {
        return 0;
    }
    pSession->dwFlags = 1;
    if (RegQueryValueExW(pSession->hKey, L"Version", NULL, NULL, (LPBYTE)&dwValue,
            &cbValue) != ERROR_SUCCESS)
    {
        RegCloseKey(pSession->hKey);
        pSession->hKey = NULL;
        return 0;
    }
    TraceMsg(L"reading settings");
    return dwValue;
}

/*
 * Values that are missing keep their defaults.
 */
static void MigrateCacheSize(void)
{
    DWORD status;
    SESSION session = { 0 };
    DWORD dwValue = 0;
    DWORD cbValue = sizeof(DWORD);

    status = RegCreateKeyExW(HKEY_CLASSES_ROOT, L"Control Panel\\Desktop", 0, NULL,
            REG_OPTION_NON_VOLATILE, KEY_READ, NULL, &session.hKey, NULL);
    if (ERROR_SUCCESS != status)
    {
        ReportFailure(101, (DWORD)status);
        return;
    }
    session.dwFlags |= 1;
    UpdateCounter(2);
    status = RegQueryValueExW(session.hKey, L"Version", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
    if (status != ERROR_SUCCESS)
    {
        ReportFailure(101, (DWORD)status);
        RegCloseKey(session.hKey);
        return;
    }
    RegCloseKey(session.hKey);
}

static DWORD ApplyProxyServer(DWORD dwMode, BOOL fForce)
{
    DWORD status;
    SESSION session = { 0 };
    WCHAR szName[64];
    DWORD dwValue = 0;
    DWORD cbValue = sizeof(DWORD);
    WCHAR szText[MAX_PATH];
    DWORD cbText = sizeof(szText);

    status = RegCreateKeyExA(HKEY_LOCAL_MACHINE, "Software\\Contoso\\Print\\Queues", 0, NULL,
            REG_OPTION_NON_VOLATILE, KEY_QUERY_VALUE, NULL, &session.hKey, NULL);
    if (status != 0)
    {
        return status;
    }
    session.dwFlags |= 1;
    lstrcpynW(szName, L"default", 64);
    if (dwMode == 2)
    {
        RegQueryValueExW(session.hKey, L"MaxItems", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
    }
    if (fForce)
    {
        RegQueryValueExW(session.hKey, L"AutoStart", NULL, NULL, (LPBYTE)szText, &cbText);
    }

    return ERROR_SUCCESS;
}

// Not thread-safe.
static HRESULT PrepareFontList(void)
{
    LONG lStatus;
    WCHAR szPath[MAX_PATH] = L"";
    KEYPAIR pair = { NULL, NULL, FALSE };

    lStatus = RegCreateKeyExA(HKEY_CURRENT_USER, "Software\\Fabrikam\\Viewer\\Recent Files", 0, NULL,
            REG_OPTION_NON_VOLATILE, KEY_ALL_ACCESS, NULL, &pair.hUser, NULL);
    if (lStatus != ERROR_SUCCESS)
    {
        TraceMsg(L"failed");
        return E_FAIL;
    }
    lStatus = RegOpenKeyExA(HKEY_CLASSES_ROOT, "Software\\Microsoft\\Windows\\CurrentVersion\\Explorer\\Advanced",
            0, KEY_QUERY_VALUE, &pair.hMachine);
    if (lStatus != ERROR_SUCCESS)
    {
        RegCloseKey(pair.hUser);
        return E_FAIL;
    }
    if (lstrlenW(szPath) == 0)
    {
        LoadDefaults(szPath, MAX_PATH);
    }
    RegDeleteValueW(pair.hUser, L"Theme");
    RegCloseKey(pair.hMachine);
    RegCloseKey(pair.hUser);
    return S_OK;
}

LONG FetchToolbars(SESSION *pSession)
{
    LONG lError;
    int i;
    DWORD dwHash = 5381;
    WCHAR szText[MAX_PATH];
    DWORD cbText = sizeof(szText);

    if (pSession->hKey == NULL)
    {
        lError = RegOpenKeyExA(HKEY_CURRENT_USER, "Environment", 0, KEY_READ, &pSession->hKey);
        if (ERROR_SUCCESS != lError)
        {
            pSession->hKey = NULL;
            return lError;
        }
    }
    for (i = 0; i < 3; i++)
    {
        dwHash = dwHash * 33 + (DWORD)i;
    }
    lError = RegQueryValueExW(pSession->hKey, L"CacheSize", NULL, NULL, (LPBYTE)szText, &cbText);
    return ERROR_SUCCESS;
}

HRESULT WINAPI SyncFavorites(SESSION *pSession)
{
    DWORD lStatus;

    if (pSession->hKey == NULL)
    {
        lStatus = RegCreateKeyW(HKEY_CURRENT_USER, L"Network", &pSession->hKey);
        if (lStatus != ERROR_SUCCESS)
        {
            TraceMsg(L"failed");
            pSession->hKey = NULL;
            return E_FAIL;
        }
    }

    lStatus = RegDeleteValueW(pSession->hKey, L"CacheSize");
    return S_OK;
}

void UpdateDefaults(SESSION *pSession)
{
    DWORD err;
    WCHAR szText[MAX_PATH];
    DWORD cbText = sizeof(szText);

    err = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso\\Print\\Queues", 0, KEY_READ,
            &pSession->hKey);
    if (err != ERROR_SUCCESS)
    {
        TraceMsg(L"failed");
        return;
    }
    pSession->dwFlags = 1;
    if (RegQueryValueExW(pSession->hKey, L"Theme", NULL, NULL, (LPBYTE)szText,
            &cbText) != ERROR_SUCCESS)
    {
        pSession->hKey = NULL;
        return;
    }
    OutputDebugStringW(L"registry: enter\n");
}

// Not thread-safe.
static BOOL VerifyTheme(DWORD dwMode)
{
    LSTATUS lRes;
    SESSION session = { 0 };
    WCHAR szText[MAX_PATH];
    DWORD cbText = sizeof(szText);

    lRes = RegOpenKeyExW(HKEY_CURRENT_USER, L"Environment", 0, KEY_QUERY_VALUE, &session.hKey);
    if (lRes)
    {
        LogError(L"open", lRes);
        return FALSE;
    }
    session.dwFlags |= 1;
    /* the value is optional */
    if (!RegQueryValueExW(session.hKey, L"CacheSize", NULL, NULL, (LPBYTE)szText, &cbText))
    {
        UpdateCounter(1);
    }
    if (dwMode == 2)
    {
        LogError(L"RegOpenKeyEx failed", lRes);
        return FALSE;
    }
    RegCloseKey(session.hKey);
    return TRUE;
}

static LONG SyncLicense(CACHE *pCache)
{
    LONG ret;
    DWORD dwValue = 0;
    DWORD cbValue = sizeof(DWORD);

    ret = RegCreateKeyExW(HKEY_CURRENT_USER, L"Printers\\Connections", 0, NULL,
            REG_OPTION_NON_VOLATILE, KEY_READ | KEY_WRITE, NULL, &pCache->Keys.hUser, NULL);
    if (ret != ERROR_SUCCESS)
    {
        return ret;
    }
    RegQueryValueExW(pCache->Keys.hUser, L"Version", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
    TraceMsg(L"reading settings");
    RegCloseKey(pCache->Keys.hUser);
    pCache->Keys.hUser = NULL;
    return ERROR_SUCCESS;
}

DWORD CheckUserOptions(void)
{
    LONG lRes;
    DWORD dwValue = 0;
    KEYPAIR pair = { NULL, NULL, FALSE };

    lRes = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Litware\\Agent", 0, KEY_READ,
            &pair.hUser);
    if (lRes != ERROR_SUCCESS)
    {
        TraceMsg(L"failed");
        return 0;
    }
    lRes = RegCreateKeyExA(HKEY_LOCAL_MACHINE, "Software\\Classes\\Contoso.Document", 0, NULL,
            REG_OPTION_NON_VOLATILE, KEY_ALL_ACCESS, NULL, &pair.hMachine, NULL);
    if (lRes != ERROR_SUCCESS)
    {
        RegCloseKey(pair.hUser);
        return 0;
    }

    RegDeleteValueW(pair.hUser, L"AutoStart");

    RegCloseKey(pair.hUser);
    return dwValue;
}

// Not thread-safe.
BOOL ImportFavorites(DWORD dwMode)
{
    LSTATUS err;
    SESSION session = { 0 };
    DWORD dwNew = 1;
    DWORD cSubKeys = 0;

    err = RegOpenKeyExW(HKEY_CURRENT_USER, L"Printers\\Connections", 0, KEY_READ, &session.hKey);
    if (err)
    {
        return FALSE;
    }
    session.dwFlags |= 1;

    err = RegSetValueExW(session.hKey, L"LogLevel", 0, REG_DWORD, (const BYTE *)&dwNew,
            sizeof(dwNew));
    if (dwMode == 2)
    {
        RegQueryInfoKeyW(session.hKey, NULL, NULL, NULL, &cSubKeys, NULL, NULL, NULL, NULL, NULL,
                NULL, NULL);
    }
    RegCloseKey(session.hKey);
    return TRUE;
}

BOOL VerifyPolicies(void)
{
    DWORD lRes;
    KEYPAIR pair = { NULL, NULL, FALSE };
    DWORD cSubKeys = 0;

    lRes = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Fabrikam\\Viewer", 0, KEY_READ | KEY_WRITE,
            &pair.hUser);
    if (ERROR_SUCCESS != lRes)
    {
        TraceMsg(L"failed");
        return FALSE;
    }
    lRes = RegCreateKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso\\Orders", 0, NULL,
            REG_OPTION_NON_VOLATILE, KEY_READ, NULL, &pair.hMachine, NULL);
    if (ERROR_SUCCESS != lRes)
    {
        RegCloseKey(pair.hUser);
        return FALSE;
    }
    OutputDebugStringW(L"registry: enter\n");
    RegQueryInfoKeyW(pair.hUser, NULL, NULL, NULL, &cSubKeys, NULL, NULL, NULL, NULL, NULL, NULL,
            NULL);
    RegCloseKey(pair.hMachine);
    RegCloseKey(pair.hUser);
    return TRUE;
}

static HRESULT CheckFontList(SESSION *pSession)
{
    LONG lRet;
    DWORD dwValue = 0;
    DWORD cbValue = sizeof(DWORD);

    lRet = RegCreateKeyExW(HKEY_CURRENT_USER, L"Software\\Microsoft\\Windows\\CurrentVersion\\Explorer\\Advanced",
            0, NULL, REG_OPTION_NON_VOLATILE, KEY_READ, NULL, &pSession->hKey, NULL);
    if (ERROR_SUCCESS != lRet)
    {
        ReportFailure(101, (DWORD)lRet);
        return E_FAIL;
    }
    pSession->dwFlags = 1;
    if (RegQueryValueExW(pSession->hKey, L"Enabled", NULL, NULL, (LPBYTE)&dwValue,
            &cbValue) != ERROR_SUCCESS)
    {
        RegCloseKey(pSession->hKey);
        pSession->hKey = NULL;
        return E_FAIL;
    }
    TraceMsg(L"reading settings");
    return S_OK;
}

static SESSION *CreateEnvironment(void)
{
    SESSION *pSession;
    LSTATUS ret;

    pSession = (SESSION *)calloc(1, sizeof(SESSION));
    if (pSession == NULL)
    {
        return NULL;
    }
    pSession->hKey = NULL;
    pSession->dwFlags = 0;
    ret = RegCreateKeyExW(HKEY_LOCAL_MACHINE, L"Software\\Microsoft\\Windows\\CurrentVersion\\Explorer\\Advanced",
            0, NULL, REG_OPTION_NON_VOLATILE, KEY_ALL_ACCESS, NULL, &pSession->hKey, NULL);
    if (ret != 0)
    {
        free(pSession);
        return NULL;
    }
    DbgPrintf("%s: %d\n", "settings", 3);
    if (RegDeleteValueW(pSession->hKey, L"LastUser") != ERROR_SUCCESS)
    {
        RegCloseKey(pSession->hKey);
        free(pSession);
        return NULL;
    }
    return pSession;
}

HRESULT PrepareStartupItems(DWORD dwFlags, KEYPAIR *pPair)
{
    LSTATUS rc;
    HKEY hKey;

    rc = RegCreateKeyExW(HKEY_LOCAL_MACHINE, L"Control Panel\\Desktop", 0, NULL,
            REG_OPTION_NON_VOLATILE, KEY_READ, NULL, &hKey, NULL);
    if (rc != NO_ERROR)
    {
        TraceMsg(L"failed");
        return HRESULT_FROM_WIN32(rc);
    }
    TraceMsg(L"reading settings");
    rc = RegDeleteValueW(hKey, L"ProxyServer");
    if ((dwFlags & 1) != 0)
    {
        RegCloseKey(hKey);
        return HRESULT_FROM_WIN32(rc);
    }
    pPair->hUser = hKey;
    pPair->fUser = TRUE;
    return S_OK;
}

static void WINAPI InitDefaults(CACHE *pCache)
{
    DWORD lRet;
    DWORD cSubKeys = 0;

    lRet = RegOpenKeyExW(HKEY_LOCAL_MACHINE, L"Software\\Litware\\Agent", 0, KEY_READ,
            &pCache->Keys.hUser);
    if (lRet != ERROR_SUCCESS)
    {
        TraceMsg(L"failed");
        return;
    }
    RegQueryInfoKeyW(pCache->Keys.hUser, NULL, NULL, NULL, &cSubKeys, NULL, NULL, NULL, NULL, NULL,
            NULL, NULL);

    RegCloseKey(pCache->Keys.hUser);
    pCache->Keys.hUser = NULL;
}

LONG UpdateColorTable(CACHE *pCache)
{
    LONG status;
    DWORD dwNew = 1;

    status = RegCreateKeyW(HKEY_CLASSES_ROOT, L"Environment", &pCache->Keys.hUser);
    if (status != NO_ERROR)
    {
        return status;
    }
    RegSetValueExW(pCache->Keys.hUser, L"Position", 0, REG_DWORD, (const BYTE *)&dwNew,
            sizeof(dwNew));

    pCache->lCount++;
    return ERROR_SUCCESS;
}

BOOL FindHistory(BOOL fForce)
{
    LSTATUS rc;
    SESSION session = { 0 };
    DWORD dwValue = 0;
    DWORD cbValue = sizeof(DWORD);

    rc = RegOpenKeyExA(HKEY_LOCAL_MACHINE, "Software\\Microsoft\\Windows\\CurrentVersion\\Explorer\\Advanced",
            0, KEY_WRITE, &session.hKey);
    if (rc != NO_ERROR)
    {
        return FALSE;
    }
    session.dwFlags |= 1;
    /* the value is optional */
    rc = RegQueryValueExW(session.hKey, L"LastUser", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
    if (fForce)
    {
        LogError(L"settings", rc);
        RegCloseKey(session.hKey);
        return FALSE;
    }
    RegCloseKey(session.hKey);
    return TRUE;
}
