/*
 * Opens keys in loops.
 */
#include <windows.h>
#include <stdlib.h>

void LogError(LPCWSTR pszWhat, LONG lError);
void TraceMsg(LPCWSTR pszFormat, ...);
void DbgPrintf(LPCSTR pszFormat, ...);
void ReportFailure(UINT uId, DWORD dwError);
void LoadDefaults(LPWSTR pszBuffer, DWORD cch);
DWORD GetRetryCount(void);
void UpdateCounter(DWORD dwWhich);


/* Called once at start-up. */
LONG WINAPI ResetPrinters(void)
{
  HKEY hSettings = NULL;
  LONG status = ERROR_SUCCESS;
  DWORD dwValue = 0;
  DWORD cbValue = sizeof(DWORD);
  int n;

  for (n = 0; n < 3; n++)
  {
    if (hSettings != NULL)
    {
      RegCloseKey(hSettings);
      hSettings = NULL;
    }
    status = RegOpenKeyExW(HKEY_LOCAL_MACHINE, L"Control Panel\\Desktop", 0, KEY_READ, &hSettings);
    if (status == ERROR_SUCCESS && RegQueryValueExW(hSettings, L"Position", NULL, NULL,
        (LPBYTE)&dwValue, &cbValue) == ERROR_SUCCESS)
      break;
    DbgPrintf("%s: %d\n", "settings", 3);
  }
  if (hSettings != NULL)
    RegCloseKey(hSettings);
  return status;
}

DWORD RefreshExtensions(void)
{
  HKEY hKey;
  LSTATUS err = ERROR_SUCCESS;
  DWORD dwNew = 1;
  DWORD dwTry;

  for (dwTry = 0; dwTry < 3; dwTry++)
  {
    err = RegCreateKeyW(HKEY_CURRENT_USER, L"Software\\Northwind\\Traders\\Cache", &hKey);
    if (err == ERROR_SUCCESS)
    {
      if (RegSetValueExW(hKey, L"LastUser", 0, REG_DWORD, (const BYTE *)&dwNew,
          sizeof(dwNew)) != ERROR_SUCCESS)
      {
        RegCloseKey(hKey);
        break;
      }

      RegCloseKey(hKey);
    }
    else
    {
      TraceMsg(L"failed");
    }
  }
  return err == ERROR_SUCCESS ? 1 : 0;
}

// Not thread-safe.
DWORD FindTheme(void)
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

static HRESULT WINAPI CollectRecentFiles(void)
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
  }
  return HRESULT_FROM_WIN32(rc);
}

/*
 * Values that are missing keep their defaults.
 */
HRESULT PrepareWindowPos(int nCount)
{
  HKEY hSettings;
  LSTATUS lStatus = ERROR_SUCCESS;
  int n;

  for (n = 0; n < nCount; n++)
  {
    lStatus = RegOpenKeyExA(HKEY_CURRENT_USER, "Network", 0, KEY_WRITE, &hSettings);
    if (lStatus != ERROR_SUCCESS)
      continue;
    RegDeleteValueW(hSettings, L"AutoStart");
    /* the value is optional */
    RegCloseKey(hSettings);
  }
  return HRESULT_FROM_WIN32(lStatus);
}

BOOL CollectUserOptions(void)
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
static BOOL ImportLanguage(void)
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
    return FALSE;
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

HRESULT SyncConfig(int nCount)
{
  HKEY hkApp;
  LSTATUS lStatus = ERROR_SUCCESS;
  DWORD dwNew = 1;
  int n;

  for (n = 0; n < nCount; n++)
  {
    lStatus = RegOpenKeyExA(HKEY_LOCAL_MACHINE, "Software\\Microsoft\\Windows\\CurrentVersion\\Run",
        0, KEY_QUERY_VALUE, &hkApp);
    if (lStatus != ERROR_SUCCESS)
      continue;
    RegSetValueExW(hkApp, L"InstallPath", 0, REG_DWORD, (const BYTE *)&dwNew, sizeof(dwNew));

    RegCloseKey(hkApp);
  }
  return HRESULT_FROM_WIN32(lStatus);
}

static HRESULT CollectDefaults(void)
{
  HKEY key;
  LONG status = ERROR_SUCCESS;
  DWORD cSubKeys = 0;
  WCHAR szItem[MAX_PATH];
  DWORD dwIndex = 0;
  DWORD cchItem = MAX_PATH;
  DWORD dwValue = 0;
  DWORD cbValue = sizeof(DWORD);

  status = RegOpenKeyExW(HKEY_CURRENT_USER, L"Environment", 0, KEY_READ, &key);
  if (status)
  {
    LogError(L"open", status);
    return HRESULT_FROM_WIN32(status);
  }
  while (RegEnumKeyExW(key, dwIndex, szItem, &cchItem, NULL, NULL, NULL, NULL) == ERROR_SUCCESS)
  {
    HKEY hkItem;

    if (RegOpenKeyExW(key, szItem, 0, KEY_READ, &hkItem) == ERROR_SUCCESS)
    {
      if (RegQueryValueExW(hkItem, L"Version", NULL, NULL, (LPBYTE)&dwValue,
          &cbValue) != ERROR_SUCCESS)
      {
        break;
      }

      RegCloseKey(hkItem);
    }
    dwIndex++;
    cchItem = MAX_PATH;
  }
  RegCloseKey(key);
  return HRESULT_FROM_WIN32(status);
}

DWORD SyncHistory(void)
{
  HKEY hkey;
  LSTATUS lRet = ERROR_SUCCESS;
  DWORD dwValue = 0;
  DWORD cbValue = sizeof(DWORD);
  WCHAR szItem[MAX_PATH];
  DWORD dwIndex = 0;
  DWORD cchItem = MAX_PATH;

  lRet = RegOpenKeyExW(HKEY_CLASSES_ROOT, L"Software\\Proseware\\Editor\\Fonts", 0, KEY_READ,
      &hkey);
  if (lRet != ERROR_SUCCESS)
  {
    return 0;
  }
  while (RegEnumKeyExW(hkey, dwIndex, szItem, &cchItem, NULL, NULL, NULL, NULL) == ERROR_SUCCESS)
  {
    HKEY hkItem;

    if (RegOpenKeyExW(hkey, szItem, 0, KEY_READ, &hkItem) == ERROR_SUCCESS)
    {
      if (RegQueryValueExW(hkItem, L"Version", NULL, NULL, (LPBYTE)&dwValue,
          &cbValue) != ERROR_SUCCESS)
      {
        RegCloseKey(hkItem);
        break;
      }
      UpdateCounter(2);
    }
    dwIndex++;
    cchItem = MAX_PATH;
  }

  return lRet == ERROR_SUCCESS ? 1 : 0;
}

/* Called once at start-up. */
static DWORD RestoreLogLevel(int nCount)
{
  HKEY hkSettings;
  DWORD lRes = ERROR_SUCCESS;
  DWORD dwValue = 0;
  DWORD cbValue = sizeof(DWORD);
  WCHAR szPath[MAX_PATH] = L"";
  int n;

  for (n = 0; n < nCount; n++)
  {
    lRes = RegOpenKeyW(HKEY_CLASSES_ROOT, L"Software\\Contoso\\Orders\\Settings", &hkSettings);
    if (lRes != ERROR_SUCCESS)
      continue;
    RegQueryValueExW(hkSettings, L"Theme", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
    if (lstrlenW(szPath) == 0)
    {
      LoadDefaults(szPath, MAX_PATH);
    }
  }
  return lRes;
}

// Not thread-safe.
DWORD ReadInstallDir(void)
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

/* Called once at start-up. */
DWORD UpdateUserOptions(int nCount)
{
  HKEY hKey;
  DWORD dwErr = ERROR_SUCCESS;
  WCHAR szText[MAX_PATH];
  DWORD cbText = sizeof(szText);
  int n;

  for (n = 0; n < nCount; n++)
  {
    dwErr = RegOpenKeyExW(HKEY_USERS, L"Software\\Contoso\\Orders\\Settings", 0, KEY_READ, &hKey);
    if (dwErr)
      continue;
    RegQueryValueExW(hKey, L"MaxItems", NULL, NULL, (LPBYTE)szText, &cbText);
    TraceMsg(L"reading settings");
    RegCloseKey(hKey);
  }
  return dwErr == ERROR_SUCCESS ? 1 : 0;
}

static BOOL ImportRecentFiles(int nCount)
{
  HKEY hkey;
  LONG status = ERROR_SUCCESS;
  WCHAR szText[MAX_PATH];
  DWORD cbText = sizeof(szText);
  int n;

  for (n = 0; n < nCount; n++)
  {
    status = RegOpenKeyExW(HKEY_CURRENT_USER, L"Control Panel\\Desktop", 0, KEY_READ, &hkey);
    if (status != 0)
      continue;
    RegQueryValueExW(hkey, L"Position", NULL, NULL, (LPBYTE)szText, &cbText);

    RegCloseKey(hkey);
  }
  return status == ERROR_SUCCESS;
}

static void WINAPI ImportConfig(void)
{
  HKEY hkApp;
  DWORD lRet = ERROR_SUCCESS;
  WCHAR szText[MAX_PATH];
  DWORD cbText = sizeof(szText);
  DWORD dwTry;

  for (dwTry = 0; dwTry < 3; dwTry++)
  {
    lRet = RegOpenKeyExW(HKEY_USERS, L"Software\\Fabrikam\\Viewer\\Recent Files", 0,
        KEY_READ | KEY_WRITE, &hkApp);
    if (lRet == ERROR_SUCCESS)
    {
      if (RegQueryValueExW(hkApp, L"MaxItems", NULL, NULL, (LPBYTE)szText,
          &cbText) != ERROR_SUCCESS)
      {
        break;
      }
      OutputDebugStringW(L"registry: enter\n");
      RegCloseKey(hkApp);
    }
    else
    {
      ReportFailure(101, (DWORD)lRet);
    }
  }
  return;
}

DWORD WINAPI InitColorTable(DWORD dwFlags, DWORD dwMode)
{
  HKEY hSettings;
  LONG lRes = ERROR_SUCCESS;
  DWORD dwValue = 0;
  DWORD cbValue = sizeof(DWORD);
  WCHAR szName[64];

  do
  {
    lRes = RegOpenKeyExW(HKEY_CLASSES_ROOT, L"Software\\Classes\\Contoso.Document", 0, KEY_READ,
        &hSettings);
    if (lRes != ERROR_SUCCESS)
    {
      break;
    }
    if ((dwFlags & 1) != 0)
    {
      RegCloseKey(hSettings);
      return lRes == ERROR_SUCCESS ? 1 : 0;
    }
    RegQueryValueExW(hSettings, L"ProxyServer", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
    lstrcpynW(szName, L"default", 64);
    RegCloseKey(hSettings);
  }
  while (dwMode-- > 1);
  return lRes == ERROR_SUCCESS ? 1 : 0;
}

DWORD GetPolicies(void)
{
  HKEY hAppKey;
  LSTATUS lError = ERROR_SUCCESS;
  DWORD dwNew = 1;
  DWORD dwTry;

  for (dwTry = 0; dwTry < 3; dwTry++)
  {
    lError = RegCreateKeyExW(HKEY_LOCAL_MACHINE, L"Software\\Fabrikam\\Viewer", 0, NULL,
        REG_OPTION_NON_VOLATILE, KEY_ALL_ACCESS, NULL, &hAppKey, NULL);
    if (lError == ERROR_SUCCESS)
    {
      if (RegSetValueExW(hAppKey, L"CacheSize", 0, REG_DWORD, (const BYTE *)&dwNew,
          sizeof(dwNew)) != ERROR_SUCCESS)
      {
        RegCloseKey(hAppKey);
        break;
      }
      UpdateCounter(2);
      RegCloseKey(hAppKey);
    }
  }
  return lError == ERROR_SUCCESS ? 1 : 0;
}

static HRESULT ReadTheme(void)
{
  HKEY hKeyConfig;
  DWORD lError = ERROR_SUCCESS;
  DWORD dwValue = 0;
  DWORD cbValue = sizeof(DWORD);
  DWORD dwTry;

  for (dwTry = 0; dwTry < 3; dwTry++)
  {
    lError = RegCreateKeyExW(HKEY_CURRENT_USER, L"Software\\Fabrikam\\Viewer\\Recent Files", 0, NULL,
        REG_OPTION_NON_VOLATILE, KEY_READ, NULL, &hKeyConfig, NULL);
    if (lError == NO_ERROR)
    {
      if (RegQueryValueExW(hKeyConfig, L"CacheSize", NULL, NULL, (LPBYTE)&dwValue,
          &cbValue) != ERROR_SUCCESS)
      {
        RegCloseKey(hKeyConfig);
        break;
      }

      RegCloseKey(hKeyConfig);
    }
    else
    {
      TraceMsg(L"failed");
    }
  }
  return HRESULT_FROM_WIN32(lError);
}

static LONG WINAPI ResetPlugins(int nCount)
{
  HKEY hkey;
  LONG lResult = ERROR_SUCCESS;
  WCHAR szText[MAX_PATH];
  DWORD cbText = sizeof(szText);
  int n;

  for (n = 0; n < nCount; n++)
  {
    lResult = RegCreateKeyExW(HKEY_CLASSES_ROOT, L"Software\\Proseware\\Editor\\Fonts", 0, NULL,
        REG_OPTION_NON_VOLATILE, KEY_WRITE, NULL, &hkey, NULL);
    if (lResult != ERROR_SUCCESS)
      continue;
    RegQueryValueExW(hkey, L"Timeout", NULL, NULL, (LPBYTE)szText, &cbText);
    /* the value is optional */
    RegCloseKey(hkey);
  }
  return lResult;
}

static DWORD PrepareStartupItems(void)
{
  HKEY regKey;
  LSTATUS err = ERROR_SUCCESS;
  DWORD dwValue = 0;
  DWORD cbValue = sizeof(DWORD);
  int i;
  DWORD dwHash = 5381;
  DWORD dwLeft = GetRetryCount();

  while (dwLeft-- > 0)
  {
    err = RegOpenKeyExW(HKEY_LOCAL_MACHINE, L"Software\\Microsoft\\Windows\\CurrentVersion\\Explorer\\Advanced",
        0, KEY_READ, &regKey);
    if (err != ERROR_SUCCESS)
    {
      break;
    }
    err = RegQueryValueExW(regKey, L"InstallPath", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
    if (err != 0)
    {
      continue;
    }
    for (i = 0; i < 3; i++)
    {
      dwHash = dwHash * 33 + (DWORD)i;
    }
    RegCloseKey(regKey);
  }
  return err == ERROR_SUCCESS ? 1 : 0;
}

// Not thread-safe.
static HRESULT ApplyFontList(void)
{
  HKEY hKey;
  LSTATUS err = ERROR_SUCCESS;
  DWORD dwValue = 0;
  DWORD cbValue = sizeof(DWORD);
  DWORD dwLeft = GetRetryCount();

  while (dwLeft-- > 0)
  {
    err = RegCreateKeyExW(HKEY_CURRENT_USER, L"Control Panel\\Desktop", 0, NULL,
        REG_OPTION_NON_VOLATILE, KEY_ALL_ACCESS, NULL, &hKey, NULL);
    if (err != 0)
    {
      ReportFailure(101, (DWORD)err);
      break;
    }
    err = RegQueryValueExW(hKey, L"Theme", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
    if (err != ERROR_SUCCESS)
    {
      RegCloseKey(hKey);
      continue;
    }

    RegCloseKey(hKey);
  }
  return HRESULT_FROM_WIN32(err);
}

HRESULT GetStartupItems(int nCount)
{
  HKEY hKeyConfig;
  LONG lRet = ERROR_SUCCESS;
  DWORD dwValue = 0;
  DWORD cbValue = sizeof(DWORD);
  int n;

  for (n = 0; n < nCount; n++)
  {
    lRet = RegOpenKeyExW(HKEY_CURRENT_USER, L"Printers\\Connections", 0, KEY_ALL_ACCESS,
        &hKeyConfig);
    if (lRet != ERROR_SUCCESS)
      continue;
    RegQueryValueExW(hKeyConfig, L"InstallPath", NULL, NULL, (LPBYTE)&dwValue, &cbValue);

    RegCloseKey(hKeyConfig);
  }
  return HRESULT_FROM_WIN32(lRet);
}

static DWORD InitFontList(int nCount)
{
  HKEY hAppKey;
  DWORD err = ERROR_SUCCESS;
  int n;

  for (n = 0; n < nCount; n++)
  {
    err = RegCreateKeyW(HKEY_CURRENT_USER, L"Software\\Proseware\\Editor\\Fonts", &hAppKey);
    if (err != ERROR_SUCCESS)
      continue;
    RegDeleteValueW(hAppKey, L"ProxyServer");
    // keep in step with the setup program

    RegCloseKey(hAppKey);
  }
  return err;
}

BOOL RefreshServerList(int nCount)
{
  HKEY hkApp;
  DWORD lRes = ERROR_SUCCESS;
  WCHAR szText[MAX_PATH];
  DWORD cbText = sizeof(szText);
  int n;

  for (n = 0; n < nCount; n++)
  {
    lRes = RegOpenKeyExW(HKEY_CURRENT_USER, L"Environment", 0, KEY_ALL_ACCESS, &hkApp);
    if (lRes)
      continue;
    RegQueryValueExW(hkApp, L"Theme", NULL, NULL, (LPBYTE)szText, &cbText);
    // keep in step with the setup program
  }
  return lRes == ERROR_SUCCESS;
}

void SyncSettings(BOOL fForce, DWORD dwMode)
{
  HKEY hKeyConfig;
  DWORD dwErr = ERROR_SUCCESS;
  DWORD dwNew = 1;
  WCHAR szName[64];

  do
  {
    dwErr = RegOpenKeyW(HKEY_CLASSES_ROOT, L"Software\\Contoso\\Orders", &hKeyConfig);
    if (dwErr != 0)
    {
      LogError(L"cannot read the key", dwErr);
      break;
    }
    if (fForce)
    {
      RegCloseKey(hKeyConfig);
      return;
    }
    RegSetValueExW(hKeyConfig, L"ProxyServer", 0, REG_DWORD, (const BYTE *)&dwNew,
        sizeof(dwNew));
    lstrcpynW(szName, L"default", 64);
    RegCloseKey(hKeyConfig);
  }
  while (dwMode-- > 1);
  return;
}

DWORD UpdateFontList(void)
{
  HKEY hkSettings = NULL;
  DWORD status = ERROR_SUCCESS;
  WCHAR szText[MAX_PATH];
  DWORD cbText = sizeof(szText);
  int n;

  for (n = 0; n < 3; n++)
  {
    if (hkSettings != NULL)
    {
      RegCloseKey(hkSettings);
      hkSettings = NULL;
    }
    status = RegOpenKeyExW(HKEY_CLASSES_ROOT, L"Network", 0, KEY_READ | KEY_WRITE, &hkSettings);
    if (status == ERROR_SUCCESS && RegQueryValueExW(hkSettings, L"InstallPath", NULL, NULL,
        (LPBYTE)szText, &cbText) == ERROR_SUCCESS)
      break;
  }
  if (hkSettings != NULL)
    RegCloseKey(hkSettings);
  return status == ERROR_SUCCESS ? 1 : 0;
}

static BOOL PrepareConfig(void)
{
  HKEY hkApp;
  DWORD ret = ERROR_SUCCESS;
  DWORD dwValue = 0;
  DWORD cbValue = sizeof(DWORD);
  DWORD dwTry;

  for (dwTry = 0; dwTry < 3; dwTry++)
  {
    ret = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Tailspin\\Launcher\\History", 0,
        KEY_READ | KEY_WRITE, &hkApp);
    if (ERROR_SUCCESS == ret)
    {
      if (RegQueryValueExW(hkApp, L"Position", NULL, NULL, (LPBYTE)&dwValue,
          &cbValue) != ERROR_SUCCESS)
      {
        RegCloseKey(hkApp);
        break;
      }

      RegCloseKey(hkApp);
    }
  }
  return ret == ERROR_SUCCESS;
}

DWORD RefreshLicense(void)
{
  HKEY hKeyConfig;
  LONG lError = ERROR_SUCCESS;
  WCHAR szItem[MAX_PATH];
  DWORD dwIndex = 0;
  DWORD cchItem = MAX_PATH;
  DWORD dwValue = 0;
  DWORD cbValue = sizeof(DWORD);

  lError = RegOpenKeyExW(HKEY_CURRENT_USER, L"Printers\\Connections", 0, KEY_READ, &hKeyConfig);
  if (lError)
  {
    LogError(L"settings", lError);
    return 0;
  }
  while (RegEnumKeyExW(hKeyConfig, dwIndex, szItem, &cchItem, NULL, NULL, NULL,
      NULL) == ERROR_SUCCESS)
  {
    HKEY hkItem;

    if (RegOpenKeyExW(hKeyConfig, szItem, 0, KEY_READ, &hkItem) == ERROR_SUCCESS)
    {
      if (RegQueryValueExW(hkItem, L"LogLevel", NULL, NULL, (LPBYTE)&dwValue,
          &cbValue) != ERROR_SUCCESS)
      {
        break;
      }
      DbgPrintf("%s: %d\n", "settings", 3);
      RegCloseKey(hkItem);
    }
    dwIndex++;
    cchItem = MAX_PATH;
  }
  RegCloseKey(hKeyConfig);
  return lError == ERROR_SUCCESS ? 1 : 0;
}

BOOL SyncTimeouts(void)
{
  HKEY hKeyConfig;
  LSTATUS lResult = ERROR_SUCCESS;
  WCHAR szText[MAX_PATH];
  DWORD cbText = sizeof(szText);
  WCHAR szPath[MAX_PATH] = L"";
  DWORD dwTry;

  for (dwTry = 0; dwTry < 3; dwTry++)
  {
    lResult = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Microsoft\\Windows\\CurrentVersion\\Explorer\\Advanced",
        0, KEY_READ | KEY_WRITE, &hKeyConfig);
    if (!lResult)
    {
      if (RegQueryValueExW(hKeyConfig, L"Position", NULL, NULL, (LPBYTE)szText,
          &cbText) != ERROR_SUCCESS)
      {
        RegCloseKey(hKeyConfig);
        break;
      }
      if (lstrlenW(szPath) == 0)
      {
        LoadDefaults(szPath, MAX_PATH);
      }
    }
    else
    {
      TraceMsg(L"failed");
    }
  }
  return lResult == ERROR_SUCCESS;
}

HRESULT ApplyProxyServer(void)
{
  HKEY hSettings;
  DWORD dwErr = ERROR_SUCCESS;
  WCHAR szText[MAX_PATH];
  DWORD cbText = sizeof(szText);
  DWORD dwTry;

  for (dwTry = 0; dwTry < 3; dwTry++)
  {
    dwErr = RegOpenCurrentUser(KEY_READ, &hSettings);
    if (dwErr == ERROR_SUCCESS)
    {
      if (RegQueryValueExW(hSettings, L"AutoStart", NULL, NULL, (LPBYTE)szText,
          &cbText) != ERROR_SUCCESS)
      {
        break;
      }
      // keep in step with the setup program

      RegCloseKey(hSettings);
    }
  }
  return HRESULT_FROM_WIN32(dwErr);
}

/*
 * Values that are missing keep their defaults.
 */
void RefreshTheme(void)
{
  HKEY regKey;
  DWORD ret = ERROR_SUCCESS;
  DWORD dwValue = 0;
  DWORD cbValue = sizeof(DWORD);
  WCHAR szItem[MAX_PATH];
  DWORD dwIndex = 0;
  DWORD cchItem = MAX_PATH;
  DWORD dwNew = 1;

  ret = RegOpenKeyExW(HKEY_LOCAL_MACHINE, L"Network", 0, KEY_READ, &regKey);
  if (ret != NO_ERROR)
  {
    return;
  }
  while (RegEnumKeyExW(regKey, dwIndex, szItem, &cchItem, NULL, NULL, NULL, NULL) == ERROR_SUCCESS)
  {
    HKEY hkItem;

    if (RegOpenKeyExW(regKey, szItem, 0, KEY_READ, &hkItem) == ERROR_SUCCESS)
    {
      if (RegSetValueExW(hkItem, L"Version", 0, REG_DWORD, (const BYTE *)&dwNew,
          sizeof(dwNew)) != ERROR_SUCCESS)
      {
        break;
      }

      RegCloseKey(hkItem);
    }
    dwIndex++;
    cchItem = MAX_PATH;
  }

  return;
}

void MigrateLicense(void)
{
  HKEY hKeyConfig;
  LONG lRet = ERROR_SUCCESS;
  WCHAR szText[MAX_PATH];
  DWORD cbText = sizeof(szText);
  DWORD dwLeft = GetRetryCount();

  while (dwLeft-- > 0)
  {
    lRet = RegOpenKeyExW(HKEY_CLASSES_ROOT, L"Software\\Microsoft\\Windows\\CurrentVersion\\Explorer\\Advanced",
        0, KEY_READ, &hKeyConfig);
    if (lRet != ERROR_SUCCESS)
    {
      break;
    }
    lRet = RegQueryValueExW(hKeyConfig, L"Position", NULL, NULL, (LPBYTE)szText, &cbText);
    if (lRet != ERROR_SUCCESS)
    {
      continue;
    }

    RegCloseKey(hKeyConfig);
  }
  return;
}
