//! Runs the built `hivelint` in a directory.

use std::path::Path;
use std::process::{Command, Output, Stdio};

pub(crate) fn command(dir: &Path, args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_hivelint"));
    command.args(args).current_dir(dir).stdin(Stdio::null()).env_remove("NO_COLOR");
    command
}

pub(crate) fn stdout(output: &Output) -> &str {
    std::str::from_utf8(&output.stdout).unwrap()
}

pub(crate) fn stderr(output: &Output) -> &str {
    std::str::from_utf8(&output.stderr).unwrap()
}

pub(crate) fn code(output: &Output) -> i32 {
    output.status.code().expect("it was not killed")
}
