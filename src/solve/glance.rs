//! Functions of which only the predefined keys that they use are asked: where these stand in the calls themselves, a look at the
//! calls tells, and the function is not explored.

use super::{Program, situation};
use crate::flow::{Base, Callee, Event, Expr, Flow, Global, Name, Place, Terminator};
use crate::models::{Acquire, Context, Function, Kind, Reopen, Root, RootFrom};
use crate::source::Span;
use rayon::prelude::*;
use std::collections::BTreeSet;

/// What a glance tells of a function.
#[derive(Clone, Default)]
pub(super) struct Glance {
    /// The predefined keys that it uses: the name at the call, what is called, the root.
    pub(super) uses: BTreeSet<(Span, Name, Root)>,
    /// Its callers may tell what it opens.
    pub(super) asks: bool,
}

/// What a glance tells of the flows of which nothing else is asked; the others must be explored.
pub(super) fn glance(program: &Program<'_>, callees: &[Vec<usize>]) -> Vec<Option<Glance>> {
    let mut found: Vec<Option<Glance>> = program.flows.par_iter().map(|flow| of(program, flow)).collect();
    // who calls what hides its uses may get a predefined key from there
    loop {
        let hides = |f: &usize| found[*f].is_some() && callees[*f].iter().any(|callee| found[*callee].is_none());
        let hiding: Vec<usize> = (0..found.len()).filter(hides).collect();
        if hiding.is_empty() {
            break;
        }
        hiding.into_iter().for_each(|f| found[f] = None);
    }
    (0..found.len()).filter(|f| !(program.slight)(*f)).for_each(|f| found[f] = None);
    // what an explored function calls is explored
    let mut waiting: Vec<usize> = (0..found.len()).filter(|f| found[*f].is_none()).collect();
    while let Some(f) = waiting.pop() {
        waiting.extend(callees[f].iter().copied().filter(|callee| found[*callee].take().is_some()));
    }
    loop {
        let asks = |f: usize| found[f].as_ref().is_none_or(|g| g.asks);
        let hands_on = |f: &usize| !asks(*f) && !program.flows[*f].params.is_empty() && callees[*f].iter().any(|callee| asks(*callee));
        let asking: Vec<usize> = (0..found.len()).filter(hands_on).collect();
        if asking.is_empty() {
            return found;
        }
        asking.into_iter().for_each(|f| found[f].iter_mut().for_each(|g| g.asks = true));
    }
}

/// `None` if more than a glance is needed.
fn of(program: &Program<'_>, flow: &Flow) -> Option<Glance> {
    let from_global = |place: &Place| matches!(&place.base, Base::Global(global) if holds_user_root(program, global));
    if situation::is_dll_main(&flow.name) || flow.places().any(from_global) {
        return None;
    }
    let mut found = Glance::default();
    for block in reached(flow) {
        for event in &flow.blocks[block].events {
            match event {
                Event::Call { callee: Callee::Api(id), args, name, .. } => {
                    let api = program.models.get(*id);
                    let used: Vec<usize> = used_arguments(api).collect();
                    let is_elsewhere =
                        |(i, arg): (usize, &Expr)| is_user_root(arg) && !(used.contains(&i) && matches!(arg, Expr::Const(_)));
                    if changes_what_keys_mean(api) || may_hand_back_root(api, args) || args.iter().enumerate().any(is_elsewhere) {
                        return None;
                    }
                    let given = used.into_iter().filter_map(|i| args.get(i)).filter_map(|arg| match arg {
                        Expr::Const(value) => Root::of_value(*value),
                        _ => None,
                    });
                    found.asks |= api.acquires.is_some() && args.iter().any(|arg| matches!(arg, Expr::Place(_)));
                    let spelled = (program.spelled)(*name, *id);
                    let roots = given.chain(api.uses_root).filter(|root| root.is_cached_user_root());
                    found.uses.extend(roots.map(|root| (*name, spelled.clone(), root)));
                }
                Event::Call { args, .. } if args.iter().any(is_user_root) => return None,
                Event::Assign { value, .. } if is_user_root(value) => return None,
                _ => {}
            }
        }
        match &flow.blocks[block].end {
            Terminator::Branch { cond: value, .. } | Terminator::Return { value: Some(value), .. } if is_user_root(value) => return None,
            _ => {}
        }
    }
    Some(found)
}

fn used_arguments(api: &Function) -> impl Iterator<Item = usize> {
    let root = api.acquires.as_ref().and_then(|a| match &a.root {
        RootFrom::Arg(arg) => Some(*arg),
        _ => None,
    });
    api.uses.iter().copied().chain(root).map(usize::from)
}

/// Whether without a sub-key it hands back the predefined key that it is given.
fn may_hand_back_root(api: &Function, args: &[Expr]) -> bool {
    let is_named = |a: &Acquire| {
        a.subkey.and_then(|i| args.get(usize::from(i))).is_some_and(|name| matches!(name, Expr::Str(text) if !text.is_empty()))
    };
    let same = |a: &Acquire| a.null_subkey == Reopen::Same || a.empty_subkey == Reopen::Same;
    api.acquires.as_ref().is_some_and(|a| same(a) && !is_named(a)) && args.iter().any(is_user_root)
}

fn changes_what_keys_mean(api: &Function) -> bool {
    let changes = matches!(api.context, Some(Context::DisableCache | Context::DisableUserCache | Context::Override));
    changes || api.reverts_if.is_some() || api.acquires.as_ref().is_some_and(|a| a.kind == Kind::Profile)
}

fn holds_user_root(program: &Program<'_>, global: &Global) -> bool {
    let values = program.constants.get(global).into_iter().chain(program.initial.get(global)).flatten();
    values.into_iter().any(|(_, value)| is_user_root(value))
}

fn is_user_root(value: &Expr) -> bool {
    match value {
        Expr::Const(value) => Root::is_user_value(*value),
        Expr::Unary(_, of) => is_user_root(of),
        Expr::Binary(_, a, b) => is_user_root(a) || is_user_root(b),
        _ => false,
    }
}

fn reached(flow: &Flow) -> BTreeSet<usize> {
    let mut reached = BTreeSet::from([0]);
    let mut waiting = vec![0];
    while let Some(block) = waiting.pop() {
        for next in flow.blocks.get(block).into_iter().flat_map(|b| b.end.successors()) {
            if reached.insert(next.0 as usize) {
                waiting.push(next.0 as usize);
            }
        }
    }
    reached.retain(|block| *block < flow.blocks.len());
    reached
}
