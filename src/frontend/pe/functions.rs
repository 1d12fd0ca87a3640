//! Where functions begin and end: exports, entry point, unwind data, thread callbacks, call targets, relocated code pointers.

use super::image::{Directory, Image};
use super::imports::{Export, Exported};
use super::scan::Scan;
use rustc_hash::FxHashSet;

/// A stretch of code with unwind data of its own.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
struct Piece {
    begin: u32,
    end: u32,
    /// It continues the function that begins there.
    of: Option<u32>,
    /// Where its unwind data is.
    unwind: u32,
}

/// The functions of an image.
#[derive(Default, Debug)]
pub(super) struct Functions {
    /// Sorted by address.
    pieces: Vec<Piece>,
    /// Where functions begin that something other than a jump leads to, sorted.
    starts: Vec<u32>,
}

/// An unwind table longer than this is not read on.
const MOST_PIECES: usize = 1 << 20;
/// How many chained entries may lead to a function's first.
const MOST_CHAINED: usize = 32;

impl Functions {
    /// The pieces with unwind data; the rest comes with [`Functions::add_starts`].
    pub(super) fn with_unwind_data(image: &Image<'_>) -> Functions {
        let mut functions = Functions::default();
        let Some((table, size)) = image.directory(Directory::Exceptions).filter(|_| image.is_64) else { return functions };
        let bytes = image.bytes_at(table).unwrap_or_default();
        let number = |entry: &[u8], i: usize| u32::from_le_bytes([entry[i], entry[i + 1], entry[i + 2], entry[i + 3]]);
        for entry in bytes.chunks_exact(12).take((size as usize / 12).min(MOST_PIECES)) {
            let (begin, end) = (number(entry, 0), number(entry, 4));
            if begin < end && image.is_code(begin) {
                let unwind = number(entry, 8);
                functions.pieces.push(Piece { begin, end, of: primary(image, unwind).filter(|p| *p != begin), unwind });
            }
        }
        functions.pieces.sort_by_key(|p| p.begin);
        functions.pieces.dedup_by_key(|p| p.begin);
        functions
    }

    /// Where the pieces begin.
    pub(super) fn piece_starts(&self) -> FxHashSet<u32> {
        self.pieces.iter().map(|p| p.begin).collect()
    }

    /// Adds what leads to functions from outside of them.
    pub(super) fn add_starts(&mut self, image: &Image<'_>, scan: &Scan, exports: &[Exported<'_>], named: &[(u32, u32, String)]) {
        let mut starts: Vec<u32> = image.tls_callbacks();
        starts.push(image.entry);
        starts.extend(exports.iter().filter_map(|e| match e.target {
            Export::Own(rva) => Some(rva),
            Export::Forward(_) => None,
        }));
        // a part that the compiler put elsewhere has a name of its own, but is only jumped to
        starts.extend(named.iter().filter(|(rva, _, name)| !name.contains(".cold") && self.may_be_named(*rva)).map(|n| n.0));
        let mut targets: Vec<u32> = scan.calls.iter().map(|c| c.0).collect();
        targets.dedup();
        starts.extend(targets.into_iter().filter(|t| self.may_begin(image, *t)));
        starts.extend(self.code_pointers(image));
        starts.retain(|s| image.is_code(*s));
        starts.sort_unstable();
        starts.dedup();
        self.starts = starts;
    }

    /// Functions that data point at: tables of methods, callbacks.
    fn code_pointers(&self, image: &Image<'_>) -> Vec<u32> {
        let all: Vec<u32> = image.relocations().into_iter().filter(|r| !image.is_code(*r)).collect();
        let cases = cases(image, &all);
        let pointers = all.into_iter().filter(|r| !cases.contains(r)).filter_map(|r| image.word(r));
        pointers.filter_map(|p| image.rva_of(p)).filter(|t| image.is_code(*t) && self.may_begin(image, *t)).collect()
    }

    /// Whether code at the address can be the start of a function: a stray byte that looks like a call leads anywhere.
    fn may_begin(&self, image: &Image<'_>, rva: u32) -> bool {
        match self.piece_at(rva) {
            Some(piece) => piece.begin == rva && piece.of.is_none(),
            None => {
                let before = rva.checked_sub(3).and_then(|r| image.bytes_at(r)).and_then(|b| b.get(..3));
                rva.is_multiple_of(16) || matches!(before, Some([_, _, 0xcc | 0x90 | 0xc3] | [0xc2, _, 0x00] | [_, 0x0f, 0x0b]))
            }
        }
    }

    /// Whether a symbol at the address can name a function: labels inside of one are named, too.
    fn may_be_named(&self, rva: u32) -> bool {
        self.piece_at(rva).is_none_or(|piece| piece.begin == rva && piece.of.is_none())
    }

    /// Begin, end and unwind data of the pieces that a function is made of; those that continue it follow it.
    pub(super) fn pieces_of(&self, function: u32) -> impl Iterator<Item = (u32, u32, u32)> + '_ {
        const FARTHEST: usize = 64;
        let first = self.pieces.partition_point(|p| p.begin < function);
        let near = self.pieces[first..].iter().take(FARTHEST);
        near.filter(move |p| p.begin == function || p.of == Some(function)).map(|p| (p.begin, p.end, p.unwind))
    }

    fn piece_at(&self, rva: u32) -> Option<&Piece> {
        let i = self.pieces.partition_point(|p| p.begin <= rva);
        self.pieces[..i].last().filter(|p| rva < p.end)
    }

    pub(super) fn has_unwind_data(&self, rva: u32) -> bool {
        self.piece_at(rva).is_some()
    }

    pub(super) fn begins_piece(&self, rva: u32) -> bool {
        self.piece_at(rva).is_some_and(|p| p.begin == rva)
    }

    pub(super) fn is_start(&self, rva: u32) -> bool {
        self.starts.binary_search(&rva).is_ok()
    }

    pub(super) fn all(&self) -> usize {
        let own = self.pieces.iter().filter(|p| p.of.is_none() && !self.is_start(p.begin)).count();
        own + self.starts.len()
    }

    /// Whether a jump from one place to another stays in one function, by unwind data.
    pub(super) fn same_piece(&self, from: u32, to: u32) -> bool {
        self.piece_at(from).is_some_and(|p| p.begin <= to && to < p.end)
    }

    /// Addresses before this one where a function looks like beginning that nothing refers to, the nearest first.
    pub(super) fn unknown_starts<'a>(&self, image: &'a Image<'_>, rva: u32) -> impl Iterator<Item = u32> + 'a {
        const FARTHEST: u32 = 16 * 1024;
        const MOST: usize = 8;
        let i = self.starts.partition_point(|s| *s <= rva);
        let floor = self.starts[..i].last().copied().unwrap_or(0).max(rva.saturating_sub(FARTHEST));
        (floor..rva).rev().filter(|at| looks_like_start(image, *at)).take(MOST)
    }

    /// How far straight-line code that begins here may go on.
    pub(super) fn end_of(&self, rva: u32) -> u32 {
        if let Some(piece) = self.piece_at(rva) {
            // Pieces that save registers late follow the one they are chained to: control runs on into them.
            let function = piece.of.unwrap_or(piece.begin);
            let next = self.pieces.partition_point(|p| p.begin < piece.end);
            let mut end = piece.end;
            for further in self.pieces[next..].iter().take_while(|p| p.of == Some(function)) {
                if further.begin != end {
                    break;
                }
                end = further.end;
            }
            return end;
        }
        let i = self.starts.partition_point(|s| *s <= rva);
        let j = self.pieces.partition_point(|p| p.begin <= rva);
        let next = [self.starts.get(i).copied(), self.pieces.get(j).map(|p| p.begin)];
        next.into_iter().flatten().min().unwrap_or(u32::MAX)
    }

    /// Functions that may contain an address, the likeliest first. A piece that is only jumped to belongs to who jumps there.
    pub(super) fn owners(&self, rva: u32, scan: &Scan) -> Vec<u32> {
        const MOST: usize = 4;
        let mut at = vec![rva];
        for _ in 0..MOST {
            let mut owners: Vec<u32> = Vec::new();
            for place in &at {
                let Some(piece) = self.piece_at(*place) else {
                    let i = self.starts.partition_point(|s| *s <= *place);
                    owners.extend(self.starts[..i].iter().rev().take(MOST));
                    continue;
                };
                let jumpers: Vec<u32> = scan.jumps_to(piece.begin).filter(|j| !(piece.begin..piece.end).contains(j)).take(MOST).collect();
                if let Some(of) = piece.of {
                    owners.push(of);
                } else if self.is_start(piece.begin) || jumpers.is_empty() {
                    owners.push(piece.begin);
                } else {
                    owners.extend(jumpers);
                }
            }
            owners.dedup();
            let settled = owners == at
                || owners.iter().all(|o| self.is_start(*o) || self.piece_at(*o).is_none_or(|p| p.begin == *o && p.of.is_none()));
            at = owners;
            at.truncate(MOST);
            if settled {
                break;
            }
        }
        at
    }
}

/// Pointers of the tables that 32-bit code jumps through (`jmp [table+eax*4]`): they lead into functions, not to their starts.
fn cases(image: &Image<'_>, relocated: &[u32]) -> FxHashSet<u32> {
    const FARTHEST: u32 = 0x8000;
    let mut cases = FxHashSet::default();
    let sections = image.sections.iter().filter(|s| s.executable && !image.is_64);
    for (section, code) in sections.map(|s| (s.rva, image.content(s))) {
        for (at, jump) in code.windows(7).enumerate().filter(|(_, w)| w[0] == 0xff && w[1] == 0x24 && w[2] & 0xc7 == 0x85) {
            let jump_at = section.wrapping_add(at as u32);
            let table = image.rva_of(u64::from(u32::from_le_bytes([jump[3], jump[4], jump[5], jump[6]])));
            let Some(first) = table.and_then(|t| relocated.binary_search(&t).ok()) else { continue };
            for (slot, expected) in relocated[first..].iter().zip((relocated[first]..).step_by(4)) {
                let target = image.word(*slot).and_then(|p| image.rva_of(p)).filter(|t| t.abs_diff(jump_at) < FARTHEST);
                if *slot != expected || target.is_none_or(|t| looks_like_start(image, t)) {
                    break;
                }
                cases.insert(*slot);
            }
        }
    }
    cases
}

/// After the end of other code: a function that saves registers or makes room on the stack.
fn looks_like_start(image: &Image<'_>, rva: u32) -> bool {
    let Some(bytes) = rva.checked_sub(3).and_then(|r| image.bytes_at(r)) else { return false };
    let [a, b, c, code @ ..] = bytes else { return false };
    let ended = matches!((a, b, c), (_, _, 0xc3 | 0xcc | 0x90) | (0xc2, _, 0)) || (rva.is_multiple_of(16) && *c == 0);
    ended && matches!(code, [0x55 | 0x53 | 0x56 | 0x57, ..] | [0x83 | 0x81, 0xec, ..] | [0x8b, 0xff, ..] | [0x48, 0x83 | 0x81, 0xec, ..])
}

/// The start of the function that an unwind entry is chained to.
fn primary(image: &Image<'_>, unwind: u32) -> Option<u32> {
    let mut at = unwind;
    let mut begin = None;
    for _ in 0..MOST_CHAINED {
        let head = image.bytes_at(at)?;
        let (flags, codes) = (head.first()? >> 3, *head.get(2)?);
        if flags & 4 == 0 {
            break;
        }
        let next = at.checked_add(4 + 2 * ((u32::from(codes) + 1) & !1))?;
        begin = Some(image.u32(next)?);
        at = image.u32(next.checked_add(8)?)?;
    }
    begin
}
