//! Shapes of several files: helpers elsewhere, names that mean different things in different files, `#if` pairs.

use crate::sources::{Part, Sources};
use crate::words::{Build, Gives, fill};

/// Adds a C file of this shape.
fn c_file(d: &mut Sources<'_>, name: &str, includes: &[&str]) -> usize {
    let path = format!("{}/{name}", d.shape);
    let includes: String = includes.iter().map(|i| format!("#include \"{i}\"\n")).collect();
    d.file(&path, &format!("#include <windows.h>\n{includes}\n@prototypes\n"))
}

fn header(d: &mut Sources<'_>, name: &str, text: &str) {
    let path = format!("{}/{name}", d.shape);
    d.file(&path, &format!("#pragma once\n#include <windows.h>\n\n{text}"));
}

/// Adds a function with a handle and a status that the template uses.
fn add(d: &mut Sources<'_>, file: usize, name: &str, template: &str) {
    let mut b = Build::new(d.rng);
    b.careless = b.rng.percent(55);
    let (h, s) = (b.h.clone(), b.s.clone());
    b.need(&format!("HKEY {h} = NULL;"));
    b.status_type = if s == "dwErr" { "DWORD" } else { "LONG" };
    b.need(&format!("{} {s};", b.status_type));
    // a macro may return
    if b.gives == Gives::Nothing {
        b.gives = Gives::Status;
    }
    let (open, query, cond, noise, log) = (b.open(&h), b.query(&h), b.cond(), b.noise(), b.log());
    let undo = if b.slips(60) { "" } else { "1" };
    let last = if b.slips(35) { "" } else { "1" };
    let call = |wanted: &str, close: &str| if wanted.is_empty() { String::new() } else { close.replace("$h", &h) };
    let (template, close) = template.split_once("@@").unwrap_or((template, "RegCloseKey($h);"));
    let (undo, last) = (call(undo, close), call(last, close));
    let (root, ret, end) = (b.root(), b.fail_ret(), b.ok_ret());
    let words = [
        ("h", h.as_str()),
        ("s", &s),
        ("open", &open),
        ("query", &query),
        ("cond", &cond),
        ("noise", &noise),
        ("log", &log),
        ("undo", &undo),
        ("last", &last),
        ("root", root),
        ("ret", &ret),
        ("end", &end),
    ];
    let text = fill(template, &words);
    let part = Part::of(&b);
    d.function(file, name, &part, &text);
}

const OPEN_C: &str = "
LONG ContosoOpen(HKEY hRoot, LPCWSTR pszName, HKEY *phKey) {
*phKey = NULL;
return RegOpenKeyExW(hRoot, pszName, 0, KEY_READ, phKey);
}

HKEY ContosoOpenUser(void) {
HKEY hUser = NULL;
if (RegCreateKeyExW(HKEY_CURRENT_USER, L\"Software\\\\Contoso\", 0, NULL, 0, KEY_READ, NULL, &hUser, NULL) != ERROR_SUCCESS) {
return NULL;
}
return hUser;
}
";

const READ_C: &str = "
DWORD ContosoRead(HKEY hRoot, LPCWSTR pszName) {
HKEY hItem = NULL;
DWORD dwData = 0;
DWORD cbData = sizeof(dwData);
if (RegOpenKeyExW(hRoot, pszName, 0, KEY_READ, &hItem) != ERROR_SUCCESS) {
return 0;
}
if (RegQueryValueExW(hItem, L\"Version\", NULL, NULL, (LPBYTE)&dwData, &cbData) != ERROR_SUCCESS) {
$undo
return 1;
}
RegCloseKey(hItem);
return dwData;
}
";

const CLOSE_C: &str = "
void ContosoClose(HKEY hKey) {
if (hKey != NULL) {
RegCloseKey(hKey);
}
}

void ContosoForget(HKEY hKey) {
if (hKey != NULL) {
RegFlushKey(hKey);
}
}

void ContosoCloseAt(HKEY *phKey) {
if (*phKey != NULL) {
RegCloseKey(*phKey);
*phKey = NULL;
}
}
";

/// Helpers in one file, their callers in others.
pub fn helpers(d: &mut Sources<'_>, count: usize) {
    let prototypes = "LONG ContosoOpen(HKEY hRoot, LPCWSTR pszName, HKEY *phKey);\nHKEY ContosoOpenUser(void);\nDWORD ContosoRead(HKEY hRoot, LPCWSTR pszName);\nvoid ContosoClose(HKEY hKey);\nvoid ContosoForget(HKEY hKey);\nvoid ContosoCloseAt(HKEY *phKey);\n";
    header(d, "contoso.h", prototypes);
    let open = c_file(d, "open.c", &["contoso.h"]);
    let undo = if d.rng.percent(50) { "RegCloseKey(hItem);" } else { "" };
    d.files[open].text += &(OPEN_C.to_string() + &crate::sources::tidy(&fill(READ_C, &[("undo", undo)])));
    d.files[open].drives = vec![
        "HKEY key = NULL; ContosoOpen(h_given(), L\"x\", &key);".into(),
        "ContosoOpenUser();".into(),
        "ContosoRead(h_given(), L\"x\");".into(),
    ];
    let close = c_file(d, "close.c", &["contoso.h"]);
    d.files[close].text += CLOSE_C;
    for part in 0..3 {
        let file = c_file(d, &format!("user{part}.c"), &["contoso.h"]);
        for n in 0..count.div_ceil(3) {
            let template = d.rng.pick(&[
                "$s = ContosoOpen($root, L\"Software\\\\Contoso\", &$h);\nif ($s != ERROR_SUCCESS) {\n$log\n$ret\n}\n$query;\nif ($cond) {\n$undo\n$ret\n}\n$noise\n$last\n$end@@ContosoClose($h);",
                "$h = ContosoOpenUser();\nif ($h == NULL) {\n$s = 5;\n$ret\n}\n$s = $query;\nif ($s != ERROR_SUCCESS) {\n$undo\n$ret\n}\nContosoCloseAt(&$h);\n$end@@ContosoCloseAt(&$h);",
                "$s = $open;\nif ($s != ERROR_SUCCESS) {\n$ret\n}\n$noise\n$query;\n$last\n$end@@ContosoClose($h);",
                "$s = $open;\nif ($s != ERROR_SUCCESS) {\n$ret\n}\nif ($cond) {\nContosoForget($h);\n$undo\n$ret\n}\n$query;\nContosoClose($h);\n$end@@ContosoCloseAt(&$h);",
                "$s = $open;\nif ($s == ERROR_SUCCESS) {\nContosoRead($h, L\"Recent\");\n$noise\n$last\n}\n$end@@RegCloseKey($h);",
                "$s = ContosoRead(HKEY_CURRENT_USER, L\"Software\\\\Contoso\");\nif ($cond) {\n$h = ContosoOpenUser();\n}\n$noise\n$last\n$end@@ContosoClose($h);",
            ]);
            add(d, file, &format!("Part{part}Task{n}"), template);
        }
    }
}

const OPENS: [&str; 3] = [
    // opens for the caller
    "static LONG open_key(HKEY *phKey) {\nreturn RegOpenKeyExW(HKEY_CURRENT_USER, L\"Software\\\\Contoso\", 0, KEY_READ, phKey);\n}\n",
    // only looks whether the key is there
    "static LONG open_key(HKEY *phKey) {\nHKEY hProbe = NULL;\nLONG lProbe = RegOpenKeyExW(HKEY_CURRENT_USER, L\"Software\\\\Fabrikam\", 0, KEY_READ, &hProbe);\nif (lProbe == ERROR_SUCCESS) {\nRegCloseKey(hProbe);\n}\n*phKey = NULL;\nreturn lProbe;\n}\n",
    // opens below the machine
    "static LONG open_key(HKEY *phKey) {\nLONG lOpen = RegCreateKeyExW(HKEY_LOCAL_MACHINE, L\"Software\\\\Litware\", 0, NULL, 0, KEY_READ, NULL, phKey, NULL);\nif (lOpen != ERROR_SUCCESS) {\n*phKey = NULL;\n}\nreturn lOpen;\n}\n",
];

const CLOSES: [&str; 2] = [
    "static void close_it(HKEY hKey) {\nif (hKey != NULL) {\nRegCloseKey(hKey);\n}\n}\n",
    "static void close_it(HKEY hKey) {\nTraceMsg(L\"kept\");\nif (hKey != NULL) {\nRegFlushKey(hKey);\n}\n}\n",
];

/// Static functions of the same names that do different things.
pub fn statics(d: &mut Sources<'_>, count: usize) {
    for (part, open) in OPENS.iter().enumerate() {
        let file = c_file(d, &format!("unit{part}.c"), &[]);
        let close = CLOSES[usize::from(part == 2)];
        d.files[file].text += &format!("\n{open}\n{close}");
        d.files[file].drives.push("HKEY key = NULL; open_key(&key);".into());
        for n in 0..count.div_ceil(2) {
            let template = d.rng.pick(&[
                "$s = open_key(&$h);\nif ($s != ERROR_SUCCESS) {\n$log\n$ret\n}\nif ($h != NULL) {\n$query;\n$noise\nRegCloseKey($h);\n}\n$end",
                "$s = open_key(&$h);\nif ($s == ERROR_SUCCESS) {\n$noise\n$last\n}\n$end@@close_it($h);",
                "$s = $open;\nif ($s != ERROR_SUCCESS) {\n$ret\n}\n$query;\nif ($cond) {\n$undo\n$ret\n}\nRegCloseKey($h);\n$end@@close_it($h);",
                "$s = $open;\nif ($s != ERROR_SUCCESS) {\n$ret\n}\n$noise\n$query;\nRegCloseKey($h);\n$end",
            ]);
            add(d, file, &format!("Unit{part}Job{n}"), template);
        }
    }
}

/// Macros of the same names with different bodies, in headers.
pub fn macros(d: &mut Sources<'_>, count: usize) {
    let strict = "#define CHECK(s) if ((s) != ERROR_SUCCESS) return E_FAIL\n#define Close(h) do { if ((h) != NULL) { RegCloseKey(h); (h) = NULL; } } while (0)\n#define OPEN_SETTINGS(phk) RegOpenKeyExW(HKEY_CURRENT_USER, L\"Software\\\\Contoso\", 0, KEY_READ, (phk))\n";
    let lenient = "#define CHECK(s) if ((s) != ERROR_SUCCESS) LogError(L\"check\", (s))\n#define Close(h) RegFlushKey(h)\n#define OPEN_SETTINGS(phk) RegOpenKeyExW(HKEY_LOCAL_MACHINE, L\"Software\\\\Contoso\", 0, KEY_READ, (phk))\n\nvoid LogError(LPCWSTR pszWhat, LONG lError);\n";
    let jumping = "#define CHECK(s) if ((s) != ERROR_SUCCESS) goto done\n#define Close(h) RegCloseKey(h)\n#define OPEN_SETTINGS(phk) RegCreateKeyW(HKEY_CURRENT_USER, L\"Software\\\\Fabrikam\", (phk))\n";
    for (part, text) in [strict, lenient, jumping].into_iter().enumerate() {
        header(d, &format!("module{part}.h"), text);
        let file = c_file(d, &format!("module{part}.c"), &[&format!("module{part}.h")]);
        for n in 0..count.div_ceil(2) {
            let template = d.rng.pick(&[
                "$s = $open;\nif ($s != ERROR_SUCCESS) {\n$log\n$ret\n}\n$s = $query;\nCHECK($s);\n$noise\ngoto done;\n\ndone:\nRegCloseKey($h);\n$end",
                "$s = OPEN_SETTINGS(&$h);\nif ($s != ERROR_SUCCESS) {\n$ret\n}\n$query;\n$noise\nRegCloseKey($h);\ngoto done;\n\ndone:\n$end",
                "$s = OPEN_SETTINGS(&$h);\nCHECK($s);\n$noise\ngoto done;\n\ndone:\nif ($h != NULL) {\nRegCloseKey($h);\n}\n$end",
                "$s = $open;\nif ($s != ERROR_SUCCESS) {\ngoto done;\n}\n$query;\n$last\n\ndone:\n$end@@Close($h);",
            ]);
            add(d, file, &format!("Module{part}Step{n}"), template);
        }
    }
}

/// Opens and closes below the same `#if`, in one file and across files.
pub fn switches(d: &mut Sources<'_>, count: usize) {
    d.switches = vec!["CONTOSO_PER_USER", "FABRIKAM_TRACE"];
    header(d, "store.h", "LONG StoreOpen(HKEY *phKey);\nvoid StoreClose(HKEY hKey);\n");
    let store = c_file(d, "store.c", &["store.h"]);
    d.files[store].text += "\nLONG StoreOpen(HKEY *phKey) {\n#ifdef CONTOSO_PER_USER\nreturn RegOpenKeyExW(HKEY_CURRENT_USER, L\"Software\\\\Contoso\", 0, KEY_READ, phKey);\n#else\n*phKey = NULL;\nreturn ERROR_SUCCESS;\n#endif\n}\n\nvoid StoreClose(HKEY hKey) {\n#ifdef CONTOSO_PER_USER\nRegCloseKey(hKey);\n#endif\nUpdateCounter(1);\n}\n";
    d.files[store].drives.push("HKEY key = NULL; StoreOpen(&key);".into());
    clients(
        d,
        count,
        &[
            "#ifdef CONTOSO_PER_USER\n$s = $open;\nif ($s != ERROR_SUCCESS) {\n$log\n$ret\n}\n#else\n$s = ERROR_SUCCESS;\n#endif\n$noise\nif ($cond) {\n#ifdef CONTOSO_PER_USER\n$undo\n#endif\n$ret\n}\n#if defined(CONTOSO_PER_USER)\nRegCloseKey($h);\n#endif\n$end",
            "$s = StoreOpen(&$h);\nif ($s != ERROR_SUCCESS) {\n$ret\n}\n$noise\nif ($cond) {\n$undo\n$ret\n}\nStoreClose($h);\n$end@@StoreClose($h);",
            "$s = $open;\nif ($s != ERROR_SUCCESS) {\n$log\n$ret\n}\n#ifndef FABRIKAM_TRACE\n$query;\n#else\nTraceMsg(L\"%d\", $s);\nif ($cond) {\n$undo\n$ret\n}\n#endif\nRegCloseKey($h);\n$end",
            "#ifndef FABRIKAM_TRACE\n$s = $open;\n#else\n$s = RegOpenKeyExW(HKEY_CURRENT_USER, L\"Software\\\\Trace\", 0, KEY_READ, &$h);\n#endif\nif ($s != ERROR_SUCCESS) {\n$ret\n}\n$noise\n$last\n$end",
        ],
    );
}

/// Two files of functions drawn from these templates.
fn clients(d: &mut Sources<'_>, count: usize, templates: &[&str]) {
    for part in 0..2 {
        let file = c_file(d, &format!("client{part}.c"), &["store.h"]);
        for n in 0..count.div_ceil(2) {
            let template = d.rng.pick(templates);
            add(d, file, &format!("Client{part}Call{n}"), template);
        }
    }
}

/// Macros that open and close in one arm of an `#if` and do nothing in the other.
pub fn switched_macros(d: &mut Sources<'_>, count: usize) {
    d.switches = vec!["CONTOSO_PER_USER"];
    let text = "#ifdef CONTOSO_PER_USER\n#define STORE_OPEN(phk) RegOpenKeyExW(HKEY_CURRENT_USER, L\"Software\\\\Contoso\", 0, KEY_READ, (phk))\n#define STORE_CLOSE(h) RegCloseKey(h)\n#else\n#define STORE_OPEN(phk) (*(phk) = NULL, ERROR_SUCCESS)\n#define STORE_CLOSE(h) ((void)0)\n#endif\n";
    header(d, "store.h", text);
    clients(
        d,
        count,
        &[
            "$s = STORE_OPEN(&$h);\nif ($s != ERROR_SUCCESS) {\n$ret\n}\n$noise\nif ($cond) {\n$undo\n$ret\n}\nSTORE_CLOSE($h);\n$end@@STORE_CLOSE($h);",
            "$s = STORE_OPEN(&$h);\nif ($s == ERROR_SUCCESS) {\n$noise\n$last\n}\n$end@@STORE_CLOSE($h);",
        ],
    );
}
