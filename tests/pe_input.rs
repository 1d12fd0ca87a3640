//! PE files that no linker would write: each has to be answered, whatever its bytes.
//!
//! `HIVELINT_MUTATIONS=N` changes how many damaged files are tried.

use hivelint::models::{self, Models};
use hivelint::pipeline::{self, Analysis};
use rayon::prelude::*;
use std::fs;
use std::time::{Duration, Instant};

/// Far above what any of these takes.
const GUARD: Duration = Duration::from_secs(20);

fn fixtures() -> Vec<(String, Vec<u8>)> {
    let mut all: Vec<(String, Vec<u8>)> = fs::read_dir("testdata/pe/bin")
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|e| e == "dll"))
        .map(|path| (path.file_name().unwrap().to_str().unwrap().to_owned(), fs::read(&path).unwrap()))
        .collect();
    all.sort();
    assert!(all.len() >= 6, "the fixtures are gone");
    all
}

fn analyse(name: &str, bytes: Vec<u8>, models: &Models) -> Analysis {
    let begin = Instant::now();
    let analysis = pipeline::analyse(vec![(name.to_owned(), bytes)], models);
    assert!(begin.elapsed() < GUARD, "{name} took {:?}", begin.elapsed());
    analysis
}

/// The next of a row of numbers that look random and are the same every time.
fn next(seed: &mut u64) -> u64 {
    *seed = seed.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let mut z = *seed;
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

fn damaged(bytes: &[u8], seed: &mut u64) -> Vec<u8> {
    let mut copy = bytes.to_vec();
    for _ in 0..=next(seed) % 6 {
        // headers and tables lie at the front: half of the damage goes there
        let range = if next(seed).is_multiple_of(2) { copy.len().min(0x400) } else { copy.len() };
        let at = (next(seed) % range as u64) as usize;
        match next(seed) % 4 {
            0 => copy[at] ^= 1 << (next(seed) % 8),
            1 => copy[at] = next(seed) as u8,
            2 => {
                let end = (at + 4).min(copy.len());
                copy[at..end].fill(if next(seed).is_multiple_of(2) { 0xff } else { 0 });
            }
            _ => {
                let from = (next(seed) % copy.len() as u64) as usize;
                let length = (next(seed) % 64) as usize;
                let length = length.min(copy.len() - from.max(at));
                copy.copy_within(from..from + length, at);
            }
        }
    }
    copy
}

#[test]
fn every_beginning_of_a_file_is_answered() {
    let models = models::builtin().unwrap();
    for (name, bytes) in fixtures().into_iter().filter(|(_, bytes)| bytes.len() < 6000) {
        (0..bytes.len()).into_par_iter().for_each(|length| {
            analyse(&name, bytes[..length].to_vec(), &models);
        });
    }
}

#[test]
fn damaged_files_are_answered() {
    let models = models::builtin().unwrap();
    let count: usize = std::env::var("HIVELINT_MUTATIONS").ok().and_then(|n| n.parse().ok()).unwrap_or(3000);
    let fixtures = fixtures();
    (0..count).into_par_iter().for_each(|i| {
        let (name, bytes) = &fixtures[i % fixtures.len()];
        let mut seed = i as u64;
        let copy = damaged(bytes, &mut seed);
        let outcome = std::panic::catch_unwind(|| analyse(name, copy, &models));
        assert!(outcome.is_ok(), "mutation {i} of {name}");
    });
}

#[test]
fn what_can_not_be_read_is_said_with_its_offset() {
    let models = models::builtin().unwrap();
    let said = |bytes: &[u8]| {
        let analysis = analyse("bad.dll", bytes.to_vec(), &models);
        assert!(analysis.solution.lifetimes.is_empty());
        analysis.notices.iter().map(|n| n.message.clone()).collect::<Vec<_>>()
    };
    assert_eq!(said(b"MZ"), ["not read: the file ends inside the DOS header at offset 0x3c"]);
    let mut dos = vec![0; 0x80];
    dos[..2].copy_from_slice(b"MZ");
    dos[0x3c] = 0x40;
    assert_eq!(said(&dos), ["not read: there is no `PE` signature at offset 0x40"]);
    dos[0x40..0x44].copy_from_slice(b"PE\0\0");
    dos[0x58..0x5a].copy_from_slice(&0x107u16.to_le_bytes());
    assert_eq!(said(&dos), ["not read: the optional header at offset 0x58 has the unknown magic number 0x107"]);
}
