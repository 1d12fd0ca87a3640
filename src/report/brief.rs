//! A finding in one sentence, for formats that have no room for more.

use super::amount;
use super::terminal::clean_line;
use super::{Region, Report};
use crate::judge::{Finding, Level, SuppressedBy};
use crate::source::Span;

impl<'a> Report<'a> {
    /// The findings that nothing allows, in the order of places.
    pub(super) fn told(&self) -> impl Iterator<Item = &'a Finding> + use<'a> {
        self.findings.iter().filter(|f| f.suppressed.is_none())
    }

    /// How many of them have this level.
    pub fn told_at(&self, level: Level) -> usize {
        self.told().filter(|f| f.level == level).count()
    }

    /// `; 2 more allowed by comments`: what else was found, by what keeps it from being told.
    pub(super) fn not_told(&self) -> String {
        let by = |by| self.findings.iter().filter(|f| f.suppressed.as_ref().is_some_and(|s| s.by == by)).count();
        let parts = [
            (by(SuppressedBy::Comment), "allowed by comments"),
            (by(SuppressedBy::Configuration), "allowed by hivelint.toml"),
            (by(SuppressedBy::Baseline), "known from the baseline"),
            (self.stats.findings_elsewhere, "not on changed lines"),
        ];
        let parts: Vec<String> = parts.iter().filter(|(n, _)| *n > 0).map(|(n, words)| format!("{n} more {words}")).collect();
        if parts.is_empty() { String::new() } else { format!("; {}", parts.join(", ")) }
    }

    /// `Not read: 2 files that `exclude` names.`
    pub(super) fn not_read(&self) -> Option<String> {
        let parts = [
            (self.stats.files_excluded, " that `exclude` of hivelint.toml names"),
            (self.stats.files_ignored, " that Git ignores (`--no-ignore` reads them)"),
        ];
        let parts: Vec<String> = parts.iter().filter(|(n, _)| *n > 0).map(|(n, words)| amount(*n, "file") + words).collect();
        (!parts.is_empty()).then(|| format!("Not read: {}.", parts.join(", ")))
    }

    /// Where a finding is, for what knows lines of text only. A place in a binary has none there: its lines are another file's.
    pub(super) fn place_in_text(&self, span: Span) -> Region<'a> {
        let at = self.region(span);
        match self.source(span).binary {
            Some(_) => Region { line: None, column: None, end_line: None, end_column: None, ..at },
            None => at,
        }
    }

    /// `src/orders.c:12:5`, `orders.dll+0x1234 (Load, orders.c:12)`
    pub(super) fn place_in_words(&self, span: Span) -> String {
        let at = self.region(span);
        match (self.address(span), at.line, at.column) {
            (Some(address), ..) => clean_line(&address),
            (None, Some(line), Some(column)) => clean_line(&format!("{}:{line}:{column}", at.path)),
            _ => clean_line(at.path),
        }
    }

    /// The message on one line; in a binary, with the address.
    pub(super) fn sentence(&self, finding: &Finding) -> String {
        let message = clean_line(&finding.message);
        match self.address(finding.span) {
            Some(address) => format!("{message} [{}]", clean_line(&address)),
            None => message,
        }
    }

    /// Message, how long the key stays open, assumptions, path and advice, a line each.
    pub(super) fn story(&self, finding: &Finding) -> String {
        let mut lines = vec![self.sentence(finding)];
        lines.extend(finding.stays.iter().filter(|s| !s.obvious).map(|s| format!("How long: {}", s.says)));
        lines.extend(finding.assumptions.iter().map(|a| format!("Assumed: {a}")));
        lines.extend(finding.steps.iter().map(|s| format!("{}: {}", self.place_in_words(s.span), s.text)));
        if !finding.fix.is_empty() {
            lines.push(format!("Fix: {}", finding.fix.trim()));
        }
        lines.iter().map(|line| clean_line(line)).collect::<Vec<_>>().join("\n")
    }
}
