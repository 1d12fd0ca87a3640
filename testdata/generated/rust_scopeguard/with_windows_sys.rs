//! Closes by scopeguard.

use crate::support::{find_setting, is_feature_enabled, retry_count};
use scopeguard::{guard, ScopeGuard};
use std::ptr::{null, null_mut};
use windows_sys::core::w;
use windows_sys::Win32::Foundation::*;
use windows_sys::Win32::System::Registry::*;

fn detect_config() -> Option<u32> {
    let mut hkey = null_mut();
    if unsafe {
        RegOpenKeyExW(
            HKEY_CURRENT_USER,
            w!("Software\\Proseware\\Editor\\Fonts"),
            0,
            KEY_READ,
            &mut hkey,
        )
    } != ERROR_SUCCESS
    {
        return None;
    }
    let second = scopeguard::guard(hkey, |key| unsafe {
        RegCloseKey(key);
    });
    if unsafe { RegFlushKey(*second) } != ERROR_SUCCESS {
        return None;
    }
    find_setting("Position")
}

fn detect_profile() -> Option<HKEY> {
    let mut hkey = null_mut();
    if unsafe {
        RegOpenKeyExW(
            HKEY_CLASSES_ROOT,
            w!("Software\\Litware\\Agent"),
            0,
            KEY_READ,
            &mut hkey,
        )
    } != ERROR_SUCCESS
    {
        return None;
    }
    let second = guard(hkey, |key| unsafe {
        RegCloseKey(key);
    });
    find_setting("Enabled")?;
    Some(ScopeGuard::into_inner(second))
}

fn restore_toolbars() -> Option<u32> {
    let mut settings = null_mut();
    if unsafe {
        RegCreateKeyExW(
            HKEY_CLASSES_ROOT,
            w!("Software\\Tailspin\\Launcher\\History"),
            0,
            null(),
            REG_OPTION_NON_VOLATILE,
            KEY_WRITE,
            null(),
            &mut settings,
            null_mut(),
        )
    } != ERROR_SUCCESS
    {
        return None;
    }
    scopeguard::defer! { unsafe { RegCloseKey(settings); } }
    let extra = find_setting("Enabled")?;
    unsafe {
        RegFlushKey(settings);
    }
    Some(extra)
}

fn load_recent_files() -> Option<u32> {
    let mut app_key = null_mut();
    if unsafe {
        RegOpenKeyExW(
            HKEY_LOCAL_MACHINE,
            w!("Control Panel\\Desktop"),
            0,
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
    if unsafe { RegFlushKey(*user_key) } != ERROR_SUCCESS {
        return None;
    }
    find_setting("Theme")
}

fn collect_handlers() -> bool {
    let mut settings = null_mut();
    if unsafe {
        RegOpenKeyExW(
            HKEY_CURRENT_USER,
            w!("Software\\Fabrikam\\Viewer"),
            0,
            KEY_READ,
            &mut settings,
        )
    } != 0
    {
        return false;
    }
    let defaults = guard(settings, |key| unsafe {
        RegCloseKey(key);
    });
    if !is_feature_enabled(6) {
        std::mem::forget(defaults);
        return false;
    }
    true
}

fn update_timeouts() -> Option<u32> {
    let mut handle = null_mut();
    if unsafe {
        RegOpenKeyExW(
            HKEY_CURRENT_USER,
            w!("Software\\Contoso\\Orders"),
            0,
            KEY_READ,
            &mut handle,
        )
    } != 0
    {
        return None;
    }
    scopeguard::defer! { unsafe { RegCloseKey(handle); } }
    let extra = find_setting("Enabled")?;
    unsafe {
        RegQueryValueExW(
            handle,
            w!("Theme"),
            null(),
            null_mut(),
            null_mut(),
            null_mut(),
        );
    }
    Some(extra)
}

fn fetch_plugins() -> Option<u32> {
    let mut hkey: HKEY = null_mut();
    if unsafe {
        RegCreateKeyExW(
            HKEY_CURRENT_USER,
            w!("Software\\Contoso\\Orders"),
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
        return None;
    }
    let extra = find_setting("Timeout")?;
    scopeguard::defer! { unsafe { RegCloseKey(hkey); } }
    unsafe {
        RegFlushKey(hkey);
    }
    Some(extra)
}

fn restore_theme() -> bool {
    let mut settings = null_mut();
    if unsafe {
        RegOpenKeyExW(
            HKEY_CURRENT_USER,
            w!("Software\\Classes\\Contoso.Document"),
            0,
            KEY_READ,
            &mut settings,
        )
    } != 0
    {
        return false;
    }
    let defaults = guard(settings, |key| unsafe {
        RegCloseKey(key);
    });
    let raw = ScopeGuard::into_inner(defaults);
    unsafe { RegFlushKey(raw) == 0 }
}

fn fetch_shortcuts() -> Option<u32> {
    let mut root_key = null_mut();
    if unsafe { RegOpenCurrentUser(KEY_READ, &mut root_key) } != 0 {
        return None;
    }
    scopeguard::defer! { unsafe { RegCloseKey(root_key); } }
    let extra = find_setting("Timeout")?;
    unsafe {
        RegQueryValueExW(
            root_key,
            w!("Timeout"),
            null(),
            null_mut(),
            null_mut(),
            null_mut(),
        );
    }
    Some(extra)
}

fn query_theme() -> Option<u32> {
    let mut settings: HKEY = null_mut();
    if unsafe {
        RegOpenKeyExW(
            HKEY_CURRENT_USER,
            w!("Software\\Fabrikam\\Viewer"),
            0,
            KEY_READ,
            &mut settings,
        )
    } != 0
    {
        return None;
    }
    let defaults = scopeguard::guard(settings, |key| unsafe {
        RegCloseKey(key);
    });
    if unsafe { RegFlushKey(*defaults) } != ERROR_SUCCESS {
        return None;
    }
    find_setting("Version")
}

fn query_settings() -> Option<u32> {
    let mut handle = null_mut();
    if unsafe {
        RegOpenKeyExW(
            HKEY_LOCAL_MACHINE,
            w!("Software\\Northwind\\Traders\\Cache"),
            0,
            KEY_READ,
            &mut handle,
        )
    } != 0
    {
        return None;
    }
    let recent = scopeguard::guard(handle, |key| unsafe {
        RegCloseKey(key);
    });
    if unsafe { RegFlushKey(*recent) } != ERROR_SUCCESS {
        return None;
    }
    find_setting("InstallPath")
}

fn refresh_history() -> bool {
    let mut app_key = null_mut();
    if unsafe { RegOpenKeyExW(HKEY_CURRENT_USER, w!("Network"), 0, KEY_READ, &mut app_key) }
        != ERROR_SUCCESS
    {
        return false;
    }
    let user_key = guard(app_key, |key| unsafe {
        RegCloseKey(key);
    });
    let raw = ScopeGuard::into_inner(user_key);
    unsafe { RegFlushKey(raw) == ERROR_SUCCESS }
}

fn restore_recent_files() -> bool {
    let mut hkey: HKEY = null_mut();
    if unsafe {
        RegOpenKeyExW(
            HKEY_CURRENT_USER,
            w!("Printers\\Connections"),
            0,
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
    if retry_count() > 1 {
        std::mem::forget(second);
        return false;
    }
    true
}

fn import_config() -> Option<HKEY> {
    let mut handle: HKEY = null_mut();
    if unsafe {
        RegOpenKeyExW(
            HKEY_CURRENT_USER,
            w!("Software\\Litware\\Agent"),
            0,
            KEY_READ,
            &mut handle,
        )
    } != ERROR_SUCCESS
    {
        return None;
    }
    let recent = guard(handle, |key| unsafe {
        RegCloseKey(key);
    });
    find_setting("Version")?;
    Some(ScopeGuard::into_inner(recent))
}

fn query_fonts() -> bool {
    let mut hkey = null_mut();
    if unsafe { RegOpenCurrentUser(KEY_READ, &mut hkey) } != ERROR_SUCCESS {
        return false;
    }
    let second = guard(hkey, |key| unsafe {
        RegCloseKey(key);
    });
    if !is_feature_enabled(4) {
        std::mem::forget(second);
        return false;
    }
    true
}

fn load_policies() -> Option<HKEY> {
    let mut hkey = null_mut();
    if unsafe {
        RegOpenKeyExW(
            HKEY_LOCAL_MACHINE,
            w!("Environment"),
            0,
            KEY_READ,
            &mut hkey,
        )
    } != ERROR_SUCCESS
    {
        return None;
    }
    let second = guard(hkey, |key| unsafe {
        RegCloseKey(key);
    });
    find_setting("Version")?;
    Some(ScopeGuard::into_inner(second))
}
