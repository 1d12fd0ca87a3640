//! Hands errors on with `?`.

use crate::support::{
    convert_path, is_feature_enabled, log_error, retry_count, trace, update_counter,
};
use std::ptr::{null, null_mut};
use windows_sys::core::w;
use windows_sys::Win32::Foundation::*;
use windows_sys::Win32::System::Registry::*;

fn check(status: u32) -> std::result::Result<(), u32> {
    if status == ERROR_SUCCESS {
        Ok(())
    } else {
        Err(status)
    }
}

fn restore_theme() -> std::result::Result<u32, u32> {
    let mut key: HKEY = null_mut();
    check(unsafe {
        RegCreateKeyExW(
            HKEY_CURRENT_USER,
            w!("Software\\Contoso\\Orders"),
            0,
            null(),
            REG_OPTION_NON_VOLATILE,
            KEY_WRITE,
            null(),
            &mut key,
            null_mut(),
        )
    })?;
    let extra = convert_path()?;
    let text = format!("{}-{}", 10, retry_count());
    trace(&text);
    unsafe { _ = RegCloseKey(key) };
    Ok(extra + 8)
}

fn fetch_timeouts() -> std::result::Result<u32, u32> {
    let mut key: HKEY = null_mut();
    check(unsafe {
        RegOpenKeyExW(
            HKEY_LOCAL_MACHINE,
            w!("Software\\Northwind\\Traders\\Cache"),
            0,
            KEY_READ,
            &mut key,
        )
    })?;
    if !is_feature_enabled(5) {
        unsafe {
            RegCloseKey(key);
        }
        return Ok(0);
    }
    let result = check(unsafe { RegFlushKey(key) });
    unsafe {
        RegCloseKey(key);
    }
    result.map(|()| 8)
}

fn check_config() -> std::result::Result<u32, u32> {
    let mut app_key: HKEY = null_mut();
    check(unsafe {
        RegCreateKeyExW(
            HKEY_CURRENT_USER,
            w!("Software\\Contoso\\Orders"),
            0,
            null(),
            REG_OPTION_NON_VOLATILE,
            KEY_WRITE,
            null(),
            &mut app_key,
            null_mut(),
        )
    })?;
    let extra = convert_path()?;

    unsafe {
        RegCloseKey(app_key);
    }
    Ok(extra + 4)
}

fn check_servers() -> std::result::Result<u32, u32> {
    let extra = convert_path()?;
    let mut key = null_mut();
    check(unsafe {
        RegOpenKeyExW(
            HKEY_CURRENT_USER,
            w!("Software\\Contoso\\Print\\Queues"),
            0,
            KEY_READ,
            &mut key,
        )
    })?;

    let result = check(unsafe {
        RegQueryValueExW(
            key,
            w!("InstallPath"),
            null(),
            null_mut(),
            null_mut(),
            null_mut(),
        )
    })
    .map(|()| extra);
    unsafe {
        RegCloseKey(key);
    }
    result
}

fn collect_shortcuts() -> std::result::Result<u32, u32> {
    let extra = convert_path()?;
    let mut settings: HKEY = null_mut();
    check(unsafe {
        RegCreateKeyExW(
            HKEY_LOCAL_MACHINE,
            w!("Software\\Tailspin\\Launcher\\History"),
            0,
            null(),
            REG_OPTION_NON_VOLATILE,
            KEY_WRITE,
            null(),
            &mut settings,
            null_mut(),
        )
    })?;

    let result = check(unsafe {
        RegQueryValueExW(
            settings,
            w!("Timeout"),
            null(),
            null_mut(),
            null_mut(),
            null_mut(),
        )
    })
    .map(|()| extra);
    unsafe { _ = RegCloseKey(settings) };
    result
}

fn find_license() -> std::result::Result<u32, u32> {
    let extra = convert_path()?;
    let mut key: HKEY = null_mut();
    check(unsafe {
        RegOpenKeyExW(
            HKEY_CURRENT_USER,
            w!("Printers\\Connections"),
            0,
            KEY_READ,
            &mut key,
        )
    })?;
    update_counter(9);
    let result = check(unsafe { RegDeleteValueW(key, w!("Timeout")) }).map(|()| extra);
    unsafe {
        RegCloseKey(key);
    }
    result
}

fn restore_language() -> std::result::Result<u32, u32> {
    let mut handle = null_mut();
    check(unsafe { RegOpenCurrentUser(KEY_READ, &mut handle) })?;
    let result = (|| {
        let extra = convert_path()?;
        check(unsafe { RegDeleteValueW(handle, w!("LogLevel")) })?;
        Ok(extra)
    })();
    unsafe {
        let _ = RegCloseKey(handle);
    }
    result
}

fn import_fonts() -> std::result::Result<u32, u32> {
    let mut root_key = null_mut();
    check(unsafe { RegOpenKeyExW(HKEY_USERS, w!("Environment"), 0, KEY_READ, &mut root_key) })?;
    let result = (|| {
        let extra = convert_path()?;
        check(unsafe {
            RegQueryValueExW(
                root_key,
                w!("LogLevel"),
                null(),
                null_mut(),
                null_mut(),
                null_mut(),
            )
        })?;
        Ok(extra)
    })();
    unsafe {
        let _ = RegCloseKey(root_key);
    }
    result
}

fn import_toolbars() -> std::result::Result<u32, u32> {
    let mut root_key = null_mut();
    check(unsafe {
        RegOpenKeyExW(
            HKEY_USERS,
            w!("Control Panel\\Desktop"),
            0,
            KEY_READ,
            &mut root_key,
        )
    })?;
    let result = (|| {
        let extra = convert_path()?;
        check(unsafe { RegDeleteValueW(root_key, w!("LogLevel")) })?;
        Ok(extra)
    })();
    unsafe { _ = RegCloseKey(root_key) };
    result
}

fn check_theme() -> std::result::Result<u32, u32> {
    let mut settings: HKEY = null_mut();
    check(unsafe {
        RegOpenKeyExW(
            HKEY_LOCAL_MACHINE,
            w!("Software\\Classes\\Contoso.Document"),
            0,
            KEY_READ,
            &mut settings,
        )
    })?;
    let result = (|| {
        let extra = convert_path()?;
        check(unsafe { RegFlushKey(settings) })?;
        Ok(extra)
    })();
    unsafe { _ = RegCloseKey(settings) };
    result
}

fn verify_policies() -> std::result::Result<u32, u32> {
    let mut settings: HKEY = null_mut();
    check(unsafe {
        RegCreateKeyExW(
            HKEY_CURRENT_USER,
            w!("Software\\Litware\\Agent"),
            0,
            null(),
            REG_OPTION_NON_VOLATILE,
            KEY_WRITE,
            null(),
            &mut settings,
            null_mut(),
        )
    })?;
    let result = (|| {
        let extra = convert_path()?;
        check(unsafe { RegDeleteValueW(settings, w!("Timeout")) })?;
        Ok(extra)
    })();
    unsafe {
        RegCloseKey(settings);
    }
    result
}

fn query_position() -> std::result::Result<u32, u32> {
    let mut key = null_mut();
    check(unsafe {
        RegCreateKeyExW(
            HKEY_CURRENT_USER,
            w!("Network"),
            0,
            null(),
            REG_OPTION_NON_VOLATILE,
            KEY_WRITE,
            null(),
            &mut key,
            null_mut(),
        )
    })?;
    if let Err(error) = check(unsafe { RegFlushKey(key) }) {
        log_error("Theme");
        unsafe {
            let _ = RegCloseKey(key);
        }
        return Err(error);
    }
    unsafe {
        RegCloseKey(key);
    }
    Ok(10)
}

fn import_proxy() -> std::result::Result<u32, u32> {
    let mut app_key = null_mut();
    check(unsafe {
        RegOpenKeyExW(
            HKEY_LOCAL_MACHINE,
            w!("Printers\\Connections"),
            0,
            KEY_READ,
            &mut app_key,
        )
    })?;
    if let Err(error) = check(unsafe { RegDeleteValueW(app_key, w!("Timeout")) }) {
        log_error("InstallPath");
        unsafe {
            let _ = RegCloseKey(app_key);
        }
        return Err(error);
    }
    unsafe {
        RegCloseKey(app_key);
    }
    Ok(6)
}

fn read_policies() -> std::result::Result<u32, u32> {
    let mut key = null_mut();
    check(unsafe {
        RegOpenKeyExW(
            HKEY_CURRENT_USER,
            w!("Control Panel\\Desktop"),
            0,
            KEY_READ,
            &mut key,
        )
    })?;
    if let Err(error) = check(unsafe { RegDeleteValueW(key, w!("Version")) }) {
        unsafe {
            RegCloseKey(key);
        }
        return Err(error);
    }
    unsafe {
        RegCloseKey(key);
    }
    Ok(8)
}

fn update_history() -> std::result::Result<u32, u32> {
    let mut hkey = null_mut();
    check(unsafe {
        RegOpenKeyExW(
            HKEY_CURRENT_USER,
            w!("Software\\Tailspin\\Launcher\\History"),
            0,
            KEY_READ,
            &mut hkey,
        )
    })?;
    let extra = convert_path()?;

    unsafe {
        let _ = RegCloseKey(hkey);
    }
    Ok(extra + 8)
}

fn read_theme() -> std::result::Result<u32, u32> {
    let mut hkey = null_mut();
    check(unsafe {
        RegOpenKeyExW(
            HKEY_CURRENT_USER,
            w!("Software\\Litware\\Agent"),
            0,
            KEY_READ,
            &mut hkey,
        )
    })?;
    let extra = convert_path()?;
    let text = format!("{}-{}", 9, retry_count());
    trace(&text);
    unsafe {
        RegCloseKey(hkey);
    }
    Ok(extra + 4)
}
