//! What the published APIs do, as data.
//!
//! `rules/apis/*.toml` is the only place that knows an API's name, its argument positions or its releaser. This module gives
//! the tables a type, [`load()`] reads and checks them. Front-ends ask [`Models::api`], [`Models::constant`] and
//! [`Models::macro_meaning`]; the solver asks [`Models::get`].
//!
//! Arguments count from 0.

use rustc_hash::FxHashMap;
use serde::Deserialize;
use std::fmt;

mod hive;
mod load;
mod marks;
mod published;
mod scripts;
pub use hive::Hive;
pub use load::{DataError, builtin, builtin_files, load, with_own};
pub(crate) use load::{nearest, parse, parse_with};
pub use marks::{
    FoundMark, Library, ManagedMark, ManagedType, ManagedUse, Mark, Marks, Packer, Strength, VisualBasic, Word, marks, source_marks,
};
pub use published::{Published, published_types};
pub use scripts::{Form, Script, Scripts, scripts};

/// Index of a modelled function.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub struct ApiId(pub u32);

/// What a handle is, and therefore what may close it.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// An `HKEY` (or a native key handle).
    Key,
    /// An `HUSKEY` of shlwapi.
    Huskey,
    /// A COM object that keeps a key open: a registry stream (`IStream*`), a property bag on a key.
    Stream,
    /// A loaded user profile (`PROFILEINFO.hProfile`).
    Profile,
    /// A certificate store.
    Store,
    /// A cryptographic provider.
    Provider,
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Kind::Key => "key",
            Kind::Huskey => "huskey",
            Kind::Stream => "stream",
            Kind::Profile => "profile",
            Kind::Store => "store",
            Kind::Provider => "provider",
        })
    }
}

/// A root of the registry, in order from most to least user-like.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug, Deserialize)]
pub enum Root {
    /// `HKEY_CURRENT_USER`
    #[serde(rename = "HKCU")]
    Hkcu,
    /// `HKEY_CURRENT_USER_LOCAL_SETTINGS`
    #[serde(rename = "HKCU-local")]
    HkcuLocal,
    /// `HKEY_CLASSES_ROOT`
    #[serde(rename = "HKCR")]
    Hkcr,
    /// `HKEY_USERS`
    #[serde(rename = "HKU")]
    Hku,
    /// A parameter that no seen caller fills.
    #[serde(rename = "param")]
    Param,
    /// Could not be told.
    #[serde(rename = "unknown")]
    Unknown,
    /// `HKEY_LOCAL_MACHINE`
    #[serde(rename = "HKLM")]
    Hklm,
    /// `HKEY_CURRENT_CONFIG`
    #[serde(rename = "HKCC")]
    Hkcc,
    /// `HKEY_PERFORMANCE_DATA`, `…_TEXT`, `…_NLSTEXT`, `HKEY_DYN_DATA`
    #[serde(rename = "HKPD")]
    Hkpd,
    /// Not below a predefined root at all (an application hive, a device key, a machine store).
    #[serde(rename = "other")]
    Other,
}

impl Root {
    /// The name used in all output.
    pub fn name(self) -> &'static str {
        match self {
            Root::Hkcu => "HKCU",
            Root::HkcuLocal => "HKCU-local",
            Root::Hkcr => "HKCR",
            Root::Hku => "HKU",
            Root::Param => "param",
            Root::Unknown => "unknown",
            Root::Hklm => "HKLM",
            Root::Hkcc => "HKCC",
            Root::Hkpd => "HKPD",
            Root::Other => "other",
        }
    }

    /// Whether a number is a predefined key that the process keeps open for its user.
    pub fn is_user_value(value: i64) -> bool {
        Root::of_value(value).is_some_and(Root::is_cached_user_root)
    }

    /// The root that a predefined handle's value stands for, sign-extended or not.
    pub fn of_value(value: i64) -> Option<Root> {
        if value != i64::from(value as u32) && value != i64::from(value as i32) {
            return None;
        }
        Some(match value as u32 {
            0x8000_0000 => Root::Hkcr,
            0x8000_0001 => Root::Hkcu,
            0x8000_0002 => Root::Hklm,
            0x8000_0003 => Root::Hku,
            0x8000_0004 | 0x8000_0006 | 0x8000_0050 | 0x8000_0060 => Root::Hkpd,
            0x8000_0005 => Root::Hkcc,
            0x8000_0007 => Root::HkcuLocal,
            _ => return None,
        })
    }

    /// Whether the process-wide cache of predefined keys holds the user's hive once this root was used.
    pub fn is_cached_user_root(self) -> bool {
        matches!(self, Root::Hkcu | Root::Hkcr | Root::HkcuLocal)
    }
}

/// How a function says that it succeeded.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Success {
    /// Returns 0 on success, a positive error code otherwise (`LSTATUS`, `CONFIGRET`).
    Zero,
    /// Returns a value that is not negative on success (`HRESULT`, `NTSTATUS`).
    NotNegative,
    /// Returns non-zero on success, 0 otherwise (`BOOL`, a pointer).
    NonZero,
    /// Returns the handle, or `INVALID_HANDLE_VALUE`.
    NotInvalid,
}

/// Where a function leaves the handle it hands out.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize)]
#[serde(untagged, deny_unknown_fields, expecting = "`out` must be an argument's number, `{ arg = N, field = \"member\" }` or \"return\"")]
pub enum Out {
    /// Through the pointer in this argument.
    Arg(u8),
    /// In a member of what this argument points at.
    Field {
        /// Which argument.
        arg: u8,
        /// Which member.
        field: String,
        /// Where it lies in 32-bit and in 64-bit code.
        at: Option<[u8; 2]>,
    },
    /// It returns it: `out = "return"`.
    Return(ReturnMarker),
}

/// The word `return`.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Deserialize)]
pub enum ReturnMarker {
    /// `"return"`
    #[serde(rename = "return")]
    Return,
}

/// Which root the key is below.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Deserialize)]
#[serde(
    untagged,
    deny_unknown_fields,
    expecting = "`root` must be an argument's number, a root's name in quotes (\"HKCU\", \"HKLM\", \"other\" …), `{ object_attributes = N }` or `{ flags = N, mask = M, values = [{ value = V, root = \"HKCU\" }], otherwise = \"other\" }`"
)]
pub enum RootFrom {
    /// What this argument holds: a predefined root or another key.
    Arg(u8),
    /// Always this one.
    Fixed(Root),
    /// Decided by a flag argument.
    Flags {
        /// The argument with the flags.
        flags: u8,
        /// Which bits matter.
        mask: i64,
        /// `value of those bits → root`, first match wins.
        values: Vec<FlagRoot>,
        /// The root for every other value.
        otherwise: Root,
    },
    /// In the `OBJECT_ATTRIBUTES` that this argument points at.
    ObjectAttributes {
        /// Which argument.
        object_attributes: u8,
    },
}

/// One row of [`RootFrom::Flags`].
#[derive(Clone, PartialEq, Eq, Hash, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FlagRoot {
    /// Value of the masked bits.
    pub value: i64,
    /// The root it selects.
    pub root: Root,
}

/// What an open with a NULL or an empty sub-key gives.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Reopen {
    /// A handle of its own, to be closed.
    #[default]
    New,
    /// The handle that was passed in; no close is owed for it.
    Same,
    /// The handle that was passed in if that is a predefined root, else one of its own.
    SameIfPredefined,
    /// The handle that was passed in if that is `HKEY_CLASSES_ROOT`, else one of its own.
    SameIfClassesRoot,
}

/// A condition: this argument has this value.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ArgIs {
    /// The argument.
    pub arg: u8,
    /// The value that it must have.
    pub value: i64,
}

impl ArgIs {
    /// Whether `value` is the one asked for; `0xFFFFFFFF` and `-1` are the same 32-bit value.
    pub fn matches(self, value: i64) -> bool {
        self.value == value
            || (self.value as u32 == value as u32
                && [self.value, value].iter().all(|v| i32::try_from(*v).is_ok() || u32::try_from(*v).is_ok()))
    }
}

/// A condition: this argument has one of these bits set.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ArgHas {
    /// The argument.
    pub arg: u8,
    /// The bits.
    pub bits: i64,
}

/// A function hands out a handle that the caller must release.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Acquire {
    /// What it hands out.
    pub kind: Kind,
    /// Below which root.
    pub root: RootFrom,
    /// The argument with the sub-key (or store, file … name).
    pub subkey: Option<u8>,
    /// Where it goes.
    pub out: Out,
    /// How success shows.
    pub success: Success,
    /// With a NULL sub-key.
    #[serde(default)]
    pub null_subkey: Reopen,
    /// With an empty sub-key.
    #[serde(default)]
    pub empty_subkey: Reopen,
    /// With such a flag it deletes something and hands out nothing.
    pub none_if: Option<ArgHas>,
    /// The functions that release it; the first is the one to recommend.
    pub releasers: Vec<String>,
    /// No user's data can be behind it, whatever the root says.
    #[serde(default)]
    pub borrowed: bool,
    /// What it hands out is a value that owns the handle: with its last name the handle is closed.
    #[serde(default)]
    pub owned: bool,
}

/// A function releases a handle.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Release {
    /// The argument that holds the handle itself.
    pub arg: u8,
    /// The kinds it may release. Releasing another kind is a finding, unless the opener names this function among its
    /// releasers: see [`Models::may_release`].
    pub kinds: Vec<Kind>,
    /// Also releases things that are not modelled (`CloseHandle`, `Release`).
    #[serde(default)]
    pub general: bool,
}

/// A function makes a second handle to what another handle is open on. Only a tracked handle makes it an open site.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Duplicate {
    /// The argument that holds the first handle.
    pub from: u8,
    /// The argument that points at the place for the second.
    pub out: u8,
    /// How success shows.
    pub success: Success,
}

/// A function makes a key or sets a value.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Writes {
    /// The argument with the key.
    pub key: Option<u8>,
    /// The root, where no argument says it.
    pub root: Option<Root>,
    /// The argument with the sub-key.
    pub subkey: Option<u8>,
    /// Where below that it writes.
    pub below: Option<String>,
    /// The argument with the value's name; without one it makes a key.
    pub value: Option<u8>,
    /// The argument with what is written, or with its address.
    pub data: Option<u8>,
    /// It writes only under this condition.
    pub only_if: Option<ArgIs>,
}

/// Copies a handle or a value from one place to another.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Store {
    /// The argument that points at the place written.
    pub to: u8,
    /// A member of it.
    pub field: Option<String>,
    /// Where the member lies in 32-bit and in 64-bit code.
    pub at: Option<[u8; 2]>,
    /// The argument whose value is written.
    pub from: u8,
}

/// A change of the thread's or the component's situation.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Context {
    /// The thread acts as somebody else from here on.
    Impersonate,
    /// The thread is itself again.
    Revert,
    /// The predefined-key cache is off for HKCU.
    DisableUserCache,
    /// The predefined-key cache is off.
    DisableCache,
    /// A predefined key stands for another key from here on.
    Override,
    /// Waits without end.
    Wait,
}

/// What one published function does.
#[derive(Clone, PartialEq, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Function {
    /// Its name without the `A`/`W` suffix if `ansi_wide` is set.
    pub name: String,
    /// It exists as `name`, `nameA` and `nameW`.
    #[serde(default)]
    pub ansi_wide: bool,
    /// Further names of the same function (`Zw…` of `Nt…`).
    #[serde(default)]
    pub aliases: Vec<String>,
    /// How many arguments it takes; absent if that varies.
    pub params: Option<u8>,
    /// The libraries that export it, lower case, without `.dll`.
    #[serde(default)]
    pub dlls: Vec<String>,
    /// It hands out a handle.
    pub acquires: Option<Acquire>,
    /// It releases one.
    pub releases: Option<Release>,
    /// The arguments that hold a root or key which it uses without keeping it.
    #[serde(default)]
    pub uses: Vec<u8>,
    /// It opens the key of the user that the thread acts for, or the default user's if that one's profile is not loaded: the
    /// argument that says what for.
    pub follows_thread: Option<u8>,
    /// It uses this predefined root without being told (no handle comes back).
    pub uses_root: Option<Root>,
    /// It makes a key or sets a value.
    pub writes: Option<Writes>,
    /// The system keeps a reference of its own to the key in this argument.
    pub retains: Option<u8>,
    /// It writes these values to these places.
    #[serde(default)]
    pub stores: Vec<Store>,
    /// It writes the path of the thread's user's hive, `\REGISTRY\USER\<SID>`, to the `UNICODE_STRING` at this argument.
    pub user_path: Option<u8>,
    /// It fills what this argument points at with zeroes.
    pub zeroes: Option<u8>,
    /// `zeroes` holds only under this condition.
    pub zeroes_if: Option<ArgIs>,
    /// It returns the old value of the place that `arg` 0 points at and stores argument 1 there.
    #[serde(default)]
    pub exchanges: bool,
    /// As `exchanges`, but it stores only if the old value equals argument 2.
    #[serde(default)]
    pub compare_exchanges: bool,
    /// It returns the address of the function that this argument names.
    pub finds_function: Option<u8>,
    /// It duplicates a handle.
    pub duplicates: Option<Duplicate>,
    /// It returns memory that nobody else knows.
    #[serde(default)]
    pub allocates: bool,
    /// It frees the memory that this argument points at.
    pub frees: Option<u8>,
    /// It may end the object that this argument points at, or what it points at points at: what that closes is not seen.
    pub may_end: Option<u8>,
    /// It returns this argument unchanged (`std::move`, `static_cast` and their like).
    pub returns_arg: Option<u8>,
    /// The handles in this argument belong to a value that closes them from here on.
    pub adopts: Option<u8>,
    /// The handles in this argument are closed by nobody from here on, unless somebody does it by hand.
    pub detaches: Option<u8>,
    /// The word that makes a file worth reading, where that is not the function's name or its crate's.
    pub seed: Option<String>,
    /// The type of its value, as Rust writes it.
    pub returns: Option<String>,
    /// It never comes back.
    #[serde(default)]
    pub noreturn: bool,
    /// It changes the situation.
    pub context: Option<Context>,
    /// `context` holds only under this condition.
    pub context_if: Option<ArgIs>,
    /// How it says that it changed the situation; without this it always does.
    pub context_success: Option<Success>,
    /// Under this condition it takes back what its like changed.
    pub reverts_if: Option<ArgIs>,
    /// It only reads through the pointers it is given; without this, what they point at may hold anything afterwards.
    #[serde(default)]
    pub reads_only: bool,
    /// It tells how many elements an array has: at least one.
    #[serde(default)]
    pub counts_elements: bool,
}

impl Function {
    /// Whether it puts a handle where this argument points.
    pub fn takes_place(&self, argument: usize) -> bool {
        matches!(self.acquires.as_ref().map(|a| &a.out), Some(Out::Arg(out)) if usize::from(*out) == argument)
    }

    /// The highest argument that any part of the entry names.
    pub fn highest_argument(&self) -> Option<u8> {
        let mut named: Vec<u8> = self.uses.clone();
        named.extend([self.retains, self.user_path, self.zeroes, self.frees, self.may_end, self.returns_arg].into_iter().flatten());
        named.extend([self.adopts, self.detaches].into_iter().flatten());
        named.extend(self.stores.iter().flat_map(|s| [s.to, s.from]));
        named.extend([self.zeroes_if, self.context_if, self.reverts_if].into_iter().flatten().map(|c| c.arg));
        named.extend(self.releases.iter().map(|r| r.arg));
        named.extend(self.writes.iter().flat_map(|w| [w.key, w.subkey, w.value, w.data, w.only_if.map(|c| c.arg)]).flatten());
        named.extend(self.duplicates.iter().flat_map(|d| [d.from, d.out]));
        if let Some(acquire) = &self.acquires {
            named.extend(acquire.subkey);
            named.extend(acquire.none_if.map(|c| c.arg));
            match &acquire.root {
                RootFrom::Arg(arg) | RootFrom::Flags { flags: arg, .. } | RootFrom::ObjectAttributes { object_attributes: arg } => {
                    named.push(*arg)
                }
                RootFrom::Fixed(_) => {}
            }
            match &acquire.out {
                Out::Arg(arg) | Out::Field { arg, .. } => named.push(*arg),
                Out::Return(_) => {}
            }
        }
        named.extend(self.finds_function);
        named.extend(self.exchanges.then_some(1));
        named.extend(self.compare_exchanges.then_some(2));
        named.into_iter().max()
    }

    /// Whether a file that mentions the name is worth reading at all.
    pub fn is_seed(&self) -> bool {
        let switches =
            matches!(self.context, Some(Context::DisableUserCache | Context::DisableCache | Context::Impersonate | Context::Revert));
        let closes = self.releases.as_ref().is_some_and(|r| !r.general);
        self.acquires.is_some() || closes || !self.uses.is_empty() || self.uses_root.is_some() || self.writes.is_some() || switches
    }
}

/// What a published macro means as an expression of its first argument.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum MacroMeaning {
    /// `HRESULT_FROM_WIN32(x)`
    HresultFromWin32,
    /// `RtlNtStatusToDosError(x)`
    Win32FromStatus,
    /// `SUCCEEDED(x)`, `NT_SUCCESS(x)`: `x >= 0`
    NotNegative,
    /// `FAILED(x)`: `x < 0`
    Negative,
    /// `TEXT("…")`, `_T("…")`, `L"…"` helpers: the argument itself
    Argument,
    /// `SUCCEEDED_WIN32(x)`: `x == 0`
    Zero,
    /// `FAILED_WIN32(x)`: `x != 0`
    NotZero,
    /// Returns if its argument is negative.
    ReturnIfNegative,
    /// Returns if its argument is not 0.
    ReturnIfNotZero,
    /// Returns if its argument is 0.
    ReturnIfZero,
    /// Returns its first argument if the second holds.
    ReturnIfSecond,
    /// Stores its argument in `hr` and jumps to the function's clean-up label if it is negative.
    GotoIfNegative,
    /// Returns.
    Returns,
    /// Throws if its argument is negative.
    ThrowIfNegative,
    /// Throws if its argument is not 0.
    ThrowIfNotZero,
    /// Throws if its argument is 0.
    ThrowIfZero,
    /// Throws if the second argument holds.
    ThrowIfSecond,
    /// Throws.
    Throws,
}

impl MacroMeaning {
    /// Whether it may leave the function.
    pub fn leaves(self) -> bool {
        use MacroMeaning as M;
        !matches!(self, M::Argument | M::NotNegative | M::Negative | M::Zero | M::NotZero | M::HresultFromWin32 | M::Win32FromStatus)
    }

    /// Whether it may leave the function by an exception.
    pub fn throws(self) -> bool {
        use MacroMeaning as M;
        matches!(self, M::ThrowIfNegative | M::ThrowIfNotZero | M::ThrowIfZero | M::ThrowIfSecond | M::Throws)
    }
}

/// What the name of a constant tells of its value.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Sign {
    /// It is not zero.
    NotZero,
    /// It is below zero.
    Negative,
}

/// All tables.
#[derive(Debug, Default)]
pub struct Models {
    functions: Vec<Function>,
    by_name: FxHashMap<String, ApiId>,
    constants: FxHashMap<String, i64>,
    never_zero: Vec<String>,
    always_negative: Vec<String>,
    macros: FxHashMap<String, MacroMeaning>,
    /// How the paths of headers end whose macros are the published ones.
    published_in: Vec<String>,
}

impl Models {
    /// The modelled function of this name, prefixes of object files (`ADVAPI32$`) and `::` removed.
    pub fn api(&self, name: &str) -> Option<ApiId> {
        let bare = name.rsplit(['$', ':']).next().unwrap_or(name);
        self.by_name.get(bare).copied()
    }

    /// The modelled function or method of this full path, e.g. `winreg::RegKey::open_subkey`.
    pub fn path(&self, path: &str) -> Option<ApiId> {
        self.by_name.get(path).copied()
    }

    /// A function by its id.
    pub fn get(&self, id: ApiId) -> &Function {
        &self.functions[id.0 as usize]
    }

    /// Whether `closer` is a right way to end the life of what `opener` hands out.
    pub fn may_release(&self, opener: &Acquire, closer: ApiId) -> bool {
        self.get(closer).releases.as_ref().is_some_and(|r| r.kinds.contains(&opener.kind))
            || opener.releasers.iter().any(|name| self.api(name) == Some(closer))
    }

    /// All functions with their ids.
    pub fn functions(&self) -> impl Iterator<Item = (ApiId, &Function)> {
        self.functions.iter().enumerate().map(|(i, f)| (ApiId(i as u32), f))
    }

    /// Every spelling of every function, in no order.
    pub fn names(&self) -> impl Iterator<Item = (&str, ApiId)> {
        self.by_name.iter().map(|(n, id)| (n.as_str(), *id))
    }

    /// The value of a published constant, e.g. `HKEY_CURRENT_USER`, `ERROR_SUCCESS`, `S_FALSE`.
    pub fn constant(&self, name: &str) -> Option<i64> {
        self.constants.get(name).copied()
    }

    /// What is known of a constant that is not listed, by how its name begins.
    pub fn constant_sign(&self, name: &str) -> Option<Sign> {
        let is_constant = name.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || b == b'_');
        let begins = |prefixes: &[String]| is_constant && prefixes.iter().any(|prefix| name.starts_with(prefix.as_str()));
        if begins(&self.always_negative) { Some(Sign::Negative) } else { begins(&self.never_zero).then_some(Sign::NotZero) }
    }

    /// All constants.
    pub fn constants(&self) -> impl Iterator<Item = (&str, i64)> {
        self.constants.iter().map(|(n, v)| (n.as_str(), *v))
    }

    /// What a published function-like macro means.
    pub fn macro_meaning(&self, name: &str) -> Option<MacroMeaning> {
        self.macros.get(name).copied()
    }

    /// Whether a header of this path defines the published macros.
    pub fn is_published(&self, path: &str) -> bool {
        self.published_in.iter().any(|end| path.strip_suffix(end.as_str()).is_some_and(|dir| dir.is_empty() || dir.ends_with('/')))
    }

    /// Macros and functions that throw.
    pub fn throwers(&self) -> impl Iterator<Item = &str> {
        self.macros.iter().filter(|(_, meaning)| meaning.throws()).map(|(name, _)| name.as_str())
    }

    /// The names that make a file worth reading, sorted: functions that open, close or use a key, and the root keys.
    pub fn seeds(&self) -> Vec<&str> {
        // of a path, the crate's name
        let word = |name: &'_ str| name.find("::").unwrap_or(name.len());
        let seeds = self.by_name.iter().map(|(name, id)| (name.as_str(), self.get(*id))).filter(|(_, f)| f.is_seed());
        let mut all: Vec<&str> = seeds.map(|(name, f)| f.seed.as_deref().unwrap_or(&name[..word(name)])).collect();
        all.extend(
            self.constants
                .iter()
                .filter(|(_, v)| Root::of_value(**v).is_some())
                .map(|(n, _)| n.as_str())
                .filter(|n| n.starts_with("HKEY_")),
        );
        all.sort_unstable();
        all.dedup();
        all
    }
}
