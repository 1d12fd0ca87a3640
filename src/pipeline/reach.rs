//! Where code runs: in the server, at registration, in a program or in a test. The lifetime of a key is the same everywhere;
//! what it does at a log-off is not.
//!
//! A function counts as registration code or as a program's only if nothing else that was given mentions it, or mentions what
//! leads to it. Methods are left out: who calls them by an interface need not mention them.

use super::Run;
use super::search::{mentions_word, narrow, word_finder};
use crate::flow::Name;
use crate::index::{FunctionRef, Wanted, is_header};
use crate::lifetime::{Lifetime, Runs, Solution};
use crate::source::FileId;
use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};
use std::collections::BTreeSet;

mod rust;

/// Where registration begins.
const REGISTRATION: &[&str] = &["DllInstall", "DllRegisterServer", "DllUnregisterServer"];
/// Where programs begin.
const PROGRAM: &[&str] = &["WinMain", "_tWinMain", "_tmain", "main", "wWinMain", "wmain"];
/// Where servers begin: what these lead to is never anything else.
const SERVER: &[&str] = &["DllCanUnloadNow", "DllGetClassObject", "DllMain", "ServiceMain"];

impl Run<'_> {
    /// Notes for every open and every wrong use where its function runs.
    pub(super) fn note_where_code_runs(&self, solution: &mut Solution) {
        let places = solution.lifetimes.iter().map(|l| (l.span.file, l.function.clone()));
        let places = places.chain(solution.misuses.iter().map(|m| (m.span.file, m.function.clone())));
        let places = places.chain(solution.predefined_uses.iter().map(|u| (u.span.file, u.function.clone())));
        let places = places.chain(solution.writes.iter().map(|w| (w.span.file, w.function.clone())));
        let called = |l: &&Lifetime| self.crossing.as_ref().is_some_and(|c| l.callers.iter().any(|caller| c.functions.contains(caller)));
        let called = solution.lifetimes.iter().filter(called).map(|l| (l.span.file, l.function.clone()));
        let places = places.filter(|(file, function)| self.is_about(*file, function)).chain(called);
        let places: FxHashSet<(FileId, Name)> = places.collect();
        let runs = self.where_they_run(&places);
        let of = |file: FileId, function: &Name| runs.get(&(file, function.clone())).copied().unwrap_or_default();
        for life in &mut solution.lifetimes {
            life.runs = of(life.span.file, &life.function);
        }
        for misuse in &mut solution.misuses {
            misuse.runs = of(misuse.span.file, &misuse.function);
        }
        for used in &mut solution.predefined_uses {
            used.runs = of(used.span.file, &used.function);
        }
        for write in &mut solution.writes {
            write.runs = of(write.span.file, &write.function);
        }
    }

    fn where_they_run(&self, places: &FxHashSet<(FileId, Name)>) -> FxHashMap<(FileId, Name), Runs> {
        let shared = shared_folders(self.files[..self.own].iter().map(|f| f.path.as_str()));
        let is_test = |file: FileId| is_test_path(&self.sources[file.0 as usize].path[shared..]);
        let mut runs: FxHashMap<(FileId, Name), Runs> = places.iter().filter(|p| is_test(p.0)).map(|p| (p.clone(), Runs::Test)).collect();
        let asked: FxHashMap<FunctionRef, &(FileId, Name)> = self
            .functions
            .iter()
            .zip(&self.flows)
            .filter_map(|(f, flow)| places.get(&(flow.file, flow.name.clone())).map(|p| (*f, p)))
            .filter(|(_, p)| !runs.contains_key(*p))
            .collect();
        let (of_rust, asked): (FxHashMap<_, _>, FxHashMap<_, _>) = asked.into_iter().partition(|(f, _)| self.is_rust(f.file));
        self.where_rust_runs(&of_rust, &mut runs);
        if asked.is_empty() {
            return runs;
        }
        let server = self.reached(self.entries(SERVER), None);
        for (entries, kind) in [(PROGRAM, Runs::Program), (REGISTRATION, Runs::Registration)] {
            let inside = self.reached(self.entries(entries), None);
            let found: Vec<FunctionRef> = asked.keys().copied().filter(|f| inside.contains(f) && !server.contains(f)).collect();
            if found.is_empty() {
                continue;
            }
            let others = self.reached(self.callers_outside(&inside), Some(&inside));
            let alone: Vec<FunctionRef> = found.into_iter().filter(|f| !others.contains(f)).collect();
            let leading = self.leading_to(&alone, &inside, entries);
            let mentioned = self.mentioned_in_unread(&leading);
            let from_unread = leading.into_iter().filter(|f| mentioned.contains(self.bare_name(*f))).collect();
            let others = self.reached(from_unread, Some(&inside));
            for function in alone.into_iter().filter(|f| !others.contains(f)) {
                runs.insert(asked[&function].clone(), kind);
            }
        }
        for (function, place) in asked {
            if server.contains(&function) {
                runs.insert(place.clone(), Runs::Server);
            }
        }
        runs
    }

    fn entries(&self, names: &[&str]) -> Vec<FunctionRef> {
        names.iter().flat_map(|n| self.index.functions_named(n)).copied().collect()
    }

    fn bare_name(&self, function: FunctionRef) -> &str {
        let name = &self.index.function(function).name;
        name.rsplit("::").next().unwrap_or(name)
    }

    /// Everything that these functions lead to, themselves included; only inside of `within`, if given.
    fn reached(&self, from: Vec<FunctionRef>, within: Option<&FxHashSet<FunctionRef>>) -> FxHashSet<FunctionRef> {
        let mut reached: FxHashSet<FunctionRef> = from.iter().copied().collect();
        let mut waiting = from;
        while let Some(function) = waiting.pop() {
            for word in self.index.words_in(function) {
                for callee in self.index.functions_named(word).iter().copied() {
                    let visible = !self.index.function(callee).internal || callee.file == function.file;
                    let free = within.is_some() || self.index.class_of(callee).is_none();
                    if visible && free && within.is_none_or(|w| w.contains(&callee)) && reached.insert(callee) {
                        waiting.push(callee);
                    }
                }
            }
        }
        reached
    }

    /// Functions of a set that lead to some of it, these included, without the entries.
    fn leading_to(&self, some: &[FunctionRef], inside: &FxHashSet<FunctionRef>, entries: &[&str]) -> Vec<FunctionRef> {
        let mut callers: FxHashMap<FunctionRef, Vec<FunctionRef>> = FxHashMap::default();
        for function in inside {
            let callees = self.index.words_in(*function).flat_map(|word| self.index.functions_named(word));
            for callee in callees.filter(|f| inside.contains(f)) {
                callers.entry(*callee).or_default().push(*function);
            }
        }
        let mut leading: BTreeSet<FunctionRef> = some.iter().copied().collect();
        let mut waiting = some.to_vec();
        while let Some(function) = waiting.pop() {
            for caller in callers.get(&function).into_iter().flatten().filter(|f| !entries.contains(&self.bare_name(**f))) {
                if leading.insert(*caller) {
                    waiting.push(*caller);
                }
            }
        }
        leading.into_iter().collect()
    }

    /// Functions outside of a set that mention one in it. What is `static` in another file has only its name in common with it.
    fn callers_outside(&self, inside: &FxHashSet<FunctionRef>) -> Vec<FunctionRef> {
        let is_private = |f: &FunctionRef| self.index.function(*f).internal && !is_header(&self.sources[f.file.0 as usize].path);
        let (private, shared): (Vec<FunctionRef>, Vec<FunctionRef>) = inside.iter().partition(|f| is_private(f));
        let wanted = self.index.wanted(shared.iter().map(|f| self.bare_name(*f)));
        let mut names: FxHashMap<FileId, Vec<&str>> = FxHashMap::default();
        private.iter().for_each(|f| names.entry(f.file).or_default().push(self.bare_name(*f)));
        let private: FxHashMap<FileId, Wanted> =
            names.into_iter().map(|(file, names)| (file, self.index.wanted_in(file, names.into_iter()))).collect();
        let all: Vec<FunctionRef> = self.index.all_functions().filter(|f| !inside.contains(f)).collect();
        let mentions =
            |f: &FunctionRef| self.index.mentions(*f, &wanted) || private.get(&f.file).is_some_and(|names| self.index.mentions(*f, names));
        all.into_par_iter().filter(mentions).collect()
    }

    /// Names of these functions that stand in files which were not read.
    fn mentioned_in_unread(&self, functions: &[FunctionRef]) -> FxHashSet<&str> {
        self.stand_in_unread(functions.iter().filter(|f| !self.index.function(**f).internal).map(|f| self.bare_name(*f)).collect())
    }

    /// Which of these names stand in files which were not read.
    fn stand_in_unread<'n>(&self, mut names: Vec<&'n str>) -> FxHashSet<&'n str> {
        names.sort_unstable();
        names.dedup();
        let finders: Vec<(&str, _)> = names.iter().filter_map(|n| word_finder(&[*n], 0).map(|finder| (*n, finder))).collect();
        let Some(any) = word_finder(&names, self.stats.bytes) else { return FxHashSet::default() };
        let candidates = self.known.mentioning(names.iter().copied());
        let unread = (0..self.own).into_par_iter().filter(|i| !self.indexed[*i] && candidates.may(*i));
        let found = unread.filter_map(|i| narrow(self.files[i].bytes())).filter(|bytes| mentions_word(&any, bytes));
        found.flat_map_iter(|bytes| finders.iter().filter(move |(_, f)| mentions_word(f, &bytes)).map(|(n, _)| *n)).collect()
    }
}

/// How many bytes all paths begin with that are folders: they say where the code lies, not what it is.
fn shared_folders<'p>(mut paths: impl Iterator<Item = &'p str>) -> usize {
    let Some(first) = paths.next() else { return 0 };
    let folders = |path: &str| path.rfind('/').map_or(0, |i| i + 1);
    paths.fold(folders(first), |shared, path| {
        let same = first[..shared].bytes().zip(path.bytes()).take_while(|(a, b)| a == b).count();
        first.get(..same).map_or(0, folders)
    })
}

/// Whether a path names a test: `tests/x.c`, `x_test.cpp`, `UnitTests/x.cpp`, `InitTests.cpp`.
fn is_test_path(path: &str) -> bool {
    let word = |w: &str| matches!(&*w.to_ascii_lowercase(), "test" | "tests" | "unittest" | "unittests");
    path.split('/').any(|part| {
        let stem = part.rsplit_once('.').map_or(part, |(stem, _)| stem);
        let begins = stem.strip_prefix("Test").is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_uppercase()));
        stem.split(['_', '-', '.', ' ']).any(word) || stem.ends_with("Test") || stem.ends_with("Tests") || begins
    })
}

#[cfg(test)]
mod tests {
    use super::{is_test_path, shared_folders};

    #[test]
    fn paths_that_name_tests() {
        for path in ["tests/a.c", "src/a_test.cpp", "UnitTests/a.cpp", "src/InitTests.cpp", "TestExplorer/a.cpp", "dlls/msi/tests/a.c"] {
            assert!(is_test_path(path), "{path}");
        }
        for path in ["src/a.c", "contest/a.c", "src/latest.c", "testdata/a.c", "attest.cpp", "Testament.c"] {
            assert!(!is_test_path(path), "{path}");
        }
    }

    #[test]
    fn folders_that_all_paths_share_say_nothing() {
        assert_eq!(shared_folders(["/test/a/b.c", "/test/c.c"].into_iter()), "/test/".len());
        assert_eq!(shared_folders(["tests/a.c"].into_iter()), "tests/".len());
        assert_eq!(shared_folders(["tests/a.c", "src/b.c"].into_iter()), 0);
        assert_eq!(shared_folders(["tests/ä.c", "tests/ö.c"].into_iter()), "tests/".len());
        assert_eq!(shared_folders(std::iter::empty()), 0);
    }
}
