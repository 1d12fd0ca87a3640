//! Workflow commands that GitHub Actions turns into annotations of the changed lines.

use super::Report;
use super::terminal::clean_line;
use crate::judge::{Finding, Level};
use std::cmp::Reverse;
use std::fmt::Write;

/// GitHub shows so many annotations of a level for one step, and drops the rest.
const MOST_OF_A_LEVEL: usize = 10;
/// GitHub takes 64 KB a message; nobody reads so much.
const LONGEST_MESSAGE: usize = 4000;

/// The worst findings as annotations, then how many there are besides.
pub fn check(report: &Report) -> String {
    let mut out = String::new();
    let mut told: Vec<&Finding> = report.told().collect();
    told.sort_by_key(|finding| Reverse(finding.level));
    let mut left_out = Vec::new();
    for level in [Level::Error, Level::Warning, Level::Note] {
        let of_level: Vec<&Finding> = told.iter().copied().filter(|f| f.level == level).collect();
        for finding in of_level.iter().take(MOST_OF_A_LEVEL) {
            annotate(&mut out, report, finding);
        }
        if let Some(more) = of_level.len().checked_sub(MOST_OF_A_LEVEL).filter(|n| *n > 0) {
            left_out.push(format!("{} of level {}", more, level.name()));
        }
    }
    if !left_out.is_empty() {
        let left_out = left_out.join(", ");
        let _ =
            writeln!(out, "hivelint: not annotated, because GitHub shows {MOST_OF_A_LEVEL} of a level: {left_out}; -o sarif=FILE has all");
    }
    if let Some(words) = report.not_read() {
        let _ = writeln!(out, "hivelint: {words}");
    }
    if !report.notices.is_empty() {
        let _ = writeln!(out, "hivelint: {} notices say what was not read or not decided; -o json=FILE lists them", report.notices.len());
    }
    out
}

fn annotate(out: &mut String, report: &Report, finding: &Finding) {
    let command = match finding.level {
        Level::Error => "error",
        Level::Warning => "warning",
        Level::Note => "notice",
    };
    let at = report.place_in_text(finding.span);
    let mut properties = vec![("file", clean_line(at.path))];
    let mut add = |name, number: Option<u32>| properties.extend(number.map(|n| (name, n.to_string())));
    add("line", at.line);
    add("endLine", at.end_line);
    // GitHub takes columns only of annotations on one line
    if at.line == at.end_line {
        add("col", at.column);
        add("endColumn", at.end_column);
    }
    let title = report.rules.iter().find(|r| *r.id == *finding.rule).map_or("", |r| r.title.as_str());
    properties.push(("title", clean_line(&format!("{}: {title}", finding.rule))));
    let properties: Vec<String> = properties.iter().map(|(name, value)| format!("{name}={}", property(value))).collect();
    let message: String = report.story(finding).chars().take(LONGEST_MESSAGE).collect();
    let _ = writeln!(out, "::{command} {}::{}", properties.join(","), data(&message));
}

/// What stands behind the second `::`: a line end would begin another command.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// What stands before it: nor may it end early.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
