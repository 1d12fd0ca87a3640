// The same function under every name that imports can give it.
use windows_sys::Win32::Devices::DeviceAndDriverInstallation::{SetupDiOpenDevRegKey, HDEVINFO};
use windows_sys::Win32::System::Registry::{self, RegCloseKey, RegOpenKeyExW as open_key, HKEY, HKEY_CURRENT_USER, KEY_READ};
use windows_sys::Win32::System::Registry as reg;
use windows_sys::Win32::System;
use winapi::um::winreg::RegCreateKeyW;

fn by_alias() {
    let mut key: HKEY = std::ptr::null_mut();
    unsafe { open_key(HKEY_CURRENT_USER, w!("A"), 0, KEY_READ, &mut key) }; //= leaked //~ leaked-user-key
}

fn by_module() {
    let mut key: HKEY = std::ptr::null_mut();
    unsafe { Registry::RegOpenKeyExW(Registry::HKEY_CURRENT_USER, w!("A"), 0, KEY_READ, &mut key) }; //= leaked //~ leaked-user-key
}

fn by_alias_of_a_module() {
    let mut key: HKEY = std::ptr::null_mut();
    unsafe { reg::RegOpenKeyExW(reg::HKEY_CURRENT_USER, w!("A"), 0, KEY_READ, &mut key) }; //= leaked //~ leaked-user-key
}

fn by_a_module_above() {
    let mut key: HKEY = std::ptr::null_mut();
    unsafe { System::Registry::RegOpenKeyExW(HKEY_CURRENT_USER, w!("A"), 0, KEY_READ, &mut key) }; //= leaked //~ leaked-user-key
}

fn by_its_whole_path() {
    let mut key: HKEY = std::ptr::null_mut();
    unsafe { windows_sys::Win32::System::Registry::RegOpenKeyExW(HKEY_CURRENT_USER, w!("A"), 0, KEY_READ, &mut key) }; //= leaked //~ leaked-user-key
}

fn closed_by_its_whole_path() {
    let mut key: HKEY = std::ptr::null_mut();
    if unsafe { RegCreateKeyW(HKEY_CURRENT_USER, w!("A"), &mut key) } == 0 { //= scoped
        unsafe { windows_sys::Win32::System::Registry::RegCloseKey(key) };
    }
}

fn of_a_device(set: HDEVINFO, data: *const u8) {
    let key = unsafe { SetupDiOpenDevRegKey(set, data, 1, 0, 2, KEY_READ) }; //= scoped
    if key != -1isize as HKEY {
        unsafe { RegCloseKey(key) };
    }
}
