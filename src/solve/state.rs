//! One disjunct: what memory holds, what is known of values, which resources are open, and how it came here.

use super::range::Range;
use super::situation::Situation;
use super::term::{Loc, LocBase, LocId, Res, Term, TermId, Terms};
use crate::flow::{LocalId, Proj};
use crate::source::Span;
use std::rc::Rc;

/// Whether a handle opened here is open.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub(super) enum Status {
    Open {
        /// Given by value to code that was not seen.
        passed: bool,
        /// Its place was given to code that was not seen, or it was stored where nobody can follow.
        escaped: bool,
        /// A value owns it: with its last name it is closed.
        owned: bool,
    },
    Closed,
}

impl Status {
    pub(super) const OPEN: Status = Status::Open { passed: false, escaped: false, owned: false };

    pub(super) fn is_open(self) -> bool {
        matches!(self, Status::Open { .. })
    }
}

/// What a step of the path was.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum StepKind {
    Opened(u32),
    OpenFailed(u32),
    Impersonated,
    Overridden,
    Branch(bool),
    /// A status says that the key was deleted.
    Deleted,
    Closed(u32),
}

/// The path so far, newest first.
#[derive(Debug)]
pub(super) struct Trace {
    pub(super) before: Option<Rc<Trace>>,
    pub(super) span: Span,
    pub(super) kind: StepKind,
    pub(super) length: u32,
}

/// How many values from outside of one sort are told to callers: those that unseen code got, those that were used.
pub(super) const MOST_INPUTS: usize = 128;
/// Longer paths keep their newest part's end only: nobody reads a thousand steps.
const MAX_TRACE: u32 = 400;

#[derive(Clone, Default, Debug)]
pub(super) struct State {
    /// Sorted; what is absent has its value from the function's entry.
    mem: Vec<(LocId, TermId)>,
    /// Sorted.
    facts: Vec<(TermId, Rc<Range>)>,
    /// Sorted; what is absent is not open.
    pub(super) res: Vec<(Res, Status)>,
    /// Values from outside that were closed here, sorted.
    pub(super) closed_inputs: Vec<TermId>,
    /// Values from outside that were given to unseen code, sorted.
    pub(super) passed_inputs: Vec<TermId>,
    pub(super) situation: Situation,
    /// The local that says which elements of arrays the facts are about, and its value; `None` if they are about none.
    pub(super) focus: Option<(LocalId, TermId)>,
    /// Some path to here used a predefined key of a user.
    pub(super) used_before: bool,
    pub(super) trace: Option<Rc<Trace>>,
}

/// Where paths meet.
#[derive(Clone, Copy, Debug)]
pub(super) struct Meeting {
    /// The block, or a number that stands for another point.
    pub(super) number: u32,
    /// A loop's head: what grows there grows all the way, so that loops come to an end.
    pub(super) widens: bool,
}

/// What must be equal for two disjuncts to become one.
pub(super) type Key = (Vec<(Res, Status)>, Vec<TermId>, Vec<(LocId, TermId)>, Situation);

impl State {
    pub(super) fn step(&mut self, span: Span, kind: StepKind) {
        let length = self.trace.as_ref().map_or(0, |t| t.length) + 1;
        if length <= MAX_TRACE {
            self.trace = Some(Rc::new(Trace { before: self.trace.take(), span, kind, length }));
        }
    }

    pub(super) fn get(&self, loc: LocId) -> Option<TermId> {
        self.mem.binary_search_by_key(&loc, |e| e.0).ok().map(|i| self.mem[i].1)
    }

    pub(super) fn set(&mut self, loc: LocId, value: TermId) {
        match self.mem.binary_search_by_key(&loc, |e| e.0) {
            Ok(i) => self.mem[i].1 = value,
            Err(i) => self.mem.insert(i, (loc, value)),
        }
    }

    pub(super) fn entries(&self) -> impl Iterator<Item = (LocId, TermId)> + '_ {
        self.mem.iter().copied()
    }

    pub(super) fn forget_where(&mut self, mut dead: impl FnMut(LocId) -> bool) {
        self.forget_entries(|loc, _| dead(loc));
    }

    pub(super) fn forget_entries(&mut self, mut dead: impl FnMut(LocId, TermId) -> bool) {
        self.mem.retain(|(loc, value)| !dead(*loc, *value));
    }

    /// How many places have a value of their own.
    pub(super) fn len(&self) -> usize {
        self.mem.len()
    }

    /// Replaces a value everywhere.
    pub(super) fn rename(&mut self, mut to: impl FnMut(TermId) -> TermId) {
        for (_, value) in &mut self.mem {
            *value = to(*value);
        }
    }

    pub(super) fn fact(&self, term: TermId) -> Option<&Range> {
        self.fact_shared(term).map(|range| &**range)
    }

    /// As [`State::fact`]: disjuncts that come from one share what neither of them learned anew.
    fn fact_shared(&self, term: TermId) -> Option<&Rc<Range>> {
        self.facts.binary_search_by_key(&term, |e| e.0).ok().map(|i| &self.facts[i].1)
    }

    pub(super) fn facts(&self) -> impl Iterator<Item = (TermId, &Range)> + '_ {
        self.facts.iter().map(|(t, r)| (*t, &**r))
    }

    pub(super) fn learn(&mut self, term: TermId, range: Range) {
        match self.facts.binary_search_by_key(&term, |e| e.0) {
            Ok(i) if range.is_any() => {
                self.facts.remove(i);
            }
            Ok(i) => self.facts[i].1 = Rc::new(range),
            Err(_) if range.is_any() => {}
            Err(i) => self.facts.insert(i, (term, Rc::new(range))),
        }
    }

    pub(super) fn forget_facts(&mut self, mut dead: impl FnMut(TermId) -> bool) {
        self.facts.retain(|(t, _)| !dead(*t));
    }

    pub(super) fn status(&self, res: Res) -> Option<Status> {
        self.res.binary_search_by_key(&res, |e| e.0).ok().map(|i| self.res[i].1)
    }

    pub(super) fn set_status(&mut self, res: Res, status: Option<Status>) {
        match (self.res.binary_search_by_key(&res, |e| e.0), status) {
            (Ok(i), Some(s)) => self.res[i].1 = s,
            (Ok(i), None) => {
                self.res.remove(i);
            }
            (Err(i), Some(s)) => self.res.insert(i, (res, s)),
            (Err(_), None) => {}
        }
    }

    /// That a handle was closed tells nothing any more once no place holds it.
    pub(super) fn forget_unnamed_closed(&mut self, terms: &Terms) {
        if self.res.iter().all(|(_, s)| s.is_open()) {
            return;
        }
        let mut named = Vec::new();
        for (_, value) in &self.mem {
            terms.handles(*value, &mut named);
        }
        self.res.retain(|(res, status)| status.is_open() || named.contains(res));
    }

    /// Notes that unseen code got a value from outside. Says whether that is new.
    pub(super) fn pass_input(&mut self, input: TermId) -> bool {
        match self.passed_inputs.binary_search(&input) {
            Err(i) if self.passed_inputs.len() < MOST_INPUTS => {
                self.passed_inputs.insert(i, input);
                true
            }
            _ => false,
        }
    }

    pub(super) fn any_open(&self) -> bool {
        self.res.iter().any(|(_, s)| s.is_open())
    }

    pub(super) fn any_closed(&self) -> bool {
        self.res.iter().any(|(_, s)| !s.is_open())
    }

    /// Locations that hold the handle.
    pub(super) fn holders(&self, terms: &Terms, res: Res) -> Vec<LocId> {
        let mut found = Vec::new();
        let mut handles = Vec::new();
        for (loc, value) in &self.mem {
            handles.clear();
            terms.handles(*value, &mut handles);
            if handles.contains(&res) {
                found.push(*loc);
            }
        }
        found
    }

    /// `coarse`: there are many disjuncts already; only handles tell them apart.
    pub(super) fn key(&self, terms: &Terms, coarse: bool) -> Key {
        // of a place that callers had a handle in, it is enough that it is not as it was
        let changed = TermId(u32::MAX);
        let told = |(loc, value): (LocId, TermId)| {
            let tells = terms.tells_moves && terms.is_moved(loc, value) || !coarse && terms.tells_apart(loc, value);
            if terms.mentions_handle(value) || tells {
                return Some((loc, value));
            }
            terms.is_handle_place(loc).then_some((loc, changed))
        };
        let held = self.entries().filter_map(told).collect();
        (self.res.clone(), self.closed_inputs.clone(), held, self.situation.clone())
    }

    /// The local whose value says which elements of arrays the facts are about.
    fn index(&self, terms: &mut Terms) -> Option<LocalId> {
        self.focus.filter(|(local, value)| terms.read_local(self, *local) == *value).map(|(local, _)| local)
    }

    /// What was learned of elements of arrays is about other elements from here on.
    pub(super) fn leave_elements(&mut self, terms: &Terms) {
        self.focus = None;
        self.forget_facts(|t| terms.is_of_element(t));
    }

    /// What is known on both ways, but of what gets its name or a range by this join, and whether that is less.
    fn joined_facts(&self, newer: &State, made: &[(TermId, Range)], at: Meeting, terms: &Terms) -> (Vec<(TermId, Rc<Range>)>, bool) {
        // that a name was equal to something tells of another value
        let is_name = |t: &TermId| matches!(terms.get(*t), Term::Joined(..));
        let renamed: Vec<TermId> = made.iter().map(|m| m.0).filter(is_name).collect();
        let changing = renamed.iter().fold(0, |all, t| all | terms.unknowns(*t));
        let (mut facts, mut changed) = (Vec::with_capacity(self.facts.len()), false);
        for (term, range) in self.facts.iter().filter(|(term, _)| !made.iter().any(|m| m.0 == *term)) {
            let is_stale = terms.unknowns(*term) & changing != 0 && terms.is_equality(*term);
            if is_stale && renamed.iter().any(|t| terms.is_computed_from(*term, *t)) {
                changed = true;
                continue;
            }
            let other = newer.fact_shared(*term);
            if other.is_some_and(|other| Rc::ptr_eq(range, other)) {
                facts.push((*term, range.clone()));
                continue;
            }
            let grow = |other: &Range| if at.widens { range.widen(other) } else { range.hull(other) };
            let joined = grow(other.map_or(&Range::ANY, |other| other));
            changed |= joined != **range;
            if !joined.is_any() {
                facts.push((*term, if joined == **range { range.clone() } else { Rc::new(joined) }));
            }
        }
        (facts, changed)
    }

    /// Joins a state with the same key that arrived at the same block. Says whether anything changed.
    pub(super) fn join(&mut self, newer: &State, at: Meeting, terms: &mut Terms) -> bool {
        let same_index = self.index(terms).filter(|index| newer.index(terms) == Some(*index));
        let grow = |old: &Range, new: &Range| if at.widens { old.widen(new) } else { old.hull(new) };
        let mut changed = false;
        let mut mem = Vec::with_capacity(self.mem.len());
        // Values that get their name by this join: their range is made here, not taken from either side's facts.
        let mut made: Vec<(TermId, Range)> = Vec::new();
        let mut equal: Vec<TermId> = Vec::new();
        let mut known = None;
        for loc in merged_locs(&self.mem, &newer.mem) {
            let (a, b) = (terms.read(self, loc), terms.read(newer, loc));
            let value = if a == b {
                a
            } else if let Some(either) = terms.one_of(a, b) {
                either
            } else {
                let joined = terms.id(Term::Joined(at.number, loc));
                for value in [a, b] {
                    changed |= terms.may_be(joined, value);
                }
                let (ra, rb) = (terms.range(self, a), terms.range(newer, b));
                made.push((joined, if a == joined { grow(&ra, &rb) } else { ra.hull(&rb) }));
                let (here, there) = known.get_or_insert_with(|| (terms.distances(self), terms.distances(newer)));
                if !here.is_empty() || !there.is_empty() {
                    equal.extend(terms.equalities_of(joined, [a, b], [self, newer], [here, there]));
                }
                joined
            };
            changed |= value != a;
            mem.push((loc, value));
        }
        let renamed: Vec<TermId> = made.iter().map(|m| m.0).collect();
        equal.retain(|fact| renamed.iter().filter(|t| terms.is_computed_from(*fact, **t)).count() < 2);
        made.extend(equal.into_iter().map(|fact| (fact, Range::exactly(1))));
        let (facts, other_facts) = self.joined_facts(newer, &made, at, terms);
        changed |= other_facts;
        changed = changed || made.iter().any(|(term, range)| self.fact(*term).unwrap_or(&Range::ANY) != range);
        self.mem = mem;
        self.facts = facts;
        for (term, range) in made {
            self.learn(term, range);
        }
        for input in &newer.passed_inputs {
            changed |= self.pass_input(*input);
        }
        changed |= newer.used_before && !self.used_before;
        self.used_before |= newer.used_before;
        if self.focus.is_some() {
            let now = same_index.map(|index| (index, terms.read_local(self, index)));
            changed |= now != self.focus;
            if now.is_none() {
                self.leave_elements(terms);
            }
            self.focus = now;
        }
        changed
    }
}

fn merged_locs(a: &[(LocId, TermId)], b: &[(LocId, TermId)]) -> Vec<LocId> {
    let mut all: Vec<LocId> = a.iter().chain(b).map(|e| e.0).collect();
    all.sort_unstable();
    all.dedup();
    all
}

impl Terms {
    /// What a location holds.
    pub(super) fn read(&mut self, state: &State, loc: LocId) -> TermId {
        if let Some(value) = state.get(loc) {
            return value;
        }
        let mut around = self.enclosing(loc).filter(|_| !self.by_words);
        let whole = around.find_map(|outer| state.get(outer).map(|value| (outer, value)));
        drop(around);
        if let Some((outer, value)) = whole {
            return match self.get(value) {
                // `= {0}` and memset make every member zero.
                Term::Const(0) => value,
                _ => {
                    let inner = self.loc_of(loc).path[self.loc_of(outer).path.len()..].to_vec();
                    self.id(Term::Part(value, inner))
                }
            };
        }
        // A literal index finds what a loop stored under some index.
        if let Some(i) = self.loc_of(loc).path.iter().position(|p| matches!(p, Proj::Index(Some(_)))) {
            let mut any = self.loc_of(loc).clone();
            any.path[i] = Proj::Index(None);
            if let Some(value) = self.loc_ids_get(&any).and_then(|l| state.get(l)) {
                return value;
            }
        }
        self.id(Term::Input(loc))
    }

    /// What a local holds.
    pub(super) fn read_local(&mut self, state: &State, local: LocalId) -> TermId {
        let place = self.loc(Loc { base: LocBase::Local(local), path: Vec::new() });
        self.read(state, place)
    }

    /// Whether `inner` lies inside `outer` (or is it).
    pub(super) fn is_within(&self, inner: LocId, outer: LocId) -> bool {
        inner == outer || self.has_inner(outer) && self.enclosing(inner).any(|around| around == outer)
    }

    /// Whether a value that is stored in `outer` takes the place of what `inner` holds.
    pub(super) fn is_overwritten(&self, inner: LocId, outer: LocId) -> bool {
        if self.by_words { inner == outer } else { self.is_within(inner, outer) }
    }

    /// Whether the location belongs to one of these locals.
    pub(super) fn is_local_of(&self, loc: LocId, locals: &[crate::flow::LocalId]) -> bool {
        matches!(&self.loc_of(loc).base, LocBase::Local(l) if locals.contains(l))
    }
}
