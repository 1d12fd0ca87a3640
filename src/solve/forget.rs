//! What a disjunct may forget where paths meet: what nothing reads any more keeps no disjuncts apart and costs no time.

use super::engine::Engine;
use super::state::{State, Status};
use super::term::{LocBase, LocId, Term, TermId, Terms};
use crate::flow::LocalId;

impl Engine<'_> {
    /// Drops what nothing reads any more, and what is known of values that no place holds. A dead local keeps an open handle:
    /// where its last name ends is what the analysis is about.
    pub(super) fn forget_dead(&self, state: &mut State, block: u32) {
        let terms = &self.terms;
        let mut dead: Vec<LocId> = Vec::new();
        let mut aliased: Vec<LocalId> = Vec::new();
        for (loc, value) in state.entries() {
            match terms.loc_of(loc).base {
                LocBase::Local(local)
                    if loc != self.returned && !self.liveness.is_live(block, local) && !names_open(state, terms, value) =>
                {
                    dead.push(loc)
                }
                _ => terms.addressed(value, &mut aliased),
            }
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
