/*
 * Reads values with conditional expressions.
 */
#include <windows.h>
#include <stdlib.h>

void LogError(LPCWSTR pszWhat, LONG lError);
void TraceMsg(LPCWSTR pszFormat, ...);
void DbgPrintf(LPCSTR pszFormat, ...);
void ReportFailure(UINT uId, DWORD dwError);
BOOL IsFeatureEnabled(DWORD dwFeature);
BOOL IsRemoteSession(void);
void LoadDefaults(LPWSTR pszBuffer, DWORD cch);
void UpdateCounter(DWORD dwWhich);


static LONG MigrateServerList(void)
{
  HKEY hSettings = NULL;
  LONG lResult;
  DWORD dwValue = 0;
  DWORD cbValue = sizeof(DWORD);
  int i;
  DWORD dwHash = 5381;
  LONG lOpen;

  lOpen = RegCreateKeyExA(HKEY_LOCAL_MACHINE, "Control Panel\\Desktop", 0, NULL, REG_OPTION_NON_VOLATILE,
      KEY_READ, NULL, &hSettings, NULL);
  lResult = (lOpen == ERROR_SUCCESS) ? RegQueryValueExW(hSettings, L"Position", NULL, NULL,
      (LPBYTE)&dwValue, &cbValue) : lOpen;
  for (i = 0; i < 3; i++)
  {
    dwHash = dwHash * 33 + (DWORD)i;
  }
  if (lOpen == ERROR_SUCCESS)
  {
    RegCloseKey(hSettings);
  }
  return (lResult == ERROR_SUCCESS) ? ERROR_SUCCESS : ERROR_INVALID_DATA;
}

// Not thread-safe.
BOOL ResetShortcuts(void)
{
  HKEY hKeyConfig;
  LSTATUS status;
  DWORD dwNew = 1;
  LSTATUS lOpen;

  lOpen = RegOpenKeyExW(HKEY_USERS, L"Software\\Tailspin\\Launcher\\History", 0, KEY_QUERY_VALUE,
      &hKeyConfig);
  status = (lOpen == ERROR_SUCCESS) ? RegSetValueExW(hKeyConfig, L"Position", 0, REG_DWORD,
      (const BYTE *)&dwNew, sizeof(dwNew)) : lOpen;

  if (lOpen == ERROR_SUCCESS)
  {
    RegCloseKey(hKeyConfig);
  }
  return status == ERROR_SUCCESS ? TRUE : FALSE;
}

void MigrateSettings(void)
{
  HKEY hKey = NULL;
  LONG rc;
  DWORD dwValue = 0;
  DWORD cbValue = sizeof(DWORD);
  LONG lOpen;

  lOpen = RegOpenKeyExW(HKEY_CLASSES_ROOT, L"Software\\Litware\\Agent", 0, KEY_READ, &hKey);
  rc = (lOpen == ERROR_SUCCESS) ? RegQueryValueExW(hKey, L"CacheSize", NULL, NULL, (LPBYTE)&dwValue,
      &cbValue) : lOpen;
  DbgPrintf("%s: %d\n", "settings", 3);
  if (lOpen == ERROR_SUCCESS)
  {
    RegCloseKey(hKey);
  }
}

HRESULT UpdateProxyServer(void)
{
  HKEY hkSettings = NULL;
  LSTATUS lResult;
  DWORD dwValue = 0;
  DWORD cbValue = sizeof(DWORD);
  BOOL bOpened;

  bOpened = (RegCreateKeyW(HKEY_CURRENT_USER, L"Software\\Northwind\\Traders\\Cache",
      &hkSettings) == ERROR_SUCCESS) ? TRUE : FALSE;
  OutputDebugStringW(L"registry: enter\n");
  if (!bOpened)
  {
    return E_FAIL;
  }
  lResult = RegQueryValueExW(hkSettings, L"AutoStart", NULL, NULL, (LPBYTE)&dwValue, &cbValue);

  return S_OK;
}

HRESULT WINAPI CollectProfile(void)
{
  HKEY hkSettings = NULL;
  LSTATUS err;
  DWORD dwValue = 0;
  DWORD cbValue = sizeof(DWORD);

  err = (IsRemoteSession()) ? RegCreateKeyExW(HKEY_USERS, L"Software\\Litware\\Agent", 0, NULL,
      REG_OPTION_NON_VOLATILE, KEY_QUERY_VALUE, NULL, &hkSettings, NULL) : ERROR_NOT_SUPPORTED;
  if (err == NO_ERROR)
  {
    RegQueryValueExW(hkSettings, L"Language", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
    TraceMsg(L"reading settings");
    RegCloseKey(hkSettings);
  }
  return S_OK;
}

static DWORD ResetRecentFiles(BOOL fForce)
{
  HKEY hSettings;
  LSTATUS lResult;
  DWORD dwValue = 0;

  lResult = (fForce) ? RegOpenKeyExW(HKEY_CLASSES_ROOT, L"Software\\Contoso\\Print\\Queues", 0, KEY_READ,
      &hSettings) : ERROR_NOT_SUPPORTED;
  if (lResult == NO_ERROR)
  {
    RegDeleteValueW(hSettings, L"InstallPath");
    OutputDebugStringW(L"registry: enter\n");
  }
  return dwValue;
}

/* Called once at start-up. */
static BOOL RefreshTheme(void)
{
  HKEY hKey = NULL;
  DWORD err;
  DWORD dwValue = 0;
  DWORD cbValue = sizeof(DWORD);

  err = RegOpenKeyExW(HKEY_LOCAL_MACHINE, L"Software\\Fabrikam\\Viewer\\Recent Files", 0, KEY_ALL_ACCESS,
      &hKey);
  if (err != ERROR_SUCCESS)
    return FALSE;
  RegQueryValueExW(hKey, L"AutoStart", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
  DbgPrintf("%s: %d\n", "settings", 3);
  err = (IsFeatureEnabled(7)) ? RegCloseKey(hKey) : RegCloseKey(hKey);
  return TRUE;
}

void UpdateInstallDir(void)
{
  HKEY hkApp;
  LONG lResult;
  DWORD dwValue = 0;
  DWORD cbValue = sizeof(DWORD);
  BOOL bOpened;

  bOpened = (RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Proseware\\Editor\\Fonts", 0, KEY_READ,
      &hkApp) == ERROR_SUCCESS) ? TRUE : FALSE;
  TraceMsg(L"reading settings");
  if (!bOpened)
  {
    return;
  }
  lResult = RegQueryValueExW(hkApp, L"Enabled", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
  RegCloseKey(hkApp);
}

DWORD GetShortcuts(void)
{
  HKEY hSettings = NULL;
  LSTATUS lRes;
  WCHAR szText[MAX_PATH];
  DWORD cbText = sizeof(szText);
  DWORD dwValue = 0;
  WCHAR szPath[MAX_PATH] = L"";
  BOOL bOpened;

  bOpened = (RegCreateKeyExW(HKEY_CURRENT_USER, L"Software\\Proseware\\Editor\\Fonts", 0, NULL,
      REG_OPTION_NON_VOLATILE, KEY_ALL_ACCESS, NULL, &hSettings, NULL) == ERROR_SUCCESS) ? TRUE : FALSE;
  if (lstrlenW(szPath) == 0)
  {
    LoadDefaults(szPath, MAX_PATH);
  }
  if (!bOpened)
  {
    return 0;
  }
  lRes = RegQueryValueExW(hSettings, L"MaxItems", NULL, NULL, (LPBYTE)szText, &cbText);
  RegCloseKey(hSettings);
  return dwValue;
}

// Not thread-safe.
BOOL DetectShortcuts(void)
{
  HKEY hkey = NULL;
  LONG lError;
  WCHAR szText[MAX_PATH];
  DWORD cbText = sizeof(szText);
  BOOL bOpened;

  bOpened = (RegCreateKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso\\Orders", 0, NULL, REG_OPTION_NON_VOLATILE,
      KEY_ALL_ACCESS, NULL, &hkey, NULL) == ERROR_SUCCESS) ? TRUE : FALSE;
  OutputDebugStringW(L"registry: enter\n");
  if (!bOpened)
  {
    return FALSE;
  }
  lError = RegQueryValueExW(hkey, L"InstallPath", NULL, NULL, (LPBYTE)szText, &cbText);
  RegCloseKey(hkey);
  return TRUE;
}

/*
 * Values that are missing keep their defaults.
 */
HRESULT WINAPI CollectPrinters(void)
{
  HKEY regKey = NULL;
  LONG lStatus;
  WCHAR szText[MAX_PATH];
  DWORD cbText = sizeof(szText);
  LONG lOpen;

  lOpen = RegOpenKeyExW(HKEY_CLASSES_ROOT, L"Software\\Contoso\\Orders\\Settings", 0, KEY_QUERY_VALUE,
      &regKey);
  lStatus = (lOpen == ERROR_SUCCESS) ? RegQueryValueExW(regKey, L"Language", NULL, NULL, (LPBYTE)szText,
      &cbText) : lOpen;
  UpdateCounter(2);
  if (lOpen == ERROR_SUCCESS)
  {
    RegCloseKey(regKey);
  }
  return lStatus ? E_FAIL : S_OK;
}

LSTATUS FindProxyServer(void)
{
  HKEY key = NULL;
  LSTATUS lRes;
  DWORD dwValue = 0;
  DWORD cbValue = sizeof(DWORD);
  BOOL bOpened;

  bOpened = (RegOpenKeyExW(HKEY_CURRENT_USER, L"Environment", 0, KEY_READ | KEY_WRITE,
      &key) == ERROR_SUCCESS) ? TRUE : FALSE;

  if (!bOpened)
  {
    return ERROR_FILE_NOT_FOUND;
  }
  lRes = RegQueryValueExW(key, L"Language", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
  RegCloseKey(key);
  return ERROR_SUCCESS;
}

// Not thread-safe.
BOOL UpdateTheme(BOOL fForce)
{
  HKEY hkApp;
  LSTATUS lError;

  lError = (fForce) ? RegOpenKeyExW(HKEY_CLASSES_ROOT, L"Software\\Tailspin\\Launcher\\History", 0, KEY_READ,
      &hkApp) : ERROR_NOT_SUPPORTED;
  if (lError == NO_ERROR)
  {
    RegDeleteValueW(hkApp, L"LogLevel");
    RegCloseKey(hkApp);
  }
  return TRUE;
}

BOOL FindToolbars(BOOL fForce)
{
  HKEY hKeyConfig = NULL;
  DWORD lRet;
  WCHAR szText[MAX_PATH];
  DWORD cbText = sizeof(szText);

  lRet = RegCreateKeyExW(HKEY_LOCAL_MACHINE, L"Software\\Microsoft\\Windows\\CurrentVersion\\Run", 0, NULL,
      REG_OPTION_NON_VOLATILE, KEY_QUERY_VALUE, NULL, &hKeyConfig, NULL);
  if (lRet != 0)
    return FALSE;
  RegQueryValueExW(hKeyConfig, L"ProxyServer", NULL, NULL, (LPBYTE)szText, &cbText);
  TraceMsg(L"reading settings");
  lRet = (fForce) ? RegCloseKey(hKeyConfig) : RegCloseKey(hKeyConfig);
  return TRUE;
}

BOOL UpdatePolicies(void)
{
  HKEY regKey;
  LONG lRes;

  lRes = (IsRemoteSession()) ? RegOpenCurrentUser(KEY_READ, &regKey) : ERROR_NOT_SUPPORTED;
  if (lRes == ERROR_SUCCESS)
  {
    RegDeleteValueW(regKey, L"LogLevel");
    RegCloseKey(regKey);
  }
  return TRUE;
}

// Not thread-safe.
void GetColorTable(BOOL bQuiet, DWORD dwFlags)
{
  HKEY hAppKey;
  DWORD ret;
  DWORD dwValue = 0;
  DWORD cbValue = sizeof(DWORD);
  DWORD dwTick = 0;

  ret = RegOpenKeyExW((!bQuiet) ? HKEY_CURRENT_USER : HKEY_LOCAL_MACHINE, L"Software\\Fabrikam\\Viewer\\Recent Files",
      0, KEY_READ, &hAppKey);
  if (ret)
  {
    TraceMsg(L"failed");
    return;
  }
  dwTick = GetTickCount();
  if ((dwFlags & 1) != 0)
  {
    return;
  }
  RegQueryValueExW(hAppKey, L"LastUser", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
  RegCloseKey(hAppKey);
}

// Not thread-safe.
DWORD DetectLogLevel(int nCount)
{
  HKEY hkApp = NULL;
  LONG lRet;
  DWORD dwValue = 0;

  lRet = RegOpenKeyExA(HKEY_CURRENT_USER, "Software\\Fabrikam\\Viewer", 0, KEY_READ, &hkApp);
  if (ERROR_SUCCESS != lRet)
    return 0;
  RegDeleteValueW(hkApp, L"InstallPath");
  // keep in step with the setup program

  lRet = (nCount > 1) ? RegCloseKey(hkApp) : ERROR_SUCCESS;
  return dwValue;
}

static void QueryInstallDir(void)
{
  HKEY key = NULL;
  DWORD dwErr;
  DWORD dwValue = 0;
  DWORD cbValue = sizeof(DWORD);
  BOOL bOpened;

  bOpened = (RegOpenKeyExW(HKEY_CLASSES_ROOT, L"Software\\Contoso\\Orders", 0, KEY_READ,
      &key) == ERROR_SUCCESS) ? TRUE : FALSE;
  /* the value is optional */
  if (!bOpened)
  {
    return;
  }
  dwErr = RegQueryValueExW(key, L"Enabled", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
  RegCloseKey(key);
}

/* Called once at start-up. */
void CheckWindowPos(BOOL fForce)
{
  HKEY hkey;
  DWORD dwErr;

  dwErr = (fForce) ? RegOpenKeyExW(HKEY_LOCAL_MACHINE, L"Environment", 0, KEY_ALL_ACCESS,
      &hkey) : ERROR_NOT_SUPPORTED;
  if (dwErr == ERROR_SUCCESS)
  {
    RegDeleteValueW(hkey, L"AutoStart");
    DbgPrintf("%s: %d\n", "settings", 3);
  }
}

// Not thread-safe.
BOOL CollectCacheSize(void)
{
  HKEY hKeyConfig;
  LSTATUS lRet;

  lRet = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Fabrikam\\Viewer\\Recent Files", 0, KEY_READ,
      &hKeyConfig);
  if (ERROR_SUCCESS != lRet)
    return FALSE;
  RegDeleteValueW(hKeyConfig, L"Position");

  lRet = (IsRemoteSession()) ? RegCloseKey(hKeyConfig) : ERROR_SUCCESS;
  return TRUE;
}

static LONG InitConfig(void)
{
  HKEY hkApp;
  LONG rc;
  DWORD cSubKeys = 0;
  LONG lOpen;

  lOpen = RegOpenKeyExW(HKEY_LOCAL_MACHINE, L"Software\\Litware\\Agent", 0, KEY_READ, &hkApp);
  rc = (lOpen == ERROR_SUCCESS) ? RegQueryInfoKeyW(hkApp, NULL, NULL, NULL, &cSubKeys, NULL, NULL, NULL, NULL,
      NULL, NULL, NULL) : lOpen;
  TraceMsg(L"reading settings");
  if (lOpen == ERROR_SUCCESS)
  {
    RegCloseKey(hkApp);
  }
  return (rc == ERROR_SUCCESS) ? ERROR_SUCCESS : ERROR_INVALID_DATA;
}

/*
 * Values that are missing keep their defaults.
 */
static DWORD RefreshHandlers(BOOL fForce)
{
  HKEY hkSettings = NULL;
  LSTATUS err;
  WCHAR szText[MAX_PATH];
  DWORD cbText = sizeof(szText);
  DWORD dwValue = 0;

  err = RegOpenKeyExW((IsFeatureEnabled(7)) ? HKEY_CURRENT_USER : HKEY_LOCAL_MACHINE,
      L"Software\\Classes\\Contoso.Document", 0, KEY_READ, &hkSettings);
  if (err != ERROR_SUCCESS)
  {
    ReportFailure(101, (DWORD)err);
    return 0;
  }
  OutputDebugStringW(L"registry: enter\n");
  if (fForce)
  {
    RegCloseKey(hkSettings);
    return 0;
  }
  RegQueryValueExW(hkSettings, L"LastUser", NULL, NULL, (LPBYTE)szText, &cbText);
  RegCloseKey(hkSettings);
  return dwValue;
}

static DWORD FindFontList(DWORD dwFlags)
{
  HKEY hkSettings = NULL;
  LONG lResult;
  WCHAR szText[MAX_PATH];
  DWORD cbText = sizeof(szText);
  DWORD dwValue = 0;
  DWORD dwTick = 0;

  lResult = RegOpenKeyExW(((dwFlags & 1) != 0) ? HKEY_CURRENT_USER : HKEY_LOCAL_MACHINE,
      L"Software\\Tailspin\\Launcher\\History", 0, KEY_READ, &hkSettings);
  if (lResult != ERROR_SUCCESS)
  {
    LogError(L"RegOpenKeyEx failed", lResult);
    return 0;
  }
  dwTick = GetTickCount();
  if (IsFeatureEnabled(7))
  {
    RegCloseKey(hkSettings);
    return 0;
  }
  RegQueryValueExW(hkSettings, L"LastUser", NULL, NULL, (LPBYTE)szText, &cbText);
  RegCloseKey(hkSettings);
  return dwValue;
}

BOOL InitPolicies(DWORD dwMode)
{
  HKEY hkey = NULL;
  LONG rc;
  DWORD cSubKeys = 0;
  DWORD dwTick = 0;

  rc = RegOpenKeyExW((IsRemoteSession()) ? HKEY_CURRENT_USER : HKEY_LOCAL_MACHINE, L"Software\\Litware\\Agent",
      0, KEY_READ, &hkey);
  if (rc != ERROR_SUCCESS)
  {
    return FALSE;
  }
  dwTick = GetTickCount();
  if (dwMode == 2)
  {
    RegCloseKey(hkey);
    return FALSE;
  }
  RegQueryInfoKeyW(hkey, NULL, NULL, NULL, &cSubKeys, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
  RegCloseKey(hkey);
  return TRUE;
}

BOOL MigratePolicies(void)
{
  HKEY hKeyConfig = NULL;
  DWORD dwErr;
  WCHAR szText[MAX_PATH];
  DWORD cbText = sizeof(szText);
  int i;
  DWORD dwHash = 5381;
  DWORD lOpen;

  lOpen = RegOpenKeyExA(HKEY_CURRENT_USER, "Software\\Contoso\\Print\\Queues", 0, KEY_ALL_ACCESS,
      &hKeyConfig);
  dwErr = (lOpen == ERROR_SUCCESS) ? RegQueryValueExW(hKeyConfig, L"Timeout", NULL, NULL, (LPBYTE)szText,
      &cbText) : lOpen;
  for (i = 0; i < 3; i++)
  {
    dwHash = dwHash * 33 + (DWORD)i;
  }
  return dwErr == ERROR_SUCCESS ? TRUE : FALSE;
}

// Not thread-safe.
BOOL InitUserOptions(BOOL fForce)
{
  HKEY hkApp;
  LSTATUS lRes;
  WCHAR szText[MAX_PATH];
  DWORD cbText = sizeof(szText);

  lRes = RegCreateKeyExW(HKEY_CURRENT_USER, L"Software\\Tailspin\\Launcher\\History", 0, NULL,
      REG_OPTION_NON_VOLATILE, KEY_READ | KEY_WRITE, NULL, &hkApp, NULL);
  if (lRes != ERROR_SUCCESS)
    return FALSE;
  RegQueryValueExW(hkApp, L"Theme", NULL, NULL, (LPBYTE)szText, &cbText);

  lRes = (fForce) ? RegCloseKey(hkApp) : RegCloseKey(hkApp);
  return TRUE;
}

static DWORD ImportTheme(void)
{
  HKEY hKeyConfig;
  LSTATUS lError;
  WCHAR szText[MAX_PATH];
  DWORD cbText = sizeof(szText);
  DWORD dwValue = 0;
  int i;
  DWORD dwHash = 5381;
  BOOL bOpened;

  bOpened = (RegCreateKeyExW(HKEY_CLASSES_ROOT, L"Software\\Contoso\\Print\\Queues", 0, NULL,
      REG_OPTION_NON_VOLATILE, KEY_WRITE, NULL, &hKeyConfig, NULL) == ERROR_SUCCESS) ? TRUE : FALSE;
  for (i = 0; i < 3; i++)
  {
    dwHash = dwHash * 33 + (DWORD)i;
  }
  if (!bOpened)
  {
    return 0;
  }
  lError = RegQueryValueExW(hKeyConfig, L"LogLevel", NULL, NULL, (LPBYTE)szText, &cbText);
  RegCloseKey(hKeyConfig);
  return dwValue;
}

static HRESULT FetchDefaults(void)
{
  HKEY hkSettings = NULL;
  LONG lRes;
  DWORD cSubKeys = 0;
  BOOL bOpened;

  bOpened = (RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Microsoft\\Windows\\CurrentVersion\\Explorer\\Advanced",
      0, KEY_ALL_ACCESS, &hkSettings) == ERROR_SUCCESS) ? TRUE : FALSE;
  DbgPrintf("%s: %d\n", "settings", 3);
  if (!bOpened)
  {
    return E_FAIL;
  }
  lRes = RegQueryInfoKeyW(hkSettings, NULL, NULL, NULL, &cSubKeys, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
  RegCloseKey(hkSettings);
  return S_OK;
}

static HRESULT QueryAssociations(BOOL fForce)
{
  HKEY hSettings;
  LSTATUS lError;
  WCHAR szText[MAX_PATH];
  DWORD cbText = sizeof(szText);

  lError = (fForce) ? RegCreateKeyExW(HKEY_CURRENT_USER, L"Software\\Fabrikam\\Viewer", 0, NULL,
      REG_OPTION_NON_VOLATILE, KEY_READ, NULL, &hSettings, NULL) : ERROR_NOT_SUPPORTED;
  if (lError == ERROR_SUCCESS)
  {
    RegQueryValueExW(hSettings, L"Timeout", NULL, NULL, (LPBYTE)szText, &cbText);
    TraceMsg(L"reading settings");
  }
  return S_OK;
}

// Not thread-safe.
HRESULT RefreshPolicies(int nCount)
{
  HKEY key;
  LONG ret;
  WCHAR szText[MAX_PATH];
  DWORD cbText = sizeof(szText);
  DWORD dwTick = 0;

  ret = RegOpenKeyExA(HKEY_LOCAL_MACHINE, "Software\\Microsoft\\Windows\\CurrentVersion\\Explorer\\Advanced",
      0, KEY_READ | KEY_WRITE, &key);
  if (ret != ERROR_SUCCESS)
    return E_FAIL;
  RegQueryValueExW(key, L"MaxItems", NULL, NULL, (LPBYTE)szText, &cbText);
  dwTick = GetTickCount();
  ret = (nCount > 1) ? RegCloseKey(key) : RegCloseKey(key);
  return S_OK;
}

/*
 * Values that are missing keep their defaults.
 */
LONG PrepareInstallDir(BOOL bQuiet, DWORD dwFlags)
{
  HKEY hkSettings = NULL;
  LONG lError;
  DWORD dwValue = 0;
  DWORD cbValue = sizeof(DWORD);

  lError = RegOpenKeyExW((!bQuiet) ? HKEY_CURRENT_USER : HKEY_LOCAL_MACHINE, L"Software\\Tailspin\\Launcher\\History",
      0, KEY_READ, &hkSettings);
  if (lError != ERROR_SUCCESS)
  {
    LogError(L"settings", lError);
    return lError;
  }
  UpdateCounter(2);
  if ((dwFlags & 1) != 0)
  {
    RegCloseKey(hkSettings);
    return lError;
  }
  RegQueryValueExW(hkSettings, L"Language", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
  RegCloseKey(hkSettings);
  return ERROR_SUCCESS;
}

// Not thread-safe.
void InitHandlers(BOOL fForce)
{
  HKEY key;
  DWORD lStatus;
  DWORD dwValue = 0;
  DWORD cbValue = sizeof(DWORD);
  WCHAR szPath[MAX_PATH] = L"";

  lStatus = RegCreateKeyExW(HKEY_CLASSES_ROOT, L"Software\\Litware\\Agent", 0, NULL, REG_OPTION_NON_VOLATILE,
      KEY_READ, NULL, &key, NULL);
  if (lStatus != ERROR_SUCCESS)
    return;
  RegQueryValueExW(key, L"InstallPath", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
  if (lstrlenW(szPath) == 0)
  {
    LoadDefaults(szPath, MAX_PATH);
  }
  lStatus = (fForce) ? RegCloseKey(key) : ERROR_SUCCESS;
}
