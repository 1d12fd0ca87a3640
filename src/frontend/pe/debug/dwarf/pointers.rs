//! Variables in DWARF that point at structures, and where they are.

use super::super::structures::{Held, Layouts, Pointer, Users, Variables, member_of};
use super::Bytes;
use super::types::{Entry, Units, is_structure, name_of, reference};
use crate::flow::{Member, Name, Structure};
use gimli::{AttributeValue, Expression, Operation, Range, UnitOffset, UnitRef};
use rustc_hash::{FxBuildHasher, FxHashMap, FxHashSet};
use std::collections::BTreeSet;
use std::hash::BuildHasher;
use std::sync::Arc;

/// A function with more is generated to cost memory.
const MOST_POINTERS: usize = 1 << 14;

/// What the DWARF of a DLL says of pointers, read as it is asked for.
pub(super) struct Pointers<'a> {
    units: Units<'a>,
    /// What is at the top of units, by their places.
    tops: FxHashMap<usize, Top>,
    layouts: Layouts,
    image_base: u64,
    is_64: bool,
}

/// What one unit is made of.
#[derive(Default)]
struct Top {
    /// Where functions begin, and their entries.
    functions: FxHashMap<u64, UnitOffset>,
    /// What its variables at fixed addresses point at, by the address.
    statics: Arc<FxHashMap<u32, Structure>>,
    /// Hashes of the names of its structures and unions.
    structures: FxHashSet<u64>,
    /// Whether some of these have no name.
    has_nameless: bool,
}

impl Top {
    fn note_structure(&mut self, name: Option<Name>) {
        match name {
            Some(name) => {
                self.structures.insert(FxBuildHasher.hash_one(&*name));
            }
            None => self.has_nameless = true,
        }
    }

    /// Whether it can have the structure that a member is in.
    fn may_have(&self, member: &Name) -> bool {
        let structure = member_of(member);
        if structure.is_empty() { self.has_nameless } else { self.structures.contains(&FxBuildHasher.hash_one(structure)) }
    }
}

/// What slots of the stack are told relative to.
#[derive(Clone, Copy)]
enum Frame {
    /// The stack pointer before the call.
    Caller,
    Register(u8),
    Unknown,
}

/// One function's entry while its variables are read.
struct Function<'d, 'a> {
    unit: UnitRef<'d, Bytes<'a>>,
    frame: Frame,
    /// Where the code of the scopes is that the entry at hand lies in: how deep they lie, and ranges.
    scopes: Vec<(isize, Vec<Range>)>,
    /// The structures that types lead to.
    targets: FxHashMap<UnitOffset, Option<Structure>>,
    found: Vec<Pointer>,
}

impl<'a> Pointers<'a> {
    /// Reads at most so many entries.
    pub(super) fn new(dwarf: Arc<gimli::Dwarf<Bytes<'a>>>, image_base: u64, is_64: bool, most_entries: usize) -> Pointers<'a> {
        let (tops, layouts) = (FxHashMap::default(), Layouts::default());
        Pointers { units: Units::new(dwarf, most_entries), tops, layouts, image_base, is_64 }
    }

    /// The variables of the function that begins at an address, which is in the unit whose header is at `unit`.
    pub(super) fn of(&mut self, unit: usize, begin: u64) -> Option<Variables> {
        let top = self.top(unit)?;
        let (statics, function) = (top.statics.clone(), top.functions.get(&begin).copied());
        let (dwarf, known) = self.units.get(unit)?;
        let pointers = match function {
            Some(entry) => self.variables(known.unit_ref(&dwarf), entry).unwrap_or_default(),
            None => Vec::new(),
        };
        Some(Variables { pointers, statics })
    }

    /// Whether there was more than is read.
    pub(super) fn is_cut(&self) -> bool {
        self.units.is_cut()
    }

    fn top(&mut self, unit: usize) -> Option<&Top> {
        if !self.tops.contains_key(&unit) {
            let (dwarf, known) = self.units.get(unit)?;
            let top = self.top_of(known.unit_ref(&dwarf)).unwrap_or_default();
            self.tops.insert(unit, top);
        }
        self.tops.get(&unit)
    }

    /// The variables which point at structures with one of these members.
    pub(super) fn users_of(&mut self, members: &BTreeSet<Name>) -> Users {
        let mut found = Users::default();
        let mut answers = FxHashMap::default();
        for unit in self.units.all() {
            let (functions, statics) = match self.top(unit) {
                Some(top) if members.iter().any(|member| top.may_have(member)) => (top.functions.clone(), top.statics.clone()),
                _ => continue,
            };
            let Some((dwarf, entries)) = self.units.get(unit) else { continue };
            let entries = entries.unit_ref(&dwarf);
            let mut has = |known: &mut Pointers<'a>, structure: &Structure| {
                let (units, layouts) = (&mut known.units, &mut known.layouts);
                *answers.entry(structure.at).or_insert_with(|| layouts.has_one_of(structure, members, &mut |s| units.layout(s), 0))
            };
            found.statics.extend(statics.iter().filter(|(_, to)| has(self, to)).map(|(at, _)| *at));
            for (begin, function) in functions {
                let pointers = self.variables(entries, function).unwrap_or_default();
                if pointers.iter().any(|pointer| has(self, &pointer.structure)) {
                    found.functions.extend(begin.checked_sub(self.image_base).and_then(|rva| u32::try_from(rva).ok()));
                }
            }
        }
        found.functions.sort_unstable();
        found
    }

    /// The member at an offset of a structure.
    pub(super) fn member(&mut self, structure: &Structure, offset: i64) -> Option<Member> {
        let units = &mut self.units;
        self.layouts.member(structure, offset, |wanted| units.layout(wanted))
    }

    /// Where the functions of a unit begin, and what its variables point at.
    fn top_of(&mut self, unit: UnitRef<'_, Bytes<'a>>) -> Result<Top, gimli::Error> {
        let (mut top, mut statics) = (Top::default(), FxHashMap::default());
        // the unit, and the namespaces in it
        let mut around = vec![unit.header.root_offset()];
        while let Some(outer) = around.pop() {
            let mut entries = unit.entries_at_offset(outer)?;
            if !entries.next_dfs()?.is_some_and(|entry| entry.has_children()) {
                continue;
            }
            let mut next = entries.next_dfs()?;
            while let Some(entry) = next.filter(|_| self.units.may_read()) {
                match entry.tag() {
                    gimli::DW_TAG_namespace => around.push(entry.offset()),
                    gimli::DW_TAG_subprogram => {
                        if let Some(range) = unit.die_ranges(entry)?.next()? {
                            top.functions.entry(range.begin).or_insert(entry.offset());
                        }
                    }
                    tag if tag == gimli::DW_TAG_typedef || is_structure(entry) => top.note_structure(name_of(unit, entry)),
                    gimli::DW_TAG_variable => {
                        let place = entry.attr_value(gimli::DW_AT_location).and_then(|at| self.fixed(unit, at));
                        let target = place.and_then(|_| self.units.target(unit, type_of(unit, entry)?));
                        statics.extend(place.zip(target));
                    }
                    _ => {}
                }
                next = entries.next_sibling()?;
            }
        }
        Ok(Top { statics: Arc::new(statics), ..top })
    }

    /// The address that a variable has all the time.
    fn fixed(&self, unit: UnitRef<'_, Bytes<'a>>, location: AttributeValue<Bytes<'a>>) -> Option<u32> {
        let AttributeValue::Exprloc(expression) = location else { return None };
        match expression.operations(unit.encoding()).next() {
            Ok(Some(Operation::Address { address })) => u32::try_from(address.checked_sub(self.image_base)?).ok(),
            _ => None,
        }
    }

    fn variables(&mut self, unit: UnitRef<'_, Bytes<'a>>, function: UnitOffset) -> Result<Vec<Pointer>, gimli::Error> {
        let mut entries = unit.entries_at_offset(function)?;
        let mut function = Function { unit, frame: Frame::Unknown, scopes: Vec::new(), targets: FxHashMap::default(), found: Vec::new() };
        let Some(entry) = entries.next_dfs()? else { return Ok(Vec::new()) };
        function.frame = self.frame(unit, entry);
        let outermost = entry.depth();
        function.scopes.push((outermost, ranges(unit, entry)?));
        while let Some(entry) = entries.next_dfs()?.filter(|e| e.depth() > outermost && self.units.may_read()) {
            function.scopes.retain(|(depth, _)| *depth < entry.depth());
            match entry.tag() {
                gimli::DW_TAG_lexical_block | gimli::DW_TAG_inlined_subroutine => {
                    function.scopes.push((entry.depth(), ranges(unit, entry)?));
                }
                gimli::DW_TAG_variable | gimli::DW_TAG_formal_parameter if function.found.len() < MOST_POINTERS => {
                    self.variable(&mut function, entry)?;
                }
                gimli::DW_TAG_variable | gimli::DW_TAG_formal_parameter => self.units.note_cut(),
                _ => {}
            }
        }
        Ok(function.found)
    }

    fn variable(&mut self, function: &mut Function<'_, 'a>, entry: &Entry<'a>) -> Result<(), gimli::Error> {
        let Some(location) = entry.attr_value(gimli::DW_AT_location) else { return Ok(()) };
        let Some(structure) = self.target_of(function, entry) else { return Ok(()) };
        let unit = function.unit;
        let mut add = |range: Range, expression: Expression<Bytes<'a>>| {
            let rva = |address: u64| u32::try_from(address.checked_sub(self.image_base)?).ok();
            let (Some(begin), Some(end)) = (rva(range.begin), rva(range.end)) else { return };
            if let Some(held) = held(unit, expression, function.frame, self.is_64) {
                function.found.push(Pointer { begin, end, held, structure: structure.clone() });
            }
        };
        if let AttributeValue::Exprloc(expression) = location {
            let scope = function.scopes.iter().rev().map(|(_, ranges)| ranges).find(|ranges| !ranges.is_empty());
            scope.into_iter().flatten().for_each(|range| add(*range, expression));
            return Ok(());
        }
        let Some(mut places) = unit.attr_locations(location)? else { return Ok(()) };
        while let Some(place) = places.next()?.filter(|_| self.units.may_read()) {
            if place.range.begin < place.range.end {
                add(place.range, place.data);
            }
        }
        Ok(())
    }

    /// The structure that a variable points at.
    fn target_of(&mut self, function: &mut Function<'_, 'a>, entry: &Entry<'a>) -> Option<Structure> {
        let unit = function.unit;
        let ty = type_of(unit, entry)?;
        let (units, layouts) = (&mut self.units, &mut self.layouts);
        let mut target = || units.target(unit, ty).filter(|to| layouts.may_hold_keys(to, |wanted| units.layout(wanted)));
        function.targets.entry(ty).or_insert_with(&mut target).clone()
    }

    fn frame(&self, unit: UnitRef<'_, Bytes<'a>>, function: &Entry<'a>) -> Frame {
        let Some(AttributeValue::Exprloc(expression)) = function.attr_value(gimli::DW_AT_frame_base) else { return Frame::Unknown };
        match expression.operations(unit.encoding()).next() {
            Ok(Some(Operation::CallFrameCFA)) => Frame::Caller,
            Ok(Some(Operation::Register { register })) => number(register, self.is_64).map_or(Frame::Unknown, Frame::Register),
            _ => Frame::Unknown,
        }
    }
}

/// The type of a variable. In inlined functions it is the abstract one's; of what a header declares, that of the declaration.
fn type_of<'a>(unit: UnitRef<'_, Bytes<'a>>, entry: &Entry<'a>) -> Option<UnitOffset> {
    let told = |by| {
        let origin = unit.entry(reference(entry, by)?).ok()?;
        reference(&origin, gimli::DW_AT_type)
    };
    let own = reference(entry, gimli::DW_AT_type);
    own.or_else(|| told(gimli::DW_AT_abstract_origin)).or_else(|| told(gimli::DW_AT_specification))
}

fn ranges<'a>(unit: UnitRef<'_, Bytes<'a>>, entry: &Entry<'a>) -> Result<Vec<Range>, gimli::Error> {
    const MOST: usize = 256;
    let (mut all, mut ranges) = (Vec::new(), unit.die_ranges(entry)?);
    while let Some(range) = ranges.next()?.filter(|_| all.len() < MOST) {
        all.push(range);
    }
    Ok(all)
}

/// Where an expression says that a variable is; `None` for what takes more than one step.
fn held<'a>(unit: UnitRef<'_, Bytes<'a>>, expression: Expression<Bytes<'a>>, frame: Frame, is_64: bool) -> Option<Held> {
    let mut steps = expression.operations(unit.encoding());
    let (first, second) = (steps.next().ok()??, steps.next().ok()?);
    let is_value = match second {
        None => false,
        Some(Operation::StackValue) if steps.next() == Ok(None) => true,
        Some(_) => return None,
    };
    match (first, is_value) {
        (Operation::Register { register }, false) => Some(Held::Register { number: number(register, is_64)?, plus: 0 }),
        (Operation::RegisterOffset { register, offset, .. }, true) => {
            Some(Held::Register { number: number(register, is_64)?, plus: offset })
        }
        (Operation::RegisterOffset { register, offset, .. }, false) => {
            Some(Held::Memory { register: number(register, is_64)?, plus: i32::try_from(offset).ok()? })
        }
        (Operation::FrameOffset { offset }, false) => {
            let offset = i32::try_from(offset).ok()?;
            match frame {
                // the stack pointer at entry lies below it, by the return address
                Frame::Caller => Some(Held::Stack(offset.checked_add(if is_64 { 8 } else { 4 })?)),
                Frame::Register(register) => Some(Held::Memory { register, plus: offset }),
                Frame::Unknown => None,
            }
        }
        _ => None,
    }
}

/// The number by which instructions name a register.
fn number(register: gimli::Register, is_64: bool) -> Option<u8> {
    const OF_64: [u8; 8] = [0, 2, 1, 3, 6, 7, 5, 4];
    match (register.0, is_64) {
        (n @ 0..8, true) => Some(OF_64[usize::from(n)]),
        (n @ 8..16, true) | (n @ 0..8, false) => Some(n as u8),
        _ => None,
    }
}
