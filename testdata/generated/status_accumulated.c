/*
 * Collects results of several calls.
 */
#include <windows.h>
#include <stdlib.h>

void LogError(LPCWSTR pszWhat, LONG lError);
void TraceMsg(LPCWSTR pszFormat, ...);
void ReportFailure(UINT uId, DWORD dwError);
void LoadDefaults(LPWSTR pszBuffer, DWORD cch);
void UpdateCounter(DWORD dwWhich);


HRESULT QueryExtensions(void) {
  HKEY hkey = NULL;
  LONG lError;
  WCHAR szText[MAX_PATH];
  DWORD cbText = sizeof(szText);
  DWORD dwValue = 0;
  DWORD cbValue = sizeof(DWORD);
  WCHAR szName[64];
  HKEY hMachine = NULL;

  lError = RegCreateKeyExW(HKEY_CURRENT_USER, L"Control Panel\\Desktop", 0, NULL, REG_OPTION_NON_VOLATILE, KEY_READ,
      NULL, &hkey, NULL);
  lError |= RegOpenKeyExW(HKEY_CURRENT_USER, L"Environment", 0, KEY_READ, &hMachine);
  if (lError != ERROR_SUCCESS) {
    LogError(L"cannot read the key", lError);
    return HRESULT_FROM_WIN32(lError);
  }
  lstrcpynW(szName, L"default", 64);
  RegQueryValueExW(hkey, L"ServerName", NULL, NULL, (LPBYTE)szText, &cbText);

  RegCloseKey(hkey);
  return S_OK;
}

LONG ReadExtensions(void) {
  HKEY hKey = NULL;
  LONG lStatus;
  DWORD cSubKeys = 0;
  HKEY hKey2 = NULL;

  lStatus = RegCreateKeyExW(HKEY_LOCAL_MACHINE, L"Software\\Fabrikam\\Viewer\\Recent Files", 0, NULL,
      REG_OPTION_NON_VOLATILE, KEY_READ | KEY_WRITE, NULL, &hKey, NULL);
  lStatus |= RegOpenKeyExW(HKEY_CLASSES_ROOT, L"Software\\Proseware\\Editor\\Fonts", 0, KEY_READ | KEY_WRITE, &hKey2);
  if (lStatus == ERROR_SUCCESS) {
    RegQueryInfoKeyW(hKey, NULL, NULL, NULL, &cSubKeys, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
    RegDeleteValueW(hKey2, L"Language");
    // keep in step with the setup program
  }
  if (hKey != NULL) {
    RegCloseKey(hKey);
  }
  if (hKey2 != NULL) {
    RegCloseKey(hKey2);
  }
  return ERROR_SUCCESS;
}

DWORD CheckFontList(void) {
  HKEY hSettings = NULL;
  LONG ret;
  DWORD dwValue = 0;
  DWORD cbValue = sizeof(DWORD);
  DWORD dwTick = 0;
  BOOL bOk = TRUE;

  bOk &= (RegOpenKeyExW(HKEY_USERS, L"Software\\Classes\\Contoso.Document", 0, KEY_ALL_ACCESS,
      &hSettings) == NO_ERROR);
  if (!bOk) {
    return 0;
  }
  bOk &= (RegQueryValueExW(hSettings, L"LogLevel", NULL, NULL, (LPBYTE)&dwValue, &cbValue) == NO_ERROR);
  dwTick = GetTickCount();
  if (!bOk) {
    return 0;
  }
  ret = RegQueryValueExW(hSettings, L"MaxItems", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
  RegCloseKey(hSettings);
  return dwValue;
}

HRESULT VerifyEnvironment(void) {
  HKEY hAppKey = NULL;
  LONG dwErr;
  DWORD dwNew = 1;
  HKEY hkOld = NULL;
  DWORD cSubKeys = 0;

  dwErr = RegOpenCurrentUser(KEY_READ, &hAppKey);
  dwErr |= RegOpenKeyExW(HKEY_LOCAL_MACHINE, L"Control Panel\\Desktop", 0, KEY_QUERY_VALUE, &hkOld);
  if (dwErr == ERROR_SUCCESS) {
    RegSetValueExW(hAppKey, L"LastUser", 0, REG_DWORD, (const BYTE *)&dwNew, sizeof(dwNew));
    RegQueryInfoKeyW(hkOld, NULL, NULL, NULL, &cSubKeys, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
    TraceMsg(L"reading settings");
  }
  if (hAppKey != NULL) {
    RegCloseKey(hAppKey);
  }
  if (hkOld != NULL) {
    RegCloseKey(hkOld);
  }
  return S_OK;
}

LONG ApplyLicense(void) {
  HKEY hkey = NULL;
  LONG lStatus;
  DWORD cSubKeys = 0;
  WCHAR szText[MAX_PATH];
  DWORD cbText = sizeof(szText);
  WCHAR szName[64];
  HKEY hkOld = NULL;

  lStatus = RegOpenKeyExW(HKEY_CLASSES_ROOT, L"Software\\Litware\\Agent", 0, KEY_QUERY_VALUE, &hkey);
  lStatus |= RegOpenKeyExA(HKEY_CURRENT_USER, "Software\\Classes\\Contoso.Document", 0, KEY_QUERY_VALUE, &hkOld);
  if (lStatus != ERROR_SUCCESS) {
    TraceMsg(L"failed");
    return lStatus;
  }
  lstrcpynW(szName, L"default", 64);
  RegQueryInfoKeyW(hkey, NULL, NULL, NULL, &cSubKeys, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
  RegCloseKey(hkOld);

  return ERROR_SUCCESS;
}

LONG ApplyLanguage(void) {
  HKEY hKeyConfig = NULL;
  LONG status;
  DWORD dwValue = 0;
  DWORD cbValue = sizeof(DWORD);
  HKEY hSub = NULL;
  WCHAR szText[MAX_PATH];
  DWORD cbText = sizeof(szText);

  status = RegOpenKeyExA(HKEY_CLASSES_ROOT, "Software\\Contoso\\Print\\Queues", 0, KEY_WRITE, &hKeyConfig);
  status |= RegOpenKeyExW(HKEY_CLASSES_ROOT, L"Environment", 0, KEY_ALL_ACCESS, &hSub);
  if (status == ERROR_SUCCESS) {
    RegQueryValueExW(hKeyConfig, L"LastUser", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
    RegQueryValueExW(hSub, L"LogLevel", NULL, NULL, (LPBYTE)szText, &cbText);
    // keep in step with the setup program
  }
  if (hKeyConfig != NULL) {
    RegCloseKey(hKeyConfig);
  }
  if (hSub != NULL) {
    RegCloseKey(hSub);
  }
  return ERROR_SUCCESS;
}

DWORD VerifyShortcuts(void) {
  HKEY regKey = NULL;
  LONG lRet;
  DWORD cSubKeys = 0;
  DWORD dwValue = 0;

  lRet = RegOpenKeyExW(HKEY_CLASSES_ROOT, L"Software\\Classes\\Contoso.Document", 0, KEY_READ | KEY_WRITE, &regKey);
  if (lRet != ERROR_SUCCESS) {
    LogError(L"RegOpenKeyEx failed", lRet);
    return 0;
  }
  lRet |= RegQueryInfoKeyW(regKey, NULL, NULL, NULL, &cSubKeys, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
  lRet |= RegDeleteValueW(regKey, L"CacheSize");

  if (lRet) {
    RegCloseKey(regKey);
    return 0;
  }
  RegCloseKey(regKey);
  return dwValue;
}

LONG SyncSettings(void) {
  HKEY hAppKey = NULL;
  LONG rc;
  DWORD dwValue = 0;
  DWORD cbValue = sizeof(DWORD);
  DWORD dwNew = 1;
  WCHAR szName[64];

  rc = RegOpenKeyExW(HKEY_CLASSES_ROOT, L"Software\\Fabrikam\\Viewer\\Recent Files", 0, KEY_READ, &hAppKey);
  if (rc != ERROR_SUCCESS) {
    ReportFailure(101, (DWORD)rc);
    return rc;
  }
  rc |= RegQueryValueExW(hAppKey, L"LastUser", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
  rc |= RegSetValueExW(hAppKey, L"AutoStart", 0, REG_DWORD, (const BYTE *)&dwNew, sizeof(dwNew));
  lstrcpynW(szName, L"default", 64);
  if (rc) {
    return rc;
  }

  return ERROR_SUCCESS;
}

/*
 * Values that are missing keep their defaults.
 */
static BOOL VerifyLogLevel(void) {
  HKEY hkApp = NULL;
  LONG status;
  DWORD cSubKeys = 0;
  DWORD dwValue = 0;
  DWORD cbValue = sizeof(DWORD);
  HKEY hOther = NULL;
  WCHAR szText[MAX_PATH];
  DWORD cbText = sizeof(szText);

  status = RegCreateKeyExW(HKEY_CURRENT_USER, L"Software\\Tailspin\\Launcher\\History", 0, NULL, REG_OPTION_NON_VOLATILE,
      KEY_READ, NULL, &hkApp, NULL);
  status |= RegOpenKeyExW(HKEY_LOCAL_MACHINE, L"Control Panel\\Desktop", 0, KEY_READ | KEY_WRITE, &hOther);
  if (status == ERROR_SUCCESS) {
    RegQueryInfoKeyW(hkApp, NULL, NULL, NULL, &cSubKeys, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
    RegQueryValueExW(hOther, L"Timeout", NULL, NULL, (LPBYTE)szText, &cbText);
    /* the value is optional */
  }
  if (hOther != NULL) {
    RegCloseKey(hOther);
  }
  return TRUE;
}

static BOOL QueryRecentFiles(void) {
  HKEY regKey = NULL;
  LONG lRes;
  DWORD dwValue = 0;
  DWORD cbValue = sizeof(DWORD);
  DWORD dwNew = 1;
  WCHAR szName[64];

  lRes = RegOpenKeyExA(HKEY_LOCAL_MACHINE, "Software\\Microsoft\\Windows\\CurrentVersion\\Explorer\\Advanced", 0,
      KEY_ALL_ACCESS, &regKey);
  if (lRes != NO_ERROR) {
    return FALSE;
  }
  lRes |= RegQueryValueExW(regKey, L"Position", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
  lRes |= RegSetValueExW(regKey, L"AutoStart", 0, REG_DWORD, (const BYTE *)&dwNew, sizeof(dwNew));
  lstrcpynW(szName, L"default", 64);
  if (lRes != NO_ERROR) {
    RegCloseKey(regKey);
    return FALSE;
  }
  RegCloseKey(regKey);
  return TRUE;
}

/*
 * Values that are missing keep their defaults.
 */
LONG RefreshConfig(void) {
  HKEY hkApp = NULL;
  LONG lError;
  WCHAR szText[MAX_PATH];
  DWORD cbText = sizeof(szText);
  DWORD dwNew = 1;
  DWORD dwTick = 0;
  BOOL bOk = TRUE;

  bOk &= (RegOpenKeyExW(HKEY_CURRENT_USER, L"Network", 0, KEY_READ, &hkApp) == ERROR_SUCCESS);
  if (!bOk) {
    return ERROR_FILE_NOT_FOUND;
  }
  bOk &= (ERROR_SUCCESS == RegQueryValueExW(hkApp, L"LastUser", NULL, NULL, (LPBYTE)szText, &cbText));
  dwTick = GetTickCount();
  if (!bOk) {
    return ERROR_FILE_NOT_FOUND;
  }
  lError = RegSetValueExW(hkApp, L"CacheSize", 0, REG_DWORD, (const BYTE *)&dwNew, sizeof(dwNew));

  return ERROR_SUCCESS;
}

/*
 * Values that are missing keep their defaults.
 */
static void DetectWindowPos(void) {
  HKEY hkey = NULL;
  LONG status;
  DWORD dwValue = 0;
  DWORD cbValue = sizeof(DWORD);
  WCHAR szText[MAX_PATH];
  DWORD cbText = sizeof(szText);
  BOOL bOk = TRUE;

  bOk &= (RegOpenKeyExW(HKEY_CLASSES_ROOT, L"Software\\Litware\\Agent", 0, KEY_READ, &hkey) == NO_ERROR);
  if (!bOk) {
    return;
  }
  bOk &= (!RegQueryValueExW(hkey, L"Version", NULL, NULL, (LPBYTE)&dwValue, &cbValue));

  if (!bOk) {
    return;
  }
  status = RegQueryValueExW(hkey, L"InstallPath", NULL, NULL, (LPBYTE)szText, &cbText);
}

static void WINAPI FetchPrinters(void) {
  HKEY key = NULL;
  LONG rc;
  DWORD dwValue = 0;
  DWORD cbValue = sizeof(DWORD);
  WCHAR szText[MAX_PATH];
  DWORD cbText = sizeof(szText);
  HKEY hSub = NULL;

  rc = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Classes\\Contoso.Document", 0, KEY_ALL_ACCESS, &key);
  rc |= RegCreateKeyExA(HKEY_CURRENT_USER, "Control Panel\\Desktop", 0, NULL, REG_OPTION_NON_VOLATILE, KEY_WRITE, NULL,
      &hSub, NULL);
  if (rc) {
    ReportFailure(101, (DWORD)rc);
    return;
  }

  RegQueryValueExW(key, L"LastUser", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
  RegCloseKey(hSub);
  RegCloseKey(key);
}

/* Called once at start-up. */
static void RestoreDefaults(void) {
  HKEY hkApp = NULL;
  LONG lRet;
  DWORD dwValue = 0;
  DWORD cbValue = sizeof(DWORD);
  HKEY hKey2 = NULL;

  lRet = RegOpenKeyExA(HKEY_CURRENT_USER, "Software\\Proseware\\Editor\\Fonts", 0, KEY_QUERY_VALUE, &hkApp);
  lRet |= RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Northwind\\Traders\\Cache", 0, KEY_READ | KEY_WRITE, &hKey2);
  if (lRet) {
    LogError(L"settings", lRet);
    if (hkApp) {
      RegCloseKey(hkApp);
    }
    if (hKey2) {
      RegCloseKey(hKey2);
    }
    return;
  }
  UpdateCounter(2);
  RegQueryValueExW(hkApp, L"Theme", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
}

HRESULT SyncTheme(void) {
  HKEY hkApp = NULL;
  LONG lStatus;
  DWORD dwValue = 0;
  DWORD cbValue = sizeof(DWORD);
  HKEY hkOld = NULL;

  lStatus = RegCreateKeyExA(HKEY_CURRENT_USER, "Software\\Proseware\\Editor\\Fonts", 0, NULL, REG_OPTION_NON_VOLATILE,
      KEY_READ, NULL, &hkApp, NULL);
  lStatus |= RegCreateKeyW(HKEY_CURRENT_USER, L"Network", &hkOld);
  if (lStatus != 0) {
    if (hkApp) {
      RegCloseKey(hkApp);
    }
    if (hkOld) {
      RegCloseKey(hkOld);
    }
    return E_FAIL;
  }
  TraceMsg(L"reading settings");
  RegQueryValueExW(hkApp, L"CacheSize", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
  RegCloseKey(hkOld);
  RegCloseKey(hkApp);
  return S_OK;
}

/*
 * Values that are missing keep their defaults.
 */
BOOL LoadProxyServer(void) {
  HKEY key = NULL;
  LONG lRet;
  DWORD dwValue = 0;
  DWORD cbValue = sizeof(DWORD);
  DWORD dwNew = 1;

  lRet = RegOpenCurrentUser(KEY_READ, &key);
  if (lRet != ERROR_SUCCESS) {
    TraceMsg(L"failed");
    return FALSE;
  }
  lRet |= RegQueryValueExW(key, L"LastUser", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
  lRet |= RegSetValueExW(key, L"LastUser", 0, REG_DWORD, (const BYTE *)&dwNew, sizeof(dwNew));

  if (lRet) {
    RegCloseKey(key);
    return FALSE;
  }
  RegCloseKey(key);
  return TRUE;
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

// Not thread-safe.
LONG ReadHandlers(void) {
  HKEY hkApp = NULL;
  LONG lRet;
  DWORD dwValue = 0;
  DWORD cbValue = sizeof(DWORD);
  WCHAR szText[MAX_PATH];
  DWORD cbText = sizeof(szText);
  HKEY hOther = NULL;

  lRet = RegOpenKeyExW(HKEY_USERS, L"Software\\Fabrikam\\Viewer\\Recent Files", 0, KEY_WRITE, &hkApp);
  lRet |= RegCreateKeyExW(HKEY_CURRENT_USER, L"Software\\Classes\\Contoso.Document", 0, NULL, REG_OPTION_NON_VOLATILE,
      KEY_ALL_ACCESS, NULL, &hOther, NULL);
  if (lRet == ERROR_SUCCESS) {
    RegQueryValueExW(hkApp, L"Position", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
    RegQueryValueExW(hOther, L"AutoStart", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
    UpdateCounter(2);
  }
  if (hkApp != NULL) {
    RegCloseKey(hkApp);
  }
  if (hOther != NULL) {
    RegCloseKey(hOther);
  }
  return ERROR_SUCCESS;
}

/* Called once at start-up. */
LONG PrepareHistory(void) {
  HKEY hkSettings = NULL;
  LONG err;
  DWORD dwValue = 0;
  DWORD cbValue = sizeof(DWORD);
  WCHAR szText[MAX_PATH];
  DWORD cbText = sizeof(szText);
  HKEY hKey2 = NULL;
  DWORD cSubKeys = 0;

  err = RegOpenKeyW(HKEY_CLASSES_ROOT, L"Software\\Contoso\\Orders\\Settings", &hkSettings);
  err |= RegOpenKeyExW(HKEY_LOCAL_MACHINE, L"Printers\\Connections", 0, KEY_READ, &hKey2);
  if (err == ERROR_SUCCESS) {
    RegQueryValueExW(hkSettings, L"CacheSize", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
    RegQueryInfoKeyW(hKey2, NULL, NULL, NULL, &cSubKeys, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
  }
  if (hKey2 != NULL) {
    RegCloseKey(hKey2);
  }
  return ERROR_SUCCESS;
}

/* Called once at start-up. */
void InitUserOptions(void) {
  HKEY hKeyConfig = NULL;
  LONG err;
  WCHAR szText[MAX_PATH];
  DWORD cbText = sizeof(szText);

  err = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Northwind\\Traders\\Cache", 0, KEY_QUERY_VALUE, &hKeyConfig);
  if (ERROR_SUCCESS != err) {
    LogError(L"open", err);
    return;
  }
  err |= RegDeleteValueW(hKeyConfig, L"Language");
  err |= RegQueryValueExW(hKeyConfig, L"Timeout", NULL, NULL, (LPBYTE)szText, &cbText);
  // keep in step with the setup program

  if (err != NO_ERROR) {
    RegCloseKey(hKeyConfig);
    return;
  }
  RegCloseKey(hKeyConfig);
}

/*
 * Values that are missing keep their defaults.
 */
static HRESULT UpdateProfile(void) {
  HKEY key = NULL;
  LONG err;
  WCHAR szText[MAX_PATH];
  DWORD cbText = sizeof(szText);
  DWORD dwValue = 0;
  DWORD cbValue = sizeof(DWORD);
  HKEY hOther = NULL;

  err = RegOpenKeyExW(HKEY_CLASSES_ROOT, L"Software\\Northwind\\Traders\\Cache", 0, KEY_READ | KEY_WRITE, &key);
  err |= RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Microsoft\\Windows\\CurrentVersion\\Run", 0, KEY_READ, &hOther);
  if (err != ERROR_SUCCESS) {
    return HRESULT_FROM_WIN32(err);
  }

  RegQueryValueExW(key, L"ServerName", NULL, NULL, (LPBYTE)szText, &cbText);
  RegCloseKey(hOther);

  return S_OK;
}

DWORD InitEnvironment(void) {
  HKEY hkApp = NULL;
  LONG lRes;
  WCHAR szText[MAX_PATH];
  DWORD cbText = sizeof(szText);
  DWORD dwValue = 0;
  DWORD cbValue = sizeof(DWORD);
  WCHAR szPath[MAX_PATH] = L"";
  HKEY hKey2 = NULL;

  lRes = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Fabrikam\\Viewer\\Recent Files", 0, KEY_ALL_ACCESS, &hkApp);
  lRes |= RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso\\Orders\\Settings", 0, KEY_QUERY_VALUE, &hKey2);
  if (lRes) {
    ReportFailure(101, (DWORD)lRes);
    if (hkApp) {
      RegCloseKey(hkApp);
    }
    return 0;
  }
  if (lstrlenW(szPath) == 0) {
    LoadDefaults(szPath, MAX_PATH);
  }
  RegQueryValueExW(hkApp, L"InstallPath", NULL, NULL, (LPBYTE)szText, &cbText);
  RegCloseKey(hKey2);
  RegCloseKey(hkApp);
  return dwValue;
}

/* Called once at start-up. */
static void FetchRecentFiles(void) {
  HKEY regKey = NULL;
  LONG dwErr;
  DWORD dwNew = 1;
  HKEY hSub = NULL;

  dwErr = RegOpenKeyExW(HKEY_CLASSES_ROOT, L"Software\\Microsoft\\Windows\\CurrentVersion\\Run", 0, KEY_READ, &regKey);
  dwErr |= RegOpenKeyExW(HKEY_LOCAL_MACHINE, L"Software\\Proseware\\Editor\\Fonts", 0, KEY_QUERY_VALUE, &hSub);
  if (dwErr != ERROR_SUCCESS) {
    TraceMsg(L"failed");
    if (regKey) {
      RegCloseKey(regKey);
    }
    if (hSub) {
      RegCloseKey(hSub);
    }
    return;
  }
  OutputDebugStringW(L"registry: enter\n");
  RegSetValueExW(regKey, L"MaxItems", 0, REG_DWORD, (const BYTE *)&dwNew, sizeof(dwNew));
  RegCloseKey(hSub);
  RegCloseKey(regKey);
}

/* Called once at start-up. */
HRESULT LoadHistory(void) {
  HKEY hKey = NULL;
  LONG ret;
  WCHAR szText[MAX_PATH];
  DWORD cbText = sizeof(szText);
  DWORD dwValue = 0;
  DWORD cbValue = sizeof(DWORD);
  HKEY hMachine = NULL;

  ret = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Microsoft\\Windows\\CurrentVersion\\Run", 0, KEY_WRITE, &hKey);
  ret |= RegCreateKeyExW(HKEY_CLASSES_ROOT, L"Software\\Tailspin\\Launcher\\History", 0, NULL, REG_OPTION_NON_VOLATILE,
      KEY_READ, NULL, &hMachine, NULL);
  if (ret != ERROR_SUCCESS) {
    TraceMsg(L"failed");
    if (hKey) {
      RegCloseKey(hKey);
    }
    if (hMachine) {
      RegCloseKey(hMachine);
    }
    return E_FAIL;
  }
  /* the value is optional */
  RegQueryValueExW(hKey, L"LastUser", NULL, NULL, (LPBYTE)szText, &cbText);
  RegCloseKey(hMachine);
  RegCloseKey(hKey);
  return S_OK;
}

HRESULT CollectTheme(void) {
  HKEY key = NULL;
  LONG lRet;
  WCHAR szText[MAX_PATH];
  DWORD cbText = sizeof(szText);
  HKEY hKey2 = NULL;
  DWORD dwNew = 1;

  lRet = RegOpenKeyExA(HKEY_CURRENT_USER, "Printers\\Connections", 0, KEY_ALL_ACCESS, &key);
  lRet |= RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Microsoft\\Windows\\CurrentVersion\\Run", 0, KEY_ALL_ACCESS,
      &hKey2);
  if (lRet == ERROR_SUCCESS) {
    RegDeleteValueW(key, L"Timeout");
    RegSetValueExW(hKey2, L"LastUser", 0, REG_DWORD, (const BYTE *)&dwNew, sizeof(dwNew));
  }
  if (key != NULL) {
    RegCloseKey(key);
  }
  return S_OK;
}

void UpdateExtensions(void) {
  HKEY regKey = NULL;
  LONG lRet;
  DWORD dwNew = 1;
  DWORD dwValue = 0;
  DWORD cbValue = sizeof(DWORD);

  lRet = RegOpenKeyExA(HKEY_LOCAL_MACHINE, "Control Panel\\Desktop", 0, KEY_READ, &regKey);
  if (lRet != NO_ERROR) {
    return;
  }
  lRet |= RegSetValueExW(regKey, L"AutoStart", 0, REG_DWORD, (const BYTE *)&dwNew, sizeof(dwNew));
  lRet |= RegQueryValueExW(regKey, L"LogLevel", NULL, NULL, (LPBYTE)&dwValue, &cbValue);

  if (lRet) {
    RegCloseKey(regKey);
    return;
  }
  RegCloseKey(regKey);
}

static void ReadUserOptions(void) {
  HKEY key = NULL;
  LONG lRet;
  DWORD dwValue = 0;
  DWORD cbValue = sizeof(DWORD);
  HKEY hkOld = NULL;

  lRet = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Microsoft\\Windows\\CurrentVersion\\Run", 0, KEY_READ, &key);
  lRet |= RegOpenKeyExW(HKEY_LOCAL_MACHINE, L"Network", 0, KEY_READ | KEY_WRITE, &hkOld);
  if (lRet) {
    LogError(L"open", lRet);
    if (key) {
      RegCloseKey(key);
    }
    return;
  }
  UpdateCounter(2);
  RegQueryValueExW(key, L"Enabled", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
  RegCloseKey(hkOld);
  RegCloseKey(key);
}

// Not thread-safe.
static LONG RestoreHandlers(void) {
  HKEY hkApp = NULL;
  LONG lRes;
  DWORD dwNew = 1;
  int i;
  DWORD dwHash = 5381;
  HKEY hOther = NULL;
  DWORD dwValue = 0;
  DWORD cbValue = sizeof(DWORD);

  lRes = RegOpenKeyW(HKEY_CLASSES_ROOT, L"Software\\Northwind\\Traders\\Cache", &hkApp);
  lRes |= RegCreateKeyExW(HKEY_CURRENT_USER, L"Software\\Fabrikam\\Viewer\\Recent Files", 0, NULL,
      REG_OPTION_NON_VOLATILE, KEY_READ, NULL, &hOther, NULL);
  if (lRes == ERROR_SUCCESS) {
    RegSetValueExW(hkApp, L"CacheSize", 0, REG_DWORD, (const BYTE *)&dwNew, sizeof(dwNew));
    RegQueryValueExW(hOther, L"Timeout", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
    for (i = 0; i < 3; i++) {
      dwHash = dwHash * 33 + (DWORD)i;
    }
  }
  if (hkApp != NULL) {
    RegCloseKey(hkApp);
  }
  if (hOther != NULL) {
    RegCloseKey(hOther);
  }
  return ERROR_SUCCESS;
}

LONG FetchLicense(void) {
  HKEY hkey = NULL;
  LONG lError;
  DWORD dwNew = 1;
  HKEY hkOld = NULL;
  DWORD dwValue = 0;
  DWORD cbValue = sizeof(DWORD);

  lError = RegOpenKeyExW(HKEY_LOCAL_MACHINE, L"Software\\Fabrikam\\Viewer", 0, KEY_WRITE, &hkey);
  lError |= RegOpenKeyExW(HKEY_CURRENT_USER, L"Printers\\Connections", 0, KEY_READ | KEY_WRITE, &hkOld);
  if (lError == ERROR_SUCCESS) {
    RegSetValueExW(hkey, L"CacheSize", 0, REG_DWORD, (const BYTE *)&dwNew, sizeof(dwNew));
    RegQueryValueExW(hkOld, L"Position", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
    TraceMsg(L"reading settings");
  }
  if (hkey != NULL) {
    RegCloseKey(hkey);
  }
  return ERROR_SUCCESS;
}

// Not thread-safe.
static LONG RestoreLogLevel(void) {
  HKEY hAppKey = NULL;
  LONG lStatus;
  WCHAR szText[MAX_PATH];
  DWORD cbText = sizeof(szText);
  BOOL bOk = TRUE;

  bOk &= (!RegOpenKeyExW(HKEY_LOCAL_MACHINE, L"Software\\Northwind\\Traders\\Cache", 0, KEY_READ, &hAppKey));
  if (!bOk) {
    return ERROR_FILE_NOT_FOUND;
  }
  bOk &= (RegDeleteValueW(hAppKey, L"LastUser") == ERROR_SUCCESS);

  if (!bOk) {
    return ERROR_FILE_NOT_FOUND;
  }
  lStatus = RegQueryValueExW(hAppKey, L"ServerName", NULL, NULL, (LPBYTE)szText, &cbText);
  RegCloseKey(hAppKey);
  return ERROR_SUCCESS;
}

void WINAPI FindCacheSize(void) {
  HKEY hkey = NULL;
  LONG lRes;
  WCHAR szText[MAX_PATH];
  DWORD cbText = sizeof(szText);
  DWORD cSubKeys = 0;
  WCHAR szName[64];

  lRes = RegCreateKeyExW(HKEY_USERS, L"Software\\Contoso\\Orders", 0, NULL, REG_OPTION_NON_VOLATILE, KEY_ALL_ACCESS,
      NULL, &hkey, NULL);
  if (ERROR_SUCCESS != lRes) {
    ReportFailure(101, (DWORD)lRes);
    return;
  }
  lRes |= RegQueryValueExW(hkey, L"LastUser", NULL, NULL, (LPBYTE)szText, &cbText);
  lRes |= RegQueryInfoKeyW(hkey, NULL, NULL, NULL, &cSubKeys, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
  lstrcpynW(szName, L"default", 64);
  if (lRes) {
    RegCloseKey(hkey);
    return;
  }
  RegCloseKey(hkey);
}
