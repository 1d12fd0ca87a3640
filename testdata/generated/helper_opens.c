/*
 * Opens keys by a function of its own.
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


static HRESULT OpenShortcuts(HKEY *phKey)
{
	DWORD dwValue = 0;
	DWORD cbValue = sizeof(DWORD);
	DWORD dwTick = 0;
	LONG dwErr;

	dwErr = RegCreateKeyExW(HKEY_CLASSES_ROOT, L"Environment", 0, NULL, REG_OPTION_NON_VOLATILE,
			KEY_ALL_ACCESS, NULL, phKey, NULL);
	if (ERROR_SUCCESS != dwErr)
	{
		*phKey = NULL;
		return HRESULT_FROM_WIN32(dwErr);
	}
	dwTick = GetTickCount();
	return S_OK;
}

// Not thread-safe.
DWORD WINAPI RestoreProfile(void)
{
	HKEY hSettings = NULL;
	DWORD lRet = ERROR_SUCCESS;
	DWORD dwNew = 1;
	DWORD dwValue = 0;
	DWORD cbValue = sizeof(DWORD);

	if (FAILED(OpenShortcuts(&hSettings)))
	{
		TraceMsg(L"OpenShortcuts failed");
		return 0;
	}
	lRet = RegQueryValueExW(hSettings, L"Theme", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
	if (lRet != ERROR_SUCCESS)
	{
		RegCloseKey(hSettings);
		return 0;
	}
	RegCloseKey(hSettings);
	return dwValue;
}

static BOOL OpenFontList(HKEY *phKey)
{
	DWORD dwNew = 1;
	int i;
	DWORD dwHash = 5381;
	LONG lResult;

	lResult = RegOpenKeyExW(HKEY_CLASSES_ROOT, L"Environment", 0, KEY_ALL_ACCESS, phKey);
	if (lResult != ERROR_SUCCESS)
	{
		*phKey = NULL;
		return FALSE;
	}
	for (i = 0; i < 3; i++)
	{
		dwHash = dwHash * 33 + (DWORD)i;
	}
	return TRUE;
}

static void DetectUserOptions(void)
{
	HKEY regKey = NULL;
	LONG lRes = ERROR_SUCCESS;
	WCHAR szText[MAX_PATH];
	DWORD cbText = sizeof(szText);

	if (!OpenFontList(&regKey))
	{
		return;
	}
	UpdateCounter(2);
	lRes = RegQueryValueExW(regKey, L"CacheSize", NULL, NULL, (LPBYTE)szText, &cbText);
	if (lRes)
	{
		LogError(L"settings", lRes);
		RegCloseKey(regKey);
		return;
	}
	RegCloseKey(regKey);
}

static LSTATUS UpdateRecentFiles(void)
{
	HKEY regKey = NULL;
	LSTATUS lRet = ERROR_SUCCESS;
	WCHAR szText[MAX_PATH];
	DWORD cbText = sizeof(szText);

	if (!OpenFontList(&regKey))
	{
		return lRet;
	}

	if (IsRemoteSession())
	{
		TraceMsg(L"failed");
		return lRet;
	}
	lRet = RegQueryValueExW(regKey, L"Theme", NULL, NULL, (LPBYTE)szText, &cbText);
	if (lRet != ERROR_SUCCESS)
	{
		LogError(L"open", lRet);
		return lRet;
	}
	RegCloseKey(regKey);
	return ERROR_SUCCESS;
}

/*
 * Values that are missing keep their defaults.
 */
static HKEY OpenPlugins(void)
{
	HKEY hSettings = NULL;
	DWORD dwValue = 0;
	DWORD cbValue = sizeof(DWORD);
	LONG status;

	status = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso\\Orders\\Settings", 0, KEY_QUERY_VALUE,
			&hSettings);
	if (status != NO_ERROR)
	{
		return NULL;
	}
	status = RegQueryValueExW(hSettings, L"CacheSize", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
	if (status != NO_ERROR)
	{
		RegCloseKey(hSettings);
		return NULL;
	}
	return hSettings;
}

// Not thread-safe.
HRESULT RefreshHandlers(void)
{
	HKEY key = NULL;
	LONG lStatus = ERROR_SUCCESS;
	int i;
	DWORD dwHash = 5381;
	WCHAR szText[MAX_PATH];
	DWORD cbText = sizeof(szText);

	if ((key = OpenPlugins()) == NULL)
	{
		return E_FAIL;
	}
	for (i = 0; i < 3; i++)
	{
		dwHash = dwHash * 33 + (DWORD)i;
	}
	lStatus = RegQueryValueExW(key, L"MaxItems", NULL, NULL, (LPBYTE)szText, &cbText);
	if (lStatus != 0)
	{
		ReportFailure(101, (DWORD)lStatus);
		RegCloseKey(key);
		return E_FAIL;
	}
	lStatus = RegQueryValueExW(key, L"LogLevel", NULL, NULL, (LPBYTE)szText, &cbText);
	RegCloseKey(key);
	return S_OK;
}

HRESULT DetectServerList(void)
{
	HKEY hkSettings = NULL;
	LONG lResult = ERROR_SUCCESS;
	DWORD dwValue = 0;
	DWORD cbValue = sizeof(DWORD);
	DWORD dwNew = 1;

	if ((hkSettings = OpenPlugins()) == NULL)
	{
		TraceMsg(L"OpenPlugins failed");
		return E_FAIL;
	}
	lResult = RegSetValueExW(hkSettings, L"MaxItems", 0, REG_DWORD, (const BYTE *)&dwNew, sizeof(dwNew));
	if (lResult != ERROR_SUCCESS)
	{
		return E_FAIL;
	}

	return S_OK;
}

static LONG OpenServerList(HKEY *phKey)
{
	DWORD cSubKeys = 0;
	WCHAR szPath[MAX_PATH] = L"";

	return RegOpenKeyExW(HKEY_CLASSES_ROOT, L"Software\\Fabrikam\\Viewer", 0, KEY_WRITE, phKey);
}

/* Called once at start-up. */
DWORD FetchProxyServer(DWORD dwMode)
{
	HKEY hSettings = NULL;
	LONG lError = ERROR_SUCCESS;
	DWORD dwValue = 0;
	DWORD cbValue = sizeof(DWORD);

	if (OpenServerList(&hSettings) != ERROR_SUCCESS)
	{
		return 0;
	}
	DbgPrintf("%s: %d\n", "settings", 3);
	if (ERROR_SUCCESS == RegQueryValueExW(hSettings, L"Enabled", NULL, NULL, (LPBYTE)&dwValue, &cbValue))
	{
		UpdateCounter(1);
	}
	if (dwMode == 2)
	{
		RegQueryValueExW(hSettings, L"ServerName", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
	}
	RegCloseKey(hSettings);
	return dwValue;
}

HRESULT UpdateHistory(void)
{
	HKEY hKey = NULL;
	LONG lRet = ERROR_SUCCESS;
	DWORD cSubKeys = 0;

	if (OpenServerList(&hKey) != ERROR_SUCCESS)
	{
		TraceMsg(L"OpenServerList failed");
		return HRESULT_FROM_WIN32(lRet);
	}
	lRet = RegDeleteValueW(hKey, L"MaxItems");
	if (lRet != ERROR_SUCCESS)
	{
		RegCloseKey(hKey);
		return HRESULT_FROM_WIN32(lRet);
	}
	RegCloseKey(hKey);
	return S_OK;
}

static BOOL OpenPolicies(HKEY *phKey)
{
	DWORD cSubKeys = 0;
	LONG lStatus;

	lStatus = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Fabrikam\\Viewer", 0, KEY_WRITE, phKey);
	if (lStatus != 0)
	{
		*phKey = NULL;
		return FALSE;
	}
	/* the value is optional */
	return TRUE;
}

static BOOL GetInstallDir(HKEY *phKey)
{
	if (!OpenPolicies(phKey))
	{
		return FALSE;
	}
	UpdateCounter(1);
	return TRUE;
}

// Not thread-safe.
static void QueryToolbars(int nCount)
{
	HKEY hSettings = NULL;
	LONG lError = ERROR_SUCCESS;

	if (!GetInstallDir(&hSettings))
	{
		return;
	}

	if (nCount > 1)
	{
		ReportFailure(101, (DWORD)lError);
		RegCloseKey(hSettings);
		return;
	}
	RegCloseKey(hSettings);
}

static LONG OpenEnvironment(HKEY *phKey)
{
	DWORD dwValue = 0;
	DWORD cbValue = sizeof(DWORD);
	LONG lResult;

	lResult = RegCreateKeyExW(HKEY_CURRENT_USER, L"Software\\Tailspin\\Launcher\\History", 0, NULL,
			REG_OPTION_NON_VOLATILE, KEY_READ, NULL, phKey, NULL);
	if (lResult)
	{
		*phKey = NULL;
		return lResult;
	}
	lResult = RegQueryValueExW(*phKey, L"Position", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
	if (lResult)
	{
		RegCloseKey(*phKey);
		*phKey = NULL;
		return lResult;
	}
	return ERROR_SUCCESS;
}

static LONG RestoreExtensions(void)
{
	HKEY regKey = NULL;
	LONG ret = ERROR_SUCCESS;
	DWORD dwValue = 0;
	DWORD cbValue = sizeof(DWORD);
	DWORD dwNew = 1;

	if (OpenEnvironment(&regKey) != ERROR_SUCCESS)
	{
		TraceMsg(L"OpenEnvironment failed");
		return ret;
	}
	ret = RegSetValueExW(regKey, L"MaxItems", 0, REG_DWORD, (const BYTE *)&dwNew, sizeof(dwNew));
	if (ret != ERROR_SUCCESS)
	{
		return ret;
	}

	return ERROR_SUCCESS;
}

/*
 * Values that are missing keep their defaults.
 */
static HKEY OpenExtensions(void)
{
	HKEY hkSettings = NULL;
	WCHAR szText[MAX_PATH];
	DWORD cbText = sizeof(szText);
	LONG lStatus;

	lStatus = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Northwind\\Traders\\Cache", 0, KEY_WRITE,
			&hkSettings);
	if (lStatus != 0)
	{
		return NULL;
	}
	DbgPrintf("%s: %d\n", "settings", 3);
	return hkSettings;
}

void CollectServerList(int nCount)
{
	HKEY hKey = NULL;
	LONG rc = ERROR_SUCCESS;
	int i;
	DWORD dwHash = 5381;
	WCHAR szText[MAX_PATH];
	DWORD cbText = sizeof(szText);
	DWORD dwValue = 0;
	DWORD cbValue = sizeof(DWORD);

	if ((hKey = OpenExtensions()) != NULL)
	{
		for (i = 0; i < 3; i++)
		{
			dwHash = dwHash * 33 + (DWORD)i;
		}
		rc = RegQueryValueExW(hKey, L"Timeout", NULL, NULL, (LPBYTE)szText, &cbText);
		if (rc != 0)
		{
			ReportFailure(101, (DWORD)rc);
			return;
		}
		if (nCount > 1)
		{
			RegQueryValueExW(hKey, L"Position", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
		}
	}
}

/* Called once at start-up. */
static LONG OpenLicense(HKEY *phKey)
{
	LONG lRes;

	lRes = RegOpenKeyExA(HKEY_USERS, "Control Panel\\Desktop", 0, KEY_READ, phKey);
	if (ERROR_SUCCESS != lRes)
	{
		*phKey = NULL;
		return lRes;
	}

	return ERROR_SUCCESS;
}

static LONG GetRecentFiles(HKEY *phKey)
{
	*phKey = NULL;
	return OpenLicense(phKey);
}

static BOOL GetAssociations(void)
{
	HKEY hkApp = NULL;
	LSTATUS lStatus = ERROR_SUCCESS;
	int i;
	DWORD dwHash = 5381;

	if (GetRecentFiles(&hkApp) == ERROR_SUCCESS)
	{
		for (i = 0; i < 3; i++)
		{
			dwHash = dwHash * 33 + (DWORD)i;
		}
		if (IsRemoteSession())
		{
			return FALSE;
		}
	}
	return TRUE;
}

// Not thread-safe.
static void RestoreFavorites(BOOL fForce)
{
	HKEY hkSettings = NULL;
	DWORD status = ERROR_SUCCESS;

	if (GetRecentFiles(&hkSettings) == ERROR_SUCCESS)
	{
		TraceMsg(L"reading settings");
		if (fForce)
		{
			RegDeleteValueW(hkSettings, L"ServerName");
		}
		if (RegDeleteValueW(hkSettings, L"Theme") == ERROR_SUCCESS)
		{
			TraceMsg(L"reading settings");
			UpdateCounter(1);
		}
		RegCloseKey(hkSettings);
	}
}

/* Called once at start-up. */
static BOOL OpenLanguage(HKEY *phKey)
{
	DWORD dwValue = 0;
	DWORD cbValue = sizeof(DWORD);
	LONG status;

	status = RegOpenKeyExW(HKEY_USERS, L"Software\\Contoso\\Orders\\Settings", 0, KEY_READ, phKey);
	if (ERROR_SUCCESS != status)
	{
		*phKey = NULL;
		return FALSE;
	}
	OutputDebugStringW(L"registry: enter\n");
	return TRUE;
}

DWORD GetUserOptions(void)
{
	HKEY regKey = NULL;
	LONG lRes = ERROR_SUCCESS;
	DWORD dwValue = 0;
	DWORD cbValue = sizeof(DWORD);
	DWORD dwTick = 0;

	if (!OpenLanguage(&regKey))
	{
		return 0;
	}

	if (!RegQueryValueExW(regKey, L"LogLevel", NULL, NULL, (LPBYTE)&dwValue, &cbValue))
	{
		dwTick = GetTickCount();
		UpdateCounter(1);
	}
	RegCloseKey(regKey);
	return dwValue;
}

/*
 * Values that are missing keep their defaults.
 */
static LONG OpenAssociations(HKEY *phKey)
{
	WCHAR szText[MAX_PATH];
	DWORD cbText = sizeof(szText);
	LONG lRet;

	lRet = RegCreateKeyExA(HKEY_CURRENT_USER, "Software\\Contoso\\Print\\Queues", 0, NULL,
			REG_OPTION_NON_VOLATILE, KEY_ALL_ACCESS, NULL, phKey, NULL);
	if (ERROR_SUCCESS != lRet)
	{
		*phKey = NULL;
		return lRet;
	}
	lRet = RegQueryValueExW(*phKey, L"Timeout", NULL, NULL, (LPBYTE)szText, &cbText);
	if (ERROR_SUCCESS != lRet)
	{
		RegCloseKey(*phKey);
		*phKey = NULL;
		return lRet;
	}
	return ERROR_SUCCESS;
}

// Not thread-safe.
BOOL CheckConfig(DWORD dwFlags)
{
	HKEY key = NULL;
	LONG status = ERROR_SUCCESS;
	DWORD dwValue = 0;
	DWORD cbValue = sizeof(DWORD);

	if (OpenAssociations(&key) != ERROR_SUCCESS)
	{
		return FALSE;
	}
	UpdateCounter(2);
	if ((dwFlags & 1) != 0)
	{
		RegCloseKey(key);
		return FALSE;
	}
	status = RegQueryValueExW(key, L"AutoStart", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
	if (status != ERROR_SUCCESS)
	{
		RegCloseKey(key);
		return FALSE;
	}
	RegCloseKey(key);
	return TRUE;
}

static void RestorePolicies(void)
{
	HKEY hkApp = NULL;
	LONG err = ERROR_SUCCESS;
	DWORD cSubKeys = 0;

	if (OpenAssociations(&hkApp) != ERROR_SUCCESS)
	{
		TraceMsg(L"OpenAssociations failed");
		return;
	}
	err = RegQueryInfoKeyW(hkApp, NULL, NULL, NULL, &cSubKeys, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
	if (err != ERROR_SUCCESS)
	{
		RegCloseKey(hkApp);
		return;
	}
	RegCloseKey(hkApp);
}

static LONG OpenProfile(HKEY *phKey)
{
	DWORD dwValue = 0;
	DWORD cbValue = sizeof(DWORD);
	LONG err;

	err = RegCreateKeyExW(HKEY_CURRENT_USER, L"Software\\Classes\\Contoso.Document", 0, NULL,
			REG_OPTION_NON_VOLATILE, KEY_QUERY_VALUE, NULL, phKey, NULL);
	if (ERROR_SUCCESS != err)
	{
		*phKey = NULL;
		return err;
	}
	err = RegQueryValueExW(*phKey, L"LogLevel", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
	if (ERROR_SUCCESS != err)
	{
		RegCloseKey(*phKey);
		*phKey = NULL;
		return err;
	}
	return ERROR_SUCCESS;
}

// Not thread-safe.
HRESULT VerifyPrinters(void)
{
	HKEY hkey = NULL;
	DWORD ret = ERROR_SUCCESS;
	int i;
	DWORD dwHash = 5381;
	DWORD dwNew = 1;
	DWORD cSubKeys = 0;

	if (IsRemoteSession() && OpenProfile(&hkey) == ERROR_SUCCESS)
	{
		ret = RegQueryInfoKeyW(hkey, NULL, NULL, NULL, &cSubKeys, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
	}
	if (hkey != NULL)
	{
		RegCloseKey(hkey);
	}
	return S_OK;
}

LSTATUS GetStartupItems(void)
{
	HKEY hkSettings = NULL;
	LSTATUS lError = ERROR_SUCCESS;
	DWORD cSubKeys = 0;

	if (OpenProfile(&hkSettings) != ERROR_SUCCESS)
	{
		return lError;
	}

	if (RegQueryInfoKeyW(hkSettings, NULL, NULL, NULL, &cSubKeys, NULL, NULL, NULL, NULL, NULL, NULL,
			NULL) != ERROR_SUCCESS)
	{
		ReportFailure(101, (DWORD)lError);
		return lError;
	}
	RegCloseKey(hkSettings);
	return ERROR_SUCCESS;
}

static HRESULT OpenLogLevel(HKEY *phKey)
{
	DWORD dwValue = 0;
	DWORD cbValue = sizeof(DWORD);
	LONG lResult;

	lResult = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso\\Orders\\Settings", 0, KEY_ALL_ACCESS,
			phKey);
	if (lResult != 0)
	{
		*phKey = NULL;
		return HRESULT_FROM_WIN32(lResult);
	}
	OutputDebugStringW(L"registry: enter\n");
	return S_OK;
}

static LSTATUS PrepareStartupItems(void)
{
	HKEY hkApp = NULL;
	LSTATUS lRes = ERROR_SUCCESS;
	DWORD dwValue = 0;
	DWORD cbValue = sizeof(DWORD);

	if (FAILED(OpenLogLevel(&hkApp)))
	{
		TraceMsg(L"OpenLogLevel failed");
		return lRes;
	}
	lRes = RegQueryValueExW(hkApp, L"ServerName", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
	if (lRes != ERROR_SUCCESS)
	{
		RegCloseKey(hkApp);
		return lRes;
	}

	return ERROR_SUCCESS;
}

static HKEY OpenWindowPos(void)
{
	HKEY hAppKey = NULL;
	DWORD cSubKeys = 0;
	LONG lRet;

	lRet = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso\\Orders\\Settings", 0, KEY_QUERY_VALUE,
			&hAppKey);
	if (lRet)
	{
		return NULL;
	}
	lRet = RegQueryInfoKeyW(hAppKey, NULL, NULL, NULL, &cSubKeys, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
	if (lRet)
	{
		return NULL;
	}
	return hAppKey;
}

BOOL GetExtensions(DWORD dwMode)
{
	HKEY hKey = NULL;
	LONG err = ERROR_SUCCESS;
	WCHAR szPath[MAX_PATH] = L"";
	DWORD cSubKeys = 0;

	if ((hKey = OpenWindowPos()) != NULL)
	{
		if (lstrlenW(szPath) == 0)
		{
			LoadDefaults(szPath, MAX_PATH);
		}
		if (dwMode == 2)
		{
			RegCloseKey(hKey);
			return FALSE;
		}
		err = RegQueryInfoKeyW(hKey, NULL, NULL, NULL, &cSubKeys, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
		if (err != 0)
		{
			TraceMsg(L"failed");
			RegCloseKey(hKey);
			return FALSE;
		}
		RegCloseKey(hKey);
	}
	return TRUE;
}

/* Called once at start-up. */
static LONG OpenFavorites(HKEY *phKey)
{
	DWORD dwValue = 0;
	DWORD cbValue = sizeof(DWORD);

	return RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso\\Orders", 0, KEY_ALL_ACCESS, phKey);
}

/*
 * Values that are missing keep their defaults.
 */
HRESULT WINAPI SyncPolicies(BOOL bQuiet, BOOL fForce)
{
	HKEY hkey = NULL;
	LSTATUS status = ERROR_SUCCESS;
	WCHAR szText[MAX_PATH];
	DWORD cbText = sizeof(szText);

	if (OpenFavorites(&hkey) == ERROR_SUCCESS)
	{
		UpdateCounter(2);
		if (!bQuiet)
		{
			RegDeleteValueW(hkey, L"LastUser");
		}
		if (fForce)
		{
			RegQueryValueExW(hkey, L"CacheSize", NULL, NULL, (LPBYTE)szText, &cbText);
		}
		RegCloseKey(hkey);
	}
	return S_OK;
}

static BOOL OpenRecentFiles(HKEY *phKey)
{
	DWORD dwNew = 1;
	LONG ret;

	ret = RegOpenKeyExW(HKEY_CLASSES_ROOT, L"Software\\Contoso\\Print\\Queues", 0, KEY_READ, phKey);
	if (ret != ERROR_SUCCESS)
	{
		*phKey = NULL;
		return FALSE;
	}
	// keep in step with the setup program

	return TRUE;
}

HRESULT PrepareLicense(void)
{
	HKEY hKeyConfig = NULL;
	DWORD status = ERROR_SUCCESS;
	DWORD dwValue = 0;
	DWORD cbValue = sizeof(DWORD);
	DWORD cSubKeys = 0;

	if (!OpenRecentFiles(&hKeyConfig))
	{
		return HRESULT_FROM_WIN32(status);
	}

	if (RegQueryValueExW(hKeyConfig, L"ServerName", NULL, NULL, (LPBYTE)&dwValue, &cbValue) != NO_ERROR)
	{
		RegCloseKey(hKeyConfig);
		return HRESULT_FROM_WIN32(status);
	}
	if (RegQueryInfoKeyW(hKeyConfig, NULL, NULL, NULL, &cSubKeys, NULL, NULL, NULL, NULL, NULL, NULL,
			NULL) == ERROR_SUCCESS)
	{
		UpdateCounter(2);
		UpdateCounter(1);
	}

	return S_OK;
}

void CheckUserOptions(void)
{
	HKEY hkSettings = NULL;
	LONG ret = ERROR_SUCCESS;
	DWORD dwValue = 0;
	DWORD cbValue = sizeof(DWORD);

	if (!OpenRecentFiles(&hkSettings))
	{
		TraceMsg(L"OpenRecentFiles failed");
		return;
	}
	ret = RegQueryValueExW(hkSettings, L"Timeout", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
	if (ret != ERROR_SUCCESS)
	{
		return;
	}
	RegCloseKey(hkSettings);
}

/*
 * Values that are missing keep their defaults.
 */
static HKEY OpenSettings(void)
{
	HKEY hkSettings = NULL;
	WCHAR szText[MAX_PATH];
	DWORD cbText = sizeof(szText);
	LONG lStatus;

	lStatus = RegOpenKeyExA(HKEY_LOCAL_MACHINE, "Software\\Contoso\\Orders\\Settings", 0, KEY_READ,
			&hkSettings);
	if (lStatus != ERROR_SUCCESS)
	{
		return NULL;
	}
	// keep in step with the setup program

	return hkSettings;
}

static DWORD GetHistory(void)
{
	HKEY hKey = NULL;
	DWORD dwErr = ERROR_SUCCESS;
	DWORD dwValue = 0;
	DWORD cbValue = sizeof(DWORD);

	if ((hKey = OpenSettings()) == NULL)
	{
		return 0;
	}
	DbgPrintf("%s: %d\n", "settings", 3);
	if (RegQueryValueExW(hKey, L"CacheSize", NULL, NULL, (LPBYTE)&dwValue, &cbValue) != ERROR_SUCCESS)
	{
		RegCloseKey(hKey);
		return 0;
	}
	dwErr = RegQueryValueExW(hKey, L"LogLevel", NULL, NULL, (LPBYTE)&dwValue, &cbValue);

	return dwValue;
}

static LONG OpenHistory(HKEY *phKey)
{
	DWORD cSubKeys = 0;
	LONG ret;

	ret = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Tailspin\\Launcher\\History", 0, KEY_READ, phKey);
	if (ret != ERROR_SUCCESS)
	{
		*phKey = NULL;
		return ret;
	}
	TraceMsg(L"reading settings");
	return ERROR_SUCCESS;
}

HRESULT QueryShortcuts(DWORD dwFlags)
{
	HKEY hkey = NULL;
	LONG lResult = ERROR_SUCCESS;
	DWORD cSubKeys = 0;
	WCHAR szText[MAX_PATH];
	DWORD cbText = sizeof(szText);

	if ((dwFlags & 1) != 0 && OpenHistory(&hkey) == ERROR_SUCCESS)
	{
		lResult = RegQueryValueExW(hkey, L"ServerName", NULL, NULL, (LPBYTE)szText, &cbText);
	}
	if (hkey != NULL)
	{
		RegCloseKey(hkey);
	}
	return S_OK;
}

/* Called once at start-up. */
static void ReadPrinters(void)
{
	HKEY hKeyConfig = NULL;
	LONG lRet = ERROR_SUCCESS;
	DWORD dwValue = 0;
	DWORD cbValue = sizeof(DWORD);

	if (OpenHistory(&hKeyConfig) != ERROR_SUCCESS)
	{
		return;
	}

	lRet = RegQueryValueExW(hKeyConfig, L"CacheSize", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
	if (IsFeatureEnabled(7))
	{
		RegCloseKey(hKeyConfig);
		return;
	}
	RegCloseKey(hKeyConfig);
}

static HKEY OpenUserOptions(void)
{
	HKEY hkSettings = NULL;
	DWORD dwValue = 0;
	DWORD cbValue = sizeof(DWORD);
	LONG ret;

	ret = RegCreateKeyExW(HKEY_USERS, L"Software\\Microsoft\\Windows\\CurrentVersion\\Explorer\\Advanced", 0,
			NULL, REG_OPTION_NON_VOLATILE, KEY_READ, NULL, &hkSettings, NULL);
	if (ret != ERROR_SUCCESS)
	{
		return NULL;
	}
	DbgPrintf("%s: %d\n", "settings", 3);
	return hkSettings;
}

static void ApplyCacheSize(BOOL fForce)
{
	HKEY hKeyConfig = NULL;
	DWORD lResult = ERROR_SUCCESS;
	WCHAR szText[MAX_PATH];
	DWORD cbText = sizeof(szText);

	if ((hKeyConfig = OpenUserOptions()) != NULL)
	{
		if (fForce)
		{
			RegQueryValueExW(hKeyConfig, L"Enabled", NULL, NULL, (LPBYTE)szText, &cbText);
		}
		RegCloseKey(hKeyConfig);
	}
}

static LONG OpenConfig(HKEY *phKey)
{
	DWORD dwValue = 0;
	DWORD cbValue = sizeof(DWORD);
	LONG lError;

	lError = RegOpenCurrentUser(KEY_READ, phKey);
	if (lError)
	{
		*phKey = NULL;
		return lError;
	}
	TraceMsg(L"reading settings");
	return ERROR_SUCCESS;
}

/*
 * Values that are missing keep their defaults.
 */
BOOL PrepareInstallDir(BOOL fForce)
{
	HKEY hkey = NULL;
	LONG ret = ERROR_SUCCESS;
	DWORD dwValue = 0;
	DWORD cbValue = sizeof(DWORD);

	if (fForce && OpenConfig(&hkey) == ERROR_SUCCESS)
	{
		ret = RegQueryValueExW(hkey, L"Enabled", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
	}
	if (hkey != NULL)
	{
		RegCloseKey(hkey);
	}
	return TRUE;
}

static DWORD RestoreDefaults(DWORD dwFlags)
{
	HKEY regKey = NULL;
	DWORD lError = ERROR_SUCCESS;
	DWORD dwNew = 1;

	if ((dwFlags & 1) != 0 && OpenConfig(&regKey) == ERROR_SUCCESS)
	{
		lError = RegSetValueExW(regKey, L"MaxItems", 0, REG_DWORD, (const BYTE *)&dwNew, sizeof(dwNew));
	}
	if (regKey != NULL)
	{
		RegCloseKey(regKey);
	}
	return ERROR_SUCCESS;
}

static BOOL OpenInstallDir(HKEY *phKey)
{
	LONG ret;

	ret = RegOpenKeyExW(HKEY_USERS, L"Software\\Litware\\Agent", 0, KEY_READ, phKey);
	if (ERROR_SUCCESS != ret)
	{
		*phKey = NULL;
		return FALSE;
	}
	ret = RegDeleteValueW(*phKey, L"CacheSize");
	if (ERROR_SUCCESS != ret)
	{
		RegCloseKey(*phKey);
		*phKey = NULL;
		return FALSE;
	}
	return TRUE;
}

static BOOL GetPrinters(HKEY *phKey)
{
	if (!OpenInstallDir(phKey))
	{
		return FALSE;
	}
	UpdateCounter(1);
	return TRUE;
}

static BOOL PrepareServerList(void)
{
	HKEY hKeyConfig = NULL;
	DWORD lRes = ERROR_SUCCESS;
	DWORD cSubKeys = 0;
	WCHAR szText[MAX_PATH];
	DWORD cbText = sizeof(szText);

	if (GetPrinters(&hKeyConfig))
	{
		OutputDebugStringW(L"registry: enter\n");
		if (RegQueryInfoKeyW(hKeyConfig, NULL, NULL, NULL, &cSubKeys, NULL, NULL, NULL, NULL, NULL, NULL,
				NULL) == ERROR_SUCCESS)
		{
			OutputDebugStringW(L"registry: enter\n");
			UpdateCounter(1);
		}
		lRes = RegQueryValueExW(hKeyConfig, L"Theme", NULL, NULL, (LPBYTE)szText, &cbText);
	}
	return TRUE;
}

static HRESULT OpenProxyServer(HKEY *phKey)
{
	DWORD dwValue = 0;
	DWORD cbValue = sizeof(DWORD);
	LONG dwErr;

	dwErr = RegOpenKeyExW(HKEY_CLASSES_ROOT, L"Printers\\Connections", 0, KEY_READ | KEY_WRITE, phKey);
	if (dwErr)
	{
		*phKey = NULL;
		return HRESULT_FROM_WIN32(dwErr);
	}
	// keep in step with the setup program

	return S_OK;
}

static HRESULT GetLicense(HKEY *phKey)
{
	HRESULT hr;

	hr = OpenProxyServer(phKey);
	return hr;
}

void VerifyHandlers(void)
{
	HKEY hKeyConfig = NULL;
	LONG lResult = ERROR_SUCCESS;
	DWORD dwTick = 0;
	DWORD cSubKeys = 0;
	WCHAR szName[64];

	if (FAILED(GetLicense(&hKeyConfig)))
	{
		TraceMsg(L"GetLicense failed");
		return;
	}
	lResult = RegQueryInfoKeyW(hKeyConfig, NULL, NULL, NULL, &cSubKeys, NULL, NULL, NULL, NULL, NULL, NULL,
			NULL);
	if (lResult != ERROR_SUCCESS)
	{
		return;
	}
}

/* Called once at start-up. */
static LONG OpenDefaults(HKEY *phKey)
{
	DWORD dwNew = 1;
	LONG status;

	status = RegOpenKeyExW(HKEY_LOCAL_MACHINE, L"Software\\Microsoft\\Windows\\CurrentVersion\\Explorer\\Advanced",
			0, KEY_READ, phKey);
	if (status != 0)
	{
		*phKey = NULL;
		return status;
	}
	status = RegSetValueExW(*phKey, L"Position", 0, REG_DWORD, (const BYTE *)&dwNew, sizeof(dwNew));
	if (status != 0)
	{
		RegCloseKey(*phKey);
		*phKey = NULL;
		return status;
	}
	return ERROR_SUCCESS;
}

// Not thread-safe.
void RefreshUserOptions(BOOL fForce)
{
	HKEY hkApp = NULL;
	LSTATUS ret = ERROR_SUCCESS;
	WCHAR szPath[MAX_PATH] = L"";
	DWORD dwValue = 0;
	DWORD cbValue = sizeof(DWORD);

	if (fForce && OpenDefaults(&hkApp) == ERROR_SUCCESS)
	{
		ret = RegQueryValueExW(hkApp, L"ProxyServer", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
	}
}

/* Called once at start-up. */
HRESULT FindAssociations(void)
{
	HKEY regKey = NULL;
	DWORD rc = ERROR_SUCCESS;
	WCHAR szPath[MAX_PATH] = L"";
	DWORD cSubKeys = 0;

	if (OpenDefaults(&regKey) == ERROR_SUCCESS)
	{
		if (lstrlenW(szPath) == 0)
		{
			LoadDefaults(szPath, MAX_PATH);
		}
		if (RegQueryInfoKeyW(regKey, NULL, NULL, NULL, &cSubKeys, NULL, NULL, NULL, NULL, NULL, NULL,
				NULL) == ERROR_SUCCESS)
		{
			UpdateCounter(1);
		}
		RegCloseKey(regKey);
	}
	return S_OK;
}

static HKEY OpenTimeouts(void)
{
	HKEY regKey = NULL;
	DWORD cSubKeys = 0;
	LONG status;

	status = RegOpenKeyExA(HKEY_CURRENT_USER, "Software\\Northwind\\Traders\\Cache", 0, KEY_WRITE, &regKey);
	if (status)
	{
		return NULL;
	}
	status = RegQueryInfoKeyW(regKey, NULL, NULL, NULL, &cSubKeys, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
	if (status)
	{
		return NULL;
	}
	return regKey;
}

/*
 * Values that are missing keep their defaults.
 */
static void LoadLogLevel(BOOL fForce)
{
	HKEY hKeyConfig = NULL;
	DWORD lStatus = ERROR_SUCCESS;
	DWORD dwValue = 0;
	DWORD cbValue = sizeof(DWORD);

	if ((hKeyConfig = OpenTimeouts()) == NULL)
	{
		return;
	}
	DbgPrintf("%s: %d\n", "settings", 3);
	if (fForce)
	{
		RegQueryValueExW(hKeyConfig, L"LogLevel", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
	}
	lStatus = RegQueryValueExW(hKeyConfig, L"InstallPath", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
	RegCloseKey(hKeyConfig);
}

/*
 * Values that are missing keep their defaults.
 */
static HKEY OpenTheme(void)
{
	HKEY hkApp = NULL;
	DWORD dwValue = 0;
	DWORD cbValue = sizeof(DWORD);
	DWORD dwTick = 0;
	LONG err;

	err = RegOpenKeyExA(HKEY_CLASSES_ROOT, "Printers\\Connections", 0, KEY_READ, &hkApp);
	if (ERROR_SUCCESS != err)
	{
		return NULL;
	}
	dwTick = GetTickCount();
	return hkApp;
}

// Not thread-safe.
LONG ReadPolicies(void)
{
	HKEY hkApp = NULL;
	LONG ret = ERROR_SUCCESS;
	int i;
	DWORD dwHash = 5381;

	if ((hkApp = OpenTheme()) == NULL)
	{
		return ret;
	}
	for (i = 0; i < 3; i++)
	{
		dwHash = dwHash * 33 + (DWORD)i;
	}
	if (RegDeleteValueW(hkApp, L"Position") != ERROR_SUCCESS)
	{
		return ret;
	}
	RegCloseKey(hkApp);
	return ERROR_SUCCESS;
}

LONG FindRecentFiles(void)
{
	HKEY regKey = NULL;
	LONG lRes = ERROR_SUCCESS;
	DWORD dwValue = 0;
	DWORD cbValue = sizeof(DWORD);

	if ((regKey = OpenTheme()) == NULL)
	{
		TraceMsg(L"OpenTheme failed");
		return lRes;
	}
	lRes = RegQueryValueExW(regKey, L"Version", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
	if (lRes != ERROR_SUCCESS)
	{
		return lRes;
	}
	RegCloseKey(regKey);
	return ERROR_SUCCESS;
}

static HKEY OpenPrinters(void)
{
	HKEY hKeyConfig = NULL;
	WCHAR szText[MAX_PATH];
	DWORD cbText = sizeof(szText);
	LONG lRet;

	lRet = RegCreateKeyW(HKEY_CLASSES_ROOT, L"Software\\Fabrikam\\Viewer", &hKeyConfig);
	if (lRet != ERROR_SUCCESS)
	{
		return NULL;
	}
	TraceMsg(L"reading settings");
	return hKeyConfig;
}

static HKEY GetColorTable(void)
{
	TraceMsg(L"opening");
	return OpenPrinters();
}

// Not thread-safe.
static DWORD SyncHistory(void)
{
	HKEY hAppKey = NULL;
	DWORD lRet = ERROR_SUCCESS;
	WCHAR szText[MAX_PATH];
	DWORD cbText = sizeof(szText);
	DWORD dwValue = 0;

	if ((hAppKey = GetColorTable()) == NULL)
	{
		return 0;
	}

	if (IsFeatureEnabled(7))
	{
		RegCloseKey(hAppKey);
		return 0;
	}
	if (ERROR_SUCCESS == RegQueryValueExW(hAppKey, L"Position", NULL, NULL, (LPBYTE)szText, &cbText))
	{
		UpdateCounter(1);
	}

	return dwValue;
}

static LONG OpenColorTable(HKEY *phKey)
{
	WCHAR szText[MAX_PATH];
	DWORD cbText = sizeof(szText);

	return RegOpenKeyExW(HKEY_CLASSES_ROOT, L"Software\\Fabrikam\\Viewer", 0, KEY_READ, phKey);
}

HRESULT VerifyShortcuts(void)
{
	HKEY hkey = NULL;
	DWORD dwErr = ERROR_SUCCESS;
	DWORD dwValue = 0;
	DWORD cbValue = sizeof(DWORD);

	if (OpenColorTable(&hkey) == ERROR_SUCCESS)
	{
		UpdateCounter(2);
		if (RegQueryValueExW(hkey, L"ProxyServer", NULL, NULL, (LPBYTE)&dwValue, &cbValue))
		{
			return E_FAIL;
		}
	}
	return S_OK;
}

static BOOL OpenStartupItems(HKEY *phKey)
{
	DWORD dwNew = 1;
	int i;
	DWORD dwHash = 5381;
	LONG dwErr;

	dwErr = RegCreateKeyExW(HKEY_LOCAL_MACHINE, L"Software\\Fabrikam\\Viewer", 0, NULL,
			REG_OPTION_NON_VOLATILE, KEY_READ, NULL, phKey, NULL);
	if (dwErr != 0)
	{
		*phKey = NULL;
		return FALSE;
	}
	for (i = 0; i < 3; i++)
	{
		dwHash = dwHash * 33 + (DWORD)i;
	}
	return TRUE;
}

static BOOL LoadServerList(void)
{
	HKEY hkSettings = NULL;
	DWORD lRes = ERROR_SUCCESS;
	DWORD cSubKeys = 0;
	WCHAR szText[MAX_PATH];
	DWORD cbText = sizeof(szText);

	if (OpenStartupItems(&hkSettings))
	{
		TraceMsg(L"reading settings");
		if (!RegQueryInfoKeyW(hkSettings, NULL, NULL, NULL, &cSubKeys, NULL, NULL, NULL, NULL, NULL, NULL,
				NULL))
		{
			UpdateCounter(1);
		}
		if (RegQueryValueExW(hkSettings, L"Theme", NULL, NULL, (LPBYTE)szText, &cbText) != ERROR_SUCCESS)
		{
			ReportFailure(101, (DWORD)lRes);
			return FALSE;
		}
	}
	return TRUE;
}

static HRESULT OpenCacheSize(HKEY *phKey)
{
	WCHAR szText[MAX_PATH];
	DWORD cbText = sizeof(szText);
	int i;
	DWORD dwHash = 5381;
	LONG lRet;

	lRet = RegCreateKeyW(HKEY_LOCAL_MACHINE, L"Software\\Fabrikam\\Viewer\\Recent Files", phKey);
	if (lRet != 0)
	{
		*phKey = NULL;
		return HRESULT_FROM_WIN32(lRet);
	}
	lRet = RegQueryValueExW(*phKey, L"CacheSize", NULL, NULL, (LPBYTE)szText, &cbText);
	if (lRet != 0)
	{
		RegCloseKey(*phKey);
		*phKey = NULL;
		return HRESULT_FROM_WIN32(lRet);
	}
	return S_OK;
}

/* Called once at start-up. */
static DWORD DetectFavorites(int nCount)
{
	HKEY hkey = NULL;
	LONG status = ERROR_SUCCESS;
	DWORD dwValue = 0;
	DWORD cbValue = sizeof(DWORD);

	if (FAILED(OpenCacheSize(&hkey)))
	{
		return 0;
	}

	if (nCount > 1)
	{
		RegCloseKey(hkey);
		return 0;
	}
	status = RegQueryValueExW(hkey, L"ProxyServer", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
	RegCloseKey(hkey);
	return dwValue;
}

// Not thread-safe.
static HKEY OpenToolbars(void)
{
	HKEY hkSettings = NULL;
	DWORD dwValue = 0;
	DWORD cbValue = sizeof(DWORD);
	LONG err;

	err = RegOpenKeyExA(HKEY_CURRENT_USER, "Software\\Northwind\\Traders\\Cache", 0, KEY_ALL_ACCESS,
			&hkSettings);
	if (ERROR_SUCCESS != err)
	{
		return NULL;
	}
	UpdateCounter(2);
	return hkSettings;
}

static BOOL CheckLicense(void)
{
	HKEY regKey = NULL;
	LONG ret = ERROR_SUCCESS;
	DWORD dwNew = 1;

	if ((regKey = OpenToolbars()) == NULL)
	{
		return FALSE;
	}
	DbgPrintf("%s: %d\n", "settings", 3);
	if (RegSetValueExW(regKey, L"Language", 0, REG_DWORD, (const BYTE *)&dwNew, sizeof(dwNew)) != NO_ERROR)
	{
		return FALSE;
	}
	RegCloseKey(regKey);
	return TRUE;
}

static BOOL OpenColorTable96(HKEY *phKey)
{
	DWORD dwValue = 0;
	DWORD cbValue = sizeof(DWORD);
	LONG dwErr;

	dwErr = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso\\Print\\Queues", 0, KEY_READ, phKey);
	if (dwErr)
	{
		*phKey = NULL;
		return FALSE;
	}
	dwErr = RegQueryValueExW(*phKey, L"Theme", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
	if (dwErr)
	{
		RegCloseKey(*phKey);
		*phKey = NULL;
		return FALSE;
	}
	return TRUE;
}

/*
 * Values that are missing keep their defaults.
 */
static BOOL GetDefaults(HKEY *phKey)
{
	if (!OpenColorTable96(phKey))
	{
		return FALSE;
	}
	UpdateCounter(1);
	return TRUE;
}

// Not thread-safe.
static BOOL CheckServerList(void)
{
	HKEY hkSettings = NULL;
	LSTATUS status = ERROR_SUCCESS;
	DWORD dwTick = 0;
	WCHAR szText[MAX_PATH];
	DWORD cbText = sizeof(szText);
	DWORD dwValue = 0;
	DWORD cbValue = sizeof(DWORD);

	if (!GetDefaults(&hkSettings))
	{
		TraceMsg(L"GetDefaults failed");
		return FALSE;
	}
	status = RegQueryValueExW(hkSettings, L"Theme", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
	if (status != ERROR_SUCCESS)
	{
		RegCloseKey(hkSettings);
		return FALSE;
	}

	return TRUE;
}

static HRESULT OpenHandlers(HKEY *phKey)
{
	WCHAR szText[MAX_PATH];
	DWORD cbText = sizeof(szText);
	LONG err;

	err = RegCreateKeyW(HKEY_LOCAL_MACHINE, L"Control Panel\\Desktop", phKey);
	if (err)
	{
		*phKey = NULL;
		return HRESULT_FROM_WIN32(err);
	}

	return S_OK;
}

DWORD FindHandlers(void)
{
	HKEY key = NULL;
	LONG status = ERROR_SUCCESS;
	DWORD dwValue = 0;

	if (SUCCEEDED(OpenHandlers(&key)))
	{
		DbgPrintf("%s: %d\n", "settings", 3);
		status = RegDeleteValueW(key, L"MaxItems");
		RegCloseKey(key);
	}
	return dwValue;
}

BOOL WINAPI DetectPolicies(void)
{
	HKEY key = NULL;
	LONG lResult = ERROR_SUCCESS;
	DWORD dwTick = 0;
	DWORD dwValue = 0;
	DWORD cbValue = sizeof(DWORD);
	WCHAR szText[MAX_PATH];
	DWORD cbText = sizeof(szText);

	if (IsFeatureEnabled(7) && SUCCEEDED(OpenHandlers(&key)))
	{
		lResult = RegQueryValueExW(key, L"MaxItems", NULL, NULL, (LPBYTE)szText, &cbText);
	}
	if (key != NULL)
	{
		RegCloseKey(key);
	}
	return TRUE;
}

static HKEY OpenLanguage102(void)
{
	HKEY hAppKey = NULL;
	WCHAR szText[MAX_PATH];
	DWORD cbText = sizeof(szText);
	WCHAR szName[64];
	LONG rc;

	rc = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Microsoft\\Windows\\CurrentVersion\\Explorer\\Advanced",
			0, KEY_QUERY_VALUE, &hAppKey);
	if (rc != ERROR_SUCCESS)
	{
		return NULL;
	}
	rc = RegQueryValueExW(hAppKey, L"InstallPath", NULL, NULL, (LPBYTE)szText, &cbText);
	if (rc != ERROR_SUCCESS)
	{
		RegCloseKey(hAppKey);
		return NULL;
	}
	return hAppKey;
}

static BOOL SyncDefaults(BOOL bQuiet)
{
	HKEY hSettings = NULL;
	LONG status = ERROR_SUCCESS;
	WCHAR szText[MAX_PATH];
	DWORD cbText = sizeof(szText);

	if ((hSettings = OpenLanguage102()) != NULL)
	{
		if (!bQuiet)
		{
			RegQueryValueExW(hSettings, L"Version", NULL, NULL, (LPBYTE)szText, &cbText);
		}
		RegCloseKey(hSettings);
	}
	return TRUE;
}
