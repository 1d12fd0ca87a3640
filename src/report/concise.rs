//! One line a finding: for `grep`, for editors, for logs.

use super::Report;
use super::terminal::clean_line;
use std::fmt::Write;

/// `path:line:column: level[rule] message`, then, unless `quiet`, a line for each notice.
pub fn check(report: &Report, quiet: bool) -> String {
    let mut out = String::new();
    for finding in report.told() {
        let at = report.place_in_text(finding.span);
        let place = match (at.line, at.column) {
            (Some(line), Some(column)) => format!("{}:{line}:{column}", at.path),
            _ => at.path.to_owned(),
        };
        let _ = writeln!(out, "{}: {}[{}] {}", clean_line(&place), finding.level.name(), finding.rule, report.sentence(finding));
    }
    if let Some(words) = report.not_read().filter(|_| !quiet) {
        let _ = writeln!(out, "hivelint: notice {words}");
    }
    for notice in report.notices.iter().filter(|_| !quiet) {
        let line = notice.line.map(|line| format!(":{line}")).unwrap_or_default();
        let path = if notice.path.is_empty() { "hivelint" } else { &notice.path };
        let _ = writeln!(out, "{}", clean_line(&format!("{path}{line}: notice {}", notice.message)));
    }
    out
}
