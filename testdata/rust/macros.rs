// What stands inside of macros.
use winreg::{enums::*, RegKey};

macro_rules! open_below {
    ($name:expr) => {
        RegKey::predef(HKEY_CURRENT_USER).open_subkey($name)
    };
}

macro_rules! close {
    ($key:expr) => {
        unsafe { RegCloseKey($key) }
    };
}

macro_rules! with_key {
    () => {};
    ($key:ident, $name:expr => $body:block) => {{
        let $key = RegKey::predef(HKEY_CURRENT_USER).open_subkey($name).unwrap();
        $body
    }};
}

macro_rules! repeated {
    ($($name:ident: $value:expr),*) => {
        $(let $name = $value;)*
    };
}

fn expanded() -> std::io::Result<RegKey> {
    let key = open_below!("Software")?; //= caller
    Ok(key)
}

fn in_arguments() {
    println!("{:?}", RegKey::predef(HKEY_CURRENT_USER).open_subkey("A").is_ok()); //= scoped
    let all = vec![RegKey::predef(HKEY_CURRENT_USER).open_subkey("B")]; //= scoped
    assert!(matches!(RegKey::predef(HKEY_CURRENT_USER).open_subkey("C"), Ok(_)), "none of {}", all.len()); //= scoped
}

fn closed_by_a_macro() -> u32 {
    let mut key = 0 as HKEY;
    let status = unsafe { RegOpenKeyExW(HKEY_CURRENT_USER, w!("A"), 0, KEY_READ, &mut key) }; //= scoped
    if status == 0 {
        close!(key);
    }
    status
}

async fn selected() {
    let mut key = 0 as HKEY;
    let status = unsafe { RegOpenKeyExW(HKEY_CURRENT_USER, w!("A"), 0, KEY_READ, &mut key) }; //= leaked //~ leaked-user-key
    if status != 0 {
        return;
    }
    tokio::select! {
        _ = elsewhere::wait() => {
            unsafe { RegCloseKey(key) };
        }
        message = elsewhere::receive() => println!("{message:?}"),
    }
}

fn with_statements() {
    let mut key = 0 as HKEY;
    elsewhere::logged! {
        let status = unsafe { RegOpenKeyExW(HKEY_CURRENT_USER, w!("A"), 0, KEY_READ, &mut key) }; //= leaked //~ leaked-user-key
        println!("{status}");
    }
}

fn with_a_block() {
    with_key!(key, "Software" => { //= process //~ user-key-in-static
        *KEPT.lock().unwrap() = Some(key);
    });
}

static KEPT: Mutex<Option<RegKey>> = Mutex::new(None);
