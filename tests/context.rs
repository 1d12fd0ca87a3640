//! A check of one file in its tree says what a check of the whole tree says of it.

use hivelint::component::Components;
use hivelint::judge::{Finding, Rules, Settings, judge, judge_deployed, within};
use hivelint::models::{self, Models};
use hivelint::pipeline::{Extent, Named, analyse_named};
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

type File = (String, Vec<u8>);

fn files_below(directory: &Path, found: &mut Vec<File>) {
    let mut entries: Vec<_> = fs::read_dir(directory).unwrap().map(|e| e.unwrap().path()).collect();
    entries.sort();
    for path in entries {
        if path.is_dir() {
            files_below(&path, found);
        } else if path.extension().is_some_and(|e| hivelint::walk::ENDINGS.contains(&e.to_str().unwrap())) {
            found.push((path.to_str().unwrap().to_owned(), fs::read(&path).unwrap()));
        }
    }
}

/// What is said of a file: rule, level, message, place and path. Fingerprints number what is equal in a whole tree.
fn said(files: &[File], named: &str, extent: Extent, models: &Models, rules: &Rules) -> Vec<String> {
    let named = Named { paths: BTreeSet::from([named.to_owned()]), kin: BTreeSet::new(), extent };
    let analysis = analyse_named(files.to_vec(), Some(&named), &[], models);
    let findings = judge(&analysis.solution, &analysis.sources, rules, models);
    let findings = within(findings, &analysis.solution, analysis.crossing.as_ref().unwrap());
    findings.iter().map(words).collect()
}

fn words(f: &Finding) -> String {
    let steps: Vec<String> = f.steps.iter().map(|s| format!("{:?} {}", s.span, s.text)).collect();
    // of a member whose class can't be told, whatever closes a member of its name is said to close it, anywhere in the tree
    let message = f.message.find(" close it)").map_or(&*f.message, |end| &f.message[..f.message[..end].rfind('(').unwrap_or(end)]);
    format!("{} {:?} {:?} {message} {:?} {steps:?}", f.rule, f.level, f.span, f.assumptions)
}

fn file(name: &str, text: &str) -> File {
    (name.to_owned(), text.as_bytes().to_vec())
}

const WRAPPER: &str = "#include <windows.h>\nLONG OpenSettings(HKEY *key)\n{\n    return RegOpenKeyExW(HKEY_CURRENT_USER, L\"Software\\\\A\", 0, KEY_READ, key);\n}\n";
const MIDDLE: &str = "LONG OpenMiddle(HKEY *key)\n{\n    return OpenSettings(key);\n}\n";
const CALLER: &str = "LONG Load(int early)\n{\n    HKEY key;\n    LONG status = OpenMiddle(&key);\n    if (status != ERROR_SUCCESS)\n        return status;\n    if (early)\n        return 1;\n    return RegCloseKey(key);\n}\n";
const BYSTANDER: &str =
    "LONG Other(void)\n{\n    HKEY key;\n    return RegOpenKeyExW(HKEY_CURRENT_USER, L\"Software\\\\B\", 0, KEY_READ, &key);\n}\n";

#[test]
fn a_changed_wrapper_is_judged_with_its_callers_and_a_caller_with_its_wrappers() {
    let (models, rules) = (models::builtin().unwrap(), Rules::builtin().unwrap());
    let files = [file("a/wrapper.c", WRAPPER), file("b/middle.c", MIDDLE), file("c/caller.c", CALLER), file("d/other.c", BYSTANDER)];
    let of = |name: &str| said(&files, name, Extent::Needed, &models, &rules);
    let leaks = |name: &str| of(name).iter().filter(|f| f.starts_with("leaked-user-key")).count();
    assert_eq!(leaks("c/caller.c"), 1, "the caller: {:#?}", of("c/caller.c"));
    assert_eq!(leaks("b/middle.c"), 1, "what it calls: {:#?}", of("b/middle.c"));
    assert_eq!(leaks("d/other.c"), 1, "a leak of its own: {:#?}", of("d/other.c"));
}

/// Wrappers of wrappers, one a file; `helped`, each but the first has its work done by a `static` function of a name that all have.
fn chain(length: usize, helped: bool) -> Vec<File> {
    let mut files = vec![file("deep/w0.c", &WRAPPER.replace("OpenSettings", "Open0"))];
    for i in 1..length {
        let middle = MIDDLE.replace("OpenMiddle", &format!("Open{i}")).replace("OpenSettings", &format!("Open{}", i - 1));
        let inner = MIDDLE.replace("LONG OpenMiddle", "static LONG open_it").replace("OpenSettings", &format!("Open{}", i - 1));
        let outer = MIDDLE.replace("OpenMiddle", &format!("Open{i}")).replace("OpenSettings", "open_it");
        files.push(file(&format!("deep/w{i}.c"), &if helped { inner + &outer } else { middle }));
    }
    files.push(file("near/caller.c", &CALLER.replace("OpenMiddle", &format!("Open{}", length - 1))));
    files
}

#[test]
fn wrappers_of_wrappers_are_followed_as_deep_as_in_a_check_of_the_tree() {
    let (models, rules) = (models::builtin().unwrap(), Rules::builtin().unwrap());
    for (length, helped, found) in [(1, false, true), (2, true, true), (5, false, true), (6, false, false)] {
        let of = |extent| said(&chain(length, helped), "near/caller.c", extent, &models, &rules);
        assert_eq!(of(Extent::Needed).iter().any(|f| f.starts_with("leaked-user-key")), found, "{length}: {:#?}", of(Extent::Needed));
        assert_eq!(of(Extent::Needed), of(Extent::Whole), "{length}");
    }
}

#[test]
fn what_only_another_file_can_call_is_not_followed_by_its_name() {
    let (models, rules) = (models::builtin().unwrap(), Rules::builtin().unwrap());
    let stranger = WRAPPER.replace("LONG OpenSettings", "static LONG OpenSettings");
    let files = [file("a/stranger.c", &stranger), file("b/middle.c", MIDDLE), file("c/caller.c", CALLER)];
    let named = Named { paths: BTreeSet::from(["c/caller.c".to_owned()]), kin: BTreeSet::new(), extent: Extent::Needed };
    let analysis = analyse_named(files.to_vec(), Some(&named), &[], &models);
    assert_eq!((analysis.stats.files, analysis.stats.opens), (1, 0));
    let around: Vec<&str> = analysis.sources.iter().filter(|s| !s.text.is_empty()).map(|s| &*s.path).collect();
    assert!(!around.contains(&"a/stranger.c"), "{around:?}");
    assert!(said(&files, "c/caller.c", Extent::Needed, &models, &rules).is_empty());
}

#[test]
fn the_uses_of_a_component_are_found_in_all_its_folders() {
    let (models, rules) = (models::builtin().unwrap(), Rules::builtin().unwrap());
    let marked = format!("#include <comsvcs.h>\nclass A : public IObjectControl {{}};\n{BYSTANDER}");
    let below = BYSTANDER.replace("Other", "Below");
    let files = [file("app/a.cpp", &marked), file("app/inner/b.c", &below), file("else/c.c", &BYSTANDER.replace("Other", "Else"))];
    for extent in [Extent::Whole, Extent::Needed] {
        let named = Named { paths: BTreeSet::from(["app/inner/b.c".to_owned()]), kin: BTreeSet::new(), extent };
        let analysis = analyse_named(files.to_vec(), Some(&named), &[], &models);
        let components = Components::of(&analysis.sources, &analysis.seen, None);
        let findings = judge_deployed(&analysis.solution, &analysis.sources, &rules, &models, &components, &Settings::default());
        let findings = within(findings, &analysis.solution, analysis.crossing.as_ref().unwrap());
        let uses = findings.iter().find(|f| &*f.rule == "cached-user-root").expect("the component uses HKCU");
        assert!(uses.message.contains("at 2 places"), "{extent:?}: {}", uses.message);
    }
}

#[test]
fn one_file_in_its_tree_is_judged_as_in_a_check_of_the_tree() {
    let (models, rules) = (models::builtin().unwrap(), Rules::builtin().unwrap());
    let mut all = Vec::new();
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata");
    files_below(&root.join("demo"), &mut all);
    files_below(&root.join("c"), &mut all);
    files_below(&root.join("cpp"), &mut all);
    // a call that switches the cache off, wherever it is, counts for every file of a run
    all.retain(|(path, _)| !path.contains("dll_main"));
    let mut compared = 0;
    for (path, _) in all.clone().iter().step_by(7) {
        let whole = said(&all, path, Extent::Whole, &models, &rules);
        assert_eq!(said(&all, path, Extent::Needed, &models, &rules), whole, "{path}");
        compared += whole.len();
    }
    assert!(compared > 10, "only {compared} findings were compared");
}
