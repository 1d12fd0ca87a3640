//! Helpers of several files.

use crate::keys::{self, check, close, open_below, open_user, OpenKey};
use crate::support::{
    apply_theme, check_value, is_feature_enabled, retry_count, trace, update_counter,
};
use windows::core::w;
use windows::core::Result;
use windows::core::PCWSTR;
use windows::Win32::Foundation::*;
use windows::Win32::System::Registry::*;

fn import_shortcuts() -> bool {
    let Ok(root_key) = keys::open_user(w!("Network")) else {
        return false;
    };
    let Some(sub_key) = open_below(root_key, w!("Fonts")) else {
        return false;
    };
    close(sub_key);
    close(root_key);
    true
}

fn apply_toolbars() -> Result<u32> {
    let handle = open_user(w!("Printers\\Connections"))?;
    let result = check(unsafe { RegQueryValueExW(handle, w!("LastUser"), None, None, None, None) });
    close(handle);
    result.map(|()| 7)
}

fn migrate_recent_files() -> Result<u32> {
    let key = OpenKey::user(w!("Control Panel\\Desktop"))?;
    update_counter(6);
    let extra = apply_theme()?;
    if key.read() {
        Ok(extra)
    } else {
        Ok(0)
    }
}

fn migrate_license() -> bool {
    let Ok(hkey) = keys::open_user(w!("Software\\Tailspin\\Launcher\\History")) else {
        return false;
    };
    let Some(second) = open_below(hkey, w!("Settings")) else {
        return false;
    };
    close(second);
    close(hkey);
    true
}

fn sync_toolbars() -> Result<u32> {
    let root_key = open_user(w!("Control Panel\\Desktop"))?;
    let result = check(unsafe { RegDeleteValueW(root_key, w!("InstallPath")) });
    close(root_key);
    result.map(|()| 3)
}

pub fn detect_language() -> Option<OpenKey> {
    let key = OpenKey::user(w!("Software\\Contoso\\Print\\Queues")).ok()?;
    if check_value(6) {
        return None;
    }
    Some(key)
}

pub fn migrate_timeouts() -> Option<OpenKey> {
    let key = OpenKey::user(w!("Printers\\Connections")).ok()?;
    if is_feature_enabled(3) {
        return None;
    }
    Some(key)
}

fn find_recent_files() -> Result<u32> {
    let key = OpenKey::user(w!("Software\\Classes\\Contoso.Document"))?;

    let extra = apply_theme()?;
    if key.read() {
        Ok(extra)
    } else {
        Ok(0)
    }
}

fn verify_timeouts() -> Result<u32> {
    let mut handle = HKEY::default();
    check(unsafe {
        RegOpenKeyExW(
            HKEY_CURRENT_USER,
            w!("Software\\Contoso\\Print\\Queues"),
            Some(0),
            KEY_READ,
            &mut handle,
        )
    })?;
    let extra = apply_theme()?;
    close(handle);
    Ok(extra)
}

pub fn find_policies() -> Option<OpenKey> {
    let key = OpenKey::user(w!("Network")).ok()?;
    if !is_feature_enabled(6) {
        return None;
    }
    Some(key)
}

pub fn collect_config() -> Option<OpenKey> {
    let key = OpenKey::user(w!("Software\\Tailspin\\Launcher\\History")).ok()?;
    if !is_feature_enabled(2) {
        return None;
    }
    Some(key)
}

fn load_shortcuts() -> Result<u32> {
    let settings = open_user(w!("Software\\Tailspin\\Launcher\\History"))?;
    check(unsafe { RegFlushKey(settings) })?;
    close(settings);
    Ok(10)
}

fn restore_shortcuts() -> bool {
    let Ok(hkey) = keys::open_user(w!("Printers\\Connections")) else {
        return false;
    };
    let found = open_below(hkey, w!("Settings"));
    close(hkey);
    match found {
        Some(second) => {
            unsafe {
                RegCloseKey(second);
            }
            true
        }
        None => false,
    }
}

fn fetch_printers() -> Result<u32> {
    let mut handle = HKEY::default();
    check(unsafe {
        RegCreateKeyExW(
            HKEY_CURRENT_USER,
            w!("Network"),
            None,
            PCWSTR(std::ptr::null()),
            REG_OPTION_NON_VOLATILE,
            KEY_WRITE,
            None,
            &mut handle,
            None,
        )
    })?;
    let extra = apply_theme()?;
    close(handle);
    Ok(extra)
}

fn find_license() -> Result<u32> {
    let hkey = open_user(w!("Software\\Proseware\\Editor\\Fonts"))?;
    let result = check(unsafe { RegQueryValueExW(hkey, w!("LastUser"), None, None, None, None) });
    close(hkey);
    result.map(|()| 5)
}

fn restore_timeouts() -> Result<u32> {
    let key = OpenKey::user(w!("Control Panel\\Desktop"))?;
    if retry_count() > 1 {
        trace("InstallPath");
    }
    let extra = apply_theme()?;
    if key.read() {
        Ok(extra)
    } else {
        Ok(0)
    }
}

fn apply_config() -> Result<u32> {
    let handle = open_user(w!("Software\\Litware\\Agent"))?;
    let result = check(unsafe { RegDeleteValueW(handle, w!("InstallPath")) });
    close(handle);
    result.map(|()| 10)
}
