//! Reads the C that the shapes write into a statement tree.
//!
//! It needs to know no more C than the shapes use: statements are found by their keyword, everything else is a run of tokens
//! up to its `;`.

/// What a token is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kind {
    /// A name or keyword.
    Word,
    /// A number, string or character.
    Literal,
    /// Punctuation.
    Punct,
    /// A comment with its markers.
    Comment,
    /// A preprocessor line.
    Directive,
}

/// A piece of C.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Token {
    /// What it is.
    pub kind: Kind,
    /// As written.
    pub text: String,
    /// White space stands before it.
    pub spaced: bool,
    /// An empty line stands before it.
    pub blank: bool,
}

/// A statement. Conditions are the tokens between the parentheses.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Stmt {
    /// An expression or a declaration, without its `;`.
    Simple(Vec<Token>),
    /// `return` and its value.
    Return(Vec<Token>),
    /// `break`, `continue`, `__leave`, `goto label`: the words.
    Jump(Vec<Token>),
    /// `name:`
    Label(String),
    /// `case x:` or `default:`, without the colon.
    Case(Vec<Token>),
    /// `{ … }`
    Block(Vec<Stmt>),
    /// `if`
    If(Vec<Token>, Box<Stmt>, Option<Box<Stmt>>),
    /// `while`, `for`, `switch`: the word, its parentheses' tokens, the body.
    Loop(String, Vec<Token>, Box<Stmt>),
    /// `do … while (…)`
    Do(Box<Stmt>, Vec<Token>),
    /// `__try { … } __finally { … }`
    Try(Vec<Stmt>, Vec<Stmt>),
    /// A comment or a preprocessor line.
    Line(Token),
    /// An empty line.
    Blank,
}

const LONG_PUNCT: [&str; 16] = ["...", "<<=", ">>=", "->", "++", "--", "==", "!=", "<=", ">=", "&&", "||", "|=", "&=", "+=", "-="];

/// Splits text into tokens.
pub fn tokens(text: &str) -> Vec<Token> {
    let bytes: Vec<char> = text.chars().collect();
    let mut all = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        let start = at;
        while at < bytes.len() && bytes[at].is_whitespace() {
            at += 1;
        }
        let gap = &bytes[start..at];
        let blank = gap.iter().filter(|c| **c == '\n').count() > 1;
        if at == bytes.len() {
            break;
        }
        let (kind, end) = one(&bytes, at);
        all.push(Token { kind, text: bytes[at..end].iter().collect::<String>().trim_end().into(), spaced: !gap.is_empty(), blank });
        at = end;
    }
    all
}

/// The kind of the token at `at`, and where it ends.
fn one(text: &[char], at: usize) -> (Kind, usize) {
    let until = |mut i: usize, stop: &dyn Fn(usize) -> bool| {
        while i < text.len() && !stop(i) {
            i += 1;
        }
        i
    };
    let word = |c: char| c.is_alphanumeric() || c == '_';
    let next = text.get(at + 1).copied().unwrap_or(' ');
    match text[at] {
        '#' => (Kind::Directive, until(at, &|i| text[i] == '\n')),
        '/' if next == '/' => (Kind::Comment, until(at, &|i| text[i] == '\n')),
        '/' if next == '*' => (Kind::Comment, until(at + 3, &|i| text[i] == '/' && text[i - 1] == '*') + 1),
        'L' if next == '"' => (Kind::Literal, one(text, at + 1).1),
        quote @ ('"' | '\'') => {
            let escaped = |i: usize| text[..i].iter().rev().take_while(|c| **c == '\\').count() % 2 == 1;
            (Kind::Literal, until(at + 1, &|i| text[i] == quote && !escaped(i)) + 1)
        }
        c if c.is_ascii_digit() => (Kind::Literal, until(at, &|i| !word(text[i]))),
        c if word(c) => (Kind::Word, until(at, &|i| !word(text[i]))),
        _ => {
            let long = LONG_PUNCT.iter().find(|p| p.chars().enumerate().all(|(i, c)| text.get(at + i) == Some(&c)));
            (Kind::Punct, at + long.map_or(1, |p| p.len()))
        }
    }
}

/// Reads a function's body, without its outer braces.
///
/// # Panics
/// Where the text is not the C that is understood here: a shape is wrong.
pub fn body(text: &str) -> Vec<Stmt> {
    let mut parser = Parser { tokens: tokens(text), at: 0 };
    let all = parser.statements();
    assert!(parser.at == parser.tokens.len(), "a brace too many in:\n{text}");
    all
}

/// An `if` that nothing came of: where a shape leaves out a close, its test goes too.
fn is_idle(stmt: &Stmt) -> bool {
    matches!(stmt, Stmt::If(cond, then, None) if **then == Stmt::Block(Vec::new()) && cond.iter().all(|t| t.text != "("))
}

struct Parser {
    tokens: Vec<Token>,
    at: usize,
}

impl Parser {
    fn peek(&self) -> &str {
        self.ahead(0)
    }

    fn ahead(&self, by: usize) -> &str {
        self.tokens.get(self.at + by).map_or("", |t| t.text.as_str())
    }

    fn next(&mut self) -> Token {
        self.at += 1;
        self.tokens.get(self.at - 1).cloned().unwrap_or_else(|| panic!("C ends too early: {}", self.context()))
    }

    fn context(&self) -> String {
        let from = self.at.saturating_sub(20).min(self.tokens.len());
        self.tokens[from..].iter().take(40).map(|t| t.text.as_str()).collect::<Vec<_>>().join(" ")
    }

    fn expect(&mut self, text: &str) {
        let got = self.next().text;
        assert!(got == text, "`{text}` expected, `{got}` found near: {}", self.context());
    }

    fn statements(&mut self) -> Vec<Stmt> {
        let mut all = Vec::new();
        while self.at < self.tokens.len() && self.peek() != "}" {
            if self.tokens[self.at].blank && !all.is_empty() {
                all.push(Stmt::Blank);
            }
            let statement = self.statement();
            if !is_idle(&statement) {
                all.push(statement);
            }
        }
        all
    }

    fn block(&mut self) -> Vec<Stmt> {
        self.expect("{");
        let all = self.statements();
        self.expect("}");
        all
    }

    /// The tokens between a pair of parentheses.
    fn parens(&mut self) -> Vec<Token> {
        self.expect("(");
        let mut depth = 1;
        let mut all = Vec::new();
        loop {
            let token = self.next();
            depth += i32::from(token.text == "(") - i32::from(token.text == ")");
            if depth == 0 {
                return all;
            }
            all.push(token);
        }
    }

    /// The tokens up to `end` outside of all braces.
    fn until(&mut self, end: &str) -> Vec<Token> {
        let mut depth = 0;
        let mut all = Vec::new();
        loop {
            let token = self.next();
            depth += i32::from(token.text == "{") - i32::from(token.text == "}");
            if depth == 0 && token.text == end {
                return all;
            }
            all.push(token);
        }
    }

    fn statement(&mut self) -> Stmt {
        let token = self.tokens[self.at].clone();
        if matches!(token.kind, Kind::Comment | Kind::Directive) {
            return Stmt::Line(self.next());
        }
        match token.text.as_str() {
            "{" => Stmt::Block(self.block()),
            "return" => {
                self.next();
                Stmt::Return(self.until(";"))
            }
            "break" | "continue" | "__leave" | "goto" => Stmt::Jump(self.until(";")),
            "case" | "default" => Stmt::Case(self.until(":")),
            "if" => self.branch(),
            "while" | "for" | "switch" => {
                self.next();
                let head = self.parens();
                Stmt::Loop(token.text, head, Box::new(self.statement()))
            }
            "do" => {
                self.next();
                let body = Box::new(self.statement());
                self.expect("while");
                let cond = self.parens();
                self.expect(";");
                Stmt::Do(body, cond)
            }
            "__try" => {
                self.next();
                let body = self.block();
                self.expect("__finally");
                Stmt::Try(body, self.block())
            }
            _ if token.kind == Kind::Word && self.ahead(1) == ":" => {
                self.at += 2;
                Stmt::Label(token.text)
            }
            _ => Stmt::Simple(self.until(";")),
        }
    }

    fn branch(&mut self) -> Stmt {
        self.next();
        let cond = self.parens();
        let then = Box::new(self.statement());
        let otherwise = (self.peek() == "else").then(|| {
            self.next();
            Box::new(self.statement())
        });
        let otherwise = otherwise.filter(|stmt| **stmt != Stmt::Block(Vec::new()));
        Stmt::If(cond, then, otherwise)
    }
}
