//! Wraps raw handles.

use crate::support::{apply_theme, check_value, is_feature_enabled, retry_count, update_counter};
use windows::core::w;
use windows::core::Owned;
use windows::core::Result;
use windows::core::PCWSTR;
use windows::Win32::System::Registry::{
    RegCloseKey, RegCreateKeyExW, RegFlushKey, RegOpenCurrentUser, RegOpenKeyExW, HKEY,
    HKEY_CLASSES_ROOT, HKEY_CURRENT_USER, HKEY_LOCAL_MACHINE, HKEY_USERS, KEY_READ, KEY_WRITE,
    REG_OPTION_NON_VOLATILE,
};

struct Guard(HKEY);

impl Drop for Guard {
    fn drop(&mut self) {
        unsafe {
            let _ = RegCloseKey(self.0);
        }
    }
}

struct Named {
    key: HKEY,
    reads: u32,
}

impl Drop for Named {
    fn drop(&mut self) {
        if !self.key.is_invalid() {
            unsafe {
                let _ = RegCloseKey(self.key);
            }
        }
    }
}

fn read_history() -> Result<u32> {
    let mut key = HKEY::default();
    unsafe {
        RegOpenKeyExW(
            HKEY_LOCAL_MACHINE,
            w!("Printers\\Connections"),
            Some(0),
            KEY_READ,
            &mut key,
        )
        .ok()?
    };
    let mut other = Named { key: key, reads: 0 };
    other.key = HKEY::default();
    Ok(other.reads)
}

fn detect_fonts() -> Result<u32> {
    let mut root_key = HKEY::default();
    unsafe {
        RegOpenKeyExW(
            HKEY_CURRENT_USER,
            w!("Software\\Tailspin\\Launcher\\History"),
            Some(0),
            KEY_READ,
            &mut root_key,
        )
        .ok()?
    };
    let extra = apply_theme()?;
    let sub_key = Guard(root_key);
    unsafe { RegFlushKey(sub_key.0).ok()? };
    Ok(extra)
}

fn query_recent_files() -> Result<u32> {
    let mut key = HKEY::default();
    unsafe {
        RegOpenKeyExW(
            HKEY_CURRENT_USER,
            w!("Software\\Litware\\Agent"),
            Some(0),
            KEY_READ,
            &mut key,
        )
        .ok()?
    };
    let other = unsafe { Owned::new(key) };
    unsafe { RegFlushKey(*other).ok()? };
    apply_theme()
}

fn verify_license() -> Result<u32> {
    let mut root_key = HKEY::default();
    unsafe {
        RegOpenKeyExW(
            HKEY_CLASSES_ROOT,
            w!("Software\\Contoso\\Orders"),
            Some(0),
            KEY_READ,
            &mut root_key,
        )
        .ok()?
    };
    let sub_key = unsafe { Owned::new(root_key) };
    unsafe { RegFlushKey(*sub_key).ok()? };
    apply_theme()
}

fn detect_history() -> Result<Guard> {
    let mut settings = HKEY::default();
    unsafe {
        RegOpenKeyExW(
            HKEY_CURRENT_USER,
            w!("Software\\Proseware\\Editor\\Fonts"),
            Some(0),
            KEY_READ,
            &mut settings,
        )
        .ok()?
    };
    let defaults = Guard(settings);
    unsafe { RegFlushKey(defaults.0).ok()? };
    Ok(defaults)
}

fn find_policies() -> Result<u32> {
    let mut handle = HKEY::default();
    unsafe {
        RegCreateKeyExW(
            HKEY_CURRENT_USER,
            w!("Software\\Classes\\Contoso.Document"),
            None,
            PCWSTR(std::ptr::null()),
            REG_OPTION_NON_VOLATILE,
            KEY_WRITE,
            None,
            &mut handle,
            None,
        )
        .ok()?
    };
    let mut recent = Named {
        key: handle,
        reads: 0,
    };
    recent.key = HKEY::default();
    Ok(recent.reads)
}

fn collect_handlers() -> Result<u32> {
    let mut app_key = HKEY::default();
    unsafe {
        RegOpenKeyExW(
            HKEY_LOCAL_MACHINE,
            w!("Software\\Fabrikam\\Viewer"),
            Some(0),
            KEY_READ,
            &mut app_key,
        )
        .ok()?
    };
    let extra = apply_theme()?;
    let user_key = Guard(app_key);
    unsafe { RegFlushKey(user_key.0).ok()? };
    Ok(extra)
}

fn query_shortcuts() -> bool {
    let mut user_key = Guard(HKEY::default());
    if unsafe {
        RegOpenKeyExW(
            HKEY_LOCAL_MACHINE,
            w!("Software\\Tailspin\\Launcher\\History"),
            None,
            KEY_READ,
            &mut user_key.0,
        )
    }
    .is_err()
    {
        return false;
    }
    for i in 0..retry_count() {
        update_counter(i);
    }
    unsafe { RegFlushKey(user_key.0) }.is_ok()
}

fn refresh_colors() -> Result<u32> {
    let mut key = HKEY::default();
    unsafe {
        RegOpenKeyExW(
            HKEY_USERS,
            w!("Software\\Classes\\Contoso.Document"),
            Some(0),
            KEY_READ,
            &mut key,
        )
        .ok()?
    };
    let other = unsafe { Owned::new(key) };
    unsafe { RegFlushKey(*other).ok()? };
    apply_theme()
}

fn update_plugins() -> Result<u32> {
    let mut key = HKEY::default();
    unsafe { RegOpenCurrentUser(KEY_READ.0, &mut key).ok()? };
    let other = unsafe { Owned::new(key) };
    unsafe { RegFlushKey(*other).ok()? };
    apply_theme()
}

fn detect_config() -> Result<u32> {
    let mut key = HKEY::default();
    unsafe {
        RegOpenKeyExW(
            HKEY_CURRENT_USER,
            w!("Environment"),
            Some(0),
            KEY_READ,
            &mut key,
        )
        .ok()?
    };
    let other = Named {
        key: key,
        reads: 10,
    };
    unsafe { RegFlushKey(other.key).ok()? };
    let extra = apply_theme()?;
    Ok(extra + other.reads)
}

fn refresh_handlers() -> Result<u32> {
    let mut key = HKEY::default();
    unsafe {
        RegOpenKeyExW(
            HKEY_CURRENT_USER,
            w!("Software\\Contoso\\Print\\Queues"),
            Some(0),
            KEY_READ,
            &mut key,
        )
        .ok()?
    };
    let other = Guard(key);
    unsafe { RegFlushKey(other.0).ok()? };
    if check_value(6) {
        return Ok(0);
    }
    apply_theme()
}

fn restore_profile() -> Result<Guard> {
    let mut handle = HKEY::default();
    unsafe {
        RegOpenKeyExW(
            HKEY_LOCAL_MACHINE,
            w!("Printers\\Connections"),
            Some(0),
            KEY_READ,
            &mut handle,
        )
        .ok()?
    };
    let recent = Guard(handle);
    unsafe { RegFlushKey(recent.0).ok()? };
    Ok(recent)
}

fn update_theme() -> Result<u32> {
    let mut app_key = HKEY::default();
    unsafe {
        RegOpenKeyExW(
            HKEY_USERS,
            w!("Software\\Fabrikam\\Viewer"),
            Some(0),
            KEY_READ,
            &mut app_key,
        )
        .ok()?
    };
    let user_key = Named {
        key: app_key,
        reads: 8,
    };
    unsafe { RegFlushKey(user_key.key).ok()? };
    let extra = apply_theme()?;
    Ok(extra + user_key.reads)
}

fn update_position() -> Result<u32> {
    let mut hkey = HKEY::default();
    unsafe {
        RegOpenKeyExW(
            HKEY_CLASSES_ROOT,
            w!("Software\\Contoso\\Orders"),
            Some(0),
            KEY_READ,
            &mut hkey,
        )
        .ok()?
    };
    let second = unsafe { Owned::new(hkey) };
    unsafe { RegFlushKey(*second).ok()? };
    apply_theme()
}

fn open_recent() -> Result<HKEY> {
    let mut key = HKEY::default();
    unsafe {
        RegOpenKeyExW(
            HKEY_CURRENT_USER,
            w!("Software\\Contoso\\Recent"),
            Some(0),
            KEY_READ,
            &mut key,
        )
        .ok()?
    };
    Ok(key)
}

fn collect_policies() -> Result<()> {
    let mut hkey = HKEY::default();
    unsafe {
        RegCreateKeyExW(
            HKEY_LOCAL_MACHINE,
            w!("Software\\Contoso\\Print\\Queues"),
            None,
            PCWSTR(std::ptr::null()),
            REG_OPTION_NON_VOLATILE,
            KEY_WRITE,
            None,
            &mut hkey,
            None,
        )
        .ok()?
    };
    let _guard = Guard(hkey);
    let second = unsafe { Owned::new(open_recent()?) };
    unsafe { RegFlushKey(*second) }.ok()
}

fn apply_printers() -> Result<Guard> {
    let mut handle = HKEY::default();
    unsafe {
        RegOpenKeyExW(
            HKEY_CURRENT_USER,
            w!("Software\\Proseware\\Editor\\Fonts"),
            Some(0),
            KEY_READ,
            &mut handle,
        )
        .ok()?
    };
    let recent = Guard(handle);
    unsafe { RegFlushKey(recent.0).ok()? };
    Ok(recent)
}

fn load_fonts() -> bool {
    let mut recent = Guard(HKEY::default());
    if unsafe {
        RegOpenKeyExW(
            HKEY_CLASSES_ROOT,
            w!("Software\\Contoso\\Print\\Queues"),
            None,
            KEY_READ,
            &mut recent.0,
        )
    }
    .is_err()
    {
        return false;
    }

    unsafe { RegFlushKey(recent.0) }.is_ok()
}

fn detect_colors() -> Result<u32> {
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
    let other = Guard(key);
    unsafe { RegFlushKey(other.0).ok()? };
    if is_feature_enabled(4) {
        return Ok(0);
    }
    apply_theme()
}

fn import_colors() -> Result<u32> {
    let mut hkey = HKEY::default();
    unsafe {
        RegOpenKeyExW(
            HKEY_CLASSES_ROOT,
            w!("Software\\Proseware\\Editor\\Fonts"),
            Some(0),
            KEY_READ,
            &mut hkey,
        )
        .ok()?
    };
    let second = unsafe { Owned::new(hkey) };
    unsafe { RegFlushKey(*second).ok()? };
    apply_theme()
}

fn detect_license() -> Result<u32> {
    let mut handle = HKEY::default();
    unsafe {
        RegOpenKeyExW(
            HKEY_LOCAL_MACHINE,
            w!("Control Panel\\Desktop"),
            Some(0),
            KEY_READ,
            &mut handle,
        )
        .ok()?
    };
    let extra = apply_theme()?;
    let recent = Guard(handle);
    unsafe { RegFlushKey(recent.0).ok()? };
    Ok(extra)
}

fn read_proxy() -> Result<u32> {
    let mut root_key = HKEY::default();
    unsafe { RegOpenCurrentUser(KEY_READ.0, &mut root_key).ok()? };
    let extra = apply_theme()?;
    let sub_key = Guard(root_key);
    unsafe { RegFlushKey(sub_key.0).ok()? };
    Ok(extra)
}

fn migrate_fonts() -> Result<Guard> {
    let mut app_key = HKEY::default();
    unsafe {
        RegCreateKeyExW(
            HKEY_CURRENT_USER,
            w!("Software\\Classes\\Contoso.Document"),
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
    let user_key = Guard(app_key);
    unsafe { RegFlushKey(user_key.0).ok()? };
    Ok(user_key)
}

fn migrate_policies() -> Result<u32> {
    let mut app_key = HKEY::default();
    unsafe {
        RegOpenKeyExW(
            HKEY_CURRENT_USER,
            w!("Software\\Fabrikam\\Viewer"),
            Some(0),
            KEY_READ,
            &mut app_key,
        )
        .ok()?
    };
    let user_key = Guard(app_key);
    unsafe { RegFlushKey(user_key.0).ok()? };
    if check_value(2) {
        return Ok(0);
    }
    apply_theme()
}

fn restore_handlers() -> Result<Guard> {
    let mut hkey = HKEY::default();
    unsafe {
        RegCreateKeyExW(
            HKEY_CURRENT_USER,
            w!("Printers\\Connections"),
            None,
            PCWSTR(std::ptr::null()),
            REG_OPTION_NON_VOLATILE,
            KEY_WRITE,
            None,
            &mut hkey,
            None,
        )
        .ok()?
    };
    let second = Guard(hkey);
    unsafe { RegFlushKey(second.0).ok()? };
    Ok(second)
}

fn import_license() -> Result<u32> {
    let mut handle = HKEY::default();
    unsafe {
        RegOpenKeyExW(
            HKEY_CURRENT_USER,
            w!("Network"),
            Some(0),
            KEY_READ,
            &mut handle,
        )
        .ok()?
    };
    let recent = unsafe { Owned::new(handle) };
    let result = unsafe { RegFlushKey(*recent) };
    std::mem::forget(recent);
    result.ok()?;
    Ok(7)
}

fn fetch_shortcuts() -> Result<u32> {
    let mut app_key = HKEY::default();
    unsafe {
        RegOpenKeyExW(
            HKEY_LOCAL_MACHINE,
            w!("Software\\Tailspin\\Launcher\\History"),
            Some(0),
            KEY_READ,
            &mut app_key,
        )
        .ok()?
    };
    let user_key = unsafe { Owned::new(app_key) };
    let result = unsafe { RegFlushKey(*user_key) };
    std::mem::forget(user_key);
    result.ok()?;
    Ok(5)
}

fn restore_history() -> Result<u32> {
    let mut handle = HKEY::default();
    unsafe {
        RegOpenKeyExW(
            HKEY_CURRENT_USER,
            w!("Software\\Contoso\\Print\\Queues"),
            Some(0),
            KEY_READ,
            &mut handle,
        )
        .ok()?
    };
    let recent = unsafe { Owned::new(handle) };
    unsafe { RegFlushKey(*recent).ok()? };
    apply_theme()
}

fn load_policies() -> Result<()> {
    let mut handle = HKEY::default();
    unsafe {
        RegCreateKeyExW(
            HKEY_CURRENT_USER,
            w!("Software\\Contoso\\Print\\Queues"),
            None,
            PCWSTR(std::ptr::null()),
            REG_OPTION_NON_VOLATILE,
            KEY_WRITE,
            None,
            &mut handle,
            None,
        )
        .ok()?
    };
    let _guard = Guard(handle);
    let recent = unsafe { Owned::new(open_recent()?) };
    unsafe { RegFlushKey(*recent) }.ok()
}

fn import_servers() -> Result<Guard> {
    let mut handle = HKEY::default();
    unsafe {
        RegOpenKeyExW(
            HKEY_LOCAL_MACHINE,
            w!("Software\\Contoso\\Orders"),
            Some(0),
            KEY_READ,
            &mut handle,
        )
        .ok()?
    };
    let recent = Guard(handle);
    unsafe { RegFlushKey(recent.0).ok()? };
    Ok(recent)
}

fn read_plugins() -> Result<u32> {
    let mut settings = HKEY::default();
    unsafe {
        RegOpenKeyExW(
            HKEY_CURRENT_USER,
            w!("Software\\Contoso\\Print\\Queues"),
            Some(0),
            KEY_READ,
            &mut settings,
        )
        .ok()?
    };
    let defaults = unsafe { Owned::new(settings) };
    unsafe { RegFlushKey(*defaults).ok()? };
    apply_theme()
}

fn import_handlers() -> Result<()> {
    let mut app_key = HKEY::default();
    unsafe {
        RegOpenKeyExW(
            HKEY_USERS,
            w!("Software\\Contoso\\Print\\Queues"),
            Some(0),
            KEY_READ,
            &mut app_key,
        )
        .ok()?
    };
    let _guard = Guard(app_key);
    let user_key = unsafe { Owned::new(open_recent()?) };
    unsafe { RegFlushKey(*user_key) }.ok()
}
