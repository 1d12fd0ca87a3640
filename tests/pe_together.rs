//! DLLs that are given together, with the DLLs that they import from, with their sources and with their PDBs.

use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

const LINKED: [&str; 3] = ["clang-x64-O0", "clang-x64-O2", "gcc-x86-O2"];

fn run(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_hivelint")).args(arguments).output().unwrap()
}

fn json(arguments: &[&str]) -> Value {
    let output = run(&[arguments, &["--format", "json"]].concat());
    assert!(output.stderr.is_empty(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap()
}

fn check(paths: &[&str]) -> Value {
    json(&[&["check", "--exit-zero"], paths].concat())
}

fn list<'v>(value: &'v Value, name: &str) -> &'v [Value] {
    value[name].as_array().unwrap()
}

fn text<'v>(value: &'v Value, name: &str) -> &'v str {
    value[name].as_str().unwrap_or_default()
}

fn notices(value: &Value) -> Vec<&str> {
    list(value, "notices").iter().map(|n| text(n, "message")).collect()
}

/// The classes that the comments of a source tell, by file and line.
fn expected() -> BTreeMap<(String, u64), String> {
    let mut all = BTreeMap::new();
    for name in ["client.c", "store.c"] {
        let source = fs::read_to_string(Path::new("testdata/pe/linked").join(name)).unwrap();
        let lines = (1..).zip(source.lines()).filter_map(|(n, line)| Some((n, line.split_once(" //= ")?.1.to_owned())));
        all.extend(lines.map(|(n, class)| ((name.to_owned(), n), class)));
    }
    assert!(all.len() > 8, "the annotations are gone");
    all
}

fn classes(inventory: &Value) -> BTreeMap<(String, u64), String> {
    let file = |open: &Value| text(open, "source").rsplit('/').next().unwrap().to_owned();
    let all = list(inventory, "opens").iter();
    all.map(|open| ((file(open), open["line"].as_u64().unwrap()), text(open, "lifetime").to_owned())).collect()
}

#[test]
fn what_one_dll_opens_and_another_closes_is_judged_right() {
    for setting in LINKED {
        let folder = format!("testdata/pe/bin/linked/{setting}");
        assert_eq!(classes(&json(&["inventory", &folder])), expected(), "{setting}");
    }
}

#[test]
fn without_the_other_dll_nothing_is_guessed() {
    for setting in LINKED {
        let found = classes(&json(&["inventory", &format!("testdata/pe/bin/linked/{setting}/client.dll")]));
        assert_eq!(found.values().collect::<BTreeSet<_>>(), BTreeSet::from([&"unknown".to_owned()]), "{setting}");
    }
}

#[test]
fn of_dlls_with_the_same_name_the_nearest_counts() {
    let all = json(&["inventory", "testdata/pe/bin/linked"]);
    let of = |setting: &str| {
        let here = |open: &&Value| text(open, "path").contains(setting);
        let opens = Value::from(list(&all, "opens").iter().filter(here).cloned().collect::<Vec<_>>());
        classes(&serde_json::json!({ "opens": opens }))
    };
    LINKED.iter().for_each(|setting| assert_eq!(of(setting), expected(), "{setting}"));
    assert!(notices(&all).is_empty(), "{:?}", notices(&all));
}

/// A folder with copies of fixtures: `(path in it, path in testdata/pe/bin)`.
fn folder(files: &[(&str, &str)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (to, from) in files {
        let to = folder.path().join(to);
        fs::create_dir_all(to.parent().unwrap()).unwrap();
        fs::copy(Path::new("testdata/pe").join(from), to).unwrap();
    }
    folder
}

const CLIENT: (&str, &str) = ("client.dll", "bin/linked/clang-x64-O2/client.dll");

#[test]
fn two_that_are_equally_near_are_told_and_neither_is_believed() {
    let stores = [("a/STORE.dll", "bin/linked/clang-x64-O2/store.dll"), ("b/store.dll", "bin/linked/clang-x64-O0/store.dll")];
    let both = folder(&[CLIENT, stores[0], stores[1]]);
    let found = json(&["inventory", both.path().to_str().unwrap()]);
    let told = notices(&found).into_iter().find(|n| n.contains("equally near")).expect("a notice");
    assert!(told.contains("a/STORE.dll") && told.contains("b/store.dll"), "{told}");
    let nobody = |found: &Value| list(found, "opens").iter().find(|o| o["function"] == "NobodyCloses").unwrap()["lifetime"].clone();
    assert_eq!(nobody(&found), "unknown");

    let one = folder(&[CLIENT, stores[0]]);
    assert_eq!(nobody(&json(&["inventory", one.path().to_str().unwrap()])), "leaked", "names are compared without regard to case");
    let twin = folder(&[CLIENT, stores[0], ("b/store.dll", stores[0].1)]);
    assert_eq!(nobody(&json(&["inventory", twin.path().to_str().unwrap()])), "leaked", "two copies of one file are one file");
}

/// In 32-bit code a name of C++ tells how a function is called, but what it takes is told by its code if that was given.
#[test]
fn what_a_function_takes_is_told_by_its_code_rather_than_by_its_name() {
    const NAMES: [&[u8]; 2] = [b"Store_Frees_Its_Key__", b"?StoreFrees@@YAXPAX@Z"];
    let files = ["client.dll", "store.dll", "bridge.dll"].map(|name| (name, format!("bin/linked/gcc-x86-O2/{name}")));
    let all = folder(&files.each_ref().map(|(to, from)| (*to, from.as_str())));
    for (name, _) in &files[..2] {
        let path = all.path().join(name);
        let mut bytes = fs::read(&path).unwrap();
        let places: Vec<usize> = (0..bytes.len() - NAMES[0].len()).filter(|at| bytes[*at..].starts_with(NAMES[0])).collect();
        assert!(!places.is_empty());
        places.iter().for_each(|at| bytes[*at..*at + NAMES[1].len()].copy_from_slice(NAMES[1]));
        fs::write(path, bytes).unwrap();
    }
    let found = json(&["inventory", all.path().to_str().unwrap()]);
    let open = list(&found, "opens").iter().find(|o| o["function"] == "StoreFrees").unwrap();
    assert_eq!(open["lifetime"], "scoped", "{open}");
}

/// The settings in which a fixture was built that has debug information with the lines of all its code.
fn built(stem: &str) -> Vec<String> {
    let all = fs::read_dir("testdata/pe/bin").unwrap().map(|e| e.unwrap().path().to_str().unwrap().replace('\\', "/"));
    let mut all: Vec<String> = all.filter(|p| p.ends_with(".dll") && p.contains(&format!("/{stem}-"))).collect();
    all.sort();
    assert!(!all.is_empty());
    all
}

fn fingerprints(found: &Value) -> BTreeSet<&str> {
    list(found, "findings").iter().map(|f| text(f, "fingerprint")).collect()
}

#[test]
fn a_defect_has_the_same_fingerprint_in_the_source_and_in_the_dll() {
    for (source, stem) in [("keys.c", "keys"), ("orders.cpp", "orders"), ("component.c", "component")] {
        let source = check(&[&format!("testdata/pe/source/{source}")]);
        assert_eq!(fingerprints(&source).len(), list(&source, "findings").len(), "no two are equal");
        for dll in built(stem) {
            assert_eq!(fingerprints(&check(&[&dll])), fingerprints(&source), "{dll}");
        }
    }
}

#[test]
fn a_defect_that_source_and_dll_show_is_told_once() {
    for (source, stem) in [("keys.c", "keys"), ("orders.cpp", "orders")] {
        let source = format!("testdata/pe/source/{source}");
        for dll in built(stem) {
            let (alone, both) = (check(&[&source]), check(&[&source, &dll]));
            assert_eq!(fingerprints(&both), fingerprints(&alone), "{dll}");
            for finding in list(&both, "findings") {
                assert_eq!(finding["path"], source.as_str());
                let also = list(finding, "also");
                assert!(!also.is_empty(), "{dll}: {finding}");
                for place in also {
                    assert_eq!((text(place, "path"), text(place, "source")), (dll.as_str(), source.as_str()));
                    assert!(place["rva"].as_u64().is_some_and(|rva| rva > 0x1000) && place["line"].is_u64(), "{place}");
                    assert!(!text(place, "function").is_empty());
                }
            }
            let inventory = json(&["inventory", &source, &dll]);
            let kinds: BTreeSet<&str> = list(&inventory, "opens").iter().map(|o| text(o, "artifact")).collect();
            assert_eq!(kinds, BTreeSet::from(["cpp", "pe"]), "the list keeps both");
        }
    }
}

#[test]
fn a_comment_in_the_source_allows_the_finding_in_the_dll() {
    let folder = tempfile::tempdir().unwrap();
    let source = folder.path().join("keys.c");
    let comment = " // hivelint: allow(leaked-user-key) a test\n";
    let text_of = fs::read_to_string("testdata/pe/source/keys.c").unwrap();
    fs::write(&source, text_of.replace(" //= leaked //~ leaked-user-key\n", comment)).unwrap();
    let found = check(&[source.to_str().unwrap(), "testdata/pe/bin/keys-gcc-x64-O2.dll"]);
    let leaks: Vec<&Value> = list(&found, "findings").iter().filter(|f| f["rule"] == "leaked-user-key").collect();
    assert!(leaks.len() > 3 && leaks.iter().all(|f| f["suppressed"].is_string() && !list(f, "also").is_empty()), "{leaks:?}");
}

#[test]
fn lines_that_moved_since_the_build_do_not_make_two_findings_of_one() {
    let folder = tempfile::tempdir().unwrap();
    let source = folder.path().join("keys.c");
    fs::write(&source, "\n".repeat(40) + &fs::read_to_string("testdata/pe/source/keys.c").unwrap()).unwrap();
    let source = source.to_str().unwrap();
    let both = check(&[source, "testdata/pe/bin/keys-clang-x64-O0.dll"]);
    assert_eq!(fingerprints(&both), fingerprints(&check(&["testdata/pe/source/keys.c"])));
    assert!(list(&both, "findings").iter().all(|f| text(f, "path") == source.replace('\\', "/") && !list(f, "also").is_empty()));
}

#[test]
fn text_and_sarif_name_the_dll() {
    let arguments = ["check", "--exit-zero", "testdata/pe/source/keys.c", "testdata/pe/bin/keys-gcc-x64-O0.dll"];
    let shown = String::from_utf8(run(&arguments).stdout).unwrap();
    let leaks = fs::read_to_string("testdata/pe/source/keys.c").unwrap().matches("//~ leaked-user-key").count();
    assert_eq!(shown.matches("error[leaked-user-key]").count(), leaks);
    assert!(shown.contains("= also at keys-gcc-x64-O0.dll+0x"), "{shown}");
    assert!(shown.contains(" (EarlyReturn, testdata/pe/source/keys.c:27)"), "{shown}");
    let sarif: Value = serde_json::from_slice(&run(&[&arguments[..], &["--format", "sarif"]].concat()).stdout).unwrap();
    let results = sarif["runs"][0]["results"].as_array().unwrap();
    let addresses = results.iter().map(|r| &r["relatedLocations"][0]["physicalLocation"]["address"]["relativeAddress"]);
    assert!(results.len() > 5 && addresses.clone().all(Value::is_u64), "{:?}", addresses.collect::<Vec<_>>());
}

#[test]
fn a_map_says_where_the_sources_of_a_build_are() {
    let dll = "testdata/pe/bin/keys-clang-x64-O0.dll";
    let sources = |arguments: &[&str]| -> BTreeSet<String> {
        let found = check(&[arguments, &[dll]].concat());
        list(&found, "findings").iter().map(|f| text(f, "source").to_owned()).collect()
    };
    assert_eq!(sources(&[]), BTreeSet::from(["C:/agent/_work/1/s/testdata/pe/source/keys.c".to_owned()]));
    let mapped = sources(&["--path-map", "c:\\Agent\\_work\\1\\s=./here\\", "--path-map", "C:/agent=no"]);
    assert_eq!(mapped, BTreeSet::from(["here/testdata/pe/source/keys.c".to_owned()]));
    let shown = String::from_utf8(run(&["check", "--path-map", "C:/agent/_work/1/s=.", dll]).stdout).unwrap();
    assert!(shown.contains(", EarlyReturn (testdata/pe/source/keys.c)\n"), "{shown}");
    let refused = run(&["check", "--path-map", "C:/agent", dll]);
    assert_eq!(refused.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&refused.stderr).contains("FROM=TO"));
}

const KEYS: (&str, &str) = ("keys.dll", "bin/keys-clang-x64-O0.dll");

#[test]
fn a_pdb_is_found_where_it_is_named() {
    let apart =
        folder(&[KEYS, ("symbols/deep/keys-clang-x64-O0.pdb", "bin/keys-clang-x64-O0.pdb"), ("own.pdb", "bin/keys-clang-x64-O0.pdb")]);
    let path = |name: &str| -> String { PathBuf::from(apart.path()).join(name).to_str().unwrap().to_owned() };
    let dll = path("keys.dll");
    let lines = |more: &[&str]| {
        let found = json(&[&["inventory", dll.as_str()], more].concat());
        assert!(notices(&found).is_empty(), "{:?}", notices(&found));
        list(&found, "opens").iter().filter(|o| o["line"].is_u64()).count()
    };
    assert_eq!(lines(&[]), 0);
    assert!(lines(&["--pdb", &path("symbols")]) > 5, "in a directory, by its name");
    assert!(lines(&["--pdb", &path("own.pdb")]) > 5, "whatever its name");
    let dumped = String::from_utf8(run(&["dump", &dll, "--pdb", &path("own.pdb")]).stdout).unwrap();
    assert!(dumped.contains("open_below"), "the names are those of the PDB");
    fs::copy(path("own.pdb"), path("keys-clang-x64-O0.pdb")).unwrap();
    assert!(lines(&[]) > 5, "beside the DLL, under the name that it records");
    let missing = run(&["check", &dll, "--pdb", &path("none.pdb")]);
    assert_eq!(missing.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&missing.stderr).contains("none.pdb` does not exist"));
}

#[test]
fn a_pdb_of_another_build_is_refused_with_both_identities() {
    let other = folder(&[KEYS, ("keys.pdb", "bin/keys-clang-x64-O2.pdb"), ("orders.pdb", "bin/orders-clang-x64-O2.pdb")]);
    let path = |name: &str| other.path().join(name).to_str().unwrap().to_owned();
    let found = json(&["inventory", &path("keys.dll"), "--pdb", &path("orders.pdb")]);
    assert!(list(&found, "opens").iter().all(|o| o["line"].is_null()));
    let told = notices(&found);
    let refused = told.iter().find(|n| n.contains("belongs to another build")).expect("a notice");
    assert!(refused.contains("keys.pdb` does not belong to it") && refused.matches('{').count() == 2, "{refused}");
    assert!(told.iter().any(|n| n.contains("no DLL or program that was given names this PDB")), "{told:?}");
}
