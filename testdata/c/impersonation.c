// For whom the thread acts when it uses a predefined key, and what a predefined key stands for.
#include <windows.h>

HRESULT FailureIsNoImpersonation(void)
{
    HKEY key;
    HRESULT hr = CoImpersonateClient();
    if (FAILED(hr)) {
        RegDeleteValueW(HKEY_CURRENT_USER, L"Last");
        return hr;
    }
    if (RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso", 0, KEY_READ, &key) == ERROR_SUCCESS) //= scoped //~ user-root-under-impersonation
        RegCloseKey(key);
    CoRevertToSelf();
    RegDeleteValueW(HKEY_CURRENT_USER, L"Last");
    return S_OK;
}

RPC_STATUS Rpc(void)
{
    RPC_STATUS status = RpcImpersonateClient(NULL);
    if (status != RPC_S_OK)
        return status;
    RegDeleteKeyW(HKEY_CLASSES_ROOT, L".contoso"); //~ user-root-under-impersonation
    return RpcRevertToSelf();
}

void OnlyIfAsked(HANDLE token, BOOL other)
{
    if (other && !ImpersonateLoggedOnUser(token))
        return;
    RegDeleteKeyW(HKEY_CURRENT_USER, L"Software\\Contoso\\Cache"); //~ user-root-under-impersonation
    if (other)
        RevertToSelf();
    RegDeleteKeyW(HKEY_CURRENT_USER, L"Software\\Contoso\\Cache");
}

void Pipe(HANDLE pipe)
{
    HKEY user;
    if (!ImpersonateNamedPipeClient(pipe))
        return;
    if (RegOpenCurrentUser(KEY_READ, &user) == ERROR_SUCCESS) { //= scoped
        RegDeleteValueW(user, L"Last");
        RegCloseKey(user);
    }
    RevertToSelf();
}

void Thread(HANDLE token)
{
    SetThreadToken(NULL, token);
    RegDeleteValueW(HKEY_CURRENT_USER, L"Last"); //~ user-root-under-impersonation
    SetThreadToken(NULL, NULL);
    RegDeleteValueW(HKEY_CURRENT_USER, L"Last");
}

static void BackToSelf(void)
{
    RevertToSelf();
    RegDeleteValueW(HKEY_LOCAL_MACHINE, L"Busy");
}

void RevertedByAHelper(HANDLE token)
{
    ImpersonateLoggedOnUser(token);
    BackToSelf();
    RegDeleteValueW(HKEY_CURRENT_USER, L"Last");
}

static BOOL ActForClient(HANDLE token)
{
    return ImpersonateLoggedOnUser(token);
}

void BegunByAHelper(HANDLE token)
{
    if (!ActForClient(token))
        return;
    RegDeleteValueW(HKEY_CURRENT_USER, L"Last"); //~ user-root-under-impersonation
    RevertToSelf();
}

BOOL RestoredOnOnePathOnly(HKEY key)
{
    if (RegOverridePredefKey(HKEY_CLASSES_ROOT, key)) //~ predefined-key-left-overridden
        return FALSE;
    if (!RegisterAll())
        return FALSE;
    RegOverridePredefKey(HKEY_CLASSES_ROOT, NULL);
    return TRUE;
}

BOOL RestoredOnEveryPath(HKEY key)
{
    BOOL done = FALSE;
    if (RegOverridePredefKey(HKEY_CLASSES_ROOT, key))
        return FALSE;
    if (!RegisterAll())
        goto out;
    done = TRUE;
out:
    RegOverridePredefKey(HKEY_CLASSES_ROOT, NULL);
    return done;
}

// Given a token, it makes the predefined key stand for that user's; given none, it takes that back.
static BOOL Redirect(HANDLE token)
{
    HKEY classes = NULL;
    LSTATUS status;
    if (token != NULL && RegOpenUserClassesRoot(token, 0, KEY_READ, &classes) != ERROR_SUCCESS) //= scoped
        return FALSE;
    status = RegOverridePredefKey(HKEY_CLASSES_ROOT, classes);
    if (classes != NULL)
        RegCloseKey(classes);
    return status == ERROR_SUCCESS;
}

void Redirected(HANDLE token)
{
    if (Redirect(token)) {
        RegisterAll();
        Redirect(NULL);
    }
}

void WritesForClient(HANDLE pipe, REGSAM rights)
{
    HKEY user;
    if (!ImpersonateNamedPipeClient(pipe))
        return;
    if (RegOpenCurrentUser(KEY_SET_VALUE, &user) == ERROR_SUCCESS) //= scoped //~ key-of-unloaded-user
        RegCloseKey(user);
    if (RegOpenCurrentUser(rights, &user) == ERROR_SUCCESS) //= scoped
        RegCloseKey(user);
    RevertToSelf();
}
