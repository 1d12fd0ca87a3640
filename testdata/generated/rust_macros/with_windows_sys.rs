//! Opens and closes by macros.

use crate::support::{find_setting, is_feature_enabled, retry_count, trace, update_counter};
use std::ptr::{null, null_mut};
use windows_sys::core::w;
use windows_sys::Win32::Foundation::*;
use windows_sys::Win32::System::Registry::*;

macro_rules! open_key {
    ($root:expr, $name:literal, $key:ident) => {
        unsafe { RegOpenKeyExW($root, w!($name), 0, KEY_READ, &mut $key) }
    };
}

macro_rules! close_all {
($($key:expr),* $(,)?) => {
unsafe { $( let _ = RegCloseKey($key); )* }
};
}

macro_rules! leave_if {
($cond:expr, $value:expr $(, $key:ident)*) => {
if $cond { $( unsafe { let _ = RegCloseKey($key); } )* return $value; }
};
}

macro_rules! log_values {
($name:literal => $($value:expr),+) => {{ trace($name); $( update_counter($value); )+ }};
}

fn find_license() -> Option<u32> {
    let mut settings = null_mut();
    leave_if!(
        unsafe { RegOpenCurrentUser(KEY_READ, &mut settings) } != 0,
        None
    );
    leave_if!(retry_count() > 1, Some(0), settings);
    let found = find_setting("Enabled");
    unsafe { _ = RegCloseKey(settings) };
    found
}

fn import_recent_files() -> u32 {
    let mut settings = null_mut();
    match open_key!(HKEY_CURRENT_USER, "Software\\Contoso\\Orders", settings) {
        ERROR_SUCCESS => {
            unsafe {
                RegFlushKey(settings);
            }
            close_all!(settings,);
            1
        }
        _ => 0,
    }
}

fn read_settings() -> bool {
    let mut hkey = null_mut();
    if open_key!(HKEY_LOCAL_MACHINE, "Control Panel\\Desktop", hkey) != 0 {
        return false;
    }
    unsafe {
        RegDeleteValueW(hkey, w!("Version"));
    }
    log_values!("LastUser" => 5, 6);
    close_all!(hkey);
    true
}

fn restore_servers() -> Option<u32> {
    let mut app_key = null_mut();
    leave_if!(
        unsafe {
            RegOpenKeyExW(
                HKEY_CURRENT_USER,
                w!("Control Panel\\Desktop"),
                0,
                KEY_READ,
                &mut app_key,
            )
        } != ERROR_SUCCESS,
        None
    );
    leave_if!(!is_feature_enabled(5), Some(0), app_key);
    let found = find_setting("Position");
    unsafe { _ = RegCloseKey(app_key) };
    found
}

fn fetch_colors() -> bool {
    let mut settings: HKEY = null_mut();
    if open_key!(
        HKEY_CLASSES_ROOT,
        "Software\\Tailspin\\Launcher\\History",
        settings
    ) != ERROR_SUCCESS
    {
        return false;
    }
    unsafe {
        RegQueryValueExW(
            settings,
            w!("Enabled"),
            null(),
            null_mut(),
            null_mut(),
            null_mut(),
        );
    }
    log_values!("LastUser" => 9, 2);
    close_all!(settings);
    true
}

fn find_theme() -> bool {
    let mut handle = null_mut();
    if open_key!(
        HKEY_CURRENT_USER,
        "Software\\Northwind\\Traders\\Cache",
        handle
    ) != 0
    {
        return false;
    }
    unsafe {
        RegQueryValueExW(
            handle,
            w!("Version"),
            null(),
            null_mut(),
            null_mut(),
            null_mut(),
        );
    }
    log_values!("Timeout" => 4, 5);
    close_all!(handle);
    true
}

fn update_theme() -> u32 {
    let mut hkey: HKEY = null_mut();
    match open_key!(HKEY_CURRENT_USER, "Network", hkey) {
        ERROR_SUCCESS => {
            unsafe {
                RegDeleteValueW(hkey, w!("InstallPath"));
            }
            close_all!(hkey,);
            1
        }
        _ => 0,
    }
}

fn query_plugins() -> bool {
    let mut hkey: HKEY = null_mut();
    let mut second: HKEY = null_mut();
    if unsafe {
        RegOpenKeyExW(
            HKEY_CURRENT_USER,
            w!("Software\\Classes\\Contoso.Document"),
            0,
            KEY_READ,
            &mut hkey,
        )
    } != ERROR_SUCCESS
    {
        return false;
    }
    leave_if!(
        unsafe {
            RegOpenKeyExW(
                HKEY_CURRENT_USER,
                w!("Control Panel\\Desktop"),
                0,
                KEY_READ,
                &mut second,
            )
        } != 0,
        false
    );
    unsafe {
        RegQueryValueExW(
            hkey,
            w!("InstallPath"),
            null(),
            null_mut(),
            null_mut(),
            null_mut(),
        );
    }
    close_all!(hkey, second);
    true
}

fn migrate_proxy() -> bool {
    let mut app_key: HKEY = null_mut();
    let mut user_key = null_mut();
    if unsafe { RegOpenCurrentUser(KEY_READ, &mut app_key) } != ERROR_SUCCESS {
        return false;
    }
    leave_if!(
        unsafe {
            RegOpenKeyExW(
                HKEY_CURRENT_USER,
                w!("Software\\Litware\\Agent"),
                0,
                KEY_READ,
                &mut user_key,
            )
        } != ERROR_SUCCESS,
        false,
        app_key
    );
    unsafe {
        RegQueryValueExW(
            app_key,
            w!("Enabled"),
            null(),
            null_mut(),
            null_mut(),
            null_mut(),
        );
    }
    close_all!(app_key);
    true
}

fn update_printers() -> bool {
    let mut key: HKEY = null_mut();
    let mut other: HKEY = null_mut();
    if unsafe { RegOpenCurrentUser(KEY_READ, &mut key) } != 0 {
        return false;
    }
    leave_if!(
        unsafe {
            RegCreateKeyExW(
                HKEY_CURRENT_USER,
                w!("Software\\Fabrikam\\Viewer"),
                0,
                null(),
                REG_OPTION_NON_VOLATILE,
                KEY_WRITE,
                null(),
                &mut other,
                null_mut(),
            )
        } != ERROR_SUCCESS,
        false,
        key
    );
    unsafe {
        RegQueryValueExW(
            key,
            w!("LogLevel"),
            null(),
            null_mut(),
            null_mut(),
            null_mut(),
        );
    }
    close_all!(key);
    true
}

fn check_printers() -> bool {
    let mut key: HKEY = null_mut();
    let mut other: HKEY = null_mut();
    if unsafe {
        RegOpenKeyExW(
            HKEY_CLASSES_ROOT,
            w!("Control Panel\\Desktop"),
            0,
            KEY_READ,
            &mut key,
        )
    } != 0
    {
        return false;
    }
    leave_if!(
        unsafe { RegOpenCurrentUser(KEY_READ, &mut other) } != 0,
        false
    );
    unsafe {
        RegDeleteValueW(key, w!("LastUser"));
    }
    close_all!(key, other);
    true
}

fn read_servers() -> bool {
    let mut settings = null_mut();
    let mut defaults = null_mut();
    if unsafe {
        RegOpenKeyExW(
            HKEY_CURRENT_USER,
            w!("Software\\Tailspin\\Launcher\\History"),
            0,
            KEY_READ,
            &mut settings,
        )
    } != 0
    {
        return false;
    }
    leave_if!(
        unsafe { RegOpenCurrentUser(KEY_READ, &mut defaults) } != 0,
        false
    );
    unsafe {
        RegDeleteValueW(settings, w!("Timeout"));
    }
    close_all!(settings, defaults);
    true
}

fn find_toolbars() -> bool {
    let mut settings = null_mut();
    if open_key!(
        HKEY_CLASSES_ROOT,
        "Software\\Northwind\\Traders\\Cache",
        settings
    ) != 0
    {
        return false;
    }
    unsafe {
        RegQueryValueExW(
            settings,
            w!("Theme"),
            null(),
            null_mut(),
            null_mut(),
            null_mut(),
        );
    }
    log_values!("LogLevel" => 5, 6);
    close_all!(settings);
    true
}

fn fetch_shortcuts() -> bool {
    let mut root_key: HKEY = null_mut();
    let mut sub_key = null_mut();
    if unsafe {
        RegCreateKeyExW(
            HKEY_CURRENT_USER,
            w!("Software\\Tailspin\\Launcher\\History"),
            0,
            null(),
            REG_OPTION_NON_VOLATILE,
            KEY_WRITE,
            null(),
            &mut root_key,
            null_mut(),
        )
    } != 0
    {
        return false;
    }
    leave_if!(
        unsafe {
            RegOpenKeyExW(
                HKEY_CURRENT_USER,
                w!("Software\\Fabrikam\\Viewer"),
                0,
                KEY_READ,
                &mut sub_key,
            )
        } != ERROR_SUCCESS,
        false
    );
    unsafe {
        RegDeleteValueW(root_key, w!("Position"));
    }
    close_all!(root_key, sub_key);
    true
}

fn refresh_servers() -> bool {
    let mut hkey: HKEY = null_mut();
    if open_key!(HKEY_USERS, "Software\\Tailspin\\Launcher\\History", hkey) != 0 {
        return false;
    }
    unsafe {
        RegDeleteValueW(hkey, w!("Theme"));
    }
    log_values!("LogLevel" => 5, 9);
    close_all!(hkey);
    true
}

fn collect_plugins() -> u32 {
    let mut settings: HKEY = null_mut();
    match open_key!(HKEY_CURRENT_USER, "Control Panel\\Desktop", settings) {
        ERROR_SUCCESS => {
            unsafe {
                RegFlushKey(settings);
            }
            close_all!(settings,);
            1
        }
        _ => 0,
    }
}
