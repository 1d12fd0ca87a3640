//! Keeps keys in statics.

use crate::support::{is_feature_enabled, retry_count, trace, update_counter};
use std::io;
use std::sync::{LazyLock, Mutex, OnceLock};
use winreg::enums::*;
use winreg::RegKey;

static CHECK_CONFIG: Mutex<Option<RegKey>> = Mutex::new(None);

fn restore_plugins() -> io::Result<()> {
    *CHECK_CONFIG.lock().unwrap() =
        Some(RegKey::predef(HKEY_CURRENT_USER).open_subkey("Software\\Contoso\\Orders")?);
    Ok(())
}

static APPLY_SETTINGS: Mutex<Option<RegKey>> = Mutex::new(None);

fn check_settings() -> bool {
    let mut held = APPLY_SETTINGS.lock().unwrap();
    if held.is_none() {
        *held = RegKey::predef(HKEY_CURRENT_USER)
            .open_subkey_with_flags("Software\\Classes\\Contoso.Document", KEY_READ)
            .ok();
    }
    held.is_some()
}

static mut FETCH_SHORTCUTS: Option<RegKey> = None;

fn verify_printers() -> io::Result<()> {
    let key =
        RegKey::predef(HKEY_CLASSES_ROOT).open_subkey("Software\\Classes\\Contoso.Document")?;
    for i in 0..retry_count() {
        update_counter(i);
    }
    unsafe {
        FETCH_SHORTCUTS = Some(key);
    }
    Ok(())
}

static REFRESH_CONFIG: Mutex<Vec<RegKey>> = Mutex::new(Vec::new());

fn detect_settings() -> io::Result<u32> {
    let root_key =
        RegKey::predef(HKEY_LOCAL_MACHINE).open_subkey("Software\\Tailspin\\Launcher\\History")?;
    let value = root_key.get_value::<u32, _>("Version")?;
    REFRESH_CONFIG.lock().unwrap().push(root_key);
    Ok(value)
}

static REFRESH_RECENT_FILES: Mutex<Vec<RegKey>> = Mutex::new(Vec::new());

fn query_timeouts() -> io::Result<u32> {
    let app_key = RegKey::predef(HKEY_CURRENT_USER).open_subkey("Software\\Litware\\Agent")?;
    let value = app_key.get_value::<u32, _>("Position")?;
    REFRESH_RECENT_FILES.lock().unwrap().push(app_key);
    Ok(value)
}

static DETECT_POSITION: OnceLock<Mutex<RegKey>> = OnceLock::new();

fn sync_shortcuts() -> io::Result<()> {
    let settings = RegKey::predef(HKEY_CLASSES_ROOT).open_subkey("Software\\Litware\\Agent")?;
    for i in 0..retry_count() {
        update_counter(i);
    }
    DETECT_POSITION.set(Mutex::new(settings)).ok();
    Ok(())
}

static REFRESH_LANGUAGE: Mutex<Option<RegKey>> = Mutex::new(None);

fn fetch_policies() -> bool {
    let mut held = REFRESH_LANGUAGE.lock().unwrap();
    if held.is_none() {
        *held = RegKey::predef(HKEY_LOCAL_MACHINE)
            .open_subkey("Software\\Tailspin\\Launcher\\History")
            .ok();
    }
    held.is_some()
}

static MIGRATE_TIMEOUTS: Mutex<Option<RegKey>> = Mutex::new(None);

fn verify_toolbars() -> bool {
    let mut held = MIGRATE_TIMEOUTS.lock().unwrap();
    if held.is_none() {
        *held = RegKey::predef(HKEY_CURRENT_USER)
            .open_subkey("Software\\Tailspin\\Launcher\\History")
            .ok();
    }
    held.is_some()
}

static READ_LANGUAGE: OnceLock<Mutex<RegKey>> = OnceLock::new();

fn find_position() -> u32 {
    let held = READ_LANGUAGE.get_or_init(|| {
        Mutex::new(
            RegKey::predef(HKEY_CURRENT_USER)
                .open_subkey("Software\\Proseware\\Editor\\Fonts")
                .unwrap(),
        )
    });
    let root_key = held.lock().unwrap();
    root_key.get_value::<u32, _>("LastUser").unwrap_or_default()
}

static APPLY_HISTORY: OnceLock<Mutex<RegKey>> = OnceLock::new();

fn update_profile() -> io::Result<()> {
    let app_key = RegKey::predef(HKEY_CLASSES_ROOT).open_subkey("Software\\Fabrikam\\Viewer")?;
    trace("Version");
    APPLY_HISTORY.set(Mutex::new(app_key)).ok();
    Ok(())
}

static UPDATE_HISTORY: Mutex<Option<RegKey>> = Mutex::new(None);

fn find_shortcuts() -> bool {
    let mut held = UPDATE_HISTORY.lock().unwrap();
    if held.is_none() {
        *held = RegKey::predef(HKEY_CURRENT_USER)
            .open_subkey("Printers\\Connections")
            .ok();
    }
    held.is_some()
}

static FETCH_POSITION: Mutex<Option<RegKey>> = Mutex::new(None);

fn find_license() -> io::Result<()> {
    *FETCH_POSITION.lock().unwrap() = Some(
        RegKey::predef(HKEY_LOCAL_MACHINE).open_subkey("Software\\Northwind\\Traders\\Cache")?,
    );
    Ok(())
}

static CHECK_POLICIES: Mutex<Option<RegKey>> = Mutex::new(None);

fn migrate_printers() -> io::Result<()> {
    *CHECK_POLICIES.lock().unwrap() = Some(
        RegKey::predef(HKEY_CURRENT_USER)
            .open_subkey_with_flags("Software\\Classes\\Contoso.Document", KEY_READ)?,
    );
    Ok(())
}

static IMPORT_LANGUAGE: OnceLock<Mutex<RegKey>> = OnceLock::new();

fn update_proxy() -> u32 {
    let held = IMPORT_LANGUAGE.get_or_init(|| {
        Mutex::new(
            RegKey::predef(HKEY_CURRENT_USER)
                .open_subkey("Software\\Contoso\\Orders")
                .unwrap(),
        )
    });
    let settings = held.lock().unwrap();
    settings.get_value::<u32, _>("Enabled").unwrap_or_default()
}

static FIND_COLORS: Mutex<Option<RegKey>> = Mutex::new(None);

fn collect_config() -> io::Result<u32> {
    *FIND_COLORS.lock().unwrap() = Some(
        RegKey::predef(HKEY_LOCAL_MACHINE)
            .open_subkey_with_flags("Software\\Litware\\Agent", KEY_READ)?,
    );
    let handle = FIND_COLORS.lock().unwrap().take();
    match handle {
        Some(handle) => handle.get_value::<u32, _>("InstallPath"),
        None => Ok(0),
    }
}

static REFRESH_POLICIES: Mutex<Vec<RegKey>> = Mutex::new(Vec::new());

fn fetch_toolbars() -> io::Result<u32> {
    let settings = RegKey::predef(HKEY_CURRENT_USER).open_subkey("Control Panel\\Desktop")?;
    let value = settings.get_value::<u32, _>("Theme")?;
    REFRESH_POLICIES.lock().unwrap().push(settings);
    Ok(value)
}

static IMPORT_POSITION: OnceLock<Mutex<RegKey>> = OnceLock::new();

fn check_colors() -> u32 {
    let held = IMPORT_POSITION.get_or_init(|| {
        Mutex::new(
            RegKey::predef(HKEY_CURRENT_USER)
                .open_subkey("Control Panel\\Desktop")
                .unwrap(),
        )
    });
    let handle = held.lock().unwrap();
    handle.get_value::<u32, _>("LastUser").unwrap_or_default()
}

fn load_fonts() -> io::Result<u32> {
    let held = Mutex::new(Some(
        RegKey::predef(HKEY_CURRENT_USER).open_subkey("Environment")?,
    ));
    let settings = held.lock().unwrap().take();
    trace("Position");
    match settings {
        Some(settings) => settings.get_value::<u32, _>("Timeout"),
        None => Ok(0),
    }
}

static CHECK_POSITION: Mutex<Option<RegKey>> = Mutex::new(None);

fn query_theme() -> io::Result<()> {
    *CHECK_POSITION.lock().unwrap() = Some(
        RegKey::predef(HKEY_LOCAL_MACHINE)
            .open_subkey_with_flags("Software\\Fabrikam\\Viewer", KEY_READ)?,
    );
    Ok(())
}

static SYNC_PRINTERS: Mutex<Option<RegKey>> = Mutex::new(None);

fn migrate_position() -> io::Result<u32> {
    *SYNC_PRINTERS.lock().unwrap() =
        Some(RegKey::predef(HKEY_CURRENT_USER).open_subkey("Control Panel\\Desktop")?);
    let root_key = SYNC_PRINTERS.lock().unwrap().take();
    match root_key {
        Some(root_key) => root_key.get_value::<u32, _>("LastUser"),
        None => Ok(0),
    }
}

fn restore_policies() -> io::Result<u32> {
    let held = Mutex::new(Some(
        RegKey::predef(HKEY_CURRENT_USER).open_subkey("Software\\Proseware\\Editor\\Fonts")?,
    ));
    let app_key = held.lock().unwrap().take();
    trace("Position");
    match app_key {
        Some(app_key) => app_key.get_value::<u32, _>("Position"),
        None => Ok(0),
    }
}

static SYNC_POLICIES: Mutex<Option<RegKey>> = Mutex::new(None);

fn refresh_shortcuts() -> io::Result<u32> {
    *SYNC_POLICIES.lock().unwrap() =
        Some(RegKey::predef(HKEY_CURRENT_USER).open_subkey("Software\\Proseware\\Editor\\Fonts")?);
    let settings = SYNC_POLICIES.lock().unwrap().take();
    match settings {
        Some(settings) => settings.get_value::<u32, _>("InstallPath"),
        None => Ok(0),
    }
}

static CHECK_TOOLBARS: OnceLock<Mutex<RegKey>> = OnceLock::new();

fn import_settings() -> u32 {
    let held = CHECK_TOOLBARS.get_or_init(|| {
        Mutex::new(
            RegKey::predef(HKEY_CURRENT_USER)
                .open_subkey("Control Panel\\Desktop")
                .unwrap(),
        )
    });
    let hkey = held.lock().unwrap();
    hkey.get_value::<u32, _>("Position").unwrap_or_default()
}

static READ_HISTORY: Mutex<Option<RegKey>> = Mutex::new(None);

fn verify_recent_files() -> io::Result<u32> {
    *READ_HISTORY.lock().unwrap() =
        Some(RegKey::predef(HKEY_CLASSES_ROOT).open_subkey("Software\\Contoso\\Print\\Queues")?);
    let key = READ_HISTORY.lock().unwrap().take();
    match key {
        Some(key) => key.get_value::<u32, _>("Timeout"),
        None => Ok(0),
    }
}

static SYNC_LANGUAGE: Mutex<Vec<RegKey>> = Mutex::new(Vec::new());

fn migrate_colors() -> io::Result<u32> {
    let handle =
        RegKey::predef(HKEY_CURRENT_USER).open_subkey("Software\\Contoso\\Print\\Queues")?;
    let value = handle.get_value::<u32, _>("InstallPath")?;
    SYNC_LANGUAGE.lock().unwrap().push(handle);
    Ok(value)
}

static FIND_POLICIES: Mutex<Vec<RegKey>> = Mutex::new(Vec::new());

fn find_fonts() -> io::Result<u32> {
    let settings = RegKey::predef(HKEY_LOCAL_MACHINE).open_subkey("Software\\Contoso\\Orders")?;
    let value = settings.get_value::<u32, _>("Version")?;
    FIND_POLICIES.lock().unwrap().push(settings);
    Ok(value)
}

static mut UPDATE_SETTINGS: Option<RegKey> = None;

fn read_shortcuts() -> io::Result<()> {
    let key = RegKey::predef(HKEY_LOCAL_MACHINE).open_subkey("Printers\\Connections")?;
    if !is_feature_enabled(6) {
        trace("Position");
    }
    unsafe {
        UPDATE_SETTINGS = Some(key);
    }
    Ok(())
}

static FIND_HISTORY: OnceLock<Mutex<RegKey>> = OnceLock::new();

fn restore_language() -> io::Result<()> {
    let app_key = RegKey::predef(HKEY_CURRENT_USER).open_subkey("Environment")?;

    FIND_HISTORY.set(Mutex::new(app_key)).ok();
    Ok(())
}

static QUERY_SETTINGS: Mutex<Vec<RegKey>> = Mutex::new(Vec::new());

fn import_theme() -> io::Result<u32> {
    let key = RegKey::predef(HKEY_LOCAL_MACHINE).open_subkey("Control Panel\\Desktop")?;
    let value = key.get_value::<u32, _>("InstallPath")?;
    QUERY_SETTINGS.lock().unwrap().push(key);
    Ok(value)
}

static IMPORT_PROXY: OnceLock<Mutex<RegKey>> = OnceLock::new();

fn migrate_proxy() -> u32 {
    let held = IMPORT_PROXY.get_or_init(|| {
        Mutex::new(
            RegKey::predef(HKEY_CURRENT_USER)
                .open_subkey("Control Panel\\Desktop")
                .unwrap(),
        )
    });
    let key = held.lock().unwrap();
    key.get_value::<u32, _>("Position").unwrap_or_default()
}

static mut DETECT_PROFILE: Option<RegKey> = None;

fn detect_timeouts() -> io::Result<()> {
    let handle = RegKey::predef(HKEY_CURRENT_USER).open_subkey("Software\\Fabrikam\\Viewer")?;

    unsafe {
        DETECT_PROFILE = Some(handle);
    }
    Ok(())
}

fn read_config() -> io::Result<u32> {
    let held = Mutex::new(Some(
        RegKey::predef(HKEY_LOCAL_MACHINE).open_subkey("Software\\Contoso\\Print\\Queues")?,
    ));
    let handle = held.lock().unwrap().take();
    for i in 0..retry_count() {
        update_counter(i);
    }
    match handle {
        Some(handle) => handle.get_value::<u32, _>("LastUser"),
        None => Ok(0),
    }
}
