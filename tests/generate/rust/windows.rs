//! Stands in for `windows`.

pub mod core {
    pub use crate::w;

    #[derive(Debug, Clone)]
    pub struct Error(pub u32);
    pub type Result<T> = std::result::Result<T, Error>;

    impl Error {
        pub fn empty() -> Error {
            Error(0)
        }
    }

    impl std::fmt::Display for Error {
        fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            write!(f, "{}", self.0)
        }
    }

    impl std::error::Error for Error {}

    #[derive(Clone, Copy)]
    pub struct PCWSTR(pub *const u16);

    pub trait Free {
        unsafe fn free(&mut self);
    }

    pub struct Owned<T: Free>(T);

    impl<T: Free> Owned<T> {
        pub unsafe fn new(x: T) -> Owned<T> {
            Owned(x)
        }
    }

    impl<T: Free> Drop for Owned<T> {
        fn drop(&mut self) {
            unsafe { self.0.free() }
        }
    }

    impl<T: Free> std::ops::Deref for Owned<T> {
        type Target = T;
        fn deref(&self) -> &T {
            &self.0
        }
    }
}

#[macro_export]
macro_rules! w {
    ($text:expr) => {
        $crate::core::PCWSTR($text.as_ptr() as *const u16)
    };
}

#[allow(non_snake_case)]
pub mod Win32 {
    pub mod Foundation {
        #[derive(Clone, Copy, PartialEq, Eq, Debug)]
        pub struct WIN32_ERROR(pub u32);

        impl WIN32_ERROR {
            pub fn is_ok(self) -> bool {
                self.0 == 0
            }
            pub fn is_err(self) -> bool {
                self.0 != 0
            }
            pub fn ok(self) -> crate::core::Result<()> {
                if self.0 == 0 { Ok(()) } else { Err(crate::core::Error(self.0)) }
            }
        }

        pub const ERROR_SUCCESS: WIN32_ERROR = WIN32_ERROR(0);
        pub const ERROR_FILE_NOT_FOUND: WIN32_ERROR = WIN32_ERROR(2);
        pub const ERROR_ACCESS_DENIED: WIN32_ERROR = WIN32_ERROR(5);
    }

    pub mod System {
        #[allow(clippy::too_many_arguments, clippy::missing_safety_doc)]
        pub mod Registry {
            use crate::Win32::Foundation::WIN32_ERROR;
            use crate::core::{Free, PCWSTR};
            use std::ffi::c_void;

            #[derive(Clone, Copy, PartialEq, Eq, Debug)]
            pub struct HKEY(pub *mut c_void);

            impl Default for HKEY {
                fn default() -> HKEY {
                    HKEY(std::ptr::null_mut())
                }
            }

            impl HKEY {
                pub fn is_invalid(&self) -> bool {
                    self.0.is_null()
                }
            }

            impl Free for HKEY {
                unsafe fn free(&mut self) {
                    standin::close(self.0 as usize);
                }
            }

            pub const HKEY_CLASSES_ROOT: HKEY = HKEY(0x8000_0000 as *mut c_void);
            pub const HKEY_CURRENT_USER: HKEY = HKEY(0x8000_0001 as *mut c_void);
            pub const HKEY_LOCAL_MACHINE: HKEY = HKEY(0x8000_0002 as *mut c_void);
            pub const HKEY_USERS: HKEY = HKEY(0x8000_0003 as *mut c_void);

            #[derive(Clone, Copy)]
            pub struct REG_SAM_FLAGS(pub u32);
            pub const KEY_READ: REG_SAM_FLAGS = REG_SAM_FLAGS(0x20019);
            pub const KEY_WRITE: REG_SAM_FLAGS = REG_SAM_FLAGS(0x20006);
            #[derive(Clone, Copy)]
            pub struct REG_OPEN_CREATE_OPTIONS(pub u32);
            pub const REG_OPTION_NON_VOLATILE: REG_OPEN_CREATE_OPTIONS = REG_OPEN_CREATE_OPTIONS(0);

            #[track_caller]
            unsafe fn open(parent: HKEY, out: *mut HKEY) -> WIN32_ERROR {
                match standin::open(parent.0 as usize) {
                    Ok(handle) => {
                        unsafe { *out = HKEY(handle as *mut c_void) };
                        WIN32_ERROR(0)
                    }
                    Err(status) => WIN32_ERROR(status),
                }
            }

            #[track_caller]
            pub unsafe fn RegOpenKeyExW(key: HKEY, _: PCWSTR, _: Option<u32>, _: REG_SAM_FLAGS, out: *mut HKEY) -> WIN32_ERROR {
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
                _: Option<u32>,
                _: PCWSTR,
                _: REG_OPEN_CREATE_OPTIONS,
                _: REG_SAM_FLAGS,
                _: Option<*const c_void>,
                out: *mut HKEY,
                _: Option<*mut u32>,
            ) -> WIN32_ERROR {
                unsafe { open(key, out) }
            }

            pub unsafe fn RegQueryValueExW(
                key: HKEY,
                _: PCWSTR,
                _: Option<*const u32>,
                _: Option<*mut u32>,
                _: Option<*mut u8>,
                _: Option<*mut u32>,
            ) -> WIN32_ERROR {
                WIN32_ERROR(standin::status(key.0 as usize))
            }

            pub unsafe fn RegDeleteValueW(key: HKEY, _: PCWSTR) -> WIN32_ERROR {
                WIN32_ERROR(standin::status(key.0 as usize))
            }

            pub unsafe fn RegFlushKey(key: HKEY) -> WIN32_ERROR {
                WIN32_ERROR(standin::status(key.0 as usize))
            }

            pub unsafe fn RegCloseKey(key: HKEY) -> WIN32_ERROR {
                standin::close(key.0 as usize);
                WIN32_ERROR(0)
            }
        }
    }
}
