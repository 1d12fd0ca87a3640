//! Which files mention a name.

use super::known::Found;
use super::{Run, unread};
use crate::models::published_types;
use crate::source::{Input, decode};
use aho_corasick::{AhoCorasick, AhoCorasickKind, MatchKind};
use rayon::prelude::*;
use rustc_hash::FxHashSet;
use std::borrow::Cow;
use std::collections::BTreeSet;
use std::sync::LazyLock;

/// To make a table with a row a letter of a name pays where so many bytes are searched …
const WORTH_A_TABLE: usize = 8 << 20;
/// … for no more names: it takes 5 KiB for one. Left to itself the crate takes slower machines from about a hundred names on.
const MOST_NAMES_IN_A_TABLE: usize = 2000;

impl Run<'_> {
    /// Decodes the files that mention one of the new names; of those that may be read only since the last search, any of the names.
    pub(super) fn read_files_with(&mut self, new: &[&str], names: &FxHashSet<String>) {
        let waiting = (0..self.files.len()).filter(|i| !self.read[*i] && self.may_read(*i));
        let (searched, others): (Vec<usize>, Vec<usize>) = waiting.partition(|i| self.searched[*i]);
        others.iter().for_each(|i| self.searched[*i] = true);
        self.read_those_with(searched, new);
        self.read_those_with(others, &names.iter().map(String::as_str).collect::<Vec<_>>());
    }

    fn read_those_with(&mut self, waiting: Vec<usize>, names: &[&str]) {
        let files = self.files;
        let candidates = self.known.mentioning(names.iter().copied());
        let waiting: Vec<usize> = waiting.into_iter().filter(|i| candidates.may(*i)).collect();
        // what was taken for machine code is empty here
        let bytes: usize = waiting.iter().map(|i| files[*i].size()).sum();
        if bytes == 0 {
            return;
        }
        let Some(finder) = word_finder(names, bytes) else { return };
        let found: Vec<(usize, Option<String>)> = waiting
            .into_par_iter()
            .filter_map(|i| {
                let Some(bytes) = narrow(files[i].bytes()) else { return Some((i, None)) };
                mentions_word(&finder, &bytes).then(|| (i, decode(files[i].bytes())))
            })
            .collect();
        for (i, text) in found {
            self.set_text(i, text);
        }
    }
}

/// Finds the names, in so many bytes.
pub(super) fn word_finder(names: &[&str], bytes: usize) -> Option<AhoCorasick> {
    let kind = (bytes > WORTH_A_TABLE && names.len() <= MOST_NAMES_IN_A_TABLE).then_some(AhoCorasickKind::DFA);
    let finder = || AhoCorasick::builder().match_kind(MatchKind::LeftmostLongest).kind(kind).build(names);
    (!names.is_empty()).then(|| finder().expect("a few thousand short names fit"))
}

/// Whether one of the names stands there as a whole word.
pub(super) fn mentions_word(finder: &AhoCorasick, bytes: &[u8]) -> bool {
    finder.find_iter(bytes).any(|m| is_whole_word(bytes, m.start(), m.end()))
}

pub(super) fn is_whole_word(bytes: &[u8], start: usize, end: usize) -> bool {
    let inside = |byte: Option<&u8>| byte.is_some_and(unread::part_of_word);
    !inside(start.checked_sub(1).and_then(|i| bytes.get(i))) && !inside(bytes.get(end))
}

/// Which of the words stand there.
pub(super) fn words_mentioned<'w>(finder: &AhoCorasick, words: &[&'w str], bytes: &[u8]) -> BTreeSet<&'w str> {
    let whole = finder.find_iter(bytes).filter(|m| is_whole_word(bytes, m.start(), m.end()));
    whole.map(|m| words[m.pattern().as_usize()]).collect()
}

/// The files of a run, those after them that describe the published classes which they mention, and the words that do.
pub(super) type WithPublished = (Vec<Input>, usize, Vec<&'static str>);

pub(super) fn with_published(mut files: Vec<Input>, known: &Found, is_open: &(dyn Fn(usize) -> bool + Sync)) -> WithPublished {
    let own = files.len();
    if files.iter().all(|file| file.size() == 0) {
        return (files, own, Vec::new());
    }
    let all = published_types();
    static SIGNS: LazyLock<(Vec<&str>, Option<AhoCorasick>)> = LazyLock::new(|| {
        let signs: Vec<&str> = published_types().iter().flat_map(|p| p.signs.iter().copied()).collect();
        let finder = word_finder(&signs, 0);
        (signs, finder)
    });
    let (words, Some(finder)) = &*SIGNS else { return (files, own, Vec::new()) };
    let candidates = known.mentioning(words.iter().copied());
    let open = files.par_iter().enumerate().filter(|(i, _)| is_open(*i) && candidates.may(*i));
    let mentioned: BTreeSet<&str> =
        open.filter_map(|(_, file)| narrow(file.bytes()).map(|bytes| words_mentioned(finder, words, &bytes))).flatten().collect();
    let mut used = Vec::new();
    for published in all.iter().filter(|p| p.signs.iter().any(|w| mentioned.contains(w))) {
        files.push(Input::new(published.path, published.text.as_bytes().to_vec()));
        used.extend(published.names);
    }
    (files, own, used)
}

/// The bytes with UTF-16 made readable; `None` for binary data.
pub(super) fn narrow(bytes: &[u8]) -> Option<Cow<'_, [u8]>> {
    let marked = bytes.starts_with(&[0xFF, 0xFE]) || bytes.starts_with(&[0xFE, 0xFF]);
    if marked || bytes[..bytes.len().min(4096)].contains(&0) {
        return decode(bytes).map(|text| Cow::Owned(text.into_bytes()));
    }
    Some(Cow::Borrowed(bytes))
}
