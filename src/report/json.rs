//! For programs: `hivelint-inventory/1` and `hivelint-check/1`. Fields may be added, none is ever renamed.
//!
//! The schemas beside this file, `json/*.schema.json`, are made from these types and their comments; a test holds them together.

use super::{BinaryCoverage, Region, Report, Stats};
use crate::judge::{self, Elsewhere, Finding};
use crate::lifetime::{Lifetime, PredefinedUse};
use crate::models::Root;
use crate::source::Notice;
use serde::Serialize;

mod event;
mod verdict;
pub use event::matches;

/// Every place that opens a key.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct Inventory<'a> {
    /// Which document this is; fields may be added, none is renamed or taken away.
    #[cfg_attr(test, schemars(extend("enum" = ["hivelint-inventory/1"])))]
    schema: &'static str,
    /// All of them, those below HKEY_LOCAL_MACHINE included.
    opens: Vec<Open<'a>>,
    /// Calls that use a predefined root of the user, whether they hand out a handle or not.
    predefined_uses: Vec<Use<'a>>,
    /// How much was looked at.
    stats: Stats,
    /// How much of each DLL or program was followed; missing where there was none.
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    binaries: &'a [BinaryCoverage],
    /// What was not read or not decided.
    notices: Vec<Remark<'a>>,
}

/// A place that opens a key.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct Open<'a> {
    /// Its name; the same when code elsewhere in the file moves.
    id: String,
    /// The file, with `/` between parts.
    path: &'a str,
    /// Source of C or C++, source of Rust, or a DLL or program.
    #[cfg_attr(test, schemars(extend("enum" = ["cpp", "rust", "pe"])))]
    artifact: &'static str,
    /// In a binary: the source file that its debug information names.
    source: Option<&'a str>,
    /// Line of the API's name, from 1; null in a binary without debug information.
    line: Option<u32>,
    /// Column, from 1, in Unicode scalar values.
    column: Option<u32>,
    end_line: Option<u32>,
    /// After the last character.
    end_column: Option<u32>,
    /// In a binary: the address.
    rva: Option<u32>,
    /// The function that opens.
    function: &'a str,
    /// The API that opens.
    api: &'a str,
    /// What is opened: a key or something that keeps one open.
    resource: String,
    /// The function of one's own, or the class, through which it opens.
    via: Option<&'a str>,
    /// The most user-like of `roots`.
    root: &'static str,
    /// The predefined roots that it can be below.
    roots: Vec<&'static str>,
    /// Whether it can be a user's; null if that is not known.
    per_user: Option<bool>,
    /// Which file the key is in: that of the user, that of the user's classes, both merged, or the machine's.
    hive: &'static str,
    /// Below the root, as far as it is known.
    subkey: Option<&'a str>,
    /// Where the handle is put.
    handle: Option<&'a str>,
    /// What becomes of it; of several, the first in this order.
    #[cfg_attr(test, schemars(extend("enum" = ["leaked", "process", "object", "caller", "unknown", "scoped"])))]
    lifetime: &'static str,
    /// Why it is unknown.
    doubt: Option<&'a str>,
    /// Who keeps it.
    holder: Option<Holder<'a>>,
    /// Waits without end while it is open.
    held_across: Vec<Step<'a>>,
    /// Where control leaves while it is open and nothing can close it any more.
    leak_exits: Vec<Exit>,
    /// Functions that it was told by what to open.
    callers: Vec<&'a str>,
    /// Where the code runs, as far as what calls it shows.
    runs: &'static str,
    /// Whether the code was followed or only an import was seen.
    seen: &'static str,
    /// The library that was linked in and that this code is from.
    library: Option<&'a str>,
}

/// Who keeps a key.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct Holder<'a> {
    /// `member`, `static`, `local` …
    kind: &'static str,
    r#type: Option<&'a str>,
    member: Option<&'a str>,
    /// The methods that close it.
    closed_by: &'a [String],
}

/// Where a key is lost.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct Exit {
    line: Option<u32>,
    column: Option<u32>,
    /// In a binary: the address.
    #[serde(skip_serializing_if = "Option::is_none")]
    rva: Option<u32>,
    /// How: by a return, an exception, by being overwritten …
    kind: &'static str,
}

/// A use of a predefined root.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct Use<'a> {
    path: &'a str,
    line: Option<u32>,
    column: Option<u32>,
    /// In a binary: the address.
    #[serde(skip_serializing_if = "Option::is_none")]
    rva: Option<u32>,
    function: &'a str,
    api: &'a str,
    root: &'static str,
}

/// Something that was not read or not decided.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct Remark<'a> {
    /// Empty if it is about no file.
    path: &'a str,
    line: Option<u32>,
    message: &'a str,
}

/// What `hivelint check` found.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct Check<'a> {
    /// Which document this is; fields may be added, none is renamed or taken away.
    #[cfg_attr(test, schemars(extend("enum" = ["hivelint-check/1"])))]
    schema: &'static str,
    /// All, those included that are allowed.
    findings: Vec<Judged<'a>>,
    /// What will happen to each component at a log-off; empty with `--context`.
    verdicts: Vec<verdict::Verdicts<'a>>,
    /// How much was looked at.
    stats: Stats,
    /// How much of each DLL or program was followed; missing where there was none.
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    binaries: &'a [BinaryCoverage],
    /// What was not read or not decided.
    notices: Vec<Remark<'a>>,
}

/// A finding.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct Judged<'a> {
    /// Its rule; `hivelint explain` says more.
    rule: &'a str,
    #[cfg_attr(test, schemars(extend("enum" = ["error", "warning", "note"])))]
    level: &'static str,
    #[cfg_attr(test, schemars(extend("enum" = ["high", "medium", "low"])))]
    confidence: &'static str,
    /// What was assumed, in words.
    assumptions: &'a [String],
    message: &'a str,
    /// The file, with `/` between parts.
    path: &'a str,
    /// In a binary: the source file that its debug information names.
    source: Option<&'a str>,
    /// From 1; null in a binary without debug information.
    line: Option<u32>,
    /// From 1, in Unicode scalar values.
    column: Option<u32>,
    end_line: Option<u32>,
    /// After the last character.
    end_column: Option<u32>,
    /// In a binary: the address.
    rva: Option<u32>,
    function: &'a str,
    /// The `id` of the open that it is about, as in the inventory.
    open: Option<&'a str>,
    /// What becomes of the key.
    #[cfg_attr(test, schemars(extend("enum" = ["leaked", "process", "object", "caller", "unknown", "scoped", null])))]
    lifetime: Option<&'static str>,
    /// Stays the same when lines move, and in the DLL that is built from the source.
    fingerprint: &'a str,
    /// The same defect elsewhere, mostly in the DLL that was built from it.
    also: Vec<Also<'a>>,
    /// The path that shows it, in order.
    steps: Vec<Step<'a>>,
    /// How long COM+ keeps the object that keeps the key.
    com_lifetime: Option<Stay<'a>>,
    /// What to do.
    fix: &'a str,
    /// The same in this code; null where hivelint proposes nothing.
    change: Option<Change<'a>>,
    /// The reason of the comment that allows it.
    suppressed: Option<&'a str>,
    suppressed_by: Option<&'static str>,
    known: Option<bool>,
}

/// What to write instead, in this code.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct Change<'a> {
    /// Whether hivelint has put it in and found nothing any more; else it is an example.
    tried: bool,
    /// When it is wrong.
    unless: &'a str,
    /// A unified diff.
    diff: String,
    edits: Vec<Replacement<'a>>,
}

/// The text from the start to the end becomes another; they are equal for an insertion.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct Replacement<'a> {
    path: &'a str,
    line: Option<u32>,
    column: Option<u32>,
    end_line: Option<u32>,
    end_column: Option<u32>,
    text: &'a str,
}

/// How long an object lives.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct Stay<'a> {
    id: &'a str,
    lasts: &'static str,
    /// In words.
    says: &'a str,
}

/// The same defect at another place.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct Also<'a> {
    path: &'a str,
    source: Option<&'a str>,
    line: Option<u32>,
    column: Option<u32>,
    rva: Option<u32>,
    function: &'a str,
}

/// A step of a path.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
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
        suppressed: finding.suppressed.as_ref().map(|s| s.reason.as_str()),
        known: finding.known,
        suppressed_by: finding.suppressed.as_ref().map(|s| s.by.name()),
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

#[cfg(test)]
mod tests;
