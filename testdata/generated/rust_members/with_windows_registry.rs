//! Keeps keys in members.

use crate::support::{check_value, is_feature_enabled, retry_count, trace, update_counter};
use windows_registry::{Key, Result, CLASSES_ROOT, CURRENT_USER, LOCAL_MACHINE};

struct StoreW576 {
    key: Option<Key>,
    reads: u32,
}

impl StoreW576 {
    fn connect(&mut self) -> Result<()> {
        self.key = Some(CURRENT_USER.open("Software\\Litware\\Agent")?);
        if check_value(3) {
            trace("LastUser");
        }
        self.reads += 1;
        Ok(())
    }

    fn disconnect(&mut self) {
        self.key = None;
    }

    fn load(&mut self) -> Result<u32> {
        let key = LOCAL_MACHINE.open("Printers\\Connections")?;
        self.reads += 1;
        key.get_u32("LastUser")
    }
}

struct StoreW466 {
    key: Option<Key>,
    reads: u32,
}

impl StoreW466 {
    fn new() -> Result<Self> {
        for i in 0..retry_count() {
            update_counter(i);
        }
        Ok(Self {
            key: Some(LOCAL_MACHINE.open("Network")?),
            reads: 2,
        })
    }

    fn connect(&mut self) -> Result<()> {
        self.key = Some(CLASSES_ROOT.create("Software\\Northwind\\Traders\\Cache")?);
        for i in 0..retry_count() {
            update_counter(i);
        }
        self.reads += 1;
        Ok(())
    }

    fn probe(&self) -> bool {
        CURRENT_USER.create("Environment").is_ok() && self.reads > 3
    }
}

struct StoreW873 {
    key: Option<Key>,
    reads: u32,
}

impl StoreW873 {
    fn connect(&mut self) -> bool {
        if self.key.is_none() {
            self.key = LOCAL_MACHINE.open("Printers\\Connections").ok();
        }
        self.key.is_some()
    }

    fn disconnect(&mut self) {
        self.key = None;
    }

    fn count(&self) -> Result<u32> {
        let root_key = LOCAL_MACHINE.open("Software\\Tailspin\\Launcher\\History")?;
        let sub_key = CURRENT_USER.create("Software\\Contoso\\Print\\Queues")?;
        Ok(root_key.get_u32("Position")? + sub_key.get_u32("Theme")? + self.reads)
    }
}

struct StoreW312 {
    key: Option<Key>,
    reads: u32,
}

impl StoreW312 {
    fn new() -> Result<Self> {
        let text = format!("{}-{}", 2, retry_count());
        trace(&text);
        Ok(Self {
            key: Some(CURRENT_USER.open("Environment")?),
            reads: 5,
        })
    }

    fn connect(&mut self) -> Result<()> {
        self.key = Some(CURRENT_USER.open("Software\\Contoso\\Print\\Queues")?);

        self.reads += 1;
        Ok(())
    }

    fn disconnect(&mut self) {
        self.key = None;
    }

    fn count(&self) -> Result<u32> {
        let app_key = LOCAL_MACHINE.open("Software\\Proseware\\Editor\\Fonts")?;
        let user_key = LOCAL_MACHINE.open("Software\\Proseware\\Editor\\Fonts")?;
        Ok(app_key.get_u32("Version")? + user_key.get_u32("Position")? + self.reads)
    }
}

struct StoreW120 {
    key: Option<Key>,
    reads: u32,
}

impl StoreW120 {
    fn new() -> Result<Self> {
        Ok(Self {
            key: Some(CURRENT_USER.create("Environment")?),
            reads: 2,
        })
    }

    fn connect(&mut self) -> Result<()> {
        self.key = Some(CURRENT_USER.open("Software\\Tailspin\\Launcher\\History")?);
        update_counter(4);
        self.reads += 1;
        Ok(())
    }

    fn disconnect(&mut self) {
        self.key = None;
    }

    fn load(&mut self) -> Result<u32> {
        let handle = CURRENT_USER.open("Control Panel\\Desktop")?;
        self.reads += 1;
        handle.get_u32("Position")
    }
}

struct StoreW861 {
    key: Option<Key>,
    reads: u32,
}

impl StoreW861 {
    fn connect(&mut self) -> Result<u32> {
        let handle = CURRENT_USER.open("Software\\Fabrikam\\Viewer")?;
        let value = handle.get_u32("InstallPath")?;
        self.key = Some(handle);
        Ok(value)
    }

    fn load(&mut self) -> Result<u32> {
        let handle = CURRENT_USER.create("Software\\Contoso\\Print\\Queues")?;
        self.reads += 1;
        handle.get_u32("InstallPath")
    }
}

struct StoreW452 {
    key: Option<Key>,
    reads: u32,
}

impl StoreW452 {
    fn new() -> Result<Self> {
        update_counter(3);
        Ok(Self {
            key: Some(CURRENT_USER.create("Printers\\Connections")?),
            reads: 9,
        })
    }

    fn connect(&mut self) -> Result<()> {
        self.key = Some(
            CURRENT_USER
                .options()
                .read()
                .open("Software\\Contoso\\Orders")?,
        );

        self.reads += 1;
        Ok(())
    }

    fn disconnect(&mut self) {
        drop(self.key.take());
    }

    fn probe(&self) -> bool {
        LOCAL_MACHINE
            .create("Software\\Tailspin\\Launcher\\History")
            .is_ok()
            && self.reads > 8
    }
}

struct StoreW686 {
    key: Option<Key>,
    reads: u32,
}

impl StoreW686 {
    fn connect(&mut self) -> Result<()> {
        self.key = Some(CURRENT_USER.create("Control Panel\\Desktop")?);
        trace("Position");
        self.reads += 1;
        Ok(())
    }

    fn disconnect(&mut self) {
        drop(self.key.take());
    }

    fn probe(&self) -> bool {
        CURRENT_USER.open("Software\\Litware\\Agent").is_ok() && self.reads > 4
    }
}

struct StoreW12 {
    key: Option<Key>,
    reads: u32,
}

impl StoreW12 {
    fn new() -> Result<Self> {
        trace("Position");
        Ok(Self {
            key: Some(CURRENT_USER.create("Software\\Classes\\Contoso.Document")?),
            reads: 3,
        })
    }

    fn connect(&mut self) -> Result<()> {
        let app_key = CURRENT_USER.open("Software\\Fabrikam\\Viewer")?;
        self.key.replace(app_key);
        Ok(())
    }

    fn probe(&self) -> bool {
        CURRENT_USER
            .open("Software\\Contoso\\Print\\Queues")
            .is_ok()
            && self.reads > 4
    }
}

struct StoreW28 {
    key: Option<Key>,
    reads: u32,
}

impl StoreW28 {
    fn new() -> Result<Self> {
        for i in 0..retry_count() {
            update_counter(i);
        }
        Ok(Self {
            key: Some(CURRENT_USER.open("Environment")?),
            reads: 5,
        })
    }

    fn connect(&mut self) -> bool {
        if self.key.is_none() {
            self.key = CLASSES_ROOT
                .open("Software\\Northwind\\Traders\\Cache")
                .ok();
        }
        self.key.is_some()
    }

    fn disconnect(&mut self) {
        drop(self.key.take());
    }

    fn count(&self) -> Result<u32> {
        let root_key = CURRENT_USER.open("Software\\Proseware\\Editor\\Fonts")?;
        let sub_key = LOCAL_MACHINE.open("Environment")?;
        Ok(root_key.get_u32("LastUser")? + sub_key.get_u32("Timeout")? + self.reads)
    }
}

struct StoreW651 {
    key: Option<Key>,
    reads: u32,
}

impl StoreW651 {
    fn connect(&mut self) -> bool {
        if self.key.is_none() {
            self.key = CURRENT_USER.create("Environment").ok();
        }
        self.key.is_some()
    }

    fn disconnect(&mut self) {
        drop(self.key.take());
    }

    fn load(&mut self) -> Result<u32> {
        let key = CURRENT_USER.open("Software\\Northwind\\Traders\\Cache")?;
        self.reads += 1;
        key.get_u32("Enabled")
    }
}

struct StoreW969 {
    key: Option<Key>,
    reads: u32,
}

impl StoreW969 {
    fn connect(&mut self) -> Result<()> {
        self.key = Some(LOCAL_MACHINE.open("Printers\\Connections")?);
        if !is_feature_enabled(4) {
            trace("LogLevel");
        }
        self.reads += 1;
        Ok(())
    }

    fn disconnect(&mut self) {
        drop(self.key.take());
    }

    fn count(&self) -> Result<u32> {
        let root_key = CURRENT_USER.open("Software\\Contoso\\Orders")?;
        let sub_key = CURRENT_USER.open("Software\\Proseware\\Editor\\Fonts")?;
        Ok(root_key.get_u32("InstallPath")? + sub_key.get_u32("InstallPath")? + self.reads)
    }
}

struct StoreW451 {
    key: Option<Key>,
    reads: u32,
}

impl StoreW451 {
    fn new() -> Result<Self> {
        let text = format!("{}-{}", 6, retry_count());
        trace(&text);
        Ok(Self {
            key: Some(CURRENT_USER.open("Software\\Classes\\Contoso.Document")?),
            reads: 7,
        })
    }

    fn connect(&mut self) -> bool {
        if self.key.is_none() {
            self.key = CURRENT_USER.open("Software\\Proseware\\Editor\\Fonts").ok();
        }
        self.key.is_some()
    }

    fn disconnect(&mut self) {
        self.key = None;
    }

    fn load(&mut self) -> Result<u32> {
        let hkey = LOCAL_MACHINE.options().read().open("Environment")?;
        self.reads += 1;
        hkey.get_u32("Version")
    }
}

struct StoreW488 {
    key: Option<Key>,
    reads: u32,
}

impl StoreW488 {
    fn new() -> Result<Self> {
        trace("Theme");
        Ok(Self {
            key: Some(CURRENT_USER.open("Software\\Classes\\Contoso.Document")?),
            reads: 2,
        })
    }

    fn connect(&mut self) -> bool {
        if self.key.is_none() {
            self.key = CURRENT_USER.open("Environment").ok();
        }
        self.key.is_some()
    }

    fn count(&self) -> Result<u32> {
        let handle = CURRENT_USER.open("Software\\Classes\\Contoso.Document")?;
        let recent = CURRENT_USER.open("Software\\Litware\\Agent")?;
        Ok(handle.get_u32("LastUser")? + recent.get_u32("Theme")? + self.reads)
    }
}

struct StoreW424 {
    key: Option<Key>,
    reads: u32,
}

impl StoreW424 {
    fn new() -> Result<Self> {
        trace("Timeout");
        Ok(Self {
            key: Some(LOCAL_MACHINE.open("Software\\Proseware\\Editor\\Fonts")?),
            reads: 3,
        })
    }

    fn connect(&mut self) -> bool {
        if self.key.is_none() {
            self.key = CURRENT_USER.create("Environment").ok();
        }
        self.key.is_some()
    }

    fn disconnect(&mut self) {
        self.key = None;
    }

    fn probe(&self) -> bool {
        CURRENT_USER.open("Printers\\Connections").is_ok() && self.reads > 6
    }
}

struct StoreW61 {
    key: Option<Key>,
    reads: u32,
}

impl StoreW61 {
    fn new() -> Result<Self> {
        Ok(Self {
            key: Some(LOCAL_MACHINE.open("Software\\Fabrikam\\Viewer")?),
            reads: 4,
        })
    }

    fn connect(&mut self) -> Result<()> {
        self.key = Some(LOCAL_MACHINE.open("Software\\Tailspin\\Launcher\\History")?);
        let text = format!("{}-{}", 5, retry_count());
        trace(&text);
        self.reads += 1;
        Ok(())
    }

    fn disconnect(&mut self) {
        drop(self.key.take());
    }

    fn probe(&self) -> bool {
        CURRENT_USER
            .open("Software\\Northwind\\Traders\\Cache")
            .is_ok()
            && self.reads > 9
    }
}
