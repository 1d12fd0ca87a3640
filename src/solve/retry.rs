//! Loops that try again after ERROR_KEY_DELETED (1018) without a bound.
//!
//! Read off the graph: the way on which a status says 1018 leads back to where it is asked, past a call that opens a key, and
//! whatever else can leave the loop depends on nothing but what the registry's functions return. A counter, a flag, a clock or a
//! function of one's own counts as a bound.

use super::Program;
use crate::flow::{Base, BinOp, Callee, Event, Expr, Flow, LocalId, Place, Terminator, UnOp};
use crate::models::{Function, Models};
use crate::source::Span;
use std::collections::BTreeSet;

/// `ERROR_KEY_DELETED`, `HRESULT_FROM_WIN32(ERROR_KEY_DELETED)` and `STATUS_KEY_DELETED`.
const DELETED: [i64; 4] = [1018, 0x8007_03FA, 0x8007_03FA - (1 << 32), -1_073_741_444];

/// Where a function tries again for ever, and which function opens the key again.
pub(super) struct Endless {
    pub(super) asked: Span,
    pub(super) opened: Span,
    pub(super) api: crate::models::ApiId,
}

/// On which outcome a condition says that a key was deleted, and of which status.
pub(super) fn says_deleted(cond: &Expr) -> Option<(bool, &Place)> {
    match cond {
        Expr::Unary(UnOp::Not, inner) => says_deleted(inner).map(|(outcome, place)| (!outcome, place)),
        Expr::Binary(op @ (BinOp::Eq | BinOp::Ne), a, b) => {
            let ((Expr::Place(place), value) | (value, Expr::Place(place))) = (&**a, &**b) else { return None };
            let is_deleted = match value {
                Expr::Const(value) => DELETED.contains(value),
                Expr::Unary(UnOp::HresultFromWin32, inner) => **inner == Expr::Const(DELETED[0]),
                _ => false,
            };
            is_deleted.then_some((*op == BinOp::Eq, place))
        }
        _ => None,
    }
}

/// The endless tries of one function. A loop that asks several times is told once, where it asks last.
pub(super) fn endless(program: &Program<'_>, flow: &Flow) -> Vec<Endless> {
    let asks = |b: &usize| matches!(&flow.blocks[*b].end, Terminator::Branch { cond, .. } if says_deleted(cond).is_some());
    let mut all: Vec<Endless> = (0..flow.blocks.len()).filter(asks).filter_map(|b| endless_at(program, flow, b)).collect();
    all.sort_by_key(|e| (e.opened, std::cmp::Reverse(e.asked)));
    all.dedup_by_key(|e| e.opened);
    all
}

fn endless_at(program: &Program<'_>, flow: &Flow, asking: usize) -> Option<Endless> {
    let Terminator::Branch { cond, then, otherwise, span } = &flow.blocks[asking].end else { return None };
    let (outcome, status) = says_deleted(cond)?;
    let again = if outcome { then.0 } else { otherwise.0 } as usize;
    let round = round_of(flow, again, asking);
    let events = || round.iter().flat_map(|b| &flow.blocks[*b].events);
    let answers = answers(flow, &round, program.models);
    if !answers.contains(&local_of(status)?) {
        return None;
    }
    let leaves = |b: &usize| successors(&flow.blocks[*b].end).any(|to| !round.contains(&to));
    let bounded = round.iter().filter(|b| **b != asking && leaves(b)).any(|b| match &flow.blocks[*b].end {
        Terminator::Branch { cond, .. } => !depends_on_answers(cond, &answers),
        _ => false,
    });
    // what counts takes another key each time, or ends
    let counts = events().any(|event| match event {
        Event::Assign { place, value: Expr::Binary(BinOp::Add | BinOp::Sub, a, _), .. } => **a == Expr::Place(place.clone()),
        _ => false,
    });
    let opened = events().find_map(|event| match event {
        Event::Call { callee: Callee::Api(api), name, .. } if program.models.get(*api).acquires.is_some() => Some((*name, *api)),
        _ => None,
    });
    // a wait of any length, and everything that is not the registry, may end the loop
    let others =
        events().any(|event| matches!(event, Event::Call { callee: Callee::Named(_) | Callee::Exact(..) | Callee::Pointer(_), .. }));
    let (opened, api) = opened.filter(|_| !bounded && !counts && !others)?;
    Some(Endless { asked: *span, opened, api })
}

fn successors(end: &Terminator) -> impl Iterator<Item = usize> {
    end.successors().map(|to| to.0 as usize)
}

/// The blocks on the ways from one block to another, both included; empty if no way leads there.
fn round_of(flow: &Flow, from: usize, to: usize) -> BTreeSet<usize> {
    let forward = closure(from, |b| successors(&flow.blocks[b].end).collect());
    let mut before: Vec<Vec<usize>> = vec![Vec::new(); flow.blocks.len()];
    for (b, block) in flow.blocks.iter().enumerate() {
        successors(&block.end).for_each(|next| before[next].push(b));
    }
    let backward = closure(to, |b| before[b].clone());
    if forward.contains(&to) { forward.intersection(&backward).copied().collect() } else { BTreeSet::new() }
}

fn closure(from: usize, next: impl Fn(usize) -> Vec<usize>) -> BTreeSet<usize> {
    let mut found = BTreeSet::from([from]);
    let mut waiting = vec![from];
    while let Some(b) = waiting.pop() {
        waiting.extend(next(b).into_iter().filter(|to| found.insert(*to)));
    }
    found
}

fn local_of(place: &Place) -> Option<LocalId> {
    match place.base {
        Base::Local(local) if place.path.is_empty() => Some(local),
        _ => None,
    }
}

/// The variables that hold nothing in the loop but what the registry's functions return, or what follows from that.
fn answers(flow: &Flow, round: &BTreeSet<usize>, models: &Models) -> BTreeSet<LocalId> {
    let is_of_registry = |f: &Function| f.acquires.is_some() || f.releases.is_some() || !f.uses.is_empty();
    let mut answers = BTreeSet::new();
    let mut others = BTreeSet::new();
    // once more for what a later line of the loop hands to an earlier one
    for _ in 0..2 {
        for event in round.iter().flat_map(|b| &flow.blocks[*b].events) {
            match event {
                Event::Call { callee, result: Some(place), .. } => {
                    let is_answer = matches!(callee, Callee::Api(api) if is_of_registry(models.get(*api)));
                    if let Some(local) = local_of(place) {
                        if is_answer {
                            answers.insert(local)
                        } else {
                            others.insert(local)
                        };
                    }
                }
                Event::Assign { place, value, .. } => {
                    let Some(local) = local_of(place) else { continue };
                    if !matches!(value, Expr::Const(_)) && depends_on_answers(value, &answers) {
                        answers.insert(local);
                    } else if !matches!(value, Expr::Const(_)) || !answers.contains(&local) {
                        others.insert(local);
                    }
                }
                _ => {}
            }
        }
    }
    answers.retain(|local| !others.contains(local));
    answers
}

fn depends_on_answers(value: &Expr, answers: &BTreeSet<LocalId>) -> bool {
    match value {
        Expr::Const(_) => true,
        Expr::Place(place) => local_of(place).is_some_and(|local| answers.contains(&local)),
        Expr::Unary(_, a) => depends_on_answers(a, answers),
        Expr::Binary(_, a, b) => depends_on_answers(a, answers) && depends_on_answers(b, answers),
        Expr::Str(_) | Expr::Function(_) | Expr::AddrOf(_) | Expr::Unknown => false,
    }
}
