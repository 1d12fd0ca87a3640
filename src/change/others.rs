//! Which files of a run define what a function calls: for trials that one file is not enough for.

use super::code::Code;
use super::part::{Parts, Reach};
use crate::source::{FileId, Source};
use rustc_hash::{FxHashMap, FxHashSet};

/// A name that more files define does not tell which is meant.
const MOST_DEFINITIONS: usize = 3;
/// So many other files are given to a trial.
const MOST_FILES: usize = 6;
/// A file longer than this is not given.
const LONGEST: usize = 1 << 20;

/// The files that define a name.
pub(super) struct Others<'a> {
    sources: &'a [Source],
    files: FxHashMap<String, Vec<FileId>>,
}

impl<'a> Others<'a> {
    /// On one thread: it is made when a change first asks for it, while other changes wait for it. A thread that waited for a part of
    /// it would take up one of those meanwhile, and never come back.
    pub(super) fn of(sources: &'a [Source]) -> Others<'a> {
        let readable =
            |(_, s): &(usize, &Source)| s.binary.is_none() && !s.text.is_empty() && s.text.len() <= LONGEST && !s.path.ends_with(".rs");
        let names: Vec<(FileId, Vec<String>)> = sources
            .iter()
            .enumerate()
            .filter(readable)
            .map(|(i, source)| {
                let file = FileId(i as u32);
                let code = Code::of(source, file);
                let names: FxHashSet<&str> = Parts::of(&code).names().collect();
                (file, names.into_iter().map(str::to_owned).collect())
            })
            .collect();
        let mut files: FxHashMap<String, Vec<FileId>> = FxHashMap::default();
        for (file, names) in names {
            for name in names {
                files.entry(name).or_default().push(file);
            }
        }
        Others { sources, files }
    }

    /// The files that define one of the words, cut down to that; those in the order of the run. None if one of them can't be taken
    /// because of what is in that part of it.
    pub(super) fn defining(
        &self,
        own: FileId,
        words: &FxHashSet<&str>,
        takes: impl Fn(FileId, &Reach) -> bool,
    ) -> Option<Vec<(&'a str, String)>> {
        let known =
            words.iter().filter_map(|w| self.files.get(*w)).filter(|files| files.len() <= MOST_DEFINITIONS && !files.contains(&own));
        let mut files: Vec<FileId> = known.flatten().copied().collect();
        files.sort_unstable();
        files.dedup();
        files.truncate(MOST_FILES);
        let cut = |file: FileId| {
            let source = &self.sources[file.0 as usize];
            let code = Code::of(source, file);
            let parts = Parts::of(&code);
            let reach = parts.from(&code, &parts.called(words));
            takes(file, &reach).then_some((&*source.path, reach.part.text))
        };
        files.into_iter().map(cut).collect()
    }
}
