//! Helpers of several files.

use windows::core::w;
use windows::core::Result;
use windows::core::PCWSTR;
use windows::Win32::Foundation::*;
use windows::Win32::System::Registry::*;

pub fn open_user(name: PCWSTR) -> Result<HKEY> {
    let mut key = HKEY::default();
    unsafe { RegOpenKeyExW(HKEY_CURRENT_USER, name, Some(0), KEY_READ, &mut key).ok()? };
    Ok(key)
}

pub fn open_below(parent: HKEY, name: PCWSTR) -> Option<HKEY> {
    let mut key = HKEY::default();
    if unsafe { RegOpenKeyExW(parent, name, None, KEY_READ, &mut key) }.is_ok() {
        Some(key)
    } else {
        None
    }
}

pub fn close(key: HKEY) {
    if !key.is_invalid() {
        unsafe {
            let _ = RegCloseKey(key);
        }
    }
}

pub struct OpenKey(pub HKEY);

impl Drop for OpenKey {
    fn drop(&mut self) {
        close(self.0);
    }
}

impl OpenKey {
    pub fn user(name: PCWSTR) -> Result<OpenKey> {
        open_user(name).map(OpenKey)
    }

    pub fn read(&self) -> bool {
        unsafe { RegFlushKey(self.0) }.is_ok()
    }
}

pub fn check(status: WIN32_ERROR) -> Result<()> {
    if status == ERROR_SUCCESS {
        return Ok(());
    }
    Err(windows::core::Error::empty())
}
