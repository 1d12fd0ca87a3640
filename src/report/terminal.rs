//! For people: findings with the code underlined, the list of opens, and what was and what can't be seen.

use super::excerpt::Excerpts;
use super::{Coverage, Report, amount, clean, verdict as verdicts};
use crate::judge::{Change, Finding, Level};
use crate::lifetime::{Class, Lifetime, Seen, Step};
use crate::models::DataError;
use crate::source::{FileId, Notice, Source, Span};
use codespan_reporting::diagnostic::{Diagnostic, Label, Severity};
use codespan_reporting::term;
use codespan_reporting::term::termcolor::{ColorSpec, WriteColor};
use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::io;

/// More steps of a path than this are not drawn; the ones in the middle go first.
const MOST_STEPS: usize = 12;
/// More places where a defect was found as well are only counted.
const MOST_ELSEWHERE: usize = 4;
/// Remarks below a finding are broken at this width.
const WIDTH: usize = 110;
/// More lines of a change are only counted.
const MOST_CHANGED: usize = 16;
const ASSUMED: &str = "assumed: ";
/// Columns of the list of opens are padded up to this width.
const WIDEST_COLUMN: usize = 60;
/// More notices than this are only counted.
const MOST_NOTICES: usize = 10;

/// Every finding that no comment allows, the worst first, then, unless `quiet`, notices and a summary.
pub fn check(out: &mut dyn WriteColor, report: &Report, quiet: bool) -> io::Result<()> {
    let mut shown: Vec<&Finding> = report.told().collect();
    shown.sort_by_key(|finding| std::cmp::Reverse(finding.level));
    let mut said = BTreeSet::new();
    for finding in shown {
        draw(out, report, finding, &mut said)?;
    }
    if quiet {
        return Ok(());
    }
    verdicts::brief(out, report)?;
    notices(out, report.notices)?;
    looked_at(out, report)?;
    found(out, report)?;
    writeln!(out, "{NOT_SEEN}")
}

/// What will happen to each component, why, and what helps, then notices.
pub fn verdict(out: &mut dyn WriteColor, report: &Report) -> io::Result<()> {
    verdicts::full(out, report)?;
    writeln!(out)?;
    notices(out, report.notices)?;
    report.not_read().map_or(Ok(()), |words| writeln!(out, "{words}"))
}

const NOT_SEEN: &str = "\
Not seen here: what the system keeps open for the process (its cache of predefined keys, the COM runtime's own handles),
and code that was not given. No finding does not mean that the component survives a log-off.";

/// What no run sees, on one line.
pub(super) fn not_seen() -> String {
    NOT_SEEN.replace('\n', " ")
}

fn draw(out: &mut dyn WriteColor, report: &Report, finding: &Finding, said: &mut BTreeSet<String>) -> io::Result<()> {
    let steps = shown_steps(finding.steps.len());
    let shown: Vec<&Step> = steps.iter().map(|&i| &finding.steps[i]).collect();
    if let Some(path) = report.path_in_binary(finding.span, &shown) {
        return draw_path(out, report, finding, &path, said);
    }
    let drawn = steps.len();
    let (built, steps): (Vec<usize>, Vec<usize>) = steps.into_iter().partition(|i| report.address(finding.steps[*i].span).is_some());
    let mut spans = vec![finding.span];
    spans.extend(steps.iter().map(|&i| finding.steps[i].span));
    let (excerpts, places) = Excerpts::of(report.sources, &spans);

    let start_of = |place: &(usize, std::ops::Range<usize>)| (place.0, place.1.start);
    let mut texts = steps.iter().map(|&i| clean(&finding.steps[i].text)).zip(&places[1..]).collect::<Vec<_>>();
    let own = texts.iter().position(|(_, place)| start_of(place) == start_of(&places[0]));
    let own = own.map(|i| texts.remove(i).0).unwrap_or_default();
    let mut labels = vec![Label::primary(places[0].0, places[0].1.clone()).with_message(own)];
    labels.extend(texts.into_iter().map(|(text, place)| Label::secondary(place.0, place.1.clone()).with_message(text)));

    // A message says what is wrong, then, after a semicolon, what comes of it.
    let (what, consequence) = finding.message.split_once("; ").unwrap_or((&finding.message, ""));
    let severity = severity(finding.level);
    let mut notes: Vec<String> = built.into_iter().map(|i| in_binary(report, &finding.steps[i])).collect();
    notes.extend(elsewhere(report, finding));
    notes.extend(remarks(finding, consequence, said, finding.steps.len() - drawn, report));
    let diagnostic = Diagnostic::new(severity).with_code(&*finding.rule).with_message(clean(what)).with_labels(labels).with_notes(notes);
    term::emit_to_write_style(&mut &mut *out, &term::Config::default(), &excerpts, &diagnostic).map_err(io::Error::other)
}

/// A finding in a binary: there is no code to show, only addresses.
fn draw_path(out: &mut dyn WriteColor, report: &Report, finding: &Finding, path: &str, said: &mut BTreeSet<String>) -> io::Result<()> {
    let left_out = finding.steps.len() - shown_steps(finding.steps.len()).len();
    let (what, consequence) = finding.message.split_once("; ").unwrap_or((&finding.message, ""));
    let mut notes = vec![clean(path)];
    notes.extend(elsewhere(report, finding));
    notes.extend(remarks(finding, consequence, said, left_out, report));
    let diagnostic = Diagnostic::new(severity(finding.level)).with_code(&*finding.rule).with_message(clean(what)).with_notes(notes);
    let (nothing, _) = Excerpts::of(report.sources, &[]);
    term::emit_to_write_style(&mut &mut *out, &term::Config::default(), &nothing, &diagnostic).map_err(io::Error::other)
}

fn in_binary(report: &Report, step: &Step) -> String {
    clean(&format!("{}: {}", report.address(step.span).unwrap_or_default(), step.text))
}

/// Where else the same defect was found; a few places are enough for people.
fn elsewhere(report: &Report, finding: &Finding) -> Vec<String> {
    let mut places: Vec<String> = finding.also.iter().filter_map(|e| report.address(e.span)).collect();
    let more = places.len().saturating_sub(MOST_ELSEWHERE);
    places.truncate(MOST_ELSEWHERE);
    let mut lines: Vec<String> = places.iter().map(|place| clean(&format!("also at {place}"))).collect();
    if more > 0 {
        lines.push(format!("also at {}; `--format json` lists them", amount(more, "more place")));
    }
    lines
}

fn severity(level: Level) -> Severity {
    match level {
        Level::Error => Severity::Error,
        Level::Warning => Severity::Warning,
        Level::Note => Severity::Note,
    }
}

/// Which steps are drawn: all, or the first and the last ones.
fn shown_steps(count: usize) -> Vec<usize> {
    let head = if count > MOST_STEPS { MOST_STEPS / 2 } else { count };
    let tail = count.saturating_sub(MOST_STEPS / 2).max(head);
    (0..head).chain(tail..count).collect()
}

/// What stands below the code. Words that stand below an earlier finding already are not said again.
fn remarks(finding: &Finding, consequence: &str, said: &mut BTreeSet<String>, left_out: usize, report: &Report) -> Vec<String> {
    let mut remarks = Vec::new();
    if left_out > 0 {
        remarks.push(format!("{left_out} steps in the middle of the path are not drawn; `--format json` lists them"));
    }
    if !consequence.is_empty() {
        remarks.push(wrapped(consequence, ""));
    }
    remarks.extend(finding.stays.iter().filter(|s| !s.obvious).map(|s| wrapped(&s.says, "how long: ")));
    remarks.extend(finding.assumptions.iter().map(|assumption| wrapped(assumption, ASSUMED)));
    if !finding.fix.is_empty() {
        remarks.push(wrapped(&finding.fix, "fix: "));
    }
    if let Some(change) = &finding.change {
        remarks.push(changed_lines(report, change));
        remarks.extend(Some(change.unless.as_str()).filter(|u| !u.is_empty()).map(|u| wrapped(u, "wrong if: ")));
    }
    remarks.push(format!("more: hivelint explain {}", finding.rule));
    remarks.retain(|remark| remark.starts_with(ASSUMED) || said.insert(remark.clone()));
    remarks
}

/// What a change takes away and puts in, between the lines next to it.
fn changed_lines(report: &Report, change: &Change) -> String {
    let hunks = report.hunks(change, 1);
    let path = hunks.first().map_or("", |hunk| hunk.path);
    let mut out = format!("{}, in {}:", if change.tried { "change" } else { "for instance" }, clean_line(path));
    let lines: Vec<_> = hunks.iter().flat_map(|hunk| &hunk.lines).collect();
    for line in lines.iter().take(MOST_CHANGED) {
        let _ = write!(out, "\n{:>5} {} {}", line.number, line.fate.sign(), line.text.trim_end());
    }
    if let Some(more) = lines.len().checked_sub(MOST_CHANGED).filter(|n| *n > 0) {
        let _ = write!(out, "\n      … {}; `--format json` has them", amount(more, "more line"));
    }
    out
}

/// Words in lines of at most [`WIDTH`] characters, below each other after `lead`.
pub(super) fn wrapped(text: &str, lead: &str) -> String {
    let mut lines = vec![lead.to_owned()];
    for word in clean(text).split_whitespace() {
        let last = lines.last_mut().expect("there is a line");
        let used = last.chars().count();
        if used > lead.len() && used + 1 + word.chars().count() > WIDTH {
            lines.push(format!("{}{word}", " ".repeat(lead.len())));
        } else {
            last.push_str(if used > lead.len() { " " } else { "" });
            last.push_str(word);
        }
    }
    lines.join("\n")
}

/// Text on one line that steers no terminal.
pub(super) fn clean_line(text: &str) -> String {
    clean(text).replace(['\n', '\t'], " ")
}

/// A rule or table that can't be used, shown like a finding.
pub fn data_error(error: &DataError) -> String {
    let source = [Source::new(error.file.as_str(), error.text.as_str())];
    let [start, end] = [error.span.start, error.span.end].map(|byte| u32::try_from(byte).unwrap_or(u32::MAX));
    let (excerpts, places) = Excerpts::of(&source, &[Span { file: FileId(0), start, end }]);
    let diagnostic = Diagnostic::error()
        .with_message(clean(&error.message))
        .with_labels(places.into_iter().map(|(id, range)| Label::primary(id, range)).collect())
        .with_notes(vec![wrapped(&error.help, "")]);
    term::emit_into_string(&term::Config::default(), &excerpts, &diagnostic).unwrap_or_else(|_| error.to_string())
}

/// One line an open, then, unless `quiet`, notices and a summary.
pub fn inventory(out: &mut dyn WriteColor, report: &Report, quiet: bool) -> io::Result<()> {
    let rows: Vec<(String, &Lifetime)> = report.solution.lifetimes.iter().map(|open| (place(report, open), open)).collect();
    let width = |texts: &mut dyn Iterator<Item = usize>| texts.max().unwrap_or(0).min(WIDEST_COLUMN);
    let places = width(&mut rows.iter().map(|(place, _)| place.chars().count()));
    let keys = width(&mut rows.iter().map(|(_, open)| key(open).chars().count()));
    for (place, open) in rows {
        write!(out, "{place:places$}  ")?;
        out.set_color(&emphasis(open))?;
        write!(out, "{:8}", open.class.name())?;
        out.reset()?;
        let via = open.via.as_ref().map(|via| format!(" via {via}")).unwrap_or_default();
        let doubt = open.doubt.as_ref().map(|doubt| format!(" ({doubt})")).unwrap_or_default();
        let library = open.library.map(|library| format!(" of {library}, linked in")).unwrap_or_default();
        let line = match open.seen {
            Seen::Call => format!("  {:keys$}  {}{via} in {}{library}{doubt}", key(open), open.api, open.function),
            Seen::Import => format!("  {:keys$}  {}, seen as an import only{doubt}", key(open), open.api),
        };
        writeln!(out, "{}", clean(&line))?;
    }
    if quiet {
        return Ok(());
    }
    writeln!(out)?;
    notices(out, report.notices)?;
    looked_at(out, report)
}

pub(super) fn place(report: &Report, open: &Lifetime) -> String {
    place_of(report, open.name)
}

pub(super) fn place_of(report: &Report, span: Span) -> String {
    let at = report.region(span);
    match (at.rva, at.line, at.column) {
        (Some(rva), _, _) => format!("{}+{rva:#x}", clean(at.path)),
        (None, Some(line), Some(column)) => format!("{}:{line}:{column}", clean(at.path)),
        _ => clean(at.path),
    }
}

pub(super) fn key(open: &Lifetime) -> String {
    let roots: Vec<&str> = open.roots.iter().map(|r| r.name()).collect();
    let subkey = open.subkey.as_ref().map(|s| format!("\\{s}")).unwrap_or_default();
    format!("{}{subkey}", roots.join("|"))
}

fn emphasis(open: &Lifetime) -> ColorSpec {
    let mut color = ColorSpec::new();
    color.set_bold(matches!(open.class, Class::Leaked | Class::Process | Class::Object) && open.per_user != Some(false));
    color
}

pub(super) fn notices(out: &mut dyn WriteColor, notices: &[Notice]) -> io::Result<()> {
    for notice in notices.iter().take(MOST_NOTICES) {
        let line = notice.line.map(|l| format!("{l}:")).unwrap_or_default();
        let path = if notice.path.is_empty() { String::new() } else { format!("{}:{line} ", notice.path) };
        writeln!(out, "{}", clean(&format!("notice: {path}{}", notice.message)))?;
    }
    match notices.len().saturating_sub(MOST_NOTICES) {
        0 if notices.is_empty() => Ok(()),
        0 => writeln!(out),
        more => writeln!(out, "notice: {more} more; `--format json` lists them all\n"),
    }
}

pub(super) fn looked_at(out: &mut dyn WriteColor, report: &Report) -> io::Result<()> {
    let stats = report.stats;
    let opens = report.opens().count();
    let parts = [
        (Class::Leaked, "leaked on some path"),
        (Class::Process, "kept by the process"),
        (Class::Object, "kept by an object"),
        (Class::Caller, "handed to the caller"),
        (Class::Unknown, "unknown"),
        (Class::Scoped, "closed on every path"),
    ];
    let parts = parts.iter().map(|(class, words)| (report.count(*class), *class, words));
    let parts: Vec<String> =
        parts.filter(|(n, class, _)| *n > 0 || *class == Class::Unknown).map(|(n, _, words)| format!("{n} {words}")).collect();
    let outcome = if opens == 0 { String::new() } else { format!(": {}", parts.join(", ")) };
    let files = match stats.files_around {
        0 => amount(stats.files, "file"),
        around => format!("{} with {around} around", amount(stats.files, "file")),
    };
    writeln!(out, "Checked {files}, {}, {}{outcome}.", amount(stats.functions, "function"), amount(opens, "open"))?;
    machine_code(out, stats.machine_code)?;
    if let Some(words) = report.not_read() {
        writeln!(out, "{words}")?;
    }
    if stats.regions_skipped > 0 {
        let regions = amount(stats.regions_skipped, "region");
        writeln!(out, "Not understood: {regions}, {} of {}.", amount(stats.bytes_skipped, "byte"), stats.bytes)?;
    }
    Ok(())
}

fn machine_code(out: &mut dyn WriteColor, count: Coverage) -> io::Result<()> {
    if count.binaries == 0 {
        return Ok(());
    }
    let binaries = if count.binaries == 1 { "1 binary".to_owned() } else { format!("{} binaries", count.binaries) };
    let unread = match count.binaries_not_read {
        0 => String::new(),
        n => format!(" ({n} of them not read, or not whole)"),
    };
    if count.binaries_set_aside > 0 {
        let (assemblies, which) = match count.binaries_set_aside {
            1 => ("1 assembly".to_owned(), "which points"),
            n => (format!("{n} assemblies"), "which point"),
        };
        writeln!(out, "Not read: {assemblies} of .NET, {which} neither to COM nor to the registry.")?;
    }
    let found = amount(count.functions_found, "function");
    if count.functions_of_interest == 0 {
        return writeln!(out, "Machine code: {binaries}{unread}, {found}, none of them of interest.");
    }
    let Coverage { functions_of_interest, functions_followed, functions_given_up, .. } = count;
    writeln!(
        out,
        "Machine code: {binaries}{unread}, {found}; of interest {functions_of_interest}: {functions_followed} followed, {functions_given_up} \
         given up; of their calls {} resolved, {} not.",
        count.calls_resolved, count.calls_unresolved
    )
}

fn found(out: &mut dyn WriteColor, report: &Report) -> io::Result<()> {
    let [errors, warnings, remarks] = [(Level::Error, "error"), (Level::Warning, "warning"), (Level::Note, "note")];
    let of = |(level, what)| amount(report.told_at(level), what);
    writeln!(out, "Found {}, {} and {}{}.", of(errors), of(warnings), of(remarks), report.not_told())
}
