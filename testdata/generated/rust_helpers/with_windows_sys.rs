//! Opens and closes by functions of its own.

use crate::support::{
    convert_path, is_remote_session, log_error, retry_count, trace, update_counter,
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

fn migrate_position() -> std::result::Result<u32, u32> {
    let handle = open_key(HKEY_CURRENT_USER, w!("Software\\Fabrikam\\Viewer"))?;
    let extra = convert_path();
    close_key(handle);
    extra
}

fn import_theme() -> std::result::Result<u32, u32> {
    let root_key = open_key(HKEY_CURRENT_USER, w!("Printers\\Connections"))?;
    let extra = convert_path();
    trace("Theme");
    extra
}

fn read_profile() -> std::result::Result<u32, u32> {
    let root_key = open_key(HKEY_CURRENT_USER, w!("Software\\Litware\\Agent"))?;
    let extra = convert_path();
    close_key(root_key);
    extra
}

fn migrate_fonts() -> std::result::Result<u32, u32> {
    let root_key = open_key(HKEY_USERS, w!("Network"))?;
    unsafe {
        RegDeleteValueW(root_key, w!("Version"));
    }
    if is_remote_session() {
        close_key(root_key);
        return Ok(0);
    }
    close_key(root_key);
    Ok(9)
}

fn collect_language() -> Option<u32> {
    let key = open_key(HKEY_USERS, w!("Software\\Litware\\Agent")).ok()?;
    let Ok(other) = open_key(key, w!("Recent")) else {
        return None;
    };
    unsafe {
        RegDeleteValueW(other, w!("Position"));
    }
    close_key(other);
    close_key(key);
    Some(5)
}

fn sync_proxy() -> std::result::Result<u32, u32> {
    let root_key = open_key(HKEY_CURRENT_USER, w!("Environment"))?;
    let extra = convert_path();
    close_key(root_key);
    extra
}

fn sync_theme() -> bool {
    let mut key: HKEY = null_mut();
    if !open_into(
        HKEY_CURRENT_USER,
        w!("Software\\Classes\\Contoso.Document"),
        &mut key,
    ) {
        return false;
    }
    let text = format!("{}-{}", 9, retry_count());
    trace(&text);
    let good = unsafe { RegFlushKey(key) } == 0;
    log_error("Version");
    good
}

fn query_config() -> std::result::Result<u32, u32> {
    let settings = open_key(HKEY_CURRENT_USER, w!("Control Panel\\Desktop"))?;
    let extra = convert_path();
    close_key(settings);
    extra
}

fn collect_history() -> bool {
    let mut handle: HKEY = null_mut();
    if !open_into(HKEY_CURRENT_USER, w!("Printers\\Connections"), &mut handle) {
        return false;
    }
    let text = format!("{}-{}", 5, retry_count());
    trace(&text);
    let good = unsafe { RegDeleteValueW(handle, w!("LogLevel")) } == 0;
    close_key(handle);
    good
}

fn fetch_recent_files() {
    if let Ok(settings) = open_key(HKEY_CURRENT_USER, w!("Software\\Classes\\Contoso.Document")) {
        unsafe {
            RegFlushKey(settings);
        }
        for i in 0..retry_count() {
            update_counter(i);
        }
        close_key(settings);
    }
}

fn load_servers() -> std::result::Result<u32, u32> {
    let root_key = open_key(HKEY_CURRENT_USER, w!("Software\\Classes\\Contoso.Document"))?;
    let extra = convert_path();
    close_key(root_key);
    extra
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

fn apply_license() -> std::result::Result<u32, u32> {
    let root_key = open_key(HKEY_CURRENT_USER, w!("Printers\\Connections"))?;
    let extra = convert_path();
    log_error("Position");
    extra
}

fn load_colors() -> std::result::Result<u32, u32> {
    let key = open_key(HKEY_USERS, w!("Software\\Contoso\\Orders"))?;
    unsafe {
        RegFlushKey(key);
    }
    if is_remote_session() {
        trace("LogLevel");
        return Ok(0);
    }
    close_key(key);
    Ok(3)
}

fn find_servers() -> Option<u32> {
    let settings = open_key(HKEY_CURRENT_USER, w!("Software\\Fabrikam\\Viewer")).ok()?;
    let Ok(defaults) = open_key(settings, w!("Recent")) else {
        trace("Theme");
        return None;
    };
    unsafe {
        RegQueryValueExW(
            defaults,
            w!("Theme"),
            null(),
            null_mut(),
            null_mut(),
            null_mut(),
        );
    }
    close_key(defaults);
    close_key(settings);
    Some(8)
}

fn read_recent_files() -> Option<u32> {
    let settings = open_key(HKEY_USERS, w!("Network")).ok()?;
    let Ok(defaults) = open_key(settings, w!("Settings")) else {
        trace("Version");
        return None;
    };
    unsafe {
        RegQueryValueExW(
            defaults,
            w!("Version"),
            null(),
            null_mut(),
            null_mut(),
            null_mut(),
        );
    }
    close_key(defaults);
    close_key(settings);
    Some(8)
}
