// Sound code in the shapes that people write: nothing is reported.
use std::collections::HashMap;
use std::ptr;
use winapi::shared::minwindef::HKEY;
use winapi::um::winnt::KEY_READ;
use winapi::um::winreg::*;

struct Defer<F: FnMut()>(F);

impl<F: FnMut()> Drop for Defer<F> {
    fn drop(&mut self) {
        (self.0)();
    }
}

fn wide(text: &str) -> Vec<u16> {
    text.encode_utf16().chain(std::iter::once(0)).collect()
}

fn open(parent: HKEY, name: &str) -> Option<HKEY> {
    let mut key: HKEY = ptr::null_mut();
    let status = unsafe { RegOpenKeyExW(parent, wide(name).as_ptr(), 0, KEY_READ, &mut key) }; //= caller
    if status == 0 { Some(key) } else { None }
}

fn let_else(name: &str) -> Vec<String> {
    let Some(key) = open(HKEY_CURRENT_USER, name) else { return Vec::new() }; //= scoped
    let mut names = Vec::new();
    let mut index = 0;
    loop {
        let mut buffer = [0u16; 256];
        let mut length = buffer.len() as u32;
        let status = unsafe { RegEnumKeyExW(key, index, buffer.as_mut_ptr(), &mut length, ptr::null_mut(), ptr::null_mut(), ptr::null_mut(), ptr::null_mut()) };
        if status != 0 {
            break;
        }
        names.push(String::from_utf16_lossy(&buffer[..length as usize]));
        index += 1;
    }
    unsafe { RegCloseKey(key) };
    names
}

fn nested(names: &[&str]) -> HashMap<String, u32> {
    let mut found = HashMap::new();
    if let Some(key) = open(HKEY_CURRENT_USER, "Software") { //= scoped
        for name in names {
            let Some(sub) = open(key, name) else { continue }; //= scoped
            if let Some(value) = read(sub, "Value") {
                found.insert(name.to_string(), value);
            }
            unsafe { RegCloseKey(sub) };
        }
        unsafe { RegCloseKey(key) };
    }
    found
}

fn read(key: HKEY, name: &str) -> Option<u32> {
    let mut value = 0u32;
    let mut size = 4u32;
    let status = unsafe { RegQueryValueExW(key, wide(name).as_ptr(), ptr::null_mut(), ptr::null_mut(), &mut value as *mut u32 as *mut u8, &mut size) };
    if status != 0 {
        return None;
    }
    Some(value)
}

fn own_defer() -> Option<u32> {
    let key = open(HKEY_CURRENT_USER, "Software")?; //= scoped
    let _close = Defer(|| unsafe {
        RegCloseKey(key);
    });
    let value = read(key, "Value")?;
    Some(value + 1)
}

fn labelled(names: &[&str]) -> Option<u32> {
    'outer: for name in names {
        let key = match open(HKEY_CURRENT_USER, name) { //= scoped
            Some(key) => key,
            None => continue 'outer,
        };
        let value = read(key, "Value");
        unsafe { RegCloseKey(key) };
        match value {
            Some(0) | None => continue,
            Some(value) if value > 7 => return Some(value),
            Some(_) => break 'outer,
        }
    }
    None
}

fn while_some(mut name: Option<&str>) -> u32 {
    let mut sum = 0;
    while let Some(current) = name.take() {
        let mut key = ptr::null_mut();
        if unsafe { RegOpenKeyExW(HKEY_CURRENT_USER, wide(current).as_ptr(), 0, KEY_READ, &mut key) } == 0 { //= scoped
            sum += read(key, "Value").unwrap_or_default();
            unsafe { RegCloseKey(key) };
        }
    }
    sum
}

fn optional_handle(wanted: bool) -> u32 {
    let key = if wanted { open(HKEY_CURRENT_USER, "Software") } else { None }; //= scoped
    let value = key.and_then(|key| read(key, "Value")).unwrap_or(0);
    if let Some(key) = key {
        unsafe { RegCloseKey(key) };
    }
    value
}

fn flag() -> u32 {
    let mut key = ptr::null_mut();
    let mut is_open = false;
    if unsafe { RegOpenKeyExW(HKEY_CURRENT_USER, wide("A").as_ptr(), 0, KEY_READ, &mut key) } == 0 { //= scoped
        is_open = true;
    }
    let value = if is_open { read(key, "Value").unwrap_or(0) } else { 0 };
    if is_open {
        unsafe { RegCloseKey(key) };
    }
    value
}

fn closed_by_a_function() -> Option<()> {
    let key = open(HKEY_CURRENT_USER, "Software")?; //= scoped
    close(key);
    Some(())
}

fn close(key: HKEY) {
    if !key.is_null() {
        unsafe {
            RegCloseKey(key);
        }
    }
}

fn result_kept_for_later() -> Result<u32, String> {
    let key = open(HKEY_CURRENT_USER, "Software").ok_or_else(|| "no key".to_string())?; //= scoped
    let result = read(key, "Value").ok_or("no value".to_string()).and_then(|v| u32::try_from(v).map_err(|e| e.to_string()));
    close(key);
    let value = result?;
    Ok(value)
}

fn in_a_thread() -> Option<()> {
    let key = open(HKEY_CURRENT_USER, "Software")? as usize; //= scoped
    std::thread::spawn(move || {
        let key = key as HKEY;
        read(key, "Value");
        close(key);
    });
    Some(())
}

struct Reader {
    key: HKEY,
}

impl Reader {
    fn new() -> Option<Reader> {
        open(HKEY_LOCAL_MACHINE, "Software").map(|key| Reader { key }) //= object
    }

    fn close(&mut self) {
        close(self.key);
        self.key = ptr::null_mut();
    }
}

fn reader() -> Option<u32> {
    let mut reader = Reader::new()?; //= scoped
    let value = read(reader.key, "Value");
    reader.close();
    value
}
