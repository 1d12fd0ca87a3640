//! What Windows does with users' hives, as data: `rules/windows/*.toml`.
//!
//! Every statement names the document that it is from and whether it stands there or follows from it.

use crate::lifetime::{Class, Lifetime};
use crate::models::{DataError, Root, parse};
use serde::Deserialize;
use std::sync::LazyLock;

mod lifetimes;
pub use lifetimes::{ComLifetime, Lasts, Situation};

/// All facts.
#[derive(Debug)]
pub struct Facts {
    /// Accounts, what keeps hives loaded, hosts, versions, documents.
    pub deployment: DeploymentFacts,
    /// How long keys stay open in COM+.
    pub lifetimes: Vec<ComLifetime>,
    /// What helps, in order.
    pub remedies: Vec<Remedy>,
    /// What an administrator reads.
    pub events: Events,
}

/// `deployment.toml`
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DeploymentFacts {
    /// What to read.
    pub document: Vec<Document>,
    /// Accounts.
    pub identity: Vec<IdentityFact>,
    /// What keeps a hive loaded.
    pub guard: Vec<Guard>,
    /// Programs that library applications run in.
    pub host: Vec<Host>,
    /// Versions of Windows.
    pub windows: Vec<Version>,
}

/// A public document.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Document {
    /// The word that facts name it by.
    pub id: String,
    /// What it is.
    pub title: String,
    /// Where it is.
    pub url: String,
}

/// Whether a statement stands in its document or follows from it.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Basis {
    /// It stands there.
    Documented,
    /// It follows from what stands there.
    Inferred,
}

impl Basis {
    /// The name used in all output.
    pub fn name(self) -> &'static str {
        match self {
            Basis::Documented => "documented",
            Basis::Inferred => "inferred",
        }
    }
}

/// What becomes of a hive while the process lives.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Fate {
    /// It is unloaded when its user logs off.
    Unloads,
    /// It can be.
    MayUnload,
    /// It stays loaded.
    Stays,
    /// The process ends first.
    Ends,
}

/// What an identity means for the hive.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct IdentityFact {
    /// The identity's name in the configuration.
    pub id: String,
    /// What becomes of its hive.
    pub fate: Fate,
    /// In words.
    pub says: String,
    /// When it happens, to follow "It breaks when"; where the hive stays, to follow "It does not break".
    pub when: String,
    /// Stands there or follows.
    pub basis: Basis,
    /// Where: the id of a document.
    pub source: String,
}

/// What keeps a hive loaded.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Guard {
    /// Its name.
    pub id: String,
    /// In words.
    pub says: String,
    /// As long as what, to follow "It does not break".
    pub when: String,
    /// Stands there or follows.
    pub basis: Basis,
    /// Where: the id of a document.
    pub source: String,
}

/// What kind of process a host is.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum HostKind {
    /// Ends when its user logs off.
    Session,
    /// The process of an IIS application pool.
    Iis,
    /// Goes on.
    Server,
}

/// A program that library applications run in.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Host {
    /// Its name, in lower case.
    pub exe: String,
    /// What kind of process it is.
    pub kind: HostKind,
    /// In words, to follow "in".
    pub says: String,
}

/// A version of Windows.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Version {
    /// Its name in the configuration.
    pub id: String,
    /// It unloads hives by force.
    pub forces: bool,
}

/// Who keeps a key open.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Owner {
    /// The component itself.
    Own,
    /// The process, for the predefined keys that were used.
    Cache,
    /// The COM runtime.
    Runtime,
}

/// What helps.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Remedy {
    /// Its name.
    pub id: String,
    /// Where to read about it: the id of a document.
    pub source: String,
    /// Whose keys it is about.
    pub against: Vec<Owner>,
    /// Only if one of these roots is used.
    #[serde(default)]
    pub roots: Vec<Root>,
    /// Only in such a host.
    pub host: Option<HostKind>,
    /// Not with this guard, which is what it would bring.
    pub unless: Option<String>,
    /// What to do.
    pub does: String,
    /// What that costs.
    pub price: String,
}

/// `events.toml`
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Events {
    /// A hive is unloaded although keys are open.
    pub unload: UnloadEvent,
    /// An object could not be made.
    pub activation: ActivationEvent,
}

/// Event 1530.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct UnloadEvent {
    /// Its number.
    pub id: u32,
    /// Where it is logged.
    pub log: String,
    /// Who logs it.
    pub source: String,
    /// Its text, with `{count}`, `{classes}` and `{handles}`.
    pub text: String,
    /// The line of one handle, with `{process}` and `{key}`.
    pub handle: String,
}

/// Event 10006.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ActivationEvent {
    /// Its number.
    pub id: u32,
    /// Where it is logged.
    pub log: String,
    /// Who logs it.
    pub source: String,
    /// Its text, with `{clsid}`.
    pub text: String,
    /// Functions that COM runs while it makes an object, without their class.
    pub during_activation: Vec<String>,
    /// Functions that hand out the hive of whoever the thread acts for.
    pub opens_callers_hive: Vec<String>,
    /// The function that switches the cache of predefined keys off.
    pub switches_cache_off: String,
}

impl Facts {
    /// The facts about an identity.
    pub fn identity(&self, id: &str) -> Option<&IdentityFact> {
        self.deployment.identity.iter().find(|i| i.id == id)
    }

    /// What keeps a hive loaded, by its name.
    pub fn guard(&self, id: &str) -> Option<&Guard> {
        self.deployment.guard.iter().find(|g| g.id == id)
    }

    /// A host, by the name of its program.
    pub fn host(&self, exe: &str) -> Option<&Host> {
        self.deployment.host.iter().find(|h| h.exe.eq_ignore_ascii_case(exe))
    }

    /// Whether a version of Windows unloads hives by force.
    pub fn forces(&self, windows: &str) -> Option<bool> {
        self.deployment.windows.iter().find(|v| v.id == windows).map(|v| v.forces)
    }

    /// A document.
    pub fn document(&self, id: &str) -> Option<&Document> {
        self.deployment.document.iter().find(|d| d.id == id)
    }

    /// The names of the versions of Windows.
    pub fn versions(&self) -> Vec<&str> {
        self.deployment.windows.iter().map(|v| v.id.as_str()).collect()
    }

    /// How long a key stays open, if it outlives the function that opened it.
    pub fn com_lifetime(&self, life: &Lifetime, situation: Situation) -> Option<&ComLifetime> {
        let is_told = !matches!(life.class, Class::Unknown | Class::Caller);
        let counts = is_told || !life.held_across.is_empty() || life.holder.as_ref().is_some_and(|h| h.kind == "shared");
        self.lifetimes.iter().find(|l| counts && l.fits(life, situation))
    }
}

/// The function's name without its class, `constructor` for one that makes its class: `Orders::Load`, `Orders_Load`.
pub fn method_of(function: &str) -> &str {
    let mut parts = function.rsplit("::");
    let (name, class) = (parts.next().unwrap_or_default(), parts.next());
    if class == Some(name) {
        return "constructor";
    }
    name.rsplit('_').next().filter(|last| !last.is_empty()).unwrap_or(name)
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Lifetimes {
    lifetime: Vec<ComLifetime>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Remedies {
    remedy: Vec<Remedy>,
}

fn read() -> Result<Facts, DataError> {
    let lifetimes: Lifetimes = parse("windows/lifetimes.toml", include_str!("../rules/windows/lifetimes.toml"))?;
    let remedies: Remedies = parse("windows/remedies.toml", include_str!("../rules/windows/remedies.toml"))?;
    Ok(Facts {
        deployment: parse("windows/deployment.toml", include_str!("../rules/windows/deployment.toml"))?,
        lifetimes: lifetimes.lifetime,
        remedies: remedies.remedy,
        events: parse("windows/events.toml", include_str!("../rules/windows/events.toml"))?,
    })
}

/// The facts that come with hivelint.
pub fn facts() -> Result<&'static Facts, &'static DataError> {
    static FACTS: LazyLock<Result<Facts, DataError>> = LazyLock::new(read);
    FACTS.as_ref()
}

#[cfg(test)]
mod tests;
