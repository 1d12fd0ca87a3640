//! Holds what debug information says of the DLLs in `testdata/pe/bin` against the sources that they were built from.

use goblin::pe::PE;
use hivelint::frontend::pe::debug::{DebugInfo, Method, pdb_reference};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata/pe")
}

/// The DLLs with their names, and the PDBs beside those that have one.
fn fixtures() -> Vec<(String, Vec<u8>, Option<Vec<u8>>)> {
    let mut paths: Vec<PathBuf> = fs::read_dir(folder().join("bin")).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    // Managed code has no functions that are known here.
    let dlls = paths.into_iter().filter(|path| path.extension().is_some_and(|e| e == "dll") && !path.ends_with("managed.dll"));
    dlls.map(|path| {
        let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
        (name, fs::read(&path).unwrap(), fs::read(path.with_extension("pdb")).ok())
    })
    .collect()
}

/// The source of a DLL: its file name and text.
fn source_of(dll: &str) -> (String, String) {
    let stem = dll.split('-').next().unwrap();
    let name = ["c", "cpp", "s"].map(|e| format!("{stem}.{e}")).into_iter().find(|n| folder().join("source").join(n).exists()).unwrap();
    let text = fs::read_to_string(folder().join("source").join(&name)).unwrap();
    (name, text)
}

/// The lines of the source that open a key, by the comments that say what becomes of it.
fn opening_lines(text: &str) -> BTreeSet<u32> {
    (1..).zip(text.lines()).filter(|(_, line)| line.contains("//=") || line.contains("#= ")).map(|(number, _)| number).collect()
}

/// Every line that some byte of the functions comes from, with the functions it was found in.
fn lines_of(debug: &DebugInfo, source: &str) -> BTreeMap<u32, BTreeSet<String>> {
    let mut lines: BTreeMap<u32, BTreeSet<String>> = BTreeMap::new();
    let all = debug.functions();
    for (i, (start, size, name)) in all.iter().enumerate() {
        // symbols of assembler have no size
        let next = all.get(i + 1).map_or(start + 0x40, |f| f.0);
        let end = if *size == 0 { next } else { start + size };
        for rva in *start..end {
            if let Some((path, line, _)) = debug.line_at(rva)
                && path.replace('\\', "/").ends_with(&format!("/agent/_work/1/s/testdata/pe/source/{source}"))
            {
                lines.entry(line).or_default().insert(name.clone());
            }
        }
    }
    lines
}

#[test]
fn every_line_that_opens_a_key_has_code() {
    for (name, bytes, pdb) in fixtures() {
        let pe = PE::parse(&bytes).unwrap();
        let (debug, notices) = DebugInfo::read(&bytes, &pe, pdb.as_deref());
        assert!(notices.is_empty(), "{name}: {notices:?}");
        let (source, text) = source_of(&name);
        let lines = lines_of(&debug, &source);
        let missing: Vec<u32> = opening_lines(&text).into_iter().filter(|line| !lines.contains_key(line)).collect();
        assert!(missing.is_empty(), "{name}: no code comes from lines {missing:?}; only from {:?}", lines.keys());
    }
}

#[test]
fn functions_have_their_names() {
    for (name, bytes, pdb) in fixtures() {
        let pe = PE::parse(&bytes).unwrap();
        let (debug, _) = DebugInfo::read(&bytes, &pe, pdb.as_deref());
        let (source, _) = source_of(&name);
        let wanted: &[&str] = match source.as_str() {
            "keys.c" => &["DllMain", "Scoped", "EarlyReturn", "HelperForgets", "open_below", "open_classes", "close_it", "SwitchCloses"],
            "orders.cpp" => &["DllMain", "Orders::Orders", "Orders::~Orders", "Orders::Open", "Orders::Timeout", "Orders::Touch"],
            "wrapper.cpp" => &["DllMain", "Key::Key", "Key::~Key", "Wrapper_Number", "Wrapper_Fill"],
            "component.c" => &["DllMain", "DllGetClassObject"],
            "library.cpp" => &["DllMain", "ATL::Forgets", "Own", "Catches"],
            "seh.c" => &["DllMain", "FinallyCloses", "ExceptCloses"],
            "frames.s" => &["Closes", "ObjectForgets"],
            "registers.s" => &["ForgetsAllButOne", "Rounds"],
            "lists.c" => &["DllMain", "Grows", "LastIsKept"],
            "roots.c" => &["DllMain", "OneOfTable", "EachOfPlaces"],
            "members.c" => &["DllMain", "MakeCustomer", "CountKnown"],
            _ => &["DllMain", "Delayed", "DelayedCloses", "ByName", "__delayLoadHelper2"],
        };
        let functions: BTreeSet<&str> = debug.functions().iter().map(|(_, _, name)| name.as_str()).collect();
        let missing: Vec<_> = wanted.iter().filter(|wanted| !functions.contains(**wanted)).collect();
        assert!(missing.is_empty(), "{name}: no function is called {missing:?}; only {functions:?}");
    }
}

#[test]
fn functions_lie_apart_and_answer_for_their_code() {
    for (name, bytes, pdb) in fixtures() {
        let pe = PE::parse(&bytes).unwrap();
        let (debug, _) = DebugInfo::read(&bytes, &pe, pdb.as_deref());
        for pair in debug.functions().windows(2) {
            assert!(pair[0].0 + pair[0].1 <= pair[1].0, "{name}: {pair:x?} overlap");
        }
        for (start, size, function) in debug.functions() {
            assert_eq!(debug.function_at(*start), Some(function.as_str()), "{name}");
            assert_eq!(debug.function_at(start + size.saturating_sub(1)), Some(function.as_str()), "{name}");
        }
    }
}

#[test]
fn a_mangled_name_of_msvc_tells_methods() {
    for (name, bytes, pdb) in fixtures().into_iter().filter(|(name, ..)| name.starts_with("orders-clang")) {
        let pe = PE::parse(&bytes).unwrap();
        let (debug, _) = DebugInfo::read(&bytes, &pe, pdb.as_deref());
        let of = |wanted: &str| debug.functions().iter().find(|f| f.2 == wanted).map(|f| debug.method_at(f.0));
        assert_eq!(of("Orders::Open"), Some(Method::Yes), "{name}");
        assert_eq!(of("Orders::Touch"), Some(Method::No), "{name}");
    }
}

#[test]
fn exports_are_enough_for_names() {
    for (name, bytes, _) in fixtures().into_iter().filter(|(name, ..)| name.contains("-clang-")) {
        let pe = PE::parse(&bytes).unwrap();
        let (debug, notices) = DebugInfo::read(&bytes, &pe, None);
        assert!(notices.is_empty(), "{name}: {notices:?}");
        assert!(debug.functions().len() >= 2, "{name}: {:?}", debug.functions());
        assert!(debug.line_at(debug.functions()[0].0).is_none());
    }
}

#[test]
fn a_pdb_of_another_build_is_refused() {
    let fixtures = fixtures();
    let of = |wanted: &str| fixtures.iter().find(|(name, ..)| name == wanted).unwrap();
    let (_, bytes, own) = of("keys-clang-x64-O0");
    let pe = PE::parse(bytes).unwrap();
    let (path, _, age) = pdb_reference(&pe).unwrap();
    assert_eq!((path.as_str(), age), ("keys-clang-x64-O0.pdb", 1));

    let other = of("keys-clang-x64-O2").2.as_deref();
    let (debug, notices) = DebugInfo::read(bytes, &pe, other);
    assert!(notices.len() == 1 && notices[0].starts_with("the PDB belongs to another build: the DLL names {"), "{notices:?}");
    assert!(debug.line_at(debug.functions()[0].0).is_none());

    let (_, bytes, _) = of("keys-gcc-x64-O0");
    let pe = PE::parse(bytes).unwrap();
    assert!(pdb_reference(&pe).is_none());
    let (debug, notices) = DebugInfo::read(bytes, &pe, own.as_deref());
    assert!(notices.len() == 1 && notices[0].contains("names no PDB"), "{notices:?}");
    assert!(debug.line_at(debug.functions()[0].0).is_some(), "the DWARF is still there");

    let (_, notices) = DebugInfo::read(bytes, &pe, Some(b"no PDB"));
    assert!(notices.len() == 1 && notices[0].starts_with("the PDB can't be read"), "{notices:?}");
}
