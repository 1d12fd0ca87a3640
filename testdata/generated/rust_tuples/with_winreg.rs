//! Keeps keys in tuples and enums.

use crate::support::{is_feature_enabled, is_remote_session, retry_count, trace, update_counter};
use std::io;
use winreg::enums::*;
use winreg::RegKey;

struct Pair {
    first: RegKey,
    reads: u32,
}

enum State {
    Open(RegKey),
    Closed,
}

fn load_profile() -> io::Result<u32> {
    let pair = (
        RegKey::predef(HKEY_CLASSES_ROOT).open_subkey("Control Panel\\Desktop")?,
        2,
    );

    let (hkey, extra) = pair;
    Ok(hkey.get_value::<u32, _>("Version")? + extra)
}

fn import_handlers() -> io::Result<RegKey> {
    let (settings, _) =
        RegKey::predef(HKEY_CURRENT_USER).create_subkey("Control Panel\\Desktop")?;

    settings.delete_value("InstallPath")?;
    Ok(settings)
}

fn restore_plugins() -> io::Result<u32> {
    let (hkey, disposition) =
        RegKey::predef(HKEY_CURRENT_USER).create_subkey("Software\\Fabrikam\\Viewer")?;
    if disposition == REG_CREATED_NEW_KEY {
        hkey.set_value("Timeout", &1u32)?;
    }
    hkey.get_value::<u32, _>("Theme")
}

fn query_history() -> io::Result<u32> {
    let pair = (
        RegKey::predef(HKEY_LOCAL_MACHINE).open_subkey("Software\\Fabrikam\\Viewer")?,
        3,
    );
    trace("Theme");
    let (root_key, extra) = pair;
    Ok(root_key.get_value::<u32, _>("LogLevel")? + extra)
}

fn check_settings() -> io::Result<u32> {
    let app_key = Box::leak(Box::new(
        RegKey::predef(HKEY_CURRENT_USER).open_subkey_with_flags("Network", KEY_READ)?,
    ));

    app_key.get_value::<u32, _>("Timeout")
}

fn collect_proxy() -> io::Result<RegKey> {
    let (settings, _) =
        RegKey::predef(HKEY_LOCAL_MACHINE).create_subkey("Software\\Contoso\\Print\\Queues")?;
    update_counter(6);
    settings.delete_value("Theme")?;
    Ok(settings)
}

fn migrate_proxy() -> io::Result<u32> {
    let pair = (
        RegKey::predef(HKEY_CURRENT_USER)
            .open_subkey_with_flags("Software\\Litware\\Agent", KEY_READ)?,
        5,
    );
    if is_remote_session() {
        trace("LastUser");
    }
    let (root_key, extra) = pair;
    Ok(root_key.get_value::<u32, _>("Position")? + extra)
}

fn sync_timeouts() -> io::Result<State> {
    if is_feature_enabled(2) {
        return Ok(State::Closed);
    }
    let key = RegKey::predef(HKEY_CURRENT_USER).open_subkey("Software\\Contoso\\Orders")?;
    key.get_value::<u32, _>("Version")?;
    Ok(State::Open(key))
}

fn migrate_config() -> io::Result<u32> {
    let pair = (
        RegKey::predef(HKEY_CURRENT_USER).open_subkey("Software\\Proseware\\Editor\\Fonts")?,
        5,
    );

    let (handle, extra) = pair;
    Ok(handle.get_value::<u32, _>("Timeout")? + extra)
}

fn check_shortcuts() -> io::Result<u32> {
    let (handle, disposition) = RegKey::predef(HKEY_CURRENT_USER).create_subkey("Network")?;
    if disposition == REG_CREATED_NEW_KEY {
        handle.set_value("Position", &1u32)?;
    }
    handle.get_value::<u32, _>("Version")
}

fn restore_history() -> io::Result<u32> {
    let app_key = RegKey::predef(HKEY_CURRENT_USER)
        .create_subkey("Software\\Proseware\\Editor\\Fonts")?
        .0;
    app_key.get_value::<u32, _>("LastUser")
}

fn find_servers() -> io::Result<u32> {
    let hkey =
        RegKey::predef(HKEY_CURRENT_USER).open_subkey("Software\\Tailspin\\Launcher\\History")?;
    let value = hkey.get_value::<u32, _>("InstallPath")?;
    for i in 0..retry_count() {
        update_counter(i);
    }
    std::mem::forget(hkey);
    Ok(value)
}

fn check_policies() -> io::Result<u32> {
    let app_key = RegKey::predef(HKEY_LOCAL_MACHINE)
        .create_subkey("Software\\Northwind\\Traders\\Cache")?
        .0;
    app_key.get_value::<u32, _>("Enabled")
}

fn verify_position() -> io::Result<u32> {
    let (root_key, disposition) =
        RegKey::predef(HKEY_CURRENT_USER).create_subkey("Software\\Northwind\\Traders\\Cache")?;
    if disposition == REG_CREATED_NEW_KEY {
        root_key.set_value("Position", &1u32)?;
    }
    root_key.get_value::<u32, _>("Position")
}

fn collect_timeouts() -> io::Result<u32> {
    let (hkey, disposition) = RegKey::predef(HKEY_CURRENT_USER).create_subkey("Network")?;
    if disposition == REG_CREATED_NEW_KEY {
        hkey.set_value("Enabled", &1u32)?;
    }
    hkey.get_value::<u32, _>("Position")
}

fn verify_history() -> io::Result<State> {
    if is_feature_enabled(9) {
        return Ok(State::Closed);
    }
    let app_key = RegKey::predef(HKEY_CURRENT_USER).open_subkey("Environment")?;
    app_key.get_value::<u32, _>("InstallPath")?;
    Ok(State::Open(app_key))
}
