//! `hivelint baseline` and `check --baseline`.

use super::*;

fn read(dir: &TempDir, path: &str) -> String {
    fs::read_to_string(dir.path().join(path)).unwrap()
}

/// The same function with the leak taken out.
fn fixed(name: &str) -> String {
    leak(name).replace("        return ERROR_INVALID_PARAMETER;", "        goto out;\nout:")
}

/// A project whose leaks `A` and `B` are in its baseline.
fn project() -> TempDir {
    let dir = tree(&[("src/a.c", &leak("A")), ("src/b.c", &leak("B"))]);
    let output = hivelint(&dir, &["baseline", "-o", "known.toml", "src"]);
    assert_eq!(code(&output), 0, "{}", stderr(&output));
    assert!(stdout(&output).starts_with("Wrote known.toml with 3 findings. "), "{}", stdout(&output));
    dir
}

#[test]
fn only_what_is_new_fails_and_moved_code_stays_known() {
    let dir = project();
    let known = ["check", "--baseline", "known.toml"];
    let check = hivelint(&dir, &known);
    assert_eq!(code(&check), 0, "{}", stdout(&check));
    assert!(stdout(&check).contains("Found 0 errors, 0 warnings and 0 notes; 3 more known from the baseline.\n"), "{}", stdout(&check));
    // what is known is as bad as before
    assert!(stdout(&check).contains("verdict on src: breaks at log-off"), "{}", stdout(&check));
    assert!(!stdout(&check).contains("notice:"), "{}", stdout(&check));

    // lines, folders and other functions move; it is read from elsewhere
    write(&dir, "src/a.c", &format!("\n\nint x;\n{}", leak("A")));
    fs::create_dir(dir.path().join("src/deep")).unwrap();
    fs::rename(dir.path().join("src/b.c"), dir.path().join("src/deep/b.c")).unwrap();
    let moved = json(&dir, &known[1..]);
    assert_eq!(leaks(&moved), ["src/a.c A error baseline", "src/deep/b.c B error baseline"]);
    let inside = command(&dir.path().join("src"), &["check", "--baseline", "../known.toml"]).output().unwrap();
    assert_eq!(code(&inside), 0, "{}", stdout(&inside));

    write(&dir, "src/c.c", &leak("C"));
    let new = json(&dir, &known[1..]);
    assert_eq!(leaks(&new), ["src/a.c A error baseline", "src/c.c C error", "src/deep/b.c B error baseline"]);
    assert_eq!(code(&hivelint(&dir, &known)), 1);
}

#[test]
fn of_equal_findings_so_many_are_known_as_the_baseline_has() {
    let twice = format!("{}\n#if 0\n#endif\n", leak("A"));
    let dir = tree(&[("one/a.c", &twice), ("two/a.c", &twice)]);
    assert_eq!(code(&hivelint(&dir, &["baseline"])), 0);
    write(&dir, "three/a.c", &twice);
    let found = leaks(&json(&dir, &["--baseline", "hivelint-baseline.toml"]));
    let known = found.iter().filter(|l| l.ends_with("baseline")).count();
    assert_eq!((found.len(), known), (3, 2), "{found:?}");
}

#[test]
fn the_reports_keep_what_is_known_and_mark_it() {
    let dir = project();
    write(&dir, "src/c.c", &leak("C"));
    write(&dir, "src/d.c", &leak("D").replace("&key);", "&key); // hivelint: allow(leaked-user-key) ends at once"));
    // as the configuration says
    write(&dir, "hivelint.toml", "baseline = 'known.toml'\n");
    let document = json(&dir, &["."]);
    let states: Vec<(&Value, &Value)> = document["findings"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|f| f["rule"] == "leaked-user-key")
        .map(|f| (&f["known"], &f["suppressed_by"]))
        .collect();
    let (yes, no) = (Value::Bool(true), Value::Bool(false));
    assert_eq!(states, [(&yes, &"baseline".into()), (&yes, &"baseline".into()), (&no, &Value::Null), (&no, &"comment".into())]);
    let sarif: Value = serde_json::from_str(stdout(&hivelint(&dir, &["check", "--format", "sarif"]))).unwrap();
    let results = sarif["runs"][0]["results"].as_array().unwrap();
    let of = |r: &Value| (r["baselineState"].as_str().unwrap().to_owned(), r["suppressions"][0]["kind"].as_str().map(str::to_owned));
    let states: Vec<_> = results.iter().filter(|r| r["ruleId"] == "leaked-user-key").map(of).collect();
    let state = |state: &str, kind: Option<&str>| (state.to_owned(), kind.map(str::to_owned));
    let known = state("unchanged", Some("external"));
    assert_eq!(states, [known.clone(), known, state("new", None), state("new", Some("inSource"))]);
    let html = hivelint(&dir, &["check", "--format", "html"]);
    assert_eq!(stdout(&html).matches("data-level=\"known\" data-rule=\"leaked-user-key\"").count(), 2);
    assert!(stdout(&html).contains("<span class=\"badge\">known</span>") && stdout(&html).contains("Known from the baseline: "));
    // without a baseline nothing is new
    write(&dir, "hivelint.toml", "");
    let sarif: Value = serde_json::from_str(stdout(&hivelint(&dir, &["check", "--format", "sarif"]))).unwrap();
    assert_eq!(sarif["runs"][0]["results"][0].get("baselineState"), None);
    assert_eq!(json(&dir, &["."])["findings"][0]["known"], Value::Null);
}

#[test]
fn what_is_fixed_is_told_as_removable_where_it_was_looked_for() {
    let dir = project();
    write(&dir, "src/a.c", &fixed("A"));
    let notices = |args: &[&str]| json(&dir, &[&["--baseline", "known.toml"], args].concat())["notices"].clone();
    let line = read(&dir, "known.toml").lines().position(|l| l == "rule = \"leaked-user-key\"").unwrap();
    let told = notices(&["."]);
    assert_eq!(told.as_array().unwrap().len(), 1, "{told}");
    assert!(told[0]["message"].as_str().unwrap().contains("not reported any more"), "{told}");
    assert!(told[0]["line"] == line && told[0]["path"] == "known.toml", "{told}");
    assert_eq!(notices(&["src/b.c"]).as_array().unwrap().len(), 0);
    assert_eq!(notices(&["--context", ".", "src/a.c"]).as_array().unwrap().len(), 0);
    assert_eq!(code(&hivelint(&dir, &["check", "--fail-on", "note", "--baseline", "known.toml"])), 0);
    // so it is if the file is gone
    fs::remove_file(dir.path().join("src/a.c")).unwrap();
    assert_eq!(notices(&["src"]).as_array().unwrap().len(), 1);
    assert_eq!(notices(&["src/b.c"]).as_array().unwrap().len(), 0);
}

#[test]
fn an_entry_that_is_over_counts_again() {
    let dir = project();
    let text = read(&dir, "known.toml").replace("function = \"A\"\n", "function = \"A\"\nexpires = 2027-06-30\n");
    write(&dir, "known.toml", &text);
    let on = |seconds: &str| {
        let args = ["check", "--format", "json", "--baseline", "known.toml"];
        let output = command(dir.path(), &args).env("SOURCE_DATE_EPOCH", seconds).output().unwrap();
        let document: Value = serde_json::from_str(stdout(&output)).unwrap();
        (leaks(&document), document["notices"].to_string(), code(&output))
    };
    assert_eq!(on("1814399999").2, 0);
    let (found, notices, exit) = on("1814400000");
    assert_eq!((found, exit), (vec!["src/a.c A error".to_owned(), "src/b.c B error baseline".to_owned()], 1));
    assert!(notices.contains("is over"), "{notices}");
}

#[test]
fn writing_it_anew_takes_out_what_is_fixed_and_keeps_what_people_added() {
    let dir = project();
    let first = read(&dir, "known.toml");
    let refused = hivelint(&dir, &["baseline", "-o", "known.toml", "src"]);
    assert_eq!(code(&refused), 2);
    assert!(stderr(&refused).contains("`known.toml` exists; give --force"), "{}", stderr(&refused));
    // nothing changed: not a byte changes, whatever the threads
    let again = command(dir.path(), &["baseline", "--force", "-o", "known.toml", "src"]).env("RAYON_NUM_THREADS", "1").output().unwrap();
    assert_eq!((code(&again), read(&dir, "known.toml")), (0, first.clone()));

    let edited = first.replace("function = \"B\"\n", "function = \"B\"\nexpires = 2027-06-30\nreason = \"say \\\"when\\\"\"\n");
    write(&dir, "known.toml", &edited);
    write(&dir, "src/a.c", &fixed("A"));
    write(&dir, "src/b.c", &format!("\n\n{}", leak("B")));
    write(&dir, "lib/c.c", &leak("C"));
    // of what is not checked nothing is lost
    assert_eq!(code(&hivelint(&dir, &["baseline", "--force", "-o", "known.toml", "lib"])), 0);
    assert!(["A", "B", "C"].iter().all(|f| read(&dir, "known.toml").contains(&format!("function = \"{f}\""))));
    let output = hivelint(&dir, &["baseline", "--force", "-o", "known.toml"]);
    let text = read(&dir, "known.toml");
    assert!(!text.contains("rule = \"leaked-user-key\"\npath = \"src/a.c\""), "{text}");
    for part in ["expires = 2027-06-30\n", "say \\\"when\\\"", "returns in line 8"] {
        assert!(text.replace("'say \"when\"'", "\"say \\\"when\\\"\"").contains(part), "`{part}` is missing:\n{text}");
    }
    assert!(stdout(&output).contains("0 of them new; 1 taken out"), "{}", stdout(&output));
    assert_eq!(json(&dir, &["--baseline", "known.toml"])["findings"].as_array().unwrap().iter().filter(|f| f["known"] == false).count(), 0);
}

#[test]
fn a_faulty_baseline_is_shown_with_its_line_and_a_remedy() {
    let dir = project();
    let good = read(&dir, "known.toml");
    for (text, parts) in [
        (
            good.replace("version = 1", "version = 7"),
            ["reads version 1 of a baseline", "known.toml:5:11", "use the hivelint that wrote it"],
        ),
        (good.replacen("rule = ", "rul = ", 1), ["unknown field `rul`", "known.toml:8:1", "did you mean `rule`?"]),
        (good.replacen("path = ", "expires = 2027-06-30T10:00:00\npath = ", 1), ["is no day", "known.toml:9:11", "the day alone"]),
        ("[[finding]]\n".to_owned(), ["missing field", "known.toml:1:1", "add `"]),
    ] {
        write(&dir, "known.toml", &text);
        for args in [&["check", "--baseline", "known.toml"][..], &["baseline", "--force", "-o", "known.toml"]] {
            let output = hivelint(&dir, args);
            assert_eq!((code(&output), stdout(&output)), (2, ""), "{text}");
            for part in parts {
                assert!(stderr(&output).contains(part), "`{part}` is missing:\n{}", stderr(&output));
            }
        }
        assert_eq!(read(&dir, "known.toml"), text, "a baseline that can't be read is not replaced");
    }
    let missing = hivelint(&dir, &["check", "--baseline", "no.toml"]);
    assert_eq!(code(&missing), 2);
    assert!(stderr(&missing).contains("`hivelint baseline -o no.toml PATH…` writes one"), "{}", stderr(&missing));
}

#[test]
fn so_many_errors_and_warnings_do_not_fail() {
    let dir = tree(&[("a/a.c", &leak("A")), ("b/b.c", &leak("B"))]);
    let of = |args: &[&str]| {
        let output = hivelint(&dir, &[&["check"], args].concat());
        (code(&output), stderr(&output).to_owned())
    };
    let nothing = String::new();
    assert_eq!(of(&[]), (1, nothing.clone()));
    assert_eq!(of(&["--max-errors", "2"]), (0, nothing.clone()));
    assert_eq!(of(&["--max-errors", "1"]), (1, "hivelint: 2 errors found; --max-errors allows 1\n".to_owned()));
    // one component for each directory, with a warning each
    assert_eq!(of(&["--max-errors", "2", "--max-warnings", "2"]).0, 0);
    assert_eq!(of(&["--max-errors", "2", "--max-warnings", "1"]), (1, "hivelint: 2 warnings found; --max-warnings allows 1\n".to_owned()));
    assert_eq!(of(&["--max-errors", "2", "--fail-on", "warning"]), (1, nothing.clone()));
    assert_eq!(of(&["--max-errors", "2", "--fail-on", "warning", "--max-warnings", "2"]), (0, nothing));
    assert_eq!(of(&["--max-errors", "1", "--exit-zero"]).0, 0);
    assert_eq!(of(&["--max-errors", "-1"]).0, 2);
    // what is known does not count
    assert_eq!(code(&hivelint(&dir, &["baseline", "a"])), 0);
    assert_eq!(of(&["--baseline", "hivelint-baseline.toml", "--max-errors", "1", "--max-warnings", "1"]).0, 0);
}
