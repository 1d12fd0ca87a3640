//! Shapes about how success is told: by the status, the handle, a flag.

use super::{Draft, parts};
use crate::words::{Build, Gives, fill};

/// Opens another key below some root as `h2` and returns its name.
fn second(b: &mut Build<'_>) -> String {
    let name = b.rng.pick(&["hSub", "hKey2", "hOther", "hkOld", "hMachine"]).to_string();
    b.need(&format!("HKEY {name} = NULL;"));
    name
}

pub fn direct(d: &mut Draft<'_>) {
    let mut b = Build::new(d.rng);
    b.usual();
    let (h, s) = (b.h.clone(), b.s.clone());
    b.decls[1] = format!("{} {s} = ERROR_SUCCESS;", b.status_type);
    let open = b.open(&h);
    let (ok, fail) = (b.ok(&open), b.fail(&open));
    let (before, log) = (b.noise(), b.log());
    let (work, close) = (b.work(&h, &[&h]), b.close(&h));
    let (fail_ret, ok_ret, end) = (b.fail_ret(), b.ok_ret(), b.ok_ret());
    let words = [("ok", ok.as_str()), ("fail", &fail), ("before", &before), ("log", &log), ("work", &work), ("close", &close)];
    let more = [("fail_ret", fail_ret.as_str()), ("ok_ret", &ok_ret), ("end", &end)];
    let template = b.rng.pick(&[
        "$before if ($ok) { $work $close $ok_ret } $log $fail_ret",
        "$before if ($fail) { $log $fail_ret } $work\n\n$close $end",
        "$before if ($fail) $fail_ret\n\n$work $close\n$end",
        "if ($ok) { $work $close } else { $log $fail_ret }\n\n$end",
    ]);
    let text = fill(template, &[&words[..], &more[..]].concat());
    let p = parts(&b, &text);
    d.finish(p);
}

pub fn later(d: &mut Draft<'_>) {
    let mut b = Build::new(d.rng);
    b.usual();
    let (h, s) = (b.h.clone(), b.s.clone());
    let open = b.open(&h);
    let (ok, fail) = (b.ok(&s), b.fail(&s));
    let noise = b.noise();
    let (work, close, end, fail_ret, log) = (b.work(&h, &[&h]), b.close(&h), b.ok_ret(), b.fail_ret(), b.log());
    let text = match b.rng.below(4) {
        0 => format!("{s} = {open};\n{noise}\nif ({fail}) {{ {log} {fail_ret} }}\n\n{work}\n{close}\n{end}"),
        1 => format!("{s} = {open};\nif ({ok}) {{ {work} {close} }}\n{noise}\n{end}"),
        2 => {
            let save = b.rng.pick(&["lOpen", "lFirst", "dwOpen"]).to_string();
            b.need(&format!("LONG {save};"));
            let query = b.query(&h);
            let (ok, done) = (b.ok(&save), b.ok(&save));
            format!("{save} = {open};\n{s} = ERROR_SUCCESS;\nif ({ok}) {{ {s} = {query}; }}\n{noise}\n\nif ({done}) {{ {close} }}\n{end}")
        }
        _ => {
            let query = b.query(&h);
            let cond = b.cond();
            let (ok2, close2) = (b.ok(&s), b.early_close(&h));
            format!(
                "{s} = {open};\nif ({cond}) {{ TraceMsg(L\"status %d\", {s}); }}\nif ({ok}) {{\n{s} = {query};\nif ({ok2}) {{ {work} }} else {{ {close2} {fail_ret} }}\n{close}\n}}\n\n{end}"
            )
        }
    };
    let p = parts(&b, &text);
    d.finish(p);
}

pub fn hresult(d: &mut Draft<'_>) {
    let mut b = Build::new(d.rng);
    b.gives = Gives::Hresult;
    let h = b.h.clone();
    b.need(&format!("HKEY {h} = NULL;"));
    b.s = b.rng.pick(&["hr", "hr", "hRes", "hresult"]).into();
    let hr = b.s.clone();
    let open = b.open(&h);
    let query = b.query(&h);
    let fail_ret = format!("return {hr};");
    let (noise, log, close) = (b.noise(), b.log(), b.close(&h));
    let (early, cond) = (b.early_close(&h), b.cond());
    let failed = b.rng.pick(&["FAILED($)", "!SUCCEEDED($)", "$ != S_OK", "$ < 0"]).replace('$', &hr);
    let succeeded = b.rng.pick(&["SUCCEEDED($)", "!FAILED($)", "$ == S_OK", "$ >= 0"]).replace('$', &hr);
    let text = match b.rng.below(5) {
        0 => {
            b.need(&format!("HRESULT {hr} = S_OK;"));
            format!(
                "{hr} = HRESULT_FROM_WIN32({open});\nif ({failed}) {{ {log} {fail_ret} }}\n{noise}\n{hr} = HRESULT_FROM_WIN32({query});\n{close}\n\nreturn {hr};"
            )
        }
        1 => {
            b.need(&format!("HRESULT {hr};"));
            b.need("LONG lResult;");
            format!(
                "lResult = {open};\n{hr} = HRESULT_FROM_WIN32(lResult);\nif ({succeeded}) {{\n{hr} = HRESULT_FROM_WIN32({query});\nif ({failed}) {{ {early} {fail_ret} }}\n{noise}\n{close}\n}}\nreturn {hr};"
            )
        }
        2 => {
            b.need(&format!("HRESULT {hr};"));
            format!(
                "{noise}\n{hr} = HRESULT_FROM_WIN32({open});\nif ({failed}) {fail_ret}\n\n{hr} = NotifyClients(1);\nif ({failed}) {{ {log} {early} {fail_ret} }}\n{query};\n{close}\nreturn S_OK;"
            )
        }
        3 => {
            b.need(&format!("HRESULT {hr} = S_OK;"));
            b.need("LONG rc;");
            let (fail, fail2) = (b.fail("rc"), b.fail("rc"));
            format!(
                "rc = {open};\nif ({fail}) {{ {hr} = HRESULT_FROM_WIN32(rc); {log} return {hr}; }}\nif ({cond}) {{\nrc = {query};\nif ({fail2}) {{ {early} return HRESULT_FROM_WIN32(rc); }}\n}}\n{close}\nreturn {hr};"
            )
        }
        _ => {
            b.need(&format!("HRESULT {hr} = E_FAIL;"));
            let again = b.rng.pick(&["SUCCEEDED($)", "!FAILED($)"]).replace('$', &hr);
            format!(
                "{hr} = HRESULT_FROM_WIN32({open});\nif ({succeeded}) {{ {hr} = HRESULT_FROM_WIN32({query}); {noise} {close} }}\nif ({again}) {{ {hr} = NotifyClients(4); }}\nreturn {hr};"
            )
        }
    };
    let p = parts(&b, &text);
    d.finish(p);
}

pub fn negated(d: &mut Draft<'_>) {
    let mut b = Build::new(d.rng);
    b.usual();
    let (h, s) = (b.h.clone(), b.s.clone());
    let open = b.open(&h);
    let (work, close, end, fail_ret, log, noise) = (b.work(&h, &[&h]), b.close(&h), b.ok_ret(), b.fail_ret(), b.log(), b.noise());
    let text = match b.rng.below(4) {
        0 => format!("{s} = {open};\nif (!{s}) {{ {work} {close} {end} }}\n{log}\n{fail_ret}"),
        1 => format!("if (!({s} = {open})) {{ {work} {close} }}\nelse {{ {log} {fail_ret} }}\n{noise}\n{end}"),
        2 => {
            b.need("BOOL bOk;");
            format!("{s} = {open};\nbOk = !{s};\n{noise}\nif (!bOk) {{ {log} {fail_ret} }}\n{work}\n{close}\n{end}")
        }
        _ => format!("{s} = {open};\nif (!!{s}) {{ {log} {fail_ret} }}\n{noise}\n{work}\n{close}\n{end}"),
    };
    let p = parts(&b, &text);
    d.finish(p);
}

pub fn chain(d: &mut Draft<'_>) {
    let mut b = Build::new(d.rng);
    b.usual();
    let (h, s) = (b.h.clone(), b.s.clone());
    let open = b.open(&h);
    let (cond, query) = (b.cond(), b.query(&h));
    let (opened, queried, cond2) = (b.ok(&format!("({s} = {open})")), b.ok(&query), b.cond());
    let (close, end, fail_ret, log, noise, early) = (b.close(&h), b.ok_ret(), b.fail_ret(), b.log(), b.noise(), b.early_close(&h));
    let text = match b.rng.below(6) {
        0 => {
            b.need(&format!("{} {s} = ERROR_INVALID_PARAMETER;", b.status_type));
            b.decls.retain(|l| *l != format!("{} {s};", b.status_type));
            format!("if ({cond} && {opened}) {{ {query}; {noise} {close} }}\n\n{end}")
        }
        1 => {
            b.decls.retain(|l| *l != format!("HKEY {h};"));
            b.decls.retain(|l| *l != format!("HKEY {h} = NULL;"));
            b.need(&format!("HKEY {h} = NULL;"));
            format!("if ({opened} && {queried}) {{ {noise} UpdateCounter(3); }}\nif ({h} != NULL) {{ {close} }}\n{end}")
        }
        2 => {
            let inner = b.early_close(&h);
            format!(
                "if ({opened} && {queried} && {cond2}) {{ {noise} {close} {end} }}\n{log}\nif ({s} == ERROR_SUCCESS) {{ {inner} }}\n{fail_ret}"
            )
        }
        3 => {
            let failed = b.fail(&format!("({s} = {open})"));
            format!(
                "{s} = ERROR_SUCCESS;\nif ({failed} || {cond}) {{ if ({s} == ERROR_SUCCESS) {{ {early} }} {log} {fail_ret} }}\n{noise}\n{query};\n{close}\n{end}"
            )
        }
        4 => {
            let other = second(&mut b);
            let open2 = b.open(&other);
            let (opened2, query2) = (b.ok(&open2), b.query(&other));
            let close2 = b.close(&other);
            format!(
                "if ({opened}) {{\nif ({opened2} && {queried}) {{ {query2}; {noise} }}\nif ({other} != NULL) {{ {close2} }}\n{close}\n}}\n{end}"
            )
        }
        _ => {
            let (f1, f2) = (b.fail(&s), b.fail(&query));
            format!(
                "{s} = {open};\nif ({f1}) {{ {log} {fail_ret} }}\nif ({f2} || {cond2}) {{ {early} {fail_ret} }}\n{noise}\n{close}\n{end}"
            )
        }
    };
    let p = parts(&b, &text);
    d.finish(p);
}

pub fn ternary(d: &mut Draft<'_>) {
    let mut b = Build::new(d.rng);
    b.usual();
    let (h, s) = (b.h.clone(), b.s.clone());
    let (cond, sub) = (b.cond(), b.subkey());
    let (query, close, end, fail_ret, log, noise) = (b.query(&h), b.close(&h), b.ok_ret(), b.fail_ret(), b.log(), b.noise());
    let (fail, ok) = (b.fail(&s), b.ok(&s));
    let (early, cond2) = (b.early_close(&h), b.cond());
    let text = match b.rng.below(5) {
        0 => {
            let below = format!("({cond}) ? HKEY_CURRENT_USER : HKEY_LOCAL_MACHINE");
            format!(
                "{s} = RegOpenKeyExW({below}, L{sub}, 0, KEY_READ, &{h});\nif ({fail}) {{ {log} {fail_ret} }}\n{noise}\nif ({cond2}) {{ {early} {fail_ret} }}\n{query};\n{close}\n{end}"
            )
        }
        1 => {
            let open = b.open(&h);
            format!("{s} = ({cond}) ? {open} : ERROR_NOT_SUPPORTED;\nif ({ok}) {{ {query}; {noise} {close} }}\n{end}")
        }
        2 => {
            let open = b.open(&h);
            b.need("BOOL bOpened;");
            format!(
                "bOpened = ({open} == ERROR_SUCCESS) ? TRUE : FALSE;\n{noise}\nif (!bOpened) {{ return{}; }}\n{s} = {query};\n{close}\n{end}",
                value_of(&b)
            )
        }
        3 => {
            let open = b.open(&h);
            let value = if b.careless && b.rng.percent(60) {
                format!("({cond}) ? RegCloseKey({h}) : ERROR_SUCCESS")
            } else {
                format!("({cond2}) ? RegCloseKey({h}) : RegCloseKey({h})")
            };
            format!("{s} = {open};\nif ({fail}) {fail_ret}\n{query};\n{noise}\n{s} = {value};\n{end}")
        }
        _ => {
            let open = b.open(&h);
            let (status, gives) = (b.status_type, b.gives);
            let last = match gives {
                Gives::Status => format!("return ({s} == ERROR_SUCCESS) ? ERROR_SUCCESS : ERROR_INVALID_DATA;"),
                Gives::Bool => format!("return {s} == ERROR_SUCCESS ? TRUE : FALSE;"),
                Gives::Hresult => format!("return {s} ? E_FAIL : S_OK;"),
                Gives::Value => format!("return {s} ? 0 : 1;"),
                Gives::Nothing => String::new(),
            };
            b.need(&format!("{status} lOpen;"));
            format!(
                "lOpen = {open};\n{s} = (lOpen == ERROR_SUCCESS) ? {query} : lOpen;\n{noise}\nif (lOpen == ERROR_SUCCESS) {{ {close} }}\n{last}"
            )
        }
    };
    let p = parts(&b, &text);
    d.finish(p);
}

/// What to write after `return` to say failure without a status at hand.
fn value_of(b: &Build<'_>) -> &'static str {
    match b.gives {
        Gives::Status => " ERROR_FILE_NOT_FOUND",
        Gives::Bool => " FALSE",
        Gives::Hresult => " E_FAIL",
        Gives::Value => " 0",
        Gives::Nothing => "",
    }
}

pub fn switched(d: &mut Draft<'_>) {
    let mut b = Build::new(d.rng);
    b.usual();
    let (h, s) = (b.h.clone(), b.s.clone());
    let open = b.open(&h);
    let (query, close, end, fail_ret, log, noise, early) =
        (b.query(&h), b.close(&h), b.ok_ret(), b.fail_ret(), b.log(), b.noise(), b.early_close(&h));
    let (fail, work) = (b.fail(&s), b.work(&h, &[&h]));
    let text = match b.rng.below(4) {
        0 => format!(
            "{s} = {open};\nswitch ({s}) {{\ncase ERROR_SUCCESS:\n{work}\n{close}\nbreak;\ncase ERROR_FILE_NOT_FOUND:\n{noise}\nbreak;\ndefault:\n{log}\n{fail_ret}\n}}\n\n{end}"
        ),
        1 => {
            b.param("DWORD", "dwMode");
            let other = b.open(&h);
            let last = b.ok(&s);
            format!(
                "switch (dwMode) {{\ncase 0:\n{s} = {open};\nbreak;\ncase 1:\ncase 2:\n{s} = {other};\nbreak;\ndefault:\n{s} = ERROR_INVALID_PARAMETER;\nbreak;\n}}\n{noise}\nif ({last}) {{ {query}; {close} }}\n{end}"
            )
        }
        2 => {
            b.param("UINT", "uKind");
            let query2 = b.query(&h);
            let (c1, c2) = (b.early_close(&h), b.early_close(&h));
            format!(
                "{s} = {open};\nif ({fail}) {{ {log} {fail_ret} }}\n\nswitch (uKind) {{\ncase 0:\n{query};\nbreak;\ncase 1:\n{noise}\n{query2};\n{c1}\n{fail_ret}\ncase 2:\nif (IsRemoteSession()) {{ {c2} {fail_ret} }}\nbreak;\ndefault:\n{early}\n{fail_ret}\n}}\n\n{close}\n{end}"
            )
        }
        _ => {
            b.need("DWORD dwType;");
            let close2 = if b.slips(70) { String::new() } else { "case 2:".into() };
            format!(
                "dwType = GetOpenMode();\nswitch (dwType) {{\ncase 1:\ncase 2:\n{s} = {open};\nif ({fail}) {{ {log} {fail_ret} }}\nbreak;\ndefault:\n{noise}\n{s} = ERROR_NOT_SUPPORTED;\nbreak;\n}}\nUpdateCounter(dwType);\nswitch (dwType) {{\ncase 1:\n{close2}\nRegCloseKey({h});\nbreak;\ndefault:\nbreak;\n}}\n{end}"
            )
        }
    };
    let p = parts(&b, &text);
    d.finish(p);
}

pub fn accumulated(d: &mut Draft<'_>) {
    let mut b = Build::new(d.rng);
    let (h, s) = (b.h.clone(), b.s.clone());
    b.status_type = "LONG";
    b.need(&format!("HKEY {h} = NULL;"));
    b.need(&format!("LONG {s};"));
    let (open, q1, q2) = (b.open(&h), b.query(&h), b.query(&h));
    let (close, end, fail_ret, noise, log, early) = (b.close(&h), b.ok_ret(), b.fail_ret(), b.noise(), b.log(), b.early_close(&h));
    let (fail, fail2) = (b.fail(&s), b.fail(&s));
    let text = match b.rng.below(4) {
        0 => format!(
            "{s} = {open};\nif ({fail}) {{ {log} {fail_ret} }}\n{s} |= {q1};\n{s} |= {q2};\n{noise}\nif ({fail2}) {{ {early} {fail_ret} }}\n{close}\n{end}"
        ),
        1 => {
            let other = second(&mut b);
            let open2 = b.open(&other);
            let (close2, q3) = (b.close(&other), b.query(&other));
            format!(
                "{s} = {open};\n{s} |= {open2};\nif ({s} == ERROR_SUCCESS) {{ {q1}; {q3}; {noise} }}\nif ({h} != NULL) {{ {close} }}\nif ({other} != NULL) {{ {close2} }}\n{end}"
            )
        }
        2 => {
            let other = second(&mut b);
            let open2 = b.open(&other);
            let (close2, c1, c2) = (b.close(&other), b.early_close(&h), b.early_close(&other));
            format!(
                "{s} = {open};\n{s} |= {open2};\nif ({fail}) {{\n{log}\nif ({h}) {{ {c1} }}\nif ({other}) {{ {c2} }}\n{fail_ret}\n}}\n{noise}\n{q1};\n{close2}\n{close}\n{end}"
            )
        }
        _ => {
            b.need("BOOL bOk = TRUE;");
            let (ok, ok2) = (b.ok(&open), b.ok(&q1));
            format!(
                "bOk &= ({ok});\nif (!bOk) {{ return{}; }}\nbOk &= ({ok2});\n{noise}\nif (!bOk) {{ {early} return{}; }}\n{s} = {q2};\n{close}\n{end}",
                value_of(&b),
                value_of(&b)
            )
        }
    };
    let p = parts(&b, &text);
    d.finish(p);
}

pub fn null_test(d: &mut Draft<'_>) {
    let mut b = Build::new(d.rng);
    let (h, s) = (b.h.clone(), b.s.clone());
    b.need(&format!("HKEY {h} = NULL;"));
    b.need(&format!("{} {s} = ERROR_SUCCESS;", b.status_type));
    let (open, query, cond) = (b.open(&h), b.query(&h), b.cond());
    let (close, end, fail_ret, noise, log) = (b.close(&h), b.ok_ret(), b.fail_ret(), b.noise(), b.log());
    let is_open = b.rng.pick(&["$ != NULL", "$", "NULL != $", "$ != 0"]).replace('$', &h);
    let is_null = b.rng.pick(&["$ == NULL", "!$", "NULL == $"]).replace('$', &h);
    let text = match b.rng.below(5) {
        0 => format!("{open};\nif ({is_null}) {{ {log} {fail_ret} }}\n{noise}\n{s} = {query};\n{close}\n{end}"),
        1 => format!(
            "if ({cond}) {{ {s} = {open}; }}\n{noise}\nif ({is_open}) {{ {query}; }}\nTraceMsg(L\"done\");\nif ({is_open}) {{ {close} }}\n{end}"
        ),
        2 => {
            let work = b.work(&h, &[&h]);
            format!("{s} = {open};\nif ({is_open}) {{ {work} {close} {h} = NULL; }}\n{end}")
        }
        3 => {
            let again = b.open(&h);
            let close2 = if b.slips(50) {
                format!("if ({s} == ERROR_SUCCESS && {cond}) {{ RegCloseKey({h}); }}")
            } else {
                format!("if ({is_open}) RegCloseKey({h});")
            };
            format!("{s} = {open};\nif ({is_null}) {{ {noise} {s} = {again}; }}\nif ({is_null}) {fail_ret}\n{query};\n{close2}\n{end}")
        }
        _ => {
            let early = b.early_close(&h);
            let fail = b.fail(&s);
            format!("if ({cond}) {{\n{s} = {open};\nif ({fail}) {{ {h} = NULL; }}\n}}\nif ({is_open} && {query} != ERROR_SUCCESS) {{ {early} {fail_ret} }}\n{noise}\nif ({is_open}) {close}\n{end}").replace(&format!("if ({is_open}) \n"), "\n")
        }
    };
    let p = parts(&b, &text);
    d.finish(p);
}

pub fn flag(d: &mut Draft<'_>) {
    let mut b = Build::new(d.rng);
    b.usual();
    let (h, s) = (b.h.clone(), b.s.clone());
    let flag = b.rng.pick(&["bOpened", "fOpen", "bKeyOpen", "isOpen", "fHaveKey"]).to_string();
    b.need(&format!("BOOL {flag} = FALSE;"));
    let (open, query, cond) = (b.open(&h), b.query(&h), b.cond());
    let (ok, close, end, fail_ret, noise, log) = (b.ok(&s), b.close(&h), b.ok_ret(), b.fail_ret(), b.noise(), b.log());
    let is_set = b.rng.pick(&["$", "$", "$ == TRUE", "$ != FALSE"]).replace('$', &flag);
    let text = match b.rng.below(5) {
        0 => format!(
            "{s} = {open};\nif ({ok}) {{ {flag} = TRUE; }}\n{noise}\nif ({is_set}) {{ {query}; }}\nif ({is_set}) {{ {close} }}\n{end}"
        ),
        1 => {
            let early = if b.slips(60) { String::new() } else { format!("if ({is_set}) RegCloseKey({h});") };
            format!(
                "{s} = ERROR_SUCCESS;\nif ({cond}) {{\n{s} = {open};\nif ({ok}) {flag} = TRUE;\n}}\n{noise}\nif (!IsFeatureEnabled(3)) {{ {log} {early} {fail_ret} }}\nif ({is_set}) {{ {query}; {close} }}\n{end}"
            )
        }
        2 => format!(
            "{flag} = ({open} == ERROR_SUCCESS);\n{s} = ERROR_FILE_NOT_FOUND;\nif ({is_set}) {{ {s} = {query}; }}\n{noise}\nif ({is_set}) {{ {close} }}\n{end}"
        ),
        3 => {
            let other = if b.slips(50) { "CheckValue(1)".into() } else { is_set.clone() };
            format!(
                "{s} = NO_ERROR;\nif ({open} == ERROR_SUCCESS) {{ {flag} = TRUE; {noise} }}\nelse {{ {log} }}\nif ({is_set} && {query} != ERROR_SUCCESS) {{ UpdateCounter(9); }}\nif ({other}) {{ if ({is_set}) {{ RegCloseKey({h}); }} }}\n{end}"
            )
        }
        _ => {
            b.param("BOOL", "bUseKey");
            let last = if b.slips(50) { cond.clone() } else { "bUseKey".into() };
            let fail = b.fail(&s);
            format!(
                "if (bUseKey) {{\n{s} = {open};\nif ({fail}) {{ {log} {fail_ret} }}\n}}\n{noise}\nUpdateCounter(6);\nif ({last}) {{ if (bUseKey) {{ {query}; RegCloseKey({h}); }} }}\n{end}"
            )
        }
    };
    let p = parts(&b, &text);
    d.finish(p);
}
