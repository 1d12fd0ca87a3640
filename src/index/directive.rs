//! Preprocessor directives, above all macro definitions.

use crate::flow::Name;
use crate::source::FileId;
use crate::token::{Kind, Lexer, Token};

/// A range of bytes in a file's text.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug, Default)]
pub struct Range {
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

/// A `#define`, or an `#undef` (then everything but name and place is empty).
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct MacroDef {
    /// Where.
    pub file: FileId,
    /// Its name.
    pub name: Name,
    /// The named parameters of a function-like macro.
    pub params: Option<Vec<Name>>,
    /// What stands for all further arguments: `__VA_ARGS__` or the name before the `...`.
    pub rest: Option<Name>,
    /// What it stands for.
    pub body: Range,
    /// Where the directive starts.
    pub at: u32,
    /// The innermost `#if` around it that depends on the build; 0 if there is none. Numbers are unique in a file.
    pub group: u32,
    /// It is an `#undef`.
    pub undef: bool,
}

/// A directive as far as the index reads it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Directive<'a> {
    /// `#define`, `#undef`
    Macro(MacroDef),
    /// `#include "path"`, `#include <path>`
    Include(&'a str),
    /// `#if`
    If(Range),
    /// `#ifdef`, or `#ifndef` (`false`)
    Ifdef(&'a str, bool),
    /// `#elif`
    Elif(Range),
    /// `#elifdef`, or `#elifndef` (`false`)
    Elifdef(&'a str, bool),
    /// `#else`
    Else,
    /// `#endif`
    Endif,
    /// Any other.
    Other,
}

/// Whether a token is an `#error`: nobody builds what it stands in.
pub fn is_error(text: &str, token: Token) -> bool {
    token.kind == Kind::Directive && token.text(text).trim_start_matches(['#', ' ', '\t']).starts_with("error")
}

/// Whether the `#if` that was just read has an `#elif` or an `#else` that can be built.
pub(super) fn has_further_arm(file: FileId, text: &str, mut rest: Lexer<'_>) -> bool {
    let mut depth = 0u32;
    while let Some(token) = rest.next() {
        if token.kind != Kind::Directive {
            continue;
        }
        match directive(file, text, token) {
            Directive::If(_) | Directive::Ifdef(..) => depth += 1,
            Directive::Endif if depth > 0 => depth -= 1,
            Directive::Endif => return false,
            Directive::Else if depth == 0 => return !rest.next().is_some_and(|t| is_error(text, t)),
            Directive::Elif(_) | Directive::Elifdef(..) if depth == 0 => return true,
            _ => {}
        }
    }
    false
}

/// Reads one directive token.
pub fn directive<'a>(file: FileId, text: &'a str, token: Token) -> Directive<'a> {
    let mut lexer = Lexer::plain(text, token.start, token.end);
    lexer.next();
    let Some(keyword) = lexer.next().filter(|t| t.kind == Kind::Ident) else { return Directive::Other };
    let rest = Range { start: keyword.end, end: token.end };
    let mut name = || lexer.next().filter(|t| t.kind == Kind::Ident).map_or("", |t| t.text(text));
    match keyword.text(text) {
        "define" => define(file, text, token.start, rest).map_or(Directive::Other, Directive::Macro),
        "undef" => Directive::Macro(MacroDef {
            file,
            name: name().into(),
            params: None,
            rest: None,
            body: Range::default(),
            at: token.start,
            group: 0,
            undef: true,
        }),
        "include" | "include_next" | "import" => {
            let path = text[rest.start as usize..rest.end as usize].trim();
            let close = if path.starts_with('<') { '>' } else { '"' };
            path.get(1..).and_then(|p| p.split(close).next()).map_or(Directive::Other, Directive::Include)
        }
        "if" => Directive::If(rest),
        "ifdef" => Directive::Ifdef(name(), true),
        "ifndef" => Directive::Ifdef(name(), false),
        "elif" => Directive::Elif(rest),
        "elifdef" => Directive::Elifdef(name(), true),
        "elifndef" => Directive::Elifdef(name(), false),
        "else" => Directive::Else,
        "endif" => Directive::Endif,
        _ => Directive::Other,
    }
}

/// A macro with more parameters than this is not read.
const MOST_PARAMETERS: usize = 200;

fn define(file: FileId, text: &str, at: u32, rest: Range) -> Option<MacroDef> {
    let mut lexer = Lexer::plain(text, rest.start, rest.end);
    let name = lexer.next().filter(|t| t.kind == Kind::Ident)?;
    let mut found = MacroDef {
        file,
        name: name.text(text).into(),
        params: None,
        rest: None,
        body: Range { start: name.end, end: rest.end },
        at,
        group: 0,
        undef: false,
    };
    if text.as_bytes().get(name.end as usize) != Some(&b'(') || name.end >= rest.end {
        return Some(found);
    }
    lexer.next();
    let mut params: Vec<Name> = Vec::new();
    loop {
        let token = lexer.next()?;
        match token.kind {
            Kind::Ident if params.len() < MOST_PARAMETERS => params.push(token.text(text).into()),
            Kind::Comma => {}
            Kind::Ellipsis => {
                let named = text[..token.start as usize].trim_end().ends_with(|c: char| c != ',' && c != '(');
                found.rest = Some(if named { params.pop()? } else { "__VA_ARGS__".into() });
            }
            Kind::RParen => {
                found.body.start = token.end;
                found.params = Some(params);
                return Some(found);
            }
            _ => return None,
        }
    }
}

/// The names of all macros that a file seems to define, each with the place of its directive; commented out ones included.
pub fn defined_names(bytes: &[u8]) -> impl Iterator<Item = (&[u8], usize)> {
    memchr::memchr_iter(b'#', bytes).filter_map(|hash| {
        let word = hash + 1 + bytes[hash + 1..].iter().take_while(|b| matches!(b, b' ' | b'\t')).count();
        if !bytes[word..].starts_with(b"define") || !starts_line(bytes, hash) {
            return None;
        }
        let name = word + 6 + bytes[word + 6..].iter().take_while(|b| matches!(b, b' ' | b'\t')).count();
        let length = bytes[name..].iter().take_while(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'$' | 0x80..)).count();
        Some((&bytes[name..name + length], hash))
    })
}

/// The definitions of the macros that are wanted, found without reading the rest of the file.
pub fn macros_named(file: FileId, text: &str, wanted: &dyn Fn(&str) -> bool) -> Vec<MacroDef> {
    let mut found = Vec::new();
    let mut next = 0;
    for (name, hash) in defined_names(text.as_bytes()) {
        if hash < next || !std::str::from_utf8(name).is_ok_and(wanted) {
            continue;
        }
        let Some(token) = Lexer::new(text, hash as u32, text.len() as u32).next() else { continue };
        next = token.end as usize;
        if let Directive::Macro(definition) = directive(file, text, token) {
            found.push(definition);
        }
    }
    found
}

fn starts_line(bytes: &[u8], at: usize) -> bool {
    bytes[..at].iter().rev().find(|b| !matches!(b, b' ' | b'\t')).is_none_or(|b| *b == b'\n')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Directive<'_> {
        let token = Lexer::new(text, 0, text.len() as u32).next().expect("a token");
        directive(FileId(0), text, token)
    }

    #[test]
    fn macros_are_read_with_their_parameters() {
        let text = "# define CHECK(a, b...) do { a; } \\\n while (0) // x";
        let Directive::Macro(m) = read(text) else { panic!() };
        assert_eq!((&*m.name, m.params, m.rest.as_deref()), ("CHECK", Some(vec!["a".into()]), Some("b")));
        assert_eq!(&text[m.body.start as usize..m.body.end as usize], " do { a; } \\\n while (0) // x");
        let Directive::Macro(m) = read("#define F(...) g(__VA_ARGS__)") else { panic!() };
        assert_eq!((m.params, m.rest.as_deref()), (Some(vec![]), Some("__VA_ARGS__")));
        let Directive::Macro(m) = read("#define ROOT (HKEY_CURRENT_USER)") else { panic!() };
        assert_eq!(m.params, None);
        assert_eq!(read("#define F(a"), Directive::Other);
        assert_eq!(read("#include <sys/a.h> // b"), Directive::Include("sys/a.h"));
        assert_eq!(read("#  ifndef X // y"), Directive::Ifdef("X", false));
    }

    #[test]
    fn wanted_macros_are_found_without_reading_the_rest() {
        let text = "int x; #define A 1\n\t#  define A 2\n#define B 3\n#define A(x) \\\n x\n#define AB 4";
        let found = macros_named(FileId(0), text, &|n| n == "A");
        let bodies: Vec<&str> = found.iter().map(|m| text[m.body.start as usize..m.body.end as usize].trim()).collect();
        assert_eq!(bodies, ["2", "\\\n x"]);
    }
}
