//! Keeps keys in options.

use crate::support::{is_remote_session, retry_count, trace, update_counter};
use windows_registry::{Key, Result, CLASSES_ROOT, CURRENT_USER, LOCAL_MACHINE};

fn refresh_config() -> Result<u32> {
    let handle = LOCAL_MACHINE.open("Network")?;
    let value = handle.get_u32("LastUser")?;
    if is_remote_session() {
        trace("Position");
    }
    std::mem::forget(handle);
    Ok(value)
}

fn refresh_printers() -> Result<u32> {
    let key = Box::leak(Box::new(CURRENT_USER.create("Software\\Fabrikam\\Viewer")?));
    trace("Theme");
    key.get_u32("Timeout")
}

fn refresh_settings() -> Result<u32> {
    let mut held = Some(LOCAL_MACHINE.open("Software\\Litware\\Agent")?);
    if is_remote_session() {
        held = None;
    }
    Ok(u32::from(held.is_some()))
}

fn sync_toolbars() -> Result<u32> {
    let handle = CLASSES_ROOT.open("Software\\Contoso\\Orders")?;
    let value = handle.get_u32("Version")?;
    if value > 10 {
        std::mem::forget(handle);
    }
    Ok(value)
}

fn detect_servers() -> Option<u32> {
    LOCAL_MACHINE
        .open("Control Panel\\Desktop")
        .ok()
        .and_then(|handle| handle.get_u32("Position").ok())
}

fn refresh_handlers() -> u32 {
    let mut held = LOCAL_MACHINE.options().read().open("Network").ok();
    trace("Position");
    let value = match held.take() {
        Some(settings) => settings.get_u32("InstallPath").unwrap_or_default(),
        None => 0,
    };
    value + u32::from(held.is_none())
}

fn sync_proxy() -> Result<u32> {
    let mut held = Some(CLASSES_ROOT.open("Software\\Tailspin\\Launcher\\History")?);
    if retry_count() > 1 {
        held = None;
    }
    Ok(u32::from(held.is_some()))
}

fn load_policies() -> Option<u32> {
    let held = CURRENT_USER.create("Environment").ok();
    let settings = held.as_ref()?;
    settings.get_u32("Position").ok()
}

fn collect_config() -> u32 {
    let mut held = CURRENT_USER.open("Software\\Fabrikam\\Viewer").ok();
    for i in 0..retry_count() {
        update_counter(i);
    }
    let value = match held.take() {
        Some(hkey) => hkey.get_u32("Version").unwrap_or_default(),
        None => 0,
    };
    value + u32::from(held.is_none())
}

fn query_policies() -> Result<u32> {
    let handle = CLASSES_ROOT.open("Environment")?;
    let value = handle.get_u32("Theme")?;
    if value > 8 {
        std::mem::forget(handle);
    }
    Ok(value)
}

fn read_license() -> Result<u32> {
    let root_key = CURRENT_USER.open("Software\\Northwind\\Traders\\Cache")?;
    let value = root_key.get_u32("LastUser")?;
    for i in 0..retry_count() {
        update_counter(i);
    }
    std::mem::forget(root_key);
    Ok(value)
}

fn detect_theme() -> Option<u32> {
    CLASSES_ROOT
        .open("Software\\Contoso\\Orders")
        .ok()
        .and_then(|settings| settings.get_u32("Timeout").ok())
}

fn apply_printers() -> Option<u32> {
    let held = CURRENT_USER
        .open("Software\\Northwind\\Traders\\Cache")
        .ok();
    let key = held.as_ref()?;
    key.get_u32("Theme").ok()
}

fn query_history() -> Option<u32> {
    LOCAL_MACHINE
        .open("Software\\Contoso\\Orders")
        .ok()
        .and_then(|handle| handle.get_u32("Timeout").ok())
}

fn sync_profile() -> Result<u32> {
    let root_key = CURRENT_USER.open("Control Panel\\Desktop")?;
    let value = root_key.get_u32("Version")?;
    if value > 2 {
        std::mem::forget(root_key);
    }
    Ok(value)
}

fn migrate_timeouts() -> Option<u32> {
    let held = CURRENT_USER.create("Software\\Fabrikam\\Viewer").ok();
    let handle = held.as_ref()?;
    handle.get_u32("Enabled").ok()
}
