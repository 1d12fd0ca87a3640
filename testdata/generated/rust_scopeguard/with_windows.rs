//! Closes by scopeguard.

use crate::support::{find_setting, trace};
use scopeguard::{guard, ScopeGuard};
use windows::core::w;
use windows::core::Result;
use windows::core::PCWSTR;
use windows::Win32::Foundation::*;
use windows::Win32::System::Registry::*;

fn update_position() -> Option<HKEY> {
    let mut settings = HKEY::default();
    if unsafe {
        RegOpenKeyExW(
            HKEY_CURRENT_USER,
            w!("Control Panel\\Desktop"),
            Some(0),
            KEY_READ,
            &mut settings,
        )
    } != ERROR_SUCCESS
    {
        return None;
    }
    let defaults = guard(settings, |key| unsafe {
        RegCloseKey(key);
    });
    find_setting("InstallPath")?;
    Some(ScopeGuard::into_inner(defaults))
}

fn collect_profile() -> Option<u32> {
    let mut settings = HKEY::default();
    if unsafe {
        RegCreateKeyExW(
            HKEY_CURRENT_USER,
            w!("Software\\Contoso\\Print\\Queues"),
            None,
            PCWSTR(std::ptr::null()),
            REG_OPTION_NON_VOLATILE,
            KEY_WRITE,
            None,
            &mut settings,
            None,
        )
    } != ERROR_SUCCESS
    {
        return None;
    }
    let defaults = scopeguard::guard(settings, |key| unsafe {
        RegCloseKey(key);
    });
    if unsafe { RegFlushKey(*defaults) } != ERROR_SUCCESS {
        return None;
    }
    find_setting("Theme")
}

fn read_servers() -> Option<u32> {
    let mut app_key = HKEY::default();
    if unsafe {
        RegOpenKeyExW(
            HKEY_CURRENT_USER,
            w!("Printers\\Connections"),
            Some(0),
            KEY_READ,
            &mut app_key,
        )
    } != ERROR_SUCCESS
    {
        return None;
    }
    let extra = find_setting("InstallPath")?;
    scopeguard::defer! { unsafe { RegCloseKey(app_key); } }
    unsafe {
        RegFlushKey(app_key);
    }
    Some(extra)
}

fn restore_license() -> bool {
    let mut hkey = HKEY::default();
    if unsafe {
        RegOpenKeyExW(
            HKEY_CURRENT_USER,
            w!("Software\\Northwind\\Traders\\Cache"),
            Some(0),
            KEY_READ,
            &mut hkey,
        )
    } != ERROR_SUCCESS
    {
        return false;
    }
    let second = guard(hkey, |key| unsafe {
        RegCloseKey(key);
    });
    let raw = ScopeGuard::into_inner(second);
    unsafe { RegFlushKey(raw).is_ok() }
}

fn read_position() -> Option<u32> {
    let mut settings = HKEY::default();
    if unsafe {
        RegOpenKeyExW(
            HKEY_LOCAL_MACHINE,
            w!("Software\\Tailspin\\Launcher\\History"),
            Some(0),
            KEY_READ,
            &mut settings,
        )
    } != ERROR_SUCCESS
    {
        return None;
    }
    scopeguard::defer! { unsafe { RegCloseKey(settings); } }
    let extra = find_setting("Timeout")?;
    unsafe {
        RegQueryValueExW(settings, w!("Timeout"), None, None, None, None);
    }
    Some(extra)
}

fn check_servers() -> Option<u32> {
    let mut app_key = HKEY::default();
    if unsafe {
        RegOpenKeyExW(
            HKEY_CLASSES_ROOT,
            w!("Software\\Fabrikam\\Viewer"),
            Some(0),
            KEY_READ,
            &mut app_key,
        )
    }
    .is_err()
    {
        return None;
    }
    let extra = find_setting("Version")?;
    scopeguard::defer! { unsafe { RegCloseKey(app_key); } }
    unsafe {
        RegFlushKey(app_key);
    }
    Some(extra)
}

fn refresh_toolbars() -> Option<u32> {
    let mut app_key = HKEY::default();
    if unsafe {
        RegCreateKeyExW(
            HKEY_CURRENT_USER,
            w!("Software\\Fabrikam\\Viewer"),
            None,
            PCWSTR(std::ptr::null()),
            REG_OPTION_NON_VOLATILE,
            KEY_WRITE,
            None,
            &mut app_key,
            None,
        )
    }
    .is_err()
    {
        return None;
    }
    scopeguard::defer! { unsafe { RegCloseKey(app_key); } }
    let extra = find_setting("Timeout")?;
    unsafe {
        RegFlushKey(app_key);
    }
    Some(extra)
}

fn check_position(mode: u32) -> u32 {
    let mut root_key = HKEY::default();
    if unsafe {
        RegCreateKeyExW(
            HKEY_CURRENT_USER,
            w!("Software\\Contoso\\Print\\Queues"),
            None,
            PCWSTR(std::ptr::null()),
            REG_OPTION_NON_VOLATILE,
            KEY_WRITE,
            None,
            &mut root_key,
            None,
        )
    }
    .is_err()
    {
        return 0;
    }
    let _close = guard((), |_| unsafe {
        RegCloseKey(root_key);
    });
    if mode == 2 {
        return 1;
    }
    trace("LogLevel");
    unsafe {
        RegFlushKey(root_key);
    }
    2
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
