//! What a team adds to hivelint: rules, and tables that say what its own APIs do.

use super::{Trouble, faulty};
use crate::judge::Rules;
use crate::models::{self, Models};
use crate::walk::printed;
use clap::{Args, ValueHint};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// The folder of tables in a directory of rules, as in `rules/` of hivelint itself.
const TABLES: &str = "apis";

#[derive(Args)]
pub(super) struct OwnRules {
    /// Rules and APIs of your own, besides those that come with hivelint: every `.toml` file in this directory is a rule, every
    /// `.toml` file in its folder `apis` says what functions do with keys
    #[arg(long = "rules", value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub(super) directory: Option<PathBuf>,
}

/// Names and texts of the files.
struct Files {
    rules: Vec<(String, String)>,
    tables: Vec<(String, String)>,
}

impl OwnRules {
    /// The rules that come with hivelint, and those of the directory.
    pub(super) fn rules(&self) -> Result<Rules, Trouble> {
        let builtin = Rules::builtin().map_err(faulty)?;
        let Some(own) = self.read()? else { return Ok(builtin) };
        builtin.with(&borrowed(&own.rules)).map_err(faulty)
    }

    /// The tables that come with hivelint, and those of the directory.
    pub(super) fn models(&self) -> Result<Models, Trouble> {
        let Some(own) = self.read()? else { return models::builtin().map_err(faulty) };
        models::with_own(&borrowed(&own.tables)).map_err(faulty)
    }

    fn read(&self) -> Result<Option<Files>, Trouble> {
        let Some(directory) = &self.directory else { return Ok(None) };
        let tables = directory.join(TABLES);
        let tables = if tables.is_dir() { toml_files(&tables)? } else { Vec::new() };
        let files = Files { rules: toml_files(directory)?, tables };
        if files.rules.is_empty() && files.tables.is_empty() {
            let name = printed(directory);
            let help = format!("--rules names a directory with one file for each rule, or with tables of APIs in its folder `{TABLES}`");
            return Err(Trouble(format!("there is no `.toml` file in `{name}`; {help}")));
        }
        Ok(Some(files))
    }
}

fn borrowed(files: &[(String, String)]) -> Vec<(&str, &str)> {
    files.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect()
}

fn toml_files(directory: &Path) -> Result<Vec<(String, String)>, Trouble> {
    let cant = |error: io::Error| format!("can't read the rules in `{}`: {error}", printed(directory));
    let mut files = Vec::new();
    for entry in fs::read_dir(directory).map_err(cant)? {
        let path = entry.map_err(cant)?.path();
        if path.extension().is_some_and(|e| e == "toml") {
            let text = fs::read_to_string(&path).map_err(|error| format!("can't read `{}`: {error}", printed(&path)))?;
            files.push((printed(&path), text));
        }
    }
    files.sort();
    Ok(files)
}
