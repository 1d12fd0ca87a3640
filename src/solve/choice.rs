//! Roots that flags choose (`CertOpenStore`, `CryptAcquireContext`): what is known of the bits, here and at callers.

use super::engine::Engine;
use super::roots::{Asked, Filling};
use super::state::State;
use super::summary::{Leaf, Origin, Out, OutLoc};
use super::term::{Term, TermId};
use crate::flow::{BinOp, UnOp};
use crate::models::{Root, RootFrom};

/// A root that flags choose, where only callers know these.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub(super) struct Choice {
    flags: Out,
    by: RootFrom,
}

/// What is known of a number's bits.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) struct Bits {
    ones: i64,
    zeros: i64,
    /// What is not known is decided by callers that were not seen.
    given: bool,
}

/// How many numbers that one value may be are told apart.
const MOST_NUMBERS: usize = 16;
/// How many bits that are not known are tried out.
const MOST_OPEN_BITS: u32 = 6;
/// How deep a value is looked into.
const DEEPEST: u32 = 8;

impl Bits {
    const UNKNOWN: Bits = Bits { ones: 0, zeros: 0, given: false };
    const GIVEN: Bits = Bits { ones: 0, zeros: 0, given: true };

    /// What a comparison can give.
    const EITHER: [Bits; 2] = [Bits::exactly(0), Bits::exactly(1)];

    const fn exactly(value: i64) -> Bits {
        Bits { ones: value, zeros: !value, given: true }
    }

    /// What `!` makes of it.
    fn denied(self) -> Vec<Bits> {
        match (self.ones != 0, self.zeros == -1) {
            (true, _) => vec![Bits::exactly(0)],
            (false, true) => vec![Bits::exactly(1)],
            (false, false) => Bits::EITHER.to_vec(),
        }
    }

    fn both(op: BinOp, a: Bits, b: Bits) -> Bits {
        let given = a.given && b.given;
        match op {
            BinOp::And => Bits { ones: a.ones & b.ones, zeros: a.zeros | b.zeros, given },
            BinOp::Or => Bits { ones: a.ones | b.ones, zeros: a.zeros & b.zeros, given },
            BinOp::Xor => Bits { ones: a.ones & b.zeros | a.zeros & b.ones, zeros: a.ones & b.ones | a.zeros & b.zeros, given },
            _ => Bits { given, ..Bits::UNKNOWN },
        }
    }
}

/// What the numbers are that a value may be; `input` tells of those that come from callers.
fn numbers(value: &Out, input: &mut dyn FnMut(&OutLoc) -> Vec<Bits>) -> Vec<Bits> {
    let found = match value {
        Out::Const(value) => vec![Bits::exactly(*value)],
        Out::Input(from) => input(from),
        Out::OneOf(all) | Out::Met(_, all) => all.iter().flat_map(|one| numbers(one, input)).collect(),
        Out::Un(UnOp::BitNot, a) => numbers(a, input).into_iter().map(|a| Bits { ones: a.zeros, zeros: a.ones, ..a }).collect(),
        Out::Un(UnOp::Not, a) => numbers(a, input).into_iter().flat_map(Bits::denied).collect(),
        Out::Bin(BinOp::Eq | BinOp::Ne | BinOp::Lt | BinOp::Le | BinOp::Gt | BinOp::Ge, ..) => Bits::EITHER.to_vec(),
        Out::Bin(op, a, b) => {
            let (a, b) = (numbers(a, input), numbers(b, input));
            a.iter().flat_map(|a| b.iter().map(|b| Bits::both(*op, *a, *b))).collect()
        }
        _ => vec![Bits::UNKNOWN],
    };
    few(found)
}

/// Each number once, as long as there are few.
fn few(mut numbers: Vec<Bits>) -> Vec<Bits> {
    numbers.sort_unstable();
    numbers.dedup();
    if numbers.len() > MOST_NUMBERS { vec![Bits::UNKNOWN] } else { numbers }
}

/// All numbers that have none but these bits.
fn subsets(bits: i64) -> impl Iterator<Item = i64> {
    std::iter::successors(Some(bits), move |set| (*set != 0).then(|| (set - 1) & bits))
}

/// What comes from callers in a value.
fn inputs<'o>(value: &'o Out, found: &mut Vec<&'o OutLoc>) {
    match value {
        Out::Input(from) => found.push(from),
        Out::OneOf(all) | Out::Met(_, all) => all.iter().for_each(|one| inputs(one, found)),
        Out::Un(_, a) => inputs(a, found),
        Out::Bin(_, a, b) => {
            inputs(a, found);
            inputs(b, found);
        }
        _ => {}
    }
}

/// The places of callers that decide a number.
pub(super) fn places(value: &Out) -> Vec<&OutLoc> {
    let mut found = Vec::new();
    inputs(value, &mut found);
    found
}

impl Choice {
    /// The places of callers that decide it.
    pub(super) fn places(&self) -> Vec<&OutLoc> {
        places(&self.flags)
    }

    /// The flags as the function sees them that opens the key.
    pub(super) fn flags(&self) -> &Out {
        &self.flags
    }

    /// The roots that such flags choose.
    fn roots(&self, input: &mut dyn FnMut(&OutLoc) -> Vec<Bits>) -> Vec<Root> {
        let RootFrom::Flags { mask, values, otherwise, .. } = &self.by else { return vec![Root::Unknown] };
        let by_value = |value: i64| values.iter().find(|v| v.value == value).map_or(*otherwise, |v| v.root);
        let root = |bits: Bits| {
            let (known, open) = (bits.ones & mask, mask & !(bits.ones | bits.zeros));
            // bits that are not known may make no difference
            let some = (open.count_ones() <= MOST_OPEN_BITS).then(|| by_value(known));
            match some.filter(|some| subsets(open).all(|set| by_value(known | set) == *some)) {
                Some(root) => root,
                None if bits.given => Root::Param,
                None => Root::Unknown,
            }
        };
        let mut roots: Vec<Root> = numbers(&self.flags, input).into_iter().map(root).collect();
        roots.sort_unstable();
        roots.dedup();
        roots
    }

    /// Where a key is opened whose root is chosen so.
    fn origins(self) -> Vec<Origin> {
        if self.places().is_empty() {
            let root = |root| if root == Root::Unknown { Origin::unknown() } else { Origin::of(Leaf::Root(root)) };
            return self.roots(&mut |_| vec![Bits::UNKNOWN]).into_iter().map(root).collect();
        }
        vec![Origin::of(Leaf::Choice(Box::new(self)))]
    }
}

impl Engine<'_> {
    /// What the key is below that is opened with these flags.
    pub(super) fn chosen(&mut self, state: &State, flags: TermId, by: &RootFrom) -> Vec<Origin> {
        let RootFrom::Flags { mask, .. } = by else { return vec![Origin::unknown()] };
        let flags = match self.bits(state, flags, *mask) {
            Some(bits) => Out::Const(bits),
            None => self.number(flags),
        };
        Choice { flags, by: by.clone() }.origins()
    }

    /// What a number has of the bits in `mask`, if all of them are known: a comparison may tell these and no others.
    fn bits(&mut self, state: &State, mut number: TermId, mask: i64) -> Option<i64> {
        let (mut wanted, mut known) = (mask, 0);
        while wanted != 0 {
            for told in [wanted, mask] {
                let told = self.terms.constant(told);
                let masked = self.terms.id(Term::Bin(BinOp::And, number, told));
                if let Some(bits) = self.terms.range(state, masked).constant() {
                    return Some(known | bits & wanted);
                }
            }
            let Term::Bin(op @ (BinOp::And | BinOp::Or), a, b) = *self.terms.get(number) else { return None };
            let (rest, fixed) = match (self.terms.get(a), self.terms.get(b)) {
                (_, Term::Const(fixed)) => (a, *fixed),
                (Term::Const(fixed), _) => (b, *fixed),
                _ => return None,
            };
            number = rest;
            if op == BinOp::Or {
                known |= wanted & fixed;
                wanted &= !fixed;
            } else {
                wanted &= fixed;
            }
        }
        Some(known)
    }

    /// The same choice, by the flags that this function gives.
    pub(super) fn chosen_again(&mut self, choice: &Choice, flags: TermId) -> Vec<Origin> {
        let flags = self.number(flags);
        Choice { flags, by: choice.by.clone() }.origins()
    }

    /// A number for callers: also where it got its name where paths meet.
    pub(super) fn number(&mut self, value: TermId) -> Out {
        self.number_at(value, 0)
    }

    fn number_at(&mut self, value: TermId, depth: u32) -> Out {
        let unknown = Out::Fresh(value.0);
        if depth > DEEPEST {
            return unknown;
        }
        match self.terms.get(value).clone() {
            Term::Const(value) => Out::Const(value),
            Term::Input(loc) => self.out_loc(loc).map_or(unknown, Out::Input),
            Term::OneOf(all) => Out::OneOf(all.iter().map(|one| self.number_at(*one, depth + 1)).collect()),
            Term::Un(op, a) => Out::Un(op, Box::new(self.number_at(a, depth + 1))),
            Term::Bin(op, a, b) => Out::Bin(op, Box::new(self.number_at(a, depth + 1)), Box::new(self.number_at(b, depth + 1))),
            _ => match self.terms.met(value) {
                Some(all) => Out::OneOf(all.iter().filter(|one| **one != value).map(|one| self.number_at(*one, depth + 1)).collect()),
                None => unknown,
            },
        }
    }
}

impl Filling<'_> {
    /// The roots that a choice in function `f` can mean.
    pub(super) fn chosen(&self, f: usize, choice: &Choice, asked: &mut Asked) -> Vec<Root> {
        choice.roots(&mut |place| self.numbers_at(f, place, asked))
    }

    /// What callers give at a place.
    fn numbers_at(&self, f: usize, place: &OutLoc, asked: &mut Asked) -> Vec<Bits> {
        let here = (f, place.clone());
        match asked.numbers.get(&here) {
            Some(Some(known)) => return known.clone(),
            // it is being asked: what it adds to itself it has
            Some(None) => return Vec::new(),
            None if asked.is_too_deep() => return vec![Bits::UNKNOWN],
            None => {}
        }
        asked.numbers.insert(here.clone(), None);
        asked.depth += 1;
        let mut calls = self.given_numbers(f, place).peekable();
        let mut found = match calls.peek() {
            Some(_) => Vec::new(),
            None if place.is_parameter() => vec![Bits::GIVEN],
            None => vec![Bits::UNKNOWN],
        };
        for (caller, given) in calls {
            found.extend(numbers(given, &mut |place| self.numbers_at(caller, place, asked)));
        }
        asked.depth -= 1;
        let found = few(found);
        asked.numbers.insert(here, Some(found.clone()));
        found
    }
}
