//! Tokens of C and C++.
//!
//! A token is a kind and a range of bytes, nothing is copied. White space and comments are skipped. A preprocessor directive
//! is one token that covers its whole logical line; who needs its parts reads its text with [`Lexer::plain`]. Every text is
//! legal input: what is no token of C is [`Kind::Other`].

use logos::{Filter, Logos};
use memchr::{memchr, memchr3, memmem};

/// What a token is.
#[derive(Logos, Clone, Copy, PartialEq, Eq, Hash, Debug)]
#[logos(extras = Option<u32>)]
#[logos(skip r"[ \t\r\n\x0B\x0C]+")]
#[logos(skip r"\\\r?\n")]
#[allow(missing_docs)]
pub enum Kind {
    /// An identifier or keyword.
    #[regex(r"[A-Za-z_$\u{80}-\u{10FFFF}][A-Za-z0-9_$\u{80}-\u{10FFFF}]*")]
    #[regex(r"//", line_comment)]
    #[regex(r"/\*", block_comment)]
    Ident,
    /// A number, suffix included.
    #[regex(r"\.?[0-9]([eEpP][+-]|[0-9A-Za-z_.]|'[0-9A-Za-z_])*")]
    Number,
    /// A character constant.
    #[regex(r"(L|u8|u|U)?'([^'\\\n]|\\[^\n\r]|\\\r?\n)*'?")]
    Char,
    /// A string literal; an unterminated one ends at its line.
    #[regex(r#"(L|u8|u|U)?"([^"\\\n]|\\[^\n\r]|\\\r?\n)*"?"#)]
    #[regex(r#"(L|u8|u|U)?R""#, raw_string)]
    Str,
    /// A preprocessor directive: the whole logical line.
    Directive,
    #[token("(")]
    LParen,
    #[token(")")]
    RParen,
    #[token("{")]
    LBrace,
    #[token("}")]
    RBrace,
    #[token("[")]
    LBracket,
    #[token("]")]
    RBracket,
    #[token(";")]
    Semi,
    #[token(",")]
    Comma,
    #[token(":")]
    Colon,
    #[token("::")]
    ColonColon,
    #[token("?")]
    Question,
    #[token(".")]
    Dot,
    #[token("->")]
    Arrow,
    #[token("...")]
    Ellipsis,
    #[token("+")]
    Plus,
    #[token("-")]
    Minus,
    #[token("*")]
    Star,
    #[token("/")]
    Slash,
    #[token("%")]
    Percent,
    #[token("&")]
    Amp,
    #[token("|")]
    Pipe,
    #[token("^")]
    Caret,
    #[token("~")]
    Tilde,
    #[token("!")]
    Bang,
    #[token("<<")]
    Shl,
    #[token(">>")]
    Shr,
    #[token("<")]
    Less,
    #[token(">")]
    Greater,
    #[token("<=")]
    LessEq,
    #[token(">=")]
    GreaterEq,
    #[token("==")]
    EqEq,
    #[token("!=")]
    NotEq,
    #[token("&&")]
    AndAnd,
    #[token("||")]
    OrOr,
    #[token("++")]
    PlusPlus,
    #[token("--")]
    MinusMinus,
    #[token("=")]
    Eq,
    #[token("+=")]
    PlusEq,
    #[token("-=")]
    MinusEq,
    #[token("*=")]
    StarEq,
    #[token("/=")]
    SlashEq,
    #[token("%=")]
    PercentEq,
    #[token("&=")]
    AmpEq,
    #[token("|=")]
    PipeEq,
    #[token("^=")]
    CaretEq,
    #[token("<<=")]
    ShlEq,
    #[token(">>=")]
    ShrEq,
    #[token("#")]
    Hash,
    #[token("##")]
    HashHash,
    /// Anything that is no token of C.
    Other,
}

fn line_comment(lexer: &mut logos::Lexer<Kind>) -> Filter<()> {
    let rest = lexer.remainder().as_bytes();
    lexer.bump(logical_line_end(rest, 0));
    Filter::Skip
}

fn block_comment(lexer: &mut logos::Lexer<Kind>) -> Filter<()> {
    let rest = lexer.remainder().as_bytes();
    match memmem::find(rest, b"*/") {
        Some(at) => lexer.bump(at + 2),
        None => {
            lexer.extras.get_or_insert(lexer.span().start as u32);
            lexer.bump(rest.len());
        }
    }
    Filter::Skip
}

/// A raw string's delimiter has at most this many characters.
const RAW_DELIMITER: usize = 16;

fn raw_string(lexer: &mut logos::Lexer<Kind>) {
    let rest = lexer.remainder();
    let head = rest.as_bytes();
    let open = head.iter().take(RAW_DELIMITER + 1).position(|b| *b == b'(');
    let length = match open {
        Some(open) => {
            let close = format!("){}\"", &rest[..open]);
            rest[open..].find(&close).map_or(rest.len(), |at| open + at + close.len())
        }
        None => memchr::memchr2(b'"', b'\n', head).map_or(rest.len(), |at| at + usize::from(head[at] == b'"')),
    };
    lexer.bump(length);
}

/// The end of the line that `from` is in, lines joined by a backslash counting as one.
fn logical_line_end(bytes: &[u8], mut from: usize) -> usize {
    while let Some(at) = memchr(b'\n', &bytes[from..]) {
        let line = &bytes[..from + at];
        if !line.ends_with(b"\\") && !line.ends_with(b"\\\r") {
            return from + at;
        }
        from += at + 1;
    }
    bytes.len()
}

/// Where the directive that starts at `from` ends: a comment may carry it over several lines.
fn directive_end(bytes: &[u8], mut from: usize) -> usize {
    while let Some(at) = memchr3(b'\n', b'/', b'"', &bytes[from..]).map(|at| from + at) {
        match (bytes[at], bytes.get(at + 1)) {
            (b'\n', _) => {
                if !bytes[..at].ends_with(b"\\") && !bytes[..at].ends_with(b"\\\r") {
                    return at;
                }
                from = at + 1;
            }
            (b'/', Some(b'/')) => return logical_line_end(bytes, at),
            (b'/', Some(b'*')) => match memmem::find(&bytes[at + 2..], b"*/") {
                Some(end) => from = at + 2 + end + 2,
                None => return bytes.len(),
            },
            (b'"', _) => from = string_end(bytes, at + 1),
            _ => from = at + 1,
        }
    }
    bytes.len()
}

/// One past a string's closing quote, or the line end before which it was not closed.
fn string_end(bytes: &[u8], mut from: usize) -> usize {
    while let Some(at) = memchr3(b'"', b'\\', b'\n', &bytes[from..]).map(|at| from + at) {
        match bytes[at] {
            b'"' => return at + 1,
            b'\n' => return at,
            _ if bytes.get(at + 1).is_none_or(|b| matches!(b, b'\n' | b'\r')) => return at + 1,
            _ => from = at + 2,
        }
    }
    bytes.len()
}

/// One token.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Token {
    /// What it is.
    pub kind: Kind,
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

impl Token {
    /// Its text.
    pub fn text(self, source: &str) -> &str {
        &source[self.start as usize..self.end as usize]
    }
}

/// The tokens of a range of a text.
#[derive(Clone)]
pub struct Lexer<'a> {
    inner: logos::Lexer<'a, Kind>,
    base: u32,
    last_end: usize,
    directives: bool,
}

impl<'a> Lexer<'a> {
    /// The tokens of `text[start..end]`, their places counted in `text`. A `#` that is the first on its line starts a directive.
    pub fn new(text: &'a str, start: u32, end: u32) -> Lexer<'a> {
        Lexer { inner: Kind::lexer(&text[start as usize..end as usize]), base: start, last_end: 0, directives: true }
    }

    /// The same without directives: for what stands inside of one.
    pub fn plain(text: &'a str, start: u32, end: u32) -> Lexer<'a> {
        Lexer { directives: false, ..Lexer::new(text, start, end) }
    }

    /// Where a comment starts that nothing ends, once the tokens before it were read.
    pub fn unterminated_comment(&self) -> Option<u32> {
        self.inner.extras.map(|at| at + self.base)
    }

    fn starts_line(&self, at: usize) -> bool {
        self.last_end == 0 || memchr(b'\n', &self.inner.source().as_bytes()[self.last_end..at]).is_some()
    }
}

impl Iterator for Lexer<'_> {
    type Item = Token;

    fn next(&mut self) -> Option<Token> {
        let mut kind = self.inner.next()?.unwrap_or(Kind::Other);
        let mut span = self.inner.span();
        if kind == Kind::Hash && self.directives && self.starts_line(span.start) {
            let end = directive_end(self.inner.source().as_bytes(), span.end);
            self.inner.bump(end - span.end);
            (kind, span.end) = (Kind::Directive, end);
        }
        self.last_end = span.end;
        Some(Token { kind, start: self.base + span.start as u32, end: self.base + span.end as u32 })
    }
}

/// The value of an integer constant; `None` for a floating one.
pub fn number_value(text: &str) -> Option<i64> {
    let digits: String = text.chars().filter(|c| *c != '\'').collect::<String>().to_ascii_lowercase();
    let (radix, rest) = match digits.as_bytes() {
        [b'0', b'x', ..] => (16, &digits[2..]),
        [b'0', b'b', ..] => (2, &digits[2..]),
        [b'0', _, ..] => (8, &digits[1..]),
        _ => (10, &digits[..]),
    };
    let end = rest.find(|c: char| !c.is_digit(radix)).unwrap_or(rest.len());
    let (value, suffix) = rest.split_at(end);
    if !matches!(
        suffix.trim_end_matches(|c: char| c.is_ascii_digit()),
        "" | "u" | "l" | "ul" | "lu" | "ll" | "ull" | "llu" | "i" | "ui" | "z" | "uz"
    ) {
        return None;
    }
    if value.is_empty() {
        return (radix == 8).then_some(0);
    }
    u128::from_str_radix(value, radix).ok().map(|v| v as i64)
}

/// The value of a character constant; of several characters (`'RIFF'`) the value that Windows' compilers give it.
pub fn char_value(text: &str) -> i64 {
    let body = text.trim_start_matches(|c| c != '\'').trim_matches('\'');
    if text.ends_with("\\''") {
        return i64::from(b'\'');
    }
    unescape(body).chars().fold(0, |value, c| (value << 8 | i64::from(u32::from(c))) & 0xffff_ffff)
}

/// The text that a string literal stands for.
pub fn string_value(text: &str) -> String {
    let quote = text.find('"').unwrap_or(0);
    let (prefix, body) = (&text[..quote], text.get(quote + 1..).unwrap_or(""));
    if prefix.ends_with('R') {
        let inner = body.find('(').and_then(|open| body.rfind(')').and_then(|close| body.get(open + 1..close)));
        return inner.unwrap_or(body).to_owned();
    }
    unescape(body.strip_suffix('"').unwrap_or(body))
}

fn unescape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('\\') {
        out.push_str(&rest[..at]);
        rest = &rest[at + 1..];
        let Some(c) = rest.chars().next() else { break };
        rest = &rest[c.len_utf8()..];
        match c {
            'n' => out.push('\n'),
            't' => out.push('\t'),
            'r' => out.push('\r'),
            'a' => out.push('\x07'),
            'b' => out.push('\x08'),
            'f' => out.push('\x0C'),
            'v' => out.push('\x0B'),
            '\n' => {}
            '\r' => rest = rest.strip_prefix('\n').unwrap_or(rest),
            'x' => rest = push_code(&mut out, rest, 16, 8),
            'u' => rest = push_code(&mut out, rest, 16, 4),
            'U' => rest = push_code(&mut out, rest, 16, 8),
            '0'..='7' => rest = push_code(&mut out, &text[text.len() - rest.len() - 1..], 8, 3),
            other => out.push(other),
        }
    }
    out.push_str(rest);
    out
}

fn push_code<'a>(out: &mut String, rest: &'a str, radix: u32, most: usize) -> &'a str {
    let length = rest.bytes().take(most).take_while(|b| char::from(*b).is_digit(radix)).count();
    let code = u32::from_str_radix(&rest[..length], radix).unwrap_or(0);
    out.push(char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER));
    &rest[length..]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(source: &str) -> Vec<&str> {
        Lexer::new(source, 0, source.len() as u32).map(|t| t.text(source)).collect()
    }

    #[test]
    fn tokens_are_split_as_a_compiler_does() {
        assert_eq!(texts("a+++b->c<<=d...::x"), ["a", "++", "+", "b", "->", "c", "<<=", "d", "...", "::", "x"]);
        assert_eq!(
            texts("0x1F'00u 1e+5f .5 1'000 L'\\'' u8\"a\\\"b\" $x_é"),
            ["0x1F'00u", "1e+5f", ".5", "1'000", "L'\\''", "u8\"a\\\"b\"", "$x_é"]
        );
        assert_eq!(texts("a /* x \" */ b // c \\\n d\ne"), ["a", "b", "e"]);
        assert_eq!(texts("R\"x(a)\" )x\" b"), ["R\"x(a)\" )x\"", "b"]);
        assert_eq!(texts("a\\\nb @ c"), ["a", "b", "@", "c"]);
    }

    #[test]
    fn a_directive_is_one_token_up_to_its_logical_line_end() {
        assert_eq!(texts("x\n # define A(b) \\\n  b /* c\n d */ e\ny # z"), ["x", "# define A(b) \\\n  b /* c\n d */ e", "y", "#", "z"]);
        assert_eq!(texts("#define Q \"/*\" // \"\nx"), ["#define Q \"/*\" // \"", "x"]);
        assert_eq!(texts("#error don't\r\nx"), ["#error don't\r", "x"]);
    }

    #[test]
    fn what_is_never_closed_ends_somewhere() {
        assert_eq!(texts("\"abc\nd 'e\nf"), ["\"abc", "d", "'e", "f"]);
        assert_eq!(texts("R\"nope\nx"), ["R\"nope", "x"]);
        let mut lexer = Lexer::new("a /* b", 0, 6);
        assert_eq!(lexer.by_ref().count(), 1);
        assert_eq!(lexer.unterminated_comment(), Some(2));
    }

    #[test]
    fn literals_have_values() {
        assert_eq!(number_value("0x80000001"), Some(0x8000_0001));
        assert_eq!(number_value("0xFFFFFFFFFFFFFFFFull"), Some(-1));
        assert_eq!(
            (number_value("010"), number_value("0"), number_value("0b101"), number_value("1'000UL")),
            (Some(8), Some(0), Some(5), Some(1000))
        );
        assert_eq!((number_value("1.5"), number_value("1e3"), number_value("0x"), number_value("3i64")), (None, None, None, Some(3)));
        assert_eq!((char_value("L'\\n'"), char_value("'ab'"), char_value("'\\''"), char_value("'\\x41'")), (10, 0x6162, 39, 65));
        assert_eq!(string_value("L\"Soft\\\\ware\\x41\\101\\u00e9\\\nz\""), "Soft\\wareAAéz");
        assert_eq!(string_value("R\"(a\\b)\""), "a\\b");
        assert_eq!(string_value("\"open"), "open");
    }

    #[test]
    fn long_input_takes_linear_time() {
        for unit in ["(", "\"", "'", "#", "/*", "\\\n", "R\"(", "a ", "\n#if\n"] {
            let text = unit.repeat(200_000);
            let started = std::time::Instant::now();
            let count = Lexer::new(&text, 0, text.len() as u32).count();
            assert!(count <= text.len(), "{unit:?}");
            assert!(started.elapsed().as_secs() < 5, "{unit:?} took {:?}", started.elapsed());
        }
    }
}
