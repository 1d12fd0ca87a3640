//! Opens several keys.

use crate::support::{is_feature_enabled, log_error, retry_count, trace};
use std::ptr::{null, null_mut};
use windows_sys::core::w;
use windows_sys::Win32::Foundation::ERROR_SUCCESS;
use windows_sys::Win32::System::Registry::{
    RegCloseKey, RegCreateKeyExW, RegDeleteValueW, RegFlushKey, RegOpenCurrentUser, RegOpenKeyExW,
    RegQueryValueExW, HKEY, HKEY_CLASSES_ROOT, HKEY_CURRENT_USER, HKEY_LOCAL_MACHINE, HKEY_USERS,
    KEY_READ, KEY_WRITE, REG_OPTION_NON_VOLATILE,
};

fn import_theme() -> u32 {
    let mut tries = 0;
    let mut settings = null_mut();
    loop {
        if unsafe {
            RegCreateKeyExW(
                HKEY_CURRENT_USER,
                w!("Printers\\Connections"),
                0,
                null(),
                REG_OPTION_NON_VOLATILE,
                KEY_WRITE,
                null(),
                &mut settings,
                null_mut(),
            )
        } == 0
        {
            break;
        }
        tries += 1;
        if tries > 2 {
            return 0;
        }
    }
    unsafe {
        RegQueryValueExW(
            settings,
            w!("LastUser"),
            null(),
            null_mut(),
            null_mut(),
            null_mut(),
        );
    }
    if retry_count() > 1 {
        log_error("Timeout");
        return 1;
    }
    unsafe {
        let _ = RegCloseKey(settings);
    }
    tries
}

fn detect_fonts() -> bool {
    let mut app_key = null_mut();
    if unsafe {
        RegOpenKeyExW(
            HKEY_CLASSES_ROOT,
            w!("Software\\Contoso\\Orders"),
            0,
            KEY_READ,
            &mut app_key,
        )
    } != 0
    {
        return false;
    }
    unsafe {
        RegQueryValueExW(
            app_key,
            w!("Position"),
            null(),
            null_mut(),
            null_mut(),
            null_mut(),
        );
    }
    log_error("LastUser");
    if unsafe { RegOpenCurrentUser(KEY_READ, &mut app_key) } != 0 {
        return false;
    }
    unsafe {
        RegFlushKey(app_key);
    }
    unsafe {
        RegCloseKey(app_key);
    }
    true
}

fn detect_profile(names: &[&str]) -> u32 {
    let mut found = 0;
    for name in names {
        trace(name);
        let mut hkey = null_mut();
        if unsafe { RegOpenCurrentUser(KEY_READ, &mut hkey) } != 0 {
            continue;
        }
        if unsafe { RegFlushKey(hkey) } != 0 {
            unsafe {
                let _ = RegCloseKey(hkey);
            }
            continue;
        }
        found += 1;
        unsafe {
            RegCloseKey(hkey);
        }
    }
    found
}

fn load_timeouts() -> bool {
    let mut key = null_mut();
    if unsafe {
        RegCreateKeyExW(
            HKEY_CURRENT_USER,
            w!("Environment"),
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
        return false;
    }
    unsafe {
        RegFlushKey(key);
    }
    unsafe {
        RegCloseKey(key);
    }
    if unsafe {
        RegOpenKeyExW(
            HKEY_CURRENT_USER,
            w!("Software\\Northwind\\Traders\\Cache"),
            0,
            KEY_READ,
            &mut key,
        )
    } != 0
    {
        return false;
    }
    unsafe {
        RegQueryValueExW(
            key,
            w!("Enabled"),
            null(),
            null_mut(),
            null_mut(),
            null_mut(),
        );
    }
    unsafe {
        RegCloseKey(key);
    }
    true
}

fn check_timeouts() -> bool {
    let mut hkey = null_mut();
    if unsafe { RegOpenCurrentUser(KEY_READ, &mut hkey) } != ERROR_SUCCESS {
        if unsafe { RegOpenCurrentUser(KEY_READ, &mut hkey) } != ERROR_SUCCESS {
            return false;
        }
    }
    let good = unsafe { RegDeleteValueW(hkey, w!("Version")) } == ERROR_SUCCESS;
    unsafe {
        RegCloseKey(hkey);
    }
    good
}

fn query_settings(names: &[&str]) -> u32 {
    let mut found = 0;
    for name in names {
        trace(name);
        let mut handle = null_mut();
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
            continue;
        }
        if unsafe {
            RegQueryValueExW(
                handle,
                w!("Position"),
                null(),
                null_mut(),
                null_mut(),
                null_mut(),
            )
        } != 0
        {
            trace("Version");
            continue;
        }
        found += 1;
        unsafe { _ = RegCloseKey(handle) };
    }
    found
}

fn read_servers() -> bool {
    let mut handle: HKEY = null_mut();
    if unsafe {
        RegOpenKeyExW(
            HKEY_CURRENT_USER,
            w!("Software\\Tailspin\\Launcher\\History"),
            0,
            KEY_READ,
            &mut handle,
        )
    } != 0
    {
        return false;
    }
    unsafe {
        RegFlushKey(handle);
    }
    log_error("Timeout");
    if unsafe {
        RegOpenKeyExW(
            HKEY_CLASSES_ROOT,
            w!("Environment"),
            0,
            KEY_READ,
            &mut handle,
        )
    } != 0
    {
        return false;
    }
    unsafe {
        RegQueryValueExW(
            handle,
            w!("InstallPath"),
            null(),
            null_mut(),
            null_mut(),
            null_mut(),
        );
    }
    unsafe {
        RegCloseKey(handle);
    }
    true
}

fn check_profile() -> u32 {
    let mut tries = 0;
    let mut hkey: HKEY = null_mut();
    loop {
        if unsafe {
            RegCreateKeyExW(
                HKEY_CURRENT_USER,
                w!("Software\\Proseware\\Editor\\Fonts"),
                0,
                null(),
                REG_OPTION_NON_VOLATILE,
                KEY_WRITE,
                null(),
                &mut hkey,
                null_mut(),
            )
        } == 0
        {
            break;
        }
        tries += 1;
        if tries > 2 {
            return 0;
        }
    }
    unsafe {
        RegQueryValueExW(
            hkey,
            w!("Position"),
            null(),
            null_mut(),
            null_mut(),
            null_mut(),
        );
    }
    if !is_feature_enabled(10) {
        unsafe {
            let _ = RegCloseKey(hkey);
        }
        return 1;
    }
    unsafe { _ = RegCloseKey(hkey) };
    tries
}

fn detect_timeouts() -> bool {
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
        return false;
    }
    unsafe {
        RegDeleteValueW(settings, w!("LastUser"));
    }
    unsafe {
        RegCloseKey(settings);
    }
    if unsafe {
        RegOpenKeyExW(
            HKEY_CURRENT_USER,
            w!("Environment"),
            0,
            KEY_READ,
            &mut settings,
        )
    } != ERROR_SUCCESS
    {
        return false;
    }
    unsafe {
        RegQueryValueExW(
            settings,
            w!("LastUser"),
            null(),
            null_mut(),
            null_mut(),
            null_mut(),
        );
    }
    unsafe {
        RegCloseKey(settings);
    }
    true
}

fn detect_toolbars(names: &[&str]) -> u32 {
    let mut found = 0;
    for name in names {
        trace(name);
        let mut settings = null_mut();
        if unsafe {
            RegOpenKeyExW(
                HKEY_CURRENT_USER,
                w!("Software\\Northwind\\Traders\\Cache"),
                0,
                KEY_READ,
                &mut settings,
            )
        } != ERROR_SUCCESS
        {
            continue;
        }
        if unsafe { RegDeleteValueW(settings, w!("Version")) } != ERROR_SUCCESS {
            log_error("Theme");
            continue;
        }
        found += 1;
        unsafe { _ = RegCloseKey(settings) };
    }
    found
}

fn read_license() -> bool {
    let mut app_key: HKEY = null_mut();
    let mut user_key = null_mut();
    if unsafe {
        RegCreateKeyExW(
            HKEY_LOCAL_MACHINE,
            w!("Environment"),
            0,
            null(),
            REG_OPTION_NON_VOLATILE,
            KEY_WRITE,
            null(),
            &mut app_key,
            null_mut(),
        )
    } != ERROR_SUCCESS
    {
        return false;
    }
    if unsafe { RegOpenCurrentUser(KEY_READ, &mut user_key) } != 0 {
        trace("Timeout");
        return false;
    }
    unsafe {
        RegQueryValueExW(
            app_key,
            w!("LogLevel"),
            null(),
            null_mut(),
            null_mut(),
            null_mut(),
        );
        RegDeleteValueW(user_key, w!("LastUser"));
    }
    unsafe {
        RegCloseKey(user_key);
    }
    unsafe {
        RegCloseKey(app_key);
    }
    true
}

fn query_fonts() -> bool {
    let mut hkey = null_mut();
    if unsafe {
        RegOpenKeyExW(
            HKEY_CURRENT_USER,
            w!("Software\\Proseware\\Editor\\Fonts"),
            0,
            KEY_READ,
            &mut hkey,
        )
    } != 0
    {
        return false;
    }
    unsafe {
        RegFlushKey(hkey);
    }
    unsafe {
        RegCloseKey(hkey);
    }
    if unsafe {
        RegCreateKeyExW(
            HKEY_CURRENT_USER,
            w!("Software\\Fabrikam\\Viewer"),
            0,
            null(),
            REG_OPTION_NON_VOLATILE,
            KEY_WRITE,
            null(),
            &mut hkey,
            null_mut(),
        )
    } != 0
    {
        return false;
    }
    unsafe {
        RegQueryValueExW(
            hkey,
            w!("InstallPath"),
            null(),
            null_mut(),
            null_mut(),
            null_mut(),
        );
    }
    unsafe {
        RegCloseKey(hkey);
    }
    true
}

fn refresh_position() -> bool {
    let mut app_key: HKEY = null_mut();
    if unsafe {
        RegOpenKeyExW(
            HKEY_CURRENT_USER,
            w!("Software\\Contoso\\Print\\Queues"),
            0,
            KEY_READ,
            &mut app_key,
        )
    } != 0
    {
        if unsafe {
            RegOpenKeyExW(
                HKEY_CURRENT_USER,
                w!("Software\\Contoso\\Orders"),
                0,
                KEY_READ,
                &mut app_key,
            )
        } != ERROR_SUCCESS
        {
            return false;
        }
    }
    let good = unsafe { RegDeleteValueW(app_key, w!("Theme")) } == 0;
    trace("InstallPath");
    good
}

fn check_policies(names: &[&str]) -> u32 {
    let mut found = 0;
    for name in names {
        trace(name);
        let mut app_key: HKEY = null_mut();
        if unsafe {
            RegOpenKeyExW(
                HKEY_LOCAL_MACHINE,
                w!("Software\\Contoso\\Print\\Queues"),
                0,
                KEY_READ,
                &mut app_key,
            )
        } != 0
        {
            continue;
        }
        if unsafe { RegFlushKey(app_key) } != 0 {
            unsafe {
                RegCloseKey(app_key);
            }
            continue;
        }
        found += 1;
        unsafe {
            RegCloseKey(app_key);
        }
    }
    found
}

fn update_settings() -> bool {
    let mut root_key = null_mut();
    let mut sub_key: HKEY = null_mut();
    if unsafe {
        RegOpenKeyExW(
            HKEY_LOCAL_MACHINE,
            w!("Network"),
            0,
            KEY_READ,
            &mut root_key,
        )
    } != ERROR_SUCCESS
    {
        return false;
    }
    if unsafe {
        RegCreateKeyExW(
            HKEY_CURRENT_USER,
            w!("Software\\Tailspin\\Launcher\\History"),
            0,
            null(),
            REG_OPTION_NON_VOLATILE,
            KEY_WRITE,
            null(),
            &mut sub_key,
            null_mut(),
        )
    } != ERROR_SUCCESS
    {
        unsafe { _ = RegCloseKey(root_key) };
        return false;
    }
    unsafe {
        RegDeleteValueW(root_key, w!("Enabled"));
        RegQueryValueExW(
            sub_key,
            w!("LogLevel"),
            null(),
            null_mut(),
            null_mut(),
            null_mut(),
        );
    }
    unsafe {
        let _ = RegCloseKey(sub_key);
    }
    unsafe {
        let _ = RegCloseKey(root_key);
    }
    true
}

fn collect_position() -> bool {
    let mut hkey: HKEY = null_mut();
    let mut second = null_mut();
    if unsafe {
        RegOpenKeyExW(
            HKEY_USERS,
            w!("Control Panel\\Desktop"),
            0,
            KEY_READ,
            &mut hkey,
        )
    } != 0
    {
        return false;
    }
    if unsafe {
        RegCreateKeyExW(
            HKEY_LOCAL_MACHINE,
            w!("Software\\Tailspin\\Launcher\\History"),
            0,
            null(),
            REG_OPTION_NON_VOLATILE,
            KEY_WRITE,
            null(),
            &mut second,
            null_mut(),
        )
    } != ERROR_SUCCESS
    {
        unsafe { _ = RegCloseKey(hkey) };
        return false;
    }
    unsafe {
        RegFlushKey(hkey);
        RegDeleteValueW(second, w!("Position"));
    }
    unsafe {
        let _ = RegCloseKey(second);
    }
    unsafe {
        let _ = RegCloseKey(hkey);
    }
    true
}
