//! For reviewers: one page that needs nothing else, with verdicts, the life of every handle as a picture, code and path.
//!
//! The page is a template (`html/page.html`), so that everything from sources is escaped. Besides that it forbids itself any
//! script but its own and all traffic, by a policy in its head.

use super::amount;
use super::terminal::not_seen;
use super::{Report, clean};
use crate::judge::{Finding, Level};
use askama::Template;
use finding::{EventLines, FindingView};
use prose::Prose;
use rule::RuleView;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use verdict::VerdictView;

mod finding;
mod prose;
mod rule;
mod timeline;
mod verdict;

const STYLE: &str = include_str!("html/style.css");
const SCRIPT: &str = include_str!("html/script.js");
/// What a browser makes of the script before it runs it; a test holds the two together.
const SCRIPT_HASH: &str = "sha256-C9/0kR3bhaFxtrRpXTMFYagqJ4NN3XXh4bCCsIOPmDU=";

/// So many findings, the worst ones, are shown with code and picture; of more the others are shown in short.
const MOST_WHOLE: usize = 500;

/// In a report with more, a verdict lists no more keys, calls and lines of an event than this.
const MOST_LISTED: usize = 12;

#[derive(Template)]
#[template(path = "page.html", config = "src/report/html/askama.toml")]
struct Page<'a> {
    version: &'static str,
    style: &'static str,
    script: &'static str,
    script_hash: &'static str,
    summary: String,
    looked_at: String,
    verdicts: Vec<VerdictView<'a>>,
    components: Vec<(usize, String)>,
    rules: Vec<RuleView<'a>>,
    files: BTreeSet<String>,
    findings: Vec<FindingView>,
    /// How many are shown whole, and how many in short, if some are.
    shortened: Option<(usize, usize)>,
    not_seen: String,
    unread: Vec<String>,
    notices: Vec<NoticeView>,
}

struct NoticeView {
    place: String,
    message: Prose,
}

/// The whole page.
pub fn check(report: &Report) -> String {
    let mut order: Vec<&Finding> = report.findings.iter().collect();
    order.sort_by_key(|f| (f.suppressed.is_some(), Reverse(f.level)));
    let ids = ids(&order);
    let of_open: BTreeMap<usize, &str> = order.iter().zip(&ids).rev().filter_map(|(f, id)| Some((f.open?, id.as_str()))).collect();
    let with_findings: BTreeSet<usize> = order.iter().flat_map(|f| report.components.of_file(f.span.file)).copied().collect();
    let events = EventLines::of(report);
    let view = |(i, (finding, id)): (usize, (&&Finding, &String))| match i {
        0..MOST_WHOLE => FindingView::of(report, finding, id, &events),
        _ => FindingView::short(report, finding, id),
    };
    let most = if order.len() > MOST_WHOLE { MOST_LISTED } else { usize::MAX };
    let page = Page {
        version: env!("CARGO_PKG_VERSION"),
        style: STYLE,
        script: SCRIPT,
        script_hash: SCRIPT_HASH,
        summary: summary(report),
        looked_at: looked_at(report),
        verdicts: report.verdicts.iter().map(|v| VerdictView::of(report, v, &of_open, most)).collect(),
        components: with_findings.iter().map(|i| (*i, clean(&report.components.all()[*i].name))).collect(),
        rules: rule::of(report),
        files: order.iter().map(|f| clean(report.region(f.span).path)).collect(),
        findings: order.iter().zip(&ids).enumerate().map(view).collect(),
        shortened: order.len().checked_sub(MOST_WHOLE).filter(|more| *more > 0).map(|more| (MOST_WHOLE, more)),
        not_seen: not_seen(),
        unread: unread(report),
        notices: report.notices.iter().map(notice).collect(),
    };
    page.render().expect("the template writes to memory only")
}

/// What the addresses of findings end with: their fingerprints.
fn ids(findings: &[&Finding]) -> Vec<String> {
    let mut seen = BTreeMap::<&str, u32>::new();
    let ids = findings.iter().map(|finding| {
        let count = seen.entry(&finding.fingerprint).or_default();
        *count += 1;
        if *count == 1 { finding.fingerprint.clone() } else { format!("{}-{count}", finding.fingerprint) }
    });
    ids.collect()
}

fn summary(report: &Report) -> String {
    let of = |level, name| amount(report.told_at(level), name);
    let more = report.not_told();
    format!("{}, {}, {}{more}", of(Level::Error, "error"), of(Level::Warning, "warning"), of(Level::Note, "note"))
}

fn looked_at(report: &Report) -> String {
    let stats = report.stats;
    let parts = [(stats.files, "file"), (stats.functions, "function"), (report.opens().count(), "open")];
    let parts: Vec<String> = parts.iter().map(|(n, what)| amount(*n, what)).collect();
    let not_read = report.not_read().map(|words| format!(" {words}")).unwrap_or_default();
    format!("Looked at {}.{not_read}", parts.join(", "))
}

/// How much was not followed.
fn unread(report: &Report) -> Vec<String> {
    let stats = report.stats;
    let mut lines = Vec::new();
    if stats.regions_skipped > 0 {
        let regions = amount(stats.regions_skipped, "region");
        lines.push(format!("{regions} of source text not understood, {} of {}.", amount(stats.bytes_skipped, "byte"), stats.bytes));
    }
    let unknown = report.count(crate::lifetime::Class::Unknown);
    if unknown > 0 {
        lines.push(format!(
            "{} whose handle could not be followed to its end: they are `unknown`, and no finding.",
            amount(unknown, "open")
        ));
    }
    lines.extend(report.binaries.iter().filter_map(|binary| {
        let why = binary.not_read.as_ref().map(|why| format!("not read: {why}"));
        let given_up = binary.coverage.functions_given_up;
        let lost =
            (given_up > 0).then(|| format!("{} of {} functions of interest given up", given_up, binary.coverage.functions_of_interest));
        Some(format!("{}: {}.", clean(&binary.path), clean(&why.or(lost)?)))
    }));
    lines
}

fn notice(notice: &crate::source::Notice) -> NoticeView {
    let line = notice.line.map(|line| format!(":{line}")).unwrap_or_default();
    let place = if notice.path.is_empty() { String::new() } else { clean(&format!("{}{line}", notice.path)) };
    NoticeView { place, message: Prose::of(&notice.message) }
}

#[cfg(test)]
mod tests;
