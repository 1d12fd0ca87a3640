//! The lines of source that one finding shows, cut to a readable width and safe to print.
//!
//! codespan-reporting renders whole files; a generated file with a line of megabytes, or one with escape sequences in it,
//! would come out whole. So every finding gets its own small stand-in for each file: the lines it labels and their neighbours.

use super::{clean, clean_char};
use crate::source::{Source, Span};
use codespan_reporting::files::{Error, Files};
use std::collections::BTreeMap;
use std::ops::Range;

/// Longest line shown whole, in characters; also the width of the window into a longer one.
const WIDTH: usize = 160;
/// Characters shown before the first labelled one of a long line.
const LEAD: usize = 40;

/// One line, or a window into it.
struct Line {
    /// Where it is in [`File::text`].
    shown: Range<usize>,
    /// The byte of the source where the window begins, and its column from 0.
    start: usize,
    column: usize,
}

#[derive(Default)]
struct File {
    path: String,
    text: String,
    /// By line index, from 0.
    lines: BTreeMap<usize, Line>,
}

/// The excerpts of one finding; a file's id is its place in the order of first use.
#[derive(Default)]
pub(super) struct Excerpts {
    files: Vec<File>,
}

/// A line of an excerpt.
pub(super) struct Row<'a> {
    /// From 1.
    pub(super) number: usize,
    pub(super) text: &'a str,
    pub(super) marks: Vec<(Range<usize>, usize)>,
}

/// A labelled place in a source: line index and bytes, clipped to its first line.
struct Spot<'a> {
    source: &'a Source,
    line: usize,
    bytes: Range<usize>,
}

impl Excerpts {
    /// Takes over the lines that the spans touch first and says where, in the excerpts, each span is: file and byte range.
    pub(super) fn of(sources: &[Source], spans: &[Span]) -> (Excerpts, Vec<(usize, Range<usize>)>) {
        let spots: Vec<Spot> = spans.iter().map(|s| spot(&sources[s.file.0 as usize], *s)).collect();
        let mut excerpts = Excerpts::default();
        let ids: Vec<usize> = spots.iter().map(|s| excerpts.id(&s.source.path)).collect();
        for (spot, id) in spots.iter().zip(&ids) {
            let labelled = spots.iter().zip(&ids).filter(|(s, i)| s.line == spot.line && *i == id);
            let first = labelled.map(|(s, _)| s.bytes.start).min().unwrap_or(spot.bytes.start);
            excerpts.files[*id].add(spot.source, spot.line, first);
        }
        for (spot, id) in spots.iter().zip(&ids) {
            for neighbour in [spot.line.saturating_sub(1), spot.line + 1] {
                excerpts.files[*id].add(spot.source, neighbour, 0);
            }
        }
        let ranges = spots.iter().zip(ids).map(|(spot, id)| (id, excerpts.files[id].range(spot))).collect();
        (excerpts, ranges)
    }

    /// The excerpts as lines of their files; a mark is a byte range in a line and the number of its span.
    pub(super) fn rows(&self, places: &[(usize, Range<usize>)]) -> Vec<(String, Vec<Row<'_>>)> {
        let file = |(id, file): (usize, &'_ File)| {
            let row = |(index, line): (&usize, &Line)| {
                let inside = |(_, place): &(usize, &Range<usize>)| line.shown.start <= place.start && place.end <= line.shown.end;
                let own = places.iter().enumerate().filter(|(_, p)| p.0 == id).map(|(i, p)| (i, &p.1)).filter(inside);
                let marks = own.map(|(i, p)| (p.start - line.shown.start..p.end - line.shown.start, i)).collect();
                Row { number: index + 1, text: &self.files[id].text[line.shown.clone()], marks }
            };
            (clean(&file.path), file.lines.iter().map(row).collect())
        };
        self.files.iter().enumerate().map(file).collect()
    }

    fn id(&mut self, path: &str) -> usize {
        self.files.iter().position(|f| f.path == path).unwrap_or_else(|| {
            self.files.push(File { path: path.to_owned(), ..File::default() });
            self.files.len() - 1
        })
    }
}

fn spot(source: &Source, span: Span) -> Spot<'_> {
    let line = source.position(span.start).line;
    let range = source.line_range(line);
    let start = (span.start as usize).clamp(range.start, range.end);
    Spot { source, line: line as usize - 1, bytes: start..(span.end as usize).clamp(start, range.end) }
}

impl File {
    fn add(&mut self, source: &Source, line: usize, first_label: usize) {
        if self.lines.contains_key(&line) {
            return;
        }
        let range = source.line_range(line as u32 + 1);
        let is_long = source.text[range.clone()].chars().nth(WIDTH).is_some();
        let start = if is_long { lead_in(source, range.start, first_label) } else { range.start };
        let begin = self.text.len();
        self.text.extend(source.text[start..range.end].chars().take(WIDTH).map(clean_char));
        if is_long {
            self.text.push('…');
        }
        let column = source.position(start as u32).column as usize - 1;
        self.lines.insert(line, Line { shown: begin..self.text.len(), start, column });
        self.text.push('\n');
    }

    fn range(&self, spot: &Spot) -> Range<usize> {
        let line = &self.lines[&spot.line];
        let shown = &self.text[line.shown.clone()];
        let place = |byte: usize| {
            let before = spot.source.text.get(line.start..byte).map_or(0, |text| text.chars().take(WIDTH).count());
            line.shown.start + shown.char_indices().nth(before).map_or(shown.len(), |(i, _)| i)
        };
        place(spot.bytes.start)..place(spot.bytes.end)
    }

    fn line(&self, index: usize) -> Result<&Line, Error> {
        self.lines.get(&index).ok_or(Error::LineTooLarge { given: index, max: self.lines.len() })
    }
}

/// The byte where the window into a long line begins, a little before its first label.
fn lead_in(source: &Source, line_start: usize, first_label: usize) -> usize {
    let before = source.text.get(line_start..first_label).unwrap_or("");
    before.char_indices().rev().nth(LEAD - 1).map_or(line_start, |(i, _)| line_start + i)
}

impl<'a> Files<'a> for Excerpts {
    type FileId = usize;
    type Name = String;
    type Source = &'a str;

    fn name(&'a self, id: usize) -> Result<String, Error> {
        self.files.get(id).map(|f| clean(&f.path)).ok_or(Error::FileMissing)
    }

    fn source(&'a self, id: usize) -> Result<&'a str, Error> {
        self.files.get(id).map(|f| f.text.as_str()).ok_or(Error::FileMissing)
    }

    fn line_index(&'a self, id: usize, byte: usize) -> Result<usize, Error> {
        let file = self.files.get(id).ok_or(Error::FileMissing)?;
        let at = file.lines.iter().find(|(_, line)| line.shown.start <= byte && byte <= line.shown.end);
        at.map(|(index, _)| *index).ok_or(Error::IndexTooLarge { given: byte, max: file.text.len() })
    }

    fn line_range(&'a self, id: usize, index: usize) -> Result<Range<usize>, Error> {
        Ok(self.files.get(id).ok_or(Error::FileMissing)?.line(index)?.shown.clone())
    }

    fn column_number(&'a self, id: usize, index: usize, byte: usize) -> Result<usize, Error> {
        let file = self.files.get(id).ok_or(Error::FileMissing)?;
        let line = file.line(index)?;
        let before = file.text[line.shown.start..byte.clamp(line.shown.start, line.shown.end)].chars().count();
        Ok(line.column + before + 1)
    }
}
