//! Declarations and initialisers.

use super::super::ast::{Declared, Designator, Element, Expr, ExprKind, Init, Mark};
use super::value::address_of;
use super::{Binding, Lowerer, Shape};
use crate::flow::{Base, Event, Expr as Value, Local, LocalId, Place, Proj};

/// Of an initialiser list only so many elements are told apart.
const MOST_ELEMENTS: usize = 256;

impl Lowerer<'_> {
    pub(super) fn declare(&mut self, declared: &Declared) {
        if declared.is_static {
            let name = self.static_name(&declared.name);
            return self.bind(declared.name.clone(), Binding::Static(name, declared.dimensions));
        }
        if declared.is_extern {
            return self.bind(declared.name.clone(), Binding::External);
        }
        let id = self.declare_local(declared);
        let place = Place::local(id);
        match &declared.init {
            None => {}
            Some(Init::Constructor(args)) if args.len() != 1 => {
                args.iter().for_each(|a| self.effects(a));
                self.emit(Event::Havoc(place));
            }
            Some(Init::Constructor(args)) => self.initialise(&place, declared, &args[0]),
            Some(Init::Value(value)) => self.initialise(&place, declared, value),
        }
    }

    pub(super) fn declare_local(&mut self, declared: &Declared) -> LocalId {
        let id = match self.declared_here(&declared.name) {
            Some(id) => id,
            None => {
                let shape = Shape { dimensions: declared.dimensions, reference: declared.reference };
                let array = declared.dimensions > 0;
                let id = self.local(Local { name: declared.name.clone(), ty: declared.ty.clone(), array }, shape);
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
            let target = self.place(init);
            return self.assign(place.clone(), address_of(target), mark);
        }
        match &init.kind {
            ExprKind::List(elements) => {
                let ty = if declared.pointer { "" } else { &declared.ty };
                self.initialise_list(place, ty, declared.dimensions, elements, mark);
            }
            _ => {
                let value = self.value(init);
                self.assign(place.clone(), value, mark);
            }
        }
    }

    /// `place = { … }`: all of it becomes zero first, then what is named or listed gets its value.
    pub(super) fn initialise_list(&mut self, place: &Place, ty: &str, dimensions: u8, elements: &[Element], mark: Mark) {
        self.assign(place.clone(), Value::Const(0), mark);
        let fields = if dimensions == 0 { self.index.fields(struct_name(ty)) } else { None };
        let mut next = 0i64;
        for element in elements.iter().take(MOST_ELEMENTS) {
            let mut target = place.clone();
            let (mut inner, mut known) = (dimensions, true);
            for step in &element.path {
                match step {
                    Designator::Field(name) => {
                        next = fields.and_then(|f| f.iter().position(|f| f.name == *name)).map_or(next, |i| i as i64);
                        inner = self.index.field_dimensions(Some(struct_name(ty)), name);
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
        self.initialise(place, declared, value);
        let assigned = self.blocks.into_iter().flat_map(|b| b.events).filter_map(|e| match e {
            Event::Assign { place, value, .. } => Some((place, value)),
            _ => None,
        });
        assigned.filter(|(place, _)| matches!(place.base, Base::Global(_))).collect()
    }
}

/// The name of the struct in a type as written, or of the one that it points at.
pub(super) fn struct_name(ty: &str) -> &str {
    ty.split(' ').rfind(|w| !matches!(*w, "const" | "volatile" | "CONST" | "*" | "&")).unwrap_or("")
}
