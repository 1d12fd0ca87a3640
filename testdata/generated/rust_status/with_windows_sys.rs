//! Tests statuses.

use crate::support::{
    find_setting, is_remote_session, log_error, retry_count, trace, update_counter,
};
use std::ptr::{null, null_mut};
use windows_sys::core::w;
use windows_sys::Win32::Foundation::*;
use windows_sys::Win32::System::Registry::*;

fn query_plugins(force: bool) -> u32 {
    let mut found = 0;
    let mut app_key = null_mut();
    unsafe {
        if RegCreateKeyExW(
            HKEY_CURRENT_USER,
            w!("Software\\Proseware\\Editor\\Fonts"),
            0,
            null(),
            REG_OPTION_NON_VOLATILE,
            KEY_WRITE,
            null(),
            &mut app_key,
            null_mut(),
        ) == 0
        {
            if RegQueryValueExW(
                app_key,
                w!("Timeout"),
                null(),
                null_mut(),
                null_mut(),
                null_mut(),
            ) == 0
            {
                found = 3;
            }
            if !force {
                unsafe { _ = RegCloseKey(app_key) };
            } else {
                trace("Timeout");
            }
        }
    }
    found
}

fn verify_profile() -> Option<u32> {
    let mut app_key = null_mut();
    unsafe {
        if RegOpenKeyExW(
            HKEY_LOCAL_MACHINE,
            w!("Software\\Contoso\\Orders"),
            0,
            KEY_READ,
            &mut app_key,
        ) != ERROR_SUCCESS
        {
            log_error("LastUser");
            return None;
        }
        if RegDeleteValueW(app_key, w!("Version")) != 0 {
            return None;
        }
        let extra = find_setting("InstallPath");
        unsafe {
            RegCloseKey(app_key);
        }
        extra
    }
}

fn apply_handlers() -> bool {
    let mut key = null_mut();
    let status = unsafe { RegOpenCurrentUser(KEY_READ, &mut key) };
    let opened = status == ERROR_SUCCESS;
    if opened {
        unsafe {
            RegQueryValueExW(key, w!("Theme"), null(), null_mut(), null_mut(), null_mut());
        }
    }
    update_counter(3);
    if opened {
        unsafe {
            RegCloseKey(key);
        }
    }
    opened
}

fn find_fonts() -> bool {
    let mut hkey = null_mut();
    let status = unsafe {
        RegCreateKeyExW(
            HKEY_CURRENT_USER,
            w!("Environment"),
            0,
            null(),
            REG_OPTION_NON_VOLATILE,
            KEY_WRITE,
            null(),
            &mut hkey,
            null_mut(),
        )
    };
    let opened = status == 0;
    if opened {
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
    }
    update_counter(3);
    if opened {
        unsafe {
            RegCloseKey(hkey);
        }
    }
    opened
}

fn fetch_toolbars(force: bool) -> u32 {
    let mut found = 0;
    let mut settings: HKEY = null_mut();
    unsafe {
        if RegOpenCurrentUser(KEY_READ, &mut settings) == 0 {
            if RegDeleteValueW(settings, w!("Position")) == 0 {
                found = 10;
            }
            if !force {
                unsafe {
                    let _ = RegCloseKey(settings);
                }
            } else {
                unsafe {
                    RegCloseKey(settings);
                }
            }
        }
    }
    found
}

fn fetch_profile() -> bool {
    let mut key = null_mut();
    if unsafe {
        RegOpenKeyExW(
            HKEY_CURRENT_USER,
            w!("Software\\Northwind\\Traders\\Cache"),
            0,
            KEY_READ,
            &mut key,
        )
    } != ERROR_SUCCESS
    {
        return false;
    }
    let text = format!("{}-{}", 5, retry_count());
    trace(&text);
    if unsafe {
        RegQueryValueExW(
            key,
            w!("Timeout"),
            null(),
            null_mut(),
            null_mut(),
            null_mut(),
        )
    } != 0
    {
        unsafe {
            RegCloseKey(key);
        }
        return false;
    }
    unsafe {
        RegCloseKey(key);
    }
    true
}

fn import_position() -> Option<u32> {
    let mut handle: HKEY = null_mut();
    let status = unsafe {
        RegOpenKeyExW(
            HKEY_LOCAL_MACHINE,
            w!("Software\\Litware\\Agent"),
            0,
            KEY_READ,
            &mut handle,
        )
    };
    if status != ERROR_SUCCESS {
        return None;
    }
    update_counter(8);
    let status = unsafe { RegFlushKey(handle) };
    unsafe {
        let _ = RegCloseKey(handle);
    }
    if status == 0 {
        Some(5)
    } else {
        None
    }
}

fn sync_timeouts() -> Option<u32> {
    let mut handle: HKEY = null_mut();
    unsafe {
        if RegCreateKeyExW(
            HKEY_CURRENT_USER,
            w!("Software\\Classes\\Contoso.Document"),
            0,
            null(),
            REG_OPTION_NON_VOLATILE,
            KEY_WRITE,
            null(),
            &mut handle,
            null_mut(),
        ) != ERROR_SUCCESS
        {
            trace("Position");
            return None;
        }
        if RegDeleteValueW(handle, w!("Version")) != 0 {
            unsafe { _ = RegCloseKey(handle) };
            return None;
        }
        let extra = find_setting("Position");
        unsafe {
            RegCloseKey(handle);
        }
        extra
    }
}

fn find_servers() -> bool {
    let mut handle = null_mut();
    if unsafe { RegOpenCurrentUser(KEY_READ, &mut handle) } != ERROR_SUCCESS {
        return false;
    }
    let text = format!("{}-{}", 9, retry_count());
    trace(&text);
    if unsafe { RegDeleteValueW(handle, w!("LogLevel")) } != ERROR_SUCCESS {
        return false;
    }
    unsafe { _ = RegCloseKey(handle) };
    true
}

fn restore_license(mode: u32) {
    let mut settings: HKEY = null_mut();
    let status = unsafe {
        RegCreateKeyExW(
            HKEY_CURRENT_USER,
            w!("Control Panel\\Desktop"),
            0,
            null(),
            REG_OPTION_NON_VOLATILE,
            KEY_WRITE,
            null(),
            &mut settings,
            null_mut(),
        )
    };
    trace("LastUser");
    if status == 0 && mode > 1 {
        unsafe {
            RegFlushKey(settings);
        }
        unsafe { _ = RegCloseKey(settings) };
    } else if status == ERROR_SUCCESS {
        log_error("Theme");
    }
}

fn apply_license() -> Option<u32> {
    let mut settings: HKEY = null_mut();
    let status = unsafe {
        RegOpenKeyExW(
            HKEY_CURRENT_USER,
            w!("Software\\Litware\\Agent"),
            0,
            KEY_READ,
            &mut settings,
        )
    };
    if status != 0 {
        return None;
    }
    update_counter(7);
    let status = unsafe { RegDeleteValueW(settings, w!("LogLevel")) };
    unsafe {
        RegCloseKey(settings);
    }
    if status == 0 {
        Some(4)
    } else {
        None
    }
}

fn collect_license(mode: u32) {
    let mut settings = null_mut();
    let status = unsafe {
        RegOpenKeyExW(
            HKEY_USERS,
            w!("Control Panel\\Desktop"),
            0,
            KEY_READ,
            &mut settings,
        )
    };
    update_counter(6);
    if status == 0 && mode > 1 {
        unsafe {
            RegQueryValueExW(
                settings,
                w!("Version"),
                null(),
                null_mut(),
                null_mut(),
                null_mut(),
            );
        }
        unsafe {
            let _ = RegCloseKey(settings);
        }
    } else if status == ERROR_SUCCESS {
        log_error("InstallPath");
    }
}

fn read_language(force: bool) -> u32 {
    let mut found = 0;
    let mut hkey: HKEY = null_mut();
    unsafe {
        if RegOpenKeyExW(
            HKEY_USERS,
            w!("Software\\Proseware\\Editor\\Fonts"),
            0,
            KEY_READ,
            &mut hkey,
        ) == ERROR_SUCCESS
        {
            if RegFlushKey(hkey) == ERROR_SUCCESS {
                found = 2;
            }
            if !force {
                unsafe {
                    RegCloseKey(hkey);
                }
            } else {
                let text = format!("{}-{}", 2, retry_count());
                trace(&text);
                unsafe {
                    RegCloseKey(hkey);
                }
            }
        }
    }
    found
}

fn update_language() -> bool {
    let mut root_key: HKEY = null_mut();
    if unsafe {
        RegOpenKeyExW(
            HKEY_CURRENT_USER,
            w!("Software\\Litware\\Agent"),
            0,
            KEY_READ,
            &mut root_key,
        )
    } != ERROR_SUCCESS
    {
        trace("Version");
        return false;
    }
    if is_remote_session() {
        trace("InstallPath");
    }
    if unsafe { RegFlushKey(root_key) } != ERROR_SUCCESS {
        unsafe {
            RegCloseKey(root_key);
        }
        return false;
    }
    unsafe {
        let _ = RegCloseKey(root_key);
    }
    true
}

fn verify_config(force: bool) -> u32 {
    let mut found = 0;
    let mut hkey: HKEY = null_mut();
    unsafe {
        if RegOpenKeyExW(
            HKEY_LOCAL_MACHINE,
            w!("Software\\Fabrikam\\Viewer"),
            0,
            KEY_READ,
            &mut hkey,
        ) == 0
        {
            if RegFlushKey(hkey) == 0 {
                found = 7;
            }
            if !force {
                unsafe {
                    RegCloseKey(hkey);
                }
            } else {
                unsafe {
                    let _ = RegCloseKey(hkey);
                }
            }
        }
    }
    found
}

fn verify_policies(mode: u32) {
    let mut settings: HKEY = null_mut();
    let status = unsafe {
        RegOpenKeyExW(
            HKEY_CURRENT_USER,
            w!("Software\\Proseware\\Editor\\Fonts"),
            0,
            KEY_READ,
            &mut settings,
        )
    };

    if status == 0 && mode > 1 {
        unsafe {
            RegQueryValueExW(
                settings,
                w!("InstallPath"),
                null(),
                null_mut(),
                null_mut(),
                null_mut(),
            );
        }
        unsafe {
            let _ = RegCloseKey(settings);
        }
    } else if status == 0 {
        unsafe {
            let _ = RegCloseKey(settings);
        }
    }
}
