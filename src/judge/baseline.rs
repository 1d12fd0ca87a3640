//! Findings that are known: a file of them, so that only others fail a check.
//!
//! They are told by their fingerprints, which survive moving lines. `rule`, `path`, `function` and `message` are there for people.

use super::{Finding, SuppressedBy, Suppression};
use crate::config::allow::{Date, day, is_over};
use crate::models::{DataError, parse_with};
use crate::source::{Notice, Span};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::fmt::Write;
use toml::Spanned;
use toml::value::Datetime;

/// The form that is written and read.
const VERSION: u32 = 1;
/// More lines than this are not listed.
const MOST_LINES: usize = 20;

const HEAD: &str = "\
# Findings that are known: `hivelint check --baseline` fails for others only. `hivelint baseline` writes this file; when it writes
# it again, it takes out what is gone and keeps `reason` and `expires`, which may be added to an entry:
#   reason = \"legacy, replaced in version 3\"
#   expires = 2027-06-30
";

/// The file.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Baseline {
    /// In the file's order.
    pub entries: Vec<Entry>,
}

/// One known finding.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Entry {
    /// Where it is, relative to the baseline.
    pub path: String,
    /// The rule.
    pub rule: String,
    /// The function.
    pub function: String,
    /// What tells it from others.
    pub fingerprint: String,
    /// What was said when it first came in.
    pub message: String,
    /// Why it may stay.
    pub reason: Option<String>,
    /// The last day on which it may.
    pub expires: Option<Date>,
    /// The line of the entry in the file.
    pub line: u32,
}

/// Entries by their places in the file.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Outcome {
    /// Nothing that is told answers to them any more.
    pub gone: Vec<usize>,
    /// Their last day is over.
    pub expired: Vec<usize>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    version: Spanned<u32>,
    #[serde(default)]
    finding: Vec<Spanned<Written>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    rule: String,
    path: String,
    function: String,
    message: String,
    fingerprint: String,
    reason: Option<String>,
    expires: Option<Spanned<Datetime>>,
}

impl Baseline {
    /// Reads the file's text.
    pub fn read(file: &str, text: &str) -> Result<Baseline, DataError> {
        let parsed: File = parse_with(file, text, "correct the entry, or have `hivelint baseline` write the file anew")?;
        if *parsed.version.get_ref() != VERSION {
            let message = format!("this hivelint reads version {VERSION} of a baseline");
            return Err(DataError::new(file, text, parsed.version.span(), message, "use the hivelint that wrote it, or write it anew"));
        }
        let mut lines = Lines { text, at: 0, line: 1 };
        let entries = parsed.finding.into_iter().map(|entry| {
            let line = lines.line_of(entry.span().start);
            let Written { rule, path, function, message, fingerprint, reason, expires } = entry.into_inner();
            let expires = expires.as_ref().map(|written| day(file, text, written)).transpose()?;
            Ok(Entry { path, rule, function, fingerprint, message, reason, expires, line })
        });
        Ok(Baseline { entries: entries.collect::<Result<_, _>>()? })
    }

    /// All that is told, by paths as `path_of` gives them. Of an earlier baseline those entries stay that are not `checked` now, and
    /// of those that are, what people see and added.
    pub fn of(findings: &[Finding], path_of: &dyn Fn(Span) -> String, before: &Baseline, checked: &dyn Fn(&Entry) -> bool) -> Baseline {
        let mut old: BTreeMap<&str, Vec<&Entry>> = BTreeMap::new();
        for entry in before.entries.iter().rev() {
            old.entry(&entry.fingerprint).or_default().push(entry);
        }
        let mut entries = Vec::new();
        for finding in findings.iter().filter(|f| f.suppressed.is_none()) {
            let kept = old.get_mut(finding.fingerprint.as_str()).and_then(Vec::pop);
            entries.push(Entry {
                path: path_of(finding.span),
                rule: finding.rule.to_string(),
                function: finding.function.to_string(),
                fingerprint: finding.fingerprint.clone(),
                message: kept.map_or_else(|| finding.message.clone(), |k| k.message.clone()),
                reason: kept.and_then(|k| k.reason.clone()),
                expires: kept.and_then(|k| k.expires),
                line: 0,
            });
        }
        entries.extend(old.into_values().flatten().filter(|e| !checked(e)).cloned());
        entries.sort();
        Baseline { entries }
    }

    /// The file's text.
    pub fn text(&self) -> String {
        let mut out = format!("{HEAD}version = {VERSION}\n");
        for entry in &self.entries {
            let Entry { path, rule, function, fingerprint, message, .. } = entry;
            out.push_str("\n[[finding]]\n");
            let fields = [("rule", rule), ("path", path), ("function", function), ("message", message), ("fingerprint", fingerprint)];
            for (name, value) in fields.into_iter().chain(entry.reason.as_ref().map(|reason| ("reason", reason))) {
                let _ = writeln!(out, "{name} = {}", toml::Value::from(value.as_str()));
            }
            if let Some(expires) = entry.expires {
                let _ = writeln!(out, "expires = {expires}");
            }
        }
        out
    }

    /// Marks the findings that are known. Of equal ones so many are as there are entries.
    pub fn apply(&self, findings: &mut [Finding], today: Date) -> Outcome {
        let mut left: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        for (i, entry) in self.entries.iter().enumerate().rev() {
            left.entry(&entry.fingerprint).or_default().push(i);
        }
        let mut outcome = Outcome::default();
        let (told, allowed): (Vec<&mut Finding>, Vec<&mut Finding>) = findings.iter_mut().partition(|f| f.suppressed.is_none());
        for finding in told {
            let entry = left.get_mut(finding.fingerprint.as_str()).and_then(Vec::pop);
            finding.known = Some(entry.is_some());
            match entry {
                Some(i) if is_over(self.entries[i].expires, Some(today)) => outcome.expired.push(i),
                Some(i) => {
                    let reason = self.entries[i].reason.clone().unwrap_or_else(|| "no reason given".to_owned());
                    finding.suppressed = Some(Suppression { by: SuppressedBy::Baseline, reason });
                }
                None => {}
            }
        }
        for finding in allowed {
            finding.known = Some(left.contains_key(finding.fingerprint.as_str()));
        }
        outcome.gone = left.into_values().flatten().collect();
        outcome.gone.sort_unstable();
        outcome.expired.sort_unstable();
        outcome
    }

    /// What is to be said of the file; of what is gone only where it was `checked`.
    pub fn notices(&self, file: &str, outcome: &Outcome, checked: &dyn Fn(&Entry) -> bool) -> Vec<Notice> {
        let gone: Vec<u32> = outcome.gone.iter().map(|i| &self.entries[*i]).filter(|e| checked(e)).map(|e| e.line).collect();
        let expired: Vec<u32> = outcome.expired.iter().map(|i| self.entries[*i].line).collect();
        let tell = |lines: Vec<u32>, one: &str, several: &str| {
            let words = match lines.as_slice() {
                [] => return None,
                [_] => one.to_owned(),
                all => format!("{} {several} (lines {})", all.len(), listed(all)),
            };
            Some(Notice { path: file.to_owned(), line: lines.first().copied(), message: words })
        };
        let gone = tell(
            gone,
            "what this entry knows is not reported any more: it can be taken out, which `hivelint baseline --force` does",
            "entries know what is not reported any more: they can be taken out, which `hivelint baseline --force` does",
        );
        let expired = tell(
            expired,
            "the last day of this entry is over: what it knows is reported again",
            "entries' last day is over: what they know is reported again",
        );
        gone.into_iter().chain(expired).collect()
    }
}

fn listed(lines: &[u32]) -> String {
    let shown: Vec<String> = lines.iter().take(MOST_LINES).map(u32::to_string).collect();
    let more = lines.len().saturating_sub(MOST_LINES);
    if more == 0 { shown.join(", ") } else { format!("{} and {more} more", shown.join(", ")) }
}

/// Counts lines on the way through a text.
struct Lines<'a> {
    text: &'a str,
    at: usize,
    line: u32,
}

impl Lines<'_> {
    /// The line of a place that is not before the last one.
    fn line_of(&mut self, place: usize) -> u32 {
        let passed = self.text.as_bytes().get(self.at..place).unwrap_or_default();
        self.line += passed.iter().filter(|b| **b == b'\n').count() as u32;
        self.at = place.max(self.at);
        self.line
    }
}
