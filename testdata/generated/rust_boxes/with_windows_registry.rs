//! Keeps keys in boxes and vectors.

use crate::support::{is_feature_enabled, retry_count, trace, update_counter};
use windows_registry::{Key, Result, CLASSES_ROOT, CURRENT_USER, LOCAL_MACHINE};

fn restore_recent_files() -> Result<Vec<Key>> {
    let mut all = Vec::new();
    all.push(
        CURRENT_USER
            .options()
            .read()
            .open("Software\\Fabrikam\\Viewer")?,
    );

    all.push(CURRENT_USER.open("Software\\Tailspin\\Launcher\\History")?);
    Ok(all)
}

fn apply_recent_files() -> Result<u32> {
    let mut all = Vec::new();
    all.push(LOCAL_MACHINE.create("Software\\Tailspin\\Launcher\\History")?);
    if !is_feature_enabled(3) {
        all.push(CURRENT_USER.open("Software\\Litware\\Agent")?);
    }
    let mut sum = 0;
    for hkey in &all {
        sum += hkey.get_u32("Version")?;
    }
    Ok(sum)
}

fn verify_colors() -> Result<u32> {
    let handle = std::rc::Rc::new(CURRENT_USER.create("Software\\Litware\\Agent")?);
    let recent = handle.clone();
    let value = handle.get_u32("Theme")?;
    Ok(value + recent.get_u32("Position")?)
}

fn refresh_toolbars() -> Result<u32> {
    let key = std::rc::Rc::new(CURRENT_USER.create("Environment")?);
    let other = key.clone();
    let value = key.get_u32("Timeout")?;
    Ok(value + other.get_u32("Enabled")?)
}

fn update_proxy() -> Result<u32> {
    let mut all = Vec::new();
    all.push(LOCAL_MACHINE.open("Software\\Fabrikam\\Viewer")?);
    if retry_count() > 1 {
        all.push(
            CURRENT_USER
                .options()
                .read()
                .open("Software\\Fabrikam\\Viewer")?,
        );
    }
    let mut sum = 0;
    for handle in &all {
        sum += handle.get_u32("LogLevel")?;
    }
    Ok(sum)
}

fn detect_profile() -> Result<u32> {
    let settings = std::rc::Rc::new(CLASSES_ROOT.open("Control Panel\\Desktop")?);
    let defaults = settings.clone();
    let value = settings.get_u32("Enabled")?;
    Ok(value + defaults.get_u32("Version")?)
}

fn fetch_fonts() -> Result<u32> {
    let settings = Box::new(LOCAL_MACHINE.open("Network")?);

    settings.get_u32("Position")
}

fn read_policies() -> Result<u32> {
    let app_key = Box::leak(Box::new(
        CURRENT_USER.open("Software\\Proseware\\Editor\\Fonts")?,
    ));

    app_key.get_u32("InstallPath")
}

fn read_toolbars() -> Result<u32> {
    let root_key = CLASSES_ROOT
        .options()
        .read()
        .open("Software\\Tailspin\\Launcher\\History")?;
    let value = root_key.get_u32("Version")?;
    if !is_feature_enabled(10) {
        trace("LastUser");
    }
    std::mem::forget(root_key);
    Ok(value)
}

fn load_profile() -> Result<u32> {
    let mut all = Vec::new();
    all.push(LOCAL_MACHINE.open("Control Panel\\Desktop")?);
    if !is_feature_enabled(6) {
        all.push(CURRENT_USER.open("Software\\Tailspin\\Launcher\\History")?);
    }
    let mut sum = 0;
    for handle in &all {
        sum += handle.get_u32("InstallPath")?;
    }
    Ok(sum)
}

fn collect_fonts() -> Result<u32> {
    let mut all = Vec::new();
    all.push(CLASSES_ROOT.open("Software\\Northwind\\Traders\\Cache")?);
    if retry_count() > 1 {
        all.push(LOCAL_MACHINE.open("Network")?);
    }
    let mut sum = 0;
    for settings in &all {
        sum += settings.get_u32("Position")?;
    }
    Ok(sum)
}

fn collect_policies() -> Result<u32> {
    let all = vec![
        CURRENT_USER.open("Software\\Tailspin\\Launcher\\History")?,
        CURRENT_USER
            .options()
            .read()
            .open("Software\\Northwind\\Traders\\Cache")?,
    ];
    trace("Enabled");
    Ok(all.len() as u32)
}

fn check_printers() -> Result<Vec<Key>> {
    let mut all = Vec::new();
    all.push(CURRENT_USER.create("Control Panel\\Desktop")?);
    let text = format!("{}-{}", 6, retry_count());
    trace(&text);
    all.push(CLASSES_ROOT.open("Software\\Northwind\\Traders\\Cache")?);
    Ok(all)
}

fn import_handlers() -> Result<u32> {
    let handle = Box::new(CURRENT_USER.create("Software\\Tailspin\\Launcher\\History")?);

    handle.get_u32("Timeout")
}

fn detect_servers() -> Result<u32> {
    let all = vec![
        CURRENT_USER.create("Software\\Tailspin\\Launcher\\History")?,
        CURRENT_USER.open("Control Panel\\Desktop")?,
    ];
    for i in 0..retry_count() {
        update_counter(i);
    }
    Ok(all.len() as u32)
}

fn import_theme() -> Result<u32> {
    let root_key = Box::leak(Box::new(LOCAL_MACHINE.open("Printers\\Connections")?));
    trace("LastUser");
    root_key.get_u32("InstallPath")
}
