/* The class factory and the entry points of the DLL. */
#include "pricing.h"

LONG g_objects;

/* {8F3C5A71-6C0B-4D3E-9A55-2B7F0C1D4E90} */
const CLSID CLSID_Pricing = {0x8f3c5a71, 0x6c0b, 0x4d3e, {0x9a, 0x55, 0x2b, 0x7f, 0x0c, 0x1d, 0x4e, 0x90}};

static HRESULT STDMETHODCALLTYPE Factory_QueryInterface(IClassFactory *self, REFIID iid, void **object)
{
    if (IsEqualIID(iid, &IID_IUnknown) || IsEqualIID(iid, &IID_IClassFactory)) {
        *object = self;
        return S_OK;
    }
    *object = NULL;
    return E_NOINTERFACE;
}

static ULONG STDMETHODCALLTYPE Factory_AddRef(IClassFactory *self)
{
    (void)self;
    return 2;
}

static ULONG STDMETHODCALLTYPE Factory_Release(IClassFactory *self)
{
    (void)self;
    return 1;
}

static HRESULT STDMETHODCALLTYPE Factory_CreateInstance(IClassFactory *self, IUnknown *outer, REFIID iid, void **object)
{
    (void)self;
    if (outer != NULL)
        return CLASS_E_NOAGGREGATION;
    return Pricing_Create(iid, object);
}

static HRESULT STDMETHODCALLTYPE Factory_LockServer(IClassFactory *self, BOOL lock)
{
    (void)self;
    if (lock)
        InterlockedIncrement(&g_objects);
    else
        InterlockedDecrement(&g_objects);
    return S_OK;
}

static IClassFactoryVtbl factory_vtbl = {
    Factory_QueryInterface, Factory_AddRef, Factory_Release, Factory_CreateInstance, Factory_LockServer,
};

static IClassFactory factory = {&factory_vtbl};

STDAPI DllGetClassObject(REFCLSID clsid, REFIID iid, void **object)
{
    if (!IsEqualCLSID(clsid, &CLSID_Pricing))
        return CLASS_E_CLASSNOTAVAILABLE;
    return IClassFactory_QueryInterface(&factory, iid, object);
}

STDAPI DllCanUnloadNow(void)
{
    return g_objects == 0 ? S_OK : S_FALSE;
}
