//! The container that a PDB is: streams, each a list of the file's pages.

use super::super::super::mapped::{text_at, u32_at};

const MAGIC: &[u8; 32] = b"Microsoft C/C++ MSF 7.00\r\n\x1aDS\0\0\0";
const ABSENT: u32 = u32::MAX;

const INFORMATION: usize = 1;

/// Takes the streams out of the file.
pub(super) struct Container<'a> {
    bytes: &'a [u8],
    page_size: usize,
    /// For each stream its size, and where in the directory its pages are listed.
    streams: Vec<(u32, usize)>,
    directory: Vec<u8>,
    /// How many bytes may still be copied out of the file: streams that share pages must not add up to more than they are worth.
    budget: usize,
}

/// What tells which DLL a PDB belongs to, and its named streams.
pub(super) struct Information {
    pub(super) guid: [u8; 16],
    pub(super) age: u32,
    /// The stream that holds the names of source files.
    pub(super) names: Option<usize>,
}

impl<'a> Container<'a> {
    /// Reads the directory of streams.
    pub(super) fn open(bytes: &'a [u8]) -> Result<Container<'a>, String> {
        if !bytes.starts_with(MAGIC) {
            return Err("it is not in the format that Visual C++ writes since 2002".to_owned());
        }
        let cut_off = || "its directory lies outside the file".to_owned();
        let word = |offset: usize| u32_at(bytes, offset).map(|v| v as usize).ok_or_else(cut_off);
        let (page_size, size, map) = (word(32)?, word(44)?, word(52)?);
        if !page_size.is_power_of_two() || !(512..=65536).contains(&page_size) {
            return Err(format!("its pages have {page_size} bytes"));
        }
        let mut container =
            Container { bytes, page_size, streams: Vec::new(), directory: Vec::new(), budget: bytes.len().saturating_mul(8) };
        let pages = size.div_ceil(page_size).checked_mul(4).filter(|list| *list <= bytes.len()).ok_or_else(cut_off)?;
        // The list of the directory's pages is itself one run of pages.
        let start = map.checked_mul(page_size).ok_or_else(cut_off)?;
        let list = bytes.get(start..).and_then(|rest| rest.get(..pages)).ok_or_else(cut_off)?;
        container.directory = container.collect(list, size).ok_or_else(cut_off)?;
        container.list_streams().ok_or_else(cut_off)?;
        Ok(container)
    }

    /// The first `size` bytes of the listed pages.
    fn collect(&mut self, list: &[u8], size: usize) -> Option<Vec<u8>> {
        self.budget = self.budget.checked_sub(size)?;
        let mut data = Vec::with_capacity(size.min(self.bytes.len()));
        for page in list.as_chunks::<4>().0 {
            let start = (u32::from_le_bytes(*page) as usize).checked_mul(self.page_size)?;
            let wanted = (size - data.len()).min(self.page_size);
            data.extend_from_slice(self.bytes.get(start..)?.get(..wanted)?);
        }
        (data.len() == size).then_some(data)
    }

    fn list_streams(&mut self) -> Option<()> {
        let count = u32_at(&self.directory, 0)? as usize;
        let sizes = self.directory.get(4..)?.get(..count.checked_mul(4)?)?;
        let mut at = 4 + sizes.len();
        for size in sizes.as_chunks::<4>().0 {
            let size = u32::from_le_bytes(*size);
            self.streams.push((size, at));
            let pages = if size == ABSENT { 0 } else { (size as usize).div_ceil(self.page_size) };
            at = at.checked_add(pages * 4)?;
        }
        Some(())
    }

    /// A stream's bytes; none if there is no such stream or it is not whole.
    pub(super) fn stream(&mut self, index: usize) -> Option<Vec<u8>> {
        let (size, at) = *self.streams.get(index)?;
        let size = (size != ABSENT).then_some(size as usize)?;
        let list = self.directory.get(at..)?.get(..size.div_ceil(self.page_size) * 4)?.to_vec();
        self.collect(&list, size)
    }

    /// The PDB's identity.
    pub(super) fn information(&mut self) -> Option<Information> {
        let stream = self.stream(INFORMATION)?;
        let guid = *stream.get(12..)?.first_chunk()?;
        Some(Information { guid, age: u32_at(&stream, 8)?, names: named(&stream, b"/names") })
    }
}

/// A named stream: a buffer of names, then a hash table from a name's place to the stream's index.
fn named(information: &[u8], wanted: &[u8]) -> Option<usize> {
    let length = u32_at(information, 28)? as usize;
    let buffer = information.get(32..)?.get(..length)?;
    let table = information.get(32 + length..)?;
    let size = u32_at(table, 0)? as usize;
    let mut at = 8;
    // Two sets of bits say which entries are there and which were taken out; the entries themselves follow without gaps.
    for _ in 0..2 {
        at = (u32_at(table, at)? as usize).checked_mul(4)?.checked_add(at + 4)?;
    }
    let entries = table.get(at..)?.as_chunks::<8>().0;
    let entry =
        entries.iter().take(size).find(|entry| u32_at(&entry[..], 0).and_then(|name| text_at(buffer, name as usize)) == Some(wanted))?;
    u32_at(&entry[..], 4).map(|stream| stream as usize)
}
