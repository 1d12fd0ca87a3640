//! Puts what was found on paper: for people ([`terminal`], [`concise`], [`html`], [`markdown`]), for programs ([`json`]), for
//! code-scanning services ([`sarif`]) and for what else reads findings ([`github`], [`gitlab`], [`junit`], [`checkstyle`],
//! [`rdjson`]). One module a format; [`matches`](mod@matches) is what is said of an event.
//!
//! A reporter reads lifetimes, findings and rules and decides nothing. Spans become lines and columns only here.

use crate::component::Components;
use crate::judge::{Finding, Rule};
use crate::lifetime::{Class, Crossing, Lifetime, Solution};
use crate::predict::Verdict;
use crate::source::{Notice, Source, Span, file_name};
use crate::windows::Facts;
use serde::Serialize;
use std::sync::LazyLock;

mod address;
mod brief;
pub mod checkstyle;
pub mod concise;
mod diff;
mod excerpt;
pub mod github;
pub mod gitlab;
pub mod html;
pub mod json;
pub mod junit;
pub mod markdown;
pub mod matches;
pub mod rdjson;
pub mod sarif;
pub mod terminal;
mod verdict;
mod xml;

/// How much was looked at, and how much of it could not be read.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Stats {
    /// Files checked.
    pub files: usize,
    /// Files read to understand them (`--context`).
    pub files_around: usize,
    /// The bytes of all of them.
    pub bytes: usize,
    /// Files not read because the configuration excludes them.
    pub files_excluded: usize,
    /// Files not read because Git ignores them.
    pub files_ignored: usize,
    /// Findings left out because they are not on changed lines.
    pub findings_elsewhere: usize,
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
    /// All binaries together.
    pub machine_code: Coverage,
}

/// How much of the machine code was followed. Of interest are functions that refer to one that opens, uses or closes keys, and
/// those that lead there: they call one that hands out a key or is told what to open.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Coverage {
    /// DLLs and programs.
    pub binaries: usize,
    /// Those among them whose code is not read, or not all of it, although they can open keys.
    pub binaries_not_read: usize,
    /// Those among them that are of .NET and have nothing in them that points to COM or to the registry: not read either.
    pub binaries_set_aside: usize,
    /// Functions found.
    pub functions_found: usize,
    /// Those of interest.
    pub functions_of_interest: usize,
    /// Those of interest that were followed on all paths.
    pub functions_followed: usize,
    /// Those of interest that were not. A call of a function that opens keys outside of any function that was found counts as one.
    pub functions_given_up: usize,
    /// Those of interest with code that runs only when an exception passes, which is not read.
    pub functions_with_handlers: usize,
    /// Calls in functions of interest whose target is known.
    pub calls_resolved: usize,
    /// Calls in functions of interest through a pointer that is not known.
    pub calls_unresolved: usize,
}

impl Coverage {
    /// Counts another binary in.
    pub fn add(&mut self, other: &Coverage) {
        self.binaries += other.binaries;
        self.binaries_not_read += other.binaries_not_read;
        self.binaries_set_aside += other.binaries_set_aside;
        self.functions_found += other.functions_found;
        self.functions_of_interest += other.functions_of_interest;
        self.functions_followed += other.functions_followed;
        self.functions_given_up += other.functions_given_up;
        self.functions_with_handlers += other.functions_with_handlers;
        self.calls_resolved += other.calls_resolved;
        self.calls_unresolved += other.calls_unresolved;
    }
}

/// How much of one DLL or program was followed.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct BinaryCoverage {
    /// The file.
    pub path: String,
    /// Why its code is not read, or not all of it; only if it can open keys.
    pub not_read: Option<String>,
    /// The figures.
    #[serde(flatten)]
    pub coverage: Coverage,
}

impl BinaryCoverage {
    /// Says how much was not followed, if it is more than so many percent of the functions of interest. A file that is not read
    /// counts as one of which nothing was followed.
    pub fn excess(&self, percent: u8) -> Option<String> {
        let Coverage { functions_of_interest: all, functions_given_up: lost, .. } = self.coverage;
        match &self.not_read {
            Some(why) if percent < 100 => Some(format!("100 % of its functions of interest were not followed: {why}")),
            None if lost * 100 > all * usize::from(percent) => {
                let share = lost as f64 * 100.0 / all as f64;
                Some(format!("{lost} of {all} functions of interest ({share:.1} %) were not followed whole"))
            }
            _ => None,
        }
    }
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
    /// How much of each binary was followed, in the order of the files.
    pub binaries: &'a [BinaryCoverage],
    /// Which files were checked, if others were read to understand them.
    pub crossing: Option<&'a Crossing>,
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
        Report {
            sources,
            solution,
            findings: &[],
            rules: &[],
            stats,
            binaries: &[],
            crossing: None,
            notices,
            components: &NO_COMPONENTS,
            verdicts: &[],
            facts: None,
        }
    }

    fn source(&self, span: Span) -> &'a Source {
        &self.sources[span.file.0 as usize]
    }

    fn region(&self, span: Span) -> Region<'a> {
        let source = self.source(span);
        if let Some(addresses) = &source.binary {
            let line = addresses.lines.get(&span.start);
            let number = line.map(|l| l.line);
            let is_code = !addresses.imports.contains(&span.start);
            return Region {
                path: &source.path,
                source: line.map(|l| &*l.path),
                line: number,
                column: line.and_then(|l| l.column),
                end_line: number,
                end_column: None,
                rva: is_code.then_some(addresses.rva(span.start)),
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

    /// What a binary is called; with its folder where two files have the name.
    fn binary_name(&self, source: &'a Source) -> &'a str {
        let twice = self.sources.iter().filter(|s| s.binary.is_some() && file_name(&s.path) == file_name(&source.path)).nth(1).is_some();
        if twice { &source.path } else { file_name(&source.path) }
    }

    /// `name.dll+0x1234 (function, source.c:12)`: a place in a binary for people.
    fn address(&self, span: Span) -> Option<String> {
        let source = self.source(span);
        let addresses = source.binary.as_ref()?;
        let name = self.binary_name(source);
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

    /// The opens in the files that were checked.
    fn opens(&self) -> impl Iterator<Item = &'a Lifetime> + use<'a> {
        let crossing = self.crossing;
        self.solution.lifetimes.iter().filter(move |l| crossing.is_none_or(|c| c.files.contains(&l.span.file)))
    }

    fn count(&self, class: Class) -> usize {
        self.opens().filter(|l| l.class == class).count()
    }
}

/// `1 error`, `2 errors`
pub fn amount(count: usize, what: &str) -> String {
    let plural = if count == 1 { "" } else { "s" };
    format!("{count} {what}{plural}")
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
