// Objects that make the thread act for a client for as long as they live.

class ActAsClient {
public:
    explicit ActAsClient(HANDLE token) : m_done(ImpersonateLoggedOnUser(token)) {}
    ~ActAsClient()
    {
        if (m_done)
            RevertToSelf();
    }
    bool Done() const { return m_done != FALSE; }

private:
    BOOL m_done;
};

void ForClient(HANDLE token)
{
    RegDeleteValueW(HKEY_CURRENT_USER, L"Last");
    {
        ActAsClient guard(token);
        RegDeleteValueW(HKEY_CURRENT_USER, L"Last"); //~ user-root-under-impersonation
    }
    RegDeleteValueW(HKEY_CURRENT_USER, L"Last");
}

void ForMachine(HANDLE token)
{
    ActAsClient guard(token);
    RegDeleteValueW(HKEY_LOCAL_MACHINE, L"Last");
}

// WIL's guards.

void WilClient()
{
    {
        auto revert = wil::CoImpersonateClient();
        RegDeleteValueW(HKEY_CURRENT_USER, L"Last"); //~ user-root-under-impersonation
    }
    RegDeleteValueW(HKEY_CURRENT_USER, L"Last");
}

void WilToken(HANDLE token)
{
    auto revert = wil::impersonate_token(token);
    RegDeleteValueW(HKEY_CURRENT_USER, L"Last"); //~ user-root-under-impersonation
    revert.reset();
    RegDeleteValueW(HKEY_CURRENT_USER, L"Last");
}

// as it is recommended
DWORD WilRecommended(HANDLE token)
{
    DWORD value = 0, size = sizeof value;
    auto revert = wil::impersonate_token(token);
    wil::unique_hkey user;
    if (RegOpenCurrentUser(KEY_READ, &user) == ERROR_SUCCESS) //= scoped
        RegGetValueW(user.get(), L"Software\\Contoso", L"Culture", RRF_RT_REG_DWORD, nullptr, &value, &size);
    return value;
}
