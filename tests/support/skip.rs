//! A test that can't run here says so where people see it, and fails where nothing may be skipped.

use std::io::Write;

/// Says why a test is skipped. Not by `eprintln!`, which nobody sees of a test that passes.
pub(crate) fn skip(why: &str) {
    std::io::stderr().lock().write_all(format!("skipped: {why}\n").as_bytes()).unwrap();
    assert!(std::env::var_os("HIVELINT_MUST_NOT_SKIP").is_none(), "{why}, and nothing may be skipped");
}
