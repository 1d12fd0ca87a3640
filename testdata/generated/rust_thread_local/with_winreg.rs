//! Keeps keys for a thread.

use crate::support::{is_remote_session, retry_count, trace};
use std::cell::RefCell;
use std::io;
use winreg::enums::*;
use winreg::RegKey;

thread_local! { static RESTORE_LANGUAGE: RefCell<Option<RegKey>> = const { RefCell::new(None) }; }

fn import_timeouts() {
    RESTORE_LANGUAGE.with(|slot| {
        let mut slot = slot.borrow_mut();
        if slot.is_none() {
            *slot = RegKey::predef(HKEY_CLASSES_ROOT)
                .open_subkey("Software\\Northwind\\Traders\\Cache")
                .ok();
        }
    });
}

thread_local! { static SYNC_SETTINGS: RefCell<Option<RegKey>> = const { RefCell::new(None) }; }

fn refresh_shortcuts() -> io::Result<u32> {
    let key = RegKey::predef(HKEY_CURRENT_USER).open_subkey("Software\\Contoso\\Orders")?;
    let known = SYNC_SETTINGS.with(|slot| slot.borrow().is_some());
    if known {
        return Ok(0);
    }
    key.get_value::<u32, _>("LogLevel")
}

thread_local! { static FETCH_PROXY: RefCell<Option<RegKey>> = const { RefCell::new(None) }; }

fn find_settings() -> io::Result<()> {
    let root_key = RegKey::predef(HKEY_USERS)
        .open_subkey_with_flags("Software\\Fabrikam\\Viewer", KEY_READ)?;
    FETCH_PROXY.with(|slot| *slot.borrow_mut() = Some(root_key));
    Ok(())
}

fn query_profile() -> io::Result<u32> {
    let settings =
        RegKey::predef(HKEY_CURRENT_USER).open_subkey("Software\\Classes\\Contoso.Document")?;

    settings.get_value::<u32, _>("Timeout")
}

thread_local! { static LOAD_TIMEOUTS: RefCell<Option<RegKey>> = const { RefCell::new(None) }; }

fn refresh_printers() -> io::Result<u32> {
    let key = RegKey::predef(HKEY_CURRENT_USER).open_subkey("Software\\Contoso\\Print\\Queues")?;
    if is_remote_session() {
        LOAD_TIMEOUTS.with_borrow_mut(|slot| *slot = Some(key));
        return Ok(0);
    }
    key.get_value::<u32, _>("Timeout")
}

thread_local! { static MIGRATE_LICENSE: RefCell<Option<RegKey>> = const { RefCell::new(None) }; }

fn detect_proxy() -> io::Result<u32> {
    let handle = RegKey::predef(HKEY_CURRENT_USER)
        .open_subkey_with_flags("Software\\Northwind\\Traders\\Cache", KEY_READ)?;
    let value = handle.get_value::<u32, _>("LastUser")?;
    MIGRATE_LICENSE.with(|slot| slot.borrow_mut().replace(handle));
    Ok(value)
}

thread_local! { static FIND_PRINTERS: RefCell<Option<RegKey>> = const { RefCell::new(None) }; }

fn collect_shortcuts() -> io::Result<u32> {
    let key = RegKey::predef(HKEY_LOCAL_MACHINE).open_subkey("Software\\Contoso\\Orders")?;
    let known = FIND_PRINTERS.with(|slot| slot.borrow().is_some());
    if known {
        return Ok(0);
    }
    key.get_value::<u32, _>("LastUser")
}

thread_local! { static APPLY_FONTS: RefCell<Option<RegKey>> = const { RefCell::new(None) }; }

fn migrate_toolbars() -> io::Result<()> {
    let root_key = RegKey::predef(HKEY_CURRENT_USER).open_subkey("Software\\Contoso\\Orders")?;
    APPLY_FONTS.with(|slot| *slot.borrow_mut() = Some(root_key));
    Ok(())
}

thread_local! { static QUERY_THEME: RefCell<Option<RegKey>> = const { RefCell::new(None) }; }

fn query_recent_files() -> io::Result<u32> {
    let hkey =
        RegKey::predef(HKEY_LOCAL_MACHINE).open_subkey("Software\\Tailspin\\Launcher\\History")?;
    if retry_count() > 1 {
        QUERY_THEME.with_borrow_mut(|slot| *slot = Some(hkey));
        return Ok(0);
    }
    hkey.get_value::<u32, _>("Position")
}

thread_local! { static DETECT_HISTORY: RefCell<Option<RegKey>> = const { RefCell::new(None) }; }

fn migrate_colors() -> io::Result<u32> {
    let app_key =
        RegKey::predef(HKEY_CURRENT_USER).open_subkey("Software\\Proseware\\Editor\\Fonts")?;
    let known = DETECT_HISTORY.with(|slot| slot.borrow().is_some());
    if known {
        return Ok(0);
    }
    app_key.get_value::<u32, _>("Theme")
}

fn collect_handlers() -> io::Result<u32> {
    let hkey = RegKey::predef(HKEY_CURRENT_USER)
        .open_subkey_with_flags("Printers\\Connections", KEY_READ)?;
    let text = format!("{}-{}", 3, retry_count());
    trace(&text);
    hkey.get_value::<u32, _>("LogLevel")
}

thread_local! { static READ_TOOLBARS: RefCell<Option<RegKey>> = const { RefCell::new(None) }; }

fn verify_config() -> io::Result<u32> {
    let app_key = RegKey::predef(HKEY_CURRENT_USER).open_subkey("Software\\Contoso\\Orders")?;
    if retry_count() > 1 {
        READ_TOOLBARS.with_borrow_mut(|slot| *slot = Some(app_key));
        return Ok(0);
    }
    app_key.get_value::<u32, _>("Version")
}

thread_local! { static SYNC_PROFILE: RefCell<Option<RegKey>> = const { RefCell::new(None) }; }

fn check_profile() -> io::Result<u32> {
    let root_key = RegKey::predef(HKEY_LOCAL_MACHINE)
        .open_subkey_with_flags("Software\\Tailspin\\Launcher\\History", KEY_READ)?;
    if retry_count() > 1 {
        SYNC_PROFILE.with_borrow_mut(|slot| *slot = Some(root_key));
        return Ok(0);
    }
    root_key.get_value::<u32, _>("InstallPath")
}

thread_local! { static RESTORE_HISTORY: RefCell<Option<RegKey>> = const { RefCell::new(None) }; }

fn check_plugins() {
    RESTORE_HISTORY.with(|slot| {
        let mut slot = slot.borrow_mut();
        if slot.is_none() {
            *slot = RegKey::predef(HKEY_CURRENT_USER)
                .open_subkey("Control Panel\\Desktop")
                .ok();
        }
    });
}

thread_local! { static RESTORE_THEME: RefCell<Option<RegKey>> = const { RefCell::new(None) }; }

fn load_toolbars() -> io::Result<u32> {
    let hkey = RegKey::predef(HKEY_CURRENT_USER).open_subkey("Software\\Fabrikam\\Viewer")?;
    let known = RESTORE_THEME.with(|slot| slot.borrow().is_some());
    if known {
        return Ok(0);
    }
    hkey.get_value::<u32, _>("Timeout")
}

thread_local! { static QUERY_PROXY: RefCell<Option<RegKey>> = const { RefCell::new(None) }; }

fn refresh_toolbars() -> io::Result<u32> {
    let settings = RegKey::predef(HKEY_CURRENT_USER).open_subkey("Environment")?;
    let value = settings.get_value::<u32, _>("Position")?;
    QUERY_PROXY.with(|slot| slot.borrow_mut().replace(settings));
    Ok(value)
}
