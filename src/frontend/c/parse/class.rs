//! What only C++ has: lambdas, member initialisers.

use super::super::ast::{Expr, ExprKind, Lambda, MemberInit, Stmt, StmtKind};
use super::{Parsed, Parser, Stuck};
use crate::flow::Name;
use crate::token::Kind;
use std::rc::Rc;

impl Parser<'_, '_> {
    /// `[…](…) { … }`
    pub(super) fn lambda(&mut self) -> Parsed<Expr> {
        let start = self.mark();
        let captures = self.captures()?;
        let mut params = Vec::new();
        if self.kind() == Some(Kind::LParen) {
            let from = self.at + 1;
            self.skip_brackets();
            let inside = &self.toks[from.min(self.at)..self.at.saturating_sub(1).max(from)];
            let mut inner = Parser { toks: inside, at: 0, remarks: Vec::new(), skipped: Vec::new(), ..*self };
            params = inner.parameters();
        }
        while self.kind() != Some(Kind::LBrace) {
            match self.kind() {
                Some(Kind::Ident | Kind::Arrow | Kind::ColonColon | Kind::Star | Kind::Amp | Kind::Less | Kind::Greater) => self.at += 1,
                Some(Kind::LParen) => self.skip_brackets(),
                _ => return Err(Stuck),
            }
        }
        let before = std::mem::take(&mut self.tallest);
        let body_start = self.mark();
        let (statements, end) = self.nested(|p| Ok(p.block()))?;
        let body = Stmt { kind: StmtKind::Block(statements, end), mark: self.since(body_start) };
        let mark = self.since(start);
        let lambda = self.node(ExprKind::Lambda(Rc::new(Lambda { captures, params, body })), mark);
        self.tallest = self.tallest.max(before);
        lambda
    }

    /// The captures that have a value of their own; the others mean what their names mean where the lambda runs.
    fn captures(&mut self) -> Parsed<Vec<(Name, Expr)>> {
        let mut found = Vec::new();
        self.expect(Kind::LBracket)?;
        while !self.eat(Kind::RBracket) {
            while matches!(self.kind(), Some(Kind::Amp | Kind::Star | Kind::Ellipsis)) {
                self.at += 1;
            }
            let name: Name = self.name_at(0).into();
            self.at += usize::from(!name.is_empty());
            self.eat(Kind::Ellipsis);
            if self.eat(Kind::Eq) && !name.is_empty() {
                let value = self.assignment()?;
                found.push((name, value));
            }
            if !self.eat(Kind::Comma) && self.kind() != Some(Kind::RBracket) {
                return Err(Stuck);
            }
        }
        Ok(found)
    }

    /// `: a(b), c{d}` of a constructor; what follows something that can't be read is left out.
    pub(in super::super) fn member_initialisers(&mut self) -> Vec<MemberInit> {
        let mut all = Vec::new();
        self.skip_to(&[Kind::Colon]);
        while self.eat(Kind::Colon) || self.eat(Kind::Comma) {
            match self.member_initialiser() {
                Ok(one) => all.push(one),
                Err(Stuck) => break,
            }
        }
        all
    }

    /// `= value` or `{value}` after a member's name.
    pub(in super::super) fn member_value(&mut self) -> Option<Expr> {
        self.eat(Kind::Eq);
        self.initialiser().ok()
    }

    fn member_initialiser(&mut self) -> Parsed<MemberInit> {
        let mark = self.mark();
        let name = self.qualified_name()?;
        if self.kind() == Some(Kind::Less) {
            self.skip_angles();
        }
        let args = if self.eat(Kind::LParen) { self.arguments()? } else { self.list()?.into_iter().map(|e| e.value).collect() };
        self.eat(Kind::Ellipsis);
        let name = name.rsplit("::").next().unwrap_or(&name).into();
        Ok(MemberInit { name, args, mark })
    }
}
