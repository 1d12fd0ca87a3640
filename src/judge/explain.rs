//! Rules as text for people: `hivelint explain RULE` and `hivelint rules`.

use super::{Rule, Rules};
use std::fmt::Write;

const WIDTH: usize = 100;

/// Everything about one rule.
pub fn explain(rule: &Rule) -> String {
    let mut out = String::new();
    let _ = writeln!(out, "{} ({}, since {})\n{}", rule.id, rule.level.name(), rule.since, rule.title);
    section(&mut out, "What it finds");
    prose(&mut out, &rule.finds, "");
    section(&mut out, "Why it matters");
    prose(&mut out, &rule.why, "");
    section(&mut out, "What to write instead");
    prose(&mut out, &plain(&rule.fix.advice), "");
    if !rule.fix.unless.is_empty() {
        prose(&mut out, &format!("\nWrong if: {}", rule.fix.unless.trim()), "");
    }
    code(&mut out, "Before", &rule.fix.before);
    code(&mut out, "After", &rule.fix.after);
    if let Some(rust) = &rule.fix.rust {
        section(&mut out, "What to write instead in Rust");
        prose(&mut out, &plain(&rust.advice), "");
        code(&mut out, "Before", &rust.before);
        code(&mut out, "After", &rust.after);
    }
    for (title, items) in [("Known false alarms", &rule.false_alarms), ("Known misses", &rule.misses)] {
        if !items.is_empty() {
            section(&mut out, title);
            items.iter().for_each(|item| prose(&mut out, item, "- "));
        }
    }
    if !rule.references.is_empty() {
        section(&mut out, "References");
        for reference in &rule.references {
            prose(&mut out, &reference.title, "- ");
            let _ = writeln!(out, "  {}", reference.url);
        }
    }
    out
}

/// The same in Markdown, for services that show rules in it.
pub fn markdown(rule: &Rule) -> String {
    let mut out = format!("{}\n\n## What it finds\n\n{}\n\n## Why it matters\n\n{}\n", rule.title, rule.finds.trim(), rule.why.trim());
    let mut fix = |title: &str, language: &str, advice: &str, before: &str, after: &str| {
        let _ = write!(out, "\n## {title}\n\n{}\n", plain(advice));
        for (title, code) in [("Before", before), ("After", after)] {
            if !code.trim().is_empty() {
                let _ = write!(out, "\n{title}:\n\n```{language}\n{}\n```\n", code.trim_matches('\n'));
            }
        }
    };
    let unless = if rule.fix.unless.is_empty() { String::new() } else { format!("\n\nWrong if: {}", rule.fix.unless.trim()) };
    fix("What to write instead", "cpp", &format!("{}{unless}", rule.fix.advice), &rule.fix.before, &rule.fix.after);
    if let Some(rust) = &rule.fix.rust {
        fix("What to write instead in Rust", "rust", &rust.advice, &rust.before, &rust.after);
    }
    for (title, items) in [("Known false alarms", &rule.false_alarms), ("Known misses", &rule.misses)] {
        if !items.is_empty() {
            let items: Vec<String> = items.iter().map(|item| format!("- {}", item.trim())).collect();
            let _ = write!(out, "\n## {title}\n\n{}\n", items.join("\n"));
        }
    }
    if !rule.references.is_empty() {
        let links: Vec<String> = rule.references.iter().map(|r| format!("- [{}]({})", r.title, r.url)).collect();
        let _ = write!(out, "\n## References\n\n{}\n", links.join("\n"));
    }
    out
}

fn code(out: &mut String, title: &str, code: &str) {
    if !code.trim().is_empty() {
        let _ = writeln!(out, "\n{title}:\n");
        for line in code.trim_matches('\n').lines() {
            let _ = writeln!(out, "{}", format!("    {line}").trim_end());
        }
    }
}

/// One line a rule.
pub fn list(rules: &Rules) -> String {
    let width = rules.all().iter().map(|r| r.id.len()).max().unwrap_or(0);
    rules.all().iter().fold(String::new(), |mut out, rule| {
        let _ = writeln!(out, "{:width$}  {:7}  {}", rule.id, rule.level.name(), rule.title);
        out
    })
}

fn section(out: &mut String, title: &str) {
    let _ = writeln!(out, "\n{title}\n{}", "-".repeat(title.len()));
}

/// Words, broken before column 100; an empty line keeps paragraphs apart. Later lines of an item stand below its first word.
fn prose(out: &mut String, text: &str, lead: &str) {
    let indent = " ".repeat(lead.len());
    for (i, paragraph) in text.trim().split("\n\n").enumerate() {
        if i > 0 {
            out.push('\n');
        }
        let mut line = if i == 0 { lead.to_owned() } else { indent.clone() };
        for word in paragraph.split_whitespace() {
            let is_first = line.trim().is_empty() || line == lead;
            if !is_first && line.chars().count() + 1 + word.chars().count() > WIDTH {
                let _ = writeln!(out, "{line}");
                line.clone_from(&indent);
            } else if !is_first {
                line.push(' ');
            }
            line.push_str(word);
        }
        let _ = writeln!(out, "{line}");
    }
}

/// A template without a finding: fields become what they stand for in general.
fn plain(template: &str) -> String {
    [
        ("{closer}", "RegCloseKey"),
        ("{handle}", "the handle"),
        ("{kind}", "handle"),
        ("{function}", "the function"),
        ("{holder}", "the variable"),
    ]
    .iter()
    .fold(template.to_owned(), |text, (field, word)| text.replace(field, word))
}
