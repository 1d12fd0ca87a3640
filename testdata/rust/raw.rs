// Raw handles in the shapes of `windows`, `windows-sys` and `winapi`.
use windows::core::{Result, PCWSTR, w};
use windows::Win32::Foundation::{ERROR_SUCCESS, WIN32_ERROR};
use windows::Win32::System::Registry::*;
use windows::Win32::System::Registry::RegOpenKeyExW as open_key;

fn closed_on_every_path() -> Result<()> {
    let mut key = HKEY::default();
    unsafe { RegOpenKeyExW(HKEY_CURRENT_USER, w!("Software\\Contoso"), Some(0), KEY_READ, &mut key).ok()? }; //= scoped
    unsafe { RegCloseKey(key).ok() }
}

fn question_mark_between() -> Result<u32> {
    let mut key = HKEY::default();
    let mut value = 0u32;
    unsafe {
        RegOpenKeyExW(HKEY_CURRENT_USER, w!("Software\\Contoso"), None, KEY_READ, &mut key).ok()?; //= leaked //~ leaked-user-key
        RegQueryValueExW(key, w!("Value"), None, None, Some(&mut value as *mut u32 as *mut u8), None).ok()?;
        let _ = RegCloseKey(key);
    }
    Ok(value)
}

fn is_ok(path: PCWSTR) -> bool {
    let mut key = HKEY(std::ptr::null_mut());
    let opened = unsafe { RegOpenKeyExW(HKEY_CURRENT_USER, path, Some(0), KEY_READ, &mut key) }.is_ok(); //= scoped
    if opened {
        unsafe { let _ = RegCloseKey(key); }
    }
    opened
}

fn is_err() -> Result<()> {
    let mut key = HKEY::default();
    let status = unsafe { RegOpenKeyExW(HKEY_CURRENT_USER, w!("A"), Some(0), KEY_READ, std::ptr::addr_of_mut!(key)) }; //= leaked //~ leaked-user-key
    if status.is_err() {
        return Err(status.into());
    }
    Ok(())
}

fn compared() -> u32 {
    let mut key = 0 as HKEY;
    let status = unsafe { RegOpenKeyExW(HKEY_CURRENT_USER, w!("A"), 0, KEY_READ, &mut key as *mut _) }; //= scoped
    if status == ERROR_SUCCESS {
        unsafe { RegCloseKey(key) };
    }
    status
}

fn by_number() -> u32 {
    let mut key = HKEY::default();
    let status = unsafe { open_key(HKEY_CURRENT_USER, w!("A"), Some(0), KEY_READ, &raw mut key) }; //= scoped
    if status.0 != 0 {
        return status.0;
    }
    unsafe { RegCloseKey(key).0 }
}

fn matched() -> Result<()> {
    let mut key = HKEY::default();
    match unsafe { RegOpenKeyExW(HKEY_CURRENT_USER, w!("A"), Some(0), KEY_READ, &mut key) } { //= leaked //~ leaked-user-key
        ERROR_SUCCESS => {
            if unsafe { RegFlushKey(key) } != ERROR_SUCCESS {
                return Ok(());
            }
            unsafe { RegCloseKey(key).ok() }
        }
        WIN32_ERROR(code) => Err(WIN32_ERROR(code).into()),
    }
}

fn let_else() -> Option<u32> {
    let mut key = HKEY::default();
    let Ok(()) = (unsafe { RegOpenKeyExW(HKEY_CURRENT_USER, w!("A"), Some(0), KEY_READ, &mut key).ok() }) else { //= scoped
        return None;
    };
    let status = unsafe { RegFlushKey(key) };
    unsafe { RegCloseKey(key) };
    Some(status.0)
}

fn if_let() {
    let mut key = HKEY::default();
    if let Err(e) = unsafe { RegOpenKeyExW(HKEY_CURRENT_USER, w!("A"), Some(0), KEY_READ, &mut key) }.ok() { //= scoped
        eprintln!("{e}");
    } else {
        unsafe { RegCloseKey(key) };
    }
}

fn panics_do_not_leak() -> u32 {
    let mut key = HKEY::default();
    unsafe { RegOpenKeyExW(HKEY_CURRENT_USER, w!("A"), Some(0), KEY_READ, &mut key) }.ok().unwrap(); //= scoped
    let size = read_size(key).expect("a size");
    assert!(size > 3, "too small");
    assert_eq!(size % 2, 0);
    unsafe { RegCloseKey(key) };
    size
}

fn read_size(key: HKEY) -> Option<u32> {
    let status = unsafe { RegFlushKey(key) };
    (status == ERROR_SUCCESS).then_some(status.0)
}

fn machine_keys_are_no_user_keys() {
    let mut key = HKEY::default();
    unsafe { RegOpenKeyExW(HKEY_LOCAL_MACHINE, w!("A"), Some(0), KEY_READ, &mut key) }; //= leaked //~ leaked-machine-key
}

fn handed_out() -> Result<HKEY> {
    let mut key = HKEY::default();
    unsafe { RegOpenKeyExW(HKEY_CURRENT_USER, w!("A"), Some(0), KEY_READ, &mut key).ok()? }; //= caller
    Ok(key)
}

fn handed_out_and_lost() -> Result<u32> {
    let key = handed_out()?; //= leaked //~ leaked-user-key
    let size = read_size(key).unwrap_or(0);
    Ok(size)
}

fn handed_out_and_closed() -> Result<()> {
    let key = handed_out()?; //= scoped
    let result = check(key);
    unsafe { RegCloseKey(key) };
    result
}

fn check(key: HKEY) -> Result<()> {
    unsafe { RegFlushKey(key) }.ok()
}

fn through_a_parameter(root: HKEY, key: &mut HKEY) -> WIN32_ERROR {
    unsafe { RegOpenKeyExW(root, w!("A"), Some(0), KEY_READ, key) } //= caller
}

fn of_the_caller() {
    let mut key = HKEY::default();
    if through_a_parameter(HKEY_CURRENT_USER, &mut key).is_ok() { //= leaked //~ leaked-user-key
        println!("open");
    }
}

fn in_a_loop(names: &[PCWSTR]) -> Result<()> {
    for name in names {
        let mut key = HKEY::default();
        let status = unsafe { RegOpenKeyExW(HKEY_CURRENT_USER, *name, Some(0), KEY_READ, &mut key) }; //= leaked //~ leaked-user-key
        if status.is_err() {
            continue;
        }
        if unsafe { RegFlushKey(key) }.is_err() {
            break;
        }
        unsafe { RegCloseKey(key) };
    }
    Ok(())
}

fn any_of_several_roots() {
    for (root, flags) in [(HKEY_LOCAL_MACHINE, KEY_READ), (HKEY_CURRENT_USER, KEY_WRITE)] {
        let mut key = HKEY::default();
        unsafe { RegOpenKeyExW(root, w!("A"), Some(0), flags, &mut key) }; //= leaked //~ leaked-user-key
    }
}

fn loop_with_a_value() -> Result<HKEY> {
    let key = loop {
        let mut key = HKEY::default();
        match unsafe { RegOpenKeyExW(HKEY_CURRENT_USER, w!("A"), Some(0), KEY_READ, &mut key) }.ok() { //= caller
            Ok(()) => break key,
            Err(_) => continue,
        }
    };
    Ok(key)
}

fn retval_of_newer_crates() -> Result<()> {
    let key = unsafe { AssocQueryKeyW(0, ASSOCKEY_CLASS, w!(".txt"), None) }?; //= leaked //~ leaked-user-key
    check(key)
}

fn closed_twice() {
    let mut key = HKEY::default();
    if unsafe { RegOpenKeyExW(HKEY_CURRENT_USER, w!("A"), Some(0), KEY_READ, &mut key) }.is_ok() { //= scoped
        unsafe { RegCloseKey(key) };
        unsafe { RegCloseKey(key) }; //~ closed-twice
    }
}

fn used_after_close() {
    let mut key = HKEY::default();
    if unsafe { RegOpenKeyExW(HKEY_CURRENT_USER, w!("A"), Some(0), KEY_READ, &mut key) }.is_ok() { //= scoped
        unsafe { RegCloseKey(key) };
        unsafe { RegFlushKey(key) }; //~ used-after-close
    }
}

#[cfg(unix)]
fn elsewhere() {
    let mut key = HKEY::default();
    unsafe { RegOpenKeyExW(HKEY_CURRENT_USER, w!("A"), Some(0), KEY_READ, &mut key) };
}

#[cfg(test)]
mod tests {
    #[test]
    fn in_a_test() {
        let mut key = HKEY::default();
        unsafe { RegOpenKeyExW(HKEY_CURRENT_USER, w!("A"), Some(0), KEY_READ, &mut key) };
    }
}
