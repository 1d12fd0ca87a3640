//! Stands in for `windows-registry`.

use std::ffi::c_void;
use std::ptr::NonNull;

#[derive(Debug, Clone)]
pub struct Error(pub u32);
pub type Result<T> = std::result::Result<T, Error>;

impl std::fmt::Display for Error {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}", self.0)
    }
}

impl std::error::Error for Error {}

#[derive(Debug)]
pub struct Key(NonNull<c_void>);

struct Shared(Key);
unsafe impl Sync for Shared {}

const fn predefined(value: usize) -> Shared {
    Shared(Key(NonNull::without_provenance(std::num::NonZeroUsize::new(value).expect("not 0"))))
}

static CLASSES: Shared = predefined(0x8000_0000);
static USER: Shared = predefined(0x8000_0001);
static MACHINE: Shared = predefined(0x8000_0002);
static ALL: Shared = predefined(0x8000_0003);

pub const CLASSES_ROOT: &Key = &CLASSES.0;
pub const CURRENT_USER: &Key = &USER.0;
pub const LOCAL_MACHINE: &Key = &MACHINE.0;
pub const USERS: &Key = &ALL.0;

pub struct OpenOptions<'a>(&'a Key);

impl<'a> OpenOptions<'a> {
    pub fn read(&mut self) -> &mut Self {
        self
    }

    pub fn write(&mut self) -> &mut Self {
        self
    }

    pub fn create(&mut self) -> &mut Self {
        self
    }

    pub fn volatile(&mut self) -> &mut Self {
        self
    }

    #[track_caller]
    pub fn open(&self, _: impl AsRef<str>) -> Result<Key> {
        self.0.below()
    }
}

impl Key {
    /// For the native runs.
    pub fn given() -> Key {
        Key(NonNull::new(standin::given() as *mut c_void).expect("a handle"))
    }

    #[track_caller]
    fn below(&self) -> Result<Key> {
        let handle = standin::open(self.0.as_ptr() as usize).map_err(Error)?;
        Ok(Key(NonNull::new(handle as *mut c_void).expect("a handle")))
    }

    #[track_caller]
    pub fn open(&self, _: impl AsRef<str>) -> Result<Key> {
        self.below()
    }

    #[track_caller]
    pub fn create(&self, _: impl AsRef<str>) -> Result<Key> {
        self.below()
    }

    pub fn options(&self) -> OpenOptions<'_> {
        OpenOptions(self)
    }

    fn done(&self) -> Result<()> {
        match standin::status(self.0.as_ptr() as usize) {
            0 => Ok(()),
            code => Err(Error(code)),
        }
    }

    pub fn get_u32(&self, _: impl AsRef<str>) -> Result<u32> {
        self.done().map(|()| 100 * standin::choose(2))
    }

    pub fn get_string(&self, _: impl AsRef<str>) -> Result<String> {
        self.done().map(|()| String::new())
    }

    pub fn set_u32(&self, _: impl AsRef<str>, _: u32) -> Result<()> {
        self.done()
    }

    pub fn remove_value(&self, _: impl AsRef<str>) -> Result<()> {
        self.done()
    }

    pub fn as_raw(&self) -> *mut c_void {
        self.0.as_ptr()
    }

    pub fn into_raw(self) -> *mut c_void {
        let raw = self.0.as_ptr();
        std::mem::forget(self);
        raw
    }

    #[allow(clippy::missing_safety_doc)]
    pub unsafe fn from_raw(raw: *mut c_void) -> Key {
        Key(NonNull::new(raw).expect("a handle"))
    }
}

impl Drop for Key {
    fn drop(&mut self) {
        standin::close(self.0.as_ptr() as usize);
    }
}
