//! A check of a few files in the middle of a tree. Of the other files only those are read that the named ones depend on: where
//! functions, macros and classes are defined that they use, and, round by round, whoever calls a function of theirs that hands
//! out a key or is given one.

use super::unread::{Unread, definitions, few, hash, part_of_word};
use super::{Run, mentions_word, narrow, word_finder};
use crate::flow::{Callee, Event, Flow};
use crate::index::FunctionRef;
use crate::lifetime::Crossing;
use crate::models::{Models, published_types};
use crate::solve::Solved;
use crate::source::{FileId, folder};
use rayon::prelude::*;
use rustc_hash::FxHashSet;
use std::collections::BTreeSet;

/// How many calls deep definitions are followed from the named files: a wrapper of a wrapper is reached.
const DEEPEST: usize = 2;

/// How much of the other files is read.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Extent {
    /// All: what is said of the named files then is the measure for the other way.
    Whole,
    /// What the named files depend on.
    Needed,
}

/// The files that are checked; the others that were given are there to understand them.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Named {
    /// Their paths, as given.
    pub paths: BTreeSet<String>,
    /// How much of the others is read.
    pub extent: Extent,
}

/// What a run knows of the files that it is about.
pub(super) struct Context {
    named: Vec<bool>,
    /// Files that are read if they mention a modelled name.
    open: Vec<bool>,
    /// Names by which functions and objects of the named files are reached, directly or through callers.
    upward: BTreeSet<String>,
    /// Hashes of the modelled names, and of the names of definitions that lead to one.
    telling: FxHashSet<u64>,
    sought: FxHashSet<u64>,
    /// Everything that was looked up so far and did not lead to a modelled name yet.
    silent: Vec<Looked>,
}

/// A definition that a name may mean.
struct Looked {
    file: usize,
    name: u64,
    is_function: bool,
    words: FxHashSet<u64>,
}

impl Context {
    pub(super) fn of(files: &[(String, Vec<u8>)], paths: &BTreeSet<String>, models: &Models) -> (Context, Unread) {
        let named: Vec<bool> = files.iter().map(|(path, _)| paths.contains(path)).collect();
        let is_rust = |path: &str| path.to_ascii_lowercase().ends_with(".rs");
        let rust = files.iter().zip(&named).any(|((path, _), named)| *named && is_rust(path));
        // one finding lists the uses of a whole component
        let folders: FxHashSet<&str> = paths.iter().map(|path| folder(path)).collect();
        let open = files.iter().map(|(path, _)| folders.contains(folder(path)) || rust && is_rust(path)).collect();
        let signs = published_types().iter().flat_map(|p| p.signs.iter().chain(p.names)).copied();
        let hashes = |name: &str| [hash(name.as_bytes()), hash(name.as_bytes()) ^ PLAIN];
        let constants = models.seeds().into_iter().filter(|s| s.starts_with("HKEY_")).chain(signs);
        let mut telling: FxHashSet<u64> = constants.flat_map(hashes).collect();
        telling.extend(models.seeds().iter().map(|s| hash(s.as_bytes())));
        let unread = Unread::of(files);
        let (upward, sought, silent) = (BTreeSet::new(), FxHashSet::default(), Vec::new());
        let mut context = Context { named, open, upward, telling, sought, silent };
        let named: Vec<usize> = (0..files.len()).filter(|i| context.named[*i]).collect();
        named.iter().for_each(|i| context.open[*i] = true);
        let words = named.par_iter().filter_map(|i| narrow(&files[*i].1)).map(|bytes| words_of(&bytes)).flatten().collect();
        context.follow_definitions(files, &unread, words);
        (context, unread)
    }

    /// Whether a file may be read because it mentions a name.
    pub(super) fn is_open(&self, file: usize) -> bool {
        self.open.get(file).is_none_or(|open| *open)
    }

    /// Opens the files that define what is used under these names, and what that uses, if it leads to a modelled name.
    fn follow_definitions(&mut self, files: &[(String, Vec<u8>)], unread: &Unread, mut words: FxHashSet<u64>) {
        for _ in 0..DEEPEST {
            words.retain(|w| !self.telling.contains(w) && self.sought.insert(*w));
            let mut defining: BTreeSet<usize> = BTreeSet::new();
            words.iter().for_each(|w| defining.extend(few(unread.files_defining(*w).chain(unread.types_defining(*w ^ PLAIN)))));
            let found: Vec<Looked> = defining.into_par_iter().flat_map_iter(|i| looked_up(i, &files[i].1, &words)).collect();
            words = found.iter().flat_map(|d| d.words.iter().copied()).collect();
            self.silent.extend(found);
        }
        loop {
            let (telling, silent): (Vec<Looked>, Vec<Looked>) =
                std::mem::take(&mut self.silent).into_iter().partition(|d| !d.words.is_disjoint(&self.telling));
            self.silent = silent;
            if telling.is_empty() {
                return;
            }
            for definition in telling {
                self.open[definition.file] = true;
                self.telling.insert(definition.name);
                if !definition.is_function {
                    self.telling.insert(definition.name ^ PLAIN);
                }
            }
        }
    }
}

fn looked_up(file: usize, bytes: &[u8], names: &FxHashSet<u64>) -> Vec<Looked> {
    let Some(bytes) = narrow(bytes) else { return Vec::new() };
    let wanted = definitions(&bytes).filter_map(|(name, body, is_function)| {
        let (called, plain) = (hash(name), hash(name) ^ PLAIN);
        let is_wanted = names.contains(&called) || !is_function && names.contains(&plain);
        is_wanted.then(|| Looked { file, name: called, is_function, words: words_of(&bytes[body]) })
    });
    wanted.collect()
}

/// Tells the hash of a word that is called from that of one that only stands there.
const PLAIN: u64 = 0x9e37_79b9_7f4a_7c15;

/// Hashes of the words: those before a bracket may be functions, all others only classes and macros.
fn words_of(bytes: &[u8]) -> FxHashSet<u64> {
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
            words.insert(if is_called { hash(word) } else { hash(word) ^ PLAIN });
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
        new.retain(|n| context.upward.insert(n.clone()));
        let names: Vec<&str> = new.iter().map(String::as_str).collect();
        let Some(finder) = word_finder(&names) else { return };
        let hashes: FxHashSet<u64> = names.iter().flat_map(|n| [hash(n.as_bytes()), hash(n.as_bytes()) ^ PLAIN]).collect();
        let files = self.files;
        // the words of the functions that mention one of the names
        let mentioning = |i: usize| -> Option<(usize, FxHashSet<u64>)> {
            let bytes = narrow(&files[i].1)?;
            mentions_word(&finder, &bytes).then(|| {
                let functions = definitions(&bytes).map(|(_, body, _)| words_of(&bytes[body])).filter(|w| !w.is_disjoint(&hashes));
                (i, functions.flatten().collect())
            })
        };
        let callers: Vec<(usize, FxHashSet<u64>)> =
            (0..context.named.len()).into_par_iter().filter(|i| !self.read[*i]).filter_map(mentioning).collect();
        callers.iter().for_each(|(i, _)| context.open[*i] = true);
        let unread = self.unread.get_or_insert_with(|| Unread::of(files));
        context.follow_definitions(files, unread, callers.into_iter().flat_map(|(_, words)| words).collect());
    }

    /// Names of functions that matter to their callers and are in a named file, or call what is.
    fn new_upward_names(&self, solved: &Solved) -> BTreeSet<String> {
        let Some(context) = &self.context else { return BTreeSet::new() };
        let wanted = self.index.wanted(context.upward.iter().map(String::as_str));
        let mut names = BTreeSet::new();
        for i in &solved.effective {
            let (flow, function) = (&self.flows[*i], self.functions[*i]);
            let file = flow.file.0 as usize;
            if file >= self.own || self.is_rust(flow.file) || !context.named[file] && !self.index.mentions(function, &wanted) {
                continue;
            }
            match self.index.this_class(function) {
                Some(class) => {
                    let tags: Vec<&str> = self.index.class_def(class).names.iter().map(|n| &**n).collect();
                    names.extend(tags.iter().flat_map(|t| self.index.names_leading_to(t)).map(str::to_owned));
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

    /// Which functions outside of the named files call into them.
    pub(super) fn crossing(&self, paths: &BTreeSet<String>) -> Crossing {
        let files = (0..self.own).filter(|i| paths.contains(&self.files[*i].0)).map(|i| FileId(i as u32));
        let mut crossing = Crossing { files: files.collect(), ..Crossing::default() };
        let lowered = |f: &FunctionRef| crossing.files.contains(&f.file) && self.by_ref.contains_key(f);
        let calls_in = |flow: &&Flow| {
            flow.blocks.iter().flat_map(|b| &b.events).any(|event| match event {
                Event::Call { callee: Callee::Named(name), args, .. } if self.is_rust(flow.file) => {
                    self.rust.resolve(name, flow.file, args.len()).iter().any(lowered)
                }
                Event::Call { callee, args, .. } => self.targets(callee, flow.file, args.len()).iter().any(lowered),
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
