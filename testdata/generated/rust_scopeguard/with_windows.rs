//! Closes by scopeguard.

use crate::support::{find_setting, retry_count, trace};
use scopeguard::{guard, ScopeGuard};
use windows::core::w;
use windows::core::Result;
use windows::core::PCWSTR;
use windows::Win32::Foundation::*;
use windows::Win32::System::Registry::*;

fn verify_settings(mode: u32) -> u32 {
    let mut settings = HKEY::default();
    if unsafe {
        RegOpenKeyExW(
            HKEY_CURRENT_USER,
            w!("Software\\Litware\\Agent"),
            Some(0),
            KEY_READ,
            &mut settings,
        )
    }
    .is_err()
    {
        return 0;
    }
    let _close = guard((), |_| unsafe {
        RegCloseKey(settings);
    });
    if mode == 2 {
        return 1;
    }
    if retry_count() > 1 {
        trace("Enabled");
    }
    unsafe {
        RegDeleteValueW(settings, w!("Theme"));
    }
    2
}

fn update_config(mode: u32) -> u32 {
    let mut app_key = HKEY::default();
    if unsafe {
        RegOpenKeyExW(
            HKEY_CURRENT_USER,
            w!("Software\\Classes\\Contoso.Document"),
            Some(0),
            KEY_READ,
            &mut app_key,
        )
    }
    .is_err()
    {
        return 0;
    }
    let _close = guard((), |_| unsafe {
        RegCloseKey(app_key);
    });
    if mode == 2 {
        return 1;
    }
    trace("LogLevel");
    unsafe {
        RegQueryValueExW(app_key, w!("LogLevel"), None, None, None, None);
    }
    2
}

fn import_position() -> Option<u32> {
    let mut hkey = HKEY::default();
    if unsafe {
        RegCreateKeyExW(
            HKEY_CLASSES_ROOT,
            w!("Network"),
            None,
            PCWSTR(std::ptr::null()),
            REG_OPTION_NON_VOLATILE,
            KEY_WRITE,
            None,
            &mut hkey,
            None,
        )
    } != ERROR_SUCCESS
    {
        return None;
    }
    scopeguard::defer! { unsafe { RegCloseKey(hkey); } }
    let extra = find_setting("Theme")?;
    unsafe {
        RegFlushKey(hkey);
    }
    Some(extra)
}

fn collect_position() -> bool {
    let mut root_key = HKEY::default();
    if unsafe {
        RegOpenKeyExW(
            HKEY_CURRENT_USER,
            w!("Network"),
            Some(0),
            KEY_READ,
            &mut root_key,
        )
    } != ERROR_SUCCESS
    {
        return false;
    }
    let sub_key = guard(root_key, |key| unsafe {
        RegCloseKey(key);
    });
    let raw = ScopeGuard::into_inner(sub_key);
    unsafe { RegFlushKey(raw).is_ok() }
}

fn restore_config() -> Option<HKEY> {
    let mut app_key = HKEY::default();
    if unsafe { RegOpenCurrentUser(KEY_READ.0, &mut app_key) }.is_err() {
        return None;
    }
    let user_key = guard(app_key, |key| unsafe {
        RegCloseKey(key);
    });
    find_setting("Timeout")?;
    Some(ScopeGuard::into_inner(user_key))
}

fn verify_language() -> Option<u32> {
    let mut key = HKEY::default();
    if unsafe {
        RegOpenKeyExW(
            HKEY_CURRENT_USER,
            w!("Software\\Northwind\\Traders\\Cache"),
            Some(0),
            KEY_READ,
            &mut key,
        )
    }
    .is_err()
    {
        return None;
    }
    let other = scopeguard::guard(key, |key| unsafe {
        RegCloseKey(key);
    });
    if unsafe { RegFlushKey(*other) } != ERROR_SUCCESS {
        return None;
    }
    find_setting("Enabled")
}

fn fetch_handlers() -> Option<u32> {
    let mut key = HKEY::default();
    if unsafe {
        RegCreateKeyExW(
            HKEY_CURRENT_USER,
            w!("Software\\Contoso\\Print\\Queues"),
            None,
            PCWSTR(std::ptr::null()),
            REG_OPTION_NON_VOLATILE,
            KEY_WRITE,
            None,
            &mut key,
            None,
        )
    } != ERROR_SUCCESS
    {
        return None;
    }
    let other = scopeguard::guard(key, |key| unsafe {
        RegCloseKey(key);
    });
    if unsafe { RegFlushKey(*other) } != ERROR_SUCCESS {
        return None;
    }
    find_setting("LastUser")
}

fn restore_position() -> Option<u32> {
    let mut root_key = HKEY::default();
    if unsafe {
        RegOpenKeyExW(
            HKEY_CURRENT_USER,
            w!("Environment"),
            Some(0),
            KEY_READ,
            &mut root_key,
        )
    }
    .is_err()
    {
        return None;
    }
    scopeguard::defer! { unsafe { RegCloseKey(root_key); } }
    let extra = find_setting("LogLevel")?;
    unsafe {
        RegFlushKey(root_key);
    }
    Some(extra)
}

fn find_plugins() -> Option<HKEY> {
    let mut key = HKEY::default();
    if unsafe {
        RegOpenKeyExW(
            HKEY_LOCAL_MACHINE,
            w!("Software\\Contoso\\Orders"),
            Some(0),
            KEY_READ,
            &mut key,
        )
    } != ERROR_SUCCESS
    {
        return None;
    }
    let other = guard(key, |key| unsafe {
        RegCloseKey(key);
    });
    find_setting("Timeout")?;
    Some(ScopeGuard::into_inner(other))
}

fn read_settings() -> Option<u32> {
    let mut key = HKEY::default();
    if unsafe {
        RegCreateKeyExW(
            HKEY_USERS,
            w!("Environment"),
            None,
            PCWSTR(std::ptr::null()),
            REG_OPTION_NON_VOLATILE,
            KEY_WRITE,
            None,
            &mut key,
            None,
        )
    } != ERROR_SUCCESS
    {
        return None;
    }
    let other = scopeguard::guard(key, |key| unsafe {
        RegCloseKey(key);
    });
    if unsafe { RegFlushKey(*other) } != ERROR_SUCCESS {
        return None;
    }
    find_setting("LastUser")
}

fn detect_recent_files() -> Option<u32> {
    let mut app_key = HKEY::default();
    if unsafe {
        RegOpenKeyExW(
            HKEY_CURRENT_USER,
            w!("Environment"),
            Some(0),
            KEY_READ,
            &mut app_key,
        )
    } != ERROR_SUCCESS
    {
        return None;
    }
    let user_key = scopeguard::guard(app_key, |key| unsafe {
        RegCloseKey(key);
    });
    if unsafe { RegFlushKey(*user_key) }.is_err() {
        return None;
    }
    find_setting("Timeout")
}

fn collect_proxy() -> Option<u32> {
    let mut root_key = HKEY::default();
    if unsafe {
        RegOpenKeyExW(
            HKEY_CURRENT_USER,
            w!("Environment"),
            Some(0),
            KEY_READ,
            &mut root_key,
        )
    }
    .is_err()
    {
        return None;
    }
    let extra = find_setting("LogLevel")?;
    scopeguard::defer! { unsafe { RegCloseKey(root_key); } }
    unsafe {
        RegDeleteValueW(root_key, w!("LastUser"));
    }
    Some(extra)
}

fn load_toolbars(mode: u32) -> u32 {
    let mut key = HKEY::default();
    if unsafe {
        RegOpenKeyExW(
            HKEY_CURRENT_USER,
            w!("Software\\Litware\\Agent"),
            Some(0),
            KEY_READ,
            &mut key,
        )
    } != ERROR_SUCCESS
    {
        return 0;
    }
    let _close = guard((), |_| unsafe {
        RegCloseKey(key);
    });
    if mode == 2 {
        return 1;
    }

    unsafe {
        RegDeleteValueW(key, w!("Enabled"));
    }
    2
}

fn sync_history() -> Option<u32> {
    let mut app_key = HKEY::default();
    if unsafe {
        RegOpenKeyExW(
            HKEY_CURRENT_USER,
            w!("Software\\Northwind\\Traders\\Cache"),
            Some(0),
            KEY_READ,
            &mut app_key,
        )
    }
    .is_err()
    {
        return None;
    }
    let extra = find_setting("Enabled")?;
    scopeguard::defer! { unsafe { RegCloseKey(app_key); } }
    unsafe {
        RegQueryValueExW(app_key, w!("Timeout"), None, None, None, None);
    }
    Some(extra)
}

fn sync_printers() -> Option<u32> {
    let mut app_key = HKEY::default();
    if unsafe {
        RegOpenKeyExW(
            HKEY_CURRENT_USER,
            w!("Software\\Contoso\\Orders"),
            Some(0),
            KEY_READ,
            &mut app_key,
        )
    }
    .is_err()
    {
        return None;
    }
    scopeguard::defer! { unsafe { RegCloseKey(app_key); } }
    let extra = find_setting("Enabled")?;
    unsafe {
        RegFlushKey(app_key);
    }
    Some(extra)
}

fn apply_policies() -> Option<u32> {
    let mut key = HKEY::default();
    if unsafe {
        RegCreateKeyExW(
            HKEY_CURRENT_USER,
            w!("Software\\Contoso\\Orders"),
            None,
            PCWSTR(std::ptr::null()),
            REG_OPTION_NON_VOLATILE,
            KEY_WRITE,
            None,
            &mut key,
            None,
        )
    } != ERROR_SUCCESS
    {
        return None;
    }
    let other = scopeguard::guard(key, |key| unsafe {
        RegCloseKey(key);
    });
    if unsafe { RegFlushKey(*other) } != ERROR_SUCCESS {
        return None;
    }
    find_setting("LastUser")
}
