//! Shapes about functions of one's own and calls inside of conditions.

use super::{Draft, parts};
use crate::words::{Build, Gives};

/// Marks the function added last.
fn mark(d: &mut Draft<'_>, hands_back: bool) {
    let f = d.file.functions.last_mut().expect("a function was added");
    f.hands_back = hands_back;
    f.called = true;
    f.storage = "static";
    f.convention = "";
}

/// What a helper that opens returns.
#[derive(Clone, Copy, PartialEq)]
enum Helper {
    Status,
    Bool,
    Hresult,
    Handle,
}

/// Adds a helper that opens a key and returns its name.
fn add_opener(d: &mut Draft<'_>, kind: Helper) -> String {
    let name = d.named("Open");
    let mut b = Build::new(d.rng);
    let (h, s) = (b.h.clone(), b.s.clone());
    b.status_type = "LONG";
    let place = if kind == Helper::Handle { h.clone() } else { "*phKey".to_string() };
    let (open, query, undo, fail, noise) = (b.open(&place), b.query(&place), b.early_close(&place), b.fail(&s), b.noise());
    let check = b.rng.percent(35);
    let (ret, failed, good) = match kind {
        Helper::Status => ("LONG", format!("return {s};"), "return ERROR_SUCCESS;".to_string()),
        Helper::Bool => ("BOOL", "return FALSE;".into(), "return TRUE;".into()),
        Helper::Hresult => ("HRESULT", format!("return HRESULT_FROM_WIN32({s});"), "return S_OK;".into()),
        Helper::Handle => ("HKEY", "return NULL;".into(), format!("return {h};")),
    };
    let reset = if kind == Helper::Handle { "" } else { "*phKey = NULL;" };
    let body = if kind == Helper::Status && b.rng.percent(40) {
        format!("return {open};")
    } else if check {
        b.need(&format!("LONG {s};"));
        format!("{s} = {open};\nif ({fail}) {{ {reset} {failed} }}\n{s} = {query};\nif ({fail}) {{ {undo} {reset} {failed} }}\n{good}")
    } else {
        b.need(&format!("LONG {s};"));
        format!("{s} = {open};\nif ({fail}) {{ {reset} {failed} }}\n{noise}\n{good}")
    };
    if kind == Helper::Handle {
        b.decls.insert(0, format!("HKEY {h} = NULL;"));
    } else {
        b.param("HKEY *", "phKey");
    }
    let (params, body) = (b.params.iter().filter(|(_, n)| n == "phKey").cloned().collect(), b.body(&body));
    d.add_named(name.clone(), ret, params, body);
    mark(d, true);
    name
}

/// Adds a helper that opens by calling another one, and returns its name.
fn add_wrapper(d: &mut Draft<'_>, kind: Helper, inner: &str) -> String {
    let name = d.named("Get");
    let (ret, params, body) = match kind {
        Helper::Handle => ("HKEY", Vec::new(), format!("TraceMsg(L\"opening\");\nreturn {inner}();")),
        Helper::Status => ("LONG", vec![("HKEY *".to_string(), "phKey".to_string())], format!("*phKey = NULL;\nreturn {inner}(phKey);")),
        Helper::Bool => (
            "BOOL",
            vec![("HKEY *".to_string(), "phKey".to_string())],
            format!("if (!{inner}(phKey)) {{ return FALSE; }}\nUpdateCounter(1);\nreturn TRUE;"),
        ),
        Helper::Hresult => {
            ("HRESULT", vec![("HKEY *".to_string(), "phKey".to_string())], format!("HRESULT hr;\n\nhr = {inner}(phKey);\nreturn hr;"))
        }
    };
    d.add_named(name.clone(), ret, params, body);
    mark(d, true);
    name
}

pub fn helper_opens(d: &mut Draft<'_>) {
    let kind = [Helper::Status, Helper::Bool, Helper::Hresult, Helper::Handle][d.rng.below(4)];
    let mut opener = add_opener(d, kind);
    if d.rng.percent(25) {
        opener = add_wrapper(d, kind, &opener);
    }
    for _ in 0..1 + d.rng.below(2) {
        let mut b = Build::new(d.rng);
        let (h, s) = (b.h.clone(), b.s.clone());
        b.need(&format!("HKEY {h} = NULL;"));
        b.need(&format!("{} {s} = ERROR_SUCCESS;", b.status_type));
        let (work, close, end, fail_ret, cond) = (b.work(&h, &[&h]), b.close(&h), b.ok_ret(), b.fail_ret(), b.cond());
        let (failed, good) = match kind {
            Helper::Status => (format!("{opener}(&{h}) != ERROR_SUCCESS"), format!("{opener}(&{h}) == ERROR_SUCCESS")),
            Helper::Bool => (format!("!{opener}(&{h})"), format!("{opener}(&{h})")),
            Helper::Hresult => (format!("FAILED({opener}(&{h}))"), format!("SUCCEEDED({opener}(&{h}))")),
            Helper::Handle => (format!("({h} = {opener}()) == NULL"), format!("({h} = {opener}()) != NULL")),
        };
        let text = match b.rng.below(4) {
            0 => format!("if ({failed}) {{ {fail_ret} }}\n{work}\n{close}\n{end}"),
            1 => format!("if ({good}) {{ {work} {close} }}\n{end}"),
            2 if kind == Helper::Handle => {
                format!("{h} = {opener}();\nif (!{h}) {{ LogError(L\"{opener}\", 2); {fail_ret} }}\n{work}\n{close}\n{end}")
            }
            2 => {
                let query = b.query(&h);
                let last = b.early_close(&h);
                format!("if ({cond} && {good}) {{ {s} = {query}; }}\nif ({h} != NULL) {{ {last} }}\n{end}")
            }
            _ => {
                let query = b.query(&h);
                let undo = b.early_close(&h);
                format!(
                    "if ({failed}) {{ TraceMsg(L\"{opener} failed\"); {fail_ret} }}\n{s} = {query};\nif ({s} != ERROR_SUCCESS) {{ {undo} {fail_ret} }}\n{close}\n{end}"
                )
            }
        };
        let p = parts(&b, &text);
        d.finish(p);
    }
}

pub fn helper_closes(d: &mut Draft<'_>) {
    let closer = d.named("Close");
    let by_address = d.rng.percent(40);
    let (params, body) = if by_address {
        (vec![("HKEY *".to_string(), "phKey".to_string())], "if (*phKey != NULL)\n{\nRegCloseKey(*phKey);\n*phKey = NULL;\n}".to_string())
    } else {
        let body = d.rng.pick(&[
            "if (hKey != NULL)\n{\nRegCloseKey(hKey);\n}",
            "TraceMsg(L\"closing\");\nRegCloseKey(hKey);",
            "LONG lStatus;\n\nif (hKey == NULL) return;\nlStatus = RegCloseKey(hKey);\nif (lStatus != ERROR_SUCCESS) { LogError(L\"RegCloseKey\", lStatus); }",
        ]);
        (vec![("HKEY".to_string(), "hKey".to_string())], body.to_string())
    };
    d.add_named(closer.clone(), "void", params, body);
    mark(d, false);
    for _ in 0..1 + d.rng.below(2) {
        let mut b = Build::new(d.rng);
        let (h, s) = (b.h.clone(), b.s.clone());
        b.need(&format!("HKEY {h} = NULL;"));
        b.need(&format!("{} {s};", b.status_type));
        let call = if by_address { format!("{closer}(&{h});") } else { format!("{closer}({h});") };
        let (open, query, fail, noise, log) = (b.open(&h), b.query(&h), b.fail(&s), b.noise(), b.log());
        let (fail_ret, end, cond) = (b.fail_ret(), b.ok_ret(), b.cond());
        let undo = if b.slips(60) { String::new() } else { call.clone() };
        let last = if b.slips(35) { String::new() } else { call.clone() };
        let text = match b.rng.below(3) {
            0 => format!("{s} = {open};\nif ({fail}) {{ {log} {fail_ret} }}\n{noise}\nif ({query} != ERROR_SUCCESS) {{ {undo} {fail_ret} }}\n{last}\n{end}"),
            1 => format!("{s} = {open};\nif ({fail}) goto done;\n{query};\nif ({cond}) {{ {undo} {fail_ret} }}\n{noise}\ndone:\nif ({h} != NULL) {{ {last} }}\n{end}")
                .replace("done:\n", "\ndone:\nUpdateCounter(1);\n"),
            _ => format!("{s} = {open};\nif (!{s}) {{ {query}; {noise} {last} }}\n{end}"),
        };
        let p = parts(&b, &text);
        d.finish(p);
    }
}

pub fn helper_root(d: &mut Draft<'_>) {
    let reader = d.named("Read");
    let mut b = Build::new(d.rng);
    let (h, s) = (b.h.clone(), b.s.clone());
    b.gives = [Gives::Status, Gives::Bool][b.rng.below(2)];
    b.need(&format!("HKEY {h} = NULL;"));
    b.need(&format!("{} {s};", b.status_type));
    let root = b.rng.pick(&["hRoot", "hkRoot", "hive", "hKeyParent"]).to_string();
    b.param("HKEY", &root);
    b.param("LPCWSTR", "pszName");
    let subkey = b.subkey();
    let open = b.open_below(&root, &subkey, &h);
    let query = format!("RegQueryValueExW({h}, pszName, NULL, NULL, (LPBYTE)&dwData, &cbData)");
    b.need("DWORD dwData = 0;");
    b.need("DWORD cbData = sizeof(dwData);");
    let (fail, fail_ret, undo, close, noise, end) = (b.fail(&s), b.fail_ret(), b.early_close(&h), b.close(&h), b.noise(), b.ok_ret());
    let text = format!(
        "{s} = {open};\nif ({fail}) {{ {fail_ret} }}\n{s} = {query};\nif ({fail}) {{ {undo} {fail_ret} }}\n{noise}\n{close}\n{end}"
    );
    b.params.truncate(2);
    let (ret, params, body) = parts(&b, &text);
    d.add_named(reader.clone(), ret, params, body);
    let alone = d.rng.percent(20);
    if alone {
        return;
    }
    mark(d, false);
    let callers = 1 + d.rng.below(2);
    for _ in 0..callers {
        let mut b = Build::new(d.rng);
        let value = b.value();
        let (cond, noise, name) = (b.cond(), b.noise(), b.root());
        let text = match b.rng.below(3) {
            0 => format!("{noise}\nif ({cond}) {{ {reader}({name}, {value}); }}"),
            1 => format!("{reader}({name}, {value});\n{noise}"),
            _ => {
                let h = b.h.clone();
                b.need(&format!("HKEY {h};"));
                let (open, close) = (b.open(&h), b.close(&h));
                format!("if ({open} == ERROR_SUCCESS) {{ {reader}({h}, {value}); {close} }}\n{noise}")
            }
        };
        let (params, body) = (b.params.clone(), b.body(&text));
        d.add("void", params, body);
    }
}

pub fn nested(d: &mut Draft<'_>) {
    let mut b = Build::new(d.rng);
    let (h, s) = (b.h.clone(), b.s.clone());
    b.need(&format!("HKEY {h} = NULL;"));
    b.need(&format!("{} {s} = ERROR_SUCCESS;", b.status_type));
    let (open, query, cond) = (b.open(&h), b.query(&h), b.cond());
    let (close, undo, noise, log, fail_ret, end) = (b.close(&h), b.early_close(&h), b.noise(), b.log(), b.fail_ret(), b.ok_ret());
    let shut = if b.slips(60) { "TRUE".to_string() } else { format!("RegCloseKey({h}) == ERROR_SUCCESS") };
    let text = match b.rng.below(7) {
        0 => format!(
            "if (FAILED(HRESULT_FROM_WIN32({open}))) {{ {log} {fail_ret} }}\n{noise}\nif (CheckValue((DWORD){query})) {{ {undo} {fail_ret} }}\n{close}\n{end}"
        ),
        1 => format!(
            "if (({s} = {open}) == ERROR_SUCCESS && ({s} = {query}) == ERROR_SUCCESS) {{ {noise} UpdateCounter(2); }}\nif ({h} != NULL && {shut}) {{ TraceMsg(L\"closed\"); }}\n{end}"
        ),
        2 => format!("LogError(L\"open\", {open});\nif ({h} == NULL) {{ {fail_ret} }}\n{query};\n{noise}\n{close}\n{end}"),
        3 => format!(
            "if (!({s} = {open}) && !({cond})) {{ {query}; {noise} {close} {end} }}\nif ({s} == ERROR_SUCCESS && {h} != NULL) {{ {undo} }}\n{fail_ret}"
        ),
        4 => {
            b.need("int nTry = 0;");
            format!(
                "while (nTry++ < 3 && ({s} = {open}) != ERROR_SUCCESS) {{ Sleep(50); {noise} }}\nif ({s} != ERROR_SUCCESS) {{ {log} {fail_ret} }}\n{query};\n{close}\n{end}"
            )
        }
        5 => format!(
            "if ({s} = {open}, {s} != ERROR_SUCCESS) {{ {log} {fail_ret} }}\nif ({query} != ERROR_SUCCESS || {cond}) {{ {undo} {fail_ret} }}\n{noise}\n{close}\n{end}"
        ),
        _ => {
            let other = "hkInner";
            b.need(&format!("HKEY {other} = NULL;"));
            let leaf = b.leaf();
            let (inner, close2) = (b.open_below(&h, &leaf, other), b.close(other));
            format!(
                "if ({open} == ERROR_SUCCESS && {inner} == ERROR_SUCCESS) {{ {query}; {noise} {close2} }}\nif ({h}) {{ {close} }}\n{end}"
            )
        }
    };
    let p = parts(&b, &text);
    d.finish(p);
}

/// Keys below another open key.
pub fn below(d: &mut Draft<'_>) {
    let mut b = Build::new(d.rng);
    let (h, s) = (b.h.clone(), b.s.clone());
    let sub = b.rng.pick(&["hSub", "hkChild", "hSubKey", "hItem"]).to_string();
    b.need(&format!("HKEY {h} = NULL;"));
    b.need(&format!("HKEY {sub} = NULL;"));
    b.need(&format!("{} {s};", b.status_type));
    let leaf = b.leaf();
    let (open, inner, query) = (b.open(&h), b.open_below(&h, &leaf, &sub), b.query(&sub));
    let (fail, noise, log, fail_ret, end) = (b.fail(&s), b.noise(), b.log(), b.fail_ret(), b.ok_ret());
    let (close, close_sub, undo, undo_sub) = (b.close(&h), b.close(&sub), b.early_close(&h), b.early_close(&sub));
    let text = match b.rng.below(5) {
        0 => format!(
            "{s} = {open};\nif ({fail}) {{ {log} {fail_ret} }}\n{s} = {inner};\nif ({fail}) {{ {undo} {fail_ret} }}\n{query};\n{noise}\n{close_sub}\n{close}\n{end}"
        ),
        1 => format!(
            "{s} = {open};\nif ({fail}) {{ {fail_ret} }}\n{s} = {inner};\n{close}\nif ({fail}) {{ {log} {fail_ret} }}\nif ({query} != ERROR_SUCCESS) {{ {undo_sub} {fail_ret} }}\n{noise}\n{close_sub}\n{end}"
        ),
        2 => {
            let leaf = b.leaf();
            let (third, undo3) = (b.open_below(&sub, &leaf, "hkThird"), b.close("hkThird"));
            b.need("HKEY hkThird = NULL;");
            format!(
                "if ({open} == ERROR_SUCCESS) {{\nif ({inner} == ERROR_SUCCESS) {{\nif ({third} == ERROR_SUCCESS) {{\n{noise} UpdateCounter(3);\n{undo3}\n}}\n{close_sub}\n}}\n{close}\n}}\n{s} = NO_ERROR;\n{end}"
            )
        }
        3 => {
            b.need("DWORD dwIndex;");
            b.need("WCHAR szItem[MAX_PATH];");
            b.need("DWORD cchItem;");
            format!(
                "{s} = {open};\nif ({fail}) {{ {log} {fail_ret} }}\nfor (dwIndex = 0; ; dwIndex++) {{\ncchItem = MAX_PATH;\nif (RegEnumKeyExW({h}, dwIndex, szItem, &cchItem, NULL, NULL, NULL, NULL) != ERROR_SUCCESS) break;\nif (RegOpenKeyExW({h}, szItem, 0, KEY_READ, &{sub}) != ERROR_SUCCESS) continue;\n{query};\n{noise}\n{close_sub}\n}}\n{close}\n{end}"
            )
        }
        _ => {
            let release = if b.slips(60) { String::new() } else { format!("RegCloseKey({h});") };
            let q = b.query(&h);
            format!(
                "{s} = {open};\nif ({fail}) {{ {log} {fail_ret} }}\nif ({inner} == ERROR_SUCCESS) {{\n{release}\n{h} = {sub};\n}}\n{q};\n{noise}\n{close}\n{end}"
            )
        }
    };
    let p = parts(&b, &text);
    d.finish(p);
}

/// Unseen functions get the key.
pub fn unseen(d: &mut Draft<'_>) {
    let mut b = Build::new(d.rng);
    let (h, s) = (b.h.clone(), b.s.clone());
    b.need(&format!("HKEY {h} = NULL;"));
    b.need(&format!("{} {s};", b.status_type));
    let (open, query, fail, noise, log) = (b.open(&h), b.query(&h), b.fail(&s), b.noise(), b.log());
    let (fail_ret, end, close, undo) = (b.fail_ret(), b.ok_ret(), b.close(&h), b.early_close(&h));
    let pass =
        b.rng.pick(&["ReadPolicy($, L\"Policies\");", "DumpKey($);", "WindowSettingsLoad($, 3);", "MigrateValues($, 2);"]).replace('$', &h);
    let text = match b.rng.below(6) {
        0 => format!("{s} = {open};\nif ({fail}) {{ {log} {fail_ret} }}\n{pass}\n{noise}\n{query};\nRegCloseKey({h});\n{end}"),
        1 => format!(
            "{s} = {open};\nif ({fail}) {{ {log} {fail_ret} }}\nif (ReadPolicy({h}, L\"Locked\") != ERROR_SUCCESS) {{ {undo} {fail_ret} }}\n{noise}\nRegCloseKey({h});\n{end}"
        ),
        2 => format!(
            "{s} = {open};\nif ({fail}) {{ {fail_ret} }}\nif (!KeyIsUsable({h})) {{ {log} RegCloseKey({h}); {fail_ret} }}\n{query};\n{noise}\n{close}\n{end}"
        ),
        3 => format!("{s} = {open};\nif ({fail}) {{ {log} {fail_ret} }}\n{pass}\n{noise}\n{end}"),
        4 => format!("{s} = {open};\nif ({fail}) {{ {log} {fail_ret} }}\n{noise}\nAdoptKey(&{h});\n{end}"),
        _ => format!("if ({open} == ERROR_SUCCESS) {{ {s} = NO_ERROR; {pass} {query}; {noise} RegCloseKey({h}); }}\n{end}"),
    };
    let p = parts(&b, &text);
    d.finish(p);
}
