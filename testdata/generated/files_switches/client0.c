#include <windows.h>
#include "store.h"

void LogError(LPCWSTR pszWhat, LONG lError);
void TraceMsg(LPCWSTR pszFormat, ...);
void DbgPrintf(LPCSTR pszFormat, ...);
void ReportFailure(UINT uId, DWORD dwError);
BOOL IsFeatureEnabled(DWORD dwFeature);
BOOL IsRemoteSession(void);
void LoadDefaults(LPWSTR pszBuffer, DWORD cch);
void UpdateCounter(DWORD dwWhich);

BOOL Client0Call0(DWORD dwFlags) {
    HKEY hKey = NULL;
    LONG lRes;
    WCHAR szText[MAX_PATH];
    DWORD cbText = sizeof(szText);

#ifdef CONTOSO_PER_USER
    lRes = RegOpenKeyW(HKEY_LOCAL_MACHINE, L"Software\\Tailspin\\Launcher\\History", &hKey);
    if (lRes != ERROR_SUCCESS) {
        return FALSE;
    }
#else
    lRes = ERROR_SUCCESS;
#endif
    UpdateCounter(2);
    if ((dwFlags & 1) != 0) {
#ifdef CONTOSO_PER_USER
        RegCloseKey(hKey);
#endif
        return FALSE;
    }
#if defined(CONTOSO_PER_USER)
    RegCloseKey(hKey);
#endif
    return TRUE;
}

BOOL Client0Call1(BOOL fForce) {
    HKEY hSettings = NULL;
    LONG lError;

#ifdef CONTOSO_PER_USER
    lError = RegOpenKeyExA(HKEY_CLASSES_ROOT, "Software\\Classes\\Contoso.Document", 0, KEY_READ | KEY_WRITE, &hSettings);
    if (lError != ERROR_SUCCESS) {
        ReportFailure(101, (DWORD)lError);
        return FALSE;
    }
#else
    lError = ERROR_SUCCESS;
#endif

    if (fForce) {
#ifdef CONTOSO_PER_USER
        RegCloseKey(hSettings);
#endif
        return FALSE;
    }
#if defined(CONTOSO_PER_USER)
    RegCloseKey(hSettings);
#endif
    return TRUE;
}

DWORD Client0Call2(void) {
    HKEY hkSettings = NULL;
    LONG lStatus;
    DWORD cSubKeys = 0;
    DWORD dwValue = 0;

    lStatus = STORE_OPEN(&hkSettings);
    if (lStatus != ERROR_SUCCESS) {
        return 0;
    }

    if (IsFeatureEnabled(7)) {
        STORE_CLOSE(hkSettings);
        return 0;
    }
    STORE_CLOSE(hkSettings);
    return dwValue;
}

HRESULT Client0Call3(void) {
    HKEY hkey = NULL;
    LONG lRet;
    WCHAR szText[MAX_PATH];
    DWORD cbText = sizeof(szText);
    WCHAR szPath[MAX_PATH] = L"";

    lRet = StoreOpen(&hkey);
    if (lRet != ERROR_SUCCESS) {
        return HRESULT_FROM_WIN32(lRet);
    }
    if (lstrlenW(szPath) == 0) { LoadDefaults(szPath, MAX_PATH); }
    if (IsRemoteSession()) {
        StoreClose(hkey);
        return HRESULT_FROM_WIN32(lRet);
    }
    StoreClose(hkey);
    return S_OK;
}

LONG Client0Call4(DWORD dwMode) {
    HKEY hAppKey = NULL;
    LONG err;
    DWORD dwValue = 0;
    DWORD cbValue = sizeof(DWORD);

    err = StoreOpen(&hAppKey);
    if (err != ERROR_SUCCESS) {
        return err;
    }

    if (dwMode == 2) {
        return err;
    }
    StoreClose(hAppKey);
    return ERROR_SUCCESS;
}

DWORD Client0Call5(DWORD dwFlags) {
    HKEY hkey = NULL;
    DWORD dwErr;
    DWORD cSubKeys = 0;

    dwErr = RegCreateKeyExW(HKEY_LOCAL_MACHINE, L"Software\\Microsoft\\Windows\\CurrentVersion\\Explorer\\Advanced", 0, NULL, REG_OPTION_NON_VOLATILE, KEY_WRITE, NULL, &hkey, NULL);
    if (dwErr != ERROR_SUCCESS) {
        LogError(L"open", dwErr);
        return dwErr;
    }
#ifndef FABRIKAM_TRACE
    RegQueryInfoKeyW(hkey, NULL, NULL, NULL, &cSubKeys, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
#else
    TraceMsg(L"%d", dwErr);
    if ((dwFlags & 1) != 0) {
        RegCloseKey(hkey);
        return dwErr;
    }
#endif
    RegCloseKey(hkey);
    return ERROR_SUCCESS;
}

LONG Client0Call6(BOOL bQuiet) {
    HKEY hSettings = NULL;
    LONG err;
    DWORD dwValue = 0;
    DWORD cbValue = sizeof(DWORD);

    err = StoreOpen(&hSettings);
    if (err != ERROR_SUCCESS) {
        return err;
    }

    if (!bQuiet) {
        return err;
    }
    StoreClose(hSettings);
    return ERROR_SUCCESS;
}

BOOL Client0Call7(BOOL fForce) {
    HKEY hKey = NULL;
    LONG err;
    WCHAR szText[MAX_PATH];
    DWORD cbText = sizeof(szText);

    err = STORE_OPEN(&hKey);
    if (err != ERROR_SUCCESS) {
        return FALSE;
    }
    // keep in step with the setup program

    if (fForce) {
        return FALSE;
    }
    STORE_CLOSE(hKey);
    return TRUE;
}

HRESULT Client0Call8(void) {
    HKEY hkApp = NULL;
    LONG lRet;
    DWORD dwNew = 1;

#ifndef FABRIKAM_TRACE
    lRet = RegOpenKeyExW(HKEY_LOCAL_MACHINE, L"Software\\Tailspin\\Launcher\\History", 0, KEY_QUERY_VALUE, &hkApp);
#else
    lRet = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Trace", 0, KEY_READ, &hkApp);
#endif
    if (lRet != ERROR_SUCCESS) {
        return HRESULT_FROM_WIN32(lRet);
    }
    DbgPrintf("%s: %d\n", "settings", 3);
    RegCloseKey(hkApp);
    return S_OK;
}

BOOL Client0Call9(void) {
    HKEY key = NULL;
    LONG lRet;
    WCHAR szText[MAX_PATH];
    DWORD cbText = sizeof(szText);
    DWORD dwTick = 0;

#ifdef CONTOSO_PER_USER
    lRet = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Fabrikam\\Viewer", 0, KEY_READ, &key);
    if (lRet != ERROR_SUCCESS) {
        return FALSE;
    }
#else
    lRet = ERROR_SUCCESS;
#endif
    dwTick = GetTickCount();
    if (IsRemoteSession()) {
#ifdef CONTOSO_PER_USER
        RegCloseKey(key);
#endif
        return FALSE;
    }
#if defined(CONTOSO_PER_USER)
    RegCloseKey(key);
#endif
    return TRUE;
}

DWORD Client0Call10(void) {
    HKEY hkSettings = NULL;
    LONG lError;
    WCHAR szText[MAX_PATH];
    DWORD cbText = sizeof(szText);
    WCHAR szName[64];
    DWORD dwValue = 0;

#ifdef CONTOSO_PER_USER
    lError = RegOpenKeyExA(HKEY_CURRENT_USER, "Software\\Fabrikam\\Viewer\\Recent Files", 0, KEY_READ, &hkSettings);
    if (lError != ERROR_SUCCESS) {
        ReportFailure(101, (DWORD)lError);
        return 0;
    }
#else
    lError = ERROR_SUCCESS;
#endif
    lstrcpynW(szName, L"default", 64);
    if (IsFeatureEnabled(7)) {
#ifdef CONTOSO_PER_USER

#endif
        return 0;
    }
#if defined(CONTOSO_PER_USER)
    RegCloseKey(hkSettings);
#endif
    return dwValue;
}

HRESULT Client0Call11(BOOL fForce) {
    HKEY hkey = NULL;
    LONG rc;
    DWORD dwValue = 0;
    DWORD cbValue = sizeof(DWORD);
    int i;
    DWORD dwHash = 5381;

    rc = StoreOpen(&hkey);
    if (rc != ERROR_SUCCESS) {
        return E_FAIL;
    }
    for (i = 0; i < 3; i++) { dwHash = dwHash * 33 + (DWORD)i; }
    if (fForce) {
        StoreClose(hkey);
        return E_FAIL;
    }
    StoreClose(hkey);
    return S_OK;
}

LONG Client0Call12(void) {
    HKEY hkey = NULL;
    LONG lRes;
    DWORD dwNew = 1;

    lRes = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Fabrikam\\Viewer", 0, KEY_QUERY_VALUE, &hkey);
    if (lRes != ERROR_SUCCESS) {
        return lRes;
    }
#ifndef FABRIKAM_TRACE
    RegSetValueExW(hkey, L"LastUser", 0, REG_DWORD, (const BYTE *)&dwNew, sizeof(dwNew));
#else
    TraceMsg(L"%d", lRes);
    if (IsRemoteSession()) {
        return lRes;
    }
#endif
    RegCloseKey(hkey);
    return ERROR_SUCCESS;
}

LONG Client0Call13(void) {
    HKEY hKeyConfig = NULL;
    LONG lError;
    DWORD dwValue = 0;
    DWORD cbValue = sizeof(DWORD);

    lError = RegOpenKeyExW(HKEY_CLASSES_ROOT, L"Software\\Litware\\Agent", 0, KEY_READ | KEY_WRITE, &hKeyConfig);
    if (lError != ERROR_SUCCESS) {
        TraceMsg(L"failed");
        return lError;
    }
#ifndef FABRIKAM_TRACE
    RegQueryValueExW(hKeyConfig, L"ServerName", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
#else
    TraceMsg(L"%d", lError);
    if (IsFeatureEnabled(7)) {
        RegCloseKey(hKeyConfig);
        return lError;
    }
#endif
    RegCloseKey(hKeyConfig);
    return ERROR_SUCCESS;
}

DWORD Client0Call14(DWORD dwMode) {
    HKEY hkSettings = NULL;
    LONG err;
    DWORD dwValue = 0;
    DWORD cbValue = sizeof(DWORD);

    err = StoreOpen(&hkSettings);
    if (err != ERROR_SUCCESS) {
        return 0;
    }

    if (dwMode == 2) {
        StoreClose(hkSettings);
        return 0;
    }
    StoreClose(hkSettings);
    return dwValue;
}

DWORD Client0Call15(DWORD dwFlags) {
    HKEY hSettings = NULL;
    DWORD dwErr;
    DWORD cSubKeys = 0;
    DWORD dwTick = 0;

    dwErr = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso\\Orders\\Settings", 0, KEY_ALL_ACCESS, &hSettings);
    if (dwErr != ERROR_SUCCESS) {
        ReportFailure(101, (DWORD)dwErr);
        return dwErr;
    }
#ifndef FABRIKAM_TRACE
    RegQueryInfoKeyW(hSettings, NULL, NULL, NULL, &cSubKeys, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
#else
    TraceMsg(L"%d", dwErr);
    if ((dwFlags & 1) != 0) {
        return dwErr;
    }
#endif
    RegCloseKey(hSettings);
    return ERROR_SUCCESS;
}
