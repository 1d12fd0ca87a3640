//! How long a key stays open in COM+, by where it was opened and who keeps it.

use super::method_of;
use crate::lifetime::{Class, Lifetime};
use serde::Deserialize;

/// How long a key stays open.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Lasts {
    /// As long as one call.
    Call,
    /// As long as one activation.
    Activation,
    /// As long as the object.
    Object,
    /// As long as the process.
    Process,
}

impl Lasts {
    /// The name used in all output.
    pub fn name(self) -> &'static str {
        match self {
            Lasts::Call => "call",
            Lasts::Activation => "activation",
            Lasts::Object => "object",
            Lasts::Process => "process",
        }
    }
}

/// What else decides.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Situation {
    /// COM+ pools the component's objects.
    pub pooled: bool,
}

/// One entry of `lifetimes.toml`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ComLifetime {
    /// Its name.
    pub id: String,
    /// Classes of the handle's lifetime.
    pub classes: Vec<Class>,
    /// The functions that open it, without their class.
    #[serde(default)]
    pub opened_in: Vec<String>,
    /// Functions that do not.
    #[serde(default)]
    pub not_opened_in: Vec<String>,
    /// One of these closes it.
    #[serde(default)]
    pub closed_by: Vec<String>,
    /// Words in the name of the type that keeps it, or of its bases.
    #[serde(default)]
    pub holders: Vec<String>,
    /// It is given to one of these methods of the holder's, as a number.
    #[serde(default)]
    pub given_to: Vec<String>,
    /// An object that keeps it is a global variable.
    #[serde(default)]
    pub static_holder: bool,
    /// Whether COM+ pools the objects.
    pub pooled: Option<bool>,
    /// It stays open across a wait without end.
    #[serde(default)]
    pub waits: bool,
    /// How long.
    pub lasts: Lasts,
    /// The level of a finding that an object keeps it.
    pub level: Option<String>,
    /// Why, in words.
    pub says: String,
    /// The message of a finding says so already.
    #[serde(default)]
    pub obvious: bool,
    /// Where it is written: the id of a document.
    pub source: String,
}

impl ComLifetime {
    pub(super) fn fits(&self, life: &Lifetime, situation: Situation) -> bool {
        let opens = method_of(&life.function);
        let holder = life.holder.as_ref();
        let closers = || holder.into_iter().flat_map(|h| &h.closed_by).map(|f| method_of(f));
        let is_kept_by = |word: &String| holder.is_some_and(|h| h.ty.iter().chain(&h.bases).any(|t| t.contains(word.as_str())));
        self.classes.contains(&life.class)
            && (self.opened_in.is_empty() || self.opened_in.iter().any(|f| f == opens))
            && self.not_opened_in.iter().all(|f| f != opens)
            && (self.closed_by.is_empty() || closers().any(|c| self.closed_by.iter().any(|f| f == c)))
            && (self.holders.is_empty() || self.holders.iter().any(is_kept_by))
            && (self.given_to.is_empty() || holder.is_some_and(|h| h.kind == "shared"))
            && (!self.static_holder || holder.is_some_and(|h| h.is_static))
            && self.pooled.is_none_or(|pooled| pooled == situation.pooled)
            && (!self.waits || !life.held_across.is_empty())
    }
}
