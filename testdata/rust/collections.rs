// Keys inside of what collections and statics hold.
use std::collections::HashMap;
use std::sync::Mutex;
use windows::core::Result;
use windows::Win32::System::Registry::*;
use winreg::RegKey;

struct Store {
    key: RegKey,
    reads: u32,
}

type Hook = Box<dyn Fn() + Send>;

static PAIRS: Mutex<Vec<(u32, RegKey)>> = Mutex::new(Vec::new());
static STORES: Mutex<Vec<Store>> = Mutex::new(Vec::new());
static HOOKS: Mutex<Vec<Hook>> = Mutex::new(Vec::new());

fn open(name: &str) -> std::io::Result<RegKey> {
    RegKey::predef(HKEY_CURRENT_USER).open_subkey(name) //= caller
}

fn in_a_tuple() -> std::io::Result<()> {
    let key = open("A")?; //= process //~ user-key-in-static
    PAIRS.lock().unwrap().push((1, key));
    Ok(())
}

fn in_a_structure() -> std::io::Result<()> {
    let key = open("A")?; //= process //~ user-key-in-static
    STORES.lock().unwrap().push(Store { key, reads: 0 });
    Ok(())
}

fn in_a_closure() -> std::io::Result<()> {
    let key = open("A")?; //= process //~ user-key-in-static
    let hook: Hook = Box::new(move || drop(key.flush()));
    HOOKS.lock().unwrap().push(hook);
    Ok(())
}

fn in_a_local() -> std::io::Result<usize> {
    let mut stores = Vec::new();
    stores.push(Store { key: open("A")?, reads: 0 }); //= scoped
    stores.push(Store { key: open("B")?, reads: 0 }); //= scoped
    Ok(stores.len())
}

fn in_a_map() -> std::io::Result<u32> {
    let mut stores = HashMap::new();
    stores.insert("A", Store { key: open("A")?, reads: 3 }); //= scoped
    Ok(stores.get("A").map_or(0, |s| s.reads))
}

fn forgotten_with_its_vector() -> std::io::Result<()> {
    let mut stores = Vec::new();
    stores.push(Store { key: open("A")?, reads: 0 }); //= leaked //~ leaked-user-key
    std::mem::forget(stores);
    Ok(())
}

fn by_index() -> Result<()> {
    let mut keys = [HKEY::default(); 2];
    for (i, key) in keys.iter_mut().enumerate() {
        trace(i);
        let status = unsafe { RegOpenKeyExW(HKEY_CURRENT_USER, w!("A"), Some(0), KEY_READ, key) }; //= leaked //~ leaked-user-key
        status.ok()?;
    }
    for key in keys {
        unsafe { RegCloseKey(key) };
    }
    Ok(())
}

fn by_index_without_a_way_out() {
    let mut keys = [HKEY::default(); 2];
    for (i, key) in keys.iter_mut().enumerate() {
        trace(i);
        let status = unsafe { RegOpenKeyExW(HKEY_CURRENT_USER, w!("A"), Some(0), KEY_READ, key) }; //= scoped
        trace(status.0 as usize);
    }
    for (i, key) in keys.iter().enumerate() {
        trace(i);
        unsafe { RegCloseKey(*key) };
    }
}
