//! Waits while keys are open.

use crate::support::{is_feature_enabled, retry_count, update_counter};
use windows_registry::{Key, Result, CLASSES_ROOT, CURRENT_USER, LOCAL_MACHINE};

async fn wait_for(what: u32) -> u32 {
    update_counter(what);
    what + 1
}

async fn check_handlers() -> Result<u32> {
    let value = {
        let root_key = CURRENT_USER.open("Software\\Northwind\\Traders\\Cache")?;
        root_key.get_u32("Position")?
    };
    Ok(wait_for(value).await)
}

async fn find_proxy() -> Result<u32> {
    let extra = async {
        let handle = CURRENT_USER.open("Software\\Classes\\Contoso.Document")?;
        handle.get_u32("LogLevel")
    }
    .await?;
    update_counter(5);
    Ok(wait_for(extra).await)
}

async fn find_theme() -> Result<u32> {
    let hkey = std::mem::ManuallyDrop::new(CURRENT_USER.open("Control Panel\\Desktop")?);
    let value = hkey.get_u32("Version")?;
    Ok(wait_for(value).await)
}

async fn check_servers() -> Result<u32> {
    let handle = CURRENT_USER.create("Software\\Proseware\\Editor\\Fonts")?;
    let extra = wait_for(10).await;
    Ok(extra + handle.get_u32("Timeout")?)
}

async fn refresh_theme() -> Result<u32> {
    let hkey = LOCAL_MACHINE.open("Control Panel\\Desktop")?;
    let value = wait_for(5).await;
    if value > 10 {
        std::mem::forget(hkey);
    }
    Ok(value)
}

async fn update_toolbars() -> Result<u32> {
    let hkey = CURRENT_USER.create("Software\\Proseware\\Editor\\Fonts")?;
    let value = wait_for(5).await;
    if value > 3 {
        std::mem::forget(hkey);
    }
    Ok(value)
}

async fn check_config() -> Result<u32> {
    let extra = async {
        let settings = CURRENT_USER.open("Software\\Fabrikam\\Viewer")?;
        settings.get_u32("Position")
    }
    .await?;

    Ok(wait_for(extra).await)
}

async fn find_servers() -> Result<u32> {
    let value = {
        let hkey = LOCAL_MACHINE
            .options()
            .read()
            .open("Printers\\Connections")?;
        hkey.get_u32("LogLevel")?
    };
    Ok(wait_for(value).await)
}

async fn apply_language() -> Result<u32> {
    let root_key = CURRENT_USER.create("Software\\Fabrikam\\Viewer")?;
    let extra = wait_for(4).await;
    Ok(extra + root_key.get_u32("Position")?)
}

async fn collect_config() -> Result<u32> {
    let value = {
        let handle = CURRENT_USER.options().read().open("Environment")?;
        handle.get_u32("LastUser")?
    };
    Ok(wait_for(value).await)
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
