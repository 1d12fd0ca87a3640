//! Looks behind the calls on a leaking path: a function that never returns, an allocation that never fails, or one that says what
//! a status means can make the path impossible, and its definition may stand in a file that names no key.

use super::Run;
use super::unread::few;
use crate::flow::{Callee, Event, Flow, Name};
use crate::frontend::c;
use crate::index::{FunctionRef, Wanted};
use crate::models::Function;
use crate::solve::{self, Solved};
use crate::source::FileId;
use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};
use std::collections::BTreeSet;

/// A function that ends the process or allocates is not longer than this, in bytes: it does little else.
const LONGEST_ANSWER: u32 = 1500;

/// A function this short only hands on: it is looked behind whatever it mentions.
const TINY: u32 = 300;

/// Calls between a function and what it answers with.
const ANSWER_LEVELS: usize = 2;

/// What is known of the calls that were looked behind.
#[derive(Default)]
pub(super) struct Answers {
    /// Short functions behind such calls; their callees are looked behind, too.
    candidates: Vec<(FunctionRef, Flow)>,
    /// What was found out about them.
    memory: solve::Memory,
    /// Names whose definitions were looked for.
    sought: FxHashSet<Name>,
}

impl Run<'_> {
    /// Reads the files that define functions which these flows call and that no file read so far defines.
    pub(super) fn read_callees_of(&mut self, leaking: &[usize]) {
        let unknown = |name: &Name| !self.answers.sought.contains(name) && self.index.functions_named(name).is_empty();
        let names: BTreeSet<Name> = self.asking(leaking).flat_map(names_called).filter(|name| unknown(name)).cloned().collect();
        if names.is_empty() {
            return;
        }
        let bare = names.iter().map(|n| n.rsplit("::").next().unwrap_or(n));
        let unread = self.unread.get_or_insert_with(|| self.known.unread(self.files));
        let found: BTreeSet<usize> = bare.flat_map(|n| unread.files_with_function(n)).filter(|i| !self.read[*i]).collect();
        found.into_iter().for_each(|i| self.read_file(i));
        self.answers.sought.extend(names);
    }

    /// Reads the files that define functions which are given a key: they need not mention any API.
    pub(super) fn read_functions_given_keys(&mut self, solved: &Solved) {
        let is_unknown = |(name, file, args): &&(Name, FileId, usize)| {
            !self.answers.sought.contains(name) && self.index.resolve_function(name, *file, *args).is_empty()
        };
        let names: BTreeSet<Name> = solved.wanted.iter().filter(is_unknown).map(|(name, ..)| name.clone()).collect();
        if names.is_empty() {
            return;
        }
        let unread = self.unread.get_or_insert_with(|| self.known.unread(self.files));
        let bare = names.iter().map(|n| n.rsplit("::").next().unwrap_or(n));
        let found: BTreeSet<usize> = bare.flat_map(|n| few(unread.files_with_function(n))).filter(|i| !self.read[*i]).collect();
        found.into_iter().for_each(|i| self.read_file(i));
        self.answers.sought.extend(names);
        self.index_read_files();
    }

    /// Lowers what the calls of leaking functions lead to, as far as it can say that a path ends or that memory is there. Says
    /// whether there is more to look behind.
    pub(super) fn lower_answers(&mut self, leaking: &[usize]) -> bool {
        if leaking.is_empty() {
            return false;
        }
        let known: FxHashSet<FunctionRef> = self.answers.candidates.iter().map(|c| c.0).collect();
        let mut callees = self.callees_not_lowered(self.asking(leaking));
        callees.retain(|f| !known.contains(f) && self.is_short(*f));
        if !callees.is_empty() {
            let wanted = self.words_of_answers();
            callees.retain(|f| self.length(*f) <= TINY || self.index.mentions(*f, &wanted));
        }
        let lowered = callees.into_iter().map(|f| (f, c::lower(&self.index, f, self.models).flow)).collect::<Vec<_>>();
        let more = !lowered.is_empty();
        self.answers.candidates.extend(lowered);
        let telling = self.telling_candidates();
        self.add_flows(&telling);
        more || !telling.is_empty()
    }

    /// What ends or allocates, and the short functions that lead there.
    fn words_of_answers(&self) -> Wanted {
        let mut names: BTreeSet<&str> = self.names_of(&|f| f.noreturn || f.allocates).into_iter().collect();
        let short: Vec<FunctionRef> = self.index.all_functions().filter(|f| self.is_short(*f)).collect();
        let mut wanted = self.index.wanted(names.iter().copied());
        for _ in 0..ANSWER_LEVELS {
            let leading: Vec<FunctionRef> = short.par_iter().copied().filter(|f| self.index.mentions(*f, &wanted)).collect();
            names.extend(leading.iter().map(|f| &*self.index.function(*f).name));
            wanted = self.index.wanted(names.iter().copied());
        }
        wanted
    }

    /// Of the candidates those that never return, never fail or only compute. All others change nothing for their callers.
    fn telling_candidates(&mut self) -> Vec<FunctionRef> {
        let flows: Vec<Flow> = self.answers.candidates.iter().map(|c| c.1.clone()).collect();
        let places: FxHashMap<FunctionRef, usize> = self.answers.candidates.iter().enumerate().map(|(i, c)| (c.0, i)).collect();
        let mut memory = std::mem::take(&mut self.answers.memory);
        let telling = self.with_program(&flows, &|f| places.get(&f).copied(), |program| solve::telling(program, &mut memory));
        self.answers.memory = memory;
        let found = self.answers.candidates.iter().zip(telling).filter(|((f, _), telling)| *telling && !self.by_ref.contains_key(f));
        found.map(|((f, _), _)| *f).collect()
    }

    /// The functions whose calls are looked behind.
    fn asking<'s>(&'s self, leaking: &'s [usize]) -> impl Iterator<Item = &'s Flow> {
        leaking.iter().map(|i| &self.flows[*i]).chain(self.answers.candidates.iter().map(|c| &c.1))
    }

    /// Small functions called from lowered ones that matter to these: what ends the process ends a path through them; methods
    /// of a class with a handle say where it is.
    pub(super) fn small_functions(&self) -> Vec<FunctionRef> {
        let ends = self.index.wanted(self.names_of(&|f| f.noreturn).into_iter());
        let throws = |f: &FunctionRef| self.index.may_throw(*f, self.models.throwers());
        let holds = |f: &FunctionRef| self.index.class_of(*f).is_some_and(|c| self.index.holds_handle(c));
        let called = self.callees_not_lowered(self.flows.iter());
        called.into_iter().filter(|f| throws(f) || self.is_short(*f) && (self.index.mentions(*f, &ends) || holds(f))).collect()
    }

    fn callees_not_lowered<'f>(&self, flows: impl Iterator<Item = &'f Flow>) -> BTreeSet<FunctionRef> {
        let mut callees = BTreeSet::new();
        for flow in flows {
            for (callee, args) in calls(flow) {
                let targets = self.targets(callee, flow.file, args);
                callees.extend(targets.into_iter().filter(|f| !self.by_ref.contains_key(f)));
            }
        }
        callees
    }

    fn is_short(&self, function: FunctionRef) -> bool {
        self.length(function) <= LONGEST_ANSWER
    }

    fn length(&self, function: FunctionRef) -> u32 {
        let body = self.index.function(function).body;
        body.end - body.start
    }

    fn names_of(&self, of: &dyn Fn(&Function) -> bool) -> Vec<&str> {
        self.models.names().filter(|(_, id)| of(self.models.get(*id))).map(|(name, _)| name).collect()
    }
}

fn calls(flow: &Flow) -> impl Iterator<Item = (&Callee, usize)> {
    flow.blocks.iter().flat_map(|b| &b.events).filter_map(|event| match event {
        Event::Call { callee, args, .. } => Some((callee, args.len())),
        _ => None,
    })
}

/// The names by which a flow calls functions of the tree.
fn names_called(flow: &Flow) -> impl Iterator<Item = &Name> {
    calls(flow).filter_map(|(callee, _)| match callee {
        Callee::Named(name) => Some(name),
        _ => None,
    })
}
