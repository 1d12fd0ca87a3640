//! GitLab's code quality report: a JSON array with one object a finding.

use super::{Report, json};
use crate::judge::Level;
use serde::Serialize;

#[derive(Serialize)]
struct Issue<'a> {
    description: String,
    check_name: &'a str,
    fingerprint: &'a str,
    severity: &'static str,
    location: Location<'a>,
}

#[derive(Serialize)]
struct Location<'a> {
    path: &'a str,
    lines: Lines,
}

#[derive(Serialize)]
struct Lines {
    begin: u32,
}

/// Every finding that no comment allows.
pub fn check(report: &Report) -> String {
    let issues = report.told().map(|finding| {
        let at = report.place_in_text(finding.span);
        Issue {
            description: report.sentence(finding),
            check_name: &finding.rule,
            fingerprint: &finding.fingerprint,
            severity: match finding.level {
                Level::Error => "critical",
                Level::Warning => "minor",
                Level::Note => "info",
            },
            // GitLab wants a line of every file, a binary too
            location: Location { path: at.path, lines: Lines { begin: at.line.unwrap_or(1) } },
        }
    });
    json::pretty(&issues.collect::<Vec<_>>())
}
