//! A change as the lines that it takes away and puts in.

use super::{Report, clean};
use crate::judge::{Change, Edit};
use crate::source::{FileId, Source};
use similar::{ChangeTag, TextDiff};
use std::fmt::Write;

/// So many lines around a change are shown in a unified diff.
const AROUND: usize = 3;
/// A line is cut here.
const WIDEST: usize = 240;

/// What becomes of a line.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Fate {
    Stays,
    Goes,
    Comes,
}

impl Fate {
    pub(super) fn sign(self) -> char {
        match self {
            Fate::Stays => ' ',
            Fate::Goes => '-',
            Fate::Comes => '+',
        }
    }
}

/// One line of a diff, safe to print.
pub(super) struct Line {
    pub(super) fate: Fate,
    /// In the text that it is of, from 1.
    pub(super) number: usize,
    pub(super) text: String,
}

/// Lines that are close together.
pub(super) struct Hunk<'a> {
    pub(super) path: &'a str,
    /// First line and number of lines, before and after.
    pub(super) before: (usize, usize),
    pub(super) after: (usize, usize),
    pub(super) lines: Vec<Line>,
}

impl<'a> Report<'a> {
    /// The change with so many lines around it.
    pub(super) fn hunks(&self, change: &Change, around: usize) -> Vec<Hunk<'a>> {
        let mut files: Vec<FileId> = change.edits.iter().map(|e| e.span.file).collect();
        files.sort_unstable();
        files.dedup();
        files.into_iter().flat_map(|file| hunks_of(&self.sources[file.0 as usize], file, &change.edits, around)).collect()
    }

    /// The change as a unified diff.
    pub(super) fn unified(&self, change: &Change) -> String {
        let mut out = String::new();
        let mut path = "";
        for hunk in self.hunks(change, AROUND) {
            if hunk.path != path {
                path = hunk.path;
                let _ = write!(out, "--- {0}\n+++ {0}\n", clean(path));
            }
            let (before, after) = (hunk.before, hunk.after);
            let _ = writeln!(out, "@@ -{},{} +{},{} @@", before.0, before.1, after.0, after.1);
            for line in hunk.lines {
                let _ = writeln!(out, "{}{}", line.fate.sign(), line.text);
            }
        }
        out
    }
}

fn hunks_of<'a>(source: &'a Source, file: FileId, edits: &[Edit], around: usize) -> Vec<Hunk<'a>> {
    let own: Vec<&Edit> = edits.iter().filter(|e| e.span.file == file).collect();
    let (Some(first), Some(last)) = (own.first(), own.last()) else { return Vec::new() };
    // only what is near: the text can be long
    let from = source.position(first.span.start).line.saturating_sub(around as u32).max(1);
    let to = source.position(last.span.end).line + around as u32;
    let start = source.line_range(from).start;
    let end = source.text[source.line_range(to).start..].find('\n').map(|i| source.line_range(to).start + i + 1);
    let end = end.filter(|e| *e > start).unwrap_or(source.text.len());
    let before = &source.text[start..end];
    let shifted: Vec<Edit> = own.iter().map(|e| shift(e, start as u32)).collect();
    let after = Change::applied(&shifted, file, before);
    let diff = TextDiff::from_lines(before, after.as_str());
    let offset = from as usize;
    let groups = diff.grouped_ops(around);
    let hunks = groups.iter().map(|ops| {
        let lines = ops.iter().flat_map(|op| diff.iter_changes(op)).map(|change| {
            let (fate, index) = match change.tag() {
                ChangeTag::Equal => (Fate::Stays, change.new_index()),
                ChangeTag::Delete => (Fate::Goes, change.old_index()),
                ChangeTag::Insert => (Fate::Comes, change.new_index()),
            };
            let text: String = clean(change.value().trim_end_matches(['\n', '\r'])).chars().take(WIDEST).collect();
            Line { fate, number: index.unwrap_or(0) + offset, text }
        });
        let lines: Vec<Line> = lines.collect();
        let count = |without: Fate| lines.iter().filter(|l| l.fate != without).count();
        let first = |range: Option<std::ops::Range<usize>>| range.map_or(0, |r| r.start) + offset;
        let (old, new) = (ops.first().map(|o| o.old_range()), ops.first().map(|o| o.new_range()));
        Hunk { path: &source.path, before: (first(old), count(Fate::Comes)), after: (first(new), count(Fate::Goes)), lines }
    });
    hunks.collect()
}

fn shift(edit: &Edit, by: u32) -> Edit {
    let mut moved = edit.clone();
    moved.span.start = moved.span.start.saturating_sub(by);
    moved.span.end = moved.span.end.saturating_sub(by);
    moved
}
