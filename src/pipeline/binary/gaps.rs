//! What was not followed: counted, said, and listed where it opens keys.

use super::Run;
use crate::flow::{Callee, Event};
use crate::frontend::pe::link::Place;
use crate::lifetime::{Class, Lifetime, Runs, Seen};
use crate::models::{Kind, Root};
use crate::report::BinaryCoverage;
use crate::source::Span;
use rustc_hash::FxHashSet;
use std::collections::{BTreeMap, BTreeSet};

impl Run<'_> {
    /// What looked like a function and lies inside of one that was followed is a part of that one (a case of a `switch`): that it
    /// makes no sense by itself is no gap.
    pub(super) fn drop_inner_gaps(&mut self) {
        let Run { code, gaps, .. } = self;
        gaps.retain(|(n, function, ..)| {
            let stretches = code.get(n).map(Vec::as_slice).unwrap_or_default();
            !stretches.iter().any(|(begin, end, of)| of != function && (*begin..*end).contains(function))
        });
    }

    /// Counts what was followed and what was not; `incomplete` are flows with more paths than were explored.
    pub(super) fn count(&mut self, incomplete: &[usize]) {
        let mut lost: BTreeSet<Place> = incomplete.iter().map(|f| self.places[*f]).collect();
        lost.extend(self.gaps.iter().map(|gap| (gap.0, gap.1)));
        let mut calls: BTreeMap<(usize, u32), bool> = BTreeMap::new();
        for (flow, (n, _)) in self.flows.iter().zip(&self.places) {
            for event in flow.blocks.iter().flat_map(|b| &b.events) {
                if let Event::Call { callee, name, .. } = event {
                    // a function that is imported by its number only
                    let is_numbered = matches!(callee, Callee::Named(name) if name.contains('#'));
                    *calls.entry((*n, name.start)).or_insert(true) &= !matches!(callee, Callee::Pointer(_)) && !is_numbered;
                }
            }
        }
        for (n, given) in self.given.iter().enumerate() {
            let binary = &self.binaries.all()[n];
            let Some(BinaryCoverage { coverage: count, .. }) = self.found.coverage.get_mut(&given.file) else { continue };
            let left_out = self.left_out.get(&n).copied().unwrap_or(0);
            let own = || self.places.iter().filter(|place| place.0 == n);
            let lost = lost.iter().filter(|place| place.0 == n).count();
            count.functions_found = binary.functions_found();
            count.functions_of_interest = own().count() + left_out;
            count.functions_given_up = lost + left_out;
            count.functions_followed = own().count() - lost;
            count.functions_with_handlers = own().filter(|place| binary.has_handlers(place.1)).count();
            let calls = calls.range((n, 0)..=(n, u32::MAX));
            count.calls_resolved = calls.clone().filter(|(_, resolved)| **resolved).count();
            count.calls_unresolved = calls.count() - count.calls_resolved;
        }
    }

    /// Opens in code that could not be followed: all that is known is that they are there.
    pub(super) fn add_unfollowed(&mut self, n: usize, code: Vec<(u32, u32, u32)>) {
        let mut code: Vec<(u32, u32)> = code.into_iter().map(|(begin, end, _)| (begin, end)).collect();
        code.sort_unstable();
        let (unfollowed, file) = (self.binaries.all()[n].unfollowed(&code), self.given[n].file);
        if let Some(BinaryCoverage { coverage, .. }) = self.found.coverage.get_mut(&file) {
            coverage.functions_of_interest += unfollowed.len();
            coverage.functions_given_up += unfollowed.len();
        }
        for (rva, api, kind) in unfollowed {
            let span = Span { file, start: rva, end: rva + 6 };
            let doubt = Some("the code around it could not be followed".to_owned());
            let open = Lifetime { doubt, ..unseen(span, format!("sub_{rva:x}"), api, kind) };
            self.found.solution.lifetimes.push(open);
        }
    }

    /// Imported functions that open something and that no code which was read calls.
    pub(super) fn add_uncalled(&mut self, n: usize) {
        let (binary, file) = (&self.binaries.all()[n], self.given[n].file);
        let why = self.found.coverage.get(&file).and_then(|c| c.not_read.clone());
        if why.is_none() && self.debug[n].is_none() {
            return;
        }
        let why = why.unwrap_or_else(|| "no call of it was found".to_owned());
        let named = self.names.iter().filter(|((at, _), _)| *at == file).map(|(_, name)| &**name);
        let opened = self.found.solution.lifetimes.iter().filter(|life| life.name.file == file).map(|life| &*life.api);
        let called: FxHashSet<String> = named.chain(opened).map(str::to_owned).collect();
        for open in binary.uncalled(&|name| called.contains(name)) {
            let span = Span { file, start: open.slot, end: open.slot };
            self.found.addresses.entry(file).or_default().imports.insert(open.slot);
            self.found.solution.lifetimes.push(Lifetime {
                roots: vec![open.root.unwrap_or(Root::Unknown)],
                per_user: open.root.and_then(per_user),
                doubt: Some(why.clone()),
                seen: Seen::Import,
                ..unseen(span, String::new(), open.name, open.kind)
            });
        }
    }

    /// One sentence for the file, if anything was given up.
    pub(super) fn say_what_was_given_up(&mut self, n: usize) {
        let Some(count) = self.found.coverage.get(&self.given[n].file).map(|c| c.coverage) else { return };
        let (all, lost, handlers) = (count.functions_of_interest, count.functions_given_up, count.functions_with_handlers);
        if lost > 0 {
            self.say(n, format!("{lost} of {all} functions that open, use or close keys, or lead there, were not followed whole"));
        }
        if handlers > 0 {
            let what = "code that runs only when an exception passes is not read: catch and __except blocks, destructors";
            self.say(n, format!("in {handlers} of {all} functions that open, use or close keys, or lead there, {what}"));
        }
    }
}

/// Whether a root that is always the same is a user's.
fn per_user(root: Root) -> Option<bool> {
    match root {
        Root::Hkcu | Root::Hkcr | Root::HkcuLocal => Some(true),
        Root::Hklm | Root::Hkcc | Root::Hkpd => Some(false),
        _ => None,
    }
}

/// An open of which nothing is known but that it is there.
fn unseen(span: Span, function: String, api: &str, kind: Kind) -> Lifetime {
    Lifetime {
        function: function.into(),
        api: api.into(),
        via: None,
        span,
        name: span,
        kind,
        roots: vec![Root::Unknown],
        per_user: None,
        subkey: None,
        handle: None,
        class: Class::Unknown,
        in_wrapper: false,
        doubt: None,
        holder: None,
        held_across: Vec::new(),
        touched: Vec::new(),
        exits: Vec::new(),
        callers: Vec::new(),
        runs: Runs::default(),
        seen: Seen::Call,
        library: None,
        unread_handlers: false,
    }
}
