//! What is known of files without reading them: which words stand in them, and what they define. A run that keeps it lets the next
//! one read only the files that have changed and those that it looks into.

use super::search::narrow;
use super::unread::{Unread, hash, part_of_word};
use crate::source::Input;
use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};
use std::borrow::Borrow;

/// What is known of some files, by their numbers.
#[derive(Clone, Debug, Default)]
pub struct Known {
    /// What the run calls each file; nothing if it is not there as it was.
    pub names: Vec<Option<String>>,
    words: Words,
    /// Files that are no text: nothing is known of them.
    binary: Vec<u32>,
    defined: Unread,
}

/// Entries of eight bytes: the hash of a word and the number of a file that has it, sorted. They stay as they are on disk, because
/// a run looks up few of millions.
#[derive(Clone, Debug, Default)]
struct Words {
    bytes: Vec<u8>,
    /// Where among the bytes they begin.
    from: usize,
}

impl Words {
    fn of(mut entries: Vec<u64>) -> Words {
        entries.par_sort_unstable();
        Words { bytes: entries.into_iter().flat_map(u64::to_le_bytes).collect(), from: 0 }
    }

    fn bytes(&self) -> &[u8] {
        &self.bytes[self.from..]
    }

    /// The numbers of the files that have a word, sorted.
    fn numbers(&self, word: u32) -> Vec<u32> {
        let (entries, _) = self.bytes().as_chunks::<8>();
        let of = |entry: &[u8; 8]| {
            let entry = u64::from_le_bytes(*entry);
            ((entry >> 32) as u32, entry as u32)
        };
        let first = entries.partition_point(|entry| of(entry).0 < word);
        entries[first..].iter().map(of).take_while(|entry| entry.0 == word).map(|entry| entry.1).collect()
    }
}

impl Known {
    /// Reads the files.
    pub fn of<I: Borrow<Input> + Sync>(files: &[I]) -> Known {
        let texts = files.par_iter().enumerate().map(|(i, file)| (i as u32, narrow(file.borrow().bytes())));
        let (words, binary): (Vec<Vec<u64>>, Vec<Option<u32>>) = texts
            .map(|(i, text)| match text {
                Some(text) => (words(&text).into_iter().map(|w| u64::from(w) << 32 | u64::from(i)).collect(), None),
                None => (Vec::new(), Some(i)),
            })
            .unzip();
        let words = Words::of(words.concat());
        let names = files.iter().map(|file| Some(file.borrow().path.clone())).collect();
        Known { names, words, binary: binary.into_iter().flatten().collect(), defined: Unread::of(files, &|_| true) }
    }

    /// The tables, to be kept.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = Vec::new();
        put(&mut bytes, &self.binary, |b| b.to_le_bytes());
        for table in self.defined.tables() {
            put(&mut bytes, table, |(name, file, at)| {
                let mut entry = [0; 16];
                entry[..8].copy_from_slice(&name.to_le_bytes());
                entry[8..12].copy_from_slice(&file.to_le_bytes());
                entry[12..].copy_from_slice(&at.to_le_bytes());
                entry
            });
        }
        bytes.extend(self.words.bytes());
        bytes
    }

    /// What was kept of so many files, none of which has a name yet: these bytes from the given one on. Nothing if they are not what
    /// [`Known::to_bytes`] wrote.
    pub fn from_bytes(files: usize, bytes: Vec<u8>, from: usize) -> Option<Known> {
        let mut rest = bytes.get(from..)?;
        let binary = get(&mut rest, |b: &[u8; 4]| u32::from_le_bytes(*b))?;
        let entry = |b: &[u8; 16]| {
            let number = u128::from_le_bytes(*b);
            (number as u64, (number >> 64) as u32, (number >> 96) as u32)
        };
        let mut defined = Unread::default();
        for table in defined.tables_mut() {
            *table = get(&mut rest, entry)?;
        }
        let words = Words { from: bytes.len() - rest.len(), bytes };
        words.bytes().len().is_multiple_of(8).then(|| Known { names: vec![None; files], words, binary, defined })
    }
}

fn put<T, const N: usize>(bytes: &mut Vec<u8>, table: &[T], record: impl Fn(&T) -> [u8; N]) {
    bytes.extend((table.len() as u64).to_le_bytes());
    table.iter().for_each(|entry| bytes.extend(record(entry)));
}

fn get<T, const N: usize>(bytes: &mut &[u8], entry: impl Fn(&[u8; N]) -> T) -> Option<Vec<T>> {
    let (count, rest) = bytes.split_first_chunk::<8>()?;
    let length = usize::try_from(u64::from_le_bytes(*count)).ok()?.checked_mul(N)?;
    let (table, rest) = rest.split_at_checked(length)?;
    *bytes = rest;
    Some(table.as_chunks::<N>().0.iter().map(entry).collect())
}

/// Hashes of the words of a text, each once. Numbers are none.
fn words(text: &[u8]) -> FxHashSet<u32> {
    parts(text).filter(|word| !word[0].is_ascii_digit()).map(short_hash).collect()
}

/// What stands between bytes that are not part of words.
fn parts(text: &[u8]) -> impl Iterator<Item = &[u8]> {
    text.split(|b| !part_of_word(b)).filter(|part| !part.is_empty())
}

fn short_hash(word: &[u8]) -> u32 {
    let hash = hash(word);
    (hash ^ hash >> 32) as u32
}

/// What a run knows of its files.
#[derive(Default)]
pub(super) struct Found<'k> {
    known: Option<&'k Known>,
    /// Where the known files are in the run's list, by their numbers.
    places: Vec<Option<u32>>,
    /// Of which files of the run something is known.
    is_known: Vec<bool>,
}

impl<'k> Found<'k> {
    pub(super) fn of(files: &[Input], known: &'k Known) -> Found<'k> {
        let by_name: FxHashMap<&str, u32> = files.iter().map(|file| file.path.as_str()).zip(0..).collect();
        let place = |name: &Option<String>| name.as_ref().and_then(|name| by_name.get(name.as_str()).copied());
        let mut places: Vec<Option<u32>> = known.names.iter().map(place).collect();
        for number in &known.binary {
            places.get_mut(*number as usize).into_iter().for_each(|place| *place = None);
        }
        let mut is_known = vec![false; files.len()];
        places.iter().flatten().for_each(|place| is_known[*place as usize] = true);
        Found { known: Some(known), places, is_known }
    }

    /// What the files define.
    pub(super) fn unread(&self, files: &[Input]) -> Unread {
        let mut unread = Unread::of(files, &|file| !self.knows(file));
        if let Some(known) = self.known {
            unread.add(&known.defined, &|number| self.place(number));
        }
        unread
    }

    fn place(&self, number: u32) -> Option<u32> {
        self.places.get(number as usize).copied().flatten()
    }

    fn knows(&self, file: usize) -> bool {
        self.is_known.get(file).is_some_and(|is_known| *is_known)
    }

    /// The files that may mention one of the names as a whole word: those that have all its parts, and those of which nothing is known.
    pub(super) fn mentioning<'n>(&self, names: impl IntoIterator<Item = &'n str>) -> Mentioning<'_> {
        let mut mentioning = Mentioning { found: self, is_any: self.known.is_none(), files: FxHashSet::default() };
        let Some(known) = self.known else { return mentioning };
        for name in names {
            match known.numbers_with(name) {
                Some(numbers) => mentioning.files.extend(numbers.into_iter().filter_map(|number| self.place(number))),
                None => mentioning.is_any = true,
            }
        }
        mentioning
    }
}

impl Known {
    /// The numbers of the files that have all words of a name, sorted; nothing if it has none.
    fn numbers_with(&self, name: &str) -> Option<Vec<u32>> {
        let words = parts(name.as_bytes()).filter(|part| !part[0].is_ascii_digit()).map(short_hash);
        words.map(|word| self.words.numbers(word)).reduce(|mut all, more| {
            all.retain(|number| more.binary_search(number).is_ok());
            all
        })
    }
}

/// Files that have to be searched for some names.
pub(super) struct Mentioning<'f> {
    found: &'f Found<'f>,
    /// One of the names is no word that could be looked up, or there is nothing to look it up in.
    is_any: bool,
    files: FxHashSet<u32>,
}

impl Mentioning<'_> {
    pub(super) fn may(&self, file: usize) -> bool {
        self.is_any || !self.found.knows(file) || self.files.contains(&(file as u32))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn input(path: &str, text: &str) -> Input {
        Input::new(path, text.as_bytes().to_vec())
    }

    fn kept(files: &[Input]) -> Known {
        let known = Known::of(files);
        let mut read = Known::from_bytes(files.len(), known.to_bytes(), 0).expect("it was just written");
        read.names = known.names;
        read
    }

    #[test]
    fn what_was_kept_tells_who_mentions_and_who_defines() {
        let files = [
            input("a.c", "#define ONE 1\nint open_it(void)\n{\n  return RegOpenKeyExW(HKEY_CURRENT_USER);\n}\n"),
            input("b.c", "#include <comsvcs.h>\nint other(void) { return open_it(); }"),
            input("c.c", "\0\0\0\u{1}"),
            input("d.c", "int lonely;"),
        ];
        let known = kept(&files);
        // two files more, in another order; `d.c` has changed
        let run = [input("0.c", "int open_it;"), input("a.c", ""), input("b.c", ""), input("c.c", ""), input("d.c", "")];
        let mut known = known;
        known.names[3] = None;
        let found = Found::of(&run, &known);
        let files = |names: &[&str]| -> Vec<usize> {
            let mentioning = found.mentioning(names.iter().copied());
            (0..run.len()).filter(|file| mentioning.may(*file)).collect()
        };
        assert_eq!(files(&["open_it"]), [0, 1, 2, 3, 4]);
        assert_eq!(files(&["RegOpenKeyExW"]), [0, 1, 3, 4], "and those of which nothing is known");
        assert_eq!(files(&["comsvcs.h"]), [0, 2, 3, 4]);
        assert_eq!(files(&["comsvcs.x", "HKEY"]), [0, 3, 4], "all its words have to be there, and whole");
        assert_eq!(files(&["->"]), [0, 1, 2, 3, 4], "no word tells");
        let unread = found.unread(&run);
        assert_eq!(unread.files_with_macro("ONE").collect::<Vec<_>>(), [1]);
        assert_eq!(unread.files_with_function("other").collect::<Vec<_>>(), [2]);
        assert_eq!(unread.files_with_function("lonely").count(), 0);
    }

    #[test]
    fn damaged_tables_are_refused() {
        let files = [input("a.c", "#define ONE 1\nint f(void)\n{\n}\nstruct S\n{\n};\n"), input("b.c", "\0\0\0\u{1}")];
        let bytes = Known::of(&files).to_bytes();
        for (end, is_sound) in [(bytes.len(), true), (bytes.len() - 1, false), (0, false)] {
            assert_eq!(Known::from_bytes(2, bytes[..end].to_vec(), 0).is_some(), is_sound, "{end} of {} bytes", bytes.len());
        }
        assert!(Known::from_bytes(2, Vec::new(), 1).is_none());
        for at in 0..bytes.len() {
            let mut damaged = bytes.clone();
            damaged[at] ^= 0xFF;
            // it may be refused or not, but never lead outside
            if let Some(mut known) = Known::from_bytes(2, damaged, 0) {
                known.names = files.iter().map(|file| Some(file.path.clone())).collect();
                let found = Found::of(&files, &known);
                let unread = found.unread(&files);
                assert!(unread.tables().iter().all(|table| table.iter().all(|entry| entry.1 < 2)));
                (0..2).filter(|file| found.mentioning(["f"]).may(*file)).for_each(drop);
            }
        }
    }
}
