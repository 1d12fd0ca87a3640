//! What the files of a run define, found by one cheap pass over their tokens: macros, functions, variables, structs, enum
//! constants, includes. Nothing is parsed here; the index says what is worth parsing and what a name means.
//!
//! Without a build a name may mean several things. The order of [`Index::resolve_function`] and [`Index::resolve_macro`]: the
//! same file, then included files, the nearest first, then the same folder, then anywhere in the tree.

use crate::flow::Name;
use crate::source::{FileId, Notice, Source, file_name, folder};
use crate::token::{Kind, Lexer};
use rustc_hash::FxHashMap;
use std::sync::OnceLock;

mod class;
mod condition;
mod directive;
mod header;
mod scan;
#[cfg(test)]
mod tests;
mod words;
pub use class::{ClassRef, defined_classes, template_argument, type_words};
pub use condition::{Condition, Fact, binary_operator, calculate, precedence, windows_fact};
pub use directive::{Directive, MacroDef, Range, defined_names, directive, is_error, macros_named};
pub use words::Wanted;

/// A function's definition.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct FunctionDef {
    /// Its name, with its class; where a macro makes the header, the macro's call.
    pub name: Name,
    /// The name in its definition.
    pub name_span: Range,
    /// From the first token of the definition to the closing brace.
    pub span: Range,
    /// What stands between the brackets of its parameters.
    pub params: Range,
    /// The old-style declarations of its parameters.
    pub old_style: Option<Range>,
    /// How many parameters it has.
    pub arity: u32,
    /// Takes further arguments.
    pub variadic: bool,
    /// Not visible to other files.
    pub internal: bool,
    /// The body with its braces.
    pub body: Range,
}

/// A variable at file scope.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct VariableDef {
    /// Its name.
    pub name: Name,
    /// Not visible to other files.
    pub internal: bool,
    /// Never changes.
    pub constant: bool,
    /// How many `[…]` it is declared with.
    pub dimensions: u8,
    /// The type as written, up to the first name.
    pub ty: Range,
    /// The initialiser from its `=` or `{`.
    pub init: Option<Range>,
}

/// A member of a struct.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Field {
    /// Its name.
    pub name: Name,
    /// How many `[…]` it is declared with.
    pub dimensions: u8,
    /// The type as written, one space between tokens.
    pub ty: Name,
    /// The initialiser from its `=` or `{`.
    pub init: Option<Range>,
}

/// A method that a class declares.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Method {
    /// Its name; a destructor's begins with `~`, an operator's with `operator`.
    pub name: Name,
    /// The type of its value as written.
    pub ty: Name,
    /// What stands between the brackets of its parameters.
    pub params: Range,
    /// How many parameters it has.
    pub arity: u32,
    /// It has no object.
    pub is_static: bool,
}

/// A struct, union or class.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct StructDef {
    /// Its tag and the names that a `typedef` gives it.
    pub names: Vec<Name>,
    /// The tag of the class that it is declared in.
    pub outer: Option<Name>,
    /// Its members in order.
    pub fields: Vec<Field>,
    /// Members that all objects share.
    pub statics: Vec<Field>,
    /// The classes it is derived from, as written.
    pub bases: Vec<Name>,
    /// The methods it declares, those that it only takes over or forbids left out.
    pub methods: Vec<Method>,
}

/// What one file defines.
#[derive(Clone, Debug)]
pub struct FileIndex {
    /// The file.
    pub file: FileId,
    /// Macros by place.
    pub macros: Vec<MacroDef>,
    /// What it includes, as written.
    pub includes: Vec<Name>,
    /// Functions by place.
    pub functions: Vec<FunctionDef>,
    /// Variables at file scope.
    pub variables: Vec<VariableDef>,
    /// Structs.
    pub structs: Vec<StructDef>,
    /// Constants of its enums.
    pub constants: FxHashMap<Name, i64>,
    /// What was not read.
    pub notices: Vec<Notice>,
    path: Name,
    /// Whether it is C++; `None` for a header.
    cplusplus: Option<bool>,
    has_namespace: bool,
    macro_places: FxHashMap<Name, Vec<u32>>,
    /// `typedef` names of structs that were not defined before, with their tags.
    aliases: Vec<(Name, Name)>,
    /// Names that `typedef` and `using` give to types, with the types as written.
    types: Vec<(Name, Name)>,
    variable_places: FxHashMap<Name, u32>,
    words: words::FileWords,
}

impl FileIndex {
    fn empty(file: FileId, path: &Name) -> FileIndex {
        let extension = path.rsplit('.').next().unwrap_or("").to_ascii_lowercase();
        FileIndex {
            file,
            macros: Vec::new(),
            includes: Vec::new(),
            functions: Vec::new(),
            variables: Vec::new(),
            structs: Vec::new(),
            has_namespace: false,
            constants: FxHashMap::default(),
            notices: Vec::new(),
            path: path.clone(),
            cplusplus: match &*extension {
                "c" => Some(false),
                "cpp" | "cc" | "cxx" | "c++" | "hpp" | "hxx" | "hh" => Some(true),
                _ => None,
            },
            macro_places: FxHashMap::default(),
            aliases: Vec::new(),
            types: Vec::new(),
            variable_places: FxHashMap::default(),
            words: words::FileWords::default(),
        }
    }

    fn items(&self) -> usize {
        self.macros.len() + self.functions.len() + self.variables.len() + self.structs.len() + self.includes.len() + self.constants.len()
    }

    fn notice(&mut self, message: &str) {
        self.notices.push(Notice { path: self.path.to_string(), line: None, message: message.to_owned() });
    }

    fn add_macro(&mut self, found: MacroDef) {
        self.macro_places.entry(found.name.clone()).or_default().push(self.macros.len() as u32);
        self.macros.push(found);
    }

    fn add_variable(&mut self, found: VariableDef) {
        self.variable_places.entry(found.name.clone()).or_insert(self.variables.len() as u32);
        self.variables.push(found);
    }

    /// `typedef struct TAG NAME;` and `typedef struct { … } NAME;` (then `closed` is that struct).
    fn alias_struct(&mut self, text: &str, closed: Option<usize>, header: &[crate::token::Token], names: Vec<Name>) {
        let Some(at) = header.iter().position(|t| matches!(t.text(text), "struct" | "union" | "class")) else { return };
        let tag = header.get(at + 1).filter(|t| t.kind == Kind::Ident).map_or("", |t| t.text(text));
        let found = closed.or_else(|| self.structs.iter().rposition(|s| s.names.first().is_some_and(|n| &**n == tag)));
        match found {
            Some(found) => self.structs[found].names.extend(names),
            // the struct comes later
            None => self.aliases.extend(names.into_iter().map(|name| (name, Name::from(tag)))),
        }
    }

    /// The definitions of a macro that may hold at a place of this file: the last above it and its alternatives.
    fn macros_above(&self, name: &str, at: u32) -> Vec<&MacroDef> {
        let Some(places) = self.macro_places.get(name) else { return Vec::new() };
        let above = &places[..places.partition_point(|i| self.macros[*i as usize].at < at)];
        let mut found: Vec<&MacroDef> = Vec::new();
        for place in above.iter().rev().take(MOST_ALTERNATIVES) {
            let definition = &self.macros[*place as usize];
            if !definition.undef {
                found.push(definition);
            } else if definition.group == 0 {
                break;
            }
            if definition.group == 0 {
                break;
            }
        }
        found
    }

    /// Whether its name says that it is C++.
    pub fn is_cplusplus(&self) -> bool {
        self.cplusplus == Some(true)
    }

    /// Whether it is C++: by its name or, in a header, by what it holds.
    pub fn looks_like_cplusplus(&self) -> bool {
        self.cplusplus.unwrap_or_else(|| {
            self.has_namespace
                || self.structs.iter().any(|s| !s.methods.is_empty() || !s.bases.is_empty())
                || self.functions.iter().any(|f| f.name.contains("::"))
        })
    }

    /// Whether its name says that it is C and not C++.
    pub fn is_plain_c(&self) -> bool {
        self.cplusplus == Some(false)
    }

    /// What is known of a macro's name at a place of this file.
    pub fn fact(&self, text: &str, name: &str, at: u32) -> Fact {
        let places = self.macro_places.get(name).map_or(&[][..], Vec::as_slice);
        let above = &places[..places.partition_point(|i| self.macros[*i as usize].at < at)];
        match above.last().map(|i| &self.macros[*i as usize]) {
            Some(last) if last.group != 0 => Fact::Open,
            Some(last) if last.undef => Fact::Undefined,
            Some(last) if last.params.is_some() => Fact::Defined(None),
            Some(last) => {
                let value = Condition::parse(text, last.body.start, last.body.end, &|_| Fact::Open);
                Fact::Defined(if let Condition::Known(v) = value { Some(v) } else { None })
            }
            None if name == "__cplusplus" => match self.cplusplus {
                Some(true) => Fact::Defined(Some(202_002)),
                Some(false) => Fact::Undefined,
                None => Fact::Open,
            },
            None => windows_fact(name),
        }
    }

    /// The condition of an `#if` or `#elif` at a place of this file.
    pub fn condition(&self, text: &str, range: Range, at: u32) -> Condition {
        Condition::parse(text, range.start, range.end, &|name| self.fact(text, name, at))
    }

    /// The condition of an `#ifdef` (`wanted`) or `#ifndef` at a place of this file.
    pub fn defined(&self, text: &str, name: &str, wanted: bool, at: u32) -> Condition {
        let condition = Condition::defined(name, &|name| self.fact(text, name, at));
        if wanted { condition } else { condition.negated() }
    }
}

/// A macro with more definitions than this in a file is looked at only so far.
const MOST_ALTERNATIVES: usize = 8;

/// A function, by its file and its place in [`FileIndex::functions`].
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub struct FunctionRef {
    /// The file that defines it.
    pub file: FileId,
    /// Its place in the file's list.
    pub index: u32,
}

/// Everything that the files of a run define.
#[derive(Default)]
pub struct Index {
    files: Vec<FileIndex>,
    places: FxHashMap<FileId, usize>,
    sources: Vec<Source>,
    functions: FxHashMap<Name, Vec<FunctionRef>>,
    macros: FxHashMap<Name, Vec<MacroPlace>>,
    extra: Vec<MacroDef>,
    /// Classes by the words of what they are derived from.
    derived: FxHashMap<Name, Vec<ClassRef>>,
    structs: FxHashMap<Name, Vec<ClassRef>>,
    types: FxHashMap<Name, Name>,
    constants: FxHashMap<Name, Option<i64>>,
    field_dimensions: FxHashMap<Name, u8>,
    globals: FxHashMap<Name, Shared>,
    by_basename: FxHashMap<Name, Vec<FileId>>,
    words: words::Words,
    /// The first of the files that describe published libraries.
    published: Option<FileId>,
    included: Vec<OnceLock<FxHashMap<FileId, u32>>>,
}

/// A variable that all files share.
struct Shared {
    dimensions: u8,
    /// The type as written where it was found first.
    ty: Name,
}

#[derive(Clone, Copy)]
enum MacroPlace {
    /// In an indexed file: all its definitions of that name.
    File(usize),
    /// In [`Index::extra`].
    Extra(usize),
}

/// How far a definition is from its use, nearest first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Distance {
    SameFile,
    Included(u32),
    SameFolder,
    Elsewhere,
    /// What a published library does, in our words: anything of the tree comes before it.
    Published,
}

/// Includes are followed to at most this many files.
const MOST_INCLUDED: usize = 2000;

impl Index {
    /// An index of nothing, for a run over these files.
    pub fn new(sources: &[Source]) -> Index {
        let mut index = Index::default();
        for (i, source) in sources.iter().enumerate() {
            index.by_basename.entry(file_name(&source.path).into()).or_default().push(FileId(i as u32));
        }
        index
    }

    /// Adds what files define. `extra` are macros found by [`macros_named`] in files that were not indexed; `sources` are all
    /// files of the run, by their [`FileId`].
    pub fn extend(&mut self, files: Vec<FileIndex>, extra: Vec<MacroDef>, sources: &[Source]) {
        self.sources = sources.to_vec();
        for definition in extra {
            let (text, shared) = (&sources[definition.file.0 as usize].text, is_header(&sources[definition.file.0 as usize].path));
            self.words.add_macro(&definition, text, shared);
            self.macros.entry(definition.name.clone()).or_default().push(MacroPlace::Extra(self.extra.len()));
            self.extra.push(definition);
        }
        let first = self.files.len();
        for file in files {
            self.places.insert(file.file, self.files.len());
            self.files.push(file);
        }
        // A file that is new may be what another one includes.
        self.included = self.files.iter().map(|_| OnceLock::new()).collect();
        for i in first..self.files.len() {
            self.add(i);
        }
        for file in &self.files[first..] {
            for (name, tag) in &file.aliases {
                if let Some(found) = self.structs.get(tag).and_then(|all| all.first()).copied() {
                    self.structs.entry(name.clone()).or_insert_with(|| vec![found]);
                }
            }
        }
    }

    fn add(&mut self, i: usize) {
        let file = &self.files[i];
        let source = &self.sources[file.file.0 as usize];
        self.words.add_file(file, &source.text, is_header(&source.path));
        for (at, function) in file.functions.iter().enumerate() {
            let last = function.name.rsplit("::").next().unwrap_or(&function.name);
            self.functions.entry(last.into()).or_default().push(FunctionRef { file: file.file, index: at as u32 });
        }
        for name in file.macro_places.keys() {
            self.macros.entry(name.clone()).or_default().push(MacroPlace::File(i));
        }
        for (at, found) in file.structs.iter().enumerate() {
            for name in &found.names {
                self.structs.entry(name.clone()).or_default().push(ClassRef { file: i, at });
            }
            for word in found.bases.iter().flat_map(|base| class::type_words(base)) {
                self.derived.entry(word.into()).or_default().push(ClassRef { file: i, at });
            }
            for field in &found.fields {
                let known = self.field_dimensions.entry(field.name.clone()).or_insert(field.dimensions);
                *known = field.dimensions.min(*known);
            }
        }
        for (name, ty) in &file.types {
            self.types.entry(name.clone()).or_insert_with(|| ty.clone());
        }
        for (name, value) in &file.constants {
            self.constants.entry(name.clone()).and_modify(|v| *v = v.filter(|v| v == value)).or_insert(Some(*value));
        }
        for variable in file.variables.iter().filter(|v| !v.internal) {
            let ty = || source.text[variable.ty.start as usize..variable.ty.end as usize].trim().into();
            let known = self.globals.entry(variable.name.clone()).or_insert_with(|| Shared { dimensions: 0, ty: ty() });
            known.dimensions = variable.dimensions.max(known.dimensions);
        }
    }

    /// All indexed files.
    pub fn files(&self) -> &[FileIndex] {
        &self.files
    }

    /// What a file defines, if it was indexed.
    pub fn file(&self, file: FileId) -> Option<&FileIndex> {
        self.places.get(&file).map(|i| &self.files[*i])
    }

    /// A file of the run.
    pub fn source(&self, file: FileId) -> &Source {
        &self.sources[file.0 as usize]
    }

    /// A file's text.
    pub fn text(&self, file: FileId) -> &str {
        &self.source(file).text
    }

    /// A function's definition.
    pub fn function(&self, function: FunctionRef) -> &FunctionDef {
        &self.files[self.places[&function.file]].functions[function.index as usize]
    }

    /// All functions, file by file.
    pub fn all_functions(&self) -> impl Iterator<Item = FunctionRef> {
        self.files.iter().flat_map(|f| (0..f.functions.len()).map(|i| FunctionRef { file: f.file, index: i as u32 }))
    }

    /// All functions of a name; a class is not part of it.
    pub fn functions_named(&self, name: &str) -> &[FunctionRef] {
        let last = name.rsplit("::").next().unwrap_or(name);
        self.functions.get(last).map_or(&[], Vec::as_slice)
    }

    /// The functions that a call of `name` with `args` arguments in a file may mean: the nearest ones; several if nothing
    /// tells them apart.
    pub fn resolve_function(&self, name: &str, from: FileId, args: usize) -> Vec<FunctionRef> {
        let fits = |f: &FunctionRef| {
            let definition = self.function(*f);
            let visible = !definition.internal || f.file == from || self.distance(from, f.file) < Distance::SameFolder;
            let hidden = self.is_published(f.file) && !name.contains("::") && definition.name.contains("::");
            // what stands before `::` may be a class that was not seen: then it is no function by itself, unless that fits
            let alone = name.contains("::") && !definition.name.contains("::");
            let fits = !alone || definition.variadic || args <= definition.arity as usize + self.hidden_parameters(*f);
            visible && !hidden && fits && self.qualifiers_agree(name, &definition.name)
        };
        let mut found: Vec<FunctionRef> = self.functions_named(name).iter().copied().filter(fits).collect();
        if found.is_empty()
            && let Some((class, method)) = name.rsplit_once("::")
            && let Some(class) = self.class(class, from)
        {
            // A virtual method that its class only declares: any of those that override it.
            found = self.overriding(class, method, args.saturating_sub(1));
        }
        let by_arity = |f: &FunctionRef| {
            let (definition, hidden) = (self.function(*f), self.hidden_parameters(*f));
            let arity = definition.arity as usize + hidden;
            arity == args || definition.variadic && arity <= args
        };
        if found.len() > 1 && found.iter().any(by_arity) {
            found.retain(by_arity);
        }
        self.nearest(from, &mut found, |f| f.file);
        found
    }

    /// The definitions that a macro may have at a place of a file; several if they differ and nothing tells them apart.
    pub fn resolve_macro(&self, name: &str, from: FileId, at: u32) -> Vec<&MacroDef> {
        let Some(places) = self.macros.get(name) else { return Vec::new() };
        let mut found: Vec<&MacroDef> = self.file(from).map_or_else(Vec::new, |f| f.macros_above(name, at));
        for place in if found.is_empty() { places.as_slice() } else { &[] } {
            match place {
                MacroPlace::Extra(i) => found.push(&self.extra[*i]),
                MacroPlace::File(i) => {
                    let file = &self.files[*i];
                    found.extend(file.macros_above(name, if file.file == from { at } else { u32::MAX }));
                }
            }
        }
        self.nearest(from, &mut found, |m| m.file);
        let mut different: Vec<&MacroDef> = Vec::new();
        for definition in found {
            if !different.iter().any(|d| self.same_macro(d, definition)) {
                different.push(definition);
            }
        }
        different
    }

    /// Whether any file defines a macro of this name.
    pub fn has_macro(&self, name: &str) -> bool {
        self.macros.contains_key(name)
    }

    /// Whether a file, or one that it includes, defines a macro of this name.
    pub fn sees_macro(&self, name: &str, from: FileId) -> bool {
        let places = self.macros.get(name).map_or(&[][..], Vec::as_slice);
        let of = |place: &MacroPlace| match place {
            MacroPlace::Extra(i) => self.extra[*i].file,
            MacroPlace::File(i) => self.files[*i].file,
        };
        places.iter().any(|place| self.distance(from, of(place)) < Distance::SameFolder)
    }

    fn same_macro(&self, a: &MacroDef, b: &MacroDef) -> bool {
        let (x, y) = (self.text(a.file), self.text(b.file));
        a.params == b.params
            && a.rest == b.rest
            && Lexer::plain(x, a.body.start, a.body.end).map(|t| t.text(x)).eq(Lexer::plain(y, b.body.start, b.body.end).map(|t| t.text(y)))
    }

    fn nearest<T>(&self, from: FileId, found: &mut Vec<T>, file: impl Fn(&T) -> FileId) {
        if found.len() < 2 {
            return;
        }
        let Some(best) = found.iter().map(|f| self.distance(from, file(f))).min() else { return };
        found.retain(|f| self.distance(from, file(f)) == best);
    }

    /// Whether the one file includes the other or lies beside it: a name found farther away may be another one of the same name.
    pub fn is_near(&self, from: FileId, to: FileId) -> bool {
        self.distance(from, to) < Distance::Elsewhere || self.is_published(to)
    }

    fn distance(&self, from: FileId, to: FileId) -> Distance {
        if from == to {
            return Distance::SameFile;
        }
        if let Some(steps) = self.included(from).and_then(|i| i.get(&to)) {
            return Distance::Included(*steps);
        }
        if self.is_published(to) {
            return Distance::Published;
        }
        let of = |f: FileId| folder(&self.source(f).path);
        if of(from) == of(to) { Distance::SameFolder } else { Distance::Elsewhere }
    }

    /// The files that a file includes, directly or not, with the number of steps to them.
    fn included(&self, from: FileId) -> Option<&FxHashMap<FileId, u32>> {
        let place = *self.places.get(&from)?;
        Some(self.included[place].get_or_init(|| {
            let mut seen: FxHashMap<FileId, u32> = FxHashMap::default();
            let mut queue = std::collections::VecDeque::from([(from, 0)]);
            while let Some((file, steps)) = queue.pop_front() {
                for path in self.file(file).map_or(&[][..], |f| &f.includes) {
                    if let Some(to) = self.find_include(file, path).filter(|to| *to != from && !seen.contains_key(to)) {
                        seen.insert(to, steps + 1);
                        if seen.len() < MOST_INCLUDED {
                            queue.push_back((to, steps + 1));
                        }
                    }
                }
            }
            seen
        }))
    }

    /// The file that an `#include` means: of those whose path ends like it the one nearest to the including file.
    fn find_include(&self, from: FileId, path: &str) -> Option<FileId> {
        let wanted: String = path.replace('\\', "/");
        let tail = wanted.trim_start_matches("../").trim_start_matches("./");
        let here = &self.source(from).path;
        let candidates = self.by_basename.get(file_name(tail))?.iter().filter(|f| {
            let path = &self.source(**f).path;
            path.strip_suffix(tail).is_some_and(|before| before.is_empty() || before.ends_with('/'))
        });
        let shared = |f: &FileId| here.bytes().zip(self.source(*f).path.bytes()).take_while(|(a, b)| a == b).count();
        candidates.copied().max_by_key(|f| (shared(f), std::cmp::Reverse(self.source(*f).path.len()), std::cmp::Reverse(f.0)))
    }

    /// The value of an enum's constant, if all that is seen agrees.
    pub fn constant(&self, name: &str, from: FileId) -> Option<i64> {
        let own = self.file(from).and_then(|f| f.constants.get(name)).copied();
        own.or_else(|| self.constants.get(name).copied().flatten())
    }

    /// The members of a struct, by its tag or the name that a `typedef` gave it: of several the nearest.
    pub fn fields(&self, name: &str, from: FileId) -> Option<&[Field]> {
        Some(&self.class_def(self.class(name, from)?).fields)
    }

    /// With how many `[…]` a member is declared, in the struct if that is known, else where all structs that have it agree.
    pub fn field_dimensions(&self, owner: Option<&str>, name: &str, from: FileId) -> u8 {
        let own = owner.and_then(|o| self.fields(o, from)).and_then(|fields| fields.iter().find(|f| &*f.name == name));
        own.map(|f| f.dimensions).or_else(|| self.field_dimensions.get(name).copied()).unwrap_or(0)
    }

    /// A variable at file scope as seen from a file: whether it is internal, and its dimensions.
    pub fn variable(&self, name: &str, from: FileId) -> Option<(bool, u8)> {
        let own = self.file(from).and_then(|f| f.variable_places.get(name).map(|i| &f.variables[*i as usize]));
        let own = own.map(|v| (v.internal, v.dimensions));
        own.or_else(|| self.globals.get(name).map(|v| (false, v.dimensions)))
    }

    /// The type of a variable at file scope as written.
    pub fn variable_type(&self, name: &str, from: FileId) -> Option<&str> {
        let own = self.file(from).and_then(|f| f.variable_places.get(name).map(|i| f.variables[*i as usize].ty));
        let own = own.map(|ty| &self.text(from)[ty.start as usize..ty.end as usize]);
        own.or_else(|| self.globals.get(name).map(|v| &*v.ty))
    }
}

/// Files include this one: it is none that is compiled on its own.
pub fn is_header(path: &str) -> bool {
    path.rsplit('.').next().is_some_and(|e| !e.starts_with(['c', 'C']))
}
