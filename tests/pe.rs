//! DLLs against the annotations in their source: `//= class` says what becomes of the key that the line opens, `//~ rule-id` which
//! rules report there, `//~? rule-id` which may, `//@ root` below which roots. `//@= class` and
//! `//@~ rule-id` say what a DLL may show instead: it tells less than its source, or its compiler made two calls of one. In assembler the comments begin with `#`.
//!
//! The source itself is held to the same annotations, so every build of it and the source agree.

use hivelint::judge::{self, Rules};
use hivelint::models;
use hivelint::pipeline::{self, Analysis};
use hivelint::source::Span;
use hivelint::walk;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// Source file and line.
type Place = (String, u32);
/// Words by their place.
type Words = BTreeMap<Place, BTreeSet<String>>;

/// Rules that are about a whole component or file.
const ONCE: [&str; 2] = ["cached-user-root", "user-key-in-unread-code"];

/// Where a build and the annotations are known not to agree: the DLL, part of the annotated line, the rule. GNU's linker leaves the
/// header's entry for delay-loaded imports empty, so nothing leads to them.
const KNOWN: [(&str, &str, &str); 4] = [
    ("late-gcc-x64-O0.dll", r"\\Delayed", "leaked-user-key"),
    ("late-gcc-x64-O2.dll", r"\\Delayed", "leaked-user-key"),
    ("late-gcc-x86-O0.dll", r"\\Delayed", "leaked-user-key"),
    ("late-gcc-x86-O2.dll", r"\\Delayed", "leaked-user-key"),
];

/// What the sources' comments of one kind say.
fn expected(mark: &str) -> Words {
    let mut all = Words::new();
    for entry in fs::read_dir("testdata/pe/source").unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        let comment = if name.ends_with(".s") { "#" } else { "//" };
        for (i, line) in fs::read_to_string(&path).unwrap().lines().enumerate() {
            if let Some((_, rest)) = line.split_once(&format!("{comment}{mark} ")) {
                let words = rest.split(comment).next().unwrap().split_whitespace().map(str::to_owned).collect();
                all.insert((name.clone(), i as u32 + 1), words);
            }
        }
    }
    all
}

fn dlls() -> Vec<PathBuf> {
    let mut dlls: Vec<PathBuf> = fs::read_dir("testdata/pe/bin").unwrap().map(|e| e.unwrap().path()).collect();
    dlls.retain(|p| p.extension().is_some_and(|e| e == "dll"));
    dlls.sort();
    dlls
}

fn analyse(path: &Path) -> Analysis {
    let mut files = vec![(walk::printed(path), fs::read(path).unwrap())];
    let pdb = path.with_extension("pdb");
    if pdb.is_file() {
        files.push((walk::printed(&pdb), fs::read(&pdb).unwrap()));
    }
    pipeline::analyse(files, &models::builtin().unwrap())
}

/// The source line of a place in a DLL or in a source.
fn place(analysis: &Analysis, span: Span) -> Option<Place> {
    let source = &analysis.sources[span.file.0 as usize];
    let name = |path: &str| path.rsplit('/').next().unwrap().to_owned();
    match &source.binary {
        Some(addresses) => addresses.lines.get(&span.start).map(|line| (name(&line.path), line.line)),
        None => Some((name(&source.path), source.position(span.start).line)),
    }
}

/// What was found to become of keys.
fn classes(analysis: &Analysis) -> Words {
    let mut all = Words::new();
    for life in &analysis.solution.lifetimes {
        if let Some(place) = place(analysis, life.name) {
            all.entry(place).or_default().insert(life.class.name().to_owned());
        }
    }
    all
}

/// What the rules report.
fn reports(analysis: &Analysis) -> Words {
    let (rules, models) = (Rules::builtin().unwrap_or_else(|e| panic!("{e}")), models::builtin().unwrap());
    let mut all = Words::new();
    for finding in judge::judge(&analysis.solution, &analysis.sources, &rules, &models) {
        if !ONCE.contains(&&*finding.rule)
            && let Some(place) = place(analysis, finding.span)
        {
            all.entry(place).or_default().insert(finding.rule.to_string());
        }
    }
    all
}

#[test]
fn dlls_do_what_the_annotations_of_their_source_say() {
    let (expected, instead) = (expected("="), expected("@="));
    assert!(expected.len() > 30, "the annotations are gone");
    let mut wrong = Vec::new();
    let mut compared = 0;
    for dll in dlls() {
        for (place, classes) in classes(&analyse(&dll)) {
            let Some(right) = expected.get(&place) else { continue };
            compared += 1;
            let instead = instead.get(&place);
            if !classes.iter().all(|class| right.contains(class) || instead.is_some_and(|i| i.contains(class))) {
                wrong.push(format!("{}: {}:{}: {classes:?}, the source says {right:?}", dll.display(), place.0, place.1));
            }
        }
    }
    assert!(wrong.is_empty(), "{compared} lines compared\n{}", wrong.join("\n"));
    assert!(compared > 150, "only {compared} lines were met");
}

/// Lines whose roots machine code does not tell: an entry of a table that nobody knows the number of.
const UNTOLD: [&str; 4] = ["both[which]", "places[i].root", "roots[i].root", "roots[which]"];

/// A PDB has no words for a variable that is computed from a register.
const UNTOLD_BY_PDB: (&str, &str) = ("members-clang-x64-O2.dll", r"\\Known");

#[test]
fn roots_are_those_that_the_annotations_say() {
    let expected = expected("@");
    let (mut wrong, mut compared, mut told) = (Vec::new(), 0, BTreeSet::new());
    let sources = expected.keys().map(|place| Path::new("testdata/pe/source").join(&place.0)).collect::<BTreeSet<_>>();
    for file in dlls().into_iter().filter(|dll| source_of(dll).is_some_and(|source| sources.contains(&source))).chain(sources.clone()) {
        let analysis = analyse(&file);
        let mut found = Words::new();
        for life in &analysis.solution.lifetimes {
            if let Some(place) = place(&analysis, life.name) {
                found.entry(place).or_default().extend(life.roots.iter().map(|root| root.name().to_owned()));
            }
        }
        let own = source_of(&file).unwrap_or_else(|| file.clone());
        for (place, right) in expected.iter().filter(|(place, _)| own.ends_with(&place.0)) {
            let is = found.get(place).cloned().unwrap_or_default();
            compared += 1;
            let source = fs::read_to_string(Path::new("testdata/pe/source").join(&place.0)).unwrap();
            let line = source.lines().nth(place.1 as usize - 1).unwrap();
            let is_without_words = file.ends_with(UNTOLD_BY_PDB.0) && line.contains(UNTOLD_BY_PDB.1);
            let may_be_untold =
                is_without_words || file.extension().is_some_and(|e| e == "dll") && UNTOLD.iter().any(|part| line.contains(part));
            if is == *right {
                told.insert(place.clone());
            } else if !may_be_untold || is != BTreeSet::from(["unknown".to_owned()]) {
                wrong.push(format!("{}: {}:{}: {is:?}, the source says {right:?}", file.display(), place.0, place.1));
            }
        }
    }
    assert!(wrong.is_empty(), "{compared} lines compared\n{}", wrong.join("\n"));
    assert!(compared >= 126 && told.len() == expected.len(), "{compared} lines compared, {told:?} told");
}

/// The source that a DLL was built from.
fn source_of(dll: &Path) -> Option<PathBuf> {
    let stem = dll.file_stem()?.to_str()?.split('-').next()?.to_owned();
    ["c", "cpp", "s"].iter().map(|e| Path::new("testdata/pe/source").join(format!("{stem}.{e}"))).find(|p| p.is_file())
}

#[test]
fn every_build_is_reported_like_its_source() {
    let (expected, maybe, instead) = (expected("~"), expected("~?"), expected("@~"));
    assert!(expected.len() > 12, "the annotations are gone");
    let (mut wrong, mut known, mut compared) = (Vec::new(), 0, 0);
    let builds = dlls().into_iter().filter_map(|dll| Some((source_of(&dll)?, dll)));
    let sources: BTreeSet<PathBuf> = builds.clone().map(|(source, _)| source).filter(|s| s.extension().is_none_or(|e| e != "s")).collect();
    let sources = sources.into_iter().map(|source| (source.clone(), source));
    for (source, analysed) in builds.chain(sources) {
        let name = source.file_name().unwrap().to_str().unwrap();
        let found = reports(&analyse(&analysed));
        let places: BTreeSet<&Place> = expected.keys().chain(found.keys()).filter(|p| p.0 == name).collect();
        for place in places {
            let none = BTreeSet::new();
            let of = |words: &'_ Words| words.get(place).unwrap_or(&none).clone();
            let (right, mut may, is) = (of(&expected), of(&maybe), of(&found));
            let instead = if analysed == source { none.clone() } else { of(&instead) };
            let is_other = !is.is_disjoint(&instead);
            may.extend(instead);
            compared += right.len();
            let missed = right.difference(&is).filter(|_| !is_other).map(|rule| (rule.clone(), "is missed"));
            let invented = is.difference(&right).filter(|rule| !may.contains(*rule)).map(|rule| (rule.clone(), "is invented"));
            for (rule, how) in missed.chain(invented) {
                let text = fs::read_to_string(&source).unwrap();
                let line = text.lines().nth(place.1 as usize - 1).unwrap_or_default().to_owned();
                let is_known = |k: &&(&str, &str, &str)| analysed.ends_with(k.0) && line.contains(k.1) && k.2 == rule;
                match KNOWN.iter().find(is_known) {
                    Some(_) => known += 1,
                    None => wrong.push(format!("{}: {name}:{}: {rule} {how}", analysed.display(), place.1)),
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{compared} reports compared\n{}", wrong.join("\n"));
    assert_eq!(known, KNOWN.len(), "an exception that is none any more");
    assert!(compared > 80, "only {compared} reports were expected");
}

#[test]
fn the_json_names_address_function_and_source_line() {
    let output = std::process::Command::new(env!("CARGO_BIN_EXE_hivelint"))
        .args(["inventory", "--format", "json", "testdata/pe/bin/keys-gcc-x64-O0.dll"])
        .output()
        .unwrap();
    assert!(output.status.success());
    let list: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let open = list["opens"].as_array().unwrap().iter().find(|o| o["function"] == "EarlyReturn").unwrap();
    assert_eq!(open["artifact"], "pe");
    assert_eq!(open["path"], "testdata/pe/bin/keys-gcc-x64-O0.dll");
    assert_eq!(open["api"], "RegOpenKeyExW");
    assert_eq!((&open["root"], &open["lifetime"]), (&"HKCU".into(), &"leaked".into()));
    assert!(open["rva"].as_u64().is_some_and(|rva| rva > 0x1000));
    assert!(open["source"].as_str().is_some_and(|path| path.ends_with("keys.c")));
    assert!(open["line"].as_u64().is_some());
    assert!(list["stats"]["functions_found"].as_u64().unwrap() > list["stats"]["functions"].as_u64().unwrap());
}

#[test]
fn a_finding_in_a_dll_is_told_by_its_address() {
    let output =
        std::process::Command::new(env!("CARGO_BIN_EXE_hivelint")).args(["check", "testdata/pe/bin/keys-gcc-x64-O2.dll"]).output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(text.contains("error[leaked-user-key]"), "{text}");
    let path = text.split("\n\n").find(|finding| finding.contains("EarlyReturn")).unwrap();
    let steps: Vec<&str> = path.lines().filter(|line| line.contains("  +0x")).collect();
    assert!(path.contains(" = in keys-gcc-x64-O2.dll, EarlyReturn (/agent/_work/1/s/testdata/pe/source/keys.c)\n"), "{path}");
    assert_eq!(steps.len(), 4, "{path}");
    assert!(steps.iter().all(|step| step.contains("  line ") && !step.contains("keys.c")), "{path}");
    assert!(text.contains("Machine code: 1 binary, "), "{text}");
}

#[test]
fn files_of_a_directory_include_dlls_and_the_pdbs_beside_them() {
    let walked = walk::walk(&["testdata/pe/bin".into()], &walk::Choice::ALL).unwrap();
    let names: Vec<&str> = walked.files.iter().map(|file| file.path.rsplit('/').next().unwrap()).collect();
    assert!(names.contains(&"keys-clang-x64-O0.dll") && names.contains(&"keys-clang-x64-O0.pdb"), "{names:?}");
}

#[test]
fn managed_code_is_named_as_such() {
    let bytes = std::fs::read(concat!(env!("CARGO_MANIFEST_DIR"), "/testdata/pe/bin/managed.dll")).unwrap();
    let analysis = hivelint::pipeline::analyse(vec![("managed.dll".to_owned(), bytes)], &hivelint::models::builtin().unwrap());
    let said: Vec<&str> = analysis.notices.iter().map(|n| n.message.as_str()).collect();
    assert!(
        said.iter().any(|m| m.starts_with("managed code (.NET v4") && m.contains("Microsoft.Win32.RegistryKey.OpenSubKey")),
        "{said:?}"
    );
}
