//! The lines of one object file.

use super::super::super::mapped::{text_at, u32_at};
use super::Addresses;
use super::records::{Line, Place, Record, inlined_lines, lines, records, subsections};
use rustc_hash::FxHashMap;

const LINES: u32 = 0xf2;
const FILES: u32 = 0xf4;
const INLINEES: u32 = 0xf6;

/// Inlined calls that lie in each other; compilers stop far earlier.
const DEEPEST_INLINING: usize = 64;
/// Code that has no line is given one of these two.
const NO_LINE: [u32; 2] = [0x00f0_0f00, 0x00fe_efee];

/// A module's lines.
#[derive(Default)]
pub(super) struct ModuleLines {
    /// Sorted by start.
    pieces: Vec<Piece>,
    /// The longest piece; how far back to look for pieces that reach an address.
    longest: u32,
    /// The module's table of files; a piece says where in it.
    files: Vec<u8>,
}

/// Code that one line of source became.
struct Piece {
    start: u32,
    end: u32,
    /// 0: the function itself; more: inlined into it so many levels deep.
    depth: usize,
    file: u32,
    line: u32,
    column: u32,
}

impl ModuleLines {
    /// What can be read of a module's symbols and line tables.
    pub(super) fn read(symbols: &[u8], tables: &[u8], addresses: &Addresses) -> ModuleLines {
        let mut module = ModuleLines::default();
        for (kind, data) in subsections(tables) {
            match kind {
                LINES => _ = lines(data, &mut |line| module.add(line, 0, addresses)),
                FILES => module.files = data.to_vec(),
                _ => {}
            }
        }
        module.add_inlined(symbols, tables, addresses);
        module.pieces.sort_by_key(|piece| piece.start);
        module.longest = module.pieces.iter().map(|piece| piece.end - piece.start).max().unwrap_or(0);
        module
    }

    fn add(&mut self, line: Line, depth: usize, addresses: &Addresses) {
        if line.size == 0 || line.line == 0 || NO_LINE.contains(&line.line) {
            return;
        }
        let Some(start) = addresses.rva(line.place) else { return };
        let end = start.saturating_add(line.size);
        self.pieces.push(Piece { start, end, depth, file: line.file, line: line.line, column: line.column });
    }

    fn add_inlined(&mut self, symbols: &[u8], tables: &[u8], addresses: &Addresses) {
        let inlinees: FxHashMap<u32, (u32, u32)> =
            subsections(tables).filter(|(kind, _)| *kind == INLINEES).flat_map(|(_, data)| inlinees(data)).collect();
        if inlinees.is_empty() {
            return;
        }
        let (mut procedure, mut depth) = (None, 0usize);
        for record in records(symbols) {
            match record {
                Record::Procedure { place, .. } => (procedure, depth) = (Some(place), 0),
                Record::InlineSite { inlinee, annotations } => {
                    depth += 1;
                    if let (Some(place), Some((file, line))) = (procedure, inlinees.get(&inlinee))
                        && depth <= DEEPEST_INLINING
                    {
                        let start = Line { place, size: 0, file: *file, line: *line, column: 0 };
                        inlined_lines(annotations, start, &mut |line| self.add(line, depth, addresses));
                    }
                }
                Record::InlineSiteEnd => depth = depth.saturating_sub(1),
                Record::Public { .. } => {}
            }
        }
    }

    /// The line at an address, of the innermost call that was inlined there; the file as an offset into the table of names.
    pub(super) fn at(&self, rva: u32) -> Option<(u32, u32, Option<u32>)> {
        let behind = self.pieces.partition_point(|piece| piece.start <= rva);
        let reach = self.pieces.partition_point(|piece| piece.start < rva.saturating_sub(self.longest));
        let holds = self.pieces[reach..behind].iter().filter(|piece| rva < piece.end);
        let piece = holds.max_by_key(|piece| (piece.depth, piece.start))?;
        let name = u32_at(&self.files, piece.file as usize)?;
        Some((name, piece.line, Some(piece.column).filter(|column| *column != 0)))
    }
}

/// For each function that is inlined somewhere: its file and first line.
fn inlinees(data: &[u8]) -> Vec<(u32, (u32, u32))> {
    let has_more_files = u32_at(data, 0) == Some(1);
    let mut rest = data.get(4..).unwrap_or_default();
    let mut inlinees = Vec::new();
    while let (Some(inlinee), Some(file), Some(line)) = (u32_at(rest, 0), u32_at(rest, 4), u32_at(rest, 8)) {
        inlinees.push((inlinee, (file, line)));
        let more =
            if has_more_files { u32_at(rest, 12).map_or(4, |count| (count as usize).saturating_mul(4).saturating_add(4)) } else { 0 };
        rest = rest.get(12usize.saturating_add(more)..).unwrap_or_default();
    }
    inlinees
}

/// A name of the PDB's table of names.
pub(super) fn name(names: &[u8], offset: u32) -> Option<String> {
    const HEADER: usize = 12;
    let text = text_at(names.get(HEADER..)?, offset as usize)?;
    Some(String::from_utf8_lossy(text).into_owned())
}

impl Addresses<'_> {
    fn rva(&self, place: Place) -> Option<u32> {
        self.of(place.section, place.offset)
    }
}
