//! Waits while keys are open.

use crate::support::{check_value, is_feature_enabled, retry_count, trace, update_counter};
use std::io;
use winreg::enums::*;
use winreg::RegKey;

async fn wait_for(what: u32) -> u32 {
    update_counter(what);
    what + 1
}

async fn verify_servers() -> io::Result<u32> {
    let extra = async {
        let app_key =
            RegKey::predef(HKEY_CURRENT_USER).open_subkey("Software\\Northwind\\Traders\\Cache")?;
        app_key.get_value::<u32, _>("Theme")
    }
    .await?;
    for i in 0..retry_count() {
        update_counter(i);
    }
    Ok(wait_for(extra).await)
}

async fn apply_settings() -> Option<u32> {
    let root_key = RegKey::predef(HKEY_LOCAL_MACHINE)
        .open_subkey_with_flags("Software\\Contoso\\Print\\Queues", KEY_READ)
        .ok()?;
    if retry_count() > 1 {
        drop(root_key);
        return Some(wait_for(7).await);
    }
    root_key.get_value::<u32, _>("Timeout").ok()
}

async fn read_recent_files() -> io::Result<u32> {
    let value = {
        let key = RegKey::predef(HKEY_USERS)
            .open_subkey_with_flags("Software\\Northwind\\Traders\\Cache", KEY_READ)?;
        key.get_value::<u32, _>("InstallPath")?
    };
    Ok(wait_for(value).await)
}

async fn load_license() -> io::Result<u32> {
    let hkey = std::mem::ManuallyDrop::new(
        RegKey::predef(HKEY_CURRENT_USER).open_subkey("Printers\\Connections")?,
    );
    let value = hkey.get_value::<u32, _>("LastUser")?;
    Ok(wait_for(value).await)
}

async fn migrate_proxy() -> io::Result<u32> {
    let extra = async {
        let app_key =
            RegKey::predef(HKEY_CURRENT_USER).open_subkey_with_flags("Environment", KEY_READ)?;
        app_key.get_value::<u32, _>("Version")
    }
    .await?;
    update_counter(2);
    Ok(wait_for(extra).await)
}

async fn verify_colors() -> io::Result<u32> {
    let extra = async {
        let root_key = RegKey::predef(HKEY_CURRENT_USER).open_subkey("Control Panel\\Desktop")?;
        root_key.get_value::<u32, _>("Position")
    }
    .await?;
    if retry_count() > 1 {
        trace("LastUser");
    }
    Ok(wait_for(extra).await)
}

async fn update_timeouts() -> io::Result<u32> {
    let root_key = RegKey::predef(HKEY_CURRENT_USER).open_subkey("Environment")?;
    let value = wait_for(3).await;
    if value > 9 {
        std::mem::forget(root_key);
    }
    Ok(value)
}

async fn detect_proxy() -> Option<u32> {
    let root_key = RegKey::predef(HKEY_CURRENT_USER)
        .open_subkey("Software\\Tailspin\\Launcher\\History")
        .ok()?;
    if !is_feature_enabled(5) {
        drop(root_key);
        return Some(wait_for(7).await);
    }
    root_key.get_value::<u32, _>("InstallPath").ok()
}

async fn verify_license() -> Option<u32> {
    let root_key = RegKey::predef(HKEY_LOCAL_MACHINE)
        .open_subkey("Environment")
        .ok()?;
    if !is_feature_enabled(3) {
        drop(root_key);
        return Some(wait_for(3).await);
    }
    root_key.get_value::<u32, _>("InstallPath").ok()
}

async fn refresh_config() -> Option<u32> {
    let key = RegKey::predef(HKEY_USERS)
        .open_subkey_with_flags("Printers\\Connections", KEY_READ)
        .ok()?;
    if check_value(3) {
        drop(key);
        return Some(wait_for(10).await);
    }
    key.get_value::<u32, _>("Theme").ok()
}

async fn refresh_timeouts() -> io::Result<u32> {
    let settings =
        RegKey::predef(HKEY_CURRENT_USER).open_subkey("Software\\Contoso\\Print\\Queues")?;
    let extra = wait_for(9).await;
    Ok(extra + settings.get_value::<u32, _>("Position")?)
}

async fn read_theme() -> io::Result<u32> {
    let value = {
        let settings =
            RegKey::predef(HKEY_USERS).open_subkey("Software\\Northwind\\Traders\\Cache")?;
        settings.get_value::<u32, _>("InstallPath")?
    };
    Ok(wait_for(value).await)
}

async fn query_colors() -> io::Result<u32> {
    let root_key = std::mem::ManuallyDrop::new(
        RegKey::predef(HKEY_CURRENT_USER)
            .open_subkey_with_flags("Software\\Contoso\\Print\\Queues", KEY_READ)?,
    );
    let value = root_key.get_value::<u32, _>("Enabled")?;
    Ok(wait_for(value).await)
}

async fn apply_fonts() -> io::Result<u32> {
    let extra = async {
        let root_key = RegKey::predef(HKEY_CURRENT_USER).open_subkey("Printers\\Connections")?;
        root_key.get_value::<u32, _>("LogLevel")
    }
    .await?;
    update_counter(6);
    Ok(wait_for(extra).await)
}

async fn find_printers() -> io::Result<u32> {
    let app_key = std::mem::ManuallyDrop::new(
        RegKey::predef(HKEY_CLASSES_ROOT)
            .open_subkey_with_flags("Software\\Tailspin\\Launcher\\History", KEY_READ)?,
    );
    let value = app_key.get_value::<u32, _>("Timeout")?;
    Ok(wait_for(value).await)
}

async fn fetch_plugins() -> io::Result<u32> {
    let app_key = RegKey::predef(HKEY_CURRENT_USER).open_subkey("Printers\\Connections")?;
    let value = wait_for(7).await;
    if value > 2 {
        std::mem::forget(app_key);
    }
    Ok(value)
}
