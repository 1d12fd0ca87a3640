// What can become of a key in a class. The comments hold for the C++ front-end and, through debug lines, for the DLLs.
#include "../include/winreg.h"

extern "C" BOOL WINAPI DllMain(HMODULE, DWORD reason, void *)
{
    return reason == DLL_PROCESS_ATTACH;
}

class __declspec(dllexport) Orders {
public:
    Orders();
    ~Orders();
    LSTATUS Open();
    LSTATUS Refresh();
    DWORD Timeout() const;
    static LSTATUS Touch(const WCHAR *name);

private:
    DWORD m_count;
    HKEY m_key;
    HKEY m_machine;
};

Orders::Orders() : m_count(0), m_key(NULL), m_machine(NULL) {}

Orders::~Orders()
{
    if (m_key)
        RegCloseKey(m_key);
    if (m_machine)
        RegCloseKey(m_machine);
}

LSTATUS Orders::Open()
{
    if (m_key)
        return ERROR_SUCCESS;
    m_count++;
    return RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso\\Orders", 0, KEY_READ, &m_key); //= object //~ user-key-in-object
}

LSTATUS Orders::Refresh()
{
    if (m_machine)
        RegCloseKey(m_machine);
    m_machine = NULL;
    return RegOpenKeyExW(HKEY_LOCAL_MACHINE, L"Software\\Contoso\\Orders", 0, KEY_READ, &m_machine); //= object
}

DWORD Orders::Timeout() const
{
    HKEY key;
    DWORD value = 30, size = sizeof(value);
    if (RegOpenKeyExW(m_key, L"Timeouts", 0, KEY_READ, &key) != ERROR_SUCCESS)
        return value;
    RegQueryValueExW(key, L"Timeout", NULL, NULL, reinterpret_cast<BYTE *>(&value), &size);
    RegCloseKey(key);
    return value;
}

LSTATUS Orders::Touch(const WCHAR *name)
{
    HKEY key;
    LSTATUS status = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso\\Touched", 0, KEY_READ, &key); //= leaked //~ leaked-user-key
    if (status != ERROR_SUCCESS)
        return status;
    if (!name)
        return ERROR_INVALID_PARAMETER;
    status = RegDeleteValueW(key, name);
    RegCloseKey(key);
    return status;
}
