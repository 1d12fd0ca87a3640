//! Words for the shapes in Rust.

use super::Source;
use crate::words::Rng;
use std::collections::BTreeSet;

/// The crate that a file opens keys with.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Flavour {
    Windows,
    Sys,
    Winreg,
    Registry,
}

impl Flavour {
    pub fn file(self) -> &'static str {
        match self {
            Flavour::Windows => "with_windows",
            Flavour::Sys => "with_windows_sys",
            Flavour::Winreg => "with_winreg",
            Flavour::Registry => "with_windows_registry",
        }
    }
}

/// The functions of `support.rs`.
pub const UNSEEN: [&str; 12] = [
    "log_error",
    "trace",
    "update_counter",
    "is_feature_enabled",
    "is_remote_session",
    "check_value",
    "retry_count",
    "read_policy",
    "apply_theme",
    "convert_path",
    "load_language",
    "find_setting",
];

/// What a file may import by name.
pub const STATUSES: &[&str] = &["WIN32_ERROR", "ERROR_SUCCESS", "ERROR_FILE_NOT_FOUND"];
pub const REGISTRY: &[&str] = &[
    "HKEY",
    "HKEY_CLASSES_ROOT",
    "HKEY_CURRENT_USER",
    "HKEY_LOCAL_MACHINE",
    "HKEY_USERS",
    "KEY_READ",
    "KEY_WRITE",
    "REG_OPTION_NON_VOLATILE",
    "RegCloseKey",
    "RegCreateKeyExW",
    "RegDeleteValueW",
    "RegFlushKey",
    "RegOpenCurrentUser",
    "RegOpenKeyExW",
    "RegQueryValueExW",
];

/// The files of a shape in the making.
pub struct Draft<'r> {
    pub rng: &'r mut Rng,
    pub sources: Vec<Source>,
    pub flavour: Flavour,
    /// Closes may be forgotten in the function being drawn.
    pub careless: bool,
    current: usize,
    names: BTreeSet<String>,
    handle: &'static str,
    second: &'static str,
}

const HANDLES: [(&str, &str); 6] = [
    ("key", "other"),
    ("hkey", "second"),
    ("settings", "defaults"),
    ("app_key", "user_key"),
    ("handle", "recent"),
    ("root_key", "sub_key"),
];
const VERBS: [&str; 16] = [
    "load", "read", "query", "refresh", "check", "find", "fetch", "update", "import", "apply", "restore", "detect", "sync", "migrate",
    "verify", "collect",
];
const NOUNS: [&str; 20] = [
    "settings",
    "config",
    "recent_files",
    "proxy",
    "fonts",
    "plugins",
    "position",
    "theme",
    "printers",
    "language",
    "servers",
    "policies",
    "shortcuts",
    "toolbars",
    "history",
    "profile",
    "timeouts",
    "license",
    "handlers",
    "colors",
];
const SUBKEYS: [&str; 12] = [
    r"Software\\Contoso\\Orders",
    r"Software\\Fabrikam\\Viewer",
    r"Control Panel\\Desktop",
    r"Software\\Northwind\\Traders\\Cache",
    r"Environment",
    r"Software\\Litware\\Agent",
    r"Software\\Proseware\\Editor\\Fonts",
    r"Printers\\Connections",
    r"Software\\Tailspin\\Launcher\\History",
    r"Software\\Classes\\Contoso.Document",
    r"Network",
    r"Software\\Contoso\\Print\\Queues",
];
const VALUES: [&str; 8] = ["InstallPath", "Version", "Timeout", "LastUser", "Position", "Enabled", "LogLevel", "Theme"];

impl<'r> Draft<'r> {
    pub fn new(rng: &'r mut Rng) -> Draft<'r> {
        Draft {
            rng,
            sources: Vec::new(),
            flavour: Flavour::Windows,
            careless: false,
            current: 0,
            names: UNSEEN.iter().map(|name| (*name).to_string()).collect(),
            handle: "key",
            second: "other",
        }
    }

    /// Goes on in this file.
    pub fn begin(&mut self, name: &str, flavour: Flavour) {
        self.flavour = flavour;
        self.current = self.sources.iter().position(|s| s.name == name).unwrap_or_else(|| {
            let names_imports = self.rng.percent(60);
            self.sources.push(Source { name: name.into(), names_imports, ..Source::default() });
            self.sources.len() - 1
        });
    }

    pub fn source(&mut self) -> &mut Source {
        &mut self.sources[self.current]
    }

    pub fn uses(&mut self, path: &str) {
        self.source().uses.insert(path.into());
    }

    /// Adds this to the file once.
    pub fn once(&mut self, template: &str) {
        if self.source().once.insert(template.into()) {
            self.add(template);
        }
    }

    /// How the native run makes a value of a type of the program.
    pub fn fresh(&mut self, ty: &str, value: &str) {
        if !self.source().fresh.iter().any(|(name, _)| name == ty) {
            self.source().fresh.push((ty.into(), value.into()));
        }
    }

    /// Begins a function: new names, and whether it is careless.
    pub fn next(&mut self, careless: usize) {
        self.careless = self.rng.percent(careless);
        (self.handle, self.second) = HANDLES[self.rng.below(HANDLES.len())];
        let uses: &[&str] = match self.flavour {
            Flavour::Windows => &["windows::Win32::System::Registry::*", "windows::core::w", "windows::core::PCWSTR"],
            Flavour::Sys => &["windows_sys::Win32::System::Registry::*", "windows_sys::core::w", "std::ptr::{null, null_mut}"],
            Flavour::Winreg => &["std::io", "winreg::enums::*", "winreg::RegKey"],
            Flavour::Registry => &["windows_registry::{Key, Result, CURRENT_USER, CLASSES_ROOT, LOCAL_MACHINE}"],
        };
        uses.iter().for_each(|path| self.uses(path));
        if self.flavour == Flavour::Windows {
            self.uses("windows::core::Result");
            self.uses("windows::Win32::Foundation::*");
        }
        if self.flavour == Flavour::Sys {
            self.uses("windows_sys::Win32::Foundation::*");
        }
    }

    /// Adds a function of a template.
    pub fn add(&mut self, template: &str) {
        let text = self.fill(template);
        self.source().items.push_str(&format!("{}\n\n", text.trim()));
    }

    /// One of these.
    pub fn pick(&mut self, from: &[&'static str]) -> &'static str {
        self.rng.pick(from)
    }

    /// A name that no function of the shape has yet.
    pub fn name(&mut self) -> String {
        loop {
            let name = format!("{}_{}", self.rng.pick(&VERBS), self.rng.pick(&NOUNS));
            let name = if self.names.len() > 200 { format!("{name}_{}", self.names.len()) } else { name };
            if self.names.insert(name.clone()) {
                return name;
            }
        }
    }

    /// Puts words in for `@name`.
    pub fn fill(&mut self, template: &str) -> String {
        let mut text = String::new();
        let mut rest = template;
        while let Some(at) = rest.find('@') {
            text.push_str(&rest[..at]);
            let after = &rest[at + 1..];
            let end = after.find(|c: char| !c.is_ascii_lowercase() && !c.is_ascii_digit()).unwrap_or(after.len());
            let word = self.word(&after[..end]);
            let word = if word.contains('@') { self.fill(&word) } else { word };
            text.push_str(&word);
            rest = &after[end..];
        }
        text + rest
    }

    fn word(&mut self, name: &str) -> String {
        let (h, second) = (self.handle, self.second);
        match name {
            "h" => h.into(),
            "k" => second.into(),
            "fn" => self.name(),
            "sub" => self.rng.pick(&SUBKEYS).into(),
            "leaf" => self.rng.pick(&["Settings", "Recent", "Window", "Cache", "Fonts"]).into(),
            "value" => self.rng.pick(&VALUES).into(),
            "n" => (self.rng.below(9) + 2).to_string(),
            "cond" => self.condition(),
            "noise" => self.noise(),
            "log" => self.rng.pick(&["log_error(\"@value\");", "trace(\"@value\");", ""]).into(),
            "fails" => self.failing().into(),
            "result" => if self.flavour == Flavour::Winreg { "io::Result" } else { "Result" }.into(),
            "type" => match self.flavour {
                Flavour::Winreg => "RegKey",
                Flavour::Registry => "Key",
                _ => "HKEY",
            }
            .into(),
            "root" => self.root().into(),
            "open" => self.open(h),
            "open2" => self.open(second),
            "read" => self.read(h),
            "read2" => self.read(second),
            "decl" => self.declare(h),
            "decl2" => self.declare(second),
            "use" => self.use_status(h),
            "use2" => self.use_status(second),
            "close" => self.close(h),
            "close2" => self.close(second),
            "slip" => if self.careless && self.rng.percent(75) { "@log" } else { "@close" }.into(),
            "slip2" => if self.careless && self.rng.percent(75) { "@log" } else { "@close2" }.into(),
            "ok" => self.tested(true),
            "err" => self.tested(false),
            _ => panic!("no word @{name}"),
        }
    }

    fn condition(&mut self) -> String {
        let text = ["is_feature_enabled(@n)", "is_remote_session()", "retry_count() > 1", "check_value(@n)", "!is_feature_enabled(@n)"];
        self.rng.pick(&text).into()
    }

    fn noise(&mut self) -> String {
        let text = [
            "",
            "",
            "update_counter(@n);",
            "if @cond { trace(\"@value\"); }",
            "for i in 0..retry_count() { update_counter(i); }",
            "let text = format!(\"{}-{}\", @n, retry_count()); trace(&text);",
            "trace(\"@value\");",
        ];
        self.rng.pick(&text).into()
    }

    /// A function whose error `?` can hand on.
    fn failing(&self) -> &'static str {
        match self.flavour {
            Flavour::Windows => "apply_theme()",
            Flavour::Sys => "convert_path()",
            Flavour::Winreg => "read_policy()",
            Flavour::Registry => "load_language()",
        }
    }

    pub fn root(&mut self) -> &'static str {
        let i = self.rng.below(10);
        let n = usize::from(i >= 6) + usize::from(i >= 7) + usize::from(i == 9);
        match self.flavour {
            Flavour::Windows | Flavour::Sys => ["HKEY_CURRENT_USER", "HKEY_CLASSES_ROOT", "HKEY_LOCAL_MACHINE", "HKEY_USERS"][n],
            Flavour::Winreg => [
                "RegKey::predef(HKEY_CURRENT_USER)",
                "RegKey::predef(HKEY_CLASSES_ROOT)",
                "RegKey::predef(HKEY_LOCAL_MACHINE)",
                "RegKey::predef(HKEY_USERS)",
            ][n],
            Flavour::Registry => ["CURRENT_USER", "CLASSES_ROOT", "LOCAL_MACHINE", "CURRENT_USER"][n],
        }
    }

    /// A call that opens: a status for the raw crates, a `Result` of a key for the others.
    pub fn open(&mut self, h: &str) -> String {
        let i = self.rng.below(8);
        match self.flavour {
            Flavour::Windows => match i {
                0 => format!("RegOpenCurrentUser(KEY_READ.0, &mut {h})"),
                1 | 2 => format!(
                    "RegCreateKeyExW(@root, w!(\"@sub\"), None, PCWSTR(std::ptr::null()), REG_OPTION_NON_VOLATILE, KEY_WRITE, None, &mut {h}, None)"
                ),
                _ => format!("RegOpenKeyExW(@root, w!(\"@sub\"), Some(0), KEY_READ, &mut {h})"),
            },
            Flavour::Sys => match i {
                0 => format!("RegOpenCurrentUser(KEY_READ, &mut {h})"),
                1 | 2 => format!(
                    "RegCreateKeyExW(@root, w!(\"@sub\"), 0, null(), REG_OPTION_NON_VOLATILE, KEY_WRITE, null(), &mut {h}, null_mut())"
                ),
                _ => format!("RegOpenKeyExW(@root, w!(\"@sub\"), 0, KEY_READ, &mut {h})"),
            },
            Flavour::Winreg => match i {
                0 | 1 => "@root.open_subkey_with_flags(\"@sub\", KEY_READ)".into(),
                _ => "@root.open_subkey(\"@sub\")".into(),
            },
            Flavour::Registry => match i {
                0 => "@root.options().read().open(\"@sub\")".into(),
                1 | 2 => "@root.create(\"@sub\")".into(),
                _ => "@root.open(\"@sub\")".into(),
            },
        }
    }

    /// An expression of `Result<u32>` that uses an owned key.
    fn read(&mut self, h: &str) -> String {
        match self.flavour {
            Flavour::Winreg => format!("{h}.get_value::<u32, _>(\"@value\")"),
            _ => format!("{h}.get_u32(\"@value\")"),
        }
    }

    fn declare(&mut self, h: &str) -> String {
        match self.flavour {
            Flavour::Sys => self.rng.pick(&["let mut @: HKEY = null_mut();", "let mut @ = null_mut();"]).replace('@', h),
            _ => format!("let mut {h} = HKEY::default();"),
        }
    }

    /// A use of a raw handle: its status.
    fn use_status(&mut self, h: &str) -> String {
        let text = match (self.flavour, self.rng.below(3)) {
            (_, 0) => "RegFlushKey(#)",
            (_, 1) => "RegDeleteValueW(#, w!(\"@value\"))",
            (Flavour::Windows, _) => "RegQueryValueExW(#, w!(\"@value\"), None, None, None, None)",
            _ => "RegQueryValueExW(#, w!(\"@value\"), null(), null_mut(), null_mut(), null_mut())",
        };
        text.replace('#', h)
    }

    fn close(&mut self, h: &str) -> String {
        let text = match self.flavour {
            Flavour::Windows | Flavour::Sys => {
                self.rng.pick(&["unsafe { RegCloseKey(#); }", "unsafe { let _ = RegCloseKey(#); }", "unsafe { _ = RegCloseKey(#) };"])
            }
            Flavour::Winreg | Flavour::Registry => self.rng.pick(&["drop(#);", "std::mem::drop(#);"]),
        };
        text.replace('#', h)
    }

    /// What follows a raw status to test it.
    fn tested(&mut self, good: bool) -> String {
        let text: [&'static str; 2] = match (self.flavour, good) {
            (Flavour::Windows, true) => [".is_ok()", " == ERROR_SUCCESS"],
            (Flavour::Windows, false) => [".is_err()", " != ERROR_SUCCESS"],
            (_, true) => [" == ERROR_SUCCESS", " == 0"],
            (_, false) => [" != ERROR_SUCCESS", " != 0"],
        };
        self.rng.pick(&text).into()
    }
}
