//! The registers of 16 bytes, word by word: compilers zero, copy and store neighbouring members with them.

use super::machine::{Address, Machine};
use super::value::Sym;
use iced_x86::{Instruction, Mnemonic, OpKind, Register};

/// There are so many of these registers …
const REGISTERS: usize = 16;
/// … and in each of them is room for so many words: of 4 bytes, or half as many of 8.
const ROOM: usize = 4;
/// How many bytes they have.
const WIDTH: usize = 16;

/// What they hold; nothing is known.
pub(super) fn unknown() -> Vec<Sym> {
    vec![Sym::Unknown; REGISTERS * ROOM]
}

/// Forgets what a call may change.
pub(super) fn forget_scratch(words: &mut [Sym], is_64: bool) {
    const SCRATCH_64: usize = 6;
    let scratch = if is_64 { SCRATCH_64 * ROOM } else { words.len() };
    words[..scratch].fill(Sym::Unknown);
}

impl Machine<'_, '_> {
    fn word(&self) -> usize {
        self.ctx.image.word_size() as usize
    }

    /// One word of a register.
    pub(super) fn wide_word(&self, register: Register, n: usize) -> Sym {
        let known = register.is_xmm().then(|| self.env.xmm.get(register.number() * ROOM + n)).flatten();
        known.cloned().unwrap_or(Sym::Unknown)
    }

    fn set_wide_word(&mut self, register: Register, n: usize, value: Sym) {
        if register.is_xmm()
            && n < ROOM
            && let Some(word) = self.env.xmm.get_mut(register.number() * ROOM + n)
        {
            *word = value;
        }
    }

    /// Sets the first word; the others are zero if it is, else nobody knows.
    pub(super) fn set_wide(&mut self, register: Register, value: Sym) {
        for n in 1..ROOM {
            self.set_wide_word(register, n, if value == Sym::Const(0) { Sym::Const(0) } else { Sym::Unknown });
        }
        self.set_wide_word(register, 0, value);
    }

    /// What the words hold that a test accepts is about to change.
    pub(super) fn save_wide(&mut self, test: &mut dyn FnMut(&Sym) -> bool) {
        for at in 0..self.env.xmm.len() {
            if !test(&self.env.xmm[at]) {
                continue;
            }
            let value = std::mem::replace(&mut self.env.xmm[at], Sym::Unknown);
            let value = self.expr(&value);
            self.env.xmm[at] = self.named(value);
        }
    }

    /// Moves of 4 to 16 bytes.
    pub(super) fn wide_mov(&mut self, i: &Instruction) {
        let half = WIDTH / 2 / self.word();
        match (i.op0_kind(), i.op1_kind()) {
            (OpKind::Register, OpKind::Register) if i.op0_register().is_xmm() => {
                let (to, from) = (i.op0_register(), i.op1_register());
                for n in 0..WIDTH / self.word() {
                    let is_moved = n < half || !matches!(i.mnemonic(), Mnemonic::Movq | Mnemonic::Movsd);
                    match (from.is_xmm(), is_moved) {
                        (true, true) => self.set_wide_word(to, n, self.wide_word(from, n)),
                        (true, false) if i.mnemonic() == Mnemonic::Movsd => {}
                        (false, _) if n == 0 => self.set_wide_word(to, 0, self.get(from)),
                        _ => self.set_wide_word(to, n, Sym::Const(0)),
                    }
                }
            }
            (OpKind::Register, OpKind::Register) => {
                let value = self.get(i.op1_register());
                self.set(i.op0_register(), value);
            }
            (OpKind::Register, OpKind::Memory) if i.op0_register().is_xmm() => {
                self.load_words(i, 0);
                let read = i.memory_size().size().div_ceil(self.word());
                let is_whole = i.mnemonic() != Mnemonic::Movlps;
                for n in (read..WIDTH / self.word()).filter(|_| is_whole) {
                    self.set_wide_word(i.op0_register(), n, Sym::Const(0));
                }
            }
            (OpKind::Memory, OpKind::Register) => self.store_words(i, 0),
            _ => {}
        }
    }

    /// Moves of the upper half, and both lower halves put together.
    pub(super) fn half_mov(&mut self, i: &Instruction) {
        let half = WIDTH / 2 / self.word();
        match (i.op0_kind(), i.op1_kind()) {
            (OpKind::Register, OpKind::Memory) if i.memory_size().size() <= WIDTH / 2 => self.load_words(i, half),
            (OpKind::Memory, OpKind::Register) => self.store_words(i, half),
            (OpKind::Register, OpKind::Register) => {
                for n in 0..half {
                    self.set_wide_word(i.op0_register(), half + n, self.wide_word(i.op1_register(), n));
                }
            }
            _ => self.set_wide(i.op0_register(), Sym::Unknown),
        }
    }

    /// `pinsrd` and `pinsrq`: one word gets another value.
    pub(super) fn insert_word(&mut self, i: &Instruction) {
        let is_word = (i.mnemonic() == Mnemonic::Pinsrq) == (self.word() == 8);
        if !is_word {
            return self.set_wide(i.op0_register(), Sym::Unknown);
        }
        let value = self.read(i, 1);
        self.set_wide_word(i.op0_register(), usize::from(i.immediate8()), value);
    }

    /// Reads memory into the words from this one on.
    fn load_words(&mut self, i: &Instruction, first: usize) {
        let (size, word) = (i.memory_size().size(), self.word());
        let address = self.address_of(i);
        for (n, by) in (0..size).step_by(word).enumerate() {
            let at = Address { base: address.base.plus(by as i64, true), indexed: address.indexed };
            let value = if n == 0 || !address.indexed { self.load(&at, word.min(size)) } else { Sym::Unknown };
            self.set_wide_word(i.op0_register(), first + n, value);
        }
    }

    /// Writes the words from this one on to memory.
    fn store_words(&mut self, i: &Instruction, first: usize) {
        let (size, word) = (i.memory_size().size(), self.word());
        let mut values = Vec::new();
        for n in 0..size.div_ceil(word) {
            let value = self.wide_word(i.op1_register(), first + n);
            // what is read is read before the first word is written
            let value = if n > 0 && value.reads(&mut |_| true) {
                let value = self.expr(&value);
                self.named(value)
            } else {
                value
            };
            values.push(value);
        }
        let address = self.address_of(i);
        for (n, value) in values.into_iter().enumerate() {
            match (n, &address.base) {
                (0, _) => self.store(i, 0, |_| value),
                (_, Sym::Stack(at)) if !address.indexed => self.store_slot(at + (n * word) as i32, value, word),
                (_, base) => {
                    let at = Address { base: base.plus((n * word) as i64, true), indexed: address.indexed };
                    if let Some(place) = self.place(&at) {
                        let value = self.expr(&value);
                        self.assign(place, value);
                    }
                }
            }
        }
    }
}
