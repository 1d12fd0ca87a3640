//! Keys that are made and values that are set: noted where a call does so, named once the callers are known.

use super::calls::Call;
use super::engine::Engine;
use super::record::{Record, Written};
use super::roots::{Asked, Filling};
use super::state::State;
use super::summary::{Leaf, Origin, SubKey};
use super::term::{Term, TermId};
use crate::flow::Name;
use crate::lifetime::{Runs, Write};
use crate::models::{Function, Root, Writes};

/// How many keys one call is told to write to.
const MOST_KEYS: usize = 8;

impl Engine<'_> {
    /// Notes what a call writes. A value that is set to 0 is not: that switches off what it stands for.
    pub(super) fn note_written(&mut self, state: &State, api: &Function, name: &Name, call: &Call<'_>, args: &[TermId]) {
        let Some(writes) = api.writes.as_ref().filter(|w| self.holds(state, w.only_if, args)) else { return };
        let argument = |i: Option<u8>| i.and_then(|i| args.get(i as usize)).copied();
        if writes.value.is_some() && argument(writes.data).is_some_and(|data| self.is_zero(state, data)) {
            return;
        }
        let value = argument(writes.value).and_then(|value| match self.terms.get(value) {
            Term::Str(text) => Some(text.clone()),
            _ => None,
        });
        let origins = self.written_origins(state, writes, argument(writes.key), argument(writes.subkey));
        let made = || Written { api: name.clone(), origins: Vec::new(), value };
        let known = self.record.writes.entry(call.span).or_insert_with(made);
        for origin in origins {
            if known.origins.len() < MOST_KEYS && !known.origins.contains(&origin) {
                known.origins.push(origin);
            }
        }
    }

    fn written_origins(&mut self, state: &State, writes: &Writes, key: Option<TermId>, subkey: Option<TermId>) -> Vec<Origin> {
        let keys = match (writes.root, key) {
            (Some(root), _) => vec![Origin::of(Leaf::Root(root))],
            (None, Some(key)) => self.origins_of(state, key),
            (None, None) => vec![Origin::unknown()],
        };
        let subkeys = self.subkey_of(state, subkey);
        let below = SubKey::Known(writes.below.as_deref().unwrap_or_default().into());
        keys.iter().flat_map(|k| subkeys.iter().map(|s| k.below(s).below(&below)).collect::<Vec<_>>()).collect()
    }

    /// Whether what is written is 0: the argument itself, or what it points at.
    fn is_zero(&mut self, state: &State, data: TermId) -> bool {
        let value = match *self.terms.get(data) {
            Term::Addr(loc) => self.read(state, loc),
            _ => data,
        };
        self.terms.range(state, value).constant() == Some(0)
    }
}

impl Filling<'_> {
    /// What was written in one function; where it runs and what it was linked in from is told later.
    pub(super) fn writes<'r>(&'r self, f: usize, record: &'r Record, function: &'r Name) -> impl Iterator<Item = Write> + 'r {
        record.writes.iter().map(move |(span, written)| {
            let mut asked = Asked::default();
            let resolved = written.origins.iter().flat_map(|o| self.resolve(f, o, &mut asked));
            let mut keys: Vec<(Root, Option<Name>)> = resolved.collect();
            keys.sort();
            keys.dedup();
            if keys.is_empty() {
                keys.push((Root::Unknown, None));
            }
            let (function, api, value) = (function.clone(), written.api.clone(), written.value.clone());
            Write { span: *span, function, api, keys, value, runs: Runs::default(), library: None }
        })
    }
}
