//! The action and the examples for CI services: their steps are run here, and what they write is there.

#[path = "support/skip.rs"]
mod skip;

use skip::skip;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use tempfile::TempDir;

const LEAK: &str = "void Leak(void) { HKEY key; RegOpenKeyExW(HKEY_CURRENT_USER, L\"Software\", 0, KEY_READ, &key); }\n";

fn file(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(".github").join(name)
}

fn text(name: &str) -> String {
    fs::read_to_string(file(name)).unwrap()
}

/// A project with a leak in `src` and another in `lib`.
fn project() -> TempDir {
    let dir = tempfile::tempdir().unwrap();
    for folder in ["src", "lib"] {
        fs::create_dir(dir.path().join(folder)).unwrap();
        fs::write(dir.path().join(folder).join("leak.c"), LEAK).unwrap();
    }
    dir
}

/// Runs a step of a service as its shell does, with this hivelint in the path.
fn step(dir: &TempDir, script: &str, environment: &[(&str, &str)]) -> Output {
    let binary = Path::new(env!("CARGO_BIN_EXE_hivelint")).parent().unwrap();
    let path = std::env::join_paths([binary.to_owned()].into_iter().chain(std::env::split_paths(&std::env::var_os("PATH").unwrap())));
    let mut command = Command::new("bash");
    command.args(["--noprofile", "--norc", "-eo", "pipefail", "-c", script]).current_dir(dir.path()).stdin(Stdio::null());
    command.env("PATH", path.unwrap()).envs(environment.iter().copied()).output().unwrap()
}

/// Every path that a SARIF file reports something in.
fn reported(dir: &TempDir, name: &str) -> Vec<String> {
    let sarif: serde_json::Value = serde_json::from_str(&fs::read_to_string(dir.path().join(name)).unwrap()).unwrap();
    let place =
        |result: &serde_json::Value| result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"].as_str().unwrap().to_owned();
    let mut all: Vec<String> = sarif["runs"][0]["results"].as_array().unwrap().iter().map(place).collect();
    all.sort();
    all.dedup();
    all
}

#[test]
#[cfg(unix)]
fn the_action_checks_every_path_and_hands_on_every_argument() {
    let action = text("actions/hivelint/action.yml");
    let script = action.rsplit_once("run: |\n").unwrap().1;
    let dir = project();
    let run = |paths: &str, arguments: &str| {
        let environment = [("HIVELINT_PATHS", paths), ("HIVELINT_ARGUMENTS", arguments), ("HIVELINT_SARIF", "out.sarif")];
        environment.iter().for_each(|(name, _)| assert!(action.contains(&format!("{name}: ${{{{ inputs.")), "`{name}` is not set"));
        let output = step(&dir, script, &environment);
        let code = output.status.code();
        assert!(code == Some(0) || code == Some(1), "{}", String::from_utf8_lossy(&output.stderr));
        (code, reported(&dir, "out.sarif"))
    };
    assert_eq!(run("src", ""), (Some(1), vec!["src/leak.c".to_owned()]));
    let both = vec!["lib/leak.c".to_owned(), "src/leak.c".to_owned()];
    assert_eq!(run("src lib", ""), (Some(1), both.clone()));
    assert_eq!(run("src\nlib\n", "--fail-on\nerror"), (Some(1), both.clone()), "inputs can have several lines");
    assert_eq!(run("  .  ", "--exit-zero --quiet"), (Some(0), both));
}

#[test]
#[cfg(unix)]
fn the_examples_run_and_write_what_they_publish() {
    for (name, reports) in [
        ("examples/gitlab.yml", &["gl-code-quality-report.json", "hivelint.xml"][..]),
        ("examples/azure.yml", &["hivelint.sarif", "hivelint.xml"]),
    ] {
        let example = text(name);
        let dir = project();
        let commands: Vec<&str> = example.lines().filter_map(|l| Some(&l[l.find("hivelint check ")?..])).collect();
        assert_eq!(commands.len(), 1, "{name}");
        let output = step(&dir, commands[0], &[]);
        assert_eq!(output.status.code(), Some(1), "{name}: {}", String::from_utf8_lossy(&output.stderr));
        for report in reports {
            assert!(fs::read_to_string(dir.path().join(report)).unwrap().contains("leaked-user-key"), "{name}: {report}");
            assert!(example.matches(report).count() > 1, "{name} does not publish {report}");
        }
    }
    let (example, action) = (text("examples/github.yml"), text("actions/hivelint/action.yml"));
    assert!(example.contains("sarif_file: hivelint.sarif") && action.contains("default: hivelint.sarif"));
    let inputs = example.split_once("with:\n").unwrap().1.lines().take_while(|l| !l.trim_start().starts_with('-'));
    for input in inputs.map(|l| l.split(':').next().unwrap()) {
        assert!(action.contains(&format!("\n  {}:\n", input.trim())), "the action has no input `{}`", input.trim());
    }
}

#[test]
fn the_services_take_them() {
    let check = |arguments: &[&str], name: &str| {
        let mut command = Command::new("check-jsonschema");
        let done = command.args(arguments).arg(file(name)).stdin(Stdio::null()).output();
        match done {
            Ok(output) => assert!(output.status.success(), "{name}: {}", String::from_utf8_lossy(&output.stdout)),
            Err(_) => skip("there is no check-jsonschema here"),
        }
    };
    check(&["--builtin-schema", "vendor.github-actions"], "actions/hivelint/action.yml");
    check(&["--builtin-schema", "vendor.github-workflows"], "examples/github.yml");
    check(&["--builtin-schema", "vendor.gitlab-ci", "--data-transform", "gitlab-ci"], "examples/gitlab.yml");
    check(&["--builtin-schema", "vendor.azure-pipelines", "--data-transform", "azure-pipelines"], "examples/azure.yml");
}
