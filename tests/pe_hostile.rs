//! DLLs and PDBs that no linker would write: every prefix of the fixtures, and seeded damage. Nothing may panic or hang.

use goblin::pe::PE;
use hivelint::frontend::pe::debug::DebugInfo;
use hivelint::frontend::pe::evidence::Evidence;
use hivelint::frontend::pe::managed::Managed;
use std::collections::BTreeMap;
use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::time::{Duration, Instant};

/// Far above what any file takes; here to tell a hang, not to measure.
const GUARD: Duration = Duration::from_secs(2);

fn fixture(name: &str) -> Vec<u8> {
    fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata/pe/bin").join(name)).unwrap()
}

fn dlls() -> Vec<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata/pe/bin");
    let names = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let mut names: Vec<String> = names.filter(|name| name.ends_with(".dll")).collect();
    names.sort();
    names
}

struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % limit.max(1) as u64) as usize
    }

    /// Puts up to four values in that linkers and readers count with.
    fn damage(&mut self, bytes: &mut [u8]) {
        const VALUES: [u32; 9] = [0, 1, 0xff, 0x7fff_ffff, 0x8000_0000, u32::MAX, 0xffff, 0x1000, 0x10];
        for _ in 0..=self.below(4) {
            let at = self.below(bytes.len().saturating_sub(4));
            match self.below(3) {
                0 => bytes[at] = self.below(256) as u8,
                1 => bytes[at] ^= 1 << self.below(8),
                _ => {
                    let value = VALUES[self.below(VALUES.len())].to_le_bytes();
                    let length = [1, 2, 4][self.below(3)];
                    bytes[at..at + length].copy_from_slice(&value[..length]);
                }
            }
        }
    }
}

/// Reads everything there is to read.
fn read(dll: &[u8], pdb: Option<&[u8]>) {
    let Ok(pe) = PE::parse(dll) else { return };
    Evidence::read(dll, &pe);
    Managed::read(dll, &pe);
    let (debug, _) = DebugInfo::read(dll, &pe, pdb);
    for (start, size, _) in debug.functions().iter().take(50) {
        for rva in [*start, start + size / 2, start.saturating_add(*size)] {
            debug.line_at(rva);
            debug.function_at(rva);
            debug.library_at(rva);
        }
    }
}

/// Where reading these panicked or took too long, with the first case of each.
fn faults(cases: impl Iterator<Item = (String, Vec<u8>, Option<Vec<u8>>)>) -> BTreeMap<String, String> {
    let mut faults = BTreeMap::new();
    for (case, dll, pdb) in cases {
        let begin = Instant::now();
        if let Err(panic) = catch_unwind(AssertUnwindSafe(|| read(&dll, pdb.as_deref()))) {
            let text = panic.downcast_ref::<String>().cloned();
            let text = text.or_else(|| panic.downcast_ref::<&str>().map(|t| (*t).to_owned())).unwrap_or_default();
            faults.entry(text).or_insert(case);
        } else if begin.elapsed() > GUARD {
            faults.entry(format!("took {:?}", begin.elapsed())).or_insert(case);
        }
    }
    faults
}

#[test]
fn every_prefix_of_a_dll() {
    let names = ["keys-gcc-x64-O2.dll", "late-gcc-x86-O0.dll", "orders-clang-x64-O0.dll", "component-gcc-x64-O2.dll", "managed.dll"];
    let cases = names.into_iter().flat_map(|name| {
        let whole = fixture(name);
        (0..whole.len()).map(move |length| (format!("{name}, {length} bytes"), whole[..length].to_vec(), None))
    });
    let faults = faults(cases);
    assert!(faults.is_empty(), "{faults:#?}");
}

#[test]
fn prefixes_of_a_pdb() {
    let (dll, pdb) = (fixture("orders-clang-x64-O2.dll"), fixture("orders-clang-x64-O2.pdb"));
    let cases = (0..pdb.len()).step_by(13).map(|length| (format!("{length} bytes"), dll.clone(), Some(pdb[..length].to_vec())));
    let faults = faults(cases);
    assert!(faults.is_empty(), "{faults:#?}");
}

/// How many damaged files to read; more in a run by hand.
fn rounds() -> usize {
    std::env::var("HIVELINT_ROUNDS").ok().and_then(|rounds| rounds.parse().ok()).unwrap_or(1000)
}

#[test]
fn damaged_dlls() {
    let names = dlls();
    let cases = names.iter().flat_map(|name| {
        let whole = fixture(name);
        (0..rounds() / 10).map(move |round| {
            let (mut damaged, mut random) = (whole.clone(), Random(0x9e37_79b9_7f4a_7c15 ^ (round as u64 + 1)));
            // Most of what readers follow stands in the first bytes.
            let reach = if round % 2 == 0 { damaged.len() } else { damaged.len().min(1024) };
            random.damage(&mut damaged[..reach]);
            (format!("{name}, round {round}"), damaged, None)
        })
    });
    let faults = faults(cases);
    assert!(faults.is_empty(), "{faults:#?}");
}

#[test]
fn damaged_pdbs() {
    let (dll, whole) = (fixture("keys-clang-x64-O2.dll"), fixture("keys-clang-x64-O2.pdb"));
    let cases = (0..rounds() * 2).map(|round| {
        let (mut damaged, mut random) = (whole.clone(), Random(0x2545_f491_4f6c_dd1d ^ (round as u64 + 1)));
        random.damage(&mut damaged);
        (format!("round {round}"), dll.clone(), Some(damaged))
    });
    let faults = faults(cases);
    assert!(faults.is_empty(), "{faults:#?}");
}
