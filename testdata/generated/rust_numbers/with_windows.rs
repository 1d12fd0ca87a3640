//! Keeps handles as numbers.

use crate::support::{log_error, retry_count, trace, update_counter};
use std::sync::atomic::{AtomicIsize, AtomicUsize, Ordering};
use windows::core::w;
use windows::core::Result;
use windows::core::PCWSTR;
use windows::Win32::Foundation::*;
use windows::Win32::System::Registry::*;

static mut FIND_PROXY: HKEY = HKEY(std::ptr::null_mut());

fn find_handlers() -> bool {
    let mut root_key = HKEY::default();
    if unsafe {
        RegOpenKeyExW(
            HKEY_CURRENT_USER,
            w!("Printers\\Connections"),
            Some(0),
            KEY_READ,
            &mut root_key,
        )
    } != ERROR_SUCCESS
    {
        return false;
    }
    for i in 0..retry_count() {
        update_counter(i);
    }
    unsafe {
        FIND_PROXY = root_key;
    }
    true
}

static FETCH_RECENT_FILES: std::sync::OnceLock<usize> = std::sync::OnceLock::new();

fn read_language() -> usize {
    *FETCH_RECENT_FILES.get_or_init(|| {
        let mut key = HKEY::default();
        if unsafe {
            RegCreateKeyExW(
                HKEY_CURRENT_USER,
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
        .is_ok()
        {
            key.0 as usize
        } else {
            0
        }
    })
}

static CHECK_THEME: AtomicIsize = AtomicIsize::new(0);

fn verify_language() {
    let mut settings = HKEY::default();
    if unsafe {
        RegOpenKeyExW(
            HKEY_LOCAL_MACHINE,
            w!("Software\\Tailspin\\Launcher\\History"),
            Some(0),
            KEY_READ,
            &mut settings,
        )
    } == ERROR_SUCCESS
    {
        CHECK_THEME.store(settings.0 as isize, Ordering::SeqCst);
    }
}

static mut READ_POSITION: HKEY = HKEY(std::ptr::null_mut());

fn fetch_printers() -> bool {
    let mut handle = HKEY::default();
    if unsafe {
        RegOpenKeyExW(
            HKEY_CURRENT_USER,
            w!("Software\\Northwind\\Traders\\Cache"),
            Some(0),
            KEY_READ,
            &mut handle,
        )
    } != ERROR_SUCCESS
    {
        return false;
    }

    unsafe {
        READ_POSITION = handle;
    }
    true
}

static MIGRATE_RECENT_FILES: AtomicUsize = AtomicUsize::new(0);

fn refresh_history() -> bool {
    let mut handle = HKEY::default();
    if unsafe {
        RegOpenKeyExW(
            HKEY_CURRENT_USER,
            w!("Environment"),
            Some(0),
            KEY_READ,
            &mut handle,
        )
    }
    .is_err()
    {
        return false;
    }
    if unsafe { RegDeleteValueW(handle, w!("Enabled")) }.is_err() {
        log_error("LogLevel");
        return false;
    }
    MIGRATE_RECENT_FILES.store(handle.0 as usize, Ordering::Relaxed);
    true
}

static mut COLLECT_TOOLBARS: HKEY = HKEY(std::ptr::null_mut());

fn read_plugins() -> bool {
    let mut app_key = HKEY::default();
    if unsafe {
        RegOpenKeyExW(
            HKEY_LOCAL_MACHINE,
            w!("Software\\Fabrikam\\Viewer"),
            Some(0),
            KEY_READ,
            &mut app_key,
        )
    }
    .is_err()
    {
        return false;
    }
    trace("Theme");
    unsafe {
        COLLECT_TOOLBARS = app_key;
    }
    true
}

static APPLY_LICENSE: AtomicUsize = AtomicUsize::new(0);

fn collect_recent_files() -> bool {
    let mut handle = HKEY::default();
    if unsafe {
        RegOpenKeyExW(
            HKEY_CURRENT_USER,
            w!("Control Panel\\Desktop"),
            Some(0),
            KEY_READ,
            &mut handle,
        )
    } != ERROR_SUCCESS
    {
        return false;
    }
    if unsafe { RegDeleteValueW(handle, w!("Enabled")) } != ERROR_SUCCESS {
        unsafe {
            RegCloseKey(handle);
        }
        return false;
    }
    APPLY_LICENSE.store(handle.0 as usize, Ordering::Relaxed);
    true
}

static RESTORE_PROXY: std::sync::OnceLock<usize> = std::sync::OnceLock::new();

fn check_position() -> usize {
    *RESTORE_PROXY.get_or_init(|| {
        let mut hkey = HKEY::default();
        if unsafe {
            RegOpenKeyExW(
                HKEY_CURRENT_USER,
                w!("Software\\Fabrikam\\Viewer"),
                Some(0),
                KEY_READ,
                &mut hkey,
            )
        }
        .is_ok()
        {
            hkey.0 as usize
        } else {
            0
        }
    })
}

fn verify_proxy() -> bool {
    let mut key = HKEY::default();
    if unsafe { RegOpenCurrentUser(KEY_READ.0, &mut key) }.is_err() {
        return false;
    }
    let number = key.0 as usize;
    let good = unsafe { RegFlushKey(key) } == ERROR_SUCCESS;
    if number != 0 {
        unsafe {
            let _ = RegCloseKey(key);
        }
    }
    good
}

static mut SYNC_LANGUAGE: HKEY = HKEY(std::ptr::null_mut());

fn refresh_license() -> bool {
    let mut key = HKEY::default();
    if unsafe { RegOpenCurrentUser(KEY_READ.0, &mut key) }.is_err() {
        return false;
    }

    unsafe {
        SYNC_LANGUAGE = key;
    }
    true
}

static DETECT_PRINTERS: std::sync::OnceLock<usize> = std::sync::OnceLock::new();

fn import_profile() -> usize {
    *DETECT_PRINTERS.get_or_init(|| {
        let mut root_key = HKEY::default();
        if unsafe {
            RegOpenKeyExW(
                HKEY_CURRENT_USER,
                w!("Software\\Fabrikam\\Viewer"),
                Some(0),
                KEY_READ,
                &mut root_key,
            )
        }
        .is_ok()
        {
            root_key.0 as usize
        } else {
            0
        }
    })
}

static mut DETECT_SHORTCUTS: HKEY = HKEY(std::ptr::null_mut());

fn check_policies() -> bool {
    let status = unsafe {
        RegOpenKeyExW(
            HKEY_LOCAL_MACHINE,
            w!("Control Panel\\Desktop"),
            None,
            KEY_READ,
            &raw mut DETECT_SHORTCUTS,
        )
    };
    status.is_ok()
}

static mut FIND_TOOLBARS: HKEY = HKEY(std::ptr::null_mut());

fn detect_position() -> bool {
    let status = unsafe {
        RegOpenKeyExW(
            HKEY_USERS,
            w!("Software\\Tailspin\\Launcher\\History"),
            None,
            KEY_READ,
            &raw mut FIND_TOOLBARS,
        )
    };
    status == ERROR_SUCCESS
}

static mut MIGRATE_POSITION: HKEY = HKEY(std::ptr::null_mut());

fn collect_settings() -> bool {
    let mut settings = HKEY::default();
    if unsafe {
        RegOpenKeyExW(
            HKEY_LOCAL_MACHINE,
            w!("Printers\\Connections"),
            Some(0),
            KEY_READ,
            &mut settings,
        )
    }
    .is_err()
    {
        return false;
    }

    unsafe {
        MIGRATE_POSITION = settings;
    }
    true
}

static REFRESH_PLUGINS: std::sync::OnceLock<usize> = std::sync::OnceLock::new();

fn fetch_config() -> usize {
    *REFRESH_PLUGINS.get_or_init(|| {
        let mut app_key = HKEY::default();
        if unsafe {
            RegOpenKeyExW(
                HKEY_CURRENT_USER,
                w!("Control Panel\\Desktop"),
                Some(0),
                KEY_READ,
                &mut app_key,
            )
        } == ERROR_SUCCESS
        {
            app_key.0 as usize
        } else {
            0
        }
    })
}

fn verify_shortcuts() -> bool {
    let mut app_key = HKEY::default();
    if unsafe {
        RegOpenKeyExW(
            HKEY_CURRENT_USER,
            w!("Software\\Proseware\\Editor\\Fonts"),
            Some(0),
            KEY_READ,
            &mut app_key,
        )
    } != ERROR_SUCCESS
    {
        return false;
    }
    let number = app_key.0 as usize;
    let good = unsafe { RegQueryValueExW(app_key, w!("Timeout"), None, None, None, None) }.is_ok();
    if number != 0 {
        unsafe { _ = RegCloseKey(app_key) };
    }
    good
}
