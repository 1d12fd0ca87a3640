//# identity = "specific-user"
//= verdict: breaks-at-log-off
//= says: the module object keeps it
#include <atlbase.h>

class COrdersModule : public CAtlDllModuleT<COrdersModule>
{
public:
    LSTATUS Load()
    {
        if (m_key != nullptr)
            return ERROR_SUCCESS;
        return RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso", 0, KEY_READ, &m_key); //~ error user-key-in-object module-object
    }

private:
    HKEY m_key = nullptr;
};

COrdersModule _AtlModule;
