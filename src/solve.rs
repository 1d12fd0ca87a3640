//! The solver: a typestate engine over resources, bottom-up over the call graph.
//!
//! Each function is explored on its own ([`engine`]): a small set of disjuncts, each with the state of every handle opened
//! here, who holds it and what is known of the values that correlate with it. Disjuncts that agree on the handles become one
//! where paths meet (property simulation: Das, Lerner, Seigle, PLDI 2002). What a function does to its caller's handles is
//! kept as a [`summary`]; roots and sub-keys that come from parameters are filled in top-down at the end ([`roots`]).
//!
//! The solver never mentions a language, and an API only through the models.

mod apply;
mod assume;
mod calls;
mod choice;
mod close;
mod distance;
mod ends;
mod engine;
mod forget;
mod glance;
mod leave;
mod liveness;
mod meet;
mod range;
mod record;
mod retry;
mod roots;
mod situation;
mod state;
mod summary;
mod tables;
mod targets;
mod term;
mod unseen;
mod written;

use crate::flow::{Base, Callee, Event, Expr, Flow, Global, Inside, Member, Name, Place, Proj};
use crate::lifetime::{Class, Lifetime, Misuse, MisuseKind, PredefinedUse, Runs, Solution, Step};
use crate::models::{ApiId, Models, Root};
use crate::source::{FileId, Notice, Span};
use engine::Engine;
use rayon::prelude::*;
use record::{Called, Record};
use rustc_hash::{FxHashMap, FxHashSet};
pub use situation::is_dll_main;
use std::collections::BTreeSet;
use std::sync::Arc;
use summary::{Exporter, Leaf, Need, Origin, OutLoc, SubKey, Summary};
use term::Res;

/// Finds the definitions a call can mean: what is called, calling file, number of arguments → indexes of flows.
pub type Resolve<'a> = dyn Fn(&Callee, FileId, usize) -> Vec<usize> + Sync + 'a;

/// The name of an API as a call spells it, by the place of the name.
pub type Spelled<'a> = dyn Fn(Span, ApiId) -> Name + Sync + 'a;

/// The member that a path leads to from a place in a structure of a file's debug information.
pub type MemberOf<'a> = dyn Fn(FileId, &Inside, &[Proj]) -> Option<Member> + Sync + 'a;

/// Everything the solver reads.
pub struct Program<'a> {
    /// All functions, in a stable order.
    pub flows: &'a [Flow],
    /// The API tables.
    pub models: &'a Models,
    /// What constant globals hold, by the path inside them.
    pub constants: &'a FxHashMap<Global, Vec<(Vec<Proj>, Expr)>>,
    /// What the other globals begin with, as far as it tells which keys are meant.
    pub initial: &'a FxHashMap<Global, Vec<(Vec<Proj>, Expr)>>,
    /// Name resolution.
    pub resolve: &'a Resolve<'a>,
    /// How calls spell the functions of the tables.
    pub spelled: &'a Spelled<'a>,
    /// Members of published owners: nobody who uses an owner knows their names.
    pub inner: &'a FxHashSet<Name>,
    /// Whether a member or static of the second file can be what the first file calls so.
    pub knows: &'a (dyn Fn(FileId, FileId) -> bool + Sync),
    /// What debug information tells of members that have no names in the flows.
    pub member_of: &'a MemberOf<'a>,
    /// Whether of a flow only the predefined keys that it uses are asked.
    pub slight: &'a (dyn Fn(usize) -> bool + Sync),
}

impl Program<'_> {
    /// The member that a path leads to, as people know it.
    fn member_in<'p>(&self, path: &'p [Proj]) -> Option<&'p Name> {
        let fields = || {
            path.iter().rev().filter_map(|p| match p {
                Proj::Field(name) => Some(name),
                _ => None,
            })
        };
        fields().find(|f| !self.inner.contains(*f)).or_else(|| fields().next())
    }

    /// The member that a function knows something by.
    fn member_at<'p>(&self, f: usize, loc: &'p summary::OutLoc) -> Option<&'p str> {
        let flow = &self.flows[f];
        let of_object =
            || loc.behind().filter(|_| loc.path.is_empty()).is_some_and(|param| flow.params.get(param).is_some_and(|p| flow.is_object(*p)));
        self.member_in(&loc.path).map(|m| &**m).or_else(|| of_object().then_some(crate::flow::FIRST_MEMBER))
    }
}

/// The solver's answer.
#[derive(Debug, Default)]
pub struct Solved {
    /// Lifetimes, misuses, uses.
    pub solution: Solution,
    /// What was bounded or not followed.
    pub notices: Vec<(Span, String)>,
    /// Functions that got a key or its address but were not among the flows: name, calling file, number of arguments.
    pub wanted: BTreeSet<(Name, FileId, usize)>,
    /// Members that decide what is opened and that no flow fills, and the file that uses them.
    pub sought: BTreeSet<(FileId, Name)>,
    /// Indexes of flows that callers must look at.
    pub effective: Vec<usize>,
    /// Indexes of flows that close what their callers give them.
    pub closing: Vec<usize>,
    /// Indexes of flows that hand a user's predefined key to their callers.
    pub giving_roots: Vec<usize>,
    /// Indexes of flows in which a key is left open on some path.
    pub leaking: Vec<usize>,
    /// Indexes of flows whose exploration was cut short.
    pub incomplete: Vec<usize>,
    /// Calls that got a tracked value and could not be resolved.
    pub calls_unresolved: u32,
    /// Functions whose exploration was cut short.
    pub limits_hit: u32,
}

/// What exploring one function gave.
struct Found {
    record: Record,
    summary: Summary,
}

/// How often the functions of a recursive group are explored until their summaries count as final.
const RECURSION_ROUNDS: usize = 4;

/// What an earlier round found: functions whose callees are as they were need not be explored again.
#[derive(Default)]
pub struct Memory {
    callees: Vec<Vec<usize>>,
    /// `None` of those that were only glanced at.
    summaries: Vec<Option<Summary>>,
    records: Vec<Option<Record>>,
}

/// Solves a whole program. `memory` is that of the round before: the same flows, perhaps followed by new ones.
pub fn solve(program: &Program<'_>, memory: &mut Memory) -> Solved {
    explore_all(program, memory);
    assemble(program, &memory.records, &memory.summaries, &memory.callees)
}

/// Which functions never return, never return zero, or tell no more than what they were given. `memory` is as for [`solve`].
pub fn telling(program: &Program<'_>, memory: &mut Memory) -> Vec<bool> {
    explore_all(program, memory);
    let never_zero = |case: &summary::Case| case.returns.as_ref().is_some_and(|(_, range)| range.truth() == Some(true));
    let tells = |s: &Summary| !s.incomplete && (s.cases.iter().all(never_zero) || s.cases.iter().all(summary::Case::only_computes));
    memory.summaries.iter().map(|s| s.as_ref().is_some_and(tells)).collect()
}

fn explore_all(program: &Program<'_>, memory: &mut Memory) {
    let callees = call_graph(program);
    let known = memory.callees.len();
    let tables = Arc::new(tables(program));
    memory.summaries.resize(callees.len(), None);
    memory.records.resize_with(callees.len(), || None);
    let is_new = |f: usize| f >= known || callees[f] != memory.callees[f] || memory.summaries[f].is_none();
    let mut changed: Vec<bool> = (0..callees.len()).map(is_new).collect();
    let is_any_slight = (0..callees.len()).any(program.slight);
    let glanced = if is_any_slight { glance::glance(program, &callees) } else { vec![None; callees.len()] };
    for (f, glance) in glanced.iter().enumerate() {
        if let Some(glance) = glance {
            memory.records[f] = Some(Record { uses: glance.uses.clone(), asks: glance.asks, ..Record::default() });
        }
    }
    for level in &levels(&callees) {
        let is_stale = |f: &usize| changed[*f] || callees[*f].iter().any(|c| changed[*c]);
        let stale: Vec<&Vec<usize>> =
            level.iter().filter(|group| group.iter().any(is_stale) && group.iter().any(|f| glanced[*f].is_none())).collect();
        let of = |group: &Vec<usize>| {
            let summaries = Summaries { settled: &memory.summaries, group: FxHashMap::default(), first: false, tables: tables.clone() };
            explore(program, group, &callees, summaries)
        };
        let results: Vec<Vec<(usize, Found)>> = stale.par_iter().map(|group| of(group)).collect();
        for (f, found) in results.into_iter().flatten() {
            changed[f] = memory.summaries[f].as_ref() != Some(&found.summary);
            memory.summaries[f] = Some(found.summary);
            memory.records[f] = Some(found.record);
        }
    }
    memory.callees = callees;
}

/// The variables that begin with predefined keys.
fn tables(program: &Program<'_>) -> FxHashSet<Global> {
    let is_key = |(_, value): &(Vec<Proj>, Expr)| matches!(value, Expr::Const(number) if Root::of_value(*number).is_some());
    program.initial.iter().filter(|(_, values)| values.iter().any(is_key)).map(|(global, _)| global.clone()).collect()
}

/// Summaries as one exploration sees them: those that are settled, and those of its own recursive group so far.
struct Summaries<'a> {
    settled: &'a [Option<Summary>],
    group: FxHashMap<usize, Summary>,
    /// Only the ways through the group that end without a call into it are explored: those that do such calls build on them.
    first: bool,
    /// Variables that begin with predefined keys.
    tables: Arc<FxHashSet<Global>>,
}

impl Summaries<'_> {
    fn get(&self, function: usize) -> Option<&Summary> {
        self.group.get(&function).or(self.settled[function].as_ref())
    }
}

/// Explores a group of mutually recursive functions (mostly: one function).
fn explore(program: &Program<'_>, group: &[usize], callees: &[Vec<usize>], mut summaries: Summaries<'_>) -> Vec<(usize, Found)> {
    let recursive = group.len() > 1 || callees[group[0]].contains(&group[0]);
    let mut found = Vec::new();
    for round in 0..if recursive { RECURSION_ROUNDS } else { 1 } {
        found.clear();
        let mut changed = false;
        summaries.first = recursive && round == 0;
        for &index in group {
            let one = Engine::new(program, &program.flows[index], &summaries).run();
            changed |= summaries.get(index) != Some(&one.summary);
            if recursive {
                summaries.group.insert(index, one.summary.clone());
            }
            found.push((index, one));
        }
        if summaries.first {
            // what came to no end by then is not known, rather than endless
            summaries.group.retain(|_, summary| !summary.cases.is_empty());
        } else if !changed {
            break;
        }
    }
    found
}

fn call_graph(program: &Program<'_>) -> Vec<Vec<usize>> {
    program
        .flows
        .par_iter()
        .map(|flow| {
            let mut callees = Vec::new();
            // Whose address is taken may be called through a pointer.
            let taken = |value: &Expr, callees: &mut Vec<usize>| {
                if let Expr::Function(name) = value {
                    callees.extend((program.resolve)(&Callee::Named(name.clone()), flow.file, usize::MAX));
                }
            };
            for event in flow.blocks.iter().flat_map(|b| &b.events) {
                match event {
                    Event::Call { callee: Callee::Pointer(Expr::Place(Place { base: Base::Global(global), .. })), .. } => {
                        program.constants.get(global).into_iter().flatten().for_each(|(_, value)| taken(value, &mut callees));
                    }
                    Event::Call { callee, args, .. } => {
                        callees.extend((program.resolve)(callee, flow.file, args.len()));
                        args.iter().for_each(|arg| taken(arg, &mut callees));
                    }
                    Event::Assign { value, .. } => taken(value, &mut callees),
                    _ => {}
                }
            }
            callees.sort_unstable();
            callees.dedup();
            callees
        })
        .collect()
}

/// Strongly connected groups of functions, in levels: a group's callees are all in earlier levels or in itself.
fn levels(callees: &[Vec<usize>]) -> Vec<Vec<Vec<usize>>> {
    let groups = groups(callees);
    let mut group_of = vec![0; callees.len()];
    for (g, members) in groups.iter().enumerate() {
        members.iter().for_each(|m| group_of[*m] = g);
    }
    // Groups come callees first.
    let mut level_of = vec![0usize; groups.len()];
    for (g, members) in groups.iter().enumerate() {
        let below = members.iter().flat_map(|m| &callees[*m]).map(|c| group_of[*c]).filter(|c| *c != g);
        level_of[g] = below.map(|c| level_of[c] + 1).max().unwrap_or(0);
    }
    let mut levels = vec![Vec::new(); level_of.iter().max().map_or(0, |m| m + 1)];
    for (g, members) in groups.into_iter().enumerate() {
        levels[level_of[g]].push(members);
    }
    levels
}

/// Tarjan's algorithm without recursion: strongly connected groups, callees first.
fn groups(callees: &[Vec<usize>]) -> Vec<Vec<usize>> {
    const NEW: usize = usize::MAX;
    let n = callees.len();
    let (mut index, mut low, mut on_stack) = (vec![NEW; n], vec![0; n], vec![false; n]);
    let (mut stack, mut work, mut next, mut groups) = (Vec::new(), Vec::new(), 0, Vec::new());
    for start in 0..n {
        if index[start] != NEW {
            continue;
        }
        work.push((start, 0));
        while let Some((v, done)) = work.pop() {
            if done == 0 {
                index[v] = next;
                low[v] = next;
                next += 1;
                stack.push(v);
                on_stack[v] = true;
            }
            if let Some(&to) = callees[v].get(done) {
                work.push((v, done + 1));
                if index[to] == NEW {
                    work.push((to, 0));
                } else if on_stack[to] {
                    low[v] = low[v].min(index[to]);
                }
                continue;
            }
            if low[v] == index[v] {
                let at = stack.iter().rposition(|s| *s == v).expect("a function is on the stack until its group is complete");
                let mut group: Vec<usize> = stack.drain(at..).collect();
                group.iter().for_each(|m| on_stack[*m] = false);
                group.sort_unstable();
                groups.push(group);
            }
            if let Some((caller, _)) = work.last() {
                low[*caller] = low[*caller].min(low[v]);
            }
        }
    }
    groups
}

impl Engine<'_> {
    /// Turns what was seen into a summary.
    fn finish(mut self) -> Found {
        self.note_made();
        let ends = self.joined_ends();
        let mut resources: Vec<Res> = Vec::new();
        for state in &ends {
            for (res, status) in &state.res {
                let leaves = status.is_open()
                    && self.is_in_reach(state, *res)
                    && self.record.sites[res.site as usize].classes.iter().any(|c| matches!(c, Class::Caller | Class::Object));
                if leaves && !resources.contains(res) {
                    resources.push(*res);
                }
            }
        }
        let exporter = Exporter { terms: &self.terms, params: &self.flow.params, exports: &resources };
        let cases = ends.iter().map(|state| exporter.case(state, self.returned, &self.closings)).collect();
        let exports = resources
            .iter()
            .map(|res| {
                let site = &self.record.sites[res.site as usize];
                let in_object = site.holder.as_ref().is_some_and(|(_, h)| h.kind == "member");
                let is_so = |told: &dyn Fn(state::Status) -> bool| ends.iter().filter_map(|e| e.status(*res)).any(told);
                summary::Export {
                    api: site.api.clone(),
                    kind: site.kind,
                    origins: site.origins.clone(),
                    in_object,
                    elsewhere: site.elsewhere,
                    owned: is_so(&|status| matches!(status, state::Status::Open { owned: true, .. })),
                    escaped: is_so(&|status| matches!(status, state::Status::Open { escaped: true, .. })),
                }
            })
            .collect();
        let uses = self.used_inputs.iter().map(|t| exporter.value(*t)).collect();
        let escapes = self.escaped_inputs.iter().map(|t| exporter.value(*t)).filter(summary::from_outside).collect();
        let owners = self.owned_inputs.iter().map(|(t, owned)| (exporter.value(*t), *owned)).collect();
        self.note_members();
        let summary = Summary { cases, exports, uses, needs: needs(&self.record), escapes, owners, incomplete: self.record.limit_hit };
        Found { record: self.record, summary }
    }
}

/// The parameters (and what they lead to) that decide what a function's sites open, or what its callees' do.
fn needs(record: &Record) -> Vec<Need> {
    let mut needs: Vec<Need> = Vec::new();
    let mut add = |loc: &OutLoc, decides: bool, is_number: bool| match needs.iter_mut().find(|n| n.loc == *loc) {
        Some(known) => {
            known.decides |= decides;
            known.is_number |= is_number;
        }
        None if loc.is_from_parameter() => needs.push(Need { loc: loc.clone(), decides, is_number }),
        None => {}
    };
    // flags alone are no reason to look at further callers
    let numbers = record.calls.iter().flat_map(|c| &c.fills).filter_map(|fill| fill.number.as_ref());
    numbers.flat_map(choice::places).for_each(|loc| add(loc, false, true));
    let mut origin = |o: &Origin, decides: bool| {
        match &o.leaf {
            Leaf::Input(loc) => add(loc, decides, false),
            Leaf::Choice(choice) => choice.places().into_iter().for_each(|loc| add(loc, false, true)),
            Leaf::Root(_) | Leaf::Unknown => {}
        }
        if let SubKey::Input(loc) = &o.subkey {
            // Below HKEY_USERS the name says whose key it is.
            add(loc, decides && o.leaf == Leaf::Root(Root::Hku), false);
        }
    };
    record.sites.iter().flat_map(|s| &s.origins).for_each(|o| origin(o, true));
    // what is stored in a member may be what another function opens below
    record.members.iter().for_each(|(_, o)| origin(o, false));
    for fill in record.calls.iter().flat_map(|c| &c.fills) {
        fill.origins.iter().for_each(|o| origin(o, fill.need.decides));
        for subkey in fill.subkeys.iter().filter(|s| matches!(s, SubKey::Input(_))) {
            origin(&Origin { leaf: Leaf::Unknown, subkey: subkey.clone() }, false);
        }
    }
    needs
}

/// The functions that make keys whose roots are asked for, and were not seen.
fn want_makers(program: &Program<'_>, records: &[&Record], solved: &mut Solved) {
    let mut seen = vec![false; records.len()];
    let made = |f: usize, makers: &'_ BTreeSet<Called>| makers.iter().map(|m| (m.clone(), program.flows[f].file)).collect::<Vec<_>>();
    let mut waiting: Vec<(Called, FileId)> = records.iter().enumerate().flat_map(|(f, record)| made(f, &record.makers)).collect();
    while let Some((maker, from)) = waiting.pop() {
        let known = (program.resolve)(&maker.callee(), from, maker.args);
        if known.is_empty() {
            solved.wanted.insert((maker.name, from, maker.args));
        }
        for f in known {
            if !std::mem::replace(&mut seen[f], true) {
                waiting.extend(made(f, &records[f].made_by));
            }
        }
    }
}

fn assemble(program: &Program<'_>, records: &[Option<Record>], summaries: &[Option<Summary>], callees: &[Vec<usize>]) -> Solved {
    let records: Vec<&Record> = records.iter().flatten().collect();
    let fill = roots::Filling::new(program, &records);
    let closers = roots::closers(program, &records, summaries);
    let mut solved = Solved::default();
    let mut fillers = BTreeSet::new();
    let mut rows: Vec<(Lifetime, (usize, u32))> = Vec::new();
    let mut wrongs: Vec<(Misuse, Option<(usize, u32)>)> = Vec::new();
    for (f, record) in records.iter().enumerate() {
        let flow = &program.flows[f];
        for (s, site) in record.sites.iter().enumerate() {
            let mut known = fill.roots(f, &site.origins);
            if known.roots.contains(&Root::Unknown) {
                solved.sought.append(&mut known.sought);
            }
            fillers.append(&mut known.fillers);
            let lifetime = fill.lifetime(f, site, known, &closers);
            // Keys that a callee left in the caller's object are the callee's sites unless this function loses the object.
            if site.via.is_none() || (site.reached && fill.handed_back(site, &lifetime)) {
                rows.push((lifetime, (f, s as u32)));
            }
        }
        wrongs.extend(misuses(f, program, record, &fill));
        solved.solution.predefined_uses.extend(predefined_uses(flow, record));
        solved.solution.writes.extend(fill.writes(f, record, &flow.name));
        solved.solution.idle_closes.extend(&record.idle_closes);
        solved.solution.kept_closed.extend(&record.kept_closed);
        solved.solution.cache_switched_off.extend(record.cache_calls.iter().map(|(span, _)| *span));
        solved.solution.profiles_loaded.extend(situation::profiles_loaded(program, flow));
        solved.solution.roots_restored.extend(situation::roots_restored(flow, record));
        if record.sites.iter().any(|s| !s.exits.is_empty()) {
            solved.leaking.push(f);
        }
        solved.wanted.extend(record.wanted.iter().map(|(name, args)| (name.clone(), flow.file, *args)));
        solved.calls_unresolved += record.unresolved.len() as u32;
        if record.limit_hit {
            solved.limits_hit += 1;
            solved.incomplete.push(f);
            solved.solution.cut_short.push((flow.name.clone(), flow.name_span));
            solved.notices.push((
                flow.name_span,
                format!("`{}` has more paths than are followed; handles that were still undecided are `unknown`", flow.name),
            ));
        }
    }
    want_makers(program, &records, &mut solved);
    // A call hands back one key, whichever open of the callee made it: the worst is told.
    rows.sort_by(|a, b| (a.0.name, &a.0.via, b.0.class, &a.0.api).cmp(&(b.0.name, &b.0.via, a.0.class, &b.0.api)));
    rows.dedup_by(|later, first| first.0.via.is_some() && first.0.name == later.0.name && first.0.via == later.0.via);
    for (mut misuse, open) in wrongs {
        misuse.open = open.and_then(|o| rows.iter().position(|r| r.1 == o));
        solved.solution.misuses.push(misuse);
    }
    solved.solution.lifetimes = rows.into_iter().map(|r| r.0).collect();
    situation::add_misuses(program, &records, callees, &mut solved.solution.misuses);
    solved.solution.sort();
    let those = |of: &dyn Fn(&Summary) -> bool| (0..summaries.len()).filter(|i| summaries[*i].as_ref().is_some_and(of)).collect();
    let asking = |f: usize| summaries[f].as_ref().map_or(records[f].asks, Summary::has_effect);
    solved.effective = (0..summaries.len()).filter(|f| asking(*f) || fillers.contains(f)).collect();
    solved.closing = those(&Summary::closes);
    solved.giving_roots = those(&Summary::gives_user_root);
    solved
}

/// What is done wrongly in one function, each with the open that it is about.
fn misuses(f: usize, program: &Program<'_>, record: &Record, fill: &roots::Filling<'_>) -> Vec<(Misuse, Option<(usize, u32)>)> {
    let of = |(span, kind, wrong, steps): (Span, MisuseKind, &record::Wrong, Vec<Step>)| {
        let known = wrong.site.map(|s| fill.roots(f, &record.sites[s as usize].origins));
        let (roots, per_user) = match (known, wrong.root) {
            (Some(known), _) => (known.roots, known.per_user),
            (None, Some(root)) => (vec![root], Some(root.is_cached_user_root())),
            (None, None) => (vec![Root::Unknown], None),
        };
        let misuse = Misuse {
            kind,
            function: program.flows[f].name.clone(),
            span,
            open: None,
            api: wrong.api.clone(),
            roots,
            per_user,
            steps,
            runs: Runs::default(),
            library: None,
        };
        (misuse, wrong.site.map(|s| (f, s)))
    };
    record.telling_misuses(program.models).into_iter().map(of).collect()
}

/// The uses of predefined keys that were noted in one function; where it runs and what it was linked in from is told later.
fn predefined_uses<'r>(flow: &'r Flow, record: &'r Record) -> impl Iterator<Item = PredefinedUse> + 'r {
    record.uses.iter().map(|(span, api, root)| {
        let (function, api) = (flow.name.clone(), api.clone());
        PredefinedUse { span: *span, function, api, root: *root, library: None, runs: Runs::default() }
    })
}

/// A notice with its path and line.
pub fn place_notice(sources: &[crate::source::Source], span: Span, message: String) -> Notice {
    let source = &sources[span.file.0 as usize];
    Notice { path: source.path.to_string(), line: Some(source.position(span.start).line), message }
}

#[cfg(test)]
mod tests;
