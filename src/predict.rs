//! What will happen at a log-off: one [`Verdict`] for each component, with the reasoning behind it.
//!
//! An open key of a user's hive has one of three owners: the component itself, the process (for the predefined keys that were
//! used), or the COM runtime. Only the first is the component's doing ([`keys`]); the others are named apart. Whether the hive is
//! unloaded at all depends on the deployment ([`deployment`]). What an administrator will read is put together in [`events`].
//! Facts about Windows are data ([`crate::windows`]); nothing here claims more than these and the lifetimes say.

use crate::component::{Component, Components};
use crate::judge::Finding;
use crate::lifetime::Solution;
use crate::models::Root;
use crate::source::{FileId, Source, Span};
use crate::windows::{Basis, Facts, Fate, HostKind, Owner, Remedy};
use deployment::Situation;
use std::sync::Arc;

mod deployment;
mod events;
mod keys;
mod steps;

pub use events::Event;
pub use keys::OpenKey;

/// The documents that the reasoning itself refers to.
pub const DOCUMENTS: &[&str] =
    &["applications", "blog", "com-registry", "cache-off", "dead-root", "key-deleted", "log-off", "predefined-keys"];

/// What will happen.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Outcome {
    /// A key of its own is open when the hive is unloaded.
    Breaks,
    /// That is possible, or only the process keeps a key open.
    MayBreak,
    /// It can't be told.
    NotAnalysable,
    /// Keys are or may be open, but the hive is not unloaded while the process lives.
    NotAsDeployed,
    /// Nothing of its own was found open.
    NoOwnHandle,
}

impl Outcome {
    /// The name in JSON.
    pub fn id(self) -> &'static str {
        match self {
            Outcome::Breaks => "breaks-at-log-off",
            Outcome::MayBreak => "may-break",
            Outcome::NotAnalysable => "not-analysable-here",
            Outcome::NotAsDeployed => "does-not-break-as-deployed",
            Outcome::NoOwnHandle => "no-component-owned-handle-found",
        }
    }

    /// The name for people.
    pub fn title(self) -> &'static str {
        match self {
            Outcome::Breaks => "breaks at log-off",
            Outcome::MayBreak => "may break",
            Outcome::NotAnalysable => "not analysable here",
            Outcome::NotAsDeployed => "does not break as deployed",
            Outcome::NoOwnHandle => "no component-owned handle found",
        }
    }
}

/// What a step of the reasoning rests on.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Ground {
    /// The code, and the rule that reports it, if one does.
    Code(Option<Arc<str>>),
    /// The configuration.
    Configuration,
    /// A document says so, or it follows from one: its id.
    Document(Basis, String),
}

/// One step of the reasoning.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Reason {
    /// In words.
    pub text: String,
    /// What it rests on.
    pub ground: Ground,
}

/// A call that fails once the hive is gone.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct FailingCall {
    /// The name at the call.
    pub span: Span,
    /// The function it is in.
    pub function: Arc<str>,
    /// What is called.
    pub api: Arc<str>,
    /// It uses a key that the component keeps: index into [`Solution::lifetimes`]. Else it uses a predefined key, and can fail.
    pub open: Option<usize>,
}

/// What will happen to one component.
#[derive(Clone, Debug)]
pub struct Verdict<'f> {
    /// Index into [`Components::all`].
    pub component: usize,
    /// What.
    pub outcome: Outcome,
    /// When, in a sentence.
    pub condition: String,
    /// What was taken for granted because nobody said otherwise.
    pub assumed: Vec<String>,
    /// Keys of its own that are or may be open.
    pub keys: Vec<OpenKey<'f>>,
    /// Calls that fail or can fail from then on, sorted by place.
    pub failing: Vec<FailingCall>,
    /// Predefined keys that the process keeps open because the component used them.
    pub cached: Vec<Root>,
    /// What an administrator will read.
    pub events: Vec<Event>,
    /// The reasoning, in order.
    pub steps: Vec<Reason>,
    /// What helps, in order.
    pub remedies: Vec<&'f Remedy>,
}

/// All that a prediction needs.
#[derive(Clone, Copy)]
pub struct Evidence<'a> {
    /// Every file.
    pub sources: &'a [Source],
    /// Lifetimes and uses.
    pub solution: &'a Solution,
    /// What the rules made of them.
    pub findings: &'a [Finding],
    /// Which files make up a component.
    pub components: &'a Components,
    /// What Windows does.
    pub facts: &'a Facts,
}

/// One verdict for every component that there is something to say of, the worst first, then by name.
pub fn predict<'a>(evidence: Evidence<'a>) -> Vec<Verdict<'a>> {
    let all = evidence.components.all();
    let mut verdicts: Vec<Verdict<'a>> = (0..all.len()).filter_map(|i| of_component(evidence, i)).collect();
    verdicts.sort_by(|a, b| (a.outcome, &all[a.component].name).cmp(&(b.outcome, &all[b.component].name)));
    verdicts
}

impl Evidence<'_> {
    fn is_of(&self, component: usize, file: FileId) -> bool {
        self.components.of_file(file).contains(&component)
    }

    /// `orders.cpp:12`, `orders.dll+0x1234`
    fn place(&self, span: Span) -> String {
        let source = &self.sources[span.file.0 as usize];
        let words = source.words_for(span.start);
        match words.strip_prefix("line ") {
            Some(line) if source.binary.is_none() => format!("{}:{line}", source.path),
            _ => format!("{} {words}", source.path).replace(" +", "+"),
        }
    }
}

fn of_component<'a>(evidence: Evidence<'a>, index: usize) -> Option<Verdict<'a>> {
    let component = &evidence.components.all()[index];
    let owned = keys::of_component(evidence, index);
    let cached = keys::cached_roots(evidence, index);
    let says_something = component.declared || component.is_marked() || !component.unread.is_empty();
    if !says_something && owned.keys.is_empty() && cached.is_empty() {
        return None;
    }
    let situation = deployment::of(component, evidence.facts);
    let switched_off = component.has_mark(&evidence.facts.events.activation.switches_cache_off);
    let outcome = outcome(component, &situation, &owned.keys, !cached.is_empty() && !switched_off);
    let condition = condition(outcome, &situation, &owned.keys, component);
    let failing = if outcome == Outcome::NotAsDeployed { Vec::new() } else { keys::failing(evidence, index, &owned.keys, switched_off) };
    let events = events::of(evidence, component, &situation, &owned.keys, &cached, &failing);
    let remedies = remedies(evidence.facts, &situation, &owned.keys, &cached, outcome);
    let steps = steps::of(evidence, component, &situation, &owned, &cached, outcome);
    let assumed = situation.assumed;
    Some(Verdict { component: index, outcome, condition, assumed, keys: owned.keys, failing, cached, events, steps, remedies })
}

fn outcome(component: &Component, situation: &Situation<'_>, keys: &[OpenKey<'_>], cache: bool) -> Outcome {
    let is_unloaded = situation.is_unloaded();
    // keys in a caller's hive are in danger whatever account the process runs under
    let is_any_in_danger = keys.iter().any(|k| is_unloaded || k.is_callers) || cache && is_unloaded;
    let is_any_certain = keys.iter().any(|k| k.doubt.is_none());
    match situation.fate {
        Fate::Unloads if is_any_certain => Outcome::Breaks,
        _ if is_any_in_danger => Outcome::MayBreak,
        Fate::Stays | Fate::Ends if !keys.is_empty() || cache => Outcome::NotAsDeployed,
        _ if !component.unread.is_empty() => Outcome::NotAnalysable,
        _ => Outcome::NoOwnHandle,
    }
}

/// The sentence that says when.
fn condition(outcome: Outcome, situation: &Situation<'_>, keys: &[OpenKey<'_>], component: &Component) -> String {
    let only_callers = !situation.is_unloaded();
    let doubts = || keys.iter().filter(|k| !only_callers || k.is_callers);
    match outcome {
        Outcome::Breaks => format!("It breaks when {}.", situation.when),
        Outcome::MayBreak if only_callers => {
            "It may break when a user whose settings it has opened for a call logs off: that hive is the caller's, whatever account the process runs under.".to_owned()
        }
        Outcome::MayBreak => {
            let mut why: Vec<&str> = doubts().filter_map(|k| k.doubt.as_deref()).collect();
            why.sort_unstable();
            why.dedup();
            let if_so = match why.as_slice() {
                [] => ": from then on, the calls that use HKEY_CURRENT_USER or HKEY_CLASSES_ROOT can fail".to_owned(),
                [one] => format!(", if {one}"),
                [first, ..] => format!(", for example if {first}"),
            };
            format!("It may break when {}{if_so}.", situation.when)
        }
        Outcome::NotAsDeployed => format!("It does not break {}.", situation.when),
        Outcome::NotAnalysable => {
            let (_, why) = &component.unread[0];
            format!("It can't be told: {why}.")
        }
        Outcome::NoOwnHandle => "It was not seen to keep a key of a user open. The process can still fail: what other code in it and the COM runtime keep open was not seen.".to_owned(),
    }
}

/// What helps against what there is.
fn remedies<'a>(facts: &'a Facts, situation: &Situation<'_>, keys: &[OpenKey<'_>], cached: &[Root], outcome: Outcome) -> Vec<&'a Remedy> {
    if !matches!(outcome, Outcome::Breaks | Outcome::MayBreak) {
        return Vec::new();
    }
    let is_there = |owner: &Owner| match owner {
        Owner::Own => !keys.is_empty(),
        Owner::Cache => !cached.is_empty(),
        Owner::Runtime => true,
    };
    let roots: Vec<Root> = keys.iter().flat_map(|k| k.roots.iter().copied()).chain(cached.iter().copied()).collect();
    let fits = |r: &&Remedy| {
        r.against.iter().any(is_there)
            && (r.roots.is_empty() || r.roots.iter().any(|root| roots.contains(root)))
            && r.host.is_none_or(|host| situation.host == Some(host))
            && r.unless.as_deref().is_none_or(|guard| !situation.guards.iter().any(|g| g.id == guard))
            && !(r.id == "nt-service" && situation.host == Some(HostKind::Iis))
    };
    facts.remedies.iter().filter(fits).collect()
}
