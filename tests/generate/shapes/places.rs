//! Shapes about where a handle is kept: aliases, structures, arrays, the caller's places, globals, statics.

use super::{Draft, parts};
use crate::words::{Build, Gives};

/// Handle and status declared, the handle as NULL.
fn null_handle(b: &mut Build<'_>) -> (String, String) {
    let (h, s) = (b.h.clone(), b.s.clone());
    b.need(&format!("HKEY {h} = NULL;"));
    b.need(&format!("{} {s};", b.status_type));
    (h, s)
}

pub fn alias(d: &mut Draft<'_>) {
    let mut b = Build::new(d.rng);
    let (h, s) = null_handle(&mut b);
    let other = b.rng.pick(&["hkUse", "hCurrent", "hAlias", "hkSaved"]).to_string();
    let (open, query, cond) = (b.open(&h), b.query(&other), b.cond());
    let (fail, ok, noise, log, fail_ret, end) = (b.fail(&s), b.ok(&s), b.noise(), b.log(), b.fail_ret(), b.ok_ret());
    let (close, early) = (b.close(&other), b.early_close(&other));
    let text = match b.rng.below(6) {
        0 => {
            b.need(&format!("HKEY {other};"));
            format!(
                "{s} = {open};\nif ({fail}) {{ {log} {fail_ret} }}\n{other} = {h};\n{noise}\nif ({query} != ERROR_SUCCESS) {{ {early} {fail_ret} }}\n{close}\n{end}"
            )
        }
        1 => {
            b.need(&format!("HKEY {other} = NULL;"));
            format!(
                "{s} = {open};\nif ({ok}) {{ {other} = {h}; {h} = NULL; }}\n{noise}\nif ({other} != NULL) {{ {query}; {close} }}\n{end}"
            )
        }
        2 => {
            b.need(&format!("HKEY {other} = HKEY_LOCAL_MACHINE;"));
            let last = if b.slips(60) { String::new() } else { format!("if ({other} != HKEY_LOCAL_MACHINE) {{ RegCloseKey({other}); }}") };
            format!(
                "if ({cond}) {{\n{s} = {open};\nif ({fail}) {{ {log} {fail_ret} }}\n{other} = {h};\n}}\n{query};\n{noise}\n{last}\n{end}"
            )
        }
        3 => {
            b.need(&format!("PHKEY {other} = &{h};"));
            let open = b.open(&format!("*{other}"));
            let query = b.query(&h);
            let close = if b.slips(60) {
                String::new()
            } else {
                b.rng.pick(&["RegCloseKey(*$o);", "RegCloseKey($h);"]).replace("$o", &other).replace("$h", &h)
            };
            format!("{s} = {open};\nif ({fail}) {{ {log} {fail_ret} }}\n{noise}\n{query};\n{close}\n{end}")
        }
        4 => {
            b.need(&format!("HKEY {other} = NULL;"));
            let again = b.open(&h);
            let forget = if b.slips(70) { String::new() } else { format!("RegCloseKey({other});") };
            format!(
                "{s} = {open};\nif ({fail}) {{ {log} {fail_ret} }}\n{other} = {h};\n{s} = {again};\nif ({fail}) {{ RegCloseKey({other}); {fail_ret} }}\n{query};\n{noise}\n{forget}\nRegCloseKey({h});\n{end}"
            )
        }
        _ => {
            b.need(&format!("HKEY {other} = NULL;"));
            let second = b.open("hkSecond");
            b.need("HKEY hkSecond = NULL;");
            let last = b.early_close("hkSecond");
            format!(
                "{s} = {open};\nif ({fail}) {{ {s} = {second}; {other} = hkSecond; }} else {{ {other} = {h}; }}\nif ({fail}) {{ {log} {fail_ret} }}\n{query};\n{noise}\nif ({other} == {h}) {{ RegCloseKey({other}); }} else {{ {last} }}\n{end}"
            )
        }
    };
    let p = parts(&b, &text);
    d.finish(p);
}

const STRUCTS: [(&str, &str); 3] = [
    ("SESSION", "typedef struct _SESSION {\n    HKEY hKey;\n    DWORD dwFlags;\n    WCHAR szName[32];\n} SESSION;"),
    ("KEYPAIR", "typedef struct _KEYPAIR {\n    HKEY hUser;\n    HKEY hMachine;\n    BOOL fUser;\n} KEYPAIR;"),
    ("CACHE", "typedef struct _CACHE {\n    KEYPAIR Keys;\n    LONG lCount;\n} CACHE;"),
];

pub fn in_struct(d: &mut Draft<'_>) {
    if d.file.structs.is_empty() {
        d.file.structs = STRUCTS.iter().map(|(n, t)| ((*n).into(), (*t).into())).collect();
    }
    let mut b = Build::new(d.rng);
    let s = b.s.clone();
    b.need(&format!("{} {s};", b.status_type));
    let (fail, noise, log, cond) = (b.fail(&s), b.noise(), b.log(), b.cond());
    let (fail_ret, end) = (b.fail_ret(), b.ok_ret());
    let text = match b.rng.below(7) {
        0 => {
            b.need("SESSION session = { 0 };");
            let (open, work, close) = (b.open("session.hKey"), b.work("session.hKey", &["session.hKey"]), b.close("session.hKey"));
            format!("{s} = {open};\nif ({fail}) {{ {log} {fail_ret} }}\nsession.dwFlags |= 1;\n{work}\n{close}\n{end}")
        }
        1 => {
            b.param("SESSION *", "pSession");
            let (open, query) = (b.open("pSession->hKey"), b.query("pSession->hKey"));
            let undo = b.early_close("pSession->hKey");
            format!(
                "{s} = {open};\nif ({fail}) {{ {log} {fail_ret} }}\npSession->dwFlags = 1;\nif ({query} != ERROR_SUCCESS) {{ {undo} pSession->hKey = NULL; {fail_ret} }}\n{noise}\n{end}"
            )
        }
        2 => {
            b.param("SESSION *", "pSession");
            let (open, query) = (b.open("pSession->hKey"), b.query("pSession->hKey"));
            format!(
                "if (pSession->hKey == NULL) {{\n{s} = {open};\nif ({fail}) {{ {log} pSession->hKey = NULL; {fail_ret} }}\n}}\n{noise}\n{s} = {query};\n{end}"
            )
        }
        3 => {
            b.param("KEYPAIR *", "pPair");
            let h = b.h.clone();
            b.need(&format!("HKEY {h};"));
            let (open, work) = (b.open(&h), b.work(&h, &[&h]));
            format!(
                "{s} = {open};\nif ({fail}) {{ {log} {fail_ret} }}\n{work}\nif ({cond}) {{ RegCloseKey({h}); {fail_ret} }}\npPair->hUser = {h};\npPair->fUser = TRUE;\n{end}"
            )
        }
        4 => {
            b.need("KEYPAIR pair = { NULL, NULL, FALSE };");
            let (o1, o2, c1, c2) = (b.open("pair.hUser"), b.open("pair.hMachine"), b.close("pair.hUser"), b.close("pair.hMachine"));
            let (q, undo) = (b.query("pair.hUser"), b.early_close("pair.hUser"));
            format!(
                "{s} = {o1};\nif ({fail}) {{ {log} {fail_ret} }}\n{s} = {o2};\nif ({fail}) {{ {undo} {fail_ret} }}\n{noise}\n{q};\n{c2}\n{c1}\n{end}"
            )
        }
        5 => {
            b.param("CACHE *", "pCache");
            let (open, query) = (b.open("pCache->Keys.hUser"), b.query("pCache->Keys.hUser"));
            let keep = if b.rng.percent(50) {
                "pCache->lCount++;".to_string()
            } else {
                "RegCloseKey(pCache->Keys.hUser);\npCache->Keys.hUser = NULL;".to_string()
            };
            format!("{s} = {open};\nif ({fail}) {{ {log} {fail_ret} }}\n{query};\n{noise}\n{keep}\n{end}")
        }
        _ => return allocated(d),
    };
    let p = parts(&b, &text);
    d.finish(p);
}

/// An object made here, handed to the caller.
fn allocated(d: &mut Draft<'_>) {
    let mut b = Build::new(d.rng);
    let s = b.s.clone();
    b.need("SESSION *pSession;");
    b.need(&format!("{} {s};", b.status_type));
    let (open, query, fail, noise) = (b.open("pSession->hKey"), b.query("pSession->hKey"), b.fail(&s), b.noise());
    let undo = if b.slips(70) { String::new() } else { "RegCloseKey(pSession->hKey);\nfree(pSession);".into() };
    let allocate = b.rng.pick(&["(SESSION *)malloc(sizeof(SESSION))", "(SESSION *)calloc(1, sizeof(SESSION))"]);
    let text = format!(
        "pSession = {allocate};\nif (pSession == NULL) {{ return NULL; }}\npSession->hKey = NULL;\npSession->dwFlags = 0;\n{s} = {open};\nif ({fail}) {{ free(pSession); return NULL; }}\n{noise}\nif ({query} != ERROR_SUCCESS) {{ {undo} return NULL; }}\nreturn pSession;"
    );
    let (params, body) = (b.params.clone(), b.body(&text));
    let name = d.named("Create");
    d.add_named(name, "SESSION *", params, body);
}

pub fn array(d: &mut Draft<'_>) {
    let mut b = Build::new(d.rng);
    let s = b.s.clone();
    b.need(&format!("{} {s} = ERROR_SUCCESS;", b.status_type));
    let root = b.root();
    let (fail, noise, log, fail_ret, end) = (b.fail(&s), b.noise(), b.log(), b.fail_ret(), b.ok_ret());
    let names = format!("LPCWSTR apszNames[3] = {{ L{}, L{}, L{} }};", b.subkey(), b.subkey(), b.subkey());
    let fill = format!("{s} = RegOpenKeyExW({root}, apszNames[i], 0, KEY_READ, &ahKeys[i]);");
    let text = match b.rng.below(5) {
        0 => {
            b.need("int i;");
            b.need("HKEY ahKeys[3];");
            b.need(&names);
            let undo = if b.slips(60) { String::new() } else { "while (i-- > 0) { RegCloseKey(ahKeys[i]); }".into() };
            let last = if b.slips(35) { String::new() } else { "for (i = 0; i < 3; i++) { RegCloseKey(ahKeys[i]); }".into() };
            format!("for (i = 0; i < 3; i++) {{\n{fill}\nif ({fail}) {{ {log} {undo} {fail_ret} }}\n}}\n{noise}\n{last}\n{end}")
        }
        1 => {
            b.need("HKEY ahKeys[2] = { NULL, NULL };");
            let (o1, o2, q) = (b.open("ahKeys[0]"), b.open("ahKeys[1]"), b.query("ahKeys[0]"));
            let (c1, c2) = (b.close("ahKeys[0]"), b.close("ahKeys[1]"));
            format!(
                "{s} = {o1};\nif ({fail}) {{ {log} {fail_ret} }}\n{s} = {o2};\nif (ahKeys[1] != NULL) {{ {noise} {c2} }}\n{q};\n{c1}\n{end}"
            )
        }
        2 => {
            b.need("int i;");
            b.need("HKEY ahKeys[3] = { NULL, NULL, NULL };");
            b.need(&names);
            let last = if b.slips(60) {
                String::new()
            } else {
                "for (i = 0; i < 3; i++) { if (ahKeys[i] != NULL) { RegCloseKey(ahKeys[i]); } }".into()
            };
            format!("for (i = 0; i < 3; i++) {{\n{fill}\nif ({fail}) {{ ahKeys[i] = NULL; }}\n}}\n{noise}\n{last}\n{end}")
        }
        3 => {
            b.need("int i;");
            b.param("HKEY *", "ahKeys");
            b.param("int", "nKeys");
            b.need(&names);
            format!(
                "for (i = 0; i < nKeys && i < 3; i++) {{\n{fill}\nif ({fail}) {{\n{log}\nwhile (i-- > 0) {{ RegCloseKey(ahKeys[i]); ahKeys[i] = NULL; }}\n{fail_ret}\n}}\n}}\n{noise}\n{end}"
            )
        }
        _ => {
            b.need("int i;");
            b.need("HKEY ahKeys[3];");
            b.need("int nOpen = 0;");
            b.need(&names);
            let last = if b.slips(60) { "RegCloseKey(ahKeys[0]);" } else { "while (nOpen > 0) { nOpen--; RegCloseKey(ahKeys[nOpen]); }" };
            let guard = if last.starts_with("Reg") { format!("if (nOpen > 0) {{ {last} }}") } else { last.into() };
            format!(
                "for (i = 0; i < 3; i++) {{\n{s} = RegOpenKeyExW({root}, apszNames[i], 0, KEY_READ, &ahKeys[nOpen]);\nif ({fail}) break;\nnOpen++;\n}}\n{noise}\n{guard}\n{end}"
            )
        }
    };
    let p = parts(&b, &text);
    d.finish(p);
}

pub fn out_parameter(d: &mut Draft<'_>) {
    let mut b = Build::new(d.rng);
    if b.gives == Gives::Nothing {
        b.gives = Gives::Bool;
    }
    let out = b.rng.pick(&["phkResult", "phKey", "phkOut", "pKey"]).to_string();
    let ty = b.rng.pick(&["HKEY *", "PHKEY"]).to_string();
    let place = format!("*{out}");
    let (h, s) = (b.h.clone(), b.s.clone());
    b.need(&format!("{} {s};", b.status_type));
    let (fail, noise, log, fail_ret, end, cond) = (b.fail(&s), b.noise(), b.log(), b.fail_ret(), b.ok_ret(), b.cond());
    if b.rng.below(7) == 0 {
        return handed_back(d);
    }
    b.param(&ty, &out);
    let text = match b.rng.below(6) {
        0 => {
            b.need(&format!("HKEY {h} = NULL;"));
            let (open, query, undo) = (b.open(&h), b.query(&h), b.early_close(&h));
            format!(
                "{place} = NULL;\n{s} = {open};\nif ({fail}) {{ {log} {fail_ret} }}\n{noise}\nif ({query} != ERROR_SUCCESS) {{ {undo} {fail_ret} }}\n{place} = {h};\n{end}"
            )
        }
        1 => {
            let open = b.open(&place);
            format!(
                "if ({cond}) {{ {place} = NULL; return{}; }}\n{s} = {open};\nif ({fail}) {{ {log} {place} = NULL; {fail_ret} }}\n{noise}\n{end}",
                failure(b.gives)
            )
        }
        2 => {
            let (open, query) = (b.open(&place), b.query(&place));
            let undo = b.early_close(&place);
            format!(
                "{s} = {open};\nif ({fail}) {{ {log} {fail_ret} }}\n{s} = {query};\nif ({fail}) {{ {undo} {place} = NULL; {fail_ret} }}\n{noise}\n{end}"
            )
        }
        3 => {
            b.need(&format!("HKEY {h};"));
            b.param(&ty, "phkSecond");
            let (o1, o2, undo) = (b.open(&h), b.open("*phkSecond"), b.early_close(&h));
            format!(
                "{place} = NULL;\n*phkSecond = NULL;\n{s} = {o1};\nif ({fail}) {{ {log} {fail_ret} }}\n{s} = {o2};\nif ({fail}) {{ {undo} *phkSecond = NULL; {fail_ret} }}\n{noise}\n{place} = {h};\n{end}"
            )
        }
        4 => {
            b.params.clear();
            b.param(&ty, "phkOptional");
            b.need(&format!("HKEY {h} = NULL;"));
            let (open, query) = (b.open(&h), b.query(&h));
            let other = if b.slips(60) { String::new() } else { format!("else {{ RegCloseKey({h}); }}") };
            format!(
                "{s} = {open};\nif ({fail}) {{ {log} {fail_ret} }}\n{query};\n{noise}\nif (phkOptional != NULL) {{ *phkOptional = {h}; }} {other}\n{end}"
            )
        }
        _ => {
            b.need(&format!("HKEY {h};"));
            let (open, query, keep) = (b.open(&h), b.query(&h), b.early_close(&h));
            format!(
                "{s} = {open};\nif ({fail}) {{ {place} = NULL; {log} {fail_ret} }}\n{noise}\n{query};\nif ({cond}) {{ {place} = {h}; }} else {{ {keep} {place} = NULL; }}\n{end}"
            )
        }
    };
    let p = parts(&b, &text);
    d.finish(p);
}

fn failure(gives: Gives) -> &'static str {
    match gives {
        Gives::Status => " ERROR_INVALID_PARAMETER",
        Gives::Bool => " FALSE",
        Gives::Hresult => " E_INVALIDARG",
        Gives::Value => " 0",
        Gives::Nothing => "",
    }
}

/// The key is the return value.
fn handed_back(d: &mut Draft<'_>) {
    let mut b = Build::new(d.rng);
    let (h, s) = null_handle(&mut b);
    let (open, query, fail, noise, undo, cond) = (b.open(&h), b.query(&h), b.fail(&s), b.noise(), b.early_close(&h), b.cond());
    let text = if b.rng.percent(50) {
        format!(
            "{s} = {open};\nif ({fail}) {{ return NULL; }}\n{noise}\nif ({query} != ERROR_SUCCESS || {cond}) {{ {undo} return NULL; }}\nreturn {h};"
        )
    } else {
        format!("{s} = {open};\n{noise}\nreturn ({s} == ERROR_SUCCESS) ? {h} : NULL;")
    };
    let (params, body) = (b.params.clone(), b.body(&text));
    let name = d.named("Open");
    d.add_named(name, "HKEY", params, body);
}

pub fn global(d: &mut Draft<'_>) {
    let place = format!("g_hk{}", d.named("").trim());
    let storage = if d.rng.percent(60) { "static " } else { "" };
    d.file.globals.push(format!("{storage}HKEY {place} = NULL;"));
    let mut b = Build::new(d.rng);
    let (h, s) = (b.h.clone(), b.s.clone());
    b.need(&format!("{} {s};", b.status_type));
    let (open, query) = (b.open(&place), b.query(&place));
    let (fail, ok, noise, log, fail_ret, end, cond) = (b.fail(&s), b.ok(&s), b.noise(), b.log(), b.fail_ret(), b.ok_ret(), b.cond());
    let text = match b.rng.below(8) {
        0 => format!("{s} = {open};\nif ({fail}) {{ {log} {place} = NULL; {fail_ret} }}\n{noise}\n{query};\n{end}"),
        1 => format!(
            "if ({place} == NULL) {{\n{s} = {open};\nif ({fail}) {{ {log} {place} = NULL; {fail_ret} }}\n}}\n{s} = {query};\n{noise}\n{end}"
        ),
        2 => {
            b.need(&format!("HKEY {h} = NULL;"));
            let (open, work) = (b.open(&h), b.work(&h, &[&h]));
            format!(
                "if ({place} != NULL) {{ return{}; }}\n{s} = {open};\nif ({fail}) {{ {log} {fail_ret} }}\n{work}\n{place} = {h};\n{end}",
                success(b.gives)
            )
        }
        3 | 4 => {
            let close = if b.careless { String::new() } else { format!("RegCloseKey({place});\n{place} = NULL;") };
            format!("{s} = {open};\nif ({ok}) {{ {query}; {noise} {close} }}\n{end}")
        }
        5 => {
            let first =
                if b.careless { String::new() } else { format!("if ({place} != NULL) {{ RegCloseKey({place}); {place} = NULL; }}") };
            let again = b.open(&place);
            format!(
                "{first}\n{s} = {open};\nif ({fail}) {{ {log} {fail_ret} }}\nif ({cond}) {{\n{query};\nRegCloseKey({place});\n{place} = NULL;\n{s} = {again};\nif ({fail}) {{ {fail_ret} }}\n}}\n{noise}\n{end}"
            )
        }
        6 => {
            let again = b.open(&place);
            let between = if b.slips(70) { String::new() } else { format!("RegCloseKey({place});\n{place} = NULL;") };
            format!("{s} = {open};\nif ({ok}) {{ {query}; {between} }}\n{noise}\n{s} = {again};\n{end}")
        }
        _ => {
            b.need(&format!("HKEY {h} = NULL;"));
            let (open, query, last) = (b.open(&h), b.query(&h), b.early_close(&h));
            format!(
                "{s} = {open};\nif ({fail}) {{ {log} {fail_ret} }}\n{query};\nif ({cond} && {place} == NULL) {{ {place} = {h}; }} else {{ {last} }}\n{noise}\n{end}"
            )
        }
    };
    let p = parts(&b, &text);
    d.finish(p);
    if d.rng.percent(30) {
        let name = d.named("Close");
        let body = format!("if ({place} != NULL)\n{{\nRegCloseKey({place});\n{place} = NULL;\n}}");
        d.add_named(name, "void", Vec::new(), body);
    }
}

fn success(gives: Gives) -> &'static str {
    match gives {
        Gives::Status => " ERROR_SUCCESS",
        Gives::Bool => " TRUE",
        Gives::Hresult => " S_FALSE",
        Gives::Value => " 1",
        Gives::Nothing => "",
    }
}

pub fn lazy_static(d: &mut Draft<'_>) {
    let mut b = Build::new(d.rng);
    let place = b.rng.pick(&["s_hKey", "s_hkCache", "hStatic", "s_hSettings"]).to_string();
    b.need(&format!("static HKEY {place} = NULL;"));
    let (h, s) = (b.h.clone(), b.s.clone());
    b.need(&format!("{} {s};", b.status_type));
    let (open, query) = (b.open(&place), b.query(&place));
    let (fail, ok, noise, log, fail_ret, end, cond) = (b.fail(&s), b.ok(&s), b.noise(), b.log(), b.fail_ret(), b.ok_ret(), b.cond());
    let text = match b.rng.below(6) {
        0 => format!(
            "if ({place} == NULL) {{\n{s} = {open};\nif ({fail}) {{ {log} {place} = NULL; {fail_ret} }}\n}}\n{query};\n{noise}\n{end}"
        ),
        1 => {
            b.need("static BOOL s_fInit = FALSE;");
            format!("if (!s_fInit) {{\n{s} = {open};\nif ({ok}) {{ s_fInit = TRUE; }}\n}}\n{noise}\nif (s_fInit) {{ {query}; }}\n{end}")
        }
        2 => {
            b.need(&format!("HKEY {h} = NULL;"));
            let (open, work) = (b.open(&h), b.work(&h, &[&h]));
            format!("if (!{place}) {{\n{s} = {open};\nif ({fail}) {{ {log} {fail_ret} }}\n{work}\n{place} = {h};\n}}\n{query};\n{end}")
        }
        3 => format!(
            "if ({place} == NULL && {open} != ERROR_SUCCESS) {{ TraceMsg(L\"no key\"); return{}; }}\n{noise}\n{s} = {query};\nif ({cond}) {{ RegCloseKey({place}); {place} = NULL; }}\n{end}",
            failure(b.gives)
        ),
        4 => {
            b.decls.retain(|line| !line.starts_with("static HKEY"));
            b.need("static LONG s_cCalls = 0;");
            let (h, s) = null_handle(&mut b);
            let (open, work, close) = (b.open(&h), b.work(&h, &[&h]), b.close(&h));
            format!("s_cCalls++;\n{s} = {open};\nif ({fail}) {{ {log} {fail_ret} }}\n{work}\n{close}\n{end}")
        }
        _ => {
            let again = b.open(&place);
            let between = if b.slips(60) { String::new() } else { format!("RegCloseKey({place});\n{place} = NULL;") };
            format!(
                "if ({place} == NULL) {{\n{s} = {open};\nif ({fail}) {{ {log} {place} = NULL; {fail_ret} }}\nif ({query} != ERROR_SUCCESS) {{\n{between}\n{s} = {again};\nif ({fail}) {{ {noise} {fail_ret} }}\n}}\n}}\n{end}"
            )
        }
    };
    let p = parts(&b, &text);
    d.finish(p);
}
