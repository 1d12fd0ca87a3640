// Keys that close themselves: winreg, and moves of all kinds.
use std::collections::HashMap;
use std::io;
use std::sync::{Arc, Mutex};
use winreg::enums::*;
use winreg::RegKey;

fn scoped() -> io::Result<u32> {
    let hkcu = RegKey::predef(HKEY_CURRENT_USER);
    let key = hkcu.open_subkey("Software\\Contoso")?; //= scoped
    key.get_value("Value")
}

fn temporaries() -> io::Result<u32> {
    RegKey::predef(HKEY_CURRENT_USER).open_subkey("Software")?.open_subkey("Contoso")?.get_value("Value") //= scoped scoped
}

fn created() -> io::Result<()> {
    let (key, disposition) = RegKey::predef(HKEY_CURRENT_USER).create_subkey("Software\\Contoso")?; //= scoped
    if disposition == REG_CREATED_NEW_KEY {
        key.set_value("New", &1u32)?;
    }
    key.create_subkey("Orders")?.0.set_value("", &"")?; //= scoped
    Ok(())
}

fn shadowed(name: &str) -> io::Result<()> {
    let key = RegKey::predef(HKEY_CURRENT_USER).open_subkey("Software")?; //= scoped
    let key = key.open_subkey(name)?; //= scoped
    key.delete_value("Old")
}

fn assigned_again() -> io::Result<()> {
    let mut key = RegKey::predef(HKEY_CURRENT_USER).open_subkey("A")?; //= scoped
    key = key.open_subkey("B")?; //= scoped
    key.flush()
}

fn returned() -> io::Result<RegKey> {
    let hkcu = RegKey::predef(HKEY_CURRENT_USER);
    hkcu.open_subkey("Software\\Contoso") //= caller
}

fn of_the_callee() -> io::Result<u32> {
    let key = returned()?; //= scoped
    key.get_value("Value")
}

fn returned_option() -> Option<RegKey> {
    let hkcu = RegKey::predef(HKEY_CURRENT_USER);
    hkcu.open_subkey_with_flags("A", KEY_READ).ok() //= caller
}

fn moved_to_a_function() -> io::Result<()> {
    let key = RegKey::predef(HKEY_CURRENT_USER).open_subkey("A")?; //= scoped
    consume(key);
    Ok(())
}

fn consume(key: RegKey) {
    let _ = key.flush();
}

fn moved_to_unseen_code() -> io::Result<()> {
    let key = RegKey::predef(HKEY_CURRENT_USER).open_subkey("A")?; //= unknown
    elsewhere::keep(key);
    Ok(())
}

fn lent_to_unseen_code() -> io::Result<()> {
    let key = RegKey::predef(HKEY_CURRENT_USER).open_subkey("A")?; //= scoped
    elsewhere::read(&key);
    Ok(())
}

fn moved_on_one_path(keep: bool) -> io::Result<Option<RegKey>> {
    let key = RegKey::predef(HKEY_CURRENT_USER).open_subkey("A")?; //= caller
    if keep {
        return Ok(Some(key));
    }
    drop(key);
    Ok(None)
}

fn in_a_vector(names: &[&str]) -> io::Result<usize> {
    let mut keys = Vec::new();
    for name in names {
        keys.push(RegKey::predef(HKEY_CURRENT_USER).open_subkey(name)?); //= scoped
    }
    Ok(keys.len())
}

fn in_a_box() -> io::Result<()> {
    let key = Box::new(RegKey::predef(HKEY_CURRENT_USER).open_subkey("A")?); //= scoped
    key.flush()
}

fn shared_with_a_thread() -> io::Result<()> {
    let key = Arc::new(Mutex::new(RegKey::predef(HKEY_CURRENT_USER).open_subkey("A")?)); //= scoped
    let theirs = Arc::clone(&key);
    std::thread::spawn(move || {
        let _ = theirs.lock().unwrap().flush();
    });
    Ok(())
}

fn option_taken() -> io::Result<()> {
    let mut slot = RegKey::predef(HKEY_CURRENT_USER).open_subkey("A").ok(); //= scoped
    if let Some(key) = slot.take() {
        key.flush()?;
    }
    Ok(())
}

fn combinators() -> Option<u32> {
    let hkcu = RegKey::predef(HKEY_CURRENT_USER);
    hkcu.open_subkey("A").and_then(|key| key.open_subkey("B")).and_then(|key| key.get_value("Value")).ok() //= scoped scoped
}

async fn across_await() -> io::Result<()> {
    let key = RegKey::predef(HKEY_CURRENT_USER).open_subkey("A")?; //= scoped
    elsewhere::wait().await;
    key.flush()
}

fn transactions() -> io::Result<()> {
    let t = winreg::transaction::Transaction::new()?;
    let key = RegKey::predef(HKEY_CURRENT_USER).open_subkey_transacted("A", &t)?; //= scoped
    let app = RegKey::load_app_key("settings.dat", true)?; //= scoped
    app.flush()?;
    key.flush()
}

fn forgotten() -> io::Result<()> {
    let key = RegKey::predef(HKEY_CURRENT_USER).open_subkey("A")?; //= leaked //~ leaked-user-key
    std::mem::forget(key);
    Ok(())
}

fn manually_dropped() -> io::Result<u32> {
    let key = std::mem::ManuallyDrop::new(RegKey::predef(HKEY_CURRENT_USER).open_subkey("A")?); //= leaked //~ leaked-user-key
    key.get_value("Value")
}

fn leaked_box() -> io::Result<&'static RegKey> {
    let key = RegKey::predef(HKEY_CURRENT_USER).open_subkey("A")?; //= caller
    Ok(Box::leak(Box::new(key)))
}

struct Settings {
    key: RegKey,
    cache: HashMap<String, RegKey>,
    handler: Option<RegKey>,
}

impl Settings {
    fn open() -> io::Result<Self> {
        let key = RegKey::predef(HKEY_CURRENT_USER).open_subkey("Software\\Contoso")?; //= object //~ user-key-in-object
        Ok(Settings { key, cache: HashMap::new(), handler: None })
    }

    fn value(&self) -> io::Result<u32> {
        self.key.get_value("Value")
    }

    fn remember(&mut self, name: &str) -> io::Result<()> {
        let key = self.key.open_subkey(name)?; //= object //~? user-key-in-object
        self.cache.insert(name.to_owned(), key);
        Ok(())
    }

    fn start(&mut self) -> io::Result<()> {
        self.handler = Some(self.key.open_subkey("Handler")?); //= object //~? user-key-in-object
        Ok(())
    }

    fn stop(&mut self) {
        self.handler.take();
    }
}

fn local_object() -> io::Result<u32> {
    let settings = Settings::open()?; //= scoped
    settings.value()
}
