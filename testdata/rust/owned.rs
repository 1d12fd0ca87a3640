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
        let key = self.key.open_subkey(name)?; //= object //~ user-key-in-object
        self.cache.insert(name.to_owned(), key);
        Ok(())
    }

    fn start(&mut self) -> io::Result<()> {
        self.handler = Some(self.key.open_subkey("Handler")?); //= object //~ user-key-in-object
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

struct Shared {
    slot: Mutex<Option<RegKey>>,
    inner: Arc<Mutex<Settings>>,
    callback: Option<Box<dyn Fn()>>,
    pair: (RegKey, u32),
}

enum State {
    Idle,
    Open(RegKey),
}

struct Machine {
    state: State,
}

impl Shared {
    fn through_a_guard(&self) {
        let mut slot = self.slot.lock().unwrap();
        *slot = RegKey::predef(HKEY_CURRENT_USER).open_subkey("A").ok(); //= object //~ user-key-in-object
    }

    fn deep_inside(&self) -> io::Result<()> {
        let mut settings = self.inner.lock().expect("not poisoned");
        settings.handler = Some(RegKey::predef(HKEY_CURRENT_USER).open_subkey("A")?); //= object //~ user-key-in-object
        Ok(())
    }

    fn swapped(&self) {
        let mut key = RegKey::predef(HKEY_CURRENT_USER).open_subkey("A").ok(); //= object //~ user-key-in-object
        std::mem::swap(&mut key, &mut *self.slot.lock().unwrap());
    }

    fn replaced(&mut self) -> io::Result<()> {
        let old = std::mem::replace(&mut self.pair.0, RegKey::predef(HKEY_CURRENT_USER).open_subkey("A")?); //= object //~ user-key-in-object
        old.flush()
    }

    fn in_a_callback(&mut self) -> io::Result<()> {
        let key = RegKey::predef(HKEY_CURRENT_USER).open_subkey("A")?; //= object //~ user-key-in-object
        self.callback = Some(Box::new(move || {
            let _ = key.flush();
        }));
        Ok(())
    }
}

fn in_a_returned_closure() -> io::Result<impl Fn()> {
    let key = RegKey::predef(HKEY_CURRENT_USER).open_subkey("A")?; //= caller
    Ok(move || {
        let _ = key.flush();
    })
}

impl Machine {
    fn open(&mut self) -> io::Result<()> {
        self.state = State::Open(RegKey::predef(HKEY_CURRENT_USER).open_subkey("A")?); //= object //~ user-key-in-object
        Ok(())
    }

    fn opened_and_closed(&mut self) -> io::Result<()> {
        self.state = State::Open(RegKey::predef(HKEY_CURRENT_USER).open_subkey("A")?); //= scoped
        if let State::Open(key) = &self.state {
            let _ = key.flush();
        }
        self.state = State::Idle;
        Ok(())
    }
}

fn sent_away() -> io::Result<()> {
    let (sender, _receiver) = std::sync::mpsc::channel();
    sender.send(RegKey::predef(HKEY_CURRENT_USER).open_subkey("A")?).unwrap(); //= unknown
    Ok(())
}

fn of_a_named_user() -> io::Result<()> {
    let key = RegKey::predef(HKEY_USERS).open_subkey("S-1-5-21-1-2-3-1001\\Software")?; //= leaked //~ leaked-user-key
    std::mem::forget(key);
    Ok(())
}
