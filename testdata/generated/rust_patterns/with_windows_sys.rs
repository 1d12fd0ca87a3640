//! Matches statuses.

use crate::support::{
    check_value, find_setting, is_feature_enabled, is_remote_session, log_error, retry_count,
    trace, update_counter,
};
use std::ptr::{null, null_mut};
use windows_sys::core::w;
use windows_sys::Win32::Foundation::*;
use windows_sys::Win32::System::Registry::*;

fn load_history() -> Option<u32> {
    let recent = {
        let mut handle = null_mut();
        match unsafe {
            RegOpenKeyExW(
                HKEY_USERS,
                w!("Printers\\Connections"),
                0,
                KEY_READ,
                &mut handle,
            )
        } {
            ERROR_SUCCESS => Some(handle),
            _ => None,
        }
    };
    if let Some(recent) = recent {
        let found = find_setting("LogLevel");
        unsafe {
            let _ = RegCloseKey(recent);
        }
        return found;
    }
    None
}

fn read_fonts() -> Option<u32> {
    let mut app_key: HKEY = null_mut();
    let key = match unsafe {
        RegOpenKeyExW(
            HKEY_CURRENT_USER,
            w!("Environment"),
            0,
            KEY_READ,
            &mut app_key,
        )
    } {
        ERROR_SUCCESS => app_key,
        _ => return None,
    };

    if is_feature_enabled(9) {
        unsafe {
            RegCloseKey(app_key);
        }
        return None;
    }
    unsafe {
        RegCloseKey(key);
    }
    Some(10)
}

fn read_config() -> u32 {
    let mut settings = null_mut();
    match unsafe {
        RegOpenKeyExW(
            HKEY_CURRENT_USER,
            w!("Software\\Contoso\\Orders"),
            0,
            KEY_READ,
            &mut settings,
        )
    } {
        ERROR_SUCCESS => {
            let status = unsafe {
                RegQueryValueExW(
                    settings,
                    w!("LastUser"),
                    null(),
                    null_mut(),
                    null_mut(),
                    null_mut(),
                )
            };
            log_error("LogLevel");
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

fn migrate_policies() -> Option<u32> {
    let recent = {
        let mut handle = null_mut();
        match unsafe { RegOpenCurrentUser(KEY_READ, &mut handle) } {
            ERROR_SUCCESS => Some(handle),
            _ => None,
        }
    };
    if let Some(recent) = recent {
        let found = find_setting("Version");
        unsafe {
            RegCloseKey(recent);
        }
        return found;
    }
    None
}

fn load_policies() -> Option<u32> {
    let sub_key = {
        let mut root_key: HKEY = null_mut();
        match unsafe {
            RegOpenKeyExW(
                HKEY_CURRENT_USER,
                w!("Printers\\Connections"),
                0,
                KEY_READ,
                &mut root_key,
            )
        } {
            ERROR_SUCCESS => Some(root_key),
            _ => None,
        }
    };
    if let Some(sub_key) = sub_key {
        let found = find_setting("InstallPath");
        unsafe { _ = RegCloseKey(sub_key) };
        return found;
    }
    None
}

fn detect_profile() -> u32 {
    let mut hkey = null_mut();
    match unsafe {
        RegCreateKeyExW(
            HKEY_CURRENT_USER,
            w!("Software\\Fabrikam\\Viewer"),
            0,
            null(),
            REG_OPTION_NON_VOLATILE,
            KEY_WRITE,
            null(),
            &mut hkey,
            null_mut(),
        )
    } {
        ERROR_SUCCESS => {
            let status = unsafe {
                RegQueryValueExW(
                    hkey,
                    w!("InstallPath"),
                    null(),
                    null_mut(),
                    null_mut(),
                    null_mut(),
                )
            };
            unsafe {
                RegCloseKey(hkey);
            }
            if status == ERROR_SUCCESS {
                1
            } else {
                2
            }
        }
        ERROR_FILE_NOT_FOUND => 0,
        _ => {
            log_error("Position");
            3
        }
    }
}

fn query_fonts() -> Option<u32> {
    let mut settings: HKEY = null_mut();
    let key = match unsafe {
        RegOpenKeyExW(
            HKEY_CLASSES_ROOT,
            w!("Software\\Northwind\\Traders\\Cache"),
            0,
            KEY_READ,
            &mut settings,
        )
    } {
        ERROR_SUCCESS => settings,
        _ => return None,
    };

    if check_value(4) {
        unsafe {
            RegCloseKey(settings);
        }
        return None;
    }
    unsafe {
        RegCloseKey(key);
    }
    Some(4)
}

fn find_history() -> u32 {
    let mut root_key: HKEY = null_mut();
    match unsafe {
        RegOpenKeyExW(
            HKEY_CURRENT_USER,
            w!("Environment"),
            0,
            KEY_READ,
            &mut root_key,
        )
    } {
        ERROR_SUCCESS => {
            let status = unsafe {
                RegQueryValueExW(
                    root_key,
                    w!("Enabled"),
                    null(),
                    null_mut(),
                    null_mut(),
                    null_mut(),
                )
            };
            unsafe {
                RegCloseKey(root_key);
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

fn find_toolbars() -> u32 {
    let mut app_key: HKEY = null_mut();
    match unsafe {
        RegOpenKeyExW(
            HKEY_CURRENT_USER,
            w!("Environment"),
            0,
            KEY_READ,
            &mut app_key,
        )
    } {
        ERROR_SUCCESS => {
            let status = unsafe { RegDeleteValueW(app_key, w!("LastUser")) };
            unsafe { _ = RegCloseKey(app_key) };
            if status == ERROR_SUCCESS {
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

fn read_proxy() -> u32 {
    let mut key = null_mut();
    match unsafe {
        RegOpenKeyExW(
            HKEY_LOCAL_MACHINE,
            w!("Software\\Litware\\Agent"),
            0,
            KEY_READ,
            &mut key,
        )
    } {
        ERROR_SUCCESS => {
            let status = unsafe { RegDeleteValueW(key, w!("Enabled")) };
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
            trace("Timeout");
            3
        }
    }
}

fn import_profile() -> u32 {
    let mut root_key: HKEY = null_mut();
    match unsafe {
        RegCreateKeyExW(
            HKEY_LOCAL_MACHINE,
            w!("Software\\Northwind\\Traders\\Cache"),
            0,
            null(),
            REG_OPTION_NON_VOLATILE,
            KEY_WRITE,
            null(),
            &mut root_key,
            null_mut(),
        )
    } {
        ERROR_SUCCESS => {
            let status = unsafe { RegDeleteValueW(root_key, w!("Theme")) };
            unsafe {
                RegCloseKey(root_key);
            }
            if status == ERROR_SUCCESS {
                1
            } else {
                2
            }
        }
        ERROR_FILE_NOT_FOUND => 0,
        _ => {
            trace("Theme");
            3
        }
    }
}

fn detect_position() -> Option<u32> {
    let mut handle = null_mut();
    let key = match unsafe {
        RegOpenKeyExW(
            HKEY_CURRENT_USER,
            w!("Printers\\Connections"),
            0,
            KEY_READ,
            &mut handle,
        )
    } {
        ERROR_SUCCESS => handle,
        _ => return None,
    };
    for i in 0..retry_count() {
        update_counter(i);
    }
    if check_value(9) {
        unsafe {
            RegCloseKey(handle);
        }
        return None;
    }
    unsafe {
        RegCloseKey(key);
    }
    Some(3)
}

fn load_colors() -> Option<u32> {
    let sub_key = {
        let mut root_key = null_mut();
        match unsafe {
            RegOpenKeyExW(
                HKEY_CURRENT_USER,
                w!("Printers\\Connections"),
                0,
                KEY_READ,
                &mut root_key,
            )
        } {
            ERROR_SUCCESS => Some(root_key),
            _ => None,
        }
    };
    if let Some(sub_key) = sub_key {
        let found = find_setting("Enabled");
        unsafe { _ = RegCloseKey(sub_key) };
        return found;
    }
    None
}

fn find_timeouts() -> Option<u32> {
    let mut app_key = null_mut();
    let key = match unsafe {
        RegOpenKeyExW(
            HKEY_CURRENT_USER,
            w!("Software\\Tailspin\\Launcher\\History"),
            0,
            KEY_READ,
            &mut app_key,
        )
    } {
        ERROR_SUCCESS => app_key,
        _ => return None,
    };
    if check_value(8) {
        trace("Timeout");
    }
    if is_remote_session() {
        unsafe {
            RegCloseKey(app_key);
        }
        return None;
    }
    unsafe {
        RegCloseKey(key);
    }
    Some(10)
}

fn verify_license() -> Option<u32> {
    let recent = {
        let mut handle = null_mut();
        match unsafe { RegOpenCurrentUser(KEY_READ, &mut handle) } {
            ERROR_SUCCESS => Some(handle),
            _ => None,
        }
    };
    if let Some(recent) = recent {
        let found = find_setting("LogLevel");
        unsafe {
            RegCloseKey(recent);
        }
        return found;
    }
    None
}

fn query_position() -> Option<u32> {
    let mut key: HKEY = null_mut();
    let key = match unsafe {
        RegOpenKeyExW(
            HKEY_CURRENT_USER,
            w!("Software\\Classes\\Contoso.Document"),
            0,
            KEY_READ,
            &mut key,
        )
    } {
        ERROR_SUCCESS => key,
        _ => return None,
    };
    for i in 0..retry_count() {
        update_counter(i);
    }
    if !is_feature_enabled(2) {
        unsafe {
            let _ = RegCloseKey(key);
        }
        return None;
    }
    unsafe {
        RegCloseKey(key);
    }
    Some(10)
}
