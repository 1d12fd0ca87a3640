//! Names and lines: what exports, symbol tables, DWARF and PDBs say about a DLL's code.
//!
//! Names are read at once, because callers want the list of functions. Lines are read when somebody asks for one: a DLL has
//! millions of them, and a handful is wanted. Nothing here fails; what can't be read is a notice.

mod demangle;
mod dwarf;
mod library;
mod pdb;
mod structures;
mod symbols;

use crate::flow::{Member, Structure};
pub(super) use demangle::{Convention, convention};
use goblin::pe::PE;
use std::collections::BTreeSet;
use std::sync::Mutex;
pub use structures::Users;
pub(super) use structures::{Held, Pointer, Variables};

/// What is known about a DLL's functions and where they come from.
#[derive(Debug, Default)]
pub struct DebugInfo<'a> {
    functions: Vec<(u32, u32, String)>,
    /// Mangled names of functions that have one, in the order of [`DebugInfo::functions`].
    mangled: Vec<(u32, String)>,
    lines: Lines<'a>,
}

#[derive(Debug, Default)]
enum Lines<'a> {
    #[default]
    None,
    Dwarf(Box<Mutex<dwarf::Lines<'a>>>),
    Pdb(Box<Mutex<pdb::Lines<'a>>>),
}

/// A function that code belongs to: the one that was compiled, or one that was inlined into it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Frame {
    /// Its name, without parameters.
    pub function: String,
    /// Path, line and column in it: of the code itself in the innermost one, else of the call of the next one.
    pub at: (String, u32, Option<u32>),
}

/// What a symbol says of a function: does it have a `this`?
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Method {
    /// Its first argument is an object.
    Yes,
    /// A function without an object, or a static member.
    No,
    /// The name does not tell.
    Unknown,
}

/// A function's name as one source tells it.
#[derive(Clone, Debug)]
struct Name {
    rva: u32,
    /// 0 if the source does not say.
    size: u32,
    /// As the source has it: mangled or not.
    text: String,
    source: NameSource,
}

/// The best first: a procedure's own name, before what linkers see, before what a DLL offers to others.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
enum NameSource {
    Procedure,
    Symbol,
    Export,
}

/// The PDB that a DLL names in its debug directory: path, GUID and age.
pub fn pdb_reference(pe: &PE) -> Option<(String, [u8; 16], u32)> {
    let reference = pe.debug_data.as_ref()?.codeview_pdb70_debug_info.as_ref()?;
    let path = reference.filename.split(|b| *b == 0).next().unwrap_or_default();
    Some((String::from_utf8_lossy(path).into_owned(), reference.signature, reference.age))
}

/// The GUID of a PDB, if it can be read.
pub fn pdb_guid(pdb: &[u8]) -> Option<[u8; 16]> {
    pdb::guid(pdb)
}

/// Whether a PDB belongs to a DLL; if not, why, with what both say.
pub fn pdb_belongs(pdb: &[u8], pe: &PE) -> Result<(), String> {
    pdb::belongs(pdb, pdb_reference(pe).map(|(_, guid, age)| (guid, age)))
}

impl<'a> DebugInfo<'a> {
    /// Reads the names of a DLL and of its PDB, if there is one; the second part says what could not be read.
    pub fn read(bytes: &'a [u8], pe: &'a PE, pdb: Option<&'a [u8]>) -> (DebugInfo<'a>, Vec<String>) {
        let mut notices = Vec::new();
        let mut names = symbols::exports(pe);
        names.extend(symbols::coff(bytes, pe, &mut notices));
        let has_symbols = names.iter().any(|name| name.source == NameSource::Symbol);
        let mut lines = Lines::None;
        if let Some(pdb) = pdb {
            match pdb::Lines::open(pdb, pe, pdb_reference(pe)) {
                Ok(opened) => {
                    let (opened, found) = opened;
                    names.extend(found);
                    lines = Lines::Pdb(Box::new(Mutex::new(opened)));
                }
                Err(why) => notices.push(why),
            }
        }
        if let Lines::None = lines {
            match dwarf::Lines::open(bytes, pe) {
                Ok(Some(opened)) => {
                    if !has_symbols {
                        names.extend(opened.functions(&mut notices));
                    }
                    lines = Lines::Dwarf(Box::new(Mutex::new(opened)));
                }
                Ok(None) => {}
                Err(why) => notices.push(why),
            }
        }
        let (functions, mangled) = merge(names);
        (DebugInfo { functions, mangled, lines }, notices)
    }

    /// The function that has its code here; where no source tells sizes, the one that begins here.
    pub fn function_at(&self, rva: u32) -> Option<&str> {
        let (start, size, name) = self.functions[..self.functions.partition_point(|f| f.0 <= rva)].last()?;
        (rva - start < (*size).max(1)).then_some(name.as_str())
    }

    /// All functions that have a name: address, size or 0, and name, without parameters; in the order of their addresses.
    pub fn functions(&self) -> &[(u32, u32, String)] {
        &self.functions
    }

    /// The mangled name of the function that begins here.
    pub fn mangled_at(&self, rva: u32) -> Option<&str> {
        let at = self.mangled.binary_search_by_key(&rva, |(start, _)| *start).ok()?;
        Some(&self.mangled[at].1)
    }

    /// Whether the function that begins here has a `this`.
    pub fn method_at(&self, rva: u32) -> Method {
        self.mangled_at(rva).map_or(Method::Unknown, demangle::method)
    }

    /// Path, line and column of the statement whose code is here, inlined functions included.
    pub fn line_at(&self, rva: u32) -> Option<(String, u32, Option<u32>)> {
        match &self.lines {
            Lines::None => None,
            Lines::Dwarf(lines) => lines.lock().ok()?.at(rva),
            Lines::Pdb(lines) => lines.lock().ok()?.at(rva),
        }
    }

    /// The functions that the code here belongs to, innermost first; empty if nothing tells.
    pub fn frames_at(&self, rva: u32) -> Vec<Frame> {
        let told = match &self.lines {
            Lines::Dwarf(lines) => lines.lock().ok().and_then(|lines| lines.frames(rva)).unwrap_or_default(),
            Lines::None | Lines::Pdb(_) => Vec::new(),
        };
        // only now: a thread that waits for a long name to be told takes up other work, which may ask for the lines, too
        told.into_iter().map(|frame| Frame { function: demangle::shown(&frame.function), ..frame }).collect()
    }

    /// The variables which point at structures that the function uses which begins here, where they are told.
    pub(super) fn variables_in(&self, rva: u32) -> Variables {
        match &self.lines {
            Lines::Dwarf(lines) => lines.lock().ok().and_then(|mut lines| lines.variables(rva)).unwrap_or_default(),
            Lines::Pdb(lines) => lines.lock().ok().and_then(|mut lines| lines.variables(rva)).unwrap_or_default(),
            Lines::None => Variables::default(),
        }
    }

    /// The variables which point at structures with one of these members.
    pub fn users_of(&self, members: &BTreeSet<crate::flow::Name>) -> Users {
        match &self.lines {
            Lines::Dwarf(lines) => lines.lock().map(|mut lines| lines.users_of(members)).unwrap_or_default(),
            Lines::Pdb(lines) => lines.lock().map(|mut lines| lines.users_of(members)).unwrap_or_default(),
            Lines::None => Users::default(),
        }
    }

    /// The member that begins so many bytes behind the start of a structure.
    pub fn member(&self, structure: &Structure, offset: i64) -> Option<Member> {
        match &self.lines {
            Lines::Dwarf(lines) => lines.lock().ok()?.member(structure, offset),
            Lines::Pdb(lines) => lines.lock().ok()?.member(structure, offset),
            Lines::None => None,
        }
    }

    /// Whether there was more about types and variables than is read of one file.
    pub fn is_cut(&self) -> bool {
        match &self.lines {
            Lines::Dwarf(lines) => lines.lock().is_ok_and(|lines| lines.is_cut()),
            Lines::Pdb(lines) => lines.lock().is_ok_and(|lines| lines.is_cut()),
            Lines::None => false,
        }
    }

    /// The published library that this code was linked in from: by the PDB's module, the function's name or the source's path.
    pub fn library_at(&self, rva: u32) -> Option<&'static str> {
        if let Lines::Pdb(lines) = &self.lines
            && let Some(library) = lines.lock().ok().and_then(|lines| lines.module_at(rva).and_then(library::of_module))
        {
            return Some(library);
        }
        let named = self.function_at(rva).and_then(library::of_function);
        named.or_else(|| library::of_path(&self.line_at(rva)?.0))
    }
}

/// Sorted functions and mangled names, the best name for each address.
type Merged = (Vec<(u32, u32, String)>, Vec<(u32, String)>);

/// One name for each address: the best source's, demangled, with the size that any source tells.
fn merge(mut names: Vec<Name>) -> Merged {
    names.sort_by(|a, b| (a.rva, a.source, &a.text).cmp(&(b.rva, b.source, &b.text)));
    let mut merged = Merged::default();
    for same in names.chunk_by(|a, b| a.rva == b.rva) {
        let size = same.iter().map(|name| name.size).find(|size| *size != 0).unwrap_or(0);
        let mangled = same.iter().find(|name| demangle::is_mangled(&name.text));
        if let Some(name) = mangled {
            merged.1.push((name.rva, name.text.clone()));
        }
        merged.0.push((same[0].rva, size, demangle::shown(&same[0].text)));
    }
    // A source without sizes can name an address inside a function that another one describes; the sizes must not overlap.
    for i in 1..merged.0.len() {
        let next = merged.0[i].0;
        let before = &mut merged.0[i - 1];
        before.1 = before.1.min(next - before.0);
    }
    merged
}
