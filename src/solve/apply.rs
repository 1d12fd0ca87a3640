//! A call of a function of the tree, by its summary.

use super::calls::Call;
use super::engine::{Engine, note_input};
use super::range::Range;
use super::record::{CallRecord, Fill};
use super::state::{State, Status, StepKind};
use super::summary::{Case, Leaf, Origin, Out, OutBase, OutLoc, SubKey, Summary};
use super::term::{Loc, LocBase, LocId, Res, Term, TermId};
use super::unseen::{CUT, IMPORTED, MIXED};
use crate::flow::{Callee, Expr, Name, Proj};
use crate::lifetime::EndKind;
use crate::models::Release;
use rustc_hash::FxHashMap;

/// What one call gives to its callee.
struct Actuals<'c> {
    args: &'c [TermId],
    /// Where a structure passed by value lies.
    places: Vec<Option<LocId>>,
    point: u32,
    /// What the callee made, by its number there: unknown values …
    made: FxHashMap<u32, TermId>,
    /// … and memory.
    allocated: FxHashMap<u32, TermId>,
    /// What stands for values that would get too long.
    cut: FxHashMap<TermId, TermId>,
    /// The site of each export.
    sites: Vec<u32>,
    /// How it is held.
    held: Vec<Status>,
}

impl Engine<'_> {
    pub(super) fn call_own(
        &mut self,
        state: State,
        candidates: &[usize],
        name: &Name,
        call: &Call<'_>,
        args: &[TermId],
        next: &mut Vec<State>,
    ) {
        let summaries = self.summaries;
        let mut known: Vec<&Summary> = candidates.iter().filter_map(|c| summaries.get(*c)).collect();
        known.dedup();
        let callee = candidates[0];
        if !known.is_empty() && known.iter().all(|s| s.cases.is_empty() && !s.incomplete) {
            // Whichever it is, it does not come back.
            return;
        }
        match known.as_slice() {
            // A recursive call that was not summarised yet: its effects come with the next round.
            [] if summaries.first => {}
            [] => {
                let mut state = state;
                let result = self.fresh(&mut state, call.point, 0);
                self.set_result(&mut state, call, result);
                next.push(state);
            }
            [summary] if !summary.incomplete && !self.is_given_one_twice(summary, args) => {
                self.record_call(&state, callee, summary, call, args);
                self.apply(state, summary, name, call, args, next);
            }
            // One that was not followed to its end, or that counts on two objects and gets one; or several definitions that do
            // different things: none of them is chosen.
            _ => self.call_unseen(state, call, args, None, next),
        }
    }

    /// Whether two parameters lead to one object and the callee changes what it keeps in both: it was followed as if these were
    /// two, and would open one over the other or close one twice.
    fn is_given_one_twice(&self, summary: &Summary, args: &[TermId]) -> bool {
        let is_pointer = |t: &TermId| matches!(self.terms.get(*t), Term::Addr(_) | Term::Input(_) | Term::Heap { .. });
        let changed = |n: usize| {
            let is_in = |loc: &OutLoc| loc.behind() == Some(n);
            let closes = |out: &Out| matches!(out, Out::Input(loc) if is_in(loc));
            summary.cases.iter().any(|c| c.writes.iter().any(|w| is_in(&w.0)) || c.closed.iter().any(|c| closes(&c.value)))
        };
        (1..args.len())
            .any(|n| is_pointer(&args[n]) && args[..n].iter().position(|a| *a == args[n]).is_some_and(|m| changed(m) && changed(n)))
    }

    /// A call through a pointer: of the function that it holds, or of one of several.
    pub(super) fn call_pointer(&mut self, state: State, pointer: TermId, call: &Call<'_>, args: &[TermId], next: &mut Vec<State>) {
        let name = |t: &TermId| match self.terms.get(*t) {
            Term::Function(name) => Some(name.clone()),
            _ => None,
        };
        let names: Option<Vec<Name>> = match self.terms.get(pointer) {
            // Who calls a pointer knows that it is not NULL.
            Term::OneOf(all) => all.iter().filter(|t| *self.terms.get(**t) != Term::Const(0)).map(name).collect(),
            Term::Input(from) => self.initial_function(*from).map(|one| vec![one]),
            _ => name(&pointer).map(|one| vec![one]),
        };
        let names = names.unwrap_or_default();
        if names.is_empty() {
            return self.call_unseen(state, call, args, None, next);
        }
        // One call hands back one key, whichever function it is of.
        let told: Name = names.join(" or ").into();
        for name in &names {
            let state = state.clone();
            match self.models.api(name) {
                Some(api) => self.call_api(state, api, call, args, next),
                None => {
                    let found = (self.program.resolve)(&Callee::Named(name.clone()), self.flow.file, call.args.len());
                    if found.is_empty() {
                        self.call_unseen(state, call, args, Some(name), next);
                    } else {
                        self.call_own(state, &found, &told, call, args, next);
                    }
                }
            }
        }
    }

    /// The function that a variable begins with. Programs replace it by another one that does the same, for tests above all.
    fn initial_function(&self, from: LocId) -> Option<Name> {
        let Loc { base: LocBase::Global(global), path } = self.terms.loc_of(from) else { return None };
        let values = self.program.initial.get(global).filter(|_| path.is_empty())?;
        values.iter().find_map(|(at, value)| match value {
            Expr::Function(name) if at.is_empty() => Some(name.clone()),
            _ => None,
        })
    }

    fn actuals<'c>(&mut self, state: &State, call: &Call<'_>, args: &'c [TermId]) -> Actuals<'c> {
        let places = call
            .args
            .iter()
            .map(|a| match a {
                Expr::Place(p) => Some(self.place(state, p)),
                _ => None,
            })
            .collect();
        Actuals {
            args,
            places,
            point: call.point,
            made: FxHashMap::default(),
            cut: FxHashMap::default(),
            allocated: FxHashMap::default(),
            sites: Vec::new(),
            held: Vec::new(),
        }
    }

    fn record_call(&mut self, state: &State, callee: usize, summary: &Summary, call: &Call<'_>, args: &[TermId]) {
        let mut state = state.clone();
        let mut actuals = self.actuals(&state, call, args);
        let fills = summary
            .needs
            .iter()
            .map(|need| {
                let value = self.input_value(&mut state, &need.loc, &mut actuals);
                if need.decides {
                    self.want_makers(value);
                }
                let (origins, subkeys) = (self.origins_of(&state, value), self.subkey_of(&state, Some(value)));
                Fill { need: need.clone(), origins, subkeys, number: need.is_number.then(|| self.number(value)) }
            })
            .collect();
        self.record.calls.push(CallRecord { callee, fills });
    }

    fn apply(&mut self, state: State, summary: &Summary, name: &Name, call: &Call<'_>, args: &[TermId], next: &mut Vec<State>) {
        let mut state = state;
        let mut actuals = self.actuals(&state, call, args);
        for used in &summary.uses {
            let value = self.import(&mut state, used, &mut actuals);
            self.use_key(&mut state, value, name, call);
        }
        for pointer in &summary.escapes {
            let value = self.import(&mut state, pointer, &mut actuals);
            self.give_away_target(&mut state, value, call.point);
        }
        for (value, owned) in &summary.owners {
            let value = self.import(&mut state, value, &mut actuals);
            self.change_owner(&mut state, value, None, *owned);
        }
        for (i, export) in summary.exports.iter().enumerate() {
            let site = self.site(call, &export.api, Some(name), export.kind, None, i as u32 + 1);
            let origins: Vec<Origin> = export.origins.iter().flat_map(|o| self.translate(&mut state, o, &mut actuals)).collect();
            for origin in origins {
                self.record.sites[site as usize].note_origin(origin);
            }
            self.record.sites[site as usize].in_object = export.in_object;
            let is_foreign = matches!(call.callee, Callee::Exact(_, file, _) if *file != self.flow.file);
            self.record.sites[site as usize].elsewhere = export.elsewhere || export.in_object && self.flow.by_words && is_foreign;
            actuals.sites.push(site);
            actuals.held.push(Status::Open { passed: false, escaped: export.escaped, owned: export.owned });
        }
        // it goes through a list: what it closes on one way may be what it closes on none of those that its other ways tell of
        for closing in summary.cases.iter().flat_map(|c| &c.closed).filter(|c| matches!(&c.value, Out::Input(loc) if loc.is_found())) {
            self.doubt_members(&mut state, &closing.kinds);
        }
        for case in &summary.cases {
            self.work += 1 + (case.writes.len() + state.len() / 8) as u64;
            let mut taken = state.clone();
            actuals.made.clear();
            actuals.cut.clear();
            actuals.allocated.clear();
            if self.apply_case(&mut taken, case, name, call, &mut actuals) {
                next.push(taken);
            }
        }
    }

    /// What a call by this summary closes if nothing was changed before it.
    pub(super) fn closed_in(&mut self, summary: &Summary, call: &Call<'_>) -> Vec<TermId> {
        let closed: Vec<&Out> = summary.cases.iter().flat_map(|c| &c.closed).map(|c| &c.value).collect();
        if closed.is_empty() {
            return Vec::new();
        }
        let mut state = State::default();
        let args: Vec<TermId> = call.args.iter().map(|a| self.eval(&mut state, a, call.point)).collect();
        let mut actuals = self.actuals(&state, call, &args);
        closed.into_iter().map(|value| self.import(&mut state, value, &mut actuals)).collect()
    }

    fn give_away_target(&mut self, state: &mut State, pointer: TermId, point: u32) {
        match *self.terms.get(pointer) {
            Term::Addr(loc) => {
                self.escape(state, loc, point, 300);
            }
            Term::Input(_) if self.terms.is_near(pointer) => note_input(&mut self.escaped_inputs, pointer),
            _ => {}
        }
    }

    /// One way the callee can end. `false` if this call can't end so.
    fn apply_case(&mut self, state: &mut State, case: &Case, name: &Name, call: &Call<'_>, actuals: &mut Actuals<'_>) -> bool {
        for (value, range) in &case.conditions {
            let value = self.import(state, value, actuals);
            if !self.terms.refine(state, value, range) {
                return false;
            }
        }
        if case.impersonates {
            state.situation.impersonating = Some(call.span);
            state.step(call.name, StepKind::Impersonated);
        }
        for passed in &case.passed {
            let value = self.import(state, passed, actuals);
            if self.terms.mentions_handle(value) || matches!(self.terms.get(value), Term::Input(_)) {
                self.give_away(state, value, call.point, 301);
            }
        }
        let closed: Vec<(TermId, Release)> = case
            .closed
            .iter()
            .map(|c| (self.import(state, &c.value, actuals), Release { arg: 0, kinds: c.kinds.clone(), general: false }))
            .collect();
        for (value, release) in closed {
            self.release(state, value, &release, name, call);
        }
        let (parts, elsewhere): (Vec<_>, Vec<_>) = case.writes.iter().partition(|w| w.0.base == OutBase::Returned);
        let writes: Vec<(LocId, TermId, &Out, &Range)> = elsewhere
            .into_iter()
            .map(|(to, value, range)| {
                let loc = self.import_loc(state, to, actuals);
                (loc, self.import(state, value, actuals), value, range)
            })
            .collect();
        let parts: Vec<(&[Proj], TermId, &Out, &Range)> =
            parts.into_iter().map(|(to, value, range)| (&*to.path, self.import(state, value, actuals), value, range)).collect();
        let returned = case.returns.as_ref().map(|(value, range)| (self.import(state, value, actuals), value, range));
        let mut opened = Vec::new();
        if let Some((value, Out::Handle(i), _)) = returned {
            self.open_export(state, *i, None, call, actuals, &mut opened);
            // a name until it is stored: it must not count as lost when the other places are written
            state.set(self.returned, value);
        }
        for (loc, value, out, range) in writes {
            match out {
                Out::Handle(i) if !opened.contains(i) => self.open_export(state, *i, Some(loc), call, actuals, &mut opened),
                _ => {
                    self.learn_fresh(state, value, range);
                    self.store(state, loc, value);
                }
            }
        }
        let result = match returned {
            Some((value, _, range)) => {
                self.learn_fresh(state, value, range);
                value
            }
            None => self.fresh(state, call.point, 0),
        };
        self.store_returned(state, result, parts, call, actuals, &mut opened);
        self.drop_returned(state, call);
        true
    }

    /// What a call gives is where it was stored, or nowhere.
    fn drop_returned(&mut self, state: &mut State, call: &Call<'_>) {
        let (terms, returned) = (&self.terms, self.returned);
        let kind = match call.result {
            Some(_) => {
                state.forget_where(|l| l == returned);
                EndKind::Overwrite
            }
            None => {
                state.forget_where(|l| terms.is_within(l, returned));
                EndKind::End
            }
        };
        self.sweep(state, call.span, kind);
    }

    /// What a call gives, and the parts of it if it is a structure.
    fn store_returned(
        &mut self,
        state: &mut State,
        whole: TermId,
        parts: Vec<(&[Proj], TermId, &Out, &Range)>,
        call: &Call<'_>,
        actuals: &Actuals<'_>,
        opened: &mut Vec<u32>,
    ) {
        let to = call.result.map_or(self.returned, |place| self.place(state, place));
        if !parts.is_empty() || call.result.is_some() {
            self.store(state, to, whole);
        }
        for (path, value, out, range) in parts {
            let mut part = self.terms.loc_of(to).clone();
            part.path.extend(path.iter().cloned());
            let part = self.terms.loc(part);
            match out {
                Out::Handle(i) if !opened.contains(i) => self.open_export(state, *i, Some(part), call, actuals, opened),
                _ => {
                    self.learn_fresh(state, value, range);
                    self.store(state, part, value);
                }
            }
        }
    }

    fn open_export(
        &mut self,
        state: &mut State,
        export: u32,
        to: Option<LocId>,
        call: &Call<'_>,
        actuals: &Actuals<'_>,
        opened: &mut Vec<u32>,
    ) {
        opened.push(export);
        let site = actuals.sites[export as usize];
        if self.record.sites[site as usize].handle.is_none() {
            self.record.sites[site as usize].handle = to.map(|l| self.loc_text(l)).filter(|t| !t.is_empty());
        }
        self.open(state, site, to, call.span, call.name);
        state.set_status(Res { site, older: false }, Some(actuals.held[export as usize]));
    }

    /// What the callee knows of a value that it made, or computed from one.
    fn learn_fresh(&mut self, state: &mut State, value: TermId, range: &Range) {
        match self.terms.get(value) {
            // Of alternatives, too, the callee may know that it is not NULL.
            Term::Fresh { .. } | Term::OneOf(_) => state.learn(value, range.clone()),
            Term::Un(..) | Term::Bin(..) => {
                self.terms.refine(state, value, range);
            }
            _ => {}
        }
    }

    // ---- trees to terms ----

    fn import(&mut self, state: &mut State, out: &Out, actuals: &mut Actuals<'_>) -> TermId {
        match out {
            Out::Const(v) => self.terms.constant(*v),
            Out::Str(s) => self.terms.id(Term::Str(s.clone())),
            Out::Function(name) => self.terms.id(Term::Function(name.clone())),
            Out::Input(loc) => self.input_value(state, loc, actuals),
            Out::Addr(loc) => {
                let loc = self.import_loc(state, loc, actuals);
                self.terms.addr(loc)
            }
            Out::Handle(i) => self.terms.id(Term::Handle(Res { site: actuals.sites[*i as usize], older: false })),
            Out::Heap(n) => {
                if let Some(made) = actuals.allocated.get(n) {
                    return *made;
                }
                let memory = self.allocate(state, actuals.point + (n + 1) * 65_536);
                actuals.allocated.insert(*n, memory);
                memory
            }
            Out::Fresh(n) | Out::Met(n, _) => {
                if let Some(made) = actuals.made.get(n) {
                    return *made;
                }
                let fresh = self.fresh(state, actuals.point, IMPORTED + n);
                actuals.made.insert(*n, fresh);
                if let Out::Met(_, all) = out {
                    for one in all {
                        let one = self.import(state, one, actuals);
                        self.terms.may_be(fresh, one);
                    }
                }
                fresh
            }
            Out::Un(op, a) => {
                let a = self.import(state, a, actuals);
                let id = self.terms.id(Term::Un(*op, a));
                self.constant_or_short(state, id, actuals)
            }
            Out::Bin(op, a, b) => {
                let (a, b) = (self.import(state, a, actuals), self.import(state, b, actuals));
                let id = self.terms.id(Term::Bin(*op, a, b));
                self.constant_or_short(state, id, actuals)
            }
            Out::OneOf(all) => {
                let values: Vec<TermId> = all.iter().map(|o| self.import(state, o, actuals)).collect();
                let one_of = |either, one: &TermId| self.terms.one_of(either, *one);
                let Some((first, others)) = values.split_first() else { return self.terms.constant(0) };
                match others.iter().try_fold(*first, one_of) {
                    Some(either) => either,
                    None => {
                        let mixed = self.fresh(state, actuals.point, MIXED);
                        for one in values {
                            self.terms.may_be(mixed, one);
                        }
                        mixed
                    }
                }
            }
        }
    }

    /// Calls nested in calls would spell out a value without end: what is too long becomes an unknown value.
    fn constant_or_short(&mut self, state: &mut State, id: TermId, actuals: &mut Actuals<'_>) -> TermId {
        let range = self.terms.range(state, id);
        if let Some(value) = range.constant() {
            return self.terms.constant(value);
        }
        if !self.terms.too_deep_for_calls(id) {
            return id;
        }
        if let Some(made) = actuals.cut.get(&id) {
            return *made;
        }
        let fresh = self.fresh(state, actuals.point, CUT + actuals.cut.len() as u32);
        state.learn(fresh, range);
        actuals.cut.insert(id, fresh);
        fresh
    }

    fn import_loc(&mut self, state: &mut State, out: &OutLoc, actuals: &mut Actuals<'_>) -> LocId {
        let mut loc = match &out.base {
            OutBase::Param(i) => match actuals.places.get(*i as usize).copied().flatten() {
                Some(place) => self.terms.loc_of(place).clone(),
                None => {
                    let value = match actuals.args.get(*i as usize) {
                        Some(value) => *value,
                        None => self.fresh(state, actuals.point, 20_000 + i),
                    };
                    Loc { base: LocBase::Obj(value), path: Vec::new() }
                }
            },
            OutBase::Global(g) => Loc { base: LocBase::Global(g.clone()), path: Vec::new() },
            OutBase::Returned => self.terms.loc_of(self.returned).clone(),
            OutBase::Obj(pointer) => {
                let pointer = self.import(state, pointer, actuals);
                let target = self.terms.pointee(pointer);
                self.terms.loc_of(target).clone()
            }
        };
        loc.path.extend(out.path.iter().cloned());
        self.terms.loc(loc)
    }

    /// What the caller has in a place that the callee reads.
    fn input_value(&mut self, state: &mut State, out: &OutLoc, actuals: &mut Actuals<'_>) -> TermId {
        if let (OutBase::Param(i), true) = (&out.base, out.path.is_empty()) {
            return match actuals.args.get(*i as usize) {
                Some(value) => *value,
                None => self.fresh(state, actuals.point, 20_000 + i),
            };
        }
        let loc = self.import_loc(state, out, actuals);
        self.read(state, loc)
    }

    fn translate(&mut self, state: &mut State, origin: &Origin, actuals: &mut Actuals<'_>) -> Vec<Origin> {
        let subkeys = match &origin.subkey {
            SubKey::Input(loc) => {
                let value = self.input_value(state, loc, actuals);
                self.subkey_of(state, Some(value))
            }
            other => vec![other.clone()],
        };
        let roots = match &origin.leaf {
            Leaf::Input(loc) => {
                let value = self.input_value(state, loc, actuals);
                return self.keys_below(state, value, &subkeys);
            }
            Leaf::Choice(choice) => {
                let flags = self.import(state, choice.flags(), actuals);
                self.chosen_again(choice, flags)
            }
            leaf => vec![Origin::of(leaf.clone())],
        };
        Origin::all_below(roots, &subkeys)
    }
}
