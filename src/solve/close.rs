//! What a close does: to a handle that was opened here, to one that a caller had, and to those that it may have been.

use super::calls::Call;
use super::engine::Engine;
use super::state::{MOST_INPUTS, State, Status, StepKind};
use super::term::{LocBase, LocId, Res, Term, TermId};
use crate::flow::{Callee, Event, Expr, Name};
use crate::lifetime::MisuseKind;
use crate::models::{Kind, Release};

impl Engine<'_> {
    pub(super) fn release(&mut self, state: &mut State, handle: TermId, release: &Release, name: &Name, call: &Call<'_>) {
        let mut held = Vec::new();
        self.terms.handles(handle, &mut held);
        let exact = matches!(self.terms.get(handle), Term::Handle(_));
        // a function of the tree that closes what there is closes nothing where there is nothing
        let is_none = !matches!(call.callee, Callee::Api(_)) && self.terms.range(state, handle).truth() == Some(false);
        if !is_none && (!exact || !held.iter().all(|res| state.status(*res).is_some_and(Status::is_open))) {
            self.record.idle_closes.insert(call.span);
        }
        for res in held {
            if !self.may_release(res, release, name) {
                if exact && state.status(res).is_some_and(Status::is_open) {
                    self.misuse(state, MisuseKind::WrongCloser, call.span, Some(res.site), Some(name.clone()), None);
                    self.close(state, res, call);
                }
                continue;
            }
            match state.status(res) {
                Some(Status::Open { .. }) => self.close(state, res, call),
                Some(Status::Closed) if exact => {
                    self.misuse(state, MisuseKind::DoubleClose, call.span, Some(res.site), Some(name.clone()), None);
                }
                _ => {}
            }
        }
        match self.terms.get(handle) {
            Term::Const(_) => {
                if let (Some(root), true) = (self.root_value(handle), release.kinds.contains(&Kind::Key)) {
                    self.misuse(state, MisuseKind::ClosePredefined, call.span, None, Some(name.clone()), Some(root));
                }
            }
            Term::Input(_) | Term::Part(..) | Term::Joined(..) if !release.kinds.is_empty() => {
                self.release_input(state, handle, release, name, call);
            }
            _ => {}
        }
    }

    fn may_release(&self, res: Res, release: &Release, name: &Name) -> bool {
        let site = &self.record.sites[res.site as usize];
        let opener = self.models.api(&site.api).and_then(|id| self.models.get(id).acquires.as_ref());
        let closer = self.models.api(name);
        release.kinds.contains(&site.kind) || opener.zip(closer).is_some_and(|(opener, closer)| self.models.may_release(opener, closer))
    }

    fn release_input(&mut self, state: &mut State, handle: TermId, release: &Release, name: &Name, call: &Call<'_>) {
        let Term::Input(from) = *self.terms.get(handle) else { return };
        if self.is_found(from) || !self.terms.is_near(handle) {
            self.doubt_members(state, &release.kinds);
        }
        if !self.terms.is_near(handle) {
            return self.close_found(state, release, name, call);
        }
        if !self.comes_from_callers(from) || self.terms.range(state, handle).truth() == Some(false) {
            return;
        }
        let is_next_round = self.is_next_round(handle, call);
        self.terms.note_handle_place(from);
        match state.closed_inputs.binary_search(&handle) {
            Ok(_) if is_next_round => {}
            Ok(_) => self.misuse(state, MisuseKind::DoubleClose, call.span, None, Some(name.clone()), None),
            Err(i) => state.closed_inputs.insert(i, handle),
        }
        if !self.closings.iter().any(|c| c.0 == handle) {
            self.closings.push((handle, name.clone(), release.kinds.clone(), call.span));
        }
    }

    /// In a loop the same pointer means another place each time round: whether what it leads to was closed by the call at hand.
    pub(super) fn is_next_round(&self, handle: TermId, call: &Call<'_>) -> bool {
        let first = self.closings.iter().find(|c| c.0 == handle).map(|c| c.3);
        let is_behind_pointer = matches!(self.terms.get(handle), Term::Input(l) if matches!(self.terms.loc_of(*l).base, LocBase::Obj(_)));
        first == Some(call.span) && is_behind_pointer
    }

    /// Something is closed that is too far from what callers know: where a loop goes through a list, each round is one pointer
    /// further. All of them are told as one.
    fn close_found(&mut self, state: &mut State, release: &Release, name: &Name, call: &Call<'_>) {
        let somewhere = self.terms.id(Term::Fresh { point: u32::MAX, part: u32::MAX, old: false });
        let place = self.terms.pointee(somewhere);
        let found = self.terms.id(Term::Input(place));
        if let Err(i) = state.closed_inputs.binary_search(&found) {
            state.closed_inputs.insert(i, found);
        }
        if !self.closings.iter().any(|c| c.0 == found) {
            self.closings.push((found, name.clone(), release.kinds.clone(), call.span));
        }
    }

    /// Whether what a place held at the function's entry was there for a caller to put. In memory of its own lies what code that was
    /// not seen has put there since, and every time that may be something else.
    pub(super) fn comes_from_callers(&self, place: LocId) -> bool {
        match self.terms.loc_of(place).base {
            LocBase::Local(local) => self.flow.params.contains(&local),
            LocBase::Global(_) => true,
            LocBase::Obj(pointer) => match *self.terms.get(pointer) {
                Term::Input(from) => self.comes_from_callers(from),
                Term::Heap { .. } => false,
                _ => true,
            },
        }
    }

    /// Whether a place lies behind a pointer that was found on the way, as one goes through a list.
    fn is_found(&self, place: LocId) -> bool {
        match self.terms.loc_of(place).base {
            LocBase::Local(_) | LocBase::Global(_) => false,
            LocBase::Obj(pointer) => match *self.terms.get(pointer) {
                Term::Input(from) => self.is_found(from) || !self.comes_from_callers(from),
                Term::Fresh { .. } | Term::Joined(..) | Term::Part(..) | Term::Bin(..) => true,
                _ => false,
            },
        }
    }

    /// A key is closed that lies in some object, and nobody knows in which: any key in an object may be the one.
    pub(super) fn doubt_members(&mut self, state: &mut State, kinds: &[Kind]) {
        let open: Vec<Res> = state.res.iter().filter(|(_, s)| s.is_open()).map(|(r, _)| *r).collect();
        for res in open.into_iter().filter(|res| kinds.contains(&self.record.sites[res.site as usize].kind)) {
            let in_object = |loc: LocId| matches!(self.terms.loc_of(loc).base, LocBase::Obj(_));
            if let (Some(Status::Open { passed, owned, .. }), true) =
                (state.status(res), state.holders(&self.terms, res).into_iter().any(in_object))
            {
                state.set_status(res, Some(Status::Open { passed, escaped: true, owned }));
            }
        }
    }

    /// What callers may have had in the places that this function closes something in, as far as the text tells.
    pub(super) fn note_closable(&mut self) {
        let flow = self.flow;
        for (block, first) in flow.blocks.iter().zip(self.points.clone()) {
            for (event, point) in block.events.iter().zip(first..) {
                let Event::Call { callee, args, result, span, name } = event else { continue };
                let call = Call { callee, args, result: result.as_ref(), span: *span, name: *name, point };
                for value in self.closed_by(&call) {
                    if matches!(self.terms.get(value), Term::Input(_))
                        && !self.closable.contains(&value)
                        && self.closable.len() < MOST_INPUTS
                    {
                        self.closable.push(value);
                    }
                }
            }
        }
    }

    /// What a call closes if nothing was changed before it.
    fn closed_by(&mut self, call: &Call<'_>) -> Vec<TermId> {
        let mut state = State::default();
        match call.callee {
            Callee::Api(id) => {
                let release = self.models.get(*id).releases.as_ref().filter(|r| !r.kinds.is_empty());
                match release.and_then(|r| call.args.get(r.arg as usize)) {
                    Some(arg @ Expr::Place(_)) => vec![self.eval(&mut state, arg, call.point)],
                    _ => Vec::new(),
                }
            }
            Callee::Named(_) | Callee::Exact(..) => {
                let summaries = self.summaries;
                let candidates = (self.program.resolve)(call.callee, self.flow.file, call.args.len());
                match candidates.as_slice() {
                    [one] => summaries.get(*one).map_or_else(Vec::new, |s| self.closed_in(s, call)),
                    _ => Vec::new(),
                }
            }
            Callee::Pointer(_) => Vec::new(),
        }
    }

    /// Where a state knows that what it got is no handle, that counts as closed: to callers both are the same, and what decides
    /// whether a handle is closed stays in sight where such a state meets one that closed.
    pub(super) fn close_what_is_none(&self, state: &mut State) {
        for input in &self.closable {
            if let Err(i) = state.closed_inputs.binary_search(input)
                && self.terms.range(state, *input).truth() == Some(false)
            {
                state.closed_inputs.insert(i, *input);
            }
        }
    }

    fn close(&mut self, state: &mut State, res: Res, call: &Call<'_>) {
        state.step(call.span, StepKind::Closed(res.site));
        // A place that stands for many gives each of its handles to a close; that is not the same handle twice.
        let one_of_many = state.holders(&self.terms, res).into_iter().any(|l| self.terms.is_weak(l));
        state.set_status(res, (!one_of_many).then_some(Status::Closed));
        // a destructor closes on every path, also what was given away
        let by_scope = matches!(call.callee, Callee::Named(name) | Callee::Exact(name, ..) if name.contains('~'));
        let site = &mut self.record.sites[res.site as usize];
        site.closed |= !by_scope;
        site.touched.insert(call.span);
    }
}
