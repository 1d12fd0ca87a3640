//! A raw `HKEY` in Rust that is left open: a value that closes it goes right behind the open.

use super::code::Code;
use crate::judge::Edit;
use crate::lifetime::Lifetime;
use crate::models::Kind;
use crate::token::Kind as Token;

/// `let _close = unsafe { Owned::new(key) };` once the key is open, and the closes that there are go away.
pub(super) fn guarded(code: &Code<'_>, life: &Lifetime) -> Option<Vec<Edit>> {
    let name = life.handle.as_deref().filter(|h| h.chars().all(|c| c.is_alphanumeric() || c == '_'))?;
    if life.kind != Kind::Key || !code.text.contains("windows::") || code.text.contains("_close") {
        return None;
    }
    let (first, end) = statement(code, life)?;
    let is_unsafe = code.enclosing(first).into_iter().any(|brace| code.text_of(brace.wrapping_sub(1)) == "unsafe");
    let owned = format!("windows::core::Owned::new({name})");
    let guard = if is_unsafe { format!("let _close = {owned};") } else { format!("let _close = unsafe {{ {owned} }};") };
    let start = code.tokens[first].start;
    let at = code.tokens[end].end;
    let mut edits = vec![code.edit(at, at, format!("{}{}{guard}", code.line_end(), code.indent(start)))];
    edits.extend(closes(code, name, end)?);
    Some(edits)
}

/// The statement that opens, if the key is open for certain after it: `open(…).ok()?;`, `if open(…) != 0 { return … }`.
fn statement(code: &Code<'_>, life: &Lifetime) -> Option<(usize, usize)> {
    let name = code.token_at(life.name.start)?;
    let first = start_of(code, name)?;
    let after = code.after_brackets(name + 1);
    let rest: String = code.tokens.get(after..(after + 8).min(code.tokens.len()))?.iter().map(|t| t.text(code.text)).collect();
    if rest.starts_with("?;") || rest.starts_with(".ok()?;") {
        let end = (after..code.tokens.len()).find(|t| code.tokens[*t].kind == Token::Semi)?;
        return Some((first, end));
    }
    let open = (after..code.tokens.len()).find(|t| code.tokens[*t].kind == Token::LBrace)?;
    let test: String = code.tokens[after..open].iter().map(|t| t.text(code.text)).collect();
    let leaves = code.tokens.get(open + 1)?.text(code.text) == "return";
    let end = code.after_brackets(open) - 1;
    let fails = matches!(test.as_str(), "!=ERROR_SUCCESS" | "!=0" | ".is_err()");
    (code.text_of(first) == "if" && leaves && fails && code.text_of(end + 1) != "else").then_some((first, end))
}

/// The statements that close the key further down, in the same function; none can stay.
fn closes(code: &Code<'_>, name: &str, after: usize) -> Option<Vec<Edit>> {
    let function = *code.enclosing(after).iter().find(|b| is_function(code, **b))?;
    let end = code.after_brackets(function);
    let mut edits = Vec::new();
    for at in (after..end).filter(|t| code.text_of(*t) == "RegCloseKey" && code.text_of(*t + 2) == name) {
        let last = (at..end).find(|t| code.tokens[*t].kind == Token::Semi)?;
        let first = start_of(code, at)?;
        edits.push(code.line_of(code.tokens[first].start, code.tokens[last].end));
    }
    Some(edits)
}

/// The first token of the statement that another one is in.
fn start_of(code: &Code<'_>, token: usize) -> Option<usize> {
    Some((0..token).rev().find(|t| ends_statement(code, *t))? + 1)
}

fn ends_statement(code: &Code<'_>, token: usize) -> bool {
    matches!(code.tokens[token].kind, Token::Semi | Token::LBrace | Token::RBrace)
}

fn is_function(code: &Code<'_>, brace: usize) -> bool {
    (0..brace).rev().take_while(|t| !ends_statement(code, *t)).any(|t| code.text_of(t) == "fn")
}
