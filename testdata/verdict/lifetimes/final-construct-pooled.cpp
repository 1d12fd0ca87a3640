//# identity = "specific-user"
//# pooling = true
//= verdict: breaks-at-log-off
//= says: COM+ pools these objects
#include <atlbase.h>

class COrders : public CComObjectRootEx<CComMultiThreadModel>
{
public:
    HRESULT FinalConstruct()
    {
        return HRESULT_FROM_WIN32(RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso", 0, KEY_READ, &m_key)); //~ error user-key-in-object pooled-object
    }

    void FinalRelease() { RegCloseKey(m_key); }

    LSTATUS Read(BYTE *data, DWORD *size) { return RegQueryValueExW(m_key, L"Value", nullptr, nullptr, data, size); }

private:
    HKEY m_key = nullptr;
};
