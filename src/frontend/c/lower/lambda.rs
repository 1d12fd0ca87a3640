//! Lambdas: written out where they are called; scope guards run them where their scope ends.

use super::super::ast::{Declared, Expr, ExprKind, Init, Lambda, Mark};
use super::value::address_of;
use super::{Binding, Cleanup, Frame, Lowerer};
use crate::flow::{Expr as Value, Local, LocalId, Place};
use crate::source::FileId;
use std::rc::Rc;

/// Lambdas in lambdas are followed to this depth.
const DEEPEST: u32 = 5;
/// What runs a lambda in a thread of its own.
const STARTS_THREAD: [&str; 3] = ["async", "jthread", "thread"];

fn last_part(name: &str) -> &str {
    name.rsplit("::").next().unwrap_or(name)
}

impl Lowerer<'_> {
    /// The body of a lambda as if it stood here.
    pub(super) fn call_lambda(&mut self, lambda: &Rc<Lambda>, args: &[Expr], mark: Mark) -> Value {
        let result = self.temporary();
        if !self.may_write_out(DEEPEST) {
            args.iter().for_each(|a| self.effects(a));
            return Value::Unknown;
        }
        self.nesting += 1;
        let temporaries = std::mem::take(&mut self.temporaries);
        let end = self.block();
        self.frames.push(Frame::Inline { result: result.clone(), end });
        // what it is given is evaluated before its own names are known
        let params: Vec<(Declared, Option<Value>)> =
            lambda.params.iter().enumerate().map(|(i, p)| self.lambda_argument(p, args.get(i))).collect();
        let captures: Vec<(Declared, Option<Value>)> =
            lambda.captures.iter().map(|(name, value)| (capture(name.clone(), value.mark), Some(self.value(value)))).collect();
        self.push_scope();
        for (declared, value) in captures.into_iter().chain(params) {
            let id = self.declare_local(&declared);
            if let Some(value) = value {
                self.assign(Place::local(id), value, declared.mark);
            }
        }
        self.statement(&lambda.body);
        self.pop_scope(mark);
        self.goto(end);
        self.frames.pop();
        self.current = end;
        self.temporaries = temporaries;
        self.nesting -= 1;
        Value::Place(result)
    }

    fn lambda_argument(&mut self, param: &Declared, arg: Option<&Expr>) -> (Declared, Option<Value>) {
        let Some(arg) = arg else { return (Declared { reference: false, ..param.clone() }, None) };
        let is_object = matches!(self.type_of(arg), Some((class, 0)) if self.index.owns(class));
        if param.reference || is_object {
            let place = self.place(arg);
            return (Declared { reference: true, ..param.clone() }, Some(address_of(place)));
        }
        let value = self.value(arg);
        (param.clone(), Some(self.hold(value, arg.mark)))
    }

    /// The same with a value that is no expression.
    pub(super) fn call_lambda_with(&mut self, lambda: &Rc<Lambda>, value: Value, mark: Mark) {
        self.push_scope();
        let local = Local { name: "".into(), ty: "".into(), array: false, owner: false };
        let id = self.local(local, Default::default());
        let name: crate::flow::Name = "#value".into();
        self.bind(name.clone(), Binding::Local(id));
        self.assign(Place::local(id), value, mark);
        self.call_lambda(lambda, &[Expr { kind: ExprKind::Name(name), mark, depth: 1 }], mark);
        self.pop_scope(mark);
    }

    /// What a function is given as a callback runs once: when it returns, if it is not known otherwise.
    pub(super) fn run_callbacks(&mut self, callee: &str, args: &[Expr], mark: Mark) {
        for arg in args {
            if let Some(lambda) = self.lambda_of(arg) {
                if STARTS_THREAD.contains(&last_part(callee)) {
                    let body = self.span(lambda.body.mark);
                    self.threads.push(body);
                }
                self.call_lambda(&lambda, &[], mark);
            }
        }
    }

    pub(super) fn lambda_of(&self, e: &Expr) -> Option<Rc<Lambda>> {
        match &e.kind {
            ExprKind::Lambda(lambda) => Some(lambda.clone()),
            ExprKind::Name(name) => match self.lookup(name) {
                Some(Binding::Lambda(lambda)) => Some(lambda.clone()),
                _ => None,
            },
            _ => None,
        }
    }

    /// `auto x = scope_exit([&] { … })` and its like; `false` if it is none.
    pub(super) fn declare_guard(&mut self, declared: &Declared) -> bool {
        let args: &[Expr] = match &declared.init {
            Some(Init::Constructor(args)) => args,
            Some(Init::Value(value)) => match &value.kind {
                ExprKind::Lambda(lambda) if declared.ty.contains("auto") => {
                    self.bind(declared.name.clone(), Binding::Lambda(lambda.clone()));
                    return true;
                }
                // what macros make: `helper() << [&] { … }`
                ExprKind::Binary(_, _, right) => std::slice::from_ref(&**right),
                ExprKind::Call { callee, args } if names_guard(callee) || self.makes_guard(callee, args.len()) => args,
                ExprKind::List(elements) if elements.len() == 1 => std::slice::from_ref(&elements[0].value),
                _ => return false,
            },
            _ => return false,
        };
        let by_operator = matches!(&declared.init, Some(Init::Value(Expr { kind: ExprKind::Binary(..), .. })));
        let by_call = matches!(&declared.init, Some(Init::Value(Expr { kind: ExprKind::Call { .. }, .. })));
        if !(by_operator || by_call || is_guard_name(&declared.ty) || self.is_guard_type(&declared.ty, self.file)) {
            return false;
        }
        let Some(lambda) = args.last().and_then(|a| self.lambda_of(a)) else { return false };
        let local = Local { name: declared.name.clone(), ty: declared.ty.clone(), array: false, owner: false };
        let id = self.local(local, Default::default());
        self.bind(declared.name.clone(), Binding::Local(id));
        self.assign(Place::local(id), Value::Const(1), declared.mark);
        self.at_scope_end(Cleanup::Guard(lambda, id));
        true
    }

    /// Whether a type is a class of the tree that runs what it was given where it dies.
    fn is_guard_type(&self, ty: &str, file: FileId) -> bool {
        let class = self.index.class_in_type(ty, file).filter(|(_, stars)| *stars == 0);
        class.is_some_and(|(class, _)| self.index.runs_member_at_end(class))
    }

    /// Whether a function of the tree hands back such an object.
    fn makes_guard(&self, callee: &Expr, args: usize) -> bool {
        let ExprKind::Name(name) = &callee.kind else { return false };
        let found = self.index.resolve_function(name, self.file, args);
        !found.is_empty() && found.iter().all(|f| self.is_guard_type(self.index.return_type(*f), f.file))
    }

    fn guard(&self, id: LocalId) -> Option<Rc<Lambda>> {
        self.frames.iter().rev().find_map(|f| match f {
            Frame::Scope { cleanups, .. } => cleanups.iter().find_map(|c| match c {
                Cleanup::Guard(lambda, active) if *active == id => Some(lambda.clone()),
                _ => None,
            }),
            _ => None,
        })
    }

    /// `guard.release()`, `guard.reset()`
    pub(super) fn guard_call(&mut self, of: &Expr, name: &str, mark: Mark) -> Option<Value> {
        let ExprKind::Name(variable) = &of.kind else { return None };
        let Some(Binding::Local(id)) = self.lookup(variable) else { return None };
        let id = *id;
        let lambda = self.guard(id)?;
        let lower = name.to_ascii_lowercase();
        let runs = matches!(&*lower, "reset" | "invoke" | "run" | "execute" | "fire");
        if runs {
            self.call_lambda(&lambda, &[], mark);
        }
        if runs || matches!(&*lower, "release" | "dismiss" | "cancel" | "disable" | "commit" | "clear" | "deactivate") {
            self.assign(Place::local(id), Value::Const(0), mark);
        }
        Some(Value::Unknown)
    }
}

fn capture(name: crate::flow::Name, mark: Mark) -> Declared {
    Declared {
        name,
        ty: "auto".into(),
        dimensions: 0,
        pointer: false,
        reference: false,
        is_static: false,
        is_extern: false,
        constant: false,
        defines: None,
        cleanup: None,
        init: None,
        mark,
    }
}

/// Names of functions and classes that run something where the scope ends.
fn is_guard_name(name: &str) -> bool {
    let lower: String = name.to_ascii_lowercase().chars().filter(|c| c.is_ascii_alphanumeric()).collect();
    ["scope", "guard", "finally", "finalact", "cleanup", "defer", "onexit", "atexit"].iter().any(|part| lower.contains(part))
}

fn names_guard(callee: &Expr) -> bool {
    matches!(&callee.kind, ExprKind::Name(name) if is_guard_name(name.rsplit("::").next().unwrap_or(name)))
}
