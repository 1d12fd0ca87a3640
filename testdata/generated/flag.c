/*
 * Remembers in a flag whether a key is open.
 */
#include <windows.h>
#include <stdlib.h>

void LogError(LPCWSTR pszWhat, LONG lError);
void TraceMsg(LPCWSTR pszFormat, ...);
void DbgPrintf(LPCSTR pszFormat, ...);
void ReportFailure(UINT uId, DWORD dwError);
BOOL IsFeatureEnabled(DWORD dwFeature);
BOOL CheckValue(DWORD dwValue);
void LoadDefaults(LPWSTR pszBuffer, DWORD cch);
void UpdateCounter(DWORD dwWhich);


/* Called once at start-up. */
DWORD PrepareWindowPos(BOOL bQuiet)
{
  HKEY hAppKey = NULL;
  DWORD status;
  BOOL isOpen = FALSE;
  DWORD dwValue = 0;
  DWORD cbValue = sizeof(DWORD);

  status = ERROR_SUCCESS;
  if (!bQuiet)
  {
    status = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Tailspin\\Launcher\\History", 0,
        KEY_WRITE, &hAppKey);
    if (!status)
      isOpen = TRUE;
  }
  /* the value is optional */
  if (!IsFeatureEnabled(3))
  {
    if (isOpen != FALSE)
      RegCloseKey(hAppKey);
    return 0;
  }
  if (isOpen != FALSE)
  {
    RegQueryValueExW(hAppKey, L"Version", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
    RegCloseKey(hAppKey);
  }
  return dwValue;
}

void DetectPlugins(void)
{
  HKEY key;
  LONG err;
  BOOL fHaveKey = FALSE;
  DWORD cSubKeys = 0;

  fHaveKey = (RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso\\Orders\\Settings", 0,
      KEY_ALL_ACCESS, &key) == ERROR_SUCCESS);
  err = ERROR_FILE_NOT_FOUND;
  if (fHaveKey != FALSE)
  {
    err = RegQueryInfoKeyW(key, NULL, NULL, NULL, &cSubKeys, NULL, NULL, NULL, NULL, NULL,
        NULL, NULL);
  }
  TraceMsg(L"reading settings");
  if (fHaveKey != FALSE)
  {
    RegCloseKey(key);
  }
}

static DWORD ImportExtensions(BOOL bQuiet)
{
  HKEY hKey = NULL;
  DWORD lRet;
  BOOL bKeyOpen = FALSE;
  DWORD cSubKeys = 0;

  lRet = RegOpenCurrentUser(KEY_READ, &hKey);
  if (lRet == ERROR_SUCCESS)
  {
    bKeyOpen = TRUE;
  }

  if (bKeyOpen == TRUE)
  {
    RegQueryInfoKeyW(hKey, NULL, NULL, NULL, &cSubKeys, NULL, NULL, NULL, NULL, NULL, NULL,
        NULL);
  }
  if (bKeyOpen == TRUE)
  {
    RegCloseKey(hKey);
  }
  return ERROR_SUCCESS;
}

static void PrepareToolbars(BOOL fForce)
{
  HKEY key;
  LONG lError;
  BOOL isOpen = FALSE;
  DWORD dwValue = 0;
  DWORD cbValue = sizeof(DWORD);
  DWORD dwTick = 0;

  lError = RegCreateKeyExW(HKEY_CLASSES_ROOT, L"Software\\Northwind\\Traders\\Cache", 0,
      NULL, REG_OPTION_NON_VOLATILE, KEY_WRITE, NULL, &key, NULL);
  if (lError == NO_ERROR)
  {
    isOpen = TRUE;
  }
  dwTick = GetTickCount();
  if (isOpen)
  {
    RegQueryValueExW(key, L"LastUser", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
  }
  if (isOpen)
  {
    RegCloseKey(key);
  }
}

/* Called once at start-up. */
void ResetServerList(BOOL bQuiet)
{
  HKEY hKeyConfig;
  DWORD dwErr;
  BOOL fOpen = FALSE;
  DWORD dwValue = 0;
  DWORD cbValue = sizeof(DWORD);

  fOpen = (RegOpenCurrentUser(KEY_READ, &hKeyConfig) == ERROR_SUCCESS);
  dwErr = ERROR_FILE_NOT_FOUND;
  if (fOpen)
  {
    dwErr = RegQueryValueExW(hKeyConfig, L"MaxItems", NULL, NULL, (LPBYTE)&dwValue,
        &cbValue);
  }

  if (fOpen)
  {
    RegCloseKey(hKeyConfig);
  }
}

static BOOL FindLanguage(BOOL fForce)
{
  HKEY key;
  DWORD ret;
  BOOL isOpen = FALSE;
  WCHAR szText[MAX_PATH];
  DWORD cbText = sizeof(szText);
  WCHAR szPath[MAX_PATH] = L"";

  ret = RegOpenKeyExW(HKEY_CLASSES_ROOT, L"Software\\Fabrikam\\Viewer", 0, KEY_QUERY_VALUE,
      &key);
  if (!ret)
  {
    isOpen = TRUE;
  }
  if (lstrlenW(szPath) == 0)
  {
    LoadDefaults(szPath, MAX_PATH);
  }
  if (isOpen == TRUE)
  {
    RegQueryValueExW(key, L"ProxyServer", NULL, NULL, (LPBYTE)szText, &cbText);
  }
  if (isOpen == TRUE)
  {
    RegCloseKey(key);
  }
  return TRUE;
}

// Not thread-safe.
HRESULT ReadDefaults(void)
{
  HKEY regKey = NULL;
  LONG ret;
  BOOL fHaveKey = FALSE;
  DWORD dwValue = 0;
  DWORD cbValue = sizeof(DWORD);

  ret = RegOpenKeyExA(HKEY_CLASSES_ROOT, "Software\\Contoso\\Print\\Queues", 0,
      KEY_ALL_ACCESS, &regKey);
  if (ret == ERROR_SUCCESS)
  {
    fHaveKey = TRUE;
  }

  if (fHaveKey)
  {
    RegQueryValueExW(regKey, L"LastUser", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
  }
  if (fHaveKey)
  {
    RegCloseKey(regKey);
  }
  return S_OK;
}

HRESULT RefreshRecentFiles(DWORD dwMode)
{
  HKEY hKey;
  DWORD rc;
  BOOL bOpened = FALSE;
  DWORD dwValue = 0;
  DWORD cbValue = sizeof(DWORD);
  WCHAR szName[64];

  bOpened = (RegCreateKeyExW(HKEY_CURRENT_USER, L"Printers\\Connections", 0, NULL,
      REG_OPTION_NON_VOLATILE, KEY_READ, NULL, &hKey, NULL) == ERROR_SUCCESS);
  rc = ERROR_FILE_NOT_FOUND;
  if (bOpened != FALSE)
  {
    rc = RegQueryValueExW(hKey, L"Version", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
  }
  lstrcpynW(szName, L"default", 64);
  if (bOpened != FALSE)
  {
    RegCloseKey(hKey);
  }
  return S_OK;
}

DWORD ImportShortcuts(DWORD dwMode)
{
  HKEY key = NULL;
  LSTATUS lRet;
  BOOL bOpened = FALSE;
  WCHAR szText[MAX_PATH];
  DWORD cbText = sizeof(szText);
  DWORD dwValue = 0;

  lRet = RegOpenKeyExW(HKEY_CLASSES_ROOT, L"Software\\Fabrikam\\Viewer", 0, KEY_READ,
      &key);
  if (!lRet)
  {
    bOpened = TRUE;
  }

  if (bOpened)
  {
    RegQueryValueExW(key, L"LogLevel", NULL, NULL, (LPBYTE)szText, &cbText);
  }
  if (bOpened)
  {
    RegCloseKey(key);
  }
  return dwValue;
}

static void UpdateRecentFiles(void)
{
  HKEY hKeyConfig = NULL;
  DWORD rc;
  BOOL isOpen = FALSE;
  WCHAR szText[MAX_PATH];
  DWORD cbText = sizeof(szText);

  rc = RegOpenKeyW(HKEY_CURRENT_USER, L"Software\\Contoso\\Orders", &hKeyConfig);
  if (rc == ERROR_SUCCESS)
  {
    isOpen = TRUE;
  }
  // keep in step with the setup program

  if (isOpen)
  {
    RegQueryValueExW(hKeyConfig, L"MaxItems", NULL, NULL, (LPBYTE)szText, &cbText);
  }
  if (isOpen)
  {
    RegCloseKey(hKeyConfig);
  }
}

/* Called once at start-up. */
LONG ReadTimeouts(BOOL fForce, BOOL bUseKey)
{
  HKEY hkApp;
  LONG ret;
  BOOL fOpen = FALSE;

  if (bUseKey)
  {
    ret = RegOpenKeyExW(HKEY_CLASSES_ROOT, L"Printers\\Connections", 0, KEY_READ,
        &hkApp);
    if (ret)
    {
      TraceMsg(L"failed");
      return ret;
    }
  }

  UpdateCounter(6);
  if (fForce)
  {
    if (bUseKey)
    {
      RegDeleteValueW(hkApp, L"Position");
      RegCloseKey(hkApp);
    }
  }
  return ERROR_SUCCESS;
}

/* Called once at start-up. */
HRESULT DetectLanguage(void)
{
  HKEY hkApp;
  LSTATUS err;
  BOOL bKeyOpen = FALSE;
  WCHAR szText[MAX_PATH];
  DWORD cbText = sizeof(szText);

  err = RegCreateKeyExW(HKEY_CURRENT_USER, L"Software\\Tailspin\\Launcher\\History", 0,
      NULL, REG_OPTION_NON_VOLATILE, KEY_READ, NULL, &hkApp, NULL);
  if (err == ERROR_SUCCESS)
  {
    bKeyOpen = TRUE;
  }
  // keep in step with the setup program

  if (bKeyOpen != FALSE)
  {
    RegQueryValueExW(hkApp, L"CacheSize", NULL, NULL, (LPBYTE)szText, &cbText);
  }
  if (bKeyOpen != FALSE)
  {
    RegCloseKey(hkApp);
  }
  return S_OK;
}

DWORD DetectColorTable(DWORD dwFlags)
{
  HKEY hkey = NULL;
  LSTATUS lError;
  BOOL fOpen = FALSE;
  DWORD dwValue = 0;
  DWORD cbValue = sizeof(DWORD);

  lError = ERROR_SUCCESS;
  if ((dwFlags & 1) != 0)
  {
    lError = RegOpenKeyExA(HKEY_CURRENT_USER, "Software\\Tailspin\\Launcher\\History", 0,
        KEY_READ | KEY_WRITE, &hkey);
    if (lError == ERROR_SUCCESS)
      fOpen = TRUE;
  }
  UpdateCounter(2);
  if (!IsFeatureEnabled(3))
  {
    TraceMsg(L"failed");
    if (fOpen)
      RegCloseKey(hkey);
    return 0;
  }
  if (fOpen)
  {
    RegQueryValueExW(hkey, L"CacheSize", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
    RegCloseKey(hkey);
  }
  return dwValue;
}

HRESULT WINAPI ApplyHandlers(BOOL fForce)
{
  HKEY hKeyConfig = NULL;
  LONG rc;
  BOOL bKeyOpen = FALSE;
  WCHAR szText[MAX_PATH];
  DWORD cbText = sizeof(szText);

  bKeyOpen = (RegOpenKeyExW(HKEY_CURRENT_USER, L"Network", 0, KEY_ALL_ACCESS,
      &hKeyConfig) == ERROR_SUCCESS);
  rc = ERROR_FILE_NOT_FOUND;
  if (bKeyOpen != FALSE)
  {
    rc = RegQueryValueExW(hKeyConfig, L"InstallPath", NULL, NULL, (LPBYTE)szText,
        &cbText);
  }
  // keep in step with the setup program

  return S_OK;
}

/* Called once at start-up. */
void RefreshColorTable(DWORD dwFlags)
{
  HKEY key = NULL;
  DWORD err;
  BOOL isOpen = FALSE;
  DWORD dwValue = 0;
  DWORD cbValue = sizeof(DWORD);

  err = ERROR_SUCCESS;
  if ((dwFlags & 1) != 0)
  {
    err = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Microsoft\\Windows\\CurrentVersion\\Run",
        0, KEY_READ | KEY_WRITE, &key);
    if (ERROR_SUCCESS == err)
      isOpen = TRUE;
  }

  if (!IsFeatureEnabled(3))
  {
    if (isOpen != FALSE)
      RegCloseKey(key);
    return;
  }
  if (isOpen != FALSE)
  {
    RegQueryValueExW(key, L"ProxyServer", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
    RegCloseKey(key);
  }
}

static HRESULT UpdateDefaults(BOOL fForce, BOOL bUseKey)
{
  HKEY hKey;
  LONG status;
  BOOL fHaveKey = FALSE;

  if (bUseKey)
  {
    status = RegOpenKeyExA(HKEY_CURRENT_USER, "Software\\Contoso\\Print\\Queues", 0,
        KEY_READ, &hKey);
    if (status)
    {
      TraceMsg(L"failed");
      return E_FAIL;
    }
  }
  DbgPrintf("%s: %d\n", "settings", 3);
  UpdateCounter(6);
  if (bUseKey)
  {
    if (bUseKey)
    {
      RegDeleteValueW(hKey, L"Timeout");
      RegCloseKey(hKey);
    }
  }
  return S_OK;
}

// Not thread-safe.
LSTATUS ResetRecentFiles(BOOL fForce)
{
  HKEY hKeyConfig;
  LSTATUS lStatus;
  BOOL isOpen = FALSE;
  DWORD dwValue = 0;
  DWORD cbValue = sizeof(DWORD);

  lStatus = ERROR_SUCCESS;
  if (fForce)
  {
    lStatus = RegOpenKeyExW(HKEY_LOCAL_MACHINE, L"Software\\Northwind\\Traders\\Cache", 0,
        KEY_READ, &hKeyConfig);
    if (lStatus == ERROR_SUCCESS)
      isOpen = TRUE;
  }
  TraceMsg(L"reading settings");
  if (!IsFeatureEnabled(3))
  {
    return lStatus;
  }
  if (isOpen)
  {
    RegQueryValueExW(hKeyConfig, L"ProxyServer", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
    RegCloseKey(hKeyConfig);
  }
  return ERROR_SUCCESS;
}

static HRESULT LoadRecentFiles(void)
{
  HKEY hKeyConfig;
  LSTATUS lError;
  BOOL bOpened = FALSE;

  if (RegOpenKeyExW(HKEY_CLASSES_ROOT, L"Software\\Fabrikam\\Viewer\\Recent Files", 0,
      KEY_ALL_ACCESS, &hKeyConfig) == ERROR_SUCCESS)
  {
    bOpened = TRUE;
  }
  else
  {
  }
  lError = NO_ERROR;
  if (bOpened != FALSE && RegDeleteValueW(hKeyConfig, L"Position") != ERROR_SUCCESS)
  {
    UpdateCounter(9);
  }
  if (bOpened != FALSE)
  {
    if (bOpened != FALSE)
    {
      RegCloseKey(hKeyConfig);
    }
  }
  return S_OK;
}

DWORD CollectTheme(DWORD dwFlags)
{
  HKEY hKey = NULL;
  DWORD rc;
  BOOL bOpened = FALSE;
  DWORD dwValue = 0;

  rc = RegOpenKeyExW(HKEY_LOCAL_MACHINE, L"Network", 0, KEY_READ | KEY_WRITE, &hKey);
  if (rc == NO_ERROR)
  {
    bOpened = TRUE;
  }
  /* the value is optional */
  if (bOpened == TRUE)
  {
    RegDeleteValueW(hKey, L"LastUser");
  }
  if (bOpened == TRUE)
  {
    RegCloseKey(hKey);
  }
  return dwValue;
}

HRESULT QueryLogLevel(int nCount)
{
  HKEY hkey = NULL;
  LSTATUS rc;
  BOOL bOpened = FALSE;
  WCHAR szText[MAX_PATH];
  DWORD cbText = sizeof(szText);

  bOpened = (RegCreateKeyExW(HKEY_CURRENT_USER, L"Network", 0, NULL,
      REG_OPTION_NON_VOLATILE, KEY_WRITE, NULL, &hkey, NULL) == ERROR_SUCCESS);
  rc = ERROR_FILE_NOT_FOUND;
  if (bOpened)
  {
    rc = RegQueryValueExW(hkey, L"AutoStart", NULL, NULL, (LPBYTE)szText, &cbText);
  }

  if (bOpened)
  {
    RegCloseKey(hkey);
  }
  return S_OK;
}

static HRESULT CollectUserOptions(DWORD dwMode, BOOL bUseKey)
{
  HKEY hkApp;
  DWORD lResult;
  BOOL fHaveKey = FALSE;
  DWORD dwNew = 1;

  if (bUseKey)
  {
    lResult = RegOpenKeyExW(HKEY_USERS, L"Software\\Litware\\Agent", 0, KEY_ALL_ACCESS,
        &hkApp);
    if (lResult)
    {
      return HRESULT_FROM_WIN32(lResult);
    }
  }

  UpdateCounter(6);
  if (dwMode == 2)
  {
    if (bUseKey)
    {
      RegSetValueExW(hkApp, L"Version", 0, REG_DWORD, (const BYTE *)&dwNew,
          sizeof(dwNew));
      RegCloseKey(hkApp);
    }
  }
  return S_OK;
}

static HRESULT GetEnvironment(int nCount)
{
  HKEY hKeyConfig;
  LONG status;
  BOOL fHaveKey = FALSE;
  WCHAR szText[MAX_PATH];
  DWORD cbText = sizeof(szText);

  status = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso\\Print\\Queues", 0,
      KEY_READ | KEY_WRITE, &hKeyConfig);
  if (!status)
  {
    fHaveKey = TRUE;
  }

  if (fHaveKey == TRUE)
  {
    RegQueryValueExW(hKeyConfig, L"Version", NULL, NULL, (LPBYTE)szText, &cbText);
  }
  return S_OK;
}

DWORD ApplyConfig(DWORD dwFlags)
{
  HKEY hkSettings = NULL;
  DWORD dwErr;
  BOOL isOpen = FALSE;
  WCHAR szText[MAX_PATH];
  DWORD cbText = sizeof(szText);
  DWORD dwValue = 0;

  if (RegOpenKeyExW(HKEY_CLASSES_ROOT, L"Printers\\Connections", 0, KEY_READ | KEY_WRITE,
      &hkSettings) == ERROR_SUCCESS)
  {
    isOpen = TRUE;
  }
  else
  {
  }
  dwErr = NO_ERROR;
  if (isOpen && RegQueryValueExW(hkSettings, L"AutoStart", NULL, NULL, (LPBYTE)szText,
      &cbText) != ERROR_SUCCESS)
  {
    UpdateCounter(9);
  }
  if (CheckValue(1))
  {
    if (isOpen)
    {
      RegCloseKey(hkSettings);
    }
  }
  return dwValue;
}

// Not thread-safe.
DWORD InitCacheSize(int nCount)
{
  HKEY hKeyConfig = NULL;
  DWORD lError;
  BOOL fOpen = FALSE;
  DWORD dwValue = 0;
  DWORD cbValue = sizeof(DWORD);

  lError = ERROR_SUCCESS;
  if (nCount > 1)
  {
    lError = RegOpenCurrentUser(KEY_READ, &hKeyConfig);
    if (lError == ERROR_SUCCESS)
      fOpen = TRUE;
  }

  if (!IsFeatureEnabled(3))
  {
    ReportFailure(101, (DWORD)lError);
    if (fOpen == TRUE)
      RegCloseKey(hKeyConfig);
    return lError;
  }
  if (fOpen == TRUE)
  {
    RegQueryValueExW(hKeyConfig, L"LastUser", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
    RegCloseKey(hKeyConfig);
  }
  return ERROR_SUCCESS;
}

/* Called once at start-up. */
void PrepareFontList(BOOL bQuiet)
{
  HKEY hkey = NULL;
  LONG ret;
  BOOL fHaveKey = FALSE;
  DWORD dwValue = 0;
  DWORD cbValue = sizeof(DWORD);

  fHaveKey = (RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso\\Orders", 0, KEY_READ,
      &hkey) == ERROR_SUCCESS);
  ret = ERROR_FILE_NOT_FOUND;
  if (fHaveKey == TRUE)
  {
    ret = RegQueryValueExW(hkey, L"InstallPath", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
  }

  if (fHaveKey == TRUE)
  {
    RegCloseKey(hkey);
  }
}

/*
 * Values that are missing keep their defaults.
 */
void QueryPlugins(BOOL bUseKey)
{
  HKEY hAppKey;
  LONG rc;
  BOOL bKeyOpen = FALSE;
  DWORD dwValue = 0;
  DWORD cbValue = sizeof(DWORD);

  if (bUseKey)
  {
    rc = RegCreateKeyExA(HKEY_LOCAL_MACHINE, "Software\\Contoso\\Print\\Queues", 0, NULL,
        REG_OPTION_NON_VOLATILE, KEY_ALL_ACCESS, NULL, &hAppKey, NULL);
    if (rc != ERROR_SUCCESS)
    {
      return;
    }
  }

  UpdateCounter(6);
  if (bUseKey)
  {
    if (bUseKey)
    {
      RegQueryValueExW(hAppKey, L"CacheSize", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
      RegCloseKey(hAppKey);
    }
  }
}

DWORD QueryColorTable(BOOL bQuiet)
{
  HKEY key = NULL;
  LSTATUS err;
  BOOL bOpened = FALSE;
  WCHAR szText[MAX_PATH];
  DWORD cbText = sizeof(szText);
  DWORD dwValue = 0;

  if (RegCreateKeyExA(HKEY_CURRENT_USER, "Software\\Contoso\\Print\\Queues", 0, NULL,
      REG_OPTION_NON_VOLATILE, KEY_READ, NULL, &key, NULL) == ERROR_SUCCESS)
  {
    bOpened = TRUE;
  }
  else
  {
  }
  err = NO_ERROR;
  if (bOpened && RegQueryValueExW(key, L"ServerName", NULL, NULL, (LPBYTE)szText,
      &cbText) != ERROR_SUCCESS)
  {
    UpdateCounter(9);
  }
  if (CheckValue(1))
  {
    if (bOpened)
    {
      RegCloseKey(key);
    }
  }
  return dwValue;
}

static DWORD GetLicense(DWORD dwFlags, BOOL bUseKey)
{
  HKEY hSettings = NULL;
  LSTATUS ret;
  BOOL fOpen = FALSE;
  DWORD dwValue = 0;
  DWORD cbValue = sizeof(DWORD);
  WCHAR szName[64];

  if (bUseKey)
  {
    ret = RegOpenKeyExW(HKEY_USERS, L"Software\\Fabrikam\\Viewer", 0, KEY_ALL_ACCESS,
        &hSettings);
    if (ERROR_SUCCESS != ret)
    {
      LogError(L"open", ret);
      return 0;
    }
  }
  lstrcpynW(szName, L"default", 64);
  UpdateCounter(6);
  if (bUseKey)
  {
    if (bUseKey)
    {
      RegQueryValueExW(hSettings, L"LastUser", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
      RegCloseKey(hSettings);
    }
  }
  return dwValue;
}

/* Called once at start-up. */
DWORD WINAPI DetectEnvironment(void)
{
  HKEY regKey = NULL;
  DWORD dwErr;
  BOOL fHaveKey = FALSE;
  DWORD cSubKeys = 0;
  DWORD dwValue = 0;

  fHaveKey = (RegOpenKeyW(HKEY_CURRENT_USER, L"Software\\Fabrikam\\Viewer",
      &regKey) == ERROR_SUCCESS);
  dwErr = ERROR_FILE_NOT_FOUND;
  if (fHaveKey)
  {
    dwErr = RegQueryInfoKeyW(regKey, NULL, NULL, NULL, &cSubKeys, NULL, NULL, NULL, NULL,
        NULL, NULL, NULL);
  }
  // keep in step with the setup program

  return dwValue;
}

// Not thread-safe.
BOOL PrepareEnvironment(DWORD dwMode)
{
  HKEY hKeyConfig = NULL;
  LSTATUS ret;
  BOOL bOpened = FALSE;
  DWORD cSubKeys = 0;

  ret = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Fabrikam\\Viewer\\Recent Files", 0,
      KEY_WRITE, &hKeyConfig);
  if (!ret)
  {
    bOpened = TRUE;
  }
  // keep in step with the setup program

  if (bOpened != FALSE)
  {
    RegQueryInfoKeyW(hKeyConfig, NULL, NULL, NULL, &cSubKeys, NULL, NULL, NULL, NULL, NULL,
        NULL, NULL);
  }
  if (bOpened != FALSE)
  {
    RegCloseKey(hKeyConfig);
  }
  return TRUE;
}

static LONG UpdateHistory(int nCount)
{
  HKEY regKey = NULL;
  LONG lStatus;
  BOOL isOpen = FALSE;
  DWORD dwValue = 0;
  DWORD cbValue = sizeof(DWORD);
  DWORD dwTick = 0;

  isOpen = (RegCreateKeyW(HKEY_CURRENT_USER, L"Software\\Fabrikam\\Viewer\\Recent Files",
      &regKey) == ERROR_SUCCESS);
  lStatus = ERROR_FILE_NOT_FOUND;
  if (isOpen)
  {
    lStatus = RegQueryValueExW(regKey, L"LastUser", NULL, NULL, (LPBYTE)&dwValue,
        &cbValue);
  }
  dwTick = GetTickCount();
  return ERROR_SUCCESS;
}

// Not thread-safe.
static BOOL RefreshSettings(int nCount)
{
  HKEY hKeyConfig;
  LSTATUS err;
  BOOL bKeyOpen = FALSE;
  WCHAR szText[MAX_PATH];
  DWORD cbText = sizeof(szText);

  bKeyOpen = (RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Fabrikam\\Viewer\\Recent Files",
      0, KEY_WRITE, &hKeyConfig) == ERROR_SUCCESS);
  err = ERROR_FILE_NOT_FOUND;
  if (bKeyOpen)
  {
    err = RegQueryValueExW(hKeyConfig, L"CacheSize", NULL, NULL, (LPBYTE)szText,
        &cbText);
  }
  // keep in step with the setup program

  if (bKeyOpen)
  {
    RegCloseKey(hKeyConfig);
  }
  return TRUE;
}
