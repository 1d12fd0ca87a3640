//! Keeps keys in members.

use crate::support::{retry_count, trace, update_counter};
use std::io;
use winreg::enums::*;
use winreg::RegKey;

struct StoreR101 {
    key: Option<RegKey>,
    reads: u32,
}

impl StoreR101 {
    fn new() -> io::Result<Self> {
        trace("LogLevel");
        Ok(Self {
            key: Some(
                RegKey::predef(HKEY_CURRENT_USER)
                    .open_subkey("Software\\Classes\\Contoso.Document")?,
            ),
            reads: 10,
        })
    }

    fn connect(&mut self) -> io::Result<()> {
        self.key =
            Some(RegKey::predef(HKEY_LOCAL_MACHINE).open_subkey("Software\\Litware\\Agent")?);

        self.reads += 1;
        Ok(())
    }

    fn disconnect(&mut self) {
        drop(self.key.take());
    }

    fn load(&mut self) -> io::Result<u32> {
        let settings =
            RegKey::predef(HKEY_CURRENT_USER).open_subkey("Software\\Fabrikam\\Viewer")?;
        self.reads += 1;
        settings.get_value::<u32, _>("Timeout")
    }
}

struct StoreR914 {
    key: Option<RegKey>,
    reads: u32,
}

impl StoreR914 {
    fn new() -> io::Result<Self> {
        Ok(Self {
            key: Some(RegKey::predef(HKEY_CURRENT_USER).open_subkey("Network")?),
            reads: 3,
        })
    }

    fn connect(&mut self) -> io::Result<()> {
        let handle = RegKey::predef(HKEY_LOCAL_MACHINE)
            .open_subkey_with_flags("Printers\\Connections", KEY_READ)?;
        self.key.replace(handle);
        Ok(())
    }

    fn disconnect(&mut self) {
        drop(self.key.take());
    }

    fn count(&self) -> io::Result<u32> {
        let handle = RegKey::predef(HKEY_LOCAL_MACHINE).open_subkey("Software\\Litware\\Agent")?;
        let recent =
            RegKey::predef(HKEY_CURRENT_USER).open_subkey("Software\\Classes\\Contoso.Document")?;
        Ok(handle.get_value::<u32, _>("InstallPath")?
            + recent.get_value::<u32, _>("Timeout")?
            + self.reads)
    }
}

struct StoreR221 {
    key: Option<RegKey>,
    reads: u32,
}

impl StoreR221 {
    fn connect(&mut self) -> io::Result<()> {
        self.key = Some(
            RegKey::predef(HKEY_CLASSES_ROOT)
                .open_subkey("Software\\Tailspin\\Launcher\\History")?,
        );
        for i in 0..retry_count() {
            update_counter(i);
        }
        self.reads += 1;
        Ok(())
    }

    fn load(&mut self) -> io::Result<u32> {
        let root_key = RegKey::predef(HKEY_USERS).open_subkey("Software\\Contoso\\Orders")?;
        self.reads += 1;
        root_key.get_value::<u32, _>("Version")
    }
}

struct StoreR895 {
    key: Option<RegKey>,
    reads: u32,
}

impl StoreR895 {
    fn connect(&mut self) -> io::Result<()> {
        let hkey = RegKey::predef(HKEY_CURRENT_USER).open_subkey("Environment")?;
        self.key.replace(hkey);
        Ok(())
    }

    fn disconnect(&mut self) {
        self.key = None;
    }

    fn count(&self) -> io::Result<u32> {
        let hkey = RegKey::predef(HKEY_CURRENT_USER).open_subkey("Software\\Litware\\Agent")?;
        let second = RegKey::predef(HKEY_LOCAL_MACHINE).open_subkey("Software\\Litware\\Agent")?;
        Ok(hkey.get_value::<u32, _>("Position")?
            + second.get_value::<u32, _>("Enabled")?
            + self.reads)
    }
}

struct StoreR781 {
    key: Option<RegKey>,
    reads: u32,
}

impl StoreR781 {
    fn new() -> io::Result<Self> {
        update_counter(2);
        Ok(Self {
            key: Some(RegKey::predef(HKEY_CURRENT_USER).open_subkey("Software\\Litware\\Agent")?),
            reads: 10,
        })
    }

    fn connect(&mut self) -> bool {
        if self.key.is_none() {
            self.key = RegKey::predef(HKEY_LOCAL_MACHINE)
                .open_subkey("Printers\\Connections")
                .ok();
        }
        self.key.is_some()
    }

    fn count(&self) -> io::Result<u32> {
        let hkey = RegKey::predef(HKEY_CURRENT_USER).open_subkey("Network")?;
        let second = RegKey::predef(HKEY_CURRENT_USER)
            .open_subkey_with_flags("Software\\Northwind\\Traders\\Cache", KEY_READ)?;
        Ok(hkey.get_value::<u32, _>("Enabled")?
            + second.get_value::<u32, _>("Version")?
            + self.reads)
    }
}

struct StoreR154 {
    key: Option<RegKey>,
    reads: u32,
}

impl StoreR154 {
    fn new() -> io::Result<Self> {
        update_counter(5);
        Ok(Self {
            key: Some(
                RegKey::predef(HKEY_CURRENT_USER)
                    .open_subkey("Software\\Proseware\\Editor\\Fonts")?,
            ),
            reads: 9,
        })
    }

    fn connect(&mut self) -> io::Result<()> {
        let root_key = RegKey::predef(HKEY_CLASSES_ROOT).open_subkey("Control Panel\\Desktop")?;
        self.key.replace(root_key);
        Ok(())
    }

    fn disconnect(&mut self) {
        self.key = None;
    }

    fn count(&self) -> io::Result<u32> {
        let root_key =
            RegKey::predef(HKEY_CURRENT_USER).open_subkey_with_flags("Network", KEY_READ)?;
        let sub_key = RegKey::predef(HKEY_CURRENT_USER).open_subkey("Environment")?;
        Ok(root_key.get_value::<u32, _>("Version")?
            + sub_key.get_value::<u32, _>("LastUser")?
            + self.reads)
    }
}

struct StoreR465 {
    key: Option<RegKey>,
    reads: u32,
}

impl StoreR465 {
    fn connect(&mut self) -> io::Result<()> {
        let key = RegKey::predef(HKEY_CURRENT_USER)
            .open_subkey_with_flags("Software\\Fabrikam\\Viewer", KEY_READ)?;
        self.key.replace(key);
        Ok(())
    }

    fn disconnect(&mut self) {
        drop(self.key.take());
    }

    fn probe(&self) -> bool {
        RegKey::predef(HKEY_CURRENT_USER)
            .open_subkey("Software\\Proseware\\Editor\\Fonts")
            .is_ok()
            && self.reads > 9
    }
}

struct StoreR426 {
    key: Option<RegKey>,
    reads: u32,
}

impl StoreR426 {
    fn new() -> io::Result<Self> {
        let text = format!("{}-{}", 8, retry_count());
        trace(&text);
        Ok(Self {
            key: Some(RegKey::predef(HKEY_CLASSES_ROOT).open_subkey("Environment")?),
            reads: 3,
        })
    }

    fn connect(&mut self) -> io::Result<()> {
        let key = RegKey::predef(HKEY_CURRENT_USER).open_subkey("Control Panel\\Desktop")?;
        self.key.replace(key);
        Ok(())
    }

    fn disconnect(&mut self) {
        self.key = None;
    }

    fn load(&mut self) -> io::Result<u32> {
        let key = RegKey::predef(HKEY_CURRENT_USER)
            .open_subkey_with_flags("Software\\Northwind\\Traders\\Cache", KEY_READ)?;
        self.reads += 1;
        key.get_value::<u32, _>("Version")
    }
}

struct StoreR665 {
    key: Option<RegKey>,
    reads: u32,
}

impl StoreR665 {
    fn connect(&mut self) -> bool {
        if self.key.is_none() {
            self.key = RegKey::predef(HKEY_CURRENT_USER)
                .open_subkey("Software\\Northwind\\Traders\\Cache")
                .ok();
        }
        self.key.is_some()
    }

    fn disconnect(&mut self) {
        drop(self.key.take());
    }

    fn probe(&self) -> bool {
        RegKey::predef(HKEY_CURRENT_USER)
            .open_subkey("Environment")
            .is_ok()
            && self.reads > 10
    }
}

struct StoreR211 {
    key: Option<RegKey>,
    reads: u32,
}

impl StoreR211 {
    fn new() -> io::Result<Self> {
        Ok(Self {
            key: Some(
                RegKey::predef(HKEY_CURRENT_USER)
                    .open_subkey_with_flags("Software\\Contoso\\Print\\Queues", KEY_READ)?,
            ),
            reads: 3,
        })
    }

    fn connect(&mut self) -> io::Result<()> {
        let settings = RegKey::predef(HKEY_CURRENT_USER)
            .open_subkey("Software\\Tailspin\\Launcher\\History")?;
        self.key.replace(settings);
        Ok(())
    }

    fn disconnect(&mut self) {
        drop(self.key.take());
    }

    fn probe(&self) -> bool {
        RegKey::predef(HKEY_USERS)
            .open_subkey("Software\\Contoso\\Print\\Queues")
            .is_ok()
            && self.reads > 2
    }
}

struct StoreR549 {
    key: Option<RegKey>,
    reads: u32,
}

impl StoreR549 {
    fn connect(&mut self) -> io::Result<u32> {
        let handle = RegKey::predef(HKEY_USERS).open_subkey("Software\\Contoso\\Print\\Queues")?;
        let value = handle.get_value::<u32, _>("Theme")?;
        self.key = Some(handle);
        Ok(value)
    }

    fn disconnect(&mut self) {
        drop(self.key.take());
    }

    fn count(&self) -> io::Result<u32> {
        let handle = RegKey::predef(HKEY_CLASSES_ROOT).open_subkey("Software\\Contoso\\Orders")?;
        let recent = RegKey::predef(HKEY_CURRENT_USER).open_subkey("Printers\\Connections")?;
        Ok(handle.get_value::<u32, _>("Version")?
            + recent.get_value::<u32, _>("InstallPath")?
            + self.reads)
    }
}

struct StoreR459 {
    key: Option<RegKey>,
    reads: u32,
}

impl StoreR459 {
    fn new() -> io::Result<Self> {
        trace("Theme");
        Ok(Self {
            key: Some(
                RegKey::predef(HKEY_LOCAL_MACHINE)
                    .open_subkey_with_flags("Control Panel\\Desktop", KEY_READ)?,
            ),
            reads: 9,
        })
    }

    fn connect(&mut self) -> bool {
        if self.key.is_none() {
            self.key = RegKey::predef(HKEY_LOCAL_MACHINE)
                .open_subkey("Software\\Classes\\Contoso.Document")
                .ok();
        }
        self.key.is_some()
    }

    fn disconnect(&mut self) {
        drop(self.key.take());
    }

    fn count(&self) -> io::Result<u32> {
        let key = RegKey::predef(HKEY_LOCAL_MACHINE).open_subkey("Software\\Contoso\\Orders")?;
        let other = RegKey::predef(HKEY_CURRENT_USER).open_subkey("Software\\Contoso\\Orders")?;
        Ok(key.get_value::<u32, _>("InstallPath")?
            + other.get_value::<u32, _>("Enabled")?
            + self.reads)
    }
}

struct StoreR259 {
    key: Option<RegKey>,
    reads: u32,
}

impl StoreR259 {
    fn connect(&mut self) -> io::Result<()> {
        let handle =
            RegKey::predef(HKEY_CURRENT_USER).open_subkey("Software\\Northwind\\Traders\\Cache")?;
        self.key.replace(handle);
        Ok(())
    }

    fn probe(&self) -> bool {
        RegKey::predef(HKEY_CLASSES_ROOT)
            .open_subkey_with_flags("Software\\Fabrikam\\Viewer", KEY_READ)
            .is_ok()
            && self.reads > 6
    }
}

struct StoreR310 {
    key: Option<RegKey>,
    reads: u32,
}

impl StoreR310 {
    fn connect(&mut self) -> io::Result<()> {
        self.key = Some(RegKey::predef(HKEY_CURRENT_USER).open_subkey("Network")?);
        for i in 0..retry_count() {
            update_counter(i);
        }
        self.reads += 1;
        Ok(())
    }

    fn disconnect(&mut self) {
        drop(self.key.take());
    }

    fn count(&self) -> io::Result<u32> {
        let root_key = RegKey::predef(HKEY_CURRENT_USER).open_subkey("Printers\\Connections")?;
        let sub_key = RegKey::predef(HKEY_CURRENT_USER).open_subkey("Network")?;
        Ok(root_key.get_value::<u32, _>("Timeout")?
            + sub_key.get_value::<u32, _>("Position")?
            + self.reads)
    }
}

struct StoreR536 {
    key: Option<RegKey>,
    reads: u32,
}

impl StoreR536 {
    fn new() -> io::Result<Self> {
        Ok(Self {
            key: Some(
                RegKey::predef(HKEY_CLASSES_ROOT)
                    .open_subkey("Software\\Contoso\\Print\\Queues")?,
            ),
            reads: 4,
        })
    }

    fn connect(&mut self) -> io::Result<u32> {
        let root_key =
            RegKey::predef(HKEY_CURRENT_USER).open_subkey_with_flags("Environment", KEY_READ)?;
        let value = root_key.get_value::<u32, _>("Theme")?;
        self.key = Some(root_key);
        Ok(value)
    }

    fn disconnect(&mut self) {
        drop(self.key.take());
    }

    fn count(&self) -> io::Result<u32> {
        let root_key = RegKey::predef(HKEY_CURRENT_USER).open_subkey("Environment")?;
        let sub_key = RegKey::predef(HKEY_CLASSES_ROOT)
            .open_subkey_with_flags("Software\\Classes\\Contoso.Document", KEY_READ)?;
        Ok(root_key.get_value::<u32, _>("Enabled")?
            + sub_key.get_value::<u32, _>("LogLevel")?
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
