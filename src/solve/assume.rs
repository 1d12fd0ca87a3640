//! What a condition teaches: ranges of values, and what follows from a comparison.

use super::range::Range;
use super::state::State;
use super::term::{LocBase, Term, TermId, Terms};
use crate::flow::{BinOp, UnOp};

impl Terms {
    /// Everything known of a value on this path.
    pub(super) fn range(&self, state: &State, id: TermId) -> Range {
        let shape = match self.get(id) {
            Term::OneOf(all) => all.iter().map(|t| self.range(state, *t)).reduce(|a, b| a.hull(&b)).unwrap_or(Range::ANY),
            Term::Un(op, a) => self.unary_range(state, *op, *a),
            Term::Bin(op, a, b) => self.binary_range(state, *op, *a, *b),
            _ => self.shape_range(id),
        };
        match state.fact(id) {
            Some(fact) => fact.and(&shape),
            None => shape,
        }
    }

    fn unary_range(&self, state: &State, op: UnOp, a: TermId) -> Range {
        let inner = self.range(state, a);
        match op {
            UnOp::Not => match inner.truth() {
                Some(truth) => Range::exactly(i64::from(!truth)),
                None => Range::new(0, 1),
            },
            UnOp::Neg => inner.negated(),
            UnOp::BitNot => inner.constant().map_or(Range::ANY, |c| Range::exactly(!c)),
            UnOp::HresultFromWin32 => match inner.truth() {
                Some(true) => Range::negative(),
                Some(false) => Range::exactly(0),
                None => Range::new(i64::MIN, 0),
            },
            UnOp::Borrowed => inner,
            UnOp::Win32FromStatus => match (inner.lo >= 0, inner.hi < 0) {
                (true, _) => Range::exactly(0),
                (_, true) => Range::positive(),
                _ => Range::new(0, i64::MAX),
            },
        }
    }

    fn binary_range(&self, state: &State, op: BinOp, a: TermId, b: TermId) -> Range {
        let (ra, rb) = (self.range(state, a), self.range(state, b));
        if let (Some(x), Some(y)) = (ra.constant(), rb.constant())
            && let Some(value) = fold(op, x, y)
        {
            return Range::exactly(value);
        }
        match op {
            BinOp::Eq | BinOp::Ne | BinOp::Lt | BinOp::Le | BinOp::Gt | BinOp::Ge => match self.compared(state, op, (a, &ra), (b, &rb)) {
                Some(truth) => Range::exactly(i64::from(truth)),
                None => Range::new(0, 1),
            },
            BinOp::Add => match (ra.constant(), rb.constant()) {
                (_, Some(c)) => ra.map_add(c),
                (Some(c), _) => rb.map_add(c),
                _ => Range::ANY,
            },
            BinOp::Sub => match (ra.constant(), rb.constant().and_then(i64::checked_neg)) {
                (_, Some(c)) => ra.map_add(c),
                (Some(c), _) => rb.negated().map_add(c),
                _ => Range::ANY,
            },
            BinOp::And => {
                let ((set_a, may_a), (set_b, may_b)) = (self.bits(state, a), self.bits(state, b));
                match (set_a & set_b, may_a & may_b) {
                    (set, may) if set == may => Range::exactly(set),
                    (set, may) if may >= 0 => Range::new(set, may),
                    _ => Range::ANY,
                }
            }
            BinOp::Or => {
                let sign = if ra.hi < 0 || rb.hi < 0 {
                    Range::negative()
                } else if ra.lo >= 0 && rb.lo >= 0 {
                    Range::new(ra.lo.max(rb.lo), i64::MAX)
                } else {
                    Range::ANY
                };
                let nonzero = ra.truth() == Some(true) || rb.truth() == Some(true);
                if nonzero { sign.and(&Range::other_than(0)) } else { sign }
            }
            BinOp::Rem => match rb.constant() {
                Some(c) if c > 0 && ra.lo >= 0 => Range::new(0, c - 1),
                _ => Range::ANY,
            },
            _ => Range::ANY,
        }
    }

    /// The bits that are certainly set in a number, and those that may be.
    fn bits(&self, state: &State, id: TermId) -> (i64, i64) {
        if let Some(number) = self.range(state, id).constant() {
            return (number, number);
        }
        match *self.get(id) {
            // the numbers of real handles are small
            Term::Handle(_) => (0, 0x7fff_ffff),
            Term::Bin(op @ (BinOp::And | BinOp::Or), a, b) => {
                let ((set_a, may_a), (set_b, may_b)) = (self.bits(state, a), self.bits(state, b));
                if op == BinOp::And { (set_a & set_b, may_a & may_b) } else { (set_a | set_b, may_a | may_b) }
            }
            _ => (0, -1),
        }
    }

    /// Takes the branch on which `id` is non-zero (`truth`) or zero. `false` if that can't be.
    pub(super) fn assume(&mut self, state: &mut State, id: TermId, truth: bool) -> bool {
        let wanted = if truth { Range::other_than(0) } else { Range::exactly(0) };
        if let Term::Bin(op, a, b) = *self.get(id)
            && let Some(op) = if truth { comparison(op) } else { comparison(op).map(opposite) }
        {
            let (ra, rb) = (self.range(state, a), self.range(state, b));
            if self.compared(state, op, (a, &ra), (b, &rb)) == Some(false) {
                return false;
            }
            return self.refine(state, a, &allowed(op, &rb))
                && self.refine(state, b, &allowed(mirrored(op), &ra))
                && self.note(state, id, if truth { 1 } else { 0 });
        }
        self.refine(state, id, &wanted)
    }

    fn compared(&self, state: &State, op: BinOp, (a, ra): (TermId, &Range), (b, rb): (TermId, &Range)) -> Option<bool> {
        // A handle that was opened or an address is never equal to a number that the program names, nor to another one; what
        // is made here is nothing that the function was given.
        let own = |t| matches!(self.get(t), Term::Handle(_) | Term::Addr(_) | Term::Heap { .. });
        let made = |t| matches!(self.get(t), Term::Handle(_) | Term::Heap { .. });
        let named = |t| matches!(self.get(t), Term::Const(_));
        let given = |t| matches!(self.get(t), Term::Input(_));
        let text = |t| matches!(self.get(t), Term::Str(_));
        // Where an unknown pointer leads may be any of them, and in machine code the end of one variable is the start of the next.
        let located = |t| match *self.get(t) {
            Term::Addr(loc) => match self.loc_of(loc).base {
                LocBase::Obj(pointer) => matches!(self.get(pointer), Term::Heap { .. }),
                LocBase::Local(_) | LocBase::Global(_) => !self.by_words,
            },
            _ => true,
        };
        let handle = |t| matches!(self.get(t), Term::Handle(_));
        let both_own = |a, b| own(a) && own(b) && (located(a) && located(b) || handle(a) || handle(b));
        let distinct = |a, b| both_own(a, b) || own(a) && named(b) || made(a) && given(b) || text(a) && named(b);
        let apart = a != b && (distinct(a, b) || distinct(b, a));
        match op {
            BinOp::Eq if apart => Some(false),
            BinOp::Ne if apart => Some(true),
            _ => compare(op, ra, rb, a == b && !self.is_of_element(a)).or_else(|| self.compared_by_distance(state, op, a, b)),
        }
    }

    fn note(&mut self, state: &mut State, id: TermId, value: i64) -> bool {
        let known = self.range(state, id).and(&Range::exactly(value));
        if !known.is_empty() {
            state.learn(id, known);
            return true;
        }
        false
    }

    /// Narrows what is known of a value, and of what it was computed from.
    pub(super) fn refine(&mut self, state: &mut State, id: TermId, to: &Range) -> bool {
        let known = self.range(state, id).and(to);
        if known.is_empty() {
            return false;
        }
        match self.get(id).clone() {
            Term::Const(_) => return true,
            Term::OneOf(all) => {
                let left: Vec<TermId> = all.iter().copied().filter(|t| !self.range(state, *t).and(to).is_empty()).collect();
                if left.is_empty() {
                    return false;
                }
                if left.len() < all.len() {
                    let narrowed = if left.len() == 1 { left[0] } else { self.id(Term::OneOf(left)) };
                    state.rename(|t| if t == id { narrowed } else { t });
                }
            }
            Term::Un(UnOp::Not, a) => {
                if let Some(truth) = known.truth() {
                    return self.assume(state, a, !truth);
                }
            }
            Term::Un(UnOp::Neg, a) => return self.refine(state, a, &known.negated()),
            Term::Un(UnOp::HresultFromWin32, a) => {
                if let Some(truth) = known.truth() {
                    return self.assume(state, a, truth);
                }
            }
            Term::Un(UnOp::Borrowed, a) => return self.refine(state, a, &known),
            Term::Un(UnOp::Win32FromStatus, a) => match known.truth() {
                Some(true) => return self.refine(state, a, &Range::negative()),
                Some(false) => return self.refine(state, a, &Range::new(0, i64::MAX)),
                None => {}
            },
            Term::Bin(op, a, b) => {
                if comparison(op).is_some() && known.constant().is_some() && state.fact(id).and_then(Range::constant) != known.constant() {
                    return self.assume(state, id, known.constant() != Some(0));
                }
                match (op, self.range(state, b).constant()) {
                    (BinOp::Add, Some(c)) if !self.refine(state, a, &known.map_add(c.saturating_neg())) => return false,
                    (BinOp::Sub, Some(c)) if !self.refine(state, a, &known.map_add(c)) => return false,
                    // `a | b` is zero only if both are.
                    (BinOp::Or, _) if known.truth() == Some(false) => {
                        let zero = Range::exactly(0);
                        return self.refine(state, a, &zero) && self.refine(state, b, &zero);
                    }
                    _ => {}
                }
            }
            _ => {}
        }
        if !matches!(self.get(id), Term::Str(_) | Term::Function(_) | Term::Addr(_) | Term::Handle(_) | Term::Heap { .. }) {
            state.learn(id, known);
        }
        true
    }
}

pub(super) fn fold(op: BinOp, x: i64, y: i64) -> Option<i64> {
    let bit = |b: bool| Some(i64::from(b));
    match op {
        BinOp::Add => x.checked_add(y),
        BinOp::Sub => x.checked_sub(y),
        BinOp::Mul => x.checked_mul(y),
        BinOp::Div => x.checked_div(y),
        BinOp::Rem => x.checked_rem(y),
        BinOp::Shl => u32::try_from(y).ok().filter(|y| *y < 63).and_then(|y| x.checked_mul(1 << y)),
        BinOp::Shr => u32::try_from(y).ok().filter(|y| *y < 64).map(|y| x >> y),
        BinOp::And => Some(as_wide(x, y) & as_wide(y, x)),
        BinOp::Or => Some(x | y),
        BinOp::Xor => Some(x ^ y),
        BinOp::Eq => bit(x == y),
        BinOp::Ne => bit(x != y),
        BinOp::Lt => bit(x < y),
        BinOp::Le => bit(x <= y),
        BinOp::Gt => bit(x > y),
        BinOp::Ge => bit(x >= y),
    }
}

/// A predefined key is a 32-bit number that grows a sign where it is a pointer of 64 bits: beside a number of that size.
fn as_wide(number: i64, other: i64) -> i64 {
    let is_predefined = (0x8000_0000..=0x8000_0060).contains(&number);
    if is_predefined && u64::from_ne_bytes(other.to_ne_bytes()) > u64::from(u32::MAX) { number | !0xffff_ffff } else { number }
}

fn comparison(op: BinOp) -> Option<BinOp> {
    matches!(op, BinOp::Eq | BinOp::Ne | BinOp::Lt | BinOp::Le | BinOp::Gt | BinOp::Ge).then_some(op)
}

fn opposite(op: BinOp) -> BinOp {
    match op {
        BinOp::Eq => BinOp::Ne,
        BinOp::Ne => BinOp::Eq,
        BinOp::Lt => BinOp::Ge,
        BinOp::Le => BinOp::Gt,
        BinOp::Gt => BinOp::Le,
        BinOp::Ge => BinOp::Lt,
        other => other,
    }
}

fn mirrored(op: BinOp) -> BinOp {
    match op {
        BinOp::Lt => BinOp::Gt,
        BinOp::Le => BinOp::Ge,
        BinOp::Gt => BinOp::Lt,
        BinOp::Ge => BinOp::Le,
        other => other,
    }
}

/// What `x` can be if `x op y` holds and `y` is in the range.
fn allowed(op: BinOp, y: &Range) -> Range {
    match op {
        BinOp::Eq => y.clone(),
        BinOp::Ne => y.constant().map_or(Range::ANY, Range::other_than),
        BinOp::Lt => Range::new(i64::MIN, if y.hi == i64::MAX { i64::MAX } else { y.hi.saturating_sub(1) }),
        BinOp::Le => Range::new(i64::MIN, y.hi),
        BinOp::Gt => Range::new(if y.lo == i64::MIN { i64::MIN } else { y.lo.saturating_add(1) }, i64::MAX),
        BinOp::Ge => Range::new(y.lo, i64::MAX),
        _ => Range::ANY,
    }
}

fn compare(op: BinOp, a: &Range, b: &Range, same: bool) -> Option<bool> {
    if same {
        return Some(matches!(op, BinOp::Eq | BinOp::Le | BinOp::Ge));
    }
    let decided = |yes: bool, no: bool| if yes { Some(true) } else { no.then_some(false) };
    match op {
        BinOp::Eq | BinOp::Ne => {
            let equal = match (a.constant(), b.constant()) {
                (Some(x), Some(y)) => Some(x == y),
                (Some(x), None) if !b.contains(x) => Some(false),
                (None, Some(y)) if !a.contains(y) => Some(false),
                _ => (a.hi < b.lo || b.hi < a.lo).then_some(false),
            };
            if op == BinOp::Eq { equal } else { equal.map(|e| !e) }
        }
        BinOp::Lt => decided(a.hi < b.lo, a.lo >= b.hi),
        BinOp::Le => decided(a.hi <= b.lo, a.lo > b.hi),
        BinOp::Gt => decided(a.lo > b.hi, a.hi <= b.lo),
        BinOp::Ge => decided(a.lo >= b.hi, a.hi < b.lo),
        _ => None,
    }
}
