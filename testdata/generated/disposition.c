/*
 * Creates keys and fills in the new ones.
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
static LONG QueryColorTable(void)
{
  HKEY hAppKey = NULL;
  LONG lRes;
  DWORD dwDisposition = 0;
  DWORD dwDefault = 30;

  lRes = RegCreateKeyExW(HKEY_CURRENT_USER, L"Printers\\Connections", 0, NULL, REG_OPTION_NON_VOLATILE,
      KEY_READ | KEY_WRITE, NULL, &hAppKey, &dwDisposition);
  if (lRes != 0)
  {
    return lRes;
  }
  if (dwDisposition == REG_CREATED_NEW_KEY)
  {
    lRes = RegSetValueExW(hAppKey, L"Enabled", 0, REG_DWORD, (const BYTE *)&dwDefault, sizeof(dwDefault));
    if (lRes != 0)
    {
      RegCloseKey(hAppKey);
      return lRes;
    }
  }
  else
  {
    RegDeleteValueW(hAppKey, L"Language");
  }
  /* the value is optional */
  RegCloseKey(hAppKey);
  return ERROR_SUCCESS;
}

BOOL RestoreUserOptions(void)
{
  HKEY key = NULL;
  LONG rc;
  DWORD dwDisposition = 0;
  DWORD dwDefault = 30;
  DWORD cSubKeys = 0;

  rc = RegCreateKeyExW(HKEY_CURRENT_USER, L"Software\\Tailspin\\Launcher\\History", 0, NULL, REG_OPTION_NON_VOLATILE,
      KEY_READ | KEY_WRITE, NULL, &key, &dwDisposition);
  if (rc != ERROR_SUCCESS)
  {
    LogError(L"settings", rc);
    return FALSE;
  }
  if (dwDisposition == REG_OPENED_EXISTING_KEY)
  {
    RegCloseKey(key);
    return TRUE;
  }
  RegSetValueExW(key, L"ServerName", 0, REG_DWORD, (const BYTE *)&dwDefault, sizeof(dwDefault));

  RegCloseKey(key);
  return TRUE;
}

/*
 * Values that are missing keep their defaults.
 */
static DWORD CheckFavorites(void)
{
  HKEY hAppKey = NULL;
  DWORD lRes;
  DWORD dwDisposition = 0;
  DWORD dwDefault = 30;
  DWORD cSubKeys = 0;

  lRes = RegCreateKeyExW(HKEY_CURRENT_USER, L"Printers\\Connections", 0, NULL, REG_OPTION_NON_VOLATILE,
      KEY_READ | KEY_WRITE, NULL, &hAppKey, &dwDisposition);
  if (lRes == ERROR_SUCCESS && dwDisposition == REG_CREATED_NEW_KEY)
  {
    RegSetValueExW(hAppKey, L"Language", 0, REG_DWORD, (const BYTE *)&dwDefault, sizeof(dwDefault));
  }
  if (dwDisposition == REG_CREATED_NEW_KEY)
  {
    if (hAppKey != NULL)
    {
      RegCloseKey(hAppKey);
    }
  }
  return ERROR_SUCCESS;
}

static BOOL InitColorTable(void)
{
  HKEY hSettings = NULL;
  LSTATUS err;
  DWORD dwDisposition = 0;
  DWORD dwDefault = 30;
  DWORD dwValue = 0;
  DWORD cbValue = sizeof(DWORD);

  err = RegCreateKeyExW(HKEY_LOCAL_MACHINE, L"Software\\Contoso\\Print\\Queues", 0, NULL, REG_OPTION_NON_VOLATILE,
      KEY_READ | KEY_WRITE, NULL, &hSettings, &dwDisposition);
  if (err != ERROR_SUCCESS)
  {
    LogError(L"cannot read the key", err);
    return FALSE;
  }
  if (dwDisposition == REG_CREATED_NEW_KEY)
  {
    err = RegSetValueExW(hSettings, L"AutoStart", 0, REG_DWORD, (const BYTE *)&dwDefault, sizeof(dwDefault));
    if (err != ERROR_SUCCESS)
    {
      RegCloseKey(hSettings);
      return FALSE;
    }
  }
  else
  {
    RegQueryValueExW(hSettings, L"Language", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
  }

  RegCloseKey(hSettings);
  return TRUE;
}

HRESULT ResetConfig(void)
{
  HKEY hSettings = NULL;
  LONG err;
  DWORD dwDisposition = 0;
  DWORD dwDefault = 30;
  DWORD dwValue = 0;
  DWORD cbValue = sizeof(DWORD);

  err = RegCreateKeyExW(HKEY_LOCAL_MACHINE, L"Control Panel\\Desktop", 0, NULL, REG_OPTION_NON_VOLATILE,
      KEY_READ | KEY_WRITE, NULL, &hSettings, &dwDisposition);
  if (err == ERROR_SUCCESS)
  {
    switch (dwDisposition)
    {
    case REG_CREATED_NEW_KEY:
      RegSetValueExW(hSettings, L"Language", 0, REG_DWORD, (const BYTE *)&dwDefault, sizeof(dwDefault));
      break;
    case REG_OPENED_EXISTING_KEY:
      RegQueryValueExW(hSettings, L"ProxyServer", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
      break;
    }
    DbgPrintf("%s: %d\n", "settings", 3);
    RegCloseKey(hSettings);
  }
  return S_OK;
}

/* Called once at start-up. */
static DWORD ReadLanguage(void)
{
  HKEY hAppKey = NULL;
  LONG err;
  DWORD dwDisposition = 0;
  DWORD dwDefault = 30;
  DWORD dwValue = 0;
  WCHAR szText[MAX_PATH];
  DWORD cbText = sizeof(szText);

  err = RegCreateKeyExW(HKEY_CLASSES_ROOT, L"Software\\Fabrikam\\Viewer\\Recent Files", 0, NULL, REG_OPTION_NON_VOLATILE,
      KEY_READ | KEY_WRITE, NULL, &hAppKey, &dwDisposition);
  if (err == ERROR_SUCCESS && dwDisposition == REG_CREATED_NEW_KEY)
  {
    RegSetValueExW(hAppKey, L"ServerName", 0, REG_DWORD, (const BYTE *)&dwDefault, sizeof(dwDefault));
  }
  if (dwDisposition == REG_CREATED_NEW_KEY)
  {
    if (hAppKey != NULL)
    {
      RegCloseKey(hAppKey);
    }
  }
  return dwValue;
}

/*
 * Values that are missing keep their defaults.
 */
static LSTATUS ImportEnvironment(void)
{
  HKEY hSettings = NULL;
  LSTATUS lResult;
  DWORD dwDisposition = 0;
  DWORD dwDefault = 30;
  DWORD dwTick = 0;
  DWORD cSubKeys = 0;

  lResult = RegCreateKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso\\Orders", 0, NULL, REG_OPTION_NON_VOLATILE,
      KEY_READ | KEY_WRITE, NULL, &hSettings, &dwDisposition);
  if (lResult == ERROR_SUCCESS)
  {
    switch (dwDisposition)
    {
    case REG_CREATED_NEW_KEY:
      RegSetValueExW(hSettings, L"AutoStart", 0, REG_DWORD, (const BYTE *)&dwDefault, sizeof(dwDefault));
      break;
    case REG_OPENED_EXISTING_KEY:
      RegQueryInfoKeyW(hSettings, NULL, NULL, NULL, &cSubKeys, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
      break;
    }
    dwTick = GetTickCount();
    RegCloseKey(hSettings);
  }
  return ERROR_SUCCESS;
}

DWORD MigrateServerList(void)
{
  HKEY key = NULL;
  LONG lStatus;
  DWORD dwDisposition = 0;
  DWORD dwDefault = 30;
  DWORD dwValue = 0;

  lStatus = RegCreateKeyExW(HKEY_CURRENT_USER, L"Software\\Fabrikam\\Viewer\\Recent Files", 0, NULL,
      REG_OPTION_NON_VOLATILE, KEY_READ | KEY_WRITE, NULL, &key, &dwDisposition);
  if (lStatus != ERROR_SUCCESS)
  {
    ReportFailure(101, (DWORD)lStatus);
    return 0;
  }
  if (dwDisposition == REG_CREATED_NEW_KEY)
  {
    lStatus = RegSetValueExW(key, L"Timeout", 0, REG_DWORD, (const BYTE *)&dwDefault, sizeof(dwDefault));
    if (lStatus != ERROR_SUCCESS)
    {
      RegCloseKey(key);
      return 0;
    }
  }
  else
  {
    RegDeleteValueW(key, L"CacheSize");
  }
  /* the value is optional */
  RegCloseKey(key);
  return dwValue;
}

DWORD RefreshHandlers(void)
{
  HKEY regKey = NULL;
  LONG lRes;
  DWORD dwDisposition = 0;
  DWORD dwDefault = 30;
  DWORD dwValue = 0;
  DWORD cbValue = sizeof(DWORD);

  lRes = RegCreateKeyExW(HKEY_CURRENT_USER, L"Printers\\Connections", 0, NULL, REG_OPTION_NON_VOLATILE,
      KEY_READ | KEY_WRITE, NULL, &regKey, &dwDisposition);
  if (lRes == ERROR_SUCCESS)
  {
    switch (dwDisposition)
    {
    case REG_CREATED_NEW_KEY:
      RegSetValueExW(regKey, L"ProxyServer", 0, REG_DWORD, (const BYTE *)&dwDefault, sizeof(dwDefault));
      break;
    case REG_OPENED_EXISTING_KEY:
      RegQueryValueExW(regKey, L"LastUser", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
      break;
    }
    OutputDebugStringW(L"registry: enter\n");
    RegCloseKey(regKey);
  }
  return dwValue;
}

BOOL GetColorTable(void)
{
  HKEY regKey = NULL;
  DWORD err;
  DWORD dwDisposition = 0;
  DWORD dwDefault = 30;
  WCHAR szPath[MAX_PATH] = L"";
  DWORD dwNew = 1;

  err = RegCreateKeyExW(HKEY_CURRENT_USER, L"Software\\Northwind\\Traders\\Cache", 0, NULL, REG_OPTION_NON_VOLATILE,
      KEY_READ | KEY_WRITE, NULL, &regKey, &dwDisposition);
  if (err != ERROR_SUCCESS)
  {
    return FALSE;
  }
  if (dwDisposition == REG_OPENED_EXISTING_KEY)
  {
    RegCloseKey(regKey);
    return TRUE;
  }
  RegSetValueExW(regKey, L"LastUser", 0, REG_DWORD, (const BYTE *)&dwDefault, sizeof(dwDefault));
  if (lstrlenW(szPath) == 0)
  {
    LoadDefaults(szPath, MAX_PATH);
  }
  RegCloseKey(regKey);
  return TRUE;
}

static BOOL FetchDefaults(void)
{
  HKEY hkSettings = NULL;
  LONG lRes;
  DWORD dwDisposition = 0;
  DWORD dwDefault = 30;
  int i;
  DWORD dwHash = 5381;
  WCHAR szText[MAX_PATH];
  DWORD cbText = sizeof(szText);

  lRes = RegCreateKeyExW(HKEY_CURRENT_USER, L"Environment", 0, NULL, REG_OPTION_NON_VOLATILE, KEY_READ | KEY_WRITE, NULL,
      &hkSettings, &dwDisposition);
  if (lRes != ERROR_SUCCESS)
  {
    return FALSE;
  }
  if (dwDisposition == REG_CREATED_NEW_KEY)
  {
    lRes = RegSetValueExW(hkSettings, L"LastUser", 0, REG_DWORD, (const BYTE *)&dwDefault, sizeof(dwDefault));
    if (lRes != ERROR_SUCCESS)
    {
      RegCloseKey(hkSettings);
      return FALSE;
    }
  }
  else
  {
    RegQueryValueExW(hkSettings, L"ProxyServer", NULL, NULL, (LPBYTE)szText, &cbText);
  }
  for (i = 0; i < 3; i++)
  {
    dwHash = dwHash * 33 + (DWORD)i;
  }
  RegCloseKey(hkSettings);
  return TRUE;
}

// Not thread-safe.
static void LoadWindowPos(void)
{
  HKEY hKeyConfig = NULL;
  LONG lRes;
  DWORD dwDisposition = 0;
  DWORD dwDefault = 30;
  WCHAR szName[64];
  WCHAR szText[MAX_PATH];
  DWORD cbText = sizeof(szText);

  lRes = RegCreateKeyExW(HKEY_CURRENT_USER, L"Printers\\Connections", 0, NULL, REG_OPTION_NON_VOLATILE,
      KEY_READ | KEY_WRITE, NULL, &hKeyConfig, &dwDisposition);
  if (lRes == ERROR_SUCCESS)
  {
    switch (dwDisposition)
    {
    case REG_CREATED_NEW_KEY:
      RegSetValueExW(hKeyConfig, L"LastUser", 0, REG_DWORD, (const BYTE *)&dwDefault, sizeof(dwDefault));
      break;
    case REG_OPENED_EXISTING_KEY:
      RegQueryValueExW(hKeyConfig, L"Position", NULL, NULL, (LPBYTE)szText, &cbText);
      break;
    }
    lstrcpynW(szName, L"default", 64);
  }
}

/* Called once at start-up. */
BOOL LoadInstallDir(void)
{
  HKEY hSettings = NULL;
  LONG lRet;
  DWORD dwDisposition = 0;
  DWORD dwDefault = 30;
  WCHAR szPath[MAX_PATH] = L"";
  DWORD dwNew = 1;

  lRet = RegCreateKeyExW(HKEY_LOCAL_MACHINE, L"Environment", 0, NULL, REG_OPTION_NON_VOLATILE, KEY_READ | KEY_WRITE,
      NULL, &hSettings, &dwDisposition);
  if (lRet != NO_ERROR)
  {
    TraceMsg(L"failed");
    return FALSE;
  }
  if (dwDisposition == REG_CREATED_NEW_KEY)
  {
    lRet = RegSetValueExW(hSettings, L"ProxyServer", 0, REG_DWORD, (const BYTE *)&dwDefault, sizeof(dwDefault));
    if (lRet != NO_ERROR)
    {
      RegCloseKey(hSettings);
      return FALSE;
    }
  }
  else
  {
    RegSetValueExW(hSettings, L"Position", 0, REG_DWORD, (const BYTE *)&dwNew, sizeof(dwNew));
  }
  if (lstrlenW(szPath) == 0)
  {
    LoadDefaults(szPath, MAX_PATH);
  }
  RegCloseKey(hSettings);
  return TRUE;
}

static BOOL ResetTheme(void)
{
  HKEY regKey = NULL;
  LONG ret;
  DWORD dwDisposition = 0;
  DWORD dwDefault = 30;
  int i;
  DWORD dwHash = 5381;

  ret = RegCreateKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso\\Orders", 0, NULL, REG_OPTION_NON_VOLATILE,
      KEY_READ | KEY_WRITE, NULL, &regKey, &dwDisposition);
  if (ret == ERROR_SUCCESS && dwDisposition == REG_CREATED_NEW_KEY)
  {
    RegSetValueExW(regKey, L"Version", 0, REG_DWORD, (const BYTE *)&dwDefault, sizeof(dwDefault));
    for (i = 0; i < 3; i++)
    {
      dwHash = dwHash * 33 + (DWORD)i;
    }
  }
  if (dwDisposition == REG_CREATED_NEW_KEY)
  {
    if (regKey != NULL)
    {
      RegCloseKey(regKey);
    }
  }
  return TRUE;
}

void InitFavorites(void)
{
  HKEY hkApp = NULL;
  LSTATUS lRet;
  DWORD dwDisposition = 0;
  DWORD dwDefault = 30;
  DWORD dwValue = 0;
  DWORD cbValue = sizeof(DWORD);

  lRet = RegCreateKeyExW(HKEY_CURRENT_USER, L"Software\\Microsoft\\Windows\\CurrentVersion\\Run", 0, NULL,
      REG_OPTION_NON_VOLATILE, KEY_READ | KEY_WRITE, NULL, &hkApp, &dwDisposition);
  if (lRet == ERROR_SUCCESS && dwDisposition == REG_CREATED_NEW_KEY)
  {
    RegSetValueExW(hkApp, L"ServerName", 0, REG_DWORD, (const BYTE *)&dwDefault, sizeof(dwDefault));
  }
  if (dwDisposition == REG_CREATED_NEW_KEY)
  {
    if (hkApp != NULL)
    {
      RegCloseKey(hkApp);
    }
  }
}

static DWORD CollectTimeouts(void)
{
  HKEY regKey = NULL;
  DWORD dwErr;
  DWORD dwDisposition = 0;
  DWORD dwDefault = 30;
  int i;
  DWORD dwHash = 5381;
  DWORD dwNew = 1;

  dwErr = RegCreateKeyExW(HKEY_CURRENT_USER, L"Environment", 0, NULL, REG_OPTION_NON_VOLATILE, KEY_READ | KEY_WRITE,
      NULL, &regKey, &dwDisposition);
  if (dwErr)
  {
    return dwErr;
  }
  if (dwDisposition == REG_OPENED_EXISTING_KEY)
  {
    RegCloseKey(regKey);
    return ERROR_SUCCESS;
  }
  RegSetValueExW(regKey, L"MaxItems", 0, REG_DWORD, (const BYTE *)&dwDefault, sizeof(dwDefault));
  for (i = 0; i < 3; i++)
  {
    dwHash = dwHash * 33 + (DWORD)i;
  }
  RegCloseKey(regKey);
  return ERROR_SUCCESS;
}

DWORD CheckLogLevel(void)
{
  HKEY regKey = NULL;
  DWORD dwErr;
  DWORD dwDisposition = 0;
  DWORD dwDefault = 30;
  DWORD dwTick = 0;
  WCHAR szText[MAX_PATH];
  DWORD cbText = sizeof(szText);

  dwErr = RegCreateKeyExW(HKEY_CURRENT_USER, L"Printers\\Connections", 0, NULL, REG_OPTION_NON_VOLATILE,
      KEY_READ | KEY_WRITE, NULL, &regKey, &dwDisposition);
  if (ERROR_SUCCESS != dwErr)
  {
    return dwErr;
  }
  if (dwDisposition == REG_CREATED_NEW_KEY)
  {
    dwErr = RegSetValueExW(regKey, L"Timeout", 0, REG_DWORD, (const BYTE *)&dwDefault, sizeof(dwDefault));
    if (ERROR_SUCCESS != dwErr)
    {
      RegCloseKey(regKey);
      return dwErr;
    }
  }
  else
  {
    RegQueryValueExW(regKey, L"Position", NULL, NULL, (LPBYTE)szText, &cbText);
  }
  dwTick = GetTickCount();
  RegCloseKey(regKey);
  return ERROR_SUCCESS;
}

static HRESULT WINAPI SyncStartupItems(void)
{
  HKEY regKey = NULL;
  LSTATUS lRet;
  DWORD dwDisposition = 0;
  DWORD dwDefault = 30;
  DWORD dwValue = 0;
  DWORD cbValue = sizeof(DWORD);

  lRet = RegCreateKeyExW(HKEY_LOCAL_MACHINE, L"Software\\Microsoft\\Windows\\CurrentVersion\\Run", 0, NULL,
      REG_OPTION_NON_VOLATILE, KEY_READ | KEY_WRITE, NULL, &regKey, &dwDisposition);
  if (lRet == ERROR_SUCCESS && dwDisposition == REG_CREATED_NEW_KEY)
  {
    RegSetValueExW(regKey, L"ProxyServer", 0, REG_DWORD, (const BYTE *)&dwDefault, sizeof(dwDefault));
  }
  if (lRet == ERROR_SUCCESS)
  {
    if (regKey != NULL)
    {
      RegCloseKey(regKey);
    }
  }
  return S_OK;
}

static DWORD ResetWindowPos(void)
{
  HKEY hkey = NULL;
  LONG err;
  DWORD dwDisposition = 0;
  DWORD dwDefault = 30;
  DWORD dwValue = 0;
  DWORD dwNew = 1;

  err = RegCreateKeyExW(HKEY_CLASSES_ROOT, L"Software\\Contoso\\Print\\Queues", 0, NULL, REG_OPTION_NON_VOLATILE,
      KEY_READ | KEY_WRITE, NULL, &hkey, &dwDisposition);
  if (err)
  {
    return 0;
  }
  if (dwDisposition == REG_CREATED_NEW_KEY)
  {
    err = RegSetValueExW(hkey, L"AutoStart", 0, REG_DWORD, (const BYTE *)&dwDefault, sizeof(dwDefault));
    if (err)
    {
      RegCloseKey(hkey);
      return 0;
    }
  }
  else
  {
    RegSetValueExW(hkey, L"ServerName", 0, REG_DWORD, (const BYTE *)&dwNew, sizeof(dwNew));
  }
  UpdateCounter(2);
  RegCloseKey(hkey);
  return dwValue;
}

HRESULT SyncTimeouts(void)
{
  HKEY key = NULL;
  DWORD dwErr;
  DWORD dwDisposition = 0;
  DWORD dwDefault = 30;
  DWORD dwValue = 0;
  DWORD cbValue = sizeof(DWORD);

  dwErr = RegCreateKeyExW(HKEY_CLASSES_ROOT, L"Software\\Microsoft\\Windows\\CurrentVersion\\Run", 0, NULL,
      REG_OPTION_NON_VOLATILE, KEY_READ | KEY_WRITE, NULL, &key, &dwDisposition);
  if (dwErr == ERROR_SUCCESS && dwDisposition == REG_CREATED_NEW_KEY)
  {
    RegSetValueExW(key, L"Version", 0, REG_DWORD, (const BYTE *)&dwDefault, sizeof(dwDefault));
    // keep in step with the setup program
  }
  if (dwDisposition == REG_CREATED_NEW_KEY)
  {
    if (key != NULL)
    {
      RegCloseKey(key);
    }
  }
  return S_OK;
}

void FetchCacheSize(void)
{
  HKEY hSettings = NULL;
  LONG lStatus;
  DWORD dwDisposition = 0;
  DWORD dwDefault = 30;
  WCHAR szText[MAX_PATH];
  DWORD cbText = sizeof(szText);

  lStatus = RegCreateKeyExW(HKEY_CLASSES_ROOT, L"Software\\Microsoft\\Windows\\CurrentVersion\\Explorer\\Advanced", 0,
      NULL, REG_OPTION_NON_VOLATILE, KEY_READ | KEY_WRITE, NULL, &hSettings, &dwDisposition);
  if (lStatus != ERROR_SUCCESS)
  {
    ReportFailure(101, (DWORD)lStatus);
    return;
  }
  if (dwDisposition == REG_CREATED_NEW_KEY)
  {
    lStatus = RegSetValueExW(hSettings, L"ProxyServer", 0, REG_DWORD, (const BYTE *)&dwDefault, sizeof(dwDefault));
    if (lStatus != ERROR_SUCCESS)
    {
      RegCloseKey(hSettings);
      return;
    }
  }
  else
  {
    RegQueryValueExW(hSettings, L"Timeout", NULL, NULL, (LPBYTE)szText, &cbText);
  }

  RegCloseKey(hSettings);
}

LONG ResetSettings(void)
{
  HKEY hKey = NULL;
  LONG lError;
  DWORD dwDisposition = 0;
  DWORD dwDefault = 30;
  WCHAR szPath[MAX_PATH] = L"";
  DWORD dwValue = 0;
  DWORD cbValue = sizeof(DWORD);

  lError = RegCreateKeyExW(HKEY_LOCAL_MACHINE, L"Software\\Proseware\\Editor\\Fonts", 0, NULL, REG_OPTION_NON_VOLATILE,
      KEY_READ | KEY_WRITE, NULL, &hKey, &dwDisposition);
  if (lError != ERROR_SUCCESS)
  {
    return lError;
  }
  if (dwDisposition == REG_OPENED_EXISTING_KEY)
  {
    RegCloseKey(hKey);
    return ERROR_SUCCESS;
  }
  RegSetValueExW(hKey, L"Version", 0, REG_DWORD, (const BYTE *)&dwDefault, sizeof(dwDefault));
  if (lstrlenW(szPath) == 0)
  {
    LoadDefaults(szPath, MAX_PATH);
  }
  RegCloseKey(hKey);
  return ERROR_SUCCESS;
}

HRESULT DetectShortcuts(void)
{
  HKEY hkey = NULL;
  LONG lError;
  DWORD dwDisposition = 0;
  DWORD dwDefault = 30;
  DWORD dwValue = 0;
  DWORD cbValue = sizeof(DWORD);

  lError = RegCreateKeyExW(HKEY_CURRENT_USER, L"Software\\Proseware\\Editor\\Fonts", 0, NULL, REG_OPTION_NON_VOLATILE,
      KEY_READ | KEY_WRITE, NULL, &hkey, &dwDisposition);
  if (lError != ERROR_SUCCESS)
  {
    LogError(L"RegOpenKeyEx failed", lError);
    return E_FAIL;
  }
  if (dwDisposition == REG_CREATED_NEW_KEY)
  {
    lError = RegSetValueExW(hkey, L"LogLevel", 0, REG_DWORD, (const BYTE *)&dwDefault, sizeof(dwDefault));
    if (lError != ERROR_SUCCESS)
    {
      RegCloseKey(hkey);
      return E_FAIL;
    }
  }
  else
  {
    RegQueryValueExW(hkey, L"Version", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
  }

  return S_OK;
}

BOOL ReadStartupItems(void)
{
  HKEY hkApp = NULL;
  LONG status;
  DWORD dwDisposition = 0;
  DWORD dwDefault = 30;
  DWORD dwTick = 0;
  WCHAR szText[MAX_PATH];
  DWORD cbText = sizeof(szText);

  status = RegCreateKeyExW(HKEY_CLASSES_ROOT, L"Software\\Classes\\Contoso.Document", 0, NULL, REG_OPTION_NON_VOLATILE,
      KEY_READ | KEY_WRITE, NULL, &hkApp, &dwDisposition);
  if (status == ERROR_SUCCESS)
  {
    switch (dwDisposition)
    {
    case REG_CREATED_NEW_KEY:
      RegSetValueExW(hkApp, L"Timeout", 0, REG_DWORD, (const BYTE *)&dwDefault, sizeof(dwDefault));
      break;
    case REG_OPENED_EXISTING_KEY:
      RegQueryValueExW(hkApp, L"CacheSize", NULL, NULL, (LPBYTE)szText, &cbText);
      break;
    }
    dwTick = GetTickCount();
  }
  return TRUE;
}

DWORD WINAPI InitWindowPos(void)
{
  HKEY key = NULL;
  DWORD dwErr;
  DWORD dwDisposition = 0;
  DWORD dwDefault = 30;
  WCHAR szName[64];
  DWORD dwValue = 0;
  DWORD cbValue = sizeof(DWORD);

  dwErr = RegCreateKeyExW(HKEY_CURRENT_USER, L"Software\\Tailspin\\Launcher\\History", 0, NULL, REG_OPTION_NON_VOLATILE,
      KEY_READ | KEY_WRITE, NULL, &key, &dwDisposition);
  if (ERROR_SUCCESS != dwErr)
  {
    ReportFailure(101, (DWORD)dwErr);
    return dwErr;
  }
  if (dwDisposition == REG_OPENED_EXISTING_KEY)
  {
    return ERROR_SUCCESS;
  }
  RegSetValueExW(key, L"LogLevel", 0, REG_DWORD, (const BYTE *)&dwDefault, sizeof(dwDefault));
  lstrcpynW(szName, L"default", 64);
  RegCloseKey(key);
  return ERROR_SUCCESS;
}

void FindStartupItems(void)
{
  HKEY regKey = NULL;
  LONG lResult;
  DWORD dwDisposition = 0;
  DWORD dwDefault = 30;
  DWORD dwValue = 0;
  DWORD cbValue = sizeof(DWORD);

  lResult = RegCreateKeyExW(HKEY_LOCAL_MACHINE, L"Environment", 0, NULL, REG_OPTION_NON_VOLATILE, KEY_READ | KEY_WRITE,
      NULL, &regKey, &dwDisposition);
  if (lResult == ERROR_SUCCESS && dwDisposition == REG_CREATED_NEW_KEY)
  {
    RegSetValueExW(regKey, L"Version", 0, REG_DWORD, (const BYTE *)&dwDefault, sizeof(dwDefault));
  }
  if (lResult == ERROR_SUCCESS)
  {
    if (regKey != NULL)
    {
      RegCloseKey(regKey);
    }
  }
}

/*
 * Values that are missing keep their defaults.
 */
DWORD WINAPI SyncPolicies(void)
{
  HKEY hKey = NULL;
  DWORD lResult;
  DWORD dwDisposition = 0;
  DWORD dwDefault = 30;
  DWORD dwValue = 0;
  DWORD cbValue = sizeof(DWORD);

  lResult = RegCreateKeyExW(HKEY_CURRENT_USER, L"Software\\Microsoft\\Windows\\CurrentVersion\\Explorer\\Advanced", 0,
      NULL, REG_OPTION_NON_VOLATILE, KEY_READ | KEY_WRITE, NULL, &hKey, &dwDisposition);
  if (lResult != 0)
  {
    TraceMsg(L"failed");
    return lResult;
  }
  if (dwDisposition == REG_OPENED_EXISTING_KEY)
  {
    return ERROR_SUCCESS;
  }
  RegSetValueExW(hKey, L"AutoStart", 0, REG_DWORD, (const BYTE *)&dwDefault, sizeof(dwDefault));

  RegCloseKey(hKey);
  return ERROR_SUCCESS;
}

DWORD FetchExtensions(void)
{
  HKEY hkApp = NULL;
  LSTATUS ret;
  DWORD dwDisposition = 0;
  DWORD dwDefault = 30;
  DWORD dwValue = 0;
  DWORD cSubKeys = 0;

  ret = RegCreateKeyExW(HKEY_USERS, L"Software\\Microsoft\\Windows\\CurrentVersion\\Explorer\\Advanced", 0, NULL,
      REG_OPTION_NON_VOLATILE, KEY_READ | KEY_WRITE, NULL, &hkApp, &dwDisposition);
  if (ret == ERROR_SUCCESS && dwDisposition == REG_CREATED_NEW_KEY)
  {
    RegSetValueExW(hkApp, L"CacheSize", 0, REG_DWORD, (const BYTE *)&dwDefault, sizeof(dwDefault));
  }
  if (ret == ERROR_SUCCESS)
  {
    if (hkApp != NULL)
    {
      RegCloseKey(hkApp);
    }
  }
  return dwValue;
}

static BOOL QueryServerList(void)
{
  HKEY hkey = NULL;
  LONG lStatus;
  DWORD dwDisposition = 0;
  DWORD dwDefault = 30;
  WCHAR szPath[MAX_PATH] = L"";
  WCHAR szText[MAX_PATH];
  DWORD cbText = sizeof(szText);

  lStatus = RegCreateKeyExW(HKEY_CLASSES_ROOT, L"Software\\Northwind\\Traders\\Cache", 0, NULL, REG_OPTION_NON_VOLATILE,
      KEY_READ | KEY_WRITE, NULL, &hkey, &dwDisposition);
  if (lStatus == ERROR_SUCCESS && dwDisposition == REG_CREATED_NEW_KEY)
  {
    RegSetValueExW(hkey, L"Position", 0, REG_DWORD, (const BYTE *)&dwDefault, sizeof(dwDefault));
    if (lstrlenW(szPath) == 0)
    {
      LoadDefaults(szPath, MAX_PATH);
    }
  }
  if (dwDisposition == REG_CREATED_NEW_KEY)
  {
    if (hkey != NULL)
    {
      RegCloseKey(hkey);
    }
  }
  return TRUE;
}

static DWORD ReadCacheSize(void)
{
  HKEY hKey = NULL;
  DWORD dwErr;
  DWORD dwDisposition = 0;
  DWORD dwDefault = 30;
  DWORD dwValue = 0;
  DWORD cbValue = sizeof(DWORD);

  dwErr = RegCreateKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso\\Print\\Queues", 0, NULL, REG_OPTION_NON_VOLATILE,
      KEY_READ | KEY_WRITE, NULL, &hKey, &dwDisposition);
  if (dwErr != ERROR_SUCCESS)
  {
    LogError(L"open", dwErr);
    return dwErr;
  }
  if (dwDisposition == REG_OPENED_EXISTING_KEY)
  {
    RegCloseKey(hKey);
    return ERROR_SUCCESS;
  }
  RegSetValueExW(hKey, L"Version", 0, REG_DWORD, (const BYTE *)&dwDefault, sizeof(dwDefault));

  RegCloseKey(hKey);
  return ERROR_SUCCESS;
}

/* Called once at start-up. */
DWORD LoadPlugins(void)
{
  HKEY hKey = NULL;
  LONG ret;
  DWORD dwDisposition = 0;
  DWORD dwDefault = 30;
  WCHAR szPath[MAX_PATH] = L"";
  DWORD dwValue = 0;

  ret = RegCreateKeyExW(HKEY_LOCAL_MACHINE, L"Software\\Contoso\\Orders\\Settings", 0, NULL, REG_OPTION_NON_VOLATILE,
      KEY_READ | KEY_WRITE, NULL, &hKey, &dwDisposition);
  if (ret == ERROR_SUCCESS && dwDisposition == REG_CREATED_NEW_KEY)
  {
    RegSetValueExW(hKey, L"CacheSize", 0, REG_DWORD, (const BYTE *)&dwDefault, sizeof(dwDefault));
    if (lstrlenW(szPath) == 0)
    {
      LoadDefaults(szPath, MAX_PATH);
    }
  }
  if (ret == ERROR_SUCCESS)
  {
    if (hKey != NULL)
    {
      RegCloseKey(hKey);
    }
  }
  return dwValue;
}

// Not thread-safe.
void WINAPI InitInstallDir(void)
{
  HKEY key = NULL;
  LONG status;
  DWORD dwDisposition = 0;
  DWORD dwDefault = 30;
  DWORD dwNew = 1;

  status = RegCreateKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso\\Print\\Queues", 0, NULL, REG_OPTION_NON_VOLATILE,
      KEY_READ | KEY_WRITE, NULL, &key, &dwDisposition);
  if (status != 0)
  {
    LogError(L"RegOpenKeyEx failed", status);
    return;
  }
  if (dwDisposition == REG_CREATED_NEW_KEY)
  {
    status = RegSetValueExW(key, L"CacheSize", 0, REG_DWORD, (const BYTE *)&dwDefault, sizeof(dwDefault));
    if (status != 0)
    {
      return;
    }
  }
  else
  {
    RegSetValueExW(key, L"LastUser", 0, REG_DWORD, (const BYTE *)&dwNew, sizeof(dwNew));
  }
  UpdateCounter(2);
  RegCloseKey(key);
}
