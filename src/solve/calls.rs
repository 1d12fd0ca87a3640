//! What a call does to a state: modelled functions by their tables, functions of the tree by their summaries, all others by
//! what they could do with what they are given.

use super::engine::{Engine, note_input};
use super::range::Range;
use super::state::{State, Status, StepKind};
use super::term::{ELEMENT, FAILED, Loc, LocBase, LocId, Res, Term, TermId};
use crate::flow::{Callee, ExitKind, Expr, Name, Place, Proj};
use crate::lifetime::{EndKind, MisuseKind};
use crate::models::{Acquire, ApiId, ArgIs, Duplicate, Function, Kind, Out, Reopen, Root, Success};
use crate::source::Span;

/// One call event.
pub(super) struct Call<'c> {
    pub(super) callee: &'c Callee,
    pub(super) args: &'c [Expr],
    pub(super) result: Option<&'c Place>,
    pub(super) span: Span,
    pub(super) name: Span,
    pub(super) point: u32,
}

pub(super) fn end_kind(kind: ExitKind) -> EndKind {
    match kind {
        ExitKind::Return => EndKind::Return,
        ExitKind::End => EndKind::End,
        ExitKind::Goto => EndKind::Goto,
        ExitKind::Throw => EndKind::Throw,
        ExitKind::QuestionMark => EndKind::QuestionMark,
    }
}

impl Engine<'_> {
    pub(super) fn call(&mut self, mut state: State, call: &Call<'_>, next: &mut Vec<State>) {
        let args: Vec<TermId> = call.args.iter().enumerate().map(|(i, a)| self.eval_arg(&mut state, a, call.point, i as u32)).collect();
        match call.callee {
            Callee::Api(api) => self.call_api(state, *api, call, &args, next),
            Callee::Named(name) | Callee::Exact(name, ..) => {
                let candidates = (self.program.resolve)(call.callee, self.flow.file, call.args.len());
                self.may_revert(&mut state, name, &candidates);
                match candidates.as_slice() {
                    [] => self.call_unseen(state, call, &args, Some(name), next),
                    several => self.call_own(state, several, name, call, &args, next),
                }
            }
            Callee::Pointer(pointer) => {
                let pointer = self.eval(&mut state, pointer, call.point);
                self.call_pointer(state, pointer, call, &args, next);
            }
        }
    }

    fn eval_arg(&mut self, state: &mut State, arg: &Expr, point: u32, index: u32) -> TermId {
        match arg {
            Expr::Unknown => self.fresh(state, point, 100 + index.min(90)),
            _ => self.eval(state, arg, point),
        }
    }

    pub(super) fn set_result(&mut self, state: &mut State, call: &Call<'_>, value: TermId) {
        if let Some(place) = call.result {
            let loc = self.place(state, place);
            self.write(state, loc, value, call.span);
        }
    }

    // ---- writes ----

    pub(super) fn assign(&mut self, state: &mut State, to: LocId, value: &Expr, span: Span, point: u32) {
        if self.terms.is_weak(to) {
            let whole = self.eval(state, value, point);
            let parts = self.parts(state, value);
            if parts.iter().any(|(_, part)| self.terms.mentions_handle(*part)) {
                // one of many: those that were there before keep their handles
                for (path, part) in parts {
                    let mut loc = self.terms.loc_of(to).clone();
                    loc.path.extend(path);
                    let loc = self.terms.loc(loc);
                    let part = self.stored(state, loc, part);
                    state.set(loc, part);
                }
                let whole = self.stored(state, to, whole);
                state.set(to, whole);
                self.sweep(state, span, EndKind::Overwrite);
                return;
            }
            self.write(state, to, whole, span);
            return;
        }
        self.copy_to(state, value, to, point);
        self.sweep(state, span, EndKind::Overwrite);
    }

    /// Stores a value; what the place named before may lose its last name.
    pub(super) fn write(&mut self, state: &mut State, to: LocId, value: TermId, span: Span) {
        self.store(state, to, value);
        self.sweep(state, span, EndKind::Overwrite);
    }

    /// Stores a value that may be the last name's new place: the sweep comes later.
    pub(super) fn store(&mut self, state: &mut State, to: LocId, value: TermId) {
        let value = self.stored(state, to, value);
        if self.terms.is_weak(to) {
            self.note_left(state, to, value);
        }
        let terms = &self.terms;
        // one of many is replaced by another: what is in the others stays
        let is_weak = terms.is_weak(to);
        let stays = |value| is_weak && terms.mentions_handle(value);
        state.forget_entries(|l, value| l != to && terms.is_overwritten(l, to) && !stays(value));
        state.set(to, value);
        self.forget_unchanged(state, to, value);
    }

    /// What a place holds after a store: one that stands for many keeps the handles it has.
    fn stored(&mut self, state: &mut State, to: LocId, value: TermId) -> TermId {
        if !self.terms.is_weak(to) {
            return value;
        }
        let before = self.read(state, to);
        let mut held = Vec::new();
        self.terms.handles(before, &mut held);
        // what callers gave may be a handle of theirs
        let is_array = self.terms.loc_of(to).path.contains(&Proj::Index(None)) && !self.terms.is_given_elsewhere(to, value);
        match (held.iter().any(|r| state.status(*r).is_some_and(Status::is_open)), self.terms.mentions_handle(value)) {
            (false, false) if held.is_empty() && before != value && is_array => self.some_element(state, to, before, value),
            (true, true) => self.terms.one_of(before, value).unwrap_or(value),
            (true, false) => before,
            (false, _) => value,
        }
    }

    /// What elements of an array hold after one of them got a value: that of this one is known for as long as it is looked at.
    fn some_element(&mut self, state: &mut State, to: LocId, before: TermId, value: TermId) -> TermId {
        let is_own = |place: LocId| matches!(self.terms.loc_of(place).base, LocBase::Local(local) if !self.flow.params.contains(&local));
        if matches!(*self.terms.get(before), Term::Input(from) if is_own(from)) || self.terms.is_unset(before) {
            return value;
        }
        if let Some(either) = self.terms.one_of(before, value) {
            return either;
        }
        let either = self.terms.id(Term::Joined(ELEMENT, to));
        for one in [before, value] {
            self.terms.may_be(either, one);
        }
        let range = self.terms.range(state, value);
        state.learn(either, range);
        either
    }

    // ---- modelled functions ----

    pub(super) fn call_api(&mut self, mut state: State, id: ApiId, call: &Call<'_>, args: &[TermId], next: &mut Vec<State>) {
        let models = self.models;
        let api = models.get(id);
        let name = (self.program.spelled)(call.name, id);
        self.api_uses(&mut state, api, &name, call, args);
        if let Some(release) = &api.releases
            && let Some(handle) = args.get(release.arg as usize)
        {
            self.release(&mut state, *handle, release, &name, call);
        }
        if api.noreturn {
            return;
        }
        if api.compare_exchanges {
            return self.compare_exchange(&state, call, args, next);
        }
        self.note_written(&state, api, &name, call, args);
        self.api_context(&mut state, api, &name, call, args);
        self.take_back(&mut state, api, call.span, args);
        let result = self.api_memory(&mut state, api, call, args);
        match (&api.acquires, &api.duplicates) {
            (Some(acquire), _) if self.opens_something(&mut state, acquire, call, args, next) => {
                self.acquire(state, acquire, &name, call, args, next)
            }
            (_, Some(duplicate)) => self.duplicate(state, *duplicate, &name, call, args, next),
            _ if self.changes_if_successful(&state, api, args) => self.change(state, api, call, args, next),
            _ => {
                self.set_result(&mut state, call, result);
                next.push(state);
            }
        }
    }

    /// Whether an open can hand out anything: with some flags it does not. Where these are not known it goes both ways.
    fn opens_something(&mut self, state: &mut State, acquire: &Acquire, call: &Call<'_>, args: &[TermId], next: &mut Vec<State>) -> bool {
        let Some((flags, bits)) = acquire.none_if.and_then(|c| Some((*args.get(c.arg as usize)?, c.bits))) else { return true };
        let bits = self.terms.constant(bits);
        let has = self.terms.id(Term::Bin(crate::flow::BinOp::And, flags, bits));
        let mut without = state.clone();
        if self.terms.assume(&mut without, has, true) {
            if !self.terms.assume(state, has, false) {
                return false;
            }
            let unknown = self.fresh(&mut without, call.point, 0);
            self.set_result(&mut without, call, unknown);
            next.push(without);
        }
        true
    }

    fn api_uses(&mut self, state: &mut State, api: &Function, name: &Name, call: &Call<'_>, args: &[TermId]) {
        let mut used: Vec<TermId> = api.uses.iter().filter_map(|i| args.get(*i as usize).copied()).collect();
        if let Some(crate::models::RootFrom::Arg(i)) = api.acquires.as_ref().map(|a| &a.root) {
            used.extend(args.get(*i as usize));
        }
        for term in used {
            self.use_key(state, term, name, call);
        }
        if let Some(root) = api.uses_root {
            self.note_use(state, call, name, root);
        }
    }

    pub(super) fn use_key(&mut self, state: &mut State, term: TermId, name: &Name, call: &Call<'_>) {
        match self.terms.get(term).clone() {
            Term::Const(v) => {
                if let Some(root) = Root::of_value(v) {
                    self.note_use(state, call, name, root);
                }
            }
            Term::Handle(res) if state.status(res) == Some(Status::Closed) => {
                self.misuse(state, MisuseKind::UseAfterClose, call.span, Some(res.site), Some(name.clone()), None);
            }
            Term::Handle(res) => {
                self.record.sites[res.site as usize].touched.insert(call.span);
            }
            Term::Input(from) => {
                if self.terms.is_near(term) && self.comes_from_callers(from) {
                    note_input(&mut self.used_inputs, term);
                }
                let is_closed = state.closed_inputs.binary_search(&term).is_ok() && self.terms.range(state, term).truth() != Some(false);
                // of many, the one that was closed may have been another
                if is_closed && !self.terms.is_weak(from) && !self.is_next_round(term, call) {
                    self.misuse(state, MisuseKind::UseAfterClose, call.span, None, Some(name.clone()), None);
                }
            }
            Term::OneOf(all) => {
                for t in all {
                    if let Some(root) = self.root_value(t) {
                        self.note_use(state, call, name, root);
                    }
                }
            }
            _ => {}
        }
    }

    pub(super) fn root_value(&self, term: TermId) -> Option<Root> {
        match self.terms.get(term) {
            Term::Const(v) => Root::of_value(*v),
            _ => None,
        }
    }

    /// Memory effects other than the handle; returns the call's value.
    fn api_memory(&mut self, state: &mut State, api: &Function, call: &Call<'_>, args: &[TermId]) -> TermId {
        let mut result = None;
        if let Some(to) = api.zeroes.and_then(|i| args.get(i as usize)) {
            let loc = self.terms.pointee(*to);
            if self.holds(state, api.zeroes_if, args) {
                let zero = self.terms.constant(0);
                self.write(state, loc, zero, call.span);
            } else {
                self.forget_values(state, loc, call.point, 0);
            }
        }
        for store in &api.stores {
            let (Some(to), Some(value)) = (args.get(store.to as usize), args.get(store.from as usize)) else { continue };
            let mut loc = self.terms.pointee(*to);
            if let Some(field) = &store.field {
                loc = self.member(loc, field);
            }
            self.write(state, loc, *value, call.span);
        }
        if let (true, [to, value, ..]) = (api.exchanges, args) {
            result = Some(self.exchange(state, *to, *value, call));
        }
        if let Some(pointer) = api.frees.and_then(|i| args.get(i as usize)) {
            self.free(state, *pointer, call);
        }
        if let Some(pointer) = api.may_end.and_then(|i| args.get(i as usize)) {
            self.doubt_object(state, *pointer);
        }
        for (argument, owned) in [(api.adopts, true), (api.detaches, false)] {
            let Some(i) = argument.map(usize::from).filter(|i| *i < args.len()) else { continue };
            self.change_owner(state, args[i], call.args.get(i), owned);
            if let (false, None, Some(Expr::Place(place))) = (owned, api.returns_arg, call.args.get(i)) {
                let forgotten = self.place(state, place);
                let zero = self.terms.constant(0);
                self.store(state, forgotten, zero);
                self.sweep(state, call.span, EndKind::Forget);
            }
        }
        let result = self.api_value(state, api, call, args).or(result);
        if !api.reads_only
            && api.acquires.is_none()
            && api.zeroes.is_none()
            && api.stores.is_empty()
            && !api.exchanges
            && api.frees.is_none()
        {
            for (i, arg) in args.iter().enumerate() {
                let to = match *self.terms.get(*arg) {
                    Term::Addr(loc) => Some(loc),
                    Term::Const(_) | Term::Str(_) | Term::Function(_) | Term::Handle(_) => None,
                    _ => Some(self.terms.pointee(*arg)).filter(|loc| self.is_looked_at(state, *loc)),
                };
                if let Some(loc) = to {
                    self.forget_values(state, loc, call.point, i as u32);
                }
            }
        }
        result.unwrap_or_else(|| self.fresh(state, call.point, 0))
    }

    /// The value of a call where the tables tell it.
    fn api_value(&mut self, state: &mut State, api: &Function, call: &Call<'_>, args: &[TermId]) -> Option<TermId> {
        let mut result = None;
        if let Some(name) = api.finds_function.and_then(|i| args.get(i as usize))
            && let Term::Str(name) = self.terms.get(*name).clone()
        {
            result = Some(self.terms.id(Term::Function(name)));
        }
        if api.allocates {
            let (memory, none) = (self.allocate(state, call.point), self.terms.constant(0));
            result = self.terms.one_of(memory, none);
        }
        if let Some(value) = api.returns_arg.and_then(|i| args.get(i as usize)) {
            result = Some(*value);
        }
        if api.counts_elements {
            let count = self.fresh(state, call.point, 0);
            state.learn(count, Range::positive());
            result = Some(count);
        }
        result
    }

    /// Whether anything is known of what a place holds.
    fn is_looked_at(&self, state: &State, place: LocId) -> bool {
        let is_inside = |loc: LocId| self.terms.is_within(loc, place);
        state.entries().any(|(loc, _)| is_inside(loc))
            || state.facts().any(|(t, _)| matches!(*self.terms.get(t), Term::Input(loc) if is_inside(loc)))
    }

    /// Whether a condition on an argument certainly holds.
    pub(super) fn holds(&self, state: &State, condition: Option<ArgIs>, args: &[TermId]) -> bool {
        condition.is_none_or(|c| {
            let value = args.get(c.arg as usize).and_then(|a| self.terms.range(state, *a).constant());
            value.is_some_and(|v| c.matches(v))
        })
    }

    /// Stores into a place and gives what it held.
    fn exchange(&mut self, state: &mut State, to: TermId, value: TermId, call: &Call<'_>) -> TermId {
        let loc = self.terms.pointee(to);
        let old = self.read(state, loc);
        // The old value has a name again only after the result is stored: no sweep in between.
        let stored = self.stored(state, loc, value);
        if let Some(place) = call.result {
            let to = self.place(state, place);
            state.set(to, old);
        }
        state.set(loc, stored);
        self.sweep(state, call.span, EndKind::Overwrite);
        old
    }

    /// Stores only if the place holds the comparand: both ways are followed.
    fn compare_exchange(&mut self, state: &State, call: &Call<'_>, args: &[TermId], next: &mut Vec<State>) {
        let [to, value, comparand, ..] = *args else { return next.push(state.clone()) };
        let loc = self.terms.pointee(to);
        for equal in [true, false] {
            let mut state = state.clone();
            let held = self.read(&state, loc);
            let test = self.terms.id(Term::Bin(crate::flow::BinOp::Eq, held, comparand));
            if !self.terms.assume(&mut state, test, equal) {
                continue;
            }
            if equal {
                self.exchange(&mut state, to, value, call);
                self.set_result(&mut state, call, comparand);
            } else {
                let held = self.read(&state, loc);
                self.set_result(&mut state, call, held);
            }
            next.push(state);
        }
    }

    pub(super) fn member(&mut self, loc: LocId, field: &str) -> LocId {
        let mut inner: Loc = self.terms.loc_of(loc).clone();
        inner.path.push(Proj::Field(field.into()));
        self.terms.loc(inner)
    }

    /// Memory that nobody else knows. What the point allocated before keeps its handles under another name.
    pub(super) fn allocate(&mut self, state: &mut State, point: u32) -> TermId {
        let new = self.terms.id(Term::Heap { point, old: false });
        let old = self.terms.id(Term::Heap { point, old: true });
        self.age_value(state, new, old);
        new
    }

    fn free(&mut self, state: &mut State, pointer: TermId, call: &Call<'_>) {
        let loc = self.terms.pointee(pointer);
        let terms = &self.terms;
        state.forget_where(|l| terms.is_within(l, loc) && !matches!(terms.loc_of(l).base, LocBase::Local(_)));
        self.sweep(state, call.span, EndKind::End);
    }

    // ---- opening ----

    fn acquire(&mut self, mut state: State, acquire: &Acquire, name: &Name, call: &Call<'_>, args: &[TermId], next: &mut Vec<State>) {
        let subkey = acquire.subkey.and_then(|i| args.get(i as usize)).copied();
        let origins = self.acquired_origins(&mut state, acquire, subkey, args);
        let out = match &acquire.out {
            Out::Arg(i) => args.get(*i as usize).copied(),
            Out::Field { arg, .. } => args.get(*arg as usize).copied(),
            Out::Return(_) => None,
        };
        let returns = matches!(acquire.out, Out::Return(_));
        if !returns && out.is_none_or(|o| self.terms.range(&state, o).truth() == Some(false)) {
            let unknown = self.fresh(&mut state, call.point, 0);
            self.set_result(&mut state, call, unknown);
            next.push(state);
            return;
        }
        let target = out.map(|o| {
            let loc = self.terms.pointee(o);
            if let Out::Field { field, .. } = &acquire.out { self.member(loc, field) } else { loc }
        });
        if let (Some(same), Some(target)) = (self.reopens(&state, acquire, subkey, args), target) {
            self.write(&mut state, target, same, call.span);
            let ok = self.outcome(&mut state, acquire.success, true, call.point);
            self.set_result(&mut state, call, ok);
            next.push(state);
            return;
        }
        let place = self.out_text(acquire, call);
        let site = self.site(call, name, None, acquire.kind, place, 0);
        for origin in origins {
            self.record.sites[site as usize].note_origin(origin);
        }
        self.forget_answers(&mut state, target, call, args);
        let mut failed = state.clone();
        self.fail(&mut failed, acquire.success, target, site, call);
        next.push(failed);
        self.open(&mut state, site, target, call.span, call.name);
        self.own(&mut state, Res { site, older: false }, acquire.owned);
        let handle = self.terms.id(Term::Handle(Res { site, older: false }));
        let value = if returns { handle } else { self.outcome(&mut state, acquire.success, true, call.point) };
        if returns && call.result.is_none() {
            self.sweep(&mut state, call.span, EndKind::End);
        }
        self.set_result(&mut state, call, value);
        next.push(state);
    }

    /// An open may answer through other pointers, too: whether the key is new.
    fn forget_answers(&mut self, state: &mut State, target: Option<LocId>, call: &Call<'_>, args: &[TermId]) {
        for (i, arg) in args.iter().enumerate() {
            let Term::Addr(loc) = *self.terms.get(*arg) else { continue };
            let number = state.get(loc).is_some_and(|v| !self.terms.mentions_handle(v) && !matches!(self.terms.get(v), Term::Str(_)));
            let structure = state.entries().any(|(l, _)| l != loc && self.terms.is_within(l, loc));
            if number && !structure && Some(loc) != target {
                let unknown = self.fresh(state, call.point, 40 + i as u32);
                state.set(loc, unknown);
            }
        }
    }

    /// A second handle to what a tracked handle is open on.
    fn duplicate(&mut self, mut state: State, how: Duplicate, name: &Name, call: &Call<'_>, args: &[TermId], next: &mut Vec<State>) {
        let mut held = Vec::new();
        if let Some(from) = args.get(how.from as usize) {
            self.terms.handles(*from, &mut held);
        }
        let (Some(from), Some(out)) = (args.get(how.from as usize), args.get(how.out as usize)) else {
            return self.call_unseen(state, call, args, None, next);
        };
        let target = self.terms.pointee(*out);
        let Some(first) = held.first() else {
            let known = next.len();
            self.call_unseen(state, call, args, None, next);
            for state in &mut next[known..] {
                let copy = self.read(state, target);
                let made_from = self.duplicates.entry(copy).or_default();
                if copy != *from && !made_from.contains(from) {
                    made_from.push(*from);
                }
            }
            return;
        };
        let (kind, origins) = {
            let site = &self.record.sites[first.site as usize];
            (site.kind, site.origins.clone())
        };
        let place = call.args.get(how.out as usize).and_then(|a| self.target_text(a));
        let site = self.site(call, name, None, kind, place, 0);
        for origin in origins {
            self.record.sites[site as usize].note_origin(origin);
        }
        let mut failed = state.clone();
        self.fail(&mut failed, how.success, Some(target), site, call);
        next.push(failed);
        self.open(&mut state, site, Some(target), call.span, call.name);
        let ok = self.outcome(&mut state, how.success, true, call.point);
        self.set_result(&mut state, call, ok);
        next.push(state);
    }

    fn fail(&mut self, state: &mut State, success: Success, target: Option<LocId>, site: u32, call: &Call<'_>) {
        if state.any_open() {
            state.step(call.name, StepKind::OpenFailed(site));
        }
        if let Some(target) = target {
            // Whether a failing open writes its out-parameter is not documented for all of them: a place that held zero or an
            // open handle keeps it, any other may hold anything.
            let before = self.read(state, target);
            let mut held = Vec::new();
            self.terms.handles(before, &mut held);
            let keeps = held.iter().any(|r| state.status(*r).is_some_and(Status::is_open))
                || self.terms.range(state, before).truth() == Some(false);
            if !keeps {
                let unknown = self.fresh(state, call.point, FAILED);
                state.set(target, unknown);
            }
        }
        let value = self.outcome(state, success, false, call.point);
        self.set_result(state, call, value);
    }

    /// The value by which a function says how it went.
    pub(super) fn outcome(&mut self, state: &mut State, success: Success, ok: bool, point: u32) -> TermId {
        let known = match (success, ok) {
            (Success::Zero | Success::NotNegative, true) => Range::exactly(0),
            (Success::NonZero, true) => Range::exactly(1),
            (Success::NonZero, false) => Range::exactly(0),
            (Success::NotInvalid, false) => Range::exactly(-1),
            (Success::NotInvalid, true) | (Success::Zero, false) => Range::positive(),
            (Success::NotNegative, false) => Range::negative(),
        };
        if let Some(value) = known.constant() {
            return self.terms.constant(value);
        }
        let fresh = self.fresh(state, point, 0);
        state.learn(fresh, known);
        fresh
    }

    /// The handle that comes back when no new one is made.
    fn reopens(&mut self, state: &State, acquire: &Acquire, subkey: Option<TermId>, args: &[TermId]) -> Option<TermId> {
        let crate::models::RootFrom::Arg(root) = acquire.root else { return None };
        let root = args.get(root as usize).copied()?;
        let subkey = subkey?;
        let how = match self.terms.get(subkey) {
            Term::Str(s) if s.is_empty() => acquire.empty_subkey,
            _ if self.terms.range(state, subkey).truth() == Some(false) => acquire.null_subkey,
            _ => Reopen::New,
        };
        match how {
            Reopen::Same => Some(root),
            Reopen::SameIfPredefined => self.root_value(root).is_some().then_some(root),
            Reopen::SameIfClassesRoot => (self.root_value(root) == Some(Root::Hkcr)).then_some(root),
            Reopen::New => None,
        }
    }

    /// The number of the open site at this call.
    pub(super) fn site(&mut self, call: &Call<'_>, api: &Name, via: Option<&Name>, kind: Kind, handle: Option<String>, part: u32) -> u32 {
        let key = (call.name, via.unwrap_or(api).clone(), part);
        if let Some(site) = self.record.site_ids.get(&key) {
            return *site;
        }
        let site = self.record.sites.len() as u32;
        self.record.site_ids.insert(key, site);
        self.record.sites.push(super::record::Site {
            api: api.clone(),
            via: via.cloned(),
            kind,
            span: call.span,
            name: call.name,
            handle,
            origins: Vec::new(),
            in_object: false,
            elsewhere: false,
            reached: false,
            closed: false,
            touched: Default::default(),
            classes: Default::default(),
            holder: None,
            doubt: None,
            exits: Default::default(),
            passed_exits: Default::default(),
            held_across: Default::default(),
        });
        site
    }

    /// Says whether a value owns the handle: whether it is closed with its last name.
    pub(super) fn own(&mut self, state: &mut State, res: Res, owner: bool) {
        if let Some(Status::Open { passed, escaped, .. }) = state.status(res) {
            state.set_status(res, Some(Status::Open { passed, escaped, owned: owner }));
        }
    }

    /// The same for all handles in a value, and in the parts of the place it was read from.
    pub(super) fn change_owner(&mut self, state: &mut State, value: TermId, from: Option<&Expr>, owner: bool) {
        let mut values = vec![value];
        if let Some(Expr::Place(place)) = from {
            let whole = self.place(state, place);
            values.extend(state.entries().filter(|(l, _)| self.terms.is_within(*l, whole)).map(|(_, v)| v));
        }
        for value in values {
            if matches!(self.terms.get(value), Term::Input(_)) {
                self.owned_inputs.insert((value, owner));
            }
            let mut held = Vec::new();
            self.terms.handles(value, &mut held);
            held.into_iter().for_each(|res| self.own(state, res, owner));
        }
    }

    /// A handle of this site comes into being and is stored.
    pub(super) fn open(&mut self, state: &mut State, site: u32, target: Option<LocId>, span: Span, name: Span) {
        let newest = Res { site, older: false };
        if state.status(newest).is_some() {
            self.age(state, newest, target, span);
        }
        let handle = self.terms.id(Term::Handle(newest));
        if let Some(target) = target {
            let before = self.terms.read(state, target);
            self.note_next_call(state, target, before, site, span);
            // The value from before goes first: the new handle must not count as its name.
            let stored = self.stored(state, target, handle);
            self.terms.note_handle_place(target);
            state.set(target, stored);
            self.sweep(state, span, EndKind::Overwrite);
        }
        self.record.sites[site as usize].reached = true;
        state.set_status(newest, Some(Status::OPEN));
        state.step(name, StepKind::Opened(site));
    }

    /// The handle that the site gave the last time becomes an older one, if anything still names it.
    fn age(&mut self, state: &mut State, newest: Res, target: Option<LocId>, span: Span) {
        let older = Res { older: true, ..newest };
        let overwritten = |engine: &Self, l: LocId| Some(l) == target && !engine.terms.is_weak(l);
        let kept = state.holders(&self.terms, newest).into_iter().any(|l| !overwritten(self, l));
        if !kept && state.status(newest).is_some_and(Status::is_open) {
            self.leaked(state, newest, span, EndKind::Overwrite);
        }
        let status = state.status(newest);
        state.set_status(newest, None);
        let (from, to) = (self.terms.id(Term::Handle(newest)), self.terms.id(Term::Handle(older)));
        let mut renamed = Vec::new();
        for (loc, value) in state.entries().filter(|(_, v)| self.terms.mentions_handle(*v)).collect::<Vec<_>>() {
            let new = match self.terms.get(value).clone() {
                Term::OneOf(all) => {
                    let mut all: Vec<TermId> = all.into_iter().map(|t| if t == from { to } else { t }).collect();
                    all.sort_unstable();
                    all.dedup();
                    if all.len() == 1 { all[0] } else { self.terms.id(Term::OneOf(all)) }
                }
                _ if value == from => to,
                _ => continue,
            };
            renamed.push((loc, new));
        }
        for (loc, value) in renamed {
            state.set(loc, value);
        }
        if kept && (status.is_some_and(Status::is_open) || state.status(older).is_none()) {
            state.set_status(older, status);
        }
    }

    /// A place that outlives the call may still hold the key of the call before.
    fn note_next_call(&mut self, state: &State, target: LocId, before: TermId, site: u32, span: Span) {
        let outlives = !matches!(self.terms.loc_of(target).base, LocBase::Local(_)) && !self.terms.loc_of(target).path.is_empty()
            || matches!(self.terms.loc_of(target).base, LocBase::Global(_));
        // Memory that was allocated here has no call before.
        let made_here =
            matches!(self.terms.loc_of(target).base, LocBase::Obj(pointer) if matches!(self.terms.get(pointer), Term::Heap { .. }));
        let from_entry = *self.terms.get(before) == Term::Input(target) && !made_here;
        if outlives && from_entry && state.closed_inputs.binary_search(&before).is_err() && self.terms.range(state, before).contains(1) {
            let name = self.record.handle_name(site);
            let text = format!("{name} may still hold the key of the call before, which is overwritten here");
            let steps = self.record.steps(state.trace.as_deref(), None, span, text);
            self.record.sites[site as usize].exits.entry((span, EndKind::OverwriteNextCall)).or_insert(steps);
        }
    }
}
