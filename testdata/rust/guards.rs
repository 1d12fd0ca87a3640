// Types and macros that close a raw handle.
use scopeguard::{defer, guard, ScopeGuard};
use windows::core::{Owned, Result};
use windows::Win32::System::Registry::*;

struct Guard(HKEY);

impl Drop for Guard {
    fn drop(&mut self) {
        unsafe {
            let _ = RegCloseKey(self.0);
        }
    }
}

struct Named {
    key: HKEY,
    name: String,
}

impl Drop for Named {
    fn drop(&mut self) {
        self.close();
    }
}

impl Named {
    fn close(&mut self) {
        if !self.key.is_invalid() {
            unsafe { RegCloseKey(self.key) };
            self.key = HKEY::default();
        }
    }
}

struct Forgetful(HKEY);

fn open() -> Result<HKEY> {
    let mut key = HKEY::default();
    unsafe { RegOpenKeyExW(HKEY_CURRENT_USER, w!("Software\\Contoso"), Some(0), KEY_READ, &mut key).ok()? }; //= caller
    Ok(key)
}

fn guarded() -> Result<()> {
    let guard = Guard(open()?); //= scoped
    unsafe { RegFlushKey(guard.0).ok()? };
    Ok(())
}

fn guarded_by_name() -> Result<u32> {
    let named = Named { key: open()?, name: "orders".to_string() }; //= scoped
    unsafe { RegFlushKey(named.key).ok()? };
    Ok(named.name.len() as u32)
}

fn returned_guard() -> Result<Guard> {
    Ok(Guard(open()?)) //= caller
}

fn of_a_returned_guard() -> Result<()> {
    let guard = returned_guard()?; //= scoped
    unsafe { RegFlushKey(guard.0) }.ok()
}

fn of_a_constructor(key: HKEY) -> Guard {
    Guard(key)
}

fn constructed() -> Result<()> {
    let guard = of_a_constructor(open()?); //= scoped
    unsafe { RegFlushKey(guard.0) }.ok()
}

fn not_closed_by_its_type() -> Result<()> {
    let key = Forgetful(open()?); //= leaked //~ leaked-user-key
    unsafe { RegFlushKey(key.0) }.ok()
}

fn forgotten_guard() -> Result<()> {
    let guard = Guard(open()?); //= leaked //~ leaked-user-key
    std::mem::forget(guard);
    Ok(())
}

fn owned() -> Result<()> {
    let key = unsafe { Owned::new(open()?) }; //= scoped
    unsafe { RegFlushKey(*key) }.ok()
}

fn deferred() -> Result<()> {
    let key = open()?; //= scoped
    defer! {
        unsafe { RegCloseKey(key) };
    }
    unsafe { RegFlushKey(key).ok()? };
    Ok(())
}

fn scope_guard() -> Result<()> {
    let key = guard(open()?, |key| unsafe { //= scoped
        let _ = RegCloseKey(key);
    });
    unsafe { RegFlushKey(*key).ok()? };
    Ok(())
}

fn scope_guard_let_go() -> Result<HKEY> {
    let key = guard(open()?, |key| unsafe { //= caller
        let _ = RegCloseKey(key);
    });
    unsafe { RegFlushKey(*key).ok()? };
    Ok(ScopeGuard::into_inner(key))
}

fn closing_closure(fail: bool) -> Result<()> {
    let key = open()?; //= scoped
    let close = || unsafe { RegCloseKey(key) };
    if fail {
        close();
        return Ok(());
    }
    close().ok()
}

fn closing_closure_not_called(fail: bool) -> Result<()> {
    let key = open()?; //= leaked //~ leaked-user-key
    let close = || unsafe { RegCloseKey(key) };
    if fail {
        return Ok(());
    }
    close().ok()
}

fn inner_function() -> Result<u32> {
    let key = open()?; //= scoped
    let result = (|| -> Result<u32> {
        unsafe { RegFlushKey(key).ok()? };
        Ok(1)
    })();
    unsafe { RegCloseKey(key) };
    result
}

fn mapped_error() -> Result<()> {
    let key = open()?; //= scoped
    unsafe { RegFlushKey(key) }.ok().map_err(|e| {
        unsafe { RegCloseKey(key) };
        e
    })?;
    unsafe { RegCloseKey(key) }.ok()
}

fn then_some(fail: bool) -> Option<Guard> {
    let mut key = HKEY::default();
    let status = unsafe { RegOpenKeyExW(HKEY_CURRENT_USER, w!("A"), Some(0), KEY_READ, &mut key) }; //= caller
    (status == ERROR_SUCCESS).then(|| Guard(key))
}

fn guard_beside_the_handle() -> Result<()> {
    let mut key = HKEY::default();
    unsafe { RegOpenKeyExW(HKEY_CURRENT_USER, w!("A"), Some(0), KEY_READ, &mut key) }.ok()?; //= scoped
    let _guard = Guard(key);
    unsafe { RegFlushKey(key).ok()? };
    Ok(())
}

enum Repr {
    Local,
    Owned(Guard),
}

struct Registry(Repr);

impl Registry {
    fn raw(&self) -> HKEY {
        match self.0 {
            Repr::Local => HKEY_LOCAL_MACHINE,
            Repr::Owned(ref guard) => guard.0,
        }
    }

    fn below(&self) -> Result<Registry> {
        let mut key = HKEY::default();
        unsafe { RegOpenKeyExW(self.raw(), w!("A"), Some(0), KEY_READ, &mut key).ok()? }; //= caller
        Ok(Registry(Repr::Owned(Guard(key))))
    }
}

fn wrapped_twice() -> Result<()> {
    let registry = Registry(Repr::Local);
    let below = registry.below()?; //= scoped
    unsafe { RegFlushKey(below.raw()).ok() }
}

fn fail(message: &str) -> ! {
    eprintln!("{message}");
    std::process::exit(1)
}

fn ends_the_process() {
    let key = open().unwrap_or_else(|_| fail("no key")); //= scoped
    if unsafe { RegFlushKey(key) }.is_err() {
        fail("no flush");
    }
    unsafe { RegCloseKey(key) };
}

enum Handle {
    Owned(std::rc::Rc<HKEY>),
    Borrowed(HKEY),
}

impl Drop for Handle {
    fn drop(&mut self) {
        match self {
            Handle::Owned(key) => {
                let _ = Close_Safe(**key);
            }
            Handle::Borrowed(_) => {}
        }
    }
}

impl Handle {
    fn owned(key: HKEY) -> Self {
        Handle::Owned(std::rc::Rc::new(key))
    }
}

fn Open_Safe(name: PCWSTR) -> Result<Handle> {
    let mut key = HKEY::default();
    let status = unsafe { RegOpenKeyExW(HKEY_CURRENT_USER, name, Some(0), KEY_READ, &mut key) }; //= caller
    if status != ERROR_SUCCESS {
        return Err(status.into());
    }
    assert!(!key.is_invalid());
    Ok(Handle::owned(key))
}

fn Close_Safe(key: HKEY) -> Result<()> {
    unsafe { RegCloseKey(key) }.ok()
}

fn closing_enum() {
    match Open_Safe(PCWSTR::null()) { //= scoped
        Err(e) => eprintln!("{e}"),
        Ok(handle) => println!("{}", size(&handle)),
    }
}

fn size(handle: &Handle) -> usize {
    std::mem::size_of_val(handle)
}

fn opened_into_a_guard() -> bool {
    let mut guard = Guard(HKEY::default());
    let opened = unsafe { RegOpenKeyExW(HKEY_CURRENT_USER, w!("A"), Some(0), KEY_READ, &mut guard.0) }; //= scoped
    opened.is_ok() && unsafe { RegFlushKey(guard.0) }.is_ok()
}

fn stored_into_a_guard() -> Result<()> {
    let mut named = Named { key: HKEY::default(), name: String::new() };
    named.key = open()?; //= scoped
    unsafe { RegFlushKey(named.key) }.ok()
}

fn forgotten_by_its_guard() -> Result<()> {
    let mut named = Named { key: open()?, name: String::new() }; //= leaked //~ leaked-user-key
    named.key = HKEY::default();
    Ok(())
}

fn checked(status: WIN32_ERROR, what: &str) -> Result<()> {
    if status == ERROR_SUCCESS {
        return Ok(());
    }
    log(what);
    Err(status.into())
}

fn status_checked_elsewhere() -> Result<()> {
    let mut key = HKEY::default();
    checked(unsafe { RegOpenKeyExW(HKEY_CURRENT_USER, w!("A"), Some(0), KEY_READ, &mut key) }, "open")?; //= scoped
    let flushed = checked(unsafe { RegFlushKey(key) }, "flush");
    unsafe { RegCloseKey(key) };
    flushed
}

fn left_by_a_check() -> Result<()> {
    let mut key = HKEY::default();
    checked(unsafe { RegOpenKeyExW(HKEY_CURRENT_USER, w!("A"), Some(0), KEY_READ, &mut key) }, "open")?; //= leaked //~ leaked-user-key
    checked(unsafe { RegFlushKey(key) }, "flush")?;
    unsafe { RegCloseKey(key) };
    Ok(())
}
