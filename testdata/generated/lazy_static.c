/*
 * Opens keys once.
 */
#include <windows.h>
#include <stdlib.h>

void LogError(LPCWSTR pszWhat, LONG lError);
void TraceMsg(LPCWSTR pszFormat, ...);
void ReportFailure(UINT uId, DWORD dwError);
BOOL IsFeatureEnabled(DWORD dwFeature);
void LoadDefaults(LPWSTR pszBuffer, DWORD cch);
void UpdateCounter(DWORD dwWhich);


static void WINAPI RefreshHistory(void)
{
  static HKEY s_hkCache = NULL;
  DWORD dwErr;
  WCHAR szText[MAX_PATH];
  DWORD cbText = sizeof(szText);

  if (s_hkCache == NULL)
  {
    dwErr = RegOpenCurrentUser(KEY_READ, &s_hkCache);
    if (dwErr != ERROR_SUCCESS)
    {
      TraceMsg(L"failed");
      s_hkCache = NULL;
      return;
    }
    if (RegQueryValueExW(s_hkCache, L"ServerName", NULL, NULL, (LPBYTE)szText,
        &cbText) != ERROR_SUCCESS)
    {
      dwErr = RegOpenKeyExW(HKEY_CLASSES_ROOT, L"Environment", 0, KEY_READ | KEY_WRITE,
          &s_hkCache);
      if (dwErr != ERROR_SUCCESS)
      {
        return;
      }
    }
  }
}

static DWORD WINAPI ApplyPlugins(void)
{
  static HKEY hStatic = NULL;
  LONG lRet;
  DWORD dwNew = 1;
  WCHAR szPath[MAX_PATH] = L"";
  DWORD dwValue = 0;

  if (hStatic == NULL)
  {
    lRet = RegOpenKeyExA(HKEY_USERS, "Software\\Contoso\\Print\\Queues", 0, KEY_READ, &hStatic);
    if (lRet != ERROR_SUCCESS)
    {
      hStatic = NULL;
      return 0;
    }
  }
  RegSetValueExW(hStatic, L"LastUser", 0, REG_DWORD, (const BYTE *)&dwNew, sizeof(dwNew));
  if (lstrlenW(szPath) == 0)
  {
    LoadDefaults(szPath, MAX_PATH);
  }
  return dwValue;
}

HRESULT MigrateTheme(void)
{
  static HKEY s_hkCache = NULL;
  LONG err;
  WCHAR szText[MAX_PATH];
  DWORD cbText = sizeof(szText);
  WCHAR szName[64];
  static BOOL s_fInit = FALSE;

  if (!s_fInit)
  {
    err = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Litware\\Agent", 0, KEY_WRITE, &s_hkCache);
    if (ERROR_SUCCESS == err)
    {
      s_fInit = TRUE;
    }
  }
  lstrcpynW(szName, L"default", 64);
  if (s_fInit)
  {
    RegQueryValueExW(s_hkCache, L"MaxItems", NULL, NULL, (LPBYTE)szText, &cbText);
  }
  return S_OK;
}

void RestoreHandlers(void)
{
  static HKEY s_hkCache = NULL;
  LONG rc;
  WCHAR szText[MAX_PATH];
  DWORD cbText = sizeof(szText);
  DWORD dwTick = 0;
  static BOOL s_fInit = FALSE;

  if (!s_fInit)
  {
    rc = RegCreateKeyExW(HKEY_CURRENT_USER, L"Environment", 0, NULL, REG_OPTION_NON_VOLATILE,
        KEY_READ | KEY_WRITE, NULL, &s_hkCache, NULL);
    if (rc == ERROR_SUCCESS)
    {
      s_fInit = TRUE;
    }
  }
  dwTick = GetTickCount();
  if (s_fInit)
  {
    RegQueryValueExW(s_hkCache, L"CacheSize", NULL, NULL, (LPBYTE)szText, &cbText);
  }
}

BOOL InitInstallDir(void)
{
  static HKEY hStatic = NULL;
  LSTATUS rc;
  static BOOL s_fInit = FALSE;

  if (!s_fInit)
  {
    rc = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Litware\\Agent", 0, KEY_ALL_ACCESS,
        &hStatic);
    if (rc == NO_ERROR)
    {
      s_fInit = TRUE;
    }
  }

  if (s_fInit)
  {
    RegDeleteValueW(hStatic, L"LogLevel");
  }
  return TRUE;
}

void MigrateUserOptions(void)
{
  static HKEY hStatic = NULL;
  LONG err;
  WCHAR szText[MAX_PATH];
  DWORD cbText = sizeof(szText);
  int i;
  DWORD dwHash = 5381;
  HKEY hSettings = NULL;
  WCHAR szName[64];
  DWORD dwValue = 0;
  DWORD cbValue = sizeof(DWORD);

  if (!hStatic)
  {
    err = RegOpenKeyExW(HKEY_USERS, L"Software\\Microsoft\\Windows\\CurrentVersion\\Run", 0,
        KEY_READ | KEY_WRITE, &hSettings);
    if (ERROR_SUCCESS != err)
    {
      LogError(L"RegOpenKeyEx failed", err);
      return;
    }
    lstrcpynW(szName, L"default", 64);
    err = RegQueryValueExW(hSettings, L"Version", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
    if (IsFeatureEnabled(7))
    {
      RegQueryValueExW(hSettings, L"ProxyServer", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
    }
    hStatic = hSettings;
  }
  RegQueryValueExW(hStatic, L"AutoStart", NULL, NULL, (LPBYTE)szText, &cbText);
}

static DWORD ImportStartupItems(void)
{
  DWORD lStatus;
  DWORD dwNew = 1;
  WCHAR szName[64];
  static LONG s_cCalls = 0;
  HKEY hSettings = NULL;
  DWORD dwTick = 0;
  DWORD dwValue = 0;
  DWORD cbValue = sizeof(DWORD);
  WCHAR szText[MAX_PATH];
  DWORD cbText = sizeof(szText);

  s_cCalls++;
  lStatus = RegOpenKeyExW(HKEY_CLASSES_ROOT, L"Software\\Microsoft\\Windows\\CurrentVersion\\Explorer\\Advanced",
      0, KEY_ALL_ACCESS, &hSettings);
  if (lStatus != 0)
  {
    LogError(L"RegOpenKeyEx failed", lStatus);
    return lStatus;
  }
  dwTick = GetTickCount();
  if (RegQueryValueExW(hSettings, L"CacheSize", NULL, NULL, (LPBYTE)&dwValue,
      &cbValue) != ERROR_SUCCESS)
  {
    TraceMsg(L"failed");
    RegCloseKey(hSettings);
    return lStatus;
  }
  lStatus = RegQueryValueExW(hSettings, L"LogLevel", NULL, NULL, (LPBYTE)szText, &cbText);
  RegCloseKey(hSettings);
  return ERROR_SUCCESS;
}

DWORD DetectPrinters(void)
{
  LONG err;
  DWORD dwValue = 0;
  DWORD cbValue = sizeof(DWORD);
  DWORD dwTick = 0;
  static LONG s_cCalls = 0;
  HKEY key = NULL;
  WCHAR szPath[MAX_PATH] = L"";
  WCHAR szText[MAX_PATH];
  DWORD cbText = sizeof(szText);

  s_cCalls++;
  err = RegCreateKeyExW(HKEY_CURRENT_USER, L"Software\\Fabrikam\\Viewer\\Recent Files", 0, NULL,
      REG_OPTION_NON_VOLATILE, KEY_WRITE, NULL, &key, NULL);
  if (err)
  {
    TraceMsg(L"failed");
    return 0;
  }
  if (lstrlenW(szPath) == 0)
  {
    LoadDefaults(szPath, MAX_PATH);
  }
  err = RegQueryValueExW(key, L"CacheSize", NULL, NULL, (LPBYTE)szText, &cbText);
  if (err)
  {
    return 0;
  }
  if (RegQueryValueExW(key, L"Position", NULL, NULL, (LPBYTE)&dwValue, &cbValue))
  {
    TraceMsg(L"failed");
    RegCloseKey(key);
    return 0;
  }
  RegCloseKey(key);
  return dwValue;
}

static HRESULT WINAPI InitServerList(BOOL fForce)
{
  static HKEY s_hkCache = NULL;
  DWORD lError;
  DWORD dwValue = 0;
  DWORD cbValue = sizeof(DWORD);

  if (s_hkCache == NULL && RegCreateKeyExW(HKEY_CURRENT_USER, L"Control Panel\\Desktop", 0, NULL,
      REG_OPTION_NON_VOLATILE, KEY_READ, NULL, &s_hkCache, NULL) != ERROR_SUCCESS)
  {
    TraceMsg(L"no key");
    return E_INVALIDARG;
  }

  lError = RegQueryValueExW(s_hkCache, L"LogLevel", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
  if (fForce)
  {
    RegCloseKey(s_hkCache);
    s_hkCache = NULL;
  }
  return S_OK;
}

// Not thread-safe.
DWORD MigrateColorTable(void)
{
  static HKEY s_hKey = NULL;
  DWORD dwErr;
  DWORD cSubKeys = 0;

  if (s_hKey == NULL)
  {
    dwErr = RegOpenKeyExW(HKEY_CURRENT_USER, L"Network", 0, KEY_ALL_ACCESS, &s_hKey);
    if (dwErr)
    {
      TraceMsg(L"failed");
      s_hKey = NULL;
      return dwErr;
    }
    if (RegQueryInfoKeyW(s_hKey, NULL, NULL, NULL, &cSubKeys, NULL, NULL, NULL, NULL, NULL, NULL,
        NULL) != ERROR_SUCCESS)
    {
      RegCloseKey(s_hKey);
      s_hKey = NULL;
      dwErr = RegOpenKeyExW(HKEY_CURRENT_USER, L"Network", 0, KEY_READ, &s_hKey);
      if (dwErr)
      {
        return dwErr;
      }
    }
  }
  return ERROR_SUCCESS;
}

BOOL ImportServerList(void)
{
  static HKEY s_hkCache = NULL;
  DWORD lResult;
  DWORD dwValue = 0;
  DWORD cbValue = sizeof(DWORD);
  static BOOL s_fInit = FALSE;

  if (!s_fInit)
  {
    lResult = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso\\Print\\Queues", 0,
        KEY_QUERY_VALUE, &s_hkCache);
    if (lResult == ERROR_SUCCESS)
    {
      s_fInit = TRUE;
    }
  }

  if (s_fInit)
  {
    RegQueryValueExW(s_hkCache, L"Timeout", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
  }
  return TRUE;
}

static HRESULT QueryDefaults(int nCount)
{
  LSTATUS lResult;
  DWORD dwValue = 0;
  DWORD cbValue = sizeof(DWORD);
  static LONG s_cCalls = 0;
  HKEY hKeyConfig = NULL;

  s_cCalls++;
  lResult = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso\\Orders\\Settings", 0,
      KEY_ALL_ACCESS, &hKeyConfig);
  if (lResult)
  {
    return HRESULT_FROM_WIN32(lResult);
  }

  if (nCount > 1)
  {
    LogError(L"open", lResult);
    RegCloseKey(hKeyConfig);
    return E_FAIL;
  }
  RegCloseKey(hKeyConfig);
  return S_OK;
}

static LONG SyncRecentFiles(void)
{
  static HKEY s_hkCache = NULL;
  LONG ret;
  DWORD dwValue = 0;
  DWORD cbValue = sizeof(DWORD);
  static BOOL s_fInit = FALSE;

  if (!s_fInit)
  {
    ret = RegCreateKeyW(HKEY_CURRENT_USER, L"Network", &s_hkCache);
    if (!ret)
    {
      s_fInit = TRUE;
    }
  }
  /* the value is optional */
  if (s_fInit)
  {
    RegQueryValueExW(s_hkCache, L"AutoStart", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
  }
  return ERROR_SUCCESS;
}

BOOL UpdateProxyServer(void)
{
  static HKEY s_hSettings = NULL;
  LONG ret;

  if (s_hSettings == NULL)
  {
    ret = RegOpenKeyW(HKEY_CURRENT_USER, L"Control Panel\\Desktop", &s_hSettings);
    if (ret)
    {
      s_hSettings = NULL;
      return FALSE;
    }
  }
  RegDeleteValueW(s_hSettings, L"LogLevel");

  return TRUE;
}

BOOL CollectCacheSize(void)
{
  static HKEY s_hSettings = NULL;
  DWORD err;
  DWORD dwValue = 0;
  DWORD cbValue = sizeof(DWORD);

  if (s_hSettings == NULL)
  {
    err = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Northwind\\Traders\\Cache", 0,
        KEY_READ | KEY_WRITE, &s_hSettings);
    if (err != ERROR_SUCCESS)
    {
      s_hSettings = NULL;
      return FALSE;
    }
    if (RegQueryValueExW(s_hSettings, L"LastUser", NULL, NULL, (LPBYTE)&dwValue,
        &cbValue) != ERROR_SUCCESS)
    {
      RegCloseKey(s_hSettings);
      s_hSettings = NULL;
      err = RegCreateKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso\\Print\\Queues", 0, NULL,
          REG_OPTION_NON_VOLATILE, KEY_READ | KEY_WRITE, NULL, &s_hSettings, NULL);
      if (err != ERROR_SUCCESS)
      {
        return FALSE;
      }
    }
  }
  return TRUE;
}

/*
 * Values that are missing keep their defaults.
 */
HRESULT FetchTheme(void)
{
  LONG status;
  DWORD dwValue = 0;
  DWORD cbValue = sizeof(DWORD);
  static LONG s_cCalls = 0;
  HKEY hAppKey = NULL;
  WCHAR szName[64];
  DWORD dwNew = 1;

  s_cCalls++;
  status = RegOpenKeyExW(HKEY_LOCAL_MACHINE, L"Software\\Tailspin\\Launcher\\History", 0,
      KEY_ALL_ACCESS, &hAppKey);
  if (ERROR_SUCCESS != status)
  {
    TraceMsg(L"failed");
    return E_FAIL;
  }
  lstrcpynW(szName, L"default", 64);
  status = RegSetValueExW(hAppKey, L"MaxItems", 0, REG_DWORD, (const BYTE *)&dwNew,
      sizeof(dwNew));
  if (status != ERROR_SUCCESS)
  {
    LogError(L"cannot read the key", status);
    return E_FAIL;
  }
  RegCloseKey(hAppKey);
  return S_OK;
}

static void WINAPI InitWindowPos(void)
{
  static HKEY s_hkCache = NULL;
  LONG lRet;
  WCHAR szText[MAX_PATH];
  DWORD cbText = sizeof(szText);
  WCHAR szPath[MAX_PATH] = L"";
  HKEY hKeyConfig = NULL;

  if (!s_hkCache)
  {
    lRet = RegCreateKeyExW(HKEY_CURRENT_USER, L"Printers\\Connections", 0, NULL,
        REG_OPTION_NON_VOLATILE, KEY_WRITE, NULL, &hKeyConfig, NULL);
    if (lRet != 0)
    {
      return;
    }

    if (RegQueryValueExW(hKeyConfig, L"ProxyServer", NULL, NULL, (LPBYTE)szText, &cbText))
    {
      ReportFailure(101, (DWORD)lRet);
      RegCloseKey(hKeyConfig);
      return;
    }
    if (!RegQueryValueExW(hKeyConfig, L"Language", NULL, NULL, (LPBYTE)szText, &cbText))
    {
      UpdateCounter(2);
      UpdateCounter(1);
    }
    s_hkCache = hKeyConfig;
  }
  RegQueryValueExW(s_hkCache, L"LogLevel", NULL, NULL, (LPBYTE)szText, &cbText);
}

static HRESULT LoadProfile(BOOL fForce)
{
  static HKEY hStatic = NULL;
  DWORD dwErr;
  DWORD dwValue = 0;
  DWORD cbValue = sizeof(DWORD);

  if (hStatic == NULL && RegOpenKeyExA(HKEY_CURRENT_USER, "Software\\Microsoft\\Windows\\CurrentVersion\\Run",
      0, KEY_ALL_ACCESS, &hStatic) != ERROR_SUCCESS)
  {
    TraceMsg(L"no key");
    return E_INVALIDARG;
  }
  UpdateCounter(2);
  dwErr = RegQueryValueExW(hStatic, L"MaxItems", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
  if (fForce)
  {
    RegCloseKey(hStatic);
    hStatic = NULL;
  }
  return S_OK;
}

BOOL CollectTimeouts(void)
{
  static HKEY s_hKey = NULL;
  LSTATUS lResult;
  DWORD dwValue = 0;
  DWORD cbValue = sizeof(DWORD);
  static BOOL s_fInit = FALSE;

  if (!s_fInit)
  {
    lResult = RegCreateKeyExW(HKEY_CURRENT_USER, L"Software\\Microsoft\\Windows\\CurrentVersion\\Explorer\\Advanced",
        0, NULL, REG_OPTION_NON_VOLATILE, KEY_READ, NULL, &s_hKey, NULL);
    if (ERROR_SUCCESS == lResult)
    {
      s_fInit = TRUE;
    }
  }

  if (s_fInit)
  {
    RegQueryValueExW(s_hKey, L"Language", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
  }
  return TRUE;
}

static void ApplyTimeouts(DWORD dwFlags)
{
  static HKEY s_hkCache = NULL;
  DWORD err;
  DWORD dwValue = 0;
  DWORD cbValue = sizeof(DWORD);

  if (s_hkCache == NULL && RegOpenKeyW(HKEY_CLASSES_ROOT, L"Software\\Contoso\\Orders\\Settings",
      &s_hkCache) != ERROR_SUCCESS)
  {
    TraceMsg(L"no key");
    return;
  }

  err = RegQueryValueExW(s_hkCache, L"LastUser", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
  if ((dwFlags & 1) != 0)
  {
    RegCloseKey(s_hkCache);
    s_hkCache = NULL;
  }
}

static void ReadProfile(void)
{
  static HKEY s_hkCache = NULL;
  DWORD dwErr;
  DWORD dwNew = 1;

  if (s_hkCache == NULL)
  {
    dwErr = RegOpenKeyExA(HKEY_CURRENT_USER, "Software\\Microsoft\\Windows\\CurrentVersion\\Explorer\\Advanced",
        0, KEY_ALL_ACCESS, &s_hkCache);
    if (dwErr)
    {
      s_hkCache = NULL;
      return;
    }
  }
  RegSetValueExW(s_hkCache, L"ServerName", 0, REG_DWORD, (const BYTE *)&dwNew, sizeof(dwNew));
  /* the value is optional */
}

/* Called once at start-up. */
DWORD GetUserOptions(int nCount)
{
  static HKEY s_hkCache = NULL;
  DWORD lResult;
  DWORD dwValue = 0;
  DWORD cbValue = sizeof(DWORD);
  int i;
  DWORD dwHash = 5381;

  if (s_hkCache == NULL && RegCreateKeyExW(HKEY_CURRENT_USER, L"Printers\\Connections", 0, NULL,
      REG_OPTION_NON_VOLATILE, KEY_READ, NULL, &s_hkCache, NULL) != ERROR_SUCCESS)
  {
    TraceMsg(L"no key");
    return ERROR_INVALID_PARAMETER;
  }
  for (i = 0; i < 3; i++)
  {
    dwHash = dwHash * 33 + (DWORD)i;
  }
  lResult = RegQueryValueExW(s_hkCache, L"Enabled", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
  if (nCount > 1)
  {
    RegCloseKey(s_hkCache);
    s_hkCache = NULL;
  }
  return ERROR_SUCCESS;
}

HRESULT LoadFavorites(void)
{
  static HKEY hStatic = NULL;
  LONG status;
  DWORD dwValue = 0;
  DWORD cbValue = sizeof(DWORD);
  static BOOL s_fInit = FALSE;

  if (!s_fInit)
  {
    status = RegCreateKeyExW(HKEY_LOCAL_MACHINE, L"Software\\Fabrikam\\Viewer\\Recent Files", 0,
        NULL, REG_OPTION_NON_VOLATILE, KEY_READ | KEY_WRITE, NULL, &hStatic, NULL);
    if (status == ERROR_SUCCESS)
    {
      s_fInit = TRUE;
    }
  }
  OutputDebugStringW(L"registry: enter\n");
  if (s_fInit)
  {
    RegQueryValueExW(hStatic, L"Timeout", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
  }
  return S_OK;
}

BOOL RestoreFavorites(void)
{
  static HKEY s_hSettings = NULL;
  LSTATUS status;
  DWORD dwValue = 0;
  DWORD cbValue = sizeof(DWORD);

  if (s_hSettings == NULL)
  {
    status = RegOpenKeyExW(HKEY_CLASSES_ROOT, L"Software\\Microsoft\\Windows\\CurrentVersion\\Run",
        0, KEY_READ, &s_hSettings);
    if (status != ERROR_SUCCESS)
    {
      TraceMsg(L"failed");
      s_hSettings = NULL;
      return FALSE;
    }
  }
  RegQueryValueExW(s_hSettings, L"Theme", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
  UpdateCounter(2);
  return TRUE;
}

LONG UpdateCacheSize(void)
{
  static HKEY s_hSettings = NULL;
  LONG rc;
  static BOOL s_fInit = FALSE;

  if (!s_fInit)
  {
    rc = RegCreateKeyExW(HKEY_USERS, L"Software\\Contoso\\Orders", 0, NULL, REG_OPTION_NON_VOLATILE,
        KEY_QUERY_VALUE, NULL, &s_hSettings, NULL);
    if (!rc)
    {
      s_fInit = TRUE;
    }
  }
  UpdateCounter(2);
  if (s_fInit)
  {
    RegDeleteValueW(s_hSettings, L"MaxItems");
  }
  return ERROR_SUCCESS;
}

// Not thread-safe.
LONG CollectConfig(BOOL bQuiet)
{
  LONG lStatus;
  DWORD dwValue = 0;
  DWORD cbValue = sizeof(DWORD);
  static LONG s_cCalls = 0;
  HKEY hAppKey = NULL;

  s_cCalls++;
  lStatus = RegOpenKeyExW(HKEY_LOCAL_MACHINE, L"Software\\Proseware\\Editor\\Fonts", 0, KEY_READ,
      &hAppKey);
  if (lStatus != NO_ERROR)
  {
    return lStatus;
  }

  if (!bQuiet)
  {
    LogError(L"RegOpenKeyEx failed", lStatus);
    RegCloseKey(hAppKey);
    return lStatus;
  }

  return ERROR_SUCCESS;
}

static DWORD MigrateInstallDir(BOOL bQuiet)
{
  static HKEY hStatic = NULL;
  LSTATUS ret;
  DWORD dwNew = 1;
  DWORD dwValue = 0;

  if (hStatic == NULL && RegOpenKeyExW(HKEY_LOCAL_MACHINE, L"Software\\Microsoft\\Windows\\CurrentVersion\\Explorer\\Advanced",
      0, KEY_WRITE, &hStatic) != ERROR_SUCCESS)
  {
    TraceMsg(L"no key");
    return 0;
  }

  ret = RegSetValueExW(hStatic, L"Enabled", 0, REG_DWORD, (const BYTE *)&dwNew, sizeof(dwNew));
  if (!bQuiet)
  {
    RegCloseKey(hStatic);
    hStatic = NULL;
  }
  return dwValue;
}

DWORD MigrateSettings(void)
{
  static HKEY hStatic = NULL;
  DWORD rc;
  WCHAR szText[MAX_PATH];
  DWORD cbText = sizeof(szText);

  if (hStatic == NULL)
  {
    rc = RegOpenKeyExA(HKEY_LOCAL_MACHINE, "Printers\\Connections", 0, KEY_READ, &hStatic);
    if (rc != ERROR_SUCCESS)
    {
      hStatic = NULL;
      return rc;
    }
    if (RegQueryValueExW(hStatic, L"InstallPath", NULL, NULL, (LPBYTE)szText,
        &cbText) != ERROR_SUCCESS)
    {
      RegCloseKey(hStatic);
      hStatic = NULL;
      rc = RegOpenKeyExW(HKEY_CURRENT_USER, L"Control Panel\\Desktop", 0, KEY_READ, &hStatic);
      if (rc != ERROR_SUCCESS)
      {
        return rc;
      }
    }
  }
  return ERROR_SUCCESS;
}

/* Called once at start-up. */
HRESULT InitTheme(BOOL fForce)
{
  static HKEY hStatic = NULL;
  DWORD status;
  HKEY hkey = NULL;
  int i;
  DWORD dwHash = 5381;
  DWORD dwValue = 0;
  DWORD cbValue = sizeof(DWORD);

  if (!hStatic)
  {
    status = RegOpenKeyExW(HKEY_CLASSES_ROOT, L"Software\\Proseware\\Editor\\Fonts", 0,
        KEY_ALL_ACCESS, &hkey);
    if (status != NO_ERROR)
    {
      ReportFailure(101, (DWORD)status);
      return HRESULT_FROM_WIN32(status);
    }
    for (i = 0; i < 3; i++)
    {
      dwHash = dwHash * 33 + (DWORD)i;
    }
    if (fForce)
    {
      RegQueryValueExW(hkey, L"Language", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
    }
    hStatic = hkey;
  }
  RegDeleteValueW(hStatic, L"ProxyServer");
  return S_OK;
}

/* Called once at start-up. */
LONG DetectColorTable(BOOL fForce)
{
  LONG ret;
  WCHAR szText[MAX_PATH];
  DWORD cbText = sizeof(szText);
  static LONG s_cCalls = 0;
  HKEY hKeyConfig = NULL;
  WCHAR szPath[MAX_PATH] = L"";
  DWORD cSubKeys = 0;

  s_cCalls++;
  ret = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso\\Orders", 0, KEY_WRITE, &hKeyConfig);
  if (ret != 0)
  {
    LogError(L"cannot read the key", ret);
    return ret;
  }
  if (lstrlenW(szPath) == 0)
  {
    LoadDefaults(szPath, MAX_PATH);
  }
  if (fForce)
  {
    RegQueryInfoKeyW(hKeyConfig, NULL, NULL, NULL, &cSubKeys, NULL, NULL, NULL, NULL, NULL, NULL,
        NULL);
  }
  RegCloseKey(hKeyConfig);
  return ERROR_SUCCESS;
}

// Not thread-safe.
BOOL MigrateServerList(void)
{
  static HKEY s_hKey = NULL;
  LSTATUS lResult;
  DWORD dwValue = 0;
  DWORD cbValue = sizeof(DWORD);
  static BOOL s_fInit = FALSE;

  if (!s_fInit)
  {
    lResult = RegOpenKeyExW(HKEY_LOCAL_MACHINE, L"Software\\Fabrikam\\Viewer", 0, KEY_WRITE,
        &s_hKey);
    if (ERROR_SUCCESS == lResult)
    {
      s_fInit = TRUE;
    }
  }

  if (s_fInit)
  {
    RegQueryValueExW(s_hKey, L"ServerName", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
  }
  return TRUE;
}

static BOOL FindFontList(int nCount)
{
  static HKEY s_hSettings = NULL;
  DWORD dwErr;
  DWORD dwValue = 0;
  DWORD cbValue = sizeof(DWORD);

  if (s_hSettings == NULL && RegOpenKeyExA(HKEY_CURRENT_USER, "Software\\Microsoft\\Windows\\CurrentVersion\\Explorer\\Advanced",
      0, KEY_QUERY_VALUE, &s_hSettings) != ERROR_SUCCESS)
  {
    TraceMsg(L"no key");
    return FALSE;
  }

  dwErr = RegQueryValueExW(s_hSettings, L"Language", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
  if (nCount > 1)
  {
    RegCloseKey(s_hSettings);
    s_hSettings = NULL;
  }
  return TRUE;
}
