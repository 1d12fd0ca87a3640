//! Finds, reads and drafts `hivelint.toml`.

use super::Trouble;
use crate::component::Located;
use crate::config::{self, Config, Known, draft};
use crate::report::terminal;
use crate::source::decode;
use crate::walk;
use std::fs;
use std::path::{Path, PathBuf};

/// A configuration, a baseline or a project file is not larger than this.
const LARGEST: u64 = 64 << 20;

/// The configuration that was named, or the first one found from what is checked upwards; and its text.
pub(super) fn read(named: Option<&Path>, paths: &[PathBuf], known: Known<'_>) -> Result<Option<(Located, String)>, Trouble> {
    let Some(path) = named.map(Path::to_owned).or_else(|| find(paths)) else { return Ok(None) };
    let name = walk::printed(&path);
    let text = read_text(&path).map_err(|why| format!("can't read `{name}`: {why}"))?;
    let absolute = absolute(&path);
    let base = absolute.parent().map_or_else(|| PathBuf::from("/"), Path::to_owned);
    let beside = |file: &str| read_text(&base.join(file));
    let config = Config::read(&name, &text, known, &beside)
        .map_err(|error| format!("the configuration can't be used\n{}", terminal::data_error(&error).trim_end()))?;
    Ok(Some((Located { config, path: name, base: walk::printed(&base), here: here()? }, text)))
}

/// The directory that relative paths start from.
pub(super) fn here() -> Result<String, Trouble> {
    let here = std::env::current_dir().map_err(|error| format!("can't tell which directory this is: {error}"))?;
    Ok(walk::printed(&here))
}

/// From the deepest directory that holds all paths upwards.
pub(super) fn find(paths: &[PathBuf]) -> Option<PathBuf> {
    let directories =
        paths.iter().map(|p| if p.is_dir() { absolute(p) } else { absolute(p).parent().map(Path::to_owned).unwrap_or_default() });
    let shared = directories.reduce(|a, b| a.ancestors().find(|above| b.starts_with(above)).map(Path::to_owned).unwrap_or_default())?;
    let found = shared.ancestors().map(|d| d.join(config::FILE_NAME)).find(|f| f.is_file())?;
    // as the user would write it
    let here = std::env::current_dir().ok()?;
    Some(found.strip_prefix(&here).map_or(found.clone(), Path::to_owned))
}

/// Without links resolved, but without `.` and `..`, too.
pub(super) fn absolute(path: &Path) -> PathBuf {
    let whole = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let mut plain = PathBuf::new();
    for part in whole.components() {
        match part {
            std::path::Component::ParentDir => {
                plain.pop();
            }
            std::path::Component::CurDir => {}
            part => plain.push(part),
        }
    }
    plain
}

pub(super) fn read_text(path: &Path) -> Result<String, String> {
    let meta = fs::metadata(path).map_err(|e| e.to_string())?;
    if !meta.is_file() {
        return Err("it is not a regular file".to_owned());
    }
    if meta.len() > LARGEST {
        return Err(format!("it is larger than {} MiB", LARGEST >> 20));
    }
    let bytes = fs::read(path).map_err(|e| e.to_string())?;
    decode(&bytes).ok_or_else(|| "it is not text".to_owned())
}

/// Writes a configuration from the project files below a directory; says what it did.
pub(super) fn init(directory: &Path, force: bool) -> Result<String, Trouble> {
    let target = directory.join(config::FILE_NAME);
    let name = walk::printed(&target);
    if !directory.is_dir() {
        return Err(Trouble(format!("`{}` is not a directory; name the one that holds the sources", walk::printed(directory))));
    }
    if target.exists() && !force {
        return Err(Trouble(format!("`{name}` exists; give --force to replace it")));
    }
    let mut files = Vec::new();
    for path in walk::named(directory, &|name| draft::is_project_file(name)) {
        let relative = path.strip_prefix(directory).map(walk::printed).unwrap_or_default();
        match read_text(&path) {
            Ok(text) => files.push((relative, text)),
            Err(why) => eprintln!("hivelint: `{}` was not read: {why}", walk::printed(&path)),
        }
    }
    super::write_file(&target, draft::draft(&files).as_bytes(), force).map_err(|error| format!("can't write `{name}`: {error}"))?;
    Ok(format!("Wrote {name}. Say in it how each component is deployed: hivelint takes what it is not told to be as bad as it can be.\n"))
}
