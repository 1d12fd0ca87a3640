//! The metadata of a .NET assembly (ECMA-335, part II): types and members that it refers to.
//!
//! Our own reader of four tables: the crates for metadata trust the file, or can do far more than is needed here.

use super::super::mapped::{Mapped, text_at, u16_at, u32_at};
use super::{Managed, Runtime};
use crate::models::{FoundMark, ManagedMark, ManagedType, ManagedUse, Marks};
use std::collections::BTreeSet;

const SIGNATURE: u32 = 0x424a_5342;
const MOST_STREAMS: usize = 64;
/// Classes of one assembly extend each other to this depth.
const MOST_BASES: usize = 16;
/// How an attribute's arguments begin; behind it, one byte says `true` or `false`.
const PROLOG: &[u8] = &[1, 0];

const MODULE: usize = 0;
const TYPE_REF: usize = 1;
const TYPE_DEF: usize = 2;
const FIELD: usize = 4;
const METHOD: usize = 6;
const PARAM: usize = 8;
const MEMBER_REF: usize = 10;
const CUSTOM_ATTRIBUTE: usize = 12;
const PROPERTY: usize = 23;
const MODULE_REF: usize = 26;
const TYPE_SPEC: usize = 27;
const ASSEMBLY_REF: usize = 35;
/// What can have an attribute.
const ATTRIBUTED: [usize; 22] = [0, 1, 2, 4, 6, 8, 9, 10, 14, 17, 20, 23, 26, 27, 32, 35, 38, 39, 40, 42, 43, 44];

/// Tables and heaps of an assembly.
struct Metadata<'a> {
    strings: &'a [u8],
    blobs: &'a [u8],
    rows: [usize; 64],
    /// Where each table up to the attributes' begins, and how long a row is.
    tables: [(usize, usize); CUSTOM_ATTRIBUTE + 1],
    data: &'a [u8],
    /// Bytes of an index into the strings, and into the blobs.
    string: usize,
    blob: usize,
}

/// What an assembly with this header refers to.
pub(super) fn read(mapped: &Mapped, header: u32, marks: &Marks) -> Option<Managed> {
    let root = mapped.at(header, 16)?;
    let root = mapped.from(u32_at(root, 8)?)?;
    if u32_at(root, 0)? != SIGNATURE {
        return None;
    }
    let length = u32_at(root, 12)? as usize;
    let version = root.get(16..)?.get(..length)?.split(|b| *b == 0).next()?;
    let tables = stream(root, 16 + length, &[b"#~", b"#-"])?;
    let blobs = stream(root, 16 + length, &[b"#Blob"]).unwrap_or_default();
    let metadata = Metadata::of(tables, stream(root, 16 + length, &[b"#Strings"])?, blobs)?;
    let members = (0..metadata.rows[MEMBER_REF]).filter_map(|row| metadata.member(row));
    let mut uses: Vec<_> = members.filter_map(|(of, member)| used(&marks.managed, &of, &member)).collect();
    uses.sort();
    uses.dedup();
    let runtime = Runtime::Clr(String::from_utf8_lossy(version).into_owned());
    let (components, marks) = (metadata.components(&marks.managed), metadata.marks(&marks.managed_marks));
    Some(Managed { uses, components, marks, ..Managed::nothing(runtime) })
}

fn used(wanted: &[ManagedType], of: &str, member: &str) -> Option<(ManagedUse, String)> {
    // `Registry.CurrentUser` is a field in .NET Framework and can be a property elsewhere.
    let plain = member.strip_prefix("get_").unwrap_or(member);
    let entry = wanted.iter().find(|entry| entry.name == of && entry.members.iter().any(|m| m == plain))?;
    Some((entry.what, format!("{of}.{plain}")))
}

fn is_component(wanted: &[ManagedType], base: &str) -> bool {
    wanted.iter().any(|entry| entry.what == ManagedUse::Component && entry.name == base)
}

/// One of the streams that the root lists behind its version.
fn stream<'a>(root: &'a [u8], header: usize, names: &[&[u8]]) -> Option<&'a [u8]> {
    let count = usize::from(u16_at(root, header.checked_add(2)?)?);
    let mut at = header + 4;
    for _ in 0..count.min(MOST_STREAMS) {
        let (offset, size) = (u32_at(root, at)? as usize, u32_at(root, at + 4)? as usize);
        let name = text_at(root, at + 8)?;
        if names.contains(&name) {
            return root.get(offset..).map(|rest| &rest[..rest.len().min(size)]);
        }
        at += 8 + (name.len() + 1).next_multiple_of(4);
    }
    None
}

impl<'a> Metadata<'a> {
    fn of(data: &'a [u8], strings: &'a [u8], blobs: &'a [u8]) -> Option<Metadata<'a>> {
        let heaps = *data.get(6)?;
        let wide = |bit: u8| if heaps & bit != 0 { 4 } else { 2 };
        let (string, guid, blob) = (wide(1), wide(2), wide(4));
        let valid = u64::from(u32_at(data, 8)?) | u64::from(u32_at(data, 12)?) << 32;
        let mut rows = [0; 64];
        let mut at = 24;
        for (table, count) in rows.iter_mut().enumerate() {
            if valid >> table & 1 != 0 {
                *count = u32_at(data, at)? as usize;
                at += 4;
            }
        }
        let index = |table: usize| if rows[table] < 1 << 16 { 2 } else { 4 };
        // An index into one of several tables: the lowest bits say which.
        let coded = |bits: u32, tables: &[usize]| if tables.iter().all(|t| rows[*t] < 1 << (16 - bits)) { 2 } else { 4 };
        let type_index = coded(2, &[TYPE_DEF, TYPE_REF, TYPE_SPEC]);
        let sizes: [usize; CUSTOM_ATTRIBUTE + 1] = [
            2 + string + 3 * guid,
            coded(2, &[MODULE, MODULE_REF, ASSEMBLY_REF, TYPE_REF]) + 2 * string,
            4 + 2 * string + type_index + index(FIELD) + index(METHOD),
            index(FIELD),
            2 + string + blob,
            index(METHOD),
            8 + string + blob + index(PARAM),
            index(PARAM),
            4 + string,
            index(TYPE_DEF) + type_index,
            coded(3, &[TYPE_DEF, TYPE_REF, MODULE_REF, METHOD, TYPE_SPEC]) + string + blob,
            2 + coded(2, &[FIELD, PARAM, PROPERTY]) + blob,
            coded(5, &ATTRIBUTED) + coded(3, &[METHOD, MEMBER_REF]) + blob,
        ];
        let mut tables = [(0, 0); CUSTOM_ATTRIBUTE + 1];
        for (table, size) in sizes.into_iter().enumerate() {
            tables[table] = (at, size);
            at = rows[table].checked_mul(size)?.checked_add(at)?;
        }
        // Rows that are not in the file are not there: a count of billions costs nothing.
        (at <= data.len()).then_some(Metadata { strings, blobs, rows, tables, data, string, blob })
    }

    fn row(&self, table: usize, row: usize) -> Option<&'a [u8]> {
        let (start, size) = self.tables[table];
        (row < self.rows[table]).then(|| self.data.get(start + row * size..)?.get(..size))?
    }

    /// A string, by its index in a row.
    fn text(&self, row: &[u8], at: usize) -> Option<String> {
        let text = text_at(self.strings, number(row, at, self.string)?)?;
        Some(String::from_utf8_lossy(text).into_owned())
    }

    /// Full name of the type that two strings in a row name: its name, then its namespace.
    fn full_name(&self, row: &[u8], at: usize) -> Option<String> {
        let (name, namespace) = (self.text(row, at)?, self.text(row, at + self.string)?);
        Some(if namespace.is_empty() { name } else { format!("{namespace}.{name}") })
    }

    /// Full name of a type of another assembly, by its row from 1.
    fn referred(&self, row: usize) -> Option<String> {
        let row = self.row(TYPE_REF, row.checked_sub(1)?)?;
        self.full_name(row, row.len() - 2 * self.string)
    }

    /// A member that is referred to: its type and its name.
    fn member(&self, row: usize) -> Option<(String, String)> {
        const OF_TYPE_REF: usize = 1;
        let row = self.row(MEMBER_REF, row)?;
        let size = self.parent_size();
        let parent = number(row, 0, size)?;
        if parent & 7 != OF_TYPE_REF {
            return None;
        }
        Some((self.referred(parent >> 3)?, self.text(row, size)?))
    }

    fn parent_size(&self) -> usize {
        let tables = [TYPE_DEF, TYPE_REF, MODULE_REF, METHOD, TYPE_SPEC];
        if tables.iter().all(|t| self.rows[*t] < 1 << 13) { 2 } else { 4 }
    }

    /// Classes that extend what makes a COM+ component, themselves or by classes of this assembly; sorted.
    fn components(&self, wanted: &[ManagedType]) -> Vec<String> {
        let bases: Vec<Option<Base>> = (0..self.rows[TYPE_DEF]).map(|row| self.base(row)).collect();
        let mut found = BTreeSet::new();
        for _ in 0..MOST_BASES {
            let known = found.len();
            for (row, base) in bases.iter().enumerate() {
                let is_one = match base {
                    Some(Base::Other(name)) => is_component(wanted, name),
                    Some(Base::Own(base)) => found.contains(base),
                    None => false,
                };
                if is_one {
                    found.insert(row);
                }
            }
            if found.len() == known {
                break;
            }
        }
        let mut names: Vec<String> = found.into_iter().filter_map(|row| self.full_name(self.row(TYPE_DEF, row)?, 4)).collect();
        names.sort();
        names.dedup();
        names
    }

    /// What a class extends.
    fn base(&self, row: usize) -> Option<Base> {
        let row = self.row(TYPE_DEF, row)?;
        let size = if [TYPE_DEF, TYPE_REF, TYPE_SPEC].iter().all(|t| self.rows[*t] < 1 << 14) { 2 } else { 4 };
        let base = number(row, 4 + 2 * self.string, size)?;
        match base & 3 {
            0 => Some(Base::Own((base >> 2).checked_sub(1)?)),
            1 => Some(Base::Other(self.referred(base >> 2)?)),
            _ => None,
        }
    }

    /// What shows that COM or COM+ can make classes of it.
    fn marks(&self, wanted: &[ManagedMark]) -> Vec<FoundMark> {
        let mentioned: BTreeSet<String> = (1..=self.rows[TYPE_REF]).filter_map(|row| self.referred(row)).collect();
        let yes: BTreeSet<String> = (0..self.rows[CUSTOM_ATTRIBUTE]).filter_map(|row| self.attribute_with_yes(row)).collect();
        let mut found = Vec::new();
        for mark in wanted {
            let all = if mark.if_true { &yes } else { &mentioned };
            let is_out = mark.unless.as_ref().is_some_and(|other| mentioned.contains(other));
            if let Some(name) = all.iter().find(|name| mark.is_named(name)).filter(|_| !is_out) {
                let text = format!("the assembly mentions {name}: {}", mark.says);
                found.push(FoundMark { strength: mark.strength, mark: name.clone(), text });
            }
        }
        found.sort();
        found.dedup_by(|a, b| a.mark == b.mark);
        found
    }

    /// The type of an attribute whose first argument is `true`.
    fn attribute_with_yes(&self, row: usize) -> Option<String> {
        const OF_MEMBER_REF: usize = 3;
        let row = self.row(CUSTOM_ATTRIBUTE, row)?;
        let parent = if ATTRIBUTED.iter().all(|t| self.rows[*t] < 1 << 11) { 2 } else { 4 };
        let size = if [METHOD, MEMBER_REF].iter().all(|t| self.rows[*t] < 1 << 13) { 2 } else { 4 };
        let constructor = number(row, parent, size)?;
        let is_yes = self.blob_at(number(row, parent + size, self.blob)?)?.strip_prefix(PROLOG)?.first() == Some(&1);
        if constructor & 7 != OF_MEMBER_REF || !is_yes {
            return None;
        }
        Some(self.member((constructor >> 3).checked_sub(1)?)?.0)
    }

    /// A blob: its length in one byte or two, then its bytes. Longer ones are no arguments of interest.
    fn blob_at(&self, at: usize) -> Option<&'a [u8]> {
        let rest = self.blobs.get(at..)?;
        let (length, bytes) = match *rest.first()? {
            short @ 0..0x80 => (usize::from(short), rest.get(1..)?),
            long @ 0x80..0xC0 => (usize::from(long & 0x3f) << 8 | usize::from(*rest.get(1)?), rest.get(2..)?),
            _ => return None,
        };
        bytes.get(..length)
    }
}

/// What a class extends.
enum Base {
    /// A class of this assembly, by its row.
    Own(usize),
    /// A type of another, by its full name.
    Other(String),
}

/// An index of two or four bytes.
fn number(row: &[u8], at: usize, size: usize) -> Option<usize> {
    if size == 2 { u16_at(row, at).map(usize::from) } else { u32_at(row, at).map(|value| value as usize) }
}
