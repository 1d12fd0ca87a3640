//! Which lifetimes and misuses are worth a word, and which words: rules from `rules/*.toml` applied to a [`Solution`].
//!
//! A rule selects ([`rule`]), a message template is filled in ([`message`]), a comment in the code may allow the finding
//! ([`allow`]). Lifetimes of class `unknown` are never findings. Everything here is pure.

use crate::component::Components;
use crate::lifetime::{Class, EndKind, Lifetime, Misuse, MisuseKind, PredefinedUse, RootRestored, Runs, Seen, Solution, Step};
use crate::models::Models;
use crate::source::{FileId, Source, Span};
use crate::windows::{ComLifetime, Facts, Lasts, Situation, facts};
use allow::{Allow, Allows};
use message::Fields;
use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::sync::Arc;
use uses::Site;

mod allow;
mod baseline;
mod change;
mod changed;
mod explain;
mod identity;
mod message;
mod rule;
mod settings;
mod uses;
mod within;
mod writes;

pub use baseline::{Baseline, Entry, Outcome};
pub use change::{Change, Edit};
pub use changed::{Changed, Changes};
pub use explain::{explain, list, markdown};
pub use message::closer;
pub use rule::{AllowFault, Example, Fix, Reference, Rule, Rules, Select, Style, Subject, builtin_files};
pub use settings::{Checked, Settings};
pub use within::within;

/// How bad a finding is.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// Worth knowing.
    Note,
    /// May do harm.
    Warning,
    /// Does harm.
    Error,
}

impl Level {
    /// The name used in all output.
    pub fn name(self) -> &'static str {
        match self {
            Level::Note => "note",
            Level::Warning => "warning",
            Level::Error => "error",
        }
    }
}

/// How much of the reasoning rests on something that was not seen.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub enum Confidence {
    /// The root is not known.
    Low,
    /// Something was assumed: see the finding's assumptions.
    Medium,
    /// All of it was seen.
    High,
}

impl Confidence {
    /// The name used in all output.
    pub fn name(self) -> &'static str {
        match self {
            Confidence::Low => "low",
            Confidence::Medium => "medium",
            Confidence::High => "high",
        }
    }
}

/// One thing to be told.
#[derive(Clone, PartialEq, Debug)]
pub struct Finding {
    /// The id of the rule.
    pub rule: Arc<str>,
    /// How bad it is.
    pub level: Level,
    /// How sure it is.
    pub confidence: Confidence,
    /// What was taken for granted without having been seen.
    pub assumptions: Vec<String>,
    /// What happens, when, and what comes of it.
    pub message: String,
    /// The open, or the wrong use.
    pub span: Span,
    /// The function it is in; empty for a finding about a comment.
    pub function: Arc<str>,
    /// Index into [`Solution::lifetimes`].
    pub open: Option<usize>,
    /// That lifetime's class.
    pub lifetime: Option<Class>,
    /// The same for the same defect when lines move, and in the source and its DLL.
    pub fingerprint: String,
    /// Where else the same defect was found: in DLLs that were built from the source.
    pub also: Vec<Elsewhere>,
    /// The path that shows it.
    pub steps: Vec<Step>,
    /// How long the key stays open in COM+.
    pub stays: Option<Stay>,
    /// What to write instead.
    pub fix: String,
    /// The same in this code, see [`crate::change`].
    pub change: Option<Change>,
    /// Why it is not told, if it is not.
    pub suppressed: Option<Suppression>,
    /// Whether the baseline has it, if there is one.
    pub known: Option<bool>,
}

/// Why a finding is not told.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Suppression {
    /// Who says so.
    pub by: SuppressedBy,
    /// The reason given.
    pub reason: String,
}

/// Who keeps a finding from being told.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum SuppressedBy {
    /// A comment in the code allows it.
    Comment,
    /// An `[[allow]]` of the configuration allows it.
    Configuration,
    /// The baseline has it. It is as bad as before.
    Baseline,
}

impl SuppressedBy {
    /// The name used in all output.
    pub fn name(self) -> &'static str {
        match self {
            SuppressedBy::Comment => "comment",
            SuppressedBy::Configuration => "configuration",
            SuppressedBy::Baseline => "baseline",
        }
    }

    /// For people.
    pub fn words(self) -> &'static str {
        match self {
            SuppressedBy::Comment => "allowed by a comment",
            SuppressedBy::Configuration => "allowed by hivelint.toml",
            SuppressedBy::Baseline => "known from the baseline",
        }
    }
}

impl Finding {
    /// Who allows it, if somebody does. To be known is not to be allowed.
    pub fn allowed(&self) -> Option<&Suppression> {
        self.suppressed.as_ref().filter(|s| s.by != SuppressedBy::Baseline)
    }

    /// Every place that it names: its own, the steps of its path, and where else it was found.
    pub fn places(&self) -> impl Iterator<Item = Span> + '_ {
        let steps = self.steps.iter().map(|s| s.span);
        std::iter::once(self.span).chain(steps).chain(self.also.iter().map(|e| e.span))
    }
}

/// A further place of a defect.
#[derive(Clone, PartialEq, Debug)]
pub struct Elsewhere {
    /// Where.
    pub span: Span,
    /// The function it is in there.
    pub function: Arc<str>,
}

/// How long a key stays open in COM+, see [`ComLifetime`].
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Stay {
    /// The name of the kind.
    pub id: String,
    /// How long.
    pub lasts: Lasts,
    /// Why, in words.
    pub says: String,
    /// The finding's message says so already.
    pub obvious: bool,
}

/// Applies the rules, with nothing known of components and their deployment: see [`judge_deployed`].
pub fn judge(solution: &Solution, sources: &[Source], rules: &Rules, models: &Models) -> Vec<Finding> {
    judge_deployed(solution, sources, rules, models, &Components::by_directory(sources), &Settings::default())
}

/// Applies the rules; the findings come sorted by place, at one place the worst first.
pub fn judge_deployed(
    solution: &Solution,
    sources: &[Source],
    rules: &Rules,
    models: &Models,
    components: &Components,
    settings: &Settings,
) -> Vec<Finding> {
    let mut allows = Allows::read(sources, settings);
    let mut judge = Judge { solution, sources, models, components, settings, facts: facts().ok(), findings: Vec::new() };
    for rule in rules.all() {
        match rule.select.subject {
            Subject::Lifetime => judge.lifetimes(rule),
            Subject::Misuse => judge.misuses(rule),
            Subject::PredefinedUse => judge.predefined_uses(rule, &mut allows),
            Subject::Write => judge.writes(rule),
            Subject::UnreadOpen => judge.unread_opens(rule),
            Subject::Allow => {}
        }
    }
    let mut findings = judge.findings;
    for finding in findings.iter_mut().filter(|f| f.suppressed.is_none()) {
        finding.suppressed = allows.comment_for(&finding.rule, finding.span);
    }
    let about_allows = |about: &dyn Fn(&Rule) -> Vec<Finding>| -> Vec<Finding> {
        rules.all().iter().filter(|r| r.select.subject == Subject::Allow).flat_map(about).collect()
    };
    findings.extend(about_allows(&|rule| about_comments(rule, rules, &allows, settings)));
    findings.sort_by(|a, b| order(a).cmp(&order(b)));
    let mut findings = identity::settle(findings, solution, sources);
    // an entry of the configuration may name a fingerprint
    for finding in findings.iter_mut().filter(|f| f.suppressed.is_none()) {
        finding.suppressed = allows.entry_for(&finding.rule, finding.span, &finding.function, Some(&finding.fingerprint));
    }
    findings.extend(identity::settle(about_allows(&|rule| about_entries(rule, &allows, settings)), solution, sources));
    findings.sort_by(|a, b| order(a).cmp(&order(b)));
    findings
}

/// By place; at one place the worst first.
fn order(f: &Finding) -> impl Ord + '_ {
    ((f.span.file, f.span.start), Reverse(f.level), &*f.rule, f.span.end, &*f.message)
}

struct Judge<'a> {
    solution: &'a Solution,
    sources: &'a [Source],
    models: &'a Models,
    components: &'a Components,
    settings: &'a Settings<'a>,
    facts: Option<&'a Facts>,
    findings: Vec<Finding>,
}

impl Judge<'_> {
    fn lifetimes(&mut self, rule: &Rule) {
        for (i, life) in self.solution.lifetimes.iter().enumerate() {
            if life.in_wrapper || !rule.select.takes_lifetime(life) {
                continue;
            }
            let stays = self.stays(life);
            let own = stays.filter(|_| life.class == Class::Object && life.per_user == Some(true)).and_then(|s| s.level());
            let Some(level) = self.level(rule, life.name, own) else { continue };
            let (confidence, mut assumptions) = certainty(life, stays.map(|s| s.lasts));
            assumptions.extend(stays.and_then(|s| self.assumed_of(life, s)));
            let (level, why) = level_where(life.runs, life.library, level);
            assumptions.extend(why);
            let fields = Fields::of_lifetime(life, self.sources, self.models);
            let span = Span { end: life.span.end.max(life.name.end), ..life.name };
            self.findings.push(Finding {
                level,
                confidence,
                assumptions,
                open: Some(i),
                lifetime: Some(life.class),
                steps: steps_of(life, &rule.select.exits),
                stays: stays.map(Stay::of),
                ..fields.finding(rule, span, life.function.clone())
            });
        }
    }

    /// What the rule counts as there, if it is not switched off; `own` is its level for want of another.
    fn level(&self, rule: &Rule, at: Span, own: Option<Level>) -> Option<Level> {
        self.settings.level(&rule.id, at, self.sources).unwrap_or(Some(own.unwrap_or(rule.level)))
    }

    /// How long COM+ lets the key stay open.
    fn stays(&self, life: &Lifetime) -> Option<&'_ ComLifetime> {
        self.facts?.com_lifetime(life, Situation { pooled: self.is_pooled(life.name.file) })
    }

    /// Whether a component that the file belongs to has its objects pooled.
    fn is_pooled(&self, file: FileId) -> bool {
        self.components.of_file(file).iter().any(|c| self.components.all()[*c].is_pooled())
    }

    /// What that takes for granted.
    fn assumed_of(&self, life: &Lifetime, stays: &ComLifetime) -> Option<String> {
        let mut components = self.components.of_file(life.name.file).iter().map(|c| &self.components.all()[*c]);
        let is_guess = stays.pooled == Some(true) && components.all(|c| c.deployment.pooling.is_none());
        is_guess.then(|| "COM+ pools the objects, as `CanBePooled` allows it to".to_owned())
    }

    fn misuses(&mut self, rule: &Rule) {
        for misuse in &self.solution.misuses {
            let open = misuse.open.and_then(|i| self.solution.lifetimes.get(i));
            if !rule.select.takes_misuse(misuse, open) || !self.is_beside(rule, misuse.span) || self.is_seen_to(misuse) {
                continue;
            }
            let Some(level) = self.level(rule, misuse.span, None) else { continue };
            let fields = Fields::of_misuse(misuse, open, self.sources, self.models);
            let (level, why) = level_where(misuse.runs, misuse.library, level);
            self.findings.push(Finding {
                level,
                assumptions: why,
                open: misuse.open,
                lifetime: open.map(|life| life.class),
                steps: misuse.steps.clone(),
                ..fields.finding(rule, misuse.span, misuse.function.clone())
            });
        }
    }

    /// Whether a call elsewhere in the component makes good what would be wrong without it.
    fn is_seen_to(&self, misuse: &Misuse) -> bool {
        let own = self.components.of_file(misuse.span.file);
        let is_in_own = |call: &Span| call.file == misuse.span.file || self.components.of_file(call.file).iter().any(|c| own.contains(c));
        match misuse.kind {
            // without the cache a predefined key follows the thread, as it should
            MisuseKind::UnderImpersonation => self.solution.cache_switched_off.iter().any(is_in_own),
            MisuseKind::UnloadedUser => self.solution.profiles_loaded.iter().any(is_in_own),
            MisuseKind::OverrideKept => self.restored_by_others(misuse).iter().any(is_in_own),
            _ => false,
        }
    }

    /// The calls that restore the predefined key in other functions: the misuse's can be one of a pair. One that restores it itself,
    /// but not on every path, is none.
    fn restored_by_others(&self, misuse: &Misuse) -> Vec<Span> {
        let calls: Vec<_> = self.solution.roots_restored.iter().filter(|call| misuse.roots.contains(&call.root)).collect();
        let is_own = |call: &&RootRestored| call.span.file == misuse.span.file && call.function == misuse.function;
        if calls.iter().any(is_own) { Vec::new() } else { calls.iter().map(|call| call.span).collect() }
    }

    /// Whether the component uses the predefined key that the rule asks for.
    fn is_beside(&self, rule: &Rule, span: Span) -> bool {
        let own = self.components.of_file(span.file);
        let is_own = |use_: &PredefinedUse| self.components.of_file(use_.span.file).iter().any(|c| own.contains(c));
        let mut uses = self.solution.predefined_uses.iter();
        rule.select.beside_use.is_none_or(|root| uses.any(|use_| use_.root == root && is_own(use_)))
    }

    /// One finding for every component. A use that is allowed does not count, nor one where the rule is switched off.
    fn predefined_uses(&mut self, rule: &Rule, allows: &mut Allows) {
        for (component, sites) in uses::by_component(self.solution, self.sources, self.components) {
            let sites = sites.into_iter().filter(|site| self.level(rule, site.use_.span, None).is_some());
            let sites: Vec<(Site, Option<Suppression>)> =
                sites.map(|site| (site.clone(), allows.take(&rule.id, site.use_.span, &site.use_.function))).collect();
            let Some((first, _)) = sites.first() else { continue };
            let Some(level) = self.level(rule, first.use_.span, None) else { continue };
            let counted: Vec<&Site> = sites.iter().filter(|(_, reason)| reason.is_none()).map(|(site, _)| site).collect();
            let suppressed = if counted.is_empty() { sites[0].1.clone() } else { None };
            let shown = if counted.is_empty() { sites.iter().map(|(site, _)| site).collect() } else { counted };
            let uses: Vec<&PredefinedUse> = shown.iter().map(|site| site.use_).collect();
            let also =
                shown.iter().flat_map(|site| &site.built).map(|u| Elsewhere { span: u.span, function: u.function.clone() }).collect();
            let steps = uses.iter().map(|u| Step { span: u.span, text: use_text(u) }).collect();
            // only if all of it is others' code
            let library = uses[0].library.filter(|_| uses.iter().all(|u| u.library.is_some()));
            let (level, assumptions) = level_where(least_quiet(&uses), library, level);
            let finding = Fields::of_uses(&uses, &self.components.all()[component]).finding(rule, uses[0].span, uses[0].function.clone());
            self.findings.push(Finding { level, assumptions, steps, suppressed, also, ..finding });
        }
    }

    /// One finding for every file that imports functions which open keys and calls them where nothing can be followed. If the
    /// rest of the file was read, only functions count that open a user's key whatever they are given.
    fn unread_opens(&mut self, rule: &Rule) {
        let mut files: BTreeMap<FileId, Vec<(usize, &Lifetime)>> = BTreeMap::new();
        let why = |file: FileId| self.solution.unread.iter().find(|u| u.file == file).map(|u| u.why.as_str());
        for (i, life) in self.solution.lifetimes.iter().enumerate().filter(|(_, l)| l.seen == Seen::Import) {
            let tells = why(life.name.file).is_some() || life.per_user == Some(true);
            if tells && rule.select.takes_open(life) {
                files.entry(life.name.file).or_default().push((i, life));
            }
        }
        for (file, opens) in files {
            let apis: Vec<&str> = opens.iter().map(|(_, life)| &*life.api).collect();
            let fields = Fields::of_unread(&apis, why(file).unwrap_or("no call of it was found"));
            let (first, life) = opens[0];
            let Some(level) = self.level(rule, life.name, None) else { continue };
            self.findings.push(Finding {
                level,
                confidence: Confidence::Low,
                open: Some(first),
                lifetime: Some(Class::Unknown),
                ..fields.finding(rule, life.name, life.function.clone())
            });
        }
    }
}

impl Stay {
    fn of(lifetime: &ComLifetime) -> Stay {
        Stay { id: lifetime.id.clone(), lasts: lifetime.lasts, says: lifetime.says.clone(), obvious: lifetime.obvious }
    }
}

impl ComLifetime {
    /// The level of a finding that an object keeps such a key, where it is another one than usual.
    fn level(&self) -> Option<Level> {
        match self.level.as_deref() {
            Some("error") => Some(Level::Error),
            Some("warning") => Some(Level::Warning),
            Some("note") => Some(Level::Note),
            _ => None,
        }
    }
}

/// Where the uses run: in the server, if one of them does.
fn least_quiet(uses: &[&PredefinedUse]) -> Runs {
    let first = uses[0].runs;
    if uses.iter().all(|u| u.runs == first) { first } else { Runs::Unreached }
}

/// How bad something is in the code that it is in, and why it is less bad there than in the component's own code in a server.
fn level_where(runs: Runs, library: Option<&str>, level: Level) -> (Level, Vec<String>) {
    let milder = |level| if level == Level::Error { Level::Warning } else { Level::Note };
    let (mut level, why) = match runs {
        Runs::Unreached | Runs::Server => (level, None),
        Runs::Registration => (milder(level), Some("the code runs at registration only, in a process that ends soon")),
        Runs::Program => (milder(level), Some("the code runs only in a program, whose keys are closed when it ends")),
        Runs::Test => (Level::Note, Some("the code is part of a test, which is not deployed")),
    };
    let mut all: Vec<String> = why.map(str::to_owned).into_iter().collect();
    if let Some(library) = library {
        level = milder(level);
        all.push(format!("in linked-in library code: {library}; whether the component leads there was not looked into"));
    }
    (level, all)
}

fn use_text(used: &PredefinedUse) -> String {
    let library = used.library.map(|l| format!(" (in linked-in library code: {l})")).unwrap_or_default();
    format!("`{}` uses {} here{library}", used.api, used.root.name())
}

/// What had to be taken for granted about a lifetime.
fn certainty(life: &Lifetime, lasts: Option<Lasts>) -> (Confidence, Vec<String>) {
    let mut assumptions = Vec::new();
    if let [first, rest @ ..] = life.callers.as_slice() {
        let more = if rest.is_empty() { String::new() } else { format!(" and {} more", rest.len()) };
        assumptions.push(format!("the root is the one that `{first}`{more} passes"));
    }
    if life.class == Class::Object {
        match lasts {
            Some(Lasts::Process) => {}
            Some(Lasts::Activation) => assumptions.push("the user logs off while the object is activated".to_owned()),
            _ => assumptions.push("the object lives longer than the user's session".to_owned()),
        }
    }
    if life.exits.iter().any(|e| e.kind == EndKind::OverwriteNextCall) {
        assumptions.push(format!("`{}` runs more than once", life.function));
    }
    if life.unread_handlers {
        assumptions
            .push(format!("no exception handler of `{}` closes it on this path: they are not followed, and close keys", life.function));
    }
    let confidence = match life.per_user {
        None => Confidence::Low,
        Some(_) if assumptions.is_empty() => Confidence::High,
        Some(_) => Confidence::Medium,
    };
    if life.per_user.is_none() {
        assumptions.push("the key may be below a user's root; no call that was seen says which".to_owned());
    }
    (confidence, assumptions)
}

/// The path to the first end that matters, the other ends, and the waits on the way.
fn steps_of(life: &Lifetime, wanted: &[EndKind]) -> Vec<Step> {
    let shown = life.exits.iter().position(|e| wanted.contains(&e.kind)).or(if life.exits.is_empty() { None } else { Some(0) });
    let mut steps = match shown {
        Some(i) if !life.exits[i].steps.is_empty() => life.exits[i].steps.clone(),
        Some(i) => vec![
            Step { span: life.name, text: "opened here".to_owned() },
            Step { span: life.exits[i].span, text: "left open here".to_owned() },
        ],
        None => vec![Step { span: life.name, text: "opened here".to_owned() }],
    };
    let others = life.exits.iter().enumerate().filter(|(i, _)| Some(*i) != shown);
    steps.extend(others.map(|(_, e)| Step { span: e.span, text: format!("also {} here", message::end_word(e.kind)) }));
    steps.extend(life.held_across.iter().cloned());
    steps
}

/// Comments that allow without a reason, allow nothing, or name a rule that there is not.
fn about_comments(rule: &Rule, rules: &Rules, allows: &Allows, settings: &Settings) -> Vec<Finding> {
    let off = |allow: &Allow| settings.level(&allow.rule, allow.span, allows.sources()) == Some(None);
    let wrong = |allow: &&Allow| match rule.select.allow {
        Some(AllowFault::WithoutReason) => allow.reason.is_empty(),
        Some(AllowFault::Nothing) => !allow.reason.is_empty() && !allow.used && !off(allow),
        Some(AllowFault::Expired) | None => false,
    };
    let found = allows.comments().filter(wrong).filter_map(|allow| {
        let level = settings.level_of(rule, allow.span, allows.sources())?;
        let known = rules.get(&allow.rule).is_some();
        Some(Finding { level, ..Fields::of_allow(&allow.rule, known).finding(rule, allow.span, Arc::from("")) })
    });
    found.collect()
}

/// Entries of the configuration that allow nothing, or not any more.
fn about_entries(rule: &Rule, allows: &Allows, settings: &Settings) -> Vec<Finding> {
    let found = allows.entries().filter_map(|(entry, used)| {
        let wrong = match rule.select.allow {
            Some(AllowFault::Expired) => used && entry.is_expired(settings.today),
            Some(AllowFault::Nothing) => !used && settings.is_checked(entry, allows.sources()),
            Some(AllowFault::WithoutReason) | None => false,
        };
        let span = settings.place(entry).filter(|_| wrong)?;
        let level = settings.level_of(rule, span, allows.sources())?;
        Some(Finding { level, ..Fields::of_entry(entry).finding(rule, span, Arc::from("")) })
    });
    found.collect()
}
