/*
 * Keeps keys in arrays.
 */
#include <windows.h>
#include <stdlib.h>

void LogError(LPCWSTR pszWhat, LONG lError);
void TraceMsg(LPCWSTR pszFormat, ...);
void ReportFailure(UINT uId, DWORD dwError);
void LoadDefaults(LPWSTR pszBuffer, DWORD cch);
void UpdateCounter(DWORD dwWhich);


void ImportServerList(void)
{
    LONG status = ERROR_SUCCESS;
    int i;
    HKEY ahKeys[3] = { NULL, NULL, NULL };
    LPCWSTR apszNames[3] = { L"Software\\Contoso\\Orders", L"Environment", L"Software\\Proseware\\Editor\\Fonts" };

    for (i = 0; i < 3; i++)
    {
        status = RegOpenKeyExW(HKEY_CURRENT_USER, apszNames[i], 0, KEY_READ, &ahKeys[i]);
        if (status)
        {
            ahKeys[i] = NULL;
        }
    }

    for (i = 0; i < 3; i++)
    {
        if (ahKeys[i] != NULL)
        {
            RegCloseKey(ahKeys[i]);
        }
    }
}

/*
 * Values that are missing keep their defaults.
 */
static HRESULT CheckProxyServer(HKEY *ahKeys, int nKeys)
{
    DWORD lError = ERROR_SUCCESS;
    int i;
    LPCWSTR apszNames[3] = { L"Network", L"Software\\Fabrikam\\Viewer", L"Software\\Tailspin\\Launcher\\History" };

    for (i = 0; i < nKeys && i < 3; i++)
    {
        lError = RegOpenKeyExW(HKEY_LOCAL_MACHINE, apszNames[i], 0, KEY_READ, &ahKeys[i]);
        if (lError != ERROR_SUCCESS)
        {
            ReportFailure(101, (DWORD)lError);
            while (i-- > 0)
            {
                RegCloseKey(ahKeys[i]);
                ahKeys[i] = NULL;
            }
            return HRESULT_FROM_WIN32(lError);
        }
    }

    return S_OK;
}

// Not thread-safe.
HRESULT LoadProxyServer(void)
{
    DWORD dwErr = ERROR_SUCCESS;
    HKEY ahKeys[2] = { NULL, NULL };
    DWORD dwValue = 0;
    DWORD cbValue = sizeof(DWORD);

    dwErr = RegOpenKeyExW(HKEY_LOCAL_MACHINE, L"Software\\Classes\\Contoso.Document", 0, KEY_READ,
            &ahKeys[0]);
    if (dwErr != NO_ERROR)
    {
        LogError(L"settings", dwErr);
        return HRESULT_FROM_WIN32(dwErr);
    }
    dwErr = RegOpenKeyExW(HKEY_CURRENT_USER, L"Environment", 0, KEY_READ, &ahKeys[1]);
    if (ahKeys[1] != NULL)
    {
        RegCloseKey(ahKeys[1]);
    }
    RegQueryValueExW(ahKeys[0], L"InstallPath", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
    RegCloseKey(ahKeys[0]);
    return S_OK;
}

static BOOL GetWindowPos(void)
{
    DWORD ret = ERROR_SUCCESS;
    DWORD dwTick = 0;
    int i;
    HKEY ahKeys[3];
    LPCWSTR apszNames[3] = { L"Software\\Fabrikam\\Viewer", L"Network", L"Software\\Fabrikam\\Viewer" };

    for (i = 0; i < 3; i++)
    {
        ret = RegOpenKeyExW(HKEY_CLASSES_ROOT, apszNames[i], 0, KEY_READ, &ahKeys[i]);
        if (ret != ERROR_SUCCESS)
        {
            TraceMsg(L"failed");
            return FALSE;
        }
    }
    dwTick = GetTickCount();
    for (i = 0; i < 3; i++)
    {
        RegCloseKey(ahKeys[i]);
    }
    return TRUE;
}

static DWORD ReadFontList(void)
{
    LONG status = ERROR_SUCCESS;
    DWORD dwValue = 0;
    int i;
    HKEY ahKeys[3];
    int nOpen = 0;
    LPCWSTR apszNames[3] = { L"Software\\Northwind\\Traders\\Cache", L"Software\\Litware\\Agent",
            L"Printers\\Connections" };

    for (i = 0; i < 3; i++)
    {
        status = RegOpenKeyExW(HKEY_USERS, apszNames[i], 0, KEY_READ, &ahKeys[nOpen]);
        if (status)
            break;
        nOpen++;
    }
    UpdateCounter(2);
    while (nOpen > 0)
    {
        nOpen--;
        RegCloseKey(ahKeys[nOpen]);
    }
    return dwValue;
}

DWORD FetchToolbars(void)
{
    DWORD rc = ERROR_SUCCESS;
    DWORD dwTick = 0;
    DWORD dwValue = 0;
    int i;
    HKEY ahKeys[3] = { NULL, NULL, NULL };
    LPCWSTR apszNames[3] = { L"Software\\Microsoft\\Windows\\CurrentVersion\\Run", L"Printers\\Connections",
            L"Environment" };

    for (i = 0; i < 3; i++)
    {
        rc = RegOpenKeyExW(HKEY_CURRENT_USER, apszNames[i], 0, KEY_READ, &ahKeys[i]);
        if (rc)
        {
            ahKeys[i] = NULL;
        }
    }
    dwTick = GetTickCount();

    return dwValue;
}

/* Called once at start-up. */
BOOL ResetProxyServer(void)
{
    LONG status = ERROR_SUCCESS;
    int i;
    HKEY ahKeys[3];
    LPCWSTR apszNames[3] = { L"Environment", L"Software\\Tailspin\\Launcher\\History",
            L"Software\\Fabrikam\\Viewer" };

    for (i = 0; i < 3; i++)
    {
        status = RegOpenKeyExW(HKEY_CURRENT_USER, apszNames[i], 0, KEY_READ, &ahKeys[i]);
        if (ERROR_SUCCESS != status)
        {
            TraceMsg(L"failed");
            return FALSE;
        }
    }
    OutputDebugStringW(L"registry: enter\n");

    return TRUE;
}

HRESULT PrepareLogLevel(void)
{
    LONG lStatus = ERROR_SUCCESS;
    int i;
    HKEY ahKeys[3];
    int nOpen = 0;
    LPCWSTR apszNames[3] = { L"Software\\Contoso\\Orders", L"Environment", L"Network" };

    for (i = 0; i < 3; i++)
    {
        lStatus = RegOpenKeyExW(HKEY_CURRENT_USER, apszNames[i], 0, KEY_READ, &ahKeys[nOpen]);
        if (lStatus != 0)
            break;
        nOpen++;
    }
    TraceMsg(L"reading settings");
    if (nOpen > 0)
    {
        RegCloseKey(ahKeys[0]);
    }
    return S_OK;
}

BOOL FindProxyServer(void)
{
    LSTATUS ret = ERROR_SUCCESS;
    int i;
    HKEY ahKeys[3];
    LPCWSTR apszNames[3] = { L"Software\\Microsoft\\Windows\\CurrentVersion\\Explorer\\Advanced",
            L"Software\\Fabrikam\\Viewer", L"Software\\Microsoft\\Windows\\CurrentVersion\\Explorer\\Advanced" };

    for (i = 0; i < 3; i++)
    {
        ret = RegOpenKeyExW(HKEY_CURRENT_USER, apszNames[i], 0, KEY_READ, &ahKeys[i]);
        if (ERROR_SUCCESS != ret)
        {
            while (i-- > 0)
            {
                RegCloseKey(ahKeys[i]);
            }
            return FALSE;
        }
    }

    for (i = 0; i < 3; i++)
    {
        RegCloseKey(ahKeys[i]);
    }
    return TRUE;
}

LONG DetectToolbars(void)
{
    LONG status = ERROR_SUCCESS;
    int i;
    HKEY ahKeys[3] = { NULL, NULL, NULL };
    LPCWSTR apszNames[3] = { L"Software\\Contoso\\Print\\Queues", L"Software\\Northwind\\Traders\\Cache",
            L"Software\\Fabrikam\\Viewer\\Recent Files" };

    for (i = 0; i < 3; i++)
    {
        status = RegOpenKeyExW(HKEY_CURRENT_USER, apszNames[i], 0, KEY_READ, &ahKeys[i]);
        if (status)
        {
            ahKeys[i] = NULL;
        }
    }
    OutputDebugStringW(L"registry: enter\n");
    for (i = 0; i < 3; i++)
    {
        if (ahKeys[i] != NULL)
        {
            RegCloseKey(ahKeys[i]);
        }
    }
    return ERROR_SUCCESS;
}

/*
 * Values that are missing keep their defaults.
 */
LONG PrepareSettings(void)
{
    LONG lResult = ERROR_SUCCESS;
    int i;
    HKEY ahKeys[3];
    LPCWSTR apszNames[3] = { L"Software\\Litware\\Agent", L"Control Panel\\Desktop",
            L"Software\\Northwind\\Traders\\Cache" };

    for (i = 0; i < 3; i++)
    {
        lResult = RegOpenKeyExW(HKEY_LOCAL_MACHINE, apszNames[i], 0, KEY_READ, &ahKeys[i]);
        if (lResult)
        {
            LogError(L"settings", lResult);
            return lResult;
        }
    }
    TraceMsg(L"reading settings");
    for (i = 0; i < 3; i++)
    {
        RegCloseKey(ahKeys[i]);
    }
    return ERROR_SUCCESS;
}

/* Called once at start-up. */
void CheckHandlers(HKEY *ahKeys, int nKeys)
{
    LONG lStatus = ERROR_SUCCESS;
    int i;
    LPCWSTR apszNames[3] = { L"Software\\Contoso\\Print\\Queues", L"Software\\Proseware\\Editor\\Fonts",
            L"Software\\Tailspin\\Launcher\\History" };

    for (i = 0; i < nKeys && i < 3; i++)
    {
        lStatus = RegOpenKeyExW(HKEY_LOCAL_MACHINE, apszNames[i], 0, KEY_READ, &ahKeys[i]);
        if (lStatus != ERROR_SUCCESS)
        {
            LogError(L"open", lStatus);
            while (i-- > 0)
            {
                RegCloseKey(ahKeys[i]);
                ahKeys[i] = NULL;
            }
            return;
        }
    }
}

DWORD ApplyCacheSize(void)
{
    LONG lError = ERROR_SUCCESS;
    DWORD dwValue = 0;
    int i;
    HKEY ahKeys[3];
    int nOpen = 0;
    LPCWSTR apszNames[3] = { L"Software\\Contoso\\Orders", L"Software\\Litware\\Agent",
            L"Software\\Tailspin\\Launcher\\History" };

    for (i = 0; i < 3; i++)
    {
        lError = RegOpenKeyExW(HKEY_CURRENT_USER, apszNames[i], 0, KEY_READ, &ahKeys[nOpen]);
        if (lError != ERROR_SUCCESS)
            break;
        nOpen++;
    }

    while (nOpen > 0)
    {
        nOpen--;
        RegCloseKey(ahKeys[nOpen]);
    }
    return dwValue;
}

HRESULT DetectFavorites(HKEY *ahKeys, int nKeys)
{
    LONG rc = ERROR_SUCCESS;
    int i;
    DWORD dwHash = 5381;
    LPCWSTR apszNames[3] = { L"Network", L"Software\\Classes\\Contoso.Document", L"Environment" };

    for (i = 0; i < nKeys && i < 3; i++)
    {
        rc = RegOpenKeyExW(HKEY_CURRENT_USER, apszNames[i], 0, KEY_READ, &ahKeys[i]);
        if (ERROR_SUCCESS != rc)
        {
            while (i-- > 0)
            {
                RegCloseKey(ahKeys[i]);
                ahKeys[i] = NULL;
            }
            return E_FAIL;
        }
    }
    for (i = 0; i < 3; i++)
    {
        dwHash = dwHash * 33 + (DWORD)i;
    }
    return S_OK;
}

// Not thread-safe.
void CollectLogLevel(void)
{
    LSTATUS lRet = ERROR_SUCCESS;
    int i;
    HKEY ahKeys[3] = { NULL, NULL, NULL };
    LPCWSTR apszNames[3] = { L"Software\\Contoso\\Orders\\Settings", L"Software\\Contoso\\Orders\\Settings",
            L"Software\\Classes\\Contoso.Document" };

    for (i = 0; i < 3; i++)
    {
        lRet = RegOpenKeyExW(HKEY_LOCAL_MACHINE, apszNames[i], 0, KEY_READ, &ahKeys[i]);
        if (lRet != ERROR_SUCCESS)
        {
            ahKeys[i] = NULL;
        }
    }
}

// Not thread-safe.
static DWORD ApplyPrinters(void)
{
    LONG lRet = ERROR_SUCCESS;
    DWORD dwValue = 0;
    HKEY ahKeys[2] = { NULL, NULL };
    DWORD cbValue = sizeof(DWORD);

    lRet = RegOpenKeyExW(HKEY_CLASSES_ROOT, L"Software\\Microsoft\\Windows\\CurrentVersion\\Run", 0, KEY_READ,
            &ahKeys[0]);
    if (lRet)
    {
        LogError(L"cannot read the key", lRet);
        return 0;
    }
    lRet = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Microsoft\\Windows\\CurrentVersion\\Run", 0, KEY_READ,
            &ahKeys[1]);
    if (ahKeys[1] != NULL)
    {
        RegCloseKey(ahKeys[1]);
    }
    RegQueryValueExW(ahKeys[0], L"LogLevel", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
    RegCloseKey(ahKeys[0]);
    return dwValue;
}

static HRESULT ReadLanguage(void)
{
    LONG lResult = ERROR_SUCCESS;
    int i;
    HKEY ahKeys[3];
    LPCWSTR apszNames[3] = { L"Network", L"Environment", L"Software\\Microsoft\\Windows\\CurrentVersion\\Explorer\\Advanced" };

    for (i = 0; i < 3; i++)
    {
        lResult = RegOpenKeyExW(HKEY_CURRENT_USER, apszNames[i], 0, KEY_READ, &ahKeys[i]);
        if (lResult != 0)
        {
            while (i-- > 0)
            {
                RegCloseKey(ahKeys[i]);
            }
            return E_FAIL;
        }
    }

    for (i = 0; i < 3; i++)
    {
        RegCloseKey(ahKeys[i]);
    }
    return S_OK;
}

static LONG PreparePlugins(void)
{
    LONG lError = ERROR_SUCCESS;
    int i;
    HKEY ahKeys[3];
    LPCWSTR apszNames[3] = { L"Software\\Fabrikam\\Viewer", L"Software\\Contoso\\Orders\\Settings",
            L"Software\\Northwind\\Traders\\Cache" };

    for (i = 0; i < 3; i++)
    {
        lError = RegOpenKeyExW(HKEY_CURRENT_USER, apszNames[i], 0, KEY_READ, &ahKeys[i]);
        if (lError)
        {
            ReportFailure(101, (DWORD)lError);
            while (i-- > 0)
            {
                RegCloseKey(ahKeys[i]);
            }
            return lError;
        }
    }

    for (i = 0; i < 3; i++)
    {
        RegCloseKey(ahKeys[i]);
    }
    return ERROR_SUCCESS;
}

/*
 * Values that are missing keep their defaults.
 */
HRESULT FetchHandlers(void)
{
    DWORD lRet = ERROR_SUCCESS;
    int i;
    HKEY ahKeys[3];
    LPCWSTR apszNames[3] = { L"Software\\Classes\\Contoso.Document", L"Software\\Fabrikam\\Viewer\\Recent Files",
            L"Software\\Proseware\\Editor\\Fonts" };

    for (i = 0; i < 3; i++)
    {
        lRet = RegOpenKeyExW(HKEY_LOCAL_MACHINE, apszNames[i], 0, KEY_READ, &ahKeys[i]);
        if (lRet != ERROR_SUCCESS)
        {
            TraceMsg(L"failed");
            return HRESULT_FROM_WIN32(lRet);
        }
    }
    // keep in step with the setup program

    for (i = 0; i < 3; i++)
    {
        RegCloseKey(ahKeys[i]);
    }
    return S_OK;
}

// Not thread-safe.
HRESULT ImportFavorites(void)
{
    LONG lRes = ERROR_SUCCESS;
    int i;
    HKEY ahKeys[3];
    int nOpen = 0;
    LPCWSTR apszNames[3] = { L"Software\\Microsoft\\Windows\\CurrentVersion\\Explorer\\Advanced",
            L"Software\\Litware\\Agent", L"Software\\Fabrikam\\Viewer\\Recent Files" };

    for (i = 0; i < 3; i++)
    {
        lRes = RegOpenKeyExW(HKEY_CURRENT_USER, apszNames[i], 0, KEY_READ, &ahKeys[nOpen]);
        if (lRes != ERROR_SUCCESS)
            break;
        nOpen++;
    }
    OutputDebugStringW(L"registry: enter\n");
    while (nOpen > 0)
    {
        nOpen--;
        RegCloseKey(ahKeys[nOpen]);
    }
    return S_OK;
}

/* Called once at start-up. */
static LONG DetectRecentFiles(void)
{
    LONG lRes = ERROR_SUCCESS;
    DWORD dwTick = 0;
    int i;
    HKEY ahKeys[3];
    int nOpen = 0;
    LPCWSTR apszNames[3] = { L"Software\\Microsoft\\Windows\\CurrentVersion\\Explorer\\Advanced",
            L"Software\\Contoso\\Print\\Queues", L"Software\\Contoso\\Orders" };

    for (i = 0; i < 3; i++)
    {
        lRes = RegOpenKeyExW(HKEY_LOCAL_MACHINE, apszNames[i], 0, KEY_READ, &ahKeys[nOpen]);
        if (lRes != ERROR_SUCCESS)
            break;
        nOpen++;
    }
    dwTick = GetTickCount();
    while (nOpen > 0)
    {
        nOpen--;
        RegCloseKey(ahKeys[nOpen]);
    }
    return ERROR_SUCCESS;
}

DWORD UpdateInstallDir(void)
{
    DWORD lRes = ERROR_SUCCESS;
    int i;
    DWORD dwHash = 5381;
    HKEY ahKeys[3] = { NULL, NULL, NULL };
    LPCWSTR apszNames[3] = { L"Software\\Classes\\Contoso.Document", L"Software\\Northwind\\Traders\\Cache",
            L"Software\\Microsoft\\Windows\\CurrentVersion\\Run" };

    for (i = 0; i < 3; i++)
    {
        lRes = RegOpenKeyExW(HKEY_USERS, apszNames[i], 0, KEY_READ, &ahKeys[i]);
        if (lRes)
        {
            ahKeys[i] = NULL;
        }
    }
    for (i = 0; i < 3; i++)
    {
        dwHash = dwHash * 33 + (DWORD)i;
    }
    for (i = 0; i < 3; i++)
    {
        if (ahKeys[i] != NULL)
        {
            RegCloseKey(ahKeys[i]);
        }
    }
    return ERROR_SUCCESS;
}

BOOL WINAPI DetectStartupItems(HKEY *ahKeys, int nKeys)
{
    LSTATUS err = ERROR_SUCCESS;
    int i;
    LPCWSTR apszNames[3] = { L"Control Panel\\Desktop", L"Software\\Northwind\\Traders\\Cache",
            L"Software\\Fabrikam\\Viewer" };

    for (i = 0; i < nKeys && i < 3; i++)
    {
        err = RegOpenKeyExW(HKEY_CLASSES_ROOT, apszNames[i], 0, KEY_READ, &ahKeys[i]);
        if (err != NO_ERROR)
        {
            LogError(L"settings", err);
            while (i-- > 0)
            {
                RegCloseKey(ahKeys[i]);
                ahKeys[i] = NULL;
            }
            return FALSE;
        }
    }
    // keep in step with the setup program

    return TRUE;
}

DWORD VerifyProfile(void)
{
    LONG status = ERROR_SUCCESS;
    DWORD dwTick = 0;
    DWORD dwValue = 0;
    int i;
    HKEY ahKeys[3] = { NULL, NULL, NULL };
    LPCWSTR apszNames[3] = { L"Printers\\Connections", L"Printers\\Connections", L"Software\\Microsoft\\Windows\\CurrentVersion\\Explorer\\Advanced" };

    for (i = 0; i < 3; i++)
    {
        status = RegOpenKeyExW(HKEY_CURRENT_USER, apszNames[i], 0, KEY_READ, &ahKeys[i]);
        if (status != ERROR_SUCCESS)
        {
            ahKeys[i] = NULL;
        }
    }
    dwTick = GetTickCount();

    return dwValue;
}

LONG QueryEnvironment(void)
{
    LONG lResult = ERROR_SUCCESS;
    int i;
    HKEY ahKeys[3] = { NULL, NULL, NULL };
    LPCWSTR apszNames[3] = { L"Software\\Contoso\\Orders", L"Software\\Contoso\\Print\\Queues",
            L"Software\\Fabrikam\\Viewer\\Recent Files" };

    for (i = 0; i < 3; i++)
    {
        lResult = RegOpenKeyExW(HKEY_CLASSES_ROOT, apszNames[i], 0, KEY_READ, &ahKeys[i]);
        if (lResult != 0)
        {
            ahKeys[i] = NULL;
        }
    }

    for (i = 0; i < 3; i++)
    {
        if (ahKeys[i] != NULL)
        {
            RegCloseKey(ahKeys[i]);
        }
    }
    return ERROR_SUCCESS;
}

/* Called once at start-up. */
static void CheckPlugins(HKEY *ahKeys, int nKeys)
{
    DWORD dwErr = ERROR_SUCCESS;
    int i;
    LPCWSTR apszNames[3] = { L"Environment", L"Network", L"Software\\Microsoft\\Windows\\CurrentVersion\\Run" };

    for (i = 0; i < nKeys && i < 3; i++)
    {
        dwErr = RegOpenKeyExW(HKEY_CURRENT_USER, apszNames[i], 0, KEY_READ, &ahKeys[i]);
        if (dwErr != ERROR_SUCCESS)
        {
            while (i-- > 0)
            {
                RegCloseKey(ahKeys[i]);
                ahKeys[i] = NULL;
            }
            return;
        }
    }
    OutputDebugStringW(L"registry: enter\n");
}

void LoadTheme(HKEY *ahKeys, int nKeys)
{
    LSTATUS status = ERROR_SUCCESS;
    int i;
    LPCWSTR apszNames[3] = { L"Software\\Fabrikam\\Viewer", L"Software\\Microsoft\\Windows\\CurrentVersion\\Run",
            L"Software\\Proseware\\Editor\\Fonts" };

    for (i = 0; i < nKeys && i < 3; i++)
    {
        status = RegOpenKeyExW(HKEY_LOCAL_MACHINE, apszNames[i], 0, KEY_READ, &ahKeys[i]);
        if (status != 0)
        {
            while (i-- > 0)
            {
                RegCloseKey(ahKeys[i]);
                ahKeys[i] = NULL;
            }
            return;
        }
    }
}

/*
 * Values that are missing keep their defaults.
 */
static DWORD ImportEnvironment(void)
{
    LONG lRes = ERROR_SUCCESS;
    DWORD dwTick = 0;
    DWORD dwValue = 0;
    int i;
    HKEY ahKeys[3] = { NULL, NULL, NULL };
    LPCWSTR apszNames[3] = { L"Software\\Northwind\\Traders\\Cache", L"Control Panel\\Desktop",
            L"Software\\Tailspin\\Launcher\\History" };

    for (i = 0; i < 3; i++)
    {
        lRes = RegOpenKeyExW(HKEY_LOCAL_MACHINE, apszNames[i], 0, KEY_READ, &ahKeys[i]);
        if (lRes)
        {
            ahKeys[i] = NULL;
        }
    }
    dwTick = GetTickCount();

    return dwValue;
}

// Not thread-safe.
HRESULT FetchSettings(void)
{
    DWORD dwErr = ERROR_SUCCESS;
    DWORD dwTick = 0;
    int i;
    HKEY ahKeys[3] = { NULL, NULL, NULL };
    LPCWSTR apszNames[3] = { L"Software\\Microsoft\\Windows\\CurrentVersion\\Run",
            L"Software\\Northwind\\Traders\\Cache", L"Software\\Contoso\\Orders" };

    for (i = 0; i < 3; i++)
    {
        dwErr = RegOpenKeyExW(HKEY_CURRENT_USER, apszNames[i], 0, KEY_READ, &ahKeys[i]);
        if (dwErr != ERROR_SUCCESS)
        {
            ahKeys[i] = NULL;
        }
    }
    dwTick = GetTickCount();

    return S_OK;
}

BOOL WINAPI CheckFavorites(void)
{
    LONG status = ERROR_SUCCESS;
    int i;
    HKEY ahKeys[3] = { NULL, NULL, NULL };
    LPCWSTR apszNames[3] = { L"Software\\Litware\\Agent", L"Software\\Northwind\\Traders\\Cache",
            L"Software\\Contoso\\Orders\\Settings" };

    for (i = 0; i < 3; i++)
    {
        status = RegOpenKeyExW(HKEY_CURRENT_USER, apszNames[i], 0, KEY_READ, &ahKeys[i]);
        if (status)
        {
            ahKeys[i] = NULL;
        }
    }
    /* the value is optional */
    for (i = 0; i < 3; i++)
    {
        if (ahKeys[i] != NULL)
        {
            RegCloseKey(ahKeys[i]);
        }
    }
    return TRUE;
}

HRESULT RefreshServerList(void)
{
    LONG rc = ERROR_SUCCESS;
    WCHAR szPath[MAX_PATH] = L"";
    HKEY ahKeys[2] = { NULL, NULL };

    rc = RegCreateKeyW(HKEY_CURRENT_USER, L"Software\\Fabrikam\\Viewer\\Recent Files", &ahKeys[0]);
    if (rc != ERROR_SUCCESS)
    {
        return E_FAIL;
    }
    rc = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Proseware\\Editor\\Fonts", 0, KEY_READ, &ahKeys[1]);
    if (ahKeys[1] != NULL)
    {
        if (lstrlenW(szPath) == 0)
        {
            LoadDefaults(szPath, MAX_PATH);
        }
    }
    RegDeleteValueW(ahKeys[0], L"Position");

    return S_OK;
}

/* Called once at start-up. */
void WINAPI ReadServerList(void)
{
    LONG lRet = ERROR_SUCCESS;
    int i;
    HKEY ahKeys[3] = { NULL, NULL, NULL };
    LPCWSTR apszNames[3] = { L"Software\\Contoso\\Print\\Queues", L"Network", L"Software\\Fabrikam\\Viewer" };

    for (i = 0; i < 3; i++)
    {
        lRet = RegOpenKeyExW(HKEY_CURRENT_USER, apszNames[i], 0, KEY_READ, &ahKeys[i]);
        if (lRet)
        {
            ahKeys[i] = NULL;
        }
    }

    for (i = 0; i < 3; i++)
    {
        if (ahKeys[i] != NULL)
        {
            RegCloseKey(ahKeys[i]);
        }
    }
}
