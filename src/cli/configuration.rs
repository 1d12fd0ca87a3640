//! Finds, reads and drafts `hivelint.toml`.

use super::Trouble;
use crate::component::Located;
use crate::config::{self, Config, Known, draft};
use crate::models::DataError;
use crate::report::terminal;
use crate::source::decode;
use crate::walk;
use std::fs;
use std::ops::Range;
use std::path::{Path, PathBuf};

/// A configuration, a baseline or a project file is not larger than this.
const LARGEST: u64 = 64 << 20;

/// The text of a configuration.
pub(super) struct File {
    path: PathBuf,
    name: String,
    pub(super) text: String,
}

impl File {
    /// The one that was named, or the first one found from what is checked upwards.
    pub(super) fn find(named: Option<&Path>, paths: &[PathBuf]) -> Result<Option<File>, Trouble> {
        let Some(path) = named.map(Path::to_owned).or_else(|| find(paths)) else { return Ok(None) };
        let name = walk::printed(&path);
        let text = read_text(&path).map_err(|why| format!("can't read `{name}`: {why}"))?;
        Ok(Some(File { path, name, text }))
    }

    /// What it says.
    pub(super) fn read(&self, known: Known<'_>) -> Result<Located, Trouble> {
        let base = self.base();
        let beside = |file: &str| read_text(&base.join(file));
        let config = Config::read(&self.name, &self.text, known, &beside).map_err(unusable)?;
        Ok(Located { config, path: self.name.clone(), base: walk::printed(&base), here: here()? })
    }

    /// The directory of rules that it names, and where it does.
    pub(super) fn rules(&self) -> Result<Option<(PathBuf, Range<usize>)>, Trouble> {
        let named = config::rules_named(&self.name, &self.text).map_err(unusable)?;
        let Some((directory, span)) = named else { return Ok(None) };
        let whole = absolute(&self.base().join(directory.replace('\\', "/")));
        if whole == self.base() {
            let help = "name a directory of its own, relative to this file: every `.toml` file in it is taken for a rule";
            return Err(self.wrong(span, "rules can't lie where this file lies", help));
        }
        Ok(Some((as_written(whole), span)))
    }

    pub(super) fn wrong(&self, span: Range<usize>, message: impl Into<String>, help: impl Into<String>) -> Trouble {
        unusable(DataError::new(&self.name, &self.text, span, message, help))
    }

    fn base(&self) -> PathBuf {
        absolute(&self.path).parent().map_or_else(|| PathBuf::from("/"), Path::to_owned)
    }
}

fn unusable(error: DataError) -> Trouble {
    Trouble(format!("the configuration can't be used\n{}", terminal::data_error(&error).trim_end()))
}

/// An absolute path as the user would write it.
pub(super) fn as_written(whole: PathBuf) -> PathBuf {
    let here = std::env::current_dir().unwrap_or_default();
    whole.strip_prefix(here).map_or(whole.clone(), Path::to_owned)
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
    shared.ancestors().map(|d| d.join(config::FILE_NAME)).find(|f| f.is_file()).map(as_written)
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
