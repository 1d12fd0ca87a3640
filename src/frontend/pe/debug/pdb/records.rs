//! Records of procedures, publics and inlined calls; line tables; all of them as CodeView lays them out.

use super::super::super::mapped::{text_at, u16_at, u32_at};

const PUBLIC: u16 = 0x110e;
/// Local and global, each plain, with an id for its type, and for deferred calls.
const PROCEDURES: [u16; 6] = [0x110f, 0x1110, 0x1146, 0x1147, 0x1155, 0x1156];
const INLINE_SITE: u16 = 0x114d;
const INLINE_SITE_WITH_COUNT: u16 = 0x115d;
const INLINE_SITE_END: u16 = 0x114e;

const PUBLIC_CODE: u32 = 1;
const PUBLIC_FUNCTION: u32 = 2;

/// Section, from 1, and offset in it.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(super) struct Place {
    pub(super) section: u16,
    pub(super) offset: u32,
}

/// The records that are of use here.
#[derive(Clone, Copy, Debug)]
pub(super) enum Record<'a> {
    Public {
        place: Place,
        name: &'a [u8],
    },
    Procedure {
        place: Place,
        size: u32,
        name: &'a [u8],
    },
    /// A call that was inlined; its lines are coded relative to the procedure around it.
    InlineSite {
        inlinee: u32,
        annotations: &'a [u8],
    },
    InlineSiteEnd,
}

/// The records of a symbol stream, as far as it can be read.
pub(super) fn records(symbols: &[u8]) -> impl Iterator<Item = Record<'_>> {
    raw(symbols).filter_map(|(kind, data)| one(kind, data))
}

/// Kinds and data of all records.
pub(super) fn raw(mut symbols: &[u8]) -> impl Iterator<Item = (u16, &[u8])> {
    std::iter::from_fn(move || {
        loop {
            let length = usize::from(u16_at(symbols, 0)?);
            let record = symbols.get(2..)?.get(..length)?;
            symbols = &symbols[2 + length..];
            if let Some(record) = u16_at(record, 0).zip(record.get(2..)) {
                return Some(record);
            }
        }
    })
}

pub(super) fn one(kind: u16, data: &[u8]) -> Option<Record<'_>> {
    if kind == PUBLIC {
        let is_code = u32_at(data, 0)? & (PUBLIC_CODE | PUBLIC_FUNCTION) != 0;
        let place = Place { offset: u32_at(data, 4)?, section: u16_at(data, 8)? };
        return is_code.then_some(Record::Public { place, name: text_at(data, 10)? });
    }
    if PROCEDURES.contains(&kind) {
        let place = Place { offset: u32_at(data, 28)?, section: u16_at(data, 32)? };
        return Some(Record::Procedure { place, size: u32_at(data, 12)?, name: text_at(data, 35)? });
    }
    match kind {
        INLINE_SITE => Some(Record::InlineSite { inlinee: u32_at(data, 8)?, annotations: data.get(12..)? }),
        INLINE_SITE_WITH_COUNT => Some(Record::InlineSite { inlinee: u32_at(data, 8)?, annotations: data.get(16..)? }),
        INLINE_SITE_END => Some(Record::InlineSiteEnd),
        _ => None,
    }
}

/// The subsections of a module's line information: kind and data.
pub(super) fn subsections(mut rest: &[u8]) -> impl Iterator<Item = (u32, &[u8])> {
    std::iter::from_fn(move || {
        let (kind, length) = (u32_at(rest, 0)?, u32_at(rest, 4)? as usize);
        let data = rest.get(8..)?.get(..length)?;
        rest = rest.get(8 + length.next_multiple_of(4)..).unwrap_or_default();
        Some((kind, data))
    })
}

/// A line of code, its file as an offset into the module's table of files.
#[derive(Clone, Copy, Debug)]
pub(super) struct Line {
    pub(super) place: Place,
    pub(super) size: u32,
    pub(super) file: u32,
    pub(super) line: u32,
    pub(super) column: u32,
}

/// Calls back with each line of one table: it is valid up to the next, the last to the end of the code.
pub(super) fn lines(table: &[u8], add: &mut dyn FnMut(Line)) -> Option<()> {
    let (offset, section, flags, code_size) = (u32_at(table, 0)?, u16_at(table, 4)?, u16_at(table, 6)?, u32_at(table, 8)?);
    let mut rest = table.get(12..)?;
    while let (Some(file), Some(count), Some(size)) = (u32_at(rest, 0), u32_at(rest, 4), u32_at(rest, 8)) {
        let block = rest.get(12..size as usize)?;
        rest = rest.get(size as usize..)?;
        let entries = block.get(..(count as usize).checked_mul(8)?)?;
        let columns = if flags & 1 != 0 { &block[entries.len()..] } else { &[] };
        let at = |i: usize| u32_at(entries, i * 8).map(|start| start.min(code_size));
        for i in 0..count as usize {
            let (start, end) = (at(i)?, at(i + 1).unwrap_or(code_size));
            add(Line {
                place: Place { section, offset: offset.checked_add(start)? },
                size: end.saturating_sub(start),
                file,
                line: u32_at(entries, i * 8 + 4)? & 0x00ff_ffff,
                column: u16_at(columns, i * 4).map_or(0, u32::from),
            });
        }
    }
    Some(())
}

/// Calls back with the lines of an inlined call: a small program that moves through code and source.
pub(super) fn inlined_lines(mut program: &[u8], start: Line, add: &mut dyn FnMut(Line)) -> Option<()> {
    let procedure = start.place.offset;
    let (mut state, mut base, mut last): (Line, u32, Option<Line>) = (start, 0, None);
    while let Some(operation) = number(&mut program).filter(|operation| *operation != 0) {
        let value = number(&mut program)?;
        let mut moves = None;
        match operation {
            1 => state.place.offset = procedure.wrapping_add(value),
            2 => base = value,
            3 => moves = Some((value, 0, None)),
            4 => {
                if let Some(mut line) = last.take() {
                    line.size = value;
                    add(line);
                }
                state.place.offset = state.place.offset.wrapping_add(value);
            }
            5 => state.file = value,
            6 => state.line = state.line.wrapping_add_signed(signed(value)),
            9 => state.column = value,
            11 => moves = Some((value & 0xf, signed(value >> 4), None)),
            12 => moves = Some((number(&mut program)?, 0, Some(value))),
            _ => {}
        }
        let Some((code, line, size)) = moves else { continue };
        state.place.offset = state.place.offset.wrapping_add(code);
        state.line = state.line.wrapping_add_signed(line);
        let offset = state.place.offset.wrapping_add(base);
        if let Some(mut before) = last.take() {
            before.size = offset.saturating_sub(before.place.offset);
            add(before);
        }
        let next = Line { place: Place { offset, ..state.place }, ..state };
        match size {
            Some(size) => add(Line { size, ..next }),
            None => last = Some(next),
        }
    }
    Some(())
}

/// A number of one, two or four bytes; the first bits tell.
fn number(bytes: &mut &[u8]) -> Option<u32> {
    let first = *bytes.first()?;
    let (length, value) = match first {
        0..0x80 => (1, u32::from(first)),
        0x80..0xc0 => (2, u32::from(first & 0x3f) << 8 | u32::from(*bytes.get(1)?)),
        0xc0..0xe0 => (4, u32::from_be_bytes([first & 0x1f, *bytes.get(1)?, *bytes.get(2)?, *bytes.get(3)?])),
        _ => return None,
    };
    *bytes = &bytes[length..];
    Some(value)
}

/// The sign is in the last bit.
fn signed(value: u32) -> i32 {
    let size = (value >> 1) as i32;
    if value & 1 == 0 { size } else { -size }
}
