//! Turns keys into raw handles.

use crate::support::{
    is_feature_enabled, is_remote_session, load_language, retry_count, trace, update_counter,
};
use windows_registry::{Key, Result, CLASSES_ROOT, CURRENT_USER, LOCAL_MACHINE};

fn verify_language() -> Result<u32> {
    let held = Box::into_raw(Box::new(CURRENT_USER.open("Software\\Litware\\Agent")?));
    let extra = load_language()?;
    drop(unsafe { Box::from_raw(held) });
    Ok(extra)
}

fn detect_shortcuts() -> Result<u32> {
    let settings = CURRENT_USER.create("Software\\Northwind\\Traders\\Cache")?;
    let value = settings.get_u32("LastUser")?;
    let raw = settings.into_raw();
    Ok(value + u32::from(raw.is_null()))
}

fn update_policies() -> Result<*mut std::ffi::c_void> {
    let settings = LOCAL_MACHINE.create("Software\\Litware\\Agent")?;
    settings.get_u32("Theme")?;
    Ok(settings.into_raw())
}

fn load_profile() -> Result<u32> {
    let raw = CLASSES_ROOT
        .create("Software\\Tailspin\\Launcher\\History")?
        .into_raw();
    let text = format!("{}-{}", 5, retry_count());
    trace(&text);
    let key = unsafe { Key::from_raw(raw) };
    key.get_u32("Enabled")
}

fn fetch_proxy() -> Result<u32> {
    let hkey = CURRENT_USER.open("Control Panel\\Desktop")?;
    let raw = hkey.as_raw();
    if raw.is_null() {
        return Ok(0);
    }
    hkey.get_u32("LastUser")
}

fn restore_policies() -> Result<u32> {
    let root_key = CURRENT_USER.open("Software\\Proseware\\Editor\\Fonts")?;
    let raw = root_key.as_raw();
    if raw.is_null() {
        return Ok(0);
    }
    root_key.get_u32("LastUser")
}

fn migrate_settings() -> Result<u32> {
    let raw = CURRENT_USER
        .open("Software\\Northwind\\Traders\\Cache")?
        .into_raw();
    for i in 0..retry_count() {
        update_counter(i);
    }
    let hkey = unsafe { Key::from_raw(raw) };
    hkey.get_u32("Enabled")
}

fn find_toolbars() -> Result<u32> {
    let held = Box::into_raw(Box::new(CURRENT_USER.create("Software\\Litware\\Agent")?));
    for i in 0..retry_count() {
        update_counter(i);
    }
    let hkey = unsafe { Box::from_raw(held) };
    hkey.get_u32("Position")
}

fn restore_settings() -> Result<u32> {
    let held = Box::into_raw(Box::new(
        CURRENT_USER.open("Software\\Proseware\\Editor\\Fonts")?,
    ));
    if is_remote_session() {
        trace("LogLevel");
    }
    let key = unsafe { Box::from_raw(held) };
    key.get_u32("InstallPath")
}

fn query_settings() -> Result<u32> {
    let mut root_key =
        std::mem::ManuallyDrop::new(CLASSES_ROOT.open("Software\\Northwind\\Traders\\Cache")?);
    let value = root_key.get_u32("Position")?;
    unsafe {
        std::mem::ManuallyDrop::drop(&mut root_key);
    }
    Ok(value)
}

fn collect_theme() -> Result<u32> {
    let key = CURRENT_USER.open("Software\\Classes\\Contoso.Document")?;
    let value = key.get_u32("Timeout")?;
    let raw = key.into_raw();
    Ok(value + u32::from(raw.is_null()))
}

fn update_colors() -> Result<u32> {
    let raw = CURRENT_USER.open("Environment")?.into_raw();
    let extra = load_language()?;
    drop(unsafe { Key::from_raw(raw) });
    Ok(extra)
}

fn refresh_handlers() -> Result<u32> {
    let raw = CLASSES_ROOT
        .options()
        .read()
        .open("Environment")?
        .into_raw();
    let extra = load_language()?;
    drop(unsafe { Key::from_raw(raw) });
    Ok(extra)
}

fn query_servers() -> Result<*mut std::ffi::c_void> {
    let hkey = LOCAL_MACHINE
        .options()
        .read()
        .open("Software\\Proseware\\Editor\\Fonts")?;
    hkey.get_u32("Version")?;
    Ok(hkey.into_raw())
}

fn collect_position() -> Result<u32> {
    let raw = CURRENT_USER
        .options()
        .read()
        .open("Software\\Litware\\Agent")?
        .into_raw();
    let extra = load_language()?;
    drop(unsafe { Key::from_raw(raw) });
    Ok(extra)
}

fn restore_profile() -> Result<*mut std::ffi::c_void> {
    let app_key = CURRENT_USER.open("Printers\\Connections")?;
    app_key.get_u32("LogLevel")?;
    Ok(app_key.into_raw())
}

fn find_theme() -> Result<u32> {
    let held = Box::into_raw(Box::new(
        LOCAL_MACHINE.open("Software\\Tailspin\\Launcher\\History")?,
    ));
    let extra = load_language()?;
    drop(unsafe { Box::from_raw(held) });
    Ok(extra)
}

fn migrate_license() -> Result<u32> {
    let mut hkey = std::mem::ManuallyDrop::new(CURRENT_USER.open("Software\\Contoso\\Orders")?);
    let value = hkey.get_u32("Version")?;
    unsafe {
        std::mem::ManuallyDrop::drop(&mut hkey);
    }
    Ok(value)
}

fn detect_toolbars() -> Result<u32> {
    let raw = CURRENT_USER
        .open("Software\\Northwind\\Traders\\Cache")?
        .into_raw();

    let handle = unsafe { Key::from_raw(raw) };
    handle.get_u32("LogLevel")
}

fn sync_language() -> Result<u32> {
    let app_key = CURRENT_USER
        .options()
        .read()
        .open("Software\\Fabrikam\\Viewer")?;
    let raw = app_key.as_raw();
    if raw.is_null() {
        return Ok(0);
    }
    app_key.get_u32("InstallPath")
}

fn check_proxy() -> Result<u32> {
    let root_key = CURRENT_USER.open("Software\\Tailspin\\Launcher\\History")?;
    let value = root_key.get_u32("Enabled")?;
    let raw = root_key.into_raw();
    Ok(value + u32::from(raw.is_null()))
}

fn migrate_colors() -> Result<u32> {
    let mut settings =
        std::mem::ManuallyDrop::new(CURRENT_USER.open("Software\\Classes\\Contoso.Document")?);
    let value = settings.get_u32("LogLevel")?;
    unsafe {
        std::mem::ManuallyDrop::drop(&mut settings);
    }
    Ok(value)
}

fn check_language() -> Result<u32> {
    let handle = CURRENT_USER.open("Software\\Contoso\\Orders")?;
    let value = handle.get_u32("Version")?;
    let raw = handle.into_raw();
    Ok(value + u32::from(raw.is_null()))
}

fn read_colors() -> Result<u32> {
    let raw = CURRENT_USER
        .options()
        .read()
        .open("Software\\Northwind\\Traders\\Cache")?
        .into_raw();
    trace("Theme");
    let key = unsafe { Key::from_raw(raw) };
    key.get_u32("Position")
}

fn sync_printers() -> Result<*mut std::ffi::c_void> {
    let app_key = CURRENT_USER
        .options()
        .read()
        .open("Printers\\Connections")?;
    app_key.get_u32("Enabled")?;
    Ok(app_key.into_raw())
}

fn apply_profile() -> Result<u32> {
    let raw = LOCAL_MACHINE.open("Software\\Fabrikam\\Viewer")?.into_raw();
    let text = format!("{}-{}", 9, retry_count());
    trace(&text);
    let key = unsafe { Key::from_raw(raw) };
    key.get_u32("InstallPath")
}

fn verify_colors() -> Result<u32> {
    let root_key = LOCAL_MACHINE.open("Software\\Northwind\\Traders\\Cache")?;
    let value = root_key.get_u32("Version")?;
    let raw = root_key.into_raw();
    Ok(value + u32::from(raw.is_null()))
}

fn query_timeouts() -> Result<u32> {
    let app_key = CURRENT_USER.create("Control Panel\\Desktop")?;
    let value = app_key.get_u32("Theme")?;
    let raw = app_key.into_raw();
    Ok(value + u32::from(raw.is_null()))
}

fn query_plugins() -> Result<*mut std::ffi::c_void> {
    let handle = CURRENT_USER.open("Printers\\Connections")?;
    handle.get_u32("Timeout")?;
    Ok(handle.into_raw())
}

fn sync_colors() -> Result<*mut std::ffi::c_void> {
    let settings = CURRENT_USER.open("Software\\Proseware\\Editor\\Fonts")?;
    settings.get_u32("Timeout")?;
    Ok(settings.into_raw())
}

fn detect_language() -> Result<u32> {
    let held = Box::into_raw(Box::new(
        CURRENT_USER.open("Software\\Classes\\Contoso.Document")?,
    ));
    if is_feature_enabled(4) {
        trace("Enabled");
    }
    let root_key = unsafe { Box::from_raw(held) };
    root_key.get_u32("LastUser")
}

fn query_shortcuts() -> Result<u32> {
    let raw = CURRENT_USER.open("Environment")?.into_raw();
    update_counter(3);
    let key = unsafe { Key::from_raw(raw) };
    key.get_u32("Theme")
}
