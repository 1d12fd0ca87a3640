// Owners that are moved into the members of an object, by a list in braces.
#include <windows.h>
#include <wil/resource.h>
#include <variant>
#include <thread>

struct Watched {
    wil::unique_hkey key;
    DWORD filter;
    HANDLE event;
};

struct Nothing {
    HANDLE find;
};

class Watches {
    std::variant<Nothing, Watched> either;
    Watched plain;
    Watched listed;

public:
    void Either()
    {
        wil::unique_hkey key;
        if (RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso", 0, KEY_NOTIFY, &key) != ERROR_SUCCESS) //= object //~ user-key-in-object
            return;
        either = Watched{std::move(key), REG_NOTIFY_CHANGE_NAME, nullptr};
    }
    void Plain()
    {
        wil::unique_hkey key;
        if (RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso", 0, KEY_NOTIFY, &key) != ERROR_SUCCESS) //= object //~ user-key-in-object
            return;
        plain = Watched{std::move(key), REG_NOTIFY_CHANGE_NAME, nullptr};
    }
    void Listed()
    {
        wil::unique_hkey key;
        if (RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso", 0, KEY_NOTIFY, &key) != ERROR_SUCCESS) //= object //~ user-key-in-object
            return;
        listed = {std::move(key), REG_NOTIFY_CHANGE_NAME, nullptr};
    }
};

DWORD InALocal()
{
    wil::unique_hkey key;
    if (RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso", 0, KEY_NOTIFY, &key) != ERROR_SUCCESS) //= scoped
        return 0;
    Watched here{std::move(key), REG_NOTIFY_CHANGE_NAME, nullptr};
    return here.filter;
}

DWORD Named()
{
    wil::unique_hkey key;
    if (RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso", 0, KEY_NOTIFY, &key) != ERROR_SUCCESS) //= scoped
        return 0;
    Watched here = {.key = std::move(key), .filter = REG_NOTIFY_CHANGE_NAME};
    return here.filter;
}

DWORD Forgotten()
{
    wil::unique_hkey key;
    if (RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso", 0, KEY_NOTIFY, &key) != ERROR_SUCCESS) //= leaked //~ leaked-user-key
        return 0;
    Watched here{std::move(key), REG_NOTIFY_CHANGE_NAME, nullptr};
    here.key.release();
    return here.filter;
}

std::pair<wil::unique_hkey, HRESULT> Pair()
{
    wil::unique_hkey key;
    const LSTATUS status = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso", 0, KEY_READ, &key); //= unknown
    return {std::move(key), HRESULT_FROM_WIN32(status)};
}

class Listener {
    std::thread listening;

    // another thread waits, this one does not
    void Start()
    {
        wil::unique_hkey key;
        if (RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso", 0, KEY_READ, &key) != ERROR_SUCCESS) //= scoped
            return;
        auto listen = [this] {
            MSG message;
            while (GetMessageW(&message, nullptr, 0, 0))
                DispatchMessageW(&message);
        };
        listening = std::thread{listen};
        RegFlushKey(key.get());
    }
    void Itself()
    {
        auto listen = [this] {
            wil::unique_hkey key;
            if (RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso", 0, KEY_READ, &key) != ERROR_SUCCESS) //= scoped //~ user-key-held-while-waiting
                return;
            MSG message;
            while (GetMessageW(&message, nullptr, 0, 0))
                DispatchMessageW(&message);
        };
        listening = std::thread{listen};
    }
    void Here()
    {
        wil::unique_hkey key;
        if (RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso", 0, KEY_READ, &key) != ERROR_SUCCESS) //= scoped //~ user-key-held-while-waiting
            return;
        auto listen = [this] {
            MSG message;
            while (GetMessageW(&message, nullptr, 0, 0))
                DispatchMessageW(&message);
        };
        listen();
        RegFlushKey(key.get());
    }
};
