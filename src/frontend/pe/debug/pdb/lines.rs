//! The lines of one object file.

use pdb2::{
    AddressMap, FallibleIterator, FileIndex, IdIndex, InlineSiteSymbol, Inlinee, LineInfo, LineProgram, ModuleInfo,
    PdbInternalSectionOffset, StringTable, SymbolData, SymbolIndex,
};
use rustc_hash::FxHashMap;

/// Inlined calls that lie in each other; compilers stop far earlier.
const DEEPEST_INLINING: usize = 64;
/// An object file that has more is made to cost memory.
const MOST_PIECES: usize = 1 << 22;

/// A module's lines.
#[derive(Default)]
pub(super) struct ModuleLines {
    files: Vec<String>,
    /// Sorted by start.
    pieces: Vec<Piece>,
    /// The longest piece; how far back to look for pieces that reach an address.
    longest: u32,
}

/// Code that one line of source became.
struct Piece {
    start: u32,
    end: u32,
    /// 0: the function itself; more: inlined into it so many levels deep.
    depth: usize,
    file: usize,
    line: u32,
    column: Option<u32>,
}

/// What reading needs at hand.
struct Reading<'a, 's> {
    program: &'a LineProgram<'a>,
    addresses: &'a AddressMap<'s>,
    strings: Option<&'a StringTable<'s>>,
    seen: FxHashMap<FileIndex, Option<usize>>,
    lines: ModuleLines,
}

impl ModuleLines {
    /// What can be read of a module; lines after what can't be read are not known.
    pub(super) fn read<'s>(module: &ModuleInfo, addresses: &AddressMap<'s>, strings: Option<&StringTable<'s>>) -> ModuleLines {
        let Ok(program) = module.line_program() else { return ModuleLines::default() };
        let mut reading = Reading { program: &program, addresses, strings, seen: FxHashMap::default(), lines: ModuleLines::default() };
        let mut iter = program.lines();
        while let Ok(Some(line)) = iter.next() {
            reading.add(&line, 0);
        }
        reading.inlined(module);
        let mut lines = reading.lines;
        lines.pieces.sort_by_key(|piece| piece.start);
        lines.longest = lines.pieces.iter().map(|piece| piece.end - piece.start).max().unwrap_or(0);
        lines
    }

    /// The line at an address: of the innermost call that was inlined there.
    pub(super) fn at(&self, rva: u32) -> Option<(String, u32, Option<u32>)> {
        let behind = self.pieces.partition_point(|piece| piece.start <= rva);
        let reach = self.pieces.partition_point(|piece| piece.start < rva.saturating_sub(self.longest));
        let holds = self.pieces[reach..behind].iter().filter(|piece| rva < piece.end);
        let piece = holds.max_by_key(|piece| (piece.depth, piece.start))?;
        Some((self.files.get(piece.file)?.clone(), piece.line, piece.column))
    }
}

impl Reading<'_, '_> {
    fn add(&mut self, line: &LineInfo, depth: usize) {
        // A compiler gives code that has no line one of these two.
        const NO_LINE: [u32; 2] = [0x00f0_0f00, 0x00fe_efee];
        let length = line.length.unwrap_or(0);
        if length == 0 || line.line_start == 0 || NO_LINE.contains(&line.line_start) || self.lines.pieces.len() >= MOST_PIECES {
            return;
        }
        let (Some(start), Some(file)) = (line.offset.to_rva(self.addresses), self.file(line.file_index)) else { return };
        let column = line.column_start.filter(|column| *column != 0);
        let end = start.0.saturating_add(length);
        self.lines.pieces.push(Piece { start: start.0, end, depth, file, line: line.line_start, column });
    }

    fn file(&mut self, index: FileIndex) -> Option<usize> {
        if let Some(known) = self.seen.get(&index) {
            return *known;
        }
        let file = self.program.get_file_info(index).ok().and_then(|file| file.name.to_string_lossy(self.strings?).ok());
        let place = file.map(|file| {
            self.lines.files.push(file.into_owned());
            self.lines.files.len() - 1
        });
        self.seen.insert(index, place);
        place
    }

    /// Lines of functions that were inlined: each site says where its code lies, relative to the procedure around it.
    fn inlined(&mut self, module: &ModuleInfo) {
        let mut inlinees: FxHashMap<IdIndex, Inlinee> = FxHashMap::default();
        let Ok(mut iter) = module.inlinees() else { return };
        while let Ok(Some(inlinee)) = iter.next() {
            inlinees.insert(inlinee.index(), inlinee);
        }
        if inlinees.is_empty() {
            return;
        }
        let Ok(mut symbols) = module.symbols() else { return };
        let mut procedure = None;
        let mut open: Vec<SymbolIndex> = Vec::new();
        while let Ok(Some(symbol)) = symbols.next() {
            while open.last().is_some_and(|end| *end <= symbol.index()) {
                open.pop();
            }
            match symbol.parse() {
                Ok(SymbolData::Procedure(p)) => {
                    procedure = Some(p.offset);
                    open.clear();
                }
                Ok(SymbolData::InlineSite(site)) if open.len() < DEEPEST_INLINING => {
                    open.push(site.end);
                    if let (Some(procedure), Some(inlinee)) = (procedure, inlinees.get(&site.inlinee)) {
                        self.site(inlinee, procedure, &site, open.len());
                    }
                }
                _ => {}
            }
        }
    }

    fn site<'m>(&mut self, inlinee: &Inlinee<'m>, procedure: PdbInternalSectionOffset, site: &InlineSiteSymbol<'m>, depth: usize) {
        let mut iter = inlinee.lines(procedure, site);
        while let Ok(Some(line)) = iter.next() {
            self.add(&line, depth);
        }
    }
}
