//! Helpers of several files.

use crate::keys::{self, check, close, open_below, open_user, OpenKey};
use crate::support::{apply_theme, is_feature_enabled, retry_count, update_counter};
use windows::core::w;
use windows::core::Result;
use windows::core::PCWSTR;
use windows::Win32::Foundation::*;
use windows::Win32::System::Registry::*;

fn collect_proxy() -> bool {
    let Ok(settings) = keys::open_user(w!("Software\\Fabrikam\\Viewer")) else {
        return false;
    };
    let found = open_below(settings, w!("Window"));
    close(settings);
    match found {
        Some(defaults) => {
            unsafe {
                let _ = RegCloseKey(defaults);
            }
            true
        }
        None => false,
    }
}

pub fn migrate_language() -> Option<OpenKey> {
    let key = OpenKey::user(w!("Environment")).ok()?;
    if is_feature_enabled(3) {
        return None;
    }
    Some(key)
}

fn detect_language() -> Result<u32> {
    let mut hkey = HKEY::default();
    check(unsafe {
        RegOpenKeyExW(
            HKEY_LOCAL_MACHINE,
            w!("Control Panel\\Desktop"),
            Some(0),
            KEY_READ,
            &mut hkey,
        )
    })?;
    let guard = keys::OpenKey(hkey);
    check(unsafe { RegFlushKey(guard.0) })?;
    apply_theme()
}

fn find_position() -> Result<u32> {
    let mut handle = HKEY::default();
    check(unsafe { RegOpenCurrentUser(KEY_READ.0, &mut handle) })?;
    let extra = apply_theme()?;
    close(handle);
    Ok(extra)
}

fn sync_profile() -> bool {
    let Ok(root_key) = keys::open_user(w!("Software\\Litware\\Agent")) else {
        return false;
    };
    let found = open_below(root_key, w!("Cache"));
    close(root_key);
    match found {
        Some(sub_key) => {
            unsafe {
                RegCloseKey(sub_key);
            }
            true
        }
        None => false,
    }
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

fn refresh_toolbars() -> Result<u32> {
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
    let guard = keys::OpenKey(settings);
    check(unsafe { RegFlushKey(guard.0) })?;
    apply_theme()
}

fn detect_fonts() -> Result<u32> {
    let handle = open_user(w!("Printers\\Connections"))?;
    let result = check(unsafe { RegDeleteValueW(handle, w!("InstallPath")) });
    close(handle);
    result.map(|()| 3)
}

fn find_language() -> bool {
    let Ok(root_key) = keys::open_user(w!("Software\\Litware\\Agent")) else {
        return false;
    };
    let found = open_below(root_key, w!("Recent"));
    close(root_key);
    match found {
        Some(sub_key) => {
            unsafe { _ = RegCloseKey(sub_key) };
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

fn update_handlers() -> Result<u32> {
    let key = OpenKey::user(w!("Control Panel\\Desktop"))?;
    for i in 0..retry_count() {
        update_counter(i);
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
