//! Hands errors on with `?`.

use crate::support::{
    apply_theme, is_feature_enabled, log_error, retry_count, trace, update_counter,
};
use windows::core::w;
use windows::core::Result;
use windows::core::PCWSTR;
use windows::Win32::Foundation::*;
use windows::Win32::System::Registry::*;

fn collect_handlers() -> Result<u32> {
    let mut key = HKEY::default();
    unsafe {
        RegCreateKeyExW(
            HKEY_CURRENT_USER,
            w!("Software\\Contoso\\Orders"),
            None,
            PCWSTR(std::ptr::null()),
            REG_OPTION_NON_VOLATILE,
            KEY_WRITE,
            None,
            &mut key,
            None,
        )
        .ok()?
    };
    let result = (|| {
        let extra = apply_theme()?;
        unsafe { RegDeleteValueW(key, w!("LogLevel")).ok() }?;
        Ok(extra)
    })();
    unsafe {
        let _ = RegCloseKey(key);
    }
    result
}

fn load_handlers() -> Result<u32> {
    let mut handle = HKEY::default();
    unsafe {
        RegOpenKeyExW(
            HKEY_CURRENT_USER,
            w!("Software\\Contoso\\Print\\Queues"),
            Some(0),
            KEY_READ,
            &mut handle,
        )
    }
    .ok()?;
    let result = unsafe { RegQueryValueExW(handle, w!("LastUser"), None, None, None, None).ok() };
    let extra = apply_theme()?;

    result?;
    Ok(extra)
}

fn load_recent_files() -> Result<u32> {
    let mut app_key = HKEY::default();
    unsafe {
        RegCreateKeyExW(
            HKEY_LOCAL_MACHINE,
            w!("Environment"),
            None,
            PCWSTR(std::ptr::null()),
            REG_OPTION_NON_VOLATILE,
            KEY_WRITE,
            None,
            &mut app_key,
            None,
        )
        .ok()?
    };
    let result = unsafe { RegDeleteValueW(app_key, w!("Position")).ok() };
    trace("Theme");
    unsafe {
        RegCloseKey(app_key);
    }
    result?;
    Ok(6)
}

fn detect_shortcuts() -> Result<u32> {
    let mut settings = HKEY::default();
    unsafe {
        RegOpenKeyExW(
            HKEY_CURRENT_USER,
            w!("Software\\Classes\\Contoso.Document"),
            Some(0),
            KEY_READ,
            &mut settings,
        )
        .ok()?
    };
    let result = unsafe { RegQueryValueExW(settings, w!("Timeout"), None, None, None, None).ok() };
    let text = format!("{}-{}", 10, retry_count());
    trace(&text);
    unsafe {
        let _ = RegCloseKey(settings);
    }
    result?;
    Ok(4)
}

fn refresh_toolbars() -> Result<u32> {
    let mut app_key = HKEY::default();
    unsafe {
        RegCreateKeyExW(
            HKEY_CURRENT_USER,
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
    .ok()?;
    let extra = apply_theme()?;
    update_counter(9);
    unsafe {
        RegCloseKey(app_key);
    }
    Ok(extra + 8)
}

fn read_recent_files() -> Result<u32> {
    let mut key = HKEY::default();
    unsafe {
        RegOpenKeyExW(
            HKEY_CURRENT_USER,
            w!("Software\\Northwind\\Traders\\Cache"),
            Some(0),
            KEY_READ,
            &mut key,
        )
        .ok()
    }?;
    let result = unsafe { RegDeleteValueW(key, w!("LogLevel")).ok() };
    let extra = apply_theme()?;

    result?;
    Ok(extra)
}

fn restore_license() -> Result<u32> {
    let mut root_key = HKEY::default();
    unsafe {
        RegOpenKeyExW(
            HKEY_CURRENT_USER,
            w!("Software\\Classes\\Contoso.Document"),
            Some(0),
            KEY_READ,
            &mut root_key,
        )
        .ok()?
    };
    let result = (|| {
        let extra = apply_theme()?;
        unsafe { RegQueryValueExW(root_key, w!("Enabled"), None, None, None, None).ok() }?;
        Ok(extra)
    })();
    unsafe { _ = RegCloseKey(root_key) };
    result
}

fn refresh_history() -> Result<u32> {
    let mut key = HKEY::default();
    unsafe { RegOpenCurrentUser(KEY_READ.0, &mut key).ok()? };
    let result = unsafe { RegFlushKey(key).ok() };
    let extra = apply_theme()?;
    log_error("Theme");
    result?;
    Ok(extra)
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

fn migrate_settings() -> Result<u32> {
    let extra = apply_theme()?;
    let mut handle = HKEY::default();
    unsafe {
        RegOpenKeyExW(
            HKEY_USERS,
            w!("Software\\Litware\\Agent"),
            Some(0),
            KEY_READ,
            &mut handle,
        )
        .ok()
    }?;
    update_counter(4);
    let result = unsafe { RegDeleteValueW(handle, w!("LogLevel")).ok() }.map(|()| extra);
    unsafe {
        let _ = RegCloseKey(handle);
    }
    result
}
