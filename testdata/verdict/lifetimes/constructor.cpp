//# identity = "specific-user"
//= verdict: may-break
//= says: alive at that time
//= 10006: Orders::Orders
#include <windows.h>
#include <comsvcs.h>

class Orders : public IObjectControl
{
public:
    Orders() { RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso", 0, KEY_READ, &m_key); } //~ warning user-key-in-object object-from-construction
    ~Orders() { RegCloseKey(m_key); }

    STDMETHODIMP Activate() { return S_OK; }
    STDMETHODIMP_(void) Deactivate() {}
    STDMETHODIMP_(BOOL) CanBePooled() { return FALSE; }

private:
    HKEY m_key = nullptr;
};
