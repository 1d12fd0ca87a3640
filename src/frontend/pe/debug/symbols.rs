//! Names from the export directory and the COFF symbol table.

use super::super::mapped::{text_at, u16_at, u32_at};
use super::{Name, NameSource};
use goblin::pe::PE;

const SYMBOL_SIZE: usize = 18;
/// Linkers write no more than a symbol for each byte; a table of billions is a lie that would cost memory.
const MOST_SYMBOLS: usize = 1 << 22;

const CLASS_EXTERNAL: u8 = 2;
const CLASS_STATIC: u8 = 3;
const TYPE_FUNCTION: u16 = 0x20;

const MACHINE_X86: u16 = 0x14c;
const SECTION_EXECUTABLE: u32 = 0x2000_0000;

fn is_code(pe: &PE, rva: u32) -> bool {
    pe.sections.iter().any(|s| {
        let size = s.virtual_size.max(s.size_of_raw_data);
        s.characteristics & SECTION_EXECUTABLE != 0 && rva.checked_sub(s.virtual_address).is_some_and(|offset| offset < size)
    })
}

/// What the DLL offers by name; forwarders and data are no functions.
pub(super) fn exports(pe: &PE) -> Vec<Name> {
    let own = pe.exports.iter().filter(|export| export.reexport.is_none());
    own.filter_map(|export| {
        let rva = u32::try_from(export.rva).ok().filter(|rva| is_code(pe, *rva))?;
        Some(Name { rva, size: 0, text: undecorated(pe, export.name?, NameSource::Export).to_owned(), source: NameSource::Export })
    })
    .collect()
}

/// The functions of the COFF symbol table, which mingw leaves in a DLL; the table has every function, so each reaches to the next.
pub(super) fn coff(bytes: &[u8], pe: &PE, notices: &mut Vec<String>) -> Vec<Name> {
    let header = &pe.header.coff_header;
    let (start, count) = (header.pointer_to_symbol_table as usize, header.number_of_symbol_table as usize);
    if start == 0 || count == 0 {
        return Vec::new();
    }
    let size = count.min(MOST_SYMBOLS) * SYMBOL_SIZE;
    let Some(table) = bytes.get(start..).map(|rest| &rest[..rest.len().min(size)]).filter(|table| !table.is_empty()) else {
        notices.push(format!("the symbol table at {start:#x} lies outside the file; its names are not known"));
        return Vec::new();
    };
    if table.len() < size || count > MOST_SYMBOLS {
        notices.push(format!("the symbol table at {start:#x} is cut off; some names are not known"));
    }
    let strings = bytes.get(start.saturating_add(size)..).unwrap_or_default();
    let mut names = Vec::new();
    let mut index = 0;
    while let Some(symbol) = table.get(index * SYMBOL_SIZE..).and_then(|rest| rest.first_chunk::<SYMBOL_SIZE>()) {
        names.extend(function(symbol, strings, pe));
        // Auxiliary records follow and are no symbols.
        index += 1 + usize::from(symbol[17]);
    }
    add_sizes(&mut names, pe);
    names
}

fn function(symbol: &[u8; SYMBOL_SIZE], strings: &[u8], pe: &PE) -> Option<Name> {
    let is_function = u16_at(symbol, 14)? == TYPE_FUNCTION && matches!(symbol[16], CLASS_EXTERNAL | CLASS_STATIC);
    let section = usize::from(u16_at(symbol, 12)?).checked_sub(1).and_then(|i| pe.sections.get(i)).filter(|_| is_function)?;
    let rva = section.virtual_address.checked_add(u32_at(symbol, 8)?)?;
    let name = if symbol[..4] == [0; 4] {
        text_at(strings, u32_at(symbol, 4)? as usize)?
    } else {
        symbol[..8].split(|b| *b == 0).next().unwrap_or_default()
    };
    let name = std::str::from_utf8(name).ok().filter(|name| !name.is_empty())?;
    Some(Name { rva, size: 0, text: undecorated(pe, name, NameSource::Symbol).to_owned(), source: NameSource::Symbol })
}

fn add_sizes(names: &mut [Name], pe: &PE) {
    names.sort_by_key(|name| name.rva);
    let mut next = None;
    for i in (0..names.len()).rev() {
        let rva = names[i].rva;
        let section = pe.sections.iter().find(|s| rva.wrapping_sub(s.virtual_address) < s.virtual_size);
        let end = section.map_or(rva, |s| s.virtual_address.saturating_add(s.virtual_size));
        let after = names.get(i + 1).map(|n| n.rva).filter(|after| *after != rva).or(next);
        next = after;
        names[i].size = after.unwrap_or(end).min(end).saturating_sub(rva);
    }
}

/// On x86 every name of C carries an underscore (`@` for fastcall), and `@` with the size of the arguments if the callee takes
/// them off the stack. Exports mostly don't; one with an underscore alone was named so.
fn undecorated<'n>(pe: &PE, name: &'n str, source: NameSource) -> &'n str {
    if pe.header.coff_header.machine != MACHINE_X86 || name.starts_with('?') {
        return name;
    }
    let is_size = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    let with_size = name.rsplit_once('@').filter(|(name, size)| !name.is_empty() && is_size(size));
    let (text, is_decorated) = with_size.map_or((name, source == NameSource::Symbol), |(name, _)| (name, true));
    let stripped = if is_decorated { text.strip_prefix(['_', '@']) } else { None };
    stripped.filter(|rest| !rest.is_empty()).unwrap_or(text)
}
