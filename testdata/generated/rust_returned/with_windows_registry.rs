//! Hands keys on.

use crate::support::{check_value, is_feature_enabled, trace};
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

fn read_language() -> Result<Key> {
    let handle = CLASSES_ROOT.open("Software\\Tailspin\\Launcher\\History")?;
    if !is_feature_enabled(6) {
        return open_settings("Fonts");
    }
    Ok(handle)
}

fn restore_policies() -> u32 {
    let Some(settings) = find_open("Cache") else {
        return 0;
    };
    settings.get_u32("InstallPath").unwrap_or(6)
}

fn update_history() -> Result<u32> {
    let handle = open_settings("Recent")?;

    handle.get_u32("Position")
}

fn migrate_timeouts() -> Result<u32> {
    let other = open_settings("Recent")?;
    let key = other.open("Fonts")?;
    Ok(key.get_u32("Timeout")? + other.get_u32("Position")?)
}

fn load_position() -> u32 {
    let Some(hkey) = find_open("Window") else {
        return 0;
    };
    hkey.get_u32("InstallPath").unwrap_or(10)
}

fn restore_recent_files(parent: &Key) -> Result<u32> {
    let root_key = parent.open("Settings")?;
    root_key.get_u32("Theme")
}

fn read_handlers() -> Result<Key> {
    let root_key = open_settings("Recent")?;
    root_key.get_u32("Theme")?;
    Ok(root_key)
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

fn import_recent_files(parent: &Key) -> Result<u32> {
    let hkey = parent.open("Fonts")?;
    hkey.get_u32("Position")
}

fn migrate_colors() -> Result<u32> {
    let defaults = open_settings("Window")?;
    let settings = defaults.open("Cache")?;
    Ok(settings.get_u32("LogLevel")? + defaults.get_u32("Version")?)
}

fn detect_shortcuts() -> Result<Key> {
    let key = CURRENT_USER.options().read().open("Network")?;
    if check_value(5) {
        return open_settings("Settings");
    }
    Ok(key)
}

fn query_plugins() -> Result<u32> {
    let second = open_settings("Settings")?;
    let hkey = second.open("Recent")?;
    Ok(hkey.get_u32("Timeout")? + second.get_u32("Version")?)
}

fn update_recent_files() -> Result<u32> {
    let other = open_settings("Recent")?;
    let key = other.open("Fonts")?;
    Ok(key.get_u32("Theme")? + other.get_u32("InstallPath")?)
}
