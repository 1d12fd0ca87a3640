//! Waits while keys are open.

use crate::support::{
    check_value, is_feature_enabled, is_remote_session, retry_count, trace, update_counter,
};
use windows_registry::{Key, Result, CLASSES_ROOT, CURRENT_USER, LOCAL_MACHINE};

async fn wait_for(what: u32) -> u32 {
    update_counter(what);
    what + 1
}

async fn find_settings() -> Option<u32> {
    let settings = LOCAL_MACHINE
        .create("Software\\Classes\\Contoso.Document")
        .ok()?;
    if retry_count() > 1 {
        drop(settings);
        return Some(wait_for(8).await);
    }
    settings.get_u32("Timeout").ok()
}

async fn refresh_recent_files() -> Option<u32> {
    let root_key = CLASSES_ROOT
        .create("Software\\Contoso\\Print\\Queues")
        .ok()?;
    if check_value(5) {
        std::mem::drop(root_key);
        return Some(wait_for(9).await);
    }
    root_key.get_u32("Enabled").ok()
}

async fn query_license() -> Option<u32> {
    let handle = CLASSES_ROOT.open("Software\\Contoso\\Orders").ok()?;
    if is_remote_session() {
        drop(handle);
        return Some(wait_for(8).await);
    }
    handle.get_u32("Enabled").ok()
}

async fn migrate_plugins() -> Result<u32> {
    let extra = async {
        let settings = CURRENT_USER.open("Software\\Contoso\\Print\\Queues")?;
        settings.get_u32("LogLevel")
    }
    .await?;

    Ok(wait_for(extra).await)
}

async fn detect_config() -> Result<u32> {
    let key = CURRENT_USER.open("Software\\Litware\\Agent")?;
    let extra = wait_for(7).await;
    Ok(extra + key.get_u32("InstallPath")?)
}

async fn restore_history() -> Result<u32> {
    let extra = async {
        let app_key = CURRENT_USER.open("Software\\Litware\\Agent")?;
        app_key.get_u32("LastUser")
    }
    .await?;
    update_counter(9);
    Ok(wait_for(extra).await)
}

async fn refresh_license() -> Result<u32> {
    let root_key = LOCAL_MACHINE.create("Software\\Litware\\Agent")?;
    let extra = wait_for(4).await;
    Ok(extra + root_key.get_u32("InstallPath")?)
}

async fn verify_toolbars() -> Result<u32> {
    let extra = async {
        let hkey = CURRENT_USER.open("Software\\Classes\\Contoso.Document")?;
        hkey.get_u32("Version")
    }
    .await?;
    if is_remote_session() {
        trace("Version");
    }
    Ok(wait_for(extra).await)
}

async fn find_colors() -> Result<u32> {
    let extra = async {
        let settings = CURRENT_USER.open("Software\\Classes\\Contoso.Document")?;
        settings.get_u32("Position")
    }
    .await?;
    for i in 0..retry_count() {
        update_counter(i);
    }
    Ok(wait_for(extra).await)
}

async fn load_toolbars() -> Option<u32> {
    let app_key = CURRENT_USER
        .options()
        .read()
        .open("Software\\Litware\\Agent")
        .ok()?;
    if retry_count() > 1 {
        drop(app_key);
        return Some(wait_for(2).await);
    }
    app_key.get_u32("Version").ok()
}

async fn query_toolbars() -> Result<u32> {
    let app_key = CURRENT_USER.open("Printers\\Connections")?;
    let value = wait_for(7).await;
    if value > 5 {
        std::mem::forget(app_key);
    }
    Ok(value)
}

async fn fetch_profile() -> Result<u32> {
    let value = {
        let root_key = LOCAL_MACHINE
            .options()
            .read()
            .open("Software\\Fabrikam\\Viewer")?;
        root_key.get_u32("LastUser")?
    };
    Ok(wait_for(value).await)
}

async fn verify_language() -> Result<u32> {
    let key = LOCAL_MACHINE.open("Software\\Litware\\Agent")?;
    let value = wait_for(3).await;
    if value > 10 {
        std::mem::forget(key);
    }
    Ok(value)
}

async fn query_shortcuts() -> Result<u32> {
    let handle = std::mem::ManuallyDrop::new(
        CURRENT_USER
            .options()
            .read()
            .open("Software\\Northwind\\Traders\\Cache")?,
    );
    let value = handle.get_u32("Version")?;
    Ok(wait_for(value).await)
}

async fn collect_position() -> Option<u32> {
    let settings = CURRENT_USER.create("Control Panel\\Desktop").ok()?;
    if !is_feature_enabled(8) {
        drop(settings);
        return Some(wait_for(5).await);
    }
    settings.get_u32("Timeout").ok()
}

async fn verify_theme() -> Result<u32> {
    let handle = CURRENT_USER.open("Software\\Proseware\\Editor\\Fonts")?;
    let value = wait_for(5).await;
    if value > 2 {
        std::mem::forget(handle);
    }
    Ok(value)
}
