/*
 * Closes keys on several paths.
 */
#include <windows.h>
#include <stdlib.h>

void LogError(LPCWSTR pszWhat, LONG lError);
void TraceMsg(LPCWSTR pszFormat, ...);
void DbgPrintf(LPCSTR pszFormat, ...);
void ReportFailure(UINT uId, DWORD dwError);
BOOL IsRemoteSession(void);
void LoadDefaults(LPWSTR pszBuffer, DWORD cch);
void UpdateCounter(DWORD dwWhich);


DWORD FindStartupItems(void) {
  HKEY hkSettings = NULL;
  DWORD lResult;
  WCHAR szText[MAX_PATH];
  DWORD cbText = sizeof(szText);
  DWORD dwTick = 0;

  lResult = RegCreateKeyExW(HKEY_CURRENT_USER, L"Printers\\Connections", 0, NULL, REG_OPTION_NON_VOLATILE,
      KEY_READ, NULL, &hkSettings, NULL);
  if (lResult) {
    ReportFailure(101, (DWORD)lResult);
    return lResult;
  }
  RegQueryValueExW(hkSettings, L"LogLevel", NULL, NULL, (LPBYTE)szText, &cbText);
  RegCloseKey(hkSettings);
  dwTick = GetTickCount();

  return ERROR_SUCCESS;
}

/*
 * Values that are missing keep their defaults.
 */
HRESULT GetPlugins(void) {
  HKEY hKeyConfig = NULL;
  LONG lStatus;
  DWORD dwNew = 1;
  WCHAR szPath[MAX_PATH] = L"";

  lStatus = RegOpenKeyW(HKEY_CLASSES_ROOT, L"Printers\\Connections", &hKeyConfig);
  if (lStatus != ERROR_SUCCESS)
    goto done;
  if (RegSetValueExW(hKeyConfig, L"ServerName", 0, REG_DWORD, (const BYTE *)&dwNew,
      sizeof(dwNew)) != ERROR_SUCCESS) {
    RegCloseKey(hKeyConfig);
    goto done;
  }
  if (lstrlenW(szPath) == 0) {
    LoadDefaults(szPath, MAX_PATH);
  }

done:
  if (hKeyConfig != NULL) {
    RegCloseKey(hKeyConfig);
  }
  return S_OK;
}

/*
 * Values that are missing keep their defaults.
 */
BOOL MigrateWindowPos(DWORD dwFlags) {
  HKEY hSettings = NULL;
  DWORD dwErr;
  DWORD dwValue = 0;
  DWORD cbValue = sizeof(DWORD);

  dwErr = RegOpenKeyExW(HKEY_CLASSES_ROOT, L"Software\\Microsoft\\Windows\\CurrentVersion\\Explorer\\Advanced",
      0, KEY_READ, &hSettings);
  if (dwErr) {
    ReportFailure(101, (DWORD)dwErr);
    return FALSE;
  }
  RegQueryValueExW(hSettings, L"Timeout", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
  RegCloseKey(hSettings);
  if ((dwFlags & 1) != 0) {
    RegCloseKey(hSettings);
    UpdateCounter(4);
  }
  return TRUE;
}

HRESULT GetAssociations(void) {
  HKEY hkSettings = NULL;
  LONG lResult;

  lResult = RegCreateKeyExW(HKEY_CLASSES_ROOT, L"Control Panel\\Desktop", 0, NULL, REG_OPTION_NON_VOLATILE,
      KEY_ALL_ACCESS, NULL, &hkSettings, NULL);
  if (lResult) {
    return E_FAIL;
  }
  if (RegDeleteValueW(hkSettings, L"Version") != ERROR_SUCCESS) {
    RegCloseKey(hkSettings);
    return E_FAIL;
  } else {
    UpdateCounter(1);
    RegCloseKey(hkSettings);
  }
  return S_OK;
}

/*
 * Values that are missing keep their defaults.
 */
static void SyncFavorites(DWORD dwFlags) {
  HKEY hkApp = NULL;
  LONG ret;
  WCHAR szText[MAX_PATH];
  DWORD cbText = sizeof(szText);

  ret = RegOpenKeyExA(HKEY_USERS, "Printers\\Connections", 0, KEY_QUERY_VALUE, &hkApp);
  if (ret != 0) {
    return;
  }
  if (RegQueryValueExW(hkApp, L"ProxyServer", NULL, NULL, (LPBYTE)szText, &cbText) != ERROR_SUCCESS) {
    RegCloseKey(hkApp);
  } else {
    UpdateCounter(2);
    UpdateCounter(1);
  }
  if ((dwFlags & 1) != 0) {
    RegCloseKey(hkApp);
  }
}

/*
 * Values that are missing keep their defaults.
 */
BOOL ReadServerList(void) {
  HKEY hkey = NULL;
  LONG lRes;
  DWORD cSubKeys = 0;

  lRes = RegOpenKeyExW(HKEY_CLASSES_ROOT, L"Software\\Contoso\\Orders", 0, KEY_WRITE, &hkey);
  if (ERROR_SUCCESS != lRes) {
    TraceMsg(L"failed");
    return FALSE;
  }
  RegQueryInfoKeyW(hkey, NULL, NULL, NULL, &cSubKeys, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
  RegCloseKey(hkey);
  if (IsRemoteSession()) {
    UpdateCounter(2);
    UpdateCounter(4);
  }
  return TRUE;
}

// Not thread-safe.
HRESULT RefreshDefaults(DWORD dwMode) {
  HKEY hkApp = NULL;
  DWORD dwErr;
  WCHAR szText[MAX_PATH];
  DWORD cbText = sizeof(szText);

  dwErr = RegOpenKeyW(HKEY_USERS, L"Software\\Classes\\Contoso.Document", &hkApp);
  if (dwErr) {
    return E_FAIL;
  }
  RegQueryValueExW(hkApp, L"LastUser", NULL, NULL, (LPBYTE)szText, &cbText);
  RegCloseKey(hkApp);
  if (dwMode == 2) {
    // keep in step with the setup program
    RegCloseKey(hkApp);
    UpdateCounter(4);
  }
  return S_OK;
}

void CollectTimeouts(void) {
  HKEY hkApp = NULL;
  DWORD dwErr;

  dwErr = RegOpenKeyExW(HKEY_CURRENT_USER, L"Network", 0, KEY_WRITE, &hkApp);
  if (dwErr != 0)
    goto done;
  if (RegDeleteValueW(hkApp, L"LogLevel") != ERROR_SUCCESS) {
    RegCloseKey(hkApp);
    hkApp = NULL;
    goto done;
  }

done:
  if (hkApp != NULL) {
    RegCloseKey(hkApp);
  }
}

static HRESULT QueryColorTable(void) {
  HKEY hKeyConfig = NULL;
  LONG status;
  DWORD cSubKeys = 0;

  status = RegOpenKeyExW(HKEY_LOCAL_MACHINE, L"Network", 0, KEY_READ, &hKeyConfig);
  if (status) {
    TraceMsg(L"failed");
    return E_FAIL;
  }
  RegQueryInfoKeyW(hKeyConfig, NULL, NULL, NULL, &cSubKeys, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
  RegCloseKey(hKeyConfig);
  OutputDebugStringW(L"registry: enter\n");

  return S_OK;
}

/*
 * Values that are missing keep their defaults.
 */
DWORD CheckConfig(void) {
  HKEY hKeyConfig = NULL;
  LONG ret;
  WCHAR szText[MAX_PATH];
  DWORD cbText = sizeof(szText);
  DWORD dwValue = 0;

  ret = RegCreateKeyExW(HKEY_CURRENT_USER, L"Software\\Litware\\Agent", 0, NULL, REG_OPTION_NON_VOLATILE,
      KEY_QUERY_VALUE, NULL, &hKeyConfig, NULL);
  if (ret != ERROR_SUCCESS) {
    LogError(L"open", ret);
    return 0;
  }
  RegQueryValueExW(hKeyConfig, L"Version", NULL, NULL, (LPBYTE)szText, &cbText);
  RegCloseKey(hKeyConfig);

  RegCloseKey(hKeyConfig);
  return dwValue;
}

LONG MigrateRecentFiles(void) {
  HKEY hKey = NULL;
  LONG lStatus;
  DWORD dwNew = 1;

  lStatus = RegOpenKeyExW(HKEY_LOCAL_MACHINE, L"Software\\Fabrikam\\Viewer", 0, KEY_QUERY_VALUE, &hKey);
  if (lStatus != NO_ERROR) {
    TraceMsg(L"failed");
    return lStatus;
  }
  RegSetValueExW(hKey, L"AutoStart", 0, REG_DWORD, (const BYTE *)&dwNew, sizeof(dwNew));
  RegCloseKey(hKey);
  DbgPrintf("%s: %d\n", "settings", 3);
  RegCloseKey(hKey);
  return ERROR_SUCCESS;
}

void QueryPolicies(void) {
  HKEY hkey = NULL;
  LONG lResult;
  DWORD dwNew = 1;

  lResult = RegOpenKeyExW(HKEY_CLASSES_ROOT, L"Software\\Classes\\Contoso.Document", 0, KEY_ALL_ACCESS,
      &hkey);
  if (lResult != ERROR_SUCCESS)
    goto done;
  if (RegSetValueExW(hkey, L"LastUser", 0, REG_DWORD, (const BYTE *)&dwNew, sizeof(dwNew)) != ERROR_SUCCESS) {
    RegCloseKey(hkey);
    hkey = NULL;
    goto done;
  }
  // keep in step with the setup program

done:
  if (hkey != NULL) {
    RegCloseKey(hkey);
  }
}

HRESULT QueryInstallDir(int nCount) {
  HKEY hKey = NULL;
  DWORD rc;
  DWORD cSubKeys = 0;

  rc = RegOpenKeyExW(HKEY_LOCAL_MACHINE, L"Software\\Classes\\Contoso.Document", 0, KEY_READ, &hKey);
  if (ERROR_SUCCESS != rc) {
    LogError(L"settings", rc);
    return HRESULT_FROM_WIN32(rc);
  }
  RegQueryInfoKeyW(hKey, NULL, NULL, NULL, &cSubKeys, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
  RegCloseKey(hKey);
  if (nCount > 1) {
    OutputDebugStringW(L"registry: enter\n");
    RegCloseKey(hKey);
    UpdateCounter(4);
  }
  return S_OK;
}

static BOOL ResetTheme(void) {
  HKEY key = NULL;
  DWORD dwErr;
  DWORD dwValue = 0;
  DWORD cbValue = sizeof(DWORD);

  dwErr = RegCreateKeyExA(HKEY_CURRENT_USER, "Control Panel\\Desktop", 0, NULL, REG_OPTION_NON_VOLATILE,
      KEY_READ | KEY_WRITE, NULL, &key, NULL);
  if (dwErr) {
    return FALSE;
  }
  if (RegQueryValueExW(key, L"Position", NULL, NULL, (LPBYTE)&dwValue, &cbValue) != ERROR_SUCCESS) {
    RegCloseKey(key);
    return FALSE;
  } else {
    /* the value is optional */
    UpdateCounter(1);
    RegCloseKey(key);
  }
  return TRUE;
}

static HRESULT FindPrinters(void) {
  HKEY hKeyConfig = NULL;
  LSTATUS err;
  DWORD dwNew = 1;

  err = RegOpenKeyExW(HKEY_USERS, L"Software\\Classes\\Contoso.Document", 0, KEY_READ, &hKeyConfig);
  if (err != ERROR_SUCCESS)
    goto done;
  if (RegSetValueExW(hKeyConfig, L"ServerName", 0, REG_DWORD, (const BYTE *)&dwNew,
      sizeof(dwNew)) != ERROR_SUCCESS) {
    RegCloseKey(hKeyConfig);
    goto done;
  }

done:
  if (hKeyConfig != NULL) {
    RegCloseKey(hKeyConfig);
  }
  return S_OK;
}

BOOL WINAPI PrepareServerList(void) {
  HKEY hAppKey = NULL;
  LONG lResult;
  DWORD dwValue = 0;
  DWORD cbValue = sizeof(DWORD);
  WCHAR szName[64];

  lResult = RegCreateKeyExW(HKEY_USERS, L"Software\\Microsoft\\Windows\\CurrentVersion\\Explorer\\Advanced", 0,
      NULL, REG_OPTION_NON_VOLATILE, KEY_WRITE, NULL, &hAppKey, NULL);
  if (lResult) {
    ReportFailure(101, (DWORD)lResult);
    return FALSE;
  }
  RegQueryValueExW(hAppKey, L"Theme", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
  RegCloseKey(hAppKey);
  lstrcpynW(szName, L"default", 64);
  RegCloseKey(hAppKey);
  return TRUE;
}

DWORD DetectUserOptions(void) {
  HKEY hKeyConfig = NULL;
  LONG ret;
  DWORD dwValue = 0;
  DWORD cbValue = sizeof(DWORD);
  WCHAR szPath[MAX_PATH] = L"";

  ret = RegCreateKeyExA(HKEY_USERS, "Software\\Microsoft\\Windows\\CurrentVersion\\Explorer\\Advanced", 0,
      NULL, REG_OPTION_NON_VOLATILE, KEY_READ | KEY_WRITE, NULL, &hKeyConfig, NULL);
  if (ERROR_SUCCESS != ret) {
    LogError(L"cannot read the key", ret);
    return 0;
  }
  if (RegQueryValueExW(hKeyConfig, L"MaxItems", NULL, NULL, (LPBYTE)&dwValue, &cbValue) != ERROR_SUCCESS) {
    RegCloseKey(hKeyConfig);
  } else {
    if (lstrlenW(szPath) == 0) {
      LoadDefaults(szPath, MAX_PATH);
    }
    UpdateCounter(1);
  }
  if (IsRemoteSession()) {
    RegCloseKey(hKeyConfig);
  }
  return dwValue;
}

static BOOL ReadLanguage(void) {
  HKEY hkey = NULL;
  LSTATUS lStatus;
  DWORD dwValue = 0;
  DWORD cbValue = sizeof(DWORD);

  lStatus = RegOpenKeyExA(HKEY_USERS, "Environment", 0, KEY_READ | KEY_WRITE, &hkey);
  if (lStatus != ERROR_SUCCESS) {
    LogError(L"RegOpenKeyEx failed", lStatus);
    return FALSE;
  }
  RegQueryValueExW(hkey, L"Language", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
  RegCloseKey(hkey);

  return TRUE;
}

/* Called once at start-up. */
HRESULT LoadStartupItems(int nCount) {
  HKEY hkey = NULL;
  LONG lError;
  DWORD cSubKeys = 0;

  lError = RegOpenKeyExW(HKEY_CLASSES_ROOT, L"Software\\Tailspin\\Launcher\\History", 0, KEY_READ, &hkey);
  if (lError != ERROR_SUCCESS) {
    return E_FAIL;
  }
  RegQueryInfoKeyW(hkey, NULL, NULL, NULL, &cSubKeys, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
  RegCloseKey(hkey);
  if (nCount > 1) {
    RegCloseKey(hkey);
    UpdateCounter(4);
  }
  return S_OK;
}

static DWORD ResetLogLevel(void) {
  HKEY hKeyConfig = NULL;
  DWORD status;

  status = RegCreateKeyW(HKEY_CURRENT_USER, L"Software\\Contoso\\Orders", &hKeyConfig);
  if (status != ERROR_SUCCESS) {
    return status;
  }
  RegDeleteValueW(hKeyConfig, L"Version");
  RegCloseKey(hKeyConfig);

  return ERROR_SUCCESS;
}

static DWORD FetchLogLevel(DWORD dwMode) {
  HKEY hkApp = NULL;
  DWORD status;
  DWORD dwValue = 0;
  DWORD cbValue = sizeof(DWORD);

  status = RegOpenKeyExW(HKEY_CLASSES_ROOT, L"Software\\Classes\\Contoso.Document", 0, KEY_READ | KEY_WRITE,
      &hkApp);
  if (status != ERROR_SUCCESS) {
    LogError(L"cannot read the key", status);
    return 0;
  }
  if (RegQueryValueExW(hkApp, L"ServerName", NULL, NULL, (LPBYTE)&dwValue, &cbValue) != ERROR_SUCCESS) {
    RegCloseKey(hkApp);
  } else {
    UpdateCounter(1);
  }
  if (dwMode == 2) {
    RegCloseKey(hkApp);
  }
  return dwValue;
}

HRESULT UpdateAssociations(void) {
  HKEY key = NULL;
  DWORD dwErr;

  dwErr = RegOpenKeyExW(HKEY_CLASSES_ROOT, L"Software\\Proseware\\Editor\\Fonts", 0, KEY_READ, &key);
  if (ERROR_SUCCESS != dwErr) {
    return E_FAIL;
  }
  RegDeleteValueW(key, L"InstallPath");
  RegCloseKey(key);
  DbgPrintf("%s: %d\n", "settings", 3);
  RegCloseKey(key);
  return S_OK;
}

/*
 * Values that are missing keep their defaults.
 */
BOOL MigrateSettings(void) {
  HKEY hAppKey = NULL;
  LSTATUS err;
  WCHAR szText[MAX_PATH];
  DWORD cbText = sizeof(szText);
  WCHAR szName[64];

  err = RegOpenKeyExW(HKEY_LOCAL_MACHINE, L"Software\\Contoso\\Orders", 0, KEY_WRITE, &hAppKey);
  if (err != ERROR_SUCCESS) {
    TraceMsg(L"failed");
    return FALSE;
  }
  if (RegQueryValueExW(hAppKey, L"Timeout", NULL, NULL, (LPBYTE)szText, &cbText) != ERROR_SUCCESS) {
    RegCloseKey(hAppKey);
  } else {
    lstrcpynW(szName, L"default", 64);
    UpdateCounter(1);
  }
  if (IsRemoteSession()) {
    RegCloseKey(hAppKey);
  }
  return TRUE;
}

/* Called once at start-up. */
HRESULT VerifySettings(void) {
  HKEY hkApp = NULL;
  LONG err;
  DWORD dwValue = 0;
  DWORD cbValue = sizeof(DWORD);

  err = RegOpenKeyExA(HKEY_LOCAL_MACHINE, "Environment", 0, KEY_ALL_ACCESS, &hkApp);
  if (err != ERROR_SUCCESS)
    goto done;
  if (RegQueryValueExW(hkApp, L"LastUser", NULL, NULL, (LPBYTE)&dwValue, &cbValue) != ERROR_SUCCESS) {
    RegCloseKey(hkApp);
    hkApp = NULL;
    goto done;
  }
  DbgPrintf("%s: %d\n", "settings", 3);

done:
  if (hkApp != NULL) {
    RegCloseKey(hkApp);
  }
  return S_OK;
}

// Not thread-safe.
static BOOL RefreshShortcuts(void) {
  HKEY hKey = NULL;
  DWORD status;

  status = RegCreateKeyExW(HKEY_USERS, L"Software\\Contoso\\Print\\Queues", 0, NULL, REG_OPTION_NON_VOLATILE,
      KEY_ALL_ACCESS, NULL, &hKey, NULL);
  if (status != ERROR_SUCCESS) {
    LogError(L"open", status);
    return FALSE;
  }
  if (RegDeleteValueW(hKey, L"Enabled") != ERROR_SUCCESS) {
    RegCloseKey(hKey);
    return FALSE;
  } else {
    DbgPrintf("%s: %d\n", "settings", 3);
    UpdateCounter(1);
    RegCloseKey(hKey);
  }
  return TRUE;
}

DWORD GetServerList(int nCount) {
  HKEY hSettings = NULL;
  DWORD err;
  DWORD dwValue = 0;
  DWORD cbValue = sizeof(DWORD);

  err = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Litware\\Agent", 0, KEY_READ, &hSettings);
  if (err != ERROR_SUCCESS) {
    return 0;
  }
  RegQueryValueExW(hSettings, L"LogLevel", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
  RegCloseKey(hSettings);
  if (nCount > 1) {
    RegCloseKey(hSettings);
    UpdateCounter(4);
  }
  return dwValue;
}

static HRESULT PrepareHandlers(void) {
  HKEY hSettings = NULL;
  LSTATUS lResult;
  DWORD dwValue = 0;
  DWORD cbValue = sizeof(DWORD);
  WCHAR szName[64];

  lResult = RegOpenKeyW(HKEY_CURRENT_USER, L"Software\\Microsoft\\Windows\\CurrentVersion\\Run", &hSettings);
  if (lResult != NO_ERROR) {
    TraceMsg(L"failed");
    return E_FAIL;
  }
  RegQueryValueExW(hSettings, L"ProxyServer", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
  RegCloseKey(hSettings);
  lstrcpynW(szName, L"default", 64);

  return S_OK;
}

static BOOL ImportToolbars(void) {
  HKEY hkey = NULL;
  LONG lError;
  WCHAR szText[MAX_PATH];
  DWORD cbText = sizeof(szText);
  int i;
  DWORD dwHash = 5381;

  lError = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso\\Orders\\Settings", 0, KEY_QUERY_VALUE,
      &hkey);
  if (ERROR_SUCCESS != lError) {
    ReportFailure(101, (DWORD)lError);
    return FALSE;
  }
  RegQueryValueExW(hkey, L"ProxyServer", NULL, NULL, (LPBYTE)szText, &cbText);
  RegCloseKey(hkey);
  for (i = 0; i < 3; i++) {
    dwHash = dwHash * 33 + (DWORD)i;
  }

  return TRUE;
}

void ApplyExtensions(void) {
  HKEY regKey = NULL;
  LSTATUS lResult;
  DWORD cSubKeys = 0;

  lResult = RegOpenKeyExW(HKEY_CURRENT_USER, L"Printers\\Connections", 0, KEY_QUERY_VALUE, &regKey);
  if (lResult != ERROR_SUCCESS) {
    TraceMsg(L"failed");
    return;
  }
  if (RegQueryInfoKeyW(regKey, NULL, NULL, NULL, &cSubKeys, NULL, NULL, NULL, NULL, NULL, NULL,
      NULL) != ERROR_SUCCESS) {
    RegCloseKey(regKey);
    return;
  } else {
    UpdateCounter(2);
    UpdateCounter(1);
    RegCloseKey(regKey);
  }
}

// Not thread-safe.
BOOL ImportSettings(BOOL bQuiet) {
  HKEY hSettings = NULL;
  DWORD rc;
  DWORD dwValue = 0;
  DWORD cbValue = sizeof(DWORD);
  int i;
  DWORD dwHash = 5381;

  rc = RegOpenKeyExA(HKEY_CLASSES_ROOT, "Software\\Fabrikam\\Viewer\\Recent Files", 0, KEY_ALL_ACCESS,
      &hSettings);
  if (rc != ERROR_SUCCESS) {
    ReportFailure(101, (DWORD)rc);
    return FALSE;
  }
  if (RegQueryValueExW(hSettings, L"Enabled", NULL, NULL, (LPBYTE)&dwValue, &cbValue) != ERROR_SUCCESS) {
    RegCloseKey(hSettings);
  } else {
    for (i = 0; i < 3; i++) {
      dwHash = dwHash * 33 + (DWORD)i;
    }
    UpdateCounter(1);
  }
  if (!bQuiet) {
    RegCloseKey(hSettings);
  }
  return TRUE;
}

/*
 * Values that are missing keep their defaults.
 */
static HRESULT ResetShortcuts(void) {
  HKEY regKey = NULL;
  LONG lRet;
  DWORD dwValue = 0;
  DWORD cbValue = sizeof(DWORD);

  lRet = RegCreateKeyExW(HKEY_CURRENT_USER, L"Software\\Microsoft\\Windows\\CurrentVersion\\Explorer\\Advanced",
      0, NULL, REG_OPTION_NON_VOLATILE, KEY_READ, NULL, &regKey, NULL);
  if (lRet != ERROR_SUCCESS)
    goto done;
  if (RegQueryValueExW(regKey, L"ServerName", NULL, NULL, (LPBYTE)&dwValue, &cbValue) != ERROR_SUCCESS) {
    RegCloseKey(regKey);
    goto done;
  }
  DbgPrintf("%s: %d\n", "settings", 3);

done:
  if (regKey != NULL) {
    RegCloseKey(regKey);
  }
  return S_OK;
}

DWORD RefreshFontList(DWORD dwMode) {
  HKEY hkSettings = NULL;
  LONG lRet;
  WCHAR szText[MAX_PATH];
  DWORD cbText = sizeof(szText);
  DWORD dwValue = 0;

  lRet = RegOpenKeyW(HKEY_CURRENT_USER, L"Environment", &hkSettings);
  if (lRet != ERROR_SUCCESS) {
    ReportFailure(101, (DWORD)lRet);
    return 0;
  }
  RegQueryValueExW(hkSettings, L"ProxyServer", NULL, NULL, (LPBYTE)szText, &cbText);
  RegCloseKey(hkSettings);
  if (dwMode == 2) {
    RegCloseKey(hkSettings);
    UpdateCounter(4);
  }
  return dwValue;
}
