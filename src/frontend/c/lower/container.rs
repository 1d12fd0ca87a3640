//! What holds objects for others: `std::optional`, which counts as the object itself, and containers, whose elements are one
//! place that stands for many.

use super::super::ast::{Declared, Expr, ExprKind, Init, Mark};
use super::value::address_of;
use super::{Binding, Cleanup, Lowerer};
use crate::flow::{Event, Expr as Value, Name, Place, Proj};
use crate::index::ClassRef;

/// The elements of a container.
pub(super) fn elements(container: Place) -> Place {
    container.then(Proj::Index(None))
}

impl Lowerer<'_> {
    /// The type of a variable or member as written.
    pub(super) fn written_type(&self, e: &Expr) -> Option<Name> {
        match &e.kind {
            ExprKind::Name(name) => match self.lookup(name) {
                Some(Binding::Local(id)) => Some(self.locals[id.0 as usize].ty.clone()),
                Some(_) => None,
                None => match self.member(name) {
                    Some(member) => Some(member.ty),
                    None => Some(self.index.variable_type(name, self.file)?.into()),
                },
            },
            ExprKind::Member { of, arrow, name } => Some(self.member_of(self.object_class(of, *arrow)?, name)?.ty),
            _ => None,
        }
    }

    /// The class of a container's elements, if they have something to do when they die.
    pub(super) fn element_class(&self, container: &Expr) -> Option<ClassRef> {
        if !self.cplusplus || !matches!(container.kind, ExprKind::Name(_) | ExprKind::Member { .. }) {
            return None;
        }
        let class = self.index.element_class(&self.written_type(container)?, self.file)?;
        self.index.owns(class).then_some(class)
    }

    /// The class that a method which containers and optionals have gives.
    pub(super) fn held_class(&self, of: &Expr, method: &str) -> Option<ClassRef> {
        if let Some(class) = self.element_class(of) {
            return matches!(method, "back" | "front" | "at" | "top").then_some(class);
        }
        match self.type_of(of)? {
            (class, 0) if method == "value" && self.is_held(class, method) => Some(class),
            _ => None,
        }
    }

    /// Whether something that a class has no method for is meant for what holds the object.
    pub(super) fn is_held(&self, class: ClassRef, method: &str) -> bool {
        self.index.owns(class) && !self.declares(class, method)
    }

    /// Declares a container of objects; `false` if it is none.
    pub(super) fn declare_container(&mut self, declared: &Declared) -> bool {
        if declared.is_static || declared.is_extern || declared.reference || declared.dimensions > 0 {
            return false;
        }
        let class = self.index.element_class(&declared.ty, self.file).filter(|c| self.index.owns(*c));
        let Some(class) = class else { return false };
        let place = Place::local(self.declare_local(declared));
        self.assign(place.clone(), Value::Const(0), declared.mark);
        let given: &[Expr] = match &declared.init {
            Some(Init::Value(value)) => std::slice::from_ref(value),
            Some(Init::Constructor(args)) => args,
            _ => &[],
        };
        for value in given {
            match &value.kind {
                ExprKind::List(all) => {
                    all.iter().for_each(|e| self.construct(&elements(place.clone()), class, std::slice::from_ref(&e.value), value.mark))
                }
                _ => {
                    self.effects(value);
                    self.emit(Event::Havoc(place.clone()));
                }
            }
        }
        self.at_scope_end(Cleanup::Object(elements(place), class));
        true
    }

    /// Methods of containers and of `std::optional`; nothing if this is none.
    pub(super) fn holder_call(&mut self, of: &Expr, name: &str, args: &[Expr], mark: Mark) -> Option<Value> {
        if let Some(class) = self.element_class(of) {
            let place = elements(self.place(of));
            return self.container_call(&place, class, name, args, mark);
        }
        let Some((class, 0)) = self.type_of(of) else { return None };
        if !self.is_held(class, name) {
            return None;
        }
        match name {
            "value" => Some(Value::Place(self.place(of))),
            "has_value" => self.converted(of, true),
            "reset" | "emplace" => {
                let place = self.place(of);
                self.replace_object(&place, class, args, mark);
                Some(Value::Place(place))
            }
            _ => None,
        }
    }

    fn container_call(&mut self, place: &Place, class: ClassRef, name: &str, args: &[Expr], mark: Mark) -> Option<Value> {
        match name {
            "push_back" | "push_front" | "push" | "insert" | "append" => {
                self.construct(place, class, args.last().map_or(&[], std::slice::from_ref), mark);
                Some(Value::Unknown)
            }
            "emplace_back" | "emplace_front" => {
                self.construct(place, class, args, mark);
                Some(Value::Place(place.clone()))
            }
            "clear" | "pop_back" | "pop_front" | "pop" | "erase" => {
                args.iter().for_each(|a| self.effects(a));
                self.destroy(place, class, mark);
                Some(Value::Unknown)
            }
            "back" | "front" | "at" | "top" => Some(Value::Place(place.clone())),
            "size" | "empty" | "begin" | "end" | "reserve" | "capacity" => Some(Value::Unknown),
            _ => None,
        }
    }

    /// One object dies, another one comes into being in its place.
    fn replace_object(&mut self, place: &Place, class: ClassRef, args: &[Expr], mark: Mark) {
        self.destroy(place, class, mark);
        self.construct(place, class, args, mark);
    }

    /// `o = std::nullopt`, `o = {}`; `false` if it is something else.
    pub(super) fn empties(&mut self, to: &Expr, class: ClassRef, from: &Expr, mark: Mark) -> bool {
        let nothing = is_nothing(from);
        if nothing {
            let place = self.place(to);
            self.replace_object(&place, class, &[], mark);
        }
        nothing
    }

    /// The variable of a loop over a container that refers to its elements.
    pub(super) fn bind_element(&mut self, declared: &Declared, range: &Expr) -> bool {
        let Some(class) = self.element_class(range).filter(|_| declared.reference) else { return false };
        let place = elements(self.place(range));
        let id = self.declare_local(declared);
        self.shapes[id.0 as usize].class = Some((class, 0));
        self.locals[id.0 as usize].owner = self.index.is_owner(class);
        self.assign(Place::local(id), address_of(place), declared.mark);
        true
    }
}

/// `std::nullopt`
pub(super) fn is_nothing(e: &Expr) -> bool {
    matches!(&e.kind, ExprKind::Name(name) if matches!(&**name, "std::nullopt" | "nullopt"))
}
