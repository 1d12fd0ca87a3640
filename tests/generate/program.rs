//! What a shape hands over: functions as text, with what the native run must know about them.

/// One function.
#[derive(Clone, Debug, Default)]
pub struct Function {
    /// `static`, or empty.
    pub storage: &'static str,
    /// The type it returns.
    pub ret: String,
    /// `WINAPI` and its like, or empty.
    pub convention: &'static str,
    /// Its name, unique in the file.
    pub name: String,
    /// Types and names of the parameters.
    pub params: Vec<(String, String)>,
    /// The statements between its braces.
    pub body: String,
    /// Lines above it.
    pub comment: String,
    /// A call of it hands an owned key to the caller.
    pub hands_back: bool,
    /// Other functions of the file call it: what they pass decides the root.
    pub called: bool,
    /// Statements of the native run that prepare what the parameter `obj` points at.
    pub setup: String,
}

impl Function {
    /// The parameter through which a key is handed out, by position.
    pub fn out_param(&self) -> Option<usize> {
        self.params.iter().position(|(ty, _)| is_key_pointer(ty))
    }
}

/// `HKEY *` in its spellings.
pub fn is_key_pointer(ty: &str) -> bool {
    matches!(ty, "HKEY *" | "PHKEY")
}

/// A macro that opens a key.
#[derive(Clone, Copy, Debug)]
pub struct Macro {
    /// Its name.
    pub name: &'static str,
    /// The argument that points at the handle.
    pub out: usize,
    /// Its parameters.
    pub params: &'static str,
    /// What it stands for; begins with the name of the function that opens.
    pub text: &'static str,
}

/// One file of one shape.
#[derive(Clone, Debug, Default)]
pub struct File {
    /// The shape's name; the file is called after it.
    pub shape: &'static str,
    /// The comment that the file starts with.
    pub title: String,
    /// `#define` lines.
    pub defines: Vec<String>,
    /// Macros that open a key.
    pub macros: Vec<Macro>,
    /// Structures: name and definition.
    pub structs: Vec<(String, String)>,
    /// Declarations of globals, one a line.
    pub globals: Vec<String>,
    /// Macros that the native run is built with and without.
    pub switches: Vec<String>,
    /// In order.
    pub functions: Vec<Function>,
    /// How it is laid out.
    pub style: Style,
}

/// How a file is laid out.
#[derive(Clone, Copy, Debug)]
pub struct Style {
    /// Braces on lines of their own.
    pub allman: bool,
    /// One level.
    pub indent: &'static str,
    /// Statements longer than this are wrapped.
    pub width: usize,
}

impl Default for Style {
    fn default() -> Style {
        Style { allman: true, indent: "    ", width: 110 }
    }
}

/// Functions that hand out a key: the name and the position of the out argument.
pub const OPENS: [(&str, usize); 9] = [
    ("RegOpenKeyExW", 4),
    ("RegOpenKeyExA", 4),
    ("RegOpenKeyW", 2),
    ("RegOpenKeyA", 2),
    ("RegCreateKeyW", 2),
    ("RegCreateKeyExW", 7),
    ("RegCreateKeyExA", 7),
    ("RegOpenCurrentUser", 1),
    ("SHRegOpenUSKeyW", 3),
];

/// Functions whose calls the native run watches.
pub const WATCHED: [&str; 16] = [
    "RegCloseKey",
    "RegQueryValueExW",
    "RegQueryValueExA",
    "RegSetValueExW",
    "RegDeleteValueW",
    "RegEnumKeyExW",
    "RegEnumValueW",
    "RegQueryInfoKeyW",
    "RegFlushKey",
    "RegDeleteTreeW",
    "SHRegCloseUSKey",
    "CloseHandle",
    "SHRegQueryUSValueW",
    "free",
    "HeapFree",
    "ExitProcess",
];

/// Functions of other files that the shapes call, with their prototypes.
pub const UNSEEN: [(&str, &str); 22] = [
    ("LogError", "void LogError(LPCWSTR pszWhat, LONG lError);"),
    ("TraceMsg", "void TraceMsg(LPCWSTR pszFormat, ...);"),
    ("DbgPrintf", "void DbgPrintf(LPCSTR pszFormat, ...);"),
    ("ReportFailure", "void ReportFailure(UINT uId, DWORD dwError);"),
    ("IsFeatureEnabled", "BOOL IsFeatureEnabled(DWORD dwFeature);"),
    ("IsRemoteSession", "BOOL IsRemoteSession(void);"),
    ("ValidateSettings", "BOOL ValidateSettings(LPCWSTR pszText, DWORD cch);"),
    ("CheckValue", "BOOL CheckValue(DWORD dwValue);"),
    ("LoadDefaults", "void LoadDefaults(LPWSTR pszBuffer, DWORD cch);"),
    ("GetRetryCount", "DWORD GetRetryCount(void);"),
    ("GetOpenMode", "DWORD GetOpenMode(void);"),
    ("InitLogging", "LONG InitLogging(void);"),
    ("NotifyClients", "HRESULT NotifyClients(DWORD dwWhat);"),
    ("ConvertPath", "LONG ConvertPath(LPWSTR pszPath, DWORD cch);"),
    ("ApplyTheme", "LONG ApplyTheme(DWORD dwTheme);"),
    ("UpdateCounter", "void UpdateCounter(DWORD dwWhich);"),
    ("ReadPolicy", "LONG ReadPolicy(HKEY hKey, LPCWSTR pszName);"),
    ("DumpKey", "void DumpKey(HKEY hKey);"),
    ("MigrateValues", "HRESULT MigrateValues(HKEY hKey, DWORD dwVersion);"),
    ("WindowSettingsLoad", "BOOL WindowSettingsLoad(HKEY hKey, DWORD dwId);"),
    ("AdoptKey", "void AdoptKey(HKEY *phKey);"),
    ("KeyIsUsable", "BOOL KeyIsUsable(HKEY hKey);"),
];
