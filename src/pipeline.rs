//! From bytes to a [`Solution`]: which files are worth reading, in which order, until nothing new matters.
//!
//! Round one reads the files that mention a modelled name. The solver then says which functions matter to their callers; files
//! that mention one of those, or a macro that leads there, come in the next round, until a round finds nothing new.

use crate::flow::{Callee, Event, Expr, Flow, Global, Name, Proj};
use crate::frontend::{Lowered, c, rust};
use crate::index::{FileIndex, FunctionRef, Index, MacroDef, Wanted, defined_names, macros_named};
use crate::lifetime::Solution;
use crate::models::{ApiId, Models};
use crate::report::Stats;
use crate::solve::{self, Program, Solved};
use crate::source::{FileId, Notice, Source, Span, decode};
use aho_corasick::{AhoCorasick, MatchKind};
use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::hash::BuildHasher;

/// What a run found.
#[derive(Debug, Default)]
pub struct Analysis {
    /// The files, by [`FileId`]; a file that was not worth reading has no text.
    pub sources: Vec<Source>,
    /// Lifetimes, misuses, uses.
    pub solution: Solution,
    /// How much was looked at, and how much was not.
    pub stats: Stats,
    /// What was not read or could not be decided, sorted.
    pub notices: Vec<Notice>,
}

/// How deep macros of unread headers are followed into each other.
const MOST_NESTED_MACROS: usize = 8;

/// Rounds of looking for callers; a chain of wrappers longer than this is cut, with a notice.
const MOST_ROUNDS: usize = 5;

/// How many callers one round may add; more mean that a name is too common to tell who calls whom.
const MOST_CALLERS: usize = 1000;

/// A function that ends the process is found through this many calls (`fail` calls `die` calls `exit`) …
const ENDING_LEVELS: usize = 2;
/// … and is not longer than this, in bytes: it prints a message and ends.
const LONGEST_ENDING: u32 = 1500;

/// Analyses files given as path and contents. The output depends on the input alone.
pub fn analyse(files: Vec<(String, Vec<u8>)>, models: &Models) -> Analysis {
    let mut run = Run::new(&files, models);
    let seeds: Vec<&str> = models.seeds();
    run.read_files_with(&seeds);
    let mut names: FxHashSet<String> = seeds.iter().map(|s| (*s).to_owned()).collect();
    let mut solved = Solved::default();
    let mut memory = solve::Memory::default();
    for round in 0..MOST_ROUNDS {
        run.index_files(&names);
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
        run.read_files_with(&new.iter().map(String::as_str).collect::<Vec<_>>());
    }
    run.finish(solved)
}

/// The flows of every function in the files, as text.
pub fn dump(files: Vec<(String, Vec<u8>)>, models: &Models) -> String {
    let mut run = Run::new(&files, models);
    for (i, (_, bytes)) in files.iter().enumerate() {
        run.set_text(i, decode(bytes));
    }
    run.index_files(&FxHashSet::default());
    let all: Vec<FunctionRef> = run.index.all_functions().collect();
    run.add_flows(&all);
    run.add_rust_flows(&run.rust.functions());
    run.flows.iter().map(|flow| crate::flow::dump(flow, models)).collect::<Vec<_>>().join("\n")
}

struct Run<'a> {
    files: &'a [(String, Vec<u8>)],
    models: &'a Models,
    sources: Vec<Source>,
    /// Whether a file's text is in `sources`.
    read: Vec<bool>,
    /// Whether a file is in `index`.
    indexed: Vec<bool>,
    /// Where macros are defined that the index does not have: made when first asked for.
    unread_macros: Option<MacroPlaces>,
    looked_for: FxHashSet<String>,
    index: Index,
    rust: rust::RustIndex,
    flows: Vec<Flow>,
    by_ref: FxHashMap<FunctionRef, usize>,
    by_rust_ref: FxHashMap<rust::FnRef, usize>,
    /// Functions with effects that only their own file can call.
    internal: BTreeMap<FileId, BTreeSet<String>>,
    constants: FxHashMap<Global, Vec<(Vec<Proj>, Expr)>>,
    notices: BTreeSet<Notice>,
    stats: Stats,
}

impl<'a> Run<'a> {
    fn new(files: &'a [(String, Vec<u8>)], models: &'a Models) -> Run<'a> {
        let sources: Vec<Source> = files.iter().map(|(path, _)| Source::new(path.as_str(), "")).collect();
        let stats = Stats { files: files.len(), bytes: files.iter().map(|f| f.1.len()).sum(), ..Stats::default() };
        Run {
            files,
            models,
            read: vec![false; files.len()],
            indexed: vec![false; files.len()],
            unread_macros: None,
            looked_for: FxHashSet::default(),
            index: Index::new(&sources),
            rust: rust::RustIndex::new(models),
            sources,
            flows: Vec::new(),
            by_ref: FxHashMap::default(),
            by_rust_ref: FxHashMap::default(),
            internal: BTreeMap::new(),
            constants: FxHashMap::default(),
            notices: BTreeSet::new(),
            stats,
        }
    }

    /// Decodes the files that mention one of the names.
    fn read_files_with(&mut self, names: &[&str]) {
        let Some(finder) = word_finder(names) else { return };
        let found: Vec<(usize, Option<String>)> = (0..self.files.len())
            .into_par_iter()
            .filter(|i| !self.read[*i])
            .filter_map(|i| {
                let Some(bytes) = narrow(&self.files[i].1) else { return Some((i, None)) };
                mentions_word(&finder, &bytes).then(|| (i, decode(&self.files[i].1)))
            })
            .collect();
        for (i, text) in found {
            self.set_text(i, text);
        }
    }

    fn set_text(&mut self, i: usize, text: Option<String>) {
        self.read[i] = true;
        match text {
            Some(text) => self.sources[i] = Source::new(self.files[i].0.as_str(), text),
            None => {
                let message = "not read: it is binary, not source text".to_owned();
                self.notices.insert(Notice { path: self.files[i].0.clone(), line: None, message });
            }
        }
    }

    fn index_files(&mut self, names: &FxHashSet<String>) {
        let new: Vec<FileId> = (0..self.files.len())
            .filter(|i| self.read[*i] && !std::mem::replace(&mut self.indexed[*i], true) && !self.sources[*i].text.is_empty())
            .map(|i| FileId(i as u32))
            .collect();
        let (rust, new): (Vec<FileId>, Vec<FileId>) = new.into_iter().partition(|f| self.is_rust(*f));
        self.index_rust(&rust);
        let scanned: Vec<FileIndex> = new.par_iter().map(|f| FileIndex::scan(*f, &self.sources[f.0 as usize])).collect();
        self.notices.extend(scanned.iter().flat_map(|f| f.notices.iter().cloned()));
        self.index.extend(scanned, Vec::new(), &self.sources);
        self.find_macros(names);
        let constants: Vec<_> = new.par_iter().map(|f| c::initialisers(&self.index, *f, self.models)).collect();
        for (place, value, constant) in constants.into_iter().flatten() {
            if let (true, crate::flow::Base::Global(global)) = (constant, place.base) {
                self.constants.entry(global).or_default().push((place.path, value));
            }
        }
    }

    /// Looks in the files that were not read for macros that functions use which matter, and for those that these use.
    fn find_macros(&mut self, names: &FxHashSet<String>) {
        let matter = self.functions_that_matter(names);
        let mut used: BTreeSet<String> =
            matter.par_iter().flat_map_iter(|f| self.index.identifiers(*f)).filter(|n| self.is_unknown(n)).map(str::to_owned).collect();
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

    /// Whether a name could be a macro that was not looked for.
    fn is_unknown(&self, name: &str) -> bool {
        !self.index.has_macro(name) && !self.looked_for.contains(name) && self.models.api(name).is_none()
    }

    fn macros_in_unread_files(&mut self, names: &BTreeSet<String>) -> Vec<MacroDef> {
        let files = self.files;
        let places = self.unread_macros.get_or_insert_with(|| MacroPlaces::of(files));
        let wanted: BTreeSet<usize> = names.iter().flat_map(|n| places.files_with(n)).filter(|i| !self.read[*i]).collect();
        let wanted: Vec<usize> = wanted.into_iter().collect();
        let found: Vec<(usize, Option<String>, Vec<MacroDef>)> = wanted
            .into_par_iter()
            .map(|i| {
                // Its text is needed for the macros' bodies; it is not read as a source file yet.
                let known = &self.sources[i].text;
                let text = known.is_empty().then(|| decode(&files[i].1).unwrap_or_default());
                let macros = macros_named(FileId(i as u32), text.as_deref().unwrap_or(known), &|n| names.contains(n));
                (i, text, macros)
            })
            .collect();
        let mut all = Vec::new();
        for (i, text, macros) in found {
            if let Some(text) = text {
                self.sources[i] = Source::new(files[i].0.as_str(), text);
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
        let all: Vec<FunctionRef> = self.index.all_functions().filter(|f| !self.by_ref.contains_key(f)).collect();
        let matters =
            |f: &FunctionRef| self.index.mentions(*f, &wanted) || internal.get(&f.file).is_some_and(|own| self.index.mentions(*f, own));
        all.into_par_iter().filter(matters).collect()
    }

    /// Lowers the functions that mention one of the names, and those that the solver asked for. Says whether there were any.
    fn lower(&mut self, names: &FxHashSet<String>, solved: &Solved) -> bool {
        let mut mentioned: BTreeSet<FunctionRef> = self.functions_that_matter(names).into_iter().collect();
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
        let any = !mentioned.is_empty();
        self.add_flows(&mentioned);
        let any = self.lower_rust(names, solved) || any;
        for _ in 0..ENDING_LEVELS {
            let ending = self.functions_that_may_not_return();
            self.add_flows(&ending);
        }
        any
    }

    fn add_flows(&mut self, functions: &[FunctionRef]) {
        let lowered: Vec<_> = functions.par_iter().map(|f| c::lower(&self.index, *f, self.models)).collect();
        for (function, lowered) in functions.iter().zip(lowered) {
            self.by_ref.insert(*function, self.flows.len());
            self.add_flow(lowered);
        }
    }

    fn add_flow(&mut self, lowered: Lowered) {
        self.stats.regions_skipped += lowered.regions_skipped as usize;
        self.stats.bytes_skipped += lowered.bytes_skipped as usize;
        self.stats.limits_hit += lowered.limits_hit as usize;
        self.notices.extend(lowered.notices);
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
        let mut wanted: BTreeSet<rust::FnRef> = self.rust.functions().into_iter().filter(|f| self.rust.matters(*f, &words)).collect();
        for (name, file, args) in &solved.wanted {
            wanted.extend(self.rust.resolve(name, *file, *args));
        }
        wanted.retain(|f| !self.by_rust_ref.contains_key(f));
        let wanted: Vec<rust::FnRef> = wanted.into_iter().collect();
        if !self.by_rust_ref.is_empty() && wanted.len() > MOST_CALLERS {
            let message =
                format!("{} Rust functions may call what was read so far; that is too many, they were not looked at", wanted.len());
            self.notices.insert(Notice { path: String::new(), line: None, message });
            self.stats.limits_hit += 1;
            return false;
        }
        self.add_rust_flows(&wanted);
        !wanted.is_empty()
    }

    fn add_rust_flows(&mut self, functions: &[rust::FnRef]) {
        if functions.is_empty() {
            return;
        }
        let (index, models, sources) = (&self.rust, self.models, &self.sources);
        let lower = |f: &rust::FnRef| rust::lower(index, *f, models, &sources[f.file.0 as usize]);
        let lowered: Vec<Lowered> = rust::threads().install(|| functions.par_iter().map(lower).collect());
        for (function, lowered) in functions.iter().zip(lowered) {
            self.by_rust_ref.insert(*function, self.flows.len());
            self.add_flow(lowered);
        }
    }

    /// Functions called from lowered ones that mention something that ends the process: a path through them may end there.
    fn functions_that_may_not_return(&self) -> Vec<FunctionRef> {
        let mut called: BTreeSet<FunctionRef> = BTreeSet::new();
        for flow in &self.flows {
            for event in flow.blocks.iter().flat_map(|b| &b.events) {
                if let Event::Call { callee: Callee::Named(name), args, .. } = event {
                    let targets = self.index.resolve_function(name, flow.file, args.len());
                    called.extend(targets.into_iter().filter(|f| !self.by_ref.contains_key(f)));
                }
            }
        }
        let noreturn = self.models.names().into_iter().filter(|(_, id)| self.models.get(*id).noreturn).map(|(name, _)| name);
        let ends = self.index.wanted(noreturn);
        let short = |f: &FunctionRef| {
            let body = self.index.function(*f).body;
            body.end - body.start <= LONGEST_ENDING
        };
        called.into_iter().filter(short).filter(|f| self.index.mentions(*f, &ends)).collect()
    }

    fn solve(&self, memory: &mut solve::Memory) -> Solved {
        let resolve = |name: &str, from: FileId, args: usize| -> Vec<usize> {
            if self.is_rust(from) {
                let targets = self.rust.resolve(name, from, args);
                let known: Vec<usize> = targets.iter().filter_map(|f| self.by_rust_ref.get(f).copied()).collect();
                return if known.len() == targets.len() { known } else { Vec::new() };
            }
            let targets = self.index.resolve_function(name, from, args);
            let known: Vec<usize> = targets.iter().filter_map(|f| self.by_ref.get(f).copied()).collect();
            // A definition that was not lowered does nothing to keys, but the others are not all there is then.
            if known.len() == targets.len() { known } else { Vec::new() }
        };
        let spelled = |name: Span, api: ApiId| -> Name {
            let written = &self.sources[name.file.0 as usize].text[name.start as usize..name.end as usize];
            if self.models.api(written) == Some(api) { written.into() } else { self.models.get(api).name.as_str().into() }
        };
        let (models, constants) = (self.models, &self.constants);
        solve::solve(&Program { flows: &self.flows, models, constants, resolve: &resolve, spelled: &spelled }, memory)
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
            if flow.internal {
                self.internal.entry(flow.file).or_default().insert(bare);
            } else {
                new.insert(bare);
            }
        }
        let opens = self.models.names().into_iter().filter(|(_, id)| self.models.get(*id).acquires.is_some()).map(|(name, _)| name);
        let leading = self.index.wanted(opens.chain(new.iter().map(String::as_str)).chain(names.iter().map(String::as_str)));
        for name in self.index.header_macros_leading_to(&leading) {
            new.insert(name.to_owned());
        }
        new.retain(|n| !names.contains(n) && self.models.api(n).is_none());
        names.extend(new.iter().cloned());
        new.into_iter().collect()
    }

    fn finish(mut self, solved: Solved) -> Analysis {
        let solution = solved.solution;
        for (span, message) in solved.notices {
            self.notices.insert(solve::place_notice(&self.sources, span, message));
        }
        self.stats.functions = self.flows.len();
        self.stats.opens = solution.lifetimes.len();
        self.stats.calls_unresolved = solved.calls_unresolved as usize;
        self.stats.limits_hit += solved.limits_hit as usize;
        Analysis { sources: self.sources, solution, stats: self.stats, notices: self.notices.into_iter().collect() }
    }
}

/// Which files define which macros, without having read them: hashes of names with files, sorted.
struct MacroPlaces(Vec<(u64, u32)>);

impl MacroPlaces {
    fn of(files: &[(String, Vec<u8>)]) -> MacroPlaces {
        let of_file = |i: usize| -> Vec<(u64, u32)> {
            let Some(bytes) = narrow(&files[i].1) else { return Vec::new() };
            defined_names(&bytes).map(|(name, _)| (hash(name), i as u32)).collect()
        };
        let mut all: Vec<(u64, u32)> = (0..files.len()).into_par_iter().flat_map_iter(of_file).collect();
        all.par_sort_unstable();
        all.dedup();
        MacroPlaces(all)
    }

    /// The files that define the macro, and perhaps others.
    fn files_with(&self, name: &str) -> impl Iterator<Item = usize> + '_ {
        let wanted = hash(name.as_bytes());
        let first = self.0.partition_point(|(h, _)| *h < wanted);
        self.0[first..].iter().take_while(move |(h, _)| *h == wanted).map(|(_, file)| *file as usize)
    }
}

fn hash(name: &[u8]) -> u64 {
    rustc_hash::FxBuildHasher.hash_one(name)
}

fn word_finder(names: &[&str]) -> Option<AhoCorasick> {
    (!names.is_empty())
        .then(|| AhoCorasick::builder().match_kind(MatchKind::LeftmostLongest).build(names).expect("a few thousand short names fit"))
}

/// Whether one of the names stands there as a whole word.
fn mentions_word(finder: &AhoCorasick, bytes: &[u8]) -> bool {
    let part_of_word = |b: Option<&u8>| b.is_some_and(|b| b.is_ascii_alphanumeric() || *b == b'_');
    finder.find_iter(bytes).any(|m| !part_of_word(m.start().checked_sub(1).and_then(|i| bytes.get(i))) && !part_of_word(bytes.get(m.end())))
}

/// The bytes with UTF-16 made readable; `None` for binary data.
fn narrow(bytes: &[u8]) -> Option<Cow<'_, [u8]>> {
    let marked = bytes.starts_with(&[0xFF, 0xFE]) || bytes.starts_with(&[0xFE, 0xFF]);
    if marked || bytes[..bytes.len().min(4096)].contains(&0) {
        return decode(bytes).map(|text| Cow::Owned(text.into_bytes()));
    }
    Some(Cow::Borrowed(bytes))
}
