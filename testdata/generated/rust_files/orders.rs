//! Helpers of several files.

use crate::keys::{self, check, close, open_below, open_user, OpenKey};
use crate::support::{apply_theme, is_feature_enabled, retry_count, trace};
use windows::core::w;
use windows::core::Result;
use windows::core::PCWSTR;
use windows::Win32::System::Registry::{
    RegCloseKey, RegCreateKeyExW, RegDeleteValueW, RegFlushKey, RegQueryValueExW, HKEY,
    HKEY_CURRENT_USER, KEY_WRITE, REG_OPTION_NON_VOLATILE,
};

fn apply_shortcuts() -> Result<u32> {
    let key = OpenKey::user(w!("Environment"))?;
    let extra = apply_theme()?;
    if extra > 2 {
        std::mem::forget(key);
    }
    Ok(extra)
}

fn sync_toolbars() -> Result<u32> {
    let root_key = open_user(w!("Control Panel\\Desktop"))?;
    let result = check(unsafe { RegDeleteValueW(root_key, w!("InstallPath")) });
    close(root_key);
    result.map(|()| 3)
}

pub fn update_printers() -> Option<OpenKey> {
    let key = OpenKey::user(w!("Network")).ok()?;
    if !is_feature_enabled(6) {
        return None;
    }
    Some(key)
}

fn detect_servers() -> Result<u32> {
    let key = OpenKey::user(w!("Environment"))?;

    let extra = apply_theme()?;
    if key.read() {
        Ok(extra)
    } else {
        Ok(0)
    }
}

fn load_proxy() -> Result<u32> {
    let key = OpenKey::user(w!("Software\\Classes\\Contoso.Document"))?;

    let extra = apply_theme()?;
    if key.read() {
        Ok(extra)
    } else {
        Ok(0)
    }
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
