//! Verdicts for people: short below the findings, in full with the reasoning.

use super::amount;
use super::terminal::{clean_line, wrapped};
use super::{Report, clean};
use crate::predict::{FailingCall, Ground, OpenKey, Outcome, Verdict};
use crate::source::{Span, file_name};
use crate::windows::Basis;
use codespan_reporting::term::termcolor::{Color, ColorSpec, WriteColor};
use std::collections::BTreeSet;
use std::io;

/// So many verdicts are shown below the findings …
const MOST_BRIEF: usize = 8;
/// … with so many keys or functions each.
const MOST_NAMES: usize = 4;
/// So many calls are listed in full.
const MOST_CALLS: usize = 30;

/// What will happen, in a few lines for each component.
pub(super) fn brief(out: &mut dyn WriteColor, report: &Report) -> io::Result<()> {
    let shown: Vec<&Verdict<'_>> = report.verdicts.iter().filter(|v| is_worth_a_word(report, v)).collect();
    if shown.is_empty() {
        return Ok(());
    }
    for verdict in shown.iter().take(MOST_BRIEF) {
        heading(out, report, verdict)?;
        line(out, "  ", &verdict.condition)?;
        if !verdict.keys.is_empty() && verdict.outcome != Outcome::NotAsDeployed {
            let open = if verdict.outcome == Outcome::Breaks { "open and dead then: " } else { "perhaps open then: " };
            line(out, "  ", &format!("{open}{}", keys(verdict)))?;
        }
        let wanted = if verdict.outcome == Outcome::Breaks { Needs::Open } else { Needs::PerhapsOpen };
        let failing = functions(report, verdict, wanted);
        if !failing.is_empty() {
            let fails = if wanted == Needs::Open { "fails" } else { "can fail" };
            line(out, "  ", &format!("{fails} from then on: {failing}"))?;
        }
        for assumed in verdict.assumed.iter().filter(|_| verdict.outcome != Outcome::NoOwnHandle) {
            line(out, "  ", &format!("taken for granted: {assumed}"))?;
        }
        if let Some(first) = verdict.remedies.first() {
            let sentence = first.does.split(": ").next().unwrap_or(&first.does).split(". ").next().unwrap_or(&first.does);
            line(out, "  ", &format!("what helps first: {}", lower_first(sentence)))?;
        }
        writeln!(out)?;
    }
    let rest = shown.len().saturating_sub(MOST_BRIEF);
    let more = if rest > 0 { format!("{} more; ", amount(rest, "verdict")) } else { String::new() };
    writeln!(out, "{more}`hivelint verdict` on the same paths shows the reasoning, the events in the log, and all that helps.\n")
}

/// A component of which nothing is known but that it uses a user's root has its finding; that is enough.
fn is_worth_a_word(report: &Report, verdict: &Verdict<'_>) -> bool {
    let component = &report.components.all()[verdict.component];
    let certain = verdict.keys.iter().any(|k| k.doubt.is_none());
    component.declared || component.is_marked() || certain || verdict.outcome == Outcome::NotAnalysable
}

/// Everything about every component.
pub(super) fn full(out: &mut dyn WriteColor, report: &Report) -> io::Result<()> {
    let mut read: Vec<&str> = Vec::new();
    for verdict in report.verdicts {
        heading(out, report, verdict)?;
        line(out, "", &verdict.condition)?;
        for assumed in &verdict.assumed {
            line(out, "", &format!("Taken for granted: {assumed}."))?;
        }
        writeln!(out, "\nWhy:")?;
        for (number, step) in (1..).zip(&verdict.steps) {
            item(out, &format!("{number:3}. "), &format!("{} [{}]", step.text, ground(&step.ground, &mut read)))?;
        }
        calls(out, report, verdict)?;
        for event in &verdict.events {
            writeln!(out, "\nEvent {} ({}, log {}):\n", event.id, event.source, event.log)?;
            for text in event.text.lines() {
                writeln!(out, "{}", clean_line(&format!("    {text}")).trim_end())?;
            }
            writeln!(out)?;
            line(out, "", &event.remark)?;
        }
        if !verdict.remedies.is_empty() {
            writeln!(out, "\nWhat helps, in this order:")?;
        }
        for (number, remedy) in (1..).zip(&verdict.remedies) {
            let source = numbered(&remedy.source, &mut read);
            item(out, &format!("{number:3}. "), &format!("{} The price: {} [see {source}]", remedy.does, lower_first(&remedy.price)))?;
        }
        writeln!(out)?;
    }
    if report.verdicts.is_empty() {
        writeln!(out, "Nothing was found of which a verdict could be given: no key of a user, no use of a user's root, no COM component.")?;
        return Ok(());
    }
    writeln!(out, "To read:")?;
    for (number, id) in (1..).zip(read) {
        if let Some(document) = report.facts.and_then(|f| f.document(id)) {
            writeln!(out, "{number:3}. {}\n     {}", document.title, document.url)?;
        }
    }
    Ok(())
}

fn heading(out: &mut dyn WriteColor, report: &Report, verdict: &Verdict<'_>) -> io::Result<()> {
    let component = &report.components.all()[verdict.component];
    let color = match verdict.outcome {
        Outcome::Breaks => Some(Color::Red),
        Outcome::MayBreak | Outcome::NotAnalysable => Some(Color::Yellow),
        Outcome::NotAsDeployed | Outcome::NoOwnHandle => None,
    };
    out.set_color(ColorSpec::new().set_bold(true).set_fg(color))?;
    write!(out, "verdict on {}: {}", clean_line(&component.name), verdict.outcome.title())?;
    out.reset()?;
    writeln!(out)
}

/// What a call needs that is gone after the log-off.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Needs {
    Open,
    PerhapsOpen,
    Predefined,
}

fn needs(verdict: &Verdict<'_>, call: &FailingCall) -> Needs {
    match call.open {
        None => Needs::Predefined,
        Some(open) if verdict.keys.iter().any(|k| k.open == open && k.doubt.is_none()) => Needs::Open,
        Some(_) => Needs::PerhapsOpen,
    }
}

/// The calls that fail, and those that can.
fn calls(out: &mut dyn WriteColor, report: &Report, verdict: &Verdict<'_>) -> io::Result<()> {
    let kinds: [(&str, Needs); 3] = [
        ("Fails with 0x800703FA from then on, because it uses a key that is kept open:", Needs::Open),
        ("Fails with 0x800703FA from then on if the key that it uses was open:", Needs::PerhapsOpen),
        ("Can fail with 0x800703FA from then on, because it uses a predefined key:", Needs::Predefined),
    ];
    for (title, kind) in kinds {
        let of_kind: Vec<&FailingCall> = verdict.failing.iter().filter(|c| needs(verdict, c) == kind).collect();
        if of_kind.is_empty() {
            continue;
        }
        writeln!(out, "\n{title}")?;
        for call in of_kind.iter().take(MOST_CALLS) {
            writeln!(out, "  {}", clean_line(&format!("{}  {} in {}", place(report, call.span), call.api, call.function)))?;
        }
        if of_kind.len() > MOST_CALLS {
            writeln!(out, "  and {} more", of_kind.len() - MOST_CALLS)?;
        }
    }
    Ok(())
}

/// What a step rests on; documents are numbered in the order in which they are needed.
fn ground<'v>(ground: &'v Ground, read: &mut Vec<&'v str>) -> String {
    match ground {
        Ground::Code(None) => "seen in the code".to_owned(),
        Ground::Code(Some(rule)) => format!("seen in the code: {rule}"),
        Ground::Configuration => "hivelint.toml".to_owned(),
        Ground::Document(Basis::Documented, id) => format!("documented: see {}", numbered(id, read)),
        Ground::Document(Basis::Inferred, id) => format!("follows from: see {}", numbered(id, read)),
    }
}

fn numbered<'v>(id: &'v str, read: &mut Vec<&'v str>) -> usize {
    let known = read.iter().position(|r| *r == id);
    known.map_or_else(
        || {
            read.push(id);
            read.len()
        },
        |i| i + 1,
    )
}

/// `HKCU\Software\Contoso (kept by the member `m_key` of `Orders`), and 2 more`
fn keys(verdict: &Verdict<'_>) -> String {
    let certain = verdict.keys.iter().filter(|k| (verdict.outcome != Outcome::Breaks) || k.doubt.is_none());
    let names: Vec<String> = certain.map(|k: &OpenKey<'_>| format!("{} ({})", k.name, k.holder)).collect();
    listed(&names, ", ")
}

/// The functions with calls that need one of these.
fn functions(report: &Report, verdict: &Verdict<'_>, wanted: Needs) -> String {
    let mut seen = BTreeSet::new();
    let calls = verdict.failing.iter().filter(|c| needs(verdict, c) == wanted).filter(|c| seen.insert(&c.function));
    let names: Vec<String> = calls.map(|c| format!("`{}` ({} at {})", c.function, c.api, place(report, c.span))).collect();
    listed(&names, ", ")
}

fn listed(names: &[String], between: &str) -> String {
    match names.len().saturating_sub(MOST_NAMES) {
        0 => names.join(between),
        more => format!("{}{between}and {more} more", names[..MOST_NAMES].join(between)),
    }
}

fn place(report: &Report, span: Span) -> String {
    let at = report.region(span);
    let line = at.line.unwrap_or(0);
    match (at.rva, at.source) {
        (None, _) => format!("{}:{line}", at.path),
        (Some(rva), source) => {
            let name = file_name(at.path);
            let source = source.map(|s| format!(" ({}:{line})", file_name(s))).unwrap_or_default();
            format!("{name}+{rva:#x}{source}")
        }
    }
}

fn line(out: &mut dyn WriteColor, indent: &str, text: &str) -> io::Result<()> {
    item(out, indent, text)
}

/// Text behind a lead, its further lines below its first word.
fn item(out: &mut dyn WriteColor, lead: &str, text: &str) -> io::Result<()> {
    writeln!(out, "{}", wrapped(&clean(text), lead))
}

/// In the middle of a sentence; `COM+` stays what it is.
fn lower_first(text: &str) -> String {
    if text.chars().nth(1).is_some_and(char::is_uppercase) {
        return text.to_owned();
    }
    let mut letters = text.chars();
    letters.next().map(|c| c.to_lowercase().chain(letters).collect()).unwrap_or_default()
}
