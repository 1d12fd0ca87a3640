//! From a function's address to its flow: find out what is known everywhere, which registers are read later, then write it down.

use super::body::{self, Body, Next, Run};
use super::calls::{ARGUMENTS_32, ARGUMENTS_64, Target, asks_where_it_is};
use super::debug::{Convention, Variables};
use super::dynamic::Dynamic;
use super::flags::Kind;
use super::functions::Functions;
use super::image::Image;
use super::imports::Imports;
use super::machine::{Env, Extent, FLAG_A, FLAG_B, Machine, RAX, RCX, REGISTERS, RSP, SWITCH};
use super::paths::{self, Node, successors};
use super::pointers::Pointers;
use super::value::{Sym, binary};
use crate::flow::{BinOp, Block, BlockId, Event, ExitKind, Expr, Flow, LocalId, Terminator};
use crate::frontend::Lowered;
use crate::models::{ApiId, Models};
use crate::source::{FileId, Span};
use iced_x86::{Instruction, InstructionInfoFactory, Mnemonic, OpAccess, Register};
use rustc_hash::FxHashMap;
use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

/// Functions by address and by how deep their callees were looked into; `None` while one is being prepared.
type Known = FxHashMap<(u32, u32), Option<Rc<Prepared>>>;

/// Everything that lowering a function of an image needs to know.
pub(super) struct Context<'a> {
    pub(super) image: &'a Image<'a>,
    pub(super) imports: &'a Imports<'a>,
    pub(super) functions: &'a Functions,
    pub(super) models: &'a Models,
    pub(super) file: FileId,
    /// The modelled function that each import is.
    pub(super) apis: &'a [Option<ApiId>],
    pub(super) name: &'a dyn Fn(u32) -> String,
    /// Whether the function that begins there is a method of an object.
    pub(super) method: &'a dyn Fn(u32) -> bool,
    /// The variables which point at structures that the function uses which begins there.
    pub(super) variables: &'a dyn Fn(u32) -> Variables,
    pub(super) prepared: RefCell<Known>,
    /// Functions that are found by name at run time.
    pub(super) dynamic: &'a RefCell<Dynamic>,
    /// The function of another given file that an import is.
    pub(super) linked: &'a dyn Fn(u32) -> Option<Rc<LinkedFunction>>,
    /// How imported functions are called, of those that were asked for.
    pub(super) conventions: RefCell<FxHashMap<u32, Option<Convention>>>,
    /// How many levels of callees are still looked into.
    pub(super) depth: Cell<u32>,
}

/// How deep callees of a function are looked into for what they do with their arguments.
pub(super) const DEPTH: u32 = 3;

/// How a function is called.
#[derive(Clone, Default, PartialEq, Debug)]
pub(super) struct Signature {
    /// How many parameters come in registers, in the order of the calling convention.
    pub(super) registers: u32,
    /// How many come on the stack.
    pub(super) stack: u32,
    /// How many bytes it takes off the stack when it returns.
    pub(super) pops: i32,
    /// It leaves `rax` as it is.
    pub(super) keeps_rax: bool,
    /// How far around what each parameter points at it reads or writes.
    pub(super) reach: Vec<Extent>,
    /// It uses its caller's frame.
    pub(super) shares_frame: bool,
}

/// A function of another file.
#[derive(Clone, PartialEq, Debug)]
pub(super) struct LinkedFunction {
    pub(super) name: String,
    pub(super) file: FileId,
    pub(super) rva: u32,
    pub(super) signature: Option<Signature>,
}

/// A function, ready to be written down.
pub(super) struct Prepared {
    body: Body,
    /// The blocks with what is known where they begin; node 0 is the entry.
    nodes: Vec<Node>,
    /// Registers that are read after each instruction.
    live: Vec<u32>,
    /// Registers that are read, before they are written, from the start of each block on.
    live_in: Vec<u32>,
    /// Registers written since the last call, where each block begins.
    fresh_in: Vec<u32>,
    taken: FxHashMap<i32, Extent>,
    /// Stack slots that count through arrays.
    index_slots: BTreeSet<i32>,
    /// As [`Machine::by_pushes`].
    by_pushes: bool,
    pub(super) signature: Signature,
}

/// A function's flow, and what else was found while it was written down.
pub(super) struct Written {
    pub(super) lowered: Lowered,
    /// Calls of modelled functions: where, and the name as imported.
    pub(super) calls: Vec<(u32, String)>,
    /// Its stack pointer was miscounted.
    pub(super) lost_stack: bool,
}

impl<'a> Context<'a> {
    pub(super) fn first_stack_parameter(&self) -> i32 {
        if self.image.is_64 { 0x28 } else { 4 }
    }

    pub(super) fn name_of(&self, rva: u32) -> String {
        (self.name)(rva)
    }

    /// How a function is called; `None` if it is too far from the function at hand, or calls itself.
    pub(super) fn signature(&self, rva: u32) -> Option<Signature> {
        let depth = self.depth.get();
        if depth == 0 {
            return None;
        }
        self.depth.set(depth - 1);
        let prepared = self.prepare(rva);
        self.depth.set(depth);
        prepared.map(|p| p.signature.clone())
    }

    /// 32-bit code that grows the stack by what is in `eax`.
    pub(super) fn makes_room(&self, rva: u32) -> bool {
        self.image.bytes_at(rva).is_some_and(|b| b.starts_with(&[0x51, 0x8d, 0x4c, 0x24]))
    }

    /// `None` for a function that is being prepared: it calls itself.
    pub(super) fn prepare(&self, rva: u32) -> Option<Rc<Prepared>> {
        let depth = self.depth.get();
        let known = (depth..=DEPTH).rev().find_map(|d| self.prepared.borrow().get(&(rva, d)).cloned());
        if let Some(known) = known {
            return known;
        }
        self.prepared.borrow_mut().insert((rva, depth), None);
        let prepared = Rc::new(Prepared::of(self, rva));
        self.prepared.borrow_mut().insert((rva, depth), Some(prepared.clone()));
        Some(prepared)
    }

    pub(super) fn entry_env(&self, machine: &Machine<'_, '_>) -> Env {
        let mut regs: Vec<Sym> = (0..REGISTERS).map(|n| if n < 16 { Sym::Saved(n as u8) } else { Sym::Unknown }).collect();
        let arguments: &[usize] = if self.image.is_64 { &ARGUMENTS_64 } else { &ARGUMENTS_32 };
        for (n, register) in arguments.iter().enumerate() {
            regs[*register] = Sym::local(machine.register_parameter(n));
        }
        regs[RSP] = Sym::Stack(0);
        Env { regs, xmm: super::wide::unknown(), flags: Kind::Lost, slots: BTreeMap::new() }
    }
}

impl Prepared {
    fn of(ctx: &Context<'_>, rva: u32) -> Prepared {
        let mut body = body::read(ctx.image, ctx.functions, rva, &|i| ctx.never_returns(i));
        let unwinds = body.code.iter().filter(|i| i.mnemonic() == Mnemonic::Call && ctx.unwinds_locally(i));
        body.gaps.extend(unwinds.map(|i| (i.ip() as u32, "control goes on where `_local_unwind` is told to")));
        let fresh_in = fresh_registers(&body);
        let (live, live_in) = liveness(ctx, &body, &fresh_in);
        let (mut machine, mut nodes) = explored(ctx, &body, &live_in, &fresh_in, false);
        if machine.lost_stack && !ctx.image.is_64 {
            let (other, its_nodes) = explored(ctx, &body, &live_in, &fresh_in, true);
            if !other.lost_stack {
                (machine, nodes) = (other, its_nodes);
            }
        }
        body.gaps.extend(machine.inside.iter().map(|at| (*at, "a jump goes on inside the function, and nothing tells where")));
        let returns = body.blocks.iter().filter(|b| b.next == Next::Return).filter_map(|b| body.code.get(b.last.wrapping_sub(1)));
        let pops = returns.map(|ret| if ret.op_count() > 0 { ret.immediate(0) as i32 } else { 0 }).max().unwrap_or(0);
        let at_entry = live_in.first().copied().unwrap_or(0);
        let signature = signature(ctx, &machine, &body, at_entry, pops);
        let (index_slots, by_pushes) = (machine.index_slots, machine.by_pushes);
        Prepared { by_pushes, body, nodes, live, live_in, fresh_in, taken: machine.taken, index_slots, signature }
    }

    /// Writes the flow down.
    pub(super) fn lower(&self, ctx: &Context<'_>, rva: u32) -> Written {
        let name = ctx.name_of(rva);
        let mut machine = Machine::new(ctx);
        machine.taken = self.taken.clone();
        machine.by_pushes = self.by_pushes;
        machine.index_slots = self.index_slots.clone();
        machine.pointers = Pointers::of((ctx.variables)(rva));
        machine.writes = true;
        machine.blocks = vec![None; self.nodes.len() + 1];
        self.name_parameters(&mut machine, (ctx.method)(rva));
        for (n, node) in self.nodes.iter().enumerate() {
            machine.current = n + 1;
            machine.fresh = self.fresh_in[node.block];
            run_block(&mut machine, &self.body, node.block, &node.env, Some(&self.live));
            self.end_block(&mut machine, node);
        }
        let params = self.parameters(&mut machine);
        self.begin(&mut machine, &params);
        let end = self.body.code.iter().map(|i| i.next_ip() as u32).max().unwrap_or(rva);
        let span = Span { file: ctx.file, start: rva, end: rva.max(end) };
        let blocks: Vec<Block> =
            machine.blocks.into_iter().map(|b| b.unwrap_or(Block { events: Vec::new(), end: Terminator::Unreachable })).collect();
        let flow = Flow {
            name: name.into(),
            file: ctx.file,
            name_span: Span { end: rva, ..span },
            span,
            internal: false,
            variadic: false,
            by_words: true,
            params,
            locals: machine.locals,
            blocks,
            threads: Vec::new(),
        };
        let lowered = Lowered { flow, notices: Vec::new(), regions_skipped: self.body.gaps.len() as u32, bytes_skipped: 0, limits_hit: 0 };
        Written { lowered, calls: machine.api_calls, lost_stack: machine.lost_stack }
    }

    /// Stretches of code: begin and end.
    pub(super) fn code(&self) -> Vec<(u32, u32)> {
        self.body.stretches()
    }

    pub(super) fn gaps(&self) -> &[(u32, &'static str)] {
        &self.body.gaps
    }

    fn name_parameters(&self, machine: &mut Machine<'_, '_>, is_method: bool) {
        if is_method && self.signature.registers > 0 {
            let this = machine.register_parameter(0);
            machine.locals[this.0 as usize].name = "this".into();
        }
    }

    fn parameters(&self, machine: &mut Machine<'_, '_>) -> Vec<LocalId> {
        let mut params: Vec<LocalId> = (0..self.signature.registers as usize).map(|n| machine.register_parameter(n)).collect();
        let (first, word) = (machine.ctx.first_stack_parameter(), machine.ctx.image.word_size() as i32);
        params.extend((0..self.signature.stack as i32).map(|n| machine.slot_local(first + n * word)));
        params
    }

    /// The first block: every local that is no parameter begins its life.
    fn begin(&self, machine: &mut Machine<'_, '_>, params: &[LocalId]) {
        let used = super::tidy::remove_unread(machine.blocks.iter_mut().flatten(), machine.locals.len());
        let fresh = (0..machine.locals.len()).filter(|l| used[*l]).map(|l| LocalId(l as u32)).filter(|l| !params.contains(l));
        let events = fresh.map(Event::Declare).collect();
        let end = if self.nodes.is_empty() { Terminator::Unreachable } else { Terminator::Goto(BlockId(1)) };
        machine.blocks[0] = Some(Block { events, end });
    }

    /// What decides where control goes, held until the registers are settled. Says whether it holds if it is zero.
    fn decide(&self, machine: &mut Machine<'_, '_>, run: &Run) -> bool {
        match &run.next {
            Next::Either(..) => {
                let last = &self.body.code[run.last - 1];
                let condition = if is_counted_jump(last) { None } else { machine.condition(last.condition_code()) };
                let (cond, negated) = condition.map_or((Expr::Unknown, false), |c| (c.expr, c.negated));
                machine.held.push(cond);
                negated
            }
            Next::Table(table) => {
                let index = machine.env.regs[SWITCH].clone();
                if table.index.is_some() && index != Sym::Unknown {
                    let index = machine.expr(&index);
                    machine.held.push(index);
                }
                false
            }
            _ => false,
        }
    }

    /// Where control goes from a block, after the registers that are read there got their values.
    fn end_block(&self, machine: &mut Machine<'_, '_>, node: &Node) {
        let run = &self.body.blocks[node.block];
        let next = &node.next;
        let live = run.last.checked_sub(1).map_or(0, |last| self.live[last]);
        machine.live = live;
        let negated = self.decide(machine, run);
        for n in (0..REGISTERS).filter(|n| live >> n & 1 == 1) {
            let local = Sym::local(LocalId(n as u32));
            let expects = |s: &usize| self.live_in[self.nodes[*s].block] >> n & 1 == 1 && self.nodes[*s].env.regs[n] == local;
            if next.iter().flatten().any(expects) {
                machine.settle(n);
            }
        }
        let span = machine.span;
        let id = |n: usize| BlockId(n as u32 + 1);
        let end = match (&run.next, next.as_slice()) {
            (Next::Goto(_), [Some(to)]) => Terminator::Goto(id(*to)),
            (Next::Either(..), [Some(one), None] | [None, Some(one)]) => {
                machine.held.clear();
                Terminator::Goto(id(*one))
            }
            (Next::Either(..), [Some(taken), Some(not)]) => {
                let cond = machine.held.pop().unwrap_or(Expr::Unknown);
                let (then, otherwise) = if negated { (id(*not), id(*taken)) } else { (id(*taken), id(*not)) };
                Terminator::Branch { cond, then, otherwise, span }
            }
            (Next::Table(_), targets) => {
                let index = machine.held.pop();
                let targets: Vec<usize> = targets.iter().flatten().copied().collect();
                switch(machine, &targets, index)
            }
            (Next::Return, _) => {
                machine.lost_stack |= machine.env.regs[RSP] != Sym::Stack(0);
                let value = machine.env.regs[RAX].clone();
                let value = machine.expr(&value);
                Terminator::Return { value: Some(value), span, kind: ExitKind::Return }
            }
            (Next::Tail, _) => {
                let last = self.body.code[run.last - 1];
                if machine.jumps_inside(&last) {
                    machine.give_up_everything();
                }
                let value = machine.tail(&last);
                Terminator::Return { value: Some(value), span, kind: ExitKind::Return }
            }
            _ => Terminator::Unreachable,
        };
        machine.end_block(end, 0);
    }
}

/// Finds out what is known where each block begins.
fn explored<'c, 'i>(ctx: &'c Context<'i>, body: &Body, live_in: &[u32], fresh_in: &[u32], by_pushes: bool) -> (Machine<'c, 'i>, Vec<Node>) {
    let mut machine = Machine::new(ctx);
    machine.by_pushes = by_pushes;
    let mut nodes = paths::explore(ctx, body, live_in, fresh_in, &mut machine);
    if !machine.index_slots.is_empty() {
        // now with the values of the slots that count through arrays
        let slots = std::mem::take(&mut machine.index_slots);
        machine = Machine::new(ctx);
        (machine.index_slots, machine.by_pushes) = (slots, by_pushes);
        nodes = paths::explore(ctx, body, live_in, fresh_in, &mut machine);
    }
    (machine, nodes)
}

/// One case after the other.
fn switch(machine: &mut Machine<'_, '_>, targets: &[usize], index: Option<Expr>) -> Terminator {
    let id = |b: usize| BlockId(b as u32 + 1);
    let span = machine.span;
    let Some((last, before)) = targets.split_last() else { return Terminator::Unreachable };
    for (case, to) in before.iter().enumerate() {
        let cond = index.as_ref().map_or(Expr::Unknown, |i| binary(BinOp::Eq, i.clone(), Expr::Const(case as i64)));
        if index.is_none() && before[..case].contains(to) {
            continue;
        }
        let next = machine.new_block();
        machine.end_block(Terminator::Branch { cond, then: id(*to), otherwise: BlockId(next as u32), span }, next);
    }
    Terminator::Goto(id(*last))
}

/// Runs a block's instructions; `live` says what is read after each of them.
pub(super) fn run_block(machine: &mut Machine<'_, '_>, body: &Body, b: usize, env: &Env, live: Option<&[u32]>) {
    let run = &body.blocks[b];
    machine.env = env.clone();
    machine.slots = env.slots.iter().map(|(at, value)| (*at, value.clone())).collect();
    machine.fresh_slots.clear();
    machine.pushed = 0;
    machine.pointers.forget_all();
    let index = match &run.next {
        Next::Table(table) => table.index,
        _ => None,
    };
    for at in run.first..run.last {
        let i = &body.code[at];
        machine.live = live.map_or(u32::MAX, |l| l[at] | uses(i));
        machine.tell_pointers(i);
        if let Some((load, register)) = index
            && i.ip() as u32 == load
        {
            machine.env.regs[SWITCH] = machine.get(register);
        }
        match i.mnemonic() {
            Mnemonic::Call => {
                let span = Span { file: machine.ctx.file, start: i.ip() as u32, end: i.next_ip() as u32 };
                machine.span = span;
                machine.live = live.map_or(u32::MAX, |l| l[at]);
                machine.call(i, following(body, at));
                machine.pointers.forget_all();
            }
            _ if at + 1 == run.last
                && (run.next == Next::Tail || matches!(run.next, Next::Table(_) | Next::Either(..)) || i.is_jmp_short_or_near()) =>
            {
                machine.span = Span { file: machine.ctx.file, start: i.ip() as u32, end: i.next_ip() as u32 };
                if run.next == Next::Tail
                    || i.is_jmp_short_or_near()
                    || i.condition_code() != iced_x86::ConditionCode::None
                    || is_counted_jump(i)
                    || matches!(i.mnemonic(), Mnemonic::Jmp)
                {
                    continue;
                }
                machine.step(i);
            }
            Mnemonic::Ret => machine.span = Span { file: machine.ctx.file, start: i.ip() as u32, end: i.next_ip() as u32 },
            _ => machine.step(i),
        }
    }
}

/// The instructions that lie behind one, without a gap.
fn following(body: &Body, at: usize) -> &[Instruction] {
    const FARTHEST: usize = 8;
    let rest = &body.code[at + 1..];
    let mut end = body.code[at].next_ip();
    let count = rest.iter().take(FARTHEST).take_while(|i| std::mem::replace(&mut end, i.next_ip()) == i.ip()).count();
    &rest[..count]
}

fn is_counted_jump(i: &Instruction) -> bool {
    matches!(i.mnemonic(), Mnemonic::Jcxz | Mnemonic::Jecxz | Mnemonic::Jrcxz | Mnemonic::Loop | Mnemonic::Loope | Mnemonic::Loopne)
}

// ---- what is read later ----

/// The registers that an instruction reads.
fn uses(i: &Instruction) -> u32 {
    access(i).0
}

/// The registers that an instruction reads and those that it overwrites.
fn access(i: &Instruction) -> (u32, u32) {
    let mut factory = InstructionInfoFactory::new();
    let info = factory.info(i);
    let (mut read, mut written) = (0, 0);
    for used in info.used_registers() {
        let Some(n) = Machine::number(used.register()) else { continue };
        let bit = 1u32 << n;
        match used.access() {
            OpAccess::Read | OpAccess::CondRead => read |= bit,
            OpAccess::Write if used.register().size() >= 4 => written |= bit,
            OpAccess::Write | OpAccess::CondWrite => {}
            OpAccess::ReadWrite => {
                read |= bit;
                written |= bit;
            }
            OpAccess::ReadCondWrite => read |= bit,
            _ => {}
        }
    }
    let flags = 1 << FLAG_A | 1 << FLAG_B;
    if i.rflags_read() != 0 {
        read |= flags;
    }
    if i.rflags_modified() != 0 {
        written |= flags;
    }
    (read, written)
}

/// Registers read after each instruction, and from the start of each block on.
fn liveness(ctx: &Context<'_>, body: &Body, fresh_in: &[u32]) -> (Vec<u32>, Vec<u32>) {
    let effects = effects(ctx, body, fresh_in);
    let mut at_start = vec![0u32; body.blocks.len()];
    let mut live = vec![0u32; body.code.len()];
    let at_end = |next: &Next, at_start: &[u32], last: &Instruction| -> u32 {
        match next {
            Next::Return => 1 << RAX,
            Next::Tail => tail_uses(ctx, last) | 1 << RAX,
            Next::Table(t) => successors(&Next::Table(t.clone())).fold(1 << SWITCH, |l, s| l | at_start[s]),
            other => successors(other).fold(0, |l, s| l | at_start[s]),
        }
    };
    let mut changed = true;
    while changed {
        changed = false;
        for (b, run) in body.blocks.iter().enumerate().rev() {
            let Some(last) = body.code.get(run.last.wrapping_sub(1)) else { continue };
            let mut now = at_end(&run.next, &at_start, last);
            for at in (run.first..run.last).rev() {
                live[at] = now;
                let (read, written) = effects[at];
                now = now & !written | read;
            }
            changed |= at_start[b] != now;
            at_start[b] = now;
        }
    }
    (live, at_start)
}

/// What each instruction reads and overwrites.
fn effects(ctx: &Context<'_>, body: &Body, fresh_in: &[u32]) -> Vec<(u32, u32)> {
    let mut all = vec![(0, 0); body.code.len()];
    for (run, at_start) in body.blocks.iter().zip(fresh_in) {
        let mut fresh = *at_start;
        for (i, effects) in body.code[run.first..run.last].iter().zip(&mut all[run.first..run.last]) {
            *effects = effect(ctx, i, fresh);
            fresh = if i.mnemonic() == Mnemonic::Call { 0 } else { fresh | effects.1 };
        }
    }
    all
}

/// Registers that were written since the last call on every way to a block: what a callee that nobody knows may be given.
fn fresh_registers(body: &Body) -> Vec<u32> {
    let mut at_start = vec![u32::MAX; body.blocks.len()];
    if let Some(entry) = at_start.first_mut() {
        *entry = 0;
    }
    let ends: Vec<(u32, bool)> = body
        .blocks
        .iter()
        .map(|run| {
            body.code[run.first..run.last].iter().fold((0, true), |(fresh, passes), i| match i.mnemonic() {
                Mnemonic::Call => (0, false),
                _ => (fresh | access(i).1, passes),
            })
        })
        .collect();
    let mut changed = true;
    while changed {
        changed = false;
        for (b, run) in body.blocks.iter().enumerate() {
            let (own, passes) = ends[b];
            let out = if passes { at_start[b] | own } else { own };
            for next in successors(&run.next) {
                let met = at_start[next] & out;
                changed |= met != at_start[next];
                at_start[next] = met;
            }
        }
    }
    at_start
}

fn effect(ctx: &Context<'_>, i: &Instruction, fresh: u32) -> (u32, u32) {
    let (read, written) = access(i);
    if i.mnemonic() != Mnemonic::Call || asks_where_it_is(i) {
        return (read, written);
    }
    let scratch: u32 = if ctx.image.is_64 { 1 | 2 | 4 | 0xf << 8 } else { 1 | 2 | 4 };
    let (arguments, keeps_rax) = argument_registers(ctx, i, fresh);
    let written = scratch | 1 << FLAG_A | 1 << FLAG_B;
    (read | arguments, if keeps_rax { written & !(1 << RAX) } else { written })
}

fn tail_uses(ctx: &Context<'_>, i: &Instruction) -> u32 {
    argument_registers(ctx, i, u32::MAX).0
}

/// The registers that a call's callee reads, and whether it leaves `rax` alone.
fn argument_registers(ctx: &Context<'_>, i: &Instruction, fresh: u32) -> (u32, bool) {
    let all: &[usize] = if ctx.image.is_64 { &ARGUMENTS_64 } else { &ARGUMENTS_32 };
    let first = |count: usize| all.iter().take(count).fold(0, |m, n| m | 1u32 << n);
    let target = match body::target_of(i) {
        Some(to) => Some(ctx.resolve(to)),
        None => ctx.slot_of(i).and_then(|slot| ctx.imports.at_slot(slot)).map(Target::Import),
    };
    if let Some(s) = target.as_ref().and_then(|t| ctx.signature_of(t)) {
        return (first(s.registers as usize), s.keeps_rax);
    }
    match target {
        Some(Target::Function(_)) => (first(4) & fresh, false),
        Some(Target::Nothing) => (0, true),
        Some(Target::Import(import)) if !ctx.image.is_64 => {
            (if ctx.convention(import).is_some_and(|c| c.has_this) { 1 << RCX } else { 0 }, false)
        }
        None if !ctx.image.is_64 => (0, false),
        Some(Target::Import(import)) => {
            let api = ctx.api_of(import);
            let count = api.and_then(|a| ctx.models.get(a).params).map(usize::from);
            (count.map_or(first(4) & fresh, first), false)
        }
        _ => (first(4) & fresh | 1 << RAX, false),
    }
}

fn signature(ctx: &Context<'_>, machine: &Machine<'_, '_>, body: &Body, at_entry: u32, pops: i32) -> Signature {
    let arguments: &[usize] = if ctx.image.is_64 { &ARGUMENTS_64 } else { &ARGUMENTS_32 };
    let registers = arguments.iter().rposition(|r| at_entry >> r & 1 == 1).map_or(0, |n| n as u32 + 1);
    let (first, word) = (ctx.first_stack_parameter(), ctx.image.word_size() as i32);
    let highest = machine.slot_locals().map(|(at, _)| at).filter(|at| *at >= first && *at < first + 32 * word).max();
    let mut stack = highest.map_or(0, |at| (at - first) / word + 1) as u32;
    if !ctx.image.is_64 && pops > 0 {
        stack = (pops / 4) as u32;
    }
    let registers = if ctx.image.is_64 && stack > 0 { 4 } else { registers };
    let mut reach: Vec<Extent> =
        (0..registers as usize).map(|n| machine.reach.get(&machine.register_parameter(n)).copied().unwrap_or_default()).collect();
    for n in 0..stack as i32 {
        let local = machine.slot_locals().find(|(at, _)| *at == first + n * word).map(|(_, l)| l);
        reach.push(local.and_then(|l| machine.reach.get(&l).copied()).unwrap_or_default());
    }
    let keeps_rax = !body.blocks.is_empty()
        && body.code.iter().all(|i| i.mnemonic() != Mnemonic::Call && access(i).1 & 1 << RAX == 0 && !writes_low(i));
    let keeps_rax = keeps_rax && body.blocks.iter().any(|b| b.next == Next::Return);
    Signature { registers, stack, pops, keeps_rax, reach, shares_frame: machine.shares_frame }
}

fn writes_low(i: &Instruction) -> bool {
    i.op0_kind() == iced_x86::OpKind::Register
        && i.op0_register().is_gpr()
        && i.op0_register().full_register() == Register::RAX
        && i.mnemonic() != Mnemonic::Cmp
        && i.mnemonic() != Mnemonic::Test
}
