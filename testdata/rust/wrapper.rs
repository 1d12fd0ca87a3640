// A wrapper of one's own that is called like a crate's type, and what is made of statuses, roots and entries.
use std::collections::HashMap;
use windows_sys::Win32::System::Registry::{RegCloseKey, RegFlushKey, RegOpenKeyExW, HKEY, KEY_READ};
use winreg::enums::*;
use winreg::RegKey;

struct Key {
    raw: HKEY,
}

impl Key {
    fn open() -> Result<Key, u32> {
        let mut raw = std::ptr::null_mut();
        unsafe { RegOpenKeyExW(HKEY_CURRENT_USER, w!("A"), 0, KEY_READ, &mut raw) }.checked()?; //= object //~ user-key-in-object
        Ok(Key { raw })
    }

    fn flush(&self) -> Result<(), u32> {
        unsafe { RegFlushKey(self.raw) }.checked()
    }
}

impl Drop for Key {
    fn drop(&mut self) {
        unsafe { RegCloseKey(self.raw) };
    }
}

trait Checked {
    fn checked(self) -> Result<(), u32>;
}

impl Checked for u32 {
    fn checked(self) -> Result<(), u32> {
        if self == 0 { Ok(()) } else { Err(self) }
    }
}

fn as_a_temporary() -> Result<(), u32> {
    Key::open()?.flush() //= scoped
}

fn forgotten() -> Result<(), u32> {
    let key = Key::open()?; //= leaked //~ leaked-user-key
    key.flush()?;
    std::mem::forget(key);
    Ok(())
}

fn left_by_the_trait() -> Result<(), u32> {
    let mut raw = std::ptr::null_mut();
    unsafe { RegOpenKeyExW(HKEY_CURRENT_USER, w!("A"), 0, KEY_READ, &mut raw) }.checked()?; //= leaked //~ leaked-user-key
    unsafe { RegFlushKey(raw) }.checked()?;
    unsafe { RegCloseKey(raw) }.checked()
}

fn in_either_hive() -> Option<RegKey> {
    let roots = [HKEY_CURRENT_USER, HKEY_LOCAL_MACHINE];
    roots.iter().find_map(|root| RegKey::predef(*root).open_subkey("A").ok()) //= caller
}

fn of_either_hive() -> Option<()> {
    let roots = [HKEY_CURRENT_USER, HKEY_LOCAL_MACHINE];
    let key = roots.iter().find_map(|root| RegKey::predef(*root).open_subkey("A").ok())?; //= leaked //~ leaked-user-key
    std::mem::forget(key);
    Some(())
}

struct Cache {
    keys: HashMap<String, RegKey>,
}

impl Cache {
    fn key(&mut self, name: &str) -> &RegKey {
        self.keys.entry(name.to_owned()).or_insert_with(|| {
            RegKey::predef(HKEY_CURRENT_USER).open_subkey(name).unwrap() //= object //~ user-key-in-object
        })
    }
}
