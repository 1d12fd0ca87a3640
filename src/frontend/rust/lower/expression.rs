//! Values of expressions.

use super::{Binding, Closure, Frame, Lowerer, Val, element, name_of, slot};
use crate::flow::{BinOp, ExitKind, Expr as Value, Place, Proj, UnOp};
use crate::frontend::rust::types::Ty;
use crate::source::Span;
use proc_macro2::{TokenStream, TokenTree};
use quote::ToTokens;
use std::collections::BTreeSet;
use std::rc::Rc;
use syn::spanned::Spanned;

/// Elements of longer lists are not told apart.
const MOST_ELEMENTS: usize = 8;

impl Lowerer<'_> {
    pub(super) fn value(&mut self, e: &syn::Expr) -> Val {
        let span = self.span_of(&e.span());
        match e {
            syn::Expr::Lit(l) => self.literal(&l.lit),
            syn::Expr::Path(p) => self.path_value(&p.path, span),
            syn::Expr::Paren(p) => self.value(&p.expr),
            syn::Expr::Group(p) => self.value(&p.expr),
            syn::Expr::Unsafe(u) => self.block_value(&u.block),
            syn::Expr::Const(c) => self.block_value(&c.block),
            syn::Expr::Block(b) => match &b.label {
                Some(label) => self.labelled(&b.block, label),
                None => self.block_value(&b.block),
            },
            syn::Expr::If(i) => self.if_value(i),
            syn::Expr::Match(m) => self.match_value(m),
            syn::Expr::Loop(l) => self.loop_value(&l.body, l.label.as_ref(), None),
            syn::Expr::While(w) => self.loop_value(&w.body, w.label.as_ref(), Some(&w.cond)),
            syn::Expr::ForLoop(f) => self.for_value(f),
            syn::Expr::Break(b) => {
                self.jump(b.label.as_ref(), b.expr.as_deref(), span, false);
                Val::unit()
            }
            syn::Expr::Continue(c) => {
                self.jump(c.label.as_ref(), None, span, true);
                Val::unit()
            }
            syn::Expr::Return(r) => {
                let value = r.expr.as_deref().map(|e| self.value(e));
                self.finish_return(value, span, ExitKind::Return);
                Val::unit()
            }
            syn::Expr::Try(t) => {
                let value = self.value(&t.expr);
                let mark = self.span_of(&t.question_token.span());
                self.question(value, mark)
            }
            syn::Expr::Await(a) => self.value(&a.base),
            syn::Expr::Call(c) => self.call(c, span),
            syn::Expr::MethodCall(m) => self.method(m, span),
            syn::Expr::Macro(m) => self.macro_call(&m.mac),
            _ => self.compound(e, span),
        }
    }

    fn compound(&mut self, e: &syn::Expr, span: Span) -> Val {
        match e {
            syn::Expr::Field(f) => self.field(f, span),
            syn::Expr::Index(i) => {
                let index = self.value(&i.index);
                let base = self.value(&i.expr);
                let (place, ty) = self.reached(base, span);
                let at = match index.x {
                    Value::Const(n) if n != 0 => place.then(Proj::Index(Some(n.saturating_add(1000)))),
                    Value::Const(_) => place.then(Proj::Index(Some(1000))),
                    _ => element(&place),
                };
                Val::new(Value::Place(at), ty.element())
            }
            syn::Expr::Reference(r) => {
                let val = self.value(&r.expr);
                self.address(val, span)
            }
            syn::Expr::RawAddr(r) => {
                let val = self.value(&r.expr);
                self.address(val, span)
            }
            syn::Expr::Cast(c) => {
                let val = self.value(&c.expr);
                let ty = self.reader().ty(&c.ty);
                Self::cast(val, ty)
            }
            syn::Expr::Unary(u) => self.unary(u, span),
            syn::Expr::Binary(b) => self.binary(b, span),
            syn::Expr::Assign(a) => {
                self.assignment(&a.left, &a.right, span);
                Val::unit()
            }
            syn::Expr::Tuple(t) => {
                let values: Vec<Val> = t.elems.iter().map(|e| self.value(e)).collect();
                self.tuple(values, span)
            }
            syn::Expr::Array(a) => {
                let values: Vec<Val> = a.elems.iter().map(|e| self.value(e)).collect();
                self.list(values, span)
            }
            syn::Expr::Repeat(r) => {
                let value = self.value(&r.expr);
                self.list(vec![value], span)
            }
            syn::Expr::Struct(s) => self.structure(s, span),
            syn::Expr::Range(r) => {
                for end in [&r.start, &r.end].into_iter().flatten() {
                    self.value(end);
                }
                Val::unknown()
            }
            syn::Expr::Closure(c) => self.closure_as_value(c),
            syn::Expr::Async(a) => self.body(span, &mut |l| l.block_value(&a.block)),
            syn::Expr::TryBlock(t) => self.body(span, &mut |l| {
                let value = l.block_value(&t.block);
                l.good(value, "Result", span)
            }),
            syn::Expr::Let(_) => self.truth(span, &mut |l, yes, no| l.condition(e, yes, no)),
            _ => Val::unknown(),
        }
    }

    pub(super) fn literal(&mut self, lit: &syn::Lit) -> Val {
        let text = |s: String| Val::new(Value::Str(s.trim_end_matches('\0').into()), Ty::named("str"));
        match lit {
            syn::Lit::Str(s) => text(s.value()),
            syn::Lit::CStr(s) => text(s.value().to_string_lossy().into_owned()),
            syn::Lit::ByteStr(s) => text(String::from_utf8_lossy(&s.value()).into_owned()),
            syn::Lit::Int(i) => match i.base10_parse::<i128>() {
                Ok(n) => Val::number(n as i64),
                Err(_) => Val::unknown(),
            },
            syn::Lit::Bool(b) => Val::number(i64::from(b.value)),
            syn::Lit::Byte(b) => Val::number(i64::from(b.value())),
            _ => Val::unknown(),
        }
    }

    /// A name: a variable, a static, a constant.
    pub(super) fn path_value(&mut self, path: &syn::Path, span: Span) -> Val {
        if let Some(ident) = path.get_ident() {
            let name = ident.to_string();
            match self.lookup(&name) {
                Some(Binding::At(place, ty)) => return Val::new(Value::Place(place), ty),
                Some(Binding::Closure(c)) => return self.closure_as_value(&c.syntax.clone()),
                None => {}
            }
        }
        let name = name_of(path);
        let full = self.reader().of_path(path);
        if &*name == "None" {
            return Val::new(Value::Const(1), Ty::option(Ty::Unknown));
        }
        if let Some(value) = self.models.constant(&full) {
            let ty = full.rsplit_once("::").map_or("", |(of, _)| of);
            let ty = match ty {
                "windows_registry" => "windows_registry::Key",
                "winreg" => "winreg::RegKey",
                other => other,
            };
            return Val::new(Value::Const(value), Ty::named(ty));
        }
        if let Some(value) = self.constant(&full, span) {
            return value;
        }
        if let Some(value) = self.models.constant(&name) {
            return Val::number(value);
        }
        if let Some(tag) = self.variant(&full) {
            return Val::new(Value::Const(tag), Ty::named(full.split("::").next().unwrap_or_default()));
        }
        if let Some((_, ty)) = self.index.find(self.file, |f| f.statics.get(&name).cloned()) {
            return Val::new(Value::Place(self.global(&name)), ty);
        }
        Val::unknown()
    }

    /// The number of an enum's variant, from 0.
    pub(super) fn variant(&self, full: &str) -> Option<i64> {
        let (of, variant) = full.rsplit_once("::")?;
        let definition = self.index.structure(of, self.file)?;
        definition.variants.iter().position(|v| &**v == variant).map(|i| i as i64)
    }

    /// A constant of the tree.
    fn constant(&mut self, full: &str, span: Span) -> Option<Val> {
        if self.inlined >= super::DEEPEST_INLINE {
            return None;
        }
        let (_, text) = self.index.find(self.file, |f| f.consts.get(full))?;
        let e: syn::Expr = syn::parse_str(text).ok()?;
        let before = self.fixed_span.replace(span);
        self.inlined += 1;
        let value = self.value(&e);
        self.inlined -= 1;
        self.fixed_span = before;
        let of = full.rsplit_once("::").map(|(of, _)| of).filter(|_| value.ty.is("Self"));
        Some(of.map_or(value.clone(), |of| Val::new(value.x, Ty::named(of))))
    }

    // ---- references ----

    pub(super) fn address(&mut self, val: Val, span: Span) -> Val {
        let ty = Ty::Ref(Box::new(val.ty.clone()));
        match val.x {
            Value::Place(mut place) => {
                if place.path.last() == Some(&Proj::Deref) {
                    place.path.pop();
                    return Val::new(Value::Place(place), ty);
                }
                Val::new(Value::AddrOf(place), ty)
            }
            // text is a pointer already
            Value::Str(_) => Val::new(val.x, val.ty),
            x => {
                let (place, _) = self.placed(Val::new(x, Ty::Unknown), span);
                Val::new(Value::AddrOf(place), ty)
            }
        }
    }

    /// What a reference points at.
    pub(super) fn dereferenced(&mut self, val: Val, of: Ty, span: Span) -> Val {
        match val.x {
            Value::AddrOf(place) => Val::new(Value::Place(place), of),
            Value::Str(_) => val,
            x => {
                let (place, _) = self.placed(Val::new(x, Ty::Unknown), span);
                Val::new(Value::Place(place.then(Proj::Deref)), of)
            }
        }
    }

    /// The value itself, references followed.
    pub(super) fn target(&mut self, mut val: Val, span: Span) -> Val {
        while let Ty::Ref(of) = val.ty.clone() {
            val = self.dereferenced(val, *of, span);
        }
        val
    }

    /// The place of the value itself.
    pub(super) fn reached(&mut self, val: Val, span: Span) -> (Place, Ty) {
        let val = self.target(val, span);
        let (place, ty) = self.placed(val, span);
        let inner = ty.inner().clone();
        (place, if let Ty::Unknown = inner { ty } else { inner })
    }

    fn cast(val: Val, ty: Ty) -> Val {
        match (&val.ty, ty) {
            // `h as *const _ as *mut HKEY` stays a pointer, `root as HKEY` a number
            (Ty::Ref(_), ty) => Val::new(val.x, if let Ty::Ref(_) = ty { val.ty } else { Ty::Unknown }),
            (Ty::Status(..), _) => Val::new(val.x, val.ty),
            (_, Ty::Ref(_)) => Val::new(val.x, val.ty),
            (_, ty) => Val::new(val.x, ty),
        }
    }

    // ---- operators ----

    fn unary(&mut self, u: &syn::ExprUnary, span: Span) -> Val {
        let val = self.value(&u.expr);
        match u.op {
            syn::UnOp::Deref(_) => match val.ty.clone() {
                Ty::Ref(of) => self.dereferenced(val, *of, span),
                _ => val,
            },
            syn::UnOp::Not(_) => Val::new(Value::Unary(UnOp::Not, Box::new(self.target(val, span).x)), Ty::Unknown),
            syn::UnOp::Neg(_) => match val.x {
                Value::Const(c) => Val::number(c.wrapping_neg()),
                x => Val::new(Value::Unary(UnOp::Neg, Box::new(x)), Ty::Unknown),
            },
            _ => Val::unknown(),
        }
    }

    fn binary(&mut self, b: &syn::ExprBinary, span: Span) -> Val {
        use syn::BinOp as Op;
        if matches!(b.op, Op::And(_) | Op::Or(_)) {
            let e = syn::Expr::Binary(b.clone());
            return self.truth(span, &mut |l, yes, no| l.condition(&e, yes, no));
        }
        let (op, assigns) = match b.op {
            Op::Add(_) => (BinOp::Add, false),
            Op::Sub(_) => (BinOp::Sub, false),
            Op::Mul(_) => (BinOp::Mul, false),
            Op::Div(_) => (BinOp::Div, false),
            Op::Rem(_) => (BinOp::Rem, false),
            Op::BitXor(_) => (BinOp::Xor, false),
            Op::BitAnd(_) => (BinOp::And, false),
            Op::BitOr(_) => (BinOp::Or, false),
            Op::Shl(_) => (BinOp::Shl, false),
            Op::Shr(_) => (BinOp::Shr, false),
            Op::Eq(_) => (BinOp::Eq, false),
            Op::Ne(_) => (BinOp::Ne, false),
            Op::Lt(_) => (BinOp::Lt, false),
            Op::Le(_) => (BinOp::Le, false),
            Op::Gt(_) => (BinOp::Gt, false),
            Op::Ge(_) => (BinOp::Ge, false),
            Op::AddAssign(_) => (BinOp::Add, true),
            Op::SubAssign(_) => (BinOp::Sub, true),
            Op::BitOrAssign(_) => (BinOp::Or, true),
            Op::BitAndAssign(_) => (BinOp::And, true),
            _ => {
                let _ = (self.value(&b.left), self.value(&b.right));
                return Val::unknown();
            }
        };
        let left = self.value(&b.left);
        let left = self.target(left, span);
        let right = self.value(&b.right);
        let right = self.target(right, span);
        let value = match (&left.x, &right.x) {
            (Value::Unknown, _) | (_, Value::Unknown) | (Value::Str(_), _) | (_, Value::Str(_)) => Value::Unknown,
            _ => Value::Binary(op, Box::new(left.x.clone()), Box::new(right.x)),
        };
        if let (true, Value::Place(place)) = (assigns, left.x) {
            self.assign(place, value, span);
            return Val::unit();
        }
        Val::new(value, Ty::Unknown)
    }

    fn assignment(&mut self, left: &syn::Expr, right: &syn::Expr, span: Span) {
        let value = self.value(right);
        match left {
            syn::Expr::Infer(_) => {}
            syn::Expr::Tuple(t) => {
                let (place, ty) = self.placed(value, span);
                for (i, left) in t.elems.iter().enumerate() {
                    let part = if let Ty::Tuple(types) = &ty { types.get(i).cloned() } else { None };
                    let part = Val::new(Value::Place(slot(&place, i)), part.unwrap_or_default());
                    if let (false, Value::Place(to)) = (matches!(left, syn::Expr::Infer(_)), self.value(left).x) {
                        self.store(to, part, span);
                    }
                }
            }
            _ => {
                let owner = self.closing_owner(left);
                let to = self.value(left);
                if let Value::Place(to) = to.x {
                    match owner {
                        Some(owner) => self.store_in_owner(&owner, to, value, span),
                        None => self.store(to, value, span),
                    }
                }
            }
        }
    }

    // ---- compound values ----

    pub(super) fn tuple(&mut self, values: Vec<Val>, span: Span) -> Val {
        if values.is_empty() {
            return Val::unit();
        }
        let place = self.temporary();
        let mut types = Vec::new();
        for (i, value) in values.into_iter().enumerate() {
            types.push(if let Ty::Status(..) = value.ty { Ty::result(Ty::Unknown) } else { value.ty.clone() });
            self.store(slot(&place, i), value, span);
        }
        Val::new(Value::Place(place), Ty::Tuple(types))
    }

    pub(super) fn list(&mut self, values: Vec<Val>, span: Span) -> Val {
        let place = self.temporary();
        let ty = values.first().map(|v| v.ty.clone()).unwrap_or_default();
        for value in &values {
            self.store(element(&place), value.clone(), span);
        }
        // an element taken out is any one of them
        if values.len() > 1 && values.len() <= MOST_ELEMENTS {
            let end = self.block();
            for value in values {
                let (here, next) = (self.block(), self.block());
                self.branch(Value::Unknown, here, next, span);
                self.current = here;
                self.store(element(&place), value, span);
                self.goto(end);
                self.current = next;
            }
            self.continue_in(end);
        }
        Val::new(Value::Place(place), Ty::List(Box::new(ty)))
    }

    fn structure(&mut self, s: &syn::ExprStruct, span: Span) -> Val {
        let place = self.temporary();
        let full = self.reader().of_path(&s.path);
        if let Some(rest) = &s.rest {
            let rest = self.value(rest);
            self.store(place.clone(), rest, span);
        }
        for field in &s.fields {
            let value = self.value(&field.expr);
            let to = match &field.member {
                syn::Member::Named(name) => place.clone().then(Proj::Field(name.to_string().as_str().into())),
                syn::Member::Unnamed(i) => slot(&place, i.index as usize),
            };
            self.store(to.clone(), value, span);
            self.adopt_if_closing(full.split("::").next().unwrap_or_default(), to, span);
        }
        Val::new(Value::Place(place), Ty::named(&full))
    }

    pub(super) fn field_type(&self, of: &Ty, name: &str) -> Ty {
        let Some(owner) = of.name() else { return Ty::Unknown };
        let definition = self.index.structure(owner, self.file);
        definition.and_then(|d| d.fields.iter().find(|f| &*f.0 == name).map(|f| f.1.clone())).unwrap_or_default()
    }

    fn field(&mut self, f: &syn::ExprField, span: Span) -> Val {
        let base = self.value(&f.base);
        if let (Ty::Status(..), syn::Member::Unnamed(_)) = (&base.ty, &f.member) {
            return base;
        }
        match &f.member {
            syn::Member::Unnamed(i) => {
                let base = self.target(base, span);
                if let Value::Const(_) | Value::Str(_) = base.x {
                    return base;
                }
                let (place, ty) = self.reached(base, span);
                let part = match &ty {
                    Ty::Tuple(types) => types.get(i.index as usize).cloned().unwrap_or_default(),
                    other => self.field_type(other, &i.index.to_string()),
                };
                Val::new(Value::Place(slot(&place, i.index as usize)), part)
            }
            syn::Member::Named(name) => {
                let name = name.to_string();
                let (place, ty) = self.reached(base, span);
                let part = self.field_type(&ty, &name);
                Val::new(Value::Place(place.then(Proj::Field(name.as_str().into()))), part)
            }
        }
    }

    // ---- closures ----

    /// Code with a `return` of its own.
    pub(super) fn body(&mut self, span: Span, code: &mut dyn FnMut(&mut Self) -> Val) -> Val {
        let result = self.temporary();
        let end = self.block();
        self.frames.push(Frame::Body { result: result.clone(), end, scopes: self.scopes.len() });
        let value = code(self);
        let ty = value.ty.clone();
        if !self.ended() {
            self.store(result.clone(), value, span);
        }
        self.frames.pop();
        self.goto(end);
        self.current = end;
        Val::new(Value::Place(result), if let Ty::Status(..) = ty { Ty::result(Ty::Unknown) } else { ty })
    }

    /// Runs a closure's body here, with these arguments.
    pub(super) fn inline(&mut self, closure: &syn::ExprClosure, names: Option<&[(String, Binding)]>, args: Vec<Val>) -> Val {
        if self.inlined >= super::DEEPEST_INLINE || self.events > super::MOST_EVENTS {
            return Val::unknown();
        }
        self.inlined += 1;
        let span = self.span_of(&closure.body.span());
        self.push_scope();
        if let Some(names) = names {
            names.iter().for_each(|(name, binding)| self.bind(name.clone(), binding.clone()));
        }
        let mut args = args.into_iter();
        for pat in &closure.inputs {
            let val = args.next().unwrap_or_else(Val::unknown);
            self.bind_pattern(pat, val);
        }
        let value = self.body(span, &mut |l| l.value(&closure.body));
        self.pop_scope(Span { start: span.end.saturating_sub(1), ..span });
        self.inlined -= 1;
        value
    }

    pub(super) fn call_closure(&mut self, closure: &Rc<Closure>, args: Vec<Val>) -> Val {
        self.inline(&closure.syntax, Some(&closure.names), args)
    }

    /// A closure that is handed on: it runs once, as far as anybody can tell, and keeps what it takes with it.
    pub(super) fn closure_as_value(&mut self, closure: &syn::ExprClosure) -> Val {
        let span = self.span_of(&closure.span());
        self.inline(closure, None, Vec::new());
        if closure.capture.is_none() {
            return Val::unknown();
        }
        let place = self.temporary();
        for (i, name) in (0..).zip(names_in(closure.body.to_token_stream())) {
            if let Some(Binding::At(taken, _)) = self.lookup(&name) {
                let held = place.clone().then(Proj::Index(Some(FIRST_CAPTURED + i)));
                self.assign(held, Value::Place(taken), span);
            }
        }
        Val::new(Value::Place(place), Ty::Unknown)
    }
}

/// Where what a closure took with it lies.
const FIRST_CAPTURED: i64 = 10_000;

/// All names in some tokens, each once.
fn names_in(tokens: TokenStream) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let mut stack = vec![tokens.into_iter()];
    while let Some(rest) = stack.last_mut() {
        match rest.next() {
            Some(TokenTree::Ident(name)) => {
                found.insert(name.to_string());
            }
            Some(TokenTree::Group(group)) => stack.push(group.stream().into_iter()),
            Some(_) => {}
            None => {
                stack.pop();
            }
        }
    }
    found
}
