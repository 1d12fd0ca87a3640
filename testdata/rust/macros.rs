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

macro_rules! open_into {
    ($key:ident, $status:ident) => {
        let mut $key = 0 as HKEY;
        let $status = unsafe { RegOpenKeyExW(HKEY_CURRENT_USER, w!("A"), 0, KEY_READ, &mut $key) };
    };
}

macro_rules! close_all {
    ($($key:expr),+ $(,)?) => {
        $( unsafe { RegCloseKey($key) }; )+
    };
    (@with $log:literal; $($($key:expr)=>+);*) => {
        $( $( println!($log); unsafe { RegCloseKey($key); } )+ )*
    };
}

macro_rules! unless_ok {
    ($status:expr $(, close $key:ident)* => $value:expr) => {
        if $status != 0 {
            $( unsafe { RegCloseKey($key); } )*
            return $value;
        }
    };
}

fn declared_by_a_macro() -> u32 {
    open_into!(key, status); //= scoped
    unless_ok!(status => 1);
    close_all!(key);
    status
}

fn repeated_closes() -> u32 {
    open_into!(first, one); //= scoped
    unless_ok!(one => 1);
    open_into!(second, two); //= scoped
    unless_ok!(two, close first => 2);
    close_all!(first, second,);
    0
}

fn repeated_in_repetitions() -> u32 {
    open_into!(first, one); //= scoped
    unless_ok!(one => 1);
    open_into!(second, two); //= scoped
    unless_ok!(two, close first => 2);
    close_all!(@with "closed"; first => second);
    0
}

fn one_too_few() -> u32 {
    open_into!(first, one); //= scoped
    unless_ok!(one => 1);
    open_into!(second, two); //= leaked //~ leaked-user-key
    unless_ok!(two, close first => 2);
    close_all!(first);
    0
}

fn not_closed_by_the_exit() -> u32 {
    open_into!(first, one); //= leaked //~ leaked-user-key
    unless_ok!(one => 1);
    open_into!(second, two); //= scoped
    unless_ok!(two => 2);
    close_all!(first, second);
    0
}
