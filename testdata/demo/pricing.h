/* Contoso.Pricing: a COM+ component that quotes prices. It runs in a server application under a user account of its own. */
#ifndef CONTOSO_PRICING_H
#define CONTOSO_PRICING_H

#define COBJMACROS
#include <windows.h>
#include <ole2.h>

extern const CLSID CLSID_Pricing;
extern const IID IID_IPricing;
extern LONG g_objects;

#define PRICING_SETTINGS L"Software\\Contoso\\Pricing"
#define PRICING_CUSTOMERS PRICING_SETTINGS L"\\Customers"
#define PRICING_DISCOUNTS PRICING_SETTINGS L"\\Discounts"

/* Leaves the function when a call failed. */
#define CHECK(call)             \
    do {                        \
        HRESULT hr_ = (call);   \
        if (FAILED(hr_))        \
            return hr_;         \
    } while (0)

typedef struct IPricing IPricing;

typedef struct IPricingVtbl {
    HRESULT(STDMETHODCALLTYPE *QueryInterface)(IPricing *self, REFIID iid, void **object);
    ULONG(STDMETHODCALLTYPE *AddRef)(IPricing *self);
    ULONG(STDMETHODCALLTYPE *Release)(IPricing *self);
    HRESULT(STDMETHODCALLTYPE *GetDiscount)(IPricing *self, LPCWSTR customer, DWORD *percent);
    HRESULT(STDMETHODCALLTYPE *GetCurrency)(IPricing *self, WCHAR *code, DWORD length);
    HRESULT(STDMETHODCALLTYPE *GetViewer)(IPricing *self, LPCWSTR extension, WCHAR *progid, DWORD length);
    HRESULT(STDMETHODCALLTYPE *Remember)(IPricing *self, LPCWSTR customer, DWORD percent);
} IPricingVtbl;

struct IPricing {
    const IPricingVtbl *lpVtbl;
};

HRESULT Pricing_Create(REFIID iid, void **object);

/* settings.c */
DWORD Settings_ReadNumber(LPCWSTR name, DWORD otherwise);
HRESULT Settings_WriteNumber(LPCWSTR name, DWORD value);
LSTATUS Settings_CountCustomers(DWORD *count);

/* locale.c */
HRESULT Locale_Currency(WCHAR *code, DWORD length);

#endif
