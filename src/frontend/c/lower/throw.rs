//! Exceptions, and macros that hide a `return` or a `throw`.
//!
//! That a call threw is a value in the pseudo-global `#thrown`: a function that throws sets it, so that its summary tells which
//! of its ends that is; the caller sets it to 0 before and looks at it after the call.

use super::super::ast::{Expr, ExprKind, Mark};
use super::{Binding, Frame, Lowerer};
use crate::flow::{BinOp, ExitKind, Expr as Value, Name, Place, Terminator, thrown};
use crate::index::FunctionRef;
use crate::models::MacroMeaning as M;

impl Lowerer<'_> {
    pub(super) fn throw(&mut self, mark: Mark) {
        let is_catch = |f: &Frame| matches!(f, Frame::Catch { .. });
        if self.noexcept_from.is_some_and(|from| !self.frames.iter().skip(from).any(is_catch)) {
            return self.terminate(Terminator::Unreachable);
        }
        if self.cplusplus && !self.ended() {
            let above = self.temporaries.clone();
            above.iter().rev().for_each(|t| self.clean_up(t, mark));
        }
        if self.frames.iter().any(is_catch) {
            return self.jump_out(ExitKind::Throw, mark, |f| match f {
                Frame::Catch { handler } => Some(*handler),
                _ => None,
            });
        }
        self.run_cleanups(0, mark, &|_| false);
        self.abandon_object(mark);
        if self.cplusplus {
            self.assign(thrown(), Value::Const(1), mark);
        }
        let span = self.span(mark);
        self.terminate(Terminator::Return { value: None, span, kind: ExitKind::Throw });
    }

    pub(super) fn may_throw(&self, function: Option<FunctionRef>) -> bool {
        // A method of a far-away class of the same name is no reason to believe that this one throws.
        let near = |f: &FunctionRef| self.index.is_near(self.file, f.file);
        self.cplusplus && function.filter(near).is_some_and(|f| self.index.may_throw(f, self.models.throwers()))
    }

    pub(super) fn before_throwing_call(&mut self, mark: Mark) {
        self.assign(thrown(), Value::Const(0), mark);
    }

    /// If the call threw, control goes where an exception goes.
    pub(super) fn after_throwing_call(&mut self, mark: Mark) {
        let (unwinds, next) = (self.block(), self.block());
        self.branch(Value::Place(thrown()), unwinds, next, mark);
        self.current = unwinds;
        self.throw(mark);
        self.current = next;
    }

    /// `RETURN_IF_FAILED(x)` and its like.
    pub(super) fn leaving_macro(&mut self, name: &Name, args: &[Expr], mark: Mark) -> Option<Value> {
        let meaning = self.models.macro_meaning(name).filter(|m| m.leaves())?;
        if meaning == M::GotoIfNegative {
            return self.jumping_macro(args, mark);
        }
        let before = self.temporaries.len();
        let values: Vec<Value> = args
            .iter()
            .map(|a| {
                let value = self.value(a);
                self.hold(value, a.mark)
            })
            .collect();
        let first = values.first().cloned().unwrap_or(Value::Unknown);
        let compare = |op| Value::Binary(op, Box::new(first.clone()), Box::new(Value::Const(0)));
        let condition = match meaning {
            M::ReturnIfNegative | M::ThrowIfNegative => compare(BinOp::Lt),
            M::ReturnIfNotZero | M::ThrowIfNotZero => compare(BinOp::Ne),
            M::ReturnIfZero | M::ThrowIfZero => compare(BinOp::Eq),
            M::ReturnIfSecond | M::ThrowIfSecond => values.get(1).cloned().unwrap_or(Value::Unknown),
            _ => Value::Const(1),
        };
        if !meaning.throws() {
            // a statement of its own looks at the arguments before the one that returns
            self.end_temporaries_above(before, mark);
        }
        let (leaves, next) = (self.block(), self.block());
        self.branch(condition, leaves, next, mark);
        self.current = leaves;
        if meaning.throws() {
            self.throw(mark);
        } else {
            let result = match meaning {
                M::ReturnIfZero => Value::Unknown,
                _ => first.clone(),
            };
            self.leave_with(Some(result), mark);
        }
        self.current = next;
        Some(first)
    }

    /// `IfFailGo(x)` and its like: `if (FAILED(hr = (x))) goto ErrExit;`. Where the function has no such label, the macro is
    /// another one.
    fn jumping_macro(&mut self, args: &[Expr], mark: Mark) -> Option<Value> {
        let label: Name = CLEANUP_LABELS.iter().find(|l| self.written_labels.contains(**l)).map(|l| (*l).into())?;
        let arg = args.first()?;
        let value = self.value(arg);
        let value = self.hold(value, mark);
        let assigns = matches!(&arg.kind, ExprKind::Assign(..)) || matches!(&arg.kind, ExprKind::Name(n) if &**n == "hr");
        if let (false, Some(Binding::Local(hr))) = (assigns, self.lookup("hr")) {
            let place = Place::local(*hr);
            self.assign(place, value.clone(), mark);
        }
        self.end_temporaries(mark);
        let (leaves, next) = (self.block(), self.block());
        self.branch(Value::Binary(BinOp::Lt, Box::new(value.clone()), Box::new(Value::Const(0))), leaves, next, mark);
        self.current = leaves;
        self.goto_label(Some(&label), mark);
        self.current = next;
        Some(value)
    }
}

/// Where macros that jump on failure go, by convention.
const CLEANUP_LABELS: &[&str] = &["ErrExit", "Error", "Cleanup", "CleanUp", "Exit", "Done", "cleanup", "exit", "error", "done"];
