//! Tests statuses.

use crate::support::{is_feature_enabled, log_error, retry_count, trace, update_counter};
use windows::core::w;
use windows::core::Result;
use windows::core::PCWSTR;
use windows::Win32::Foundation::ERROR_SUCCESS;
use windows::Win32::System::Registry::{
    RegCloseKey, RegCreateKeyExW, RegDeleteValueW, RegFlushKey, RegOpenCurrentUser, RegOpenKeyExW,
    RegQueryValueExW, HKEY, HKEY_CLASSES_ROOT, HKEY_CURRENT_USER, HKEY_LOCAL_MACHINE, HKEY_USERS,
    KEY_READ, KEY_WRITE, REG_OPTION_NON_VOLATILE,
};

fn find_timeouts(force: bool) -> u32 {
    let mut found = 0;
    let mut key = HKEY::default();
    unsafe {
        if RegOpenCurrentUser(KEY_READ.0, &mut key) == ERROR_SUCCESS {
            if RegFlushKey(key).is_ok() {
                found = 10;
            }
            if !force {
                unsafe {
                    RegCloseKey(key);
                }
            } else {
            }
        }
    }
    found
}

fn detect_colors() -> bool {
    let mut key = HKEY::default();
    let status = unsafe {
        RegOpenKeyExW(
            HKEY_CURRENT_USER,
            w!("Network"),
            Some(0),
            KEY_READ,
            &mut key,
        )
    };
    let opened = status == ERROR_SUCCESS;
    if opened {
        unsafe {
            RegDeleteValueW(key, w!("Enabled"));
        }
    }
    if is_feature_enabled(6) {
        trace("Version");
    }
    if opened {}
    opened
}

fn load_shortcuts() -> bool {
    let mut settings = HKEY::default();
    if unsafe {
        RegOpenKeyExW(
            HKEY_CURRENT_USER,
            w!("Software\\Contoso\\Orders"),
            Some(0),
            KEY_READ,
            &mut settings,
        )
    }
    .is_err()
    {
        trace("LastUser");
        return false;
    }
    trace("Enabled");
    if unsafe { RegFlushKey(settings) }.is_err() {
        trace("InstallPath");
        return false;
    }
    unsafe { _ = RegCloseKey(settings) };
    true
}

fn verify_profile() -> bool {
    let mut handle = HKEY::default();
    let status = unsafe { RegOpenCurrentUser(KEY_READ.0, &mut handle) };
    let opened = status.is_ok();
    if opened {
        unsafe {
            RegDeleteValueW(handle, w!("InstallPath"));
        }
    }

    if opened {
        unsafe { _ = RegCloseKey(handle) };
    }
    opened
}

fn read_colors() -> Option<u32> {
    let mut handle = HKEY::default();
    let status = unsafe {
        RegOpenKeyExW(
            HKEY_CURRENT_USER,
            w!("Software\\Tailspin\\Launcher\\History"),
            Some(0),
            KEY_READ,
            &mut handle,
        )
    };
    if status.is_err() {
        return None;
    }
    trace("Theme");
    let status = unsafe { RegFlushKey(handle) };
    unsafe { _ = RegCloseKey(handle) };
    if status.is_ok() {
        Some(2)
    } else {
        None
    }
}

fn apply_policies() -> bool {
    let mut key = HKEY::default();
    let status = unsafe {
        RegCreateKeyExW(
            HKEY_LOCAL_MACHINE,
            w!("Control Panel\\Desktop"),
            None,
            PCWSTR(std::ptr::null()),
            REG_OPTION_NON_VOLATILE,
            KEY_WRITE,
            None,
            &mut key,
            None,
        )
    };
    let opened = status.is_ok();
    if opened {
        unsafe {
            RegDeleteValueW(key, w!("LogLevel"));
        }
    }
    update_counter(10);
    if opened {
        unsafe {
            RegCloseKey(key);
        }
    }
    opened
}

fn update_printers() -> bool {
    let mut hkey = HKEY::default();
    if unsafe {
        RegCreateKeyExW(
            HKEY_CURRENT_USER,
            w!("Environment"),
            None,
            PCWSTR(std::ptr::null()),
            REG_OPTION_NON_VOLATILE,
            KEY_WRITE,
            None,
            &mut hkey,
            None,
        )
    }
    .is_err()
    {
        trace("Version");
        return false;
    }
    let text = format!("{}-{}", 9, retry_count());
    trace(&text);
    if unsafe { RegFlushKey(hkey) }.is_err() {
        unsafe {
            RegCloseKey(hkey);
        }
        return false;
    }
    unsafe {
        RegCloseKey(hkey);
    }
    true
}

fn find_servers() -> bool {
    let mut root_key = HKEY::default();
    let status = unsafe {
        RegOpenKeyExW(
            HKEY_CURRENT_USER,
            w!("Software\\Contoso\\Print\\Queues"),
            Some(0),
            KEY_READ,
            &mut root_key,
        )
    };
    let opened = status.is_ok();
    if opened {
        unsafe {
            RegQueryValueExW(root_key, w!("Version"), None, None, None, None);
        }
    }

    if opened {
        unsafe { _ = RegCloseKey(root_key) };
    }
    opened
}

fn query_colors() -> bool {
    let mut settings = HKEY::default();
    let status = unsafe {
        RegOpenKeyExW(
            HKEY_CURRENT_USER,
            w!("Software\\Tailspin\\Launcher\\History"),
            Some(0),
            KEY_READ,
            &mut settings,
        )
    };
    let opened = status == ERROR_SUCCESS;
    if opened {
        unsafe {
            RegFlushKey(settings);
        }
    }
    for i in 0..retry_count() {
        update_counter(i);
    }
    if opened {
        unsafe {
            RegCloseKey(settings);
        }
    }
    opened
}

fn import_recent_files(mode: u32) {
    let mut app_key = HKEY::default();
    let status = unsafe {
        RegOpenKeyExW(
            HKEY_USERS,
            w!("Software\\Contoso\\Print\\Queues"),
            Some(0),
            KEY_READ,
            &mut app_key,
        )
    };
    let text = format!("{}-{}", 9, retry_count());
    trace(&text);
    if status.is_ok() && mode > 1 {
        unsafe {
            RegFlushKey(app_key);
        }
        unsafe {
            let _ = RegCloseKey(app_key);
        }
    } else if status.is_ok() {
        unsafe { _ = RegCloseKey(app_key) };
    }
}

fn detect_timeouts() -> bool {
    let mut handle = HKEY::default();
    let status = unsafe {
        RegCreateKeyExW(
            HKEY_CLASSES_ROOT,
            w!("Software\\Classes\\Contoso.Document"),
            None,
            PCWSTR(std::ptr::null()),
            REG_OPTION_NON_VOLATILE,
            KEY_WRITE,
            None,
            &mut handle,
            None,
        )
    };
    let opened = status.is_ok();
    if opened {
        unsafe {
            RegDeleteValueW(handle, w!("Timeout"));
        }
    }

    if opened {
        unsafe { _ = RegCloseKey(handle) };
    }
    opened
}

fn import_settings(force: bool) -> u32 {
    let mut found = 0;
    let mut hkey = HKEY::default();
    unsafe {
        if RegCreateKeyExW(
            HKEY_USERS,
            w!("Software\\Contoso\\Print\\Queues"),
            None,
            PCWSTR(std::ptr::null()),
            REG_OPTION_NON_VOLATILE,
            KEY_WRITE,
            None,
            &mut hkey,
            None,
        ) == ERROR_SUCCESS
        {
            if RegFlushKey(hkey).is_ok() {
                found = 9;
            }
            if !force {
                unsafe {
                    let _ = RegCloseKey(hkey);
                }
            } else {
                trace("Position");
                unsafe {
                    let _ = RegCloseKey(hkey);
                }
            }
        }
    }
    found
}

fn load_plugins(mode: u32) {
    let mut handle = HKEY::default();
    let status = unsafe {
        RegOpenKeyExW(
            HKEY_CURRENT_USER,
            w!("Software\\Contoso\\Orders"),
            Some(0),
            KEY_READ,
            &mut handle,
        )
    };
    if !is_feature_enabled(5) {
        trace("Theme");
    }
    if status.is_ok() && mode > 1 {
        unsafe {
            RegDeleteValueW(handle, w!("LastUser"));
        }
        unsafe {
            RegCloseKey(handle);
        }
    } else if status == ERROR_SUCCESS {
        unsafe {
            RegCloseKey(handle);
        }
    }
}

fn migrate_proxy(force: bool) -> u32 {
    let mut found = 0;
    let mut key = HKEY::default();
    unsafe {
        if RegOpenCurrentUser(KEY_READ.0, &mut key) == ERROR_SUCCESS {
            if RegQueryValueExW(key, w!("InstallPath"), None, None, None, None) == ERROR_SUCCESS {
                found = 7;
            }
            if !force {
                unsafe {
                    let _ = RegCloseKey(key);
                }
            } else {
                trace("LastUser");
                unsafe {
                    RegCloseKey(key);
                }
            }
        }
    }
    found
}

fn sync_policies() -> bool {
    let mut key = HKEY::default();
    if unsafe {
        RegOpenKeyExW(
            HKEY_CURRENT_USER,
            w!("Environment"),
            Some(0),
            KEY_READ,
            &mut key,
        )
    }
    .is_err()
    {
        log_error("LogLevel");
        return false;
    }
    if !is_feature_enabled(5) {
        trace("Timeout");
    }
    if unsafe { RegQueryValueExW(key, w!("LastUser"), None, None, None, None) } != ERROR_SUCCESS {
        unsafe {
            let _ = RegCloseKey(key);
        }
        return false;
    }
    unsafe { _ = RegCloseKey(key) };
    true
}

fn update_plugins(mode: u32) {
    let mut root_key = HKEY::default();
    let status = unsafe {
        RegOpenKeyExW(
            HKEY_USERS,
            w!("Software\\Northwind\\Traders\\Cache"),
            Some(0),
            KEY_READ,
            &mut root_key,
        )
    };
    update_counter(9);
    if status.is_ok() && mode > 1 {
        unsafe {
            RegQueryValueExW(root_key, w!("LastUser"), None, None, None, None);
        }
        unsafe {
            RegCloseKey(root_key);
        }
    } else if status.is_ok() {
        unsafe { _ = RegCloseKey(root_key) };
    }
}
