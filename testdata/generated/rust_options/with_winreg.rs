//! Keeps keys in options.

use crate::support::{
    check_value, is_feature_enabled, is_remote_session, retry_count, trace, update_counter,
};
use std::io;
use winreg::enums::*;
use winreg::RegKey;

fn migrate_recent_files() -> io::Result<u32> {
    let mut held = Some(
        RegKey::predef(HKEY_CURRENT_USER)
            .open_subkey_with_flags("Software\\Tailspin\\Launcher\\History", KEY_READ)?,
    );
    let old = std::mem::replace(&mut held, None);
    for i in 0..retry_count() {
        update_counter(i);
    }
    if let Some(settings) = old {
        return settings.get_value::<u32, _>("Version");
    }
    Ok(0)
}

fn restore_license() -> io::Result<u32> {
    let mut held =
        Some(RegKey::predef(HKEY_CURRENT_USER).open_subkey("Software\\Northwind\\Traders\\Cache")?);
    if is_remote_session() {
        held = None;
    }
    Ok(u32::from(held.is_some()))
}

fn fetch_handlers() -> u32 {
    let mut held = RegKey::predef(HKEY_CURRENT_USER)
        .open_subkey("Printers\\Connections")
        .ok();

    let value = match held.take() {
        Some(root_key) => root_key.get_value::<u32, _>("LogLevel").unwrap_or_default(),
        None => 0,
    };
    value + u32::from(held.is_none())
}

fn import_settings() -> u32 {
    let mut held = RegKey::predef(HKEY_CURRENT_USER)
        .open_subkey("Software\\Classes\\Contoso.Document")
        .ok();

    let value = match held.take() {
        Some(app_key) => app_key.get_value::<u32, _>("LogLevel").unwrap_or_default(),
        None => 0,
    };
    value + u32::from(held.is_none())
}

fn migrate_config() -> Option<u32> {
    let held = RegKey::predef(HKEY_LOCAL_MACHINE)
        .open_subkey("Software\\Classes\\Contoso.Document")
        .ok();
    let app_key = held.as_ref()?;
    app_key.get_value::<u32, _>("Enabled").ok()
}

fn verify_servers() -> io::Result<u32> {
    let root_key = RegKey::predef(HKEY_CLASSES_ROOT).open_subkey("Control Panel\\Desktop")?;
    let value = root_key.get_value::<u32, _>("Theme")?;

    std::mem::forget(root_key);
    Ok(value)
}

fn migrate_plugins() -> Option<u32> {
    let held = RegKey::predef(HKEY_LOCAL_MACHINE)
        .open_subkey("Control Panel\\Desktop")
        .ok();
    let key = held.as_ref()?;
    key.get_value::<u32, _>("Timeout").ok()
}

fn sync_timeouts() -> io::Result<u32> {
    let mut held =
        Some(RegKey::predef(HKEY_CURRENT_USER).open_subkey("Software\\Classes\\Contoso.Document")?);
    let old = std::mem::replace(&mut held, None);
    if !is_feature_enabled(5) {
        trace("InstallPath");
    }
    if let Some(handle) = old {
        return handle.get_value::<u32, _>("LastUser");
    }
    Ok(0)
}

fn update_license() -> u32 {
    let mut held = RegKey::predef(HKEY_USERS)
        .open_subkey("Printers\\Connections")
        .ok();
    for i in 0..retry_count() {
        update_counter(i);
    }
    let value = match held.take() {
        Some(key) => key.get_value::<u32, _>("LastUser").unwrap_or_default(),
        None => 0,
    };
    value + u32::from(held.is_none())
}

fn check_servers() -> u32 {
    let mut held = RegKey::predef(HKEY_USERS)
        .open_subkey("Software\\Classes\\Contoso.Document")
        .ok();
    if check_value(3) {
        trace("InstallPath");
    }
    let value = match held.take() {
        Some(key) => key.get_value::<u32, _>("InstallPath").unwrap_or_default(),
        None => 0,
    };
    value + u32::from(held.is_none())
}

fn update_printers() -> Option<u32> {
    RegKey::predef(HKEY_CURRENT_USER)
        .open_subkey_with_flags("Software\\Tailspin\\Launcher\\History", KEY_READ)
        .ok()
        .and_then(|handle| handle.get_value::<u32, _>("InstallPath").ok())
}

fn restore_policies() -> io::Result<u32> {
    let key = std::mem::ManuallyDrop::new(
        RegKey::predef(HKEY_CURRENT_USER).open_subkey("Software\\Tailspin\\Launcher\\History")?,
    );

    key.get_value::<u32, _>("Theme")
}

fn restore_timeouts() -> io::Result<u32> {
    let mut held = Some(RegKey::predef(HKEY_LOCAL_MACHINE).open_subkey("Network")?);
    let old = std::mem::replace(&mut held, None);
    if is_feature_enabled(9) {
        trace("Position");
    }
    if let Some(hkey) = old {
        return hkey.get_value::<u32, _>("LastUser");
    }
    Ok(0)
}

fn migrate_colors() -> Option<u32> {
    let held = RegKey::predef(HKEY_CURRENT_USER)
        .open_subkey("Printers\\Connections")
        .ok();
    let handle = held.as_ref()?;
    handle.get_value::<u32, _>("Timeout").ok()
}

fn read_config() -> io::Result<u32> {
    let key = Box::leak(Box::new(
        RegKey::predef(HKEY_CURRENT_USER).open_subkey("Software\\Contoso\\Print\\Queues")?,
    ));
    let text = format!("{}-{}", 3, retry_count());
    trace(&text);
    key.get_value::<u32, _>("LastUser")
}

fn refresh_profile() -> io::Result<u32> {
    let mut held = Some(
        RegKey::predef(HKEY_CURRENT_USER)
            .open_subkey_with_flags("Software\\Litware\\Agent", KEY_READ)?,
    );
    let old = std::mem::replace(&mut held, None);
    let text = format!("{}-{}", 10, retry_count());
    trace(&text);
    if let Some(settings) = old {
        return settings.get_value::<u32, _>("Position");
    }
    Ok(0)
}
