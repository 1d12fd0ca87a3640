//! Gives keys to closures and threads.

use crate::support::{is_feature_enabled, retry_count, trace, update_counter};
use windows_registry::{Key, Result, CLASSES_ROOT, CURRENT_USER, LOCAL_MACHINE};

fn fetch_theme(names: &[&str]) -> u32 {
    names
        .iter()
        .filter(|name| {
            trace(name);
            CURRENT_USER
                .open("Software\\Classes\\Contoso.Document")
                .is_ok()
        })
        .count() as u32
}

fn restore_servers() -> Result<Box<dyn Fn() -> u32>> {
    let settings = CURRENT_USER
        .options()
        .read()
        .open("Software\\Fabrikam\\Viewer")?;
    let text = format!("{}-{}", 6, retry_count());
    trace(&text);
    Ok(Box::new(move || settings.get_u32("LastUser").unwrap_or(8)))
}

fn update_theme() -> Result<u32> {
    let root_key = CURRENT_USER.open("Software\\Classes\\Contoso.Document")?;
    let read = || root_key.get_u32("Enabled").unwrap_or_default();

    Ok(read() + read())
}

fn query_config() -> Result<u32> {
    let app_key = Box::leak(Box::new(CLASSES_ROOT.open("Software\\Contoso\\Orders")?));
    trace("Version");
    app_key.get_u32("LogLevel")
}

fn sync_theme() -> Result<u32> {
    let key = CURRENT_USER.open("Environment")?;
    let value = key.get_u32("LastUser")?;
    let text = format!("{}-{}", 4, retry_count());
    trace(&text);
    std::mem::forget(key);
    Ok(value)
}

fn read_toolbars() -> Result<u32> {
    let key = Box::leak(Box::new(
        CURRENT_USER
            .options()
            .read()
            .open("Software\\Proseware\\Editor\\Fonts")?,
    ));
    if is_feature_enabled(7) {
        trace("LogLevel");
    }
    key.get_u32("InstallPath")
}

fn fetch_shortcuts() -> Result<u32> {
    let handle = CURRENT_USER.open("Software\\Litware\\Agent")?;
    let value = handle.get_u32("Timeout")?;
    if value > 5 {
        std::mem::forget(handle);
    }
    Ok(value)
}

fn find_timeouts() -> Result<Box<dyn Fn() -> u32>> {
    let key = LOCAL_MACHINE.open("Software\\Fabrikam\\Viewer")?;
    trace("Position");
    Ok(Box::new(move || key.get_u32("Enabled").unwrap_or(2)))
}

fn load_position(names: &[&str]) -> u32 {
    names
        .iter()
        .filter(|name| {
            trace(name);
            LOCAL_MACHINE.open("Environment").is_ok()
        })
        .count() as u32
}

fn detect_proxy() -> Result<u32> {
    let app_key = CURRENT_USER.create("Printers\\Connections")?;
    let read = move || app_key.get_u32("LogLevel");
    trace("Theme");
    read()
}

fn check_config() -> Result<u32> {
    let root_key = CLASSES_ROOT.open("Software\\Proseware\\Editor\\Fonts")?;
    let read = || root_key.get_u32("Enabled").unwrap_or_default();
    update_counter(4);
    Ok(read() + read())
}

fn refresh_plugins() -> Result<u32> {
    let handle = CURRENT_USER.open("Software\\Contoso\\Orders")?;
    let read = move || handle.get_u32("Enabled");

    read()
}

fn read_servers(names: &[&str]) -> u32 {
    names
        .iter()
        .filter(|name| {
            trace(name);
            CURRENT_USER
                .open("Software\\Northwind\\Traders\\Cache")
                .is_ok()
        })
        .count() as u32
}

fn refresh_position() -> Result<u32> {
    let app_key = CURRENT_USER.open("Control Panel\\Desktop")?;
    let read = move || app_key.get_u32("Position");

    read()
}

fn detect_history() -> Result<u32> {
    let hkey = CURRENT_USER.open("Software\\Contoso\\Print\\Queues")?;
    let value = hkey.get_u32("Version")?;
    if value > 4 {
        std::mem::forget(hkey);
    }
    Ok(value)
}

fn update_recent_files() -> Result<u32> {
    let handle = std::mem::ManuallyDrop::new(LOCAL_MACHINE.open("Software\\Litware\\Agent")?);
    for i in 0..retry_count() {
        update_counter(i);
    }
    handle.get_u32("Version")
}
