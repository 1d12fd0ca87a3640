//! A check of one file in its tree says what a check of the whole tree says of it.

use hivelint::judge::{Finding, Rules, judge, within};
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
    let named = Named { paths: BTreeSet::from([named.to_owned()]), extent };
    let analysis = analyse_named(files.to_vec(), Some(&named), &[], models);
    let findings = judge(&analysis.solution, &analysis.sources, rules, models);
    let findings = within(findings, &analysis.solution, analysis.crossing.as_ref().unwrap());
    findings.iter().map(words).collect()
}

fn words(f: &Finding) -> String {
    let steps: Vec<String> = f.steps.iter().map(|s| format!("{:?} {}", s.span, s.text)).collect();
    format!("{} {:?} {:?} {} {:?} {steps:?}", f.rule, f.level, f.span, f.message, f.assumptions)
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

#[test]
fn one_file_in_its_tree_is_judged_as_in_a_check_of_the_tree() {
    let (models, rules) = (models::builtin().unwrap(), Rules::builtin().unwrap());
    let mut all = Vec::new();
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata");
    files_below(&root.join("demo"), &mut all);
    files_below(&root.join("c"), &mut all);
    files_below(&root.join("cpp"), &mut all);
    let mut compared = 0;
    for (path, _) in all.clone().iter().step_by(7) {
        let whole = said(&all, path, Extent::Whole, &models, &rules);
        assert_eq!(said(&all, path, Extent::Needed, &models, &rules), whole, "{path}");
        compared += whole.len();
    }
    assert!(compared > 10, "only {compared} findings were compared");
}
