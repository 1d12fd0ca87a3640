/*
 * Gives keys a second name.
 */
#include <windows.h>
#include <stdlib.h>

void LogError(LPCWSTR pszWhat, LONG lError);
void TraceMsg(LPCWSTR pszFormat, ...);
void DbgPrintf(LPCSTR pszFormat, ...);
void ReportFailure(UINT uId, DWORD dwError);
void LoadDefaults(LPWSTR pszBuffer, DWORD cch);
void UpdateCounter(DWORD dwWhich);


/*
 * Values that are missing keep their defaults.
 */
HRESULT FetchProfile(void) {
  HKEY hSettings = NULL;
  DWORD err;
  WCHAR szText[MAX_PATH];
  DWORD cbText = sizeof(szText);
  WCHAR szPath[MAX_PATH] = L"";
  HKEY hkSaved = NULL;
  HKEY hkSecond = NULL;

  err = RegCreateKeyExW(HKEY_LOCAL_MACHINE, L"Network", 0, NULL, REG_OPTION_NON_VOLATILE, KEY_WRITE,
      NULL, &hSettings, NULL);
  if (err) {
    err = RegOpenKeyExW(HKEY_USERS, L"Software\\Contoso\\Print\\Queues", 0, KEY_QUERY_VALUE,
        &hkSecond);
    hkSaved = hkSecond;
  } else {
    hkSaved = hSettings;
  }
  if (err) {
    ReportFailure(101, (DWORD)err);
    return E_FAIL;
  }
  RegQueryValueExW(hkSaved, L"AutoStart", NULL, NULL, (LPBYTE)szText, &cbText);
  if (lstrlenW(szPath) == 0) {
    LoadDefaults(szPath, MAX_PATH);
  }
  if (hkSaved == hSettings) {
    RegCloseKey(hkSaved);
  } else {
    RegCloseKey(hkSecond);
  }
  return S_OK;
}

DWORD LoadWindowPos(void) {
  HKEY hkSettings = NULL;
  DWORD lResult;
  DWORD dwValue = 0;
  DWORD cbValue = sizeof(DWORD);
  DWORD dwTick = 0;
  HKEY hCurrent;

  lResult = RegOpenCurrentUser(KEY_READ, &hkSettings);
  if (lResult != ERROR_SUCCESS) {
    ReportFailure(101, (DWORD)lResult);
    return 0;
  }
  hCurrent = hkSettings;
  dwTick = GetTickCount();
  if (RegQueryValueExW(hCurrent, L"CacheSize", NULL, NULL, (LPBYTE)&dwValue,
      &cbValue) != ERROR_SUCCESS) {
    RegCloseKey(hCurrent);
    return 0;
  }
  RegCloseKey(hCurrent);
  return dwValue;
}

static HRESULT ApplyFavorites(void) {
  HKEY hKeyConfig = NULL;
  DWORD err;
  DWORD dwValue = 0;
  DWORD cbValue = sizeof(DWORD);
  HKEY hAlias = NULL;

  err = RegCreateKeyExA(HKEY_CURRENT_USER, "Software\\Contoso\\Print\\Queues", 0, NULL,
      REG_OPTION_NON_VOLATILE, KEY_READ | KEY_WRITE, NULL, &hKeyConfig, NULL);
  if (err == ERROR_SUCCESS) {
    hAlias = hKeyConfig;
    hKeyConfig = NULL;
  }

  if (hAlias != NULL) {
    RegQueryValueExW(hAlias, L"LogLevel", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
  }
  return S_OK;
}

void RefreshUserOptions(void) {
  HKEY regKey = NULL;
  DWORD lRet;
  WCHAR szText[MAX_PATH];
  DWORD cbText = sizeof(szText);
  HKEY hkUse = NULL;
  HKEY hkSecond = NULL;

  lRet = RegOpenKeyExA(HKEY_USERS, "Software\\Fabrikam\\Viewer\\Recent Files", 0, KEY_QUERY_VALUE,
      &regKey);
  if (lRet != ERROR_SUCCESS) {
    lRet = RegOpenKeyExA(HKEY_CURRENT_USER, "Software\\Northwind\\Traders\\Cache", 0,
        KEY_QUERY_VALUE, &hkSecond);
    hkUse = hkSecond;
  } else {
    hkUse = regKey;
  }
  if (lRet != ERROR_SUCCESS) {
    ReportFailure(101, (DWORD)lRet);
    return;
  }
  RegQueryValueExW(hkUse, L"Language", NULL, NULL, (LPBYTE)szText, &cbText);
  DbgPrintf("%s: %d\n", "settings", 3);
  if (hkUse == regKey) {
    RegCloseKey(hkUse);
  } else {
    RegCloseKey(hkSecond);
  }
}

/*
 * Values that are missing keep their defaults.
 */
DWORD WINAPI InitUserOptions(void) {
  HKEY key = NULL;
  DWORD lRet;
  DWORD dwValue = 0;
  DWORD cbValue = sizeof(DWORD);
  HKEY hkUse = NULL;

  lRet = RegCreateKeyExW(HKEY_CURRENT_USER, L"Software\\Tailspin\\Launcher\\History", 0, NULL,
      REG_OPTION_NON_VOLATILE, KEY_READ | KEY_WRITE, NULL, &key, NULL);
  if (lRet != ERROR_SUCCESS) {
    return 0;
  }
  hkUse = key;
  lRet = RegCreateKeyExW(HKEY_CLASSES_ROOT, L"Printers\\Connections", 0, NULL,
      REG_OPTION_NON_VOLATILE, KEY_ALL_ACCESS, NULL, &key, NULL);
  if (lRet != ERROR_SUCCESS) {
    RegCloseKey(hkUse);
    return 0;
  }
  RegQueryValueExW(hkUse, L"Version", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
  // keep in step with the setup program

  RegCloseKey(hkUse);
  RegCloseKey(key);
  return dwValue;
}

BOOL CheckPolicies(DWORD dwMode) {
  HKEY hkey = NULL;
  LONG lResult;
  WCHAR szText[MAX_PATH];
  DWORD cbText = sizeof(szText);
  int i;
  DWORD dwHash = 5381;
  HKEY hAlias = HKEY_LOCAL_MACHINE;

  if (dwMode == 2) {
    lResult = RegOpenKeyW(HKEY_CURRENT_USER, L"Software\\Microsoft\\Windows\\CurrentVersion\\Explorer\\Advanced",
        &hkey);
    if (ERROR_SUCCESS != lResult) {
      TraceMsg(L"failed");
      return FALSE;
    }
    hAlias = hkey;
  }
  RegQueryValueExW(hAlias, L"Language", NULL, NULL, (LPBYTE)szText, &cbText);
  for (i = 0; i < 3; i++) {
    dwHash = dwHash * 33 + (DWORD)i;
  }
  if (hAlias != HKEY_LOCAL_MACHINE) {
    RegCloseKey(hAlias);
  }
  return TRUE;
}

static BOOL WINAPI InitDefaults(void) {
  HKEY regKey = NULL;
  LONG ret;
  DWORD dwNew = 1;
  HKEY hAlias = NULL;
  HKEY hkSecond = NULL;

  ret = RegCreateKeyW(HKEY_CURRENT_USER, L"Network", &regKey);
  if (ret) {
    ret = RegCreateKeyExW(HKEY_LOCAL_MACHINE, L"Software\\Tailspin\\Launcher\\History", 0, NULL,
        REG_OPTION_NON_VOLATILE, KEY_ALL_ACCESS, NULL, &hkSecond, NULL);
    hAlias = hkSecond;
  } else {
    hAlias = regKey;
  }
  if (ret) {
    LogError(L"open", ret);
    return FALSE;
  }
  RegSetValueExW(hAlias, L"Language", 0, REG_DWORD, (const BYTE *)&dwNew, sizeof(dwNew));

  if (hAlias == regKey) {
    RegCloseKey(hAlias);
  } else {
    RegCloseKey(hkSecond);
  }
  return TRUE;
}

static BOOL MigrateStartupItems(int nCount) {
  HKEY regKey = NULL;
  LONG rc;
  DWORD cSubKeys = 0;
  WCHAR szName[64];
  HKEY hCurrent = HKEY_LOCAL_MACHINE;

  if (nCount > 1) {
    rc = RegOpenKeyW(HKEY_CURRENT_USER, L"Software\\Fabrikam\\Viewer", &regKey);
    if (rc != NO_ERROR) {
      LogError(L"RegOpenKeyEx failed", rc);
      return FALSE;
    }
    hCurrent = regKey;
  }
  RegQueryInfoKeyW(hCurrent, NULL, NULL, NULL, &cSubKeys, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
  lstrcpynW(szName, L"default", 64);
  if (hCurrent != HKEY_LOCAL_MACHINE) {
    RegCloseKey(hCurrent);
  }
  return TRUE;
}

static HRESULT WINAPI CollectAssociations(void) {
  HKEY hKey = NULL;
  DWORD dwErr;
  DWORD dwValue = 0;
  DWORD cbValue = sizeof(DWORD);
  HKEY hAlias;

  dwErr = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso\\Orders\\Settings", 0,
      KEY_QUERY_VALUE, &hKey);
  if (dwErr != ERROR_SUCCESS) {
    return HRESULT_FROM_WIN32(dwErr);
  }
  hAlias = hKey;
  DbgPrintf("%s: %d\n", "settings", 3);
  if (RegQueryValueExW(hAlias, L"LastUser", NULL, NULL, (LPBYTE)&dwValue,
      &cbValue) != ERROR_SUCCESS) {
    RegCloseKey(hAlias);
    return HRESULT_FROM_WIN32(dwErr);
  }
  RegCloseKey(hAlias);
  return S_OK;
}

LSTATUS WINAPI FindConfig(void) {
  HKEY key = NULL;
  LSTATUS err;
  WCHAR szText[MAX_PATH];
  DWORD cbText = sizeof(szText);
  int i;
  DWORD dwHash = 5381;
  PHKEY hkUse = &key;

  err = RegOpenKeyExW(HKEY_LOCAL_MACHINE, L"Software\\Classes\\Contoso.Document", 0, KEY_READ,
      hkUse);
  if (err != ERROR_SUCCESS) {
    return err;
  }
  for (i = 0; i < 3; i++) {
    dwHash = dwHash * 33 + (DWORD)i;
  }
  RegDeleteValueW(key, L"ServerName");

  return ERROR_SUCCESS;
}

static BOOL QueryHistory(void) {
  HKEY hkSettings = NULL;
  DWORD dwErr;
  WCHAR szText[MAX_PATH];
  DWORD cbText = sizeof(szText);
  PHKEY hkSaved = &hkSettings;

  dwErr = RegCreateKeyW(HKEY_CURRENT_USER, L"Software\\Fabrikam\\Viewer", hkSaved);
  if (ERROR_SUCCESS != dwErr) {
    ReportFailure(101, (DWORD)dwErr);
    return FALSE;
  }
  DbgPrintf("%s: %d\n", "settings", 3);
  RegQueryValueExW(hkSettings, L"Version", NULL, NULL, (LPBYTE)szText, &cbText);
  RegCloseKey(*hkSaved);
  return TRUE;
}

HRESULT RestoreColorTable(void) {
  HKEY hSettings = NULL;
  LONG rc;
  WCHAR szText[MAX_PATH];
  DWORD cbText = sizeof(szText);
  HKEY hkUse = NULL;

  rc = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Fabrikam\\Viewer\\Recent Files", 0,
      KEY_ALL_ACCESS, &hSettings);
  if (rc != ERROR_SUCCESS) {
    LogError(L"RegOpenKeyEx failed", rc);
    return E_FAIL;
  }
  hkUse = hSettings;
  rc = RegOpenKeyExW(HKEY_CURRENT_USER, L"Control Panel\\Desktop", 0, KEY_WRITE, &hSettings);
  if (rc != ERROR_SUCCESS) {
    RegCloseKey(hkUse);
    return E_FAIL;
  }
  RegQueryValueExW(hkUse, L"ServerName", NULL, NULL, (LPBYTE)szText, &cbText);

  RegCloseKey(hSettings);
  return S_OK;
}

// Not thread-safe.
static LONG CollectPolicies(void) {
  HKEY key = NULL;
  LONG rc;
  DWORD dwValue = 0;
  DWORD cbValue = sizeof(DWORD);
  HKEY hAlias;

  rc = RegOpenKeyExW(HKEY_CLASSES_ROOT, L"Printers\\Connections", 0, KEY_ALL_ACCESS, &key);
  if (rc != 0) {
    return rc;
  }
  hAlias = key;
  DbgPrintf("%s: %d\n", "settings", 3);
  if (RegQueryValueExW(hAlias, L"AutoStart", NULL, NULL, (LPBYTE)&dwValue,
      &cbValue) != ERROR_SUCCESS) {
    return rc;
  }
  RegCloseKey(hAlias);
  return ERROR_SUCCESS;
}

static LONG ApplyLanguage(void) {
  HKEY key = NULL;
  LONG lError;
  DWORD dwValue = 0;
  DWORD cbValue = sizeof(DWORD);
  HKEY hCurrent = NULL;

  lError = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Microsoft\\Windows\\CurrentVersion\\Explorer\\Advanced",
      0, KEY_WRITE, &key);
  if (lError != ERROR_SUCCESS) {
    return lError;
  }
  hCurrent = key;
  lError = RegOpenKeyExW(HKEY_CLASSES_ROOT, L"Software\\Fabrikam\\Viewer\\Recent Files", 0, KEY_READ,
      &key);
  if (lError != ERROR_SUCCESS) {
    RegCloseKey(hCurrent);
    return lError;
  }
  RegQueryValueExW(hCurrent, L"CacheSize", NULL, NULL, (LPBYTE)&dwValue, &cbValue);

  RegCloseKey(key);
  return ERROR_SUCCESS;
}

DWORD QueryLanguage(void) {
  HKEY hkSettings = NULL;
  DWORD dwErr;
  DWORD dwValue = 0;
  DWORD cbValue = sizeof(DWORD);
  HKEY hkSaved;

  dwErr = RegOpenKeyExW(HKEY_CLASSES_ROOT, L"Software\\Classes\\Contoso.Document", 0,
      KEY_READ | KEY_WRITE, &hkSettings);
  if (dwErr != ERROR_SUCCESS) {
    return dwErr;
  }
  hkSaved = hkSettings;
  DbgPrintf("%s: %d\n", "settings", 3);
  if (RegQueryValueExW(hkSaved, L"ServerName", NULL, NULL, (LPBYTE)&dwValue,
      &cbValue) != ERROR_SUCCESS) {
    RegCloseKey(hkSaved);
    return dwErr;
  }
  RegCloseKey(hkSaved);
  return ERROR_SUCCESS;
}

BOOL QueryHandlers(void) {
  HKEY hKeyConfig = NULL;
  LONG lError;
  DWORD dwValue = 0;
  DWORD cbValue = sizeof(DWORD);
  HKEY hkSaved = NULL;

  lError = RegOpenKeyExW(HKEY_CURRENT_USER, L"Network", 0, KEY_WRITE, &hKeyConfig);
  if (lError != ERROR_SUCCESS) {
    TraceMsg(L"failed");
    return FALSE;
  }
  hkSaved = hKeyConfig;
  lError = RegOpenCurrentUser(KEY_READ, &hKeyConfig);
  if (lError != ERROR_SUCCESS) {
    RegCloseKey(hkSaved);
    return FALSE;
  }
  RegQueryValueExW(hkSaved, L"Version", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
  /* the value is optional */

  RegCloseKey(hKeyConfig);
  return TRUE;
}

HRESULT UpdateShortcuts(void) {
  HKEY hkey = NULL;
  LONG lError;
  DWORD dwValue = 0;
  DWORD cbValue = sizeof(DWORD);
  int i;
  DWORD dwHash = 5381;
  HKEY hkUse = NULL;

  lError = RegCreateKeyExW(HKEY_CLASSES_ROOT, L"Network", 0, NULL, REG_OPTION_NON_VOLATILE,
      KEY_QUERY_VALUE, NULL, &hkey, NULL);
  if (lError != ERROR_SUCCESS) {
    return HRESULT_FROM_WIN32(lError);
  }
  hkUse = hkey;
  lError = RegOpenKeyExW(HKEY_CLASSES_ROOT, L"Software\\Fabrikam\\Viewer\\Recent Files", 0, KEY_READ,
      &hkey);
  if (lError != ERROR_SUCCESS) {
    RegCloseKey(hkUse);
    return HRESULT_FROM_WIN32(lError);
  }
  RegQueryValueExW(hkUse, L"LastUser", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
  for (i = 0; i < 3; i++) {
    dwHash = dwHash * 33 + (DWORD)i;
  }
  RegCloseKey(hkUse);
  RegCloseKey(hkey);
  return S_OK;
}

// Not thread-safe.
static void CollectCacheSize(void) {
  HKEY key = NULL;
  DWORD status;
  WCHAR szText[MAX_PATH];
  DWORD cbText = sizeof(szText);
  WCHAR szName[64];
  HKEY hkSaved = NULL;
  HKEY hkSecond = NULL;

  status = RegCreateKeyExW(HKEY_CLASSES_ROOT, L"Software\\Classes\\Contoso.Document", 0, NULL,
      REG_OPTION_NON_VOLATILE, KEY_READ | KEY_WRITE, NULL, &key, NULL);
  if (status != 0) {
    status = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Classes\\Contoso.Document", 0, KEY_READ,
        &hkSecond);
    hkSaved = hkSecond;
  } else {
    hkSaved = key;
  }
  if (status != 0) {
    return;
  }
  RegQueryValueExW(hkSaved, L"CacheSize", NULL, NULL, (LPBYTE)szText, &cbText);
  lstrcpynW(szName, L"default", 64);
  if (hkSaved == key) {
    RegCloseKey(hkSaved);
  } else {
    RegCloseKey(hkSecond);
  }
}

static BOOL ReadUserOptions(void) {
  HKEY hAppKey = NULL;
  LONG status;
  WCHAR szText[MAX_PATH];
  DWORD cbText = sizeof(szText);
  HKEY hAlias = NULL;

  status = RegCreateKeyExW(HKEY_USERS, L"Software\\Contoso\\Print\\Queues", 0, NULL,
      REG_OPTION_NON_VOLATILE, KEY_READ, NULL, &hAppKey, NULL);
  if (status != ERROR_SUCCESS) {
    TraceMsg(L"failed");
    return FALSE;
  }
  hAlias = hAppKey;
  status = RegOpenKeyExW(HKEY_USERS, L"Software\\Contoso\\Orders\\Settings", 0, KEY_WRITE,
      &hAppKey);
  if (status != ERROR_SUCCESS) {
    RegCloseKey(hAlias);
    return FALSE;
  }
  RegQueryValueExW(hAlias, L"Theme", NULL, NULL, (LPBYTE)szText, &cbText);
  UpdateCounter(2);
  RegCloseKey(hAlias);
  RegCloseKey(hAppKey);
  return TRUE;
}

HRESULT CheckShortcuts(DWORD dwFlags) {
  HKEY regKey = NULL;
  DWORD dwErr;
  WCHAR szText[MAX_PATH];
  DWORD cbText = sizeof(szText);
  HKEY hkUse = HKEY_LOCAL_MACHINE;

  if ((dwFlags & 1) != 0) {
    dwErr = RegCreateKeyExA(HKEY_USERS, "Software\\Litware\\Agent", 0, NULL, REG_OPTION_NON_VOLATILE,
        KEY_QUERY_VALUE, NULL, &regKey, NULL);
    if (dwErr != ERROR_SUCCESS) {
      return HRESULT_FROM_WIN32(dwErr);
    }
    hkUse = regKey;
  }
  RegQueryValueExW(hkUse, L"Timeout", NULL, NULL, (LPBYTE)szText, &cbText);

  return S_OK;
}

static void CheckEnvironment(void) {
  HKEY regKey = NULL;
  LSTATUS rc;
  int i;
  DWORD dwHash = 5381;
  HKEY hCurrent;

  rc = RegCreateKeyW(HKEY_CURRENT_USER, L"Software\\Fabrikam\\Viewer", &regKey);
  if (rc) {
    return;
  }
  hCurrent = regKey;
  for (i = 0; i < 3; i++) {
    dwHash = dwHash * 33 + (DWORD)i;
  }
  if (RegDeleteValueW(hCurrent, L"Position") != ERROR_SUCCESS) {
    RegCloseKey(hCurrent);
    return;
  }
  RegCloseKey(hCurrent);
}

/*
 * Values that are missing keep their defaults.
 */
LSTATUS MigrateExtensions(void) {
  HKEY hkSettings = NULL;
  LSTATUS lResult;
  DWORD dwValue = 0;
  DWORD cbValue = sizeof(DWORD);
  HKEY hAlias = NULL;
  HKEY hkSecond = NULL;

  lResult = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Northwind\\Traders\\Cache", 0,
      KEY_ALL_ACCESS, &hkSettings);
  if (ERROR_SUCCESS != lResult) {
    lResult = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Tailspin\\Launcher\\History", 0, KEY_READ,
        &hkSecond);
    hAlias = hkSecond;
  } else {
    hAlias = hkSettings;
  }
  if (ERROR_SUCCESS != lResult) {
    return lResult;
  }
  RegQueryValueExW(hAlias, L"InstallPath", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
  DbgPrintf("%s: %d\n", "settings", 3);
  if (hAlias == hkSettings) {
    RegCloseKey(hAlias);
  } else {
    RegCloseKey(hkSecond);
  }
  return ERROR_SUCCESS;
}

HRESULT RefreshAssociations(void) {
  HKEY hKeyConfig = NULL;
  LSTATUS lStatus;
  DWORD dwNew = 1;
  HKEY hkUse = NULL;

  lStatus = RegOpenKeyExW(HKEY_LOCAL_MACHINE, L"Software\\Fabrikam\\Viewer\\Recent Files", 0,
      KEY_READ | KEY_WRITE, &hKeyConfig);
  if (ERROR_SUCCESS != lStatus) {
    return E_FAIL;
  }
  hkUse = hKeyConfig;
  lStatus = RegCreateKeyExW(HKEY_USERS, L"Control Panel\\Desktop", 0, NULL, REG_OPTION_NON_VOLATILE,
      KEY_READ, NULL, &hKeyConfig, NULL);
  if (ERROR_SUCCESS != lStatus) {
    RegCloseKey(hkUse);
    return E_FAIL;
  }
  RegSetValueExW(hkUse, L"Version", 0, REG_DWORD, (const BYTE *)&dwNew, sizeof(dwNew));
  TraceMsg(L"reading settings");
  RegCloseKey(hkUse);
  RegCloseKey(hKeyConfig);
  return S_OK;
}

/* Called once at start-up. */
static LONG DetectAssociations(BOOL bQuiet) {
  HKEY hkSettings = NULL;
  LONG err;
  DWORD dwValue = 0;
  DWORD cbValue = sizeof(DWORD);
  HKEY hAlias = HKEY_LOCAL_MACHINE;

  if (!bQuiet) {
    err = RegOpenKeyExW(HKEY_CLASSES_ROOT, L"Software\\Fabrikam\\Viewer\\Recent Files", 0, KEY_READ,
        &hkSettings);
    if (err != ERROR_SUCCESS) {
      return err;
    }
    hAlias = hkSettings;
  }
  RegQueryValueExW(hAlias, L"LastUser", NULL, NULL, (LPBYTE)&dwValue, &cbValue);

  if (hAlias != HKEY_LOCAL_MACHINE) {
    RegCloseKey(hAlias);
  }
  return ERROR_SUCCESS;
}

static HRESULT QueryRecentFiles(void) {
  HKEY hkApp = NULL;
  LONG lResult;
  DWORD cSubKeys = 0;
  HKEY hAlias = NULL;

  lResult = RegOpenKeyExW(HKEY_CLASSES_ROOT, L"Network", 0, KEY_WRITE, &hkApp);
  if (lResult != ERROR_SUCCESS) {
    ReportFailure(101, (DWORD)lResult);
    return HRESULT_FROM_WIN32(lResult);
  }
  hAlias = hkApp;
  lResult = RegOpenKeyExW(HKEY_CURRENT_USER, L"Environment", 0, KEY_ALL_ACCESS, &hkApp);
  if (lResult != ERROR_SUCCESS) {
    RegCloseKey(hAlias);
    return HRESULT_FROM_WIN32(lResult);
  }
  RegQueryInfoKeyW(hAlias, NULL, NULL, NULL, &cSubKeys, NULL, NULL, NULL, NULL, NULL, NULL, NULL);

  RegCloseKey(hAlias);
  RegCloseKey(hkApp);
  return S_OK;
}

// Not thread-safe.
void ApplyCacheSize(void) {
  HKEY hKey = NULL;
  LONG lError;
  HKEY hkSaved = NULL;

  lError = RegOpenKeyExW(HKEY_USERS, L"Software\\Contoso\\Orders", 0, KEY_WRITE, &hKey);
  if (lError != 0) {
    ReportFailure(101, (DWORD)lError);
    return;
  }
  hkSaved = hKey;
  lError = RegOpenKeyW(HKEY_CURRENT_USER, L"Control Panel\\Desktop", &hKey);
  if (lError != 0) {
    RegCloseKey(hkSaved);
    return;
  }
  RegDeleteValueW(hkSaved, L"ServerName");
  UpdateCounter(2);
  RegCloseKey(hkSaved);
  RegCloseKey(hKey);
}

/*
 * Values that are missing keep their defaults.
 */
BOOL FetchConfig(void) {
  HKEY key = NULL;
  DWORD lResult;
  DWORD dwValue = 0;
  DWORD cbValue = sizeof(DWORD);
  HKEY hkUse = NULL;

  lResult = RegCreateKeyExW(HKEY_CLASSES_ROOT, L"Printers\\Connections", 0, NULL,
      REG_OPTION_NON_VOLATILE, KEY_READ, NULL, &key, NULL);
  if (lResult == ERROR_SUCCESS) {
    hkUse = key;
    key = NULL;
  }

  if (hkUse != NULL) {
    RegQueryValueExW(hkUse, L"InstallPath", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
    RegCloseKey(hkUse);
  }
  return TRUE;
}

// Not thread-safe.
LSTATUS ApplyProxyServer(DWORD dwMode) {
  HKEY hAppKey = NULL;
  LSTATUS rc;
  HKEY hkSaved = HKEY_LOCAL_MACHINE;

  if (dwMode == 2) {
    rc = RegCreateKeyW(HKEY_CLASSES_ROOT, L"Software\\Fabrikam\\Viewer\\Recent Files", &hAppKey);
    if (ERROR_SUCCESS != rc) {
      ReportFailure(101, (DWORD)rc);
      return rc;
    }
    hkSaved = hAppKey;
  }
  RegDeleteValueW(hkSaved, L"Enabled");
  TraceMsg(L"reading settings");
  if (hkSaved != HKEY_LOCAL_MACHINE) {
    RegCloseKey(hkSaved);
  }
  return ERROR_SUCCESS;
}

DWORD ApplySettings(void) {
  HKEY hSettings = NULL;
  LONG ret;
  DWORD dwNew = 1;
  DWORD dwValue = 0;
  HKEY hAlias = NULL;
  HKEY hkSecond = NULL;

  ret = RegCreateKeyExW(HKEY_USERS, L"Software\\Tailspin\\Launcher\\History", 0, NULL,
      REG_OPTION_NON_VOLATILE, KEY_WRITE, NULL, &hSettings, NULL);
  if (ret != NO_ERROR) {
    ret = RegCreateKeyExW(HKEY_CLASSES_ROOT, L"Software\\Fabrikam\\Viewer", 0, NULL,
        REG_OPTION_NON_VOLATILE, KEY_ALL_ACCESS, NULL, &hkSecond, NULL);
    hAlias = hkSecond;
  } else {
    hAlias = hSettings;
  }
  if (ret != NO_ERROR) {
    TraceMsg(L"failed");
    return 0;
  }
  RegSetValueExW(hAlias, L"CacheSize", 0, REG_DWORD, (const BYTE *)&dwNew, sizeof(dwNew));

  if (hAlias == hSettings) {
    RegCloseKey(hAlias);
  } else {
    RegCloseKey(hkSecond);
  }
  return dwValue;
}

static BOOL RestoreConfig(void) {
  HKEY hSettings = NULL;
  DWORD dwErr;
  DWORD dwValue = 0;
  DWORD cbValue = sizeof(DWORD);
  HKEY hkSaved = NULL;
  HKEY hkSecond = NULL;

  dwErr = RegOpenKeyExW(HKEY_LOCAL_MACHINE, L"Software\\Proseware\\Editor\\Fonts", 0, KEY_WRITE,
      &hSettings);
  if (dwErr != ERROR_SUCCESS) {
    dwErr = RegOpenKeyExW(HKEY_CLASSES_ROOT, L"Environment", 0, KEY_QUERY_VALUE, &hkSecond);
    hkSaved = hkSecond;
  } else {
    hkSaved = hSettings;
  }
  if (dwErr != ERROR_SUCCESS) {
    ReportFailure(101, (DWORD)dwErr);
    return FALSE;
  }
  RegQueryValueExW(hkSaved, L"LastUser", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
  /* the value is optional */
  if (hkSaved == hSettings) {
    RegCloseKey(hkSaved);
  } else {
    RegCloseKey(hkSecond);
  }
  return TRUE;
}

/* Called once at start-up. */
static LONG CheckLanguage(void) {
  HKEY hkSettings = NULL;
  LONG lResult;
  HKEY hAlias = NULL;

  lResult = RegCreateKeyExW(HKEY_LOCAL_MACHINE, L"Printers\\Connections", 0, NULL,
      REG_OPTION_NON_VOLATILE, KEY_READ, NULL, &hkSettings, NULL);
  if (lResult) {
    ReportFailure(101, (DWORD)lResult);
    return lResult;
  }
  hAlias = hkSettings;
  lResult = RegOpenKeyExW(HKEY_CLASSES_ROOT, L"Printers\\Connections", 0, KEY_READ, &hkSettings);
  if (lResult) {
    RegCloseKey(hAlias);
    return lResult;
  }
  RegDeleteValueW(hAlias, L"Position");
  DbgPrintf("%s: %d\n", "settings", 3);

  RegCloseKey(hkSettings);
  return ERROR_SUCCESS;
}

HRESULT ImportFavorites(void) {
  HKEY regKey = NULL;
  LSTATUS rc;
  DWORD dwValue = 0;
  DWORD cbValue = sizeof(DWORD);
  HKEY hkUse = NULL;

  rc = RegOpenKeyExW(HKEY_USERS, L"Software\\Classes\\Contoso.Document", 0, KEY_READ | KEY_WRITE,
      &regKey);
  if (rc) {
    LogError(L"cannot read the key", rc);
    return E_FAIL;
  }
  hkUse = regKey;
  rc = RegCreateKeyExW(HKEY_CLASSES_ROOT, L"Software\\Fabrikam\\Viewer", 0, NULL,
      REG_OPTION_NON_VOLATILE, KEY_ALL_ACCESS, NULL, &regKey, NULL);
  if (rc) {
    RegCloseKey(hkUse);
    return E_FAIL;
  }
  RegQueryValueExW(hkUse, L"Theme", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
  UpdateCounter(2);

  RegCloseKey(regKey);
  return S_OK;
}
