//! From tokens to the syntax tree, never failing: what can't be read is skipped to the end of the statement and noted.

use super::ast::{Expr, ExprKind, Mark, Stmt, StmtKind};
use super::expand::{Remark, Tok};
use crate::index::Index;
use crate::models::Models;
use crate::source::FileId;
use crate::token::Kind;

mod class;
mod declaration;
mod expression;
mod statement;
pub(super) use statement::open_condition;

/// Statements, brackets and operators nested deeper than this are not read.
const DEEPEST: u32 = 150;
/// A chain of operators (`a + b + c …`) longer than this is not read: its tree is that deep.
const DEEPEST_TREE: u16 = 300;

/// The parser can't go on here.
#[derive(Debug)]
pub(super) struct Stuck;

type Parsed<T> = Result<T, Stuck>;

/// Reads the tokens of one function.
pub(super) struct Parser<'t, 'a> {
    toks: &'t [Tok<'a>],
    at: usize,
    depth: u32,
    /// The depth of the deepest tree made since this was last set to 0.
    tallest: u16,
    models: &'t Models,
    index: &'a Index,
    file: FileId,
    text: &'a str,
    /// The file is C and not C++.
    plain_c: bool,
    pub(super) remarks: Vec<Remark>,
    /// What was skipped, from and to which byte, by place.
    pub(super) skipped: Vec<(u32, u32)>,
}

impl<'t, 'a> Parser<'t, 'a> {
    pub(super) fn new(toks: &'t [Tok<'a>], models: &'t Models, index: &'a Index, file: FileId) -> Parser<'t, 'a> {
        let (text, plain_c) = (index.text(file), index.file(file).is_some_and(|f| f.is_plain_c()));
        Parser { plain_c, index, file, toks, at: 0, depth: 0, tallest: 0, models, text, remarks: Vec::new(), skipped: Vec::new() }
    }

    fn peek(&self) -> Option<&'t Tok<'a>> {
        self.toks.get(self.at)
    }

    fn kind(&self) -> Option<Kind> {
        self.kind_at(0)
    }

    /// The kind of the token `ahead` tokens further.
    fn kind_at(&self, ahead: usize) -> Option<Kind> {
        self.toks.get(self.at + ahead).map(|t| t.kind)
    }

    /// The identifier `ahead` tokens further, or nothing. In C a word that only C++ reserves is a name like any other: `_`.
    fn word_at(&self, ahead: usize) -> &'t str {
        match self.name_at(ahead) {
            word if self.plain_c && is_cplusplus_word(word) => "_",
            word => word,
        }
    }

    /// The identifier `ahead` tokens further as it is written, or nothing.
    fn name_at(&self, ahead: usize) -> &'t str {
        self.toks.get(self.at + ahead).filter(|t| t.kind == Kind::Ident).map_or("", |t| &t.text)
    }

    fn word(&self) -> &'t str {
        self.word_at(0)
    }

    fn eat(&mut self, kind: Kind) -> bool {
        let found = self.kind() == Some(kind);
        self.at += usize::from(found);
        found
    }

    fn eat_word(&mut self, words: &[&str]) -> bool {
        let found = words.contains(&self.word());
        self.at += usize::from(found);
        found
    }

    fn expect(&mut self, kind: Kind) -> Parsed<Mark> {
        let mark = self.mark();
        if self.eat(kind) { Ok(mark) } else { Err(Stuck) }
    }

    /// Where the next token is.
    fn mark(&self) -> Mark {
        self.peek().or(self.toks.last()).map(|t| t.mark).unwrap_or_default()
    }

    /// Where the last token read is.
    fn last_mark(&self) -> Mark {
        self.toks.get(self.at.saturating_sub(1)).map(|t| t.mark).unwrap_or_default()
    }

    /// From `start` to the last token read.
    fn since(&self, start: Mark) -> Mark {
        start.to(self.last_mark())
    }

    fn nested<T>(&mut self, read: impl FnOnce(&mut Self) -> Parsed<T>) -> Parsed<T> {
        if self.depth >= DEEPEST {
            return Err(Stuck);
        }
        self.depth += 1;
        let found = read(self);
        self.depth -= 1;
        found
    }

    /// Whether the next token stands on another line than the one before it.
    fn on_new_line(&self, ahead: usize) -> bool {
        let (Some(a), Some(b)) = (self.toks.get((self.at + ahead).wrapping_sub(1)), self.toks.get(self.at + ahead)) else { return false };
        self.text.get(a.mark.end as usize..b.mark.start as usize).is_some_and(|gap| gap.contains('\n'))
    }

    /// Skips a bracket and everything up to the one that closes it.
    fn skip_brackets(&mut self) {
        let mut depth = 0u32;
        while let Some(token) = self.peek() {
            match token.kind {
                Kind::LParen | Kind::LBrace | Kind::LBracket => depth += 1,
                Kind::RParen | Kind::RBrace | Kind::RBracket => depth = depth.saturating_sub(1),
                _ => {}
            }
            self.at += 1;
            if depth == 0 {
                return;
            }
        }
    }

    /// Skips `<…>` if it can be a list of template arguments.
    fn skip_angles(&mut self) -> bool {
        let from = self.at;
        let mut depth = 0i32;
        while let Some(token) = self.peek() {
            match token.kind {
                Kind::Less => depth += 1,
                Kind::Greater => depth -= 1,
                Kind::Shr => depth -= 2,
                Kind::Ident | Kind::ColonColon | Kind::Comma | Kind::Star | Kind::Amp | Kind::Number | Kind::Char | Kind::Ellipsis => {}
                Kind::LBracket | Kind::RBracket => {}
                Kind::LParen => {
                    self.skip_brackets();
                    continue;
                }
                _ => break,
            }
            self.at += 1;
            if depth <= 0 {
                if depth == 0 {
                    return true;
                }
                break;
            }
        }
        self.at = from;
        false
    }

    /// Skips to one of these at the same depth, which is not read; stops before what closes the surrounding brackets too.
    fn skip_to(&mut self, stops: &[Kind]) {
        while let Some(kind) = self.kind() {
            if stops.contains(&kind) {
                return;
            }
            match kind {
                Kind::LParen | Kind::LBrace | Kind::LBracket => self.skip_brackets(),
                Kind::RBrace | Kind::RParen | Kind::RBracket => return,
                _ => self.at += 1,
            }
        }
    }

    /// Notes that the tokens from `from` to here were not understood.
    fn note_skipped(&mut self, from: usize, message: &str) {
        let (Some(first), Some(last)) = (self.toks.get(from), self.toks.get(self.at.saturating_sub(1))) else { return };
        // what was skipped inside of this counts once
        while self.skipped.last().is_some_and(|r| r.0 >= first.mark.start) {
            self.skipped.pop();
        }
        self.skipped.push((first.mark.start, last.mark.end.max(first.mark.start)));
        self.remarks.push((first.mark.start, message.to_owned()));
    }

    /// A node from `start` to the last token read.
    fn node_since(&mut self, kind: ExprKind, start: Mark) -> Parsed<Expr> {
        let mark = self.since(start);
        self.node(kind, mark)
    }

    fn node(&mut self, kind: ExprKind, mark: Mark) -> Parsed<Expr> {
        let below = |e: &Expr| e.depth;
        let depth = match &kind {
            ExprKind::Unary(_, a)
            | ExprKind::Deref(a)
            | ExprKind::AddrOf(a)
            | ExprKind::Step { place: a, .. }
            | ExprKind::As(_, a)
            | ExprKind::Member { of: a, .. } => a.depth,
            ExprKind::Binary(_, a, b) | ExprKind::Logical(_, a, b) | ExprKind::Assign(_, a, b) | ExprKind::Index(a, b) => {
                a.depth.max(b.depth)
            }
            ExprKind::Choice(a, b, c) => a.depth.max(c.depth).max(b.as_ref().map_or(0, |b| b.depth)),
            ExprKind::Call { callee, args } => callee.depth.max(args.iter().map(below).max().unwrap_or(0)),
            ExprKind::Comma(all) | ExprKind::Opaque(all) | ExprKind::New { args: all, .. } => all.iter().map(below).max().unwrap_or(0),
            ExprKind::List(all) | ExprKind::Compound(_, all) => all.iter().map(|e| e.value.depth).max().unwrap_or(0),
            ExprKind::Throw(Some(a)) => a.depth,
            ExprKind::Block(_) | ExprKind::Lambda(_) => self.tallest,
            _ => 0,
        };
        if depth >= DEEPEST_TREE {
            return Err(Stuck);
        }
        self.tallest = self.tallest.max(depth + 1);
        Ok(Expr { kind, mark, depth: depth + 1 })
    }
}

fn empty(mark: Mark) -> Stmt {
    Stmt { kind: StmtKind::Empty, mark }
}

/// Words in capitals: by convention a macro, a constant or a Windows type.
fn is_shouted(word: &str) -> bool {
    word.len() > 1 && !word.bytes().any(|b| b.is_ascii_lowercase())
}

fn is_cplusplus_word(word: &str) -> bool {
    matches!(
        word,
        "class"
            | "new"
            | "delete"
            | "throw"
            | "try"
            | "catch"
            | "using"
            | "namespace"
            | "template"
            | "typename"
            | "virtual"
            | "mutable"
            | "friend"
            | "public"
            | "private"
            | "protected"
            | "typeid"
            | "noexcept"
            | "decltype"
            | "constinit"
            | "co_await"
            | "co_return"
            | "and"
            | "or"
    )
}
