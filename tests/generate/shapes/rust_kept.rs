//! Shapes in Rust with keys that outlive the function: statics, raw numbers, macros, several files.

use crate::rust::{Draft, Flavour};

/// A name for a static that the file does not have yet.
fn global(d: &mut Draft<'_>) -> String {
    d.name().to_uppercase()
}

/// `thread_local!`
pub fn thread_local(d: &mut Draft<'_>) {
    d.next(0);
    d.uses("std::cell::RefCell");
    let name = global(d);
    let text = match d.rng.below(6) {
        0 => "fn @fn() -> @result<()> {\nlet @h = @open?;\n$NAME.with(|slot| *slot.borrow_mut() = Some(@h));\nOk(())\n}",
        1 => {
            "fn @fn() -> @result<u32> {\nlet @h = @open?;\nlet value = @read?;\n$NAME.with(|slot| slot.borrow_mut().replace(@h));\nOk(value)\n}"
        }
        2 => {
            "fn @fn() -> @result<u32> {\nlet @h = @open?;\nlet known = $NAME.with(|slot| slot.borrow().is_some());\nif known { return Ok(0); }\n@read\n}"
        }
        3 => "fn @fn() {\n$NAME.with(|slot| {\nlet mut slot = slot.borrow_mut();\nif slot.is_none() { *slot = @open.ok(); }\n});\n}",
        4 => {
            "fn @fn() -> @result<u32> {\nlet @h = @open?;\nif @cond { $NAME.with_borrow_mut(|slot| *slot = Some(@h)); return Ok(0); }\n@read\n}"
        }
        _ => "fn @fn() -> @result<u32> {\nlet @h = @open?;\n@noise\n@read\n}",
    };
    if text.contains("$NAME") {
        d.add(&format!("thread_local! {{ static {name}: RefCell<Option<@type>> = const {{ RefCell::new(None) }}; }}"));
        d.source().kept.push(name.clone());
    }
    d.add(&text.replace("$NAME", &name));
}

/// `Mutex<Option<RegKey>>`, `OnceLock`, `static mut`.
pub fn statics(d: &mut Draft<'_>) {
    d.next(0);
    d.uses("std::sync::{LazyLock, Mutex, OnceLock}");
    let name = global(d);
    let (declaration, text) = match d.rng.below(8) {
        0 => (
            "static $NAME: Mutex<Option<RegKey>> = Mutex::new(None);",
            "fn @fn() -> io::Result<()> {\n*$NAME.lock().unwrap() = Some(@open?);\nOk(())\n}",
        ),
        1 => (
            "static $NAME: Mutex<Option<RegKey>> = Mutex::new(None);",
            "fn @fn() -> bool {\nlet mut held = $NAME.lock().unwrap();\nif held.is_none() { *held = @open.ok(); }\nheld.is_some()\n}",
        ),
        2 => (
            "static $NAME: Mutex<Vec<RegKey>> = Mutex::new(Vec::new());",
            "fn @fn() -> io::Result<u32> {\nlet @h = @open?;\nlet value = @read?;\n$NAME.lock().unwrap().push(@h);\nOk(value)\n}",
        ),
        3 => (
            "static $NAME: OnceLock<Mutex<RegKey>> = OnceLock::new();",
            "fn @fn() -> io::Result<()> {\nlet @h = @open?;\n@noise\n$NAME.set(Mutex::new(@h)).ok();\nOk(())\n}",
        ),
        4 => (
            "static $NAME: OnceLock<Mutex<RegKey>> = OnceLock::new();",
            "fn @fn() -> u32 {\nlet held = $NAME.get_or_init(|| Mutex::new(@open.unwrap()));\nlet @h = held.lock().unwrap();\n@read.unwrap_or_default()\n}",
        ),
        5 => (
            "static $NAME: Mutex<Option<RegKey>> = Mutex::new(None);",
            "fn @fn() -> io::Result<u32> {\n*$NAME.lock().unwrap() = Some(@open?);\nlet @h = $NAME.lock().unwrap().take();\nmatch @h { Some(@h) => @read, None => Ok(0) }\n}",
        ),
        6 => (
            "static mut $NAME: Option<RegKey> = None;",
            "fn @fn() -> io::Result<()> {\nlet @h = @open?;\n@noise\nunsafe { $NAME = Some(@h); }\nOk(())\n}",
        ),
        _ => (
            "",
            "fn @fn() -> io::Result<u32> {\nlet held = Mutex::new(Some(@open?));\nlet @h = held.lock().unwrap().take();\n@noise\nmatch @h { Some(@h) => @read, None => Ok(0) }\n}",
        ),
    };
    d.add(&format!("{declaration}\n\n{text}").replace("$NAME", &name));
}

/// Handles kept as numbers.
pub fn numbers(d: &mut Draft<'_>) {
    d.next(35);
    d.uses("std::sync::atomic::{AtomicIsize, AtomicUsize, Ordering}");
    let name = global(d);
    let sys = d.flavour == Flavour::Sys;
    let (signed, unsigned) = if sys { ("@h as isize", "@h as usize") } else { ("@h.0 as isize", "@h.0 as usize") };
    let (declaration, text) = match d.rng.below(6) {
        0 => (
            "static $NAME: AtomicIsize = AtomicIsize::new(0);",
            "fn @fn() {\n@decl\nif unsafe { @open }@ok { $NAME.store($signed, Ordering::SeqCst); }\n}",
        ),
        1 => (
            "static $NAME: AtomicUsize = AtomicUsize::new(0);",
            "fn @fn() -> bool {\n@decl\nif unsafe { @open }@err { return false; }\nif unsafe { @use }@err { @slip return false; }\n$NAME.store($unsigned, Ordering::Relaxed);\ntrue\n}",
        ),
        2 => (
            "static mut $NAME: HKEY = $null;",
            "fn @fn() -> bool {\n@decl\nif unsafe { @open }@err { return false; }\n@noise\nunsafe { $NAME = @h; }\ntrue\n}",
        ),
        3 => (
            "static mut $NAME: HKEY = $null;",
            "fn @fn() -> bool {\nlet status = unsafe { RegOpenKeyExW(@root, w!(\"@sub\"), $zero, KEY_READ, &raw mut $NAME) };\nstatus@ok\n}",
        ),
        4 => (
            "static $NAME: std::sync::OnceLock<usize> = std::sync::OnceLock::new();",
            "fn @fn() -> usize {\n*$NAME.get_or_init(|| {\n@decl\nif unsafe { @open }@ok { $unsigned } else { 0 }\n})\n}",
        ),
        _ => (
            "",
            "fn @fn() -> bool {\n@decl\nif unsafe { @open }@err { return false; }\nlet number = $unsigned;\nlet good = unsafe { @use }@ok;\nif number != 0 { @slip }\ngood\n}",
        ),
    };
    let (null, zero) = if sys { ("null_mut()", "0") } else { ("HKEY(std::ptr::null_mut())", "None") };
    let text = format!("{declaration}\n\n{text}").replace("$NAME", &name).replace("$unsigned", unsigned).replace("$signed", signed);
    d.add(&text.replace("$null", null).replace("$zero", zero));
}

/// `into_raw` and `from_raw`.
pub fn raw(d: &mut Draft<'_>) {
    d.next(40);
    let text = match (d.careless, d.rng.below(4)) {
        (false, 0) => "fn @fn() -> Result<u32> {\nlet raw = @open?.into_raw();\n@noise\nlet @h = unsafe { Key::from_raw(raw) };\n@read\n}",
        (false, 1) => "fn @fn() -> Result<u32> {\nlet @h = @open?;\nlet raw = @h.as_raw();\nif raw.is_null() { return Ok(0); }\n@read\n}",
        (false, 2) => "fn @fn() -> Result<*mut std::ffi::c_void> {\nlet @h = @open?;\n@read?;\nOk(@h.into_raw())\n}",
        (false, _) => {
            "fn @fn() -> Result<u32> {\nlet held = Box::into_raw(Box::new(@open?));\n@noise\nlet @h = unsafe { Box::from_raw(held) };\n@read\n}"
        }
        (true, 0) => {
            "fn @fn() -> Result<u32> {\nlet @h = @open?;\nlet value = @read?;\nlet raw = @h.into_raw();\nOk(value + u32::from(raw.is_null()))\n}"
        }
        (true, 1) => {
            "fn @fn() -> Result<u32> {\nlet raw = @open?.into_raw();\nlet extra = @fails?;\ndrop(unsafe { Key::from_raw(raw) });\nOk(extra)\n}"
        }
        (true, 2) => {
            "fn @fn() -> Result<u32> {\nlet mut @h = std::mem::ManuallyDrop::new(@open?);\nlet value = @read?;\nunsafe { std::mem::ManuallyDrop::drop(&mut @h); }\nOk(value)\n}"
        }
        (true, _) => {
            "fn @fn() -> Result<u32> {\nlet held = Box::into_raw(Box::new(@open?));\nlet extra = @fails?;\ndrop(unsafe { Box::from_raw(held) });\nOk(extra)\n}"
        }
    };
    d.add(text);
}

/// Macros of the file.
pub fn macros(d: &mut Draft<'_>) {
    d.next(40);
    let sys = d.flavour == Flavour::Sys;
    let zero = if sys { "0" } else { "None" };
    d.once(&"macro_rules! open_key {\n($root:expr, $name:literal, $key:ident) => {\nunsafe { RegOpenKeyExW($root, w!($name), %zero, KEY_READ, &mut $key) }\n};\n}".replace("%zero", zero));
    d.once("macro_rules! close_all {\n($($key:expr),* $(,)?) => {\nunsafe { $( let _ = RegCloseKey($key); )* }\n};\n}");
    d.once("macro_rules! leave_if {\n($cond:expr, $value:expr $(, $key:ident)*) => {\nif $cond { $( unsafe { let _ = RegCloseKey($key); } )* return $value; }\n};\n}");
    d.once("macro_rules! log_values {\n($name:literal => $($value:expr),+) => {{ trace($name); $( update_counter($value); )+ }};\n}");
    let text = match (d.careless, d.rng.below(4)) {
        (false, 0) => {
            "fn @fn() -> bool {\n@decl\nif open_key!(@root, \"@sub\", @h)@err { return false; }\nunsafe { @use; }\nlog_values!(\"@value\" => @n, @n);\nclose_all!(@h);\ntrue\n}"
        }
        (false, 1) => {
            "fn @fn() -> bool {\n@decl\n@decl2\nif unsafe { @open }@err { return false; }\nleave_if!(unsafe { @open2 }@err, false, @h);\nunsafe { @use; }\nclose_all!(@h, @k);\ntrue\n}"
        }
        (false, 2) => {
            "fn @fn() -> Option<u32> {\n@decl\nleave_if!(unsafe { @open }@err, None);\nleave_if!(@cond, Some(0), @h);\nlet found = find_setting(\"@value\");\n@close\nfound\n}"
        }
        (false, _) => {
            "fn @fn() -> u32 {\n@decl\nmatch open_key!(@root, \"@sub\", @h) {\nERROR_SUCCESS => { unsafe { @use; } close_all!(@h,); 1 }\n_ => 0,\n}\n}"
        }
        (true, 0) => {
            "fn @fn() -> bool {\n@decl\nif open_key!(@root, \"@sub\", @h)@err { return false; }\nif unsafe { @use }@err { log_values!(\"@value\" => @n); return false; }\nclose_all!(@h);\ntrue\n}"
        }
        (true, 1) => {
            "fn @fn() -> bool {\n@decl\n@decl2\nif unsafe { @open }@err { return false; }\nleave_if!(unsafe { @open2 }@err, false);\nunsafe { @use; }\nclose_all!(@h, @k);\ntrue\n}"
        }
        (true, 2) => {
            "fn @fn() -> bool {\n@decl\n@decl2\nif unsafe { @open }@err { return false; }\nleave_if!(unsafe { @open2 }@err, false, @h);\nunsafe { @use; }\nclose_all!(@h);\ntrue\n}"
        }
        (true, _) => {
            "fn @fn() -> Option<u32> {\n@decl\nleave_if!(unsafe { @open }@err, None);\nleave_if!(@cond, Some(0));\nlet found = find_setting(\"@value\");\n@close\nfound\n}"
        }
    };
    d.add(text);
}

/// `async` functions that hold keys while they wait.
pub fn asynchronous(d: &mut Draft<'_>) {
    d.next(25);
    d.once("async fn wait_for(what: u32) -> u32 {\nupdate_counter(what);\nwhat + 1\n}");
    let text = match (d.careless, d.rng.below(4)) {
        (false, 0) => "async fn @fn() -> @result<u32> {\nlet @h = @open?;\nlet extra = wait_for(@n).await;\nOk(extra + @read?)\n}",
        (false, 1) => "async fn @fn() -> @result<u32> {\nlet value = { let @h = @open?; @read? };\nOk(wait_for(value).await)\n}",
        (false, 2) => {
            "async fn @fn() -> @result<u32> {\nlet extra = async { let @h = @open?; @read }.await?;\n@noise\nOk(wait_for(extra).await)\n}"
        }
        (false, _) => {
            "async fn @fn() -> Option<u32> {\nlet @h = @open.ok()?;\nif @cond { @close return Some(wait_for(@n).await); }\n@read.ok()\n}"
        }
        (true, 0 | 1) => {
            "async fn @fn() -> @result<u32> {\nlet @h = @open?;\nlet value = wait_for(@n).await;\nif value > @n { std::mem::forget(@h); }\nOk(value)\n}"
        }
        (true, _) => {
            "async fn @fn() -> @result<u32> {\nlet @h = std::mem::ManuallyDrop::new(@open?);\nlet value = @read?;\nOk(wait_for(value).await)\n}"
        }
    };
    d.add(text);
}

/// Helpers in one file, used from two others.
pub fn files(d: &mut Draft<'_>) {
    d.begin("keys", Flavour::Windows);
    d.next(0);
    if d.source().items.is_empty() {
        d.add("pub fn open_user(name: PCWSTR) -> Result<HKEY> {\nlet mut key = HKEY::default();\nunsafe { RegOpenKeyExW(HKEY_CURRENT_USER, name, Some(0), KEY_READ, &mut key).ok()? };\nOk(key)\n}");
        d.add("pub fn open_below(parent: HKEY, name: PCWSTR) -> Option<HKEY> {\nlet mut key = HKEY::default();\nif unsafe { RegOpenKeyExW(parent, name, None, KEY_READ, &mut key) }.is_ok() { Some(key) } else { None }\n}");
        d.add("pub fn close(key: HKEY) {\nif !key.is_invalid() { unsafe { let _ = RegCloseKey(key); } }\n}");
        d.add("pub struct OpenKey(pub HKEY);\n\nimpl Drop for OpenKey {\nfn drop(&mut self) { close(self.0); }\n}\n\nimpl OpenKey {\npub fn user(name: PCWSTR) -> Result<OpenKey> { open_user(name).map(OpenKey) }\n\npub fn read(&self) -> bool { unsafe { RegFlushKey(self.0) }.is_ok() }\n}");
        d.fresh("OpenKey", "OpenKey(HKEY::default())");
        d.add("pub fn check(status: WIN32_ERROR) -> Result<()> {\nif status == ERROR_SUCCESS { return Ok(()); }\nErr(windows::core::Error::empty())\n}");
    }
    let file = ["orders", "profile"][d.rng.below(2)];
    d.begin(file, Flavour::Windows);
    d.next(35);
    d.uses("crate::keys::{self, check, close, open_below, open_user, OpenKey}");
    let text = match (d.careless, d.rng.below(5)) {
        (false, 0) => {
            "fn @fn() -> Result<u32> {\nlet @h = open_user(w!(\"@sub\"))?;\nlet result = check(unsafe { @use });\nclose(@h);\nresult.map(|()| @n)\n}"
        }
        (false, 1) => {
            "fn @fn() -> Result<u32> {\nlet key = OpenKey::user(w!(\"@sub\"))?;\n@noise\nlet extra = @fails?;\nif key.read() { Ok(extra) } else { Ok(0) }\n}"
        }
        (false, 2) => {
            "fn @fn() -> bool {\nlet Ok(@h) = keys::open_user(w!(\"@sub\")) else { return false; };\nlet found = open_below(@h, w!(\"@leaf\"));\nclose(@h);\nmatch found { Some(@k) => { @close2 true } None => false }\n}"
        }
        (false, 3) => {
            "fn @fn() -> Result<u32> {\n@decl\ncheck(unsafe { @open })?;\nlet guard = keys::OpenKey(@h);\ncheck(unsafe { RegFlushKey(guard.0) })?;\n@fails\n}"
        }
        (false, _) => {
            "pub fn @fn() -> Option<OpenKey> {\nlet key = OpenKey::user(w!(\"@sub\")).ok()?;\nif @cond { return None; }\nSome(key)\n}"
        }
        (true, 0) => "fn @fn() -> Result<u32> {\nlet @h = open_user(w!(\"@sub\"))?;\ncheck(unsafe { @use })?;\nclose(@h);\nOk(@n)\n}",
        (true, 1) => {
            "fn @fn() -> Result<u32> {\nlet key = OpenKey::user(w!(\"@sub\"))?;\nlet extra = @fails?;\nif extra > 2 { std::mem::forget(key); }\nOk(extra)\n}"
        }
        (true, 2) => {
            "fn @fn() -> bool {\nlet Ok(@h) = keys::open_user(w!(\"@sub\")) else { return false; };\nlet Some(@k) = open_below(@h, w!(\"@leaf\")) else { return false; };\nclose(@k);\nclose(@h);\ntrue\n}"
        }
        (true, _) => "fn @fn() -> Result<u32> {\n@decl\ncheck(unsafe { @open })?;\nlet extra = @fails?;\nclose(@h);\nOk(extra)\n}",
    };
    d.add(text);
}
