//! README.md is true: its first two commands are what they should be, and every console block shows what hivelint prints.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

fn file(name: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(name)).unwrap()
}

/// The fenced blocks as `(language, lines)`.
fn blocks(text: &str) -> Vec<(&str, Vec<&str>)> {
    let mut blocks = Vec::new();
    let mut lines = text.lines();
    while let Some(line) = lines.next() {
        if let Some(language) = line.strip_prefix("```") {
            blocks.push((language, lines.by_ref().take_while(|l| !l.starts_with("```")).collect()));
        }
    }
    blocks
}

/// The text with every console block as it is printed now.
fn updated(readme: &str) -> String {
    let mut parts = readme.split("```console\n$ hivelint ");
    let mut text = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (command, rest) = part.split_once('\n').unwrap();
        let after = rest.split_once("```\n").unwrap().1;
        text += &format!("```console\n$ hivelint {command}\n{}\n```\n{after}", printed(command).trim_end());
    }
    text
}

/// The text with every block that shows a file as the file is now: `<!-- file: PATH -->` stands above it.
fn with_files(readme: &str) -> String {
    let mut parts = readme.split("<!-- file: ");
    let mut text = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (path, rest) = part.split_once(" -->\n```").unwrap();
        let (language, rest) = rest.split_once('\n').unwrap();
        let after = &rest[rest.find("```\n").unwrap()..];
        text += &format!("<!-- file: {path} -->\n```{language}\n{}{after}", file(path));
    }
    text
}

/// The text with the table of rules as the rules' files are now.
fn with_rules(readme: &str) -> String {
    const HEAD: &str = "<!-- rules: written by UPDATE_README=1 -->\n| rule | level | what it finds |\n|---|---|---|\n";
    let (before, rest) = readme.split_once(HEAD).expect("a table of rules");
    let after = rest.split_once("\n\n").or(rest.strip_prefix('\n').map(|rest| ("", rest))).unwrap().1;
    let mut rows = Vec::new();
    for entry in fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("rules")).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|e| e == "toml") {
            let rule: toml::Table = fs::read_to_string(&path).unwrap().parse().unwrap();
            let word = |key: &str| rule[key].as_str().unwrap().trim();
            rows.push(format!("| [`{id}`](rules/{id}.toml) | {} | {} |\n", word("level"), word("title"), id = word("id")));
        }
    }
    rows.sort();
    format!("{before}{HEAD}{}\n{after}", rows.concat())
}

/// What hivelint prints, run at the root of the repository.
fn printed(arguments: &str) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_hivelint"))
        .args(arguments.split_whitespace())
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .stdin(Stdio::null())
        .output()
        .unwrap();
    assert!(output.status.success(), "`hivelint {arguments}`: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn the_first_block_holds_two_commands_that_work() {
    let readme = file("README.md");
    let blocks = blocks(&readme);
    let (_, commands) = &blocks[0];
    let [demo, test] = commands.as_slice() else { panic!("not two commands: {commands:?}") };
    let arguments = demo.strip_prefix("cargo run --release -- ").expect("it runs hivelint");
    assert!(printed(arguments).contains("error["), "the demo shows nothing");
    let ci = file(".ci/run");
    assert!(ci.lines().any(|line| line.trim_start() == format!("step {test}")), ".ci/run does not run `{test}`");
}

/// Run with `UPDATE_README=1`, it writes into the blocks what is printed now.
#[test]
fn blocks_show_what_is_printed_and_files_as_they_are() {
    let mut readme = file("README.md");
    if std::env::var_os("UPDATE_README").is_some() {
        readme = updated(&with_rules(&with_files(&readme)));
        fs::write(Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md"), &readme).unwrap();
    }
    assert!(readme == with_files(&readme), "a file is shown that has changed; UPDATE_README=1 writes it into the block");
    assert!(readme == with_rules(&readme), "the table of rules is not current; UPDATE_README=1 writes it");
    let blocks = blocks(&readme);
    let consoles: Vec<_> = blocks.iter().filter(|(language, _)| *language == "console").collect();
    assert!(!consoles.is_empty());
    for (_, lines) in consoles {
        let command = lines[0].strip_prefix("$ hivelint ").expect("the block begins with a command");
        let shown = lines[1..].join("\n");
        let real = printed(command);
        assert_eq!(
            real.trim_end(),
            shown.trim_end(),
            "`hivelint {command}` prints something else; UPDATE_README=1 writes it into the block"
        );
    }
}

#[test]
fn the_quick_starts_do_what_they_say() {
    let dir = tempfile::tempdir().unwrap();
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    ["src", "out"].iter().for_each(|folder| fs::create_dir(dir.path().join(folder)).unwrap());
    fs::copy(root.join("testdata/demo/pricing.c"), dir.path().join("src/pricing.c")).unwrap();
    fs::copy(root.join("testdata/pe/bin/keys-gcc-x64-O2.dll"), dir.path().join("out/orders.dll")).unwrap();
    let readme = file("README.md");
    let table = readme.split_once("| to use it as |").unwrap().1.split_once("\n\n").unwrap().0;
    let commands: Vec<&str> = table.split('`').filter_map(|words| words.strip_prefix("hivelint ")).collect();
    assert_eq!(commands.len(), 2, "{table}");
    for command in commands {
        let mut hivelint = Command::new(env!("CARGO_BIN_EXE_hivelint"));
        let output = hivelint.args(command.split(' ')).current_dir(dir.path()).stdin(Stdio::null()).output().unwrap();
        assert_eq!(output.status.code(), Some(1), "`hivelint {command}`: {}", String::from_utf8_lossy(&output.stderr));
        let report = command.split(['=', ' ']).find(|word| word.starts_with("hivelint.")).unwrap();
        let report = fs::read_to_string(dir.path().join(report)).unwrap();
        assert!(command.split(' ').skip(3).all(|path| report.contains(path)), "`hivelint {command}` left something out");
    }
}

#[test]
fn every_file_and_heading_that_is_linked_exists() {
    let readme = file("README.md");
    let headings = readme.lines().filter_map(|l| l.strip_prefix("##")).map(|l| l.trim_start_matches('#').trim().to_lowercase());
    let anchors: Vec<String> = headings.map(|h| h.replace(' ', "-").replace('\'', "")).collect();
    let targets: Vec<&str> = readme.split("](").skip(1).filter_map(|rest| rest.split(')').next()).collect();
    assert!(targets.len() > 20);
    for target in targets.into_iter().filter(|t| !t.starts_with("https://")) {
        let is_there = match target.strip_prefix('#') {
            Some(anchor) => anchors.iter().any(|a| a == anchor),
            None => Path::new(env!("CARGO_MANIFEST_DIR")).join(target).exists(),
        };
        assert!(is_there, "`{target}` is linked, but it is not there");
    }
    let scripts = readme.split('`').filter(|word| word.starts_with("tests/"));
    let missing: Vec<_> =
        scripts.map(|s| s.split(' ').next().unwrap()).filter(|s| !Path::new(env!("CARGO_MANIFEST_DIR")).join(s).exists()).collect();
    assert!(missing.is_empty(), "named, but not there: {missing:?}");
}

#[test]
fn every_rule_and_option_that_is_named_exists() {
    let readme = file("README.md");
    let rules = printed("rules");
    let help = ["check", "verdict", "init", "inventory", "match", "explain", "rules", "dump", "completions", "man"]
        .map(|command| printed(&format!("{command} --help")))
        .join("\n");
    for word in readme.split(|c: char| c.is_whitespace() || "`()|=,;".contains(c)) {
        if let Some(rule) = word.strip_prefix("leaked-").map(|_| word).or(word.strip_prefix("user-key-").map(|_| word)) {
            assert!(rules.lines().any(|l| l.split_whitespace().next() == Some(rule)), "there is no rule `{rule}`");
        }
        let is_option = word.starts_with("--")
            && !word.trim_matches(|c| "->".contains(c)).is_empty()
            && !["--example", "--git", "--locked", "--open", "--path", "--out", "--release", "--rev", "--seed", "--test"].contains(&word);
        assert!(!is_option || help.contains(word), "there is no option `{word}`");
    }
}
