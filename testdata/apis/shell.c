/* Every opener of the shell's libraries, once released and once not. The rule that reports stands on the line of the call. */
#include <windows.h>
#include <shlwapi.h>

void OpenUSKey_closed(void)
{
    HUSKEY settings;
    if (SHRegOpenUSKeyW(L"Software\\Contoso", KEY_READ, NULL, &settings, FALSE) == ERROR_SUCCESS)
        SHRegCloseUSKey(settings);
}

void OpenUSKey_leaked(void)
{
    HUSKEY user, machine;
    SHRegOpenUSKeyW(L"Software\\Contoso", KEY_READ, NULL, &user, FALSE); //~ leaked-user-key
    SHRegOpenUSKeyW(L"Software\\Contoso", KEY_READ, NULL, &machine, TRUE); //~ leaked-machine-key
}

void OpenUSKey_closed_wrongly(void)
{
    HUSKEY settings;
    if (SHRegOpenUSKeyW(L"Software\\Contoso", KEY_READ, NULL, &settings, FALSE) == ERROR_SUCCESS)
        RegCloseKey(settings); //~ wrong-closer
}

void CreateUSKey_closed(void)
{
    HUSKEY settings;
    if (SHRegCreateUSKeyW(L"Software\\Contoso", KEY_WRITE, NULL, &settings, SHREGSET_HKCU) == ERROR_SUCCESS)
        SHRegCloseUSKey(settings);
}

void CreateUSKey_leaked(void)
{
    HUSKEY user, machine;
    SHRegCreateUSKeyW(L"Software\\Contoso", KEY_WRITE, NULL, &user, SHREGSET_HKCU); //~ leaked-user-key
    SHRegCreateUSKeyW(L"Software\\Contoso", KEY_WRITE, NULL, &machine, SHREGSET_HKLM); //~ leaked-machine-key
}

void DuplicateHKey_closed(void)
{
    HKEY root = SHRegDuplicateHKey(HKEY_CURRENT_USER);
    if (root)
        RegCloseKey(root);
}

void DuplicateHKey_leaked(void)
{
    HKEY root = SHRegDuplicateHKey(HKEY_CURRENT_USER); //~ leaked-user-key
    RegDeleteValueW(root, L"Value");
}

void OpenRegStream_released(void)
{
    IStream *stream = SHOpenRegStreamW(HKEY_CURRENT_USER, L"Software\\Contoso", L"Layout", STGM_READ);
    if (stream)
        stream->lpVtbl->Release(stream);
}

void OpenRegStream_leaked(void)
{
    IStream *stream = SHOpenRegStreamW(HKEY_CURRENT_USER, L"Software\\Contoso", L"Layout", STGM_READ); //~ leaked-user-key
    if (!stream)
        return;
}

void OpenRegStream2_released(void)
{
    IStream *stream = SHOpenRegStream2W(HKEY_CURRENT_USER, L"Software\\Contoso", L"Layout", STGM_READ);
    if (stream)
        IStream_Release(stream);
}

void OpenRegStream2_leaked(void)
{
    IStream *stream = SHOpenRegStream2W(HKEY_CURRENT_USER, L"Software\\Contoso", L"Layout", STGM_READ); //~ leaked-user-key
    if (!stream)
        return;
}

void Shell32OpenRegStream_released(void)
{
    IStream *stream = OpenRegStream(HKEY_CURRENT_USER, L"Software\\Contoso", L"Layout", STGM_READ);
    if (stream)
        IStream_Release(stream);
}

void Shell32OpenRegStream_leaked(void)
{
    IStream *stream = OpenRegStream(HKEY_CURRENT_USER, L"Software\\Contoso", L"Layout", STGM_READ); //~ leaked-user-key
    if (!stream)
        return;
}

void PropertyBag_released(void)
{
    IPropertyBag *bag;
    if (SUCCEEDED(SHCreatePropertyBagOnRegKey(HKEY_CURRENT_USER, L"Software\\Contoso", STGM_READ, &IID_IPropertyBag, (void **)&bag)))
        IPropertyBag_Release(bag);
}

void PropertyBag_leaked(void)
{
    IPropertyBag *bag;
    SHCreatePropertyBagOnRegKey(HKEY_CURRENT_USER, L"Software\\Contoso", STGM_READ, &IID_IPropertyBag, (void **)&bag); //~ leaked-user-key
}

void CreatePropBag_released(ICreatePropBagOnRegKey *maker)
{
    IPropertyBag *bag;
    HRESULT hr = ICreatePropBagOnRegKey_Create(maker, HKEY_CURRENT_USER, L"Software\\Contoso", 0, KEY_READ, &IID_IPropertyBag, (void **)&bag);
    if (SUCCEEDED(hr))
        IPropertyBag_Release(bag);
}

void CreatePropBag_leaked(ICreatePropBagOnRegKey *maker)
{
    IPropertyBag *bag;
    ICreatePropBagOnRegKey_Create(maker, HKEY_CURRENT_USER, L"Software\\Contoso", 0, KEY_READ, &IID_IPropertyBag, (void **)&bag); //~ leaked-user-key
}

void AssocQueryKey_closed(void)
{
    HKEY key;
    if (SUCCEEDED(AssocQueryKeyW(0, ASSOCKEY_CLASS, L".txt", NULL, &key)))
        RegCloseKey(key);
}

void AssocQueryKey_leaked(void)
{
    HKEY key;
    AssocQueryKeyW(0, ASSOCKEY_CLASS, L".txt", NULL, &key); //~ leaked-user-key
}

void QueryAssociations_closed(IQueryAssociations *associations)
{
    HKEY key;
    if (SUCCEEDED(IQueryAssociations_GetKey(associations, 0, ASSOCKEY_CLASS, NULL, &key)))
        RegCloseKey(key);
}

void QueryAssociations_leaked(IQueryAssociations *associations)
{
    HKEY key;
    IQueryAssociations_GetKey(associations, 0, ASSOCKEY_CLASS, NULL, &key); //~ leaked-user-key
}

void GetAssocKeys_closed(IQueryAssociations *associations)
{
    HKEY key;
    if (SHGetAssocKeys(associations, &key, 1))
        RegCloseKey(key);
}

void GetAssocKeys_leaked(IQueryAssociations *associations)
{
    HKEY key;
    SHGetAssocKeys(associations, &key, 1); //~ leaked-user-key
}

void WriteableLow_closed(void)
{
    HKEY key;
    if (SUCCEEDED(IEGetWriteableLowHKCU(&key)))
        RegCloseKey(key);
}

void WriteableLow_leaked(void)
{
    HKEY key;
    IEGetWriteableLowHKCU(&key); //~ leaked-user-key
}

void IECreateKey_closed(void)
{
    HKEY key;
    if (SUCCEEDED(IERegCreateKeyEx(L"Software\\Contoso", 0, NULL, 0, KEY_WRITE, NULL, &key, NULL)))
        RegCloseKey(key);
}

void IECreateKey_leaked(void)
{
    HKEY key;
    IERegCreateKeyEx(L"Software\\Contoso", 0, NULL, 0, KEY_WRITE, NULL, &key, NULL); //~ leaked-user-key
}
