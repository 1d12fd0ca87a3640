//! Shapes about the ways out: labels, loops, `__finally`, and variables used again.

use super::{Draft, parts};
use crate::words::{Build, Gives};

/// `return` of what the status says, for a function that ends at a label.
fn result(b: &Build<'_>) -> String {
    let s = &b.s;
    match b.gives {
        Gives::Status => format!("return {s};"),
        Gives::Bool => format!("return {s} == ERROR_SUCCESS;"),
        Gives::Hresult => format!("return HRESULT_FROM_WIN32({s});"),
        Gives::Value => format!("return {s} == ERROR_SUCCESS ? 1 : 0;"),
        Gives::Nothing => "return;".into(),
    }
}

pub fn goto_cleanup(d: &mut Draft<'_>) {
    let mut b = Build::new(d.rng);
    let (h, s) = (b.h.clone(), b.s.clone());
    b.need(&format!("HKEY {h} = NULL;"));
    b.need(&format!("{} {s};", b.status_type));
    let label = b.rng.pick(&["cleanup", "Cleanup", "done", "Exit", "out", "Error"]).to_string();
    let (open, query, cond, noise, log) = (b.open(&h), b.query(&h), b.cond(), b.noise(), b.log());
    let (f1, f2, f3) = (b.fail(&s), b.fail(&s), b.fail(&s));
    let (end, close) = (result(&b), b.close(&h));
    let text = match b.rng.below(5) {
        0 => {
            let slip = if b.slips(50) { end.clone() } else { format!("goto {label};") };
            format!(
                "{s} = {open};\nif ({f1}) goto {label};\n{noise}\n{s} = {query};\nif ({f2}) {{ {log} goto {label}; }}\nif ({cond}) {{ {slip} }}\nUpdateCounter(5);\n\n{label}:\nif ({h} != NULL) {{ {close} }}\n{end}"
            )
        }
        1 => {
            let other = "hkSub";
            b.need(&format!("HKEY {other} = NULL;"));
            let leaf = b.leaf();
            let open2 = b.open_below(&h, &leaf, other);
            let wrong = if b.slips(60) { "CloseNothing" } else { "CloseFirst" };
            let (q2, close2) = (b.query(other), b.close(other));
            format!(
                "{s} = {open};\nif ({f1}) goto CloseNothing;\n{s} = {open2};\nif ({f2}) {{ {log} goto {wrong}; }}\n{noise}\n{s} = {q2};\nif ({f3}) goto CloseSecond;\nUpdateCounter(1);\n\nCloseSecond:\n{close2}\nCloseFirst:\n{close}\nCloseNothing:\n{end}"
            )
        }
        2 => {
            let fail_end = if b.slips(60) { String::new() } else { format!("RegCloseKey({h});") };
            format!(
                "{s} = {open};\nif ({f1}) goto {label};\n{s} = {query};\nif ({f2}) goto CloseAndFail;\n{noise}\n{close}\ngoto {label};\n\nCloseAndFail:\n{log}\n{fail_end}\n\n{label}:\n{end}"
            )
        }
        3 => {
            b.need("WCHAR *pszBuffer = NULL;");
            let slip = if b.slips(60) { end.clone() } else { format!("goto {label};") };
            format!(
                "{s} = {open};\nif ({f1}) {{ {log} goto {label}; }}\npszBuffer = (WCHAR *)malloc(256 * sizeof(WCHAR));\nif (pszBuffer == NULL) {{ {s} = ERROR_OUTOFMEMORY; {slip} }}\nLoadDefaults(pszBuffer, 256);\n{s} = {query};\n{noise}\n\n{label}:\nfree(pszBuffer);\nif ({h}) {{ {close} }}\n{end}"
            )
        }
        _ => {
            let inner = b.early_close(&h);
            format!(
                "if ({cond}) {{ {s} = ERROR_INVALID_PARAMETER; goto {label}; }}\n{s} = {open};\nif ({f1}) {{ {log} goto {label}; }}\nif (IsRemoteSession()) {{ {inner} {s} = ERROR_NOT_SUPPORTED; goto {label}; }}\n{noise}\n{query};\n{close}\n\n{label}:\n{end}"
            )
        }
    };
    let p = parts(&b, &text);
    d.finish(p);
}

pub fn goto_retry(d: &mut Draft<'_>) {
    let mut b = Build::new(d.rng);
    let (h, s) = (b.h.clone(), b.s.clone());
    b.need(&format!("HKEY {h} = NULL;"));
    b.need(&format!("{} {s};", b.status_type));
    b.need("int nTries = 0;");
    let label = b.rng.pick(&["retry", "again", "TryAgain", "reopen"]).to_string();
    let (open, query, noise, log) = (b.open(&h), b.query(&h), b.noise(), b.log());
    let (f1, f2) = (b.fail(&s), b.fail(&s));
    let (end, close) = (result(&b), b.close(&h));
    let fail_ret = b.fail_ret();
    let text = match b.rng.below(4) {
        0 => format!(
            "{label}:\n{s} = {open};\nif ({f1}) {{\nif (++nTries < 3) {{ Sleep(100); goto {label}; }}\n{log}\n{fail_ret}\n}}\n{noise}\n{query};\n{close}\n{end}"
        ),
        1 => {
            let before = b.early_close(&h);
            format!(
                "{label}:\n{s} = {open};\nif ({f1}) {{ {log} {fail_ret} }}\n{s} = {query};\nif ({s} == ERROR_KEY_DELETED || {s} == ERROR_ACCESS_DENIED) {{\n{before}\nif (nTries++ < 2) goto {label};\n{end}\n}}\n{noise}\n{close}\n{end}"
            )
        }
        2 => {
            let before = b.early_close(&h);
            let last = b.early_close(&h);
            format!(
                "{label}:\nnTries++;\n{s} = {open};\nif ({f1}) {fail_ret}\n{s} = {query};\nif ({f2} && nTries < 3) {{ {before} {noise} goto {label}; }}\nif ({s} == ERROR_FILE_NOT_FOUND) {{ {last} {end} }}\n{close}\n{end}"
            )
        }
        _ => {
            let before = b.early_close(&h);
            b.need("DWORD dwAccess = KEY_READ | KEY_WRITE;");
            let (root, sub) = (b.root(), b.subkey());
            format!(
                "{label}:\n{s} = RegOpenKeyExW({root}, L{sub}, 0, dwAccess, &{h});\nif ({s} == ERROR_ACCESS_DENIED && dwAccess != KEY_READ) {{ dwAccess = KEY_READ; goto {label}; }}\nif ({f1}) {{ {log} {fail_ret} }}\nnTries++;\nif (nTries < 2 && IsFeatureEnabled(4)) {{ {before} goto {label}; }}\n{noise}\n{query};\n{close}\n{end}"
            )
        }
    };
    let p = parts(&b, &text);
    d.finish(p);
}

pub fn do_once(d: &mut Draft<'_>) {
    let mut b = Build::new(d.rng);
    let (h, s) = (b.h.clone(), b.s.clone());
    b.need(&format!("HKEY {h} = NULL;"));
    b.need(&format!("{} {s} = ERROR_SUCCESS;", b.status_type));
    let (open, query, cond, noise, log) = (b.open(&h), b.query(&h), b.cond(), b.noise(), b.log());
    let (f1, f2) = (b.fail(&s), b.fail(&s));
    let (end, close) = (result(&b), b.close(&h));
    let zero = b.rng.pick(&["0", "FALSE"]);
    let text = match b.rng.below(4) {
        0 => {
            let slip = if b.slips(50) { end.clone() } else { "break;".into() };
            format!(
                "do {{\n{s} = {open};\nif ({f1}) {{ {log} break; }}\n{noise}\n{s} = {query};\nif ({f2}) {{ {slip} }}\nUpdateCounter(8);\n}} while ({zero});\n\nif ({h} != NULL) {{ {close} }}\n{end}"
            )
        }
        1 => {
            let early = b.early_close(&h);
            format!(
                "do {{\nif ({cond}) break;\n{s} = {open};\nif ({f1}) break;\n{s} = {query};\nif ({f2}) {{ {log} {early} break; }}\n{noise}\n{close}\n}} while ({zero});\n{end}"
            )
        }
        2 => {
            let early = b.early_close("hk");
            let open = b.open("hk");
            let query = b.query("hk");
            b.decls.remove(0);
            let (last, s2) = (b.close("hk"), s.clone());
            format!(
                "do {{\nHKEY hk = NULL;\n\n{s2} = {open};\nif ({f1}) break;\nif ({query} != ERROR_SUCCESS) {{ {early} break; }}\n{noise}\nif ({cond}) {{ {early} continue; }}\n{last}\n}} while ({zero});\n{log}\n{end}"
            )
        }
        _ => {
            let other = "hDefaults";
            b.need(&format!("HKEY {other} = NULL;"));
            let open2 = b.open(other);
            let close2 = b.close(other);
            format!(
                "do {{\n{s} = {open};\nif ({f1}) break;\n{s} = {open2};\nif ({f2}) break;\n{noise}\n{s} = {query};\n}} while ({zero});\nif ({other}) {{ {close2} }}\nif ({h}) {{ {close} }}\n{end}"
            )
        }
    };
    let p = parts(&b, &text);
    d.finish(p);
}

pub fn seh(d: &mut Draft<'_>) {
    let mut b = Build::new(d.rng);
    let (h, s) = (b.h.clone(), b.s.clone());
    b.need(&format!("HKEY {h} = NULL;"));
    b.need(&format!("{} {s} = ERROR_SUCCESS;", b.status_type));
    let (open, query, cond, noise, log) = (b.open(&h), b.query(&h), b.cond(), b.noise(), b.log());
    let (f1, f2) = (b.fail(&s), b.fail(&s));
    let (end, close, fail_ret) = (result(&b), b.close(&h), b.fail_ret());
    let text = match b.rng.below(5) {
        0 => format!(
            "__try {{\n{s} = {open};\nif ({f1}) __leave;\n{noise}\n{s} = {query};\nif ({f2}) {{ {log} __leave; }}\nUpdateCounter(4);\n}} __finally {{\nif ({h} != NULL) {{ {close} }}\n}}\n{end}"
        ),
        1 => format!(
            "{s} = {open};\nif ({f1}) {{ {log} {fail_ret} }}\n__try {{\nif ({cond}) __leave;\n{query};\n{noise}\nif (IsRemoteSession()) {{ {s} = ERROR_NOT_SUPPORTED; {fail_ret} }}\n}} __finally {{\n{close}\n}}\n{end}"
        ),
        2 => {
            let early = b.early_close(&h);
            format!(
                "__try {{\n{s} = {open};\nif ({f1}) {{ {log} __leave; }}\nif ({cond}) {{ {early} {s} = ERROR_NOT_SUPPORTED; __leave; }}\n{s} = {query};\n{close}\n}} __finally {{\nTraceMsg(L\"leaving\");\nUpdateCounter(2);\n}}\n{end}"
            )
        }
        3 => {
            let other = "hkInner";
            b.need(&format!("HKEY {other} = NULL;"));
            let leaf = b.leaf();
            let (open2, close2) = (b.open_below(&h, &leaf, other), b.close(other));
            let q2 = b.query(other);
            format!(
                "__try {{\n{s} = {open};\nif ({f1}) __leave;\n__try {{\n{s} = {open2};\nif ({f2}) {{ {log} __leave; }}\n{noise}\n{s} = {q2};\n}} __finally {{\nif ({other}) {{ {close2} }}\n}}\n}} __finally {{\nif ({h}) {{ {close} }}\n}}\n{end}"
            )
        }
        _ => {
            let slip = if b.slips(60) { "IsFeatureEnabled(2)".to_string() } else { format!("{h} != NULL") };
            format!(
                "__try {{\nif ({cond}) {{ {fail_ret} }}\n{s} = {open};\nif ({f1}) {{ {fail_ret} }}\n{s} = {query};\nif ({f2}) {{ {log} {fail_ret} }}\n{noise}\n}} __finally {{\nif ({slip}) {{ if ({h} != NULL) {{ RegCloseKey({h}); }} }}\n}}\n{end}"
            )
        }
    };
    let p = parts(&b, &text);
    d.finish(p);
}

pub fn loop_reopen(d: &mut Draft<'_>) {
    let mut b = Build::new(d.rng);
    let (h, s) = (b.h.clone(), b.s.clone());
    b.need(&format!("HKEY {h};"));
    b.need(&format!("{} {s} = ERROR_SUCCESS;", b.status_type));
    let (open, query, cond, noise, log) = (b.open(&h), b.query(&h), b.cond(), b.noise(), b.log());
    let (ok, f1, f2) = (b.ok(&s), b.fail(&s), b.fail(&s));
    let (end, close, early) = (result(&b), b.close(&h), b.early_close(&h));
    let fail_ret = b.fail_ret();
    let text = match b.rng.below(6) {
        0 => {
            b.param("int", "nCount");
            b.need("int n;");
            format!("for (n = 0; n < nCount; n++) {{\n{s} = {open};\nif ({f1}) continue;\n{query};\n{noise}\n{close}\n}}\n{end}")
        }
        1 => {
            b.need("DWORD dwTry;");
            format!(
                "for (dwTry = 0; dwTry < 3; dwTry++) {{\n{s} = {open};\nif ({ok}) {{\nif ({query} != ERROR_SUCCESS) {{ {early} break; }}\n{noise}\n{close}\n}}\nelse {{ {log} }}\n}}\n{end}"
            )
        }
        2 => {
            b.need("DWORD dwLeft = GetRetryCount();");
            format!(
                "while (dwLeft-- > 0) {{\n{s} = {open};\nif ({f1}) {{ {log} break; }}\n{s} = {query};\nif ({f2}) {{ {early} continue; }}\n{noise}\n{close}\n}}\n{end}"
            )
        }
        3 => {
            let (root, sub, leaf_h) = (b.root(), b.subkey(), "hkItem");
            b.need("WCHAR szItem[MAX_PATH];");
            b.need("DWORD dwIndex = 0;");
            b.need("DWORD cchItem = MAX_PATH;");
            let (c2, e2) = (b.close(leaf_h), b.early_close(leaf_h));
            let q2 = b.query(leaf_h);
            format!(
                "{s} = RegOpenKeyExW({root}, L{sub}, 0, KEY_READ, &{h});\nif ({f1}) {{ {log} {fail_ret} }}\nwhile (RegEnumKeyExW({h}, dwIndex, szItem, &cchItem, NULL, NULL, NULL, NULL) == ERROR_SUCCESS) {{\nHKEY {leaf_h};\n\nif (RegOpenKeyExW({h}, szItem, 0, KEY_READ, &{leaf_h}) == ERROR_SUCCESS) {{\nif ({q2} != ERROR_SUCCESS) {{ {e2} break; }}\n{noise}\n{c2}\n}}\ndwIndex++;\ncchItem = MAX_PATH;\n}}\n{close}\n{end}"
            )
        }
        4 => {
            b.param("DWORD", "dwMode");
            let inner = b.early_close(&h);
            format!(
                "do {{\n{s} = {open};\nif ({f1}) {{ {log} break; }}\nif ({cond}) {{ {inner} {end} }}\n{query};\n{noise}\n{close}\n}} while (dwMode-- > 1);\n{end}"
            )
        }
        _ => {
            b.need("int n;");
            b.decls[0] = format!("HKEY {h} = NULL;");
            let reset = if b.slips(50) { String::new() } else { format!("if ({h} != NULL) {{ RegCloseKey({h}); {h} = NULL; }}") };
            let last = if b.careless { format!("if ({h} != NULL) {{ {close} }}") } else { format!("if ({h} != NULL) RegCloseKey({h});") };
            format!(
                "for (n = 0; n < 3; n++) {{\n{reset}\n{s} = {open};\nif ({ok} && {query} == ERROR_SUCCESS) break;\n{noise}\n}}\n{last}\n{end}"
            )
        }
    };
    let p = parts(&b, &text);
    d.finish(p);
}

pub fn overwrite(d: &mut Draft<'_>) {
    let mut b = Build::new(d.rng);
    let (h, s) = (b.h.clone(), b.s.clone());
    b.need(&format!("HKEY {h} = NULL;"));
    b.need(&format!("{} {s};", b.status_type));
    let (open, open2, q1, q2) = (b.open(&h), b.open(&h), b.query(&h), b.query(&h));
    let (noise, log, cond) = (b.noise(), b.log(), b.cond());
    let (ok, ok2, f1, f2) = (b.ok(&s), b.ok(&s), b.fail(&s), b.fail(&s));
    let (end, close, middle) = (result(&b), b.close(&h), b.early_close(&h));
    let fail_ret = b.fail_ret();
    let text = match b.rng.below(5) {
        0 => format!("{s} = {open};\nif ({ok}) {{ {q1}; {middle} }}\n{noise}\n{s} = {open2};\nif ({ok2}) {{ {q2}; {close} }}\n{end}"),
        1 => format!(
            "{s} = {open};\nif ({f1}) {{ {log} {fail_ret} }}\n{q1};\nif ({cond}) {{\n{middle}\n{s} = {open2};\nif ({f2}) {fail_ret}\n{noise}\n}}\n{q2};\n{close}\n{end}"
        ),
        2 => format!("{s} = {open};\nif ({f1}) {{ {s} = {open2}; }}\nif ({f2}) {{ {log} {fail_ret} }}\n{noise}\n{q1};\n{close}\n{end}"),
        3 => {
            let reset = if b.slips(60) { format!("{h} = NULL;") } else { format!("RegCloseKey({h});\n{h} = NULL;") };
            format!(
                "{s} = {open};\nif ({ok}) {{ {q1}; {noise} {reset} }}\nif ({cond}) {{ {s} = {open2}; }}\nif ({h} != NULL) {{ {q2}; {close} }}\n{end}"
            )
        }
        _ => {
            let leaf = b.leaf();
            let root = h.clone();
            let below = b.open_below(&root, &leaf, "hkNext");
            b.need("HKEY hkNext;");
            let release = if b.slips(60) { String::new() } else { format!("RegCloseKey({h});") };
            format!(
                "{s} = {open};\nif ({f1}) {{ {log} {fail_ret} }}\n{s} = {below};\nif ({f2}) {{ RegCloseKey({h}); {end} }}\n{release}\n{h} = hkNext;\n{noise}\n{q1};\n{close}\n{end}"
            )
        }
    };
    let p = parts(&b, &text);
    d.finish(p);
}
