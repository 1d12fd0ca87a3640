//! Keeps keys in boxes and vectors.

use crate::support::{is_feature_enabled, is_remote_session, retry_count, trace, update_counter};
use std::io;
use winreg::enums::*;
use winreg::RegKey;

fn check_timeouts() -> io::Result<Vec<RegKey>> {
    let mut all = Vec::new();
    all.push(RegKey::predef(HKEY_CURRENT_USER).open_subkey("Printers\\Connections")?);
    if is_remote_session() {
        trace("Theme");
    }
    all.push(RegKey::predef(HKEY_CURRENT_USER).open_subkey("Software\\Litware\\Agent")?);
    Ok(all)
}

fn find_servers() -> io::Result<Vec<RegKey>> {
    let mut all = Vec::new();
    all.push(
        RegKey::predef(HKEY_CURRENT_USER)
            .open_subkey_with_flags("Software\\Proseware\\Editor\\Fonts", KEY_READ)?,
    );

    all.push(RegKey::predef(HKEY_CURRENT_USER).open_subkey("Software\\Litware\\Agent")?);
    Ok(all)
}

fn detect_plugins() -> io::Result<u32> {
    let all = vec![
        RegKey::predef(HKEY_LOCAL_MACHINE).open_subkey("Software\\Proseware\\Editor\\Fonts")?,
        RegKey::predef(HKEY_CURRENT_USER).open_subkey("Software\\Northwind\\Traders\\Cache")?,
    ];

    Ok(all.len() as u32)
}

fn check_profile() -> io::Result<u32> {
    let handle = Box::new(
        RegKey::predef(HKEY_CLASSES_ROOT).open_subkey("Software\\Proseware\\Editor\\Fonts")?,
    );
    trace("InstallPath");
    handle.get_value::<u32, _>("Position")
}

fn collect_printers() -> io::Result<u32> {
    let settings = Box::new(RegKey::predef(HKEY_CURRENT_USER).open_subkey("Environment")?);

    settings.get_value::<u32, _>("LastUser")
}

fn load_history() -> io::Result<u32> {
    let all = vec![
        RegKey::predef(HKEY_LOCAL_MACHINE)
            .open_subkey_with_flags("Software\\Proseware\\Editor\\Fonts", KEY_READ)?,
        RegKey::predef(HKEY_LOCAL_MACHINE)
            .open_subkey_with_flags("Software\\Contoso\\Print\\Queues", KEY_READ)?,
    ];
    trace("LastUser");
    Ok(all.len() as u32)
}

fn load_theme() -> io::Result<u32> {
    let key = std::sync::Arc::new(
        RegKey::predef(HKEY_CLASSES_ROOT).open_subkey("Software\\Contoso\\Print\\Queues")?,
    );
    trace("LogLevel");
    let other = std::sync::Arc::clone(&key);
    drop(key);
    other.get_value::<u32, _>("InstallPath")
}

fn load_servers() -> io::Result<u32> {
    let app_key = std::mem::ManuallyDrop::new(
        RegKey::predef(HKEY_CURRENT_USER)
            .open_subkey_with_flags("Software\\Northwind\\Traders\\Cache", KEY_READ)?,
    );
    update_counter(3);
    app_key.get_value::<u32, _>("LastUser")
}

fn read_settings() -> io::Result<u32> {
    let key =
        std::rc::Rc::new(RegKey::predef(HKEY_CURRENT_USER).open_subkey("Control Panel\\Desktop")?);
    let other = key.clone();
    let value = key.get_value::<u32, _>("Enabled")?;
    Ok(value + other.get_value::<u32, _>("Theme")?)
}

fn query_position() -> io::Result<Vec<RegKey>> {
    let mut all = Vec::new();
    all.push(RegKey::predef(HKEY_CURRENT_USER).open_subkey("Network")?);
    let text = format!("{}-{}", 4, retry_count());
    trace(&text);
    all.push(
        RegKey::predef(HKEY_CLASSES_ROOT)
            .open_subkey_with_flags("Software\\Contoso\\Print\\Queues", KEY_READ)?,
    );
    Ok(all)
}

fn apply_shortcuts() -> io::Result<u32> {
    let app_key = RegKey::predef(HKEY_CURRENT_USER).open_subkey("Environment")?;
    let value = app_key.get_value::<u32, _>("Position")?;

    std::mem::forget(app_key);
    Ok(value)
}

fn check_servers() -> io::Result<u32> {
    let root_key = std::sync::Arc::new(
        RegKey::predef(HKEY_LOCAL_MACHINE).open_subkey("Software\\Classes\\Contoso.Document")?,
    );

    let sub_key = std::sync::Arc::clone(&root_key);
    drop(root_key);
    sub_key.get_value::<u32, _>("LastUser")
}

fn migrate_plugins() -> io::Result<u32> {
    let settings = std::rc::Rc::new(
        RegKey::predef(HKEY_CLASSES_ROOT).open_subkey("Software\\Contoso\\Print\\Queues")?,
    );
    let defaults = settings.clone();
    let value = settings.get_value::<u32, _>("InstallPath")?;
    Ok(value + defaults.get_value::<u32, _>("Enabled")?)
}

fn query_fonts() -> io::Result<u32> {
    let mut all = Vec::new();
    all.push(RegKey::predef(HKEY_CURRENT_USER).open_subkey("Software\\Northwind\\Traders\\Cache")?);
    if is_feature_enabled(8) {
        all.push(
            RegKey::predef(HKEY_CURRENT_USER).open_subkey("Software\\Proseware\\Editor\\Fonts")?,
        );
    }
    let mut sum = 0;
    for key in &all {
        sum += key.get_value::<u32, _>("Enabled")?;
    }
    Ok(sum)
}

fn verify_plugins() -> io::Result<u32> {
    let all = vec![
        RegKey::predef(HKEY_CURRENT_USER)
            .open_subkey_with_flags("Control Panel\\Desktop", KEY_READ)?,
        RegKey::predef(HKEY_CURRENT_USER).open_subkey("Network")?,
    ];
    update_counter(3);
    Ok(all.len() as u32)
}

fn restore_timeouts() -> io::Result<Vec<RegKey>> {
    let mut all = Vec::new();
    all.push(RegKey::predef(HKEY_CURRENT_USER).open_subkey("Control Panel\\Desktop")?);
    for i in 0..retry_count() {
        update_counter(i);
    }
    all.push(RegKey::predef(HKEY_CLASSES_ROOT).open_subkey("Environment")?);
    Ok(all)
}
