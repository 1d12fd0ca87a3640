//! Structures, their members and the variables that point at them: what DWARF and PDBs tell of types.

use crate::flow::{Member, Name, Structure};
use rustc_hash::{FxHashMap, FxHashSet, FxHasher};
use std::collections::BTreeSet;
use std::hash::{Hash, Hasher};
use std::sync::Arc;

/// Where a variable is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(in super::super) enum Held {
    /// Its value is that of a register, plus so much.
    Register { number: u8, plus: i64 },
    /// In the slot that is so far from where the stack pointer was at the function's entry.
    Stack(i32),
    /// In the slot that is so far from where a register points.
    Memory { register: u8, plus: i32 },
}

/// A variable that points at a structure, while it is in one place.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(in super::super) struct Pointer {
    pub(in super::super) begin: u32,
    pub(in super::super) end: u32,
    pub(in super::super) held: Held,
    pub(in super::super) structure: Structure,
}

/// What the variables point at that a function uses.
#[derive(Clone, Default, Debug)]
pub(in super::super) struct Variables {
    /// Its own.
    pub(in super::super) pointers: Vec<Pointer>,
    /// Those at fixed addresses: by the address, the structure that it points at.
    pub(in super::super) statics: Arc<FxHashMap<u32, Structure>>,
}

/// What one structure looks like.
#[derive(Debug)]
pub(super) struct Layout {
    pub(super) structure: Structure,
    pub(super) size: u64,
    /// In the order of their places.
    pub(super) fields: Vec<Field>,
}

#[derive(Clone, Debug)]
pub(super) struct Field {
    pub(super) at: u64,
    pub(super) name: Name,
    pub(super) holds: Content,
}

/// What a member is.
#[derive(Clone, Debug)]
pub(super) enum Content {
    /// A structure or a union of its own.
    Structure(Structure),
    /// A pointer, and the structure that it points at.
    Pointer(Option<Structure>),
    Other,
}

/// Where variables are that point at structures of interest.
#[derive(Default, Debug)]
pub struct Users {
    /// Functions that have such variables, sorted.
    pub functions: Vec<u32>,
    /// Addresses of variables that are always there.
    pub statics: FxHashSet<u32>,
}

/// The name of the structure that a member's key tells; empty if it has none.
pub(super) fn member_of(key: &str) -> &str {
    key.rsplit_once('<').map_or(key, |(structure, _)| structure)
}

/// The structures that somebody asked for.
#[derive(Default, Debug)]
pub(super) struct Layouts {
    known: FxHashMap<u64, Option<Layout>>,
}

/// Structures lie in each other so deep.
const DEEPEST: usize = 8;

impl Layouts {
    /// Whether a key, or something that leads to one, can lie in a structure.
    pub(super) fn may_hold_keys(&mut self, structure: &Structure, read: impl FnOnce(&Structure) -> Option<Layout>) -> bool {
        let layout = self.known.entry(structure.at).or_insert_with(|| read(structure)).as_ref();
        layout.is_some_and(Layout::may_hold_keys)
    }

    /// Whether one of these members is in a structure.
    pub(super) fn has_one_of(
        &mut self,
        structure: &Structure,
        members: &BTreeSet<Name>,
        read: &mut dyn FnMut(&Structure) -> Option<Layout>,
        depth: usize,
    ) -> bool {
        let Some(layout) = self.known.entry(structure.at).or_insert_with(|| read(structure)).as_ref() else { return false };
        let mut inner = Vec::new();
        for field in &layout.fields {
            match &field.holds {
                Content::Pointer(_) if members.contains(&layout.key(field)) => return true,
                Content::Structure(structure) if depth < DEEPEST => inner.push(structure.clone()),
                _ => {}
            }
        }
        inner.iter().any(|structure| self.has_one_of(structure, members, read, depth + 1))
    }

    /// The member at an offset if it is a pointer, as handles are; `read` reads the layout of a structure by its place. Of
    /// structures in each other the innermost counts: it may also be known by itself.
    pub(super) fn member(
        &mut self,
        structure: &Structure,
        offset: i64,
        mut read: impl FnMut(&Structure) -> Option<Layout>,
    ) -> Option<Member> {
        self.member_inside(structure, u64::try_from(offset).ok()?, &mut read, DEEPEST)
    }

    fn member_inside(
        &mut self,
        structure: &Structure,
        offset: u64,
        read: &mut dyn FnMut(&Structure) -> Option<Layout>,
        depth: usize,
    ) -> Option<Member> {
        let layout = self.known.entry(structure.at).or_insert_with(|| read(structure)).as_ref()?;
        if offset >= layout.size || depth == 0 {
            return None;
        }
        let before = &layout.fields[..layout.fields.partition_point(|f| f.at <= offset)];
        let nearest = before.last()?.at;
        // of what shares its place in a union, the first is as good a name as any
        let alternatives: Vec<Field> = before.iter().filter(|f| f.at == nearest).cloned().collect();
        for field in alternatives {
            let found = match field.holds {
                Content::Structure(inner) => self.member_inside(&inner, offset - nearest, read, depth - 1),
                Content::Pointer(ref points_at) if nearest == offset => {
                    let layout = self.known.get(&structure.at)?.as_ref()?;
                    Some(Member { key: layout.key(&field), points_at: points_at.clone() })
                }
                Content::Pointer(_) | Content::Other => None,
            };
            if found.is_some() {
                return found;
            }
        }
        None
    }
}

impl Layout {
    /// Whether a key, or something that leads to one, can lie in it.
    fn may_hold_keys(&self) -> bool {
        self.fields.iter().any(|f| !matches!(f.holds, Content::Other))
    }

    /// Structures of the same name and layout are the same, in whichever file they were compiled; those without a name are not.
    fn key(&self, field: &Field) -> Name {
        let mut shape = FxHasher::default();
        self.size.hash(&mut shape);
        self.fields.iter().for_each(|f| (f.at, &f.name).hash(&mut shape));
        let shape = if self.structure.name.is_empty() { self.structure.at } else { shape.finish() };
        format!("{}<{shape:x}>.{}+{:x}", self.structure.name, field.name, field.at).into()
    }
}
