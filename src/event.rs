//! From an event back to the code: which opens can have left the keys that event 1530 names.
//!
//! [`read()`] finds the keys in whatever form the event was saved, [`explain()`] holds them against opens and findings. The SIDs
//! of an event are never compared with each other: published events have different ones in their two lines.

use crate::judge::Finding;
use crate::lifetime::{PredefinedUse, Solution};
use crate::models::{Hive, Models};
use crate::source::Source;

mod log;
mod rank;
mod read;

pub use rank::{Candidate, Fit};
pub use read::{Opened, Process, read};

/// What is known of one key that the event names.
#[derive(Clone, Debug)]
pub struct Explained<'a> {
    /// The key.
    pub opened: Opened,
    /// Whom the key belongs to.
    pub owner: Owner,
    /// Opens that can have left it, the likeliest first.
    pub candidates: Vec<Candidate>,
    /// For a hive's root: the uses that make the process keep it open.
    pub cache: Vec<&'a PredefinedUse>,
}

/// Who keeps a key open, as far as the code and the event show.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Owner {
    /// Code that was read opens it, and does not close it on every path.
    Component,
    /// Code that was read may have opened it.
    Possible,
    /// It is the root of a hive: the process's cache of predefined keys, or the COM runtime.
    System,
    /// Nothing that was read shows it.
    Unknown,
}

impl Owner {
    /// The name used in all output.
    pub fn name(self) -> &'static str {
        match self {
            Owner::Component => "component",
            Owner::Possible => "possible",
            Owner::System => "system",
            Owner::Unknown => "unknown",
        }
    }
}

/// Explains every key of an event, in the event's order.
pub fn explain<'a>(
    opened: Vec<Opened>,
    solution: &'a Solution,
    sources: &[Source],
    findings: &[Finding],
    models: &Models,
) -> Vec<Explained<'a>> {
    let one = |opened: Opened| {
        let candidates = rank::candidates(&opened, solution, sources, findings, models);
        let is_root = opened.path.is_empty();
        let root_of = |use_: &&PredefinedUse| use_.root.is_cached_user_root() && Hive::of(use_.root) == opened.hive;
        let cache = if is_root { solution.predefined_uses.iter().filter(root_of).collect() } else { Vec::new() };
        let owner = match candidates.first() {
            _ if is_root => Owner::System,
            Some(first) if first.is_likely() => Owner::Component,
            Some(_) => Owner::Possible,
            None => Owner::Unknown,
        };
        Explained { opened, owner, candidates, cache }
    };
    opened.into_iter().map(one).collect()
}
