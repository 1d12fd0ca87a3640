//! What the configuration says of findings: levels, and what is allowed.

use super::identity::{Place, base_name};
use super::{Level, Rule};
use crate::component::Located;
use crate::config::allow::{Allowed, Date};
use crate::config::level::Setting;
use crate::source::{FileId, Source, Span};

/// The configuration of a run as far as findings go.
#[derive(Clone, Copy, Default)]
pub struct Settings<'a> {
    /// The configuration.
    pub located: Option<&'a Located>,
    /// Its text, as one of the sources: what is wrong in it is shown there.
    pub file: Option<FileId>,
    /// For what expires; without it nothing does.
    pub today: Option<Date>,
    /// How much of what the configuration is about is checked.
    pub extent: Checked,
}

/// How much of what a configuration is about is checked: only of what was checked can be said that there is nothing in it.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Checked {
    /// Files in the context of others, which are read in part.
    #[default]
    Part,
    /// Some files, whole.
    Files,
    /// All below its directory.
    All,
}

impl Settings<'_> {
    /// What a rule counts as in a place, if the configuration says so: `Some(None)` is nothing.
    pub(super) fn level(&self, rule: &str, at: Span, sources: &[Source]) -> Option<Option<Level>> {
        let config = &self.located?.config;
        if config.levels.is_empty() && config.paths.is_empty() {
            return None;
        }
        let level = match config.level(rule, &self.paths(at, sources))? {
            Setting::Off => None,
            Setting::Note => Some(Level::Note),
            Setting::Warning => Some(Level::Warning),
            Setting::Error => Some(Level::Error),
        };
        Some(level)
    }

    /// What a rule's findings count as there, by the configuration or else by the rule; nothing if it is switched off.
    pub(super) fn level_of(&self, rule: &Rule, at: Span, sources: &[Source]) -> Option<Level> {
        self.level(&rule.id, at, sources).unwrap_or(Some(rule.level))
    }

    /// Whether an entry is about a place.
    pub(super) fn is_about(&self, entry: &Allowed, rule: &str, at: Span, function: &str, sources: &[Source]) -> bool {
        let is_function = |name: &String| name == function || name == base_name(function);
        entry.rule.as_ref().is_none_or(|r| r == rule)
            && entry.function.as_ref().is_none_or(is_function)
            && (entry.path.is_none() || entry.is_about(&self.paths(at, sources)))
    }

    /// Whether all was checked that the entry is about.
    pub(super) fn is_checked(&self, entry: &Allowed, sources: &[Source]) -> bool {
        let is_read = || {
            let located = self.located?;
            let paths = |s: &Source| located.relative(&s.path).into_iter().collect::<Vec<_>>();
            entry.path.as_ref().and_then(|_| sources.iter().find(|s| entry.is_about(&paths(s))))
        };
        match self.extent {
            Checked::Part => false,
            Checked::Files => is_read().is_some(),
            Checked::All => true,
        }
    }

    /// Where an entry stands.
    pub(super) fn place(&self, entry: &Allowed) -> Option<Span> {
        let [start, end] = [entry.span.start, entry.span.end].map(|at| u32::try_from(at).unwrap_or(u32::MAX));
        Some(Span { file: self.file?, start, end })
    }

    /// The paths that a place goes by: of its file, and of the source that debug information names.
    fn paths(&self, at: Span, sources: &[Source]) -> Vec<String> {
        let Some(located) = self.located else { return Vec::new() };
        let (own, mapped) = (&*sources[at.file.0 as usize].path, Place::of(at, sources).path);
        let both = [Some(own), Some(mapped).filter(|m| *m != own)];
        both.into_iter().flatten().filter_map(|path| located.relative(path)).collect()
    }
}
