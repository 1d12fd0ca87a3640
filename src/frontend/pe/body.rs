//! One function's instructions as blocks.

use super::functions::Functions;
use super::image::Image;
use super::tables::Table;
use iced_x86::{Code, Decoder, DecoderOptions, FlowControl, Instruction, OpKind, Register};
use rustc_hash::FxHashMap;
use std::collections::BTreeMap;

/// How control goes on after a block.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Next {
    Goto(usize),
    /// `(taken, not taken)`
    Either(usize, usize),
    /// By a table; the blocks by index, and whether the index is known to count from 0 in steps of one.
    Table(Cases),
    Return,
    /// A jump to another function, to an import, or through a pointer: a call that returns to the caller.
    Tail,
    /// Control never comes past the last instruction.
    Stop,
}

/// Where a jump table leads.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Cases {
    pub(super) targets: Vec<usize>,
    /// The instruction that reads the table, and the register that holds the index there.
    pub(super) index: Option<(u32, Register)>,
}

/// A run of instructions.
#[derive(Clone, Debug)]
pub(super) struct Run {
    pub(super) first: usize,
    pub(super) last: usize,
    pub(super) next: Next,
}

/// A function's code.
#[derive(Clone, Debug)]
pub(super) struct Body {
    pub(super) code: Vec<Instruction>,
    /// Block 0 is the entry.
    pub(super) blocks: Vec<Run>,
    /// Something could not be followed.
    pub(super) gaps: Vec<(u32, &'static str)>,
}

/// A longer function is cut off there.
const MOST_INSTRUCTIONS: usize = 30_000;

pub(super) fn decoder<'a>(image: &Image<'a>, rva: u32) -> Option<Decoder<'a>> {
    let bytes = image.bytes_at(rva).filter(|_| image.is_code(rva))?;
    let bits = if image.is_64 { 64 } else { 32 };
    Some(Decoder::with_ip(bits, bytes, u64::from(rva), DecoderOptions::NONE))
}

/// Decodes what is reachable from the start.
pub(super) fn read(image: &Image<'_>, functions: &Functions, start: u32, ends: &dyn Fn(&Instruction) -> bool) -> Body {
    let mut reader =
        Reader { image, functions, start, code: BTreeMap::new(), edges: BTreeMap::new(), leaders: vec![start], gaps: Vec::new() };
    let mut waiting = vec![start];
    while let Some(at) = waiting.pop() {
        reader.run(at, ends, &mut waiting);
        if reader.code.len() > MOST_INSTRUCTIONS {
            reader.gaps.push((at, "the function is too long to be read whole"));
            break;
        }
    }
    reader.blocks()
}

impl Body {
    /// Stretches of code without a gap: begin and end.
    pub(super) fn stretches(&self) -> Vec<(u32, u32)> {
        let mut all: Vec<(u32, u32)> = Vec::new();
        for i in &self.code {
            let (begin, end) = (i.ip() as u32, i.next_ip() as u32);
            match all.last_mut().filter(|last| last.1 == begin) {
                Some(last) => last.1 = end,
                None => all.push((begin, end)),
            }
        }
        all
    }
}

struct Reader<'a, 'i> {
    image: &'a Image<'i>,
    functions: &'a Functions,
    start: u32,
    code: BTreeMap<u32, Instruction>,
    /// By the last instruction of a run: where it may go.
    edges: BTreeMap<u32, Edge>,
    leaders: Vec<u32>,
    gaps: Vec<(u32, &'static str)>,
}

/// Where a jump table leads, with the instruction that reads it and the register that holds the index there.
type Targets = (Vec<u32>, Option<(u32, Register)>);

enum Edge {
    Jump(u32),
    Either(u32, u32),
    Table(Vec<u32>, Option<(u32, Register)>),
    Return,
    Tail,
    Stop,
}

impl Reader<'_, '_> {
    fn run(&mut self, at: u32, ends: &dyn Fn(&Instruction) -> bool, waiting: &mut Vec<u32>) {
        let Some(mut decoder) = decoder(self.image, at) else {
            self.gaps.push((at, "control goes to where there is no code"));
            return;
        };
        let limit = self.functions.end_of(at);
        let mut recent: Vec<Instruction> = Vec::new();
        while decoder.can_decode() && self.code.len() <= MOST_INSTRUCTIONS {
            let i = decoder.decode();
            let here = i.ip() as u32;
            if self.code.contains_key(&here) {
                self.leaders.push(here);
                return;
            }
            if here >= limit || i.is_invalid() {
                // A call that never returns is the last instruction of its function.
                self.stop_before(&recent, here);
                return;
            }
            self.code.insert(here, i);
            recent.push(i);
            if let Some(edge) = self.edge(&i, ends) {
                let to: &[u32] = match &edge {
                    Edge::Jump(to) => &[*to],
                    Edge::Either(taken, not) => &[*taken, *not],
                    Edge::Table(all, _) => all,
                    Edge::Return | Edge::Tail | Edge::Stop => &[],
                };
                self.leaders.extend(to);
                waiting.extend(to.iter().rev().filter(|t| !self.code.contains_key(t)));
                self.edges.insert(here, edge);
                return;
            }
        }
        self.stop_before(&recent, decoder.ip() as u32);
    }

    fn stop_before(&mut self, recent: &[Instruction], at: u32) {
        match recent.last() {
            Some(last) => {
                if !matches!(last.flow_control(), FlowControl::Call | FlowControl::IndirectCall) {
                    self.gaps.push((at, "control runs past the function's end"));
                }
                self.edges.insert(last.ip() as u32, Edge::Stop);
            }
            None => self.gaps.push((at, "there is no instruction where control goes")),
        }
    }

    fn edge(&mut self, i: &Instruction, ends: &dyn Fn(&Instruction) -> bool) -> Option<Edge> {
        let here = i.ip() as u32;
        match i.flow_control() {
            FlowControl::Next | FlowControl::XbeginXabortXend => None,
            FlowControl::Call | FlowControl::IndirectCall if ends(i) => Some(Edge::Stop),
            FlowControl::Call | FlowControl::IndirectCall => None,
            FlowControl::Return => Some(Edge::Return),
            FlowControl::Exception => Some(Edge::Stop),
            FlowControl::Interrupt => (i.code() != Code::Int_imm8 || i.immediate8() == 0x29 || i.immediate8() == 3).then_some(Edge::Stop),
            FlowControl::ConditionalBranch => Some(Edge::Either(target_of(i)?, i.next_ip() as u32)),
            FlowControl::UnconditionalBranch => {
                let Some(to) = target_of(i) else { return Some(Edge::Stop) };
                let away = to != self.start && self.functions.is_start(to) && !self.functions.same_piece(here, to);
                let away = away || (to == self.start && !self.code.contains_key(&to));
                Some(if away { Edge::Tail } else { Edge::Jump(to) })
            }
            FlowControl::IndirectBranch => match self.table(i) {
                Some((targets, index)) if !targets.is_empty() => Some(Edge::Table(targets, index)),
                _ => Some(Edge::Tail),
            },
        }
    }

    /// The targets of a jump through a table.
    fn table(&self, jump: &Instruction) -> Option<Targets> {
        const FARTHEST: usize = 400;
        let mut before: Vec<Instruction> = self.code.range(..jump.ip() as u32).rev().take(FARTHEST).map(|(_, i)| *i).collect();
        before.reverse();
        let asks = |i: &&Instruction| target_of(i) == Some(i.next_ip() as u32) && i.flow_control() == FlowControl::Call;
        let asked = if self.image.is_64 { None } else { self.code.values().find(asks).map(|i| i.next_ip() as u32) };
        let table = Table::of(self.image, jump, &before, asked)?;
        Some((table.targets(self.image, |t| self.is_near(t)), table.index))
    }

    fn is_near(&self, target: u32) -> bool {
        self.functions.same_piece(self.start, target)
            || (!self.functions.is_start(target) && self.functions.end_of(target) == self.functions.end_of(self.start))
    }

    fn blocks(mut self) -> Body {
        self.leaders.retain(|l| self.code.contains_key(l));
        self.leaders.sort_unstable();
        self.leaders.dedup();
        let code: Vec<Instruction> = self.code.values().copied().collect();
        let mut first_of: FxHashMap<u32, usize> = FxHashMap::default();
        let mut starts: Vec<usize> = Vec::new();
        // The entry comes first, whatever lies before it.
        let entry = self.leaders.iter().position(|l| *l == self.start).unwrap_or(0);
        if !self.leaders.is_empty() {
            self.leaders.swap(0, entry);
            self.leaders[1..].sort_unstable();
        }
        for leader in &self.leaders {
            first_of.insert(*leader, starts.len());
            starts.push(code.partition_point(|i| (i.ip() as u32) < *leader));
        }
        let blocks = starts.iter().map(|&first| self.block(&code, first, &first_of)).collect();
        Body { code, blocks, gaps: self.gaps }
    }

    fn block(&self, code: &[Instruction], first: usize, first_of: &FxHashMap<u32, usize>) -> Run {
        let to = |rva: &u32| first_of.get(rva).copied();
        let mut last = first;
        loop {
            let i = &code[last];
            let here = i.ip() as u32;
            let next = match self.edges.get(&here) {
                Some(Edge::Jump(target)) => to(target).map_or(Next::Stop, Next::Goto),
                Some(Edge::Either(taken, not)) => match (to(taken), to(not)) {
                    (Some(taken), Some(not)) => Next::Either(taken, not),
                    (Some(one), None) | (None, Some(one)) => Next::Goto(one),
                    (None, None) => Next::Stop,
                },
                Some(Edge::Table(targets, index)) => Next::Table(Cases { targets: targets.iter().filter_map(to).collect(), index: *index }),
                Some(Edge::Return) => Next::Return,
                Some(Edge::Tail) => Next::Tail,
                Some(Edge::Stop) => Next::Stop,
                None => match (to(&(i.next_ip() as u32)), code.get(last + 1)) {
                    (Some(next), _) => Next::Goto(next),
                    (None, Some(following)) if following.ip() == i.next_ip() => {
                        last += 1;
                        continue;
                    }
                    _ => Next::Stop,
                },
            };
            return Run { first, last: last + 1, next };
        }
    }
}

pub(super) fn target_of(i: &Instruction) -> Option<u32> {
    matches!(i.op0_kind(), OpKind::NearBranch16 | OpKind::NearBranch32 | OpKind::NearBranch64).then(|| i.near_branch_target() as u32)
}
