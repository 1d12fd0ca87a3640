//! Keeps keys in boxes and vectors.

use crate::support::{is_feature_enabled, retry_count, trace, update_counter};
use windows_registry::{Key, Result, CLASSES_ROOT, CURRENT_USER, LOCAL_MACHINE};

fn verify_fonts() -> Result<u32> {
    let root_key = std::mem::ManuallyDrop::new(CURRENT_USER.open("Network")?);

    root_key.get_u32("Enabled")
}

fn update_language() -> Result<u32> {
    let app_key = std::rc::Rc::new(CURRENT_USER.create("Environment")?);
    let user_key = app_key.clone();
    let value = app_key.get_u32("InstallPath")?;
    Ok(value + user_key.get_u32("LastUser")?)
}

fn find_toolbars() -> Result<u32> {
    let key = Box::leak(Box::new(
        CURRENT_USER
            .options()
            .read()
            .open("Printers\\Connections")?,
    ));
    for i in 0..retry_count() {
        update_counter(i);
    }
    key.get_u32("InstallPath")
}

fn find_language() -> Result<u32> {
    let all = vec![
        LOCAL_MACHINE.open("Software\\Classes\\Contoso.Document")?,
        LOCAL_MACHINE.create("Printers\\Connections")?,
    ];

    Ok(all.len() as u32)
}

fn restore_toolbars() -> Result<u32> {
    let app_key = CLASSES_ROOT.create("Software\\Classes\\Contoso.Document")?;
    let value = app_key.get_u32("Theme")?;
    if value > 8 {
        std::mem::forget(app_key);
    }
    Ok(value)
}

fn find_settings() -> Result<u32> {
    let root_key = std::rc::Rc::new(CURRENT_USER.create("Control Panel\\Desktop")?);
    let sub_key = root_key.clone();
    let value = root_key.get_u32("Position")?;
    Ok(value + sub_key.get_u32("LogLevel")?)
}

fn check_position() -> Result<u32> {
    let hkey = std::rc::Rc::new(CURRENT_USER.open("Software\\Fabrikam\\Viewer")?);
    let second = hkey.clone();
    let value = hkey.get_u32("Timeout")?;
    Ok(value + second.get_u32("LogLevel")?)
}

fn collect_handlers() -> Result<u32> {
    let all = vec![
        CURRENT_USER.create("Software\\Tailspin\\Launcher\\History")?,
        CURRENT_USER
            .options()
            .read()
            .open("Software\\Northwind\\Traders\\Cache")?,
    ];

    Ok(all.len() as u32)
}

fn fetch_servers() -> Result<u32> {
    let app_key = std::sync::Arc::new(
        CURRENT_USER
            .options()
            .read()
            .open("Software\\Contoso\\Print\\Queues")?,
    );
    trace("Version");
    let user_key = std::sync::Arc::clone(&app_key);
    drop(app_key);
    user_key.get_u32("Version")
}

fn apply_position() -> Result<u32> {
    let handle = std::sync::Arc::new(CLASSES_ROOT.open("Printers\\Connections")?);

    let recent = std::sync::Arc::clone(&handle);
    drop(handle);
    recent.get_u32("Position")
}

fn sync_printers() -> Result<Vec<Key>> {
    let mut all = Vec::new();
    all.push(CURRENT_USER.create("Environment")?);
    trace("Timeout");
    all.push(
        CLASSES_ROOT
            .options()
            .read()
            .open("Control Panel\\Desktop")?,
    );
    Ok(all)
}

fn sync_policies() -> Result<Vec<Key>> {
    let mut all = Vec::new();
    all.push(LOCAL_MACHINE.options().read().open("Network")?);
    trace("InstallPath");
    all.push(LOCAL_MACHINE.create("Software\\Contoso\\Print\\Queues")?);
    Ok(all)
}

fn detect_recent_files() -> Result<u32> {
    let mut all = Vec::new();
    all.push(CURRENT_USER.options().read().open("Environment")?);
    if !is_feature_enabled(8) {
        all.push(
            CURRENT_USER
                .options()
                .read()
                .open("Software\\Northwind\\Traders\\Cache")?,
        );
    }
    let mut sum = 0;
    for handle in &all {
        sum += handle.get_u32("Version")?;
    }
    Ok(sum)
}

fn read_servers() -> Result<u32> {
    let all = vec![
        CURRENT_USER.create("Printers\\Connections")?,
        CLASSES_ROOT.open("Software\\Northwind\\Traders\\Cache")?,
    ];

    Ok(all.len() as u32)
}

fn query_position() -> Result<u32> {
    let all = vec![
        LOCAL_MACHINE.open("Software\\Tailspin\\Launcher\\History")?,
        CURRENT_USER.create("Network")?,
    ];
    trace("LastUser");
    Ok(all.len() as u32)
}

fn sync_proxy() -> Result<Vec<Key>> {
    let mut all = Vec::new();
    all.push(CLASSES_ROOT.open("Software\\Contoso\\Orders")?);
    trace("Enabled");
    all.push(CLASSES_ROOT.open("Software\\Northwind\\Traders\\Cache")?);
    Ok(all)
}
