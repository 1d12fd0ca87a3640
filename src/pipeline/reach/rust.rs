//! The same for Rust. Methods are left out here, too, and so are statics, which are filled when they are first asked for. What a
//! macro or a constant mentions counts as mentioned by anybody.

use super::super::Run;
use super::{PROGRAM, REGISTRATION, SERVER};
use crate::flow::Name;
use crate::frontend::rust::RustIndex;
use crate::index::FunctionRef;
use crate::lifetime::Runs;
use crate::source::FileId;
use rustc_hash::{FxHashMap, FxHashSet};

/// Who mentions whom.
struct Graph<'a> {
    index: &'a RustIndex,
    all: Vec<FunctionRef>,
    /// By the hash of the name.
    named: FxHashMap<u64, Vec<FunctionRef>>,
}

impl Run<'_> {
    /// Notes where these functions run, as far as that can be told.
    pub(super) fn where_rust_runs(&self, asked: &FxHashMap<FunctionRef, &(FileId, Name)>, runs: &mut FxHashMap<(FileId, Name), Runs>) {
        if asked.is_empty() {
            return;
        }
        let graph = Graph::of(&self.rust);
        let server = graph.reached(graph.entries(SERVER), None);
        let anywhere = self.rust.words_of_no_function();
        for (entries, kind) in [(PROGRAM, Runs::Program), (REGISTRATION, Runs::Registration)] {
            let inside = graph.reached(graph.entries(entries), None);
            let found: Vec<FunctionRef> = asked.keys().copied().filter(|f| inside.contains(f) && !server.contains(f)).collect();
            if found.is_empty() {
                continue;
            }
            let others = graph.reached(graph.mentioned_outside(&inside, &anywhere), Some(&inside));
            let alone: Vec<FunctionRef> = found.into_iter().filter(|f| !others.contains(f)).collect();
            let mentioned = self.stand_in_unread(alone.iter().map(|f| self.rust.bare_name(*f)).collect());
            for function in alone.into_iter().filter(|f| !mentioned.contains(self.rust.bare_name(*f))) {
                runs.insert(asked[&function].clone(), kind);
            }
        }
        for (function, place) in asked.iter().filter(|(f, _)| server.contains(*f)) {
            debug_assert!(function.file == place.0);
            runs.insert((*place).clone(), Runs::Server);
        }
    }
}

impl Graph<'_> {
    fn of(index: &RustIndex) -> Graph<'_> {
        let all = index.functions();
        let mut named: FxHashMap<u64, Vec<FunctionRef>> = FxHashMap::default();
        for function in &all {
            named.entry(RustIndex::word(index.bare_name(*function))).or_default().push(*function);
        }
        Graph { index, all, named }
    }

    fn entries(&self, names: &[&str]) -> Vec<FunctionRef> {
        names.iter().flat_map(|n| self.named.get(&RustIndex::word(n)).into_iter().flatten()).copied().collect()
    }

    /// Everything that these functions lead to, themselves included; only inside of `within`, if given.
    fn reached(&self, from: Vec<FunctionRef>, within: Option<&FxHashSet<FunctionRef>>) -> FxHashSet<FunctionRef> {
        let mut reached: FxHashSet<FunctionRef> = from.iter().copied().collect();
        let mut waiting = from;
        while let Some(function) = waiting.pop() {
            for callee in self.index.words(function).iter().filter_map(|w| self.named.get(w)).flatten().copied() {
                let is_free = within.is_some() || !self.index.runs_unmentioned(callee);
                if is_free && within.is_none_or(|w| w.contains(&callee)) && reached.insert(callee) {
                    waiting.push(callee);
                }
            }
        }
        reached
    }

    /// Functions of a set that something outside of it mentions.
    fn mentioned_outside(&self, inside: &FxHashSet<FunctionRef>, anywhere: &FxHashSet<u64>) -> Vec<FunctionRef> {
        let mut words = anywhere.clone();
        words.extend(self.all.iter().filter(|f| !inside.contains(f)).flat_map(|f| self.index.words(*f)).copied());
        inside.iter().copied().filter(|f| words.contains(&RustIndex::word(self.index.bare_name(*f)))).collect()
    }
}
