//! Where paths meet: disjuncts with the same handles become one, and a block keeps a bounded number of them.

use super::ends::close_nothing;
use super::engine::Engine;
use super::state::{Key, Meeting, State, Status};
use super::term::{Res, Term};
use crate::flow::BlockId;

/// How many disjuncts a block keeps before those become one that differ only in what was closed.
const MANY_DISJUNCTS: usize = 8;
/// How many disjuncts a block keeps before they are merged by force.
const MAX_DISJUNCTS: usize = 64;
/// How many disjuncts a call may leave before those with the same handles are joined.
const MAX_STRAIGHT: usize = 8;
/// Marks the pseudo-block number of a program point inside a block.
const POINT: u32 = 1 << 31;

/// The disjuncts that arrived at a block.
#[derive(Default)]
pub(super) struct Junction {
    kept: Vec<Kept>,
    /// There were many: what was closed is forgotten on arrival.
    crowded: bool,
}

struct Kept {
    key: Key,
    state: State,
    /// Not explored yet as it is.
    new: bool,
}

impl Junction {
    /// The disjuncts to explore next; where paths meet, they stay to meet those that arrive later.
    pub(super) fn take_new(&mut self, stay: bool) -> Vec<State> {
        if !stay {
            return std::mem::take(&mut self.kept).into_iter().map(|k| k.state).collect();
        }
        self.kept.iter_mut().filter_map(|k| std::mem::take(&mut k.new).then(|| k.state.clone())).collect()
    }
}

impl Engine<'_> {
    pub(super) fn arrive(&mut self, mut state: State, block: BlockId) {
        let at = block.0 as usize;
        self.work += 1 + state.len() as u64 / 8;
        let joins = self.join_blocks[at];
        if joins {
            self.forget_dead(&mut state, block.0);
            self.close_what_is_none(&mut state);
        }
        let mut junction = std::mem::take(&mut self.junctions[at]);
        if junction.crowded {
            close_nothing(junction.kept.iter_mut().map(|k| &mut k.state).chain([&mut state]).collect(), &self.terms);
            self.forget_handles(&mut state, false);
        }
        let meeting = Meeting { number: block.0, widens: self.terms.loop_heads[at] };
        if self.meet(&mut junction.kept, Kept { key: state.key(&self.terms, junction.crowded), state, new: true }, meeting) {
            self.queue.insert((self.order[at], block.0));
        }
        let most = if junction.crowded { MAX_DISJUNCTS } else { MANY_DISJUNCTS };
        if joins && junction.kept.len() > most {
            junction.kept = self.merge_by_force(junction.kept, block.0);
            junction.crowded = true;
        }
        self.junctions[at] = junction;
    }

    /// Adds a disjunct: it becomes one with that of the same key. Says whether there is something new to explore.
    fn meet(&mut self, kept: &mut Vec<Kept>, newer: Kept, at: Meeting) -> bool {
        match kept.iter_mut().find(|k| k.key == newer.key) {
            Some(known) => {
                let changed = known.state.join(&newer.state, at, &mut self.terms);
                known.new |= changed;
                changed
            }
            None => {
                let new = newer.new;
                kept.push(newer);
                new
            }
        }
    }

    /// Too many disjuncts at one block. First those that differ only in what was closed become one; if that is not enough,
    /// the handles that still tell them apart are given up as unknown.
    fn merge_by_force(&mut self, mut all: Vec<Kept>, block: u32) -> Vec<Kept> {
        close_nothing(all.iter_mut().map(|k| &mut k.state).collect(), &self.terms);
        for everything in [false, true] {
            self.work += all.iter().map(|k| 1 + k.state.len() as u64 / 4).sum::<u64>();
            let mut merged: Vec<Kept> = Vec::new();
            for Kept { mut state, new, .. } in all {
                self.forget_handles(&mut state, everything);
                let key = state.key(&self.terms, true);
                self.meet(&mut merged, Kept { key, state, new }, Meeting { number: block, widens: true });
            }
            all = merged;
            if all.len() <= MAX_DISJUNCTS {
                break;
            }
        }
        all
    }

    /// Forgets the handles that were closed, or all, and with them what was closed for callers.
    fn forget_handles(&mut self, state: &mut State, all: bool) {
        let gone: Vec<Res> = state.res.iter().filter(|(_, s)| all || !s.is_open()).map(|(r, _)| *r).collect();
        if all && !state.closed_inputs.is_empty() {
            state.closed_inputs.clear();
            self.record.limit_hit = true;
        }
        if all {
            state.situation = Default::default();
        }
        for res in gone {
            if state.status(res).is_some_and(Status::is_open) {
                self.record.limit_hit = true;
                self.record.sites[res.site as usize].note_doubt("too many combinations of open keys to follow them all");
            }
            self.drop_resource(state, res);
        }
    }

    /// Forgets a resource; places that name it hold an unknown value from here on.
    fn drop_resource(&mut self, state: &mut State, res: Res) {
        state.set_status(res, None);
        for loc in state.holders(&self.terms, res) {
            let unknown = self.terms.id(Term::Fresh { point: u32::MAX, part: loc.0, old: false });
            state.set(loc, unknown);
        }
    }

    /// Calls multiply disjuncts without paths ever meeting; those with the same handles become one here.
    pub(super) fn compact(&mut self, states: Vec<State>, point: u32) -> Vec<State> {
        if states.len() <= MAX_STRAIGHT {
            return states;
        }
        self.work += states.iter().map(|state| 1 + state.len() as u64 / 4).sum::<u64>();
        let mut kept: Vec<Kept> = Vec::new();
        for state in states {
            let here = Meeting { number: POINT | point, widens: false };
            self.meet(&mut kept, Kept { key: state.key(&self.terms, false), state, new: true }, here);
        }
        if kept.len() > MANY_DISJUNCTS {
            kept = self.merge_by_force(kept, POINT | point);
        }
        kept.into_iter().map(|k| k.state).collect()
    }
}
