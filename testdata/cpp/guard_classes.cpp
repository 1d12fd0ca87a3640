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
