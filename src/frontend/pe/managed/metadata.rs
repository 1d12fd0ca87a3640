//! The metadata of a .NET assembly (ECMA-335, part II): types and members that it refers to.
//!
//! Our own reader of three tables: the crates for metadata trust the file, or can do far more than is needed here.

use super::super::mapped::{Mapped, text_at, u16_at, u32_at};
use super::{Managed, Runtime};
use crate::models::{ManagedType, ManagedUse};

const SIGNATURE: u32 = 0x424a_5342;
const MOST_STREAMS: usize = 64;

const MODULE: usize = 0;
const TYPE_REF: usize = 1;
const TYPE_DEF: usize = 2;
const FIELD: usize = 4;
const METHOD: usize = 6;
const PARAM: usize = 8;
const MEMBER_REF: usize = 10;
const MODULE_REF: usize = 26;
const TYPE_SPEC: usize = 27;
const ASSEMBLY_REF: usize = 35;

/// Tables and heaps of an assembly.
struct Metadata<'a> {
    strings: &'a [u8],
    rows: [usize; 64],
    /// Where each table up to the members' begins, and how long a row is.
    tables: [(usize, usize); MEMBER_REF + 1],
    data: &'a [u8],
    /// Bytes of an index into the strings.
    string: usize,
}

/// What an assembly with this header refers to.
pub(super) fn read(mapped: &Mapped, header: u32, wanted: &[ManagedType]) -> Option<Managed> {
    let root = mapped.at(header, 16)?;
    let root = mapped.from(u32_at(root, 8)?)?;
    if u32_at(root, 0)? != SIGNATURE {
        return None;
    }
    let length = u32_at(root, 12)? as usize;
    let version = root.get(16..)?.get(..length)?.split(|b| *b == 0).next()?;
    let tables = stream(root, 16 + length, &[b"#~", b"#-"])?;
    let metadata = Metadata::of(tables, stream(root, 16 + length, &[b"#Strings"])?)?;
    let (mut uses, mut components) = (Vec::new(), Vec::new());
    for row in 0..metadata.rows[MEMBER_REF] {
        uses.extend(metadata.member(row).and_then(|(of, member)| used(wanted, &of, &member)));
    }
    for row in 0..metadata.rows[TYPE_DEF] {
        components.extend(metadata.class(row).filter(|(_, base)| is_component(wanted, base)).map(|(name, _)| name));
    }
    uses.sort();
    uses.dedup();
    components.sort();
    components.dedup();
    let runtime = Runtime::Clr(String::from_utf8_lossy(version).into_owned());
    Some(Managed { runtime, uses, components, declared: Vec::new() })
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
    fn of(data: &'a [u8], strings: &'a [u8]) -> Option<Metadata<'a>> {
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
        let sizes: [usize; MEMBER_REF + 1] = [
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
        ];
        let mut tables = [(0, 0); MEMBER_REF + 1];
        for (table, size) in sizes.into_iter().enumerate() {
            tables[table] = (at, size);
            at = rows[table].checked_mul(size)?.checked_add(at)?;
        }
        // Rows that are not in the file are not there: a count of billions costs nothing.
        (at <= data.len()).then_some(Metadata { strings, rows, tables, data, string })
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

    /// A class of this assembly and the type of another that it extends.
    fn class(&self, row: usize) -> Option<(String, String)> {
        const OF_TYPE_REF: usize = 1;
        let row = self.row(TYPE_DEF, row)?;
        let size = if [TYPE_DEF, TYPE_REF, TYPE_SPEC].iter().all(|t| self.rows[*t] < 1 << 14) { 2 } else { 4 };
        let base = number(row, 4 + 2 * self.string, size)?;
        let base = (base & 3 == OF_TYPE_REF).then(|| self.referred(base >> 2))??;
        Some((self.full_name(row, 4)?, base))
    }
}

/// An index of two or four bytes.
fn number(row: &[u8], at: usize, size: usize) -> Option<usize> {
    if size == 2 { u16_at(row, at).map(usize::from) } else { u32_at(row, at).map(|value| value as usize) }
}
