//! Puts what was found on paper: for people ([`terminal`]), for programs ([`json`]) and for code-scanning services ([`sarif`]).
//!
//! A reporter reads lifetimes, findings and rules and decides nothing. Spans become lines and columns only here.

use crate::component::Components;
use crate::judge::{Finding, Level, Rule};
use crate::lifetime::{Class, Lifetime, Solution};
use crate::predict::Verdict;
use crate::source::{Notice, Source, Span};
use crate::windows::Facts;
use serde::Serialize;
use std::sync::LazyLock;

mod excerpt;
pub mod json;
pub mod sarif;
pub mod terminal;
mod verdict;

/// How much was looked at, and how much of it could not be read.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize)]
pub struct Stats {
    /// Files read.
    pub files: usize,
    /// Their bytes.
    pub bytes: usize,
    /// Functions looked into.
    pub functions: usize,
    /// Functions found in binaries, looked into or not.
    pub functions_found: usize,
    /// Open sites.
    pub opens: usize,
    /// Regions that were not understood.
    pub regions_skipped: usize,
    /// Their bytes.
    pub bytes_skipped: usize,
    /// Calls of functions that were not seen.
    pub calls_unresolved: usize,
    /// Bounds that were met.
    pub limits_hit: usize,
}

impl Stats {
    /// Counts what was looked at elsewhere in; files and bytes are counted already.
    pub fn add(&mut self, other: &Stats) {
        self.functions += other.functions;
        self.functions_found += other.functions_found;
        self.opens += other.opens;
        self.regions_skipped += other.regions_skipped;
        self.bytes_skipped += other.bytes_skipped;
        self.calls_unresolved += other.calls_unresolved;
        self.limits_hit += other.limits_hit;
    }
}

/// All that a reporter needs.
#[derive(Clone, Copy)]
pub struct Report<'a> {
    /// Every file, by [`crate::source::FileId`].
    pub sources: &'a [Source],
    /// What the solver found out.
    pub solution: &'a Solution,
    /// What the rules make of it, sorted by place; allowed ones included.
    pub findings: &'a [Finding],
    /// The rules that were applied, sorted by id.
    pub rules: &'a [Rule],
    /// How much was looked at.
    pub stats: Stats,
    /// What was not read or not decided.
    pub notices: &'a [Notice],
    /// Which files make up a component.
    pub components: &'a Components,
    /// What will happen to each, the worst first.
    pub verdicts: &'a [Verdict<'a>],
    /// What Windows does: for the documents that verdicts refer to.
    pub facts: Option<&'a Facts>,
}

/// A place as people and programs name it.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
struct Region<'a> {
    path: &'a str,
    /// The source file that debug information of a binary names.
    source: Option<&'a str>,
    line: Option<u32>,
    column: Option<u32>,
    end_line: Option<u32>,
    end_column: Option<u32>,
    /// In a binary: the address.
    rva: Option<u32>,
}

impl<'a> Report<'a> {
    /// What was found, before anything is made of it.
    pub fn of(sources: &'a [Source], solution: &'a Solution, stats: Stats, notices: &'a [Notice]) -> Report<'a> {
        static NO_COMPONENTS: LazyLock<Components> = LazyLock::new(Components::default);
        Report { sources, solution, findings: &[], rules: &[], stats, notices, components: &NO_COMPONENTS, verdicts: &[], facts: None }
    }

    fn source(&self, span: Span) -> &'a Source {
        &self.sources[span.file.0 as usize]
    }

    fn region(&self, span: Span) -> Region<'a> {
        let source = self.source(span);
        if let Some(addresses) = &source.binary {
            let line = addresses.lines.get(&span.start);
            let number = line.map(|l| l.line);
            return Region {
                path: &source.path,
                source: line.map(|l| &*l.path),
                line: number,
                column: line.and_then(|l| l.column),
                end_line: number,
                end_column: None,
                rva: Some(addresses.rva(span.start)),
            };
        }
        let (start, end) = (source.position(span.start), source.position(span.end));
        Region {
            path: &source.path,
            source: None,
            line: Some(start.line),
            column: Some(start.column),
            end_line: Some(end.line),
            end_column: Some(end.column),
            rva: None,
        }
    }

    /// What kind of file a place is in.
    fn artifact(&self, span: Span) -> &'static str {
        let source = self.source(span);
        match source.binary {
            Some(_) => "pe",
            None if source.path.to_ascii_lowercase().ends_with(".rs") => "rust",
            None => "cpp",
        }
    }

    /// `name.dll+0x1234 (function, source.c:12)`: a place in a binary for people; with its folder where two files have the name.
    fn address(&self, span: Span) -> Option<String> {
        let source = self.source(span);
        let addresses = source.binary.as_ref()?;
        let last = |path: &'a str| path.rsplit('/').next().unwrap_or(path);
        let twice = self.sources.iter().filter(|s| s.binary.is_some() && last(&s.path) == last(&source.path)).nth(1).is_some();
        let name = if twice { &*source.path } else { last(&source.path) };
        let function = addresses.function(span.start).map(str::to_owned);
        let line = addresses.lines.get(&span.start).map(|l| format!("{}:{}", l.path, l.line));
        let known: Vec<String> = function.into_iter().chain(line).collect();
        let known = if known.is_empty() { String::new() } else { format!(" ({})", known.join(", ")) };
        Some(format!("{name}+{:#x}{known}", addresses.rva(span.start)))
    }

    /// From the opening function's name to the end of its call.
    fn open_region(&self, open: &Lifetime) -> Region<'a> {
        self.region(Span { file: open.name.file, start: open.name.start, end: open.span.end.max(open.name.end) })
    }

    /// Names of the opens that stay the same when code elsewhere in the file moves: a hash of path, function, API and handle,
    /// and a number where these are equal.
    fn open_ids(&self) -> Vec<String> {
        let mut seen = rustc_hash::FxHashMap::<u64, u32>::default();
        let ids = self.solution.lifetimes.iter().map(|open| {
            let path = &*self.source(open.span).path;
            let parts = [path, &*open.function, &*open.api, open.handle.as_deref().unwrap_or("")];
            let hash = parts.iter().fold(FNV_OFFSET, |hash, part| fnv(fnv(hash, part.as_bytes()), &[0]));
            let count = seen.entry(hash).or_default();
            *count += 1;
            if *count == 1 { format!("{hash:016x}") } else { format!("{hash:016x}-{count}") }
        });
        ids.collect()
    }

    /// Findings at or above a level that no comment allows.
    pub fn failures(&self, level: Level) -> usize {
        self.findings.iter().filter(|f| f.suppressed.is_none() && f.level >= level).count()
    }

    fn count(&self, class: Class) -> usize {
        self.solution.lifetimes.iter().filter(|l| l.class == class).count()
    }
}

const FNV_OFFSET: u64 = 0xcbf2_9ce4_8422_2325;

/// FNV-1a: ids have to be the same on every machine and in every version, which no hasher of a library promises.
fn fnv(hash: u64, bytes: &[u8]) -> u64 {
    bytes.iter().fold(hash, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3))
}

/// The text with everything replaced that could steer a terminal or reorder what is shown.
fn clean(text: &str) -> String {
    text.chars().map(clean_char).collect()
}

fn clean_char(c: char) -> char {
    match c {
        '\t' | '\n' => c,
        '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{200E}' | '\u{200F}' => '\u{FFFD}',
        c if c.is_control() => '\u{FFFD}',
        c => c,
    }
}

#[cfg(test)]
mod tests;
