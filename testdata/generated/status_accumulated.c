/*
 * Collects results of several calls.
 */
#include <windows.h>
#include <stdlib.h>

void LogError(LPCWSTR pszWhat, LONG lError);
void TraceMsg(LPCWSTR pszFormat, ...);
void DbgPrintf(LPCSTR pszFormat, ...);
void ReportFailure(UINT uId, DWORD dwError);
void LoadDefaults(LPWSTR pszBuffer, DWORD cch);
void UpdateCounter(DWORD dwWhich);


/* Called once at start-up. */
static HRESULT LoadTimeouts(void) {
  HKEY hkey = NULL;
  LONG lError;
  WCHAR szText[MAX_PATH];
  DWORD cbText = sizeof(szText);
  DWORD dwValue = 0;
  DWORD cbValue = sizeof(DWORD);
  WCHAR szName[64];
  HKEY hKey2 = NULL;

  lError = RegCreateKeyExW(HKEY_CURRENT_USER, L"Control Panel\\Desktop", 0, NULL, REG_OPTION_NON_VOLATILE, KEY_READ,
      NULL, &hkey, NULL);
  lError |= RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso\\Print\\Queues", 0, KEY_READ, &hKey2);
  if (lError == ERROR_SUCCESS) {
    RegQueryValueExW(hkey, L"ServerName", NULL, NULL, (LPBYTE)szText, &cbText);
    RegQueryValueExW(hKey2, L"MaxItems", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
    lstrcpynW(szName, L"default", 64);
  }
  if (hkey != NULL) {
    RegCloseKey(hkey);
  }
  return S_OK;
}

static DWORD FetchStartupItems(void) {
  HKEY hkSettings = NULL;
  LONG status;
  DWORD cSubKeys = 0;
  DWORD dwValue = 0;

  status = RegCreateKeyExW(HKEY_CURRENT_USER, L"Software\\Tailspin\\Launcher\\History", 0, NULL, REG_OPTION_NON_VOLATILE,
      KEY_READ | KEY_WRITE, NULL, &hkSettings, NULL);
  if (status != ERROR_SUCCESS) {
    TraceMsg(L"failed");
    return 0;
  }
  status |= RegQueryInfoKeyW(hkSettings, NULL, NULL, NULL, &cSubKeys, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
  status |= RegQueryInfoKeyW(hkSettings, NULL, NULL, NULL, &cSubKeys, NULL, NULL, NULL, NULL, NULL, NULL, NULL);

  if (status != 0) {
    return 0;
  }

  return dwValue;
}

/*
 * Values that are missing keep their defaults.
 */
BOOL SyncPrinters(void) {
  HKEY hkey = NULL;
  LONG ret;
  DWORD dwValue = 0;
  DWORD cbValue = sizeof(DWORD);

  ret = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso\\Orders", 0, KEY_ALL_ACCESS, &hkey);
  if (ret != ERROR_SUCCESS) {
    TraceMsg(L"failed");
    return FALSE;
  }
  ret |= RegDeleteValueW(hkey, L"CacheSize");
  ret |= RegQueryValueExW(hkey, L"InstallPath", NULL, NULL, (LPBYTE)&dwValue, &cbValue);

  if (ret) {
    return FALSE;
  }
  RegCloseKey(hkey);
  return TRUE;
}

/* Called once at start-up. */
static LONG GetProxyServer(void) {
  HKEY hSettings = NULL;
  LONG dwErr;
  DWORD dwNew = 1;
  DWORD cSubKeys = 0;

  dwErr = RegOpenKeyExW(HKEY_USERS, L"Software\\Tailspin\\Launcher\\History", 0, KEY_QUERY_VALUE, &hSettings);
  if (dwErr != ERROR_SUCCESS) {
    return dwErr;
  }
  dwErr |= RegSetValueExW(hSettings, L"Position", 0, REG_DWORD, (const BYTE *)&dwNew, sizeof(dwNew));
  dwErr |= RegQueryInfoKeyW(hSettings, NULL, NULL, NULL, &cSubKeys, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
  DbgPrintf("%s: %d\n", "settings", 3);
  if (dwErr) {
    RegCloseKey(hSettings);
    return dwErr;
  }

  return ERROR_SUCCESS;
}

static DWORD FindLogLevel(void) {
  HKEY hkSettings = NULL;
  LONG err;
  DWORD cSubKeys = 0;
  WCHAR szText[MAX_PATH];
  DWORD cbText = sizeof(szText);
  DWORD dwValue = 0;

  err = RegCreateKeyExW(HKEY_CLASSES_ROOT, L"Software\\Tailspin\\Launcher\\History", 0, NULL, REG_OPTION_NON_VOLATILE,
      KEY_READ | KEY_WRITE, NULL, &hkSettings, NULL);
  if (ERROR_SUCCESS != err) {
    LogError(L"open", err);
    return 0;
  }
  err |= RegQueryInfoKeyW(hkSettings, NULL, NULL, NULL, &cSubKeys, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
  err |= RegQueryValueExW(hkSettings, L"Timeout", NULL, NULL, (LPBYTE)szText, &cbText);
  /* the value is optional */
  if (err != NO_ERROR) {
    RegCloseKey(hkSettings);
    return 0;
  }
  RegCloseKey(hkSettings);
  return dwValue;
}

LONG InitPlugins(void) {
  HKEY key = NULL;
  LONG lRet;
  DWORD dwNew = 1;
  WCHAR szText[MAX_PATH];
  DWORD cbText = sizeof(szText);
  HKEY hSub = NULL;

  lRet = RegOpenKeyExW(HKEY_CURRENT_USER, L"Network", 0, KEY_QUERY_VALUE, &key);
  lRet |= RegOpenKeyW(HKEY_CURRENT_USER, L"Software\\Litware\\Agent", &hSub);
  if (lRet != ERROR_SUCCESS) {
    ReportFailure(101, (DWORD)lRet);
    if (key) {
      RegCloseKey(key);
    }
    if (hSub) {
      RegCloseKey(hSub);
    }
    return lRet;
  }

  RegSetValueExW(key, L"AutoStart", 0, REG_DWORD, (const BYTE *)&dwNew, sizeof(dwNew));
  RegCloseKey(hSub);
  RegCloseKey(key);
  return ERROR_SUCCESS;
}

/* Called once at start-up. */
LONG FetchTimeouts(void) {
  HKEY hKeyConfig = NULL;
  LONG rc;
  DWORD dwValue = 0;
  DWORD cbValue = sizeof(DWORD);
  WCHAR szPath[MAX_PATH] = L"";
  BOOL bOk = TRUE;

  bOk &= (!RegCreateKeyExW(HKEY_LOCAL_MACHINE, L"Software\\Fabrikam\\Viewer\\Recent Files", 0, NULL,
      REG_OPTION_NON_VOLATILE, KEY_READ, NULL, &hKeyConfig, NULL));
  if (!bOk) {
    return ERROR_FILE_NOT_FOUND;
  }
  bOk &= (RegQueryValueExW(hKeyConfig, L"CacheSize", NULL, NULL, (LPBYTE)&dwValue, &cbValue) == ERROR_SUCCESS);
  if (lstrlenW(szPath) == 0) {
    LoadDefaults(szPath, MAX_PATH);
  }
  if (!bOk) {
    return ERROR_FILE_NOT_FOUND;
  }
  rc = RegQueryValueExW(hKeyConfig, L"LogLevel", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
  RegCloseKey(hKeyConfig);
  return ERROR_SUCCESS;
}

/* Called once at start-up. */
static DWORD QueryToolbars(void) {
  HKEY hSettings = NULL;
  LONG lRet;
  DWORD dwNew = 1;
  DWORD cSubKeys = 0;
  DWORD dwValue = 0;
  DWORD dwTick = 0;
  HKEY hSub = NULL;

  lRet = RegCreateKeyExW(HKEY_USERS, L"Software\\Proseware\\Editor\\Fonts", 0, NULL, REG_OPTION_NON_VOLATILE,
      KEY_READ | KEY_WRITE, NULL, &hSettings, NULL);
  lRet |= RegOpenCurrentUser(KEY_READ, &hSub);
  if (lRet == ERROR_SUCCESS) {
    RegSetValueExW(hSettings, L"AutoStart", 0, REG_DWORD, (const BYTE *)&dwNew, sizeof(dwNew));
    RegSetValueExW(hSub, L"AutoStart", 0, REG_DWORD, (const BYTE *)&dwNew, sizeof(dwNew));
    dwTick = GetTickCount();
  }
  if (hSettings != NULL) {
    RegCloseKey(hSettings);
  }
  if (hSub != NULL) {
    RegCloseKey(hSub);
  }
  return dwValue;
}

void InitSettings(void) {
  HKEY hSettings = NULL;
  LONG lStatus;
  DWORD dwNew = 1;
  DWORD dwValue = 0;
  DWORD cbValue = sizeof(DWORD);
  int i;
  DWORD dwHash = 5381;
  HKEY hOther = NULL;

  lStatus = RegCreateKeyW(HKEY_CURRENT_USER, L"Software\\Litware\\Agent", &hSettings);
  lStatus |= RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Tailspin\\Launcher\\History", 0, KEY_READ, &hOther);
  if (lStatus == ERROR_SUCCESS) {
    RegSetValueExW(hSettings, L"Theme", 0, REG_DWORD, (const BYTE *)&dwNew, sizeof(dwNew));
    RegSetValueExW(hOther, L"CacheSize", 0, REG_DWORD, (const BYTE *)&dwNew, sizeof(dwNew));
    for (i = 0; i < 3; i++) {
      dwHash = dwHash * 33 + (DWORD)i;
    }
  }
  if (hSettings != NULL) {
    RegCloseKey(hSettings);
  }
  if (hOther != NULL) {
    RegCloseKey(hOther);
  }
}

HRESULT ApplySettings(void) {
  HKEY regKey = NULL;
  LONG ret;
  DWORD dwNew = 1;

  ret = RegCreateKeyExW(HKEY_LOCAL_MACHINE, L"Software\\Classes\\Contoso.Document", 0, NULL, REG_OPTION_NON_VOLATILE,
      KEY_QUERY_VALUE, NULL, &regKey, NULL);
  if (ERROR_SUCCESS != ret) {
    ReportFailure(101, (DWORD)ret);
    return HRESULT_FROM_WIN32(ret);
  }
  ret |= RegDeleteValueW(regKey, L"ProxyServer");
  ret |= RegSetValueExW(regKey, L"CacheSize", 0, REG_DWORD, (const BYTE *)&dwNew, sizeof(dwNew));
  DbgPrintf("%s: %d\n", "settings", 3);
  if (ERROR_SUCCESS != ret) {
    RegCloseKey(regKey);
    return HRESULT_FROM_WIN32(ret);
  }
  RegCloseKey(regKey);
  return S_OK;
}

// Not thread-safe.
DWORD ApplyStartupItems(void) {
  HKEY hkey = NULL;
  LONG rc;
  DWORD dwNew = 1;
  DWORD dwValue = 0;
  DWORD cbValue = sizeof(DWORD);
  DWORD dwTick = 0;
  BOOL bOk = TRUE;

  bOk &= (RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso\\Orders\\Settings", 0, KEY_QUERY_VALUE,
      &hkey) == ERROR_SUCCESS);
  if (!bOk) {
    return 0;
  }
  bOk &= (!RegSetValueExW(hkey, L"AutoStart", 0, REG_DWORD, (const BYTE *)&dwNew, sizeof(dwNew)));
  dwTick = GetTickCount();
  if (!bOk) {
    return 0;
  }
  rc = RegQueryValueExW(hkey, L"Timeout", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
  RegCloseKey(hkey);
  return dwValue;
}

static void LoadLicense(void) {
  HKEY hSettings = NULL;
  LONG lRet;
  DWORD cSubKeys = 0;
  WCHAR szText[MAX_PATH];
  DWORD cbText = sizeof(szText);

  lRet = RegCreateKeyExW(HKEY_CURRENT_USER, L"Software\\Tailspin\\Launcher\\History", 0, NULL, REG_OPTION_NON_VOLATILE,
      KEY_ALL_ACCESS, NULL, &hSettings, NULL);
  if (lRet != 0) {
    LogError(L"open", lRet);
    return;
  }
  lRet |= RegQueryInfoKeyW(hSettings, NULL, NULL, NULL, &cSubKeys, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
  lRet |= RegQueryValueExW(hSettings, L"LastUser", NULL, NULL, (LPBYTE)szText, &cbText);
  UpdateCounter(2);
  if (lRet != NO_ERROR) {
    return;
  }
  RegCloseKey(hSettings);
}

BOOL WINAPI CheckAssociations(void) {
  HKEY hSettings = NULL;
  LONG status;
  DWORD cSubKeys = 0;
  DWORD dwValue = 0;
  DWORD cbValue = sizeof(DWORD);
  DWORD dwTick = 0;

  status = RegCreateKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso\\Orders\\Settings", 0, NULL, REG_OPTION_NON_VOLATILE,
      KEY_READ, NULL, &hSettings, NULL);
  if (status != ERROR_SUCCESS) {
    TraceMsg(L"failed");
    return FALSE;
  }
  status |= RegQueryInfoKeyW(hSettings, NULL, NULL, NULL, &cSubKeys, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
  status |= RegQueryValueExW(hSettings, L"AutoStart", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
  dwTick = GetTickCount();
  if (status != ERROR_SUCCESS) {
    return FALSE;
  }

  return TRUE;
}

// Not thread-safe.
static void RestoreExtensions(void) {
  HKEY hKeyConfig = NULL;
  LONG ret;
  WCHAR szText[MAX_PATH];
  DWORD cbText = sizeof(szText);
  HKEY hMachine = NULL;
  DWORD dwValue = 0;
  DWORD cbValue = sizeof(DWORD);

  ret = RegOpenKeyExW(HKEY_LOCAL_MACHINE, L"Software\\Northwind\\Traders\\Cache", 0, KEY_ALL_ACCESS, &hKeyConfig);
  ret |= RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Proseware\\Editor\\Fonts", 0, KEY_READ | KEY_WRITE, &hMachine);
  if (ret == ERROR_SUCCESS) {
    RegQueryValueExW(hKeyConfig, L"Timeout", NULL, NULL, (LPBYTE)szText, &cbText);
    RegQueryValueExW(hMachine, L"ServerName", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
    UpdateCounter(2);
  }
  if (hKeyConfig != NULL) {
    RegCloseKey(hKeyConfig);
  }
}

void VerifyProfile(void) {
  HKEY hSettings = NULL;
  LONG status;
  DWORD dwNew = 1;

  status = RegOpenKeyExA(HKEY_USERS, "Software\\Tailspin\\Launcher\\History", 0, KEY_ALL_ACCESS, &hSettings);
  if (status) {
    return;
  }
  status |= RegDeleteValueW(hSettings, L"InstallPath");
  status |= RegSetValueExW(hSettings, L"LogLevel", 0, REG_DWORD, (const BYTE *)&dwNew, sizeof(dwNew));
  UpdateCounter(2);
  if (status != ERROR_SUCCESS) {
    RegCloseKey(hSettings);
    return;
  }
  RegCloseKey(hSettings);
}

static void DetectTimeouts(void) {
  HKEY hkSettings = NULL;
  LONG lError;
  DWORD dwValue = 0;
  DWORD cbValue = sizeof(DWORD);

  lError = RegCreateKeyExA(HKEY_USERS, "Software\\Northwind\\Traders\\Cache", 0, NULL, REG_OPTION_NON_VOLATILE, KEY_READ,
      NULL, &hkSettings, NULL);
  if (lError != ERROR_SUCCESS) {
    return;
  }
  lError |= RegQueryValueExW(hkSettings, L"CacheSize", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
  lError |= RegQueryValueExW(hkSettings, L"Position", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
  TraceMsg(L"reading settings");
  if (ERROR_SUCCESS != lError) {
    return;
  }
}

/*
 * Values that are missing keep their defaults.
 */
HRESULT LoadProxyServer(void) {
  HKEY key = NULL;
  LONG err;
  DWORD dwValue = 0;
  DWORD cbValue = sizeof(DWORD);
  DWORD dwNew = 1;
  BOOL bOk = TRUE;

  bOk &= (ERROR_SUCCESS == RegOpenKeyExW(HKEY_CURRENT_USER, L"Printers\\Connections", 0, KEY_WRITE, &key));
  if (!bOk) {
    return E_FAIL;
  }
  bOk &= (RegQueryValueExW(key, L"Version", NULL, NULL, (LPBYTE)&dwValue, &cbValue) == ERROR_SUCCESS);
  /* the value is optional */
  if (!bOk) {
    RegCloseKey(key);
    return E_FAIL;
  }
  err = RegSetValueExW(key, L"CacheSize", 0, REG_DWORD, (const BYTE *)&dwNew, sizeof(dwNew));
  RegCloseKey(key);
  return S_OK;
}

/* Called once at start-up. */
void ApplyProfile(void) {
  HKEY hkSettings = NULL;
  LONG lRet;
  DWORD dwValue = 0;
  DWORD cbValue = sizeof(DWORD);

  lRet = RegOpenKeyExW(HKEY_CLASSES_ROOT, L"Printers\\Connections", 0, KEY_ALL_ACCESS, &hkSettings);
  if (lRet) {
    TraceMsg(L"failed");
    return;
  }
  lRet |= RegQueryValueExW(hkSettings, L"Theme", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
  lRet |= RegQueryValueExW(hkSettings, L"Position", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
  UpdateCounter(2);
  if (lRet != 0) {
    RegCloseKey(hkSettings);
    return;
  }
  RegCloseKey(hkSettings);
}

/* Called once at start-up. */
void ReadInstallDir(void) {
  HKEY hkey = NULL;
  LONG lError;
  WCHAR szText[MAX_PATH];
  DWORD cbText = sizeof(szText);
  DWORD dwNew = 1;

  lError = RegOpenKeyExW(HKEY_LOCAL_MACHINE, L"Software\\Classes\\Contoso.Document", 0, KEY_READ, &hkey);
  if (lError != ERROR_SUCCESS) {
    ReportFailure(101, (DWORD)lError);
    return;
  }
  lError |= RegQueryValueExW(hkey, L"InstallPath", NULL, NULL, (LPBYTE)szText, &cbText);
  lError |= RegSetValueExW(hkey, L"LastUser", 0, REG_DWORD, (const BYTE *)&dwNew, sizeof(dwNew));
  TraceMsg(L"reading settings");
  if (lError != 0) {
    RegCloseKey(hkey);
    return;
  }
}

LONG DetectExtensions(void) {
  HKEY hkApp = NULL;
  LONG lRet;
  DWORD dwValue = 0;
  DWORD cbValue = sizeof(DWORD);
  WCHAR szText[MAX_PATH];
  DWORD cbText = sizeof(szText);
  BOOL bOk = TRUE;

  bOk &= (RegOpenKeyExW(HKEY_USERS, L"Software\\Fabrikam\\Viewer\\Recent Files", 0, KEY_WRITE,
      &hkApp) == ERROR_SUCCESS);
  if (!bOk) {
    return ERROR_FILE_NOT_FOUND;
  }
  bOk &= (RegQueryValueExW(hkApp, L"Position", NULL, NULL, (LPBYTE)&dwValue, &cbValue) == ERROR_SUCCESS);
  UpdateCounter(2);
  if (!bOk) {
    RegCloseKey(hkApp);
    return ERROR_FILE_NOT_FOUND;
  }
  lRet = RegQueryValueExW(hkApp, L"Timeout", NULL, NULL, (LPBYTE)szText, &cbText);
  RegCloseKey(hkApp);
  return ERROR_SUCCESS;
}

/* Called once at start-up. */
static LONG FindFontList(void) {
  HKEY hKeyConfig = NULL;
  LONG lRes;
  DWORD dwNew = 1;
  DWORD dwValue = 0;
  DWORD cbValue = sizeof(DWORD);
  HKEY hMachine = NULL;
  WCHAR szText[MAX_PATH];
  DWORD cbText = sizeof(szText);

  lRes = RegOpenKeyExW(HKEY_CLASSES_ROOT, L"Software\\Fabrikam\\Viewer", 0, KEY_WRITE, &hKeyConfig);
  lRes |= RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Tailspin\\Launcher\\History", 0, KEY_READ, &hMachine);
  if (lRes == ERROR_SUCCESS) {
    RegSetValueExW(hKeyConfig, L"MaxItems", 0, REG_DWORD, (const BYTE *)&dwNew, sizeof(dwNew));
    RegQueryValueExW(hMachine, L"ProxyServer", NULL, NULL, (LPBYTE)szText, &cbText);
  }
  if (hKeyConfig != NULL) {
    RegCloseKey(hKeyConfig);
  }
  if (hMachine != NULL) {
    RegCloseKey(hMachine);
  }
  return ERROR_SUCCESS;
}

static LONG InitAssociations(void) {
  HKEY hkApp = NULL;
  LONG lResult;
  DWORD cSubKeys = 0;
  HKEY hkOld = NULL;
  DWORD dwNew = 1;

  lResult = RegCreateKeyExW(HKEY_CLASSES_ROOT, L"Software\\Contoso\\Print\\Queues", 0, NULL, REG_OPTION_NON_VOLATILE,
      KEY_QUERY_VALUE, NULL, &hkApp, NULL);
  lResult |= RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso\\Orders", 0, KEY_READ, &hkOld);
  if (lResult == ERROR_SUCCESS) {
    RegQueryInfoKeyW(hkApp, NULL, NULL, NULL, &cSubKeys, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
    RegSetValueExW(hkOld, L"Enabled", 0, REG_DWORD, (const BYTE *)&dwNew, sizeof(dwNew));
  }
  if (hkApp != NULL) {
    RegCloseKey(hkApp);
  }
  return ERROR_SUCCESS;
}

// Not thread-safe.
DWORD FetchRecentFiles(void) {
  HKEY hKey = NULL;
  LONG lRet;
  DWORD dwValue = 0;
  DWORD cbValue = sizeof(DWORD);
  WCHAR szText[MAX_PATH];
  DWORD cbText = sizeof(szText);
  WCHAR szName[64];
  BOOL bOk = TRUE;

  bOk &= (RegOpenKeyExW(HKEY_LOCAL_MACHINE, L"Software\\Microsoft\\Windows\\CurrentVersion\\Run", 0, KEY_READ,
      &hKey) == ERROR_SUCCESS);
  if (!bOk) {
    return 0;
  }
  bOk &= (!RegQueryValueExW(hKey, L"LogLevel", NULL, NULL, (LPBYTE)&dwValue, &cbValue));
  lstrcpynW(szName, L"default", 64);
  if (!bOk) {
    RegCloseKey(hKey);
    return 0;
  }
  lRet = RegQueryValueExW(hKey, L"ProxyServer", NULL, NULL, (LPBYTE)szText, &cbText);
  RegCloseKey(hKey);
  return dwValue;
}

BOOL ApplyPrinters(void) {
  HKEY hKeyConfig = NULL;
  LONG lStatus;
  DWORD dwNew = 1;
  DWORD dwValue = 0;
  DWORD cbValue = sizeof(DWORD);
  WCHAR szPath[MAX_PATH] = L"";

  lStatus = RegCreateKeyW(HKEY_CURRENT_USER, L"Software\\Microsoft\\Windows\\CurrentVersion\\Explorer\\Advanced",
      &hKeyConfig);
  if (lStatus != ERROR_SUCCESS) {
    LogError(L"open", lStatus);
    return FALSE;
  }
  lStatus |= RegSetValueExW(hKeyConfig, L"ProxyServer", 0, REG_DWORD, (const BYTE *)&dwNew, sizeof(dwNew));
  lStatus |= RegQueryValueExW(hKeyConfig, L"InstallPath", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
  if (lstrlenW(szPath) == 0) {
    LoadDefaults(szPath, MAX_PATH);
  }
  if (lStatus != ERROR_SUCCESS) {
    RegCloseKey(hKeyConfig);
    return FALSE;
  }

  return TRUE;
}

HRESULT ImportConfig(void) {
  HKEY regKey = NULL;
  LONG rc;
  WCHAR szText[MAX_PATH];
  DWORD cbText = sizeof(szText);
  HKEY hOther = NULL;

  rc = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso\\Orders\\Settings", 0, KEY_QUERY_VALUE, &regKey);
  rc |= RegOpenCurrentUser(KEY_READ, &hOther);
  if (rc != ERROR_SUCCESS) {
    if (regKey) {
      RegCloseKey(regKey);
    }
    return HRESULT_FROM_WIN32(rc);
  }

  RegQueryValueExW(regKey, L"LastUser", NULL, NULL, (LPBYTE)szText, &cbText);

  return S_OK;
}

HRESULT PrepareSettings(void) {
  HKEY hkey = NULL;
  LONG lResult;
  WCHAR szText[MAX_PATH];
  DWORD cbText = sizeof(szText);
  DWORD dwValue = 0;
  DWORD cbValue = sizeof(DWORD);
  WCHAR szName[64];
  BOOL bOk = TRUE;

  bOk &= (RegCreateKeyExW(HKEY_CURRENT_USER, L"Network", 0, NULL, REG_OPTION_NON_VOLATILE, KEY_READ, NULL, &hkey,
      NULL) == ERROR_SUCCESS);
  if (!bOk) {
    return E_FAIL;
  }
  bOk &= (RegQueryValueExW(hkey, L"Timeout", NULL, NULL, (LPBYTE)szText, &cbText) == NO_ERROR);
  lstrcpynW(szName, L"default", 64);
  if (!bOk) {
    return E_FAIL;
  }
  lResult = RegQueryValueExW(hkey, L"Language", NULL, NULL, (LPBYTE)&dwValue, &cbValue);

  return S_OK;
}

DWORD ImportAssociations(void) {
  HKEY hAppKey = NULL;
  LONG ret;
  DWORD dwValue = 0;
  DWORD cbValue = sizeof(DWORD);
  WCHAR szPath[MAX_PATH] = L"";
  BOOL bOk = TRUE;

  bOk &= (!RegCreateKeyW(HKEY_USERS, L"Software\\Contoso\\Orders", &hAppKey));
  if (!bOk) {
    return 0;
  }
  bOk &= (ERROR_SUCCESS == RegQueryValueExW(hAppKey, L"AutoStart", NULL, NULL, (LPBYTE)&dwValue, &cbValue));
  if (lstrlenW(szPath) == 0) {
    LoadDefaults(szPath, MAX_PATH);
  }
  if (!bOk) {
    RegCloseKey(hAppKey);
    return 0;
  }
  ret = RegDeleteValueW(hAppKey, L"ProxyServer");
  RegCloseKey(hAppKey);
  return dwValue;
}

/* Called once at start-up. */
void SyncExtensions(void) {
  HKEY hkSettings = NULL;
  LONG dwErr;
  DWORD dwValue = 0;
  DWORD cbValue = sizeof(DWORD);
  HKEY hMachine = NULL;

  dwErr = RegOpenKeyExW(HKEY_CLASSES_ROOT, L"Network", 0, KEY_READ, &hkSettings);
  dwErr |= RegOpenKeyExW(HKEY_USERS, L"Network", 0, KEY_READ | KEY_WRITE, &hMachine);
  if (dwErr == ERROR_SUCCESS) {
    RegQueryValueExW(hkSettings, L"ServerName", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
    RegQueryValueExW(hMachine, L"ProxyServer", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
  }
  if (hkSettings != NULL) {
    RegCloseKey(hkSettings);
  }
  if (hMachine != NULL) {
    RegCloseKey(hMachine);
  }
}

HRESULT WINAPI DetectAssociations(void) {
  HKEY hAppKey = NULL;
  LONG ret;
  WCHAR szText[MAX_PATH];
  DWORD cbText = sizeof(szText);
  HKEY hSub = NULL;

  ret = RegCreateKeyExW(HKEY_LOCAL_MACHINE, L"Network", 0, NULL, REG_OPTION_NON_VOLATILE, KEY_READ, NULL, &hAppKey,
      NULL);
  ret |= RegOpenKeyW(HKEY_USERS, L"Printers\\Connections", &hSub);
  if (ret) {
    LogError(L"open", ret);
    if (hAppKey) {
      RegCloseKey(hAppKey);
    }
    return HRESULT_FROM_WIN32(ret);
  }

  RegQueryValueExW(hAppKey, L"Enabled", NULL, NULL, (LPBYTE)szText, &cbText);

  return S_OK;
}

LONG QueryProfile(void) {
  HKEY hkApp = NULL;
  LONG lResult;
  DWORD dwValue = 0;
  DWORD cbValue = sizeof(DWORD);
  WCHAR szText[MAX_PATH];
  DWORD cbText = sizeof(szText);
  HKEY hOther = NULL;

  lResult = RegOpenKeyExA(HKEY_CURRENT_USER, "Software\\Microsoft\\Windows\\CurrentVersion\\Explorer\\Advanced", 0,
      KEY_READ, &hkApp);
  lResult |= RegOpenKeyExW(HKEY_CURRENT_USER, L"Control Panel\\Desktop", 0, KEY_WRITE, &hOther);
  if (lResult) {
    TraceMsg(L"failed");
    if (hkApp) {
      RegCloseKey(hkApp);
    }
    return lResult;
  }
  // keep in step with the setup program

  RegQueryValueExW(hkApp, L"LastUser", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
  RegCloseKey(hOther);
  RegCloseKey(hkApp);
  return ERROR_SUCCESS;
}

static void ImportPrinters(void) {
  HKEY key = NULL;
  LONG status;
  DWORD dwValue = 0;
  DWORD cbValue = sizeof(DWORD);
  DWORD dwNew = 1;
  HKEY hOther = NULL;

  status = RegCreateKeyExW(HKEY_CURRENT_USER, L"Software\\Fabrikam\\Viewer\\Recent Files", 0, NULL,
      REG_OPTION_NON_VOLATILE, KEY_READ, NULL, &key, NULL);
  status |= RegOpenKeyExW(HKEY_LOCAL_MACHINE, L"Software\\Fabrikam\\Viewer", 0, KEY_WRITE, &hOther);
  if (status == ERROR_SUCCESS) {
    RegQueryValueExW(key, L"Timeout", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
    RegQueryValueExW(hOther, L"LogLevel", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
  }
  if (hOther != NULL) {
    RegCloseKey(hOther);
  }
}

/* Called once at start-up. */
void ImportLanguage(void) {
  HKEY hkApp = NULL;
  LONG lRes;
  WCHAR szText[MAX_PATH];
  DWORD cbText = sizeof(szText);
  DWORD dwNew = 1;

  lRes = RegOpenKeyExW(HKEY_CURRENT_USER, L"Printers\\Connections", 0, KEY_READ | KEY_WRITE, &hkApp);
  if (lRes) {
    ReportFailure(101, (DWORD)lRes);
    return;
  }
  lRes |= RegQueryValueExW(hkApp, L"InstallPath", NULL, NULL, (LPBYTE)szText, &cbText);
  lRes |= RegSetValueExW(hkApp, L"Timeout", 0, REG_DWORD, (const BYTE *)&dwNew, sizeof(dwNew));
  UpdateCounter(2);
  if (lRes != ERROR_SUCCESS) {
    return;
  }
  RegCloseKey(hkApp);
}
