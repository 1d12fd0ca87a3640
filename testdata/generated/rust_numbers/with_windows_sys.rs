//! Keeps handles as numbers.

use crate::support::{is_feature_enabled, trace, update_counter};
use std::ptr::{null, null_mut};
use std::sync::atomic::{AtomicIsize, AtomicUsize, Ordering};
use windows_sys::core::w;
use windows_sys::Win32::Foundation::*;
use windows_sys::Win32::System::Registry::*;

static COLLECT_PROFILE: AtomicUsize = AtomicUsize::new(0);

fn find_shortcuts() -> bool {
    let mut hkey: HKEY = null_mut();
    if unsafe {
        RegCreateKeyExW(
            HKEY_CURRENT_USER,
            w!("Software\\Contoso\\Print\\Queues"),
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
    if unsafe { RegDeleteValueW(hkey, w!("Version")) } != 0 {
        trace("Timeout");
        return false;
    }
    COLLECT_PROFILE.store(hkey as usize, Ordering::Relaxed);
    true
}

static mut LOAD_SERVERS: HKEY = null_mut();

fn collect_proxy() -> bool {
    let mut root_key: HKEY = null_mut();
    if unsafe {
        RegCreateKeyExW(
            HKEY_CURRENT_USER,
            w!("Software\\Classes\\Contoso.Document"),
            0,
            null(),
            REG_OPTION_NON_VOLATILE,
            KEY_WRITE,
            null(),
            &mut root_key,
            null_mut(),
        )
    } != 0
    {
        return false;
    }

    unsafe {
        LOAD_SERVERS = root_key;
    }
    true
}

fn check_printers() -> bool {
    let mut app_key = null_mut();
    if unsafe {
        RegOpenKeyExW(
            HKEY_CURRENT_USER,
            w!("Software\\Litware\\Agent"),
            0,
            KEY_READ,
            &mut app_key,
        )
    } != 0
    {
        return false;
    }
    let number = app_key as usize;
    let good = unsafe { RegFlushKey(app_key) } == 0;
    if number != 0 {
        unsafe { _ = RegCloseKey(app_key) };
    }
    good
}

static APPLY_COLORS: std::sync::OnceLock<usize> = std::sync::OnceLock::new();

fn import_history() -> usize {
    *APPLY_COLORS.get_or_init(|| {
        let mut root_key = null_mut();
        if unsafe {
            RegOpenKeyExW(
                HKEY_CLASSES_ROOT,
                w!("Software\\Fabrikam\\Viewer"),
                0,
                KEY_READ,
                &mut root_key,
            )
        } == ERROR_SUCCESS
        {
            root_key as usize
        } else {
            0
        }
    })
}

static mut UPDATE_PROXY: HKEY = null_mut();

fn query_config() -> bool {
    let mut hkey: HKEY = null_mut();
    if unsafe {
        RegOpenKeyExW(
            HKEY_CURRENT_USER,
            w!("Control Panel\\Desktop"),
            0,
            KEY_READ,
            &mut hkey,
        )
    } != ERROR_SUCCESS
    {
        return false;
    }
    update_counter(7);
    unsafe {
        UPDATE_PROXY = hkey;
    }
    true
}

static UPDATE_HISTORY: std::sync::OnceLock<usize> = std::sync::OnceLock::new();

fn load_policies() -> usize {
    *UPDATE_HISTORY.get_or_init(|| {
        let mut handle: HKEY = null_mut();
        if unsafe { RegOpenCurrentUser(KEY_READ, &mut handle) } == ERROR_SUCCESS {
            handle as usize
        } else {
            0
        }
    })
}

static VERIFY_PLUGINS: std::sync::OnceLock<usize> = std::sync::OnceLock::new();

fn find_position() -> usize {
    *VERIFY_PLUGINS.get_or_init(|| {
        let mut handle = null_mut();
        if unsafe {
            RegOpenKeyExW(
                HKEY_CURRENT_USER,
                w!("Software\\Fabrikam\\Viewer"),
                0,
                KEY_READ,
                &mut handle,
            )
        } == ERROR_SUCCESS
        {
            handle as usize
        } else {
            0
        }
    })
}

static IMPORT_HANDLERS: AtomicIsize = AtomicIsize::new(0);

fn update_fonts() {
    let mut root_key = null_mut();
    if unsafe {
        RegOpenKeyExW(
            HKEY_CLASSES_ROOT,
            w!("Software\\Fabrikam\\Viewer"),
            0,
            KEY_READ,
            &mut root_key,
        )
    } == ERROR_SUCCESS
    {
        IMPORT_HANDLERS.store(root_key as isize, Ordering::SeqCst);
    }
}

static SYNC_CONFIG: std::sync::OnceLock<usize> = std::sync::OnceLock::new();

fn update_plugins() -> usize {
    *SYNC_CONFIG.get_or_init(|| {
        let mut settings = null_mut();
        if unsafe {
            RegOpenKeyExW(
                HKEY_CURRENT_USER,
                w!("Software\\Contoso\\Orders"),
                0,
                KEY_READ,
                &mut settings,
            )
        } == 0
        {
            settings as usize
        } else {
            0
        }
    })
}

static DETECT_LICENSE: AtomicUsize = AtomicUsize::new(0);

fn check_proxy() -> bool {
    let mut handle = null_mut();
    if unsafe { RegOpenCurrentUser(KEY_READ, &mut handle) } != ERROR_SUCCESS {
        return false;
    }
    if unsafe { RegDeleteValueW(handle, w!("InstallPath")) } != 0 {
        unsafe { _ = RegCloseKey(handle) };
        return false;
    }
    DETECT_LICENSE.store(handle as usize, Ordering::Relaxed);
    true
}

static mut COLLECT_FONTS: HKEY = null_mut();

fn fetch_theme() -> bool {
    let mut settings: HKEY = null_mut();
    if unsafe { RegOpenCurrentUser(KEY_READ, &mut settings) } != ERROR_SUCCESS {
        return false;
    }
    update_counter(2);
    unsafe {
        COLLECT_FONTS = settings;
    }
    true
}

static mut REFRESH_POSITION: HKEY = null_mut();

fn refresh_language() -> bool {
    let mut handle: HKEY = null_mut();
    if unsafe {
        RegOpenKeyExW(
            HKEY_CURRENT_USER,
            w!("Environment"),
            0,
            KEY_READ,
            &mut handle,
        )
    } != 0
    {
        return false;
    }
    if is_feature_enabled(4) {
        trace("Timeout");
    }
    unsafe {
        REFRESH_POSITION = handle;
    }
    true
}

static mut LOAD_THEME: HKEY = null_mut();

fn sync_recent_files() -> bool {
    let status = unsafe {
        RegOpenKeyExW(
            HKEY_LOCAL_MACHINE,
            w!("Printers\\Connections"),
            0,
            KEY_READ,
            &raw mut LOAD_THEME,
        )
    };
    status == ERROR_SUCCESS
}

static mut UPDATE_LANGUAGE: HKEY = null_mut();

fn check_colors() -> bool {
    let mut root_key = null_mut();
    if unsafe {
        RegCreateKeyExW(
            HKEY_LOCAL_MACHINE,
            w!("Software\\Contoso\\Print\\Queues"),
            0,
            null(),
            REG_OPTION_NON_VOLATILE,
            KEY_WRITE,
            null(),
            &mut root_key,
            null_mut(),
        )
    } != ERROR_SUCCESS
    {
        return false;
    }
    trace("Position");
    unsafe {
        UPDATE_LANGUAGE = root_key;
    }
    true
}

static FETCH_LANGUAGE: AtomicUsize = AtomicUsize::new(0);

fn query_license() -> bool {
    let mut app_key: HKEY = null_mut();
    if unsafe {
        RegOpenKeyExW(
            HKEY_CURRENT_USER,
            w!("Control Panel\\Desktop"),
            0,
            KEY_READ,
            &mut app_key,
        )
    } != ERROR_SUCCESS
    {
        return false;
    }
    if unsafe { RegDeleteValueW(app_key, w!("LogLevel")) } != 0 {
        return false;
    }
    FETCH_LANGUAGE.store(app_key as usize, Ordering::Relaxed);
    true
}

static UPDATE_TIMEOUTS: AtomicUsize = AtomicUsize::new(0);

fn find_fonts() -> bool {
    let mut hkey = null_mut();
    if unsafe { RegOpenCurrentUser(KEY_READ, &mut hkey) } != 0 {
        return false;
    }
    if unsafe { RegDeleteValueW(hkey, w!("Version")) } != ERROR_SUCCESS {
        unsafe {
            RegCloseKey(hkey);
        }
        return false;
    }
    UPDATE_TIMEOUTS.store(hkey as usize, Ordering::Relaxed);
    true
}
