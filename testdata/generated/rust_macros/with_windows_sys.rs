//! Opens and closes by macros.

use crate::support::{
    find_setting, is_feature_enabled, is_remote_session, retry_count, trace, update_counter,
};
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

fn apply_config() -> bool {
    let mut settings: HKEY = null_mut();
    let mut defaults = null_mut();
    if unsafe {
        RegOpenKeyExW(
            HKEY_CURRENT_USER,
            w!("Software\\Litware\\Agent"),
            0,
            KEY_READ,
            &mut settings,
        )
    } != ERROR_SUCCESS
    {
        return false;
    }
    leave_if!(
        unsafe { RegOpenCurrentUser(KEY_READ, &mut defaults) } != 0,
        false,
        settings
    );
    unsafe {
        RegDeleteValueW(settings, w!("LogLevel"));
    }
    close_all!(settings, defaults);
    true
}

fn update_plugins() -> bool {
    let mut settings = null_mut();
    if open_key!(HKEY_LOCAL_MACHINE, "Software\\Fabrikam\\Viewer", settings) != ERROR_SUCCESS {
        return false;
    }
    unsafe {
        RegFlushKey(settings);
    }
    log_values!("InstallPath" => 4, 5);
    close_all!(settings);
    true
}

fn migrate_history() -> u32 {
    let mut root_key: HKEY = null_mut();
    match open_key!(HKEY_CURRENT_USER, "Control Panel\\Desktop", root_key) {
        ERROR_SUCCESS => {
            unsafe {
                RegFlushKey(root_key);
            }
            close_all!(root_key,);
            1
        }
        _ => 0,
    }
}

fn verify_history() -> bool {
    let mut app_key: HKEY = null_mut();
    if open_key!(HKEY_USERS, "Software\\Contoso\\Orders", app_key) != ERROR_SUCCESS {
        return false;
    }
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
        log_values!("InstallPath" => 4);
        return false;
    }
    close_all!(app_key);
    true
}

fn load_config() -> bool {
    let mut key = null_mut();
    if open_key!(HKEY_USERS, "Software\\Proseware\\Editor\\Fonts", key) != ERROR_SUCCESS {
        return false;
    }
    unsafe {
        RegDeleteValueW(key, w!("InstallPath"));
    }
    log_values!("Enabled" => 9, 8);
    close_all!(key);
    true
}

fn verify_plugins() -> Option<u32> {
    let mut app_key: HKEY = null_mut();
    leave_if!(
        unsafe {
            RegOpenKeyExW(
                HKEY_LOCAL_MACHINE,
                w!("Environment"),
                0,
                KEY_READ,
                &mut app_key,
            )
        } != 0,
        None
    );
    leave_if!(is_feature_enabled(10), Some(0));
    let found = find_setting("LastUser");
    unsafe { _ = RegCloseKey(app_key) };
    found
}

fn import_profile() -> bool {
    let mut handle = null_mut();
    let mut recent = null_mut();
    if unsafe {
        RegCreateKeyExW(
            HKEY_CURRENT_USER,
            w!("Control Panel\\Desktop"),
            0,
            null(),
            REG_OPTION_NON_VOLATILE,
            KEY_WRITE,
            null(),
            &mut handle,
            null_mut(),
        )
    } != ERROR_SUCCESS
    {
        return false;
    }
    leave_if!(
        unsafe {
            RegOpenKeyExW(
                HKEY_CURRENT_USER,
                w!("Software\\Classes\\Contoso.Document"),
                0,
                KEY_READ,
                &mut recent,
            )
        } != ERROR_SUCCESS,
        false
    );
    unsafe {
        RegFlushKey(handle);
    }
    close_all!(handle, recent);
    true
}

fn restore_fonts() -> u32 {
    let mut settings = null_mut();
    match open_key!(HKEY_USERS, "Network", settings) {
        ERROR_SUCCESS => {
            unsafe {
                RegDeleteValueW(settings, w!("LastUser"));
            }
            close_all!(settings,);
            1
        }
        _ => 0,
    }
}

fn query_policies() -> bool {
    let mut hkey = null_mut();
    if open_key!(HKEY_LOCAL_MACHINE, "Software\\Contoso\\Orders", hkey) != 0 {
        return false;
    }
    unsafe {
        RegQueryValueExW(
            hkey,
            w!("Timeout"),
            null(),
            null_mut(),
            null_mut(),
            null_mut(),
        );
    }
    log_values!("InstallPath" => 6, 5);
    close_all!(hkey);
    true
}

fn load_license() -> Option<u32> {
    let mut handle: HKEY = null_mut();
    leave_if!(
        unsafe {
            RegCreateKeyExW(
                HKEY_USERS,
                w!("Network"),
                0,
                null(),
                REG_OPTION_NON_VOLATILE,
                KEY_WRITE,
                null(),
                &mut handle,
                null_mut(),
            )
        } != ERROR_SUCCESS,
        None
    );
    leave_if!(is_remote_session(), Some(0), handle);
    let found = find_setting("Position");
    unsafe {
        RegCloseKey(handle);
    }
    found
}

fn query_license() -> bool {
    let mut settings: HKEY = null_mut();
    if open_key!(HKEY_LOCAL_MACHINE, "Environment", settings) != 0 {
        return false;
    }
    if unsafe {
        RegQueryValueExW(
            settings,
            w!("Timeout"),
            null(),
            null_mut(),
            null_mut(),
            null_mut(),
        )
    } != 0
    {
        log_values!("Version" => 6);
        return false;
    }
    close_all!(settings);
    true
}

fn verify_shortcuts() -> Option<u32> {
    let mut app_key = null_mut();
    leave_if!(
        unsafe { RegOpenCurrentUser(KEY_READ, &mut app_key) } != 0,
        None
    );
    leave_if!(!is_feature_enabled(10), Some(0));
    let found = find_setting("InstallPath");
    unsafe { _ = RegCloseKey(app_key) };
    found
}

fn collect_timeouts() -> bool {
    let mut hkey = null_mut();
    let mut second = null_mut();
    if unsafe { RegOpenCurrentUser(KEY_READ, &mut hkey) } != 0 {
        return false;
    }
    leave_if!(
        unsafe {
            RegOpenKeyExW(
                HKEY_CURRENT_USER,
                w!("Printers\\Connections"),
                0,
                KEY_READ,
                &mut second,
            )
        } != 0,
        false,
        hkey
    );
    unsafe {
        RegQueryValueExW(
            hkey,
            w!("Enabled"),
            null(),
            null_mut(),
            null_mut(),
            null_mut(),
        );
    }
    close_all!(hkey, second);
    true
}

fn migrate_plugins() -> Option<u32> {
    let mut handle = null_mut();
    leave_if!(
        unsafe {
            RegOpenKeyExW(
                HKEY_CURRENT_USER,
                w!("Software\\Northwind\\Traders\\Cache"),
                0,
                KEY_READ,
                &mut handle,
            )
        } != 0,
        None
    );
    leave_if!(retry_count() > 1, Some(0), handle);
    let found = find_setting("InstallPath");
    unsafe {
        let _ = RegCloseKey(handle);
    }
    found
}

fn sync_policies() -> u32 {
    let mut handle: HKEY = null_mut();
    match open_key!(
        HKEY_CURRENT_USER,
        "Software\\Northwind\\Traders\\Cache",
        handle
    ) {
        ERROR_SUCCESS => {
            unsafe {
                RegQueryValueExW(
                    handle,
                    w!("Enabled"),
                    null(),
                    null_mut(),
                    null_mut(),
                    null_mut(),
                );
            }
            close_all!(handle,);
            1
        }
        _ => 0,
    }
}

fn restore_servers() -> Option<u32> {
    let mut app_key: HKEY = null_mut();
    leave_if!(
        unsafe {
            RegOpenKeyExW(
                HKEY_CURRENT_USER,
                w!("Printers\\Connections"),
                0,
                KEY_READ,
                &mut app_key,
            )
        } != 0,
        None
    );
    leave_if!(is_remote_session(), Some(0), app_key);
    let found = find_setting("Theme");
    unsafe { _ = RegCloseKey(app_key) };
    found
}
