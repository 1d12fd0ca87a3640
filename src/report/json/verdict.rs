//! Verdicts for programs.

use super::Report;
use crate::predict::{Ground, Verdict};
use serde::Serialize;

/// What will happen to a component.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(super) struct Verdicts<'a> {
    /// Its name in hivelint.toml, its directory or its DLL.
    component: &'a str,
    /// Whether hivelint.toml names it.
    declared: bool,
    files: Vec<&'a str>,
    /// Marks of COM and COM+ in it.
    marks: Vec<&'a str>,
    /// `breaks-at-log-off`, `may-break`, `does-not-break-as-deployed` …
    verdict: &'static str,
    /// The same in words.
    title: &'static str,
    /// When it happens.
    condition: &'a str,
    /// What was assumed because nobody said otherwise.
    assumed: &'a [String],
    /// Keys that are open at the log-off.
    open_keys: Vec<Key<'a>>,
    /// Calls that fail from then on.
    failing_calls: Vec<Call<'a>>,
    /// What the event log will show.
    events: Vec<Event<'a>>,
    /// What others keep open: never the component's fault.
    predefined_cache: Vec<&'static str>,
    /// What helps, the first to try first.
    remedies: Vec<Remedy<'a>>,
    /// The reasoning.
    steps: Vec<Step<'a>>,
    /// Files whose code is not read.
    unread: Vec<Unread<'a>>,
}

/// A key that is open at the log-off.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct Key<'a> {
    /// The `id` of its open.
    open: &'a str,
    key: &'a str,
    hive: Option<&'static str>,
    path_in_hive: Option<&'a str>,
    /// In words.
    holder: &'a str,
    com_lifetime: Option<&'a str>,
    lasts: Option<&'static str>,
    /// What it depends on.
    open_if: Option<&'a str>,
    /// The rule that reports it.
    rule: Option<&'a str>,
}

/// A call that fails after the log-off.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct Call<'a> {
    path: &'a str,
    source: Option<&'a str>,
    line: Option<u32>,
    column: Option<u32>,
    rva: Option<u32>,
    function: &'a str,
    api: &'a str,
    /// The key that it uses; null for a predefined key, whose uses can fail.
    open: Option<&'a str>,
}

/// An entry of the event log.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct Event<'a> {
    id: u32,
    log: &'a str,
    source: &'a str,
    text: &'a str,
    remark: &'a str,
}

/// Something that helps.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct Remedy<'a> {
    id: &'a str,
    does: &'a str,
    /// What it costs.
    price: &'a str,
}

/// A step of the reasoning.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct Step<'a> {
    number: usize,
    text: &'a str,
    /// What it rests on: code, the configuration, or how well a document supports it.
    basis: &'static str,
    /// The rule or the document that it rests on.
    reference: Option<&'a str>,
}

/// A file that is not read.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct Unread<'a> {
    path: &'a str,
    why: &'a str,
}

pub(super) fn verdict<'a>(report: &Report<'a>, verdict: &'a Verdict<'a>, ids: &'a [String]) -> Verdicts<'a> {
    let component = &report.components.all()[verdict.component];
    let path = |file: crate::source::FileId| &*report.sources[file.0 as usize].path;
    let calls = verdict.failing.iter().map(|c| {
        let at = report.region(c.span);
        let open = c.open.map(|i| ids[i].as_str());
        Call { path: at.path, source: at.source, line: at.line, column: at.column, rva: at.rva, function: &c.function, api: &c.api, open }
    });
    let events = verdict.events.iter();
    Verdicts {
        component: &component.name,
        declared: component.declared,
        files: component.files.iter().map(|f| path(*f)).collect(),
        marks: component.marks.iter().map(|m| m.mark.as_str()).collect(),
        verdict: verdict.outcome.id(),
        title: verdict.outcome.title(),
        condition: &verdict.condition,
        assumed: &verdict.assumed,
        open_keys: keys(verdict, ids),
        failing_calls: calls.collect(),
        events: events.map(|e| Event { id: e.id, log: &e.log, source: &e.source, text: &e.text, remark: &e.remark }).collect(),
        predefined_cache: verdict.cached.iter().map(|r| r.name()).collect(),
        remedies: verdict.remedies.iter().map(|r| Remedy { id: &r.id, does: &r.does, price: &r.price }).collect(),
        steps: steps(report, verdict),
        unread: component.unread.iter().map(|(file, why)| Unread { path: path(*file), why }).collect(),
    }
}

fn keys<'a>(verdict: &'a Verdict<'a>, ids: &'a [String]) -> Vec<Key<'a>> {
    let keys = verdict.keys.iter().map(|k| Key {
        open: &ids[k.open],
        key: &k.name,
        hive: k.path.as_ref().map(|p| p.0.name()),
        path_in_hive: k.path.as_ref().map(|p| p.1.as_str()),
        holder: &k.holder,
        com_lifetime: k.stays.map(|s| s.id.as_str()),
        lasts: k.stays.map(|s| s.lasts.name()),
        open_if: k.doubt.as_deref(),
        rule: k.rule.as_deref(),
    });
    keys.collect()
}

fn steps<'a>(report: &Report<'a>, verdict: &'a Verdict<'a>) -> Vec<Step<'a>> {
    let steps = verdict.steps.iter().enumerate().map(|(i, step)| {
        let (basis, reference) = match &step.ground {
            Ground::Code(rule) => ("code", rule.as_deref()),
            Ground::Configuration => ("configuration", None),
            Ground::Document(basis, id) => (basis.name(), report.facts.and_then(|f| f.document(id)).map(|d| d.url.as_str())),
        };
        Step { number: i + 1, text: &step.text, basis, reference }
    });
    steps.collect()
}
