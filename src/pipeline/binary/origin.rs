//! Whose code a finding is in, and what of that code was not followed.

use super::Run;
use crate::flow::{Callee, Event, Flow};
use crate::lifetime::{Class, Lifetime};
use crate::source::{FileId, Span};
use rustc_hash::FxHashMap;

impl Run<'_> {
    /// Notes for every open, wrong use and use of a root from which library its function was linked in, and for every leak whether
    /// a `__finally` block that nothing calls here closes keys. Where the stack could not be followed nothing is known.
    pub(super) fn note_origins(&mut self) {
        let flow_at: FxHashMap<(FileId, u32), usize> =
            self.flows.iter().enumerate().flat_map(|(f, flow)| calls(flow).map(move |(at, _)| ((flow.file, at), f))).collect();
        let flow_of = |at: Span| flow_at.get(&(at.file, at.start)).copied();
        let mut known: FxHashMap<usize, Option<&'static str>> = FxHashMap::default();
        let (debug, places) = (&self.debug, &self.places);
        let mut library = |at: Span| {
            let flow = flow_of(at)?;
            let (n, rva) = places[flow];
            // by the function's first instruction: what it inlines from others is its own
            *known.entry(flow).or_insert_with(|| debug[n].as_ref()?.library_at(rva))
        };
        let solution = &mut self.found.solution;
        solution.misuses.iter_mut().for_each(|m| m.library = library(m.span));
        solution.predefined_uses.iter_mut().for_each(|u| u.library = library(u.span));
        for life in &mut solution.lifetimes {
            life.library = library(life.name);
            let Some(flow) = flow_of(life.name) else { continue };
            if self.lost_stacks.contains(&flow) {
                let doubt = Some("the stack pointer of its function could not be followed".to_owned());
                *life = Lifetime { class: Class::Unknown, doubt, holder: None, exits: Vec::new(), held_across: Vec::new(), ..life.clone() };
            }
            if life.class == Class::Leaked {
                let (n, rva) = self.places[flow];
                let is_called = |function: u32| calls(&self.flows[flow]).any(|(_, to)| to == Some((life.name.file, function)));
                life.unread_handlers = self.binaries.all()[n].has_closing_block(rva, &is_called);
            }
        }
    }
}

/// The calls of a flow: where, and which function.
fn calls(flow: &Flow) -> impl Iterator<Item = (u32, Option<(FileId, u32)>)> + '_ {
    flow.blocks.iter().flat_map(|b| &b.events).filter_map(|event| match event {
        Event::Call { callee: Callee::Exact(_, file, to), name, .. } => Some((name.start, Some((*file, *to)))),
        Event::Call { name, .. } => Some((name.start, None)),
        _ => None,
    })
}
