//! Macro expansion over a function's tokens.
//!
//! Only macros whose definition is known are expanded, and never a name that the models know. Tokens out of a macro's body
//! have the place of the macro's call, tokens out of its arguments keep their own.

use super::ast::Mark;
use super::branches::Arm;
use crate::flow::Name;
use crate::index::{Index, MacroDef};
use crate::models::Models;
use crate::source::FileId;
use crate::token::{Kind, Lexer, Token};
use rustc_hash::FxHashMap;
use std::borrow::Cow;
use std::rc::Rc;

/// A token of a function's body, after or before expansion.
#[derive(Clone, Debug)]
pub(super) struct Tok<'a> {
    pub(super) kind: Kind,
    pub(super) text: Cow<'a, str>,
    pub(super) mark: Mark,
    /// Comes out of a macro's body.
    pub(super) made: bool,
    /// Names a macro that is being expanded: never expanded again.
    fixed: bool,
    /// For a [`Kind::Directive`]: which part of an `#if` that stays open.
    pub(super) arm: Option<Rc<Arm>>,
}

impl<'a> Tok<'a> {
    /// A token as it stands in the file.
    pub(super) fn of(text: &'a str, token: Token) -> Tok<'a> {
        let mark = Mark { start: token.start, end: token.end, name_end: token.end };
        Tok { kind: token.kind, text: Cow::Borrowed(token.text(text)), mark, made: false, fixed: false, arm: None }
    }

    /// Part of an `#if`.
    pub(super) fn directive(text: &'a str, token: Token, arm: Arm) -> Tok<'a> {
        Tok { arm: Some(Rc::new(arm)), ..Tok::of(text, token) }
    }
}

/// What expansion may add to a function, besides a few times its own length.
const BUDGET: usize = 20_000;
/// Macros inside of macros go down to this level.
const DEEPEST: usize = 64;

struct Macro<'a> {
    name: Name,
    params: Option<Vec<Name>>,
    rest: Option<Name>,
    body: Vec<Tok<'a>>,
}

impl Macro<'_> {
    /// Which argument a token of the body stands for.
    fn parameter(&self, token: &Tok<'_>) -> Option<usize> {
        if token.kind != Kind::Ident {
            return None;
        }
        let params = self.params.as_ref()?;
        let found = params.iter().position(|p| **p == *token.text);
        found.or_else(|| self.rest.as_ref().filter(|r| ***r == *token.text).map(|_| params.len()))
    }
}

/// What expansion found worth saying: an offset and a message.
pub(super) type Remark = (u32, String);

pub(super) struct Expander<'a> {
    index: &'a Index,
    models: &'a Models,
    file: FileId,
    left: usize,
    /// Macros around the list being expanded.
    active: Vec<Name>,
    cache: FxHashMap<(FileId, u32), Rc<Macro<'a>>>,
    pub(super) remarks: Vec<Remark>,
    pub(super) limits_hit: u32,
}

struct Context<'a> {
    tokens: std::vec::IntoIter<Tok<'a>>,
    name: Option<Name>,
}

impl<'a> Expander<'a> {
    pub(super) fn new(index: &'a Index, models: &'a Models, file: FileId, length: usize) -> Expander<'a> {
        Expander {
            index,
            models,
            file,
            left: BUDGET + 4 * length,
            active: Vec::new(),
            cache: FxHashMap::default(),
            remarks: Vec::new(),
            limits_hit: 0,
        }
    }

    /// Expands all macros in a list of tokens.
    pub(super) fn expand(&mut self, tokens: Vec<Tok<'a>>) -> Vec<Tok<'a>> {
        let mut out = Vec::with_capacity(tokens.len());
        let mut contexts = vec![Context { tokens: tokens.into_iter(), name: None }];
        let mut calls_end = true;
        while let Some(context) = contexts.last_mut() {
            let Some(mut token) = context.tokens.next() else {
                contexts.pop();
                continue;
            };
            if token.kind != Kind::Ident || token.fixed || self.left == 0 || !self.index.has_macro(&token.text) {
                out.push(token);
                continue;
            }
            if contexts.iter().any(|c| c.name.as_deref() == Some(&token.text)) || self.active.iter().any(|n| **n == *token.text) {
                token.fixed = true;
                out.push(token);
                continue;
            }
            let deep = contexts.len() + self.active.len() > DEEPEST;
            let Some(definition) = (if deep { None } else { self.definition(&token) }) else {
                out.push(token);
                continue;
            };
            if definition.params.is_none() {
                let mark = token.mark;
                if let Some(body) = self.substitute(&definition, &[], mark) {
                    contexts.push(Context { tokens: body.into_iter(), name: Some(definition.name.clone()) });
                } else {
                    out.push(token);
                }
                continue;
            }
            if !calls_end || !next_is_bracket(&contexts) {
                out.push(token);
                continue;
            }
            let (call, complete) = collect_call(&mut contexts);
            if !complete {
                calls_end = false;
            }
            let mark = match call.last() {
                Some(last) if !token.made => Mark { name_end: token.mark.name_end, ..token.mark.to(last.mark) },
                _ => token.mark,
            };
            let args = if complete { arguments(&definition, &call) } else { None };
            match args.and_then(|args| self.substitute(&definition, &args, mark)) {
                Some(body) => contexts.push(Context { tokens: body.into_iter(), name: Some(definition.name.clone()) }),
                None => {
                    out.push(token);
                    contexts.push(Context { tokens: call.into_iter(), name: None });
                }
            }
        }
        out
    }

    /// The one definition of a macro that is to be expanded here.
    fn definition(&mut self, token: &Tok<'a>) -> Option<Rc<Macro<'a>>> {
        let name = &*token.text;
        if self.models.api(name).is_some()
            || self.models.constant(name).is_some()
            || self.models.macro_meaning(name).is_some_and(|m| !m.leaves())
        {
            return None;
        }
        if is_reserved(name) {
            return None;
        }
        let mut found = self.index.resolve_macro(name, self.file, token.mark.start);
        if self.models.macro_meaning(name).is_some() {
            found.retain(|d| !self.models.is_published(&self.index.source(d.file).path));
        }
        match found.as_slice() {
            [] => None,
            // what a published macro does says its table, better than helpers that it is made of
            [one] if self.models.macro_meaning(name).is_some() && !self.matters(one) => None,
            [one] => Some(self.read(one)),
            several => {
                let telling: Vec<&MacroDef> = several.iter().copied().filter(|d| self.matters(d)).collect();
                let message = format!("`{name}` has {} different definitions; ", several.len());
                // The arms of an `#if`: macros that belong together have what they do to keys in the same arm.
                let one_file = several.iter().all(|d| d.file == several[0].file && d.group != 0);
                if let (true, Some(first)) = (one_file, telling.first()) {
                    self.remarks.push((token.mark.start, message + "the first that matters was taken"));
                    return Some(self.read(first));
                }
                if !telling.is_empty() {
                    self.remarks.push((token.mark.start, message + "none was chosen"));
                }
                None
            }
        }
    }

    /// Whether a macro's body has an influence that may not be lost silently.
    fn matters(&self, definition: &MacroDef) -> bool {
        let text = self.index.text(definition.file);
        Lexer::plain(text, definition.body.start, definition.body.end).filter(|t| t.kind == Kind::Ident).any(|t| {
            let word = t.text(text);
            matches!(word, "return" | "goto" | "break" | "continue" | "throw" | "__leave")
                || self.models.api(word).is_some_and(|id| self.models.get(id).is_seed() || self.models.get(id).noreturn)
        })
    }

    fn read(&mut self, definition: &'a MacroDef) -> Rc<Macro<'a>> {
        let index = self.index;
        let read = || {
            let text = index.text(definition.file);
            let body = Lexer::plain(text, definition.body.start, definition.body.end).map(|t| Tok { made: true, ..Tok::of(text, t) });
            let params = definition.params.clone();
            Rc::new(Macro { name: definition.name.clone(), params, rest: definition.rest.clone(), body: body.collect() })
        };
        self.cache.entry((definition.file, definition.at)).or_insert_with(read).clone()
    }

    /// A macro's body with the arguments put in; `None` if that would be too much.
    fn substitute(&mut self, definition: &Rc<Macro<'a>>, args: &[Vec<Tok<'a>>], mark: Mark) -> Option<Vec<Tok<'a>>> {
        let mut out: Vec<Tok<'a>> = Vec::with_capacity(definition.body.len());
        let mut expanded: Vec<Option<Vec<Tok<'a>>>> = vec![None; args.len()];
        let body = &definition.body;
        let mut optional: Vec<usize> = Vec::new();
        let (mut at, mut paste) = (0, false);
        while at < body.len() {
            if out.len() > self.left {
                return self.exhausted(mark);
            }
            let token = &body[at];
            at += 1;
            if optional.last() == Some(&(at - 1)) {
                optional.pop();
                continue;
            }
            match token.kind {
                Kind::HashHash => {
                    paste = !out.is_empty();
                    continue;
                }
                Kind::Hash if definition.params.is_some() => {
                    if let Some(arg) = body.get(at).and_then(|t| definition.parameter(t)) {
                        at += 1;
                        out.push(stringify(args.get(arg).map_or(&[][..], Vec::as_slice), mark));
                        continue;
                    }
                }
                Kind::Ident if definition.rest.is_some() && token.text == "__VA_OPT__" => {
                    let end = closing_bracket(body, at);
                    if args.last().is_some_and(|a| !a.is_empty()) {
                        optional.push(end);
                        at += 1;
                    } else {
                        at = end + 1;
                    }
                    continue;
                }
                _ => {}
            }
            let joins = body.get(at).is_some_and(|t| t.kind == Kind::HashHash);
            let Some(arg) = definition.parameter(token) else {
                append(&mut out, vec![Tok { mark, ..token.clone() }], std::mem::take(&mut paste), mark);
                continue;
            };
            let raw = args.get(arg).map_or(&[][..], Vec::as_slice);
            let is_rest = definition.params.as_ref().is_some_and(|p| p.len() == arg);
            if paste && is_rest && out.last().is_some_and(|t| t.kind == Kind::Comma) {
                // `, ## __VA_ARGS__`
                out.truncate(out.len() - usize::from(raw.is_empty()));
                paste = false;
            }
            if paste || joins {
                append(&mut out, raw.to_vec(), std::mem::take(&mut paste), mark);
                continue;
            }
            // an argument is expanded on its own, where the macro itself may still be called
            let full = match expanded[arg].take() {
                Some(full) => full,
                None => self.expand_argument(raw.to_vec()),
            };
            if out.len() + full.len() > self.left {
                return self.exhausted(mark);
            }
            out.extend_from_slice(&full);
            expanded[arg] = Some(full);
        }
        self.left = self.left.checked_sub(out.len()).or_else(|| self.exhausted(mark))?;
        Some(out)
    }

    fn expand_argument(&mut self, tokens: Vec<Tok<'a>>) -> Vec<Tok<'a>> {
        if !tokens.iter().any(|t| t.kind == Kind::Ident && !t.fixed && self.index.has_macro(&t.text)) || self.active.len() >= DEEPEST {
            return tokens;
        }
        // counts the levels; no macro has an empty name
        self.active.push("".into());
        let out = self.expand(tokens);
        self.active.pop();
        out
    }

    fn exhausted<T>(&mut self, mark: Mark) -> Option<T> {
        if self.limits_hit == 0 {
            self.remarks.push((mark.start, "the macros here expand to too much; the rest of them was left as calls".to_owned()));
        }
        self.limits_hit = 1;
        self.left = 0;
        None
    }
}

/// Words that are read as they stand even if a macro redefines them.
fn is_reserved(name: &str) -> bool {
    matches!(
        name,
        "if" | "else"
            | "while"
            | "for"
            | "do"
            | "switch"
            | "case"
            | "default"
            | "return"
            | "goto"
            | "break"
            | "continue"
            | "const"
            | "static"
            | "struct"
            | "union"
            | "enum"
            | "sizeof"
            | "NULL"
            | "TRUE"
            | "FALSE"
            | "true"
            | "false"
            | "__attribute__"
            | "__TRY"
            | "__EXCEPT"
            | "__EXCEPT_PAGE_FAULT"
            | "__EXCEPT_ALL"
            | "__FINALLY"
            | "__FINALLY_CTX"
            | "__ENDTRY"
    )
}

fn next_is_bracket(contexts: &[Context<'_>]) -> bool {
    let next = contexts.iter().rev().find_map(|c| c.tokens.as_slice().first());
    next.is_some_and(|t| t.kind == Kind::LParen)
}

/// Takes a call's `( … )` off the input; whether its end was found.
fn collect_call<'a>(contexts: &mut Vec<Context<'a>>) -> (Vec<Tok<'a>>, bool) {
    let mut call = Vec::new();
    let mut depth = 0u32;
    while let Some(context) = contexts.last_mut() {
        let Some(token) = context.tokens.next() else {
            if contexts.len() == 1 {
                break;
            }
            contexts.pop();
            continue;
        };
        depth += u32::from(token.kind == Kind::LParen);
        depth -= u32::from(token.kind == Kind::RParen);
        call.push(token);
        if depth == 0 {
            return (call, true);
        }
    }
    (call, false)
}

/// A call's arguments, one per parameter and one for all the rest; `None` if their number can't be right.
fn arguments<'a>(definition: &Macro<'a>, call: &[Tok<'a>]) -> Option<Vec<Vec<Tok<'a>>>> {
    let params = definition.params.as_ref()?.len();
    let mut args: Vec<Vec<Tok<'a>>> = vec![Vec::new()];
    let mut depth = 0u32;
    for token in &call[1..call.len() - 1] {
        depth += u32::from(token.kind == Kind::LParen);
        depth -= u32::from(token.kind == Kind::RParen);
        let in_rest = definition.rest.is_some() && args.len() > params;
        if token.kind == Kind::Comma && depth == 0 && !in_rest {
            args.push(Vec::new());
        } else if let Some(last) = args.last_mut() {
            last.push(token.clone());
        }
    }
    let most = params + usize::from(definition.rest.is_some());
    if args.len() > most.max(1) || most == 0 && !args[0].is_empty() || args.len() + 1 < params {
        return None;
    }
    args.resize(most, Vec::new());
    Some(args)
}

fn closing_bracket(body: &[Tok<'_>], open: usize) -> usize {
    let mut depth = 0i32;
    for (i, token) in body.iter().enumerate().skip(open) {
        depth += i32::from(token.kind == Kind::LParen) - i32::from(token.kind == Kind::RParen);
        if depth <= 0 {
            return i;
        }
    }
    body.len()
}

fn append<'a>(out: &mut Vec<Tok<'a>>, mut pieces: Vec<Tok<'a>>, paste: bool, mark: Mark) {
    let left = if paste && !pieces.is_empty() { out.pop() } else { None };
    if let Some(left) = left {
        let joined = format!("{}{}", left.text, pieces[0].text);
        let mut lexer = Lexer::plain(&joined, 0, joined.len() as u32);
        match (lexer.next(), lexer.next()) {
            (Some(token), None) => {
                let kind = token.kind;
                pieces[0] = Tok { kind, text: Cow::Owned(joined), mark, made: true, fixed: false, arm: None };
            }
            _ => out.push(left),
        }
    }
    out.append(&mut pieces);
}

fn stringify<'a>(tokens: &[Tok<'a>], mark: Mark) -> Tok<'a> {
    let mut text = String::from("\"");
    for (i, token) in tokens.iter().enumerate() {
        if i > 0 && token.mark.start != tokens[i - 1].mark.end {
            text.push(' ');
        }
        match token.kind {
            Kind::Str | Kind::Char => text.push_str(&token.text.replace('\\', "\\\\").replace('"', "\\\"")),
            _ => text.push_str(&token.text),
        }
    }
    text.push('"');
    Tok { kind: Kind::Str, text: Cow::Owned(text), mark, made: true, fixed: false, arm: None }
}
