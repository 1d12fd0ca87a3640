// Functions that open several keys have many ends; callers still learn of each key.
#include <windows.h>
#include <atlbase.h>

static bool OpenAll(const wchar_t *path, CRegKey &machine, CRegKey &user, CRegKey &policy, CRegKey &userPolicy)
{
    bool old = false;
    if (*path) {
        machine.Open(HKEY_LOCAL_MACHINE, path, KEY_READ); //= caller
        if (user.Open(HKEY_CURRENT_USER, L"Software\\Contoso", KEY_READ) != ERROR_SUCCESS) { //= caller
            if (user.Open(HKEY_CURRENT_USER, path, KEY_READ) == ERROR_SUCCESS) //= caller
                old = true;
        }
    }
    policy.Open(HKEY_LOCAL_MACHINE, L"Software\\Policies", KEY_READ); //= caller
    userPolicy.Open(HKEY_CURRENT_USER, L"Software\\Policies", KEY_READ); //= caller
    return old;
}

static int Version(const CRegKey &key);

int AllOnTheStack(const wchar_t *path)
{
    CRegKey machine, user, policy, userPolicy;
    bool old = OpenAll(path, machine, user, policy, userPolicy); //= scoped
    return old ? 1 : Version(user);
}

HKEY OneTakenOut(const wchar_t *path)
{
    CRegKey machine, user, policy, userPolicy;
    OpenAll(path, machine, user, policy, userPolicy); //= leaked //~ leaked-user-key
    HKEY taken = userPolicy.Detach();
    return taken ? nullptr : taken;
}
