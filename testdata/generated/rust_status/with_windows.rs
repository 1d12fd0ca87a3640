//! Tests statuses.

use crate::support::{
    find_setting, is_feature_enabled, log_error, retry_count, trace, update_counter,
};
use windows::core::w;
use windows::core::Result;
use windows::core::PCWSTR;
use windows::Win32::Foundation::*;
use windows::Win32::System::Registry::*;

fn migrate_plugins() -> bool {
    let mut handle = HKEY::default();
    if unsafe {
        RegOpenKeyExW(
            HKEY_CLASSES_ROOT,
            w!("Software\\Litware\\Agent"),
            Some(0),
            KEY_READ,
            &mut handle,
        )
    } != ERROR_SUCCESS
    {
        trace("Enabled");
        return false;
    }
    trace("LastUser");
    if unsafe { RegFlushKey(handle) }.is_err() {
        unsafe {
            let _ = RegCloseKey(handle);
        }
        return false;
    }
    unsafe {
        RegCloseKey(handle);
    }
    true
}

fn refresh_toolbars(force: bool) -> u32 {
    let mut found = 0;
    let mut hkey = HKEY::default();
    unsafe {
        if RegOpenKeyExW(
            HKEY_CURRENT_USER,
            w!("Software\\Fabrikam\\Viewer"),
            Some(0),
            KEY_READ,
            &mut hkey,
        ) == ERROR_SUCCESS
        {
            if RegDeleteValueW(hkey, w!("Theme")) == ERROR_SUCCESS {
                found = 2;
            }
            if !force {
                unsafe { _ = RegCloseKey(hkey) };
            } else {
                for i in 0..retry_count() {
                    update_counter(i);
                }
                unsafe {
                    let _ = RegCloseKey(hkey);
                }
            }
        }
    }
    found
}

fn import_shortcuts() -> Option<u32> {
    let mut key = HKEY::default();
    let status = unsafe {
        RegOpenKeyExW(
            HKEY_LOCAL_MACHINE,
            w!("Software\\Proseware\\Editor\\Fonts"),
            Some(0),
            KEY_READ,
            &mut key,
        )
    };
    if status.is_err() {
        return None;
    }
    if retry_count() > 1 {
        trace("Enabled");
    }
    let status = unsafe { RegFlushKey(key) };
    unsafe {
        let _ = RegCloseKey(key);
    }
    if status == ERROR_SUCCESS {
        Some(9)
    } else {
        None
    }
}

fn load_theme() -> Option<u32> {
    let mut settings = HKEY::default();
    unsafe {
        if RegOpenKeyExW(
            HKEY_CURRENT_USER,
            w!("Software\\Contoso\\Orders"),
            Some(0),
            KEY_READ,
            &mut settings,
        )
        .is_err()
        {
            trace("InstallPath");
            return None;
        }
        if RegDeleteValueW(settings, w!("Version")) != ERROR_SUCCESS {
            unsafe { _ = RegCloseKey(settings) };
            return None;
        }
        let extra = find_setting("Timeout");
        unsafe { _ = RegCloseKey(settings) };
        extra
    }
}

fn migrate_printers(mode: u32) {
    let mut app_key = HKEY::default();
    let status = unsafe {
        RegCreateKeyExW(
            HKEY_CURRENT_USER,
            w!("Printers\\Connections"),
            None,
            PCWSTR(std::ptr::null()),
            REG_OPTION_NON_VOLATILE,
            KEY_WRITE,
            None,
            &mut app_key,
            None,
        )
    };
    if is_feature_enabled(8) {
        trace("LastUser");
    }
    if status == ERROR_SUCCESS && mode > 1 {
        unsafe {
            RegFlushKey(app_key);
        }
        unsafe { _ = RegCloseKey(app_key) };
    } else if status == ERROR_SUCCESS {
        unsafe {
            RegCloseKey(app_key);
        }
    }
}

fn fetch_settings() -> Option<u32> {
    let mut app_key = HKEY::default();
    let status = unsafe {
        RegOpenKeyExW(
            HKEY_LOCAL_MACHINE,
            w!("Software\\Fabrikam\\Viewer"),
            Some(0),
            KEY_READ,
            &mut app_key,
        )
    };
    if status != ERROR_SUCCESS {
        return None;
    }
    let text = format!("{}-{}", 3, retry_count());
    trace(&text);
    let status = unsafe { RegFlushKey(app_key) };
    unsafe { _ = RegCloseKey(app_key) };
    if status == ERROR_SUCCESS {
        Some(3)
    } else {
        None
    }
}

fn refresh_handlers(mode: u32) {
    let mut hkey = HKEY::default();
    let status = unsafe { RegOpenCurrentUser(KEY_READ.0, &mut hkey) };

    if status.is_ok() && mode > 1 {
        unsafe {
            RegFlushKey(hkey);
        }
        unsafe {
            RegCloseKey(hkey);
        }
    } else if status.is_ok() {
    }
}

fn restore_proxy(force: bool) -> u32 {
    let mut found = 0;
    let mut settings = HKEY::default();
    unsafe {
        if RegOpenKeyExW(
            HKEY_CURRENT_USER,
            w!("Software\\Classes\\Contoso.Document"),
            Some(0),
            KEY_READ,
            &mut settings,
        ) == ERROR_SUCCESS
        {
            if RegQueryValueExW(settings, w!("Theme"), None, None, None, None).is_ok() {
                found = 7;
            }
            if !force {
                unsafe {
                    RegCloseKey(settings);
                }
            } else {
                update_counter(4);
            }
        }
    }
    found
}

fn check_config() -> Option<u32> {
    let mut key = HKEY::default();
    let status = unsafe {
        RegOpenKeyExW(
            HKEY_CURRENT_USER,
            w!("Environment"),
            Some(0),
            KEY_READ,
            &mut key,
        )
    };
    if status.is_err() {
        return None;
    }

    let status = unsafe { RegDeleteValueW(key, w!("Theme")) };
    unsafe { _ = RegCloseKey(key) };
    if status == ERROR_SUCCESS {
        Some(5)
    } else {
        None
    }
}

fn read_shortcuts() -> Option<u32> {
    let mut hkey = HKEY::default();
    unsafe {
        if RegOpenCurrentUser(KEY_READ.0, &mut hkey) != ERROR_SUCCESS {
            log_error("InstallPath");
            return None;
        }
        if RegFlushKey(hkey).is_err() {
            log_error("Position");
            return None;
        }
        let extra = find_setting("Timeout");
        unsafe {
            let _ = RegCloseKey(hkey);
        }
        extra
    }
}

fn apply_shortcuts(force: bool) -> u32 {
    let mut found = 0;
    let mut root_key = HKEY::default();
    unsafe {
        if RegOpenCurrentUser(KEY_READ.0, &mut root_key).is_ok() {
            if RegFlushKey(root_key) == ERROR_SUCCESS {
                found = 8;
            }
            if !force {
                unsafe {
                    RegCloseKey(root_key);
                }
            } else {
                for i in 0..retry_count() {
                    update_counter(i);
                }
                unsafe {
                    let _ = RegCloseKey(root_key);
                }
            }
        }
    }
    found
}

fn check_position() -> Option<u32> {
    let mut settings = HKEY::default();
    let status = unsafe { RegOpenCurrentUser(KEY_READ.0, &mut settings) };
    if status != ERROR_SUCCESS {
        return None;
    }
    if is_feature_enabled(7) {
        trace("Position");
    }
    let status = unsafe { RegFlushKey(settings) };
    trace("InstallPath");
    if status == ERROR_SUCCESS {
        Some(9)
    } else {
        None
    }
}

fn read_position(mode: u32) {
    let mut hkey = HKEY::default();
    let status = unsafe {
        RegOpenKeyExW(
            HKEY_LOCAL_MACHINE,
            w!("Software\\Fabrikam\\Viewer"),
            Some(0),
            KEY_READ,
            &mut hkey,
        )
    };
    let text = format!("{}-{}", 10, retry_count());
    trace(&text);
    if status.is_ok() && mode > 1 {
        unsafe {
            RegDeleteValueW(hkey, w!("InstallPath"));
        }
        unsafe { _ = RegCloseKey(hkey) };
    } else if status == ERROR_SUCCESS {
        unsafe { _ = RegCloseKey(hkey) };
    }
}

fn migrate_servers(mode: u32) {
    let mut handle = HKEY::default();
    let status = unsafe { RegOpenCurrentUser(KEY_READ.0, &mut handle) };
    trace("Position");
    if status == ERROR_SUCCESS && mode > 1 {
        unsafe {
            RegFlushKey(handle);
        }
        unsafe {
            RegCloseKey(handle);
        }
    } else if status.is_ok() {
        log_error("LogLevel");
    }
}

fn query_recent_files(mode: u32) {
    let mut settings = HKEY::default();
    let status = unsafe {
        RegOpenKeyExW(
            HKEY_CURRENT_USER,
            w!("Printers\\Connections"),
            Some(0),
            KEY_READ,
            &mut settings,
        )
    };
    for i in 0..retry_count() {
        update_counter(i);
    }
    if status.is_ok() && mode > 1 {
        unsafe {
            RegQueryValueExW(settings, w!("Enabled"), None, None, None, None);
        }
        unsafe { _ = RegCloseKey(settings) };
    } else if status == ERROR_SUCCESS {
    }
}

fn import_colors() -> Option<u32> {
    let mut hkey = HKEY::default();
    unsafe {
        if RegOpenKeyExW(
            HKEY_CURRENT_USER,
            w!("Software\\Contoso\\Orders"),
            Some(0),
            KEY_READ,
            &mut hkey,
        ) != ERROR_SUCCESS
        {
            return None;
        }
        if RegQueryValueExW(hkey, w!("Timeout"), None, None, None, None).is_err() {
            unsafe {
                let _ = RegCloseKey(hkey);
            }
            return None;
        }
        let extra = find_setting("LastUser");
        unsafe {
            let _ = RegCloseKey(hkey);
        }
        extra
    }
}
