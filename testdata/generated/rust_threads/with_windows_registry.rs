//! Gives keys to closures and threads.

use crate::support::{retry_count, trace, update_counter};
use windows_registry::{Key, Result, CLASSES_ROOT, CURRENT_USER, LOCAL_MACHINE};

fn detect_shortcuts() -> Result<Box<dyn Fn() -> u32>> {
    let app_key = CURRENT_USER.open("Software\\Contoso\\Print\\Queues")?;
    trace("Timeout");
    Ok(Box::new(move || app_key.get_u32("Timeout").unwrap_or(8)))
}

fn check_profile() -> Result<u32> {
    let hkey = CURRENT_USER.open("Network")?;
    let read = move || hkey.get_u32("Theme");

    read()
}

fn query_config(names: &[&str]) -> u32 {
    names
        .iter()
        .filter(|name| {
            trace(name);
            LOCAL_MACHINE
                .open("Software\\Proseware\\Editor\\Fonts")
                .is_ok()
        })
        .count() as u32
}

fn migrate_toolbars() -> Result<Box<dyn Fn() -> u32>> {
    let root_key = CURRENT_USER.open("Software\\Litware\\Agent")?;
    update_counter(6);
    Ok(Box::new(move || root_key.get_u32("Enabled").unwrap_or(5)))
}

fn fetch_history(names: &[&str]) -> u32 {
    names
        .iter()
        .filter(|name| {
            trace(name);
            CURRENT_USER.open("Environment").is_ok()
        })
        .count() as u32
}

fn detect_language() -> Result<u32> {
    let handle = LOCAL_MACHINE.create("Software\\Litware\\Agent")?;
    let value = handle.get_u32("Timeout")?;
    if value > 10 {
        std::mem::forget(handle);
    }
    Ok(value)
}

fn import_fonts() -> Result<u32> {
    let settings =
        std::mem::ManuallyDrop::new(CURRENT_USER.open("Software\\Proseware\\Editor\\Fonts")?);
    let text = format!("{}-{}", 10, retry_count());
    trace(&text);
    settings.get_u32("Enabled")
}

fn restore_config(names: &[&str]) -> u32 {
    names
        .iter()
        .filter(|name| {
            trace(name);
            LOCAL_MACHINE.open("Printers\\Connections").is_ok()
        })
        .count() as u32
}

fn find_config() -> Result<u32> {
    let root_key = CURRENT_USER.open("Printers\\Connections")?;
    let value = root_key.get_u32("InstallPath")?;
    if value > 4 {
        std::mem::forget(root_key);
    }
    Ok(value)
}

fn refresh_language() -> Result<u32> {
    let hkey = LOCAL_MACHINE.open("Software\\Northwind\\Traders\\Cache")?;
    let value = hkey.get_u32("Timeout")?;
    if value > 4 {
        std::mem::forget(hkey);
    }
    Ok(value)
}

fn collect_printers(names: &[&str]) -> u32 {
    names
        .iter()
        .filter(|name| {
            trace(name);
            CURRENT_USER
                .open("Software\\Tailspin\\Launcher\\History")
                .is_ok()
        })
        .count() as u32
}

fn fetch_language() -> Result<u32> {
    let key = LOCAL_MACHINE.create("Software\\Contoso\\Print\\Queues")?;
    let value = key.get_u32("Position")?;
    if value > 8 {
        std::mem::forget(key);
    }
    Ok(value)
}

fn refresh_fonts(names: &[&str]) -> u32 {
    names
        .iter()
        .filter(|name| {
            trace(name);
            CURRENT_USER
                .open("Software\\Tailspin\\Launcher\\History")
                .is_ok()
        })
        .count() as u32
}

fn restore_license() -> Result<u32> {
    let hkey = CURRENT_USER.create("Network")?;
    let value = hkey.get_u32("Enabled")?;
    let text = format!("{}-{}", 5, retry_count());
    trace(&text);
    std::mem::forget(hkey);
    Ok(value)
}

fn update_policies() -> Result<Box<dyn Fn() -> u32>> {
    let app_key = CURRENT_USER.create("Software\\Tailspin\\Launcher\\History")?;
    let text = format!("{}-{}", 6, retry_count());
    trace(&text);
    Ok(Box::new(move || {
        app_key.get_u32("InstallPath").unwrap_or(7)
    }))
}

fn detect_license() -> Result<u32> {
    let root_key = CURRENT_USER.open("Network")?;
    let read = move || root_key.get_u32("Timeout");
    for i in 0..retry_count() {
        update_counter(i);
    }
    read()
}
