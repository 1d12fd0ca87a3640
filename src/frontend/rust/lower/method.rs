//! Method calls: modelled ones, those of the tree, the standard library's.

use super::{Lowerer, Val, element, error, payload};
use crate::flow::{BinOp, Expr as Value, UnOp};
use crate::frontend::rust::types::{Ty, is_transparent};
use crate::models::{ApiId, Success};
use crate::source::Span;

/// Methods so common that a name alone does not say whose they are.
const COMMON: &[&str] = &[
    "open", "create", "read", "write", "new", "get", "set", "close", "push", "insert", "remove", "take", "lock", "next", "iter", "map",
    "run", "start", "stop", "init", "load", "save", "update", "send", "recv", "call", "execute", "find", "delete", "clear", "len",
    "is_empty", "wait", "keys", "values", "value", "flush", "join", "spawn", "drop", "clone", "name", "path", "build", "finish", "reset",
    "handle", "query",
];

impl Lowerer<'_> {
    pub(super) fn method(&mut self, m: &syn::ExprMethodCall, span: Span) -> Val {
        let method = m.method.to_string();
        let name = self.span_of(&m.method.span());
        let receiver = self.value(&m.receiver);
        if let Some(api) = self.modelled_method(&receiver, &method) {
            let mut args = vec![receiver];
            args.extend(m.args.iter().map(|a| self.value(a)));
            return self.modelled(api, args, span, name);
        }
        if let Some(val) = self.own_method(&receiver, &method, m, span, name) {
            return val;
        }
        if let Value::Str(_) = receiver.x
            && is_textual(&method)
        {
            return receiver;
        }
        let args: Vec<&syn::Expr> = m.args.iter().collect();
        match self.option_method(receiver, &method, &args, span) {
            Ok(val) => val,
            Err(receiver) => match self.place_method(receiver, &method, &args, span) {
                Ok(val) => val,
                Err(receiver) => self.unseen_method(receiver, &method, &args, span, name),
            },
        }
    }

    /// By the receiver's type; where that is not known, by a name that only one type has.
    fn modelled_method(&self, receiver: &Val, method: &str) -> Option<ApiId> {
        if let Some(ty) = receiver.ty.name() {
            let known = self.models.path(&format!("{ty}::{method}"));
            if known.is_some() || !ty.is_empty() && !matches!(&**ty, "Result" | "Option") {
                return known;
            }
        }
        if !method.contains('_') {
            return None;
        }
        let mentioned = |c: &&String| {
            let is = |path: &String| path.split("::").any(|s| s == **c);
            self.uses.names.values().any(is) || self.uses.globs.iter().any(is)
        };
        let types = ["winreg::RegKey", "windows_registry::Key"];
        let crates: Vec<&String> = self.index.crates.iter().filter(mentioned).collect();
        types.iter().filter(|t| crates.iter().any(|c| t.starts_with(c.as_str()))).find_map(|t| self.models.path(&format!("{t}::{method}")))
    }

    fn own_method(&mut self, receiver: &Val, method: &str, m: &syn::ExprMethodCall, span: Span, name: Span) -> Option<Val> {
        let arity = m.args.len() + 1;
        if let Ty::Status(..) = receiver.ty
            && let Some(full) = self.index.converting_method(method, arity).map(|n| n.to_string())
        {
            let mut args = vec![receiver.clone()];
            args.extend(m.args.iter().map(|a| self.value(a)));
            return self.converted(&full, &args, span);
        }
        let full = match receiver.ty.name() {
            Some(ty) => {
                let full = format!("{ty}::{method}");
                self.index.signature(&full, self.file, Some(arity)).map(|_| full)?
            }
            None if COMMON.contains(&method) => return None,
            None => {
                let suffix = format!("::{method}");
                let own = &self.index.files[&self.file].functions;
                let mut found = own.iter().filter(|f| f.has_self && f.params.len() == arity && f.name.ends_with(&suffix));
                let first = found.next()?.name.to_string();
                if found.next().is_some() {
                    return None;
                }
                first
            }
        };
        let signature = self.index.signature(&full, self.file, Some(arity)).filter(|s| s.has_self)?;
        let (params, ret) = (signature.params.clone(), signature.ret.clone());
        let mut args = vec![receiver.clone()];
        args.extend(m.args.iter().map(|a| self.value(a)));
        Some(self.own_call(&full, &params, ret, args, span, name))
    }

    /// Methods of `Result`, `Option` and status codes; gives the receiver back if it is none of them.
    fn option_method(&mut self, receiver: Val, method: &str, args: &[&syn::Expr], span: Span) -> Result<Val, Val> {
        let iterates = matches!(receiver.ty, Ty::List(_)) || receiver.ty.is("Vec");
        let f = args.first().copied();
        Ok(match (method, f) {
            ("unwrap" | "expect" | "unwrap_unchecked", _) => self.unwrapped(receiver, span),
            ("is_ok" | "is_some", None) => Val::new(self.is_good(receiver, span), Ty::Unknown),
            ("is_err" | "is_none", None) => {
                let good = self.is_good(receiver, span);
                Val::new(Value::Unary(UnOp::Not, Box::new(good)), Ty::Unknown)
            }
            ("ok", None) => {
                let (place, ty) = self.outcome(receiver, span);
                Val::new(Value::Place(place), Ty::option(ty.argument(0)))
            }
            ("err", None) => {
                let (place, ty) = self.outcome(receiver, span);
                let result = self.temporary();
                let none = Value::Binary(BinOp::Eq, Box::new(Value::Place(place.clone())), Box::new(Value::Const(0)));
                self.assign(result.clone(), none, span);
                self.assign(payload(&result), Value::Place(error(&place)), span);
                Val::new(Value::Place(result), Ty::option(ty.argument(1)))
            }
            ("ok_or" | "context" | "wrap_err", Some(f)) => {
                self.value(f);
                let (place, ty) = self.outcome(receiver, span);
                Val::new(Value::Place(place), Ty::result(ty.argument(0)))
            }
            ("map_err" | "ok_or_else" | "with_context" | "wrap_err_with" | "inspect_err", Some(f)) => {
                let wrapper = Ty::result(receiver.ty.argument(0));
                self.either(receiver, span, &mut |l, inner| l.good(inner, "Result", span), &mut |l, place| {
                    let what = Val::new(Value::Place(error(place)), Ty::Unknown);
                    let made = l.apply(f, vec![what]);
                    let again = l.failed_again(place, wrapper.clone(), span);
                    if let Value::Place(p) = &again.x {
                        l.store(error(p), made, span);
                    }
                    again
                })
            }
            ("unwrap_or" | "unwrap_or_else" | "unwrap_or_default", _) => {
                let eager = method == "unwrap_or";
                self.either(receiver, span, &mut |_, inner| inner, &mut |l, place| match f {
                    Some(f) if eager => l.value(f),
                    Some(f) => {
                        let what = Val::new(Value::Place(error(place)), Ty::Unknown);
                        l.apply(f, vec![what])
                    }
                    None => Val::number(0),
                })
            }
            ("map_or" | "map_or_else", Some(default)) if args.len() == 2 => {
                self.either(receiver, span, &mut |l, inner| l.apply(args[1], vec![inner]), &mut |l, _| {
                    if method == "map_or" { l.value(default) } else { l.apply(default, Vec::new()) }
                })
            }
            ("then" | "then_some", Some(f)) => self.if_true(receiver, f, method == "then_some", span),
            ("is_some_and" | "is_ok_and", Some(f)) => {
                self.either(receiver, span, &mut |l, inner| l.apply(f, vec![inner]), &mut |_, _| Val::number(0))
            }
            ("map" | "inspect" | "and_then" | "or_else" | "or" | "and" | "filter", Some(f)) if !iterates => {
                self.mapped(receiver, method, f, span)
            }
            _ => return Err(receiver),
        })
    }

    /// `(status == 0).then(|| key)`
    fn if_true(&mut self, receiver: Val, f: &syn::Expr, eager: bool, span: Span) -> Val {
        let (yes, no, end) = (self.block(), self.block(), self.block());
        let result = self.temporary();
        self.branch(receiver.x, yes, no, span);
        self.current = yes;
        let value = if eager { self.value(f) } else { self.apply(f, Vec::new()) };
        let value = self.good(value, "Option", span);
        let ty = value.ty.clone();
        self.store(result.clone(), value, span);
        self.goto(end);
        self.current = no;
        self.assign(result.clone(), Value::Const(1), span);
        self.goto(end);
        self.current = end;
        Val::new(Value::Place(result), ty)
    }

    fn mapped(&mut self, receiver: Val, method: &str, f: &syn::Expr, span: Span) -> Val {
        let wrapper = if receiver.ty.is("Option") { "Option" } else { "Result" };
        let own = receiver.ty.clone();
        self.either(
            receiver,
            span,
            &mut |l, inner| match method {
                "map" => {
                    let value = l.apply(f, vec![inner]);
                    l.good(value, wrapper, span)
                }
                "inspect" => {
                    let shown = l.address(inner.clone(), span);
                    l.apply(f, vec![shown]);
                    l.good(inner, wrapper, span)
                }
                "and_then" => {
                    let value = l.apply(f, vec![inner]);
                    l.plain(value, span)
                }
                "and" => l.value(f),
                "filter" => {
                    let shown = l.address(inner.clone(), span);
                    let keeps = l.apply(f, vec![shown]);
                    let (yes, no, end) = (l.block(), l.block(), l.block());
                    let result = l.temporary();
                    l.branch(keeps.x, yes, no, span);
                    l.current = yes;
                    let kept = l.good(inner, wrapper, span);
                    l.store(result.clone(), kept, span);
                    l.goto(end);
                    l.current = no;
                    l.assign(result.clone(), Value::Const(1), span);
                    l.goto(end);
                    l.current = end;
                    Val::new(Value::Place(result), own.clone())
                }
                _ => l.good(inner, wrapper, span),
            },
            &mut |l, place| match method {
                "or" => l.value(f),
                "or_else" => {
                    let what = Val::new(Value::Place(error(place)), Ty::Unknown);
                    let value = l.apply(f, vec![what]);
                    l.plain(value, span)
                }
                _ => l.failed_again(place, Ty::result(Ty::Unknown), span),
            },
        )
    }

    /// Methods of what holds a value: locks, cells, atomics, collections.
    fn place_method(&mut self, receiver: Val, method: &str, args: &[&syn::Expr], span: Span) -> Result<Val, Val> {
        let is_handle = receiver.ty.name().is_some_and(|n| n.ends_with("HKEY"));
        match (method, args.len()) {
            // a type of one's own around the number: this is where the number is
            ("as_mut", 0) if is_handle => return Ok(self.address(receiver, span)),
            (
                "as_ref" | "as_mut" | "as_deref" | "as_deref_mut" | "by_ref" | "borrow" | "clone" | "cloned" | "copied" | "to_owned"
                | "into" | "iter" | "iter_mut" | "into_iter" | "as_slice" | "deref" | "into_boxed" | "load" | "as_bool" | "cast"
                | "cast_mut" | "cast_const" | "fuse" | "rev" | "assume_init" | "as_raw_handle" | "force",
                0,
            )
            | ("load", 1) => {
                let val = self.target(receiver, span);
                return Ok(val);
            }
            ("borrow_mut" | "deref_mut", 0) => {
                let val = self.target(receiver, span);
                let inner = if val.ty.is("RefCell") { val.ty.argument(0) } else { val.ty };
                return Ok(self.address(Val::new(val.x, inner), span));
            }
            ("lock" | "read" | "write" | "try_lock" | "into_inner" | "get_mut", 0) => {
                let val = self.target(receiver, span);
                let locks = method == "lock" || matches!(&val.ty, Ty::Named(n, _) if is_transparent(n));
                if !locks {
                    return if val.ty.is("Option") { Ok(val) } else { Err(val) };
                }
                let plain = matches!(&val.ty, Ty::Named(n, _) if matches!(&**n, "RefCell" | "Cell" | "UnsafeCell"));
                let inner = if let Ty::Named(_, a) = &val.ty { a.first().cloned().unwrap_or_default() } else { Ty::Unknown };
                let inner = Val::new(val.x, inner);
                let lent = if method == "into_inner" { inner } else { self.address(inner, span) };
                let ty = if plain { lent.ty } else { Ty::Named("LockResult".into(), vec![lent.ty]) };
                return Ok(Val::new(lent.x, ty));
            }
            ("is_invalid" | "is_null", 0) => {
                let val = self.target(receiver, span);
                return Ok(Val::new(Value::Binary(BinOp::Eq, Box::new(val.x), Box::new(Value::Const(0))), Ty::Unknown));
            }
            ("to_hresult", 0) => {
                let ty = Ty::Status(Success::NotNegative, false);
                return Ok(Val::new(Value::Unary(UnOp::HresultFromWin32, Box::new(receiver.x)), ty));
            }
            ("as_mut_ptr" | "as_ptr" | "put" | "as_raw_mut", 0) if is_handle || receiver.ty.is("MaybeUninit") => {
                return Ok(self.address(receiver, span));
            }
            ("try_into" | "ok_or_err", 0) => return Ok(self.good(receiver, "Result", span)),
            _ => {}
        }
        self.changing_method(receiver, method, args, span)
    }

    fn changing_method(&mut self, receiver: Val, method: &str, args: &[&syn::Expr], span: Span) -> Result<Val, Val> {
        let wraps = {
            let inner = receiver.ty.inner().clone();
            inner.is("Option")
        };
        match (method, args) {
            ("take", []) => {
                let (place, ty) = self.reached(receiver, span);
                let old = self.copied(Val::new(Value::Place(place.clone()), ty.clone()), span);
                let nothing = if ty.is_raw_handle() { 0 } else { 1 };
                self.assign(place, Value::Const(nothing), span);
                Ok(old)
            }
            ("replace" | "swap", [new, ..]) => {
                let (place, ty) = self.reached(receiver.clone(), span);
                let old = self.copied(Val::new(Value::Place(place.clone()), ty), span);
                let new = self.value(new);
                let direct = matches!(&receiver.ty, Ty::Named(n, _) if is_transparent(n)) || !wraps;
                let new = if direct { new } else { self.good(new, "Option", span) };
                self.store(place, new, span);
                Ok(old)
            }
            ("set", [new]) | ("store", [new, _]) => {
                let (place, _) = self.reached(receiver.clone(), span);
                let new = self.value(new);
                let new = if wraps && !matches!(&receiver.ty, Ty::Named(n, _) if is_transparent(n)) {
                    self.good(new, "Option", span)
                } else {
                    new
                };
                self.store(place, new, span);
                Ok(Val::new(Value::Const(0), Ty::result(Ty::Unknown)))
            }
            ("get", []) if wraps => Ok(self.target(receiver, span)),
            ("insert", [new]) if wraps => {
                let (place, _) = self.reached(receiver, span);
                let new = self.value(new);
                let new = self.good(new, "Option", span);
                let ty = new.ty.argument(0);
                self.store(place.clone(), new, span);
                Ok(Val::new(Value::Place(payload(&place)), ty))
            }
            ("get_or_init" | "get_or_insert_with" | "get_or_try_init" | "get_or_insert", [f]) => self.filled(receiver, method, f, span),
            ("with" | "with_borrow" | "with_borrow_mut" | "call_once", [f]) => {
                let val = self.target(receiver, span);
                let lent = self.address(val, span);
                Ok(self.apply(f, vec![lent]))
            }
            _ => self.collection_method(receiver, method, args, span),
        }
    }

    /// Methods of what holds many.
    fn collection_method(&mut self, receiver: Val, method: &str, args: &[&syn::Expr], span: Span) -> Result<Val, Val> {
        match (method, args) {
            ("push" | "push_back" | "push_front" | "add", [new]) | ("insert", [_, new]) => {
                let new = self.value(new);
                let (place, _) = self.reached(receiver, span);
                self.store(element(&place), new, span);
                Ok(Val::unknown())
            }
            ("pop" | "first" | "last" | "next" | "pop_front" | "pop_back", []) | ("get" | "get_mut" | "remove" | "nth", [_]) => {
                args.iter().for_each(|a| {
                    self.value(a);
                });
                let (place, ty) = self.reached(receiver, span);
                let some = self.temporary();
                self.assign(some.clone(), Value::Unknown, span);
                self.assign(payload(&some), Value::Place(element(&place)), span);
                Ok(Val::new(Value::Place(some), Ty::option(ty.element())))
            }
            ("for_each" | "try_for_each" | "map" | "filter_map" | "flat_map" | "any" | "all" | "find" | "position", [f]) => {
                Ok(self.each(receiver, f, span))
            }
            ("find_map", [f]) => Ok(self.first_found(receiver, f, span)),
            ("entry", [key]) => {
                self.value(key);
                let (place, ty) = self.reached(receiver, span);
                Ok(Val::new(Value::Place(element(&place)), Ty::Named("Entry".into(), vec![ty.element()])))
            }
            ("or_insert_with" | "or_insert", [f]) if receiver.ty.is("Entry") => {
                let new = if method == "or_insert" { self.value(f) } else { self.apply(f, Vec::new()) };
                let ty = new.ty.clone();
                let (place, _) = self.placed(receiver, span);
                self.store(place.clone(), new, span);
                Ok(self.address(Val::new(Value::Place(place), ty), span))
            }
            _ => Err(receiver),
        }
    }

    /// `roots.iter().find_map(|root| …)`: what the closure makes of some element, or nothing.
    fn first_found(&mut self, receiver: Val, f: &syn::Expr, span: Span) -> Val {
        let (place, ty) = self.reached(receiver, span);
        let (head, body, after) = (self.block(), self.block(), self.block());
        let result = crate::flow::Place::local(self.local(""));
        self.assign(result.clone(), Value::Const(1), span);
        self.continue_in(head);
        self.branch(Value::Unknown, body, after, span);
        self.current = body;
        let mark = self.temporaries.len();
        let made = self.apply(f, vec![Val::new(Value::Place(element(&place)), ty.element())]);
        let made_ty = made.ty.clone();
        self.store(result.clone(), made, span);
        self.end_temporaries(mark, span);
        self.branch(Value::Place(result.clone()), head, after, span);
        self.current = after;
        Val::new(Value::Place(result), made_ty)
    }

    /// `cell.get_or_init(|| …)`
    fn filled(&mut self, receiver: Val, method: &str, f: &syn::Expr, span: Span) -> Result<Val, Val> {
        let (place, ty) = self.reached(receiver, span);
        let (fill, end) = (self.block(), self.block());
        self.branch(Value::Place(place.clone()), fill, end, span);
        self.current = fill;
        let value = if method == "get_or_insert" { self.value(f) } else { self.apply(f, Vec::new()) };
        let tries = method == "get_or_try_init";
        let value = if tries { self.question(value, span) } else { value };
        let inner = if ty.argument(0) == Ty::Unknown { value.ty.clone() } else { ty.argument(0) };
        let value = self.good(value, "Option", span);
        self.store(place.clone(), value, span);
        self.goto(end);
        self.current = end;
        let held = Val::new(Value::Place(payload(&place)), inner);
        Ok(if tries { self.good(held, "Result", span) } else { held })
    }

    /// A closure that runs for every element.
    fn each(&mut self, receiver: Val, f: &syn::Expr, span: Span) -> Val {
        let (place, ty) = self.reached(receiver, span);
        let (head, body, after) = (self.block(), self.block(), self.block());
        self.continue_in(head);
        self.branch(Value::Unknown, body, after, span);
        self.current = body;
        let mark = self.temporaries.len();
        let made = self.apply(f, vec![Val::new(Value::Place(element(&place)), ty.element())]);
        let result = self.local("");
        let result = crate::flow::Place::local(result);
        let made_ty = made.ty.clone();
        self.store(element(&result), made, span);
        self.end_temporaries(mark, span);
        self.goto(head);
        self.current = after;
        Val::new(Value::Place(result), Ty::List(Box::new(made_ty)))
    }

    fn unseen_method(&mut self, receiver: Val, method: &str, args: &[&syn::Expr], span: Span, name: Span) -> Val {
        let borrowed: Vec<bool> = args.iter().map(|a| matches!(a, syn::Expr::Reference(r) if r.mutability.is_none())).collect();
        let values: Vec<Val> = args.iter().map(|a| self.value(a)).collect();
        let keeps = matches!(receiver.x, Value::Place(_));
        let full = format!("_::{method}");
        let result = self.unseen(&full, values, &borrowed, span, name);
        if keeps
            && matches!(
                method,
                "chain" | "collect" | "as_ptr" | "as_mut_ptr" | "to_string" | "filter" | "take_while" | "enumerate" | "skip"
            )
        {
            return receiver;
        }
        result
    }
}

/// Methods after which text is still that text.
fn is_textual(method: &str) -> bool {
    matches!(
        method,
        "as_ptr"
            | "as_str"
            | "to_string"
            | "to_owned"
            | "into"
            | "as_ref"
            | "encode_utf16"
            | "chain"
            | "collect"
            | "as_bytes"
            | "to_vec"
            | "cloned"
            | "as_os_str"
            | "as_mut_ptr"
            | "into_bytes"
            | "encode_wide"
            | "as_wide"
            | "clone"
            | "as_bytes_with_nul"
            | "into_owned"
            | "cast"
            | "unwrap"
            | "iter"
            | "copied"
            | "into_boxed_str"
            | "trim"
            | "as_path"
            | "to_wide"
            | "as_pcwstr"
            | "into_string"
            | "as_slice"
            | "borrow"
            | "deref"
    )
}
