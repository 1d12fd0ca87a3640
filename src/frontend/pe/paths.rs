//! What is known where each block begins.
//!
//! A register that holds the same constant, import or stack address on every way into a block holds it there. Where ways differ
//! in a stack address that is used later, in an entry of a table of predefined keys, or in a number that counts through an array,
//! the block is kept once for each: a loop over a small array becomes its steps, and code that two ways share closes on each of them what it closes there.

use super::body::{Body, Next};
use super::image::Image;
use super::lower::{Context, run_block};
use super::machine::{Env, Machine, RSP};
use super::value::Sym;
use crate::flow::{Base, Expr, LocalId, Place};
use iced_x86::{Instruction, Mnemonic, Register};
use std::collections::BTreeSet;

/// A block, and what is known where it begins.
pub(super) struct Node {
    pub(super) block: usize,
    pub(super) env: Env,
    /// The nodes that follow, in the order of the block's successors; `None` where control can't go.
    pub(super) next: Vec<Option<usize>>,
}

/// How often a node is gone through until what is known of it settles.
const MOST_PASSES: usize = 40;
/// How often a block is kept.
const MOST_COPIES: usize = 12;
/// How many nodes there may be for each block of a function, and besides.
const MOST_NODES: (usize, usize) = (3, 40);

/// Registers and slots that keep ways apart, with their values.
type Telling = (Vec<(usize, i64)>, Vec<(i32, i64)>);

/// Registers and slots that count.
type Counting = (BTreeSet<usize>, BTreeSet<i32>);

struct Paths<'b> {
    image: &'b Image<'b>,
    body: &'b Body,
    nodes: Vec<Node>,
    of_block: Vec<Vec<usize>>,
    passes: Vec<usize>,
    waiting: BTreeSet<usize>,
    /// Registers that are read later, where each block begins.
    live_in: &'b [u32],
    /// Registers that are used as an array's index.
    counters: u32,
    /// Slots that count no small array.
    large: BTreeSet<i32>,
    /// Blocks that were wanted once more often than they are kept, each with the one before it.
    full: BTreeSet<(usize, usize)>,
    /// Blocks at whose end numbers that are known say where control goes: a loop that ends there is short.
    decided: BTreeSet<usize>,
}

/// Goes through a function until what is known settles.
pub(super) fn explore(ctx: &Context<'_>, body: &Body, live_in: &[u32], fresh_in: &[u32], machine: &mut Machine<'_, '_>) -> Vec<Node> {
    let counters = body.code.iter().filter_map(|i| counter(i, ctx.image.is_64)).fold(0, |mask, n| mask | 1u32 << n);
    let mut paths = Paths {
        image: ctx.image,
        body,
        nodes: Vec::new(),
        of_block: Vec::new(),
        passes: Vec::new(),
        waiting: BTreeSet::new(),
        live_in,
        counters,
        large: BTreeSet::new(),
        full: BTreeSet::new(),
        decided: BTreeSet::new(),
    };
    paths.explore(ctx, fresh_in, machine);
    if paths.give_up_counting() {
        paths.explore(ctx, fresh_in, machine);
    }
    paths.nodes
}

/// Whether a conditional jump at the end of a block is certainly taken, or certainly not.
fn decided(machine: &mut Machine<'_, '_>, body: &Body, block: usize) -> Option<bool> {
    let run = &body.blocks[block];
    let last = body.code.get(run.last.wrapping_sub(1)).filter(|_| matches!(run.next, Next::Either(..)))?;
    let condition = machine.condition(last.condition_code())?;
    match condition.expr {
        Expr::Const(v) => Some((v != 0) != condition.negated),
        _ => None,
    }
}

/// The register that counts through an array of pointers here.
fn counter(i: &Instruction, is_64: bool) -> Option<usize> {
    let index = i.memory_index();
    // 32-bit code also counts by bytes
    let by_bytes = !is_64 && (i.mnemonic() == Mnemonic::Lea || i.memory_size().size() == 4);
    let wide = matches!(i.memory_index_scale(), 4 | 8) || by_bytes;
    (index != Register::None && wide).then(|| Machine::number(index)).flatten()
}

impl Paths<'_> {
    fn explore(&mut self, ctx: &Context<'_>, fresh_in: &[u32], machine: &mut Machine<'_, '_>) {
        let body = self.body;
        self.nodes.clear();
        self.passes.clear();
        self.of_block = vec![Vec::new(); body.blocks.len()];
        if !body.blocks.is_empty() {
            self.arrive(0, 0, ctx.entry_env(machine));
        }
        while let Some(n) = self.waiting.pop_first() {
            self.passes[n] += 1;
            if self.passes[n] > MOST_PASSES {
                continue;
            }
            let (block, env) = (self.nodes[n].block, self.nodes[n].env.clone());
            machine.fresh = fresh_in[block];
            run_block(machine, body, block, &env, None);
            machine.lost_stack |= body.blocks[block].next == Next::Return && machine.env.regs[RSP] != Sym::Stack(0);
            if let Some(last) = body.code.get(body.blocks[block].last.wrapping_sub(1)).filter(|_| body.blocks[block].next == Next::Tail)
                && machine.jumps_inside(last)
            {
                machine.inside.insert(last.ip() as u32);
            }
            let out = settled(machine);
            let decided = decided(machine, body, block);
            self.decided.extend(decided.map(|_| block));
            let next = successors(&body.blocks[block].next).enumerate().map(|(i, to)| {
                let possible = decided.is_none_or(|taken| taken == (i == 0));
                possible.then(|| self.arrive(block, to, out.clone()))
            });
            self.nodes[n].next = next.collect::<Vec<_>>();
        }
    }

    /// What counts on and on counts through no small array: its steps would only be the same loop many times. Says whether there
    /// is such a number.
    fn give_up_counting(&mut self) -> bool {
        let (mut endless, mut short) = (Counting::default(), Counting::default());
        for (block, from) in std::mem::take(&mut self.full) {
            let all: Vec<Telling> = self.of_block[block].iter().map(|n| self.telling(block, &self.nodes[*n].env)).collect();
            let ends = self.decided.contains(&block) || self.decided.contains(&from);
            let found = if ends { &mut short } else { &mut endless };
            found.0.extend((0..32).filter(|n| many(all.iter().filter_map(|t| value_of(&t.0, *n)))));
            let slots: BTreeSet<i32> = all.iter().flat_map(|t| &t.1).map(|(at, _)| *at).collect();
            found.1.extend(slots.into_iter().filter(|at| many(all.iter().filter_map(|t| value_of(&t.1, *at)))));
        }
        let before = (self.counters, self.large.len());
        endless.0.difference(&short.0).for_each(|n| self.counters &= !(1 << n));
        self.large.extend(endless.1.difference(&short.1));
        (self.counters, self.large.len()) != before
    }

    /// A way from one block into another; gives the node that it leads to.
    fn arrive(&mut self, from: usize, block: usize, env: Env) -> usize {
        let key = self.telling(block, &env);
        let same = self.of_block[block].iter().copied().find(|n| self.telling(block, &self.nodes[*n].env) == key);
        let (each, besides) = MOST_NODES;
        let room = self.of_block[block].len() < MOST_COPIES && self.nodes.len() < each * self.body.blocks.len() + besides;
        let known = match (same, self.of_block[block].last()) {
            (Some(n), _) => n,
            (None, Some(last)) if !room => {
                if self.of_block[block].len() >= MOST_COPIES {
                    self.full.insert((block, from));
                }
                *last
            }
            (None, _) => {
                let n = self.nodes.len();
                self.nodes.push(Node { block, env, next: Vec::new() });
                self.of_block[block].push(n);
                self.passes.push(0);
                self.waiting.insert(n);
                return n;
            }
        };
        let met = meet(&self.nodes[known].env, &env);
        if met != self.nodes[known].env {
            self.nodes[known].env = met;
            self.waiting.insert(known);
        }
        known
    }

    /// What keeps ways into a block apart.
    fn telling(&self, block: usize, env: &Env) -> Telling {
        let live = self.live_in[block];
        let of = |(n, sym): (usize, &Sym)| match sym {
            Sym::Stack(at) if n != RSP && live >> n & 1 == 1 => Some((n, i64::from(*at))),
            Sym::Const(v) if (live & self.counters) >> n & 1 == 1 => Some((n, *v)),
            Sym::Addr(rva) if live >> n & 1 == 1 && self.image.has_root_at(*rva) => Some((n, i64::from(*rva))),
            _ => None,
        };
        let counts = |(at, sym): (&i32, &Sym)| match sym {
            Sym::Const(v) if !self.large.contains(at) => Some((*at, *v)),
            _ => None,
        };
        (env.regs.iter().enumerate().filter_map(of).collect(), env.slots.iter().filter_map(counts).collect())
    }
}

/// Whether there are about as many numbers as a block is kept: one of several loops inside each other may count a little.
fn many(values: impl Iterator<Item = i64>) -> bool {
    values.collect::<BTreeSet<i64>>().len() > MOST_COPIES / 2
}

fn value_of<K: Copy + PartialEq>(all: &[(K, i64)], key: K) -> Option<i64> {
    all.iter().find(|(k, _)| *k == key).map(|(_, value)| *value)
}

pub(super) fn successors(next: &Next) -> impl Iterator<Item = usize> {
    let all: Vec<usize> = match next {
        Next::Goto(to) => vec![*to],
        Next::Either(a, b) => vec![*a, *b],
        Next::Table(table) => table.targets.clone(),
        Next::Return | Next::Tail | Next::Stop => Vec::new(),
    };
    all.into_iter()
}

/// Values that stay what they are whatever happens; all others live in the registers' locals.
fn settled(machine: &Machine<'_, '_>) -> Env {
    let mut env = machine.env.clone();
    for (n, sym) in env.regs.iter_mut().enumerate() {
        let stays = match sym {
            Sym::Const(_) | Sym::Addr(_) | Sym::Import(_) | Sym::Stack(_) | Sym::Saved(_) => n < 16,
            Sym::Expr(e) | Sym::Offset(e, _) => is_parameter(machine, e) && n < 16,
            Sym::Unknown => false,
        };
        if !stays {
            *sym = Sym::local(LocalId(n as u32));
        }
    }
    env.xmm.iter_mut().filter(|s| **s != Sym::Const(0)).for_each(|s| *s = Sym::Unknown);
    let stays = |(at, sym): &(&i32, &Sym)| match sym {
        Sym::Const(_) => machine.index_slots.contains(at),
        Sym::Import(_) | Sym::Stack(_) => !machine.taken.contains_key(at),
        // a parameter that came in a register and was put away
        Sym::Expr(e) | Sym::Offset(e, _) => is_parameter(machine, e) && !machine.taken.contains_key(at),
        _ => false,
    };
    env.slots = machine.slots.iter().filter(stays).map(|(at, sym)| (*at, sym.clone())).collect();
    env
}

fn is_parameter(machine: &Machine<'_, '_>, e: &Expr) -> bool {
    matches!(e, Expr::Place(Place { base: Base::Local(l), path }) if path.is_empty() && (0..4).any(|n| machine.register_parameter(n) == *l))
}

fn meet(a: &Env, b: &Env) -> Env {
    let regs = a.regs.iter().zip(&b.regs).enumerate().map(|(n, (x, y))| match (x, y) {
        (x, y) if x == y => x.clone(),
        // a stack pointer that differs was miscounted somewhere: the first count stands
        (Sym::Stack(_), _) if n == RSP => x.clone(),
        _ => Sym::local(LocalId(n as u32)),
    });
    let xmm = a.xmm.iter().zip(&b.xmm).map(|(x, y)| if x == y { x.clone() } else { Sym::Unknown });
    let slots = a.slots.iter().filter(|(at, v)| b.slots.get(at) == Some(v)).map(|(at, v)| (*at, v.clone()));
    Env {
        regs: regs.collect(),
        xmm: xmm.collect(),
        flags: if a.flags == b.flags { a.flags } else { super::flags::Kind::Lost },
        slots: slots.collect(),
    }
}
