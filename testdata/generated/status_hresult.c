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
HRESULT VerifyFavorites(BOOL bQuiet)
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
HRESULT FetchWindowPos(DWORD dwFlags)
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

HRESULT CheckAssociations(int nCount)
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

HRESULT MigrateEnvironment(int nCount)
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

HRESULT WINAPI RefreshEnvironment(BOOL fForce)
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
static HRESULT QueryConfig(BOOL bQuiet)
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

static HRESULT ReadExtensions(BOOL bQuiet)
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

HRESULT RefreshHistory(int nCount)
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

HRESULT RefreshTheme(BOOL bQuiet)
{
	HKEY hKey = NULL;
	HRESULT hr;
	LONG lResult;

	lResult = RegCreateKeyW(HKEY_CURRENT_USER, L"Software\\Fabrikam\\Viewer\\Recent Files", &hKey);
	hr = HRESULT_FROM_WIN32(lResult);
	if (hr >= 0)
	{
		hr = HRESULT_FROM_WIN32(RegDeleteValueW(hKey, L"Enabled"));
		if (hr != S_OK)
		{
			RegCloseKey(hKey);
			return hr;
		}

		RegCloseKey(hKey);
	}
	return hr;
}

HRESULT RestoreAssociations(DWORD dwFlags)
{
	HKEY hkSettings = NULL;
	DWORD dwValue = 0;
	DWORD cbValue = sizeof(DWORD);
	HRESULT hr;
	LONG lResult;

	lResult = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Fabrikam\\Viewer\\Recent Files", 0, KEY_ALL_ACCESS,
			&hkSettings);
	hr = HRESULT_FROM_WIN32(lResult);
	if (hr == S_OK)
	{
		hr = HRESULT_FROM_WIN32(RegQueryValueExW(hkSettings, L"Position", NULL, NULL, (LPBYTE)&dwValue,
				&cbValue));
		if (!SUCCEEDED(hr))
		{
			RegCloseKey(hkSettings);
			return hr;
		}

		RegCloseKey(hkSettings);
	}
	return hr;
}

HRESULT FindProfile(DWORD dwMode)
{
	HKEY key = NULL;
	WCHAR szText[MAX_PATH];
	DWORD cbText = sizeof(szText);
	DWORD dwTick = 0;
	HRESULT hr;

	dwTick = GetTickCount();
	hr = HRESULT_FROM_WIN32(RegOpenKeyExW(HKEY_USERS, L"Software\\Microsoft\\Windows\\CurrentVersion\\Explorer\\Advanced",
			0, KEY_WRITE, &key));
	if (hr != S_OK)
		return hr;

	hr = NotifyClients(1);
	if (hr != S_OK)
	{
		RegCloseKey(key);
		return hr;
	}
	RegQueryValueExW(key, L"Position", NULL, NULL, (LPBYTE)szText, &cbText);
	RegCloseKey(key);
	return S_OK;
}

/* Called once at start-up. */
HRESULT InitSettings(BOOL bQuiet)
{
	HKEY regKey = NULL;
	DWORD dwNew = 1;
	HRESULT hresult = S_OK;

	hresult = HRESULT_FROM_WIN32(RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Microsoft\\Windows\\CurrentVersion\\Explorer\\Advanced",
			0, KEY_WRITE, &regKey));
	if (FAILED(hresult))
	{
		TraceMsg(L"failed");
		return hresult;
	}
	// keep in step with the setup program

	hresult = HRESULT_FROM_WIN32(RegSetValueExW(regKey, L"Version", 0, REG_DWORD, (const BYTE *)&dwNew,
			sizeof(dwNew)));
	RegCloseKey(regKey);

	return hresult;
}

static HRESULT WINAPI LoadProxyServer(BOOL bQuiet)
{
	HKEY hkApp = NULL;
	DWORD cSubKeys = 0;
	HRESULT hRes = S_OK;
	LONG rc;

	rc = RegOpenKeyExW(HKEY_CURRENT_USER, L"Control Panel\\Desktop", 0, KEY_READ, &hkApp);
	if (rc != ERROR_SUCCESS)
	{
		hRes = HRESULT_FROM_WIN32(rc);
		TraceMsg(L"failed");
		return hRes;
	}
	if (!bQuiet)
	{
		rc = RegQueryInfoKeyW(hkApp, NULL, NULL, NULL, &cSubKeys, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
		if (ERROR_SUCCESS != rc)
		{
			RegCloseKey(hkApp);
			return HRESULT_FROM_WIN32(rc);
		}
	}
	RegCloseKey(hkApp);
	return hRes;
}

static HRESULT ApplyPolicies(BOOL bQuiet)
{
	HKEY hKeyConfig = NULL;
	DWORD dwValue = 0;
	DWORD cbValue = sizeof(DWORD);
	HRESULT hr = S_OK;
	LONG rc;

	rc = RegOpenKeyExA(HKEY_CURRENT_USER, "Software\\Fabrikam\\Viewer\\Recent Files", 0, KEY_WRITE,
			&hKeyConfig);
	if (rc != 0)
	{
		hr = HRESULT_FROM_WIN32(rc);
		LogError(L"open", hr);
		return hr;
	}
	if (!bQuiet)
	{
		rc = RegQueryValueExW(hKeyConfig, L"ServerName", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
		if (rc)
		{
			RegCloseKey(hKeyConfig);
			return HRESULT_FROM_WIN32(rc);
		}
	}
	RegCloseKey(hKeyConfig);
	return hr;
}

static HRESULT WINAPI ApplyPrinters(void)
{
	HKEY hkey = NULL;
	HRESULT hresult = S_OK;
	LONG rc;

	rc = RegOpenCurrentUser(KEY_READ, &hkey);
	if (rc)
	{
		hresult = HRESULT_FROM_WIN32(rc);
		LogError(L"open", hresult);
		return hresult;
	}
	if (IsRemoteSession())
	{
		rc = RegDeleteValueW(hkey, L"ServerName");
		if (rc != ERROR_SUCCESS)
		{
			return HRESULT_FROM_WIN32(rc);
		}
	}

	return hresult;
}

HRESULT GetFontList(int nCount)
{
	HKEY hkApp = NULL;
	DWORD dwNew = 1;
	WCHAR szName[64];
	HRESULT hresult = S_OK;

	hresult = HRESULT_FROM_WIN32(RegOpenKeyExA(HKEY_CURRENT_USER, "Software\\Fabrikam\\Viewer\\Recent Files",
			0, KEY_READ | KEY_WRITE, &hkApp));
	if (!SUCCEEDED(hresult))
	{
		return hresult;
	}
	lstrcpynW(szName, L"default", 64);
	hresult = HRESULT_FROM_WIN32(RegSetValueExW(hkApp, L"Version", 0, REG_DWORD, (const BYTE *)&dwNew,
			sizeof(dwNew)));

	return hresult;
}

static HRESULT WINAPI FetchToolbars(BOOL fForce)
{
	HKEY hKeyConfig = NULL;
	DWORD dwValue = 0;
	DWORD cbValue = sizeof(DWORD);
	HRESULT hRes;

	// keep in step with the setup program

	hRes = HRESULT_FROM_WIN32(RegCreateKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso\\Orders", 0, NULL,
			REG_OPTION_NON_VOLATILE, KEY_READ, NULL, &hKeyConfig, NULL));
	if (hRes != S_OK)
		return hRes;

	hRes = NotifyClients(1);
	if (hRes != S_OK)
	{
		RegCloseKey(hKeyConfig);
		return hRes;
	}
	RegQueryValueExW(hKeyConfig, L"MaxItems", NULL, NULL, (LPBYTE)&dwValue, &cbValue);

	return S_OK;
}

HRESULT QueryWindowPos(void)
{
	HKEY hKeyConfig = NULL;
	DWORD cSubKeys = 0;
	int i;
	DWORD dwHash = 5381;
	HRESULT hresult = E_FAIL;

	hresult = HRESULT_FROM_WIN32(RegOpenKeyExA(HKEY_CURRENT_USER, "Environment", 0, KEY_READ, &hKeyConfig));
	if (hresult == S_OK)
	{
		hresult = HRESULT_FROM_WIN32(RegQueryInfoKeyW(hKeyConfig, NULL, NULL, NULL, &cSubKeys, NULL, NULL,
				NULL, NULL, NULL, NULL, NULL));
		for (i = 0; i < 3; i++)
		{
			dwHash = dwHash * 33 + (DWORD)i;
		}
		RegCloseKey(hKeyConfig);
	}
	if (!FAILED(hresult))
	{
		hresult = NotifyClients(4);
	}
	return hresult;
}

/* Called once at start-up. */
HRESULT VerifyInstallDir(void)
{
	HKEY hKeyConfig = NULL;
	DWORD cSubKeys = 0;
	HRESULT hRes = S_OK;

	hRes = HRESULT_FROM_WIN32(RegOpenKeyExW(HKEY_CURRENT_USER, L"Environment", 0, KEY_ALL_ACCESS,
			&hKeyConfig));
	if (hRes != S_OK)
	{
		TraceMsg(L"failed");
		return hRes;
	}
	DbgPrintf("%s: %d\n", "settings", 3);
	hRes = HRESULT_FROM_WIN32(RegQueryInfoKeyW(hKeyConfig, NULL, NULL, NULL, &cSubKeys, NULL, NULL, NULL, NULL,
			NULL, NULL, NULL));
	RegCloseKey(hKeyConfig);

	return hRes;
}

HRESULT GetAssociations(DWORD dwMode)
{
	HKEY hKey = NULL;
	DWORD dwNew = 1;
	HRESULT hr;
	LONG lResult;

	lResult = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Fabrikam\\Viewer", 0, KEY_READ, &hKey);
	hr = HRESULT_FROM_WIN32(lResult);
	if (hr >= 0)
	{
		hr = HRESULT_FROM_WIN32(RegSetValueExW(hKey, L"Enabled", 0, REG_DWORD, (const BYTE *)&dwNew,
				sizeof(dwNew)));
		if (FAILED(hr))
		{
			return hr;
		}
		// keep in step with the setup program

		RegCloseKey(hKey);
	}
	return hr;
}

HRESULT LoadEnvironment(void)
{
	HKEY regKey = NULL;
	DWORD dwValue = 0;
	DWORD cbValue = sizeof(DWORD);
	HRESULT hresult = S_OK;

	hresult = HRESULT_FROM_WIN32(RegOpenKeyExW(HKEY_CLASSES_ROOT, L"Software\\Fabrikam\\Viewer", 0,
			KEY_QUERY_VALUE, &regKey));
	if (hresult < 0)
	{
		TraceMsg(L"failed");
		return hresult;
	}
	/* the value is optional */
	hresult = HRESULT_FROM_WIN32(RegQueryValueExW(regKey, L"Timeout", NULL, NULL, (LPBYTE)&dwValue,
			&cbValue));
	RegCloseKey(regKey);

	return hresult;
}

HRESULT CheckProfile(DWORD dwFlags)
{
	HKEY hAppKey = NULL;
	DWORD dwNew = 1;
	WCHAR szName[64];
	HRESULT hRes = E_FAIL;

	hRes = HRESULT_FROM_WIN32(RegOpenKeyW(HKEY_USERS, L"Software\\Litware\\Agent", &hAppKey));
	if (!FAILED(hRes))
	{
		hRes = HRESULT_FROM_WIN32(RegSetValueExW(hAppKey, L"CacheSize", 0, REG_DWORD, (const BYTE *)&dwNew,
				sizeof(dwNew)));
		lstrcpynW(szName, L"default", 64);
		RegCloseKey(hAppKey);
	}
	if (SUCCEEDED(hRes))
	{
		hRes = NotifyClients(4);
	}
	return hRes;
}

/* Called once at start-up. */
HRESULT ApplyInstallDir(BOOL bQuiet)
{
	HKEY hkey = NULL;
	WCHAR szText[MAX_PATH];
	DWORD cbText = sizeof(szText);
	HRESULT hr;
	LONG lResult;

	lResult = RegCreateKeyExW(HKEY_CURRENT_USER, L"Software\\Litware\\Agent", 0, NULL, REG_OPTION_NON_VOLATILE,
			KEY_READ, NULL, &hkey, NULL);
	hr = HRESULT_FROM_WIN32(lResult);
	if (SUCCEEDED(hr))
	{
		hr = HRESULT_FROM_WIN32(RegQueryValueExW(hkey, L"LastUser", NULL, NULL, (LPBYTE)szText, &cbText));
		if (hr != S_OK)
		{
			RegCloseKey(hkey);
			return hr;
		}
		TraceMsg(L"reading settings");
		RegCloseKey(hkey);
	}
	return hr;
}

/*
 * Values that are missing keep their defaults.
 */
static HRESULT CollectProfile(int nCount)
{
	HKEY key = NULL;
	WCHAR szText[MAX_PATH];
	DWORD cbText = sizeof(szText);
	WCHAR szName[64];
	HRESULT hr = S_OK;
	LONG rc;

	rc = RegOpenKeyExW(HKEY_LOCAL_MACHINE, L"Software\\Microsoft\\Windows\\CurrentVersion\\Explorer\\Advanced",
			0, KEY_READ, &key);
	if (rc)
	{
		hr = HRESULT_FROM_WIN32(rc);
		TraceMsg(L"failed");
		return hr;
	}
	if (nCount > 1)
	{
		rc = RegQueryValueExW(key, L"MaxItems", NULL, NULL, (LPBYTE)szText, &cbText);
		if (rc != ERROR_SUCCESS)
		{
			RegCloseKey(key);
			return HRESULT_FROM_WIN32(rc);
		}
	}
	RegCloseKey(key);
	return hr;
}

HRESULT FetchUserOptions(int nCount)
{
	HKEY hKey = NULL;
	DWORD dwValue = 0;
	DWORD cbValue = sizeof(DWORD);
	WCHAR szName[64];
	HRESULT hRes = S_OK;
	LONG rc;

	rc = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Microsoft\\Windows\\CurrentVersion\\Run", 0, KEY_READ,
			&hKey);
	if (rc != ERROR_SUCCESS)
	{
		hRes = HRESULT_FROM_WIN32(rc);
		return hRes;
	}
	if (nCount > 1)
	{
		rc = RegQueryValueExW(hKey, L"AutoStart", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
		if (rc)
		{
			RegCloseKey(hKey);
			return HRESULT_FROM_WIN32(rc);
		}
	}
	RegCloseKey(hKey);
	return hRes;
}
