//! Comments that allow a finding: `// hivelint: allow(rule-id) reason`, on its line or alone on the line above.

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

/// All comments of all files, by the line that they are about.
pub(super) struct Allows {
    by_line: BTreeMap<(FileId, u32), Vec<Allow>>,
}

impl Allows {
    pub(super) fn read(sources: &[Source]) -> Allows {
        let mut by_line = BTreeMap::new();
        for (i, source) in sources.iter().enumerate().filter(|(_, s)| s.text.contains(MARK)) {
            read_file(FileId(i as u32), &source.text, &mut by_line);
        }
        Allows { by_line }
    }

    /// The reason for which a finding of this rule at this place is allowed.
    pub(super) fn take(&mut self, sources: &[Source], rule: &str, at: Span) -> Option<String> {
        if self.by_line.is_empty() {
            return None;
        }
        let line = sources[at.file.0 as usize].position(at.start).line;
        let allow = self.by_line.get_mut(&(at.file, line))?.iter_mut().find(|a| a.rule == rule && !a.reason.is_empty())?;
        allow.used = true;
        Some(allow.reason.clone())
    }

    pub(super) fn all(&self) -> impl Iterator<Item = &Allow> {
        self.by_line.values().flatten()
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
