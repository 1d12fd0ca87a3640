//! Variables in PDBs that point at structures, and where they are.

use super::super::super::mapped::{u16_at, u32_at};
use super::super::structures::{Held, Pointer};
use super::Addresses;
use super::records::{Place, Record, one, raw};
use crate::flow::Structure;
use rustc_hash::FxHashMap;
use std::collections::BTreeSet;

/// A function with more is generated to cost memory.
pub(super) const MOST_POINTERS: usize = 1 << 14;

const BLOCK: u16 = 0x1103;
const END: u16 = 6;
const PROCEDURE_END: u16 = 0x114f;
const FRAME: u16 = 0x1012;
/// A variable, whose places follow …
const LOCAL: u16 = 0x113e;
const IN_REGISTER: u16 = 0x1141;
const IN_FRAME: u16 = 0x1142;
const IN_FRAME_ALWAYS: u16 = 0x1144;
const NEAR_REGISTER: u16 = 0x1145;
/// … and those that are in one place.
const REGISTER_VARIABLE: u16 = 0x1106;
const NEAR_FRAME_POINTER: u16 = 0x110b;
const NEAR_REGISTER_VARIABLE: u16 = 0x1111;
/// Variables at fixed addresses, of one module and of all.
const STATICS: [u16; 2] = [0x110c, 0x110d];

/// One procedure while its variables are read.
struct Procedure<'p> {
    addresses: &'p Addresses<'p>,
    is_64: bool,
    /// Where the code is of the procedure, and of the blocks in it that the record at hand is in.
    scopes: Vec<(u32, u32)>,
    /// The registers that local variables and parameters are told relative to.
    frames: [Option<u8>; 2],
    /// The variable whose places follow: what it points at, and whether it is a parameter.
    variable: Option<(Structure, bool)>,
    found: Vec<Pointer>,
}

/// The variables of the procedure that begins at an address. `target` tells which structure a type points at.
pub(super) fn pointers(
    symbols: &[u8],
    addresses: &Addresses<'_>,
    is_64: bool,
    rva: u32,
    target: &mut dyn FnMut(u32) -> Option<Structure>,
) -> Vec<Pointer> {
    let mut procedure: Option<Procedure<'_>> = None;
    for (kind, data) in raw(symbols) {
        let Some(procedure) = &mut procedure else {
            if let Some(Record::Procedure { place, size, .. }) = one(kind, data)
                && addresses.of(place.section, place.offset) == Some(rva)
            {
                let scopes = vec![(rva, rva.saturating_add(size))];
                procedure = Some(Procedure { addresses, is_64, scopes, frames: [None; 2], variable: None, found: Vec::new() });
            }
            continue;
        };
        match kind {
            END | PROCEDURE_END => {
                procedure.scopes.pop();
                if procedure.scopes.is_empty() {
                    break;
                }
            }
            BLOCK => {
                let outer = procedure.scopes.last().copied().unwrap_or_default();
                procedure.scopes.push(procedure.range(data, 12, u32_at(data, 8)).unwrap_or(outer));
            }
            _ if procedure.found.len() >= MOST_POINTERS => break,
            _ => {
                // what can't be read tells nothing
                let _ = procedure.add(kind, data, target);
            }
        }
    }
    procedure.map(|p| p.found).unwrap_or_default()
}

/// Where procedures begin that have variables of types which a test accepts.
pub(super) fn users(symbols: &[u8], addresses: &Addresses<'_>, test: &mut dyn FnMut(u32) -> bool) -> BTreeSet<u32> {
    let (mut found, mut procedure) = (BTreeSet::new(), None);
    for (kind, data) in raw(symbols) {
        let ty = match kind {
            LOCAL | REGISTER_VARIABLE => u32_at(data, 0),
            NEAR_FRAME_POINTER | NEAR_REGISTER_VARIABLE => u32_at(data, 4),
            _ => {
                if let Some(Record::Procedure { place, .. }) = one(kind, data) {
                    procedure = addresses.of(place.section, place.offset);
                }
                continue;
            }
        };
        if let Some((begin, ty)) = procedure.zip(ty)
            && !found.contains(&begin)
            && test(ty)
        {
            found.insert(begin);
        }
    }
    found
}

/// What variables at fixed addresses point at, by the address.
pub(super) fn statics(
    symbols: &[u8],
    addresses: &Addresses<'_>,
    target: &mut dyn FnMut(u32) -> Option<Structure>,
) -> FxHashMap<u32, Structure> {
    let mut one = |data: &[u8]| {
        let place = Place { offset: u32_at(data, 4)?, section: u16_at(data, 8)? };
        Some((addresses.of(place.section, place.offset)?, target(u32_at(data, 0)?)?))
    };
    raw(symbols).filter(|(kind, _)| STATICS.contains(kind)).filter_map(|(_, data)| one(data)).collect()
}

impl Procedure<'_> {
    fn add(&mut self, kind: u16, data: &[u8], target: &mut dyn FnMut(u32) -> Option<Structure>) -> Option<()> {
        let offset = |at: usize| u32_at(data, at).map(|v| v as i32);
        match kind {
            FRAME => {
                let flags = u32_at(data, 22)?;
                self.frames = [self.frame(flags >> 14 & 3), self.frame(flags >> 16 & 3)];
            }
            LOCAL => {
                const PARAMETER: u16 = 1;
                let is_parameter = u16_at(data, 4)? & PARAMETER != 0;
                self.variable = target(u32_at(data, 0)?).map(|to| (to, is_parameter));
            }
            IN_REGISTER => self.place(Held::Register { number: self.number(u16_at(data, 0)?)?, plus: 0 }, data, Some(4)),
            IN_FRAME => self.place(self.in_frame(offset(0)?)?, data, Some(4)),
            IN_FRAME_ALWAYS => self.place(self.in_frame(offset(0)?)?, data, None),
            NEAR_REGISTER => {
                // members that lie apart from each other are no whole variable
                let is_whole = u16_at(data, 2)? & 1 == 0;
                let register = self.number(u16_at(data, 0)?).filter(|_| is_whole)?;
                self.place(Held::Memory { register, plus: offset(4)? }, data, Some(8));
            }
            REGISTER_VARIABLE => {
                self.variable = target(u32_at(data, 0)?).map(|to| (to, false));
                self.place(Held::Register { number: self.number(u16_at(data, 4)?)?, plus: 0 }, data, None);
            }
            NEAR_FRAME_POINTER => {
                const RBP: u8 = 5;
                self.variable = target(u32_at(data, 4)?).map(|to| (to, false));
                self.place(Held::Memory { register: RBP, plus: offset(0)? }, data, None);
            }
            NEAR_REGISTER_VARIABLE => {
                self.variable = target(u32_at(data, 4)?).map(|to| (to, false));
                self.place(Held::Memory { register: self.number(u16_at(data, 8)?)?, plus: offset(0)? }, data, None);
            }
            _ => {}
        }
        Some(())
    }

    /// The variable at hand is there: in a range of code that the record tells, with gaps, or in the whole scope.
    fn place(&mut self, held: Held, data: &[u8], range: Option<usize>) {
        let Some((structure, _)) = &self.variable else { return };
        let scope = self.scopes.last().copied();
        let range = match range {
            Some(at) => {
                self.range(data, at, u16_at(data, at + 6).map(u32::from)).map(|range| (range, data.get(at + 8..).unwrap_or_default()))
            }
            None => scope.map(|scope| (scope, &data[..0])),
        };
        let Some(((begin, end), gaps)) = range else { return };
        let mut from = begin;
        let mut add = |begin: u32, end: u32| {
            if begin < end {
                self.found.push(Pointer { begin, end, held, structure: structure.clone() });
            }
        };
        for gap in gaps.as_chunks::<4>().0 {
            let (start, length) = (u16::from_le_bytes([gap[0], gap[1]]), u16::from_le_bytes([gap[2], gap[3]]));
            let gap = begin.saturating_add(u32::from(start));
            add(from, gap.min(end));
            from = from.max(gap.saturating_add(u32::from(length)));
        }
        add(from, end);
    }

    /// A range of code: its offset and section, and how long it is.
    fn range(&self, data: &[u8], at: usize, length: Option<u32>) -> Option<(u32, u32)> {
        let place = Place { offset: u32_at(data, at)?, section: u16_at(data, at + 4)? };
        let begin = self.addresses.of(place.section, place.offset)?;
        Some((begin, begin.saturating_add(length?)))
    }

    fn in_frame(&self, plus: i32) -> Option<Held> {
        let (_, is_parameter) = self.variable.as_ref()?;
        Some(Held::Memory { register: self.frames[usize::from(*is_parameter)]?, plus })
    }

    /// The register that a procedure's flags name.
    fn frame(&self, which: u32) -> Option<u8> {
        match (which, self.is_64) {
            (1, true) => Some(4),
            (2, _) => Some(5),
            (3, true) => Some(13),
            (3, false) => Some(3),
            _ => None,
        }
    }

    /// The number by which instructions name a register.
    fn number(&self, register: u16) -> Option<u8> {
        const OF_64: [u8; 8] = [0, 3, 1, 2, 6, 7, 5, 4];
        match (register, self.is_64) {
            (17..=24, false) => Some(register as u8 - 17),
            (328..=335, true) => Some(OF_64[usize::from(register) - 328]),
            (336..=343, true) => Some((register - 328) as u8),
            _ => None,
        }
    }
}
