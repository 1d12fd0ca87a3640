//! Puts edits into the text and looks whether hivelint still reports, and whether it reports anything else.

use super::part::Part;
use crate::judge::{self, Change, Edit, Finding, Rules};
use crate::lifetime::{Class, Lifetime};
use crate::models::Models;
use crate::pipeline::{self, Analysis};
use crate::source::Span;
use std::collections::BTreeMap;

/// What tries edits: the rules and tables of the run.
#[derive(Clone, Copy)]
pub(super) struct Bench<'a> {
    pub(super) rules: &'a Rules,
    pub(super) models: &'a Models,
}

/// A text as it is, analysed: what edits are compared with.
pub(super) struct Trial<'a> {
    bench: Bench<'a>,
    /// The path and what is there of the file that is to be changed.
    part: (&'a str, Part),
    /// Other files, by path.
    others: Vec<(&'a str, String)>,
    before: Seen,
}

/// What one analysis shows.
struct Seen {
    analysis: Analysis,
    findings: Vec<Finding>,
    tally: Tally,
}

/// What must not become more.
#[derive(Default)]
struct Tally {
    /// Findings by rule and function.
    findings: BTreeMap<(String, String), usize>,
    unknown: usize,
    idle_closes: usize,
    kept_closed: usize,
    skipped: usize,
}

impl Bench<'_> {
    fn look(&self, files: Vec<(String, Vec<u8>)>) -> Seen {
        let analysis = pipeline::analyse(files, self.models);
        let findings = judge::judge(&analysis.solution, &analysis.sources, self.rules, self.models);
        let mut tally = Tally::default();
        for finding in findings.iter().filter(|f| f.suppressed.is_none()) {
            *tally.findings.entry((finding.rule.to_string(), finding.function.to_string())).or_default() += 1;
        }
        tally.unknown = analysis.solution.lifetimes.iter().filter(|l| l.class == Class::Unknown).count();
        tally.idle_closes = analysis.solution.idle_closes.len();
        tally.kept_closed = analysis.solution.kept_closed.len();
        tally.skipped = analysis.stats.regions_skipped + analysis.stats.limits_hit;
        Seen { analysis, findings, tally }
    }
}

impl Tally {
    /// Whether nothing of the other has become more.
    fn is_within(&self, other: &Tally) -> bool {
        let known = |key| other.findings.get(key).copied().unwrap_or(0);
        self.unknown <= other.unknown
            && self.idle_closes <= other.idle_closes
            && self.kept_closed <= other.kept_closed
            && self.skipped <= other.skipped
            && self.findings.iter().all(|(key, count)| *count <= known(key))
    }
}

impl<'a> Trial<'a> {
    /// The path and a part of the file that is to be changed, and other files.
    pub(super) fn of(bench: Bench<'a>, part: (&'a str, Part), others: Vec<(&'a str, String)>) -> Trial<'a> {
        let before = bench.look(files(&part, &others, &[]));
        Trial { bench, part, others, before }
    }

    /// Where a place of the file is in the part.
    fn place(&self, at: u32) -> u32 {
        self.part.1.place(at)
    }

    /// Whether every function of the texts is followed on all paths: where one is not, it takes seconds.
    pub(super) fn is_whole(&self) -> bool {
        self.before.analysis.solution.cut_short.is_empty()
    }

    /// Whether the texts by themselves show the lifetime as the whole run does.
    pub(super) fn shows(&self, life: &Lifetime) -> bool {
        self.before.analysis.solution.lifetimes.iter().any(|l| {
            let ends = l.exits.iter().map(|e| (e.span.start, e.kind));
            let is_there = l.name.start == self.place(life.name.start) && l.via == life.via && l.class == life.class;
            is_there && ends.eq(life.exits.iter().map(|e| (self.place(e.span.start), e.kind)))
        })
    }

    /// Whether they show the finding.
    pub(super) fn reports(&self, finding: &Finding) -> bool {
        self.before.findings.iter().any(|f| f.rule == finding.rule && f.span.start == self.place(finding.span.start))
    }

    /// Whether with these edits one finding in this place is gone, and nothing is worse.
    pub(super) fn passes(&self, edits: &[Edit], place: Span) -> bool {
        let there: Vec<&Finding> =
            self.before.findings.iter().filter(|f| f.span.start == self.place(place.start) && f.suppressed.is_none()).collect();
        if there.is_empty() {
            return false;
        }
        let after = self.bench.look(files(&self.part, &self.others, edits));
        let fewer = |f: &&Finding| {
            let key = (f.rule.to_string(), f.function.to_string());
            let count = |seen: &Seen| seen.tally.findings.get(&key).copied().unwrap_or(0);
            count(&after) < count(&self.before)
        };
        after.tally.is_within(&self.before.tally) && there.iter().any(fewer)
    }
}

/// The files with the part changed.
fn files((path, part): &(&str, Part), others: &[(&str, String)], edits: &[Edit]) -> Vec<(String, Vec<u8>)> {
    let moved = |edit: &Edit| {
        let span = Span { start: part.place(edit.span.start), end: part.place(edit.span.end), ..edit.span };
        Edit { span, text: edit.text.clone() }
    };
    let moved: Vec<Edit> = edits.iter().map(moved).collect();
    let text = moved.first().map_or_else(|| part.text.clone(), |edit| Change::applied(&moved, edit.span.file, &part.text));
    let others = others.iter().map(|(path, text)| ((*path).to_owned(), text.as_bytes().to_vec()));
    std::iter::once(((*path).to_owned(), text.into_bytes())).chain(others).collect()
}
