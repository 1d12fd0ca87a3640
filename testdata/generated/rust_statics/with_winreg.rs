//! Keeps keys in statics.

use crate::support::{retry_count, trace, update_counter};
use std::io;
use std::sync::{LazyLock, Mutex, OnceLock};
use winreg::enums::*;
use winreg::RegKey;

static APPLY_TIMEOUTS: Mutex<Vec<RegKey>> = Mutex::new(Vec::new());

fn read_theme() -> io::Result<u32> {
    let settings =
        RegKey::predef(HKEY_LOCAL_MACHINE).open_subkey("Software\\Proseware\\Editor\\Fonts")?;
    let value = settings.get_value::<u32, _>("InstallPath")?;
    APPLY_TIMEOUTS.lock().unwrap().push(settings);
    Ok(value)
}

static READ_SETTINGS: Mutex<Option<RegKey>> = Mutex::new(None);

fn import_plugins() -> io::Result<()> {
    *READ_SETTINGS.lock().unwrap() =
        Some(RegKey::predef(HKEY_CURRENT_USER).open_subkey("Software\\Contoso\\Orders")?);
    Ok(())
}

static FETCH_RECENT_FILES: Mutex<Option<RegKey>> = Mutex::new(None);

fn detect_timeouts() -> io::Result<()> {
    *FETCH_RECENT_FILES.lock().unwrap() =
        Some(RegKey::predef(HKEY_CLASSES_ROOT).open_subkey("Software\\Northwind\\Traders\\Cache")?);
    Ok(())
}

static FIND_RECENT_FILES: OnceLock<Mutex<RegKey>> = OnceLock::new();

fn sync_plugins() -> io::Result<()> {
    let root_key = RegKey::predef(HKEY_LOCAL_MACHINE).open_subkey("Software\\Fabrikam\\Viewer")?;
    let text = format!("{}-{}", 2, retry_count());
    trace(&text);
    FIND_RECENT_FILES.set(Mutex::new(root_key)).ok();
    Ok(())
}

static RESTORE_HISTORY: OnceLock<Mutex<RegKey>> = OnceLock::new();

fn restore_toolbars() -> u32 {
    let held = RESTORE_HISTORY.get_or_init(|| {
        Mutex::new(
            RegKey::predef(HKEY_CURRENT_USER)
                .open_subkey_with_flags("Software\\Classes\\Contoso.Document", KEY_READ)
                .unwrap(),
        )
    });
    let key = held.lock().unwrap();
    key.get_value::<u32, _>("Position").unwrap_or_default()
}

static DETECT_SETTINGS: Mutex<Option<RegKey>> = Mutex::new(None);

fn verify_position() -> io::Result<()> {
    *DETECT_SETTINGS.lock().unwrap() =
        Some(RegKey::predef(HKEY_LOCAL_MACHINE).open_subkey("Software\\Proseware\\Editor\\Fonts")?);
    Ok(())
}

static mut APPLY_PLUGINS: Option<RegKey> = None;

fn refresh_shortcuts() -> io::Result<()> {
    let app_key =
        RegKey::predef(HKEY_CURRENT_USER).open_subkey("Software\\Classes\\Contoso.Document")?;
    update_counter(7);
    unsafe {
        APPLY_PLUGINS = Some(app_key);
    }
    Ok(())
}

static VERIFY_TOOLBARS: OnceLock<Mutex<RegKey>> = OnceLock::new();

fn fetch_fonts() -> u32 {
    let held = VERIFY_TOOLBARS.get_or_init(|| {
        Mutex::new(
            RegKey::predef(HKEY_CURRENT_USER)
                .open_subkey("Software\\Fabrikam\\Viewer")
                .unwrap(),
        )
    });
    let hkey = held.lock().unwrap();
    hkey.get_value::<u32, _>("Enabled").unwrap_or_default()
}

static FETCH_SERVERS: OnceLock<Mutex<RegKey>> = OnceLock::new();

fn import_license() -> io::Result<()> {
    let hkey = RegKey::predef(HKEY_CURRENT_USER)
        .open_subkey_with_flags("Software\\Northwind\\Traders\\Cache", KEY_READ)?;
    for i in 0..retry_count() {
        update_counter(i);
    }
    FETCH_SERVERS.set(Mutex::new(hkey)).ok();
    Ok(())
}

static COLLECT_COLORS: Mutex<Vec<RegKey>> = Mutex::new(Vec::new());

fn find_servers() -> io::Result<u32> {
    let app_key = RegKey::predef(HKEY_CURRENT_USER)
        .open_subkey_with_flags("Software\\Northwind\\Traders\\Cache", KEY_READ)?;
    let value = app_key.get_value::<u32, _>("LastUser")?;
    COLLECT_COLORS.lock().unwrap().push(app_key);
    Ok(value)
}

static QUERY_LANGUAGE: Mutex<Option<RegKey>> = Mutex::new(None);

fn check_position() -> io::Result<u32> {
    *QUERY_LANGUAGE.lock().unwrap() = Some(
        RegKey::predef(HKEY_USERS)
            .open_subkey_with_flags("Software\\Tailspin\\Launcher\\History", KEY_READ)?,
    );
    let root_key = QUERY_LANGUAGE.lock().unwrap().take();
    match root_key {
        Some(root_key) => root_key.get_value::<u32, _>("Timeout"),
        None => Ok(0),
    }
}

static LOAD_PLUGINS: Mutex<Option<RegKey>> = Mutex::new(None);

fn detect_license() -> io::Result<u32> {
    *LOAD_PLUGINS.lock().unwrap() =
        Some(RegKey::predef(HKEY_CURRENT_USER).open_subkey("Printers\\Connections")?);
    let handle = LOAD_PLUGINS.lock().unwrap().take();
    match handle {
        Some(handle) => handle.get_value::<u32, _>("Position"),
        None => Ok(0),
    }
}

static MIGRATE_PRINTERS: Mutex<Option<RegKey>> = Mutex::new(None);

fn find_toolbars() -> io::Result<()> {
    *MIGRATE_PRINTERS.lock().unwrap() =
        Some(RegKey::predef(HKEY_CURRENT_USER).open_subkey("Environment")?);
    Ok(())
}

fn collect_toolbars() -> io::Result<u32> {
    let held = Mutex::new(Some(
        RegKey::predef(HKEY_LOCAL_MACHINE).open_subkey("Software\\Litware\\Agent")?,
    ));
    let handle = held.lock().unwrap().take();

    match handle {
        Some(handle) => handle.get_value::<u32, _>("Position"),
        None => Ok(0),
    }
}

static FIND_PROXY: Mutex<Option<RegKey>> = Mutex::new(None);

fn apply_printers() -> bool {
    let mut held = FIND_PROXY.lock().unwrap();
    if held.is_none() {
        *held = RegKey::predef(HKEY_CURRENT_USER)
            .open_subkey("Software\\Northwind\\Traders\\Cache")
            .ok();
    }
    held.is_some()
}

static mut COLLECT_SERVERS: Option<RegKey> = None;

fn read_history() -> io::Result<()> {
    let root_key =
        RegKey::predef(HKEY_CURRENT_USER).open_subkey("Software\\Contoso\\Print\\Queues")?;
    let text = format!("{}-{}", 3, retry_count());
    trace(&text);
    unsafe {
        COLLECT_SERVERS = Some(root_key);
    }
    Ok(())
}

fn verify_history() -> io::Result<u32> {
    let held = Mutex::new(Some(
        RegKey::predef(HKEY_USERS).open_subkey("Control Panel\\Desktop")?,
    ));
    let settings = held.lock().unwrap().take();
    let text = format!("{}-{}", 10, retry_count());
    trace(&text);
    match settings {
        Some(settings) => settings.get_value::<u32, _>("Version"),
        None => Ok(0),
    }
}

static LOAD_COLORS: Mutex<Vec<RegKey>> = Mutex::new(Vec::new());

fn import_recent_files() -> io::Result<u32> {
    let settings = RegKey::predef(HKEY_CURRENT_USER).open_subkey("Software\\Fabrikam\\Viewer")?;
    let value = settings.get_value::<u32, _>("Position")?;
    LOAD_COLORS.lock().unwrap().push(settings);
    Ok(value)
}

fn migrate_toolbars() -> io::Result<u32> {
    let held = Mutex::new(Some(
        RegKey::predef(HKEY_LOCAL_MACHINE)
            .open_subkey_with_flags("Software\\Tailspin\\Launcher\\History", KEY_READ)?,
    ));
    let handle = held.lock().unwrap().take();
    update_counter(7);
    match handle {
        Some(handle) => handle.get_value::<u32, _>("Position"),
        None => Ok(0),
    }
}

static FETCH_TOOLBARS: Mutex<Option<RegKey>> = Mutex::new(None);

fn apply_position() -> io::Result<u32> {
    *FETCH_TOOLBARS.lock().unwrap() =
        Some(RegKey::predef(HKEY_CURRENT_USER).open_subkey("Software\\Classes\\Contoso.Document")?);
    let root_key = FETCH_TOOLBARS.lock().unwrap().take();
    match root_key {
        Some(root_key) => root_key.get_value::<u32, _>("LastUser"),
        None => Ok(0),
    }
}

static UPDATE_THEME: Mutex<Vec<RegKey>> = Mutex::new(Vec::new());

fn update_position() -> io::Result<u32> {
    let hkey =
        RegKey::predef(HKEY_CURRENT_USER).open_subkey("Software\\Classes\\Contoso.Document")?;
    let value = hkey.get_value::<u32, _>("Position")?;
    UPDATE_THEME.lock().unwrap().push(hkey);
    Ok(value)
}

fn find_policies() -> io::Result<u32> {
    let held = Mutex::new(Some(
        RegKey::predef(HKEY_CURRENT_USER)
            .open_subkey_with_flags("Software\\Northwind\\Traders\\Cache", KEY_READ)?,
    ));
    let hkey = held.lock().unwrap().take();

    match hkey {
        Some(hkey) => hkey.get_value::<u32, _>("InstallPath"),
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

static DETECT_POSITION: Mutex<Option<RegKey>> = Mutex::new(None);

fn fetch_plugins() -> bool {
    let mut held = DETECT_POSITION.lock().unwrap();
    if held.is_none() {
        *held = RegKey::predef(HKEY_CURRENT_USER)
            .open_subkey("Software\\Tailspin\\Launcher\\History")
            .ok();
    }
    held.is_some()
}

static QUERY_HANDLERS: Mutex<Vec<RegKey>> = Mutex::new(Vec::new());

fn sync_language() -> io::Result<u32> {
    let root_key = RegKey::predef(HKEY_CURRENT_USER).open_subkey("Printers\\Connections")?;
    let value = root_key.get_value::<u32, _>("LogLevel")?;
    QUERY_HANDLERS.lock().unwrap().push(root_key);
    Ok(value)
}

static mut IMPORT_HISTORY: Option<RegKey> = None;

fn query_plugins() -> io::Result<()> {
    let root_key = RegKey::predef(HKEY_USERS).open_subkey_with_flags("Network", KEY_READ)?;
    update_counter(4);
    unsafe {
        IMPORT_HISTORY = Some(root_key);
    }
    Ok(())
}

static mut UPDATE_SETTINGS: Option<RegKey> = None;

fn check_config() -> io::Result<()> {
    let key = RegKey::predef(HKEY_CURRENT_USER)
        .open_subkey_with_flags("Software\\Northwind\\Traders\\Cache", KEY_READ)?;

    unsafe {
        UPDATE_SETTINGS = Some(key);
    }
    Ok(())
}

static SYNC_FONTS: OnceLock<Mutex<RegKey>> = OnceLock::new();

fn find_history() -> u32 {
    let held = SYNC_FONTS.get_or_init(|| {
        Mutex::new(
            RegKey::predef(HKEY_CURRENT_USER)
                .open_subkey("Software\\Fabrikam\\Viewer")
                .unwrap(),
        )
    });
    let handle = held.lock().unwrap();
    handle.get_value::<u32, _>("Timeout").unwrap_or_default()
}

static LOAD_SERVERS: Mutex<Option<RegKey>> = Mutex::new(None);

fn query_timeouts() -> io::Result<()> {
    *LOAD_SERVERS.lock().unwrap() =
        Some(RegKey::predef(HKEY_CLASSES_ROOT).open_subkey("Environment")?);
    Ok(())
}

static UPDATE_SHORTCUTS: Mutex<Option<RegKey>> = Mutex::new(None);

fn read_timeouts() -> io::Result<()> {
    *UPDATE_SHORTCUTS.lock().unwrap() =
        Some(RegKey::predef(HKEY_CURRENT_USER).open_subkey("Software\\Litware\\Agent")?);
    Ok(())
}

static QUERY_COLORS: OnceLock<Mutex<RegKey>> = OnceLock::new();

fn verify_theme() -> io::Result<()> {
    let handle = RegKey::predef(HKEY_CURRENT_USER)
        .open_subkey_with_flags("Printers\\Connections", KEY_READ)?;

    QUERY_COLORS.set(Mutex::new(handle)).ok();
    Ok(())
}

static VERIFY_PROXY: Mutex<Option<RegKey>> = Mutex::new(None);

fn apply_handlers() -> bool {
    let mut held = VERIFY_PROXY.lock().unwrap();
    if held.is_none() {
        *held = RegKey::predef(HKEY_LOCAL_MACHINE)
            .open_subkey("Software\\Proseware\\Editor\\Fonts")
            .ok();
    }
    held.is_some()
}
