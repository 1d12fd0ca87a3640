//# identity = "specific-user"
//= verdict: no-component-owned-handle-found
//= says: calls RegDisablePredefinedCacheEx
//= no event
#include <comsvcs.h>

class Start : public IProcessInitializer
{
public:
    STDMETHODIMP Startup(IUnknown *) { return HRESULT_FROM_WIN32(RegDisablePredefinedCacheEx()); }
    STDMETHODIMP Shutdown() { return S_OK; }
};

DWORD Timeout()
{
    DWORD value = 30, size = sizeof(value);
    RegGetValueW(HKEY_CURRENT_USER, L"Software\\Contoso", L"Timeout", RRF_RT_REG_DWORD, nullptr, &value, &size);
    return value;
}
