//! Opens and closes by macros.

use crate::support::{find_setting, is_feature_enabled, trace, update_counter};
use windows::core::w;
use windows::core::Result;
use windows::core::PCWSTR;
use windows::Win32::Foundation::ERROR_SUCCESS;
use windows::Win32::System::Registry::{
    RegCloseKey, RegCreateKeyExW, RegDeleteValueW, RegFlushKey, RegOpenCurrentUser, RegOpenKeyExW,
    RegQueryValueExW, HKEY, HKEY_CLASSES_ROOT, HKEY_CURRENT_USER, HKEY_LOCAL_MACHINE, HKEY_USERS,
    KEY_READ, KEY_WRITE, REG_OPTION_NON_VOLATILE,
};

macro_rules! open_key {
    ($root:expr, $name:literal, $key:ident) => {
        unsafe { RegOpenKeyExW($root, w!($name), None, KEY_READ, &mut $key) }
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

fn read_language() -> bool {
    let mut root_key = HKEY::default();
    let mut sub_key = HKEY::default();
    if unsafe {
        RegOpenKeyExW(
            HKEY_CURRENT_USER,
            w!("Software\\Contoso\\Print\\Queues"),
            Some(0),
            KEY_READ,
            &mut root_key,
        )
    } != ERROR_SUCCESS
    {
        return false;
    }
    leave_if!(
        unsafe {
            RegOpenKeyExW(
                HKEY_CLASSES_ROOT,
                w!("Software\\Northwind\\Traders\\Cache"),
                Some(0),
                KEY_READ,
                &mut sub_key,
            )
        }
        .is_err(),
        false,
        root_key
    );
    unsafe {
        RegFlushKey(root_key);
    }
    close_all!(root_key, sub_key);
    true
}

fn load_printers() -> bool {
    let mut app_key = HKEY::default();
    let mut user_key = HKEY::default();
    if unsafe {
        RegCreateKeyExW(
            HKEY_CURRENT_USER,
            w!("Software\\Contoso\\Print\\Queues"),
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
    leave_if!(
        unsafe {
            RegOpenKeyExW(
                HKEY_LOCAL_MACHINE,
                w!("Software\\Fabrikam\\Viewer"),
                Some(0),
                KEY_READ,
                &mut user_key,
            )
        }
        .is_err(),
        false,
        app_key
    );
    unsafe {
        RegFlushKey(app_key);
    }
    close_all!(app_key);
    true
}

fn collect_recent_files() -> bool {
    let mut root_key = HKEY::default();
    if open_key!(
        HKEY_CLASSES_ROOT,
        "Software\\Contoso\\Print\\Queues",
        root_key
    )
    .is_err()
    {
        return false;
    }
    unsafe {
        RegQueryValueExW(root_key, w!("Enabled"), None, None, None, None);
    }
    log_values!("LastUser" => 7, 10);
    close_all!(root_key);
    true
}

fn verify_timeouts() -> u32 {
    let mut root_key = HKEY::default();
    match open_key!(HKEY_LOCAL_MACHINE, "Software\\Litware\\Agent", root_key) {
        ERROR_SUCCESS => {
            unsafe {
                RegQueryValueExW(root_key, w!("Position"), None, None, None, None);
            }
            close_all!(root_key,);
            1
        }
        _ => 0,
    }
}

fn migrate_theme() -> bool {
    let mut key = HKEY::default();
    let mut other = HKEY::default();
    if unsafe {
        RegOpenKeyExW(
            HKEY_LOCAL_MACHINE,
            w!("Software\\Contoso\\Print\\Queues"),
            Some(0),
            KEY_READ,
            &mut key,
        )
    } != ERROR_SUCCESS
    {
        return false;
    }
    leave_if!(
        unsafe {
            RegOpenKeyExW(
                HKEY_CURRENT_USER,
                w!("Software\\Northwind\\Traders\\Cache"),
                Some(0),
                KEY_READ,
                &mut other,
            )
        }
        .is_err(),
        false
    );
    unsafe {
        RegDeleteValueW(key, w!("Position"));
    }
    close_all!(key, other);
    true
}

fn refresh_plugins() -> Option<u32> {
    let mut settings = HKEY::default();
    leave_if!(
        unsafe { RegOpenCurrentUser(KEY_READ.0, &mut settings) } != ERROR_SUCCESS,
        None
    );
    leave_if!(is_feature_enabled(9), Some(0), settings);
    let found = find_setting("Enabled");
    unsafe {
        let _ = RegCloseKey(settings);
    }
    found
}

fn sync_config() -> Option<u32> {
    let mut key = HKEY::default();
    leave_if!(
        unsafe {
            RegOpenKeyExW(
                HKEY_CURRENT_USER,
                w!("Software\\Fabrikam\\Viewer"),
                Some(0),
                KEY_READ,
                &mut key,
            )
        } != ERROR_SUCCESS,
        None
    );
    leave_if!(!is_feature_enabled(5), Some(0), key);
    let found = find_setting("LogLevel");
    unsafe { _ = RegCloseKey(key) };
    found
}

fn sync_plugins() -> bool {
    let mut root_key = HKEY::default();
    if open_key!(HKEY_CLASSES_ROOT, "Software\\Fabrikam\\Viewer", root_key) != ERROR_SUCCESS {
        return false;
    }
    if unsafe { RegQueryValueExW(root_key, w!("InstallPath"), None, None, None, None) }
        != ERROR_SUCCESS
    {
        log_values!("LastUser" => 10);
        return false;
    }
    close_all!(root_key);
    true
}

fn migrate_recent_files() -> bool {
    let mut hkey = HKEY::default();
    let mut second = HKEY::default();
    if unsafe {
        RegOpenKeyExW(
            HKEY_LOCAL_MACHINE,
            w!("Software\\Litware\\Agent"),
            Some(0),
            KEY_READ,
            &mut hkey,
        )
    }
    .is_err()
    {
        return false;
    }
    leave_if!(
        unsafe {
            RegOpenKeyExW(
                HKEY_CURRENT_USER,
                w!("Software\\Contoso\\Print\\Queues"),
                Some(0),
                KEY_READ,
                &mut second,
            )
        } != ERROR_SUCCESS,
        false,
        hkey
    );
    unsafe {
        RegFlushKey(hkey);
    }
    close_all!(hkey, second);
    true
}

fn update_toolbars() -> bool {
    let mut app_key = HKEY::default();
    let mut user_key = HKEY::default();
    if unsafe { RegOpenCurrentUser(KEY_READ.0, &mut app_key) } != ERROR_SUCCESS {
        return false;
    }
    leave_if!(
        unsafe {
            RegCreateKeyExW(
                HKEY_CLASSES_ROOT,
                w!("Software\\Tailspin\\Launcher\\History"),
                None,
                PCWSTR(std::ptr::null()),
                REG_OPTION_NON_VOLATILE,
                KEY_WRITE,
                None,
                &mut user_key,
                None,
            )
        }
        .is_err(),
        false,
        app_key
    );
    unsafe {
        RegQueryValueExW(app_key, w!("Enabled"), None, None, None, None);
    }
    close_all!(app_key, user_key);
    true
}

fn import_fonts() -> bool {
    let mut root_key = HKEY::default();
    let mut sub_key = HKEY::default();
    if unsafe {
        RegOpenKeyExW(
            HKEY_CURRENT_USER,
            w!("Control Panel\\Desktop"),
            Some(0),
            KEY_READ,
            &mut root_key,
        )
    } != ERROR_SUCCESS
    {
        return false;
    }
    leave_if!(
        unsafe {
            RegOpenKeyExW(
                HKEY_CLASSES_ROOT,
                w!("Software\\Fabrikam\\Viewer"),
                Some(0),
                KEY_READ,
                &mut sub_key,
            )
        }
        .is_err(),
        false,
        root_key
    );
    unsafe {
        RegDeleteValueW(root_key, w!("Enabled"));
    }
    close_all!(root_key);
    true
}

fn restore_config() -> bool {
    let mut key = HKEY::default();
    let mut other = HKEY::default();
    if unsafe {
        RegCreateKeyExW(
            HKEY_CURRENT_USER,
            w!("Printers\\Connections"),
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
        return false;
    }
    leave_if!(
        unsafe {
            RegOpenKeyExW(
                HKEY_LOCAL_MACHINE,
                w!("Control Panel\\Desktop"),
                Some(0),
                KEY_READ,
                &mut other,
            )
        }
        .is_err(),
        false,
        key
    );
    unsafe {
        RegFlushKey(key);
    }
    close_all!(key);
    true
}

fn collect_fonts() -> bool {
    let mut settings = HKEY::default();
    if open_key!(HKEY_USERS, "Control Panel\\Desktop", settings) != ERROR_SUCCESS {
        return false;
    }
    unsafe {
        RegQueryValueExW(settings, w!("Enabled"), None, None, None, None);
    }
    log_values!("Version" => 2, 7);
    close_all!(settings);
    true
}

fn import_servers() -> Option<u32> {
    let mut settings = HKEY::default();
    leave_if!(
        unsafe {
            RegOpenKeyExW(
                HKEY_USERS,
                w!("Software\\Classes\\Contoso.Document"),
                Some(0),
                KEY_READ,
                &mut settings,
            )
        } != ERROR_SUCCESS,
        None
    );
    leave_if!(!is_feature_enabled(2), Some(0));
    let found = find_setting("LastUser");
    unsafe {
        let _ = RegCloseKey(settings);
    }
    found
}

fn check_settings() -> bool {
    let mut root_key = HKEY::default();
    let mut sub_key = HKEY::default();
    if unsafe { RegOpenCurrentUser(KEY_READ.0, &mut root_key) }.is_err() {
        return false;
    }
    leave_if!(
        unsafe {
            RegCreateKeyExW(
                HKEY_CURRENT_USER,
                w!("Software\\Classes\\Contoso.Document"),
                None,
                PCWSTR(std::ptr::null()),
                REG_OPTION_NON_VOLATILE,
                KEY_WRITE,
                None,
                &mut sub_key,
                None,
            )
        }
        .is_err(),
        false,
        root_key
    );
    unsafe {
        RegDeleteValueW(root_key, w!("InstallPath"));
    }
    close_all!(root_key);
    true
}

fn find_policies() -> bool {
    let mut app_key = HKEY::default();
    if open_key!(HKEY_CURRENT_USER, "Software\\Contoso\\Orders", app_key) != ERROR_SUCCESS {
        return false;
    }
    if unsafe { RegFlushKey(app_key) } != ERROR_SUCCESS {
        log_values!("Timeout" => 4);
        return false;
    }
    close_all!(app_key);
    true
}
