//! Reads `rules/apis/*.toml` and says what is wrong with a table, by file and line.

use super::{ApiId, Function, MacroMeaning, Models};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::fmt;

/// A data file that can't be used.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct DataError {
    /// The file, as given.
    pub file: String,
    /// Line, from 1.
    pub line: u32,
    /// What is wrong and what to do about it.
    pub message: String,
}

impl fmt::Display for DataError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}", self.file, self.line, self.message)
    }
}

impl std::error::Error for DataError {}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    function: Vec<toml::Spanned<Function>>,
    #[serde(default)]
    constants: BTreeMap<String, i64>,
    #[serde(default)]
    macros: BTreeMap<String, MacroMeaning>,
}

/// The tables that are compiled in, as `(file name, text)`; a test holds this list against the folder.
const BUILTIN: &[(&str, &str)] = &[("registry.toml", include_str!("../../rules/apis/registry.toml"))];

/// The tables that come with hivelint.
pub fn builtin() -> Result<Models, DataError> {
    load(BUILTIN)
}

/// Reads tables given as `(file name, text)`.
pub fn load(files: &[(&str, &str)]) -> Result<Models, DataError> {
    let mut models = Models::default();
    for (name, text) in files {
        let parsed: File = toml::from_str(text).map_err(|e| {
            let at = e.span().map_or(0, |s| s.start);
            DataError { file: (*name).to_owned(), line: line_of(text, at), message: e.message().to_owned() }
        })?;
        for function in parsed.function {
            let at = function.span().start;
            add(&mut models, function.into_inner()).map_err(|message| DataError {
                file: (*name).to_owned(),
                line: line_of(text, at),
                message,
            })?;
        }
        models.constants.extend(parsed.constants);
        models.macros.extend(parsed.macros);
    }
    Ok(models)
}

fn line_of(text: &str, offset: usize) -> u32 {
    text.bytes().take(offset).filter(|b| *b == b'\n').count() as u32 + 1
}

fn add(models: &mut Models, function: Function) -> Result<(), String> {
    let id = ApiId(models.functions.len() as u32);
    let mut spellings = vec![function.name.clone()];
    if function.ansi_wide {
        spellings.extend(["A", "W"].map(|suffix| format!("{}{suffix}", function.name)));
    }
    spellings.extend(function.aliases.iter().cloned());
    for name in spellings {
        if models.by_name.insert(name.clone(), id).is_some() {
            return Err(format!("`{name}` is described twice; keep one of the two entries"));
        }
    }
    models.functions.push(function);
    Ok(())
}
