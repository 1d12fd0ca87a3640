//! Which values point at structures, as debug information tells of the variables that registers and stack slots hold.

use super::debug::{Held, Pointer, Variables};
use super::machine::{Address, Machine};
use super::value::{Sym, mentions};
use crate::flow::{Base, Event, Expr, Inside, Place, Proj, Structure};
use iced_x86::{Instruction, Mnemonic, OpKind};
use rustc_hash::FxHashMap;
use std::sync::Arc;

/// The variables of a function that point at structures.
#[derive(Default)]
pub(super) struct Pointers {
    /// In the order of the addresses from which on they are where they are.
    all: Vec<Pointer>,
    /// What variables at fixed addresses point at.
    statics: Arc<FxHashMap<u32, Structure>>,
    /// What was told since it could change.
    told: Vec<(Expr, Inside)>,
}

impl Pointers {
    pub(super) fn of(variables: Variables) -> Pointers {
        let Variables { pointers: mut all, statics } = variables;
        all.sort_by_key(|p| (p.begin, p.end));
        Pointers { all, statics, told: Vec::new() }
    }

    /// The variables that can be told of at an address: those that a register holds from there on, and what an operand needs.
    fn at(&self, rva: u32, wanted: impl Fn(&Pointer) -> bool) -> Vec<Pointer> {
        let begun = &self.all[..self.all.partition_point(|p| p.begin <= rva)];
        let is_new = |p: &Pointer| p.begin == rva && matches!(p.held, Held::Register { .. });
        begun.iter().filter(|p| rva < p.end && (is_new(p) || wanted(p))).cloned().collect()
    }

    /// A place gets another value.
    pub(super) fn forget(&mut self, place: &Place) {
        let is_memory = place.path.contains(&Proj::Deref) || matches!(place.base, Base::Global(_));
        self.told.retain(|(e, _)| match place.base {
            Base::Local(local) if !is_memory => !mentions(e, local),
            _ => !matches!(e, Expr::Place(p) if p.path.contains(&Proj::Deref) || matches!(p.base, Base::Global(_))),
        });
    }

    pub(super) fn forget_all(&mut self) {
        self.told.clear();
    }
}

impl Machine<'_, '_> {
    /// Writes down what is known of the pointers that an instruction uses, and of those that registers hold from it on.
    pub(super) fn tell_pointers(&mut self, i: &Instruction) {
        if !self.writes || self.pointers.all.is_empty() && self.pointers.statics.is_empty() {
            return;
        }
        let has_memory = (0..i.op_count()).any(|n| i.op_kind(n) == OpKind::Memory);
        let base = Machine::number(i.memory_base()).filter(|_| has_memory);
        let slot = match has_memory.then(|| self.address_of(i)).filter(|address| !address.indexed) {
            Some(Address { base: Sym::Stack(at), .. }) => Some(at),
            Some(Address { base: Sym::Addr(rva), .. }) => {
                self.tell_static(i, rva);
                None
            }
            _ => None,
        };
        // what is copied is what callees are given
        let is_copy = i.mnemonic() == Mnemonic::Mov && i.op0_kind() == OpKind::Register && i.op1_kind() == OpKind::Register;
        let used = if is_copy { Machine::number(i.op1_register()) } else { base };
        let wanted = |p: &Pointer| match p.held {
            Held::Register { number, .. } => Some(usize::from(number)) == used,
            Held::Stack(_) | Held::Memory { .. } => slot.is_some() && self.slot_of(p.held) == slot,
        };
        for pointer in self.pointers.at(i.ip() as u32, wanted) {
            match pointer.held {
                Held::Register { number, plus } => {
                    let value = self.env.regs[usize::from(number)].clone();
                    self.tell(&value, plus, pointer.structure);
                }
                Held::Stack(_) | Held::Memory { .. } => {
                    let Some(at) = slot else { continue };
                    let value = self.put_in_memory(i).unwrap_or_else(|| self.slot_value(at));
                    self.tell(&value, 0, pointer.structure);
                }
            }
        }
    }

    /// The variable at this address, or what an instruction puts there.
    fn tell_static(&mut self, i: &Instruction, rva: u32) {
        let Some(structure) = self.pointers.statics.get(&rva).cloned() else { return };
        let value = self.put_in_memory(i).unwrap_or_else(|| Sym::expr(Expr::Place(self.global(rva))));
        self.tell(&value, 0, structure);
    }

    /// What an instruction puts into memory from a register.
    fn put_in_memory(&self, i: &Instruction) -> Option<Sym> {
        let stores = i.mnemonic() == Mnemonic::Mov && i.op0_kind() == OpKind::Memory;
        let number = Machine::number(i.op1_register()).filter(|_| stores)?;
        Some(self.env.regs[number].clone())
    }

    /// The stack slot that holds a variable.
    fn slot_of(&self, held: Held) -> Option<i32> {
        match held {
            Held::Stack(at) => Some(at),
            Held::Memory { register, plus } => match self.env.regs.get(usize::from(register))? {
                Sym::Stack(at) => at.checked_add(plus),
                _ => None,
            },
            Held::Register { .. } => None,
        }
    }

    /// `plus` bytes behind this value lies what the variable points at.
    fn tell(&mut self, value: &Sym, plus: i64, structure: Structure) {
        let (pointer_to, by) = match value {
            Sym::Expr(e) => (e, plus),
            Sym::Offset(e, before) => (e, plus.wrapping_add(*before)),
            _ => return,
        };
        if !matches!(**pointer_to, Expr::Place(_)) {
            return;
        }
        let told = ((**pointer_to).clone(), Inside { structure, by: by.wrapping_neg() });
        if !self.pointers.told.contains(&told) {
            self.pointers.told.push(told.clone());
            self.push(Event::Points { pointer: told.0, target: told.1 });
        }
    }
}
