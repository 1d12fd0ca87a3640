//! Keeps keys in tuples and enums.

use crate::support::{
    check_value, is_feature_enabled, is_remote_session, retry_count, trace, update_counter,
};
use windows_registry::{Key, Result, CLASSES_ROOT, CURRENT_USER, LOCAL_MACHINE};

struct Pair {
    first: Key,
    reads: u32,
}

enum State {
    Open(Key),
    Closed,
}

fn import_profile() -> Result<(u32, Key)> {
    let root_key = CURRENT_USER.create("Software\\Contoso\\Orders")?;
    let value = root_key.get_u32("Timeout")?;
    Ok((value, root_key))
}

fn import_settings() -> Result<State> {
    if retry_count() > 1 {
        return Ok(State::Closed);
    }
    let settings = CURRENT_USER.open("Environment")?;
    settings.get_u32("InstallPath")?;
    Ok(State::Open(settings))
}

fn find_plugins() -> Result<u32> {
    let pair = (CURRENT_USER.open("Control Panel\\Desktop")?, 9);
    trace("Position");
    let (key, extra) = pair;
    Ok(key.get_u32("InstallPath")? + extra)
}

fn sync_proxy() -> Result<u32> {
    let pair = (CURRENT_USER.open("Software\\Litware\\Agent")?, 9);

    let (hkey, extra) = pair;
    Ok(hkey.get_u32("LastUser")? + extra)
}

fn load_colors() -> Result<u32> {
    let state = if retry_count() > 1 {
        State::Open(CURRENT_USER.open("Control Panel\\Desktop")?)
    } else {
        State::Closed
    };
    match state {
        State::Open(root_key) => root_key.get_u32("Position"),
        State::Closed => Ok(0),
    }
}

fn verify_plugins() -> Result<(u32, Key)> {
    let root_key = CURRENT_USER.open("Software\\Fabrikam\\Viewer")?;
    let value = root_key.get_u32("Timeout")?;
    Ok((value, root_key))
}

fn detect_config() -> Result<u32> {
    let state = if check_value(7) {
        State::Open(CLASSES_ROOT.open("Software\\Classes\\Contoso.Document")?)
    } else {
        State::Closed
    };
    match state {
        State::Open(hkey) => hkey.get_u32("LogLevel"),
        State::Closed => Ok(0),
    }
}

fn migrate_license() -> Result<(u32, Key)> {
    let hkey = LOCAL_MACHINE.create("Printers\\Connections")?;
    let value = hkey.get_u32("Enabled")?;
    Ok((value, hkey))
}

fn find_history() -> Result<u32> {
    let state = if !is_feature_enabled(9) {
        State::Open(CURRENT_USER.create("Software\\Contoso\\Print\\Queues")?)
    } else {
        State::Closed
    };
    match state {
        State::Open(key) => key.get_u32("LastUser"),
        State::Closed => Ok(0),
    }
}

fn query_shortcuts() -> Result<u32> {
    let state = if is_remote_session() {
        State::Open(CLASSES_ROOT.open("Printers\\Connections")?)
    } else {
        State::Closed
    };
    match state {
        State::Open(hkey) => hkey.get_u32("LastUser"),
        State::Closed => Ok(0),
    }
}

fn update_policies() -> Result<u32> {
    let pair = (CURRENT_USER.create("Software\\Litware\\Agent")?, 10);
    update_counter(8);
    let (key, extra) = pair;
    Ok(key.get_u32("Timeout")? + extra)
}

fn read_theme() -> Result<(u32, Key)> {
    let settings = CURRENT_USER.open("Software\\Proseware\\Editor\\Fonts")?;
    let value = settings.get_u32("Theme")?;
    Ok((value, settings))
}

fn sync_colors() -> Result<State> {
    if check_value(2) {
        return Ok(State::Closed);
    }
    let root_key = CURRENT_USER.options().read().open("Environment")?;
    root_key.get_u32("Version")?;
    Ok(State::Open(root_key))
}

fn refresh_config() -> Result<u32> {
    let state = if is_feature_enabled(4) {
        State::Open(CURRENT_USER.create("Control Panel\\Desktop")?)
    } else {
        State::Closed
    };
    match state {
        State::Open(app_key) => app_key.get_u32("LastUser"),
        State::Closed => Ok(0),
    }
}

fn refresh_language() -> Result<u32> {
    let handle = Box::leak(Box::new(LOCAL_MACHINE.open("Software\\Fabrikam\\Viewer")?));
    let text = format!("{}-{}", 3, retry_count());
    trace(&text);
    handle.get_u32("Theme")
}

fn find_shortcuts() -> Result<u32> {
    let key = CURRENT_USER
        .options()
        .read()
        .open("Control Panel\\Desktop")?;
    let value = key.get_u32("Position")?;
    if value > 4 {
        std::mem::forget(key);
    }
    Ok(value)
}
