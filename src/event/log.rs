//! The strings in a log file (`.evtx`): only the values that its events fill into their templates.
//!
//! That is the small part of the format that is needed here. A crate that reads all of it brings 27 more crates along, for XML,
//! JSON, dates and time zones, and nothing of these is needed.

const FILE: &[u8] = b"ElfFile\0";
const CHUNK: &[u8] = b"ElfChnk\0";
const RECORD: &[u8] = b"**\0\0";
const CHUNK_SIZE: usize = 1 << 16;
const FILE_HEADER: usize = 4096;
const CHUNK_HEADER: usize = 512;
const RECORD_HEADER: usize = 24;
/// Values that are templates themselves are not followed deeper than this.
const DEEPEST: usize = 8;

/// All strings of all events; `None` if it is no log file. Damaged chunks and records are passed over.
pub(super) fn texts(file: &[u8]) -> Option<Vec<String>> {
    if !file.starts_with(FILE) {
        return None;
    }
    let mut texts = Vec::new();
    let chunks = file.get(FILE_HEADER..).unwrap_or(&[]).chunks(CHUNK_SIZE);
    for chunk in chunks.filter(|chunk| chunk.starts_with(CHUNK)) {
        let mut at = CHUNK_HEADER;
        while let Some(size) = record_size(chunk, at) {
            values(chunk, at + RECORD_HEADER, 0, &mut texts);
            at += size;
        }
    }
    Some(texts)
}

fn record_size(chunk: &[u8], at: usize) -> Option<usize> {
    let is_record = chunk.get(at..)?.starts_with(RECORD);
    let size = number(chunk, at + 4)?;
    (is_record && size > RECORD_HEADER && at + size <= chunk.len()).then_some(size)
}

/// The strings that the template at a place is filled with.
fn values(chunk: &[u8], at: usize, depth: usize, texts: &mut Vec<String>) -> Option<()> {
    const FRAGMENT: u8 = 0x0F;
    const TEMPLATE: u8 = 0x0C;
    let at = if *chunk.get(at)? == FRAGMENT { at + 4 } else { at };
    if *chunk.get(at)? != TEMPLATE || depth > DEEPEST {
        return None;
    }
    // a template that was not used before in the chunk is written here
    let mut after = at + 10;
    if number(chunk, at + 6)? == after {
        after += 24 + number(chunk, after + 20)?;
    }
    let count = number(chunk, after)?;
    let mut value = count.checked_mul(4)?.checked_add(after + 4)?;
    let sizes = chunk.get(after + 4..value)?;
    for size in sizes.chunks_exact(4) {
        let length = usize::from(u16::from_le_bytes([size[0], size[1]]));
        let bytes = chunk.get(value..value + length)?;
        match size[2] {
            // a string, or a list of strings with zeros between them
            0x01 | 0x81 => {
                let units: Vec<u16> = bytes.chunks_exact(2).map(|unit| u16::from_le_bytes([unit[0], unit[1]])).collect();
                texts.push(String::from_utf16_lossy(&units).replace('\0', "\n"));
            }
            // a value with a template of its own
            0x21 => {
                values(chunk, value, depth + 1, texts);
            }
            _ => {}
        }
        value += length;
    }
    Some(())
}

fn number(chunk: &[u8], at: usize) -> Option<usize> {
    let bytes = chunk.get(at..at.checked_add(4)?)?;
    Some(u32::from_le_bytes(bytes.try_into().ok()?) as usize)
}
