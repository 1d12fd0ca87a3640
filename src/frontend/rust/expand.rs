//! What a `macro_rules!` macro of the tree stands for. As in the language, the first arm that fits is taken and nothing is tried
//! twice; names are not kept apart. Tokens of the arm get the place of the call, arguments keep theirs.

use proc_macro2::{Delimiter, Group, Span, TokenStream, TokenTree};
use quote::ToTokens;
use std::iter::Peekable;
use syn::parse::{ParseStream, Parser};

/// A macro whose arguments' length times its body's is more is not expanded: macros in macros multiply.
const LARGEST_EXPANSION: usize = 1 << 20;
/// No expansion has more tokens, not even one that repeats in repetitions.
const MOST_TOKENS: usize = 50_000;

/// A piece of an arm, of what it takes as of what it makes.
enum Part {
    Token(TokenTree),
    Group(Delimiter, Vec<Part>),
    /// `$name:kind`, or `$name`.
    Param(String, String),
    /// `$( … ) separator *`
    Repeat(Vec<Part>, Vec<TokenTree>, char),
}

/// What stands for a parameter: tokens, or one of these for each repetition.
#[derive(Clone)]
enum Bound {
    One(TokenStream),
    Many(Vec<Bound>),
}

type Values = Vec<(String, Bound)>;

/// The body of the first arm that fits, with what stands for its parameters put in.
pub(super) fn expand(arms: &[(String, String)], args: &TokenStream, at: Span) -> Option<TokenStream> {
    let length = args.to_string().len();
    arms.iter().find_map(|(params, body)| {
        if length.saturating_mul(body.len()) > LARGEST_EXPANSION {
            return None;
        }
        let (params, body): (TokenStream, TokenStream) = (params.parse().ok()?, body.parse().ok()?);
        let (params, body) = (parts(params, true), parts(body, false));
        let mut values = Values::new();
        let fit = |input: ParseStream<'_>| fits(&params, input, &mut values);
        fit.parse2(args.clone()).ok()?;
        let values: Vec<(&str, &Bound)> = values.iter().map(|(name, bound)| (name.as_str(), bound)).collect();
        let mut left = MOST_TOKENS;
        substitute(&body, &values, at, &mut left)
    })
}

fn parts(tokens: TokenStream, takes: bool) -> Vec<Part> {
    let mut made = Vec::new();
    let mut rest = tokens.into_iter().peekable();
    while let Some(token) = rest.next() {
        let part = match token {
            TokenTree::Punct(dollar) if dollar.as_char() == '$' => parameter(dollar, &mut rest, takes),
            TokenTree::Group(group) => Part::Group(group.delimiter(), parts(group.stream(), takes)),
            other => Part::Token(other),
        };
        made.push(part);
    }
    made
}

/// What a `$` begins.
fn parameter(dollar: proc_macro2::Punct, rest: &mut Peekable<proc_macro2::token_stream::IntoIter>, takes: bool) -> Part {
    match rest.peek().cloned() {
        Some(TokenTree::Ident(name)) if name == "crate" => {
            rest.next();
            Part::Token(name.into())
        }
        Some(TokenTree::Ident(name)) => {
            rest.next();
            let mut kind = String::new();
            if takes {
                rest.next();
                kind = rest.next().map(|t| t.to_string()).unwrap_or_default();
            }
            Part::Param(name.to_string(), kind)
        }
        Some(TokenTree::Group(group)) if group.delimiter() == Delimiter::Parenthesis => {
            rest.next();
            let inner = parts(group.stream(), takes);
            let operator = |t: &TokenTree| match t {
                TokenTree::Punct(p) if matches!(p.as_char(), '*' | '+' | '?') => Some(p.as_char()),
                _ => None,
            };
            // `=>` is two tokens
            let mut separator = Vec::new();
            let op = loop {
                match rest.next() {
                    Some(token) => match operator(&token) {
                        Some(op) => break op,
                        None => separator.push(token),
                    },
                    None => break '*',
                }
            };
            Part::Repeat(inner, separator, op)
        }
        _ => Part::Token(dollar.into()),
    }
}

/// Reads what a macro is given as its parameters say.
fn fits(params: &[Part], input: ParseStream<'_>, values: &mut Values) -> syn::Result<()> {
    for part in params {
        match part {
            Part::Param(name, kind) => values.push((name.clone(), Bound::One(fragment(kind, input)?))),
            Part::Group(delimiter, inner) => {
                let TokenTree::Group(given) = input.parse()? else { return Err(input.error("no brackets")) };
                if given.delimiter() != *delimiter {
                    return Err(input.error("other brackets"));
                }
                let inside = |input: ParseStream<'_>| fits(inner, input, values);
                inside.parse2(given.stream())?;
            }
            Part::Token(wanted) => is_token(wanted, input)?,
            Part::Repeat(inner, separator, op) => repetitions(inner, separator, *op, input, values)?,
        }
    }
    Ok(())
}

fn is_token(wanted: &TokenTree, input: ParseStream<'_>) -> syn::Result<()> {
    let given: TokenTree = input.parse()?;
    if given.to_string() == wanted.to_string() { Ok(()) } else { Err(input.error("another token")) }
}

fn repetitions(inner: &[Part], separator: &[TokenTree], op: char, input: ParseStream<'_>, values: &mut Values) -> syn::Result<()> {
    let mut names = Vec::new();
    names_of(inner, &mut names);
    let mut columns: Vec<Vec<Bound>> = vec![Vec::new(); names.len()];
    let mut count = 0;
    while !input.is_empty() && (op != '?' || count == 0) {
        let fork = input.fork();
        let mut these = Values::new();
        let between = if count > 0 { separator } else { &[] };
        let separated = between.iter().try_for_each(|token| is_token(token, &fork));
        if separated.and_then(|()| fits(inner, &fork, &mut these)).is_err() {
            break;
        }
        let consumed = fork.cursor() != input.cursor();
        syn::parse::discouraged::Speculative::advance_to(input, &fork);
        for (column, name) in columns.iter_mut().zip(&names) {
            column.extend(these.iter().find(|v| v.0 == *name).map(|v| v.1.clone()));
        }
        count += 1;
        if !consumed {
            break;
        }
    }
    if op == '+' && count == 0 {
        return Err(input.error("at least one"));
    }
    values.extend(names.into_iter().zip(columns.into_iter().map(Bound::Many)));
    Ok(())
}

fn names_of(parts: &[Part], names: &mut Vec<String>) {
    for part in parts {
        match part {
            Part::Param(name, _) => names.push(name.clone()),
            Part::Group(_, inner) | Part::Repeat(inner, ..) => names_of(inner, names),
            Part::Token(_) => {}
        }
    }
}

fn fragment(kind: &str, input: ParseStream<'_>) -> syn::Result<TokenStream> {
    Ok(match kind {
        "ident" => input.call(<syn::Ident as syn::ext::IdentExt>::parse_any)?.to_token_stream(),
        "block" => input.parse::<syn::Block>()?.to_token_stream(),
        "stmt" => input.parse::<syn::Stmt>()?.to_token_stream(),
        "ty" => input.parse::<syn::Type>()?.to_token_stream(),
        "path" => input.parse::<syn::Path>()?.to_token_stream(),
        "literal" => input.parse::<syn::Lit>()?.to_token_stream(),
        "pat" | "pat_param" => syn::Pat::parse_multi(input)?.to_token_stream(),
        "lifetime" => input.parse::<syn::Lifetime>()?.to_token_stream(),
        "expr" | "expr_2021" => input.parse::<syn::Expr>()?.to_token_stream(),
        "vis" => input.parse::<syn::Visibility>()?.to_token_stream(),
        _ => input.parse::<TokenTree>()?.to_token_stream(),
    })
}

/// Puts in what stands for the parameters; nothing if that can't be told or grows too large.
fn substitute(body: &[Part], values: &[(&str, &Bound)], at: Span, left: &mut usize) -> Option<TokenStream> {
    let mut made = TokenStream::new();
    for part in body {
        *left = left.checked_sub(1)?;
        match part {
            Part::Token(token) => made.extend([placed(token.clone(), at)]),
            Part::Group(delimiter, inner) => {
                let group = Group::new(*delimiter, substitute(inner, values, at, left)?);
                made.extend([placed(group.into(), at)]);
            }
            Part::Param(name, _) => match values.iter().find(|v| v.0 == *name) {
                Some((_, Bound::One(value))) => made.extend([TokenTree::Group(Group::new(Delimiter::None, value.clone()))]),
                Some((_, Bound::Many(_))) | None => return None,
            },
            Part::Repeat(inner, separator, _) => {
                let mut names = Vec::new();
                names_of(inner, &mut names);
                let many = |v: &(&str, &Bound)| names.iter().any(|n| n == v.0) && matches!(v.1, Bound::Many(_));
                let (columns, fixed): (Vec<(&str, &Bound)>, Vec<_>) = values.iter().partition(|v| many(v));
                let rows = |v: &(&str, &'_ Bound)| if let Bound::Many(all) = v.1 { all.len() } else { 0 };
                let count = columns.iter().map(rows).min()?;
                for i in 0..count {
                    let mut these = fixed.clone();
                    these.extend(columns.iter().filter_map(|(name, bound)| match bound {
                        Bound::Many(all) => Some((*name, all.get(i)?)),
                        Bound::One(_) => None,
                    }));
                    if i > 0 {
                        made.extend(separator.iter().map(|token| placed(token.clone(), at)));
                    }
                    made.extend(substitute(inner, &these, at, left)?);
                }
            }
        }
    }
    Some(made)
}

fn placed(mut token: TokenTree, at: Span) -> TokenTree {
    token.set_span(at);
    token
}
