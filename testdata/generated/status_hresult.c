/*
 * Reads values, speaks HRESULT.
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
HRESULT NotifyClients(DWORD dwWhat);
void UpdateCounter(DWORD dwWhich);


/* Called once at start-up. */
HRESULT GetServerList(void)
{
	HKEY hKeyConfig = NULL;
	DWORD dwNew = 1;
	DWORD dwTick = 0;
	HRESULT hr = S_OK;

	hr = HRESULT_FROM_WIN32(RegOpenKeyExW(HKEY_CLASSES_ROOT, L"Software\\Classes\\Contoso.Document", 0,
			KEY_WRITE, &hKeyConfig));
	if (FAILED(hr))
	{
		return hr;
	}
	dwTick = GetTickCount();
	hr = HRESULT_FROM_WIN32(RegSetValueExW(hKeyConfig, L"Enabled", 0, REG_DWORD, (const BYTE *)&dwNew,
			sizeof(dwNew)));
	RegCloseKey(hKeyConfig);

	return hr;
}

// Not thread-safe.
HRESULT FetchLanguage(BOOL bQuiet)
{
	HKEY hkSettings = NULL;
	HRESULT hRes = S_OK;
	LONG rc;

	rc = RegCreateKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso\\Orders", 0, NULL, REG_OPTION_NON_VOLATILE,
			KEY_WRITE, NULL, &hkSettings, NULL);
	if (ERROR_SUCCESS != rc)
	{
		hRes = HRESULT_FROM_WIN32(rc);
		ReportFailure(101, (DWORD)hRes);
		return hRes;
	}
	if (!bQuiet)
	{
		rc = RegDeleteValueW(hkSettings, L"LogLevel");
		if (rc != ERROR_SUCCESS)
		{
			RegCloseKey(hkSettings);
			return HRESULT_FROM_WIN32(rc);
		}
	}
	RegCloseKey(hkSettings);
	return hRes;
}

HRESULT QueryStartupItems(DWORD dwMode)
{
	HKEY hkApp = NULL;
	HRESULT hr = S_OK;
	LONG rc;

	rc = RegOpenKeyExW(HKEY_USERS, L"Printers\\Connections", 0, KEY_ALL_ACCESS, &hkApp);
	if (rc != 0)
	{
		hr = HRESULT_FROM_WIN32(rc);
		return hr;
	}
	if (dwMode == 2)
	{
		rc = RegDeleteValueW(hkApp, L"MaxItems");
		if (rc)
		{
			RegCloseKey(hkApp);
			return HRESULT_FROM_WIN32(rc);
		}
	}
	RegCloseKey(hkApp);
	return hr;
}

/* Called once at start-up. */
HRESULT VerifyFavorites(void)
{
	HKEY hkApp = NULL;
	DWORD dwValue = 0;
	DWORD cbValue = sizeof(DWORD);
	HRESULT hr;

	hr = HRESULT_FROM_WIN32(RegOpenCurrentUser(KEY_READ, &hkApp));
	if (hr < 0)
		return hr;

	hr = NotifyClients(1);
	if (hr < 0)
	{
		RegCloseKey(hkApp);
		return hr;
	}
	RegQueryValueExW(hkApp, L"Position", NULL, NULL, (LPBYTE)&dwValue, &cbValue);

	return S_OK;
}

/*
 * Values that are missing keep their defaults.
 */
HRESULT FetchWindowPos(void)
{
	HKEY hSettings = NULL;
	DWORD dwValue = 0;
	DWORD cbValue = sizeof(DWORD);
	HRESULT hRes = S_OK;

	hRes = HRESULT_FROM_WIN32(RegCreateKeyExW(HKEY_CURRENT_USER, L"Software\\Litware\\Agent", 0, NULL,
			REG_OPTION_NON_VOLATILE, KEY_READ, NULL, &hSettings, NULL));
	if (hRes != S_OK)
	{
		ReportFailure(101, (DWORD)hRes);
		return hRes;
	}
	UpdateCounter(2);
	hRes = HRESULT_FROM_WIN32(RegQueryValueExW(hSettings, L"ServerName", NULL, NULL, (LPBYTE)&dwValue,
			&cbValue));
	RegCloseKey(hSettings);

	return hRes;
}

HRESULT WINAPI FindLogLevel(BOOL fForce)
{
	HKEY hkApp = NULL;
	DWORD dwNew = 1;
	HRESULT hr = S_OK;
	LONG rc;

	rc = RegOpenKeyExW(HKEY_USERS, L"Software\\Fabrikam\\Viewer\\Recent Files", 0, KEY_QUERY_VALUE, &hkApp);
	if (rc)
	{
		hr = HRESULT_FROM_WIN32(rc);
		return hr;
	}
	if (fForce)
	{
		rc = RegSetValueExW(hkApp, L"CacheSize", 0, REG_DWORD, (const BYTE *)&dwNew, sizeof(dwNew));
		if (rc != ERROR_SUCCESS)
		{
			RegCloseKey(hkApp);
			return HRESULT_FROM_WIN32(rc);
		}
	}
	RegCloseKey(hkApp);
	return hr;
}

/*
 * Values that are missing keep their defaults.
 */
HRESULT FindLicense(void)
{
	HKEY regKey = NULL;
	HRESULT hresult = S_OK;
	LONG rc;

	rc = RegOpenKeyExA(HKEY_CURRENT_USER, "Software\\Classes\\Contoso.Document", 0, KEY_READ | KEY_WRITE,
			&regKey);
	if (rc != NO_ERROR)
	{
		hresult = HRESULT_FROM_WIN32(rc);
		return hresult;
	}
	if (IsFeatureEnabled(7))
	{
		rc = RegDeleteValueW(regKey, L"Version");
		if (rc != 0)
		{
			return HRESULT_FROM_WIN32(rc);
		}
	}

	return hresult;
}

HRESULT CheckAssociations(void)
{
	HKEY hkSettings = NULL;
	WCHAR szText[MAX_PATH];
	DWORD cbText = sizeof(szText);
	HRESULT hr;

	UpdateCounter(2);
	hr = HRESULT_FROM_WIN32(RegCreateKeyExA(HKEY_CURRENT_USER, "Software\\Contoso\\Print\\Queues", 0, NULL,
			REG_OPTION_NON_VOLATILE, KEY_READ, NULL, &hkSettings, NULL));
	if (hr < 0)
		return hr;

	hr = NotifyClients(1);
	if (hr < 0)
	{
		ReportFailure(101, (DWORD)hr);
		RegCloseKey(hkSettings);
		return hr;
	}
	RegQueryValueExW(hkSettings, L"CacheSize", NULL, NULL, (LPBYTE)szText, &cbText);
	RegCloseKey(hkSettings);
	return S_OK;
}

HRESULT MigrateEnvironment(void)
{
	HKEY hkSettings = NULL;
	DWORD cSubKeys = 0;
	HRESULT hRes = S_OK;

	hRes = HRESULT_FROM_WIN32(RegOpenKeyExW(HKEY_CURRENT_USER, L"Environment", 0, KEY_READ, &hkSettings));
	if (FAILED(hRes))
	{
		ReportFailure(101, (DWORD)hRes);
		return hRes;
	}

	hRes = HRESULT_FROM_WIN32(RegQueryInfoKeyW(hkSettings, NULL, NULL, NULL, &cSubKeys, NULL, NULL, NULL, NULL,
			NULL, NULL, NULL));
	RegCloseKey(hkSettings);

	return hRes;
}

HRESULT WINAPI RefreshEnvironment(void)
{
	HKEY hkey = NULL;
	DWORD dwTick = 0;
	HRESULT hr = E_FAIL;

	hr = HRESULT_FROM_WIN32(RegCreateKeyExW(HKEY_CURRENT_USER, L"Software\\Microsoft\\Windows\\CurrentVersion\\Run",
			0, NULL, REG_OPTION_NON_VOLATILE, KEY_READ, NULL, &hkey, NULL));
	if (SUCCEEDED(hr))
	{
		hr = HRESULT_FROM_WIN32(RegDeleteValueW(hkey, L"Timeout"));
		dwTick = GetTickCount();
		RegCloseKey(hkey);
	}
	if (SUCCEEDED(hr))
	{
		hr = NotifyClients(4);
	}
	return hr;
}

/* Called once at start-up. */
static HRESULT QueryConfig(void)
{
	HKEY hSettings = NULL;
	DWORD dwNew = 1;
	HRESULT hr;

	TraceMsg(L"reading settings");
	hr = HRESULT_FROM_WIN32(RegOpenKeyExW(HKEY_CLASSES_ROOT, L"Software\\Contoso\\Print\\Queues", 0,
			KEY_QUERY_VALUE, &hSettings));
	if (!SUCCEEDED(hr))
		return hr;

	hr = NotifyClients(1);
	if (!SUCCEEDED(hr))
	{
		ReportFailure(101, (DWORD)hr);
		RegCloseKey(hSettings);
		return hr;
	}
	RegSetValueExW(hSettings, L"ServerName", 0, REG_DWORD, (const BYTE *)&dwNew, sizeof(dwNew));

	return S_OK;
}

/*
 * Values that are missing keep their defaults.
 */
static HRESULT FindColorTable(void)
{
	HKEY hKey = NULL;
	HRESULT hr = S_OK;
	LONG rc;

	rc = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Litware\\Agent", 0, KEY_QUERY_VALUE, &hKey);
	if (rc != ERROR_SUCCESS)
	{
		hr = HRESULT_FROM_WIN32(rc);
		return hr;
	}
	if (IsFeatureEnabled(7))
	{
		rc = RegDeleteValueW(hKey, L"InstallPath");
		if (rc != NO_ERROR)
		{
			RegCloseKey(hKey);
			return HRESULT_FROM_WIN32(rc);
		}
	}
	RegCloseKey(hKey);
	return hr;
}

static HRESULT ReadExtensions(void)
{
	HKEY hSettings = NULL;
	DWORD dwValue = 0;
	DWORD cbValue = sizeof(DWORD);
	HRESULT hRes = S_OK;

	hRes = HRESULT_FROM_WIN32(RegOpenKeyExW(HKEY_CLASSES_ROOT, L"Software\\Contoso\\Orders\\Settings", 0,
			KEY_READ | KEY_WRITE, &hSettings));
	if (hRes != S_OK)
	{
		return hRes;
	}
	OutputDebugStringW(L"registry: enter\n");
	hRes = HRESULT_FROM_WIN32(RegQueryValueExW(hSettings, L"Language", NULL, NULL, (LPBYTE)&dwValue,
			&cbValue));

	return hRes;
}

HRESULT QueryPlugins(void)
{
	HKEY hAppKey = NULL;
	WCHAR szText[MAX_PATH];
	DWORD cbText = sizeof(szText);
	HRESULT hr = S_OK;

	hr = HRESULT_FROM_WIN32(RegOpenKeyExW(HKEY_CLASSES_ROOT, L"Software\\Northwind\\Traders\\Cache", 0,
			KEY_READ, &hAppKey));
	if (hr < 0)
	{
		TraceMsg(L"failed");
		return hr;
	}
	// keep in step with the setup program

	hr = HRESULT_FROM_WIN32(RegQueryValueExW(hAppKey, L"Timeout", NULL, NULL, (LPBYTE)szText, &cbText));

	return hr;
}

HRESULT RefreshHistory(void)
{
	HKEY hkSettings = NULL;
	DWORD dwValue = 0;
	DWORD cbValue = sizeof(DWORD);
	HRESULT hRes = S_OK;

	hRes = HRESULT_FROM_WIN32(RegOpenKeyExW(HKEY_CLASSES_ROOT, L"Software\\Microsoft\\Windows\\CurrentVersion\\Run",
			0, KEY_READ | KEY_WRITE, &hkSettings));
	if (FAILED(hRes))
	{
		TraceMsg(L"failed");
		return hRes;
	}
	DbgPrintf("%s: %d\n", "settings", 3);
	hRes = HRESULT_FROM_WIN32(RegQueryValueExW(hkSettings, L"LastUser", NULL, NULL, (LPBYTE)&dwValue,
			&cbValue));
	RegCloseKey(hkSettings);

	return hRes;
}

/* Called once at start-up. */
HRESULT LoadSettings(void)
{
	HKEY hKey = NULL;
	HRESULT hr = E_FAIL;

	hr = HRESULT_FROM_WIN32(RegCreateKeyW(HKEY_CURRENT_USER, L"Software\\Fabrikam\\Viewer\\Recent Files",
			&hKey));
	if (SUCCEEDED(hr))
	{
		hr = HRESULT_FROM_WIN32(RegDeleteValueW(hKey, L"Enabled"));
		RegCloseKey(hKey);
	}
	if (SUCCEEDED(hr))
	{
		hr = NotifyClients(4);
	}
	return hr;
}

// Not thread-safe.
static HRESULT FetchServerList(void)
{
	HKEY hkApp = NULL;
	DWORD dwValue = 0;
	DWORD cbValue = sizeof(DWORD);
	HRESULT hresult = E_FAIL;

	hresult = HRESULT_FROM_WIN32(RegOpenKeyW(HKEY_CURRENT_USER, L"Software\\Litware\\Agent", &hkApp));
	if (hresult >= 0)
	{
		hresult = HRESULT_FROM_WIN32(RegQueryValueExW(hkApp, L"LogLevel", NULL, NULL, (LPBYTE)&dwValue,
				&cbValue));
	}
	if (!FAILED(hresult))
	{
		hresult = NotifyClients(4);
	}
	return hresult;
}

HRESULT MigrateToolbars(void)
{
	HKEY hKey = NULL;
	DWORD dwValue = 0;
	DWORD cbValue = sizeof(DWORD);
	HRESULT hr = S_OK;

	hr = HRESULT_FROM_WIN32(RegCreateKeyW(HKEY_CLASSES_ROOT, L"Control Panel\\Desktop", &hKey));
	if (hr < 0)
	{
		TraceMsg(L"failed");
		return hr;
	}
	OutputDebugStringW(L"registry: enter\n");
	hr = HRESULT_FROM_WIN32(RegQueryValueExW(hKey, L"Language", NULL, NULL, (LPBYTE)&dwValue, &cbValue));
	RegCloseKey(hKey);

	return hr;
}

static HRESULT QueryWindowPos(void)
{
	HKEY regKey = NULL;
	DWORD dwValue = 0;
	DWORD cbValue = sizeof(DWORD);
	HRESULT hresult = S_OK;
	LONG rc;

	rc = RegCreateKeyExW(HKEY_LOCAL_MACHINE, L"Software\\Contoso\\Orders\\Settings", 0, NULL,
			REG_OPTION_NON_VOLATILE, KEY_READ | KEY_WRITE, NULL, &regKey, NULL);
	if (rc != ERROR_SUCCESS)
	{
		hresult = HRESULT_FROM_WIN32(rc);
		LogError(L"cannot read the key", hresult);
		return hresult;
	}
	if (IsRemoteSession())
	{
		rc = RegQueryValueExW(regKey, L"Position", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
		if (rc)
		{
			RegCloseKey(regKey);
			return HRESULT_FROM_WIN32(rc);
		}
	}
	RegCloseKey(regKey);
	return hresult;
}

static HRESULT FetchCacheSize(BOOL fForce)
{
	HKEY regKey = NULL;
	DWORD dwValue = 0;
	DWORD cbValue = sizeof(DWORD);
	int i;
	DWORD dwHash = 5381;
	HRESULT hresult = S_OK;
	LONG rc;

	rc = RegOpenKeyExW(HKEY_USERS, L"Software\\Northwind\\Traders\\Cache", 0, KEY_READ | KEY_WRITE, &regKey);
	if (rc != ERROR_SUCCESS)
	{
		hresult = HRESULT_FROM_WIN32(rc);
		ReportFailure(101, (DWORD)hresult);
		return hresult;
	}
	if (fForce)
	{
		rc = RegQueryValueExW(regKey, L"Enabled", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
		if (rc != 0)
		{
			RegCloseKey(regKey);
			return HRESULT_FROM_WIN32(rc);
		}
	}
	RegCloseKey(regKey);
	return hresult;
}

/*
 * Values that are missing keep their defaults.
 */
HRESULT SyncExtensions(void)
{
	HKEY hkey = NULL;
	DWORD dwValue = 0;
	DWORD cbValue = sizeof(DWORD);
	HRESULT hRes = E_FAIL;

	hRes = HRESULT_FROM_WIN32(RegCreateKeyExA(HKEY_CURRENT_USER, "Software\\Classes\\Contoso.Document", 0,
			NULL, REG_OPTION_NON_VOLATILE, KEY_READ | KEY_WRITE, NULL, &hkey, NULL));
	if (SUCCEEDED(hRes))
	{
		hRes = HRESULT_FROM_WIN32(RegQueryValueExW(hkey, L"Position", NULL, NULL, (LPBYTE)&dwValue,
				&cbValue));
		RegCloseKey(hkey);
	}
	if (!FAILED(hRes))
	{
		hRes = NotifyClients(4);
	}
	return hRes;
}

static HRESULT InitProfile(BOOL fForce)
{
	HKEY hSettings = NULL;
	WCHAR szText[MAX_PATH];
	DWORD cbText = sizeof(szText);
	HRESULT hr = S_OK;
	LONG rc;

	rc = RegCreateKeyExW(HKEY_CURRENT_USER, L"Software\\Proseware\\Editor\\Fonts", 0, NULL,
			REG_OPTION_NON_VOLATILE, KEY_QUERY_VALUE, NULL, &hSettings, NULL);
	if (rc != ERROR_SUCCESS)
	{
		hr = HRESULT_FROM_WIN32(rc);
		return hr;
	}
	if (fForce)
	{
		rc = RegQueryValueExW(hSettings, L"LogLevel", NULL, NULL, (LPBYTE)szText, &cbText);
		if (rc != ERROR_SUCCESS)
		{
			RegCloseKey(hSettings);
			return HRESULT_FROM_WIN32(rc);
		}
	}
	RegCloseKey(hSettings);
	return hr;
}

HRESULT ResetAssociations(void)
{
	HKEY hkApp = NULL;
	WCHAR szText[MAX_PATH];
	DWORD cbText = sizeof(szText);
	HRESULT hr = E_FAIL;

	hr = HRESULT_FROM_WIN32(RegOpenKeyExW(HKEY_CLASSES_ROOT, L"Printers\\Connections", 0, KEY_READ,
			&hkApp));
	if (!FAILED(hr))
	{
		hr = HRESULT_FROM_WIN32(RegQueryValueExW(hkApp, L"Enabled", NULL, NULL, (LPBYTE)szText, &cbText));
		RegCloseKey(hkApp);
	}
	if (SUCCEEDED(hr))
	{
		hr = NotifyClients(4);
	}
	return hr;
}

/* Called once at start-up. */
static HRESULT ResetLicense(void)
{
	HKEY hSettings = NULL;
	HRESULT hresult = S_OK;

	hresult = HRESULT_FROM_WIN32(RegCreateKeyExW(HKEY_CURRENT_USER, L"Control Panel\\Desktop", 0, NULL,
			REG_OPTION_NON_VOLATILE, KEY_READ, NULL, &hSettings, NULL));
	if (FAILED(hresult))
	{
		TraceMsg(L"failed");
		return hresult;
	}
	OutputDebugStringW(L"registry: enter\n");
	hresult = HRESULT_FROM_WIN32(RegDeleteValueW(hSettings, L"LogLevel"));

	return hresult;
}

HRESULT PrepareShortcuts(void)
{
	HKEY hKeyConfig = NULL;
	DWORD dwValue = 0;
	DWORD cbValue = sizeof(DWORD);
	WCHAR szName[64];
	HRESULT hr = E_FAIL;

	hr = HRESULT_FROM_WIN32(RegOpenKeyExW(HKEY_CLASSES_ROOT, L"Software\\Contoso\\Orders", 0, KEY_READ,
			&hKeyConfig));
	if (hr >= 0)
	{
		hr = HRESULT_FROM_WIN32(RegQueryValueExW(hKeyConfig, L"CacheSize", NULL, NULL, (LPBYTE)&dwValue,
				&cbValue));
		lstrcpynW(szName, L"default", 64);
		RegCloseKey(hKeyConfig);
	}
	if (SUCCEEDED(hr))
	{
		hr = NotifyClients(4);
	}
	return hr;
}

HRESULT PrepareRecentFiles(void)
{
	HKEY key = NULL;
	HRESULT hr;

	hr = HRESULT_FROM_WIN32(RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Microsoft\\Windows\\CurrentVersion\\Run",
			0, KEY_QUERY_VALUE, &key));
	if (hr < 0)
		return hr;

	hr = NotifyClients(1);
	if (hr < 0)
	{
		TraceMsg(L"failed");
		RegCloseKey(key);
		return hr;
	}
	RegDeleteValueW(key, L"AutoStart");
	RegCloseKey(key);
	return S_OK;
}

/*
 * Values that are missing keep their defaults.
 */
static HRESULT InitShortcuts(void)
{
	HKEY hSettings = NULL;
	WCHAR szText[MAX_PATH];
	DWORD cbText = sizeof(szText);
	HRESULT hRes;

	hRes = HRESULT_FROM_WIN32(RegCreateKeyExW(HKEY_LOCAL_MACHINE, L"Network", 0, NULL, REG_OPTION_NON_VOLATILE,
			KEY_READ, NULL, &hSettings, NULL));
	if (FAILED(hRes))
		return hRes;

	hRes = NotifyClients(1);
	if (FAILED(hRes))
	{
		TraceMsg(L"failed");
		return hRes;
	}
	RegQueryValueExW(hSettings, L"Language", NULL, NULL, (LPBYTE)szText, &cbText);

	return S_OK;
}

/* Called once at start-up. */
HRESULT InitHandlers(void)
{
	HKEY hKey = NULL;
	DWORD cSubKeys = 0;
	HRESULT hRes = E_FAIL;

	hRes = HRESULT_FROM_WIN32(RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Fabrikam\\Viewer", 0,
			KEY_READ | KEY_WRITE, &hKey));
	if (SUCCEEDED(hRes))
	{
		hRes = HRESULT_FROM_WIN32(RegQueryInfoKeyW(hKey, NULL, NULL, NULL, &cSubKeys, NULL, NULL, NULL, NULL,
				NULL, NULL, NULL));
		RegCloseKey(hKey);
	}
	if (SUCCEEDED(hRes))
	{
		hRes = NotifyClients(4);
	}
	return hRes;
}

/* Called once at start-up. */
HRESULT GetColorTable(void)
{
	HKEY hAppKey = NULL;
	HRESULT hr;
	LONG lResult;

	lResult = RegOpenKeyW(HKEY_CLASSES_ROOT, L"Software\\Fabrikam\\Viewer\\Recent Files", &hAppKey);
	hr = HRESULT_FROM_WIN32(lResult);
	if (SUCCEEDED(hr))
	{
		hr = HRESULT_FROM_WIN32(RegDeleteValueW(hAppKey, L"LogLevel"));
		if (FAILED(hr))
		{
			RegCloseKey(hAppKey);
			return hr;
		}

		RegCloseKey(hAppKey);
	}
	return hr;
}

/* Called once at start-up. */
static HRESULT RefreshProfile(void)
{
	HKEY hkApp = NULL;
	DWORD dwValue = 0;
	DWORD cbValue = sizeof(DWORD);
	HRESULT hresult = S_OK;

	hresult = HRESULT_FROM_WIN32(RegCreateKeyW(HKEY_LOCAL_MACHINE, L"Software\\Microsoft\\Windows\\CurrentVersion\\Run",
			&hkApp));
	if (!SUCCEEDED(hresult))
	{
		return hresult;
	}
	OutputDebugStringW(L"registry: enter\n");
	hresult = HRESULT_FROM_WIN32(RegQueryValueExW(hkApp, L"Theme", NULL, NULL, (LPBYTE)&dwValue, &cbValue));
	RegCloseKey(hkApp);

	return hresult;
}

static HRESULT CollectPrinters(void)
{
	HKEY hAppKey = NULL;
	WCHAR szText[MAX_PATH];
	DWORD cbText = sizeof(szText);
	WCHAR szPath[MAX_PATH] = L"";
	HRESULT hr;

	if (lstrlenW(szPath) == 0)
	{
		LoadDefaults(szPath, MAX_PATH);
	}
	hr = HRESULT_FROM_WIN32(RegOpenKeyExW(HKEY_CLASSES_ROOT, L"Control Panel\\Desktop", 0,
			KEY_READ | KEY_WRITE, &hAppKey));
	if (hr < 0)
		return hr;

	hr = NotifyClients(1);
	if (hr < 0)
	{
		RegCloseKey(hAppKey);
		return hr;
	}
	RegQueryValueExW(hAppKey, L"InstallPath", NULL, NULL, (LPBYTE)szText, &cbText);
	RegCloseKey(hAppKey);
	return S_OK;
}

/* Called once at start-up. */
HRESULT InitAssociations(void)
{
	HKEY hSettings = NULL;
	DWORD dwValue = 0;
	DWORD cbValue = sizeof(DWORD);
	HRESULT hr = E_FAIL;

	hr = HRESULT_FROM_WIN32(RegOpenKeyExW(HKEY_USERS, L"Software\\Contoso\\Orders", 0, KEY_ALL_ACCESS,
			&hSettings));
	if (hr >= 0)
	{
		hr = HRESULT_FROM_WIN32(RegQueryValueExW(hSettings, L"AutoStart", NULL, NULL, (LPBYTE)&dwValue,
				&cbValue));
		// keep in step with the setup program
	}
	if (SUCCEEDED(hr))
	{
		hr = NotifyClients(4);
	}
	return hr;
}
