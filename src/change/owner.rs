//! A handle that is left open, in a file that uses WIL or ATL: the variable becomes one that closes itself.

use super::close::Left;
use super::code::Code;
use crate::judge::{Edit, Style};
use crate::models::Kind;
use crate::token::Kind as Token;

/// The edits, if the variable is declared by itself as a plain handle and everything done with it can be said of its owner.
pub(super) fn owned(left: &Left<'_, '_>, style: Style) -> Option<Vec<Edit>> {
    let (code, function) = (left.code, &left.function);
    if left.life.kind != Kind::Key || left.handle != left.name {
        return None;
    }
    let mut mentions = left.mentions(function.tokens());
    let declared = mentions.next()?;
    let mut edits = vec![declaration(code, declared, style)?];
    for at in mentions {
        edits.extend(mention(left, at, style)?);
    }
    edits.sort();
    Some(edits)
}

/// `HKEY key;` or `HKEY key = NULL;`
fn declaration(code: &Code<'_>, name: usize, style: Style) -> Option<Edit> {
    let ty = name.checked_sub(1)?;
    let before = code.tokens.get(ty.checked_sub(1)?)?.kind;
    let starts = matches!(before, Token::Semi | Token::LBrace | Token::RBrace | Token::Colon | Token::Directive);
    let end = match code.tokens.get(name + 1)?.kind {
        Token::Semi => name + 1,
        Token::Eq if matches!(code.text_of(name + 2), "NULL" | "nullptr" | "0") => name + 3,
        Token::Eq | Token::LBrace if code.text_of(name + 2) == "}" => name + 3,
        _ => return None,
    };
    if !starts || code.text_of(ty) != "HKEY" || code.tokens.get(end)?.kind != Token::Semi {
        return None;
    }
    let owner = if style == Style::Wil { "wil::unique_hkey" } else { "CRegKey" };
    Some(code.edit(code.tokens[ty].start, code.tokens[end].end, format!("{owner} {};", code.text_of(name))))
}

/// What becomes of one mention.
fn mention(left: &Left<'_, '_>, at: usize, style: Style) -> Option<Option<Edit>> {
    let (code, name) = (left.code, left.name);
    let (start, end) = (code.tokens[at].start, code.tokens[at].end);
    let stmt = left.function.stmt_at(at)?;
    if left.is_close(stmt) {
        let tokens = &left.function.stmts[stmt].tokens;
        let close = if style == Style::Wil { format!("{name}.reset()") } else { format!("{name}.Close()") };
        return Some(Some(code.edit(code.tokens[tokens.start].start, code.tokens[tokens.end - 2].end, close)));
    }
    let before = code.tokens.get(at.checked_sub(1)?)?;
    let after = code.tokens.get(at + 1)?.kind;
    let is_argument = |t: Token| matches!(t, Token::LParen | Token::Comma);
    if before.kind == Token::Amp && is_argument(code.tokens.get(at.checked_sub(2)?)?.kind) && matches!(after, Token::Comma | Token::RParen)
    {
        let put = if style == Style::Wil { format!("{name}.put()") } else { format!("&{name}.m_hKey") };
        return Some(Some(code.edit(before.start, end, put)));
    }
    // given by value, or looked at
    let by_value = matches!(before.kind, Token::LParen | Token::Comma | Token::Bang | Token::AndAnd | Token::OrOr)
        && matches!(after, Token::Comma | Token::RParen | Token::AndAnd | Token::OrOr | Token::EqEq | Token::NotEq);
    let member = if style == Style::Wil { "get()" } else { "m_hKey" };
    by_value.then(|| Some(code.edit(start, end, format!("{name}.{member}"))))
}
