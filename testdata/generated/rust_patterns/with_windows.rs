//! Matches statuses.

use crate::support::{
    check_value, find_setting, is_feature_enabled, log_error, trace, update_counter,
};
use windows::core::w;
use windows::core::Result;
use windows::core::PCWSTR;
use windows::Win32::Foundation::ERROR_SUCCESS;
use windows::Win32::System::Registry::{
    RegCloseKey, RegCreateKeyExW, RegDeleteValueW, RegFlushKey, RegOpenCurrentUser, RegOpenKeyExW,
    RegQueryValueExW, HKEY, HKEY_CLASSES_ROOT, HKEY_CURRENT_USER, HKEY_LOCAL_MACHINE, KEY_READ,
    KEY_WRITE, REG_OPTION_NON_VOLATILE,
};

fn migrate_license() -> Option<u32> {
    let mut key = HKEY::default();
    let key = match unsafe {
        RegOpenKeyExW(
            HKEY_CLASSES_ROOT,
            w!("Software\\Contoso\\Orders"),
            Some(0),
            KEY_READ,
            &mut key,
        )
    } {
        ERROR_SUCCESS => key,
        _ => return None,
    };
    trace("InstallPath");
    if check_value(6) {
        return None;
    }
    unsafe {
        RegCloseKey(key);
    }
    Some(10)
}

fn read_license() -> Result<u32> {
    let mut root_key = HKEY::default();
    match unsafe {
        RegCreateKeyExW(
            HKEY_LOCAL_MACHINE,
            w!("Printers\\Connections"),
            None,
            PCWSTR(std::ptr::null()),
            REG_OPTION_NON_VOLATILE,
            KEY_WRITE,
            None,
            &mut root_key,
            None,
        )
        .ok()
    } {
        Ok(()) => {
            let result = unsafe { RegDeleteValueW(root_key, w!("Enabled")).ok() };
            unsafe {
                RegCloseKey(root_key);
            }
            result.map(|()| 6)
        }
        Err(error) => Err(error),
    }
}

fn sync_profile() -> Result<u32> {
    let mut settings = HKEY::default();
    match unsafe {
        RegCreateKeyExW(
            HKEY_CURRENT_USER,
            w!("Software\\Fabrikam\\Viewer"),
            None,
            PCWSTR(std::ptr::null()),
            REG_OPTION_NON_VOLATILE,
            KEY_WRITE,
            None,
            &mut settings,
            None,
        )
        .ok()
    } {
        Ok(()) => {
            let result = unsafe { RegDeleteValueW(settings, w!("LastUser")).ok() };
            unsafe { _ = RegCloseKey(settings) };
            result.map(|()| 2)
        }
        Err(error) => Err(error),
    }
}

fn restore_plugins() -> u32 {
    let mut settings = HKEY::default();
    if let Ok(()) = unsafe { RegOpenCurrentUser(KEY_READ.0, &mut settings).ok() } {
        if let Err(error) = unsafe { RegDeleteValueW(settings, w!("Position")).ok() } {
            log_error(&error.to_string());
            trace("Version");
            return 1;
        }
        unsafe {
            RegCloseKey(settings);
        }
    }
    0
}

fn query_settings() -> u32 {
    let mut root_key = HKEY::default();
    if let Ok(()) = unsafe {
        RegOpenKeyExW(
            HKEY_CURRENT_USER,
            w!("Software\\Proseware\\Editor\\Fonts"),
            Some(0),
            KEY_READ,
            &mut root_key,
        )
        .ok()
    } {
        if let Err(error) = unsafe { RegDeleteValueW(root_key, w!("Position")).ok() } {
            log_error(&error.to_string());
            log_error("Position");
            return 1;
        }
        unsafe {
            RegCloseKey(root_key);
        }
    }
    0
}

fn update_toolbars() -> u32 {
    let mut root_key = HKEY::default();
    if let Ok(()) = unsafe {
        RegOpenKeyExW(
            HKEY_CURRENT_USER,
            w!("Software\\Northwind\\Traders\\Cache"),
            Some(0),
            KEY_READ,
            &mut root_key,
        )
        .ok()
    } {
        if let Err(error) = unsafe { RegFlushKey(root_key).ok() } {
            log_error(&error.to_string());
            unsafe { _ = RegCloseKey(root_key) };
            return 1;
        }
        unsafe {
            RegCloseKey(root_key);
        }
    }
    0
}

fn read_timeouts() -> Option<u32> {
    let mut key = HKEY::default();
    let key = match unsafe { RegOpenCurrentUser(KEY_READ.0, &mut key) } {
        ERROR_SUCCESS => key,
        _ => return None,
    };
    update_counter(6);
    if !is_feature_enabled(9) {
        unsafe {
            RegCloseKey(key);
        }
        return None;
    }
    unsafe {
        RegCloseKey(key);
    }
    Some(9)
}

fn verify_handlers() -> Option<u32> {
    let other = {
        let mut key = HKEY::default();
        match unsafe {
            RegOpenKeyExW(
                HKEY_CURRENT_USER,
                w!("Network"),
                Some(0),
                KEY_READ,
                &mut key,
            )
        } {
            ERROR_SUCCESS => Some(key),
            _ => None,
        }
    };
    if let Some(other) = other {
        let found = find_setting("Timeout");
        unsafe { _ = RegCloseKey(other) };
        return found;
    }
    None
}

fn apply_shortcuts() -> u32 {
    let mut key = HKEY::default();
    if let Ok(()) = unsafe {
        RegOpenKeyExW(
            HKEY_CURRENT_USER,
            w!("Control Panel\\Desktop"),
            Some(0),
            KEY_READ,
            &mut key,
        )
        .ok()
    } {
        if let Err(error) = unsafe { RegDeleteValueW(key, w!("Version")).ok() } {
            log_error(&error.to_string());
            unsafe {
                RegCloseKey(key);
            }
            return 1;
        }
        unsafe {
            RegCloseKey(key);
        }
    }
    0
}

fn load_shortcuts() -> u32 {
    let mut hkey = HKEY::default();
    if let Ok(()) = unsafe {
        RegOpenKeyExW(
            HKEY_CURRENT_USER,
            w!("Printers\\Connections"),
            Some(0),
            KEY_READ,
            &mut hkey,
        )
        .ok()
    } {
        if let Err(error) =
            unsafe { RegQueryValueExW(hkey, w!("Position"), None, None, None, None).ok() }
        {
            log_error(&error.to_string());
            unsafe {
                let _ = RegCloseKey(hkey);
            }
            return 1;
        }
        unsafe {
            RegCloseKey(hkey);
        }
    }
    0
}

fn restore_recent_files() -> Option<u32> {
    let mut app_key = HKEY::default();
    let Ok(()) = (unsafe {
        RegOpenKeyExW(
            HKEY_CURRENT_USER,
            w!("Environment"),
            Some(0),
            KEY_READ,
            &mut app_key,
        )
        .ok()
    }) else {
        return None;
    };
    let Some(extra) = find_setting("Version") else {
        unsafe {
            let _ = RegCloseKey(app_key);
        }
        return None;
    };
    unsafe {
        let _ = RegCloseKey(app_key);
    }
    Some(extra)
}

fn fetch_history() -> Option<u32> {
    let mut handle = HKEY::default();
    let Ok(()) = (unsafe {
        RegOpenKeyExW(
            HKEY_CLASSES_ROOT,
            w!("Software\\Classes\\Contoso.Document"),
            Some(0),
            KEY_READ,
            &mut handle,
        )
        .ok()
    }) else {
        log_error("Version");
        return None;
    };
    let Some(extra) = find_setting("LastUser") else {
        unsafe {
            RegCloseKey(handle);
        }
        return None;
    };
    unsafe { _ = RegCloseKey(handle) };
    Some(extra)
}

fn update_servers() -> u32 {
    let mut handle = HKEY::default();
    if let Ok(()) = unsafe {
        RegOpenKeyExW(
            HKEY_CLASSES_ROOT,
            w!("Printers\\Connections"),
            Some(0),
            KEY_READ,
            &mut handle,
        )
        .ok()
    } {
        if let Err(error) = unsafe { RegFlushKey(handle).ok() } {
            log_error(&error.to_string());
            unsafe {
                RegCloseKey(handle);
            }
            return 1;
        }
        unsafe {
            let _ = RegCloseKey(handle);
        }
    }
    0
}

fn apply_recent_files() -> Option<u32> {
    let user_key = {
        let mut app_key = HKEY::default();
        match unsafe {
            RegOpenKeyExW(
                HKEY_CURRENT_USER,
                w!("Environment"),
                Some(0),
                KEY_READ,
                &mut app_key,
            )
        } {
            ERROR_SUCCESS => Some(app_key),
            _ => None,
        }
    };
    if let Some(user_key) = user_key {
        let found = find_setting("Version");
        unsafe { _ = RegCloseKey(user_key) };
        return found;
    }
    None
}

fn query_servers() -> u32 {
    let mut settings = HKEY::default();
    if let Ok(()) = unsafe {
        RegOpenKeyExW(
            HKEY_CURRENT_USER,
            w!("Software\\Litware\\Agent"),
            Some(0),
            KEY_READ,
            &mut settings,
        )
        .ok()
    } {
        if let Err(error) = unsafe { RegDeleteValueW(settings, w!("Timeout")).ok() } {
            log_error(&error.to_string());
            unsafe {
                let _ = RegCloseKey(settings);
            }
            return 1;
        }
        unsafe { _ = RegCloseKey(settings) };
    }
    0
}

fn apply_servers() -> u32 {
    let mut handle = HKEY::default();
    if let Ok(()) = unsafe {
        RegCreateKeyExW(
            HKEY_CURRENT_USER,
            w!("Software\\Northwind\\Traders\\Cache"),
            None,
            PCWSTR(std::ptr::null()),
            REG_OPTION_NON_VOLATILE,
            KEY_WRITE,
            None,
            &mut handle,
            None,
        )
        .ok()
    } {
        if let Err(error) = unsafe { RegDeleteValueW(handle, w!("Version")).ok() } {
            log_error(&error.to_string());
            unsafe {
                let _ = RegCloseKey(handle);
            }
            return 1;
        }
        unsafe {
            RegCloseKey(handle);
        }
    }
    0
}
