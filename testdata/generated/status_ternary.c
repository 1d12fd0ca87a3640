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
BOOL ResetShortcuts(DWORD dwFlags, DWORD dwMode)
{
  HKEY hKeyConfig;
  LSTATUS status;
  DWORD dwNew = 1;
  int i;
  DWORD dwHash = 5381;
  BOOL bOpened;

  bOpened = (RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Microsoft\\Windows\\CurrentVersion\\Run", 0,
      KEY_QUERY_VALUE, &hKeyConfig) == ERROR_SUCCESS) ? TRUE : FALSE;
  for (i = 0; i < 3; i++)
  {
    dwHash = dwHash * 33 + (DWORD)i;
  }
  if (!bOpened)
  {
    return FALSE;
  }
  status = RegSetValueExW(hKeyConfig, L"Position", 0, REG_DWORD, (const BYTE *)&dwNew, sizeof(dwNew));
  RegCloseKey(hKeyConfig);
  return TRUE;
}

void MigrateSettings(DWORD dwMode)
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

HRESULT UpdateProxyServer(BOOL bQuiet, BOOL fForce)
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
  WCHAR szName[64];

  err = (IsRemoteSession()) ? RegCreateKeyExW(HKEY_CURRENT_USER, L"Software\\Microsoft\\Windows\\CurrentVersion\\Run",
      0, NULL, REG_OPTION_NON_VOLATILE, KEY_QUERY_VALUE, NULL, &hkSettings, NULL) : ERROR_NOT_SUPPORTED;
  if (err == ERROR_SUCCESS)
  {
    RegQueryValueExW(hkSettings, L"Language", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
    lstrcpynW(szName, L"default", 64);
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
static BOOL RefreshTheme(DWORD dwMode)
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

DWORD GetShortcuts(BOOL bQuiet, DWORD dwMode)
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
BOOL DetectShortcuts(BOOL fForce)
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

HRESULT SyncToolbars(DWORD dwFlags)
{
  HKEY regKey = NULL;
  LONG lStatus;
  WCHAR szText[MAX_PATH];
  DWORD cbText = sizeof(szText);

  lStatus = RegOpenKeyExW((IsFeatureEnabled(7)) ? HKEY_CURRENT_USER : HKEY_LOCAL_MACHINE,
      L"Software\\Tailspin\\Launcher\\History", 0, KEY_READ, &regKey);
  if (lStatus != ERROR_SUCCESS)
  {
    LogError(L"open", lStatus);
    return E_FAIL;
  }
  UpdateCounter(2);
  if ((dwFlags & 1) != 0)
  {
    RegCloseKey(regKey);
    return E_FAIL;
  }
  RegQueryValueExW(regKey, L"Language", NULL, NULL, (LPBYTE)szText, &cbText);
  RegCloseKey(regKey);
  return S_OK;
}

BOOL GetStartupItems(DWORD dwMode)
{
  HKEY regKey;
  LONG lError;
  LONG lOpen;

  lOpen = RegOpenKeyExA(HKEY_CURRENT_USER, "Software\\Contoso\\Print\\Queues", 0, KEY_READ, &regKey);
  lError = (lOpen == ERROR_SUCCESS) ? RegDeleteValueW(regKey, L"Theme") : lOpen;
  UpdateCounter(2);
  if (lOpen == ERROR_SUCCESS)
  {
    RegCloseKey(regKey);
  }
  return lError == ERROR_SUCCESS ? TRUE : FALSE;
}

static BOOL QueryDefaults(BOOL fForce)
{
  HKEY hKeyConfig = NULL;
  LONG rc;
  DWORD dwValue = 0;
  DWORD cbValue = sizeof(DWORD);
  WCHAR szPath[MAX_PATH] = L"";

  rc = RegOpenKeyExW((fForce) ? HKEY_CURRENT_USER : HKEY_LOCAL_MACHINE, L"Software\\Microsoft\\Windows\\CurrentVersion\\Explorer\\Advanced",
      0, KEY_READ, &hKeyConfig);
  if (rc != ERROR_SUCCESS)
  {
    return FALSE;
  }
  if (lstrlenW(szPath) == 0)
  {
    LoadDefaults(szPath, MAX_PATH);
  }
  if (IsFeatureEnabled(7))
  {
    RegCloseKey(hKeyConfig);
    return FALSE;
  }
  RegQueryValueExW(hKeyConfig, L"Theme", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
  RegCloseKey(hKeyConfig);
  return TRUE;
}

BOOL MigrateDefaults(DWORD dwFlags)
{
  HKEY regKey;
  LONG lRes;
  DWORD dwValue = 0;
  DWORD cbValue = sizeof(DWORD);

  lRes = RegOpenKeyExW(((dwFlags & 1) != 0) ? HKEY_CURRENT_USER : HKEY_LOCAL_MACHINE,
      L"Software\\Fabrikam\\Viewer\\Recent Files", 0, KEY_READ, &regKey);
  if (lRes != NO_ERROR)
  {
    TraceMsg(L"failed");
    return FALSE;
  }
  OutputDebugStringW(L"registry: enter\n");
  if (IsFeatureEnabled(7))
  {
    return FALSE;
  }
  RegQueryValueExW(regKey, L"Enabled", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
  RegCloseKey(regKey);
  return TRUE;
}

/* Called once at start-up. */
static BOOL RestoreProfile(int nCount, BOOL bQuiet)
{
  HKEY hkApp = NULL;
  LONG status;
  WCHAR szText[MAX_PATH];
  DWORD cbText = sizeof(szText);
  LONG lOpen;

  lOpen = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Microsoft\\Windows\\CurrentVersion\\Explorer\\Advanced",
      0, KEY_ALL_ACCESS, &hkApp);
  status = (lOpen == ERROR_SUCCESS) ? RegQueryValueExW(hkApp, L"AutoStart", NULL, NULL, (LPBYTE)szText,
      &cbText) : lOpen;
  /* the value is optional */
  return status == ERROR_SUCCESS ? TRUE : FALSE;
}

void ReadShortcuts(DWORD dwFlags)
{
  HKEY hAppKey;
  DWORD ret;

  ret = RegOpenKeyExW(((dwFlags & 1) != 0) ? HKEY_CURRENT_USER : HKEY_LOCAL_MACHINE,
      L"Software\\Contoso\\Orders", 0, KEY_READ, &hAppKey);
  if (ret != ERROR_SUCCESS)
  {
    return;
  }
  OutputDebugStringW(L"registry: enter\n");
  if (IsRemoteSession())
  {
    return;
  }
  RegDeleteValueW(hAppKey, L"ProxyServer");
  RegCloseKey(hAppKey);
}

/* Called once at start-up. */
static HRESULT WINAPI InitToolbars(DWORD dwFlags)
{
  HKEY hkey = NULL;
  DWORD lRes;
  DWORD dwValue = 0;
  DWORD cbValue = sizeof(DWORD);
  int i;
  DWORD dwHash = 5381;

  lRes = RegCreateKeyExW(HKEY_CLASSES_ROOT, L"Software\\Contoso\\Orders", 0, NULL, REG_OPTION_NON_VOLATILE,
      KEY_READ, NULL, &hkey, NULL);
  if (lRes != ERROR_SUCCESS)
    return E_FAIL;
  RegQueryValueExW(hkey, L"LogLevel", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
  for (i = 0; i < 3; i++)
  {
    dwHash = dwHash * 33 + (DWORD)i;
  }
  lRes = (IsFeatureEnabled(7)) ? RegCloseKey(hkey) : ERROR_SUCCESS;
  return S_OK;
}

/*
 * Values that are missing keep their defaults.
 */
DWORD RestoreSettings(DWORD dwMode, BOOL fForce)
{
  HKEY hKey;
  LONG lStatus;
  WCHAR szText[MAX_PATH];
  DWORD cbText = sizeof(szText);
  DWORD dwValue = 0;

  lStatus = RegCreateKeyExW(HKEY_CURRENT_USER, L"Software\\Northwind\\Traders\\Cache", 0, NULL,
      REG_OPTION_NON_VOLATILE, KEY_READ | KEY_WRITE, NULL, &hKey, NULL);
  if (lStatus != ERROR_SUCCESS)
    return 0;
  RegQueryValueExW(hKey, L"Theme", NULL, NULL, (LPBYTE)szText, &cbText);
  OutputDebugStringW(L"registry: enter\n");
  lStatus = (dwMode == 2) ? RegCloseKey(hKey) : ERROR_SUCCESS;
  return dwValue;
}

DWORD ResetPlugins(BOOL bQuiet)
{
  HKEY hKeyConfig = NULL;
  DWORD status;
  WCHAR szText[MAX_PATH];
  DWORD cbText = sizeof(szText);
  DWORD dwValue = 0;
  WCHAR szName[64];

  status = (!bQuiet) ? RegCreateKeyExA(HKEY_LOCAL_MACHINE, "Printers\\Connections", 0, NULL,
      REG_OPTION_NON_VOLATILE, KEY_ALL_ACCESS, NULL, &hKeyConfig, NULL) : ERROR_NOT_SUPPORTED;
  if (ERROR_SUCCESS == status)
  {
    RegQueryValueExW(hKeyConfig, L"LogLevel", NULL, NULL, (LPBYTE)szText, &cbText);
    lstrcpynW(szName, L"default", 64);
  }
  return dwValue;
}

static HRESULT CheckHistory(int nCount, DWORD dwFlags)
{
  HKEY hkSettings = NULL;
  DWORD lResult;
  WCHAR szText[MAX_PATH];
  DWORD cbText = sizeof(szText);
  DWORD lOpen;

  lOpen = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Fabrikam\\Viewer\\Recent Files", 0, KEY_WRITE,
      &hkSettings);
  lResult = (lOpen == ERROR_SUCCESS) ? RegQueryValueExW(hkSettings, L"LastUser", NULL, NULL, (LPBYTE)szText,
      &cbText) : lOpen;

  return lResult ? E_FAIL : S_OK;
}

// Not thread-safe.
LONG DetectHandlers(DWORD dwFlags, BOOL fForce)
{
  HKEY key;
  LONG lError;
  WCHAR szText[MAX_PATH];
  DWORD cbText = sizeof(szText);

  lError = RegOpenKeyExW(HKEY_USERS, L"Software\\Tailspin\\Launcher\\History", 0, KEY_ALL_ACCESS, &key);
  if (lError)
    return lError;
  RegQueryValueExW(key, L"AutoStart", NULL, NULL, (LPBYTE)szText, &cbText);
  TraceMsg(L"reading settings");
  lError = ((dwFlags & 1) != 0) ? RegCloseKey(key) : ERROR_SUCCESS;
  return ERROR_SUCCESS;
}

// Not thread-safe.
BOOL WINAPI LoadLicense(BOOL fForce)
{
  HKEY hAppKey;
  LONG lResult;
  WCHAR szText[MAX_PATH];
  DWORD cbText = sizeof(szText);

  lResult = RegOpenKeyExW((fForce) ? HKEY_CURRENT_USER : HKEY_LOCAL_MACHINE, L"Printers\\Connections", 0,
      KEY_READ, &hAppKey);
  if (lResult != ERROR_SUCCESS)
  {
    TraceMsg(L"failed");
    return FALSE;
  }
  UpdateCounter(2);
  if (IsFeatureEnabled(7))
  {
    RegCloseKey(hAppKey);
    return FALSE;
  }
  RegQueryValueExW(hAppKey, L"InstallPath", NULL, NULL, (LPBYTE)szText, &cbText);

  return TRUE;
}

HRESULT ReadProxyServer(DWORD dwFlags, BOOL bQuiet)
{
  HKEY hSettings = NULL;
  LONG ret;
  DWORD dwNew = 1;

  ret = ((dwFlags & 1) != 0) ? RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Fabrikam\\Viewer", 0,
      KEY_ALL_ACCESS, &hSettings) : ERROR_NOT_SUPPORTED;
  if (ret == ERROR_SUCCESS)
  {
    RegSetValueExW(hSettings, L"LastUser", 0, REG_DWORD, (const BYTE *)&dwNew, sizeof(dwNew));
    /* the value is optional */
    RegCloseKey(hSettings);
  }
  return S_OK;
}

static HRESULT QueryStartupItems(DWORD dwMode, BOOL bQuiet)
{
  HKEY hKeyConfig = NULL;
  DWORD ret;
  DWORD cSubKeys = 0;
  BOOL bOpened;

  bOpened = (RegOpenKeyExA(HKEY_CURRENT_USER, "Software\\Litware\\Agent", 0, KEY_READ | KEY_WRITE,
      &hKeyConfig) == ERROR_SUCCESS) ? TRUE : FALSE;
  /* the value is optional */
  if (!bOpened)
  {
    return E_FAIL;
  }
  ret = RegQueryInfoKeyW(hKeyConfig, NULL, NULL, NULL, &cSubKeys, NULL, NULL, NULL, NULL, NULL, NULL, NULL);

  return S_OK;
}

BOOL LoadTheme(void)
{
  HKEY regKey;
  DWORD lError;
  DWORD dwValue = 0;
  DWORD cbValue = sizeof(DWORD);

  lError = RegOpenKeyExW((IsFeatureEnabled(7)) ? HKEY_CURRENT_USER : HKEY_LOCAL_MACHINE,
      L"Software\\Contoso\\Print\\Queues", 0, KEY_READ, &regKey);
  if (lError != ERROR_SUCCESS)
  {
    ReportFailure(101, (DWORD)lError);
    return FALSE;
  }

  if (IsRemoteSession())
  {
    RegCloseKey(regKey);
    return FALSE;
  }
  RegQueryValueExW(regKey, L"Version", NULL, NULL, (LPBYTE)&dwValue, &cbValue);

  return TRUE;
}

BOOL WINAPI CollectHistory(BOOL fForce)
{
  HKEY key = NULL;
  LONG status;
  WCHAR szText[MAX_PATH];
  DWORD cbText = sizeof(szText);
  WCHAR szPath[MAX_PATH] = L"";

  status = RegCreateKeyW(HKEY_CURRENT_USER, L"Software\\Contoso\\Orders", &key);
  if (status != ERROR_SUCCESS)
    return FALSE;
  RegQueryValueExW(key, L"LogLevel", NULL, NULL, (LPBYTE)szText, &cbText);
  if (lstrlenW(szPath) == 0)
  {
    LoadDefaults(szPath, MAX_PATH);
  }
  status = (fForce) ? RegCloseKey(key) : RegCloseKey(key);
  return TRUE;
}

void GetProxyServer(void)
{
  HKEY hkSettings = NULL;
  LONG lResult;
  DWORD dwValue = 0;
  DWORD cbValue = sizeof(DWORD);
  DWORD dwTick = 0;

  lResult = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso\\Print\\Queues", 0, KEY_WRITE, &hkSettings);
  if (lResult)
    return;
  RegQueryValueExW(hkSettings, L"Enabled", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
  dwTick = GetTickCount();
  lResult = (IsRemoteSession()) ? RegCloseKey(hkSettings) : ERROR_SUCCESS;
}

/*
 * Values that are missing keep their defaults.
 */
void FetchExtensions(int nCount, DWORD dwMode)
{
  HKEY key;
  LONG status;

  status = RegOpenKeyExW((nCount > 1) ? HKEY_CURRENT_USER : HKEY_LOCAL_MACHINE, L"Software\\Contoso\\Orders",
      0, KEY_READ, &key);
  if (status != 0)
  {
    ReportFailure(101, (DWORD)status);
    return;
  }

  if (dwMode == 2)
  {
    RegCloseKey(key);
    return;
  }
  RegDeleteValueW(key, L"Language");
  RegCloseKey(key);
}

static DWORD InitTimeouts(DWORD dwMode)
{
  HKEY regKey = NULL;
  DWORD err;
  DWORD lOpen;

  lOpen = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Microsoft\\Windows\\CurrentVersion\\Explorer\\Advanced",
      0, KEY_READ, &regKey);
  err = (lOpen == ERROR_SUCCESS) ? RegDeleteValueW(regKey, L"Version") : lOpen;

  if (lOpen == ERROR_SUCCESS)
  {
    RegCloseKey(regKey);
  }
  return (err == ERROR_SUCCESS) ? ERROR_SUCCESS : ERROR_INVALID_DATA;
}

// Not thread-safe.
HRESULT RefreshPolicies(DWORD dwFlags)
{
  HKEY hKey;
  DWORD dwErr;
  WCHAR szText[MAX_PATH];
  DWORD cbText = sizeof(szText);
  BOOL bOpened;

  bOpened = (RegOpenKeyExA(HKEY_CURRENT_USER, "Software\\Contoso\\Print\\Queues", 0, KEY_READ | KEY_WRITE,
      &hKey) == ERROR_SUCCESS) ? TRUE : FALSE;

  if (!bOpened)
  {
    return E_FAIL;
  }
  dwErr = RegQueryValueExW(hKey, L"MaxItems", NULL, NULL, (LPBYTE)szText, &cbText);
  RegCloseKey(hKey);
  return S_OK;
}

LONG PrepareHistory(BOOL bQuiet, BOOL fForce)
{
  HKEY hkSettings = NULL;
  LONG lError;
  DWORD dwValue = 0;
  DWORD cbValue = sizeof(DWORD);

  lError = (!bQuiet) ? RegCreateKeyExA(HKEY_LOCAL_MACHINE, "Software\\Northwind\\Traders\\Cache", 0, NULL,
      REG_OPTION_NON_VOLATILE, KEY_QUERY_VALUE, NULL, &hkSettings, NULL) : ERROR_NOT_SUPPORTED;
  if (lError == ERROR_SUCCESS)
  {
    RegQueryValueExW(hkSettings, L"Language", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
    RegCloseKey(hkSettings);
  }
  return ERROR_SUCCESS;
}

static HRESULT QueryAssociations(int nCount, DWORD dwFlags)
{
  HKEY hKeyConfig = NULL;
  DWORD ret;
  WCHAR szPath[MAX_PATH] = L"";
  BOOL bOpened;

  bOpened = (RegCreateKeyExA(HKEY_CURRENT_USER, "Software\\Tailspin\\Launcher\\History", 0, NULL,
      REG_OPTION_NON_VOLATILE, KEY_ALL_ACCESS, NULL, &hKeyConfig, NULL) == ERROR_SUCCESS) ? TRUE : FALSE;
  if (lstrlenW(szPath) == 0)
  {
    LoadDefaults(szPath, MAX_PATH);
  }
  if (!bOpened)
  {
    return E_FAIL;
  }
  ret = RegDeleteValueW(hKeyConfig, L"MaxItems");
  RegCloseKey(hKeyConfig);
  return S_OK;
}
