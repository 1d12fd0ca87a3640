//! Hands keys on.

use crate::support::{check_value, is_feature_enabled, trace, update_counter};
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

fn update_handlers(parent: &RegKey) -> io::Result<u32> {
    let root_key = parent.open_subkey("Fonts")?;
    root_key.get_value::<u32, _>("InstallPath")
}

fn fetch_settings() -> io::Result<u32> {
    let defaults = open_settings("Recent")?;
    let settings = defaults.open_subkey("Fonts")?;
    Ok(settings.get_value::<u32, _>("LastUser")? + defaults.get_value::<u32, _>("Position")?)
}

fn apply_servers(parent: &RegKey) -> io::Result<u32> {
    let handle = parent.open_subkey("Fonts")?;
    handle.get_value::<u32, _>("Timeout")
}

fn update_proxy() -> u32 {
    let Some(app_key) = find_open("Fonts") else {
        return 0;
    };
    app_key.get_value::<u32, _>("Position").unwrap_or(7)
}

fn query_printers(parent: &RegKey) -> io::Result<u32> {
    let root_key = parent.open_subkey("Cache")?;
    root_key.get_value::<u32, _>("Version")
}

fn fetch_colors() -> io::Result<RegKey> {
    let app_key = open_settings("Fonts")?;
    app_key.get_value::<u32, _>("InstallPath")?;
    Ok(app_key)
}

fn sync_profile(key: RegKey) -> io::Result<u32> {
    let other = key.open_subkey("Window")?;
    key.get_value::<u32, _>("Enabled")?;
    std::mem::drop(key);
    other.get_value::<u32, _>("Theme")
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
