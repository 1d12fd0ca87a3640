//! Values and locations, interned: equal ones have equal numbers, so that "tested twice" is "the same number".

use super::range::Range;
use crate::flow::{BinOp, Global, LocalId, Name, Proj, UnOp};
use crate::models::Root;
use rustc_hash::{FxHashMap, FxHashSet};
use std::rc::Rc;
use std::sync::Arc;

/// Index of a [`Term`].
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub(super) struct TermId(pub(super) u32);

/// Index of a [`Loc`].
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub(super) struct LocId(pub(super) u32);

/// A handle that this function opened: which site, and whether it is the newest from there or one of those before.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub(super) struct Res {
    pub(super) site: u32,
    pub(super) older: bool,
}

/// Where a location starts.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub(super) enum LocBase {
    Local(LocalId),
    Global(Global),
    /// What this value points at.
    Obj(TermId),
}

/// A place in memory, pointers followed.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub(super) struct Loc {
    pub(super) base: LocBase,
    pub(super) path: Vec<Proj>,
}

/// A value.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub(super) enum Term {
    Const(i64),
    Str(Name),
    Function(Name),
    Addr(LocId),
    Handle(Res),
    /// What the location held when the function was entered.
    Input(LocId),
    /// A value nobody knows, made at this point of the program (`point`, `part`); `old` after the point ran again.
    Fresh {
        point: u32,
        part: u32,
        old: bool,
    },
    /// Memory that nobody else knows, allocated at this point.
    Heap {
        point: u32,
        old: bool,
    },
    /// Part of a value that is only known as a whole.
    Part(TermId, Vec<Proj>),
    /// What a location holds where paths meet at a block.
    Joined(u32, LocId),
    /// One of these (sorted).
    OneOf(Vec<TermId>),
    Un(UnOp, TermId),
    Bin(BinOp, TermId, TermId),
}

/// All terms and locations of one function's analysis.
#[derive(Default)]
pub(super) struct Terms {
    terms: Vec<Term>,
    ids: FxHashMap<Term, TermId>,
    locs: Vec<Loc>,
    /// The location around each one; itself if it is a whole.
    around: Vec<LocId>,
    /// Whether any location lies inside of each one: in most lies none.
    has_inner: Vec<bool>,
    /// [`Terms::unknowns`] of the pointer that leads to each one.
    led_by: Vec<u64>,
    loc_ids: FxHashMap<Loc, LocId>,
    depth: Vec<u8>,
    /// Which unknown values each term is computed from, as a bloom filter of their numbers.
    unknowns: Vec<u64>,
    /// Variables of the program that begin with predefined keys.
    pub(super) tables: Arc<FxHashSet<Global>>,
    /// What each term is computed from that has a beginning in the function: unknown values, handles, objects made here.
    sources: Vec<Rc<[TermId]>>,
    /// Those of a term that has none, once for all.
    no_sources: Rc<[TermId]>,
    /// Which terms are about some element of an array.
    of_element: Vec<bool>,
    /// Members and globals that hold handles on some way. Whether they are as they were tells ways apart.
    handle_places: FxHashSet<LocId>,
    /// Whether ways that move what objects hold are told apart: in methods of classes that own handles.
    pub(super) tells_moves: bool,
    /// What the values that got their names where paths meet may be.
    meets: FxHashMap<TermId, Vec<TermId>>,
    /// Those of which somebody asked what they may be.
    asked: FxHashSet<TermId>,
    /// Values that somebody follows to a place.
    followed: FxHashSet<TermId>,
    /// Blocks that an edge from further down enters.
    pub(super) loop_heads: Vec<bool>,
    /// Whether a place's value says nothing of the places inside of it: see [`crate::flow::Flow::by_words`].
    pub(super) by_words: bool,
}

/// Deeper expressions become unknown values: loops that add up must end.
const MAX_DEPTH: u8 = 6;
/// Callers may put what a callee computes on top of that; each level can double what there is to read.
const MAX_DEPTH_OF_CALLS: u8 = 2 * MAX_DEPTH;
/// The part of a declaration's point that stands for a variable which has no value yet.
pub(super) const UNSET: u32 = u32::MAX;
/// The part of an open's point that stands for what a failing open may leave in its out-parameter.
pub(super) const FAILED: u32 = u32::MAX - 2;
/// Stands in place of a block for what elements of an array hold after one of them got a value.
pub(super) const ELEMENT: u32 = u32::MAX - 1;
/// So many values are told apart where one of them is a handle …
const MOST_HANDLES: usize = 6;
/// … and where none is: all predefined keys, NULL, and what a caller has.
const MOST_VALUES: usize = 10;
/// How many pointers away from a parameter or a global is near.
const NEAR: u8 = 2;

impl Terms {
    pub(super) fn id(&mut self, term: Term) -> TermId {
        if let Some(id) = self.ids.get(&term) {
            return *id;
        }
        let id = TermId(self.terms.len() as u32);
        self.depth.push(match &term {
            Term::Un(_, a) => self.depth[a.0 as usize].saturating_add(1),
            Term::Bin(_, a, b) => self.depth[a.0 as usize].max(self.depth[b.0 as usize]).saturating_add(1),
            Term::Part(a, path) => self.depth[a.0 as usize].saturating_add(path.len().min(3) as u8),
            Term::Input(l) | Term::Addr(l) => match self.locs[l.0 as usize].base {
                LocBase::Obj(t) => self.depth[t.0 as usize].saturating_add(1),
                _ => 0,
            },
            _ => 0,
        });
        let unknowns = self.unknowns_in(&term, id);
        self.unknowns.push(unknowns);
        let sources = self.sources_in(&term, id);
        self.sources.push(sources);
        self.of_element.push(self.tells_element(&term));
        self.terms.push(term.clone());
        self.ids.insert(term, id);
        id
    }

    /// The number of a term that was made already.
    pub(super) fn known(&self, term: &Term) -> Option<TermId> {
        self.ids.get(term).copied()
    }

    /// The places whose values at entry are terms.
    pub(super) fn inputs(&self) -> impl Iterator<Item = LocId> {
        self.terms.iter().filter_map(|term| match term {
            Term::Input(loc) => Some(*loc),
            _ => None,
        })
    }

    /// How many terms there are.
    pub(super) fn len(&self) -> usize {
        self.terms.len()
    }

    pub(super) fn get(&self, id: TermId) -> &Term {
        &self.terms[id.0 as usize]
    }

    /// Whether a value from outside lies near enough to a parameter or a global for callers to be told of it. Where functions
    /// call themselves on lists and trees, every round would go one pointer further.
    pub(super) fn is_near(&self, input: TermId) -> bool {
        self.depth[input.0 as usize] <= NEAR
    }

    pub(super) fn too_deep(&self, id: TermId) -> bool {
        self.depth[id.0 as usize] > MAX_DEPTH
    }

    pub(super) fn too_deep_for_calls(&self, id: TermId) -> bool {
        self.depth[id.0 as usize] > MAX_DEPTH_OF_CALLS
    }

    pub(super) fn loc(&mut self, loc: Loc) -> LocId {
        if let Some(id) = self.loc_ids.get(&loc) {
            return *id;
        }
        let around = loc.path.split_last().map(|(_, outer)| self.loc(Loc { base: loc.base.clone(), path: outer.to_vec() }));
        let id = LocId(self.locs.len() as u32);
        let mut led_by = 0;
        if let LocBase::Obj(pointer) = loc.base {
            self.note_followed(pointer);
            led_by = self.unknowns(pointer);
        }
        self.led_by.push(led_by);
        self.has_inner.push(false);
        if let Some(outer) = around {
            self.has_inner[outer.0 as usize] = true;
        }
        self.around.push(around.unwrap_or(id));
        self.locs.push(loc.clone());
        self.loc_ids.insert(loc, id);
        id
    }

    /// Notes the value at the start of the way to a place.
    fn note_followed(&mut self, mut pointer: TermId) {
        while let Term::Input(place) | Term::Addr(place) = *self.get(pointer) {
            let LocBase::Obj(before) = self.loc_of(place).base else { return };
            self.followed.insert(pointer);
            pointer = before;
        }
        self.followed.insert(pointer);
    }

    /// Whether anybody followed this value to a place: most numbers are none that lead anywhere.
    pub(super) fn is_followed(&self, id: TermId) -> bool {
        self.followed.contains(&id)
    }

    /// Whether any location lies inside of this one.
    pub(super) fn has_inner(&self, id: LocId) -> bool {
        self.has_inner[id.0 as usize]
    }

    /// The locations around this one, innermost first.
    pub(super) fn enclosing(&self, id: LocId) -> impl Iterator<Item = LocId> {
        std::iter::successors(Some(id), |at| Some(self.around[at.0 as usize]).filter(|outer| outer != at)).skip(1)
    }

    /// The place of this number.
    pub(super) fn place_numbered(&self, number: u32) -> Option<LocId> {
        ((number as usize) < self.locs.len()).then_some(LocId(number))
    }

    pub(super) fn loc_of(&self, id: LocId) -> &Loc {
        &self.locs[id.0 as usize]
    }

    pub(super) fn constant(&mut self, value: i64) -> TermId {
        self.id(Term::Const(value))
    }

    /// The location a pointer value points at.
    pub(super) fn pointee(&mut self, pointer: TermId) -> LocId {
        match self.get(pointer) {
            Term::Addr(loc) => *loc,
            Term::OneOf(all) => {
                let known = all.iter().copied().find(|t| matches!(self.get(*t), Term::Addr(_) | Term::Heap { .. }));
                match known {
                    Some(t) => self.pointee(t),
                    None => self.loc(Loc { base: LocBase::Obj(pointer), path: Vec::new() }),
                }
            }
            _ => self.loc(Loc { base: LocBase::Obj(pointer), path: Vec::new() }),
        }
    }

    pub(super) fn addr(&mut self, loc: LocId) -> TermId {
        let target = self.loc_of(loc);
        if let (LocBase::Obj(pointer), true) = (&target.base, target.path.is_empty()) {
            return *pointer;
        }
        self.id(Term::Addr(loc))
    }

    /// Whether a location stands for several places at once: elements of an array, or what a pointer leads to that moves in a loop.
    pub(super) fn is_weak(&self, id: LocId) -> bool {
        let Loc { base, path } = self.loc_of(id);
        path.contains(&Proj::Index(None)) || path.is_empty() && matches!(base, LocBase::Obj(pointer) if self.moves(*pointer))
    }

    /// Whether a value is another one each time a loop begins anew.
    fn moves(&self, id: TermId) -> bool {
        match self.get(id) {
            Term::Joined(block, _) => self.loop_heads.get(*block as usize) == Some(&true),
            // an element, by a computed distance
            Term::Bin(_, a, b) => !matches!(self.get(*b), Term::Const(_)) || self.moves(*a),
            Term::Part(a, _) => self.moves(*a),
            _ => false,
        }
    }

    /// Every handle that the value is or may be.
    pub(super) fn handles(&self, id: TermId, out: &mut Vec<Res>) {
        match self.get(id) {
            Term::Handle(res) => out.push(*res),
            Term::OneOf(all) => all.iter().for_each(|t| self.handles(*t, out)),
            _ => {}
        }
    }

    /// Adds the objects made here that the value points at or into.
    pub(super) fn made_objects(&self, id: TermId, out: &mut Vec<TermId>) {
        match self.get(id) {
            Term::Heap { .. } if !out.contains(&id) => out.push(id),
            Term::Addr(loc) => {
                if let LocBase::Obj(object) = self.loc_of(*loc).base {
                    self.made_objects(object, out);
                }
            }
            Term::OneOf(all) => all.iter().for_each(|t| self.made_objects(*t, out)),
            _ => {}
        }
    }

    /// Whether a pointer is what a member of this object held, or a member of what that leads to, before anybody wrote there.
    pub(super) fn is_found_in(&self, pointer: TermId, object: TermId) -> bool {
        // what leads through an unknown value is computed from it
        if self.unknowns(pointer) & self.unknowns(object) != self.unknowns(object) {
            return false;
        }
        let Term::Input(from) = *self.get(pointer) else { return false };
        self.is_behind(from, object)
    }

    /// Whether a place lies in this object, or in what its members lead to.
    pub(super) fn is_behind(&self, place: LocId, object: TermId) -> bool {
        let unknowns = self.unknowns(object);
        self.led_by[place.0 as usize] & unknowns == unknowns
            && matches!(self.loc_of(place).base, LocBase::Obj(of) if of == object || self.is_found_in(of, object))
    }

    /// Whether a value is the address of a place in this object, or of one behind it, or what was there.
    pub(super) fn leads_through(&self, value: TermId, object: TermId) -> bool {
        let unknowns = self.unknowns(object);
        self.unknowns(value) & unknowns == unknowns
            && matches!(*self.get(value), Term::Input(place) | Term::Addr(place) if self.is_behind(place, object))
    }

    /// The same value after an unknown value in it got another name.
    pub(super) fn renamed(&mut self, id: TermId, from: TermId, to: TermId) -> TermId {
        if id == from {
            return to;
        }
        let place = match *self.get(id) {
            Term::Input(place) | Term::Addr(place) => place,
            _ => return id,
        };
        let moved = self.renamed_loc(place, from, to);
        match *self.get(id) {
            _ if moved == place => id,
            Term::Input(_) => self.id(Term::Input(moved)),
            _ => self.id(Term::Addr(moved)),
        }
    }

    /// The same place after an unknown value on the way to it got another name.
    pub(super) fn renamed_loc(&mut self, place: LocId, from: TermId, to: TermId) -> LocId {
        let Loc { base: LocBase::Obj(pointer), path } = self.loc_of(place).clone() else { return place };
        let base = self.renamed(pointer, from, to);
        if base == pointer { place } else { self.loc(Loc { base: LocBase::Obj(base), path }) }
    }

    pub(super) fn leads_to_object(&self, id: TermId) -> bool {
        let mut objects = Vec::new();
        self.made_objects(id, &mut objects);
        !objects.is_empty()
    }

    pub(super) fn mentions_handle(&self, id: TermId) -> bool {
        match self.get(id) {
            Term::Handle(_) => true,
            Term::OneOf(all) => all.iter().any(|t| self.mentions_handle(*t)),
            _ => false,
        }
    }

    /// The place that held this when the function was entered.
    pub(super) fn input_place(&self, id: TermId) -> Option<LocId> {
        match *self.get(id) {
            Term::Input(loc) => Some(loc),
            _ => None,
        }
    }

    /// A handle is in this place, or was when the function was entered.
    pub(super) fn note_handle_place(&mut self, loc: LocId) {
        let is_own = match self.loc_of(loc).base {
            LocBase::Local(_) => true,
            LocBase::Obj(pointer) => self.by_words && matches!(self.get(pointer), Term::Heap { .. }),
            LocBase::Global(_) => false,
        };
        if !is_own {
            self.handle_places.insert(loc);
        }
    }

    pub(super) fn is_handle_place(&self, loc: LocId) -> bool {
        self.handle_places.contains(&loc)
    }

    /// Whether this is a root that a variable was given, on which other variables can depend, or a flag in an object that owns
    /// a handle: it says whether the object closes it.
    pub(super) fn tells_apart(&self, loc: LocId, value: TermId) -> bool {
        let Term::Const(number) = *self.get(value) else { return false };
        match self.loc_of(loc).base {
            LocBase::Local(_) => Root::of_value(number).is_some(),
            LocBase::Obj(_) => self.tells_moves && matches!(number, 0 | 1),
            LocBase::Global(_) => false,
        }
    }

    pub(super) fn may_be_function(&self, value: TermId) -> bool {
        match self.get(value) {
            Term::Function(_) => true,
            Term::OneOf(all) => all.iter().any(|one| self.may_be_function(*one)),
            _ => false,
        }
    }

    /// Whether it is a predefined key, or can be one.
    pub(super) fn is_predefined_key(&self, value: TermId) -> bool {
        match self.get(value) {
            Term::Const(number) => Root::of_value(*number).is_some(),
            Term::Input(from) => self.begins_with_keys(*from),
            Term::OneOf(all) => all.iter().any(|one| self.is_predefined_key(*one)),
            _ => false,
        }
    }

    /// Whether a place lies in a variable that begins with predefined keys.
    fn begins_with_keys(&self, loc: LocId) -> bool {
        matches!(&self.loc_of(loc).base, LocBase::Global(global) if self.tables.contains(global))
    }

    /// Whether an object got what another place held when the function was entered.
    pub(super) fn is_moved(&self, loc: LocId, value: TermId) -> bool {
        let is_member = |l: LocId| matches!(self.loc_of(l).base, LocBase::Obj(_));
        matches!(self.get(value), Term::Input(from) if *from != loc) && is_member(loc)
    }

    /// Whether an element of memory that nobody owns, as far as is known, got what a parameter is or points at.
    pub(super) fn is_given_elsewhere(&self, loc: LocId, value: TermId) -> bool {
        let Loc { base: LocBase::Obj(pointer), path } = self.loc_of(loc) else { return false };
        let unowned = self.unknowns(*pointer) != 0 || matches!(self.get(*pointer), Term::Bin(..));
        // an element of something that grows, no member
        unowned
            && !path.iter().any(|p| matches!(p, Proj::Field(_)))
            && matches!(self.get(value), Term::Input(from) if self.is_argument(*from))
    }

    fn unknowns_in(&self, term: &Term, id: TermId) -> u64 {
        match term {
            Term::Fresh { .. } | Term::Joined(..) => 1 << (id.0 % 64),
            Term::Part(a, _) | Term::Un(_, a) => self.unknowns(*a),
            Term::Bin(_, a, b) => self.unknowns(*a) | self.unknowns(*b),
            Term::OneOf(all) => all.iter().fold(0, |u, t| u | self.unknowns(*t)),
            Term::Input(loc) | Term::Addr(loc) => match self.loc_of(*loc).base {
                LocBase::Obj(pointer) => self.unknowns(pointer),
                _ => 0,
            },
            Term::Const(_) | Term::Str(_) | Term::Function(_) | Term::Handle(_) | Term::Heap { .. } => 0,
        }
    }

    /// The unknown values that a value is computed from; a filter: it may name too many, never too few.
    pub(super) fn unknowns(&self, id: TermId) -> u64 {
        self.unknowns[id.0 as usize]
    }

    fn sources_in(&self, term: &Term, id: TermId) -> Rc<[TermId]> {
        let of = |t: &TermId| self.sources[t.0 as usize].clone();
        let all = |terms: &[TermId]| {
            let mut found: Vec<TermId> = terms.iter().flat_map(|t| self.sources(*t)).copied().collect();
            found.sort_unstable();
            found.dedup();
            found.into()
        };
        match term {
            Term::Fresh { .. } | Term::Joined(..) | Term::Handle(_) | Term::Heap { .. } => Rc::new([id]),
            Term::Part(a, _) | Term::Un(_, a) => of(a),
            Term::Bin(_, a, b) if self.sources(*b).is_empty() => of(a),
            Term::Bin(_, a, b) => all(&[*a, *b]),
            Term::OneOf(values) => all(values),
            Term::Input(loc) | Term::Addr(loc) => match self.loc_of(*loc).base {
                LocBase::Obj(pointer) => of(&pointer),
                _ => self.no_sources.clone(),
            },
            Term::Const(_) | Term::Str(_) | Term::Function(_) => self.no_sources.clone(),
        }
    }

    /// What a term is computed from: whoever has none of it cannot come to the value.
    pub(super) fn sources(&self, id: TermId) -> &[TermId] {
        &self.sources[id.0 as usize]
    }

    fn tells_element(&self, term: &Term) -> bool {
        let at = |loc: LocId| {
            let Loc { base, path } = self.loc_of(loc);
            path.contains(&Proj::Index(None)) || matches!(base, LocBase::Obj(pointer) if self.is_of_element(*pointer))
        };
        match term {
            Term::Input(loc) | Term::Addr(loc) | Term::Joined(_, loc) => at(*loc),
            Term::Part(whole, path) => path.contains(&Proj::Index(None)) || self.is_of_element(*whole),
            Term::Un(_, a) => self.is_of_element(*a),
            Term::Bin(_, a, b) => self.is_of_element(*a) || self.is_of_element(*b),
            // what is read from a table
            Term::OneOf(all) => !all.iter().any(|t| self.mentions_handle(*t)),
            Term::Const(_) | Term::Str(_) | Term::Function(_) | Term::Handle(_) | Term::Heap { .. } | Term::Fresh { .. } => false,
        }
    }

    /// Whether a value is, or is computed from, some element of an array: the next time it may be another element's.
    pub(super) fn is_of_element(&self, id: TermId) -> bool {
        self.of_element[id.0 as usize]
    }

    /// Whether a value is computed from another one, which nobody knows.
    pub(super) fn is_computed_from(&self, of: TermId, part: TermId) -> bool {
        let from = |t: &TermId| *t == part || self.is_computed_from(*t, part);
        self.unknowns(of) & self.unknowns(part) != 0
            && match self.get(of) {
                Term::Un(_, a) | Term::Part(a, _) => from(a),
                Term::Bin(_, a, b) => from(a) || from(b),
                Term::OneOf(all) => all.iter().any(from),
                _ => false,
            }
    }

    /// Whether a place is a parameter, or what one points at: what callers have there, they know.
    fn is_argument(&self, loc: LocId) -> bool {
        let Loc { base, path } = self.loc_of(loc);
        path.is_empty()
            && match base {
                LocBase::Local(_) => true,
                LocBase::Obj(pointer) => matches!(self.get(*pointer), Term::Input(outer) if
                    self.loc_of(*outer).path.is_empty() && matches!(self.loc_of(*outer).base, LocBase::Local(_))),
                LocBase::Global(_) => false,
            }
    }

    /// Whether a value is what a function was given as one of its parameters.
    pub(super) fn is_given(&self, value: TermId, params: &[LocalId]) -> bool {
        let Term::Input(from) = self.get(value) else { return false };
        let Loc { base, path } = self.loc_of(*from);
        matches!(base, LocBase::Local(l) if path.is_empty() && params.contains(l))
    }

    /// Whether a value is, or may be, a predefined key.
    pub(super) fn may_be_root(&self, value: TermId) -> bool {
        let is_root = |value: &TermId| matches!(self.get(*value), Term::Const(v) if Root::of_value(*v).is_some());
        match self.get(value) {
            Term::OneOf(all) => all.iter().any(is_root),
            Term::Joined(..) => self.met_so_far(value).iter().any(is_root),
            _ => is_root(&value),
        }
    }

    /// Whether it is what a variable, or a part of it, holds before it has a value.
    pub(super) fn is_unset(&self, id: TermId) -> bool {
        match *self.get(id) {
            Term::Fresh { part: UNSET, .. } => true,
            Term::Part(whole, _) => self.is_unset(whole),
            _ => false,
        }
    }

    /// Notes what a value may be that got its name where paths meet. Says whether that is news to somebody who asked.
    pub(super) fn may_be(&mut self, joined: TermId, value: TermId) -> bool {
        let known = self.meets.entry(joined).or_default();
        let is_new = joined != value && known.len() <= MOST_VALUES && !known.contains(&value);
        if is_new {
            known.push(value);
        }
        is_new && self.asked.contains(&joined)
    }

    /// What a value may be that got its name where paths meet, as far as these were explored: whoever asks is told of more by
    /// [`Terms::may_be`]. `None` for other values, and if there are too many.
    pub(super) fn met(&mut self, joined: TermId) -> Option<Vec<TermId>> {
        let known = self.meets.get(&joined)?;
        self.asked.insert(joined);
        (known.len() <= MOST_VALUES).then(|| known.clone())
    }

    /// What a value may be that got its name where paths meet, as far as is known by now.
    pub(super) fn met_so_far(&self, joined: TermId) -> &[TermId] {
        self.meets.get(&joined).map(Vec::as_slice).unwrap_or_default()
    }

    /// The keys that a value may be which got its name where paths meet, if all of them are known or callers know them.
    pub(super) fn keys_met(&self, joined: TermId, params: &[LocalId]) -> Option<Vec<TermId>> {
        let mut found = Vec::new();
        let mut waiting = self.meets.get(&joined)?.clone();
        let mut seen = vec![joined];
        while let Some(value) = waiting.pop() {
            if seen.contains(&value) || self.is_no_key(value, params) {
                continue;
            }
            seen.push(value);
            match self.get(value) {
                Term::Input(_) | Term::OneOf(_) => found.push(value),
                Term::Const(number) if Root::of_value(*number).is_some() => found.push(value),
                _ => waiting.extend(self.meets.get(&value)?),
            }
            if seen.len() > 2 * MOST_VALUES {
                return None;
            }
        }
        found.sort_unstable();
        (!found.is_empty() && found.len() <= MOST_VALUES).then_some(found)
    }

    /// Whether it certainly is no key: NULL, what was left by an open that failed, or what memory of the function's own holds
    /// before anything is stored there.
    pub(super) fn is_no_key(&self, id: TermId, params: &[LocalId]) -> bool {
        match self.get(id) {
            Term::Const(0) | Term::Fresh { part: FAILED, .. } => true,
            Term::Input(from) => {
                let Loc { base, path } = self.loc_of(*from);
                // one of many elements may be one that has a value, and not every store of machine code is followed
                !self.by_words
                    && !path.contains(&Proj::Index(None))
                    && match base {
                        LocBase::Local(local) => !params.contains(local),
                        LocBase::Obj(pointer) => matches!(self.get(*pointer), Term::Heap { .. }),
                        LocBase::Global(_) => false,
                    }
            }
            _ => self.is_unset(id),
        }
    }

    /// One value out of two, where knowing both alternatives matters (roots, handles, sub-keys), else `None`.
    pub(super) fn one_of(&mut self, a: TermId, b: TermId) -> Option<TermId> {
        if a == b {
            return Some(a);
        }
        let mut all = Vec::new();
        for t in [a, b] {
            match self.get(t) {
                Term::OneOf(more) => all.extend(more.iter().copied()),
                _ => all.push(t),
            }
        }
        all.sort_unstable();
        all.dedup();
        // Nobody reads a variable before it has a value: there it has one of the others.
        let is_set = |t: &TermId| !self.is_unset(*t);
        if all.iter().any(is_set) {
            all.retain(is_set);
        }
        let telling = |t: &TermId| match self.get(*t) {
            Term::Const(v) => Root::of_value(*v).is_some(),
            Term::Handle(_) | Term::Str(_) | Term::Function(_) | Term::Heap { .. } => true,
            Term::Input(loc) => self.is_argument(*loc) || self.begins_with_keys(*loc),
            _ => false,
        };
        let any_telling = all.iter().any(|t| !matches!(self.get(*t), Term::Input(loc) if self.is_argument(*loc)) && telling(t));
        let most = if all.iter().any(|t| self.mentions_handle(*t)) { MOST_HANDLES } else { MOST_VALUES };
        if all.len() > most || !any_telling || !all.iter().all(|t| telling(t) || matches!(self.get(*t), Term::Const(0))) {
            return None;
        }
        Some(if all.len() == 1 { all[0] } else { self.id(Term::OneOf(all)) })
    }

    /// What the shape of a value alone says about it.
    pub(super) fn shape_range(&self, id: TermId) -> Range {
        match self.get(id) {
            Term::Const(v) => Range::exactly(*v),
            // Predefined keys begin at 0x80000000; the numbers of real handles are small.
            Term::Handle(_) => Range::new(1, 0x7fff_ffff),
            Term::Str(_) | Term::Function(_) | Term::Addr(_) | Term::Heap { .. } => Range::positive(),
            _ => Range::ANY,
        }
    }
}

impl Terms {
    pub(super) fn loc_ids_get(&self, loc: &Loc) -> Option<LocId> {
        self.loc_ids.get(loc).copied()
    }
}
