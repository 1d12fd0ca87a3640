//! Explores one function: disjuncts flow through its blocks until nothing new comes.
//!
//! Disjuncts with the same resource states and the same places holding handles become one where paths meet (property
//! simulation); everything else is told apart by the values of variables.

use super::liveness::Liveness;
use super::meet::Junction;
use super::range::Range;
use super::record::{Record, Wrong};
use super::retry::says_deleted;
use super::state::{MOST_INPUTS, State, Status, StepKind};
use super::targets::Targets;
use super::term::{Loc, LocBase, LocId, Res, Term, TermId, Terms, UNSET};
use super::{Found, Program, Summaries};
use crate::flow::{Base, BlockId, Event, Expr, Flow, LocalId, Name, Place, Proj, Terminator};
use crate::lifetime::{EndKind, MisuseKind};
use crate::models::{Models, Root, Sign};
use crate::source::Span;
use rustc_hash::FxHashMap;
use std::collections::BTreeSet;

/// How many events one function's exploration may execute; one on a large state counts for several. Large functions may
/// execute more: so many for each block.
const MAX_WORK: u64 = 200_000;
const MAX_WORK_OF_BLOCK: u64 = 100;
/// What is not known in an expression gets its name from the event and one of these parts; further ones share the last.
const EVALUATED: u32 = 310;
const MOST_UNKNOWNS: u32 = 600;
/// The pseudo-local that holds the returned value at the function's end.
const RETURNED: LocalId = LocalId(u32::MAX);

pub(super) struct Engine<'a> {
    pub(super) program: &'a Program<'a>,
    pub(super) models: &'a Models,
    pub(super) flow: &'a Flow,
    pub(super) summaries: &'a Summaries<'a>,
    pub(super) terms: Terms,
    pub(super) record: Record,
    /// The number of the first event of each block: program points are numbered through.
    pub(super) points: Vec<u32>,
    /// Values from outside that some way through the function may close.
    pub(super) closable: Vec<TermId>,
    pub(super) liveness: Liveness,
    pub(super) join_blocks: Vec<bool>,
    pub(super) order: Vec<u32>,
    pub(super) junctions: Vec<Junction>,
    pub(super) queue: BTreeSet<(u32, u32)>,
    pub(super) work: u64,
    most_work: u64,
    pub(super) ends: Vec<State>,
    pub(super) returned: LocId,
    /// Which function closed a value from outside, for callers.
    pub(super) closings: Vec<(TermId, Name, Vec<crate::models::Kind>, Span)>,
    pub(super) used_inputs: BTreeSet<TermId>,
    pub(super) escaped_inputs: BTreeSet<TermId>,
    /// Values from outside that a value owns from here on (`true`), or no more.
    pub(super) owned_inputs: BTreeSet<(TermId, bool)>,
    /// The structures that values point into.
    pub(super) targets: Targets,
    /// Second handles, and what they were made from: they are open below the same key.
    pub(super) duplicates: FxHashMap<TermId, Vec<TermId>>,
}

impl<'a> Engine<'a> {
    pub(super) fn new(program: &'a Program<'a>, flow: &'a Flow, summaries: &'a Summaries<'a>) -> Engine<'a> {
        let mut points = Vec::with_capacity(flow.blocks.len());
        let mut next = 0;
        for block in &flow.blocks {
            points.push(next);
            next += block.events.len() as u32 + 2;
        }
        let mut terms = Terms::default();
        terms.tells_moves = flow.is_method_of_owner();
        terms.by_words = flow.by_words;
        terms.tables = summaries.tables.clone();
        let Shape { order, join_blocks, loop_heads } = shape_of(flow);
        terms.loop_heads = loop_heads;
        let returned = terms.loc(Loc { base: LocBase::Local(RETURNED), path: Vec::new() });
        Engine {
            program,
            models: program.models,
            flow,
            summaries,
            terms,
            record: Record::default(),
            points,
            closable: Vec::new(),
            liveness: Liveness::of(flow),
            join_blocks,
            order,
            junctions: flow.blocks.iter().map(|_| Junction::default()).collect(),
            queue: BTreeSet::new(),
            work: 0,
            most_work: MAX_WORK + flow.blocks.len() as u64 * MAX_WORK_OF_BLOCK,
            ends: Vec::new(),
            returned,
            closings: Vec::new(),
            used_inputs: BTreeSet::new(),
            escaped_inputs: BTreeSet::new(),
            owned_inputs: BTreeSet::new(),
            targets: Targets::default(),
            duplicates: FxHashMap::default(),
        }
    }

    pub(super) fn run(mut self) -> Found {
        self.note_closable();
        if !self.flow.blocks.is_empty() {
            self.arrive(State::default(), BlockId(0));
        }
        while let Some((_, block)) = self.queue.pop_first() {
            for state in self.junctions[block as usize].take_new(self.join_blocks[block as usize]) {
                self.block(state, BlockId(block));
            }
            if self.work > self.most_work {
                self.give_up();
                break;
            }
        }
        self.finish()
    }

    /// The exploration ended early: what is not proven leaked is not known.
    fn give_up(&mut self) {
        self.record.limit_hit = true;
        for site in &mut self.record.sites {
            site.note_doubt("the function has too many paths to follow them all");
        }
    }

    fn block(&mut self, state: State, id: BlockId) {
        let flow = self.flow;
        let block = &flow.blocks[id.0 as usize];
        let mut states = vec![state];
        for (i, event) in block.events.iter().enumerate() {
            let point = self.points[id.0 as usize] + i as u32;
            let before = states.len();
            let mut next = Vec::with_capacity(before);
            for state in states {
                let is_step = !matches!(event, Event::Points { .. });
                self.work += if is_step { 1 + state.len() as u64 / 32 } else { 0 };
                if self.work > self.most_work {
                    return;
                }
                self.event(state, event, point, &mut next);
            }
            states = if next.len() > before { self.compact(next, point) } else { next };
        }
        let point = self.points[id.0 as usize] + block.events.len() as u32;
        for state in states {
            self.terminator(state, &block.end, point);
        }
    }

    fn terminator(&mut self, mut state: State, end: &Terminator, point: u32) {
        match end {
            Terminator::Goto(to) => self.arrive(state, *to),
            Terminator::Branch { cond, then, otherwise, span } => {
                let value = self.eval(&mut state, cond, point);
                for (truth, to) in [(true, *then), (false, *otherwise)] {
                    let mut taken = state.clone();
                    if self.terms.assume(&mut taken, value, truth) {
                        if taken.any_open() {
                            let deleted = says_deleted(cond).is_some_and(|(outcome, _)| outcome == truth);
                            taken.step(*span, if deleted { StepKind::Deleted } else { StepKind::Branch(truth) });
                        }
                        self.arrive(taken, to);
                    }
                }
            }
            Terminator::Return { value, span, kind } => {
                if let Some(value) = value {
                    self.copy_to(&mut state, value, self.returned, point);
                }
                self.leave_situation(&state, *span);
                self.leave(&mut state, *span, super::calls::end_kind(*kind));
                self.ends.push(state);
            }
            Terminator::Unreachable => {}
        }
    }

    // ---- places and values ----

    pub(super) fn place(&mut self, state: &State, place: &Place) -> LocId {
        let base = match &place.base {
            Base::Local(l) => LocBase::Local(*l),
            Base::Global(g) => LocBase::Global(g.clone()),
        };
        let mut at = Loc { base, path: Vec::new() };
        for step in &place.path {
            if *step == Proj::Deref {
                let here = self.terms.loc(at);
                let pointer = self.read(state, here);
                let to = self.terms.pointee(pointer);
                at = self.terms.loc_of(to).clone();
            } else {
                at.path.push(if matches!(step, Proj::At(_)) { Proj::Index(None) } else { step.clone() });
                // Longer paths are recursive structures; their tail adds nothing but states.
                if at.path.len() > 8 {
                    at.path.truncate(8);
                }
            }
        }
        self.terms.loc(at)
    }

    /// Facts about elements of arrays are kept for as long as the same variable says which element it is, with the same value.
    fn select(&mut self, state: &mut State, place: &Place) {
        let mut steps = place.path.iter().filter(|step| matches!(step, Proj::At(_) | Proj::Index(None)));
        let by = match (steps.next(), steps.next()) {
            (None, _) => return,
            (Some(Proj::At(local)), None) => Some((*local, self.terms.read_local(state, *local))),
            _ => None,
        };
        if by.is_none() || by != state.focus {
            state.leave_elements(&self.terms);
            state.focus = by;
        }
    }

    /// A pointer that is followed here is not NULL from here on.
    fn follow(&mut self, state: &mut State, place: &Place) {
        self.select(state, place);
        for (i, _) in place.path.iter().enumerate().filter(|(_, step)| **step == Proj::Deref) {
            let pointer = self.place(state, &Place { base: place.base.clone(), path: place.path[..i].to_vec() });
            let pointer = self.read(state, pointer);
            if matches!(self.terms.get(pointer), Term::OneOf(_) | Term::Fresh { .. }) {
                self.terms.refine(state, pointer, &Range::other_than(0));
            }
        }
    }

    pub(super) fn eval(&mut self, state: &mut State, expr: &Expr, point: u32) -> TermId {
        self.eval_part(state, expr, point, &mut 0)
    }

    /// Evaluates a part of an expression; `unknowns` counts what is not known in the whole: two such parts need not be equal.
    fn eval_part(&mut self, state: &mut State, expr: &Expr, point: u32, unknowns: &mut u32) -> TermId {
        match expr {
            Expr::Const(v) => self.terms.constant(*v),
            Expr::Str(s) => self.terms.id(Term::Str(s.clone())),
            Expr::Function(name) => self.terms.id(Term::Function(name.clone())),
            Expr::Place(place) => {
                self.follow(state, place);
                let loc = self.place(state, place);
                let value = self.read(state, loc);
                if let (Base::Global(global), []) = (&place.base, &*place.path)
                    && *self.terms.get(value) == Term::Input(loc)
                    && let Some(sign) = self.models.constant_sign(&global.name)
                {
                    let range = match sign {
                        Sign::NotZero => Range::other_than(0),
                        Sign::Negative => Range::negative(),
                    };
                    self.terms.refine(state, value, &range);
                }
                value
            }
            Expr::AddrOf(place) => {
                self.follow(state, place);
                let loc = self.place(state, place);
                self.terms.addr(loc)
            }
            Expr::Unary(op, a) => {
                let a = self.eval_part(state, a, point, unknowns);
                let id = self.terms.id(Term::Un(*op, a));
                self.folded(state, id, point)
            }
            Expr::Binary(op, a, b) => {
                let (a, b) = (self.eval_part(state, a, point, unknowns), self.eval_part(state, b, point, unknowns));
                if *op == crate::flow::BinOp::Or && self.terms.range(state, a).constant() == Some(0) {
                    return b;
                }
                let id = self.terms.id(Term::Bin(*op, a, b));
                self.folded(state, id, point)
            }
            Expr::Unknown => {
                *unknowns += 1;
                self.fresh(state, point, EVALUATED + (*unknowns).min(MOST_UNKNOWNS))
            }
        }
    }

    fn folded(&mut self, state: &mut State, id: TermId, point: u32) -> TermId {
        let range = self.terms.range(state, id);
        if let Some(value) = range.constant() {
            return self.terms.constant(value);
        }
        if self.terms.too_deep(id) {
            let fresh = self.fresh(state, point, 201);
            state.learn(fresh, range);
            return fresh;
        }
        id
    }

    /// A value nobody knows. When its point runs again, the value from before gets another name.
    pub(super) fn fresh(&mut self, state: &mut State, point: u32, part: u32) -> TermId {
        let known = self.terms.len();
        let id = self.terms.id(Term::Fresh { point, part, old: false });
        if self.terms.len() > known {
            return id;
        }
        if state.focus.is_some_and(|(_, index)| index == id) {
            state.leave_elements(&self.terms);
        }
        let leads = self.terms.is_followed(id);
        let is_named = |l, v| v == id || leads && (self.terms.is_behind(l, id) || self.terms.leads_through(v, id));
        if state.entries().any(|(l, v)| is_named(l, v)) {
            let old = self.terms.id(Term::Fresh { point, part, old: true });
            let known = state.fact(id).cloned().unwrap_or(Range::ANY);
            self.age_value(state, id, old);
            state.learn(old, known);
        }
        let terms = &self.terms;
        state.forget_facts(|t| t == id || terms.is_computed_from(t, id));
        id
    }

    /// The point that makes a value runs again: the value from before gets another name, and so does what lies behind it.
    pub(super) fn age_value(&mut self, state: &mut State, new: TermId, old: TermId) {
        if !self.terms.is_followed(new) {
            return state.rename(|t| if t == new { old } else { t });
        }
        state.rename(|t| if t == new || self.terms.leads_through(t, new) { self.terms.renamed(t, new, old) } else { t });
        let behind: Vec<(LocId, TermId)> = state.entries().filter(|(l, _)| self.terms.is_behind(*l, new)).collect();
        for (loc, value) in behind {
            let moved = self.terms.renamed_loc(loc, new, old);
            let both = match state.get(moved) {
                Some(before) => self.terms.one_of(before, value).unwrap_or(value),
                None => value,
            };
            state.set(moved, both);
            state.forget_where(|l| l == loc);
        }
    }

    /// Evaluates into a place; a structure is copied member by member.
    pub(super) fn copy_to(&mut self, state: &mut State, value: &Expr, to: LocId, point: u32) {
        let whole = self.eval(state, value, point);
        let parts = self.parts(state, value);
        let target = self.terms.loc_of(to).clone();
        let terms = &self.terms;
        state.forget_where(|l| l != to && terms.is_overwritten(l, to));
        state.set(to, whole);
        self.forget_unchanged(state, to, whole);
        for (path, part) in parts {
            let mut loc = target.clone();
            loc.path.extend(path);
            let loc = self.terms.loc(loc);
            state.set(loc, part);
        }
    }

    /// What lies in a place below its own value.
    pub(super) fn parts(&mut self, state: &mut State, value: &Expr) -> Vec<(Vec<Proj>, TermId)> {
        let Expr::Place(place) = value else { return Vec::new() };
        if self.terms.by_words {
            return Vec::new();
        }
        let from = self.place(state, place);
        let depth = self.terms.loc_of(from).path.len();
        let inside = state.entries().filter(|(loc, _)| *loc != from && self.terms.is_within(*loc, from));
        inside.map(|(loc, part)| (self.terms.loc_of(loc).path[depth..].to_vec(), part)).collect()
    }

    // ---- notes ----

    pub(super) fn misuse(
        &mut self,
        state: &State,
        kind: MisuseKind,
        span: Span,
        site: Option<u32>,
        api: Option<crate::flow::Name>,
        root: Option<Root>,
    ) {
        if self.record.misuses.contains_key(&(span, kind)) {
            return;
        }
        let text = match kind {
            MisuseKind::DoubleClose => "closed again here",
            MisuseKind::UseAfterClose => "used here although it is closed",
            MisuseKind::WrongCloser => "closed by the wrong function here",
            MisuseKind::ClosePredefined => "a predefined key is closed here",
            MisuseKind::Overwrite => "overwritten here while it is still open",
            MisuseKind::UnderImpersonation => "the predefined key is used here while the thread acts for somebody else",
            MisuseKind::CacheOffLate => "the cache is switched off here, after it was filled",
            MisuseKind::CacheOffForUserOnly => "the cache is switched off here for HKEY_CURRENT_USER only",
            MisuseKind::UnloadedUser => "the thread's user's key, or the default user's, is opened for writing here",
            MisuseKind::InDllMain | MisuseKind::OverrideKept | MisuseKind::EndlessRetry => "here",
        };
        let steps = self.record.steps(state.trace.as_deref(), site, span, text.to_owned());
        self.record.misuses.insert((span, kind), Wrong { site, api, root, steps });
    }

    /// The last name of an open handle is gone.
    pub(super) fn leaked(&mut self, state: &mut State, res: Res, span: Span, kind: EndKind) {
        let Some(Status::Open { passed, escaped, owned }) = state.status(res) else { return };
        state.set_status(res, None);
        if owned && !escaped {
            self.record.sites[res.site as usize].closed = true;
            return;
        }
        if escaped {
            self.record.sites[res.site as usize].note_doubt("its place was handed to code that was not seen, which may close it");
            return;
        }
        if self.record.sites[res.site as usize].elsewhere {
            // freed by a function of that file, on ways through its own lists
            let doubt = "another binary keeps it in an object of its own, and may close it on a way that was not followed";
            self.record.sites[res.site as usize].note_doubt(doubt);
            return;
        }
        let name = self.record.handle_name(res.site);
        let text = match kind {
            EndKind::Overwrite => format!("{name} gets another value here while the key is still open"),
            EndKind::Throw => format!("an exception leaves here, {name} is still open"),
            _ => format!("{name} is still open when control leaves here"),
        };
        let steps = self.record.steps(state.trace.as_deref(), Some(res.site), span, text);
        let site = &mut self.record.sites[res.site as usize];
        let exits = if passed { &mut site.passed_exits } else { &mut site.exits };
        exits.entry((span, kind)).or_insert(steps);
        if kind == EndKind::Overwrite && !passed {
            self.misuse(state, MisuseKind::Overwrite, span, Some(res.site), None, None);
        }
    }

    /// Reports every open handle that no place names any more.
    pub(super) fn sweep(&mut self, state: &mut State, span: Span, kind: EndKind) {
        let open: Vec<Res> = state.res.iter().filter(|(_, s)| s.is_open()).map(|(r, _)| *r).collect();
        for res in open {
            if state.holders(&self.terms, res).is_empty() {
                self.leaked(state, res, span, kind);
            }
        }
    }

    fn event(&mut self, mut state: State, event: &Event, point: u32, next: &mut Vec<State>) {
        match event {
            Event::Assign { place, value, span } => {
                self.follow(&mut state, place);
                let to = self.place(&state, place);
                self.assign(&mut state, to, value, *span, point);
                self.select(&mut state, place);
                self.name_handle(&state, to, place);
                next.push(state);
            }
            Event::Call { callee, args, result, span, name } => {
                let call = super::calls::Call { callee, args, result: result.as_ref(), span: *span, name: *name, point };
                self.call(state, &call, next);
            }
            Event::Declare(local) => {
                self.end_locals(&mut state, &[*local]);
                let loc = self.terms.loc(Loc { base: LocBase::Local(*local), path: Vec::new() });
                let unset = self.fresh(&mut state, point, UNSET);
                state.set(loc, unset);
                next.push(state);
            }
            Event::EndScope { locals, span, kind } => {
                self.end_locals(&mut state, locals);
                self.sweep(&mut state, *span, super::calls::end_kind(*kind));
                next.push(state);
            }
            Event::Havoc(place) => {
                let loc = self.place(&state, place);
                self.escape(&mut state, loc, point, 0);
                next.push(state);
            }
            Event::Points { pointer, target } => {
                let pointer = self.eval(&mut state, pointer, point);
                self.note_target(pointer, target);
                next.push(state);
            }
        }
    }

    /// A handle that came back as a value is called after the first place it is stored in.
    fn name_handle(&mut self, state: &State, to: LocId, place: &Place) {
        let Some(Term::Handle(res)) = state.get(to).map(|t| self.terms.get(t)) else { return };
        let site = res.site as usize;
        if self.record.sites[site].handle.is_none() {
            self.record.sites[site].handle = self.place_text(place);
        }
    }

    pub(super) fn end_locals(&mut self, state: &mut State, locals: &[LocalId]) {
        let terms = &self.terms;
        state.forget_where(|l| terms.is_local_of(l, locals));
        state.forget_facts(|t| matches!(terms.get(t), Term::Input(l) if terms.is_local_of(*l, locals)));
    }
}

pub(super) fn note_input(inputs: &mut BTreeSet<TermId>, input: TermId) {
    if inputs.len() < MOST_INPUTS {
        inputs.insert(input);
    }
}

pub(super) fn thrown_base() -> LocBase {
    match crate::flow::thrown().base {
        Base::Global(global) => LocBase::Global(global),
        Base::Local(local) => LocBase::Local(local),
    }
}

/// What the exploration needs to know of a graph.
struct Shape {
    /// The rank of every block in reverse postorder.
    pub(super) order: Vec<u32>,
    /// Blocks that several edges enter.
    pub(super) join_blocks: Vec<bool>,
    /// Blocks that an edge from further down enters.
    pub(super) loop_heads: Vec<bool>,
}

fn shape_of(flow: &Flow) -> Shape {
    let n = flow.blocks.len();
    let successors = |b: usize| match &flow.blocks[b].end {
        Terminator::Goto(to) => vec![*to],
        Terminator::Branch { then, otherwise, .. } => vec![*otherwise, *then],
        _ => Vec::new(),
    };
    let mut entering = vec![0u32; n];
    let mut seen = vec![false; n];
    let mut postorder = Vec::with_capacity(n);
    let mut stack: Vec<(usize, usize)> = Vec::new();
    if n > 0 {
        seen[0] = true;
        stack.push((0, 0));
    }
    while let Some((block, done)) = stack.pop() {
        let next = successors(block);
        if let Some(to) = next.get(done) {
            stack.push((block, done + 1));
            entering[to.0 as usize] += 1;
            if !std::mem::replace(&mut seen[to.0 as usize], true) {
                stack.push((to.0 as usize, 0));
            }
        } else {
            postorder.push(block);
        }
    }
    let mut order = vec![u32::MAX; n];
    for (rank, block) in postorder.iter().rev().enumerate() {
        order[*block] = rank as u32;
    }
    let mut loop_heads = vec![false; n];
    for block in postorder {
        for to in successors(block) {
            loop_heads[to.0 as usize] |= order[to.0 as usize] <= order[block];
        }
    }
    let join_blocks = entering.iter().enumerate().map(|(b, e)| *e > 1 || (b == 0 && *e > 0)).collect();
    Shape { order, join_blocks, loop_heads }
}
