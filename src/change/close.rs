//! A handle that is left open on some path: where a close can go. Each proposal is one way to do it; the trial tells which is right.
//!
//! - before every exit that leaves it open, or at the end of the block there;
//! - after the last statement that works with it, and before the exits that lie further up;
//! - the same with closes taken away that come too late, as after a loop that opens again and again;
//! - at exits that are reached with and without an open handle: with NULL as its first value, and a test.

use super::code::{Code, Function};
use crate::judge::{self, Edit};
use crate::lifetime::{EndKind, LeakExit, Lifetime};
use crate::models::{Kind, Models, Success};
use crate::token::Kind as Token;
use std::collections::BTreeSet;

/// So many ways are thought of for one finding.
const MOST: usize = 10;

/// A handle that is left open, and the function around.
pub(super) struct Left<'c, 'a> {
    pub(super) code: &'c Code<'a>,
    pub(super) function: Function,
    pub(super) life: &'c Lifetime,
    /// As the code writes it, and the name in that.
    pub(super) handle: &'c str,
    pub(super) name: &'c str,
    /// The statement that closes it.
    close: String,
    /// That, and that with a test whether the open was successful.
    ways: Vec<String>,
    /// The statement that opens it.
    open: usize,
}

impl<'c, 'a> Left<'c, 'a> {
    pub(super) fn of(code: &'c Code<'a>, life: &'c Lifetime, models: &Models) -> Option<Left<'c, 'a>> {
        let handle = life.handle.as_deref()?;
        let name = handle.split(|c: char| !c.is_alphanumeric() && c != '_').find(|w| !w.is_empty())?;
        let function = code.function(life.name.start)?;
        let open = function.stmt_at(code.token_at(life.name.start)?)?;
        let close = statement(code, life, handle, models)?;
        let tested = test_of(code, &function, open, life, models).map(|test| format!("if ({test}) {close}"));
        let ways = std::iter::once(close.clone()).chain(tested).collect();
        let left = Left { code, function, life, handle, name, close, ways, open };
        // what a macro calls it the code around does not know
        left.mentions(left.function.tokens()).next().map(|_| ())?;
        Some(left)
    }

    /// All ways that come to mind, those that change the least first.
    pub(super) fn proposals(&self) -> Vec<Vec<Edit>> {
        let exits: Vec<&LeakExit> = self.life.exits.iter().collect();
        let mut all: Vec<Vec<Edit>> = Vec::new();
        all.extend(self.at_exits(&exits, &self.close));
        for (place, close) in self.places().into_iter().flat_map(|p| self.ways.iter().map(move |close| (p, close))) {
            let Some((at, edits)) = self.close_at(place, close) else { continue };
            let earlier: Vec<&LeakExit> = exits.iter().copied().filter(|e| e.span.start < at && is_jump(e)).collect();
            let Some(before) = self.at_exits(&earlier, &self.close) else { continue };
            let edits = [edits, before].concat();
            let late: Vec<Edit> = self.closes_after(at).filter_map(|s| self.code.without(&self.function, s)).collect();
            if !late.is_empty() {
                all.push([edits.clone(), late].concat());
            }
            all.push(edits);
        }
        all.extend(self.ways[1..].iter().filter_map(|close| self.at_exits(&exits, close)));
        all.extend(self.guarded(&exits).into_iter().flatten());
        all.iter_mut().for_each(|edits| {
            edits.sort();
            edits.dedup();
        });
        // a close that is put in is easier to follow than one that moves
        all.sort_by_key(|edits| (edits.iter().any(|e| e.span.start < e.span.end && e.text.is_empty()), edits.len()));
        all.dedup();
        all.truncate(MOST);
        all
    }

    // ---- exits ----

    fn at_exits(&self, exits: &[&LeakExit], close: &str) -> Option<Vec<Edit>> {
        let all: Option<Vec<Vec<Edit>>> = exits.iter().map(|exit| self.at_exit(exit, close)).collect();
        Some(all?.concat())
    }

    fn at_exit(&self, exit: &LeakExit, close: &str) -> Option<Vec<Edit>> {
        let (code, function) = (self.code, &self.function);
        match exit.kind {
            EndKind::End => {
                let last = code.token_at(exit.span.end.saturating_sub(1))?;
                let block = function.block_closed_by(last)?;
                Some(code.at_end(function, block, close))
            }
            EndKind::Return | EndKind::Goto | EndKind::Throw => {
                let stmt = function.stmt_at(code.token_at(exit.span.start)?)?;
                let first = function.stmts[stmt].tokens.start;
                if !matches!(code.text_of(first), "return" | "goto" | "throw" | "break" | "continue") {
                    return None;
                }
                if self.mentions(function.stmts[stmt].tokens.clone()).next().is_some() {
                    return self.return_later(stmt, close);
                }
                code.before(function, stmt, close)
            }
            EndKind::Overwrite => {
                let stmt = function.stmt_at(code.token_at(exit.span.start)?)?;
                code.before(function, stmt, close)
            }
            EndKind::OverwriteNextCall | EndKind::QuestionMark | EndKind::Detach | EndKind::Forget => None,
        }
    }

    /// `return f(key);`: the value first, then the close.
    fn return_later(&self, stmt: usize, close: &str) -> Option<Vec<Edit>> {
        let (code, function) = (self.code, &self.function);
        let it = &function.stmts[stmt];
        let (first, last) = (code.tokens[it.tokens.start], code.tokens[it.tokens.end - 1]);
        let ty = self.returned_type()?;
        let known: BTreeSet<&str> = function.tokens().map(|i| code.text_of(i)).collect();
        let result = ["result", "returned", "outcome"].into_iter().find(|w| !known.contains(w))?;
        if code.text_of(it.tokens.start) != "return" || it.tokens.len() < 3 || last.kind != Token::Semi {
            return None;
        }
        let value = code.text.get(first.end as usize..last.end as usize)?.trim_start();
        let wraps = it.block.is_none() || !self.is_plain_block(it.block?, stmt);
        let indent = code.indent(first.start);
        let newline = code.line_end();
        let lines = [format!("{ty} {result} = {value}"), close.to_owned(), format!("return {result};")];
        let text = if !code.is_first_on_line(first.start) {
            format!("{{ {} }}", lines.join(" "))
        } else if wraps {
            let outer = indent.strip_suffix('\t').or_else(|| indent.strip_suffix("    ")).or_else(|| indent.strip_suffix("  "));
            let outer = if it.block.is_none() { outer.unwrap_or(indent) } else { indent };
            let inner = if it.block.is_none() { indent.to_owned() } else { format!("{indent}    ") };
            let body: String = lines.iter().map(|l| format!("{newline}{inner}{l}")).collect();
            format!("{{{body}{newline}{outer}}}")
        } else {
            lines.join(&format!("{newline}{indent}"))
        };
        let start = if wraps && it.block.is_none() && code.is_first_on_line(first.start) {
            // the brace goes to where the body's first line would be less indented
            return Some(vec![self.opened(stmt, &lines, newline)?]);
        } else {
            first.start
        };
        Some(vec![code.edit(start, last.end, text)])
    }

    /// The only statement of an `if` becomes a block of lines.
    fn opened(&self, stmt: usize, lines: &[String], newline: &str) -> Option<Edit> {
        let (code, function) = (self.code, &self.function);
        let it = &function.stmts[stmt];
        let head = code.tokens[it.tokens.start.checked_sub(1)?];
        let last = code.tokens[it.tokens.end - 1];
        let first = code.tokens[it.tokens.start];
        // a comment between them would be lost
        if head.kind == Token::Directive || !code.text.get(head.end as usize..first.start as usize)?.trim().is_empty() {
            return None;
        }
        let (inner, outer) = (code.indent(first.start), code.indent(code.tokens[function.stmts[it.parent?].tokens.start].start));
        let body: String = lines.iter().map(|l| format!("{newline}{inner}{l}")).collect();
        let brace = if code.has_braces_apart() { format!("{newline}{outer}{{") } else { " {".to_owned() };
        Some(code.edit(head.end, last.end, format!("{brace}{body}{newline}{outer}}}")))
    }

    /// Whether declarations may stand before a statement in a block: nothing but declarations comes before it, or it is C++.
    fn is_plain_block(&self, block: usize, stmt: usize) -> bool {
        self.code.is_cplusplus || self.function.blocks[block].list.first() == Some(&stmt)
    }

    /// What the function returns, as written before its name.
    fn returned_type(&self) -> Option<String> {
        let code = self.code;
        if code.is_cplusplus {
            return Some("const auto".to_owned());
        }
        let head = self.function.head.clone();
        let paren = head.clone().find(|i| code.tokens[*i].kind == Token::LParen)?;
        let words: Vec<&str> = (head.start..paren.checked_sub(1)?).map(|i| code.text_of(i)).filter(|w| !is_convention(w)).collect();
        let is_type = !words.is_empty() && words.iter().all(|w| *w == "*" || w.chars().all(|c| c.is_alphanumeric() || c == '_'));
        (is_type && words != ["void"]).then(|| words.join(" ").replace(" *", "*"))
    }

    // ---- places after the last use ----

    /// After which statements the close could stand: those around the last use, from the inside out.
    fn places(&self) -> Vec<Place> {
        let function = &self.function;
        // an `if` that opens: its body, even if nothing in it works with the handle
        let bodies = function.blocks.iter().enumerate().filter(|(_, b)| b.owner == Some(self.open));
        let bodies = bodies.map(|(i, _)| Place::AtEnd(i));
        match self.last_use().and_then(|token| function.stmt_at(token)) {
            Some(inner) => function.around(inner).map(Place::After).chain(bodies).collect(),
            None => bodies.collect(),
        }
    }

    /// The last token that works with this handle: closes and what another open puts in its place do not count.
    fn last_use(&self) -> Option<usize> {
        let (code, function) = (self.code, &self.function);
        let open = code.tokens[function.stmts[self.open].tokens.start].start;
        let lost = self.life.exits.iter().filter(|e| e.kind == EndKind::Overwrite && e.span.start > self.life.span.end);
        let lost = lost.map(|e| e.span.start).min().unwrap_or(u32::MAX);
        let is_use = |t: &usize| {
            let at = code.tokens[*t].start;
            at >= open && at < lost && !function.stmt_at(*t).is_some_and(|s| self.is_close(s))
        };
        self.mentions(function.tokens()).filter(is_use).last()
    }

    fn close_at(&self, place: Place, close: &str) -> Option<(u32, Vec<Edit>)> {
        let (code, function) = (self.code, &self.function);
        match place {
            Place::After(stmt) => {
                let tokens = &function.stmts[stmt].tokens;
                if matches!(code.text_of(tokens.start), "return" | "goto" | "throw" | "break" | "continue" | "{") {
                    return None;
                }
                Some((code.tokens[tokens.end - 1].end, code.after(function, stmt, close)?))
            }
            Place::AtEnd(block) => Some((code.tokens[function.blocks[block].close].start, code.at_end(function, block, close))),
        }
    }

    /// Statements further down that do nothing but close the handle.
    fn closes_after(&self, at: u32) -> impl Iterator<Item = usize> + '_ {
        let later = move |s: &usize| self.code.tokens[self.function.stmts[*s].tokens.start].start >= at;
        (0..self.function.stmts.len()).filter(later).filter(|s| self.is_close(*s))
    }

    pub(super) fn is_close(&self, stmt: usize) -> bool {
        let tokens = &self.function.stmts[stmt].tokens;
        let written: String = tokens.clone().map(|i| self.code.text_of(i)).collect();
        written == self.close.replace(' ', "")
    }

    /// Tokens in a range that are the handle's name.
    pub(super) fn mentions(&self, tokens: std::ops::Range<usize>) -> impl Iterator<Item = usize> + '_ {
        let code = self.code;
        let is_member = move |i: usize| i > 0 && matches!(code.tokens[i - 1].kind, Token::Dot | Token::Arrow);
        tokens.filter(move |i| code.tokens[*i].kind == Token::Ident && code.text_of(*i) == self.name && !is_member(*i))
    }

    // ---- a test ----

    /// A variable that is NULL until it is opened, tested at every exit.
    fn guarded(&self, exits: &[&LeakExit]) -> Option<Vec<Vec<Edit>>> {
        if self.handle != self.name || self.life.kind == Kind::Stream {
            return None;
        }
        let null = if self.code.is_cplusplus { "nullptr" } else { "NULL" };
        let mut edits = Vec::new();
        let first = self.mentions(self.function.tokens()).next()?;
        let declares = self.code.tokens.get(first.checked_sub(1)?).is_some_and(|t| matches!(t.kind, Token::Ident | Token::Comma));
        match (declares, self.code.tokens.get(first + 1)?.kind) {
            (true, Token::Semi | Token::Comma) => {
                let end = self.code.tokens[first].end;
                edits.push(self.code.edit(end, end, format!(" = {null}")));
            }
            (true, Token::Eq) if matches!(self.code.text_of(first + 2), "NULL" | "nullptr" | "0") => {}
            _ => return None,
        }
        let close = format!("if ({}) {}", self.name, self.close);
        edits.extend(self.at_exits(exits, &close)?);
        let emptied = self.closes_after(self.life.span.end).map(|s| {
            let line = format!("{} = {null};", self.name);
            self.code.after(&self.function, s, &line)
        });
        let emptied: Option<Vec<Vec<Edit>>> = emptied.collect();
        let also = emptied.filter(|e| !e.is_empty()).map(|e| [edits.clone(), e.concat()].concat());
        Some(std::iter::once(edits).chain(also).collect())
    }
}

#[derive(Clone, Copy)]
enum Place {
    After(usize),
    AtEnd(usize),
}

fn is_jump(exit: &LeakExit) -> bool {
    matches!(exit.kind, EndKind::Return | EndKind::Goto | EndKind::Throw | EndKind::Overwrite)
}

/// Words before a function's name that are no part of its type.
fn is_convention(word: &str) -> bool {
    matches!(word, "static" | "inline" | "extern" | "WINAPI" | "CALLBACK" | "APIENTRY" | "STDMETHODCALLTYPE" | "STDAPICALLTYPE" | "WINAPIV")
        || word.starts_with("__")
        || word.to_ascii_uppercase() == word && word.contains("INLINE")
}

/// The statement that closes a handle.
fn statement(code: &Code<'_>, life: &Lifetime, handle: &str, models: &Models) -> Option<String> {
    let closer = judge::closer(life, models);
    // as the file calls it: some prefix the names of what they import
    let prefixed =
        code.tokens.iter().map(|t| t.text(code.text)).find(|w| w.strip_suffix(closer.as_str()).is_some_and(|p| p.ends_with('$')));
    let closer = prefixed.unwrap_or(&closer);
    match life.kind {
        Kind::Key | Kind::Huskey => Some(format!("{closer}({handle});")),
        Kind::Store | Kind::Provider => Some(format!("{closer}({handle}, 0);")),
        Kind::Stream if code.is_cplusplus => Some(format!("{handle}->Release();")),
        Kind::Stream => Some(format!("{handle}->lpVtbl->Release({handle});")),
        Kind::Profile => {
            let token = code.first_argument(life.name.end)?;
            Some(format!("{closer}({token}, {handle});"))
        }
    }
}

/// For `status = open(…);` what is true of the status if the open was successful.
fn test_of(code: &Code<'_>, function: &Function, open: usize, life: &Lifetime, models: &Models) -> Option<String> {
    let first = function.stmts[open].tokens.start;
    let assigned = code.tokens.get(first)?.kind == Token::Ident && code.tokens.get(first + 1)?.kind == Token::Eq;
    let direct = assigned && code.tokens.get(first + 2)?.start == life.name.start;
    let success = models.api(&life.api).and_then(|id| models.get(id).acquires.as_ref())?.success;
    let status = code.text_of(first);
    direct.then_some(())?;
    match success {
        Success::Zero => Some(format!("{status} == ERROR_SUCCESS")),
        Success::NotNegative => Some(format!("SUCCEEDED({status})")),
        Success::NonZero => Some(status.to_owned()),
        Success::NotInvalid => None,
    }
}
