//! Expressions: values, places, conditions, calls.

use super::super::ast::{Expr, ExprKind, Mark};
use super::call::{At, Target};
use super::class::is_passing;
use super::initial::struct_name;
use super::{Binding, Lowerer};
use crate::flow::{Base, BinOp, BlockId, Callee, Expr as Value, Global, Place, Proj, Terminator, UnOp};
use crate::index::calculate;
use crate::source::Span;

impl Lowerer<'_> {
    /// What an expression's value is; everything that happens on the way is emitted.
    pub(super) fn value(&mut self, e: &Expr) -> Value {
        match self.converted(e, false) {
            Some(value) => value,
            None => self.plain_value(e),
        }
    }

    /// The value as it is: an object is not converted to anything.
    pub(super) fn plain_value(&mut self, e: &Expr) -> Value {
        match &e.kind {
            ExprKind::Number(v) => Value::Const(*v),
            ExprKind::Str(s) => Value::Str(s.clone()),
            ExprKind::Name(name) => self.name_value(name, e),
            ExprKind::Opaque(parts) => {
                parts.iter().for_each(|p| self.effects(p));
                Value::Unknown
            }
            ExprKind::Sizeof => Value::Unknown,
            ExprKind::Unary(op, a) => unary(*op, self.value(a)),
            ExprKind::AddrOf(a) => self.address(a),
            ExprKind::Binary(op, a, b) => {
                let left = self.value_before(a, b);
                let right = self.value(b);
                binary(*op, left, right)
            }
            ExprKind::Logical(..) | ExprKind::Choice(..) => self.chosen(e),
            ExprKind::Assign(op, to, from) => self.assignment(*op, to, from, e.mark),
            ExprKind::Step { by, prefix, place } => self.step(*by, *prefix, place, e.mark),
            ExprKind::Call { callee, args } => self.call(callee, args, e.mark, true).unwrap_or(Value::Unknown),
            ExprKind::Deref(_) | ExprKind::Member { .. } | ExprKind::Index(..) => {
                let place = self.place(e);
                if self.dimensions(e) > 0 { address_of(place) } else { Value::Place(place) }
            }
            ExprKind::Comma(all) => {
                let Some((last, first)) = all.split_last() else { return Value::Unknown };
                first.iter().for_each(|p| self.effects(p));
                self.value(last)
            }
            ExprKind::Block(statements) => self.statement_value(statements, e.mark),
            ExprKind::List(elements) => match elements.as_slice() {
                [] => Value::Const(0),
                [one] => self.value(&one.value),
                several => {
                    let values: Vec<Expr> = several.iter().map(|p| p.value.clone()).collect();
                    self.listed(&values, e.mark)
                }
            },
            ExprKind::Compound(ty, _) => {
                let array = ty.ends_with(']');
                let place = self.place(e);
                if array { Value::AddrOf(place) } else { Value::Place(place) }
            }
            ExprKind::Throw(value) => {
                if let Some(value) = value {
                    self.effects(value);
                }
                self.throw(e.mark);
                Value::Unknown
            }
            ExprKind::New { ty, args } => self.new_object(ty, args, e.mark),
            ExprKind::As(_, of) => self.value(of),
            ExprKind::Lambda(lambda) => {
                for (_, value) in &lambda.captures {
                    self.effects(value);
                }
                Value::Unknown
            }
        }
    }

    /// A list for an object whose class was not seen, such as a `std::pair`: what is moved into it lives on in it.
    fn listed(&mut self, values: &[Expr], mark: Mark) -> Value {
        let is_moved = |s: &Self, v: &Expr| is_passing(v) && matches!(s.type_of(v), Some((class, 0)) if s.index.owns(class));
        if !values.iter().any(|v| is_moved(self, v)) {
            values.iter().for_each(|v| self.effects(v));
            return Value::Unknown;
        }
        let span = self.span(mark);
        let target = Target { callee: Callee::Named("std::make_tuple".into()), object: None, function: None };
        let at = At { mark, name: Span { end: span.start, ..span } };
        self.emit_call(target, values, None, at, true).unwrap_or(Value::Unknown)
    }

    /// Only what an expression does; its value is not used.
    pub(super) fn effects(&mut self, e: &Expr) {
        match &e.kind {
            ExprKind::Number(_) | ExprKind::Str(_) | ExprKind::Name(_) => {}
            ExprKind::Step { by, place, .. } => {
                self.step(*by, true, place, e.mark);
            }
            ExprKind::Call { callee, args } => {
                self.call(callee, args, e.mark, false);
            }
            ExprKind::Comma(all) => all.iter().for_each(|p| self.effects(p)),
            ExprKind::Logical(and, a, b) => {
                let (second, end) = (self.block(), self.block());
                if *and {
                    self.condition(a, second, end)
                } else {
                    self.condition(a, end, second)
                }
                self.current = second;
                self.effects(b);
                self.continue_in(end);
            }
            ExprKind::Assign(None, to, from) if self.object_assignment(to, from, e.mark) => {}
            ExprKind::Choice(c, a, b) => {
                let (yes, no, end) = (self.block(), self.block(), self.block());
                self.condition(c, yes, no);
                self.current = yes;
                if let Some(a) = a {
                    self.effects(a);
                }
                self.goto(end);
                self.current = no;
                self.effects(b);
                self.continue_in(end);
            }
            _ => {
                self.plain_value(e);
            }
        }
    }

    /// Branches on a condition.
    pub(super) fn condition(&mut self, e: &Expr, then: BlockId, otherwise: BlockId) {
        match &e.kind {
            ExprKind::Unary(UnOp::Not, a) => self.condition(a, otherwise, then),
            ExprKind::Logical(and, a, b) => {
                let second = self.block();
                if *and {
                    self.condition(a, second, otherwise)
                } else {
                    self.condition(a, then, second)
                }
                self.current = second;
                self.condition(b, then, otherwise);
            }
            ExprKind::Choice(c, Some(a), b) => {
                let (yes, no) = (self.block(), self.block());
                self.condition(c, yes, no);
                self.current = yes;
                self.condition(a, then, otherwise);
                self.current = no;
                self.condition(b, then, otherwise);
            }
            ExprKind::Comma(all) if !all.is_empty() => {
                let (last, first) = (&all[all.len() - 1], &all[..all.len() - 1]);
                first.iter().for_each(|p| self.effects(p));
                self.condition(last, then, otherwise);
            }
            _ => {
                let before = self.temporaries.len();
                let mut value = self.converted(e, true).unwrap_or_else(|| self.value(e));
                if self.temporaries.len() > before {
                    value = self.hold(value, e.mark);
                    self.end_temporaries_above(before, e.mark);
                }
                self.branch(value, then, otherwise, e.mark);
            }
        }
    }

    pub(super) fn branch(&mut self, cond: Value, then: BlockId, otherwise: BlockId, mark: Mark) {
        let span = self.span(mark);
        match cond {
            Value::Const(c) => self.goto(if c != 0 { then } else { otherwise }),
            Value::Str(_) | Value::Function(_) | Value::AddrOf(_) => self.goto(then),
            cond => self.terminate(Terminator::Branch { cond, then, otherwise, span }),
        }
    }

    /// The value of `&&`, `||`, `?:`.
    fn chosen(&mut self, e: &Expr) -> Value {
        let (yes, no, end) = (self.block(), self.block(), self.block());
        let result = self.temporary();
        let (first, second) = match &e.kind {
            ExprKind::Choice(c, Some(a), b) => {
                self.condition(c, yes, no);
                (Some(&**a), Some(&**b))
            }
            ExprKind::Choice(c, None, b) => {
                let value = self.value(c);
                let value = self.hold(value, c.mark);
                self.branch(value.clone(), yes, no, c.mark);
                self.current = yes;
                self.assign(result.clone(), value, c.mark);
                self.goto(end);
                self.current = no;
                let value = self.value(b);
                self.assign(result.clone(), value, b.mark);
                self.continue_in(end);
                return Value::Place(result);
            }
            _ => {
                self.condition(e, yes, no);
                (None, None)
            }
        };
        for (block, arm, constant) in [(yes, first, 1), (no, second, 0)] {
            self.current = block;
            let value = arm.map_or(Value::Const(constant), |a| self.value(a));
            let mark = arm.map_or(e.mark, |a| a.mark);
            self.assign(result.clone(), value, mark);
            self.goto(end);
        }
        self.current = end;
        Value::Place(result)
    }

    /// The value of `a` in a place of its own if `b` could change it.
    pub(super) fn value_before(&mut self, a: &Expr, b: &Expr) -> Value {
        let value = self.value(a);
        if writes(b) { self.hold(value, a.mark) } else { value }
    }

    fn assignment(&mut self, op: Option<BinOp>, to: &Expr, from: &Expr, mark: Mark) -> Value {
        if op.is_none() && self.object_assignment(to, from, mark) {
            return Value::Place(self.place(to));
        }
        if let (None, ExprKind::List(elements)) = (op, &from.kind) {
            let place = self.place(to);
            self.initialise_list(&place, "", 0, elements, mark);
            return Value::Place(place);
        }
        let mut value = self.value(from);
        if writes(to) {
            value = self.hold(value, from.mark);
        }
        let place = self.place(to);
        if let Some(op) = op {
            value = binary(op, Value::Place(place.clone()), value);
        }
        let result = if let Value::Const(_) = value { value.clone() } else { Value::Place(place.clone()) };
        self.assign(place, value, mark);
        result
    }

    fn step(&mut self, by: i64, prefix: bool, place: &Expr, mark: Mark) -> Value {
        let place = self.place(place);
        let mut result = Value::Place(place.clone());
        if !prefix {
            let before = self.temporary();
            self.assign(before.clone(), result.clone(), mark);
            result = Value::Place(before);
        }
        let value = Value::Binary(BinOp::Add, Box::new(Value::Place(place.clone())), Box::new(Value::Const(by)));
        self.assign(place, value, mark);
        result
    }

    fn name_value(&mut self, name: &str, e: &Expr) -> Value {
        match self.lookup(name) {
            Some(Binding::Constant(value)) => return Value::Const(*value),
            Some(_) => {}
            None => {
                if let Some(value) = self.constant(name) {
                    return value;
                }
            }
        }
        let place = self.place(e);
        if self.dimensions(e) > 0 { address_of(place) } else { Value::Place(place) }
    }

    /// What a name that nothing in the function declares means, if it is no variable.
    pub(super) fn constant(&self, name: &str) -> Option<Value> {
        if self.member(name).is_some() {
            return None;
        }
        let name = name.rsplit("::").next().unwrap_or(name);
        match name {
            "NULL" | "nullptr" | "__null" | "FALSE" | "false" => return Some(Value::Const(0)),
            "TRUE" | "true" => return Some(Value::Const(1)),
            "__func__" | "__FUNCTION__" | "__PRETTY_FUNCTION__" => return Some(Value::Str(self.function.clone())),
            "__LINE__" | "__COUNTER__" | "__FILE__" | "__DATE__" | "__TIME__" => return Some(Value::Unknown),
            _ => {}
        }
        if let Some(value) = self.models.constant(name) {
            return Some(Value::Const(value));
        }
        if self.index.variable(name, self.file).is_some() {
            return None;
        }
        if let Some(value) = self.index.constant(name, self.file) {
            return Some(Value::Const(value));
        }
        let is_function = !self.index.functions_named(name).is_empty() || self.models.api(name).is_some();
        is_function.then(|| Value::Function(name.into()))
    }

    /// Of how many dimensions an expression's array is; 0 if it is none.
    pub(super) fn dimensions(&self, e: &Expr) -> u8 {
        match &e.kind {
            ExprKind::Name(name) => match self.lookup(name) {
                Some(Binding::Local(id)) => self.shapes[id.0 as usize].dimensions,
                Some(Binding::Static(_, dimensions, _)) => *dimensions,
                Some(Binding::Constant(_) | Binding::Lambda(_) | Binding::Struct(_)) => 0,
                None if self.member(name).is_some() => self.member(name).map_or(0, |m| m.dimensions),
                Some(Binding::External) | None => self.index.variable(name, self.file).map_or(0, |v| v.1),
            },
            ExprKind::Member { of, name, .. } => self.index.field_dimensions(self.struct_of(of), name, self.file),
            ExprKind::Index(a, _) | ExprKind::Deref(a) => self.dimensions(a).saturating_sub(1),
            _ => 0,
        }
    }

    /// The struct that a local is of or points at.
    fn struct_of(&self, e: &Expr) -> Option<&str> {
        let ExprKind::Name(name) = &e.kind else { return None };
        match self.lookup(name) {
            Some(Binding::Local(id)) => Some(struct_name(&self.locals[id.0 as usize].ty)),
            _ => None,
        }
    }

    fn address(&mut self, of: &Expr) -> Value {
        if let Some(value) = self.operator(of, "operator&") {
            return value;
        }
        match &of.kind {
            ExprKind::Name(name) if self.lookup(name).is_none() && self.constant(name).is_some() => return Value::Unknown,
            _ => {}
        }
        address_of(self.place(of))
    }

    /// The place that an expression names.
    pub(super) fn place(&mut self, e: &Expr) -> Place {
        match &e.kind {
            ExprKind::Name(name) => self.name_place(name),
            ExprKind::Deref(a) if matches!(self.type_of(a), Some((class, 0)) if self.is_held(class, "operator*")) => self.place(a),
            ExprKind::Deref(a) => {
                let value = self.operator(a, "operator*").unwrap_or_else(|| self.value(a));
                let value = self.dies_with_statement(a, value);
                self.deref(value, a.mark)
            }
            ExprKind::Member { of, arrow, name } => {
                let base = self.object(of, *arrow);
                base.then(Proj::Field(name.clone()))
            }
            ExprKind::As(_, of) => self.place(of),
            ExprKind::Index(a, i) if self.element_class(a).is_some() => {
                self.effects(i);
                super::container::elements(self.place(a))
            }
            ExprKind::Index(a, i) => {
                let base = self.value_before(a, i);
                let step = element_at(&self.value(i));
                self.deref(base, a.mark).then(step)
            }
            ExprKind::Comma(all) if !all.is_empty() => {
                let (last, first) = (&all[all.len() - 1], &all[..all.len() - 1]);
                first.iter().for_each(|p| self.effects(p));
                self.place(last)
            }
            ExprKind::Compound(ty, elements) => {
                let place = self.temporary();
                let dimensions = u8::from(ty.ends_with(']'));
                self.initialise_list(&place, ty, dimensions, elements, e.mark);
                place
            }
            ExprKind::Assign(_, to, _) => {
                self.effects(e);
                self.place(to)
            }
            ExprKind::Step { prefix: true, place, .. } => {
                self.effects(e);
                self.place(place)
            }
            _ => {
                let value = self.plain_value(e);
                match value {
                    Value::Place(place) => place,
                    value => {
                        let place = self.temporary();
                        self.assign(place.clone(), value, e.mark);
                        place
                    }
                }
            }
        }
    }

    fn name_place(&mut self, name: &str) -> Place {
        match self.lookup(name) {
            Some(Binding::Local(id)) => {
                let id = *id;
                let place = Place::local(id);
                if self.shapes[id.0 as usize].reference { place.then(Proj::Deref) } else { place }
            }
            Some(Binding::Static(global, ..)) => {
                let global = global.clone();
                self.static_place(&global)
            }
            Some(Binding::External) => Place { base: Base::Global(Global { file: None, name: name.into() }), path: Vec::new() },
            Some(Binding::Constant(_) | Binding::Lambda(_) | Binding::Struct(_)) => self.global(name),
            None => match (self.this, self.member(name)) {
                (Some(this), Some(_)) => {
                    let last = name.rsplit("::").next().unwrap_or(name);
                    Place::local(this).then(Proj::Deref).then(Proj::Field(last.into()))
                }
                _ => self.global(name),
            },
        }
    }

    /// What a value points at.
    pub(super) fn deref(&mut self, value: Value, mark: Mark) -> Place {
        match value {
            Value::Place(place) => place.then(Proj::Deref),
            Value::AddrOf(place) => place,
            Value::Binary(op @ (BinOp::Add | BinOp::Sub), base, offset) if matches!(*base, Value::Place(_) | Value::AddrOf(_)) => {
                let step = if op == BinOp::Add { element_at(&offset) } else { Proj::Index(None) };
                self.deref(*base, mark).then(step)
            }
            value => {
                let place = self.temporary();
                self.assign(place.clone(), value, mark);
                place.then(Proj::Deref)
            }
        }
    }
}

/// The step to the element that an index names.
fn element_at(index: &Value) -> Proj {
    match index {
        Value::Const(i) => Proj::Index(Some(*i)),
        Value::Place(Place { base: Base::Local(local), path }) if path.is_empty() => Proj::At(*local),
        _ => Proj::Index(None),
    }
}

pub(super) fn address_of(mut place: Place) -> Value {
    if place.path.last() == Some(&Proj::Deref) {
        place.path.pop();
        return Value::Place(place);
    }
    Value::AddrOf(place)
}

fn unary(op: UnOp, value: Value) -> Value {
    match (op, &value) {
        (UnOp::Neg, Value::Const(v)) => Value::Const(v.wrapping_neg()),
        (UnOp::Not, Value::Const(v)) => Value::Const(i64::from(*v == 0)),
        (UnOp::BitNot, Value::Const(v)) => Value::Const(!v),
        (UnOp::HresultFromWin32, Value::Const(0)) => Value::Const(0),
        (UnOp::Win32FromStatus, Value::Const(0)) => Value::Const(0),
        (UnOp::Not, Value::Str(_) | Value::Function(_) | Value::AddrOf(_)) => Value::Const(0),
        _ => Value::Unary(op, Box::new(value)),
    }
}

fn binary(op: BinOp, left: Value, right: Value) -> Value {
    match (&left, &right) {
        (Value::Const(a), Value::Const(b)) => calculate(op, *a, *b).map_or(Value::Unknown, Value::Const),
        _ => Value::Binary(op, Box::new(left), Box::new(right)),
    }
}

/// Whether evaluating an expression assigns to anything.
pub(super) fn writes(e: &Expr) -> bool {
    match &e.kind {
        ExprKind::Assign(..) | ExprKind::Step { .. } | ExprKind::Block(_) => true,
        ExprKind::Number(_) | ExprKind::Str(_) | ExprKind::Name(_) | ExprKind::Sizeof | ExprKind::Throw(_) => false,
        ExprKind::Opaque(all) | ExprKind::Comma(all) => all.iter().any(writes),
        ExprKind::Unary(_, a) | ExprKind::Deref(a) | ExprKind::AddrOf(a) | ExprKind::Member { of: a, .. } => writes(a),
        ExprKind::Binary(_, a, b) | ExprKind::Logical(_, a, b) | ExprKind::Index(a, b) => writes(a) || writes(b),
        ExprKind::Choice(a, b, c) => writes(a) || writes(c) || b.as_ref().is_some_and(|b| writes(b)),
        ExprKind::Call { callee, args } => writes(callee) || args.iter().any(writes),
        ExprKind::List(all) | ExprKind::Compound(_, all) => all.iter().any(|e| writes(&e.value)),
        ExprKind::New { args, .. } => args.iter().any(writes),
        ExprKind::As(_, of) => writes(of),
        ExprKind::Lambda(_) => false,
    }
}
