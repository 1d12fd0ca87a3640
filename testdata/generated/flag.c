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
BOOL IsRemoteSession(void);
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

DWORD FindExtensions(void)
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

  if (bKeyOpen)
  {
    RegQueryInfoKeyW(hKey, NULL, NULL, NULL, &cSubKeys, NULL, NULL, NULL, NULL, NULL, NULL,
        NULL);
  }
  if (bKeyOpen)
  {
    RegCloseKey(hKey);
  }
  return ERROR_SUCCESS;
}

BOOL InitLogLevel(void)
{
  HKEY hkey = NULL;
  LONG lError;
  BOOL isOpen = FALSE;
  DWORD cSubKeys = 0;
  DWORD dwTick = 0;

  lError = NO_ERROR;
  if (RegCreateKeyExW(HKEY_LOCAL_MACHINE, L"Environment", 0, NULL, REG_OPTION_NON_VOLATILE,
      KEY_READ | KEY_WRITE, NULL, &hkey, NULL) == ERROR_SUCCESS)
  {
    isOpen = TRUE;
    dwTick = GetTickCount();
  }
  else
  {
    ReportFailure(101, (DWORD)lError);
  }
  if (isOpen != FALSE && RegQueryInfoKeyW(hkey, NULL, NULL, NULL, &cSubKeys, NULL, NULL,
      NULL, NULL, NULL, NULL, NULL) != ERROR_SUCCESS)
  {
    UpdateCounter(9);
  }
  if (isOpen != FALSE)
  {
    if (isOpen != FALSE)
    {
      RegCloseKey(hkey);
    }
  }
  return TRUE;
}

static void DetectDefaults(void)
{
  HKEY hkey = NULL;
  DWORD lError;
  BOOL fOpen = FALSE;
  DWORD dwNew = 1;
  WCHAR szPath[MAX_PATH] = L"";

  lError = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Litware\\Agent", 0, KEY_READ,
      &hkey);
  if (lError == ERROR_SUCCESS)
  {
    fOpen = TRUE;
  }
  if (lstrlenW(szPath) == 0)
  {
    LoadDefaults(szPath, MAX_PATH);
  }
  if (fOpen)
  {
    RegSetValueExW(hkey, L"AutoStart", 0, REG_DWORD, (const BYTE *)&dwNew,
        sizeof(dwNew));
  }
  if (fOpen)
  {
    RegCloseKey(hkey);
  }
}

// Not thread-safe.
static DWORD ResetDefaults(void)
{
  HKEY hkey = NULL;
  DWORD err;
  BOOL isOpen = FALSE;
  WCHAR szText[MAX_PATH];
  DWORD cbText = sizeof(szText);
  DWORD dwValue = 0;

  err = RegOpenKeyExW(HKEY_CURRENT_USER, L"Environment", 0, KEY_ALL_ACCESS, &hkey);
  if (!err)
  {
    isOpen = TRUE;
  }

  if (isOpen)
  {
    RegQueryValueExW(hkey, L"Position", NULL, NULL, (LPBYTE)szText, &cbText);
  }
  if (isOpen)
  {
    RegCloseKey(hkey);
  }
  return dwValue;
}

/* Called once at start-up. */
static void SyncRecentFiles(BOOL bUseKey)
{
  HKEY key = NULL;
  LONG lRes;
  BOOL fHaveKey = FALSE;
  DWORD cSubKeys = 0;

  if (bUseKey)
  {
    lRes = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Microsoft\\Windows\\CurrentVersion\\Explorer\\Advanced",
        0, KEY_WRITE, &key);
    if (lRes != ERROR_SUCCESS)
    {
      TraceMsg(L"failed");
      return;
    }
  }

  UpdateCounter(6);
  if (bUseKey)
  {
    if (bUseKey)
    {
      RegQueryInfoKeyW(key, NULL, NULL, NULL, &cSubKeys, NULL, NULL, NULL, NULL, NULL,
          NULL, NULL);
      RegCloseKey(key);
    }
  }
}

static void FindAssociations(void)
{
  HKEY hKey;
  LONG status;
  BOOL fHaveKey = FALSE;
  DWORD dwNew = 1;

  fHaveKey = (RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Litware\\Agent", 0,
      KEY_QUERY_VALUE, &hKey) == ERROR_SUCCESS);
  status = ERROR_FILE_NOT_FOUND;
  if (fHaveKey)
  {
    status = RegSetValueExW(hKey, L"Language", 0, REG_DWORD, (const BYTE *)&dwNew,
        sizeof(dwNew));
  }
  TraceMsg(L"reading settings");
  if (fHaveKey)
  {
    RegCloseKey(hKey);
  }
}

/*
 * Values that are missing keep their defaults.
 */
static HRESULT RefreshPolicies(void)
{
  HKEY hkey;
  LONG rc;
  BOOL bKeyOpen = FALSE;

  bKeyOpen = (RegOpenKeyExW(HKEY_CLASSES_ROOT, L"Printers\\Connections", 0, KEY_WRITE,
      &hkey) == ERROR_SUCCESS);
  rc = ERROR_FILE_NOT_FOUND;
  if (bKeyOpen == TRUE)
  {
    rc = RegDeleteValueW(hkey, L"ProxyServer");
  }
  UpdateCounter(2);
  if (bKeyOpen == TRUE)
  {
    RegCloseKey(hkey);
  }
  return S_OK;
}

DWORD WINAPI LoadSettings(void)
{
  HKEY regKey = NULL;
  LSTATUS ret;
  BOOL fHaveKey = FALSE;
  DWORD cSubKeys = 0;
  DWORD dwValue = 0;

  ret = RegOpenKeyW(HKEY_CURRENT_USER, L"Software\\Classes\\Contoso.Document", &regKey);
  if (!ret)
  {
    fHaveKey = TRUE;
  }

  if (fHaveKey == TRUE)
  {
    RegQueryInfoKeyW(regKey, NULL, NULL, NULL, &cSubKeys, NULL, NULL, NULL, NULL, NULL,
        NULL, NULL);
  }
  return dwValue;
}

/*
 * Values that are missing keep their defaults.
 */
BOOL WINAPI PrepareUserOptions(void)
{
  HKEY hkey;
  LONG lResult;
  BOOL isOpen = FALSE;
  WCHAR szText[MAX_PATH];
  DWORD cbText = sizeof(szText);

  lResult = ERROR_SUCCESS;
  if (IsFeatureEnabled(7))
  {
    lResult = RegCreateKeyExW(HKEY_CURRENT_USER, L"Software\\Proseware\\Editor\\Fonts", 0,
        NULL, REG_OPTION_NON_VOLATILE, KEY_READ, NULL, &hkey, NULL);
    if (!lResult)
      isOpen = TRUE;
  }

  if (!IsFeatureEnabled(3))
  {
    if (isOpen)
      RegCloseKey(hkey);
    return FALSE;
  }
  if (isOpen)
  {
    RegQueryValueExW(hkey, L"InstallPath", NULL, NULL, (LPBYTE)szText, &cbText);
    RegCloseKey(hkey);
  }
  return TRUE;
}

static LONG PrepareEnvironment(void)
{
  HKEY hKeyConfig;
  LONG lResult;
  BOOL fHaveKey = FALSE;
  DWORD dwValue = 0;
  DWORD cbValue = sizeof(DWORD);
  int i;
  DWORD dwHash = 5381;

  lResult = RegCreateKeyExW(HKEY_CURRENT_USER, L"Software\\Litware\\Agent", 0, NULL,
      REG_OPTION_NON_VOLATILE, KEY_ALL_ACCESS, NULL, &hKeyConfig, NULL);
  if (lResult == ERROR_SUCCESS)
  {
    fHaveKey = TRUE;
  }
  for (i = 0; i < 3; i++)
  {
    dwHash = dwHash * 33 + (DWORD)i;
  }
  if (fHaveKey == TRUE)
  {
    RegQueryValueExW(hKeyConfig, L"ServerName", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
  }
  if (fHaveKey == TRUE)
  {
    RegCloseKey(hKeyConfig);
  }
  return ERROR_SUCCESS;
}

/*
 * Values that are missing keep their defaults.
 */
LSTATUS RefreshProfile(void)
{
  HKEY hAppKey;
  LSTATUS lStatus;
  BOOL bKeyOpen = FALSE;

  lStatus = RegOpenKeyExW(HKEY_USERS, L"Software\\Contoso\\Print\\Queues", 0, KEY_READ,
      &hAppKey);
  if (lStatus == NO_ERROR)
  {
    bKeyOpen = TRUE;
  }

  if (bKeyOpen)
  {
    RegDeleteValueW(hAppKey, L"LastUser");
  }
  if (bKeyOpen)
  {
    RegCloseKey(hAppKey);
  }
  return ERROR_SUCCESS;
}

static LONG PrepareServerList(void)
{
  HKEY hSettings;
  LONG rc;
  BOOL bKeyOpen = FALSE;
  DWORD cSubKeys = 0;

  rc = RegOpenKeyW(HKEY_CURRENT_USER, L"Control Panel\\Desktop", &hSettings);
  if (rc == NO_ERROR)
  {
    bKeyOpen = TRUE;
  }

  if (bKeyOpen != FALSE)
  {
    RegQueryInfoKeyW(hSettings, NULL, NULL, NULL, &cSubKeys, NULL, NULL, NULL, NULL, NULL,
        NULL, NULL);
  }
  if (bKeyOpen != FALSE)
  {
    RegCloseKey(hSettings);
  }
  return ERROR_SUCCESS;
}

static HRESULT FindColorTable(void)
{
  HKEY hkApp = NULL;
  DWORD lError;
  BOOL isOpen = FALSE;
  WCHAR szText[MAX_PATH];
  DWORD cbText = sizeof(szText);

  lError = RegOpenKeyExW(HKEY_CURRENT_USER, L"Network", 0, KEY_WRITE, &hkApp);
  if (lError == NO_ERROR)
  {
    isOpen = TRUE;
  }
  // keep in step with the setup program

  if (isOpen == TRUE)
  {
    RegQueryValueExW(hkApp, L"Version", NULL, NULL, (LPBYTE)szText, &cbText);
  }
  if (isOpen == TRUE)
  {
    RegCloseKey(hkApp);
  }
  return S_OK;
}

void WINAPI MigrateFavorites(BOOL bUseKey)
{
  HKEY hKeyConfig;
  DWORD lRet;
  BOOL bKeyOpen = FALSE;
  DWORD dwValue = 0;
  DWORD cbValue = sizeof(DWORD);

  if (bUseKey)
  {
    lRet = RegOpenKeyExW(HKEY_CLASSES_ROOT, L"Software\\Contoso\\Print\\Queues", 0,
        KEY_READ, &hKeyConfig);
    if (lRet != ERROR_SUCCESS)
    {
      TraceMsg(L"failed");
      return;
    }
  }
  DbgPrintf("%s: %d\n", "settings", 3);
  UpdateCounter(6);
  if (bUseKey)
  {
    if (bUseKey)
    {
      RegQueryValueExW(hKeyConfig, L"LogLevel", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
      RegCloseKey(hKeyConfig);
    }
  }
}

// Not thread-safe.
DWORD ResetRecentFiles(DWORD dwMode)
{
  HKEY key = NULL;
  DWORD rc;
  BOOL bKeyOpen = FALSE;
  DWORD dwNew = 1;
  DWORD dwValue = 0;

  rc = ERROR_SUCCESS;
  if (dwMode == 2)
  {
    rc = RegOpenKeyExA(HKEY_CLASSES_ROOT, "Software\\Northwind\\Traders\\Cache", 0,
        KEY_ALL_ACCESS, &key);
    if (rc == ERROR_SUCCESS)
      bKeyOpen = TRUE;
  }

  if (!IsFeatureEnabled(3))
  {
    LogError(L"cannot read the key", rc);
    return 0;
  }
  if (bKeyOpen)
  {
    RegSetValueExW(key, L"ServerName", 0, REG_DWORD, (const BYTE *)&dwNew,
        sizeof(dwNew));
    RegCloseKey(key);
  }
  return dwValue;
}

static HRESULT LoadRecentFiles(void)
{
  HKEY hKeyConfig;
  LSTATUS lError;
  BOOL bOpened = FALSE;

  lError = NO_ERROR;
  if (RegOpenKeyExW(HKEY_CLASSES_ROOT, L"Software\\Fabrikam\\Viewer\\Recent Files", 0,
      KEY_ALL_ACCESS, &hKeyConfig) == ERROR_SUCCESS)
  {
    bOpened = TRUE;
  }
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

DWORD CollectTheme(void)
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

HRESULT QueryLogLevel(void)
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

static HRESULT GetEnvironment(void)
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

DWORD ApplyConfig(void)
{
  HKEY hkSettings = NULL;
  DWORD dwErr;
  BOOL isOpen = FALSE;
  WCHAR szText[MAX_PATH];
  DWORD cbText = sizeof(szText);
  DWORD dwValue = 0;

  dwErr = NO_ERROR;
  if (RegOpenKeyExW(HKEY_CLASSES_ROOT, L"Printers\\Connections", 0, KEY_READ | KEY_WRITE,
      &hkSettings) == ERROR_SUCCESS)
  {
    isOpen = TRUE;
  }
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

static void VerifySettings(void)
{
  HKEY hkey = NULL;
  LONG ret;
  BOOL fHaveKey = FALSE;
  DWORD dwValue = 0;
  DWORD cbValue = sizeof(DWORD);

  ret = NO_ERROR;
  if (RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso\\Orders", 0, KEY_READ,
      &hkey) == ERROR_SUCCESS)
  {
    fHaveKey = TRUE;
  }
  else
  {
    LogError(L"settings", ret);
  }
  if (fHaveKey && RegQueryValueExW(hkey, L"InstallPath", NULL, NULL, (LPBYTE)&dwValue,
      &cbValue) != ERROR_SUCCESS)
  {
    UpdateCounter(9);
  }
  if (CheckValue(1))
  {
    if (fHaveKey)
    {
      RegCloseKey(hkey);
    }
  }
}

/*
 * Values that are missing keep their defaults.
 */
HRESULT QueryPlugins(DWORD dwFlags)
{
  HKEY hkey;
  LONG rc;
  BOOL bOpened = FALSE;
  DWORD dwNew = 1;
  WCHAR szPath[MAX_PATH] = L"";

  rc = ERROR_SUCCESS;
  if ((dwFlags & 1) != 0)
  {
    rc = RegCreateKeyExW(HKEY_CLASSES_ROOT, L"Software\\Fabrikam\\Viewer\\Recent Files", 0,
        NULL, REG_OPTION_NON_VOLATILE, KEY_READ | KEY_WRITE, NULL, &hkey, NULL);
    if (ERROR_SUCCESS == rc)
      bOpened = TRUE;
  }
  if (lstrlenW(szPath) == 0)
  {
    LoadDefaults(szPath, MAX_PATH);
  }
  if (!IsFeatureEnabled(3))
  {
    if (bOpened == TRUE)
      RegCloseKey(hkey);
    return HRESULT_FROM_WIN32(rc);
  }
  if (bOpened == TRUE)
  {
    RegSetValueExW(hkey, L"Language", 0, REG_DWORD, (const BYTE *)&dwNew,
        sizeof(dwNew));
    RegCloseKey(hkey);
  }
  return S_OK;
}

DWORD QueryColorTable(void)
{
  HKEY key = NULL;
  LSTATUS err;
  BOOL bOpened = FALSE;
  WCHAR szText[MAX_PATH];
  DWORD cbText = sizeof(szText);
  DWORD dwValue = 0;

  err = NO_ERROR;
  if (RegCreateKeyExA(HKEY_CURRENT_USER, "Software\\Contoso\\Print\\Queues", 0, NULL,
      REG_OPTION_NON_VOLATILE, KEY_READ, NULL, &key, NULL) == ERROR_SUCCESS)
  {
    bOpened = TRUE;
  }
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

static DWORD GetLicense(void)
{
  HKEY hSettings = NULL;
  LSTATUS ret;
  BOOL fOpen = FALSE;
  DWORD dwValue = 0;
  DWORD cbValue = sizeof(DWORD);
  WCHAR szName[64];

  fOpen = (RegOpenKeyExW(HKEY_USERS, L"Software\\Fabrikam\\Viewer", 0, KEY_ALL_ACCESS,
      &hSettings) == ERROR_SUCCESS);
  ret = ERROR_FILE_NOT_FOUND;
  if (fOpen == TRUE)
  {
    ret = RegQueryValueExW(hSettings, L"LastUser", NULL, NULL, (LPBYTE)&dwValue,
        &cbValue);
  }
  lstrcpynW(szName, L"default", 64);
  if (fOpen == TRUE)
  {
    RegCloseKey(hSettings);
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

BOOL InitHistory(void)
{
  HKEY hKeyConfig = NULL;
  LSTATUS ret;
  BOOL bOpened = FALSE;
  DWORD cSubKeys = 0;

  ret = NO_ERROR;
  if (RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Fabrikam\\Viewer\\Recent Files", 0,
      KEY_WRITE, &hKeyConfig) == ERROR_SUCCESS)
  {
    bOpened = TRUE;
    // keep in step with the setup program
  }
  else
  {
    LogError(L"cannot read the key", ret);
  }
  if (bOpened == TRUE && RegQueryInfoKeyW(hKeyConfig, NULL, NULL, NULL, &cSubKeys, NULL,
      NULL, NULL, NULL, NULL, NULL, NULL) != ERROR_SUCCESS)
  {
    UpdateCounter(9);
  }
  if (CheckValue(1))
  {
    if (bOpened == TRUE)
    {
      RegCloseKey(hKeyConfig);
    }
  }
  return TRUE;
}

/*
 * Values that are missing keep their defaults.
 */
BOOL InitDefaults(BOOL bUseKey)
{
  HKEY hAppKey;
  DWORD dwErr;
  BOOL fOpen = FALSE;

  if (bUseKey)
  {
    dwErr = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Fabrikam\\Viewer", 0,
        KEY_QUERY_VALUE, &hAppKey);
    if (dwErr != ERROR_SUCCESS)
    {
      TraceMsg(L"failed");
      return FALSE;
    }
  }
  UpdateCounter(2);
  UpdateCounter(6);
  if (IsRemoteSession())
  {
    if (bUseKey)
    {
      RegDeleteValueW(hAppKey, L"Timeout");
      RegCloseKey(hAppKey);
    }
  }
  return TRUE;
}

/* Called once at start-up. */
HRESULT RestoreColorTable(void)
{
  HKEY regKey = NULL;
  DWORD lResult;
  BOOL fOpen = FALSE;
  DWORD dwValue = 0;
  DWORD cbValue = sizeof(DWORD);
  WCHAR szName[64];

  lResult = RegOpenKeyExW(HKEY_CURRENT_USER, L"Printers\\Connections", 0, KEY_QUERY_VALUE,
      &regKey);
  if (lResult == ERROR_SUCCESS)
  {
    fOpen = TRUE;
  }
  lstrcpynW(szName, L"default", 64);
  if (fOpen != FALSE)
  {
    RegQueryValueExW(regKey, L"Position", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
  }
  if (fOpen != FALSE)
  {
    RegCloseKey(regKey);
  }
  return S_OK;
}
