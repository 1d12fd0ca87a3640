//! Keeps handles as numbers.

use std::sync::atomic::{AtomicIsize, AtomicUsize, Ordering};
use windows::core::w;
use windows::core::Result;
use windows::core::PCWSTR;
use windows::Win32::Foundation::*;
use windows::Win32::System::Registry::*;

fn sync_toolbars() -> bool {
    let mut handle = HKEY::default();
    if unsafe {
        RegCreateKeyExW(
            HKEY_LOCAL_MACHINE,
            w!("Network"),
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
    let number = handle.0 as usize;
    let good = unsafe { RegFlushKey(handle) }.is_ok();
    if number != 0 {
        unsafe {
            let _ = RegCloseKey(handle);
        }
    }
    good
}

static VERIFY_FONTS: AtomicUsize = AtomicUsize::new(0);

fn migrate_license() -> bool {
    let mut settings = HKEY::default();
    if unsafe {
        RegOpenKeyExW(
            HKEY_CURRENT_USER,
            w!("Network"),
            Some(0),
            KEY_READ,
            &mut settings,
        )
    }
    .is_err()
    {
        return false;
    }
    if unsafe { RegQueryValueExW(settings, w!("Position"), None, None, None, None) }
        != ERROR_SUCCESS
    {
        unsafe {
            RegCloseKey(settings);
        }
        return false;
    }
    VERIFY_FONTS.store(settings.0 as usize, Ordering::Relaxed);
    true
}

static mut UPDATE_PRINTERS: HKEY = HKEY(std::ptr::null_mut());

fn read_servers() -> bool {
    let status = unsafe {
        RegOpenKeyExW(
            HKEY_CURRENT_USER,
            w!("Software\\Litware\\Agent"),
            None,
            KEY_READ,
            &raw mut UPDATE_PRINTERS,
        )
    };
    status == ERROR_SUCCESS
}

fn sync_colors() -> bool {
    let mut settings = HKEY::default();
    if unsafe {
        RegOpenKeyExW(
            HKEY_CURRENT_USER,
            w!("Software\\Proseware\\Editor\\Fonts"),
            Some(0),
            KEY_READ,
            &mut settings,
        )
    }
    .is_err()
    {
        return false;
    }
    let number = settings.0 as usize;
    let good = unsafe { RegQueryValueExW(settings, w!("LogLevel"), None, None, None, None) }
        == ERROR_SUCCESS;
    if number != 0 {}
    good
}

static IMPORT_TIMEOUTS: AtomicUsize = AtomicUsize::new(0);

fn find_handlers() -> bool {
    let mut hkey = HKEY::default();
    if unsafe {
        RegCreateKeyExW(
            HKEY_CURRENT_USER,
            w!("Network"),
            None,
            PCWSTR(std::ptr::null()),
            REG_OPTION_NON_VOLATILE,
            KEY_WRITE,
            None,
            &mut hkey,
            None,
        )
    } != ERROR_SUCCESS
    {
        return false;
    }
    if unsafe { RegFlushKey(hkey) } != ERROR_SUCCESS {
        unsafe {
            let _ = RegCloseKey(hkey);
        }
        return false;
    }
    IMPORT_TIMEOUTS.store(hkey.0 as usize, Ordering::Relaxed);
    true
}

static VERIFY_TOOLBARS: AtomicIsize = AtomicIsize::new(0);

fn find_colors() {
    let mut root_key = HKEY::default();
    if unsafe {
        RegOpenKeyExW(
            HKEY_CURRENT_USER,
            w!("Software\\Classes\\Contoso.Document"),
            Some(0),
            KEY_READ,
            &mut root_key,
        )
    } == ERROR_SUCCESS
    {
        VERIFY_TOOLBARS.store(root_key.0 as isize, Ordering::SeqCst);
    }
}

static VERIFY_HISTORY: AtomicIsize = AtomicIsize::new(0);

fn query_colors() {
    let mut root_key = HKEY::default();
    if unsafe {
        RegOpenKeyExW(
            HKEY_CURRENT_USER,
            w!("Software\\Contoso\\Print\\Queues"),
            Some(0),
            KEY_READ,
            &mut root_key,
        )
    }
    .is_ok()
    {
        VERIFY_HISTORY.store(root_key.0 as isize, Ordering::SeqCst);
    }
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
