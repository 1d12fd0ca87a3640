//! The keys of users that a component keeps open, and the calls that need them or a predefined key.

use super::{Evidence, FailingCall};
use crate::lifetime::{Class, Lifetime, PredefinedUse, Runs, Seen};
use crate::models::{Hive, Kind, Root};
use crate::source::FileId;
use crate::windows::{ComLifetime, Lasts, Situation, method_of};
use std::collections::BTreeSet;
use std::sync::Arc;

/// A key that is open, or may be, when the hive is unloaded.
#[derive(Clone, Debug)]
pub struct OpenKey<'f> {
    /// Index into [`crate::lifetime::Solution::lifetimes`].
    pub open: usize,
    /// How people know the key: `HKCU\Software\Contoso`.
    pub name: String,
    /// Every root it can be below.
    pub roots: Vec<Root>,
    /// Its hive and its path below the hive's root, from the backslash on, where known.
    pub path: Option<(Hive, String)>,
    /// What became of it, in words: "kept by the member …".
    pub holder: String,
    /// How long COM+ lets it stay open.
    pub stays: Option<&'f ComLifetime>,
    /// Under which condition only it is open: to follow "if". `None`: it is.
    pub doubt: Option<String>,
    /// It is in the hive of whoever the thread acted for.
    pub is_callers: bool,
    /// The rule that reports it.
    pub rule: Option<Arc<str>>,
}

/// What was looked at.
pub(super) struct Owned<'f> {
    pub(super) keys: Vec<OpenKey<'f>>,
    /// Opens that every path closes.
    pub(super) closed: usize,
    /// Opens that are left out, and why.
    pub(super) left_out: Vec<(usize, String)>,
    /// Uses of predefined keys in code that does not run in the server, or in libraries that were linked in.
    pub(super) uses_elsewhere: usize,
}

pub(super) fn of_component<'a>(evidence: Evidence<'a>, component: usize) -> Owned<'a> {
    let mut owned = Owned { keys: Vec::new(), closed: 0, left_out: Vec::new(), uses_elsewhere: 0 };
    let pooled = evidence.components.all()[component].is_pooled();
    let again = told_at_the_source(evidence);
    // what a file only imports says that it is not read, not that a key is open
    let is_call = |l: &Lifetime| l.seen == Seen::Call && !l.in_wrapper;
    let counts = |l: &Lifetime| evidence.is_of(component, l.name.file) && l.per_user != Some(false) && is_call(l);
    let opens = evidence.solution.lifetimes.iter().enumerate();
    for (open, life) in opens.filter(|(_, l)| counts(l) && !again.contains(&(l.name.file, l.name.start))) {
        // a loaded profile keeps the hive, it does not lose it
        if life.kind == Kind::Profile {
            continue;
        }
        // the object that keeps it is listed where it is told to open
        if life.class == Class::Object && is_kept_elsewhere(evidence, life) {
            continue;
        }
        let stays = evidence.facts.com_lifetime(life, Situation { pooled });
        if life.class == Class::Scoped && stays.is_none() {
            owned.closed += 1;
        } else if let Some(why) = left_out(evidence, open, life) {
            owned.left_out.push((open, why));
        } else if let Some(doubt) = doubt(evidence, component, life, stays) {
            owned.keys.push(key(evidence, open, life, stays, doubt));
        }
    }
    let uses = evidence.solution.predefined_uses.iter().filter(|u| u.root.is_cached_user_root() && !is_own_in_server(u));
    owned.uses_elsewhere = uses.filter(|u| evidence.is_of(component, u.span.file)).count();
    owned
}

/// Places in DLLs of what their sources show, too.
fn told_at_the_source(evidence: Evidence<'_>) -> BTreeSet<(FileId, u32)> {
    evidence.findings.iter().flat_map(|f| &f.also).map(|e| (e.span.file, e.span.start)).collect()
}

/// Why an open does not count.
fn left_out(evidence: Evidence<'_>, open: usize, life: &Lifetime) -> Option<String> {
    let why = match life.runs {
        Runs::Unreached | Runs::Server => {
            let allowed = evidence.findings.iter().filter(|f| f.open == Some(open)).find_map(|f| f.allowed());
            return allowed.map(|allowed| format!("{}: {}", allowed.by.words(), allowed.reason));
        }
        Runs::Registration => "code that runs at registration only, in a process that ends soon",
        Runs::Program => "code that runs in a program only, whose keys are closed when it ends",
        Runs::Test => "code of a test",
    };
    Some(why.to_owned())
}

/// `None`: it is not open at the log-off. `Some(None)`: it is. `Some(Some(…))`: it is if …
fn doubt(evidence: Evidence<'_>, component: usize, life: &Lifetime, stays: Option<&ComLifetime>) -> Option<Option<String>> {
    let jit = evidence.components.all()[component].deployment.jit == Some(true);
    let if_so = |words: &str| Some(Some(words.to_owned()));
    let lasts = match (life.class, stays.map(|s| s.lasts)) {
        (Class::Caller, None) if is_taken_over(evidence, life) => return None,
        (Class::Caller, None) => return if_so("a caller that was not seen keeps the key that it is handed"),
        (_, Some(lasts)) => lasts,
        (_, None) => return if_so("a key is kept whose way could not be followed"),
    };
    match lasts {
        Lasts::Call => None,
        Lasts::Activation if jit => None,
        _ if life.per_user.is_none() => {
            if_so("a key that is kept open is below a user's root; nothing that was seen says which root it is")
        }
        Lasts::Activation => if_so("an object is activated at that time"),
        Lasts::Object => if_so("an object that keeps such a key is alive at that time"),
        Lasts::Process if life.roots.first() == Some(&Root::Hkcr) => {
            if_so("the class is registered for that user (HKEY_CLASSES_ROOT shows the user's classes before the machine's)")
        }
        Lasts::Process => Some(None),
    }
}

/// Whether a call of the function that hands the key out was seen: it is listed there.
fn is_taken_over(evidence: Evidence<'_>, life: &Lifetime) -> bool {
    let bare = |name: &str| name.rsplit("::").next().unwrap_or(name).to_owned();
    let own = bare(&life.function);
    evidence.solution.lifetimes.iter().any(|l| l.via.as_ref().is_some_and(|via| bare(via) == own))
}

/// Whether an object that is a variable, and keeps this key, is listed where the method that opens it is called.
fn is_kept_elsewhere(evidence: Evidence<'_>, life: &Lifetime) -> bool {
    let is_it = |l: &Lifetime| l.class == Class::Process && l.via.as_deref() == Some(&*life.function) && l.subkey == life.subkey;
    evidence.solution.lifetimes.iter().any(is_it)
}

fn key<'a>(evidence: Evidence<'a>, open: usize, life: &Lifetime, stays: Option<&'a ComLifetime>, doubt: Option<String>) -> OpenKey<'a> {
    let callers = &evidence.facts.events.activation.opens_callers_hive;
    let is_callers = callers.iter().any(|api| **api == *life.api);
    let finding = evidence.findings.iter().find(|f| f.open == Some(open) && f.allowed().is_none());
    OpenKey {
        open,
        name: name_of(life),
        roots: life.roots.clone(),
        path: path_of(life, is_callers),
        holder: holder_of(life),
        stays,
        doubt,
        is_callers,
        rule: finding.map(|f| f.rule.clone()),
    }
}

/// `HKCU\Software\Contoso`
fn name_of(life: &Lifetime) -> String {
    let is_named = |r: &Root| !matches!(r, Root::Param | Root::Unknown | Root::Other);
    let any_named = life.roots.iter().any(is_named);
    let roots: Vec<&str> = life
        .roots
        .iter()
        .filter(|r| !any_named || is_named(r))
        .map(|r| match r {
            Root::Param => "<a root that a caller passes>",
            Root::Unknown => "<an unknown root>",
            Root::Other => "<no predefined root>",
            known => known.name(),
        })
        .collect();
    let below = life.subkey.as_deref().map(|s| format!("\\{s}")).unwrap_or_default();
    format!("{}{below}", roots.join(" or "))
}

/// What became of it: `kept by the member `m_key` of `Orders``.
fn holder_of(life: &Lifetime) -> String {
    let holder = life.holder.as_ref();
    let of = holder.and_then(|h| h.ty.as_ref()).map(|ty| format!(" of `{ty}`")).unwrap_or_default();
    if holder.is_some_and(|h| h.kind == "shared") {
        return "stored as a shared property".to_owned();
    }
    match (life.class, holder.and_then(|h| h.member.as_ref()).filter(|m| !m.is_empty())) {
        (Class::Object, Some(member)) => format!("kept by the member `{member}`{of}"),
        (Class::Process, Some(variable)) => format!("kept by the variable `{variable}`"),
        (Class::Leaked, _) => format!("lost in `{}`", life.function),
        (Class::Scoped, _) => format!("held by `{}`, which waits", life.function),
        (Class::Caller, _) => format!("handed to whoever calls `{}`", life.function),
        _ => "given to code that could not be followed".to_owned(),
    }
}

/// Where event 1530 will say that the key is.
fn path_of(life: &Lifetime, is_root: bool) -> Option<(Hive, String)> {
    let below = |rest: &str| if rest.is_empty() { String::new() } else { format!("\\{rest}") };
    let root = *life.roots.first()?;
    if root == Root::Hku && life.per_user != Some(true) {
        return None;
    }
    match life.subkey.as_deref() {
        Some(subkey) => Hive::of_key(root, subkey).map(|(hive, rest)| (hive, below(rest))),
        None if matches!(root, Root::Hkcr | Root::Hkcu) => Some((Hive::of(root), below(if is_root { "" } else { "<a sub-key>" }))),
        None => None,
    }
}

/// Whether a use is in the component's own code, and that runs where a log-off does harm, as far as the code shows.
fn is_own_in_server(use_: &PredefinedUse) -> bool {
    matches!(use_.runs, Runs::Unreached | Runs::Server) && use_.library.is_none()
}

/// The predefined keys of users that the component uses.
pub(super) fn cached_roots(evidence: Evidence<'_>, component: usize) -> Vec<Root> {
    let uses = evidence.solution.predefined_uses.iter().filter(|u| evidence.is_of(component, u.span.file) && is_own_in_server(u));
    let roots: BTreeSet<Root> = uses.map(|u| u.root).filter(|r| r.is_cached_user_root()).collect();
    roots.into_iter().collect()
}

/// Calls that use a key which is kept, and those that use a predefined key.
pub(super) fn failing(evidence: Evidence<'_>, component: usize, keys: &[OpenKey<'_>], switched_off: bool) -> Vec<FailingCall> {
    let mut calls: BTreeSet<FailingCall> = BTreeSet::new();
    for key in keys {
        let life = &evidence.solution.lifetimes[key.open];
        let uses = life.holder.iter().flat_map(|h| &h.uses);
        calls.extend(uses.map(|u| FailingCall { span: u.span, function: u.function.clone(), api: u.api.clone(), open: Some(key.open) }));
    }
    let uses = evidence.solution.predefined_uses.iter();
    let uses =
        uses.filter(|u| !switched_off && u.root.is_cached_user_root() && is_own_in_server(u) && evidence.is_of(component, u.span.file));
    calls.extend(uses.map(|u| FailingCall { span: u.span, function: u.function.clone(), api: u.api.clone(), open: None }));
    let again = told_at_the_source(evidence);
    calls.retain(|c| !again.contains(&(c.span.file, c.span.start)));
    // a call that opens below a key which is kept uses both; once is enough
    let mut seen = BTreeSet::new();
    let mut calls: Vec<FailingCall> = calls.into_iter().collect();
    calls.sort_by_key(|c| (c.span, c.open.is_none()));
    calls.retain(|c| seen.insert(c.span));
    calls
}

/// Whether a function runs while COM makes an object.
pub(super) fn runs_at_activation(evidence: Evidence<'_>, function: &str) -> bool {
    let names = &evidence.facts.events.activation.during_activation;
    names.iter().any(|n| n == method_of(function))
}
