//! On a terminal: when colours come, and the line that says how far a long run has come.
//!
//! The terminal is one that `script` of util-linux makes; where it is missing, these tests say that they were skipped.

#[path = "support/skip.rs"]
mod skip;

use skip::skip;
use std::fmt::Write as _;
use std::fs;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};
use tempfile::TempDir;

const LEAK: &str = "void Leak(void) { HKEY key; RegOpenKeyExW(HKEY_CURRENT_USER, L\"Software\\\\Contoso\", 0, KEY_READ, &key); }\n";

/// A directory with one small file.
fn project() -> TempDir {
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join("leak.c"), LEAK).unwrap();
    dir
}

/// hivelint, its environment without what would decide about colours or progress.
fn hivelint(dir: &TempDir, program: &str) -> Command {
    let mut command = Command::new(program);
    command.current_dir(dir.path()).stdin(Stdio::null()).env("TERM", "xterm");
    ["NO_COLOR", "CLICOLOR", "CLICOLOR_FORCE", "CI", "CONTINUOUS_INTEGRATION"].iter().for_each(|name| _ = command.env_remove(name));
    command
}

/// What a person at a terminal gets to see, with standard error and output in one; nothing where there is no `script`.
fn on_terminal(dir: &TempDir, arguments: &str, environment: &[(&str, &str)]) -> Option<String> {
    let is_known = |output: &std::process::Output| String::from_utf8_lossy(&output.stdout).contains("util-linux");
    if !Command::new("script").arg("--version").output().is_ok_and(|output| is_known(&output)) {
        skip("there is no `script` of util-linux here, which makes terminals");
        return None;
    }
    let line = format!("{} {arguments}", env!("CARGO_BIN_EXE_hivelint"));
    let output = hivelint(dir, "script").args(["--quiet", "--command", &line, "/dev/null"]).envs(environment.iter().copied()).output();
    Some(String::from_utf8(output.unwrap().stdout).unwrap())
}

const RED: &str = "\u{1b}[";

#[test]
fn a_terminal_gets_colours_unless_the_environment_says_no() {
    let dir = project();
    for (environment, expected) in [
        (&[][..], true),
        (&[("NO_COLOR", "")], true),
        (&[("NO_COLOR", "1")], false),
        (&[("CLICOLOR", "1")], true),
        (&[("CLICOLOR", "0")], false),
        (&[("CLICOLOR", "0"), ("CLICOLOR_FORCE", "1")], true),
        (&[("CLICOLOR_FORCE", "1"), ("NO_COLOR", "1")], false),
        (&[("TERM", "dumb")], false),
        (&[("TERM", "dumb"), ("CLICOLOR", "1")], true),
    ] {
        let Some(shown) = on_terminal(&dir, "check leak.c", environment) else { return };
        assert!(shown.contains("leaked-user-key"), "{shown}");
        assert_eq!(shown.contains(RED), expected, "{environment:?}");
    }
    for (arguments, variable, expected) in [("always", "NO_COLOR", true), ("never", "CLICOLOR_FORCE", false)] {
        let shown = on_terminal(&dir, &format!("check --color {arguments} leak.c"), &[(variable, "1")]).unwrap();
        assert_eq!(shown.contains(RED), expected, "--color {arguments} comes first");
    }
}

#[test]
fn a_pipe_gets_colours_only_if_they_are_forced() {
    let dir = project();
    for (variable, value, expected) in
        [("CLICOLOR", "1", false), ("CLICOLOR_FORCE", "1", true), ("CLICOLOR_FORCE", "0", false), ("CLICOLOR_FORCE", "", false)]
    {
        let output = hivelint(&dir, env!("CARGO_BIN_EXE_hivelint")).args(["check", "leak.c"]).env(variable, value).output().unwrap();
        let shown = String::from_utf8(output.stdout).unwrap();
        assert!(shown.contains("leaked-user-key"));
        assert_eq!(shown.contains(RED), expected, "{variable}={value}");
    }
}

/// As many functions as keep hivelint busy for more than a second, however fast this machine is.
fn long_work(dir: &TempDir) -> usize {
    for files in 1_usize.. {
        let mut text = String::new();
        for f in 0..400 {
            let before = f.max(1) - 1;
            writeln!(
                text,
                "LONG F{files}_{f}(HKEY root, int a) {{ HKEY k; LONG s = RegOpenKeyExW(root, L\"A\", 0, KEY_READ, &k);
                 if (s) return s; if (a) {{ s = F{files}_{before}(k, a - 1); }} RegCloseKey(k); return s; }}"
            )
            .unwrap();
        }
        fs::write(dir.path().join(format!("f{files}.c")), text).unwrap();
        if files.is_power_of_two() {
            let began = Instant::now();
            assert!(hivelint(dir, env!("CARGO_BIN_EXE_hivelint")).args(["check", "--exit-zero"]).output().unwrap().status.success());
            if began.elapsed() > Duration::from_millis(1200) {
                return files;
            }
        }
    }
    unreachable!("no machine is that fast")
}

#[test]
fn a_long_run_says_how_far_it_is_and_clears_the_line() {
    let dir = project();
    let files = 1 + long_work(&dir);
    let Some(shown) = on_terminal(&dir, "check --exit-zero .", &[]) else { return };
    let (progress, rest) = shown.rsplit_once("\r\u{1b}[K").expect("a long run shows progress");
    assert!(progress.contains(&format!("hivelint: {files} files read, analysing: ")), "{progress}");
    assert!(progress.split('\r').all(|line| line.chars().count() < 60), "{progress}");
    assert!(!rest.contains("analysing: ") && rest.contains("leaked-user-key"), "the line is not gone before the findings come");
    for (arguments, environment) in [("check --quiet .", &[][..]), ("check .", &[("CI", "true")]), ("check . 2>/dev/null", &[])] {
        let shown = on_terminal(&dir, arguments, environment).unwrap();
        assert!(!shown.contains("analysing: "), "{arguments} {environment:?}");
    }
}

#[test]
fn a_short_run_shows_no_progress() {
    let dir = project();
    let Some(shown) = on_terminal(&dir, "check --color never leak.c", &[]) else { return };
    assert!(!shown.contains(RED) && !shown.contains("reading files"), "{shown}");
}
