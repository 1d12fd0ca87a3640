//! A PE file as the loader maps it: sections by address, every read checked.
//!
//! The few headers are read here and not by a library, because any sequence of bytes is legal input: a field that lies gives
//! less to read, never an error for the rest of the file. All addresses are relative to the image's base ("RVA").

use super::hybrid::Hybrid;
use crate::models::Root;
use std::ops::Range;

/// What the code is for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Machine {
    /// 32-bit x86.
    X86,
    /// x86-64.
    X64,
    /// 64-bit ARM; its code is not read.
    Arm64,
    /// Something else; its code is not read.
    Other(u16),
}

/// A section as it is mapped.
#[derive(Clone, Debug)]
pub(super) struct Section {
    /// As the header has it, zero bytes at its end.
    pub(super) name: [u8; 8],
    pub(super) rva: u32,
    /// How many bytes it has when it is loaded.
    pub(super) size: u32,
    /// Where the initialised part of them is in the file.
    raw: Range<usize>,
    pub(super) executable: bool,
    pub(super) writable: bool,
    /// Not needed at run time: relocations, debug information.
    pub(super) discardable: bool,
}

impl Section {
    fn contains(&self, rva: u32) -> bool {
        rva.checked_sub(self.rva).is_some_and(|offset| offset < self.size)
    }
}

/// The data directories that are read.
#[derive(Clone, Copy, Debug)]
pub(super) enum Directory {
    Exports = 0,
    Imports = 1,
    Exceptions = 3,
    Relocations = 5,
    Tls = 9,
    LoadConfiguration = 10,
    DelayImports = 13,
    Clr = 14,
}

/// A mapped PE file.
#[derive(Clone, Debug)]
pub(super) struct Image<'a> {
    bytes: &'a [u8],
    pub(super) machine: Machine,
    pub(super) is_64: bool,
    pub(super) base: u64,
    pub(super) entry: u32,
    /// Sorted by address.
    pub(super) sections: Vec<Section>,
    directories: Vec<(u32, u32)>,
    /// How many sections lie outside of the file or over another one.
    pub(super) faulty_sections: usize,
    /// Set if part of the code is for another processor.
    pub(super) hybrid: Option<Hybrid>,
}

/// A section table longer than this is not one that any loader accepts.
const MOST_SECTIONS: usize = 96;

fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_le_bytes(bytes.get(at..at.checked_add(2)?)?.try_into().ok()?))
}

fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_le_bytes(bytes.get(at..at.checked_add(4)?)?.try_into().ok()?))
}

fn u64_at(bytes: &[u8], at: usize) -> Option<u64> {
    Some(u64::from_le_bytes(bytes.get(at..at.checked_add(8)?)?.try_into().ok()?))
}

impl<'a> Image<'a> {
    /// Reads the headers; an error says what is wrong and where.
    pub(super) fn of(bytes: &'a [u8]) -> Result<Image<'a>, String> {
        let cut = |what: &str, at: usize| format!("the file ends inside the {what} at offset {at:#x}");
        if !bytes.starts_with(b"MZ") {
            return Err("it does not start with `MZ`".to_owned());
        }
        let pe = u32_at(bytes, 0x3c).ok_or_else(|| cut("DOS header", 0x3c))? as usize;
        if bytes.get(pe..pe.saturating_add(4)) != Some(b"PE\0\0") {
            return Err(format!("there is no `PE` signature at offset {pe:#x}"));
        }
        let coff = pe + 4;
        let field = |at: usize| u16_at(bytes, coff + at).ok_or_else(|| cut("COFF header", coff + at));
        let machine = match field(0)? {
            0x014c => Machine::X86,
            0x8664 => Machine::X64,
            0xaa64 => Machine::Arm64,
            other => Machine::Other(other),
        };
        let (count, optional_size) = (field(2)? as usize, field(16)? as usize);
        let optional = coff + 20;
        let is_64 = match u16_at(bytes, optional) {
            Some(0x10b) => false,
            Some(0x20b) => true,
            Some(magic) => return Err(format!("the optional header at offset {optional:#x} has the unknown magic number {magic:#x}")),
            None => return Err(cut("optional header", optional)),
        };
        let base = if is_64 { u64_at(bytes, optional + 24) } else { u32_at(bytes, optional + 28).map(u64::from) };
        let directory_count = optional + if is_64 { 108 } else { 92 };
        let number = u32_at(bytes, directory_count).unwrap_or(0).min(16) as usize;
        let directories =
            (0..number).map_while(|i| Some((u32_at(bytes, directory_count + 4 + 8 * i)?, u32_at(bytes, directory_count + 8 + 8 * i)?)));
        let mut image = Image {
            bytes,
            machine,
            is_64,
            base: base.ok_or_else(|| cut("optional header", optional + 24))?,
            entry: u32_at(bytes, optional + 16).unwrap_or(0),
            sections: Vec::new(),
            directories: directories.collect(),
            faulty_sections: 0,
            hybrid: None,
        };
        image.read_sections(optional + optional_size, count.min(MOST_SECTIONS));
        image.hybrid = Hybrid::of(&image);
        Ok(image)
    }

    fn read_sections(&mut self, table: usize, count: usize) {
        let bytes = self.bytes;
        for at in (0..count).map(|i| table + 40 * i) {
            let field = |offset: usize| u32_at(bytes, at + offset);
            let (Some(virtual_size), Some(rva), Some(raw_size), Some(raw), Some(flags)) =
                (field(8), field(12), field(16), field(20), field(36))
            else {
                self.faulty_sections += count - self.sections.len().min(count);
                break;
            };
            let size = if virtual_size == 0 { raw_size } else { virtual_size };
            let start = (raw as usize).min(bytes.len());
            let end = start.saturating_add(raw_size.min(size) as usize).min(bytes.len());
            self.faulty_sections += usize::from(raw_size > 0 && (raw as usize).saturating_add(raw_size as usize) > bytes.len());
            let size = size.min(u32::MAX - rva);
            if size > 0 {
                let name = bytes.get(at..).and_then(<[u8]>::first_chunk).copied().unwrap_or_default();
                self.sections.push(Section {
                    name,
                    rva,
                    size,
                    raw: start..end,
                    executable: flags & 0x2000_0020 != 0,
                    writable: flags & 0x8000_0000 != 0,
                    discardable: flags & 0x0200_0000 != 0,
                });
            }
        }
        self.sections.sort_by_key(|s| s.rva);
        let before = self.sections.len();
        self.sections.dedup_by(|later, first| later.rva < first.rva + first.size);
        self.faulty_sections += before - self.sections.len();
    }

    /// Where a data directory is: address and size.
    pub(super) fn directory(&self, which: Directory) -> Option<(u32, u32)> {
        self.directories.get(which as usize).copied().filter(|(rva, _)| *rva != 0)
    }

    pub(super) fn section_of(&self, rva: u32) -> Option<&Section> {
        let i = self.sections.partition_point(|s| s.rva <= rva);
        self.sections[..i].last().filter(|s| s.contains(rva))
    }

    /// The initialised bytes from an address to the end of its section.
    pub(super) fn bytes_at(&self, rva: u32) -> Option<&'a [u8]> {
        let section = self.section_of(rva)?;
        let all = self.bytes.get(section.raw.clone())?;
        all.get((rva - section.rva) as usize..)
    }

    /// The initialised bytes of a section.
    pub(super) fn content(&self, section: &Section) -> &'a [u8] {
        self.bytes.get(section.raw.clone()).unwrap_or_default()
    }

    pub(super) fn u16(&self, rva: u32) -> Option<u16> {
        u16_at(self.bytes_at(rva)?, 0)
    }

    pub(super) fn u32(&self, rva: u32) -> Option<u32> {
        u32_at(self.bytes_at(rva)?, 0)
    }

    pub(super) fn u64(&self, rva: u32) -> Option<u64> {
        u64_at(self.bytes_at(rva)?, 0)
    }

    /// A number as wide as a pointer.
    pub(super) fn word(&self, rva: u32) -> Option<u64> {
        if self.is_64 { self.u64(rva) } else { self.u32(rva).map(u64::from) }
    }

    pub(super) fn word_size(&self) -> u32 {
        if self.is_64 { 8 } else { 4 }
    }

    /// The relative address of an absolute one, if it lies in a section.
    pub(super) fn rva_of(&self, address: u64) -> Option<u32> {
        let rva = u32::try_from(address.checked_sub(self.base)?).ok()?;
        self.section_of(rva).map(|_| rva)
    }

    pub(super) fn is_code(&self, rva: u32) -> bool {
        self.section_of(rva).is_some_and(|s| s.executable) && self.hybrid.as_ref().is_none_or(|h| !h.is_foreign(rva))
    }

    /// Whether what is at the address can't change at run time.
    pub(super) fn is_constant(&self, rva: u32) -> bool {
        self.section_of(rva).is_some_and(|s| !s.writable)
    }

    /// Whether memory that never changes has a predefined key here, or behind a pointer or two: an entry of a table of them.
    pub(super) fn has_root_at(&self, rva: u32) -> bool {
        const MOST_WORDS: usize = 3;
        let word = self.word_size() as usize;
        let Some(bytes) = self.bytes_at(rva).filter(|_| self.is_constant(rva) && rva.is_multiple_of(4)) else { return false };
        bytes.chunks_exact(word).take(MOST_WORDS).any(|b| key_of(b).is_some())
    }

    /// The predefined keys of a table that begins here with one, and where each of them is: a key alone, or in a structure of a
    /// few words.
    pub(super) fn table_of_roots(&self, rva: u32) -> Vec<(u32, i64)> {
        const MOST_WORDS: u32 = 8;
        const MOST_KEYS: usize = 64;
        let word = self.word_size();
        let Some(bytes) = self.bytes_at(rva).filter(|_| rva.is_multiple_of(4)) else { return Vec::new() };
        let keys = |words: u32| {
            let elements = bytes.chunks((words * word) as usize).take(MOST_KEYS);
            let keys = elements.map_while(|element| key_of(element.get(..word as usize)?));
            (rva..).step_by((words * word) as usize).zip(keys).collect::<Vec<_>>()
        };
        (1..=MOST_WORDS).map(keys).find(|all| all.len() > 1).unwrap_or_default()
    }

    /// A name that ends with a zero byte.
    pub(super) fn name_at(&self, rva: u32) -> Option<&'a str> {
        let bytes = self.bytes_at(rva)?;
        let bytes = &bytes[..bytes.len().min(512)];
        let end = bytes.iter().position(|b| *b == 0)?;
        std::str::from_utf8(&bytes[..end]).ok()
    }

    /// Whether two files are the same to the byte.
    pub(super) fn is_copy_of(&self, other: &Image<'_>) -> bool {
        self.bytes == other.bytes
    }

    /// Where the image holds absolute addresses, sorted.
    pub(super) fn relocations(&self) -> Vec<u32> {
        let mut all = Vec::new();
        let Some((mut block, size)) = self.directory(Directory::Relocations) else { return all };
        let end = block.saturating_add(size);
        while block < end {
            let (Some(page), Some(length)) = (self.u32(block), self.u32(block.saturating_add(4))) else { break };
            if length < 8 || length > end - block {
                break;
            }
            let entries = self.bytes_at(block + 8).unwrap_or_default();
            for entry in entries.chunks_exact(2).take((length as usize - 8) / 2) {
                let entry = u16::from_le_bytes([entry[0], entry[1]]);
                if matches!(entry >> 12, 3 | 10) {
                    all.push(page.wrapping_add(u32::from(entry & 0xfff)));
                }
            }
            block += length;
        }
        all.sort_unstable();
        all
    }

    /// Functions that run when a thread begins or ends.
    pub(super) fn tls_callbacks(&self) -> Vec<u32> {
        const MOST: u32 = 64;
        let table = self.directory(Directory::Tls).and_then(|(rva, _)| self.word(rva.checked_add(3 * self.word_size())?));
        let Some(table) = table.and_then(|address| self.rva_of(address)) else { return Vec::new() };
        let entries = (0..MOST).map_while(|i| self.word(table.checked_add(i * self.word_size())?)).take_while(|a| *a != 0);
        entries.filter_map(|address| self.rva_of(address)).collect()
    }
}

/// The predefined key that a word stands for.
fn key_of(word: &[u8]) -> Option<i64> {
    let value = match word.try_into() {
        Ok(wide) => i64::from_le_bytes(wide),
        Err(_) => i64::from(i32::from_le_bytes(word.try_into().ok()?)),
    };
    Root::of_value(value).map(|_| value)
}
