//! Calls of functions: modelled ones, constructors, the standard library's, those of the tree, unseen ones.

use super::{Binding, Lowerer, Val, error, name_of, payload, slot};
use crate::flow::{BinOp, Callee, Event, ExitKind, Expr as Value, Place, Proj, Terminator, UnOp};
use crate::frontend::rust::types::{Reader, Ty, Uses, is_transparent};
use crate::models::{ApiId, Out};
use crate::source::Span;
use syn::spanned::Spanned;

impl Lowerer<'_> {
    pub(super) fn call(&mut self, c: &syn::ExprCall, span: Span) -> Val {
        match &*c.func {
            syn::Expr::Path(p) => {
                if let Some(ident) = p.path.get_ident()
                    && let Some(binding) = self.lookup(&ident.to_string())
                {
                    let args: Vec<Val> = c.args.iter().map(|a| self.value(a)).collect();
                    return match binding {
                        Binding::Closure(closure) => self.call_closure(&closure, args),
                        Binding::At(place, _) => self.pointer_call(Value::Place(place), args, span),
                    };
                }
                let name = self.span_of(&p.path.segments.last().map_or(p.path.span(), |s| s.ident.span()));
                self.path_call(&p.path, &c.args.iter().collect::<Vec<_>>(), span, name)
            }
            syn::Expr::Closure(closure) => {
                let args = c.args.iter().map(|a| self.value(a)).collect();
                self.inline(closure, None, args)
            }
            syn::Expr::Paren(p) if matches!(&*p.expr, syn::Expr::Closure(_)) => {
                let syn::Expr::Closure(closure) = &*p.expr else { return Val::unknown() };
                let args = c.args.iter().map(|a| self.value(a)).collect();
                self.inline(closure, None, args)
            }
            other => {
                let callee = self.value(other);
                let args = c.args.iter().map(|a| self.value(a)).collect();
                self.pointer_call(callee.x, args, span)
            }
        }
    }

    fn pointer_call(&mut self, callee: Value, args: Vec<Val>, span: Span) -> Val {
        let args = args.into_iter().map(|a| a.x).collect();
        let result = self.temporary();
        self.emit(Event::Call { callee: Callee::Pointer(callee), args, result: Some(result.clone()), span, name: span });
        Val::new(Value::Place(result), Ty::Unknown)
    }

    /// Calls what a closure or the path of a function names, with values.
    pub(super) fn apply(&mut self, f: &syn::Expr, args: Vec<Val>) -> Val {
        let span = self.span_of(&f.span());
        match f {
            syn::Expr::Closure(closure) => self.inline(closure, None, args),
            syn::Expr::Path(p) => {
                if let Some(ident) = p.path.get_ident()
                    && let Some(Binding::Closure(closure)) = self.lookup(&ident.to_string())
                {
                    return self.call_closure(&closure, args);
                }
                let name = self.span_of(&p.path.segments.last().map_or(p.path.span(), |s| s.ident.span()));
                let full = self.reader().of_path(&p.path);
                self.named_call(&full, args, span, name)
            }
            other => {
                let callee = self.value(other);
                self.pointer_call(callee.x, args, span)
            }
        }
    }

    fn path_call(&mut self, path: &syn::Path, args: &[&syn::Expr], span: Span, name: Span) -> Val {
        let full = self.reader().of_path(path);
        let bare = name_of(path);
        if let Some(api) = self.raw_api(&full, &bare) {
            return self.raw_call(api, args, span, name);
        }
        // a lazy static's closure, a thread's: those of the standard library that run it where it stands
        let of = full.rsplit_once("::").map_or("", |(of, _)| of);
        if matches!(of, "LazyLock" | "Lazy" | "LazyCell") && &*bare == "new"
            || matches!(&*full, "lazy" | "catch_unwind" | "AssertUnwindSafe" | "from_fn")
        {
            return args.first().map_or_else(Val::unknown, |f| match f {
                syn::Expr::Closure(_) => self.apply(f, Vec::new()),
                other => {
                    if let syn::Expr::Path(_) = other {
                        self.apply(other, Vec::new())
                    } else {
                        self.value(other)
                    }
                }
            });
        }
        if matches!(&*full, "drop" | "mem::drop") && args.len() == 1 {
            return self.dropped(args[0], span);
        }
        if full == "ScopeGuard::into_inner" && args.len() == 1 {
            let held = self.value(args[0]);
            let (place, ty) = self.reached(held, span);
            let taken = self.copied(Val::new(Value::Place(place.clone()), ty), span);
            self.assign(place, Value::Const(0), span);
            return taken;
        }
        let borrowed: Vec<bool> = args.iter().map(|a| matches!(a, syn::Expr::Reference(r) if r.mutability.is_none())).collect();
        let values: Vec<Val> = args.iter().map(|a| self.value(a)).collect();
        if self.is_unseen(&full, values.len()) {
            return self.unseen(&full, values, &borrowed, span, name);
        }
        self.named_call(&full, values, span, name)
    }

    /// A function of the Windows API, unless the path or this file says that another one is meant.
    fn raw_api(&self, full: &str, bare: &str) -> Option<ApiId> {
        let original = self.uses.names.get(bare).and_then(|path| path.rsplit("::").next()).unwrap_or(bare);
        let typed = full.rsplit_once("::").is_some_and(|(of, _)| of.starts_with(char::is_uppercase));
        if typed || self.models.path(full).is_some_and(|_| full.contains("::")) {
            return None;
        }
        let api = self.models.api(original)?;
        let own = original.starts_with(char::is_lowercase) && self.index.files[&self.file].functions.iter().any(|f| &*f.name == original);
        (!own).then_some(api)
    }

    /// `Some(x)` and `None` of newer crates' optional arguments are the value and 0.
    fn raw_argument(&mut self, e: &syn::Expr) -> Value {
        if let syn::Expr::Call(c) = e
            && let syn::Expr::Path(p) = &*c.func
            && p.path.is_ident("Some")
            && c.args.len() == 1
        {
            return self.raw_argument(&c.args[0]);
        }
        if let syn::Expr::Path(p) = e
            && p.path.is_ident("None")
        {
            return Value::Const(0);
        }
        let val = self.value(e);
        match (val.x, val.ty) {
            // `&h`, where the handle itself is meant, e.g. of an `Owned<HKEY>`
            (x, Ty::Ref(of))
                if of.is_raw_handle() && !matches!(e, syn::Expr::Reference(_) | syn::Expr::RawAddr(_) | syn::Expr::Cast(_)) =>
            {
                x
            }
            (x, _) => x,
        }
    }

    fn raw_call(&mut self, api: ApiId, args: &[&syn::Expr], span: Span, name: Span) -> Val {
        let mut values: Vec<Value> = args.iter().map(|a| self.raw_argument(a)).collect();
        let model = self.models.get(api);
        let (noreturn, params) = (model.noreturn, model.params);
        let success = model.acquires.as_ref().map(|a| a.success);
        let out = model.acquires.as_ref().map(|a| a.out.clone());
        // newer crates return what the last argument would point at
        let last = match (&out, params) {
            (Some(Out::Arg(arg)), Some(params)) if usize::from(params) == values.len() + 1 && arg + 1 == params => {
                let place = self.temporary();
                values.push(Value::AddrOf(place.clone()));
                Some(place)
            }
            _ => None,
        };
        let into = match &out {
            Some(Out::Arg(arg)) => match args.get(usize::from(*arg)) {
                Some(syn::Expr::Reference(r)) => self.closing_owner(&r.expr).zip(values.get(usize::from(*arg)).cloned()),
                _ => None,
            },
            _ => None,
        };
        let result = self.temporary();
        self.emit(Event::Call { callee: Callee::Api(api), args: values, result: Some(result.clone()), span, name });
        if let Some((owner, Value::AddrOf(place))) = into {
            self.adopt_if_closing(&owner, place, span);
        }
        if noreturn {
            self.terminate(Terminator::Unreachable);
        }
        let returns = matches!(out, Some(Out::Return(_)));
        if let (Some(place), Some(success)) = (last, success) {
            let status = self.plain(Val::new(Value::Place(result), Ty::Status(success, false)), span);
            let (whole, _) = self.copied_place(status, span);
            self.assign(payload(&whole), Value::Place(place), span);
            return Val::new(Value::Place(whole), Ty::result(Ty::named("HKEY")));
        }
        let ty = success.map_or(Ty::Unknown, |s| Ty::Status(s, returns));
        Val::new(Value::Place(result), ty)
    }

    pub(super) fn copied_place(&mut self, val: Val, span: Span) -> (Place, Ty) {
        let place = self.temporary();
        self.assign(place.clone(), val.x, span);
        (place, val.ty)
    }

    /// A method or function of a crate that the models know. The receiver is the first argument.
    pub(super) fn modelled(&mut self, api: ApiId, args: Vec<Val>, span: Span, name: Span) -> Val {
        let model = self.models.get(api);
        let (acquires, returned) = (model.acquires.is_some(), model.returns.clone());
        let values: Vec<Value> = args.into_iter().map(|a| self.target(a, span).x).collect();
        let first = values.first().cloned();
        let passes = model.returns_arg.is_some() && model.adopts.is_none() && model.detaches.is_none();
        let ty = returned.as_deref().map(type_of).unwrap_or_default();
        if let (true, Some(first)) = (passes, first) {
            // the very place: what is opened through it is opened below its key
            return Val::new(first, ty);
        }
        let result = self.temporary();
        self.emit(Event::Call { callee: Callee::Api(api), args: values, result: Some(result.clone()), span, name });
        if !acquires {
            return Val::new(Value::Place(result), ty);
        }
        let whole = self.temporary();
        let failed = Value::Binary(BinOp::Eq, Box::new(Value::Place(result.clone())), Box::new(Value::Const(0)));
        self.assign(whole.clone(), failed, span);
        self.assign(payload(&whole), Value::Place(result), span);
        Val::new(Value::Place(whole), ty)
    }

    /// Whether nothing is known of a function.
    fn is_unseen(&self, full: &str, args: usize) -> bool {
        let bare = full.rsplit("::").next().unwrap_or(full);
        !full.is_empty()
            && self.models.path(full).is_none()
            && self.index.signature(full, self.file, Some(args)).is_none()
            && !bare.starts_with(char::is_uppercase)
            && !self.is_standard(full)
    }

    fn is_standard(&self, full: &str) -> bool {
        let (of, bare) = full.rsplit_once("::").unwrap_or(("", full));
        let constructs =
            matches!(bare, "new" | "from" | "pin" | "from_raw" | "default" | "into_inner" | "clone" | "with_capacity" | "as_ref" | "null");
        constructs && (is_transparent(of) || is_text(of) || is_collection(of) || is_cell(of) || of.starts_with("Atomic"))
            || matches!(
                full,
                "mem::replace"
                    | "mem::take"
                    | "mem::forget"
                    | "mem::swap"
                    | "ptr::null_mut"
                    | "ptr::null"
                    | "null_mut"
                    | "null"
                    | "mem::zeroed"
                    | "zeroed"
                    | "replace"
                    | "take"
                    | "forget"
                    | "swap"
                    | "MaybeUninit::uninit"
                    | "MaybeUninit::zeroed"
                    | "Default::default"
                    | "exit"
                    | "process::exit"
                    | "abort"
                    | "process::abort"
                    | "from_ref"
                    | "identity"
                    | "into_inner"
                    | "spawn"
                    | "ready"
                    | "addr_of_mut"
                    | "HRESULT::from_win32"
                    | "Box::leak"
                    | "Box::into_raw"
                    | "Arc::into_raw"
                    | "Rc::into_raw"
                    | "Error::from_win32"
            )
            || bare == "default"
            || bare == "from_raw" && of.ends_with("STR")
    }

    /// A call by its full path, of values.
    pub(super) fn named_call(&mut self, full: &str, args: Vec<Val>, span: Span, name: Span) -> Val {
        let path = if matches!(full, "mem::forget" | "forget") { "std::mem::forget" } else { full };
        if let Some(api) = self.models.path(path).filter(|_| path.contains("::")) {
            return self.modelled(api, args, span, name);
        }
        let (of, bare) = full.rsplit_once("::").unwrap_or(("", full));
        if let Some(signature) = self.index.signature(full, self.file, Some(args.len())) {
            let (params, ret) = (signature.params.clone(), signature.ret.clone());
            if args.iter().any(|a| matches!(a.ty, Ty::Status(..)))
                && let Some(converted) = self.converted(full, &args, span)
            {
                return converted;
            }
            return self.own_call(full, &params, ret, args, span, name);
        }
        if self.is_standard(full) {
            return self.standard(full, of, bare, args, span);
        }
        if bare.starts_with(char::is_uppercase) {
            return self.construct(full, bare, args, span);
        }
        self.unseen(full, args, &[], span, name)
    }

    /// A function of the tree.
    pub(super) fn own_call(&mut self, full: &str, params: &[Ty], ret: Ty, args: Vec<Val>, span: Span, name: Span) -> Val {
        let mut values = Vec::new();
        for (i, arg) in args.into_iter().enumerate() {
            let arg = if let Ty::Status(..) = arg.ty { self.plain_if_result(arg, params.get(i), span) } else { arg };
            let arg = match (params.get(i), &arg.ty) {
                (Some(Ty::Ref(_)), Ty::Ref(_)) => arg,
                (Some(Ty::Ref(of)), _) if !of.is("str") && !matches!(arg.x, Value::Str(_)) => self.address(arg, span),
                (Some(Ty::Ref(_)), _) => arg,
                (Some(Ty::Unknown) | None, _) => arg,
                (Some(Ty::Named(n, _)), Ty::Ref(_)) if n.len() == 1 => arg,
                (Some(_), Ty::Ref(of)) => {
                    let of = (**of).clone();
                    self.dereferenced(arg, of, span)
                }
                _ => arg,
            };
            values.push(arg.x);
        }
        let result = self.temporary();
        let callee = Callee::Named(full.into());
        self.emit(Event::Call { callee, args: values, result: Some(result.clone()), span, name });
        if ret.is("!") {
            self.terminate(Terminator::Unreachable);
        }
        Val::new(Value::Place(result), ret)
    }

    /// A short function that is handed a status is looked into: callers go by what it says of it.
    pub(super) fn converted(&mut self, full: &str, args: &[Val], span: Span) -> Option<Val> {
        let calls_itself = self.converting.iter().any(|name| name == full);
        if calls_itself || self.inlined >= super::DEEPEST_INLINE || self.events > super::MOST_EVENTS {
            return None;
        }
        let (file, text) = self.index.converter(full, self.file, args.len())?;
        let function: syn::ImplItemFn = syn::parse2(crate::frontend::rust::parse::lex(text).ok()?).ok()?;
        let before = (self.file, self.uses, self.fixed_span.replace(span));
        // what it calls is found from where it stands
        (self.file, self.uses) = (file, &self.index.files[&file].uses);
        self.inlined += 1;
        self.converting.push(full.to_owned());
        let hidden = std::mem::take(&mut self.scopes);
        self.scopes.extend(hidden.iter().map(|s| super::Scope {
            names: Vec::new(),
            locals: s.locals.clone(),
            deferred: s.deferred.clone(),
        }));
        self.push_scope();
        for (input, val) in function.sig.inputs.iter().zip(args) {
            match input {
                syn::FnArg::Typed(typed) => self.bind_pattern(&typed.pat, val.clone()),
                syn::FnArg::Receiver(_) => {
                    let (place, _) = self.copied_place(val.clone(), span);
                    self.bind("self".to_owned(), Binding::At(place, val.ty.clone()));
                }
            }
        }
        let value = self.body(span, &mut |l| l.block_value(&function.block));
        self.pop_scope(span);
        self.scopes = hidden;
        self.converting.pop();
        self.inlined -= 1;
        (self.file, self.uses, self.fixed_span) = before;
        Some(value)
    }

    fn plain_if_result(&mut self, arg: Val, param: Option<&Ty>, span: Span) -> Val {
        if param.is_some_and(|p| p.is("Result")) { self.plain(arg, span) } else { arg }
    }

    /// A function that nobody has seen.
    pub(super) fn unseen(&mut self, full: &str, args: Vec<Val>, borrowed: &[bool], span: Span, name: Span) -> Val {
        let mut values = Vec::new();
        let mut carried = Vec::new();
        for (i, arg) in args.into_iter().enumerate() {
            match (arg.x, arg.ty) {
                // lent: it can't be changed there, and a raw handle is only a number
                (x, Ty::Ref(of)) if borrowed.get(i) == Some(&true) => {
                    let inner = self.dereferenced(Val::new(x, Ty::Unknown), (*of).clone(), span);
                    if of.is_raw_handle() {
                        values.push(inner.x);
                    } else {
                        let (copy, _) = self.copied_place(inner, span);
                        values.push(Value::AddrOf(copy));
                    }
                }
                (Value::Place(place), ty) => {
                    if matches!(ty, Ty::Unknown) || ty.is("Option") || ty.is("Result") {
                        carried.push(Value::Place(payload(&place)));
                    }
                    if let Some(definition) =
                        ty.name().and_then(|n| self.index.structure(n, self.file)).filter(|_| !matches!(ty, Ty::Ref(_)))
                    {
                        carried.extend(definition.fields.iter().map(|f| Value::Place(place.clone().then(Proj::Field(f.0.clone())))));
                    }
                    values.push(Value::Place(place));
                }
                (x, _) => values.push(x),
            }
        }
        values.extend(carried);
        let result = self.temporary();
        let callee = Callee::Named(full.into());
        self.emit(Event::Call { callee, args: values, result: Some(result.clone()), span, name });
        Val::new(Value::Place(result), Ty::Unknown)
    }

    /// `drop(x)`: the variable's life ends here.
    fn dropped(&mut self, e: &syn::Expr, span: Span) -> Val {
        let val = self.value(e);
        if matches!(val.ty, Ty::Ref(_)) || val.ty.is_raw_handle() && !val.ty.is("Owned") && !val.ty.is("windows::Owned") {
            return Val::unit();
        }
        if let Value::Place(place) = &val.x {
            self.run_guard(place);
            if let (crate::flow::Base::Local(id), true) = (&place.base, place.path.is_empty()) {
                self.emit(Event::EndScope { locals: vec![*id], span, kind: ExitKind::End });
            } else {
                self.assign(place.clone(), Value::Const(0), span);
            }
        }
        Val::unit()
    }

    /// A guard that is dropped by hand runs its closure, and never again.
    fn run_guard(&mut self, place: &Place) {
        let mut found = None;
        for scope in &mut self.scopes {
            if let Some(at) = scope.deferred.iter().position(|d| matches!(d, super::Deferred::Guard(_, p) if p == place)) {
                found = Some(scope.deferred.remove(at));
            }
        }
        if let Some(super::Deferred::Guard(closure, place)) = found {
            let held = Val::new(Value::Place(place), Ty::Unknown);
            self.inline(&closure, None, vec![held]);
        }
    }

    // ---- the standard library ----

    fn standard(&mut self, full: &str, of: &str, bare: &str, args: Vec<Val>, span: Span) -> Val {
        let mut args = args.into_iter();
        let first = args.next();
        match (full, first) {
            ("mem::replace" | "replace", Some(place)) => {
                let (place, ty) = self.reached(place, span);
                let old = self.copied(Val::new(Value::Place(place.clone()), ty), span);
                let new = args.next().unwrap_or_else(Val::unknown);
                self.store(place, new, span);
                old
            }
            ("mem::take" | "take", Some(place)) => {
                let (place, ty) = self.reached(place, span);
                let nothing = i64::from(ty.is("Option"));
                let old = self.copied(Val::new(Value::Place(place.clone()), ty), span);
                self.assign(place, Value::Const(nothing), span);
                old
            }
            ("exit" | "process::exit" | "abort" | "process::abort", _) => {
                self.terminate(Terminator::Unreachable);
                Val::unit()
            }
            ("HRESULT::from_win32", Some(status)) => {
                Val::new(Value::Unary(UnOp::HresultFromWin32, Box::new(status.x)), Ty::Status(crate::models::Success::NotNegative, false))
            }
            ("Arc::into_raw" | "Rc::into_raw", Some(value)) => match self.models.path("Box::into_raw") {
                Some(api) => self.modelled(api, vec![value], span, span),
                None => value,
            },
            ("mem::swap" | "swap", Some(a)) => {
                let (a, ty) = self.reached(a, span);
                let b = args.next().unwrap_or_else(Val::unknown);
                let (b, other) = self.reached(b, span);
                let old = self.copied(Val::new(Value::Place(a.clone()), ty), span);
                self.store(a, Val::new(Value::Place(b.clone()), other), span);
                self.store(b, old, span);
                Val::unit()
            }
            (_, Some(value)) if bare == "clone" => self.target(value, span),
            (_, Some(value)) if is_transparent(of) => Val::new(value.x, Ty::Named(of.into(), vec![value.ty])),
            (_, Some(value)) if of.starts_with("Atomic") => Val::new(value.x, Ty::named(of)),
            (_, Some(value)) if is_cell(of) => self.good(value, "Option", span),
            (_, Some(value)) if is_text(of) => match value.x {
                Value::Str(_) if of == "CString" || of.starts_with("U16") => self.good(value, "Result", span),
                _ => value,
            },
            (_, Some(value)) if is_collection(of) && bare == "from" => value,
            (_, None) if is_cell(of) && bare == "new" => Val::new(Value::Const(1), Ty::option(Ty::Unknown)),
            (_, None) if is_collection(of) => {
                let (place, _) = self.copied_place(Val::number(0), span);
                Val::new(Value::Place(place), Ty::Named("Vec".into(), Vec::new()))
            }
            (_, None) if of == "String" => Val::new(Value::Str("".into()), Ty::named("String")),
            (_, None) if bare == "default" && of == "Option" => Val::new(Value::Const(1), Ty::option(Ty::Unknown)),
            (_, None) => Val::new(Value::Const(0), Ty::named(if of.is_empty() || of == "ptr" || of == "mem" { "" } else { of })),
            (_, Some(_)) => Val::unknown(),
        }
    }

    /// `Some(x)`, a tuple struct, an enum's variant, a newtype of the Windows API.
    fn construct(&mut self, full: &str, bare: &str, args: Vec<Val>, span: Span) -> Val {
        let mut args = args;
        match (bare, args.len()) {
            ("Ok" | "Some", 1) => {
                let value = args.remove(0);
                return self.good(value, if bare == "Ok" { "Result" } else { "Option" }, span);
            }
            ("Err", 1) => {
                let value = args.remove(0);
                return self.bad(value, span);
            }
            _ => {}
        }
        if let Some(tag) = self.variant(full) {
            let place = self.temporary();
            self.assign(place.clone(), Value::Const(tag), span);
            let of = full.split("::").next().unwrap_or_default();
            for (i, value) in args.into_iter().enumerate() {
                let to = slot(&payload(&place), i);
                self.store(to.clone(), value, span);
                self.adopt_if_closing(of, to, span);
            }
            return Val::new(Value::Place(place), Ty::named(of));
        }
        let known = self.index.structure(full, self.file).is_some();
        if !known && args.len() == 1 {
            let value = args.remove(0);
            let ty = if is_text(bare) && matches!(value.x, Value::Str(_)) { value.ty } else { Ty::named(bare) };
            return Val::new(value.x, ty);
        }
        let place = self.temporary();
        for (i, value) in args.into_iter().enumerate() {
            self.store(slot(&place, i), value, span);
            self.adopt_if_closing(full, slot(&place, i), span);
        }
        Val::new(Value::Place(place), Ty::named(full))
    }

    /// The error of a `Result` that went wrong, kept in another one.
    pub(super) fn failed_again(&mut self, place: &Place, wrapper: Ty, span: Span) -> Val {
        let failed = self.temporary();
        self.assign(failed.clone(), Value::Place(place.clone()), span);
        self.assign(payload(&failed), Value::Const(0), span);
        self.assign(error(&failed), Value::Place(error(place)), span);
        Val::new(Value::Place(failed), wrapper)
    }
}

/// A type as the tables write it.
fn type_of(text: &str) -> Ty {
    let ty: Option<syn::Type> = syn::parse_str(text).ok();
    let crates: Vec<String> = text.split(['<', '(', ',', ' ']).filter_map(|w| w.split_once("::")).map(|(c, _)| c.to_owned()).collect();
    let uses = Uses::default();
    ty.map(|t| Reader { uses: &uses, crates: &crates, self_ty: None }.ty(&t)).unwrap_or_default()
}

pub(super) fn is_text(name: &str) -> bool {
    matches!(
        name,
        "String"
            | "HSTRING"
            | "PCWSTR"
            | "PCSTR"
            | "PWSTR"
            | "PSTR"
            | "CString"
            | "CStr"
            | "OsString"
            | "OsStr"
            | "Path"
            | "PathBuf"
            | "U16CString"
            | "WideCString"
            | "U16CStr"
            | "BSTR"
            | "str"
    )
}

fn is_collection(name: &str) -> bool {
    matches!(name, "Vec" | "VecDeque" | "HashMap" | "BTreeMap" | "HashSet" | "BTreeSet" | "LinkedList" | "DashMap" | "SmallVec")
}

fn is_cell(name: &str) -> bool {
    matches!(name, "OnceLock" | "OnceCell" | "Some" | "Option")
}
