//! A handle type of one's own: what `as_mut` gives is where the number is.
use windows_sys::Win32::System::Registry::{HKEY_CURRENT_USER, RegCloseKey, RegOpenKeyExW};

#[repr(transparent)]
pub struct HKEY(*mut std::ffi::c_void);

impl HKEY {
    pub const NULL: Self = Self(std::ptr::null_mut());

    pub fn ptr(&self) -> *mut std::ffi::c_void {
        self.0
    }

    pub unsafe fn as_mut(&mut self) -> &mut *mut std::ffi::c_void {
        &mut self.0
    }
}

pub struct Guard(HKEY);

impl Drop for Guard {
    fn drop(&mut self) {
        unsafe { RegCloseKey(self.0.ptr()) };
    }
}

pub fn guarded(name: *const u16) -> Result<Guard, u32> {
    let mut key = HKEY::NULL;
    let status = unsafe { RegOpenKeyExW(HKEY_CURRENT_USER, name, 0, 0x20019, key.as_mut()) }; //= caller
    if status != 0 { Err(status) } else { Ok(Guard(key)) }
}

pub fn leaked(name: *const u16) -> u32 {
    let mut key = HKEY::NULL;
    unsafe { RegOpenKeyExW(HKEY_CURRENT_USER, name, 0, 0x20019, key.as_mut()) } //~ leaked-user-key
}
