//! What allows a finding: a comment `// hivelint: allow(rule-id) reason`, on its line or alone on the line above, or an entry of the
//! configuration.

use super::settings::Settings;
use super::{SuppressedBy, Suppression};
use crate::config::allow::Allowed;
use crate::source::{FileId, Source, Span};
use std::collections::BTreeMap;

const MARK: &str = "hivelint:";

/// One rule allowed at one line.
#[derive(Clone, PartialEq, Debug)]
pub(super) struct Allow {
    /// The rule named.
    pub(super) rule: String,
    /// Why; empty if the comment does not say.
    pub(super) reason: String,
    /// The comment from `hivelint:` on.
    pub(super) span: Span,
    /// Something was allowed by it.
    pub(super) used: bool,
}

/// All comments of all files, by the line that they are about, and the entries of the configuration.
pub(super) struct Allows<'a> {
    sources: &'a [Source],
    settings: &'a Settings<'a>,
    by_line: BTreeMap<(FileId, u32), Vec<Allow>>,
    /// With each, whether it is about something.
    entries: Vec<(&'a Allowed, bool)>,
}

impl<'a> Allows<'a> {
    pub(super) fn read(sources: &'a [Source], settings: &'a Settings<'a>) -> Allows<'a> {
        let mut by_line = BTreeMap::new();
        for (i, source) in sources.iter().enumerate().filter(|(_, s)| s.text.contains(MARK)) {
            read_file(FileId(i as u32), &source.text, &mut by_line);
        }
        let entries = settings.located.iter().flat_map(|l| &l.config.allows).map(|entry| (entry, false)).collect();
        Allows { sources, settings, by_line, entries }
    }

    /// Why something at this place is allowed that has no fingerprint of its own.
    pub(super) fn take(&mut self, rule: &str, at: Span, function: &str) -> Option<Suppression> {
        self.comment_for(rule, at).or_else(|| self.entry_for(rule, at, function, None))
    }

    /// The comment that allows a finding of this rule at this place.
    pub(super) fn comment_for(&mut self, rule: &str, at: Span) -> Option<Suppression> {
        if self.by_line.is_empty() {
            return None;
        }
        let line = self.sources[at.file.0 as usize].position(at.start).line;
        let allow = self.by_line.get_mut(&(at.file, line))?.iter_mut().find(|a| a.rule == rule && !a.reason.is_empty())?;
        allow.used = true;
        Some(Suppression { by: SuppressedBy::Comment, reason: allow.reason.clone() })
    }

    /// The entry of the configuration that does. One that is over allows nothing, but is about it.
    pub(super) fn entry_for(&mut self, rule: &str, at: Span, function: &str, fingerprint: Option<&str>) -> Option<Suppression> {
        let mut suppression = None;
        for (entry, used) in &mut self.entries {
            let is_it = entry.fingerprint.as_deref().is_none_or(|print| fingerprint == Some(print));
            if is_it && self.settings.is_about(entry, rule, at, function, self.sources) {
                *used = true;
                if suppression.is_none() && !entry.is_expired(self.settings.today) {
                    suppression = Some(Suppression { by: SuppressedBy::Configuration, reason: entry.reason.clone() });
                }
            }
        }
        suppression
    }

    pub(super) fn comments(&self) -> impl Iterator<Item = &Allow> {
        self.by_line.values().flatten()
    }

    pub(super) fn entries(&self) -> impl Iterator<Item = (&'a Allowed, bool)> + use<'a, '_> {
        self.entries.iter().copied()
    }

    pub(super) fn sources(&self) -> &'a [Source] {
        self.sources
    }
}

/// A comment with code before it is about its own line; one without, about the next line that is no such comment itself.
fn read_file(file: FileId, text: &str, by_line: &mut BTreeMap<(FileId, u32), Vec<Allow>>) {
    let mut waiting = Vec::new();
    let (mut number, mut start) = (0, 0);
    for line in text.split('\n') {
        number += 1;
        let found = comment(file, line, start);
        start += line.len() + 1;
        let (mut about, is_alone) = found.unwrap_or_default();
        if is_alone {
            waiting.append(&mut about);
            continue;
        }
        about.append(&mut waiting);
        if !about.is_empty() {
            by_line.insert((file, number), about);
        }
    }
    if !waiting.is_empty() {
        by_line.insert((file, number + 1), waiting);
    }
}

/// What the comment in this line allows, and whether it stands there alone.
fn comment(file: FileId, line: &str, line_start: usize) -> Option<(Vec<Allow>, bool)> {
    let (before, after) = line.split_at(line.find(MARK)?);
    let mark = line_start + before.len();
    let before = before.trim_end();
    let (code, is_block) = match (before.strip_suffix("//"), before.strip_suffix("/*")) {
        (Some(code), _) => (code, false),
        (_, Some(code)) => (code, true),
        _ => return None,
    };
    let after = if is_block { after.split("*/").next().unwrap_or_default() } else { after }.trim_end();
    let (rules, reason) = after[MARK.len()..].trim_start().strip_prefix("allow(")?.split_once(')')?;
    let span = Span { file, start: mark as u32, end: (mark + after.len()) as u32 };
    let allow = |rule: &str| Allow { rule: rule.to_owned(), reason: reason.trim().to_owned(), span, used: false };
    let allows = rules.split(',').map(str::trim).filter(|r| !r.is_empty()).map(allow).collect();
    Some((allows, code.trim().is_empty()))
}
