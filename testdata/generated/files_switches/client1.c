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

#ifndef FABRIKAM_TRACE
    lError = RegCreateKeyW(HKEY_LOCAL_MACHINE, L"Environment", &hkey);
#else
    lError = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Trace", 0, KEY_READ, &hkey);
#endif
    if (lError != ERROR_SUCCESS) {
        return lError;
    }
    UpdateCounter(2);
    RegCloseKey(hkey);
    return ERROR_SUCCESS;
}

HRESULT Client1Call1(void) {
    HKEY hSettings = NULL;
    LONG lRet;

#ifndef FABRIKAM_TRACE
    lRet = RegCreateKeyExW(HKEY_LOCAL_MACHINE, L"Software\\Classes\\Contoso.Document", 0, NULL, REG_OPTION_NON_VOLATILE, KEY_READ, NULL, &hSettings, NULL);
#else
    lRet = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Trace", 0, KEY_READ, &hSettings);
#endif
    if (lRet != ERROR_SUCCESS) {
        return E_FAIL;
    }

    RegCloseKey(hSettings);
    return S_OK;
}

BOOL Client1Call2(int nCount) {
    HKEY regKey = NULL;
    LONG lError;
    WCHAR szText[MAX_PATH];
    DWORD cbText = sizeof(szText);

    lError = STORE_OPEN(&regKey);
    if (lError != ERROR_SUCCESS) {
        return FALSE;
    }
    OutputDebugStringW(L"registry: enter\n");
    if (nCount > 1) {
        return FALSE;
    }
    STORE_CLOSE(regKey);
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

#ifdef CONTOSO_PER_USER
    lRes = RegOpenKeyExW(HKEY_CLASSES_ROOT, L"Software\\Proseware\\Editor\\Fonts", 0, KEY_READ | KEY_WRITE, &hSettings);
    if (lRes != ERROR_SUCCESS) {
        LogError(L"open", lRes);
        return lRes;
    }
#else
    lRes = ERROR_SUCCESS;
#endif
    UpdateCounter(2);
    if (IsRemoteSession()) {
#ifdef CONTOSO_PER_USER
        RegCloseKey(hSettings);
#endif
        return lRes;
    }
#if defined(CONTOSO_PER_USER)
    RegCloseKey(hSettings);
#endif
    return ERROR_SUCCESS;
}

LONG Client1Call6(DWORD dwFlags) {
    HKEY hKey = NULL;
    LONG err;

    err = StoreOpen(&hKey);
    if (err != ERROR_SUCCESS) {
        return err;
    }

    if ((dwFlags & 1) != 0) {
        StoreClose(hKey);
        return err;
    }
    StoreClose(hKey);
    return ERROR_SUCCESS;
}

LONG Client1Call7(BOOL fForce) {
    HKEY hkApp = NULL;
    LONG lStatus;

#ifdef CONTOSO_PER_USER
    lStatus = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso\\Orders\\Settings", 0, KEY_READ | KEY_WRITE, &hkApp);
    if (lStatus != ERROR_SUCCESS) {
        return lStatus;
    }
#else
    lStatus = ERROR_SUCCESS;
#endif

    if (fForce) {
#ifdef CONTOSO_PER_USER
        RegCloseKey(hkApp);
#endif
        return lStatus;
    }
#if defined(CONTOSO_PER_USER)
    RegCloseKey(hkApp);
#endif
    return ERROR_SUCCESS;
}

DWORD Client1Call8(void) {
    HKEY hSettings = NULL;
    LONG lError;
    WCHAR szText[MAX_PATH];
    DWORD cbText = sizeof(szText);
    DWORD dwValue = 0;

#ifndef FABRIKAM_TRACE
    lError = RegCreateKeyW(HKEY_CURRENT_USER, L"Printers\\Connections", &hSettings);
#else
    lError = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Trace", 0, KEY_READ, &hSettings);
#endif
    if (lError != ERROR_SUCCESS) {
        return 0;
    }

    RegCloseKey(hSettings);
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

    ret = STORE_OPEN(&hSettings);
    if (ret != ERROR_SUCCESS) {
        return 0;
    }

    if (nCount > 1) {
        STORE_CLOSE(hSettings);
        return 0;
    }
    STORE_CLOSE(hSettings);
    return dwValue;
}

HRESULT Client1Call11(DWORD dwMode) {
    HKEY hAppKey = NULL;
    LONG lStatus;
    DWORD cSubKeys = 0;

#ifndef FABRIKAM_TRACE
    lStatus = RegOpenKeyExW(HKEY_LOCAL_MACHINE, L"Printers\\Connections", 0, KEY_READ, &hAppKey);
#else
    lStatus = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Trace", 0, KEY_READ, &hAppKey);
#endif
    if (lStatus != ERROR_SUCCESS) {
        return HRESULT_FROM_WIN32(lStatus);
    }
    // keep in step with the setup program

    RegCloseKey(hAppKey);
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

    lError = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Fabrikam\\Viewer", 0, KEY_ALL_ACCESS, &hkSettings);
    if (lError != ERROR_SUCCESS) {
        ReportFailure(101, (DWORD)lError);
        return lError;
    }
#ifndef FABRIKAM_TRACE
    RegQueryValueExW(hkSettings, L"AutoStart", NULL, NULL, (LPBYTE)szText, &cbText);
#else
    TraceMsg(L"%d", lError);
    if (fForce) {
        RegCloseKey(hkSettings);
        return lError;
    }
#endif
    RegCloseKey(hkSettings);
    return ERROR_SUCCESS;
}

LONG Client1Call14(BOOL fForce) {
    HKEY key = NULL;
    LONG ret;
    DWORD dwValue = 0;
    DWORD cbValue = sizeof(DWORD);
    int i;
    DWORD dwHash = 5381;

#ifdef CONTOSO_PER_USER
    ret = RegOpenKeyExW(HKEY_CLASSES_ROOT, L"Printers\\Connections", 0, KEY_QUERY_VALUE, &key);
    if (ret != ERROR_SUCCESS) {
        TraceMsg(L"failed");
        return ret;
    }
#else
    ret = ERROR_SUCCESS;
#endif
    for (i = 0; i < 3; i++) { dwHash = dwHash * 33 + (DWORD)i; }
    if (fForce) {
#ifdef CONTOSO_PER_USER
        RegCloseKey(key);
#endif
        return ret;
    }
#if defined(CONTOSO_PER_USER)
    RegCloseKey(key);
#endif
    return ERROR_SUCCESS;
}

BOOL Client1Call15(void) {
    HKEY hKey = NULL;
    DWORD dwErr;

#ifndef FABRIKAM_TRACE
    dwErr = RegCreateKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso\\Print\\Queues", 0, NULL, REG_OPTION_NON_VOLATILE, KEY_QUERY_VALUE, NULL, &hKey, NULL);
#else
    dwErr = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Trace", 0, KEY_READ, &hKey);
#endif
    if (dwErr != ERROR_SUCCESS) {
        return FALSE;
    }

    RegCloseKey(hKey);
    return TRUE;
}
