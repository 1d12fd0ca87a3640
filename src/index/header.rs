//! What the tokens in front of a `{` or `;` declare.

use crate::flow::Name;
use crate::index::{Method, Range};
use crate::token::{Kind, Token};

/// The parts of a function's header, as positions in its tokens.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct FunctionHeader {
    /// First token of the (qualified) name.
    pub(super) name: usize,
    /// The bracket that opens the parameters.
    pub(super) open: usize,
    /// The one that closes them.
    pub(super) close: usize,
    /// Old-style parameter declarations follow up to the body.
    pub(super) old_style: bool,
}

/// Words that a bracket may follow without being the name of a function.
fn is_no_name(word: &str) -> bool {
    matches!(
        word,
        "__attribute__"
            | "__attribute"
            | "__declspec"
            | "_declspec"
            | "noexcept"
            | "throw"
            | "alignas"
            | "_Alignas"
            | "__asm__"
            | "__asm"
            | "asm"
            | "decltype"
            | "typeof"
            | "__typeof__"
            | "requires"
            | "__pragma"
            | "_Pragma"
            | "explicit"
            | "if"
            | "while"
            | "for"
            | "switch"
            | "return"
            | "sizeof"
    )
}

/// The brackets at the top level of some tokens, as pairs of positions.
fn groups(tokens: &[Token]) -> Vec<(usize, usize)> {
    let (mut found, mut open, mut depth) = (Vec::new(), 0, 0u32);
    for (i, token) in tokens.iter().enumerate() {
        match token.kind {
            Kind::LParen => {
                if depth == 0 {
                    open = i;
                }
                depth += 1;
            }
            Kind::RParen if depth == 1 => {
                found.push((open, i));
                depth = 0;
            }
            Kind::RParen => depth = depth.saturating_sub(1),
            // the member initialisers of a constructor
            Kind::Colon if depth == 0 && !found.is_empty() => break,
            _ => {}
        }
    }
    found
}

/// Whether a constructor's member initialisers have begun: a `:` after a closing bracket.
pub(super) fn in_member_initialisers(tokens: &[Token]) -> bool {
    tokens.windows(2).any(|w| w[1].kind == Kind::Colon && w[0].kind == Kind::RParen)
}

/// The function that the tokens before a `{` define, if they do.
pub(super) fn function(text: &str, tokens: &[Token]) -> Option<FunctionHeader> {
    let old_style_start = tokens.iter().position(|t| t.kind == Kind::Semi).is_some();
    if old_style_start {
        return old_style(text, tokens).filter(|_| tokens.last().is_some_and(|t| t.kind == Kind::Semi));
    }
    let groups = groups(tokens);
    let mut best: Option<FunctionHeader> = None;
    for &(open, close) in groups.iter().rev() {
        let Some(name) = name_start(text, tokens, open) else { continue };
        let found = FunctionHeader { name, open, close, old_style: false };
        // `Foo(int x) GUARDED_BY(lock) {`: an annotation, not the name
        let annotation = tokens[..name].last().is_some_and(|t| t.kind == Kind::RParen) && is_shouted(tokens[name].text(text));
        if best.is_none() && tail_fits(text, &tokens[close + 1..]) {
            best = Some(found);
            if !annotation {
                break;
            }
        } else if best.is_some() {
            if !is_shouted(tokens[name].text(text)) {
                best = Some(found);
            }
            break;
        }
    }
    best
}

fn is_shouted(word: &str) -> bool {
    !word.bytes().any(|b| b.is_ascii_lowercase())
}

/// Where the qualified name before an opening bracket starts.
fn name_start(text: &str, tokens: &[Token], open: usize) -> Option<usize> {
    let before = |i: usize| i.checked_sub(1).map(|p| (p, tokens[p]));
    let (mut at, last) = before(open)?;
    if last.kind != Kind::Ident {
        // `operator+(`, `operator()(`
        at = (at.saturating_sub(3)..at).rev().find(|i| tokens[*i].text(text) == "operator")?;
    } else if is_no_name(last.text(text)) {
        return None;
    }
    loop {
        match before(at) {
            Some((p, t)) if t.kind == Kind::Tilde => at = p,
            Some((p, t)) if t.kind == Kind::ColonColon => match before(p) {
                Some((q, t)) if t.kind == Kind::Ident => at = q,
                // `Foo<T>::bar(`
                Some((q, t)) if t.kind == Kind::Greater => {
                    let less = tokens[..q].iter().rposition(|t| t.kind == Kind::Less);
                    match less.and_then(before) {
                        Some((name, t)) if t.kind == Kind::Ident => at = name,
                        _ => return Some(p + 1),
                    }
                }
                _ => return Some(p + 1),
            },
            Some((p, t)) if t.kind == Kind::Ident && t.text(text) == "operator" => at = p,
            _ => return Some(at),
        }
    }
}

/// Whether what follows the parameters may stand between them and a body.
fn tail_fits(text: &str, tail: &[Token]) -> bool {
    let mut depth = 0u32;
    let mut after_arrow = false;
    for token in tail {
        match token.kind {
            Kind::LParen | Kind::LBracket => depth += 1,
            Kind::RParen | Kind::RBracket => depth = depth.saturating_sub(1),
            Kind::Colon if depth == 0 => return true,
            Kind::Arrow => after_arrow = true,
            Kind::Ident if depth == 0 && !after_arrow => {
                let word = token.text(text);
                let known = matches!(word, "const" | "volatile" | "override" | "final" | "try" | "mutable");
                if !known && !is_no_name(word) && !is_shouted(word) {
                    return false;
                }
            }
            Kind::Eq if depth == 0 => return false,
            _ => {}
        }
    }
    true
}

/// A header in the style of K&R: `int f(a, b) int a; char *b;`.
pub(super) fn old_style(text: &str, tokens: &[Token]) -> Option<FunctionHeader> {
    let (open, close) = *groups(tokens).first()?;
    let name = name_start(text, tokens, open)?;
    let inside = &tokens[open + 1..close];
    let names_only =
        !inside.is_empty() && inside.iter().enumerate().all(|(i, t)| t.kind == if i % 2 == 0 { Kind::Ident } else { Kind::Comma });
    let declares = tokens.get(close + 1).is_some_and(|t| t.kind == Kind::Ident && !is_no_name(t.text(text)));
    let plain = tokens[0].text(text) != "typedef" && !tokens.iter().any(|t| t.kind == Kind::Eq);
    (names_only && declares && plain && inside[0].text(text) != "void").then_some(FunctionHeader { name, open, close, old_style: true })
}

/// How many parameters there are, and whether `...` follows them.
pub(super) fn parameters(text: &str, inside: &[Token]) -> (u32, bool) {
    let mut depth = 0i32;
    let mut commas = 0;
    for token in inside {
        match token.kind {
            Kind::LParen | Kind::LBracket | Kind::Less => depth += 1,
            Kind::RParen | Kind::RBracket | Kind::Greater => depth -= 1,
            Kind::Comma if depth == 0 => commas += 1,
            _ => {}
        }
    }
    match inside {
        [] => (0, false),
        [only] if only.text(text) == "void" => (0, false),
        [.., last] if last.kind == Kind::Ellipsis => (commas, true),
        _ => (commas + 1, false),
    }
}

/// One name that a declaration declares.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Declarator {
    /// The token with the name.
    pub(super) name: Token,
    /// How many `[…]` follow it.
    pub(super) dimensions: u8,
    /// A `*` stands before it.
    pub(super) pointer: bool,
    /// Its initialiser.
    pub(super) init: Option<Range>,
}

/// The names declared by `tokens` (a declaration without its `;`), functions left out.
pub(super) fn declarators(text: &str, tokens: &[Token]) -> Vec<Declarator> {
    let mut found = Vec::new();
    for (number, segment) in split(tokens).into_iter().enumerate() {
        if let Some(declarator) = declarator(text, segment, number == 0) {
            found.push(declarator);
        }
    }
    found
}

fn split(tokens: &[Token]) -> Vec<&[Token]> {
    let (mut parts, mut from, mut depth) = (Vec::new(), 0, 0i32);
    for (i, token) in tokens.iter().enumerate() {
        match token.kind {
            Kind::LParen | Kind::LBracket => depth += 1,
            Kind::RParen | Kind::RBracket => depth -= 1,
            Kind::Comma if depth == 0 => {
                parts.push(&tokens[from..i]);
                from = i + 1;
            }
            _ => {}
        }
    }
    parts.push(&tokens[from..]);
    parts
}

fn declarator(text: &str, segment: &[Token], first: bool) -> Option<Declarator> {
    if let Some(found) = made_by_call(text, segment) {
        return Some(found);
    }
    let end = end_of_name(segment);
    let init = segment.iter().position(|t| matches!(t.kind, Kind::Eq | Kind::LBrace)).filter(|at| *at >= end);
    let init = init.map(|at| Range { start: segment[at].start, end: segment[segment.len() - 1].end });
    let head = &segment[..end];
    let name_at = match head.last()?.kind {
        Kind::Ident => head.len() - 1,
        _ => {
            // `(*name)(…)` and its like; `name(…)` is a function
            let star =
                head.windows(2).position(|w| w[0].kind == Kind::LParen && matches!(w[1].kind, Kind::Star | Kind::Caret)).or_else(|| {
                    head.windows(3).position(|w| w[0].kind == Kind::LParen && w[1].kind == Kind::Ident && w[2].kind == Kind::Star)
                })?;
            star + head[star..].iter().position(|t| t.kind == Kind::RParen || t.kind == Kind::LBracket)?.checked_sub(1)?
        }
    };
    let name = segment.get(name_at).filter(|t| t.kind == Kind::Ident)?;
    if first && name_at == 0 || is_no_name(name.text(text)) {
        return None;
    }
    let dimensions = segment[name_at + 1..]
        .iter()
        .take_while(|t| t.kind != Kind::Eq && t.kind != Kind::LParen && t.kind != Kind::LBrace)
        .filter(|t| t.kind == Kind::LBracket)
        .count();
    let pointer = segment[..name_at].iter().rev().find(|t| t.kind != Kind::Ident).is_some_and(|t| t.kind == Kind::Star);
    Some(Declarator { name: *name, dimensions: dimensions.min(9) as u8, pointer, init })
}

/// `CRegKey key(Open());`, `CRegKey key(Open(L"Software"));`: an object that is made of what a call gives. With anything but a
/// literal in the inner brackets it could as well be a function's declaration.
fn made_by_call(text: &str, segment: &[Token]) -> Option<Declarator> {
    let open = segment.iter().position(|t| t.kind == Kind::LParen).filter(|at| *at >= 2)?;
    let name = segment[open - 1];
    let inner = open + 1 + segment[open + 1..].iter().position(|t| t.kind == Kind::LParen)?;
    let (called, [given @ .., inner_close, close]) = (&segment[open + 1..inner], &segment[inner + 1..]) else { return None };
    let is_value = given.is_empty() || given.iter().any(|t| matches!(t.kind, Kind::Str | Kind::Number));
    let is_call = is_value && inner_close.kind == Kind::RParen && close.kind == Kind::RParen;
    let names = called.iter().enumerate().all(|(i, t)| t.kind == if i % 2 == 0 { Kind::Ident } else { Kind::ColonColon });
    let typed = segment[..open - 1].last().is_some_and(|t| matches!(t.kind, Kind::Ident | Kind::Greater));
    let fits = is_call && names && called.len() % 2 == 1 && typed && name.kind == Kind::Ident && !is_no_name(name.text(text));
    fits.then(|| Declarator { name, dimensions: 0, pointer: false, init: Some(Range { start: segment[open].start, end: close.end }) })
}

fn end_of_name(segment: &[Token]) -> usize {
    let mut depth = 0i32;
    for (i, token) in segment.iter().enumerate() {
        match token.kind {
            Kind::LBracket | Kind::Eq | Kind::Colon | Kind::LBrace if depth == 0 => return i,
            Kind::LParen => depth += 1,
            Kind::RParen => depth -= 1,
            _ => {}
        }
    }
    segment.len()
}

/// A function's name without the arguments of templates.
pub(super) fn name_text(text: &str, parts: &[Token]) -> String {
    let mut name = String::new();
    let mut depth = 0u32;
    for (i, token) in parts.iter().enumerate() {
        let is_operator = i > 0 && parts[i - 1].text(text) == "operator";
        match token.kind {
            Kind::Less if !is_operator => depth += 1,
            Kind::Greater if depth > 0 => depth -= 1,
            _ if depth == 0 => name.push_str(token.text(text)),
            _ => {}
        }
    }
    name
}

/// Tokens as text with one space between them, but none around `::`.
pub(super) fn type_text<'t>(text: &str, tokens: impl Iterator<Item = &'t Token>) -> Name {
    let mut written = String::new();
    for token in tokens {
        let joins = token.kind == Kind::ColonColon || written.ends_with("::");
        if !written.is_empty() && !joins {
            written.push(' ');
        }
        written.push_str(token.text(text));
    }
    written.into()
}

/// The classes after the `:` of a class's header.
pub(super) fn bases(text: &str, header: &[Token]) -> Vec<Name> {
    let Some(colon) = header.iter().position(|t| t.kind == Kind::Colon) else { return Vec::new() };
    let access = |t: &&Token| !matches!(t.text(text), "public" | "private" | "protected" | "virtual");
    let mut found = Vec::new();
    let (mut from, mut depth) = (colon + 1, 0i32);
    for (i, token) in header.iter().enumerate().skip(colon + 1) {
        match token.kind {
            Kind::Less | Kind::LParen => depth += 1,
            Kind::Greater | Kind::RParen => depth -= 1,
            Kind::Shr => depth -= 2,
            Kind::Comma if depth == 0 => {
                found.push(type_text(text, header[from..i].iter().filter(access)));
                from = i + 1;
            }
            _ => {}
        }
    }
    found.push(type_text(text, header[from.min(header.len())..].iter().filter(access)));
    found.retain(|b| !b.is_empty());
    found
}

/// The method that a header found in a class declares.
pub(super) fn method(text: &str, header: &[Token], found: FunctionHeader) -> Option<Method> {
    let before = &header[..found.name];
    if before.iter().any(|t| t.text(text) == "friend") {
        return None;
    }
    let inside = &header[found.open + 1..found.close];
    let (arity, _) = parameters(text, inside);
    Some(Method {
        name: name_text(text, &header[found.name..found.open]).into(),
        ty: type_text(text, before.iter()),
        params: Range { start: header[found.open].end, end: header[found.close].start },
        arity,
        is_static: before.iter().any(|t| t.text(text) == "static"),
    })
}

/// The method that a declaration (without its `;`) in a class declares: `Some(None)` if it is one that need not be known.
pub(super) fn declared_method(text: &str, header: &[Token]) -> Option<Option<Method>> {
    let mut depth = 0i32;
    let mut cut = header.len();
    for (i, token) in header.iter().enumerate() {
        match token.kind {
            Kind::LParen => depth += 1,
            Kind::RParen => depth -= 1,
            Kind::Eq if depth == 0 && i > 0 && header[i - 1].text(text) != "operator" => {
                cut = i;
                break;
            }
            _ => {}
        }
    }
    if !header[..cut].iter().any(|t| t.kind == Kind::LParen) || header[0].text(text) == "typedef" {
        return None;
    }
    let found = function(text, &header[..cut])?;
    // `HKEY (*open)(…)` is a member
    if header[found.open + 1].kind == Kind::Star {
        return None;
    }
    let taken_over = header.get(cut + 1).is_some_and(|t| matches!(t.text(text), "delete" | "default"));
    Some(if taken_over { None } else { method(text, header, found) })
}

/// The name and the type of `using NAME = TYPE` and `typedef TYPE NAME`.
pub(super) fn type_alias(text: &str, header: &[Token]) -> Option<(Name, Name)> {
    let word = |i: usize| header.get(i).map_or("", |t| t.text(text));
    if word(0) == "using" && header.get(2).is_some_and(|t| t.kind == Kind::Eq) {
        return Some((word(1).into(), type_text(text, header[3..].iter())));
    }
    let last = header.len().checked_sub(1)?;
    let plain = word(0) == "typedef" && last > 1 && header[last].kind == Kind::Ident && header[last - 1].kind != Kind::Comma;
    plain.then(|| (word(last).into(), type_text(text, header[1..last].iter())))
}
