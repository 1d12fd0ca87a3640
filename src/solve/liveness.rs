//! Which locals are still read: what is dead keeps no disjuncts apart and costs no time.

use crate::flow::{Base, Block, Callee, Event, Expr, Flow, LocalId, Place, Terminator};

/// A set of locals.
#[derive(Clone, PartialEq)]
struct Set(Vec<u64>);

impl Set {
    fn insert(&mut self, local: LocalId) {
        self.0[local.0 as usize / 64] |= 1 << (local.0 % 64);
    }

    fn remove(&mut self, local: LocalId) {
        self.0[local.0 as usize / 64] &= !(1 << (local.0 % 64));
    }

    fn contains(&self, local: LocalId) -> bool {
        self.0.get(local.0 as usize / 64).is_some_and(|w| w >> (local.0 % 64) & 1 == 1)
    }

    fn add(&mut self, other: &Set) {
        self.0.iter_mut().zip(&other.0).for_each(|(a, b)| *a |= b);
    }
}

/// The locals that a later read may see, at the start of every block.
pub(super) struct Liveness {
    at: Vec<Set>,
}

impl Liveness {
    pub(super) fn of(flow: &Flow) -> Liveness {
        let none = Set(vec![0; flow.locals.len().div_ceil(64)]);
        let mut at = vec![none.clone(); flow.blocks.len()];
        let mut before: Vec<Vec<usize>> = vec![Vec::new(); flow.blocks.len()];
        for (b, block) in flow.blocks.iter().enumerate() {
            block.end.successors().for_each(|s| before[s.0 as usize].push(b));
        }
        let mut waiting: Vec<usize> = (0..flow.blocks.len()).collect();
        let mut queued = vec![true; flow.blocks.len()];
        while let Some(b) = waiting.pop() {
            queued[b] = false;
            let mut live = none.clone();
            flow.blocks[b].end.successors().for_each(|s| live.add(&at[s.0 as usize]));
            backwards(&flow.blocks[b], &mut live);
            if live != at[b] {
                at[b] = live;
                for &p in &before[b] {
                    if !std::mem::replace(&mut queued[p], true) {
                        waiting.push(p);
                    }
                }
            }
        }
        Liveness { at }
    }

    /// Whether a later event names the local or takes its address. Pointers that were made before may lead to it even if not.
    pub(super) fn is_live(&self, block: u32, local: LocalId) -> bool {
        self.at[block as usize].contains(local)
    }
}

fn backwards(block: &Block, live: &mut Set) {
    match &block.end {
        Terminator::Branch { cond, .. } => reads(cond, live),
        Terminator::Return { value: Some(value), .. } => reads(value, live),
        _ => {}
    }
    for event in block.events.iter().rev() {
        match event {
            Event::Assign { place, value, .. } => {
                written(place, live);
                reads(value, live);
            }
            Event::Call { callee, args, result, .. } => {
                result.iter().for_each(|p| written(p, live));
                args.iter().for_each(|a| reads(a, live));
                if let Callee::Pointer(pointer) = callee {
                    reads(pointer, live);
                }
            }
            Event::Declare(local) => live.remove(*local),
            Event::EndScope { locals, .. } => locals.iter().for_each(|l| live.remove(*l)),
            Event::Havoc(place) => read_base(place, live),
            // what nobody reads needs no type
            Event::Points { .. } => {}
        }
    }
}

fn written(place: &Place, live: &mut Set) {
    match place.base {
        Base::Local(local) if place.path.is_empty() => live.remove(local),
        // Part of it, or what it points at: the rest is as it was.
        _ => read_base(place, live),
    }
}

fn read_base(place: &Place, live: &mut Set) {
    if let Base::Local(local) = place.base {
        live.insert(local);
    }
}

fn reads(expr: &Expr, live: &mut Set) {
    expr.each_place(&mut |place| read_base(place, live));
}
