//! The life of a handle against the time line: what is drawn, and what stands beside it.

use super::super::Report;
use super::super::terminal::clean_line;
use crate::judge::Finding;
use crate::lifetime::{Class, EndKind, Lifetime};
use crate::windows::Lasts;

/// Where the bar begins, and where the hive is unloaded.
const OPENED: u32 = 290;
const UNLOADED: u32 = 590;
/// Longest name in the picture.
const LONGEST: usize = 100;

pub(super) struct Timeline {
    pub(super) title: String,
    pub(super) opened: &'static str,
    pub(super) opened_at: String,
    pub(super) lane: &'static str,
    /// How wide the bar is while somebody can still close the key.
    pub(super) held: u32,
    pub(super) held_middle: u32,
    pub(super) held_text: String,
    /// What becomes of it until the log-off, if that is another thing.
    pub(super) rest: &'static str,
    pub(super) rest_middle: u32,
    pub(super) rest_text: String,
    /// Where its last name went.
    pub(super) end_at: String,
    pub(super) dead_text: &'static str,
    pub(super) key: String,
    pub(super) height: u32,
}

/// What differs between kinds of findings.
struct Life {
    /// How much of the way from open to unload somebody has the handle, in percent.
    held: u32,
    held_text: String,
    rest: &'static str,
    rest_text: String,
    end_at: String,
}

impl Timeline {
    /// `None` for what has nothing to do with the log-off, such as closing twice.
    pub(super) fn of(report: &Report, finding: &Finding) -> Option<Timeline> {
        match finding.open.and_then(|i| report.solution.lifetimes.get(i)) {
            Some(open) if open.per_user != Some(false) => Timeline::of_open(report, finding, open),
            Some(_) => None,
            None => Timeline::of_uses(report, finding),
        }
    }

    fn of_open(report: &Report, finding: &Finding, open: &Lifetime) -> Option<Timeline> {
        let handle = open.handle.as_deref().map_or_else(|| "the handle".to_owned(), |h| cut(&clean_line(h), 28));
        let member = open.holder.as_ref().and_then(|h| h.member.as_deref()).map_or(handle.clone(), |m| cut(&clean_line(m), 28));
        let life = match open.class {
            Class::Leaked => leaked(report, finding, open, &handle),
            Class::Process => Life::kept(format!("kept in {member} (static)")),
            Class::Object => in_object(finding, &member),
            _ if !open.held_across.is_empty() => {
                let line = report.source(open.held_across[0].span).words_for(open.held_across[0].span.start);
                Life::kept(cut(&format!("open while the code waits ({})", clean_line(&line)), 46))
            }
            _ => return None,
        };
        let sub = open.subkey.as_deref().map(|s| format!("\\{}", clean_line(s))).unwrap_or_default();
        let roots: Vec<&str> = open.roots.iter().map(|r| r.name()).collect();
        let if_users = if open.per_user.is_none() { ", if its root is a user’s" } else { "" };
        let key = format!("{handle} = {}{sub}, opened by {} in {}{if_users}", roots.join("|"), open.api, clean_line(&open.function));
        Some(Timeline::drawn(
            "key opened",
            clean_line(&report.source(open.name).words_for(open.name.start)),
            "key",
            life,
            "dead: every use fails",
            &key,
        ))
    }

    /// The process itself keeps a predefined key, once it was used.
    fn of_uses(report: &Report, finding: &Finding) -> Option<Timeline> {
        let at = |u: &&crate::lifetime::PredefinedUse| finding.steps.iter().any(|s| s.span == u.span);
        let first = report.solution.predefined_uses.iter().find(at)?;
        let life = Life::kept(format!("{} is kept by the process", first.root.name()));
        let key = format!("first used by {} in {}; {} uses in all", first.api, clean_line(&first.function), finding.steps.len());
        let line = clean_line(&report.source(first.span).words_for(first.span.start));
        Some(Timeline::drawn("first use", line, "cached key", life, "calls can fail", &key))
    }

    fn drawn(opened: &'static str, opened_at: String, lane: &'static str, life: Life, dead_text: &'static str, key: &str) -> Timeline {
        let held = (UNLOADED - OPENED) * life.held / 100;
        let height = if life.rest_text.is_empty() { 148 } else { 184 };
        Timeline {
            height,
            title: format!("The life of the handle: {}", cut(key, LONGEST)),
            opened,
            opened_at: cut(&opened_at, 24),
            lane,
            held,
            held_middle: OPENED + held / 2,
            held_text: life.held_text,
            rest: life.rest,
            rest_middle: (OPENED + held + UNLOADED) / 2,
            rest_text: life.rest_text,
            end_at: life.end_at,
            dead_text,
            key: cut(key, LONGEST + 30),
        }
    }
}

impl Life {
    fn kept(held_text: String) -> Life {
        Life { held: 100, held_text, rest: "", rest_text: String::new(), end_at: String::new() }
    }
}

/// COM+ can make an object live longer, or its key shorter, than the object's own reference count would.
fn in_object(finding: &Finding, member: &str) -> Life {
    let rest_text = match finding.stays.as_ref().map(|s| s.lasts) {
        Some(Lasts::Process) => return Life::kept(format!("in {member}, until the process ends")),
        Some(Lasts::Activation) => "until the object is deactivated",
        _ => "for as long as the object lives",
    };
    let held_text = format!("in the object’s {}", cut(member, 12));
    Life { held: 55, held_text, rest: "perhaps", rest_text: rest_text.to_owned(), end_at: String::new() }
}

fn leaked(report: &Report, finding: &Finding, open: &Lifetime, handle: &str) -> Life {
    let exit = open.exits.iter().find(|e| finding.steps.iter().any(|s| s.span == e.span)).or(open.exits.first());
    let how = match exit.map(|e| e.kind) {
        Some(EndKind::Overwrite | EndKind::OverwriteNextCall) => "overwritten in",
        Some(EndKind::Detach) => "given away in",
        Some(EndKind::Forget) => "forgotten in",
        Some(EndKind::Throw) => "exception in",
        _ => "left open in",
    };
    let line = exit.map(|e| clean_line(&report.source(e.span).words_for(e.span.start))).unwrap_or_default();
    Life {
        held: 30,
        held_text: cut(handle, 12),
        rest: "leak",
        rest_text: "nobody can close it any more".to_owned(),
        end_at: if line.is_empty() { String::new() } else { format!("{how} {}", cut(&line, 30)) },
    }
}

/// The beginning of a text that is too long for the picture.
fn cut(text: &str, most: usize) -> String {
    if text.chars().nth(most).is_none() {
        return text.to_owned();
    }
    text.chars().take(most - 1).chain(['…']).collect()
}
