//! Statements.

use super::super::ast::{Declared, Expr, ExprKind, Label as Written, Mark, Stmt, StmtKind};
use super::{Binding, Case, Frame, Jump, Label, Lowerer};
use crate::flow::{BinOp, BlockId, Event, ExitKind, Expr as Value, LocalId, Name, Place, Proj, Terminator};
use rustc_hash::FxHashSet;
use std::rc::Rc;

impl Lowerer<'_> {
    pub(super) fn statements(&mut self, statements: &[Stmt]) {
        statements.iter().for_each(|s| self.statement(s));
    }

    pub(super) fn statement(&mut self, s: &Stmt) {
        match &s.kind {
            StmtKind::Empty => {}
            StmtKind::Expr(e) => {
                self.effects(e);
                self.end_temporaries(last_byte(s.mark));
            }
            StmtKind::Declare(all) if self.declare_parts(all, s.mark) => self.end_temporaries(last_byte(s.mark)),
            StmtKind::Declare(all) => {
                for declared in all {
                    self.declare(declared);
                    self.end_temporaries(declared.mark);
                }
            }
            StmtKind::Constants(all) => all.iter().for_each(|(name, value)| self.bind(name.clone(), Binding::Constant(*value))),
            StmtKind::Struct(defined) => self.bind_struct(defined),
            StmtKind::Block(statements, end) => {
                let labels = if !self.written_labels.is_empty() { labels_in(s) } else { FxHashSet::default() };
                self.push_scope_with(Rc::new(labels));
                self.statements(statements);
                self.pop_scope(*end);
            }
            StmtKind::If(arms, otherwise) => self.if_statement(arms, otherwise.as_deref(), s.mark),
            StmtKind::While(condition, body) => self.while_loop(Some(condition), None, body),
            StmtKind::DoWhile(body, condition) => self.do_while(body, condition),
            StmtKind::For { init, condition, step, body } => {
                self.push_scope();
                self.statement(init);
                self.while_loop(condition.as_ref(), step.as_ref(), body);
                self.pop_scope(last_byte(s.mark));
            }
            StmtKind::ForEach(declared, range, body) => self.for_each(declared, range, body, s.mark),
            StmtKind::Loop(call, body) => self.macro_loop(call, body),
            StmtKind::Switch(value, body) => self.switch(value, body),
            StmtKind::Labelled(labels, statement) => {
                labels.iter().for_each(|l| self.label(l, s.mark));
                self.statement(statement);
            }
            StmtKind::Goto(label) => self.goto_label(label.as_ref(), s.mark),
            StmtKind::Break => self.jump_out(ExitKind::Goto, s.mark, |f| match f {
                Frame::Loop { on_break, .. } | Frame::Switch { on_break, .. } => Some(*on_break),
                _ => None,
            }),
            StmtKind::Continue => self.jump_out(ExitKind::Goto, s.mark, |f| match f {
                Frame::Loop { on_continue, .. } => Some(*on_continue),
                _ => None,
            }),
            StmtKind::Leave => self.jump_out(ExitKind::Goto, s.mark, |f| match f {
                Frame::Try { end } => Some(*end),
                _ => None,
            }),
            StmtKind::Return(value) => self.return_statement(value.as_ref(), s.mark),
            StmtKind::Try(body, handlers) => self.try_statement(body, handlers),
            StmtKind::Except(body, filter, handler) => self.except(body, filter, handler),
            StmtKind::Finally(body, after) => self.finally(body, after),
            StmtKind::Conditional(arms) => self.conditional(arms),
        }
    }

    /// `({ … })`: the value of its last statement.
    pub(super) fn statement_value(&mut self, statements: &[Stmt], mark: Mark) -> Value {
        self.push_scope();
        let mut result = Value::Unknown;
        for (i, s) in statements.iter().enumerate() {
            match &s.kind {
                StmtKind::Expr(e) if i + 1 == statements.len() => {
                    let value = self.value(e);
                    result = self.hold(value, e.mark);
                }
                _ => self.statement(s),
            }
        }
        self.pop_scope(last_byte(mark));
        result
    }

    fn if_statement(&mut self, arms: &[(Vec<Stmt>, Expr, Stmt)], otherwise: Option<&Stmt>, mark: Mark) {
        let end = self.block();
        let mut scopes = 0;
        for (init, condition, then) in arms {
            if !init.is_empty() {
                self.push_scope();
                scopes += 1;
                self.statements(init);
            }
            let (yes, no) = (self.block(), self.block());
            self.condition(condition, yes, no);
            self.current = yes;
            self.statement(then);
            self.goto(end);
            self.current = no;
        }
        if let Some(otherwise) = otherwise {
            self.statement(otherwise);
        }
        self.continue_in(end);
        for _ in 0..scopes {
            self.pop_scope(last_byte(mark));
        }
    }

    fn while_loop(&mut self, condition: Option<&Expr>, step: Option<&Expr>, body: &Stmt) {
        let (head, inside, after, end) = (self.block(), self.block(), self.block(), self.block());
        self.continue_in(head);
        match condition {
            Some(condition) => self.condition(condition, inside, end),
            None => self.goto(inside),
        }
        self.current = inside;
        self.in_loop(end, after, body);
        self.continue_in(after);
        if let Some(step) = step {
            self.effects(step);
        }
        self.goto(head);
        self.current = end;
    }

    fn in_loop(&mut self, on_break: BlockId, on_continue: BlockId, body: &Stmt) {
        self.frames.push(Frame::Loop { on_break, on_continue });
        self.statement(body);
        self.frames.pop();
    }

    fn do_while(&mut self, body: &Stmt, condition: &Expr) {
        let (inside, test, end) = (self.block(), self.block(), self.block());
        self.continue_in(inside);
        self.in_loop(end, test, body);
        self.continue_in(test);
        self.condition(condition, inside, end);
        self.current = end;
    }

    fn for_each(&mut self, declared: &Declared, range: &Expr, body: &Stmt, mark: Mark) {
        self.effects(range);
        let (head, inside, end) = (self.block(), self.block(), self.block());
        self.continue_in(head);
        self.branch(Value::Unknown, inside, end, mark);
        self.current = inside;
        self.push_scope();
        if !self.bind_element(declared, range) {
            let id = self.declare_local(declared);
            self.emit(Event::Havoc(Place::local(id)));
        }
        self.in_loop(end, head, body);
        self.pop_scope(last_byte(mark));
        self.goto(head);
        self.current = end;
    }

    /// A loop by a macro that was not seen: it may set the variables it is given.
    fn macro_loop(&mut self, call: &Expr, body: &Stmt) {
        let (head, inside, end) = (self.block(), self.block(), self.block());
        self.continue_in(head);
        self.effects(call);
        if let ExprKind::Call { args, .. } = &call.kind {
            for arg in args {
                if matches!(&arg.kind, ExprKind::Name(n) if self.lookup(n).is_some()) {
                    let place = self.place(arg);
                    self.emit(Event::Havoc(place));
                }
            }
        }
        self.branch(Value::Unknown, inside, end, call.mark);
        self.current = inside;
        self.in_loop(end, head, body);
        self.goto(head);
        self.current = end;
    }

    fn switch(&mut self, value: &Expr, body: &Stmt) {
        let held = self.value(value);
        let held = self.hold(held, value.mark);
        self.end_temporaries(value.mark);
        let dispatch = self.current;
        let (inside, end) = (self.block(), self.block());
        self.current = inside;
        self.frames.push(Frame::Switch { on_break: end, cases: Vec::new() });
        self.statement(body);
        self.goto(end);
        let Some(Frame::Switch { cases, .. }) = self.frames.pop() else { return };
        if self.blocks[dispatch.0 as usize].end.is_some() {
            self.current = end;
            return;
        }
        self.current = dispatch;
        let (default, cases): (Vec<Case>, Vec<Case>) = cases.into_iter().partition(|c| c.value.is_none());
        for case in cases {
            let next = self.block();
            let target = self.guarded(&case, next);
            let compare = |op, with: &Value| Value::Binary(op, Box::new(held.clone()), Box::new(with.clone()));
            match &case.value {
                Some((low, Some(high))) => {
                    let second = self.block();
                    self.branch(compare(BinOp::Ge, low), second, next, case.mark);
                    self.current = second;
                    self.branch(compare(BinOp::Le, high), target, next, case.mark);
                }
                Some((low, None)) => self.branch(compare(BinOp::Eq, low), target, next, case.mark),
                None => {}
            }
            self.current = next;
        }
        let other = default.first().map(|c| self.guarded(c, end));
        self.goto(other.unwrap_or(end));
        self.current = end;
    }

    /// A block that goes to the case if the `#if`s around it hold, else to `next`.
    fn guarded(&mut self, case: &Case, next: BlockId) -> BlockId {
        let (mut target, before) = (case.target, self.current);
        for (condition, outcome) in case.arms.iter().rev() {
            let test = self.block();
            self.current = test;
            if *outcome {
                self.condition(condition, target, next)
            } else {
                self.condition(condition, next, target)
            }
            target = test;
        }
        self.current = before;
        target
    }

    fn label(&mut self, label: &Written, mark: Mark) {
        let block = match label {
            Written::Name(name) => {
                let scopes = self.scopes_around();
                let block = self.label_block(name);
                if let Some(label) = self.labels.get_mut(name) {
                    label.scopes.get_or_insert(scopes);
                }
                block
            }
            Written::Case(low, high) => {
                let low = self.value(low);
                let high = high.as_ref().map(|h| self.value(h));
                self.case(Some((low, high)), mark)
            }
            Written::Default => self.case(None, mark),
        };
        self.continue_in(block);
    }

    fn case(&mut self, value: Option<(Value, Option<Value>)>, mark: Mark) -> BlockId {
        let target = self.block();
        let mut arms = Vec::new();
        for frame in self.frames.iter_mut().rev() {
            match frame {
                Frame::Arm { conditions } => arms.extend(conditions.iter().cloned()),
                Frame::Switch { cases, .. } => {
                    cases.push(Case { value, target, arms, mark });
                    break;
                }
                _ => {}
            }
        }
        target
    }

    fn label_block(&mut self, name: &Name) -> BlockId {
        if let Some(label) = self.labels.get(name) {
            return label.block;
        }
        let block = self.block();
        self.labels.insert(name.clone(), Label { block, scopes: None });
        block
    }

    fn scopes_around(&self) -> Vec<u32> {
        let scopes = self.frames.iter().filter_map(|f| match f {
            Frame::Scope { id, .. } => Some(*id),
            _ => None,
        });
        scopes.collect()
    }

    pub(super) fn goto_label(&mut self, label: Option<&Name>, mark: Mark) {
        let Some(label) = label else {
            // anywhere: what follows can't be told
            return self.terminate(Terminator::Unreachable);
        };
        self.run_cleanups(0, mark, &|labels| labels.contains(label));
        let block = self.label_block(label);
        if !self.ended() {
            let scopes = self.frames.iter().filter_map(|f| match f {
                Frame::Scope { id, locals, .. } => Some((*id, locals.clone())),
                _ => None,
            });
            self.jumps.push(Jump { block: self.current, label: label.clone(), scopes: scopes.collect(), mark });
        }
        self.goto(block);
    }

    /// Jumps to where the innermost fitting frame says, ending all scopes on the way.
    pub(super) fn jump_out(&mut self, kind: ExitKind, mark: Mark, target: impl Fn(&Frame) -> Option<BlockId>) {
        let found = self.frames.iter().enumerate().rev().find_map(|(i, f)| target(f).map(|t| (i, t)));
        let Some((at, block)) = found else { return };
        let mut locals: Vec<LocalId> = Vec::new();
        for frame in self.frames[at..].iter().rev() {
            if let Frame::Scope { locals: own, .. } = frame {
                locals.extend(own);
            }
        }
        self.run_cleanups(at, mark, &|_| false);
        if !locals.is_empty() {
            let span = self.span(mark);
            self.emit(Event::EndScope { locals, span, kind });
        }
        self.goto(block);
    }

    fn return_statement(&mut self, value: Option<&Expr>, mark: Mark) {
        let inline = self.frames.iter().rposition(|f| matches!(f, Frame::Inline { .. }));
        let to = inline.unwrap_or(0);
        if let (Some(v), None, None) = (value, inline, &self.returned)
            && matches!(v.kind, ExprKind::Logical(..))
        {
            return self.return_truth(v, mark);
        }
        let mut kept = None;
        let value = match (value, &self.returned) {
            (Some(v), Some((to, class))) if inline.is_none() => {
                let (place, class) = (Place::local(*to).then(Proj::Deref), *class);
                kept = self.return_object(place, class, v);
                None
            }
            (Some(v), _) => {
                if inline.is_none() && self.pointer_type(v).is_some() && matches!(v.kind, ExprKind::Name(_)) {
                    kept = Some(self.place(v));
                }
                let value = if self.returns_reference && inline.is_none() {
                    let place = self.place(v);
                    super::value::address_of(place)
                } else {
                    self.value(v)
                };
                let ends = !self.temporaries.is_empty() || self.has_cleanups(to);
                Some(if ends || inline.is_some() { self.hold(value, v.mark) } else { value })
            }
            (None, _) => None,
        };
        self.end_temporaries(mark);
        self.kept = kept;
        self.leave_with(value, mark);
        self.kept = None;
    }

    /// Ends the function, or the lambda that is written out here, with a value.
    /// `return a && b;` ends in two ways: which of them it was tells callers what holds.
    fn return_truth(&mut self, value: &Expr, mark: Mark) {
        let (yes, no) = (self.block(), self.block());
        self.condition(value, yes, no);
        for (block, truth) in [(yes, 1), (no, 0)] {
            self.current = block;
            self.leave_with(Some(Value::Const(truth)), mark);
        }
    }

    pub(super) fn leave_with(&mut self, value: Option<Value>, mark: Mark) {
        let inline = self.frames.iter().rposition(|f| matches!(f, Frame::Inline { .. }));
        self.run_cleanups(inline.unwrap_or(0), mark, &|_| false);
        if let Some(Frame::Inline { result, end }) = inline.and_then(|at| self.frames.get(at)) {
            let (result, end) = (result.clone(), *end);
            if let Some(value) = value {
                self.assign(result, value, mark);
            }
            return self.goto(end);
        }
        let span = self.span(mark);
        self.terminate(Terminator::Return { value, span, kind: ExitKind::Return });
    }

    fn try_statement(&mut self, body: &Stmt, handlers: &[(Option<Declared>, Stmt)]) {
        let (inside, caught, end) = (self.block(), self.block(), self.block());
        self.branch(Value::Unknown, inside, caught, body.mark);
        self.current = inside;
        self.frames.push(Frame::Catch { handler: caught });
        self.statement(body);
        self.frames.pop();
        self.goto(end);
        self.current = caught;
        for (i, (declared, handler)) in handlers.iter().enumerate() {
            let next = self.block();
            if i + 1 < handlers.len() {
                let this = self.block();
                self.branch(Value::Unknown, this, next, handler.mark);
                self.current = this;
            }
            self.push_scope();
            if let Some(declared) = declared {
                self.declare_local(declared);
            }
            self.statement(handler);
            self.pop_scope(last_byte(handler.mark));
            self.goto(end);
            self.current = next;
        }
        if handlers.is_empty() {
            self.goto(end);
        }
        self.current = end;
    }

    fn except(&mut self, body: &Stmt, filter: &Expr, handler: &Stmt) {
        let (inside, caught, end) = (self.block(), self.block(), self.block());
        self.branch(Value::Unknown, inside, caught, body.mark);
        self.current = inside;
        self.frames.push(Frame::Try { end });
        self.statement(body);
        self.frames.pop();
        self.goto(end);
        self.current = caught;
        self.effects(filter);
        self.statement(handler);
        self.continue_in(end);
    }

    fn finally(&mut self, body: &Stmt, after: &Rc<Stmt>) {
        let end = self.block();
        self.frames.push(Frame::Finally { body: after.clone(), labels: Rc::new(labels_in(body)) });
        self.frames.push(Frame::Try { end });
        self.statement(body);
        self.frames.pop();
        self.frames.pop();
        self.continue_in(end);
        self.statement(after);
    }

    fn conditional(&mut self, arms: &[(Option<Expr>, Vec<Stmt>)]) {
        let end = self.block();
        let mut before: Vec<(Expr, bool)> = Vec::new();
        for (condition, statements) in arms {
            let next = self.block();
            let mut conditions = before.clone();
            if let Some(condition) = condition {
                let inside = self.block();
                self.condition(condition, inside, next);
                self.current = inside;
                conditions.push((condition.clone(), true));
                before.push((condition.clone(), false));
            }
            self.frames.push(Frame::Arm { conditions });
            self.statements(statements);
            self.frames.pop();
            self.goto(end);
            self.current = next;
        }
        self.continue_in(end);
    }
}

/// The end of a statement, for scopes that no brace of their own closes.
fn last_byte(mark: Mark) -> Mark {
    Mark { start: mark.end.saturating_sub(1).max(mark.start), ..mark }
}

/// The labels in a body.
pub(super) fn all_labels(statements: &[Stmt]) -> FxHashSet<Name> {
    statements.iter().flat_map(labels_in).collect()
}

/// The labels in a statement.
fn labels_in(s: &Stmt) -> FxHashSet<Name> {
    let mut found = FxHashSet::default();
    s.walk(&mut |s| {
        if let StmtKind::Labelled(labels, _) = &s.kind {
            found.extend(labels.iter().filter_map(|l| match l {
                Written::Name(name) => Some(name.clone()),
                _ => None,
            }));
        }
    });
    found
}
