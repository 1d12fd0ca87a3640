//! DLLs that Visual Basic 6 compiled: functions of its run-time library, and functions that the program declares itself.

use super::super::mapped::{Mapped, raw, text_at};
use super::{Managed, Runtime};
use crate::models::{ManagedUse, VisualBasic};
use goblin::pe::PE;

/// No library's or function's name is longer.
const LONGEST_NAME: usize = 64;

/// What a DLL refers to, if it imports Visual Basic's run-time library.
pub(super) fn read(bytes: &[u8], pe: &PE, mapped: &Mapped, marks: &VisualBasic) -> Option<Managed> {
    let runtime = pe.imports.iter().map(|import| import.dll.to_ascii_lowercase()).find(|dll| marks.runtimes.contains(dll))?;
    let settings = pe.imports.iter().filter_map(|import| marks.settings.get(&*import.name));
    let mut uses: Vec<_> = settings.map(|name| (ManagedUse::ByPath, name.clone())).collect();
    uses.sort();
    uses.dedup();
    let declared = declared(bytes, pe, mapped, marks);
    Some(Managed { uses, declared, ..Managed::nothing(Runtime::VisualBasic(runtime)) })
}

/// A `Declare` becomes two pointers side by side: to the library's name and to the function's.
fn declared(bytes: &[u8], pe: &PE, mapped: &Mapped, marks: &VisualBasic) -> Vec<String> {
    let name_at = |address: [u8; 4]| -> Option<&str> {
        let rva = u64::from(u32::from_le_bytes(address)).checked_sub(pe.image_base)?;
        let rest = mapped.from(u32::try_from(rva).ok()?)?;
        let name = text_at(&rest[..rest.len().min(LONGEST_NAME)], 0)?;
        std::str::from_utf8(name)
            .ok()
            .filter(|name| name.len() >= 3 && name.bytes().all(|b| b.is_ascii_alphanumeric() || b"._-".contains(&b)))
    };
    let mut found = Vec::new();
    for section in &pe.sections {
        let data = raw(bytes, section.pointer_to_raw_data, section.size_of_raw_data).unwrap_or_default();
        for pair in data.as_chunks::<4>().0.windows(2) {
            if let Some(function) = name_at(pair[1])
                && marks.declared.iter().any(|start| function.starts_with(start))
                && let Some(library) = name_at(pair[0])
            {
                found.push(format!("{library}!{function}"));
            }
        }
    }
    found.sort();
    found.dedup();
    found
}
