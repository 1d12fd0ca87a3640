//! Shapes with several keys, wrong uses, conditional compilation and much else around.

use super::{Draft, parts};
use crate::program::Macro;
use crate::words::Build;

fn declared(b: &mut Build<'_>, handles: &[&str]) -> String {
    for h in handles {
        b.need(&format!("HKEY {h} = NULL;"));
    }
    let s = b.s.clone();
    b.need(&format!("{} {s};", b.status_type));
    s
}

/// A second open in the way of the first one's close.
pub fn early_return(d: &mut Draft<'_>) {
    let mut b = Build::new(d.rng);
    b.careless &= b.rng.percent(60);
    let (first, second) = [("hKey", "hKey2"), ("hUserKey", "hMachineKey"), ("hkOld", "hkNew"), ("hSrc", "hDst")][b.rng.below(4)];
    let s = declared(&mut b, &[first, second]);
    let (o1, o2, q1, q2) = (b.open(first), b.open(second), b.query(first), b.query(second));
    let (f1, f2, noise, log, fail_ret, end, cond) = (b.fail(&s), b.fail(&s), b.noise(), b.log(), b.fail_ret(), b.ok_ret(), b.cond());
    let (between, undo, c1, c2) = (b.exit(&[first]), b.early_close(first), b.close(first), b.close(second));
    let text = match b.rng.below(3) {
        0 => format!(
            "{s} = {o1};\nif ({f1}) {{ {log} {fail_ret} }}\nif ({cond}) {{ {between} }}\n{s} = {o2};\nif ({f2}) {{ {undo} {fail_ret} }}\n{q1};\n{q2};\n{noise}\n{c2}\n{c1}\n{end}"
        ),
        1 => format!(
            "{s} = {o1};\nif ({f1}) {fail_ret}\n{noise}\n{s} = {q1};\nif ({f1}) {{ {between} }}\n{s} = {o2};\nif ({f2}) {{ {log} {undo} {fail_ret} }}\n{q2};\n{c1}\n{c2}\n{end}"
        ),
        _ => {
            let both = b.exit(&[first, second]);
            format!(
                "{s} = {o1};\nif ({f1}) {{ {log} {fail_ret} }}\n{s} = {o2};\nif ({f2}) {{ {undo} {fail_ret} }}\nif ({q2} != ERROR_SUCCESS) {{ {both} }}\n{noise}\n{c1}\n{c2}\n{end}"
            )
        }
    };
    let p = parts(&b, &text);
    d.finish(p);
}

pub fn many(d: &mut Draft<'_>) {
    let mut b = Build::new(d.rng);
    b.careless &= b.rng.percent(75);
    let names = ["hkUser", "hkMachine", "hkClasses", "hkPolicy"];
    let count = 2 + b.rng.below(3);
    let keys = &names[..count];
    let s = declared(&mut b, keys);
    let mut text = String::new();
    let style = b.rng.below(3);
    for (i, h) in keys.iter().enumerate() {
        let (open, fail) = (b.open(h), b.fail(&s));
        match style {
            0 => {
                let exit = b.exit(&keys[..i]);
                text += &format!("{s} = {open};\nif ({fail}) {{ {exit} }}\n");
            }
            1 => {
                let log = b.log();
                text += &format!("{s} = {open};\nif ({fail}) {{ {log} goto cleanup; }}\n");
            }
            _ => {
                let query = b.query(h);
                text += &format!("{s} = {open};\nif (!{s}) {{ {query}; }}\n");
            }
        }
    }
    text += &b.noise();
    text += &format!("\n{};\n", b.query(if style == 2 { "HKEY_CURRENT_USER" } else { keys[0] }));
    if style == 1 {
        text += "\ncleanup:\n";
    }
    for h in keys.iter().rev() {
        let close = b.close(h);
        text += &if style == 0 { format!("{close}\n") } else { format!("if ({h} != NULL) {{ {close} }}\n") };
    }
    text += &match b.ok_ret() {
        end if style == 1 && end.is_empty() => "UpdateCounter(7);".to_string(),
        end => end,
    };
    let p = parts(&b, &text);
    d.finish(p);
}

pub fn disposition(d: &mut Draft<'_>) {
    let mut b = Build::new(d.rng);
    let h = b.h.clone();
    let s = declared(&mut b, &[&h]);
    b.need("DWORD dwDisposition = 0;");
    let (root, sub, leaf) = (b.root(), b.subkey(), b.value());
    let out = b.rng.pick(&["&dwDisposition"]);
    let create = format!("RegCreateKeyExW({root}, L{sub}, 0, NULL, REG_OPTION_NON_VOLATILE, KEY_READ | KEY_WRITE, NULL, &{h}, {out})");
    b.need("DWORD dwDefault = 30;");
    let set = format!("RegSetValueExW({h}, {leaf}, 0, REG_DWORD, (const BYTE *)&dwDefault, sizeof(dwDefault))");
    let (fail, noise, log, fail_ret, end, query) = (b.fail(&s), b.noise(), b.log(), b.fail_ret(), b.ok_ret(), b.query(&h));
    let (undo, close) = (b.early_close(&h), b.close(&h));
    let text = match b.rng.below(4) {
        0 => format!(
            "{s} = {create};\nif ({fail}) {{ {log} {fail_ret} }}\nif (dwDisposition == REG_CREATED_NEW_KEY) {{\n{s} = {set};\nif ({fail}) {{ {undo} {fail_ret} }}\n}} else {{ {query}; }}\n{noise}\n{close}\n{end}"
        ),
        1 => format!(
            "{s} = {create};\nif ({fail}) {{ {log} {fail_ret} }}\nif (dwDisposition == REG_OPENED_EXISTING_KEY) {{ {undo} {end} }}\n{set};\n{noise}\n{close}\n{end}"
        ),
        2 => format!(
            "{s} = {create};\nif ({s} == ERROR_SUCCESS) {{\nswitch (dwDisposition) {{\ncase REG_CREATED_NEW_KEY:\n{set};\nbreak;\ncase REG_OPENED_EXISTING_KEY:\n{query};\nbreak;\n}}\n{noise}\n{close}\n}}\n{end}"
        ),
        _ => {
            let last = if b.slips(60) { "dwDisposition == REG_CREATED_NEW_KEY".to_string() } else { format!("{s} == ERROR_SUCCESS") };
            format!(
                "{s} = {create};\nif ({s} == ERROR_SUCCESS && dwDisposition == REG_CREATED_NEW_KEY) {{ {set}; {noise} }}\nif ({last}) {{ if ({h} != NULL) {{ RegCloseKey({h}); }} }}\n{end}"
            )
        }
    };
    let p = parts(&b, &text);
    d.finish(p);
}

/// NULL and empty sub-keys.
pub fn same_handle(d: &mut Draft<'_>) {
    let mut b = Build::new(d.rng);
    let h = b.h.clone();
    let s = declared(&mut b, &[&h]);
    let root = b.root();
    let (open, query, noise, fail, fail_ret, end) = (b.open(&h), b.query(&h), b.noise(), b.fail(&s), b.fail_ret(), b.ok_ret());
    let (close, undo, log) = (b.close(&h), b.early_close(&h), b.log());
    let text = match b.rng.below(6) {
        0 => {
            let call = b
                .rng
                .pick(&["RegOpenKeyW($r, NULL, &$h)", "RegOpenKeyA($r, NULL, &$h)", "RegOpenKeyExW($r, NULL, 0, KEY_READ, &$h)"])
                .replace("$r", root)
                .replace("$h", &h);
            format!("{s} = {call};\nif ({fail}) {{ {log} {fail_ret} }}\n{query};\n{noise}\n{end}")
        }
        1 => {
            let below = b.rng.pick(&["HKEY_CURRENT_USER", "HKEY_LOCAL_MACHINE"]);
            format!(
                "{s} = RegOpenKeyExW({below}, L\"\", 0, KEY_READ, &{h});\nif ({fail}) {{ {log} {fail_ret} }}\nif ({query} != ERROR_SUCCESS) {{ {undo} {fail_ret} }}\n{noise}\n{close}\n{end}"
            )
        }
        2 => {
            b.need("HKEY hkSame = NULL;");
            let q = b.query("hkSame");
            format!(
                "{s} = {open};\nif ({fail}) {{ {log} {fail_ret} }}\nRegOpenKeyW({h}, NULL, &hkSame);\nif (hkSame != NULL) {{ {q}; }}\n{noise}\n{close}\n{end}"
            )
        }
        3 => {
            b.need("HKEY hkOwn = NULL;");
            let (q, own) = (b.query("hkOwn"), b.close("hkOwn"));
            format!(
                "{s} = {open};\nif ({fail}) {{ {log} {fail_ret} }}\nif (RegOpenKeyExW({h}, L\"\", 0, KEY_WRITE, &hkOwn) == ERROR_SUCCESS) {{ {q}; {own} }}\n{noise}\n{close}\n{end}"
            )
        }
        4 => {
            b.need("HKEY hkOwn = NULL;");
            let (q, own) = (b.query("hkOwn"), b.close("hkOwn"));
            format!(
                "{s} = {open};\nif ({fail}) {{ {log} {fail_ret} }}\n{s} = RegOpenKeyExW({h}, NULL, 0, KEY_QUERY_VALUE, &hkOwn);\n{close}\nif ({fail}) {{ {fail_ret} }}\n{q};\n{noise}\n{own}\n{end}"
            )
        }
        _ => format!(
            "{s} = RegCreateKeyExW(HKEY_CURRENT_USER, L\"\", 0, NULL, 0, KEY_READ, NULL, &{h}, NULL);\nif (!{s}) {{ {query}; {noise} {close} }}\n{end}"
        ),
    };
    let p = parts(&b, &text);
    d.finish(p);
}

const SWITCHES: [&str; 2] = ["CONTOSO_USER_SETTINGS", "ENABLE_TELEMETRY"];

pub fn conditional(d: &mut Draft<'_>) {
    d.file.switches = SWITCHES.iter().map(|s| (*s).to_string()).collect();
    let mut b = Build::new(d.rng);
    b.careless &= b.rng.percent(75);
    let h = b.h.clone();
    let s = declared(&mut b, &[&h]);
    let (name, other) = if b.rng.percent(50) { (SWITCHES[0], SWITCHES[1]) } else { (SWITCHES[1], SWITCHES[0]) };
    let (open, open2, query, fail, noise, log) = (b.open(&h), b.open(&h), b.query(&h), b.fail(&s), b.noise(), b.log());
    let (fail_ret, end, close, undo) = (b.fail_ret(), b.ok_ret(), b.close(&h), b.early_close(&h));
    let test = b.rng.pick(&["#ifdef $", "#if defined($)"]).replace('$', name);
    let wrong = if b.slips(60) { format!("#ifdef {other}") } else { test.clone() };
    let text = match b.rng.below(5) {
        0 => format!(
            "{test}\n{s} = {open};\nif ({fail}) {{ {log} {fail_ret} }}\n#else\n{s} = ERROR_SUCCESS;\n#endif\n{noise}\nUpdateCounter(1);\n{wrong}\nif ({h} != NULL) {{ RegCloseKey({h}); }}\n#endif\n{end}"
        ),
        1 => format!(
            "{test}\n{s} = {open};\n#else\n{s} = {open2};\n#endif\nif ({fail}) {{ {log} {fail_ret} }}\n{noise}\nif ({query} != ERROR_SUCCESS) {{ {undo} {fail_ret} }}\n{close}\n{end}"
        ),
        2 => format!(
            "{s} = {open};\nif ({fail}) {{ {log} {fail_ret} }}\n{test}\nif (IsFeatureEnabled(8)) {{ {undo} {fail_ret} }}\n#endif\n{query};\n{noise}\n{close}\n{end}"
        ),
        3 => {
            let not = if b.slips(60) { format!("#ifndef {other}") } else { format!("#ifndef {name}") };
            format!(
                "#ifndef {name}\n{s} = {open};\nif ({fail}) {{ {log} {fail_ret} }}\n{query};\n#else\n{s} = NO_ERROR;\n#endif\n{noise}\n{not}\nif ({h}) {{ RegCloseKey({h}); }}\n#endif\n{end}"
            )
        }
        _ => format!(
            "{s} = {open};\nif ({fail}) {{ {fail_ret} }}\n{test}\nTraceMsg(L\"%d\", {s});\n{query};\n#endif\n{noise}\n{wrong}\n{close}\n#else\nRegCloseKey({h});\n#endif\n{end}"
        ),
    };
    let p = parts(&b, &text);
    d.finish(p);
}

pub fn wrong_closer(d: &mut Draft<'_>) {
    let mut b = Build::new(d.rng);
    b.careless &= b.rng.percent(65);
    let h = b.h.clone();
    let s = declared(&mut b, &[&h]);
    let (open, query, fail, noise, log) = (b.open(&h), b.query(&h), b.fail(&s), b.noise(), b.log());
    let (fail_ret, end) = (b.fail_ret(), b.ok_ret());
    let text = match b.rng.below(6) {
        0 | 1 => {
            let closer = if b.careless { b.rng.pick(&["CloseHandle($);", "SHRegCloseUSKey((HUSKEY)$);"]) } else { "RegCloseKey($);" }
                .replace('$', &h);
            format!("{s} = {open};\nif ({fail}) {{ {log} {fail_ret} }}\n{query};\n{noise}\n{closer}\n{end}")
        }
        2 => {
            b.need("HUSKEY hUSKey = NULL;");
            let sub = b.subkey();
            let closer = if b.careless { "RegCloseKey((HKEY)hUSKey);" } else { "SHRegCloseUSKey(hUSKey);" };
            format!(
                "{s} = SHRegOpenUSKeyW(L{sub}, KEY_READ, NULL, &hUSKey, FALSE);\nif ({fail}) {{ {log} {fail_ret} }}\n{noise}\n{closer}\n{end}"
            )
        }
        3 => {
            let stray = if b.careless { "RegCloseKey(HKEY_CURRENT_USER);" } else { "" };
            let close = b.close(&h);
            format!("{s} = {open};\nif ({fail}) {{ {log} {fail_ret} }}\n{query};\n{noise}\n{close}\n{stray}\n{end}")
        }
        4 => {
            b.need("HUSKEY hUSKey = NULL;");
            let sub = b.subkey();
            let close = if b.slips(50) { "" } else { "SHRegCloseUSKey(hUSKey);" };
            format!("{s} = SHRegOpenUSKeyW(L{sub}, KEY_READ, NULL, &hUSKey, FALSE);\nif (!{s}) {{ {noise} {close} }}\n{end}")
        }
        _ => {
            let early = if b.careless { format!("CloseHandle({h});") } else { format!("RegCloseKey({h});") };
            format!(
                "{s} = {open};\nif ({fail}) {{ {log} {fail_ret} }}\nif ({query} != ERROR_SUCCESS) {{ {early} {fail_ret} }}\n{noise}\nRegCloseKey({h});\n{end}"
            )
        }
    };
    let p = parts(&b, &text);
    d.finish(p);
}

pub fn close_twice(d: &mut Draft<'_>) {
    let mut b = Build::new(d.rng);
    let h = b.h.clone();
    let s = declared(&mut b, &[&h]);
    let (open, query, fail, noise, log, cond) = (b.open(&h), b.query(&h), b.fail(&s), b.noise(), b.log(), b.cond());
    let (fail_ret, end) = (b.fail_ret(), b.ok_ret());
    let reset = if b.careless { String::new() } else { format!("{h} = NULL;") };
    let text = match b.rng.below(4) {
        0 => format!(
            "{s} = {open};\nif ({fail}) goto done;\nif ({query} != ERROR_SUCCESS) {{ RegCloseKey({h}); {reset} goto done; }}\n{noise}\n\ndone:\nif ({h} != NULL) {{ RegCloseKey({h}); }}\n{end}"
        ),
        1 => {
            let tail = if b.careless { format!("RegCloseKey({h});") } else { String::new() };
            format!("{s} = {open};\nif ({fail}) {{ {log} {fail_ret} }}\n{query};\nRegCloseKey({h});\n{noise}\n{tail}\n{end}")
        }
        2 => {
            let stop = if b.careless { String::new() } else { fail_ret.clone() };
            format!(
                "{s} = {open};\nif ({fail}) {{ {log} {fail_ret} }}\nif ({query} != ERROR_SUCCESS) {{ RegCloseKey({h}); {stop} }}\nelse {{ {noise} UpdateCounter(1); {} }}\n{end}",
                if b.careless { format!("}}\nif ({cond}) {{ RegCloseKey({h});") } else { format!("RegCloseKey({h});") }
            )
        }
        _ => {
            let again = if b.careless { format!("RegCloseKey({h});") } else { String::new() };
            format!(
                "{s} = {open};\nif ({fail}) {{ {log} {fail_ret} }}\n{query};\nRegCloseKey({h});\nif ({cond}) {{ {noise} {again} UpdateCounter(4); }}\n{end}"
            )
        }
    };
    let p = parts(&b, &text);
    d.finish(p);
}

pub fn use_after_close(d: &mut Draft<'_>) {
    let mut b = Build::new(d.rng);
    let h = b.h.clone();
    let s = declared(&mut b, &[&h]);
    let (open, query, q2, fail, noise, log, cond) = (b.open(&h), b.query(&h), b.query(&h), b.fail(&s), b.noise(), b.log(), b.cond());
    let (fail_ret, end) = (b.fail_ret(), b.ok_ret());
    let text = match b.rng.below(4) {
        0 => {
            let late = if b.careless { format!("{s} = {q2};") } else { String::new() };
            let early = if b.careless { String::new() } else { format!("{s} = {q2};") };
            format!("{s} = {open};\nif ({fail}) {{ {log} {fail_ret} }}\n{query};\n{early}\nRegCloseKey({h});\n{noise}\n{late}\n{end}")
        }
        1 => {
            let stop = if b.careless { String::new() } else { fail_ret.clone() };
            format!(
                "{s} = {open};\nif ({fail}) {{ {log} {fail_ret} }}\nif ({cond}) {{ RegCloseKey({h}); {h} = NULL; {stop} }}\n{query};\n{noise}\nif ({h} != NULL) {{ RegCloseKey({h}); }}\n{end}"
            )
        }
        2 => {
            b.need("HKEY hkSub = NULL;");
            let leaf = b.leaf();
            let (inner, close) = (b.open_below(&h, &leaf, "hkSub"), b.close("hkSub"));
            let (before, after) =
                if b.careless { (format!("RegCloseKey({h});"), String::new()) } else { (String::new(), format!("RegCloseKey({h});")) };
            format!(
                "{s} = {open};\nif ({fail}) {{ {log} {fail_ret} }}\n{query};\n{before}\n{s} = {inner};\n{after}\nif ({fail}) {{ {fail_ret} }}\n{noise}\n{close}\n{end}"
            )
        }
        _ => {
            b.need("int i;");
            let stop = if b.careless { String::new() } else { format!("{h} = NULL; break;") };
            format!(
                "{s} = {open};\nif ({fail}) {{ {log} {fail_ret} }}\nfor (i = 0; i < 2; i++) {{\n{query};\nif ({cond}) {{ RegCloseKey({h}); {stop} }}\n}}\n{noise}\nif ({h} != NULL) {{ RegCloseKey({h}); }}\n{end}"
            )
        }
    };
    let p = parts(&b, &text);
    d.finish(p);
}

/// Long functions where the key is a small part.
pub fn noise(d: &mut Draft<'_>) {
    if d.file.defines.is_empty() {
        d.file.defines = vec![
            "#define SETTINGS_KEY L\"Software\\\\Contoso\\\\Orders\\\\Settings\"".into(),
            "#define APP_ROOT HKEY_CURRENT_USER".into(),
            "#define DEFAULT_TIMEOUT 30".into(),
            "#define CLAMP(x, lo, hi) ((x) < (lo) ? (lo) : (x) > (hi) ? (hi) : (x))".into(),
        ];
    }
    let mut b = Build::new(d.rng);
    b.careless &= b.rng.percent(65);
    let h = b.h.clone();
    let s = declared(&mut b, &[&h]);
    b.param("LPCWSTR", "pszName");
    b.param("LPDWORD", "pdwResult");
    b.need("WCHAR szBuffer[MAX_PATH];");
    b.need("DWORD dwTotal = DEFAULT_TIMEOUT;");
    b.need("int n;");
    let mut text = format!("if (pszName == NULL || pdwResult == NULL) {{ return{}; }}\n*pdwResult = 0;\n", no_status(&b));
    let lines = |b: &mut Build<'_>| {
        let mut text = String::new();
        for _ in 0..2 + b.rng.below(3) {
            text += &match b.rng.below(8) {
                0 => "lstrcpynW(szBuffer, pszName, MAX_PATH);".to_string(),
                1 => "for (n = 0; n < lstrlenW(pszName); n++) { dwTotal += (DWORD)pszName[n]; }".into(),
                2 => "dwTotal = CLAMP(dwTotal, 5, 300);".into(),
                3 => "StringCchPrintfW(szBuffer, MAX_PATH, L\"%s-%u\", pszName, dwTotal);".into(),
                4 => "switch (dwTotal % 3) { case 0: UpdateCounter(0); break; case 1: UpdateCounter(1); break; default: break; }".into(),
                5 => "n = 0; while (n < 4) { dwTotal ^= (DWORD)n << 2; n++; }".into(),
                6 => "DbgPrintf(\"{total \\\"%u\\\"}\\n\", dwTotal); // } not the end".into(),
                _ => b.noise(),
            };
            text.push('\n');
        }
        text
    };
    let open = if b.rng.percent(60) { format!("RegOpenKeyExW(APP_ROOT, SETTINGS_KEY, 0, KEY_READ, &{h})") } else { b.open(&h) };
    text += &lines(&mut b);
    let (fail, exit, fail_ret) = (b.fail(&s), b.exit(&[&h]), b.fail_ret());
    text += &format!("\n{s} = {open};\nif ({fail}) {{ {fail_ret} }}\n");
    text += &lines(&mut b);
    let cond = b.cond();
    text += &format!("if ({cond} && CheckValue(dwTotal)) {{ {exit} }}\n");
    let (work, close, end) = (b.work(&h, &[&h]), b.close(&h), b.ok_ret());
    text += &format!("{work}\n");
    text += &lines(&mut b);
    text += &format!("{close}\n*pdwResult = dwTotal;\n{end}");
    let p = parts(&b, &text);
    d.finish(p);
}

/// What to write after `return` before there is a status.
fn no_status(b: &Build<'_>) -> &'static str {
    use crate::words::Gives;
    match b.gives {
        Gives::Status => " ERROR_INVALID_PARAMETER",
        Gives::Bool => " FALSE",
        Gives::Hresult => " E_INVALIDARG",
        Gives::Value => " 0",
        Gives::Nothing => "",
    }
}

/// Macros of one's own that close, jump, and open.
pub fn macros(d: &mut Draft<'_>) {
    if d.file.macros.is_empty() {
        d.file.defines = vec![
            "#define SAFE_CLOSE_KEY(h) do { if ((h) != NULL) { RegCloseKey(h); (h) = NULL; } } while (0)".into(),
            "#define CLOSE_KEY(h) RegCloseKey(h)".into(),
            "#define FAILED_REG(s) ((s) != ERROR_SUCCESS)".into(),
            "#define JUMP_IF_FAILED(s, label) if ((s) != ERROR_SUCCESS) goto label".into(),
            "#define SETTINGS_KEY L\"Software\\\\Contoso\\\\Orders\\\\Settings\"".into(),
        ];
        d.file.macros = vec![Macro {
            name: "OPEN_SETTINGS",
            out: 1,
            text: "RegOpenKeyExW(HKEY_CURRENT_USER, SETTINGS_KEY, 0, (sam), (phk))",
            params: "sam, phk",
        }];
    }
    let mut b = Build::new(d.rng);
    let h = b.h.clone();
    let s = declared(&mut b, &[&h]);
    let open = if b.rng.percent(50) { format!("OPEN_SETTINGS(KEY_READ, &{h})") } else { b.open(&h) };
    let (query, noise, log, fail_ret, end, cond) = (b.query(&h), b.noise(), b.log(), b.fail_ret(), b.ok_ret(), b.cond());
    let fail = format!("FAILED_REG({s})");
    let safe = format!("SAFE_CLOSE_KEY({h});");
    let undo = if b.slips(60) { "" } else { &safe };
    let last = if b.slips(40) { "" } else { &safe };
    let text = match b.rng.below(5) {
        0 => format!(
            "{s} = {open};\nif ({fail}) {{ {log} {fail_ret} }}\n{query};\nif ({cond}) {{ {undo} {fail_ret} }}\n{noise}\n{last}\n{end}"
        ),
        1 => format!(
            "{s} = {open};\nJUMP_IF_FAILED({s}, cleanup);\n{noise}\n{s} = {query};\nJUMP_IF_FAILED({s}, cleanup);\nUpdateCounter(2);\n\ncleanup:\n{last}\nUpdateCounter(3);\n{end}"
        ),
        2 => {
            let close = if last.is_empty() { String::new() } else { format!("CLOSE_KEY({h});") };
            format!("if ({open} == ERROR_SUCCESS) {{ {s} = {query}; {noise} {close} }}\n{end}")
        }
        3 => {
            let again = b.open(&h);
            format!(
                "{s} = {open};\nif (!{fail}) {{ {query}; }}\n{undo}\n{s} = {again};\nif ({fail}) {{ {safe} {fail_ret} }}\n{noise}\n{safe}\n{end}"
            )
        }
        _ => format!("{s} = {open};\nif ({fail} || {cond}) {{ {undo} {log} {fail_ret} }}\n{query};\n{noise}\n{safe}\n{end}"),
    };
    let p = parts(&b, &text);
    d.finish(p);
}
