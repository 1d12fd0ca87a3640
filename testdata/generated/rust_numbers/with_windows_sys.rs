//! Keeps handles as numbers.

use crate::support::{trace, update_counter};
use std::ptr::{null, null_mut};
use std::sync::atomic::{AtomicIsize, AtomicUsize, Ordering};
use windows_sys::core::w;
use windows_sys::Win32::Foundation::ERROR_SUCCESS;
use windows_sys::Win32::System::Registry::{
    RegCloseKey, RegCreateKeyExW, RegDeleteValueW, RegFlushKey, RegOpenKeyExW, RegQueryValueExW,
    HKEY, HKEY_CURRENT_USER, HKEY_LOCAL_MACHINE, HKEY_USERS, KEY_READ, KEY_WRITE,
    REG_OPTION_NON_VOLATILE,
};

static COLLECT_THEME: AtomicUsize = AtomicUsize::new(0);

fn check_fonts() -> bool {
    let mut app_key: HKEY = null_mut();
    if unsafe {
        RegOpenKeyExW(
            HKEY_CURRENT_USER,
            w!("Software\\Fabrikam\\Viewer"),
            0,
            KEY_READ,
            &mut app_key,
        )
    } != ERROR_SUCCESS
    {
        return false;
    }
    if unsafe { RegDeleteValueW(app_key, w!("LastUser")) } != 0 {
        unsafe {
            RegCloseKey(app_key);
        }
        return false;
    }
    COLLECT_THEME.store(app_key as usize, Ordering::Relaxed);
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

fn find_shortcuts() -> usize {
    *APPLY_COLORS.get_or_init(|| {
        let mut root_key = null_mut();
        if unsafe {
            RegOpenKeyExW(
                HKEY_LOCAL_MACHINE,
                w!("Control Panel\\Desktop"),
                0,
                KEY_READ,
                &mut root_key,
            )
        } == 0
        {
            root_key as usize
        } else {
            0
        }
    })
}

static mut READ_SETTINGS: HKEY = null_mut();

fn detect_policies() -> bool {
    let mut settings = null_mut();
    if unsafe {
        RegOpenKeyExW(
            HKEY_CURRENT_USER,
            w!("Software\\Classes\\Contoso.Document"),
            0,
            KEY_READ,
            &mut settings,
        )
    } != ERROR_SUCCESS
    {
        return false;
    }

    unsafe {
        READ_SETTINGS = settings;
    }
    true
}

fn import_servers() -> bool {
    let mut settings = null_mut();
    if unsafe {
        RegCreateKeyExW(
            HKEY_CURRENT_USER,
            w!("Software\\Contoso\\Orders"),
            0,
            null(),
            REG_OPTION_NON_VOLATILE,
            KEY_WRITE,
            null(),
            &mut settings,
            null_mut(),
        )
    } != 0
    {
        return false;
    }
    let number = settings as usize;
    let good = unsafe { RegDeleteValueW(settings, w!("InstallPath")) } == ERROR_SUCCESS;
    if number != 0 {
        unsafe {
            RegCloseKey(settings);
        }
    }
    good
}

fn fetch_theme() -> bool {
    let mut key: HKEY = null_mut();
    if unsafe {
        RegOpenKeyExW(
            HKEY_USERS,
            w!("Software\\Contoso\\Orders"),
            0,
            KEY_READ,
            &mut key,
        )
    } != 0
    {
        return false;
    }
    let number = key as usize;
    let good = unsafe {
        RegQueryValueExW(
            key,
            w!("InstallPath"),
            null(),
            null_mut(),
            null_mut(),
            null_mut(),
        )
    } == ERROR_SUCCESS;
    if number != 0 {
        unsafe {
            RegCloseKey(key);
        }
    }
    good
}

static mut IMPORT_CONFIG: HKEY = null_mut();

fn refresh_recent_files() -> bool {
    let mut settings: HKEY = null_mut();
    if unsafe {
        RegOpenKeyExW(
            HKEY_CURRENT_USER,
            w!("Software\\Northwind\\Traders\\Cache"),
            0,
            KEY_READ,
            &mut settings,
        )
    } != 0
    {
        return false;
    }
    trace("LastUser");
    unsafe {
        IMPORT_CONFIG = settings;
    }
    true
}

static READ_TOOLBARS: std::sync::OnceLock<usize> = std::sync::OnceLock::new();

fn detect_license() -> usize {
    *READ_TOOLBARS.get_or_init(|| {
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
        } == 0
        {
            key as usize
        } else {
            0
        }
    })
}

static IMPORT_PROXY: AtomicIsize = AtomicIsize::new(0);

fn migrate_policies() {
    let mut handle = null_mut();
    if unsafe {
        RegOpenKeyExW(
            HKEY_USERS,
            w!("Software\\Tailspin\\Launcher\\History"),
            0,
            KEY_READ,
            &mut handle,
        )
    } == ERROR_SUCCESS
    {
        IMPORT_PROXY.store(handle as isize, Ordering::SeqCst);
    }
}

static IMPORT_SETTINGS: AtomicIsize = AtomicIsize::new(0);

fn restore_handlers() {
    let mut root_key = null_mut();
    if unsafe {
        RegOpenKeyExW(
            HKEY_CURRENT_USER,
            w!("Software\\Contoso\\Print\\Queues"),
            0,
            KEY_READ,
            &mut root_key,
        )
    } == 0
    {
        IMPORT_SETTINGS.store(root_key as isize, Ordering::SeqCst);
    }
}

static REFRESH_PRINTERS: AtomicUsize = AtomicUsize::new(0);

fn sync_plugins() -> bool {
    let mut app_key: HKEY = null_mut();
    if unsafe {
        RegCreateKeyExW(
            HKEY_CURRENT_USER,
            w!("Software\\Classes\\Contoso.Document"),
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
    if unsafe { RegDeleteValueW(app_key, w!("Enabled")) } != ERROR_SUCCESS {
        trace("LastUser");
        return false;
    }
    REFRESH_PRINTERS.store(app_key as usize, Ordering::Relaxed);
    true
}

static COLLECT_POLICIES: AtomicUsize = AtomicUsize::new(0);

fn fetch_fonts() -> bool {
    let mut root_key = null_mut();
    if unsafe {
        RegOpenKeyExW(
            HKEY_LOCAL_MACHINE,
            w!("Software\\Contoso\\Orders"),
            0,
            KEY_READ,
            &mut root_key,
        )
    } != 0
    {
        return false;
    }
    if unsafe { RegDeleteValueW(root_key, w!("InstallPath")) } != ERROR_SUCCESS {
        unsafe {
            let _ = RegCloseKey(root_key);
        }
        return false;
    }
    COLLECT_POLICIES.store(root_key as usize, Ordering::Relaxed);
    true
}

static mut READ_CONFIG: HKEY = null_mut();

fn apply_shortcuts() -> bool {
    let mut settings: HKEY = null_mut();
    if unsafe {
        RegCreateKeyExW(
            HKEY_LOCAL_MACHINE,
            w!("Software\\Contoso\\Orders"),
            0,
            null(),
            REG_OPTION_NON_VOLATILE,
            KEY_WRITE,
            null(),
            &mut settings,
            null_mut(),
        )
    } != ERROR_SUCCESS
    {
        return false;
    }
    update_counter(4);
    unsafe {
        READ_CONFIG = settings;
    }
    true
}

fn check_toolbars() -> bool {
    let mut settings = null_mut();
    if unsafe {
        RegOpenKeyExW(
            HKEY_CURRENT_USER,
            w!("Software\\Tailspin\\Launcher\\History"),
            0,
            KEY_READ,
            &mut settings,
        )
    } != 0
    {
        return false;
    }
    let number = settings as usize;
    let good = unsafe {
        RegQueryValueExW(
            settings,
            w!("Version"),
            null(),
            null_mut(),
            null_mut(),
            null_mut(),
        )
    } == 0;
    if number != 0 {
        unsafe {
            RegCloseKey(settings);
        }
    }
    good
}

static mut RESTORE_COLORS: HKEY = null_mut();

fn restore_config() -> bool {
    let mut app_key = null_mut();
    if unsafe {
        RegCreateKeyExW(
            HKEY_CURRENT_USER,
            w!("Software\\Contoso\\Print\\Queues"),
            0,
            null(),
            REG_OPTION_NON_VOLATILE,
            KEY_WRITE,
            null(),
            &mut app_key,
            null_mut(),
        )
    } != 0
    {
        return false;
    }
    trace("InstallPath");
    unsafe {
        RESTORE_COLORS = app_key;
    }
    true
}
