//! What a register or a stack slot holds, as far as it is known without running the function.

use crate::flow::{Base, BinOp, Expr, LocalId, Place, Proj, UnOp};
use std::rc::Rc;

/// A symbolic value.
#[derive(Clone, PartialEq, Debug)]
pub(super) enum Sym {
    /// Nothing is known, and nobody asked yet: what a call leaves in a scratch register.
    Unknown,
    /// What a register held that this function has to give back.
    Saved(u8),
    /// A number; of 32 bits sign-extended.
    Const(i64),
    /// The address of something in the image.
    Addr(u32),
    /// The pointer to an imported function.
    Import(u32),
    /// The address of a stack slot, relative to the stack pointer at entry.
    Stack(i32),
    /// A value of the flow.
    Expr(Rc<Expr>),
    /// A pointer that is this far from a value of the flow.
    Offset(Rc<Expr>, i64),
}

/// Larger expressions become unknown values.
const LARGEST: usize = 16;
/// Longer access paths are cut by a temporary.
pub(super) const LONGEST_PATH: usize = 6;

impl Sym {
    pub(super) fn expr(e: Expr) -> Sym {
        match e {
            Expr::Const(v) => Sym::Const(v),
            Expr::Unknown => Sym::Unknown,
            e if size(&e) > LARGEST => Sym::Unknown,
            e => Sym::Expr(Rc::new(e)),
        }
    }

    pub(super) fn local(id: LocalId) -> Sym {
        Sym::Expr(Rc::new(Expr::Place(Place::local(id))))
    }

    pub(super) fn is_local(&self, id: LocalId) -> bool {
        matches!(self, Sym::Expr(e) if **e == Expr::Place(Place::local(id)))
    }

    fn inner(&self) -> Option<&Expr> {
        match self {
            Sym::Expr(e) | Sym::Offset(e, _) => Some(e),
            _ => None,
        }
    }

    /// Whether its value changes with what the local holds.
    pub(super) fn mentions(&self, id: LocalId) -> bool {
        self.inner().is_some_and(|e| mentions(e, id))
    }

    /// Whether it reads memory that a place test accepts.
    pub(super) fn reads(&self, test: &mut dyn FnMut(&Place) -> bool) -> bool {
        self.inner().is_some_and(|e| any_place(e, &mut |p, read| (read || p.path.contains(&Proj::Deref)) && test(p)))
    }

    /// The value with one local put for another.
    pub(super) fn renamed(&self, from: LocalId, to: LocalId) -> Sym {
        match self {
            Sym::Expr(e) => Sym::Expr(Rc::new(renamed(e, from, to))),
            Sym::Offset(e, by) => Sym::Offset(Rc::new(renamed(e, from, to)), *by),
            other => other.clone(),
        }
    }

    /// Moved by a constant, as addresses and numbers are.
    pub(super) fn plus(&self, by: i64, pointer: bool) -> Sym {
        match self {
            Sym::Const(v) => Sym::Const(v.wrapping_add(by)),
            Sym::Addr(rva) => Sym::Addr(rva.wrapping_add(by as u32)),
            Sym::Stack(at) => Sym::Stack(at.wrapping_add(by as i32)),
            _ if by == 0 => self.clone(),
            Sym::Expr(e) if pointer && by % 4 == 0 && !is_truth(e) => Sym::Offset(e.clone(), by),
            Sym::Offset(e, before) if pointer => match before.wrapping_add(by) {
                0 => Sym::Expr(e.clone()),
                by => Sym::Offset(e.clone(), by),
            },
            Sym::Expr(e) => Sym::expr(binary(BinOp::Add, (**e).clone(), Expr::Const(by))),
            Sym::Offset(e, before) => Sym::expr(binary(BinOp::Add, (**e).clone(), Expr::Const(before.wrapping_add(by)))),
            Sym::Unknown | Sym::Saved(_) | Sym::Import(_) => Sym::Unknown,
        }
    }

    /// The place that it points at, moved by an offset; `None` if nothing can be said.
    pub(super) fn target(&self, offset: i64) -> Option<Place> {
        let (base, by) = match self {
            Sym::Expr(e) => (&**e, offset),
            Sym::Offset(e, by) => (&**e, offset.wrapping_add(*by)),
            _ => return None,
        };
        let (base, by) = match base {
            Expr::Binary(BinOp::Add, a, b) => match (&**a, &**b) {
                (a @ Expr::Place(_), Expr::Const(c)) => (a, by.wrapping_add(*c)),
                _ => return None,
            },
            base => (base, by),
        };
        match base {
            Expr::Place(p) if p.path.len() < LONGEST_PATH => {
                let to = p.clone().then(Proj::Deref);
                Some(if by == 0 { to } else { to.then(field(by)) })
            }
            Expr::AddrOf(p) => Some(if by == 0 { p.clone() } else { p.clone().then(field(by)) }),
            _ => None,
        }
    }
}

/// A member, by its distance from the start.
pub(super) fn field(by: i64) -> Proj {
    Proj::Field(if by < 0 { format!("field_m{:x}", by.unsigned_abs()) } else { format!("field_{by:x}") }.into())
}

/// How far a member is from the start of the object, or of the element of an array that it is in; `None` if the path goes elsewhere.
pub fn distance(path: &[Proj]) -> Option<i64> {
    path.iter().try_fold(0i64, |sum, step| {
        let name = match step {
            Proj::Field(name) => name,
            Proj::Index(None) => return Some(sum),
            _ => return None,
        };
        let digits = name.strip_prefix("field_")?;
        let by = match digits.strip_prefix('m') {
            Some(back) => i64::from_str_radix(back, 16).ok()?.checked_neg()?,
            None => i64::from_str_radix(digits, 16).ok()?,
        };
        sum.checked_add(by)
    })
}

pub(super) fn binary(op: BinOp, a: Expr, b: Expr) -> Expr {
    Expr::Binary(op, Box::new(a), Box::new(b))
}

pub(super) fn unary(op: UnOp, a: Expr) -> Expr {
    Expr::Unary(op, Box::new(a))
}

/// Whether the value is 0 or 1.
pub(super) fn is_truth(e: &Expr) -> bool {
    match e {
        Expr::Const(v) => matches!(v, 0 | 1),
        Expr::Unary(UnOp::Not, _) => true,
        Expr::Binary(op, a, b) => match op {
            BinOp::Eq | BinOp::Ne | BinOp::Lt | BinOp::Le | BinOp::Gt | BinOp::Ge => true,
            BinOp::Or | BinOp::And => is_truth(a) && is_truth(b),
            _ => false,
        },
        _ => false,
    }
}

/// The condition and the two values (if it holds, if not) of an expression that can have only two: compilers compute
/// `c ? HKEY_LOCAL_MACHINE : HKEY_CURRENT_USER` from the condition.
pub(super) fn choice(e: &Expr) -> Option<(Expr, i64, i64)> {
    if is_truth(e) {
        return (!matches!(e, Expr::Const(_))).then(|| (e.clone(), 1, 0));
    }
    let wrap = |v: i64| i64::from(v as i32);
    match e {
        Expr::Unary(UnOp::Neg, a) => choice(a).map(|(c, x, y)| (c, -x, -y)),
        Expr::Unary(UnOp::BitNot, a) => choice(a).map(|(c, x, y)| (c, !x, !y)),
        // `HKEY_LOCAL_MACHINE - user`, where `user` is a `bool`
        Expr::Binary(BinOp::Sub, a, b) if matches!(**a, Expr::Const(_)) => {
            let (Expr::Const(k), (cond, x, y)) = (&**a, flag(b)?) else { return None };
            Some((cond, wrap(k.wrapping_sub(x)), wrap(k.wrapping_sub(y))))
        }
        Expr::Binary(op, a, b) => {
            let (Expr::Const(k), (cond, x, y)) = (&**b, choice(a)?) else { return None };
            let apply = |v: i64| match op {
                BinOp::Add => Some(wrap(v.wrapping_add(*k))),
                BinOp::Sub => Some(wrap(v.wrapping_sub(*k))),
                BinOp::And => Some(wrap(v & k)),
                BinOp::Or => Some(wrap(v | k)),
                BinOp::Xor => Some(wrap(v ^ k)),
                BinOp::Mul => Some(wrap(v.wrapping_mul(*k))),
                BinOp::Shl => u32::try_from(*k).ok().map(|k| wrap(v.wrapping_shl(k))),
                _ => None,
            };
            Some((cond, apply(x)?, apply(y)?))
        }
        _ => None,
    }
}

/// A choice of two, or one byte of something, which is a `bool` where a number is computed from it.
fn flag(e: &Expr) -> Option<(Expr, i64, i64)> {
    match e {
        Expr::Binary(BinOp::And, byte, mask) if **mask == Expr::Const(0xff) => Some(((**byte).clone(), 1, 0)),
        e => choice(e),
    }
}

fn size(e: &Expr) -> usize {
    1 + match e {
        Expr::Unary(_, a) => size(a),
        Expr::Binary(_, a, b) => size(a) + size(b),
        Expr::Place(p) | Expr::AddrOf(p) => p.path.len() / 3,
        _ => 0,
    }
}

/// Whether one of the places passes the test; `read` says whether what it holds is read, or only its address taken.
fn any_place(e: &Expr, test: &mut dyn FnMut(&Place, bool) -> bool) -> bool {
    match e {
        Expr::Place(p) => test(p, true),
        Expr::AddrOf(p) => test(p, false),
        Expr::Unary(_, a) => any_place(a, test),
        Expr::Binary(_, a, b) => any_place(a, test) || any_place(b, test),
        Expr::Const(_) | Expr::Str(_) | Expr::Function(_) | Expr::Unknown => false,
    }
}

/// Whether an expression's value changes with what the local holds.
pub(super) fn mentions(e: &Expr, id: LocalId) -> bool {
    any_place(e, &mut |p, read| p.base == Base::Local(id) && (read || p.path.contains(&Proj::Deref)))
}

pub(super) fn renamed(e: &Expr, from: LocalId, to: LocalId) -> Expr {
    let place =
        |p: &Place| Place { base: if p.base == Base::Local(from) { Base::Local(to) } else { p.base.clone() }, path: p.path.clone() };
    match e {
        Expr::Place(p) => Expr::Place(place(p)),
        Expr::AddrOf(p) => Expr::AddrOf(place(p)),
        Expr::Unary(op, a) => unary(*op, renamed(a, from, to)),
        Expr::Binary(op, a, b) => binary(*op, renamed(a, from, to), renamed(b, from, to)),
        other => other.clone(),
    }
}
