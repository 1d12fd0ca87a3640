//! Keeps keys in members.

use crate::support::{retry_count, trace, update_counter};
use std::io;
use winreg::enums::*;
use winreg::RegKey;

struct StoreR804 {
    key: Option<RegKey>,
    reads: u32,
}

impl StoreR804 {
    fn new() -> io::Result<Self> {
        let text = format!("{}-{}", 5, retry_count());
        trace(&text);
        Ok(Self {
            key: Some(RegKey::predef(HKEY_LOCAL_MACHINE).open_subkey("Network")?),
            reads: 8,
        })
    }

    fn connect(&mut self) -> bool {
        if self.key.is_none() {
            self.key = RegKey::predef(HKEY_LOCAL_MACHINE)
                .open_subkey("Software\\Fabrikam\\Viewer")
                .ok();
        }
        self.key.is_some()
    }

    fn disconnect(&mut self) {
        drop(self.key.take());
    }

    fn probe(&self) -> bool {
        RegKey::predef(HKEY_LOCAL_MACHINE)
            .open_subkey_with_flags("Control Panel\\Desktop", KEY_READ)
            .is_ok()
            && self.reads > 4
    }
}

struct StoreR674 {
    key: Option<RegKey>,
    reads: u32,
}

impl StoreR674 {
    fn new() -> io::Result<Self> {
        if retry_count() > 1 {
            trace("Enabled");
        }
        Ok(Self {
            key: Some(RegKey::predef(HKEY_CURRENT_USER).open_subkey("Network")?),
            reads: 3,
        })
    }

    fn connect(&mut self) -> io::Result<u32> {
        let settings = RegKey::predef(HKEY_LOCAL_MACHINE)
            .open_subkey_with_flags("Printers\\Connections", KEY_READ)?;
        let value = settings.get_value::<u32, _>("Enabled")?;
        self.key = Some(settings);
        Ok(value)
    }

    fn disconnect(&mut self) {
        self.key = None;
    }

    fn probe(&self) -> bool {
        RegKey::predef(HKEY_LOCAL_MACHINE)
            .open_subkey("Network")
            .is_ok()
            && self.reads > 5
    }
}

struct StoreR506 {
    key: Option<RegKey>,
    reads: u32,
}

impl StoreR506 {
    fn new() -> io::Result<Self> {
        update_counter(10);
        Ok(Self {
            key: Some(RegKey::predef(HKEY_CURRENT_USER).open_subkey("Network")?),
            reads: 7,
        })
    }

    fn connect(&mut self) -> bool {
        if self.key.is_none() {
            self.key = RegKey::predef(HKEY_CURRENT_USER)
                .open_subkey("Software\\Litware\\Agent")
                .ok();
        }
        self.key.is_some()
    }

    fn disconnect(&mut self) {
        self.key = None;
    }

    fn probe(&self) -> bool {
        RegKey::predef(HKEY_CURRENT_USER)
            .open_subkey_with_flags("Software\\Classes\\Contoso.Document", KEY_READ)
            .is_ok()
            && self.reads > 3
    }
}

struct StoreR87 {
    key: Option<RegKey>,
    reads: u32,
}

impl StoreR87 {
    fn connect(&mut self) -> bool {
        if self.key.is_none() {
            self.key = RegKey::predef(HKEY_CURRENT_USER)
                .open_subkey("Software\\Northwind\\Traders\\Cache")
                .ok();
        }
        self.key.is_some()
    }

    fn probe(&self) -> bool {
        RegKey::predef(HKEY_CURRENT_USER)
            .open_subkey_with_flags("Printers\\Connections", KEY_READ)
            .is_ok()
            && self.reads > 10
    }
}

struct StoreR44 {
    key: Option<RegKey>,
    reads: u32,
}

impl StoreR44 {
    fn new() -> io::Result<Self> {
        Ok(Self {
            key: Some(
                RegKey::predef(HKEY_LOCAL_MACHINE)
                    .open_subkey("Software\\Northwind\\Traders\\Cache")?,
            ),
            reads: 5,
        })
    }

    fn connect(&mut self) -> bool {
        if self.key.is_none() {
            self.key = RegKey::predef(HKEY_USERS)
                .open_subkey("Software\\Tailspin\\Launcher\\History")
                .ok();
        }
        self.key.is_some()
    }

    fn load(&mut self) -> io::Result<u32> {
        let hkey = RegKey::predef(HKEY_LOCAL_MACHINE).open_subkey("Printers\\Connections")?;
        self.reads += 1;
        hkey.get_value::<u32, _>("Position")
    }
}

struct StoreR9 {
    key: Option<RegKey>,
    reads: u32,
}

impl StoreR9 {
    fn connect(&mut self) -> io::Result<()> {
        let handle = RegKey::predef(HKEY_USERS)
            .open_subkey_with_flags("Control Panel\\Desktop", KEY_READ)?;
        self.key.replace(handle);
        Ok(())
    }

    fn disconnect(&mut self) {
        drop(self.key.take());
    }

    fn load(&mut self) -> io::Result<u32> {
        let handle = RegKey::predef(HKEY_CURRENT_USER)
            .open_subkey_with_flags("Software\\Contoso\\Orders", KEY_READ)?;
        self.reads += 1;
        handle.get_value::<u32, _>("Enabled")
    }
}

struct StoreR902 {
    key: Option<RegKey>,
    reads: u32,
}

impl StoreR902 {
    fn new() -> io::Result<Self> {
        trace("LogLevel");
        Ok(Self {
            key: Some(
                RegKey::predef(HKEY_CURRENT_USER).open_subkey_with_flags("Network", KEY_READ)?,
            ),
            reads: 4,
        })
    }

    fn connect(&mut self) -> io::Result<u32> {
        let app_key =
            RegKey::predef(HKEY_CLASSES_ROOT).open_subkey("Software\\Classes\\Contoso.Document")?;
        let value = app_key.get_value::<u32, _>("LastUser")?;
        self.key = Some(app_key);
        Ok(value)
    }

    fn disconnect(&mut self) {
        drop(self.key.take());
    }

    fn load(&mut self) -> io::Result<u32> {
        let app_key = RegKey::predef(HKEY_CURRENT_USER)
            .open_subkey_with_flags("Software\\Litware\\Agent", KEY_READ)?;
        self.reads += 1;
        app_key.get_value::<u32, _>("Version")
    }
}

struct StoreR799 {
    key: Option<RegKey>,
    reads: u32,
}

impl StoreR799 {
    fn new() -> io::Result<Self> {
        Ok(Self {
            key: Some(
                RegKey::predef(HKEY_CURRENT_USER)
                    .open_subkey("Software\\Classes\\Contoso.Document")?,
            ),
            reads: 2,
        })
    }

    fn connect(&mut self) -> bool {
        if self.key.is_none() {
            self.key = RegKey::predef(HKEY_LOCAL_MACHINE)
                .open_subkey("Software\\Northwind\\Traders\\Cache")
                .ok();
        }
        self.key.is_some()
    }

    fn disconnect(&mut self) {
        drop(self.key.take());
    }

    fn load(&mut self) -> io::Result<u32> {
        let hkey =
            RegKey::predef(HKEY_CURRENT_USER).open_subkey("Software\\Contoso\\Print\\Queues")?;
        self.reads += 1;
        hkey.get_value::<u32, _>("InstallPath")
    }
}

struct StoreR268 {
    key: Option<RegKey>,
    reads: u32,
}

impl StoreR268 {
    fn new() -> io::Result<Self> {
        Ok(Self {
            key: Some(
                RegKey::predef(HKEY_CURRENT_USER)
                    .open_subkey_with_flags("Software\\Litware\\Agent", KEY_READ)?,
            ),
            reads: 3,
        })
    }

    fn connect(&mut self) -> io::Result<()> {
        let handle =
            RegKey::predef(HKEY_CURRENT_USER).open_subkey("Software\\Northwind\\Traders\\Cache")?;
        self.key.replace(handle);
        Ok(())
    }

    fn disconnect(&mut self) {
        self.key = None;
    }

    fn count(&self) -> io::Result<u32> {
        let handle = RegKey::predef(HKEY_CURRENT_USER)
            .open_subkey_with_flags("Printers\\Connections", KEY_READ)?;
        let recent =
            RegKey::predef(HKEY_CURRENT_USER).open_subkey("Software\\Northwind\\Traders\\Cache")?;
        Ok(handle.get_value::<u32, _>("LastUser")?
            + recent.get_value::<u32, _>("Enabled")?
            + self.reads)
    }
}

struct StoreR363 {
    key: Option<RegKey>,
    reads: u32,
}

impl StoreR363 {
    fn new() -> io::Result<Self> {
        for i in 0..retry_count() {
            update_counter(i);
        }
        Ok(Self {
            key: Some(RegKey::predef(HKEY_CURRENT_USER).open_subkey("Software\\Litware\\Agent")?),
            reads: 8,
        })
    }

    fn connect(&mut self) -> io::Result<()> {
        let root_key = RegKey::predef(HKEY_USERS).open_subkey("Printers\\Connections")?;
        self.key.replace(root_key);
        Ok(())
    }

    fn load(&mut self) -> io::Result<u32> {
        let root_key = RegKey::predef(HKEY_CURRENT_USER).open_subkey("Control Panel\\Desktop")?;
        self.reads += 1;
        root_key.get_value::<u32, _>("Version")
    }
}

struct StoreR705 {
    key: Option<RegKey>,
    reads: u32,
}

impl StoreR705 {
    fn new() -> io::Result<Self> {
        trace("InstallPath");
        Ok(Self {
            key: Some(RegKey::predef(HKEY_USERS).open_subkey("Software\\Contoso\\Print\\Queues")?),
            reads: 8,
        })
    }

    fn connect(&mut self) -> bool {
        if self.key.is_none() {
            self.key = RegKey::predef(HKEY_CLASSES_ROOT)
                .open_subkey("Software\\Contoso\\Orders")
                .ok();
        }
        self.key.is_some()
    }

    fn count(&self) -> io::Result<u32> {
        let app_key = RegKey::predef(HKEY_CURRENT_USER).open_subkey("Printers\\Connections")?;
        let user_key = RegKey::predef(HKEY_CURRENT_USER)
            .open_subkey_with_flags("Software\\Northwind\\Traders\\Cache", KEY_READ)?;
        Ok(app_key.get_value::<u32, _>("LogLevel")?
            + user_key.get_value::<u32, _>("LastUser")?
            + self.reads)
    }
}

struct StoreR311 {
    key: Option<RegKey>,
    reads: u32,
}

impl StoreR311 {
    fn connect(&mut self) -> io::Result<u32> {
        let hkey = RegKey::predef(HKEY_CURRENT_USER).open_subkey("Network")?;
        let value = hkey.get_value::<u32, _>("Position")?;
        self.key = Some(hkey);
        Ok(value)
    }

    fn disconnect(&mut self) {
        drop(self.key.take());
    }

    fn count(&self) -> io::Result<u32> {
        let hkey = RegKey::predef(HKEY_CURRENT_USER)
            .open_subkey("Software\\Tailspin\\Launcher\\History")?;
        let second = RegKey::predef(HKEY_CURRENT_USER).open_subkey("Printers\\Connections")?;
        Ok(hkey.get_value::<u32, _>("Timeout")?
            + second.get_value::<u32, _>("Position")?
            + self.reads)
    }
}

struct StoreR383 {
    key: Option<RegKey>,
    reads: u32,
}

impl StoreR383 {
    fn connect(&mut self) -> io::Result<()> {
        let app_key =
            RegKey::predef(HKEY_USERS).open_subkey("Software\\Classes\\Contoso.Document")?;
        self.key.replace(app_key);
        Ok(())
    }

    fn disconnect(&mut self) {
        drop(self.key.take());
    }

    fn count(&self) -> io::Result<u32> {
        let app_key = RegKey::predef(HKEY_USERS).open_subkey("Software\\Contoso\\Orders")?;
        let user_key =
            RegKey::predef(HKEY_CURRENT_USER).open_subkey("Software\\Fabrikam\\Viewer")?;
        Ok(app_key.get_value::<u32, _>("Theme")?
            + user_key.get_value::<u32, _>("LastUser")?
            + self.reads)
    }
}

struct StoreR244 {
    key: Option<RegKey>,
    reads: u32,
}

impl StoreR244 {
    fn new() -> io::Result<Self> {
        for i in 0..retry_count() {
            update_counter(i);
        }
        Ok(Self {
            key: Some(RegKey::predef(HKEY_CURRENT_USER).open_subkey("Software\\Litware\\Agent")?),
            reads: 3,
        })
    }

    fn connect(&mut self) -> bool {
        if self.key.is_none() {
            self.key = RegKey::predef(HKEY_CURRENT_USER)
                .open_subkey("Network")
                .ok();
        }
        self.key.is_some()
    }

    fn count(&self) -> io::Result<u32> {
        let hkey = RegKey::predef(HKEY_LOCAL_MACHINE).open_subkey("Software\\Fabrikam\\Viewer")?;
        let second = RegKey::predef(HKEY_CLASSES_ROOT)
            .open_subkey_with_flags("Software\\Litware\\Agent", KEY_READ)?;
        Ok(hkey.get_value::<u32, _>("LogLevel")?
            + second.get_value::<u32, _>("Timeout")?
            + self.reads)
    }
}

struct StoreR951 {
    key: Option<RegKey>,
    reads: u32,
}

impl StoreR951 {
    fn connect(&mut self) -> io::Result<()> {
        let app_key =
            RegKey::predef(HKEY_CURRENT_USER).open_subkey("Software\\Northwind\\Traders\\Cache")?;
        self.key.replace(app_key);
        Ok(())
    }

    fn count(&self) -> io::Result<u32> {
        let app_key = RegKey::predef(HKEY_CURRENT_USER).open_subkey("Environment")?;
        let user_key = RegKey::predef(HKEY_CLASSES_ROOT)
            .open_subkey_with_flags("Software\\Classes\\Contoso.Document", KEY_READ)?;
        Ok(app_key.get_value::<u32, _>("Enabled")?
            + user_key.get_value::<u32, _>("LogLevel")?
            + self.reads)
    }
}

struct StoreR288 {
    key: Option<RegKey>,
    reads: u32,
}

impl StoreR288 {
    fn connect(&mut self) -> io::Result<()> {
        let key = RegKey::predef(HKEY_USERS).open_subkey("Software\\Northwind\\Traders\\Cache")?;
        self.key.replace(key);
        Ok(())
    }

    fn disconnect(&mut self) {
        drop(self.key.take());
    }

    fn load(&mut self) -> io::Result<u32> {
        let key = RegKey::predef(HKEY_CURRENT_USER).open_subkey("Network")?;
        self.reads += 1;
        key.get_value::<u32, _>("InstallPath")
    }
}
