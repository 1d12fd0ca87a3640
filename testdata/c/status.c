// The status of an open, tested in every way that code tests it.
#include <windows.h>

#define KEY_NAME L"Software\\Contoso\\Orders"

LSTATUS TestedDirectly(DWORD *value)
{
    HKEY key;
    DWORD size = sizeof(*value);
    LSTATUS status;
    if (RegOpenKeyExW(HKEY_CURRENT_USER, KEY_NAME, 0, KEY_READ, &key) != ERROR_SUCCESS) //= scoped
        return ERROR_FILE_NOT_FOUND;
    status = RegQueryValueExW(key, L"Timeout", NULL, NULL, (BYTE *)value, &size);
    RegCloseKey(key);
    return status;
}

LSTATUS EarlyReturn(DWORD *value)
{
    HKEY key;
    DWORD size = sizeof(*value);
    LSTATUS status = RegOpenKeyExW(HKEY_CURRENT_USER, KEY_NAME, 0, KEY_READ, &key); //= leaked //~ leaked-user-key
    if (status != ERROR_SUCCESS)
        return status;
    status = RegQueryValueExW(key, L"Timeout", NULL, NULL, (BYTE *)value, &size);
    if (status != ERROR_SUCCESS)
        return status;
    RegCloseKey(key);
    return ERROR_SUCCESS;
}

void TestedLater(DWORD *value)
{
    HKEY key;
    LSTATUS opened = RegOpenKeyExW(HKEY_CURRENT_USER, KEY_NAME, 0, KEY_READ, &key); //= scoped
    LogLine("opening");
    if (!opened) {
        DWORD size = sizeof(*value);
        RegQueryValueExW(key, L"Timeout", NULL, NULL, (BYTE *)value, &size);
    }
    LogLine("read");
    if (opened == ERROR_SUCCESS)
        RegCloseKey(key);
}

HRESULT ThroughHresult(DWORD *value)
{
    HKEY key;
    DWORD size = sizeof(*value);
    HRESULT hr = HRESULT_FROM_WIN32(RegOpenKeyExW(HKEY_CURRENT_USER, KEY_NAME, 0, KEY_READ, &key)); //= scoped
    if (FAILED(hr))
        return hr;
    hr = HRESULT_FROM_WIN32(RegQueryValueExW(key, L"Timeout", NULL, NULL, (BYTE *)value, &size));
    if (SUCCEEDED(hr) && *value == 0)
        hr = E_FAIL;
    RegCloseKey(key);
    return hr;
}

HRESULT ThroughHresultLeaks(DWORD *value)
{
    HKEY key;
    DWORD size = sizeof(*value);
    LSTATUS status = RegOpenKeyExW(HKEY_CURRENT_USER, KEY_NAME, 0, KEY_READ, &key); //= leaked //~ leaked-user-key
    HRESULT hr = HRESULT_FROM_WIN32(status);
    if (SUCCEEDED(hr)) {
        hr = HRESULT_FROM_WIN32(RegQueryValueExW(key, L"Timeout", NULL, NULL, (BYTE *)value, &size));
        if (SUCCEEDED(hr))
            RegCloseKey(key);
    }
    return hr;
}

BOOL Chain(HKEY *unused)
{
    HKEY user, sub;
    BOOL ok = FALSE;
    if (!RegOpenKeyExW(HKEY_CURRENT_USER, L"Software", 0, KEY_READ, &user)) { //= scoped
        if (!RegOpenKeyExW(user, L"Contoso", 0, KEY_READ, &sub) && IsReady()) { //= leaked //~ leaked-user-key
            ok = TRUE;
            RegCloseKey(sub);
        }
        RegCloseKey(user);
    }
    return ok;
}

BOOL ChainClosed(void)
{
    HKEY user = NULL, sub = NULL;
    BOOL ok = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software", 0, KEY_READ, &user) == ERROR_SUCCESS && //= scoped
              RegOpenKeyExW(user, L"Contoso", 0, KEY_READ, &sub) == ERROR_SUCCESS;                  //= scoped
    if (sub)
        RegCloseKey(sub);
    if (user)
        RegCloseKey(user);
    return ok;
}

LSTATUS Either(BOOL create)
{
    HKEY key;
    LSTATUS status = create ? RegCreateKeyExW(HKEY_CURRENT_USER, KEY_NAME, 0, NULL, 0, KEY_READ, NULL, &key, NULL) //= scoped
                            : RegOpenKeyExW(HKEY_CURRENT_USER, KEY_NAME, 0, KEY_READ, &key);                       //= scoped
    if (status == ERROR_SUCCESS)
        RegCloseKey(key);
    return status;
}

int Switched(void)
{
    HKEY key;
    switch (RegOpenKeyExW(HKEY_CURRENT_USER, KEY_NAME, 0, KEY_READ, &key)) { //= scoped
    case ERROR_SUCCESS:
        RegCloseKey(key);
        return 1;
    case ERROR_FILE_NOT_FOUND:
        return 0;
    default:
        return -1;
    }
}

int SwitchedLeaks(int mode)
{
    HKEY key;
    if (RegOpenKeyExW(HKEY_CURRENT_USER, KEY_NAME, 0, KEY_READ, &key)) //= leaked //~ leaked-user-key
        return -1;
    switch (mode) {
    case 1:
        RegCloseKey(key);
        break;
    case 2:
        LogLine("kept");
        break;
    default:
        RegCloseKey(key);
    }
    return 0;
}

LSTATUS Accumulated(void)
{
    HKEY first = NULL, second = NULL;
    LSTATUS failed = 0;
    failed |= RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\A", 0, KEY_READ, &first);  //= scoped
    failed |= RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\B", 0, KEY_READ, &second); //= scoped
    if (!failed) {
        RegCloseKey(second);
        RegCloseKey(first);
        return 0;
    }
    if (first)
        RegCloseKey(first);
    if (second)
        RegCloseKey(second);
    return failed;
}

LSTATUS AccumulatedLeaks(void)
{
    HKEY first, second;
    LSTATUS failed = 0;
    failed |= RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\A", 0, KEY_READ, &first);  //= leaked //~ leaked-user-key
    failed |= RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\B", 0, KEY_READ, &second); //= leaked //~ leaked-user-key
    if (failed)
        return failed;
    RegCloseKey(second);
    RegCloseKey(first);
    return 0;
}

LSTATUS ThroughNtStatus(OBJECT_ATTRIBUTES *attributes)
{
    HANDLE key;
    LSTATUS status = RtlNtStatusToDosError(NtOpenKey(&key, KEY_READ, attributes)); //= scoped
    if (status == ERROR_FILE_NOT_FOUND)
        return ERROR_INVALID_DATA;
    else if (status != ERROR_SUCCESS)
        return status;
    NtClose(key);
    return ERROR_SUCCESS;
}

LSTATUS ThroughNtStatusLeaks(OBJECT_ATTRIBUTES *attributes)
{
    HANDLE key;
    NTSTATUS status = NtOpenKey(&key, KEY_READ, attributes); //= leaked //~ leaked-key-of-unknown-root
    if (RtlNtStatusToDosError(status) == ERROR_SUCCESS)
        return ERROR_SUCCESS;
    return RtlNtStatusToDosError(status);
}

// The other answer of the open is not what the variable held before.
LSTATUS ClosedUnlessNew(void)
{
    HKEY key;
    DWORD made = 0;
    if (RegCreateKeyExW(HKEY_CURRENT_USER, KEY_NAME, 0, NULL, 0, KEY_WRITE, NULL, &key, &made)) //= leaked //~ leaked-user-key
        return ERROR_ACCESS_DENIED;
    if (made != REG_CREATED_NEW_KEY)
        RegCloseKey(key);
    return ERROR_SUCCESS;
}

// No header tells what the code of the error is; it is one of Windows', and those are not zero.
static LSTATUS OpenNamed(LPCWSTR name, HKEY *key)
{
    if (!name)
        return ERROR_NDIS_DOT11_AP_BAND_NOT_ALLOWED;
    return RegOpenKeyExW(HKEY_CURRENT_USER, name, 0, KEY_READ, key); //= caller
}

LSTATUS ClosesNamed(LPCWSTR name)
{
    HKEY key;
    LSTATUS status = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\A", 0, KEY_READ, &key); //= scoped
    if (status)
        return status;
    RegCloseKey(key);
    status = OpenNamed(name, &key); //= scoped
    if (!status)
        RegCloseKey(key);
    return status;
}

// A status that is named, but listed nowhere, is a failure if its name says so.
static NTSTATUS OpenBelowMachine(HANDLE *key, UNICODE_STRING *name, ULONG length)
{
    OBJECT_ATTRIBUTES attributes;
    if (length > 0xFFFE)
        return STATUS_NAME_TOO_LONG;
    InitializeObjectAttributes(&attributes, name, OBJ_CASE_INSENSITIVE, NULL, NULL);
    return NtOpenKey(key, KEY_READ, &attributes); //= caller
}

void OpensTwoAfterAnother(UNICODE_STRING *first, UNICODE_STRING *second)
{
    HANDLE key;
    if (NT_SUCCESS(OpenBelowMachine(&key, first, first->Length))) { //= scoped
        NtDeleteKey(key);
        NtClose(key);
    }
    if (NT_SUCCESS(OpenBelowMachine(&key, second, second->Length))) { //= scoped
        NtDeleteKey(key);
        NtClose(key);
    }
}

static HRESULT OpenPin(HKEY *key, int pins)
{
    if (pins == 0)
        return VFW_E_NOT_FOUND;
    return HRESULT_FROM_WIN32(RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso", 0, KEY_READ, key)); //= caller
}

HRESULT OpensPinTwice(int pins)
{
    HKEY key;
    HRESULT hr = OpenPin(&key, pins); //= scoped
    if (FAILED(hr))
        return hr;
    RegCloseKey(key);
    hr = OpenPin(&key, pins - 1); //= scoped
    if (FAILED(hr))
        return hr;
    RegCloseKey(key);
    return S_OK;
}

// A status by a name of its own, or one of the system's that no table lists: it is negative.
#define CONTOSO_E_CLOSED ((HRESULT)0x80040201L)

static HRESULT OpenIfOpenForBusiness(BOOL closed, HKEY *key)
{
    if (closed)
        return CONTOSO_E_CLOSED;
    return HRESULT_FROM_WIN32(RegOpenKeyExW(HKEY_CURRENT_USER, KEY_NAME, 0, KEY_READ, key)); //= caller
}

void OpenedTwiceByHresult(BOOL closed)
{
    HKEY key;
    if (SUCCEEDED(OpenIfOpenForBusiness(closed, &key))) //= scoped
        RegCloseKey(key);
    if (SUCCEEDED(OpenIfOpenForBusiness(closed, &key))) //= scoped
        RegCloseKey(key);
}

static NTSTATUS OpenIfListed(BOOL listed, OBJECT_ATTRIBUTES *attributes, HANDLE *key)
{
    NTSTATUS status = STATUS_BAD_INITIAL_PC;
    if (listed)
        status = NtOpenKey(key, KEY_READ, attributes); //= caller
    return status;
}

void OpenedTwiceByStatus(BOOL listed, OBJECT_ATTRIBUTES *attributes)
{
    HANDLE key;
    NTSTATUS status = OpenIfListed(listed, attributes, &key); //= scoped
    if (NT_SUCCESS(status))
        NtClose(key);
    status = OpenIfListed(listed, attributes, &key); //= scoped
    if (NT_SUCCESS(status))
        NtClose(key);
}

void ClosedWhateverTheStatus(BOOL listed, OBJECT_ATTRIBUTES *attributes)
{
    HANDLE key;
    NTSTATUS status = OpenIfListed(TRUE, attributes, &key); //= scoped
    if (!NT_SUCCESS(status))
        return;
    NtClose(key);
    status = OpenIfListed(listed, attributes, &key); //= scoped
    if (NT_SUCCESS(status))
        LogLine("again");
    NtClose(key); //~ closed-twice
}
