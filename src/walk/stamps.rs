//! What tells that a file has changed, without reading it.

use super::{has_ending, has_known_ending, is_passed_over};
use std::path::{Path, PathBuf};
use std::time::SystemTime;
use walkdir::{DirEntry, WalkDir};

/// A file, when it was last written, and its length; nothing where it can't be told.
pub type Stamp = (PathBuf, Option<(SystemTime, u64)>);

/// The files that `paths` name and those below that can be read as code, rules or configuration, sorted.
pub fn stamps(paths: &[PathBuf]) -> Vec<Stamp> {
    // a path that is not there yet can come
    let named = paths.iter().filter(|path| !path.is_dir()).cloned();
    let mut all: Vec<PathBuf> = named.chain(paths.iter().filter(|path| path.is_dir()).flat_map(|path| below(path))).collect();
    all.sort_unstable();
    all.dedup();
    let stamped = |path: PathBuf| {
        let stamp = of(&path);
        (path, stamp)
    };
    all.into_iter().map(stamped).collect()
}

/// When a file was last written, and its length; nothing where that can't be told.
pub(super) fn of(path: &Path) -> Option<(SystemTime, u64)> {
    path.metadata().ok().and_then(|meta| Some((meta.modified().ok()?, meta.len())))
}

fn below(directory: &Path) -> Vec<PathBuf> {
    let entries = WalkDir::new(directory).into_iter().filter_entry(|e| e.depth() == 0 || !is_passed_over(e)).filter_map(Result::ok);
    let files = entries.filter(|e| e.file_type().is_file()).map(DirEntry::into_path);
    files.filter(|path| has_known_ending(path) || has_ending(path, "toml")).collect()
}
