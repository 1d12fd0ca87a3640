//! Keeps keys for a thread.

use crate::support::{is_remote_session, retry_count, update_counter};
use std::cell::RefCell;
use windows_registry::{Key, Result, CLASSES_ROOT, CURRENT_USER, LOCAL_MACHINE};

thread_local! { static CHECK_LANGUAGE: RefCell<Option<Key>> = const { RefCell::new(None) }; }

fn query_printers() -> Result<u32> {
    let settings = CURRENT_USER.open("Software\\Contoso\\Orders")?;
    if retry_count() > 1 {
        CHECK_LANGUAGE.with_borrow_mut(|slot| *slot = Some(settings));
        return Ok(0);
    }
    settings.get_u32("Theme")
}

thread_local! { static LOAD_COLORS: RefCell<Option<Key>> = const { RefCell::new(None) }; }

fn collect_recent_files() {
    LOAD_COLORS.with(|slot| {
        let mut slot = slot.borrow_mut();
        if slot.is_none() {
            *slot = CURRENT_USER
                .open("Software\\Northwind\\Traders\\Cache")
                .ok();
        }
    });
}

thread_local! { static IMPORT_HISTORY: RefCell<Option<Key>> = const { RefCell::new(None) }; }

fn read_shortcuts() {
    IMPORT_HISTORY.with(|slot| {
        let mut slot = slot.borrow_mut();
        if slot.is_none() {
            *slot = LOCAL_MACHINE
                .open("Software\\Classes\\Contoso.Document")
                .ok();
        }
    });
}

thread_local! { static QUERY_CONFIG: RefCell<Option<Key>> = const { RefCell::new(None) }; }

fn verify_plugins() -> Result<u32> {
    let handle = CURRENT_USER.open("Software\\Classes\\Contoso.Document")?;
    let value = handle.get_u32("Position")?;
    QUERY_CONFIG.with(|slot| slot.borrow_mut().replace(handle));
    Ok(value)
}

fn find_language() -> Result<u32> {
    let hkey = CLASSES_ROOT.open("Software\\Proseware\\Editor\\Fonts")?;
    update_counter(9);
    hkey.get_u32("Theme")
}

thread_local! { static UPDATE_PLUGINS: RefCell<Option<Key>> = const { RefCell::new(None) }; }

fn find_history() -> Result<u32> {
    let key = CURRENT_USER.open("Software\\Litware\\Agent")?;
    if retry_count() > 1 {
        UPDATE_PLUGINS.with_borrow_mut(|slot| *slot = Some(key));
        return Ok(0);
    }
    key.get_u32("Theme")
}

fn fetch_shortcuts() -> Result<u32> {
    let app_key = CURRENT_USER
        .options()
        .read()
        .open("Software\\Northwind\\Traders\\Cache")?;
    for i in 0..retry_count() {
        update_counter(i);
    }
    app_key.get_u32("Enabled")
}

thread_local! { static RESTORE_RECENT_FILES: RefCell<Option<Key>> = const { RefCell::new(None) }; }

fn read_config() -> Result<u32> {
    let hkey = CURRENT_USER
        .options()
        .read()
        .open("Software\\Proseware\\Editor\\Fonts")?;
    let known = RESTORE_RECENT_FILES.with(|slot| slot.borrow().is_some());
    if known {
        return Ok(0);
    }
    hkey.get_u32("Enabled")
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

thread_local! { static MIGRATE_LANGUAGE: RefCell<Option<Key>> = const { RefCell::new(None) }; }

fn read_printers() -> Result<()> {
    let settings = CURRENT_USER.open("Software\\Litware\\Agent")?;
    MIGRATE_LANGUAGE.with(|slot| *slot.borrow_mut() = Some(settings));
    Ok(())
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

fn check_proxy() -> Result<u32> {
    let hkey = LOCAL_MACHINE.create("Network")?;
    let value = hkey.get_u32("Version")?;
    DETECT_HANDLERS.with(|slot| slot.borrow_mut().replace(hkey));
    Ok(value)
}

thread_local! { static READ_PROFILE: RefCell<Option<Key>> = const { RefCell::new(None) }; }

fn apply_license() -> Result<u32> {
    let key = CURRENT_USER
        .options()
        .read()
        .open("Software\\Litware\\Agent")?;
    let value = key.get_u32("LogLevel")?;
    READ_PROFILE.with(|slot| slot.borrow_mut().replace(key));
    Ok(value)
}

thread_local! { static APPLY_LANGUAGE: RefCell<Option<Key>> = const { RefCell::new(None) }; }

fn apply_handlers() -> Result<u32> {
    let settings = CLASSES_ROOT
        .options()
        .read()
        .open("Software\\Litware\\Agent")?;
    let known = APPLY_LANGUAGE.with(|slot| slot.borrow().is_some());
    if known {
        return Ok(0);
    }
    settings.get_u32("Position")
}
