// Exceptions: what lies on their way out, and what catches them.
#include <windows.h>
#include <wil/result.h>
#include <stdexcept>

void Check(LSTATUS status)
{
    if (status != ERROR_SUCCESS)
        throw std::runtime_error("registry");
}

void NeverThrows(LSTATUS status)
{
    if (status != ERROR_SUCCESS)
        OutputDebugStringW(L"registry");
}

void ThrownPastTheClose(int value)
{
    HKEY key;
    if (RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso", 0, KEY_READ, &key)) //= leaked //~ leaked-user-key
        return;
    if (value < 0)
        throw std::invalid_argument("value");
    RegCloseKey(key);
}

void ThrownByCallee()
{
    HKEY key;
    if (RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso", 0, KEY_READ, &key)) //= leaked //~ leaked-user-key
        return;
    Check(RegFlushKey(key));
    RegCloseKey(key);
}

void CalleeDoesNotThrow()
{
    HKEY key;
    if (RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso", 0, KEY_READ, &key)) //= scoped
        return;
    NeverThrows(RegFlushKey(key));
    RegCloseKey(key);
}

void ThrownIfTheOpenFails()
{
    HKEY key;
    Check(RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso", 0, KEY_READ, &key)); //= scoped
    RegCloseKey(key);
}

void Caught()
{
    HKEY key = nullptr;
    try {
        Check(RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso", 0, KEY_READ, &key)); //= scoped
        Check(RegFlushKey(key));
    } catch (const std::exception &) {
    }
    if (key)
        RegCloseKey(key);
}

void Rethrown()
{
    HKEY key = nullptr;
    Check(RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso", 0, KEY_READ, &key)); //= scoped
    try {
        Check(RegFlushKey(key));
    } catch (...) {
        RegCloseKey(key);
        throw;
    }
    RegCloseKey(key);
}

HRESULT Returned()
{
    HKEY key;
    RETURN_IF_WIN32_ERROR(RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso", 0, KEY_READ, &key)); //= leaked //~ leaked-user-key
    RETURN_IF_WIN32_ERROR(RegFlushKey(key));
    RegCloseKey(key);
    return S_OK;
}

HRESULT ReturnedAfterTheClose()
{
    HKEY key;
    RETURN_IF_WIN32_ERROR(RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso", 0, KEY_READ, &key)); //= scoped
    LSTATUS status = RegFlushKey(key);
    RegCloseKey(key);
    RETURN_IF_WIN32_ERROR(status);
    return S_OK;
}

void WilThrows()
{
    HKEY key;
    THROW_IF_WIN32_ERROR(RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso", 0, KEY_READ, &key)); //= leaked //~ leaked-user-key
    THROW_IF_WIN32_ERROR(RegFlushKey(key));
    RegCloseKey(key);
}

class Guarded {
    HKEY m_key;

public:
    explicit Guarded(HKEY root) : m_key(nullptr)
    {
        Check(RegOpenKeyExW(root, L"Software\\Contoso", 0, KEY_READ, &m_key));
    }
    ~Guarded() { RegCloseKey(m_key); }
    void Flush() { Check(RegFlushKey(m_key)); }
};

void OwnerOnTheWay()
{
    Guarded key(HKEY_CURRENT_USER); //= scoped
    key.Flush();
}

// A destructor that throws ends the process: nothing unwinds out of it.
struct Flushing
{
    HKEY key = nullptr;
    ~Flushing()
    {
        if (key != nullptr)
            Check(RegFlushKey(key));
        RegCloseKey(key);
    }
};

void DestructorThrows(int value)
{
    Flushing first;
    Flushing second;
    if (RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso", 0, KEY_READ, &first.key)) //= scoped
        return;
    if (RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso", 0, KEY_READ, &second.key)) //= scoped
        return;
    if (value < 0)
        throw std::invalid_argument("value");
}

void GuardThrows(int value)
{
    HKEY key = nullptr;
    auto close = wil::scope_exit([&] {
        Check(RegFlushKey(key));
        RegCloseKey(key);
    });
    Check(RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso", 0, KEY_READ, &key)); //= scoped
    if (value < 0)
        throw std::invalid_argument("value");
}

static wil::unique_hkey OpenPolicies()
{
    wil::unique_hkey key;
    RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso", 0, KEY_READ, &key); //= caller
    return key;
}

HRESULT NamelessInAMacroThatReturns(int value)
{
    RETURN_HR_IF(E_INVALIDARG, value < 0 || RegFlushKey(OpenPolicies().get()) != ERROR_SUCCESS); //= scoped
    RETURN_IF_WIN32_ERROR(RegFlushKey(OpenPolicies().get())); //= scoped
    THROW_IF_WIN32_ERROR(RegFlushKey(OpenPolicies().get())); //= scoped
    return S_OK;
}

// If a constructor throws, the members that were made die; nothing runs the destructor of the class.
class OwnerThatMayFail
{
    wil::unique_hkey m_key;

public:
    OwnerThatMayFail(int value)
    {
        if (RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso", 0, KEY_READ, m_key.put()) != ERROR_SUCCESS) //= object //~ user-key-in-object
            return;
        if (value < 0)
            throw std::invalid_argument("value");
    }
    HKEY Get() const { return m_key.get(); }
};

class RawOwnerThatMayFail
{
    HKEY m_key = nullptr;

public:
    RawOwnerThatMayFail(int value)
    {
        if (RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso", 0, KEY_READ, &m_key) != ERROR_SUCCESS) //= object //~ user-key-in-object
            return;
        if (value < 0)
            throw std::invalid_argument("value");
    }
    ~RawOwnerThatMayFail()
    {
        if (m_key != nullptr)
            RegCloseKey(m_key);
    }
    HKEY Get() const { return m_key; }
};

void MakesOwners(int value)
{
    OwnerThatMayFail owner(value); //= scoped
    RegFlushKey(owner.Get());
}

void MakesRawOwners(int value)
{
    RawOwnerThatMayFail owner(value); //= leaked //~ leaked-user-key
    RegFlushKey(owner.Get());
}

// The words of SEH, made shorter by a header that is not here.
LONG ShortWords()
{
    HKEY key = NULL;
    LONG status = ERROR_GEN_FAILURE;
    try {
        status = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso", 0, KEY_READ, &key); //= scoped
        if (status != ERROR_SUCCESS)
            return status;
        status = RegFlushKey(key);
    } finally {
        if (key)
            RegCloseKey(key);
    }
    return status;
}

LONG ShortExcept()
{
    HKEY key = NULL;
    try {
        if (RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso", 0, KEY_READ, &key)) //= leaked //~ leaked-user-key
            return 1;
    } except (EXCEPTION_EXECUTE_HANDLER) {
        return 2;
    }
    return RegFlushKey(key);
}
