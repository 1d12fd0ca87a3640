//! DLLs against the annotations in their source: `//= class` says what becomes of the key that the line opens.
//!
//! The source itself is held to the same annotations, so the binary and its source agree.

use hivelint::models;
use hivelint::pipeline::{self, Analysis};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

/// What a line says of its opens, by source file and line.
type Expected = BTreeMap<(String, u32), BTreeSet<String>>;

fn expected() -> Expected {
    let mut all = Expected::new();
    for entry in fs::read_dir("testdata/pe/source").unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        for (i, line) in fs::read_to_string(&path).unwrap().lines().enumerate() {
            if let Some((_, rest)) = line.split_once("//= ") {
                let classes = rest.split("//").next().unwrap().split_whitespace().map(str::to_owned).collect();
                all.insert((name.clone(), i as u32 + 1), classes);
            }
        }
    }
    assert!(all.len() > 20, "the annotations are gone");
    all
}

fn analyse(path: &Path) -> Analysis {
    let mut files = vec![(path.to_str().unwrap().to_owned(), fs::read(path).unwrap())];
    let pdb = path.with_extension("pdb");
    if pdb.is_file() {
        files.push((pdb.to_str().unwrap().to_owned(), fs::read(&pdb).unwrap()));
    }
    pipeline::analyse(files, &models::builtin().unwrap())
}

/// What was found, by source file and line.
fn found(analysis: &Analysis) -> BTreeMap<(String, u32), BTreeSet<String>> {
    let mut all: BTreeMap<(String, u32), BTreeSet<String>> = BTreeMap::new();
    for life in &analysis.solution.lifetimes {
        let source = &analysis.sources[life.name.file.0 as usize];
        let place = match &source.binary {
            Some(addresses) => match addresses.lines.get(&life.name.start) {
                Some(line) => (line.path.rsplit('/').next().unwrap().to_owned(), line.line),
                None => continue,
            },
            None => (source.path.rsplit('/').next().unwrap().to_owned(), source.position(life.name.start).line),
        };
        all.entry(place).or_default().insert(life.class.name().to_owned());
    }
    all
}

#[test]
fn dlls_do_what_the_annotations_of_their_source_say() {
    let expected = expected();
    let mut wrong = Vec::new();
    let mut compared = 0;
    let mut dlls: Vec<_> = fs::read_dir("testdata/pe/bin").unwrap().map(|e| e.unwrap().path()).collect();
    dlls.retain(|p| p.extension().is_some_and(|e| e == "dll"));
    dlls.sort();
    for dll in dlls {
        for (place, classes) in found(&analyse(&dll)) {
            let Some(right) = expected.get(&place) else { continue };
            compared += 1;
            if !classes.is_subset(right) {
                wrong.push(format!("{}: {}:{}: {classes:?}, the source says {right:?}", dll.display(), place.0, place.1));
            }
        }
    }
    assert!(wrong.is_empty(), "{compared} lines compared\n{}", wrong.join("\n"));
    assert!(compared > 60, "only {compared} lines were met");
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
    assert!(text.contains("= at keys-gcc-x64-O2.dll+0x"), "{text}");
    assert!(text.contains("(EarlyReturn, "), "{text}");
}

#[test]
fn files_of_a_directory_include_dlls_and_the_pdbs_beside_them() {
    let walked = hivelint::walk::walk(&["testdata/pe/bin".into()]).unwrap();
    let names: Vec<&str> = walked.files.iter().map(|(name, _)| name.rsplit('/').next().unwrap()).collect();
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
