//# identity = "specific-user"
//= verdict: may-break
//= says: alive at that time
//= 10006: Orders::Construct
#include <comsvcs.h>

class Orders : public IObjectConstruct
{
public:
    STDMETHODIMP Construct(IDispatch *)
    {
        return HRESULT_FROM_WIN32(RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso", 0, KEY_READ, &m_key)); //~ warning user-key-in-object object-from-construction
    }

    ~Orders() { RegCloseKey(m_key); }

private:
    HKEY m_key = nullptr;
};
