//! Types in DWARF: what is a pointer to a structure, and what a structure looks like.

use super::super::structures::{Content, Field, Layout};
use super::Bytes;
use crate::flow::{Name, Structure};
use gimli::{AttributeValue, DebugInfoOffset, DebuggingInformationEntry, Dwarf, Unit, UnitOffset, UnitRef};
use std::collections::BTreeMap;
use std::sync::Arc;

pub(super) type Entry<'a> = DebuggingInformationEntry<Bytes<'a>>;

/// A unit, and the DWARF that it is part of.
type Known<'a> = (Arc<Dwarf<Bytes<'a>>>, Arc<Unit<Bytes<'a>>>);

/// Names for types and qualifiers are taken off so often.
const MOST_NAMES: usize = 16;
/// A structure with more members is generated to cost memory.
const MOST_FIELDS: usize = 1 << 12;
/// So many entries are read of one DLL; whoever has more to ask is told nothing, and a notice says so.
pub(super) const MOST_ENTRIES: usize = 1 << 23;

/// Compilation units, as far as they were asked for.
pub(super) struct Units<'a> {
    dwarf: Arc<Dwarf<Bytes<'a>>>,
    /// By the place of their headers.
    known: BTreeMap<usize, Option<Arc<Unit<Bytes<'a>>>>>,
    /// How many entries may still be read.
    left: usize,
    /// Something was left out, because there was too much of it.
    cut: bool,
}

impl<'a> Units<'a> {
    /// Reads at most so many entries.
    pub(super) fn new(dwarf: Arc<Dwarf<Bytes<'a>>>, most_entries: usize) -> Units<'a> {
        Units { dwarf, known: BTreeMap::new(), left: most_entries, cut: false }
    }

    /// Whether there was more than is read.
    pub(super) fn is_cut(&self) -> bool {
        self.cut || self.left == 0
    }

    pub(super) fn note_cut(&mut self) {
        self.cut = true;
    }

    /// The unit that begins at a place, and the DWARF that it is part of.
    pub(super) fn get(&mut self, at: usize) -> Option<Known<'a>> {
        let dwarf = &self.dwarf;
        let read = || dwarf.unit(dwarf.unit_header(DebugInfoOffset(at)).ok()?).ok().map(Arc::new);
        let unit = self.known.entry(at).or_insert_with(read).clone()?;
        Some((self.dwarf.clone(), unit))
    }

    /// The places of all units.
    pub(super) fn all(&self) -> Vec<usize> {
        let (mut found, mut units) = (Vec::new(), self.dwarf.units());
        while let Ok(Some(header)) = units.next() {
            found.extend(header.debug_info_offset().map(|at| at.0));
        }
        found
    }

    /// The known unit that an entry is in, and the entry's place in it.
    fn around(&self, at: u64) -> Option<(Arc<Unit<Bytes<'a>>>, UnitOffset)> {
        let (begin, unit) = self.known.range(..=usize::try_from(at).ok()?).next_back()?;
        let unit = unit.clone()?;
        Some((unit, UnitOffset(at as usize - begin)))
    }

    /// Whether another entry may be read.
    pub(super) fn may_read(&mut self) -> bool {
        self.left = self.left.saturating_sub(1);
        self.left > 0
    }

    /// The structure that values of a type point at.
    pub(super) fn target(&mut self, unit: UnitRef<'_, Bytes<'a>>, ty: UnitOffset) -> Option<Structure> {
        let (entry, _) = self.plain(unit, ty)?;
        let (target, alias) = self.plain(unit, reference(&entry, gimli::DW_AT_type).filter(|_| is_pointer(&entry))?)?;
        structure(unit, &target, alias)
    }

    /// A type without qualifiers and other names for it, and the last of these names.
    fn plain(&mut self, unit: UnitRef<'_, Bytes<'a>>, ty: UnitOffset) -> Option<(Entry<'a>, Option<Name>)> {
        let (mut at, mut alias) = (ty, None);
        for _ in 0..MOST_NAMES {
            if !self.may_read() {
                return None;
            }
            let entry = unit.entry(at).ok()?;
            match entry.tag() {
                gimli::DW_TAG_typedef => alias = name_of(unit, &entry),
                gimli::DW_TAG_const_type | gimli::DW_TAG_volatile_type | gimli::DW_TAG_restrict_type | gimli::DW_TAG_atomic_type => {}
                _ => return Some((entry, alias)),
            }
            at = reference(&entry, gimli::DW_AT_type)?;
        }
        None
    }

    /// What a structure looks like; `None` where it is only declared.
    pub(super) fn layout(&mut self, wanted: &Structure) -> Option<Layout> {
        let (unit, at) = self.around(wanted.at)?;
        let dwarf = self.dwarf.clone();
        let unit = unit.unit_ref(&dwarf);
        let mut entries = unit.entries_at_offset(at).ok()?;
        let entry = entries.next_dfs().ok()??;
        let size = entry.attr_value(gimli::DW_AT_byte_size)?.udata_value()?;
        let name = name_of(unit, entry).unwrap_or_else(|| wanted.name.clone());
        let structure = Structure { at: wanted.at, name };
        let is_union = entry.tag() == gimli::DW_TAG_union_type;
        let mut fields = Vec::new();
        if !entry.has_children() {
            return Some(Layout { structure, size, fields });
        }
        let mut next = entries.next_dfs().ok()?;
        while let Some(member) = next.filter(|_| fields.len() < MOST_FIELDS && self.left > 0) {
            if matches!(member.tag(), gimli::DW_TAG_member | gimli::DW_TAG_inheritance) {
                let field = self.field(unit, member, is_union);
                fields.extend(field);
            }
            self.may_read();
            next = entries.next_sibling().ok()?;
        }
        self.cut |= fields.len() == MOST_FIELDS;
        fields.sort_by_key(|field: &Field| field.at);
        Some(Layout { structure, size, fields })
    }

    fn field(&mut self, unit: UnitRef<'_, Bytes<'a>>, member: &Entry<'a>, of_union: bool) -> Option<Field> {
        let at = match member.attr_value(gimli::DW_AT_data_member_location) {
            Some(at) => at.udata_value()?,
            None if of_union => 0,
            // parts of a word hold no pointers, and static members lie elsewhere
            None => return None,
        };
        let name = name_of(unit, member).unwrap_or_else(|| "".into());
        let ty = reference(member, gimli::DW_AT_type)?;
        let (plain, alias) = self.plain(unit, ty)?;
        let holds = match structure(unit, &plain, alias) {
            Some(inner) => Content::Structure(inner),
            None if is_pointer(&plain) => Content::Pointer(self.target(unit, ty)),
            None => Content::Other,
        };
        Some(Field { at, name, holds })
    }
}

fn is_pointer(entry: &Entry<'_>) -> bool {
    matches!(entry.tag(), gimli::DW_TAG_pointer_type | gimli::DW_TAG_reference_type | gimli::DW_TAG_rvalue_reference_type)
}

pub(super) fn is_structure(entry: &Entry<'_>) -> bool {
    matches!(entry.tag(), gimli::DW_TAG_structure_type | gimli::DW_TAG_class_type | gimli::DW_TAG_union_type)
}

/// A structure's or union's name and place, if it is one.
fn structure<'a>(unit: UnitRef<'_, Bytes<'a>>, entry: &Entry<'a>, alias: Option<Name>) -> Option<Structure> {
    if !is_structure(entry) {
        return None;
    }
    let at = entry.offset().to_debug_info_offset(&unit.header)?.0 as u64;
    Some(Structure { at, name: name_of(unit, entry).or(alias).unwrap_or_else(|| "".into()) })
}

pub(super) fn name_of<'a>(unit: UnitRef<'_, Bytes<'a>>, entry: &Entry<'a>) -> Option<Name> {
    let name = unit.attr_string(entry.attr_value(gimli::DW_AT_name)?).ok()?;
    Some(name.to_string_lossy().into())
}

/// The entry of the same unit that an attribute names.
pub(super) fn reference(entry: &Entry<'_>, attribute: gimli::DwAt) -> Option<UnitOffset> {
    match entry.attr_value(attribute)? {
        AttributeValue::UnitRef(at) => Some(at),
        _ => None,
    }
}
