//! Event 1530 back to the code: every file of `testdata/events` says which key belongs to whom, and where in `testdata/demo`.
//!
//! A line `//= 1832 dllhost.exe component report.cpp:29 same` is one key, in the order of the event: process, program, owner,
//! and the first candidate with its fit, if there is one.

use hivelint::event::{Explained, explain, read};
use hivelint::judge::{Rules, judge};
use hivelint::pipeline::Analysis;
use hivelint::{models, pipeline, source, walk};
use std::fs;
use std::path::{Path, PathBuf};

fn below(folder: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata").join(folder)
}

fn demo() -> Analysis {
    let files = walk::walk(&[below("demo")], &walk::Choice::ALL).expect("there is a demo").files;
    pipeline::analyse(files, &models::builtin().unwrap_or_else(|e| panic!("{e}")))
}

/// What is said of an event, in the form of the annotations.
fn said(event: &[u8], analysis: &Analysis) -> Vec<String> {
    let models = models::builtin().unwrap_or_else(|e| panic!("{e}"));
    let rules = Rules::builtin().unwrap_or_else(|e| panic!("{e}"));
    let findings = judge(&analysis.solution, &analysis.sources, &rules, &models);
    let keys = explain(read(event), &analysis.solution, &analysis.sources, &findings, &models);
    let one = |key: &Explained| {
        let first = key.candidates.first().map(|candidate| {
            let name = analysis.solution.lifetimes[candidate.open].name;
            let source = &analysis.sources[name.file.0 as usize];
            let file = source.path.rsplit('/').next().unwrap_or_default();
            format!(" {file}:{} {}", source.position(name.start).line, candidate.fit.name())
        });
        let process = &key.opened.process;
        format!("{} {} {}{}", process.id, process.file(), key.owner.name(), first.unwrap_or_default())
    };
    keys.iter().map(one).collect()
}

fn events() -> Vec<(String, Vec<u8>)> {
    let files = fs::read_dir(below("events")).expect("a readable folder").map(|e| e.expect("a readable entry").path());
    let mut events: Vec<_> = files.map(|f| (f.display().to_string(), fs::read(&f).expect("a readable file"))).collect();
    events.sort();
    assert!(events.len() >= 7, "only {} events", events.len());
    events
}

#[test]
fn every_key_of_every_event_leads_where_the_event_file_says() {
    let analysis = demo();
    for (file, bytes) in events() {
        let text = source::decode(&bytes).expect("a text");
        let expected: Vec<&str> = text.lines().filter_map(|line| line.trim().strip_prefix("//= ")).collect();
        assert!(!expected.is_empty(), "{file} expects nothing");
        assert_eq!(said(&bytes, &analysis), expected, "{file}");
    }
}

#[test]
fn what_holds_no_key_gives_none() {
    for text in [
        "",
        "1 user registry handles leaked from \\Registry\\User\\S-1-5-21-1-2-3-1004_Classes:",
        "Process 1 (\\Device\\x.exe) has opened key \\REGISTRY\\MACHINE\\Software\\Contoso",
        "Process x (\\Device\\x.exe) has opened key \\REGISTRY\\USER\\S-1-5-21-1-2-3-1004",
        "Process 1 (\\Device\\x.exe) has opened key \\REGISTRY\\USER\\S-",
        "Process 99999999999999999999999 (\\Device\\x.exe) has opened key \\REGISTRY\\USER\\S-1-5",
    ] {
        assert_eq!(read(text.as_bytes()), [], "{text}");
    }
}

#[test]
fn a_longer_name_is_another_key() {
    let analysis = demo();
    for path in
        ["Control Panel\\Internationals", "Control Panel\\International Settings", "Control Panel\\International x\\y", "Control Panel"]
    {
        let event = format!("Process 1 (\\Device\\x.exe) has opened key \\REGISTRY\\USER\\S-1-5-21-1-2-3-1004\\{path}");
        assert_eq!(said(event.as_bytes(), &analysis), ["1 x.exe possible settings.c:62 hive"], "{path}");
    }
}

/// A log file with these strings, each the only value of an event: file header, chunk header, then records whose template is
/// written out in the first and referred to in the others, inside a fragment that is itself filled in.
fn log_of(texts: &[&str]) -> Vec<u8> {
    const CHUNK: usize = 1 << 16;
    let mut chunk = vec![0; 512];
    chunk[..8].copy_from_slice(b"ElfChnk\0");
    let mut templates = [None, None];
    for text in texts {
        let string: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let start = chunk.len();
        chunk.extend([0; 24]);
        let length_at = instance(&mut chunk, &mut templates[0], 0x21);
        let inner = chunk.len();
        instance(&mut chunk, &mut templates[1], 0x01);
        let at = chunk.len() - 4;
        chunk[at..at + 2].copy_from_slice(&(string.len() as u16).to_le_bytes());
        chunk.extend(&string);
        let length = (chunk.len() - inner) as u16;
        chunk[length_at..length_at + 2].copy_from_slice(&length.to_le_bytes());
        let size = ((chunk.len() - start + 4) as u32).to_le_bytes();
        chunk.extend(size);
        chunk[start..start + 4].copy_from_slice(b"**\0\0");
        chunk[start + 4..start + 8].copy_from_slice(&size);
    }
    chunk.resize(CHUNK, 0);
    let mut file = vec![0; 4096];
    file[..8].copy_from_slice(b"ElfFile\0");
    file.extend(chunk);
    file
}

/// Writes a template with one value of this type up to the value; says where the value's length is to be written.
fn instance(chunk: &mut Vec<u8>, template: &mut Option<u32>, kind: u8) -> usize {
    chunk.extend([0x0F, 1, 1, 0, 0x0C, 1, 0, 0, 0, 0]);
    let here = chunk.len() as u32 + 4;
    chunk.extend(template.unwrap_or(here).to_le_bytes());
    if template.is_none() {
        chunk.extend([0; 20]);
        chunk.extend(3u32.to_le_bytes());
        chunk.extend([0xEE; 3]);
        *template = Some(here);
    }
    chunk.extend([1, 0, 0, 0, 0, 0, kind, 0]);
    chunk.len() - 4
}

#[test]
fn a_log_file_is_read() {
    let key = "has opened key \\REGISTRY\\USER\\S-1-5-21-1-2-3-1004";
    let first = format!("1 user registry handles leaked:\r\nProcess 7 (\\Device\\a.exe) {key}\\Control Panel\\International\r\n");
    let second = format!("Process 8 (\\Device\\b.exe) {key}_CLASSES");
    let log = log_of(&[&first, "Windows is fine", &second]);
    assert_eq!(said(&log, &demo()), ["7 a.exe component locale.c:9 same", "8 b.exe system"]);
}

#[test]
fn damaged_input_is_read_as_far_as_it_goes() {
    let key = "Process 7 (\\Device\\a.exe) has opened key \\REGISTRY\\USER\\S-1-5-21-1-2-3-1004\\Software";
    let mut inputs: Vec<Vec<u8>> = events().into_iter().map(|(_, bytes)| bytes).collect();
    let mut log = log_of(&[key, key]);
    log.truncate(4096 + 1200);
    inputs.push(log);
    let mut seed = 1u32;
    let mut next = |below: usize| {
        seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (seed >> 8) as usize % below
    };
    for input in &inputs {
        for end in (0..input.len()).step_by(7) {
            read(&input[..end]);
        }
        for _ in 0..2000 {
            let mut bytes = input.clone();
            for _ in 0..1 + next(4) {
                let at = next(bytes.len());
                bytes[at] = next(256) as u8;
            }
            read(&bytes);
        }
    }
}
