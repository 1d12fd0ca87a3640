//! What rules count as: everywhere, and in some paths.

use super::Reading;
use super::pattern::{Pattern, naming};
use crate::models::{DataError, nearest};
use serde::Deserialize;
use std::collections::BTreeMap;
use toml::Spanned;

/// What a rule's findings count as.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum Setting {
    /// They are not reported.
    Off,
    /// Worth knowing.
    Note,
    /// May do harm.
    Warning,
    /// Does harm.
    Error,
}

/// Settings by the ids of rules.
pub type Levels = BTreeMap<String, Setting>;

/// Settings for what some patterns name.
#[derive(Clone, PartialEq, Debug)]
pub struct PathLevels {
    /// Where.
    pub globs: Vec<Pattern>,
    /// What counts there.
    pub levels: Levels,
}

impl super::Config {
    /// What a rule counts as in a file that may go by several paths, if the configuration says so.
    pub fn level(&self, rule: &str, paths: &[String]) -> Option<Setting> {
        let is_about = |entry: &&PathLevels| paths.iter().any(|path| naming(&entry.globs, path).is_some());
        let here = self.paths.iter().rev().filter(is_about).find_map(|entry| entry.levels.get(rule));
        here.or_else(|| self.levels.get(rule)).copied()
    }
}

/// Levels for some paths.
#[derive(Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[cfg_attr(test, schemars(rename = "Path"))]
pub(super) struct Entry {
    /// Directories, files, or patterns with `*` and `**`, relative to this file.
    #[cfg_attr(test, schemars(with = "Vec<String>"))]
    globs: Vec<Spanned<String>>,
    /// What rules count as there, by their ids: "off", "note", "warning" or "error".
    #[cfg_attr(test, schemars(with = "BTreeMap<String, Setting>"))]
    levels: BTreeMap<Spanned<String>, Setting>,
}

impl Reading<'_> {
    pub(super) fn levels(&self, written: BTreeMap<Spanned<String>, Setting>) -> Result<Levels, DataError> {
        written.into_iter().map(|(rule, setting)| Ok((self.rule(&rule)?, setting))).collect()
    }

    pub(super) fn path_levels(&self, entry: Entry) -> Result<PathLevels, DataError> {
        Ok(PathLevels { globs: self.patterns(&entry.globs)?, levels: self.levels(entry.levels)? })
    }

    /// The id of a rule that there is.
    pub(super) fn rule(&self, written: &Spanned<String>) -> Result<String, DataError> {
        let id = written.get_ref();
        if self.known.rules.contains(&id.as_str()) {
            return Ok(id.clone());
        }
        let help = match nearest(id, self.known.rules) {
            Some(name) => format!("did you mean `{name}`? `hivelint rules` lists all"),
            None => "`hivelint rules` lists the rules; one of your own needs `--rules DIR`".to_owned(),
        };
        self.wrong(written.span(), format!("there is no rule `{id}`"), help)
    }
}
