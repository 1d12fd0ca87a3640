//! `Result`, `Option` and status codes: all are 0 if it went well.

use super::{Lowerer, Val, error, payload};
use crate::flow::{BinOp, ExitKind, Expr as Value, Place, Terminator, UnOp};
use crate::frontend::rust::types::Ty;
use crate::models::Success;
use crate::source::Span;

impl Lowerer<'_> {
    /// A status as the `Result` that newer crates make of it.
    pub(super) fn plain(&mut self, val: Val, span: Span) -> Val {
        let Ty::Status(success, handle) = val.ty else { return val };
        if success == Success::Zero && !handle {
            return Val::new(val.x, Ty::result(Ty::Unknown));
        }
        let zero = || Box::new(Value::Const(0));
        let tag = match success {
            Success::Zero => val.x.clone(),
            Success::NonZero => Value::Unary(UnOp::Not, Box::new(val.x.clone())),
            Success::NotNegative => Value::Binary(BinOp::Lt, Box::new(val.x.clone()), zero()),
            Success::NotInvalid => Value::Binary(BinOp::Eq, Box::new(val.x.clone()), Box::new(Value::Const(-1))),
        };
        let place = self.temporary();
        self.assign(place.clone(), tag, span);
        if handle {
            self.assign(payload(&place), val.x, span);
        }
        Val::new(Value::Place(place), Ty::result(Ty::Unknown))
    }

    /// The value as something that is 0 if it went well, in a place.
    pub(super) fn outcome(&mut self, val: Val, span: Span) -> (Place, Ty) {
        let mut val = self.plain(val, span);
        while let Ty::Ref(of) = val.ty.clone() {
            val = self.dereferenced(val, *of, span);
        }
        self.placed(val, span)
    }

    /// What a lock gives stands for the value inside; it never fails.
    pub(super) fn is_sure(ty: &Ty) -> bool {
        ty.is("LockResult")
    }

    /// Splits by success: the current block goes on with what it carries, the other one is returned.
    pub(super) fn split(&mut self, val: Val, span: Span) -> (Val, Place, crate::flow::BlockId) {
        let (place, ty) = self.outcome(val, span);
        let (good, bad) = (self.block(), self.block());
        self.branch(Value::Place(place.clone()), bad, good, span);
        self.current = good;
        (Val::new(Value::Place(payload(&place)), ty.argument(0)), place, bad)
    }

    /// `x?`
    pub(super) fn question(&mut self, val: Val, span: Span) -> Val {
        if Self::is_sure(&val.ty) {
            return Val::new(val.x, val.ty.argument(0));
        }
        let (inner, place, bad) = self.split(val, span);
        let good = self.current;
        self.current = bad;
        let failed = self.temporary();
        self.assign(failed.clone(), Value::Place(place.clone()), span);
        self.assign(error(&failed), Value::Place(error(&place)), span);
        self.finish_return(Some(Val::new(Value::Place(failed), Ty::result(Ty::Unknown))), span, ExitKind::QuestionMark);
        self.current = good;
        inner
    }

    /// `x.unwrap()`: a panic is not a way to leave.
    pub(super) fn unwrapped(&mut self, val: Val, span: Span) -> Val {
        if Self::is_sure(&val.ty) {
            return Val::new(val.x, val.ty.argument(0));
        }
        let (inner, _, bad) = self.split(val, span);
        self.blocks[bad.0 as usize].end = Some(Terminator::Unreachable);
        inner
    }

    /// 1 if it went well.
    pub(super) fn is_good(&mut self, val: Val, span: Span) -> Value {
        if Self::is_sure(&val.ty) {
            return Value::Const(1);
        }
        let (place, _) = self.outcome(val, span);
        Value::Binary(BinOp::Eq, Box::new(Value::Place(place)), Box::new(Value::Const(0)))
    }

    /// `Ok(x)`, `Some(x)`
    pub(super) fn good(&mut self, val: Val, wrapper: &str, span: Span) -> Val {
        let ty = val.ty.clone();
        let place = self.temporary();
        self.assign(place.clone(), Value::Const(0), span);
        if !matches!(&val.ty, Ty::Tuple(t) if t.is_empty()) {
            self.assign(payload(&place), val.x, span);
        }
        Val::new(Value::Place(place), Ty::Named(wrapper.into(), vec![ty]))
    }

    /// `Err(x)`
    pub(super) fn bad(&mut self, val: Val, span: Span) -> Val {
        let place = self.temporary();
        self.assign(place.clone(), Value::Const(1), span);
        self.assign(error(&place), val.x, span);
        Val::new(Value::Place(place), Ty::result(Ty::Unknown))
    }

    /// Both ways of a value, each with its own code, meet again: what the code gives is stored in one place.
    pub(super) fn either(
        &mut self,
        val: Val,
        span: Span,
        good: &mut dyn FnMut(&mut Self, Val) -> Val,
        bad: &mut dyn FnMut(&mut Self, &Place) -> Val,
    ) -> Val {
        if Self::is_sure(&val.ty) {
            let inner = Val::new(val.x, val.ty.argument(0));
            return good(self, inner);
        }
        let result = self.temporary();
        let end = self.block();
        let (inner, place, otherwise) = self.split(val, span);
        let one = good(self, inner);
        let ty = one.ty.clone();
        if !self.ended() {
            self.store(result.clone(), one, span);
            self.goto(end);
        }
        self.current = otherwise;
        let other = bad(self, &place);
        let ty = if ty == Ty::Unknown { other.ty.clone() } else { ty };
        if !self.ended() {
            self.store(result.clone(), other, span);
            self.goto(end);
        }
        self.current = end;
        let ty = if let Ty::Status(..) = ty { Ty::result(Ty::Unknown) } else { ty };
        Val::new(Value::Place(result), ty)
    }
}
