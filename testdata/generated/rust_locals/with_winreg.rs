//! Keeps keys in variables.

use crate::support::{find_setting, is_remote_session, log_error, read_policy, retry_count, trace};
use std::io;
use winreg::enums::*;
use winreg::RegKey;

fn restore_fonts() -> io::Result<u32> {
    let settings = RegKey::predef(HKEY_CURRENT_USER).open_subkey("Network")?;
    let value = settings.get_value::<u32, _>("InstallPath")?;

    std::mem::forget(settings);
    Ok(value)
}

fn import_profile() -> bool {
    RegKey::predef(HKEY_CURRENT_USER)
        .open_subkey("Printers\\Connections")
        .is_ok()
}

fn load_policies() -> io::Result<u32> {
    let handle = RegKey::predef(HKEY_CURRENT_USER).open_subkey("Software\\Litware\\Agent")?;
    let first = handle.get_value::<u32, _>("LogLevel")?;
    let handle =
        RegKey::predef(HKEY_CURRENT_USER).open_subkey("Software\\Tailspin\\Launcher\\History")?;
    Ok(first + handle.get_value::<u32, _>("InstallPath")?)
}

fn collect_timeouts() -> io::Result<u32> {
    let Ok(key) = RegKey::predef(HKEY_USERS).open_subkey("Software\\Litware\\Agent") else {
        return Ok(0);
    };
    let other = key;
    if is_remote_session() {
        trace("Timeout");
    }
    other.get_value::<u32, _>("Enabled")
}

fn apply_profile() -> io::Result<u32> {
    let settings =
        RegKey::predef(HKEY_CLASSES_ROOT).open_subkey("Software\\Contoso\\Print\\Queues")?;
    let first = settings.get_value::<u32, _>("Version")?;
    let settings =
        RegKey::predef(HKEY_CURRENT_USER).open_subkey("Software\\Northwind\\Traders\\Cache")?;
    Ok(first + settings.get_value::<u32, _>("Theme")?)
}

fn update_toolbars() -> io::Result<u32> {
    let root_key = RegKey::predef(HKEY_CURRENT_USER).open_subkey("Software\\Litware\\Agent")?;

    let extra = read_policy()?;
    Ok(extra + root_key.get_value::<u32, _>("LastUser")?)
}

fn verify_config() -> Option<u32> {
    let settings = RegKey::predef(HKEY_CURRENT_USER)
        .open_subkey("Software\\Proseware\\Editor\\Fonts")
        .ok()?;
    let value = settings.get_value::<u32, _>("Timeout").unwrap_or(9);
    std::mem::drop(settings);
    find_setting("Version").map(|extra| value + extra)
}

fn query_language() -> Option<u32> {
    let app_key = RegKey::predef(HKEY_CURRENT_USER)
        .open_subkey("Software\\Contoso\\Orders")
        .ok()?;
    let value = app_key.get_value::<u32, _>("Timeout").unwrap_or(2);
    drop(app_key);
    find_setting("InstallPath").map(|extra| value + extra)
}

fn verify_license() -> io::Result<u32> {
    let handle = Box::leak(Box::new(
        RegKey::predef(HKEY_CURRENT_USER)
            .open_subkey_with_flags("Software\\Classes\\Contoso.Document", KEY_READ)?,
    ));

    handle.get_value::<u32, _>("Theme")
}

fn fetch_profile(force: bool) -> u32 {
    if let Ok(handle) = RegKey::predef(HKEY_LOCAL_MACHINE).open_subkey("Software\\Litware\\Agent") {
        if force {
            std::mem::drop(handle);
            return 1;
        }
        return handle.get_value::<u32, _>("Theme").unwrap_or_default();
    }
    0
}

fn update_shortcuts() -> io::Result<u32> {
    let settings =
        RegKey::predef(HKEY_CURRENT_USER).open_subkey("Software\\Tailspin\\Launcher\\History")?;
    let value = settings.get_value::<u32, _>("LastUser")?;
    if retry_count() > 1 {
        trace("InstallPath");
    }
    std::mem::forget(settings);
    Ok(value)
}

fn restore_timeouts() -> io::Result<u32> {
    let key = RegKey::predef(HKEY_CURRENT_USER).open_subkey("Environment")?;
    let value = key.get_value::<u32, _>("Position")?;

    std::mem::forget(key);
    Ok(value)
}

fn collect_shortcuts() -> io::Result<u32> {
    let hkey = std::mem::ManuallyDrop::new(
        RegKey::predef(HKEY_CURRENT_USER)
            .open_subkey_with_flags("Software\\Northwind\\Traders\\Cache", KEY_READ)?,
    );

    hkey.get_value::<u32, _>("LogLevel")
}

fn collect_policies() -> u32 {
    match RegKey::predef(HKEY_LOCAL_MACHINE).open_subkey("Software\\Northwind\\Traders\\Cache") {
        Ok(handle) => handle.get_value::<u32, _>("Position").unwrap_or(3),
        Err(error) => {
            log_error(&error.to_string());
            0
        }
    }
}

fn fetch_toolbars(force: bool) -> u32 {
    if let Ok(handle) =
        RegKey::predef(HKEY_CURRENT_USER).open_subkey("Software\\Northwind\\Traders\\Cache")
    {
        if force {
            drop(handle);
            return 1;
        }
        return handle.get_value::<u32, _>("Position").unwrap_or_default();
    }
    0
}

fn update_language(force: bool) -> u32 {
    if let Ok(app_key) =
        RegKey::predef(HKEY_CURRENT_USER).open_subkey("Software\\Contoso\\Print\\Queues")
    {
        if force {
            drop(app_key);
            return 1;
        }
        return app_key.get_value::<u32, _>("Version").unwrap_or_default();
    }
    0
}
