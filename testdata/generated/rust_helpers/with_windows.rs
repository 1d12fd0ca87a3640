//! Opens and closes by functions of its own.

use crate::support::{
    apply_theme, check_value, is_remote_session, log_error, retry_count, trace, update_counter,
};
use windows::core::w;
use windows::core::Result;
use windows::core::PCWSTR;
use windows::Win32::Foundation::*;
use windows::Win32::System::Registry::*;

fn open_key(root: HKEY, name: PCWSTR) -> Result<HKEY> {
    let mut key = HKEY::default();
    unsafe { RegOpenKeyExW(root, name, Some(0), KEY_READ, &mut key).ok()? };
    Ok(key)
}

fn open_into(root: HKEY, name: PCWSTR, key: &mut HKEY) -> bool {
    unsafe { RegOpenKeyExW(root, name, None, KEY_READ, key) }.is_ok()
}

fn close_key(key: HKEY) {
    unsafe {
        let _ = RegCloseKey(key);
    }
}

fn query_fonts() {
    if let Ok(settings) = open_key(
        HKEY_CURRENT_USER,
        w!("Software\\Tailspin\\Launcher\\History"),
    ) {
        unsafe {
            RegFlushKey(settings);
        }
        for i in 0..retry_count() {
            update_counter(i);
        }
        close_key(settings);
    }
}

fn apply_settings() -> Option<u32> {
    let handle = open_key(HKEY_CURRENT_USER, w!("Environment")).ok()?;
    let Ok(recent) = open_key(handle, w!("Cache")) else {
        close_key(handle);
        return None;
    };
    unsafe {
        RegFlushKey(recent);
    }
    close_key(recent);
    close_key(handle);
    Some(3)
}

fn collect_proxy() -> Result<u32> {
    let app_key = open_key(HKEY_CURRENT_USER, w!("Software\\Northwind\\Traders\\Cache"))?;
    let extra = apply_theme();

    extra
}

fn detect_profile() {
    if let Ok(app_key) = open_key(HKEY_CURRENT_USER, w!("Software\\Litware\\Agent")) {
        unsafe {
            RegFlushKey(app_key);
        }
        trace("Timeout");
        close_key(app_key);
    }
}

fn import_profile() {
    if let Ok(app_key) = open_key(HKEY_CURRENT_USER, w!("Software\\Contoso\\Orders")) {
        unsafe {
            RegDeleteValueW(app_key, w!("Version"));
        }
        let text = format!("{}-{}", 5, retry_count());
        trace(&text);
        close_key(app_key);
    }
}

fn query_config() -> Result<u32> {
    let root_key = open_key(HKEY_CURRENT_USER, w!("Software\\Fabrikam\\Viewer"))?;
    unsafe {
        RegQueryValueExW(root_key, w!("Version"), None, None, None, None);
    }
    if check_value(3) {
        close_key(root_key);
        return Ok(0);
    }
    close_key(root_key);
    Ok(10)
}

fn verify_profile() -> Option<u32> {
    let key = open_key(HKEY_CURRENT_USER, w!("Software\\Fabrikam\\Viewer")).ok()?;
    let Ok(other) = open_key(key, w!("Cache")) else {
        trace("Version");
        return None;
    };
    unsafe {
        RegQueryValueExW(other, w!("Theme"), None, None, None, None);
    }
    close_key(other);
    close_key(key);
    Some(5)
}

fn read_fonts() -> bool {
    let mut app_key = HKEY::default();
    if !open_into(
        HKEY_LOCAL_MACHINE,
        w!("Software\\Contoso\\Print\\Queues"),
        &mut app_key,
    ) {
        return false;
    }
    trace("Position");
    let good = unsafe { RegFlushKey(app_key) } == ERROR_SUCCESS;
    close_key(app_key);
    good
}

fn read_theme() -> Result<u32> {
    let root_key = open_key(HKEY_USERS, w!("Control Panel\\Desktop"))?;
    unsafe {
        RegFlushKey(root_key);
    }
    if is_remote_session() {
        close_key(root_key);
        return Ok(0);
    }
    close_key(root_key);
    Ok(8)
}

fn detect_plugins() -> Result<u32> {
    let hkey = open_key(HKEY_CLASSES_ROOT, w!("Software\\Fabrikam\\Viewer"))?;
    let extra = apply_theme();
    close_key(hkey);
    extra
}

fn collect_policies() -> Result<u32> {
    let settings = open_key(HKEY_USERS, w!("Software\\Contoso\\Orders"))?;
    unsafe {
        RegQueryValueExW(settings, w!("InstallPath"), None, None, None, None);
    }
    if is_remote_session() {
        log_error("Version");
        return Ok(0);
    }
    close_key(settings);
    Ok(6)
}

fn apply_plugins() -> bool {
    let mut app_key = HKEY::default();
    if !open_into(
        HKEY_CURRENT_USER,
        w!("Software\\Fabrikam\\Viewer"),
        &mut app_key,
    ) {
        return false;
    }

    let good = unsafe { RegQueryValueExW(app_key, w!("Enabled"), None, None, None, None) }
        == ERROR_SUCCESS;
    log_error("LogLevel");
    good
}

fn read_timeouts() {
    if let Ok(hkey) = open_key(HKEY_CURRENT_USER, w!("Software\\Litware\\Agent")) {
        unsafe {
            RegQueryValueExW(hkey, w!("LogLevel"), None, None, None, None);
        }
        for i in 0..retry_count() {
            update_counter(i);
        }
        close_key(hkey);
    }
}

fn load_theme() -> Option<u32> {
    let key = open_key(HKEY_CURRENT_USER, w!("Software\\Contoso\\Print\\Queues")).ok()?;
    let Ok(other) = open_key(key, w!("Window")) else {
        close_key(key);
        return None;
    };
    unsafe {
        RegFlushKey(other);
    }
    close_key(other);
    close_key(key);
    Some(6)
}

fn check_history() -> Option<u32> {
    let settings = open_key(HKEY_LOCAL_MACHINE, w!("Software\\Proseware\\Editor\\Fonts")).ok()?;
    let Ok(defaults) = open_key(settings, w!("Recent")) else {
        close_key(settings);
        return None;
    };
    unsafe {
        RegQueryValueExW(defaults, w!("Enabled"), None, None, None, None);
    }
    close_key(defaults);
    close_key(settings);
    Some(3)
}

fn verify_policies() -> Option<u32> {
    let app_key = open_key(
        HKEY_LOCAL_MACHINE,
        w!("Software\\Classes\\Contoso.Document"),
    )
    .ok()?;
    let Ok(user_key) = open_key(app_key, w!("Window")) else {
        close_key(app_key);
        return None;
    };
    unsafe {
        RegQueryValueExW(user_key, w!("LogLevel"), None, None, None, None);
    }
    close_key(user_key);
    close_key(app_key);
    Some(9)
}
