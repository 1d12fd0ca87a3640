//! Marks of COM and COM+ in sources and DLLs: what tells a component.

use super::known::Found;
use super::search::{is_whole_word, narrow, word_finder};
use crate::frontend::pe::evidence::Evidence;
use crate::models::{FoundMark, Word, source_marks};
use crate::source::{FileId, Input, folder};
use aho_corasick::AhoCorasick;
use rayon::prelude::*;
use rustc_hash::FxHashSet;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

/// How far behind a mark the word may stand that it needs to be one.
const REACH: usize = 200;

/// The marks of every source that is wanted and has some. Where a mark's words are said to be unsound, a test fails; here they are
/// none.
pub(super) fn of_sources(files: &[Input], known: &Found, wanted: &(dyn Fn(usize) -> bool + Sync)) -> BTreeMap<FileId, Vec<FoundMark>> {
    let words = source_marks().unwrap_or_default();
    let candidates = known.mentioning(words.iter().map(|w| w.word.as_str()));
    let wanted = |file: usize| wanted(file) && candidates.may(file);
    static WORDS: LazyLock<Option<AhoCorasick>> = LazyLock::new(|| {
        let words: Vec<&str> = source_marks().unwrap_or_default().iter().map(|w| w.word.as_str()).collect();
        word_finder(&words, usize::MAX)
    });
    let Some(finder) = &*WORDS else { return BTreeMap::new() };
    let found = files.par_iter().enumerate().filter(|(i, _)| wanted(*i)).filter_map(|(i, file)| {
        let bytes = narrow(file.bytes())?;
        let whole = finder.find_iter(&*bytes).filter(|m| is_whole_word(&bytes, m.start(), m.end()));
        let told = whole.map(|m| (&words[m.pattern().as_usize()], m.start(), m.end()));
        let mut marks: Vec<FoundMark> = Vec::new();
        for (word, start, end) in told {
            let is_new = marks.iter().all(|m| m.mark != word.word);
            if is_new && !is_in_comment(&bytes, start) && is_followed(word, &bytes[end..]) {
                let text = format!("the sources name it: {}", word.says);
                marks.push(FoundMark { strength: word.strength, mark: word.word.clone(), text });
            }
        }
        marks.sort();
        (!marks.is_empty()).then_some((FileId(i as u32), marks))
    });
    found.collect()
}

/// The marks that tell which components the files in some folders belong to, and what these are: of the files in these folders and
/// in those above, and where these show some, of all below.
pub(super) fn around(files: &[Input], known: &Found, folders: &BTreeSet<&str>) -> BTreeMap<FileId, Vec<FoundMark>> {
    let above: FxHashSet<&str> = folders.iter().flat_map(|f| folders_above(f)).collect();
    let mut marks = of_sources(files, known, &|i| above.contains(folder(&files[i].path)));
    let marked: FxHashSet<&str> = marks.keys().map(|file| folder(&files[file.0 as usize].path)).collect();
    let is_below = |folder: &str| !above.contains(folder) && folders_above(folder).any(|f| marked.contains(f));
    marks.extend(of_sources(files, known, &|i| is_below(folder(&files[i].path))));
    marks
}

/// The folder, and every one above it.
fn folders_above(path: &str) -> impl Iterator<Item = &str> {
    std::iter::successors(Some(path), |path| (!path.is_empty()).then(|| folder(path)))
}

/// The marks of a DLL.
pub(super) fn of_binary(bytes: &[u8]) -> Vec<FoundMark> {
    goblin::pe::PE::parse(bytes).map(|pe| Evidence::read(bytes, &pe).0.marks).unwrap_or_default()
}

fn is_followed(word: &Word, rest: &[u8]) -> bool {
    let near = &rest[..rest.len().min(REACH)];
    let stands = |w: &String| {
        let finder = memchr::memmem::Finder::new(w.as_bytes());
        finder.find_iter(near).any(|at| is_whole_word(near, at, at + w.len()))
    };
    word.followed_by.is_empty() || word.followed_by.iter().any(stands)
}

/// Whether what stands before a place on its line makes it a comment.
fn is_in_comment(bytes: &[u8], at: usize) -> bool {
    let line = memchr::memrchr(b'\n', &bytes[..at]).map_or(0, |i| i + 1);
    let before = bytes[line..at].trim_ascii_start();
    before.starts_with(b"*")
        || memchr::memmem::find(before, b"//").is_some()
        || memchr::memmem::rfind(before, b"/*").is_some_and(|i| memchr::memmem::find(&before[i..], b"*/").is_none())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn marks(text: &str) -> Vec<String> {
        let found = of_sources(&[Input::new("a.cpp", text.as_bytes().to_vec())], &Found::default(), &|_| true);
        found.into_values().flatten().map(|m| m.mark).collect()
    }

    #[test]
    fn words_are_marks_outside_of_comments() {
        assert_eq!(marks("#include <comsvcs.h>\nclass A : public IObjectControl {"), ["IObjectControl", "comsvcs.h"]);
        assert_eq!(marks("impl IObjectControl_Impl for A_Impl {"), ["IObjectControl_Impl"]);
        assert_eq!(marks("// IObjectControl\n/* comsvcs.h\n * IObjectControl */ int xIObjectControl;\n"), Vec::<String>::new());
        assert_eq!(marks("/* old */ class A : IObjectControl"), ["IObjectControl"]);
    }

    #[test]
    fn pooling_counts_where_it_is_allowed() {
        assert_eq!(marks("BOOL CanBePooled() { return TRUE; }"), ["CanBePooled"]);
        assert_eq!(marks("BOOL CanBePooled() { return FALSE; }"), Vec::<String>::new());
    }
}
