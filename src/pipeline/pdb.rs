//! Which PDB belongs to which DLL.
//!
//! A PDB says by GUID and age which link it is from, so a matching one is taken from wherever it was found. One that goes by the
//! right name but is from another build is refused with a notice: its lines would be wrong.

use super::Taken;
use crate::frontend::pe::{self, debug};
use crate::source::{Input, Notice, recorded_name};
use rayon::prelude::*;
use std::collections::BTreeSet;

/// The paths of PDBs that PE files record: the file's own path, and the recorded one.
pub fn recorded_pdbs(files: &[Input]) -> Vec<(String, String)> {
    let all = files.par_iter().filter(|file| pe::is_pe(file.bytes()));
    all.filter_map(|file| Some((file.path.clone(), debug::pdb_reference(&pe::headers(file.bytes())?)?.0))).collect()
}

/// The PDB of a DLL, and those that have the right name and are not its own, with the reason.
type Choice = (Option<usize>, Vec<(usize, String)>);

/// For every DLL its PDB, and what there is to say about the others.
pub(super) fn assign<'a>(binaries: &[Taken], pdbs: &'a [Taken]) -> (Vec<Option<&'a [u8]>>, Vec<Notice>) {
    if pdbs.is_empty() {
        return (vec![None; binaries.len()], Vec::new());
    }
    let mut notices = Vec::new();
    let guids: Vec<Option<[u8; 16]>> = pdbs.par_iter().map(|(_, _, bytes)| debug::pdb_guid(bytes)).collect();
    let found: Vec<Choice> = binaries.par_iter().map(|(_, path, bytes)| choose(path, bytes, pdbs, &guids)).collect();
    let mut told: BTreeSet<usize> = found.iter().filter_map(|(chosen, _)| *chosen).collect();
    let used = told.clone();
    for ((_, path, _), (_, refused)) in binaries.iter().zip(&found).filter(|(_, (chosen, _))| chosen.is_none()) {
        // that another DLL has a PDB of this name is no news
        for (n, why) in refused.iter().filter(|(n, _)| !used.contains(n)) {
            told.insert(*n);
            notices.push(Notice { path: path.clone(), line: None, message: format!("`{}` does not belong to it: {why}", pdbs[*n].1) });
        }
    }
    for (_, path, _) in pdbs.iter().enumerate().filter(|(n, _)| !told.contains(n)).map(|(_, pdb)| pdb) {
        let message = "not used: no DLL or program that was given names this PDB".to_owned();
        notices.push(Notice { path: path.clone(), line: None, message });
    }
    (found.into_iter().map(|(chosen, _)| chosen.map(|n| pdbs[n].2.as_slice())).collect(), notices)
}

/// The PDB that matches, and those that have the right name and don't.
fn choose(path: &str, bytes: &[u8], pdbs: &[Taken], guids: &[Option<[u8; 16]>]) -> Choice {
    let Some(headers) = pe::headers(bytes) else { return (None, Vec::new()) };
    let (recorded, guid) = debug::pdb_reference(&headers).map(|(recorded, guid, _)| (recorded, guid)).unzip();
    let mut named: Vec<usize> = (0..pdbs.len()).filter(|n| goes_by_name(path, recorded.as_deref(), &pdbs[*n].1)).collect();
    // the one beside the DLL first
    named.sort_by_key(|n| folder(&pdbs[*n].1) != folder(path));
    let mut refused = Vec::new();
    let others = (0..pdbs.len()).filter(|n| guid.is_some() && guids[*n] == guid && !named.contains(n));
    for n in named.iter().copied().chain(others) {
        match debug::pdb_belongs(&pdbs[n].2, &headers) {
            Ok(()) => return (Some(n), refused),
            Err(why) if named.contains(&n) => refused.push((n, why)),
            Err(_) => {}
        }
    }
    (None, refused)
}

/// Whether a PDB has the name of a DLL, or the one that it records.
pub fn goes_by_name(dll: &str, recorded: Option<&str>, pdb: &str) -> bool {
    let name = |path: &str| recorded_name(path).to_ascii_lowercase();
    let stem = |path: &str| name(path).rsplit_once('.').map_or_else(|| name(path), |(stem, _)| stem.to_owned());
    stem(dll) == stem(pdb) || recorded.is_some_and(|recorded| name(recorded) == name(pdb))
}

fn folder(path: &str) -> &str {
    path.rsplit_once(['/', '\\']).map_or("", |(folder, _)| folder)
}
