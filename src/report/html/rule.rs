//! A rule as the page shows it: once, however many findings it has.

use super::super::Report;
use super::prose::Prose;
use crate::judge::{Reference, Rule};
use similar::{Algorithm, DiffTag, capture_diff_slices};
use std::collections::BTreeSet;

pub(super) struct RuleView<'a> {
    pub(super) id: &'a str,
    pub(super) title: &'a str,
    pub(super) finds: Prose,
    pub(super) why: Prose,
    pub(super) examples: Vec<ExampleView<'a>>,
    pub(super) references: &'a [Reference],
}

/// Code as it should not be and as it should, as one diff.
pub(super) struct ExampleView<'a> {
    pub(super) title: &'static str,
    pub(super) lines: Vec<DiffLine<'a>>,
}

pub(super) struct DiffLine<'a> {
    pub(super) sign: char,
    pub(super) class: &'static str,
    pub(super) text: &'a str,
}

/// Those that found something.
pub(super) fn of<'a>(report: &Report<'a>) -> Vec<RuleView<'a>> {
    let used: BTreeSet<&str> = report.findings.iter().map(|f| &*f.rule).collect();
    report.rules.iter().filter(|r| used.contains(r.id.as_str())).map(view).collect()
}

fn view(rule: &Rule) -> RuleView<'_> {
    let mut examples = Vec::new();
    examples.extend(example("Instead (C and C++)", &rule.fix.before, &rule.fix.after));
    examples.extend(rule.fix.rust.as_ref().and_then(|r| example("Instead (Rust)", &r.before, &r.after)));
    RuleView {
        id: &rule.id,
        title: &rule.title,
        finds: Prose::of(&rule.finds),
        why: Prose::of(&rule.why),
        examples,
        references: &rule.references,
    }
}

fn example<'a>(title: &'static str, before: &'a str, after: &'a str) -> Option<ExampleView<'a>> {
    let lines = diff(&lines(before), &lines(after));
    if lines.is_empty() { None } else { Some(ExampleView { title, lines }) }
}

fn lines(code: &str) -> Vec<&str> {
    code.trim_matches('\n').lines().collect()
}

fn diff<'a>(before: &[&'a str], after: &[&'a str]) -> Vec<DiffLine<'a>> {
    let line = |sign, class| move |text: &&'a str| DiffLine { sign, class, text };
    let mut out = Vec::new();
    for op in capture_diff_slices(Algorithm::Myers, before, after) {
        let (tag, old, new) = op.as_tag_tuple();
        if tag == DiffTag::Equal {
            out.extend(before[old].iter().map(line(' ', "same")));
        } else {
            out.extend(before[old].iter().map(line('-', "minus")));
            out.extend(after[new].iter().map(line('+', "plus")));
        }
    }
    out
}
