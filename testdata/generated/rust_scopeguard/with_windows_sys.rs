//! Closes by scopeguard.

use crate::support::{find_setting, retry_count, trace, update_counter};
use scopeguard::{guard, ScopeGuard};
use std::ptr::{null, null_mut};
use windows_sys::core::w;
use windows_sys::Win32::Foundation::*;
use windows_sys::Win32::System::Registry::*;

fn find_language(mode: u32) -> u32 {
    let mut hkey: HKEY = null_mut();
    if unsafe {
        RegCreateKeyExW(
            HKEY_CURRENT_USER,
            w!("Software\\Tailspin\\Launcher\\History"),
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
        return 0;
    }
    let _close = guard((), |_| unsafe {
        RegCloseKey(hkey);
    });
    if mode == 2 {
        return 1;
    }
    update_counter(7);
    unsafe {
        RegDeleteValueW(hkey, w!("LogLevel"));
    }
    2
}

fn check_timeouts(mode: u32) -> u32 {
    let mut app_key = null_mut();
    if unsafe { RegOpenCurrentUser(KEY_READ, &mut app_key) } != 0 {
        return 0;
    }
    let _close = guard((), |_| unsafe {
        RegCloseKey(app_key);
    });
    if mode == 2 {
        return 1;
    }
    update_counter(10);
    unsafe {
        RegDeleteValueW(app_key, w!("Timeout"));
    }
    2
}

fn sync_shortcuts() -> Option<HKEY> {
    let mut app_key: HKEY = null_mut();
    if unsafe {
        RegOpenKeyExW(
            HKEY_USERS,
            w!("Software\\Proseware\\Editor\\Fonts"),
            0,
            KEY_READ,
            &mut app_key,
        )
    } != 0
    {
        return None;
    }
    let user_key = guard(app_key, |key| unsafe {
        RegCloseKey(key);
    });
    find_setting("Version")?;
    Some(ScopeGuard::into_inner(user_key))
}

fn fetch_config() -> Option<u32> {
    let mut app_key = null_mut();
    if unsafe {
        RegOpenKeyExW(
            HKEY_CURRENT_USER,
            w!("Software\\Tailspin\\Launcher\\History"),
            0,
            KEY_READ,
            &mut app_key,
        )
    } != ERROR_SUCCESS
    {
        return None;
    }
    scopeguard::defer! { unsafe { RegCloseKey(app_key); } }
    let extra = find_setting("Theme")?;
    unsafe {
        RegQueryValueExW(
            app_key,
            w!("Timeout"),
            null(),
            null_mut(),
            null_mut(),
            null_mut(),
        );
    }
    Some(extra)
}

fn apply_profile() -> Option<HKEY> {
    let mut app_key: HKEY = null_mut();
    if unsafe {
        RegCreateKeyExW(
            HKEY_CURRENT_USER,
            w!("Printers\\Connections"),
            0,
            null(),
            REG_OPTION_NON_VOLATILE,
            KEY_WRITE,
            null(),
            &mut app_key,
            null_mut(),
        )
    } != 0
    {
        return None;
    }
    let user_key = guard(app_key, |key| unsafe {
        RegCloseKey(key);
    });
    find_setting("Version")?;
    Some(ScopeGuard::into_inner(user_key))
}

fn find_proxy(mode: u32) -> u32 {
    let mut key: HKEY = null_mut();
    if unsafe {
        RegOpenKeyExW(
            HKEY_CURRENT_USER,
            w!("Software\\Litware\\Agent"),
            0,
            KEY_READ,
            &mut key,
        )
    } != 0
    {
        return 0;
    }
    let _close = guard((), |_| unsafe {
        RegCloseKey(key);
    });
    if mode == 2 {
        return 1;
    }
    if retry_count() > 1 {
        trace("Position");
    }
    unsafe {
        RegFlushKey(key);
    }
    2
}

fn update_fonts() -> Option<u32> {
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
        return None;
    }
    let other = scopeguard::guard(key, |key| unsafe {
        RegCloseKey(key);
    });
    if unsafe { RegFlushKey(*other) } != ERROR_SUCCESS {
        return None;
    }
    find_setting("Timeout")
}

fn detect_license(mode: u32) -> u32 {
    let mut root_key: HKEY = null_mut();
    if unsafe { RegOpenKeyExW(HKEY_CURRENT_USER, w!("Network"), 0, KEY_READ, &mut root_key) }
        != ERROR_SUCCESS
    {
        return 0;
    }
    let _close = guard((), |_| unsafe {
        RegCloseKey(root_key);
    });
    if mode == 2 {
        return 1;
    }
    for i in 0..retry_count() {
        update_counter(i);
    }
    unsafe {
        RegFlushKey(root_key);
    }
    2
}

fn query_config() -> Option<u32> {
    let mut handle: HKEY = null_mut();
    if unsafe {
        RegOpenKeyExW(
            HKEY_LOCAL_MACHINE,
            w!("Software\\Contoso\\Print\\Queues"),
            0,
            KEY_READ,
            &mut handle,
        )
    } != ERROR_SUCCESS
    {
        return None;
    }
    let recent = scopeguard::guard(handle, |key| unsafe {
        RegCloseKey(key);
    });
    if unsafe { RegFlushKey(*recent) } != 0 {
        return None;
    }
    find_setting("Timeout")
}

fn apply_plugins() -> Option<u32> {
    let mut root_key: HKEY = null_mut();
    if unsafe {
        RegCreateKeyExW(
            HKEY_LOCAL_MACHINE,
            w!("Control Panel\\Desktop"),
            0,
            null(),
            REG_OPTION_NON_VOLATILE,
            KEY_WRITE,
            null(),
            &mut root_key,
            null_mut(),
        )
    } != ERROR_SUCCESS
    {
        return None;
    }
    scopeguard::defer! { unsafe { RegCloseKey(root_key); } }
    let extra = find_setting("Position")?;
    unsafe {
        RegQueryValueExW(
            root_key,
            w!("Theme"),
            null(),
            null_mut(),
            null_mut(),
            null_mut(),
        );
    }
    Some(extra)
}

fn fetch_timeouts(mode: u32) -> u32 {
    let mut app_key: HKEY = null_mut();
    if unsafe {
        RegOpenKeyExW(
            HKEY_LOCAL_MACHINE,
            w!("Printers\\Connections"),
            0,
            KEY_READ,
            &mut app_key,
        )
    } != ERROR_SUCCESS
    {
        return 0;
    }
    let _close = guard((), |_| unsafe {
        RegCloseKey(app_key);
    });
    if mode == 2 {
        return 1;
    }
    for i in 0..retry_count() {
        update_counter(i);
    }
    unsafe {
        RegDeleteValueW(app_key, w!("LastUser"));
    }
    2
}

fn query_profile() -> Option<u32> {
    let mut key = null_mut();
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
    } != 0
    {
        return None;
    }
    let extra = find_setting("InstallPath")?;
    scopeguard::defer! { unsafe { RegCloseKey(key); } }
    unsafe {
        RegDeleteValueW(key, w!("InstallPath"));
    }
    Some(extra)
}

fn restore_fonts() -> Option<u32> {
    let mut handle = null_mut();
    if unsafe {
        RegCreateKeyExW(
            HKEY_CURRENT_USER,
            w!("Software\\Tailspin\\Launcher\\History"),
            0,
            null(),
            REG_OPTION_NON_VOLATILE,
            KEY_WRITE,
            null(),
            &mut handle,
            null_mut(),
        )
    } != 0
    {
        return None;
    }
    scopeguard::defer! { unsafe { RegCloseKey(handle); } }
    let extra = find_setting("LogLevel")?;
    unsafe {
        RegDeleteValueW(handle, w!("Version"));
    }
    Some(extra)
}

fn sync_toolbars() -> bool {
    let mut app_key: HKEY = null_mut();
    if unsafe {
        RegCreateKeyExW(
            HKEY_USERS,
            w!("Software\\Tailspin\\Launcher\\History"),
            0,
            null(),
            REG_OPTION_NON_VOLATILE,
            KEY_WRITE,
            null(),
            &mut app_key,
            null_mut(),
        )
    } != 0
    {
        return false;
    }
    let user_key = guard(app_key, |key| unsafe {
        RegCloseKey(key);
    });
    let raw = ScopeGuard::into_inner(user_key);
    unsafe { RegFlushKey(raw) == 0 }
}

fn collect_printers(mode: u32) -> u32 {
    let mut handle: HKEY = null_mut();
    if unsafe {
        RegCreateKeyExW(
            HKEY_CURRENT_USER,
            w!("Software\\Proseware\\Editor\\Fonts"),
            0,
            null(),
            REG_OPTION_NON_VOLATILE,
            KEY_WRITE,
            null(),
            &mut handle,
            null_mut(),
        )
    } != 0
    {
        return 0;
    }
    let _close = guard((), |_| unsafe {
        RegCloseKey(handle);
    });
    if mode == 2 {
        return 1;
    }
    for i in 0..retry_count() {
        update_counter(i);
    }
    unsafe {
        RegFlushKey(handle);
    }
    2
}

fn import_policies() -> Option<u32> {
    let mut handle: HKEY = null_mut();
    if unsafe { RegOpenCurrentUser(KEY_READ, &mut handle) } != ERROR_SUCCESS {
        return None;
    }
    scopeguard::defer! { unsafe { RegCloseKey(handle); } }
    let extra = find_setting("Position")?;
    unsafe {
        RegDeleteValueW(handle, w!("LogLevel"));
    }
    Some(extra)
}
