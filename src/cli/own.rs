//! What a team adds to hivelint: rules, and tables that say what its own APIs do.

use super::configuration::File;
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

const FORM: &str = "names a directory with one file for each rule, or with tables of APIs in its folder `apis`";

#[derive(Args)]
pub(super) struct OwnRules {
    /// Rules and APIs of your own, besides those that come with hivelint: every `.toml` file in this directory is a rule, every
    /// `.toml` file in its folder `apis` says what functions do with keys; without it, what `rules` in hivelint.toml names
    #[arg(long = "rules", value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub(super) directory: Option<PathBuf>,
}

/// What a team adds: names and texts of the files.
#[derive(Default)]
pub(super) struct Own {
    rules: Vec<(String, String)>,
    tables: Vec<(String, String)>,
}

impl OwnRules {
    /// What lies in the directory that was named, or else in the one that the configuration names.
    pub(super) fn read(&self, file: Option<&File>) -> Result<Own, Trouble> {
        if let Some(directory) = &self.directory {
            return Own::read(directory).map_err(|why| Trouble(format!("{why}; --rules {FORM}")));
        }
        let Some((file, (directory, span))) = file.map(|f| f.rules().map(|r| Some((f, r?)))).transpose()?.flatten() else {
            return Ok(Own::default());
        };
        Own::read(&directory).map_err(|why| file.wrong(span, why, format!("`rules` {FORM}, relative to this file")))
    }

    /// As [`OwnRules::read`], where nothing but the rules of a configuration counts: the one found from the paths upwards.
    pub(super) fn found(&self, paths: &[PathBuf]) -> Result<Own, Trouble> {
        let file = if self.directory.is_some() { None } else { File::find(None, paths)? };
        self.read(file.as_ref())
    }

    /// The directory.
    pub(super) fn place(&self, file: Option<&File>) -> Option<PathBuf> {
        self.directory.clone().or_else(|| Some(file?.rules().ok()??.0))
    }
}

impl Own {
    /// The rules that come with hivelint, and these.
    pub(super) fn rules(&self) -> Result<Rules, Trouble> {
        let builtin = Rules::builtin().map_err(faulty)?;
        if self.rules.is_empty() { Ok(builtin) } else { builtin.with(&borrowed(&self.rules)).map_err(faulty) }
    }

    /// The tables that come with hivelint, and these.
    pub(super) fn models(&self) -> Result<Models, Trouble> {
        if self.tables.is_empty() { models::builtin() } else { models::with_own(&borrowed(&self.tables)) }.map_err(faulty)
    }

    fn read(directory: &Path) -> Result<Own, String> {
        let tables = directory.join(TABLES);
        let tables = if tables.is_dir() { toml_files(&tables)? } else { Vec::new() };
        let own = Own { rules: toml_files(directory)?, tables };
        if own.rules.is_empty() && own.tables.is_empty() {
            return Err(format!("there is no `.toml` file in `{}`", printed(directory)));
        }
        Ok(own)
    }
}

fn borrowed(files: &[(String, String)]) -> Vec<(&str, &str)> {
    files.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect()
}

fn toml_files(directory: &Path) -> Result<Vec<(String, String)>, String> {
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
