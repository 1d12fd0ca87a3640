//! What places hold, also where only tables tell: elements of arrays at unknown indexes, or where a pointer walks through them.

use super::engine::Engine;
use super::state::State;
use super::term::{Loc, LocBase, LocId, Term, TermId, Terms};
use crate::flow::{BinOp, Expr, Global, Proj};

impl Engine<'_> {
    pub(super) fn read(&mut self, state: &State, loc: LocId) -> TermId {
        let value = self.terms.read(state, loc);
        if *self.terms.get(value) == Term::Input(loc) {
            let Loc { base, path } = self.terms.loc_of(loc).clone();
            let known = match base {
                LocBase::Global(global) => self.initial(&global, &path),
                LocBase::Obj(pointer) => {
                    let found = self.table_of(pointer).map(|table| self.some_element_of(state, table, &path));
                    // the call graph knows no functions that only a walk leads to: such calls are calls of unseen code
                    found.filter(|found| !self.terms.may_be_function(*found))
                }
                LocBase::Local(_) => None,
            };
            return known.unwrap_or(value);
        }
        self.element(state, loc).unwrap_or(value)
    }

    /// The array that a pointer walks through, if it began at that one and at no other.
    fn table_of(&mut self, pointer: TermId) -> Option<LocId> {
        if !matches!(self.terms.get(pointer), Term::Joined(..)) {
            return None;
        }
        let (mut table, mut seen, mut waiting) = (None, Vec::new(), vec![pointer]);
        while let Some(value) = waiting.pop() {
            if seen.contains(&value) {
                continue;
            }
            seen.push(value);
            match *self.terms.get(value) {
                Term::Addr(at) => {
                    let of = self.without_index(at);
                    if table.is_some_and(|known| known != of) {
                        return None;
                    }
                    table = Some(of);
                }
                Term::Bin(BinOp::Add, from, _) => waiting.push(from),
                _ => waiting.extend(self.terms.met(value)?),
            }
        }
        table
    }

    /// The array that an element at a known index is of; that of the first element is not written.
    fn without_index(&mut self, element: LocId) -> LocId {
        let mut of = self.terms.loc_of(element).clone();
        if matches!(of.path.last(), Some(Proj::Index(Some(_)))) {
            of.path.pop();
        }
        self.terms.loc(of)
    }

    fn some_element_of(&mut self, state: &State, table: LocId, path: &[Proj]) -> TermId {
        let mut element = self.terms.loc_of(table).clone();
        element.path.push(Proj::Index(None));
        element.path.extend(path.iter().cloned());
        let element = self.terms.loc(element);
        self.read(state, element)
    }

    /// What some element of a local array holds that was filled one by one, if all that is there is told by constants.
    fn element(&mut self, state: &State, loc: LocId) -> Option<TermId> {
        let Loc { base: base @ LocBase::Local(_), path } = self.terms.loc_of(loc).clone() else { return None };
        if !path.contains(&Proj::Index(None)) || state.get(loc).is_some() {
            return None;
        }
        let whole = self.terms.loc(Loc { base: base.clone(), path: Vec::new() });
        let is_told = |terms: &Terms, t| matches!(terms.get(t), Term::Const(_) | Term::Str(_) | Term::Function(_));
        let is_inside = |at: &LocId| self.terms.loc_of(*at).base == base && is_element(&self.terms.loc_of(*at).path, &path);
        let elements: Vec<(LocId, TermId)> = state.entries().filter(|(at, _)| is_inside(at)).collect();
        let any_handle = elements.iter().any(|(_, value)| self.terms.mentions_handle(*value));
        if !any_handle && !state.get(whole).is_some_and(|t| is_told(&self.terms, t) || self.terms.is_unset(t)) {
            return None;
        }
        // where keys are, the others are keys or nothing
        let mut found = (!any_handle).then(|| self.terms.constant(0));
        for (at, value) in elements {
            if at == whole && self.terms.is_unset(value) {
                continue;
            }
            let value = match (is_told(&self.terms, value) || self.terms.mentions_handle(value), any_handle) {
                (true, _) => value,
                (false, true) => self.terms.constant(0),
                (false, false) => return None,
            };
            found = Some(found.map_or(Some(value), |found| self.terms.one_of(found, value))?);
        }
        found.filter(|found| *self.terms.get(*found) != Term::Const(0))
    }

    /// What a constant global holds; an array read at an unknown index is one of its elements.
    fn initial(&mut self, global: &Global, path: &[Proj]) -> Option<TermId> {
        let program = self.program;
        let values = program.constants.get(global)?;
        // what an element does not name is 0
        let mut found = path.contains(&Proj::Index(None)).then(|| self.terms.constant(0));
        for (_, value) in values.iter().filter(|(at, _)| is_element(at, path)) {
            let term = match value {
                Expr::Const(v) => self.terms.constant(*v),
                Expr::Str(s) => self.terms.id(Term::Str(s.clone())),
                Expr::Function(name) => self.terms.id(Term::Function(name.clone())),
                _ => return None,
            };
            found = Some(match found {
                None => term,
                Some(before) => self.terms.one_of(before, term)?,
            });
        }
        found
    }
}

/// Whether one place is another for some number of an element; that of the first element is not written.
pub(super) fn is_element(one: &[Proj], of: &[Proj]) -> bool {
    match (one, of) {
        ([], []) => true,
        ([Proj::Index(_), a @ ..], [Proj::Index(None), b @ ..]) if is_element(a, b) => true,
        (a, [Proj::Index(None), b @ ..]) => is_element(a, b),
        ([a, one @ ..], [b, of @ ..]) => a == b && is_element(one, of),
        _ => false,
    }
}
