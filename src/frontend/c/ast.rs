//! The syntax tree of a function's body, as far as control and data flow need it.

use crate::flow::{BinOp, Name, UnOp};
use crate::index::Field;
use std::rc::Rc;

/// A place in the function's file. What comes out of a macro has the place of the macro's call.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(super) struct Mark {
    /// First byte.
    pub(super) start: u32,
    /// One past the last byte.
    pub(super) end: u32,
    /// One past the last byte of the name that it starts with: that of a macro, else of the token.
    pub(super) name_end: u32,
}

impl Mark {
    /// From the start of this to the end of `other`.
    pub(super) fn to(self, other: Mark) -> Mark {
        Mark { end: self.end.max(other.end), ..self }
    }
}

#[derive(Clone, Debug)]
pub(super) struct Expr {
    pub(super) kind: ExprKind,
    pub(super) mark: Mark,
    /// How deep the tree below is: it is walked recursively.
    pub(super) depth: u16,
}

#[derive(Clone, Debug)]
pub(super) enum ExprKind {
    Number(i64),
    Str(Name),
    Name(Name),
    /// No value that can be told; the operands still happen.
    Opaque(Vec<Expr>),
    /// `sizeof …`: its value is not told, but two of them tell how many elements an array has.
    Sizeof,
    Unary(UnOp, Box<Expr>),
    Deref(Box<Expr>),
    AddrOf(Box<Expr>),
    Binary(BinOp, Box<Expr>, Box<Expr>),
    /// `&&` (`true`) or `||`
    Logical(bool, Box<Expr>, Box<Expr>),
    /// `a ? b : c`; without `b` the value of `a` itself.
    Choice(Box<Expr>, Option<Box<Expr>>, Box<Expr>),
    Assign(Option<BinOp>, Box<Expr>, Box<Expr>),
    /// `++` or `--`; `prefix` if the new value is the result.
    Step {
        by: i64,
        prefix: bool,
        place: Box<Expr>,
    },
    Call {
        callee: Box<Expr>,
        args: Vec<Expr>,
    },
    Member {
        of: Box<Expr>,
        arrow: bool,
        name: Name,
    },
    Index(Box<Expr>, Box<Expr>),
    Comma(Vec<Expr>),
    /// `({ … })`
    Block(Vec<Stmt>),
    /// `{ … }` as an initialiser.
    List(Vec<Element>),
    /// `(T){ … }`
    Compound(Name, Vec<Element>),
    /// `new T(…)`, `new T[n]`
    New {
        ty: Name,
        args: Vec<Expr>,
    },
    /// A value seen as another class: `static_cast<T *>(x)`.
    As(Name, Box<Expr>),
    Lambda(Rc<Lambda>),
    Throw(Option<Box<Expr>>),
}

/// `[…](…) { … }`
#[derive(Clone, Debug)]
pub(super) struct Lambda {
    /// `[a = b]`
    pub(super) captures: Vec<(Name, Expr)>,
    pub(super) params: Vec<Declared>,
    pub(super) body: Stmt,
}

/// One `a(b, c)` of a constructor's member initialisers.
#[derive(Clone, Debug)]
pub(super) struct MemberInit {
    pub(super) name: Name,
    pub(super) args: Vec<Expr>,
    pub(super) mark: Mark,
}

/// One element of an initialiser list.
#[derive(Clone, Debug)]
pub(super) struct Element {
    /// `.field` and `[index]` before it.
    pub(super) path: Vec<Designator>,
    pub(super) value: Expr,
}

#[derive(Clone, Debug)]
pub(super) enum Designator {
    Field(Name),
    Index(Expr),
}

#[derive(Clone, Debug)]
pub(super) struct Stmt {
    pub(super) kind: StmtKind,
    pub(super) mark: Mark,
}

impl Stmt {
    /// Visits this statement and those in it; statements inside of expressions are left out.
    pub(super) fn walk<'s>(&'s self, visit: &mut dyn FnMut(&'s Stmt)) {
        visit(self);
        match &self.kind {
            StmtKind::Block(all, _) => all.iter().for_each(|s| s.walk(visit)),
            StmtKind::If(arms, otherwise) => {
                for (init, _, then) in arms {
                    init.iter().for_each(|s| s.walk(visit));
                    then.walk(visit);
                }
                otherwise.iter().for_each(|s| s.walk(visit));
            }
            StmtKind::For { init, body, .. } => {
                init.walk(visit);
                body.walk(visit);
            }
            StmtKind::While(_, s) | StmtKind::DoWhile(s, _) | StmtKind::ForEach(_, _, s) => s.walk(visit),
            StmtKind::Loop(_, s) | StmtKind::Switch(_, s) | StmtKind::Labelled(_, s) => s.walk(visit),
            StmtKind::Try(body, handlers) => {
                body.walk(visit);
                handlers.iter().for_each(|h| h.1.walk(visit));
            }
            StmtKind::Except(body, _, handler) => {
                body.walk(visit);
                handler.walk(visit);
            }
            StmtKind::Finally(body, after) => {
                body.walk(visit);
                after.walk(visit);
            }
            StmtKind::Conditional(arms) => arms.iter().flat_map(|a| &a.1).for_each(|s| s.walk(visit)),
            StmtKind::Empty
            | StmtKind::Expr(_)
            | StmtKind::Declare(_)
            | StmtKind::Constants(_)
            | StmtKind::Struct(_)
            | StmtKind::Goto(_) => {}
            StmtKind::Break | StmtKind::Continue | StmtKind::Leave | StmtKind::Return(_) => {}
        }
    }
}

#[derive(Clone, Debug)]
pub(super) enum StmtKind {
    Empty,
    Expr(Expr),
    Declare(Vec<Declared>),
    /// Constants of an enum declared here.
    Constants(Vec<(Name, i64)>),
    /// A structure that is defined here.
    Struct(Rc<LocalStruct>),
    /// Its closing brace comes with it.
    Block(Vec<Stmt>, Mark),
    /// `if`/`else if` arms, then the last `else`.
    If(Vec<(Vec<Stmt>, Expr, Stmt)>, Option<Box<Stmt>>),
    While(Expr, Box<Stmt>),
    DoWhile(Box<Stmt>, Expr),
    For {
        init: Box<Stmt>,
        condition: Option<Expr>,
        step: Option<Expr>,
        body: Box<Stmt>,
    },
    /// `for (T x : range)`
    ForEach(Declared, Expr, Box<Stmt>),
    /// A loop made by a macro that was not seen.
    Loop(Expr, Box<Stmt>),
    Switch(Expr, Box<Stmt>),
    Labelled(Vec<Label>, Box<Stmt>),
    /// Without a name it may go to any label.
    Goto(Option<Name>),
    Break,
    Continue,
    Leave,
    Return(Option<Expr>),
    /// `try`: the body and its handlers.
    Try(Box<Stmt>, Vec<(Option<Declared>, Stmt)>),
    /// `__try … __except(filter) …`
    Except(Box<Stmt>, Expr, Box<Stmt>),
    /// `__try … __finally …`
    Finally(Box<Stmt>, Rc<Stmt>),
    /// `#if` arms; the last may be an `#else` without a condition.
    Conditional(Vec<(Option<Expr>, Vec<Stmt>)>),
}

#[derive(Clone, Debug)]
pub(super) enum Label {
    Name(Name),
    /// `case a:` or `case a ... b:`
    Case(Expr, Option<Expr>),
    Default,
}

/// A variable that a statement declares.
#[derive(Clone, Debug)]
pub(super) struct Declared {
    pub(super) name: Name,
    pub(super) ty: Name,
    pub(super) dimensions: u8,
    pub(super) pointer: bool,
    pub(super) reference: bool,
    pub(super) is_static: bool,
    pub(super) is_extern: bool,
    pub(super) constant: bool,
    /// The structure that its type defines: `struct { … } name`.
    pub(super) defines: Option<Rc<LocalStruct>>,
    /// What `__attribute__((cleanup(f)))` names.
    pub(super) cleanup: Option<Name>,
    pub(super) init: Option<Init>,
    pub(super) mark: Mark,
}

/// A structure that is defined in a function, or where a variable is declared.
#[derive(Debug)]
pub(super) struct LocalStruct {
    /// Its name; one that no code can have if it has none.
    pub(super) name: Name,
    pub(super) fields: Vec<Field>,
}

#[derive(Clone, Debug)]
pub(super) enum Init {
    /// `= value`, `{ … }`
    Value(Expr),
    /// `(a, b)`
    Constructor(Vec<Expr>),
    /// `auto [a, b] = …`: this is one of the parts.
    Part(Expr),
}
