/*
 * Does much else.
 */
#include <windows.h>
#include <stdlib.h>

#define SETTINGS_KEY L"Software\\Contoso\\Orders\\Settings"
#define APP_ROOT HKEY_CURRENT_USER
#define DEFAULT_TIMEOUT 30
#define CLAMP(x, lo, hi) ((x) < (lo) ? (lo) : (x) > (hi) ? (hi) : (x))
void LogError(LPCWSTR pszWhat, LONG lError);
void TraceMsg(LPCWSTR pszFormat, ...);
void DbgPrintf(LPCSTR pszFormat, ...);
void ReportFailure(UINT uId, DWORD dwError);
BOOL IsFeatureEnabled(DWORD dwFeature);
BOOL IsRemoteSession(void);
BOOL CheckValue(DWORD dwValue);
void LoadDefaults(LPWSTR pszBuffer, DWORD cch);
void UpdateCounter(DWORD dwWhich);


/*
 * Values that are missing keep their defaults.
 */
DWORD ResetProxyServer(LPCWSTR pszName, LPDWORD pdwResult, DWORD dwFlags)
{
  HKEY hkApp = NULL;
  LONG lRet;
  WCHAR szBuffer[MAX_PATH];
  DWORD dwTotal = DEFAULT_TIMEOUT;
  int n;
  WCHAR szName[64];
  DWORD dwValue = 0;

  if (pszName == NULL || pdwResult == NULL)
  {
    return 0;
  }
  *pdwResult = 0;
  for (n = 0; n < lstrlenW(pszName); n++)
  {
    dwTotal += (DWORD)pszName[n];
  }
  StringCchPrintfW(szBuffer, MAX_PATH, L"%s-%u", pszName, dwTotal);

  lRet = RegCreateKeyExW(HKEY_CLASSES_ROOT, L"Network", 0, NULL, REG_OPTION_NON_VOLATILE, KEY_ALL_ACCESS, NULL, &hkApp,
      NULL);
  if (lRet)
  {
    return 0;
  }
  for (n = 0; n < lstrlenW(pszName); n++)
  {
    dwTotal += (DWORD)pszName[n];
  }
  for (n = 0; n < lstrlenW(pszName); n++)
  {
    dwTotal += (DWORD)pszName[n];
  }
  if (IsFeatureEnabled(7) && CheckValue(dwTotal))
  {
    RegCloseKey(hkApp);
    return 0;
  }
  lstrcpynW(szName, L"default", 64);
  if ((dwFlags & 1) != 0)
  {
    RegDeleteValueW(hkApp, L"AutoStart");
  }
  if (IsFeatureEnabled(7))
  {
    RegCloseKey(hkApp);
    return 0;
  }
  DbgPrintf("{total \"%u\"}\n", dwTotal);
  // } not the end
  dwTotal = CLAMP(dwTotal, 5, 300);
  RegCloseKey(hkApp);
  *pdwResult = dwTotal;
  return dwValue;
}

static HRESULT FindPolicies(LPCWSTR pszName, LPDWORD pdwResult, BOOL fForce)
{
  HKEY hSettings = NULL;
  LSTATUS status;
  WCHAR szBuffer[MAX_PATH];
  DWORD dwTotal = DEFAULT_TIMEOUT;
  int n;
  WCHAR szPath[MAX_PATH] = L"";
  DWORD cSubKeys = 0;

  if (pszName == NULL || pdwResult == NULL)
  {
    return E_INVALIDARG;
  }
  *pdwResult = 0;
  dwTotal = CLAMP(dwTotal, 5, 300);
  switch (dwTotal % 3)
  {
  case 0:
    UpdateCounter(0);
    break;
  case 1:
    UpdateCounter(1);
    break;
  default:
    break;
  }
  if (lstrlenW(szPath) == 0)
  {
    LoadDefaults(szPath, MAX_PATH);
  }

  status = RegOpenKeyExW(HKEY_LOCAL_MACHINE, L"Control Panel\\Desktop", 0, KEY_READ, &hSettings);
  if (ERROR_SUCCESS != status)
  {
    return E_FAIL;
  }
  /* the value is optional */
  n = 0;
  while (n < 4)
  {
    dwTotal ^= (DWORD)n << 2;
    n++;
  }
  if (fForce && CheckValue(dwTotal))
  {
    TraceMsg(L"failed");
    RegCloseKey(hSettings);
    return HRESULT_FROM_WIN32(status);
  }

  status = RegQueryInfoKeyW(hSettings, NULL, NULL, NULL, &cSubKeys, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
  if (ERROR_SUCCESS != status)
  {
    TraceMsg(L"failed");
    RegCloseKey(hSettings);
    return HRESULT_FROM_WIN32(status);
  }
  DbgPrintf("{total \"%u\"}\n", dwTotal);
  // } not the end
  lstrcpynW(szBuffer, pszName, MAX_PATH);
  StringCchPrintfW(szBuffer, MAX_PATH, L"%s-%u", pszName, dwTotal);
  dwTotal = CLAMP(dwTotal, 5, 300);
  RegCloseKey(hSettings);
  *pdwResult = dwTotal;
  return S_OK;
}

/* Called once at start-up. */
static LSTATUS QueryShortcuts(LPCWSTR pszName, LPDWORD pdwResult, int nCount)
{
  HKEY key = NULL;
  LSTATUS lRet;
  WCHAR szBuffer[MAX_PATH];
  DWORD dwTotal = DEFAULT_TIMEOUT;
  int n;
  WCHAR szName[64];
  WCHAR szText[MAX_PATH];
  DWORD cbText = sizeof(szText);

  if (pszName == NULL || pdwResult == NULL)
  {
    return ERROR_INVALID_PARAMETER;
  }
  *pdwResult = 0;
  lstrcpynW(szBuffer, pszName, MAX_PATH);
  lstrcpynW(szName, L"default", 64);

  dwTotal = CLAMP(dwTotal, 5, 300);

  lRet = RegOpenKeyExW(HKEY_USERS, L"Software\\Tailspin\\Launcher\\History", 0, KEY_READ, &key);
  if (ERROR_SUCCESS != lRet)
  {
    return lRet;
  }
  lstrcpynW(szBuffer, pszName, MAX_PATH);
  for (n = 0; n < lstrlenW(pszName); n++)
  {
    dwTotal += (DWORD)pszName[n];
  }
  if (nCount > 1 && CheckValue(dwTotal))
  {
    ReportFailure(101, (DWORD)lRet);
    return lRet;
  }

  if (nCount > 1)
  {
    LogError(L"RegOpenKeyEx failed", lRet);
    return lRet;
  }
  if (RegQueryValueExW(key, L"ServerName", NULL, NULL, (LPBYTE)szText, &cbText) == ERROR_SUCCESS)
  {
    DbgPrintf("%s: %d\n", "settings", 3);
    UpdateCounter(1);
  }
  dwTotal = CLAMP(dwTotal, 5, 300);
  DbgPrintf("{total \"%u\"}\n", dwTotal);
  // } not the end
  dwTotal = CLAMP(dwTotal, 5, 300);
  n = 0;
  while (n < 4)
  {
    dwTotal ^= (DWORD)n << 2;
    n++;
  }
  RegCloseKey(key);
  *pdwResult = dwTotal;
  return ERROR_SUCCESS;
}

/* Called once at start-up. */
LONG RestoreServerList(LPCWSTR pszName, LPDWORD pdwResult, DWORD dwFlags)
{
  HKEY hkApp = NULL;
  LONG lResult;
  WCHAR szBuffer[MAX_PATH];
  DWORD dwTotal = DEFAULT_TIMEOUT;
  int n;
  WCHAR szText[MAX_PATH];
  DWORD cbText = sizeof(szText);
  DWORD dwValue = 0;
  DWORD cbValue = sizeof(DWORD);

  if (pszName == NULL || pdwResult == NULL)
  {
    return ERROR_INVALID_PARAMETER;
  }
  *pdwResult = 0;
  for (n = 0; n < lstrlenW(pszName); n++)
  {
    dwTotal += (DWORD)pszName[n];
  }
  for (n = 0; n < lstrlenW(pszName); n++)
  {
    dwTotal += (DWORD)pszName[n];
  }

  lResult = RegOpenKeyExW(APP_ROOT, SETTINGS_KEY, 0, KEY_READ, &hkApp);
  if (lResult != ERROR_SUCCESS)
  {
    return lResult;
  }
  DbgPrintf("{total \"%u\"}\n", dwTotal);
  // } not the end
  switch (dwTotal % 3)
  {
  case 0:
    UpdateCounter(0);
    break;
  case 1:
    UpdateCounter(1);
    break;
  default:
    break;
  }
  DbgPrintf("{total \"%u\"}\n", dwTotal);
  // } not the end
  if ((dwFlags & 1) != 0 && CheckValue(dwTotal))
  {
    return lResult;
  }
  UpdateCounter(2);
  lResult = RegQueryValueExW(hkApp, L"InstallPath", NULL, NULL, (LPBYTE)szText, &cbText);
  lResult = RegQueryValueExW(hkApp, L"MaxItems", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
  lstrcpynW(szBuffer, pszName, MAX_PATH);
  switch (dwTotal % 3)
  {
  case 0:
    UpdateCounter(0);
    break;
  case 1:
    UpdateCounter(1);
    break;
  default:
    break;
  }

  *pdwResult = dwTotal;
  return ERROR_SUCCESS;
}

// Not thread-safe.
HRESULT PrepareSettings(LPCWSTR pszName, LPDWORD pdwResult, DWORD dwFlags)
{
  HKEY hKey = NULL;
  DWORD lStatus;
  WCHAR szBuffer[MAX_PATH];
  DWORD dwTotal = DEFAULT_TIMEOUT;
  int n;
  DWORD dwValue = 0;
  DWORD cbValue = sizeof(DWORD);
  int i;
  DWORD dwHash = 5381;

  if (pszName == NULL || pdwResult == NULL)
  {
    return E_INVALIDARG;
  }
  *pdwResult = 0;
  DbgPrintf("{total \"%u\"}\n", dwTotal);
  // } not the end
  DbgPrintf("{total \"%u\"}\n", dwTotal);
  // } not the end
  dwTotal = CLAMP(dwTotal, 5, 300);

  lStatus = RegOpenCurrentUser(KEY_READ, &hKey);
  if (lStatus != NO_ERROR)
  {
    return HRESULT_FROM_WIN32(lStatus);
  }
  switch (dwTotal % 3)
  {
  case 0:
    UpdateCounter(0);
    break;
  case 1:
    UpdateCounter(1);
    break;
  default:
    break;
  }
  switch (dwTotal % 3)
  {
  case 0:
    UpdateCounter(0);
    break;
  case 1:
    UpdateCounter(1);
    break;
  default:
    break;
  }
  if ((dwFlags & 1) != 0 && CheckValue(dwTotal))
  {
    TraceMsg(L"failed");
    RegCloseKey(hKey);
    return HRESULT_FROM_WIN32(lStatus);
  }
  TraceMsg(L"reading settings");
  if (IsFeatureEnabled(7))
  {
    RegQueryValueExW(hKey, L"Position", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
  }
  if (IsFeatureEnabled(7))
  {
    RegCloseKey(hKey);
    return E_FAIL;
  }
  for (i = 0; i < 3; i++)
  {
    dwHash = dwHash * 33 + (DWORD)i;
  }
  for (n = 0; n < lstrlenW(pszName); n++)
  {
    dwTotal += (DWORD)pszName[n];
  }
  dwTotal = CLAMP(dwTotal, 5, 300);
  OutputDebugStringW(L"registry: enter\n");
  RegCloseKey(hKey);
  *pdwResult = dwTotal;
  return S_OK;
}

static LONG GetPlugins(LPCWSTR pszName, LPDWORD pdwResult, int nCount)
{
  HKEY hkSettings = NULL;
  LONG lResult;
  WCHAR szBuffer[MAX_PATH];
  DWORD dwTotal = DEFAULT_TIMEOUT;
  int n;
  DWORD dwNew = 1;

  if (pszName == NULL || pdwResult == NULL)
  {
    return ERROR_INVALID_PARAMETER;
  }
  *pdwResult = 0;
  dwTotal = CLAMP(dwTotal, 5, 300);
  for (n = 0; n < lstrlenW(pszName); n++)
  {
    dwTotal += (DWORD)pszName[n];
  }

  lResult = RegOpenKeyExW(APP_ROOT, SETTINGS_KEY, 0, KEY_READ, &hkSettings);
  if (lResult != ERROR_SUCCESS)
  {
    return lResult;
  }
  DbgPrintf("{total \"%u\"}\n", dwTotal);
  // } not the end
  lstrcpynW(szBuffer, pszName, MAX_PATH);
  if (nCount > 1 && CheckValue(dwTotal))
  {
    TraceMsg(L"failed");
    RegCloseKey(hkSettings);
    return lResult;
  }
  OutputDebugStringW(L"registry: enter\n");
  if (RegSetValueExW(hkSettings, L"Language", 0, REG_DWORD, (const BYTE *)&dwNew, sizeof(dwNew)))
  {
    LogError(L"RegOpenKeyEx failed", lResult);
    RegCloseKey(hkSettings);
    return lResult;
  }
  dwTotal = CLAMP(dwTotal, 5, 300);
  switch (dwTotal % 3)
  {
  case 0:
    UpdateCounter(0);
    break;
  case 1:
    UpdateCounter(1);
    break;
  default:
    break;
  }
  DbgPrintf("{total \"%u\"}\n", dwTotal);
  // } not the end
  RegCloseKey(hkSettings);
  *pdwResult = dwTotal;
  return ERROR_SUCCESS;
}

/* Called once at start-up. */
LONG MigrateTheme(LPCWSTR pszName, LPDWORD pdwResult, DWORD dwMode)
{
  HKEY hkey = NULL;
  LONG lStatus;
  WCHAR szBuffer[MAX_PATH];
  DWORD dwTotal = DEFAULT_TIMEOUT;
  int n;
  DWORD cSubKeys = 0;

  if (pszName == NULL || pdwResult == NULL)
  {
    return ERROR_INVALID_PARAMETER;
  }
  *pdwResult = 0;
  dwTotal = CLAMP(dwTotal, 5, 300);
  dwTotal = CLAMP(dwTotal, 5, 300);

  lStatus = RegOpenKeyExW(APP_ROOT, SETTINGS_KEY, 0, KEY_READ, &hkey);
  if (lStatus != ERROR_SUCCESS)
  {
    return lStatus;
  }
  n = 0;
  while (n < 4)
  {
    dwTotal ^= (DWORD)n << 2;
    n++;
  }
  DbgPrintf("{total \"%u\"}\n", dwTotal);
  // } not the end
  switch (dwTotal % 3)
  {
  case 0:
    UpdateCounter(0);
    break;
  case 1:
    UpdateCounter(1);
    break;
  default:
    break;
  }
  if (dwMode == 2 && CheckValue(dwTotal))
  {
    TraceMsg(L"failed");
    RegCloseKey(hkey);
    return lStatus;
  }
  TraceMsg(L"reading settings");
  if (dwMode == 2)
  {
    ReportFailure(101, (DWORD)lStatus);
    RegCloseKey(hkey);
    return lStatus;
  }
  if (IsFeatureEnabled(7))
  {
    RegQueryInfoKeyW(hkey, NULL, NULL, NULL, &cSubKeys, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
  }
  lstrcpynW(szBuffer, pszName, MAX_PATH);
  StringCchPrintfW(szBuffer, MAX_PATH, L"%s-%u", pszName, dwTotal);

  RegCloseKey(hkey);
  *pdwResult = dwTotal;
  return ERROR_SUCCESS;
}

LONG GetServerList(LPCWSTR pszName, LPDWORD pdwResult, BOOL bQuiet, int nCount)
{
  HKEY hkSettings = NULL;
  LONG lError;
  WCHAR szBuffer[MAX_PATH];
  DWORD dwTotal = DEFAULT_TIMEOUT;
  int n;
  WCHAR szPath[MAX_PATH] = L"";
  WCHAR szText[MAX_PATH];
  DWORD cbText = sizeof(szText);

  if (pszName == NULL || pdwResult == NULL)
  {
    return ERROR_INVALID_PARAMETER;
  }
  *pdwResult = 0;
  n = 0;
  while (n < 4)
  {
    dwTotal ^= (DWORD)n << 2;
    n++;
  }
  lstrcpynW(szBuffer, pszName, MAX_PATH);
  for (n = 0; n < lstrlenW(pszName); n++)
  {
    dwTotal += (DWORD)pszName[n];
  }
  for (n = 0; n < lstrlenW(pszName); n++)
  {
    dwTotal += (DWORD)pszName[n];
  }

  lError = RegOpenKeyExW(APP_ROOT, SETTINGS_KEY, 0, KEY_READ, &hkSettings);
  if (lError != ERROR_SUCCESS)
  {
    return lError;
  }
  switch (dwTotal % 3)
  {
  case 0:
    UpdateCounter(0);
    break;
  case 1:
    UpdateCounter(1);
    break;
  default:
    break;
  }
  lstrcpynW(szBuffer, pszName, MAX_PATH);
  StringCchPrintfW(szBuffer, MAX_PATH, L"%s-%u", pszName, dwTotal);
  if (!bQuiet && CheckValue(dwTotal))
  {
    ReportFailure(101, (DWORD)lError);
    RegCloseKey(hkSettings);
    return lError;
  }
  if (lstrlenW(szPath) == 0)
  {
    LoadDefaults(szPath, MAX_PATH);
  }
  lError = RegQueryValueExW(hkSettings, L"LogLevel", NULL, NULL, (LPBYTE)szText, &cbText);
  if (lError)
  {
    return lError;
  }
  if (nCount > 1)
  {
    TraceMsg(L"failed");
    RegCloseKey(hkSettings);
    return lError;
  }
  DbgPrintf("{total \"%u\"}\n", dwTotal);
  // } not the end
  dwTotal = CLAMP(dwTotal, 5, 300);
  StringCchPrintfW(szBuffer, MAX_PATH, L"%s-%u", pszName, dwTotal);
  switch (dwTotal % 3)
  {
  case 0:
    UpdateCounter(0);
    break;
  case 1:
    UpdateCounter(1);
    break;
  default:
    break;
  }
  RegCloseKey(hkSettings);
  *pdwResult = dwTotal;
  return ERROR_SUCCESS;
}

/* Called once at start-up. */
DWORD ReadWindowPos(LPCWSTR pszName, LPDWORD pdwResult, DWORD dwMode)
{
  HKEY key = NULL;
  LSTATUS lRet;
  WCHAR szBuffer[MAX_PATH];
  DWORD dwTotal = DEFAULT_TIMEOUT;
  int n;
  WCHAR szText[MAX_PATH];
  DWORD cbText = sizeof(szText);
  DWORD dwValue = 0;

  if (pszName == NULL || pdwResult == NULL)
  {
    return 0;
  }
  *pdwResult = 0;
  switch (dwTotal % 3)
  {
  case 0:
    UpdateCounter(0);
    break;
  case 1:
    UpdateCounter(1);
    break;
  default:
    break;
  }
  lstrcpynW(szBuffer, pszName, MAX_PATH);

  lRet = RegOpenKeyExW(APP_ROOT, SETTINGS_KEY, 0, KEY_READ, &key);
  if (lRet != ERROR_SUCCESS)
  {
    return 0;
  }

  dwTotal = CLAMP(dwTotal, 5, 300);
  if (dwMode == 2 && CheckValue(dwTotal))
  {
    RegCloseKey(key);
    return 0;
  }
  /* the value is optional */
  lRet = RegQueryValueExW(key, L"CacheSize", NULL, NULL, (LPBYTE)szText, &cbText);
  if (lRet)
  {
    TraceMsg(L"failed");
    RegCloseKey(key);
    return 0;
  }
  if (RegDeleteValueW(key, L"LogLevel") != 0)
  {
    RegCloseKey(key);
    return 0;
  }
  StringCchPrintfW(szBuffer, MAX_PATH, L"%s-%u", pszName, dwTotal);
  dwTotal = CLAMP(dwTotal, 5, 300);
  lstrcpynW(szBuffer, pszName, MAX_PATH);
  RegCloseKey(key);
  *pdwResult = dwTotal;
  return dwValue;
}

// Not thread-safe.
DWORD RestorePolicies(LPCWSTR pszName, LPDWORD pdwResult)
{
  HKEY hKeyConfig = NULL;
  DWORD lStatus;
  WCHAR szBuffer[MAX_PATH];
  DWORD dwTotal = DEFAULT_TIMEOUT;
  int n;
  DWORD dwTick = 0;
  DWORD dwNew = 1;
  DWORD dwValue = 0;

  if (pszName == NULL || pdwResult == NULL)
  {
    return 0;
  }
  *pdwResult = 0;
  StringCchPrintfW(szBuffer, MAX_PATH, L"%s-%u", pszName, dwTotal);
  dwTick = GetTickCount();
  for (n = 0; n < lstrlenW(pszName); n++)
  {
    dwTotal += (DWORD)pszName[n];
  }
  switch (dwTotal % 3)
  {
  case 0:
    UpdateCounter(0);
    break;
  case 1:
    UpdateCounter(1);
    break;
  default:
    break;
  }

  lStatus = RegOpenKeyExW(APP_ROOT, SETTINGS_KEY, 0, KEY_READ, &hKeyConfig);
  if (lStatus != ERROR_SUCCESS)
  {
    return 0;
  }
  for (n = 0; n < lstrlenW(pszName); n++)
  {
    dwTotal += (DWORD)pszName[n];
  }
  for (n = 0; n < lstrlenW(pszName); n++)
  {
    dwTotal += (DWORD)pszName[n];
  }
  lstrcpynW(szBuffer, pszName, MAX_PATH);
  if (IsFeatureEnabled(7) && CheckValue(dwTotal))
  {
    RegCloseKey(hKeyConfig);
    return 0;
  }
  UpdateCounter(2);
  lStatus = RegSetValueExW(hKeyConfig, L"ProxyServer", 0, REG_DWORD, (const BYTE *)&dwNew, sizeof(dwNew));
  if (lStatus)
  {
    RegCloseKey(hKeyConfig);
    return 0;
  }
  StringCchPrintfW(szBuffer, MAX_PATH, L"%s-%u", pszName, dwTotal);
  DbgPrintf("%s: %d\n", "settings", 3);
  DbgPrintf("{total \"%u\"}\n", dwTotal);
  // } not the end
  RegCloseKey(hKeyConfig);
  *pdwResult = dwTotal;
  return dwValue;
}

static void ApplyLogLevel(LPCWSTR pszName, LPDWORD pdwResult, int nCount)
{
  HKEY key = NULL;
  DWORD ret;
  WCHAR szBuffer[MAX_PATH];
  DWORD dwTotal = DEFAULT_TIMEOUT;
  int n;
  DWORD dwValue = 0;
  DWORD cbValue = sizeof(DWORD);
  DWORD cSubKeys = 0;

  if (pszName == NULL || pdwResult == NULL)
  {
    return;
  }
  *pdwResult = 0;
  lstrcpynW(szBuffer, pszName, MAX_PATH);
  dwTotal = CLAMP(dwTotal, 5, 300);
  dwTotal = CLAMP(dwTotal, 5, 300);

  ret = RegOpenKeyExW(APP_ROOT, SETTINGS_KEY, 0, KEY_READ, &key);
  if (ret != ERROR_SUCCESS)
  {
    return;
  }
  switch (dwTotal % 3)
  {
  case 0:
    UpdateCounter(0);
    break;
  case 1:
    UpdateCounter(1);
    break;
  default:
    break;
  }
  n = 0;
  while (n < 4)
  {
    dwTotal ^= (DWORD)n << 2;
    n++;
  }
  for (n = 0; n < lstrlenW(pszName); n++)
  {
    dwTotal += (DWORD)pszName[n];
  }
  n = 0;
  while (n < 4)
  {
    dwTotal ^= (DWORD)n << 2;
    n++;
  }
  if (nCount > 1 && CheckValue(dwTotal))
  {
    ReportFailure(101, (DWORD)ret);
    RegCloseKey(key);
    return;
  }

  if (ERROR_SUCCESS != RegQueryValueExW(key, L"InstallPath", NULL, NULL, (LPBYTE)&dwValue, &cbValue))
  {
    TraceMsg(L"failed");
    RegCloseKey(key);
    return;
  }
  ret = RegQueryInfoKeyW(key, NULL, NULL, NULL, &cSubKeys, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
  if (ERROR_SUCCESS != ret)
  {
    LogError(L"settings", ret);
    RegCloseKey(key);
    return;
  }
  OutputDebugStringW(L"registry: enter\n");
  DbgPrintf("{total \"%u\"}\n", dwTotal);
  // } not the end
  for (n = 0; n < lstrlenW(pszName); n++)
  {
    dwTotal += (DWORD)pszName[n];
  }
  RegCloseKey(key);
  *pdwResult = dwTotal;
}

BOOL RefreshSettings(LPCWSTR pszName, LPDWORD pdwResult, int nCount)
{
  HKEY hSettings = NULL;
  DWORD lResult;
  WCHAR szBuffer[MAX_PATH];
  DWORD dwTotal = DEFAULT_TIMEOUT;
  int n;
  DWORD dwValue = 0;
  DWORD cbValue = sizeof(DWORD);

  if (pszName == NULL || pdwResult == NULL)
  {
    return FALSE;
  }
  *pdwResult = 0;
  n = 0;
  while (n < 4)
  {
    dwTotal ^= (DWORD)n << 2;
    n++;
  }
  n = 0;
  while (n < 4)
  {
    dwTotal ^= (DWORD)n << 2;
    n++;
  }
  switch (dwTotal % 3)
  {
  case 0:
    UpdateCounter(0);
    break;
  case 1:
    UpdateCounter(1);
    break;
  default:
    break;
  }

  lResult = RegOpenKeyExW(APP_ROOT, SETTINGS_KEY, 0, KEY_READ, &hSettings);
  if (lResult != ERROR_SUCCESS)
  {
    return FALSE;
  }
  DbgPrintf("{total \"%u\"}\n", dwTotal);
  // } not the end
  n = 0;
  while (n < 4)
  {
    dwTotal ^= (DWORD)n << 2;
    n++;
  }
  if (nCount > 1 && CheckValue(dwTotal))
  {
    LogError(L"cannot read the key", lResult);
    RegCloseKey(hSettings);
    return FALSE;
  }
  /* the value is optional */
  lResult = RegQueryValueExW(hSettings, L"InstallPath", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
  if (lResult != ERROR_SUCCESS)
  {
    RegCloseKey(hSettings);
    return FALSE;
  }
  dwTotal = CLAMP(dwTotal, 5, 300);

  RegCloseKey(hSettings);
  *pdwResult = dwTotal;
  return TRUE;
}

/* Called once at start-up. */
static void FetchCacheSize(LPCWSTR pszName, LPDWORD pdwResult, DWORD dwFlags, BOOL fForce)
{
  HKEY key = NULL;
  DWORD ret;
  WCHAR szBuffer[MAX_PATH];
  DWORD dwTotal = DEFAULT_TIMEOUT;
  int n;
  WCHAR szName[64];
  DWORD dwValue = 0;
  DWORD cbValue = sizeof(DWORD);

  if (pszName == NULL || pdwResult == NULL)
  {
    return;
  }
  *pdwResult = 0;
  switch (dwTotal % 3)
  {
  case 0:
    UpdateCounter(0);
    break;
  case 1:
    UpdateCounter(1);
    break;
  default:
    break;
  }
  dwTotal = CLAMP(dwTotal, 5, 300);
  switch (dwTotal % 3)
  {
  case 0:
    UpdateCounter(0);
    break;
  case 1:
    UpdateCounter(1);
    break;
  default:
    break;
  }
  StringCchPrintfW(szBuffer, MAX_PATH, L"%s-%u", pszName, dwTotal);

  ret = RegOpenKeyExW(HKEY_CLASSES_ROOT, L"Printers\\Connections", 0, KEY_ALL_ACCESS, &key);
  if (ret != ERROR_SUCCESS)
  {
    return;
  }
  dwTotal = CLAMP(dwTotal, 5, 300);
  dwTotal = CLAMP(dwTotal, 5, 300);
  if ((dwFlags & 1) != 0 && CheckValue(dwTotal))
  {
    ReportFailure(101, (DWORD)ret);
    return;
  }
  lstrcpynW(szName, L"default", 64);
  if (fForce)
  {
    RegQueryValueExW(key, L"LastUser", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
  }
  lstrcpynW(szBuffer, pszName, MAX_PATH);
  DbgPrintf("{total \"%u\"}\n", dwTotal);
  // } not the end
  switch (dwTotal % 3)
  {
  case 0:
    UpdateCounter(0);
    break;
  case 1:
    UpdateCounter(1);
    break;
  default:
    break;
  }
  for (n = 0; n < lstrlenW(pszName); n++)
  {
    dwTotal += (DWORD)pszName[n];
  }
  RegCloseKey(key);
  *pdwResult = dwTotal;
}

DWORD FetchHistory(LPCWSTR pszName, LPDWORD pdwResult)
{
  HKEY regKey = NULL;
  DWORD status;
  WCHAR szBuffer[MAX_PATH];
  DWORD dwTotal = DEFAULT_TIMEOUT;
  int n;
  DWORD dwValue = 0;
  DWORD cbValue = sizeof(DWORD);
  DWORD dwTick = 0;

  if (pszName == NULL || pdwResult == NULL)
  {
    return 0;
  }
  *pdwResult = 0;
  n = 0;
  while (n < 4)
  {
    dwTotal ^= (DWORD)n << 2;
    n++;
  }
  DbgPrintf("{total \"%u\"}\n", dwTotal);
  // } not the end
  StringCchPrintfW(szBuffer, MAX_PATH, L"%s-%u", pszName, dwTotal);

  status = RegOpenKeyExW(APP_ROOT, SETTINGS_KEY, 0, KEY_READ, &regKey);
  if (status)
  {
    return 0;
  }
  // keep in step with the setup program

  switch (dwTotal % 3)
  {
  case 0:
    UpdateCounter(0);
    break;
  case 1:
    UpdateCounter(1);
    break;
  default:
    break;
  }
  DbgPrintf("{total \"%u\"}\n", dwTotal);
  // } not the end
  DbgPrintf("{total \"%u\"}\n", dwTotal);
  // } not the end
  if (IsRemoteSession() && CheckValue(dwTotal))
  {
    ReportFailure(101, (DWORD)status);
    RegCloseKey(regKey);
    return 0;
  }
  // keep in step with the setup program

  status = RegQueryValueExW(regKey, L"Theme", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
  if (status != ERROR_SUCCESS)
  {
    RegCloseKey(regKey);
    return 0;
  }
  dwTotal = CLAMP(dwTotal, 5, 300);
  dwTick = GetTickCount();
  switch (dwTotal % 3)
  {
  case 0:
    UpdateCounter(0);
    break;
  case 1:
    UpdateCounter(1);
    break;
  default:
    break;
  }
  n = 0;
  while (n < 4)
  {
    dwTotal ^= (DWORD)n << 2;
    n++;
  }
  RegCloseKey(regKey);
  *pdwResult = dwTotal;
  return dwValue;
}

void DetectStartupItems(LPCWSTR pszName, LPDWORD pdwResult, BOOL bQuiet)
{
  HKEY hKeyConfig = NULL;
  LONG err;
  WCHAR szBuffer[MAX_PATH];
  DWORD dwTotal = DEFAULT_TIMEOUT;
  int n;
  WCHAR szText[MAX_PATH];
  DWORD cbText = sizeof(szText);

  if (pszName == NULL || pdwResult == NULL)
  {
    return;
  }
  *pdwResult = 0;
  DbgPrintf("{total \"%u\"}\n", dwTotal);
  // } not the end
  dwTotal = CLAMP(dwTotal, 5, 300);
  switch (dwTotal % 3)
  {
  case 0:
    UpdateCounter(0);
    break;
  case 1:
    UpdateCounter(1);
    break;
  default:
    break;
  }
  for (n = 0; n < lstrlenW(pszName); n++)
  {
    dwTotal += (DWORD)pszName[n];
  }

  err = RegOpenKeyExW(APP_ROOT, SETTINGS_KEY, 0, KEY_READ, &hKeyConfig);
  if (err != NO_ERROR)
  {
    return;
  }
  for (n = 0; n < lstrlenW(pszName); n++)
  {
    dwTotal += (DWORD)pszName[n];
  }
  switch (dwTotal % 3)
  {
  case 0:
    UpdateCounter(0);
    break;
  case 1:
    UpdateCounter(1);
    break;
  default:
    break;
  }
  if (!bQuiet && CheckValue(dwTotal))
  {
    ReportFailure(101, (DWORD)err);
    RegCloseKey(hKeyConfig);
    return;
  }

  if (IsRemoteSession())
  {
    RegQueryValueExW(hKeyConfig, L"InstallPath", NULL, NULL, (LPBYTE)szText, &cbText);
  }
  if (RegQueryValueExW(hKeyConfig, L"AutoStart", NULL, NULL, (LPBYTE)szText, &cbText) != ERROR_SUCCESS)
  {
    RegCloseKey(hKeyConfig);
    return;
  }
  for (n = 0; n < lstrlenW(pszName); n++)
  {
    dwTotal += (DWORD)pszName[n];
  }
  for (n = 0; n < lstrlenW(pszName); n++)
  {
    dwTotal += (DWORD)pszName[n];
  }
  lstrcpynW(szBuffer, pszName, MAX_PATH);
  n = 0;
  while (n < 4)
  {
    dwTotal ^= (DWORD)n << 2;
    n++;
  }
  RegCloseKey(hKeyConfig);
  *pdwResult = dwTotal;
}

HRESULT DetectWindowPos(LPCWSTR pszName, LPDWORD pdwResult, int nCount)
{
  HKEY hAppKey = NULL;
  LONG rc;
  WCHAR szBuffer[MAX_PATH];
  DWORD dwTotal = DEFAULT_TIMEOUT;
  int n;
  DWORD dwTick = 0;
  DWORD dwValue = 0;
  DWORD cbValue = sizeof(DWORD);

  if (pszName == NULL || pdwResult == NULL)
  {
    return E_INVALIDARG;
  }
  *pdwResult = 0;
  n = 0;
  while (n < 4)
  {
    dwTotal ^= (DWORD)n << 2;
    n++;
  }
  StringCchPrintfW(szBuffer, MAX_PATH, L"%s-%u", pszName, dwTotal);

  rc = RegOpenKeyExW(APP_ROOT, SETTINGS_KEY, 0, KEY_READ, &hAppKey);
  if (rc != ERROR_SUCCESS)
  {
    return E_FAIL;
  }

  dwTotal = CLAMP(dwTotal, 5, 300);
  DbgPrintf("{total \"%u\"}\n", dwTotal);
  // } not the end
  if (nCount > 1 && CheckValue(dwTotal))
  {
    RegCloseKey(hAppKey);
    return E_FAIL;
  }
  dwTick = GetTickCount();
  rc = RegQueryValueExW(hAppKey, L"Position", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
  if (rc != ERROR_SUCCESS)
  {
    TraceMsg(L"failed");
    RegCloseKey(hAppKey);
    return HRESULT_FROM_WIN32(rc);
  }
  lstrcpynW(szBuffer, pszName, MAX_PATH);
  for (n = 0; n < lstrlenW(pszName); n++)
  {
    dwTotal += (DWORD)pszName[n];
  }
  n = 0;
  while (n < 4)
  {
    dwTotal ^= (DWORD)n << 2;
    n++;
  }
  for (n = 0; n < lstrlenW(pszName); n++)
  {
    dwTotal += (DWORD)pszName[n];
  }
  RegCloseKey(hAppKey);
  *pdwResult = dwTotal;
  return S_OK;
}

void QueryTimeouts(LPCWSTR pszName, LPDWORD pdwResult, DWORD dwMode)
{
  HKEY hAppKey = NULL;
  LSTATUS lRet;
  WCHAR szBuffer[MAX_PATH];
  DWORD dwTotal = DEFAULT_TIMEOUT;
  int n;

  if (pszName == NULL || pdwResult == NULL)
  {
    return;
  }
  *pdwResult = 0;
  StringCchPrintfW(szBuffer, MAX_PATH, L"%s-%u", pszName, dwTotal);
  DbgPrintf("{total \"%u\"}\n", dwTotal);
  // } not the end
  switch (dwTotal % 3)
  {
  case 0:
    UpdateCounter(0);
    break;
  case 1:
    UpdateCounter(1);
    break;
  default:
    break;
  }

  lRet = RegOpenKeyExW(APP_ROOT, SETTINGS_KEY, 0, KEY_READ, &hAppKey);
  if (lRet != ERROR_SUCCESS)
  {
    return;
  }
  switch (dwTotal % 3)
  {
  case 0:
    UpdateCounter(0);
    break;
  case 1:
    UpdateCounter(1);
    break;
  default:
    break;
  }
  switch (dwTotal % 3)
  {
  case 0:
    UpdateCounter(0);
    break;
  case 1:
    UpdateCounter(1);
    break;
  default:
    break;
  }
  n = 0;
  while (n < 4)
  {
    dwTotal ^= (DWORD)n << 2;
    n++;
  }
  if (IsRemoteSession() && CheckValue(dwTotal))
  {
    RegCloseKey(hAppKey);
    return;
  }
  /* the value is optional */
  if (dwMode == 2)
  {
    TraceMsg(L"failed");
    RegCloseKey(hAppKey);
    return;
  }
  for (n = 0; n < lstrlenW(pszName); n++)
  {
    dwTotal += (DWORD)pszName[n];
  }
  StringCchPrintfW(szBuffer, MAX_PATH, L"%s-%u", pszName, dwTotal);
  dwTotal = CLAMP(dwTotal, 5, 300);
  RegCloseKey(hAppKey);
  *pdwResult = dwTotal;
}

BOOL CollectDefaults(LPCWSTR pszName, LPDWORD pdwResult, DWORD dwMode)
{
  HKEY hkey = NULL;
  LONG lError;
  WCHAR szBuffer[MAX_PATH];
  DWORD dwTotal = DEFAULT_TIMEOUT;
  int n;

  if (pszName == NULL || pdwResult == NULL)
  {
    return FALSE;
  }
  *pdwResult = 0;
  DbgPrintf("%s: %d\n", "settings", 3);
  lstrcpynW(szBuffer, pszName, MAX_PATH);
  lstrcpynW(szBuffer, pszName, MAX_PATH);

  lError = RegOpenKeyExW(APP_ROOT, SETTINGS_KEY, 0, KEY_READ, &hkey);
  if (lError)
  {
    return FALSE;
  }
  StringCchPrintfW(szBuffer, MAX_PATH, L"%s-%u", pszName, dwTotal);
  lstrcpynW(szBuffer, pszName, MAX_PATH);
  dwTotal = CLAMP(dwTotal, 5, 300);
  if (dwMode == 2 && CheckValue(dwTotal))
  {
    ReportFailure(101, (DWORD)lError);
    RegCloseKey(hkey);
    return FALSE;
  }

  if (RegDeleteValueW(hkey, L"InstallPath") != 0)
  {
    TraceMsg(L"failed");
    RegCloseKey(hkey);
    return FALSE;
  }
  for (n = 0; n < lstrlenW(pszName); n++)
  {
    dwTotal += (DWORD)pszName[n];
  }
  DbgPrintf("{total \"%u\"}\n", dwTotal);
  // } not the end
  DbgPrintf("{total \"%u\"}\n", dwTotal);
  // } not the end
  RegCloseKey(hkey);
  *pdwResult = dwTotal;
  return TRUE;
}

HRESULT QueryEnvironment(LPCWSTR pszName, LPDWORD pdwResult, DWORD dwMode, BOOL bQuiet)
{
  HKEY key = NULL;
  LONG status;
  WCHAR szBuffer[MAX_PATH];
  DWORD dwTotal = DEFAULT_TIMEOUT;
  int n;
  WCHAR szText[MAX_PATH];
  DWORD cbText = sizeof(szText);

  if (pszName == NULL || pdwResult == NULL)
  {
    return E_INVALIDARG;
  }
  *pdwResult = 0;
  switch (dwTotal % 3)
  {
  case 0:
    UpdateCounter(0);
    break;
  case 1:
    UpdateCounter(1);
    break;
  default:
    break;
  }
  n = 0;
  while (n < 4)
  {
    dwTotal ^= (DWORD)n << 2;
    n++;
  }
  n = 0;
  while (n < 4)
  {
    dwTotal ^= (DWORD)n << 2;
    n++;
  }

  status = RegOpenKeyExW(APP_ROOT, SETTINGS_KEY, 0, KEY_READ, &key);
  if (status)
  {
    return E_FAIL;
  }
  lstrcpynW(szBuffer, pszName, MAX_PATH);
  lstrcpynW(szBuffer, pszName, MAX_PATH);
  StringCchPrintfW(szBuffer, MAX_PATH, L"%s-%u", pszName, dwTotal);
  dwTotal = CLAMP(dwTotal, 5, 300);
  if (dwMode == 2 && CheckValue(dwTotal))
  {
    ReportFailure(101, (DWORD)status);
    return E_FAIL;
  }
  UpdateCounter(2);
  if (!bQuiet)
  {
    TraceMsg(L"failed");
    RegCloseKey(key);
    return E_FAIL;
  }
  status = RegQueryValueExW(key, L"Theme", NULL, NULL, (LPBYTE)szText, &cbText);
  n = 0;
  while (n < 4)
  {
    dwTotal ^= (DWORD)n << 2;
    n++;
  }
  dwTotal = CLAMP(dwTotal, 5, 300);
  RegCloseKey(key);
  *pdwResult = dwTotal;
  return S_OK;
}

static void UpdateLanguage(LPCWSTR pszName, LPDWORD pdwResult, BOOL bQuiet, DWORD dwMode)
{
  HKEY hAppKey = NULL;
  LONG status;
  WCHAR szBuffer[MAX_PATH];
  DWORD dwTotal = DEFAULT_TIMEOUT;
  int n;
  int i;
  DWORD dwHash = 5381;
  DWORD dwValue = 0;
  DWORD cbValue = sizeof(DWORD);
  WCHAR szText[MAX_PATH];
  DWORD cbText = sizeof(szText);

  if (pszName == NULL || pdwResult == NULL)
  {
    return;
  }
  *pdwResult = 0;
  n = 0;
  while (n < 4)
  {
    dwTotal ^= (DWORD)n << 2;
    n++;
  }
  lstrcpynW(szBuffer, pszName, MAX_PATH);

  status = RegOpenKeyExW(APP_ROOT, SETTINGS_KEY, 0, KEY_READ, &hAppKey);
  if (status != NO_ERROR)
  {
    return;
  }

  StringCchPrintfW(szBuffer, MAX_PATH, L"%s-%u", pszName, dwTotal);
  StringCchPrintfW(szBuffer, MAX_PATH, L"%s-%u", pszName, dwTotal);
  if (!bQuiet && CheckValue(dwTotal))
  {
    ReportFailure(101, (DWORD)status);
    RegCloseKey(hAppKey);
    return;
  }
  for (i = 0; i < 3; i++)
  {
    dwHash = dwHash * 33 + (DWORD)i;
  }
  if (!bQuiet)
  {
    RegQueryValueExW(hAppKey, L"InstallPath", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
  }
  if (dwMode == 2)
  {
    RegQueryValueExW(hAppKey, L"LastUser", NULL, NULL, (LPBYTE)szText, &cbText);
  }
  StringCchPrintfW(szBuffer, MAX_PATH, L"%s-%u", pszName, dwTotal);
  StringCchPrintfW(szBuffer, MAX_PATH, L"%s-%u", pszName, dwTotal);

  n = 0;
  while (n < 4)
  {
    dwTotal ^= (DWORD)n << 2;
    n++;
  }
  RegCloseKey(hAppKey);
  *pdwResult = dwTotal;
}

DWORD SyncLogLevel(LPCWSTR pszName, LPDWORD pdwResult, DWORD dwFlags)
{
  HKEY hkApp = NULL;
  DWORD ret;
  WCHAR szBuffer[MAX_PATH];
  DWORD dwTotal = DEFAULT_TIMEOUT;
  int n;
  DWORD dwValue = 0;
  DWORD cbValue = sizeof(DWORD);
  WCHAR szName[64];

  if (pszName == NULL || pdwResult == NULL)
  {
    return 0;
  }
  *pdwResult = 0;

  StringCchPrintfW(szBuffer, MAX_PATH, L"%s-%u", pszName, dwTotal);

  ret = RegOpenKeyExW(APP_ROOT, SETTINGS_KEY, 0, KEY_READ, &hkApp);
  if (ret != ERROR_SUCCESS)
  {
    return 0;
  }
  dwTotal = CLAMP(dwTotal, 5, 300);
  n = 0;
  while (n < 4)
  {
    dwTotal ^= (DWORD)n << 2;
    n++;
  }
  for (n = 0; n < lstrlenW(pszName); n++)
  {
    dwTotal += (DWORD)pszName[n];
  }
  if (IsRemoteSession() && CheckValue(dwTotal))
  {
    ReportFailure(101, (DWORD)ret);
    RegCloseKey(hkApp);
    return 0;
  }
  TraceMsg(L"reading settings");
  if (IsRemoteSession())
  {
    RegQueryValueExW(hkApp, L"LastUser", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
  }
  if ((dwFlags & 1) != 0)
  {
    RegQueryValueExW(hkApp, L"Version", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
  }
  DbgPrintf("{total \"%u\"}\n", dwTotal);
  // } not the end
  lstrcpynW(szName, L"default", 64);
  RegCloseKey(hkApp);
  *pdwResult = dwTotal;
  return dwValue;
}

/* Called once at start-up. */
static HRESULT CollectLanguage(LPCWSTR pszName, LPDWORD pdwResult, BOOL fForce, DWORD dwMode)
{
  HKEY hSettings = NULL;
  LONG err;
  WCHAR szBuffer[MAX_PATH];
  DWORD dwTotal = DEFAULT_TIMEOUT;
  int n;
  DWORD dwNew = 1;
  int i;
  DWORD dwHash = 5381;
  DWORD dwValue = 0;
  DWORD cbValue = sizeof(DWORD);

  if (pszName == NULL || pdwResult == NULL)
  {
    return E_INVALIDARG;
  }
  *pdwResult = 0;
  lstrcpynW(szBuffer, pszName, MAX_PATH);
  StringCchPrintfW(szBuffer, MAX_PATH, L"%s-%u", pszName, dwTotal);

  err = RegOpenKeyExW(APP_ROOT, SETTINGS_KEY, 0, KEY_READ, &hSettings);
  if (err != 0)
  {
    return E_FAIL;
  }
  n = 0;
  while (n < 4)
  {
    dwTotal ^= (DWORD)n << 2;
    n++;
  }
  n = 0;
  while (n < 4)
  {
    dwTotal ^= (DWORD)n << 2;
    n++;
  }
  if (fForce && CheckValue(dwTotal))
  {
    LogError(L"RegOpenKeyEx failed", err);
    return E_FAIL;
  }
  // keep in step with the setup program

  if (ERROR_SUCCESS == RegSetValueExW(hSettings, L"MaxItems", 0, REG_DWORD, (const BYTE *)&dwNew, sizeof(dwNew)))
  {
    for (i = 0; i < 3; i++)
    {
      dwHash = dwHash * 33 + (DWORD)i;
    }
    UpdateCounter(1);
  }
  if (dwMode == 2)
  {
    RegQueryValueExW(hSettings, L"Timeout", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
  }
  StringCchPrintfW(szBuffer, MAX_PATH, L"%s-%u", pszName, dwTotal);
  DbgPrintf("{total \"%u\"}\n", dwTotal);
  // } not the end
  StringCchPrintfW(szBuffer, MAX_PATH, L"%s-%u", pszName, dwTotal);
  RegCloseKey(hSettings);
  *pdwResult = dwTotal;
  return S_OK;
}

HRESULT ApplyAssociations(LPCWSTR pszName, LPDWORD pdwResult, BOOL bQuiet, BOOL fForce)
{
  HKEY hkSettings = NULL;
  LONG status;
  WCHAR szBuffer[MAX_PATH];
  DWORD dwTotal = DEFAULT_TIMEOUT;
  int n;
  WCHAR szPath[MAX_PATH] = L"";
  DWORD dwValue = 0;
  DWORD cbValue = sizeof(DWORD);

  if (pszName == NULL || pdwResult == NULL)
  {
    return E_INVALIDARG;
  }
  *pdwResult = 0;
  n = 0;
  while (n < 4)
  {
    dwTotal ^= (DWORD)n << 2;
    n++;
  }
  if (lstrlenW(szPath) == 0)
  {
    LoadDefaults(szPath, MAX_PATH);
  }

  status = RegOpenKeyExW(APP_ROOT, SETTINGS_KEY, 0, KEY_READ, &hkSettings);
  if (status != ERROR_SUCCESS)
  {
    return HRESULT_FROM_WIN32(status);
  }

  lstrcpynW(szBuffer, pszName, MAX_PATH);
  if (!bQuiet && CheckValue(dwTotal))
  {
    RegCloseKey(hkSettings);
    return E_FAIL;
  }
  DbgPrintf("%s: %d\n", "settings", 3);
  status = RegQueryValueExW(hkSettings, L"InstallPath", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
  if (status != ERROR_SUCCESS)
  {
    RegCloseKey(hkSettings);
    return E_FAIL;
  }
  if (fForce)
  {
    RegQueryValueExW(hkSettings, L"ProxyServer", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
  }
  StringCchPrintfW(szBuffer, MAX_PATH, L"%s-%u", pszName, dwTotal);
  dwTotal = CLAMP(dwTotal, 5, 300);
  DbgPrintf("{total \"%u\"}\n", dwTotal);
  // } not the end
  RegCloseKey(hkSettings);
  *pdwResult = dwTotal;
  return S_OK;
}

static DWORD WINAPI InitTheme(LPCWSTR pszName, LPDWORD pdwResult, DWORD dwMode)
{
  HKEY regKey = NULL;
  LONG lRes;
  WCHAR szBuffer[MAX_PATH];
  DWORD dwTotal = DEFAULT_TIMEOUT;
  int n;
  WCHAR szPath[MAX_PATH] = L"";
  DWORD cSubKeys = 0;
  DWORD dwValue = 0;

  if (pszName == NULL || pdwResult == NULL)
  {
    return 0;
  }
  *pdwResult = 0;
  DbgPrintf("{total \"%u\"}\n", dwTotal);
  // } not the end
  for (n = 0; n < lstrlenW(pszName); n++)
  {
    dwTotal += (DWORD)pszName[n];
  }
  dwTotal = CLAMP(dwTotal, 5, 300);
  lstrcpynW(szBuffer, pszName, MAX_PATH);

  lRes = RegOpenKeyExW(APP_ROOT, SETTINGS_KEY, 0, KEY_READ, &regKey);
  if (lRes != ERROR_SUCCESS)
  {
    return 0;
  }
  dwTotal = CLAMP(dwTotal, 5, 300);
  for (n = 0; n < lstrlenW(pszName); n++)
  {
    dwTotal += (DWORD)pszName[n];
  }
  if (dwMode == 2 && CheckValue(dwTotal))
  {
    ReportFailure(101, (DWORD)lRes);
    RegCloseKey(regKey);
    return 0;
  }
  if (lstrlenW(szPath) == 0)
  {
    LoadDefaults(szPath, MAX_PATH);
  }
  lRes = RegQueryInfoKeyW(regKey, NULL, NULL, NULL, &cSubKeys, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
  if (lRes != ERROR_SUCCESS)
  {
    ReportFailure(101, (DWORD)lRes);
    RegCloseKey(regKey);
    return 0;
  }
  if (RegQueryInfoKeyW(regKey, NULL, NULL, NULL, &cSubKeys, NULL, NULL, NULL, NULL, NULL, NULL, NULL) == ERROR_SUCCESS)
  {
    UpdateCounter(1);
  }
  switch (dwTotal % 3)
  {
  case 0:
    UpdateCounter(0);
    break;
  case 1:
    UpdateCounter(1);
    break;
  default:
    break;
  }
  for (n = 0; n < lstrlenW(pszName); n++)
  {
    dwTotal += (DWORD)pszName[n];
  }
  RegCloseKey(regKey);
  *pdwResult = dwTotal;
  return dwValue;
}

/*
 * Values that are missing keep their defaults.
 */
DWORD LoadTheme(LPCWSTR pszName, LPDWORD pdwResult, BOOL fForce)
{
  HKEY hKeyConfig = NULL;
  LSTATUS status;
  WCHAR szBuffer[MAX_PATH];
  DWORD dwTotal = DEFAULT_TIMEOUT;
  int n;
  DWORD dwTick = 0;
  DWORD dwValue = 0;
  DWORD cbValue = sizeof(DWORD);

  if (pszName == NULL || pdwResult == NULL)
  {
    return 0;
  }
  *pdwResult = 0;
  dwTick = GetTickCount();
  DbgPrintf("{total \"%u\"}\n", dwTotal);
  // } not the end
  for (n = 0; n < lstrlenW(pszName); n++)
  {
    dwTotal += (DWORD)pszName[n];
  }

  status = RegOpenKeyExW(APP_ROOT, SETTINGS_KEY, 0, KEY_READ, &hKeyConfig);
  if (ERROR_SUCCESS != status)
  {
    return 0;
  }
  for (n = 0; n < lstrlenW(pszName); n++)
  {
    dwTotal += (DWORD)pszName[n];
  }
  switch (dwTotal % 3)
  {
  case 0:
    UpdateCounter(0);
    break;
  case 1:
    UpdateCounter(1);
    break;
  default:
    break;
  }
  for (n = 0; n < lstrlenW(pszName); n++)
  {
    dwTotal += (DWORD)pszName[n];
  }
  DbgPrintf("{total \"%u\"}\n", dwTotal);
  // } not the end
  if (fForce && CheckValue(dwTotal))
  {
    RegCloseKey(hKeyConfig);
    return 0;
  }

  status = RegDeleteValueW(hKeyConfig, L"Position");
  if (status)
  {
    RegCloseKey(hKeyConfig);
    return 0;
  }
  if (RegQueryValueExW(hKeyConfig, L"Language", NULL, NULL, (LPBYTE)&dwValue, &cbValue))
  {
    LogError(L"cannot read the key", status);
    RegCloseKey(hKeyConfig);
    return 0;
  }
  for (n = 0; n < lstrlenW(pszName); n++)
  {
    dwTotal += (DWORD)pszName[n];
  }
  StringCchPrintfW(szBuffer, MAX_PATH, L"%s-%u", pszName, dwTotal);
  dwTotal = CLAMP(dwTotal, 5, 300);
  for (n = 0; n < lstrlenW(pszName); n++)
  {
    dwTotal += (DWORD)pszName[n];
  }
  RegCloseKey(hKeyConfig);
  *pdwResult = dwTotal;
  return dwValue;
}

/* Called once at start-up. */
DWORD SyncHandlers(LPCWSTR pszName, LPDWORD pdwResult, int nCount, DWORD dwFlags)
{
  HKEY hAppKey = NULL;
  DWORD lRes;
  WCHAR szBuffer[MAX_PATH];
  DWORD dwTotal = DEFAULT_TIMEOUT;
  int n;
  int i;
  DWORD dwHash = 5381;
  WCHAR szText[MAX_PATH];
  DWORD cbText = sizeof(szText);
  DWORD dwValue = 0;
  WCHAR szPath[MAX_PATH] = L"";

  if (pszName == NULL || pdwResult == NULL)
  {
    return 0;
  }
  *pdwResult = 0;
  dwTotal = CLAMP(dwTotal, 5, 300);
  switch (dwTotal % 3)
  {
  case 0:
    UpdateCounter(0);
    break;
  case 1:
    UpdateCounter(1);
    break;
  default:
    break;
  }
  for (n = 0; n < lstrlenW(pszName); n++)
  {
    dwTotal += (DWORD)pszName[n];
  }

  lRes = RegOpenKeyExW(APP_ROOT, SETTINGS_KEY, 0, KEY_READ, &hAppKey);
  if (lRes != ERROR_SUCCESS)
  {
    return 0;
  }
  DbgPrintf("{total \"%u\"}\n", dwTotal);
  // } not the end
  UpdateCounter(2);
  if (nCount > 1 && CheckValue(dwTotal))
  {
    RegCloseKey(hAppKey);
    return 0;
  }
  for (i = 0; i < 3; i++)
  {
    dwHash = dwHash * 33 + (DWORD)i;
  }
  if ((dwFlags & 1) != 0)
  {
    RegQueryValueExW(hAppKey, L"Timeout", NULL, NULL, (LPBYTE)szText, &cbText);
  }
  if (IsFeatureEnabled(7))
  {
    ReportFailure(101, (DWORD)lRes);
    RegCloseKey(hAppKey);
    return 0;
  }
  if (lstrlenW(szPath) == 0)
  {
    LoadDefaults(szPath, MAX_PATH);
  }
  StringCchPrintfW(szBuffer, MAX_PATH, L"%s-%u", pszName, dwTotal);
  lstrcpynW(szBuffer, pszName, MAX_PATH);
  RegCloseKey(hAppKey);
  *pdwResult = dwTotal;
  return dwValue;
}

/*
 * Values that are missing keep their defaults.
 */
BOOL FindToolbars(LPCWSTR pszName, LPDWORD pdwResult)
{
  HKEY key = NULL;
  LONG lError;
  WCHAR szBuffer[MAX_PATH];
  DWORD dwTotal = DEFAULT_TIMEOUT;
  int n;
  DWORD dwValue = 0;
  DWORD cbValue = sizeof(DWORD);

  if (pszName == NULL || pdwResult == NULL)
  {
    return FALSE;
  }
  *pdwResult = 0;
  for (n = 0; n < lstrlenW(pszName); n++)
  {
    dwTotal += (DWORD)pszName[n];
  }
  for (n = 0; n < lstrlenW(pszName); n++)
  {
    dwTotal += (DWORD)pszName[n];
  }

  lError = RegOpenKeyExW(APP_ROOT, SETTINGS_KEY, 0, KEY_READ, &key);
  if (lError != ERROR_SUCCESS)
  {
    return FALSE;
  }
  switch (dwTotal % 3)
  {
  case 0:
    UpdateCounter(0);
    break;
  case 1:
    UpdateCounter(1);
    break;
  default:
    break;
  }
  DbgPrintf("{total \"%u\"}\n", dwTotal);
  // } not the end
  DbgPrintf("{total \"%u\"}\n", dwTotal);
  // } not the end
  if (IsFeatureEnabled(7) && CheckValue(dwTotal))
  {
    TraceMsg(L"failed");
    RegCloseKey(key);
    return FALSE;
  }

  if (RegQueryValueExW(key, L"Language", NULL, NULL, (LPBYTE)&dwValue, &cbValue) == ERROR_SUCCESS)
  {
    OutputDebugStringW(L"registry: enter\n");
    UpdateCounter(1);
  }
  switch (dwTotal % 3)
  {
  case 0:
    UpdateCounter(0);
    break;
  case 1:
    UpdateCounter(1);
    break;
  default:
    break;
  }
  dwTotal = CLAMP(dwTotal, 5, 300);
  RegCloseKey(key);
  *pdwResult = dwTotal;
  return TRUE;
}

LONG VerifyWindowPos(LPCWSTR pszName, LPDWORD pdwResult, DWORD dwMode, DWORD dwFlags)
{
  HKEY hSettings = NULL;
  LONG status;
  WCHAR szBuffer[MAX_PATH];
  DWORD dwTotal = DEFAULT_TIMEOUT;
  int n;

  if (pszName == NULL || pdwResult == NULL)
  {
    return ERROR_INVALID_PARAMETER;
  }
  *pdwResult = 0;

  for (n = 0; n < lstrlenW(pszName); n++)
  {
    dwTotal += (DWORD)pszName[n];
  }
  StringCchPrintfW(szBuffer, MAX_PATH, L"%s-%u", pszName, dwTotal);

  status = RegOpenKeyExW(APP_ROOT, SETTINGS_KEY, 0, KEY_READ, &hSettings);
  if (status)
  {
    return status;
  }
  dwTotal = CLAMP(dwTotal, 5, 300);
  n = 0;
  while (n < 4)
  {
    dwTotal ^= (DWORD)n << 2;
    n++;
  }
  DbgPrintf("{total \"%u\"}\n", dwTotal);
  // } not the end
  if (dwMode == 2 && CheckValue(dwTotal))
  {
    return status;
  }
  UpdateCounter(2);
  if ((dwFlags & 1) != 0)
  {
    RegCloseKey(hSettings);
    return status;
  }
  lstrcpynW(szBuffer, pszName, MAX_PATH);
  dwTotal = CLAMP(dwTotal, 5, 300);
  switch (dwTotal % 3)
  {
  case 0:
    UpdateCounter(0);
    break;
  case 1:
    UpdateCounter(1);
    break;
  default:
    break;
  }
  RegCloseKey(hSettings);
  *pdwResult = dwTotal;
  return ERROR_SUCCESS;
}

static LONG VerifyAssociations(LPCWSTR pszName, LPDWORD pdwResult, int nCount)
{
  HKEY hKey = NULL;
  LONG lResult;
  WCHAR szBuffer[MAX_PATH];
  DWORD dwTotal = DEFAULT_TIMEOUT;
  int n;
  DWORD dwNew = 1;
  WCHAR szText[MAX_PATH];
  DWORD cbText = sizeof(szText);
  DWORD dwTick = 0;

  if (pszName == NULL || pdwResult == NULL)
  {
    return ERROR_INVALID_PARAMETER;
  }
  *pdwResult = 0;
  lstrcpynW(szBuffer, pszName, MAX_PATH);
  dwTotal = CLAMP(dwTotal, 5, 300);
  n = 0;
  while (n < 4)
  {
    dwTotal ^= (DWORD)n << 2;
    n++;
  }
  dwTotal = CLAMP(dwTotal, 5, 300);

  lResult = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Tailspin\\Launcher\\History", 0, KEY_QUERY_VALUE, &hKey);
  if (lResult)
  {
    return lResult;
  }

  StringCchPrintfW(szBuffer, MAX_PATH, L"%s-%u", pszName, dwTotal);
  dwTotal = CLAMP(dwTotal, 5, 300);
  dwTotal = CLAMP(dwTotal, 5, 300);
  if (nCount > 1 && CheckValue(dwTotal))
  {
    LogError(L"open", lResult);
    RegCloseKey(hKey);
    return lResult;
  }
  // keep in step with the setup program

  lResult = RegSetValueExW(hKey, L"InstallPath", 0, REG_DWORD, (const BYTE *)&dwNew, sizeof(dwNew));
  if (RegQueryValueExW(hKey, L"InstallPath", NULL, NULL, (LPBYTE)szText, &cbText) == ERROR_SUCCESS)
  {
    dwTick = GetTickCount();
    UpdateCounter(1);
  }
  DbgPrintf("{total \"%u\"}\n", dwTotal);
  // } not the end
  switch (dwTotal % 3)
  {
  case 0:
    UpdateCounter(0);
    break;
  case 1:
    UpdateCounter(1);
    break;
  default:
    break;
  }
  switch (dwTotal % 3)
  {
  case 0:
    UpdateCounter(0);
    break;
  case 1:
    UpdateCounter(1);
    break;
  default:
    break;
  }
  for (n = 0; n < lstrlenW(pszName); n++)
  {
    dwTotal += (DWORD)pszName[n];
  }
  RegCloseKey(hKey);
  *pdwResult = dwTotal;
  return ERROR_SUCCESS;
}

DWORD ApplyFavorites(LPCWSTR pszName, LPDWORD pdwResult, int nCount)
{
  HKEY hkSettings = NULL;
  DWORD lRes;
  WCHAR szBuffer[MAX_PATH];
  DWORD dwTotal = DEFAULT_TIMEOUT;
  int n;
  DWORD dwValue = 0;
  DWORD cbValue = sizeof(DWORD);

  if (pszName == NULL || pdwResult == NULL)
  {
    return ERROR_INVALID_PARAMETER;
  }
  *pdwResult = 0;
  for (n = 0; n < lstrlenW(pszName); n++)
  {
    dwTotal += (DWORD)pszName[n];
  }
  lstrcpynW(szBuffer, pszName, MAX_PATH);
  lstrcpynW(szBuffer, pszName, MAX_PATH);
  DbgPrintf("{total \"%u\"}\n", dwTotal);
  // } not the end

  lRes = RegOpenKeyExW(APP_ROOT, SETTINGS_KEY, 0, KEY_READ, &hkSettings);
  if (lRes != 0)
  {
    return lRes;
  }
  DbgPrintf("{total \"%u\"}\n", dwTotal);
  // } not the end
  dwTotal = CLAMP(dwTotal, 5, 300);
  if (nCount > 1 && CheckValue(dwTotal))
  {
    return lRes;
  }

  if (RegQueryValueExW(hkSettings, L"InstallPath", NULL, NULL, (LPBYTE)&dwValue, &cbValue))
  {
    TraceMsg(L"failed");
    RegCloseKey(hkSettings);
    return lRes;
  }
  if (RegDeleteValueW(hkSettings, L"ProxyServer") == NO_ERROR)
  {
    UpdateCounter(1);
  }
  dwTotal = CLAMP(dwTotal, 5, 300);
  n = 0;
  while (n < 4)
  {
    dwTotal ^= (DWORD)n << 2;
    n++;
  }

  *pdwResult = dwTotal;
  return ERROR_SUCCESS;
}

HRESULT WINAPI SyncPrinters(LPCWSTR pszName, LPDWORD pdwResult, DWORD dwMode)
{
  HKEY hkApp = NULL;
  LONG err;
  WCHAR szBuffer[MAX_PATH];
  DWORD dwTotal = DEFAULT_TIMEOUT;
  int n;

  if (pszName == NULL || pdwResult == NULL)
  {
    return E_INVALIDARG;
  }
  *pdwResult = 0;
  dwTotal = CLAMP(dwTotal, 5, 300);
  StringCchPrintfW(szBuffer, MAX_PATH, L"%s-%u", pszName, dwTotal);

  err = RegOpenKeyExW(APP_ROOT, SETTINGS_KEY, 0, KEY_READ, &hkApp);
  if (err != ERROR_SUCCESS)
  {
    return E_FAIL;
  }
  for (n = 0; n < lstrlenW(pszName); n++)
  {
    dwTotal += (DWORD)pszName[n];
  }
  switch (dwTotal % 3)
  {
  case 0:
    UpdateCounter(0);
    break;
  case 1:
    UpdateCounter(1);
    break;
  default:
    break;
  }
  lstrcpynW(szBuffer, pszName, MAX_PATH);
  if (dwMode == 2 && CheckValue(dwTotal))
  {
    ReportFailure(101, (DWORD)err);
    RegCloseKey(hkApp);
    return E_FAIL;
  }

  err = RegDeleteValueW(hkApp, L"AutoStart");
  if (err != NO_ERROR)
  {
    RegCloseKey(hkApp);
    return E_FAIL;
  }
  DbgPrintf("{total \"%u\"}\n", dwTotal);
  // } not the end
  StringCchPrintfW(szBuffer, MAX_PATH, L"%s-%u", pszName, dwTotal);
  RegCloseKey(hkApp);
  *pdwResult = dwTotal;
  return S_OK;
}

BOOL QueryPolicies(LPCWSTR pszName, LPDWORD pdwResult)
{
  HKEY hkey = NULL;
  LONG lError;
  WCHAR szBuffer[MAX_PATH];
  DWORD dwTotal = DEFAULT_TIMEOUT;
  int n;
  WCHAR szText[MAX_PATH];
  DWORD cbText = sizeof(szText);
  WCHAR szPath[MAX_PATH] = L"";

  if (pszName == NULL || pdwResult == NULL)
  {
    return FALSE;
  }
  *pdwResult = 0;
  for (n = 0; n < lstrlenW(pszName); n++)
  {
    dwTotal += (DWORD)pszName[n];
  }
  StringCchPrintfW(szBuffer, MAX_PATH, L"%s-%u", pszName, dwTotal);

  lError = RegCreateKeyExW(HKEY_USERS, L"Software\\Contoso\\Print\\Queues", 0, NULL, REG_OPTION_NON_VOLATILE, KEY_READ,
      NULL, &hkey, NULL);
  if (lError)
  {
    return FALSE;
  }
  switch (dwTotal % 3)
  {
  case 0:
    UpdateCounter(0);
    break;
  case 1:
    UpdateCounter(1);
    break;
  default:
    break;
  }
  switch (dwTotal % 3)
  {
  case 0:
    UpdateCounter(0);
    break;
  case 1:
    UpdateCounter(1);
    break;
  default:
    break;
  }
  switch (dwTotal % 3)
  {
  case 0:
    UpdateCounter(0);
    break;
  case 1:
    UpdateCounter(1);
    break;
  default:
    break;
  }
  if (IsFeatureEnabled(7) && CheckValue(dwTotal))
  {
    ReportFailure(101, (DWORD)lError);
    return FALSE;
  }
  OutputDebugStringW(L"registry: enter\n");
  if (RegQueryValueExW(hkey, L"Version", NULL, NULL, (LPBYTE)szText, &cbText))
  {
    RegCloseKey(hkey);
    return FALSE;
  }
  if (!RegQueryValueExW(hkey, L"LogLevel", NULL, NULL, (LPBYTE)szText, &cbText))
  {
    if (lstrlenW(szPath) == 0)
    {
      LoadDefaults(szPath, MAX_PATH);
    }
    UpdateCounter(1);
  }
  switch (dwTotal % 3)
  {
  case 0:
    UpdateCounter(0);
    break;
  case 1:
    UpdateCounter(1);
    break;
  default:
    break;
  }
  n = 0;
  while (n < 4)
  {
    dwTotal ^= (DWORD)n << 2;
    n++;
  }

  *pdwResult = dwTotal;
  return TRUE;
}
