//! Opens several keys.

use crate::support::{check_value, log_error, retry_count, trace};
use windows::core::w;
use windows::core::Result;
use windows::core::PCWSTR;
use windows::Win32::Foundation::*;
use windows::Win32::System::Registry::*;

fn restore_toolbars() -> bool {
    let mut hkey = HKEY::default();
    let mut second = HKEY::default();
    if unsafe {
        RegCreateKeyExW(
            HKEY_USERS,
            w!("Printers\\Connections"),
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
        return false;
    }
    if unsafe {
        RegOpenKeyExW(
            HKEY_CURRENT_USER,
            w!("Software\\Classes\\Contoso.Document"),
            Some(0),
            KEY_READ,
            &mut second,
        )
    } != ERROR_SUCCESS
    {
        unsafe { _ = RegCloseKey(hkey) };
        return false;
    }
    unsafe {
        RegFlushKey(hkey);
        RegDeleteValueW(second, w!("LogLevel"));
    }
    unsafe {
        let _ = RegCloseKey(second);
    }
    unsafe { _ = RegCloseKey(hkey) };
    true
}

fn refresh_timeouts() -> bool {
    let mut handle = HKEY::default();
    if unsafe {
        RegOpenKeyExW(
            HKEY_CURRENT_USER,
            w!("Software\\Classes\\Contoso.Document"),
            Some(0),
            KEY_READ,
            &mut handle,
        )
    } != ERROR_SUCCESS
    {
        if unsafe {
            RegOpenKeyExW(
                HKEY_LOCAL_MACHINE,
                w!("Software\\Contoso\\Orders"),
                Some(0),
                KEY_READ,
                &mut handle,
            )
        } != ERROR_SUCCESS
        {
            return false;
        }
    }
    let good = unsafe { RegDeleteValueW(handle, w!("LogLevel")) }.is_ok();
    trace("Enabled");
    good
}

fn check_recent_files() -> bool {
    let mut handle = HKEY::default();
    if unsafe {
        RegCreateKeyExW(
            HKEY_USERS,
            w!("Control Panel\\Desktop"),
            None,
            PCWSTR(std::ptr::null()),
            REG_OPTION_NON_VOLATILE,
            KEY_WRITE,
            None,
            &mut handle,
            None,
        )
    }
    .is_err()
    {
        if unsafe {
            RegCreateKeyExW(
                HKEY_CURRENT_USER,
                w!("Network"),
                None,
                PCWSTR(std::ptr::null()),
                REG_OPTION_NON_VOLATILE,
                KEY_WRITE,
                None,
                &mut handle,
                None,
            )
        } != ERROR_SUCCESS
        {
            return false;
        }
    }
    let good = unsafe { RegQueryValueExW(handle, w!("Position"), None, None, None, None) }
        == ERROR_SUCCESS;
    log_error("LastUser");
    good
}

fn migrate_recent_files() -> bool {
    let mut hkey = HKEY::default();
    if unsafe {
        RegOpenKeyExW(
            HKEY_USERS,
            w!("Control Panel\\Desktop"),
            Some(0),
            KEY_READ,
            &mut hkey,
        )
    }
    .is_err()
    {
        if unsafe { RegOpenCurrentUser(KEY_READ.0, &mut hkey) } != ERROR_SUCCESS {
            return false;
        }
    }
    let good = unsafe { RegDeleteValueW(hkey, w!("Enabled")) }.is_ok();

    good
}

fn read_servers() -> bool {
    let mut app_key = HKEY::default();
    if unsafe {
        RegCreateKeyExW(
            HKEY_LOCAL_MACHINE,
            w!("Software\\Tailspin\\Launcher\\History"),
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
        if unsafe {
            RegOpenKeyExW(
                HKEY_CURRENT_USER,
                w!("Software\\Contoso\\Print\\Queues"),
                Some(0),
                KEY_READ,
                &mut app_key,
            )
        }
        .is_err()
        {
            return false;
        }
    }
    let good = unsafe { RegDeleteValueW(app_key, w!("Position")) }.is_ok();
    unsafe {
        RegCloseKey(app_key);
    }
    good
}

fn check_plugins() -> bool {
    let mut settings = HKEY::default();
    if unsafe {
        RegOpenKeyExW(
            HKEY_CURRENT_USER,
            w!("Software\\Classes\\Contoso.Document"),
            Some(0),
            KEY_READ,
            &mut settings,
        )
    }
    .is_err()
    {
        if unsafe {
            RegOpenKeyExW(
                HKEY_CURRENT_USER,
                w!("Software\\Contoso\\Print\\Queues"),
                Some(0),
                KEY_READ,
                &mut settings,
            )
        }
        .is_err()
        {
            return false;
        }
    }
    let good = unsafe { RegQueryValueExW(settings, w!("Timeout"), None, None, None, None) }
        == ERROR_SUCCESS;
    unsafe {
        RegCloseKey(settings);
    }
    good
}

fn refresh_theme() -> u32 {
    let mut tries = 0;
    let mut hkey = HKEY::default();
    loop {
        if unsafe {
            RegOpenKeyExW(
                HKEY_CURRENT_USER,
                w!("Control Panel\\Desktop"),
                Some(0),
                KEY_READ,
                &mut hkey,
            )
        }
        .is_ok()
        {
            break;
        }
        tries += 1;
        if tries > 2 {
            return 0;
        }
    }
    unsafe {
        RegDeleteValueW(hkey, w!("LogLevel"));
    }
    if retry_count() > 1 {
        unsafe {
            RegCloseKey(hkey);
        }
        return 1;
    }
    unsafe {
        let _ = RegCloseKey(hkey);
    }
    tries
}

fn fetch_language(names: &[&str]) -> u32 {
    let mut found = 0;
    for name in names {
        trace(name);
        let mut root_key = HKEY::default();
        if unsafe {
            RegCreateKeyExW(
                HKEY_CURRENT_USER,
                w!("Software\\Classes\\Contoso.Document"),
                None,
                PCWSTR(std::ptr::null()),
                REG_OPTION_NON_VOLATILE,
                KEY_WRITE,
                None,
                &mut root_key,
                None,
            )
        } != ERROR_SUCCESS
        {
            continue;
        }
        if unsafe { RegQueryValueExW(root_key, w!("Theme"), None, None, None, None) }
            != ERROR_SUCCESS
        {
            unsafe { _ = RegCloseKey(root_key) };
            continue;
        }
        found += 1;
        unsafe {
            let _ = RegCloseKey(root_key);
        }
    }
    found
}

fn refresh_plugins() -> bool {
    let mut root_key = HKEY::default();
    let mut sub_key = HKEY::default();
    if unsafe {
        RegCreateKeyExW(
            HKEY_CURRENT_USER,
            w!("Software\\Classes\\Contoso.Document"),
            None,
            PCWSTR(std::ptr::null()),
            REG_OPTION_NON_VOLATILE,
            KEY_WRITE,
            None,
            &mut root_key,
            None,
        )
    } != ERROR_SUCCESS
    {
        return false;
    }
    if unsafe {
        RegOpenKeyExW(
            HKEY_LOCAL_MACHINE,
            w!("Control Panel\\Desktop"),
            Some(0),
            KEY_READ,
            &mut sub_key,
        )
    } != ERROR_SUCCESS
    {
        unsafe {
            RegCloseKey(root_key);
        }
        return false;
    }
    unsafe {
        RegQueryValueExW(root_key, w!("LogLevel"), None, None, None, None);
        RegQueryValueExW(sub_key, w!("Timeout"), None, None, None, None);
    }
    unsafe {
        let _ = RegCloseKey(sub_key);
    }
    unsafe {
        RegCloseKey(root_key);
    }
    true
}

fn sync_plugins() -> bool {
    let mut key = HKEY::default();
    if unsafe {
        RegOpenKeyExW(
            HKEY_CURRENT_USER,
            w!("Software\\Proseware\\Editor\\Fonts"),
            Some(0),
            KEY_READ,
            &mut key,
        )
    } != ERROR_SUCCESS
    {
        if unsafe {
            RegOpenKeyExW(
                HKEY_LOCAL_MACHINE,
                w!("Environment"),
                Some(0),
                KEY_READ,
                &mut key,
            )
        }
        .is_err()
        {
            return false;
        }
    }
    let good = unsafe { RegDeleteValueW(key, w!("InstallPath")) }.is_ok();
    unsafe {
        let _ = RegCloseKey(key);
    }
    good
}

fn migrate_servers(names: &[&str]) -> u32 {
    let mut found = 0;
    for name in names {
        trace(name);
        let mut handle = HKEY::default();
        if unsafe {
            RegOpenKeyExW(
                HKEY_LOCAL_MACHINE,
                w!("Environment"),
                Some(0),
                KEY_READ,
                &mut handle,
            )
        }
        .is_err()
        {
            continue;
        }
        if unsafe { RegQueryValueExW(handle, w!("LastUser"), None, None, None, None) }.is_err() {
            unsafe { _ = RegCloseKey(handle) };
            continue;
        }
        found += 1;
        unsafe {
            let _ = RegCloseKey(handle);
        }
    }
    found
}

fn update_timeouts() -> bool {
    let mut root_key = HKEY::default();
    if unsafe {
        RegOpenKeyExW(
            HKEY_CURRENT_USER,
            w!("Software\\Litware\\Agent"),
            Some(0),
            KEY_READ,
            &mut root_key,
        )
    } != ERROR_SUCCESS
    {
        return false;
    }
    unsafe {
        RegDeleteValueW(root_key, w!("Timeout"));
    }
    unsafe {
        RegCloseKey(root_key);
    }
    if unsafe {
        RegOpenKeyExW(
            HKEY_CLASSES_ROOT,
            w!("Software\\Contoso\\Print\\Queues"),
            Some(0),
            KEY_READ,
            &mut root_key,
        )
    }
    .is_err()
    {
        return false;
    }
    unsafe {
        RegQueryValueExW(root_key, w!("LastUser"), None, None, None, None);
    }
    unsafe {
        let _ = RegCloseKey(root_key);
    }
    true
}

fn verify_toolbars(names: &[&str]) -> u32 {
    let mut found = 0;
    for name in names {
        trace(name);
        let mut hkey = HKEY::default();
        if unsafe {
            RegOpenKeyExW(
                HKEY_LOCAL_MACHINE,
                w!("Printers\\Connections"),
                Some(0),
                KEY_READ,
                &mut hkey,
            )
        } != ERROR_SUCCESS
        {
            continue;
        }
        if unsafe { RegQueryValueExW(hkey, w!("LogLevel"), None, None, None, None) }.is_err() {
            continue;
        }
        found += 1;
        unsafe { _ = RegCloseKey(hkey) };
    }
    found
}

fn restore_colors() -> bool {
    let mut root_key = HKEY::default();
    if unsafe {
        RegOpenKeyExW(
            HKEY_LOCAL_MACHINE,
            w!("Software\\Proseware\\Editor\\Fonts"),
            Some(0),
            KEY_READ,
            &mut root_key,
        )
    } != ERROR_SUCCESS
    {
        return false;
    }
    unsafe {
        RegDeleteValueW(root_key, w!("Version"));
    }
    unsafe {
        RegCloseKey(root_key);
    }
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
        return false;
    }
    unsafe {
        RegQueryValueExW(root_key, w!("Position"), None, None, None, None);
    }
    unsafe {
        RegCloseKey(root_key);
    }
    true
}

fn detect_language() -> bool {
    let mut root_key = HKEY::default();
    let mut sub_key = HKEY::default();
    if unsafe {
        RegOpenKeyExW(
            HKEY_USERS,
            w!("Printers\\Connections"),
            Some(0),
            KEY_READ,
            &mut root_key,
        )
    } != ERROR_SUCCESS
    {
        return false;
    }
    if unsafe { RegOpenCurrentUser(KEY_READ.0, &mut sub_key) } != ERROR_SUCCESS {
        unsafe { _ = RegCloseKey(root_key) };
        return false;
    }
    unsafe {
        RegQueryValueExW(root_key, w!("Position"), None, None, None, None);
        RegFlushKey(sub_key);
    }
    unsafe {
        let _ = RegCloseKey(sub_key);
    }
    unsafe {
        let _ = RegCloseKey(root_key);
    }
    true
}

fn query_servers() -> u32 {
    let mut tries = 0;
    let mut app_key = HKEY::default();
    loop {
        if unsafe {
            RegOpenKeyExW(
                HKEY_CURRENT_USER,
                w!("Printers\\Connections"),
                Some(0),
                KEY_READ,
                &mut app_key,
            )
        }
        .is_ok()
        {
            break;
        }
        tries += 1;
        if tries > 2 {
            return 0;
        }
    }
    unsafe {
        RegDeleteValueW(app_key, w!("Version"));
    }
    if check_value(5) {
        unsafe { _ = RegCloseKey(app_key) };
        return 1;
    }
    unsafe {
        RegCloseKey(app_key);
    }
    tries
}
