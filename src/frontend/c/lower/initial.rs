//! Declarations and initialisers.

use super::super::ast::{Declared, Designator, Element, Expr, ExprKind, Init, LocalStruct, Mark};
use super::value::address_of;
use super::{Binding, Cleanup, Lowerer, Shape};
use crate::flow::{Base, Event, Expr as Value, Local, LocalId, Name, Place, Proj};
use crate::index::{ClassRef, Field};
use std::borrow::Cow;
use std::rc::Rc;

/// Of an initialiser list only so many elements are told apart.
const MOST_ELEMENTS: usize = 256;

impl<'a> Lowerer<'a> {
    pub(super) fn declare(&mut self, declared: &Declared) {
        if self.cplusplus && (self.declare_guard(declared) || self.declare_pointer(declared) || self.declare_container(declared)) {
            return;
        }
        let class = self.declared_class(declared);
        let object = class.filter(|(_, stars)| *stars == 0 && declared.dimensions == 0 && !declared.reference).map(|(class, _)| class);
        if declared.is_static {
            let name = self.static_name(&declared.name);
            self.bind(declared.name.clone(), Binding::Static(name.clone(), declared.dimensions, class));
            return self.initialise_static(&name, declared, object);
        }
        if declared.is_extern {
            return self.bind(declared.name.clone(), Binding::External);
        }
        if let Some(defined) = &declared.defines {
            self.bind_struct(defined);
        }
        let id = self.declare_local(declared);
        let place = Place::local(id);
        if let Some(function) = &declared.cleanup {
            self.at_scope_end(Cleanup::Call(place.clone(), function.clone()));
        }
        if let Some(object) = object {
            return self.declare_object(&place, object, declared.init.as_ref(), declared.mark, true);
        }
        match &declared.init {
            None => {}
            Some(Init::Constructor(args)) if args.len() != 1 => {
                args.iter().for_each(|a| self.effects(a));
                self.emit(Event::Havoc(place));
            }
            Some(Init::Constructor(args)) => self.initialise(&place, declared, &args[0]),
            Some(Init::Value(value)) => self.initialise(&place, declared, value),
            Some(Init::Part(value)) => {
                self.effects(value);
                self.emit(Event::Havoc(place));
            }
        }
    }

    /// `auto [a, b] = f();`: names for the members of an object that has none; `false` if its class is not known.
    pub(super) fn declare_parts(&mut self, all: &[Declared], mark: Mark) -> bool {
        let Some(Declared { init: Some(Init::Part(value)), .. }) = all.first() else { return false };
        let Some((class, 0)) = self.type_of(value) else { return false };
        let fields = &self.index.class_def(class).fields;
        if fields.len() != all.len() {
            return false;
        }
        let whole = self.temporary_of(class);
        self.construct(&whole, class, std::slice::from_ref(value), mark);
        if self.index.owns(class) {
            self.at_scope_end(Cleanup::Object(whole.clone(), class));
        }
        for (declared, field) in all.iter().zip(fields) {
            let id = self.declare_local(&Declared { ty: field.ty.clone(), reference: true, init: None, ..declared.clone() });
            let part = address_of(whole.clone().then(Proj::Field(field.name.clone())));
            self.assign(Place::local(id), part, declared.mark);
        }
        true
    }

    /// The class of a variable; with `auto` that of its initialiser.
    fn declared_class(&self, declared: &Declared) -> Option<(ClassRef, usize)> {
        if !declared.ty.split(' ').any(|w| w == "auto") {
            return self.class_of_type(&declared.ty);
        }
        match &declared.init {
            Some(Init::Value(value)) => self.type_of(value),
            Some(Init::Constructor(args)) if args.len() == 1 => self.type_of(&args[0]),
            _ => None,
        }
    }

    /// A static whose initialiser is no constant gets its value when control comes here the first time.
    fn initialise_static(&mut self, name: &Name, declared: &Declared, object: Option<ClassRef>) {
        if !self.cplusplus || object.is_none() && !declared.init.as_ref().is_some_and(runs) {
            return;
        }
        let place = self.static_place(name);
        let (first, after) = (self.block(), self.block());
        self.branch(Value::Unknown, first, after, declared.mark);
        self.current = first;
        // nothing was there before
        self.assign(place.clone(), Value::Const(0), declared.mark);
        match (object, &declared.init) {
            (Some(class), init) => self.declare_object(&place, class, init.as_ref(), declared.mark, false),
            (None, Some(Init::Value(value))) => self.initialise(&place, declared, value),
            _ => {}
        }
        self.end_temporaries(declared.mark);
        self.continue_in(after);
    }

    pub(super) fn declare_local(&mut self, declared: &Declared) -> LocalId {
        let id = match self.declared_here(&declared.name) {
            Some(id) => id,
            None => {
                let class = self.declared_class(declared);
                let shape = Shape { dimensions: declared.dimensions, reference: declared.reference, class };
                let array = declared.dimensions > 0;
                let owner = class.is_some_and(|(c, _)| self.index.is_owner(c));
                let id = self.local(Local { name: declared.name.clone(), ty: declared.ty.clone(), array, owner }, shape);
                self.bind(declared.name.clone(), Binding::Local(id));
                id
            }
        };
        self.emit(Event::Declare(id));
        id
    }

    fn initialise(&mut self, place: &Place, declared: &Declared, init: &Expr) {
        let mark = declared.mark.to(init.mark);
        if declared.reference {
            let before = self.temporaries.len();
            let target = self.place(init);
            self.assign(place.clone(), address_of(target), mark);
            if self.temporaries.len() > before {
                self.extend_lifetime(init);
            }
            return;
        }
        match &init.kind {
            ExprKind::List(elements) => {
                let ty = if declared.pointer { "" } else { &declared.ty };
                self.initialise_list(place, ty, declared.dimensions, elements, mark);
            }
            _ => {
                let value = self.value(init);
                if let (Value::Const(0), Base::Local(id)) = (&value, &place.base) {
                    self.emptied.insert(*id);
                }
                self.assign(place.clone(), value, mark);
            }
        }
    }

    /// `place = { … }`: all of it becomes zero first, then what is named or listed gets its value.
    pub(super) fn initialise_list(&mut self, place: &Place, ty: &str, dimensions: u8, elements: &[Element], mark: Mark) {
        self.assign(place.clone(), Value::Const(0), mark);
        let members = self.fields(ty);
        let grouped = members.as_deref().filter(|_| dimensions == 1).and_then(|members| grouped(elements, members));
        let elements = grouped.as_deref().unwrap_or(elements);
        let fields = members.as_deref().filter(|_| dimensions == 0);
        let mut next = 0i64;
        for element in elements.iter().take(MOST_ELEMENTS) {
            let mut target = place.clone();
            let (mut inner, mut known) = (dimensions, true);
            for step in &element.path {
                match step {
                    Designator::Field(name) => {
                        next = fields.and_then(|f| f.iter().position(|f| f.name == *name)).map_or(next, |i| i as i64);
                        inner = self.index.field_dimensions(Some(struct_name(ty)), name, self.file);
                        target = target.then(Proj::Field(name.clone()));
                    }
                    Designator::Index(index) => {
                        let index = match self.value(index) {
                            Value::Const(i) => Some(i),
                            _ => None,
                        };
                        next = index.unwrap_or(next);
                        inner = inner.saturating_sub(1);
                        target = target.then(Proj::Index(index));
                    }
                }
            }
            if element.path.is_empty() && dimensions > 0 {
                target = target.then(Proj::Index(Some(next)));
                inner -= 1;
            } else if element.path.is_empty() {
                match fields.and_then(|f| f.get(next as usize)) {
                    Some(field) => {
                        inner = field.dimensions;
                        target = target.then(Proj::Field(field.name.clone()));
                    }
                    None => known = elements.len() == 1,
                }
            }
            next += 1;
            let ty = if dimensions > 0 { ty } else { "" };
            self.initialise_element(target, known, ty, inner, &element.value);
        }
    }

    /// The members of a structure, by its type as written.
    fn fields(&self, ty: &str) -> Option<Cow<'a, [Field]>> {
        let name = struct_name(ty);
        match self.lookup(&tag(name)) {
            Some(Binding::Struct(defined)) => Some(Cow::Owned(defined.fields.clone())),
            _ => self.index.fields(name, self.file).map(Cow::Borrowed),
        }
    }

    pub(super) fn bind_struct(&mut self, defined: &Rc<LocalStruct>) {
        self.bind(tag(&defined.name), Binding::Struct(defined.clone()));
    }

    fn initialise_element(&mut self, target: Place, known: bool, ty: &str, dimensions: u8, value: &Expr) {
        if let (true, ExprKind::List(elements)) = (known, &value.kind) {
            return self.initialise_list(&target, ty, dimensions, elements, value.mark);
        }
        let mark = value.mark;
        match self.value(value) {
            Value::Const(0) => {}
            value if known => self.assign(target, value, mark),
            // which member this is, is not known
            _ => self.emit(Event::Havoc(target)),
        }
    }

    /// What an initialiser puts where, for a variable that outlives every call.
    pub(in super::super) fn initial_values(mut self, place: &Place, declared: &Declared) -> Vec<(Place, Value)> {
        let Some(Init::Value(value)) = &declared.init else { return Vec::new() };
        if let Some(defined) = &declared.defines {
            self.bind_struct(defined);
        }
        self.initialise(place, declared, value);
        let assigned = self.blocks.into_iter().flat_map(|b| b.events).filter_map(|e| match e {
            Event::Assign { place, value, .. } => Some((place, value)),
            _ => None,
        });
        assigned.filter(|(place, _)| matches!(place.base, Base::Global(_))).collect()
    }
}

/// What a structure's name is bound as: it hides no variable.
fn tag(name: &str) -> Name {
    format!("struct {name}").into()
}

/// The elements of an array of structures, where the braces around each are left out; `None` if none are.
fn grouped(elements: &[Element], members: &[Field]) -> Option<Vec<Element>> {
    let is_bare = |e: &Element| e.path.is_empty() && !matches!(e.value.kind, ExprKind::List(_));
    if members.len() < 2 || members.iter().any(|f| f.dimensions > 0) || !elements.first().is_some_and(is_bare) {
        return None;
    }
    let mut groups = Vec::new();
    let mut rest = elements;
    while let Some(first) = rest.first() {
        let bare = rest.iter().take(members.len()).take_while(|e| is_bare(e)).count();
        let (group, after) = rest.split_at(bare.max(1));
        groups.push(if bare == 0 {
            first.clone()
        } else {
            Element { path: Vec::new(), value: Expr { kind: ExprKind::List(group.to_vec()), ..first.value.clone() } }
        });
        rest = after;
    }
    Some(groups)
}

/// The name of the struct in a type as written, or of the one that it points at.
pub(super) fn struct_name(ty: &str) -> &str {
    ty.split(' ').rfind(|w| !matches!(*w, "const" | "volatile" | "CONST" | "*" | "&")).unwrap_or("")
}

/// Whether an initialiser does something when it runs.
fn runs(init: &Init) -> bool {
    match init {
        Init::Value(value) => matches!(value.kind, ExprKind::Call { .. } | ExprKind::New { .. }),
        Init::Constructor(_) | Init::Part(_) => true,
    }
}
