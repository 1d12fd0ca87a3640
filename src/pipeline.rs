//! From bytes to a [`Solution`]: which files are worth reading, in which order, until nothing new matters.
//!
//! Round one reads the files that mention a modelled name. The solver then says which functions matter to their callers; files
//! that mention one of those, or a macro that leads there, come in the next round, until a round finds nothing new.

use crate::component::Seen;
use crate::flow::{Callee, Expr, Flow, Global, Name, Proj};
use crate::frontend::{Lowered, c, pe, rust};
use crate::index::{FileIndex, FunctionRef, Index, MacroDef, Wanted, macros_named};
use crate::lifetime::{Crossing, Solution};
use crate::models::{ApiId, Models, Root};
use crate::report::{BinaryCoverage, Stats};
use crate::solve::{self, Program, Solved};
use crate::source::{FileId, Input, Notice, Source, Span, decode};
use context::Context;
use known::Found;
use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};
use search::with_published;
use std::collections::{BTreeMap, BTreeSet};
use unread::Unread;

mod binary;
mod callees;
mod context;
mod holders;
mod kin;
mod known;
mod marks;
mod paths;
mod pdb;
mod reach;
mod scripts;
mod search;
mod unread;

pub use context::{Extent, Named};
pub use known::Known;
pub use paths::PathMap;
pub use pdb::{goes_by_name, recorded_pdbs};

/// What a run found.
#[derive(Debug, Default)]
pub struct Analysis {
    /// The files, by [`FileId`]; a file that was not worth reading has no text.
    pub sources: Vec<Source>,
    /// Lifetimes, misuses, uses.
    pub solution: Solution,
    /// How much was looked at, and how much was not.
    pub stats: Stats,
    /// How much of each binary was followed, in the order of the files.
    pub binaries: Vec<BinaryCoverage>,
    /// What was not read or could not be decided, sorted.
    pub notices: Vec<Notice>,
    /// What tells which files are a component's, and which can't be read.
    pub seen: Seen,
    /// Files that could not be read when they were asked for.
    pub gone: Vec<Notice>,
    /// Which files were named to be checked, if others were given only to understand them.
    pub crossing: Option<Crossing>,
}

/// How deep macros of unread headers are followed into each other.
const MOST_NESTED_MACROS: usize = 8;

/// How deep classes of unread headers are followed into what they are made of …
const MOST_NESTED_CLASSES: usize = 3;
/// … and how many headers one such step may read.
const MOST_CLASS_FILES: usize = 2000;

/// Rounds of looking for callers; a chain of wrappers longer than this is cut, with a notice.
const MOST_ROUNDS: usize = 5;

/// How many callers one round may add; more mean that a name is too common to tell who calls whom.
const MOST_CALLERS: usize = 1000;

/// A function that ends the process is found through this many calls (`fail` calls `die` calls `exit`).
const ENDING_LEVELS: usize = 2;

/// Analyses files given as path and contents. The output depends on the input alone.
pub fn analyse(files: Vec<impl Into<Input>>, models: &Models) -> Analysis {
    analyse_mapped(files, &[], models)
}

/// As [`analyse`]; the maps say where the files are that debug information names.
pub fn analyse_mapped(files: Vec<impl Into<Input>>, maps: &[PathMap], models: &Models) -> Analysis {
    analyse_named(files, None, maps, models)
}

/// As [`analyse_mapped`], but about the named files only.
pub fn analyse_named(files: Vec<impl Into<Input>>, named: Option<&Named>, maps: &[PathMap], models: &Models) -> Analysis {
    let mut files: Vec<Input> = files.into_iter().map(Into::into).collect();
    let pdbs = take(&mut files, |file| pe::is_pdb(file.bytes()));
    let binaries = take(&mut files, |file| pe::is_pe(file.bytes()));
    let (given, notices) = given(&binaries, &pdbs);
    let mut found = binary::analyse(&given, models);
    found.notices.extend(notices);
    let taken: FxHashSet<FileId> = binaries.iter().chain(&pdbs).map(|t| t.0).collect();
    let scripts = scripts::take(&mut files);
    let mut analysis = analyse_sources(files, named, models);
    scripts::add(&mut analysis, scripts);
    let texts = (0u32..).zip(&analysis.sources).filter(|(i, _)| !taken.contains(&FileId(*i))).map(|(_, s)| &*s.path);
    let texts = paths::Given::of(texts);
    for addresses in found.addresses.values_mut() {
        let lines = addresses.lines.values().map(|line| &*line.path);
        let mapped = paths::mapped(lines, maps, &texts);
        addresses.lines.values_mut().for_each(|line| {
            if let Some(path) = mapped.get(&line.path) {
                line.path = path.clone();
            }
        });
    }
    analysis.add_binaries(found, &binaries);
    analysis
}

/// A file that was taken out of the list.
type Taken = (FileId, String, Vec<u8>);

fn given<'a>(binaries: &'a [Taken], pdbs: &'a [Taken]) -> (Vec<binary::Given<'a>>, Vec<Notice>) {
    let (chosen, notices) = pdb::assign(binaries, pdbs);
    let all = binaries.iter().zip(chosen);
    (all.map(|((file, path, bytes), pdb)| binary::Given { file: *file, path, bytes, pdb }).collect(), notices)
}

impl Analysis {
    /// Puts what was found in binaries to the rest.
    fn add_binaries(&mut self, found: binary::Found, binaries: &[Taken]) {
        let mut addresses = found.addresses;
        for (file, path, bytes) in binaries {
            self.sources[file.0 as usize] = Source::of_binary(path.as_str(), addresses.remove(file).unwrap_or_default());
            self.stats.bytes += bytes.len();
        }
        self.stats.add(&found.stats);
        self.binaries = found.coverage.into_values().collect();
        self.binaries.iter().for_each(|b| self.stats.machine_code.add(&b.coverage));
        self.notices.extend(found.notices);
        self.notices.sort();
        self.seen.marks.extend(found.marks);
        self.seen.aside = found.solution.unread.iter().filter(|u| u.aside).map(|u| u.file).collect();
        self.seen.unread = found.solution.unread.iter().map(|u| (u.file, u.why.clone())).collect();
        self.solution.extend(found.solution);
    }
}

fn analyse_sources(files: Vec<Input>, named: Option<&Named>, models: &Models) -> Analysis {
    let needed = named.filter(|n| n.extent == Extent::Needed);
    let known = needed.map(|n| Found::of(&files, &n.known)).unwrap_or_default();
    let (context, unread) = needed.map(|n| Context::of(&files, n, &known, models)).unzip();
    let (files, own, words) = with_published(files, &known, &|i| context.as_ref().is_none_or(|c: &Context| c.is_open(i)));
    let mut run = Run::new(&files, own, models);
    (run.context, run.unread, run.known) = (context, unread, known);
    let mut seeds: Vec<&str> = models.seeds();
    seeds.extend(&words);
    let mut names: FxHashSet<String> = seeds.iter().map(|s| (*s).to_owned()).collect();
    run.read_files_with(&[], &names);
    run.owners.extend(words.iter().map(|w| (*w).to_owned()));
    let mut solved = Solved::default();
    let mut memory = solve::Memory::default();
    for round in 0..MOST_ROUNDS {
        run.index_files(&names);
        run.follow_objects(&mut names);
        let lowered = run.lower(&names, &solved);
        if !lowered && round > 0 {
            break;
        }
        solved = run.solve(&mut memory);
        let new = run.new_names(&mut names, &solved);
        if round + 1 == MOST_ROUNDS && !new.is_empty() {
            let message = format!("callers of callers are followed {MOST_ROUNDS} deep; further ones were not looked for");
            run.notices.insert(Notice { path: String::new(), line: None, message });
        }
        run.open_callers(&solved);
        run.ask_component(&solved);
        run.read_files_with(&new.iter().map(String::as_str).collect::<Vec<_>>(), &names);
        run.read_callees_of(&solved.leaking);
    }
    run.crossing = named.map(|n| run.crossing(&n.paths, &solved));
    let marks = run.marks();
    let mut analysis = run.finish(solved);
    let gone = |file: &Input| {
        let message = format!("not read: {}", file.trouble()?);
        Some(Notice { path: file.path.clone(), line: None, message })
    };
    analysis.gone = files.iter().filter_map(gone).collect();
    analysis.seen.marks = marks;
    analysis
}

/// The flows of every function in the files, as text.
pub fn dump(files: Vec<impl Into<Input>>, models: &Models) -> String {
    let mut files: Vec<Input> = files.into_iter().map(Into::into).collect();
    let pdbs = take(&mut files, |file| pe::is_pdb(file.bytes()));
    let binaries = take(&mut files, |file| pe::is_pe(file.bytes()));
    let (files, own, _) = with_published(files, &Found::default(), &|_| true);
    let mut run = Run::new(&files, own, models);
    (0..files.len()).filter(|i| files[*i].size() > 0).for_each(|i| run.read_file(i));
    run.index_files(&FxHashSet::default());
    let all: Vec<FunctionRef> = run.index.all_functions().filter(|f| !run.index.is_published(f.file)).collect();
    run.add_flows(&all);
    run.add_rust_flows(&run.rust.functions());
    let mut texts = binary::dump(&given(&binaries, &pdbs).0, models);
    texts.extend(run.flows.iter().map(|flow| crate::flow::dump(flow, models)));
    texts.join("\n")
}

/// Takes the bytes of some files that are at hand out of the list; their places in it stay.
fn take(files: &mut [Input], wanted: impl Fn(&Input) -> bool) -> Vec<Taken> {
    let all = files.iter_mut().enumerate().filter(|(_, file)| file.is_here() && wanted(file));
    all.map(|(i, file)| (FileId(i as u32), file.path.clone(), file.take())).collect()
}

struct Run<'a> {
    files: &'a [Input],
    /// How many of them are the user's.
    own: usize,
    models: &'a Models,
    sources: Vec<Source>,
    /// Whether a file's text is in `sources`.
    read: Vec<bool>,
    /// Whether it was searched for all names so far.
    searched: Vec<bool>,
    /// Whether a file is in `index`.
    indexed: Vec<bool>,
    /// What the files define that the index does not have: made when first asked for.
    unread: Option<Unread>,
    /// What is known of the files without reading them.
    known: Found<'a>,
    /// If the run is about a few of the files only.
    context: Option<Context>,
    /// Which files it is about then, and who calls into them.
    crossing: Option<Crossing>,
    /// Classes whose objects hold keys.
    owners: BTreeSet<String>,
    looked_for: FxHashSet<String>,
    index: Index,
    rust: rust::RustIndex,
    flows: Vec<Flow>,
    /// What each flow is the flow of.
    functions: Vec<FunctionRef>,
    by_ref: FxHashMap<FunctionRef, usize>,
    /// Functions with effects that only their own file can call.
    internal: BTreeMap<FileId, BTreeSet<String>>,
    constants: FxHashMap<Global, Vec<(Vec<Proj>, Expr)>>,
    /// The same of globals that are not constant: only predefined keys and texts.
    initial: FxHashMap<Global, Vec<(Vec<Proj>, Expr)>>,
    answers: callees::Answers,
    notices: BTreeSet<Notice>,
    stats: Stats,
}

impl<'a> Run<'a> {
    fn new(files: &'a [Input], own: usize, models: &'a Models) -> Run<'a> {
        let sources: Vec<Source> = files.iter().map(|file| Source::new(file.path.as_str(), "")).collect();
        let stats = Stats { files: own, bytes: files[..own].iter().map(Input::size).sum(), ..Stats::default() };
        let mut index = Index::new(&sources);
        index.set_published(FileId(own as u32));
        Run {
            files,
            own,
            models,
            read: vec![false; files.len()],
            searched: vec![false; files.len()],
            indexed: vec![false; files.len()],
            unread: None,
            known: Found::default(),
            context: None,
            crossing: None,
            owners: BTreeSet::new(),
            looked_for: FxHashSet::default(),
            index,
            rust: rust::RustIndex::new(models),
            sources,
            flows: Vec::new(),
            functions: Vec::new(),
            by_ref: FxHashMap::default(),
            internal: BTreeMap::new(),
            constants: FxHashMap::default(),
            initial: FxHashMap::default(),
            answers: callees::Answers::default(),
            notices: BTreeSet::new(),
            stats,
        }
    }

    fn read_file(&mut self, i: usize) {
        self.set_text(i, decode(self.files[i].bytes()));
    }

    fn set_text(&mut self, i: usize, text: Option<String>) {
        self.read[i] = true;
        match text {
            Some(text) => self.sources[i] = Source::new(self.files[i].path.as_str(), text),
            None => {
                let message = "not read: it is binary, not source text".to_owned();
                self.notices.insert(Notice { path: self.files[i].path.clone(), line: None, message });
            }
        }
    }

    fn index_files(&mut self, names: &FxHashSet<String>) {
        self.index_read_files();
        self.find_classes(names);
        self.find_macros(names);
    }

    fn index_read_files(&mut self) {
        let new: Vec<FileId> = (0..self.files.len())
            .filter(|i| self.read[*i] && !std::mem::replace(&mut self.indexed[*i], true) && !self.sources[*i].text.is_empty())
            .map(|i| FileId(i as u32))
            .collect();
        let (rust, new): (Vec<FileId>, Vec<FileId>) = new.into_iter().partition(|f| self.is_rust(*f));
        self.index_rust(&rust);
        let scanned: Vec<FileIndex> = new.par_iter().map(|f| FileIndex::scan(*f, &self.sources[f.0 as usize])).collect();
        self.notices.extend(scanned.iter().flat_map(|f| f.notices.iter().cloned()));
        self.index.extend(scanned, Vec::new(), &self.sources);
        let constants: Vec<_> = new.par_iter().map(|f| c::initialisers(&self.index, *f, self.models)).collect();
        for (place, value, constant) in constants.into_iter().flatten() {
            let crate::flow::Base::Global(global) = place.base else { continue };
            let tells_key = match &value {
                Expr::Const(value) => Root::of_value(*value).is_some(),
                Expr::Function(name) => self.models.api(name).is_some_and(|id| self.models.get(id).acquires.is_some()),
                value => matches!(value, Expr::Str(_)),
            };
            if constant {
                self.constants.entry(global).or_default().push((place.path, value));
            } else if tells_key {
                self.initial.entry(global).or_default().push((place.path, value));
            }
        }
    }

    /// Reads the files that define the classes which functions mention that matter, and those that these are made of.
    fn find_classes(&mut self, names: &FxHashSet<String>) {
        let may_have = |f: &FunctionRef| !self.index.file(f.file).is_some_and(|f| f.is_plain_c());
        let matter: Vec<FunctionRef> = self.functions_that_matter(names).into_iter().filter(may_have).collect();
        let mut used: BTreeSet<String> = matter.par_iter().flat_map_iter(|f| self.index.identifiers(*f)).map(str::to_owned).collect();
        for _ in 0..MOST_NESTED_CLASSES {
            let further: BTreeSet<String> =
                used.iter().flat_map(|n| self.index.classes_named(n)).flat_map(|c| self.index.classes_in(*c)).map(str::to_owned).collect();
            used.extend(further);
            let files = self.files;
            let places = self.unread.get_or_insert_with(|| self.known.unread(files));
            let unknown = used.iter().filter(|n| !self.index.has_class(n));
            let wanted: BTreeSet<usize> = unknown.flat_map(|n| places.files_with_class(n)).filter(|i| !self.indexed[*i]).collect();
            if wanted.is_empty() || wanted.len() > MOST_CLASS_FILES {
                return;
            }
            wanted.into_iter().for_each(|i| self.read_file(i));
            self.index_read_files();
        }
    }

    /// Names by which objects are reached that hold keys.
    fn follow_objects(&mut self, names: &mut FxHashSet<String>) {
        let leading = |run: &Run<'_>| -> BTreeSet<String> {
            let owners = run.owners.iter().map(String::as_str).collect();
            run.index.names_leading_to(&owners).into_iter().map(str::to_owned).collect()
        };
        let new: Vec<String> = leading(self).into_iter().filter(|n| names.insert(n.clone())).collect();
        if !new.is_empty() {
            self.read_files_with(&new.iter().map(String::as_str).collect::<Vec<_>>(), names);
            self.index_files(names);
            names.extend(leading(self));
        }
    }

    /// Looks in the files that were not read for macros that functions use which matter, and for those that these use.
    fn find_macros(&mut self, names: &FxHashSet<String>) {
        let matter = self.functions_that_matter(names);
        let mut used: BTreeSet<String> = matter.par_iter().flat_map_iter(|f| self.unseen_macros(*f)).map(str::to_owned).collect();
        for _ in 0..MOST_NESTED_MACROS {
            if used.is_empty() {
                return;
            }
            let found = self.macros_in_unread_files(&used);
            self.looked_for.extend(used);
            let newest = found.len();
            self.index.extend(Vec::new(), found, &self.sources);
            let further = self.index.identifiers_of_macros(newest);
            used = further.into_iter().filter(|n| self.is_unknown(n)).map(str::to_owned).collect();
        }
    }

    /// What a function mentions that could be a macro of a file that was not read. One of the same name elsewhere is another one.
    fn unseen_macros(&self, function: FunctionRef) -> impl Iterator<Item = &str> {
        let mentioned = self.index.identifiers(function).into_iter();
        mentioned.filter(move |n| {
            self.is_unknown(n) || self.index.has_macro(n) && !self.looked_for.contains(*n) && !self.index.sees_macro(n, function.file)
        })
    }

    /// Whether a name could be a macro that was not looked for.
    fn is_unknown(&self, name: &str) -> bool {
        !self.index.has_macro(name) && !self.looked_for.contains(name) && self.models.api(name).is_none()
    }

    fn macros_in_unread_files(&mut self, names: &BTreeSet<String>) -> Vec<MacroDef> {
        let files = self.files;
        let places = self.unread.get_or_insert_with(|| self.known.unread(files));
        let wanted: BTreeSet<usize> = names.iter().flat_map(|n| places.files_with_macro(n)).filter(|i| !self.read[*i]).collect();
        let wanted: Vec<usize> = wanted.into_iter().collect();
        let found: Vec<(usize, Option<String>, Vec<MacroDef>)> = wanted
            .into_par_iter()
            .map(|i| {
                // Its text is needed for the macros' bodies; it is not read as a source file yet.
                let known = &self.sources[i].text;
                let text = known.is_empty().then(|| decode(files[i].bytes()).unwrap_or_default());
                let macros = macros_named(FileId(i as u32), text.as_deref().unwrap_or(known), &|n| names.contains(n));
                (i, text, macros)
            })
            .collect();
        let mut all = Vec::new();
        for (i, text, macros) in found {
            if let Some(text) = text {
                self.sources[i] = Source::new(files[i].path.as_str(), text);
            }
            all.extend(macros);
        }
        all
    }

    /// Functions that were not lowered and mention one of the names.
    fn functions_that_matter(&self, names: &FxHashSet<String>) -> Vec<FunctionRef> {
        let wanted = self.index.wanted(names.iter().map(String::as_str));
        let of_file = |(file, names): (&FileId, &BTreeSet<String>)| (*file, self.index.wanted_in(*file, names.iter().map(String::as_str)));
        let internal: FxHashMap<FileId, Wanted> = self.internal.iter().map(of_file).collect();
        let is_open = |f: &FunctionRef| !self.by_ref.contains_key(f) && self.may_look_into(*f);
        let all: Vec<FunctionRef> = self.index.all_functions().filter(is_open).collect();
        let matters = |f: &FunctionRef| {
            self.index.mentions(*f, &wanted)
                || internal.get(&f.file).is_some_and(|own| self.index.mentions(*f, own))
                || solve::is_dll_main(&self.index.function(*f).name)
        };
        all.into_par_iter().filter(matters).collect()
    }

    /// Lowers the functions that mention one of the names, and those that the solver asked for. Says whether there were any.
    fn lower(&mut self, names: &FxHashSet<String>, solved: &Solved) -> bool {
        self.read_functions_given_keys(solved);
        for (file, member) in &solved.sought {
            self.internal.entry(*file).or_default().insert(member.to_string());
        }
        self.choose_in_component();
        let mut mentioned: BTreeSet<FunctionRef> = self.functions_that_matter(names).into_iter().filter(|f| self.is_needed(*f)).collect();
        mentioned.extend(self.users_in_component());
        for (name, file, args) in &solved.wanted {
            mentioned.extend(self.index.resolve_function(name, *file, *args).into_iter().filter(|f| !self.by_ref.contains_key(f)));
        }
        let mentioned: Vec<FunctionRef> = mentioned.into_iter().collect();
        if !self.flows.is_empty() && mentioned.len() > MOST_CALLERS {
            let message = format!("{} functions may call what was read so far; that is too many, they were not looked at", mentioned.len());
            self.notices.insert(Notice { path: String::new(), line: None, message });
            self.stats.limits_hit += 1;
            return false;
        }
        self.add_flows(&mentioned);
        let any = self.lower_answers(&solved.leaking) || !mentioned.is_empty();
        let any = self.lower_rust(names, solved) || any;
        for _ in 0..ENDING_LEVELS {
            let called = self.small_functions();
            self.add_flows(&called);
        }
        any
    }

    fn add_flows(&mut self, functions: &[FunctionRef]) {
        let lowered: Vec<_> = functions.par_iter().map(|f| c::lower(&self.index, *f, self.models)).collect();
        for (function, lowered) in functions.iter().zip(lowered) {
            let published = self.index.is_published(function.file);
            self.add_flow(*function, lowered, published);
        }
    }

    fn add_flow(&mut self, function: FunctionRef, lowered: Lowered, published: bool) {
        self.stats.regions_skipped += lowered.regions_skipped as usize;
        self.stats.bytes_skipped += lowered.bytes_skipped as usize;
        self.stats.limits_hit += lowered.limits_hit as usize;
        if !published {
            self.notices.extend(lowered.notices);
        }
        self.by_ref.insert(function, self.flows.len());
        self.functions.push(function);
        self.flows.push(lowered.flow);
    }

    // ---- Rust ----

    fn is_rust(&self, file: FileId) -> bool {
        self.sources[file.0 as usize].path.to_ascii_lowercase().ends_with(".rs")
    }

    fn index_rust(&mut self, files: &[FileId]) {
        if files.is_empty() {
            return;
        }
        let (sources, crates) = (&self.sources, self.rust.crates());
        let scanned = rust::threads().install(|| files.par_iter().map(|f| rust::scan(*f, &sources[f.0 as usize], crates)).collect());
        let (notices, bytes) = self.rust.extend(scanned, self.models);
        self.stats.regions_skipped += notices.len();
        self.stats.bytes_skipped += bytes;
        self.notices.extend(notices);
    }

    /// Lowers the Rust functions that mention one of the names, and those that the solver asked for.
    fn lower_rust(&mut self, names: &FxHashSet<String>, solved: &Solved) -> bool {
        let words: FxHashSet<u64> = names.iter().map(|n| rust::RustIndex::word(n)).collect();
        let mut wanted: BTreeSet<FunctionRef> = self.rust.functions().into_iter().filter(|f| self.rust.matters(*f, &words)).collect();
        for (name, file, args) in &solved.wanted {
            wanted.extend(self.rust.resolve(name, *file, *args));
        }
        wanted.retain(|f| !self.by_ref.contains_key(f));
        let wanted: Vec<FunctionRef> = wanted.into_iter().collect();
        if !self.flows.is_empty() && wanted.len() > MOST_CALLERS {
            let message =
                format!("{} Rust functions may call what was read so far; that is too many, they were not looked at", wanted.len());
            self.notices.insert(Notice { path: String::new(), line: None, message });
            self.stats.limits_hit += 1;
            return false;
        }
        self.add_rust_flows(&wanted);
        !wanted.is_empty()
    }

    fn add_rust_flows(&mut self, functions: &[FunctionRef]) {
        if functions.is_empty() {
            return;
        }
        let (index, models, sources) = (&self.rust, self.models, &self.sources);
        let lower = |f: &FunctionRef| rust::lower(index, *f, models, &sources[f.file.0 as usize]);
        let lowered: Vec<Lowered> = rust::threads().install(|| functions.par_iter().map(lower).collect());
        for (function, lowered) in functions.iter().zip(lowered) {
            self.add_flow(*function, lowered, false);
        }
    }

    /// The definitions that a call can mean.
    fn targets(&self, callee: &Callee, from: FileId, args: usize) -> Vec<FunctionRef> {
        match callee {
            Callee::Named(name) => self.index.resolve_function(name, from, args),
            Callee::Exact(_, file, index) => vec![FunctionRef { file: *file, index: *index }],
            Callee::Api(_) | Callee::Pointer(_) => Vec::new(),
        }
    }

    fn solve(&self, memory: &mut solve::Memory) -> Solved {
        self.with_program(&self.flows, &|f| self.by_ref.get(&f).copied(), |program| solve::solve(program, memory))
    }

    /// Shows some flows to the solver; `place` is where among them a function is.
    fn with_program<T>(
        &self,
        flows: &[Flow],
        place: &(dyn Fn(FunctionRef) -> Option<usize> + Sync),
        run: impl FnOnce(&Program<'_>) -> T,
    ) -> T {
        let resolve = |callee: &Callee, from: FileId, args: usize| -> Vec<usize> {
            let targets = match callee {
                Callee::Named(name) if self.is_rust(from) => self.rust.resolve(name, from, args),
                _ => self.targets(callee, from, args),
            };
            let known: Vec<usize> = targets.iter().filter_map(|f| place(*f)).collect();
            // A definition that was not lowered does nothing to keys, but the others are not all there is then.
            if known.len() == targets.len() { known } else { Vec::new() }
        };
        let spelled = |name: Span, api: ApiId| -> Name {
            let written = &self.sources[name.file.0 as usize].text[name.start as usize..name.end as usize];
            if self.models.api(written) == Some(api) { written.into() } else { self.models.get(api).name.as_str().into() }
        };
        let (models, constants, initial) = (self.models, &self.constants, &self.initial);
        let inner = &self.index.published_members();
        run(&Program {
            flows,
            models,
            constants,
            initial,
            resolve: &resolve,
            spelled: &spelled,
            inner,
            knows: &|_, _| true,
            slight: &|f: usize| self.is_slight(f),
            member_of: &|_, _, _| None,
        })
    }

    /// Names not looked for so far whose users matter: functions that hand out keys or are told what to open, and macros of
    /// headers that lead to one. A function that other files can't see matters in its own file only.
    fn new_names(&mut self, names: &mut FxHashSet<String>, solved: &Solved) -> Vec<String> {
        let mut new: BTreeSet<String> = BTreeSet::new();
        for i in &solved.effective {
            let flow = &self.flows[*i];
            if self.is_rust(flow.file) {
                new.insert(rust::RustIndex::outward_name(&flow.name).to_owned());
                continue;
            }
            let bare = flow.name.rsplit("::").next().unwrap_or(&flow.name).to_owned();
            if let Some(class) = self.index.this_class(self.functions[*i]) {
                // a method is reached through objects: the names of these are looked for
                let tag = self.index.class_def(class).names.first().map_or_else(String::new, |n| n.to_string());
                if self.owners.insert(tag.clone()) {
                    new.insert(tag);
                }
                continue;
            }
            if flow.internal {
                self.internal.entry(flow.file).or_default().insert(bare);
            } else {
                new.insert(bare);
            }
        }
        // who calls an opener by a variable does not name it
        for (global, values) in self.initial.iter().chain(&self.constants) {
            let opens = |value: &Expr| matches!(value, Expr::Function(name) if self.models.api(name).is_some_and(|id| self.models.get(id).acquires.is_some()));
            if values.iter().any(|(path, value)| path.is_empty() && opens(value)) {
                match global.file {
                    Some(file) => drop(self.internal.entry(file).or_default().insert(global.name.to_string())),
                    None => drop(new.insert(global.name.to_string())),
                }
            }
        }
        let opens = self.models.names().filter(|(_, id)| self.models.get(*id).acquires.is_some()).map(|(name, _)| name);
        let leading = self.index.wanted(opens.chain(new.iter().map(String::as_str)).chain(names.iter().map(String::as_str)));
        for name in self.index.header_macros_leading_to(&leading) {
            new.insert(name.to_owned());
        }
        new.retain(|n| !names.contains(n) && self.models.api(n).is_none());
        names.extend(new.iter().cloned());
        new.into_iter().collect()
    }

    fn finish(mut self, solved: Solved) -> Analysis {
        let mut solution = own_part(solved.solution, self.own);
        self.note_where_code_runs(&mut solution);
        self.note_holders(&mut solution);
        for (span, message) in solved.notices.into_iter().filter(|(span, _)| (span.file.0 as usize) < self.own) {
            self.notices.insert(solve::place_notice(&self.sources, span, message));
        }
        self.count(&solution);
        self.sources.truncate(self.own);
        self.stats.calls_unresolved = solved.calls_unresolved as usize;
        self.stats.limits_hit += solved.limits_hit as usize;
        let notices = self.notices.into_iter().collect();
        let (sources, stats, seen) = (self.sources, self.stats, Seen::default());
        Analysis { sources, solution, stats, notices, seen, crossing: self.crossing, ..Analysis::default() }
    }
}

impl Run<'_> {
    /// Counts what was looked at in the files that the run is about, and those that were read around them.
    fn count(&mut self, solution: &Solution) {
        let is_about = |file: FileId| self.crossing.as_ref().is_none_or(|c| c.files.contains(&file));
        self.stats.functions = self.functions.iter().filter(|f| !self.index.is_published(f.file) && is_about(f.file)).count();
        self.stats.opens = solution.lifetimes.iter().filter(|l| is_about(l.span.file)).count();
        let Some(crossing) = &self.crossing else { return };
        let around = |i: &usize| self.indexed[*i] && !is_about(FileId(*i as u32));
        self.stats.files_around = (0..self.own).filter(around).count();
        self.stats.files = crossing.files.len();
        let is_counted = |i: &usize| self.indexed[*i] || is_about(FileId(*i as u32));
        self.stats.bytes = (0..self.own).filter(is_counted).map(|i| self.files[i].size()).sum();
    }
}

/// What was found in the user's own files.
fn own_part(solution: Solution, own: usize) -> Solution {
    let is_own = |file: FileId| (file.0 as usize) < own;
    let mut moved: Vec<Option<usize>> = Vec::with_capacity(solution.lifetimes.len());
    let mut kept = Vec::new();
    for lifetime in solution.lifetimes {
        moved.push(is_own(lifetime.span.file).then_some(kept.len()));
        if is_own(lifetime.span.file) {
            kept.push(lifetime);
        }
    }
    let mut misuses = solution.misuses;
    misuses.retain(|m| is_own(m.span.file));
    misuses.iter_mut().for_each(|m| m.open = m.open.and_then(|i| moved[i]));
    let mut predefined_uses = solution.predefined_uses;
    predefined_uses.retain(|u| is_own(u.span.file));
    let mut writes = solution.writes;
    writes.retain(|w| is_own(w.span.file));
    let mut idle_closes = solution.idle_closes;
    idle_closes.retain(|span| is_own(span.file));
    let mut kept_closed = solution.kept_closed;
    kept_closed.retain(|span| is_own(span.file));
    Solution { lifetimes: kept, misuses, predefined_uses, writes, idle_closes, kept_closed, ..solution }
}
