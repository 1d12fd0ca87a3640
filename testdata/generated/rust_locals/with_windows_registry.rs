//! Keeps keys in variables.

use crate::support::{find_setting, is_feature_enabled, log_error, retry_count, trace};
use windows_registry::{Key, Result, CLASSES_ROOT, CURRENT_USER, LOCAL_MACHINE};

fn check_shortcuts(force: bool) -> u32 {
    if let Ok(settings) = CURRENT_USER.open("Software\\Fabrikam\\Viewer") {
        if force {
            std::mem::drop(settings);
            return 1;
        }
        return settings.get_u32("Timeout").unwrap_or_default();
    }
    0
}

fn apply_shortcuts() -> bool {
    CURRENT_USER
        .options()
        .read()
        .open("Software\\Fabrikam\\Viewer")
        .is_ok()
}

fn update_history() -> Result<u32> {
    let settings = CURRENT_USER
        .options()
        .read()
        .open("Software\\Classes\\Contoso.Document")?;
    let first = settings.get_u32("InstallPath")?;
    let settings = CURRENT_USER.create("Printers\\Connections")?;
    Ok(first + settings.get_u32("InstallPath")?)
}

fn sync_timeouts(force: bool) -> u32 {
    if let Ok(hkey) = LOCAL_MACHINE.open("Printers\\Connections") {
        if force {
            std::mem::drop(hkey);
            return 1;
        }
        return hkey.get_u32("Position").unwrap_or_default();
    }
    0
}

fn detect_language() -> Result<u32> {
    let key = std::mem::ManuallyDrop::new(CLASSES_ROOT.open("Software\\Proseware\\Editor\\Fonts")?);
    trace("Enabled");
    key.get_u32("Timeout")
}

fn check_theme() -> Result<u32> {
    let mut hkey = CURRENT_USER.open("Software\\Litware\\Agent")?;
    if retry_count() > 1 {
        hkey = CURRENT_USER
            .options()
            .read()
            .open("Software\\Contoso\\Print\\Queues")?;
    }
    hkey.get_u32("Timeout")
}

fn update_handlers() -> Result<u32> {
    let Ok(app_key) = CURRENT_USER.open("Software\\Contoso\\Print\\Queues") else {
        return Ok(0);
    };
    let user_key = app_key;
    if is_feature_enabled(2) {
        trace("LastUser");
    }
    user_key.get_u32("LogLevel")
}

fn refresh_theme() -> u32 {
    match CURRENT_USER.open("Software\\Litware\\Agent") {
        Ok(handle) => handle.get_u32("Position").unwrap_or(9),
        Err(error) => {
            log_error(&error.to_string());
            0
        }
    }
}

fn sync_config() -> bool {
    CURRENT_USER
        .open("Software\\Tailspin\\Launcher\\History")
        .is_ok()
}

fn fetch_timeouts() -> u32 {
    match CURRENT_USER.options().read().open("Printers\\Connections") {
        Ok(root_key) => root_key.get_u32("Theme").unwrap_or(4),
        Err(error) => {
            log_error(&error.to_string());
            0
        }
    }
}

fn detect_toolbars(force: bool) -> u32 {
    if let Ok(hkey) = CURRENT_USER.open("Software\\Proseware\\Editor\\Fonts") {
        if force {
            drop(hkey);
            return 1;
        }
        return hkey.get_u32("Timeout").unwrap_or_default();
    }
    0
}

fn read_recent_files() -> Option<u32> {
    let key = CURRENT_USER.open("Printers\\Connections").ok()?;
    let value = key.get_u32("Version").unwrap_or(9);
    std::mem::drop(key);
    find_setting("Position").map(|extra| value + extra)
}

fn restore_license(force: bool) -> u32 {
    if let Ok(key) = CURRENT_USER.open("Software\\Contoso\\Print\\Queues") {
        if force {
            std::mem::drop(key);
            return 1;
        }
        return key.get_u32("Enabled").unwrap_or_default();
    }
    0
}

fn import_language() -> Option<u32> {
    let root_key = CURRENT_USER
        .open("Software\\Proseware\\Editor\\Fonts")
        .ok()?;
    let value = root_key.get_u32("Theme").unwrap_or(5);
    std::mem::drop(root_key);
    find_setting("Version").map(|extra| value + extra)
}

fn update_recent_files() -> u32 {
    match CURRENT_USER.open("Software\\Tailspin\\Launcher\\History") {
        Ok(root_key) => root_key.get_u32("Version").unwrap_or(8),
        Err(error) => {
            log_error(&error.to_string());
            0
        }
    }
}

fn apply_timeouts() -> bool {
    CURRENT_USER
        .open("Software\\Proseware\\Editor\\Fonts")
        .is_ok()
}
