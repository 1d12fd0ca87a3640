//! What a disjunct may forget where paths meet: what nothing reads any more keeps no disjuncts apart and costs no time.

use super::engine::Engine;
use super::state::{State, Status};
use super::term::{LocBase, LocId, Term, TermId, Terms};
use crate::flow::LocalId;
use rustc_hash::FxHashSet;

impl Engine<'_> {
    /// Drops what nothing reads any more, and what is known of values that no place holds. A dead local keeps an open handle:
    /// where its last name ends is what the analysis is about.
    pub(super) fn forget_dead(&self, state: &mut State, block: u32) {
        let terms = &self.terms;
        let mut dead: Vec<LocId> = Vec::new();
        // dead locals that hold a handle that is open
        let mut holding: Vec<(LocId, TermId)> = Vec::new();
        let mut aliased: Vec<LocalId> = Vec::new();
        for (loc, value) in state.entries() {
            match terms.loc_of(loc).base {
                LocBase::Local(local) if loc != self.returned && !self.liveness.is_live(block, local) => {
                    if names_open(state, terms, value) { holding.push((loc, value)) } else { dead.push(loc) }
                }
                _ => terms.addressed(value, &mut aliased),
            }
        }
        if terms.by_words {
            // registers and the places where they are put away are copies; one that is read again is name enough
            let is_live =
                |loc: LocId| matches!(terms.loc_of(loc).base, LocBase::Local(_)) && holding.binary_search_by_key(&loc, |h| h.0).is_err();
            let has_other = |value: TermId| state.entries().any(|(loc, held)| held == value && is_live(loc));
            dead.extend(holding.iter().filter(|(_, value)| has_other(*value)).map(|h| h.0));
            dead.sort_unstable();
        }
        // What a pointer that is kept leads to is kept, and what that points at in turn.
        loop {
            let (kept, gone): (Vec<LocId>, Vec<LocId>) =
                dead.iter().partition(|loc| matches!(terms.loc_of(**loc).base, LocBase::Local(local) if aliased.contains(&local)));
            if kept.is_empty() {
                break;
            }
            kept.iter().filter_map(|loc| state.get(*loc)).for_each(|value| terms.addressed(value, &mut aliased));
            dead = gone;
        }
        state.forget_where(|loc| dead.binary_search(&loc).is_ok());
        if terms.by_words {
            state.forget_unreached(terms);
        }
        let held = state.entries().fold(0, |held, (loc, value)| match terms.loc_of(loc).base {
            LocBase::Obj(pointer) => held | terms.unknowns(value) | terms.unknowns(pointer),
            _ => held | terms.unknowns(value),
        });
        state.forget_facts(|t| terms.unknowns(t) & !held != 0);
        state.forget_unnamed_closed(terms);
    }

    /// A place that had a number at the function's entry and gets the same number is as it was: where this way meets one that
    /// leaves the place alone, callers keep what they have there.
    pub(super) fn forget_unchanged(&mut self, state: &mut State, to: LocId, value: TermId) {
        let (Some(number), false) = (self.terms.range(state, value).constant(), matches!(self.terms.loc_of(to).base, LocBase::Local(_)))
        else {
            return;
        };
        let before = self.terms.id(Term::Input(to));
        if self.terms.range(state, before).constant() == Some(number) {
            state.forget_where(|l| l == to);
            if self.terms.read(state, to) != before {
                state.set(to, value);
            }
        }
    }
}

fn names_open(state: &State, terms: &Terms, value: TermId) -> bool {
    match terms.get(value) {
        Term::Handle(res) => state.status(*res).is_some_and(Status::is_open),
        Term::OneOf(all) => all.iter().any(|one| names_open(state, terms, *one)),
        _ => false,
    }
}

impl State {
    /// Drops what is known of memory to which no place leads any more: machine code walks through many structures. Handles,
    /// objects made here and what callers gave are kept: it matters where they are lost.
    pub(super) fn forget_unreached(&mut self, terms: &Terms) {
        let mut reached: FxHashSet<TermId> = FxHashSet::default();
        let mut behind: Vec<(LocId, &[TermId], TermId)> = Vec::new();
        for (loc, value) in self.entries() {
            match terms.loc_of(loc).base {
                LocBase::Obj(pointer) if !terms.sources(pointer).is_empty() => behind.push((loc, terms.sources(pointer), value)),
                _ => reached.extend(terms.sources(value)),
            }
        }
        loop {
            let before = behind.len();
            behind.retain(|(_, needed, value)| {
                // an element lies at some distance: its number is forgotten sooner than where the others are
                let is_reached = needed.iter().any(|source| reached.contains(source));
                if is_reached {
                    reached.extend(terms.sources(*value));
                }
                !is_reached
            });
            if behind.len() == before {
                break;
            }
        }
        behind.retain(|(loc, _, value)| {
            !names_open(self, terms, *value) && !terms.leads_to_object(*value) && !terms.is_given_elsewhere(*loc, *value)
        });
        let gone: Vec<LocId> = behind.into_iter().map(|b| b.0).collect();
        self.forget_where(|loc| gone.binary_search(&loc).is_ok());
        let is_reached = |input: TermId| terms.sources(input).is_empty() || terms.sources(input).iter().any(|s| reached.contains(s));
        self.closed_inputs.retain(|input| is_reached(*input));
    }
}

impl Terms {
    /// The locals whose address a value is or is computed from.
    fn addressed(&self, value: TermId, out: &mut Vec<LocalId>) {
        match self.get(value) {
            Term::Addr(loc) | Term::Input(loc) => match self.loc_of(*loc).base {
                LocBase::Local(local) if matches!(self.get(value), Term::Addr(_)) => out.push(local),
                LocBase::Obj(pointer) => self.addressed(pointer, out),
                _ => {}
            },
            Term::Part(a, _) | Term::Un(_, a) => self.addressed(*a, out),
            Term::Bin(_, a, b) => {
                self.addressed(*a, out);
                self.addressed(*b, out);
            }
            Term::OneOf(all) => all.iter().for_each(|one| self.addressed(*one, out)),
            _ => {}
        }
    }
}
