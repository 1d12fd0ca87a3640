//! Rules as data: their type, how they select, and reading them with every mistake shown.

use super::{Level, message};
use crate::lifetime::{Class, EndKind, Lifetime, Misuse, MisuseKind, Runs, Write};
use crate::models::{DataError, Kind, Root, parse};
use crate::source::Source;
use serde::Deserialize;
use std::sync::Arc;

/// A rule.
#[derive(Clone, PartialEq, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    /// Kebab-case; names the bad thing, so that it reads well after "allow". Also the name of its file.
    pub id: String,
    /// One line.
    pub title: String,
    /// How bad it is.
    pub level: Level,
    /// The first version that has it.
    pub since: String,
    /// What it is about.
    pub select: Select,
    /// The finding's message, with `{fields}`.
    pub message: String,
    /// What it finds, in a few sentences.
    pub finds: String,
    /// Why it matters.
    pub why: String,
    /// What to write instead.
    pub fix: Fix,
    /// When it reports sound code.
    #[serde(default)]
    pub false_alarms: Vec<String>,
    /// What it does not see.
    #[serde(default)]
    pub misses: Vec<String>,
    /// What to read.
    #[serde(default)]
    pub references: Vec<Reference>,
    /// Code that it flags and code that it does not.
    #[serde(default)]
    pub example: Vec<Example>,
    /// All of it as one text, see [`super::explain()`].
    #[serde(skip)]
    pub help: String,
}

/// What to write instead.
#[derive(Clone, PartialEq, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fix {
    /// In words, with `{fields}`.
    pub advice: String,
    /// Code as it should not be.
    #[serde(default)]
    pub before: String,
    /// The same code as it should be.
    #[serde(default)]
    pub after: String,
    /// When it is wrong, in words.
    #[serde(default)]
    pub unless: String,
    /// In words, for a C++ file that uses WIL.
    pub wil: Option<String>,
    /// In words, for a C++ file that uses ATL.
    pub atl: Option<String>,
    /// The same for Rust, where it differs.
    pub rust: Option<RustFix>,
}

/// In whose words a file owns its handles.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Style {
    /// C, or C++ without a library that owns handles.
    #[default]
    Plain,
    /// C++ that uses the Windows Implementation Library.
    Wil,
    /// C++ that uses the Active Template Library.
    Atl,
    /// Rust.
    Rust,
}

impl Style {
    /// The style of a file. Where both libraries are in use, WIL: it is the newer one.
    pub fn of(source: &Source) -> Style {
        let mentions = |words: &[&str]| words.iter().any(|w| source.text.contains(w));
        if source.path.ends_with(".rs") {
            Style::Rust
        } else if mentions(&["wil::", "<wil/", "\"wil/"]) {
            Style::Wil
        } else if mentions(&["CRegKey", "CComPtr", "<atlbase.h>", "BEGIN_COM_MAP"]) {
            Style::Atl
        } else {
            Style::Plain
        }
    }
}

impl Fix {
    /// The advice in a file's own words, with `{fields}`.
    pub(super) fn advice_in(&self, style: Style) -> &str {
        let own = match style {
            Style::Plain => None,
            Style::Wil => self.wil.as_ref(),
            Style::Atl => self.atl.as_ref(),
            Style::Rust => self.rust.as_ref().map(|r| &r.advice),
        };
        own.unwrap_or(&self.advice)
    }
}

/// What to write instead in Rust.
#[derive(Clone, PartialEq, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RustFix {
    /// In words, with `{fields}`.
    pub advice: String,
    /// Code as it should not be: the rule reports in it.
    pub before: String,
    /// The same code as it should be: the rule does not.
    pub after: String,
}

/// A public document.
#[derive(Clone, PartialEq, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Reference {
    /// What it is.
    pub title: String,
    /// Where it is.
    pub url: String,
}

/// A piece of C or of another file; a line that ends in `//~` is where the rule reports.
#[derive(Clone, PartialEq, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Example {
    /// The file's name, where it is no C.
    pub file: Option<String>,
    /// Whether the rule reports anything in it.
    pub flags: bool,
    /// The code.
    pub code: String,
}

/// What a rule is about.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Subject {
    /// What becomes of an opened handle.
    Lifetime,
    /// A wrong use of a handle.
    Misuse,
    /// Uses of a predefined per-user root, all of a component together.
    PredefinedUse,
    /// A key that is made or a value that is set, by code or by a script.
    Write,
    /// Functions that open keys, imported by a binary and called where its code can't be followed; all of a file together.
    UnreadOpen,
    /// A comment, or an entry of the configuration, that allows a rule.
    Allow,
}

/// Whether a key can be the user's.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PerUser {
    /// It can.
    Yes,
    /// It can't.
    No,
    /// Not known.
    Unknown,
}

/// What is wrong with a comment, or an entry of the configuration, that allows a rule.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum AllowFault {
    /// It gives no reason.
    WithoutReason,
    /// There is nothing to allow.
    Nothing,
    /// Its last day is over.
    Expired,
}

/// Which lifetimes or misuses a rule takes. An empty list takes all.
#[derive(Clone, PartialEq, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Select {
    /// What it is about.
    pub subject: Subject,
    /// Classes of lifetimes.
    #[serde(default)]
    pub classes: Vec<Class>,
    /// Whether the key can be the user's.
    #[serde(default)]
    pub per_user: Vec<PerUser>,
    /// Kinds of handles.
    #[serde(default)]
    pub kinds: Vec<Kind>,
    /// The handle is left open in at least one of these ways.
    #[serde(default)]
    pub exits: Vec<EndKind>,
    /// It is left open in no other way.
    #[serde(default)]
    pub only_exits: bool,
    /// It stays open across a wait without end.
    #[serde(default)]
    pub held_across: bool,
    /// Kinds of misuse.
    #[serde(default)]
    pub misuses: Vec<MisuseKind>,
    /// For misuses: the component uses this predefined key, too.
    pub beside_use: Option<Root>,
    /// For what is written: the names of values; without any, all of a function together.
    #[serde(default)]
    pub values: Vec<String>,
    /// For what is written: it can be in or below one of these keys.
    #[serde(default)]
    pub keys: Vec<String>,
    /// For what is written: a key that is not known counts as one of `keys`.
    #[serde(default)]
    pub unknown_key: bool,
    /// For what is written: it is certainly in or below none of these keys.
    #[serde(default)]
    pub other_keys: Vec<String>,
    /// For what is written: only at registration, by code or by a registration script.
    #[serde(default)]
    pub at_registration: bool,
    /// For what is written: functions that do it only if they are asked to.
    #[serde(default)]
    pub on_demand: Vec<String>,
    /// For comments: what is wrong with them.
    pub allow: Option<AllowFault>,
}

impl Select {
    /// Whether the rule is about this lifetime.
    pub fn takes_lifetime(&self, life: &Lifetime) -> bool {
        life.class != Class::Unknown
            && contains(&self.classes, &life.class)
            && self.takes_user(life.per_user)
            && contains(&self.kinds, &life.kind)
            && (self.exits.is_empty() || life.exits.iter().any(|e| self.exits.contains(&e.kind)))
            && (!self.only_exits || life.exits.iter().all(|e| self.exits.contains(&e.kind)))
            && (!self.held_across || !life.held_across.is_empty())
    }

    /// Whether the rule is about what this opens, whatever becomes of it.
    pub fn takes_open(&self, life: &Lifetime) -> bool {
        self.takes_user(life.per_user) && contains(&self.kinds, &life.kind)
    }

    /// Whether the rule is about this misuse of a handle from `open`.
    pub fn takes_misuse(&self, misuse: &Misuse, open: Option<&Lifetime>) -> bool {
        contains(&self.misuses, &misuse.kind)
            && self.takes_user(misuse.per_user)
            && (self.kinds.is_empty() || open.is_some_and(|life| self.kinds.contains(&life.kind)))
    }

    /// Whether the rule is about this write.
    pub fn takes_write(&self, write: &Write) -> bool {
        let named = |value: &str| self.values.iter().any(|v| v.eq_ignore_ascii_case(value));
        let can_be = || write.keys.iter().any(|key| is_below(key, &self.keys).unwrap_or(self.unknown_key));
        let is_elsewhere = || write.keys.iter().all(|key| is_below(key, &self.other_keys) == Some(false));
        let function = write.function.rsplit("::").next().unwrap_or_default();
        (self.values.is_empty() || write.value.as_deref().is_some_and(named))
            && (self.keys.is_empty() || can_be())
            && (self.other_keys.is_empty() || is_elsewhere())
            && (!self.at_registration || write.runs == Runs::Registration || write.function.is_empty())
            && !self.on_demand.iter().any(|f| f == function)
    }

    /// The key of a write that the rule is about.
    pub(super) fn key_of<'w>(&self, write: &'w Write) -> &'w (Root, Option<Arc<str>>) {
        write.keys.iter().find(|key| is_below(key, &self.keys) == Some(true)).unwrap_or(&write.keys[0])
    }

    fn takes_user(&self, per_user: Option<bool>) -> bool {
        let wanted = match per_user {
            Some(true) => PerUser::Yes,
            Some(false) => PerUser::No,
            None => PerUser::Unknown,
        };
        contains(&self.per_user, &wanted)
    }
}

/// Whether a key is one of these or below one; `None` if that is not known. Of a key whose root is not known the path tells.
fn is_below((root, path): &(Root, Option<Arc<str>>), keys: &[String]) -> Option<bool> {
    let path = path.as_deref()?;
    let is_in = |key: &String| {
        let (of, below) = key.split_once('\\').unwrap_or((key, ""));
        let begins = path.get(..below.len()).is_some_and(|begin| begin.eq_ignore_ascii_case(below));
        let ends = path.get(below.len()..).is_some_and(|rest| rest.is_empty() || rest.starts_with('\\'));
        begins && ends && (matches!(root, Root::Unknown | Root::Param) || root.name() == of)
    };
    Some(keys.iter().any(is_in))
}

fn contains<T: PartialEq>(list: &[T], item: &T) -> bool {
    list.is_empty() || list.contains(item)
}

/// The rules of a run, sorted by id.
#[derive(Clone, PartialEq, Debug)]
pub struct Rules {
    all: Vec<Rule>,
}

macro_rules! rule_files {
    ($($name:literal),* $(,)?) => { &[$(($name, include_str!(concat!("../../rules/", $name)))),*] };
}

/// The rules that are compiled in, as `(file name, text)`; a test holds this list against the folder.
const BUILTIN: &[(&str, &str)] = rule_files![
    "allow-expired.toml",
    "allow-nothing.toml",
    "allow-without-reason.toml",
    "cache-disabled-for-current-user-only.toml",
    "cache-disabled-late.toml",
    "cached-user-root.toml",
    "classes-registered-for-one-user.toml",
    "closed-twice.toml",
    "force-unload-policy-misplaced.toml",
    "force-unload-policy-set.toml",
    "key-of-unloaded-user.toml",
    "leaked-key-of-unknown-root.toml",
    "leaked-machine-key.toml",
    "leaked-user-key.toml",
    "predefined-key-closed.toml",
    "predefined-key-left-overridden.toml",
    "reopened-before-close.toml",
    "retried-without-end.toml",
    "used-after-close.toml",
    "user-key-held-while-waiting.toml",
    "user-key-in-object.toml",
    "user-key-in-static.toml",
    "user-key-in-unread-code.toml",
    "user-profile-never-unloaded.toml",
    "user-root-in-dll-main.toml",
    "user-root-under-impersonation.toml",
    "wrong-closer.toml",
];

/// The names of the files of the rules that are compiled in.
pub fn builtin_files() -> impl Iterator<Item = &'static str> {
    BUILTIN.iter().map(|(name, _)| *name)
}

impl Rules {
    /// The rules that come with hivelint.
    pub fn builtin() -> Result<Rules, DataError> {
        Rules { all: Vec::new() }.with(BUILTIN)
    }

    /// Adds rules given as `(file name, text)`; one with the id of a known rule takes its place.
    pub fn with(mut self, files: &[(&str, &str)]) -> Result<Rules, DataError> {
        for (file, text) in files {
            let rule = read(file, text)?;
            match self.all.binary_search_by(|known| known.id.cmp(&rule.id)) {
                Ok(i) => self.all[i] = rule,
                Err(i) => self.all.insert(i, rule),
            }
        }
        Ok(self)
    }

    /// All, sorted by id.
    pub fn all(&self) -> &[Rule] {
        &self.all
    }

    /// The rule of this id.
    pub fn get(&self, id: &str) -> Option<&Rule> {
        self.all.iter().find(|r| r.id == id)
    }
}

/// Reads one rule and checks what its type can't say.
fn read(file: &str, text: &str) -> Result<Rule, DataError> {
    let mut rule: Rule = parse(file, text)?;
    let wrong = |word: &str, message: String, help: &str| {
        let start = text.find(word).unwrap_or(0);
        Err(DataError::new(file, text, start..start + word.len().min(text.len() - start), message, help))
    };
    let stem = file.rsplit('/').next().unwrap_or(file).trim_end_matches(".toml");
    if rule.id != stem {
        return wrong(&rule.id, format!("the rule `{}` is in a file called `{stem}.toml`", rule.id), "give the file the name of the rule");
    }
    if !rule.id.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-') {
        return wrong(&rule.id, format!("`{}` is not kebab-case", rule.id), "use small letters, digits and `-`");
    }
    for template in [&rule.message, &rule.fix.advice].into_iter().chain(rule.fix.rust.as_ref().map(|r| &r.advice)) {
        if let Some(field) = message::unknown_field(template) {
            let help = format!("known fields: {}", message::FIELDS.join(", "));
            return wrong(&field, format!("there is no field `{field}`"), &help);
        }
    }
    if rule.select.subject == Subject::Allow && rule.select.allow.is_none() {
        return wrong(
            "[select]",
            "a rule about comments must say what is wrong with them".to_owned(),
            "add `allow = \"without-reason\"`, `allow = \"nothing\"` or `allow = \"expired\"`",
        );
    }
    rule.help = super::explain(&rule);
    Ok(rule)
}
