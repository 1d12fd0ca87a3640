//! Stands in for `windows-sys`.

pub mod core {
    pub use crate::w;
    pub type PCWSTR = *const u16;
}

#[macro_export]
macro_rules! w {
    ($text:expr) => {
        $text.as_ptr() as *const u16
    };
}

#[allow(non_snake_case)]
pub mod Win32 {
    pub mod Foundation {
        pub type WIN32_ERROR = u32;
        pub const ERROR_SUCCESS: WIN32_ERROR = 0;
        pub const ERROR_FILE_NOT_FOUND: WIN32_ERROR = 2;
        pub const ERROR_ACCESS_DENIED: WIN32_ERROR = 5;
    }

    pub mod System {
        #[allow(clippy::too_many_arguments, clippy::missing_safety_doc)]
        pub mod Registry {
            use crate::Win32::Foundation::WIN32_ERROR;
            use crate::core::PCWSTR;
            use std::ffi::c_void;

            pub type HKEY = *mut c_void;
            pub const HKEY_CLASSES_ROOT: HKEY = 0x8000_0000 as HKEY;
            pub const HKEY_CURRENT_USER: HKEY = 0x8000_0001 as HKEY;
            pub const HKEY_LOCAL_MACHINE: HKEY = 0x8000_0002 as HKEY;
            pub const HKEY_USERS: HKEY = 0x8000_0003 as HKEY;
            pub const KEY_READ: u32 = 0x20019;
            pub const KEY_WRITE: u32 = 0x20006;
            pub const REG_OPTION_NON_VOLATILE: u32 = 0;

            #[track_caller]
            unsafe fn open(parent: HKEY, out: *mut HKEY) -> WIN32_ERROR {
                match standin::open(parent as usize) {
                    Ok(handle) => {
                        unsafe { *out = handle as HKEY };
                        0
                    }
                    Err(status) => status,
                }
            }

            #[track_caller]
            pub unsafe fn RegOpenKeyExW(key: HKEY, _: PCWSTR, _: u32, _: u32, out: *mut HKEY) -> WIN32_ERROR {
                unsafe { open(key, out) }
            }

            #[track_caller]
            pub unsafe fn RegOpenCurrentUser(_: u32, out: *mut HKEY) -> WIN32_ERROR {
                unsafe { open(HKEY_CURRENT_USER, out) }
            }

            #[track_caller]
            pub unsafe fn RegCreateKeyExW(
                key: HKEY,
                _: PCWSTR,
                _: u32,
                _: PCWSTR,
                _: u32,
                _: u32,
                _: *const c_void,
                out: *mut HKEY,
                _: *mut u32,
            ) -> WIN32_ERROR {
                unsafe { open(key, out) }
            }

            pub unsafe fn RegQueryValueExW(key: HKEY, _: PCWSTR, _: *const u32, _: *mut u32, _: *mut u8, _: *mut u32) -> WIN32_ERROR {
                standin::status(key as usize)
            }

            pub unsafe fn RegDeleteValueW(key: HKEY, _: PCWSTR) -> WIN32_ERROR {
                standin::status(key as usize)
            }

            pub unsafe fn RegFlushKey(key: HKEY) -> WIN32_ERROR {
                standin::status(key as usize)
            }

            pub unsafe fn RegCloseKey(key: HKEY) -> WIN32_ERROR {
                standin::close(key as usize);
                0
            }
        }
    }
}
