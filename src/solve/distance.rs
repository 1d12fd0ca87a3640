//! How far apart two values are that nobody knows: `i == last` and `last = count - 1` tell that `i + 1` is `count`.
//!
//! Only equalities count: they hold however numbers wrap around.

use super::range::Range;
use super::state::State;
use super::term::{Term, TermId, Terms};
use crate::flow::BinOp;

/// Two values, and how much more the first is.
pub(super) type Distance = (TermId, TermId, i64);

impl Terms {
    pub(super) fn compared_by_distance(&self, state: &State, op: BinOp, a: TermId, b: TermId) -> Option<bool> {
        let distance = self.distance(state, &mut || self.distances(state), a, b)?;
        match op {
            BinOp::Eq => Some(distance == 0),
            BinOp::Ne => Some(distance != 0),
            // which of two is larger depends on where they wrap around, unless they are equal
            BinOp::Le | BinOp::Ge => (distance == 0).then_some(true),
            BinOp::Lt | BinOp::Gt => (distance == 0).then_some(false),
            _ => None,
        }
    }

    /// A value as another one and what is added to it.
    fn split(&self, id: TermId) -> (TermId, i64) {
        let (mut at, mut by) = (id, 0i64);
        while let Term::Bin(op @ (BinOp::Add | BinOp::Sub), a, b) = *self.get(at) {
            let Term::Const(c) = *self.get(b) else { break };
            at = a;
            by = if op == BinOp::Add { by.wrapping_add(c) } else { by.wrapping_sub(c) };
        }
        (at, by)
    }

    fn distance(&self, state: &State, known: &mut dyn FnMut() -> Vec<Distance>, a: TermId, b: TermId) -> Option<i64> {
        let ((from, plus), (to, minus)) = (self.split(a), self.split(b));
        let more = plus.wrapping_sub(minus);
        // of an array, any two elements look the same
        if from == to && !self.is_of_element(from) {
            return Some(more);
        }
        if let (Some(x), Some(y)) = (self.range(state, a).constant(), self.range(state, b).constant()) {
            return Some(x.wrapping_sub(y));
        }
        if [from, to].iter().any(|t| matches!(self.get(*t), Term::Const(_))) {
            return None;
        }
        let found = known().into_iter().find_map(|(x, y, by)| match (x, y) {
            _ if (x, y) == (from, to) => Some(by),
            _ if (x, y) == (to, from) => Some(by.wrapping_neg()),
            _ => None,
        })?;
        Some(found.wrapping_add(more))
    }

    /// Whether a value tells if two others are equal that nobody knows.
    pub(super) fn is_equality(&self, id: TermId) -> bool {
        let is_constant = |t: TermId| matches!(self.get(t), Term::Const(_));
        matches!(*self.get(id), Term::Bin(BinOp::Eq | BinOp::Ne, a, b) if !is_constant(a) && !is_constant(b))
    }

    /// What equalities that hold in a state say.
    pub(super) fn distances(&self, state: &State) -> Vec<Distance> {
        let holds = |(term, range): (TermId, &Range)| {
            let (a, b) = match (self.get(term), range.constant()) {
                (Term::Bin(BinOp::Eq, a, b), Some(1)) | (Term::Bin(BinOp::Ne, a, b), Some(0)) => (*a, *b),
                _ => return None,
            };
            let ((from, plus), (to, minus)) = (self.split(a), self.split(b));
            Some((from, to, minus.wrapping_sub(plus)))
        };
        state.facts().filter_map(holds).collect()
    }

    /// Two values become one where paths meet: the equalities that hold for it because they held for both, each in its state and
    /// with what is known there.
    pub(super) fn equalities_of(
        &mut self,
        joined: TermId,
        [a, b]: [TermId; 2],
        [of_a, of_b]: [&State; 2],
        [known_of_a, known_of_b]: [&[Distance]; 2],
    ) -> Vec<TermId> {
        let mut others: Vec<TermId> = Vec::new();
        // a number may have been compared as another number, before something was added
        let is_constant = |t: TermId| matches!(self.get(t), Term::Const(_));
        for (value, known) in [(a, known_of_a), (b, known_of_b)] {
            let from = self.split(value).0;
            let is_it = |one: TermId| one == from || is_constant(one) && is_constant(from);
            let both = known.iter().flat_map(|(x, y, _)| [(*x, *y), (*y, *x)]);
            others.extend(both.filter(|(one, other)| is_it(*one) && !is_constant(*other)).map(|(_, other)| other));
        }
        others.sort_unstable();
        others.dedup();
        let mut found = Vec::new();
        for other in others.into_iter().filter(|other| *other != joined) {
            let distance = self.distance(of_a, &mut || known_of_a.to_vec(), a, other);
            if let Some(by) = distance.filter(|_| distance == self.distance(of_b, &mut || known_of_b.to_vec(), b, other)) {
                let by = self.constant(by);
                let target = self.id(Term::Bin(BinOp::Add, other, by));
                found.push(self.id(Term::Bin(BinOp::Eq, joined, target)));
            }
        }
        found
    }
}
