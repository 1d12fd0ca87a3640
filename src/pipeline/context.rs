//! A check of a few files in the middle of a tree. Of the other files only those are read that the named ones depend on: where
//! functions, macros and classes are defined that they use, and, round by round, whoever calls a function of theirs that hands
//! out a key or is given one.

use super::kin::{self, Asked};
use super::known::{Found, Known};
use super::search::{mentions_word, narrow, word_finder};
use super::unread::{Names, Place, Unread, What, definitions, few, hash, part_of_word, text_at};
use super::{MOST_ROUNDS, Run, marks};
use crate::flow::{Callee, Event, Flow, Name};
use crate::index::{FunctionRef, is_header};
use crate::lifetime::Crossing;
use crate::models::{FoundMark, Models, published_types};
use crate::solve::Solved;
use crate::source::{FileId, Input, Notice, folder};
use rayon::iter::Either;
use rayon::prelude::*;
use rustc_hash::FxHashSet;
use std::collections::{BTreeMap, BTreeSet};

/// How many calls deep definitions are followed from the named files: from further down no round gets back to them.
const DEEPEST: usize = MOST_ROUNDS;

/// Names that stand in more files than this are too common to tell who calls whom.
const MOST_CALLING_FILES: usize = 200;

/// How much of the other files is read.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Extent {
    /// All: what is said of the named files then is the measure for the other way.
    Whole,
    /// What the named files depend on.
    Needed,
}

/// The files that are checked; the others that were given are there to understand them.
#[derive(Clone, Debug)]
pub struct Named {
    /// Their paths, as given.
    pub paths: BTreeSet<String>,
    /// The paths of what makes up the same components, as far as that is declared.
    pub kin: BTreeSet<String>,
    /// How much of the others is read.
    pub extent: Extent,
    /// What is known of them without reading them.
    pub known: Known,
}

/// What a run knows of the files that it is about.
pub(super) struct Context {
    pub(super) named: Vec<bool>,
    /// Files of the same components: one finding lists the uses of a whole component.
    kin: Vec<bool>,
    /// Files that are read if they mention a modelled name.
    open: Vec<bool>,
    /// What is looked into in those of them that are not of the same components, by the hashes of their names. C++ and Rust files are
    /// looked into whole: their functions are not found by a glance at each line.
    chosen: FxHashSet<(usize, u64)>,
    /// Names by which functions and objects of the named files are reached, directly or through callers.
    pub(super) upward: BTreeSet<String>,
    /// What all files define.
    defined: Names,
    /// The modelled names, and definitions that lead to one.
    telling: Sought,
    sought: Sought,
    /// Everything that was looked up so far and did not lead to a modelled name yet.
    silent: Vec<Looked>,
    /// What is looked into in files of the same components.
    pub(super) asked: Asked,
}

/// Hashes of names, and of names that mean something in one file only.
#[derive(Default)]
struct Sought {
    anywhere: FxHashSet<u64>,
    inside: FxHashSet<(usize, u64)>,
}

/// A definition that a name may mean.
struct Looked {
    file: usize,
    name: u64,
    is_function: bool,
    /// Only its own file can use it.
    is_hidden: bool,
    words: FxHashSet<u64>,
}

impl Context {
    pub(super) fn of(files: &[Input], named: &Named, known: &Found, models: &Models) -> (Context, Unread) {
        let paths = &named.paths;
        let named_files: Vec<bool> = files.iter().map(|file| paths.contains(&file.path)).collect();
        let is_rust = |path: &str| path.to_ascii_lowercase().ends_with(".rs");
        let rust = files.iter().zip(&named_files).any(|(file, named)| *named && is_rust(&file.path));
        let kin = kin::of(files, named, known);
        let open = files.iter().zip(&kin).zip(&named_files).map(|((file, kin), named)| *named || *kin || rust && is_rust(&file.path));
        let open: Vec<bool> = open.collect();
        let signs = published_types().iter().flat_map(|p| p.signs.iter().chain(p.names)).copied();
        let hashes = |name: &str| [hash(name.as_bytes()), hash(name.as_bytes()) ^ PLAIN];
        let constants = models.seeds().into_iter().filter(|s| s.starts_with("HKEY_")).chain(signs);
        let mut telling = Sought { anywhere: constants.flat_map(hashes).collect(), ..Sought::default() };
        telling.anywhere.extend(models.seeds().iter().map(|s| hash(s.as_bytes())));
        let unread = known.unread(files);
        let (upward, sought, silent, chosen) = (BTreeSet::new(), Sought::default(), Vec::new(), FxHashSet::default());
        let asked = Asked::of(models);
        let defined = unread.names();
        let mut context = Context { named: named_files, kin, open, chosen, upward, defined, telling, sought, silent, asked };
        let named: Vec<usize> = (0..files.len()).filter(|i| context.named[*i]).collect();
        let words = |i: usize| narrow(files[i].bytes()).map(|bytes| (i, context.words_of(&bytes)));
        let words = named.par_iter().filter_map(|i| words(*i)).collect();
        context.follow_definitions(files, &unread, words);
        (context, unread)
    }

    /// The words of a text that can lead somewhere: something is defined under them, or they tell.
    fn words_of(&self, text: &[u8]) -> FxHashSet<u64> {
        words_of(text, |name, used| self.defined.may_have(name) || self.telling.anywhere.contains(&used))
    }

    /// Whether a file may be read because it mentions a name.
    pub(super) fn is_open(&self, file: usize) -> bool {
        self.open.get(file).is_none_or(|open| *open)
    }

    /// Whether a file is one of those that the run is about, or of their components.
    pub(super) fn is_kin(&self, file: usize) -> bool {
        self.named[file] || self.kin[file]
    }

    /// Opens the files that define what is used under these names, by the files that use it, and what that uses, if it leads to a
    /// modelled name.
    fn follow_definitions(&mut self, files: &[Input], unread: &Unread, mut words: Vec<(usize, FxHashSet<u64>)>) {
        for _ in 0..DEEPEST {
            let mut outside: FxHashSet<u64> = FxHashSet::default();
            for (file, words) in &mut words {
                words.retain(|w| !self.telling.anywhere.contains(w) && self.sought.inside.insert((*file, *w)));
                outside.extend(words.iter().filter(|w| self.sought.anywhere.insert(**w)));
            }
            let mut places: BTreeSet<(Place, u64, bool)> = BTreeSet::new();
            for word in &outside {
                for (name, found) in
                    [(*word, few(visible(unread, files, *word))), (*word ^ PLAIN, few(types(unread, files, *word ^ PLAIN)))]
                {
                    places.extend(found.into_iter().map(|place| (place, name, false)));
                }
            }
            for (file, words) in words.iter().filter(|(file, _)| !self.named[*file]) {
                places.extend(words.iter().flat_map(|w| hidden(unread, files, *file, *w)).map(|(place, name)| (place, name, true)));
            }
            let places: Vec<_> = places.into_iter().collect();
            let looked = |(place, name, is_hidden): (Place, u64, bool)| {
                let bytes = narrow(files[place.file].bytes())?;
                let words = self.words_of(text_at(&bytes, place.what, place.at));
                Some(Looked { file: place.file, name, is_function: place.what == What::Function, is_hidden, words })
            };
            let found: Vec<Looked> = places.into_par_iter().filter_map(looked).collect();
            words = found.iter().map(|d| (d.file, d.words.clone())).collect();
            self.silent.extend(found);
        }
        loop {
            let telling = &self.telling;
            let tells = |d: &Looked| d.words.iter().any(|w| telling.anywhere.contains(w) || telling.inside.contains(&(d.file, *w)));
            let (telling, silent): (Vec<Looked>, Vec<Looked>) = std::mem::take(&mut self.silent)
                .into_par_iter()
                .partition_map(|d| if tells(&d) { Either::Left(d) } else { Either::Right(d) });
            self.silent = silent;
            if telling.is_empty() {
                return;
            }
            for definition in telling {
                self.open[definition.file] = true;
                self.chosen.insert((definition.file, definition.name));
                let (called, plain) = (definition.name, definition.name ^ PLAIN);
                if definition.is_hidden {
                    self.telling.inside.extend([(definition.file, called), (definition.file, plain)]);
                } else {
                    self.telling.anywhere.insert(called);
                    self.telling.anywhere.extend((!definition.is_function).then_some(plain));
                }
            }
        }
    }
}

/// What a called name can mean everywhere.
fn visible<'u>(unread: &'u Unread, files: &'u [Input], name: u64) -> impl Iterator<Item = Place> + 'u {
    unread.functions_at(name).chain(types(unread, files, name))
}

/// The macros and classes that a name can mean everywhere.
fn types<'u>(unread: &'u Unread, files: &'u [Input], name: u64) -> impl Iterator<Item = Place> + 'u {
    unread.types_at(name).filter(|place| is_header(&files[place.file].path))
}

/// What a word can mean in one file only, with the name's hash: what is called or, as it may be called through a pointer, named.
fn hidden(unread: &Unread, files: &[Input], file: usize, word: u64) -> Vec<(Place, u64)> {
    if is_header(&files[file].path) {
        return Vec::new();
    }
    let of = |name: u64| unread.private_functions_at(name).chain(unread.types_at(name)).map(move |place| (place, name));
    of(word).chain(of(word ^ PLAIN)).filter(|(place, _)| place.file == file).collect()
}

/// Tells the hash of a word that is called from that of one that only stands there.
const PLAIN: u64 = 0x9e37_79b9_7f4a_7c15;

/// Hashes of the words that are wanted: those before a bracket may be functions, all others only classes and macros.
fn words_of(bytes: &[u8], wanted: impl Fn(u64, u64) -> bool) -> FxHashSet<u64> {
    let mut words = FxHashSet::default();
    let mut at = 0;
    while at < bytes.len() {
        let length = bytes[at..].iter().take_while(|b| part_of_word(b)).count();
        if length == 0 {
            at += 1;
            continue;
        }
        let (word, after) = bytes[at..].split_at(length);
        if !word[0].is_ascii_digit() {
            let is_called = after.iter().find(|b| !matches!(b, b' ' | b'\t')) == Some(&b'(');
            let name = hash(word);
            let used = if is_called { name } else { name ^ PLAIN };
            if wanted(name, used) {
                words.insert(used);
            }
        }
        at += length;
    }
    words
}

impl Run<'_> {
    /// Whether a file may be read because it mentions a name.
    pub(super) fn may_read(&self, file: usize) -> bool {
        self.context.as_ref().is_none_or(|c| c.is_open(file))
    }

    /// Opens the files that call what the named files hand out, and those that these depend on.
    pub(super) fn open_callers(&mut self, solved: &Solved) {
        let mut new = self.new_upward_names(solved);
        let Some(context) = &mut self.context else { return };
        // who calls by the name of a modelled function means that one
        new.retain(|n| self.models.api(n).is_none() && context.upward.insert(n.clone()));
        let names: Vec<&str> = new.iter().map(String::as_str).collect();
        let Some(finder) = word_finder(&names, self.stats.bytes) else { return };
        let files = self.files;
        // the words of the functions that mention one of the names
        let looking = &*context;
        let mentioning = |i: usize| -> Option<(usize, FxHashSet<u64>, Vec<u64>)> {
            let bytes = narrow(files[i].bytes())?;
            mentions_word(&finder, &bytes).then(|| {
                let all = definitions(&bytes).map(|d| (hash(d.name), text_at(&bytes, d.what, d.at)));
                let (names, texts): (Vec<u64>, Vec<&[u8]>) = all.filter(|(_, text)| mentions_word(&finder, text)).unzip();
                (i, texts.into_iter().flat_map(|text| looking.words_of(text)).collect(), names)
            })
        };
        let candidates = self.known.mentioning(names.iter().copied());
        let others = (0..context.named.len()).into_par_iter().filter(|i| !context.is_kin(*i) && candidates.may(*i));
        let found: Vec<_> = others.filter_map(mentioning).collect();
        if found.len() > MOST_CALLING_FILES {
            let message = format!(
                "{} files may call what the checked files hand out; that is too many, they were not looked at: check the whole tree",
                found.len()
            );
            self.notices.insert(Notice { path: String::new(), line: None, message });
            self.stats.limits_hit += 1;
            return;
        }
        let mut callers = Vec::new();
        for (i, words, names) in found {
            context.open[i] = true;
            context.chosen.extend(names.into_iter().map(|name| (i, name)));
            callers.push((i, words));
        }
        let unread = self.unread.get_or_insert_with(|| self.known.unread(files));
        context.follow_definitions(files, unread, callers);
    }

    /// Names of functions that matter to their callers and are in a named file, or call what is.
    fn new_upward_names(&self, solved: &Solved) -> BTreeSet<String> {
        let Some(context) = &self.context else { return BTreeSet::new() };
        let wanted = self.index.wanted(context.upward.iter().map(String::as_str));
        let mut names = BTreeSet::new();
        let is_named = |i: &&usize| context.named.get(self.flows[**i].file.0 as usize).is_some_and(|named| *named);
        for i in solved.effective.iter().chain(self.closing_functions(solved).filter(is_named)) {
            let (flow, function) = (&self.flows[*i], self.functions[*i]);
            let file = flow.file.0 as usize;
            if file >= self.own || self.is_rust(flow.file) || !context.named[file] && !self.index.mentions(function, &wanted) {
                continue;
            }
            match self.index.this_class(function) {
                Some(class) => {
                    let tags: Vec<&str> = self.index.class_def(class).names.iter().map(|n| &**n).collect();
                    names.extend(self.index.names_leading_to(&tags.iter().copied().collect()).into_iter().map(str::to_owned));
                    names.extend(tags.into_iter().map(str::to_owned));
                }
                None if flow.internal => {}
                None => {
                    names.insert(flow.name.rsplit("::").next().unwrap_or(&flow.name).to_owned());
                }
            }
        }
        names
    }

    /// Whether a function may be looked into because it mentions a name.
    pub(super) fn may_look_into(&self, function: FunctionRef) -> bool {
        let Some(context) = &self.context else { return true };
        let i = function.file.0 as usize;
        let is_whole = i >= self.own || context.is_kin(i) || !self.index.file(function.file).is_some_and(|f| f.is_plain_c());
        is_whole || context.chosen.contains(&(i, hash(self.index.function(function).name.as_bytes())))
    }

    /// The marks of the files; with a context, those that tell which components what was read belongs to.
    pub(super) fn marks(&self) -> BTreeMap<FileId, Vec<FoundMark>> {
        let own = &self.files[..self.own];
        let Some(context) = &self.context else { return marks::of_sources(own, &self.known, &|_| true) };
        let read = own.iter().enumerate().filter(|(i, _)| self.indexed[*i]).map(|(_, file)| folder(&file.path)).collect();
        let mut marks = marks::around(own, &self.known, &read);
        marks.extend(marks::of_sources(own, &self.known, &|i| context.is_kin(i)));
        marks
    }

    /// Whether what lies in a function can be reported.
    pub(super) fn is_about(&self, file: FileId, function: &Name) -> bool {
        let Some(context) = &self.context else { return true };
        let calls_in = |crossing: &Crossing| crossing.callers.contains(&(file, function.clone()));
        context.is_kin(file.0 as usize) || self.crossing.as_ref().is_some_and(calls_in)
    }

    /// Functions that close what they are given. Who calls a method need not mention it: that is left to the opens of its class.
    fn closing_functions<'s>(&self, solved: &'s Solved) -> impl Iterator<Item = &'s usize> {
        solved.closing.iter().filter(|i| !self.flows[**i].name.contains("::"))
    }

    /// Which functions outside of the named files call what these say about keys: they hand one out, are told what to open, or close.
    pub(super) fn crossing(&self, paths: &BTreeSet<String>, solved: &Solved) -> Crossing {
        let files = (0..self.own).filter(|i| paths.contains(&self.files[*i].path)).map(|i| FileId(i as u32));
        let mut crossing = Crossing { files: files.collect(), ..Crossing::default() };
        let telling: FxHashSet<usize> = solved.effective.iter().chain(self.closing_functions(solved)).copied().collect();
        let is_telling = |f: &FunctionRef| crossing.files.contains(&f.file) && self.by_ref.get(f).is_some_and(|i| telling.contains(i));
        let calls_in = |flow: &&Flow| {
            flow.blocks.iter().flat_map(|b| &b.events).any(|event| match event {
                Event::Call { callee: Callee::Named(name), args, .. } if self.is_rust(flow.file) => {
                    self.rust.resolve(name, flow.file, args.len()).iter().any(is_telling)
                }
                Event::Call { callee, args, .. } => self.targets(callee, flow.file, args.len()).iter().any(is_telling),
                _ => false,
            })
        };
        let callers = self.flows.iter().filter(|flow| !crossing.files.contains(&flow.file)).filter(calls_in);
        let callers = callers.map(|flow| (flow.file, flow.name.clone())).collect();
        let functions = self.flows.iter().filter(|flow| crossing.files.contains(&flow.file)).map(|flow| flow.name.clone()).collect();
        (crossing.callers, crossing.functions) = (callers, functions);
        crossing
    }
}
