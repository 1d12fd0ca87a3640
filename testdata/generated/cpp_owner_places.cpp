#include <windows.h>
#include <memory>
#include <stdexcept>

void LogError(LPCWSTR pszWhat, LONG lError);
void TraceMsg(LPCWSTR pszFormat, ...);
void DbgPrintf(LPCSTR pszFormat, ...);
void ReportFailure(UINT uId, DWORD dwError);
BOOL IsRemoteSession(void);
void LoadDefaults(LPWSTR pszBuffer, DWORD cch);
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

	std::unique_ptr<SettingsKey> node(new SettingsKey);
	node->Open(HKEY_CURRENT_USER, L"Control Panel\\Desktop");
	if (fForce) {
		return lStatus;
	}
	UpdateCounter(2);
	return ERROR_SUCCESS;
}

class Panel1 {
public:
	LONG Enter() {
		return m_node.Open(HKEY_LOCAL_MACHINE, L"Software\\Proseware\\Editor\\Fonts");
	}
	bool Inside() const { return m_node.IsOpen(); }
	void Leave() {
		m_node.Close();
	}

private:
	SettingsKey m_node;
};

HRESULT RestoreHistory1() {
	DWORD dwValue = 0;
	DWORD cbValue = sizeof(DWORD);

	Panel1 panel;
	if (panel.Enter() != ERROR_SUCCESS) {
		return E_FAIL;
	}

	return S_OK;
}

BOOL RefreshFonts2() {
	DWORD dwErr = ERROR_SUCCESS;
	DWORD dwValue = 0;
	DWORD cbValue = sizeof(DWORD);

	std::unique_ptr<SettingsKey> node(new SettingsKey(HKEY_CURRENT_USER, L"Software\\Contoso\\Print\\Queues"));
	if (!node->IsOpen()) {
		LogError(L"RegOpenKeyEx failed", dwErr);
		return FALSE;
	}
	DbgPrintf("%s: %d\n", "settings", 3);
	return TRUE;
}

DWORD RestoreTheme3() {
	DWORD cSubKeys = 0;
	DWORD dwValue = 0;

	std::unique_ptr<SettingsKey> node(new SettingsKey);
	node->Open(HKEY_CLASSES_ROOT, L"Software\\Fabrikam\\Viewer\\Recent Files");
	if (IsRemoteSession()) {
		return 0;
	}

	return dwValue;
}

HRESULT QueryProfile4() {
	LONG rc = ERROR_SUCCESS;
	int i;
	DWORD dwHash = 5381;

	SettingsKey *node = new SettingsKey;
	if (node->Open(HKEY_LOCAL_MACHINE, L"Software\\Contoso\\Orders") != ERROR_SUCCESS) {
		delete node;
		return HRESULT_FROM_WIN32(rc);
	}
	for (i = 0; i < 3; i++) { dwHash = dwHash * 33 + (DWORD)i; }

	return S_OK;
}

static SettingsKey g_node5;

DWORD RestoreProfile5() {
	int i;
	DWORD dwHash = 5381;
	DWORD dwValue = 0;
	DWORD cbValue = sizeof(DWORD);

	if (g_node5.Open(HKEY_CURRENT_USER, L"Software\\Fabrikam\\Viewer") != ERROR_SUCCESS) {
		TraceMsg(L"failed");
		return 0;
	}
	for (i = 0; i < 3; i++) { dwHash = dwHash * 33 + (DWORD)i; }
	return dwValue;
}

void RefreshProfile6(DWORD dwMode) {
	DWORD lRet = ERROR_SUCCESS;
	DWORD dwNew = 1;

	std::unique_ptr<SettingsKey> node(new SettingsKey(HKEY_CURRENT_USER, L"Software\\Tailspin\\Launcher\\History"));
	if (!node->IsOpen()) {
		ReportFailure(101, (DWORD)lRet);
		return;
	}
	/* the value is optional */

}

class Panel7 {
public:
	LONG Enter() {
		return m_node.Open(HKEY_CURRENT_USER, L"Software\\Proseware\\Editor\\Fonts");
	}
	bool Inside() const { return m_node.IsOpen(); }
	void Leave() {
		m_node.Close();
	}

private:
	SettingsKey m_node;
};

BOOL ImportToolbars7() {
	DWORD cSubKeys = 0;

	Panel7 panel;
	if (panel.Enter() != ERROR_SUCCESS) {
		return FALSE;
	}
	OutputDebugStringW(L"registry: enter\n");
	return TRUE;
}

HRESULT ReadFonts8(DWORD dwFlags) {
	int i;
	DWORD dwHash = 5381;
	DWORD dwValue = 0;
	DWORD cbValue = sizeof(DWORD);

	SettingsKey *node = new SettingsKey(HKEY_CLASSES_ROOT, L"Software\\Litware\\Agent");
	for (i = 0; i < 3; i++) { dwHash = dwHash * 33 + (DWORD)i; }
	if ((dwFlags & 1) != 0) {
		delete node;
		return E_FAIL;
	}
	delete node;
	return S_OK;
}

static SettingsKey g_node9;

BOOL RefreshFonts9(BOOL fForce) {
	DWORD lStatus = ERROR_SUCCESS;
	WCHAR szText[MAX_PATH];
	DWORD cbText = sizeof(szText);

	if (g_node9.Open(HKEY_CURRENT_USER, L"Network") != ERROR_SUCCESS) {
		LogError(L"RegOpenKeyEx failed", lStatus);
		return FALSE;
	}
	/* the value is optional */
	return TRUE;
}

BOOL RestoreSettings10() {
	DWORD cSubKeys = 0;

	static SettingsKey node(HKEY_CLASSES_ROOT, L"Software\\Contoso\\Print\\Queues");
	if (!node.IsOpen()) {
		return FALSE;
	}
	DbgPrintf("%s: %d\n", "settings", 3);
	return TRUE;
}

BOOL RestoreFonts11() {
	WCHAR szText[MAX_PATH];
	DWORD cbText = sizeof(szText);

	std::unique_ptr<SettingsKey> node(new SettingsKey);
	node->Open(HKEY_LOCAL_MACHINE, L"Software\\Proseware\\Editor\\Fonts");
	if (IsRemoteSession()) {
		return FALSE;
	}

	return TRUE;
}

HRESULT CheckToolbars12(DWORD dwMode) {
	LSTATUS lStatus = ERROR_SUCCESS;
	DWORD cSubKeys = 0;

	std::unique_ptr<SettingsKey> node(new SettingsKey(HKEY_CURRENT_USER, L"Control Panel\\Desktop"));
	if (!node->IsOpen()) {
		TraceMsg(L"failed");
		return HRESULT_FROM_WIN32(lStatus);
	}
	// keep in step with the setup program

	return S_OK;
}

BOOL ReadLayout13() {
	int i;
	DWORD dwHash = 5381;

	std::unique_ptr<SettingsKey> node(new SettingsKey);
	node->Open(HKEY_CURRENT_USER, L"Software\\Proseware\\Editor\\Fonts");
	if (IsRemoteSession()) {
		return FALSE;
	}
	for (i = 0; i < 3; i++) { dwHash = dwHash * 33 + (DWORD)i; }
	return TRUE;
}

static SettingsKey g_node14;

DWORD ImportTheme14(BOOL fForce) {
	DWORD err = ERROR_SUCCESS;
	DWORD dwValue = 0;
	DWORD cbValue = sizeof(DWORD);

	if (g_node14.Open(HKEY_LOCAL_MACHINE, L"Control Panel\\Desktop") != ERROR_SUCCESS) {
		LogError(L"settings", err);
		return err;
	}
	TraceMsg(L"reading settings");
	return ERROR_SUCCESS;
}

HRESULT ApplyPolicies15() {
	LONG rc = ERROR_SUCCESS;
	WCHAR szText[MAX_PATH];
	DWORD cbText = sizeof(szText);

	std::unique_ptr<SettingsKey> node(new SettingsKey(HKEY_LOCAL_MACHINE, L"Control Panel\\Desktop"));
	if (!node->IsOpen()) {
		LogError(L"open", rc);
		return HRESULT_FROM_WIN32(rc);
	}
	OutputDebugStringW(L"registry: enter\n");
	return S_OK;
}

HRESULT RestoreTheme16(DWORD dwMode) {
	LONG lError = ERROR_SUCCESS;
	DWORD dwValue = 0;
	DWORD cbValue = sizeof(DWORD);

	std::unique_ptr<SettingsKey> node(new SettingsKey(HKEY_LOCAL_MACHINE, L"Printers\\Connections"));
	if (!node->IsOpen()) {
		ReportFailure(101, (DWORD)lError);
		return E_FAIL;
	}
	OutputDebugStringW(L"registry: enter\n");
	return S_OK;
}

void QueryFonts17(int nCount) {
	std::unique_ptr<SettingsKey> node(new SettingsKey(HKEY_CURRENT_USER, L"Software\\Contoso\\Print\\Queues"));
	if (!node->IsOpen()) {
		return;
	}
	DbgPrintf("%s: %d\n", "settings", 3);

}

void ReadHistory18() {
	DWORD dwValue = 0;
	DWORD cbValue = sizeof(DWORD);

	std::unique_ptr<SettingsKey> node(new SettingsKey);
	node->Open(HKEY_LOCAL_MACHINE, L"Software\\Contoso\\Orders");
	if (IsRemoteSession()) {
		return;
	}
	DbgPrintf("%s: %d\n", "settings", 3);

}

BOOL ApplyProfile19() {
	DWORD dwValue = 0;
	DWORD cbValue = sizeof(DWORD);

	std::unique_ptr<SettingsKey> node(new SettingsKey);
	node->Open(HKEY_LOCAL_MACHINE, L"Software\\Northwind\\Traders\\Cache");
	if (IsRemoteSession()) {
		return FALSE;
	}
	/* the value is optional */
	return TRUE;
}

DWORD LoadTheme20(BOOL bQuiet) {
	WCHAR szText[MAX_PATH];
	DWORD cbText = sizeof(szText);
	DWORD dwValue = 0;

	std::unique_ptr<SettingsKey> node(new SettingsKey);
	node->Open(HKEY_LOCAL_MACHINE, L"Software\\Contoso\\Print\\Queues");
	if (!bQuiet) {
		return 0;
	}
	OutputDebugStringW(L"registry: enter\n");
	return dwValue;
}

LSTATUS RestoreToolbars21(BOOL fForce) {
	LSTATUS lRes = ERROR_SUCCESS;
	WCHAR szPath[MAX_PATH] = L"";
	WCHAR szText[MAX_PATH];
	DWORD cbText = sizeof(szText);

	std::unique_ptr<SettingsKey> node(new SettingsKey(HKEY_CURRENT_USER, L"Software\\Northwind\\Traders\\Cache"));
	if (!node->IsOpen()) {
		return lRes;
	}
	if (lstrlenW(szPath) == 0) { LoadDefaults(szPath, MAX_PATH); }
	return ERROR_SUCCESS;
}

BOOL RefreshFonts22(DWORD dwFlags) {
	std::unique_ptr<SettingsKey> node(new SettingsKey);
	node->Open(HKEY_USERS, L"Printers\\Connections");
	if ((dwFlags & 1) != 0) {
		return FALSE;
	}
	UpdateCounter(2);
	return TRUE;
}

DWORD ApplyPolicies23(BOOL fForce) {
	DWORD ret = ERROR_SUCCESS;
	WCHAR szName[64];
	WCHAR szText[MAX_PATH];
	DWORD cbText = sizeof(szText);

	static SettingsKey node(HKEY_CLASSES_ROOT, L"Software\\Fabrikam\\Viewer\\Recent Files");
	if (!node.IsOpen()) {
		return ret;
	}
	lstrcpynW(szName, L"default", 64);
	return ERROR_SUCCESS;
}

HRESULT LoadToolbars24() {
	DWORD lRet = ERROR_SUCCESS;
	DWORD dwValue = 0;
	DWORD cbValue = sizeof(DWORD);

	static SettingsKey node(HKEY_LOCAL_MACHINE, L"Software\\Northwind\\Traders\\Cache");
	if (!node.IsOpen()) {
		return HRESULT_FROM_WIN32(lRet);
	}

	return S_OK;
}

DWORD ApplyFonts25() {
	DWORD dwValue = 0;
	DWORD cbValue = sizeof(DWORD);

	std::unique_ptr<SettingsKey> node(new SettingsKey(HKEY_CURRENT_USER, L"Software\\Contoso\\Orders"));
	if (!node->IsOpen()) {
		return 0;
	}
	OutputDebugStringW(L"registry: enter\n");
	return dwValue;
}

HRESULT CheckHistory26(DWORD dwFlags) {
	LONG lStatus = ERROR_SUCCESS;
	WCHAR szText[MAX_PATH];
	DWORD cbText = sizeof(szText);

	std::unique_ptr<SettingsKey> node(new SettingsKey);
	node->Open(HKEY_CLASSES_ROOT, L"Software\\Fabrikam\\Viewer");
	if ((dwFlags & 1) != 0) {
		return HRESULT_FROM_WIN32(lStatus);
	}
	/* the value is optional */
	return S_OK;
}

class Panel27 {
public:
	LONG Enter() {
		return m_node.Open(HKEY_LOCAL_MACHINE, L"Network");
	}
	bool Inside() const { return m_node.IsOpen(); }

private:
	SettingsKey m_node;
};

BOOL CheckFonts27() {
	DWORD dwNew = 1;

	Panel27 panel;
	if (panel.Enter() != ERROR_SUCCESS) {
		return FALSE;
	}
	/* the value is optional */
	return TRUE;
}

DWORD QueryProfile28() {
	DWORD cSubKeys = 0;
	DWORD dwValue = 0;

	std::unique_ptr<SettingsKey> node(new SettingsKey);
	node->Open(HKEY_CLASSES_ROOT, L"Network");
	if (IsRemoteSession()) {
		return 0;
	}

	return dwValue;
}

class Panel29 {
public:
	LONG Enter() {
		return m_node.Open(HKEY_CLASSES_ROOT, L"Software\\Microsoft\\Windows\\CurrentVersion\\Run");
	}
	bool Inside() const { return m_node.IsOpen(); }

private:
	SettingsKey m_node;
};

BOOL RefreshToolbars29(int nCount) {
	int i;
	DWORD dwHash = 5381;
	DWORD dwValue = 0;
	DWORD cbValue = sizeof(DWORD);

	Panel29 panel;
	if (panel.Enter() != ERROR_SUCCESS) {
		return FALSE;
	}
	for (i = 0; i < 3; i++) { dwHash = dwHash * 33 + (DWORD)i; }
	return TRUE;
}

HRESULT RestorePolicies30(DWORD dwMode) {
	WCHAR szText[MAX_PATH];
	DWORD cbText = sizeof(szText);

	SettingsKey *node = new SettingsKey(HKEY_CURRENT_USER, L"Software\\Fabrikam\\Viewer");

	if (dwMode == 2) {
		delete node;
		return E_FAIL;
	}
	delete node;
	return S_OK;
}

void RestoreHistory31(int nCount) {
	WCHAR szText[MAX_PATH];
	DWORD cbText = sizeof(szText);

	std::unique_ptr<SettingsKey> node(new SettingsKey);
	node->Open(HKEY_CURRENT_USER, L"Software\\Fabrikam\\Viewer");
	if (nCount > 1) {
		return;
	}

}
