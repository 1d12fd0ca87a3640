/* Certificate stores and providers, released and not. The rule that reports stands on the line of the call. */
#include <windows.h>
#include <wincrypt.h>

void Store_closed(void)
{
    HCERTSTORE store = CertOpenStore(CERT_STORE_PROV_SYSTEM, 0, 0, CERT_SYSTEM_STORE_CURRENT_USER, L"MY");
    if (store)
        CertCloseStore(store, 0);
}

BOOL Store_leaked(void)
{
    HCERTSTORE store = CertOpenStore(CERT_STORE_PROV_SYSTEM, 0, 0, CERT_SYSTEM_STORE_CURRENT_USER | CERT_STORE_READONLY_FLAG, L"MY"); //~ leaked-user-key
    return store != NULL;
}

BOOL Store_of_the_machine_leaked(void)
{
    HCERTSTORE store = CertOpenStore(CERT_STORE_PROV_SYSTEM, 0, 0, CERT_SYSTEM_STORE_LOCAL_MACHINE, L"MY"); //~ leaked-machine-key
    return store != NULL;
}

void Store_deleted_opens_nothing(void)
{
    CertOpenStore(CERT_STORE_PROV_SYSTEM, 0, 0, CERT_SYSTEM_STORE_CURRENT_USER | CERT_STORE_DELETE_FLAG, L"Contoso");
}

void SystemStore_closed(void)
{
    HCERTSTORE store = CertOpenSystemStoreW(0, L"MY");
    if (store)
        CertCloseStore(store, 0);
}

BOOL SystemStore_leaked(void)
{
    HCERTSTORE store = CertOpenSystemStoreW(0, L"MY"); //~ leaked-user-key
    return store != NULL;
}

void Store_closed_wrongly(void)
{
    HCERTSTORE store = CertOpenSystemStoreW(0, L"MY");
    if (store)
        CloseHandle(store); //~ wrong-closer
}

void Provider_released(void)
{
    HCRYPTPROV provider;
    if (CryptAcquireContextW(&provider, L"Contoso", NULL, PROV_RSA_FULL, 0))
        CryptReleaseContext(provider, 0);
}

void Provider_leaked(void)
{
    HCRYPTPROV provider;
    CryptAcquireContextW(&provider, L"Contoso", NULL, PROV_RSA_FULL, 0); //~ leaked-user-key
}

void Provider_without_a_users_keys_leaked(void)
{
    HCRYPTPROV verify, machine;
    CryptAcquireContextW(&verify, NULL, NULL, PROV_RSA_FULL, CRYPT_VERIFYCONTEXT | CRYPT_SILENT); //~ leaked-machine-key
    CryptAcquireContextW(&machine, L"Contoso", NULL, PROV_RSA_FULL, CRYPT_MACHINE_KEYSET); //~ leaked-machine-key
}

void Provider_deleted_opens_nothing(void)
{
    HCRYPTPROV provider;
    CryptAcquireContextW(&provider, L"Contoso", NULL, PROV_RSA_FULL, CRYPT_DELETEKEYSET);
}

HCERTSTORE Store_of_which_a_duplicate_is_closed(void)
{
    HCERTSTORE store = CertOpenSystemStoreW(0, L"MY");
    HCERTSTORE duplicate = CertDuplicateStore(store);
    CertCloseStore(duplicate, 0);
    CertEnumCertificatesInStore(store, NULL);
    return store;
}
