//! Types in PDBs: what is a pointer to a structure, and what a structure looks like.

use super::super::super::mapped::{text_at, u16_at, u32_at};
use super::super::structures::{Content, Field, Layout};
use crate::flow::{Name, Structure};
use rustc_hash::{FxHashMap, FxHasher};
use std::hash::{Hash, Hasher};

const MODIFIER: u16 = 0x1001;
const POINTER: u16 = 0x1002;
const FIELD_LIST: u16 = 0x1203;
/// Classes, structures and interfaces.
const STRUCTURES: [u16; 3] = [0x1504, 0x1505, 0x1519];
const UNION: u16 = 0x1506;

/// Types with lower numbers are built in.
const FIRST: u32 = 0x1000;
/// Qualifiers are taken off so often.
const MOST_QUALIFIERS: usize = 16;
/// A structure with more members is generated to cost memory.
const MOST_FIELDS: usize = 1 << 12;
/// Its members are listed in so many pieces.
const MOST_LISTS: usize = 64;

/// The table of types.
pub(super) struct Types {
    table: Vec<u8>,
    /// Where each record's kind is.
    records: Vec<u32>,
    /// The number of the first record.
    first: u32,
    /// Definitions of structures, by hashes of their names; made when the first declaration asks for one.
    defined: Option<FxHashMap<u64, u32>>,
    /// A structure has more members than are read.
    pub(super) is_cut: bool,
}

/// A record of a structure or a union.
struct Definition<'t> {
    is_declaration: bool,
    fields: u32,
    size: u64,
    name: &'t [u8],
    /// The name that no two types share, or the plain one.
    unique: &'t [u8],
}

impl Types {
    /// Reads the list of a stream's records.
    pub(super) fn of(table: Vec<u8>) -> Types {
        let (mut at, first) = (u32_at(&table, 4).unwrap_or(0) as usize, u32_at(&table, 8).unwrap_or(FIRST));
        let mut records = Vec::new();
        while let (Some(length), Ok(kind)) = (u16_at(&table, at), u32::try_from(at + 2)) {
            records.push(kind);
            at += 2 + usize::from(length);
        }
        Types { table, records, first, defined: None, is_cut: false }
    }

    /// A type's kind and data.
    fn record(&self, ty: u32) -> Option<(u16, &[u8])> {
        let at = *self.records.get(ty.checked_sub(self.first)? as usize)? as usize;
        let length = usize::from(u16_at(&self.table, at - 2)?).checked_sub(2)?;
        Some((u16_at(&self.table, at)?, self.table.get(at + 2..)?.get(..length)?))
    }

    /// A type without qualifiers.
    fn plain(&self, mut ty: u32) -> Option<(u32, u16, &[u8])> {
        for _ in 0..MOST_QUALIFIERS {
            match self.record(ty)? {
                (MODIFIER, data) => ty = u32_at(data, 0)?,
                (kind, data) => return Some((ty, kind, data)),
            }
        }
        None
    }

    /// The structure that values of a type point at.
    pub(super) fn target(&mut self, ty: u32) -> Option<Structure> {
        let (_, kind, data) = self.plain(ty)?;
        let to = u32_at(data, 0).filter(|_| kind == POINTER)?;
        self.structure(to)
    }

    /// A type's structure or union, where it is defined, if it is one.
    fn structure(&mut self, ty: u32) -> Option<Structure> {
        let (mut at, kind, data) = self.plain(ty)?;
        let found = definition(kind, data)?;
        if found.is_declaration {
            let name = hash(found.unique);
            if self.defined.is_none() {
                self.defined = Some(self.definitions());
            }
            at = *self.defined.as_ref()?.get(&name)?;
        }
        let (kind, data) = self.record(at)?;
        Some(Structure { at: u64::from(at), name: shown(definition(kind, data)?.name) })
    }

    /// Where every structure is defined, by hashes of their names.
    fn definitions(&self) -> FxHashMap<u64, u32> {
        let numbers = (self.first..).take(self.records.len());
        let all = numbers.filter_map(|ty| {
            let (kind, data) = self.record(ty)?;
            definition(kind, data).filter(|d| !d.is_declaration).map(|d| (hash(d.unique), ty))
        });
        all.collect()
    }

    /// What a structure looks like.
    pub(super) fn layout(&mut self, wanted: &Structure) -> Option<Layout> {
        let (kind, data) = self.record(u32::try_from(wanted.at).ok()?)?;
        let found = definition(kind, data).filter(|d| !d.is_declaration)?;
        let (size, mut next, structure) = (found.size, Some(found.fields), wanted.clone());
        let mut members = Vec::new();
        for _ in 0..MOST_LISTS {
            let Some((FIELD_LIST, list)) = next.and_then(|ty| self.record(ty)) else { break };
            next = members_of(list, &mut members);
        }
        self.is_cut |= members.len() >= MOST_FIELDS;
        members.truncate(MOST_FIELDS);
        let mut fields: Vec<Field> = members
            .into_iter()
            .map(|(at, ty, name)| {
                let holds = match self.structure(ty) {
                    Some(inner) => Content::Structure(inner),
                    None if self.is_pointer(ty) => Content::Pointer(self.target(ty)),
                    None => Content::Other,
                };
                Field { at, name, holds }
            })
            .collect();
        fields.sort_by_key(|field| field.at);
        Some(Layout { structure, size, fields })
    }

    fn is_pointer(&self, ty: u32) -> bool {
        // of the types that are built in, a part of the number says whether it is a pointer
        if ty < FIRST { ty >> 8 & 7 != 0 } else { self.plain(ty).is_some_and(|(_, kind, _)| kind == POINTER) }
    }
}

fn definition(kind: u16, data: &[u8]) -> Option<Definition<'_>> {
    const DECLARATION: u16 = 0x80;
    const HAS_UNIQUE_NAME: u16 = 0x200;
    let size_at = match kind {
        UNION => 8,
        _ if STRUCTURES.contains(&kind) => 16,
        _ => return None,
    };
    let properties = u16_at(data, 2)?;
    let (size, rest) = number(data.get(size_at..)?)?;
    let name = text_at(rest, 0)?;
    let unique = if properties & HAS_UNIQUE_NAME == 0 { None } else { text_at(rest, name.len() + 1) };
    Some(Definition { is_declaration: properties & DECLARATION != 0, fields: u32_at(data, 4)?, size, name, unique: unique.unwrap_or(name) })
}

/// A structure's name; compilers make up names for those that have none.
fn shown(name: &[u8]) -> Name {
    let text = String::from_utf8_lossy(name);
    if text.contains('<') && (text.contains("unnamed") || text.contains("anonymous")) { "".into() } else { text.into() }
}

fn hash(name: &[u8]) -> u64 {
    let mut hasher = FxHasher::default();
    name.hash(&mut hasher);
    hasher.finish()
}

/// Adds the members of one piece of a list: where they are, their types and names. Gives the type of the next piece.
fn members_of(mut list: &[u8], members: &mut Vec<(u64, u32, Name)>) -> Option<u32> {
    while members.len() < MOST_FIELDS {
        // filled up to a multiple of four
        while let Some(filler) = list.first().filter(|b| **b >= 0xf0) {
            list = list.get(usize::from(filler & 0xf).max(1)..)?;
        }
        let (kind, data) = (u16_at(list, 0)?, list.get(2..)?);
        let ty = u32_at(data, 2)?;
        let name_from = |at: usize| text_at(data, at).map(|name| (name, at + name.len() + 1));
        let end = match kind {
            // a member, or a base class
            0x150d | 0x1400 => {
                let before = data.get(6..)?;
                let (at, rest) = number(before)?;
                let start = 6 + before.len() - rest.len();
                let (name, end) = if kind == 0x150d { name_from(start)? } else { (&b""[..], start) };
                members.push((at, ty, String::from_utf8_lossy(name).into()));
                end
            }
            // virtual bases
            0x1401 | 0x1402 => {
                let before = data.get(10..)?;
                let (_, rest) = number(before)?;
                let (_, rest) = number(rest)?;
                10 + before.len() - rest.len()
            }
            // static members, methods that are overloaded, types inside
            0x150e..=0x1510 => name_from(6)?.1,
            0x1511 => {
                // a virtual method that is new here has its place in the table before its name
                let is_new = matches!(u16_at(data, 0)? >> 2 & 7, 4 | 6);
                name_from(if is_new { 10 } else { 6 })?.1
            }
            0x1409 => 6,
            0x1404 => return Some(ty),
            _ => return None,
        };
        list = data.get(end..)?;
    }
    None
}

/// A number of varying length, and what follows it.
fn number(data: &[u8]) -> Option<(u64, &[u8])> {
    let (first, rest) = (u16_at(data, 0)?, data.get(2..)?);
    let wide = |n: usize| u32_at(rest, 0).map(u64::from).zip(rest.get(n..));
    match first {
        0..0x8000 => Some((u64::from(first), rest)),
        0x8000 => Some((u64::try_from(*rest.first()? as i8).ok()?, rest.get(1..)?)),
        0x8001 | 0x8002 => Some((u64::from(u16_at(rest, 0)?), rest.get(2..)?)),
        0x8003 | 0x8004 => wide(4),
        // nothing is larger than four bytes tell
        0x8009 | 0x800a if u32_at(rest, 4)? == 0 => wide(8),
        _ => None,
    }
}
