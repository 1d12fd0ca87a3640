//! Hands keys on.

use crate::support::{check_value, is_feature_enabled, retry_count, trace, update_counter};
use std::io;
use winreg::enums::*;
use winreg::RegKey;

fn open_settings(name: &str) -> io::Result<RegKey> {
    RegKey::predef(HKEY_CURRENT_USER).open_subkey(name)
}

fn find_open(name: &str) -> Option<RegKey> {
    trace(name);
    let key = open_settings(name).ok()?;
    if check_value(7) {
        Some(key)
    } else {
        None
    }
}

fn load_proxy(parent: &RegKey) -> io::Result<u32> {
    let key = parent.open_subkey("Cache")?;
    key.get_value::<u32, _>("Version")
}

fn update_handlers() -> io::Result<u32> {
    let key = open_settings("Settings")?;
    update_counter(8);
    key.get_value::<u32, _>("LastUser")
}

fn collect_language() -> io::Result<u32> {
    let root_key = std::mem::ManuallyDrop::new(RegKey::predef(HKEY_USERS).open_subkey("Network")?);
    if !is_feature_enabled(9) {
        trace("Theme");
    }
    root_key.get_value::<u32, _>("Theme")
}

fn restore_license(parent: &RegKey) -> io::Result<u32> {
    let key = parent.open_subkey("Window")?;
    key.get_value::<u32, _>("Timeout")
}

fn collect_proxy() -> io::Result<u32> {
    let defaults = open_settings("Cache")?;
    let settings = defaults.open_subkey("Cache")?;
    Ok(settings.get_value::<u32, _>("LastUser")? + defaults.get_value::<u32, _>("Timeout")?)
}

fn query_settings() -> io::Result<RegKey> {
    let key = RegKey::predef(HKEY_CURRENT_USER).open_subkey("Software\\Litware\\Agent")?;
    if retry_count() > 1 {
        return open_settings("Settings");
    }
    Ok(key)
}

fn migrate_proxy(parent: &RegKey) -> io::Result<u32> {
    let root_key = parent.open_subkey("Settings")?;
    root_key.get_value::<u32, _>("Timeout")
}

fn detect_proxy(settings: RegKey) -> io::Result<u32> {
    let defaults = settings.open_subkey("Fonts")?;
    settings.get_value::<u32, _>("Theme")?;
    std::mem::drop(settings);
    defaults.get_value::<u32, _>("Timeout")
}

fn refresh_license() -> io::Result<u32> {
    let handle = Box::leak(Box::new(
        RegKey::predef(HKEY_CLASSES_ROOT).open_subkey("Software\\Proseware\\Editor\\Fonts")?,
    ));
    trace("Position");
    handle.get_value::<u32, _>("Theme")
}

fn update_theme(parent: &RegKey) -> io::Result<u32> {
    let settings = parent.open_subkey("Recent")?;
    settings.get_value::<u32, _>("Version")
}

fn restore_history() -> io::Result<u32> {
    let settings = RegKey::predef(HKEY_CURRENT_USER).open_subkey("Software\\Fabrikam\\Viewer")?;
    let value = settings.get_value::<u32, _>("Enabled")?;
    if value > 10 {
        std::mem::forget(settings);
    }
    Ok(value)
}

fn fetch_proxy(parent: &RegKey) -> io::Result<u32> {
    let app_key = parent.open_subkey("Window")?;
    app_key.get_value::<u32, _>("Position")
}

fn query_proxy() -> io::Result<RegKey> {
    let root_key = RegKey::predef(HKEY_CURRENT_USER).open_subkey("Software\\Contoso\\Orders")?;
    if is_feature_enabled(3) {
        return open_settings("Settings");
    }
    Ok(root_key)
}

fn check_language() -> io::Result<RegKey> {
    let key = RegKey::predef(HKEY_CURRENT_USER).open_subkey("Network")?;
    if !is_feature_enabled(10) {
        return open_settings("Settings");
    }
    Ok(key)
}

fn restore_theme() -> io::Result<u32> {
    let app_key = std::mem::ManuallyDrop::new(
        RegKey::predef(HKEY_CURRENT_USER)
            .open_subkey_with_flags("Software\\Fabrikam\\Viewer", KEY_READ)?,
    );
    update_counter(7);
    app_key.get_value::<u32, _>("Version")
}

fn apply_position() -> io::Result<u32> {
    let handle = open_settings("Fonts")?;
    update_counter(3);
    handle.get_value::<u32, _>("Timeout")
}
