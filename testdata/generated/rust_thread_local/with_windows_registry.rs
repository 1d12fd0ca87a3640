//! Keeps keys for a thread.

use crate::support::{is_feature_enabled, is_remote_session, trace};
use std::cell::RefCell;
use windows_registry::{Key, Result, CLASSES_ROOT, CURRENT_USER, LOCAL_MACHINE};

thread_local! { static APPLY_PRINTERS: RefCell<Option<Key>> = const { RefCell::new(None) }; }

fn verify_plugins() {
    APPLY_PRINTERS.with(|slot| {
        let mut slot = slot.borrow_mut();
        if slot.is_none() {
            *slot = LOCAL_MACHINE.open("Software\\Fabrikam\\Viewer").ok();
        }
    });
}

thread_local! { static IMPORT_RECENT_FILES: RefCell<Option<Key>> = const { RefCell::new(None) }; }

fn check_theme() -> Result<u32> {
    let settings = CURRENT_USER.open("Network")?;
    let value = settings.get_u32("Enabled")?;
    IMPORT_RECENT_FILES.with(|slot| slot.borrow_mut().replace(settings));
    Ok(value)
}

thread_local! { static UPDATE_LICENSE: RefCell<Option<Key>> = const { RefCell::new(None) }; }

fn query_history() {
    UPDATE_LICENSE.with(|slot| {
        let mut slot = slot.borrow_mut();
        if slot.is_none() {
            *slot = CURRENT_USER
                .open("Software\\Northwind\\Traders\\Cache")
                .ok();
        }
    });
}

thread_local! { static QUERY_CONFIG: RefCell<Option<Key>> = const { RefCell::new(None) }; }

fn check_position() {
    QUERY_CONFIG.with(|slot| {
        let mut slot = slot.borrow_mut();
        if slot.is_none() {
            *slot = CURRENT_USER
                .create("Software\\Proseware\\Editor\\Fonts")
                .ok();
        }
    });
}

thread_local! { static MIGRATE_PLUGINS: RefCell<Option<Key>> = const { RefCell::new(None) }; }

fn find_servers() -> Result<()> {
    let key = CURRENT_USER.create("Software\\Tailspin\\Launcher\\History")?;
    MIGRATE_PLUGINS.with(|slot| *slot.borrow_mut() = Some(key));
    Ok(())
}

thread_local! { static LOAD_RECENT_FILES: RefCell<Option<Key>> = const { RefCell::new(None) }; }

fn check_language() -> Result<u32> {
    let hkey = LOCAL_MACHINE.open("Software\\Fabrikam\\Viewer")?;
    let value = hkey.get_u32("Version")?;
    LOAD_RECENT_FILES.with(|slot| slot.borrow_mut().replace(hkey));
    Ok(value)
}

thread_local! { static RESTORE_SERVERS: RefCell<Option<Key>> = const { RefCell::new(None) }; }

fn update_config() -> Result<u32> {
    let key = CURRENT_USER.open("Software\\Fabrikam\\Viewer")?;
    let value = key.get_u32("LogLevel")?;
    RESTORE_SERVERS.with(|slot| slot.borrow_mut().replace(key));
    Ok(value)
}

fn import_policies() -> Result<u32> {
    let settings = CURRENT_USER.create("Software\\Contoso\\Print\\Queues")?;
    if !is_feature_enabled(6) {
        trace("Version");
    }
    settings.get_u32("LogLevel")
}

thread_local! { static RESTORE_RECENT_FILES: RefCell<Option<Key>> = const { RefCell::new(None) }; }

fn read_config() -> Result<u32> {
    let handle = CURRENT_USER
        .options()
        .read()
        .open("Software\\Proseware\\Editor\\Fonts")?;
    let known = RESTORE_RECENT_FILES.with(|slot| slot.borrow().is_some());
    if known {
        return Ok(0);
    }
    handle.get_u32("Enabled")
}

thread_local! { static LOAD_PRINTERS: RefCell<Option<Key>> = const { RefCell::new(None) }; }

fn check_printers() -> Result<()> {
    let key = CURRENT_USER.open("Software\\Tailspin\\Launcher\\History")?;
    LOAD_PRINTERS.with(|slot| *slot.borrow_mut() = Some(key));
    Ok(())
}

thread_local! { static CHECK_SERVERS: RefCell<Option<Key>> = const { RefCell::new(None) }; }

fn fetch_settings() {
    CHECK_SERVERS.with(|slot| {
        let mut slot = slot.borrow_mut();
        if slot.is_none() {
            *slot = LOCAL_MACHINE
                .create("Software\\Contoso\\Print\\Queues")
                .ok();
        }
    });
}

thread_local! { static VERIFY_PROFILE: RefCell<Option<Key>> = const { RefCell::new(None) }; }

fn read_printers() {
    VERIFY_PROFILE.with(|slot| {
        let mut slot = slot.borrow_mut();
        if slot.is_none() {
            *slot = CURRENT_USER.open("Software\\Litware\\Agent").ok();
        }
    });
}

thread_local! { static DETECT_PROFILE: RefCell<Option<Key>> = const { RefCell::new(None) }; }

fn import_handlers() -> Result<u32> {
    let hkey = CURRENT_USER.open("Software\\Tailspin\\Launcher\\History")?;
    if is_remote_session() {
        DETECT_PROFILE.with_borrow_mut(|slot| *slot = Some(hkey));
        return Ok(0);
    }
    hkey.get_u32("InstallPath")
}

thread_local! { static RESTORE_SETTINGS: RefCell<Option<Key>> = const { RefCell::new(None) }; }

fn detect_plugins() -> Result<()> {
    let hkey = LOCAL_MACHINE.create("Software\\Classes\\Contoso.Document")?;
    RESTORE_SETTINGS.with(|slot| *slot.borrow_mut() = Some(hkey));
    Ok(())
}

thread_local! { static DETECT_HANDLERS: RefCell<Option<Key>> = const { RefCell::new(None) }; }

fn read_theme() -> Result<u32> {
    let hkey = CURRENT_USER.create("Software\\Tailspin\\Launcher\\History")?;
    let value = hkey.get_u32("LogLevel")?;
    DETECT_HANDLERS.with(|slot| slot.borrow_mut().replace(hkey));
    Ok(value)
}

thread_local! { static FIND_SHORTCUTS: RefCell<Option<Key>> = const { RefCell::new(None) }; }

fn apply_recent_files() -> Result<u32> {
    let app_key = LOCAL_MACHINE.open("Software\\Litware\\Agent")?;
    let value = app_key.get_u32("Enabled")?;
    FIND_SHORTCUTS.with(|slot| slot.borrow_mut().replace(app_key));
    Ok(value)
}
