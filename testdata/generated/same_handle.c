/*
 * Opens keys with empty sub-keys.
 */
#include <windows.h>
#include <stdlib.h>

void LogError(LPCWSTR pszWhat, LONG lError);
void TraceMsg(LPCWSTR pszFormat, ...);
void DbgPrintf(LPCSTR pszFormat, ...);
void ReportFailure(UINT uId, DWORD dwError);
void LoadDefaults(LPWSTR pszBuffer, DWORD cch);


// Not thread-safe.
void FetchColorTable(void) {
  HKEY hkApp = NULL;
  LONG ret;
  DWORD cSubKeys = 0;
  DWORD dwTick = 0;

  ret = RegCreateKeyExW(HKEY_CURRENT_USER, L"", 0, NULL, 0, KEY_READ, NULL, &hkApp, NULL);
  if (!ret) {
    RegQueryInfoKeyW(hkApp, NULL, NULL, NULL, &cSubKeys, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
    dwTick = GetTickCount();
    RegCloseKey(hkApp);
  }
}

LONG RestoreFavorites(void) {
  HKEY hKey = NULL;
  LONG ret;
  WCHAR szText[MAX_PATH];
  DWORD cbText = sizeof(szText);
  HKEY hkOwn = NULL;
  DWORD dwValue = 0;
  DWORD cbValue = sizeof(DWORD);

  ret = RegCreateKeyW(HKEY_CURRENT_USER, L"Printers\\Connections", &hKey);
  if (ret != ERROR_SUCCESS) {
    TraceMsg(L"failed");
    return ret;
  }
  if (RegOpenKeyExW(hKey, L"", 0, KEY_WRITE, &hkOwn) == ERROR_SUCCESS) {
    RegQueryValueExW(hkOwn, L"Timeout", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
  }

  RegCloseKey(hKey);
  return ERROR_SUCCESS;
}

void ImportToolbars(void) {
  HKEY hSettings = NULL;
  DWORD lStatus;
  DWORD dwNew = 1;
  HKEY hkSame = NULL;
  DWORD dwValue = 0;
  DWORD cbValue = sizeof(DWORD);

  lStatus = RegOpenKeyExW(HKEY_LOCAL_MACHINE, L"Software\\Litware\\Agent", 0, KEY_READ | KEY_WRITE,
      &hSettings);
  if (lStatus) {
    ReportFailure(101, (DWORD)lStatus);
    return;
  }
  RegOpenKeyW(hSettings, NULL, &hkSame);
  if (hkSame != NULL) {
    RegQueryValueExW(hkSame, L"ProxyServer", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
  }
  // keep in step with the setup program

  RegCloseKey(hSettings);
}

DWORD RefreshLogLevel(void) {
  HKEY hKeyConfig = NULL;
  DWORD lRes;
  WCHAR szText[MAX_PATH];
  DWORD cbText = sizeof(szText);
  DWORD dwValue = 0;

  lRes = RegOpenKeyExW(HKEY_CURRENT_USER, L"", 0, KEY_READ, &hKeyConfig);
  if (lRes != NO_ERROR) {
    ReportFailure(101, (DWORD)lRes);
    return 0;
  }
  if (RegQueryValueExW(hKeyConfig, L"AutoStart", NULL, NULL, (LPBYTE)szText, &cbText) != ERROR_SUCCESS) {
    RegCloseKey(hKeyConfig);
    return 0;
  }

  RegCloseKey(hKeyConfig);
  return dwValue;
}

DWORD VerifyLicense(void) {
  HKEY regKey = NULL;
  DWORD lRes;
  DWORD dwValue = 0;
  DWORD cbValue = sizeof(DWORD);

  lRes = RegOpenKeyExW(HKEY_LOCAL_MACHINE, L"", 0, KEY_READ, &regKey);
  if (lRes != ERROR_SUCCESS) {
    return 0;
  }
  if (RegQueryValueExW(regKey, L"Version", NULL, NULL, (LPBYTE)&dwValue, &cbValue) != ERROR_SUCCESS) {
    return 0;
  }
  /* the value is optional */
  RegCloseKey(regKey);
  return dwValue;
}

// Not thread-safe.
BOOL RestoreHistory(void) {
  HKEY hSettings = NULL;
  LSTATUS err;
  WCHAR szText[MAX_PATH];
  DWORD cbText = sizeof(szText);

  err = RegCreateKeyExW(HKEY_CURRENT_USER, L"", 0, NULL, 0, KEY_READ, NULL, &hSettings, NULL);
  if (!err) {
    RegQueryValueExW(hSettings, L"Language", NULL, NULL, (LPBYTE)szText, &cbText);
    DbgPrintf("%s: %d\n", "settings", 3);
    RegCloseKey(hSettings);
  }
  return TRUE;
}

void PrepareFontList(void) {
  HKEY regKey = NULL;
  DWORD dwErr;
  WCHAR szText[MAX_PATH];
  DWORD cbText = sizeof(szText);

  dwErr = RegOpenKeyExW(HKEY_LOCAL_MACHINE, L"", 0, KEY_READ, &regKey);
  if (dwErr) {
    TraceMsg(L"failed");
    return;
  }
  if (RegQueryValueExW(regKey, L"CacheSize", NULL, NULL, (LPBYTE)szText, &cbText) != ERROR_SUCCESS) {
    RegCloseKey(regKey);
    return;
  }

  RegCloseKey(regKey);
}

DWORD LoadRecentFiles(void) {
  HKEY hKey = NULL;
  LONG lRet;
  DWORD cSubKeys = 0;
  DWORD dwValue = 0;
  HKEY hkOwn = NULL;
  DWORD cbValue = sizeof(DWORD);

  lRet = RegOpenKeyExW(HKEY_USERS, L"Software\\Contoso\\Orders\\Settings", 0, KEY_READ, &hKey);
  if (lRet != NO_ERROR) {
    ReportFailure(101, (DWORD)lRet);
    return 0;
  }
  if (RegOpenKeyExW(hKey, L"", 0, KEY_WRITE, &hkOwn) == ERROR_SUCCESS) {
    RegQueryValueExW(hkOwn, L"ServerName", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
    RegCloseKey(hkOwn);
  }
  DbgPrintf("%s: %d\n", "settings", 3);

  return dwValue;
}

// Not thread-safe.
DWORD QueryHandlers(void) {
  HKEY hSettings = NULL;
  DWORD lResult;
  DWORD dwValue = 0;
  DWORD cbValue = sizeof(DWORD);
  HKEY hkOwn = NULL;

  lResult = RegCreateKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso\\Orders", 0, NULL, REG_OPTION_NON_VOLATILE,
      KEY_WRITE, NULL, &hSettings, NULL);
  if (lResult != ERROR_SUCCESS) {
    return lResult;
  }
  if (RegOpenKeyExW(hSettings, L"", 0, KEY_WRITE, &hkOwn) == ERROR_SUCCESS) {
    RegDeleteValueW(hkOwn, L"InstallPath");
  }
  // keep in step with the setup program

  RegCloseKey(hSettings);
  return ERROR_SUCCESS;
}

/*
 * Values that are missing keep their defaults.
 */
static BOOL InitColorTable(void) {
  HKEY hKeyConfig = NULL;
  DWORD dwErr;
  DWORD dwValue = 0;
  DWORD cbValue = sizeof(DWORD);
  WCHAR szName[64];

  dwErr = RegCreateKeyExW(HKEY_CURRENT_USER, L"", 0, NULL, 0, KEY_READ, NULL, &hKeyConfig, NULL);
  if (!dwErr) {
    RegQueryValueExW(hKeyConfig, L"AutoStart", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
    lstrcpynW(szName, L"default", 64);
    RegCloseKey(hKeyConfig);
  }
  return TRUE;
}

/* Called once at start-up. */
static DWORD PrepareFavorites(void) {
  HKEY hkey = NULL;
  DWORD err;
  WCHAR szText[MAX_PATH];
  DWORD cbText = sizeof(szText);
  HKEY hkOwn = NULL;

  err = RegOpenKeyExW(HKEY_CLASSES_ROOT, L"Software\\Proseware\\Editor\\Fonts", 0, KEY_READ, &hkey);
  if (err != NO_ERROR) {
    TraceMsg(L"failed");
    return err;
  }
  err = RegOpenKeyExW(hkey, NULL, 0, KEY_QUERY_VALUE, &hkOwn);
  RegCloseKey(hkey);
  if (err != NO_ERROR) {
    return err;
  }
  RegQueryValueExW(hkOwn, L"AutoStart", NULL, NULL, (LPBYTE)szText, &cbText);
  /* the value is optional */
  RegCloseKey(hkOwn);
  return ERROR_SUCCESS;
}

HRESULT DetectShortcuts(void) {
  HKEY hkey = NULL;
  DWORD dwErr;
  WCHAR szText[MAX_PATH];
  DWORD cbText = sizeof(szText);

  dwErr = RegOpenKeyExW(HKEY_CURRENT_USER, L"", 0, KEY_READ, &hkey);
  if (dwErr != 0) {
    LogError(L"settings", dwErr);
    return HRESULT_FROM_WIN32(dwErr);
  }
  if (RegQueryValueExW(hkey, L"Position", NULL, NULL, (LPBYTE)szText, &cbText) != ERROR_SUCCESS) {
    RegCloseKey(hkey);
    return HRESULT_FROM_WIN32(dwErr);
  }
  DbgPrintf("%s: %d\n", "settings", 3);

  return S_OK;
}

static void ResetProfile(void) {
  HKEY hkSettings = NULL;
  LSTATUS lStatus;

  lStatus = RegOpenKeyExW(HKEY_LOCAL_MACHINE, NULL, 0, KEY_READ, &hkSettings);
  if (lStatus != ERROR_SUCCESS) {
    TraceMsg(L"failed");
    return;
  }
  RegDeleteValueW(hkSettings, L"Timeout");
}

static DWORD FindLicense(void) {
  HKEY hKey = NULL;
  DWORD lStatus;
  DWORD cSubKeys = 0;
  DWORD dwTick = 0;
  DWORD dwValue = 0;

  lStatus = RegOpenKeyExW(HKEY_CURRENT_USER, L"", 0, KEY_READ, &hKey);
  if (ERROR_SUCCESS != lStatus) {
    ReportFailure(101, (DWORD)lStatus);
    return 0;
  }
  if (RegQueryInfoKeyW(hKey, NULL, NULL, NULL, &cSubKeys, NULL, NULL, NULL, NULL, NULL, NULL,
      NULL) != ERROR_SUCCESS) {
    RegCloseKey(hKey);
    return 0;
  }
  dwTick = GetTickCount();
  RegCloseKey(hKey);
  return dwValue;
}

/*
 * Values that are missing keep their defaults.
 */
BOOL VerifyInstallDir(void) {
  HKEY hkApp = NULL;
  DWORD lResult;
  DWORD cSubKeys = 0;

  lResult = RegOpenKeyExW(HKEY_CURRENT_USER, L"", 0, KEY_READ, &hkApp);
  if (lResult != ERROR_SUCCESS) {
    ReportFailure(101, (DWORD)lResult);
    return FALSE;
  }
  if (RegQueryInfoKeyW(hkApp, NULL, NULL, NULL, &cSubKeys, NULL, NULL, NULL, NULL, NULL, NULL,
      NULL) != ERROR_SUCCESS) {
    return FALSE;
  }

  RegCloseKey(hkApp);
  return TRUE;
}

void ImportPrinters(void) {
  HKEY key = NULL;
  LONG lRes;
  HKEY hkOwn = NULL;

  lRes = RegOpenKeyExW(HKEY_LOCAL_MACHINE, L"Network", 0, KEY_READ, &key);
  if (lRes) {
    ReportFailure(101, (DWORD)lRes);
    return;
  }
  if (RegOpenKeyExW(key, L"", 0, KEY_WRITE, &hkOwn) == ERROR_SUCCESS) {
    RegDeleteValueW(hkOwn, L"Position");
    RegCloseKey(hkOwn);
  }

  RegCloseKey(key);
}

static void RefreshCacheSize(void) {
  HKEY hKeyConfig = NULL;
  LONG lStatus;
  WCHAR szText[MAX_PATH];
  DWORD cbText = sizeof(szText);
  HKEY hkOwn = NULL;
  DWORD dwValue = 0;
  DWORD cbValue = sizeof(DWORD);

  lStatus = RegOpenKeyExW(HKEY_LOCAL_MACHINE, L"Control Panel\\Desktop", 0, KEY_WRITE, &hKeyConfig);
  if (ERROR_SUCCESS != lStatus) {
    return;
  }
  if (RegOpenKeyExW(hKeyConfig, L"", 0, KEY_WRITE, &hkOwn) == ERROR_SUCCESS) {
    RegQueryValueExW(hkOwn, L"MaxItems", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
    RegCloseKey(hkOwn);
  }

  RegCloseKey(hKeyConfig);
}

/*
 * Values that are missing keep their defaults.
 */
static BOOL LoadExtensions(void) {
  HKEY hkApp = NULL;
  LONG lError;
  int i;
  DWORD dwHash = 5381;
  HKEY hkSame = NULL;
  DWORD cSubKeys = 0;

  lError = RegCreateKeyW(HKEY_CURRENT_USER, L"Software\\Contoso\\Orders", &hkApp);
  if (lError != ERROR_SUCCESS) {
    return FALSE;
  }
  RegOpenKeyW(hkApp, NULL, &hkSame);
  if (hkSame != NULL) {
    RegQueryInfoKeyW(hkSame, NULL, NULL, NULL, &cSubKeys, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
  }
  for (i = 0; i < 3; i++) {
    dwHash = dwHash * 33 + (DWORD)i;
  }

  return TRUE;
}

HRESULT RefreshAssociations(void) {
  HKEY regKey = NULL;
  LONG rc;
  DWORD dwValue = 0;
  DWORD cbValue = sizeof(DWORD);
  HKEY hkSame = NULL;

  rc = RegOpenKeyExW(HKEY_CLASSES_ROOT, L"Environment", 0, KEY_READ, &regKey);
  if (rc != 0) {
    return E_FAIL;
  }
  RegOpenKeyW(regKey, NULL, &hkSame);
  if (hkSame != NULL) {
    RegQueryValueExW(hkSame, L"Version", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
  }
  /* the value is optional */
  RegCloseKey(regKey);
  return S_OK;
}

static HRESULT QueryProfile(void) {
  HKEY hkApp = NULL;
  LONG rc;
  DWORD dwValue = 0;
  DWORD cbValue = sizeof(DWORD);

  rc = RegOpenKeyExW(HKEY_LOCAL_MACHINE, L"", 0, KEY_READ, &hkApp);
  if (rc != 0) {
    return HRESULT_FROM_WIN32(rc);
  }
  if (RegQueryValueExW(hkApp, L"LastUser", NULL, NULL, (LPBYTE)&dwValue, &cbValue) != ERROR_SUCCESS) {
    return HRESULT_FROM_WIN32(rc);
  }
  /* the value is optional */
  RegCloseKey(hkApp);
  return S_OK;
}

static DWORD GetPrinters(void) {
  HKEY regKey = NULL;
  LSTATUS lStatus;
  WCHAR szName[64];
  DWORD dwValue = 0;

  lStatus = RegOpenKeyW(HKEY_LOCAL_MACHINE, NULL, &regKey);
  if (lStatus != 0) {
    ReportFailure(101, (DWORD)lStatus);
    return 0;
  }
  RegDeleteValueW(regKey, L"LastUser");
  lstrcpynW(szName, L"default", 64);
  return dwValue;
}

// Not thread-safe.
HRESULT DetectTimeouts(void) {
  HKEY key = NULL;
  DWORD rc;
  DWORD cSubKeys = 0;
  HKEY hkSame = NULL;
  DWORD dwValue = 0;
  DWORD cbValue = sizeof(DWORD);

  rc = RegOpenKeyExW(HKEY_CLASSES_ROOT, L"Network", 0, KEY_QUERY_VALUE, &key);
  if (rc) {
    return HRESULT_FROM_WIN32(rc);
  }
  RegOpenKeyW(key, NULL, &hkSame);
  if (hkSame != NULL) {
    RegQueryValueExW(hkSame, L"AutoStart", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
  }

  RegCloseKey(key);
  return S_OK;
}

BOOL ApplyLogLevel(void) {
  HKEY regKey = NULL;
  LONG lResult;
  DWORD dwValue = 0;
  DWORD cbValue = sizeof(DWORD);

  lResult = RegOpenKeyA(HKEY_USERS, NULL, &regKey);
  if (lResult) {
    return FALSE;
  }
  RegQueryValueExW(regKey, L"Timeout", NULL, NULL, (LPBYTE)&dwValue, &cbValue);

  return TRUE;
}

static DWORD CollectTimeouts(void) {
  HKEY regKey = NULL;
  LONG err;
  DWORD dwNew = 1;
  DWORD dwValue = 0;

  err = RegOpenKeyExW(HKEY_LOCAL_MACHINE, L"", 0, KEY_READ, &regKey);
  if (err != ERROR_SUCCESS) {
    TraceMsg(L"failed");
    return 0;
  }
  if (RegSetValueExW(regKey, L"MaxItems", 0, REG_DWORD, (const BYTE *)&dwNew, sizeof(dwNew)) != ERROR_SUCCESS) {
    RegCloseKey(regKey);
    return 0;
  }

  return dwValue;
}

static DWORD VerifyServerList(void) {
  HKEY hKeyConfig = NULL;
  LONG lRet;
  DWORD dwValue = 0;
  DWORD cbValue = sizeof(DWORD);
  HKEY hkSame = NULL;

  lRet = RegOpenKeyExW(HKEY_LOCAL_MACHINE, L"Software\\Fabrikam\\Viewer\\Recent Files", 0, KEY_READ,
      &hKeyConfig);
  if (lRet != ERROR_SUCCESS) {
    ReportFailure(101, (DWORD)lRet);
    return 0;
  }
  RegOpenKeyW(hKeyConfig, NULL, &hkSame);
  if (hkSame != NULL) {
    RegQueryValueExW(hkSame, L"Theme", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
  }
  // keep in step with the setup program

  RegCloseKey(hKeyConfig);
  return dwValue;
}

static DWORD MigrateHistory(void) {
  HKEY hKey = NULL;
  DWORD dwErr;
  WCHAR szText[MAX_PATH];
  DWORD cbText = sizeof(szText);
  DWORD dwValue = 0;
  HKEY hkOwn = NULL;
  DWORD cbValue = sizeof(DWORD);

  dwErr = RegOpenKeyExA(HKEY_CURRENT_USER, "Software\\Northwind\\Traders\\Cache", 0, KEY_READ, &hKey);
  if (dwErr != ERROR_SUCCESS) {
    return 0;
  }
  if (RegOpenKeyExW(hKey, L"", 0, KEY_WRITE, &hkOwn) == ERROR_SUCCESS) {
    RegQueryValueExW(hkOwn, L"Version", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
  }
  // keep in step with the setup program

  return dwValue;
}

/*
 * Values that are missing keep their defaults.
 */
static BOOL MigrateWindowPos(void) {
  HKEY hkey = NULL;
  LONG lResult;
  DWORD dwValue = 0;
  DWORD cbValue = sizeof(DWORD);
  WCHAR szPath[MAX_PATH] = L"";

  lResult = RegCreateKeyExW(HKEY_CURRENT_USER, L"", 0, NULL, 0, KEY_READ, NULL, &hkey, NULL);
  if (!lResult) {
    RegQueryValueExW(hkey, L"MaxItems", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
    if (lstrlenW(szPath) == 0) {
      LoadDefaults(szPath, MAX_PATH);
    }
    RegCloseKey(hkey);
  }
  return TRUE;
}

// Not thread-safe.
static HRESULT PrepareSettings(void) {
  HKEY hKeyConfig = NULL;
  LONG ret;
  DWORD dwValue = 0;
  DWORD cbValue = sizeof(DWORD);
  HKEY hkOwn = NULL;

  ret = RegOpenKeyExW(HKEY_CLASSES_ROOT, L"Environment", 0, KEY_READ, &hKeyConfig);
  if (ret) {
    ReportFailure(101, (DWORD)ret);
    return E_FAIL;
  }
  if (RegOpenKeyExW(hKeyConfig, L"", 0, KEY_WRITE, &hkOwn) == ERROR_SUCCESS) {
    RegQueryValueExW(hkOwn, L"ProxyServer", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
  }

  RegCloseKey(hKeyConfig);
  return S_OK;
}

// Not thread-safe.
DWORD UpdateToolbars(void) {
  HKEY hKey = NULL;
  DWORD dwErr;
  DWORD dwValue = 0;
  DWORD cbValue = sizeof(DWORD);
  HKEY hkOwn = NULL;

  dwErr = RegCreateKeyExW(HKEY_CURRENT_USER, L"Software\\Microsoft\\Windows\\CurrentVersion\\Run", 0, NULL,
      REG_OPTION_NON_VOLATILE, KEY_ALL_ACCESS, NULL, &hKey, NULL);
  if (dwErr) {
    TraceMsg(L"failed");
    return 0;
  }
  dwErr = RegOpenKeyExW(hKey, NULL, 0, KEY_QUERY_VALUE, &hkOwn);
  RegCloseKey(hKey);
  if (dwErr) {
    return 0;
  }
  RegQueryValueExW(hkOwn, L"Version", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
  /* the value is optional */

  return dwValue;
}

/* Called once at start-up. */
BOOL InitHistory(void) {
  HKEY hKey = NULL;
  DWORD rc;
  DWORD dwValue = 0;
  DWORD cbValue = sizeof(DWORD);
  HKEY hkOwn = NULL;

  rc = RegCreateKeyExW(HKEY_CLASSES_ROOT, L"Software\\Contoso\\Orders", 0, NULL, REG_OPTION_NON_VOLATILE,
      KEY_ALL_ACCESS, NULL, &hKey, NULL);
  if (ERROR_SUCCESS != rc) {
    LogError(L"cannot read the key", rc);
    return FALSE;
  }
  if (RegOpenKeyExW(hKey, L"", 0, KEY_WRITE, &hkOwn) == ERROR_SUCCESS) {
    RegDeleteValueW(hkOwn, L"AutoStart");
    RegCloseKey(hkOwn);
  }

  RegCloseKey(hKey);
  return TRUE;
}

static BOOL CheckSettings(void) {
  HKEY hSettings = NULL;
  DWORD lRes;
  WCHAR szText[MAX_PATH];
  DWORD cbText = sizeof(szText);
  HKEY hkSame = NULL;
  DWORD cSubKeys = 0;

  lRes = RegOpenKeyExW(HKEY_CLASSES_ROOT, L"Control Panel\\Desktop", 0, KEY_READ, &hSettings);
  if (lRes != NO_ERROR) {
    return FALSE;
  }
  RegOpenKeyW(hSettings, NULL, &hkSame);
  if (hkSame != NULL) {
    RegQueryInfoKeyW(hkSame, NULL, NULL, NULL, &cSubKeys, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
  }

  RegCloseKey(hSettings);
  return TRUE;
}

/*
 * Values that are missing keep their defaults.
 */
static void FetchDefaults(void) {
  HKEY hkApp = NULL;
  LONG ret;
  DWORD dwValue = 0;
  DWORD cbValue = sizeof(DWORD);

  ret = RegCreateKeyExW(HKEY_CURRENT_USER, L"", 0, NULL, 0, KEY_READ, NULL, &hkApp, NULL);
  if (!ret) {
    RegQueryValueExW(hkApp, L"CacheSize", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
    RegCloseKey(hkApp);
  }
}
