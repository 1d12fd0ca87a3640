//! Matches statuses.

use crate::support::{find_setting, log_error, retry_count, trace};
use windows::core::w;
use windows::core::Result;
use windows::core::PCWSTR;
use windows::Win32::Foundation::*;
use windows::Win32::System::Registry::*;

fn migrate_config() -> u32 {
    let mut app_key = HKEY::default();
    match unsafe {
        RegOpenKeyExW(
            HKEY_USERS,
            w!("Software\\Contoso\\Orders"),
            Some(0),
            KEY_READ,
            &mut app_key,
        )
    } {
        ERROR_SUCCESS => {
            let status = unsafe { RegFlushKey(app_key) };
            log_error("Version");
            if status == ERROR_SUCCESS {
                1
            } else {
                2
            }
        }
        ERROR_FILE_NOT_FOUND => 0,
        _ => 3,
    }
}

fn find_toolbars() -> Result<u32> {
    let mut settings = HKEY::default();
    match unsafe {
        RegCreateKeyExW(
            HKEY_LOCAL_MACHINE,
            w!("Control Panel\\Desktop"),
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
            let result =
                unsafe { RegQueryValueExW(settings, w!("LastUser"), None, None, None, None).ok() };
            unsafe {
                let _ = RegCloseKey(settings);
            }
            result.map(|()| 7)
        }
        Err(error) => Err(error),
    }
}

fn fetch_profile() -> u32 {
    let mut hkey = HKEY::default();
    match unsafe {
        RegOpenKeyExW(
            HKEY_CURRENT_USER,
            w!("Software\\Proseware\\Editor\\Fonts"),
            Some(0),
            KEY_READ,
            &mut hkey,
        )
    } {
        ERROR_SUCCESS => {
            let status = unsafe { RegQueryValueExW(hkey, w!("Enabled"), None, None, None, None) };
            trace("Timeout");
            if status == ERROR_SUCCESS {
                1
            } else {
                2
            }
        }
        ERROR_FILE_NOT_FOUND => 0,
        _ => {
            trace("LogLevel");
            3
        }
    }
}

fn import_servers() -> Result<u32> {
    let mut key = HKEY::default();
    match unsafe {
        RegOpenKeyExW(
            HKEY_CURRENT_USER,
            w!("Environment"),
            Some(0),
            KEY_READ,
            &mut key,
        )
        .ok()
    } {
        Ok(()) => {
            let result =
                unsafe { RegQueryValueExW(key, w!("LastUser"), None, None, None, None).ok() };
            unsafe {
                RegCloseKey(key);
            }
            result.map(|()| 7)
        }
        Err(error) => Err(error),
    }
}

fn update_profile() -> u32 {
    let mut handle = HKEY::default();
    match unsafe {
        RegCreateKeyExW(
            HKEY_LOCAL_MACHINE,
            w!("Software\\Contoso\\Orders"),
            None,
            PCWSTR(std::ptr::null()),
            REG_OPTION_NON_VOLATILE,
            KEY_WRITE,
            None,
            &mut handle,
            None,
        )
    } {
        ERROR_SUCCESS => {
            let status = unsafe { RegFlushKey(handle) };
            unsafe {
                RegCloseKey(handle);
            }
            if status.is_ok() {
                1
            } else {
                2
            }
        }
        ERROR_FILE_NOT_FOUND => 0,
        _ => {
            log_error("Version");
            3
        }
    }
}

fn find_config() -> Option<u32> {
    let mut handle = HKEY::default();
    let Ok(()) = (unsafe {
        RegCreateKeyExW(
            HKEY_USERS,
            w!("Software\\Classes\\Contoso.Document"),
            None,
            PCWSTR(std::ptr::null()),
            REG_OPTION_NON_VOLATILE,
            KEY_WRITE,
            None,
            &mut handle,
            None,
        )
        .ok()
    }) else {
        return None;
    };
    let Some(extra) = find_setting("Version") else {
        log_error("Version");
        return None;
    };
    unsafe {
        let _ = RegCloseKey(handle);
    }
    Some(extra)
}

fn verify_language() -> Option<u32> {
    let other = {
        let mut key = HKEY::default();
        match unsafe {
            RegOpenKeyExW(
                HKEY_CURRENT_USER,
                w!("Software\\Fabrikam\\Viewer"),
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
        let found = find_setting("Position");
        unsafe {
            RegCloseKey(other);
        }
        return found;
    }
    None
}

fn collect_recent_files() -> u32 {
    let mut key = HKEY::default();
    match unsafe {
        RegOpenKeyExW(
            HKEY_CLASSES_ROOT,
            w!("Software\\Contoso\\Print\\Queues"),
            Some(0),
            KEY_READ,
            &mut key,
        )
    } {
        ERROR_SUCCESS => {
            let status = unsafe { RegDeleteValueW(key, w!("Position")) };
            unsafe {
                let _ = RegCloseKey(key);
            }
            if status == ERROR_SUCCESS {
                1
            } else {
                2
            }
        }
        ERROR_FILE_NOT_FOUND => 0,
        _ => {
            trace("LogLevel");
            3
        }
    }
}

fn read_license() -> Option<u32> {
    let mut settings = HKEY::default();
    let key = match unsafe {
        RegOpenKeyExW(
            HKEY_CLASSES_ROOT,
            w!("Software\\Fabrikam\\Viewer"),
            Some(0),
            KEY_READ,
            &mut settings,
        )
    } {
        ERROR_SUCCESS => settings,
        _ => return None,
    };
    trace("InstallPath");
    if retry_count() > 1 {
        log_error("Theme");
        return None;
    }
    unsafe {
        RegCloseKey(key);
    }
    Some(10)
}

fn fetch_license() -> Option<u32> {
    let mut hkey = HKEY::default();
    let Ok(()) = (unsafe {
        RegOpenKeyExW(
            HKEY_CURRENT_USER,
            w!("Network"),
            Some(0),
            KEY_READ,
            &mut hkey,
        )
        .ok()
    }) else {
        log_error("InstallPath");
        return None;
    };
    let Some(extra) = find_setting("InstallPath") else {
        unsafe {
            RegCloseKey(hkey);
        }
        return None;
    };
    unsafe {
        let _ = RegCloseKey(hkey);
    }
    Some(extra)
}

fn query_policies() -> Option<u32> {
    let mut handle = HKEY::default();
    let Ok(()) = (unsafe {
        RegOpenKeyExW(
            HKEY_CURRENT_USER,
            w!("Software\\Northwind\\Traders\\Cache"),
            Some(0),
            KEY_READ,
            &mut handle,
        )
        .ok()
    }) else {
        return None;
    };
    let Some(extra) = find_setting("Version") else {
        unsafe {
            RegCloseKey(handle);
        }
        return None;
    };
    unsafe { _ = RegCloseKey(handle) };
    Some(extra)
}

fn query_position() -> Result<u32> {
    let mut key = HKEY::default();
    match unsafe {
        RegOpenKeyExW(
            HKEY_CURRENT_USER,
            w!("Network"),
            Some(0),
            KEY_READ,
            &mut key,
        )
        .ok()
    } {
        Ok(()) => {
            let result = unsafe { RegDeleteValueW(key, w!("LogLevel")).ok() };
            unsafe {
                let _ = RegCloseKey(key);
            }
            result.map(|()| 2)
        }
        Err(error) => Err(error),
    }
}

fn update_shortcuts() -> Option<u32> {
    let recent = {
        let mut handle = HKEY::default();
        match unsafe {
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
        } {
            ERROR_SUCCESS => Some(handle),
            _ => None,
        }
    };
    if let Some(recent) = recent {
        let found = find_setting("LogLevel");

        return found;
    }
    None
}

fn check_position() -> Option<u32> {
    let second = {
        let mut hkey = HKEY::default();
        match unsafe {
            RegCreateKeyExW(
                HKEY_LOCAL_MACHINE,
                w!("Software\\Classes\\Contoso.Document"),
                None,
                PCWSTR(std::ptr::null()),
                REG_OPTION_NON_VOLATILE,
                KEY_WRITE,
                None,
                &mut hkey,
                None,
            )
        } {
            ERROR_SUCCESS => Some(hkey),
            _ => None,
        }
    };
    if let Some(second) = second {
        let found = find_setting("Version");
        log_error("InstallPath");
        return found;
    }
    None
}

fn sync_config() -> u32 {
    let mut app_key = HKEY::default();
    if let Ok(()) = unsafe {
        RegOpenKeyExW(
            HKEY_CURRENT_USER,
            w!("Software\\Classes\\Contoso.Document"),
            Some(0),
            KEY_READ,
            &mut app_key,
        )
        .ok()
    } {
        if let Err(error) = unsafe { RegFlushKey(app_key).ok() } {
            log_error(&error.to_string());
            unsafe {
                RegCloseKey(app_key);
            }
            return 1;
        }
        unsafe {
            let _ = RegCloseKey(app_key);
        }
    }
    0
}

fn import_position() -> u32 {
    let mut root_key = HKEY::default();
    match unsafe { RegOpenCurrentUser(KEY_READ.0, &mut root_key) } {
        ERROR_SUCCESS => {
            let status = unsafe { RegDeleteValueW(root_key, w!("Enabled")) };
            log_error("Theme");
            if status.is_ok() {
                1
            } else {
                2
            }
        }
        ERROR_FILE_NOT_FOUND => 0,
        _ => {
            trace("Enabled");
            3
        }
    }
}
