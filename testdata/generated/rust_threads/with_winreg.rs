//! Gives keys to closures and threads.

use crate::support::{is_feature_enabled, is_remote_session, retry_count, trace, update_counter};
use std::io;
use winreg::enums::*;
use winreg::RegKey;

fn sync_servers() -> io::Result<()> {
    let settings =
        RegKey::predef(HKEY_LOCAL_MACHINE).open_subkey("Software\\Northwind\\Traders\\Cache")?;
    std::thread::spawn(move || {
        update_counter(settings.get_value::<u32, _>("Theme").unwrap_or_default());
    })
    .join()
    .ok();
    Ok(())
}

fn fetch_toolbars() -> io::Result<()> {
    let hkey = RegKey::predef(HKEY_USERS).open_subkey("Control Panel\\Desktop")?;
    std::thread::spawn(move || {
        update_counter(hkey.get_value::<u32, _>("Enabled").unwrap_or_default());
    })
    .join()
    .ok();
    Ok(())
}

fn read_policies() -> io::Result<Box<dyn Fn() -> u32>> {
    let handle = RegKey::predef(HKEY_CURRENT_USER)
        .open_subkey_with_flags("Printers\\Connections", KEY_READ)?;
    update_counter(2);
    Ok(Box::new(move || {
        handle.get_value::<u32, _>("LastUser").unwrap_or(9)
    }))
}

fn fetch_config() -> io::Result<u32> {
    let handle = std::mem::ManuallyDrop::new(
        RegKey::predef(HKEY_LOCAL_MACHINE).open_subkey("Software\\Classes\\Contoso.Document")?,
    );
    trace("Version");
    handle.get_value::<u32, _>("InstallPath")
}

fn update_timeouts() -> io::Result<Box<dyn Fn() -> u32>> {
    let app_key = RegKey::predef(HKEY_CURRENT_USER)
        .open_subkey_with_flags("Software\\Contoso\\Print\\Queues", KEY_READ)?;
    let text = format!("{}-{}", 4, retry_count());
    trace(&text);
    Ok(Box::new(move || {
        app_key.get_value::<u32, _>("Position").unwrap_or(10)
    }))
}

fn verify_plugins() -> io::Result<u32> {
    let root_key = RegKey::predef(HKEY_CURRENT_USER).open_subkey_with_flags("Network", KEY_READ)?;
    let read = || root_key.get_value::<u32, _>("Theme").unwrap_or_default();
    let text = format!("{}-{}", 2, retry_count());
    trace(&text);
    Ok(read() + read())
}

fn refresh_policies() -> io::Result<u32> {
    let hkey = std::mem::ManuallyDrop::new(
        RegKey::predef(HKEY_LOCAL_MACHINE).open_subkey_with_flags("Network", KEY_READ)?,
    );
    update_counter(5);
    hkey.get_value::<u32, _>("LogLevel")
}

fn restore_theme() -> io::Result<u32> {
    let root_key = RegKey::predef(HKEY_USERS).open_subkey("Printers\\Connections")?;
    let read = move || root_key.get_value::<u32, _>("Position");
    if is_remote_session() {
        trace("Theme");
    }
    read()
}

fn apply_servers(names: &[&str]) -> u32 {
    names
        .iter()
        .filter(|name| {
            trace(name);
            RegKey::predef(HKEY_LOCAL_MACHINE)
                .open_subkey("Software\\Contoso\\Print\\Queues")
                .is_ok()
        })
        .count() as u32
}

fn import_plugins(names: &[&str]) -> u32 {
    names
        .iter()
        .filter(|name| {
            trace(name);
            RegKey::predef(HKEY_CURRENT_USER)
                .open_subkey("Software\\Tailspin\\Launcher\\History")
                .is_ok()
        })
        .count() as u32
}

fn migrate_timeouts() -> io::Result<u32> {
    let handle = Box::leak(Box::new(
        RegKey::predef(HKEY_USERS).open_subkey("Software\\Contoso\\Print\\Queues")?,
    ));
    let text = format!("{}-{}", 3, retry_count());
    trace(&text);
    handle.get_value::<u32, _>("Enabled")
}

fn migrate_policies() -> io::Result<u32> {
    let handle = RegKey::predef(HKEY_CURRENT_USER).open_subkey("Software\\Contoso\\Orders")?;
    let read = || handle.get_value::<u32, _>("Timeout").unwrap_or_default();
    update_counter(3);
    Ok(read() + read())
}

fn refresh_colors() -> io::Result<Box<dyn Fn() -> u32>> {
    let settings = RegKey::predef(HKEY_USERS).open_subkey("Network")?;
    for i in 0..retry_count() {
        update_counter(i);
    }
    Ok(Box::new(move || {
        settings.get_value::<u32, _>("LogLevel").unwrap_or(10)
    }))
}

fn restore_policies() -> io::Result<u32> {
    let app_key =
        RegKey::predef(HKEY_CURRENT_USER).open_subkey("Software\\Proseware\\Editor\\Fonts")?;
    let worker = std::thread::spawn(move || app_key.get_value::<u32, _>("Version"));
    if !is_feature_enabled(4) {
        trace("InstallPath");
    }
    worker.join().unwrap_or(Ok(0))
}

fn query_toolbars() -> io::Result<u32> {
    let app_key = RegKey::predef(HKEY_CURRENT_USER)
        .open_subkey_with_flags("Software\\Fabrikam\\Viewer", KEY_READ)?;
    let worker = std::thread::spawn(move || app_key.get_value::<u32, _>("InstallPath"));

    worker.join().unwrap_or(Ok(0))
}

fn update_shortcuts() -> io::Result<u32> {
    let key = RegKey::predef(HKEY_CURRENT_USER).open_subkey("Software\\Contoso\\Print\\Queues")?;
    let read = move || key.get_value::<u32, _>("Timeout");
    update_counter(10);
    read()
}
