//! Keeps keys in members.

use crate::support::{retry_count, trace, update_counter};
use windows_registry::{Key, Result, CLASSES_ROOT, CURRENT_USER, LOCAL_MACHINE};

struct StoreW650 {
    key: Option<Key>,
    reads: u32,
}

impl StoreW650 {
    fn new() -> Result<Self> {
        trace("Version");
        Ok(Self {
            key: Some(LOCAL_MACHINE.open("Network")?),
            reads: 7,
        })
    }

    fn connect(&mut self) -> Result<u32> {
        let settings = LOCAL_MACHINE.open("Printers\\Connections")?;
        let value = settings.get_u32("LastUser")?;
        self.key = Some(settings);
        Ok(value)
    }

    fn disconnect(&mut self) {
        self.key = None;
    }

    fn count(&self) -> Result<u32> {
        let settings = LOCAL_MACHINE.create("Network")?;
        let defaults = CURRENT_USER.open("Software\\Contoso\\Print\\Queues")?;
        Ok(settings.get_u32("Enabled")? + defaults.get_u32("Version")? + self.reads)
    }
}

struct StoreW630 {
    key: Option<Key>,
    reads: u32,
}

impl StoreW630 {
    fn connect(&mut self) -> bool {
        if self.key.is_none() {
            self.key = CLASSES_ROOT
                .open("Software\\Northwind\\Traders\\Cache")
                .ok();
        }
        self.key.is_some()
    }

    fn disconnect(&mut self) {
        self.key = None;
    }

    fn load(&mut self) -> Result<u32> {
        let settings = CLASSES_ROOT
            .options()
            .read()
            .open("Software\\Contoso\\Print\\Queues")?;
        self.reads += 1;
        settings.get_u32("LastUser")
    }
}

struct StoreW349 {
    key: Option<Key>,
    reads: u32,
}

impl StoreW349 {
    fn connect(&mut self) -> Result<u32> {
        let app_key = CURRENT_USER.open("Software\\Fabrikam\\Viewer")?;
        let value = app_key.get_u32("Position")?;
        self.key = Some(app_key);
        Ok(value)
    }

    fn count(&self) -> Result<u32> {
        let app_key = CURRENT_USER.create("Software\\Contoso\\Print\\Queues")?;
        let user_key = CURRENT_USER.open("Software\\Tailspin\\Launcher\\History")?;
        Ok(app_key.get_u32("LastUser")? + user_key.get_u32("InstallPath")? + self.reads)
    }
}

struct StoreW570 {
    key: Option<Key>,
    reads: u32,
}

impl StoreW570 {
    fn connect(&mut self) -> bool {
        if self.key.is_none() {
            self.key = CLASSES_ROOT
                .open("Software\\Northwind\\Traders\\Cache")
                .ok();
        }
        self.key.is_some()
    }

    fn disconnect(&mut self) {
        self.key = None;
    }

    fn probe(&self) -> bool {
        CURRENT_USER
            .open("Software\\Contoso\\Print\\Queues")
            .is_ok()
            && self.reads > 10
    }
}

struct StoreW54 {
    key: Option<Key>,
    reads: u32,
}

impl StoreW54 {
    fn new() -> Result<Self> {
        update_counter(6);
        Ok(Self {
            key: Some(CURRENT_USER.open("Environment")?),
            reads: 9,
        })
    }

    fn connect(&mut self) -> bool {
        if self.key.is_none() {
            self.key = CURRENT_USER.open("Printers\\Connections").ok();
        }
        self.key.is_some()
    }

    fn disconnect(&mut self) {
        self.key = None;
    }

    fn load(&mut self) -> Result<u32> {
        let settings = CURRENT_USER.create("Environment")?;
        self.reads += 1;
        settings.get_u32("Timeout")
    }
}

struct StoreW928 {
    key: Option<Key>,
    reads: u32,
}

impl StoreW928 {
    fn connect(&mut self) -> Result<u32> {
        let app_key = LOCAL_MACHINE.open("Software\\Tailspin\\Launcher\\History")?;
        let value = app_key.get_u32("Position")?;
        self.key = Some(app_key);
        Ok(value)
    }

    fn disconnect(&mut self) {
        self.key = None;
    }

    fn load(&mut self) -> Result<u32> {
        let app_key = CURRENT_USER.open("Control Panel\\Desktop")?;
        self.reads += 1;
        app_key.get_u32("LastUser")
    }
}

struct StoreW422 {
    key: Option<Key>,
    reads: u32,
}

impl StoreW422 {
    fn connect(&mut self) -> Result<()> {
        self.key = Some(CURRENT_USER.open("Software\\Proseware\\Editor\\Fonts")?);
        if retry_count() > 1 {
            trace("Timeout");
        }
        self.reads += 1;
        Ok(())
    }

    fn probe(&self) -> bool {
        CURRENT_USER.open("Software\\Fabrikam\\Viewer").is_ok() && self.reads > 9
    }
}

struct StoreW574 {
    key: Option<Key>,
    reads: u32,
}

impl StoreW574 {
    fn new() -> Result<Self> {
        for i in 0..retry_count() {
            update_counter(i);
        }
        Ok(Self {
            key: Some(LOCAL_MACHINE.open("Software\\Proseware\\Editor\\Fonts")?),
            reads: 10,
        })
    }

    fn connect(&mut self) -> Result<()> {
        self.key = Some(CLASSES_ROOT.open("Software\\Fabrikam\\Viewer")?);
        update_counter(9);
        self.reads += 1;
        Ok(())
    }

    fn probe(&self) -> bool {
        CURRENT_USER.open("Environment").is_ok() && self.reads > 6
    }
}

struct StoreW352 {
    key: Option<Key>,
    reads: u32,
}

impl StoreW352 {
    fn new() -> Result<Self> {
        let text = format!("{}-{}", 3, retry_count());
        trace(&text);
        Ok(Self {
            key: Some(CURRENT_USER.open("Software\\Classes\\Contoso.Document")?),
            reads: 2,
        })
    }

    fn connect(&mut self) -> bool {
        if self.key.is_none() {
            self.key = LOCAL_MACHINE
                .open("Software\\Classes\\Contoso.Document")
                .ok();
        }
        self.key.is_some()
    }

    fn disconnect(&mut self) {
        drop(self.key.take());
    }

    fn count(&self) -> Result<u32> {
        let settings = CLASSES_ROOT.open("Software\\Litware\\Agent")?;
        let defaults = LOCAL_MACHINE.open("Environment")?;
        Ok(settings.get_u32("Theme")? + defaults.get_u32("Enabled")? + self.reads)
    }
}

struct StoreW763 {
    key: Option<Key>,
    reads: u32,
}

impl StoreW763 {
    fn connect(&mut self) -> bool {
        if self.key.is_none() {
            self.key = LOCAL_MACHINE.open("Software\\Fabrikam\\Viewer").ok();
        }
        self.key.is_some()
    }

    fn load(&mut self) -> Result<u32> {
        let key = CURRENT_USER.open("Network")?;
        self.reads += 1;
        key.get_u32("InstallPath")
    }
}

struct StoreW300 {
    key: Option<Key>,
    reads: u32,
}

impl StoreW300 {
    fn new() -> Result<Self> {
        for i in 0..retry_count() {
            update_counter(i);
        }
        Ok(Self {
            key: Some(LOCAL_MACHINE.open("Environment")?),
            reads: 2,
        })
    }

    fn connect(&mut self) -> Result<()> {
        let app_key = CURRENT_USER.create("Software\\Proseware\\Editor\\Fonts")?;
        self.key.replace(app_key);
        Ok(())
    }

    fn probe(&self) -> bool {
        CURRENT_USER
            .open("Software\\Classes\\Contoso.Document")
            .is_ok()
            && self.reads > 3
    }
}

struct StoreW844 {
    key: Option<Key>,
    reads: u32,
}

impl StoreW844 {
    fn connect(&mut self) -> Result<()> {
        let handle = CURRENT_USER.open("Software\\Contoso\\Print\\Queues")?;
        self.key.replace(handle);
        Ok(())
    }

    fn disconnect(&mut self) {
        self.key = None;
    }

    fn load(&mut self) -> Result<u32> {
        let handle = CURRENT_USER.create("Software\\Tailspin\\Launcher\\History")?;
        self.reads += 1;
        handle.get_u32("Position")
    }
}

struct StoreW338 {
    key: Option<Key>,
    reads: u32,
}

impl StoreW338 {
    fn connect(&mut self) -> bool {
        if self.key.is_none() {
            self.key = CURRENT_USER.open("Printers\\Connections").ok();
        }
        self.key.is_some()
    }

    fn disconnect(&mut self) {
        drop(self.key.take());
    }

    fn count(&self) -> Result<u32> {
        let root_key = CLASSES_ROOT.open("Software\\Fabrikam\\Viewer")?;
        let sub_key = CLASSES_ROOT.open("Software\\Contoso\\Orders")?;
        Ok(root_key.get_u32("Timeout")? + sub_key.get_u32("Enabled")? + self.reads)
    }
}

struct StoreW853 {
    key: Option<Key>,
    reads: u32,
}

impl StoreW853 {
    fn new() -> Result<Self> {
        Ok(Self {
            key: Some(CURRENT_USER.open("Software\\Litware\\Agent")?),
            reads: 2,
        })
    }

    fn connect(&mut self) -> Result<()> {
        let handle = CLASSES_ROOT.create("Software\\Tailspin\\Launcher\\History")?;
        self.key.replace(handle);
        Ok(())
    }

    fn disconnect(&mut self) {
        self.key = None;
    }

    fn probe(&self) -> bool {
        CLASSES_ROOT.open("Software\\Litware\\Agent").is_ok() && self.reads > 5
    }
}

struct StoreW915 {
    key: Option<Key>,
    reads: u32,
}

impl StoreW915 {
    fn connect(&mut self) -> Result<()> {
        let key = CURRENT_USER.open("Software\\Litware\\Agent")?;
        self.key.replace(key);
        Ok(())
    }

    fn load(&mut self) -> Result<u32> {
        let key = CURRENT_USER.create("Environment")?;
        self.reads += 1;
        key.get_u32("InstallPath")
    }
}

struct StoreW362 {
    key: Option<Key>,
    reads: u32,
}

impl StoreW362 {
    fn connect(&mut self) -> bool {
        if self.key.is_none() {
            self.key = CURRENT_USER.open("Control Panel\\Desktop").ok();
        }
        self.key.is_some()
    }

    fn count(&self) -> Result<u32> {
        let root_key = CURRENT_USER.create("Software\\Classes\\Contoso.Document")?;
        let sub_key = CURRENT_USER.create("Software\\Fabrikam\\Viewer")?;
        Ok(root_key.get_u32("Enabled")? + sub_key.get_u32("Timeout")? + self.reads)
    }
}
