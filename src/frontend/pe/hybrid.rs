//! Hybrid files: the header names one processor, and part of the code is for another (ARM64EC, ARM64X, CHPE).
//!
//! The load configuration of such a file points at a table that says which stretches of code are for which processor.

use super::image::{Directory, Image, Machine};

/// What the table says.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub(super) struct Hybrid {
    /// Stretches of code for another processor than the header names: begin and end, sorted.
    foreign: Vec<(u32, u32)>,
    /// How many bytes of code the table describes.
    pub(super) all: u64,
}

/// Where the load configuration points at the table, in 64-bit and in 32-bit files.
const POINTER: (u32, u32) = (0xc8, 0x7c);
/// No linker writes a longer table.
const MOST_RANGES: u32 = 1 << 16;
/// The two lowest bits of a range's start in a 64-bit file say what it is for; this is x64.
const X64: u32 = 2;

impl Hybrid {
    /// The table of an image, if it has one.
    pub(super) fn of(image: &Image<'_>) -> Option<Hybrid> {
        let (configuration, _) = image.directory(Directory::LoadConfiguration)?;
        let size = image.u32(configuration)?;
        let at = if image.is_64 { POINTER.0 } else { POINTER.1 };
        if size < at + image.word_size() {
            return None;
        }
        let pointer = image.word(configuration.checked_add(at)?).filter(|p| *p != 0)?;
        let table = image.rva_of(pointer)?;
        let (ranges, count) = (image.u32(table.checked_add(4)?)?, image.u32(table.checked_add(8)?)?);
        let mut hybrid = Hybrid::default();
        for at in (0..count.min(MOST_RANGES)).map_while(|i| ranges.checked_add(8 * i)) {
            let (Some(start), Some(length)) = (image.u32(at), image.u32(at.saturating_add(4))) else { break };
            let bits = if image.is_64 { 3 } else { 1 };
            let (begin, kind) = (start & !bits, start & bits);
            let own = match image.machine {
                Machine::X64 => kind == X64,
                Machine::X86 => kind == 0,
                _ => kind != X64,
            };
            hybrid.all += u64::from(length);
            if !own {
                hybrid.foreign.push((begin, begin.saturating_add(length)));
            }
        }
        hybrid.foreign.sort_unstable();
        Some(hybrid)
    }

    /// How many bytes are for another processor.
    pub(super) fn foreign_bytes(&self) -> u64 {
        self.foreign.iter().map(|(begin, end)| u64::from(end - begin)).sum()
    }

    /// Whether the code at an address is for another processor.
    pub(super) fn is_foreign(&self, rva: u32) -> bool {
        self.foreign[..self.foreign.partition_point(|(begin, _)| *begin <= rva)].last().is_some_and(|(_, end)| rva < *end)
    }
}
