//! One pass over a file's tokens: what it defines and where.

use super::condition::{Condition, Fact};
use super::directive::{Directive, directive, has_further_arm};
use super::header;
use super::words::FileWords;
use super::{Field, FileIndex, FunctionDef, Range, StructDef, VariableDef};
use crate::flow::Name;
use crate::source::{FileId, Source};
use crate::token::{Kind, Lexer, Token};
use std::rc::Rc;

/// A declaration with more tokens than this is read only up to here.
const LONGEST_HEADER: usize = 600;
/// An initialiser in braces of more tokens is not told from a scope.
const LONGEST_LIST: usize = 64;
/// An old-style header declares its parameters with fewer `;` than this.
const MOST_OLD_STYLE: u32 = 40;
/// A file that defines more than this is read only up to here.
const MOST_ITEMS: usize = 200_000;
/// Functions without an end that are cut at a `}` in the first column, per file: each costs a second look.
const MOST_REPAIRS: u32 = 16;

#[derive(Clone)]
enum Scope {
    /// `namespace x {`, `extern "C" {`; `true` if it has no name.
    Open(bool),
    /// A struct, union or class: its place in the list and what stood before its `{`.
    Struct(usize, Rc<[Token]>),
}

/// An `#if` whose `#endif` is to come.
struct Frame {
    group: u32,
    /// An arm was read.
    seen: bool,
    /// An arm is known to hold, so that the others don't.
    closed: bool,
    header: usize,
    parens: u32,
    scopes: Rc<Vec<Scope>>,
    /// The depth of braces where it started and after its first arm, if it started inside of skipped braces.
    depth: Option<u32>,
    first_depth: Option<u32>,
}

enum Step {
    Token(Token),
    /// An `#if` begins / another arm of it begins / it ends.
    Opens,
    NextArm,
    Closes,
    End,
}

/// Where a function without an end may be cut off.
struct Repair<'a> {
    lexer: Lexer<'a>,
    end: u32,
    conditions: usize,
}

pub(super) struct Scanner<'a> {
    text: &'a str,
    file: FileId,
    lexer: Lexer<'a>,
    out: FileIndex,
    conditions: Vec<Frame>,
    scopes: Rc<Vec<Scope>>,
    header: Vec<Token>,
    parens: u32,
    groups: u32,
    repairs: u32,
    started: bool,
    /// A directive that was read already.
    pending: Option<Token>,
    /// The depth after the first arm of the `#if` that just ended.
    closed: Option<u32>,
    /// How many `;` the header holds because it looks like an old-style function.
    waited: u32,
    /// The struct whose `}` the header continues.
    closed_struct: Option<usize>,
    /// How much of the header stood before the braces of a struct or enum that just ended.
    resumed: usize,
}

impl FileIndex {
    /// Reads one file.
    pub fn scan(file: FileId, source: &Source) -> FileIndex {
        let text = &*source.text;
        let mut scanner = Scanner {
            text,
            file,
            lexer: Lexer::new(text, 0, text.len() as u32),
            out: FileIndex::empty(file, &source.path),
            conditions: Vec::new(),
            scopes: Rc::default(),
            header: Vec::new(),
            parens: 0,
            groups: 0,
            repairs: 0,
            started: false,
            pending: None,
            closed: None,
            waited: 0,
            closed_struct: None,
            resumed: 0,
        };
        scanner.run();
        if let Some(at) = scanner.lexer.unterminated_comment() {
            let line = Some(source.position(at).line);
            scanner.out.notices.push(crate::source::Notice {
                path: source.path.to_string(),
                line,
                message: "a comment starts here that nothing ends; the rest of the file was not read".to_owned(),
            });
        }
        let mut found = scanner.out;
        found.words = FileWords::read(&found, text);
        found
    }
}

impl<'a> Scanner<'a> {
    fn run(&mut self) {
        loop {
            match self.step() {
                Step::End => return,
                Step::Token(token) => self.token(token),
                Step::NextArm => {
                    if let Some(frame) = self.conditions.last() {
                        self.header.truncate(frame.header);
                        self.parens = frame.parens;
                        self.scopes.clone_from(&frame.scopes);
                    }
                }
                Step::Opens | Step::Closes => {}
            }
            if self.out.items() > MOST_ITEMS {
                self.out.notice("this file defines too many things; what follows them was not read");
                return;
            }
        }
    }

    /// The next token of an arm that is alive, or what happened to the `#if`s around.
    fn step(&mut self) -> Step {
        while let Some(token) = self.pending.take().or_else(|| self.lexer.next()) {
            if token.kind != Kind::Directive {
                self.started = true;
                return Step::Token(token);
            }
            if let Some(step) = self.directive(token) {
                return step;
            }
        }
        Step::End
    }

    fn directive(&mut self, token: Token) -> Option<Step> {
        let first = !std::mem::replace(&mut self.started, true);
        let text = self.text;
        match directive(self.file, text, token) {
            Directive::Macro(mut found) => {
                found.group = self.conditions.last().map_or(0, |f| f.group);
                self.out.add_macro(found);
                None
            }
            Directive::Include(path) => {
                self.out.includes.push(path.into());
                None
            }
            Directive::Ifdef(name, false) if first && self.is_guard(name) => self.open(Condition::Known(1)),
            Directive::If(range) => self.open(self.out.condition(text, range, token.start)),
            Directive::Ifdef(name, wanted) => self.open(self.out.defined(text, name, wanted, token.start)),
            Directive::Elif(range) => self.arm(|s| s.out.condition(text, range, token.start)),
            Directive::Elifdef(name, wanted) => self.arm(|s| s.out.defined(text, name, wanted, token.start)),
            Directive::Else => self.arm(|_| Condition::Known(1)),
            Directive::Endif => {
                self.closed = self.conditions.pop()?.first_depth;
                Some(Step::Closes)
            }
            Directive::Other => None,
        }
    }

    /// Whether `#ifndef name` guards the whole file against being included twice.
    fn is_guard(&self, name: &str) -> bool {
        let next = self.lexer.clone().next().filter(|t| t.kind == Kind::Directive);
        next.is_some_and(|t| matches!(directive(self.file, self.text, t), Directive::Macro(m) if !m.undef && &*m.name == name))
    }

    fn open(&mut self, condition: Condition) -> Option<Step> {
        let has_choice = || has_further_arm(self.file, self.text, self.lexer.clone());
        let holds = condition.holds().or_else(|| condition.at_64_bits().holds().filter(|_| has_choice()));
        let outer = self.conditions.last().map_or(0, |f| f.group);
        if holds.is_none() {
            self.groups += 1;
        }
        self.conditions.push(Frame {
            group: if holds.is_none() { self.groups } else { outer },
            seen: holds != Some(false),
            closed: holds == Some(true),
            header: self.header.len(),
            parens: self.parens,
            scopes: self.scopes.clone(),
            depth: None,
            first_depth: None,
        });
        if holds == Some(false) { self.skip_dead() } else { Some(Step::Opens) }
    }

    fn arm(&mut self, condition: impl FnOnce(&mut Self) -> Condition) -> Option<Step> {
        let closed = self.conditions.last()?.closed;
        let holds = if closed { Some(false) } else { condition(self).at_64_bits().holds() };
        if holds == Some(false) {
            return self.skip_dead();
        }
        let frame = self.conditions.last_mut()?;
        frame.closed = holds == Some(true);
        let again = std::mem::replace(&mut frame.seen, true);
        Some(if again { Step::NextArm } else { Step::Opens })
    }

    /// Skips to the next directive of the innermost `#if`.
    fn skip_dead(&mut self) -> Option<Step> {
        let mut depth = 0u32;
        for token in self.lexer.by_ref() {
            if token.kind != Kind::Directive {
                continue;
            }
            match directive(self.file, self.text, token) {
                Directive::If(_) | Directive::Ifdef(..) => depth += 1,
                Directive::Endif if depth > 0 => depth -= 1,
                Directive::Elif(_) | Directive::Elifdef(..) | Directive::Else | Directive::Endif if depth == 0 => {
                    self.pending = Some(token);
                    return None;
                }
                _ => {}
            }
        }
        Some(Step::End)
    }

    fn token(&mut self, token: Token) {
        match token.kind {
            Kind::LBrace => return self.brace(token),
            Kind::RBrace => return self.close_scope(),
            Kind::Semi => return self.semicolon(token),
            Kind::LParen => self.parens += 1,
            Kind::RParen => self.parens = self.parens.saturating_sub(1),
            Kind::Colon if self.is_access_label() => return self.header.clear(),
            _ => {}
        }
        self.push(token);
    }

    fn push(&mut self, token: Token) {
        if self.header.len() < LONGEST_HEADER {
            self.header.push(token);
        }
    }

    fn reset(&mut self) {
        self.header.clear();
        self.parens = 0;
        self.waited = 0;
        self.closed_struct = None;
        self.resumed = 0;
    }

    /// `public:` and its like.
    fn is_access_label(&self) -> bool {
        self.in_struct().is_some() && self.header.len() == 1 && matches!(self.header[0].text(self.text), "public" | "private" | "protected")
    }

    fn in_struct(&self) -> Option<usize> {
        match self.scopes.last() {
            Some(Scope::Struct(index, _)) => Some(*index),
            _ => None,
        }
    }

    fn semicolon(&mut self, token: Token) {
        let may_wait = self.parens == 0 && self.in_struct().is_none() && self.waited < MOST_OLD_STYLE;
        if may_wait && (self.waited > 0 || header::old_style(self.text, &self.header).is_some()) {
            self.waited += 1;
            return self.push(token);
        }
        if self.parens == 0 {
            self.declaration();
        }
        self.reset();
    }

    fn close_scope(&mut self) {
        self.reset();
        if let Some(Scope::Struct(index, before)) = Rc::make_mut(&mut self.scopes).pop() {
            self.closed_struct = Some(index);
            // the names between `}` and `;` are declared with what stood before the `{`
            self.header.extend(before.iter());
            self.resumed = self.header.len();
        }
    }

    fn word(&self, at: usize) -> &'a str {
        self.header.get(at).map_or("", |t| t.text(self.text))
    }

    fn brace(&mut self, open: Token) {
        if self.parens > 0 || self.header.len() >= LONGEST_HEADER {
            self.skip_braces();
            return;
        }
        self.strip_prefixes();
        let has = |s: &Self, word: &str| s.header.iter().any(|t| t.text(s.text) == word);
        let function = header::function(self.text, &self.header);
        let assigned = self.header.iter().any(|t| t.kind == Kind::Eq) && function.is_none();
        let member =
            matches!(self.header.last().map(|t| t.kind), Some(Kind::Ident | Kind::Greater)) && header::in_member_initialisers(&self.header);
        if assigned || member {
            let end = self.skip_braces();
            if !self.named_lambda(open, end) {
                self.push(Token { end, ..open });
            }
            return;
        }
        if let Some(found) = function {
            return self.function(found, open);
        }
        if self.is_initialiser(open) {
            let end = self.skip_braces();
            return self.push(Token { end, ..open });
        }
        if has(self, "namespace") {
            let anonymous = self.header.last().is_some_and(|t| t.text(self.text) == "namespace");
            self.out.has_namespace = true;
            self.enter(Scope::Open(anonymous))
        } else if self.header.last().is_some_and(|t| t.kind == Kind::Str) && has(self, "extern") {
            self.enter(Scope::Open(false))
        } else if has(self, "enum") {
            self.enumeration()
        } else if ["struct", "union", "class", "interface", "__interface"].iter().any(|w| has(self, w)) {
            self.structure()
        } else if !self.header.is_empty() && self.header.iter().all(|t| t.kind == Kind::Ident) {
            // a macro that opens a namespace
            self.enter(Scope::Open(false))
        } else {
            self.skip_braces();
            self.reset();
        }
    }

    /// `CRegKey key{Open()};`, `HKEY key{};`: a type, a name, and an expression up to the `;`.
    fn is_initialiser(&self, open: Token) -> bool {
        let begins = ["class", "enum", "extern", "interface", "__interface", "namespace", "struct", "union"];
        let named = matches!(self.header.as_slice(), [.., ty, name] if name.kind == Kind::Ident
            && matches!(ty.kind, Kind::Ident | Kind::Greater | Kind::Star | Kind::Amp));
        if !named || self.header.iter().any(|t| begins.contains(&t.text(self.text))) {
            return false;
        }
        let mut depth = 1u32;
        let mut inside = Lexer::new(self.text, open.end, self.text.len() as u32).take(LONGEST_LIST);
        while let Some(token) = inside.next() {
            match token.kind {
                Kind::LBrace => depth += 1,
                Kind::RBrace if depth > 1 => depth -= 1,
                Kind::RBrace => return inside.next().is_some_and(|t| matches!(t.kind, Kind::Semi | Kind::Comma)),
                Kind::Semi | Kind::Directive => return false,
                _ => {}
            }
        }
        false
    }

    /// Drops `template <…>` and the declarations of an old-style header that was none.
    fn strip_prefixes(&mut self) {
        if let Some(at) = self.header.iter().rposition(|t| t.kind == Kind::Semi).filter(|at| at + 1 < self.header.len()) {
            self.header.drain(..=at);
        }
        while self.word(0) == "template" {
            let mut depth = 0i32;
            let end = self.header.iter().position(|t| {
                depth += match t.kind {
                    Kind::Less => 1,
                    Kind::Greater => -1,
                    Kind::Shr => -2,
                    _ => return false,
                };
                depth <= 0
            });
            self.header.drain(..=end.unwrap_or(0));
        }
    }

    fn enter(&mut self, scope: Scope) {
        if self.scopes.len() < DEEPEST_SCOPE {
            Rc::make_mut(&mut self.scopes).push(scope);
        } else {
            self.skip_braces();
        }
        self.reset();
    }

    fn structure(&mut self) {
        let tags = self.header.iter().position(|t| matches!(t.text(self.text), "struct" | "union" | "class" | "interface" | "__interface"));
        let mut name = None;
        let mut depth = 0i32;
        for token in self.header.iter().skip(tags.map_or(0, |at| at + 1)) {
            match token.kind {
                Kind::LParen => depth += 1,
                Kind::RParen => depth -= 1,
                Kind::Colon | Kind::Less => break,
                Kind::Ident if depth == 0 && !matches!(token.text(self.text), "final" | "__declspec" | "__attribute__") => {
                    name = Some(*token)
                }
                _ => {}
            }
        }
        let name = name.map(|t| Name::from(t.text(self.text)));
        let bases = header::bases(self.text, &self.header);
        let around = self.scopes.iter().rev().find_map(|scope| if let Scope::Struct(at, _) = scope { Some(*at) } else { None });
        let outer = around.and_then(|at| self.out.structs[at].names.first().cloned());
        self.out.structs.push(StructDef { names: name.into_iter().collect(), outer, bases, ..StructDef::default() });
        let before: Rc<[Token]> = self.header.as_slice().into();
        self.enter(Scope::Struct(self.out.structs.len() - 1, before));
    }

    fn enumeration(&mut self) {
        let before = std::mem::take(&mut self.header);
        let mut value = Some(0i64);
        let mut one: Vec<Token> = Vec::new();
        let mut depth = 0i32;
        loop {
            match self.step() {
                Step::Token(t) if t.kind != Kind::RBrace && (t.kind != Kind::Comma || depth > 0) => {
                    depth += i32::from(t.kind == Kind::LParen) - i32::from(t.kind == Kind::RParen);
                    if one.len() < LONGEST_HEADER {
                        one.push(t);
                    }
                }
                Step::Token(t) => {
                    value = self.enumerator(&one, value);
                    one.clear();
                    if t.kind == Kind::RBrace {
                        break;
                    }
                }
                Step::End => break,
                Step::Opens | Step::NextArm | Step::Closes => {}
            }
        }
        self.resumed = before.len();
        self.header = before;
    }

    /// Notes one `NAME = value` and gives the next value.
    fn enumerator(&mut self, tokens: &[Token], next: Option<i64>) -> Option<i64> {
        let name = tokens.first().filter(|t| t.kind == Kind::Ident)?;
        let value = match tokens.iter().position(|t| t.kind == Kind::Eq) {
            Some(at) => {
                let (start, end) = (tokens[at].end, tokens[tokens.len() - 1].end);
                let constants = &self.out.constants;
                let fact = |name: &str| constants.get(name).map_or(Fact::Open, |v| Fact::Defined(Some(*v)));
                match Condition::parse(self.text, start, end, &fact) {
                    Condition::Known(value) => Some(value),
                    _ => None,
                }
            }
            None => next,
        }?;
        self.out.constants.insert(name.text(self.text).into(), value);
        Some(value.wrapping_add(1))
    }

    fn function(&mut self, found: header::FunctionHeader, open: Token) {
        let header = std::mem::take(&mut self.header);
        let end = self.skip_braces();
        self.reset();
        let text = self.text;
        let name_end = header[found.open].start;
        let parts = &header[found.name..found.open];
        let written = header::name_text(text, parts);
        let last = *parts.last().unwrap_or(&header[found.name]);
        let inside = &header[found.open + 1..found.close];
        let (mut arity, variadic) = header::parameters(text, inside);
        if let Some(owner) = self.in_struct() {
            self.out.structs[owner].methods.extend(header::method(text, &header, found));
        }
        // `START_TEST(registry) {`: a macro makes the header
        let by_macro = found.name == 0 && !found.old_style && self.in_struct().is_none() && is_macro_name(&written);
        let name = if by_macro {
            arity = 0;
            text[header[0].start as usize..header[found.close].end as usize].to_owned()
        } else {
            match self.in_struct().and_then(|s| self.out.structs[s].names.first()) {
                Some(owner) => format!("{owner}::{written}"),
                None => written,
            }
        };
        let anonymous = self.scopes.iter().any(|s| matches!(s, Scope::Open(true)));
        let is_static = self.in_struct().is_none() && header[..found.name].iter().any(|t| t.text(text) == "static");
        self.out.functions.push(FunctionDef {
            name: name.into(),
            name_span: Range { start: if by_macro { last.start } else { header[found.name].start }, end: last.end.min(name_end) },
            span: Range { start: header[0].start, end },
            params: Range { start: header[found.open].end, end: if by_macro { header[found.open].end } else { header[found.close].start } },
            old_style: found.old_style.then(|| Range { start: header[found.close].end, end: open.start }),
            arity,
            variadic,
            internal: anonymous || is_static,
            body: Range { start: open.start, end },
        });
    }

    /// `const auto close = [](HKEY key) { … };` at file scope is a function by another way of writing; `false` if it is none.
    fn named_lambda(&mut self, open: Token, end: u32) -> bool {
        let text = self.text;
        let Some(eq) = self.header.iter().position(|t| t.kind == Kind::Eq) else { return false };
        let (before, after) = (&self.header[..eq], &self.header[eq + 1..]);
        let is_auto = before.iter().any(|t| t.text(text) == "auto") && self.in_struct().is_none();
        let brackets = after.iter().position(|t| t.kind == Kind::LParen).zip(after.iter().position(|t| t.kind == Kind::RParen));
        let (Some(name), Some((from, to))) = (before.last().filter(|t| t.kind == Kind::Ident), brackets) else { return false };
        let captures_nothing = from == 2 && after[0].kind == Kind::LBracket && after[1].kind == Kind::RBracket && from < to;
        // else it is called at once
        let ends = self.lexer.clone().next().is_some_and(|t| t.kind == Kind::Semi);
        if !(is_auto && captures_nothing && ends) {
            return false;
        }
        let (arity, variadic) = header::parameters(text, &after[from + 1..to]);
        let is_private = before.iter().any(|t| matches!(t.text(text), "static" | "const" | "constexpr"));
        self.out.functions.push(FunctionDef {
            name: name.text(text).into(),
            name_span: Range { start: name.start, end: name.end },
            span: Range { start: before[0].start, end },
            params: Range { start: after[from].end, end: after[to].start },
            old_style: None,
            arity,
            variadic,
            internal: is_private || self.scopes.iter().any(|s| matches!(s, Scope::Open(true))),
            body: Range { start: open.start, end },
        });
        self.reset();
        true
    }

    fn declaration(&mut self) {
        self.strip_prefixes();
        let tag_only = self.resumed == 0 && self.header.len() == 2 && matches!(self.word(0), "struct" | "union" | "class" | "enum");
        if self.header.len() < 2 || tag_only || self.header.len() == self.resumed {
            return self.flatten_anonymous();
        }
        let header = std::mem::take(&mut self.header);
        let text = self.text;
        let has = |word: &str| header.iter().any(|t| t.text(text) == word);
        let first = header[0].text(text);
        if let Some(alias) = header::type_alias(text, &header) {
            self.out.types.push(alias);
        }
        if matches!(first, "using" | "friend" | "static_assert" | "_Static_assert" | "goto" | "return") {
            return;
        }
        if let Some(owner) = self.in_struct()
            && let Some(found) = header::declared_method(text, &header)
        {
            return self.out.structs[owner].methods.extend(found);
        }
        let declarators = header::declarators(text, &header);
        if first == "typedef" {
            let names = declarators.iter().filter(|d| !d.pointer && d.dimensions == 0).map(|d| Name::from(d.name.text(text)));
            return self.out.alias_struct(text, self.closed_struct, &header, names.collect());
        }
        let Some(first) = declarators.first() else { return };
        let ty = Range { start: header[0].start, end: first.name.start };
        if let Some(index) = self.in_struct() {
            let owner = &mut self.out.structs[index];
            let members = if has("static") { &mut owner.statics } else { &mut owner.fields };
            let before = header::type_text(text, header.iter().take_while(|t| t.start < ty.end));
            members.extend(declarators.iter().map(|d| Field {
                name: d.name.text(text).into(),
                dimensions: d.dimensions,
                ty: if d.pointer && !before.ends_with('*') { format!("{before} *").into() } else { before.clone() },
                init: d.init,
            }));
            return;
        }
        let anonymous = self.scopes.iter().any(|s| matches!(s, Scope::Open(true)));
        let is_const = has("const") || has("constexpr") || has("CONST");
        for d in declarators {
            self.out.add_variable(VariableDef {
                name: d.name.text(text).into(),
                internal: has("static") || anonymous,
                constant: is_const && (!d.pointer || text[..d.name.start as usize].trim_end().ends_with("const")),
                dimensions: d.dimensions,
                ty,
                init: d.init,
            });
        }
    }

    /// The members of `struct { … };` without a name belong to the struct around it.
    fn flatten_anonymous(&mut self) {
        let Some(outer) = self.in_struct() else { return };
        if !matches!(self.word(0), "struct" | "union") {
            return;
        }
        let unnamed = |at: &usize| self.out.structs[*at].names.is_empty();
        if let Some(inner) = self.closed_struct.filter(unnamed) {
            let fields = std::mem::take(&mut self.out.structs[inner].fields);
            self.out.structs[outer].fields.extend(fields);
        }
    }

    /// Reads on to the brace that closes the one just read; gives the place after it.
    ///
    /// Where the arms of an `#if` differ in depth the first living one counts. If the end never comes, the first `}` in the
    /// first column is taken.
    fn skip_braces(&mut self) -> u32 {
        let mut depth = 1u32;
        let mut end = self.lexer_end();
        let mut repair: Option<Repair<'a>> = None;
        loop {
            match self.step() {
                Step::Token(Token { kind: Kind::LBrace, .. }) => depth += 1,
                Step::Token(t) if t.kind == Kind::RBrace => {
                    end = t.end;
                    depth -= 1;
                    if depth == 0 {
                        break;
                    }
                    let in_first_column = t.start == 0 || self.text.as_bytes()[t.start as usize - 1] == b'\n';
                    if in_first_column && repair.is_none() && self.repairs < MOST_REPAIRS {
                        repair = Some(Repair { lexer: self.lexer.clone(), end, conditions: self.conditions.len() });
                    }
                }
                Step::Token(_) => {}
                Step::Opens => {
                    if let Some(frame) = self.conditions.last_mut() {
                        frame.depth = Some(depth);
                    }
                }
                Step::NextArm => match self.conditions.last_mut().map(|f| (f.depth, &mut f.first_depth)) {
                    Some((Some(before), first)) => {
                        first.get_or_insert(depth);
                        depth = before;
                    }
                    _ => self.skip_other_arms(),
                },
                Step::Closes => {
                    if let Some(first) = self.closed.take() {
                        depth = first;
                    }
                }
                Step::End => {
                    if let Some(repair) = repair {
                        self.repairs += 1;
                        self.lexer = repair.lexer;
                        self.conditions.truncate(repair.conditions);
                        end = repair.end;
                    }
                    break;
                }
            }
        }
        for frame in self.conditions.iter_mut().rev().take_while(|f| f.depth.is_some()) {
            frame.depth = None;
        }
        end
    }

    /// Another arm of an `#if` that began before the braces did: this one was not chosen.
    fn skip_other_arms(&mut self) {
        if let Some(frame) = self.conditions.last_mut() {
            frame.closed = true;
        }
        if let Some(step) = self.skip_dead() {
            debug_assert!(matches!(step, Step::End));
        }
    }

    fn lexer_end(&self) -> u32 {
        self.text.len() as u32
    }
}

/// Scopes nested deeper than this are skipped.
const DEEPEST_SCOPE: usize = 100;

/// Words in capitals: by convention a macro.
fn is_macro_name(name: &str) -> bool {
    name.len() > 2 && name.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || b == b'_')
}
