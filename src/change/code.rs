//! The statements of one function of C or C++ as they are written: where something can be put in, and how.
//!
//! This is no parser of the language. Macros are not expanded, and what lies inside of an expression (a lambda) is not looked at:
//! an edit can only go where a person would put it, and whatever comes of a misreading, the trial finds out.

use crate::judge::Edit;
use crate::source::{FileId, Source, Span};
use crate::token::{Kind, Lexer, Token};
use std::ops::Range;

/// Statements nested deeper than this are not read.
const DEEPEST: u32 = 100;
/// What a block is indented by if nothing shows it.
const STEP: &str = "    ";

pub(super) struct Code<'a> {
    pub(super) file: FileId,
    pub(super) text: &'a str,
    pub(super) tokens: Vec<Token>,
    pub(super) is_cplusplus: bool,
    /// Opening braces stand on lines of their own.
    braces_apart: bool,
}

/// A statement.
#[derive(Debug)]
pub(super) struct Stmt {
    /// Its tokens.
    pub(super) tokens: Range<usize>,
    /// The statement that it is a part of.
    pub(super) parent: Option<usize>,
    /// The block whose list it is in; none if it is all that an `if`, `else` or loop has.
    pub(super) block: Option<usize>,
    /// A directive stands inside of it.
    split: bool,
}

/// A list of statements in braces.
#[derive(Debug)]
pub(super) struct Block {
    pub(super) open: usize,
    pub(super) close: usize,
    pub(super) owner: Option<usize>,
    pub(super) list: Vec<usize>,
}

/// One function.
#[derive(Debug, Default)]
pub(super) struct Function {
    /// The tokens before the body.
    pub(super) head: Range<usize>,
    pub(super) stmts: Vec<Stmt>,
    /// The body comes first.
    pub(super) blocks: Vec<Block>,
}

impl<'a> Code<'a> {
    pub(super) fn of(source: &'a Source, file: FileId) -> Code<'a> {
        let text = &*source.text;
        let tokens: Vec<Token> = Lexer::new(text, 0, text.len() as u32).collect();
        let is_cplusplus = !source.path.ends_with(".c") && (!source.path.ends_with(".h") || text.contains("class ") || text.contains("::"));
        let mut code = Code { file, text, tokens, is_cplusplus, braces_apart: false };
        let after_head = |w: &&[Token]| w[0].kind == Kind::RParen && w[1].kind == Kind::LBrace;
        let (mut apart, mut all) = (0usize, 0usize);
        for pair in code.tokens.windows(2).filter(after_head) {
            // functions have their brace on a line of its own in most styles
            if code.indent(pair[1].start).is_empty() && code.is_first_on_line(pair[1].start) {
                continue;
            }
            all += 1;
            apart += usize::from(code.is_first_on_line(pair[1].start));
        }
        code.braces_apart = apart * 2 > all;
        code
    }

    pub(super) fn has_braces_apart(&self) -> bool {
        self.braces_apart
    }

    /// What stands first in the brackets after a place.
    pub(super) fn first_argument(&self, after: u32) -> Option<&'a str> {
        let open = self.token_at(after).filter(|t| self.kind(*t) == Some(Kind::LParen))?;
        let end = (open + 1..).find(|i| matches!(self.kind(*i), None | Some(Kind::Comma | Kind::LParen | Kind::RParen)))?;
        let (first, last) = (self.tokens.get(open + 1)?, self.tokens.get(end - 1)?);
        (self.kind(end) == Some(Kind::Comma) && end > open + 1).then(|| &self.text[first.start as usize..last.end as usize])
    }

    /// What stands in the brackets of a call that has one argument.
    pub(super) fn only_argument(&self, call: Span) -> Option<&'a str> {
        let text = self.text.get(call.start as usize..call.end as usize)?;
        let (_, rest) = text.split_once('(')?;
        rest.strip_suffix(')').map(str::trim).filter(|a| !a.contains([',', '(']))
    }

    pub(super) fn text_of(&self, token: usize) -> &'a str {
        self.tokens.get(token).map_or("", |t| t.text(self.text))
    }

    fn kind(&self, token: usize) -> Option<Kind> {
        self.tokens.get(token).map(|t| t.kind)
    }

    /// The token at a place.
    pub(super) fn token_at(&self, at: u32) -> Option<usize> {
        let i = self.tokens.partition_point(|t| t.end <= at);
        self.tokens.get(i).filter(|t| t.start <= at).map(|_| i)
    }

    /// Past the value after an `=`: at the `,` or `;` that ends it.
    pub(super) fn end_of_value(&self, eq: usize) -> usize {
        let mut at = eq + 1;
        while let Some(kind) = self.kind(at) {
            match kind {
                Kind::Comma | Kind::Semi | Kind::RBrace | Kind::RParen | Kind::RBracket | Kind::Directive => break,
                Kind::LBrace | Kind::LParen | Kind::LBracket => at = self.after_brackets(at),
                _ => at += 1,
            }
        }
        at
    }

    /// The name of the variable before an `=`.
    pub(super) fn name_before(&self, eq: usize) -> Option<&'a str> {
        let mut at = eq.checked_sub(1)?;
        while self.kind(at) == Some(Kind::RBracket) {
            at = (0..at).rev().find(|i| self.kind(*i) == Some(Kind::LBracket))?.checked_sub(1)?;
        }
        (self.kind(at) == Some(Kind::Ident)).then(|| self.text_of(at))
    }

    /// Past the bracket that closes the one at this token.
    pub(super) fn after_brackets(&self, open: usize) -> usize {
        let mut depth = 0usize;
        let mut at = open;
        while let Some(kind) = self.kind(at) {
            match kind {
                Kind::LParen | Kind::LBrace | Kind::LBracket => depth += 1,
                Kind::RParen | Kind::RBrace | Kind::RBracket => depth = depth.saturating_sub(1),
                _ => {}
            }
            at += 1;
            if depth == 0 {
                break;
            }
        }
        at
    }

    /// The braces around a token, from the outside in.
    pub(super) fn enclosing(&self, token: usize) -> Vec<usize> {
        let mut open = Vec::new();
        for (i, token) in self.tokens[..token].iter().enumerate() {
            match token.kind {
                Kind::LBrace => open.push(i),
                Kind::RBrace => {
                    open.pop();
                }
                _ => {}
            }
        }
        open
    }

    /// The function around a place.
    pub(super) fn function(&self, at: u32) -> Option<Function> {
        let open = self.enclosing(self.token_at(at)?);
        // a lambda is a function of its own
        let lambda = open.iter().rev().copied().find(|brace| self.is_lambda(*brace));
        let brace = lambda.or_else(|| open.into_iter().find(|brace| self.is_body(*brace)))?;
        let mut reader = Reader { code: self, function: Function { head: self.head(brace), ..Function::default() } };
        reader.block(brace, None, 0);
        Some(reader.function)
    }

    /// What stands before a brace since the last statement or declaration.
    fn head(&self, brace: usize) -> Range<usize> {
        let ends = |t: &Token| matches!(t.kind, Kind::Semi | Kind::LBrace | Kind::RBrace | Kind::Directive);
        let start = self.tokens[..brace].iter().rposition(ends).map_or(0, |i| i + 1);
        start..brace
    }

    /// The words of the name that stands before a body: `Orders::Load` has two.
    pub(super) fn called(&self, brace: usize) -> Vec<&'a str> {
        let head = self.head(brace);
        let Some(paren) = head.clone().find(|i| self.kind(*i) == Some(Kind::LParen)) else { return Vec::new() };
        let name = (head.start..paren).rev().take_while(|i| matches!(self.kind(*i), Some(Kind::Ident | Kind::ColonColon | Kind::Tilde)));
        let words: Vec<usize> = name.collect();
        // of `int Load(`, `int` is no part of the name
        let mut own = Vec::new();
        for (n, i) in words.iter().enumerate() {
            let is_word = self.kind(*i) == Some(Kind::Ident);
            if is_word && n > 0 && self.kind(words[n - 1]) == Some(Kind::Ident) {
                break;
            }
            own.extend(is_word.then(|| self.text_of(*i)));
        }
        own
    }

    pub(super) fn is_body(&self, brace: usize) -> bool {
        let head = self.head(brace);
        let last = self.kind(brace.wrapping_sub(1));
        let words = || head.clone().map(|i| self.text_of(i));
        let is_class = words().any(|w| is_class(w) || w == "namespace");
        head.clone().any(|i| self.kind(i) == Some(Kind::LParen)) && (last == Some(Kind::RParen) || !is_class)
    }

    /// `[…](…) {`, with nothing between the brackets and the brace.
    fn is_lambda(&self, brace: usize) -> bool {
        if !self.is_cplusplus || self.kind(brace.wrapping_sub(1)) != Some(Kind::RParen) {
            return false;
        }
        let mut depth = 0usize;
        for i in (0..brace).rev() {
            match self.tokens[i].kind {
                Kind::RParen => depth += 1,
                Kind::LParen => depth -= 1,
                _ => {}
            }
            if depth == 0 {
                return self.kind(i.wrapping_sub(1)) == Some(Kind::RBracket);
            }
        }
        false
    }

    /// Where the arguments of a call are; `name` is the token of what is called.
    pub(super) fn arguments(&self, name: usize) -> Vec<(u32, u32)> {
        let open = name + 1;
        if self.kind(open) != Some(Kind::LParen) {
            return Vec::new();
        }
        let end = self.after_brackets(open) - 1;
        let (mut found, mut first, mut at) = (Vec::new(), open + 1, open + 1);
        while at <= end {
            match self.tokens[at].kind {
                Kind::LParen | Kind::LBrace | Kind::LBracket => {
                    at = self.after_brackets(at);
                    continue;
                }
                Kind::Comma | Kind::RParen if first < at => {
                    found.push((self.tokens[first].start, self.tokens[at - 1].end));
                    first = at + 1;
                }
                _ => {}
            }
            at += 1;
        }
        found
    }

    pub(super) fn is_class(&self, brace: usize) -> bool {
        self.head(brace).any(|i| is_class(self.text_of(i)))
    }

    // ---- lines ----

    fn line_start(&self, at: u32) -> usize {
        self.text[..at as usize].rfind('\n').map_or(0, |i| i + 1)
    }

    pub(super) fn is_first_on_line(&self, at: u32) -> bool {
        self.text[self.line_start(at)..at as usize].trim().is_empty()
    }

    /// The white space that the line of a place begins with.
    pub(super) fn indent(&self, at: u32) -> &'a str {
        let line = &self.text[self.line_start(at)..];
        &line[..line.len() - line.trim_start_matches([' ', '\t']).len()]
    }

    pub(super) fn line_end(&self) -> &'static str {
        if self.text.contains("\r\n") { "\r\n" } else { "\n" }
    }

    /// The end of a place's line, if nothing but a comment follows there.
    fn end_of_line(&self, at: u32) -> Option<u32> {
        let rest = &self.text[at as usize..];
        let line = rest.split('\n').next().unwrap_or_default().trim_end_matches('\r');
        let words = line.trim();
        let is_comment = words.starts_with("//") || (words.starts_with("/*") && words.find("*/").is_some_and(|i| i + 2 == words.len()));
        (words.is_empty() || is_comment).then(|| at + line.trim_end().len() as u32)
    }

    // ---- edits ----

    pub(super) fn edit(&self, start: u32, end: u32, text: impl Into<String>) -> Edit {
        Edit { span: Span { file: self.file, start, end }, text: text.into() }
    }

    fn insert(&self, at: u32, text: impl Into<String>) -> Edit {
        self.edit(at, at, text)
    }

    fn span(&self, function: &Function, stmt: usize) -> (u32, u32) {
        let tokens = &function.stmts[stmt].tokens;
        (self.tokens[tokens.start].start, self.tokens[tokens.end - 1].end)
    }

    /// Puts lines before a statement; braces come around it if it is alone.
    pub(super) fn before(&self, function: &Function, stmt: usize, line: &str) -> Option<Vec<Edit>> {
        let it = &function.stmts[stmt];
        let (start, _) = self.span(function, stmt);
        match it.block {
            _ if it.split => None,
            None => self.braced(function, stmt, line, ""),
            Some(_) => Some(vec![self.insert(start, self.line_before(start, line))]),
        }
    }

    fn line_before(&self, at: u32, line: &str) -> String {
        if self.is_first_on_line(at) { format!("{line}{}{}", self.line_end(), self.indent(at)) } else { format!("{line} ") }
    }

    /// Puts a line after a statement; braces come around it if it is alone.
    pub(super) fn after(&self, function: &Function, stmt: usize, line: &str) -> Option<Vec<Edit>> {
        let it = &function.stmts[stmt];
        let (start, end) = self.span(function, stmt);
        match it.block {
            _ if it.split => None,
            None => self.braced(function, stmt, "", line),
            Some(_) => Some(vec![self.line_after(start, end, line)]),
        }
    }

    fn line_after(&self, start: u32, end: u32, line: &str) -> Edit {
        match self.end_of_line(end) {
            Some(at) => self.insert(at, format!("{}{}{line}", self.line_end(), self.indent(start))),
            None => self.insert(end, format!(" {line}")),
        }
    }

    fn braced(&self, function: &Function, stmt: usize, before: &str, after: &str) -> Option<Vec<Edit>> {
        let it = &function.stmts[stmt];
        let (start, end) = self.span(function, stmt);
        let head = self.tokens[it.tokens.start.checked_sub(1)?];
        if head.kind == Kind::Directive {
            return None;
        }
        if !self.is_first_on_line(start) {
            let lead = if before.is_empty() { String::new() } else { format!("{before} ") };
            let tail = if after.is_empty() { String::new() } else { format!(" {after}") };
            return Some(vec![self.insert(start, format!("{{ {lead}")), self.insert(end, format!("{tail} }}"))]);
        }
        let (newline, inner) = (self.line_end(), self.indent(start));
        let outer = self.indent(self.span(function, it.parent?).0);
        let mut edits = vec![match self.end_of_line(head.end).filter(|_| self.braces_apart) {
            Some(at) => self.insert(at, format!("{newline}{outer}{{")),
            None => self.insert(head.end, " {"),
        }];
        if !before.is_empty() {
            edits.push(self.insert(start, format!("{before}{newline}{inner}")));
        }
        let after = if after.is_empty() { String::new() } else { format!("{newline}{inner}{after}") };
        let at = self.end_of_line(end).unwrap_or(end);
        let newline_after = if at == end && self.end_of_line(end).is_none() { format!("{newline}{outer}") } else { String::new() };
        edits.push(self.insert(at, format!("{after}{newline}{outer}}}{newline_after}")));
        Some(edits)
    }

    /// Puts a line before the closing brace of a block.
    pub(super) fn at_end(&self, function: &Function, block: usize, line: &str) -> Vec<Edit> {
        let block = &function.blocks[block];
        let close = self.tokens[block.close].start;
        if !self.is_first_on_line(close) {
            return vec![self.insert(close, format!("{line} "))];
        }
        let last = block.list.last().map(|s| self.span(function, *s).0).filter(|at| self.is_first_on_line(*at));
        let indent = last.map_or_else(|| format!("{}{STEP}", self.indent(close)), |at| self.indent(at).to_owned());
        vec![self.insert(self.line_start(close) as u32, format!("{indent}{line}{}", self.line_end()))]
    }

    /// Takes a statement away, with its line if it has one of its own.
    pub(super) fn without(&self, function: &Function, stmt: usize) -> Option<Edit> {
        let it = &function.stmts[stmt];
        let (start, end) = self.span(function, stmt);
        if it.block.is_none() {
            // what is left must still be a statement
            return Some(self.edit(start, end, ";")).filter(|_| !it.split);
        }
        Some(self.line_of(start, end))
    }

    /// Takes a piece of text away, with its line if it has one of its own.
    pub(super) fn line_of(&self, start: u32, end: u32) -> Edit {
        let rest = &self.text[end as usize..];
        let line = rest.split_inclusive('\n').next().unwrap_or_default();
        let whole = self.is_first_on_line(start) && line.trim().is_empty();
        if whole { self.edit(self.line_start(start) as u32, end + line.len() as u32, "") } else { self.edit(start, end, "") }
    }
}

impl Function {
    /// The innermost statement that a token is in.
    pub(super) fn stmt_at(&self, token: usize) -> Option<usize> {
        let around = (0..self.stmts.len()).filter(|i| self.stmts[*i].tokens.contains(&token));
        around.min_by_key(|i| self.stmts[*i].tokens.len())
    }

    /// The block that a token closes.
    pub(super) fn block_closed_by(&self, token: usize) -> Option<usize> {
        self.blocks.iter().position(|b| b.close == token)
    }

    /// A statement and those that it is a part of, from the inside out.
    pub(super) fn around(&self, stmt: usize) -> impl Iterator<Item = usize> + '_ {
        std::iter::successors(Some(stmt), |s| self.stmts[*s].parent)
    }

    /// All of its tokens, without the head.
    pub(super) fn tokens(&self) -> Range<usize> {
        self.blocks.first().map_or(0..0, |b| b.open..b.close + 1)
    }
}

struct Reader<'c, 'a> {
    code: &'c Code<'a>,
    function: Function,
}

impl Reader<'_, '_> {
    /// Reads from an opening brace; gives what follows the closing one.
    fn block(&mut self, open: usize, owner: Option<usize>, depth: u32) -> usize {
        let number = self.function.blocks.len();
        let end = self.code.after_brackets(open);
        self.function.blocks.push(Block { open, close: end - 1, owner, list: Vec::new() });
        if depth > DEEPEST {
            return end;
        }
        let mut at = open + 1;
        while at + 1 < end {
            let next = self.statement(at, owner, Some(number), depth + 1).min(end - 1);
            at = next.max(at + 1);
        }
        end
    }

    /// Reads one statement or label; gives what follows it.
    fn statement(&mut self, at: usize, parent: Option<usize>, block: Option<usize>, depth: u32) -> usize {
        let code = self.code;
        if depth > DEEPEST || code.kind(at) == Some(Kind::Directive) {
            return at + 1;
        }
        if let Some(after) = self.label(at) {
            return after;
        }
        let number = self.function.stmts.len();
        self.function.stmts.push(Stmt { tokens: at..at + 1, parent, block, split: false });
        if let Some(block) = block {
            self.function.blocks[block].list.push(number);
        }
        let end = match (code.kind(at), code.text_of(at)) {
            (Some(Kind::LBrace), _) => self.block(at, Some(number), depth),
            (_, "if") => {
                let head = at + 1 + usize::from(code.text_of(at + 1) == "constexpr");
                let then = self.body(code.after_brackets(head), number, depth);
                if code.text_of(then) == "else" { self.body(then + 1, number, depth) } else { then }
            }
            (_, "while" | "for" | "switch") if code.kind(at + 1) == Some(Kind::LParen) => {
                self.body(code.after_brackets(at + 1), number, depth)
            }
            (_, "do") => {
                let after = self.body(at + 1, number, depth);
                self.plain(after, number, depth)
            }
            (_, "try" | "__try") if code.kind(at + 1) == Some(Kind::LBrace) => {
                let mut end = self.body(at + 1, number, depth);
                while matches!(code.text_of(end), "catch" | "__except" | "__finally") {
                    let head = if code.kind(end + 1) == Some(Kind::LParen) { code.after_brackets(end + 1) } else { end + 1 };
                    end = self.body(head, number, depth);
                }
                end
            }
            _ => self.plain(at, number, depth),
        };
        let end = end.min(code.tokens.len());
        let is_leaf = !self.function.blocks.iter().any(|b| b.owner == Some(number) || b.open == at);
        let own = &mut self.function.stmts[number];
        own.tokens.end = end.max(at + 1);
        own.split = is_leaf && (at..end).any(|i| code.kind(i) == Some(Kind::Directive));
        end
    }

    fn body(&mut self, at: usize, parent: usize, depth: u32) -> usize {
        if self.code.kind(at) == Some(Kind::LBrace) {
            self.block(at, Some(parent), depth + 1)
        } else {
            self.statement(at, Some(parent), None, depth + 1)
        }
    }

    /// Past a label, if there is one.
    fn label(&self, at: usize) -> Option<usize> {
        let code = self.code;
        match code.text_of(at) {
            "case" => {
                let colon = (at + 1..).take_while(|i| !matches!(code.kind(*i), None | Some(Kind::Semi | Kind::LBrace)));
                colon.into_iter().find(|i| code.kind(*i) == Some(Kind::Colon)).map(|i| i + 1)
            }
            _ if code.kind(at) == Some(Kind::Ident) && code.kind(at + 1) == Some(Kind::Colon) => Some(at + 2),
            _ => None,
        }
    }

    /// Up to the `;`. What looks like a call with a block after it is a loop made by a macro.
    fn plain(&mut self, from: usize, number: usize, depth: u32) -> usize {
        let code = self.code;
        let mut at = from;
        let mut is_value = false;
        while let Some(kind) = code.kind(at) {
            match kind {
                Kind::Semi => return at + 1,
                Kind::RBrace | Kind::RParen | Kind::RBracket => return at,
                Kind::LBrace if !is_value && at > from && code.kind(at - 1) == Some(Kind::RParen) => {
                    return self.block(at, Some(number), depth + 1);
                }
                Kind::LParen | Kind::LBrace | Kind::LBracket => {
                    is_value |= kind == Kind::LBracket;
                    at = code.after_brackets(at);
                    continue;
                }
                Kind::Eq => is_value = true,
                _ => {}
            }
            at += 1;
        }
        at
    }
}

fn is_class(word: &str) -> bool {
    matches!(word, "class" | "struct" | "union" | "enum")
}
