//! A DLL's bytes by address, for tables that are read field by field: nothing here trusts a size or an offset of the file.

use goblin::pe::PE;

/// The file's bytes and where its sections lie.
#[derive(Clone, Copy)]
pub(super) struct Mapped<'a> {
    bytes: &'a [u8],
    sections: &'a [goblin::pe::section_table::SectionTable],
}

impl<'a> Mapped<'a> {
    pub(super) fn new(bytes: &'a [u8], pe: &'a PE) -> Mapped<'a> {
        Mapped { bytes, sections: &pe.sections }
    }

    /// What the file has from this address to the end of its section.
    pub(super) fn from(&self, rva: u32) -> Option<&'a [u8]> {
        self.sections.iter().find_map(|section| {
            let offset = rva.checked_sub(section.virtual_address)?;
            raw(self.bytes, section.pointer_to_raw_data, section.size_of_raw_data)?.get(offset as usize..).filter(|rest| !rest.is_empty())
        })
    }

    /// This many bytes at an address.
    pub(super) fn at(&self, rva: u32, length: u32) -> Option<&'a [u8]> {
        self.from(rva)?.get(..length as usize)
    }
}

/// Bytes by their place in the file; as many as there are.
pub(super) fn raw(bytes: &[u8], offset: u32, length: u32) -> Option<&[u8]> {
    let rest = bytes.get(offset as usize..)?;
    Some(&rest[..rest.len().min(length as usize)])
}

/// Two bytes of a table as a number.
pub(super) fn u16_at(bytes: &[u8], offset: usize) -> Option<u16> {
    bytes.get(offset..)?.first_chunk().map(|b| u16::from_le_bytes(*b))
}

/// Four bytes of a table as a number.
pub(super) fn u32_at(bytes: &[u8], offset: usize) -> Option<u32> {
    bytes.get(offset..)?.first_chunk().map(|b| u32::from_le_bytes(*b))
}

/// The text before the next zero byte, if there is one.
pub(super) fn text_at(bytes: &[u8], offset: usize) -> Option<&[u8]> {
    let rest = bytes.get(offset..)?;
    rest.get(..memchr::memchr(0, rest)?)
}
