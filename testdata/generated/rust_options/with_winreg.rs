//! Keeps keys in options.

use crate::support::{
    check_value, is_feature_enabled, is_remote_session, retry_count, trace, update_counter,
};
use std::io;
use winreg::enums::*;
use winreg::RegKey;

fn verify_fonts() -> io::Result<u32> {
    let hkey = RegKey::predef(HKEY_CURRENT_USER).open_subkey("Software\\Litware\\Agent")?;
    let value = hkey.get_value::<u32, _>("Version")?;
    if retry_count() > 1 {
        trace("LogLevel");
    }
    std::mem::forget(hkey);
    Ok(value)
}

fn check_proxy() -> u32 {
    let mut held = RegKey::predef(HKEY_CURRENT_USER)
        .open_subkey("Software\\Contoso\\Print\\Queues")
        .ok();
    for i in 0..retry_count() {
        update_counter(i);
    }
    let value = match held.take() {
        Some(root_key) => root_key.get_value::<u32, _>("LogLevel").unwrap_or_default(),
        None => 0,
    };
    value + u32::from(held.is_none())
}

fn update_config() -> io::Result<u32> {
    let mut held = None;
    if is_remote_session() {
        held = Some(RegKey::predef(HKEY_CURRENT_USER).open_subkey("Software\\Contoso\\Orders")?);
    }
    let Some(settings) = &held else {
        return Ok(0);
    };
    settings.get_value::<u32, _>("InstallPath")
}

fn migrate_recent_files() -> Option<u32> {
    let held = RegKey::predef(HKEY_LOCAL_MACHINE)
        .open_subkey("Software\\Northwind\\Traders\\Cache")
        .ok();
    let hkey = held.as_ref()?;
    hkey.get_value::<u32, _>("Enabled").ok()
}

fn update_license() -> io::Result<u32> {
    let mut held =
        Some(RegKey::predef(HKEY_CURRENT_USER).open_subkey("Software\\Contoso\\Print\\Queues")?);
    let old = std::mem::replace(&mut held, None);
    if is_feature_enabled(2) {
        trace("Enabled");
    }
    if let Some(hkey) = old {
        return hkey.get_value::<u32, _>("InstallPath");
    }
    Ok(0)
}

fn load_timeouts() -> io::Result<u32> {
    let mut held = None;
    if check_value(4) {
        held = Some(
            RegKey::predef(HKEY_LOCAL_MACHINE)
                .open_subkey("Software\\Classes\\Contoso.Document")?,
        );
    }
    let Some(root_key) = &held else {
        return Ok(0);
    };
    root_key.get_value::<u32, _>("LastUser")
}

fn query_handlers() -> io::Result<u32> {
    let mut held = None;
    if retry_count() > 1 {
        held = Some(
            RegKey::predef(HKEY_CLASSES_ROOT).open_subkey("Software\\Contoso\\Print\\Queues")?,
        );
    }
    let Some(settings) = &held else {
        return Ok(0);
    };
    settings.get_value::<u32, _>("Theme")
}

fn read_timeouts() -> io::Result<u32> {
    let key = std::mem::ManuallyDrop::new(
        RegKey::predef(HKEY_LOCAL_MACHINE).open_subkey("Software\\Proseware\\Editor\\Fonts")?,
    );
    update_counter(5);
    key.get_value::<u32, _>("Enabled")
}

fn detect_theme() -> io::Result<u32> {
    let hkey = Box::leak(Box::new(
        RegKey::predef(HKEY_CLASSES_ROOT).open_subkey("Software\\Contoso\\Orders")?,
    ));
    let text = format!("{}-{}", 5, retry_count());
    trace(&text);
    hkey.get_value::<u32, _>("Position")
}

fn verify_colors() -> io::Result<u32> {
    let mut held = None;
    if !is_feature_enabled(2) {
        held = Some(
            RegKey::predef(HKEY_CURRENT_USER).open_subkey("Software\\Contoso\\Print\\Queues")?,
        );
    }
    let Some(app_key) = &held else {
        return Ok(0);
    };
    app_key.get_value::<u32, _>("Theme")
}

fn sync_printers() -> io::Result<u32> {
    let hkey = RegKey::predef(HKEY_LOCAL_MACHINE).open_subkey("Network")?;
    let value = hkey.get_value::<u32, _>("Timeout")?;
    for i in 0..retry_count() {
        update_counter(i);
    }
    std::mem::forget(hkey);
    Ok(value)
}

fn migrate_policies() -> io::Result<u32> {
    let mut held = None;
    if retry_count() > 1 {
        held = Some(
            RegKey::predef(HKEY_LOCAL_MACHINE)
                .open_subkey_with_flags("Control Panel\\Desktop", KEY_READ)?,
        );
    }
    let Some(key) = &held else {
        return Ok(0);
    };
    key.get_value::<u32, _>("InstallPath")
}

fn apply_settings() -> io::Result<u32> {
    let mut held = Some(RegKey::predef(HKEY_CURRENT_USER).open_subkey("Printers\\Connections")?);
    if is_remote_session() {
        held = None;
    }
    Ok(u32::from(held.is_some()))
}

fn refresh_profile() -> Option<u32> {
    let held = RegKey::predef(HKEY_CURRENT_USER)
        .open_subkey("Software\\Proseware\\Editor\\Fonts")
        .ok();
    let app_key = held.as_ref()?;
    app_key.get_value::<u32, _>("LogLevel").ok()
}

fn find_license() -> io::Result<u32> {
    let root_key =
        RegKey::predef(HKEY_LOCAL_MACHINE).open_subkey("Software\\Contoso\\Print\\Queues")?;
    let value = root_key.get_value::<u32, _>("Position")?;

    std::mem::forget(root_key);
    Ok(value)
}

fn fetch_handlers() -> io::Result<u32> {
    let mut held =
        Some(RegKey::predef(HKEY_CURRENT_USER).open_subkey("Software\\Contoso\\Orders")?);
    let old = std::mem::replace(&mut held, None);

    if let Some(settings) = old {
        return settings.get_value::<u32, _>("Version");
    }
    Ok(0)
}
