//! One defect, one identity: what a finding is called when lines move, and when it is found in the source, in the DLL, or in both.
//!
//! A fingerprint is made of what the source and its DLL both know: the rule, the file's name without folders, the function's
//! name without classes, parameters and what compilers add, the function that opens without `A` or `W`, root, sub-key, and where
//! all of that is equal, the how manieth it is in its file. Lines only order; handles' names, which a DLL does not know, and
//! folders, which a build agent has others of, do not count.
//!
//! What was found at one line of one file in several ways is one finding; the source's leads.

use super::{Elsewhere, Finding};
use crate::lifetime::{Lifetime, PredefinedUse, Solution};
use crate::source::{Source, Span, recorded_name};
use std::collections::BTreeMap;

/// A place by the source that it comes from.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) struct Place<'a> {
    /// The source file; the binary itself if nothing tells the source.
    pub(super) path: &'a str,
    /// The first and the last line; addresses in a binary without lines.
    lines: (u32, u32),
    /// It is in a binary.
    binary: bool,
    /// The source is known.
    pub(super) known: bool,
}

impl<'a> Place<'a> {
    pub(super) fn of(span: Span, sources: &'a [Source]) -> Place<'a> {
        let source = &sources[span.file.0 as usize];
        let Some(addresses) = &source.binary else {
            let lines = (source.position(span.start).line, source.position(span.end).line);
            return Place { path: &source.path, lines, binary: false, known: true };
        };
        match addresses.lines.get(&span.start) {
            Some(line) => Place { path: &line.path, lines: (line.line, line.line), binary: true, known: true },
            None => Place { path: &source.path, lines: (span.start, span.start), binary: true, known: false },
        }
    }

    /// The first and the last line; addresses in a binary without lines.
    pub(super) fn lines(&self) -> (u32, u32) {
        self.lines
    }

    fn contains(&self, other: &Place<'_>) -> bool {
        self.path == other.path && self.lines.0 <= other.lines.0 && other.lines.0 <= self.lines.1
    }
}

/// What of a finding stays the same when lines move and whoever finds it.
fn ingredients(finding: &Finding, place: &Place<'_>, solution: &Solution) -> String {
    let life = finding.open.and_then(|i| solution.lifetimes.get(i));
    let file = recorded_name(place.path).to_lowercase();
    let root = life.and_then(|l| l.roots.first()).map_or("", |r| r.name());
    let subkey = life.and_then(|l| l.subkey.as_deref()).unwrap_or_default().to_lowercase();
    [&*finding.rule, &file, base_name(&finding.function), api_of(life), root, &subkey].join("\0")
}

fn api_of(life: Option<&Lifetime>) -> &str {
    life.map_or("", |l| without_width(&l.api))
}

/// `RegOpenKeyEx` for `RegOpenKeyExW`: sources leave it to a macro, which one it is.
fn without_width(api: &str) -> &str {
    let name = api.strip_suffix(['A', 'W']).unwrap_or(api);
    if name.ends_with(|c: char| c.is_ascii_lowercase() || c.is_ascii_digit()) || name.ends_with("Ex") { name } else { api }
}

/// `Load` of `Orders::Load`, of `Load<int>`, of `Load.constprop.0`.
pub(super) fn base_name(function: &str) -> &str {
    let name = match function.find('.') {
        Some(at) if at > 0 => &function[..at],
        _ => function,
    };
    let mut depth = 0i32;
    let mut end = name.len();
    for (at, c) in name.char_indices().rev().take_while(|_| name.ends_with('>') && !name.contains("operator")) {
        depth += i32::from(c == '>') - i32::from(c == '<');
        if depth == 0 {
            end = at;
            break;
        }
    }
    let name = &name[..end];
    name.rsplit("::").next().unwrap_or(name)
}

/// Makes one finding of those that are the same defect, and gives each a fingerprint.
pub(super) fn settle(findings: Vec<Finding>, solution: &Solution, sources: &[Source]) -> Vec<Finding> {
    let places: Vec<Place> = findings.iter().map(|f| Place::of(f.span, sources)).collect();
    let parts: Vec<String> = findings.iter().zip(&places).map(|(f, p)| ingredients(f, p, solution)).collect();
    let leads = leads(&findings, &places, &parts, solution);
    let prints = fingerprints(&places, &parts, &leads);
    let mut kept: Vec<Finding> = Vec::new();
    let mut at: BTreeMap<usize, usize> = BTreeMap::new();
    // who leads may come later than who follows
    let mut order: Vec<usize> = (0..findings.len()).collect();
    order.sort_by_key(|i| leads[*i] != *i);
    let mut findings: Vec<Option<Finding>> = findings.into_iter().map(Some).collect();
    for i in order {
        let Some(finding) = findings[i].take() else { continue };
        match at.get(&leads[i]) {
            Some(lead) => kept[*lead].also.push(Elsewhere { span: finding.span, function: finding.function }),
            None => {
                at.insert(i, kept.len());
                kept.push(Finding { fingerprint: prints[i].clone(), ..finding });
            }
        }
    }
    kept.iter_mut().for_each(|f| f.also.sort_by_key(|e| e.span));
    kept
}

/// For every finding the one that it is told with, mostly itself.
fn leads(findings: &[Finding], places: &[Place<'_>], parts: &[String], solution: &Solution) -> Vec<usize> {
    let mut leads: Vec<usize> = (0..findings.len()).collect();
    let mut groups: BTreeMap<(&str, &str), Vec<usize>> = BTreeMap::new();
    for i in (0..findings.len()).filter(|i| places[*i].known) {
        groups.entry((&*findings[i].rule, places[i].path)).or_default().push(i);
    }
    let api = |i: usize| api_of(findings[i].open.and_then(|o| solution.lifetimes.get(o)));
    for group in groups.into_values().filter(|g| g.iter().any(|i| places[*i].binary)) {
        let (mut built, texts): (Vec<usize>, Vec<usize>) = group.into_iter().partition(|i| places[*i].binary);
        built.sort_by_key(|i| (&places[*i], findings[*i].span));
        let (places, api) = (&places, &api);
        let at_line = |b: usize| texts.iter().copied().filter(move |s| places[*s].contains(&places[b]) && api(*s) == api(b));
        for b in &built {
            // of calls inside each other the innermost
            if let Some(s) = at_line(*b).max_by_key(|s| (parts[*s] == parts[*b], places[*s].lines.0)) {
                leads[*b] = s;
            }
        }
        let alone: Vec<usize> = built.iter().copied().filter(|b| leads[*b] == *b).collect();
        let mut equal: BTreeMap<&str, BTreeMap<u32, Vec<usize>>> = BTreeMap::new();
        for b in alone {
            equal.entry(&parts[b]).or_default().entry(places[b].lines.0).or_default().push(b);
        }
        for (part, lines) in equal {
            let mut left: Vec<usize> = texts.iter().copied().filter(|s| parts[*s] == part && !leads_another(&leads, *s)).collect();
            left.sort_by_key(|s| &places[*s]);
            // the source may have changed since: the same defects, further up or down
            let moved = left.len() == lines.len();
            for (n, same) in lines.into_values().enumerate() {
                let lead = if moved { left[n] } else { same[0] };
                same.into_iter().for_each(|b| leads[b] = lead);
            }
        }
    }
    leads
}

fn leads_another(leads: &[usize], finding: usize) -> bool {
    leads.iter().enumerate().any(|(i, lead)| *lead == finding && i != finding)
}

/// Findings that have the same ingredients are numbered by place.
fn fingerprints(places: &[Place<'_>], parts: &[String], leads: &[usize]) -> Vec<String> {
    let mut order: Vec<usize> = (0..parts.len()).filter(|i| leads[*i] == *i).collect();
    order.sort_by_key(|i| (&parts[*i], &places[*i], *i));
    let mut prints = vec![String::new(); parts.len()];
    for equal in order.chunk_by(|a, b| parts[*a] == parts[*b]) {
        for (n, i) in equal.iter().enumerate() {
            let hash = fnv1a(&parts[*i]);
            prints[*i] = format!("{:016x}", fnv1a(&format!("{hash:x} {n}")));
        }
    }
    prints
}

/// A hash that is the same in every version and on every machine, which the standard library's does not promise.
fn fnv1a(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

/// Whether two uses of a root are one: the second is in the code that was built from the first.
pub(super) fn is_built_from(text: &PredefinedUse, built: &PredefinedUse) -> bool {
    text.root == built.root
        && without_width(&text.api) == without_width(&built.api)
        && base_name(&text.function) == base_name(&built.function)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_source_and_dll_share() {
        for (name, base) in [
            ("Orders::Load", "Load"),
            ("Load.constprop.0", "Load"),
            ("Box<a::b>::Load", "Load"),
            ("Load<a::b, Box<c>>", "Load"),
            ("Box::operator->", "operator->"),
            ("Load", "Load"),
        ] {
            assert_eq!(base_name(name), base);
        }
        for (api, base) in [("RegOpenKeyExW", "RegOpenKeyEx"), ("RegOpenKeyA", "RegOpenKey"), ("NtOpenKey", "NtOpenKey"), ("ATA", "ATA")] {
            assert_eq!(without_width(api), base);
        }
    }
}
