//! `hivelint.toml`: what is checked ([`Config::exclude`]), what is said of it ([`level`], [`allow`]), which components there are and
//! how they are deployed.
//!
//! Everything in it may be left out. What it does not say is not known, and the verdict says what it takes for granted instead.
//! Reading is pure: the text comes in, and a function that reads the files that it names ([`catalogue`]).

use crate::models::{DataError, parse_with};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::ops::Range;
use toml::Spanned;

pub mod allow;
pub mod catalogue;
pub mod draft;
pub mod level;
pub mod pattern;

use allow::Allowed;
use level::{Levels, PathLevels, Setting};
use pattern::Pattern;

/// The name of the file that is looked for.
pub const FILE_NAME: &str = "hivelint.toml";

const FORM: &str = "correct the entry; `hivelint init` writes a file that shows the form";

/// What the file says, checked.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Config {
    /// In the file's order.
    pub components: Vec<Declared>,
    /// What is not read, relative to the file.
    pub exclude: Vec<Pattern>,
    /// The file with the findings that are known, relative to the file.
    pub baseline: Option<String>,
    /// The directory with rules and tables of one's own, relative to the file.
    pub rules: Option<String>,
    /// What rules count as.
    pub levels: Levels,
    /// What they count as in some paths; later ones go before earlier ones.
    pub paths: Vec<PathLevels>,
    /// Findings that are allowed.
    pub allows: Vec<Allowed>,
}

/// What the file may name.
#[derive(Clone, Copy, Default)]
pub struct Known<'a> {
    /// Versions of Windows that something is known of.
    pub windows: &'a [&'a str],
    /// Ids of rules.
    pub rules: &'a [&'a str],
}

/// One component that the file names.
#[derive(Clone, PartialEq, Debug)]
pub struct Declared {
    /// What people call it.
    pub name: String,
    /// Its sources: patterns, and directories with all below them, relative to the file.
    pub sources: Vec<Pattern>,
    /// Its DLLs, in the same way.
    pub binaries: Vec<Pattern>,
    /// Its classes.
    pub clsids: Vec<String>,
    /// How it is deployed.
    pub deployment: Deployment,
}

/// How a component is deployed; `None` is not known.
#[derive(Clone, PartialEq, Eq, Debug, Default, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Deployment {
    /// The account that the process runs under. For a library: its host's.
    pub identity: Option<Identity>,
    /// In a process of its own (a server application) or in its client's (a library application).
    pub activation: Option<Activation>,
    /// The program that a library application runs in, for example "w3wp.exe".
    pub host: Option<String>,
    /// Objects are pooled: made once and used again.
    pub pooling: Option<bool>,
    /// Objects are deactivated after every call that says it is done (just-in-time activation).
    pub jit: Option<bool>,
    /// The process is an NT service, or the COM+ application is set up to run as one.
    pub nt_service: Option<bool>,
    /// `loadUserProfile` of the IIS application pool that the component runs in.
    pub load_user_profile: Option<bool>,
    /// The policy "Do not forcefully unload the users registry at user logoff" (DisableForceUnload) is on.
    pub disable_force_unload: Option<bool>,
    /// The version of Windows, for example "server-2022".
    pub windows: Option<String>,
    /// The account has a roaming profile.
    pub roaming_profile: Option<bool>,
    /// The process stays when it has nothing to do ("leave running when idle").
    pub run_forever: Option<bool>,
}

/// Whose hive HKEY_CURRENT_USER is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Identity {
    /// One account, named in the application's properties ("This user").
    SpecificUser,
    /// Whoever is logged on at the console.
    InteractiveUser,
    /// Whoever starts it (DCOM only).
    LaunchingUser,
    /// NT AUTHORITY\LocalService
    LocalService,
    /// NT AUTHORITY\NetworkService
    NetworkService,
    /// NT AUTHORITY\System
    LocalSystem,
}

impl Identity {
    /// All of them.
    pub const ALL: [Identity; 6] = [
        Identity::SpecificUser,
        Identity::InteractiveUser,
        Identity::LaunchingUser,
        Identity::LocalService,
        Identity::NetworkService,
        Identity::LocalSystem,
    ];

    /// The name in the file and in all output.
    pub fn name(self) -> &'static str {
        match self {
            Identity::SpecificUser => "specific-user",
            Identity::InteractiveUser => "interactive-user",
            Identity::LaunchingUser => "launching-user",
            Identity::LocalService => "local-service",
            Identity::NetworkService => "network-service",
            Identity::LocalSystem => "local-system",
        }
    }
}

/// Where the component's code runs.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Activation {
    /// In dllhost.exe.
    Server,
    /// In the process of its client.
    Library,
}

/// The file as it is written.
#[derive(Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
struct File {
    /// What is not read: directories, files, or patterns with `*` and `**`, relative to this file.
    #[serde(default)]
    #[cfg_attr(test, schemars(with = "Vec<String>"))]
    exclude: Vec<Spanned<String>>,
    /// A file that `hivelint baseline` wrote: what is in it does not fail a check.
    #[cfg_attr(test, schemars(with = "Option<String>"))]
    baseline: Option<Spanned<String>>,
    /// A directory with rules and tables of APIs of your own, as `--rules` names one.
    #[cfg_attr(test, schemars(with = "Option<String>"))]
    rules: Option<Spanned<String>>,
    /// What rules count as, by their ids: "off", "note", "warning" or "error".
    #[serde(default)]
    #[cfg_attr(test, schemars(with = "BTreeMap<String, Setting>"))]
    levels: BTreeMap<Spanned<String>, Setting>,
    /// Levels for some paths, one `[[path]]` each. Of several that name a path the last one counts.
    #[serde(default)]
    path: Vec<level::Entry>,
    /// Findings that are allowed where no comment can be written, one `[[allow]]` each.
    #[serde(default)]
    #[cfg_attr(test, schemars(with = "Vec<allow::Entry>"))]
    allow: Vec<Spanned<allow::Entry>>,
    /// The components, one `[[component]]` each. A file that belongs to none is judged with its directory.
    #[serde(default)]
    #[cfg_attr(test, schemars(with = "Vec<Entry>"))]
    component: Vec<Spanned<Entry>>,
}

/// One component: what it is made of and how it is deployed.
#[derive(Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Entry {
    /// What people call it, best the name of the COM+ application.
    #[cfg_attr(test, schemars(with = "String"))]
    name: Spanned<String>,
    /// Its sources: directories, files, or patterns with `*` and `**`, relative to this file.
    #[serde(default)]
    #[cfg_attr(test, schemars(with = "Vec<String>"))]
    sources: Vec<Spanned<String>>,
    /// Its DLLs and programs, in the same way.
    #[serde(default)]
    #[cfg_attr(test, schemars(with = "Vec<String>"))]
    binaries: Vec<Spanned<String>>,
    /// The CLSIDs of its classes, as in the registry.
    #[serde(default)]
    #[cfg_attr(test, schemars(with = "Vec<String>"))]
    clsids: Vec<Spanned<String>>,
    /// A file with the COM+ application's properties, as text (`Name = value`) or XML. What `deployment` says goes first.
    #[cfg_attr(test, schemars(with = "Option<String>"))]
    catalogue: Option<Spanned<String>>,
    /// How it is deployed. What is left out is not known.
    #[cfg_attr(test, schemars(with = "Option<Deployment>"))]
    deployment: Option<Spanned<Deployment>>,
}

/// Reads a file that the configuration names; the error says why it can't be read.
pub type ReadFile<'a> = dyn Fn(&str) -> Result<String, String> + 'a;

impl Config {
    /// Reads the file's text.
    pub fn read(file: &str, text: &str, known: Known<'_>, read_file: &ReadFile<'_>) -> Result<Config, DataError> {
        let parsed = parsed(file, text)?;
        let reading = Reading { file, text, known, read_file };
        let mut components: Vec<Declared> = Vec::new();
        for entry in parsed.component {
            let span = entry.span();
            let declared = reading.component(entry.into_inner(), span.clone(), &components)?;
            components.push(declared);
        }
        if let Some(baseline) = parsed.baseline.as_ref().filter(|b| b.get_ref().trim().is_empty()) {
            return reading.wrong(baseline.span(), "the path is empty", "name the file that `hivelint baseline -o FILE` wrote");
        }
        Ok(Config {
            components,
            exclude: reading.patterns(&parsed.exclude)?,
            baseline: parsed.baseline.map(Spanned::into_inner),
            rules: parsed.rules.map(Spanned::into_inner),
            levels: reading.levels(parsed.levels)?,
            paths: parsed.path.into_iter().map(|entry| reading.path_levels(entry)).collect::<Result<_, _>>()?,
            allows: parsed.allow.into_iter().map(|entry| reading.allowed(entry)).collect::<Result<_, _>>()?,
        })
    }
}

/// The file's text in its form. What is about the whole file is often added at the end, where it belongs to the last table.
fn parsed(file: &str, text: &str) -> Result<File, DataError> {
    parse_with(file, text, FORM).map_err(|error| {
        let of_file = |name: &&str| error.message.starts_with(&format!("unknown field `{name}`"));
        match ["exclude", "baseline", "rules"].iter().find(|name| of_file(name)) {
            Some(name) => {
                DataError { help: format!("`{name}` is about the whole file: write it above the first line in brackets"), ..error }
            }
            None if error.text.get(error.span.clone()).is_some_and(|at| at.trim_matches(['[', ']']) == "rules") => {
                let help = "`rules` names a directory with rules of your own; what a rule counts as is said below `[levels]`";
                DataError { help: help.to_owned(), ..error }
            }
            None => error,
        }
    })
}

/// The directory of rules that a file names, and where it does. They have to be known before the rest of it is read.
pub fn rules_named(file: &str, text: &str) -> Result<Option<(String, Range<usize>)>, DataError> {
    let parsed = parsed(file, text)?;
    Ok(parsed.rules.map(|rules| (rules.span(), rules.into_inner())).map(|(span, rules)| (rules, span)))
}

struct Reading<'a> {
    file: &'a str,
    text: &'a str,
    known: Known<'a>,
    read_file: &'a ReadFile<'a>,
}

impl Reading<'_> {
    fn wrong<T>(&self, span: Range<usize>, message: impl Into<String>, help: impl Into<String>) -> Result<T, DataError> {
        Err(DataError::new(self.file, self.text, span, message, help))
    }

    fn component(&self, entry: Entry, span: Range<usize>, earlier: &[Declared]) -> Result<Declared, DataError> {
        let name = entry.name.get_ref();
        if name.trim().is_empty() {
            return self.wrong(entry.name.span(), "the component has an empty name", "give it the name of its COM+ application");
        }
        if earlier.iter().any(|e| e.name == *name) {
            let message = format!("two components are called `{name}`");
            return self.wrong(
                entry.name.span(),
                message,
                "give each a name of its own; several DLLs can be in one component's `binaries`",
            );
        }
        if entry.sources.is_empty() && entry.binaries.is_empty() {
            let message = format!("nothing says what `{name}` is made of");
            let head = span.start..(span.start + 13).min(self.text.len());
            return self.wrong(head, message, "add `sources = [\"src\"]` or `binaries = [\"out/name.dll\"]`, relative to this file");
        }
        let clsids: Vec<String> = entry.clsids.iter().map(|c| self.clsid(c)).collect::<Result<_, _>>()?;
        let mut deployment = match &entry.deployment {
            Some(deployment) => self.deployment(deployment)?,
            None => Deployment::default(),
        };
        if let Some(catalogue) = &entry.catalogue {
            deployment.fill_in(self.catalogue(catalogue, name, &clsids)?);
        }
        Ok(Declared {
            name: name.clone(),
            sources: self.patterns(&entry.sources)?,
            binaries: self.patterns(&entry.binaries)?,
            clsids,
            deployment,
        })
    }

    fn clsid(&self, written: &Spanned<String>) -> Result<String, DataError> {
        match braced(written.get_ref()) {
            Some(clsid) => Ok(clsid),
            None => {
                let message = format!("`{}` is no CLSID", written.get_ref());
                self.wrong(written.span(), message, "write it as \"{8F3C5A71-6C0B-4D3E-9A55-2B7F0C1D4E90}\"")
            }
        }
    }

    /// Checks what the type can't say.
    fn deployment(&self, written: &Spanned<Deployment>) -> Result<Deployment, DataError> {
        let deployment = written.get_ref().clone();
        let place = |word: &str| {
            let within = self.text.get(written.span()).and_then(|t| t.find(word)).map(|i| written.span().start + i);
            let start = within.or_else(|| self.text.find(word)).unwrap_or(written.span().start);
            start..(start + word.len()).min(self.text.len())
        };
        if deployment.host.is_some() && deployment.activation != Some(Activation::Library) {
            let message = "`host` is for a library application: a server application runs in dllhost.exe";
            return self.wrong(place("host"), message, "add `activation = \"library\"`, or take `host` out");
        }
        if deployment.load_user_profile.is_some() && deployment.activation != Some(Activation::Library) {
            let message = "`load-user-profile` is a setting of an IIS application pool, which hosts library applications only";
            let help = "add `activation = \"library\"` and `host = \"w3wp.exe\"`, or take `load-user-profile` out";
            return self.wrong(place("load-user-profile"), message, help);
        }
        if let Some(version) = deployment.windows.as_deref().filter(|v| !self.known.windows.contains(v)) {
            let help = format!("known are {}", self.known.windows.join(", "));
            return self.wrong(place(version), format!("`{version}` is no version of Windows that hivelint knows"), help);
        }
        Ok(deployment)
    }

    fn catalogue(&self, path: &Spanned<String>, name: &str, clsids: &[String]) -> Result<Deployment, DataError> {
        let text = match (self.read_file)(path.get_ref()) {
            Ok(text) => text,
            Err(why) => {
                let message = format!("can't read the catalogue export `{}`: {why}", path.get_ref());
                return self.wrong(path.span(), message, "the path is relative to this file");
            }
        };
        catalogue::read(path.get_ref(), &text, name, clsids)
    }
}

impl Deployment {
    /// Takes from another what this one does not say.
    fn fill_in(&mut self, other: Deployment) {
        self.identity = self.identity.or(other.identity);
        self.activation = self.activation.or(other.activation);
        self.host = self.host.take().or(other.host);
        self.pooling = self.pooling.or(other.pooling);
        self.jit = self.jit.or(other.jit);
        self.nt_service = self.nt_service.or(other.nt_service);
        self.load_user_profile = self.load_user_profile.or(other.load_user_profile);
        self.disable_force_unload = self.disable_force_unload.or(other.disable_force_unload);
        self.windows = self.windows.take().or(other.windows);
        self.roaming_profile = self.roaming_profile.or(other.roaming_profile);
        self.run_forever = self.run_forever.or(other.run_forever);
    }
}

/// A CLSID in capitals and braces, if it is one.
pub fn braced(text: &str) -> Option<String> {
    let bare = text.trim().trim_start_matches('{').trim_end_matches('}');
    let lengths: Vec<usize> = bare.split('-').map(str::len).collect();
    let is_hex = bare.bytes().all(|b| b.is_ascii_hexdigit() || b == b'-');
    (is_hex && lengths == [8, 4, 4, 4, 12]).then(|| format!("{{{}}}", bare.to_ascii_uppercase()))
}

#[cfg(test)]
mod tests;
