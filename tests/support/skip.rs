//! A test that can't run here says so where people see it, and fails where nothing may be skipped.

use std::io::Write;

/// Says why a test is skipped. Not by `eprintln!`, which nobody sees of a test that passes.
pub(crate) fn skip(why: &str) {
    writeln!(std::io::stderr(), "skipped: {why}").unwrap();
    assert!(std::env::var_os("HIVELINT_MUST_NOT_SKIP").is_none(), "{why}, and nothing may be skipped");
}
