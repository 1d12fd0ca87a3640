//! `hivelint check --watch`: checks again when a file changes.
//!
//! What is watched is what can be read, also what is excluded or ignored. It looks at the files again and again instead of asking
//! the system, which would tell of every file that a build writes, and of none on some network drives.

use super::{Check, Trouble, When, check_once, configuration};
use crate::walk::{self, Stamp};
use std::io::{self, IsTerminal, Write};
use std::path::PathBuf;
use std::process::ExitCode;
use std::thread;
use std::time::{Duration, Instant};

/// Between two looks, at least; and files are left alone for so long before they are read.
const PAUSE: Duration = Duration::from_millis(300);
/// Looking takes at most this part of the time.
const SHARE: u32 = 10;

/// Ends only if nobody reads any more.
pub(super) fn watch(check: &mut Check, color: When) -> Result<ExitCode, Trouble> {
    let clears = io::stdout().is_terminal();
    loop {
        // looked at before they are read, so that no change is missed
        let seen = stamps(check);
        if clears {
            let _ = io::stdout().write_all(b"\x1b[2J\x1b[H");
        }
        match check_once(check, color) {
            Ok((code, false)) => return Ok(code),
            Ok(_) => {}
            Err(Trouble(reason)) => eprintln!("hivelint: {reason}"),
        }
        // the reports that are there now are its own
        check.force = true;
        if !check.quiet {
            let files = if seen.len() == 1 { "file" } else { "files" };
            eprintln!("hivelint: watches {} {files} and checks again when something changes; Ctrl-C ends it", seen.len());
        }
        wait_for_change(check, seen);
    }
}

/// Until something has changed, and then nothing more has for a while.
fn wait_for_change(check: &Check, seen: Vec<Stamp>) {
    let mut last = seen.clone();
    loop {
        let began = Instant::now();
        let now = stamps(check);
        if now != seen && now == last {
            return;
        }
        last = now;
        thread::sleep(PAUSE.max(began.elapsed() * SHARE));
    }
}

fn stamps(check: &Check) -> Vec<Stamp> {
    let mut paths: Vec<PathBuf> = walk::expanded(&check.input.paths);
    paths.extend(check.narrow.context.clone());
    let file = configuration::File::find(check.configured.file.as_deref(), &check.input.paths).ok().flatten();
    paths.extend(check.own.place(file.as_ref()));
    paths.extend(check.configured.file.clone().or_else(|| configuration::find(&check.input.paths)));
    walk::stamps(&paths)
}
