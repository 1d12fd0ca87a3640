//# identity = "local-system"
//= verdict: may-break
//= says: whatever account the process runs under
//= event: has opened key \REGISTRY\USER\<SID>
#include <windows.h>

/* The caller's settings, kept: the hive is the caller's, and pinned when that user logs off. */
static HKEY caller;

HRESULT Remember(void)
{
    HRESULT hr = CoImpersonateClient();
    if (FAILED(hr))
        return hr;
    if (caller == NULL)
        RegOpenCurrentUser(KEY_READ, &caller); //~ error user-key-in-static static
    CoRevertToSelf();
    return S_OK;
}
