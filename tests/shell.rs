//! Completions and man pages name what there is, and the shells and `man` of this machine take them.

#[path = "support/skip.rs"]
mod skip;

use skip::skip;
use std::path::Path;
use std::process::{Command, Output, Stdio};

const SHELLS: &[&str] = &["bash", "elvish", "fish", "powershell", "zsh"];

fn hivelint(args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_hivelint")).args(args).stdin(Stdio::null()).output().unwrap()
}

fn printed(args: &[&str]) -> String {
    let output = hivelint(args);
    assert!(output.status.success(), "{args:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

fn commands() -> Vec<String> {
    let help = printed(&["--help"]);
    let list = help.split("Commands:\n").nth(1).unwrap().split("\n\n").next().unwrap();
    let begins = |line: &'_ str| line.strip_prefix("  ").filter(|l| !l.starts_with(' ')).map(str::to_owned);
    let names = list.lines().filter_map(begins).filter_map(|line| line.split_whitespace().next().map(str::to_owned));
    names.filter(|c| *c != "help").collect()
}

/// The long options in a command's help.
fn options(command: &str) -> Vec<String> {
    let help = printed(&[command, "--help"]);
    let words = help.lines().filter(|l| l.trim_start().starts_with('-')).flat_map(|l| l.split([' ', ',', '=', '[']));
    words.filter(|w| w.starts_with("--") && w.len() > 2).map(str::to_owned).collect()
}

fn run(program: &str, args: &[&str]) -> Option<Output> {
    Command::new(program).args(args).stdin(Stdio::null()).output().ok()
}

#[test]
fn completions_know_every_command_option_and_rule() {
    let commands = commands();
    assert!(commands.len() > 8, "{commands:?}");
    for shell in SHELLS {
        let script = printed(&["completions", shell]);
        for command in &commands {
            assert!(script.contains(command.as_str()), "{shell}: no `{command}`");
            for option in options(command) {
                // fish has `-l format`
                assert!(script.contains(&option) || script.contains(&format!("-l {}", &option[2..])), "{shell}: no `{option}`");
            }
        }
    }
    for shell in ["bash", "zsh"] {
        assert!(printed(&["completions", shell]).contains("user-key-in-static"), "{shell} does not complete `explain`");
    }
}

#[test]
fn bash_completes() {
    let complete = |words: &str| {
        let script = format!(
            "source <({} completions bash)\nCOMP_WORDS=({words})\nCOMP_CWORD=$((${{#COMP_WORDS[@]}} - 1))\n\
             _hivelint hivelint \"${{COMP_WORDS[COMP_CWORD]}}\" \"${{COMP_WORDS[COMP_CWORD-1]}}\"\necho \"${{COMPREPLY[@]}}\"",
            env!("CARGO_BIN_EXE_hivelint")
        );
        run("bash", &["-c", &script]).map(|output| String::from_utf8(output.stdout).unwrap())
    };
    let Some(commands) = complete("hivelint com") else { return skip("there is no bash here") };
    assert_eq!(commands.trim(), "completions");
    assert_eq!(complete("hivelint check --fail-on ''").unwrap().trim(), "error warning note");
    assert_eq!(complete("hivelint explain user-key-in-s").unwrap().trim(), "user-key-in-static");
}

#[test]
fn every_command_has_a_page_that_names_its_options() {
    let dir = tempfile::tempdir().unwrap();
    let folder = dir.path().to_str().unwrap();
    assert_eq!(printed(&["man", "-o", folder]), "");
    let read = |name: &str| std::fs::read_to_string(dir.path().join(name)).unwrap_or_else(|e| panic!("{name}: {e}"));
    assert_eq!(read("hivelint.1"), printed(&["man"]));
    for command in commands() {
        let page = read(&format!("hivelint-{command}.1"));
        assert_eq!(page, printed(&["man", &command]));
        let plain = page.replace("\\-", "-");
        assert!(plain.contains(&format!("hivelint {command}")) || plain.contains(&format!("hivelint-{command}")), "{page}");
        options(&command).iter().for_each(|option| assert!(plain.contains(option.as_str()), "{command}: no `{option}`"));
        assert!(read("hivelint.1").replace("\\-", "-").contains(&format!("hivelint-{command}(1)")), "{command} is not listed");
        complain_about(&dir.path().join(format!("hivelint-{command}.1")));
    }
    let again = hivelint(&["man", "-o", folder]);
    assert_eq!(again.status.code(), Some(2));
    assert!(String::from_utf8(again.stderr).unwrap().ends_with("exists; give --force to replace it\n"));
    assert!(hivelint(&["man", "-o", folder, "--force"]).status.success());
    let unknown = hivelint(&["man", "no-such-command"]);
    assert_eq!(
        String::from_utf8(unknown.stderr).unwrap(),
        "hivelint: there is no command `no-such-command`; `hivelint --help` lists them\n"
    );
}

/// Fails if groff, called as `man` does, warns of anything in a page.
fn complain_about(page: &Path) {
    let Some(output) = run("groff", &["-Kutf8", "-man", "-Tutf8", "-ww", "-z", page.to_str().unwrap()]) else {
        return skip("there is no groff here");
    };
    assert!(output.status.success() && output.stderr.is_empty(), "{}", String::from_utf8_lossy(&output.stderr));
}
