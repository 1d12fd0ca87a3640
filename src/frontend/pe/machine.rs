//! The state of a processor that runs on symbols, and the flow that it writes down.
//!
//! Registers hold expressions over places; nothing is written down until it has to be: when what an expression reads is about
//! to change, or when paths meet. So a flow reads like source text: `api RegOpenKeyExW(0x80000001, "Software", 0, 1, &var_8)`.

use super::flags::Kind;
use super::lower::Context;
use super::pointers::Pointers;
use super::text;
use super::value::Sym;
use crate::flow::{Base, BinOp, Block, BlockId, Event, Expr, Global, Local, LocalId, Name, Place, Proj, Terminator};
use crate::source::Span;
use iced_x86::{Instruction, OpKind, Register};
use rustc_hash::FxHashMap;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

/// The pseudo-registers that follow the sixteen real ones.
pub(super) const FLAG_A: usize = 16;
pub(super) const FLAG_B: usize = 17;
/// The index of a jump table.
pub(super) const SWITCH: usize = 18;
pub(super) const REGISTERS: usize = 19;
pub(super) const RAX: usize = 0;
pub(super) const RCX: usize = 1;
pub(super) const RDX: usize = 2;
pub(super) const RSP: usize = 4;
pub(super) const RBP: usize = 5;
pub(super) const RDI: usize = 7;

const NAMES: [&str; REGISTERS] =
    ["ax", "cx", "dx", "bx", "sp", "bp", "si", "di", "r8", "r9", "r10", "r11", "r12", "r13", "r14", "r15", "flags_a", "flags_b", "case"];

/// What is known where a block begins.
#[derive(Clone, PartialEq, Debug)]
pub(super) struct Env {
    pub(super) regs: Vec<Sym>,
    /// Words of the wide registers: see [`super::wide`].
    pub(super) xmm: Vec<Sym>,
    pub(super) flags: Kind,
    /// Slots that count through arrays or hold imports and addresses of the stack, and their values.
    pub(super) slots: BTreeMap<i32, Sym>,
}

/// How far memory reaches around the place that a pointer names: bytes before it, and behind it.
#[derive(Clone, Copy, Default, PartialEq, Eq, Debug)]
pub(super) struct Extent {
    pub(super) below: i64,
    pub(super) above: i64,
}

impl Extent {
    /// Covers another extent, too.
    pub(super) fn widen(&mut self, other: Extent) {
        self.below = self.below.max(other.below);
        self.above = self.above.max(other.above);
    }

    fn covers(self, by: i64) -> bool {
        by == 0 || (by > 0 && by < self.above) || (by < 0 && -by <= self.below)
    }
}

/// An address as an operand spells it.
pub(super) struct Address {
    pub(super) base: Sym,
    /// Something unknown is added.
    pub(super) indexed: bool,
}

pub(super) struct Machine<'c, 'i> {
    pub(super) ctx: &'c Context<'i>,
    pub(super) env: Env,
    /// What stack slots hold, as far as this block has stored it.
    pub(super) slots: FxHashMap<i32, Sym>,
    pub(super) locals: Vec<Local>,
    slot_locals: FxHashMap<i32, LocalId>,
    /// Slots whose address somebody may know, and how much around them belongs to it. A `__finally` block is given the address of
    /// its function's frame: then the slots that it uses are members of what lies there.
    pub(super) taken: FxHashMap<i32, Extent>,
    /// Registers that are read later, after the instruction at hand or by it.
    pub(super) live: u32,
    busy: u32,
    /// Whether events are written down.
    pub(super) writes: bool,
    pub(super) events: Vec<Event>,
    pub(super) blocks: Vec<Option<Block>>,
    pub(super) current: usize,
    pub(super) span: Span,
    /// Registers written since the last call.
    pub(super) fresh: u32,
    /// Stack slots written since the last call.
    pub(super) fresh_slots: BTreeSet<i32>,
    /// Stack slots that are used as an array's index.
    pub(super) index_slots: BTreeSet<i32>,
    /// Bytes pushed since the last call.
    pub(super) pushed: i32,
    /// Parameters whose members are read or written, and how far around them.
    pub(super) reach: FxHashMap<LocalId, Extent>,
    /// What a callee takes off the stack is told by what was pushed for it, and not by its name: the other way did not come out even.
    pub(super) by_pushes: bool,
    /// Somewhere it returns with another stack pointer than it was called with, so it was miscounted.
    pub(super) lost_stack: bool,
    /// It uses its caller's frame: a `__finally` block of 32-bit code.
    pub(super) shares_frame: bool,
    /// Jumps that go on inside the function, and nothing tells where.
    pub(super) inside: BTreeSet<u32>,
    /// How many bytes the access at hand reads or writes.
    pub(super) access: i64,
    /// Values that an event will read which is not written down yet.
    pub(super) held: Vec<Expr>,
    /// Calls of modelled functions: where, and the name.
    pub(super) api_calls: Vec<(u32, String)>,
    /// What debug information tells of pointers.
    pub(super) pointers: Pointers,
}

impl<'c, 'i> Machine<'c, 'i> {
    pub(super) fn new(ctx: &'c Context<'i>) -> Machine<'c, 'i> {
        let prefix = if ctx.image.is_64 { "r" } else { "e" };
        let register = |i: usize| if i < 8 { format!("{prefix}{}", NAMES[i]) } else { NAMES[i].to_owned() };
        let mut locals: Vec<Local> = (0..REGISTERS).map(|i| plain(register(i).into())).collect();
        locals.extend((1..=4).map(|i| plain(format!("arg{i}").into())));
        Machine {
            ctx,
            env: Env { regs: vec![Sym::Unknown; REGISTERS], xmm: super::wide::unknown(), flags: Kind::Lost, slots: BTreeMap::new() },
            slots: FxHashMap::default(),
            locals,
            slot_locals: FxHashMap::default(),
            taken: FxHashMap::default(),
            live: u32::MAX,
            busy: 0,
            writes: false,
            events: Vec::new(),
            blocks: Vec::new(),
            current: 0,
            span: Span { file: ctx.file, start: 0, end: 0 },
            fresh: 0,
            fresh_slots: BTreeSet::new(),
            index_slots: BTreeSet::new(),
            pushed: 0,
            reach: FxHashMap::default(),
            by_pushes: false,
            lost_stack: false,
            shares_frame: false,
            inside: BTreeSet::new(),
            access: 0,
            held: Vec::new(),
            api_calls: Vec::new(),
            pointers: Pointers::default(),
        }
    }

    /// The local of the n-th parameter that comes in a register.
    pub(super) fn register_parameter(&self, n: usize) -> LocalId {
        LocalId((REGISTERS + n) as u32)
    }

    /// The local of a stack slot. Slots above the return address are parameters.
    pub(super) fn slot_local(&mut self, at: i32) -> LocalId {
        if let Some(id) = self.slot_locals.get(&at) {
            return *id;
        }
        let first = self.ctx.first_stack_parameter();
        let name = match at >= first {
            true => format!("arg{}", (at - first) / self.ctx.image.word_size() as i32 + if self.ctx.image.is_64 { 5 } else { 1 }),
            false if at < 0 => format!("var_{:x}", at.unsigned_abs()),
            false => format!("home_{at:x}"),
        };
        let id = LocalId(self.locals.len() as u32);
        self.locals.push(plain(name.into()));
        self.slot_locals.insert(at, id);
        id
    }

    pub(super) fn slot_locals(&self) -> impl Iterator<Item = (i32, LocalId)> + '_ {
        self.slot_locals.iter().map(|(at, id)| (*at, *id))
    }

    pub(super) fn temporary(&mut self) -> LocalId {
        let id = LocalId(self.locals.len() as u32);
        self.locals.push(plain("".into()));
        id
    }

    /// The place of a stack slot, by itself or as a member of the object that it lies in.
    pub(super) fn slot(&mut self, at: i32) -> Place {
        let object = self.taken.iter().filter(|(start, extent)| at != **start && extent.covers(i64::from(at) - i64::from(**start)));
        let object = object.map(|(start, _)| *start).min();
        match object {
            Some(start) => Place::local(self.slot_local(start)).then(super::value::field(i64::from(at - start))),
            None => Place::local(self.slot_local(at)),
        }
    }

    fn local_of(register: usize) -> LocalId {
        LocalId(register as u32)
    }

    // ---- the flow ----

    pub(super) fn push(&mut self, event: Event) {
        if self.writes {
            self.events.push(event);
        }
    }

    pub(super) fn assign(&mut self, place: Place, value: Expr) {
        let span = self.span;
        self.pointers.forget(&place);
        self.push(Event::Assign { place, value, span });
    }

    pub(super) fn new_block(&mut self) -> usize {
        self.blocks.push(None);
        self.blocks.len() - 1
    }

    /// Ends the block at hand and goes on with another.
    pub(super) fn end_block(&mut self, end: Terminator, next: usize) {
        if self.writes {
            let events = std::mem::take(&mut self.events);
            if let Some(block) = self.blocks.get_mut(self.current) {
                *block = Some(Block { events, end });
            }
            self.current = next;
        }
    }

    /// Goes two ways that meet again; `then` says what happens on the first.
    pub(super) fn diamond(&mut self, cond: Expr, negated: bool, then: impl FnOnce(&mut Self)) {
        if !self.writes {
            return;
        }
        let (inside, after) = (self.new_block(), self.new_block());
        let id = |b: usize| BlockId(b as u32);
        let (yes, no) = if negated { (after, inside) } else { (inside, after) };
        let span = self.span;
        self.end_block(Terminator::Branch { cond, then: id(yes), otherwise: id(no), span }, inside);
        then(self);
        self.end_block(Terminator::Goto(id(after)), after);
    }

    // ---- values ----

    /// A symbol as a value of the flow.
    pub(super) fn expr(&mut self, sym: &Sym) -> Expr {
        match sym {
            Sym::Unknown | Sym::Saved(_) | Sym::Import(_) => Expr::Unknown,
            Sym::Const(v) => Expr::Const(*v),
            Sym::Addr(rva) => self.address(*rva),
            Sym::Stack(at) => {
                let place = self.slot(*at);
                if place.path.is_empty() {
                    self.taken.entry(*at).or_default();
                }
                Expr::AddrOf(place)
            }
            Sym::Expr(e) => (**e).clone(),
            Sym::Offset(e, by) => match sym.target(0) {
                Some(place) => Expr::AddrOf(place),
                None => super::value::binary(crate::flow::BinOp::Add, (**e).clone(), Expr::Const(*by)),
            },
        }
    }

    fn address(&self, rva: u32) -> Expr {
        if let Some(text) = text::guess(self.ctx.image, rva) {
            return Expr::Str(text.into());
        }
        Expr::AddrOf(self.global(rva))
    }

    pub(super) fn global(&self, rva: u32) -> Place {
        let name: Name = format!("data_{rva:x}").into();
        Place { base: Base::Global(Global { file: Some(self.ctx.file), name }), path: Vec::new() }
    }

    /// The register's number among the sixteen, if it is a general one.
    pub(super) fn number(register: Register) -> Option<usize> {
        register.is_gpr().then(|| register.full_register().number())
    }

    pub(super) fn get(&self, register: Register) -> Sym {
        let Some(n) = Self::number(register) else {
            return self.wide_word(register, 0);
        };
        if is_high_byte(register) {
            return Sym::Unknown;
        }
        match &self.env.regs[n] {
            Sym::Const(v) => Sym::Const(truncated(*v, register.size())),
            // sums wrap around in small registers, and compilers count on it to test whether a number is in a range
            Sym::Offset(..) if register.size() <= 2 => Sym::Unknown,
            Sym::Expr(e) if register.size() <= 2 && matches!(**e, Expr::Binary(BinOp::Add | BinOp::Sub, ..)) => Sym::Unknown,
            other => other.clone(),
        }
    }

    pub(super) fn set(&mut self, register: Register, value: Sym) {
        let Some(n) = Self::number(register) else {
            return self.set_wide(register, value);
        };
        self.fresh |= 1 << n;
        self.env.regs[n] = match value {
            _ if is_high_byte(register) => Sym::Unknown,
            Sym::Const(v) => Sym::Const(truncated(v, register.size())),
            other => other,
        };
    }

    /// A new value that nobody knows, but that stays the same.
    pub(super) fn set_unknown(&mut self, register: Register) {
        match Self::number(register) {
            Some(n) if self.live >> n & 1 == 1 => self.assign_register(n, Expr::Unknown),
            Some(n) => self.env.regs[n] = Sym::Unknown,
            None => self.set(register, Sym::Unknown),
        }
    }

    /// Gives the local of a register a new value, after saving what others still want of the old one.
    pub(super) fn assign_register(&mut self, n: usize, value: Expr) {
        self.env.regs[n] = Sym::Unknown;
        self.save_users(Self::local_of(n));
        self.assign(Place::local(Self::local_of(n)), value);
        self.env.regs[n] = Sym::local(Self::local_of(n));
        self.fresh |= 1 << n;
    }

    /// Writes a register's value down in its local.
    pub(super) fn settle(&mut self, n: usize) {
        let local = Self::local_of(n);
        if self.env.regs[n].is_local(local) || self.busy >> n & 1 == 1 {
            return;
        }
        self.busy |= 1 << n;
        self.save_users(local);
        self.busy &= !(1 << n);
        let value = self.env.regs[n].clone();
        let value = self.expr(&value);
        let value = self.chosen(value);
        self.assign(Place::local(local), value);
        self.env.regs[n] = Sym::local(local);
    }

    /// The local is about to change: whoever is computed from it is written down first.
    fn save_users(&mut self, local: LocalId) {
        self.save_where(&mut |sym| sym.mentions(local));
        // a circle: what is being written down needs the old value itself
        if (0..REGISTERS).any(|n| self.busy >> n & 1 == 1 && self.env.regs[n].mentions(local) && Self::local_of(n) != local) {
            let copy = self.temporary();
            self.assign(Place::local(copy), Expr::Place(Place::local(local)));
            for n in (0..REGISTERS).filter(|n| self.busy >> n & 1 == 1) {
                self.env.regs[n] = self.env.regs[n].renamed(local, copy);
            }
        }
        if self.held.iter().any(|e| super::value::mentions(e, local)) {
            let copy = self.temporary();
            self.assign(Place::local(copy), Expr::Place(Place::local(local)));
            self.held.iter_mut().for_each(|e| *e = super::value::renamed(e, local, copy));
        }
    }

    fn save_where(&mut self, test: &mut dyn FnMut(&Sym) -> bool) {
        for n in 0..REGISTERS {
            if self.busy >> n & 1 == 0 && test(&self.env.regs[n]) && !self.env.regs[n].is_local(Self::local_of(n)) {
                if self.live >> n & 1 == 1 {
                    self.settle(n);
                } else {
                    self.env.regs[n] = Sym::Unknown;
                }
            }
        }
        self.slots.retain(|_, sym| !test(sym));
        self.save_wide(test);
    }

    /// What other code can write to is about to change.
    pub(super) fn save_shared(&mut self) {
        let taken: Vec<LocalId> = self.taken.keys().filter_map(|at| self.slot_locals.get(at)).copied().collect();
        self.save_where(&mut |sym| {
            sym.reads(&mut |p| match p.base {
                Base::Global(_) => true,
                Base::Local(l) => p.path.contains(&Proj::Deref) || taken.contains(&l),
            })
        });
        let taken = &self.taken;
        self.slots.retain(|at, _| !taken.iter().any(|(start, extent)| extent.covers(i64::from(*at) - i64::from(*start))));
    }

    // ---- memory ----

    /// The address of a memory operand.
    pub(super) fn address_of(&mut self, i: &Instruction) -> Address {
        let unknown = Address { base: Sym::Unknown, indexed: true };
        if matches!(i.memory_segment(), Register::FS | Register::GS) {
            return unknown;
        }
        if i.is_ip_rel_memory_operand() {
            return Address { base: Sym::Addr(i.ip_rel_memory_address() as u32), indexed: false };
        }
        let own = Self::number(i.memory_base()) == Some(RBP);
        self.shares_frame |= own && !self.ctx.image.is_64 && self.env.regs[RBP] == Sym::Saved(RBP as u8);
        let displacement = if self.ctx.image.is_64 { i.memory_displacement64() as i64 } else { i.memory_displacement32() as i32 as i64 };
        let (base, index) = (i.memory_base(), i.memory_index());
        let scaled = match index {
            Register::None => Sym::Const(0),
            _ => match self.get(index) {
                Sym::Const(v) => Sym::Const(v.wrapping_mul(i64::from(i.memory_index_scale()))),
                other if i.memory_index_scale() == 1 => other,
                other => {
                    self.note_index(&other);
                    Sym::Unknown
                }
            },
        };
        let base = match base {
            Register::None => self.absolute(displacement),
            _ => self.get(base).plus(displacement, true),
        };
        match (base, scaled) {
            (base, Sym::Const(v)) => Address { base: base.plus(v, true), indexed: false },
            // `[table + eax]` of 32-bit code: the table is the displacement
            (Sym::Const(v), scaled) if i.memory_base() != Register::None => match self.absolute(v) {
                Sym::Addr(rva) => Address { base: Sym::Addr(rva), indexed: true },
                _ => Address { base: scaled.plus(v, true), indexed: false },
            },
            (Sym::Unknown | Sym::Saved(_), scaled @ (Sym::Stack(_) | Sym::Addr(_))) => Address { base: scaled, indexed: true },
            // of an address and something else, the address is where the array begins
            (Sym::Expr(_) | Sym::Offset(..), scaled @ (Sym::Stack(_) | Sym::Addr(_))) => {
                Address { base: scaled.plus(displacement, true), indexed: true }
            }
            (base, _) => Address { base, indexed: true },
        }
    }

    /// A slot's value is used as an array's index.
    fn note_index(&mut self, index: &Sym) {
        const MOST: usize = 2;
        if let Sym::Expr(e) = index
            && let Expr::Place(Place { base: Base::Local(local), path }) = &**e
            && path.is_empty()
            && self.index_slots.len() < MOST
            && let Some(at) = self.slot_locals.iter().find(|(_, l)| *l == local).map(|(at, _)| *at)
        {
            self.index_slots.insert(at);
        }
    }

    /// What an absolute address or number means.
    pub(super) fn absolute(&self, value: i64) -> Sym {
        let image = self.ctx.image;
        match if image.is_64 { None } else { image.rva_of(u64::from(value as u32)) } {
            Some(rva) => Sym::Addr(rva),
            None => Sym::Const(value),
        }
    }

    /// The place at an address.
    pub(super) fn place(&mut self, address: &Address) -> Option<Place> {
        let place = match &address.base {
            Sym::Addr(rva) => self.global(*rva),
            Sym::Stack(at) => self.slot(*at),
            base => {
                self.note_reach(base);
                match base.target(0) {
                    Some(place) => place,
                    None => self.named_target(base)?,
                }
            }
        };
        Some(if address.indexed { place.then(Proj::Index(None)) } else { place })
    }

    fn note_reach(&mut self, base: &Sym) {
        let (e, by): (&Rc<Expr>, i64) = match base {
            Sym::Expr(e) => (e, 0),
            Sym::Offset(e, by) => (e, *by),
            _ => return,
        };
        if let Expr::Place(Place { base: Base::Local(local), path }) = &**e
            && path.is_empty()
        {
            let access = Extent { below: by.saturating_neg().max(0), above: by.saturating_add(self.access) };
            self.reach.entry(*local).or_default().widen(access);
        }
    }

    /// What a computed pointer points at: the pointer gets a name first.
    fn named_target(&mut self, base: &Sym) -> Option<Place> {
        let (Sym::Expr(_) | Sym::Offset(..)) = base else { return None };
        let pointer = self.temporary();
        let value = self.expr(base);
        self.assign(Place::local(pointer), value);
        Some(Place::local(pointer).then(Proj::Deref))
    }

    pub(super) fn load(&mut self, address: &Address, size: usize) -> Sym {
        let image = self.ctx.image;
        match address.base {
            Sym::Addr(rva) if !address.indexed => {
                let import = self.ctx.imports.at_slot(rva).or_else(|| self.ctx.dynamic.borrow().held(rva));
                if let Some(import) = import {
                    return Sym::Import(import);
                }
                if image.is_constant(rva)
                    && let Some(value) = self.constant(rva, size)
                {
                    return value;
                }
            }
            Sym::Stack(at) if !address.indexed => {
                if let Some(known) = self.slots.get(&at) {
                    return known.clone();
                }
            }
            _ => {}
        }
        self.access = size as i64;
        let place = self.place(address);
        self.access = 0;
        place.map_or(Sym::Unknown, |p| Sym::expr(Expr::Place(p)))
    }

    fn constant(&self, rva: u32, size: usize) -> Option<Sym> {
        let image = self.ctx.image;
        let bytes = image.bytes_at(rva)?.get(..size.min(8))?;
        let mut all = [0u8; 8];
        all[..bytes.len()].copy_from_slice(bytes);
        let value = u64::from_le_bytes(all);
        if size == image.word_size() as usize
            && value != 0
            && let Some(target) = image.rva_of(value)
        {
            return Some(Sym::Addr(target));
        }
        Some(Sym::Const(truncated(value as i64, size)))
    }

    pub(super) fn store(&mut self, i: &Instruction, operand: u32, value: impl FnOnce(&mut Self) -> Sym) {
        let address = self.address_of(i);
        match (&address.base, address.indexed) {
            (Sym::Stack(at), false) => {
                let at = *at;
                let value = value(self);
                self.store_slot(at, value, i.memory_size().size());
            }
            _ => {
                self.save_shared();
                let address = self.address_of(i);
                let value = value(self);
                if let (Sym::Addr(rva), false, false) = (&address.base, address.indexed, value == Sym::Const(0)) {
                    let function = match value {
                        Sym::Import(n) => Some(n),
                        _ => None,
                    };
                    self.ctx.dynamic.borrow_mut().store(*rva, function);
                }
                self.access = i.memory_size().size() as i64;
                if let Some(place) = self.place(&address) {
                    let value = self.expr(&value);
                    self.assign(place, value);
                }
                self.access = 0;
                if matches!(address.base, Sym::Stack(_)) {
                    self.slots.clear();
                }
            }
        }
        debug_assert!(i.op_kind(operand) == OpKind::Memory);
    }

    pub(super) fn store_slot(&mut self, at: i32, value: Sym, size: usize) {
        let place = self.slot(at);
        if let Base::Local(local) = place.base {
            self.save_users(local);
        }
        let covered = at..at.saturating_add(size.max(1) as i32);
        self.slots.retain(|slot, _| !covered.contains(slot));
        if !matches!(value, Sym::Saved(_)) {
            let written = self.expr(&value);
            self.assign(place, written);
        }
        self.slots.insert(at, value);
        self.fresh_slots.insert(at);
    }

    /// What the slot of an outgoing argument holds.
    pub(super) fn slot_value(&mut self, at: i32) -> Sym {
        self.load(&Address { base: Sym::Stack(at), indexed: false }, self.ctx.image.word_size() as usize)
    }
}

fn plain(name: Name) -> Local {
    Local { name, ty: "".into(), array: false, owner: false }
}

fn is_high_byte(register: Register) -> bool {
    matches!(register, Register::AH | Register::BH | Register::CH | Register::DH)
}

pub(super) fn truncated(value: i64, size: usize) -> i64 {
    match size {
        1 => value & 0xff,
        2 => value & 0xffff,
        4 => i64::from(value as i32),
        _ => value,
    }
}

impl Machine<'_, '_> {
    /// Saves what is computed from a register's local, but not the register itself.
    pub(super) fn save_users_of(&mut self, n: usize) {
        let busy = self.busy;
        self.busy |= 1 << n;
        self.save_users(Self::local_of(n));
        self.busy = busy;
    }
}
