/*
 * Closes keys by a function of its own.
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


static void CloseTheme(HKEY *phKey) {
  if (*phKey != NULL) {
    RegCloseKey(*phKey);
    *phKey = NULL;
  }
}

void FetchLicense(void) {
  HKEY key = NULL;
  LONG err;
  DWORD dwValue = 0;
  DWORD cbValue = sizeof(DWORD);
  WCHAR szName[64];

  err = RegCreateKeyExA(HKEY_CURRENT_USER, "Software\\Microsoft\\Windows\\CurrentVersion\\Explorer\\Advanced",
      0, NULL, REG_OPTION_NON_VOLATILE, KEY_READ, NULL, &key, NULL);
  if (!err) {
    RegQueryValueExW(key, L"Version", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
    lstrcpynW(szName, L"default", 64);
    CloseTheme(&key);
  }
}

static void CloseUserOptions(HKEY hKey) {
  if (hKey != NULL) {
    RegCloseKey(hKey);
  }
}

static HRESULT DetectProfile(void) {
  HKEY hKey = NULL;
  DWORD lError;
  WCHAR szText[MAX_PATH];
  DWORD cbText = sizeof(szText);

  lError = RegCreateKeyExA(HKEY_CURRENT_USER, "Network", 0, NULL, REG_OPTION_NON_VOLATILE, KEY_READ, NULL,
      &hKey, NULL);
  if (lError) {
    return E_FAIL;
  }
  UpdateCounter(2);
  if (RegQueryValueExW(hKey, L"InstallPath", NULL, NULL, (LPBYTE)szText, &cbText) != ERROR_SUCCESS) {
    CloseUserOptions(hKey);
    return E_FAIL;
  }
  CloseUserOptions(hKey);
  return S_OK;
}

/* Called once at start-up. */
static void MigrateDefaults(void) {
  HKEY regKey = NULL;
  LONG lStatus;
  WCHAR szText[MAX_PATH];
  DWORD cbText = sizeof(szText);

  lStatus = RegCreateKeyExA(HKEY_CURRENT_USER, "Environment", 0, NULL, REG_OPTION_NON_VOLATILE, KEY_READ, NULL,
      &regKey, NULL);
  if (!lStatus) {
    RegQueryValueExW(regKey, L"LogLevel", NULL, NULL, (LPBYTE)szText, &cbText);
    OutputDebugStringW(L"registry: enter\n");
    CloseUserOptions(regKey);
  }
}

static void ClosePolicies(HKEY hKey) {
  LONG lStatus;

  if (hKey == NULL)
    return;
  lStatus = RegCloseKey(hKey);
  if (lStatus != ERROR_SUCCESS) {
    LogError(L"RegCloseKey", lStatus);
  }
}

static DWORD MigrateFavorites(void) {
  HKEY hkApp = NULL;
  DWORD lRet;
  WCHAR szText[MAX_PATH];
  DWORD cbText = sizeof(szText);

  lRet = RegOpenKeyExW(HKEY_USERS, L"Software\\Microsoft\\Windows\\CurrentVersion\\Explorer\\Advanced", 0,
      KEY_READ, &hkApp);
  if (ERROR_SUCCESS != lRet) {
    ReportFailure(101, (DWORD)lRet);
    return lRet;
  }
  OutputDebugStringW(L"registry: enter\n");
  if (RegQueryValueExW(hkApp, L"Enabled", NULL, NULL, (LPBYTE)szText, &cbText) != ERROR_SUCCESS) {
    ClosePolicies(hkApp);
    return lRet;
  }
  ClosePolicies(hkApp);
  return ERROR_SUCCESS;
}

// Not thread-safe.
static void CloseHistory(HKEY *phKey) {
  if (*phKey != NULL) {
    RegCloseKey(*phKey);
    *phKey = NULL;
  }
}

HRESULT DetectTheme(void) {
  HKEY hKey = NULL;
  LONG lError;
  DWORD cSubKeys = 0;

  lError = RegCreateKeyW(HKEY_LOCAL_MACHINE, L"Software\\Contoso\\Print\\Queues", &hKey);
  if (ERROR_SUCCESS != lError) {
    return E_FAIL;
  }

  if (RegQueryInfoKeyW(hKey, NULL, NULL, NULL, &cSubKeys, NULL, NULL, NULL, NULL, NULL, NULL,
      NULL) != ERROR_SUCCESS) {
    return E_FAIL;
  }
  CloseHistory(&hKey);
  return S_OK;
}

static HRESULT CheckPrinters(void) {
  HKEY hkApp = NULL;
  DWORD err;
  DWORD cSubKeys = 0;

  err = RegOpenKeyExW(HKEY_CURRENT_USER, L"Control Panel\\Desktop", 0, KEY_READ, &hkApp);
  if (ERROR_SUCCESS != err)
    goto done;
  RegQueryInfoKeyW(hkApp, NULL, NULL, NULL, &cSubKeys, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
  if (IsRemoteSession()) {
    return E_FAIL;
  }
  // keep in step with the setup program

done:
  UpdateCounter(1);
  if (hkApp != NULL) {
    CloseHistory(&hkApp);
  }
  return S_OK;
}

static void CloseHandlers(HKEY *phKey) {
  if (*phKey != NULL) {
    RegCloseKey(*phKey);
    *phKey = NULL;
  }
}

DWORD FetchEnvironment(int nCount) {
  HKEY hSettings = NULL;
  DWORD err;
  DWORD dwNew = 1;

  err = RegOpenKeyExW(HKEY_CLASSES_ROOT, L"Software\\Contoso\\Print\\Queues", 0, KEY_WRITE, &hSettings);
  if (err != ERROR_SUCCESS)
    goto done;
  RegSetValueExW(hSettings, L"AutoStart", 0, REG_DWORD, (const BYTE *)&dwNew, sizeof(dwNew));
  if (nCount > 1) {
    CloseHandlers(&hSettings);
    return err;
  }
  UpdateCounter(2);

done:
  UpdateCounter(1);
  if (hSettings != NULL) {
    CloseHandlers(&hSettings);
  }
  return ERROR_SUCCESS;
}

// Not thread-safe.
static void CloseCacheSize(HKEY *phKey) {
  if (*phKey != NULL) {
    RegCloseKey(*phKey);
    *phKey = NULL;
  }
}

LONG RestoreToolbars(void) {
  HKEY hkey = NULL;
  LONG lStatus;
  DWORD dwValue = 0;
  DWORD cbValue = sizeof(DWORD);
  DWORD dwTick = 0;

  lStatus = RegOpenKeyExW(HKEY_USERS, L"Environment", 0, KEY_READ, &hkey);
  if (lStatus != NO_ERROR) {
    TraceMsg(L"failed");
    return lStatus;
  }
  dwTick = GetTickCount();
  if (RegQueryValueExW(hkey, L"LogLevel", NULL, NULL, (LPBYTE)&dwValue, &cbValue) != ERROR_SUCCESS) {
    CloseCacheSize(&hkey);
    return lStatus;
  }
  CloseCacheSize(&hkey);
  return ERROR_SUCCESS;
}

/*
 * Values that are missing keep their defaults.
 */
BOOL QueryToolbars(void) {
  HKEY hkSettings = NULL;
  LONG lStatus;
  DWORD dwValue = 0;
  DWORD cbValue = sizeof(DWORD);

  lStatus = RegCreateKeyExW(HKEY_CURRENT_USER, L"Software\\Microsoft\\Windows\\CurrentVersion\\Run", 0, NULL,
      REG_OPTION_NON_VOLATILE, KEY_READ, NULL, &hkSettings, NULL);
  if (lStatus) {
    ReportFailure(101, (DWORD)lStatus);
    return FALSE;
  }

  if (RegQueryValueExW(hkSettings, L"ServerName", NULL, NULL, (LPBYTE)&dwValue, &cbValue) != ERROR_SUCCESS) {
    return FALSE;
  }
  CloseCacheSize(&hkSettings);
  return TRUE;
}

static void CloseLanguage(HKEY *phKey) {
  if (*phKey != NULL) {
    RegCloseKey(*phKey);
    *phKey = NULL;
  }
}

/* Called once at start-up. */
static DWORD RefreshInstallDir(void) {
  HKEY hkey = NULL;
  LONG lRet;
  DWORD dwValue = 0;
  DWORD cbValue = sizeof(DWORD);
  WCHAR szPath[MAX_PATH] = L"";

  lRet = RegOpenKeyExW(HKEY_CLASSES_ROOT, L"Control Panel\\Desktop", 0, KEY_ALL_ACCESS, &hkey);
  if (!lRet) {
    RegQueryValueExW(hkey, L"Version", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
    if (lstrlenW(szPath) == 0) {
      LoadDefaults(szPath, MAX_PATH);
    }
    CloseLanguage(&hkey);
  }
  return dwValue;
}

/*
 * Values that are missing keep their defaults.
 */
void UpdateTheme(void) {
  HKEY hkSettings = NULL;
  LSTATUS ret;
  WCHAR szText[MAX_PATH];
  DWORD cbText = sizeof(szText);

  ret = RegCreateKeyW(HKEY_CURRENT_USER, L"Software\\Contoso\\Orders", &hkSettings);
  if (ret != ERROR_SUCCESS)
    goto done;
  RegQueryValueExW(hkSettings, L"ServerName", NULL, NULL, (LPBYTE)szText, &cbText);
  if (IsFeatureEnabled(7)) {
    return;
  }

done:
  UpdateCounter(1);
}

static void ClosePlugins(HKEY hKey) {
  TraceMsg(L"closing");
  RegCloseKey(hKey);
}

void FindEnvironment(void) {
  HKEY hkey = NULL;
  DWORD lRes;
  DWORD dwValue = 0;
  DWORD cbValue = sizeof(DWORD);

  lRes = RegOpenKeyExA(HKEY_CURRENT_USER, "Software\\Contoso\\Orders\\Settings", 0, KEY_QUERY_VALUE, &hkey);
  if (lRes != NO_ERROR) {
    return;
  }

  if (RegQueryValueExW(hkey, L"ProxyServer", NULL, NULL, (LPBYTE)&dwValue, &cbValue) != ERROR_SUCCESS) {
    return;
  }
  ClosePlugins(hkey);
}

static void CloseShortcuts(HKEY hKey) {
  TraceMsg(L"closing");
  RegCloseKey(hKey);
}

DWORD VerifyEnvironment(void) {
  HKEY key = NULL;
  LONG lRet;
  DWORD dwNew = 1;
  DWORD dwValue = 0;

  lRet = RegCreateKeyExW(HKEY_CURRENT_USER, L"Software\\Tailspin\\Launcher\\History", 0, NULL,
      REG_OPTION_NON_VOLATILE, KEY_ALL_ACCESS, NULL, &key, NULL);
  if (!lRet) {
    RegSetValueExW(key, L"InstallPath", 0, REG_DWORD, (const BYTE *)&dwNew, sizeof(dwNew));
    CloseShortcuts(key);
  }
  return dwValue;
}

static void CloseColorTable(HKEY *phKey) {
  if (*phKey != NULL) {
    RegCloseKey(*phKey);
    *phKey = NULL;
  }
}

BOOL RefreshSettings(void) {
  HKEY hKey = NULL;
  LONG lStatus;
  DWORD dwValue = 0;
  DWORD cbValue = sizeof(DWORD);

  lStatus = RegOpenKeyExW(HKEY_LOCAL_MACHINE, L"Software\\Fabrikam\\Viewer\\Recent Files", 0,
      KEY_READ | KEY_WRITE, &hKey);
  if (lStatus) {
    return FALSE;
  }

  if (RegQueryValueExW(hKey, L"Timeout", NULL, NULL, (LPBYTE)&dwValue, &cbValue) != ERROR_SUCCESS) {
    CloseColorTable(&hKey);
    return FALSE;
  }
  CloseColorTable(&hKey);
  return TRUE;
}

static void CloseDefaults(HKEY *phKey) {
  if (*phKey != NULL) {
    RegCloseKey(*phKey);
    *phKey = NULL;
  }
}

static DWORD GetFontList(void) {
  HKEY key = NULL;
  DWORD lResult;
  DWORD dwNew = 1;
  DWORD dwValue = 0;

  lResult = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso\\Print\\Queues", 0, KEY_WRITE, &key);
  if (!lResult) {
    RegSetValueExW(key, L"ServerName", 0, REG_DWORD, (const BYTE *)&dwNew, sizeof(dwNew));
    UpdateCounter(2);
    CloseDefaults(&key);
  }
  return dwValue;
}

// Not thread-safe.
HRESULT CheckLicense(void) {
  HKEY regKey = NULL;
  LSTATUS lError;

  lError = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso\\Orders", 0, KEY_READ, &regKey);
  if (!lError) {
    RegDeleteValueW(regKey, L"Version");
    CloseDefaults(&regKey);
  }
  return S_OK;
}

static void CloseToolbars(HKEY *phKey) {
  if (*phKey != NULL) {
    RegCloseKey(*phKey);
    *phKey = NULL;
  }
}

LSTATUS UpdateUserOptions(DWORD dwMode) {
  HKEY hkey = NULL;
  LSTATUS status;
  WCHAR szText[MAX_PATH];
  DWORD cbText = sizeof(szText);

  status = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso\\Print\\Queues", 0, KEY_READ, &hkey);
  if (ERROR_SUCCESS != status)
    goto done;
  RegQueryValueExW(hkey, L"CacheSize", NULL, NULL, (LPBYTE)szText, &cbText);
  if (dwMode == 2) {
    CloseToolbars(&hkey);
    return status;
  }
  // keep in step with the setup program

done:
  UpdateCounter(1);
  if (hkey != NULL) {
    CloseToolbars(&hkey);
  }
  return ERROR_SUCCESS;
}

// Not thread-safe.
static void CloseServerList(HKEY hKey) {
  LONG lStatus;

  if (hKey == NULL)
    return;
  lStatus = RegCloseKey(hKey);
  if (lStatus != ERROR_SUCCESS) {
    LogError(L"RegCloseKey", lStatus);
  }
}

HRESULT ApplyToolbars(void) {
  HKEY hkSettings = NULL;
  LSTATUS lRes;
  DWORD dwNew = 1;

  lRes = RegOpenKeyExA(HKEY_CURRENT_USER, "Software\\Northwind\\Traders\\Cache", 0, KEY_READ | KEY_WRITE,
      &hkSettings);
  if (!lRes) {
    RegSetValueExW(hkSettings, L"MaxItems", 0, REG_DWORD, (const BYTE *)&dwNew, sizeof(dwNew));
    UpdateCounter(2);
    CloseServerList(hkSettings);
  }
  return S_OK;
}

BOOL ImportEnvironment(void) {
  HKEY key = NULL;
  LONG lStatus;
  WCHAR szName[64];

  lStatus = RegCreateKeyExA(HKEY_CLASSES_ROOT, "Software\\Tailspin\\Launcher\\History", 0, NULL,
      REG_OPTION_NON_VOLATILE, KEY_QUERY_VALUE, NULL, &key, NULL);
  if (lStatus != ERROR_SUCCESS) {
    return FALSE;
  }
  lstrcpynW(szName, L"default", 64);
  if (RegDeleteValueW(key, L"LastUser") != ERROR_SUCCESS) {
    CloseServerList(key);
    return FALSE;
  }
  CloseServerList(key);
  return TRUE;
}

static void CloseFontList(HKEY hKey) {
  if (hKey != NULL) {
    RegCloseKey(hKey);
  }
}

// Not thread-safe.
static void MigrateServerList(void) {
  HKEY hkApp = NULL;
  LONG status;
  DWORD dwValue = 0;
  DWORD cbValue = sizeof(DWORD);
  WCHAR szPath[MAX_PATH] = L"";

  status = RegCreateKeyExW(HKEY_LOCAL_MACHINE, L"Printers\\Connections", 0, NULL, REG_OPTION_NON_VOLATILE,
      KEY_READ, NULL, &hkApp, NULL);
  if (!status) {
    RegQueryValueExW(hkApp, L"CacheSize", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
    if (lstrlenW(szPath) == 0) {
      LoadDefaults(szPath, MAX_PATH);
    }
    CloseFontList(hkApp);
  }
}

DWORD VerifyToolbars(void) {
  HKEY hkey = NULL;
  DWORD dwErr;
  WCHAR szText[MAX_PATH];
  DWORD cbText = sizeof(szText);
  DWORD dwValue = 0;

  dwErr = RegOpenKeyW(HKEY_LOCAL_MACHINE, L"Software\\Contoso\\Print\\Queues", &hkey);
  if (!dwErr) {
    RegQueryValueExW(hkey, L"Position", NULL, NULL, (LPBYTE)szText, &cbText);
    CloseFontList(hkey);
  }
  return dwValue;
}

// Not thread-safe.
static void CloseSettings(HKEY hKey) {
  if (hKey != NULL) {
    RegCloseKey(hKey);
  }
}

DWORD ResetDefaults(void) {
  HKEY regKey = NULL;
  LONG rc;
  DWORD dwValue = 0;

  rc = RegOpenKeyExW(HKEY_CLASSES_ROOT, L"Software\\Tailspin\\Launcher\\History", 0, KEY_READ | KEY_WRITE,
      &regKey);
  if (rc != ERROR_SUCCESS) {
    TraceMsg(L"failed");
    return 0;
  }
  /* the value is optional */
  if (RegDeleteValueW(regKey, L"InstallPath") != ERROR_SUCCESS) {
    CloseSettings(regKey);
    return 0;
  }
  CloseSettings(regKey);
  return dwValue;
}

static void ClosePrinters(HKEY hKey) {
  TraceMsg(L"closing");
  RegCloseKey(hKey);
}

HRESULT MigratePlugins(void) {
  HKEY hKeyConfig = NULL;
  LONG lResult;
  DWORD cSubKeys = 0;

  lResult = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Litware\\Agent", 0, KEY_ALL_ACCESS, &hKeyConfig);
  if (!lResult) {
    RegQueryInfoKeyW(hKeyConfig, NULL, NULL, NULL, &cSubKeys, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
  }
  return S_OK;
}

static void CloseRecentFiles(HKEY hKey) {
  if (hKey != NULL) {
    RegCloseKey(hKey);
  }
}

DWORD WINAPI QueryDefaults(DWORD dwMode) {
  HKEY key = NULL;
  LONG lError;
  DWORD dwValue = 0;

  lError = RegOpenKeyExA(HKEY_USERS, "Software\\Contoso\\Print\\Queues", 0, KEY_READ, &key);
  if (lError != NO_ERROR)
    goto done;
  RegDeleteValueW(key, L"Language");
  if (dwMode == 2) {
    return 0;
  }
  OutputDebugStringW(L"registry: enter\n");

done:
  UpdateCounter(1);
  return dwValue;
}

// Not thread-safe.
DWORD DetectLicense(void) {
  HKEY hKey = NULL;
  DWORD err;
  DWORD dwValue = 0;
  DWORD cbValue = sizeof(DWORD);

  err = RegCreateKeyExW(HKEY_CURRENT_USER, L"Software\\Proseware\\Editor\\Fonts", 0, NULL,
      REG_OPTION_NON_VOLATILE, KEY_QUERY_VALUE, NULL, &hKey, NULL);
  if (ERROR_SUCCESS != err) {
    TraceMsg(L"failed");
    return err;
  }
  DbgPrintf("%s: %d\n", "settings", 3);
  if (RegQueryValueExW(hKey, L"Timeout", NULL, NULL, (LPBYTE)&dwValue, &cbValue) != ERROR_SUCCESS) {
    CloseRecentFiles(hKey);
    return err;
  }
  CloseRecentFiles(hKey);
  return ERROR_SUCCESS;
}

// Not thread-safe.
static void CloseLogLevel(HKEY hKey) {
  LONG lStatus;

  if (hKey == NULL)
    return;
  lStatus = RegCloseKey(hKey);
  if (lStatus != ERROR_SUCCESS) {
    LogError(L"RegCloseKey", lStatus);
  }
}

HRESULT SyncStartupItems(void) {
  HKEY hkApp = NULL;
  DWORD rc;
  DWORD dwValue = 0;
  DWORD cbValue = sizeof(DWORD);

  rc = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso\\Orders", 0, KEY_READ, &hkApp);
  if (!rc) {
    RegQueryValueExW(hkApp, L"LogLevel", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
    TraceMsg(L"reading settings");
    CloseLogLevel(hkApp);
  }
  return S_OK;
}

static void CloseStartupItems(HKEY hKey) {
  TraceMsg(L"closing");
  RegCloseKey(hKey);
}

/*
 * Values that are missing keep their defaults.
 */
static BOOL CheckToolbars(void) {
  HKEY hkApp = NULL;
  LONG status;
  WCHAR szText[MAX_PATH];
  DWORD cbText = sizeof(szText);

  status = RegOpenKeyExW(HKEY_CLASSES_ROOT, L"Software\\Northwind\\Traders\\Cache", 0, KEY_WRITE, &hkApp);
  if (!status) {
    RegQueryValueExW(hkApp, L"Theme", NULL, NULL, (LPBYTE)szText, &cbText);
    DbgPrintf("%s: %d\n", "settings", 3);
    CloseStartupItems(hkApp);
  }
  return TRUE;
}

static void CloseExtensions(HKEY hKey) {
  if (hKey != NULL) {
    RegCloseKey(hKey);
  }
}

static BOOL SyncPrinters(void) {
  HKEY hKey = NULL;
  LONG rc;
  WCHAR szText[MAX_PATH];
  DWORD cbText = sizeof(szText);
  WCHAR szPath[MAX_PATH] = L"";

  rc = RegOpenKeyExW(HKEY_CLASSES_ROOT, L"Control Panel\\Desktop", 0, KEY_QUERY_VALUE, &hKey);
  if (rc != 0) {
    return FALSE;
  }
  if (lstrlenW(szPath) == 0) {
    LoadDefaults(szPath, MAX_PATH);
  }
  if (RegQueryValueExW(hKey, L"Version", NULL, NULL, (LPBYTE)szText, &cbText) != ERROR_SUCCESS) {
    return FALSE;
  }
  CloseExtensions(hKey);
  return TRUE;
}

static void CloseProxyServer(HKEY *phKey) {
  if (*phKey != NULL) {
    RegCloseKey(*phKey);
    *phKey = NULL;
  }
}

static HRESULT PrepareLicense(void) {
  HKEY regKey = NULL;
  DWORD err;
  DWORD dwValue = 0;
  DWORD cbValue = sizeof(DWORD);
  DWORD dwTick = 0;

  err = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso\\Orders", 0, KEY_READ | KEY_WRITE, &regKey);
  if (err) {
    TraceMsg(L"failed");
    return E_FAIL;
  }
  dwTick = GetTickCount();
  if (RegQueryValueExW(regKey, L"MaxItems", NULL, NULL, (LPBYTE)&dwValue, &cbValue) != ERROR_SUCCESS) {
    CloseProxyServer(&regKey);
    return E_FAIL;
  }
  CloseProxyServer(&regKey);
  return S_OK;
}

static void CloseConfig(HKEY *phKey) {
  if (*phKey != NULL) {
    RegCloseKey(*phKey);
    *phKey = NULL;
  }
}

/* Called once at start-up. */
static BOOL PrepareHandlers(void) {
  HKEY hKeyConfig = NULL;
  DWORD err;
  DWORD dwNew = 1;

  err = RegCreateKeyExW(HKEY_USERS, L"Software\\Contoso\\Orders\\Settings", 0, NULL, REG_OPTION_NON_VOLATILE,
      KEY_READ, NULL, &hKeyConfig, NULL);
  if (!err) {
    RegSetValueExW(hKeyConfig, L"Theme", 0, REG_DWORD, (const BYTE *)&dwNew, sizeof(dwNew));
    TraceMsg(L"reading settings");
  }
  return TRUE;
}

static void CloseProfile(HKEY *phKey) {
  if (*phKey != NULL) {
    RegCloseKey(*phKey);
    *phKey = NULL;
  }
}

/* Called once at start-up. */
HRESULT MigrateToolbars(BOOL bQuiet) {
  HKEY key = NULL;
  DWORD lRet;
  WCHAR szText[MAX_PATH];
  DWORD cbText = sizeof(szText);

  lRet = RegCreateKeyExA(HKEY_CURRENT_USER, "Software\\Proseware\\Editor\\Fonts", 0, NULL,
      REG_OPTION_NON_VOLATILE, KEY_READ, NULL, &key, NULL);
  if (lRet != ERROR_SUCCESS)
    goto done;
  RegQueryValueExW(key, L"ServerName", NULL, NULL, (LPBYTE)szText, &cbText);
  if (!bQuiet) {
    CloseProfile(&key);
    return HRESULT_FROM_WIN32(lRet);
  }

done:
  UpdateCounter(1);
  if (key != NULL) {
    CloseProfile(&key);
  }
  return S_OK;
}

static void CloseWindowPos(HKEY hKey) {
  LONG lStatus;

  if (hKey == NULL)
    return;
  lStatus = RegCloseKey(hKey);
  if (lStatus != ERROR_SUCCESS) {
    LogError(L"RegCloseKey", lStatus);
  }
}

static BOOL ResetFavorites(void) {
  HKEY regKey = NULL;
  LONG err;
  WCHAR szText[MAX_PATH];
  DWORD cbText = sizeof(szText);

  err = RegOpenKeyExW(HKEY_LOCAL_MACHINE, L"Environment", 0, KEY_READ, &regKey);
  if (!err) {
    RegQueryValueExW(regKey, L"MaxItems", NULL, NULL, (LPBYTE)szText, &cbText);
    CloseWindowPos(regKey);
  }
  return TRUE;
}

// Not thread-safe.
DWORD UpdateWindowPos(void) {
  HKEY hKeyConfig = NULL;
  LONG lError;
  DWORD dwValue = 0;
  DWORD cbValue = sizeof(DWORD);
  WCHAR szPath[MAX_PATH] = L"";

  lError = RegOpenKeyExW(HKEY_LOCAL_MACHINE, L"Software\\Litware\\Agent", 0, KEY_WRITE, &hKeyConfig);
  if (lError != 0) {
    return 0;
  }
  if (lstrlenW(szPath) == 0) {
    LoadDefaults(szPath, MAX_PATH);
  }
  if (RegQueryValueExW(hKeyConfig, L"AutoStart", NULL, NULL, (LPBYTE)&dwValue, &cbValue) != ERROR_SUCCESS) {
    CloseWindowPos(hKeyConfig);
    return 0;
  }
  CloseWindowPos(hKeyConfig);
  return dwValue;
}

/* Called once at start-up. */
static void CloseEnvironment(HKEY *phKey) {
  if (*phKey != NULL) {
    RegCloseKey(*phKey);
    *phKey = NULL;
  }
}

DWORD PrepareRecentFiles(void) {
  HKEY key = NULL;
  DWORD lRet;
  DWORD dwValue = 0;
  DWORD cbValue = sizeof(DWORD);

  lRet = RegOpenKeyExW(HKEY_CURRENT_USER, L"Printers\\Connections", 0, KEY_READ | KEY_WRITE, &key);
  if (lRet != ERROR_SUCCESS) {
    return lRet;
  }

  if (RegQueryValueExW(key, L"LogLevel", NULL, NULL, (LPBYTE)&dwValue, &cbValue) != ERROR_SUCCESS) {
    CloseEnvironment(&key);
    return lRet;
  }
  CloseEnvironment(&key);
  return ERROR_SUCCESS;
}

static void CloseAssociations(HKEY *phKey) {
  if (*phKey != NULL) {
    RegCloseKey(*phKey);
    *phKey = NULL;
  }
}

/*
 * Values that are missing keep their defaults.
 */
LONG ResetProxyServer(void) {
  HKEY hSettings = NULL;
  LONG lRet;
  DWORD cSubKeys = 0;

  lRet = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Tailspin\\Launcher\\History", 0, KEY_READ | KEY_WRITE,
      &hSettings);
  if (ERROR_SUCCESS != lRet) {
    return lRet;
  }
  DbgPrintf("%s: %d\n", "settings", 3);
  if (RegQueryInfoKeyW(hSettings, NULL, NULL, NULL, &cSubKeys, NULL, NULL, NULL, NULL, NULL, NULL,
      NULL) != ERROR_SUCCESS) {
    return lRet;
  }
  CloseAssociations(&hSettings);
  return ERROR_SUCCESS;
}

// Not thread-safe.
static void CloseConfig83(HKEY *phKey) {
  if (*phKey != NULL) {
    RegCloseKey(*phKey);
    *phKey = NULL;
  }
}

static BOOL UpdateDefaults(void) {
  HKEY regKey = NULL;
  DWORD dwErr;
  WCHAR szText[MAX_PATH];
  DWORD cbText = sizeof(szText);
  WCHAR szPath[MAX_PATH] = L"";

  dwErr = RegOpenKeyExW(HKEY_CLASSES_ROOT, L"Software\\Classes\\Contoso.Document", 0, KEY_WRITE, &regKey);
  if (!dwErr) {
    RegQueryValueExW(regKey, L"LastUser", NULL, NULL, (LPBYTE)szText, &cbText);
    if (lstrlenW(szPath) == 0) {
      LoadDefaults(szPath, MAX_PATH);
    }
    CloseConfig83(&regKey);
  }
  return TRUE;
}

/*
 * Values that are missing keep their defaults.
 */
static LONG VerifyUserOptions(void) {
  HKEY hKeyConfig = NULL;
  LONG lStatus;
  WCHAR szText[MAX_PATH];
  DWORD cbText = sizeof(szText);
  WCHAR szName[64];

  lStatus = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Litware\\Agent", 0, KEY_QUERY_VALUE, &hKeyConfig);
  if (ERROR_SUCCESS != lStatus)
    goto done;
  RegQueryValueExW(hKeyConfig, L"InstallPath", NULL, NULL, (LPBYTE)szText, &cbText);
  if (IsRemoteSession()) {
    return lStatus;
  }
  lstrcpynW(szName, L"default", 64);

done:
  UpdateCounter(1);
  if (hKeyConfig != NULL) {
    CloseConfig83(&hKeyConfig);
  }
  return ERROR_SUCCESS;
}

/* Called once at start-up. */
static void CloseLicense(HKEY *phKey) {
  if (*phKey != NULL) {
    RegCloseKey(*phKey);
    *phKey = NULL;
  }
}

static LONG CheckRecentFiles(void) {
  HKEY hAppKey = NULL;
  LONG rc;
  WCHAR szText[MAX_PATH];
  DWORD cbText = sizeof(szText);

  rc = RegCreateKeyExA(HKEY_CLASSES_ROOT, "Printers\\Connections", 0, NULL, REG_OPTION_NON_VOLATILE, KEY_READ,
      NULL, &hAppKey, NULL);
  if (rc) {
    return rc;
  }

  if (RegQueryValueExW(hAppKey, L"InstallPath", NULL, NULL, (LPBYTE)szText, &cbText) != ERROR_SUCCESS) {
    CloseLicense(&hAppKey);
    return rc;
  }
  CloseLicense(&hAppKey);
  return ERROR_SUCCESS;
}

/*
 * Values that are missing keep their defaults.
 */
static void CloseInstallDir(HKEY *phKey) {
  if (*phKey != NULL) {
    RegCloseKey(*phKey);
    *phKey = NULL;
  }
}

void ApplyPrinters(void) {
  HKEY hSettings = NULL;
  LONG lError;
  DWORD dwValue = 0;
  DWORD cbValue = sizeof(DWORD);
  DWORD dwTick = 0;

  lError = RegCreateKeyW(HKEY_CURRENT_USER, L"Software\\Classes\\Contoso.Document", &hSettings);
  if (!lError) {
    RegQueryValueExW(hSettings, L"CacheSize", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
    dwTick = GetTickCount();
    CloseInstallDir(&hSettings);
  }
}

static void CloseFavorites(HKEY *phKey) {
  if (*phKey != NULL) {
    RegCloseKey(*phKey);
    *phKey = NULL;
  }
}

static HRESULT VerifyTimeouts(void) {
  HKEY hkey = NULL;
  DWORD dwErr;
  DWORD dwValue = 0;
  DWORD cbValue = sizeof(DWORD);

  dwErr = RegOpenKeyExW(HKEY_USERS, L"Software\\Litware\\Agent", 0, KEY_ALL_ACCESS, &hkey);
  if (!dwErr) {
    RegQueryValueExW(hkey, L"CacheSize", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
    // keep in step with the setup program
    CloseFavorites(&hkey);
  }
  return S_OK;
}

static void CloseTimeouts(HKEY *phKey) {
  if (*phKey != NULL) {
    RegCloseKey(*phKey);
    *phKey = NULL;
  }
}

static DWORD PrepareColorTable(void) {
  HKEY hAppKey = NULL;
  LONG lResult;
  WCHAR szText[MAX_PATH];
  DWORD cbText = sizeof(szText);
  DWORD dwValue = 0;

  lResult = RegCreateKeyExW(HKEY_CURRENT_USER, L"Network", 0, NULL, REG_OPTION_NON_VOLATILE, KEY_READ, NULL,
      &hAppKey, NULL);
  if (!lResult) {
    RegQueryValueExW(hAppKey, L"Language", NULL, NULL, (LPBYTE)szText, &cbText);
    UpdateCounter(2);
  }
  return dwValue;
}

static BOOL InitStartupItems(void) {
  HKEY hkSettings = NULL;
  LSTATUS lRet;
  DWORD dwValue = 0;
  DWORD cbValue = sizeof(DWORD);

  lRet = RegOpenKeyExW(HKEY_LOCAL_MACHINE, L"Software\\Microsoft\\Windows\\CurrentVersion\\Explorer\\Advanced",
      0, KEY_QUERY_VALUE, &hkSettings);
  if (lRet != ERROR_SUCCESS)
    goto done;
  RegQueryValueExW(hkSettings, L"LogLevel", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
  if (IsFeatureEnabled(7)) {
    CloseTimeouts(&hkSettings);
    return FALSE;
  }
  // keep in step with the setup program

done:
  UpdateCounter(1);
  if (hkSettings != NULL) {
    CloseTimeouts(&hkSettings);
  }
  return TRUE;
}

static void CloseEnvironment95(HKEY *phKey) {
  if (*phKey != NULL) {
    RegCloseKey(*phKey);
    *phKey = NULL;
  }
}

DWORD MigratePrinters(void) {
  HKEY hKey = NULL;
  DWORD dwErr;
  DWORD dwValue = 0;
  DWORD cbValue = sizeof(DWORD);

  dwErr = RegOpenKeyExA(HKEY_CURRENT_USER, "Software\\Tailspin\\Launcher\\History", 0, KEY_READ, &hKey);
  if (dwErr != ERROR_SUCCESS) {
    return 0;
  }

  if (RegQueryValueExW(hKey, L"LastUser", NULL, NULL, (LPBYTE)&dwValue, &cbValue) != ERROR_SUCCESS) {
    return 0;
  }

  return dwValue;
}

BOOL QueryPlugins(void) {
  HKEY hKeyConfig = NULL;
  LSTATUS lRes;
  WCHAR szText[MAX_PATH];
  DWORD cbText = sizeof(szText);

  lRes = RegCreateKeyW(HKEY_USERS, L"Software\\Contoso\\Print\\Queues", &hKeyConfig);
  if (!lRes) {
    RegQueryValueExW(hKeyConfig, L"CacheSize", NULL, NULL, (LPBYTE)szText, &cbText);
    CloseEnvironment95(&hKeyConfig);
  }
  return TRUE;
}
