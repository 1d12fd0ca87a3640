//! What to write instead, in the code that was found: edits that hivelint has tried.
//!
//! A finding says in a sentence what to do. This module makes of it, where it can, the change itself: a few replacements in the
//! finding's own file ([`judge::Change`]), which reports show as a diff and programs can apply.
//!
//! # How a change comes to be
//!
//! 1. *Proposals.* From the facts of the lifetime (the open, the exits that leave it open, the handle as the code calls it, its
//!    closing function) and from the statements as they are written ([`code`]) follow several ways to change the text: [`close`]
//!    and [`owner`] for handles that are left open, [`misuse`] for wrong uses. They are made freely and need not be right.
//! 2. *Trial.* Each is put into the text, and the file is analysed again ([`trial`]). It is taken if this finding is gone, no other
//!    one came up, no open became `unknown`, nothing is skipped that was read before, and every close that was put in closes, on
//!    every path, a handle that is open there. The first that passes is the change.
//! 3. If none passes, the finding keeps its sentence and has no change. A wrong edit is worse than none.
//!
//! A file is tried by itself, which takes milliseconds. If the finding needs other files to be seen (a helper's header, a root that
//! a caller passes), those that the run read are given, too, as long as there are not too many.
//!
//! What no edit of a few lines can do (a key that a static or an object keeps) is shown as an example ([`example`]): its edits are
//! not tried, say so, and programs are not offered them.
//!
//! Findings in binaries have no text. Where the source is given in the same run, its finding shows the change.

use crate::judge::{Change, Edit, Finding, Rules, Style};
use crate::lifetime::{Class, Lifetime, Misuse};
use crate::models::Models;
use crate::pipeline::Analysis;
use crate::source::{FileId, Source, Span};
use close::Left;
use code::Code;
use part::Parts;
use rayon::prelude::*;
use std::borrow::Cow;
use std::collections::BTreeMap;
use trial::{Bench, Trial};

mod close;
mod code;
mod misuse;
mod owner;
mod part;
mod trial;

/// Longer files are not tried.
const LONGEST: usize = 4 << 20;
/// More findings of one file get no change: nobody reads that many.
const MOST_IN_FILE: usize = 200;

/// Gives the findings their changes.
pub fn propose(findings: &mut [Finding], analysis: &Analysis, rules: &Rules, models: &Models) {
    let mut files: BTreeMap<FileId, Vec<usize>> = BTreeMap::new();
    for (i, finding) in findings.iter().enumerate().filter(|(_, f)| f.suppressed.is_none()) {
        let source = &analysis.sources[finding.span.file.0 as usize];
        if source.binary.is_none() && source.text.len() <= LONGEST {
            files.entry(finding.span.file).or_default().push(i);
        }
    }
    let bench = Bench { rules, models };
    let files: Vec<(FileId, Vec<usize>)> = files.into_iter().collect();
    let all = &*findings;
    let made: Vec<(usize, Option<Change>)> = files
        .par_iter()
        .flat_map_iter(|(file, own)| {
            let desk = Desk::of(analysis, *file, bench);
            own.iter().take(MOST_IN_FILE).map(|i| (*i, desk.change(&all[*i]))).collect::<Vec<_>>()
        })
        .collect();
    for (i, change) in made {
        findings[i].change = change;
    }
}

/// One file to make changes in.
struct Desk<'a> {
    analysis: &'a Analysis,
    source: &'a Source,
    code: Code<'a>,
    parts: Parts<'a>,
    style: Style,
    bench: Bench<'a>,
}

impl<'a> Desk<'a> {
    fn of(analysis: &'a Analysis, file: FileId, bench: Bench<'a>) -> Desk<'a> {
        let source = &analysis.sources[file.0 as usize];
        let code = Code::of(source, file);
        Desk { analysis, source, parts: Parts::of(&code), code, style: Style::of(source), bench }
    }

    fn change(&self, finding: &Finding) -> Option<Change> {
        let life = finding.open.and_then(|i| self.analysis.solution.lifetimes.get(i));
        let edits = match life {
            Some(life) if life.class == Class::Leaked && finding.span.start == life.name.start => self.closed(finding, life),
            _ => self.used_right(finding, life),
        }?;
        let unless = self.bench.rules.get(&finding.rule).map(|r| r.fix.unless.trim().to_owned()).unwrap_or_default();
        Some(Change { edits, tried: true, unless })
    }

    /// Edits that close what a function leaves open.
    fn closed(&self, finding: &Finding, life: &Lifetime) -> Option<Vec<Edit>> {
        if self.style == Style::Rust {
            return None;
        }
        let left = Left::of(&self.code, life, self.bench.models)?;
        let mut proposals = left.proposals();
        if self.style != Style::Plain {
            proposals.splice(0..0, owner::owned(&left, self.style));
        }
        let trial = self.trial(finding.span, |trial| trial.shows(life))?;
        proposals.into_iter().find(|edits| trial.passes(edits, finding.span))
    }

    /// Edits that put a wrong use right.
    fn used_right(&self, finding: &Finding, open: Option<&Lifetime>) -> Option<Vec<Edit>> {
        let kinds = &self.bench.rules.get(&finding.rule)?.select.misuses;
        let is_it = |m: &&Misuse| m.span == finding.span && kinds.contains(&m.kind);
        let misuse = self.analysis.solution.misuses.iter().find(is_it)?;
        let proposals = misuse::proposals(&self.code, misuse.kind, finding, open, self.bench.models);
        if proposals.is_empty() || self.style == Style::Rust {
            return None;
        }
        let trial = self.trial(finding.span, |trial| trial.reports(finding))?;
        proposals.into_iter().find(|edits| trial.passes(edits, finding.span))
    }

    /// The part of the file that a place needs, or if that does not show the same as the whole run, the file.
    fn trial(&self, place: Span, shows: impl Fn(&Trial) -> bool) -> Option<Trial<'a>> {
        let part = self.parts.around(&self.code, place.start).map(Cow::Owned);
        let texts = part.into_iter().chain([Cow::Borrowed(&*self.source.text)]);
        texts.map(|text| Trial::of(self.bench, vec![(&*self.source.path, text)])).find(|trial| shows(trial))
    }
}
