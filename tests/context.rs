//! A check of one file in its tree says what a check of the whole tree says of it.

use hivelint::component::Components;
use hivelint::judge::{Finding, Rules, Settings, judge, judge_deployed, within};
use hivelint::models::{self, Models};
use hivelint::pipeline::{Extent, Known, Named, analyse_named};
use hivelint::source::Input;
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
    let read = said_knowing(Known::default(), files, named, extent, models, rules);
    if extent == Extent::Needed {
        let inputs: Vec<Input> = files.iter().cloned().map(Input::from).collect();
        let known = said_knowing(Known::of(&inputs), files, named, extent, models, rules);
        assert_eq!(known, read, "{named}: what was known before must not change what is said");
    }
    read
}

fn said_knowing(known: Known, files: &[File], named: &str, extent: Extent, models: &Models, rules: &Rules) -> Vec<String> {
    let named = Named { paths: BTreeSet::from([named.to_owned()]), kin: BTreeSet::new(), extent, known };
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
    let named =
        Named { paths: BTreeSet::from(["c/caller.c".to_owned()]), kin: BTreeSet::new(), extent: Extent::Needed, known: Known::default() };
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
        let named = Named { paths: BTreeSet::from(["app/inner/b.c".to_owned()]), kin: BTreeSet::new(), extent, known: Known::default() };
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
    let mut compared = 0;
    for (path, _) in all.clone().iter().step_by(7) {
        let whole = said(&all, path, Extent::Whole, &models, &rules);
        assert_eq!(said(&all, path, Extent::Needed, &models, &rules), whole, "{path}");
        compared += whole.len();
    }
    assert!(compared > 10, "only {compared} findings were compared");
}

#[test]
fn a_changed_closer_is_judged_with_its_callers() {
    let (models, rules) = (models::builtin().unwrap(), Rules::builtin().unwrap());
    let closer = "#include <windows.h>\nvoid CloseSettings(HKEY key, int early)\n{\n    if (!early)\n        RegCloseKey(key);\n}\n";
    let caller = "#include <windows.h>\nLONG Load(int early)\n{\n    HKEY key;\n    LONG status = RegOpenKeyExW(HKEY_CURRENT_USER, L\"Software\\\\A\", 0, KEY_READ, &key);\n    if (status == ERROR_SUCCESS)\n        CloseSettings(key, early);\n    return status;\n}\n";
    let files = [file("a/closer.c", closer), file("c/caller.c", caller), file("d/other.c", BYSTANDER)];
    let of = |extent| said(&files, "a/closer.c", extent, &models, &rules);
    assert_eq!(of(Extent::Needed).iter().filter(|f| f.starts_with("leaked-user-key")).count(), 1, "{:#?}", of(Extent::Needed));
    assert_eq!(of(Extent::Needed), of(Extent::Whole));
}

#[test]
fn who_calls_by_the_name_of_a_modelled_function_does_not_call_the_file_that_defines_one() {
    let (models, rules) = (models::builtin().unwrap(), Rules::builtin().unwrap());
    let own = "#include <windows.h>\nLSTATUS WINAPI RegOpenKeyW(HKEY key, LPCWSTR name, PHKEY result)\n{\n    return RegOpenKeyExW(key, name, 0, MAXIMUM_ALLOWED, result);\n}\nvoid Prepare(void)\n{\n    Settle();\n}\n";
    let caller = "#include <windows.h>\nLONG Load(void)\n{\n    HKEY key;\n    Prepare();\n    return RegOpenKeyW(HKEY_CURRENT_USER, L\"Software\\\\A\", &key);\n}\n";
    let files = [file("a/registry.c", own), file("c/caller.c", caller)];
    for extent in [Extent::Needed, Extent::Whole] {
        assert!(said(&files, "a/registry.c", extent, &models, &rules).is_empty(), "{extent:?}");
    }
    assert!(said(&files, "c/caller.c", Extent::Needed, &models, &rules).iter().any(|f| f.starts_with("leaked-user-key")));
}

#[test]
fn uses_of_a_component_are_counted_whichever_way_the_key_comes() {
    let (models, rules) = (models::builtin().unwrap(), Rules::builtin().unwrap());
    let marked = format!("#include <comsvcs.h>\nclass A : public IObjectControl {{}};\n{BYSTANDER}");
    let ways = "#include <windows.h>\nstatic const HKEY settings_root = HKEY_CURRENT_USER;\nstatic void get_root(int which, HKEY *root)\n{\n    *root = which ? HKEY_CURRENT_USER : HKEY_LOCAL_MACHINE;\n}\nstatic LONG remove(HKEY root, int n)\n{\n    HKEY key;\n    LONG status = RegOpenKeyExW(root, L\"A\", 0, KEY_READ, &key);\n    if (!status)\n        RegCloseKey(key);\n    return status;\n}\nvoid Direct(void)\n{\n    RegDeleteKeyW(HKEY_CURRENT_USER, L\"A\");\n}\nvoid ByConstant(void)\n{\n    RegDeleteKeyW(settings_root, L\"A\");\n}\nvoid ByCallee(int which)\n{\n    HKEY root;\n    get_root(which, &root);\n    remove(root, 1);\n}\nvoid ByArgument(void)\n{\n    remove(HKEY_CLASSES_ROOT, 2);\n}\nvoid Machine(void)\n{\n    remove(HKEY_LOCAL_MACHINE, 2);\n}\n";
    let files = [file("app/a.cpp", &marked), file("app/inner/b.c", &BYSTANDER.replace("Other", "Below")), file("app/ways.c", ways)];
    let uses = |extent| {
        let named = Named { paths: BTreeSet::from(["app/inner/b.c".to_owned()]), kin: BTreeSet::new(), extent, known: Known::default() };
        let analysis = analyse_named(files.to_vec(), Some(&named), &[], &models);
        let found: Vec<_> = analysis.solution.predefined_uses.iter().map(|u| (u.span, u.function.to_string(), u.root)).collect();
        assert!(said(&files, "app/inner/b.c", extent, &models, &rules).iter().any(|f| f.starts_with("leaked-user-key")));
        found
    };
    let functions: Vec<String> = uses(Extent::Needed).into_iter().map(|u| u.1).collect();
    assert_eq!(functions, ["Other", "Below", "Direct", "ByConstant", "ByCallee", "ByArgument"]);
    assert_eq!(uses(Extent::Needed), uses(Extent::Whole));
}

#[test]
fn a_component_that_switches_the_cache_off_does_so_for_itself_only() {
    let (models, rules) = (models::builtin().unwrap(), Rules::builtin().unwrap());
    let uses = "#include <windows.h>\nvoid Use(HANDLE user)\n{\n    if (!ImpersonateLoggedOnUser(user))\n        return;\n    RegDeleteKeyW(HKEY_CURRENT_USER, L\"Software\\\\A\");\n    RevertToSelf();\n}\n";
    let off = "#include <windows.h>\nLONG Start(void)\n{\n    return RegDisablePredefinedCacheEx();\n}\n";
    let under = |other: &str, extent| {
        let files = [file("app/uses.c", uses), file(other, off)];
        said(&files, "app/uses.c", extent, &models, &rules).iter().filter(|f| f.starts_with("user-root-under-impersonation")).count()
    };
    for extent in [Extent::Whole, Extent::Needed] {
        assert_eq!((under("app/start.c", extent), under("other/start.c", extent)), (0, 1), "{extent:?}");
    }
}

#[test]
fn a_component_that_loads_profiles_does_so_for_itself_only() {
    let (models, rules) = (models::builtin().unwrap(), Rules::builtin().unwrap());
    let uses = "#include <windows.h>\nvoid Use(HANDLE user, HKEY *key)\n{\n    if (!ImpersonateLoggedOnUser(user))\n        return;\n    RegOpenCurrentUser(KEY_ALL_ACCESS, key);\n    RevertToSelf();\n}\n";
    let loads = "#include <windows.h>\n#include <userenv.h>\nBOOL Begin(HANDLE user, PROFILEINFOW *profile)\n{\n    return LoadUserProfileW(user, profile);\n}\n";
    let unloaded = |other: &str, extent| {
        let files = [file("app/uses.c", uses), file(other, loads)];
        said(&files, "app/uses.c", extent, &models, &rules).iter().filter(|f| f.starts_with("key-of-unloaded-user")).count()
    };
    for extent in [Extent::Whole, Extent::Needed] {
        assert_eq!((unloaded("app/begin.c", extent), unloaded("other/begin.c", extent)), (0, 1), "{extent:?}");
    }
}

#[test]
fn a_predefined_key_is_restored_for_its_component_only() {
    let (models, rules) = (models::builtin().unwrap(), Rules::builtin().unwrap());
    let begin = "#include <windows.h>\nLONG Begin(HKEY key)\n{\n    return RegOverridePredefKey(HKEY_CURRENT_USER, key);\n}\n";
    let end = "#include <windows.h>\nLONG End(void)\n{\n    return RegOverridePredefKey(HKEY_CURRENT_USER, NULL);\n}\n";
    let classes = end.replace("CURRENT_USER", "CLASSES_ROOT");
    let left = |other: &str, text: &str, extent| {
        let files = [file("app/begin.c", begin), file(other, text)];
        said(&files, "app/begin.c", extent, &models, &rules).iter().filter(|f| f.starts_with("predefined-key-left-overridden")).count()
    };
    for extent in [Extent::Whole, Extent::Needed] {
        assert_eq!((left("app/end.c", end, extent), left("other/end.c", end, extent)), (0, 1), "{extent:?}");
        assert_eq!(left("app/end.c", &classes, extent), 1, "{extent:?}: another root");
    }
}
