//! Shapes in C++: owners, exceptions, guards, references, members.

use crate::sources::{Part, Sources};
use crate::words::{Build, Gives, Rng, fill};

const TYPES: [&str; 10] = [
    "SettingsKey",
    "CRegistryNode",
    "KeyHolder",
    "COptionKey",
    "AutoSettings",
    "ScopedNode",
    "HiveEntry",
    "CConfigKey",
    "StoreKey",
    "UserNode",
];
const VERBS: [&str; 8] = ["Load", "Read", "Query", "Refresh", "Check", "Import", "Apply", "Restore"];
const NOUNS: [&str; 8] = ["Settings", "Toolbars", "Theme", "History", "Policies", "Fonts", "Layout", "Profile"];
const MEMBERS: [&str; 5] = ["m_key", "m_hKey", "key_", "m_hk", "handle"];

/// The name of the function of this number.
fn name(rng: &mut Rng, n: usize) -> String {
    format!("{}{}{n}", rng.pick(&VERBS), rng.pick(&NOUNS))
}

const OWNER: &str = "
class $T {
public:
$T() : $m(NULL) {}
$T(HKEY root, LPCWSTR pszName) : $m(NULL) {
Open(root, pszName);
}
~$T() { Close(); }
LONG Open(HKEY root, LPCWSTR pszName) {
HKEY opened = NULL;
LONG status = RegOpenKeyExW(root, pszName, 0, KEY_READ, &opened);
if (status == ERROR_SUCCESS) {
Close();
$m = opened;
}
return status;
}
void Close() {
if ($m) {
RegCloseKey($m);
$m = NULL;
}
}
HKEY Detach() {
HKEY key = $m;
$m = NULL;
return key;
}
void Attach(HKEY key) {
Close();
$m = key;
}
HKEY Get() const { return $m; }
bool IsOpen() const { return $m != NULL; }

private:
$T(const $T &);
$T &operator=(const $T &);
HKEY $m;
};
";

/// A file with an owning class; its name.
fn owner_file(d: &mut Sources<'_>) -> (usize, &'static str) {
    let class = d.rng.pick(&TYPES);
    let member = d.rng.pick(&MEMBERS);
    let path = format!("{}.cpp", d.shape);
    let file = d.file(&path, "#include <windows.h>\n#include <memory>\n#include <stdexcept>\n\n@prototypes\n");
    d.files[file].text += &fill(OWNER, &[("T", class), ("m", member)]);
    (file, class)
}

/// A builder whose function returns something that can be thrown past.
fn build<'r>(rng: &'r mut Rng) -> Build<'r> {
    let mut b = Build::new(rng);
    b.careless = b.rng.percent(70);
    b
}

/// The common words of a template: a condition, a query, a root and so on.
fn words(b: &mut Build<'_>, handle: &str, class: &str) -> Vec<(&'static str, String)> {
    let (cond, noise, query, log) = (b.cond(), b.noise(), b.query(handle), b.log());
    let undo = b.early_close(handle);
    let last = b.close(handle);
    vec![
        ("cond", cond),
        ("noise", noise),
        ("query", query),
        ("log", log),
        ("undo", undo),
        ("last", last),
        ("root", b.root().to_string()),
        ("sub", format!("L{}", b.subkey())),
        ("ret", b.fail_ret()),
        ("end", b.ok_ret()),
        ("T", class.to_string()),
        ("h", b.h.clone()),
        ("s", b.s.clone()),
    ]
}

fn add(d: &mut Sources<'_>, file: usize, n: usize, class: &str, handle: Option<&str>, template: &str, more: &[(&'static str, String)]) {
    let name = name(d.rng, n);
    let mut b = build(d.rng);
    let h = handle.map_or_else(|| b.h.clone(), str::to_string);
    let mut all = words(&mut b, &h, class);
    if template.contains("$open") {
        all.push(("open", b.open(&h)));
    }
    all.extend(more.iter().cloned());
    let pairs: Vec<(&str, &str)> = all.iter().map(|(k, v)| (*k, v.as_str())).collect();
    let text = fill(template, &pairs);
    if crate::syntax::tokens(&text).iter().any(|t| t.text == b.s) {
        b.decls.insert(0, format!("{} {} = ERROR_SUCCESS;", b.status_type, b.s));
    }
    let part = Part::of(&b);
    d.function(file, &name, &part, &text);
}

/// Owners as locals: opened by constructor or method, left early or by a throw.
pub fn local_owner(d: &mut Sources<'_>, count: usize) {
    let (file, class) = owner_file(d);
    for n in 0..count {
        let template = d.rng.pick(&[
            "$T key($root, $sub);\nif (!key.IsOpen()) {\n$log\n$ret\n}\n$query;\nif ($cond) {\n$ret\n}\n$noise\n$end",
            "$T key;\nif (key.Open($root, $sub) != ERROR_SUCCESS) {\n$ret\n}\n$query;\n$noise\n$end",
            "$T key;\n$s = key.Open($root, $sub);\nif ($s != ERROR_SUCCESS) {\n$log\n$ret\n}\nif ($cond) {\nthrow std::runtime_error(\"settings\");\n}\n$query;\n$end",
            "for (int pass = 0; pass < 2; pass++) {\n$T key($root, $sub);\nif (!key.IsOpen()) {\ncontinue;\n}\nif ($cond) {\nbreak;\n}\n$query;\n}\n$end",
            "try {\n$T key($root, $sub);\nif ($cond) {\nthrow 7;\n}\n$query;\n} catch (int) {\n$log\n$ret\n}\n$noise\n$end",
            "$T key($root, $sub);\n$noise\nkey.Open(HKEY_CURRENT_USER, L\"Network\");\n$query;\n$end",
            "$T key($root, $sub);\nif ($cond) {\nkey.Close();\n$ret\n}\nHKEY below = NULL;\nif (RegOpenKeyExW(key.Get(), L\"Recent\", 0, KEY_READ, &below) != ERROR_SUCCESS) {\n$ret\n}\n$noise\nRegCloseKey(below);\n$end",
            "$T key($root, $sub);\nHKEY below = NULL;\nif (RegOpenKeyExW(key.Get(), L\"Recent\", 0, KEY_READ, &below) != ERROR_SUCCESS) {\n$ret\n}\nif ($cond) {\n$ret\n}\nRegCloseKey(below);\n$end",
        ]);
        add(d, file, n, class, Some("key.Get()"), template, &[("status", String::new())]);
    }
}

/// Owners elsewhere: in objects, statics, on the heap.
pub fn owner_places(d: &mut Sources<'_>, count: usize) {
    let (file, class) = owner_file(d);
    for n in 0..count {
        let global = format!("g_node{n}");
        let holder = format!("Panel{n}");
        match d.rng.below(10) {
            0 => {
                d.files[file].text += &format!("\nstatic {class} {global};\n");
                let template = "if ($node.Open($root, $sub) != ERROR_SUCCESS) {\n$log\n$ret\n}\n$noise\n$end";
                add(d, file, n, class, None, &template.replace("$node", &global), &[]);
            }
            1 => {
                let mut b = build(d.rng);
                let all = words(&mut b, "m_node.Get()", class);
                let pairs: Vec<(&str, &str)> = all.iter().map(|(k, v)| (*k, v.as_str())).collect();
                let release = if b.slips(60) { "" } else { "void Leave() {\nm_node.Close();\n}\n" };
                let text = "\nclass $H {\npublic:\nLONG Enter() {\nreturn m_node.Open($root, $sub);\n}\nbool Inside() const { return m_node.IsOpen(); }\n";
                let text = fill(&text.replace("$H", &holder), &pairs) + release + &format!("\nprivate:\n{class} m_node;\n}};\n");
                d.files[file].text += &text;
                d.files[file].drives.push(format!("{holder} panel; panel.Enter();"));
                let template = "$H panel;\nif (panel.Enter() != ERROR_SUCCESS) {\n$ret\n}\n$noise\n$end".replace("$H", &holder);
                add(d, file, n, class, None, &template, &[]);
            }
            _ => {
                let template = d.rng.pick(&[
                    "static $T node($root, $sub);\nif (!node.IsOpen()) {\n$ret\n}\n$noise\n$end",
                    "$T *node = new $T($root, $sub);\n$noise\nif ($cond) {\n$drop\n$ret\n}\ndelete node;\n$end",
                    "$T *node = new $T;\nif (node->Open($root, $sub) != ERROR_SUCCESS) {\ndelete node;\n$ret\n}\n$noise\n$drop\n$end",
                    "$T *node = new $T($root, $sub);\nif (!node->IsOpen()) {\ndelete node;\n$ret\n}\n$noise\n$drop\n$end",
                    "std::unique_ptr<$T> node(new $T($root, $sub));\nif (!node->IsOpen()) {\n$log\n$ret\n}\n$noise\n$end",
                    "std::unique_ptr<$T> node(new $T);\nnode->Open($root, $sub);\nif ($cond) {\n$ret\n}\n$noise\n$end",
                ]);
                let drop = if d.rng.percent(65) { "" } else { "delete node;" };
                add(d, file, n, class, Some("node->Get()"), template, &[("drop", drop.to_string())]);
            }
        }
    }
}

/// Keys taken out of owners, and what becomes of them.
pub fn detach(d: &mut Sources<'_>, count: usize) {
    let (file, class) = owner_file(d);
    for n in 0..count {
        let template = d.rng.pick(&[
            "$T node($root, $sub);\nHKEY $h = node.Detach();\nif ($h == NULL) {\n$ret\n}\n$query;\nif ($cond) {\n$undo\n$ret\n}\n$last\n$end",
            "$T node;\nif (node.Open($root, $sub) != ERROR_SUCCESS) {\n$ret\n}\nHKEY $h = node.Detach();\n$query;\n$noise\nRegCloseKey($h);\n$end",
            "$T node($root, $sub);\n$T other;\nif ($cond) {\n$ret\n}\nother.Attach(node.Detach());\n$noise\n$end",
            "HKEY $h = NULL;\n$s = $open;\nif ($s != ERROR_SUCCESS) {\n$log\n$ret\n}\n$T node;\nnode.Attach($h);\nif ($cond) {\n$ret\n}\n$query;\n$end",
            "HKEY $h = NULL;\n$s = $open;\nif ($s != ERROR_SUCCESS) {\n$ret\n}\nif ($cond) {\n$undo\n$ret\n}\n$T node;\nnode.Attach($h);\n$query;\n$end",
            "$T node($root, $sub);\nif (!node.IsOpen()) {\n$ret\n}\nHKEY $h = node.Detach();\n$query;\nif ($cond) {\n$log\n$undo\n$ret\n}\nnode.Attach($h);\n$end",
        ]);
        add(d, file, n, class, None, template, &[]);
    }
}

const WATCHER: &str = "
class $T {
public:
$T() : $m(NULL) {}
$dtor
LONG $open_() {
$before
return $open;
}
void $close_() {
if ($m) {
RegCloseKey($m);
$m = NULL;
}
}
LONG Probe() {
HKEY $h = NULL;
LONG $s = $open2;
if ($s != ERROR_SUCCESS) {
return $s;
}
if ($cond) {
$undo
return E_FAIL;
}
RegCloseKey($h);
return ERROR_SUCCESS;
}

protected:
HKEY $m;
};
";

/// Classes that open in one method and close in another or not at all.
pub fn members(d: &mut Sources<'_>, count: usize) {
    let file = d.file(&format!("{}.cpp", d.shape), "#include <windows.h>\n\n@prototypes\n");
    for n in 0..count.div_ceil(2) {
        let class = format!("{}{n}", d.rng.pick(&TYPES));
        let (m, open_) = (d.rng.pick(&MEMBERS), d.rng.pick(&["Start", "Begin", "Connect", "Enter"]));
        let close_ = d.rng.pick(&["Stop", "End", "Disconnect", "Leave"]);
        let mut b = build(d.rng);
        let destructor = b.rng.below(3);
        let (open, h) = (b.open(m), b.h.clone());
        let (open2, undo, s) = (b.open(&h), b.early_close(&h), b.s.clone());
        let dtor = match destructor {
            0 => String::new(),
            1 => format!("~{class}() {{ {close_}(); }}"),
            _ => format!("~{class}() {{ if ({m}) {{ RegCloseKey({m}); }} }}"),
        };
        let before = if b.slips(50) { String::new() } else { format!("{close_}();") };
        let text = fill(
            WATCHER,
            &[
                ("T", &class),
                ("m", m),
                ("dtor", &dtor),
                ("open_", open_),
                ("close_", close_),
                ("before", &before),
                ("open", &open),
                ("h", &h),
                ("s", &s),
                ("open2", &open2),
                ("cond", "IsFeatureEnabled(3)"),
                ("undo", &undo),
            ],
        );
        d.files[file].text += &crate::sources::tidy(&text);
        d.files[file].drives.push(format!("{class} one; one.{open_}();"));
        d.files[file].drives.push(format!("{class} one; one.Probe();"));
        let user = if d.rng.percent(40) { format!("{class}Ex") } else { class.clone() };
        if user != class {
            d.files[file].text += &format!("\nclass {user} : public {class} {{\npublic:\nvoid Touch() {{\nRegFlushKey({m});\n}}\n}};\n");
        }
        let close = format!("one.{close_}();");
        let drop = if destructor == 0 && d.rng.percent(35) { "" } else { &close };
        let template = d.rng.pick(&[
            "$T one;\nif (one.$O() != ERROR_SUCCESS) {\n$log\n$ret\n}\n$noise\n$drop\n$end",
            "$T one;\none.$O();\nif ($cond) {\n$drop\n$ret\n}\n$close\n$end",
        ]);
        let template = template.replace("$O", open_);
        add(d, file, n, &user, None, &template, &[("drop", drop.to_string()), ("close", close.clone())]);
    }
}

/// Plain keys and exceptions.
pub fn throws(d: &mut Sources<'_>, count: usize) {
    let path = format!("{}.cpp", d.shape);
    let file = d.file(&path, "#include <windows.h>\n#include <stdexcept>\n\n@prototypes\n");
    d.files[file].text += "\nstatic void ThrowOn(LONG status) {\nif (status != ERROR_SUCCESS) {\nthrow std::runtime_error(\"registry\");\n}\n}\n\nstatic void LogOn(LONG status) {\nif (status != ERROR_SUCCESS) {\nLogError(L\"registry\", status);\n}\n}\n";
    for n in 0..count {
        let template = d.rng.pick(&[
            "HKEY $h;\n$s = $open;\nif ($s != ERROR_SUCCESS) {\nthrow std::runtime_error(\"open\");\n}\nif ($cond) {\n$undo\nthrow std::invalid_argument(\"mode\");\n}\n$query;\nRegCloseKey($h);\n$end",
            "HKEY $h = NULL;\nThrowOn($open);\n$s = $query;\n$check($s);\nRegCloseKey($h);\n$end",
            "HKEY $h = NULL;\ntry {\nThrowOn($open);\n$check($query);\n} catch (const std::exception &) {\n$log\n$ret2\n}\nif ($h != NULL) {\nRegCloseKey($h);\n}\n$end",
            "HKEY $h = NULL;\n$s = $open;\nif ($s != ERROR_SUCCESS) {\n$ret\n}\ntry {\nThrowOn($query);\n$noise\n} catch (...) {\n$undo\nthrow;\n}\nRegCloseKey($h);\n$end",
            "try {\nHKEY $h = NULL;\nThrowOn($open);\nif ($cond) {\n$undo\nthrow 3;\n}\n$query;\nRegCloseKey($h);\n} catch (int) {\n$log\n$ret\n}\n$end",
            "HKEY $h = NULL;\nThrowOn($open);\nLogOn($query);\n$noise\n$last\n$end",
        ]);
        let check = if d.rng.percent(45) { "ThrowOn" } else { "LogOn" };
        let ret2 = if d.rng.percent(50) { "throw;" } else { "UpdateCounter(4);" };
        add(d, file, n, "", None, template, &[("check", check.to_string()), ("ret2", ret2.to_string())]);
    }
}

const GUARDS: &str = "
template <typename F>
class $T {
public:
explicit $T(F action) : m_action(action), m_armed(true) {}
$T($T &&other) : m_action(other.m_action), m_armed(other.m_armed) { other.m_armed = false; }
~$T() { if (m_armed) { m_action(); } }
void Dismiss() {
m_armed = false;
}

private:
F m_action;
bool m_armed;
};

template <typename F>
$T<F> Make$T(F action) {
return $T<F>(action);
}

struct CloseIt {
typedef HKEY pointer;
void operator()(HKEY key) const { RegCloseKey(key); }
};
";

/// Guards by lambda, and handles in `unique_ptr`.
pub fn guards(d: &mut Sources<'_>, count: usize) {
    let class = d.rng.pick(&["ScopeGuard", "Finally", "CleanupGuard"]);
    guarded(d, count, class);
}

/// The same with a guard whose name does not tell that it is one.
pub fn own_guards(d: &mut Sources<'_>, count: usize) {
    let class = d.rng.pick(&["OnLeave", "Later", "AtTheEnd", "Undo"]);
    guarded(d, count, class);
}

fn guarded(d: &mut Sources<'_>, count: usize, class: &'static str) {
    let path = format!("{}.cpp", d.shape);
    let file = d.file(&path, "#include <windows.h>\n#include <memory>\n#include <stdexcept>\n\n@prototypes\n");
    d.files[file].text += &fill(GUARDS, &[("T", class)]);
    for n in 0..count {
        let template = d.rng.pick(&[
            "HKEY $h = NULL;\n$s = $open;\nif ($s != ERROR_SUCCESS) {\n$ret\n}\nauto guard = Make$T([&] { RegCloseKey($h); });\nif ($cond) {\n$ret\n}\n$query;\n$noise\n$end",
            "HKEY $h = NULL;\n$s = $open;\nif ($s != ERROR_SUCCESS) {\n$ret\n}\nif ($cond) {\n$undo\n$ret\n}\nauto guard = Make$T([&] { RegCloseKey($h); });\n$query;\nif (IsRemoteSession()) {\nthrow std::runtime_error(\"remote\");\n}\n$end",
            "HKEY $h = NULL;\nauto guard = Make$T([&] { if ($h != NULL) { RegCloseKey($h); } });\n$s = $open;\nif ($s != ERROR_SUCCESS) {\n$ret\n}\n$query;\n$noise\n$end",
            "HKEY $h = NULL;\n$s = $open;\nif ($s != ERROR_SUCCESS) {\n$ret\n}\nauto guard = Make$T([&] { RegCloseKey($h); });\n$query;\nif ($cond) {\nguard.Dismiss();\n$undo\n$ret\n}\n$end",
            "HKEY $h = NULL;\n$s = $open;\nif ($s != ERROR_SUCCESS) {\n$log\n$ret\n}\nstd::unique_ptr<HKEY, CloseIt> owner($h);\n$query;\nif ($cond) {\n$ret\n}\n$noise\n$end",
            "HKEY $h = NULL;\n$s = $open;\nif ($s != ERROR_SUCCESS) {\n$ret\n}\nstd::unique_ptr<HKEY, CloseIt> owner($h);\nif ($cond) {\nowner.release();\n$undo\n$ret\n}\n$query;\n$end",
            "HKEY $h = NULL;\n$s = $open;\nif ($s != ERROR_SUCCESS) {\n$ret\n}\nstd::unique_ptr<HKEY, CloseIt> first($h);\nstd::unique_ptr<HKEY, CloseIt> second(std::move(first));\nif ($cond) {\nthrow 5;\n}\n$noise\n$end",
        ]);
        add(d, file, n, class, None, template, &[]);
    }
}

/// Keys handed out by reference.
pub fn references(d: &mut Sources<'_>, count: usize) {
    let path = format!("{}.cpp", d.shape);
    let file = d.file(&path, "#include <windows.h>\n\n@prototypes\n");
    for n in 0..count.div_ceil(2) {
        let opener = format!("OpenInto{n}");
        let mut b = build(d.rng);
        b.gives = Gives::Bool;
        let (open, open2, query) = (b.open("key"), b.open("result"), b.query("key"));
        let undo = b.early_close("key");
        let text = match b.rng.below(3) {
            0 => format!("return {open} == ERROR_SUCCESS;"),
            1 => format!(
                "if ({open} != ERROR_SUCCESS) {{\nkey = NULL;\nreturn FALSE;\n}}\nif ({query} != ERROR_SUCCESS) {{\n{undo}\nkey = NULL;\nreturn FALSE;\n}}\nreturn TRUE;"
            ),
            _ => format!("HKEY result = NULL;\nif ({open2} != ERROR_SUCCESS) {{\nreturn FALSE;\n}}\nkey = result;\nreturn TRUE;"),
        };
        let text = format!("\nstatic BOOL {opener}(HKEY &key) {{\n{}\n\n{text}\n}}\n", b.decls.join("\n"));
        d.files[file].text += &crate::sources::tidy(&text);
        d.files[file].drives.push(format!("HKEY key = NULL; {opener}(key);"));
        let template = d.rng.pick(&[
            "HKEY $h = NULL;\nif (!$O($h)) {\n$log\n$ret\n}\n$query;\nif ($cond) {\n$undo\n$ret\n}\nRegCloseKey($h);\n$end",
            "HKEY $h = NULL;\nif ($O($h)) {\n$query;\n$noise\n$last\n}\n$end",
            "HKEY $h = NULL;\nHKEY &same = $h;\nif (!$O(same)) {\n$ret\n}\n$query;\nRegCloseKey($h);\n$end",
        ]);
        add(d, file, n, "", None, &template.replace("$O", &opener), &[]);
    }
}
