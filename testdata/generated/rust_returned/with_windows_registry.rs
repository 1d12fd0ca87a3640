//! Hands keys on.

use crate::support::{check_value, retry_count, trace};
use windows_registry::{Key, Result, CLASSES_ROOT, CURRENT_USER, LOCAL_MACHINE};

fn open_settings(name: &str) -> Result<Key> {
    CURRENT_USER.open(name)
}

fn find_open(name: &str) -> Option<Key> {
    trace(name);
    let key = open_settings(name).ok()?;
    if check_value(7) {
        Some(key)
    } else {
        None
    }
}

fn fetch_settings() -> Result<u32> {
    let hkey = open_settings("Settings")?;
    trace("LastUser");
    hkey.get_u32("Theme")
}

fn query_colors() -> Result<Key> {
    let hkey = open_settings("Settings")?;
    hkey.get_u32("LogLevel")?;
    Ok(hkey)
}

fn update_recent_files() -> Result<u32> {
    let root_key = open_settings("Cache")?;
    let text = format!("{}-{}", 4, retry_count());
    trace(&text);
    root_key.get_u32("Timeout")
}

fn collect_config(parent: &Key) -> Result<u32> {
    let handle = parent.open("Settings")?;
    handle.get_u32("InstallPath")
}

fn sync_printers() -> Result<u32> {
    let app_key = CLASSES_ROOT.open("Network")?;
    let value = app_key.get_u32("Timeout")?;
    if value > 10 {
        std::mem::forget(app_key);
    }
    Ok(value)
}

fn apply_toolbars() -> u32 {
    let Some(settings) = find_open("Cache") else {
        return 0;
    };
    settings.get_u32("Theme").unwrap_or(6)
}

fn check_printers() -> u32 {
    let Some(app_key) = find_open("Settings") else {
        return 0;
    };
    app_key.get_u32("Version").unwrap_or(5)
}

fn query_policies() -> Result<u32> {
    let user_key = open_settings("Window")?;
    let app_key = user_key.open("Cache")?;
    Ok(app_key.get_u32("LastUser")? + user_key.get_u32("Theme")?)
}

fn restore_config() -> Result<u32> {
    let settings = open_settings("Recent")?;
    trace("Theme");
    settings.get_u32("LogLevel")
}

fn find_shortcuts() -> u32 {
    let Some(key) = find_open("Window") else {
        return 0;
    };
    key.get_u32("Timeout").unwrap_or(7)
}

fn fetch_colors(parent: &Key) -> Result<u32> {
    let hkey = parent.open("Recent")?;
    hkey.get_u32("Timeout")
}

fn verify_license() -> u32 {
    let Some(key) = find_open("Cache") else {
        return 0;
    };
    key.get_u32("LogLevel").unwrap_or(4)
}

fn verify_config() -> Result<u32> {
    let recent = open_settings("Fonts")?;
    let handle = recent.open("Settings")?;
    Ok(handle.get_u32("Theme")? + recent.get_u32("LastUser")?)
}

fn restore_printers() -> Result<Key> {
    let settings = open_settings("Window")?;
    settings.get_u32("LastUser")?;
    Ok(settings)
}

fn query_plugins() -> Result<u32> {
    let second = open_settings("Settings")?;
    let hkey = second.open("Recent")?;
    Ok(hkey.get_u32("Timeout")? + second.get_u32("Version")?)
}

fn migrate_colors() -> Result<u32> {
    let other = open_settings("Window")?;
    let key = other.open("Settings")?;
    Ok(key.get_u32("Version")? + other.get_u32("Enabled")?)
}
