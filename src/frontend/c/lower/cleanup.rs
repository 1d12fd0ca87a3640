//! What runs where scopes end: destructors, scope guards, `__finally`.

use super::super::ast::Mark;
use super::{Cleanup, Frame, Lowerer};
use crate::flow::{BinOp, Expr as Value, Name, Place};
use rustc_hash::FxHashSet;

impl Lowerer<'_> {
    /// Adds to the innermost scope's end.
    pub(super) fn at_scope_end(&mut self, cleanup: Cleanup) {
        let scope = self.frames.iter_mut().rev().find_map(|f| match f {
            Frame::Scope { cleanups, .. } => Some(cleanups),
            _ => None,
        });
        if let Some(cleanups) = scope {
            cleanups.push(cleanup);
        }
    }

    /// Whether anything runs at the ends of the frames from the innermost down to number `to`.
    pub(super) fn has_cleanups(&self, to: usize) -> bool {
        self.frames[to..].iter().any(|f| match f {
            Frame::Finally { .. } => true,
            Frame::Scope { cleanups, .. } => !cleanups.is_empty(),
            _ => false,
        })
    }

    /// Runs what the frames from the innermost down to number `to` have to run at their ends, but those that `stays` in.
    pub(super) fn run_cleanups(&mut self, to: usize, mark: Mark, stays: &dyn Fn(&FxHashSet<Name>) -> bool) {
        for at in (to..self.frames.len()).rev() {
            match self.frames.get(at) {
                Some(Frame::Finally { body, labels }) => {
                    if stays(labels) {
                        return;
                    }
                    let body = body.clone();
                    let inner = self.frames.split_off(at);
                    self.statement(&body);
                    self.frames.extend(inner);
                }
                Some(Frame::Scope { cleanups, labels, .. }) => {
                    if stays(labels) {
                        return;
                    }
                    if cleanups.is_empty() {
                        continue;
                    }
                    let cleanups = cleanups.clone();
                    let inner = self.frames.split_off(at + 1);
                    for cleanup in cleanups.iter().rev() {
                        self.clean_up(cleanup, mark);
                    }
                    self.frames.extend(inner);
                }
                _ => {}
            }
        }
    }

    pub(super) fn clean_up(&mut self, cleanup: &Cleanup, mark: Mark) {
        let outside = self.noexcept_from.replace(self.frames.len());
        self.die(cleanup, mark);
        self.noexcept_from = outside;
    }

    fn die(&mut self, cleanup: &Cleanup, mark: Mark) {
        match cleanup {
            // it became the one that is returned
            Cleanup::Object(place, _) | Cleanup::Pointer(place, ..) if self.kept.as_ref() == Some(place) => {}
            Cleanup::Pointer(place, ty, deleter) => self.delete_pointee(place, ty, deleter.as_ref(), mark),
            Cleanup::Object(place, class) => self.destroy(place, *class, mark),
            Cleanup::Call(place, function) => self.call_cleanup(function, place, mark),
            Cleanup::Guard(lambda, active) => {
                let (run, end) = (self.block(), self.block());
                let flag = Value::Place(Place::local(*active));
                let is_active = Value::Binary(BinOp::Ne, Box::new(flag), Box::new(Value::Const(0)));
                self.branch(is_active, run, end, mark);
                self.current = run;
                self.call_lambda(lambda, &[], mark);
                self.continue_in(end);
            }
        }
    }

    /// The statement ends: nameless objects die.
    pub(super) fn end_temporaries(&mut self, mark: Mark) {
        self.end_temporaries_above(0, mark);
    }

    pub(super) fn end_temporaries_above(&mut self, above: usize, mark: Mark) {
        while self.temporaries.len() > above {
            let Some(cleanup) = self.temporaries.pop() else { return };
            if !self.ended() {
                self.clean_up(&cleanup, mark);
            }
        }
    }
}
