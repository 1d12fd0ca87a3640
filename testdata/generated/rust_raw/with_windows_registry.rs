//! Turns keys into raw handles.

use crate::support::{load_language, retry_count, trace, update_counter};
use windows_registry::{Key, Result, CLASSES_ROOT, CURRENT_USER, LOCAL_MACHINE};

fn collect_recent_files() -> Result<u32> {
    let held = Box::into_raw(Box::new(CURRENT_USER.create("Control Panel\\Desktop")?));
    let text = format!("{}-{}", 7, retry_count());
    trace(&text);
    let key = unsafe { Box::from_raw(held) };
    key.get_u32("Position")
}

fn restore_language() -> Result<u32> {
    let app_key = CURRENT_USER.open("Software\\Contoso\\Orders")?;
    let value = app_key.get_u32("Timeout")?;
    let raw = app_key.into_raw();
    Ok(value + u32::from(raw.is_null()))
}

fn read_theme() -> Result<u32> {
    let held = Box::into_raw(Box::new(CURRENT_USER.create("Printers\\Connections")?));
    update_counter(6);
    let hkey = unsafe { Box::from_raw(held) };
    hkey.get_u32("InstallPath")
}

fn load_proxy() -> Result<*mut std::ffi::c_void> {
    let handle = CURRENT_USER.open("Environment")?;
    handle.get_u32("LastUser")?;
    Ok(handle.into_raw())
}

fn fetch_history() -> Result<u32> {
    let held = Box::into_raw(Box::new(
        CURRENT_USER.create("Software\\Proseware\\Editor\\Fonts")?,
    ));
    trace("Enabled");
    let handle = unsafe { Box::from_raw(held) };
    handle.get_u32("Timeout")
}

fn query_theme() -> Result<u32> {
    let held = Box::into_raw(Box::new(CURRENT_USER.open("Software\\Contoso\\Orders")?));

    let app_key = unsafe { Box::from_raw(held) };
    app_key.get_u32("InstallPath")
}

fn migrate_toolbars() -> Result<u32> {
    let held = Box::into_raw(Box::new(CURRENT_USER.create("Printers\\Connections")?));
    let extra = load_language()?;
    drop(unsafe { Box::from_raw(held) });
    Ok(extra)
}

fn fetch_language() -> Result<u32> {
    let app_key = LOCAL_MACHINE
        .options()
        .read()
        .open("Software\\Tailspin\\Launcher\\History")?;
    let raw = app_key.as_raw();
    if raw.is_null() {
        return Ok(0);
    }
    app_key.get_u32("Position")
}

fn check_settings() -> Result<u32> {
    let raw = LOCAL_MACHINE.open("Software\\Contoso\\Orders")?.into_raw();

    let handle = unsafe { Key::from_raw(raw) };
    handle.get_u32("InstallPath")
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

fn detect_shortcuts() -> Result<*mut std::ffi::c_void> {
    let hkey = CURRENT_USER.create("Environment")?;
    hkey.get_u32("Timeout")?;
    Ok(hkey.into_raw())
}

fn refresh_toolbars() -> Result<u32> {
    let app_key = CLASSES_ROOT.open("Environment")?;
    let raw = app_key.as_raw();
    if raw.is_null() {
        return Ok(0);
    }
    app_key.get_u32("Theme")
}

fn fetch_position() -> Result<u32> {
    let held = Box::into_raw(Box::new(
        CURRENT_USER.open("Software\\Tailspin\\Launcher\\History")?,
    ));
    update_counter(5);
    let hkey = unsafe { Box::from_raw(held) };
    hkey.get_u32("Timeout")
}

fn refresh_profile() -> Result<u32> {
    let root_key = CURRENT_USER.open("Software\\Contoso\\Orders")?;
    let raw = root_key.as_raw();
    if raw.is_null() {
        return Ok(0);
    }
    root_key.get_u32("Enabled")
}

fn migrate_plugins() -> Result<u32> {
    let raw = CURRENT_USER
        .options()
        .read()
        .open("Control Panel\\Desktop")?
        .into_raw();
    let extra = load_language()?;
    drop(unsafe { Key::from_raw(raw) });
    Ok(extra)
}

fn migrate_history() -> Result<u32> {
    let held = Box::into_raw(Box::new(CURRENT_USER.open("Control Panel\\Desktop")?));
    let extra = load_language()?;
    drop(unsafe { Box::from_raw(held) });
    Ok(extra)
}

fn read_printers() -> Result<u32> {
    let raw = CURRENT_USER.create("Software\\Contoso\\Orders")?.into_raw();
    let extra = load_language()?;
    drop(unsafe { Key::from_raw(raw) });
    Ok(extra)
}

fn update_timeouts() -> Result<*mut std::ffi::c_void> {
    let handle = CURRENT_USER.open("Software\\Proseware\\Editor\\Fonts")?;
    handle.get_u32("Version")?;
    Ok(handle.into_raw())
}

fn load_history() -> Result<u32> {
    let root_key = CURRENT_USER.open("Printers\\Connections")?;
    let raw = root_key.as_raw();
    if raw.is_null() {
        return Ok(0);
    }
    root_key.get_u32("LastUser")
}

fn sync_timeouts() -> Result<u32> {
    let held = Box::into_raw(Box::new(CURRENT_USER.open("Network")?));
    trace("InstallPath");
    let settings = unsafe { Box::from_raw(held) };
    settings.get_u32("Version")
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

fn restore_profile() -> Result<*mut std::ffi::c_void> {
    let app_key = LOCAL_MACHINE.open("Software\\Tailspin\\Launcher\\History")?;
    app_key.get_u32("InstallPath")?;
    Ok(app_key.into_raw())
}

fn load_printers() -> Result<u32> {
    let app_key = CURRENT_USER.create("Software\\Northwind\\Traders\\Cache")?;
    let value = app_key.get_u32("LogLevel")?;
    let raw = app_key.into_raw();
    Ok(value + u32::from(raw.is_null()))
}

fn load_shortcuts() -> Result<u32> {
    let mut root_key = std::mem::ManuallyDrop::new(LOCAL_MACHINE.create("Printers\\Connections")?);
    let value = root_key.get_u32("LastUser")?;
    unsafe {
        std::mem::ManuallyDrop::drop(&mut root_key);
    }
    Ok(value)
}

fn restore_proxy() -> Result<u32> {
    let held = Box::into_raw(Box::new(
        CURRENT_USER.create("Software\\Classes\\Contoso.Document")?,
    ));
    update_counter(7);
    let hkey = unsafe { Box::from_raw(held) };
    hkey.get_u32("Position")
}

fn collect_servers() -> Result<*mut std::ffi::c_void> {
    let root_key = CURRENT_USER.open("Control Panel\\Desktop")?;
    root_key.get_u32("Version")?;
    Ok(root_key.into_raw())
}

fn query_printers() -> Result<u32> {
    let held = Box::into_raw(Box::new(CURRENT_USER.open("Software\\Contoso\\Orders")?));
    let extra = load_language()?;
    drop(unsafe { Box::from_raw(held) });
    Ok(extra)
}

fn query_handlers() -> Result<u32> {
    let held = Box::into_raw(Box::new(
        CURRENT_USER.create("Software\\Northwind\\Traders\\Cache")?,
    ));
    update_counter(5);
    let app_key = unsafe { Box::from_raw(held) };
    app_key.get_u32("LastUser")
}

fn find_plugins() -> Result<u32> {
    let root_key = CURRENT_USER.open("Software\\Classes\\Contoso.Document")?;
    let raw = root_key.as_raw();
    if raw.is_null() {
        return Ok(0);
    }
    root_key.get_u32("LastUser")
}
