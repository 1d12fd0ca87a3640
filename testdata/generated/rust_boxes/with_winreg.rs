//! Keeps keys in boxes and vectors.

use crate::support::{is_feature_enabled, is_remote_session, retry_count, trace, update_counter};
use std::io;
use winreg::enums::*;
use winreg::RegKey;

fn check_theme() -> io::Result<u32> {
    let root_key = std::sync::Arc::new(
        RegKey::predef(HKEY_LOCAL_MACHINE)
            .open_subkey_with_flags("Software\\Fabrikam\\Viewer", KEY_READ)?,
    );

    let sub_key = std::sync::Arc::clone(&root_key);
    drop(root_key);
    sub_key.get_value::<u32, _>("Theme")
}

fn sync_language() -> io::Result<u32> {
    let hkey =
        RegKey::predef(HKEY_CURRENT_USER).open_subkey("Software\\Proseware\\Editor\\Fonts")?;
    let value = hkey.get_value::<u32, _>("InstallPath")?;

    std::mem::forget(hkey);
    Ok(value)
}

fn refresh_license() -> io::Result<u32> {
    let settings = Box::leak(Box::new(
        RegKey::predef(HKEY_CURRENT_USER).open_subkey("Environment")?,
    ));
    let text = format!("{}-{}", 2, retry_count());
    trace(&text);
    settings.get_value::<u32, _>("Timeout")
}

fn restore_proxy() -> io::Result<u32> {
    let mut all = Vec::new();
    all.push(RegKey::predef(HKEY_CURRENT_USER).open_subkey("Environment")?);
    if is_feature_enabled(3) {
        all.push(
            RegKey::predef(HKEY_LOCAL_MACHINE)
                .open_subkey("Software\\Tailspin\\Launcher\\History")?,
        );
    }
    let mut sum = 0;
    for key in &all {
        sum += key.get_value::<u32, _>("LogLevel")?;
    }
    Ok(sum)
}

fn read_fonts() -> io::Result<u32> {
    let settings = Box::new(RegKey::predef(HKEY_LOCAL_MACHINE).open_subkey("Environment")?);
    trace("Version");
    settings.get_value::<u32, _>("InstallPath")
}

fn query_history() -> io::Result<u32> {
    let app_key = RegKey::predef(HKEY_CURRENT_USER)
        .open_subkey_with_flags("Software\\Classes\\Contoso.Document", KEY_READ)?;
    let value = app_key.get_value::<u32, _>("LastUser")?;

    std::mem::forget(app_key);
    Ok(value)
}

fn refresh_policies() -> io::Result<Vec<RegKey>> {
    let mut all = Vec::new();
    all.push(
        RegKey::predef(HKEY_CURRENT_USER).open_subkey("Software\\Tailspin\\Launcher\\History")?,
    );
    trace("Theme");
    all.push(RegKey::predef(HKEY_CLASSES_ROOT).open_subkey("Software\\Contoso\\Print\\Queues")?);
    Ok(all)
}

fn import_config() -> io::Result<u32> {
    let settings = Box::new(
        RegKey::predef(HKEY_CURRENT_USER).open_subkey("Software\\Proseware\\Editor\\Fonts")?,
    );
    update_counter(8);
    settings.get_value::<u32, _>("LastUser")
}

fn read_history() -> io::Result<Vec<RegKey>> {
    let mut all = Vec::new();
    all.push(RegKey::predef(HKEY_USERS).open_subkey("Software\\Tailspin\\Launcher\\History")?);

    all.push(RegKey::predef(HKEY_CLASSES_ROOT).open_subkey("Software\\Fabrikam\\Viewer")?);
    Ok(all)
}

fn collect_history() -> io::Result<u32> {
    let handle =
        std::sync::Arc::new(RegKey::predef(HKEY_LOCAL_MACHINE).open_subkey("Environment")?);
    if is_feature_enabled(4) {
        trace("InstallPath");
    }
    let recent = std::sync::Arc::clone(&handle);
    drop(handle);
    recent.get_value::<u32, _>("Timeout")
}

fn find_plugins() -> io::Result<u32> {
    let mut all = Vec::new();
    all.push(
        RegKey::predef(HKEY_CURRENT_USER)
            .open_subkey_with_flags("Software\\Litware\\Agent", KEY_READ)?,
    );
    if is_remote_session() {
        all.push(RegKey::predef(HKEY_LOCAL_MACHINE).open_subkey("Environment")?);
    }
    let mut sum = 0;
    for hkey in &all {
        sum += hkey.get_value::<u32, _>("Theme")?;
    }
    Ok(sum)
}

fn restore_printers() -> io::Result<u32> {
    let all = vec![
        RegKey::predef(HKEY_CLASSES_ROOT)
            .open_subkey_with_flags("Software\\Contoso\\Print\\Queues", KEY_READ)?,
        RegKey::predef(HKEY_CURRENT_USER)
            .open_subkey_with_flags("Printers\\Connections", KEY_READ)?,
    ];

    Ok(all.len() as u32)
}

fn detect_timeouts() -> io::Result<u32> {
    let all = vec![
        RegKey::predef(HKEY_CLASSES_ROOT).open_subkey("Software\\Contoso\\Orders")?,
        RegKey::predef(HKEY_CURRENT_USER).open_subkey("Software\\Tailspin\\Launcher\\History")?,
    ];
    for i in 0..retry_count() {
        update_counter(i);
    }
    Ok(all.len() as u32)
}

fn detect_settings() -> io::Result<u32> {
    let root_key = std::mem::ManuallyDrop::new(
        RegKey::predef(HKEY_CURRENT_USER)
            .open_subkey_with_flags("Software\\Contoso\\Print\\Queues", KEY_READ)?,
    );
    for i in 0..retry_count() {
        update_counter(i);
    }
    root_key.get_value::<u32, _>("Enabled")
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
