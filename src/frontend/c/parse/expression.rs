//! Expressions.

use super::super::ast::{Designator, Element, Expr, ExprKind, Mark};
use super::{Parsed, Parser, Stuck, is_shouted};
use crate::flow::{BinOp, Name, UnOp};
use crate::index::{binary_operator, precedence};
use crate::models::MacroMeaning;
use crate::token::{Kind, char_value, number_value, string_value};

impl Parser<'_, '_> {
    pub(super) fn expression(&mut self) -> Parsed<Expr> {
        let start = self.mark();
        let first = self.assignment()?;
        if self.kind() != Some(Kind::Comma) {
            return Ok(first);
        }
        let mut all = vec![first];
        while self.eat(Kind::Comma) {
            all.push(self.assignment()?);
        }
        self.node_since(ExprKind::Comma(all), start)
    }

    pub(super) fn assignment(&mut self) -> Parsed<Expr> {
        self.nested(|p| {
            let start = p.mark();
            let left = p.choice()?;
            let operator = match p.kind() {
                Some(Kind::Eq) => None,
                Some(kind) => match compound_operator(kind) {
                    Some(op) => Some(op),
                    None => return Ok(left),
                },
                None => return Ok(left),
            };
            p.at += 1;
            let right = p.initialiser()?;
            p.node_since(ExprKind::Assign(operator, Box::new(left), Box::new(right)), start)
        })
    }

    /// An expression, or a list in braces.
    pub(super) fn initialiser(&mut self) -> Parsed<Expr> {
        if self.kind() != Some(Kind::LBrace) {
            return self.assignment();
        }
        let start = self.mark();
        let list = self.list()?;
        self.node_since(ExprKind::List(list), start)
    }

    pub(super) fn list(&mut self) -> Parsed<Vec<Element>> {
        self.nested(|p| {
            p.expect(Kind::LBrace)?;
            let mut elements = Vec::new();
            while !p.eat(Kind::RBrace) {
                let path = p.designators()?;
                let value = p.initialiser()?;
                elements.push(Element { path, value });
                if !p.eat(Kind::Comma) && p.kind() != Some(Kind::RBrace) {
                    return Err(Stuck);
                }
            }
            Ok(elements)
        })
    }

    fn designators(&mut self) -> Parsed<Vec<Designator>> {
        let mut path = Vec::new();
        if self.kind() == Some(Kind::Ident) && self.kind_at(1) == Some(Kind::Colon) {
            path.push(Designator::Field(self.name_at(0).into()));
            self.at += 2;
            return Ok(path);
        }
        loop {
            match self.kind() {
                Some(Kind::Dot) if self.kind_at(1) == Some(Kind::Ident) => {
                    path.push(Designator::Field(self.name_at(1).into()));
                    self.at += 2;
                }
                Some(Kind::LBracket) => {
                    self.at += 1;
                    let index = self.assignment()?;
                    if self.eat(Kind::Ellipsis) {
                        self.assignment()?;
                    }
                    self.expect(Kind::RBracket)?;
                    path.push(Designator::Index(index));
                }
                _ => break,
            }
        }
        if !path.is_empty() {
            self.expect(Kind::Eq)?;
        }
        Ok(path)
    }

    fn choice(&mut self) -> Parsed<Expr> {
        let start = self.mark();
        let condition = self.binary(0)?;
        if !self.eat(Kind::Question) {
            return Ok(condition);
        }
        let first = if self.kind() == Some(Kind::Colon) { None } else { Some(Box::new(self.nested(Self::expression)?)) };
        self.expect(Kind::Colon)?;
        let second = self.nested(Self::assignment)?;
        self.node_since(ExprKind::Choice(Box::new(condition), first, Box::new(second)), start)
    }

    fn binary(&mut self, least: u8) -> Parsed<Expr> {
        self.nested(|p| {
            let start = p.mark();
            let mut left = p.unary()?;
            while let Some(operator) = p.kind() {
                let strength = precedence(operator);
                if strength == 0 || strength <= least {
                    break;
                }
                p.at += 1;
                let right = Box::new(p.binary(strength)?);
                let kind = match binary_operator(operator) {
                    Some(BinOp::Div) if matches!((&left.kind, &right.kind), (ExprKind::Sizeof, ExprKind::Sizeof)) => {
                        count_of_elements(left, *right)
                    }
                    Some(op) => ExprKind::Binary(op, Box::new(left), right),
                    None => ExprKind::Logical(operator == Kind::AndAnd, Box::new(left), right),
                };
                left = p.node_since(kind, start)?;
            }
            Ok(left)
        })
    }

    pub(super) fn unary(&mut self) -> Parsed<Expr> {
        let start = self.mark();
        let Some(kind) = self.kind() else { return Err(Stuck) };
        let make: fn(Box<Expr>) -> ExprKind = match kind {
            Kind::Bang => |e| ExprKind::Unary(UnOp::Not, e),
            Kind::Minus => |e| ExprKind::Unary(UnOp::Neg, e),
            Kind::Tilde => |e| ExprKind::Unary(UnOp::BitNot, e),
            Kind::Star => ExprKind::Deref,
            Kind::Amp => ExprKind::AddrOf,
            Kind::Plus => |e| e.kind,
            Kind::PlusPlus => |place| ExprKind::Step { by: 1, prefix: true, place },
            Kind::MinusMinus => |place| ExprKind::Step { by: -1, prefix: true, place },
            Kind::AndAnd if self.kind_at(1) == Some(Kind::Ident) => {
                self.at += 2;
                return self.node_since(ExprKind::Opaque(Vec::new()), start);
            }
            Kind::LParen if self.is_cast() => return self.cast(),
            Kind::Ident => return self.keyword_operator(),
            _ => return self.postfix(),
        };
        self.at += 1;
        let operand = self.nested(Self::unary)?;
        self.node_since(make(Box::new(operand)), start)
    }

    /// `(T)x` or `(T){ … }`; the brackets were found to hold a type.
    fn cast(&mut self) -> Parsed<Expr> {
        let start = self.mark();
        let from = self.at + 1;
        self.skip_brackets();
        let ty = self.type_text(from, self.at - 1);
        if self.kind() == Some(Kind::LBrace) {
            let list = self.list()?;
            return self.node_since(ExprKind::Compound(ty, list), start);
        }
        let operand = self.nested(Self::unary)?;
        let operand = self.seen_as(ty, operand)?;
        Ok(Expr { mark: Mark { name_end: operand.mark.name_end, ..operand.mark }, ..operand })
    }

    /// A cast matters only if it says of which class something is, or that a number is a status: then it has a sign.
    fn seen_as(&mut self, ty: Name, operand: Expr) -> Parsed<Expr> {
        if let ExprKind::Number(value @ 0x8000_0000..=0xffff_ffff) = operand.kind
            && matches!(&*ty, "HRESULT" | "NTSTATUS" | "SCODE")
        {
            return Ok(Expr { kind: ExprKind::Number(value - (1 << 32)), ..operand });
        }
        if self.plain_c || self.index.class_in_type(&ty, self.file).is_none() {
            return Ok(operand);
        }
        let mark = operand.mark;
        self.node(ExprKind::As(ty, Box::new(operand)), mark)
    }

    fn keyword_operator(&mut self) -> Parsed<Expr> {
        let start = self.mark();
        match self.word() {
            word @ ("sizeof" | "alignof" | "_Alignof" | "__alignof" | "__alignof__" | "__uuidof" | "_uuidof" | "typeid" | "noexcept"
            | "_Countof") => {
                let is_size = word == "sizeof";
                self.at += 1;
                self.eat(Kind::Ellipsis);
                if self.kind() == Some(Kind::LParen) {
                    self.skip_brackets();
                    // `sizeof(x)->y`, `sizeof(a)[0]`
                    while matches!(self.kind(), Some(Kind::LBracket | Kind::Dot | Kind::Arrow)) {
                        if self.kind() == Some(Kind::LBracket) { self.skip_brackets() } else { self.at += 2 }
                    }
                } else {
                    self.nested(Self::unary)?;
                }
                self.node_since(if is_size { ExprKind::Sizeof } else { ExprKind::Opaque(Vec::new()) }, start)
            }
            "__extension__" | "co_await" | "__real__" | "__imag__" => {
                self.at += 1;
                self.nested(Self::unary)
            }
            "throw" => {
                self.at += 1;
                let ends = matches!(self.kind(), Some(Kind::Semi | Kind::RParen | Kind::Colon | Kind::Comma) | None);
                let value = if ends { None } else { Some(Box::new(self.nested(Self::assignment)?)) };
                self.node_since(ExprKind::Throw(value), start)
            }
            "new" if self.starts_new() => self.new_operator(),
            "delete" if !matches!(self.kind_at(1), Some(Kind::Eq | Kind::Semi | Kind::RParen | Kind::Arrow | Kind::Dot | Kind::Comma)) => {
                let name = self.node(ExprKind::Name("operator delete".into()), start)?;
                self.at += 1;
                if self.kind() == Some(Kind::LBracket) {
                    self.skip_brackets();
                }
                let args = vec![self.nested(Self::unary)?];
                self.node_since(ExprKind::Call { callee: Box::new(name), args }, start)
            }
            "static_cast" | "reinterpret_cast" | "const_cast" | "dynamic_cast" | "safe_cast" if self.kind_at(1) == Some(Kind::Less) => {
                self.at += 1;
                let from = self.at + 1;
                if !self.skip_angles() {
                    return Err(Stuck);
                }
                let ty = self.type_text(from, self.at - 1);
                let operand = self.postfix()?;
                self.seen_as(ty, operand)
            }
            _ => self.postfix(),
        }
    }

    /// Whether the word `new` is the operator and not a variable of C.
    fn starts_new(&self) -> bool {
        matches!(self.kind_at(1), Some(Kind::Ident | Kind::ColonColon)) || self.kind_at(1) == Some(Kind::LParen) && self.word_at(2) == "std"
    }

    fn new_operator(&mut self) -> Parsed<Expr> {
        let start = self.mark();
        self.at += 1;
        if self.kind() == Some(Kind::LParen) {
            self.skip_brackets();
        }
        let from = self.at;
        self.skip_type_words();
        let ty = self.type_text(from, self.at);
        let mut args = Vec::new();
        while self.kind() == Some(Kind::LBracket) {
            self.at += 1;
            args.push(self.expression()?);
            self.expect(Kind::RBracket)?;
        }
        match self.kind() {
            Some(Kind::LParen) => {
                self.at += 1;
                args.extend(self.arguments()?);
            }
            Some(Kind::LBrace) => args.extend(self.list()?.into_iter().map(|e| e.value)),
            _ => {}
        }
        self.node_since(ExprKind::New { ty, args }, start)
    }

    fn postfix(&mut self) -> Parsed<Expr> {
        let start = self.mark();
        let mut left = self.primary()?;
        loop {
            let kind = match self.kind() {
                Some(Kind::LParen) => {
                    self.at += 1;
                    let args = self.arguments()?;
                    self.call(left, args)
                }
                Some(Kind::LBracket) => {
                    self.at += 1;
                    let index = self.nested(Self::expression)?;
                    self.expect(Kind::RBracket)?;
                    ExprKind::Index(Box::new(left), Box::new(index))
                }
                Some(dot @ (Kind::Dot | Kind::Arrow)) => {
                    self.at += 1;
                    self.eat_word(&["template"]);
                    self.eat(Kind::Star);
                    let destroys = self.eat(Kind::Tilde);
                    let mut name = self.qualified_name()?;
                    if destroys {
                        name.insert(0, '~');
                    }
                    ExprKind::Member { of: Box::new(left), arrow: dot == Kind::Arrow, name: name.into() }
                }
                Some(Kind::PlusPlus) => {
                    self.at += 1;
                    ExprKind::Step { by: 1, prefix: false, place: Box::new(left) }
                }
                Some(Kind::MinusMinus) => {
                    self.at += 1;
                    ExprKind::Step { by: -1, prefix: false, place: Box::new(left) }
                }
                Some(Kind::LBrace) if self.constructs(&left) => {
                    let list = self.list()?;
                    let args = list.into_iter().map(|e| e.value).collect();
                    ExprKind::Call { callee: Box::new(left), args }
                }
                Some(Kind::Str | Kind::Ident) => match self.joined_string(&left)? {
                    Some(kind) => kind,
                    None => return Ok(left),
                },
                _ => return Ok(left),
            };
            left = self.node_since(kind, start)?;
        }
    }

    /// A call; published macros become what they mean.
    fn call(&self, callee: Expr, mut args: Vec<Expr>) -> ExprKind {
        let meaning = match &callee.kind {
            ExprKind::Name(name) if &**name == "__builtin_expect" && args.len() == 2 => {
                args.pop();
                Some(MacroMeaning::Argument)
            }
            ExprKind::Name(name) if args.len() == 1 => self.models.macro_meaning(name).filter(|m| !m.leaves()),
            _ => None,
        };
        match (meaning, args.pop()) {
            (Some(meaning), Some(arg)) => {
                let zero = || Box::new(Expr { kind: ExprKind::Number(0), mark: arg.mark, depth: 1 });
                match meaning {
                    MacroMeaning::Argument => arg.kind,
                    MacroMeaning::NotNegative => ExprKind::Binary(BinOp::Ge, Box::new(arg.clone()), zero()),
                    MacroMeaning::Zero => ExprKind::Binary(BinOp::Eq, Box::new(arg.clone()), zero()),
                    MacroMeaning::NotZero => ExprKind::Binary(BinOp::Ne, Box::new(arg.clone()), zero()),
                    MacroMeaning::Negative => ExprKind::Binary(BinOp::Lt, Box::new(arg.clone()), zero()),
                    MacroMeaning::HresultFromWin32 => ExprKind::Unary(UnOp::HresultFromWin32, Box::new(arg)),
                    MacroMeaning::Win32FromStatus => ExprKind::Unary(UnOp::Win32FromStatus, Box::new(arg)),
                    _ => arg.kind,
                }
            }
            (_, last) => {
                args.extend(last);
                ExprKind::Call { callee: Box::new(callee), args }
            }
        }
    }

    /// `T{…}`: a name directly followed by a brace, where a statement's block can't follow.
    fn constructs(&self, left: &Expr) -> bool {
        let ExprKind::Name(name) = &left.kind else { return false };
        let last = name.rsplit("::").next().unwrap_or(name);
        !self.plain_c && (self.index.has_class(last) || name.contains("::") && self.depth > 3)
    }

    /// Literals next to each other are one string; so are those hidden in `TEXT("…")` or a macro that was not seen.
    fn joined_string(&mut self, left: &Expr) -> Parsed<Option<ExprKind>> {
        let ExprKind::Str(text) = &left.kind else {
            // `PRIx64 "…"`
            let joins =
                self.kind() == Some(Kind::Str) && matches!(left.kind, ExprKind::Name(_) | ExprKind::Call { .. } | ExprKind::Opaque(_));
            self.at += usize::from(joins);
            return Ok(joins.then(|| ExprKind::Opaque(Vec::new())));
        };
        if self.kind() == Some(Kind::Str) {
            let more = self.string_token();
            return Ok(Some(ExprKind::Str(format!("{text}{more}").into())));
        }
        let wraps = self.kind_at(1) == Some(Kind::LParen);
        let argument = self.models.macro_meaning(self.word()) == Some(MacroMeaning::Argument);
        if wraps && argument {
            self.at += 2;
            let args = self.arguments()?;
            return Ok(match args.first().map(|a| &a.kind) {
                Some(ExprKind::Str(more)) => Some(ExprKind::Str(format!("{text}{more}").into())),
                _ => Some(ExprKind::Opaque(Vec::new())),
            });
        }
        if wraps {
            self.at += 1;
            self.skip_brackets();
        } else {
            self.at += 1;
        }
        Ok(Some(ExprKind::Opaque(Vec::new())))
    }

    fn string_token(&mut self) -> String {
        let text = self.peek().map_or_else(String::new, |t| string_value(&t.text));
        self.at += 1;
        text
    }

    /// A call's arguments; its opening bracket was read. Types (`va_arg(ap, char *)`) have no value.
    pub(super) fn arguments(&mut self) -> Parsed<Vec<Expr>> {
        let mut args = Vec::new();
        while !self.eat(Kind::RParen) {
            let start = self.mark();
            let from = self.at;
            let stops = [Kind::Comma, Kind::RParen];
            let opaque = |p: &mut Self| p.node_since(ExprKind::Opaque(Vec::new()), start);
            if self.is_type_argument() {
                self.skip_to(&stops);
                args.push(opaque(self)?);
            } else {
                match self.nested(Self::initialiser) {
                    Ok(arg) if matches!(self.kind(), Some(Kind::Comma | Kind::RParen)) => args.push(arg),
                    Ok(arg) if self.kind() == Some(Kind::Ellipsis) => {
                        self.at += 1;
                        args.push(arg);
                    }
                    _ => {
                        self.at = from;
                        self.skip_to(&stops);
                        if self.at == from || !matches!(self.kind(), Some(Kind::Comma | Kind::RParen)) {
                            return Err(Stuck);
                        }
                        args.push(opaque(self)?);
                    }
                }
            }
            if !self.eat(Kind::Comma) && self.kind() != Some(Kind::RParen) {
                return Err(Stuck);
            }
        }
        Ok(args)
    }

    fn primary(&mut self) -> Parsed<Expr> {
        let start = self.mark();
        let Some(token) = self.peek() else { return Err(Stuck) };
        let kind = match token.kind {
            Kind::Number => {
                self.at += 1;
                number_value(&token.text).map_or(ExprKind::Opaque(Vec::new()), ExprKind::Number)
            }
            Kind::Char => {
                self.at += 1;
                ExprKind::Number(char_value(&token.text))
            }
            Kind::Str => ExprKind::Str(self.string_token().into()),
            Kind::LParen => return self.bracketed(),
            Kind::LBracket => return self.lambda(),
            Kind::Ident | Kind::ColonColon => return self.name(),
            _ => return Err(Stuck),
        };
        self.node_since(kind, start)
    }

    fn bracketed(&mut self) -> Parsed<Expr> {
        let start = self.mark();
        self.at += 1;
        if self.kind() == Some(Kind::LBrace) {
            let before = std::mem::take(&mut self.tallest);
            let (block, _) = self.nested(|p| Ok(p.block()))?;
            self.expect(Kind::RParen)?;
            let mark = self.since(start);
            let block = self.node(ExprKind::Block(block), mark);
            self.tallest = self.tallest.max(before);
            return block;
        }
        let inner = self.nested(Self::expression)?;
        self.expect(Kind::RParen)?;
        Ok(inner)
    }

    fn name(&mut self) -> Parsed<Expr> {
        let start = self.mark();
        let word = self.word();
        match word {
            "_Generic" | "__builtin_offsetof" | "offsetof" | "__builtin_types_compatible_p" | "__builtin_va_arg" | "va_arg" => {
                self.at += 1;
                if self.kind() == Some(Kind::LParen) {
                    self.skip_brackets();
                }
                return self.node_since(ExprKind::Opaque(Vec::new()), start);
            }
            _ if is_statement_word(word) => return Err(Stuck),
            _ => {}
        }
        if self.is_type_word(word) {
            // `DWORD(x)`, `unsigned(x)`, `struct x`
            self.skip_type_words();
            if self.kind() == Some(Kind::LParen) {
                return self.bracketed();
            }
            return Err(Stuck);
        }
        let by_macro = self.peek().is_some_and(|t| t.made);
        let name = self.qualified_name()?;
        let mut mark = self.since(start);
        if !by_macro {
            mark.name_end = mark.end;
        }
        self.node(ExprKind::Name(name.into()), mark)
    }

    /// `a`, `a::b`, `a<T>::b`, `operator x`; a leading `::` is dropped.
    pub(super) fn qualified_name(&mut self) -> Parsed<String> {
        self.eat(Kind::ColonColon);
        let mut name = String::new();
        loop {
            self.eat(Kind::Tilde);
            if self.kind() != Some(Kind::Ident) {
                return Err(Stuck);
            }
            name.push_str(self.name_at(0));
            self.at += 1;
            let from = self.at;
            if matches!(&*name, "std::make_unique" | "std::make_shared" | "make_unique" | "make_shared") && self.kind() == Some(Kind::Less)
            {
                self.skip_angles();
                name.push_str(&self.type_text(from, self.at));
                return Ok(name);
            }
            if self.kind() == Some(Kind::Less)
                && !(self.skip_angles() && matches!(self.kind(), Some(Kind::LParen | Kind::ColonColon | Kind::LBrace)))
            {
                self.at = from;
            }
            if self.kind() != Some(Kind::ColonColon) {
                return Ok(name);
            }
            self.at += 1;
            self.eat_word(&["template"]);
            name.push_str("::");
        }
    }

    /// Whether a bracket holds a type, so that a cast or compound literal begins here.
    fn is_cast(&self) -> bool {
        if self.kind_at(1) != Some(Kind::Ident) {
            return false;
        }
        let mut at = 1;
        let mut names = 0;
        let mut sure = false;
        loop {
            match self.kind_at(at) {
                Some(Kind::Ident) => {
                    let next = self.word_at(at);
                    if is_statement_word(next) || matches!(next, "sizeof" | "new" | "delete") {
                        return false;
                    }
                    if self.is_type_word(next) {
                        sure = true;
                    } else {
                        names += 1;
                    }
                }
                Some(Kind::ColonColon) => names -= 1,
                Some(Kind::Star | Kind::Amp | Kind::AndAnd) => {
                    // `(T *)`, `(T **)`, `(T * const)`, but not `(a * b)`
                    let rest = (at..at + 8).find(|i| !matches!(self.kind_at(*i), Some(Kind::Star | Kind::Amp | Kind::AndAnd)));
                    let ends = rest.is_some_and(|i| {
                        self.kind_at(i) == Some(Kind::RParen)
                            || is_qualifier(self.word_at(i))
                            || self.kind_at(i) == Some(Kind::LBracket) && sure
                    });
                    if !ends {
                        return false;
                    }
                    sure = true;
                }
                Some(Kind::Less) if self.kind_at(at + 1) == Some(Kind::Ident) => {
                    let mut probe = Parser { toks: self.toks, at: self.at + at, remarks: Vec::new(), skipped: Vec::new(), ..*self };
                    if !probe.skip_angles() {
                        return false;
                    }
                    at = probe.at - self.at;
                    sure |= matches!(self.kind_at(at), Some(Kind::Star | Kind::RParen));
                    continue;
                }
                // `(void (*)(int))`, `(BOOL (WINAPI *)(int))`, `(int [3])`
                Some(Kind::LBracket) if sure => return true,
                Some(Kind::LParen) => {
                    let star = at + 1 + usize::from(self.kind_at(at + 1) == Some(Kind::Ident));
                    return self.kind_at(star) == Some(Kind::Star) && self.kind_at(star + 1) == Some(Kind::RParen);
                }
                Some(Kind::RParen) => break,
                _ => return false,
            }
            at += 1;
            if at > 40 {
                return false;
            }
        }
        sure || self.cast_follows(at + 1, names)
    }

    /// Whether what follows `(a)` or `(a b)` makes it a cast rather than a value in brackets.
    fn cast_follows(&self, at: usize, names: i32) -> bool {
        let word = self.word_at(1);
        match self.kind_at(at) {
            _ if names > 1 => true,
            Some(Kind::Ident) => !matches!(self.word_at(at), "and" | "or"),
            Some(Kind::Number | Kind::Str | Kind::Char | Kind::Tilde | Kind::Bang | Kind::LBrace | Kind::ColonColon) => true,
            // `(T)(x)`, `(T)-1`, `(T)&x`, `(T)*x`: by convention types of Windows are in capitals
            Some(Kind::LParen | Kind::Amp | Kind::Star | Kind::Minus | Kind::Plus | Kind::PlusPlus | Kind::MinusMinus | Kind::AndAnd) => {
                (is_shouted(word) || word.ends_with("_t") || word.ends_with("_T")) && self.models.constant(word).is_none()
            }
            _ => false,
        }
    }

    /// Whether an argument is a type rather than a value.
    pub(super) fn is_type_argument(&self) -> bool {
        let word = self.word();
        if self.kind() != Some(Kind::Ident) {
            return false;
        }
        let ends = |kind: Option<Kind>| matches!(kind, Some(Kind::Comma | Kind::RParen));
        let stars = (1..8).find(|i| self.kind_at(*i) != Some(Kind::Star)).unwrap_or(1);
        if stars > 1 && ends(self.kind_at(stars)) {
            return true;
        }
        self.is_type_word(word) && self.kind_at(1) != Some(Kind::LParen)
    }
}

fn is_qualifier(word: &str) -> bool {
    matches!(
        word,
        "const" | "volatile" | "restrict" | "__restrict" | "__restrict__" | "__ptr64" | "__ptr32" | "CONST" | "__unaligned" | "UNALIGNED"
    )
}

/// Words that begin a statement and therefore never stand in an expression.
pub(super) fn is_statement_word(word: &str) -> bool {
    matches!(
        word,
        "if" | "else" | "while" | "for" | "do" | "switch" | "case" | "default" | "break" | "continue" | "return" | "goto" | "try" | "catch"
    )
}

fn compound_operator(kind: Kind) -> Option<BinOp> {
    Some(match kind {
        Kind::PlusEq => BinOp::Add,
        Kind::MinusEq => BinOp::Sub,
        Kind::StarEq => BinOp::Mul,
        Kind::SlashEq => BinOp::Div,
        Kind::PercentEq => BinOp::Rem,
        Kind::AmpEq => BinOp::And,
        Kind::PipeEq => BinOp::Or,
        Kind::CaretEq => BinOp::Xor,
        Kind::ShlEq => BinOp::Shl,
        Kind::ShrEq => BinOp::Shr,
        _ => return None,
    })
}

/// `sizeof array / sizeof array[0]`, which is what this macro is for.
fn count_of_elements(array: Expr, element: Expr) -> ExprKind {
    let callee = Expr { kind: ExprKind::Name("ARRAYSIZE".into()), ..element };
    ExprKind::Call { callee: Box::new(callee), args: vec![array] }
}
