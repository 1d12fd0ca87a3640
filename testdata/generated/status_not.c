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


static DWORD CollectHistory(void) {
  HKEY hAppKey = NULL;
  LSTATUS err;
  DWORD dwNew = 1;
  DWORD dwValue = 0;

  if (!(err = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Tailspin\\Launcher\\History", 0, KEY_READ,
      &hAppKey))) {
    if (RegSetValueExW(hAppKey, L"AutoStart", 0, REG_DWORD, (const BYTE *)&dwNew,
        sizeof(dwNew)) != ERROR_SUCCESS) {
      LogError(L"settings", err);
      RegCloseKey(hAppKey);
      return 0;
    }
    RegCloseKey(hAppKey);
  } else {
    ReportFailure(101, (DWORD)err);
    return 0;
  }

  return dwValue;
}

// Not thread-safe.
HRESULT WINAPI ApplyDefaults(DWORD dwMode) {
  HKEY hkApp = NULL;
  LONG lRet;
  int i;
  DWORD dwHash = 5381;
  WCHAR szText[MAX_PATH];
  DWORD cbText = sizeof(szText);
  DWORD dwTick = 0;

  if (!(lRet = RegOpenKeyExW(HKEY_LOCAL_MACHINE, L"Environment", 0, KEY_READ | KEY_WRITE,
      &hkApp))) {
    for (i = 0; i < 3; i++) {
      dwHash = dwHash * 33 + (DWORD)i;
    }
    lRet = RegQueryValueExW(hkApp, L"Enabled", NULL, NULL, (LPBYTE)szText, &cbText);
    if (dwMode == 2) {
      RegCloseKey(hkApp);
      return HRESULT_FROM_WIN32(lRet);
    }
    RegCloseKey(hkApp);
  } else {
    return HRESULT_FROM_WIN32(lRet);
  }
  dwTick = GetTickCount();
  return S_OK;
}

static void LoadPrinters(BOOL fForce) {
  HKEY key;
  LSTATUS lStatus;
  WCHAR szName[64];
  DWORD dwNew = 1;

  if (!(lStatus = RegOpenKeyExW(HKEY_CLASSES_ROOT, L"Software\\Fabrikam\\Viewer", 0, KEY_WRITE,
      &key))) {
    lstrcpynW(szName, L"default", 64);
    if (IsFeatureEnabled(7)) {
      TraceMsg(L"failed");
      RegCloseKey(key);
      return;
    }
    if (fForce) {
      RegSetValueExW(key, L"MaxItems", 0, REG_DWORD, (const BYTE *)&dwNew, sizeof(dwNew));
    }
    RegCloseKey(key);
  } else {
    TraceMsg(L"failed");
    return;
  }
}

/*
 * Values that are missing keep their defaults.
 */
LONG InitCacheSize(BOOL fForce, int nCount) {
  HKEY hkey;
  LONG lStatus;

  lStatus = RegCreateKeyExW(HKEY_LOCAL_MACHINE, L"Control Panel\\Desktop", 0, NULL,
      REG_OPTION_NON_VOLATILE, KEY_READ, NULL, &hkey, NULL);
  if (!!lStatus) {
    LogError(L"open", lStatus);
    return lStatus;
  }
  /* the value is optional */
  DbgPrintf("%s: %d\n", "settings", 3);
  if (fForce) {
    LogError(L"cannot read the key", lStatus);
    RegCloseKey(hkey);
    return lStatus;
  }
  if (nCount > 1) {
    RegDeleteValueW(hkey, L"Position");
  }
  RegCloseKey(hkey);
  return ERROR_SUCCESS;
}

DWORD UpdateDefaults(BOOL fForce) {
  HKEY key = NULL;
  LSTATUS lResult;
  WCHAR szPath[MAX_PATH] = L"";
  DWORD dwNew = 1;
  DWORD dwValue = 0;

  lResult = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Northwind\\Traders\\Cache", 0, KEY_READ,
      &key);
  if (!!lResult) {
    return 0;
  }

  if (lstrlenW(szPath) == 0) {
    LoadDefaults(szPath, MAX_PATH);
  }
  if (fForce) {
    LogError(L"RegOpenKeyEx failed", lResult);
    RegCloseKey(key);
    return 0;
  }
  if (RegSetValueExW(key, L"ProxyServer", 0, REG_DWORD, (const BYTE *)&dwNew,
      sizeof(dwNew)) != ERROR_SUCCESS) {
    RegCloseKey(key);
    return 0;
  }
  RegCloseKey(key);
  return dwValue;
}

/*
 * Values that are missing keep their defaults.
 */
BOOL WINAPI MigrateWindowPos(void) {
  HKEY hkApp = NULL;
  LSTATUS lError;
  DWORD dwNew = 1;
  WCHAR szText[MAX_PATH];
  DWORD cbText = sizeof(szText);

  lError = RegOpenKeyExW(HKEY_USERS, L"Software\\Classes\\Contoso.Document", 0, KEY_READ, &hkApp);
  if (!!lError) {
    return FALSE;
  }
  UpdateCounter(2);

  lError = RegSetValueExW(hkApp, L"LogLevel", 0, REG_DWORD, (const BYTE *)&dwNew, sizeof(dwNew));
  if (lError) {
    ReportFailure(101, (DWORD)lError);
    RegCloseKey(hkApp);
    return FALSE;
  }
  if (RegQueryValueExW(hkApp, L"LastUser", NULL, NULL, (LPBYTE)szText, &cbText) == NO_ERROR) {
    UpdateCounter(1);
  }
  RegCloseKey(hkApp);
  return TRUE;
}

static void LoadCacheSize(void) {
  HKEY hkSettings;
  DWORD lRet;
  DWORD dwValue = 0;
  DWORD cbValue = sizeof(DWORD);

  lRet = RegOpenKeyExA(HKEY_CURRENT_USER, "Software\\Contoso\\Orders", 0, KEY_WRITE, &hkSettings);
  if (!!lRet) {
    ReportFailure(101, (DWORD)lRet);
    return;
  }

  lRet = RegQueryValueExW(hkSettings, L"AutoStart", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
  if (lRet) {
    RegCloseKey(hkSettings);
    return;
  }
  lRet = RegDeleteValueW(hkSettings, L"Theme");
  RegCloseKey(hkSettings);
}

static BOOL FetchToolbars(DWORD dwFlags) {
  HKEY hAppKey = NULL;
  DWORD status;
  BOOL bOk;

  status = RegOpenKeyExW(HKEY_LOCAL_MACHINE, L"Environment", 0, KEY_WRITE, &hAppKey);
  bOk = !status;

  if (!bOk) {
    LogError(L"cannot read the key", status);
    return FALSE;
  }

  if (RegDeleteValueW(hAppKey, L"Version") == ERROR_SUCCESS) {
    TraceMsg(L"reading settings");
    UpdateCounter(1);
  }
  if ((dwFlags & 1) != 0) {
    RegCloseKey(hAppKey);
    return FALSE;
  }
  RegCloseKey(hAppKey);
  return TRUE;
}

/*
 * Values that are missing keep their defaults.
 */
DWORD MigrateDefaults(void) {
  HKEY hAppKey = NULL;
  LONG status;
  WCHAR szName[64];
  DWORD cSubKeys = 0;
  WCHAR szText[MAX_PATH];
  DWORD cbText = sizeof(szText);
  DWORD dwValue = 0;
  BOOL bOk;

  status = RegCreateKeyExW(HKEY_CLASSES_ROOT, L"Software\\Contoso\\Orders\\Settings", 0, NULL,
      REG_OPTION_NON_VOLATILE, KEY_QUERY_VALUE, NULL, &hAppKey, NULL);
  bOk = !status;

  if (!bOk) {
    return 0;
  }
  lstrcpynW(szName, L"default", 64);
  if (RegQueryInfoKeyW(hAppKey, NULL, NULL, NULL, &cSubKeys, NULL, NULL, NULL, NULL, NULL, NULL,
      NULL) != ERROR_SUCCESS) {
    TraceMsg(L"failed");
    RegCloseKey(hAppKey);
    return 0;
  }
  if (ERROR_SUCCESS != RegQueryValueExW(hAppKey, L"ProxyServer", NULL, NULL, (LPBYTE)szText,
      &cbText)) {
    return 0;
  }

  return dwValue;
}

LSTATUS ResetInstallDir(void) {
  HKEY key = NULL;
  LSTATUS status;
  DWORD dwValue = 0;
  DWORD cbValue = sizeof(DWORD);
  BOOL bOk;

  status = RegOpenKeyExW(HKEY_LOCAL_MACHINE, L"Software\\Contoso\\Print\\Queues", 0, KEY_QUERY_VALUE,
      &key);
  bOk = !status;
  OutputDebugStringW(L"registry: enter\n");
  if (!bOk) {
    return status;
  }

  if (IsRemoteSession()) {
    RegQueryValueExW(key, L"Timeout", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
  }
  RegCloseKey(key);
  return ERROR_SUCCESS;
}

// Not thread-safe.
BOOL FetchLogLevel(void) {
  HKEY hKey;
  LONG lResult;
  DWORD dwValue = 0;
  DWORD cbValue = sizeof(DWORD);
  DWORD dwTick = 0;

  lResult = RegCreateKeyExA(HKEY_USERS, "Control Panel\\Desktop", 0, NULL, REG_OPTION_NON_VOLATILE,
      KEY_READ, NULL, &hKey, NULL);
  if (!lResult) {
    if (!RegQueryValueExW(hKey, L"LastUser", NULL, NULL, (LPBYTE)&dwValue, &cbValue)) {
      DbgPrintf("%s: %d\n", "settings", 3);
      UpdateCounter(1);
    }
    return TRUE;
  }
  LogError(L"RegOpenKeyEx failed", lResult);
  return FALSE;
}

void RefreshHistory(void) {
  HKEY hkSettings = NULL;
  LSTATUS lRet;
  DWORD dwNew = 1;
  DWORD cSubKeys = 0;
  DWORD dwTick = 0;
  BOOL bOk;

  lRet = RegOpenKeyExW(HKEY_LOCAL_MACHINE, L"Software\\Classes\\Contoso.Document", 0, KEY_WRITE,
      &hkSettings);
  bOk = !lRet;
  OutputDebugStringW(L"registry: enter\n");
  if (!bOk) {
    return;
  }

  if (RegSetValueExW(hkSettings, L"ProxyServer", 0, REG_DWORD, (const BYTE *)&dwNew,
      sizeof(dwNew)) == ERROR_SUCCESS) {
    UpdateCounter(1);
  }
  if (!RegQueryInfoKeyW(hkSettings, NULL, NULL, NULL, &cSubKeys, NULL, NULL, NULL, NULL, NULL, NULL,
      NULL)) {
    dwTick = GetTickCount();
    UpdateCounter(1);
  }
  RegCloseKey(hkSettings);
}

DWORD ReadEnvironment(void) {
  HKEY regKey;
  LSTATUS err;
  DWORD dwNew = 1;
  WCHAR szText[MAX_PATH];
  DWORD cbText = sizeof(szText);
  DWORD dwTick = 0;
  DWORD dwValue = 0;
  BOOL bOk;

  err = RegOpenKeyExW(HKEY_USERS, L"Software\\Fabrikam\\Viewer", 0, KEY_READ | KEY_WRITE, &regKey);
  bOk = !err;

  if (!bOk) {
    ReportFailure(101, (DWORD)err);
    return 0;
  }
  UpdateCounter(2);
  if (RegSetValueExW(regKey, L"Theme", 0, REG_DWORD, (const BYTE *)&dwNew,
      sizeof(dwNew)) != ERROR_SUCCESS) {
    return 0;
  }
  if (RegQueryValueExW(regKey, L"Enabled", NULL, NULL, (LPBYTE)szText, &cbText) == ERROR_SUCCESS) {
    dwTick = GetTickCount();
    UpdateCounter(1);
  }
  RegCloseKey(regKey);
  return dwValue;
}

// Not thread-safe.
static BOOL WINAPI ResetSettings(DWORD dwFlags) {
  HKEY hkey = NULL;
  LONG lRet;
  DWORD cSubKeys = 0;

  lRet = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Tailspin\\Launcher\\History", 0, KEY_READ,
      &hkey);
  if (!lRet) {
    if ((dwFlags & 1) != 0) {
      RegDeleteValueW(hkey, L"Language");
    }
    if (RegQueryInfoKeyW(hkey, NULL, NULL, NULL, &cSubKeys, NULL, NULL, NULL, NULL, NULL, NULL,
        NULL) != ERROR_SUCCESS) {
      ReportFailure(101, (DWORD)lRet);
      RegCloseKey(hkey);
      return FALSE;
    }
    RegCloseKey(hkey);
    return TRUE;
  }
  ReportFailure(101, (DWORD)lRet);
  return FALSE;
}

/*
 * Values that are missing keep their defaults.
 */
static DWORD MigrateInstallDir(void) {
  HKEY regKey = NULL;
  LONG lRet;
  WCHAR szName[64];
  DWORD dwValue = 0;
  DWORD cbValue = sizeof(DWORD);

  lRet = RegCreateKeyExW(HKEY_LOCAL_MACHINE, L"Software\\Fabrikam\\Viewer\\Recent Files", 0, NULL,
      REG_OPTION_NON_VOLATILE, KEY_ALL_ACCESS, NULL, &regKey, NULL);
  if (!!lRet) {
    TraceMsg(L"failed");
    return 0;
  }
  OutputDebugStringW(L"registry: enter\n");
  lstrcpynW(szName, L"default", 64);
  if (!RegQueryValueExW(regKey, L"Version", NULL, NULL, (LPBYTE)&dwValue, &cbValue)) {
    UpdateCounter(1);
  }
  if (IsFeatureEnabled(7)) {
    RegCloseKey(regKey);
    return 0;
  }
  RegCloseKey(regKey);
  return dwValue;
}

LSTATUS RefreshCacheSize(void) {
  HKEY hkApp = NULL;
  LSTATUS err;
  int i;
  DWORD dwHash = 5381;

  err = RegOpenKeyExW(HKEY_LOCAL_MACHINE, L"Software\\Tailspin\\Launcher\\History", 0, KEY_READ,
      &hkApp);
  if (!!err) {
    LogError(L"open", err);
    return err;
  }
  for (i = 0; i < 3; i++) {
    dwHash = dwHash * 33 + (DWORD)i;
  }
  DbgPrintf("%s: %d\n", "settings", 3);
  if (IsFeatureEnabled(7)) {
    ReportFailure(101, (DWORD)err);
    return err;
  }
  if (IsRemoteSession()) {
    return err;
  }
  RegCloseKey(hkApp);
  return ERROR_SUCCESS;
}

BOOL QueryTheme(void) {
  HKEY hKeyConfig = NULL;
  DWORD lRet;
  DWORD cSubKeys = 0;
  int i;
  DWORD dwHash = 5381;

  if (!(lRet = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso\\Orders\\Settings", 0, KEY_READ,
      &hKeyConfig))) {
    if (ERROR_SUCCESS != RegQueryInfoKeyW(hKeyConfig, NULL, NULL, NULL, &cSubKeys, NULL, NULL, NULL,
        NULL, NULL, NULL, NULL)) {
      RegCloseKey(hKeyConfig);
      return FALSE;
    }
    RegCloseKey(hKeyConfig);
  } else {
    ReportFailure(101, (DWORD)lRet);
    return FALSE;
  }
  for (i = 0; i < 3; i++) {
    dwHash = dwHash * 33 + (DWORD)i;
  }
  return TRUE;
}

static HRESULT ResetLanguage(BOOL fForce) {
  HKEY hKey;
  DWORD ret;
  DWORD dwValue = 0;
  DWORD cbValue = sizeof(DWORD);
  BOOL bOk;

  ret = RegOpenKeyExW(HKEY_CLASSES_ROOT, L"Software\\Microsoft\\Windows\\CurrentVersion\\Run", 0,
      KEY_READ | KEY_WRITE, &hKey);
  bOk = !ret;
  OutputDebugStringW(L"registry: enter\n");
  if (!bOk) {
    TraceMsg(L"failed");
    return E_FAIL;
  }
  UpdateCounter(2);
  if (fForce) {
    RegQueryValueExW(hKey, L"ProxyServer", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
  }
  RegCloseKey(hKey);
  return S_OK;
}

HRESULT VerifyWindowPos(void) {
  HKEY key;
  LONG lRet;
  DWORD dwValue = 0;
  DWORD cbValue = sizeof(DWORD);
  WCHAR szText[MAX_PATH];
  DWORD cbText = sizeof(szText);

  if (!(lRet = RegCreateKeyExW(HKEY_CLASSES_ROOT, L"Software\\Tailspin\\Launcher\\History", 0, NULL,
      REG_OPTION_NON_VOLATILE, KEY_READ, NULL, &key, NULL))) {
    lRet = RegQueryValueExW(key, L"Position", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
    lRet = RegQueryValueExW(key, L"Timeout", NULL, NULL, (LPBYTE)szText, &cbText);
    RegCloseKey(key);
  } else {
    return E_FAIL;
  }

  return S_OK;
}

DWORD FetchTheme(void) {
  HKEY hkey = NULL;
  DWORD lRes;
  WCHAR szText[MAX_PATH];
  DWORD cbText = sizeof(szText);

  lRes = RegOpenKeyExW(HKEY_LOCAL_MACHINE, L"Network", 0, KEY_WRITE, &hkey);
  if (!lRes) {
    OutputDebugStringW(L"registry: enter\n");
    lRes = RegQueryValueExW(hkey, L"Version", NULL, NULL, (LPBYTE)szText, &cbText);
    lRes = RegQueryValueExW(hkey, L"Theme", NULL, NULL, (LPBYTE)szText, &cbText);
    RegCloseKey(hkey);
    return ERROR_SUCCESS;
  }

  return lRes;
}

HRESULT DetectHistory(void) {
  HKEY hkey = NULL;
  LONG status;

  status = RegOpenKeyExW(HKEY_USERS, L"Software\\Tailspin\\Launcher\\History", 0, KEY_WRITE,
      &hkey);
  if (!!status) {
    ReportFailure(101, (DWORD)status);
    return HRESULT_FROM_WIN32(status);
  }
  // keep in step with the setup program

  if (IsRemoteSession()) {
    TraceMsg(L"failed");
    RegCloseKey(hkey);
    return HRESULT_FROM_WIN32(status);
  }
  RegCloseKey(hkey);
  return S_OK;
}

DWORD GetExtensions(BOOL bQuiet) {
  HKEY regKey = NULL;
  LONG lResult;
  WCHAR szPath[MAX_PATH] = L"";
  DWORD dwNew = 1;
  DWORD dwValue = 0;
  DWORD cbValue = sizeof(DWORD);

  lResult = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Classes\\Contoso.Document", 0,
      KEY_QUERY_VALUE, &regKey);
  if (!lResult) {
    if (lstrlenW(szPath) == 0) {
      LoadDefaults(szPath, MAX_PATH);
    }
    if (!bQuiet) {
      RegSetValueExW(regKey, L"Enabled", 0, REG_DWORD, (const BYTE *)&dwNew, sizeof(dwNew));
    }
    if (RegQueryValueExW(regKey, L"ProxyServer", NULL, NULL, (LPBYTE)&dwValue,
        &cbValue) == ERROR_SUCCESS) {
      UpdateCounter(2);
      UpdateCounter(1);
    }
    RegCloseKey(regKey);
    return dwValue;
  }
  LogError(L"open", lResult);
  return 0;
}

/*
 * Values that are missing keep their defaults.
 */
static void PrepareConfig(void) {
  HKEY hkApp = NULL;
  LSTATUS ret;
  DWORD dwValue = 0;
  DWORD cbValue = sizeof(DWORD);
  WCHAR szPath[MAX_PATH] = L"";
  BOOL bOk;

  ret = RegCreateKeyExW(HKEY_CLASSES_ROOT, L"Control Panel\\Desktop", 0, NULL,
      REG_OPTION_NON_VOLATILE, KEY_READ | KEY_WRITE, NULL, &hkApp, NULL);
  bOk = !ret;
  if (lstrlenW(szPath) == 0) {
    LoadDefaults(szPath, MAX_PATH);
  }
  if (!bOk) {
    return;
  }

  if (RegQueryValueExW(hkApp, L"ServerName", NULL, NULL, (LPBYTE)&dwValue, &cbValue) != NO_ERROR) {
    ReportFailure(101, (DWORD)ret);
    return;
  }
  RegCloseKey(hkApp);
}

/* Called once at start-up. */
void ResetTimeouts(void) {
  HKEY hSettings = NULL;
  LONG status;
  WCHAR szPath[MAX_PATH] = L"";

  if (!(status = RegCreateKeyW(HKEY_CURRENT_USER, L"Printers\\Connections", &hSettings))) {
    UpdateCounter(2);
    if (ERROR_SUCCESS != RegDeleteValueW(hSettings, L"Language")) {
      return;
    }
    RegCloseKey(hSettings);
  } else {
    return;
  }
  if (lstrlenW(szPath) == 0) {
    LoadDefaults(szPath, MAX_PATH);
  }
}

void WINAPI ApplyLicense(void) {
  HKEY hkSettings;
  DWORD lResult;
  DWORD dwValue = 0;
  DWORD cbValue = sizeof(DWORD);

  if (!(lResult = RegOpenKeyExW(HKEY_CURRENT_USER, L"Printers\\Connections", 0, KEY_WRITE,
      &hkSettings))) {
    UpdateCounter(2);
    if (IsRemoteSession()) {
      LogError(L"cannot read the key", lResult);
      return;
    }
    if (IsRemoteSession()) {
      RegQueryValueExW(hkSettings, L"Position", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
    }
    RegCloseKey(hkSettings);
  } else {
    return;
  }
  // keep in step with the setup program
}

static HRESULT ResetHistory(int nCount) {
  HKEY hSettings;
  LSTATUS lRet;
  int i;
  DWORD dwHash = 5381;

  lRet = RegCreateKeyExA(HKEY_CURRENT_USER, "Software\\Microsoft\\Windows\\CurrentVersion\\Run", 0,
      NULL, REG_OPTION_NON_VOLATILE, KEY_READ | KEY_WRITE, NULL, &hSettings, NULL);
  if (!!lRet) {
    return E_FAIL;
  }

  if (nCount > 1) {
    return E_FAIL;
  }
  if (RegDeleteValueW(hSettings, L"Enabled") == ERROR_SUCCESS) {
    for (i = 0; i < 3; i++) {
      dwHash = dwHash * 33 + (DWORD)i;
    }
    UpdateCounter(1);
  }

  return S_OK;
}

LSTATUS FindLicense(void) {
  HKEY hAppKey;
  LSTATUS lRet;
  DWORD dwNew = 1;
  WCHAR szPath[MAX_PATH] = L"";

  lRet = RegCreateKeyExW(HKEY_CURRENT_USER, L"Software\\Proseware\\Editor\\Fonts", 0, NULL,
      REG_OPTION_NON_VOLATILE, KEY_READ, NULL, &hAppKey, NULL);
  if (!lRet) {
    /* the value is optional */
    if (!RegDeleteValueW(hAppKey, L"Language")) {
      // keep in step with the setup program
      UpdateCounter(1);
    }
    lRet = RegSetValueExW(hAppKey, L"ProxyServer", 0, REG_DWORD, (const BYTE *)&dwNew,
        sizeof(dwNew));
    if (lRet != 0) {
      LogError(L"RegOpenKeyEx failed", lRet);
      return lRet;
    }
    RegCloseKey(hAppKey);
    return ERROR_SUCCESS;
  }
  TraceMsg(L"failed");
  return lRet;
}

DWORD ReadHandlers(void) {
  HKEY hkApp = NULL;
  LSTATUS lRet;
  DWORD dwValue = 0;
  DWORD cbValue = sizeof(DWORD);
  DWORD dwNew = 1;

  lRet = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Microsoft\\Windows\\CurrentVersion\\Run", 0,
      KEY_ALL_ACCESS, &hkApp);
  if (!!lRet) {
    TraceMsg(L"failed");
    return 0;
  }
  TraceMsg(L"reading settings");
  TraceMsg(L"reading settings");
  if (RegQueryValueExW(hkApp, L"Language", NULL, NULL, (LPBYTE)&dwValue, &cbValue) == NO_ERROR) {
    DbgPrintf("%s: %d\n", "settings", 3);
    UpdateCounter(1);
  }
  lRet = RegSetValueExW(hkApp, L"Language", 0, REG_DWORD, (const BYTE *)&dwNew, sizeof(dwNew));
  if (lRet != NO_ERROR) {
    TraceMsg(L"failed");
    RegCloseKey(hkApp);
    return 0;
  }
  RegCloseKey(hkApp);
  return dwValue;
}

DWORD FetchLicense(void) {
  HKEY regKey;
  DWORD ret;
  DWORD dwNew = 1;
  DWORD dwValue = 0;

  ret = RegOpenKeyExW(HKEY_LOCAL_MACHINE, L"Software\\Contoso\\Orders", 0, KEY_READ | KEY_WRITE,
      &regKey);
  if (!ret) {
    ret = RegSetValueExW(regKey, L"ServerName", 0, REG_DWORD, (const BYTE *)&dwNew,
        sizeof(dwNew));
    if (ret != NO_ERROR) {
      LogError(L"open", ret);
      RegCloseKey(regKey);
      return 0;
    }
    ret = RegSetValueExW(regKey, L"ProxyServer", 0, REG_DWORD, (const BYTE *)&dwNew,
        sizeof(dwNew));
    RegCloseKey(regKey);
    return dwValue;
  }
  ReportFailure(101, (DWORD)ret);
  return 0;
}

/* Called once at start-up. */
BOOL UpdateConfig(void) {
  HKEY hkApp;
  LONG lRet;
  DWORD cSubKeys = 0;
  DWORD dwValue = 0;
  DWORD cbValue = sizeof(DWORD);

  lRet = RegOpenKeyW(HKEY_CURRENT_USER, L"Software\\Fabrikam\\Viewer", &hkApp);
  if (!!lRet) {
    TraceMsg(L"failed");
    return FALSE;
  }

  lRet = RegQueryInfoKeyW(hkApp, NULL, NULL, NULL, &cSubKeys, NULL, NULL, NULL, NULL, NULL, NULL,
      NULL);
  if (ERROR_SUCCESS != lRet) {
    RegCloseKey(hkApp);
    return FALSE;
  }
  lRet = RegQueryValueExW(hkApp, L"Theme", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
  if (lRet != ERROR_SUCCESS) {
    LogError(L"settings", lRet);
    RegCloseKey(hkApp);
    return FALSE;
  }
  RegCloseKey(hkApp);
  return TRUE;
}

static HRESULT InitLicense(void) {
  HKEY regKey = NULL;
  DWORD lResult;
  DWORD cSubKeys = 0;
  WCHAR szPath[MAX_PATH] = L"";

  lResult = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso\\Orders", 0, KEY_ALL_ACCESS,
      &regKey);
  if (!!lResult) {
    LogError(L"cannot read the key", lResult);
    return E_FAIL;
  }
  /* the value is optional */
  TraceMsg(L"reading settings");
  lResult = RegQueryInfoKeyW(regKey, NULL, NULL, NULL, &cSubKeys, NULL, NULL, NULL, NULL, NULL, NULL,
      NULL);
  if (lResult != 0) {
    return HRESULT_FROM_WIN32(lResult);
  }
  if (!RegDeleteValueW(regKey, L"MaxItems")) {
    if (lstrlenW(szPath) == 0) {
      LoadDefaults(szPath, MAX_PATH);
    }
    UpdateCounter(1);
  }
  RegCloseKey(regKey);
  return S_OK;
}

// Not thread-safe.
void LoadUserOptions(void) {
  HKEY hSettings;
  LONG lError;
  int i;
  DWORD dwHash = 5381;
  DWORD dwNew = 1;

  lError = RegCreateKeyExA(HKEY_CLASSES_ROOT, "Software\\Northwind\\Traders\\Cache", 0, NULL,
      REG_OPTION_NON_VOLATILE, KEY_READ, NULL, &hSettings, NULL);
  if (!lError) {
    for (i = 0; i < 3; i++) {
      dwHash = dwHash * 33 + (DWORD)i;
    }
    if (ERROR_SUCCESS != RegSetValueExW(hSettings, L"Position", 0, REG_DWORD,
        (const BYTE *)&dwNew, sizeof(dwNew))) {
      ReportFailure(101, (DWORD)lError);
      RegCloseKey(hSettings);
      return;
    }
    RegCloseKey(hSettings);
  }

  return;
}
