//! The rounds of one PE file: functions that refer to a modelled import, then those that call what opens keys for others or are
//! given one, until a round finds nothing new.

use crate::flow::{Callee, Event, Flow, Name};
use crate::frontend::pe::debug::{self, DebugInfo};
use crate::frontend::pe::{self, Binary, Machine, Runtime};
use crate::lifetime::{Class, Lifetime, Runs, Solution};
use crate::models::{ApiId, FoundMark, Models, Root};
use crate::report::Stats;
use crate::solve::{self, Program, Solved};
use crate::source::{Addresses, FileId, Notice, SourceLine, Span};
use rustc_hash::{FxHashMap, FxHashSet};
use std::collections::BTreeSet;

/// Rounds of looking for callers and callees.
const MOST_ROUNDS: usize = 6;
/// How many functions one round may add.
const MOST_ADDED: usize = 4000;

/// What was found in one PE file.
#[derive(Default)]
pub(super) struct Found {
    pub(super) solution: Solution,
    pub(super) notices: BTreeSet<Notice>,
    pub(super) stats: Stats,
    pub(super) addresses: Addresses,
    /// What tells a component.
    pub(super) marks: Vec<FoundMark>,
    /// Why its code can't be read.
    pub(super) obstacle: Option<String>,
}

/// Analyses one PE file.
pub(super) fn analyse(file: FileId, path: &str, bytes: &[u8], pdbs: &[(&str, &[u8])], models: &Models) -> Found {
    let mut run = Run::of(file, path);
    match Binary::read(bytes, file, models) {
        Ok(binary) => run.read(binary, bytes, pdbs, models),
        Err(why) => run.give_up(format!("not read: {why}")),
    }
    run.found.marks = super::marks::of_binary(bytes);
    run.found
}

/// The flows of the functions that were looked into, as text.
pub(super) fn dump(file: FileId, path: &str, bytes: &[u8], pdbs: &[(&str, &[u8])], models: &Models) -> String {
    let Ok(binary) = Binary::read(bytes, file, models) else { return String::new() };
    let mut run = Run::of(file, path);
    run.read(binary, bytes, pdbs, models);
    run.flows.iter().map(|flow| crate::flow::dump(flow, models)).collect::<Vec<_>>().join("\n")
}

struct Run<'a> {
    file: FileId,
    path: &'a str,
    found: Found,
    flows: Vec<Flow>,
    /// Where each flow's function begins.
    rvas: Vec<u32>,
    by_rva: FxHashMap<u32, usize>,
    /// The imported names at calls.
    names: FxHashMap<u32, Name>,
    /// Functions that could not be followed whole: where they begin, where and why not.
    gaps: Vec<(u32, u32, &'static str)>,
    /// Stretches of code that were followed.
    code: Vec<(u32, u32)>,
}

impl<'a> Run<'a> {
    fn of(file: FileId, path: &'a str) -> Run<'a> {
        Run {
            file,
            path,
            found: Found::default(),
            flows: Vec::new(),
            rvas: Vec::new(),
            by_rva: FxHashMap::default(),
            names: FxHashMap::default(),
            gaps: Vec::new(),
            code: Vec::new(),
        }
    }

    fn say(&mut self, message: String) {
        self.found.notices.insert(Notice { path: self.path.to_owned(), line: None, message });
    }

    /// Says what can't be read, and that it is the code itself.
    fn give_up(&mut self, message: String) {
        self.found.obstacle.get_or_insert_with(|| message.clone());
        self.say(message);
    }

    fn read(&mut self, mut binary: Binary<'_>, bytes: &[u8], pdbs: &[(&str, &[u8])], models: &Models) {
        self.introduce(&binary);
        self.introduce_managed(&binary, bytes);
        if !binary.is_worth_reading() {
            return;
        }
        let headers = pe::headers(bytes);
        let (debug, notices) = match &headers {
            Some(headers) => DebugInfo::read(bytes, headers, self.pdb(headers, pdbs)),
            None => Default::default(),
        };
        for why in notices {
            self.say(why);
        }
        binary.discover(&debug);
        self.rounds(&binary, models);
        self.note_lines(&debug);
    }

    /// The PDB that belongs to this file: one of the same name beside it, or one of the name that the file records.
    fn pdb<'p>(&self, headers: &goblin::pe::PE<'_>, pdbs: &[(&str, &'p [u8])]) -> Option<&'p [u8]> {
        let stem = |path: &str| path.rsplit_once('.').map_or(path, |(stem, _)| stem).to_owned();
        let name = |path: &str| path.rsplit(['/', '\\']).next().unwrap_or(path).to_ascii_lowercase();
        let recorded = debug::pdb_reference(headers).map(|(path, ..)| name(&path));
        let beside = pdbs.iter().find(|(path, _)| stem(path) == stem(self.path));
        let found = beside.or_else(|| pdbs.iter().find(|(path, _)| Some(name(path)) == recorded));
        found.map(|(_, bytes)| *bytes)
    }

    /// The source lines of everything that was found.
    fn note_lines(&mut self, debug: &DebugInfo<'_>) {
        let mut all: BTreeSet<u32> = BTreeSet::new();
        let solution = &self.found.solution;
        for life in &solution.lifetimes {
            all.extend([life.span.start, life.name.start]);
            all.extend(life.exits.iter().flat_map(|e| std::iter::once(e.span.start).chain(e.steps.iter().map(|s| s.span.start))));
            all.extend(life.held_across.iter().map(|s| s.span.start));
        }
        for misuse in &solution.misuses {
            all.insert(misuse.span.start);
            all.extend(misuse.steps.iter().map(|s| s.span.start));
        }
        all.extend(solution.predefined_uses.iter().map(|u| u.span.start));
        let lines = all.into_iter().filter_map(|rva| {
            let (path, line, column) = debug.line_at(rva)?;
            Some((rva, SourceLine { path: path.replace('\\', "/").into(), line, column }))
        });
        self.found.addresses.lines = lines.collect();
    }

    /// Says what can't be read.
    fn introduce(&mut self, binary: &Binary<'_>) {
        let imports = binary.modelled_imports().join(", ");
        match binary.machine() {
            Machine::X86 | Machine::X64 => {}
            Machine::Arm64 | Machine::Other(_) if imports.is_empty() => {}
            Machine::Arm64 => self.give_up(format!("ARM64 code is not read; what this file does with {imports} is not known")),
            Machine::Other(machine) => {
                self.give_up(format!("code for machine {machine:#x} is not read; what this file does with {imports} is not known"));
            }
        }
        let unnamed: Vec<String> = binary.unnamed_imports().iter().map(|(dll, n)| format!("{dll} #{n}")).collect();
        if !unnamed.is_empty() {
            self.say(format!("imported by number, so what they do is not known: {}", unnamed.join(", ")));
        }
    }

    /// Says what code refers to that is not machine code.
    fn introduce_managed(&mut self, binary: &Binary<'_>, bytes: &[u8]) {
        let (managed, notices) = binary.managed(bytes);
        notices.into_iter().for_each(|why| self.say(why));
        let Some(managed) = managed else { return };
        let code = match &managed.runtime {
            Runtime::Clr(version) => format!("managed code (.NET {version})"),
            Runtime::VisualBasic(library) => format!("Visual Basic code ({library})"),
        };
        let mut refers: Vec<&str> = managed.uses.iter().map(|(_, name)| name.as_str()).collect();
        refers.extend(managed.declared.iter().map(String::as_str));
        let refers = if refers.is_empty() { "nothing of the registry that is known here".to_owned() } else { refers.join(", ") };
        let components = match managed.components.as_slice() {
            [] => String::new(),
            some => format!("; COM+ components in it: {}", some.join(", ")),
        };
        self.give_up(format!("{code} is not read; it refers to {refers}{components}"));
    }

    fn rounds(&mut self, binary: &Binary<'_>, models: &Models) {
        let mut memory = solve::Memory::default();
        let mut solved = Solved::default();
        // who asks for functions by name comes first: the others call what was found
        self.add(binary, &binary.askers());
        let mut next: Vec<u32> = binary.seeds();
        next.extend(binary.users_of_asked());
        next.sort_unstable();
        next.dedup();
        next.retain(|rva| !self.by_rva.contains_key(rva));
        for round in 0..MOST_ROUNDS {
            next.truncate(MOST_ADDED);
            if next.is_empty() && round > 0 {
                break;
            }
            self.add(binary, &next);
            solved = self.solve(models, &mut memory);
            next = self.wanted(binary, &solved);
        }
        if !next.is_empty() {
            self.say(format!("callers of callers are followed {MOST_ROUNDS} deep; further ones were not looked for"));
            self.found.stats.limits_hit += 1;
        }
        self.finish(binary, models, solved);
    }

    fn add(&mut self, binary: &Binary<'_>, rvas: &[u32]) {
        for function in binary.lower(rvas) {
            self.found.stats.regions_skipped += function.gaps.len();
            self.gaps.extend(function.gaps.first().map(|(at, why)| (function.rva, *at, *why)));
            self.code.extend(function.code);
            self.names.extend(function.calls.into_iter().map(|(at, name)| (at, Name::from(name))));
            self.by_rva.insert(function.rva, self.flows.len());
            self.rvas.push(function.rva);
            self.flows.push(function.lowered.flow);
        }
    }

    /// Callers of what opens for them, and callees that were given a key.
    fn wanted(&self, binary: &Binary<'_>, solved: &Solved) -> Vec<u32> {
        let mut all: BTreeSet<u32> = BTreeSet::new();
        for i in &solved.effective {
            all.extend(binary.callers(self.rvas[*i]));
        }
        for (name, _, _) in &solved.wanted {
            all.extend(binary.named(name));
        }
        for i in &solved.leaking {
            all.extend(self.callees_of(*i));
        }
        all.into_iter().filter(|rva| !self.by_rva.contains_key(rva)).collect()
    }

    /// What a function calls may explain why nothing is left open after all: it never returns, or turns one status into another.
    fn callees_of(&self, flow: usize) -> impl Iterator<Item = u32> + '_ {
        let events = self.flows[flow].blocks.iter().flat_map(|b| &b.events);
        events.filter_map(|e| match e {
            Event::Call { callee: Callee::Exact(_, _, rva), .. } => Some(*rva),
            _ => None,
        })
    }

    fn solve(&self, models: &Models, memory: &mut solve::Memory) -> Solved {
        let resolve = |callee: &Callee, _: FileId, _: usize| -> Vec<usize> {
            match callee {
                Callee::Exact(_, _, rva) => self.by_rva.get(rva).copied().into_iter().collect(),
                _ => Vec::new(),
            }
        };
        let spelled = |at: Span, api: ApiId| -> Name {
            let imported = self.names.get(&at.start).filter(|n| models.api(n) == Some(api));
            imported.cloned().unwrap_or_else(|| models.get(api).name.as_str().into())
        };
        let (constants, inner) = (FxHashMap::default(), FxHashSet::default());
        let program = Program { flows: &self.flows, models, constants: &constants, resolve: &resolve, spelled: &spelled, inner: &inner };
        solve::solve(&program, memory)
    }

    /// Opens in code that could not be followed: all that is known is that they are there.
    fn add_unfollowed(&mut self, binary: &Binary<'_>) {
        let mut code = std::mem::take(&mut self.code);
        code.sort_unstable();
        for (rva, api, kind) in binary.unfollowed(&code) {
            let span = Span { file: self.file, start: rva, end: rva + 6 };
            self.found.solution.lifetimes.push(Lifetime {
                function: format!("sub_{rva:x}").into(),
                api: api.into(),
                via: None,
                span,
                name: span,
                kind,
                roots: vec![Root::Unknown],
                per_user: None,
                subkey: None,
                handle: None,
                class: Class::Unknown,
                in_wrapper: false,
                doubt: Some("the code around it could not be followed".to_owned()),
                holder: None,
                held_across: Vec::new(),
                exits: Vec::new(),
                callers: Vec::new(),
                runs: Runs::default(),
            });
        }
        let mut order: Vec<usize> = (0..self.found.solution.lifetimes.len()).collect();
        order.sort_by_key(|i| self.found.solution.lifetimes[*i].name);
        let mut place = vec![0; order.len()];
        order.iter().enumerate().for_each(|(to, from)| place[*from] = to);
        for open in self.found.solution.misuses.iter_mut().filter_map(|m| m.open.as_mut()) {
            *open = place[*open];
        }
        self.found.solution.lifetimes.sort_by_key(|l| l.name);
    }

    fn finish(&mut self, binary: &Binary<'_>, models: &Models, solved: Solved) {
        for (span, message) in solved.notices {
            self.say(format!("+{:#x}: {message}", span.start));
        }
        self.found.stats.functions = self.flows.len();
        self.found.stats.functions_found = binary.functions_found();
        for (function, at, why) in std::mem::take(&mut self.gaps) {
            self.say(format!("+{function:#x}: not followed whole: {why} at +{at:#x}"));
        }
        self.found.stats.calls_unresolved = solved.calls_unresolved as usize;
        self.found.stats.limits_hit += solved.limits_hit as usize;
        self.found.solution = solved.solution;
        let named = |at: Span, api: ApiId| self.names.get(&at.start).cloned().unwrap_or_else(|| models.get(api).name.as_str().into());
        super::holders::note_uses(&self.flows, models, &named, &FxHashSet::default(), &mut self.found.solution.lifetimes);
        self.add_unfollowed(binary);
        self.found.stats.opens = self.found.solution.lifetimes.len();
        let mut functions: Vec<(u32, Name)> = self.flows.iter().zip(&self.rvas).map(|(f, rva)| (*rva, f.name.clone())).collect();
        functions.sort();
        self.found.addresses.functions = functions;
    }
}
