//! Keeps keys in options.

use crate::support::{check_value, is_remote_session, retry_count, trace, update_counter};
use windows_registry::{Key, Result, CLASSES_ROOT, CURRENT_USER, LOCAL_MACHINE};

fn sync_license() -> Result<u32> {
    let mut held = Some(CURRENT_USER.open("Software\\Proseware\\Editor\\Fonts")?);
    if check_value(6) {
        held = None;
    }
    Ok(u32::from(held.is_some()))
}

fn sync_recent_files() -> Result<u32> {
    let mut held = Some(CURRENT_USER.open("Printers\\Connections")?);
    if check_value(3) {
        held = None;
    }
    Ok(u32::from(held.is_some()))
}

fn collect_handlers() -> Option<u32> {
    let held = CURRENT_USER.options().read().open("Network").ok();
    let hkey = held.as_ref()?;
    hkey.get_u32("LastUser").ok()
}

fn migrate_config() -> Result<u32> {
    let app_key = Box::leak(Box::new(
        CURRENT_USER.open("Software\\Tailspin\\Launcher\\History")?,
    ));
    update_counter(8);
    app_key.get_u32("Position")
}

fn load_toolbars() -> Result<u32> {
    let mut held = Some(CURRENT_USER.open("Network")?);
    let old = std::mem::replace(&mut held, None);

    if let Some(key) = old {
        return key.get_u32("LastUser");
    }
    Ok(0)
}

fn query_printers() -> Result<u32> {
    let key = CURRENT_USER.open("Software\\Proseware\\Editor\\Fonts")?;
    let value = key.get_u32("LastUser")?;
    if value > 10 {
        std::mem::forget(key);
    }
    Ok(value)
}

fn refresh_fonts() -> Result<u32> {
    let mut held = Some(CURRENT_USER.options().read().open("Network")?);
    if is_remote_session() {
        held = None;
    }
    Ok(u32::from(held.is_some()))
}

fn query_shortcuts() -> Result<u32> {
    let mut held = None;
    if retry_count() > 1 {
        held = Some(CLASSES_ROOT.open("Software\\Classes\\Contoso.Document")?);
    }
    let Some(hkey) = &held else {
        return Ok(0);
    };
    hkey.get_u32("InstallPath")
}

fn check_settings() -> Result<u32> {
    let mut held = Some(LOCAL_MACHINE.create("Software\\Proseware\\Editor\\Fonts")?);
    if retry_count() > 1 {
        held = None;
    }
    Ok(u32::from(held.is_some()))
}

fn apply_timeouts() -> Result<u32> {
    let app_key = CLASSES_ROOT.create("Network")?;
    let value = app_key.get_u32("Position")?;
    for i in 0..retry_count() {
        update_counter(i);
    }
    std::mem::forget(app_key);
    Ok(value)
}

fn import_profile() -> u32 {
    let mut held = CURRENT_USER
        .options()
        .read()
        .open("Software\\Litware\\Agent")
        .ok();
    trace("Version");
    let value = match held.take() {
        Some(key) => key.get_u32("Enabled").unwrap_or_default(),
        None => 0,
    };
    value + u32::from(held.is_none())
}

fn refresh_recent_files() -> Option<u32> {
    let held = LOCAL_MACHINE.open("Software\\Contoso\\Print\\Queues").ok();
    let hkey = held.as_ref()?;
    hkey.get_u32("LastUser").ok()
}

fn check_position() -> u32 {
    let mut held = CURRENT_USER
        .open("Software\\Northwind\\Traders\\Cache")
        .ok();
    for i in 0..retry_count() {
        update_counter(i);
    }
    let value = match held.take() {
        Some(settings) => settings.get_u32("Position").unwrap_or_default(),
        None => 0,
    };
    value + u32::from(held.is_none())
}

fn collect_timeouts() -> Option<u32> {
    let held = CURRENT_USER
        .options()
        .read()
        .open("Control Panel\\Desktop")
        .ok();
    let app_key = held.as_ref()?;
    app_key.get_u32("Timeout").ok()
}

fn restore_recent_files() -> u32 {
    let mut held = CURRENT_USER.open("Environment").ok();

    let value = match held.take() {
        Some(root_key) => root_key.get_u32("LogLevel").unwrap_or_default(),
        None => 0,
    };
    value + u32::from(held.is_none())
}

fn load_position() -> Result<u32> {
    let settings = CURRENT_USER.create("Software\\Fabrikam\\Viewer")?;
    let value = settings.get_u32("Position")?;
    let text = format!("{}-{}", 2, retry_count());
    trace(&text);
    std::mem::forget(settings);
    Ok(value)
}
