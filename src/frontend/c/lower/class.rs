//! What is known of classes while a function is lowered: types of expressions, members, which method a name means.

use super::super::ast::{Declared, Expr, ExprKind};
use super::{Binding, Lowerer};
use crate::flow::{Base, Global, Name, Place};
use crate::index::{ClassRef, FunctionRef, Method, Range};
use crate::source::FileId;
use std::rc::Rc;

/// A class and through how many pointers.
pub(super) type Type = (ClassRef, usize);

/// A member of the class whose method is being lowered.
pub(super) struct Member {
    pub(super) ty: Name,
    pub(super) dimensions: u8,
    /// The class that declares it.
    pub(super) owner: ClassRef,
}

/// What a method's name means.
pub(super) enum Found {
    Definition(FunctionRef),
    /// No definition was seen, or several that nothing tells apart.
    Declared(ClassRef),
}

/// Words that say what is to be done with an argument, not what function is called.
pub(super) fn passes_on(name: &str) -> bool {
    matches!(name, "std::move" | "std::forward" | "std::as_const" | "move" | "std::ref")
}

impl Lowerer<'_> {
    pub(super) fn class_of_type(&self, ty: &str) -> Option<Type> {
        if self.cplusplus { self.index.class_in_type(ty, self.file) } else { None }
    }

    /// A member of the class whose method this is that all its objects have for themselves.
    pub(super) fn member(&self, name: &str) -> Option<Member> {
        self.this?;
        self.member_of(self.class?, name)
    }

    pub(super) fn member_of(&self, class: ClassRef, name: &str) -> Option<Member> {
        let last = name.rsplit("::").next().unwrap_or(name);
        self.index.lineage(class).into_iter().find_map(|owner| {
            let field = self.index.class_def(owner).fields.iter().find(|f| &*f.name == last)?;
            Some(Member { ty: field.ty.clone(), dimensions: field.dimensions, owner })
        })
    }

    /// The place of a member that all objects of a class share: of this class, or `T::name`.
    pub(super) fn shared_member(&self, name: &str) -> Option<Place> {
        let (owner, last) = self.shared_owner(name)?;
        let tag = self.index.class_def(owner).names.first()?;
        Some(Place { base: Base::Global(Global { file: None, name: format!("{tag}::{last}").into() }), path: Vec::new() })
    }

    fn shared_owner<'n>(&self, name: &'n str) -> Option<(ClassRef, &'n str)> {
        if !self.cplusplus {
            return None;
        }
        let (class, last) = match name.rsplit_once("::") {
            Some((qualifier, last)) => (self.index.class(qualifier, self.file)?, last),
            None => (self.class?, name),
        };
        let has = |c: &ClassRef| self.index.class_def(*c).statics.iter().any(|f| &*f.name == last);
        self.index.lineage(class).into_iter().find(has).map(|owner| (owner, last))
    }

    fn member_type(&self, member: &Member) -> Option<Type> {
        self.index.class_in_type(&member.ty, self.index.class_file(member.owner))
    }

    /// The class of what an expression gives, as far as names tell.
    pub(super) fn type_of(&self, e: &Expr) -> Option<Type> {
        if !self.cplusplus {
            return None;
        }
        match &e.kind {
            ExprKind::Name(name) => self.type_of_name(name),
            ExprKind::Deref(a) => match self.type_of(a)? {
                (class, 0) if self.is_held(class, "operator*") => Some((class, 0)),
                (class, 0) => self.method_type(class, "operator*"),
                (class, stars) => Some((class, stars - 1)),
            },
            ExprKind::AddrOf(a) => match self.type_of(a)? {
                (class, 0) if self.declares(class, "operator&") => self.method_type(class, "operator&"),
                (class, stars) => Some((class, stars + 1)),
            },
            ExprKind::Member { of, arrow, name } => {
                let class = self.object_class(of, *arrow)?;
                self.member_type(&self.member_of(class, name)?)
            }
            ExprKind::Index(a, _) => {
                if let Some(class) = self.element_class(a) {
                    return Some((class, 0));
                }
                let (class, stars) = self.type_of(a)?;
                Some((class, if self.dimensions(a) > 0 { stars } else { stars.checked_sub(1)? }))
            }
            ExprKind::Call { callee, args } => self.type_of_call(callee, args),
            ExprKind::New { ty, .. } => self.class_of_type(ty).map(|(class, stars)| (class, stars + 1)),
            ExprKind::As(ty, _) => self.class_of_type(ty),
            ExprKind::Assign(None, to, _) => self.type_of(to),
            ExprKind::Choice(_, Some(a), _) => self.type_of(a),
            ExprKind::Comma(all) => self.type_of(all.last()?),
            _ => None,
        }
    }

    fn type_of_name(&self, name: &str) -> Option<Type> {
        match self.lookup(name) {
            Some(Binding::Local(id)) => return self.shapes[id.0 as usize].class,
            Some(Binding::Static(_, _, class)) => return *class,
            Some(Binding::Constant(_) | Binding::Lambda(_) | Binding::Struct(_)) => return None,
            Some(Binding::External) | None => {}
        }
        if let Some(member) = self.member(name) {
            return self.member_type(&member);
        }
        if let Some((owner, last)) = self.shared_owner(name) {
            let field = self.index.class_def(owner).statics.iter().find(|f| &*f.name == last)?;
            return self.index.class_in_type(&field.ty, self.index.class_file(owner));
        }
        let last = name.rsplit("::").next().unwrap_or(name);
        self.class_of_type(self.index.variable_type(last, self.file)?)
    }

    fn type_of_call(&self, callee: &Expr, args: &[Expr]) -> Option<Type> {
        match &callee.kind {
            ExprKind::Name(name) if passes_on(name) => self.type_of(args.first()?),
            ExprKind::Name(name) => {
                if let Some(ty) = Self::made_type(name) {
                    return self.class_of_type(ty).map(|(class, stars)| (class, stars + 1));
                }
                if let Some(class) = self.constructed(name) {
                    return Some((class, 0));
                }
                if let Some((class, last)) = self.own_method(name) {
                    return self.method_type(class, last);
                }
                match self.index.resolve_function(name, self.file, args.len()).as_slice() {
                    [one] => self.index.class_in_type(self.index.return_type(*one), one.file),
                    _ => None,
                }
            }
            ExprKind::Member { of, arrow, name } => match self.held_class(of, name) {
                Some(class) if !arrow => Some((class, 0)),
                _ => self.method_type(self.object_class(of, *arrow)?, name),
            },
            _ => None,
        }
    }

    /// The class that a name constructs at a call.
    pub(super) fn constructed(&self, name: &str) -> Option<ClassRef> {
        if !self.cplusplus || self.lookup(name).is_some() || self.models.api(name).is_some() {
            return None;
        }
        let last = name.rsplit("::").next().unwrap_or(name);
        if !self.index.has_class(last) {
            return None;
        }
        self.class_of_type(name).filter(|(_, stars)| *stars == 0).map(|(class, _)| class)
    }

    /// The class of this, or the one named, if a bare name at a call is a method of it.
    pub(super) fn own_method<'n>(&self, name: &'n str) -> Option<(ClassRef, &'n str)> {
        if !self.cplusplus || self.lookup(name).is_some() {
            return None;
        }
        let (class, last) = match name.rsplit_once("::") {
            Some((qualifier, last)) => (self.index.class(qualifier, self.file)?, last),
            None => (self.class?, name),
        };
        let known = self.declares(class, last) || !self.index.methods(class, last).is_empty();
        known.then_some((class, last))
    }

    /// Whether a class or one it is derived from declares a method.
    pub(super) fn declares(&self, class: ClassRef, name: &str) -> bool {
        self.index.lineage(class).into_iter().any(|c| self.index.class_def(c).methods.iter().any(|m| &*m.name == name))
    }

    /// What a method returns, as its class declares it.
    pub(super) fn declared_return(&self, class: ClassRef, name: &str) -> Option<Name> {
        let declared = |c: &ClassRef| self.index.class_def(*c).methods.iter().find(|m| &*m.name == name).map(|m| m.ty.clone());
        self.index.lineage(class).iter().find_map(declared)
    }

    fn method_type(&self, class: ClassRef, name: &str) -> Option<Type> {
        self.index.lineage(class).into_iter().find_map(|c| {
            let method = self.index.class_def(c).methods.iter().find(|m| &*m.name == name)?;
            self.index.class_in_type(&method.ty, self.index.class_file(c))
        })
    }

    /// The class of the object before `.` or `->`.
    pub(super) fn object_class(&self, of: &Expr, arrow: bool) -> Option<ClassRef> {
        match (self.type_of(of)?, arrow) {
            ((class, 0), false) | ((class, 1), true) => Some(class),
            ((class, 0), true) if self.is_held(class, "operator->") => Some(class),
            ((class, 0), true) => self.method_type(class, "operator->").map(|t| t.0),
            _ => None,
        }
    }

    /// How an object becomes something else: the conversion operator that a class declares.
    pub(super) fn conversion(&self, class: ClassRef, to_bool: bool) -> Option<Name> {
        let is_conversion = |m: &&Method| {
            let rest = m.name.strip_prefix("operator").unwrap_or("");
            rest.starts_with(|c: char| c.is_alphabetic() || c == '_') && !rest.starts_with("new") && !rest.starts_with("delete")
        };
        let lineage = self.index.lineage(class);
        let all = || lineage.iter().flat_map(|c| &self.index.class_def(*c).methods).filter(is_conversion);
        let is_pointer = |m: &&Method| m.name.ends_with('*') || is_pointer_name(&m.name);
        let best = all().find(|m| (&*m.name == "operatorbool") == to_bool && !is_pointer(m));
        best.or_else(|| all().next()).map(|m| m.name.clone())
    }

    /// The conversion of a class that gives the place of what it holds.
    pub(super) fn conversion_to_place(&self, class: ClassRef) -> Option<Name> {
        let lineage = self.index.lineage(class);
        let mut all = lineage.iter().flat_map(|c| &self.index.class_def(*c).methods);
        let is_place = |m: &&Method| m.name.strip_prefix("operator").is_some_and(|rest| rest.ends_with("KEY*") || is_pointer_name(&m.name));
        all.find(is_place).map(|m| m.name.clone())
    }

    // ---- which method ----

    /// The definition of a method that a call means: of the class itself or the nearest base that has one.
    pub(super) fn find_method(&mut self, class: ClassRef, name: &str, args: &[Expr]) -> Option<Found> {
        for owner in self.index.lineage(class) {
            let all = self.index.methods(owner, name);
            if !all.is_empty() {
                return Some(self.choose(&all, args).map_or(Found::Declared(owner), Found::Definition));
            }
            if self.index.class_def(owner).methods.iter().any(|m| &*m.name == name) {
                return Some(Found::Declared(owner));
            }
        }
        None
    }

    /// The overload that fits the arguments best, if one does.
    pub(super) fn choose(&mut self, all: &[FunctionRef], args: &[Expr]) -> Option<FunctionRef> {
        let mut best: Option<(i32, FunctionRef)> = None;
        let mut tie = false;
        for function in all {
            let Some(score) = self.fit(*function, args) else { continue };
            match best {
                Some((known, _)) if known > score => {}
                Some((known, _)) if known == score => tie = true,
                _ => (best, tie) = (Some((score, *function)), false),
            }
        }
        if tie { None } else { best.map(|b| b.1) }
    }

    fn fit(&mut self, function: FunctionRef, args: &[Expr]) -> Option<i32> {
        let definition = self.index.function(function);
        let (arity, variadic) = (definition.arity as usize, definition.variadic);
        if args.len() > arity && !variadic {
            return None;
        }
        let params = self.params_of(function);
        // fewer arguments than parameters only if the rest have defaults
        let mut score = if args.len() == arity { 4 } else { 0 };
        if params.iter().skip(args.len()).any(|p| p.init.is_none()) {
            return None;
        }
        for (param, arg) in params.iter().zip(args) {
            let wanted = self.index.class_in_type(&param.ty, function.file);
            let given = self.type_of(arg);
            let related = |a: ClassRef, b: ClassRef| self.index.lineage(a).contains(&b);
            score += match (wanted, given) {
                (Some((w, ws)), Some((g, gs))) if ws == gs && related(g, w) => 4,
                (Some(_), Some(_)) => -4,
                (Some((_, 0)), None) | (None, Some((_, 0))) => -2,
                _ => 0,
            };
            if param.ty.ends_with("& &") || param.ty.ends_with("&&") {
                score += if is_passing(arg) { 2 } else { -8 };
            }
        }
        Some(score)
    }

    /// The parameters of a function, with the defaults that its class declares.
    pub(super) fn params_of(&mut self, function: FunctionRef) -> Rc<Vec<Declared>> {
        if let Some(known) = self.known_params.get(&function) {
            return known.clone();
        }
        let definition = self.index.function(function);
        let mut params = self.read_params(function.file, definition.params);
        if let Some(class) = self.index.class_of(function) {
            let name = definition.name.rsplit("::").next().unwrap_or("");
            let same = |m: &&Method| &*m.name == name && m.arity == definition.arity && m.params != definition.params;
            if let Some(declared) = self.index.class_def(class).methods.iter().find(same) {
                let defaults = self.read_params(self.index.class_file(class), declared.params);
                for (param, declared) in params.iter_mut().zip(defaults) {
                    param.init = param.init.take().or(declared.init);
                }
            }
        }
        let params = Rc::new(params);
        self.known_params.insert(function, params.clone());
        params
    }

    pub(super) fn read_params(&self, file: FileId, range: Range) -> Vec<Declared> {
        super::super::declared_parameters(self.index, self.models, file, range)
    }
}

/// `operator PHKEY`
fn is_pointer_name(conversion: &str) -> bool {
    conversion == "operatorPHKEY"
}

/// Whether an argument is `std::move(x)`.
pub(super) fn moves(arg: &Expr) -> bool {
    let is_move = |callee: &Expr| matches!(&callee.kind, ExprKind::Name(n) if matches!(&**n, "std::move" | "std::forward" | "move"));
    matches!(&arg.kind, ExprKind::Call { callee, args } if args.len() == 1 && is_move(callee))
}

/// Whether what an argument names is given up by it: `std::move(x)`, or a value without a name.
pub(super) fn is_passing(arg: &Expr) -> bool {
    match &arg.kind {
        ExprKind::Call { callee, .. } => !matches!(&callee.kind, ExprKind::Name(n) if matches!(&**n, "std::as_const" | "std::ref")),
        _ => false,
    }
}
