//! The rounds of PE files: functions that refer to a modelled import, then those that call what opens keys for others or are
//! given one, in whichever of the files, until a round finds nothing new.

mod inlined;

use crate::flow::{Callee, Event, Expr, Flow, Global, Inside, Name, Proj};
use crate::frontend::pe::debug::DebugInfo;
use crate::frontend::pe::link::{Binaries, Place};
use crate::frontend::pe::{self, Binary, Runtime};
use crate::lifetime::{Solution, UnreadCode};
use crate::models::{ApiId, FoundMark, Models};
use crate::report::{BinaryCoverage, Coverage, Stats};
use crate::solve::{self, Program, Solved};
use crate::source::{Addresses, FileId, Notice, SourceLine, Span};
use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};
use std::collections::{BTreeMap, BTreeSet};

mod gaps;
mod origin;

/// Rounds of looking for callers and callees.
const MOST_ROUNDS: usize = 6;
/// How many functions one round may add in a file.
const MOST_ADDED: usize = 4000;

/// A function of another file is looked into for how it ends only if it has no more blocks: what ends the process or turns one
/// status into another does little else.
const MOST_BLOCKS: usize = 12;

/// A PE file and the PDB that belongs to it.
pub(super) struct Given<'a> {
    pub(super) file: FileId,
    pub(super) path: &'a str,
    pub(super) bytes: &'a [u8],
    pub(super) pdb: Option<&'a [u8]>,
}

/// What was found in PE files.
#[derive(Default)]
pub(super) struct Found {
    pub(super) solution: Solution,
    pub(super) notices: BTreeSet<Notice>,
    pub(super) stats: Stats,
    pub(super) addresses: BTreeMap<FileId, Addresses>,
    /// How much of each file was followed.
    pub(super) coverage: BTreeMap<FileId, BinaryCoverage>,
    /// What tells a component.
    pub(super) marks: BTreeMap<FileId, Vec<FoundMark>>,
}

/// Analyses PE files together, in the order of their ids.
pub(super) fn analyse(given: &[Given<'_>], models: &Models) -> Found {
    read(given, models).0
}

/// The flows of the functions that were looked into, as text.
pub(super) fn dump(given: &[Given<'_>], models: &Models) -> Vec<String> {
    let mut flows = read(given, models).1;
    flows.sort_by_key(|flow| flow.file);
    flows.iter().map(|flow| crate::flow::dump(flow, models)).collect()
}

fn read(given: &[Given<'_>], models: &Models) -> (Found, Vec<Flow>) {
    let marks = given.par_iter().map(|g| (g.file, super::marks::of_binary(g.bytes))).collect();
    let mut found = Found { marks, ..Found::default() };
    let mut files = Vec::new();
    let mut binaries = Vec::new();
    let all: Vec<_> = given.par_iter().map(|g| Binary::read(g.bytes, g.file, models)).collect();
    for (given, read) in given.iter().zip(all) {
        let coverage = Coverage { binaries: 1, ..Coverage::default() };
        found.coverage.insert(given.file, BinaryCoverage { path: given.path.to_owned(), not_read: None, coverage });
        match read {
            Ok(binary) => {
                files.push(given);
                binaries.push(binary);
            }
            Err(why) => {
                found.say(given.path, format!("not read: {why}"));
                found.not_read(given.file, why);
            }
        }
    }
    let paths: Vec<&str> = files.iter().map(|g| g.path).collect();
    let (binaries, notices) = Binaries::link(binaries, &paths, models);
    notices.into_iter().for_each(|(n, why)| found.say(paths[n], why));
    for (given, binary) in files.iter().zip(binaries.all()) {
        found.introduce(given, binary);
    }
    let headers: Vec<_> = files.par_iter().map(|g| pe::headers(g.bytes)).collect();
    let mut run = Run {
        given: &files,
        headers: &headers,
        debug: files.iter().map(|_| None).collect(),
        binaries,
        models,
        found,
        flows: Vec::new(),
        places: Vec::new(),
        by_place: FxHashMap::default(),
        only_short: BTreeSet::new(),
        sought: FxHashSet::default(),
        too_long: BTreeSet::new(),
        names: FxHashMap::default(),
        gaps: Vec::new(),
        code: BTreeMap::new(),
        left_out: BTreeMap::new(),
        lost_stacks: FxHashSet::default(),
        constants: FxHashMap::default(),
        initial: FxHashMap::default(),
    };
    run.rounds();
    run.note_origins();
    run.unfold_inlined();
    run.note_lines();
    (run.found, run.flows)
}

impl Found {
    fn say(&mut self, path: &str, message: String) {
        self.notices.insert(Notice { path: path.to_owned(), line: None, message });
    }

    /// Says what can't be read.
    fn introduce(&mut self, given: &Given<'_>, binary: &Binary<'_>) {
        const MOST_NAMED: usize = 8;
        let imports = binary.modelled_imports();
        if let Some(why) = binary.unread().filter(|_| !imports.is_empty() || binary.hides_imports()) {
            let what = match (imports.len(), imports.len().saturating_sub(MOST_NAMED)) {
                (0, _) => "the registry".to_owned(),
                (_, 0) => imports.join(", "),
                (_, more) => format!("{} and {more} more", imports[..MOST_NAMED].join(", ")),
            };
            self.say(given.path, format!("{why}; what this file does with {what} is not known"));
            self.not_read(given.file, why);
        }
        let unnamed: Vec<String> = binary.unnamed_imports().iter().map(|(dll, n)| format!("{dll} #{n}")).collect();
        if !unnamed.is_empty() {
            self.say(given.path, format!("imported by number, so what they do is not known: {}", unnamed.join(", ")));
        }
        self.introduce_managed(given, binary);
    }

    fn not_read(&mut self, file: FileId, why: String) {
        self.solution.unread.push(UnreadCode { file, why: why.clone(), aside: false });
        if let Some(binary) = self.coverage.get_mut(&file) {
            binary.not_read.get_or_insert(why);
            binary.coverage.binaries_not_read = 1;
        }
    }

    /// Says what code refers to that is not machine code.
    fn introduce_managed(&mut self, given: &Given<'_>, binary: &Binary<'_>) {
        let (managed, notices) = binary.managed(given.bytes);
        let is_whole = notices.is_empty();
        notices.into_iter().for_each(|why| self.say(given.path, why));
        let Some(managed) = managed else { return };
        let code = match &managed.runtime {
            Runtime::Clr(version) => format!("managed code (.NET {version})"),
            Runtime::VisualBasic(library) => format!("Visual Basic code ({library})"),
        };
        let mut refers: Vec<&str> = managed.uses.iter().map(|(_, name)| name.as_str()).collect();
        refers.extend(managed.declared.iter().map(String::as_str));
        let why = format!("{code} is not read");
        let marks = self.marks.entry(given.file).or_default();
        marks.extend(managed.marks);
        marks.sort();
        if refers.is_empty() && marks.is_empty() && is_whole && matches!(managed.runtime, Runtime::Clr(_)) {
            // one of many helpers: counted, not named
            self.solution.unread.push(UnreadCode { file: given.file, why, aside: true });
            if let Some(binary) = self.coverage.get_mut(&given.file) {
                binary.coverage.binaries_set_aside = 1;
            }
            return;
        }
        self.not_read(given.file, why);
        let refers = if refers.is_empty() { "nothing of the registry that is known here".to_owned() } else { refers.join(", ") };
        let components = match managed.components.as_slice() {
            [] => String::new(),
            some => format!("; COM+ components in it: {}", some.join(", ")),
        };
        self.say(given.path, format!("{code} is not read; it refers to {refers}{components}"));
    }
}

/// Files by index, and in each of them functions by address.
type Functions = BTreeMap<usize, BTreeSet<u32>>;

struct Run<'a> {
    given: &'a [&'a Given<'a>],
    headers: &'a [Option<goblin::pe::PE<'a>>],
    /// Of the files that were discovered.
    debug: Vec<Option<DebugInfo<'a>>>,
    binaries: Binaries<'a>,
    models: &'a Models,
    found: Found,
    flows: Vec<Flow>,
    /// The function of each flow.
    places: Vec<Place>,
    by_place: FxHashMap<Place, usize>,
    /// Functions of other files that are wanted only for how they end, and those of them that were too long.
    only_short: BTreeSet<Place>,
    too_long: BTreeSet<Place>,
    /// Members whose users were looked for.
    sought: FxHashSet<(usize, Name)>,
    /// The imported names at calls.
    names: FxHashMap<(FileId, u32), Name>,
    /// Functions that could not be followed whole: file, where they begin, where and why not.
    gaps: Vec<(usize, u32, u32, &'static str)>,
    /// Stretches of code that were followed, by file: begin, end, and where their function begins.
    code: BTreeMap<usize, Vec<(u32, u32, u32)>>,
    /// How many functions lead to others of interest and were not looked at, because there are too many, by file.
    left_out: BTreeMap<usize, usize>,
    /// Flows of functions whose stack pointer could not be followed.
    lost_stacks: FxHashSet<usize>,
    /// Tables of predefined keys that can't change, and those that can.
    constants: FxHashMap<Global, Vec<(Vec<Proj>, Expr)>>,
    initial: FxHashMap<Global, Vec<(Vec<Proj>, Expr)>>,
}

impl Run<'_> {
    fn say(&mut self, n: usize, message: String) {
        self.found.say(self.given[n].path, message);
    }

    fn rounds(&mut self) {
        let worth: Vec<usize> = (0..self.given.len()).filter(|n| self.binaries.all()[*n].is_worth_reading()).collect();
        worth.iter().for_each(|n| {
            self.code.insert(*n, Vec::new());
        });
        self.discover(&worth);
        let every = |of: &(dyn Fn(&Binary<'_>) -> Vec<u32> + Sync), binaries: &Binaries<'_>| -> Functions {
            worth.par_iter().map(|n| (*n, of(&binaries.all()[*n]).into_iter().collect())).collect()
        };
        // who asks for functions by name comes first: the others call what was found
        let askers = every(&|b| b.askers(), &self.binaries);
        self.add(askers);
        let mut next = every(&|b| [b.seeds(), b.users_of_asked()].concat(), &self.binaries);
        let mut memory = solve::Memory::default();
        let mut solved = Solved::default();
        for round in 0..MOST_ROUNDS {
            self.keep_new(&mut next);
            if next.is_empty() && round > 0 {
                break;
            }
            self.add(std::mem::take(&mut next));
            solved = self.solve(&mut memory);
            next = self.wanted(&solved);
        }
        self.keep_new(&mut next);
        for (n, functions) in next {
            *self.left_out.entry(n).or_default() += functions.len();
            self.say(n, format!("callers of callers are followed {MOST_ROUNDS} deep; further ones were not looked for"));
            self.found.stats.limits_hit += 1;
        }
        self.finish(solved);
    }

    /// Of these functions those that were not lowered.
    fn keep_new(&self, functions: &mut Functions) {
        for (n, rvas) in functions.iter_mut() {
            rvas.retain(|rva| !self.by_place.contains_key(&(*n, *rva)));
        }
        functions.retain(|_, rvas| !rvas.is_empty());
    }

    /// Finds functions and leads in files, and in those that they import from.
    fn discover(&mut self, files: &[usize]) {
        let further = files.iter().flat_map(|n| self.binaries.exporters_for(*n));
        let wanted: BTreeSet<usize> = files.iter().copied().chain(further).filter(|n| self.debug[*n].is_none()).collect();
        let (given, headers) = (self.given, self.headers);
        let new = self.binaries.all_mut().par_iter_mut().enumerate().filter(|(n, _)| wanted.contains(n));
        let new: Vec<_> = new
            .map(|(n, binary)| {
                let (debug, notices) = match &headers[n] {
                    Some(headers) => DebugInfo::read(given[n].bytes, headers, given[n].pdb),
                    None => Default::default(),
                };
                binary.discover(&debug);
                (n, debug, notices)
            })
            .collect();
        for (n, debug, notices) in new {
            self.debug[n] = Some(debug);
            notices.into_iter().for_each(|why| self.say(n, why));
        }
    }

    fn add(&mut self, functions: Functions) {
        let files: Vec<usize> = functions.keys().copied().collect();
        self.discover(&files);
        for (n, rvas) in functions.iter().filter(|(_, rvas)| rvas.len() > MOST_ADDED) {
            *self.left_out.entry(*n).or_default() += rvas.len() - MOST_ADDED;
        }
        let work: Vec<(usize, Vec<u32>)> =
            functions.into_iter().map(|(n, rvas)| (n, rvas.into_iter().take(MOST_ADDED).collect())).collect();
        let lower = |(n, rvas): (usize, Vec<u32>)| {
            let functions = self.binaries.lower(n, &rvas, self.debug[n].as_ref()?);
            let tables = self.binaries.all()[n].tables(&functions);
            Some((n, functions, tables))
        };
        let lowered: Vec<_> = work.into_par_iter().filter_map(lower).collect();
        for (n, functions, tables) in lowered {
            for table in tables {
                let known = if table.is_constant { &mut self.constants } else { &mut self.initial };
                known.insert(table.global, table.keys);
            }
            let file = self.given[n].file;
            for function in functions {
                if self.only_short.contains(&(n, function.rva)) && function.lowered.flow.blocks.len() > MOST_BLOCKS {
                    self.too_long.insert((n, function.rva));
                    continue;
                }
                self.found.stats.regions_skipped += function.gaps.len();
                self.gaps.extend(function.gaps.first().map(|(at, why)| (n, function.rva, *at, *why)));
                if function.lost_stack {
                    self.lost_stacks.insert(self.flows.len());
                }
                let code = function.code.into_iter().map(|(begin, end)| (begin, end, function.rva));
                self.code.entry(n).or_default().extend(code);
                self.names.extend(function.calls.into_iter().map(|(at, name)| ((file, at), Name::from(name))));
                self.by_place.insert((n, function.rva), self.flows.len());
                self.places.push((n, function.rva));
                self.flows.push(function.lowered.flow);
            }
        }
    }

    /// Callers of what opens for them, and callees that were given a key.
    fn wanted(&mut self, solved: &Solved) -> Functions {
        let mut all = Functions::new();
        let effective: Vec<Place> = solved.effective.iter().map(|i| self.places[*i]).collect();
        let importing: BTreeSet<usize> = effective.iter().flat_map(|p| self.binaries.imports_of(*p)).map(|(n, _)| *n).collect();
        self.discover(&importing.into_iter().collect::<Vec<_>>());
        for place in effective {
            all.entry(place.0).or_default().extend(self.binaries.all()[place.0].callers(place.1));
            for (n, import) in self.binaries.imports_of(place) {
                all.entry(*n).or_default().extend(self.binaries.all()[*n].users_of(*import));
            }
        }
        let mut names: BTreeMap<usize, BTreeSet<&str>> = BTreeMap::new();
        for (name, file, _) in &solved.wanted {
            names.entry(self.binaries.index_of(*file).expect("a flow is in one of the files")).or_default().insert(name);
        }
        let named = names.iter().flat_map(|(n, names)| self.binaries.named(*n, names));
        for (n, rva) in named {
            all.entry(n).or_default().insert(rva);
        }
        for (n, members) in self.sought(solved) {
            let users = self.debug[n].as_ref().map(|debug| debug.users_of(&members)).unwrap_or_default();
            let functions = all.entry(n).or_default();
            functions.extend(users.functions);
            functions.extend(self.binaries.all()[n].users_of_globals(&users.statics));
        }
        self.only_short.clear();
        for flow in &solved.leaking {
            for place in self.callees_of(*flow).collect::<Vec<_>>() {
                let is_own = place.0 == self.places[*flow].0;
                if !is_own && self.too_long.contains(&place) {
                    continue;
                }
                if all.entry(place.0).or_default().insert(place.1) && !is_own {
                    self.only_short.insert(place);
                }
            }
        }
        all
    }

    /// Members that nobody was seen to fill, by file; each is sought once.
    fn sought(&mut self, solved: &Solved) -> BTreeMap<usize, BTreeSet<Name>> {
        let mut new: BTreeMap<usize, BTreeSet<Name>> = BTreeMap::new();
        for (file, member) in &solved.sought {
            if let Some(n) = self.binaries.index_of(*file)
                && self.sought.insert((n, member.clone()))
            {
                new.entry(n).or_default().insert(member.clone());
            }
        }
        new
    }

    /// What a function calls may explain why nothing is left open after all: it never returns, or turns one status into another.
    fn callees_of(&self, flow: usize) -> impl Iterator<Item = Place> + '_ {
        let events = self.flows[flow].blocks.iter().flat_map(|b| &b.events);
        events.filter_map(|e| match e {
            Event::Call { callee: Callee::Exact(_, file, rva), .. } => Some((self.binaries.index_of(*file)?, *rva)),
            _ => None,
        })
    }

    fn solve(&self, memory: &mut solve::Memory) -> Solved {
        let resolve = |callee: &Callee, _: FileId, _: usize| -> Vec<usize> {
            match callee {
                Callee::Exact(_, file, rva) => {
                    let place = self.binaries.index_of(*file).map(|n| (n, *rva));
                    place.and_then(|p| self.by_place.get(&p)).copied().into_iter().collect()
                }
                _ => Vec::new(),
            }
        };
        let spelled = |at: Span, api: ApiId| -> Name {
            let imported = self.names.get(&(at.file, at.start)).filter(|n| self.models.api(n) == Some(api));
            imported.cloned().unwrap_or_else(|| self.models.get(api).name.as_str().into())
        };
        let exporters: Vec<BTreeSet<usize>> = (0..self.given.len()).map(|n| self.binaries.exporters_for(n)).collect();
        let knows = |from: FileId, to: FileId| {
            let pair = self.binaries.index_of(from).zip(self.binaries.index_of(to));
            pair.is_some_and(|(from, to)| from == to || exporters[from].contains(&to))
        };
        let inner = FxHashSet::default();
        let member_of = |file: FileId, target: &Inside, path: &[Proj]| {
            let debug = self.binaries.index_of(file).and_then(|n| self.debug[n].as_ref())?;
            debug.member(&target.structure, pe::distance(path)?.checked_add(target.by)?)
        };
        let (flows, models) = (&self.flows, self.models);
        let program = Program {
            flows,
            models,
            constants: &self.constants,
            initial: &self.initial,
            resolve: &resolve,
            spelled: &spelled,
            inner: &inner,
            knows: &knows,
            member_of: &member_of,
            slight: &|_| false,
        };
        solve::solve(&program, memory)
    }

    fn finish(&mut self, solved: Solved) {
        self.drop_inner_gaps();
        self.count(&solved.incomplete);
        for (span, message) in solved.notices {
            if let Some(n) = self.binaries.index_of(span.file) {
                self.say(n, format!("+{:#x}: {message}", span.start));
            }
        }
        let is_cut = |n: &usize| self.debug[*n].as_ref().is_some_and(DebugInfo::is_cut);
        for n in (0..self.debug.len()).filter(is_cut).collect::<Vec<_>>() {
            self.say(
                n,
                "it has more debug information about types and variables than is read; roots of keys in members may not be known"
                    .to_owned(),
            );
        }
        for (n, function, at, why) in std::mem::take(&mut self.gaps) {
            self.say(n, format!("+{function:#x}: not followed whole: {why} at +{at:#x}"));
        }
        self.found.stats.functions = self.flows.len();
        self.found.stats.calls_unresolved = solved.calls_unresolved as usize;
        self.found.stats.limits_hit += solved.limits_hit as usize;
        self.found.solution.extend(solved.solution);
        let (names, models) = (&self.names, self.models);
        let named = |at: Span, api: ApiId| names.get(&(at.file, at.start)).cloned().unwrap_or_else(|| models.get(api).name.as_str().into());
        super::holders::note_uses(&self.flows, models, &named, &FxHashSet::default(), &mut self.found.solution.lifetimes);
        for (n, code) in std::mem::take(&mut self.code) {
            self.found.stats.functions_found += self.binaries.all()[n].functions_found();
            self.add_unfollowed(n, code);
            self.say_what_was_given_up(n);
        }
        (0..self.given.len()).for_each(|n| self.add_uncalled(n));
        self.found.solution.sort();
        self.found.stats.opens = self.found.solution.lifetimes.len();
        for (flow, (_, rva)) in self.flows.iter().zip(&self.places) {
            self.found.addresses.entry(flow.file).or_default().functions.push((*rva, flow.name.clone()));
        }
        self.found.addresses.values_mut().for_each(|a| a.functions.sort());
    }

    fn unfold_inlined(&mut self) {
        let frames = |file: FileId, rva: u32| {
            let debug = self.binaries.index_of(file).and_then(|n| self.debug[n].as_ref());
            debug.map(|debug| debug.frames_at(rva)).unwrap_or_default()
        };
        inlined::unfold(&mut self.found.solution, &mut self.found.addresses, &frames);
        self.found.stats.opens = self.found.solution.lifetimes.len();
    }

    /// The source lines of everything that was found.
    fn note_lines(&mut self) {
        let mut all: BTreeSet<(FileId, u32)> = BTreeSet::new();
        let mut add = |span: Span| {
            all.insert((span.file, span.start));
        };
        let solution = &self.found.solution;
        for life in &solution.lifetimes {
            add(life.span);
            add(life.name);
            life.exits.iter().for_each(|e| add(e.span));
            life.exits.iter().flat_map(|e| &e.steps).chain(&life.held_across).for_each(|s| add(s.span));
        }
        for misuse in &solution.misuses {
            add(misuse.span);
            misuse.steps.iter().for_each(|s| add(s.span));
        }
        solution.predefined_uses.iter().for_each(|u| add(u.span));
        for (file, rva) in all {
            let debug = self.binaries.index_of(file).and_then(|n| self.debug[n].as_ref());
            if let Some((path, line, column)) = debug.and_then(|d| d.line_at(rva)) {
                let line = SourceLine { path: path.replace('\\', "/").into(), line, column };
                self.found.addresses.entry(file).or_default().lines.insert(rva, line);
            }
        }
    }
}
