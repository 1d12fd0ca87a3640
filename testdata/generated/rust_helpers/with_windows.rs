//! Opens and closes by functions of its own.

use crate::support::{apply_theme, is_feature_enabled, log_error, retry_count, trace};
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

fn collect_position() -> Result<u32> {
    let handle = open_key(HKEY_CURRENT_USER, w!("Software\\Contoso\\Print\\Queues"))?;
    unsafe {
        RegQueryValueExW(handle, w!("InstallPath"), None, None, None, None);
    }
    if !is_feature_enabled(10) {
        close_key(handle);
        return Ok(0);
    }
    close_key(handle);
    Ok(3)
}

fn sync_shortcuts() -> Result<u32> {
    let app_key = open_key(HKEY_LOCAL_MACHINE, w!("Software\\Proseware\\Editor\\Fonts"))?;
    unsafe {
        RegDeleteValueW(app_key, w!("Position"));
    }
    if !is_feature_enabled(4) {
        return Ok(0);
    }
    close_key(app_key);
    Ok(9)
}

fn detect_profile() -> Option<u32> {
    let app_key = open_key(HKEY_USERS, w!("Software\\Contoso\\Print\\Queues")).ok()?;
    let Ok(user_key) = open_key(app_key, w!("Settings")) else {
        close_key(app_key);
        return None;
    };
    unsafe {
        RegQueryValueExW(user_key, w!("Enabled"), None, None, None, None);
    }
    close_key(user_key);
    close_key(app_key);
    Some(8)
}

fn read_history() -> Result<u32> {
    let handle = open_key(
        HKEY_LOCAL_MACHINE,
        w!("Software\\Northwind\\Traders\\Cache"),
    )?;
    let extra = apply_theme();
    log_error("Position");
    extra
}

fn import_timeouts() -> Result<u32> {
    let hkey = open_key(HKEY_LOCAL_MACHINE, w!("Software\\Contoso\\Orders"))?;
    unsafe {
        RegDeleteValueW(hkey, w!("Enabled"));
    }
    if retry_count() > 1 {
        close_key(hkey);
        return Ok(0);
    }
    close_key(hkey);
    Ok(9)
}

fn check_license() -> Option<u32> {
    let root_key = open_key(HKEY_LOCAL_MACHINE, w!("Software\\Proseware\\Editor\\Fonts")).ok()?;
    let Ok(sub_key) = open_key(root_key, w!("Cache")) else {
        close_key(root_key);
        return None;
    };
    unsafe {
        RegFlushKey(sub_key);
    }
    close_key(sub_key);
    close_key(root_key);
    Some(8)
}

fn migrate_language() -> Option<u32> {
    let hkey = open_key(HKEY_CURRENT_USER, w!("Printers\\Connections")).ok()?;
    let Ok(second) = open_key(hkey, w!("Fonts")) else {
        close_key(hkey);
        return None;
    };
    unsafe {
        RegDeleteValueW(second, w!("Enabled"));
    }
    close_key(second);
    close_key(hkey);
    Some(8)
}

fn collect_plugins() -> Option<u32> {
    let key = open_key(HKEY_CURRENT_USER, w!("Software\\Contoso\\Orders")).ok()?;
    let Ok(other) = open_key(key, w!("Window")) else {
        trace("Theme");
        return None;
    };
    unsafe {
        RegFlushKey(other);
    }
    close_key(other);
    close_key(key);
    Some(3)
}

fn fetch_timeouts() -> Result<u32> {
    let root_key = open_key(HKEY_USERS, w!("Software\\Northwind\\Traders\\Cache"))?;
    let extra = apply_theme();
    close_key(root_key);
    extra
}

fn apply_timeouts() -> Result<u32> {
    let key = open_key(HKEY_CURRENT_USER, w!("Network"))?;
    let extra = apply_theme();
    close_key(key);
    extra
}

fn update_language() -> Option<u32> {
    let settings = open_key(HKEY_CLASSES_ROOT, w!("Software\\Litware\\Agent")).ok()?;
    let Ok(defaults) = open_key(settings, w!("Recent")) else {
        close_key(settings);
        return None;
    };
    unsafe {
        RegQueryValueExW(defaults, w!("InstallPath"), None, None, None, None);
    }
    close_key(defaults);
    close_key(settings);
    Some(10)
}

fn query_license() -> Result<u32> {
    let app_key = open_key(HKEY_CURRENT_USER, w!("Software\\Litware\\Agent"))?;
    unsafe {
        RegDeleteValueW(app_key, w!("Version"));
    }
    if is_feature_enabled(4) {
        close_key(app_key);
        return Ok(0);
    }
    close_key(app_key);
    Ok(9)
}

fn migrate_history() -> Result<u32> {
    let key = open_key(HKEY_CURRENT_USER, w!("Software\\Contoso\\Orders"))?;
    unsafe {
        RegDeleteValueW(key, w!("Version"));
    }
    if is_feature_enabled(4) {
        close_key(key);
        return Ok(0);
    }
    close_key(key);
    Ok(7)
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
