//! For people: the keys of an event, and who can have left them open.

use super::{Report, clean, terminal};
use crate::event::{Candidate, Explained, Owner};
use crate::models::Hive;
use codespan_reporting::term::termcolor::{Color, ColorSpec, WriteColor};
use std::io;

/// More candidates than this for one key are only counted.
const MOST_CANDIDATES: usize = 8;
/// More uses than this are only counted.
const MOST_USES: usize = 4;

/// Every key with its candidates, then what was looked at.
pub fn matches(out: &mut dyn WriteColor, report: &Report, keys: &[Explained], quiet: bool) -> io::Result<()> {
    for key in keys {
        let opened = &key.opened;
        out.set_color(ColorSpec::new().set_bold(true).set_fg(Some(Color::Cyan)))?;
        write!(out, "{}", clean(&opened.key()))?;
        out.reset()?;
        let handles = if opened.handles > 1 { format!("{} handles, ", opened.handles) } else { String::new() };
        writeln!(out, "\n  {handles}open in process {}, {}", opened.process.id, clean(&opened.process.path))?;
        writeln!(out, "{}\n", terminal::wrapped(answer(key), "  "))?;
        let likely = key.candidates.iter().take_while(|c| c.is_likely()).count();
        let shown = if likely > 0 { likely } else { key.candidates.len() }.min(MOST_CANDIDATES);
        for (i, candidate) in key.candidates[..shown].iter().enumerate() {
            draw(out, report, i + 1, candidate)?;
        }
        let what = if shown == likely { "less likely open" } else { "more open" };
        more(out, key.candidates.len() - shown, what)?;
        if !key.cache.is_empty() {
            writeln!(out, "  Uses of the predefined key, for which the process keeps it open:")?;
            for use_ in key.cache.iter().take(MOST_USES) {
                let line =
                    format!("    {}  {} uses {} in {}", terminal::place_of(report, use_.span), use_.api, use_.root.name(), use_.function);
                writeln!(out, "{}", clean(&line))?;
            }
            more(out, key.cache.len().saturating_sub(MOST_USES), "more use")?;
        }
        if !key.candidates.is_empty() || !key.cache.is_empty() {
            writeln!(out)?;
        }
    }
    if quiet {
        return Ok(());
    }
    terminal::notices(out, report.notices)?;
    terminal::looked_at(out, report)
}

fn draw(out: &mut dyn WriteColor, report: &Report, number: usize, candidate: &Candidate) -> io::Result<()> {
    let open = &report.solution.lifetimes[candidate.open];
    let via = open.via.as_ref().map(|via| format!(" via {via}")).unwrap_or_default();
    let place = terminal::place(report, open);
    let line = format!("  {number}. {place}  {}  {}{via} in {}", terminal::key(open), open.api, open.function);
    writeln!(out, "{}", clean(&line))?;
    let mut why = candidate.reasons.join("; ");
    for (i, rule) in candidate.rules.iter().enumerate() {
        why += &format!("{} {rule}", if i == 0 { "; reported as" } else { "," });
    }
    writeln!(out, "{}", terminal::wrapped(&why, "     "))
}

fn more(out: &mut dyn WriteColor, left_out: usize, what: &str) -> io::Result<()> {
    match left_out {
        0 => Ok(()),
        more => writeln!(out, "  and {}; `--format json` lists them", super::amount(more, what)),
    }
}

/// Whom the key belongs to, in words.
fn answer(key: &Explained) -> &'static str {
    match (key.owner, key.opened.hive) {
        (Owner::System, Hive::User) => {
            "This is the root of the user's hive, not a key below it. A process that uses HKEY_CURRENT_USER keeps this root open \
             from the first use on, whatever the code closes. So the event does not show that the component left a key open. \
             RegDisablePredefinedCacheEx, called before the first use, keeps a process from doing that. Opens that can be of the root \
             itself are listed here, if there are any."
        }
        (Owner::System, Hive::Classes) => {
            "This is the root of the user's classes, not a key below it. A process keeps it open from its first use of \
             HKEY_CLASSES_ROOT on, and so does the COM runtime for itself, whatever the code closes. So the event does not show that the \
             component left a key open. What helps is another account for the application, one that nobody logs on with, or the \
             policy DisableForceUnload with its price. Opens that can be of the root itself are listed here, if there are any."
        }
        (Owner::Component, _) => "This code opens it and does not close it on every path; the likeliest place comes first:",
        (Owner::Possible, _) => "Nothing that was read certainly left this key open. These places may have, the likeliest first:",
        (Owner::Unknown, _) => {
            "Nothing that was read opens this key, or one that could be it. Other code in the process does: a DLL that was not given, \
             or Windows itself."
        }
    }
}
