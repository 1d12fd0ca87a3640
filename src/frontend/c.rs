//! The C front-end: a function's text becomes its flow.
//!
//! [`branches`] decides about `#if`, [`expand`] about macros, [`parse`] makes a syntax tree of the tokens, [`mod@lower`] a flow of
//! the tree. None of them fails: what can't be read becomes a notice.

use super::Lowered;
use crate::flow::{Base, Expr, Global, Name, Place};
use crate::index::{FunctionRef, Index, Range};
use crate::models::Models;
use crate::source::{FileId, Notice};
use crate::token::{Kind, Lexer, Token};

mod ast;
mod branches;
mod expand;
mod lower;
mod parse;
#[cfg(test)]
mod tests;

use ast::{Declared, ExprKind, Init, Mark, MemberInit};
use branches::Body;
use expand::{Expander, Tok};
use lower::Lowerer;
use parse::Parser;

/// A longer function is not read.
const LONGEST_BODY: u32 = 2 << 20;

/// A longer initialiser of what outlives calls is not read: a table of numbers.
const LONGEST_INITIALISER: u32 = 64 << 10;

/// Lowers one function.
pub fn lower(index: &Index, function: FunctionRef, models: &Models) -> Lowered {
    let definition = index.function(function);
    let mut report = Report { index, file: function.file, notices: Vec::new(), regions_skipped: 0, bytes_skipped: 0, limits_hit: 0 };
    let mut lowerer = Lowerer::new(index, models, function.file, definition.name.clone());
    let mut range = definition.body;
    if range.end - range.start > LONGEST_BODY {
        report.regions_skipped += 1;
        report.limits_hit += 1;
        report.bytes_skipped += range.end - range.start;
        report.note(range.start, format!("`{}` is too long; not read", definition.name));
        range.start = range.end;
    }
    lowerer.method_of(function);
    lowerer.parameters(&parameters(index, function, models, &mut report));
    let given = given_members(index, function, models);
    let body = Body::read(index, function.file, range);
    let brace = Mark { start: definition.body.end.saturating_sub(1), end: definition.body.end, name_end: definition.body.end };
    let atoms = &body.atoms[..body.atoms.len().min(branches::MOST_ATOMS)];
    if body.too_many {
        report.limits_hit += 1;
        report.note(range.start, format!("too many `#if`s split statements of `{}`; some were taken as true", definition.name));
    }
    let starts = lowerer
        .variants(atoms, Mark { end: definition.name_span.end, start: definition.name_span.start, name_end: definition.name_span.end });
    for (number, start) in starts.iter().enumerate() {
        // the first variant has all conditions true, the last none
        let choice: Vec<bool> = (0..atoms.len()).map(|i| number >> (atoms.len() - 1 - i) & 1 == 0).collect();
        let mut expander = Expander::new(index, models, function.file, body.len());
        let tokens = expander.expand(body.variant(&choice));
        let mut parser = Parser::new(&tokens, models, index, function.file);
        let (statements, end) = parser.body();
        lowerer.start_at(*start);
        lowerer.around_body(function, &given, parsed_name(definition.name_span));
        lowerer.body(&statements, if end.end == brace.end { end } else { brace });
        report.expanded(expander);
        report.parsed(parser);
    }
    report.finish(lowerer.finish(function))
}

fn parameters(index: &Index, function: FunctionRef, models: &Models, report: &mut Report<'_>) -> Vec<Declared> {
    let definition = index.function(function);
    let tokens = |r: Range| -> Vec<Tok<'_>> {
        let all = Body::read(index, function.file, r).variant(&[]);
        all.into_iter().filter(|t| t.arm.is_none()).collect()
    };
    let written = tokens(definition.params);
    let mut parser = Parser::new(&written, models, index, function.file);
    let mut params = parser.parameters();
    report.parsed(parser);
    if let Some(range) = definition.old_style {
        let written = tokens(range);
        let mut parser = Parser::new(&written, models, index, function.file);
        let declared = parser.old_style_parameters();
        for param in &mut params {
            // `f(a)`: what was read as the type is the name
            let name = if param.name.is_empty() { param.ty.clone() } else { param.name.clone() };
            let found = declared.iter().find(|d| d.name == name);
            *param = Declared { name, ty: "".into(), ..found.unwrap_or(param).clone() };
            if let Some(found) = found {
                param.ty = found.ty.clone();
            }
        }
        report.parsed(parser);
    }
    params
}

fn parsed_name(name: Range) -> Mark {
    Mark { start: name.start, end: name.end, name_end: name.end }
}

/// What a constructor says about the members.
fn given_members(index: &Index, function: FunctionRef, models: &Models) -> Vec<MemberInit> {
    let Some(range) = index.member_initialisers(function) else { return Vec::new() };
    let tokens = first_reading(index, models, function.file, range);
    Parser::new(&tokens, models, index, function.file).member_initialisers()
}

/// The parameters that stand in a range of a file.
fn declared_parameters(index: &Index, models: &Models, file: FileId, range: Range) -> Vec<Declared> {
    let tokens = first_reading(index, models, file, range);
    let mut params = Parser::new(&tokens, models, index, file).parameters();
    // what stands in another file has no place in this one
    for param in &mut params {
        param.init = param.init.take().filter(|i| matches!(i, Init::Value(v) if is_plain(v)));
    }
    params
}

/// The value of a member's initialiser in a range of a file, if it does nothing.
fn declared_value(index: &Index, models: &Models, file: FileId, range: Range) -> Option<ast::Expr> {
    let tokens = first_reading(index, models, file, range);
    Parser::new(&tokens, models, index, file).member_value().filter(is_plain)
}

/// Whether evaluating an expression leaves no trace that needs a place in the text.
fn is_plain(e: &ast::Expr) -> bool {
    match &e.kind {
        ExprKind::Number(_) | ExprKind::Str(_) | ExprKind::Name(_) => true,
        ExprKind::Unary(_, a) | ExprKind::As(_, a) => is_plain(a),
        ExprKind::Binary(_, a, b) => is_plain(a) && is_plain(b),
        ExprKind::List(all) => all.iter().all(|e| is_plain(&e.value)),
        _ => false,
    }
}

/// Initial values of a file's variables at file scope and of its functions' statics: the place, the value, and whether it
/// never changes.
pub fn initialisers(index: &Index, file: FileId, models: &Models) -> Vec<(Place, Expr, bool)> {
    let Some(defined) = index.file(file) else { return Vec::new() };
    let text = index.text(file);
    let mut found = Vec::new();
    let mut add = |owner: &Name, place: Place, declared: &Declared| {
        let values = Lowerer::new(index, models, file, owner.clone()).initial_values(&place, declared);
        found.extend(values.into_iter().map(|(place, value)| (place, value, declared.constant)));
    };
    // read as the declarations that they are
    let declared = |range: Range| {
        let tokens = first_reading(index, models, file, range);
        Parser::new(&tokens, models, index, file).declared()
    };
    for variable in &defined.variables {
        let Some(init) = variable.init.filter(|i| i.end - i.start <= LONGEST_INITIALISER) else { continue };
        let found = declared(Range { start: variable.ty.start, end: init.end }).into_iter().find(|d| d.name == variable.name);
        let place = global(variable.internal.then_some(file), variable.name.clone());
        if let Some(found) = found {
            add(&variable.name, place, &Declared { constant: variable.constant, dimensions: variable.dimensions, ..found });
        }
    }
    for function in &defined.functions {
        for range in static_declarations(text, function.body) {
            for found in declared(range) {
                let name = format!("{}::{}", function.name, found.name);
                add(&function.name, global(Some(file), name.into()), &found);
            }
        }
    }
    found
}

/// The declarations of statics in a function's body, without their `;`.
fn static_declarations(text: &str, body: Range) -> Vec<Range> {
    let mut found = Vec::new();
    if !text.get(body.start as usize..body.end as usize).is_some_and(|t| t.contains("static")) {
        return found;
    }
    let mut start: Option<u32> = None;
    let mut depth = 0u32;
    let mut before: Option<Token> = None;
    for token in Lexer::new(text, body.start, body.end) {
        match (start, token.kind) {
            (None, Kind::Ident) if token.text(text) == "static" => {
                // `const static`
                start = Some(before.filter(|t| t.text(text) == "const").map_or(token.start, |t| t.start));
                depth = 0;
            }
            (Some(from), Kind::Semi) if depth == 0 => {
                if token.start - from <= LONGEST_INITIALISER {
                    found.push(Range { start: from, end: token.start });
                }
                start = None;
            }
            (Some(_), Kind::LBrace | Kind::LParen) => depth += 1,
            (Some(_), Kind::RBrace | Kind::RParen) => depth = depth.saturating_sub(1),
            _ => {}
        }
        before = Some(token);
    }
    found
}

fn global(file: Option<FileId>, name: Name) -> Place {
    Place { base: Base::Global(Global { file, name }), path: Vec::new() }
}

/// A range's tokens with macros expanded and of every open `#if` the first arm taken.
fn first_reading<'a>(index: &'a Index, models: &'a Models, file: FileId, range: Range) -> Vec<Tok<'a>> {
    let body = Body::read(index, file, range);
    let tokens = body.variant(&[]).into_iter().filter(|t| t.arm.is_none()).collect();
    Expander::new(index, models, file, body.len()).expand(tokens)
}

/// Gathers what was not read.
struct Report<'a> {
    index: &'a Index,
    file: FileId,
    notices: Vec<Notice>,
    regions_skipped: u32,
    bytes_skipped: u32,
    limits_hit: u32,
}

impl Report<'_> {
    fn note(&mut self, at: u32, message: String) {
        let source = self.index.source(self.file);
        self.notices.push(Notice { path: source.path.to_string(), line: Some(source.position(at).line), message });
    }

    fn expanded(&mut self, expander: Expander<'_>) {
        self.limits_hit += expander.limits_hit;
        expander.remarks.into_iter().for_each(|(at, message)| self.note(at, message));
    }

    fn parsed(&mut self, parser: Parser<'_, '_>) {
        self.regions_skipped += parser.skipped.len() as u32;
        self.bytes_skipped += parser.skipped.iter().map(|(from, to)| to - from).sum::<u32>();
        parser.remarks.into_iter().for_each(|(at, message)| self.note(at, message));
    }

    fn finish(mut self, flow: crate::flow::Flow) -> Lowered {
        self.notices.sort();
        self.notices.dedup();
        Lowered {
            flow,
            notices: self.notices,
            regions_skipped: self.regions_skipped,
            bytes_skipped: self.bytes_skipped,
            limits_hit: self.limits_hit,
        }
    }
}
