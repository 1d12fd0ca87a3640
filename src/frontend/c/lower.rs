//! From the syntax tree to the flow.

use super::ast::{Declared, Expr, Lambda, LocalStruct, Mark, MemberInit, Stmt};
use crate::flow::{Base, Block, BlockId, Event, ExitKind, Expr as Value, Flow, Global, Local, LocalId, Name, Place, Terminator};
use crate::index::{ClassRef, Condition, FunctionRef, Index};
use crate::models::Models;
use crate::source::{FileId, Span};
use rustc_hash::{FxHashMap, FxHashSet};
use std::rc::Rc;

mod call;
mod class;
mod cleanup;
mod container;
mod initial;
mod lambda;
mod object;
mod pointer;
mod statement;
mod throw;
mod value;

/// What a name stands for.
#[derive(Clone)]
enum Binding {
    Local(LocalId),
    /// A static of this function, with its dimensions and its class.
    Static(Name, u8, Option<(ClassRef, usize)>),
    Constant(i64),
    /// Declared `extern` in the function.
    External,
    Lambda(Rc<Lambda>),
    /// A structure that is defined in this function.
    Struct(Rc<LocalStruct>),
}

struct Case {
    /// The value or range; nothing for `default`.
    value: Option<(Value, Option<Value>)>,
    target: BlockId,
    /// The `#if` arms around it, with the outcome that leads there.
    arms: Vec<(Expr, bool)>,
    mark: Mark,
}

/// What surrounds the statement being lowered.
enum Frame {
    Scope {
        id: u32,
        names: Vec<(Name, Binding)>,
        locals: Vec<LocalId>,
        /// What runs at its end, last one first.
        cleanups: Vec<Cleanup>,
        /// The labels in it.
        labels: Rc<FxHashSet<Name>>,
    },
    /// The body of a lambda: `return` gives a value to `result` and goes to `end`.
    Inline {
        result: Place,
        end: BlockId,
    },
    Loop {
        on_break: BlockId,
        on_continue: BlockId,
    },
    Switch {
        on_break: BlockId,
        cases: Vec<Case>,
    },
    /// `__leave` goes to the end of this.
    Try {
        end: BlockId,
    },
    Finally {
        body: Rc<Stmt>,
        labels: Rc<FxHashSet<Name>>,
    },
    /// A `throw` goes here.
    Catch {
        handler: BlockId,
    },
    /// An arm of an `#if` that stays open.
    Arm {
        conditions: Vec<(Expr, bool)>,
    },
}

/// Something that runs at the end of a scope.
#[derive(Clone)]
enum Cleanup {
    /// The destructor of an object.
    Object(Place, ClassRef),
    /// What a pointer of this type deletes, or gives to its deleter.
    Pointer(Place, Name, Option<Expr>),
    /// A function that the declaration names gets the place's address.
    Call(Place, Name),
    /// What a scope guard was given, unless it was dismissed: then the local is 0.
    Guard(Rc<Lambda>, LocalId),
}

struct Label {
    block: BlockId,
    /// The scopes around it, once it was seen.
    scopes: Option<Vec<u32>>,
}

/// A `goto` whose scope ends are known only when all labels are.
struct Jump {
    block: BlockId,
    label: Name,
    scopes: Vec<(u32, Vec<LocalId>)>,
    mark: Mark,
}

struct Building {
    events: Vec<Event>,
    end: Option<Terminator>,
}

/// What is known of a local besides its [`Local`].
#[derive(Clone, Copy, Default)]
struct Shape {
    dimensions: u8,
    reference: bool,
    /// The class of the object that it is, refers to or, through so many pointers, points at.
    class: Option<(ClassRef, usize)>,
}

pub(super) struct Lowerer<'a> {
    index: &'a Index,
    models: &'a Models,
    file: FileId,
    function: Name,
    cplusplus: bool,
    locals: Vec<Local>,
    shapes: Vec<Shape>,
    params: Vec<LocalId>,
    blocks: Vec<Building>,
    current: BlockId,
    frames: Vec<Frame>,
    scopes: u32,
    labels: FxHashMap<Name, Label>,
    jumps: Vec<Jump>,
    /// All labels of the body.
    written_labels: FxHashSet<Name>,
    /// The class whose method this is.
    class: Option<ClassRef>,
    this: Option<LocalId>,
    /// Where an object that is returned goes.
    returned: Option<(LocalId, ClassRef)>,
    /// Nameless objects that live until the end of the statement.
    temporaries: Vec<Cleanup>,
    /// Parameters of functions called here.
    known_params: FxHashMap<FunctionRef, Rc<Vec<Declared>>>,
    returns_reference: bool,
    /// A local that becomes the returned object and does not die here.
    kept: Option<Place>,
    /// From which frame on the code is that of a destructor or a scope guard: an exception that leaves it ends the process.
    noexcept_from: Option<usize>,
    /// Locals that were declared with 0 in them.
    emptied: FxHashSet<LocalId>,
    /// How many objects and lambdas are being written out inside of each other, and how many were in all.
    nesting: u32,
    written_out: u32,
    /// As [`Flow::threads`].
    threads: Vec<Span>,
}

/// Objects are made and destroyed, lambdas written out, so often in one function.
const MOST_WRITTEN_OUT: u32 = 4000;

impl<'a> Lowerer<'a> {
    pub(super) fn new(index: &'a Index, models: &'a Models, file: FileId, function: Name) -> Lowerer<'a> {
        // destructors are noexcept unless they say otherwise, which nearly none does
        let noexcept_from = function.contains('~').then_some(0);
        let mut lowerer = Lowerer {
            index,
            models,
            file,
            function,
            cplusplus: index.file(file).is_some_and(|f| f.looks_like_cplusplus()),
            locals: Vec::new(),
            shapes: Vec::new(),
            params: Vec::new(),
            blocks: Vec::new(),
            current: BlockId(0),
            frames: Vec::new(),
            scopes: 0,
            labels: FxHashMap::default(),
            jumps: Vec::new(),
            written_labels: FxHashSet::default(),
            class: None,
            this: None,
            returned: None,
            temporaries: Vec::new(),
            known_params: FxHashMap::default(),
            returns_reference: false,
            kept: None,
            noexcept_from,
            emptied: FxHashSet::default(),
            nesting: 0,
            written_out: 0,
            threads: Vec::new(),
        };
        lowerer.current = lowerer.block();
        lowerer.push_scope();
        lowerer
    }

    /// `this` and the place for a returned object come before the parameters that are written.
    pub(super) fn method_of(&mut self, function: FunctionRef) {
        if !self.cplusplus {
            return;
        }
        self.class = self.index.class_of(function);
        self.returns_reference = self.index.return_type(function).trim_end().ends_with('&');
        if let Some(class) = self.index.this_class(function) {
            let this = self.hidden("this", class);
            self.this = Some(this);
        }
        if let Some(class) = self.index.returned_class(function) {
            let place = self.hidden("return", class);
            self.returned = Some((place, class));
        }
    }

    fn hidden(&mut self, name: &str, class: ClassRef) -> LocalId {
        let ty = format!("{} *", self.index.class_def(class).names.first().map_or("", |n| n)).into();
        let owner = self.index.is_owner(class);
        let local = Local { name: name.into(), ty, array: false, owner };
        let id = self.local(local, Shape { class: Some((class, 1)), ..Shape::default() });
        self.params.push(id);
        self.bind(name.into(), Binding::Local(id));
        id
    }

    /// What a constructor does before its body, and a destructor after it.
    pub(super) fn around_body(&mut self, function: FunctionRef, given: &[MemberInit], mark: Mark) {
        let (Some(this), Some(class)) = (self.this, self.class) else { return };
        let last = self.function.rsplit("::").next().unwrap_or("").to_owned();
        if self.index.member_initialisers(function).is_some() {
            self.construct_members(&Place::local(this).then(crate::flow::Proj::Deref), class, given, mark);
            self.end_temporaries(mark);
        } else if last.starts_with('~') {
            self.destroy_parts_at_end(class);
        }
    }

    pub(super) fn parameters(&mut self, params: &[Declared]) {
        for param in params {
            let class = self.class_of_type(&param.ty);
            // An object that is given by value is one of the caller's that nobody else uses.
            let object = class.is_some_and(|(c, stars)| stars == 0 && self.index.owns(c)) && param.dimensions == 0;
            let shape = Shape { dimensions: param.dimensions.saturating_sub(1), reference: param.reference || object, class };
            let owner = class.is_some_and(|(c, _)| self.index.is_owner(c));
            let local = Local { name: param.name.clone(), ty: param.ty.clone(), array: false, owner };
            let id = self.local(local, shape);
            self.params.push(id);
            self.bind(param.name.clone(), Binding::Local(id));
            if let Some(ty) = self.index.deleting_pointer(&param.ty).filter(|_| self.cplusplus && !param.reference) {
                self.at_scope_end(Cleanup::Pointer(Place::local(id), ty, None));
            }
        }
    }

    /// Lowers one reading of the body. With `choice`, it holds where the open conditions have these outcomes.
    pub(super) fn body(&mut self, statements: &[Stmt], end: Mark) {
        self.labels.clear();
        self.written_labels = statement::all_labels(statements);
        self.push_scope_with(Rc::new(self.written_labels.clone()));
        self.statements(statements);
        if !self.ended() {
            self.run_cleanups(0, end, &|_| false);
        }
        let span = self.span(end);
        self.terminate(Terminator::Return { value: None, span, kind: ExitKind::End });
        self.frames.pop();
        self.finish_jumps();
    }

    /// Splits the current block by the outcomes of conditions; gives one block per combination, the first all true.
    pub(super) fn variants(&mut self, atoms: &[Condition], mark: Mark) -> Vec<BlockId> {
        let mut leaves = vec![self.current];
        for atom in atoms {
            let condition = super::parse::open_condition(atom, mark);
            let mut next = Vec::new();
            for leaf in leaves {
                self.current = leaf;
                let (then, otherwise) = (self.block(), self.block());
                self.condition(&condition, then, otherwise);
                next.extend([then, otherwise]);
            }
            leaves = next;
        }
        leaves
    }

    pub(super) fn start_at(&mut self, block: BlockId) {
        self.current = block;
    }

    /// The flow, blocks that nothing leads to left out.
    pub(super) fn finish(self, function: FunctionRef) -> Flow {
        let definition = self.index.function(function);
        let span = |r: crate::index::Range| Span { file: function.file, start: r.start, end: r.end };
        Flow {
            name: definition.name.clone(),
            file: function.file,
            name_span: span(definition.name_span),
            span: span(definition.span),
            internal: definition.internal,
            variadic: definition.variadic,
            by_words: false,
            params: self.params,
            locals: self.locals,
            blocks: reachable(self.blocks),
            threads: self.threads,
        }
    }

    /// Whether one more object or lambda may be written out inside of `deepest` others.
    fn may_write_out(&mut self, deepest: u32) -> bool {
        self.written_out += 1;
        self.nesting < deepest && self.written_out < MOST_WRITTEN_OUT
    }

    fn span(&self, mark: Mark) -> Span {
        Span { file: self.file, start: mark.start, end: mark.end }
    }

    fn block(&mut self) -> BlockId {
        self.blocks.push(Building { events: Vec::new(), end: None });
        BlockId(self.blocks.len() as u32 - 1)
    }

    fn building(&mut self, block: BlockId) -> &mut Building {
        &mut self.blocks[block.0 as usize]
    }

    /// What comes after a jump goes to a block that nothing leads to.
    fn emit(&mut self, event: Event) {
        if self.ended() {
            self.current = self.block();
        }
        let current = self.current;
        self.building(current).events.push(event);
    }

    fn ended(&self) -> bool {
        self.blocks[self.current.0 as usize].end.is_some()
    }

    fn terminate(&mut self, end: Terminator) {
        let current = self.current;
        self.building(current).end.get_or_insert(end);
    }

    fn goto(&mut self, block: BlockId) {
        self.terminate(Terminator::Goto(block));
    }

    /// Ends the current block with a jump to `block` and goes on there.
    fn continue_in(&mut self, block: BlockId) {
        self.goto(block);
        self.current = block;
    }

    fn local(&mut self, local: Local, shape: Shape) -> LocalId {
        self.locals.push(local);
        self.shapes.push(shape);
        LocalId(self.locals.len() as u32 - 1)
    }

    fn temporary(&mut self) -> Place {
        let nameless = Local { name: "".into(), ty: "".into(), array: false, owner: false };
        Place::local(self.local(nameless, Shape::default()))
    }

    fn assign(&mut self, place: Place, value: Value, mark: Mark) {
        let span = self.span(mark);
        self.emit(Event::Assign { place, value, span });
    }

    /// The value in a place that nothing after this changes.
    fn hold(&mut self, value: Value, mark: Mark) -> Value {
        match &value {
            Value::Const(_) | Value::Str(_) | Value::Function(_) | Value::AddrOf(_) => value,
            Value::Place(Place { base: Base::Local(id), path }) if path.is_empty() && self.locals[id.0 as usize].name.is_empty() => value,
            _ => {
                let place = self.temporary();
                self.assign(place.clone(), value, mark);
                Value::Place(place)
            }
        }
    }

    fn push_scope(&mut self) {
        self.push_scope_with(Rc::default());
    }

    fn push_scope_with(&mut self, labels: Rc<FxHashSet<Name>>) {
        self.scopes += 1;
        self.frames.push(Frame::Scope { id: self.scopes, names: Vec::new(), locals: Vec::new(), cleanups: Vec::new(), labels });
    }

    fn pop_scope(&mut self, end: Mark) {
        if !self.ended() {
            self.run_cleanups(self.frames.len().saturating_sub(1), end, &|_| false);
        }
        let Some(Frame::Scope { locals, .. }) = self.frames.pop() else { return };
        if !locals.is_empty() && !self.ended() {
            let span = self.span(end);
            self.emit(Event::EndScope { locals, span, kind: ExitKind::End });
        }
    }

    fn bind(&mut self, name: Name, binding: Binding) {
        let scope = self.frames.iter_mut().rev().find_map(|f| match f {
            Frame::Scope { names, locals, .. } => Some((names, locals)),
            _ => None,
        });
        let Some((names, locals)) = scope else { return };
        if let Binding::Local(id) = binding {
            locals.push(id);
        }
        names.push((name, binding));
    }

    fn lookup(&self, name: &str) -> Option<&Binding> {
        self.frames.iter().rev().find_map(|f| match f {
            Frame::Scope { names, .. } => names.iter().rev().find(|n| &*n.0 == name).map(|n| &n.1),
            _ => None,
        })
    }

    /// A local of this name in the innermost scope: another arm of an `#if` declared it already.
    fn declared_here(&self, name: &str) -> Option<LocalId> {
        let names = self.frames.iter().rev().find_map(|f| match f {
            Frame::Scope { names, .. } => Some(names),
            _ => None,
        })?;
        names.iter().rev().find(|n| &*n.0 == name).and_then(|n| match n.1 {
            Binding::Local(id) => Some(id),
            _ => None,
        })
    }

    fn global(&self, name: &str) -> Place {
        if let Some(place) = self.shared_member(name) {
            return place;
        }
        // a namespace tells nothing
        let name = name.rsplit("::").next().unwrap_or(name);
        let internal = self.index.variable(name, self.file).is_some_and(|v| v.0);
        Place { base: Base::Global(Global { file: internal.then_some(self.file), name: name.into() }), path: Vec::new() }
    }

    fn static_place(&self, name: &Name) -> Place {
        Place { base: Base::Global(Global { file: Some(self.file), name: name.clone() }), path: Vec::new() }
    }

    fn static_name(&self, name: &str) -> Name {
        format!("{}::{name}", self.function).into()
    }

    fn finish_jumps(&mut self) {
        for jump in std::mem::take(&mut self.jumps) {
            let around = self.labels.get(&jump.label).and_then(|l| l.scopes.clone()).unwrap_or_default();
            let left = jump.scopes.into_iter().rev().filter(|s| !around.contains(&s.0));
            let locals: Vec<LocalId> = left.flat_map(|s| s.1).collect();
            let span = self.span(jump.mark);
            if !locals.is_empty() {
                self.building(jump.block).events.push(Event::EndScope { locals, span, kind: ExitKind::Goto });
            }
        }
    }
}

/// Blocks that only one leads to, and without a choice, become a part of that one.
fn join_runs(blocks: &mut [Building], seen: &mut [bool]) {
    let mut entering = vec![0u32; blocks.len()];
    entering[0] = 1;
    for (block, _) in blocks.iter().zip(seen.iter()).filter(|(_, seen)| **seen) {
        block.end.iter().flat_map(Terminator::successors).for_each(|to| entering[to.0 as usize] += 1);
    }
    for at in 0..blocks.len() {
        while let (true, Some(Terminator::Goto(to))) = (seen[at], &blocks[at].end) {
            let to = to.0 as usize;
            if to == at || entering[to] > 1 {
                break;
            }
            let next = std::mem::replace(&mut blocks[to], Building { events: Vec::new(), end: None });
            seen[to] = false;
            blocks[at].events.extend(next.events);
            blocks[at].end = next.end;
        }
    }
}

/// The blocks that the first one leads to, renumbered in order; blocks that only lead on are left out.
fn reachable(mut blocks: Vec<Building>) -> Vec<Block> {
    let onward: Vec<usize> = (0..blocks.len()).map(|at| skip_empty(&blocks, at)).collect();
    let mut seen = vec![false; blocks.len()];
    let mut queue = vec![0usize];
    while let Some(at) = queue.pop() {
        if std::mem::replace(&mut seen[at], true) {
            continue;
        }
        let onward = |to: &mut BlockId| {
            to.0 = onward[to.0 as usize] as u32;
            queue.push(to.0 as usize);
        };
        match &mut blocks[at].end {
            Some(Terminator::Goto(to)) => [to].into_iter().for_each(onward),
            Some(Terminator::Branch { then, otherwise, .. }) => [then, otherwise].into_iter().for_each(onward),
            _ => {}
        }
    }
    join_runs(&mut blocks, &mut seen);
    let mut next = 0;
    let count = |seen: &bool| {
        next += u32::from(*seen);
        BlockId(next.saturating_sub(1))
    };
    let numbers: Vec<BlockId> = seen.iter().map(count).collect();
    let number = |b: BlockId| numbers[b.0 as usize];
    let kept = blocks.into_iter().zip(seen).filter(|(_, seen)| *seen).map(|(b, _)| b);
    let renumbered = kept.map(|b| Block {
        events: b.events,
        end: match b.end.unwrap_or(Terminator::Unreachable) {
            Terminator::Goto(to) => Terminator::Goto(number(to)),
            Terminator::Branch { cond, then, otherwise, span } => {
                Terminator::Branch { cond, then: number(then), otherwise: number(otherwise), span }
            }
            other => other,
        },
    });
    renumbered.collect()
}

/// Longer chains of empty blocks are followed only so far.
const LONGEST_CHAIN: usize = 100;

/// The first block from here on that does something.
fn skip_empty(blocks: &[Building], mut at: usize) -> usize {
    for _ in 0..LONGEST_CHAIN {
        match &blocks[at] {
            Building { events, end: Some(Terminator::Goto(to)) } if events.is_empty() => at = to.0 as usize,
            _ => break,
        }
    }
    at
}
