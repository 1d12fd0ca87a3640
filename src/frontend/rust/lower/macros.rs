//! Macros: what stands between the brackets of the standard ones, and of the tree's own where it can be read.

use super::{Deferred, Lowerer, Val};
use crate::flow::{ExitKind, Expr as Value, Terminator};
use crate::frontend::rust::expand::expand;
use crate::frontend::rust::types::Ty;
use crate::source::Span;
use proc_macro2::{TokenStream, TokenTree};
use quote::quote;
use std::rc::Rc;
use syn::parse::Parser;
use syn::punctuated::Punctuated;
use syn::spanned::Spanned;

type Exprs = Punctuated<syn::Expr, syn::Token![,]>;

impl Lowerer<'_> {
    pub(super) fn macro_call(&mut self, mac: &syn::Macro) -> Val {
        let span = self.span_of(&mac.span());
        let name = super::name_of(&mac.path);
        if self.inlined >= super::DEEPEST_INLINE || self.events > super::MOST_EVENTS {
            return Val::unknown();
        }
        self.inlined += 1;
        let value = self.known_macro(&name, mac, span);
        self.inlined -= 1;
        value
    }

    fn known_macro(&mut self, name: &str, mac: &syn::Macro, span: Span) -> Val {
        let tokens = mac.tokens.clone();
        match name {
            "w" | "s" | "h" | "u16cstr" | "wide" | "wchz" | "wch" | "cstr" | "concat" | "dbg" | "hstring" | "utf16_lit" | "widestring" => {
                self.last_of(tokens)
            }
            "vec" => self.vector(tokens),
            "format" => match self.arguments(tokens).as_slice() {
                [only] if matches!(&only.x, Value::Str(s) if !s.contains('{')) => only.clone(),
                _ => Val::new(Value::Unknown, Ty::named("String")),
            },
            "panic" | "unreachable" | "todo" | "unimplemented" | "compile_error" => {
                self.arguments(tokens);
                self.terminate(Terminator::Unreachable);
                Val::unit()
            }
            "bail" => {
                self.arguments(tokens);
                let failed = self.bad(Val::unknown(), span);
                self.finish_return(Some(failed), span, ExitKind::Return);
                Val::unit()
            }
            "assert" | "debug_assert" | "ensure" => self.assertion(name, tokens, span),
            "assert_eq" | "debug_assert_eq" => {
                let Ok(args) = Exprs::parse_terminated.parse2(tokens) else { return Val::unit() };
                if let (Some(a), Some(b)) = (args.get(0), args.get(1)) {
                    let equal: syn::Expr = syn::parse_quote!(#a == #b);
                    self.assumed(&equal);
                }
                Val::unit()
            }
            "matches" => self.matches(tokens),
            "try" => match syn::parse2::<syn::Expr>(tokens) {
                Ok(e) => {
                    let value = self.value(&e);
                    self.question(value, span)
                }
                Err(_) => Val::unknown(),
            },
            "defer" | "defer_on_success" => self.deferred(tokens),
            "addr_of" | "addr_of_mut" => match syn::parse2::<syn::Expr>(tokens) {
                Ok(e) => {
                    let value = self.value(&e);
                    self.address(value, span)
                }
                Err(_) => Val::unknown(),
            },
            "select" => self.select(tokens, span),
            "write" | "writeln" => {
                self.arguments(tokens);
                Val::new(Value::Unknown, Ty::result(Ty::Unknown))
            }
            "lazy_static" | "thread_local" | "macro_rules" | "include_str" | "include_bytes" | "env" | "option_env" | "stringify"
            | "line" | "file" | "cfg" | "json" | "include" => {
                if name == "cfg" {
                    self.cfg(tokens)
                } else {
                    Val::unknown()
                }
            }
            _ => self.other_macro(name, mac, span),
        }
    }

    fn cfg(&mut self, tokens: TokenStream) -> Val {
        match syn::parse2::<syn::Meta>(tokens).ok().and_then(|m| crate::frontend::rust::index::holds(&m)) {
            Some(holds) => Val::number(i64::from(holds)),
            None => Val::unknown(),
        }
    }

    /// Values of arguments separated by commas; names before `=` are left out.
    fn arguments(&mut self, tokens: TokenStream) -> Vec<Val> {
        match Exprs::parse_terminated.parse2(tokens) {
            Ok(args) => args
                .iter()
                .map(|a| match a {
                    // `println!("{x}", x = value)`
                    syn::Expr::Assign(named) => self.value(&named.right),
                    other => self.value(other),
                })
                .collect(),
            Err(_) => Vec::new(),
        }
    }

    fn last_of(&mut self, tokens: TokenStream) -> Val {
        self.arguments(tokens).pop().unwrap_or_else(Val::unknown)
    }

    fn vector(&mut self, tokens: TokenStream) -> Val {
        let bracketed: TokenStream = quote!([#tokens]);
        match syn::parse2::<syn::Expr>(bracketed) {
            Ok(e) => {
                let val = self.value(&e);
                Val::new(val.x, Ty::Named("Vec".into(), vec![val.ty.element()]))
            }
            Err(_) => Val::unknown(),
        }
    }

    /// Goes on only where the condition holds.
    fn assumed(&mut self, condition: &syn::Expr) {
        let (yes, no) = (self.block(), self.block());
        self.condition(condition, yes, no);
        self.current = no;
        self.terminate(Terminator::Unreachable);
        self.current = yes;
    }

    fn assertion(&mut self, name: &str, tokens: TokenStream, span: Span) -> Val {
        let Ok(args) = Exprs::parse_terminated.parse2(tokens) else { return Val::unit() };
        let Some(condition) = args.first() else { return Val::unit() };
        if name != "ensure" {
            self.assumed(condition);
            return Val::unit();
        }
        let (yes, no) = (self.block(), self.block());
        self.condition(condition, yes, no);
        self.current = no;
        let failed = self.bad(Val::unknown(), span);
        self.finish_return(Some(failed), span, ExitKind::Return);
        self.current = yes;
        Val::unit()
    }

    fn matches(&mut self, tokens: TokenStream) -> Val {
        let parser = |input: syn::parse::ParseStream<'_>| {
            let value: syn::Expr = input.parse()?;
            input.parse::<syn::Token![,]>()?;
            let pat = syn::Pat::parse_multi_with_leading_vert(input)?;
            let guard = if input.parse::<Option<syn::Token![if]>>()?.is_some() { Some(input.parse::<syn::Expr>()?) } else { None };
            input.parse::<Option<syn::Token![,]>>()?;
            Ok((value, pat, guard))
        };
        let Ok((value, pat, guard)) = parser.parse2(tokens) else { return Val::unknown() };
        let test: syn::Expr = match guard {
            Some(guard) => syn::parse_quote!(match #value { #pat if #guard => true, _ => false }),
            None => syn::parse_quote!(match #value { #pat => true, _ => false }),
        };
        self.value(&test)
    }

    fn deferred(&mut self, tokens: TokenStream) -> Val {
        let block: TokenStream = quote!({ #tokens });
        if let (Ok(e), Some(scope)) = (syn::parse2::<syn::Expr>(block), self.scopes.last_mut()) {
            scope.deferred.push(Deferred::Code(Rc::new(e)));
        }
        Val::unit()
    }

    /// `tokio::select! { pattern = future => body, … }`: one of the arms runs.
    fn select(&mut self, tokens: TokenStream, span: Span) -> Val {
        let end = self.block();
        let result = self.temporary();
        for arm in arms(tokens) {
            let (future, body) = arm;
            let next = self.block();
            let here = self.block();
            self.branch(Value::Unknown, here, next, span);
            self.current = here;
            self.push_scope();
            if let Some((pat, future)) = future {
                let value = self.value(&future);
                self.bind_pattern(&pat, value);
            }
            let value = self.value(&body);
            if !self.ended() {
                self.store(result.clone(), value, span);
            }
            self.pop_scope(span);
            self.goto(end);
            self.current = next;
        }
        self.goto(end);
        self.current = end;
        Val::new(Value::Place(result), Ty::Unknown)
    }

    /// A macro of the tree where a statement stands: what it declares is seen by the statements after it.
    pub(super) fn macro_statement(&mut self, mac: &syn::Macro) -> Val {
        let name = super::name_of(&mac.path);
        let fits = self.inlined < super::DEEPEST_INLINE && self.events <= super::MOST_EVENTS;
        if fits
            && let Some(expanded) = self.expanded(&name, mac)
            && let Ok(statements) = syn::Block::parse_within.parse2(expanded)
            && statements.iter().any(|s| matches!(s, syn::Stmt::Local(_)))
        {
            self.inlined += 1;
            let value = self.statements(&statements);
            self.inlined -= 1;
            return value;
        }
        self.macro_call(mac)
    }

    /// What a macro of the tree stands for here. All of it but the arguments stands where the macro is called.
    fn expanded(&self, name: &str, mac: &syn::Macro) -> Option<TokenStream> {
        let (_, arms) = self.index.find(self.file, |f| f.macros.get(name))?;
        expand(arms, &mac.tokens, mac.span())
    }

    /// A macro of the tree is expanded if one of its arms fits; of any other the arguments are read, if they are expressions or statements.
    fn other_macro(&mut self, name: &str, mac: &syn::Macro, span: Span) -> Val {
        let own = self.index.find(self.file, |f| f.macros.get(name)).is_some();
        if let Some(expanded) = self.expanded(name, mac) {
            let braced: TokenStream = quote!({ #expanded });
            if let Ok(e) = syn::parse2::<syn::Expr>(braced) {
                return self.value(&e);
            }
        }
        if let Ok(args) = Exprs::parse_terminated.parse2(mac.tokens.clone()) {
            args.iter().for_each(|a| {
                self.value(a);
            });
            return Val::unknown();
        }
        if let Ok(statements) = syn::Block::parse_within.parse2(mac.tokens.clone()) {
            self.push_scope();
            self.statements(&statements);
            self.pop_scope(span);
            return Val::unknown();
        }
        if own || self.mentions_a_key(&mac.tokens) {
            self.unread.push((span.start, format!("what `{name}!` does here could not be read")));
        }
        Val::unknown()
    }

    /// Whether tokens name something that opens or closes keys.
    fn mentions_a_key(&self, tokens: &TokenStream) -> bool {
        let mut stack = vec![tokens.clone().into_iter()];
        while let Some(rest) = stack.last_mut() {
            match rest.next() {
                Some(TokenTree::Ident(word)) => {
                    let word = word.to_string();
                    if self.models.api(&word).is_some_and(|id| self.models.get(id).is_seed()) || word == "RegKey" {
                        return true;
                    }
                }
                Some(TokenTree::Group(group)) => stack.push(group.stream().into_iter()),
                Some(_) => {}
                None => {
                    stack.pop();
                }
            }
        }
        false
    }
}

/// The arms of a `select!`.
fn arms(tokens: TokenStream) -> Vec<(Option<(syn::Pat, syn::Expr)>, syn::Expr)> {
    let parser = |input: syn::parse::ParseStream<'_>| {
        let mut all = Vec::new();
        if input.peek(syn::Ident) && input.peek2(syn::Token![;]) {
            input.parse::<syn::Ident>()?;
            input.parse::<syn::Token![;]>()?;
        }
        while !input.is_empty() {
            let future = if input.parse::<Option<syn::Token![else]>>()?.is_some() {
                None
            } else {
                let pat = syn::Pat::parse_multi(input)?;
                input.parse::<syn::Token![=]>()?;
                let future: syn::Expr = input.parse()?;
                if input.parse::<Option<syn::Token![,]>>()?.is_some() {
                    input.parse::<syn::Token![if]>()?;
                    input.parse::<syn::Expr>()?;
                }
                Some((pat, future))
            };
            input.parse::<syn::Token![=>]>()?;
            let body: syn::Expr = input.parse()?;
            input.parse::<Option<syn::Token![,]>>()?;
            all.push((future, body));
        }
        Ok(all)
    };
    parser.parse2(tokens).unwrap_or_default()
}
