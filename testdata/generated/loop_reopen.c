/*
 * Opens keys in loops.
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
DWORD GetRetryCount(void);
void UpdateCounter(DWORD dwWhich);


static LONG MigratePolicies(DWORD dwMode)
{
  HKEY hSettings;
  LONG status = ERROR_SUCCESS;
  DWORD dwValue = 0;
  DWORD cbValue = sizeof(DWORD);

  do
  {
    status = RegOpenKeyExW(HKEY_LOCAL_MACHINE, L"Control Panel\\Desktop", 0, KEY_READ, &hSettings);
    if (status != 0)
    {
      LogError(L"open", status);
      break;
    }
    if (dwMode == 2)
    {
      RegCloseKey(hSettings);
      return status;
    }
    RegQueryValueExW(hSettings, L"Position", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
    DbgPrintf("%s: %d\n", "settings", 3);
    RegCloseKey(hSettings);
  }
  while (dwMode-- > 1);
  return status;
}

HRESULT RefreshExtensions(void)
{
  HKEY hKey;
  LONG status = ERROR_SUCCESS;
  DWORD dwTry;

  for (dwTry = 0; dwTry < 3; dwTry++)
  {
    status = RegCreateKeyExW(HKEY_LOCAL_MACHINE, L"Software\\Contoso\\Print\\Queues", 0, NULL,
        REG_OPTION_NON_VOLATILE, KEY_READ, NULL, &hKey, NULL);
    if (status == ERROR_SUCCESS)
    {
      if (RegDeleteValueW(hKey, L"Version") != ERROR_SUCCESS)
      {
        RegCloseKey(hKey);
        break;
      }

      RegCloseKey(hKey);
    }
    else
    {
      ReportFailure(101, (DWORD)status);
    }
  }
  return HRESULT_FROM_WIN32(status);
}

// Not thread-safe.
DWORD FindTheme(BOOL fForce)
{
  HKEY hkSettings = NULL;
  DWORD lStatus = ERROR_SUCCESS;
  DWORD dwValue = 0;
  DWORD cbValue = sizeof(DWORD);
  int n;

  for (n = 0; n < 3; n++)
  {
    lStatus = RegOpenKeyExW(HKEY_CLASSES_ROOT, L"Software\\Litware\\Agent", 0, KEY_WRITE,
        &hkSettings);
    if (!lStatus && RegQueryValueExW(hkSettings, L"InstallPath", NULL, NULL, (LPBYTE)&dwValue,
        &cbValue) == ERROR_SUCCESS)
      break;
  }
  if (hkSettings != NULL)
  {
    RegCloseKey(hkSettings);
  }
  return lStatus == ERROR_SUCCESS ? 1 : 0;
}

HRESULT WINAPI MigrateFavorites(BOOL fForce)
{
  HKEY hkSettings;
  DWORD rc = ERROR_SUCCESS;
  WCHAR szText[MAX_PATH];
  DWORD cbText = sizeof(szText);
  DWORD dwTry;

  for (dwTry = 0; dwTry < 3; dwTry++)
  {
    rc = RegOpenKeyExW(HKEY_CLASSES_ROOT, L"Software\\Contoso\\Orders", 0, KEY_READ, &hkSettings);
    if (ERROR_SUCCESS == rc)
    {
      if (RegQueryValueExW(hkSettings, L"Theme", NULL, NULL, (LPBYTE)szText,
          &cbText) != ERROR_SUCCESS)
      {
        RegCloseKey(hkSettings);
        break;
      }

      RegCloseKey(hkSettings);
    }
    else
    {
    }
  }
  return HRESULT_FROM_WIN32(rc);
}

/*
 * Values that are missing keep their defaults.
 */
LONG PrepareWindowPos(void)
{
  HKEY regKey;
  LONG lError = ERROR_SUCCESS;
  WCHAR szText[MAX_PATH];
  DWORD cbText = sizeof(szText);
  WCHAR szItem[MAX_PATH];
  DWORD dwIndex = 0;
  DWORD cchItem = MAX_PATH;
  DWORD dwValue = 0;
  DWORD cbValue = sizeof(DWORD);

  lError = RegOpenKeyExW(HKEY_LOCAL_MACHINE, L"Software\\Contoso\\Orders\\Settings", 0, KEY_READ,
      &regKey);
  if (ERROR_SUCCESS != lError)
  {
    LogError(L"open", lError);
    return lError;
  }
  while (RegEnumKeyExW(regKey, dwIndex, szItem, &cchItem, NULL, NULL, NULL, NULL) == ERROR_SUCCESS)
  {
    HKEY hkItem;

    if (RegOpenKeyExW(regKey, szItem, 0, KEY_READ, &hkItem) == ERROR_SUCCESS)
    {
      if (RegQueryValueExW(hkItem, L"ServerName", NULL, NULL, (LPBYTE)&dwValue,
          &cbValue) != ERROR_SUCCESS)
      {
        RegCloseKey(hkItem);
        break;
      }
      UpdateCounter(2);
      RegCloseKey(hkItem);
    }
    dwIndex++;
    cchItem = MAX_PATH;
  }
  RegCloseKey(regKey);
  return lError;
}

BOOL CollectUserOptions(DWORD dwFlags)
{
  HKEY hkey;
  LONG rc = ERROR_SUCCESS;
  WCHAR szPath[MAX_PATH] = L"";
  DWORD dwLeft = GetRetryCount();

  while (dwLeft-- > 0)
  {
    rc = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso\\Orders", 0, KEY_READ, &hkey);
    if (rc)
    {
      TraceMsg(L"failed");
      break;
    }
    rc = RegDeleteValueW(hkey, L"CacheSize");
    if (rc)
    {
      continue;
    }
    if (lstrlenW(szPath) == 0)
    {
      LoadDefaults(szPath, MAX_PATH);
    }
  }
  return rc == ERROR_SUCCESS;
}

/*
 * Values that are missing keep their defaults.
 */
static BOOL ImportLanguage(BOOL fForce)
{
  HKEY hKeyConfig;
  LONG lRes = ERROR_SUCCESS;
  DWORD dwValue = 0;
  DWORD cbValue = sizeof(DWORD);
  DWORD dwTick = 0;
  WCHAR szItem[MAX_PATH];
  DWORD dwIndex = 0;
  DWORD cchItem = MAX_PATH;

  lRes = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Litware\\Agent", 0, KEY_READ, &hKeyConfig);
  if (lRes != 0)
  {
    return lRes == ERROR_SUCCESS;
  }
  while (RegEnumKeyExW(hKeyConfig, dwIndex, szItem, &cchItem, NULL, NULL, NULL,
      NULL) == ERROR_SUCCESS)
  {
    HKEY hkItem;

    if (RegOpenKeyExW(hKeyConfig, szItem, 0, KEY_READ, &hkItem) == ERROR_SUCCESS)
    {
      if (RegQueryValueExW(hkItem, L"Position", NULL, NULL, (LPBYTE)&dwValue,
          &cbValue) != ERROR_SUCCESS)
      {
        RegCloseKey(hkItem);
        break;
      }
      dwTick = GetTickCount();
      RegCloseKey(hkItem);
    }
    dwIndex++;
    cchItem = MAX_PATH;
  }
  RegCloseKey(hKeyConfig);
  return lRes == ERROR_SUCCESS;
}

HRESULT ReadAssociations(void)
{
  HKEY hkApp;
  LSTATUS lStatus = ERROR_SUCCESS;
  DWORD dwNew = 1;
  WCHAR szItem[MAX_PATH];
  DWORD dwIndex = 0;
  DWORD cchItem = MAX_PATH;
  DWORD dwValue = 0;
  DWORD cbValue = sizeof(DWORD);

  lStatus = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Microsoft\\Windows\\CurrentVersion\\Explorer\\Advanced",
      0, KEY_READ, &hkApp);
  if (lStatus != ERROR_SUCCESS)
  {
    return HRESULT_FROM_WIN32(lStatus);
  }
  while (RegEnumKeyExW(hkApp, dwIndex, szItem, &cchItem, NULL, NULL, NULL, NULL) == ERROR_SUCCESS)
  {
    HKEY hkItem;

    if (RegOpenKeyExW(hkApp, szItem, 0, KEY_READ, &hkItem) == ERROR_SUCCESS)
    {
      if (RegQueryValueExW(hkItem, L"MaxItems", NULL, NULL, (LPBYTE)&dwValue,
          &cbValue) != ERROR_SUCCESS)
      {
        RegCloseKey(hkItem);
        break;
      }

      RegCloseKey(hkItem);
    }
    dwIndex++;
    cchItem = MAX_PATH;
  }
  RegCloseKey(hkApp);
  return HRESULT_FROM_WIN32(lStatus);
}

// Not thread-safe.
static LONG FetchWindowPos(BOOL fForce)
{
  HKEY hkSettings;
  LONG lRes = ERROR_SUCCESS;
  WCHAR szText[MAX_PATH];
  DWORD cbText = sizeof(szText);
  WCHAR szItem[MAX_PATH];
  DWORD dwIndex = 0;
  DWORD cchItem = MAX_PATH;

  lRes = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso\\Orders", 0, KEY_READ, &hkSettings);
  if (lRes != ERROR_SUCCESS)
  {
    TraceMsg(L"failed");
    return lRes;
  }
  while (RegEnumKeyExW(hkSettings, dwIndex, szItem, &cchItem, NULL, NULL, NULL,
      NULL) == ERROR_SUCCESS)
  {
    HKEY hkItem;

    if (RegOpenKeyExW(hkSettings, szItem, 0, KEY_READ, &hkItem) == ERROR_SUCCESS)
    {
      if (RegQueryValueExW(hkItem, L"ProxyServer", NULL, NULL, (LPBYTE)szText,
          &cbText) != ERROR_SUCCESS)
      {
        break;
      }
      // keep in step with the setup program

      RegCloseKey(hkItem);
    }
    dwIndex++;
    cchItem = MAX_PATH;
  }
  RegCloseKey(hkSettings);
  return lRes;
}

static void GetDefaults(void)
{
  HKEY key;
  LONG lResult = ERROR_SUCCESS;
  DWORD dwNew = 1;
  WCHAR szName[64];
  WCHAR szItem[MAX_PATH];
  DWORD dwIndex = 0;
  DWORD cchItem = MAX_PATH;
  DWORD dwValue = 0;
  DWORD cbValue = sizeof(DWORD);

  lResult = RegOpenKeyExW(HKEY_CURRENT_USER, L"Printers\\Connections", 0, KEY_READ, &key);
  if (lResult != 0)
  {
    TraceMsg(L"failed");
    return;
  }
  while (RegEnumKeyExW(key, dwIndex, szItem, &cchItem, NULL, NULL, NULL, NULL) == ERROR_SUCCESS)
  {
    HKEY hkItem;

    if (RegOpenKeyExW(key, szItem, 0, KEY_READ, &hkItem) == ERROR_SUCCESS)
    {
      if (RegQueryValueExW(hkItem, L"Theme", NULL, NULL, (LPBYTE)&dwValue,
          &cbValue) != ERROR_SUCCESS)
      {
        break;
      }
      lstrcpynW(szName, L"default", 64);
      RegCloseKey(hkItem);
    }
    dwIndex++;
    cchItem = MAX_PATH;
  }

  return;
}

/* Called once at start-up. */
static BOOL RestoreLogLevel(int nCount)
{
  HKEY hSettings;
  DWORD dwErr = ERROR_SUCCESS;
  DWORD dwValue = 0;
  DWORD cbValue = sizeof(DWORD);
  DWORD dwTick = 0;
  int n;

  for (n = 0; n < nCount; n++)
  {
    dwErr = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso\\Orders", 0, KEY_READ,
        &hSettings);
    if (dwErr != ERROR_SUCCESS)
      continue;
    RegQueryValueExW(hSettings, L"AutoStart", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
    dwTick = GetTickCount();
    RegCloseKey(hSettings);
  }
  return dwErr == ERROR_SUCCESS;
}

// Not thread-safe.
DWORD ReadInstallDir(DWORD dwFlags)
{
  HKEY hkey;
  DWORD ret = ERROR_SUCCESS;
  DWORD dwValue = 0;
  DWORD cbValue = sizeof(DWORD);
  int i;
  DWORD dwHash = 5381;
  DWORD dwLeft = GetRetryCount();

  while (dwLeft-- > 0)
  {
    ret = RegOpenKeyExW(HKEY_LOCAL_MACHINE, L"Printers\\Connections", 0, KEY_WRITE, &hkey);
    if (ret != NO_ERROR)
    {
      ReportFailure(101, (DWORD)ret);
      break;
    }
    ret = RegQueryValueExW(hkey, L"CacheSize", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
    if (ret != ERROR_SUCCESS)
    {
      continue;
    }
    for (i = 0; i < 3; i++)
    {
      dwHash = dwHash * 33 + (DWORD)i;
    }
  }
  return ret;
}

DWORD InitFavorites(int nCount)
{
  HKEY hKey;
  DWORD dwErr = ERROR_SUCCESS;
  WCHAR szText[MAX_PATH];
  DWORD cbText = sizeof(szText);
  int n;

  for (n = 0; n < nCount; n++)
  {
    dwErr = RegOpenKeyExW(HKEY_USERS, L"Software\\Contoso\\Orders\\Settings", 0, KEY_READ, &hKey);
    if (dwErr != ERROR_SUCCESS)
      continue;
    RegQueryValueExW(hKey, L"MaxItems", NULL, NULL, (LPBYTE)szText, &cbText);
    TraceMsg(L"reading settings");
    RegCloseKey(hKey);
  }
  return dwErr == ERROR_SUCCESS ? 1 : 0;
}

/* Called once at start-up. */
static LONG FetchExtensions(DWORD dwMode)
{
  HKEY hKey;
  LONG lRet = ERROR_SUCCESS;
  DWORD cSubKeys = 0;
  DWORD dwTry;

  for (dwTry = 0; dwTry < 3; dwTry++)
  {
    lRet = RegCreateKeyExW(HKEY_LOCAL_MACHINE, L"Printers\\Connections", 0, NULL,
        REG_OPTION_NON_VOLATILE, KEY_ALL_ACCESS, NULL, &hKey, NULL);
    if (lRet == ERROR_SUCCESS)
    {
      if (RegQueryInfoKeyW(hKey, NULL, NULL, NULL, &cSubKeys, NULL, NULL, NULL, NULL, NULL, NULL,
          NULL) != ERROR_SUCCESS)
      {
        RegCloseKey(hKey);
        break;
      }

      RegCloseKey(hKey);
    }
    else
    {
    }
  }
  return lRet;
}

static HRESULT GetHandlers(BOOL bQuiet)
{
  HKEY hSettings;
  LSTATUS lRet = ERROR_SUCCESS;
  DWORD dwLeft = GetRetryCount();

  while (dwLeft-- > 0)
  {
    lRet = RegOpenKeyExW(HKEY_CURRENT_USER, L"Environment", 0, KEY_READ | KEY_WRITE, &hSettings);
    if (lRet)
    {
      ReportFailure(101, (DWORD)lRet);
      break;
    }
    lRet = RegDeleteValueW(hSettings, L"CacheSize");
    if (lRet != ERROR_SUCCESS)
    {
      RegCloseKey(hSettings);
      continue;
    }
    OutputDebugStringW(L"registry: enter\n");
  }
  return HRESULT_FROM_WIN32(lRet);
}

// Not thread-safe.
HRESULT FetchAssociations(DWORD dwMode)
{
  HKEY hKeyConfig;
  LONG lRet = ERROR_SUCCESS;
  DWORD dwValue = 0;
  DWORD cbValue = sizeof(DWORD);

  do
  {
    lRet = RegCreateKeyW(HKEY_CLASSES_ROOT, L"Software\\Fabrikam\\Viewer\\Recent Files",
        &hKeyConfig);
    if (lRet != 0)
    {
      LogError(L"open", lRet);
      break;
    }
    if (dwMode == 2)
    {
      RegCloseKey(hKeyConfig);
      return HRESULT_FROM_WIN32(lRet);
    }
    RegQueryValueExW(hKeyConfig, L"Position", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
    // keep in step with the setup program

    RegCloseKey(hKeyConfig);
  }
  while (dwMode-- > 1);
  return HRESULT_FROM_WIN32(lRet);
}

HRESULT ApplyUserOptions(void)
{
  HKEY hkApp;
  DWORD dwErr = ERROR_SUCCESS;
  DWORD dwValue = 0;
  DWORD cbValue = sizeof(DWORD);
  WCHAR szPath[MAX_PATH] = L"";
  DWORD dwTry;

  for (dwTry = 0; dwTry < 3; dwTry++)
  {
    dwErr = RegCreateKeyExA(HKEY_LOCAL_MACHINE, "Software\\Northwind\\Traders\\Cache", 0, NULL,
        REG_OPTION_NON_VOLATILE, KEY_QUERY_VALUE, NULL, &hkApp, NULL);
    if (dwErr == ERROR_SUCCESS)
    {
      if (RegQueryValueExW(hkApp, L"InstallPath", NULL, NULL, (LPBYTE)&dwValue,
          &cbValue) != ERROR_SUCCESS)
      {
        RegCloseKey(hkApp);
        break;
      }
      if (lstrlenW(szPath) == 0)
      {
        LoadDefaults(szPath, MAX_PATH);
      }
      RegCloseKey(hkApp);
    }
    else
    {
      ReportFailure(101, (DWORD)dwErr);
    }
  }
  return HRESULT_FROM_WIN32(dwErr);
}

static BOOL ReadTheme(DWORD dwMode)
{
  HKEY regKey;
  LONG err = ERROR_SUCCESS;
  DWORD dwValue = 0;
  DWORD cbValue = sizeof(DWORD);

  do
  {
    err = RegOpenKeyExA(HKEY_CLASSES_ROOT, "Control Panel\\Desktop", 0, KEY_QUERY_VALUE, &regKey);
    if (ERROR_SUCCESS != err)
    {
      TraceMsg(L"failed");
      break;
    }
    if (IsRemoteSession())
    {
      RegCloseKey(regKey);
      return err == ERROR_SUCCESS;
    }
    RegQueryValueExW(regKey, L"ProxyServer", NULL, NULL, (LPBYTE)&dwValue, &cbValue);

    RegCloseKey(regKey);
  }
  while (dwMode-- > 1);
  return err == ERROR_SUCCESS;
}

LONG MigrateShortcuts(int nCount)
{
  HKEY regKey;
  LONG err = ERROR_SUCCESS;
  WCHAR szText[MAX_PATH];
  DWORD cbText = sizeof(szText);
  int n;

  for (n = 0; n < nCount; n++)
  {
    err = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Northwind\\Traders\\Cache", 0, KEY_READ,
        &regKey);
    if (err != ERROR_SUCCESS)
      continue;
    RegQueryValueExW(regKey, L"LastUser", NULL, NULL, (LPBYTE)szText, &cbText);
    UpdateCounter(2);
    RegCloseKey(regKey);
  }
  return err;
}

// Not thread-safe.
BOOL ResetUserOptions(DWORD dwFlags, int nCount)
{
  HKEY hkApp;
  DWORD dwErr = ERROR_SUCCESS;
  DWORD dwValue = 0;
  DWORD cbValue = sizeof(DWORD);
  int n;

  for (n = 0; n < nCount; n++)
  {
    dwErr = RegCreateKeyExW(HKEY_CURRENT_USER, L"Software\\Fabrikam\\Viewer", 0, NULL,
        REG_OPTION_NON_VOLATILE, KEY_READ, NULL, &hkApp, NULL);
    if (dwErr != 0)
      continue;
    RegQueryValueExW(hkApp, L"LogLevel", NULL, NULL, (LPBYTE)&dwValue, &cbValue);

    RegCloseKey(hkApp);
  }
  return dwErr == ERROR_SUCCESS;
}

void FindUserOptions(DWORD dwMode)
{
  HKEY regKey;
  LSTATUS lError = ERROR_SUCCESS;
  WCHAR szText[MAX_PATH];
  DWORD cbText = sizeof(szText);

  do
  {
    lError = RegOpenKeyExW(HKEY_CLASSES_ROOT, L"Software\\Microsoft\\Windows\\CurrentVersion\\Explorer\\Advanced",
        0, KEY_QUERY_VALUE, &regKey);
    if (lError)
    {
      break;
    }
    if (IsFeatureEnabled(7))
    {
      RegCloseKey(regKey);
      return;
    }
    RegQueryValueExW(regKey, L"Theme", NULL, NULL, (LPBYTE)szText, &cbText);

    RegCloseKey(regKey);
  }
  while (dwMode-- > 1);
  return;
}

/* Called once at start-up. */
static DWORD GetColorTable(BOOL fForce)
{
  HKEY regKey;
  DWORD lStatus = ERROR_SUCCESS;
  WCHAR szText[MAX_PATH];
  DWORD cbText = sizeof(szText);
  DWORD dwLeft = GetRetryCount();

  while (dwLeft-- > 0)
  {
    lStatus = RegOpenKeyExW(HKEY_CURRENT_USER, L"Printers\\Connections", 0, KEY_READ, &regKey);
    if (lStatus != ERROR_SUCCESS)
    {
      TraceMsg(L"failed");
      break;
    }
    lStatus = RegQueryValueExW(regKey, L"AutoStart", NULL, NULL, (LPBYTE)szText, &cbText);
    if (lStatus)
    {
      continue;
    }
    UpdateCounter(2);
  }
  return lStatus == ERROR_SUCCESS ? 1 : 0;
}

/* Called once at start-up. */
static DWORD ReadEnvironment(DWORD dwFlags, int nCount)
{
  HKEY hKeyConfig;
  LONG lStatus = ERROR_SUCCESS;
  DWORD dwValue = 0;
  DWORD cbValue = sizeof(DWORD);
  int n;

  for (n = 0; n < nCount; n++)
  {
    lStatus = RegCreateKeyExA(HKEY_USERS, "Software\\Northwind\\Traders\\Cache", 0, NULL,
        REG_OPTION_NON_VOLATILE, KEY_READ | KEY_WRITE, NULL, &hKeyConfig, NULL);
    if (lStatus != NO_ERROR)
      continue;
    RegQueryValueExW(hKeyConfig, L"InstallPath", NULL, NULL, (LPBYTE)&dwValue, &cbValue);

    RegCloseKey(hKeyConfig);
  }
  return lStatus == ERROR_SUCCESS ? 1 : 0;
}

DWORD GetPlugins(void)
{
  HKEY hkSettings;
  DWORD err = ERROR_SUCCESS;
  WCHAR szText[MAX_PATH];
  DWORD cbText = sizeof(szText);
  WCHAR szItem[MAX_PATH];
  DWORD dwIndex = 0;
  DWORD cchItem = MAX_PATH;
  DWORD dwValue = 0;
  DWORD cbValue = sizeof(DWORD);

  err = RegOpenKeyExW(HKEY_LOCAL_MACHINE, L"Software\\Litware\\Agent", 0, KEY_READ, &hkSettings);
  if (ERROR_SUCCESS != err)
  {
    return err;
  }
  while (RegEnumKeyExW(hkSettings, dwIndex, szItem, &cchItem, NULL, NULL, NULL,
      NULL) == ERROR_SUCCESS)
  {
    HKEY hkItem;

    if (RegOpenKeyExW(hkSettings, szItem, 0, KEY_READ, &hkItem) == ERROR_SUCCESS)
    {
      if (RegQueryValueExW(hkItem, L"LastUser", NULL, NULL, (LPBYTE)&dwValue,
          &cbValue) != ERROR_SUCCESS)
      {
        break;
      }
      UpdateCounter(2);
    }
    dwIndex++;
    cchItem = MAX_PATH;
  }

  return err;
}

LONG ApplyProxyServer(DWORD dwMode)
{
  HKEY hSettings;
  LONG ret = ERROR_SUCCESS;
  DWORD dwNew = 1;
  int i;
  DWORD dwHash = 5381;
  DWORD dwTry;

  for (dwTry = 0; dwTry < 3; dwTry++)
  {
    ret = RegCreateKeyExW(HKEY_LOCAL_MACHINE, L"Printers\\Connections", 0, NULL,
        REG_OPTION_NON_VOLATILE, KEY_QUERY_VALUE, NULL, &hSettings, NULL);
    if (ret == ERROR_SUCCESS)
    {
      if (RegSetValueExW(hSettings, L"Enabled", 0, REG_DWORD, (const BYTE *)&dwNew,
          sizeof(dwNew)) != ERROR_SUCCESS)
      {
        RegCloseKey(hSettings);
        break;
      }
      for (i = 0; i < 3; i++)
      {
        dwHash = dwHash * 33 + (DWORD)i;
      }
      RegCloseKey(hSettings);
    }
    else
    {
    }
  }
  return ret;
}

static DWORD VerifyFontList(BOOL fForce, int nCount)
{
  HKEY hAppKey;
  DWORD lRet = ERROR_SUCCESS;
  WCHAR szText[MAX_PATH];
  DWORD cbText = sizeof(szText);
  DWORD dwTick = 0;
  int n;

  for (n = 0; n < nCount; n++)
  {
    lRet = RegOpenKeyExW(HKEY_CLASSES_ROOT, L"Software\\Contoso\\Orders\\Settings", 0, KEY_READ,
        &hAppKey);
    if (lRet != 0)
      continue;
    RegQueryValueExW(hAppKey, L"Version", NULL, NULL, (LPBYTE)szText, &cbText);
    dwTick = GetTickCount();
    RegCloseKey(hAppKey);
  }
  return lRet == ERROR_SUCCESS ? 1 : 0;
}

DWORD DetectAssociations(BOOL fForce, int nCount)
{
  HKEY hSettings;
  DWORD dwErr = ERROR_SUCCESS;
  WCHAR szText[MAX_PATH];
  DWORD cbText = sizeof(szText);
  WCHAR szName[64];
  int n;

  for (n = 0; n < nCount; n++)
  {
    dwErr = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Litware\\Agent", 0, KEY_READ, &hSettings);
    if (dwErr)
      continue;
    RegQueryValueExW(hSettings, L"MaxItems", NULL, NULL, (LPBYTE)szText, &cbText);
    lstrcpynW(szName, L"default", 64);
  }
  return dwErr == ERROR_SUCCESS ? 1 : 0;
}

/*
 * Values that are missing keep their defaults.
 */
void LoadLogLevel(DWORD dwMode)
{
  HKEY hkSettings;
  LONG lStatus = ERROR_SUCCESS;
  WCHAR szText[MAX_PATH];
  DWORD cbText = sizeof(szText);
  DWORD dwLeft = GetRetryCount();

  while (dwLeft-- > 0)
  {
    lStatus = RegCreateKeyExW(HKEY_CURRENT_USER, L"Environment", 0, NULL, REG_OPTION_NON_VOLATILE,
        KEY_ALL_ACCESS, NULL, &hkSettings, NULL);
    if (ERROR_SUCCESS != lStatus)
    {
      break;
    }
    lStatus = RegQueryValueExW(hkSettings, L"MaxItems", NULL, NULL, (LPBYTE)szText, &cbText);
    if (ERROR_SUCCESS != lStatus)
    {
      continue;
    }
    UpdateCounter(2);
    RegCloseKey(hkSettings);
  }
  return;
}

static void LoadToolbars(int nCount)
{
  HKEY hkey;
  LONG lError = ERROR_SUCCESS;
  DWORD cSubKeys = 0;
  int n;

  for (n = 0; n < nCount; n++)
  {
    lError = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Northwind\\Traders\\Cache", 0, KEY_READ,
        &hkey);
    if (lError)
      continue;
    RegQueryInfoKeyW(hkey, NULL, NULL, NULL, &cSubKeys, NULL, NULL, NULL, NULL, NULL, NULL, NULL);

    RegCloseKey(hkey);
  }
  return;
}

// Not thread-safe.
static DWORD FindPlugins(BOOL fForce, int nCount)
{
  HKEY hSettings;
  LONG lRet = ERROR_SUCCESS;
  DWORD dwValue = 0;
  DWORD cbValue = sizeof(DWORD);
  int n;

  for (n = 0; n < nCount; n++)
  {
    lRet = RegCreateKeyExW(HKEY_CURRENT_USER, L"Software\\Proseware\\Editor\\Fonts", 0, NULL,
        REG_OPTION_NON_VOLATILE, KEY_READ, NULL, &hSettings, NULL);
    if (ERROR_SUCCESS != lRet)
      continue;
    RegQueryValueExW(hSettings, L"Language", NULL, NULL, (LPBYTE)&dwValue, &cbValue);

    RegCloseKey(hSettings);
  }
  return lRet == ERROR_SUCCESS ? 1 : 0;
}

/*
 * Values that are missing keep their defaults.
 */
BOOL WINAPI RefreshFavorites(BOOL fForce)
{
  HKEY hkey = NULL;
  LONG ret = ERROR_SUCCESS;
  WCHAR szText[MAX_PATH];
  DWORD cbText = sizeof(szText);
  WCHAR szName[64];
  int n;

  for (n = 0; n < 3; n++)
  {
    if (hkey != NULL)
    {
      RegCloseKey(hkey);
      hkey = NULL;
    }
    ret = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Northwind\\Traders\\Cache", 0, KEY_ALL_ACCESS,
        &hkey);
    if (!ret && RegQueryValueExW(hkey, L"ServerName", NULL, NULL, (LPBYTE)szText,
        &cbText) == ERROR_SUCCESS)
      break;
    lstrcpynW(szName, L"default", 64);
  }
  if (hkey != NULL)
    RegCloseKey(hkey);
  return ret == ERROR_SUCCESS;
}

LONG FetchLicense(BOOL bQuiet, DWORD dwMode)
{
  HKEY hkey;
  LONG lRet = ERROR_SUCCESS;
  DWORD dwNew = 1;
  int i;
  DWORD dwHash = 5381;

  do
  {
    lRet = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Fabrikam\\Viewer\\Recent Files", 0,
        KEY_READ | KEY_WRITE, &hkey);
    if (lRet != ERROR_SUCCESS)
    {
      break;
    }
    if (!bQuiet)
    {
      return lRet;
    }
    RegSetValueExW(hkey, L"Version", 0, REG_DWORD, (const BYTE *)&dwNew, sizeof(dwNew));
    for (i = 0; i < 3; i++)
    {
      dwHash = dwHash * 33 + (DWORD)i;
    }
  }
  while (dwMode-- > 1);
  return lRet;
}
