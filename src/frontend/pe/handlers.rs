//! Exception handlers of x64 functions: code of its own that the system calls when an exception passes.
//!
//! Which tables belong to a function is told by their shape, not by the name of the routine that reads them: that one is often
//! linked in. `__finally` blocks run on the ordinary way out, too: then the function calls them with the address of its frame, and
//! they are followed like any callee. Nothing else of a handler is followed.

use super::functions::Functions;
use super::image::Image;
use super::{Binary, body};
use iced_x86::{FlowControl, OpKind};

/// What an exception makes run.
#[derive(Clone, Default, PartialEq, Eq, Debug)]
pub(super) struct Handlers {
    /// `__finally` blocks.
    pub(super) finally: Vec<u32>,
    /// `catch` and `__except` blocks, destructors.
    pub(super) others: Vec<u32>,
}

/// Longer tables are not read on.
const MOST: u32 = 4096;

impl Handlers {
    pub(super) fn of(image: &Image<'_>, functions: &Functions, function: u32) -> Handlers {
        let mut all = Handlers::default();
        for (begin, end, unwind) in functions.pieces_of(function) {
            if let Some(data) = handler_data(image, unwind) {
                let read = all.add_seh(image, data, (begin, end)) || all.add_frame_3(image, data).is_some();
                if !read {
                    all.others.extend(frame_4(image, data).unwrap_or_default());
                }
            }
        }
        for list in [&mut all.finally, &mut all.others] {
            list.sort_unstable();
            list.dedup();
        }
        all
    }

    pub(super) fn is_empty(&self) -> bool {
        self.finally.is_empty() && self.others.is_empty()
    }

    /// The table of C's `__try`: a count, then begin, end, filter or `__finally` block, and where an `__except` block is.
    fn add_seh(&mut self, image: &Image<'_>, data: u32, (begin, end): (u32, u32)) -> bool {
        let count = image.u32(data).filter(|count| (1..MOST).contains(count));
        let Some(table) = count.and_then(|count| image.bytes_at(data + 4)?.get(..16 * count as usize)) else { return false };
        let number = |entry: &[u8], i: usize| u32::from_le_bytes([entry[4 * i], entry[4 * i + 1], entry[4 * i + 2], entry[4 * i + 3]]);
        let entries: Vec<[u32; 4]> = table.chunks_exact(16).map(|e| [0, 1, 2, 3].map(|i| number(e, i))).collect();
        let is_sound = |[from, to, handler, block]: &[u32; 4]| {
            from <= to
                && (begin..end).contains(from)
                && *to <= end
                && (*handler == 1 || image.is_code(*handler))
                && (*block == 0 || image.is_code(*block))
        };
        if !entries.iter().all(is_sound) {
            return false;
        }
        for [_, _, handler, block] in entries {
            if block == 0 { self.finally.push(handler) } else { self.others.push(block) }
        }
        true
    }

    /// The tables of C++ before 2019: `FuncInfo`, told by its magic number.
    fn add_frame_3(&mut self, image: &Image<'_>, data: u32) -> Option<()> {
        let info = image.u32(data)?;
        let field = |at: u32| image.u32(info.checked_add(at)?);
        if !(0x1993_0520..=0x1993_0522).contains(&field(0)?) {
            return None;
        }
        let rows =
            |table: u32, count: u32, size: u32| (0..count.min(MOST)).filter_map(move |i| table.checked_add(size * i)).filter(|at| *at != 0);
        let mut found: Vec<u32> = rows(field(8)?, field(4)?, 8).filter_map(|at| image.u32(at.checked_add(4)?)).collect();
        for tried in rows(field(16)?, field(12)?, 20) {
            let (count, handlers) = (image.u32(tried.checked_add(12)?)?, image.u32(tried.checked_add(16)?)?);
            found.extend(rows(handlers, count, 20).filter_map(|at| image.u32(at.checked_add(12)?)));
        }
        self.others.extend(found.into_iter().filter(|rva| image.is_code(*rva)));
        Some(())
    }
}

impl Binary<'_> {
    /// Whether an exception makes code of a function's own run.
    pub fn has_handlers(&self, function: u32) -> bool {
        !Handlers::of(&self.image, &self.functions, function).is_empty()
    }

    /// Whether a `__finally` block of a function closes something, in code that the function does not call itself.
    pub fn has_closing_block(&self, function: u32, calls: &dyn Fn(u32) -> bool) -> bool {
        const DEPTH: u32 = 2;
        let blocks = Handlers::of(&self.image, &self.functions, function).finally;
        blocks.into_iter().any(|block| self.closes(block, calls, DEPTH))
    }

    /// Whether code refers to a function that closes something, or calls code that does; all but what is called elsewhere.
    fn closes(&self, start: u32, elsewhere: &dyn Fn(u32) -> bool, depth: u32) -> bool {
        if elsewhere(start) {
            return false;
        }
        let body = body::read(&self.image, &self.functions, start, &|_| false);
        body.code.iter().any(|i| {
            let slot = (i.op_count() > 0 && i.is_ip_rel_memory_operand()).then(|| i.ip_rel_memory_address() as u32);
            let import = slot.and_then(|slot| self.imports.at_slot(slot));
            let api = import.and_then(|import| *self.apis.get(import as usize)?);
            let is_call = i.flow_control() == FlowControl::Call && i.op0_kind() != OpKind::FarBranch32;
            api.is_some_and(|api| self.models.get(api).releases.is_some())
                || (is_call && depth > 0 && body::target_of(i).is_some_and(|to| self.closes(to, elsewhere, depth - 1)))
        })
    }
}

/// Where the data of a function's exception handler is, if it has one.
fn handler_data(image: &Image<'_>, unwind: u32) -> Option<u32> {
    let head = image.bytes_at(unwind)?;
    let (flags, codes) = (head.first()? >> 3, u32::from(*head.get(2)?));
    let handler = unwind.checked_add(4 + 2 * ((codes + 1) & !1))?;
    (flags & 3 != 0 && flags & 4 == 0 && image.is_code(image.u32(handler)?)).then_some(handler + 4)
}

/// The compressed tables of C++ since 2019; `None` if the bytes are none.
fn frame_4(image: &Image<'_>, data: u32) -> Option<Vec<u32>> {
    const BLOCK_FLAGS: u8 = 4;
    const UNWIND_MAP: u8 = 8;
    const TRY_MAP: u8 = 16;
    let mut info = Reader { image, at: image.u32(data).filter(|rva| !image.is_code(*rva))? };
    let header = info.byte()?;
    if header & 0x80 != 0 || header & (UNWIND_MAP | TRY_MAP) == 0 {
        return None;
    }
    if header & BLOCK_FLAGS != 0 {
        info.number()?;
    }
    let mut found = Vec::new();
    if header & UNWIND_MAP != 0 {
        let mut map = Reader { image, at: info.word()? };
        for _ in 0..map.number()?.min(MOST) {
            let kind = map.number()? & 3;
            if kind != 0 {
                found.push(map.word()?);
            }
            if matches!(kind, 1 | 2) {
                map.number()?;
            }
        }
    }
    if header & TRY_MAP != 0 {
        let mut map = Reader { image, at: info.word()? };
        for _ in 0..map.number()?.min(MOST) {
            for _ in 0..3 {
                map.number()?;
            }
            found.extend(catch_blocks(image, map.word()?)?);
        }
    }
    found.iter().all(|rva| image.is_code(*rva)).then_some(found)
}

fn catch_blocks(image: &Image<'_>, table: u32) -> Option<Vec<u32>> {
    let mut map = Reader { image, at: table };
    let mut found = Vec::new();
    for _ in 0..map.number()?.min(MOST) {
        let header = map.byte()?;
        if header & 1 != 0 {
            map.number()?;
        }
        if header & 2 != 0 {
            map.word()?;
        }
        if header & 4 != 0 {
            map.number()?;
        }
        found.push(map.word()?);
        for _ in 0..header >> 4 & 3 {
            if header & 8 != 0 {
                map.word()?
            } else {
                map.number()?
            };
        }
    }
    Some(found)
}

/// Reads numbers that are as long as they have to be: the lowest bits of the first byte say how long.
struct Reader<'r, 'i> {
    image: &'r Image<'i>,
    at: u32,
}

impl Reader<'_, '_> {
    fn byte(&mut self) -> Option<u8> {
        let byte = *self.image.bytes_at(self.at)?.first()?;
        self.at = self.at.checked_add(1)?;
        Some(byte)
    }

    fn word(&mut self) -> Option<u32> {
        let word = self.image.u32(self.at)?;
        self.at = self.at.checked_add(4)?;
        Some(word)
    }

    fn number(&mut self) -> Option<u32> {
        let first = self.byte()?;
        let more = match first.trailing_ones() {
            length @ 0..=3 => length,
            _ => return self.word(),
        };
        let mut value = u32::from(first);
        for i in 1..=more {
            value |= u32::from(self.byte()?) << (8 * i);
        }
        Some(value >> (more + 1))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const CODE: u32 = 0x1000;
    const DATA: u32 = 0x2000;

    /// A 64-bit DLL of a section of code and one of data.
    fn dll(data: &[u8]) -> Vec<u8> {
        let mut file = vec![0u8; 0x800];
        let mut put = |at: usize, bytes: &[u8]| file[at..at + bytes.len()].copy_from_slice(bytes);
        put(0, b"MZ");
        put(0x3c, &0x40u32.to_le_bytes());
        put(0x40, b"PE\0\0");
        put(0x44, &0x8664u16.to_le_bytes());
        put(0x46, &2u16.to_le_bytes());
        put(0x54, &0xf0u16.to_le_bytes());
        put(0x58, &0x20bu16.to_le_bytes());
        for (i, (rva, raw, flags)) in [(CODE, 0x400u32, 0x6000_0020u32), (DATA, 0x600, 0x4000_0040)].into_iter().enumerate() {
            let at = 0x148 + 40 * i;
            for (offset, value) in [(8, 0x200), (12, rva), (16, 0x200), (20, raw), (36, flags)] {
                put(at + offset, &value.to_le_bytes());
            }
        }
        put(0x600, data);
        file
    }

    /// A pointer to the tables, a header, and the tables as given.
    fn found(header: u8, maps: &[&[u8]]) -> Option<Vec<u32>> {
        let mut data = (DATA + 4).to_le_bytes().to_vec();
        data.push(header);
        let mut place = DATA + 5 + 4 * maps.len() as u32;
        for map in maps {
            data.extend(place.to_le_bytes());
            place += map.len() as u32;
        }
        maps.iter().for_each(|map| data.extend(*map));
        let file = dll(&data);
        frame_4(&Image::of(&file).unwrap(), DATA)
    }

    #[test]
    fn destructors_of_compressed_tables_are_found() {
        // two entries: nothing to do, then a destructor at +0x1010 for an object at 0x20
        let map = [&[2 << 1, 8 << 1, 9 << 1][..], &0x1010u32.to_le_bytes(), &[0x20 << 1]].concat();
        assert_eq!(found(8, &[&map]), Some(vec![0x1010]));
        // where there is no code, there is no destructor: these are other data
        let wrong = [&[1 << 1, 9 << 1][..], &0x2010u32.to_le_bytes(), &[0x20 << 1]].concat();
        assert_eq!(found(8, &[&wrong]), None);
        assert_eq!(found(0, &[&map]), None);
        assert_eq!(found(0x88, &[&map]), None);
    }

    #[test]
    fn numbers_are_as_long_as_they_have_to_be() {
        let bytes = [0x0e, 0x05, 0x01, 0x0b, 0x00, 0x01, 0x17, 0x00, 0x00, 0x01, 0x0f, 0x78, 0x56, 0x34, 0x12];
        let file = dll(&bytes);
        let image = Image::of(&file).unwrap();
        let mut reader = Reader { image: &image, at: DATA };
        let numbers: Vec<u32> = (0..5).map(|_| reader.number().unwrap()).collect();
        assert_eq!(numbers, [7, 0x105 >> 2, 0x1_000b >> 3, 0x0100_0017 >> 4, 0x1234_5678]);
        assert_eq!(reader.at, DATA + bytes.len() as u32);
    }
}
