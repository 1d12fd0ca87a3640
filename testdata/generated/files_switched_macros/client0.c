#include <windows.h>
#include "store.h"

void DbgPrintf(LPCSTR pszFormat, ...);
BOOL IsFeatureEnabled(DWORD dwFeature);
BOOL IsRemoteSession(void);
void LoadDefaults(LPWSTR pszBuffer, DWORD cch);

LONG Client0Call0(DWORD dwMode) {
    HKEY hkey = NULL;
    LONG ret;
    DWORD dwValue = 0;
    DWORD cbValue = sizeof(DWORD);

    ret = STORE_OPEN(&hkey);
    if (ret != ERROR_SUCCESS) {
        return ret;
    }
    /* the value is optional */
    if (dwMode == 2) {
        STORE_CLOSE(hkey);
        return ret;
    }
    STORE_CLOSE(hkey);
    return ERROR_SUCCESS;
}

DWORD Client0Call1(void) {
    HKEY hkApp = NULL;
    LONG err;
    WCHAR szText[MAX_PATH];
    DWORD cbText = sizeof(szText);
    DWORD dwTick = 0;
    DWORD dwValue = 0;

    err = STORE_OPEN(&hkApp);
    if (err != ERROR_SUCCESS) {
        return 0;
    }
    dwTick = GetTickCount();
    if (IsRemoteSession()) {
        STORE_CLOSE(hkApp);
        return 0;
    }
    STORE_CLOSE(hkApp);
    return dwValue;
}

DWORD Client0Call2(void) {
    HKEY key = NULL;
    LONG lRes;
    DWORD dwValue = 0;

    lRes = STORE_OPEN(&key);
    if (lRes != ERROR_SUCCESS) {
        return 0;
    }
    OutputDebugStringW(L"registry: enter\n");
    if (IsFeatureEnabled(7)) {
        return 0;
    }
    STORE_CLOSE(key);
    return dwValue;
}

DWORD Client0Call3(int nCount) {
    HKEY hkApp = NULL;
    DWORD dwErr;
    WCHAR szText[MAX_PATH];
    DWORD cbText = sizeof(szText);
    int i;
    DWORD dwHash = 5381;
    DWORD dwValue = 0;

    dwErr = STORE_OPEN(&hkApp);
    if (dwErr == ERROR_SUCCESS) {
        for (i = 0; i < 3; i++) { dwHash = dwHash * 33 + (DWORD)i; }
        STORE_CLOSE(hkApp);
    }
    return dwValue;
}

LONG Client0Call4(DWORD dwFlags) {
    HKEY regKey = NULL;
    LONG rc;
    WCHAR szText[MAX_PATH];
    DWORD cbText = sizeof(szText);
    WCHAR szPath[MAX_PATH] = L"";

    rc = STORE_OPEN(&regKey);
    if (rc == ERROR_SUCCESS) {
        if (lstrlenW(szPath) == 0) { LoadDefaults(szPath, MAX_PATH); }
        STORE_CLOSE(regKey);
    }
    return ERROR_SUCCESS;
}

HRESULT Client0Call5(void) {
    HKEY hkey = NULL;
    LONG lError;
    WCHAR szText[MAX_PATH];
    DWORD cbText = sizeof(szText);

    lError = STORE_OPEN(&hkey);
    if (lError != ERROR_SUCCESS) {
        return E_FAIL;
    }

    if (IsRemoteSession()) {
        STORE_CLOSE(hkey);
        return E_FAIL;
    }
    STORE_CLOSE(hkey);
    return S_OK;
}

BOOL Client0Call6(DWORD dwFlags) {
    HKEY hSettings = NULL;
    LONG rc;
    DWORD dwValue = 0;
    DWORD cbValue = sizeof(DWORD);

    rc = STORE_OPEN(&hSettings);
    if (rc != ERROR_SUCCESS) {
        return FALSE;
    }

    if ((dwFlags & 1) != 0) {
        STORE_CLOSE(hSettings);
        return FALSE;
    }
    STORE_CLOSE(hSettings);
    return TRUE;
}

DWORD Client0Call7(DWORD dwMode) {
    HKEY hKeyConfig = NULL;
    LONG rc;
    DWORD dwValue = 0;
    DWORD cbValue = sizeof(DWORD);
    int i;
    DWORD dwHash = 5381;

    rc = STORE_OPEN(&hKeyConfig);
    if (rc == ERROR_SUCCESS) {
        for (i = 0; i < 3; i++) { dwHash = dwHash * 33 + (DWORD)i; }
        STORE_CLOSE(hKeyConfig);
    }
    return dwValue;
}

BOOL Client0Call8(DWORD dwMode) {
    HKEY hkSettings = NULL;
    DWORD dwErr;
    DWORD dwValue = 0;
    DWORD cbValue = sizeof(DWORD);

    dwErr = STORE_OPEN(&hkSettings);
    if (dwErr != ERROR_SUCCESS) {
        return FALSE;
    }
    /* the value is optional */
    if (dwMode == 2) {
        STORE_CLOSE(hkSettings);
        return FALSE;
    }
    STORE_CLOSE(hkSettings);
    return TRUE;
}

LONG Client0Call9(void) {
    HKEY hkSettings = NULL;
    LONG ret;
    DWORD dwValue = 0;
    DWORD cbValue = sizeof(DWORD);

    ret = STORE_OPEN(&hkSettings);
    if (ret == ERROR_SUCCESS) {
        STORE_CLOSE(hkSettings);
    }
    return ERROR_SUCCESS;
}

DWORD Client0Call10(DWORD dwMode) {
    HKEY hSettings = NULL;
    LONG rc;
    DWORD dwValue = 0;
    DWORD cbValue = sizeof(DWORD);

    rc = STORE_OPEN(&hSettings);
    if (rc == ERROR_SUCCESS) {
        DbgPrintf("%s: %d\n", "settings", 3);
        STORE_CLOSE(hSettings);
    }
    return dwValue;
}

DWORD Client0Call11(void) {
    HKEY hkSettings = NULL;
    LONG ret;
    DWORD dwNew = 1;
    DWORD dwValue = 0;

    ret = STORE_OPEN(&hkSettings);
    if (ret != ERROR_SUCCESS) {
        return 0;
    }
    OutputDebugStringW(L"registry: enter\n");
    if (IsRemoteSession()) {
        return 0;
    }
    STORE_CLOSE(hkSettings);
    return dwValue;
}

LONG Client0Call12(DWORD dwMode) {
    HKEY key = NULL;
    LONG ret;
    DWORD dwValue = 0;
    DWORD cbValue = sizeof(DWORD);

    ret = STORE_OPEN(&key);
    if (ret == ERROR_SUCCESS) {
        STORE_CLOSE(key);
    }
    return ERROR_SUCCESS;
}

HRESULT Client0Call13(void) {
    HKEY hKey = NULL;
    LONG status;
    DWORD dwValue = 0;
    DWORD cbValue = sizeof(DWORD);

    status = STORE_OPEN(&hKey);
    if (status == ERROR_SUCCESS) {
        // keep in step with the setup program

        STORE_CLOSE(hKey);
    }
    return S_OK;
}

BOOL Client0Call14(BOOL bQuiet) {
    HKEY regKey = NULL;
    LONG lStatus;
    DWORD dwValue = 0;
    DWORD cbValue = sizeof(DWORD);

    lStatus = STORE_OPEN(&regKey);
    if (lStatus != ERROR_SUCCESS) {
        return FALSE;
    }
    DbgPrintf("%s: %d\n", "settings", 3);
    if (!bQuiet) {
        STORE_CLOSE(regKey);
        return FALSE;
    }
    STORE_CLOSE(regKey);
    return TRUE;
}

DWORD Client0Call15(void) {
    HKEY regKey = NULL;
    LONG lError;
    DWORD dwNew = 1;
    int i;
    DWORD dwHash = 5381;
    DWORD dwValue = 0;

    lError = STORE_OPEN(&regKey);
    if (lError == ERROR_SUCCESS) {
        for (i = 0; i < 3; i++) { dwHash = dwHash * 33 + (DWORD)i; }
        STORE_CLOSE(regKey);
    }
    return dwValue;
}
