//! Patterns: tests and bindings.

use super::{Binding, Lowerer, Val, element, error, name_of, payload, slot};
use crate::flow::{BinOp, BlockId, Expr as Value, Place, Proj};
use crate::frontend::rust::types::Ty;
use crate::source::Span;
use syn::spanned::Spanned;

impl Lowerer<'_> {
    /// Binds a pattern that always matches.
    pub(super) fn bind_pattern(&mut self, pat: &syn::Pat, val: Val) {
        let never = self.block();
        self.test_pattern(pat, val, never);
    }

    /// Goes to `otherwise` if the value does not match; else binds and goes on in the current block.
    pub(super) fn test_pattern(&mut self, pat: &syn::Pat, val: Val, otherwise: BlockId) {
        let span = self.span_of(&pat.span());
        match pat {
            syn::Pat::Ident(p) => self.name_pattern(p, val, otherwise, span),
            syn::Pat::TupleStruct(p) => self.variant_pattern(&p.path, &p.elems, val, otherwise, span),
            syn::Pat::Path(p) => self.path_pattern(&p.path, val, otherwise, span),
            syn::Pat::Struct(p) => {
                let (place, ty) = self.reached(val, span);
                for field in &p.fields {
                    let (inner, ty) = match &field.member {
                        syn::Member::Named(name) => {
                            let name = name.to_string();
                            (place.clone().then(Proj::Field(name.as_str().into())), self.field_type(&ty, &name))
                        }
                        syn::Member::Unnamed(i) => (slot(&place, i.index as usize), Ty::Unknown),
                    };
                    self.test_pattern(&field.pat, Val::new(Value::Place(inner), ty), otherwise);
                }
            }
            syn::Pat::Tuple(p) => {
                let (place, ty) = self.reached(val, span);
                self.slots(&place, &ty, p.elems.iter(), otherwise);
            }
            syn::Pat::Slice(p) => {
                let (place, ty) = self.reached(val, span);
                for pat in &p.elems {
                    self.test_pattern(pat, Val::new(Value::Place(element(&place)), ty.element()), otherwise);
                }
            }
            syn::Pat::Or(p) => self.or_pattern(&p.cases, val, otherwise, span),
            syn::Pat::Reference(p) => {
                let val = if let Ty::Ref(of) = val.ty.clone() { self.dereferenced(val, *of, span) } else { val };
                self.test_pattern(&p.pat, val, otherwise);
            }
            syn::Pat::Paren(p) => self.test_pattern(&p.pat, val, otherwise),
            syn::Pat::Type(p) => {
                let ty = self.reader().ty(&p.ty);
                let ty = if matches!(val.ty, Ty::Unknown) { ty } else { val.ty };
                self.test_pattern(&p.pat, Val::new(val.x, ty), otherwise);
            }
            syn::Pat::Lit(p) => {
                let wanted = self.literal(&p.lit);
                self.test_equal(val, wanted.x, otherwise, span);
            }
            syn::Pat::Const(_) | syn::Pat::Range(_) | syn::Pat::Macro(_) | syn::Pat::Verbatim(_) => {
                let next = self.block();
                self.branch(Value::Unknown, next, otherwise, span);
                self.current = next;
            }
            _ => {}
        }
    }

    fn slots<'p>(&mut self, place: &Place, ty: &Ty, pats: impl ExactSizeIterator<Item = &'p syn::Pat>, otherwise: BlockId) {
        let types = if let Ty::Tuple(types) = ty { types.clone() } else { Vec::new() };
        let count = pats.len();
        let mut skipped = 0;
        for (i, pat) in pats.enumerate() {
            if let syn::Pat::Rest(_) = pat {
                skipped = (types.len() + 1).saturating_sub(count);
                continue;
            }
            let ty = types.get(i + skipped).cloned().unwrap_or_default();
            self.test_pattern(pat, Val::new(Value::Place(slot(place, i + skipped)), ty), otherwise);
        }
    }

    fn name_pattern(&mut self, p: &syn::PatIdent, val: Val, otherwise: BlockId, span: Span) {
        let name = p.ident.to_string();
        if p.subpat.is_none() && p.by_ref.is_none() && (name == "None" || name.starts_with(char::is_uppercase)) {
            let path = syn::Path::from(p.ident.clone());
            return self.path_pattern(&path, val, otherwise, span);
        }
        if let Some((_, sub)) = &p.subpat {
            self.test_pattern(sub, val.clone(), otherwise);
        }
        match &val.x {
            Value::Place(place) if p.by_ref.is_some() => self.bind(name, Binding::At(place.clone(), val.ty)),
            _ => {
                let place = self.variable(&name, val.ty);
                self.assign(place, val.x, span);
            }
        }
    }

    fn test_equal(&mut self, val: Val, wanted: Value, otherwise: BlockId, span: Span) {
        let next = self.block();
        let cond = match wanted {
            Value::Unknown | Value::Str(_) => Value::Unknown,
            wanted => Value::Binary(BinOp::Eq, Box::new(val.x), Box::new(wanted)),
        };
        self.branch(cond, next, otherwise, span);
        self.current = next;
    }

    fn path_pattern(&mut self, path: &syn::Path, val: Val, otherwise: BlockId, span: Span) {
        if &*name_of(path) == "None" {
            let (place, _) = self.outcome(val, span);
            let next = self.block();
            self.branch(Value::Place(place), next, otherwise, span);
            self.current = next;
            return;
        }
        let wanted = self.path_value(path, span);
        let val = if let Ty::Ref(of) = val.ty.clone() { self.dereferenced(val, *of, span) } else { val };
        self.test_equal(val, wanted.x, otherwise, span);
    }

    fn variant_pattern(
        &mut self,
        path: &syn::Path,
        elems: &syn::punctuated::Punctuated<syn::Pat, syn::Token![,]>,
        val: Val,
        otherwise: BlockId,
        span: Span,
    ) {
        let name = name_of(path);
        match &*name {
            "Ok" | "Some" | "Err" if Self::is_sure(&val.ty) => {
                let inner = Val::new(val.x, val.ty.argument(0));
                match elems.first() {
                    Some(first) if &*name == "Ok" => self.test_pattern(first, inner, otherwise),
                    _ => self.goto(otherwise),
                }
            }
            "Ok" | "Some" | "Err" => {
                let (place, ty) = self.outcome(val, span);
                let next = self.block();
                let tag = Value::Place(place.clone());
                if &*name == "Err" {
                    self.branch(tag, next, otherwise, span)
                } else {
                    self.branch(tag, otherwise, next, span)
                }
                self.current = next;
                let Some(first) = elems.first() else { return };
                let (inner, ty) = if &*name == "Err" { (error(&place), ty.argument(1)) } else { (payload(&place), ty.argument(0)) };
                self.test_pattern(first, Val::new(Value::Place(inner), ty), otherwise);
            }
            _ => {
                let (place, _) = self.reached(val, span);
                let full = self.reader().of_path(path);
                let definition = self.index.structure(&name, self.file).cloned();
                let tag = self.variant(&full);
                // a newtype or tuple struct matches always, and so do handles and status codes
                if definition.is_none() && full.contains("::") || tag.is_some() {
                    let cond = match tag {
                        Some(tag) => Value::Binary(BinOp::Eq, Box::new(Value::Place(place.clone())), Box::new(Value::Const(tag))),
                        None => Value::Unknown,
                    };
                    let next = self.block();
                    self.branch(cond, next, otherwise, span);
                    self.current = next;
                    for (i, pat) in elems.iter().enumerate() {
                        let inner = slot(&payload(&place), i);
                        self.test_pattern(pat, Val::new(Value::Place(inner), Ty::Unknown), otherwise);
                    }
                    return;
                }
                let types = definition.map(|d| d.fields.into_iter().map(|f| f.1).collect()).unwrap_or_default();
                self.slots(&place, &Ty::Tuple(types), elems.iter(), otherwise);
            }
        }
    }

    fn or_pattern(&mut self, cases: &syn::punctuated::Punctuated<syn::Pat, syn::Token![|]>, val: Val, otherwise: BlockId, span: Span) {
        let (place, ty) = self.placed(val, span);
        let end = self.block();
        let names = self.scopes.last().map_or(0, |s| s.names.len());
        let mut first: Option<Vec<(String, Binding)>> = None;
        for (i, case) in cases.iter().enumerate() {
            let next = if i + 1 == cases.len() { otherwise } else { self.block() };
            self.test_pattern(case, Val::new(Value::Place(place.clone()), ty.clone()), next);
            let Some(scope) = self.scopes.last_mut() else { return };
            let bound: Vec<(String, Binding)> = scope.names.drain(names..).collect();
            match &first {
                // all cases bind the same names: the first one's variables hold them
                Some(kept) => {
                    for (name, binding) in kept {
                        let other = bound.iter().find(|b| b.0 == *name);
                        if let (Binding::At(to, _), Some((_, Binding::At(from, _)))) = (binding.clone(), other) {
                            self.assign(to, Value::Place(from.clone()), span);
                        }
                    }
                }
                None => first = Some(bound),
            }
            self.goto(end);
            self.current = next;
        }
        self.current = end;
        if let (Some(scope), Some(kept)) = (self.scopes.last_mut(), first) {
            scope.names.extend(kept);
        }
    }
}
