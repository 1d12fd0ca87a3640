//# identity = "specific-user"
//= verdict: breaks-at-log-off
//= says: a class factory keeps it
//= 10006: OrdersMaker::CreateInstance
#include <windows.h>

class OrdersMaker : public IClassFactory
{
public:
    STDMETHODIMP CreateInstance(IUnknown *, REFIID, void **)
    {
        if (m_key == nullptr)
            RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso", 0, KEY_READ, &m_key); //~ error user-key-in-object class-factory
        return S_OK;
    }

private:
    HKEY m_key = nullptr;
};
