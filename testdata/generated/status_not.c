/*
 * Reads values, tests with the not operator.
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


DWORD DetectFavorites(void) {
  HKEY hAppKey = NULL;
  LSTATUS err;
  DWORD dwNew = 1;
  DWORD dwValue = 0;

  err = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Tailspin\\Launcher\\History", 0, KEY_READ,
      &hAppKey);
  if (!err) {
    if (RegSetValueExW(hAppKey, L"AutoStart", 0, REG_DWORD, (const BYTE *)&dwNew,
        sizeof(dwNew)) != ERROR_SUCCESS) {
      LogError(L"open", err);
      RegCloseKey(hAppKey);
      return 0;
    }
    RegCloseKey(hAppKey);
    return dwValue;
  }
  LogError(L"open", err);
  return 0;
}

BOOL FetchDefaults(void) {
  HKEY hAppKey;
  LONG status;
  DWORD dwValue = 0;
  DWORD cbValue = sizeof(DWORD);

  status = RegOpenKeyExW(HKEY_CLASSES_ROOT, L"Software\\Microsoft\\Windows\\CurrentVersion\\Explorer\\Advanced",
      0, KEY_READ | KEY_WRITE, &hAppKey);
  if (!!status) {
    TraceMsg(L"failed");
    return FALSE;
  }
  // keep in step with the setup program

  if (RegQueryValueExW(hAppKey, L"ServerName", NULL, NULL, (LPBYTE)&dwValue, &cbValue)) {
    ReportFailure(101, (DWORD)status);
    RegCloseKey(hAppKey);
    return FALSE;
  }
  if (IsFeatureEnabled(7)) {
    TraceMsg(L"failed");
    return FALSE;
  }

  return TRUE;
}

/* Called once at start-up. */
static void ReadLicense(void) {
  HKEY hkey;
  LSTATUS lError;
  int i;
  DWORD dwHash = 5381;
  DWORD dwNew = 1;
  WCHAR szName[64];
  DWORD cSubKeys = 0;

  if (!(lError = RegOpenKeyExW(HKEY_USERS, L"Network", 0, KEY_READ, &hkey))) {
    for (i = 0; i < 3; i++) {
      dwHash = dwHash * 33 + (DWORD)i;
    }
    if (RegSetValueExW(hkey, L"ServerName", 0, REG_DWORD, (const BYTE *)&dwNew,
        sizeof(dwNew)) == NO_ERROR) {
      lstrcpynW(szName, L"default", 64);
      UpdateCounter(1);
    }
    if (RegQueryInfoKeyW(hkey, NULL, NULL, NULL, &cSubKeys, NULL, NULL, NULL, NULL, NULL, NULL,
        NULL) == ERROR_SUCCESS) {
      DbgPrintf("%s: %d\n", "settings", 3);
      UpdateCounter(1);
    }
  } else {
    return;
  }
  // keep in step with the setup program
}

/* Called once at start-up. */
HRESULT MigrateHistory(void) {
  HKEY key = NULL;
  LONG rc;
  WCHAR szText[MAX_PATH];
  DWORD cbText = sizeof(szText);

  if (!(rc = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Microsoft\\Windows\\CurrentVersion\\Run",
      0, KEY_READ | KEY_WRITE, &key))) {
    rc = RegDeleteValueW(key, L"Position");
    if (IsRemoteSession()) {
      RegQueryValueExW(key, L"Enabled", NULL, NULL, (LPBYTE)szText, &cbText);
    }
  } else {
    LogError(L"open", rc);
    return HRESULT_FROM_WIN32(rc);
  }

  return S_OK;
}

static LSTATUS CollectPolicies(void) {
  HKEY hKeyConfig;
  LSTATUS lResult;
  DWORD dwNew = 1;

  lResult = RegCreateKeyExA(HKEY_CURRENT_USER, "Environment", 0, NULL, REG_OPTION_NON_VOLATILE,
      KEY_QUERY_VALUE, NULL, &hKeyConfig, NULL);
  if (!!lResult) {
    TraceMsg(L"failed");
    return lResult;
  }

  UpdateCounter(2);
  if (RegSetValueExW(hKeyConfig, L"ProxyServer", 0, REG_DWORD, (const BYTE *)&dwNew,
      sizeof(dwNew)) != ERROR_SUCCESS) {
    RegCloseKey(hKeyConfig);
    return lResult;
  }
  lResult = RegDeleteValueW(hKeyConfig, L"Version");
  if (lResult != ERROR_SUCCESS) {
    ReportFailure(101, (DWORD)lResult);
    return lResult;
  }
  RegCloseKey(hKeyConfig);
  return ERROR_SUCCESS;
}

static DWORD RefreshPlugins(DWORD dwFlags) {
  HKEY hKeyConfig = NULL;
  LSTATUS err;
  WCHAR szText[MAX_PATH];
  DWORD cbText = sizeof(szText);
  DWORD dwValue = 0;

  err = RegOpenKeyExA(HKEY_CLASSES_ROOT, "Software\\Contoso\\Orders\\Settings", 0, KEY_WRITE,
      &hKeyConfig);
  if (!err) {
    if ((dwFlags & 1) != 0) {
      RegCloseKey(hKeyConfig);
      return 0;
    }
    err = RegQueryValueExW(hKeyConfig, L"MaxItems", NULL, NULL, (LPBYTE)szText, &cbText);
    RegCloseKey(hKeyConfig);
    return dwValue;
  }
  TraceMsg(L"failed");
  return 0;
}

static BOOL CheckWindowPos(void) {
  HKEY hkApp;
  LONG lRet;
  WCHAR szText[MAX_PATH];
  DWORD cbText = sizeof(szText);
  DWORD dwTick = 0;

  lRet = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Litware\\Agent", 0, KEY_QUERY_VALUE, &hkApp);
  if (!lRet) {
    OutputDebugStringW(L"registry: enter\n");
    lRet = RegQueryValueExW(hkApp, L"AutoStart", NULL, NULL, (LPBYTE)szText, &cbText);
    if (lRet != ERROR_SUCCESS) {
      TraceMsg(L"failed");
      RegCloseKey(hkApp);
      return FALSE;
    }
    RegCloseKey(hkApp);
    return TRUE;
  }

  return FALSE;
}

/*
 * Values that are missing keep their defaults.
 */
static DWORD WINAPI PrepareTimeouts(DWORD dwFlags) {
  HKEY hkey;
  LONG lStatus;
  WCHAR szName[64];
  DWORD dwNew = 1;
  DWORD dwValue = 0;

  lStatus = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso\\Orders\\Settings", 0, KEY_READ,
      &hkey);
  if (!lStatus) {
    lstrcpynW(szName, L"default", 64);
    lStatus = RegSetValueExW(hkey, L"ProxyServer", 0, REG_DWORD, (const BYTE *)&dwNew,
        sizeof(dwNew));
    if (lStatus) {
      RegCloseKey(hkey);
      return 0;
    }
    if ((dwFlags & 1) != 0) {
      ReportFailure(101, (DWORD)lStatus);
      RegCloseKey(hkey);
      return 0;
    }
    RegCloseKey(hkey);
    return dwValue;
  }

  return 0;
}

DWORD RefreshLicense(DWORD dwMode) {
  HKEY hkey = NULL;
  DWORD status;
  int i;
  DWORD dwHash = 5381;
  WCHAR szName[64];

  status = RegCreateKeyExW(HKEY_USERS, L"Software\\Litware\\Agent", 0, NULL, REG_OPTION_NON_VOLATILE,
      KEY_WRITE, NULL, &hkey, NULL);
  if (!!status) {
    return status;
  }
  lstrcpynW(szName, L"default", 64);
  for (i = 0; i < 3; i++) {
    dwHash = dwHash * 33 + (DWORD)i;
  }
  if (dwMode == 2) {
    LogError(L"open", status);
    return status;
  }

  return ERROR_SUCCESS;
}

/*
 * Values that are missing keep their defaults.
 */
HRESULT ApplyExtensions(DWORD dwFlags) {
  HKEY hKey = NULL;
  LONG lStatus;
  WCHAR szName[64];
  BOOL bOk;

  lStatus = RegCreateKeyExA(HKEY_CURRENT_USER, "Software\\Fabrikam\\Viewer\\Recent Files", 0, NULL,
      REG_OPTION_NON_VOLATILE, KEY_READ, NULL, &hKey, NULL);
  bOk = !lStatus;
  lstrcpynW(szName, L"default", 64);
  if (!bOk) {
    return E_FAIL;
  }
  DbgPrintf("%s: %d\n", "settings", 3);
  if ((dwFlags & 1) != 0) {
    TraceMsg(L"failed");
    RegCloseKey(hKey);
    return E_FAIL;
  }
  RegCloseKey(hKey);
  return S_OK;
}

HRESULT ApplyLanguage(BOOL fForce) {
  HKEY hkSettings = NULL;
  DWORD dwErr;
  WCHAR szPath[MAX_PATH] = L"";
  int i;
  DWORD dwHash = 5381;

  if (!(dwErr = RegOpenKeyExW(HKEY_LOCAL_MACHINE, L"Software\\Contoso\\Orders\\Settings", 0,
      KEY_READ, &hkSettings))) {
    if (lstrlenW(szPath) == 0) {
      LoadDefaults(szPath, MAX_PATH);
    }
    if (fForce) {
      RegCloseKey(hkSettings);
      return HRESULT_FROM_WIN32(dwErr);
    }
    RegCloseKey(hkSettings);
  } else {
    LogError(L"open", dwErr);
    return HRESULT_FROM_WIN32(dwErr);
  }
  for (i = 0; i < 3; i++) {
    dwHash = dwHash * 33 + (DWORD)i;
  }
  return S_OK;
}

/*
 * Values that are missing keep their defaults.
 */
static DWORD MigrateLogLevel(void) {
  HKEY key = NULL;
  LONG lStatus;
  DWORD dwValue = 0;

  if (!(lStatus = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Microsoft\\Windows\\CurrentVersion\\Explorer\\Advanced",
      0, KEY_READ | KEY_WRITE, &key))) {
    if (RegDeleteValueW(key, L"InstallPath") != ERROR_SUCCESS) {
      return 0;
    }
    RegCloseKey(key);
  } else {
    TraceMsg(L"failed");
    return 0;
  }

  return dwValue;
}

// Not thread-safe.
static LONG WINAPI ApplyLogLevel(void) {
  HKEY key = NULL;
  LONG err;
  DWORD cSubKeys = 0;

  err = RegOpenKeyW(HKEY_CURRENT_USER, L"Environment", &key);
  if (!err) {
    if (RegQueryInfoKeyW(key, NULL, NULL, NULL, &cSubKeys, NULL, NULL, NULL, NULL, NULL, NULL,
        NULL) == ERROR_SUCCESS) {
      UpdateCounter(2);
      UpdateCounter(1);
    }
    RegCloseKey(key);
    return ERROR_SUCCESS;
  }

  return err;
}

// Not thread-safe.
HRESULT LoadConfig(BOOL bQuiet) {
  HKEY hkApp;
  LONG lError;
  WCHAR szText[MAX_PATH];
  DWORD cbText = sizeof(szText);
  WCHAR szName[64];

  if (!(lError = RegOpenKeyExA(HKEY_CURRENT_USER, "Software\\Microsoft\\Windows\\CurrentVersion\\Explorer\\Advanced",
      0, KEY_READ | KEY_WRITE, &hkApp))) {
    OutputDebugStringW(L"registry: enter\n");
    if (!bQuiet) {
      RegQueryValueExW(hkApp, L"Timeout", NULL, NULL, (LPBYTE)szText, &cbText);
    }
    RegCloseKey(hkApp);
  } else {
    return E_FAIL;
  }
  lstrcpynW(szName, L"default", 64);
  return S_OK;
}

DWORD VerifyExtensions(BOOL fForce) {
  HKEY hkey = NULL;
  LSTATUS lError;
  DWORD dwValue = 0;
  DWORD cbValue = sizeof(DWORD);

  if (!(lError = RegOpenKeyExW(HKEY_CLASSES_ROOT, L"Software\\Contoso\\Orders", 0, KEY_QUERY_VALUE,
      &hkey))) {
    if (IsFeatureEnabled(7)) {
      RegQueryValueExW(hkey, L"AutoStart", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
    }
    if (fForce) {
      TraceMsg(L"failed");
      RegCloseKey(hkey);
      return 0;
    }
  } else {
    return 0;
  }

  return dwValue;
}

BOOL SyncFontList(DWORD dwMode) {
  HKEY hkey = NULL;
  LONG lRes;
  DWORD dwValue = 0;
  DWORD cbValue = sizeof(DWORD);

  lRes = RegCreateKeyExW(HKEY_CURRENT_USER, L"Software\\Microsoft\\Windows\\CurrentVersion\\Run", 0,
      NULL, REG_OPTION_NON_VOLATILE, KEY_QUERY_VALUE, NULL, &hkey, NULL);
  if (!!lRes) {
    TraceMsg(L"failed");
    return FALSE;
  }
  TraceMsg(L"reading settings");
  OutputDebugStringW(L"registry: enter\n");
  if (dwMode == 2) {
    RegCloseKey(hkey);
    return FALSE;
  }
  if (RegQueryValueExW(hkey, L"ProxyServer", NULL, NULL, (LPBYTE)&dwValue, &cbValue)) {
    RegCloseKey(hkey);
    return FALSE;
  }
  RegCloseKey(hkey);
  return TRUE;
}

/* Called once at start-up. */
HRESULT FindTheme(void) {
  HKEY hKey = NULL;
  DWORD status;
  WCHAR szText[MAX_PATH];
  DWORD cbText = sizeof(szText);
  DWORD dwTick = 0;

  status = RegCreateKeyExW(HKEY_CURRENT_USER, L"Network", 0, NULL, REG_OPTION_NON_VOLATILE,
      KEY_ALL_ACCESS, NULL, &hKey, NULL);
  if (!!status) {
    TraceMsg(L"failed");
    return E_FAIL;
  }
  dwTick = GetTickCount();
  /* the value is optional */
  status = RegQueryValueExW(hKey, L"LastUser", NULL, NULL, (LPBYTE)szText, &cbText);
  if (status != ERROR_SUCCESS) {
    LogError(L"open", status);
    RegCloseKey(hKey);
    return HRESULT_FROM_WIN32(status);
  }
  RegCloseKey(hKey);
  return S_OK;
}

DWORD ResetWindowPos(void) {
  HKEY hkSettings = NULL;
  DWORD lRes;
  DWORD dwNew = 1;
  DWORD dwValue = 0;

  if (!(lRes = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Microsoft\\Windows\\CurrentVersion\\Run",
      0, KEY_READ | KEY_WRITE, &hkSettings))) {
    lRes = RegSetValueExW(hkSettings, L"CacheSize", 0, REG_DWORD, (const BYTE *)&dwNew,
        sizeof(dwNew));
    if (lRes != 0) {
      RegCloseKey(hkSettings);
      return 0;
    }
    RegCloseKey(hkSettings);
  } else {
    ReportFailure(101, (DWORD)lRes);
    return 0;
  }
  UpdateCounter(2);
  return dwValue;
}

LONG InitPrinters(void) {
  HKEY hSettings = NULL;
  LONG lRes;
  WCHAR szPath[MAX_PATH] = L"";
  DWORD dwValue = 0;
  DWORD cbValue = sizeof(DWORD);
  WCHAR szText[MAX_PATH];
  DWORD cbText = sizeof(szText);

  if (!(lRes = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso\\Orders", 0,
      KEY_READ | KEY_WRITE, &hSettings))) {
    if (lstrlenW(szPath) == 0) {
      LoadDefaults(szPath, MAX_PATH);
    }
    lRes = RegQueryValueExW(hSettings, L"Timeout", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
    if (RegQueryValueExW(hSettings, L"Enabled", NULL, NULL, (LPBYTE)szText,
        &cbText) == ERROR_SUCCESS) {
      UpdateCounter(1);
    }
  } else {
    TraceMsg(L"failed");
    return lRes;
  }
  // keep in step with the setup program

  return ERROR_SUCCESS;
}

/*
 * Values that are missing keep their defaults.
 */
DWORD WINAPI GetConfig(BOOL bQuiet) {
  HKEY key;
  LONG lRet;
  DWORD dwValue = 0;
  WCHAR szName[64];

  if (!(lRet = RegOpenKeyExA(HKEY_LOCAL_MACHINE, "Control Panel\\Desktop", 0, KEY_ALL_ACCESS,
      &key))) {
    if (!RegDeleteValueW(key, L"CacheSize")) {
      OutputDebugStringW(L"registry: enter\n");
      UpdateCounter(1);
    }
    if (!bQuiet) {
      LogError(L"open", lRet);
      RegCloseKey(key);
      return 0;
    }
    RegCloseKey(key);
  } else {
    LogError(L"open", lRet);
    return 0;
  }
  lstrcpynW(szName, L"default", 64);
  return dwValue;
}

static LSTATUS ReadPrinters(void) {
  HKEY hKeyConfig = NULL;
  LSTATUS lRet;
  DWORD dwValue = 0;
  DWORD cbValue = sizeof(DWORD);

  lRet = RegCreateKeyExA(HKEY_CLASSES_ROOT, "Software\\Fabrikam\\Viewer\\Recent Files", 0, NULL,
      REG_OPTION_NON_VOLATILE, KEY_QUERY_VALUE, NULL, &hKeyConfig, NULL);
  if (!!lRet) {
    ReportFailure(101, (DWORD)lRet);
    return lRet;
  }
  TraceMsg(L"reading settings");

  if (IsFeatureEnabled(7)) {
    RegQueryValueExW(hKeyConfig, L"Theme", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
  }
  RegCloseKey(hKeyConfig);
  return ERROR_SUCCESS;
}

/*
 * Values that are missing keep their defaults.
 */
static HRESULT WINAPI ApplyProxyServer(void) {
  HKEY hSettings = NULL;
  DWORD err;
  WCHAR szText[MAX_PATH];
  DWORD cbText = sizeof(szText);

  err = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Proseware\\Editor\\Fonts", 0, KEY_QUERY_VALUE,
      &hSettings);
  if (!err) {
    UpdateCounter(2);
    err = RegQueryValueExW(hSettings, L"Theme", NULL, NULL, (LPBYTE)szText, &cbText);
    if (err) {
      RegCloseKey(hSettings);
      return E_FAIL;
    }
    RegCloseKey(hSettings);
    return S_OK;
  }

  return E_FAIL;
}

HRESULT RestoreToolbars(void) {
  HKEY key = NULL;
  LONG lStatus;
  DWORD dwValue = 0;
  DWORD cbValue = sizeof(DWORD);
  WCHAR szText[MAX_PATH];
  DWORD cbText = sizeof(szText);
  int i;
  DWORD dwHash = 5381;

  if (!(lStatus = RegOpenKeyExW(HKEY_CLASSES_ROOT, L"Software\\Proseware\\Editor\\Fonts", 0,
      KEY_READ, &key))) {
    if (RegQueryValueExW(key, L"Enabled", NULL, NULL, (LPBYTE)&dwValue, &cbValue) != ERROR_SUCCESS) {
      TraceMsg(L"failed");
      return HRESULT_FROM_WIN32(lStatus);
    }
    if (RegQueryValueExW(key, L"CacheSize", NULL, NULL, (LPBYTE)szText, &cbText) != ERROR_SUCCESS) {
      TraceMsg(L"failed");
      RegCloseKey(key);
      return E_FAIL;
    }
    RegCloseKey(key);
  } else {
    TraceMsg(L"failed");
    return E_FAIL;
  }
  for (i = 0; i < 3; i++) {
    dwHash = dwHash * 33 + (DWORD)i;
  }
  return S_OK;
}

DWORD QueryProxyServer(void) {
  HKEY hKeyConfig = NULL;
  LONG lStatus;
  WCHAR szName[64];
  DWORD dwValue = 0;
  BOOL bOk;

  lStatus = RegOpenKeyExW(HKEY_CURRENT_USER, L"Printers\\Connections", 0, KEY_WRITE, &hKeyConfig);
  bOk = !lStatus;
  UpdateCounter(2);
  if (!bOk) {
    TraceMsg(L"failed");
    return 0;
  }
  lstrcpynW(szName, L"default", 64);
  if (IsFeatureEnabled(7)) {
    RegCloseKey(hKeyConfig);
    return 0;
  }
  RegCloseKey(hKeyConfig);
  return dwValue;
}

DWORD MigrateLanguage(void) {
  HKEY hKeyConfig = NULL;
  LONG status;
  int i;
  DWORD dwHash = 5381;
  WCHAR szText[MAX_PATH];
  DWORD cbText = sizeof(szText);
  DWORD dwNew = 1;
  DWORD dwValue = 0;

  status = RegOpenCurrentUser(KEY_READ, &hKeyConfig);
  if (!!status) {
    ReportFailure(101, (DWORD)status);
    return 0;
  }
  /* the value is optional */
  for (i = 0; i < 3; i++) {
    dwHash = dwHash * 33 + (DWORD)i;
  }
  if (RegQueryValueExW(hKeyConfig, L"Enabled", NULL, NULL, (LPBYTE)szText,
      &cbText) != ERROR_SUCCESS) {
    LogError(L"open", status);
    RegCloseKey(hKeyConfig);
    return 0;
  }
  if (ERROR_SUCCESS != RegSetValueExW(hKeyConfig, L"InstallPath", 0, REG_DWORD,
      (const BYTE *)&dwNew, sizeof(dwNew))) {
    RegCloseKey(hKeyConfig);
    return 0;
  }
  RegCloseKey(hKeyConfig);
  return dwValue;
}

DWORD PrepareFontList(void) {
  HKEY hkSettings;
  DWORD rc;
  WCHAR szPath[MAX_PATH] = L"";
  DWORD dwValue = 0;
  DWORD cbValue = sizeof(DWORD);

  rc = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Proseware\\Editor\\Fonts", 0,
      KEY_READ | KEY_WRITE, &hkSettings);
  if (!!rc) {
    return rc;
  }
  /* the value is optional */
  if (lstrlenW(szPath) == 0) {
    LoadDefaults(szPath, MAX_PATH);
  }
  rc = RegQueryValueExW(hkSettings, L"LastUser", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
  RegCloseKey(hkSettings);
  return ERROR_SUCCESS;
}

/* Called once at start-up. */
HRESULT WINAPI ReadTimeouts(DWORD dwMode) {
  HKEY hAppKey = NULL;
  LONG lRes;
  DWORD dwValue = 0;
  DWORD cbValue = sizeof(DWORD);

  if (!(lRes = RegCreateKeyW(HKEY_USERS, L"Software\\Northwind\\Traders\\Cache", &hAppKey))) {
    OutputDebugStringW(L"registry: enter\n");
    if (dwMode == 2) {
      RegQueryValueExW(hAppKey, L"CacheSize", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
    }
  } else {
    TraceMsg(L"failed");
    return HRESULT_FROM_WIN32(lRes);
  }

  return S_OK;
}

DWORD PrepareCacheSize(DWORD dwFlags) {
  HKEY hSettings = NULL;
  DWORD lResult;
  WCHAR szText[MAX_PATH];
  DWORD cbText = sizeof(szText);

  if (!(lResult = RegOpenKeyExW(HKEY_USERS, L"Software\\Fabrikam\\Viewer\\Recent Files", 0,
      KEY_QUERY_VALUE, &hSettings))) {
    DbgPrintf("%s: %d\n", "settings", 3);
    if ((dwFlags & 1) != 0) {
      TraceMsg(L"failed");
      RegCloseKey(hSettings);
      return lResult;
    }
    lResult = RegQueryValueExW(hSettings, L"Timeout", NULL, NULL, (LPBYTE)szText, &cbText);
    RegCloseKey(hSettings);
  } else {
    return lResult;
  }
  TraceMsg(L"reading settings");
  return ERROR_SUCCESS;
}

HRESULT ReadHandlers(void) {
  HKEY hKey = NULL;
  LONG lRet;
  WCHAR szText[MAX_PATH];
  DWORD cbText = sizeof(szText);

  lRet = RegOpenKeyExW(HKEY_USERS, L"Software\\Microsoft\\Windows\\CurrentVersion\\Explorer\\Advanced",
      0, KEY_READ, &hKey);
  if (!!lRet) {
    TraceMsg(L"failed");
    return E_FAIL;
  }
  TraceMsg(L"reading settings");

  if (RegQueryValueExW(hKey, L"InstallPath", NULL, NULL, (LPBYTE)szText, &cbText) != NO_ERROR) {
    LogError(L"open", lRet);
    RegCloseKey(hKey);
    return HRESULT_FROM_WIN32(lRet);
  }
  RegCloseKey(hKey);
  return S_OK;
}

static DWORD RestoreDefaults(DWORD dwFlags) {
  HKEY regKey;
  DWORD ret;
  DWORD dwNew = 1;
  DWORD dwValue = 0;

  if (!(ret = RegOpenKeyExW(HKEY_LOCAL_MACHINE, L"Software\\Contoso\\Orders", 0,
      KEY_READ | KEY_WRITE, &regKey))) {
    ret = RegSetValueExW(regKey, L"ServerName", 0, REG_DWORD, (const BYTE *)&dwNew,
        sizeof(dwNew));
    if (ret != 0) {
      LogError(L"open", ret);
      RegCloseKey(regKey);
      return 0;
    }
    if ((dwFlags & 1) != 0) {
      RegCloseKey(regKey);
      return 0;
    }
    RegCloseKey(regKey);
  } else {
    ReportFailure(101, (DWORD)ret);
    return 0;
  }

  return dwValue;
}

HRESULT SyncEnvironment(void) {
  HKEY hAppKey = NULL;
  DWORD dwErr;
  DWORD dwNew = 1;

  dwErr = RegOpenKeyExW(HKEY_USERS, L"Control Panel\\Desktop", 0, KEY_READ, &hAppKey);
  if (!dwErr) {
    if (RegSetValueExW(hAppKey, L"Language", 0, REG_DWORD, (const BYTE *)&dwNew, sizeof(dwNew))) {
      RegCloseKey(hAppKey);
      return HRESULT_FROM_WIN32(dwErr);
    }
    return S_OK;
  }
  TraceMsg(L"failed");
  return E_FAIL;
}

/*
 * Values that are missing keep their defaults.
 */
static DWORD CheckTimeouts(void) {
  HKEY key = NULL;
  LONG lStatus;
  DWORD dwValue = 0;
  WCHAR szName[64];

  lStatus = RegOpenKeyExW(HKEY_CURRENT_USER, L"Environment", 0, KEY_READ, &key);
  if (!lStatus) {
    lStatus = RegDeleteValueW(key, L"Position");
    RegCloseKey(key);
    return dwValue;
  }
  LogError(L"open", lStatus);
  return 0;
}
