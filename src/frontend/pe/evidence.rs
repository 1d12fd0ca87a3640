//! What in a DLL tells that it is a COM+ component, or a COM server at all, and what it says of itself.
//!
//! The marks are data: `rules/marks/pe.toml`. That a DLL has none shows nothing: any COM server can be put into a COM+ application.

mod resources;

use super::mapped::{Mapped, text_at, u32_at};
pub use crate::models::FoundMark as Found;
use crate::models::{Mark, Strength, marks};
use aho_corasick::AhoCorasick;
use goblin::pe::PE;
use std::sync::LazyLock;

/// Sections that the loader throws away: relocations and debug information. What stands there is not the program's data.
const DISCARDABLE: u32 = 0x0200_0000;

/// What was found.
#[derive(Clone, Debug, Default)]
pub struct Evidence {
    /// The marks, the strongest first.
    pub marks: Vec<Found>,
    /// What the DLL says of itself.
    pub version: Version,
}

/// What a DLL's version information says; empty where it says nothing.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Version {
    /// What the file is for.
    pub description: String,
    /// The product that it is part of.
    pub product: String,
    /// The product's version.
    pub product_version: String,
    /// The file's version.
    pub file_version: String,
    /// Who made it.
    pub company: String,
}

impl Evidence {
    /// Looks for all marks; the second part says what could not be read.
    pub fn read(bytes: &[u8], pe: &PE) -> (Evidence, Vec<String>) {
        let marks = match marks() {
            Ok(marks) => &marks.marks,
            Err(error) => return (Evidence::default(), vec![error.to_string()]),
        };
        let mapped = Mapped::new(bytes, pe);
        let mut notices = Vec::new();
        let resources = resources::read(&mapped, pe, &mut notices);
        let delayed = delayed_dlls(&mapped, pe);
        let guids = guids(bytes, pe);
        let mut found: Vec<Found> = Vec::new();
        for (index, mark) in marks.iter().enumerate() {
            let text = exported(mark, pe)
                .or_else(|| imported(mark, pe, &delayed))
                .or_else(|| {
                    resources.types.iter().find(|name| Some(*name) == mark.resource.as_ref()).map(|_| "it has a resource".to_owned())
                })
                .or_else(|| {
                    guids.iter().find(|(at, _)| *at == index).map(|(_, offset)| format!("its GUID is at offset {offset:#x} of the file"))
                });
            if let Some(text) = text {
                let text = format!("{text}: {}", mark.says);
                found.push(Found { strength: mark.strength, mark: mark.name().to_owned(), text });
            }
        }
        found.sort();
        (Evidence { marks: found, version: resources.version }, notices)
    }

    /// The strongest mark's strength.
    pub fn strength(&self) -> Option<Strength> {
        self.marks.first().map(|found| found.strength)
    }
}

fn exported(mark: &Mark, pe: &PE) -> Option<String> {
    let wanted = mark.export.as_deref()?;
    pe.exports.iter().find(|export| export.name == Some(wanted)).map(|_| "it is exported".to_owned())
}

fn imported(mark: &Mark, pe: &PE, delayed: &[String]) -> Option<String> {
    let dll = mark.import.as_deref()?;
    let from = pe.imports.iter().filter(|import| import.dll.eq_ignore_ascii_case(dll));
    let mut names: Vec<&str> =
        from.map(|import| &*import.name).filter(|name| mark.functions.is_empty() || mark.functions.iter().any(|f| f == name)).collect();
    names.sort_unstable();
    match names.first() {
        Some(name) => Some(format!("{name} is imported from it")),
        None if mark.functions.is_empty() && delayed.iter().any(|d| d.eq_ignore_ascii_case(dll)) => {
            Some("it is loaded when needed".to_owned())
        }
        None => None,
    }
}

/// The DLLs that are loaded at the first call of one of their functions.
fn delayed_dlls(mapped: &Mapped, pe: &PE) -> Vec<String> {
    const DESCRIPTOR: usize = 32;
    const MOST: usize = 4096;
    let directories = pe.header.optional_header.map(|header| header.data_directories);
    let table =
        directories.as_ref().and_then(|d| d.get_delay_import_descriptor()).and_then(|d| mapped.from(d.virtual_address)).unwrap_or_default();
    let descriptors = table.chunks_exact(DESCRIPTOR).take(MOST);
    let names = descriptors.map_while(|descriptor| {
        // Compilers of the last century wrote addresses instead of offsets from the image's base, and a zero here.
        let base = if u32_at(descriptor, 0)? & 1 == 0 { pe.image_base as u32 } else { 0 };
        let name = u32_at(descriptor, 4).filter(|name| *name != 0)?.wrapping_sub(base);
        Some(mapped.from(name).and_then(|rest| text_at(rest, 0)).map(|name| String::from_utf8_lossy(name).into_owned()))
    });
    names.flatten().collect()
}

/// Marks that are GUIDs, by their index, with the place in the file where the first stands.
fn guids(bytes: &[u8], pe: &PE) -> Vec<(usize, usize)> {
    static GUIDS: LazyLock<Option<(AhoCorasick, Vec<usize>)>> = LazyLock::new(|| {
        let all = marks().ok()?.marks.iter().enumerate();
        let (indices, patterns): (Vec<usize>, Vec<[u8; 16]>) = all.filter_map(|(index, mark)| Some((index, mark.guid_bytes()?))).unzip();
        Some((AhoCorasick::new(patterns).ok()?, indices))
    });
    let Some((search, indices)) = &*GUIDS else { return Vec::new() };
    let mut found: Vec<(usize, usize)> = Vec::new();
    for section in pe.sections.iter().filter(|section| section.characteristics & DISCARDABLE == 0) {
        let start = section.pointer_to_raw_data as usize;
        let data = super::mapped::raw(bytes, section.pointer_to_raw_data, section.size_of_raw_data).unwrap_or_default();
        for hit in search.find_iter(data) {
            let index = indices[hit.pattern().as_usize()];
            if !found.iter().any(|(known, _)| *known == index) {
                found.push((index, start + hit.start()));
            }
        }
    }
    found
}
