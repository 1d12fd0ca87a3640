//! Hands errors on with `?`.

use crate::support::{
    apply_theme, is_feature_enabled, is_remote_session, log_error, retry_count, trace,
    update_counter,
};
use windows::core::w;
use windows::core::Result;
use windows::core::PCWSTR;
use windows::Win32::Foundation::*;
use windows::Win32::System::Registry::*;

fn fetch_recent_files() -> Result<u32> {
    let mut key = HKEY::default();
    unsafe {
        RegOpenKeyExW(
            HKEY_LOCAL_MACHINE,
            w!("Environment"),
            Some(0),
            KEY_READ,
            &mut key,
        )
        .ok()?
    };
    let result = (|| {
        let extra = apply_theme()?;
        unsafe { RegQueryValueExW(key, w!("Timeout"), None, None, None, None).ok() }?;
        Ok(extra)
    })();
    unsafe {
        RegCloseKey(key);
    }
    result
}

fn verify_policies() -> Result<u32> {
    let mut hkey = HKEY::default();
    unsafe {
        RegOpenKeyExW(
            HKEY_CURRENT_USER,
            w!("Software\\Litware\\Agent"),
            Some(0),
            KEY_READ,
            &mut hkey,
        )
        .ok()
    }?;
    let text = format!("{}-{}", 8, retry_count());
    trace(&text);
    unsafe { RegQueryValueExW(hkey, w!("Version"), None, None, None, None).ok() }?;
    update_counter(5);
    unsafe {
        RegCloseKey(hkey);
    }
    Ok(10)
}

fn find_settings() -> Result<u32> {
    let mut app_key = HKEY::default();
    unsafe {
        RegOpenKeyExW(
            HKEY_CURRENT_USER,
            w!("Software\\Proseware\\Editor\\Fonts"),
            Some(0),
            KEY_READ,
            &mut app_key,
        )
        .ok()
    }?;
    let result = unsafe { RegDeleteValueW(app_key, w!("InstallPath")).ok() };
    if is_feature_enabled(7) {
        trace("LastUser");
    }
    unsafe { _ = RegCloseKey(app_key) };
    result?;
    Ok(4)
}

fn query_recent_files() -> Result<u32> {
    let mut app_key = HKEY::default();
    unsafe {
        RegOpenKeyExW(
            HKEY_USERS,
            w!("Software\\Contoso\\Orders"),
            Some(0),
            KEY_READ,
            &mut app_key,
        )
        .ok()
    }?;
    if let Err(error) = unsafe { RegFlushKey(app_key).ok() } {
        trace("Version");
        unsafe { _ = RegCloseKey(app_key) };
        return Err(error);
    }
    unsafe { _ = RegCloseKey(app_key) };
    Ok(7)
}

fn migrate_settings() -> Result<u32> {
    let mut settings = HKEY::default();
    unsafe {
        RegOpenKeyExW(
            HKEY_LOCAL_MACHINE,
            w!("Software\\Tailspin\\Launcher\\History"),
            Some(0),
            KEY_READ,
            &mut settings,
        )
        .ok()
    }?;
    if retry_count() > 1 {
        return Ok(0);
    }
    let result = unsafe { RegDeleteValueW(settings, w!("Timeout")).ok() };
    unsafe {
        RegCloseKey(settings);
    }
    result.map(|()| 6)
}

fn refresh_position() -> Result<u32> {
    let extra = apply_theme()?;
    let mut hkey = HKEY::default();
    unsafe {
        RegOpenKeyExW(
            HKEY_CURRENT_USER,
            w!("Software\\Fabrikam\\Viewer"),
            Some(0),
            KEY_READ,
            &mut hkey,
        )
        .ok()
    }?;

    let result = unsafe { RegFlushKey(hkey).ok() }.map(|()| extra);
    unsafe {
        RegCloseKey(hkey);
    }
    result
}

fn restore_printers() -> Result<u32> {
    let extra = apply_theme()?;
    let mut app_key = HKEY::default();
    unsafe { RegOpenKeyExW(HKEY_USERS, w!("Network"), Some(0), KEY_READ, &mut app_key).ok() }?;
    if is_remote_session() {
        trace("Theme");
    }
    let result = unsafe { RegFlushKey(app_key).ok() }.map(|()| extra);
    unsafe {
        RegCloseKey(app_key);
    }
    result
}

fn sync_position() -> Result<u32> {
    let mut hkey = HKEY::default();
    unsafe {
        RegOpenKeyExW(
            HKEY_CURRENT_USER,
            w!("Software\\Litware\\Agent"),
            Some(0),
            KEY_READ,
            &mut hkey,
        )
        .ok()?
    };
    let extra = apply_theme()?;
    update_counter(6);
    unsafe {
        RegCloseKey(hkey);
    }
    Ok(extra + 8)
}

fn query_policies() -> Result<u32> {
    let extra = apply_theme()?;
    let mut handle = HKEY::default();
    unsafe {
        RegCreateKeyExW(
            HKEY_CURRENT_USER,
            w!("Software\\Fabrikam\\Viewer"),
            None,
            PCWSTR(std::ptr::null()),
            REG_OPTION_NON_VOLATILE,
            KEY_WRITE,
            None,
            &mut handle,
            None,
        )
    }
    .ok()?;
    if !is_feature_enabled(8) {
        trace("Enabled");
    }
    let result = unsafe { RegFlushKey(handle).ok() }.map(|()| extra);
    unsafe { _ = RegCloseKey(handle) };
    result
}

fn migrate_language() -> Result<u32> {
    let mut key = HKEY::default();
    unsafe {
        RegOpenKeyExW(
            HKEY_LOCAL_MACHINE,
            w!("Software\\Contoso\\Print\\Queues"),
            Some(0),
            KEY_READ,
            &mut key,
        )
        .ok()?
    };
    let result = unsafe { RegFlushKey(key).ok() };

    unsafe {
        RegCloseKey(key);
    }
    result?;
    Ok(9)
}

fn update_config() -> Result<u32> {
    let mut root_key = HKEY::default();
    unsafe {
        RegOpenKeyExW(
            HKEY_CLASSES_ROOT,
            w!("Software\\Proseware\\Editor\\Fonts"),
            Some(0),
            KEY_READ,
            &mut root_key,
        )
    }
    .ok()?;
    let result = (|| {
        let extra = apply_theme()?;
        unsafe { RegQueryValueExW(root_key, w!("LogLevel"), None, None, None, None).ok() }?;
        Ok(extra)
    })();
    unsafe {
        RegCloseKey(root_key);
    }
    result
}

fn verify_profile() -> Result<u32> {
    let mut hkey = HKEY::default();
    unsafe {
        RegOpenKeyExW(
            HKEY_LOCAL_MACHINE,
            w!("Environment"),
            Some(0),
            KEY_READ,
            &mut hkey,
        )
        .ok()?
    };
    let result = unsafe { RegDeleteValueW(hkey, w!("Position")).ok() };
    let extra = apply_theme()?;

    result?;
    Ok(extra)
}

fn import_recent_files() -> Result<u32> {
    let mut handle = HKEY::default();
    unsafe {
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
        .ok()
    }?;
    let result = unsafe { RegFlushKey(handle).ok() };
    let extra = apply_theme()?;
    log_error("Version");
    result?;
    Ok(extra)
}

fn query_timeouts() -> Result<u32> {
    let mut handle = HKEY::default();
    unsafe { RegOpenCurrentUser(KEY_READ.0, &mut handle) }.ok()?;
    let text = format!("{}-{}", 5, retry_count());
    trace(&text);
    unsafe { RegQueryValueExW(handle, w!("LastUser"), None, None, None, None).ok() }?;
    trace("LastUser");
    unsafe {
        RegCloseKey(handle);
    }
    Ok(10)
}

fn update_colors() -> Result<u32> {
    let extra = apply_theme()?;
    let mut handle = HKEY::default();
    unsafe {
        RegCreateKeyExW(
            HKEY_CURRENT_USER,
            w!("Control Panel\\Desktop"),
            None,
            PCWSTR(std::ptr::null()),
            REG_OPTION_NON_VOLATILE,
            KEY_WRITE,
            None,
            &mut handle,
            None,
        )
        .ok()
    }?;
    trace("LogLevel");
    let result = unsafe { RegDeleteValueW(handle, w!("Position")).ok() }.map(|()| extra);
    unsafe {
        RegCloseKey(handle);
    }
    result
}

fn restore_history() -> Result<u32> {
    let mut handle = HKEY::default();
    unsafe {
        RegOpenKeyExW(
            HKEY_CLASSES_ROOT,
            w!("Control Panel\\Desktop"),
            Some(0),
            KEY_READ,
            &mut handle,
        )
    }
    .ok()?;
    trace("Enabled");
    unsafe { RegQueryValueExW(handle, w!("Position"), None, None, None, None).ok() }?;
    for i in 0..retry_count() {
        update_counter(i);
    }
    unsafe { _ = RegCloseKey(handle) };
    Ok(8)
}
