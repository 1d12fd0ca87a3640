#include <windows.h>
#include "store.h"

void LogError(LPCWSTR pszWhat, LONG lError);
void TraceMsg(LPCWSTR pszFormat, ...);
void DbgPrintf(LPCSTR pszFormat, ...);
BOOL IsFeatureEnabled(DWORD dwFeature);
BOOL IsRemoteSession(void);
void LoadDefaults(LPWSTR pszBuffer, DWORD cch);

BOOL Client0Call0(DWORD dwFlags) {
    HKEY hKey = NULL;
    LONG lRes;
    WCHAR szText[MAX_PATH];
    DWORD cbText = sizeof(szText);

    lRes = RegOpenKeyW(HKEY_LOCAL_MACHINE, L"Software\\Tailspin\\Launcher\\History", &hKey);
    if (lRes != ERROR_SUCCESS) {
        return FALSE;
    }
#ifndef FABRIKAM_TRACE
    RegQueryValueExW(hKey, L"ServerName", NULL, NULL, (LPBYTE)szText, &cbText);
#else
    TraceMsg(L"%d", lRes);
    if ((dwFlags & 1) != 0) {
        RegCloseKey(hKey);
        return FALSE;
    }
#endif
    RegCloseKey(hKey);
    return TRUE;
}

BOOL Client0Call1(BOOL fForce) {
    HKEY hSettings = NULL;
    LONG lError;

#ifndef FABRIKAM_TRACE
    lError = RegOpenKeyExA(HKEY_CLASSES_ROOT, "Software\\Classes\\Contoso.Document", 0, KEY_READ | KEY_WRITE, &hSettings);
#else
    lError = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Trace", 0, KEY_READ, &hSettings);
#endif
    if (lError != ERROR_SUCCESS) {
        return FALSE;
    }

    RegCloseKey(hSettings);
    return TRUE;
}

DWORD Client0Call2(void) {
    HKEY hkSettings = NULL;
    LONG lStatus;
    DWORD cSubKeys = 0;
    DWORD dwValue = 0;

    lStatus = StoreOpen(&hkSettings);
    if (lStatus != ERROR_SUCCESS) {
        return 0;
    }

    if (IsFeatureEnabled(7)) {
        StoreClose(hkSettings);
        return 0;
    }
    StoreClose(hkSettings);
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

    err = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Tailspin\\Launcher\\History", 0, KEY_READ | KEY_WRITE, &hAppKey);
    if (err != ERROR_SUCCESS) {
        return err;
    }
#ifndef FABRIKAM_TRACE
    RegQueryValueExW(hAppKey, L"Timeout", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
#else
    TraceMsg(L"%d", err);
    if (dwMode == 2) {
        return err;
    }
#endif
    RegCloseKey(hAppKey);
    return ERROR_SUCCESS;
}

DWORD Client0Call5(DWORD dwFlags) {
    HKEY hkey = NULL;
    DWORD dwErr;
    DWORD cSubKeys = 0;

#ifdef CONTOSO_PER_USER
    dwErr = RegCreateKeyExW(HKEY_LOCAL_MACHINE, L"Software\\Microsoft\\Windows\\CurrentVersion\\Explorer\\Advanced", 0, NULL, REG_OPTION_NON_VOLATILE, KEY_WRITE, NULL, &hkey, NULL);
    if (dwErr != ERROR_SUCCESS) {
        LogError(L"open", dwErr);
        return dwErr;
    }
#else
    dwErr = ERROR_SUCCESS;
#endif

    if ((dwFlags & 1) != 0) {
#ifdef CONTOSO_PER_USER
        RegCloseKey(hkey);
#endif
        return dwErr;
    }
#if defined(CONTOSO_PER_USER)
    RegCloseKey(hkey);
#endif
    return ERROR_SUCCESS;
}

LONG Client0Call6(BOOL bQuiet) {
    HKEY hSettings = NULL;
    LONG err;
    DWORD dwValue = 0;
    DWORD cbValue = sizeof(DWORD);

#ifndef FABRIKAM_TRACE
    err = RegOpenKeyW(HKEY_USERS, L"Software\\Fabrikam\\Viewer", &hSettings);
#else
    err = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Trace", 0, KEY_READ, &hSettings);
#endif
    if (err != ERROR_SUCCESS) {
        return err;
    }

    RegCloseKey(hSettings);
    return ERROR_SUCCESS;
}

BOOL Client0Call7(BOOL fForce) {
    HKEY hKey = NULL;
    LONG err;
    WCHAR szText[MAX_PATH];
    DWORD cbText = sizeof(szText);

    err = StoreOpen(&hKey);
    if (err != ERROR_SUCCESS) {
        return FALSE;
    }
    // keep in step with the setup program

    if (fForce) {
        return FALSE;
    }
    StoreClose(hKey);
    return TRUE;
}

HRESULT Client0Call8(void) {
    HKEY hkApp = NULL;
    LONG lRet;
    DWORD dwNew = 1;

    lRet = StoreOpen(&hkApp);
    if (lRet != ERROR_SUCCESS) {
        return HRESULT_FROM_WIN32(lRet);
    }
    DbgPrintf("%s: %d\n", "settings", 3);
    if (IsFeatureEnabled(7)) {
        return HRESULT_FROM_WIN32(lRet);
    }
    StoreClose(hkApp);
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

#ifndef FABRIKAM_TRACE
    lError = RegOpenKeyExA(HKEY_CURRENT_USER, "Software\\Fabrikam\\Viewer\\Recent Files", 0, KEY_READ, &hkSettings);
#else
    lError = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Trace", 0, KEY_READ, &hkSettings);
#endif
    if (lError != ERROR_SUCCESS) {
        return 0;
    }
    lstrcpynW(szName, L"default", 64);
    RegCloseKey(hkSettings);
    return dwValue;
}

HRESULT Client0Call11(BOOL fForce) {
    HKEY hkey = NULL;
    LONG rc;
    DWORD dwValue = 0;
    DWORD cbValue = sizeof(DWORD);
    int i;
    DWORD dwHash = 5381;

#ifdef CONTOSO_PER_USER
    rc = RegOpenKeyExW(HKEY_USERS, L"Software\\Classes\\Contoso.Document", 0, KEY_READ, &hkey);
    if (rc != ERROR_SUCCESS) {
        LogError(L"cannot read the key", rc);
        return E_FAIL;
    }
#else
    rc = ERROR_SUCCESS;
#endif
    for (i = 0; i < 3; i++) { dwHash = dwHash * 33 + (DWORD)i; }
    if (fForce) {
#ifdef CONTOSO_PER_USER
        RegCloseKey(hkey);
#endif
        return E_FAIL;
    }
#if defined(CONTOSO_PER_USER)
    RegCloseKey(hkey);
#endif
    return S_OK;
}

LONG Client0Call12(void) {
    HKEY hkey = NULL;
    LONG lRes;
    DWORD dwNew = 1;

#ifdef CONTOSO_PER_USER
    lRes = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Fabrikam\\Viewer", 0, KEY_QUERY_VALUE, &hkey);
    if (lRes != ERROR_SUCCESS) {
        return lRes;
    }
#else
    lRes = ERROR_SUCCESS;
#endif

    if (IsRemoteSession()) {
#ifdef CONTOSO_PER_USER

#endif
        return lRes;
    }
#if defined(CONTOSO_PER_USER)
    RegCloseKey(hkey);
#endif
    return ERROR_SUCCESS;
}

LONG Client0Call13(void) {
    HKEY hKeyConfig = NULL;
    LONG lError;
    DWORD dwValue = 0;
    DWORD cbValue = sizeof(DWORD);

#ifndef FABRIKAM_TRACE
    lError = RegOpenKeyExW(HKEY_CLASSES_ROOT, L"Software\\Litware\\Agent", 0, KEY_READ | KEY_WRITE, &hKeyConfig);
#else
    lError = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Trace", 0, KEY_READ, &hKeyConfig);
#endif
    if (lError != ERROR_SUCCESS) {
        return lError;
    }
    OutputDebugStringW(L"registry: enter\n");
    RegCloseKey(hKeyConfig);
    return ERROR_SUCCESS;
}

DWORD Client0Call14(DWORD dwMode) {
    HKEY hkSettings = NULL;
    LONG err;
    DWORD dwValue = 0;
    DWORD cbValue = sizeof(DWORD);

    err = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso\\Orders", 0, KEY_READ, &hkSettings);
    if (err != ERROR_SUCCESS) {
        return 0;
    }
#ifndef FABRIKAM_TRACE
    RegQueryValueExW(hkSettings, L"AutoStart", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
#else
    TraceMsg(L"%d", err);
    if (dwMode == 2) {
        RegCloseKey(hkSettings);
        return 0;
    }
#endif
    RegCloseKey(hkSettings);
    return dwValue;
}

DWORD Client0Call15(DWORD dwFlags) {
    HKEY hSettings = NULL;
    DWORD dwErr;
    DWORD cSubKeys = 0;
    DWORD dwTick = 0;

#ifndef FABRIKAM_TRACE
    dwErr = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso\\Orders\\Settings", 0, KEY_ALL_ACCESS, &hSettings);
#else
    dwErr = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Trace", 0, KEY_READ, &hSettings);
#endif
    if (dwErr != ERROR_SUCCESS) {
        return dwErr;
    }
    dwTick = GetTickCount();
    RegCloseKey(hSettings);
    return ERROR_SUCCESS;
}
