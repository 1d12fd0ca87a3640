//! Which opens can have left a key, the likeliest first.

use super::read::Opened;
use crate::judge::Finding;
use crate::lifetime::{Class, Lifetime, Runs, Solution};
use crate::models::{Hive, Models, Root, RootFrom};
use crate::source::{Source, file_name};
use std::cmp::Reverse;
use std::sync::Arc;

/// An open that can have left a key.
#[derive(Clone, PartialEq, Debug)]
pub struct Candidate {
    /// Index into [`Solution::lifetimes`].
    pub open: usize,
    /// How its key and the event's fit.
    pub fit: Fit,
    /// It is closed on every path.
    pub is_closed: bool,
    /// Why it stands where it stands, in words, the weightiest first.
    pub reasons: Vec<String>,
    /// The rules that report it.
    pub rules: Vec<Arc<str>>,
}

impl Candidate {
    /// Whether it fits so well that weaker ones need no mention beside it.
    pub fn is_likely(&self) -> bool {
        !self.is_closed && matches!(self.fit, Fit::Same | Fit::End)
    }
}

/// How an open's key fits the event's; the order is that of their weight.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Fit {
    /// The same key.
    Same,
    /// The end of the event's path; the root is not known.
    End,
    /// A key above the event's.
    Above,
    /// The same hive; the sub-key is not known.
    Hive,
}

impl Fit {
    /// The name used in all output.
    pub fn name(self) -> &'static str {
        match self {
            Fit::Same => "same",
            Fit::End => "end",
            Fit::Above => "above",
            Fit::Hive => "hive",
        }
    }
}

pub(super) fn candidates(
    opened: &Opened,
    solution: &Solution,
    sources: &[Source],
    findings: &[Finding],
    models: &Models,
) -> Vec<Candidate> {
    let mut found = Vec::new();
    for (open, life) in solution.lifetimes.iter().enumerate().filter(|(_, l)| !l.in_wrapper && l.per_user != Some(false)) {
        let Some((fit, why)) = fit(opened, life, models) else { continue };
        let is_closed = life.class == Class::Scoped && life.held_across.is_empty();
        // what is closed on every path is worth a word only where nothing else is in doubt
        if is_closed && matches!(fit, Fit::Above | Fit::Hive) {
            continue;
        }
        let (process, program) = program(opened, &sources[life.name.file.0 as usize]);
        let mut reasons = vec![why];
        reasons.push(becomes(life));
        reasons.extend(program);
        reasons.extend((life.runs == Runs::Test).then(|| "the code is part of a test, which is not deployed".to_owned()));
        let rules = findings.iter().filter(|f| f.open == Some(open) && f.suppressed.is_none()).map(|f| f.rule.clone()).collect();
        let order = (fit, is_closed, life.runs == Runs::Test, Reverse(process), Reverse(life.class), life.name);
        found.push((order, Candidate { open, fit, is_closed, reasons, rules }));
    }
    found.sort_by_key(|(order, _)| *order);
    found.into_iter().map(|(_, candidate)| candidate).collect()
}

/// How well an open's key fits, and why, in words.
fn fit(opened: &Opened, life: &Lifetime, models: &Models) -> Option<(Fit, String)> {
    let fits = life.roots.iter().filter_map(|root| fit_below(opened, *root, life, models));
    fits.min_by_key(|(fit, _)| *fit)
}

fn fit_below(opened: &Opened, root: Root, life: &Lifetime, models: &Models) -> Option<(Fit, String)> {
    let subkey = life.subkey.as_deref().map(|s| s.trim_matches('\\')).filter(|s| !s.is_empty());
    let (hive, path) = match (root, subkey) {
        (Root::Hkcr | Root::Hkcu | Root::HkcuLocal, None) => return of_unknown_subkey(opened, root, life, models),
        (Root::HkcuLocal, Some(subkey)) => return ends_with(opened, subkey),
        (Root::Hku, None) => {
            return (!opened.path.is_empty()).then(|| (Fit::Hive, "it opens a key below HKU whose name is not known".to_owned()));
        }
        (Root::Param | Root::Unknown, Some(subkey)) => return ends_with(opened, subkey),
        (root, Some(subkey)) => Hive::of_key(root, subkey)?,
        _ => return None,
    };
    if hive != opened.hive {
        return None;
    }
    let rest = below(&opened.path, path)?;
    let how = match root {
        Root::Hkcr => " (HKCR shows the user's classes before the machine's)",
        Root::Hkcu if hive == Hive::Classes => " (HKCU\\Software\\Classes is the hive that the event calls _CLASSES)",
        _ => "",
    };
    if rest.is_empty() {
        Some((Fit::Same, format!("it opens this very key{how}")))
    } else if path.is_empty() {
        None
    } else {
        Some((Fit::Above, format!("it opens a key above this one{how}; what is opened below it would read like this")))
    }
}

/// An open below a user's root by a name that is not known, or of the root itself.
fn of_unknown_subkey(opened: &Opened, root: Root, life: &Lifetime, models: &Models) -> Option<(Fit, String)> {
    let acquire = models.api(&life.api).and_then(|id| models.get(id).acquires.as_ref());
    let is_root = acquire.is_some_and(|a| a.subkey.is_none() && matches!(a.root, RootFrom::Fixed(_)));
    let is_hive = Hive::of(root) == opened.hive;
    match (is_root, is_hive, opened.path.is_empty()) {
        (true, true, true) => Some((Fit::Same, format!("`{}` opens the root of this hive", life.api))),
        (false, true, true) => Some((Fit::Hive, format!("it opens {} or a key below it; which one is not known", root.name()))),
        (false, true, false) => Some((Fit::Hive, format!("it opens a key below {}; which one is not known", root.name()))),
        _ => None,
    }
}

/// Whether the event's path ends with this sub-key, at a backslash.
fn ends_with(opened: &Opened, subkey: &str) -> Option<(Fit, String)> {
    let subkey = subkey.trim_matches('\\');
    let parts = |path: &str| path.split('\\').map(str::to_ascii_lowercase).collect::<Vec<_>>();
    let is_end = !subkey.is_empty() && parts(&opened.path).ends_with(&parts(subkey));
    is_end.then(|| (Fit::End, "its sub-key is the end of the event's; the root is not known".to_owned()))
}

/// What of `path` comes behind `above`. Names are compared as Windows does, without regard to case and to the part that 32-bit
/// programs see in place of another. In some languages a word comes after the key: it is no part of the name.
fn below<'a>(path: &'a str, above: &str) -> Option<&'a str> {
    let mut rest = path;
    for part in above.split('\\').filter(|p| !p.is_empty() && !p.eq_ignore_ascii_case(WOW64)) {
        rest = rest.trim_start_matches('\\');
        let behind = rest.get(..WOW64.len()).filter(|head| head.eq_ignore_ascii_case(WOW64)).map(|_| &rest[WOW64.len()..]);
        rest = behind.and_then(|r| r.strip_prefix('\\')).unwrap_or(rest);
        let head = rest.get(..part.len()).filter(|head| head.to_lowercase() == part.to_lowercase())?;
        rest = &rest[head.len()..];
        match rest.chars().next() {
            None | Some('\\') => {}
            Some(_) => return is_sentence(rest).then_some(""),
        }
    }
    Some(rest.trim_start_matches('\\'))
}

/// Whether this goes on in the language of the event and not with the name of a key: ` を開きました。`, `“ geöffnet.`
fn is_sentence(rest: &str) -> bool {
    let words = rest.trim_start_matches([' ', '\u{A0}', '\'', '”', '“', '»', '」', '』']);
    let is_word = words.chars().next().is_none_or(|c| c.is_lowercase() || !c.is_ascii() && !c.is_uppercase() || c == '.');
    words.len() < rest.len() && is_word && !words.contains('\\')
}

const WOW64: &str = "Wow6432Node";

/// What becomes of the handle.
fn becomes(life: &Lifetime) -> String {
    let holder = life.holder.as_ref().and_then(|h| h.member.as_deref()).filter(|m| !m.is_empty());
    match (life.class, holder) {
        (Class::Leaked, _) => "it is left open on some path".to_owned(),
        (Class::Process, Some(name)) => format!("`{name}` keeps it for the life of the process"),
        (Class::Process, None) => "it is kept for the life of the process".to_owned(),
        (Class::Object, Some(member)) => format!("the member `{member}` keeps it for the life of the object"),
        (Class::Object, None) => "it is kept for the life of an object".to_owned(),
        (Class::Caller, _) => "it is handed to the caller".to_owned(),
        (Class::Unknown, _) => "what becomes of it is not known".to_owned(),
        (Class::Scoped, _) if !life.held_across.is_empty() => "it is open while the code waits, without end".to_owned(),
        (Class::Scoped, _) => "it is closed on every path: only open if the log-off came in between".to_owned(),
    }
}

/// Whether the code is in the event's program: for, against or neither, and in words.
fn program(opened: &Opened, source: &Source) -> (i8, Option<String>) {
    let file = file_name(&source.path);
    let program = opened.process.file();
    if source.binary.is_none() || program.is_empty() {
        (0, None)
    } else if file.eq_ignore_ascii_case(program) {
        (1, Some(format!("the event names this program, {program}")))
    } else if file.to_ascii_lowercase().ends_with(".exe") {
        (-1, Some(format!("but the event names another program, {program}")))
    } else {
        (0, None)
    }
}
