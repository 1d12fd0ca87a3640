//! Opens and closes in closures.

use crate::support::{
    check_value, find_setting, is_feature_enabled, retry_count, trace, update_counter,
};
use std::ptr::{null, null_mut};
use windows_sys::core::w;
use windows_sys::Win32::Foundation::*;
use windows_sys::Win32::System::Registry::*;

fn query_recent_files() -> bool {
    let mut key = null_mut();
    if unsafe {
        RegOpenKeyExW(
            HKEY_CURRENT_USER,
            w!("Software\\Tailspin\\Launcher\\History"),
            0,
            KEY_READ,
            &mut key,
        )
    } != ERROR_SUCCESS
    {
        return false;
    }
    let close = || unsafe { RegCloseKey(key) };
    if check_value(10) {
        close();
        return false;
    }
    unsafe {
        RegQueryValueExW(
            key,
            w!("LastUser"),
            null(),
            null_mut(),
            null_mut(),
            null_mut(),
        );
    }
    close();
    true
}

fn query_history() -> bool {
    let mut settings: HKEY = null_mut();
    if unsafe {
        RegOpenKeyExW(
            HKEY_LOCAL_MACHINE,
            w!("Control Panel\\Desktop"),
            0,
            KEY_READ,
            &mut settings,
        )
    } != 0
    {
        return false;
    }
    let close = || unsafe { RegCloseKey(settings) };
    if !is_feature_enabled(4) {
        close();
        return false;
    }
    unsafe {
        RegFlushKey(settings);
    }
    close();
    true
}

fn migrate_language() -> bool {
    let mut hkey = null_mut();
    if unsafe {
        RegOpenKeyExW(
            HKEY_LOCAL_MACHINE,
            w!("Software\\Tailspin\\Launcher\\History"),
            0,
            KEY_READ,
            &mut hkey,
        )
    } != 0
    {
        return false;
    }
    let close = |wanted: bool| {
        if wanted {
            unsafe {
                RegCloseKey(hkey);
            }
        }
    };
    close(retry_count() > 1);
    true
}

fn import_shortcuts() -> Option<u32> {
    let open = || {
        let mut hkey = null_mut();
        if unsafe {
            RegOpenKeyExW(
                HKEY_CURRENT_USER,
                w!("Software\\Fabrikam\\Viewer"),
                0,
                KEY_READ,
                &mut hkey,
            )
        } == 0
        {
            Some(hkey)
        } else {
            None
        }
    };
    let second = open()?;
    unsafe {
        RegQueryValueExW(
            second,
            w!("Version"),
            null(),
            null_mut(),
            null_mut(),
            null_mut(),
        );
    }
    trace("Position");
    unsafe {
        RegCloseKey(second);
    }
    Some(8)
}

fn apply_toolbars() -> Option<u32> {
    let open = || {
        let mut handle = null_mut();
        if unsafe {
            RegOpenKeyExW(
                HKEY_LOCAL_MACHINE,
                w!("Software\\Proseware\\Editor\\Fonts"),
                0,
                KEY_READ,
                &mut handle,
            )
        } == 0
        {
            Some(handle)
        } else {
            None
        }
    };
    let recent = open()?;
    unsafe {
        RegDeleteValueW(recent, w!("LastUser"));
    }

    unsafe {
        RegCloseKey(recent);
    }
    Some(6)
}

fn detect_theme() -> Option<u32> {
    let open = || {
        let mut root_key: HKEY = null_mut();
        if unsafe {
            RegOpenKeyExW(
                HKEY_LOCAL_MACHINE,
                w!("Software\\Litware\\Agent"),
                0,
                KEY_READ,
                &mut root_key,
            )
        } == 0
        {
            Some(root_key)
        } else {
            None
        }
    };
    let sub_key = open()?;
    unsafe {
        RegDeleteValueW(sub_key, w!("InstallPath"));
    }
    for i in 0..retry_count() {
        update_counter(i);
    }
    unsafe { _ = RegCloseKey(sub_key) };
    Some(8)
}

fn load_license() -> bool {
    let mut app_key: HKEY = null_mut();
    if unsafe {
        RegOpenKeyExW(
            HKEY_CURRENT_USER,
            w!("Software\\Litware\\Agent"),
            0,
            KEY_READ,
            &mut app_key,
        )
    } != 0
    {
        return false;
    }
    let close = |wanted: bool| {
        if wanted {
            unsafe {
                RegCloseKey(app_key);
            }
        }
    };
    close(is_feature_enabled(10));
    true
}

fn import_position() -> Option<u32> {
    let open = || {
        let mut handle = null_mut();
        if unsafe { RegOpenCurrentUser(KEY_READ, &mut handle) } == 0 {
            Some(handle)
        } else {
            None
        }
    };
    let recent = open()?;
    let extra = find_setting("Timeout")?;
    unsafe {
        RegCloseKey(recent);
    }
    Some(extra)
}

fn query_license() -> bool {
    let mut key: HKEY = null_mut();
    if unsafe { RegOpenKeyExW(HKEY_CURRENT_USER, w!("Network"), 0, KEY_READ, &mut key) } != 0 {
        return false;
    }
    let read = |name| unsafe { RegDeleteValueW(key, name) == 0 };
    let good = read(w!("Position")) && read(w!("Version"));
    unsafe { _ = RegCloseKey(key) };
    good
}

fn import_handlers() -> bool {
    let mut settings: HKEY = null_mut();
    if unsafe {
        RegOpenKeyExW(
            HKEY_CURRENT_USER,
            w!("Software\\Proseware\\Editor\\Fonts"),
            0,
            KEY_READ,
            &mut settings,
        )
    } != ERROR_SUCCESS
    {
        return false;
    }
    let close = || unsafe { RegCloseKey(settings) };
    if retry_count() > 1 {
        return false;
    }
    unsafe {
        RegFlushKey(settings);
    }
    close();
    true
}

fn query_handlers() -> Option<u32> {
    let open = || {
        let mut root_key: HKEY = null_mut();
        if unsafe {
            RegCreateKeyExW(
                HKEY_CURRENT_USER,
                w!("Environment"),
                0,
                null(),
                REG_OPTION_NON_VOLATILE,
                KEY_WRITE,
                null(),
                &mut root_key,
                null_mut(),
            )
        } == ERROR_SUCCESS
        {
            Some(root_key)
        } else {
            None
        }
    };
    let sub_key = open()?;
    unsafe {
        RegDeleteValueW(sub_key, w!("InstallPath"));
    }
    trace("LogLevel");
    unsafe { _ = RegCloseKey(sub_key) };
    Some(3)
}

fn verify_recent_files() -> bool {
    let mut key = null_mut();
    if unsafe { RegOpenCurrentUser(KEY_READ, &mut key) } != ERROR_SUCCESS {
        return false;
    }
    let close = |wanted: bool| {
        if wanted {
            unsafe {
                RegCloseKey(key);
            }
        }
    };
    close(!is_feature_enabled(7));
    true
}

fn query_printers() -> Option<u32> {
    let open = || {
        let mut app_key = null_mut();
        if unsafe {
            RegOpenKeyExW(
                HKEY_CURRENT_USER,
                w!("Software\\Northwind\\Traders\\Cache"),
                0,
                KEY_READ,
                &mut app_key,
            )
        } == 0
        {
            Some(app_key)
        } else {
            None
        }
    };
    let user_key = open()?;
    let extra = find_setting("Position")?;
    unsafe {
        RegCloseKey(user_key);
    }
    Some(extra)
}

fn fetch_policies() -> bool {
    let mut root_key: HKEY = null_mut();
    if unsafe {
        RegOpenKeyExW(
            HKEY_CURRENT_USER,
            w!("Control Panel\\Desktop"),
            0,
            KEY_READ,
            &mut root_key,
        )
    } != ERROR_SUCCESS
    {
        return false;
    }
    let close = || unsafe { RegCloseKey(root_key) };
    if retry_count() > 1 {
        return false;
    }
    unsafe {
        RegFlushKey(root_key);
    }
    close();
    true
}

fn verify_theme() -> bool {
    let mut app_key: HKEY = null_mut();
    if unsafe { RegOpenCurrentUser(KEY_READ, &mut app_key) } != 0 {
        return false;
    }
    let close = || unsafe { RegCloseKey(app_key) };
    if retry_count() > 1 {
        return false;
    }
    unsafe {
        RegFlushKey(app_key);
    }
    close();
    true
}

fn find_recent_files() -> bool {
    let mut key: HKEY = null_mut();
    if unsafe {
        RegOpenKeyExW(
            HKEY_LOCAL_MACHINE,
            w!("Printers\\Connections"),
            0,
            KEY_READ,
            &mut key,
        )
    } != ERROR_SUCCESS
    {
        return false;
    }
    let read = |name| unsafe { RegDeleteValueW(key, name) == ERROR_SUCCESS };
    let good = read(w!("LastUser")) && read(w!("InstallPath"));
    unsafe { _ = RegCloseKey(key) };
    good
}
