//! What code that was not seen can do with what it is given: keep or close a key, change what it can reach.

use super::calls::Call;
use super::engine::{Engine, note_input};
use super::record::Called;
use super::state::{State, Status};
use super::summary::SubKey;
use super::term::{LocBase, LocId, Term, TermId, Terms};
use crate::flow::{Callee, Event, Name, Proj};
use std::collections::BTreeSet;

/// The parts of a call's point from here on are what it may have changed without being given it …
const SHARED: u32 = 1000;
/// … and from here on what the summary of its callee calls unknown.
pub(super) const IMPORTED: u32 = 10_000;
/// Parts that stand for values that calls made too long.
pub(super) const CUT: u32 = 1_000_000;
/// One of several values that can't be told apart here.
pub(super) const MIXED: u32 = 9_999;

impl Engine<'_> {
    pub(super) fn call_unseen(&mut self, mut state: State, call: &Call<'_>, args: &[TermId], name: Option<&Name>, next: &mut Vec<State>) {
        let is_method = matches!(call.callee, Callee::Named(name) | Callee::Exact(name, ..) if name.contains("::"));
        let own_object = is_method && args.first().is_some_and(|this| self.lends_to_its_method(&mut state, *this));
        let mut tracked = own_object;
        let printed = self.printed(args);
        for (i, arg) in args.iter().enumerate().skip(usize::from(own_object)).filter(|(i, _)| !printed.contains(i)) {
            tracked |= self.give_away(&mut state, *arg, call.point, i as u32);
        }
        if tracked {
            self.record.unresolved.insert(call.name);
        }
        // what it says of a handle may decide whether that is closed here
        let asks = matches!(args, [one] if call.result.is_some() && self.closable.contains(one));
        if let (true, Some(name)) = (tracked || asks, name) {
            self.record.wanted.insert((name.clone(), args.len()));
        }
        self.forget_shared(&mut state, call.point);
        let result = self.fresh(&mut state, call.point, 0);
        self.set_result(&mut state, call, result);
        next.push(state);
    }

    /// The arguments of which a format text says that their address or number is printed, and nothing else.
    fn printed(&self, args: &[TermId]) -> Vec<usize> {
        let pointers = |i: usize, text: &str| -> Vec<usize> {
            (i + 1..).zip(conversions(text)).filter(|(_, conversion)| *conversion == 'p').map(|(n, _)| n).collect()
        };
        let mut texts = args.iter().enumerate().filter_map(|(i, arg)| match self.terms.get(*arg) {
            Term::Str(text) => Some(pointers(i, text)),
            _ => None,
        });
        texts.find(|printed| !printed.is_empty()).unwrap_or_default()
    }

    /// Whether this points at an object with keys, one that an unseen method of its own gets: that does not change who has the
    /// object. The method may close the keys, unless the class is published: what those do with their keys is described whole.
    fn lends_to_its_method(&self, state: &mut State, this: TermId) -> bool {
        let is_inside = |loc: LocId, value: TermId| self.terms.loc_of(loc).base == LocBase::Obj(this) && self.terms.mentions_handle(value);
        let inside: Vec<(LocId, TermId)> = state.entries().filter(|(loc, value)| is_inside(*loc, *value)).collect();
        for (loc, value) in &inside {
            if matches!(self.terms.loc_of(*loc).path.last(), Some(Proj::Field(name)) if self.program.inner.contains(name)) {
                continue;
            }
            let mut held = Vec::new();
            self.terms.handles(*value, &mut held);
            for res in held {
                if let Some(Status::Open { owned, .. }) = state.status(res) {
                    state.set_status(res, Some(Status::Open { passed: true, escaped: true, owned }));
                }
            }
        }
        !inside.is_empty()
    }

    /// Unseen code gets this value. Says whether it is or leads to something tracked.
    pub(super) fn give_away(&mut self, state: &mut State, arg: TermId, point: u32, part: u32) -> bool {
        let mut held = Vec::new();
        self.terms.handles(arg, &mut held);
        for res in &held {
            if let Some(Status::Open { escaped, owned, .. }) = state.status(*res) {
                // Who gives an owning value away has it no longer.
                state.set_status(*res, Some(Status::Open { passed: true, escaped: escaped || owned, owned }));
            }
        }
        if let Term::Addr(loc) = *self.terms.get(arg) {
            // who knows where a member is can come to the object: that is how lists and interfaces work
            if let LocBase::Obj(object) = self.terms.loc_of(loc).base
                && state.any_open()
            {
                let mut made = Vec::new();
                self.terms.made_objects(object, &mut made);
                made.extend(matches!(self.terms.get(object), Term::Fresh { .. }).then_some(object));
                made.into_iter().for_each(|object| self.doubt_inside(state, object));
            }
            return self.escape(state, loc, point, part);
        }
        let target = self.terms.pointee(arg);
        self.forget_closed_in(state, target);
        match *self.terms.get(arg) {
            Term::Heap { .. } | Term::Fresh { .. } if held.is_empty() => {
                let mut inside = false;
                for object in self.reachable(state, arg) {
                    let loc = self.terms.pointee(object);
                    if state.entries().any(|(l, v)| self.terms.is_within(l, loc) && self.terms.mentions_handle(v)) {
                        self.share(state, loc);
                        inside = true;
                    }
                }
                inside
            }
            Term::OneOf(ref all) => {
                let all = all.clone();
                all.into_iter().fold(!held.is_empty(), |tracked, one| self.give_away(state, one, point, part) || tracked)
            }
            Term::Input(_) if self.terms.is_near(arg) => {
                state.pass_input(arg);
                note_input(&mut self.escaped_inputs, arg);
                false
            }
            _ => !held.is_empty(),
        }
    }

    /// The objects made here that a pointer leads to, it first.
    fn reachable(&self, state: &State, from: TermId) -> Vec<TermId> {
        let mut all = vec![from];
        let mut next = 0;
        while let Some(object) = all.get(next).copied() {
            next += 1;
            for (loc, value) in state.entries() {
                match self.terms.loc_of(loc).base {
                    LocBase::Obj(of) if of == object => self.terms.made_objects(value, &mut all),
                    // what a member that nobody wrote leads to
                    LocBase::Obj(of) if self.terms.is_found_in(of, object) && !all.contains(&of) => all.push(of),
                    _ => {}
                }
            }
        }
        all
    }

    /// An object may end here, or one that a pointer at this place leads to: what becomes of its handles is not seen.
    pub(super) fn doubt_object(&mut self, state: &mut State, pointer: TermId) {
        let pointer = match *self.terms.get(pointer) {
            Term::Addr(place) => self.terms.read(state, place),
            _ => pointer,
        };
        self.doubt_inside(state, pointer);
    }

    /// Whether the handles in this object, and in those that it leads to, are closed is not seen from here on.
    fn doubt_inside(&mut self, state: &mut State, object: TermId) {
        for object in self.reachable(state, object) {
            let inside: Vec<TermId> = state.entries().filter(|(l, _)| self.terms.is_behind(*l, object)).map(|(_, v)| v).collect();
            let mut held = Vec::new();
            inside.into_iter().for_each(|value| self.terms.handles(value, &mut held));
            for res in held {
                if let Some(Status::Open { passed, owned, .. }) = state.status(res) {
                    state.set_status(res, Some(Status::Open { passed, escaped: true, owned }));
                }
            }
        }
    }

    /// Unseen code knows this allocated memory now: what it holds belongs to an object from here on.
    fn share(&mut self, state: &mut State, object: LocId) {
        let inside: Vec<(LocId, TermId)> =
            state.entries().filter(|(l, v)| self.terms.is_within(*l, object) && self.terms.mentions_handle(*v)).collect();
        for (loc, value) in inside {
            let mut held = Vec::new();
            self.terms.handles(value, &mut held);
            held.retain(|r| state.status(*r).is_some_and(Status::is_open));
            for res in held {
                let member = self.loc_text(loc);
                self.record.sites[res.site as usize].kept(crate::lifetime::Class::Object, "member", Some(member));
                state.set_status(res, None);
            }
        }
    }

    /// Unseen code gets the address of this place: where a closed handle was there may be another one afterwards.
    fn forget_closed_in(&mut self, state: &mut State, around: LocId) {
        if !state.any_closed() && state.closed_inputs.is_empty() {
            return;
        }
        let closed = |terms: &Terms, value: TermId| {
            let mut held = Vec::new();
            terms.handles(value, &mut held);
            !held.is_empty() && held.iter().all(|res| state.status(*res) == Some(Status::Closed))
        };
        let mut gone: Vec<LocId> =
            state.entries().filter(|(l, v)| self.terms.is_within(*l, around) && closed(&self.terms, *v)).map(|(l, _)| l).collect();
        let unchanged = |from: &LocId| state.get(*from).is_none();
        gone.extend(state.closed_inputs.iter().filter_map(|input| self.terms.input_place(*input)).filter(unchanged));
        gone.retain(|loc| self.terms.is_within(*loc, around));
        for loc in gone {
            let unknown = self.terms.id(Term::Fresh { point: u32::MAX, part: loc.0, old: false });
            state.set(loc, unknown);
        }
    }

    /// Unseen code gets the address of this place: what is in it may be closed, kept or changed.
    pub(super) fn escape(&mut self, state: &mut State, loc: LocId, point: u32, part: u32) -> bool {
        self.forget_closed_in(state, loc);
        let mut tracked = false;
        let local = matches!(self.terms.loc_of(loc).base, LocBase::Local(_));
        let inside: Vec<(LocId, TermId)> = state.entries().filter(|(l, _)| self.terms.is_within(*l, loc)).collect();
        for (_, value) in &inside {
            // who knows where a pointer is knows the object that it leads to
            if state.any_open() && matches!(self.terms.get(*value), Term::Heap { .. } | Term::Fresh { .. }) {
                tracked |= self.give_away(state, *value, point, part);
            }
            let mut held = Vec::new();
            self.terms.handles(*value, &mut held);
            for res in held {
                tracked = true;
                // An owning value that is only lent comes back.
                if let (Some(Status::Open { passed, owned: false, .. }), true) = (state.status(res), local) {
                    state.set_status(res, Some(Status::Open { passed, escaped: true, owned: false }));
                }
            }
        }
        self.forget_values(state, loc, point, part);
        tracked
    }

    /// Everything in this place that is no open handle may have changed.
    pub(super) fn forget_values(&mut self, state: &mut State, loc: LocId, point: u32, part: u32) {
        if matches!(&self.terms.loc_of(loc).base, LocBase::Global(global) if self.program.constants.contains_key(global)) {
            return;
        }
        let inside: Vec<LocId> = state
            .entries()
            .filter(|(l, v)| self.terms.is_within(*l, loc) && !self.terms.mentions_handle(*v) && *l != loc)
            .map(|(l, _)| l)
            .collect();
        let whole = state.get(loc);
        for place in inside.iter().copied().chain([loc]) {
            if let Some(value) = state.get(place) {
                self.note_left(state, place, value);
            }
        }
        state.forget_where(|l| inside.contains(&l));
        if whole.is_none_or(|v| !self.terms.mentions_handle(v)) {
            let unknown = self.fresh(state, point, 1 + part);
            state.set(loc, unknown);
        }
    }

    /// Unseen code may have changed every global and object; handles, and values nobody has touched, are kept.
    pub(super) fn forget_shared(&mut self, state: &mut State, point: u32) {
        let shared: Vec<LocId> = state
            .entries()
            .filter(|(l, v)| {
                let base = &self.terms.loc_of(*l).base;
                let private = match base {
                    LocBase::Local(_) => true,
                    LocBase::Obj(t) => matches!(self.terms.get(*t), Term::Heap { .. }) || self.is_ours(*t),
                    LocBase::Global(_) => false,
                };
                // what callers gave and this function put somewhere may be a handle of theirs
                let given = matches!(base, LocBase::Obj(_)) && self.terms.is_given_elsewhere(*l, *v);
                // which key a caller is told to use is told by this function alone
                let answers = self.is_answer(base) && (self.terms.may_be_root(*v) || self.duplicates.contains_key(v));
                !private && !given && !answers && !self.terms.mentions_handle(*v) && !self.leads_to_handle(state, *v)
            })
            .map(|(l, _)| l)
            .collect();
        // callbacks and other threads see the keys that are there meanwhile, also those that are closed in the end
        let is_seen = |(l, v): &(LocId, TermId)| !matches!(self.terms.loc_of(*l).base, LocBase::Local(_)) && self.terms.mentions_handle(*v);
        let seen: Vec<(LocId, TermId)> = state.entries().filter(is_seen).collect();
        seen.into_iter().for_each(|(loc, value)| self.note_left(state, loc, value));
        for loc in shared {
            if let Some(value) = state.get(loc) {
                self.note_left(state, loc, value);
            }
            let unknown = self.fresh(state, point, SHARED + loc.0);
            state.set(loc, unknown);
        }
    }

    /// The place that unseen code may have changed where a value got this part of its name.
    pub(super) fn shared_place(&self, part: u32) -> Option<LocId> {
        let loc = part.checked_sub(SHARED).filter(|_| part < MIXED).and_then(|number| self.terms.place_numbered(number))?;
        (!matches!(self.terms.loc_of(loc).base, LocBase::Local(_))).then_some(loc)
    }

    /// Whether a place is one that a parameter points at.
    fn is_answer(&self, base: &LocBase) -> bool {
        let LocBase::Obj(pointer) = base else { return false };
        self.terms.is_given(*pointer, &self.flow.params)
    }

    /// Whether a value points at or into memory made here that holds a handle: what becomes of the handle is decided by this pointer.
    fn leads_to_handle(&self, state: &State, value: TermId) -> bool {
        let mut made = Vec::new();
        self.terms.made_objects(value, &mut made);
        let holds = |object: &TermId| {
            state.entries().any(|(l, v)| self.terms.loc_of(l).base == LocBase::Obj(*object) && self.terms.mentions_handle(v))
        };
        made.iter().any(holds)
    }

    /// Whether a pointer leads to the object that this constructor makes, or to the owner of a handle that this is a method of:
    /// what such an object holds, and whether it closes that, only its own methods change.
    fn is_ours(&self, pointer: TermId) -> bool {
        let Term::Input(from) = self.terms.get(pointer) else { return false };
        let from = self.terms.loc_of(*from);
        let is_own = self.flow.is_constructor() || self.flow.is_method_of_owner();
        is_own && from.path.is_empty() && matches!(from.base, LocBase::Local(l) if self.flow.params.first() == Some(&l))
    }

    /// The functions that made this value, or what it lies in: they tell what nobody else knows of it.
    fn makers(&self, value: TermId, found: &mut BTreeSet<Called>) {
        for source in self.terms.sources(value) {
            match self.terms.get(*source) {
                Term::Fresh { point, part, .. } if !(SHARED..IMPORTED).contains(part) => found.extend(self.called_at(*point)),
                _ => {}
            }
        }
    }

    /// The function that is called at a point.
    fn called_at(&self, point: u32) -> Option<Called> {
        let block = self.points.partition_point(|first| *first <= point).checked_sub(1)?;
        match self.flow.blocks[block].events.get((point - self.points[block]) as usize)? {
            Event::Call { callee, args, .. } => Called::of(callee, args.len()),
            _ => None,
        }
    }

    /// Whoever made this key, or where it is stored, is worth looking at.
    pub(super) fn want_makers(&mut self, key: TermId) {
        let mut found = std::mem::take(&mut self.record.makers);
        self.makers(key, &mut found);
        self.record.makers = found;
    }

    /// Whoever made what the function hands out.
    pub(super) fn note_made(&mut self) {
        let mut found = BTreeSet::new();
        for (loc, value) in self.ends.iter().flat_map(State::entries) {
            if self.terms.is_within(loc, self.returned) || matches!(self.terms.loc_of(loc).base, LocBase::Obj(_)) {
                self.makers(value, &mut found);
            }
        }
        self.record.made_by = found;
    }

    /// What a call fills into a callee's sub-key.
    pub(super) fn subkey_of(&self, state: &State, term: Option<TermId>) -> Vec<SubKey> {
        let Some(term) = term else { return vec![SubKey::Known("".into())] };
        match self.terms.get(term) {
            Term::Str(s) => vec![SubKey::Known(s.clone())],
            Term::OneOf(all) => all.iter().flat_map(|t| self.subkey_of(state, Some(*t))).collect(),
            Term::Input(loc) => vec![self.out_loc(*loc).map_or(SubKey::Unknown, SubKey::Input)],
            _ if self.terms.range(state, term).truth() == Some(false) => vec![SubKey::Known("".into())],
            _ => vec![SubKey::Unknown],
        }
    }
}

/// The conversions of a format text, one for each of its arguments; `*` is a width that is an argument.
fn conversions(format: &str) -> Vec<char> {
    let mut found = Vec::new();
    let mut rest = format.chars();
    while rest.any(|c| c == '%') {
        let whole = rest.by_ref().find(|c| {
            found.extend((*c == '*').then_some('*'));
            !"-+ #0123456789.hlIzjtLw*".contains(*c)
        });
        found.extend(whole.filter(|c| *c != '%'));
    }
    found
}
