//! Reviewdog's diagnostic format. Its columns count bytes of UTF-8 from 1.

use super::{Report, json};
use crate::judge::{Finding, Level, Rule};
use crate::source::Span;
use serde::Serialize;

#[derive(Serialize)]
struct Document<'a> {
    source: Tool,
    diagnostics: Vec<Diagnostic<'a>>,
}

#[derive(Serialize)]
struct Tool {
    name: &'static str,
    url: &'static str,
}

#[derive(Serialize)]
struct Diagnostic<'a> {
    message: String,
    location: Location<'a>,
    severity: &'static str,
    code: Code<'a>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    related_locations: Vec<Related<'a>>,
}

#[derive(Serialize)]
struct Code<'a> {
    value: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<&'a str>,
}

#[derive(Serialize)]
struct Related<'a> {
    message: &'a str,
    location: Location<'a>,
}

#[derive(Serialize)]
struct Location<'a> {
    path: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    range: Option<Range>,
}

#[derive(Serialize)]
struct Range {
    start: Position,
    end: Position,
}

#[derive(Serialize)]
struct Position {
    line: u32,
    column: usize,
}

/// Every finding that no comment allows.
pub fn check(report: &Report) -> String {
    json::pretty(&Document {
        source: Tool { name: env!("CARGO_PKG_NAME"), url: env!("CARGO_PKG_REPOSITORY") },
        diagnostics: report.told().map(|finding| diagnostic(report, finding)).collect(),
    })
}

fn diagnostic<'a>(report: &Report<'a>, finding: &'a Finding) -> Diagnostic<'a> {
    let rule: Option<&'a Rule> = report.rules.iter().find(|r| *r.id == *finding.rule);
    let fix = if finding.fix.is_empty() { String::new() } else { format!("\nFix: {}", finding.fix.trim()) };
    Diagnostic {
        message: format!("{}{fix}", report.sentence(finding)),
        location: location(report, finding.span),
        severity: match finding.level {
            Level::Error => "ERROR",
            Level::Warning => "WARNING",
            Level::Note => "INFO",
        },
        code: Code { value: &finding.rule, url: rule.and_then(|r| r.references.first()).map(|r| r.url.as_str()) },
        related_locations: finding.steps.iter().map(|s| Related { message: &s.text, location: location(report, s.span) }).collect(),
    }
}

fn location<'a>(report: &Report<'a>, span: Span) -> Location<'a> {
    let source = report.source(span);
    let position = |offset: u32| {
        let line = source.position(offset).line;
        let start = source.line_range(line).start;
        Position { line, column: (offset as usize).min(source.text.len()).saturating_sub(start) + 1 }
    };
    let range = source.binary.is_none().then(|| Range { start: position(span.start), end: position(span.end.max(span.start)) });
    Location { path: &source.path, range }
}
