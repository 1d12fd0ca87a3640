//! What an administrator will read in the event log.

use super::deployment::Situation;
use super::keys::{OpenKey, runs_at_activation};
use super::{Evidence, FailingCall};
use crate::component::Component;
use crate::models::{Hive, Root};

/// An event as it will be logged. What can't be known beforehand is in angle brackets.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Event {
    /// Its number.
    pub id: u32,
    /// Where.
    pub log: String,
    /// By whom.
    pub source: String,
    /// Its text.
    pub text: String,
    /// What to know about it.
    pub remark: String,
}

pub(super) fn of(
    evidence: Evidence<'_>,
    component: &Component,
    situation: &Situation<'_>,
    keys: &[OpenKey<'_>],
    cached: &[Root],
    failing: &[FailingCall],
) -> Vec<Event> {
    let switched_off = component.has_mark(&evidence.facts.events.activation.switches_cache_off);
    let cached = if switched_off { &[][..] } else { cached };
    let hives = [Hive::User, Hive::Classes];
    let mut events: Vec<Event> = hives.iter().filter_map(|hive| unload(evidence, situation, keys, cached, *hive)).collect();
    events.extend(activation(evidence, component, situation, failing));
    events
}

/// Event 1530 for one hive.
fn unload(evidence: Evidence<'_>, situation: &Situation<'_>, keys: &[OpenKey<'_>], cached: &[Root], hive: Hive) -> Option<Event> {
    let event = &evidence.facts.events.unload;
    // where nothing is certain, what may be is better than nothing
    let any_certain = keys.iter().any(|k| k.doubt.is_none());
    let counts = |k: &&OpenKey<'_>| (situation.is_logged() || k.is_callers) && (k.doubt.is_none() || !any_certain);
    let mut paths: Vec<&str> =
        keys.iter().filter(counts).filter_map(|k| k.path.as_ref()).filter(|p| p.0 == hive).map(|p| p.1.as_str()).collect();
    let own = paths.len();
    let of_hive = |root: &Root| match root {
        Root::Hkcu => hive == Hive::User,
        _ => hive == Hive::Classes,
    };
    if situation.is_logged() && cached.iter().any(of_hive) {
        paths.push("");
    }
    if paths.is_empty() {
        return None;
    }
    paths.sort_unstable_by_key(|path| (path.contains('<'), *path));
    let (classes, suffix) = if hive == Hive::Classes { ("_Classes", "_CLASSES") } else { ("", "") };
    let line = |path: &&str| event.handle.replace("{process}", &situation.process).replace("{key}", &format!("{suffix}{path}"));
    let lines: Vec<String> = paths.iter().map(line).collect();
    let text =
        event.text.replace("{count}", &paths.len().to_string()).replace("{classes}", classes).replace("{handles}", &lines.join("\n"));
    let remark = match (own, paths.len() - own) {
        (0, _) => "The line without a path is the process's own predefined key, not one of the component's.",
        (_, 0) => "One line for every handle: a key that is lost in every call gives a line for each.",
        _ => {
            "One line for every handle: a key that is lost in every call gives a line for each. The line without a path is the process's own predefined key."
        }
    };
    Some(Event { id: event.id, log: event.log.clone(), source: event.source.clone(), text, remark: remark.to_owned() })
}

/// Event 10006, if an object can't be made any more.
fn activation(evidence: Evidence<'_>, component: &Component, situation: &Situation<'_>, failing: &[FailingCall]) -> Option<Event> {
    let event = &evidence.facts.events.activation;
    let call = failing.iter().find(|c| situation.is_unloaded() && runs_at_activation(evidence, &c.function))?;
    let clsid = component.clsids.first().map_or("{<CLSID of the class>}", String::as_str);
    let remark = format!(
        "On the client. `{}`, which runs when an object is made, calls {} ({}); the message is the text of the error that the client is given.",
        call.function,
        call.api,
        evidence.place(call.span)
    );
    Some(Event { id: event.id, log: event.log.clone(), source: event.source.clone(), text: event.text.replace("{clsid}", clsid), remark })
}
