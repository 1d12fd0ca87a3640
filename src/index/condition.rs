//! `#if` conditions: what is known of them on Windows, and what stays open.

use crate::flow::{BinOp, Name};
use crate::token::{Kind, Lexer, Token, char_value, number_value};

/// A condition with everything known already worked out.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub enum Condition {
    /// A number; zero is false.
    Known(i64),
    /// Something that stays open: `#defined NAME`, `#if NAME` or `#if TEXT`.
    Open(Name),
    /// `!c`
    Not(Box<Condition>),
    /// `a && b`
    And(Box<Condition>, Box<Condition>),
    /// `a || b`
    Or(Box<Condition>, Box<Condition>),
    /// A comparison or arithmetic.
    Binary(BinOp, Box<Condition>, Box<Condition>),
}

/// What is known of a macro's name.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Fact {
    /// It is not defined.
    Undefined,
    /// It is defined, with this number as its value if it has one.
    Defined(Option<i64>),
    /// Depends on the build.
    Open,
}

/// What Windows' compilers say of a name; everything here is taken as a Unicode build, for 32 or for 64 bits.
pub fn windows_fact(name: &str) -> Fact {
    match name {
        "_WIN32" | "WIN32" | "_WINDOWS" | "UNICODE" | "_UNICODE" | "__STDC__" => Fact::Defined(Some(1)),
        "_MSC_VER" => Fact::Defined(Some(1930)),
        "_WIN32_WINNT" | "WINVER" => Fact::Defined(Some(0x0A00)),
        "NTDDI_VERSION" => Fact::Defined(Some(0x0A00_0000)),
        "__linux__" | "__linux" | "linux" | "__APPLE__" | "__MACH__" | "__unix__" | "__unix" | "unix" | "__FreeBSD__" | "__NetBSD__"
        | "__OpenBSD__" | "__ANDROID__" | "__sun" | "__sun__" | "__CYGWIN__" | "__CYGWIN32__" | "__EMSCRIPTEN__" | "__HAIKU__"
        | "__BEOS__" | "__QNX__" | "__hpux" | "_AIX" | "macintosh" | "__MSDOS__" | "MSDOS" | "_WIN16" | "WIN16" | "_WIN32_WCE"
        | "UNDER_CE" | "__OS2__" | "OS2" | "AMIGA" | "VMS" | "__VMS" | "RC_INVOKED" | "__midl" | "MIDL_PASS" => Fact::Undefined,
        _ => Fact::Open,
    }
}

/// What a name says of the width of the machine, if it does: many names say one thing.
fn width(name: &str) -> Option<Condition> {
    let is_64 = || Condition::Open("#defined _WIN64".into());
    match name {
        "_WIN64" | "WIN64" | "_M_X64" | "_M_AMD64" | "_AMD64_" => Some(is_64()),
        "_M_IX86" | "_X86_" => Some(is_64().negated()),
        _ => None,
    }
}

impl Condition {
    /// Whether it holds; `None` if that depends on the build.
    pub fn holds(&self) -> Option<bool> {
        match self {
            Condition::Known(v) => Some(*v != 0),
            _ => None,
        }
    }

    /// `defined NAME`
    pub fn defined(name: &str, facts: &dyn Fn(&str) -> Fact) -> Condition {
        match facts(name) {
            Fact::Undefined => Condition::Known(0),
            Fact::Defined(_) => Condition::Known(1),
            Fact::Open => width(name).unwrap_or_else(|| Condition::Open(format!("#defined {name}").into())),
        }
    }

    /// The opposite.
    pub fn negated(self) -> Condition {
        match self {
            Condition::Known(v) => Condition::Known(i64::from(v == 0)),
            Condition::Not(c) => *c,
            other => Condition::Not(Box::new(other)),
        }
    }

    /// Reads an expression; one that can't be read stays open as a whole.
    pub fn parse(text: &str, start: u32, end: u32, facts: &dyn Fn(&str) -> Fact) -> Condition {
        let tokens: Vec<Token> = Lexer::plain(text, start, end).take(MOST_TOKENS).collect();
        let mut parser = Parser { text, tokens: &tokens, at: 0, depth: 0, facts };
        match parser.binary(0) {
            Some(condition) if parser.at == tokens.len() => condition,
            _ => open_text(text, &tokens),
        }
    }

    /// What is left of it once some of its atoms are known.
    pub fn assume(&self, known: &dyn Fn(&Condition) -> Option<bool>) -> Condition {
        match self {
            Condition::Known(_) => self.clone(),
            Condition::Not(c) => c.assume(known).negated(),
            Condition::And(a, b) => Condition::join(Kind::AndAnd, a.assume(known), b.assume(known)),
            Condition::Or(a, b) => Condition::join(Kind::OrOr, a.assume(known), b.assume(known)),
            Condition::Open(_) | Condition::Binary(..) => known(self).map_or_else(|| self.clone(), |v| Condition::Known(i64::from(v))),
        }
    }

    /// What is left of it in a build for 64 bits. Where an `#if` has several arms for several widths, that one is read.
    pub fn at_64_bits(&self) -> Condition {
        let wide = width("_WIN64");
        self.assume(&|c| (Some(c) == wide.as_ref()).then_some(true))
    }

    fn join(operator: Kind, left: Condition, right: Condition) -> Condition {
        use Condition::{And, Known, Or};
        match (operator, left, right) {
            (Kind::AndAnd, Known(0), _) | (Kind::AndAnd, _, Known(0)) => Known(0),
            (Kind::AndAnd, Known(_), c) | (Kind::AndAnd, c, Known(_)) => c,
            (Kind::AndAnd, a, b) => And(Box::new(a), Box::new(b)),
            (Kind::OrOr, Known(0), c) | (Kind::OrOr, c, Known(0)) => c,
            (Kind::OrOr, Known(_), _) | (Kind::OrOr, _, Known(_)) => Known(1),
            (Kind::OrOr, a, b) => Or(Box::new(a), Box::new(b)),
            (_, a, b) => {
                let Some(op) = binary_operator(operator) else { return Known(0) };
                match (&a, &b) {
                    (Known(x), Known(y)) => Known(calculate(op, *x, *y).unwrap_or(0)),
                    _ => Condition::Binary(op, Box::new(a), Box::new(b)),
                }
            }
        }
    }
}

/// A condition longer than this stays open as a whole.
const MOST_TOKENS: usize = 400;
/// So does one that is nested deeper than this.
const DEEPEST: u32 = 60;

fn open_text(text: &str, tokens: &[Token]) -> Condition {
    let words: Vec<&str> = tokens.iter().take(40).map(|t| t.text(text)).collect();
    Condition::Open(format!("#if {}", words.join(" ")).into())
}

struct Parser<'a> {
    text: &'a str,
    tokens: &'a [Token],
    at: usize,
    depth: u32,
    facts: &'a dyn Fn(&str) -> Fact,
}

impl Parser<'_> {
    fn kind(&self) -> Option<Kind> {
        self.tokens.get(self.at).map(|t| t.kind)
    }

    fn binary(&mut self, least: u8) -> Option<Condition> {
        self.depth += 1;
        if self.depth > DEEPEST {
            return None;
        }
        let mut left = self.unary()?;
        while let Some(operator) = self.kind() {
            let strength = precedence(operator);
            if strength == 0 || strength <= least {
                break;
            }
            self.at += 1;
            let right = self.binary(strength)?;
            left = Condition::join(operator, left, right);
        }
        if least == 0 && self.kind() == Some(Kind::Question) {
            left = self.choice(left)?;
        }
        self.depth -= 1;
        Some(left)
    }

    fn choice(&mut self, condition: Condition) -> Option<Condition> {
        self.at += 1;
        let first = self.binary(0)?;
        if self.kind() != Some(Kind::Colon) {
            return None;
        }
        self.at += 1;
        let second = self.binary(0)?;
        match condition.holds() {
            Some(true) => Some(first),
            Some(false) => Some(second),
            None => None,
        }
    }

    fn unary(&mut self) -> Option<Condition> {
        let token = *self.tokens.get(self.at)?;
        self.at += 1;
        let known = |c: Condition, f: fn(i64) -> i64| match c {
            Condition::Known(v) => Some(Condition::Known(f(v))),
            _ => None,
        };
        match token.kind {
            Kind::Number => Some(Condition::Known(number_value(token.text(self.text))?)),
            Kind::Char => Some(Condition::Known(char_value(token.text(self.text)))),
            Kind::Bang | Kind::Minus | Kind::Plus | Kind::Tilde => {
                self.depth += 1;
                let operand = if self.depth > DEEPEST { None } else { self.unary() }?;
                self.depth -= 1;
                match token.kind {
                    Kind::Bang => Some(operand.negated()),
                    Kind::Minus => known(operand, i64::wrapping_neg),
                    Kind::Tilde => known(operand, |v| !v),
                    _ => Some(operand),
                }
            }
            Kind::LParen => {
                let inner = self.binary(0)?;
                (self.kind() == Some(Kind::RParen)).then(|| self.at += 1)?;
                Some(inner)
            }
            Kind::Ident => self.name(token),
            _ => None,
        }
    }

    fn name(&mut self, token: Token) -> Option<Condition> {
        let name = token.text(self.text);
        if name == "defined" {
            let bracket = self.kind() == Some(Kind::LParen);
            self.at += usize::from(bracket);
            let of = self.tokens.get(self.at).filter(|t| t.kind == Kind::Ident)?.text(self.text);
            self.at += 1;
            if bracket {
                (self.kind() == Some(Kind::RParen)).then(|| self.at += 1)?;
            }
            return Some(Condition::defined(of, self.facts));
        }
        if self.kind() == Some(Kind::LParen) {
            let from = self.at - 1;
            let mut open = 0;
            while let Some(kind) = self.kind() {
                self.at += 1;
                match kind {
                    Kind::LParen => open += 1,
                    Kind::RParen if open == 1 => return Some(open_text(self.text, &self.tokens[from..self.at])),
                    Kind::RParen => open -= 1,
                    _ => {}
                }
            }
            return None;
        }
        Some(match (self.facts)(name) {
            Fact::Undefined => Condition::Known(0),
            Fact::Defined(Some(value)) => Condition::Known(value),
            Fact::Defined(None) | Fact::Open => width(name).unwrap_or_else(|| Condition::Open(format!("#if {name}").into())),
        })
    }
}

/// How tightly a binary operator binds; 0 for what is none.
pub fn precedence(kind: Kind) -> u8 {
    match kind {
        Kind::OrOr => 1,
        Kind::AndAnd => 2,
        Kind::Pipe => 3,
        Kind::Caret => 4,
        Kind::Amp => 5,
        Kind::EqEq | Kind::NotEq => 6,
        Kind::Less | Kind::Greater | Kind::LessEq | Kind::GreaterEq => 7,
        Kind::Shl | Kind::Shr => 8,
        Kind::Plus | Kind::Minus => 9,
        Kind::Star | Kind::Slash | Kind::Percent => 10,
        _ => 0,
    }
}

/// The operator that a token stands for between two operands (`&&` and `||` are none: they are control flow).
pub fn binary_operator(kind: Kind) -> Option<BinOp> {
    Some(match kind {
        Kind::Pipe => BinOp::Or,
        Kind::Caret => BinOp::Xor,
        Kind::Amp => BinOp::And,
        Kind::EqEq => BinOp::Eq,
        Kind::NotEq => BinOp::Ne,
        Kind::Less => BinOp::Lt,
        Kind::Greater => BinOp::Gt,
        Kind::LessEq => BinOp::Le,
        Kind::GreaterEq => BinOp::Ge,
        Kind::Shl => BinOp::Shl,
        Kind::Shr => BinOp::Shr,
        Kind::Plus => BinOp::Add,
        Kind::Minus => BinOp::Sub,
        Kind::Star => BinOp::Mul,
        Kind::Slash => BinOp::Div,
        Kind::Percent => BinOp::Rem,
        _ => return None,
    })
}

/// What an operator makes of two numbers; `None` for a division by zero.
pub fn calculate(op: BinOp, a: i64, b: i64) -> Option<i64> {
    Some(match op {
        BinOp::Add => a.wrapping_add(b),
        BinOp::Sub => a.wrapping_sub(b),
        BinOp::Mul => a.wrapping_mul(b),
        BinOp::Div => a.checked_div(b)?,
        BinOp::Rem => a.checked_rem(b)?,
        BinOp::Shl => a.wrapping_shl(b as u32),
        BinOp::Shr => a.wrapping_shr(b as u32),
        BinOp::And => a & b,
        BinOp::Or => a | b,
        BinOp::Xor => a ^ b,
        BinOp::Eq => i64::from(a == b),
        BinOp::Ne => i64::from(a != b),
        BinOp::Lt => i64::from(a < b),
        BinOp::Le => i64::from(a <= b),
        BinOp::Gt => i64::from(a > b),
        BinOp::Ge => i64::from(a >= b),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str) -> Condition {
        Condition::parse(text, 0, text.len() as u32, &windows_fact)
    }

    #[test]
    fn windows_is_known() {
        for (text, expected) in [
            ("defined(_WIN32) && !defined __linux__", true),
            ("_MSC_VER >= 1400 && WINVER > 0x0500", true),
            ("defined(__APPLE__) || 0", false),
            ("(1 + 2 * 3 == 7) ? 0 : 1", false),
            ("-1 < 0 && ~0 == -1 && 1 << 4 == 16", true),
            ("0 && FOO", false),
            ("FOO || 1", true),
            ("1 / 0", false),
        ] {
            assert_eq!(parse(text).holds(), Some(expected), "{text}");
        }
    }

    #[test]
    fn the_rest_stays_open_and_equal_text_is_equal() {
        assert_eq!(parse("defined(_WIN32) && FOO"), Condition::Open("#if FOO".into()));
        assert_eq!(parse("!defined(X)"), Condition::Open("#defined X".into()).negated());
        assert_eq!(parse("__has_include( <a.h> )"), Condition::Open("#if __has_include ( < a . h > )".into()));
        assert_eq!(parse("FOO +"), Condition::Open("#if FOO +".into()));
        let Condition::Binary(BinOp::Gt, ..) = parse("FOO > 2") else { panic!() };
    }

    #[test]
    fn the_width_of_the_machine_is_one_fact_under_many_names() {
        let wide = parse("defined _WIN64");
        assert_eq!(wide.holds(), None);
        assert_eq!(parse("_M_X64"), wide);
        assert_eq!(parse("!defined(_M_IX86)"), wide);
    }

    #[test]
    fn nesting_has_a_bound() {
        for unit in ["(", "!", "1+(", "1?", "-"] {
            let Condition::Open(_) = parse(&unit.repeat(100_000)) else { panic!("{unit}") };
        }
    }
}
