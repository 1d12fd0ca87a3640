//! A comment for a pull request: verdicts, then the findings, folded.

use super::amount;
use super::terminal::{clean_line, not_seen};
use super::{Report, clean};
use crate::judge::{Finding, Level};
use std::cmp::Reverse;
use std::fmt::Write;

/// GitHub refuses comments of more than 65,536 characters; some are left for what a bot adds.
const LONGEST: usize = 60_000;
/// More of anything than this is only counted.
const MOST_VERDICTS: usize = 20;
const MOST_STEPS: usize = 20;
const MOST_NOTICES: usize = 20;
/// A message, an assumption, a name is cut here.
const LONGEST_TEXT: usize = 2000;

/// Everything that fits, the worst first. The first line lets a bot find its comment again.
pub fn check(report: &Report) -> String {
    let of = |level, name| amount(report.told_at(level), name);
    let counts = format!("{}, {}, {}", of(Level::Error, "error"), of(Level::Warning, "warning"), of(Level::Note, "note"));
    let mut out = format!("<!-- hivelint -->\n### hivelint: {counts}{}\n\n", report.not_told());
    if let Some(words) = report.not_read() {
        let _ = writeln!(out, "{}\n", text(&words));
    }
    verdicts(&mut out, report);
    let end = ending(report);
    let mut told: Vec<&Finding> = report.told().collect();
    told.sort_by_key(|finding| Reverse(finding.level));
    for (i, finding) in told.iter().enumerate() {
        let block = block(report, finding);
        if out.len() + block.len() + end.len() > LONGEST {
            let _ = writeln!(out, "{} left out: a comment has no room for more.\n", amount(told.len() - i, "more finding"));
            break;
        }
        out.push_str(&block);
    }
    out + &end
}

fn verdicts(out: &mut String, report: &Report) {
    if report.verdicts.is_empty() {
        return;
    }
    out.push_str("| component | verdict | |\n|---|---|---|\n");
    for verdict in report.verdicts.iter().take(MOST_VERDICTS) {
        let component = &report.components.all()[verdict.component].name;
        let _ = writeln!(out, "| {} | **{}** | {} |", text(component), verdict.outcome.title(), text(&verdict.condition));
    }
    if let Some(more) = report.verdicts.len().checked_sub(MOST_VERDICTS).filter(|n| *n > 0) {
        let _ = writeln!(out, "| {} | | |", amount(more, "more component"));
    }
    out.push('\n');
}

fn block(report: &Report, finding: &Finding) -> String {
    let (what, consequence) = finding.message.split_once("; ").unwrap_or((&finding.message, ""));
    let place = report.place_in_words(finding.span);
    let mut out = format!("<details><summary><b>{}</b> {}: {}</summary>\n\n", finding.level.name(), code(&place), text(what));
    if !consequence.is_empty() {
        let _ = writeln!(out, "So: {}.\n", text(consequence));
    }
    if let Some(stays) = finding.stays.as_ref().filter(|s| !s.obvious) {
        let _ = writeln!(out, "How long: {}\n", text(&stays.says));
    }
    for assumption in &finding.assumptions {
        let _ = writeln!(out, "Assumed: {}\n", text(assumption));
    }
    for (number, step) in (1..).zip(finding.steps.iter().take(MOST_STEPS)) {
        let _ = writeln!(out, "{number}. {}: {}", code(&report.place_in_words(step.span)), text(&step.text));
    }
    if let Some(more) = finding.steps.len().checked_sub(MOST_STEPS).filter(|n| *n > 0) {
        let _ = writeln!(out, "\n{}.", amount(more, "more step"));
    }
    if !finding.fix.is_empty() {
        let _ = writeln!(out, "\n**Fix:** {}", text(&finding.fix));
    }
    if let Some(change) = &finding.change {
        // as HTML: no code can end it
        let lead = if change.tried { "" } else { "\nFor instance:\n" };
        let _ = writeln!(out, "{lead}\n<pre lang=\"diff\">{}</pre>", escaped(&report.unified(change)));
        if !change.unless.is_empty() {
            let _ = writeln!(out, "\nWrong if: {}", text(&change.unless));
        }
    }
    let confidence = finding.confidence.name();
    let _ = writeln!(
        out,
        "\nRule {}, confidence {confidence}, fingerprint {}.\n\n</details>\n",
        code(&finding.rule),
        code(&finding.fingerprint)
    );
    out
}

fn ending(report: &Report) -> String {
    let mut out = String::new();
    if !report.notices.is_empty() {
        let _ = writeln!(out, "<details><summary>{}: what was not read or not decided</summary>\n", amount(report.notices.len(), "notice"));
        for notice in report.notices.iter().take(MOST_NOTICES) {
            let line = notice.line.map(|l| format!(":{l}")).unwrap_or_default();
            let place = if notice.path.is_empty() { String::new() } else { format!("{}: ", code(&format!("{}{line}", notice.path))) };
            let _ = writeln!(out, "- {place}{}", text(&notice.message));
        }
        if let Some(more) = report.notices.len().checked_sub(MOST_NOTICES).filter(|n| *n > 0) {
            let _ = writeln!(out, "- and {more} more");
        }
        out.push_str("\n</details>\n\n");
    }
    let _ = writeln!(out, "{}", not_seen());
    out
}

/// Words that stay words, whatever they are made of; what stands between backticks becomes code.
fn text(words: &str) -> String {
    let words = clean_line(&clean(words));
    let words: String = words.trim().chars().take(LONGEST_TEXT).collect();
    if words.matches('`').count() % 2 == 1 {
        return escaped(&words);
    }
    let parts = words.split('`').enumerate();
    parts.map(|(i, part)| if i % 2 == 1 { code(part) } else { escaped(part) }).collect()
}

fn code(words: &str) -> String {
    let words: String = clean_line(words).chars().take(LONGEST_TEXT).collect();
    format!("<code>{}</code>", escaped(&words))
}

/// Everything that Markdown, HTML or GitHub (`@name`, `#12`, addresses) could make something of, as character references; the
/// comment keeps a name from being a mention, for which the references alone are not enough.
fn escaped(words: &str) -> String {
    let mut out = String::with_capacity(words.len());
    for c in words.chars() {
        match c {
            '@' | '#' => {
                let _ = write!(out, "&#{};<!-- -->", u32::from(c));
            }
            '&' | '<' | '>' | '"' | '\'' | '`' | '*' | '_' | '[' | ']' | '|' | '~' | ':' | '\\' | '$' | '!' | '^' => {
                let _ = write!(out, "&#{};", u32::from(c));
            }
            c => out.push(c),
        }
    }
    out
}
