//! Smart pointers: they are the pointer they hold, and delete what it points at, or give it to a deleter.

use super::super::ast::{Declared, Expr, ExprKind, Init, Mark};
use super::call::{At, Target};
use super::{Binding, Cleanup, Lowerer};
use crate::flow::{Callee, Event, Expr as Value, Name, Place};
use crate::index::template_argument;

impl Lowerer<'_> {
    /// The type as written of a variable or member that is a pointer which deletes.
    pub(super) fn pointer_type(&self, e: &Expr) -> Option<Name> {
        if !self.cplusplus {
            return None;
        }
        self.written_type(e).or_else(|| self.called_type(e)).and_then(|ty| self.index.deleting_pointer(&ty))
    }

    /// The type as written of what a function of the tree returns, or a method of one of its classes.
    fn called_type(&self, e: &Expr) -> Option<Name> {
        let ExprKind::Call { callee, args } = &e.kind else { return None };
        match &callee.kind {
            ExprKind::Name(name) => {
                if let Some(made) = Self::made_type(name) {
                    return Some(format!("unique_ptr < {made} >").into());
                }
                if let Some((class, method)) = self.own_method(name) {
                    return self.declared_return(class, method);
                }
                let found = self.index.resolve_function(name, self.file, args.len());
                Some(self.index.return_type(*found.first()?).trim().into())
            }
            ExprKind::Member { of, arrow, name } => self.declared_return(self.object_class(of, *arrow)?, name),
            _ => None,
        }
    }

    /// The same if what is handed back is the only pointer to its object: of a shared one somebody else may have another.
    fn handed_over_type(&self, e: &Expr) -> Option<Name> {
        let ty = self.called_type(e).filter(|_| self.cplusplus)?;
        self.index.deleting_pointer(&ty).filter(|ty| !ty.to_ascii_lowercase().contains("shared"))
    }

    /// A call handed over a pointer that deletes, and nothing takes it: it dies with the statement.
    pub(super) fn dies_with_statement(&mut self, call: &Expr, value: Value) -> Value {
        let Some(ty) = self.handed_over_type(call) else { return value };
        let held = self.temporary();
        self.assign(held.clone(), value, call.mark);
        self.temporaries.push(Cleanup::Pointer(held.clone(), ty, None));
        Value::Place(held)
    }

    fn pointer_place(&mut self, of: &Expr) -> Place {
        if !matches!(of.kind, ExprKind::Call { .. }) {
            return self.place(of);
        }
        let value = self.plain_value(of);
        match self.dies_with_statement(of, value) {
            Value::Place(place) => place,
            other => {
                let place = self.temporary();
                self.assign(place.clone(), other, of.mark);
                place
            }
        }
    }

    /// The type that `make_unique<T>` at a call makes.
    pub(super) fn made_type(name: &str) -> Option<&str> {
        let made = name.contains("make_unique") || name.contains("make_shared");
        if made { template_argument(name, 0) } else { None }
    }

    /// `p.get()`, `p.release()`, `p.reset(q)`
    pub(super) fn pointer_call(&mut self, of: &Expr, name: &str, args: &[Expr], mark: Mark) -> Option<Value> {
        let ty = self.pointer_type(of)?;
        let place = self.pointer_place(of);
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
            Some(Init::Value(value)) => self.handed_over_type(value),
            _ => None,
        };
        let ty = made.filter(|_| declared.ty.contains("auto")).unwrap_or_else(|| declared.ty.clone());
        if declared.is_static || declared.is_extern || declared.reference || declared.pointer {
            return false;
        }
        let Some(ty) = self.index.deleting_pointer(&ty) else { return false };
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
            (Some(ExprKind::Name(function)), _) => self.call_deleting(function, value, at),
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
                self.call_deleting(function.unwrap_or(""), value, at);
            }
            (_, named) => self.call_deleter(named, value, at),
        }
        self.continue_in(end);
    }

    /// A function, or a lambda that a local holds.
    fn call_deleting(&mut self, name: &str, value: Value, at: At) {
        match self.lookup(name) {
            Some(Binding::Lambda(lambda)) => {
                let lambda = lambda.clone();
                self.call_lambda_with(&lambda, value, at.mark);
            }
            _ => self.call_by_name(name, value, at),
        }
    }

    /// `__attribute__((cleanup(f)))`: the function gets the address of what dies.
    pub(super) fn call_cleanup(&mut self, function: &str, place: &Place, mark: Mark) {
        let at = At { mark, name: self.span(mark) };
        self.call_by_name(function, Value::AddrOf(place.clone()), at);
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
