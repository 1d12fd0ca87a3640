//! Smart pointers: they are the pointer they hold, and delete what it points at, or give it to a deleter.

use super::super::ast::{Declared, Expr, ExprKind, Init, Mark};
use super::call::{At, Target};
use super::{Cleanup, Lowerer};
use crate::flow::{Callee, Event, Expr as Value, Name, Place};
use crate::index::{is_deleting_pointer, template_argument};

impl Lowerer<'_> {
    /// The type as written of a variable or member that is a pointer which deletes.
    pub(super) fn pointer_type(&self, e: &Expr) -> Option<Name> {
        if !self.cplusplus {
            return None;
        }
        self.written_type(e).or_else(|| self.called_type(e)).filter(|ty| is_deleting_pointer(ty))
    }

    /// The type as written of what a function of the tree returns.
    fn called_type(&self, e: &Expr) -> Option<Name> {
        let ExprKind::Call { callee, args } = &e.kind else { return None };
        let ExprKind::Name(name) = &callee.kind else { return None };
        let found = self.index.resolve_function(name, self.file, args.len());
        Some(self.index.return_type(*found.first()?).trim().into())
    }

    /// The type that `make_unique<T>` at a call makes.
    pub(super) fn made_type(name: &str) -> Option<&str> {
        let made = name.contains("make_unique") || name.contains("make_shared");
        if made { template_argument(name, 0) } else { None }
    }

    /// `p.get()`, `p.release()`, `p.reset(q)`
    pub(super) fn pointer_call(&mut self, of: &Expr, name: &str, args: &[Expr], mark: Mark) -> Option<Value> {
        let ty = self.pointer_type(of)?;
        let place = self.place(of);
        match name {
            "get" => Some(Value::Place(place)),
            "release" | "Detach" | "take" => Some(self.taken(place, mark)),
            "reset" | "Free" => {
                let value = args.first().map_or(Value::Const(0), |a| self.value(a));
                let value = self.hold(value, mark);
                self.replace(place, &ty, value, mark);
                Some(Value::Unknown)
            }
            _ => None,
        }
    }

    /// The pointer's value; the pointer itself has nothing any more.
    pub(super) fn taken(&mut self, place: Place, mark: Mark) -> Value {
        let held = self.temporary();
        self.assign(held.clone(), Value::Place(place.clone()), mark);
        self.assign(place, Value::Const(0), mark);
        Value::Place(held)
    }

    fn replace(&mut self, place: Place, ty: &Name, value: Value, mark: Mark) {
        let old = self.temporary();
        self.assign(old.clone(), Value::Place(place.clone()), mark);
        self.assign(place, value, mark);
        self.delete_pointee(&old, ty, None, mark);
    }

    /// `p = q`; `false` if it is no such pointer.
    pub(super) fn pointer_assignment(&mut self, to: &Expr, from: &Expr, mark: Mark) -> bool {
        let Some(ty) = self.pointer_type(to) else { return false };
        let value = self.value(from);
        let value = self.hold(value, mark);
        let place = self.place(to);
        self.replace(place, &ty, value, mark);
        true
    }

    /// Declares one; `false` if it is none.
    pub(super) fn declare_pointer(&mut self, declared: &Declared) -> bool {
        let made = match &declared.init {
            Some(Init::Value(Expr { kind: ExprKind::Call { callee, .. }, .. })) => match &callee.kind {
                ExprKind::Name(name) => Self::made_type(name).map(|ty| Name::from(format!("unique_ptr < {ty} >"))),
                _ => None,
            },
            _ => None,
        };
        let ty = made.filter(|_| declared.ty.contains("auto")).unwrap_or_else(|| declared.ty.clone());
        if declared.is_static || declared.is_extern || declared.reference || !is_deleting_pointer(&ty) {
            return false;
        }
        let id = self.declare_local(&Declared { ty: ty.clone(), ..declared.clone() });
        let place = Place::local(id);
        let (value, deleter) = match &declared.init {
            None => (None, None),
            Some(Init::Constructor(args)) => (args.first(), args.get(1)),
            Some(Init::Value(Expr { kind: ExprKind::List(all), .. })) => (all.first().map(|e| &e.value), all.get(1).map(|e| &e.value)),
            Some(Init::Value(value) | Init::Part(value)) => (Some(value), None),
        };
        let value = value.map_or(Value::Const(0), |v| self.value(v));
        self.assign(place.clone(), value, declared.mark);
        self.at_scope_end(Cleanup::Pointer(place, ty, deleter.cloned()));
        true
    }

    /// What happens to what the pointer holds when the pointer dies.
    pub(super) fn delete_pointee(&mut self, pointer: &Place, ty: &str, deleter: Option<&Expr>, mark: Mark) {
        let (run, end) = (self.block(), self.block());
        self.branch(Value::Place(pointer.clone()), run, end, mark);
        self.current = run;
        let value = Value::Place(pointer.clone());
        let named = template_argument(ty, 1).unwrap_or("");
        let at = At { mark, name: self.span(mark) };
        match (deleter.map(|d| &d.kind), named) {
            (Some(ExprKind::Lambda(lambda)), _) => self.call_lambda_with(lambda, value, mark),
            (Some(ExprKind::Name(function)), _) => self.call_by_name(function, value, at),
            (Some(ExprKind::AddrOf(of)), _) if matches!(of.kind, ExprKind::Name(_)) => {
                if let ExprKind::Name(function) = &of.kind {
                    self.call_by_name(&function.clone(), value, at);
                }
            }
            (_, "") => {
                if let Some((class, 1)) = self.class_of_type(ty) {
                    let object = self.deref(value.clone(), mark);
                    self.destroy_pointee(&object, class, mark);
                }
                self.call_by_name("operator delete", value, at);
            }
            (_, named) if named.contains("decltype") => {
                let function = named.rsplit(|c: char| !(c.is_alphanumeric() || c == '_')).find(|w| !w.is_empty());
                self.call_by_name(function.unwrap_or(""), value, at);
            }
            (_, named) => self.call_deleter(named, value, at),
        }
        self.continue_in(end);
    }

    fn call_by_name(&mut self, function: &str, value: Value, at: At) {
        let callee = self.models.api(function).map_or_else(|| Callee::Named(function.into()), Callee::Api);
        let span = self.span(at.mark);
        self.emit(Event::Call { callee, args: vec![value], result: None, span, name: at.name });
    }

    /// `struct D { void operator()(HKEY h) const { … } };`
    fn call_deleter(&mut self, class: &str, value: Value, at: At) {
        let found = self.class_of_type(class).map(|(class, _)| class);
        let function = found.and_then(|c| self.index.methods(c, "operator()").first().copied());
        let Some(function) = function else { return self.call_by_name(class, value, at) };
        let object = self.temporary();
        let Target { callee, .. } = self.exactly(function, None);
        let hidden = self.index.this_class(function).is_some();
        let args = if hidden { vec![Value::AddrOf(object), value] } else { vec![value] };
        let span = self.span(at.mark);
        self.emit(Event::Call { callee, args, result: None, span, name: at.name });
    }
}
