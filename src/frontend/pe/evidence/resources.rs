//! Resources: which named types there are, and the version information.
//!
//! The directory is a tree of types, names and languages. It is read three levels deep and no further, so one that contains
//! itself ends too.

use super::super::mapped::{Mapped, u16_at, u32_at};
use super::Version;
use goblin::pe::PE;

const VERSION: u32 = 16;
const IS_NAME: u32 = 0x8000_0000;
const IS_DIRECTORY: u32 = 0x8000_0000;
/// Linkers write a handful of types; a directory of thousands is made to cost time.
const MOST_ENTRIES: usize = 4096;
/// Version information is a tree of four levels.
const DEEPEST: usize = 4;

#[derive(Default)]
pub(super) struct Resources {
    /// Types that have names instead of numbers.
    pub(super) types: Vec<String>,
    pub(super) version: Version,
}

pub(super) fn read(mapped: &Mapped, pe: &PE, notices: &mut Vec<String>) -> Resources {
    let mut resources = Resources::default();
    let directories = pe.header.optional_header.map(|header| header.data_directories);
    let Some(directory) = directories.as_ref().and_then(|d| d.get_resource_table()).filter(|d| d.virtual_address != 0) else {
        return resources;
    };
    // Entries may point behind the directory's size, as long as they stay in its section.
    let Some(tree) = mapped.from(directory.virtual_address) else {
        notices.push(format!("the resources at {:#x} lie outside the file", directory.virtual_address));
        return resources;
    };
    for (name, target) in entries(tree, 0) {
        if name & IS_NAME != 0 {
            resources.types.extend(name_at(tree, (name & !IS_NAME) as usize));
        } else if name == VERSION
            && let Some(data) = first_data(tree, target)
            && let Some(rva) = u32_at(data, 0)
            && let Some(length) = u32_at(data, 4)
        {
            match mapped.at(rva, length) {
                Some(block) => add_version(block, 0, &mut resources.version),
                None => notices.push(format!("the version information at {rva:#x} lies outside the file")),
            }
        }
    }
    resources.types.sort();
    resources.types.dedup();
    resources
}

/// A directory's entries: name or number, and where it leads.
fn entries(tree: &[u8], offset: usize) -> impl Iterator<Item = (u32, u32)> {
    const HEADER: usize = 16;
    let count = |at: usize| u16_at(tree, offset.saturating_add(at)).map_or(0, usize::from);
    let table = tree.get(offset.saturating_add(HEADER)..).unwrap_or_default();
    let entries = table.as_chunks::<8>().0.iter().take((count(12) + count(14)).min(MOST_ENTRIES));
    entries.filter_map(|entry| Some((u32_at(entry, 0)?, u32_at(entry, 4)?)))
}

fn name_at(tree: &[u8], offset: usize) -> Option<String> {
    let length = usize::from(u16_at(tree, offset)?);
    let text = tree.get(offset.checked_add(2)?..)?.get(..length * 2)?;
    let units: Vec<u16> = text.as_chunks::<2>().0.iter().map(|unit| u16::from_le_bytes(*unit)).collect();
    Some(String::from_utf16_lossy(&units))
}

/// The first name's first language's data entry.
fn first_data(tree: &[u8], mut target: u32) -> Option<&[u8]> {
    for _ in 0..2 {
        if target & IS_DIRECTORY == 0 {
            break;
        }
        target = entries(tree, (target & !IS_DIRECTORY) as usize).next()?.1;
    }
    if target & IS_DIRECTORY != 0 { None } else { tree.get(target as usize..) }
}

/// A block of version information: length, length of its value, type, key, value, blocks inside.
fn add_version(block: &[u8], depth: usize, version: &mut Version) {
    let (Some(length), Some(value_length)) = (u16_at(block, 0), u16_at(block, 2)) else { return };
    let block = &block[..block.len().min(usize::from(length))];
    let Some((key, after)) = wide(block, 6) else { return };
    let value = after.next_multiple_of(4);
    let field = match key.as_str() {
        "FileDescription" => Some(&mut version.description),
        "ProductName" => Some(&mut version.product),
        "ProductVersion" => Some(&mut version.product_version),
        "FileVersion" => Some(&mut version.file_version),
        "CompanyName" => Some(&mut version.company),
        _ => None,
    };
    if let Some(field) = field {
        // The first language's stays.
        if field.is_empty() {
            let units = block.get(value..).unwrap_or_default().as_chunks::<2>().0.iter().map(|unit| u16::from_le_bytes(*unit));
            let units: Vec<u16> = units.take_while(|unit| *unit != 0).collect();
            *field = String::from_utf16_lossy(&units).trim().to_owned();
        }
        return;
    }
    let mut child = value.saturating_add(usize::from(value_length)).next_multiple_of(4);
    while depth < DEEPEST
        && let Some(rest) = block.get(child..)
        && let Some(length) = u16_at(rest, 0).filter(|length| *length >= 6)
    {
        add_version(rest, depth + 1, version);
        child += usize::from(length).next_multiple_of(4);
    }
}

/// Text of two-byte units up to a zero, and where it ends.
fn wide(bytes: &[u8], start: usize) -> Option<(String, usize)> {
    let units: Vec<u16> = bytes.get(start..)?.as_chunks::<2>().0.iter().map(|unit| u16::from_le_bytes(*unit)).collect();
    let length = units.iter().position(|unit| *unit == 0)?;
    Some((String::from_utf16_lossy(&units[..length]), start + length * 2 + 2))
}
