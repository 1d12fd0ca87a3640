//! From text to items: what can't be read is left out, piece by piece, and told.
//!
//! A file is lexed as a whole; if its brackets don't match, it is cut where an item starts at the beginning of a line, and
//! each piece is lexed alone. Items are parsed one by one, so that a broken one costs only itself; in a broken `impl` or `mod`
//! its members are. The parser recurses: tokens that are nested too deep are not given to it.

use proc_macro2::{Delimiter, Spacing, TokenStream, TokenTree};
use std::ops::Range;
use std::str::FromStr;
use syn::spanned::Spanned;

/// Deeper brackets are not parsed.
const DEEPEST: usize = 160;
/// A longer run of tokens without a bracket, `;` or `,` is not parsed: operators nest, too.
const LONGEST_RUN: usize = 3000;
/// How many prefix operators or `else` may follow each other.
const MOST_PREFIXES: usize = 200;

/// Something that was not read.
pub(super) struct Skipped {
    pub(super) range: Range<usize>,
    pub(super) why: String,
}

/// Calls `each` with every item that can be read and the offset to add to its spans.
pub(super) fn items(text: &str, skipped: &mut Vec<Skipped>, each: &mut dyn FnMut(syn::Item, usize)) {
    for piece in pieces(text) {
        match lex(&text[piece.clone()]) {
            Ok(tokens) => split(tokens, None, piece.start, skipped, each),
            Err(e) => skipped.push(Skipped { range: piece, why: e }),
        }
        proc_macro2::extra::invalidate_current_thread_spans();
    }
}

/// Tokens of a text, if its brackets match.
pub(super) fn lex(text: &str) -> Result<TokenStream, String> {
    TokenStream::from_str(text).map_err(|_| "its tokens can't be read: a bracket, a quote or a character is out of place".to_owned())
}

/// The text as a whole, or cut at lines where items start if it can't be lexed.
fn pieces(text: &str) -> Vec<Range<usize>> {
    let start = shebang(text);
    if TokenStream::from_str(&text[start..]).is_ok() {
        return std::iter::once(start..text.len()).collect();
    }
    let words = [
        "fn ",
        "pub ",
        "pub(",
        "impl ",
        "impl<",
        "unsafe ",
        "struct ",
        "enum ",
        "mod ",
        "use ",
        "static ",
        "const ",
        "extern ",
        "trait ",
        "async ",
        "type ",
        "macro_rules!",
        "#[",
        "lazy_static",
        "thread_local",
    ];
    let mut cuts = vec![start];
    let mut at = start;
    let mut attribute = false;
    for line in text[start..].split_inclusive('\n') {
        let starts = words.iter().any(|w| line.starts_with(w));
        if starts && !attribute && at > start {
            cuts.push(at);
        }
        attribute = line.starts_with("#[");
        at += line.len();
    }
    cuts.push(text.len());
    cuts.windows(2).map(|w| w[0]..w[1]).filter(|r| !r.is_empty()).collect()
}

/// Where the text starts after `#!/usr/bin/env …`.
fn shebang(text: &str) -> usize {
    let attribute = text.get(2..).is_some_and(|rest| rest.trim_start().starts_with('['));
    if text.starts_with("#!") && !attribute { text.find('\n').unwrap_or(text.len()) } else { 0 }
}

/// Parses each item; those of a broken `impl` or `mod` with its header.
fn split(
    tokens: TokenStream,
    header: Option<&[TokenTree]>,
    base: usize,
    skipped: &mut Vec<Skipped>,
    each: &mut dyn FnMut(syn::Item, usize),
) {
    for item in item_tokens(tokens) {
        let range = item.first().map_or(0, |t| t.span().byte_range().start)..item.last().map_or(0, |t| t.span().byte_range().end);
        let range = base + range.start..base + range.end;
        if let Err(why) = may_parse(&item) {
            skipped.push(Skipped { range, why });
            continue;
        }
        let whole: TokenStream = match header {
            None => item.iter().cloned().collect(),
            Some(header) => {
                let inner: TokenStream = item.iter().cloned().collect();
                let body = proc_macro2::Group::new(Delimiter::Brace, inner);
                header.iter().cloned().chain([TokenTree::Group(body)]).collect()
            }
        };
        match (syn::parse2::<syn::Item>(whole), item.last()) {
            (Ok(parsed), _) if !matches!(parsed, syn::Item::Verbatim(_)) => each(parsed, base),
            (_, Some(TokenTree::Group(body))) if header.is_none() && body.delimiter() == Delimiter::Brace && nests(&item) => {
                split(body.stream(), Some(&item[..item.len() - 1]), base, skipped, each);
            }
            (Err(e), _) => {
                let at = e.span().byte_range();
                let start = if at.is_empty() { range.start } else { base + at.start };
                skipped.push(Skipped { range: start.max(range.start)..range.end.max(start), why: format!("not read: {e}") });
            }
            _ => {}
        }
    }
}

fn nests(item: &[TokenTree]) -> bool {
    item.iter().any(|t| matches!(t, TokenTree::Ident(i) if *i == "impl" || *i == "mod" || *i == "trait"))
}

/// Cuts tokens into items. An item ends with a `;` or its first braces; a `const`, `static`, `use` or `type` only with a `;`.
fn item_tokens(tokens: TokenStream) -> Vec<Vec<TokenTree>> {
    let (mut all, mut item): (Vec<Vec<TokenTree>>, Vec<TokenTree>) = (Vec::new(), Vec::new());
    let mut to_semicolon = None;
    for token in tokens {
        let (mut ends, mut inner_attribute) = (false, false);
        match &token {
            TokenTree::Ident(word) if to_semicolon.is_none() => match word.to_string().as_str() {
                "static" | "use" | "type" | "const" => to_semicolon = Some(true),
                "fn" | "impl" | "mod" | "struct" | "enum" | "union" | "trait" | "macro_rules" | "extern" => to_semicolon = Some(false),
                _ => {}
            },
            TokenTree::Ident(word) if *word == "fn" => to_semicolon = Some(false),
            TokenTree::Group(group) if group.delimiter() == Delimiter::Brace => ends = to_semicolon != Some(true),
            TokenTree::Group(group) if group.delimiter() == Delimiter::Bracket => inner_attribute = is_inner_attribute(&item),
            TokenTree::Punct(mark) => ends = mark.as_char() == ';',
            _ => {}
        }
        item.push(token);
        if inner_attribute {
            item.clear();
        }
        if ends {
            all.push(std::mem::take(&mut item));
            to_semicolon = None;
        }
    }
    if !item.is_empty() {
        all.push(item);
    }
    all.retain(|i| !matches!(i.as_slice(), [TokenTree::Punct(_)]));
    all
}

/// `#!` before `[…]`.
fn is_inner_attribute(item: &[TokenTree]) -> bool {
    matches!(item, [TokenTree::Punct(hash), TokenTree::Punct(bang)] if hash.as_char() == '#' && bang.as_char() == '!')
}

/// Whether the parser, which recurses, can be given these tokens.
pub(super) fn may_parse(tokens: &[TokenTree]) -> Result<(), String> {
    let mut stack: Vec<(proc_macro2::token_stream::IntoIter, usize, usize)> = Vec::new();
    let all: TokenStream = tokens.iter().cloned().collect();
    stack.push((all.into_iter(), 0, 0));
    while let Some((rest, run, prefixes)) = stack.last_mut() {
        let Some(token) = rest.next() else {
            stack.pop();
            continue;
        };
        *run += 1;
        match &token {
            TokenTree::Punct(mark) if matches!(mark.as_char(), ';' | ',') => (*run, *prefixes) = (0, 0),
            TokenTree::Punct(mark) if matches!(mark.as_char(), '!' | '&' | '-' | '*' | '|' | '=') => {
                *prefixes += usize::from(mark.spacing() == Spacing::Joint || *run > 0);
            }
            TokenTree::Ident(word) if *word == "else" || *word == "return" || *word == "break" => *prefixes += 1,
            TokenTree::Group(group) if group.delimiter() == Delimiter::Brace => *run = 0,
            TokenTree::Punct(mark) if mark.as_char() == '>' => *prefixes = prefixes.saturating_sub(1),
            _ => {}
        }
        if *run > LONGEST_RUN || *prefixes > 4 * MOST_PREFIXES {
            return Err("not read: an expression in it is too long".to_owned());
        }
        if let TokenTree::Group(group) = token {
            if stack.len() > DEEPEST {
                return Err(format!("not read: brackets are nested deeper than {DEEPEST}"));
            }
            stack.push((group.stream().into_iter(), 0, 0));
        }
    }
    Ok(())
}

/// The bytes of a node in the file.
pub(super) fn range(of: &impl Spanned, base: usize) -> Range<u32> {
    let bytes = of.span().byte_range();
    (base + bytes.start) as u32..(base + bytes.end) as u32
}
