//# identity = "specific-user"
//# jit = true
//= verdict: may-break
//= not: if an object is activated
//= 10006: Orders::Activate
#include <windows.h>
#include <comsvcs.h>

class Orders : public IObjectControl
{
public:
    STDMETHODIMP Activate()
    {
        return HRESULT_FROM_WIN32(RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso", 0, KEY_READ, &m_key)); //~ note user-key-in-object activation
    }

    STDMETHODIMP_(void) Deactivate()
    {
        if (m_key != nullptr) {
            RegCloseKey(m_key);
            m_key = nullptr;
        }
    }

    STDMETHODIMP_(BOOL) CanBePooled() { return TRUE; }

    LSTATUS Read(BYTE *data, DWORD *size) { return RegQueryValueExW(m_key, L"Value", nullptr, nullptr, data, size); }

private:
    HKEY m_key = nullptr;
};
