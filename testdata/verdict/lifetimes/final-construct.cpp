//# identity = "specific-user"
//# pooling = false
//= verdict: may-break
//= says: if an object that keeps such a key is alive at that time
//= fails: COrders::Read RegQueryValueExW
//= 10006: COrders::FinalConstruct
#include <atlbase.h>

class COrders : public CComObjectRootEx<CComMultiThreadModel>
{
public:
    HRESULT FinalConstruct()
    {
        return HRESULT_FROM_WIN32(RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso", 0, KEY_READ, &m_key)); //~ warning user-key-in-object object-from-construction
    }

    void FinalRelease() { RegCloseKey(m_key); }

    LSTATUS Read(BYTE *data, DWORD *size) { return RegQueryValueExW(m_key, L"Value", nullptr, nullptr, data, size); }

private:
    HKEY m_key = nullptr;
};
