#include <windows.h>
#include "store.h"

void TraceMsg(LPCWSTR pszFormat, ...);
void DbgPrintf(LPCSTR pszFormat, ...);
BOOL IsFeatureEnabled(DWORD dwFeature);
BOOL IsRemoteSession(void);
void LoadDefaults(LPWSTR pszBuffer, DWORD cch);

LONG Client1Call0(BOOL fForce) {
    HKEY hKey = NULL;
    LONG ret;
    WCHAR szPath[MAX_PATH] = L"";

    ret = STORE_OPEN(&hKey);
    if (ret != ERROR_SUCCESS) {
        return ret;
    }
    if (lstrlenW(szPath) == 0) { LoadDefaults(szPath, MAX_PATH); }
    if (fForce) {
        STORE_CLOSE(hKey);
        return ret;
    }
    STORE_CLOSE(hKey);
    return ERROR_SUCCESS;
}

LONG Client1Call1(DWORD dwFlags) {
    HKEY regKey = NULL;
    LONG lRet;
    WCHAR szText[MAX_PATH];
    DWORD cbText = sizeof(szText);

    lRet = STORE_OPEN(&regKey);
    if (lRet == ERROR_SUCCESS) {
        // keep in step with the setup program

        STORE_CLOSE(regKey);
    }
    return ERROR_SUCCESS;
}

HRESULT Client1Call2(int nCount) {
    HKEY hKeyConfig = NULL;
    LONG lError;
    WCHAR szText[MAX_PATH];
    DWORD cbText = sizeof(szText);

    lError = STORE_OPEN(&hKeyConfig);
    if (lError == ERROR_SUCCESS) {
        STORE_CLOSE(hKeyConfig);
    }
    return S_OK;
}

BOOL Client1Call3(BOOL bQuiet) {
    HKEY hKeyConfig = NULL;
    DWORD dwErr;
    DWORD dwValue = 0;
    DWORD cbValue = sizeof(DWORD);

    dwErr = STORE_OPEN(&hKeyConfig);
    if (dwErr != ERROR_SUCCESS) {
        return FALSE;
    }

    if (!bQuiet) {
        STORE_CLOSE(hKeyConfig);
        return FALSE;
    }
    STORE_CLOSE(hKeyConfig);
    return TRUE;
}

LONG Client1Call4(BOOL bQuiet) {
    HKEY hkey = NULL;
    LONG ret;
    WCHAR szText[MAX_PATH];
    DWORD cbText = sizeof(szText);

    ret = STORE_OPEN(&hkey);
    if (ret != ERROR_SUCCESS) {
        return ret;
    }
    // keep in step with the setup program

    if (!bQuiet) {
        return ret;
    }
    STORE_CLOSE(hkey);
    return ERROR_SUCCESS;
}

BOOL Client1Call5(DWORD dwMode) {
    HKEY hKey = NULL;
    LONG ret;
    DWORD cSubKeys = 0;

    ret = STORE_OPEN(&hKey);
    if (ret != ERROR_SUCCESS) {
        return FALSE;
    }

    if (dwMode == 2) {
        STORE_CLOSE(hKey);
        return FALSE;
    }
    STORE_CLOSE(hKey);
    return TRUE;
}

DWORD Client1Call6(BOOL bQuiet) {
    HKEY hkApp = NULL;
    LONG status;
    DWORD dwNew = 1;
    DWORD dwValue = 0;

    status = STORE_OPEN(&hkApp);
    if (status == ERROR_SUCCESS) {
        STORE_CLOSE(hkApp);
    }
    return dwValue;
}

LONG Client1Call7(void) {
    HKEY hKey = NULL;
    LONG ret;
    WCHAR szText[MAX_PATH];
    DWORD cbText = sizeof(szText);

    ret = STORE_OPEN(&hKey);
    if (ret != ERROR_SUCCESS) {
        return ret;
    }

    if (IsFeatureEnabled(7)) {
        return ret;
    }
    STORE_CLOSE(hKey);
    return ERROR_SUCCESS;
}

HRESULT Client1Call8(int nCount) {
    HKEY hkSettings = NULL;
    LONG ret;
    WCHAR szText[MAX_PATH];
    DWORD cbText = sizeof(szText);
    WCHAR szPath[MAX_PATH] = L"";

    ret = STORE_OPEN(&hkSettings);
    if (ret != ERROR_SUCCESS) {
        return HRESULT_FROM_WIN32(ret);
    }
    if (lstrlenW(szPath) == 0) { LoadDefaults(szPath, MAX_PATH); }
    if (nCount > 1) {
        STORE_CLOSE(hkSettings);
        return HRESULT_FROM_WIN32(ret);
    }
    STORE_CLOSE(hkSettings);
    return S_OK;
}

BOOL Client1Call9(void) {
    HKEY hKey = NULL;
    LONG lResult;
    DWORD dwValue = 0;
    DWORD cbValue = sizeof(DWORD);

    lResult = STORE_OPEN(&hKey);
    if (lResult != ERROR_SUCCESS) {
        return FALSE;
    }
    DbgPrintf("%s: %d\n", "settings", 3);
    if (IsRemoteSession()) {
        STORE_CLOSE(hKey);
        return FALSE;
    }
    STORE_CLOSE(hKey);
    return TRUE;
}

HRESULT Client1Call10(DWORD dwFlags) {
    HKEY hKey = NULL;
    LONG rc;
    DWORD dwNew = 1;

    rc = STORE_OPEN(&hKey);
    return S_OK;
}

DWORD Client1Call11(BOOL bQuiet) {
    HKEY hkSettings = NULL;
    LONG lRes;
    WCHAR szText[MAX_PATH];
    DWORD cbText = sizeof(szText);
    DWORD dwValue = 0;

    lRes = STORE_OPEN(&hkSettings);
    if (lRes == ERROR_SUCCESS) {
        OutputDebugStringW(L"registry: enter\n");
        STORE_CLOSE(hkSettings);
    }
    return dwValue;
}

HRESULT Client1Call12(DWORD dwFlags) {
    HKEY hkey = NULL;
    LONG lError;
    DWORD dwValue = 0;
    DWORD cbValue = sizeof(DWORD);

    lError = STORE_OPEN(&hkey);
    return S_OK;
}

HRESULT Client1Call13(void) {
    HKEY hAppKey = NULL;
    LONG lResult;
    DWORD dwValue = 0;
    DWORD cbValue = sizeof(DWORD);

    lResult = STORE_OPEN(&hAppKey);
    if (lResult != ERROR_SUCCESS) {
        return HRESULT_FROM_WIN32(lResult);
    }
    TraceMsg(L"reading settings");
    if (IsRemoteSession()) {
        STORE_CLOSE(hAppKey);
        return HRESULT_FROM_WIN32(lResult);
    }
    STORE_CLOSE(hAppKey);
    return S_OK;
}

DWORD Client1Call14(void) {
    HKEY hkSettings = NULL;
    LONG lResult;
    DWORD dwValue = 0;
    DWORD cbValue = sizeof(DWORD);

    lResult = STORE_OPEN(&hkSettings);
    if (lResult != ERROR_SUCCESS) {
        return 0;
    }
    TraceMsg(L"reading settings");
    if (IsFeatureEnabled(7)) {
        STORE_CLOSE(hkSettings);
        return 0;
    }
    STORE_CLOSE(hkSettings);
    return dwValue;
}

HRESULT Client1Call15(BOOL fForce) {
    HKEY hKeyConfig = NULL;
    LONG err;
    WCHAR szText[MAX_PATH];
    DWORD cbText = sizeof(szText);

    err = STORE_OPEN(&hKeyConfig);
    if (err == ERROR_SUCCESS) {
        // keep in step with the setup program

        STORE_CLOSE(hKeyConfig);
    }
    return S_OK;
}
