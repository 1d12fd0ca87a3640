//! What values point at, as debug information tells: machine code has no names for members.

use super::engine::Engine;
use super::term::{Loc, LocBase, LocId, Term, TermId};
use crate::flow::{BinOp, Inside, Member, Proj};
use rustc_hash::FxHashMap;

/// The places in structures that values point at: an object and the first object in it begin at the same place.
pub(super) type Targets = FxHashMap<TermId, Vec<Inside>>;

/// Through how many members a pointer is followed back to one whose type is told.
const DEEPEST: u32 = 6;
/// So many structures of one value are told apart.
const MOST_TARGETS: usize = 4;

impl Engine<'_> {
    pub(super) fn note_target(&mut self, pointer: TermId, target: &Inside) {
        match self.terms.get(pointer) {
            Term::OneOf(all) => {
                for one in all.clone() {
                    self.note_target(one, target);
                }
            }
            Term::Const(_) | Term::Str(_) | Term::Function(_) | Term::Handle(_) => return,
            _ => {}
        }
        let known = self.targets.entry(pointer).or_default();
        if known.len() < MOST_TARGETS && !known.contains(target) {
            known.push(target.clone());
        }
    }

    /// The member that a place is; `None` if nothing tells, or not one.
    pub(super) fn typed_member(&self, loc: LocId) -> Option<Member> {
        if self.targets.is_empty() { None } else { self.member_at(loc, 0) }
    }

    fn member_at(&self, loc: LocId, depth: u32) -> Option<Member> {
        let Loc { base: LocBase::Obj(pointer), path } = self.terms.loc_of(loc) else { return None };
        // the pointer to a structure inside of another may be all whose type is told
        let mut enclosing = self.terms.enclosing(loc).zip((0..path.len()).rev());
        let inside = |(outer, inner): (LocId, usize)| {
            let address = self.terms.known(&Term::Addr(outer))?;
            self.one_member(self.targets.get(&address)?, &path[inner..])
        };
        self.one_member(&self.targets_of(*pointer, depth), path).or_else(|| enclosing.find_map(inside))
    }

    /// What all these structures have in a place, if it is the same.
    fn one_member(&self, targets: &[Inside], path: &[Proj]) -> Option<Member> {
        let mut all = targets.iter().filter_map(|target| (self.program.member_of)(self.flow.file, target, path));
        let first = all.next()?;
        all.all(|other| other.key == first.key).then_some(first)
    }

    /// What a value points at: debug information tells it of the value, or of the member that it was read from.
    fn targets_of(&self, pointer: TermId, depth: u32) -> Vec<Inside> {
        if let Some(known) = self.targets.get(&pointer) {
            return known.clone();
        }
        match self.terms.get(pointer) {
            Term::Input(from) if depth < DEEPEST => {
                let member = self.member_at(*from, depth + 1);
                member.and_then(|m| m.points_at).map(|structure| Inside { structure, by: 0 }).into_iter().collect()
            }
            // an element of an array, wherever it begins
            Term::Bin(BinOp::Add, a, b) if depth < DEEPEST && ![a, b].iter().any(|t| matches!(self.terms.get(**t), Term::Const(_))) => {
                let begin = self.targets_of(*a, depth + 1);
                if begin.is_empty() { self.targets_of(*b, depth + 1) } else { begin }
            }
            _ if depth < DEEPEST => {
                let told = self.terms.met_so_far(pointer).iter().map(|one| self.targets_of(*one, depth + 1));
                told.into_iter().find(|targets| !targets.is_empty()).unwrap_or_default()
            }
            _ => Vec::new(),
        }
    }

    /// Notes for callers and callees which members the places are that it may have read.
    pub(super) fn note_members(&mut self) {
        if self.targets.is_empty() {
            return;
        }
        let read: Vec<LocId> = self.terms.inputs().collect();
        for loc in read {
            if let Some((place, member)) = self.out_loc(loc).zip(self.typed_member(loc)) {
                self.record.typed.insert(place, member.key);
            }
        }
    }
}
