//! Jumps through tables, by the instructions before the jump.
//!
//! Compilers read an entry, perhaps add it to an address, and jump there:
//! `movsxd rax, [rdx+rcx*4]; add rax, rdx; jmp rax`, `mov eax, [eax*4+table]; jmp eax`, `jmp [table+eax*4]`,
//! `shl eax, 2; add eax, table; mov eax, [eax]; jmp eax`. 32-bit code of LLVM adds the address that the function asked for at its
//! start (`call next; next: pop eax`), from wherever it put it: `mov eax, [eax*4+table]; add eax, [esp+12]; jmp eax`.

use super::image::Image;
use iced_x86::{ConditionCode, Instruction, Mnemonic, OpKind, Register};

/// A longer jump table is not read on.
const MOST_CASES: u32 = 512;

/// Where the entries of a table are and what they mean.
pub(super) struct Table {
    at: u32,
    width: u32,
    /// What entries are added to; `None` if they are addresses.
    base: Option<u32>,
    /// How many entries a comparison before the jump lets through.
    count: u32,
    /// The instruction where a register holds the index.
    pub(super) index: Option<(u32, Register)>,
}

impl Table {
    /// The table that a jump goes through; `before` are the instructions that lead to it, the last one the nearest; `asked` is where
    /// the function found its own address.
    pub(super) fn of(image: &Image<'_>, jump: &Instruction, before: &[Instruction], asked: Option<u32>) -> Option<Table> {
        let count = bound(before).unwrap_or(MOST_CASES).min(MOST_CASES);
        if jump.op0_kind() == OpKind::Memory {
            let (at, width, index) = entry(image, jump, before)?;
            return Some(Table { at, width, base: None, count, index });
        }
        let target = jump.op0_register().full_register();
        let writes = |i: &Instruction, register: Register| {
            i.op0_kind() == OpKind::Register && i.op0_register().full_register() == register && i.mnemonic() != Mnemonic::Cmp
        };
        let loads = |i: &Instruction| matches!(i.mnemonic(), Mnemonic::Mov | Mnemonic::Movsxd) && i.op1_kind() == OpKind::Memory;
        let last = before.iter().rposition(|i| writes(i, target) && !is_extension(i))?;
        if loads(&before[last]) {
            let (at, width, index) = entry(image, &before[last], &before[..last])?;
            return Some(Table { at, width, base: None, count, index });
        }
        if before[last].mnemonic() != Mnemonic::Add {
            return None;
        }
        if let (Some(base), Some(table)) = (asked, Table::of_sum(image, before, last)) {
            let (at, width, index) = table;
            return Some(Table { at, width, base: Some(base), count: count.min(up_to_next(image, base, at)), index });
        }
        // one of the two that are added is the entry, the other an address
        let other = before[last].op1_register().full_register();
        [(target, other), (other, target)].into_iter().find_map(|(of_entry, of_base)| {
            let base = address_in(of_base, &before[..last])?;
            let load = before[..last].iter().rposition(|i| writes(i, of_entry) && !is_extension(i)).filter(|at| loads(&before[*at]))?;
            let (at, _, index) = entry(image, &before[load], &before[..load])?;
            Some(Table { at, width: 4, base: Some(base), count, index })
        })
    }

    /// The entries of a table in 32-bit code that one of two numbers comes from: one is read from the table, the other is an address.
    fn of_sum(image: &Image<'_>, before: &[Instruction], add: usize) -> Option<Entries> {
        let sum = &before[add];
        let of_table = |at: usize| {
            let read = &before[at];
            let is_table =
                read.op1_kind() == OpKind::Memory && read.memory_base() == Register::None && read.memory_index() != Register::None;
            is_table.then(|| entry(image, read, &before[..at])).flatten()
        };
        let writer = |register: Register| {
            let is_it = |i: &Instruction| i.mnemonic() == Mnemonic::Mov && i.op0_register() == register;
            before[..add].iter().rposition(is_it).and_then(of_table)
        };
        of_table(add)
            .or_else(|| writer(sum.op0_register()))
            .or_else(|| writer(sum.op1_register()).filter(|_| sum.op1_kind() == OpKind::Register))
    }

    /// Where the entries lead, in their order, up to one that can't be an entry.
    pub(super) fn targets(&self, image: &Image<'_>, is_near: impl Fn(u32) -> bool) -> Vec<u32> {
        let entries = (0..self.count).map_while(|i| {
            let at = self.at.checked_add(i * self.width)?;
            let target = match (self.base, self.width) {
                (Some(base), _) => base.wrapping_add(image.u32(at)?),
                (None, 8) => image.rva_of(image.u64(at)?)?,
                (None, _) => image.rva_of(u64::from(image.u32(at)?))?,
            };
            (image.is_code(target) && is_near(target)).then_some(target)
        });
        entries.collect()
    }
}

/// A table's address, the width of its entries, and the instruction and register that count through them.
type Entries = (u32, u32, Option<(u32, Register)>);

/// How many entries there are until another table begins that the function reads: its code lies between its start and its tables.
fn up_to_next(image: &Image<'_>, start: u32, table: u32) -> u32 {
    const LONGEST: usize = 0x20000;
    let length = (table.saturating_sub(start) as usize).min(LONGEST);
    let Some(code) = image.bytes_at(start).map(|b| &b[..length.min(b.len())]) else { return MOST_CASES };
    // `[register*4 + address]`
    let reads = code.windows(6).filter(|w| w[0] & 0xc7 == 0x04 && w[1] & 0xc7 == 0x85);
    let others = reads.filter_map(|w| image.rva_of(u64::from(u32::from_le_bytes([w[2], w[3], w[4], w[5]])))).filter(|at| *at > table);
    others.min().map_or(MOST_CASES, |next| (next - table) / 4)
}

/// Of an instruction that reads a table: where the table is, how wide its entries are, and which register counts.
fn entry(image: &Image<'_>, load: &Instruction, before: &[Instruction]) -> Option<Entries> {
    let (base, index, offset) = (load.memory_base(), load.memory_index(), load.memory_displacement64());
    let counted = Some((load.ip() as u32, index));
    match (base, index, load.memory_index_scale()) {
        (Register::None, _, width @ (4 | 8)) if index != Register::None => Some((image.rva_of(offset)?, width, counted)),
        (_, _, width @ (4 | 8)) if index != Register::None => Some((address_in(base, before)?.wrapping_add(offset as u32), width, counted)),
        // unoptimised code adds and multiplies in instructions of their own
        (_, Register::None, _) if base != Register::None && offset == 0 => {
            let writes = |i: &&Instruction| i.op0_kind() == OpKind::Register && i.op0_register() == base;
            let mut last = before.iter().rev().filter(writes);
            let (add, shift) = (last.next()?, last.next()?);
            let is_sum =
                add.mnemonic() == Mnemonic::Add && shift.mnemonic() == Mnemonic::Shl && shift.try_immediate(1).is_ok_and(|by| by == 2);
            let table = add.try_immediate(1).ok().filter(|_| is_sum && !image.is_64)?;
            Some((image.rva_of(u64::from(table as u32))?, 4, Some((shift.ip() as u32, base))))
        }
        (_, _, 1) if index != Register::None => [(base, index), (index, base)].into_iter().find_map(|(table, scaled)| {
            let table = address_in(table, before)?.wrapping_add(offset as u32);
            let scaling = before.iter().rev().find(|i| {
                i.mnemonic() == Mnemonic::Lea
                    && i.op0_register().full_register() == scaled.full_register()
                    && i.memory_base() == Register::None
            })?;
            let width = scaling.memory_index_scale();
            matches!(width, 4 | 8).then_some((table, width, Some((scaling.ip() as u32, scaling.memory_index()))))
        }),
        _ => None,
    }
}

/// The address that a register got last.
fn address_in(register: Register, before: &[Instruction]) -> Option<u32> {
    let register = register.full_register();
    let lea = before
        .iter()
        .rev()
        .find(|i| i.mnemonic() == Mnemonic::Lea && i.is_ip_rel_memory_operand() && i.op0_register().full_register() == register)?;
    Some(lea.ip_rel_memory_address() as u32)
}

fn is_extension(i: &Instruction) -> bool {
    matches!(i.mnemonic(), Mnemonic::Cdqe | Mnemonic::Movsxd if i.op_count() < 2 || i.op1_kind() == OpKind::Register)
}

/// How many cases the comparison before the jump lets through: `cmp eax, 5; ja default`.
fn bound(before: &[Instruction]) -> Option<u32> {
    use ConditionCode as C;
    let branch = before.iter().rposition(|i| matches!(i.condition_code(), C::a | C::ae | C::b | C::be) && i.is_jcc_short_or_near())?;
    let compare = before[..branch].iter().rev().find(|i| matches!(i.mnemonic(), Mnemonic::Cmp | Mnemonic::Sub))?;
    let number = compare.try_immediate(1).ok()? as u32;
    match before[branch].condition_code() {
        C::a | C::be => number.checked_add(1),
        _ => Some(number),
    }
}
