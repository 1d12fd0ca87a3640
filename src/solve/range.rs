//! What is known of a number: an interval with a few values taken out.

/// `lo..=hi` without `not`. An empty range means that the path can't be taken.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub(super) struct Range {
    pub(super) lo: i64,
    pub(super) hi: i64,
    not: Vec<i64>,
}

/// How many single values are remembered as excluded; more are forgotten, which only widens the range.
const MAX_EXCLUDED: usize = 8;

impl Range {
    pub(super) const ANY: Range = Range { lo: i64::MIN, hi: i64::MAX, not: Vec::new() };

    pub(super) fn new(lo: i64, hi: i64) -> Range {
        Range { lo, hi, not: Vec::new() }
    }

    pub(super) fn exactly(value: i64) -> Range {
        Range::new(value, value)
    }

    pub(super) fn positive() -> Range {
        Range::new(1, i64::MAX)
    }

    pub(super) fn negative() -> Range {
        Range::new(i64::MIN, -1)
    }

    pub(super) fn other_than(value: i64) -> Range {
        Range { not: vec![value], ..Range::ANY }.tightened()
    }

    pub(super) fn is_empty(&self) -> bool {
        self.lo > self.hi
    }

    pub(super) fn is_any(&self) -> bool {
        *self == Range::ANY
    }

    pub(super) fn constant(&self) -> Option<i64> {
        (self.lo == self.hi).then_some(self.lo)
    }

    pub(super) fn contains(&self, value: i64) -> bool {
        self.lo <= value && value <= self.hi && !self.not.contains(&value)
    }

    /// `Some(true)` if zero is excluded, `Some(false)` if it is certainly zero.
    pub(super) fn truth(&self) -> Option<bool> {
        if !self.contains(0) { Some(true) } else { (self.constant() == Some(0)).then_some(false) }
    }

    fn tightened(mut self) -> Range {
        while self.lo <= self.hi && self.not.contains(&self.lo) {
            if self.lo == i64::MAX {
                return Range::new(1, 0);
            }
            self.lo += 1;
        }
        while self.lo <= self.hi && self.not.contains(&self.hi) {
            self.hi -= 1;
        }
        let (lo, hi) = (self.lo, self.hi);
        self.not.retain(|v| lo < *v && *v < hi);
        self
    }

    pub(super) fn and(&self, other: &Range) -> Range {
        let mut not = self.not.clone();
        for v in &other.not {
            if !not.contains(v) && not.len() < MAX_EXCLUDED {
                not.push(*v);
            }
        }
        not.sort_unstable();
        Range { lo: self.lo.max(other.lo), hi: self.hi.min(other.hi), not }.tightened()
    }

    /// The smallest range that covers both.
    pub(super) fn hull(&self, other: &Range) -> Range {
        if self.is_empty() {
            return other.clone();
        }
        if other.is_empty() {
            return self.clone();
        }
        let mut not: Vec<i64> = self.not.iter().chain(&other.not).copied().filter(|v| !self.contains(*v) && !other.contains(*v)).collect();
        // Between two ranges that do not touch lies at least the value 0 worth keeping out: `!= 0` is what code tests.
        if !self.contains(0) && !other.contains(0) && !not.contains(&0) {
            not.push(0);
        }
        not.sort_unstable();
        not.dedup();
        not.truncate(MAX_EXCLUDED);
        Range { lo: self.lo.min(other.lo), hi: self.hi.max(other.hi), not }.tightened()
    }

    /// `hull`, but a bound that moved moves all the way: loops end after two rounds.
    pub(super) fn widen(&self, newer: &Range) -> Range {
        let mut wide = self.hull(newer);
        if wide.lo < self.lo {
            wide.lo = if wide.lo >= 0 { 0 } else { i64::MIN };
        }
        if wide.hi > self.hi {
            wide.hi = i64::MAX;
        }
        wide.tightened()
    }

    pub(super) fn map_add(&self, by: i64) -> Range {
        let bound = |v: i64| if v == i64::MIN || v == i64::MAX { v } else { v.saturating_add(by) };
        Range { lo: bound(self.lo), hi: bound(self.hi), not: self.not.iter().filter_map(|v| v.checked_add(by)).collect() }.tightened()
    }

    pub(super) fn negated(&self) -> Range {
        Range { lo: self.hi.saturating_neg(), hi: self.lo.saturating_neg(), not: self.not.iter().filter_map(|v| v.checked_neg()).collect() }
            .tightened()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn excluded_values_survive_a_join_only_if_both_sides_exclude_them() {
        let zero_or_more = Range::new(0, i64::MAX);
        assert_eq!(Range::positive().hull(&Range::negative()).truth(), Some(true));
        assert_eq!(Range::positive().hull(&Range::exactly(0)).truth(), None);
        assert_eq!(zero_or_more.and(&Range::other_than(0)), Range::positive());
        assert!(Range::exactly(3).and(&Range::other_than(3)).is_empty());
    }

    #[test]
    fn widening_keeps_the_bound_that_did_not_move() {
        let grown = Range::exactly(1).widen(&Range::new(1, 2));
        assert_eq!((grown.lo, grown.hi), (1, i64::MAX));
    }
}
