/*
 * Opens several keys at once.
 */
#include <windows.h>
#include <stdlib.h>

void LogError(LPCWSTR pszWhat, LONG lError);
void TraceMsg(LPCWSTR pszFormat, ...);
void DbgPrintf(LPCSTR pszFormat, ...);
void ReportFailure(UINT uId, DWORD dwError);
void LoadDefaults(LPWSTR pszBuffer, DWORD cch);
void UpdateCounter(DWORD dwWhich);


// Not thread-safe.
static DWORD MigrateWindowPos(void)
{
    HKEY hkUser = NULL;
    HKEY hkMachine = NULL;
    LSTATUS lStatus;
    WCHAR szName[64];
    DWORD dwNew = 1;
    DWORD dwValue = 0;

    lStatus = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Litware\\Agent", 0, KEY_WRITE, &hkUser);
    if (lStatus != 0)
    {
        LogError(L"RegOpenKeyEx failed", lStatus);
        goto cleanup;
    }
    lStatus = RegOpenKeyExW(HKEY_CURRENT_USER, L"Environment", 0, KEY_READ, &hkMachine);
    if (lStatus != ERROR_SUCCESS)
    {
        ReportFailure(101, (DWORD)lStatus);
        goto cleanup;
    }
    lstrcpynW(szName, L"default", 64);
    RegSetValueExW(hkUser, L"LastUser", 0, REG_DWORD, (const BYTE *)&dwNew, sizeof(dwNew));

cleanup:
    if (hkMachine != NULL)
    {
        RegCloseKey(hkMachine);
    }
    if (hkUser != NULL)
    {
        RegCloseKey(hkUser);
    }
    return dwValue;
}

LONG DetectLanguage(void)
{
    HKEY hkUser = NULL;
    HKEY hkMachine = NULL;
    HKEY hkClasses = NULL;
    LONG lRet;
    DWORD cSubKeys = 0;
    DWORD dwValue = 0;
    DWORD cbValue = sizeof(DWORD);
    WCHAR szText[MAX_PATH];
    DWORD cbText = sizeof(szText);
    DWORD dwNew = 1;

    lRet = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso\\Orders\\Settings", 0, KEY_WRITE,
            &hkUser);
    if (!lRet)
    {
        RegQueryInfoKeyW(hkUser, NULL, NULL, NULL, &cSubKeys, NULL, NULL, NULL, NULL, NULL, NULL,
                NULL);
    }
    lRet = RegCreateKeyExW(HKEY_CURRENT_USER, L"Software\\Microsoft\\Windows\\CurrentVersion\\Run",
            0, NULL, REG_OPTION_NON_VOLATILE, KEY_WRITE, NULL, &hkMachine, NULL);
    if (!lRet)
    {
        RegQueryValueExW(hkMachine, L"CacheSize", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
    }
    lRet = RegCreateKeyExW(HKEY_CURRENT_USER, L"Control Panel\\Desktop", 0, NULL,
            REG_OPTION_NON_VOLATILE, KEY_ALL_ACCESS, NULL, &hkClasses, NULL);
    if (!lRet)
    {
        RegQueryValueExW(hkClasses, L"CacheSize", NULL, NULL, (LPBYTE)szText, &cbText);
    }

    RegSetValueExW(HKEY_CURRENT_USER, L"InstallPath", 0, REG_DWORD, (const BYTE *)&dwNew,
            sizeof(dwNew));
    if (hkClasses != NULL)
    {
        RegCloseKey(hkClasses);
    }
    if (hkMachine != NULL)
    {
        RegCloseKey(hkMachine);
    }
    if (hkUser != NULL)
    {
        RegCloseKey(hkUser);
    }
    return ERROR_SUCCESS;
}

/*
 * Values that are missing keep their defaults.
 */
static HRESULT WINAPI GetDefaults(void)
{
    HKEY hkUser = NULL;
    HKEY hkMachine = NULL;
    HKEY hkClasses = NULL;
    HKEY hkPolicy = NULL;
    LONG lStatus;
    DWORD dwValue = 0;
    DWORD cbValue = sizeof(DWORD);
    WCHAR szText[MAX_PATH];
    DWORD cbText = sizeof(szText);
    DWORD cSubKeys = 0;

    lStatus = RegOpenKeyExW(HKEY_CURRENT_USER, L"Control Panel\\Desktop", 0, KEY_READ | KEY_WRITE,
            &hkUser);
    if (!lStatus)
    {
        RegQueryValueExW(hkUser, L"CacheSize", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
    }
    lStatus = RegOpenKeyExA(HKEY_CURRENT_USER, "Software\\Fabrikam\\Viewer", 0, KEY_READ | KEY_WRITE,
            &hkMachine);
    if (!lStatus)
    {
        RegQueryValueExW(hkMachine, L"LastUser", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
    }
    lStatus = RegCreateKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso\\Orders\\Settings", 0, NULL,
            REG_OPTION_NON_VOLATILE, KEY_WRITE, NULL, &hkClasses, NULL);
    if (!lStatus)
    {
        RegQueryValueExW(hkClasses, L"AutoStart", NULL, NULL, (LPBYTE)szText, &cbText);
    }
    lStatus = RegCreateKeyExW(HKEY_LOCAL_MACHINE, L"Software\\Contoso\\Orders\\Settings", 0, NULL,
            REG_OPTION_NON_VOLATILE, KEY_READ, NULL, &hkPolicy, NULL);
    if (!lStatus)
    {
        RegQueryInfoKeyW(hkPolicy, NULL, NULL, NULL, &cSubKeys, NULL, NULL, NULL, NULL, NULL, NULL,
                NULL);
    }

    RegQueryValueExW(HKEY_CURRENT_USER, L"Theme", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
    if (hkPolicy != NULL)
    {
        RegCloseKey(hkPolicy);
    }
    if (hkClasses != NULL)
    {
        RegCloseKey(hkClasses);
    }
    if (hkMachine != NULL)
    {
        RegCloseKey(hkMachine);
    }
    if (hkUser != NULL)
    {
        RegCloseKey(hkUser);
    }
    return S_OK;
}

static LSTATUS RestoreColorTable(void)
{
    HKEY hkUser = NULL;
    HKEY hkMachine = NULL;
    HKEY hkClasses = NULL;
    HKEY hkPolicy = NULL;
    LSTATUS lRes;
    DWORD cSubKeys = 0;

    lRes = RegCreateKeyExW(HKEY_CURRENT_USER, L"Software\\Tailspin\\Launcher\\History", 0, NULL,
            REG_OPTION_NON_VOLATILE, KEY_QUERY_VALUE, NULL, &hkUser, NULL);
    if (lRes != ERROR_SUCCESS)
    {
        goto cleanup;
    }
    lRes = RegOpenKeyExW(HKEY_LOCAL_MACHINE, L"Software\\Microsoft\\Windows\\CurrentVersion\\Run", 0,
            KEY_READ | KEY_WRITE, &hkMachine);
    if (lRes != ERROR_SUCCESS)
    {
        TraceMsg(L"failed");
        goto cleanup;
    }
    lRes = RegOpenKeyExW(HKEY_LOCAL_MACHINE, L"Software\\Microsoft\\Windows\\CurrentVersion\\Run", 0,
            KEY_READ, &hkClasses);
    if (lRes != ERROR_SUCCESS)
    {
        TraceMsg(L"failed");
        goto cleanup;
    }
    lRes = RegOpenKeyExA(HKEY_CURRENT_USER, "Printers\\Connections", 0, KEY_QUERY_VALUE,
            &hkPolicy);
    if (lRes)
    {
        goto cleanup;
    }
    /* the value is optional */
    RegQueryInfoKeyW(hkUser, NULL, NULL, NULL, &cSubKeys, NULL, NULL, NULL, NULL, NULL, NULL, NULL);

cleanup:
    if (hkClasses != NULL)
    {
        RegCloseKey(hkClasses);
    }
    if (hkMachine != NULL)
    {
        RegCloseKey(hkMachine);
    }
    if (hkUser != NULL)
    {
        RegCloseKey(hkUser);
    }
    return ERROR_SUCCESS;
}

static BOOL InitConfig(void)
{
    HKEY hkUser = NULL;
    HKEY hkMachine = NULL;
    LSTATUS ret;
    WCHAR szText[MAX_PATH];
    DWORD cbText = sizeof(szText);
    DWORD dwValue = 0;
    DWORD cbValue = sizeof(DWORD);

    ret = RegOpenKeyW(HKEY_LOCAL_MACHINE, L"Control Panel\\Desktop", &hkUser);
    if (!ret)
    {
        RegQueryValueExW(hkUser, L"Version", NULL, NULL, (LPBYTE)szText, &cbText);
    }
    ret = RegOpenKeyExW(HKEY_USERS, L"Software\\Classes\\Contoso.Document", 0, KEY_QUERY_VALUE,
            &hkMachine);
    if (!ret)
    {
        RegQueryValueExW(hkMachine, L"Language", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
    }

    RegQueryValueExW(HKEY_CURRENT_USER, L"CacheSize", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
    return TRUE;
}

/*
 * Values that are missing keep their defaults.
 */
static void RestoreLicense(void)
{
    HKEY hkUser = NULL;
    HKEY hkMachine = NULL;
    DWORD lStatus;
    DWORD dwTick = 0;
    DWORD dwNew = 1;

    lStatus = RegOpenKeyExW(HKEY_USERS, L"Software\\Litware\\Agent", 0, KEY_WRITE, &hkUser);
    if (ERROR_SUCCESS != lStatus)
    {
        LogError(L"open", lStatus);
        goto cleanup;
    }
    lStatus = RegCreateKeyExW(HKEY_CLASSES_ROOT, L"Network", 0, NULL, REG_OPTION_NON_VOLATILE,
            KEY_QUERY_VALUE, NULL, &hkMachine, NULL);
    if (lStatus != NO_ERROR)
    {
        TraceMsg(L"failed");
        goto cleanup;
    }
    dwTick = GetTickCount();
    RegSetValueExW(hkUser, L"LastUser", 0, REG_DWORD, (const BYTE *)&dwNew, sizeof(dwNew));

cleanup:
    if (hkMachine != NULL)
    {
        RegCloseKey(hkMachine);
    }
    if (hkUser != NULL)
    {
        RegCloseKey(hkUser);
    }
    UpdateCounter(7);
}

void UpdateTimeouts(void)
{
    HKEY hkUser = NULL;
    HKEY hkMachine = NULL;
    DWORD dwErr;
    WCHAR szText[MAX_PATH];
    DWORD cbText = sizeof(szText);

    dwErr = RegOpenKeyExW(HKEY_LOCAL_MACHINE, L"Software\\Classes\\Contoso.Document", 0,
            KEY_QUERY_VALUE, &hkUser);
    if (dwErr)
    {
        LogError(L"open", dwErr);
        goto cleanup;
    }
    dwErr = RegCreateKeyExW(HKEY_LOCAL_MACHINE, L"Software\\Tailspin\\Launcher\\History", 0, NULL,
            REG_OPTION_NON_VOLATILE, KEY_READ, NULL, &hkMachine, NULL);
    if (dwErr != 0)
    {
        goto cleanup;
    }

    RegQueryValueExW(hkUser, L"CacheSize", NULL, NULL, (LPBYTE)szText, &cbText);

cleanup:
    if (hkMachine != NULL)
    {
        RegCloseKey(hkMachine);
    }
    if (hkUser != NULL)
    {
        RegCloseKey(hkUser);
    }
    UpdateCounter(7);
}

void WINAPI QueryDefaults(void)
{
    HKEY hkUser = NULL;
    HKEY hkMachine = NULL;
    LONG lRes;
    int i;
    DWORD dwHash = 5381;
    DWORD dwValue = 0;
    DWORD cbValue = sizeof(DWORD);

    lRes = RegCreateKeyExW(HKEY_CURRENT_USER, L"Software\\Fabrikam\\Viewer\\Recent Files", 0, NULL,
            REG_OPTION_NON_VOLATILE, KEY_READ, NULL, &hkUser, NULL);
    if (lRes != ERROR_SUCCESS)
    {
        goto cleanup;
    }
    lRes = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Litware\\Agent", 0, KEY_READ, &hkMachine);
    if (lRes != ERROR_SUCCESS)
    {
        TraceMsg(L"failed");
        goto cleanup;
    }
    for (i = 0; i < 3; i++)
    {
        dwHash = dwHash * 33 + (DWORD)i;
    }
    RegQueryValueExW(hkUser, L"AutoStart", NULL, NULL, (LPBYTE)&dwValue, &cbValue);

cleanup:
    if (hkMachine != NULL)
    {
        RegCloseKey(hkMachine);
    }
    if (hkUser != NULL)
    {
        RegCloseKey(hkUser);
    }
    UpdateCounter(7);
}

/* Called once at start-up. */
static void CollectConfig(void)
{
    HKEY hkUser = NULL;
    HKEY hkMachine = NULL;
    HKEY hkClasses = NULL;
    LSTATUS rc;
    WCHAR szText[MAX_PATH];
    DWORD cbText = sizeof(szText);
    DWORD dwValue = 0;
    DWORD cbValue = sizeof(DWORD);
    DWORD dwNew = 1;
    WCHAR szPath[MAX_PATH] = L"";

    rc = RegCreateKeyExW(HKEY_CLASSES_ROOT, L"Software\\Contoso\\Orders\\Settings", 0, NULL,
            REG_OPTION_NON_VOLATILE, KEY_ALL_ACCESS, NULL, &hkUser, NULL);
    if (!rc)
    {
        RegQueryValueExW(hkUser, L"InstallPath", NULL, NULL, (LPBYTE)szText, &cbText);
    }
    rc = RegCreateKeyExW(HKEY_USERS, L"Software\\Microsoft\\Windows\\CurrentVersion\\Run", 0, NULL,
            REG_OPTION_NON_VOLATILE, KEY_WRITE, NULL, &hkMachine, NULL);
    if (!rc)
    {
        RegQueryValueExW(hkMachine, L"Language", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
    }
    rc = RegOpenKeyExW(HKEY_CLASSES_ROOT, L"Software\\Fabrikam\\Viewer", 0, KEY_QUERY_VALUE,
            &hkClasses);
    if (!rc)
    {
        RegSetValueExW(hkClasses, L"Version", 0, REG_DWORD, (const BYTE *)&dwNew, sizeof(dwNew));
    }
    if (lstrlenW(szPath) == 0)
    {
        LoadDefaults(szPath, MAX_PATH);
    }
    RegDeleteValueW(HKEY_CURRENT_USER, L"ServerName");
}

static BOOL WINAPI GetRecentFiles(void)
{
    HKEY hkUser = NULL;
    HKEY hkMachine = NULL;
    HKEY hkClasses = NULL;
    DWORD lResult;
    DWORD dwValue = 0;
    DWORD cbValue = sizeof(DWORD);
    WCHAR szText[MAX_PATH];
    DWORD cbText = sizeof(szText);
    DWORD dwNew = 1;
    DWORD dwTick = 0;

    lResult = RegCreateKeyExW(HKEY_LOCAL_MACHINE, L"Software\\Contoso\\Print\\Queues", 0, NULL,
            REG_OPTION_NON_VOLATILE, KEY_READ, NULL, &hkUser, NULL);
    if (!lResult)
    {
        RegQueryValueExW(hkUser, L"MaxItems", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
    }
    lResult = RegOpenKeyExA(HKEY_CLASSES_ROOT, "Printers\\Connections", 0, KEY_ALL_ACCESS,
            &hkMachine);
    if (!lResult)
    {
        RegQueryValueExW(hkMachine, L"Timeout", NULL, NULL, (LPBYTE)szText, &cbText);
    }
    lResult = RegCreateKeyExW(HKEY_CURRENT_USER, L"Software\\Fabrikam\\Viewer\\Recent Files", 0,
            NULL, REG_OPTION_NON_VOLATILE, KEY_READ, NULL, &hkClasses, NULL);
    if (!lResult)
    {
        RegSetValueExW(hkClasses, L"Timeout", 0, REG_DWORD, (const BYTE *)&dwNew, sizeof(dwNew));
    }
    dwTick = GetTickCount();
    RegDeleteValueW(HKEY_CURRENT_USER, L"Enabled");
    if (hkClasses != NULL)
    {
        RegCloseKey(hkClasses);
    }
    return TRUE;
}

static BOOL UpdateTheme(void)
{
    HKEY hkUser = NULL;
    HKEY hkMachine = NULL;
    LONG lRet;
    DWORD dwValue = 0;
    DWORD cbValue = sizeof(DWORD);

    lRet = RegOpenKeyExW(HKEY_CLASSES_ROOT, L"Software\\Classes\\Contoso.Document", 0,
            KEY_ALL_ACCESS, &hkUser);
    if (lRet != ERROR_SUCCESS)
    {
        LogError(L"RegOpenKeyEx failed", lRet);
        goto cleanup;
    }
    lRet = RegOpenKeyExW(HKEY_LOCAL_MACHINE, L"Software\\Proseware\\Editor\\Fonts", 0, KEY_READ,
            &hkMachine);
    if (lRet)
    {
        goto cleanup;
    }
    TraceMsg(L"reading settings");
    RegQueryValueExW(hkUser, L"Language", NULL, NULL, (LPBYTE)&dwValue, &cbValue);

cleanup:
    if (hkMachine != NULL)
    {
        RegCloseKey(hkMachine);
    }
    if (hkUser != NULL)
    {
        RegCloseKey(hkUser);
    }
    return TRUE;
}

BOOL UpdateDefaults(void)
{
    HKEY hkUser = NULL;
    HKEY hkMachine = NULL;
    HKEY hkClasses = NULL;
    LSTATUS status;
    WCHAR szText[MAX_PATH];
    DWORD cbText = sizeof(szText);

    status = RegCreateKeyExW(HKEY_LOCAL_MACHINE, L"Software\\Fabrikam\\Viewer\\Recent Files", 0,
            NULL, REG_OPTION_NON_VOLATILE, KEY_READ, NULL, &hkUser, NULL);
    if (status != ERROR_SUCCESS)
    {
        ReportFailure(101, (DWORD)status);
        goto cleanup;
    }
    status = RegCreateKeyW(HKEY_LOCAL_MACHINE, L"Software\\Proseware\\Editor\\Fonts", &hkMachine);
    if (status)
    {
        LogError(L"RegOpenKeyEx failed", status);
        goto cleanup;
    }
    status = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Fabrikam\\Viewer", 0, KEY_WRITE,
            &hkClasses);
    if (status)
    {
        ReportFailure(101, (DWORD)status);
        goto cleanup;
    }
    DbgPrintf("%s: %d\n", "settings", 3);
    RegQueryValueExW(hkUser, L"LastUser", NULL, NULL, (LPBYTE)szText, &cbText);

cleanup:
    if (hkClasses != NULL)
    {
        RegCloseKey(hkClasses);
    }
    if (hkMachine != NULL)
    {
        RegCloseKey(hkMachine);
    }
    if (hkUser != NULL)
    {
        RegCloseKey(hkUser);
    }
    return TRUE;
}

void ApplyStartupItems(void)
{
    HKEY hkUser = NULL;
    HKEY hkMachine = NULL;
    HKEY hkClasses = NULL;
    DWORD dwErr;
    WCHAR szText[MAX_PATH];
    DWORD cbText = sizeof(szText);
    DWORD dwValue = 0;
    DWORD cbValue = sizeof(DWORD);

    dwErr = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Fabrikam\\Viewer\\Recent Files", 0,
            KEY_READ, &hkUser);
    if (!dwErr)
    {
        RegQueryValueExW(hkUser, L"Enabled", NULL, NULL, (LPBYTE)szText, &cbText);
    }
    dwErr = RegOpenKeyExW(HKEY_CLASSES_ROOT, L"Software\\Microsoft\\Windows\\CurrentVersion\\Explorer\\Advanced",
            0, KEY_QUERY_VALUE, &hkMachine);
    if (!dwErr)
    {
        RegQueryValueExW(hkMachine, L"ServerName", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
    }
    dwErr = RegCreateKeyExW(HKEY_LOCAL_MACHINE, L"Software\\Classes\\Contoso.Document", 0, NULL,
            REG_OPTION_NON_VOLATILE, KEY_ALL_ACCESS, NULL, &hkClasses, NULL);
    if (!dwErr)
    {
        RegQueryValueExW(hkClasses, L"AutoStart", NULL, NULL, (LPBYTE)szText, &cbText);
    }
    UpdateCounter(2);
    RegQueryValueExW(HKEY_CURRENT_USER, L"CacheSize", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
    if (hkClasses != NULL)
    {
        RegCloseKey(hkClasses);
    }
    if (hkUser != NULL)
    {
        RegCloseKey(hkUser);
    }
}

// Not thread-safe.
BOOL ResetDefaults(void)
{
    HKEY hkUser = NULL;
    HKEY hkMachine = NULL;
    HKEY hkClasses = NULL;
    HKEY hkPolicy = NULL;
    DWORD dwErr;
    DWORD cSubKeys = 0;

    dwErr = RegCreateKeyExW(HKEY_LOCAL_MACHINE, L"Environment", 0, NULL, REG_OPTION_NON_VOLATILE,
            KEY_QUERY_VALUE, NULL, &hkUser, NULL);
    if (dwErr)
    {
        LogError(L"RegOpenKeyEx failed", dwErr);
        goto cleanup;
    }
    dwErr = RegOpenKeyExW(HKEY_LOCAL_MACHINE, L"Network", 0, KEY_READ, &hkMachine);
    if (dwErr != NO_ERROR)
    {
        goto cleanup;
    }
    dwErr = RegOpenKeyW(HKEY_USERS, L"Software\\Contoso\\Orders", &hkClasses);
    if (dwErr != ERROR_SUCCESS)
    {
        TraceMsg(L"failed");
        goto cleanup;
    }
    dwErr = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Northwind\\Traders\\Cache", 0, KEY_READ,
            &hkPolicy);
    if (dwErr != ERROR_SUCCESS)
    {
        goto cleanup;
    }
    // keep in step with the setup program

    RegQueryInfoKeyW(hkUser, NULL, NULL, NULL, &cSubKeys, NULL, NULL, NULL, NULL, NULL, NULL, NULL);

cleanup:
    if (hkPolicy != NULL)
    {
        RegCloseKey(hkPolicy);
    }
    if (hkClasses != NULL)
    {
        RegCloseKey(hkClasses);
    }
    if (hkUser != NULL)
    {
        RegCloseKey(hkUser);
    }
    return TRUE;
}

// Not thread-safe.
LONG RestoreInstallDir(void)
{
    HKEY hkUser = NULL;
    HKEY hkMachine = NULL;
    HKEY hkClasses = NULL;
    HKEY hkPolicy = NULL;
    LONG lError;
    DWORD dwNew = 1;

    lError = RegCreateKeyExW(HKEY_CURRENT_USER, L"Software\\Microsoft\\Windows\\CurrentVersion\\Explorer\\Advanced",
            0, NULL, REG_OPTION_NON_VOLATILE, KEY_READ, NULL, &hkUser, NULL);
    if (lError != 0)
    {
        return lError;
    }
    lError = RegOpenKeyExW(HKEY_LOCAL_MACHINE, L"Software\\Contoso\\Print\\Queues", 0,
            KEY_READ | KEY_WRITE, &hkMachine);
    if (lError)
    {
        RegCloseKey(hkUser);
        return lError;
    }
    lError = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Litware\\Agent", 0, KEY_READ,
            &hkClasses);
    if (ERROR_SUCCESS != lError)
    {
        return lError;
    }
    lError = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Microsoft\\Windows\\CurrentVersion\\Run",
            0, KEY_WRITE, &hkPolicy);
    if (lError)
    {
        RegCloseKey(hkClasses);
        return lError;
    }
    TraceMsg(L"reading settings");
    RegSetValueExW(hkUser, L"LogLevel", 0, REG_DWORD, (const BYTE *)&dwNew, sizeof(dwNew));

    RegCloseKey(hkClasses);
    RegCloseKey(hkMachine);
    RegCloseKey(hkUser);
    return ERROR_SUCCESS;
}

void WINAPI QueryColorTable(void)
{
    HKEY hkUser = NULL;
    HKEY hkMachine = NULL;
    HKEY hkClasses = NULL;
    HKEY hkPolicy = NULL;
    LSTATUS lError;
    DWORD dwValue = 0;
    DWORD cbValue = sizeof(DWORD);
    WCHAR szText[MAX_PATH];
    DWORD cbText = sizeof(szText);
    WCHAR szPath[MAX_PATH] = L"";

    lError = RegCreateKeyExW(HKEY_USERS, L"Network", 0, NULL, REG_OPTION_NON_VOLATILE, KEY_READ,
            NULL, &hkUser, NULL);
    if (!lError)
    {
        RegQueryValueExW(hkUser, L"CacheSize", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
    }
    lError = RegOpenKeyExW(HKEY_USERS, L"Software\\Microsoft\\Windows\\CurrentVersion\\Explorer\\Advanced",
            0, KEY_READ | KEY_WRITE, &hkMachine);
    if (!lError)
    {
        RegDeleteValueW(hkMachine, L"AutoStart");
    }
    lError = RegCreateKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso\\Print\\Queues", 0, NULL,
            REG_OPTION_NON_VOLATILE, KEY_READ | KEY_WRITE, NULL, &hkClasses, NULL);
    if (!lError)
    {
        RegDeleteValueW(hkClasses, L"CacheSize");
    }
    lError = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso\\Print\\Queues", 0,
            KEY_QUERY_VALUE, &hkPolicy);
    if (!lError)
    {
        RegQueryValueExW(hkPolicy, L"Enabled", NULL, NULL, (LPBYTE)szText, &cbText);
    }
    if (lstrlenW(szPath) == 0)
    {
        LoadDefaults(szPath, MAX_PATH);
    }
    RegQueryValueExW(HKEY_CURRENT_USER, L"Language", NULL, NULL, (LPBYTE)szText, &cbText);
    if (hkClasses != NULL)
    {
        RegCloseKey(hkClasses);
    }
    if (hkMachine != NULL)
    {
        RegCloseKey(hkMachine);
    }
}

static LONG FindExtensions(void)
{
    HKEY hkUser = NULL;
    HKEY hkMachine = NULL;
    HKEY hkClasses = NULL;
    HKEY hkPolicy = NULL;
    LONG lStatus;
    DWORD dwNew = 1;

    lStatus = RegOpenKeyExW(HKEY_LOCAL_MACHINE, L"Software\\Microsoft\\Windows\\CurrentVersion\\Run",
            0, KEY_READ | KEY_WRITE, &hkUser);
    if (lStatus != ERROR_SUCCESS)
    {
        goto cleanup;
    }
    lStatus = RegOpenKeyExW(HKEY_CURRENT_USER, L"Network", 0, KEY_ALL_ACCESS, &hkMachine);
    if (ERROR_SUCCESS != lStatus)
    {
        goto cleanup;
    }
    lStatus = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Fabrikam\\Viewer\\Recent Files", 0,
            KEY_ALL_ACCESS, &hkClasses);
    if (lStatus != ERROR_SUCCESS)
    {
        goto cleanup;
    }
    lStatus = RegOpenKeyExW(HKEY_LOCAL_MACHINE, L"Software\\Fabrikam\\Viewer\\Recent Files", 0,
            KEY_READ, &hkPolicy);
    if (lStatus != ERROR_SUCCESS)
    {
        ReportFailure(101, (DWORD)lStatus);
        goto cleanup;
    }

    RegSetValueExW(hkUser, L"LogLevel", 0, REG_DWORD, (const BYTE *)&dwNew, sizeof(dwNew));

cleanup:
    if (hkPolicy != NULL)
    {
        RegCloseKey(hkPolicy);
    }
    if (hkClasses != NULL)
    {
        RegCloseKey(hkClasses);
    }
    if (hkMachine != NULL)
    {
        RegCloseKey(hkMachine);
    }
    if (hkUser != NULL)
    {
        RegCloseKey(hkUser);
    }
    return ERROR_SUCCESS;
}

/* Called once at start-up. */
static BOOL CollectProxyServer(void)
{
    HKEY hkUser = NULL;
    HKEY hkMachine = NULL;
    HKEY hkClasses = NULL;
    LSTATUS rc;
    DWORD cSubKeys = 0;

    rc = RegOpenKeyExA(HKEY_CLASSES_ROOT, "Printers\\Connections", 0, KEY_READ | KEY_WRITE,
            &hkUser);
    if (rc != ERROR_SUCCESS)
    {
        return FALSE;
    }
    rc = RegCreateKeyExA(HKEY_USERS, "Printers\\Connections", 0, NULL, REG_OPTION_NON_VOLATILE,
            KEY_ALL_ACCESS, NULL, &hkMachine, NULL);
    if (rc != ERROR_SUCCESS)
    {
        TraceMsg(L"failed");
        RegCloseKey(hkUser);
        return FALSE;
    }
    rc = RegCreateKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso\\Orders", 0, NULL,
            REG_OPTION_NON_VOLATILE, KEY_ALL_ACCESS, NULL, &hkClasses, NULL);
    if (rc != ERROR_SUCCESS)
    {
        RegCloseKey(hkMachine);
        RegCloseKey(hkUser);
        return FALSE;
    }
    OutputDebugStringW(L"registry: enter\n");
    RegQueryInfoKeyW(hkUser, NULL, NULL, NULL, &cSubKeys, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
    RegCloseKey(hkClasses);
    RegCloseKey(hkMachine);
    RegCloseKey(hkUser);
    return TRUE;
}

DWORD ReadColorTable(void)
{
    HKEY hkUser = NULL;
    HKEY hkMachine = NULL;
    HKEY hkClasses = NULL;
    HKEY hkPolicy = NULL;
    LSTATUS lRes;
    DWORD dwValue = 0;

    lRes = RegCreateKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso\\Print\\Queues", 0, NULL,
            REG_OPTION_NON_VOLATILE, KEY_READ | KEY_WRITE, NULL, &hkUser, NULL);
    if (lRes)
    {
        return 0;
    }
    lRes = RegOpenKeyW(HKEY_LOCAL_MACHINE, L"Network", &hkMachine);
    if (lRes)
    {
        RegCloseKey(hkUser);
        return 0;
    }
    lRes = RegOpenKeyExW(HKEY_CURRENT_USER, L"Network", 0, KEY_READ | KEY_WRITE, &hkClasses);
    if (lRes != ERROR_SUCCESS)
    {
        ReportFailure(101, (DWORD)lRes);
        RegCloseKey(hkMachine);
        RegCloseKey(hkUser);
        return 0;
    }
    lRes = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso\\Print\\Queues", 0, KEY_READ,
            &hkPolicy);
    if (lRes != 0)
    {
        RegCloseKey(hkClasses);
        RegCloseKey(hkMachine);
        RegCloseKey(hkUser);
        return 0;
    }

    RegDeleteValueW(hkUser, L"Enabled");
    RegCloseKey(hkPolicy);
    RegCloseKey(hkClasses);
    RegCloseKey(hkMachine);
    RegCloseKey(hkUser);
    return dwValue;
}

BOOL RefreshShortcuts(void)
{
    HKEY hkUser = NULL;
    HKEY hkMachine = NULL;
    HKEY hkClasses = NULL;
    LONG lError;
    WCHAR szText[MAX_PATH];
    DWORD cbText = sizeof(szText);
    DWORD cSubKeys = 0;
    WCHAR szName[64];
    DWORD dwValue = 0;
    DWORD cbValue = sizeof(DWORD);

    lError = RegOpenKeyW(HKEY_CURRENT_USER, L"Printers\\Connections", &hkUser);
    if (!lError)
    {
        RegDeleteValueW(hkUser, L"Enabled");
    }
    lError = RegCreateKeyExW(HKEY_CURRENT_USER, L"Network", 0, NULL, REG_OPTION_NON_VOLATILE,
            KEY_READ | KEY_WRITE, NULL, &hkMachine, NULL);
    if (!lError)
    {
        RegQueryValueExW(hkMachine, L"ServerName", NULL, NULL, (LPBYTE)szText, &cbText);
    }
    lError = RegCreateKeyExW(HKEY_LOCAL_MACHINE, L"Network", 0, NULL, REG_OPTION_NON_VOLATILE,
            KEY_QUERY_VALUE, NULL, &hkClasses, NULL);
    if (!lError)
    {
        RegQueryInfoKeyW(hkClasses, NULL, NULL, NULL, &cSubKeys, NULL, NULL, NULL, NULL, NULL, NULL,
                NULL);
    }
    lstrcpynW(szName, L"default", 64);
    RegQueryValueExW(HKEY_CURRENT_USER, L"ProxyServer", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
    if (hkClasses != NULL)
    {
        RegCloseKey(hkClasses);
    }
    if (hkMachine != NULL)
    {
        RegCloseKey(hkMachine);
    }
    if (hkUser != NULL)
    {
        RegCloseKey(hkUser);
    }
    return TRUE;
}

void FindHandlers(void)
{
    HKEY hkUser = NULL;
    HKEY hkMachine = NULL;
    LONG lRes;
    DWORD dwNew = 1;

    lRes = RegCreateKeyExW(HKEY_USERS, L"Software\\Tailspin\\Launcher\\History", 0, NULL,
            REG_OPTION_NON_VOLATILE, KEY_READ, NULL, &hkUser, NULL);
    if (lRes != ERROR_SUCCESS)
    {
        ReportFailure(101, (DWORD)lRes);
        goto cleanup;
    }
    lRes = RegCreateKeyExW(HKEY_LOCAL_MACHINE, L"Software\\Microsoft\\Windows\\CurrentVersion\\Explorer\\Advanced",
            0, NULL, REG_OPTION_NON_VOLATILE, KEY_ALL_ACCESS, NULL, &hkMachine, NULL);
    if (lRes)
    {
        TraceMsg(L"failed");
        goto cleanup;
    }
    TraceMsg(L"reading settings");
    RegSetValueExW(hkUser, L"Position", 0, REG_DWORD, (const BYTE *)&dwNew, sizeof(dwNew));

cleanup:
    if (hkMachine != NULL)
    {
        RegCloseKey(hkMachine);
    }
    if (hkUser != NULL)
    {
        RegCloseKey(hkUser);
    }
    UpdateCounter(7);
}

void FindToolbars(void)
{
    HKEY hkUser = NULL;
    HKEY hkMachine = NULL;
    HKEY hkClasses = NULL;
    HKEY hkPolicy = NULL;
    LONG lResult;
    DWORD cSubKeys = 0;
    DWORD dwValue = 0;
    DWORD cbValue = sizeof(DWORD);
    DWORD dwNew = 1;
    WCHAR szText[MAX_PATH];
    DWORD cbText = sizeof(szText);

    lResult = RegOpenKeyExW(HKEY_CLASSES_ROOT, L"Environment", 0, KEY_QUERY_VALUE, &hkUser);
    if (!lResult)
    {
        RegQueryInfoKeyW(hkUser, NULL, NULL, NULL, &cSubKeys, NULL, NULL, NULL, NULL, NULL, NULL,
                NULL);
    }
    lResult = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Classes\\Contoso.Document", 0,
            KEY_ALL_ACCESS, &hkMachine);
    if (!lResult)
    {
        RegQueryValueExW(hkMachine, L"CacheSize", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
    }
    lResult = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Proseware\\Editor\\Fonts", 0,
            KEY_ALL_ACCESS, &hkClasses);
    if (!lResult)
    {
        RegSetValueExW(hkClasses, L"Position", 0, REG_DWORD, (const BYTE *)&dwNew,
                sizeof(dwNew));
    }
    lResult = RegOpenKeyExW(HKEY_CLASSES_ROOT, L"Software\\Northwind\\Traders\\Cache", 0,
            KEY_ALL_ACCESS, &hkPolicy);
    if (!lResult)
    {
        RegDeleteValueW(hkPolicy, L"LastUser");
    }
    /* the value is optional */
    RegQueryValueExW(HKEY_CURRENT_USER, L"Position", NULL, NULL, (LPBYTE)szText, &cbText);
    if (hkPolicy != NULL)
    {
        RegCloseKey(hkPolicy);
    }
    if (hkClasses != NULL)
    {
        RegCloseKey(hkClasses);
    }
    if (hkMachine != NULL)
    {
        RegCloseKey(hkMachine);
    }
    if (hkUser != NULL)
    {
        RegCloseKey(hkUser);
    }
}

/*
 * Values that are missing keep their defaults.
 */
LONG RestoreStartupItems(void)
{
    HKEY hkUser = NULL;
    HKEY hkMachine = NULL;
    HKEY hkClasses = NULL;
    HKEY hkPolicy = NULL;
    LONG ret;
    DWORD dwNew = 1;

    ret = RegOpenKeyExA(HKEY_CURRENT_USER, "Software\\Microsoft\\Windows\\CurrentVersion\\Explorer\\Advanced",
            0, KEY_QUERY_VALUE, &hkUser);
    if (ret != ERROR_SUCCESS)
    {
        LogError(L"cannot read the key", ret);
        goto cleanup;
    }
    ret = RegCreateKeyExW(HKEY_CURRENT_USER, L"Software\\Tailspin\\Launcher\\History", 0, NULL,
            REG_OPTION_NON_VOLATILE, KEY_ALL_ACCESS, NULL, &hkMachine, NULL);
    if (ret != ERROR_SUCCESS)
    {
        goto cleanup;
    }
    ret = RegCreateKeyW(HKEY_CLASSES_ROOT, L"Software\\Fabrikam\\Viewer\\Recent Files",
            &hkClasses);
    if (ret != ERROR_SUCCESS)
    {
        TraceMsg(L"failed");
        goto cleanup;
    }
    ret = RegCreateKeyExW(HKEY_CURRENT_USER, L"Software\\Northwind\\Traders\\Cache", 0, NULL,
            REG_OPTION_NON_VOLATILE, KEY_READ, NULL, &hkPolicy, NULL);
    if (ret != ERROR_SUCCESS)
    {
        goto cleanup;
    }
    DbgPrintf("%s: %d\n", "settings", 3);
    RegSetValueExW(hkUser, L"Version", 0, REG_DWORD, (const BYTE *)&dwNew, sizeof(dwNew));

cleanup:
    if (hkPolicy != NULL)
    {
        RegCloseKey(hkPolicy);
    }
    if (hkClasses != NULL)
    {
        RegCloseKey(hkClasses);
    }
    if (hkMachine != NULL)
    {
        RegCloseKey(hkMachine);
    }
    if (hkUser != NULL)
    {
        RegCloseKey(hkUser);
    }
    return ERROR_SUCCESS;
}

/*
 * Values that are missing keep their defaults.
 */
DWORD VerifyCacheSize(void)
{
    HKEY hkUser = NULL;
    HKEY hkMachine = NULL;
    HKEY hkClasses = NULL;
    LONG err;
    WCHAR szText[MAX_PATH];
    DWORD cbText = sizeof(szText);
    DWORD dwTick = 0;
    DWORD dwValue = 0;

    err = RegOpenKeyExW(HKEY_CURRENT_USER, L"Environment", 0, KEY_WRITE, &hkUser);
    if (!err)
    {
        RegDeleteValueW(hkUser, L"ProxyServer");
    }
    err = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Microsoft\\Windows\\CurrentVersion\\Run", 0,
            KEY_WRITE, &hkMachine);
    if (!err)
    {
        RegQueryValueExW(hkMachine, L"ServerName", NULL, NULL, (LPBYTE)szText, &cbText);
    }
    err = RegOpenKeyExW(HKEY_LOCAL_MACHINE, L"Software\\Contoso\\Orders", 0, KEY_READ, &hkClasses);
    if (!err)
    {
        RegQueryValueExW(hkClasses, L"Timeout", NULL, NULL, (LPBYTE)szText, &cbText);
    }
    dwTick = GetTickCount();
    RegDeleteValueW(HKEY_CURRENT_USER, L"Theme");
    if (hkClasses != NULL)
    {
        RegCloseKey(hkClasses);
    }
    if (hkUser != NULL)
    {
        RegCloseKey(hkUser);
    }
    return dwValue;
}

void FetchLicense(void)
{
    HKEY hkUser = NULL;
    HKEY hkMachine = NULL;
    LSTATUS lRes;
    DWORD dwValue = 0;
    DWORD cbValue = sizeof(DWORD);

    lRes = RegOpenKeyExW(HKEY_CLASSES_ROOT, L"Software\\Microsoft\\Windows\\CurrentVersion\\Run", 0,
            KEY_READ | KEY_WRITE, &hkUser);
    if (ERROR_SUCCESS != lRes)
    {
        TraceMsg(L"failed");
        return;
    }
    lRes = RegOpenKeyExW(HKEY_CURRENT_USER, L"Network", 0, KEY_READ, &hkMachine);
    if (lRes != ERROR_SUCCESS)
    {
        LogError(L"settings", lRes);
        RegCloseKey(hkUser);
        return;
    }

    RegQueryValueExW(hkUser, L"Timeout", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
    RegCloseKey(hkMachine);
    RegCloseKey(hkUser);
}

void CheckLicense(void)
{
    HKEY hkUser = NULL;
    HKEY hkMachine = NULL;
    HKEY hkClasses = NULL;
    LONG lStatus;
    WCHAR szText[MAX_PATH];
    DWORD cbText = sizeof(szText);

    lStatus = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Litware\\Agent", 0, KEY_WRITE, &hkUser);
    if (lStatus != ERROR_SUCCESS)
    {
        ReportFailure(101, (DWORD)lStatus);
        return;
    }
    lStatus = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Tailspin\\Launcher\\History", 0,
            KEY_ALL_ACCESS, &hkMachine);
    if (lStatus)
    {
        LogError(L"open", lStatus);
        RegCloseKey(hkUser);
        return;
    }
    lStatus = RegOpenKeyExA(HKEY_CURRENT_USER, "Software\\Microsoft\\Windows\\CurrentVersion\\Run",
            0, KEY_READ, &hkClasses);
    if (lStatus != NO_ERROR)
    {
        LogError(L"open", lStatus);
        return;
    }
    /* the value is optional */
    RegQueryValueExW(hkUser, L"CacheSize", NULL, NULL, (LPBYTE)szText, &cbText);

    RegCloseKey(hkMachine);
    RegCloseKey(hkUser);
}

DWORD RestoreLanguage(void)
{
    HKEY hkUser = NULL;
    HKEY hkMachine = NULL;
    HKEY hkClasses = NULL;
    HKEY hkPolicy = NULL;
    LONG err;
    DWORD dwNew = 1;
    DWORD dwValue = 0;
    DWORD cbValue = sizeof(DWORD);
    DWORD cSubKeys = 0;

    err = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Classes\\Contoso.Document", 0,
            KEY_READ | KEY_WRITE, &hkUser);
    if (!err)
    {
        RegSetValueExW(hkUser, L"Position", 0, REG_DWORD, (const BYTE *)&dwNew, sizeof(dwNew));
    }
    err = RegOpenKeyExW(HKEY_LOCAL_MACHINE, L"Software\\Contoso\\Orders", 0, KEY_ALL_ACCESS,
            &hkMachine);
    if (!err)
    {
        RegQueryValueExW(hkMachine, L"Theme", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
    }
    err = RegOpenKeyExA(HKEY_CLASSES_ROOT, "Software\\Fabrikam\\Viewer\\Recent Files", 0,
            KEY_READ | KEY_WRITE, &hkClasses);
    if (!err)
    {
        RegQueryInfoKeyW(hkClasses, NULL, NULL, NULL, &cSubKeys, NULL, NULL, NULL, NULL, NULL, NULL,
                NULL);
    }
    err = RegOpenKeyExW(HKEY_CLASSES_ROOT, L"Software\\Litware\\Agent", 0, KEY_READ | KEY_WRITE,
            &hkPolicy);
    if (!err)
    {
        RegSetValueExW(hkPolicy, L"LogLevel", 0, REG_DWORD, (const BYTE *)&dwNew, sizeof(dwNew));
    }

    RegQueryValueExW(HKEY_CURRENT_USER, L"Timeout", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
    if (hkPolicy != NULL)
    {
        RegCloseKey(hkPolicy);
    }
    if (hkClasses != NULL)
    {
        RegCloseKey(hkClasses);
    }
    if (hkMachine != NULL)
    {
        RegCloseKey(hkMachine);
    }
    if (hkUser != NULL)
    {
        RegCloseKey(hkUser);
    }
    return dwValue;
}

/*
 * Values that are missing keep their defaults.
 */
DWORD CollectLogLevel(void)
{
    HKEY hkUser = NULL;
    HKEY hkMachine = NULL;
    HKEY hkClasses = NULL;
    HKEY hkPolicy = NULL;
    LONG rc;
    DWORD dwValue = 0;
    DWORD cbValue = sizeof(DWORD);
    DWORD cSubKeys = 0;

    rc = RegCreateKeyExW(HKEY_CURRENT_USER, L"Control Panel\\Desktop", 0, NULL,
            REG_OPTION_NON_VOLATILE, KEY_READ, NULL, &hkUser, NULL);
    if (!rc)
    {
        RegQueryValueExW(hkUser, L"Language", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
    }
    rc = RegCreateKeyExW(HKEY_CLASSES_ROOT, L"Software\\Contoso\\Orders\\Settings", 0, NULL,
            REG_OPTION_NON_VOLATILE, KEY_READ, NULL, &hkMachine, NULL);
    if (!rc)
    {
        RegQueryInfoKeyW(hkMachine, NULL, NULL, NULL, &cSubKeys, NULL, NULL, NULL, NULL, NULL, NULL,
                NULL);
    }
    rc = RegOpenKeyExW(HKEY_CURRENT_USER, L"Control Panel\\Desktop", 0, KEY_ALL_ACCESS,
            &hkClasses);
    if (!rc)
    {
        RegDeleteValueW(hkClasses, L"AutoStart");
    }
    rc = RegOpenKeyExW(HKEY_CLASSES_ROOT, L"Control Panel\\Desktop", 0, KEY_READ, &hkPolicy);
    if (!rc)
    {
        RegQueryValueExW(hkPolicy, L"LastUser", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
    }

    RegQueryValueExW(HKEY_CURRENT_USER, L"Enabled", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
    if (hkPolicy != NULL)
    {
        RegCloseKey(hkPolicy);
    }
    if (hkClasses != NULL)
    {
        RegCloseKey(hkClasses);
    }
    if (hkMachine != NULL)
    {
        RegCloseKey(hkMachine);
    }
    if (hkUser != NULL)
    {
        RegCloseKey(hkUser);
    }
    return dwValue;
}

// Not thread-safe.
BOOL VerifyUserOptions(void)
{
    HKEY hkUser = NULL;
    HKEY hkMachine = NULL;
    HKEY hkClasses = NULL;
    HKEY hkPolicy = NULL;
    LONG lRes;
    WCHAR szPath[MAX_PATH] = L"";
    DWORD dwValue = 0;
    DWORD cbValue = sizeof(DWORD);

    lRes = RegOpenKeyExW(HKEY_LOCAL_MACHINE, L"Software\\Proseware\\Editor\\Fonts", 0,
            KEY_ALL_ACCESS, &hkUser);
    if (lRes != NO_ERROR)
    {
        LogError(L"settings", lRes);
        return FALSE;
    }
    lRes = RegCreateKeyExW(HKEY_USERS, L"Printers\\Connections", 0, NULL, REG_OPTION_NON_VOLATILE,
            KEY_QUERY_VALUE, NULL, &hkMachine, NULL);
    if (lRes != 0)
    {
        return FALSE;
    }
    lRes = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Fabrikam\\Viewer\\Recent Files", 0,
            KEY_ALL_ACCESS, &hkClasses);
    if (lRes)
    {
        ReportFailure(101, (DWORD)lRes);
        RegCloseKey(hkMachine);
        return FALSE;
    }
    lRes = RegOpenKeyExA(HKEY_LOCAL_MACHINE, "Network", 0, KEY_QUERY_VALUE, &hkPolicy);
    if (lRes != 0)
    {
        return FALSE;
    }
    if (lstrlenW(szPath) == 0)
    {
        LoadDefaults(szPath, MAX_PATH);
    }
    RegQueryValueExW(hkUser, L"Theme", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
    RegCloseKey(hkPolicy);
    RegCloseKey(hkClasses);
    RegCloseKey(hkMachine);
    RegCloseKey(hkUser);
    return TRUE;
}

static HRESULT ApplyHistory(void)
{
    HKEY hkUser = NULL;
    HKEY hkMachine = NULL;
    DWORD lRes;
    DWORD cSubKeys = 0;
    WCHAR szText[MAX_PATH];
    DWORD cbText = sizeof(szText);
    int i;
    DWORD dwHash = 5381;
    DWORD dwValue = 0;
    DWORD cbValue = sizeof(DWORD);

    lRes = RegOpenKeyExW(HKEY_CLASSES_ROOT, L"Software\\Contoso\\Orders", 0, KEY_WRITE, &hkUser);
    if (!lRes)
    {
        RegQueryInfoKeyW(hkUser, NULL, NULL, NULL, &cSubKeys, NULL, NULL, NULL, NULL, NULL, NULL,
                NULL);
    }
    lRes = RegOpenKeyExW(HKEY_CURRENT_USER, L"Network", 0, KEY_READ, &hkMachine);
    if (!lRes)
    {
        RegQueryValueExW(hkMachine, L"LogLevel", NULL, NULL, (LPBYTE)szText, &cbText);
    }
    for (i = 0; i < 3; i++)
    {
        dwHash = dwHash * 33 + (DWORD)i;
    }
    RegQueryValueExW(HKEY_CURRENT_USER, L"ProxyServer", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
    if (hkMachine != NULL)
    {
        RegCloseKey(hkMachine);
    }
    if (hkUser != NULL)
    {
        RegCloseKey(hkUser);
    }
    return S_OK;
}

static DWORD RefreshEnvironment(void)
{
    HKEY hkUser = NULL;
    HKEY hkMachine = NULL;
    HKEY hkClasses = NULL;
    HKEY hkPolicy = NULL;
    LONG lRet;
    DWORD dwValue = 0;
    DWORD cbValue = sizeof(DWORD);

    lRet = RegOpenKeyW(HKEY_LOCAL_MACHINE, L"Network", &hkUser);
    if (lRet != ERROR_SUCCESS)
    {
        goto cleanup;
    }
    lRet = RegOpenKeyExW(HKEY_LOCAL_MACHINE, L"Software\\Litware\\Agent", 0, KEY_READ | KEY_WRITE,
            &hkMachine);
    if (lRet != ERROR_SUCCESS)
    {
        goto cleanup;
    }
    lRet = RegOpenKeyExW(HKEY_CLASSES_ROOT, L"Control Panel\\Desktop", 0, KEY_READ, &hkClasses);
    if (lRet)
    {
        goto cleanup;
    }
    lRet = RegCreateKeyW(HKEY_CURRENT_USER, L"Software\\Contoso\\Orders\\Settings", &hkPolicy);
    if (lRet != NO_ERROR)
    {
        goto cleanup;
    }
    OutputDebugStringW(L"registry: enter\n");
    RegQueryValueExW(hkUser, L"LogLevel", NULL, NULL, (LPBYTE)&dwValue, &cbValue);

cleanup:
    if (hkPolicy != NULL)
    {
        RegCloseKey(hkPolicy);
    }
    if (hkClasses != NULL)
    {
        RegCloseKey(hkClasses);
    }
    if (hkMachine != NULL)
    {
        RegCloseKey(hkMachine);
    }
    if (hkUser != NULL)
    {
        RegCloseKey(hkUser);
    }
    return dwValue;
}

void InitLanguage(void)
{
    HKEY hkUser = NULL;
    HKEY hkMachine = NULL;
    HKEY hkClasses = NULL;
    LSTATUS lError;
    DWORD dwValue = 0;
    DWORD cbValue = sizeof(DWORD);

    lError = RegCreateKeyExW(HKEY_CURRENT_USER, L"Software\\Fabrikam\\Viewer", 0, NULL,
            REG_OPTION_NON_VOLATILE, KEY_READ, NULL, &hkUser, NULL);
    if (lError != ERROR_SUCCESS)
    {
        LogError(L"settings", lError);
        return;
    }
    lError = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Litware\\Agent", 0, KEY_READ | KEY_WRITE,
            &hkMachine);
    if (ERROR_SUCCESS != lError)
    {
        LogError(L"RegOpenKeyEx failed", lError);
        RegCloseKey(hkUser);
        return;
    }
    lError = RegOpenCurrentUser(KEY_READ, &hkClasses);
    if (lError != NO_ERROR)
    {
        RegCloseKey(hkMachine);
        RegCloseKey(hkUser);
        return;
    }
    /* the value is optional */
    RegQueryValueExW(hkUser, L"LastUser", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
    RegCloseKey(hkClasses);
    RegCloseKey(hkMachine);
    RegCloseKey(hkUser);
}
