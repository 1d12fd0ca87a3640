// What keeps a key for as long as the process runs.
use lazy_static::lazy_static;
use std::cell::RefCell;
use std::sync::atomic::{AtomicIsize, Ordering};
use std::sync::{LazyLock, Mutex, OnceLock};
use windows::Win32::System::Registry::*;
use windows_registry::{CURRENT_USER, Key, LOCAL_MACHINE};

static SETTINGS: OnceLock<Key> = OnceLock::new();
static LAZY: LazyLock<Key> = LazyLock::new(|| CURRENT_USER.open("Software\\Contoso").unwrap()); //= process //~ user-key-in-static
static GUARDED: Mutex<Option<Key>> = Mutex::new(None);
static RAW: AtomicIsize = AtomicIsize::new(0);

lazy_static! {
    static ref OLD: Mutex<Key> = Mutex::new(CURRENT_USER.create("Software\\Contoso").unwrap()); //= process //~ user-key-in-static
}

thread_local! {
    static PER_THREAD: RefCell<Option<Key>> = RefCell::new(None);
}

fn settings() -> &'static Key {
    SETTINGS.get_or_init(|| CURRENT_USER.open("Software\\Contoso").unwrap()) //= process //~ user-key-in-static
}

fn set() -> windows_registry::Result<()> {
    let key = CURRENT_USER.open("Software\\Contoso")?; //= process //~ user-key-in-static
    let _ = SETTINGS.set(key);
    Ok(())
}

fn guarded() -> windows_registry::Result<()> {
    *GUARDED.lock().unwrap() = Some(CURRENT_USER.open("Software\\Contoso")?); //= process //~ user-key-in-static
    Ok(())
}

fn guarded_and_released() -> windows_registry::Result<()> {
    *GUARDED.lock().unwrap() = Some(CURRENT_USER.open("Software\\Contoso")?); //= scoped
    GUARDED.lock().unwrap().take();
    Ok(())
}

fn per_thread() -> windows_registry::Result<()> {
    let key = CURRENT_USER.open("Software\\Contoso")?; //= process //~ user-key-in-static
    PER_THREAD.with(|slot| *slot.borrow_mut() = Some(key));
    Ok(())
}

fn as_a_number() {
    let mut key = HKEY::default();
    if unsafe { RegOpenKeyExW(HKEY_CURRENT_USER, w!("A"), Some(0), KEY_READ, &mut key) }.is_ok() { //= process //~ user-key-in-static
        RAW.store(key.0 as isize, Ordering::SeqCst);
    }
}

fn machine() -> windows_registry::Result<()> {
    *GUARDED.lock().unwrap() = Some(LOCAL_MACHINE.open("Software\\Contoso")?); //= process
    Ok(())
}

fn options() -> windows_registry::Result<u32> {
    let key = CURRENT_USER.options().read().write().create().open("Software\\Contoso")?; //= scoped
    key.get_u32("Value")
}

fn into_raw() -> windows_registry::Result<()> {
    let key = CURRENT_USER.open("Software\\Contoso")?; //= leaked //~ leaked-user-key
    let raw = key.into_raw();
    println!("{raw:?}");
    Ok(())
}

fn into_raw_and_closed() -> windows_registry::Result<()> {
    let key = CURRENT_USER.open("Software\\Contoso")?; //= scoped
    let raw = HKEY(key.into_raw());
    unsafe { RegCloseKey(raw) };
    Ok(())
}

fn from_raw() -> windows_registry::Result<u32> {
    let mut raw = HKEY::default();
    unsafe { RegOpenKeyExW(HKEY_CURRENT_USER, w!("A"), Some(0), KEY_READ, &mut raw).ok()? }; //= scoped
    let key = unsafe { Key::from_raw(raw.0) };
    key.get_u32("Value")
}

fn parameter(key: &Key, name: &str) -> windows_registry::Result<Key> {
    key.open(name) //= caller
}

#[implement(IOrders)]
struct Orders {
    key: RefCell<Option<Key>>,
}

impl IObjectControl_Impl for Orders_Impl {
    fn Activate(&self) -> windows::core::Result<()> {
        *self.key.borrow_mut() = Some(CURRENT_USER.open("Software\\Contoso")?); //= object //~ user-key-in-object
        Ok(())
    }

    fn Deactivate(&self) {
        self.key.take();
    }
}
