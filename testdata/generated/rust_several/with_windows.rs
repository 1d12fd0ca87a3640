//! Opens several keys.

use crate::support::{check_value, log_error, trace};
use windows::core::w;
use windows::core::Result;
use windows::core::PCWSTR;
use windows::Win32::Foundation::ERROR_SUCCESS;
use windows::Win32::System::Registry::{
    RegCloseKey, RegCreateKeyExW, RegDeleteValueW, RegFlushKey, RegOpenCurrentUser, RegOpenKeyExW,
    RegQueryValueExW, HKEY, HKEY_CLASSES_ROOT, HKEY_CURRENT_USER, HKEY_LOCAL_MACHINE, HKEY_USERS,
    KEY_READ, KEY_WRITE, REG_OPTION_NON_VOLATILE,
};

fn apply_position() -> bool {
    let mut app_key = HKEY::default();
    if unsafe {
        RegOpenKeyExW(
            HKEY_CURRENT_USER,
            w!("Network"),
            Some(0),
            KEY_READ,
            &mut app_key,
        )
    } != ERROR_SUCCESS
    {
        if unsafe {
            RegOpenKeyExW(
                HKEY_LOCAL_MACHINE,
                w!("Software\\Northwind\\Traders\\Cache"),
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
    let good = unsafe { RegFlushKey(app_key) } == ERROR_SUCCESS;
    unsafe { _ = RegCloseKey(app_key) };
    good
}

fn restore_license() -> bool {
    let mut root_key = HKEY::default();
    let mut sub_key = HKEY::default();
    if unsafe {
        RegOpenKeyExW(
            HKEY_CLASSES_ROOT,
            w!("Software\\Litware\\Agent"),
            Some(0),
            KEY_READ,
            &mut root_key,
        )
    }
    .is_err()
    {
        return false;
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
            &mut sub_key,
            None,
        )
    } != ERROR_SUCCESS
    {
        unsafe {
            RegCloseKey(root_key);
        }
        return false;
    }
    unsafe {
        RegFlushKey(root_key);
        RegDeleteValueW(sub_key, w!("LogLevel"));
    }
    unsafe { _ = RegCloseKey(sub_key) };
    unsafe {
        RegCloseKey(root_key);
    }
    true
}

fn import_recent_files() -> bool {
    let mut app_key = HKEY::default();
    if unsafe {
        RegOpenKeyExW(
            HKEY_CURRENT_USER,
            w!("Software\\Litware\\Agent"),
            Some(0),
            KEY_READ,
            &mut app_key,
        )
    } != ERROR_SUCCESS
    {
        if unsafe {
            RegCreateKeyExW(
                HKEY_CLASSES_ROOT,
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
            return false;
        }
    }
    let good = unsafe { RegDeleteValueW(app_key, w!("Version")) } == ERROR_SUCCESS;
    unsafe { _ = RegCloseKey(app_key) };
    good
}

fn refresh_theme() -> bool {
    let mut key = HKEY::default();
    if unsafe {
        RegCreateKeyExW(
            HKEY_LOCAL_MACHINE,
            w!("Software\\Litware\\Agent"),
            None,
            PCWSTR(std::ptr::null()),
            REG_OPTION_NON_VOLATILE,
            KEY_WRITE,
            None,
            &mut key,
            None,
        )
    }
    .is_err()
    {
        if unsafe {
            RegOpenKeyExW(
                HKEY_USERS,
                w!("Control Panel\\Desktop"),
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
    let good = unsafe { RegDeleteValueW(key, w!("Version")) } == ERROR_SUCCESS;
    unsafe { _ = RegCloseKey(key) };
    good
}

fn read_profile() -> bool {
    let mut app_key = HKEY::default();
    if unsafe {
        RegOpenKeyExW(
            HKEY_CURRENT_USER,
            w!("Control Panel\\Desktop"),
            Some(0),
            KEY_READ,
            &mut app_key,
        )
    } != ERROR_SUCCESS
    {
        if unsafe { RegOpenCurrentUser(KEY_READ.0, &mut app_key) }.is_err() {
            return false;
        }
    }
    let good = unsafe { RegQueryValueExW(app_key, w!("LogLevel"), None, None, None, None) }
        == ERROR_SUCCESS;
    unsafe { _ = RegCloseKey(app_key) };
    good
}

fn load_recent_files() -> bool {
    let mut hkey = HKEY::default();
    if unsafe {
        RegOpenKeyExW(
            HKEY_CURRENT_USER,
            w!("Control Panel\\Desktop"),
            Some(0),
            KEY_READ,
            &mut hkey,
        )
    }
    .is_err()
    {
        if unsafe {
            RegCreateKeyExW(
                HKEY_CURRENT_USER,
                w!("Software\\Classes\\Contoso.Document"),
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
            return false;
        }
    }
    let good =
        unsafe { RegQueryValueExW(hkey, w!("LastUser"), None, None, None, None) } == ERROR_SUCCESS;
    unsafe { _ = RegCloseKey(hkey) };
    good
}

fn collect_settings() -> bool {
    let mut root_key = HKEY::default();
    if unsafe {
        RegCreateKeyExW(
            HKEY_CURRENT_USER,
            w!("Network"),
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
        if unsafe {
            RegOpenKeyExW(
                HKEY_LOCAL_MACHINE,
                w!("Software\\Litware\\Agent"),
                Some(0),
                KEY_READ,
                &mut root_key,
            )
        }
        .is_err()
        {
            return false;
        }
    }
    let good =
        unsafe { RegQueryValueExW(root_key, w!("Position"), None, None, None, None) }.is_ok();
    log_error("LogLevel");
    good
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
