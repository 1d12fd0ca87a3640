//! For programs: `hivelint-inventory/1` and `hivelint-check/1`. Fields may be added, none is ever renamed.

use super::{BinaryCoverage, Region, Report, Stats};
use crate::judge::{self, Elsewhere, Finding};
use crate::lifetime::{Lifetime, PredefinedUse};
use crate::models::Root;
use crate::source::Notice;
use serde::Serialize;

mod event;
mod verdict;
pub use event::matches;

#[derive(Serialize)]
struct Inventory<'a> {
    schema: &'static str,
    opens: Vec<Open<'a>>,
    predefined_uses: Vec<Use<'a>>,
    stats: Stats,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    binaries: &'a [BinaryCoverage],
    notices: Vec<Remark<'a>>,
}

#[derive(Serialize)]
struct Open<'a> {
    id: String,
    path: &'a str,
    artifact: &'static str,
    source: Option<&'a str>,
    line: Option<u32>,
    column: Option<u32>,
    end_line: Option<u32>,
    end_column: Option<u32>,
    rva: Option<u32>,
    function: &'a str,
    api: &'a str,
    resource: String,
    via: Option<&'a str>,
    root: &'static str,
    roots: Vec<&'static str>,
    per_user: Option<bool>,
    hive: &'static str,
    subkey: Option<&'a str>,
    handle: Option<&'a str>,
    lifetime: &'static str,
    doubt: Option<&'a str>,
    holder: Option<Holder<'a>>,
    held_across: Vec<Step<'a>>,
    leak_exits: Vec<Exit>,
    callers: Vec<&'a str>,
    runs: &'static str,
    seen: &'static str,
    library: Option<&'a str>,
}

#[derive(Serialize)]
struct Holder<'a> {
    kind: &'static str,
    r#type: Option<&'a str>,
    member: Option<&'a str>,
    closed_by: &'a [String],
}

#[derive(Serialize)]
struct Exit {
    line: Option<u32>,
    column: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    rva: Option<u32>,
    kind: &'static str,
}

#[derive(Serialize)]
struct Use<'a> {
    path: &'a str,
    line: Option<u32>,
    column: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    rva: Option<u32>,
    function: &'a str,
    api: &'a str,
    root: &'static str,
}

#[derive(Serialize)]
struct Remark<'a> {
    path: &'a str,
    line: Option<u32>,
    message: &'a str,
}

#[derive(Serialize)]
struct Check<'a> {
    schema: &'static str,
    findings: Vec<Judged<'a>>,
    verdicts: Vec<verdict::Verdicts<'a>>,
    stats: Stats,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    binaries: &'a [BinaryCoverage],
    notices: Vec<Remark<'a>>,
}

#[derive(Serialize)]
struct Judged<'a> {
    rule: &'a str,
    level: &'static str,
    confidence: &'static str,
    assumptions: &'a [String],
    message: &'a str,
    path: &'a str,
    source: Option<&'a str>,
    line: Option<u32>,
    column: Option<u32>,
    end_line: Option<u32>,
    end_column: Option<u32>,
    rva: Option<u32>,
    function: &'a str,
    open: Option<&'a str>,
    lifetime: Option<&'static str>,
    fingerprint: &'a str,
    also: Vec<Also<'a>>,
    steps: Vec<Step<'a>>,
    com_lifetime: Option<Stay<'a>>,
    fix: &'a str,
    change: Option<Change<'a>>,
    suppressed: Option<&'a str>,
}

/// What to write instead, in this code.
#[derive(Serialize)]
struct Change<'a> {
    /// Whether hivelint has put it in and found nothing any more; else it is an example.
    tried: bool,
    unless: &'a str,
    diff: String,
    edits: Vec<Replacement<'a>>,
}

/// The text from the start to the end becomes another; they are equal for an insertion.
#[derive(Serialize)]
struct Replacement<'a> {
    path: &'a str,
    line: Option<u32>,
    column: Option<u32>,
    end_line: Option<u32>,
    end_column: Option<u32>,
    text: &'a str,
}

#[derive(Serialize)]
struct Stay<'a> {
    id: &'a str,
    lasts: &'static str,
    says: &'a str,
}

#[derive(Serialize)]
struct Also<'a> {
    path: &'a str,
    source: Option<&'a str>,
    line: Option<u32>,
    column: Option<u32>,
    rva: Option<u32>,
    function: &'a str,
}

#[derive(Serialize)]
struct Step<'a> {
    path: &'a str,
    line: Option<u32>,
    column: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    rva: Option<u32>,
    message: &'a str,
}

/// Every open site and every use of a predefined per-user root.
pub fn inventory(report: &Report) -> String {
    let opens = report.solution.lifetimes.iter().zip(report.open_ids());
    pretty(&Inventory {
        schema: "hivelint-inventory/1",
        opens: opens.map(|(open, id)| opened(report, open, id)).collect(),
        predefined_uses: report.solution.predefined_uses.iter().map(|u| used(report, u)).collect(),
        stats: report.stats,
        binaries: report.binaries,
        notices: remarks(report.notices),
    })
}

/// Every finding, allowed ones included.
pub fn check(report: &Report) -> String {
    let ids = report.open_ids();
    pretty(&Check {
        schema: "hivelint-check/1",
        findings: report.findings.iter().map(|f| judged(report, f, &ids)).collect(),
        verdicts: report.verdicts.iter().map(|v| verdict::verdict(report, v, &ids)).collect(),
        stats: report.stats,
        binaries: report.binaries,
        notices: remarks(report.notices),
    })
}

/// JSON with a line for every field and a line end at the end.
pub(super) fn pretty(document: &impl Serialize) -> String {
    let mut text = serde_json::to_string_pretty(document).expect("structs of strings and numbers always serialise");
    text.push('\n');
    text
}

fn opened<'a>(report: &Report<'a>, open: &'a Lifetime, id: String) -> Open<'a> {
    let Region { path, source, line, column, end_line, end_column, rva } = report.open_region(open);
    let roots: Vec<&str> = open.roots.iter().map(|r| r.name()).collect();
    let holder = open.holder.as_ref().map(|h| Holder {
        kind: h.kind,
        r#type: h.ty.as_deref(),
        member: h.member.as_deref(),
        closed_by: &h.closed_by,
    });
    let exits = open.exits.iter().map(|exit| {
        let at = report.region(exit.span);
        Exit { line: at.line, column: at.column, rva: at.rva, kind: exit.kind.name() }
    });
    Open {
        id,
        path,
        artifact: report.artifact(open.span),
        source,
        line,
        column,
        end_line,
        end_column,
        rva,
        function: &open.function,
        api: &open.api,
        resource: open.kind.to_string(),
        via: open.via.as_deref(),
        root: roots.first().copied().unwrap_or("unknown"),
        roots,
        per_user: open.per_user,
        hive: hive(open),
        subkey: open.subkey.as_deref(),
        handle: open.handle.as_deref(),
        lifetime: open.class.name(),
        doubt: open.doubt.as_deref(),
        holder,
        held_across: steps(report, &open.held_across),
        leak_exits: exits.collect(),
        callers: open.callers.iter().map(|c| &**c).collect(),
        runs: open.runs.name(),
        seen: open.seen.name(),
        library: open.library,
    }
}

/// Which hive file the key is in, judged by the most user-like root.
fn hive(open: &Lifetime) -> &'static str {
    let first = |part: &str| open.subkey.as_ref().is_some_and(|s| starts_with_path(s, part));
    match (open.roots.first(), open.per_user) {
        (Some(Root::Hkcu), _) if first("Software\\Classes") => "user-classes",
        (Some(Root::Hkcu), _) => "user",
        (Some(Root::HkcuLocal), _) => "user-classes",
        (Some(Root::Hkcr), _) => "merged",
        (Some(Root::Hku), Some(true)) if is_classes_of_user(open) => "user-classes",
        (Some(Root::Hku), Some(true)) => "user",
        (Some(Root::Hku), Some(false)) => "machine",
        (Some(Root::Hklm | Root::Hkcc | Root::Hkpd | Root::Other), _) => "machine",
        _ => "unknown",
    }
}

fn starts_with_path(subkey: &str, part: &str) -> bool {
    subkey.get(..part.len()).is_some_and(|head| head.eq_ignore_ascii_case(part))
        && matches!(subkey.as_bytes().get(part.len()), None | Some(b'\\'))
}

fn is_classes_of_user(open: &Lifetime) -> bool {
    let sid = open.subkey.as_deref().and_then(|s| s.split('\\').next()).unwrap_or("");
    sid.to_ascii_lowercase().ends_with("_classes")
}

fn used<'a>(report: &Report<'a>, use_: &'a PredefinedUse) -> Use<'a> {
    let at = report.region(use_.span);
    Use { path: at.path, line: at.line, column: at.column, rva: at.rva, function: &use_.function, api: &use_.api, root: use_.root.name() }
}

fn judged<'a>(report: &Report<'a>, finding: &'a Finding, ids: &'a [String]) -> Judged<'a> {
    let Region { path, source, line, column, end_line, end_column, rva } = report.region(finding.span);
    Judged {
        rule: &finding.rule,
        level: finding.level.name(),
        confidence: finding.confidence.name(),
        assumptions: &finding.assumptions,
        message: &finding.message,
        path,
        source,
        line,
        column,
        end_line,
        end_column,
        rva,
        function: &finding.function,
        open: finding.open.map(|i| ids[i].as_str()),
        lifetime: finding.lifetime.map(|c| c.name()),
        fingerprint: &finding.fingerprint,
        also: finding.also.iter().map(|elsewhere| also(report, elsewhere)).collect(),
        steps: steps(report, &finding.steps),
        com_lifetime: finding.stays.as_ref().map(|s| Stay { id: &s.id, lasts: s.lasts.name(), says: &s.says }),
        fix: &finding.fix,
        change: finding.change.as_ref().map(|c| change(report, c)),
        suppressed: finding.suppressed.as_deref(),
    }
}

fn change<'a>(report: &Report<'a>, change: &'a judge::Change) -> Change<'a> {
    let edit = |edit: &'a judge::Edit| {
        let Region { path, line, column, end_line, end_column, .. } = report.region(edit.span);
        Replacement { path, line, column, end_line, end_column, text: &edit.text }
    };
    let edits = if change.tried { change.edits.iter().map(edit).collect() } else { Vec::new() };
    Change { tried: change.tried, unless: &change.unless, diff: report.unified(change), edits }
}

fn also<'a>(report: &Report<'a>, elsewhere: &'a Elsewhere) -> Also<'a> {
    let Region { path, source, line, column, rva, .. } = report.region(elsewhere.span);
    Also { path, source, line, column, rva, function: &elsewhere.function }
}

fn steps<'a>(report: &Report<'a>, steps: &'a [crate::lifetime::Step]) -> Vec<Step<'a>> {
    let step = |s: &'a crate::lifetime::Step| {
        let at = report.region(s.span);
        Step { path: at.path, line: at.line, column: at.column, rva: at.rva, message: &s.text }
    };
    steps.iter().map(step).collect()
}

fn remarks(notices: &[Notice]) -> Vec<Remark<'_>> {
    notices.iter().map(|n| Remark { path: &n.path, line: n.line, message: &n.message }).collect()
}
