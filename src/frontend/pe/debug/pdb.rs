//! PDB files: procedures, publics, lines, and the object file that each piece of code came from.
//!
//! Our own reader of the few tables that are needed: the crate for PDBs (pdb2, below pdb-addr2line) panics on damaged files.

mod container;
mod lines;
mod pointers;
mod records;
mod types;

use super::super::mapped::{text_at, u16_at, u32_at};
use super::structures::{Layouts, Variables};
use super::{Name, NameSource, Users};
use crate::flow::{Member, Name as NameOfMember, Structure};
use container::Container;
use goblin::pe::PE;
use lines::ModuleLines;
use records::{Place, Record, records};
use rustc_hash::FxHashMap;
use std::collections::BTreeSet;
use std::fmt;
use std::sync::Arc;

/// The stream of types.
const TYPES: usize = 2;
/// The stream of debug information, and the size of its header.
const DEBUG_INFORMATION: usize = 3;
const HEADER: usize = 64;

const CODE: u32 = 0x2000_0000;

/// A PDB with what is needed to answer for an address.
pub(super) struct Lines<'a> {
    container: Container<'a>,
    addresses: Addresses<'a>,
    modules: Vec<Module>,
    /// Which module has the code: `(first address, address behind, module)`, sorted.
    contributions: Vec<(u32, u32, usize)>,
    /// Names of source files.
    names: Vec<u8>,
    /// Lines of the modules that somebody asked for.
    read: FxHashMap<usize, ModuleLines>,
    /// The symbols of modules that somebody asked for variables of.
    symbols: FxHashMap<usize, Vec<u8>>,
    /// The table of types, once somebody asked for one.
    types: Option<types::Types>,
    /// The stream of what linkers see and of variables at fixed addresses; what these point at, once somebody asked.
    globals: Option<usize>,
    statics: Option<Arc<FxHashMap<u32, Structure>>>,
    layouts: Layouts,
    is_64: bool,
    /// A function has more variables than are read.
    is_cut: bool,
}

/// An object file that was linked in.
struct Module {
    /// Path of the library that it was taken from, and its own.
    name: String,
    stream: usize,
    symbols_size: usize,
    /// Lines in a format of the last century, which stand before those that are read.
    old_lines_size: usize,
    lines_size: usize,
}

/// The sections' addresses before the code was rearranged, and the map from there.
type Rearranged = (Vec<u32>, Vec<(u32, u32)>);

/// Where the linker's sections are in the DLL.
struct Addresses<'a> {
    sections: &'a [goblin::pe::section_table::SectionTable],
    /// If the DLL's code was rearranged after linking: the addresses before, and the map to those of now.
    rearranged: Option<Rearranged>,
}

impl fmt::Debug for Lines<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "a PDB of {} modules", self.modules.len())
    }
}

impl Addresses<'_> {
    fn of(&self, section: u16, offset: u32) -> Option<u32> {
        let index = usize::from(section).checked_sub(1)?;
        let Some((sections, map)) = &self.rearranged else {
            return self.sections.get(index)?.virtual_address.checked_add(offset);
        };
        let before = sections.get(index)?.checked_add(offset)?;
        let (from, to) = map[..map.partition_point(|(from, _)| *from <= before)].last()?;
        if *to == 0 { None } else { to.checked_add(before - from) }
    }
}

/// A GUID as people write it: its first three fields are numbers.
fn written(guid: &[u8; 16]) -> String {
    let [a, b, c, d, e, f, g, h, rest @ ..] = guid;
    let rest: Vec<String> = rest.iter().map(|byte| format!("{byte:02X}")).collect();
    let number = u32::from_le_bytes([*a, *b, *c, *d]);
    let (first, second) = (u16::from_le_bytes([*e, *f]), u16::from_le_bytes([*g, *h]));
    format!("{{{number:08X}-{first:04X}-{second:04X}-{}-{}}}", rest[..2].concat(), rest[2..].concat())
}

/// Holds the PDB's identity against the one that the DLL names.
fn check(information: &container::Information, age_of_linker: u32, reference: Option<([u8; 16], u32)>) -> Result<(), String> {
    let Some((guid, age)) = reference else {
        return Err("the DLL's debug directory names no PDB, so it can't be told whether this one belongs to it; it is not used".to_owned());
    };
    if information.guid != guid {
        let (wanted, its) = (written(&guid), written(&information.guid));
        return Err(format!("the PDB belongs to another build: the DLL names {wanted}, the PDB is {its}; it is not used"));
    }
    // The age in the PDB's own header also counts what tools changed afterwards; that of its debug information is the linker's.
    if age_of_linker != age && information.age != age {
        return Err(format!(
            "the PDB belongs to another link of this build: the DLL names age {age}, the PDB has {age_of_linker}; it is not used"
        ));
    }
    Ok(())
}

/// Whether a PDB belongs to a DLL that names this one; if not, why.
pub(super) fn belongs(bytes: &[u8], reference: Option<([u8; 16], u32)>) -> Result<(), String> {
    open_for(bytes, reference).map(|_| ())
}

/// The GUID of a PDB, if it can be read.
pub(super) fn guid(bytes: &[u8]) -> Option<[u8; 16]> {
    Some(Container::open(bytes).ok()?.information()?.guid)
}

/// The parts that every use of a PDB begins with.
type Opened<'a> = (Container<'a>, container::Information, Vec<u8>);

fn open_for(bytes: &[u8], reference: Option<([u8; 16], u32)>) -> Result<Opened<'_>, String> {
    let unreadable = |what: &str| format!("the PDB can't be read: {what}");
    let mut container = Container::open(bytes).map_err(|what| unreadable(&what))?;
    let information = container.information().ok_or_else(|| unreadable("its identity is missing"))?;
    let debug = container.stream(DEBUG_INFORMATION).ok_or_else(|| unreadable("its debug information is missing"))?;
    let age = u32_at(&debug, 8).ok_or_else(|| unreadable("its debug information is cut off"))?;
    check(&information, age, reference)?;
    Ok((container, information, debug))
}

impl<'a> Lines<'a> {
    /// Opens the PDB that belongs to a DLL, with the names in it; or says why not.
    pub(super) fn open(bytes: &'a [u8], pe: &'a PE, reference: Option<(String, [u8; 16], u32)>) -> Result<(Lines<'a>, Vec<Name>), String> {
        let (mut container, information, debug) = open_for(bytes, reference.map(|(_, guid, age)| (guid, age)))?;
        let substream = |index: usize| -> Option<&[u8]> {
            let before = (0..index).try_fold(HEADER, |sum, i| sum.checked_add(u32_at(&debug, size_of_substream(i))? as usize))?;
            debug.get(before..)?.get(..u32_at(&debug, size_of_substream(index))? as usize)
        };
        let modules = substream(0).map(modules).unwrap_or_default();
        // The index of a further stream, by its number in the optional header at the end.
        let further = |number: usize| substream(6).and_then(|list| u16_at(list, number * 2)).filter(|stream| *stream != u16::MAX);
        let rearranged = rearranged(&mut container, further(10), further(4));
        let addresses = Addresses { sections: &pe.sections, rearranged };
        let contributions = substream(1).map(|table| contributions(table, &addresses)).unwrap_or_default();
        let names = information.names.and_then(|stream| container.stream(stream)).unwrap_or_default();
        let mut lines = Lines {
            container,
            addresses,
            modules,
            contributions,
            names,
            read: FxHashMap::default(),
            symbols: FxHashMap::default(),
            types: None,
            globals: u16_at(&debug, 20).map(usize::from),
            statics: None,
            layouts: Layouts::default(),
            is_64: pe.is_64,
            is_cut: false,
        };
        let names = lines.functions();
        Ok((lines, names))
    }

    /// What linkers see, and the procedures of all modules. What can't be read has no names.
    fn functions(&mut self) -> Vec<Name> {
        let mut names = Vec::new();
        let publics = self.globals.and_then(|stream| self.container.stream(stream)).unwrap_or_default();
        self.add_functions(&publics, &mut names);
        for index in 0..self.modules.len() {
            if let Some(stream) = self.container.stream(self.modules[index].stream) {
                self.add_functions(self.modules[index].symbols(&stream), &mut names);
            }
        }
        names
    }

    fn add_functions(&self, symbols: &[u8], names: &mut Vec<Name>) {
        let mut add = |place: Place, size: u32, text: &[u8], source: NameSource| {
            if let Some(rva) = self.addresses.of(place.section, place.offset) {
                names.push(Name { rva, size, text: String::from_utf8_lossy(text).into_owned(), source });
            }
        };
        for record in records(symbols) {
            match record {
                Record::Public { place, name } => add(place, 0, name, NameSource::Symbol),
                Record::Procedure { place, size, name } => add(place, size, name, NameSource::Procedure),
                Record::InlineSite { .. } | Record::InlineSiteEnd => {}
            }
        }
    }

    fn module_index(&self, rva: u32) -> Option<usize> {
        let (_, end, module) = self.contributions[..self.contributions.partition_point(|c| c.0 <= rva)].last()?;
        (rva < *end && *module < self.modules.len()).then_some(*module)
    }

    /// Library and object file that this code came from.
    pub(super) fn module_at(&self, rva: u32) -> Option<&str> {
        self.module_index(rva).map(|module| self.modules[module].name.as_str())
    }

    pub(super) fn at(&mut self, rva: u32) -> Option<(String, u32, Option<u32>)> {
        let index = self.module_index(rva)?;
        if !self.read.contains_key(&index) {
            let module = &self.modules[index];
            let stream = self.container.stream(module.stream).unwrap_or_default();
            let lines = ModuleLines::read(module.symbols(&stream), module.tables(&stream), &self.addresses);
            self.read.insert(index, lines);
        }
        let (file, line, column) = self.read.get(&index)?.at(rva)?;
        Some((lines::name(&self.names, file)?, line, column))
    }

    /// The variables that point at structures, for the function that begins here.
    pub(super) fn variables(&mut self, rva: u32) -> Option<Variables> {
        let index = self.module_index(rva)?;
        if !self.symbols.contains_key(&index) {
            let module = &self.modules[index];
            let stream = self.container.stream(module.stream).unwrap_or_default();
            self.symbols.insert(index, module.symbols(&stream).to_vec());
        }
        if self.types.is_none() {
            self.types = Some(types::Types::of(self.container.stream(TYPES).unwrap_or_default()));
        }
        let (types, layouts) = (self.types.as_mut()?, &mut self.layouts);
        let mut target = |ty: u32| {
            let to = types.target(ty)?;
            layouts.may_hold_keys(&to, |wanted| types.layout(wanted)).then_some(to)
        };
        if self.statics.is_none() {
            let symbols = self.globals.and_then(|stream| self.container.stream(stream)).unwrap_or_default();
            self.statics = Some(Arc::new(pointers::statics(&symbols, &self.addresses, &mut target)));
        }
        let pointers = pointers::pointers(self.symbols.get(&index)?, &self.addresses, self.is_64, rva, &mut target);
        self.is_cut |= pointers.len() >= pointers::MOST_POINTERS;
        Some(Variables { pointers, statics: self.statics.clone()? })
    }

    /// Whether there was more about types and variables than is read.
    pub(super) fn is_cut(&self) -> bool {
        self.is_cut || self.types.as_ref().is_some_and(|types| types.is_cut)
    }

    /// The variables which point at structures with one of these members.
    pub(super) fn users_of(&mut self, members: &BTreeSet<NameOfMember>) -> Users {
        let (Some(types), layouts) = (self.types.as_mut(), &mut self.layouts) else { return Users::default() };
        let mut is_user = |types: &mut types::Types, to: &Structure| layouts.has_one_of(to, members, &mut |wanted| types.layout(wanted), 0);
        let statics = self.statics.iter().flat_map(|all| all.iter());
        let statics = statics.filter(|(_, to)| is_user(types, to)).map(|(at, _)| *at).collect();
        let mut known: FxHashMap<u32, bool> = FxHashMap::default();
        let mut has = |ty: u32| *known.entry(ty).or_insert_with(|| types.target(ty).is_some_and(|to| is_user(types, &to)));
        let mut found = BTreeSet::new();
        for module in &self.modules {
            let stream = self.container.stream(module.stream).unwrap_or_default();
            found.append(&mut pointers::users(module.symbols(&stream), &self.addresses, &mut has));
        }
        Users { functions: found.into_iter().collect(), statics }
    }

    /// The member at an offset of a structure.
    pub(super) fn member(&mut self, structure: &Structure, offset: i64) -> Option<Member> {
        let types = self.types.as_mut()?;
        self.layouts.member(structure, offset, |wanted| types.layout(wanted))
    }
}

/// Where the header says how large a part of the debug information is, in the order in which they follow it.
fn size_of_substream(index: usize) -> usize {
    // Modules, contributions, map of sections, sources, type servers, edit-and-continue, further streams.
    [24, 28, 32, 36, 40, 52, 48][index.min(6)]
}

impl Module {
    fn symbols<'s>(&self, stream: &'s [u8]) -> &'s [u8] {
        const SIGNATURE: usize = 4;
        stream.get(SIGNATURE..self.symbols_size).unwrap_or_default()
    }

    fn tables<'s>(&self, stream: &'s [u8]) -> &'s [u8] {
        let start = self.symbols_size.saturating_add(self.old_lines_size);
        stream.get(start..).map(|rest| &rest[..rest.len().min(self.lines_size)]).unwrap_or_default()
    }
}

fn modules(mut table: &[u8]) -> Vec<Module> {
    let mut modules = Vec::new();
    while let Some((module, rest)) = module(table) {
        modules.push(module);
        table = rest;
    }
    modules
}

fn module(table: &[u8]) -> Option<(Module, &[u8])> {
    const NAMES: usize = 64;
    let size = |offset: usize| u32_at(table, offset).map(|size| size as usize);
    let name = text_at(table, NAMES)?;
    let file = text_at(table, NAMES + name.len() + 1)?;
    let end = (NAMES + name.len() + file.len() + 2).next_multiple_of(4);
    let module = Module {
        name: format!("{} {}", String::from_utf8_lossy(file), String::from_utf8_lossy(name)),
        stream: usize::from(u16_at(table, 34)?),
        symbols_size: size(36)?,
        old_lines_size: size(40)?,
        lines_size: size(44)?,
    };
    Some((module, table.get(end..).unwrap_or_default()))
}

/// Which code came from which object file.
fn contributions(table: &[u8], addresses: &Addresses) -> Vec<(u32, u32, usize)> {
    const VERSION_2: u32 = 0xeffe_0000 + 20_140_516;
    let entry_size = if u32_at(table, 0) == Some(VERSION_2) { 32 } else { 28 };
    let entries = table.get(4..).unwrap_or_default().chunks_exact(entry_size);
    let mut contributions: Vec<(u32, u32, usize)> = entries
        .filter_map(|entry| {
            let start = addresses.of(u16_at(entry, 0)?, u32_at(entry, 4)?)?;
            let is_code = u32_at(entry, 12)? & CODE != 0;
            is_code.then_some((start, start.saturating_add(u32_at(entry, 8)?), usize::from(u16_at(entry, 16)?)))
        })
        .collect();
    contributions.sort_unstable();
    contributions
}

/// The sections' addresses before the code was rearranged, and the map from there, if it was.
fn rearranged(container: &mut Container, sections: Option<u16>, map: Option<u16>) -> Option<Rearranged> {
    const SECTION: usize = 40;
    let (sections, map) = (container.stream(usize::from(sections?))?, container.stream(usize::from(map?))?);
    let sections = sections.chunks_exact(SECTION).filter_map(|section| u32_at(section, 12)).collect();
    let mut map: Vec<(u32, u32)> = map.chunks_exact(8).filter_map(|pair| Some((u32_at(pair, 0)?, u32_at(pair, 4)?))).collect();
    map.sort_by_key(|(from, _)| *from);
    Some((sections, map))
}
