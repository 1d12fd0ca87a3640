//! The command as a user meets it: arguments, exit codes, messages, files written.

use serde_json::Value;
use std::fs;
use std::path::Path;
use std::process::{Output, Stdio};
use tempfile::TempDir;

#[path = "support/program.rs"]
mod program;
use program::{code, command, stderr, stdout};

const LEAK: &str = r#"
LONG Leak(const wchar_t *name)
{
    HKEY key;
    LONG status = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso", 0, KEY_READ, &key);
    if (status != ERROR_SUCCESS)
        return status;
    if (name == NULL)
        return ERROR_INVALID_PARAMETER;
    return RegCloseKey(key);
}
"#;

const CLEAN: &str = r#"
LONG Clean(void)
{
    HKEY key;
    LONG status = RegOpenKeyExW(HKEY_LOCAL_MACHINE, L"Software\\Contoso", 0, KEY_READ, &key);
    if (status == ERROR_SUCCESS)
        RegCloseKey(key);
    return status;
}
"#;

fn hivelint(dir: &TempDir, args: &[&str]) -> Output {
    command(dir.path(), args).output().unwrap()
}

/// A directory with `leak.c` and `clean.c`, in which commands run.
fn project() -> TempDir {
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join("leak.c"), LEAK).unwrap();
    fs::write(dir.path().join("clean.c"), CLEAN).unwrap();
    dir
}

#[test]
fn the_exit_code_says_what_came_of_it() {
    let dir = project();
    let of = |args: &[&str]| code(&hivelint(&dir, args));
    assert_eq!(of(&["check", "clean.c"]), 0);
    assert_eq!(of(&["check", "cl*.c"]), 0, "not every shell reads wildcards");
    assert_eq!(of(&["check", "leak.c"]), 1);
    assert_eq!(of(&["check"]), 1);
    assert_eq!(of(&["check", "--exit-zero", "leak.c"]), 0);
    assert_eq!(of(&["check", "no-such.c"]), 2);
    assert_eq!(of(&["check", "--no-such-option"]), 2);
    assert_eq!(of(&["inventory", "leak.c"]), 0);
    assert_eq!(of(&["inventory", "no-such.c"]), 2);
    assert_eq!(of(&["rules"]), 0);
    assert_eq!(of(&["dump", "leak.c"]), 0);
    assert_eq!(of(&["dump", "no-such.c"]), 2);
    assert_eq!(of(&["explain", "leaked-user-key"]), 0);
    assert_eq!(of(&["explain", "no-such-rule"]), 2);
    assert_eq!(of(&["--help"]), 0);
}

#[test]
fn fail_on_moves_the_bar() {
    let dir = project();
    let machine = LEAK.replace("CURRENT_USER", "LOCAL_MACHINE");
    fs::write(dir.path().join("note.c"), machine).unwrap();
    assert_eq!(code(&hivelint(&dir, &["check", "note.c"])), 0);
    assert_eq!(code(&hivelint(&dir, &["check", "--fail-on", "warning", "note.c"])), 0);
    assert_eq!(code(&hivelint(&dir, &["check", "--fail-on", "note", "note.c"])), 1);
}

#[test]
fn what_is_wrong_is_said_in_plain_words_with_a_remedy() {
    let dir = project();
    let missing = hivelint(&dir, &["check", "clean.c", "no-such.c"]);
    assert_eq!(stderr(&missing), "hivelint: `no-such.c` does not exist; check the spelling, or where you are\n");
    if cfg!(not(windows)) {
        let backslash = hivelint(&dir, &["check", r".\clean.c"]);
        let says = "hivelint: `.\\clean.c` does not exist, but `./clean.c` does: on this system `/` stands between the parts of a path\n";
        assert_eq!((stderr(&backslash), code(&backslash)), (says, 2));
    }
    assert_eq!(stdout(&missing), "");
    let rule = hivelint(&dir, &["explain", "leaked-user-kye"]);
    assert_eq!(stderr(&rule), "hivelint: there is no rule `leaked-user-kye`; `hivelint rules` lists them\n");
}

#[test]
fn the_leak_is_shown_with_its_path_and_nothing_is_called_safe() {
    let dir = project();
    let check = hivelint(&dir, &["check", "./leak.c", "clean.c"]);
    let text = stdout(&check);
    for part in
        ["error[leaked-user-key]", "leak.c:5:19", "name == NULL", "hivelint explain leaked-user-key", "Checked 2 files", "0 unknown"]
    {
        assert!(text.contains(part), "`{part}` is missing:\n{text}");
    }
    assert!(!text.contains("./leak.c"), "{text}");
    for args in [&["check", "clean.c"][..], &["check", "leak.c"], &["rules"]] {
        let output = hivelint(&dir, args);
        assert!(!stdout(&output).to_lowercase().contains("safe"), "{}", stdout(&output));
    }
}

#[test]
fn every_format_is_printed_and_written() {
    let dir = project();
    let args = ["check", "--exit-zero", "--format", "json", "-o", "sarif=a.sarif", "--output", "text=a.txt", "-o", "json=a.json", "."];
    let output = hivelint(&dir, &args);
    assert_eq!(code(&output), 0, "{}", stderr(&output));
    let read = |name: &str| fs::read_to_string(dir.path().join(name)).unwrap();
    let json: Value = serde_json::from_str(stdout(&output)).unwrap();
    assert_eq!(json["schema"], "hivelint-check/1");
    assert_eq!(read("a.json"), stdout(&output));
    let sarif: Value = serde_json::from_str(&read("a.sarif")).unwrap();
    assert_eq!(sarif["version"], "2.1.0");
    assert_eq!(sarif["runs"][0]["results"].as_array().unwrap().len(), json["findings"].as_array().unwrap().len());
    assert!(read("a.txt").contains("error[leaked-user-key]"));
    let inventory: Value = serde_json::from_str(stdout(&hivelint(&dir, &["inventory", "--format", "json"]))).unwrap();
    let lifetimes: Vec<_> = inventory["opens"].as_array().unwrap().iter().map(|open| open["lifetime"].as_str().unwrap()).collect();
    assert_eq!(lifetimes, ["scoped", "leaked"]);
}

#[test]
fn no_file_is_replaced_unless_asked() {
    let dir = project();
    let report = dir.path().join("a.json");
    fs::write(&report, "mine").unwrap();
    let refused = hivelint(&dir, &["check", "-o", "json=a.json"]);
    assert_eq!((code(&refused), stderr(&refused)), (2, "hivelint: `a.json` exists; give --force to replace it\n"));
    assert_eq!(fs::read_to_string(&report).unwrap(), "mine");
    assert_eq!(code(&hivelint(&dir, &["check", "--force", "-o", "json=a.json"])), 1);
    assert!(fs::read_to_string(&report).unwrap().contains("hivelint-check/1"));

    let twice = hivelint(&dir, &["check", "-o", "json=b", "-o", "text=b"]);
    assert_eq!(code(&twice), 2);
    assert!(!dir.path().join("b").exists());
    let nowhere = hivelint(&dir, &["check", "-o", "json=no/such/place"]);
    assert_eq!(code(&nowhere), 2);
    assert!(stderr(&nowhere).starts_with("hivelint: can't write `no/such/place`: "), "{}", stderr(&nowhere));
    let left: Vec<_> = fs::read_dir(dir.path()).unwrap().map(|e| e.unwrap().file_name()).collect();
    assert_eq!(left.len(), 3, "something was left behind: {left:?}");
}

#[test]
fn a_malformed_output_is_explained() {
    let dir = project();
    for (given, words) in [
        ("json", "write it as FORMAT=FILE"),
        ("xml=a", "`xml` is not a format; known are text, concise, json, sarif, github"),
        ("json=", "a file name is missing"),
    ] {
        let output = hivelint(&dir, &["check", "-o", given]);
        assert_eq!(code(&output), 2);
        assert!(stderr(&output).contains(words), "{}", stderr(&output));
    }
}

#[test]
fn colours_come_when_asked_for_and_not_into_pipes_or_files() {
    let dir = project();
    assert!(!stdout(&hivelint(&dir, &["check"])).contains('\u{1b}'));
    let always = hivelint(&dir, &["check", "--color", "always", "-o", "text=a.txt"]);
    assert!(stdout(&always).contains('\u{1b}'));
    assert!(!fs::read_to_string(dir.path().join("a.txt")).unwrap().contains('\u{1b}'));
}

#[test]
fn quiet_leaves_findings_alone() {
    let dir = project();
    let quiet = hivelint(&dir, &["check", "--quiet", "clean.c"]);
    assert_eq!((stdout(&quiet), stderr(&quiet)), ("", ""));
    assert!(stdout(&hivelint(&dir, &["check", "-q", "leak.c"])).starts_with("error[leaked-user-key]"));
}

#[test]
fn the_output_does_not_depend_on_threads_or_the_order_of_paths() {
    let dir = project();
    for i in 0..20 {
        fs::write(dir.path().join(format!("copy{i}.c")), LEAK.replace("Leak", &format!("Leak{i}"))).unwrap();
    }
    let run = |threads: &str, paths: [&str; 3]| {
        let output = command(dir.path(), &["check", "--format", "json"]).args(paths).env("RAYON_NUM_THREADS", threads).output().unwrap();
        String::from_utf8(output.stdout).unwrap()
    };
    let first = run("1", ["leak.c", "clean.c", "."]);
    assert_eq!(first, run("4", [".", "clean.c", "leak.c"]));
    assert_eq!(first, run("4", [".", "clean.c", "leak.c"]));
}

#[test]
fn an_allow_comment_needs_a_reason_and_something_to_allow() {
    let dir = project();
    let allowed =
        LEAK.replace("    LONG status", "    // hivelint: allow(leaked-user-key) the process ends after this call\n    LONG status");
    fs::write(dir.path().join("leak.c"), &allowed).unwrap();
    let output = hivelint(&dir, &["check", "leak.c"]);
    assert_eq!(code(&output), 0, "{}", stdout(&output));
    assert!(stdout(&output).contains("1 more allowed by comments"), "{}", stdout(&output));
    let json: Value = serde_json::from_str(stdout(&hivelint(&dir, &["check", "--format", "json", "leak.c"]))).unwrap();
    let leak = json["findings"].as_array().unwrap().iter().find(|f| f["rule"] == "leaked-user-key").unwrap();
    assert_eq!(leak["suppressed"], "the process ends after this call");

    fs::write(dir.path().join("leak.c"), allowed.replace(" the process ends after this call", "")).unwrap();
    let output = hivelint(&dir, &["check", "leak.c"]);
    assert_eq!(code(&output), 1);
    assert!(stdout(&output).contains("[allow-without-reason]"), "{}", stdout(&output));
    fs::write(dir.path().join("clean.c"), CLEAN.replace("    HKEY key;", "    HKEY key; // hivelint: allow(leaked-user-key) old")).unwrap();
    assert!(stdout(&hivelint(&dir, &["check", "clean.c"])).contains("[allow-nothing]"));
}

#[test]
fn every_rule_that_is_listed_can_be_explained() {
    let dir = project();
    let list = hivelint(&dir, &["rules"]);
    let ids: Vec<&str> = stdout(&list).lines().filter_map(|line| line.split_whitespace().next()).collect();
    assert!(ids.contains(&"leaked-user-key"));
    for id in ids {
        let output = hivelint(&dir, &["explain", id]);
        assert_eq!(code(&output), 0);
        assert!(stdout(&output).starts_with(id), "{}", stdout(&output));
    }
}

#[test]
fn rules_of_ones_own_apply_and_faulty_ones_are_shown() {
    let dir = project();
    let own = dir.path().join("own");
    fs::create_dir(&own).unwrap();
    let run = || hivelint(&dir, &["check", "--rules", "own", "clean.c"]);
    let empty = run();
    assert_eq!(code(&empty), 2);
    assert!(stderr(&empty).contains("there is no `.toml` file in `own`"), "{}", stderr(&empty));

    let rule = r#"
id = "machine-key-opened"
title = "A machine key is opened"
level = "error"
since = "0.1.0"
message = "{function} opens a machine key"
finds = "Every open of a machine key."
why = "Ours come from the configuration service."

[select]
subject = "lifetime"
classes = ["scoped"]
per_user = ["no"]

[fix]
advice = "Ask the service."
"#;
    fs::write(own.join("machine-key-opened.toml"), rule).unwrap();
    let found = run();
    assert_eq!(code(&found), 1, "{}", stderr(&found));
    assert!(stdout(&found).contains("error[machine-key-opened]: Clean opens a machine key"), "{}", stdout(&found));

    fs::write(own.join("machine-key-opened.toml"), rule.replace("subject = \"lifetime\"", "subjekt = \"lifetime\"")).unwrap();
    let faulty = run();
    assert_eq!((code(&faulty), stdout(&faulty)), (2, ""));
    for part in ["own/machine-key-opened.toml:11:1", "subjekt = \"lifetime\"", "did you mean `subject`?"] {
        assert!(stderr(&faulty).contains(part), "{}", stderr(&faulty));
    }
}

#[test]
fn apis_of_ones_own_are_known_to_every_command_and_faulty_ones_are_shown() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let run = |args: &[&str]| command(root, args).args(["--rules", "testdata/own/rules", "testdata/own/layout.c"]).output().unwrap();
    let alone = command(root, &["check", "testdata/own/layout.c"]).output().unwrap();
    assert_eq!(code(&alone), 0, "nothing is known of contoso.dll without its table");
    assert_eq!(code(&run(&["check"])), 1);
    assert!(stdout(&run(&["inventory"])).contains("leaked    HKCU\\Software\\Contoso\\Layout  ContosoOpenSettings in Layout_ReadWidth"));
    assert!(stdout(&run(&["verdict"])).contains("breaks at log-off"));
    assert!(stdout(&run(&["dump"])).contains("ContosoOpenSettings"));

    let dir = project();
    fs::create_dir_all(dir.path().join("own/apis")).unwrap();
    let none = hivelint(&dir, &["check", "--rules", "own", "leak.c"]);
    assert!(code(&none) == 2 && stderr(&none).contains("or with tables of APIs in its folder `apis`"), "{}", stderr(&none));
    let table = fs::read_to_string(root.join("testdata/own/rules/apis/contoso.toml")).unwrap();
    fs::write(dir.path().join("own/apis/contoso.toml"), table.replace("subkey = 0", "subkye = 0")).unwrap();
    let faulty = hivelint(&dir, &["check", "--rules", "own", "leak.c"]);
    assert_eq!((code(&faulty), stdout(&faulty)), (2, ""));
    for part in ["own/apis/contoso.toml:7:", "did you mean `subkey`?"] {
        assert!(stderr(&faulty).contains(part), "{}", stderr(&faulty));
    }
}

#[test]
fn a_configuration_names_rules_of_ones_own_for_every_command() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let dir = project();
    let of = |name: &str| fs::read_to_string(root.join("testdata/own").join(name)).unwrap();
    for folder in ["src", "team/apis"] {
        fs::create_dir_all(dir.path().join(folder)).unwrap();
    }
    fs::write(dir.path().join("src/layout.c"), of("layout.c")).unwrap();
    fs::write(dir.path().join("team/apis/contoso.toml"), of("rules/apis/contoso.toml")).unwrap();
    let rule = fs::read_to_string(root.join("rules/leaked-machine-key.toml")).unwrap();
    let rule = rule.replace("id = \"leaked-machine-key\"", "id = \"team-machine-key\"");
    fs::write(dir.path().join("team/team-machine-key.toml"), &rule).unwrap();
    let config = dir.path().join("hivelint.toml");
    fs::write(&config, "rules = 'team'\n[levels]\nteam-machine-key = \"warning\"\n").unwrap();
    let run = |args: &[&str]| hivelint(&dir, args);
    assert_eq!(code(&run(&["check", "src"])), 1, "{}", stderr(&run(&["check", "src"])));
    assert!(stdout(&run(&["inventory", "src"])).contains("ContosoOpenSettings in Layout_ReadWidth"));
    assert!(stdout(&run(&["dump", "src/layout.c"])).contains("ContosoOpenSettings"));
    assert!(stdout(&run(&["rules"])).contains("team-machine-key"));
    assert_eq!(code(&run(&["explain", "team-machine-key"])), 0);
    // what the command line names takes the place of it
    fs::create_dir(dir.path().join("other")).unwrap();
    fs::write(dir.path().join("other/team-machine-key.toml"), &rule).unwrap();
    assert_eq!(code(&run(&["check", "--rules", "other", "src"])), 0);

    let cases = [
        ("rules = 'nowhere'", "can't read the rules in `nowhere`: ", "relative to this file"),
        ("rules = 'src'", "there is no `.toml` file in `src`", "in its folder `apis`"),
        ("rules = '.'", "rules can't lie where this file lies", "name a directory of its own"),
        ("rules = 3", "expected a string", "hivelint init"),
    ];
    for (line, message, help) in cases {
        fs::write(&config, format!("# ours\n{line}\n")).unwrap();
        for args in [&["check", "src"][..], &["inventory", "src"], &["rules"], &["match", "--event", "src/layout.c"]] {
            let failed = run(args);
            assert_eq!((code(&failed), stdout(&failed)), (2, ""), "{line}: {args:?}");
            for part in ["hivelint.toml:2:9", message, help] {
                let is_event = args[0] == "match";
                let said = stderr(&failed).split_whitespace().collect::<Vec<_>>().join(" ");
                assert!(is_event || said.contains(part), "{line}: {args:?}: {}", stderr(&failed));
            }
        }
    }
}

#[test]
#[cfg(unix)]
fn a_reader_that_goes_away_is_no_panic() {
    let dir = project();
    for i in 0..400 {
        fs::write(dir.path().join(format!("copy{i}.c")), LEAK).unwrap();
    }
    let mut child = command(dir.path(), &["check", "--format", "json"]).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_eq!((code(&output), stderr(&output)), (1, ""));
}

#[test]
fn a_configuration_is_found_upwards_and_says_how_the_component_is_deployed() {
    let dir = project();
    let config = dir.path().join("hivelint.toml");
    let verdict = |args: &[&str]| stdout(&hivelint(&dir, args)).to_owned();
    assert!(verdict(&["verdict", "leak.c"]).starts_with("verdict on .: breaks at log-off\n"), "{}", verdict(&["verdict", "leak.c"]));
    fs::write(&config, "[[component]]\nname = \"Contoso\"\nsources = [\".\"]\n[component.deployment]\nidentity = \"network-service\"\n")
        .unwrap();
    let text = verdict(&["verdict", "leak.c"]);
    assert!(text.starts_with("verdict on Contoso: does not break as deployed\n"), "{text}");
    assert!(verdict(&["check", "leak.c"]).contains("verdict on Contoso: does not break as deployed\n"));
    let json: Value = serde_json::from_str(&verdict(&["check", "--format", "json", "leak.c"])).unwrap();
    assert_eq!(json["verdicts"][0]["verdict"], "does-not-break-as-deployed");
    assert_eq!(json["verdicts"][0]["open_keys"][0]["open"], json["findings"][0]["open"]);
    let contract = ["assumed", "component", "condition", "events", "failing_calls", "open_keys", "predefined_cache", "remedies", "steps"];
    let fields = json["verdicts"][0].as_object().unwrap();
    assert!(contract.iter().all(|f| fields.contains_key(*f)), "{fields:?}");
    let sarif: Value = serde_json::from_str(&verdict(&["check", "--format", "sarif", "leak.c"])).unwrap();
    assert_eq!(sarif["runs"][0]["properties"]["verdicts"][0]["verdict"], "does-not-break-as-deployed");

    // from elsewhere, by name, and for files that no component names
    fs::rename(&config, dir.path().join("other.toml")).unwrap();
    assert!(verdict(&["verdict", "--config", "other.toml", "leak.c"]).starts_with("verdict on Contoso: "));
    fs::write(dir.path().join("other.toml"), "[[component]]\nname = \"Contoso\"\nsources = [\"nowhere\"]\n").unwrap();
    let text = verdict(&["verdict", "--config", "other.toml", "leak.c"]);
    assert!(text.contains("no file that was read belongs to the component `Contoso`"), "{text}");
}

#[test]
fn a_faulty_configuration_is_shown_with_its_line_and_a_remedy() {
    let dir = project();
    fs::write(dir.path().join("hivelint.toml"), "[[component]]\nname = \"Contoso\"\nsource = [\".\"]\n").unwrap();
    let output = hivelint(&dir, &["check", "leak.c"]);
    assert_eq!((code(&output), stdout(&output)), (2, ""));
    for part in ["the configuration can't be used", "unknown field `source`", "hivelint.toml:3:1", "did you mean `sources`?"] {
        assert!(stderr(&output).contains(part), "`{part}` is missing:\n{}", stderr(&output));
    }
    let missing = hivelint(&dir, &["check", "--config", "no.toml", "leak.c"]);
    assert!(code(&missing) == 2 && stderr(&missing).starts_with("hivelint: can't read `no.toml`: "), "{}", stderr(&missing));
}

#[test]
fn init_writes_a_configuration_that_can_be_used_and_replaces_none() {
    let dir = project();
    fs::write(dir.path().join("CMakeLists.txt"), "add_library(contoso SHARED leak.c)\n").unwrap();
    let output = hivelint(&dir, &["init"]);
    assert_eq!(code(&output), 0, "{}", stderr(&output));
    let text = fs::read_to_string(dir.path().join("hivelint.toml")).unwrap();
    assert!(text.contains("name = \"contoso\"") && text.contains("# identity = "), "{text}");
    assert!(stdout(&hivelint(&dir, &["verdict"])).starts_with("verdict on contoso: breaks at log-off\n"));

    let again = hivelint(&dir, &["init"]);
    assert_eq!((code(&again), stderr(&again)), (2, "hivelint: `hivelint.toml` exists; give --force to replace it\n"));
    fs::write(dir.path().join("hivelint.toml"), "mine").unwrap();
    assert_eq!(code(&hivelint(&dir, &["init", "--force"])), 0);
    assert_eq!(fs::read_to_string(dir.path().join("hivelint.toml")).unwrap(), text);
    assert_eq!(code(&hivelint(&dir, &["init", "nowhere"])), 2);
}

#[test]
fn an_event_from_standard_input_leads_to_the_line() {
    let dir = project();
    let event = r"Process 7 (\Device\a.exe) has opened key \REGISTRY\USER\S-1-5-21-1-2-3-1004";
    let run = |event: &str, args: &[&str]| {
        let mut child = command(dir.path(), args).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        std::io::Write::write_all(&mut child.stdin.take().unwrap(), event.as_bytes()).unwrap();
        child.wait_with_output().unwrap()
    };
    let found = run(&format!(r"{event}\Software\Contoso"), &["match", "--event", "-", "--format", "json"]);
    let answer: Value = serde_json::from_str(stdout(&found)).unwrap();
    assert_eq!(code(&found), 0);
    assert_eq!(answer["keys"][0]["owner"], "component");
    let candidate = &answer["keys"][0]["candidates"][0];
    assert_eq!((&candidate["open"]["path"], &candidate["open"]["line"]), (&"leak.c".into(), &5.into()));
    assert_eq!(candidate["rules"][0], "leaked-user-key");

    let elsewhere = run(&format!(r"{event}\Printers"), &["match", "--event", "-", "clean.c"]);
    assert_eq!(code(&elsewhere), 1, "{}", stdout(&elsewhere));
    let no_event = run("nothing", &["match", "--event", "-", "clean.c"]);
    assert_eq!(code(&no_event), 2);
    assert!(stderr(&no_event).contains("expected event 1530"), "{}", stderr(&no_event));
    assert_eq!(code(&hivelint(&dir, &["match", "--event", "no-such.txt"])), 2);
    assert_eq!(code(&hivelint(&dir, &["match", "leak.c"])), 2);
}

#[test]
fn a_named_file_is_checked_in_its_context() {
    let dir = project();
    let open = "LONG Open(HKEY *key)\n{\n    return RegOpenKeyExW(HKEY_CURRENT_USER, L\"A\", 0, KEY_READ, key);\n}\n";
    let load = "LONG Load(void)\n{\n    HKEY key;\n    return Open(&key);\n}\n";
    fs::create_dir(dir.path().join("sub")).unwrap();
    fs::write(dir.path().join("sub/open.c"), open).unwrap();
    fs::write(dir.path().join("load.c"), load).unwrap();
    assert_eq!(code(&hivelint(&dir, &["check", "load.c"])), 0, "alone, nothing is known of `Open`");
    for args in [["check", "--context", ".", "load.c"], ["check", "--context", ".", "sub/open.c"]] {
        let output = hivelint(&dir, &args);
        assert_eq!(code(&output), 1, "{}", stdout(&output));
        assert!(stdout(&output).contains("load.c:4:"), "{}", stdout(&output));
        assert!(!stdout(&output).contains("leak.c"), "what does not concern the file is not reported:\n{}", stdout(&output));
    }
    fs::write(dir.path().join("load.c"), load.replace("return Open(&key)", "if (Open(&key) == 0) RegCloseKey(key);\n    return 0"))
        .unwrap();
    assert_eq!(code(&hivelint(&dir, &["check", "--context", ".", "load.c"])), 0);
    let summary = hivelint(&dir, &["check", "--context", ".", "load.c"]);
    assert!(stdout(&summary).contains("Checked 1 file with 3 around, 1 function, 1 open: "), "{}", stdout(&summary));
    let json: Value = serde_json::from_str(stdout(&hivelint(&dir, &["check", "--context", ".", "--format", "json", "load.c"]))).unwrap();
    assert_eq!((&json["stats"]["files"], &json["stats"]["files_around"]), (&1.into(), &3.into()));
    let missing = hivelint(&dir, &["check", "--context", "nowhere", "load.c"]);
    assert_eq!(stderr(&missing), "hivelint: the context `nowhere` does not exist; check the spelling, or where you are\n");
    let file = hivelint(&dir, &["check", "--context", "leak.c", "load.c"]);
    assert_eq!(stderr(&file), "hivelint: `leak.c` is a file; --context names a directory\n");
}
