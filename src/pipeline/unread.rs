//! What files define that were not read: one fast look at the beginnings of their lines.

use super::narrow;
use crate::index::{defined_classes, defined_names};
use memchr::memmem;
use rayon::prelude::*;
use std::hash::BuildHasher;
use std::ops::Range;

/// A name that more files define is too common to tell which of them is meant.
const MOST_DEFINITIONS: usize = 8;

/// Hashes of names with the files that may define them, sorted: a few names too many do no harm.
#[derive(Default)]
pub(super) struct Unread {
    macros: Vec<(u64, u32)>,
    functions: Vec<(u64, u32)>,
    classes: Vec<(u64, u32)>,
}

impl Unread {
    pub(super) fn of(files: &[(String, Vec<u8>)]) -> Unread {
        let mut unread = files
            .par_iter()
            .enumerate()
            .filter_map(|(i, (_, bytes))| narrow(bytes).map(|bytes| (i as u32, bytes)))
            .map(|(i, bytes)| Unread {
                macros: defined_names(&bytes).map(|(name, _)| (hash(name), i)).collect(),
                functions: function_names(&bytes).map(|name| (hash(name), i)).collect(),
                classes: defined_classes(&bytes).map(|name| (hash(name), i)).collect(),
            })
            .reduce(Unread::default, |mut all, more| {
                all.macros.extend(more.macros);
                all.functions.extend(more.functions);
                all.classes.extend(more.classes);
                all
            });
        for table in [&mut unread.macros, &mut unread.functions, &mut unread.classes] {
            table.par_sort_unstable();
            table.dedup();
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

    /// The files that define a function, a macro or a class of a name with this hash.
    pub(super) fn files_defining(&self, name: u64) -> impl Iterator<Item = usize> + '_ {
        [&self.functions, &self.macros, &self.classes].into_iter().flat_map(move |table| files_with_hash(table, name))
    }

    /// The files that define a macro or a class of a name with this hash.
    pub(super) fn types_defining(&self, name: u64) -> impl Iterator<Item = usize> + '_ {
        [&self.macros, &self.classes].into_iter().flat_map(move |table| files_with_hash(table, name))
    }

    /// The files that define the function, and perhaps others.
    pub(super) fn files_with_function(&self, name: &str) -> impl Iterator<Item = usize> + '_ {
        files_with(&self.functions, name)
    }
}

fn files_with<'t>(table: &'t [(u64, u32)], name: &str) -> impl Iterator<Item = usize> + 't {
    files_with_hash(table, hash(name.as_bytes()))
}

fn files_with_hash(table: &[(u64, u32)], wanted: u64) -> impl Iterator<Item = usize> + '_ {
    let first = table.partition_point(|(h, _)| *h < wanted);
    table[first..].iter().take_while(move |(h, _)| *h == wanted).map(|(_, file)| *file as usize)
}

/// The files, if they are few enough to mean something.
pub(super) fn few(files: impl Iterator<Item = usize>) -> Vec<usize> {
    let files: Vec<usize> = files.take(MOST_DEFINITIONS + 1).collect();
    if files.len() > MOST_DEFINITIONS { Vec::new() } else { files }
}

pub(super) fn hash(name: &[u8]) -> u64 {
    rustc_hash::FxBuildHasher.hash_one(name)
}

pub(super) fn part_of_word(byte: &u8) -> bool {
    byte.is_ascii_alphanumeric() || *byte == b'_'
}

/// The names before the first bracket of lines that begin in the first column and do not end a declaration.
fn function_names(bytes: &[u8]) -> impl Iterator<Item = &[u8]> {
    functions(bytes).map(|(name, _)| name)
}

/// These names, with where their lines begin.
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

/// What a file defines, by name, with where the text of it is and whether it is a function: that of a function or a class ends with
/// a brace in the first column.
pub(super) fn definitions(bytes: &[u8]) -> impl Iterator<Item = (&[u8], Range<usize>, bool)> {
    let macros = defined_names(bytes).map(|(name, at)| (name, at..end_of_directive(bytes, at), false));
    let classes = defined_classes(bytes).map(|name| (name, name.as_ptr() as usize - bytes.as_ptr() as usize, false));
    let braced = functions(bytes).map(|(name, at)| (name, at, true)).chain(classes);
    let end = |at: usize| memmem::find(&bytes[at..], b"\n}").map_or(bytes.len(), |end| at + end);
    macros.chain(braced.map(move |(name, at, is_function)| (name, at..end(at), is_function)))
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
        let names: Vec<&str> = function_names(text).map(|n| std::str::from_utf8(n).unwrap()).collect();
        assert_eq!(names, ["g", "main", "k"]);
        let unread = Unread::of(&[("a.h".into(), b"#define A 1\n".to_vec()), ("b.c".into(), text.to_vec())]);
        assert_eq!(unread.files_with_function("main").collect::<Vec<_>>(), [1]);
        assert_eq!(unread.files_with_macro("A").collect::<Vec<_>>(), [0]);
        assert_eq!(unread.files_with_function("A").count(), 0);
    }

    #[test]
    fn definitions_have_their_text() {
        let text = b"#define A(x) \\\n  f(x)\nclass B : C {\n  int m;\n};\nint g(void)\n{\n  h(1);\n}\nint z;\n";
        let all: Vec<(&str, &str)> =
            definitions(text).map(|(n, body, _)| (std::str::from_utf8(n).unwrap(), std::str::from_utf8(&text[body]).unwrap())).collect();
        assert_eq!(all, [("A", "#define A(x) \\\n  f(x)"), ("g", "int g(void)\n{\n  h(1);"), ("B", "B : C {\n  int m;")]);
    }
}
