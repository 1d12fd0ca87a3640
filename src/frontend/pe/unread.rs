//! Files whose code can't be read: for another processor, hybrid, packed. What is left of them is what they import.

use super::Binary;
use super::image::{Image, Machine, Section};
use super::imports::ImportName;
use crate::models::{Kind, Root, RootFrom, marks};
use std::collections::BTreeSet;

/// An imported function that opens something, and that no code which was read calls.
pub struct UncalledOpen<'a> {
    /// The pointer that the loader fills in.
    pub slot: u32,
    /// The function's name.
    pub name: &'a str,
    /// What it opens.
    pub kind: Kind,
    /// The root, if it is always the same.
    pub root: Option<Root>,
}

/// Compressed and encrypted bytes are as good as random; machine code has about six bits a byte.
const RANDOM: f64 = 7.2;
/// Of fewer bytes the entropy says nothing.
const FEWEST_BYTES: usize = 4096;
/// All that unpacking code needs of the system.
const UNPACKING: [&str; 12] = [
    "ExitProcess",
    "GetModuleHandleA",
    "GetModuleHandleW",
    "GetProcAddress",
    "LoadLibraryA",
    "LoadLibraryExA",
    "LoadLibraryW",
    "VirtualAlloc",
    "VirtualFree",
    "VirtualProtect",
    "MessageBoxA",
    "FreeLibrary",
];

impl<'a> Binary<'a> {
    /// Why the code of the file is not read, or not all of it.
    pub fn unread(&self) -> Option<String> {
        let image = &self.image;
        match (image.machine, &image.hybrid) {
            (Machine::Arm64, None) => Some("its code is for ARM64, which is not read".to_owned()),
            (Machine::Arm64, Some(_)) => {
                Some("it is a hybrid file (ARM64X) with code for ARM64 and for x64 programs; neither is read".to_owned())
            }
            (Machine::Other(machine), _) => Some(format!("its code is for machine {machine:#x}, which is not read")),
            (Machine::X86 | Machine::X64, Some(hybrid)) => {
                let (foreign, all) = (hybrid.foreign_bytes(), hybrid.all);
                Some(format!("it is a hybrid file: {foreign} of {all} bytes of its code are for ARM64; only the rest is read"))
            }
            (Machine::X86 | Machine::X64, None) => packed(image, self.only_unpacks()),
        }
    }

    /// Whether what it imports tells nothing of what it does: a packer left only what unpacking needs.
    pub fn hides_imports(&self) -> bool {
        matches!(self.image.machine, Machine::X86 | Machine::X64) && self.image.hybrid.is_none()
    }

    /// Whether it imports what unpacking code needs, and nothing else.
    fn only_unpacks(&self) -> bool {
        let names = self.imports.all().iter().map(|i| i.name);
        let mut all = names.clone().filter(|n| matches!(n, ImportName::Name(n) if n.starts_with("LoadLibrary") || *n == "GetProcAddress"));
        all.next().is_some() && names.into_iter().all(|n| matches!(n, ImportName::Name(n) if UNPACKING.contains(&n)))
    }

    /// Calls of functions that open keys which lie in no code that was followed: where, and whom.
    pub fn unfollowed(&self, followed: &[(u32, u32)]) -> Vec<(u32, &'a str, Kind)> {
        let is_followed =
            |at: u32| followed[..followed.partition_point(|(begin, _)| *begin <= at)].last().is_some_and(|(_, end)| at < *end);
        let all = self.scan.references.iter().filter(|(_, at)| !is_followed(*at) && self.thunk_at(*at).is_none());
        all.filter_map(|(slot, at)| {
            let start = at.checked_sub(2)?;
            let calls = match self.image.bytes_at(start)? {
                [0xff, 0x15, ..] => true,
                [0xff, 0x25, ..] => !self.stands_alone(start),
                _ => false,
            };
            let import = self.imports.at_slot(*slot)?;
            let acquires = self.models.get((*self.apis.get(import as usize)?)?).acquires.as_ref().filter(|_| calls)?;
            match self.imports.get(import)?.name {
                ImportName::Name(name) => Some((start, name, acquires.kind)),
                ImportName::Ordinal(_) => None,
            }
        })
        .collect()
    }

    /// Whether a jump through memory follows the end of other code: one that nothing leads to, as linkers leave behind.
    fn stands_alone(&self, start: u32) -> bool {
        let before = start.checked_sub(6).and_then(|rva| self.image.bytes_at(rva)).and_then(|b| b.get(..6));
        matches!(before, None | Some([0xff, 0x25, ..] | [.., 0xc3 | 0xcc | 0x90] | [.., 0xc2, _, 0]))
    }

    /// Imported functions that open something, by name and without those that code which was read calls.
    pub fn uncalled(&self, is_called: &dyn Fn(&str) -> bool) -> Vec<UncalledOpen<'a>> {
        let mut known: BTreeSet<&str> = BTreeSet::new();
        let all = self.imports.all().iter().zip(&self.apis);
        all.filter_map(|(import, api)| {
            let acquires = self.models.get((*api)?).acquires.as_ref()?;
            let ImportName::Name(name) = import.name else { return None };
            let root = match &acquires.root {
                RootFrom::Fixed(root) => Some(*root),
                _ => None,
            };
            let is_new = !is_called(name) && !self.is_handed_on(import.slot) && known.insert(name);
            is_new.then_some(UncalledOpen { slot: import.slot, name, kind: acquires.kind, root })
        })
        .collect()
    }
}

impl Binary<'_> {
    /// Whether the DLL exports a function that only jumps to the imported one: then it opens nothing of its own.
    fn is_handed_on(&self, slot: u32) -> bool {
        let first = self.scan.references.partition_point(|(s, _)| *s < slot);
        let all = self.scan.references[first..].iter().take_while(|(s, _)| *s == slot);
        // some compilers begin every function with an instruction of this length that does nothing
        const EMPTY: u32 = 8;
        let is_exported = |thunk: u32| self.exported.contains(&thunk) || self.exported.contains(&thunk.wrapping_sub(EMPTY));
        all.filter_map(|(_, at)| self.thunk_at(*at)).any(is_exported)
    }
}

/// Says how it shows that a file is packed, if it is.
fn packed(image: &Image<'_>, only_unpacks: bool) -> Option<String> {
    let all = &image.sections;
    let packers = marks().map(|m| m.packers.as_slice()).unwrap_or_default();
    let named = |s: &Section| packers.iter().find(|p| p.sections.iter().any(|n| n.as_bytes() == name(s)));
    if let Some(packer) = all.iter().find_map(named) {
        return Some(format!("it is packed by {}, as its sections are called", packer.name));
    }
    if image.entry != 0
        && image.section_of(image.entry).is_some_and(|s| s.executable)
        && image.bytes_at(image.entry).is_none_or(<[u8]>::is_empty)
    {
        return Some("it is packed: the file has no code where it begins to run".to_owned());
    }
    let code = || all.iter().filter(|s| s.executable);
    let is_filled_later = code().any(|s| image.content(s).is_empty() && s.size as usize >= FEWEST_BYTES);
    let is_random = code().any(|s| image.content(s).len() >= FEWEST_BYTES && entropy(image.content(s)) > RANDOM);
    let is_written = code().any(|s| s.writable);
    let looks = match (is_filled_later, is_random) {
        (true, _) => "a section for code has no bytes in the file",
        (_, true) => "its code is as good as random bytes",
        (false, false) if only_unpacks && is_written => "its code changes itself",
        (false, false) => return None,
    };
    (only_unpacks || (is_random && is_written))
        .then(|| format!("it is packed or encrypted: {looks}, and it finds what it calls at run time"))
}

fn name(section: &Section) -> &[u8] {
    let end = section.name.iter().position(|b| *b == 0).unwrap_or(section.name.len());
    &section.name[..end]
}

/// Bits a byte.
fn entropy(bytes: &[u8]) -> f64 {
    let mut counts = [0u32; 256];
    bytes.iter().for_each(|b| counts[usize::from(*b)] += 1);
    let share = |count: &u32| f64::from(*count) / bytes.len() as f64;
    counts.iter().filter(|c| **c > 0).map(|c| -share(c) * share(c).log2()).sum()
}
