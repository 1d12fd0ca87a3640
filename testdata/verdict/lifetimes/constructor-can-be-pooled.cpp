//# identity = "specific-user"
//= verdict: breaks-at-log-off
//= says: COM+ pools these objects
#include <windows.h>
#include <comsvcs.h>

class Orders : public IObjectControl
{
public:
    Orders() { RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso", 0, KEY_READ, &m_key); } //~ error user-key-in-object pooled-object
    ~Orders() { RegCloseKey(m_key); }

    STDMETHODIMP Activate() { return S_OK; }
    STDMETHODIMP_(void) Deactivate() {}
    STDMETHODIMP_(BOOL) CanBePooled() { return TRUE; }

private:
    HKEY m_key = nullptr;
};
