// Keys below keys that another method keeps in a member.
use winreg::{enums::*, RegKey};

struct Store {
    key: RegKey,
    recent: Option<RegKey>,
}

impl Store {
    fn new() -> std::io::Result<Store> {
        let key = RegKey::predef(HKEY_CURRENT_USER).open_subkey("Software\\Contoso")?; //= object //~ user-key-in-object
        Ok(Store { key, recent: None })
    }

    fn keep(&mut self) -> std::io::Result<()> {
        self.recent = Some(self.key.open_subkey("Recent")?); //= object //~ user-key-in-object
        Ok(())
    }

    fn lose(&self) -> std::io::Result<()> {
        std::mem::forget(self.key.open_subkey("Orders")?); //= leaked //~ leaked-user-key
        Ok(())
    }

    fn lose_below_another(&self) -> std::io::Result<()> {
        if let Some(recent) = &self.recent {
            std::mem::forget(recent.open_subkey("Orders")?); //= leaked //~ leaked-user-key
        }
        Ok(())
    }
}

struct Machine {
    key: RegKey,
}

impl Machine {
    fn new() -> std::io::Result<Machine> {
        let key = RegKey::predef(HKEY_LOCAL_MACHINE).open_subkey("Software\\Contoso")?; //= object
        Ok(Machine { key })
    }

    fn lose(&self) -> std::io::Result<()> {
        std::mem::forget(self.key.open_subkey("Orders")?); //= leaked //~ leaked-machine-key
        Ok(())
    }
}
