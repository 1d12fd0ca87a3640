//! `hivelint match`: from an event back to the code.

use super::judged::{Judged, Request};
use super::narrow::Narrow;
use super::{Configured, ListFormat, Listing, OwnRules, Paths, Trouble, When, refuse_to_overwrite};
use crate::event::{self, Owner};
use crate::report::{json, matches};
use crate::walk;
use clap::Args;
use std::fs;
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

pub(super) const EXIT_CODES: &str = "\
Exit codes:
  0  a key of the event was found in the code, or is explained
  1  nothing that was read explains any of its keys
  2  hivelint could not do its work; the reason is on standard error";

/// Larger files are not read as events.
const LARGEST_EVENT: u64 = 512 << 20;

#[derive(Args)]
pub(super) struct Match {
    /// Event 1530 of Windows' log: its text in any language, its XML (`wevtutil qe Application /f:xml`) or a log file (`.evtx`);
    /// `-` is standard input. May be given several times
    #[arg(long = "event", value_name = "FILE", required = true)]
    events: Vec<PathBuf>,
    #[command(flatten)]
    input: Paths,
    #[command(flatten)]
    listing: Listing,
    #[command(flatten)]
    own: OwnRules,
    #[command(flatten)]
    configured: Configured,
    /// Print the answer only: no notices, no summary
    #[arg(short, long)]
    quiet: bool,
}

pub(super) fn run(matching: &Match, color: When) -> Result<ExitCode, Trouble> {
    refuse_to_overwrite(&matching.listing.outputs, matching.listing.force)?;
    let mut opened = Vec::new();
    for file in &matching.events {
        let keys = event::read(&bytes_of(file)?);
        if keys.is_empty() {
            return Err(Trouble(nothing_in(file)));
        }
        opened.extend(keys);
    }
    let progress = super::Progress::show(matching.quiet);
    let Match { input, own, configured, .. } = matching;
    let judged = Judged::of(&Request { input, choose: None, narrow: &Narrow::default(), own, configured })?;
    drop(progress);
    let (analysis, report) = (&judged.analysis, judged.report());
    let keys = event::explain(opened, &analysis.solution, &analysis.sources, &judged.findings, &judged.models);
    matching.listing.deliver(color, |format, out| match format {
        ListFormat::Text => matches::matches(out, &report, &keys, matching.quiet),
        ListFormat::Json => out.write_all(json::matches(&report, &keys).as_bytes()),
    })?;
    let is_explained = keys.iter().any(|key| key.owner != Owner::Unknown);
    Ok(ExitCode::from(u8::from(!is_explained)))
}

fn bytes_of(file: &Path) -> Result<Vec<u8>, Trouble> {
    let name = walk::printed(file);
    let cant = |error: io::Error| Trouble(format!("can't read the event in `{name}`: {error}"));
    let mut bytes = Vec::new();
    if file == Path::new("-") {
        io::stdin().lock().take(LARGEST_EVENT).read_to_end(&mut bytes).map_err(cant)?;
        return Ok(bytes);
    }
    let length = fs::metadata(file).map_err(cant)?.len();
    if length > LARGEST_EVENT {
        return Err(Trouble(format!("`{name}` is larger than {} MiB; export event 1530 alone", LARGEST_EVENT >> 20)));
    }
    fs::File::open(file).map_err(cant)?.take(LARGEST_EVENT).read_to_end(&mut bytes).map_err(cant)?;
    Ok(bytes)
}

fn nothing_in(file: &Path) -> String {
    format!(
        "there is no key in `{}`; expected event 1530 with its lines `Process … (\\Device\\…) has opened key \\REGISTRY\\USER\\S-…`, \
         as text in any language, as XML or as an .evtx file",
        walk::printed(file)
    )
}
