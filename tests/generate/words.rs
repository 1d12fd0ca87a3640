//! Chance, and the vocabulary that the shapes draw from.

/// A stream of random numbers (splitmix64).
#[derive(Clone, Debug)]
pub struct Rng(u64);

impl Rng {
    /// A stream that a seed and a name decide.
    pub fn new(seed: u64, name: &str) -> Rng {
        let mixed = name.bytes().fold(seed ^ 0x9E37_79B9_7F4A_7C15, |h, b| (h ^ u64::from(b)).wrapping_mul(0x0000_0100_0000_01B3));
        Rng(mixed)
    }

    /// Below `n`.
    pub fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((z ^ (z >> 31)) % n as u64) as usize
    }

    /// True in so many of a hundred cases.
    pub fn percent(&mut self, p: usize) -> bool {
        self.below(100) < p
    }

    /// One of these.
    pub fn pick<'a, T: ?Sized>(&mut self, from: &[&'a T]) -> &'a T {
        from[self.below(from.len())]
    }
}

/// Puts words in for `$name`.
pub fn fill(template: &str, words: &[(&str, &str)]) -> String {
    let mut text = String::new();
    let mut rest = template;
    while let Some(at) = rest.find('$') {
        text.push_str(&rest[..at]);
        let after = &rest[at + 1..];
        let end = after.find(|c: char| !c.is_ascii_alphanumeric() && c != '_').unwrap_or(after.len());
        let name = &after[..end];
        let (_, word) = words.iter().find(|(n, _)| *n == name).unwrap_or_else(|| panic!("no word for ${name} in:\n{template}"));
        text.push_str(word);
        rest = &after[end..];
    }
    text + rest
}

/// What a function returns.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Gives {
    Status,
    Bool,
    Hresult,
    Value,
    Nothing,
}

/// One function in the making.
pub struct Build<'r> {
    pub rng: &'r mut Rng,
    /// Closes may be forgotten.
    pub careless: bool,
    /// Declarations for the top of the function.
    pub decls: Vec<String>,
    pub params: Vec<(String, String)>,
    pub gives: Gives,
    /// The handle.
    pub h: String,
    /// The status variable and its type.
    pub s: String,
    pub status_type: &'static str,
    /// The last thing that went wrong can be logged.
    values: usize,
}

const HANDLES: [&str; 9] = ["hKey", "hkey", "hSettings", "hkSettings", "key", "hAppKey", "hkApp", "hKeyConfig", "regKey"];
const STATUSES: [&str; 10] = ["lResult", "lStatus", "lRet", "status", "rc", "dwErr", "ret", "lRes", "err", "lError"];
const SUBKEYS: [&str; 16] = [
    r"Software\\Contoso\\Orders",
    r"Software\\Contoso\\Orders\\Settings",
    r"Software\\Fabrikam\\Viewer",
    r"Software\\Fabrikam\\Viewer\\Recent Files",
    r"Control Panel\\Desktop",
    r"Software\\Microsoft\\Windows\\CurrentVersion\\Run",
    r"Software\\Northwind\\Traders\\Cache",
    r"Environment",
    r"Software\\Contoso\\Print\\Queues",
    r"Software\\Litware\\Agent",
    r"Software\\Microsoft\\Windows\\CurrentVersion\\Explorer\\Advanced",
    r"Software\\Proseware\\Editor\\Fonts",
    r"Printers\\Connections",
    r"Software\\Tailspin\\Launcher\\History",
    r"Software\\Classes\\Contoso.Document",
    r"Network",
];
const LEAVES: [&str; 12] =
    ["Settings", "Recent", "Window", "Plugins", "Cache", "History", "Fonts", "Colors", "Proxy", "Users", "Default", "Toolbars"];
const VALUES: [&str; 14] = [
    "InstallPath",
    "Version",
    "Timeout",
    "LastUser",
    "Position",
    "Enabled",
    "ServerName",
    "LogLevel",
    "Theme",
    "MaxItems",
    "Language",
    "ProxyServer",
    "AutoStart",
    "CacheSize",
];
const ROOTS: [&str; 10] = [
    "HKEY_CURRENT_USER",
    "HKEY_CURRENT_USER",
    "HKEY_CURRENT_USER",
    "HKEY_CURRENT_USER",
    "HKEY_CURRENT_USER",
    "HKEY_LOCAL_MACHINE",
    "HKEY_LOCAL_MACHINE",
    "HKEY_CLASSES_ROOT",
    "HKEY_CLASSES_ROOT",
    "HKEY_USERS",
];

impl<'r> Build<'r> {
    /// A function with words of its own.
    pub fn new(rng: &'r mut Rng) -> Build<'r> {
        let h = rng.pick(&HANDLES).to_string();
        let s = rng.pick(&STATUSES).to_string();
        let status_type = if s == "dwErr" { "DWORD" } else { rng.pick(&["LONG", "LONG", "LSTATUS", "DWORD"]) };
        let gives = [Gives::Status, Gives::Bool, Gives::Hresult, Gives::Value, Gives::Nothing][rng.below(5)];
        let careless = rng.percent(62);
        Build { rng, careless, decls: Vec::new(), params: Vec::new(), gives, h, s, status_type, values: 0 }
    }

    /// Declares something at the top, once.
    pub fn need(&mut self, declaration: &str) {
        if !self.decls.iter().any(|d| d == declaration) {
            self.decls.push(declaration.into());
        }
    }

    /// Declares the handle and the status.
    pub fn usual(&mut self) {
        let init = if self.rng.percent(60) { " = NULL" } else { "" };
        self.need(&format!("HKEY {}{init};", self.h));
        self.need(&format!("{} {};", self.status_type, self.s));
    }

    /// A parameter, if there is none of that name yet.
    pub fn param(&mut self, ty: &str, name: &str) {
        if !self.params.iter().any(|(_, n)| n == name) {
            self.params.push((ty.into(), name.into()));
        }
    }

    pub fn root(&mut self) -> &'static str {
        self.rng.pick(&ROOTS)
    }

    pub fn subkey(&mut self) -> String {
        format!("\"{}\"", self.rng.pick(&SUBKEYS))
    }

    pub fn leaf(&mut self) -> String {
        format!("\"{}\"", self.rng.pick(&LEAVES))
    }

    pub fn value(&mut self) -> String {
        format!("L\"{}\"", self.rng.pick(&VALUES))
    }

    /// An open of a constant sub-key below some root into `place`.
    pub fn open(&mut self, place: &str) -> String {
        let root = self.root();
        let subkey = self.subkey();
        if root == "HKEY_CURRENT_USER" && self.rng.percent(6) {
            return format!("RegOpenCurrentUser(KEY_READ, {})", address(place));
        }
        self.open_below(root, &subkey, place)
    }

    /// An open below `root` by any of the functions.
    pub fn open_below(&mut self, root: &str, subkey: &str, place: &str) -> String {
        let out = address(place);
        let sam = self.rng.pick(&["KEY_READ", "KEY_READ", "KEY_QUERY_VALUE", "KEY_WRITE", "KEY_ALL_ACCESS", "KEY_READ | KEY_WRITE"]);
        match self.rng.below(20) {
            0..=10 => format!("RegOpenKeyExW({root}, L{subkey}, 0, {sam}, {out})"),
            11 | 12 => format!("RegOpenKeyExA({root}, {subkey}, 0, {sam}, {out})"),
            13 => format!("RegOpenKeyW({root}, L{subkey}, {out})"),
            14 => format!("RegCreateKeyW({root}, L{subkey}, {out})"),
            15 => format!("RegCreateKeyExA({root}, {subkey}, 0, NULL, REG_OPTION_NON_VOLATILE, {sam}, NULL, {out}, NULL)"),
            _ => format!("RegCreateKeyExW({root}, L{subkey}, 0, NULL, REG_OPTION_NON_VOLATILE, {sam}, NULL, {out}, NULL)"),
        }
    }

    /// A query or another use of the key, as an expression that is a status.
    pub fn query(&mut self, h: &str) -> String {
        let name = self.value();
        match self.rng.below(8) {
            0..=2 => {
                self.need("DWORD dwValue = 0;");
                self.need("DWORD cbValue = sizeof(DWORD);");
                format!("RegQueryValueExW({h}, {name}, NULL, NULL, (LPBYTE)&dwValue, &cbValue)")
            }
            3 | 4 => {
                self.need("WCHAR szText[MAX_PATH];");
                self.need("DWORD cbText = sizeof(szText);");
                format!("RegQueryValueExW({h}, {name}, NULL, NULL, (LPBYTE)szText, &cbText)")
            }
            5 => {
                self.need("DWORD cSubKeys = 0;");
                format!("RegQueryInfoKeyW({h}, NULL, NULL, NULL, &cSubKeys, NULL, NULL, NULL, NULL, NULL, NULL, NULL)")
            }
            6 => format!("RegDeleteValueW({h}, {name})"),
            _ => {
                self.need("DWORD dwNew = 1;");
                format!("RegSetValueExW({h}, {name}, 0, REG_DWORD, (const BYTE *)&dwNew, sizeof(dwNew))")
            }
        }
    }

    /// Statements that have nothing to do with the key and don't leave the function.
    pub fn noise(&mut self) -> String {
        self.values += 1;
        match self.rng.below(15) {
            0 => "TraceMsg(L\"reading settings\");".into(),
            1 => "OutputDebugStringW(L\"registry: enter\\n\");".into(),
            2 => {
                self.need("DWORD dwTick = 0;");
                "dwTick = GetTickCount();".into()
            }
            3 => "UpdateCounter(2);".into(),
            4 => {
                self.need("WCHAR szName[64];");
                "lstrcpynW(szName, L\"default\", 64);".into()
            }
            5 => "/* the value is optional */".into(),
            6 => "// keep in step with the setup program\n".into(),
            7 => {
                self.need("WCHAR szPath[MAX_PATH] = L\"\";");
                "if (lstrlenW(szPath) == 0) { LoadDefaults(szPath, MAX_PATH); }".into()
            }
            8 => {
                self.need("int i;");
                self.need("DWORD dwHash = 5381;");
                "for (i = 0; i < 3; i++) { dwHash = dwHash * 33 + (DWORD)i; }".into()
            }
            9 => "DbgPrintf(\"%s: %d\\n\", \"settings\", 3);".into(),
            _ => String::new(),
        }
    }

    /// A condition that nobody can foresee.
    pub fn cond(&mut self) -> String {
        match self.rng.below(7) {
            0 => {
                self.param("BOOL", "fForce");
                "fForce".into()
            }
            1 => {
                self.param("DWORD", "dwFlags");
                "(dwFlags & 1) != 0".into()
            }
            2 => {
                self.param("BOOL", "bQuiet");
                "!bQuiet".into()
            }
            3 => "IsRemoteSession()".into(),
            4 => {
                self.param("DWORD", "dwMode");
                "dwMode == 2".into()
            }
            5 => {
                self.param("int", "nCount");
                "nCount > 1".into()
            }
            _ => "IsFeatureEnabled(7)".into(),
        }
    }

    /// "This status says failure".
    pub fn fail(&mut self, s: &str) -> String {
        match self.rng.below(9) {
            0..=3 => format!("{s} != ERROR_SUCCESS"),
            4 => format!("ERROR_SUCCESS != {s}"),
            5 | 6 => s.to_string(),
            7 => format!("{s} != 0"),
            _ => format!("{s} != NO_ERROR"),
        }
    }

    /// "This status says success".
    pub fn ok(&mut self, s: &str) -> String {
        let whole = if s.contains('(') && !s.ends_with(')') { format!("({s})") } else { s.to_string() };
        match self.rng.below(8) {
            0..=3 => format!("{s} == ERROR_SUCCESS"),
            4 => format!("ERROR_SUCCESS == {s}"),
            5 | 6 => format!("!{whole}"),
            _ => format!("{s} == NO_ERROR"),
        }
    }

    /// Whether something is forgotten here.
    pub fn slips(&mut self, percent: usize) -> bool {
        self.careless && self.rng.percent(percent)
    }

    /// The close at the function's regular end.
    pub fn close(&mut self, h: &str) -> String {
        if self.slips(35) { String::new() } else { format!("RegCloseKey({h});") }
    }

    /// The close before an early exit.
    pub fn early_close(&mut self, h: &str) -> String {
        if self.slips(60) { String::new() } else { format!("RegCloseKey({h});") }
    }

    /// Leaves the function after a failure.
    pub fn fail_ret(&mut self) -> String {
        let s = self.s.clone();
        match self.gives {
            Gives::Status => format!("return {s};"),
            Gives::Bool => "return FALSE;".into(),
            Gives::Hresult => self.rng.pick(&["return E_FAIL;", "return HRESULT_FROM_WIN32($s);"]).replace("$s", &s),
            Gives::Value => "return 0;".into(),
            Gives::Nothing => "return;".into(),
        }
    }

    /// Leaves the function at its regular end.
    pub fn ok_ret(&mut self) -> String {
        match self.gives {
            Gives::Status => "return ERROR_SUCCESS;".into(),
            Gives::Bool => "return TRUE;".into(),
            Gives::Hresult => "return S_OK;".into(),
            Gives::Value => {
                self.need("DWORD dwValue = 0;");
                "return dwValue;".into()
            }
            Gives::Nothing => String::new(),
        }
    }

    pub fn log(&mut self) -> String {
        let s = self.s.clone();
        match self.rng.below(5) {
            0 => format!("LogError(L\"{}\", {s});", self.rng.pick(&["open", "RegOpenKeyEx failed", "settings", "cannot read the key"])),
            1 => format!("ReportFailure(101, (DWORD){s});"),
            2 => "TraceMsg(L\"failed\");".into(),
            _ => String::new(),
        }
    }

    /// Some work with the open key; it may leave the function, having closed the keys or, if careless, not.
    pub fn work(&mut self, h: &str, open: &[&str]) -> String {
        let mut text = self.noise();
        for _ in 0..1 + self.rng.below(2) {
            let step = match self.rng.below(6) {
                0 => {
                    let query = self.query(h);
                    format!("{} = {query};", self.s)
                }
                1 => {
                    let query = self.query(h);
                    let ok = self.ok(&query);
                    let noise = self.noise();
                    format!("if ({ok}) {{ {noise} UpdateCounter(1); }}")
                }
                2 => {
                    let query = self.query(h);
                    let exit = self.exit(open);
                    let fail = self.fail(&self.s.clone());
                    format!("{} = {query}; if ({fail}) {{ {exit} }}", self.s)
                }
                3 => {
                    let query = self.query(h);
                    let fail = self.fail(&query);
                    let exit = self.exit(open);
                    format!("if ({fail}) {{ {exit} }}")
                }
                4 => {
                    let cond = self.cond();
                    let query = self.query(h);
                    format!("if ({cond}) {{ {query}; }}")
                }
                _ => {
                    let cond = self.cond();
                    let exit = self.exit(open);
                    format!("if ({cond}) {{ {exit} }}")
                }
            };
            text.push('\n');
            text.push_str(&step);
        }
        text
    }

    /// An early exit with these keys open.
    pub fn exit(&mut self, open: &[&str]) -> String {
        let mut text = self.log();
        for h in open.iter().rev() {
            text.push_str(&self.early_close(h));
        }
        text + &self.fail_ret()
    }

    /// The type that `gives` stands for.
    pub fn ret(&self) -> &'static str {
        match self.gives {
            Gives::Status => self.status_type,
            Gives::Bool => "BOOL",
            Gives::Hresult => "HRESULT",
            Gives::Value => "DWORD",
            Gives::Nothing => "void",
        }
    }

    /// Declarations and statements together.
    pub fn body(&self, statements: &str) -> String {
        format!("{}\n\n{}", self.decls.join("\n"), statements.trim())
    }
}

/// `&place`, or the pointer itself for `*pointer`.
pub fn address(place: &str) -> String {
    place.strip_prefix('*').map_or_else(|| format!("&{place}"), str::to_string)
}
