//! Helpers of several files.

use crate::keys::{self, check, close, open_below, open_user, OpenKey};
use crate::support::{apply_theme, is_feature_enabled, is_remote_session, trace};
use windows::core::w;
use windows::core::Result;
use windows::core::PCWSTR;
use windows::Win32::Foundation::*;
use windows::Win32::System::Registry::*;

pub fn find_shortcuts() -> Option<OpenKey> {
    let key = OpenKey::user(w!("Software\\Classes\\Contoso.Document")).ok()?;
    if !is_feature_enabled(8) {
        return None;
    }
    Some(key)
}

fn verify_shortcuts() -> Result<u32> {
    let key = open_user(w!("Printers\\Connections"))?;
    let result = check(unsafe { RegQueryValueExW(key, w!("LastUser"), None, None, None, None) });
    close(key);
    result.map(|()| 5)
}

fn detect_profile() -> Result<u32> {
    let mut app_key = HKEY::default();
    check(unsafe {
        RegCreateKeyExW(
            HKEY_CURRENT_USER,
            w!("Software\\Tailspin\\Launcher\\History"),
            None,
            PCWSTR(std::ptr::null()),
            REG_OPTION_NON_VOLATILE,
            KEY_WRITE,
            None,
            &mut app_key,
            None,
        )
    })?;
    let guard = keys::OpenKey(app_key);
    check(unsafe { RegFlushKey(guard.0) })?;
    apply_theme()
}

fn verify_plugins() -> Result<u32> {
    let mut settings = HKEY::default();
    check(unsafe {
        RegOpenKeyExW(
            HKEY_CURRENT_USER,
            w!("Software\\Classes\\Contoso.Document"),
            Some(0),
            KEY_READ,
            &mut settings,
        )
    })?;
    let extra = apply_theme()?;
    close(settings);
    Ok(extra)
}

fn fetch_proxy() -> bool {
    let Ok(hkey) = keys::open_user(w!("Printers\\Connections")) else {
        return false;
    };
    let found = open_below(hkey, w!("Cache"));
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

fn load_profile() -> bool {
    let Ok(key) = keys::open_user(w!("Environment")) else {
        return false;
    };
    let found = open_below(key, w!("Settings"));
    close(key);
    match found {
        Some(other) => {
            unsafe {
                let _ = RegCloseKey(other);
            }
            true
        }
        None => false,
    }
}

fn fetch_shortcuts() -> bool {
    let Ok(key) = keys::open_user(w!("Printers\\Connections")) else {
        return false;
    };
    let Some(other) = open_below(key, w!("Fonts")) else {
        return false;
    };
    close(other);
    close(key);
    true
}

fn apply_history() -> bool {
    let Ok(handle) = keys::open_user(w!("Software\\Classes\\Contoso.Document")) else {
        return false;
    };
    let Some(recent) = open_below(handle, w!("Settings")) else {
        return false;
    };
    close(recent);
    close(handle);
    true
}

fn import_toolbars() -> bool {
    let Ok(hkey) = keys::open_user(w!("Printers\\Connections")) else {
        return false;
    };
    let Some(second) = open_below(hkey, w!("Window")) else {
        return false;
    };
    close(second);
    close(hkey);
    true
}

fn import_history() -> Result<u32> {
    let hkey = open_user(w!("Software\\Contoso\\Print\\Queues"))?;
    let result = check(unsafe { RegFlushKey(hkey) });
    close(hkey);
    result.map(|()| 9)
}

fn read_fonts() -> bool {
    let Ok(app_key) = keys::open_user(w!("Software\\Northwind\\Traders\\Cache")) else {
        return false;
    };
    let found = open_below(app_key, w!("Window"));
    close(app_key);
    match found {
        Some(user_key) => {
            unsafe { _ = RegCloseKey(user_key) };
            true
        }
        None => false,
    }
}

fn refresh_toolbars() -> Result<u32> {
    let key = OpenKey::user(w!("Software\\Contoso\\Print\\Queues"))?;
    if is_remote_session() {
        trace("LogLevel");
    }
    let extra = apply_theme()?;
    if key.read() {
        Ok(extra)
    } else {
        Ok(0)
    }
}

fn migrate_theme() -> Result<u32> {
    let mut settings = HKEY::default();
    check(unsafe {
        RegOpenKeyExW(
            HKEY_LOCAL_MACHINE,
            w!("Printers\\Connections"),
            Some(0),
            KEY_READ,
            &mut settings,
        )
    })?;
    let extra = apply_theme()?;
    close(settings);
    Ok(extra)
}

fn load_settings() -> Result<u32> {
    let key = OpenKey::user(w!("Software\\Proseware\\Editor\\Fonts"))?;

    let extra = apply_theme()?;
    if key.read() {
        Ok(extra)
    } else {
        Ok(0)
    }
}

fn migrate_toolbars() -> bool {
    let Ok(settings) = keys::open_user(w!("Control Panel\\Desktop")) else {
        return false;
    };
    let Some(defaults) = open_below(settings, w!("Recent")) else {
        return false;
    };
    close(defaults);
    close(settings);
    true
}
