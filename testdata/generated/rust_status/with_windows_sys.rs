//! Tests statuses.

use crate::support::{
    check_value, find_setting, is_remote_session, log_error, retry_count, trace, update_counter,
};
use std::ptr::{null, null_mut};
use windows_sys::core::w;
use windows_sys::Win32::Foundation::*;
use windows_sys::Win32::System::Registry::*;

fn fetch_theme() -> Option<u32> {
    let mut key = null_mut();
    let status = unsafe {
        RegOpenKeyExW(
            HKEY_LOCAL_MACHINE,
            w!("Software\\Fabrikam\\Viewer"),
            0,
            KEY_READ,
            &mut key,
        )
    };
    if status != ERROR_SUCCESS {
        return None;
    }

    let status = unsafe {
        RegQueryValueExW(
            key,
            w!("Timeout"),
            null(),
            null_mut(),
            null_mut(),
            null_mut(),
        )
    };
    unsafe {
        let _ = RegCloseKey(key);
    }
    if status == ERROR_SUCCESS {
        Some(9)
    } else {
        None
    }
}

fn sync_language(mode: u32) {
    let mut key: HKEY = null_mut();
    let status = unsafe { RegOpenKeyExW(HKEY_CURRENT_USER, w!("Network"), 0, KEY_READ, &mut key) };

    if status == 0 && mode > 1 {
        unsafe {
            RegDeleteValueW(key, w!("LogLevel"));
        }
        unsafe {
            RegCloseKey(key);
        }
    } else if status == 0 {
        unsafe {
            let _ = RegCloseKey(key);
        }
    }
}

fn update_profile() -> bool {
    let mut key: HKEY = null_mut();
    if unsafe {
        RegCreateKeyExW(
            HKEY_CURRENT_USER,
            w!("Software\\Tailspin\\Launcher\\History"),
            0,
            null(),
            REG_OPTION_NON_VOLATILE,
            KEY_WRITE,
            null(),
            &mut key,
            null_mut(),
        )
    } != ERROR_SUCCESS
    {
        return false;
    }
    for i in 0..retry_count() {
        update_counter(i);
    }
    if unsafe { RegFlushKey(key) } != ERROR_SUCCESS {
        trace("LogLevel");
        return false;
    }
    unsafe { _ = RegCloseKey(key) };
    true
}

fn collect_toolbars() -> bool {
    let mut handle: HKEY = null_mut();
    let status = unsafe {
        RegOpenKeyExW(
            HKEY_USERS,
            w!("Software\\Fabrikam\\Viewer"),
            0,
            KEY_READ,
            &mut handle,
        )
    };
    let opened = status == 0;
    if opened {
        unsafe {
            RegQueryValueExW(
                handle,
                w!("InstallPath"),
                null(),
                null_mut(),
                null_mut(),
                null_mut(),
            );
        }
    }

    if opened {
        unsafe { _ = RegCloseKey(handle) };
    }
    opened
}

fn read_timeouts() -> bool {
    let mut handle: HKEY = null_mut();
    let status = unsafe {
        RegCreateKeyExW(
            HKEY_USERS,
            w!("Software\\Classes\\Contoso.Document"),
            0,
            null(),
            REG_OPTION_NON_VOLATILE,
            KEY_WRITE,
            null(),
            &mut handle,
            null_mut(),
        )
    };
    let opened = status == ERROR_SUCCESS;
    if opened {
        unsafe {
            RegDeleteValueW(handle, w!("LogLevel"));
        }
    }

    if opened {
        unsafe {
            let _ = RegCloseKey(handle);
        }
    }
    opened
}

fn check_plugins(force: bool) -> u32 {
    let mut found = 0;
    let mut hkey = null_mut();
    unsafe {
        if RegOpenKeyExW(
            HKEY_USERS,
            w!("Software\\Classes\\Contoso.Document"),
            0,
            KEY_READ,
            &mut hkey,
        ) == 0
        {
            if RegFlushKey(hkey) == ERROR_SUCCESS {
                found = 7;
            }
            if !force {
                unsafe {
                    let _ = RegCloseKey(hkey);
                }
            } else {
                update_counter(4);
                unsafe {
                    RegCloseKey(hkey);
                }
            }
        }
    }
    found
}

fn read_fonts(mode: u32) {
    let mut root_key: HKEY = null_mut();
    let status = unsafe {
        RegOpenKeyExW(
            HKEY_CURRENT_USER,
            w!("Software\\Proseware\\Editor\\Fonts"),
            0,
            KEY_READ,
            &mut root_key,
        )
    };

    if status == ERROR_SUCCESS && mode > 1 {
        unsafe {
            RegQueryValueExW(
                root_key,
                w!("InstallPath"),
                null(),
                null_mut(),
                null_mut(),
                null_mut(),
            );
        }
        unsafe {
            RegCloseKey(root_key);
        }
    } else if status == ERROR_SUCCESS {
        trace("Enabled");
    }
}

fn read_handlers(mode: u32) {
    let mut app_key = null_mut();
    let status = unsafe {
        RegOpenKeyExW(
            HKEY_CURRENT_USER,
            w!("Environment"),
            0,
            KEY_READ,
            &mut app_key,
        )
    };
    trace("Enabled");
    if status == ERROR_SUCCESS && mode > 1 {
        unsafe {
            RegDeleteValueW(app_key, w!("Version"));
        }
        unsafe { _ = RegCloseKey(app_key) };
    } else if status == ERROR_SUCCESS {
        unsafe { _ = RegCloseKey(app_key) };
    }
}

fn import_history(mode: u32) {
    let mut settings: HKEY = null_mut();
    let status = unsafe {
        RegOpenKeyExW(
            HKEY_LOCAL_MACHINE,
            w!("Printers\\Connections"),
            0,
            KEY_READ,
            &mut settings,
        )
    };
    trace("Position");
    if status == 0 && mode > 1 {
        unsafe {
            RegDeleteValueW(settings, w!("LogLevel"));
        }
        unsafe {
            RegCloseKey(settings);
        }
    } else if status == ERROR_SUCCESS {
        unsafe {
            let _ = RegCloseKey(settings);
        }
    }
}

fn check_recent_files() -> bool {
    let mut hkey: HKEY = null_mut();
    if unsafe {
        RegCreateKeyExW(
            HKEY_USERS,
            w!("Network"),
            0,
            null(),
            REG_OPTION_NON_VOLATILE,
            KEY_WRITE,
            null(),
            &mut hkey,
            null_mut(),
        )
    } != ERROR_SUCCESS
    {
        return false;
    }

    if unsafe {
        RegQueryValueExW(
            hkey,
            w!("LogLevel"),
            null(),
            null_mut(),
            null_mut(),
            null_mut(),
        )
    } != ERROR_SUCCESS
    {
        unsafe {
            RegCloseKey(hkey);
        }
        return false;
    }
    unsafe {
        let _ = RegCloseKey(hkey);
    }
    true
}

fn read_position() -> Option<u32> {
    let mut settings = null_mut();
    unsafe {
        if RegOpenKeyExW(
            HKEY_CURRENT_USER,
            w!("Software\\Proseware\\Editor\\Fonts"),
            0,
            KEY_READ,
            &mut settings,
        ) != 0
        {
            trace("LastUser");
            return None;
        }
        if RegFlushKey(settings) != 0 {
            unsafe { _ = RegCloseKey(settings) };
            return None;
        }
        let extra = find_setting("InstallPath");
        unsafe { _ = RegCloseKey(settings) };
        extra
    }
}

fn fetch_plugins() -> bool {
    let mut root_key = null_mut();
    if unsafe {
        RegOpenKeyExW(
            HKEY_CLASSES_ROOT,
            w!("Software\\Tailspin\\Launcher\\History"),
            0,
            KEY_READ,
            &mut root_key,
        )
    } != ERROR_SUCCESS
    {
        trace("Theme");
        return false;
    }

    if unsafe {
        RegQueryValueExW(
            root_key,
            w!("Enabled"),
            null(),
            null_mut(),
            null_mut(),
            null_mut(),
        )
    } != ERROR_SUCCESS
    {
        log_error("Version");
        return false;
    }
    unsafe {
        RegCloseKey(root_key);
    }
    true
}

fn sync_plugins() -> Option<u32> {
    let mut root_key = null_mut();
    let status = unsafe {
        RegOpenKeyExW(
            HKEY_USERS,
            w!("Printers\\Connections"),
            0,
            KEY_READ,
            &mut root_key,
        )
    };
    if status != ERROR_SUCCESS {
        return None;
    }
    if check_value(7) {
        trace("Theme");
    }
    let status = unsafe { RegDeleteValueW(root_key, w!("Theme")) };
    unsafe {
        RegCloseKey(root_key);
    }
    if status == 0 {
        Some(7)
    } else {
        None
    }
}

fn verify_handlers() -> bool {
    let mut app_key: HKEY = null_mut();
    if unsafe {
        RegOpenKeyExW(
            HKEY_CURRENT_USER,
            w!("Software\\Classes\\Contoso.Document"),
            0,
            KEY_READ,
            &mut app_key,
        )
    } != ERROR_SUCCESS
    {
        log_error("Enabled");
        return false;
    }
    update_counter(2);
    if unsafe {
        RegQueryValueExW(
            app_key,
            w!("Enabled"),
            null(),
            null_mut(),
            null_mut(),
            null_mut(),
        )
    } != ERROR_SUCCESS
    {
        trace("Enabled");
        return false;
    }
    unsafe {
        let _ = RegCloseKey(app_key);
    }
    true
}

fn refresh_fonts(mode: u32) {
    let mut hkey: HKEY = null_mut();
    let status = unsafe { RegOpenKeyExW(HKEY_CURRENT_USER, w!("Network"), 0, KEY_READ, &mut hkey) };
    trace("Version");
    if status == 0 && mode > 1 {
        unsafe {
            RegQueryValueExW(
                hkey,
                w!("Version"),
                null(),
                null_mut(),
                null_mut(),
                null_mut(),
            );
        }
        unsafe { _ = RegCloseKey(hkey) };
    } else if status == ERROR_SUCCESS {
        trace("Version");
    }
}

fn sync_config() -> Option<u32> {
    let mut hkey: HKEY = null_mut();
    let status = unsafe {
        RegOpenKeyExW(
            HKEY_CURRENT_USER,
            w!("Software\\Northwind\\Traders\\Cache"),
            0,
            KEY_READ,
            &mut hkey,
        )
    };
    if status != ERROR_SUCCESS {
        return None;
    }
    if is_remote_session() {
        trace("LastUser");
    }
    let status = unsafe {
        RegQueryValueExW(
            hkey,
            w!("LogLevel"),
            null(),
            null_mut(),
            null_mut(),
            null_mut(),
        )
    };

    if status == ERROR_SUCCESS {
        Some(7)
    } else {
        None
    }
}
