//! The ends of a function, as few as tell its callers what they need to know.

use super::engine::{Engine, thrown_base};
use super::range::Range;
use super::state::{Key, Meeting, State};
use super::term::{Loc, LocBase, Term, TermId, Terms};
use std::collections::BTreeSet;

/// The pseudo-block number of the function's end.
const END: u32 = u32::MAX;
/// The class of ends by an exception.
const THROWS: u8 = 5;

impl Engine<'_> {
    /// The joined states at the function's end, at most a handful: as many as tell callers what they need of the returned value,
    /// fewer if that is too many.
    pub(super) fn joined_ends(&mut self) -> Vec<State> {
        const MAX_CASES: usize = 16;
        const MAX_COARSE_CASES: usize = 32;
        let mut ends = std::mem::take(&mut self.ends);
        for state in &mut ends {
            state.res.retain(|(_, status)| status.is_open());
            self.forget_closed(state);
            self.close_what_is_none(state);
            // nothing came so far as to close these
            if self.terms.by_words {
                state.forget_unreached(&self.terms);
            }
            state.closed_inputs.retain(|input| self.closings.iter().any(|c| c.0 == *input));
        }
        let classes = self.end_classes(&ends);
        let mut groups = self.group_ends(ends, &classes, false);
        if groups.len() > MAX_CASES {
            let mut ends: Vec<State> = groups.into_iter().map(|g| g.2).collect();
            close_nothing(ends.iter_mut().collect(), &self.terms);
            let throws: Vec<u8> = ends.iter().map(|s| if self.throws(s) { THROWS } else { 0 }).collect();
            groups = self.group_ends(ends, &throws, true);
        }
        if groups.len() > MAX_COARSE_CASES {
            self.record.limit_hit = true;
            groups.truncate(MAX_CASES);
        }
        groups.into_iter().map(|g| g.2).collect()
    }

    /// A place that still names a closed handle holds nothing that callers could use.
    fn forget_closed(&mut self, state: &mut State) {
        for (loc, value) in state.entries().filter(|(_, v)| self.terms.mentions_handle(*v)).collect::<Vec<_>>() {
            let mut held = Vec::new();
            self.terms.handles(value, &mut held);
            if held.iter().all(|res| state.status(*res).is_none()) {
                let unknown = self.terms.id(Term::Fresh { point: u32::MAX, part: loc.0, old: false });
                state.set(loc, unknown);
            }
        }
    }

    /// What the returned value tells callers of which of the ends they got; if all ends are alike there is nothing to tell.
    fn end_classes(&self, ends: &[State]) -> Vec<u8> {
        let first = ends.first().map(|s| (s.key(&self.terms, false), self.throws(s)));
        // What a returned structure carries may depend on the first of it: an `Ok` or an `Err`.
        let has_parts = |s: &State| s.entries().any(|(l, _)| l != self.returned && self.terms.is_within(l, self.returned));
        let same = |s: &State| Some((s.key(&self.terms, false), self.throws(s))) == first;
        // so may what an out argument is given: a predefined key on success
        let gives_root = |s: &State| {
            let mut given = s.entries().filter(|(l, _)| matches!(self.terms.loc_of(*l).base, LocBase::Obj(_)));
            given.any(|(_, value)| self.terms.is_predefined_key(value))
        };
        let alike = ends.iter().all(same) && !ends.iter().any(|s| has_parts(s) || gives_root(s)) && !self.only_answers(ends);
        let class = |state: &State| {
            let returned = state.get(self.returned).map_or(Range::ANY, |t| self.terms.range(state, t));
            if self.throws(state) {
                THROWS
            } else if alike || returned.truth() == Some(false) {
                0
            } else if returned.lo > 0 {
                1
            } else if returned.hi < 0 {
                2
            } else if returned.truth() == Some(true) {
                3
            } else {
                4
            }
        };
        ends.iter().map(class).collect()
    }

    /// Whether this is a short function that does nothing to keys and gives one of several numbers: `bool worked(LONG status)`. Which
    /// of them it was tells callers what holds.
    fn only_answers(&self, ends: &[State]) -> bool {
        const MOST_BLOCKS: usize = 24;
        let number = |s: &State| s.get(self.returned).and_then(|t| self.terms.range(s, t).constant());
        let short = self.flow.blocks.len() <= MOST_BLOCKS && self.record.sites.is_empty() && self.closings.is_empty();
        short && ends.iter().all(|s| number(s).is_some()) && ends.iter().any(|s| number(s) != number(&ends[0]))
    }

    fn throws(&self, state: &State) -> bool {
        let thrown = self.terms.loc_ids_get(&Loc { base: thrown_base(), path: Vec::new() });
        thrown.and_then(|l| state.get(l)).is_some_and(|t| self.terms.range(state, t).truth() == Some(true))
    }

    /// Joins the ends that agree in the handles and in their class.
    fn group_ends(&mut self, ends: Vec<State>, classes: &[u8], coarse: bool) -> Vec<(Key, u8, State)> {
        let mut groups: Vec<(Key, u8, State)> = Vec::new();
        for (state, class) in ends.into_iter().zip(classes) {
            let key = state.key(&self.terms, coarse);
            match groups.iter().position(|g| g.0 == key && g.1 == *class) {
                Some(known) => {
                    groups[known].2.join(&state, Meeting { number: END, widens: false }, &mut self.terms);
                }
                None => groups.push((key, *class, state)),
            }
        }
        groups
    }
}

/// Where others closed a value from outside and a state knows that this value is no handle, it counts as closed, too: both are
/// the same to callers, and the states can become one.
pub(super) fn close_nothing(mut states: Vec<&mut State>, terms: &Terms) {
    let closed: BTreeSet<TermId> = states.iter().flat_map(|s| s.closed_inputs.iter().copied()).collect();
    for state in &mut states {
        for input in &closed {
            if let Err(i) = state.closed_inputs.binary_search(input)
                && terms.range(state, *input).truth() == Some(false)
            {
                state.closed_inputs.insert(i, *input);
            }
        }
    }
}
