//! Structures, their members and the variables that point at them: what DWARF and PDBs tell of types.

use crate::flow::{Member, Name, Structure};
use rustc_hash::{FxHashMap, FxHasher};
use std::hash::{Hash, Hasher};

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
    /// A structure of its own.
    Structure(Structure),
    /// A pointer, and the structure that it points at.
    Pointer(Option<Structure>),
    Other,
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

    /// The member at an offset if it is a pointer, as handles are; `read` reads the layout of a structure by its place. Of structures in each other the
    /// innermost counts: it may also be known by itself.
    pub(super) fn member(
        &mut self,
        structure: &Structure,
        offset: i64,
        mut read: impl FnMut(&Structure) -> Option<Layout>,
    ) -> Option<Member> {
        let mut offset = u64::try_from(offset).ok()?;
        let mut inner = structure.clone();
        for _ in 0..DEEPEST {
            let layout = self.known.entry(inner.at).or_insert_with(|| read(&inner)).as_ref()?;
            if offset >= layout.size {
                return None;
            }
            let field = layout.fields[..layout.fields.partition_point(|f| f.at <= offset)].last()?;
            let content = field.holds.clone();
            match content {
                Content::Structure(structure) => {
                    offset -= field.at;
                    inner = structure;
                }
                Content::Pointer(points_at) if field.at == offset => return Some(Member { key: layout.key(field), points_at }),
                _ => return None,
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
