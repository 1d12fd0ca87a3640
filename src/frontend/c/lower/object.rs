//! Objects: how they come into being, are copied, and die.

use super::super::ast::{Designator, Expr, ExprKind, Init, Mark, MemberInit};
use super::call::{At, Target};
use super::class::is_passing;
use super::value::address_of;
use super::{Cleanup, Lowerer, Shape};
use crate::flow::{Callee, Event, Expr as Value, Local, Name, Place, Proj, Terminator, UnOp};
use crate::index::{ClassRef, Field, FunctionRef};
use crate::source::Span;

/// Members of members are made and destroyed down to this depth.
const DEEPEST: u32 = 6;

impl Lowerer<'_> {
    fn tag(&self, class: ClassRef) -> Name {
        self.index.class_def(class).names.first().cloned().unwrap_or_default()
    }

    pub(super) fn temporary_of(&mut self, class: ClassRef) -> Place {
        let local = Local { name: "".into(), ty: self.tag(class), array: false, owner: self.index.is_owner(class) };
        Place::local(self.local(local, Shape { class: Some((class, 0)), ..Shape::default() }))
    }

    fn at(&self, mark: Mark) -> At {
        At { mark, name: Span { file: self.file, start: mark.start, end: mark.name_end.max(mark.start) } }
    }

    // ---- coming into being ----

    /// `T place(args)`
    pub(super) fn construct(&mut self, place: &Place, class: ClassRef, args: &[Expr], mark: Mark) {
        if !self.may_write_out(DEEPEST) {
            return;
        }
        self.nesting += 1;
        self.construct_now(place, class, args, mark);
        self.nesting -= 1;
    }

    fn construct_now(&mut self, place: &Place, class: ClassRef, args: &[Expr], mark: Mark) {
        if let [Expr { kind: ExprKind::List(elements), .. }] = args {
            let inner: Vec<Expr> = elements.iter().map(|e| e.value.clone()).collect();
            if inner.is_empty() || self.has_constructors(class) {
                return self.construct_now(place, class, &inner, mark);
            }
        }
        if matches!(args, [one] if super::container::is_nothing(one)) {
            return self.construct_now(place, class, &[], mark);
        }
        if let [one] = args
            && self.type_of(one) == Some((class, 0))
            && self.made_in_place(place, class, one, mark)
        {
            return;
        }
        let name = self.tag(class);
        let all = self.index.methods(class, &name);
        let chosen = self.choose(&all, args);
        if let Some(function) = chosen {
            let target = self.exactly(function, Some(address_of(place.clone())));
            self.emit_call(target, args, None, self.at(mark), false);
            return;
        }
        let declared = self.index.class_def(class).methods.iter().any(|m| m.name == name && m.arity as usize >= args.len());
        if !all.is_empty() && args.is_empty() || declared {
            let callee = Callee::Named(format!("{name}::{name}").into());
            let target = Target { callee, object: Some(address_of(place.clone())), function: None };
            self.emit_call(target, args, None, self.at(mark), false);
            return;
        }
        match args {
            [] => self.construct_members(place, class, &[], mark),
            [one] if self.type_of(one) == Some((class, 0)) => {
                let from = self.place(one);
                self.copy_members(place, &from, class, mark, 0);
            }
            _ => match self.given_members(class, args).filter(|_| self.index.owns(class)) {
                Some(given) => self.construct_members(place, class, &given, mark),
                None => {
                    args.iter().for_each(|a| self.effects(a));
                    self.emit(Event::Havoc(place.clone()));
                }
            },
        }
    }

    /// What a list gives to the members of an object whose class has no constructor; nothing if that can't be told.
    fn given_members(&self, class: ClassRef, args: &[Expr]) -> Option<Vec<MemberInit>> {
        if self.has_constructors(class) || !self.index.bases(class).is_empty() {
            return None;
        }
        let elements: Vec<(&[Designator], &Expr)> = match args {
            [Expr { kind: ExprKind::List(elements), .. }] => elements.iter().map(|e| (e.path.as_slice(), &e.value)).collect(),
            several => several.iter().map(|value| (&[][..], value)).collect(),
        };
        let fields = &self.index.class_def(class).fields;
        let mut next = 0;
        let given = elements.into_iter().map(|(path, value)| {
            let at = match path {
                [] => next,
                [Designator::Field(name)] => fields.iter().position(|f| f.name == *name)?,
                _ => return None,
            };
            next = at + 1;
            Some(MemberInit { name: fields.get(at)?.name.clone(), args: vec![value.clone()], mark: value.mark })
        });
        given.collect()
    }

    fn has_constructors(&self, class: ClassRef) -> bool {
        let name = self.tag(class);
        self.index.class_def(class).methods.iter().any(|m| m.name == name)
    }

    /// A nameless object of the same class becomes this one: nothing is copied.
    fn made_in_place(&mut self, place: &Place, class: ClassRef, from: &Expr, mark: Mark) -> bool {
        match &from.kind {
            ExprKind::As(_, inner) => self.type_of(inner) == Some((class, 0)) && self.made_in_place(place, class, inner, mark),
            ExprKind::Call { callee, args } => {
                if let ExprKind::Name(name) = &callee.kind
                    && let Some(made) = self.constructed(name)
                {
                    if made == class {
                        self.construct(place, class, args, from.mark);
                    }
                    return made == class;
                }
                if super::class::passes_on(call_name(callee)) {
                    return false;
                }
                let target = self.target(callee, args);
                let returns = target.function.and_then(|f| self.index.returned_class(f)) == Some(class);
                let at = At { mark: from.mark, name: self.name_span(callee) };
                let value = self.emit_call(target, args, returns.then(|| place.clone()), at, true);
                if let (false, Some(value)) = (returns, value) {
                    self.assign(place.clone(), value, mark);
                }
                true
            }
            _ => false,
        }
    }

    /// Bases and members, by what the constructor says, what the class says, or their own constructors without arguments.
    pub(super) fn construct_members(&mut self, place: &Place, class: ClassRef, given: &[MemberInit], mark: Mark) {
        let tag = self.tag(class);
        if let Some(delegated) = given.iter().find(|g| g.name == tag) {
            return self.construct(place, class, &delegated.args, delegated.mark);
        }
        for base in self.index.bases(class) {
            let name = self.tag(base);
            match given.iter().find(|g| g.name == name) {
                Some(init) => self.construct(place, base, &init.args, init.mark),
                None => self.construct(place, base, &[], mark),
            }
        }
        let (index, file) = (self.index, self.index.class_file(class));
        for field in &index.class_def(class).fields {
            let target = place.clone().then(Proj::Field(field.name.clone()));
            if index.deleting_pointer(&field.ty).is_some() && field.init.is_none() && !given.iter().any(|g| g.name == field.name) {
                self.assign(target, Value::Const(0), mark);
                continue;
            }
            let inner = index.class_in_type(&field.ty, file).filter(|(c, stars)| *stars == 0 && *c != class).map(|(c, _)| c);
            let init = given.iter().find(|g| g.name == field.name);
            let own =
                if init.is_none() { field.init.and_then(|r| super::super::declared_value(index, self.models, file, r)) } else { None };
            let args = init.map_or_else(|| own.map(|o| vec![o]), |i| Some(i.args.clone()));
            let mark = init.map_or(mark, |i| i.mark);
            match (inner, args) {
                (Some(inner), args) if field.dimensions == 0 && !field.ty.contains('&') => {
                    self.construct(&target, inner, &args.unwrap_or_default(), mark);
                }
                (_, Some(args)) => self.initialise_member(target, &field.ty, &args, mark),
                _ => {}
            }
        }
    }

    /// Whether a member of the class whose constructor this is holds a key that the class never closes.
    fn borrows(&self, member: &str) -> bool {
        let closes_nothing = |name: &str| self.models.api(name).is_some_and(|id| self.models.get(id).releases.is_none());
        self.class.is_some_and(|class| self.index.borrows(class, member, &closes_nothing))
    }

    fn initialise_member(&mut self, target: Place, ty: &str, args: &[Expr], mark: Mark) {
        match args {
            [] => self.assign(target, Value::Const(0), mark),
            [one] if ty.contains('&') => {
                let of = self.place(one);
                self.assign(target, address_of(of), mark);
            }
            [one] => {
                let value = self.value(one);
                let borrows = matches!(target.path.last(), Some(Proj::Field(name)) if self.borrows(name));
                let value = match value {
                    Value::Const(_) => value,
                    _ if borrows => Value::Unary(UnOp::Borrowed, Box::new(value)),
                    _ => value,
                };
                self.assign(target, value, mark);
            }
            several => {
                several.iter().for_each(|a| self.effects(a));
                self.emit(Event::Havoc(target));
            }
        }
    }

    /// `new T(args)`
    pub(super) fn new_object(&mut self, ty: &str, args: &[Expr], mark: Mark) -> Value {
        let class = self.class_of_type(ty).filter(|(_, stars)| *stars == 0).map(|(class, _)| class);
        let memory = self.temporary();
        let callee = self.models.api("operator new").map_or_else(|| Callee::Named("operator new".into()), Callee::Api);
        let span = self.span(mark);
        let name = Span { end: (span.start + 3).min(span.end), ..span };
        self.emit(Event::Call { callee, args: vec![Value::Unknown], result: Some(memory.clone()), span, name });
        // it throws rather than give nothing
        let (made, nothing) = (self.block(), self.block());
        self.branch(Value::Place(memory.clone()), made, nothing, mark);
        self.current = nothing;
        self.terminate(Terminator::Unreachable);
        self.current = made;
        match class {
            Some(class) => self.construct(&memory.clone().then(Proj::Deref), class, args, mark),
            None if args.is_empty() => {}
            None => {
                let last = ty.rsplit([':', ' ']).next().unwrap_or(ty);
                let object = Some(Value::Place(memory.clone()));
                let target = Target { callee: Callee::Named(format!("{last}::{last}").into()), object, function: None };
                self.emit_call(target, args, None, At { mark, name }, false);
            }
        }
        Value::Place(memory)
    }

    // ---- copying ----

    /// `to = from` for objects; `false` if they are none.
    pub(super) fn object_assignment(&mut self, to: &Expr, from: &Expr, mark: Mark) -> bool {
        if self.pointer_assignment(to, from, mark) {
            return true;
        }
        let Some((class, 0)) = self.type_of(to) else { return self.unseen_takes(to, from, mark) };
        if self.empties(to, class, from, mark) {
            return true;
        }
        if let ExprKind::List(elements) = &from.kind
            && !elements.is_empty()
        {
            return self.assign_list(to, class, from, mark);
        }
        let place = self.place(to);
        let at = At { mark, name: self.span(to.mark) };
        let args = std::slice::from_ref(from);
        let all = self.index.methods(class, "operator=");
        if let Some(function) = self.choose(&all, args) {
            let target = self.exactly(function, Some(address_of(place)));
            self.emit_call(target, args, None, at, false);
            return true;
        }
        if self.declares(class, "operator=") {
            self.method_call(class, "operator=", address_of(place), args, at, false);
            return true;
        }
        if self.type_of(from) != Some((class, 0)) {
            return false;
        }
        let source = self.place(from);
        self.copy_members(&place, &source, class, mark, 0);
        true
    }

    /// `to = { … }` for an object whose class has neither constructors nor an assignment of its own.
    fn assign_list(&mut self, to: &Expr, class: ClassRef, from: &Expr, mark: Mark) -> bool {
        let is_plain = self.index.owns(class) && !self.has_constructors(class) && !self.declares(class, "operator=");
        if is_plain {
            let made = self.temporary_of(class);
            self.construct(&made, class, std::slice::from_ref(from), mark);
            let place = self.place(to);
            self.copy_members(&place, &made, class, mark, 0);
        }
        is_plain
    }

    /// An object is moved into a place whose class was not seen, such as a `std::variant`: it lives on there.
    fn unseen_takes(&mut self, to: &Expr, from: &Expr, mark: Mark) -> bool {
        let Some((class, 0)) = self.type_of(from).filter(|(c, stars)| *stars == 0 && self.index.owns(*c) && is_passing(from)) else {
            return false;
        };
        let source = self.place(from);
        let place = self.place(to);
        match self.taking(class) {
            Some(function) => self.take_over(function, &place, &source, mark),
            None => self.copy_members(&place, &source, class, mark, 0),
        }
        true
    }

    fn take_over(&mut self, by: FunctionRef, to: &Place, from: &Place, mark: Mark) {
        let target = self.exactly(by, None);
        let args = vec![address_of(to.clone()), address_of(from.clone())];
        let (span, name) = (self.span(mark), self.at(mark).name);
        self.emit(Event::Call { callee: target.callee, args, result: None, span, name });
    }

    /// What the compiler's own copy does: member by member, those that own something by their own means.
    fn copy_members(&mut self, to: &Place, from: &Place, class: ClassRef, mark: Mark, depth: u32) {
        let (index, file) = (self.index, self.index.class_file(class));
        let owned = |ty: &str| index.class_in_type(ty, file).filter(|(c, stars)| *stars == 0 && *c != class && index.owns(*c));
        let parts: Vec<(ClassRef, Name)> =
            index.class_def(class).fields.iter().filter_map(|f| owned(&f.ty).map(|(c, _)| (c, f.name.clone()))).collect();
        if parts.is_empty() || depth >= DEEPEST {
            return self.assign(to.clone(), Value::Place(from.clone()), mark);
        }
        for field in index.class_def(class).fields.iter().filter(|f| !parts.iter().any(|p| p.1 == f.name)) {
            let step = Proj::Field(field.name.clone());
            self.assign(to.clone().then(step.clone()), Value::Place(from.clone().then(step)), mark);
        }
        for (inner, name) in parts {
            let step = Proj::Field(name);
            let (to, from) = (to.clone().then(step.clone()), from.clone().then(step));
            match self.taking(inner) {
                Some(function) => self.take_over(function, &to, &from, mark),
                None => self.copy_members(&to, &from, inner, mark, depth + 1),
            }
        }
    }

    /// The constructor of a class that takes over another object of it.
    fn taking(&mut self, class: ClassRef) -> Option<FunctionRef> {
        let all = self.index.methods(class, &self.tag(class));
        let takes = |s: &mut Self, f: &FunctionRef| {
            let params = s.params_of(*f);
            params.len() == 1 && params[0].reference && s.index.class_in_type(&params[0].ty, f.file) == Some((class, 0))
        };
        let mut found: Vec<FunctionRef> = all.into_iter().filter(|f| takes(self, f)).collect();
        found.sort_by_key(|f| !self.params_of(*f)[0].ty.contains("& &") && !self.params_of(*f)[0].ty.contains("&&"));
        found.first().copied()
    }

    /// Returns an object to where the caller wants it; gives the local that became it and does not die.
    pub(super) fn return_object(&mut self, place: Place, class: ClassRef, value: &Expr) -> Option<Place> {
        let named = match &value.kind {
            ExprKind::Name(_) => Some(value),
            ExprKind::Call { callee, args } if args.len() == 1 && super::class::passes_on(call_name(callee)) => args.first(),
            _ => None,
        };
        if let Some(named) = named.filter(|n| matches!(n.kind, ExprKind::Name(_)) && self.type_of(n) == Some((class, 0))) {
            let from = self.place(named);
            if from.path.is_empty() && matches!(from.base, crate::flow::Base::Local(_)) {
                self.assign(place, Value::Place(from.clone()), value.mark);
                return Some(from);
            }
        }
        self.construct(&place, class, std::slice::from_ref(value), value.mark);
        None
    }

    // ---- dying ----

    /// Runs the destructor of an object, or those of its members.
    pub(super) fn destroy(&mut self, place: &Place, class: ClassRef, mark: Mark) {
        if !self.index.owns(class) || !self.may_write_out(DEEPEST) {
            return;
        }
        let tag = self.tag(class);
        let name: Name = format!("~{tag}").into();
        let declared = self.index.class_def(class).methods.iter().any(|m| m.name == name);
        if declared {
            let object = address_of(place.clone());
            let at = At { mark, name: self.span(mark) };
            self.method_call(class, &name, object, &[], at, false);
            return;
        }
        self.destroy_members(place, class, mark);
    }

    /// Runs the destructors of an object's members.
    fn destroy_members(&mut self, place: &Place, class: ClassRef, mark: Mark) {
        self.nesting += 1;
        for (part, ty) in self.pointers(place, class).into_iter().rev() {
            self.delete_pointee(&part, &ty, None, mark);
        }
        for (part, inner) in self.parts(place, class).into_iter().rev() {
            self.destroy(&part, inner, mark);
        }
        self.nesting -= 1;
    }

    /// An exception leaves: if this is a constructor, there will be no object, and the members that it has so far die.
    pub(super) fn abandon_object(&mut self, mark: Mark) {
        let (Some(class), Some(this)) = (self.class, self.this) else { return };
        let tag = self.tag(class);
        if self.function.rsplit("::").next() == Some(&*tag) && self.index.owns(class) {
            self.destroy_members(&Place::local(this).then(Proj::Deref), class, mark);
        }
    }

    /// Runs the destructor of an object that is reached by a pointer. If the class has only one derived class that holds a
    /// handle, it is an object of that: who deletes it by its base deletes all of it. Of several, nobody knows which.
    pub(super) fn destroy_pointee(&mut self, object: &Place, class: ClassRef, mark: Mark) {
        match self.index.derived_holders(class).as_slice() {
            [_, _, ..] if self.index.holds_handle(class) => self.destroy(object, class, mark),
            [] => self.destroy(object, class, mark),
            [only] => self.destroy(object, *only, mark),
            _ => {
                let name = self.span(mark);
                let callee = Callee::Named(format!("~{}", self.tag(class)).into());
                self.emit(Event::Call { callee, args: vec![address_of(object.clone())], result: None, span: name, name });
            }
        }
    }

    /// Bases and members that have something to do when they die, in the order of their making.
    fn parts(&self, place: &Place, class: ClassRef) -> Vec<(Place, ClassRef)> {
        let file = self.index.class_file(class);
        let mut all: Vec<(Place, ClassRef)> = self.index.bases(class).into_iter().map(|b| (place.clone(), b)).collect();
        for field in self.index.class_def(class).fields.iter().filter(|f| f.dimensions == 0 && !f.ty.contains('&')) {
            let part = place.clone().then(Proj::Field(field.name.clone()));
            if let Some((inner, 0)) = self.index.class_in_type(&field.ty, file).filter(|(c, _)| *c != class) {
                all.push((part, inner));
            } else if let Some(inner) = self.index.element_class(&field.ty, file).filter(|c| *c != class) {
                all.push((super::container::elements(part), inner));
            }
        }
        all.retain(|(_, c)| self.index.owns(*c));
        all
    }

    /// Members that are pointers which delete.
    fn pointers(&self, place: &Place, class: ClassRef) -> Vec<(Place, Name)> {
        let fields = self.index.class_def(class).fields.iter().filter(|f| f.dimensions == 0);
        let pointer = |f: &Field| Some((place.clone().then(Proj::Field(f.name.clone())), self.index.deleting_pointer(&f.ty)?));
        fields.filter_map(pointer).collect()
    }

    /// At the end of a destructor's body: the members' destructors, then those of the bases.
    pub(super) fn destroy_parts_at_end(&mut self, class: ClassRef) {
        let Some(this) = self.this else { return };
        let object = Place::local(this).then(Proj::Deref);
        for (part, inner) in self.parts(&object, class) {
            self.at_scope_end(Cleanup::Object(part, inner));
        }
        for (part, ty) in self.pointers(&object, class) {
            self.at_scope_end(Cleanup::Pointer(part, ty, None));
        }
    }

    /// `delete p`
    pub(super) fn delete(&mut self, pointer: &Expr, mark: Mark) {
        let class = self.type_of(pointer);
        let value = self.value(pointer);
        let value = self.hold(value, mark);
        let (run, end) = (self.block(), self.block());
        self.branch(value.clone(), run, end, mark);
        self.current = run;
        if let Some((class, 1)) = class {
            let object = self.deref(value.clone(), mark);
            self.destroy_pointee(&object, class, mark);
        }
        let callee = self.models.api("operator delete").map_or_else(|| Callee::Named("operator delete".into()), Callee::Api);
        let span = self.span(mark);
        let name = Span { end: (span.start + 6).min(span.end), ..span };
        self.emit(Event::Call { callee, args: vec![value], result: None, span, name });
        self.continue_in(end);
    }

    // ---- declarations ----

    /// Declares an object: its constructor runs here, its destructor at the end of the scope.
    pub(super) fn declare_object(&mut self, place: &Place, class: ClassRef, init: Option<&Init>, mark: Mark, dies_here: bool) {
        match init {
            None => self.construct(place, class, &[], mark),
            Some(Init::Constructor(args)) => self.construct(place, class, args, mark),
            Some(Init::Value(value)) => match &value.kind {
                ExprKind::List(elements) if !elements.is_empty() && !self.has_constructors(class) && !self.index.owns(class) => {
                    let ty = self.tag(class);
                    self.initialise_list(place, &ty, 0, elements, mark);
                }
                _ => self.construct(place, class, std::slice::from_ref(value), mark),
            },
            Some(Init::Part(_)) => {}
        }
        if dies_here && self.index.owns(class) {
            self.at_scope_end(Cleanup::Object(place.clone(), class));
        }
    }

    /// `const T &x = f();`: the nameless object lives as long as its name.
    pub(super) fn extend_lifetime(&mut self, init: &Expr) {
        if is_passing(init)
            && let Some(object) = self.temporaries.pop()
        {
            self.at_scope_end(object);
        }
    }
}

fn call_name(callee: &Expr) -> &str {
    match &callee.kind {
        ExprKind::Name(name) => name,
        _ => "",
    }
}
