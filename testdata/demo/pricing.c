/* The component's object. COM+ pools it: one object serves many calls and lives as long as the application. */
#include "pricing.h"

/* {51D2E0C4-7B19-4C46-8E0F-6A3D9C825B17} */
const IID IID_IPricing = {0x51d2e0c4, 0x7b19, 0x4c46, {0x8e, 0x0f, 0x6a, 0x3d, 0x9c, 0x82, 0x5b, 0x17}};

typedef struct Pricing {
    IPricing iface;
    LONG references;
    HKEY customers; /* HKCU\Software\Contoso\Pricing\Customers */
} Pricing;

static HRESULT STDMETHODCALLTYPE Pricing_QueryInterface(IPricing *iface, REFIID iid, void **object)
{
    if (!IsEqualIID(iid, &IID_IUnknown) && !IsEqualIID(iid, &IID_IPricing)) {
        *object = NULL;
        return E_NOINTERFACE;
    }
    iface->lpVtbl->AddRef(iface);
    *object = iface;
    return S_OK;
}

static ULONG STDMETHODCALLTYPE Pricing_AddRef(IPricing *iface)
{
    Pricing *self = (Pricing *)iface;
    return InterlockedIncrement(&self->references);
}

static ULONG STDMETHODCALLTYPE Pricing_Release(IPricing *iface)
{
    Pricing *self = (Pricing *)iface;
    ULONG left = InterlockedDecrement(&self->references);
    if (left == 0) {
        if (self->customers != NULL)
            RegCloseKey(self->customers);
        HeapFree(GetProcessHeap(), 0, self);
        InterlockedDecrement(&g_objects);
    }
    return left;
}

/* The customer's own discount, or else the standard one. */
static HRESULT STDMETHODCALLTYPE Pricing_GetDiscount(IPricing *iface, LPCWSTR customer, DWORD *percent)
{
    HKEY key;
    DWORD size = sizeof(*percent);
    LSTATUS status;

    (void)iface;
    status = RegOpenKeyExW(HKEY_CURRENT_USER, PRICING_DISCOUNTS, 0, KEY_QUERY_VALUE, &key);
    if (status != ERROR_SUCCESS)
        return HRESULT_FROM_WIN32(status);

    if (customer == NULL)
        return E_INVALIDARG;

    status = RegQueryValueExW(key, customer, NULL, NULL, (BYTE *)percent, &size);
    if (status == ERROR_FILE_NOT_FOUND) {
        *percent = Settings_ReadNumber(L"StandardDiscount", 0);
        status = ERROR_SUCCESS;
    }
    RegCloseKey(key);
    return HRESULT_FROM_WIN32(status);
}

static HRESULT STDMETHODCALLTYPE Pricing_GetCurrency(IPricing *iface, WCHAR *code, DWORD length)
{
    (void)iface;
    return Locale_Currency(code, length);
}

/* Which program shows a price list of this kind. Every path closes the key. */
static HRESULT STDMETHODCALLTYPE Pricing_GetViewer(IPricing *iface, LPCWSTR extension, WCHAR *progid, DWORD length)
{
    HKEY key = NULL;
    DWORD size = length * sizeof(WCHAR), type;
    HRESULT hr;

    (void)iface;
    hr = HRESULT_FROM_WIN32(RegOpenKeyExW(HKEY_CLASSES_ROOT, extension, 0, KEY_QUERY_VALUE, &key));
    if (FAILED(hr))
        goto done;
    hr = HRESULT_FROM_WIN32(RegQueryValueExW(key, NULL, NULL, &type, (BYTE *)progid, &size));
    if (SUCCEEDED(hr) && type != REG_SZ)
        hr = E_UNEXPECTED;

done:
    if (key != NULL)
        RegCloseKey(key);
    return hr;
}

/* Opens the customers once, on the first call that needs them. */
static HRESULT STDMETHODCALLTYPE Pricing_Remember(IPricing *iface, LPCWSTR customer, DWORD percent)
{
    Pricing *self = (Pricing *)iface;

    if (self->customers == NULL) {
        LSTATUS status = RegCreateKeyW(HKEY_CURRENT_USER, PRICING_CUSTOMERS, &self->customers);
        if (status != ERROR_SUCCESS)
            return HRESULT_FROM_WIN32(status);
    }
    return HRESULT_FROM_WIN32(
        RegSetValueExW(self->customers, customer, 0, REG_DWORD, (const BYTE *)&percent, sizeof(percent)));
}

static const IPricingVtbl pricing_vtbl = {
    Pricing_QueryInterface, Pricing_AddRef,    Pricing_Release,  Pricing_GetDiscount,
    Pricing_GetCurrency,    Pricing_GetViewer, Pricing_Remember,
};

HRESULT Pricing_Create(REFIID iid, void **object)
{
    HRESULT hr;
    Pricing *self = HeapAlloc(GetProcessHeap(), HEAP_ZERO_MEMORY, sizeof(*self));
    if (self == NULL)
        return E_OUTOFMEMORY;
    self->iface.lpVtbl = &pricing_vtbl;
    self->references = 1;
    InterlockedIncrement(&g_objects);
    hr = Pricing_QueryInterface(&self->iface, iid, object);
    Pricing_Release(&self->iface);
    return hr;
}
