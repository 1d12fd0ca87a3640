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

use crate::judge::{self, Change, Edit, Finding, Rule, Rules, Style, Subject};
use crate::lifetime::{Class, Lifetime, Misuse};
use crate::models::Models;
use crate::pipeline::Analysis;
use crate::source::{FileId, Notice, Source, Span};
use close::Left;
use code::Code;
use others::Others;
use part::Parts;
use rayon::prelude::*;
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};
use trial::{Bench, Trial};

mod close;
mod code;
mod example;
mod misuse;
mod others;
mod owner;
mod part;
mod rust;
mod trial;

/// Longer files are not tried.
const LONGEST: usize = 4 << 20;
/// Of more findings only the worst get one: each takes some milliseconds, and nobody reads that many at a time.
const MOST: usize = 100;

/// Gives the findings their changes that are told and wanted. If there are too many, the answer says so.
pub fn propose(
    findings: &mut [Finding],
    is_wanted: &dyn Fn(&Finding) -> bool,
    analysis: &Analysis,
    rules: &Rules,
    models: &Models,
) -> Option<Notice> {
    let fits = |f: &Finding| {
        let source = &analysis.sources[f.span.file.0 as usize];
        f.suppressed.is_none() && is_wanted(f) && source.binary.is_none() && source.text.len() <= LONGEST
    };
    let mut chosen: Vec<usize> = (0..findings.len()).filter(|i| fits(&findings[*i])).collect();
    chosen.sort_by_key(|i| std::cmp::Reverse(findings[*i].level));
    let left = chosen.len().saturating_sub(MOST);
    chosen.truncate(MOST);
    let mut files: BTreeMap<FileId, Vec<usize>> = BTreeMap::new();
    chosen.into_iter().for_each(|i| files.entry(findings[i].span.file).or_default().push(i));
    let bench = Bench { rules, models };
    let others = OnceLock::new();
    let files: Vec<(FileId, Vec<usize>)> = files.into_iter().collect();
    let all = &*findings;
    let made: Vec<(usize, Option<Change>)> = files
        .par_iter()
        .flat_map(|(file, own)| {
            let desk = Desk::of(analysis, *file, bench, &others);
            own.par_iter().map(|i| (*i, desk.change(&all[*i]))).collect::<Vec<_>>()
        })
        .collect();
    for (i, change) in made {
        findings[i].change = change;
    }
    let message = format!("changes were made for the {MOST} worst findings only; check fewer files to see those for the {left} others");
    (left > 0).then(|| Notice { path: String::new(), line: None, message })
}

/// One file to make changes in.
struct Desk<'a> {
    analysis: &'a Analysis,
    source: &'a Source,
    code: Code<'a>,
    parts: Parts<'a>,
    style: Style,
    bench: Bench<'a>,
    /// Made when it is first needed: most files are enough for themselves.
    others: &'a OnceLock<Others<'a>>,
}

impl<'a> Desk<'a> {
    fn of(analysis: &'a Analysis, file: FileId, bench: Bench<'a>, others: &'a OnceLock<Others<'a>>) -> Desk<'a> {
        let source = &analysis.sources[file.0 as usize];
        let code = Code::of(source, file);
        Desk { analysis, source, parts: Parts::of(&code), code, style: Style::of(source), bench, others }
    }

    fn change(&self, finding: &Finding) -> Option<Change> {
        let life = finding.open.and_then(|i| self.analysis.solution.lifetimes.get(i)).filter(|l| l.name.file == finding.span.file);
        let rule = self.bench.rules.get(&finding.rule)?;
        let tried = match life {
            Some(life) if life.class == Class::Leaked && finding.span.start == life.name.start => self.closed(finding, life),
            _ => self.used_right(finding, life, rule),
        };
        let unless = rule.fix.unless.trim().to_owned();
        if let Some(edits) = tried {
            return Some(Change { edits, tried: true, unless });
        }
        let edits = match (rule.select.subject, life) {
            _ if self.style == Style::Rust => None,
            (Subject::PredefinedUse, _) => example::machine_root(&self.code, finding),
            (Subject::Lifetime, Some(life)) if matches!(life.class, Class::Process | Class::Object) => {
                example::not_kept(&self.code, &self.parts, life, &judge::closer(life, self.bench.models))
            }
            _ => None,
        }?;
        Some(Change { edits, tried: false, unless })
    }

    /// Edits that close what a function leaves open.
    fn closed(&self, finding: &Finding, life: &Lifetime) -> Option<Vec<Edit>> {
        let mut proposals = Vec::new();
        if self.style == Style::Rust {
            proposals.extend(rust::guarded(&self.code, life));
        } else {
            let left = Left::of(&self.code, life, self.bench.models)?;
            if self.style != Style::Plain {
                proposals.extend(owner::owned(&left, self.style));
            }
            proposals.extend(left.proposals());
        }
        self.first(finding, proposals, |trial| trial.shows(life))
    }

    /// Edits that put a wrong use right.
    fn used_right(&self, finding: &Finding, open: Option<&Lifetime>, rule: &Rule) -> Option<Vec<Edit>> {
        let is_it = |m: &&Misuse| m.span == finding.span && rule.select.misuses.contains(&m.kind);
        let misuse = self.analysis.solution.misuses.iter().find(is_it).filter(|_| self.style != Style::Rust)?;
        let proposals = misuse::proposals(&self.code, misuse.kind, finding, open, self.bench.models);
        self.first(finding, proposals, |trial| trial.reports(finding))
    }

    /// The first proposal that passes its trial.
    fn first(&self, finding: &Finding, proposals: Vec<Vec<Edit>>, shows: impl Fn(&Trial) -> bool) -> Option<Vec<Edit>> {
        if proposals.is_empty() || self.is_cut_short(|function| **function == *finding.function) {
            return None;
        }
        let trial = self.trials(finding.span).find(|trial| trial.is_whole() && shows(trial))?;
        proposals.into_iter().find(|edits| trial.passes(edits, finding.span))
    }

    /// Whether a function of the file that a test accepts has too many paths: it takes seconds, and each trial would take them again.
    fn is_cut_short(&self, is_it: impl Fn(&Arc<str>) -> bool) -> bool {
        self.analysis.solution.cut_short.iter().any(|(file, function)| *file == self.code.file && is_it(function))
    }

    /// What to try in: the part of the file that a place needs, the file, the file and those that define what it calls.
    fn trials(&self, place: Span) -> impl Iterator<Item = Trial<'a>> + '_ {
        let (path, whole) = (&*self.source.path, Cow::Borrowed(&*self.source.text));
        let is_rust = self.style == Style::Rust;
        let function = self.parts.at(&self.code, place.start).filter(|_| !is_rust);
        let part = function.and_then(|f| self.parts.from(&self.code, &[f]));
        let alone = part.as_ref().map(|(text, _)| vec![(path, Cow::Owned(text.clone()))]);
        let with_others = move || {
            let (text, words) = part?;
            let others = self.others.get_or_init(|| Others::of(&self.analysis.sources)).defining(self.code.file, &words);
            (!others.is_empty()).then(|| std::iter::once((path, Cow::Owned(text))).chain(others).collect::<Vec<_>>())
        };
        let whole = (!self.is_cut_short(|_| true)).then(|| vec![(path, whole)]);
        let alone = alone.into_iter().chain(whole);
        alone.map(|texts| Trial::of(self.bench, texts)).chain(std::iter::once_with(with_others).flatten().map(|t| Trial::of(self.bench, t)))
    }
}
