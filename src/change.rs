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
//! What a function leads to in its file is tried by itself, which takes milliseconds. If the finding needs other files to be seen (a
//! helper's header), those that the run read are given, too, as long as there are not too many; if it needs callers (a root that one
//! passes), the whole file.
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
use part::{Part, Parts, Reach};
use rayon::prelude::*;
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
            let mut functions: BTreeMap<Option<usize>, Vec<usize>> = BTreeMap::new();
            own.iter().for_each(|i| functions.entry(desk.parts.at(&desk.code, all[*i].span.start)).or_default().push(*i));
            let functions: Vec<(Option<usize>, Vec<usize>)> = functions.into_iter().collect();
            let of_function = |(function, own): &(Option<usize>, Vec<usize>)| {
                let mut trials = desk.trials(*function);
                own.iter().map(|i| (*i, desk.change(&all[*i], &mut trials))).collect::<Vec<_>>()
            };
            functions.par_iter().flat_map_iter(of_function).collect::<Vec<_>>()
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

    fn change(&self, finding: &Finding, trials: &mut Trials) -> Option<Change> {
        let life = finding.open.and_then(|i| self.analysis.solution.lifetimes.get(i)).filter(|l| l.name.file == finding.span.file);
        let rule = self.bench.rules.get(&finding.rule)?;
        let tried = match life {
            Some(life) if life.class == Class::Leaked && finding.span.start == life.name.start => self.closed(finding, life, trials),
            _ => self.used_right(finding, life, rule, trials),
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
    fn closed(&self, finding: &Finding, life: &Lifetime, trials: &mut Trials) -> Option<Vec<Edit>> {
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
        self.first(finding, proposals, trials, |trial| trial.shows(life))
    }

    /// Edits that put a wrong use right.
    fn used_right(&self, finding: &Finding, open: Option<&Lifetime>, rule: &Rule, trials: &mut Trials) -> Option<Vec<Edit>> {
        let is_it = |m: &&Misuse| m.span == finding.span && rule.select.misuses.contains(&m.kind);
        let misuse = self.analysis.solution.misuses.iter().find(is_it).filter(|_| self.style != Style::Rust)?;
        let proposals = misuse::proposals(&self.code, misuse.kind, finding, open, self.bench.models);
        self.first(finding, proposals, trials, |trial| trial.reports(finding))
    }

    /// The first proposal that passes its trial.
    fn first(
        &self,
        finding: &Finding,
        proposals: Vec<Vec<Edit>>,
        trials: &mut Trials,
        shows: impl Fn(&Trial) -> bool,
    ) -> Option<Vec<Edit>> {
        if proposals.is_empty() || self.cut_short(self.code.file).any(|(function, _)| **function == *finding.function) {
            return None;
        }
        let trial = trials.find(shows)?;
        // as many at a time as there are threads: what comes after the first that passes was tried in vain
        let mut tries = proposals.chunks(rayon::current_num_threads());
        tries.find_map(|some| some.par_iter().find_first(|edits| trial.passes(edits, finding.span)).cloned())
    }

    /// The functions of a file that have too many paths: each takes seconds, and each trial would take them again.
    fn cut_short(&self, file: FileId) -> impl Iterator<Item = &(Arc<str>, Span)> {
        self.analysis.solution.cut_short.iter().filter(move |(_, name)| name.file == file)
    }

    /// Whether none of them is in a part of the file.
    fn is_bounded(&self, file: FileId, reach: &Reach) -> bool {
        !self.cut_short(file).any(|(_, name)| reach.has_body(name.start))
    }

    /// What to try changes of one function in.
    fn trials(&self, function: Option<usize>) -> Trials<'_, 'a> {
        let reach = function.filter(|_| self.style != Style::Rust).map(|f| self.parts.from(&self.code, &[f]));
        let reach = reach.filter(|reach| self.is_bounded(self.code.file, reach));
        Trials { desk: self, reach, made: Vec::new() }
    }

    /// The part of a file and those files that define what it calls; the file.
    fn trial(&self, extent: Extent, reach: Option<&Reach>) -> Option<Trial<'a>> {
        let path = &*self.source.path;
        match (extent, reach) {
            (Extent::Part, Some(reach)) => Some(Trial::of(self.bench, (path, reach.part.clone()), Vec::new())),
            (Extent::Others, Some(reach)) => {
                let others = self.others.get_or_init(|| Others::of(&self.analysis.sources)).defining(
                    self.code.file,
                    &reach.words,
                    |file, reach| self.is_bounded(file, reach),
                )?;
                (!others.is_empty()).then(|| Trial::of(self.bench, (path, reach.part.clone()), others))
            }
            (Extent::File, _) if self.cut_short(self.code.file).next().is_none() => {
                Some(Trial::of(self.bench, (path, Part::whole(self.source.text.to_string())), Vec::new()))
            }
            _ => None,
        }
    }
}

/// How much of the code a trial is given, the quickest first.
#[derive(Clone, Copy)]
enum Extent {
    /// What of the file one function leads to.
    Part,
    /// That, and what other files define of it.
    Others,
    File,
}

const EXTENTS: [Extent; 3] = [Extent::Part, Extent::Others, Extent::File];

/// The trials of one function: each is made when it is first needed, and serves all findings there.
struct Trials<'d, 'a> {
    desk: &'d Desk<'a>,
    /// None if it has a function with too many paths, or is not known.
    reach: Option<Reach<'a>>,
    made: Vec<Option<Trial<'a>>>,
}

impl<'a> Trials<'_, 'a> {
    fn find(&mut self, suits: impl Fn(&Trial) -> bool) -> Option<&Trial<'a>> {
        let suits = |trial: &Option<Trial>| trial.as_ref().is_some_and(|trial| trial.is_whole() && suits(trial));
        let mut found = self.made.iter().position(&suits);
        while found.is_none() && self.made.len() < EXTENTS.len() {
            let trial = self.desk.trial(EXTENTS[self.made.len()], self.reach.as_ref());
            found = suits(&trial).then_some(self.made.len());
            self.made.push(trial);
        }
        self.made[found?].as_ref()
    }
}
