//! PE files that no linker would write: each has to be answered, whatever its bytes.
//!
//! `HIVELINT_MUTATIONS=N` changes how many damaged files are tried, `HIVELINT_FILES=a.dll:b.dll` names further files to damage;
//! with `--nocapture` the slowest one is told.

use hivelint::models::{self, Models};
use hivelint::pipeline::{self, Analysis};
use rayon::prelude::*;
use std::fs;
use std::time::{Duration, Instant};

/// Far above what any of these takes, also while its thread, waiting for others, takes on work of theirs.
const GUARD: Duration = Duration::from_secs(300);

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

/// One function of `lists.c` has as many paths as are followed at most, and takes as long as a thousand others: its damaged copies
/// are for thorough runs by hand.
fn fixtures_for(thorough: bool) -> Vec<(String, Vec<u8>)> {
    fixtures().into_iter().filter(|(name, _)| thorough || !name.starts_with("lists-")).collect()
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
    // headers and tables lie at the front; behind them a run by hand tries every length
    let thorough = std::env::var("HIVELINT_MUTATIONS").is_ok();
    for (name, bytes) in fixtures_for(thorough).into_iter().filter(|(_, bytes)| bytes.len() < 6000) {
        (0..bytes.len()).into_par_iter().filter(|n| thorough || *n < 1024 || n.is_multiple_of(11)).for_each(|length| {
            analyse(&name, bytes[..length].to_vec(), &models);
        });
    }
}

#[test]
fn damaged_files_are_answered() {
    let models = models::builtin().unwrap();
    let count: usize = std::env::var("HIVELINT_MUTATIONS").ok().and_then(|n| n.parse().ok()).unwrap_or(3000);
    let mut originals = fixtures_for(std::env::var("HIVELINT_MUTATIONS").is_ok());
    let further = std::env::var("HIVELINT_FILES").unwrap_or_default();
    originals.extend(further.split(':').filter(|path| !path.is_empty()).map(|path| (path.to_owned(), fs::read(path).unwrap())));
    let slowest = (0..count).into_par_iter().map(|i| {
        let (name, bytes) = &originals[i % originals.len()];
        let mut seed = i as u64;
        let copy = damaged(bytes, &mut seed);
        let begin = Instant::now();
        let outcome = std::panic::catch_unwind(|| analyse(name, copy, &models));
        assert!(outcome.is_ok(), "mutation {i} of {name}");
        (begin.elapsed(), i, name)
    });
    println!("slowest of {count}: {:?}", slowest.max());
}

/// Where the optional header's directories begin, and the section table.
fn tables(bytes: &[u8]) -> (usize, usize) {
    let u32_at = |at: usize| u32::from_le_bytes(bytes[at..at + 4].try_into().unwrap()) as usize;
    let coff = u32_at(0x3c) + 4;
    let is_64 = bytes[coff + 20..coff + 22] == 0x20bu16.to_le_bytes();
    (coff + 20 + if is_64 { 112 } else { 96 }, coff + 20 + (u32_at(coff + 16) & 0xffff))
}

#[test]
fn tables_that_lie_are_answered() {
    let models = models::builtin().unwrap();
    const LIES: [u32; 4] = [0x1000, 0x7fff_ffff, 0x8000_0000, u32::MAX];
    let some = ["keys-gcc-x64-O2.dll", "keys-gcc-x86-O2.dll", "managed.dll"];
    for (name, bytes) in fixtures().into_iter().filter(|(name, _)| some.contains(&name.as_str())) {
        let (directories, sections) = tables(&bytes);
        let set = |places: &[usize], value: u32| {
            let mut copy = bytes.clone();
            places.iter().for_each(|at| copy[*at..at + 4].copy_from_slice(&value.to_le_bytes()));
            analyse(&name, copy, &models);
        };
        assert_eq!(bytes[directories - 4], 16, "{name}: the directories lie elsewhere");
        for lie in LIES {
            // each directory's address and size, alone
            (0..32).for_each(|field| set(&[directories + 4 * field], lie));
            for field in [8, 12, 16, 20] {
                // sizes and addresses of all sections at once: they overlap, lie outside, are 4 GiB large
                let all: Vec<usize> = (0..4).map(|section| sections + 40 * section + field).collect();
                set(&all, lie);
                set(&all[..1], lie);
            }
        }
        // every directory lies where the imports, the exports or the headers are
        for to in [0x40, 0x1000, 0x2000, 0x3000] {
            set(&(0..16).map(|n| directories + 8 * n).collect::<Vec<_>>(), to);
        }
    }
}

#[test]
fn what_refers_to_itself_is_answered() {
    let models = models::builtin().unwrap();
    for (name, bytes) in fixtures() {
        let (directories, sections) = tables(&bytes);
        let u32_at = |at: usize| u32::from_le_bytes(bytes[at..at + 4].try_into().unwrap());
        let offset_of = |rva: u32| {
            let of = |section: usize| (u32_at(section + 12), u32_at(section + 16), u32_at(section + 20));
            let mut all = (0..8).map(|n| of(sections + 40 * n));
            all.find_map(|(start, size, raw)| rva.checked_sub(start).filter(|o| *o < size).map(|o| (raw + o) as usize))
        };
        for (directory, first) in [(0, 28), (2, 20)] {
            let rva = u32_at(directories + 8 * directory);
            let Some(at) = offset_of(rva).filter(|_| rva != 0) else { continue };
            let mut copy = bytes.clone();
            // exports that are forwarded to the table itself; a resource directory that is its own child
            let (place, value) = match directory {
                0 => (offset_of(u32_at(at + first)).unwrap(), rva),
                _ => (at + first, 0x8000_0000),
            };
            copy[place..place + 4].copy_from_slice(&value.to_le_bytes());
            analyse(&name, copy, &models);
        }
    }
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
