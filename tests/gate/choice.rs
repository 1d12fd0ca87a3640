//! What is checked, and what counts how: `exclude`, `.gitignore`, levels.

use super::*;

#[test]
fn what_is_excluded_is_counted_and_what_is_named_is_read_unless_hooks_say_otherwise() {
    let files = [("src/a.c", leak("A")), ("third_party/x/t.c", leak("T")), ("src/gen/g.c", leak("G"))];
    let dir = tree(&files.each_ref().map(|(path, text)| (*path, text.as_str())));
    write(&dir, "hivelint.toml", "exclude = [\"third_party/**\", 'src\\gen']\n");
    let found = |args: &[&str]| leaks(&json(&dir, args));
    assert_eq!(found(&["."]), ["src/a.c A error"]);
    assert_eq!(json(&dir, &["."])["stats"]["files_excluded"], 2);
    let text = hivelint(&dir, &["check"]);
    assert!(stdout(&text).contains("\nNot read: 2 files that `exclude` of hivelint.toml names.\n"), "{}", stdout(&text));

    // every format that has a place for it says so
    for format in ["concise", "github", "sarif", "junit", "markdown", "html"] {
        let output = hivelint(&dir, &["check", "--format", format]);
        assert!(stdout(&output).contains("2 files that "), "{format}: {}", stdout(&output));
    }
    assert!(stdout(&hivelint(&dir, &["verdict"])).ends_with("\nNot read: 2 files that `exclude` of hivelint.toml names.\n"));

    // named: read, and told; the other pattern still counts below a directory that is named
    assert_eq!(found(&["third_party/x/t.c"]), ["third_party/x/t.c T error"]);
    assert_eq!(found(&["third_party"]), ["third_party/x/t.c T error"]);
    assert_eq!(found(&["src"]), ["src/a.c A error"]);
    let named = json(&dir, &["third_party/x/t.c"]);
    assert!(named["notices"][0]["message"].as_str().unwrap().contains("although `third_party` excludes it"), "{named}");
    let forced = json(&dir, &["--force-exclude", "third_party/x/t.c", "src/a.c"]);
    assert_eq!((leaks(&forced), &forced["stats"]["files_excluded"]), (vec!["src/a.c A error".to_owned()], &1.into()));
    assert_eq!(forced["notices"][0]["message"], "not read: `third_party` excludes it");
    // the inventory lists all
    let all = hivelint(&dir, &["inventory", "--quiet"]);
    assert_eq!(stdout(&all).lines().count(), 3);
}

#[test]
fn what_git_ignores_is_not_read_inside_a_work_tree() {
    let texts = ["A", "B", "C", "D", "E", "F", "N"].map(leak);
    let paths = ["src/a.c", "out/b.c", "src/gen/c.c", "src/gen/keep.c", "src/e.tmp.c", "lib/deep/f.c", "nested/n.c"];
    let files: Vec<(&str, &str)> = paths.into_iter().zip(texts.iter().map(String::as_str)).collect();
    let dir = tree(&files);
    write(&dir, ".gitignore", "/out/\n*.tmp.c\n");
    write(&dir, "src/.gitignore", "gen/*\n!gen/keep.c\n");
    let found =
        |args: &[&str]| -> Vec<String> { leaks(&json(&dir, args)).iter().map(|l| l.split(' ').next().unwrap().to_owned()).collect() };
    assert_eq!(found(&["."]).len(), 7, "there is no work tree");
    git(&dir, &["init", "-q"]);
    write(&dir, ".git/info/exclude", "lib/deep\n");
    // what is a work tree of its own has lists of its own
    write(&dir, "nested/.git", "gitdir: elsewhere\n");
    write(&dir, "nested/x.tmp.c", &leak("X"));
    assert_eq!(found(&["."]), ["nested/n.c", "nested/x.tmp.c", "src/a.c", "src/gen/keep.c"]);
    assert_eq!(json(&dir, &["."])["stats"]["files_ignored"], 4);
    assert_eq!(found(&["--no-ignore"]).len(), 8);
    // from below, too; what is named is read
    assert_eq!(found(&["src"]), ["src/a.c", "src/gen/keep.c"]);
    assert_eq!(found(&["out", "src/e.tmp.c"]), ["out/b.c", "src/e.tmp.c"]);
    let text = hivelint(&dir, &["check"]);
    assert!(stdout(&text).contains("\nNot read: 4 files that Git ignores (`--no-ignore` reads them).\n"), "{}", stdout(&text));
    // Git itself agrees
    let listed = Command::new("git").args(["ls-files", "-o", "--exclude-standard", "src", "out", "lib"]).current_dir(dir.path()).output();
    assert_eq!(stdout(&listed.unwrap()), "src/.gitignore\nsrc/a.c\nsrc/gen/keep.c\n");
}

#[test]
fn a_binary_that_a_component_names_is_read_although_git_ignores_it() {
    let dir = tree(&[(".gitignore", "*.dll\n"), ("out/a.dll", "MZ"), ("out/b.dll", "MZ")]);
    git(&dir, &["init", "-q"]);
    assert_eq!(json(&dir, &["."])["stats"]["files_ignored"], 2);
    write(&dir, "hivelint.toml", "[[component]]\nname = \"A\"\nbinaries = [\"out/a.dll\"]\n");
    assert_eq!(json(&dir, &["."])["stats"]["files_ignored"], 1);
}

#[test]
fn a_hostile_list_is_told_and_stops_nothing() {
    let dir = tree(&[("a.c", &leak("A")), ("sub/b.c", &leak("B")), ("sub/.gitignore", "[z-a]\nb.c\n")]);
    git(&dir, &["init", "-q"]);
    fs::write(dir.path().join(".gitignore"), b"\xff\xfe\0[\n\\\n!!\n").unwrap();
    let document = json(&dir, &["."]);
    assert_eq!(leaks(&document), ["a.c A error"]);
    let notices: Vec<&str> = document["notices"].as_array().unwrap().iter().filter_map(|n| n["path"].as_str()).collect();
    assert!(notices.contains(&"sub/.gitignore"), "{notices:?}");
    fs::write(dir.path().join(".gitignore"), "*.c\n".repeat(100_000)).unwrap();
    let document = json(&dir, &["."]);
    assert_eq!(leaks(&document), ["a.c A error"]);
    assert!(document["notices"].to_string().contains("larger than 256 KiB"), "{}", document["notices"]);
    fs::remove_file(dir.path().join(".gitignore")).unwrap();
    fs::create_dir(dir.path().join(".gitignore")).unwrap();
    assert!(json(&dir, &["."])["notices"][0]["message"].as_str().unwrap().contains("not a regular file"));
}

#[test]
fn levels_are_set_for_all_and_for_some_paths() {
    let dir = tree(&[("a.c", &leak("A")), ("vendor/v.c", &leak("V")), ("tests/t.c", &leak("T"))]);
    let with = |text: &str| {
        write(&dir, "hivelint.toml", text);
        let document = json(&dir, &["."]);
        (leaks(&document), places(&document, "cached-user-root").len(), code(&hivelint(&dir, &["check"])))
    };
    let (usual, uses, _) = with("");
    assert_eq!((usual, uses), (vec!["a.c A error".into(), "tests/t.c T note".into(), "vendor/v.c V error".into()], 3));
    // a level that is set is that of the component's own code: in a test a finding is still quieter
    let (warned, uses, exit) = with("[levels]\nleaked-user-key = \"warning\"\ncached-user-root = \"off\"\n");
    assert_eq!((warned, uses, exit), (vec!["a.c A warning".into(), "tests/t.c T note".into(), "vendor/v.c V warning".into()], 0, 0));
    let vendor = "[[path]]\nglobs = [\"vendor/**\"]\nlevels = { leaked-user-key = \"off\", cached-user-root = \"off\" }\n";
    let (rest, uses, exit) = with(vendor);
    assert_eq!((rest, uses, exit), (vec!["a.c A error".into(), "tests/t.c T note".into()], 2, 1));
    // a comment that allows what is switched off is not useless
    let allowed = leak("V").replace("&key);", "&key); // hivelint: allow(leaked-user-key) ends at once");
    write(&dir, "vendor/v.c", &allowed);
    assert_eq!(places(&json(&dir, &["."]), "allow-nothing"), [""; 0]);
}

#[test]
fn uses_of_predefined_keys_count_where_their_rule_is_on() {
    let dir = tree(&[("src/a.c", &leak("A")), ("src/b.c", &leak("B"))]);
    let component = "[[component]]\nname = \"C\"\nsources = [\"src\"]\n";
    write(&dir, "hivelint.toml", &format!("[[path]]\nglobs = [\"**/a.c\"]\nlevels = {{ cached-user-root = \"off\" }}\n{component}"));
    assert_eq!(places(&json(&dir, &["."]), "cached-user-root"), ["src/b.c:4"]);
    write(&dir, "hivelint.toml", &format!("[[allow]]\npath = \"src/a.c\"\nrule = \"cached-user-root\"\nreason = \"r\"\n{component}"));
    let document = json(&dir, &["."]);
    assert_eq!(places(&document, "cached-user-root"), ["src/b.c:4"]);
    assert_eq!(places(&document, "allow-nothing"), [""; 0]);
}

#[test]
fn a_rule_that_there_is_not_is_an_error_with_a_suggestion() {
    let dir = tree(&[("a.c", &leak("A")), ("hivelint.toml", "[levels]\nleaked-user-kye = \"off\"\n")]);
    let output = hivelint(&dir, &["check"]);
    assert_eq!((code(&output), stdout(&output)), (2, ""));
    for part in ["there is no rule `leaked-user-kye`", "hivelint.toml:2:1", "did you mean `leaked-user-key`?"] {
        assert!(stderr(&output).contains(part), "{}", stderr(&output));
    }
}
