//! The flow: one small control-flow graph per function, the same for every front-end.
//!
//! A front-end turns syntax into this; the solver reads nothing else. A flow knows places, values, calls and edges. It does
//! not know the registry: a call of a modelled function carries the model's id ([`Callee::Api`]) and the solver asks the
//! models what that means.
//!
//! Conventions every front-end keeps:
//! * Expressions are pure. A call, an assignment or an increment inside an expression becomes an event before it and the
//!   expression refers to its result (a temporary local). `&&`, `||`, `?:` become edges.
//! * Casts and parentheses are dropped. `a[0]`, `*a` and `a` as a place of an array are one place: an index of constant 0 is
//!   not written. An index that is not a literal is `Index(None)` and stands for every element; if it is a variable, it is
//!   `At` that variable, and the element is the same for as long as the variable is.
//! * `p->f` is `p . Deref . Field(f)`; `p[i]` of a pointer is `p . Deref . Index(i)`; an array used as a value is `AddrOf`.
//! * An exception that leaves a function sets the pseudo-global of [`thrown()`] to 1; its caller sets it to 0 before the call and
//!   branches on it after.
//! * `#if` conditions are branches on the pseudo-globals `#defined NAME` and `#if TEXT` (never assigned, so correlated).

use crate::models::ApiId;
use crate::source::{FileId, Span};
use std::sync::Arc;

mod dump;
pub use dump::dump;

/// A name as written.
pub type Name = Arc<str>;

/// Index into [`Flow::locals`].
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub struct LocalId(pub u32);

/// Index into [`Flow::blocks`].
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub struct BlockId(pub u32);

/// A variable that outlives every call.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub struct Global {
    /// The file for one with internal linkage, `None` for one that all files share.
    pub file: Option<FileId>,
    /// Its name; a static local is `function::name`.
    pub name: Name,
}

/// Where an access path starts.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub enum Base {
    /// A parameter, an automatic variable or a temporary.
    Local(LocalId),
    /// A global, a static, a thread-local.
    Global(Global),
}

/// One step of an access path.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub enum Proj {
    /// What the pointer points at.
    Deref,
    /// A member.
    Field(Name),
    /// A literal index other than 0, or `None` for any other index.
    Index(Option<i64>),
    /// The element whose number a local holds.
    At(LocalId),
}

/// An access path: `base` followed by `path`.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub struct Place {
    /// Where it starts.
    pub base: Base,
    /// How it goes on.
    pub path: Vec<Proj>,
}

impl Place {
    /// The place of a local itself.
    pub fn local(id: LocalId) -> Place {
        Place { base: Base::Local(id), path: Vec::new() }
    }

    /// The place one step further.
    pub fn then(mut self, step: Proj) -> Place {
        if step != Proj::Index(Some(0)) {
            self.path.push(step);
        }
        self
    }
}

/// Operators of one operand.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum UnOp {
    /// `-x`
    Neg,
    /// `!x`
    Not,
    /// `~x`
    BitNot,
    /// `HRESULT_FROM_WIN32(x)` and its like: 0 stays 0, everything else becomes negative.
    HresultFromWin32,
    /// `RtlNtStatusToDosError(x)` and its like: what is negative becomes positive, everything else 0.
    Win32FromStatus,
    /// The value itself, in a place that never closes it: what is stored so is no name of the handle.
    Borrowed,
}

/// Operators of two operands. Comparisons yield 0 or 1.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
#[allow(missing_docs)]
pub enum BinOp {
    Add,
    Sub,
    Mul,
    Div,
    Rem,
    Shl,
    Shr,
    And,
    Or,
    Xor,
    Eq,
    Ne,
    Lt,
    Le,
    Gt,
    Ge,
}

/// A pure value.
#[derive(Clone, PartialEq, Debug)]
pub enum Expr {
    /// A number; a predefined root key is its 32-bit value, e.g. `0x80000001`.
    Const(i64),
    /// A string literal's text, adjacent literals joined, escapes resolved.
    Str(Name),
    /// The address of a function, by its name.
    Function(Name),
    /// What a place holds now.
    Place(Place),
    /// The address of a place.
    AddrOf(Place),
    /// One operand.
    Unary(UnOp, Box<Expr>),
    /// Two operands.
    Binary(BinOp, Box<Expr>, Box<Expr>),
    /// Something the front-end can't express; a new value at every evaluation.
    Unknown,
}

/// What a call calls.
#[derive(Clone, PartialEq, Debug)]
pub enum Callee {
    /// A function that the models know.
    Api(ApiId),
    /// Another function, by the name at the call.
    Named(Name),
    /// One definition and no other: its name, its file, its place among the functions of that file.
    Exact(Name, FileId, u32),
    /// Through a pointer.
    Pointer(Expr),
}

/// How a path ended for a local that dies.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub enum ExitKind {
    /// A `return` statement.
    Return,
    /// The closing brace of a function or scope.
    End,
    /// A jump out of the scope: `goto`, `break`, `continue`, `__leave`.
    Goto,
    /// A `throw`.
    Throw,
    /// Rust's `?`.
    QuestionMark,
}

/// Something that happens, in order, inside a block.
#[derive(Clone, PartialEq, Debug)]
pub enum Event {
    /// `place = value`
    Assign {
        /// Where to.
        place: Place,
        /// What.
        value: Expr,
        /// The whole assignment.
        span: Span,
    },
    /// A call; `result` receives its value.
    Call {
        /// Whom.
        callee: Callee,
        /// With what, in order.
        args: Vec<Expr>,
        /// Where the value goes (a temporary, or nothing if it is discarded).
        result: Option<Place>,
        /// The whole call; where a macro hides it, the macro's call.
        span: Span,
        /// The name at the call; where a macro hides it, the macro's name.
        name: Span,
    },
    /// A local begins a new life, with no known value.
    Declare(LocalId),
    /// Locals whose scope ends here. (At a function's end the `Return` terminator ends all of them.)
    EndScope {
        /// Which.
        locals: Vec<LocalId>,
        /// The closing brace, or the statement that jumps out.
        span: Span,
        /// Which of the two.
        kind: ExitKind,
    },
    /// The place may hold anything from here on.
    Havoc(Place),
    /// Debug information says what a value points at, or into: nothing happens.
    Points {
        /// The value.
        pointer: Expr,
        /// Where to.
        target: Inside,
    },
}

/// A structure that debug information tells of.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Structure {
    /// Its place there: no two have the same.
    pub at: u64,
    /// What it is called; empty if it has no name.
    pub name: Name,
}

/// A place in a structure.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Inside {
    /// Which.
    pub structure: Structure,
    /// How many bytes behind its start.
    pub by: i64,
}

/// A member that holds one value.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Member {
    /// Names it in all functions of a file that use its type, and nothing else.
    pub key: Name,
    /// The structure that its value points at.
    pub points_at: Option<Structure>,
}

impl Expr {
    /// Shows every place that it names, read or by address.
    pub fn each_place<'e>(&'e self, see: &mut impl FnMut(&'e Place)) {
        match self {
            Expr::Place(place) | Expr::AddrOf(place) => see(place),
            Expr::Unary(_, a) => a.each_place(see),
            Expr::Binary(_, a, b) => [a, b].into_iter().for_each(|e| e.each_place(see)),
            Expr::Const(_) | Expr::Str(_) | Expr::Function(_) | Expr::Unknown => {}
        }
    }
}

impl Event {
    /// The places that it names.
    fn places(&self) -> Vec<&Place> {
        let mut found = Vec::new();
        match self {
            Event::Assign { place, value, .. } => {
                found.push(place);
                value.each_place(&mut |p| found.push(p));
            }
            Event::Call { callee, args, result, .. } => {
                found.extend(result);
                args.iter().for_each(|a| a.each_place(&mut |p| found.push(p)));
                if let Callee::Pointer(pointer) = callee {
                    pointer.each_place(&mut |p| found.push(p));
                }
            }
            Event::Havoc(place) => found.push(place),
            Event::Points { pointer, .. } => pointer.each_place(&mut |p| found.push(p)),
            Event::Declare(_) | Event::EndScope { .. } => {}
        }
        found
    }
}

impl Terminator {
    /// The blocks that it leads to.
    pub fn successors(&self) -> impl Iterator<Item = BlockId> {
        let all = match self {
            Terminator::Goto(to) => [Some(*to), None],
            Terminator::Branch { then, otherwise, .. } => [Some(*then), Some(*otherwise)],
            Terminator::Return { .. } | Terminator::Unreachable => [None, None],
        };
        all.into_iter().flatten()
    }

    /// The places that it names.
    fn places(&self) -> Vec<&Place> {
        let mut found = Vec::new();
        match self {
            Terminator::Branch { cond, .. } => cond.each_place(&mut |p| found.push(p)),
            Terminator::Return { value: Some(value), .. } => value.each_place(&mut |p| found.push(p)),
            _ => {}
        }
        found
    }
}

/// How a block ends.
#[derive(Clone, PartialEq, Debug)]
pub enum Terminator {
    /// On to another block.
    Goto(BlockId),
    /// `cond` non-zero: `then`; zero: `otherwise`.
    Branch {
        /// The condition.
        cond: Expr,
        /// Where to if it holds.
        then: BlockId,
        /// Where to if not.
        otherwise: BlockId,
        /// The condition as written.
        span: Span,
    },
    /// The function ends.
    Return {
        /// The value, if it gives one.
        value: Option<Expr>,
        /// The statement, or the closing brace.
        span: Span,
        /// `Return`, `End`, `Throw` or `QuestionMark`.
        kind: ExitKind,
    },
    /// Control never gets past the block's last event.
    Unreachable,
}

/// A straight run of events.
#[derive(Clone, PartialEq, Debug)]
pub struct Block {
    /// In order.
    pub events: Vec<Event>,
    /// What then.
    pub end: Terminator,
}

/// A parameter, variable or temporary.
#[derive(Clone, PartialEq, Debug)]
pub struct Local {
    /// As written; empty for a temporary.
    pub name: Name,
    /// The type as written, one space between tokens, without the name; empty if unknown.
    pub ty: Name,
    /// Declared with `[…]` (of a parameter that means a pointer, so `false` there).
    pub array: bool,
    /// An object, or a reference to one, whose purpose is to own a handle: it counts as the handle itself.
    pub owner: bool,
}

/// One function.
#[derive(Clone, PartialEq, Debug)]
pub struct Flow {
    /// Qualified as written, e.g. `Orders::Load`.
    pub name: Name,
    /// The file it is defined in.
    pub file: FileId,
    /// The name in its definition.
    pub name_span: Span,
    /// From the first token of the definition to the closing brace.
    pub span: Span,
    /// Not visible to other files.
    pub internal: bool,
    /// Takes further arguments after its parameters.
    pub variadic: bool,
    /// Machine code writes words: what a place gets is no news of the places inside of it.
    pub by_words: bool,
    /// Parameters in order.
    pub params: Vec<LocalId>,
    /// All locals; parameters and temporaries included.
    pub locals: Vec<Local>,
    /// Block 0 is the entry.
    pub blocks: Vec<Block>,
    /// Code in it that other threads run: who waits there does not wait here.
    pub threads: Vec<Span>,
}

/// What the member at the start of an object is called where only its place is known.
pub const FIRST_MEMBER: &str = "field_0";

impl Flow {
    /// Whether it is a method of a class that is there to own a handle.
    pub fn is_method_of_owner(&self) -> bool {
        let this = self.params.first().map(|p| &self.locals[p.0 as usize]);
        this.is_some_and(|l| l.owner && &*l.name == "this")
    }

    /// Whether a local points at the object that this is a method of, and that object is more than the handle it holds.
    pub fn is_object(&self, local: LocalId) -> bool {
        self.locals.get(local.0 as usize).is_some_and(|l| !l.owner && &*l.name == "this")
    }

    /// The places that its events and branches name.
    pub fn places(&self) -> impl Iterator<Item = &Place> {
        self.blocks.iter().flat_map(|b| b.events.iter().flat_map(Event::places).chain(b.end.places()))
    }

    /// Whether it makes the object that its first parameter points at: nobody else knows that yet.
    pub fn is_constructor(&self) -> bool {
        let mut parts = self.name.rsplit("::");
        let (name, class) = (parts.next(), parts.next());
        class.is_some() && name == class && self.params.first().is_some_and(|p| &*self.locals[p.0 as usize].name == "this")
    }
}

/// Where a function says that it ended by an exception.
pub fn thrown() -> Place {
    Place { base: Base::Global(Global { file: None, name: "#thrown".into() }), path: Vec::new() }
}
