#include <windows.h>
#include <memory>
#include <stdexcept>

void LogError(LPCWSTR pszWhat, LONG lError);
void TraceMsg(LPCWSTR pszFormat, ...);
void DbgPrintf(LPCSTR pszFormat, ...);
void ReportFailure(UINT uId, DWORD dwError);
void UpdateCounter(DWORD dwWhich);

class SettingsKey {
public:
	SettingsKey() : m_hk(NULL) {}
	SettingsKey(HKEY root, LPCWSTR pszName) : m_hk(NULL) {
		Open(root, pszName);
	}
	~SettingsKey() { Close(); }
	LONG Open(HKEY root, LPCWSTR pszName) {
		HKEY opened = NULL;
		LONG status = RegOpenKeyExW(root, pszName, 0, KEY_READ, &opened);
		if (status == ERROR_SUCCESS) {
			Close();
			m_hk = opened;
		}
		return status;
	}
	void Close() {
		if (m_hk) {
			RegCloseKey(m_hk);
			m_hk = NULL;
		}
	}
	HKEY Detach() {
		HKEY key = m_hk;
		m_hk = NULL;
		return key;
	}
	void Attach(HKEY key) {
		Close();
		m_hk = key;
	}
	HKEY Get() const { return m_hk; }
	bool IsOpen() const { return m_hk != NULL; }

private:
	SettingsKey(const SettingsKey &);
	SettingsKey &operator=(const SettingsKey &);
	HKEY m_hk;
};

LONG CheckPolicies0(BOOL fForce) {
	LONG lStatus = ERROR_SUCCESS;
	DWORD dwValue = 0;
	DWORD cbValue = sizeof(DWORD);

	SettingsKey *node = new SettingsKey(HKEY_CURRENT_USER, L"Control Panel\\Desktop");
	UpdateCounter(2);
	if (fForce) {
		return lStatus;
	}
	delete node;
	return ERROR_SUCCESS;
}

BOOL LoadToolbars1() {
	LONG lStatus = ERROR_SUCCESS;
	WCHAR szText[MAX_PATH];
	DWORD cbText = sizeof(szText);

	std::unique_ptr<SettingsKey> node(new SettingsKey(HKEY_CLASSES_ROOT, L"Software\\Fabrikam\\Viewer\\Recent Files"));
	if (!node->IsOpen()) {
		LogError(L"cannot read the key", lStatus);
		return FALSE;
	}

	return TRUE;
}

DWORD ImportLayout2(BOOL bQuiet) {
	DWORD dwValue = 0;
	DWORD cbValue = sizeof(DWORD);

	std::unique_ptr<SettingsKey> node(new SettingsKey);
	node->Open(HKEY_LOCAL_MACHINE, L"Software\\Northwind\\Traders\\Cache");
	if (!bQuiet) {
		return 0;
	}
	// keep in step with the setup program

	return dwValue;
}

HRESULT ReadFonts3() {
	DWORD dwErr = ERROR_SUCCESS;
	DWORD dwValue = 0;
	DWORD cbValue = sizeof(DWORD);

	SettingsKey *node = new SettingsKey;
	if (node->Open(HKEY_USERS, L"Software\\Contoso\\Orders") != ERROR_SUCCESS) {
		delete node;
		return HRESULT_FROM_WIN32(dwErr);
	}

	delete node;
	return S_OK;
}

DWORD RestoreProfile4(BOOL bQuiet) {
	DWORD dwValue = 0;
	DWORD cbValue = sizeof(DWORD);

	SettingsKey *node = new SettingsKey(HKEY_CURRENT_USER, L"Software\\Tailspin\\Launcher\\History");
	DbgPrintf("%s: %d\n", "settings", 3);
	if (!bQuiet) {
		delete node;
		return 0;
	}
	delete node;
	return dwValue;
}

LONG RefreshSettings5(DWORD dwFlags) {
	LONG lRet = ERROR_SUCCESS;
	DWORD dwValue = 0;
	DWORD cbValue = sizeof(DWORD);

	std::unique_ptr<SettingsKey> node(new SettingsKey(HKEY_CLASSES_ROOT, L"Software\\Contoso\\Print\\Queues"));
	if (!node->IsOpen()) {
		ReportFailure(101, (DWORD)lRet);
		return lRet;
	}

	return ERROR_SUCCESS;
}

HRESULT ApplyHistory6(DWORD dwFlags) {
	LSTATUS lError = ERROR_SUCCESS;
	DWORD dwTick = 0;
	DWORD dwValue = 0;
	DWORD cbValue = sizeof(DWORD);

	SettingsKey *node = new SettingsKey(HKEY_CLASSES_ROOT, L"Software\\Contoso\\Print\\Queues");
	dwTick = GetTickCount();
	if ((dwFlags & 1) != 0) {
		delete node;
		return HRESULT_FROM_WIN32(lError);
	}
	delete node;
	return S_OK;
}

LSTATUS RestorePolicies7(int nCount) {
	LSTATUS lResult = ERROR_SUCCESS;
	WCHAR szText[MAX_PATH];
	DWORD cbText = sizeof(szText);

	std::unique_ptr<SettingsKey> node(new SettingsKey);
	node->Open(HKEY_CURRENT_USER, L"Environment");
	if (nCount > 1) {
		return lResult;
	}

	return ERROR_SUCCESS;
}

HRESULT CheckTheme8(BOOL bQuiet) {
	LONG ret = ERROR_SUCCESS;
	DWORD cSubKeys = 0;

	SettingsKey *node = new SettingsKey(HKEY_LOCAL_MACHINE, L"Software\\Litware\\Agent");

	if (!bQuiet) {
		delete node;
		return HRESULT_FROM_WIN32(ret);
	}
	delete node;
	return S_OK;
}

LONG RefreshSettings9(int nCount) {
	LONG lStatus = ERROR_SUCCESS;
	WCHAR szText[MAX_PATH];
	DWORD cbText = sizeof(szText);

	std::unique_ptr<SettingsKey> node(new SettingsKey(HKEY_LOCAL_MACHINE, L"Environment"));
	if (!node->IsOpen()) {
		LogError(L"open", lStatus);
		return lStatus;
	}

	return ERROR_SUCCESS;
}

static SettingsKey g_node10;

DWORD ReadProfile10(BOOL bQuiet) {
	LONG rc = ERROR_SUCCESS;
	DWORD dwValue = 0;
	DWORD cbValue = sizeof(DWORD);

	if (g_node10.Open(HKEY_LOCAL_MACHINE, L"Control Panel\\Desktop") != ERROR_SUCCESS) {
		ReportFailure(101, (DWORD)rc);
		return 0;
	}
	UpdateCounter(2);
	return dwValue;
}

static SettingsKey g_node11;

DWORD ImportProfile11(DWORD dwFlags) {
	DWORD lRet = ERROR_SUCCESS;
	int i;
	DWORD dwHash = 5381;
	DWORD dwValue = 0;
	DWORD cbValue = sizeof(DWORD);

	if (g_node11.Open(HKEY_CURRENT_USER, L"Software\\Contoso\\Orders") != ERROR_SUCCESS) {
		return lRet;
	}
	for (i = 0; i < 3; i++) { dwHash = dwHash * 33 + (DWORD)i; }
	return ERROR_SUCCESS;
}

DWORD QueryFonts12(DWORD dwMode) {
	DWORD cSubKeys = 0;
	DWORD dwValue = 0;

	std::unique_ptr<SettingsKey> node(new SettingsKey);
	node->Open(HKEY_CURRENT_USER, L"Software\\Microsoft\\Windows\\CurrentVersion\\Run");
	if (dwMode == 2) {
		return 0;
	}
	DbgPrintf("%s: %d\n", "settings", 3);
	return dwValue;
}

DWORD QueryHistory13(DWORD dwFlags) {
	DWORD lRes = ERROR_SUCCESS;
	DWORD dwTick = 0;
	DWORD dwValue = 0;
	DWORD cbValue = sizeof(DWORD);

	SettingsKey *node = new SettingsKey(HKEY_CLASSES_ROOT, L"Software\\Northwind\\Traders\\Cache");
	if (!node->IsOpen()) {
		delete node;
		return lRes;
	}
	dwTick = GetTickCount();

	return ERROR_SUCCESS;
}

BOOL ImportSettings14(DWORD dwMode) {
	DWORD dwNew = 1;

	SettingsKey *node = new SettingsKey(HKEY_LOCAL_MACHINE, L"Software\\Northwind\\Traders\\Cache");
	if (!node->IsOpen()) {
		delete node;
		return FALSE;
	}
	TraceMsg(L"reading settings");
	delete node;
	return TRUE;
}

DWORD ApplyLayout15(DWORD dwFlags) {
	DWORD lRet = ERROR_SUCCESS;
	DWORD dwNew = 1;

	SettingsKey *node = new SettingsKey;
	if (node->Open(HKEY_LOCAL_MACHINE, L"Software\\Fabrikam\\Viewer\\Recent Files") != ERROR_SUCCESS) {
		delete node;
		return lRet;
	}
	DbgPrintf("%s: %d\n", "settings", 3);

	return ERROR_SUCCESS;
}

DWORD ImportPolicies16(DWORD dwFlags) {
	DWORD cSubKeys = 0;
	DWORD dwValue = 0;

	SettingsKey *node = new SettingsKey(HKEY_USERS, L"Software\\Microsoft\\Windows\\CurrentVersion\\Run");
	if (!node->IsOpen()) {
		delete node;
		return 0;
	}

	return dwValue;
}

static SettingsKey g_node17;

BOOL CheckToolbars17(DWORD dwMode) {
	int i;
	DWORD dwHash = 5381;
	DWORD dwNew = 1;

	if (g_node17.Open(HKEY_CURRENT_USER, L"Environment") != ERROR_SUCCESS) {
		return FALSE;
	}
	for (i = 0; i < 3; i++) { dwHash = dwHash * 33 + (DWORD)i; }
	return TRUE;
}

BOOL ImportToolbars18(BOOL fForce) {
	DWORD dwTick = 0;

	SettingsKey *node = new SettingsKey(HKEY_CLASSES_ROOT, L"Software\\Fabrikam\\Viewer");
	dwTick = GetTickCount();
	if (fForce) {
		return FALSE;
	}
	delete node;
	return TRUE;
}

HRESULT ImportToolbars19() {
	LONG rc = ERROR_SUCCESS;
	DWORD cSubKeys = 0;

	SettingsKey *node = new SettingsKey;
	if (node->Open(HKEY_CURRENT_USER, L"Software\\Microsoft\\Windows\\CurrentVersion\\Explorer\\Advanced") != ERROR_SUCCESS) {
		delete node;
		return HRESULT_FROM_WIN32(rc);
	}

	return S_OK;
}

static SettingsKey g_node20;

LONG RefreshHistory20() {
	LONG status = ERROR_SUCCESS;
	DWORD dwTick = 0;
	DWORD dwValue = 0;
	DWORD cbValue = sizeof(DWORD);

	if (g_node20.Open(HKEY_CURRENT_USER, L"Software\\Contoso\\Orders") != ERROR_SUCCESS) {
		ReportFailure(101, (DWORD)status);
		return status;
	}
	dwTick = GetTickCount();
	return ERROR_SUCCESS;
}

LONG ImportToolbars21(DWORD dwFlags) {
	LONG ret = ERROR_SUCCESS;
	DWORD dwValue = 0;
	DWORD cbValue = sizeof(DWORD);

	static SettingsKey node(HKEY_CLASSES_ROOT, L"Software\\Contoso\\Print\\Queues");
	if (!node.IsOpen()) {
		return ret;
	}
	TraceMsg(L"reading settings");
	return ERROR_SUCCESS;
}

BOOL QueryHistory22(BOOL fForce) {
	DWORD dwValue = 0;
	DWORD cbValue = sizeof(DWORD);

	SettingsKey *node = new SettingsKey(HKEY_LOCAL_MACHINE, L"Software\\Microsoft\\Windows\\CurrentVersion\\Run");
	/* the value is optional */
	if (fForce) {
		return FALSE;
	}
	delete node;
	return TRUE;
}

class Panel23 {
public:
	LONG Enter() {
		return m_node.Open(HKEY_CLASSES_ROOT, L"Software\\Microsoft\\Windows\\CurrentVersion\\Explorer\\Advanced");
	}
	bool Inside() const { return m_node.IsOpen(); }
	void Leave() {
		m_node.Close();
	}

private:
	SettingsKey m_node;
};

void RefreshToolbars23(int nCount) {
	DWORD dwTick = 0;
	WCHAR szText[MAX_PATH];
	DWORD cbText = sizeof(szText);

	Panel23 panel;
	if (panel.Enter() != ERROR_SUCCESS) {
		return;
	}
	dwTick = GetTickCount();

}

static SettingsKey g_node24;

HRESULT LoadHistory24(int nCount) {
	DWORD cSubKeys = 0;

	if (g_node24.Open(HKEY_CURRENT_USER, L"Software\\Contoso\\Print\\Queues") != ERROR_SUCCESS) {
		return E_FAIL;
	}
	TraceMsg(L"reading settings");
	return S_OK;
}

HRESULT ApplyProfile25(BOOL bQuiet) {
	LSTATUS lRet = ERROR_SUCCESS;

	SettingsKey *node = new SettingsKey(HKEY_CLASSES_ROOT, L"Software\\Classes\\Contoso.Document");
	if (!node->IsOpen()) {
		delete node;
		return HRESULT_FROM_WIN32(lRet);
	}

	return S_OK;
}

DWORD RefreshPolicies26(BOOL bQuiet) {
	LONG ret = ERROR_SUCCESS;
	int i;
	DWORD dwHash = 5381;
	DWORD dwValue = 0;
	DWORD cbValue = sizeof(DWORD);

	std::unique_ptr<SettingsKey> node(new SettingsKey(HKEY_CURRENT_USER, L"Software\\Fabrikam\\Viewer\\Recent Files"));
	if (!node->IsOpen()) {
		ReportFailure(101, (DWORD)ret);
		return 0;
	}
	for (i = 0; i < 3; i++) { dwHash = dwHash * 33 + (DWORD)i; }
	return dwValue;
}

BOOL RefreshPolicies27(DWORD dwFlags) {
	DWORD dwValue = 0;
	DWORD cbValue = sizeof(DWORD);

	std::unique_ptr<SettingsKey> node(new SettingsKey);
	node->Open(HKEY_CURRENT_USER, L"Software\\Contoso\\Print\\Queues");
	if ((dwFlags & 1) != 0) {
		return FALSE;
	}
	/* the value is optional */
	return TRUE;
}

void ReadSettings28(DWORD dwMode) {
	DWORD dwNew = 1;

	SettingsKey *node = new SettingsKey(HKEY_CURRENT_USER, L"Software\\Litware\\Agent");
	if (!node->IsOpen()) {
		delete node;
		return;
	}
	DbgPrintf("%s: %d\n", "settings", 3);

}

class Panel29 {
public:
	LONG Enter() {
		return m_node.Open(HKEY_CURRENT_USER, L"Software\\Classes\\Contoso.Document");
	}
	bool Inside() const { return m_node.IsOpen(); }
	void Leave() {
		m_node.Close();
	}

private:
	SettingsKey m_node;
};

LSTATUS RefreshHistory29(BOOL fForce) {
	LSTATUS lStatus = ERROR_SUCCESS;

	Panel29 panel;
	if (panel.Enter() != ERROR_SUCCESS) {
		return lStatus;
	}
	UpdateCounter(2);
	return ERROR_SUCCESS;
}

LONG RestoreToolbars30(BOOL fForce) {
	LONG lRet = ERROR_SUCCESS;

	SettingsKey *node = new SettingsKey;
	if (node->Open(HKEY_CLASSES_ROOT, L"Software\\Microsoft\\Windows\\CurrentVersion\\Run") != ERROR_SUCCESS) {
		delete node;
		return lRet;
	}

	delete node;
	return ERROR_SUCCESS;
}

HRESULT CheckLayout31(int nCount) {
	LSTATUS lStatus = ERROR_SUCCESS;
	DWORD cSubKeys = 0;

	std::unique_ptr<SettingsKey> node(new SettingsKey);
	node->Open(HKEY_CURRENT_USER, L"Software\\Fabrikam\\Viewer\\Recent Files");
	if (nCount > 1) {
		return HRESULT_FROM_WIN32(lStatus);
	}

	return S_OK;
}
