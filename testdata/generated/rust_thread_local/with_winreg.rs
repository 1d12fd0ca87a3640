//! Keeps keys for a thread.

use crate::support::{is_remote_session, retry_count, update_counter};
use std::cell::RefCell;
use std::io;
use winreg::enums::*;
use winreg::RegKey;

thread_local! { static MIGRATE_THEME: RefCell<Option<RegKey>> = const { RefCell::new(None) }; }

fn import_policies() -> io::Result<u32> {
    let handle = RegKey::predef(HKEY_CURRENT_USER)
        .open_subkey_with_flags("Control Panel\\Desktop", KEY_READ)?;
    let known = MIGRATE_THEME.with(|slot| slot.borrow().is_some());
    if known {
        return Ok(0);
    }
    handle.get_value::<u32, _>("InstallPath")
}

thread_local! { static SYNC_LICENSE: RefCell<Option<RegKey>> = const { RefCell::new(None) }; }

fn load_position() -> io::Result<u32> {
    let settings = RegKey::predef(HKEY_LOCAL_MACHINE).open_subkey("Network")?;
    let known = SYNC_LICENSE.with(|slot| slot.borrow().is_some());
    if known {
        return Ok(0);
    }
    settings.get_value::<u32, _>("Theme")
}

thread_local! { static LOAD_TOOLBARS: RefCell<Option<RegKey>> = const { RefCell::new(None) }; }

fn migrate_timeouts() -> io::Result<u32> {
    let root_key = RegKey::predef(HKEY_LOCAL_MACHINE).open_subkey("Printers\\Connections")?;
    let value = root_key.get_value::<u32, _>("Enabled")?;
    LOAD_TOOLBARS.with(|slot| slot.borrow_mut().replace(root_key));
    Ok(value)
}

thread_local! { static RESTORE_SERVERS: RefCell<Option<RegKey>> = const { RefCell::new(None) }; }

fn query_servers() {
    RESTORE_SERVERS.with(|slot| {
        let mut slot = slot.borrow_mut();
        if slot.is_none() {
            *slot = RegKey::predef(HKEY_CLASSES_ROOT)
                .open_subkey("Environment")
                .ok();
        }
    });
}

thread_local! { static REFRESH_PRINTERS: RefCell<Option<RegKey>> = const { RefCell::new(None) }; }

fn restore_colors() -> io::Result<()> {
    let handle = RegKey::predef(HKEY_LOCAL_MACHINE).open_subkey_with_flags("Network", KEY_READ)?;
    REFRESH_PRINTERS.with(|slot| *slot.borrow_mut() = Some(handle));
    Ok(())
}

fn collect_settings() -> io::Result<u32> {
    let root_key =
        RegKey::predef(HKEY_LOCAL_MACHINE).open_subkey("Software\\Northwind\\Traders\\Cache")?;
    for i in 0..retry_count() {
        update_counter(i);
    }
    root_key.get_value::<u32, _>("LogLevel")
}

thread_local! { static VERIFY_PROFILE: RefCell<Option<RegKey>> = const { RefCell::new(None) }; }

fn check_theme() -> io::Result<u32> {
    let settings = RegKey::predef(HKEY_LOCAL_MACHINE).open_subkey("Software\\Litware\\Agent")?;
    let known = VERIFY_PROFILE.with(|slot| slot.borrow().is_some());
    if known {
        return Ok(0);
    }
    settings.get_value::<u32, _>("Enabled")
}

fn update_servers() -> io::Result<u32> {
    let key = RegKey::predef(HKEY_CLASSES_ROOT).open_subkey("Software\\Fabrikam\\Viewer")?;

    key.get_value::<u32, _>("LastUser")
}

fn load_recent_files() -> io::Result<u32> {
    let settings = RegKey::predef(HKEY_USERS).open_subkey("Software\\Classes\\Contoso.Document")?;
    update_counter(8);
    settings.get_value::<u32, _>("InstallPath")
}

thread_local! { static RESTORE_FONTS: RefCell<Option<RegKey>> = const { RefCell::new(None) }; }

fn collect_timeouts() -> io::Result<()> {
    let root_key =
        RegKey::predef(HKEY_LOCAL_MACHINE).open_subkey("Software\\Contoso\\Print\\Queues")?;
    RESTORE_FONTS.with(|slot| *slot.borrow_mut() = Some(root_key));
    Ok(())
}

thread_local! { static QUERY_FONTS: RefCell<Option<RegKey>> = const { RefCell::new(None) }; }

fn detect_config() -> io::Result<u32> {
    let hkey = RegKey::predef(HKEY_CURRENT_USER)
        .open_subkey_with_flags("Software\\Contoso\\Print\\Queues", KEY_READ)?;
    if is_remote_session() {
        QUERY_FONTS.with_borrow_mut(|slot| *slot = Some(hkey));
        return Ok(0);
    }
    hkey.get_value::<u32, _>("Version")
}

thread_local! { static VERIFY_CONFIG: RefCell<Option<RegKey>> = const { RefCell::new(None) }; }

fn verify_shortcuts() -> io::Result<u32> {
    let handle = RegKey::predef(HKEY_CURRENT_USER).open_subkey("Printers\\Connections")?;
    let value = handle.get_value::<u32, _>("Enabled")?;
    VERIFY_CONFIG.with(|slot| slot.borrow_mut().replace(handle));
    Ok(value)
}

thread_local! { static FETCH_PRINTERS: RefCell<Option<RegKey>> = const { RefCell::new(None) }; }

fn load_handlers() -> io::Result<u32> {
    let hkey = RegKey::predef(HKEY_CURRENT_USER).open_subkey("Environment")?;
    let value = hkey.get_value::<u32, _>("Timeout")?;
    FETCH_PRINTERS.with(|slot| slot.borrow_mut().replace(hkey));
    Ok(value)
}

thread_local! { static RESTORE_POLICIES: RefCell<Option<RegKey>> = const { RefCell::new(None) }; }

fn find_position() -> io::Result<u32> {
    let key = RegKey::predef(HKEY_LOCAL_MACHINE).open_subkey("Control Panel\\Desktop")?;
    let known = RESTORE_POLICIES.with(|slot| slot.borrow().is_some());
    if known {
        return Ok(0);
    }
    key.get_value::<u32, _>("Version")
}

fn update_shortcuts() -> io::Result<u32> {
    let hkey = RegKey::predef(HKEY_CURRENT_USER).open_subkey("Printers\\Connections")?;

    hkey.get_value::<u32, _>("Timeout")
}

thread_local! { static REFRESH_TOOLBARS: RefCell<Option<RegKey>> = const { RefCell::new(None) }; }

fn find_fonts() -> io::Result<u32> {
    let hkey = RegKey::predef(HKEY_CURRENT_USER).open_subkey("Control Panel\\Desktop")?;
    let known = REFRESH_TOOLBARS.with(|slot| slot.borrow().is_some());
    if known {
        return Ok(0);
    }
    hkey.get_value::<u32, _>("Version")
}
