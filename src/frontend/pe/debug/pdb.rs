//! PDB files: procedures, publics, lines, and the object file that each piece of code came from.

mod lines;

use super::{Name, NameSource};
use lines::ModuleLines;
use pdb2::{AddressMap, FallibleIterator, Source, SourceSlice, SourceView, StringTable, SymbolData};
use rustc_hash::FxHashMap;
use std::fmt;
use std::io;

/// A PDB that has more is generated to cost memory.
const MOST_NAMES: usize = 1 << 21;

/// The PDB's bytes as the source that [`pdb2`] wants.
struct Bytes<'a>(&'a [u8]);

/// A stream: the file's pages put together.
struct Stream(Vec<u8>);

impl fmt::Debug for Bytes<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} bytes of a PDB", self.0.len())
    }
}

impl fmt::Debug for Stream {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "a stream of {} bytes", self.0.len())
    }
}

impl SourceView<'_> for Stream {
    fn as_slice(&self) -> &[u8] {
        &self.0
    }
}

impl<'a> Source<'a> for Bytes<'a> {
    /// Refuses what is not in the file, and streams that name pages again and again to become larger than it.
    fn view(&mut self, slices: &[SourceSlice]) -> Result<Box<dyn SourceView<'a> + Send + Sync>, io::Error> {
        let cut_off = || io::Error::from(io::ErrorKind::UnexpectedEof);
        let size = slices.iter().try_fold(0usize, |sum, slice| sum.checked_add(slice.size)).ok_or_else(cut_off)?;
        if size > self.0.len() {
            return Err(cut_off());
        }
        let mut stream = Vec::with_capacity(size);
        for slice in slices {
            let start = usize::try_from(slice.offset).map_err(|_| cut_off())?;
            let end = start.checked_add(slice.size).ok_or_else(cut_off)?;
            stream.extend_from_slice(self.0.get(start..end).ok_or_else(cut_off)?);
        }
        Ok(Box::new(Stream(stream)))
    }
}

/// A PDB with what is needed to answer for an address.
pub(super) struct Lines<'a> {
    pdb: pdb2::PDB<'a, Bytes<'a>>,
    addresses: AddressMap<'a>,
    strings: Option<StringTable<'a>>,
    information: pdb2::DebugInformation<'a>,
    /// For each object file its path, and that of the library that it was taken from.
    modules: Vec<String>,
    /// Which module has the code: `(first address, address behind, module)`, sorted.
    contributions: Vec<(u32, u32, usize)>,
    /// Lines of the modules that somebody asked for.
    read: FxHashMap<usize, ModuleLines>,
}

impl fmt::Debug for Lines<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "a PDB of {} modules", self.modules.len())
    }
}

/// `guid` as it is written: the first three fields are numbers.
fn written(guid: &[u8; 16]) -> String {
    let hex = |bytes: &mut dyn Iterator<Item = &u8>| bytes.map(|b| format!("{b:02X}")).collect::<String>();
    let (a, b, c) = (hex(&mut guid[..4].iter().rev()), hex(&mut guid[4..6].iter().rev()), hex(&mut guid[6..8].iter().rev()));
    format!("{{{a}-{b}-{c}-{}-{}}}", hex(&mut guid[8..10].iter()), hex(&mut guid[10..].iter()))
}

fn check<'a>(pdb: &mut pdb2::PDB<'a, Bytes<'a>>, reference: Option<([u8; 16], u32)>) -> Result<(), String> {
    let unreadable = |error: pdb2::Error| format!("the PDB can't be read: {error}");
    let Some((guid, age)) = reference else {
        return Err("the DLL's debug directory names no PDB, so it can't be told whether this one belongs to it; it is not used".to_owned());
    };
    let information = pdb.pdb_information().map_err(unreadable)?;
    let its = information.guid.to_bytes_le();
    if its != guid {
        let (wanted, its) = (written(&guid), written(&its));
        return Err(format!("the PDB belongs to another build: the DLL names {wanted}, the PDB is {its}; it is not used"));
    }
    // The age in the PDB's own header also counts changes that tools made afterwards; that of its debug information is the linker's.
    let of_linker = pdb.debug_information().ok().and_then(|d| d.age()).unwrap_or(information.age);
    if of_linker != age && information.age != age {
        return Err(format!("the PDB belongs to another link of this build: the DLL names age {age}, the PDB has {of_linker}; it is not used"));
    }
    Ok(())
}

impl<'a> Lines<'a> {
    /// Opens the PDB that belongs to a DLL with this reference, with the names in it; or says why not.
    pub(super) fn open(bytes: &'a [u8], reference: Option<(String, [u8; 16], u32)>) -> Result<(Lines<'a>, Vec<Name>), String> {
        let unreadable = |error: pdb2::Error| format!("the PDB can't be read: {error}");
        let mut pdb = pdb2::PDB::open(Bytes(bytes)).map_err(unreadable)?;
        check(&mut pdb, reference.map(|(_, guid, age)| (guid, age)))?;
        let addresses = pdb.address_map().map_err(unreadable)?;
        let strings = pdb.string_table().ok();
        let information = pdb.debug_information().map_err(unreadable)?;
        let contributions = contributions(&information, &addresses).map_err(unreadable)?;
        let read = FxHashMap::default();
        let mut lines = Lines { pdb, addresses, strings, information, modules: Vec::new(), contributions, read };
        let names = lines.names();
        Ok((lines, names))
    }

    /// Procedures of all modules, and what linkers see. What can't be read has no names.
    fn names(&mut self) -> Vec<Name> {
        let mut names = Vec::new();
        if let Ok(symbols) = self.pdb.global_symbols() {
            let mut symbols = symbols.iter();
            while let Ok(Some(symbol)) = symbols.next() {
                if let Ok(SymbolData::Public(public)) = symbol.parse()
                    && (public.function || public.code)
                    && let Some(rva) = public.offset.to_rva(&self.addresses)
                    && names.len() < MOST_NAMES
                {
                    names.push(Name { rva: rva.0, size: 0, text: public.name.to_string().into_owned(), source: NameSource::Symbol });
                }
            }
        }
        if let Ok(mut modules) = self.information.modules() {
            while let Ok(Some(module)) = modules.next() {
                self.modules.push(format!("{} {}", module.object_file_name(), module.module_name()));
                add_procedures(&mut self.pdb, &module, &self.addresses, &mut names);
            }
        }
        names
    }

    fn module_index(&self, rva: u32) -> Option<usize> {
        let (_, end, module) = self.contributions[..self.contributions.partition_point(|c| c.0 <= rva)].last()?;
        (rva < *end && *module < self.modules.len()).then_some(*module)
    }

    /// Object file and library that this code came from.
    pub(super) fn module_at(&self, rva: u32) -> Option<&str> {
        self.module_index(rva).map(|module| self.modules[module].as_str())
    }

    pub(super) fn at(&mut self, rva: u32) -> Option<(String, u32, Option<u32>)> {
        let module = self.module_index(rva)?;
        if !self.read.contains_key(&module) {
            let its = self.information.modules().ok()?.nth(module).ok()??;
            let lines = self.pdb.module_info(&its).ok().flatten();
            let lines = lines.map(|information| ModuleLines::read(&information, &self.addresses, self.strings.as_ref()));
            self.read.insert(module, lines.unwrap_or_default());
        }
        self.read.get(&module)?.at(rva)
    }
}

fn add_procedures<'a>(pdb: &mut pdb2::PDB<'a, Bytes<'a>>, module: &pdb2::Module, addresses: &AddressMap, names: &mut Vec<Name>) {
    let Ok(Some(information)) = pdb.module_info(module) else { return };
    let Ok(mut symbols) = information.symbols() else { return };
    while let Ok(Some(symbol)) = symbols.next() {
        if let Ok(SymbolData::Procedure(procedure)) = symbol.parse()
            && let Some(rva) = procedure.offset.to_rva(addresses)
            && names.len() < MOST_NAMES
        {
            let text = procedure.name.to_string().into_owned();
            names.push(Name { rva: rva.0, size: procedure.len, text, source: NameSource::Procedure });
        }
    }
}

/// Which code came from which object file.
fn contributions(information: &pdb2::DebugInformation, addresses: &AddressMap) -> pdb2::Result<Vec<(u32, u32, usize)>> {
    let mut contributions = Vec::new();
    let mut iter = information.section_contributions()?;
    while let Some(contribution) = iter.next()? {
        if contribution.characteristics.execute()
            && let Some(start) = contribution.offset.to_rva(addresses)
        {
            contributions.push((start.0, start.0.saturating_add(contribution.size), contribution.module));
        }
    }
    contributions.sort_unstable();
    Ok(contributions)
}
