//! Which words functions and macros are made of: who mentions a name is asked often and answered without reading text again.

use super::{FileIndex, FunctionRef, Index, MacroDef, Range};
use crate::flow::Name;
use crate::source::FileId;
use crate::token::{Kind, Lexer};
use rustc_hash::{FxHashMap, FxHashSet};

/// The words of one file, each once, and where they are used, by their place in that list.
#[derive(Clone, Debug, Default)]
pub(super) struct FileWords {
    all: Vec<Range>,
    functions: Vec<Box<[u32]>>,
    macros: Vec<Box<[u32]>>,
}

impl FileWords {
    pub(super) fn read(file: &FileIndex, text: &str) -> FileWords {
        let mut found = FileWords::default();
        let mut known: FxHashMap<&str, u32> = FxHashMap::default();
        let mut words_in = |range: Range, all: &mut Vec<Range>| {
            let mut words: Vec<u32> = identifiers_in(text, range)
                .map(|word| {
                    *known.entry(&text[word.start as usize..word.end as usize]).or_insert_with(|| {
                        all.push(word);
                        all.len() as u32 - 1
                    })
                })
                .collect();
            words.sort_unstable();
            words.dedup();
            words.into_boxed_slice()
        };
        found.functions = file.functions.iter().map(|f| words_in(f.span, &mut found.all)).collect();
        found.macros = file.macros.iter().map(|m| words_in(m.body, &mut found.all)).collect();
        found
    }
}

fn identifiers_in(text: &str, range: Range) -> impl Iterator<Item = Range> {
    let tokens = Lexer::plain(text, range.start, range.end).filter(|t| t.kind == Kind::Ident);
    tokens.map(|t| Range { start: t.start, end: t.end })
}

/// The words of all files. A word's number never changes.
#[derive(Default)]
pub(super) struct Words {
    ids: FxHashMap<Name, u32>,
    names: Vec<Name>,
    /// By the file's place in the index and the function's place in the file.
    functions: Vec<Vec<Box<[u32]>>>,
    macros: Vec<MacroWords>,
}

struct MacroWords {
    file: FileId,
    name: u32,
    body: Box<[u32]>,
    /// It stands in a header that was read, or was looked for in one that was not.
    shared: bool,
}

/// Names that matter, and the macros that may lead to them.
pub struct Wanted {
    words: Vec<bool>,
    leading: Vec<bool>,
}

impl Wanted {
    fn has(of: &[bool], word: u32) -> bool {
        of.get(word as usize).copied().unwrap_or(false)
    }
}

impl Words {
    fn id(&mut self, name: &str) -> u32 {
        if let Some(id) = self.ids.get(name) {
            return *id;
        }
        let (id, name) = (self.names.len() as u32, Name::from(name));
        self.names.push(name.clone());
        self.ids.insert(name, id);
        id
    }

    pub(super) fn add_file(&mut self, file: &FileIndex, text: &str, shared: bool) {
        let ids: Vec<u32> = file.words.all.iter().map(|w| self.id(&text[w.start as usize..w.end as usize])).collect();
        let global = |words: &[u32]| words.iter().map(|w| ids[*w as usize]).collect::<Box<[u32]>>();
        self.functions.push(file.words.functions.iter().map(|words| global(words)).collect());
        for (definition, body) in file.macros.iter().zip(&file.words.macros) {
            let (name, body) = (self.id(&definition.name), global(body));
            self.macros.push(MacroWords { file: file.file, name, body, shared: shared && !definition.undef });
        }
    }

    pub(super) fn add_macro(&mut self, definition: &MacroDef, text: &str, shared: bool) {
        let name = self.id(&definition.name);
        let body = identifiers_in(text, definition.body).map(|w| self.id(&text[w.start as usize..w.end as usize])).collect();
        self.macros.push(MacroWords { file: definition.file, name, body, shared });
    }

    fn wanted<'n>(&self, names: impl Iterator<Item = &'n str>, only_in: Option<FileId>) -> Wanted {
        let mut wanted = Wanted { words: vec![false; self.names.len()], leading: vec![false; self.names.len()] };
        for id in names.filter_map(|n| self.ids.get(n)) {
            wanted.words[*id as usize] = true;
        }
        loop {
            let mut changed = false;
            for found in self.macros.iter().filter(|m| only_in.is_none_or(|f| f == m.file)) {
                if !wanted.leading[found.name as usize]
                    && found.body.iter().any(|w| wanted.words[*w as usize] || wanted.leading[*w as usize])
                {
                    wanted.leading[found.name as usize] = true;
                    changed = true;
                }
            }
            if !changed {
                return wanted;
            }
        }
    }
}

impl Index {
    /// The names as [`Index::mentions`] takes them, for the files indexed so far.
    pub fn wanted<'n>(&self, names: impl Iterator<Item = &'n str>) -> Wanted {
        self.words.wanted(names, None)
    }

    /// Names that matter in one file only.
    pub fn wanted_in<'n>(&self, file: FileId, names: impl Iterator<Item = &'n str>) -> Wanted {
        self.words.wanted(names, Some(file))
    }

    fn words_of(&self, function: FunctionRef) -> &[u32] {
        &self.words.functions[self.places[&function.file]][function.index as usize]
    }

    /// Whether a function mentions a name that matters, directly or through a macro.
    pub fn mentions(&self, function: FunctionRef, wanted: &Wanted) -> bool {
        let words = self.words_of(function);
        if words.iter().any(|w| Wanted::has(&wanted.words, *w)) {
            return true;
        }
        // Some definition of a macro leads there; whether the one that holds here does is a longer question.
        let leading = words.iter().filter(|w| Wanted::has(&wanted.leading, **w)).map(|w| &*self.words.names[*w as usize]);
        let matters = |name: &str| self.words.ids.get(name).is_some_and(|id| Wanted::has(&wanted.words, *id));
        self.expand_names(function, leading.collect(), &mut |name| matters(name))
    }

    /// The identifiers written in a function, macros as they stand there.
    pub fn words_in(&self, function: FunctionRef) -> impl Iterator<Item = &str> {
        self.words_of(function).iter().map(|w| &*self.words.names[*w as usize])
    }

    /// Every identifier in a function, those of the macros it uses included, sorted.
    pub fn identifiers(&self, function: FunctionRef) -> Vec<&str> {
        let words: Vec<&str> = self.words_of(function).iter().map(|w| &*self.words.names[*w as usize]).collect();
        let mut seen: FxHashSet<&str> = words.iter().copied().collect();
        self.expand_names(function, words, &mut |name| {
            seen.insert(name);
            false
        });
        let mut all: Vec<&str> = seen.into_iter().collect();
        all.sort_unstable();
        all
    }

    /// Every identifier in the bodies of the macros that were added last, sorted.
    pub fn identifiers_of_macros(&self, newest: usize) -> Vec<&str> {
        let all = &self.words.macros[self.words.macros.len() - newest..];
        let mut found: Vec<u32> = all.iter().flat_map(|m| m.body.iter().copied()).collect();
        found.sort_unstable();
        found.dedup();
        found.into_iter().map(|w| &*self.words.names[w as usize]).collect()
    }

    /// Shows the names in the bodies of macros, and of theirs, until one is found.
    fn expand_names<'a>(&'a self, function: FunctionRef, names: Vec<&'a str>, found: &mut dyn FnMut(&'a str) -> bool) -> bool {
        let end = self.function(function).span.end;
        let mut expanded: FxHashSet<&str> = FxHashSet::default();
        let mut waiting = names;
        while let Some(name) = waiting.pop() {
            if !self.has_macro(name) || !expanded.insert(name) {
                continue;
            }
            for definition in self.resolve_macro(name, function.file, end) {
                let text = self.text(definition.file);
                for word in identifiers_in(text, definition.body) {
                    let name = &text[word.start as usize..word.end as usize];
                    if found(name) {
                        return true;
                    }
                    waiting.push(name);
                }
            }
        }
        false
    }

    /// The macros of headers whose body mentions a name that matters, sorted.
    pub fn header_macros_leading_to(&self, wanted: &Wanted) -> Vec<&str> {
        let leads = |m: &&MacroWords| m.shared && m.body.iter().any(|w| Wanted::has(&wanted.words, *w));
        let mut found: Vec<&str> = self.words.macros.iter().filter(leads).map(|m| &*self.words.names[m.name as usize]).collect();
        found.sort_unstable();
        found.dedup();
        found
    }
}
