//! Of all findings those that a change touches.

use super::Finding;
use super::identity::Place;
use crate::lifetime::Class;
use crate::source::Source;
use std::collections::BTreeMap;
use std::ops::RangeInclusive;

/// What is changed, by the paths of the run and of debug information.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Changes(pub BTreeMap<String, Changed>);

/// What is changed of a file.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Changed {
    /// All of it.
    Whole,
    /// These lines. Where lines were taken out, those around count.
    Lines(Vec<RangeInclusive<u32>>),
    /// Nobody knows: the file was built, and nobody keeps it. Its source tells.
    Built,
}

impl Changes {
    /// Whether a change touches the finding's place or a place of its path; of a leak also what lies between, because a call that
    /// closed the key may have been taken out there.
    pub fn touch(&self, finding: &Finding, sources: &[Source]) -> bool {
        let places: Vec<(Place, &str)> =
            finding.places().map(|span| (Place::of(span, sources), &*sources[span.file.0 as usize].path)).collect();
        let mut between: BTreeMap<&str, RangeInclusive<u32>> = BTreeMap::new();
        for (place, file) in &places {
            match self.0.get(*file) {
                Some(Changed::Whole) => return true,
                Some(Changed::Built) if !place.known => return true,
                _ if place.known => {
                    let (first, last) = place.lines();
                    if self.touches(place.path, &(first..=last)) {
                        return true;
                    }
                    let lines = between.entry(place.path).or_insert(first..=last);
                    *lines = first.min(*lines.start())..=last.max(*lines.end());
                }
                _ => {}
            }
        }
        finding.lifetime == Some(Class::Leaked) && between.iter().any(|(path, lines)| self.touches(path, lines))
    }

    fn touches(&self, path: &str, lines: &RangeInclusive<u32>) -> bool {
        match self.0.get(path) {
            Some(Changed::Whole) => true,
            Some(Changed::Lines(changed)) => changed.iter().any(|c| c.start() <= lines.end() && lines.start() <= c.end()),
            Some(Changed::Built) | None => false,
        }
    }
}
