//! `check --since REV`.

use super::*;

/// A committed project with the leaks `A` and `B` in one file and `C` in another.
fn project() -> TempDir {
    let dir = tree(&[("src/ab.c", &format!("{}\n{}", leak("A"), leak("B"))), ("src/c.c", &leak("C"))]);
    git(&dir, &["init", "-q", "-b", "main"]);
    commit(&dir);
    dir
}

fn commit(dir: &TempDir) {
    git(dir, &["add", "-A"]);
    git(dir, &["commit", "-q", "-m", "x"]);
}

fn edit(dir: &TempDir, path: &str, from: &str, to: &str) {
    let text = fs::read_to_string(dir.path().join(path)).unwrap();
    assert!(text.contains(from), "{text}");
    write(dir, path, &text.replacen(from, to, 1));
}

/// The functions whose leaks are reported.
fn found(dir: &TempDir, args: &[&str]) -> Vec<String> {
    let document = json(dir, args);
    let leaks = document["findings"].as_array().unwrap().iter().filter(|f| f["rule"] == "leaked-user-key");
    leaks.map(|f| f["function"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn only_what_a_change_touches_is_reported_and_the_rest_is_counted() {
    let dir = project();
    assert_eq!(found(&dir, &["--since", "HEAD"]), [""; 0]);
    let text = hivelint(&dir, &["check", "--since", "main"]);
    assert_eq!(code(&text), 0);
    assert!(stdout(&text).contains("; 4 more not on changed lines.\n"), "{}", stdout(&text));

    edit(&dir, "src/ab.c", "Software\\\\B", "Software\\\\B2");
    assert_eq!(found(&dir, &["--since", "HEAD"]), ["B"]);
    git(&dir, &["checkout", "-q", "."]);
    // a line between the open and the exit, on no step of the path
    edit(&dir, "src/ab.c", "        return status;\n", "        return status + 0;\n");
    assert_eq!(found(&dir, &["--since", "HEAD"]), ["A"]);
    // committed or not
    commit(&dir);
    assert_eq!(found(&dir, &["--since", "HEAD~1"]), ["A"]);
    assert_eq!(found(&dir, &["--since", "HEAD"]), [""; 0]);
    // from a directory below, and for one file
    let inside = command(&dir.path().join("src"), &["check", "--since", "HEAD~1", "ab.c"]).output().unwrap();
    assert!(code(&inside) == 1 && stdout(&inside).contains("when `A` returns"), "{}", stdout(&inside));
    // after the functions: nothing
    let text = fs::read_to_string(dir.path().join("src/c.c")).unwrap();
    write(&dir, "src/c.c", &format!("{text}\nint after;\n"));
    assert_eq!(found(&dir, &["--since", "HEAD"]), [""; 0]);
}

#[test]
fn a_close_that_was_taken_out_makes_its_leak_new() {
    let dir = tree(&[]);
    let closing =
        leak("A").replace("        return ERROR_INVALID_PARAMETER;", "    {\n        RegCloseKey(key);\n        return 1;\n    }");
    write(&dir, "a.c", &closing);
    git(&dir, &["init", "-q"]);
    commit(&dir);
    assert_eq!(found(&dir, &[]), [""; 0]);
    edit(&dir, "a.c", "        RegCloseKey(key);\n", "");
    assert_eq!(found(&dir, &["--since", "HEAD"]), ["A"]);
}

#[test]
fn new_and_renamed_files() {
    let dir = project();
    write(&dir, "src/new é.c", &leak("N"));
    fs::rename(dir.path().join("src/c.c"), dir.path().join("src/with \"quotes\".c")).unwrap();
    assert_eq!(found(&dir, &["--since", "HEAD"]), ["N", "C"], "what is not added yet is new");
    git(&dir, &["add", "-A"]);
    assert_eq!(found(&dir, &["--since", "HEAD"]), ["N"], "renamed, but not changed");
    edit(&dir, "src/with \"quotes\".c", "Software\\\\C", "Software\\\\D");
    assert_eq!(found(&dir, &["--since", "HEAD"]), ["N", "C"]);
    // settings of the user do not matter
    git(&dir, &["config", "diff.noprefix", "true"]);
    git(&dir, &["config", "core.quotePath", "true"]);
    git(&dir, &["config", "color.ui", "always"]);
    git(&dir, &["config", "diff.external", "false"]);
    git(&dir, &["config", "diff.context", "9"]);
    assert_eq!(found(&dir, &["--since", "HEAD"]), ["N", "C"]);
    // nor do a hook's variables
    let mut hook = command(&dir.path().join("src"), &["check", "--since", "HEAD", "--format", "concise"]);
    let output = hook.env("GIT_DIR", ".git").env("GIT_INDEX_FILE", ".git/index").output().unwrap();
    assert!(stdout(&output).contains("when `N` returns"), "{}", stderr(&output));
}

#[test]
fn it_works_together_with_a_baseline() {
    let dir = project();
    assert_eq!(code(&hivelint(&dir, &["baseline", "src"])), 0);
    commit(&dir);
    edit(&dir, "src/ab.c", "Software\\\\A", "Software\\\\A2");
    edit(
        &dir,
        "src/ab.c",
        "return ERROR_INVALID_PARAMETER;\n    return RegCloseKey(key);\n}\n\nLONG B",
        "return 87;\n    return RegCloseKey(key);\n}\n\nLONG B",
    );
    let args = ["--since", "HEAD", "--baseline", "hivelint-baseline.toml"];
    let document = json(&dir, &args);
    // another key is another defect; B and C are known and not changed
    assert_eq!(leaks(&document), ["src/ab.c A error"]);
    assert_eq!(code(&hivelint(&dir, &[&["check"], &args[..]].concat())), 1);
    assert!(document["notices"].to_string().contains("hivelint-baseline.toml"), "{}", document["notices"]);
}

#[test]
fn what_git_can_not_tell_is_said_in_plain_words() {
    let dir = project();
    let says = |dir: &TempDir, args: &[&str], words: &str| {
        let output = hivelint(dir, &[&["check"], args].concat());
        assert_eq!((code(&output), stdout(&output)), (2, ""));
        assert!(stderr(&output).contains(words), "{}", stderr(&output));
    };
    says(&dir, &["--since", "no-such"], "`no-such` is no revision of the repository");
    says(&dir, &["--since", "HEAD", "--context", ".", "src/c.c"], "cannot be used with");
    says(&dir, &["--since=--output=x"], "`--output=x` is no revision");
    let outside = tree(&[("a.c", &leak("A"))]);
    says(&outside, &["--since", "HEAD"], "`.` is not in a work tree of Git");
    commit_twice_and_clone(&dir, &outside);
    says(&outside, &["--since", "HEAD~1", "clone"], "which is a shallow clone; fetch it");
    let without = command(dir.path(), &["check", "--since", "HEAD"]).env("PATH", "").output().unwrap();
    assert!(code(&without) == 2 && stderr(&without).contains("there is no `git` on the path"), "{}", stderr(&without));
}

fn commit_twice_and_clone(dir: &TempDir, into: &TempDir) {
    write(dir, "src/more.c", "\n");
    commit(dir);
    let url = format!("file://{}", dir.path().display());
    git(into, &["clone", "-q", "--depth", "1", &url, "clone"]);
}

#[test]
fn a_built_dll_is_judged_by_the_lines_of_its_source() {
    let testdata = Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata/pe");
    let dir = tree(&[(".gitignore", "out/\n")]);
    for (from, to) in [("source/keys.c", "src/keys.c"), ("bin/keys-gcc-x64-O0.dll", "out/keys.dll")] {
        fs::create_dir_all(dir.path().join(to).parent().unwrap()).unwrap();
        fs::copy(testdata.join(from), dir.path().join(to)).unwrap();
    }
    git(&dir, &["init", "-q"]);
    commit(&dir);
    let map = "--path-map=/agent/_work/1/s/testdata/pe/source=src";
    let of = |extra: &[&str]| found(&dir, &[&["out", "--since", "HEAD"], extra].concat());
    assert_eq!(of(&[map]), [""; 0]);
    let text = fs::read_to_string(dir.path().join("src/keys.c")).unwrap();
    let (before, after) = text.split_once("EarlyReturn(").unwrap();
    write(&dir, "src/keys.c", &format!("{before}EarlyReturn({}", after.replacen("&key);", "&key); /* new */", 1)));
    assert_eq!(of(&[map]), ["EarlyReturn"]);
    // a file that is kept is as new as its commit
    git(&dir, &["add", "-f", "out/keys.dll"]);
    assert!(of(&[]).len() > 3);
}

#[test]
fn changes_are_made_for_what_is_shown_however_much_lies_elsewhere() {
    let old: String = (0..120).map(|n| leak(&format!("Old{n}"))).collect();
    let dir = tree(&[("a.c", &old)]);
    git(&dir, &["init", "-q", "-b", "main"]);
    commit(&dir);
    write(&dir, "z.c", &leak("New"));
    let document = json(&dir, &["--since", "HEAD"]);
    let findings = document["findings"].as_array().unwrap();
    let new = findings.iter().find(|f| f["function"] == "New" && f["rule"] == "leaked-user-key").expect("the new leak");
    assert_eq!(new["change"]["tried"], true, "{new}");
}
