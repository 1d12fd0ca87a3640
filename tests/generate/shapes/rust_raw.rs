//! Shapes in Rust with raw handles.

use crate::rust::{Draft, Flavour};

/// `.ok()?` at the open, and `?` between it and the close.
pub fn question(d: &mut Draft<'_>) {
    d.next(45);
    if d.flavour == Flavour::Sys {
        d.once("fn check(status: u32) -> std::result::Result<(), u32> { if status == ERROR_SUCCESS { Ok(()) } else { Err(status) } }");
    }
    let (ret, open, used) = match d.flavour {
        Flavour::Sys => ("std::result::Result<u32, u32>", "check(unsafe { @open })?;", "check(unsafe { @use })"),
        _ => (
            "Result<u32>",
            ["unsafe { @open.ok()? };", "unsafe { @open }.ok()?;", "unsafe { @open.ok() }?;"][d.rng.below(3)],
            "unsafe { @use.ok() }",
        ),
    };
    let text = match (d.careless, d.rng.below(4)) {
        (true, 0) => "@decl\n$open\n@noise\n$used?;\n@noise\n@close\nOk(@n)",
        (true, 1) => "@decl\n$open\nlet extra = @fails?;\n@noise\n@close\nOk(extra + @n)",
        (true, 2) => "@decl\n$open\nif @cond { @slip return Ok(0); }\nlet result = $used;\n@close\nresult.map(|()| @n)",
        (true, _) => "@decl\n$open\nlet result = $used;\nlet extra = @fails?;\n@slip\nresult?;\nOk(extra)",
        (false, 0) => "@decl\n$open\nlet result = $used;\n@noise\n@close\nresult?;\nOk(@n)",
        (false, 1) => "let extra = @fails?;\n@decl\n$open\n@noise\nlet result = $used.map(|()| extra);\n@close\nresult",
        (false, 2) => "@decl\n$open\nif let Err(error) = $used { @log @close return Err(error); }\n@close\nOk(@n)",
        (false, _) => "@decl\n$open\nlet result = (|| { let extra = @fails?; $used?; Ok(extra) })();\n@close\nresult",
    };
    let text = text.replace("$open", open).replace("$used", used);
    d.add(&format!("fn @fn() -> {ret} {{\n{text}\n}}"));
}

/// The status tested where it is made or later.
pub fn status(d: &mut Draft<'_>) {
    d.next(45);
    let text = match d.rng.below(6) {
        0 => {
            "fn @fn() -> bool {\n@decl\nif unsafe { @open }@err { @log return false; }\n@noise\nif unsafe { @use }@err { @slip return false; }\n@close\ntrue\n}"
        }
        1 => {
            "fn @fn(force: bool) -> u32 {\nlet mut found = 0;\n@decl\nunsafe {\nif @open@ok {\nif @use@ok { found = @n; }\nif !force { @close } else { @noise @slip }\n}\n}\nfound\n}"
        }
        2 => {
            "fn @fn() -> Option<u32> {\n@decl\nlet status = unsafe { @open };\nif status@err { return None; }\n@noise\nlet status = unsafe { @use };\n@slip\nif status@ok { Some(@n) } else { None }\n}"
        }
        3 => {
            "fn @fn(mode: u32) {\n@decl\nlet status = unsafe { @open };\n@noise\nif status@ok && mode > 1 { unsafe { @use; } @close } else if status@ok { @slip }\n}"
        }
        4 => {
            "fn @fn() -> Option<u32> {\n@decl\nunsafe {\nif @open@err { @log return None; }\nif @use@err { @slip return None; }\nlet extra = find_setting(\"@value\");\n@close\nextra\n}\n}"
        }
        _ => {
            "fn @fn() -> bool {\n@decl\nlet status = unsafe { @open };\nlet opened = status@ok;\nif opened { unsafe { @use; } }\n@noise\nif opened { @slip }\nopened\n}"
        }
    };
    d.add(text);
}

/// `match`, `if let`, `let else`.
pub fn patterns(d: &mut Draft<'_>) {
    d.next(45);
    let sys = d.flavour == Flavour::Sys;
    let text = match d.rng.below(if sys { 3 } else { 6 }) {
        0 => {
            "fn @fn() -> u32 {\n@decl\nmatch unsafe { @open } {\nERROR_SUCCESS => {\nlet status = unsafe { @use };\n@slip\nif status@ok { 1 } else { 2 }\n}\nERROR_FILE_NOT_FOUND => 0,\n_ => { @log 3 }\n}\n}"
        }
        1 => {
            "fn @fn() -> Option<u32> {\n@decl\nlet key = match unsafe { @open } {\nERROR_SUCCESS => @h,\n_ => return None,\n};\n@noise\nif @cond { @slip return None; }\nunsafe { RegCloseKey(key); }\nSome(@n)\n}"
        }
        2 => {
            "fn @fn() -> Option<u32> {\nlet @k = {\n@decl\nmatch unsafe { @open } { ERROR_SUCCESS => Some(@h), _ => None }\n};\nif let Some(@k) = @k {\nlet found = find_setting(\"@value\");\n@slip2\nreturn found;\n}\nNone\n}"
        }
        3 => {
            "fn @fn() -> Option<u32> {\n@decl\nlet Ok(()) = (unsafe { @open.ok() }) else { @log return None; };\nlet Some(extra) = find_setting(\"@value\") else { @slip return None; };\n@close\nSome(extra)\n}"
        }
        4 => {
            "fn @fn() -> u32 {\n@decl\nif let Ok(()) = unsafe { @open.ok() } {\nif let Err(error) = unsafe { @use.ok() } { log_error(&error.to_string()); @slip return 1; }\n@close\n}\n0\n}"
        }
        _ => {
            "fn @fn() -> Result<u32> {\n@decl\nmatch unsafe { @open.ok() } {\nOk(()) => {\nlet result = unsafe { @use.ok() };\n@slip\nresult.map(|()| @n)\n}\nErr(error) => Err(error),\n}\n}"
        }
    };
    d.add(text);
}

/// Functions of the file that open or close.
pub fn helpers(d: &mut Draft<'_>) {
    d.next(40);
    if d.flavour == Flavour::Windows {
        d.once("fn open_key(root: HKEY, name: PCWSTR) -> Result<HKEY> {\nlet mut key = HKEY::default();\nunsafe { RegOpenKeyExW(root, name, Some(0), KEY_READ, &mut key).ok()? };\nOk(key)\n}");
        d.once("fn open_into(root: HKEY, name: PCWSTR, key: &mut HKEY) -> bool {\nunsafe { RegOpenKeyExW(root, name, None, KEY_READ, key) }.is_ok()\n}");
    } else {
        d.once("fn open_key(root: HKEY, name: *const u16) -> std::result::Result<HKEY, u32> {\nlet mut key = null_mut();\nmatch unsafe { RegOpenKeyExW(root, name, 0, KEY_READ, &mut key) } { 0 => Ok(key), status => Err(status) }\n}");
        d.once("fn open_into(root: HKEY, name: *const u16, key: &mut HKEY) -> bool {\nunsafe { RegOpenKeyExW(root, name, 0, KEY_READ, key) == ERROR_SUCCESS }\n}");
    }
    d.once("fn close_key(key: HKEY) {\nunsafe { let _ = RegCloseKey(key); }\n}");
    let ret = if d.flavour == Flavour::Sys { "std::result::Result<u32, u32>" } else { "Result<u32>" };
    let slip = if d.careless { "@log" } else { "close_key(@h);" };
    let text = match d.rng.below(5) {
        0 => {
            "fn @fn() -> $ret {\nlet @h = open_key(@root, w!(\"@sub\"))?;\nunsafe { @use; }\nif @cond { $slip return Ok(0); }\nclose_key(@h);\nOk(@n)\n}"
        }
        1 => "fn @fn() -> $ret {\nlet @h = open_key(@root, w!(\"@sub\"))?;\nlet extra = @fails;\n$slip\nextra\n}",
        2 => {
            "fn @fn() -> bool {\n@decl\nif !open_into(@root, w!(\"@sub\"), &mut @h) { return false; }\n@noise\nlet good = unsafe { @use }@ok;\n$slip\ngood\n}"
        }
        3 => {
            "fn @fn() -> Option<u32> {\nlet @h = open_key(@root, w!(\"@sub\")).ok()?;\nlet Ok(@k) = open_key(@h, w!(\"@leaf\")) else { $slip return None; };\nunsafe { @use2; }\nclose_key(@k);\nclose_key(@h);\nSome(@n)\n}"
        }
        _ => "fn @fn() {\nif let Ok(@h) = open_key(@root, w!(\"@sub\")) {\nunsafe { @use; }\n@noise\n$slip\n}\n}",
    };
    d.add(&text.replace("$ret", ret).replace("$slip", slip));
}

/// Closures that open or close.
pub fn closures(d: &mut Draft<'_>) {
    d.next(40);
    let text = match (d.careless, d.rng.below(3)) {
        (false, 0) => {
            "fn @fn() -> bool {\n@decl\nif unsafe { @open }@err { return false; }\nlet close = || unsafe { RegCloseKey(@h) };\nif @cond { close(); return false; }\nunsafe { @use; }\nclose();\ntrue\n}"
        }
        (false, 1) => {
            "fn @fn() -> Option<u32> {\nlet open = || {\n@decl\nif unsafe { @open }@ok { Some(@h) } else { None }\n};\nlet @k = open()?;\nunsafe { @use2; }\n@noise\n@close2\nSome(@n)\n}"
        }
        (false, _) => {
            "fn @fn() -> bool {\n@decl\nif unsafe { @open }@err { return false; }\nlet read = |name| unsafe { RegDeleteValueW(@h, name)@ok };\nlet good = read(w!(\"@value\")) && read(w!(\"@value\"));\n@close\ngood\n}"
        }
        (true, 0) => {
            "fn @fn() -> bool {\n@decl\nif unsafe { @open }@err { return false; }\nlet close = || unsafe { RegCloseKey(@h) };\nif @cond { return false; }\nunsafe { @use; }\nclose();\ntrue\n}"
        }
        (true, 1) => {
            "fn @fn() -> Option<u32> {\nlet open = || {\n@decl\nif unsafe { @open }@ok { Some(@h) } else { None }\n};\nlet @k = open()?;\nlet extra = find_setting(\"@value\")?;\n@close2\nSome(extra)\n}"
        }
        (true, _) => {
            "fn @fn() -> bool {\n@decl\nif unsafe { @open }@err { return false; }\nlet close = |wanted: bool| { if wanted { unsafe { RegCloseKey(@h); } } };\nclose(@cond);\ntrue\n}"
        }
    };
    d.add(text);
}

/// `scopeguard`.
pub fn guards(d: &mut Draft<'_>) {
    d.next(35);
    let text = match (d.careless, d.rng.below(4)) {
        (false, 0) => {
            "fn @fn() -> Option<u32> {\n@decl\nif unsafe { @open }@err { return None; }\nscopeguard::defer! { unsafe { RegCloseKey(@h); } }\nlet extra = find_setting(\"@value\")?;\nunsafe { @use; }\nSome(extra)\n}"
        }
        (false, 1) => {
            "fn @fn() -> Option<u32> {\n@decl\nif unsafe { @open }@err { return None; }\nlet @k = scopeguard::guard(@h, |key| unsafe { RegCloseKey(key); });\nif unsafe { RegFlushKey(*@k) }@err { return None; }\nfind_setting(\"@value\")\n}"
        }
        (false, 2) => {
            "fn @fn() -> Option<HKEY> {\n@decl\nif unsafe { @open }@err { return None; }\nlet @k = guard(@h, |key| unsafe { RegCloseKey(key); });\nfind_setting(\"@value\")?;\nSome(ScopeGuard::into_inner(@k))\n}"
        }
        (false, _) => {
            "fn @fn(mode: u32) -> u32 {\n@decl\nif unsafe { @open }@err { return 0; }\nlet _close = guard((), |_| unsafe { RegCloseKey(@h); });\nif mode == 2 { return 1; }\n@noise\nunsafe { @use; }\n2\n}"
        }
        (true, 0) => {
            "fn @fn() -> Option<u32> {\n@decl\nif unsafe { @open }@err { return None; }\nlet extra = find_setting(\"@value\")?;\nscopeguard::defer! { unsafe { RegCloseKey(@h); } }\nunsafe { @use; }\nSome(extra)\n}"
        }
        (true, 1) => {
            "fn @fn() -> bool {\n@decl\nif unsafe { @open }@err { return false; }\nlet @k = guard(@h, |key| unsafe { RegCloseKey(key); });\nif @cond { std::mem::forget(@k); return false; }\ntrue\n}"
        }
        (true, 2) => {
            "fn @fn() -> bool {\n@decl\nif unsafe { @open }@err { return false; }\nlet @k = guard(@h, |key| unsafe { RegCloseKey(key); });\nlet raw = ScopeGuard::into_inner(@k);\nunsafe { RegFlushKey(raw)@ok }\n}"
        }
        (true, _) => {
            "fn @fn() -> bool {\n@decl\nif unsafe { @open }@err { return false; }\nif @cond { let _close = guard(@h, |key| unsafe { RegCloseKey(key); }); unsafe { @use; } return true; }\nfalse\n}"
        }
    };
    d.uses("scopeguard::{guard, ScopeGuard}");
    d.add(text);
}

/// `Owned<HKEY>` and a type with `Drop`.
pub fn owned(d: &mut Draft<'_>) {
    d.next(30);
    d.once("struct Guard(HKEY);\n\nimpl Drop for Guard {\nfn drop(&mut self) { unsafe { let _ = RegCloseKey(self.0); } }\n}");
    d.once("struct Named { key: HKEY, reads: u32 }\n\nimpl Drop for Named {\nfn drop(&mut self) { if !self.key.is_invalid() { unsafe { let _ = RegCloseKey(self.key); } } }\n}");
    d.uses("windows::core::Owned");
    d.fresh("Guard", "Guard(HKEY::default())");
    d.fresh("Named", "Named { key: HKEY::default(), reads: 0 }");
    let text = match (d.careless, d.rng.below(6)) {
        (false, 0) => {
            "fn @fn() -> Result<u32> {\n@decl\nunsafe { @open.ok()? };\nlet @k = unsafe { Owned::new(@h) };\nunsafe { RegFlushKey(*@k).ok()? };\n@fails\n}"
        }
        (false, 1) => {
            "fn @fn() -> Result<u32> {\n@decl\nunsafe { @open.ok()? };\nlet @k = Guard(@h);\nunsafe { RegFlushKey(@k.0).ok()? };\nif @cond { return Ok(0); }\n@fails\n}"
        }
        (false, 2) => {
            "fn @fn() -> Result<u32> {\n@decl\nunsafe { @open.ok()? };\nlet @k = Named { key: @h, reads: @n };\nunsafe { RegFlushKey(@k.key).ok()? };\nlet extra = @fails?;\nOk(extra + @k.reads)\n}"
        }
        (false, 3) => {
            "fn @fn() -> Result<Guard> {\n@decl\nunsafe { @open.ok()? };\nlet @k = Guard(@h);\nunsafe { RegFlushKey(@k.0).ok()? };\nOk(@k)\n}"
        }
        (false, 4) => {
            "fn @fn() -> bool {\nlet mut @k = Guard(HKEY::default());\nif unsafe { RegOpenKeyExW(@root, w!(\"@sub\"), None, KEY_READ, &mut @k.0) }.is_err() { return false; }\n@noise\nunsafe { RegFlushKey(@k.0) }.is_ok()\n}"
        }
        (false, _) => {
            "fn @fn() -> Result<()> {\n@decl\nunsafe { @open.ok()? };\nlet _guard = Guard(@h);\nlet @k = unsafe { Owned::new(@h2()?) };\nunsafe { RegFlushKey(*@k) }.ok()\n}"
        }
        (true, 0 | 1) => {
            "fn @fn() -> Result<u32> {\n@decl\nunsafe { @open.ok()? };\nlet extra = @fails?;\nlet @k = Guard(@h);\nunsafe { RegFlushKey(@k.0).ok()? };\nOk(extra)\n}"
        }
        (true, 2) => {
            "fn @fn() -> Result<u32> {\n@decl\nunsafe { @open.ok()? };\nunsafe { RegFlushKey(@h).ok()? };\nlet @k = unsafe { Owned::new(@h) };\nunsafe { RegFlushKey(*@k).ok()? };\nOk(@n)\n}"
        }
        (true, 3) => {
            "fn @fn() -> Result<u32> {\n@decl\nunsafe { @open.ok()? };\nlet @k = Guard(@h);\nunsafe { RegFlushKey(@k.0).ok()? };\nif @cond { std::mem::forget(@k); }\nOk(@n)\n}"
        }
        (true, 4) => {
            "fn @fn() -> Result<u32> {\n@decl\nunsafe { @open.ok()? };\nlet @k = unsafe { Owned::new(@h) };\nlet result = unsafe { RegFlushKey(*@k) };\nstd::mem::forget(@k);\nresult.ok()?;\nOk(@n)\n}"
        }
        (true, _) => {
            "fn @fn() -> Result<u32> {\n@decl\nunsafe { @open.ok()? };\nlet mut @k = Named { key: @h, reads: 0 };\n@k.key = HKEY::default();\nOk(@k.reads)\n}"
        }
    };
    if text.contains("@h2()") {
        d.once("fn open_recent() -> Result<HKEY> {\nlet mut key = HKEY::default();\nunsafe { RegOpenKeyExW(HKEY_CURRENT_USER, w!(\"Software\\\\Contoso\\\\Recent\"), Some(0), KEY_READ, &mut key).ok()? };\nOk(key)\n}");
    }
    d.add(&text.replace("@h2()", "open_recent()"));
}

/// Two keys, and one variable for several.
pub fn several(d: &mut Draft<'_>) {
    d.next(45);
    let text = match d.rng.below(5) {
        0 => {
            "fn @fn() -> bool {\n@decl\n@decl2\nif unsafe { @open }@err { return false; }\nif unsafe { @open2 }@err { @slip return false; }\nunsafe { @use; @use2; }\n@close2\n@close\ntrue\n}"
        }
        1 => {
            "fn @fn(names: &[&str]) -> u32 {\nlet mut found = 0;\nfor name in names {\ntrace(name);\n@decl\nif unsafe { @open }@err { continue; }\nif unsafe { @use }@err { @slip continue; }\nfound += 1;\n@close\n}\nfound\n}"
        }
        2 => {
            "fn @fn() -> bool {\n@decl\nif unsafe { @open }@err {\nif unsafe { @open }@err { return false; }\n}\nlet good = unsafe { @use }@ok;\n@slip\ngood\n}"
        }
        3 => {
            "fn @fn() -> u32 {\nlet mut tries = 0;\n@decl\nloop {\nif unsafe { @open }@ok { break; }\ntries += 1;\nif tries > 2 { return 0; }\n}\nunsafe { @use; }\nif @cond { @slip return 1; }\n@close\ntries\n}"
        }
        _ => {
            "fn @fn() -> bool {\n@decl\nif unsafe { @open }@err { return false; }\nunsafe { @use; }\n@slip\nif unsafe { @open }@err { return false; }\nunsafe { @use; }\n@close\ntrue\n}"
        }
    };
    d.add(text);
}
