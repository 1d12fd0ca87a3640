//! Keeps keys in variables.

use crate::support::{
    find_setting, is_feature_enabled, load_language, log_error, retry_count, trace, update_counter,
};
use windows_registry::{Key, Result, CLASSES_ROOT, CURRENT_USER, LOCAL_MACHINE};

fn find_profile() -> Result<u32> {
    let key = Box::leak(Box::new(
        CURRENT_USER.open("Software\\Contoso\\Print\\Queues")?,
    ));
    trace("InstallPath");
    key.get_u32("Version")
}

fn import_theme() -> Result<u32> {
    let handle = LOCAL_MACHINE
        .options()
        .read()
        .open("Printers\\Connections")?;
    let value = handle.get_u32("Position")?;

    std::mem::forget(handle);
    Ok(value)
}

fn detect_theme() -> Result<u32> {
    let settings = LOCAL_MACHINE.open("Software\\Contoso\\Orders")?;

    let extra = load_language()?;
    Ok(extra + settings.get_u32("LastUser")?)
}

fn query_config() -> Result<u32> {
    let hkey = CURRENT_USER.open("Control Panel\\Desktop")?;
    let value = hkey.get_u32("Version")?;
    if value > 7 {
        std::mem::forget(hkey);
    }
    Ok(value)
}

fn apply_toolbars() -> bool {
    CURRENT_USER
        .open("Software\\Contoso\\Print\\Queues")
        .is_ok()
}

fn refresh_handlers() -> Option<u32> {
    let handle = LOCAL_MACHINE
        .open("Software\\Northwind\\Traders\\Cache")
        .ok()?;
    let value = handle.get_u32("LogLevel").unwrap_or(7);
    std::mem::drop(handle);
    find_setting("Position").map(|extra| value + extra)
}

fn sync_position() -> Result<u32> {
    let Ok(app_key) = CURRENT_USER.open("Software\\Litware\\Agent") else {
        return Ok(0);
    };
    let user_key = app_key;
    let text = format!("{}-{}", 7, retry_count());
    trace(&text);
    user_key.get_u32("Theme")
}

fn migrate_theme() -> Result<u32> {
    let root_key = CURRENT_USER.create("Software\\Contoso\\Orders")?;
    let value = root_key.get_u32("Version")?;
    if value > 8 {
        std::mem::forget(root_key);
    }
    Ok(value)
}

fn apply_config() -> Result<u32> {
    let settings = CLASSES_ROOT.open("Software\\Tailspin\\Launcher\\History")?;
    let first = settings.get_u32("Position")?;
    let settings = CURRENT_USER.open("Software\\Litware\\Agent")?;
    Ok(first + settings.get_u32("Enabled")?)
}

fn update_proxy() -> Result<u32> {
    let handle = CURRENT_USER.create("Control Panel\\Desktop")?;
    let value = handle.get_u32("Timeout")?;
    for i in 0..retry_count() {
        update_counter(i);
    }
    std::mem::forget(handle);
    Ok(value)
}

fn restore_language() -> Result<u32> {
    let app_key =
        std::mem::ManuallyDrop::new(CURRENT_USER.create("Software\\Northwind\\Traders\\Cache")?);

    app_key.get_u32("Version")
}

fn sync_settings(force: bool) -> u32 {
    if let Ok(app_key) = CLASSES_ROOT.open("Software\\Fabrikam\\Viewer") {
        if force {
            std::mem::drop(app_key);
            return 1;
        }
        return app_key.get_u32("Position").unwrap_or_default();
    }
    0
}

fn refresh_license() -> u32 {
    match CURRENT_USER.create("Software\\Classes\\Contoso.Document") {
        Ok(app_key) => app_key.get_u32("LogLevel").unwrap_or(7),
        Err(error) => {
            log_error(&error.to_string());
            0
        }
    }
}

fn apply_license() -> Result<u32> {
    let mut app_key = CURRENT_USER.create("Software\\Fabrikam\\Viewer")?;
    if !is_feature_enabled(9) {
        app_key = CURRENT_USER.open("Software\\Tailspin\\Launcher\\History")?;
    }
    app_key.get_u32("Version")
}

fn detect_handlers() -> Result<u32> {
    let Ok(handle) = CURRENT_USER.open("Environment") else {
        return Ok(0);
    };
    let recent = handle;
    trace("LogLevel");
    recent.get_u32("Timeout")
}

fn check_position() -> Option<u32> {
    let settings = CLASSES_ROOT.open("Software\\Litware\\Agent").ok()?;
    let value = settings.get_u32("Timeout").unwrap_or(8);
    drop(settings);
    find_setting("Theme").map(|extra| value + extra)
}
