//! What makes a check pass or fail besides the findings themselves: the configuration, what is allowed, known or old, and how much.

use serde_json::Value;
use std::fs;
use std::path::Path;
use std::process::{Command, Output};
use tempfile::TempDir;

#[path = "support/program.rs"]
mod program;
use program::{code, stderr, stdout};

#[path = "gate/allow.rs"]
mod allow;
#[path = "gate/choice.rs"]
mod choice;
#[path = "gate/known.rs"]
mod known;
#[path = "gate/since.rs"]
mod since;

const LEAK: &str = r#"LONG NAME(const wchar_t *name)
{
    HKEY key;
    LONG status = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\NAME", 0, KEY_READ, &key);
    if (status != ERROR_SUCCESS)
        return status;
    if (name == NULL)
        return ERROR_INVALID_PARAMETER;
    return RegCloseKey(key);
}
"#;

/// A function that leaks a key.
fn leak(name: &str) -> String {
    LEAK.replace("NAME", name)
}

/// A directory with these files.
fn tree(files: &[(&str, &str)]) -> TempDir {
    let dir = tempfile::tempdir().unwrap();
    for (path, text) in files {
        write(&dir, path, text);
    }
    dir
}

fn write(dir: &TempDir, path: &str, text: &str) {
    let path = dir.path().join(path);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

/// On one day in 2027.
fn command(dir: &Path, args: &[&str]) -> Command {
    let mut command = program::command(dir, args);
    command.env("SOURCE_DATE_EPOCH", "1800000000");
    command
}

fn hivelint(dir: &TempDir, args: &[&str]) -> Output {
    command(dir.path(), args).output().unwrap()
}

/// What `hivelint check --format json` says.
fn json(dir: &TempDir, args: &[&str]) -> Value {
    let output = hivelint(dir, &[&["check", "--format", "json"], args].concat());
    serde_json::from_str(stdout(&output)).unwrap_or_else(|e| panic!("{e}: {}", stderr(&output)))
}

/// `path function level`, and why it is not told, of every leak of a user's key.
fn leaks(document: &Value) -> Vec<String> {
    let leaks = document["findings"].as_array().unwrap().iter().filter(|f| f["rule"] == "leaked-user-key");
    let text = |f: &Value, field: &str| f[field].as_str().unwrap_or_default().to_owned();
    let words = leaks.map(|f| [text(f, "path"), text(f, "function"), text(f, "level"), text(f, "suppressed_by")].join(" "));
    words.map(|w| w.trim_end().to_owned()).collect()
}

/// The findings of a rule, by path and line.
fn places(document: &Value, rule: &str) -> Vec<String> {
    let found = document["findings"].as_array().unwrap().iter().filter(|f| f["rule"] == rule);
    found.map(|f| format!("{}:{}", f["path"].as_str().unwrap(), f["line"])).collect()
}

fn git(dir: &TempDir, args: &[&str]) {
    let settings = ["-c", "user.name=t", "-c", "user.email=t@example.com", "-c", "commit.gpgsign=false"];
    let output = Command::new("git").args(settings).args(args).current_dir(dir.path()).output().unwrap();
    assert!(output.status.success(), "git {args:?}: {}", stderr(&output));
}
