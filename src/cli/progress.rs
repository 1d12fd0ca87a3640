//! One line on a terminal that says how far a long run has come. It is rewritten, and gone when the run ends.

use crate::walk::READING;
use std::io::{self, IsTerminal, Write};
use std::sync::atomic::Ordering::Relaxed;
use std::sync::mpsc::{self, RecvTimeoutError, Sender};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

/// A run that is over by then shows nothing.
const PATIENCE: Duration = Duration::from_millis(500);
const BETWEEN: Duration = Duration::from_millis(100);

/// The line is shown as long as this lives.
pub(super) struct Progress(Option<(Sender<()>, JoinHandle<()>)>);

impl Progress {
    /// Shows it where a person looks at standard error and has not asked for quiet.
    pub(super) fn show(quiet: bool) -> Progress {
        let is_watched = io::stderr().is_terminal() && anstyle_query::term_supports_color() && !anstyle_query::is_ci();
        if quiet || !is_watched {
            return Progress(None);
        }
        anstyle_query::windows::enable_ansi_colors();
        let (end, ended) = mpsc::channel();
        let began = Instant::now();
        let before = (READING.found.load(Relaxed), READING.read.load(Relaxed));
        let thread = thread::spawn(move || {
            let mut wait = PATIENCE;
            let mut shown = false;
            while ended.recv_timeout(wait) == Err(RecvTimeoutError::Timeout) {
                let (found, read) = (READING.found.load(Relaxed) - before.0, READING.read.load(Relaxed) - before.1);
                write(&format!("\r{}\x1b[K", line(found, read, began.elapsed())));
                (wait, shown) = (BETWEEN, true);
            }
            if shown {
                write("\r\x1b[K");
            }
        });
        Progress(Some((end, thread)))
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if let Some((end, thread)) = self.0.take() {
            drop(end);
            // a line that could not be drawn is no reason to fail
            let _ = thread.join();
        }
    }
}

fn write(text: &str) {
    let mut stderr = io::stderr().lock();
    let _ = stderr.write_all(text.as_bytes()).and_then(|()| stderr.flush());
}

/// Short enough for a narrow terminal: a line that wraps can't be rewritten.
fn line(found: usize, read: usize, time: Duration) -> String {
    match (found, read < found) {
        (0, _) => "hivelint: looking for files".to_owned(),
        (_, true) => format!("hivelint: reading files: {read} of {found}"),
        (_, false) => format!("hivelint: {found} files read, analysing: {} s", time.as_secs()),
    }
}
