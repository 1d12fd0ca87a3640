//! `*` and `?` in paths. Shells of Windows hand them over as they are written.

use std::path::{Path, PathBuf};

/// The paths, each pattern replaced by what it names. A pattern that names nothing stays, and is told as missing.
pub fn expanded(paths: &[PathBuf]) -> Vec<PathBuf> {
    paths.iter().flat_map(|path| expand(path)).collect()
}

fn expand(path: &Path) -> Vec<PathBuf> {
    let text = path.to_str().unwrap_or_default();
    // of a long path of Windows, `\\?\`, the question mark is no wildcard
    let is_pattern = !text.starts_with(r"\\?\") && text.contains(['*', '?']) && path.symlink_metadata().is_err();
    let named: Vec<PathBuf> = match glob::glob(text) {
        Ok(found) if is_pattern => found.filter_map(Result::ok).collect(),
        _ => Vec::new(),
    };
    if named.is_empty() { vec![path.to_owned()] } else { named }
}
