//! Blocks, `let`, branches and loops.

use super::{Binding, Closure, Deferred, Frame, Lowerer, Val, element};
use crate::flow::{BlockId, ExitKind, Expr as Value, Place, Terminator};
use crate::frontend::rust::index::is_alive;
use crate::frontend::rust::types::Ty;
use crate::source::Span;
use std::rc::Rc;
use syn::spanned::Spanned;

impl Lowerer<'_> {
    pub(super) fn block_value(&mut self, block: &syn::Block) -> Val {
        self.push_scope();
        let value = self.statements(&block.stmts);
        let end = self.span_of(&block.brace_token.span.close());
        let value = self.kept(value, end);
        self.pop_scope(end);
        value
    }

    /// A scope's value must not lie in a variable that dies with it.
    fn kept(&mut self, value: Val, span: Span) -> Val {
        if self.ended() {
            return Val::unit();
        }
        self.copied(value, span)
    }

    pub(super) fn statements(&mut self, statements: &[syn::Stmt]) -> Val {
        let mut last = Val::unit();
        for (i, statement) in statements.iter().enumerate() {
            if self.ended() {
                // unreachable code still has items and names, but no effect
                return Val::unit();
            }
            last = Val::unit();
            let mark = self.temporaries.len();
            let span = self.span_of(&statement.span());
            let end = Span { start: span.end.saturating_sub(1), ..span };
            match statement {
                syn::Stmt::Local(local) if is_alive(&local.attrs) => self.let_statement(local, mark, end),
                syn::Stmt::Expr(e, semicolon) if is_alive(attributes(e)) => {
                    let value = self.value(e);
                    if semicolon.is_none() && i + 1 == statements.len() {
                        last = value;
                    } else {
                        self.end_temporaries(mark, end);
                    }
                }
                syn::Stmt::Macro(m) if is_alive(&m.attrs) => {
                    let value = self.macro_statement(&m.mac);
                    if m.semi_token.is_none() && i + 1 == statements.len() {
                        last = value;
                    } else {
                        self.end_temporaries(mark, end);
                    }
                }
                _ => {}
            }
        }
        last
    }

    fn let_statement(&mut self, local: &syn::Local, mark: usize, end: Span) {
        let (pat, written) = match &local.pat {
            syn::Pat::Type(p) => (&*p.pat, Some(self.reader().ty(&p.ty))),
            pat => (pat, None),
        };
        let Some(init) = &local.init else {
            if let syn::Pat::Ident(p) = pat {
                let place = self.variable(&p.ident.to_string(), written.unwrap_or_default());
                if let crate::flow::Base::Local(id) = place.base {
                    self.emit(crate::flow::Event::Declare(id));
                }
            }
            return;
        };
        if self.let_closure(pat, &init.expr) {
            return;
        }
        let mut value = self.value(&init.expr);
        if let Some(ty) = written
            && (value.ty == Ty::Unknown
                || matches!(&ty, Ty::Named(..) if !matches!(value.ty, Ty::Status(..))) && !ty.is("Result") && !ty.is("Option"))
        {
            value.ty = ty;
        }
        let borrows = matches!(value.ty, Ty::Ref(_)) || matches!(&*init.expr, syn::Expr::Reference(_));
        match &init.diverge {
            None => self.bind_pattern(pat, value),
            Some((_, otherwise)) => {
                let failed = self.block();
                self.test_pattern(pat, value, failed);
                let good = self.current;
                self.current = failed;
                self.value(otherwise);
                if !self.ended() {
                    self.terminate(Terminator::Unreachable);
                }
                self.current = good;
            }
        }
        if borrows || has_ref(pat) {
            // a reference to a temporary makes that live as long as the name
            let kept: Vec<_> = self.temporaries.drain(mark.min(self.temporaries.len())..).collect();
            if let Some(scope) = self.scopes.last_mut() {
                scope.locals.splice(0..0, kept);
            }
        } else {
            self.end_temporaries(mark, end);
        }
    }

    /// `let close = || …;` and `let guard = scopeguard::guard(key, |key| …);`
    fn let_closure(&mut self, pat: &syn::Pat, init: &syn::Expr) -> bool {
        let syn::Pat::Ident(p) = pat else { return false };
        let name = p.ident.to_string();
        match init {
            syn::Expr::Closure(closure) => {
                let names = self.visible_names();
                self.bind(name, Binding::Closure(Rc::new(Closure { syntax: closure.clone(), names })));
                true
            }
            syn::Expr::Call(call) if matches!(&*call.func, syn::Expr::Path(p) if matches!(&*super::name_of(&p.path), "guard" | "guard_on_unwind")) =>
            {
                let mut args = call.args.iter();
                let (Some(held), Some(syn::Expr::Closure(closure)), None) = (args.next(), args.next(), args.next()) else { return false };
                let value = self.value(held);
                let span = self.span_of(&init.span());
                let place = self.variable(&name, value.ty.clone());
                self.store(place.clone(), value, span);
                if let Some(scope) = self.scopes.last_mut() {
                    scope.deferred.push(Deferred::Guard(Rc::new(closure.clone()), place));
                }
                true
            }
            syn::Expr::Call(call) => self.let_later(call),
            _ => false,
        }
    }

    /// `let _guard = Defer(|| …);`: a value that runs its closure when it is dropped.
    fn let_later(&mut self, call: &syn::ExprCall) -> bool {
        let (syn::Expr::Path(path), Some(syn::Expr::Closure(closure)), 1) = (&*call.func, call.args.first(), call.args.len()) else {
            return false;
        };
        let full = self.reader().of_path(&path.path);
        let made = self.index.signature(&full, self.file, Some(1)).map(|s| s.ret.clone());
        let ty = match made.as_ref().and_then(Ty::name) {
            Some(name) => name.to_string(),
            None => full.split("::").next().unwrap_or_default().to_owned(),
        };
        if !self.index.is_dropped(&ty)
            && !matches!(ty.as_str(), "Defer" | "Deferred" | "OnDrop" | "DropGuard" | "CallOnDrop" | "defer" | "Finally")
        {
            return false;
        }
        if let Some(scope) = self.scopes.last_mut() {
            scope.deferred.push(Deferred::Code(Rc::new((*closure.body).clone())));
        }
        true
    }

    pub(super) fn if_value(&mut self, e: &syn::ExprIf) -> Val {
        let span = self.span_of(&e.span());
        let (then, otherwise, end) = (self.block(), self.block(), self.block());
        let result = self.temporary();
        self.push_scope();
        self.condition(&e.cond, then, otherwise);
        self.current = then;
        let one = self.block_value(&e.then_branch);
        let mut ty = one.ty.clone();
        if !self.ended() {
            self.store(result.clone(), one, span);
        }
        self.pop_scope(self.span_of(&e.then_branch.brace_token.span.close()));
        self.goto(end);
        self.current = otherwise;
        let other = match &e.else_branch {
            Some((_, other)) => self.value(other),
            None => Val::unit(),
        };
        if !self.ended() {
            if matches!(ty, Ty::Unknown) || matches!(&ty, Ty::Tuple(t) if t.is_empty()) {
                ty = other.ty.clone();
            }
            self.store(result.clone(), other, span);
        }
        self.goto(end);
        self.current = end;
        Val::new(Value::Place(result), joined(ty))
    }

    pub(super) fn match_value(&mut self, e: &syn::ExprMatch) -> Val {
        let span = self.span_of(&e.span());
        let scrutinee_span = self.span_of(&e.expr.span());
        let val = self.value(&e.expr);
        let val = match val.x {
            Value::Place(_) => val,
            _ if matches!(val.ty, Ty::Status(..)) => val,
            _ => {
                let (place, ty) = self.placed(val, scrutinee_span);
                Val::new(Value::Place(place), ty)
            }
        };
        let val = if e.arms.iter().any(|a| matches_result(&a.pat)) { self.plain(val, scrutinee_span) } else { val };
        let (result, end) = (self.temporary(), self.block());
        let mut ty = Ty::Unknown;
        for arm in e.arms.iter().filter(|a| is_alive(&a.attrs)) {
            let next = self.block();
            self.push_scope();
            self.test_pattern(&arm.pat, val.clone(), next);
            if let syn::Pat::Guard(guard) = &arm.pat {
                let body = self.block();
                self.condition(&guard.guard, body, next);
                self.current = body;
            }
            let value = self.value(&arm.body);
            let here = self.span_of(&arm.body.span());
            if !self.ended() {
                if ty == Ty::Unknown {
                    ty = value.ty.clone();
                }
                self.store(result.clone(), value, span);
            }
            self.pop_scope(Span { start: here.end.saturating_sub(1), ..here });
            self.goto(end);
            self.current = next;
        }
        // one of the arms always matches
        self.terminate(Terminator::Unreachable);
        self.current = end;
        Val::new(Value::Place(result), joined(ty))
    }

    // ---- loops ----

    pub(super) fn loop_value(&mut self, body: &syn::Block, label: Option<&syn::Label>, condition: Option<&syn::Expr>) -> Val {
        let (head, start, after) = (self.block(), self.block(), self.block());
        let result = self.temporary();
        self.continue_in(head);
        let scopes = self.scopes.len();
        self.push_scope();
        match condition {
            Some(condition) => self.condition(condition, start, after),
            None => self.goto(start),
        }
        self.current = start;
        self.frames.push(Frame::Loop {
            label: label.map(|l| l.name.ident.to_string()),
            on_break: after,
            on_continue: Some(head),
            result: result.clone(),
            scopes,
        });
        let mark = self.temporaries.len();
        self.block_value(body);
        let end = self.span_of(&body.brace_token.span.close());
        self.end_temporaries(mark, end);
        self.frames.pop();
        self.pop_scope(end);
        self.goto(head);
        self.current = after;
        Val::new(Value::Place(result), Ty::Unknown)
    }

    pub(super) fn for_value(&mut self, e: &syn::ExprForLoop) -> Val {
        let span = self.span_of(&e.expr.span());
        let (iterated, counted) = counted(&e.expr);
        let mut handle = None;
        let item = if range_start(iterated).is_some() {
            self.value(iterated);
            Val::unknown()
        } else {
            let all = self.value(iterated);
            let (place, ty) = self.reached(all, span);
            let one = Val::new(Value::Place(element(&place)), ty.element());
            handle = one.ty.is_raw_handle().then(|| one.x.clone());
            if lends_to_change(iterated) { self.address(one, span) } else { one }
        };
        let (head, start, after) = (self.block(), self.block(), self.block());
        if let Some(handle) = handle {
            // where a handle is kept there is one to come to
            self.branch(handle, start, head, span);
            self.current = head;
        } else {
            self.continue_in(head);
        }
        self.branch(Value::Unknown, start, after, span);
        self.current = start;
        let scopes = self.scopes.len();
        self.push_scope();
        match &*e.pat {
            syn::Pat::Tuple(pair) if counted && pair.elems.len() == 2 => {
                self.bind_pattern(&pair.elems[0], Val::unknown());
                self.bind_pattern(&pair.elems[1], item);
            }
            pat => self.bind_pattern(pat, item),
        }
        let label = e.label.as_ref().map(|l| l.name.ident.to_string());
        let result = Place::local(self.local(""));
        self.frames.push(Frame::Loop { label, on_break: after, on_continue: Some(head), result, scopes });
        let mark = self.temporaries.len();
        self.block_value(&e.body);
        let end = self.span_of(&e.body.brace_token.span.close());
        self.end_temporaries(mark, end);
        self.frames.pop();
        self.pop_scope(end);
        self.goto(head);
        self.current = after;
        Val::unit()
    }

    /// A block with a label, which `break` leaves.
    pub(super) fn labelled(&mut self, block: &syn::Block, label: &syn::Label) -> Val {
        let after = self.block();
        let result = self.temporary();
        let scopes = self.scopes.len();
        let label = Some(label.name.ident.to_string());
        self.frames.push(Frame::Loop { label, on_break: after, on_continue: None, result: result.clone(), scopes });
        let value = self.block_value(block);
        let span = self.span_of(&block.span());
        self.frames.pop();
        let ty = value.ty.clone();
        if !self.ended() {
            self.store(result.clone(), value, span);
        }
        self.continue_in(after);
        Val::new(Value::Place(result), joined(ty))
    }

    pub(super) fn jump(&mut self, label: Option<&syn::Lifetime>, value: Option<&syn::Expr>, span: Span, continues: bool) {
        let value = value.map(|v| self.value(v));
        let wanted = label.map(|l| l.ident.to_string());
        let found = self.frames.iter().rev().take_while(|f| matches!(f, Frame::Loop { .. })).find_map(|f| match f {
            Frame::Loop { label, on_break, on_continue, result, scopes } => {
                let fits = match &wanted {
                    Some(wanted) => label.as_ref() == Some(wanted),
                    None => on_continue.is_some(),
                };
                let to: Option<BlockId> = if continues { *on_continue } else { Some(*on_break) };
                fits.then(|| to.map(|to| (to, result.clone(), *scopes)))?
            }
            Frame::Body { .. } => None,
        });
        let Some((to, result, scopes)) = found else {
            self.terminate(Terminator::Unreachable);
            return;
        };
        if let Some(value) = value {
            self.store(result, value, span);
        }
        self.leave_scopes(scopes, span, ExitKind::Goto);
        self.goto(to);
    }

    // ---- conditions ----

    pub(super) fn condition(&mut self, e: &syn::Expr, then: BlockId, otherwise: BlockId) {
        let span = self.span_of(&e.span());
        match e {
            syn::Expr::Binary(b) if matches!(b.op, syn::BinOp::And(_)) => {
                let next = self.block();
                self.condition(&b.left, next, otherwise);
                self.current = next;
                self.condition(&b.right, then, otherwise);
            }
            syn::Expr::Binary(b) if matches!(b.op, syn::BinOp::Or(_)) => {
                let next = self.block();
                self.condition(&b.left, then, next);
                self.current = next;
                self.condition(&b.right, then, otherwise);
            }
            syn::Expr::Unary(u) if matches!(u.op, syn::UnOp::Not(_)) => self.condition(&u.expr, otherwise, then),
            syn::Expr::Paren(p) => self.condition(&p.expr, then, otherwise),
            syn::Expr::Group(p) => self.condition(&p.expr, then, otherwise),
            syn::Expr::Let(l) => {
                let val = self.value(&l.expr);
                let val = if matches_result(&l.pat) { self.plain(val, span) } else { val };
                self.test_pattern(&l.pat, val, otherwise);
                self.goto(then);
            }
            _ => {
                let val = self.value(e);
                self.branch(val.x, then, otherwise, span);
            }
        }
    }

    /// The value of `&&`, `||`, `matches!`: 0 or 1.
    pub(super) fn truth(&mut self, span: Span, test: &mut dyn FnMut(&mut Self, BlockId, BlockId)) -> Val {
        let (yes, no, end) = (self.block(), self.block(), self.block());
        let result = self.temporary();
        self.push_scope();
        test(self, yes, no);
        for (block, value) in [(yes, 1), (no, 0)] {
            self.current = block;
            self.assign(result.clone(), Value::Const(value), span);
            self.goto(end);
        }
        self.current = end;
        self.pop_scope(span);
        Val::new(Value::Place(result), Ty::Unknown)
    }
}

/// A status that went through a place of its own is a `Result`.
fn joined(ty: Ty) -> Ty {
    if let Ty::Status(..) = ty { Ty::result(Ty::Unknown) } else { ty }
}

fn has_ref(pat: &syn::Pat) -> bool {
    match pat {
        syn::Pat::Ident(p) => p.by_ref.is_some(),
        syn::Pat::TupleStruct(p) => p.elems.iter().any(has_ref),
        syn::Pat::Tuple(p) => p.elems.iter().any(has_ref),
        _ => false,
    }
}

/// Whether a pattern asks for `Ok`, `Err`, `Some` or `None`.
fn matches_result(pat: &syn::Pat) -> bool {
    match pat {
        syn::Pat::TupleStruct(p) => matches!(&*super::name_of(&p.path), "Ok" | "Err" | "Some"),
        syn::Pat::Ident(p) => p.ident == "None",
        syn::Pat::Guard(p) => matches_result(&p.pat),
        syn::Pat::Or(p) => p.cases.iter().any(matches_result),
        _ => false,
    }
}

fn range_start(e: &syn::Expr) -> Option<&syn::ExprRange> {
    match e {
        syn::Expr::Range(r) => Some(r),
        syn::Expr::Paren(p) => range_start(&p.expr),
        _ => None,
    }
}

pub(super) fn attributes(e: &syn::Expr) -> &[syn::Attribute] {
    match e {
        syn::Expr::Block(e) => &e.attrs,
        syn::Expr::Unsafe(e) => &e.attrs,
        syn::Expr::If(e) => &e.attrs,
        syn::Expr::Match(e) => &e.attrs,
        syn::Expr::Call(e) => &e.attrs,
        syn::Expr::MethodCall(e) => &e.attrs,
        syn::Expr::Macro(e) => &e.attrs,
        syn::Expr::Return(e) => &e.attrs,
        syn::Expr::ForLoop(e) => &e.attrs,
        syn::Expr::While(e) => &e.attrs,
        syn::Expr::Loop(e) => &e.attrs,
        syn::Expr::Assign(e) => &e.attrs,
        syn::Expr::Try(e) => &e.attrs,
        syn::Expr::Let(e) => &e.attrs,
        _ => &[],
    }
}

/// What `.enumerate()` counts, if it does.
fn counted(e: &syn::Expr) -> (&syn::Expr, bool) {
    match e {
        syn::Expr::MethodCall(m) if m.method == "enumerate" => (&m.receiver, true),
        _ => (e, false),
    }
}

/// Whether the elements can be changed through what the loop is given.
fn lends_to_change(e: &syn::Expr) -> bool {
    match e {
        syn::Expr::MethodCall(m) => m.method == "iter_mut" || m.method == "values_mut",
        syn::Expr::Reference(r) => r.mutability.is_some(),
        _ => false,
    }
}
