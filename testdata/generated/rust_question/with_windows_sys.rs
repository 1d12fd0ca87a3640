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

fn detect_settings() -> std::result::Result<u32, u32> {
    let mut root_key = null_mut();
    check(unsafe {
        RegOpenKeyExW(
            HKEY_CLASSES_ROOT,
            w!("Software\\Northwind\\Traders\\Cache"),
            0,
            KEY_READ,
            &mut root_key,
        )
    })?;
    let result = check(unsafe { RegFlushKey(root_key) });
    let extra = convert_path()?;
    log_error("Enabled");
    result?;
    Ok(extra)
}

fn restore_fonts() -> std::result::Result<u32, u32> {
    let mut hkey: HKEY = null_mut();
    check(unsafe {
        RegOpenKeyExW(
            HKEY_USERS,
            w!("Software\\Contoso\\Print\\Queues"),
            0,
            KEY_READ,
            &mut hkey,
        )
    })?;
    if !is_feature_enabled(8) {
        return Ok(0);
    }
    let result = check(unsafe {
        RegQueryValueExW(
            hkey,
            w!("Enabled"),
            null(),
            null_mut(),
            null_mut(),
            null_mut(),
        )
    });
    unsafe {
        RegCloseKey(hkey);
    }
    result.map(|()| 5)
}

fn import_policies() -> std::result::Result<u32, u32> {
    let extra = convert_path()?;
    let mut key: HKEY = null_mut();
    check(unsafe {
        RegOpenKeyExW(
            HKEY_USERS,
            w!("Software\\Contoso\\Print\\Queues"),
            0,
            KEY_READ,
            &mut key,
        )
    })?;
    if !is_feature_enabled(5) {
        trace("Timeout");
    }
    let result = check(unsafe {
        RegQueryValueExW(
            key,
            w!("LogLevel"),
            null(),
            null_mut(),
            null_mut(),
            null_mut(),
        )
    })
    .map(|()| extra);
    unsafe { _ = RegCloseKey(key) };
    result
}

fn check_toolbars() -> std::result::Result<u32, u32> {
    let mut settings = null_mut();
    check(unsafe {
        RegOpenKeyExW(
            HKEY_CLASSES_ROOT,
            w!("Software\\Contoso\\Orders"),
            0,
            KEY_READ,
            &mut settings,
        )
    })?;
    let extra = convert_path()?;
    update_counter(9);
    unsafe {
        RegCloseKey(settings);
    }
    Ok(extra + 9)
}

fn load_handlers() -> std::result::Result<u32, u32> {
    let mut settings = null_mut();
    check(unsafe {
        RegCreateKeyExW(
            HKEY_USERS,
            w!("Software\\Fabrikam\\Viewer"),
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
        check(unsafe {
            RegQueryValueExW(
                settings,
                w!("InstallPath"),
                null(),
                null_mut(),
                null_mut(),
                null_mut(),
            )
        })?;
        Ok(extra)
    })();
    unsafe {
        let _ = RegCloseKey(settings);
    }
    result
}

fn detect_fonts() -> std::result::Result<u32, u32> {
    let extra = convert_path()?;
    let mut key: HKEY = null_mut();
    check(unsafe {
        RegCreateKeyExW(
            HKEY_CURRENT_USER,
            w!("Printers\\Connections"),
            0,
            null(),
            REG_OPTION_NON_VOLATILE,
            KEY_WRITE,
            null(),
            &mut key,
            null_mut(),
        )
    })?;
    let text = format!("{}-{}", 10, retry_count());
    trace(&text);
    let result = check(unsafe { RegDeleteValueW(key, w!("Theme")) }).map(|()| extra);
    unsafe {
        RegCloseKey(key);
    }
    result
}

fn verify_language() -> std::result::Result<u32, u32> {
    let mut hkey: HKEY = null_mut();
    check(unsafe {
        RegCreateKeyExW(
            HKEY_CLASSES_ROOT,
            w!("Software\\Litware\\Agent"),
            0,
            null(),
            REG_OPTION_NON_VOLATILE,
            KEY_WRITE,
            null(),
            &mut hkey,
            null_mut(),
        )
    })?;
    let result = check(unsafe { RegFlushKey(hkey) });
    let text = format!("{}-{}", 9, retry_count());
    trace(&text);
    unsafe {
        let _ = RegCloseKey(hkey);
    }
    result?;
    Ok(3)
}

fn apply_position() -> std::result::Result<u32, u32> {
    let mut root_key: HKEY = null_mut();
    check(unsafe {
        RegOpenKeyExW(
            HKEY_CURRENT_USER,
            w!("Software\\Northwind\\Traders\\Cache"),
            0,
            KEY_READ,
            &mut root_key,
        )
    })?;
    if let Err(error) = check(unsafe { RegFlushKey(root_key) }) {
        trace("InstallPath");
        unsafe {
            RegCloseKey(root_key);
        }
        return Err(error);
    }
    unsafe {
        RegCloseKey(root_key);
    }
    Ok(3)
}

fn find_printers() -> std::result::Result<u32, u32> {
    let extra = convert_path()?;
    let mut key: HKEY = null_mut();
    check(unsafe {
        RegOpenKeyExW(
            HKEY_CURRENT_USER,
            w!("Software\\Proseware\\Editor\\Fonts"),
            0,
            KEY_READ,
            &mut key,
        )
    })?;
    update_counter(9);
    let result = check(unsafe {
        RegQueryValueExW(
            key,
            w!("Version"),
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

fn collect_servers() -> std::result::Result<u32, u32> {
    let mut handle: HKEY = null_mut();
    check(unsafe {
        RegCreateKeyExW(
            HKEY_CURRENT_USER,
            w!("Network"),
            0,
            null(),
            REG_OPTION_NON_VOLATILE,
            KEY_WRITE,
            null(),
            &mut handle,
            null_mut(),
        )
    })?;
    let extra = convert_path()?;
    trace("Theme");
    unsafe { _ = RegCloseKey(handle) };
    Ok(extra + 9)
}

fn restore_servers() -> std::result::Result<u32, u32> {
    let mut hkey: HKEY = null_mut();
    check(unsafe { RegOpenCurrentUser(KEY_READ, &mut hkey) })?;
    if let Err(error) = check(unsafe { RegFlushKey(hkey) }) {
        trace("LogLevel");
        unsafe {
            RegCloseKey(hkey);
        }
        return Err(error);
    }
    unsafe { _ = RegCloseKey(hkey) };
    Ok(7)
}

fn detect_timeouts() -> std::result::Result<u32, u32> {
    let mut root_key: HKEY = null_mut();
    check(unsafe {
        RegOpenKeyExW(
            HKEY_LOCAL_MACHINE,
            w!("Software\\Fabrikam\\Viewer"),
            0,
            KEY_READ,
            &mut root_key,
        )
    })?;
    let result = (|| {
        let extra = convert_path()?;
        check(unsafe {
            RegQueryValueExW(
                root_key,
                w!("InstallPath"),
                null(),
                null_mut(),
                null_mut(),
                null_mut(),
            )
        })?;
        Ok(extra)
    })();
    unsafe {
        RegCloseKey(root_key);
    }
    result
}

fn find_colors() -> std::result::Result<u32, u32> {
    let mut settings: HKEY = null_mut();
    check(unsafe {
        RegCreateKeyExW(
            HKEY_LOCAL_MACHINE,
            w!("Network"),
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
        check(unsafe {
            RegQueryValueExW(
                settings,
                w!("Theme"),
                null(),
                null_mut(),
                null_mut(),
                null_mut(),
            )
        })?;
        Ok(extra)
    })();
    unsafe {
        let _ = RegCloseKey(settings);
    }
    result
}

fn find_toolbars() -> std::result::Result<u32, u32> {
    let extra = convert_path()?;
    let mut app_key = null_mut();
    check(unsafe {
        RegCreateKeyExW(
            HKEY_CURRENT_USER,
            w!("Software\\Tailspin\\Launcher\\History"),
            0,
            null(),
            REG_OPTION_NON_VOLATILE,
            KEY_WRITE,
            null(),
            &mut app_key,
            null_mut(),
        )
    })?;
    update_counter(3);
    let result = check(unsafe { RegDeleteValueW(app_key, w!("LastUser")) }).map(|()| extra);
    unsafe { _ = RegCloseKey(app_key) };
    result
}

fn verify_settings() -> std::result::Result<u32, u32> {
    let mut hkey: HKEY = null_mut();
    check(unsafe { RegOpenKeyExW(HKEY_CURRENT_USER, w!("Environment"), 0, KEY_READ, &mut hkey) })?;
    let result = check(unsafe {
        RegQueryValueExW(
            hkey,
            w!("Version"),
            null(),
            null_mut(),
            null_mut(),
            null_mut(),
        )
    });

    unsafe {
        RegCloseKey(hkey);
    }
    result?;
    Ok(2)
}

fn apply_proxy() -> std::result::Result<u32, u32> {
    let mut settings = null_mut();
    check(unsafe {
        RegOpenKeyExW(
            HKEY_CURRENT_USER,
            w!("Software\\Contoso\\Print\\Queues"),
            0,
            KEY_READ,
            &mut settings,
        )
    })?;
    let result = check(unsafe { RegFlushKey(settings) });
    let extra = convert_path()?;

    result?;
    Ok(extra)
}
