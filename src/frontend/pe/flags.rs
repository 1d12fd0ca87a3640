//! Conditions: what the flags say, as a comparison of the values that set them.

use super::value::{binary, unary};
use crate::flow::{BinOp, Expr, UnOp};
use iced_x86::ConditionCode;

/// How the flags came about.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Kind {
    /// Two values were compared (subtracted).
    Compared,
    /// A result was compared with zero, and neither carry nor overflow can be set.
    Tested,
    /// A result of arithmetic: only whether it is zero or negative is known.
    Result,
    /// Nothing is known.
    Lost,
}

/// A condition; `negated` means that it holds if the expression is zero.
pub(super) struct Condition {
    pub(super) expr: Expr,
    pub(super) negated: bool,
}

impl Condition {
    fn plain(expr: Expr) -> Option<Condition> {
        Some(Condition { expr, negated: false })
    }

    /// With a comparison of constants decided.
    pub(super) fn folded(self) -> Condition {
        Condition { expr: folded(self.expr), ..self }
    }

    /// As a value that is 0 or 1.
    pub(super) fn value(self) -> Expr {
        if self.negated { unary(UnOp::Not, self.expr) } else { self.expr }
    }
}

/// What a condition code means after this comparison of `a` with `b`.
pub(super) fn condition(code: ConditionCode, kind: Kind, a: &Expr, b: &Expr) -> Option<Condition> {
    use ConditionCode as C;
    if kind == Kind::Lost {
        return None;
    }
    let compare = |op| Condition::plain(binary(op, a.clone(), b.clone()));
    let is_exact = kind != Kind::Result;
    match code {
        C::e => compare(BinOp::Eq),
        C::ne => compare(BinOp::Ne),
        C::s => Condition::plain(is_negative(a, b)),
        C::ns => Some(Condition { expr: is_negative(a, b), negated: true }),
        C::l if is_exact => compare(BinOp::Lt),
        C::ge if is_exact => compare(BinOp::Ge),
        C::le => compare(BinOp::Le),
        C::g => compare(BinOp::Gt),
        C::l => compare(BinOp::Lt),
        C::ge => compare(BinOp::Ge),
        C::b if kind == Kind::Tested => Condition::plain(Expr::Const(0)),
        C::ae if kind == Kind::Tested => Condition::plain(Expr::Const(1)),
        C::be if kind == Kind::Tested => compare(BinOp::Eq),
        C::a if kind == Kind::Tested => compare(BinOp::Ne),
        C::b if is_exact => below(a, b),
        C::ae if is_exact => below(a, b).map(opposite),
        C::a if is_exact => above(a, b),
        C::be if is_exact => above(a, b).map(opposite),
        _ => None,
    }
}

fn folded(e: Expr) -> Expr {
    let Expr::Binary(op, a, b) = e else { return e };
    let (a, b) = (folded(*a), folded(*b));
    let (Expr::Const(x), Expr::Const(y)) = (&a, &b) else { return binary(op, a, b) };
    let truth = match op {
        BinOp::Eq => x == y,
        BinOp::Ne => x != y,
        BinOp::Lt => x < y,
        BinOp::Le => x <= y,
        BinOp::Gt => x > y,
        BinOp::Ge => x >= y,
        BinOp::Or => x | y != 0,
        BinOp::And => x & y != 0,
        _ => return binary(op, a, b),
    };
    Expr::Const(i64::from(truth))
}

fn opposite(c: Condition) -> Condition {
    Condition { negated: !c.negated, ..c }
}

fn is_negative(a: &Expr, b: &Expr) -> Expr {
    match b {
        Expr::Const(0) => binary(BinOp::Lt, a.clone(), Expr::Const(0)),
        _ => binary(BinOp::Lt, binary(BinOp::Sub, a.clone(), b.clone()), Expr::Const(0)),
    }
}

/// `a < b` without signs.
fn below(a: &Expr, b: &Expr) -> Option<Condition> {
    match (a, b) {
        (_, Expr::Const(0)) => Condition::plain(Expr::Const(0)),
        (_, Expr::Const(1)) => Condition::plain(binary(BinOp::Eq, a.clone(), Expr::Const(0))),
        (Expr::Const(0), _) => Condition::plain(binary(BinOp::Ne, b.clone(), Expr::Const(0))),
        (_, Expr::Const(c)) => outside(a, *c, BinOp::Ge),
        _ => Some(Condition { expr: equal_or_not_known(a, b), negated: true }),
    }
}

/// Of two values that both are not known, without signs: that they are not equal if one is below the other.
fn equal_or_not_known(a: &Expr, b: &Expr) -> Expr {
    binary(BinOp::Or, binary(BinOp::Eq, a.clone(), b.clone()), Expr::Unknown)
}

/// `a > b` without signs.
fn above(a: &Expr, b: &Expr) -> Option<Condition> {
    match (a, b) {
        (_, Expr::Const(0)) => Condition::plain(binary(BinOp::Ne, a.clone(), Expr::Const(0))),
        (_, Expr::Const(c)) => outside(a, *c, BinOp::Gt).map(opposite),
        _ => Some(Condition { expr: equal_or_not_known(a, b), negated: true }),
    }
}

/// Below a number without signs: neither negative nor at or above it. A negative number is a large one without signs.
fn outside(a: &Expr, c: i64, op: BinOp) -> Option<Condition> {
    let negative = binary(BinOp::Lt, a.clone(), Expr::Const(0));
    let large = binary(op, a.clone(), Expr::Const(c));
    if c >= 0 {
        Some(Condition { expr: binary(BinOp::Or, negative, large), negated: true })
    } else {
        // not below: negative, and not less negative than the bound
        Some(Condition { expr: binary(BinOp::And, negative, large), negated: true })
    }
}
