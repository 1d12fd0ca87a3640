//! What can't be read is counted, said and listed: DLLs of the fixtures made unreadable, one way at a time.

use hivelint::judge::{self, Confidence, Finding, Level, Rules};
use hivelint::lifetime::{Class, Lifetime, Seen};
use hivelint::models::{self, Root};
use hivelint::pipeline::{self, Analysis};
use std::fs;
use std::process::{Command, Output};

const ARM64: u16 = 0xaa64;

fn fixture(name: &str) -> Vec<u8> {
    fs::read(format!("{}/testdata/pe/bin/{name}", env!("CARGO_MANIFEST_DIR"))).unwrap()
}

fn u32_at(bytes: &[u8], at: usize) -> usize {
    u32::from_le_bytes(bytes[at..at + 4].try_into().unwrap()) as usize
}

fn set(bytes: &mut [u8], at: usize, value: u32) {
    bytes[at..at + 4].copy_from_slice(&value.to_le_bytes());
}

fn set64(bytes: &mut [u8], at: usize, value: u64) {
    bytes[at..at + 8].copy_from_slice(&value.to_le_bytes());
}

/// Where the COFF header is.
fn coff(bytes: &[u8]) -> usize {
    u32_at(bytes, 0x3c) + 4
}

/// Where the header of each section is.
fn sections(bytes: &[u8]) -> Vec<usize> {
    let coff = coff(bytes);
    let count = u16::from_le_bytes([bytes[coff + 2], bytes[coff + 3]]) as usize;
    let optional = u16::from_le_bytes([bytes[coff + 16], bytes[coff + 17]]) as usize;
    (0..count).map(|i| coff + 20 + optional + 40 * i).collect()
}

fn section(bytes: &[u8], name: &str) -> usize {
    sections(bytes).into_iter().find(|at| bytes[*at..].starts_with(name.as_bytes())).unwrap()
}

fn for_machine(mut bytes: Vec<u8>, machine: u16) -> Vec<u8> {
    let at = coff(&bytes);
    bytes[at..at + 2].copy_from_slice(&machine.to_le_bytes());
    bytes
}

fn analyse(bytes: Vec<u8>) -> Analysis {
    pipeline::analyse(vec![("bin/orders.dll".to_owned(), bytes)], &models::builtin().unwrap())
}

fn judged(analysis: &Analysis) -> Vec<Finding> {
    let rules = Rules::builtin().unwrap_or_else(|e| panic!("{e}"));
    judge::judge(&analysis.solution, &analysis.sources, &rules, &models::builtin().unwrap())
}

fn unread(findings: &[Finding]) -> Vec<&Finding> {
    findings.iter().filter(|f| &*f.rule == "user-key-in-unread-code").collect()
}

fn imported(analysis: &Analysis) -> Vec<&Lifetime> {
    analysis.solution.lifetimes.iter().filter(|l| l.seen == Seen::Import).collect()
}

#[test]
fn an_arm64_dll_is_listed_by_its_imports() {
    let analysis = analyse(for_machine(fixture("keys-gcc-x64-O2.dll"), ARM64));
    let opens = imported(&analysis);
    let names: Vec<&str> = opens.iter().map(|l| &*l.api).collect();
    assert_eq!(names, ["RegCreateKeyExW", "RegOpenCurrentUser", "RegOpenKeyExA", "RegOpenKeyExW", "RegOpenKeyW"]);
    assert_eq!(opens.len(), analysis.solution.lifetimes.len());
    assert!(opens.iter().all(|l| l.class == Class::Unknown && l.exits.is_empty()));
    let roots: Vec<(Root, Option<bool>)> = opens.iter().map(|l| (l.roots[0], l.per_user)).collect();
    assert_eq!(roots[0], (Root::Unknown, None));
    assert_eq!(roots[1], (Root::Hkcu, Some(true)), "RegOpenCurrentUser opens nothing else");

    let findings = judged(&analysis);
    let [finding] = unread(&findings)[..] else { panic!("{findings:?}") };
    assert_eq!((finding.level, finding.confidence, findings.len()), (Level::Note, Confidence::Low, 1));
    let message = "this file opens keys through RegCreateKeyExW, RegOpenCurrentUser, RegOpenKeyExA, RegOpenKeyExW, RegOpenKeyW; what \
                   becomes of them can't be read here (its code is for ARM64, which is not read)";
    assert_eq!(finding.message, message);
    let [binary] = &analysis.binaries[..] else { panic!("{:?}", analysis.binaries) };
    assert_eq!(binary.not_read.as_deref(), Some("its code is for ARM64, which is not read"));
}

#[test]
fn closing_keys_is_no_finding_nor_is_a_dll_without_the_registry() {
    let mut closes = for_machine(fixture("component-gcc-x64-O2.dll"), ARM64);
    let analysis = analyse(closes.clone());
    assert!(unread(&judged(&analysis)).len() <= 1);
    // no import has a name of the registry's any more
    let (from, to) = (b"Reg", b"Xeg");
    for at in 0..closes.len() - 3 {
        if closes[at..].starts_with(from) {
            closes[at..at + 3].copy_from_slice(to);
        }
    }
    let analysis = analyse(closes);
    assert!(judged(&analysis).is_empty() && analysis.binaries[0].not_read.is_none() && analysis.notices.is_empty());
}

/// The DLL with a table that says that its code from `own` on is for ARM64.
fn hybrid(mut bytes: Vec<u8>, own: u32) -> Vec<u8> {
    const LOAD_CONFIGURATION: usize = 10;
    let header = section(&bytes, ".rdata");
    let (size, rva, raw) = (u32_at(&bytes, header + 8), u32_at(&bytes, header + 12), u32_at(&bytes, header + 20));
    let free = size.next_multiple_of(16);
    let place = bytes.len().next_multiple_of(512);
    // the section goes on at the end of the file, with the tables at its end
    let content = bytes[raw..raw + size].to_vec();
    bytes.resize(place + free + 0x200, 0);
    bytes[place..place + size].copy_from_slice(&content);
    set(&mut bytes, header + 8, (free + 0x200) as u32);
    set(&mut bytes, header + 16, (free + 0x200) as u32);
    set(&mut bytes, header + 20, place as u32);
    let optional = coff(&bytes) + 20;
    let base = u64::from_le_bytes(bytes[optional + 24..optional + 32].try_into().unwrap());
    let directory = optional + 112 + 8 * LOAD_CONFIGURATION;
    set(&mut bytes, directory, (rva + free) as u32);
    set(&mut bytes, directory + 4, 0x140);
    let configuration = place + free;
    set(&mut bytes, configuration, 0x140);
    set64(&mut bytes, configuration + 0xc8, base + (rva + free + 0x140) as u64);
    let (table, ranges) = (configuration + 0x140, rva + free + 0x160);
    set(&mut bytes, table, 1);
    set(&mut bytes, table + 4, ranges as u32);
    set(&mut bytes, table + 8, 2);
    let text = section(&bytes, ".text");
    let (code, length) = (u32_at(&bytes, text + 12) as u32, u32_at(&bytes, text + 8) as u32);
    let at = configuration + 0x160;
    set(&mut bytes, at, code | 2);
    set(&mut bytes, at + 4, own);
    set(&mut bytes, at + 8, (code + own) | 1);
    set(&mut bytes, at + 12, length - own);
    bytes
}

#[test]
fn of_a_hybrid_file_what_is_for_x64_is_read() {
    let bytes = fixture("keys-clang-x64-O2.dll");
    let whole = analyse(bytes.clone());
    let (open, begin) = {
        let life = &whole.solution.lifetimes[whole.solution.lifetimes.len() / 2];
        (life.name.start, u32_at(&bytes, section(&bytes, ".text") + 12) as u32)
    };
    let own = (open - begin) / 16 * 16;
    let analysis = analyse(hybrid(bytes, own));
    // a call of a function in the other part is not known to open anything
    let direct =
        |a: &Analysis| a.solution.lifetimes.iter().filter(|l| l.seen == Seen::Call && l.via.is_none()).map(|l| l.name.start).collect();
    let (calls, mut expected): (Vec<u32>, Vec<u32>) = (direct(&analysis), direct(&whole));
    assert!(calls.len() > 3 && expected.len() > calls.len(), "{calls:x?}");
    expected.retain(|at| *at < begin + own);
    assert_eq!(calls, expected, "nothing is read in {:x}…", begin + own);
    assert!(!imported(&analysis).is_empty(), "what only the other part calls is listed by its import");
    let why = analysis.binaries[0].not_read.clone().unwrap();
    assert!(why.starts_with("it is a hybrid file: ") && why.contains(" bytes of its code are for ARM64; only the rest is read"), "{why}");
    assert_eq!(unread(&judged(&analysis)).len(), 1);
}

#[test]
fn packed_files_are_told_by_their_sections_their_entry_or_their_bytes() {
    let bytes = fixture("keys-clang-x64-O2.dll");
    let why = |bytes: Vec<u8>| analyse(bytes).binaries[0].not_read.clone();
    assert_eq!(why(bytes.clone()), None);

    let mut named = bytes.clone();
    let text = section(&named, ".text");
    named[text..text + 8].copy_from_slice(b"UPX0\0\0\0\0");
    assert_eq!(why(named).as_deref(), Some("it is packed by UPX, as its sections are called"));

    let mut empty = bytes.clone();
    set(&mut empty, text + 16, 0);
    assert_eq!(why(empty).as_deref(), Some("it is packed: the file has no code where it begins to run"));

    // bytes as good as random, in a section that can be written to
    let mut random = bytes;
    let (place, size) = (random.len().next_multiple_of(512), 0x4000);
    random.resize(place + size, 0);
    let mut seed = 1u32;
    for byte in &mut random[place..] {
        seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        *byte = (seed >> 24) as u8;
    }
    for (at, value) in [(8, size), (16, size), (20, place)] {
        set(&mut random, text + at, value as u32);
    }
    assert_eq!(why(random.clone()), None, "random bytes alone can be data");
    let flags = u32_at(&random, text + 36) as u32;
    set(&mut random, text + 36, flags | 0x8000_0000);
    let said = why(random).unwrap();
    assert!(said.starts_with("it is packed or encrypted: "), "{said}");
}

#[test]
fn no_fixture_is_taken_for_packed() {
    for entry in fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/testdata/pe/bin")).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|e| e == "dll") && !path.ends_with("managed.dll") {
            let analysis = analyse(fs::read(&path).unwrap());
            assert_eq!(analysis.binaries[0].not_read, None, "{}", path.display());
            assert!(imported(&analysis).is_empty(), "{}", path.display());
            let count = analysis.stats.machine_code;
            // one function of registers.s jumps where nothing tells; one of lists.c has too many paths at some settings
            let name = path.file_name().unwrap().to_string_lossy();
            let unfollowed = match name.split('-').next() {
                Some("registers") => 1..=1,
                Some("lists") => 0..=1,
                _ => 0..=0,
            };
            assert!(unfollowed.contains(&count.functions_given_up), "{name}: {:?}", analysis.notices);
            assert_eq!(count.functions_of_interest, count.functions_followed + count.functions_given_up);
        }
    }
}

/// The DLL with damage inside of one of its functions.
fn damaged() -> Vec<u8> {
    let mut bytes = fixture("keys-gcc-x64-O2.dll");
    let opens = analyse(bytes.clone()).solution.lifetimes;
    let early = opens.iter().find(|l| &*l.function == "EarlyReturn").unwrap();
    let text = section(&bytes, ".text");
    let (rva, raw) = (u32_at(&bytes, text + 12), u32_at(&bytes, text + 20));
    // no instruction begins with this byte
    bytes[raw + early.name.start as usize - rva + 8] = 0x06;
    bytes
}

#[test]
fn what_is_given_up_is_counted_and_said() {
    let analysis = analyse(damaged());
    let count = analysis.stats.machine_code;
    assert!(count.functions_given_up >= 1 && count.functions_followed > 10, "{count:?}");
    assert!(count.calls_resolved > 20, "{count:?}");
    let sentence = format!(
        "{} of {} functions that open, use or close keys, or lead there, were not followed whole",
        count.functions_given_up, count.functions_of_interest
    );
    assert!(analysis.notices.iter().any(|n| n.message == sentence), "{:?}", analysis.notices);
    assert_eq!(analysis.binaries[0].coverage, count);
}

fn hivelint(args: &[&str], folder: &std::path::Path) -> Output {
    Command::new(env!("CARGO_BIN_EXE_hivelint")).args(args).current_dir(folder).output().unwrap()
}

#[test]
fn too_much_that_was_not_analysed_makes_the_exit_code_1() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("arm.dll"), for_machine(fixture("keys-gcc-x64-O2.dll"), ARM64)).unwrap();
    fs::write(folder.path().join("damaged.dll"), damaged()).unwrap();
    fs::write(folder.path().join("whole.dll"), fixture("seh-clang-x64-O2.dll")).unwrap();
    let run = |percent: &str, more: &[&str]| {
        let args = [&["check", "--fail-on-unanalysed", percent, "--format", "json"], more].concat();
        let output = hivelint(&args, folder.path());
        (output.status.code().unwrap(), String::from_utf8(output.stderr).unwrap())
    };
    assert_eq!(run("0", &["arm.dll"]).0, 1);
    let (code, said) = run("99", &["arm.dll"]);
    assert_eq!(code, 1);
    let why = "its code is for ARM64, which is not read";
    assert_eq!(
        said,
        format!("hivelint: `arm.dll`: 100 % of its functions of interest were not followed: {why}; --fail-on-unanalysed allows 99 %\n")
    );
    assert_eq!(run("100", &["arm.dll"]), (0, String::new()));
    assert_eq!(run("99", &["--exit-zero", "arm.dll"]).0, 0);
    let (code, said) = run("0", &["damaged.dll"]);
    assert!(code == 1 && said.contains("`damaged.dll`: ") && said.contains(" functions of interest ("), "{said}");
    assert_eq!(run("60", &["damaged.dll"]).1, "");
    assert_eq!(run("0", &["whole.dll"]).1, "");
    assert_eq!(run("101", &["whole.dll"]).0, 2);
}

#[test]
fn the_json_has_the_figures_of_each_binary_and_of_all() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("arm.dll"), for_machine(fixture("keys-gcc-x64-O2.dll"), ARM64)).unwrap();
    fs::write(folder.path().join("whole.dll"), fixture("keys-gcc-x64-O2.dll")).unwrap();
    let output = hivelint(&["inventory", "--format", "json", "."], folder.path());
    let list: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let all = &list["stats"]["machine_code"];
    assert_eq!((&all["binaries"], &all["binaries_not_read"]), (&2.into(), &1.into()));
    let [arm, whole] = &list["binaries"].as_array().unwrap()[..] else { panic!("{list}") };
    assert_eq!((arm["path"].as_str(), whole["path"].as_str()), (Some("arm.dll"), Some("whole.dll")));
    assert!(arm["not_read"].is_string() && whole["not_read"].is_null());
    assert_eq!(whole["functions_of_interest"], all["functions_of_interest"]);
    let open = list["opens"].as_array().unwrap().iter().find(|o| o["path"] == "arm.dll").unwrap();
    assert_eq!((&open["seen"], &open["rva"], &open["lifetime"]), (&"import".into(), &serde_json::Value::Null, &"unknown".into()));
    let text = String::from_utf8(hivelint(&["inventory", "arm.dll"], folder.path()).stdout).unwrap();
    assert!(text.contains("RegOpenKeyExW, seen as an import only (its code is for ARM64, which is not read)"), "{text}");
    assert!(text.contains("Machine code: 1 binary (1 of them not read, or not whole)"), "{text}");
}

/// A DLL of the fixtures with its PDB.
fn with_pdb(stem: &str) -> Analysis {
    let files = ["dll", "pdb"].map(|e| (format!("bin/{stem}.{e}"), fixture(&format!("{stem}.{e}"))));
    pipeline::analyse(files.to_vec(), &models::builtin().unwrap())
}

#[test]
fn a_finding_in_a_linked_in_library_is_named_as_such_and_one_level_milder() {
    for level in ["O0", "O2"] {
        let findings = judged(&with_pdb(&format!("library-clang-x64-{level}")));
        let leak = |function: &str| findings.iter().find(|f| &*f.rule == "leaked-user-key" && &*f.function == function).unwrap();
        let (own, library) = (leak("Own"), leak("ATL::Forgets"));
        assert_eq!((own.level, library.level), (Level::Error, Level::Warning));
        assert!(own.assumptions.is_empty(), "{own:?}");
        let [why] = &library.assumptions[..] else { panic!("{library:?}") };
        assert!(why.starts_with("in linked-in library code: ATL; "), "{why}");
        let uses = findings.iter().find(|f| &*f.rule == "cached-user-root").unwrap();
        assert_eq!(uses.level, Level::Warning, "a part of it is the component's own");
        assert!(uses.steps.iter().any(|s| s.text.ends_with("uses HKCU here (in linked-in library code: ATL)")), "{uses:?}");
    }
}

#[test]
fn code_that_only_exceptions_reach_is_counted_and_said() {
    // C++ with FuncInfo tables, C with scope tables; the blocks are among the functions that are looked into
    for (stem, with) in [("library-clang-x64-O2", 2), ("seh-clang-x64-O2", 5)] {
        let analysis = with_pdb(stem);
        let count = analysis.stats.machine_code;
        assert_eq!(count.functions_with_handlers, with, "{stem}");
        let all = count.functions_of_interest;
        let said = format!(
            "in {with} of {all} functions that open, use or close keys, or lead there, code that runs only when an exception passes"
        );
        assert!(analysis.notices.iter().any(|n| n.message.starts_with(&said)), "{:?}", analysis.notices);
    }
    let none = analyse(fixture("keys-clang-x64-O2.dll"));
    assert_eq!(none.stats.machine_code.functions_with_handlers, 0);
}

#[test]
fn a_leak_beside_a_block_that_closes_keys_is_not_certain() {
    let findings = judged(&with_pdb("seh-clang-x64-O2"));
    let leak = |function: &str| findings.iter().find(|f| &*f.rule == "leaked-user-key" && &*f.function == function).unwrap();
    // its __finally block closes a key and is copied into it, so that nothing calls it
    let one = leak("FinallyClosesOne");
    assert_eq!((one.confidence, one.level), (Confidence::Medium, Level::Error));
    assert!(one.assumptions[0].starts_with("no exception handler of `FinallyClosesOne` closes it"), "{one:?}");
    // here it counts something, and closes nothing
    assert_eq!(leak("FinallyForgets").confidence, Confidence::High);
    // without optimisation it is called, so it was followed
    let findings = judged(&with_pdb("seh-clang-x64-O0"));
    let one = findings.iter().find(|f| &*f.function == "FinallyClosesOne" && &*f.rule == "leaked-user-key").unwrap();
    assert_eq!(one.confidence, Confidence::High);
}
