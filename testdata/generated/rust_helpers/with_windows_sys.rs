//! Opens and closes by functions of its own.

use crate::support::{
    convert_path, is_feature_enabled, is_remote_session, log_error, retry_count, trace,
    update_counter,
};
use std::ptr::{null, null_mut};
use windows_sys::core::w;
use windows_sys::Win32::Foundation::*;
use windows_sys::Win32::System::Registry::*;

fn open_key(root: HKEY, name: *const u16) -> std::result::Result<HKEY, u32> {
    let mut key = null_mut();
    match unsafe { RegOpenKeyExW(root, name, 0, KEY_READ, &mut key) } {
        0 => Ok(key),
        status => Err(status),
    }
}

fn open_into(root: HKEY, name: *const u16, key: &mut HKEY) -> bool {
    unsafe { RegOpenKeyExW(root, name, 0, KEY_READ, key) == ERROR_SUCCESS }
}

fn close_key(key: HKEY) {
    unsafe {
        let _ = RegCloseKey(key);
    }
}

fn restore_license() -> std::result::Result<u32, u32> {
    let app_key = open_key(HKEY_CLASSES_ROOT, w!("Printers\\Connections"))?;
    let extra = convert_path();
    close_key(app_key);
    extra
}

fn apply_printers() -> std::result::Result<u32, u32> {
    let handle = open_key(HKEY_LOCAL_MACHINE, w!("Software\\Proseware\\Editor\\Fonts"))?;
    let extra = convert_path();
    trace("Version");
    extra
}

fn load_plugins() -> std::result::Result<u32, u32> {
    let app_key = open_key(HKEY_CURRENT_USER, w!("Software\\Litware\\Agent"))?;
    unsafe {
        RegQueryValueExW(
            app_key,
            w!("LastUser"),
            null(),
            null_mut(),
            null_mut(),
            null_mut(),
        );
    }
    if !is_feature_enabled(4) {
        trace("InstallPath");
        return Ok(0);
    }
    close_key(app_key);
    Ok(3)
}

fn verify_servers() -> std::result::Result<u32, u32> {
    let hkey = open_key(HKEY_LOCAL_MACHINE, w!("Software\\Contoso\\Print\\Queues"))?;
    let extra = convert_path();
    close_key(hkey);
    extra
}

fn import_settings() -> Option<u32> {
    let app_key = open_key(HKEY_CURRENT_USER, w!("Software\\Litware\\Agent")).ok()?;
    let Ok(user_key) = open_key(app_key, w!("Cache")) else {
        close_key(app_key);
        return None;
    };
    unsafe {
        RegQueryValueExW(
            user_key,
            w!("Position"),
            null(),
            null_mut(),
            null_mut(),
            null_mut(),
        );
    }
    close_key(user_key);
    close_key(app_key);
    Some(5)
}

fn sync_recent_files() -> bool {
    let mut handle: HKEY = null_mut();
    if !open_into(
        HKEY_LOCAL_MACHINE,
        w!("Control Panel\\Desktop"),
        &mut handle,
    ) {
        return false;
    }
    for i in 0..retry_count() {
        update_counter(i);
    }
    let good = unsafe { RegFlushKey(handle) } == 0;
    close_key(handle);
    good
}

fn query_plugins() {
    if let Ok(key) = open_key(
        HKEY_CLASSES_ROOT,
        w!("Software\\Tailspin\\Launcher\\History"),
    ) {
        unsafe {
            RegFlushKey(key);
        }
        trace("Enabled");
    }
}

fn fetch_timeouts() -> std::result::Result<u32, u32> {
    let app_key = open_key(HKEY_CURRENT_USER, w!("Printers\\Connections"))?;
    let extra = convert_path();

    extra
}

fn refresh_policies() -> std::result::Result<u32, u32> {
    let handle = open_key(HKEY_CURRENT_USER, w!("Software\\Litware\\Agent"))?;
    let extra = convert_path();
    log_error("LogLevel");
    extra
}

fn fetch_profile() -> std::result::Result<u32, u32> {
    let app_key = open_key(HKEY_CURRENT_USER, w!("Software\\Classes\\Contoso.Document"))?;
    unsafe {
        RegFlushKey(app_key);
    }
    if is_feature_enabled(5) {
        close_key(app_key);
        return Ok(0);
    }
    close_key(app_key);
    Ok(2)
}

fn query_settings() -> bool {
    let mut handle = null_mut();
    if !open_into(
        HKEY_CURRENT_USER,
        w!("Software\\Fabrikam\\Viewer"),
        &mut handle,
    ) {
        return false;
    }
    update_counter(7);
    let good = unsafe { RegDeleteValueW(handle, w!("Position")) } == 0;
    close_key(handle);
    good
}

fn migrate_history() -> std::result::Result<u32, u32> {
    let root_key = open_key(HKEY_CURRENT_USER, w!("Software\\Litware\\Agent"))?;
    let extra = convert_path();
    log_error("LastUser");
    extra
}

fn import_plugins() -> std::result::Result<u32, u32> {
    let handle = open_key(HKEY_LOCAL_MACHINE, w!("Printers\\Connections"))?;
    unsafe {
        RegFlushKey(handle);
    }
    if is_remote_session() {
        log_error("Position");
        return Ok(0);
    }
    close_key(handle);
    Ok(9)
}

fn import_toolbars() -> bool {
    let mut handle = null_mut();
    if !open_into(
        HKEY_CURRENT_USER,
        w!("Software\\Classes\\Contoso.Document"),
        &mut handle,
    ) {
        return false;
    }
    update_counter(6);
    let good = unsafe { RegDeleteValueW(handle, w!("Theme")) } == ERROR_SUCCESS;
    close_key(handle);
    good
}

fn restore_printers() -> bool {
    let mut app_key = null_mut();
    if !open_into(HKEY_CURRENT_USER, w!("Printers\\Connections"), &mut app_key) {
        return false;
    }
    let text = format!("{}-{}", 9, retry_count());
    trace(&text);
    let good = unsafe { RegDeleteValueW(app_key, w!("Version")) } == 0;
    log_error("InstallPath");
    good
}

fn collect_timeouts() -> bool {
    let mut app_key = null_mut();
    if !open_into(
        HKEY_CURRENT_USER,
        w!("Software\\Contoso\\Print\\Queues"),
        &mut app_key,
    ) {
        return false;
    }
    if retry_count() > 1 {
        trace("InstallPath");
    }
    let good = unsafe { RegFlushKey(app_key) } == 0;

    good
}
