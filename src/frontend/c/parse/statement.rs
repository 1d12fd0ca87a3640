//! Statements.

use super::super::ast::{Expr, ExprKind, Label, Mark, Stmt, StmtKind};
use super::super::branches::Arm;
use super::{DEEPEST, Parsed, Parser, Stuck, empty, is_shouted};
use crate::flow::{Name, UnOp};
use crate::index::Condition;
use crate::token::Kind;
use std::rc::Rc;

// In C the header excpt.h shortens these words: `try`, `finally`, `except`, `leave`.
const TRY: &[&str] = &["__try", "_try", "__TRY"];
const FINALLY: &[&str] = &["__finally", "_finally", "finally"];
const EXCEPT: &[&str] = &["__except", "_except", "__EXCEPT", "except"];
/// Winelib's handlers without a filter.
const EXCEPT_ALL: &[&str] = &["__EXCEPT_PAGE_FAULT", "__EXCEPT_ALL"];

impl Parser<'_, '_> {
    /// A function's body with its braces.
    pub(in super::super) fn body(&mut self) -> (Vec<Stmt>, Mark) {
        self.eat_word(&["try"]);
        let (mut statements, mut end) = self.block();
        while let Some(token) = self.peek() {
            // what follows a brace too many
            if token.kind == Kind::RBrace {
                end = token.mark;
                self.at += 1;
            } else {
                statements.push(self.statement());
            }
        }
        (statements, end)
    }

    /// `{ … }`; gives its closing brace.
    pub(super) fn block(&mut self) -> (Vec<Stmt>, Mark) {
        let from = self.at;
        if self.depth >= DEEPEST {
            self.skip_brackets();
            self.note_skipped(from, "nested too deep; not read");
            return (Vec::new(), self.last_mark());
        }
        self.depth += 1;
        self.eat(Kind::LBrace);
        let mut statements = Vec::new();
        while !matches!(self.kind(), Some(Kind::RBrace) | None) {
            statements.push(self.statement());
        }
        let end = self.mark();
        self.eat(Kind::RBrace);
        self.depth -= 1;
        (statements, end)
    }

    pub(super) fn statement(&mut self) -> Stmt {
        let (from, start, depth) = (self.at, self.mark(), self.depth);
        if depth >= DEEPEST {
            self.skip_statement();
            self.note_skipped(from, "nested too deep; not read");
            return empty(start);
        }
        self.depth += 1;
        let parsed = self.read_statement();
        self.depth = depth;
        match parsed {
            Ok(statement) if self.at > from => statement,
            _ => {
                self.skip_statement();
                if self.at == from {
                    self.at += 1;
                }
                self.note_skipped(from, "this statement could not be read");
                empty(start)
            }
        }
    }

    /// Skips to the end of the statement: past its `;`, or before the brace or `#if` that ends it.
    fn skip_statement(&mut self) {
        while let Some(kind) = self.kind() {
            match kind {
                Kind::Semi => {
                    self.at += 1;
                    return;
                }
                Kind::RBrace | Kind::Directive => return,
                Kind::LBrace => {
                    self.skip_brackets();
                    if !matches!(self.kind(), Some(Kind::Semi | Kind::Comma | Kind::RParen)) && self.word() != "while" {
                        return;
                    }
                }
                Kind::LParen | Kind::LBracket => self.skip_brackets(),
                _ => self.at += 1,
            }
        }
    }

    fn read_statement(&mut self) -> Parsed<Stmt> {
        let start = self.mark();
        let kind = match self.kind() {
            Some(Kind::LBrace) => {
                let (statements, end) = self.block();
                StmtKind::Block(statements, end)
            }
            Some(Kind::Semi) => {
                self.at += 1;
                StmtKind::Empty
            }
            Some(Kind::Directive) => return self.conditional(),
            Some(Kind::LBracket) if self.kind_at(1) == Some(Kind::LBracket) => {
                self.skip_brackets();
                return self.read_statement();
            }
            Some(Kind::Ident) => return self.worded(),
            Some(Kind::ColonColon) if self.is_declaration() => return self.declaration(),
            Some(_) => return self.expression_statement(),
            None => return Err(Stuck),
        };
        Ok(Stmt { kind, mark: self.since(start) })
    }

    fn worded(&mut self) -> Parsed<Stmt> {
        let start = self.mark();
        let word = self.word();
        let kind = match word {
            "if" => self.if_statement()?,
            "while" => self.while_statement(),
            "do" => self.do_statement()?,
            "for" => self.for_statement()?,
            "switch" => self.switch_statement(),
            "break" | "continue" | "__leave" | "_leave" | "__LEAVE" if self.kind_at(1) == Some(Kind::Semi) => {
                self.at += 2;
                match word {
                    "break" => StmtKind::Break,
                    "continue" => StmtKind::Continue,
                    _ => StmtKind::Leave,
                }
            }
            "return" | "co_return" => {
                self.at += 1;
                let value = if self.kind() == Some(Kind::Semi) { None } else { Some(self.return_value()) };
                self.end_of_statement()?;
                StmtKind::Return(value)
            }
            "goto" => {
                self.at += 1;
                let label = (self.kind() == Some(Kind::Ident)).then(|| Name::from(self.name_at(0)));
                self.skip_to(&[Kind::Semi]);
                self.expect(Kind::Semi)?;
                StmtKind::Goto(label)
            }
            "case" | "default" => return self.labelled(),
            "else" | "catch" if !matches!(self.kind_at(1), Some(Kind::LParen)) || word == "else" => {
                let from = self.at;
                self.at += 1;
                self.note_skipped(from, "this word has no statement before it");
                return Ok(empty(start));
            }
            "try" if self.kind_at(1) == Some(Kind::LBrace) => self.try_statement(),
            "asm" | "__asm" | "_asm" | "__asm__" => self.assembly(),
            "typedef" | "using" | "namespace" | "static_assert" | "_Static_assert" | "template" | "friend" | "__label__" => {
                self.skip_statement();
                StmtKind::Empty
            }
            "public" | "private" | "protected" if self.kind_at(1) == Some(Kind::Colon) => {
                self.at += 2;
                StmtKind::Empty
            }
            "__attribute__" if self.kind_at(1) == Some(Kind::LParen) && self.is_cleanup() => return self.declaration(),
            "__pragma" | "_Pragma" | "__attribute__" if self.kind_at(1) == Some(Kind::LParen) => {
                self.at += 1;
                self.skip_brackets();
                StmtKind::Empty
            }
            "__ENDTRY" | "__extension__" => {
                self.at += 1;
                StmtKind::Empty
            }
            _ if (TRY.contains(&word) || self.plain_c && self.name_at(0) == "try") && self.kind_at(1) == Some(Kind::LBrace) => self.seh(),
            "leave" if self.plain_c && self.kind_at(1) == Some(Kind::Semi) => {
                self.at += 2;
                StmtKind::Leave
            }
            _ if self.kind_at(1) == Some(Kind::Colon) => return self.labelled(),
            _ if self.is_declaration() => return self.declaration(),
            _ => return self.expression_statement(),
        };
        Ok(Stmt { kind, mark: self.since(start) })
    }

    /// Puts the declaration of a condition before its statement.
    fn after(&self, mut init: Vec<Stmt>, kind: StmtKind) -> StmtKind {
        if init.is_empty() {
            return kind;
        }
        let end = self.last_mark();
        init.push(Stmt { kind, mark: end });
        StmtKind::Block(init, end)
    }

    fn switch_statement(&mut self) -> StmtKind {
        self.at += 1;
        let (init, value) = self.condition();
        let body = Box::new(self.statement());
        self.after(init, StmtKind::Switch(value, body))
    }

    /// `while (T x = f())` declares `x` anew each time round.
    fn while_statement(&mut self) -> StmtKind {
        self.at += 1;
        let (init, condition) = self.condition();
        let body = self.statement();
        if init.is_empty() {
            return StmtKind::While(condition, Box::new(body));
        }
        let mark = condition.mark;
        let stop = Box::new(Stmt { kind: StmtKind::Break, mark });
        let mut all = init;
        all.push(Stmt { kind: StmtKind::If(vec![(Vec::new(), condition, body)], Some(stop)), mark });
        let block = Stmt { kind: StmtKind::Block(all, self.last_mark()), mark };
        StmtKind::For { init: Box::new(empty(mark)), condition: None, step: None, body: Box::new(block) }
    }

    fn return_value(&mut self) -> Expr {
        let from = self.at;
        let parsed = if self.kind() == Some(Kind::LBrace) { self.initialiser() } else { self.expression() };
        match parsed {
            Ok(value) if matches!(self.kind(), Some(Kind::Semi | Kind::RBrace) | None) => value,
            _ => self.opaque_from(from, &[Kind::Semi]),
        }
    }

    /// Skips an expression that can't be read.
    fn opaque_from(&mut self, from: usize, stops: &[Kind]) -> Expr {
        self.at = from;
        let start = self.mark();
        self.skip_to(stops);
        if self.at > from {
            self.note_skipped(from, "this expression could not be read");
        }
        Expr { kind: ExprKind::Opaque(Vec::new()), mark: self.since(start), depth: 1 }
    }

    fn end_of_statement(&mut self) -> Parsed<()> {
        // a macro may hold the `;`
        if self.eat(Kind::Semi) || matches!(self.kind(), Some(Kind::RBrace) | None) { Ok(()) } else { Err(Stuck) }
    }

    /// `( … )` after `if`, `while`, `switch`: declarations in it come first.
    fn condition(&mut self) -> (Vec<Stmt>, Expr) {
        let start = self.mark();
        if !self.eat(Kind::LParen) {
            return (Vec::new(), Expr { kind: ExprKind::Opaque(Vec::new()), mark: start, depth: 1 });
        }
        let from = self.at;
        let mut init = Vec::new();
        let parsed = self.read_condition(&mut init);
        let condition = match parsed {
            Ok(condition) if self.kind() == Some(Kind::RParen) => condition,
            _ => {
                init.clear();
                self.opaque_from(from, &[Kind::RParen])
            }
        };
        self.eat(Kind::RParen);
        (init, condition)
    }

    fn read_condition(&mut self, init: &mut Vec<Stmt>) -> Parsed<Expr> {
        loop {
            let start = self.mark();
            if !self.is_declaration() {
                let value = self.expression()?;
                if !self.eat(Kind::Semi) {
                    return Ok(value);
                }
                init.push(Stmt { kind: StmtKind::Expr(value), mark: start });
                continue;
            }
            let kind = self.declare(false)?;
            let StmtKind::Declare(declared) = &kind else { return Err(Stuck) };
            let name = declared.last().ok_or(Stuck)?.name.clone();
            init.push(Stmt { kind, mark: self.since(start) });
            if !self.eat(Kind::Semi) {
                return self.node_since(ExprKind::Name(name), start);
            }
        }
    }

    fn if_statement(&mut self) -> Parsed<StmtKind> {
        let mut arms = Vec::new();
        loop {
            self.at += 1;
            self.eat_word(&["constexpr"]);
            if self.kind() != Some(Kind::LParen) {
                return Err(Stuck);
            }
            let (init, condition) = self.condition();
            let then = self.statement();
            arms.push((init, condition, then));
            if !self.eat_word(&["else"]) {
                return Ok(StmtKind::If(arms, None));
            }
            if self.word() != "if" {
                let otherwise = self.statement();
                return Ok(StmtKind::If(arms, Some(Box::new(otherwise))));
            }
        }
    }

    fn do_statement(&mut self) -> Parsed<StmtKind> {
        self.at += 1;
        let body = Box::new(self.statement());
        if !self.eat_word(&["while"]) {
            return Err(Stuck);
        }
        let (_, condition) = self.condition();
        self.eat(Kind::Semi);
        Ok(StmtKind::DoWhile(body, condition))
    }

    fn for_statement(&mut self) -> Parsed<StmtKind> {
        self.at += 1;
        self.eat_word(&["each"]);
        let start = self.mark();
        self.expect(Kind::LParen)?;
        let from = self.at;
        if let Some(kind) = self.for_each() {
            return Ok(kind);
        }
        self.at = from;
        let init = if self.is_declaration() {
            let stmt = self.declaration();
            stmt.or_else(|_| self.for_part(from, Kind::Semi))?
        } else {
            self.for_part(from, Kind::Semi)?
        };
        let at = self.at;
        let condition = if self.kind() == Some(Kind::Semi) { None } else { Some(self.part(at, Kind::Semi)) };
        self.expect(Kind::Semi)?;
        let at = self.at;
        let step = if self.kind() == Some(Kind::RParen) { None } else { Some(self.part(at, Kind::RParen)) };
        self.expect(Kind::RParen)?;
        let init = Box::new(Stmt { mark: start, ..init });
        let body = Box::new(self.statement());
        Ok(StmtKind::For { init, condition, step, body })
    }

    fn for_part(&mut self, from: usize, end: Kind) -> Parsed<Stmt> {
        self.at = from;
        let start = self.mark();
        let kind = if self.kind() == Some(end) { StmtKind::Empty } else { StmtKind::Expr(self.part(from, end)) };
        self.expect(end)?;
        Ok(Stmt { kind, mark: self.since(start) })
    }

    fn part(&mut self, from: usize, end: Kind) -> Expr {
        match self.expression() {
            Ok(value) if self.kind() == Some(end) => value,
            _ => self.opaque_from(from, &[end]),
        }
    }

    /// `T x : range)` and the body.
    fn for_each(&mut self) -> Option<StmtKind> {
        if !self.is_declaration() {
            return None;
        }
        let declared = self.single().ok()?;
        if !self.eat(Kind::Colon) && !self.eat_word(&["in"]) {
            return None;
        }
        let at = self.at;
        let range = self.part(at, Kind::RParen);
        self.expect(Kind::RParen).ok()?;
        let body = Box::new(self.statement());
        Some(StmtKind::ForEach(declared, range, body))
    }

    fn labelled(&mut self) -> Parsed<Stmt> {
        let start = self.mark();
        let mut labels = Vec::new();
        loop {
            match self.word() {
                "case" => {
                    self.at += 1;
                    let low = self.unary_choice()?;
                    let high = if self.eat(Kind::Ellipsis) { Some(self.unary_choice()?) } else { None };
                    if !self.eat(Kind::Colon) {
                        return Err(Stuck);
                    }
                    labels.push(Label::Case(low, high));
                }
                "default" if self.kind_at(1) == Some(Kind::Colon) => {
                    self.at += 2;
                    labels.push(Label::Default);
                }
                "" | "default" => break,
                name if self.kind_at(1) == Some(Kind::Colon) && !matches!(name, "public" | "private") => {
                    labels.push(Label::Name(self.name_at(0).into()));
                    self.at += 2;
                }
                _ => break,
            }
        }
        if labels.is_empty() {
            return Err(Stuck);
        }
        let mark = self.since(start);
        let statement = if matches!(self.kind(), Some(Kind::RBrace | Kind::Directive) | None) { empty(mark) } else { self.statement() };
        Ok(Stmt { kind: StmtKind::Labelled(labels, Box::new(statement)), mark })
    }

    /// A `case`'s value: no assignment, so that its `:` is not taken for that of `?:`.
    fn unary_choice(&mut self) -> Parsed<Expr> {
        self.nested(Self::assignment)
    }

    /// C++'s, that of C++/CLI with its `finally`, and that of SEH where macros shorten its words.
    fn try_statement(&mut self) -> StmtKind {
        let start = self.mark();
        self.at += 1;
        let body = Box::new(self.statement());
        let mut handlers = Vec::new();
        while self.word() == "catch" && self.kind_at(1) == Some(Kind::LParen) {
            self.at += 2;
            let declared = if self.kind() == Some(Kind::Ellipsis) { None } else { self.single().ok() };
            self.skip_to(&[Kind::RParen]);
            self.eat(Kind::RParen);
            handlers.push((declared.filter(|d| !d.name.is_empty()), self.statement()));
        }
        if handlers.is_empty() && self.word() == "except" && self.kind_at(1) == Some(Kind::LParen) {
            self.at += 1;
            let (_, filter) = self.condition();
            return StmtKind::Except(body, filter, Box::new(self.statement()));
        }
        if self.word() == "finally" && self.kind_at(1) == Some(Kind::LBrace) {
            let body =
                if handlers.is_empty() { body } else { Box::new(Stmt { kind: StmtKind::Try(body, handlers), mark: self.since(start) }) };
            self.at += 1;
            return StmtKind::Finally(body, Rc::new(self.statement()));
        }
        StmtKind::Try(body, handlers)
    }

    fn seh(&mut self) -> StmtKind {
        self.at += 1;
        let mut statement = self.statement();
        loop {
            let start = self.mark();
            let kind = if self.eat_word(FINALLY) {
                let after = self.statement();
                StmtKind::Finally(Box::new(statement), Rc::new(after))
            } else if self.eat_word(EXCEPT) {
                let (_, filter) = self.condition();
                let handler = self.statement();
                StmtKind::Except(Box::new(statement), filter, Box::new(handler))
            } else if self.eat_word(EXCEPT_ALL) {
                let filter = Expr { kind: ExprKind::Opaque(Vec::new()), mark: start, depth: 1 };
                let handler = self.statement();
                StmtKind::Except(Box::new(statement), filter, Box::new(handler))
            } else if self.word() == "__FINALLY" || self.word() == "__FINALLY_CTX" {
                // winelib's takes the function to call
                self.at += 1;
                let (_, function) = self.condition();
                let mark = self.since(start);
                let call = Expr { kind: ExprKind::Call { callee: Box::new(function), args: Vec::new() }, mark, depth: 2 };
                StmtKind::Finally(Box::new(statement), Rc::new(Stmt { kind: StmtKind::Expr(call), mark }))
            } else {
                return statement.kind;
            };
            statement = Stmt { kind, mark: self.since(start) };
        }
    }

    /// Skips inline assembly: `asm(…);`, `__asm { … }`, or the rest of the line.
    fn assembly(&mut self) -> StmtKind {
        self.at += 1;
        while matches!(self.word(), "volatile" | "__volatile__" | "goto" | "inline") {
            self.at += 1;
        }
        match self.kind() {
            Some(Kind::LParen) => {
                self.skip_brackets();
                self.eat(Kind::Semi);
            }
            Some(Kind::LBrace) => self.skip_brackets(),
            _ => {
                while self.kind().is_some_and(|k| k != Kind::RBrace) && !self.on_new_line(0) {
                    self.at += 1;
                }
            }
        }
        StmtKind::Empty
    }

    fn expression_statement(&mut self) -> Parsed<Stmt> {
        let start = self.mark();
        let from = self.at;
        let shouted_alone = is_shouted(self.word())
            && (matches!(self.kind_at(1), Some(Kind::LBrace | Kind::RBrace))
                || self.kind_at(1) == Some(Kind::Ident) && self.on_new_line(1));
        if shouted_alone {
            // a macro that was not seen and needs no `;`
            self.at += 1;
            return Ok(Stmt { kind: StmtKind::Empty, mark: self.since(start) });
        }
        let expression = self.expression()?;
        if self.eat(Kind::Semi) {
            return Ok(Stmt { kind: StmtKind::Expr(expression), mark: self.since(start) });
        }
        let called = match &expression.kind {
            ExprKind::Call { callee, .. } => match &callee.kind {
                ExprKind::Name(name) => Some(name),
                _ => None,
            },
            _ => None,
        };
        let by_macro = called.is_some();
        let ends = self.on_new_line(0)
            || matches!(self.kind(), Some(Kind::RBrace | Kind::LBrace | Kind::Directive) | None)
            || self.kind() == Some(Kind::Ident) && called.is_some_and(|name| is_shouted(name));
        if by_macro && is_loop_macro(&expression) && !matches!(self.kind(), Some(Kind::RBrace) | None) {
            let body = Box::new(self.statement());
            return Ok(Stmt { kind: StmtKind::Loop(expression, body), mark: self.since(start) });
        }
        // out of a macro's body a `;` is often missing before a brace
        if by_macro && ends || self.toks[from].made || matches!(self.kind(), Some(Kind::RBrace) | None) {
            return Ok(Stmt { kind: StmtKind::Expr(expression), mark: self.since(start) });
        }
        Err(Stuck)
    }

    /// An `#if` that stays open, up to its `#endif`.
    fn conditional(&mut self) -> Parsed<Stmt> {
        let start = self.mark();
        let mut arms: Vec<(Option<Expr>, Vec<Stmt>)> = Vec::new();
        while let Some(token) = self.peek() {
            let Some(arm) = token.arm.as_deref().filter(|_| token.kind == Kind::Directive) else {
                match arms.last_mut() {
                    Some(_) if token.kind == Kind::RBrace => break,
                    Some((_, statements)) => {
                        let statement = self.statement();
                        statements.push(statement);
                    }
                    None => return Err(Stuck),
                }
                continue;
            };
            let mark = token.mark;
            match arm {
                Arm::If(_) if !arms.is_empty() => {
                    let inner = self.statement();
                    arms.last_mut().ok_or(Stuck)?.1.push(inner);
                    continue;
                }
                Arm::If(condition) | Arm::Elif(condition) => arms.push((Some(open_condition(condition, mark)), Vec::new())),
                Arm::Else => arms.push((None, Vec::new())),
                Arm::Endif => {
                    self.at += 1;
                    break;
                }
            }
            self.at += 1;
        }
        Ok(Stmt { kind: StmtKind::Conditional(arms), mark: self.since(start) })
    }
}

/// An `#if`'s condition as an expression over the names that stand for its open parts.
pub(in super::super) fn open_condition(condition: &Condition, mark: Mark) -> Expr {
    let inner = |c: &Condition| Box::new(open_condition(c, mark));
    let kind = match condition {
        Condition::Known(v) => ExprKind::Number(*v),
        Condition::Open(name) => ExprKind::Name(name.clone()),
        Condition::Not(c) => ExprKind::Unary(UnOp::Not, inner(c)),
        Condition::And(a, b) => ExprKind::Logical(true, inner(a), inner(b)),
        Condition::Or(a, b) => ExprKind::Logical(false, inner(a), inner(b)),
        Condition::Binary(op, a, b) => ExprKind::Binary(*op, inner(a), inner(b)),
    };
    Expr { kind, mark, depth: 1 }
}

/// Whether a macro that was not seen makes a loop of the statement after it, as far as its name tells.
fn is_loop_macro(call: &Expr) -> bool {
    let ExprKind::Call { callee, .. } = &call.kind else { return false };
    let ExprKind::Name(name) = &callee.kind else { return false };
    let lower = name.to_ascii_lowercase();
    ["each", "for_", "_for", "while", "loop"].iter().any(|part| lower.contains(part))
}
