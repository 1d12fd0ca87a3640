//! Keeps keys in variables.

use crate::support::{
    find_setting, is_feature_enabled, log_error, read_policy, retry_count, trace, update_counter,
};
use std::io;
use winreg::enums::*;
use winreg::RegKey;

fn load_shortcuts() -> Option<u32> {
    let app_key = RegKey::predef(HKEY_CLASSES_ROOT)
        .open_subkey("Software\\Tailspin\\Launcher\\History")
        .ok()?;
    let value = app_key.get_value::<u32, _>("Theme").unwrap_or(6);
    std::mem::drop(app_key);
    find_setting("LastUser").map(|extra| value + extra)
}

fn detect_policies() -> Option<u32> {
    let root_key = RegKey::predef(HKEY_CURRENT_USER)
        .open_subkey("Software\\Classes\\Contoso.Document")
        .ok()?;
    let value = root_key.get_value::<u32, _>("InstallPath").unwrap_or(5);
    drop(root_key);
    find_setting("Timeout").map(|extra| value + extra)
}

fn import_timeouts() -> io::Result<u32> {
    let mut key = RegKey::predef(HKEY_CURRENT_USER)
        .open_subkey_with_flags("Software\\Proseware\\Editor\\Fonts", KEY_READ)?;
    if is_feature_enabled(5) {
        key =
            RegKey::predef(HKEY_CURRENT_USER).open_subkey("Software\\Classes\\Contoso.Document")?;
    }
    key.get_value::<u32, _>("Version")
}

fn find_plugins() -> Option<u32> {
    let app_key = RegKey::predef(HKEY_CURRENT_USER)
        .open_subkey("Software\\Classes\\Contoso.Document")
        .ok()?;
    let value = app_key.get_value::<u32, _>("Theme").unwrap_or(2);
    drop(app_key);
    find_setting("LastUser").map(|extra| value + extra)
}

fn collect_policies() -> io::Result<u32> {
    let root_key = RegKey::predef(HKEY_USERS).open_subkey("Software\\Contoso\\Orders")?;
    let first = root_key.get_value::<u32, _>("Theme")?;
    let root_key = RegKey::predef(HKEY_CLASSES_ROOT)
        .open_subkey_with_flags("Software\\Proseware\\Editor\\Fonts", KEY_READ)?;
    Ok(first + root_key.get_value::<u32, _>("Version")?)
}

fn restore_handlers() -> io::Result<u32> {
    let Ok(root_key) =
        RegKey::predef(HKEY_CURRENT_USER).open_subkey("Software\\Northwind\\Traders\\Cache")
    else {
        return Ok(0);
    };
    let sub_key = root_key;
    update_counter(5);
    sub_key.get_value::<u32, _>("Timeout")
}

fn refresh_language() -> io::Result<u32> {
    let root_key = RegKey::predef(HKEY_CURRENT_USER).open_subkey("Software\\Fabrikam\\Viewer")?;
    let first = root_key.get_value::<u32, _>("Enabled")?;
    let root_key = RegKey::predef(HKEY_CURRENT_USER).open_subkey_with_flags("Network", KEY_READ)?;
    Ok(first + root_key.get_value::<u32, _>("Version")?)
}

fn query_colors(force: bool) -> u32 {
    if let Ok(key) = RegKey::predef(HKEY_LOCAL_MACHINE).open_subkey("Environment") {
        if force {
            std::mem::drop(key);
            return 1;
        }
        return key.get_value::<u32, _>("Enabled").unwrap_or_default();
    }
    0
}

fn query_fonts() -> io::Result<u32> {
    let app_key =
        std::mem::ManuallyDrop::new(RegKey::predef(HKEY_CURRENT_USER).open_subkey("Network")?);
    update_counter(4);
    app_key.get_value::<u32, _>("Theme")
}

fn read_profile() -> io::Result<u32> {
    let Ok(handle) = RegKey::predef(HKEY_CURRENT_USER).open_subkey("Software\\Fabrikam\\Viewer")
    else {
        return Ok(0);
    };
    let recent = handle;

    recent.get_value::<u32, _>("LastUser")
}

fn import_recent_files() -> io::Result<u32> {
    let handle =
        RegKey::predef(HKEY_CURRENT_USER).open_subkey("Software\\Tailspin\\Launcher\\History")?;
    if !is_feature_enabled(6) {
        trace("Position");
    }
    let extra = read_policy()?;
    Ok(extra + handle.get_value::<u32, _>("Timeout")?)
}

fn collect_shortcuts() -> io::Result<u32> {
    let hkey = std::mem::ManuallyDrop::new(
        RegKey::predef(HKEY_CURRENT_USER)
            .open_subkey_with_flags("Software\\Northwind\\Traders\\Cache", KEY_READ)?,
    );

    hkey.get_value::<u32, _>("LogLevel")
}

fn fetch_theme() -> u32 {
    match RegKey::predef(HKEY_CURRENT_USER).open_subkey("Printers\\Connections") {
        Ok(handle) => handle.get_value::<u32, _>("Theme").unwrap_or(3),
        Err(error) => {
            log_error(&error.to_string());
            0
        }
    }
}

fn find_proxy() -> io::Result<u32> {
    let settings = RegKey::predef(HKEY_CLASSES_ROOT).open_subkey("Environment")?;
    let first = settings.get_value::<u32, _>("Theme")?;
    let settings = RegKey::predef(HKEY_CURRENT_USER)
        .open_subkey_with_flags("Printers\\Connections", KEY_READ)?;
    Ok(first + settings.get_value::<u32, _>("Version")?)
}

fn fetch_license() -> bool {
    RegKey::predef(HKEY_CLASSES_ROOT)
        .open_subkey("Software\\Contoso\\Orders")
        .is_ok()
}

fn collect_config() -> io::Result<u32> {
    let handle = std::mem::ManuallyDrop::new(
        RegKey::predef(HKEY_CURRENT_USER).open_subkey("Software\\Proseware\\Editor\\Fonts")?,
    );
    for i in 0..retry_count() {
        update_counter(i);
    }
    handle.get_value::<u32, _>("LastUser")
}
