//! DWARF, which gcc and clang for mingw write into the DLL.

use super::super::mapped::raw;
use super::{Frame, Name, NameSource, Users, Variables};
use crate::flow::{Member, Name as NameOfMember, Structure};
use addr2line::Context;
use gimli::{AttributeValue, EndianSlice, LittleEndian, Section, UnitRef};
use goblin::pe::PE;
use std::collections::BTreeSet;
use std::fmt;
use std::sync::Arc;

mod pointers;
mod types;

type Bytes<'a> = EndianSlice<'a, LittleEndian>;

/// A DLL that has more is generated to cost memory.
const MOST_FUNCTIONS: usize = 1 << 20;
/// Functions inlined into each other more deeply are cut off.
const MOST_FRAMES: usize = 32;

/// Where each instruction comes from; units and their lines are read when asked for.
pub(super) struct Lines<'a> {
    context: Context<Bytes<'a>>,
    dwarf: Arc<gimli::Dwarf<Bytes<'a>>>,
    image_base: u64,
    pointers: pointers::Pointers<'a>,
}

impl fmt::Debug for Lines<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "DWARF at {:#x}", self.image_base)
    }
}

impl<'a> Lines<'a> {
    /// The DLL's DWARF, if it has any.
    pub(super) fn open(bytes: &'a [u8], pe: &PE) -> Result<Option<Lines<'a>>, String> {
        let section = |id: gimli::SectionId| -> Result<Bytes<'a>, gimli::Error> {
            let found = pe.sections.iter().find(|s| s.name().is_ok_and(|name| name == id.name()));
            let raw = found.and_then(|s| raw(bytes, s.pointer_to_raw_data, s.virtual_size.min(s.size_of_raw_data)));
            Ok(EndianSlice::new(raw.unwrap_or_default(), LittleEndian))
        };
        let unreadable = |error: gimli::Error| format!("the DLL's DWARF can't be read ({error}); its lines are not known");
        let dwarf = Arc::new(gimli::Dwarf::load(section).map_err(unreadable)?);
        if dwarf.debug_info.reader().is_empty() {
            return Ok(None);
        }
        let context = Context::from_arc_dwarf(Arc::clone(&dwarf)).map_err(unreadable)?;
        let pointers = pointers::Pointers::new(Arc::clone(&dwarf), pe.image_base, pe.is_64, types::MOST_ENTRIES);
        Ok(Some(Lines { context, dwarf, image_base: pe.image_base, pointers }))
    }

    pub(super) fn at(&self, rva: u32) -> Option<(String, u32, Option<u32>)> {
        let location = self.context.find_location(self.image_base.checked_add(u64::from(rva))?).ok()??;
        let line = location.line.filter(|line| *line != 0)?;
        Some((location.file?.to_owned(), line, location.column.filter(|column| *column != 0)))
    }

    /// The functions that the code here belongs to, by their names in the file, the innermost of those that were inlined first, each
    /// with the line in it.
    pub(super) fn frames(&self, rva: u32) -> Option<Vec<Frame>> {
        let mut found = self.context.find_frames(self.image_base.checked_add(u64::from(rva))?).skip_all_loads().ok()?;
        let mut frames = Vec::new();
        while let Some(frame) = found.next().ok()?.filter(|_| frames.len() < MOST_FRAMES) {
            let function = frame.function?.raw_name().ok()?.into_owned();
            let location = frame.location?;
            let line = location.line.filter(|line| *line != 0)?;
            let at = (location.file?.to_owned(), line, location.column.filter(|column| *column != 0));
            frames.push(Frame { function, at });
        }
        Some(frames)
    }

    /// The variables that point at structures, for the function that begins here.
    pub(super) fn variables(&mut self, rva: u32) -> Option<Variables> {
        let address = self.image_base.checked_add(u64::from(rva))?;
        let unit = self.context.find_dwarf_and_unit(address).skip_all_loads()?;
        let header = unit.header.debug_info_offset()?;
        self.pointers.of(header.0, address)
    }

    /// The variables which point at structures with one of these members.
    pub(super) fn users_of(&mut self, members: &BTreeSet<NameOfMember>) -> Users {
        self.pointers.users_of(members)
    }

    /// The member at an offset of a structure.
    pub(super) fn member(&mut self, structure: &Structure, offset: i64) -> Option<Member> {
        self.pointers.member(structure, offset)
    }

    /// Whether there was more about types and variables than is read.
    pub(super) fn is_cut(&self) -> bool {
        self.pointers.is_cut()
    }

    /// Every subprogram that has code; wanted only where the symbol table was stripped and the DWARF was not.
    pub(super) fn functions(&self, notices: &mut Vec<String>) -> Vec<Name> {
        let mut names = Vec::new();
        if let Err(error) = self.add_functions(&mut names) {
            notices.push(format!("the DLL's DWARF can't be read to its end ({error}); some names are not known"));
        }
        if names.len() == MOST_FUNCTIONS {
            notices.push(format!("the DLL's DWARF names more than {MOST_FUNCTIONS} functions; the further names are not known"));
        }
        names
    }

    fn add_functions(&self, names: &mut Vec<Name>) -> Result<(), gimli::Error> {
        let mut units = self.dwarf.units();
        while let Some(header) = units.next()? {
            let unit = self.dwarf.unit(header)?;
            let unit = unit.unit_ref(&self.dwarf);
            let mut entries = unit.entries();
            while let Some(entry) = entries.next_dfs()? {
                if entry.tag() != gimli::DW_TAG_subprogram {
                    continue;
                }
                if names.len() >= MOST_FUNCTIONS {
                    return Ok(());
                }
                names.extend(self.function(unit, entry));
            }
        }
        Ok(())
    }

    fn function(&self, unit: UnitRef<'_, Bytes<'a>>, entry: &gimli::DebuggingInformationEntry<Bytes<'a>>) -> Option<Name> {
        let low = unit.attr_address(entry.attr_value(gimli::DW_AT_low_pc)?).ok()??;
        let high = match entry.attr_value(gimli::DW_AT_high_pc) {
            Some(AttributeValue::Udata(size)) => low.checked_add(size)?,
            Some(value) => value.udata_value().and_then(|size| low.checked_add(size)).or_else(|| unit.attr_address(value).ok()?)?,
            None => low,
        };
        let rva = u32::try_from(low.checked_sub(self.image_base)?).ok()?;
        let size = u32::try_from(high.checked_sub(low)?).ok()?;
        Some(Name { rva, size, text: name_of(unit, entry)?, source: NameSource::Procedure })
    }
}

/// A definition outside its class refers to the declaration, an out-of-line copy to the abstract function; each has the name.
fn name_of<'a>(unit: UnitRef<'_, Bytes<'a>>, entry: &gimli::DebuggingInformationEntry<Bytes<'a>>) -> Option<String> {
    const MOST_REFERENCES: usize = 4;
    let mut entry = entry.clone();
    for _ in 0..MOST_REFERENCES {
        let name = [gimli::DW_AT_linkage_name, gimli::DW_AT_MIPS_linkage_name, gimli::DW_AT_name].into_iter();
        if let Some(value) = name.filter_map(|at| entry.attr_value(at)).next() {
            return Some(unit.attr_string(value).ok()?.to_string_lossy().into_owned());
        }
        let reference = entry.attr_value(gimli::DW_AT_abstract_origin).or_else(|| entry.attr_value(gimli::DW_AT_specification))?;
        let AttributeValue::UnitRef(offset) = reference else { return None };
        entry = unit.entry(offset).ok()?;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_said_if_more_is_there_than_is_read() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/testdata/pe/bin/members-gcc-x64-O2.dll");
        let bytes = std::fs::read(path).expect("the fixture is there");
        let pe = PE::parse(&bytes).expect("the fixture is a DLL");
        let members = BTreeSet::from(["base".into()]);
        for (most, is_cut) in [(types::MOST_ENTRIES, false), (20, true)] {
            let mut lines = Lines::open(&bytes, &pe).expect("its DWARF can be read").expect("it has DWARF");
            lines.pointers = pointers::Pointers::new(Arc::clone(&lines.dwarf), pe.image_base, pe.is_64, most);
            lines.users_of(&members);
            assert_eq!(lines.is_cut(), is_cut, "{most} entries");
        }
    }
}
