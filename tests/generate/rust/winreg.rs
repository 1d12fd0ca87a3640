//! Stands in for `winreg`.

use std::io;
use std::num::NonZeroUsize;

pub type HKEY = *mut std::ffi::c_void;

pub mod enums {
    use crate::HKEY;
    pub const HKEY_CLASSES_ROOT: HKEY = 0x8000_0000 as HKEY;
    pub const HKEY_CURRENT_USER: HKEY = 0x8000_0001 as HKEY;
    pub const HKEY_LOCAL_MACHINE: HKEY = 0x8000_0002 as HKEY;
    pub const HKEY_USERS: HKEY = 0x8000_0003 as HKEY;
    pub const KEY_READ: u32 = 0x20019;
    pub const KEY_WRITE: u32 = 0x20006;

    #[derive(Clone, Copy, PartialEq, Eq, Debug)]
    pub enum RegDisposition {
        REG_CREATED_NEW_KEY,
        REG_OPENED_EXISTING_KEY,
    }
    pub use RegDisposition::*;
}

#[derive(Debug)]
pub struct RegKey(NonZeroUsize);

fn error(code: u32) -> io::Error {
    io::Error::from_raw_os_error(code as i32)
}

impl RegKey {
    pub fn predef(key: HKEY) -> RegKey {
        RegKey(NonZeroUsize::new(key as usize).expect("a predefined key"))
    }

    /// For the native runs.
    pub fn given() -> RegKey {
        RegKey(NonZeroUsize::new(standin::given()).expect("a handle"))
    }

    #[track_caller]
    fn below(&self) -> io::Result<RegKey> {
        standin::open(self.0.get()).map(|h| RegKey(NonZeroUsize::new(h).expect("a handle"))).map_err(error)
    }

    #[track_caller]
    pub fn open_subkey(&self, _: impl AsRef<str>) -> io::Result<RegKey> {
        self.below()
    }

    #[track_caller]
    pub fn open_subkey_with_flags(&self, _: impl AsRef<str>, _: u32) -> io::Result<RegKey> {
        self.below()
    }

    #[track_caller]
    pub fn create_subkey(&self, _: impl AsRef<str>) -> io::Result<(RegKey, enums::RegDisposition)> {
        let key = self.below()?;
        let created = standin::choose(2) == 1;
        Ok((key, if created { enums::REG_CREATED_NEW_KEY } else { enums::REG_OPENED_EXISTING_KEY }))
    }

    #[track_caller]
    pub fn create_subkey_with_flags(&self, _: impl AsRef<str>, _: u32) -> io::Result<(RegKey, enums::RegDisposition)> {
        self.below().map(|key| (key, enums::REG_OPENED_EXISTING_KEY))
    }

    fn done(&self) -> io::Result<()> {
        match standin::status(self.0.get()) {
            0 => Ok(()),
            code => Err(error(code)),
        }
    }

    pub fn get_value<T: From<u8>, N: AsRef<str>>(&self, _: N) -> io::Result<T> {
        self.done().map(|()| T::from(100 * standin::choose(2) as u8))
    }

    pub fn set_value<T, N: AsRef<str>>(&self, _: N, _: &T) -> io::Result<()> {
        self.done()
    }

    pub fn delete_value(&self, _: impl AsRef<str>) -> io::Result<()> {
        self.done()
    }

    pub fn flush(&self) -> io::Result<()> {
        self.done()
    }

    pub fn enum_keys(&self) -> std::vec::IntoIter<io::Result<String>> {
        let some = if standin::choose(2) == 1 { vec![Ok("A".to_owned()), Ok("B".to_owned())] } else { Vec::new() };
        some.into_iter()
    }

    pub fn raw_handle(&self) -> HKEY {
        self.0.get() as HKEY
    }
}

impl Drop for RegKey {
    fn drop(&mut self) {
        standin::close(self.0.get());
    }
}
