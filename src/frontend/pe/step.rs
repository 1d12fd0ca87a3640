//! What one instruction does.

use super::flags::{self, Kind};
use super::machine::{FLAG_A, FLAG_B, Machine, RAX, RBP, RCX, RDI, RDX, RSP, truncated};
use super::value::{Sym, binary, is_truth, unary};
use crate::flow::{BinOp, Event, Expr, Place, UnOp};
use crate::source::Span;
use iced_x86::{ConditionCode, Instruction, Mnemonic, OpKind, Register};

impl Machine<'_, '_> {
    pub(super) fn step(&mut self, i: &Instruction) {
        let start = i.ip() as u32;
        self.span = Span { file: self.ctx.file, start, end: start + i.len() as u32 };
        use Mnemonic as M;
        match i.mnemonic() {
            M::Mov => self.mov(i),
            M::Lea => self.lea(i),
            M::Movzx | M::Movsx | M::Movsxd => self.extend(i),
            M::Push => self.push_value(i),
            M::Pop => self.pop_value(i),
            M::Add | M::Sub | M::And | M::Or | M::Xor => self.arithmetic(i),
            M::Inc | M::Dec => self.count(i),
            M::Neg | M::Not => self.unary(i),
            M::Shl | M::Sal | M::Shr | M::Sar => self.shift(i),
            M::Imul => self.multiply(i),
            M::Cmp => {
                let (a, b) = (self.read(i, 0), self.read(i, 1));
                self.set_flags(Kind::Compared, a, b);
            }
            M::Test => self.test(i),
            M::Adc => self.with_carry(i, BinOp::Add),
            M::Sbb => self.with_carry(i, BinOp::Sub),
            M::Xchg => self.exchange(i),
            M::Cmpxchg => self.compare_exchange(i),
            M::Leave => {
                let at = self.env.regs[RBP].clone();
                self.env.regs[RBP] = Sym::Unknown;
                if let Sym::Stack(at) = at {
                    self.env.regs[RBP] = self.slot_value(at);
                    self.env.regs[RSP] = Sym::Stack(at + self.ctx.image.word_size() as i32);
                }
            }
            M::Cdqe | M::Cwde | M::Nop | M::Endbr64 | M::Endbr32 | M::Pause | M::Cld => {}
            M::Cdq | M::Cqo => self.sign(),
            M::Stosb | M::Stosd | M::Stosq | M::Stosw => self.fill(i),
            M::Xorps | M::Pxor | M::Xorpd | M::Vpxor | M::Vxorps if i.op0_register() == i.op1_register() => {
                self.set(i.op0_register(), Sym::Const(0));
            }
            _ if i.is_string_instruction() => self.string(i),
            M::Movups | M::Movaps | M::Movdqa | M::Movdqu | M::Movupd | M::Movapd | M::Movq | M::Movd | M::Movlps | M::Movsd => {
                self.wide_mov(i)
            }
            M::Movhps | M::Movhpd | M::Movlhps | M::Punpcklqdq | M::Unpcklpd => self.half_mov(i),
            M::Pinsrd | M::Pinsrq => self.insert_word(i),
            _ => self.conditional_or_other(i),
        }
    }

    // ---- operands ----

    pub(super) fn read(&mut self, i: &Instruction, operand: u32) -> Sym {
        match i.op_kind(operand) {
            OpKind::Register => self.get(i.op_register(operand)),
            OpKind::Memory => {
                let address = self.address_of(i);
                self.load(&address, i.memory_size().size())
            }
            _ => match i.try_immediate(operand) {
                Ok(value) => self.immediate(i, value),
                Err(_) => Sym::Unknown,
            },
        }
    }

    fn immediate(&self, i: &Instruction, value: u64) -> Sym {
        let size = match i.op0_kind() {
            OpKind::Register => i.op0_register().size(),
            OpKind::Memory => i.memory_size().size(),
            _ => self.ctx.image.word_size() as usize,
        };
        let value = truncated(value as i64, size);
        match (self.ctx.image.is_64, size) {
            (false, 4) => self.absolute(value),
            (true, 8) => self.ctx.image.rva_of(value as u64).map_or(Sym::Const(value), Sym::Addr),
            _ => Sym::Const(value),
        }
    }

    /// Writes a result to the first operand.
    fn write(&mut self, i: &Instruction, value: impl FnOnce(&mut Self) -> Sym) {
        match i.op0_kind() {
            OpKind::Register => {
                let value = value(self);
                match value {
                    Sym::Unknown => self.set_unknown(i.op0_register()),
                    value => self.set(i.op0_register(), value),
                }
            }
            OpKind::Memory => self.store(i, 0, value),
            _ => {}
        }
    }

    pub(super) fn set_flags(&mut self, kind: Kind, a: Sym, b: Sym) {
        self.env.flags = kind;
        self.env.regs[FLAG_A] = a;
        self.env.regs[FLAG_B] = b;
    }

    fn lose_flags(&mut self) {
        self.set_flags(Kind::Lost, Sym::Unknown, Sym::Unknown);
    }

    pub(super) fn condition(&mut self, code: ConditionCode) -> Option<flags::Condition> {
        let (a, b) = (self.env.regs[FLAG_A].clone(), self.env.regs[FLAG_B].clone());
        if matches!((&a, &b), (Sym::Unknown, _) | (_, Sym::Unknown)) {
            return None;
        }
        // two addresses of one stack compare as their offsets
        if let (Sym::Stack(x), Sym::Stack(y)) = (&a, &b) {
            let (x, y) = (Expr::Const(i64::from(*x)), Expr::Const(i64::from(*y)));
            return flags::condition(code, self.env.flags, &x, &y).map(flags::Condition::folded);
        }
        // and so do two addresses of the image
        if let (Sym::Addr(x), Sym::Addr(y)) = (&a, &b) {
            let (x, y) = (Expr::Const(i64::from(*x)), Expr::Const(i64::from(*y)));
            return flags::condition(code, self.env.flags, &x, &y).map(flags::Condition::folded);
        }
        let (a, b) = (self.expr(&a), self.expr(&b));
        flags::condition(code, self.env.flags, &a, &b).map(flags::Condition::folded)
    }

    // ---- moves ----

    fn mov(&mut self, i: &Instruction) {
        if i.op0_kind() == OpKind::Memory {
            self.store(i, 0, |m| m.read(i, 1));
            return;
        }
        let value = self.read(i, 1);
        match (&value, i.op1_kind()) {
            // an unknown that is read once stays the same
            (Sym::Unknown, OpKind::Memory) => self.set_unknown(i.op0_register()),
            _ => self.set(i.op0_register(), value),
        }
    }

    fn lea(&mut self, i: &Instruction) {
        let address = self.address_of(i);
        let value = match (&address.base, address.indexed) {
            (base, false) if i.op0_register().size() == self.ctx.image.word_size() as usize => base.clone(),
            // of half a register: a number
            (Sym::Offset(e, by), false) => Sym::expr(binary(BinOp::Add, (**e).clone(), Expr::Const(*by))),
            (base, false) => base.clone(),
            (_, true) => match self.place(&address) {
                Some(place) if !matches!(address.base, Sym::Unknown | Sym::Saved(_)) => {
                    if let Sym::Stack(at) = address.base {
                        self.taken.entry(at).or_default();
                    }
                    Sym::expr(Expr::AddrOf(place))
                }
                _ => Sym::Unknown,
            },
        };
        match value {
            Sym::Unknown => self.set_unknown(i.op0_register()),
            value => self.set(i.op0_register(), value),
        }
    }

    fn extend(&mut self, i: &Instruction) {
        let size = if i.op1_kind() == OpKind::Memory { i.memory_size().size() } else { i.op1_register().size() };
        let from_memory = i.op1_kind() == OpKind::Memory;
        let value = self.read(i, 1);
        let signed = i.mnemonic() != Mnemonic::Movzx;
        let value = match value {
            Sym::Const(v) if signed && size == 1 => Sym::Const(i64::from(v as i8)),
            Sym::Const(v) if signed && size == 2 => Sym::Const(i64::from(v as i16)),
            Sym::Expr(e) if !signed && !from_memory && !is_truth(&e) && size < 4 => {
                let mask = if size == 1 { 0xff } else { 0xffff };
                Sym::expr(binary(BinOp::And, (*e).clone(), Expr::Const(mask)))
            }
            other => other,
        };
        match value {
            Sym::Unknown => self.set_unknown(i.op0_register()),
            value => self.set(i.op0_register(), value),
        }
    }

    fn push_value(&mut self, i: &Instruction) {
        let word = self.ctx.image.word_size() as i32;
        let value = match i.op0_kind() {
            OpKind::Register | OpKind::Memory => self.read(i, 0),
            _ => self.immediate(i, i.immediate(0)),
        };
        // a register that is saved is no argument, wherever in the function that happens
        let is_argument = !matches!(value, Sym::Saved(_));
        if let Sym::Stack(at) = self.env.regs[RSP] {
            self.env.regs[RSP] = Sym::Stack(at - word);
            self.store_slot(at - word, value, word as usize);
        }
        if is_argument {
            self.pushed += word;
        }
    }

    fn pop_value(&mut self, i: &Instruction) {
        let word = self.ctx.image.word_size() as i32;
        let mut value = Sym::Unknown;
        if let Sym::Stack(at) = self.env.regs[RSP] {
            value = self.slot_value(at);
            self.env.regs[RSP] = Sym::Stack(at + word);
        }
        self.pushed -= word;
        match i.op0_kind() {
            OpKind::Register => self.set(i.op0_register(), value),
            _ => self.write(i, |_| value),
        }
    }

    // ---- arithmetic ----

    fn arithmetic(&mut self, i: &Instruction) {
        let same = i.op0_kind() == OpKind::Register && i.op1_kind() == OpKind::Register && i.op0_register() == i.op1_register();
        let size = if i.op0_kind() == OpKind::Memory { i.memory_size().size() } else { i.op0_register().size() };
        let pointer = size == self.ctx.image.word_size() as usize;
        let memory = i.op0_kind() == OpKind::Memory;
        let result = |m: &mut Self| {
            let (a, b) = (m.read(i, 0), m.read(i, 1));
            match i.mnemonic() {
                Mnemonic::Xor | Mnemonic::Sub if same => Sym::Const(0),
                Mnemonic::Add | Mnemonic::Sub if size <= 2 => Sym::Unknown,
                Mnemonic::Add => m.sum(a, b, pointer),
                Mnemonic::Sub => m.difference(a, b, size, pointer),
                Mnemonic::And => m.masked(a, b, size),
                Mnemonic::Or => m.combine(BinOp::Or, a, b, size),
                _ => m.combine(BinOp::Xor, a, b, size),
            }
        };
        let logic = matches!(i.mnemonic(), Mnemonic::And | Mnemonic::Or | Mnemonic::Xor);
        let compared = i.mnemonic() == Mnemonic::Sub && !memory && !same;
        let before = compared.then(|| (self.read(i, 0), self.read(i, 1)));
        self.write(i, result);
        match before {
            Some((a, b)) if !matches!(a, Sym::Stack(_)) && !self.mentions_target(i, &a) && !self.mentions_target(i, &b) => {
                self.set_flags(Kind::Compared, a, b);
            }
            _ => {
                let value = self.read(i, 0);
                self.set_flags(if logic { Kind::Tested } else { Kind::Result }, value, Sym::Const(0));
            }
        }
    }

    /// Whether a value was computed from the local of the register that is written.
    fn mentions_target(&self, i: &Instruction, value: &Sym) -> bool {
        Machine::number(i.op0_register()).is_some_and(|n| {
            let local = crate::flow::LocalId(n as u32);
            self.env.regs[n].is_local(local) && value.mentions(local)
        })
    }

    fn sum(&mut self, a: Sym, b: Sym, pointer: bool) -> Sym {
        match (a, b) {
            (a, Sym::Const(by)) => a.plus(by, pointer),
            (Sym::Const(by), b) => b.plus(by, pointer),
            (Sym::Unknown | Sym::Saved(_), _) | (_, Sym::Unknown | Sym::Saved(_)) => Sym::Unknown,
            (a, b) => {
                let (a, b) = (self.expr(&a), self.expr(&b));
                Sym::expr(binary(BinOp::Add, a, b))
            }
        }
    }

    pub(super) fn combine(&mut self, op: BinOp, a: Sym, b: Sym, size: usize) -> Sym {
        match (a, b) {
            (Sym::Const(x), Sym::Const(y)) => {
                let value = match op {
                    BinOp::Sub => x.wrapping_sub(y),
                    BinOp::And => x & y,
                    BinOp::Or => x | y,
                    BinOp::Xor => x ^ y,
                    BinOp::Mul => x.wrapping_mul(y),
                    _ => return Sym::Unknown,
                };
                Sym::Const(truncated(value, size))
            }
            (a, Sym::Const(0)) if matches!(op, BinOp::Or | BinOp::Xor) => a,
            (_, Sym::Const(-1)) if op == BinOp::Or => Sym::Const(-1),
            (Sym::Expr(e), Sym::Const(1)) if op == BinOp::Xor && is_truth(&e) => Sym::expr(unary(UnOp::Not, (*e).clone())),
            (Sym::Unknown | Sym::Saved(_), _) | (_, Sym::Unknown | Sym::Saved(_)) => Sym::Unknown,
            (a, b) if a == b && op == BinOp::Or => a,
            (a, b) => {
                let (a, b) = (self.expr(&a), self.expr(&b));
                Sym::expr(binary(op, a, b))
            }
        }
    }

    fn masked(&mut self, a: Sym, b: Sym, size: usize) -> Sym {
        match (&a, &b) {
            (Sym::Stack(at), Sym::Const(mask)) => Sym::Stack(at & *mask as i32),
            (_, Sym::Const(0)) => Sym::Const(0),
            (_, Sym::Const(-1)) => a,
            _ if a == b => a,
            (Sym::Expr(e), Sym::Const(1 | 0xff | 0xffff)) if is_truth(e) => a,
            _ => self.combine(BinOp::And, a, b, size),
        }
    }

    fn count(&mut self, i: &Instruction) {
        let by = if i.mnemonic() == Mnemonic::Inc { 1 } else { -1 };
        self.write(i, |m| m.read(i, 0).plus(by, false));
        let value = self.read(i, 0);
        self.set_flags(Kind::Result, value, Sym::Const(0));
    }

    fn unary(&mut self, i: &Instruction) {
        let before = self.read(i, 0);
        let op = if i.mnemonic() == Mnemonic::Neg { UnOp::Neg } else { UnOp::BitNot };
        self.write(i, |m| match m.read(i, 0) {
            Sym::Const(v) => Sym::Const(if op == UnOp::Neg { v.wrapping_neg() } else { !v }),
            Sym::Unknown | Sym::Saved(_) => Sym::Unknown,
            other => {
                let e = m.expr(&other);
                Sym::expr(unary(op, e))
            }
        });
        if op == UnOp::Neg {
            if self.mentions_target(i, &before) { self.lose_flags() } else { self.set_flags(Kind::Compared, Sym::Const(0), before) }
        }
    }

    fn shift(&mut self, i: &Instruction) {
        let size = if i.op0_kind() == OpKind::Memory { i.memory_size().size() } else { i.op0_register().size() };
        let top = size as i64 * 8 - 1;
        self.write(i, |m| {
            let by = m.read(i, 1);
            let value = m.read(i, 0);
            match (value, by) {
                (value, Sym::Const(0)) => value,
                (Sym::Const(v), Sym::Const(by)) if (0..64).contains(&by) => Sym::Const(truncated(
                    match i.mnemonic() {
                        Mnemonic::Shr if size == 4 => i64::from(v as u32 >> (by & 31)),
                        Mnemonic::Shr => (v as u64 >> by) as i64,
                        Mnemonic::Sar => v >> by,
                        _ => v.wrapping_shl(by as u32),
                    },
                    size,
                )),
                (Sym::Unknown | Sym::Saved(_), _) => Sym::Unknown,
                // the sign
                (value, Sym::Const(by)) if by == top && matches!(i.mnemonic(), Mnemonic::Shr | Mnemonic::Sar) => {
                    let sign = match m.expr(&value) {
                        Expr::Unary(UnOp::BitNot, e) => binary(BinOp::Ge, *e, Expr::Const(0)),
                        e => binary(BinOp::Lt, e, Expr::Const(0)),
                    };
                    Sym::expr(if i.mnemonic() == Mnemonic::Sar { unary(UnOp::Neg, sign) } else { sign })
                }
                (value, Sym::Const(by)) => {
                    let e = m.expr(&value);
                    let op = if matches!(i.mnemonic(), Mnemonic::Shr | Mnemonic::Sar) { BinOp::Shr } else { BinOp::Shl };
                    Sym::expr(binary(op, e, Expr::Const(by)))
                }
                _ => Sym::Unknown,
            }
        });
        let value = self.read(i, 0);
        self.set_flags(Kind::Result, value, Sym::Const(0));
    }

    fn multiply(&mut self, i: &Instruction) {
        let size = i.op0_register().size();
        let value = match i.op_count() {
            3 => {
                let (a, b) = (self.read(i, 1), self.read(i, 2));
                self.combine(BinOp::Mul, a, b, size)
            }
            2 => {
                let (a, b) = (self.read(i, 0), self.read(i, 1));
                self.combine(BinOp::Mul, a, b, size)
            }
            _ => {
                self.env.regs[RDX] = Sym::Unknown;
                Sym::Unknown
            }
        };
        let into = if i.op_count() == 1 { Register::RAX } else { i.op0_register() };
        match value {
            Sym::Unknown => self.set_unknown(into),
            value => self.set(into, value),
        }
        self.lose_flags();
    }

    fn test(&mut self, i: &Instruction) {
        let (a, b) = (self.read(i, 0), self.read(i, 1));
        let size = if i.op0_kind() == OpKind::Memory { i.memory_size().size() } else { i.op0_register().size() };
        let same = i.op0_kind() == OpKind::Register && i.op1_kind() == OpKind::Register && i.op0_register() == i.op1_register();
        let value = if same { a } else { self.masked(a, b, size) };
        self.set_flags(Kind::Tested, value, Sym::Const(0));
    }

    /// `adc` and `sbb`: compilers choose between two constants with them. `sbb r, r` makes all bits the carry.
    fn with_carry(&mut self, i: &Instruction, op: BinOp) {
        let same = i.op0_kind() == OpKind::Register && i.op1_kind() == OpKind::Register && i.op0_register() == i.op1_register();
        let carry = self.condition(ConditionCode::b).map_or(Sym::Unknown, |c| match c.value() {
            Expr::Const(v) => Sym::Const(v),
            value => Sym::expr(value),
        });
        let size = if i.op0_kind() == OpKind::Memory { i.memory_size().size() } else { i.op0_register().size() };
        self.write(i, |m| {
            let (a, b) = if same && op == BinOp::Sub { (Sym::Const(0), Sym::Const(0)) } else { (m.read(i, 0), m.read(i, 1)) };
            if op == BinOp::Add {
                let plain = m.sum(a, b, false);
                return m.sum(plain, carry, false);
            }
            let plain = m.difference(a, b, size, false);
            m.difference(plain, carry, size, false)
        });
        let value = self.read(i, 0);
        self.set_flags(Kind::Result, value, Sym::Const(0));
    }

    fn difference(&mut self, a: Sym, b: Sym, size: usize, pointer: bool) -> Sym {
        match (a, b) {
            (a, Sym::Const(by)) => a.plus(by.wrapping_neg(), pointer),
            (Sym::Const(0), Sym::Expr(e)) => Sym::expr(unary(UnOp::Neg, (*e).clone())),
            (a, b) => self.combine(BinOp::Sub, a, b, size),
        }
    }

    /// `cdq`: the high half is the sign of the low one.
    fn sign(&mut self) {
        self.env.regs[RDX] = match self.env.regs[RAX].clone() {
            Sym::Const(v) => Sym::Const(if v < 0 { -1 } else { 0 }),
            _ => Sym::Unknown,
        };
    }

    // ---- memory ----

    fn exchange(&mut self, i: &Instruction) {
        if i.op0_kind() == OpKind::Register && i.op1_kind() == OpKind::Register {
            let (a, b) = (self.read(i, 0), self.read(i, 1));
            self.set(i.op0_register(), b);
            self.set(i.op1_register(), a);
            return;
        }
        let register = if i.op0_kind() == OpKind::Register { i.op0_register() } else { i.op1_register() };
        let Some(n) = Machine::number(register) else { return };
        self.save_shared();
        let address = self.address_of(i);
        let Some(place) = self.place(&address) else {
            self.set_unknown(register);
            return;
        };
        let new = self.get(register);
        let new = self.expr(&new);
        // the new value is named first, because the register gets the old one
        let held = self.name(new);
        let place_after = place.clone();
        self.assign_register(n, Expr::Place(place));
        self.assign(place_after, held);
        self.slots.clear();
    }

    /// A value in a local of its own, unless it is a constant.
    fn name(&mut self, value: Expr) -> Expr {
        if matches!(value, Expr::Const(_) | Expr::Str(_) | Expr::Unknown) {
            return value;
        }
        let id = self.temporary();
        self.assign(Place::local(id), value);
        Expr::Place(Place::local(id))
    }

    /// The same as a symbol.
    pub(super) fn named(&mut self, value: Expr) -> Sym {
        Sym::expr(self.name(value))
    }

    fn compare_exchange(&mut self, i: &Instruction) {
        self.save_shared();
        let address = self.address_of(i);
        let (expected, new) = (self.env.regs[RAX].clone(), self.read(i, 1));
        let Some(place) = self.place(&address).filter(|_| i.op0_kind() == OpKind::Memory) else {
            self.set_unknown(Register::RAX);
            self.lose_flags();
            return;
        };
        let (expected, new) = (self.expr(&expected), self.expr(&new));
        let (expected, new) = (self.name(expected), self.name(new));
        self.assign_register(RAX, Expr::Place(place.clone()));
        let held = Expr::Place(Place::local(crate::flow::LocalId(RAX as u32)));
        self.diamond(binary(BinOp::Eq, held, expected.clone()), false, |m| m.assign(place, new));
        self.slots.clear();
        let held = self.env.regs[RAX].clone();
        self.set_flags(Kind::Compared, held, Sym::expr(expected));
    }

    /// `rep stos`: fills with zeroes, or with something.
    fn fill(&mut self, i: &Instruction) {
        let (to, value, count) = (self.env.regs[RDI].clone(), self.env.regs[RAX].clone(), self.env.regs[RCX].clone());
        let width = i.memory_size().size() as i32;
        self.save_shared();
        let value = if value == Sym::Const(0) { value } else { Sym::Unknown };
        match (&to, &count) {
            (Sym::Stack(at), Sym::Const(count)) if i.has_rep_prefix() => {
                let end = at.saturating_add((*count as i32).saturating_mul(width));
                let known: Vec<i32> = self.slot_locals().map(|(s, _)| s).filter(|s| (*at..end).contains(s)).collect();
                for slot in known {
                    self.store_slot(slot, value.clone(), width as usize);
                }
            }
            (base, _) => {
                if let Some(place) = self.place(&super::machine::Address { base: base.clone(), indexed: false }) {
                    match value {
                        Sym::Const(0) => self.assign(place, Expr::Const(0)),
                        _ => self.push(Event::Havoc(place)),
                    }
                }
            }
        }
        self.env.regs[RDI] = Sym::Unknown;
        self.env.regs[RCX] = Sym::Unknown;
    }

    fn string(&mut self, i: &Instruction) {
        self.save_shared();
        let to = self.env.regs[RDI].clone();
        if matches!(i.mnemonic(), Mnemonic::Movsb | Mnemonic::Movsw | Mnemonic::Movsd | Mnemonic::Movsq) {
            match to {
                Sym::Stack(_) => self.slots.clear(),
                base => {
                    if let Some(place) = self.place(&super::machine::Address { base, indexed: false }) {
                        self.push(Event::Havoc(place));
                    }
                }
            }
        }
        for n in [RCX, RDI, 6] {
            self.env.regs[n] = Sym::Unknown;
        }
        self.lose_flags();
    }

    // ---- the rest ----

    fn conditional_or_other(&mut self, i: &Instruction) {
        let code = i.condition_code();
        let name = format!("{:?}", i.mnemonic());
        if code != ConditionCode::None && name.starts_with("Set") {
            let value = self.condition(code).map_or(Sym::Unknown, |c| Sym::expr(c.value()));
            self.write(i, |_| value);
        } else if code != ConditionCode::None && name.starts_with("Cmov") {
            self.conditional_move(i, code);
        } else {
            self.other(i);
        }
    }

    fn conditional_move(&mut self, i: &Instruction, code: ConditionCode) {
        let register = i.op0_register();
        let Some(n) = Machine::number(register) else { return };
        let (old, new) = (self.get(register), self.read(i, 1));
        if old == new {
            return;
        }
        // what it holds is written down first, and whatever is computed from it
        self.settle(n);
        self.save_users_of(n);
        let condition = self.condition(code);
        let value = self.read(i, 1);
        let value = self.expr(&value);
        let (cond, negated) = condition.map_or((Expr::Unknown, false), |c| (c.expr, c.negated));
        let place = Place::local(crate::flow::LocalId(n as u32));
        self.diamond(cond, negated, |m| m.assign(place, value));
    }

    /// An instruction that is not modelled: what it writes is unknown.
    fn other(&mut self, i: &Instruction) {
        let mut factory = iced_x86::InstructionInfoFactory::new();
        let info = factory.info(i);
        use iced_x86::OpAccess as A;
        let written = |a: A| matches!(a, A::Write | A::CondWrite | A::ReadWrite | A::ReadCondWrite);
        for used in info.used_registers().iter().filter(|u| written(u.access())) {
            if Machine::number(used.register()) != Some(RSP) {
                self.set_unknown(used.register());
            }
        }
        if info.used_memory().iter().any(|m| written(m.access())) && i.op0_kind() == OpKind::Memory {
            self.store(i, 0, |_| Sym::Unknown);
        }
        if i.rflags_modified() != 0 {
            self.lose_flags();
        }
    }
}
