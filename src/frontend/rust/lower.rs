//! From a function's syntax to its flow.

use super::index::{FnDef, RustIndex};
use super::parse;
use super::types::{Reader, Ty, Uses};
use crate::flow::{Base, Block, BlockId, Event, ExitKind, Expr as Value, Flow, Global, Local, LocalId, Name, Place, Proj, Terminator};
use crate::frontend::Lowered;
use crate::index::FunctionRef;
use crate::models::Models;
use crate::source::{FileId, Notice, Source, Span};
use std::rc::Rc;
use syn::spanned::Spanned;

mod call;
mod expression;
mod macros;
mod method;
mod options;
mod owner;
mod pattern;
mod statement;

/// A flow with more events than this is not made longer: closures that call closures multiply.
const MOST_EVENTS: usize = 30_000;
/// So many variables of it are given up then.
const MOST_GIVEN_UP: usize = 1000;
/// Closures and macros inside of each other are followed this deep.
const DEEPEST_INLINE: u32 = 12;

/// A value or place with its type.
#[derive(Clone, Debug)]
pub(super) struct Val {
    x: Value,
    ty: Ty,
}

impl Val {
    fn new(x: Value, ty: Ty) -> Val {
        Val { x, ty }
    }

    fn unknown() -> Val {
        Val { x: Value::Unknown, ty: Ty::Unknown }
    }

    fn number(value: i64) -> Val {
        Val { x: Value::Const(value), ty: Ty::Unknown }
    }

    fn unit() -> Val {
        Val { x: Value::Const(0), ty: Ty::Tuple(Vec::new()) }
    }
}

#[derive(Clone)]
enum Binding {
    At(Place, Ty),
    Closure(Rc<Closure>),
}

/// A closure with the names it sees.
struct Closure {
    syntax: syn::ExprClosure,
    names: Vec<(String, Binding)>,
}

/// Code that runs when a scope is left.
#[derive(Clone)]
enum Deferred {
    Code(Rc<syn::Expr>),
    /// A closure that gets what a guard holds.
    Guard(Rc<syn::ExprClosure>, Place),
}

#[derive(Default)]
struct Scope {
    names: Vec<(String, Binding)>,
    locals: Vec<LocalId>,
    deferred: Vec<Deferred>,
}

enum Frame {
    Loop {
        label: Option<String>,
        on_break: BlockId,
        on_continue: Option<BlockId>,
        result: Place,
        scopes: usize,
    },
    /// A closure, an `async` block: `return` and `?` end here.
    Body {
        result: Place,
        end: BlockId,
        scopes: usize,
    },
}

struct Building {
    events: Vec<Event>,
    /// The rest of its events is left out.
    cut: bool,
    end: Option<Terminator>,
}

pub(super) struct Lowerer<'a> {
    index: &'a RustIndex,
    models: &'a Models,
    file: FileId,
    base: usize,
    uses: &'a Uses,
    self_ty: Option<Ty>,
    ret: Ty,
    locals: Vec<Local>,
    blocks: Vec<Building>,
    current: BlockId,
    scopes: Vec<Scope>,
    frames: Vec<Frame>,
    /// Temporaries of the statement being lowered.
    temporaries: Vec<LocalId>,
    events: usize,
    inlined: u32,
    /// Functions that are being looked into for what they make of a status.
    converting: Vec<String>,
    /// Inside of text that is not the function's: spans are this.
    fixed_span: Option<Span>,
    unread: Vec<(u32, String)>,
}

/// Lowers one function.
pub fn lower(index: &RustIndex, function: FunctionRef, models: &Models, source: &Source) -> Lowered {
    let definition = index.function(function);
    let mut lowerer = Lowerer::new(index, models, function.file, definition);
    let text = source.text.get(definition.range.start as usize..definition.range.end as usize).unwrap_or_default();
    let params = match parsed(text, definition.is_static) {
        Some(Code::Function(f)) => lowerer.function(&f),
        Some(Code::Value(e)) => {
            lowerer.initialiser(definition, &e);
            Vec::new()
        }
        None => {
            lowerer.unread.push((definition.range.start, format!("`{}` can't be parsed alone; not read", definition.name)));
            Vec::new()
        }
    };
    if lowerer.events > MOST_EVENTS {
        lowerer.unread.push((definition.range.start, format!("`{}` is too long; what its end does is not judged", definition.name)));
    }
    proc_macro2::extra::invalidate_current_thread_spans();
    let note = |(at, message): (u32, String)| Notice { path: source.path.to_string(), line: Some(source.position(at).line), message };
    let limits_hit = u32::from(lowerer.events > MOST_EVENTS);
    let regions_skipped = lowerer.unread.len() as u32;
    let span = |r: &std::ops::Range<u32>| Span { file: function.file, start: r.start, end: r.end };
    let flow = Flow {
        name: definition.name.clone(),
        file: function.file,
        name_span: span(&definition.name_span),
        span: span(&definition.range),
        internal: false,
        variadic: false,
        by_words: false,
        params,
        locals: lowerer.locals,
        blocks: reachable(lowerer.blocks),
        threads: Vec::new(),
    };
    Lowered { flow, notices: lowerer.unread.into_iter().map(note).collect(), regions_skipped, bytes_skipped: 0, limits_hit }
}

enum Code {
    Function(Box<syn::ImplItemFn>),
    Value(Box<syn::Expr>),
}

fn parsed(text: &str, is_static: bool) -> Option<Code> {
    let tokens = parse::lex(text).ok()?;
    if is_static {
        syn::parse2(tokens).ok().map(|e| Code::Value(Box::new(e)))
    } else {
        syn::parse2(tokens).ok().map(|f| Code::Function(Box::new(f)))
    }
}

impl<'a> Lowerer<'a> {
    fn new(index: &'a RustIndex, models: &'a Models, file: FileId, definition: &FnDef) -> Lowerer<'a> {
        let first = Building { events: Vec::new(), cut: false, end: None };
        Lowerer {
            index,
            models,
            file,
            base: definition.range.start as usize,
            uses: &index.files[&file].uses,
            self_ty: definition.self_ty.clone(),
            ret: definition.ret.clone(),
            locals: Vec::new(),
            blocks: vec![first],
            current: BlockId(0),
            scopes: vec![Scope::default()],
            frames: Vec::new(),
            temporaries: Vec::new(),
            events: 0,
            inlined: 0,
            converting: Vec::new(),
            fixed_span: None,
            unread: Vec::new(),
        }
    }

    fn function(&mut self, f: &syn::ImplItemFn) -> Vec<LocalId> {
        let mut params = Vec::new();
        let mut patterns = Vec::new();
        for input in &f.sig.inputs {
            let (name, ty, pat) = match input {
                syn::FnArg::Receiver(r) => {
                    let own = self.self_ty.clone().unwrap_or_default();
                    ("self".to_owned(), if super::index::by_reference(r) { Ty::Ref(Box::new(own)) } else { own }, None)
                }
                syn::FnArg::Typed(t) => {
                    let ty = self.reader().ty(&t.ty);
                    match &*t.pat {
                        syn::Pat::Ident(p) if p.subpat.is_none() => (p.ident.to_string(), ty, None),
                        other => (String::new(), ty, Some(other)),
                    }
                }
            };
            let id = self.local(&name);
            params.push(id);
            if let Some(pat) = pat {
                patterns.push((pat, Val::new(Value::Place(Place::local(id)), ty)));
            } else {
                self.bind(name, Binding::At(Place::local(id), ty));
            }
        }
        for (pat, val) in patterns {
            self.bind_pattern(pat, val);
        }
        let value = self.block_value(&f.block);
        let brace = self.span_of(&f.block.brace_token.span.close());
        self.finish_return(Some(value), brace, ExitKind::End);
        params
    }

    /// The initialiser of a static is a function that stores its value there.
    fn initialiser(&mut self, definition: &FnDef, e: &syn::Expr) {
        let value = self.value(e);
        let place = self.global(&definition.name);
        let span = self.span_of(&e.span());
        self.store(place, value, span);
        self.finish_return(None, span, ExitKind::End);
    }

    // ---- blocks ----

    fn block(&mut self) -> BlockId {
        self.blocks.push(Building { events: Vec::new(), cut: false, end: None });
        BlockId(self.blocks.len() as u32 - 1)
    }

    fn emit(&mut self, event: Event) {
        self.events += 1;
        if self.ended() {
            self.current = self.block();
        }
        let block = &mut self.blocks[self.current.0 as usize];
        if self.events <= MOST_EVENTS {
            block.events.push(event);
        } else if !std::mem::replace(&mut block.cut, true) {
            self.give_up(&event);
        }
    }

    /// What is left out from here on could close, or keep, whatever there is.
    fn give_up(&mut self, event: &Event) {
        let (Event::Assign { span, .. } | Event::Call { span, .. } | Event::EndScope { span, .. }) = event else { return };
        let locals = self.scopes.iter().flat_map(|s| &s.locals).chain(&self.temporaries).take(MOST_GIVEN_UP);
        let args = locals.map(|id| Value::AddrOf(Place::local(*id))).collect();
        let call = Event::Call { callee: crate::flow::Callee::Named("…".into()), args, result: None, span: *span, name: *span };
        self.blocks[self.current.0 as usize].events.push(call);
    }

    fn ended(&self) -> bool {
        self.blocks[self.current.0 as usize].end.is_some()
    }

    fn terminate(&mut self, end: Terminator) {
        self.blocks[self.current.0 as usize].end.get_or_insert(end);
    }

    fn goto(&mut self, to: BlockId) {
        self.terminate(Terminator::Goto(to));
    }

    fn continue_in(&mut self, block: BlockId) {
        self.goto(block);
        self.current = block;
    }

    /// `cond` non-zero: `then`.
    fn branch(&mut self, cond: Value, then: BlockId, otherwise: BlockId, span: Span) {
        match cond {
            Value::Const(c) => self.goto(if c != 0 { then } else { otherwise }),
            Value::Str(_) | Value::AddrOf(_) => self.goto(then),
            cond => self.terminate(Terminator::Branch { cond, then, otherwise, span }),
        }
    }

    // ---- places ----

    fn local(&mut self, name: &str) -> LocalId {
        self.locals.push(Local { name: name.into(), ty: "".into(), array: false, owner: false });
        LocalId(self.locals.len() as u32 - 1)
    }

    fn temporary(&mut self) -> Place {
        let id = self.local("");
        self.temporaries.push(id);
        Place::local(id)
    }

    fn global(&self, name: &str) -> Place {
        Place { base: Base::Global(Global { file: None, name: name.into() }), path: Vec::new() }
    }

    fn assign(&mut self, place: Place, value: Value, span: Span) {
        self.emit(Event::Assign { place, value, span });
    }

    /// Stores a value of any shape.
    fn store(&mut self, place: Place, val: Val, span: Span) {
        let val = if let Ty::Status(..) = val.ty { self.plain(val, span) } else { val };
        if val.x != Value::Place(place.clone()) {
            self.assign(place, val.x, span);
        }
    }

    /// The value in a place: its own if it has one.
    fn placed(&mut self, val: Val, span: Span) -> (Place, Ty) {
        match val.x {
            Value::Place(place) => (place, val.ty),
            x => {
                let place = self.temporary();
                self.assign(place.clone(), x, span);
                (place, val.ty)
            }
        }
    }

    /// A copy that nothing after this changes.
    fn copied(&mut self, val: Val, span: Span) -> Val {
        match val.x {
            Value::Const(_) | Value::Str(_) | Value::AddrOf(_) | Value::Unknown => val,
            x => {
                let place = self.temporary();
                self.assign(place.clone(), x, span);
                Val::new(Value::Place(place), val.ty)
            }
        }
    }

    // ---- names ----

    fn bind(&mut self, name: String, binding: Binding) {
        if let Some(scope) = self.scopes.last_mut() {
            scope.names.push((name, binding));
        }
    }

    /// A new variable that dies with the innermost scope.
    fn variable(&mut self, name: &str, ty: Ty) -> Place {
        let id = self.local(name);
        if let Some(scope) = self.scopes.last_mut() {
            scope.locals.push(id);
        }
        let place = Place::local(id);
        self.bind(name.to_owned(), Binding::At(place.clone(), ty));
        place
    }

    fn lookup(&self, name: &str) -> Option<Binding> {
        self.scopes.iter().rev().flat_map(|s| s.names.iter().rev()).find(|n| n.0 == name).map(|n| n.1.clone())
    }

    fn visible_names(&self) -> Vec<(String, Binding)> {
        self.scopes.iter().flat_map(|s| s.names.iter().cloned()).collect()
    }

    fn reader(&self) -> Reader<'_> {
        Reader { uses: self.uses, crates: &self.index.crates, self_ty: self.self_ty.as_ref() }
    }

    fn span_of(&self, span: &proc_macro2::Span) -> Span {
        if let Some(fixed) = self.fixed_span {
            return fixed;
        }
        let bytes = span.byte_range();
        Span { file: self.file, start: (self.base + bytes.start) as u32, end: (self.base + bytes.end) as u32 }
    }

    // ---- scopes ----

    fn push_scope(&mut self) {
        self.scopes.push(Scope::default());
    }

    fn pop_scope(&mut self, span: Span) {
        let depth = self.scopes.len() - 1;
        if !self.ended() {
            self.leave_scopes(depth, span, ExitKind::End);
        }
        self.scopes.truncate(depth);
    }

    /// What happens when control leaves all scopes from `depth` on; they stay.
    fn leave_scopes(&mut self, depth: usize, span: Span, kind: ExitKind) {
        for at in (depth..self.scopes.len()).rev() {
            self.run_deferred(at);
            let locals: Vec<LocalId> = self.scopes[at].locals.iter().rev().copied().collect();
            if !locals.is_empty() {
                self.emit(Event::EndScope { locals, span, kind });
            }
        }
    }

    fn run_deferred(&mut self, scope: usize) {
        let deferred = std::mem::take(&mut self.scopes[scope].deferred);
        if self.inlined < DEEPEST_INLINE {
            self.inlined += 1;
            for code in deferred.iter().rev() {
                match code {
                    Deferred::Code(e) => {
                        self.value(e);
                    }
                    Deferred::Guard(closure, place) => {
                        let held = Val::new(Value::Place(place.clone()), Ty::Unknown);
                        self.inline(closure, None, vec![held]);
                    }
                }
            }
            self.inlined -= 1;
        }
        self.scopes[scope].deferred = deferred;
    }

    /// Ends the temporaries made since `mark`.
    fn end_temporaries(&mut self, mark: usize, span: Span) {
        let locals: Vec<LocalId> = self.temporaries.drain(mark.min(self.temporaries.len())..).rev().collect();
        if !locals.is_empty() && !self.ended() {
            self.emit(Event::EndScope { locals, span, kind: ExitKind::End });
        }
    }

    // ---- leaving ----

    /// `return`, `?` or the end of the body: of the innermost closure, or of the function.
    fn finish_return(&mut self, value: Option<Val>, span: Span, kind: ExitKind) {
        if self.ended() {
            return;
        }
        let body = self.frames.iter().rev().find_map(|f| match f {
            Frame::Body { result, end, scopes } => Some((result.clone(), *end, *scopes)),
            Frame::Loop { .. } => None,
        });
        if let Some((result, end, scopes)) = body {
            if let Some(value) = value {
                self.store(result, value, span);
            }
            self.leave_scopes(scopes, span, kind);
            self.goto(end);
            return;
        }
        let deferred = self.scopes.iter().any(|s| !s.deferred.is_empty());
        let mut value = value.map(|v| if matches!(v.ty, Ty::Status(..)) && self.ret.is("Result") { self.plain(v, span) } else { v });
        if deferred {
            value = value.map(|v| self.copied(v, span));
            for at in (0..self.scopes.len()).rev() {
                self.run_deferred(at);
            }
        }
        self.terminate(Terminator::Return { value: value.map(|v| v.x), span, kind });
    }
}

/// The blocks that the first one leads to, renumbered.
fn reachable(blocks: Vec<Building>) -> Vec<Block> {
    let mut seen = vec![false; blocks.len()];
    let mut queue = vec![0usize];
    while let Some(at) = queue.pop() {
        if std::mem::replace(&mut seen[at], true) {
            continue;
        }
        queue.extend(blocks[at].end.iter().flat_map(Terminator::successors).map(|to| to.0 as usize));
    }
    let mut next = 0;
    let mut number = |seen: &bool| {
        next += u32::from(*seen);
        BlockId(next.saturating_sub(1))
    };
    let numbers: Vec<BlockId> = seen.iter().map(&mut number).collect();
    let at = |b: BlockId| numbers[b.0 as usize];
    let kept = blocks.into_iter().zip(&seen).filter(|(_, seen)| **seen).map(|(b, _)| b);
    let renumbered = kept.map(|b| Block {
        events: b.events,
        end: match b.end.unwrap_or(Terminator::Unreachable) {
            Terminator::Goto(to) => Terminator::Goto(at(to)),
            Terminator::Branch { cond, then, otherwise, span } => {
                Terminator::Branch { cond, then: at(then), otherwise: at(otherwise), span }
            }
            other => other,
        },
    });
    renumbered.collect()
}

/// What an `Ok` or `Some` carries.
fn payload(place: &Place) -> Place {
    place.clone().then(Proj::Index(Some(1)))
}

/// What an `Err` carries.
fn error(place: &Place) -> Place {
    place.clone().then(Proj::Index(Some(2)))
}

/// An element of a tuple; the first is the place itself.
fn slot(place: &Place, i: usize) -> Place {
    if i == 0 { place.clone() } else { place.clone().then(Proj::Index(Some(100 + i as i64))) }
}

/// Some element of a collection.
fn element(place: &Place) -> Place {
    place.clone().then(Proj::Index(None))
}

fn name_of(path: &syn::Path) -> Name {
    path.segments.last().map(|s| s.ident.to_string()).unwrap_or_default().as_str().into()
}
