//! The reasoning in numbered steps, each with what it rests on.

use super::deployment::Situation;
use super::keys::{OpenKey, Owned};
use super::{Evidence, Ground, Outcome, Reason};
use crate::component::Component;
use crate::models::{Root, Strength};
use crate::windows::{Basis, Fate};
use std::collections::BTreeMap;

/// More keys than this are only counted.
const MOST_KEYS: usize = 20;

pub(super) fn of(
    evidence: Evidence<'_>,
    component: &Component,
    situation: &Situation<'_>,
    owned: &Owned<'_>,
    cached: &[Root],
    outcome: Outcome,
) -> Vec<Reason> {
    let mut steps = vec![identify(component)];
    steps.extend(situation.steps.iter().cloned());
    let shown = owned.keys.iter().take(MOST_KEYS);
    steps.extend(shown.map(|key| about_key(evidence, key)));
    if let Some(more) = owned.keys.len().checked_sub(MOST_KEYS).filter(|n| *n > 0) {
        steps.push(step(format!("{more} more keys are or may be open."), Ground::Code(None)));
    }
    steps.extend(not_counted(owned));
    if !cached.is_empty() {
        steps.push(about_cache(evidence, component, cached));
    }
    if situation.is_unloaded() {
        steps.push(step(RUNTIME, Ground::Document(Basis::Documented, "blog".to_owned())));
    }
    steps.extend(component.unread.iter().map(|(file, why)| {
        let path = &evidence.sources[file.0 as usize].path;
        step(format!("{path} could not be looked into: {why}."), Ground::Code(None))
    }));
    steps.push(conclusion(situation, &owned.keys, outcome));
    steps
}

const RUNTIME: &str = "The COM runtime reads the account's classes, too. In Microsoft's own trace of this failure it was the runtime that got ERROR_KEY_DELETED, when it looked up a class. No code of the component does that and none can prevent it: it is named here so that nobody looks for it in the component.";

fn step(text: impl Into<String>, ground: Ground) -> Reason {
    Reason { text: text.into(), ground }
}

/// Why it counts as a component at all.
fn identify(component: &Component) -> Reason {
    let marks: Vec<&str> = component.marks.iter().filter(|m| m.strength <= Strength::Medium).map(|m| m.mark.as_str()).take(5).collect();
    let text = match (component.declared, marks.as_slice()) {
        (true, _) => return step(format!("hivelint.toml says what `{}` is made of.", component.name), Ground::Configuration),
        (false, []) => {
            "Nothing in it says that it is a COM component. It is judged as if it were one, because any DLL that makes COM objects can be put into a COM+ application.".to_owned()
        }
        (false, some) => format!("It is a COM component: it has {}.", some.join(", ")),
    };
    step(text, Ground::Code(None))
}

fn about_key(evidence: Evidence<'_>, key: &OpenKey<'_>) -> Reason {
    let life = &evidence.solution.lifetimes[key.open];
    let says = match (&key.stays, &key.doubt) {
        (Some(stays), None) => stays.says.clone(),
        (Some(stays), Some(doubt)) => format!("{}. It is open then if {doubt}", stays.says),
        (None, Some(doubt)) => match &life.doubt {
            Some(why) => format!("it is open then if {doubt} ({why})"),
            None => format!("it is open then if {doubt}"),
        },
        (None, None) => "it stays open".to_owned(),
    };
    let place = evidence.place(life.name);
    let whose = if key.is_callers { " It is in the hive of whoever the thread acted for." } else { "" };
    let text = format!("{} is opened by {} in `{}` ({place}) and {}: {says}.{whose}", key.name, life.api, life.function, key.holder);
    step(text, Ground::Code(key.rule.clone()))
}

/// What was looked at and does not count.
fn not_counted(owned: &Owned<'_>) -> Vec<Reason> {
    let mut steps = Vec::new();
    if owned.closed > 0 {
        let opens = if owned.closed == 1 { "One more open is".to_owned() } else { format!("{} more opens are", owned.closed) };
        steps.push(step(format!("{opens} closed on every path before the function returns."), Ground::Code(None)));
    }
    let mut reasons: BTreeMap<&str, usize> = BTreeMap::new();
    owned.left_out.iter().for_each(|(_, why)| *reasons.entry(why).or_default() += 1);
    steps.extend(reasons.into_iter().map(|(why, n)| {
        let opens = if n == 1 { "One open does".to_owned() } else { format!("{n} opens do") };
        step(format!("{opens} not count: {why}."), Ground::Code(None))
    }));
    if owned.uses_elsewhere > 0 {
        let uses = if owned.uses_elsewhere == 1 {
            "One use of a predefined key does".to_owned()
        } else {
            format!("{} uses of predefined keys do", owned.uses_elsewhere)
        };
        let text = format!(
            "{uses} not count: code that runs at registration only, in a program or in a test, or library code that was linked in."
        );
        steps.push(step(text, Ground::Code(None)));
    }
    steps
}

fn about_cache(evidence: Evidence<'_>, component: &Component, cached: &[Root]) -> Reason {
    let names: Vec<&str> = cached
        .iter()
        .map(|r| match r {
            Root::Hkcu => "HKEY_CURRENT_USER",
            Root::Hkcr => "HKEY_CLASSES_ROOT",
            _ => "HKEY_CURRENT_USER_LOCAL_SETTINGS",
        })
        .collect();
    let names = names.join(" and ");
    let off = &evidence.facts.events.activation.switches_cache_off;
    if component.has_mark(off) {
        let text = format!(
            "It uses {names}, and calls {off}. If that call comes before the first use in the process, Windows keeps none of them open."
        );
        return step(text, Ground::Document(Basis::Documented, "cache-off".to_owned()));
    }
    let text = format!(
        "It uses {names}. From the first use on the process keeps that predefined key open, whatever the component closes. When its hive is unloaded, even a fresh open below it can fail with 0x800703FA. That is the process's doing, not an unclosed key of the component."
    );
    step(text, Ground::Document(Basis::Documented, "predefined-keys".to_owned()))
}

fn conclusion(situation: &Situation<'_>, keys: &[OpenKey<'_>], outcome: Outcome) -> Reason {
    let dead = Ground::Document(Basis::Documented, "key-deleted".to_owned());
    let root = Ground::Document(Basis::Documented, "dead-root".to_owned());
    match outcome {
        Outcome::Breaks => step(
            "So at the log-off keys of its own are open and die. Every call that uses one fails with 0x800703FA (\"Illegal operation attempted on a registry key that has been marked for deletion\") until the process is restarted.",
            dead,
        ),
        Outcome::MayBreak if keys.is_empty() => step(
            "So nothing of its own is open, but calls that use the predefined keys can fail with 0x800703FA after the log-off, until the process is restarted.",
            root,
        ),
        Outcome::MayBreak => step(
            "So a key may be open at the log-off, and die. Every call that uses it then fails with 0x800703FA (\"Illegal operation attempted on a registry key that has been marked for deletion\").",
            dead,
        ),
        Outcome::NotAsDeployed if situation.fate == Fate::Ends => {
            step("So its process is gone before the hive is, and no key outlives it.", Ground::Configuration)
        }
        Outcome::NotAsDeployed => step(
            "So the hive stays loaded while the process lives, and its keys go on working. Deployed otherwise, they would not.",
            Ground::Configuration,
        ),
        Outcome::NoOwnHandle => step(
            "So no key of its own was found open. That says nothing of other code in the process.",
            Ground::Document(Basis::Documented, "com-registry".to_owned()),
        ),
        Outcome::NotAnalysable => step("So nothing can be said here.", Ground::Code(None)),
    }
}
