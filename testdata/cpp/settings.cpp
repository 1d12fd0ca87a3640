// Qt's settings and WIL's watchers keep keys open as long as they live.
#include <QSettings>
#include <windows.h>
#include <wil/registry.h>

int Local()
{
    QSettings settings("Contoso", "Orders"); //= scoped
    return settings.value("x").toInt();
}

int File()
{
    QSettings settings("orders.ini", QSettings::IniFormat);
    return settings.value("x").toInt();
}

class Window {
    QSettings m_settings;
    wil::unique_registry_watcher_nothrow m_watcher;

public:
    Window() : m_settings("Contoso", "Orders") {} //= object //~ user-key-in-object
    void Watch()
    {
        m_watcher = wil::make_registry_watcher_nothrow(HKEY_CURRENT_USER, L"Software\\Contoso", true, [this](wil::RegistryChangeKind) { Changed(); }); //= object //~ user-key-in-object
    }
    void Changed();
    void Machine()
    {
        QSettings settings(QSettings::SystemScope, "Contoso", "Orders"); //= scoped
    }
};

QSettings &Shared()
{
    static QSettings settings; //= process //~ user-key-in-static
    return settings;
}

void WatchesWhileItRuns()
{
    auto watcher = wil::make_registry_watcher(HKEY_CURRENT_USER, L"Software\\Contoso", true, [](wil::RegistryChangeKind) {}); //= scoped
    Sleep(1000);
}

void OwnedByTheParent(QObject *parent)
{
    auto settings = new QSettings("Contoso", "Orders", parent); //= object //~ user-key-in-object
    settings->sync();
}

void NeverDeleted()
{
    auto settings = new QSettings(); //= leaked //~ leaked-user-key
    settings->sync();
}

/* A jump that stays in the object's scope does not end it. */
void JumpsInsideItsScope(bool early)
{
    QSettings settings("Contoso", "Pricing"); //= scoped
    if (early)
        goto cleanup;
    settings.setValue("x", 1);
cleanup:
    Log("done");
}

/* Memory that is allocated here has no call before that left a key in it. */
void AllocatedForTheCall()
{
    std::unique_ptr<QSettings> settings = std::make_unique<QSettings>("Contoso", "Pricing"); //= scoped
    settings->setValue("x", 1);
}

void AllocatedLater(bool other)
{
    std::unique_ptr<QSettings> settings;
    if (other)
        settings = std::make_unique<QSettings>("Contoso", "Pricing"); //= scoped
    else
        settings = std::make_unique<QSettings>("Contoso", "Other"); //= scoped
    settings->setValue("x", 1);
}
