#include <windows.h>
#include "store.h"

void LogError(LPCWSTR pszWhat, LONG lError);
void TraceMsg(LPCWSTR pszFormat, ...);
void ReportFailure(UINT uId, DWORD dwError);
BOOL IsRemoteSession(void);
void UpdateCounter(DWORD dwWhich);

LONG Client1Call0(BOOL bQuiet) {
    HKEY hkey = NULL;
    LONG lError;
    WCHAR szText[MAX_PATH];
    DWORD cbText = sizeof(szText);

#ifdef CONTOSO_PER_USER
    lError = RegCreateKeyW(HKEY_LOCAL_MACHINE, L"Environment", &hkey);
    if (lError != ERROR_SUCCESS) {
        LogError(L"RegOpenKeyEx failed", lError);
        return lError;
    }
#else
    lError = ERROR_SUCCESS;
#endif
    UpdateCounter(2);
    if (!bQuiet) {
#ifdef CONTOSO_PER_USER
        RegCloseKey(hkey);
#endif
        return lError;
    }
#if defined(CONTOSO_PER_USER)
    RegCloseKey(hkey);
#endif
    return ERROR_SUCCESS;
}

HRESULT Client1Call1(void) {
    HKEY hSettings = NULL;
    LONG lRet;

    lRet = RegCreateKeyExW(HKEY_LOCAL_MACHINE, L"Software\\Classes\\Contoso.Document", 0, NULL, REG_OPTION_NON_VOLATILE, KEY_READ, NULL, &hSettings, NULL);
    if (lRet != ERROR_SUCCESS) {
        LogError(L"settings", lRet);
        return E_FAIL;
    }
#ifndef FABRIKAM_TRACE
    RegDeleteValueW(hSettings, L"Theme");
#else
    TraceMsg(L"%d", lRet);
    if (IsRemoteSession()) {
        RegCloseKey(hSettings);
        return E_FAIL;
    }
#endif
    RegCloseKey(hSettings);
    return S_OK;
}

BOOL Client1Call2(int nCount) {
    HKEY regKey = NULL;
    LONG lError;
    WCHAR szText[MAX_PATH];
    DWORD cbText = sizeof(szText);

    lError = RegCreateKeyExW(HKEY_CURRENT_USER, L"Software\\Tailspin\\Launcher\\History", 0, NULL, REG_OPTION_NON_VOLATILE, KEY_ALL_ACCESS, NULL, &regKey, NULL);
    if (lError != ERROR_SUCCESS) {
        return FALSE;
    }
#ifndef FABRIKAM_TRACE
    RegQueryValueExW(regKey, L"Language", NULL, NULL, (LPBYTE)szText, &cbText);
#else
    TraceMsg(L"%d", lError);
    if (nCount > 1) {
        return FALSE;
    }
#endif
    RegCloseKey(regKey);
    return TRUE;
}

DWORD Client1Call3(DWORD dwFlags) {
    HKEY hAppKey = NULL;
    DWORD dwErr;
    DWORD dwValue = 0;
    DWORD cbValue = sizeof(DWORD);

    dwErr = RegOpenKeyExA(HKEY_LOCAL_MACHINE, "Software\\Classes\\Contoso.Document", 0, KEY_READ, &hAppKey);
    if (dwErr != ERROR_SUCCESS) {
        LogError(L"open", dwErr);
        return 0;
    }
#ifndef FABRIKAM_TRACE
    RegQueryValueExW(hAppKey, L"LastUser", NULL, NULL, (LPBYTE)&dwValue, &cbValue);
#else
    TraceMsg(L"%d", dwErr);
    if ((dwFlags & 1) != 0) {
        RegCloseKey(hAppKey);
        return 0;
    }
#endif
    RegCloseKey(hAppKey);
    return dwValue;
}

HRESULT Client1Call4(void) {
    HKEY hKey = NULL;
    LONG rc;
    WCHAR szText[MAX_PATH];
    DWORD cbText = sizeof(szText);

    rc = RegOpenKeyExW(HKEY_CLASSES_ROOT, L"Software\\Tailspin\\Launcher\\History", 0, KEY_WRITE, &hKey);
    if (rc != ERROR_SUCCESS) {
        TraceMsg(L"failed");
        return E_FAIL;
    }
#ifndef FABRIKAM_TRACE
    RegQueryValueExW(hKey, L"ServerName", NULL, NULL, (LPBYTE)szText, &cbText);
#else
    TraceMsg(L"%d", rc);
    if (IsRemoteSession()) {
        RegCloseKey(hKey);
        return E_FAIL;
    }
#endif
    RegCloseKey(hKey);
    return S_OK;
}

LONG Client1Call5(void) {
    HKEY hSettings = NULL;
    LONG lRes;
    DWORD cSubKeys = 0;

#ifndef FABRIKAM_TRACE
    lRes = RegOpenKeyExW(HKEY_CLASSES_ROOT, L"Software\\Proseware\\Editor\\Fonts", 0, KEY_READ | KEY_WRITE, &hSettings);
#else
    lRes = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Trace", 0, KEY_READ, &hSettings);
#endif
    if (lRes != ERROR_SUCCESS) {
        return lRes;
    }
    UpdateCounter(2);
    RegCloseKey(hSettings);
    return ERROR_SUCCESS;
}

LONG Client1Call6(DWORD dwFlags) {
    HKEY hKey = NULL;
    LONG err;

#ifndef FABRIKAM_TRACE
    err = RegOpenKeyExW(HKEY_LOCAL_MACHINE, L"Software\\Contoso\\Print\\Queues", 0, KEY_READ | KEY_WRITE, &hKey);
#else
    err = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Trace", 0, KEY_READ, &hKey);
#endif
    if (err != ERROR_SUCCESS) {
        return err;
    }

    RegCloseKey(hKey);
    return ERROR_SUCCESS;
}

LONG Client1Call7(BOOL fForce) {
    HKEY hkApp = NULL;
    LONG lStatus;

    lStatus = StoreOpen(&hkApp);
    if (lStatus != ERROR_SUCCESS) {
        return lStatus;
    }

    if (fForce) {
        StoreClose(hkApp);
        return lStatus;
    }
    StoreClose(hkApp);
    return ERROR_SUCCESS;
}

DWORD Client1Call8(void) {
    HKEY hSettings = NULL;
    LONG lError;
    WCHAR szText[MAX_PATH];
    DWORD cbText = sizeof(szText);
    DWORD dwValue = 0;

    lError = StoreOpen(&hSettings);
    if (lError != ERROR_SUCCESS) {
        return 0;
    }

    if (IsRemoteSession()) {
        StoreClose(hSettings);
        return 0;
    }
    StoreClose(hSettings);
    return dwValue;
}

DWORD Client1Call9(DWORD dwMode) {
    HKEY hkSettings = NULL;
    LONG lResult;
    DWORD dwValue = 0;
    DWORD cbValue = sizeof(DWORD);

#ifndef FABRIKAM_TRACE
    lResult = RegOpenKeyExA(HKEY_CURRENT_USER, "Software\\Contoso\\Print\\Queues", 0, KEY_READ | KEY_WRITE, &hkSettings);
#else
    lResult = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Trace", 0, KEY_READ, &hkSettings);
#endif
    if (lResult != ERROR_SUCCESS) {
        return 0;
    }
    OutputDebugStringW(L"registry: enter\n");
    RegCloseKey(hkSettings);
    return dwValue;
}

DWORD Client1Call10(int nCount) {
    HKEY hSettings = NULL;
    LONG ret;
    DWORD cSubKeys = 0;
    DWORD dwValue = 0;

    ret = RegCreateKeyExW(HKEY_CURRENT_USER, L"Control Panel\\Desktop", 0, NULL, REG_OPTION_NON_VOLATILE, KEY_QUERY_VALUE, NULL, &hSettings, NULL);
    if (ret != ERROR_SUCCESS) {
        ReportFailure(101, (DWORD)ret);
        return 0;
    }
#ifndef FABRIKAM_TRACE
    RegQueryInfoKeyW(hSettings, NULL, NULL, NULL, &cSubKeys, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
#else
    TraceMsg(L"%d", ret);
    if (nCount > 1) {
        RegCloseKey(hSettings);
        return 0;
    }
#endif
    RegCloseKey(hSettings);
    return dwValue;
}

HRESULT Client1Call11(DWORD dwMode) {
    HKEY hAppKey = NULL;
    LONG lStatus;
    DWORD cSubKeys = 0;

#ifdef CONTOSO_PER_USER
    lStatus = RegOpenKeyExW(HKEY_LOCAL_MACHINE, L"Printers\\Connections", 0, KEY_READ, &hAppKey);
    if (lStatus != ERROR_SUCCESS) {
        TraceMsg(L"failed");
        return HRESULT_FROM_WIN32(lStatus);
    }
#else
    lStatus = ERROR_SUCCESS;
#endif
    // keep in step with the setup program

    if (dwMode == 2) {
#ifdef CONTOSO_PER_USER

#endif
        return HRESULT_FROM_WIN32(lStatus);
    }
#if defined(CONTOSO_PER_USER)
    RegCloseKey(hAppKey);
#endif
    return S_OK;
}

BOOL Client1Call12(void) {
    HKEY hkey = NULL;
    LONG status;
    DWORD cSubKeys = 0;

#ifndef FABRIKAM_TRACE
    status = RegCreateKeyW(HKEY_USERS, L"Network", &hkey);
#else
    status = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Trace", 0, KEY_READ, &hkey);
#endif
    if (status != ERROR_SUCCESS) {
        return FALSE;
    }
    UpdateCounter(2);
    RegCloseKey(hkey);
    return TRUE;
}

LONG Client1Call13(BOOL fForce) {
    HKEY hkSettings = NULL;
    LONG lError;
    WCHAR szText[MAX_PATH];
    DWORD cbText = sizeof(szText);

#ifdef CONTOSO_PER_USER
    lError = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Fabrikam\\Viewer", 0, KEY_ALL_ACCESS, &hkSettings);
    if (lError != ERROR_SUCCESS) {
        ReportFailure(101, (DWORD)lError);
        return lError;
    }
#else
    lError = ERROR_SUCCESS;
#endif

    if (fForce) {
#ifdef CONTOSO_PER_USER
        RegCloseKey(hkSettings);
#endif
        return lError;
    }
#if defined(CONTOSO_PER_USER)
    RegCloseKey(hkSettings);
#endif
    return ERROR_SUCCESS;
}

LONG Client1Call14(BOOL fForce) {
    HKEY key = NULL;
    LONG ret;
    DWORD dwValue = 0;
    DWORD cbValue = sizeof(DWORD);
    int i;
    DWORD dwHash = 5381;

    ret = StoreOpen(&key);
    if (ret != ERROR_SUCCESS) {
        return ret;
    }
    for (i = 0; i < 3; i++) { dwHash = dwHash * 33 + (DWORD)i; }
    if (fForce) {
        StoreClose(key);
        return ret;
    }
    StoreClose(key);
    return ERROR_SUCCESS;
}

BOOL Client1Call15(void) {
    HKEY hKey = NULL;
    DWORD dwErr;

    dwErr = RegCreateKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso\\Print\\Queues", 0, NULL, REG_OPTION_NON_VOLATILE, KEY_QUERY_VALUE, NULL, &hKey, NULL);
    if (dwErr != ERROR_SUCCESS) {
        LogError(L"settings", dwErr);
        return FALSE;
    }
#ifndef FABRIKAM_TRACE
    RegDeleteValueW(hKey, L"ProxyServer");
#else
    TraceMsg(L"%d", dwErr);
    if (IsRemoteSession()) {
        RegCloseKey(hKey);
        return FALSE;
    }
#endif
    RegCloseKey(hKey);
    return TRUE;
}
