//! Declarations: told from expressions by their shape alone, since no header says what is a type.

use super::super::ast::{Declared, Expr, ExprKind, Init, LocalStruct, Mark, Stmt, StmtKind};
use super::expression::is_statement_word;
use super::{Parsed, Parser, Stuck, is_shouted};
use crate::flow::{Name, UnOp};
use crate::index::{Field, calculate};
use crate::token::Kind;
use std::rc::Rc;

/// What stands before the first name of a declaration.
#[derive(Default)]
struct Specifiers {
    ty: String,
    is_static: bool,
    is_extern: bool,
    is_typedef: bool,
    constant: bool,
    cleanup: Option<Name>,
    constants: Vec<(Name, i64)>,
    defines: Option<Rc<LocalStruct>>,
}

/// One name with what stands around it.
#[derive(Default)]
struct Declarator {
    name: String,
    stars: String,
    pointer: bool,
    reference: bool,
    constant: bool,
    dimensions: u8,
    cleanup: Option<Name>,
    /// The position after the `(` that follows the name.
    brackets: Option<usize>,
    mark: Mark,
}

impl Parser<'_, '_> {
    /// Words that only a type or the beginning of a declaration has.
    pub(super) fn is_type_word(&self, word: &str) -> bool {
        is_base_type(word)
            || matches!(
                word,
                "const"
                    | "volatile"
                    | "struct"
                    | "union"
                    | "enum"
                    | "class"
                    | "static"
                    | "extern"
                    | "register"
                    | "auto"
                    | "typedef"
                    | "inline"
                    | "__inline"
                    | "__inline__"
                    | "__forceinline"
                    | "constexpr"
                    | "constinit"
                    | "thread_local"
                    | "_Thread_local"
                    | "__thread"
                    | "typename"
                    | "mutable"
                    | "virtual"
                    | "__declspec"
                    | "__attribute__"
                    | "_Alignas"
                    | "alignas"
                    | "typeof"
                    | "__typeof__"
                    | "__typeof"
                    | "decltype"
                    | "__auto_type"
                    | "CONST"
            )
    }

    pub(super) fn type_text(&self, from: usize, to: usize) -> Name {
        let words: Vec<&str> = self.toks[from..to].iter().map(|t| &*t.text).collect();
        words.join(" ").into()
    }

    /// Skips a type name after `new` or before a functional cast's bracket.
    pub(super) fn skip_type_words(&mut self) {
        loop {
            match self.kind() {
                Some(Kind::Ident | Kind::ColonColon | Kind::Star) => self.at += 1,
                Some(Kind::Less) => {
                    if !self.skip_angles() {
                        return;
                    }
                }
                _ => return,
            }
        }
    }

    /// Whether a declaration begins here.
    pub(super) fn is_declaration(&self) -> bool {
        let word = self.word();
        if self.kind() == Some(Kind::ColonColon) {
            return Parser { at: self.at + 1, remarks: Vec::new(), skipped: Vec::new(), ..*self }.is_declaration();
        }
        if word.is_empty() || is_statement_word(word) || matches!(word, "sizeof" | "new" | "delete" | "throw") {
            return false;
        }
        if self.is_type_word(word) {
            // `DWORD(x)` and `int(x)` as expressions are rare, declarations are not
            return self.kind_at(1) != Some(Kind::LParen) || !is_base_type(word);
        }
        let mut at = 1;
        while self.kind_at(at) == Some(Kind::ColonColon) && self.kind_at(at + 1) == Some(Kind::Ident) {
            at += 2;
        }
        if self.kind_at(at) == Some(Kind::Less) {
            let mut probe = Parser { toks: self.toks, at: self.at + at, remarks: Vec::new(), skipped: Vec::new(), ..*self };
            if !probe.skip_angles() {
                return false;
            }
            at = probe.at - self.at;
            if self.kind_at(at) == Some(Kind::ColonColon) {
                at += 2;
            }
        }
        match self.kind_at(at) {
            Some(Kind::Ident) => {
                let macro_line = is_shouted(word)
                    && self.on_new_line(at)
                    && !matches!(self.kind_at(at + 1), Some(Kind::Semi | Kind::Comma | Kind::LBracket));
                !is_statement_word(self.word_at(at)) && !macro_line && !matches!(self.word_at(at), "and" | "or")
            }
            Some(Kind::Star) => {
                let name = (at..at + 12).find(|i| self.kind_at(*i) != Some(Kind::Star) && !self.is_type_word(self.word_at(*i)));
                let after = name.filter(|i| self.kind_at(*i) == Some(Kind::Ident)).and_then(|i| self.kind_at(i + 1));
                matches!(after, Some(Kind::Eq | Kind::Semi | Kind::Comma | Kind::LBracket | Kind::LBrace | Kind::Ident | Kind::Colon))
            }
            Some(Kind::Amp | Kind::AndAnd) => {
                self.kind_at(at + 1) == Some(Kind::Ident) && matches!(self.kind_at(at + 2), Some(Kind::Eq | Kind::Colon))
            }
            // `BOOL (WINAPI *name)(…)`
            Some(Kind::LParen) => {
                let star = if self.kind_at(at + 1) == Some(Kind::Ident) { at + 2 } else { at + 1 };
                self.kind_at(star) == Some(Kind::Star)
                    && self.kind_at(star + 1) == Some(Kind::Ident)
                    && matches!(self.kind_at(star + 2), Some(Kind::RParen | Kind::LBracket))
                    && self.kind_at(star + 3) != Some(Kind::Semi)
                    && (star == at + 2 || self.kind_at(star + 3) == Some(Kind::LParen))
            }
            _ => false,
        }
    }

    /// A declaration with its `;`.
    pub(super) fn declaration(&mut self) -> Parsed<Stmt> {
        let start = self.mark();
        let kind = self.declare(true)?;
        self.expect(Kind::Semi)?;
        Ok(Stmt { kind, mark: self.since(start) })
    }

    /// A declaration up to its `;` or, in a condition, its `)`.
    pub(super) fn declare(&mut self, several: bool) -> Parsed<StmtKind> {
        let specifiers = self.specifiers()?;
        let mut all = Vec::new();
        while !matches!(self.kind(), Some(Kind::Semi)) {
            if self.kind() == Some(Kind::LBracket) {
                all.extend(self.structured_binding()?);
                break;
            }
            let declarator = self.declarator()?;
            if let Some(declared) = self.finish(&specifiers, declarator)? {
                all.push(declared);
            }
            if !several || !self.eat(Kind::Comma) {
                break;
            }
        }
        Ok(if specifiers.is_typedef {
            StmtKind::Empty
        } else if all.is_empty() && !specifiers.constants.is_empty() {
            StmtKind::Constants(specifiers.constants)
        } else if let (true, Some(defined)) = (all.is_empty(), specifiers.defines) {
            StmtKind::Struct(defined)
        } else {
            StmtKind::Declare(all)
        })
    }

    /// `[a, b] = …` after `auto`.
    fn structured_binding(&mut self) -> Parsed<Vec<Declared>> {
        self.at += 1;
        let mut all = Vec::new();
        while !self.eat(Kind::RBracket) {
            let declarator = Declarator { name: self.name_at(0).to_owned(), mark: self.mark(), ..Declarator::default() };
            self.expect(Kind::Ident)?;
            self.eat(Kind::Comma);
            all.push(declared(&Specifiers::default(), declarator, None));
        }
        // `for (auto [a, b] : all)` has none
        if self.eat(Kind::Eq) || matches!(self.kind(), Some(Kind::LBrace | Kind::LParen)) {
            let value = self.initialiser()?;
            all.iter_mut().take(1).for_each(|first| first.init = Some(Init::Part(value.clone())));
        }
        Ok(all)
    }

    /// `T x` in `catch (T x)` or `for (T x : …)`.
    pub(super) fn single(&mut self) -> Parsed<Declared> {
        let specifiers = self.specifiers()?;
        let declarator = self.declarator()?;
        Ok(declared(&specifiers, declarator, None))
    }

    /// The parameters of a function; the parser's tokens are what stands between its brackets.
    pub(in super::super) fn parameters(&mut self) -> Vec<Declared> {
        let mut all = Vec::new();
        while self.peek().is_some() {
            if self.kind() == Some(Kind::Ellipsis) || self.toks.len() == 1 && self.word() == "void" {
                break;
            }
            let from = self.at;
            match self.single() {
                Ok(one) => {
                    let init = if self.eat(Kind::Eq) { self.initialiser().ok().map(Init::Value) } else { None };
                    all.push(Declared { init, ..one });
                }
                Err(Stuck) => {
                    self.at = from;
                    all.push(declared(&Specifiers::default(), Declarator { mark: self.mark(), ..Declarator::default() }, None));
                }
            }
            self.skip_to(&[Kind::Comma]);
            // what closes a bracket here closes nothing
            while !self.eat(Kind::Comma) && self.peek().is_some() {
                self.at += 1;
            }
        }
        all
    }

    /// The names of one declaration without its `;`.
    pub(in super::super) fn declared(&mut self) -> Vec<Declared> {
        match self.declare(true) {
            Ok(StmtKind::Declare(all)) => all,
            _ => Vec::new(),
        }
    }

    /// The declarations between an old-style header and its body.
    pub(in super::super) fn old_style_parameters(&mut self) -> Vec<Declared> {
        let mut all = Vec::new();
        while self.peek().is_some() {
            let from = self.at;
            match self.declaration() {
                Ok(Stmt { kind: StmtKind::Declare(declared), .. }) => all.extend(declared),
                _ => {
                    self.at = self.at.max(from + 1);
                }
            }
        }
        all
    }

    fn specifiers(&mut self) -> Parsed<Specifiers> {
        let mut found = Specifiers::default();
        let mut named = false;
        loop {
            let word = self.word();
            let next = self.kind_at(1);
            match word {
                "" if self.kind() == Some(Kind::ColonColon) => {
                    self.at += 1;
                    continue;
                }
                "" => break,
                "static" | "thread_local" | "_Thread_local" | "__thread" => found.is_static = true,
                "extern" => found.is_extern = true,
                "typedef" => found.is_typedef = true,
                "register" | "inline" | "__inline" | "__inline__" | "__forceinline" | "mutable" | "virtual" | "typename" | "constinit" => {}
                "const" | "CONST" | "constexpr" => {
                    found.constant = true;
                    push_word(&mut found.ty, word);
                }
                "struct" | "union" | "class" | "enum" => {
                    self.tagged(&mut found)?;
                    named = true;
                    continue;
                }
                "__declspec" | "__attribute__" | "_Alignas" | "alignas" if next == Some(Kind::LParen) => {
                    let cleanup = self.attribute();
                    found.cleanup = found.cleanup.or(cleanup);
                    continue;
                }
                "typeof" | "__typeof__" | "__typeof" | "decltype" if next == Some(Kind::LParen) => {
                    self.at += 1;
                    self.skip_brackets();
                    named = true;
                    continue;
                }
                _ if is_base_type(word) || matches!(word, "auto" | "__auto_type") => {
                    named = true;
                    push_word(&mut found.ty, word);
                }
                _ if is_statement_word(word) => return Err(Stuck),
                _ => match self.user_type(&mut found, named) {
                    Some(true) => {
                        named = true;
                        continue;
                    }
                    Some(false) => continue,
                    None => break,
                },
            }
            if self.kind() == Some(Kind::Ident) {
                self.at += 1;
            }
        }
        Ok(found)
    }

    /// Reads an identifier that belongs to the type: `Some(true)` if it is the type, `Some(false)` if it only decorates it,
    /// `None` if it is the declared name.
    fn user_type(&mut self, found: &mut Specifiers, named: bool) -> Option<bool> {
        let (word, next) = (self.word(), self.kind_at(1));
        match next {
            // `_In_reads_(n) T`, `DECLSPEC_ALIGN(8) T`
            Some(Kind::LParen) => {
                let mut probe = Parser { toks: self.toks, at: self.at + 1, remarks: Vec::new(), skipped: Vec::new(), ..*self };
                probe.skip_brackets();
                if probe.kind() == Some(Kind::Ident) && (is_shouted(word) || word.starts_with('_')) && !named {
                    self.at = probe.at;
                    return Some(false);
                }
                if named {
                    return None;
                }
            }
            Some(Kind::ColonColon) if self.kind_at(2) == Some(Kind::Star) => return None,
            Some(Kind::ColonColon) => {
                push_word(&mut found.ty, word);
                self.at += 2;
                while self.kind() == Some(Kind::Ident) && matches!(self.kind_at(1), Some(Kind::ColonColon)) {
                    found.ty.push_str("::");
                    found.ty.push_str(self.name_at(0));
                    self.at += 2;
                }
                found.ty.push_str("::");
                found.ty.push_str(self.name_at(0));
                self.at += 1;
                self.template_arguments(found);
                return Some(true);
            }
            Some(Kind::Less) if !named => {
                push_word(&mut found.ty, word);
                self.at += 1;
                self.template_arguments(found);
                return Some(true);
            }
            Some(Kind::Ident | Kind::Star | Kind::Amp | Kind::AndAnd) if !named || next != Some(Kind::Amp) => {}
            _ if named => return None,
            _ => {}
        }
        if named
            && next == Some(Kind::Ident)
            && !matches!(self.word_at(1), "const" | "volatile")
            && !is_shouted(word)
            && !word.starts_with('_')
        {
            // `T name MACRO`
            return None;
        }
        push_word(&mut found.ty, word);
        self.at += 1;
        Some(true)
    }

    fn template_arguments(&mut self, found: &mut Specifiers) {
        let from = self.at;
        if self.kind() == Some(Kind::Less) && self.skip_angles() {
            push_word(&mut found.ty, &self.type_text(from, self.at));
        }
        if self.kind() == Some(Kind::ColonColon) && self.kind_at(1) == Some(Kind::Ident) {
            found.ty.push_str("::");
            found.ty.push_str(self.name_at(1));
            self.at += 2;
        }
    }

    /// `struct x`, `enum { A, B }` and their like.
    fn tagged(&mut self, found: &mut Specifiers) -> Parsed<()> {
        let is_enum = self.word() == "enum";
        push_word(&mut found.ty, self.word());
        self.at += 1;
        self.eat_word(&["class", "struct"]);
        while matches!(self.word(), "__declspec" | "__attribute__") {
            self.at += 1;
            self.skip_brackets();
        }
        // a name that no code can have
        let mut name = format!("{{{}}}", self.at);
        if self.kind() == Some(Kind::Ident) {
            name = self.name_at(0).to_owned();
            push_word(&mut found.ty, &name);
            self.at += 1;
            while self.eat(Kind::ColonColon) {
                found.ty.push_str("::");
                found.ty.push_str(self.name_at(0));
                self.at += 1;
            }
        }
        if self.kind() == Some(Kind::Colon) {
            self.skip_to(&[Kind::LBrace, Kind::Semi]);
        }
        if self.kind() == Some(Kind::LBrace) {
            if is_enum {
                self.enumerators(&mut found.constants)?;
            } else {
                if name.starts_with('{') {
                    push_word(&mut found.ty, &name);
                }
                let fields = self.fields();
                self.skip_brackets();
                found.defines = fields.map(|fields| Rc::new(LocalStruct { name: name.into(), fields }));
            }
        }
        Ok(())
    }

    /// The members of the structure whose brace comes next, if it has nothing but members.
    fn fields(&self) -> Option<Vec<Field>> {
        let mut inside = Parser { toks: self.toks, at: self.at + 1, remarks: Vec::new(), skipped: Vec::new(), ..*self };
        let mut fields = Vec::new();
        while inside.kind() != Some(Kind::RBrace) {
            let StmtKind::Declare(all) = inside.declaration().ok()?.kind else { return None };
            fields.extend(all.into_iter().map(|d| Field { name: d.name, dimensions: d.dimensions, ty: d.ty, init: None }));
        }
        Some(fields)
    }

    fn enumerators(&mut self, constants: &mut Vec<(Name, i64)>) -> Parsed<()> {
        self.at += 1;
        let mut next = Some(0i64);
        while !self.eat(Kind::RBrace) {
            let name = self.name_at(0);
            self.expect(Kind::Ident)?;
            if self.eat(Kind::Eq) {
                let value = self.assignment()?;
                next = number(&value, constants);
            }
            if let Some(value) = next {
                constants.push((name.into(), value));
                next = Some(value.wrapping_add(1));
            }
            if !self.eat(Kind::Comma) && self.kind() != Some(Kind::RBrace) {
                return Err(Stuck);
            }
        }
        Ok(())
    }

    fn declarator(&mut self) -> Parsed<Declarator> {
        let mut found = Declarator::default();
        loop {
            match self.kind() {
                Some(Kind::Star | Kind::Caret) => {
                    found.pointer = true;
                    found.constant = false;
                    found.stars.push_str(" *");
                }
                Some(Kind::Amp | Kind::AndAnd) => {
                    found.reference = true;
                    found.stars.push_str(" &");
                }
                Some(Kind::Ident) => {
                    let word = self.word();
                    let decorates = matches!(self.kind_at(1), Some(Kind::Star | Kind::Ident | Kind::LParen))
                        && (is_shouted(word) || word.starts_with("__"));
                    match word {
                        "const" | "CONST" => found.constant = true,
                        "volatile" | "restrict" | "__restrict" | "__restrict__" | "__unaligned" | "__ptr64" => {}
                        _ if decorates && self.kind_at(1) != Some(Kind::LParen) => {}
                        _ => break,
                    }
                }
                _ => break,
            }
            self.at += 1;
        }
        found.mark = self.mark();
        match self.kind() {
            Some(Kind::Ident) => {
                found.name = self.name_at(0).to_owned();
                self.at += 1;
                while self.eat(Kind::ColonColon) {
                    found.name = self.name_at(0).to_owned();
                    self.at += 1;
                }
            }
            Some(Kind::LParen) if self.inner_declarator() => {
                self.at += 1;
                while self.kind() == Some(Kind::Ident) && matches!(self.kind_at(1), Some(Kind::Star | Kind::Ident | Kind::Caret)) {
                    self.at += 1;
                }
                let inner = self.nested(Self::declarator)?;
                self.expect(Kind::RParen)?;
                found.name = inner.name;
                found.mark = inner.mark;
                found.constant = inner.constant;
                found.dimensions = inner.dimensions;
                found.pointer |= inner.pointer;
                found.reference |= inner.reference && !inner.pointer;
                found.stars.push_str(" (*)");
                while matches!(self.kind(), Some(Kind::LParen | Kind::LBracket)) {
                    self.skip_brackets();
                }
                return Ok(found);
            }
            _ => {}
        }
        self.suffixes(&mut found);
        Ok(found)
    }

    /// Skips `__attribute__((…))` and its like; gives the function that it wants to be called where the variable dies.
    fn attribute(&mut self) -> Option<Name> {
        let from = self.at;
        self.at += 1;
        self.skip_brackets();
        self.cleanup_in(from, self.at)
    }

    fn cleanup_in(&self, from: usize, to: usize) -> Option<Name> {
        let words = self.toks[from..to].windows(3);
        let mut named = words.filter(|w| matches!(&*w[0].text, "cleanup" | "__cleanup__") && w[1].kind == Kind::LParen);
        named.next().map(|w| Name::from(&*w[2].text))
    }

    /// Whether an attribute begins here that says what runs where a variable dies: then it is part of a declaration.
    pub(super) fn is_cleanup(&self) -> bool {
        let mut probe = Parser { toks: self.toks, at: self.at, remarks: Vec::new(), skipped: Vec::new(), ..*self };
        probe.attribute().is_some()
    }

    fn suffixes(&mut self, found: &mut Declarator) {
        loop {
            match self.kind() {
                Some(Kind::LBracket) => {
                    found.dimensions = found.dimensions.saturating_add(1);
                    self.skip_brackets();
                }
                Some(Kind::LParen) if found.brackets.is_none() => {
                    found.brackets = Some(self.at + 1);
                    self.skip_brackets();
                }
                Some(Kind::Ident) if matches!(self.word(), "__attribute__" | "__asm__" | "asm" | "__declspec") => {
                    let cleanup = self.attribute();
                    found.cleanup = found.cleanup.take().or(cleanup);
                }
                Some(Kind::Ident) if found.brackets.is_some() && matches!(self.word(), "const" | "noexcept" | "override" | "final") => {
                    self.at += 1
                }
                Some(Kind::Ident) if is_shouted(self.word()) && matches!(self.kind_at(1), Some(Kind::Semi | Kind::Eq | Kind::Comma)) => {
                    self.at += 1
                }
                _ => return,
            }
        }
    }

    /// Whether brackets hold a declarator: `(*name)`, `(WINAPI *name)`, `(name)`.
    fn inner_declarator(&self) -> bool {
        match self.kind_at(1) {
            Some(Kind::Star | Kind::Caret | Kind::Amp) => true,
            Some(Kind::Ident) => {
                matches!(self.kind_at(2), Some(Kind::Star | Kind::Caret))
                    || self.kind_at(2) == Some(Kind::RParen) && self.kind_at(3) == Some(Kind::LParen)
                    || self.kind_at(2) == Some(Kind::Ident) && self.kind_at(3) == Some(Kind::Star)
            }
            _ => false,
        }
    }

    /// Reads the initialiser; `None` for the declaration of a function.
    fn finish(&mut self, specifiers: &Specifiers, declarator: Declarator) -> Parsed<Option<Declared>> {
        let mut init = None;
        if self.eat(Kind::Colon) {
            self.choice_width()?;
        }
        if let Some(inside) = declarator.brackets {
            if self.is_prototype(inside) {
                return Ok(None);
            }
            let after = self.at;
            self.at = inside;
            init = Some(Init::Constructor(self.arguments()?));
            self.at = after;
        }
        if self.eat(Kind::Eq) || self.kind() == Some(Kind::LBrace) {
            init = Some(Init::Value(self.initialiser()?));
        }
        if declarator.name.is_empty() {
            return if init.is_none() && declarator.stars.is_empty() && declarator.dimensions == 0 { Err(Stuck) } else { Ok(None) };
        }
        Ok(Some(declared(specifiers, declarator, init)))
    }

    fn choice_width(&mut self) -> Parsed<Expr> {
        self.nested(Self::unary)
    }

    /// Whether what stands in brackets after a name are parameters rather than a constructor's arguments.
    fn is_prototype(&self, inside: usize) -> bool {
        let inner = Parser { at: inside, remarks: Vec::new(), skipped: Vec::new(), ..*self };
        let first = inner.word();
        match inner.kind() {
            Some(Kind::RParen | Kind::Ellipsis) => true,
            Some(Kind::Ident) if inner.is_type_word(first) => true,
            Some(Kind::Ident) if matches!(first, "new" | "sizeof" | "throw" | "delete") => false,
            Some(Kind::Ident) => inner.kind_at(1) == Some(Kind::Ident) || inner.is_type_argument(),
            _ => false,
        }
    }
}

fn declared(specifiers: &Specifiers, declarator: Declarator, init: Option<Init>) -> Declared {
    Declared {
        name: declarator.name.into(),
        ty: format!("{}{}", specifiers.ty, declarator.stars).into(),
        dimensions: declarator.dimensions,
        pointer: declarator.pointer,
        reference: declarator.reference,
        is_static: specifiers.is_static,
        is_extern: specifiers.is_extern,
        constant: declarator.constant || specifiers.constant && !declarator.pointer,
        defines: specifiers.defines.clone(),
        cleanup: declarator.cleanup.or_else(|| specifiers.cleanup.clone()),
        init,
        mark: declarator.mark,
    }
}

fn push_word(text: &mut String, word: &str) {
    if !text.is_empty() {
        text.push(' ');
    }
    text.push_str(word);
}

fn is_base_type(word: &str) -> bool {
    matches!(
        word,
        "void"
            | "char"
            | "short"
            | "int"
            | "long"
            | "float"
            | "double"
            | "signed"
            | "unsigned"
            | "bool"
            | "_Bool"
            | "_Complex"
            | "wchar_t"
            | "char8_t"
            | "char16_t"
            | "char32_t"
            | "__int8"
            | "__int16"
            | "__int32"
            | "__int64"
            | "__int128"
            | "__w64"
    )
}

/// The value of a constant expression of an enum.
fn number(e: &Expr, constants: &[(Name, i64)]) -> Option<i64> {
    match &e.kind {
        ExprKind::Number(v) => Some(*v),
        ExprKind::Name(n) => constants.iter().find(|c| c.0 == *n).map(|c| c.1),
        ExprKind::Unary(UnOp::Neg, a) => number(a, constants).map(i64::wrapping_neg),
        ExprKind::Unary(UnOp::BitNot, a) => number(a, constants).map(|v| !v),
        ExprKind::Binary(op, a, b) => calculate(*op, number(a, constants)?, number(b, constants)?),
        _ => None,
    }
}
