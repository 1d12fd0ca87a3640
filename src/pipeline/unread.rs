//! What files define that were not read: one fast look at the beginnings of their lines.
//!
//! What others can't use is left out: `static` functions, except those of headers.

use super::search::narrow;
use crate::index::{defined_classes, defined_names, is_header};
use crate::source::Input;
use memchr::memmem;
use rayon::prelude::*;
use std::borrow::Borrow;
use std::hash::BuildHasher;

/// A name that more files define is too common to tell which of them is meant.
const MOST_DEFINITIONS: usize = 8;

/// Names with where they may be defined, sorted: a few too many do no harm.
#[derive(Clone, Debug, Default)]
pub(super) struct Unread {
    macros: Vec<Entry>,
    functions: Vec<Entry>,
    classes: Vec<Entry>,
    /// Functions that only their own file can call.
    private: Vec<Entry>,
}

/// A bit for each name by its hash: most words name nothing that is defined.
pub(super) struct Names(Vec<u64>);

/// How many bits there are, as a power of two: some for each name of a large tree.
const BITS: u32 = 22;

impl Names {
    /// Whether something may have a name with this hash.
    pub(super) fn may_have(&self, name: u64) -> bool {
        let (word, bit) = Names::bit_of(name);
        self.0[word] & bit != 0
    }

    fn bit_of(name: u64) -> (usize, u64) {
        let bit = name >> (64 - BITS);
        ((bit >> 6) as usize, 1 << (bit & 63))
    }
}

/// The hash of a name, a file, and where in it the definition begins.
pub(super) type Entry = (u64, u32, u32);

/// Where a definition is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Place {
    pub(super) file: usize,
    pub(super) what: What,
    pub(super) at: usize,
}

impl Unread {
    /// What those of the files define that are wanted.
    pub(super) fn of<I: Borrow<Input> + Sync>(files: &[I], wanted: &(dyn Fn(usize) -> bool + Sync)) -> Unread {
        let files = files.par_iter().enumerate().filter(|(i, _)| wanted(*i));
        let each = files
            .map(|(i, file)| (i, file.borrow()))
            .filter_map(|(i, file)| narrow(file.bytes()).map(|bytes| Unread::of_file(i as u32, is_header(&file.path), &bytes)));
        let mut unread = each.reduce(Unread::default, |mut all, more| {
            all.tables_mut().into_iter().zip(more.tables()).for_each(|(table, more)| table.extend(more));
            all
        });
        unread.tables_mut().into_iter().for_each(|table| table.par_sort_unstable());
        unread
    }

    /// Adds what is known of files that have other numbers there, of those that are still meant in the same order.
    pub(super) fn add(&mut self, known: &Unread, number: &dyn Fn(u32) -> Option<u32>) {
        for (table, known) in self.tables_mut().into_iter().zip(known.tables()) {
            table.extend(known.iter().filter_map(|(name, file, at)| Some((*name, number(*file)?, *at))));
            // two sorted parts: this takes the time to merge them
            table.sort();
        }
    }

    /// The names of all that is defined.
    pub(super) fn names(&self) -> Names {
        let mut names = Names(vec![0; 1 << (BITS - 6)]);
        for (name, ..) in self.tables().into_iter().flatten() {
            let (word, bit) = Names::bit_of(*name);
            names.0[word] |= bit;
        }
        names
    }

    pub(super) fn tables(&self) -> [&Vec<Entry>; 4] {
        [&self.macros, &self.functions, &self.classes, &self.private]
    }

    pub(super) fn tables_mut(&mut self) -> [&mut Vec<Entry>; 4] {
        [&mut self.macros, &mut self.functions, &mut self.classes, &mut self.private]
    }

    fn of_file(file: u32, is_header: bool, bytes: &[u8]) -> Unread {
        let mut unread = Unread::default();
        for found in definitions(bytes) {
            let table = match found.what {
                What::Macro => &mut unread.macros,
                What::Class => &mut unread.classes,
                What::Function if !is_header && is_static(bytes, found.at) => &mut unread.private,
                What::Function => &mut unread.functions,
            };
            table.push((hash(found.name), file, found.at as u32));
        }
        unread
    }

    /// The files that define the macro, and perhaps others.
    pub(super) fn files_with_macro(&self, name: &str) -> impl Iterator<Item = usize> + '_ {
        files_with(&self.macros, name)
    }

    /// The files that define the class, and perhaps others.
    pub(super) fn files_with_class(&self, name: &str) -> impl Iterator<Item = usize> + '_ {
        files_with(&self.classes, name)
    }

    /// The files that define the function, and perhaps others.
    pub(super) fn files_with_function(&self, name: &str) -> impl Iterator<Item = usize> + '_ {
        files_with(&self.functions, name)
    }

    /// Where functions that other files can call have a name with this hash.
    pub(super) fn functions_at(&self, name: u64) -> impl Iterator<Item = Place> + '_ {
        places(&self.functions, name, What::Function)
    }

    /// Where functions that no other file can call have a name with this hash.
    pub(super) fn private_functions_at(&self, name: u64) -> impl Iterator<Item = Place> + '_ {
        places(&self.private, name, What::Function)
    }

    /// Where macros and classes have a name with this hash.
    pub(super) fn types_at(&self, name: u64) -> impl Iterator<Item = Place> + '_ {
        places(&self.macros, name, What::Macro).chain(places(&self.classes, name, What::Class))
    }
}

fn files_with<'t>(table: &'t [Entry], name: &str) -> impl Iterator<Item = usize> + 't {
    let mut last = None;
    places(table, hash(name.as_bytes()), What::Function).map(|p| p.file).filter(move |file| last.replace(*file) != Some(*file))
}

fn places(table: &[Entry], wanted: u64, what: What) -> impl Iterator<Item = Place> + '_ {
    let first = table.partition_point(|(h, ..)| *h < wanted);
    let same = table[first..].iter().take_while(move |(h, ..)| *h == wanted);
    same.map(move |(_, file, at)| Place { file: *file as usize, what, at: *at as usize })
}

/// What was found, if that is little enough to mean something.
pub(super) fn few<T>(found: impl Iterator<Item = T>) -> Vec<T> {
    let found: Vec<T> = found.take(MOST_DEFINITIONS + 1).collect();
    if found.len() > MOST_DEFINITIONS { Vec::new() } else { found }
}

pub(super) fn hash(name: &[u8]) -> u64 {
    rustc_hash::FxBuildHasher.hash_one(name)
}

pub(super) fn part_of_word(byte: &u8) -> bool {
    byte.is_ascii_alphanumeric() || *byte == b'_'
}

/// The names before the first bracket of lines that begin in the first column and do not end a declaration, with where these begin.
fn functions(bytes: &[u8]) -> impl Iterator<Item = (&[u8], usize)> {
    let starts = std::iter::once(0).chain(memchr::memchr_iter(b'\n', bytes).map(|i| i + 1));
    starts.filter(|start| bytes.get(*start).is_some_and(part_of_word)).filter_map(|start| {
        let end = memchr::memchr(b'\n', &bytes[start..]).map_or(bytes.len(), |i| start + i);
        let line = bytes[start..end].trim_ascii_end();
        let before = line[..memchr::memchr(b'(', line)?].trim_ascii_end();
        let length = before.iter().rev().take_while(|b| part_of_word(b)).count();
        (length > 0 && line.last() != Some(&b';')).then(|| (&before[before.len() - length..], start))
    })
}

/// Whether the line that begins here says that only its own file can use what it defines.
fn is_static(bytes: &[u8], line: usize) -> bool {
    bytes[line..].strip_prefix(b"static").is_some_and(|rest| !rest.first().is_some_and(part_of_word))
}

/// What a definition defines.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum What {
    Macro,
    Function,
    Class,
}

/// What a file defines.
pub(super) struct Definition<'b> {
    pub(super) name: &'b [u8],
    pub(super) what: What,
    pub(super) at: usize,
}

pub(super) fn definitions(file: &[u8]) -> impl Iterator<Item = Definition<'_>> {
    let macros = defined_names(file).map(|(name, at)| (name, What::Macro, at));
    let functions = functions(file).map(|(name, at)| (name, What::Function, at));
    let classes = defined_classes(file).map(|name| (name, What::Class, name.as_ptr() as usize - file.as_ptr() as usize));
    macros.chain(functions).chain(classes).map(|(name, what, at)| Definition { name, what, at })
}

/// The text of what is defined here: that of a function or a class ends with a brace in the first column.
pub(super) fn text_at(file: &[u8], what: What, at: usize) -> &[u8] {
    // a file that was looked at earlier may have become shorter
    let Some(rest) = file.get(at..) else { return &[] };
    let end = match what {
        What::Macro => end_of_directive(file, at) - at,
        What::Function | What::Class => memmem::find(rest, b"\n}").unwrap_or(rest.len()),
    };
    &rest[..end]
}

fn end_of_directive(bytes: &[u8], at: usize) -> usize {
    let ends = |i: &usize| !bytes[..*i].strip_suffix(b"\r").unwrap_or(&bytes[..*i]).ends_with(b"\\");
    memchr::memchr_iter(b'\n', &bytes[at..]).map(|i| at + i).find(ends).unwrap_or(bytes.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn definitions_are_told_from_declarations_and_calls() {
        let text = b"void f(void);\nvoid *g(int a,\n  int b)\n{\n  h(1);\n}\nint\nmain (void)\n{\n}\nstatic int k(void) { return 1; }\n";
        let names: Vec<&str> = functions(text).map(|(n, _)| std::str::from_utf8(n).unwrap()).collect();
        assert_eq!(names, ["g", "main", "k"]);
        let unread = Unread::of(&[Input::new("a.h", b"#define A 1\n".to_vec()), Input::new("b.c", text.to_vec())], &|_| true);
        assert_eq!(unread.files_with_function("main").collect::<Vec<_>>(), [1]);
        assert_eq!(unread.files_with_macro("A").collect::<Vec<_>>(), [0]);
        assert_eq!(unread.files_with_function("A").count(), 0);
        assert_eq!(unread.files_with_function("k").count(), 0, "nobody else can call it");
        assert_eq!(Unread::of(&[Input::new("b.h", text.to_vec())], &|_| true).files_with_function("k").count(), 1);
    }

    #[test]
    fn definitions_have_their_text() {
        let text = b"#define A(x) \\\n  f(x)\nclass B : C {\n  int m;\n};\nint g(void)\n{\n  h(1);\n}\nint z;\n";
        let words = |bytes| std::str::from_utf8(bytes).unwrap();
        let all: Vec<_> = definitions(text).map(|d| (words(d.name), words(text_at(text, d.what, d.at)))).collect();
        assert_eq!(all, [("A", "#define A(x) \\\n  f(x)"), ("g", "int g(void)\n{\n  h(1);"), ("B", "B : C {\n  int m;")]);
    }
}
