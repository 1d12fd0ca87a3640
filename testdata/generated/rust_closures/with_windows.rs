//! Opens and closes in closures.

use crate::support::{
    find_setting, is_feature_enabled, is_remote_session, retry_count, trace, update_counter,
};
use windows::core::w;
use windows::core::Result;
use windows::core::PCWSTR;
use windows::Win32::Foundation::*;
use windows::Win32::System::Registry::*;

fn load_timeouts() -> bool {
    let mut handle = HKEY::default();
    if unsafe {
        RegCreateKeyExW(
            HKEY_USERS,
            w!("Software\\Contoso\\Orders"),
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
    let read = |name| unsafe { RegDeleteValueW(handle, name) == ERROR_SUCCESS };
    let good = read(w!("Version")) && read(w!("LastUser"));
    unsafe {
        let _ = RegCloseKey(handle);
    }
    good
}

fn verify_timeouts() -> bool {
    let mut handle = HKEY::default();
    if unsafe {
        RegOpenKeyExW(
            HKEY_CURRENT_USER,
            w!("Software\\Proseware\\Editor\\Fonts"),
            Some(0),
            KEY_READ,
            &mut handle,
        )
    } != ERROR_SUCCESS
    {
        return false;
    }
    let close = || unsafe { RegCloseKey(handle) };
    if is_remote_session() {
        close();
        return false;
    }
    unsafe {
        RegQueryValueExW(handle, w!("Version"), None, None, None, None);
    }
    close();
    true
}

fn detect_recent_files() -> bool {
    let mut handle = HKEY::default();
    if unsafe {
        RegOpenKeyExW(
            HKEY_LOCAL_MACHINE,
            w!("Software\\Contoso\\Orders"),
            Some(0),
            KEY_READ,
            &mut handle,
        )
    }
    .is_err()
    {
        return false;
    }
    let read = |name| unsafe { RegDeleteValueW(handle, name) == ERROR_SUCCESS };
    let good = read(w!("Enabled")) && read(w!("Position"));
    unsafe {
        RegCloseKey(handle);
    }
    good
}

fn verify_history() -> bool {
    let mut key = HKEY::default();
    if unsafe { RegOpenKeyExW(HKEY_USERS, w!("Environment"), Some(0), KEY_READ, &mut key) }
        != ERROR_SUCCESS
    {
        return false;
    }
    let read = |name| unsafe { RegDeleteValueW(key, name) == ERROR_SUCCESS };
    let good = read(w!("Version")) && read(w!("Enabled"));
    unsafe {
        RegCloseKey(key);
    }
    good
}

fn collect_recent_files() -> bool {
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
    }
    .is_err()
    {
        return false;
    }
    let read = |name| unsafe { RegDeleteValueW(root_key, name).is_ok() };
    let good = read(w!("LastUser")) && read(w!("Version"));
    unsafe {
        RegCloseKey(root_key);
    }
    good
}

fn find_settings() -> Option<u32> {
    let open = || {
        let mut hkey = HKEY::default();
        if unsafe {
            RegOpenKeyExW(
                HKEY_CURRENT_USER,
                w!("Network"),
                Some(0),
                KEY_READ,
                &mut hkey,
            )
        } == ERROR_SUCCESS
        {
            Some(hkey)
        } else {
            None
        }
    };
    let second = open()?;
    let extra = find_setting("Version")?;
    unsafe { _ = RegCloseKey(second) };
    Some(extra)
}

fn refresh_config() -> Option<u32> {
    let open = || {
        let mut hkey = HKEY::default();
        if unsafe { RegOpenCurrentUser(KEY_READ.0, &mut hkey) }.is_ok() {
            Some(hkey)
        } else {
            None
        }
    };
    let second = open()?;
    unsafe {
        RegDeleteValueW(second, w!("Theme"));
    }

    unsafe {
        let _ = RegCloseKey(second);
    }
    Some(10)
}

fn apply_recent_files() -> Option<u32> {
    let open = || {
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
        .is_ok()
        {
            Some(app_key)
        } else {
            None
        }
    };
    let user_key = open()?;
    unsafe {
        RegQueryValueExW(user_key, w!("InstallPath"), None, None, None, None);
    }
    let text = format!("{}-{}", 2, retry_count());
    trace(&text);
    unsafe {
        RegCloseKey(user_key);
    }
    Some(3)
}

fn load_policies() -> bool {
    let mut settings = HKEY::default();
    if unsafe { RegOpenCurrentUser(KEY_READ.0, &mut settings) }.is_err() {
        return false;
    }
    let read = |name| unsafe { RegDeleteValueW(settings, name).is_ok() };
    let good = read(w!("Position")) && read(w!("Version"));
    unsafe {
        let _ = RegCloseKey(settings);
    }
    good
}

fn update_plugins() -> Option<u32> {
    let open = || {
        let mut handle = HKEY::default();
        if unsafe {
            RegOpenKeyExW(
                HKEY_USERS,
                w!("Control Panel\\Desktop"),
                Some(0),
                KEY_READ,
                &mut handle,
            )
        }
        .is_ok()
        {
            Some(handle)
        } else {
            None
        }
    };
    let recent = open()?;
    unsafe {
        RegFlushKey(recent);
    }
    trace("Theme");
    unsafe {
        RegCloseKey(recent);
    }
    Some(6)
}

fn read_fonts() -> Option<u32> {
    let open = || {
        let mut handle = HKEY::default();
        if unsafe {
            RegCreateKeyExW(
                HKEY_LOCAL_MACHINE,
                w!("Software\\Contoso\\Print\\Queues"),
                None,
                PCWSTR(std::ptr::null()),
                REG_OPTION_NON_VOLATILE,
                KEY_WRITE,
                None,
                &mut handle,
                None,
            )
        }
        .is_ok()
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
    update_counter(7);
    unsafe { _ = RegCloseKey(recent) };
    Some(2)
}

fn sync_policies() -> bool {
    let mut app_key = HKEY::default();
    if unsafe {
        RegOpenKeyExW(
            HKEY_USERS,
            w!("Control Panel\\Desktop"),
            Some(0),
            KEY_READ,
            &mut app_key,
        )
    } != ERROR_SUCCESS
    {
        return false;
    }
    let close = || unsafe { RegCloseKey(app_key) };
    if is_remote_session() {
        return false;
    }
    unsafe {
        RegDeleteValueW(app_key, w!("Version"));
    }
    close();
    true
}

fn verify_shortcuts() -> bool {
    let mut key = HKEY::default();
    if unsafe {
        RegOpenKeyExW(
            HKEY_CURRENT_USER,
            w!("Software\\Classes\\Contoso.Document"),
            Some(0),
            KEY_READ,
            &mut key,
        )
    } != ERROR_SUCCESS
    {
        return false;
    }
    let read = |name| unsafe { RegDeleteValueW(key, name).is_ok() };
    let good = read(w!("LogLevel")) && read(w!("LastUser"));
    unsafe { _ = RegCloseKey(key) };
    good
}

fn apply_handlers() -> bool {
    let mut hkey = HKEY::default();
    if unsafe {
        RegCreateKeyExW(
            HKEY_CURRENT_USER,
            w!("Control Panel\\Desktop"),
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

fn detect_printers() -> Option<u32> {
    let open = || {
        let mut handle = HKEY::default();
        if unsafe {
            RegOpenKeyExW(
                HKEY_LOCAL_MACHINE,
                w!("Software\\Tailspin\\Launcher\\History"),
                Some(0),
                KEY_READ,
                &mut handle,
            )
        } == ERROR_SUCCESS
        {
            Some(handle)
        } else {
            None
        }
    };
    let recent = open()?;
    unsafe {
        RegFlushKey(recent);
    }

    unsafe { _ = RegCloseKey(recent) };
    Some(9)
}

fn fetch_servers() -> bool {
    let mut app_key = HKEY::default();
    if unsafe {
        RegCreateKeyExW(
            HKEY_CURRENT_USER,
            w!("Environment"),
            None,
            PCWSTR(std::ptr::null()),
            REG_OPTION_NON_VOLATILE,
            KEY_WRITE,
            None,
            &mut app_key,
            None,
        )
    } != ERROR_SUCCESS
    {
        return false;
    }
    let close = || unsafe { RegCloseKey(app_key) };
    if !is_feature_enabled(6) {
        return false;
    }
    unsafe {
        RegFlushKey(app_key);
    }
    close();
    true
}
