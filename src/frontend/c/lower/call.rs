//! Calls: who is called, what it is given, where an object that it returns goes.

use super::super::ast::{Declared, Expr, ExprKind, Init, Mark};
use super::class::{Found, moves, passes_on};
use super::value::{address_of, writes};
use super::{Binding, Cleanup, Lowerer};
use crate::flow::{BinOp, Callee, Event, Expr as Value, Name, Place, Proj, Terminator};
use crate::index::{ClassRef, FunctionRef};
use crate::source::Span;

/// Whom a call calls.
pub(super) struct Target {
    pub(super) callee: Callee,
    /// The object of a method.
    pub(super) object: Option<Value>,
    /// The one definition that it can be.
    pub(super) function: Option<FunctionRef>,
}

/// Where in the text a call stands.
#[derive(Clone, Copy)]
pub(super) struct At {
    pub(super) mark: Mark,
    pub(super) name: Span,
}

impl Lowerer<'_> {
    /// A call; gives the place of its value if that is wanted.
    pub(super) fn call(&mut self, callee: &Expr, args: &[Expr], mark: Mark, wanted: bool) -> Option<Value> {
        if let ExprKind::Name(name) = &callee.kind
            && let Some(value) = self.leaving_macro(name, args, mark)
        {
            return Some(value);
        }
        if self.cplusplus
            && let Some(value) = self.special_call(callee, args, mark)
        {
            return Some(value);
        }
        let target = self.target(callee, args);
        let at = At { mark, name: self.name_span(callee) };
        self.emit_call(target, args, None, at, wanted)
    }

    /// Calls that are none of a function by its name: of a lambda, a constructor, `delete`, `std::move`.
    fn special_call(&mut self, callee: &Expr, args: &[Expr], mark: Mark) -> Option<Value> {
        match &callee.kind {
            ExprKind::Lambda(lambda) => {
                let lambda = lambda.clone();
                Some(self.call_lambda(&lambda, args, mark))
            }
            ExprKind::Name(name) => {
                if let Some(Binding::Lambda(lambda)) = self.lookup(name) {
                    let lambda = lambda.clone();
                    return Some(self.call_lambda(&lambda, args, mark));
                }
                match args {
                    [one] if passes_on(name) && self.pointer_type(one).is_some() => {
                        let place = self.place(one);
                        return Some(self.taken(place, mark));
                    }
                    [one] if passes_on(name) => return Some(self.plain_value(one)),
                    [one] if &**name == "operator delete" => {
                        self.delete(one, mark);
                        return Some(Value::Unknown);
                    }
                    _ => {}
                }
                if let Some(ty) = Self::made_type(name) {
                    return Some(self.new_object(ty, args, mark));
                }
                // one that is made here belongs to whoever takes it
                if self.lookup(name).is_none() && self.index.deleting_pointer(name).is_some() {
                    return Some(args.first().map_or(Value::Const(0), |a| self.value(a)));
                }
                let class = self.constructed(name)?;
                let place = self.temporary_of(class);
                self.construct(&place, class, args, mark);
                self.temporaries.push(Cleanup::Object(place.clone(), class));
                Some(Value::Place(place))
            }
            ExprKind::Member { of, arrow: false, name } => {
                let known = self.guard_call(of, name, mark).or_else(|| self.pointer_call(of, name, args, mark));
                known.or_else(|| self.holder_call(of, name, args, mark))
            }
            _ => None,
        }
    }

    /// A call of a method of an object's class by its name; nothing if the class has none.
    pub(super) fn method_call(&mut self, class: ClassRef, name: &str, object: Value, args: &[Expr], at: At, wanted: bool) -> Option<Value> {
        let target = self.method_target(class, name, object, args)?;
        self.emit_call(target, args, None, at, wanted)
    }

    pub(super) fn method_target(&mut self, class: ClassRef, name: &str, object: Value, args: &[Expr]) -> Option<Target> {
        let found = self.find_method(class, name, args)?;
        Some(match found {
            Found::Definition(function) => self.exactly(function, Some(object)),
            // A virtual method with one definition only: it is that.
            Found::Declared(owner) if let [only] = self.index.overriding(owner, name, args.len()).as_slice() => {
                self.exactly(*only, Some(object))
            }
            Found::Declared(owner) => {
                let tag = self.index.class_def(owner).names.first().cloned().unwrap_or_default();
                Target { callee: Callee::Named(format!("{tag}::{name}").into()), object: Some(object), function: None }
            }
        })
    }

    pub(super) fn exactly(&self, function: FunctionRef, object: Option<Value>) -> Target {
        let name = self.index.function(function).name.clone();
        let object = object.filter(|_| self.index.this_class(function).is_some());
        Target { callee: Callee::Exact(name, function.file, function.index), object, function: Some(function) }
    }

    /// Emits a call. An object that it returns goes to `dest`, or becomes a temporary.
    pub(super) fn emit_call(&mut self, target: Target, args: &[Expr], dest: Option<Place>, at: At, wanted: bool) -> Option<Value> {
        let returned = target.function.and_then(|f| self.index.returned_class(f));
        let may_refer = self.cplusplus && target.function.is_none() && matches!(target.callee, Callee::Named(_));
        let mut values: Vec<Value> = target.object.into_iter().collect();
        let mut result = None;
        let mut made = None;
        if let Some(class) = returned {
            let place = dest.unwrap_or_else(|| {
                let place = self.temporary_of(class);
                made = Some(Cleanup::Object(place.clone(), class));
                place
            });
            values.push(address_of(place.clone()));
            result = Some(Value::Place(place));
        }
        let is_api = matches!(target.callee, Callee::Api(_));
        let called = match &target.callee {
            Callee::Named(name) => name.clone(),
            _ => "".into(),
        };
        let (given, given_up) = self.given(target.function, &target.callee, args);
        values.extend(given);
        let ends = matches!(target.callee, Callee::Api(id) if self.models.get(id).noreturn);
        let receives = if wanted && result.is_none() { Some(self.temporary()) } else { None };
        let span = self.span(at.mark);
        let throws = self.may_throw(target.function);
        if throws {
            self.before_throwing_call(at.mark);
        }
        self.emit(Event::Call { callee: target.callee, args: values, result: receives.clone(), span, name: at.name });
        given_up.into_iter().for_each(|place| self.assign(place, Value::Const(0), at.mark));
        if ends {
            self.terminate(Terminator::Unreachable);
        }
        if throws {
            self.after_throwing_call(at.mark);
        }
        self.temporaries.extend(made);
        if !is_api {
            self.run_callbacks(&called, args, at.mark);
        }
        if may_refer {
            args.iter().for_each(|a| self.may_be_set(a));
        }
        let reference = target.function.is_some_and(|f| self.index.return_type(f).trim_end().ends_with('&'));
        let received = receives.map(|place| Value::Place(if reference { place.then(Proj::Deref) } else { place }));
        result.or(received)
    }

    /// What a call is given, and the objects that are moved into code that was not seen: what they own may live on there.
    fn given(&mut self, function: Option<FunctionRef>, callee: &Callee, args: &[Expr]) -> (Vec<Value>, Vec<Place>) {
        let api = match callee {
            Callee::Api(id) => Some(self.models.get(*id)),
            _ => None,
        };
        let known = function.map(|f| self.params_of(f));
        let last_write = args.iter().rposition(writes).unwrap_or(0);
        let (mut values, mut given_up) = (Vec::new(), Vec::new());
        for (i, arg) in args.iter().enumerate() {
            let param = known.as_ref().and_then(|k| k.get(i));
            let value = match param {
                Some(param) => self.argument(param, function, arg),
                None if api.is_some_and(|api| api.takes_place(i)) => self.place_of_handle(arg),
                None if api.is_some() => self.value(arg),
                None => {
                    let value = self.unknown_argument(arg);
                    if let (true, Value::AddrOf(place)) = (moves(arg), &value) {
                        given_up.push(place.clone());
                    }
                    value
                }
            };
            values.push(if i < last_write { self.hold(value, arg.mark) } else { value });
        }
        for param in known.iter().flat_map(|k| k.iter().skip(args.len())) {
            let Some(Init::Value(value)) = &param.init else { break };
            let value = self.argument(param, function, value);
            values.push(value);
        }
        (values, given_up)
    }

    /// C++ code that was not seen may take a reference: a variable that was declared with nothing in it may have something now.
    /// One that has something is more likely given to be read.
    fn may_be_set(&mut self, arg: &Expr) {
        let ExprKind::Name(name) = &arg.kind else { return };
        let Some(Binding::Local(id)) = self.lookup(name) else { return };
        let place = Place::local(*id);
        if !self.emptied.contains(id) {
            return;
        }
        let (empty, end) = (self.block(), self.block());
        let is_empty = Value::Binary(BinOp::Eq, Box::new(Value::Place(place.clone())), Box::new(Value::Const(0)));
        self.branch(is_empty, empty, end, arg.mark);
        self.current = empty;
        self.emit(Event::Havoc(place));
        self.continue_in(end);
    }

    /// What a parameter that is known gets.
    fn argument(&mut self, param: &Declared, function: Option<FunctionRef>, arg: &Expr) -> Value {
        let from = function.map_or(self.file, |f| f.file);
        let class = self.index.class_in_type(&param.ty, from).filter(|(_, stars)| *stars == 0).map(|(class, _)| class);
        let by_value = class.filter(|c| !param.reference && param.dimensions == 0 && self.index.owns(*c));
        let given = self.type_of(arg).filter(|(_, stars)| *stars == 0).map(|(class, _)| class);
        let fits = |class: ClassRef| given.is_some_and(|g| self.index.lineage(g).contains(&class));
        let made = by_value.or_else(|| class.filter(|c| param.reference && !fits(*c) && self.index.owns(*c)));
        if let Some(class) = made {
            let place = self.temporary_of(class);
            self.construct(&place, class, std::slice::from_ref(arg), arg.mark);
            self.temporaries.push(Cleanup::Object(place.clone(), class));
            return address_of(place);
        }
        if param.reference {
            let place = self.place(arg);
            return address_of(place);
        }
        if param.ty.ends_with('*') && param.ty.contains("HKEY") || &*param.ty == "PHKEY" {
            return self.place_of_handle(arg);
        }
        self.value(arg)
    }

    /// An argument where the place of a handle is wanted: an object may say where its own is.
    fn place_of_handle(&mut self, arg: &Expr) -> Value {
        let class = self.type_of(arg).filter(|(_, stars)| *stars == 0).map(|(class, _)| class);
        let conversion = class.and_then(|class| self.conversion_to_place(class));
        conversion.and_then(|name| self.on_object(class?, &name, arg)).unwrap_or_else(|| self.value(arg))
    }

    /// What a function that was not seen gets: an object may be given by reference.
    fn unknown_argument(&mut self, arg: &Expr) -> Value {
        match self.type_of(arg) {
            Some((class, 0)) if self.index.owns(class) => {
                let place = self.place(arg);
                address_of(place)
            }
            _ => self.value(arg),
        }
    }

    pub(super) fn name_span(&self, callee: &Expr) -> Span {
        let mark = callee.mark;
        let (start, end) = match &callee.kind {
            ExprKind::Name(_) => (mark.start, mark.name_end),
            ExprKind::Member { name, .. } if mark.end - mark.start > name.len() as u32 => (mark.end - name.len() as u32, mark.end),
            _ => (mark.start, mark.end),
        };
        Span { file: self.file, start, end }
    }

    /// Whom a call calls; the object of a method is evaluated.
    pub(super) fn target(&mut self, callee: &Expr, args: &[Expr]) -> Target {
        let plain = |callee| Target { callee, object: None, function: None };
        match &callee.kind {
            ExprKind::Name(name) => {
                let is_variable = match self.lookup(name) {
                    Some(binding) => !matches!(binding, Binding::External),
                    None => {
                        self.member(name).is_some() || self.models.api(name).is_none() && self.index.variable(name, self.file).is_some()
                    }
                };
                if is_variable && self.own_method(name).is_none() {
                    let value = self.value(callee);
                    return plain(Callee::Pointer(value));
                }
                // `wil::CoImpersonateClient` is not `::CoImpersonateClient`
                let is_published = |s: &Self| {
                    let all = s.index.resolve_function(name, s.file, args.len());
                    name.contains("::") && !name.starts_with("::") && all.iter().any(|f| s.index.is_published(f.file))
                };
                let api = self.models.api(name).filter(|_| !is_published(self) && !self.is_own_definition(name));
                api.map_or_else(|| self.named_target(name, args), |api| plain(Callee::Api(api)))
            }
            // a function and a pointer to it are called alike
            ExprKind::Deref(inner) | ExprKind::AddrOf(inner)
                if matches!(inner.kind, ExprKind::Name(_) | ExprKind::Member { .. } | ExprKind::Deref(_)) =>
            {
                self.target(inner, args)
            }
            ExprKind::Member { of, arrow, name } if self.cplusplus && !is_table(of) => self.member_target(of, *arrow, name, args),
            _ => {
                let value = self.value(callee);
                plain(Callee::Pointer(value))
            }
        }
    }

    /// Whether a name that the tables know means a method of this class: C++ looks there first. One that is only declared may do
    /// anything, and is more likely to do what its name says.
    fn is_own_definition(&self, name: &str) -> bool {
        self.own_method(name)
            .is_some_and(|(class, last)| self.index.lineage(class).into_iter().any(|c| !self.index.methods(c, last).is_empty()))
    }

    fn named_target(&mut self, name: &Name, args: &[Expr]) -> Target {
        let named = Target { callee: Callee::Named(name.clone()), object: None, function: None };
        if !self.cplusplus {
            return named;
        }
        if let Some((class, last)) = self.own_method(name) {
            let object = self.this.map(|this| Value::Place(Place::local(this)));
            let object = object.unwrap_or(Value::Unknown);
            return self.method_target(class, last, object, args).unwrap_or(named);
        }
        let all = self.index.resolve_function(name, self.file, args.len());
        match all.as_slice() {
            [] => named,
            [one] => Target { function: Some(*one), ..named },
            several => match self.choose(several, args) {
                Some(one) => self.exactly(one, None),
                None => named,
            },
        }
    }

    fn member_target(&mut self, of: &Expr, arrow: bool, name: &Name, args: &[Expr]) -> Target {
        let class = self.object_class(of, arrow);
        if class.is_some_and(|c| self.member_of(c, name).is_some()) {
            // a pointer to a function
            let place = self.object(of, arrow).then(Proj::Field(name.clone()));
            return Target { callee: Callee::Pointer(Value::Place(place)), object: None, function: None };
        }
        let object = self.object(of, arrow);
        let object = address_of(object);
        if let Some(class) = class {
            if let Some(target) = self.method_target(class, name, object.clone(), args) {
                return target;
            }
            let tag = self.index.class_def(class).names.first().cloned().unwrap_or_default();
            return Target { callee: Callee::Named(format!("{tag}::{name}").into()), object: Some(object), function: None };
        }
        let name = self.method_of_unseen(of, name, args.len());
        Target { callee: Callee::Named(name), object: Some(object), function: None }
    }

    /// The name of a method of an object whose class is not known. If a method of another class has it, it is meant only if it
    /// takes so many arguments, and if that class is derived from the one that the object is declared with.
    fn method_of_unseen(&self, of: &Expr, name: &Name, args: usize) -> Name {
        let found = self.index.resolve_function(name, self.file, args + 1);
        let takes = |f: &FunctionRef| {
            let definition = self.index.function(*f);
            definition.variadic || args <= definition.arity as usize
        };
        let class = self.written_type(of).and_then(|ty| class_word(&ty).map(Name::from)).filter(|class| !self.index.has_class(class));
        match class {
            Some(class) if !found.iter().any(|f| takes(f) && self.index.is_method_below(*f, &class)) => format!("{class}::{name}").into(),
            None if !found.is_empty() && !found.iter().any(takes) => format!("?::{name}").into(),
            _ => name.clone(),
        }
    }

    /// The object before `.` or `->`.
    pub(super) fn object(&mut self, of: &Expr, arrow: bool) -> Place {
        if !arrow {
            return self.place(of);
        }
        if matches!(self.type_of(of), Some((class, 0)) if self.is_held(class, "operator->")) {
            return self.place(of);
        }
        let value = self.operator(of, "operator->").unwrap_or_else(|| self.plain_value(of));
        let value = self.dies_with_statement(of, value);
        self.deref(value, of.mark)
    }

    /// What an operator that a class defines gives.
    pub(super) fn operator(&mut self, of: &Expr, name: &str) -> Option<Value> {
        let (class, stars) = self.type_of(of)?;
        if stars > 0 || !self.declares(class, name) {
            return None;
        }
        self.on_object(class, name, of)
    }

    /// The value of an object where something else is wanted, by its conversion operator.
    pub(super) fn converted(&mut self, e: &Expr, to_bool: bool) -> Option<Value> {
        let names_object = matches!(
            e.kind,
            ExprKind::Name(_)
                | ExprKind::Member { .. }
                | ExprKind::Deref(_)
                | ExprKind::Index(..)
                | ExprKind::Call { .. }
                | ExprKind::As(..)
        );
        let (class, stars) = if names_object { self.type_of(e)? } else { return None };
        if stars > 0 {
            return None;
        }
        let name = self.conversion(class, to_bool)?;
        self.on_object(class, &name, e)
    }

    fn on_object(&mut self, class: ClassRef, name: &str, of: &Expr) -> Option<Value> {
        let place = self.place(of);
        let at = At { mark: of.mark, name: self.span(of.mark) };
        self.method_call(class, name, address_of(place), &[], at, true)
    }
}

/// The class in the type of an object or a pointer to one, if it is no template and no parameter of one.
fn class_word(ty: &str) -> Option<&str> {
    let ty = ty.trim_end_matches([' ', '*', '&']);
    let last = ty.rsplit([' ', ':']).next().unwrap_or(ty);
    let is_name =
        last.len() > 1 && last.starts_with(|c: char| c.is_ascii_uppercase()) && last.chars().all(|c| c.is_alphanumeric() || c == '_');
    (is_name && !ty.contains('<')).then_some(last)
}

/// `p->lpVtbl`: how C calls a COM method.
fn is_table(of: &Expr) -> bool {
    matches!(&of.kind, ExprKind::Member { name, .. } if &**name == "lpVtbl")
}
